//! Paper (书面手续) for what was ordered by word of mouth first.

use serde::{Deserialize, Serialize};

use crate::event::Event;
use crate::id::ActorName;
use crate::time::UtcMs;

/// Hours in which an order by word of mouth is made up on paper. The 48 hours are those of
/// another county's supply rules (邹城市); this district's own are 待区里确认.
pub const PAPER_HOURS: i64 = 48;

/// `order.papered`, `issue.papered`, `requisition.papered`: the paper is there.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Papered {
    /// Number of the paper (文号).
    pub number: String,
    /// Who signed it.
    pub signer: String,
    /// Words.
    pub note: String,
}

/// Paper as it came in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Paper {
    /// When.
    pub at: UtcMs,
    /// Who entered it.
    pub by: ActorName,
    /// What it says of itself.
    pub papered: Papered,
}

impl Paper {
    /// The paper that a fact brings.
    #[must_use]
    pub fn of(event: &Event, papered: &Papered) -> Self {
        Self {
            at: event.occurred_at,
            by: event.actor.clone(),
            papered: papered.clone(),
        }
    }
}

/// When the paper for something said at a time is due, with the district's own hours.
#[must_use]
pub fn due(said_at: UtcMs, hours: i64) -> UtcMs {
    said_at.plus_ms(hours.saturating_mul(60 * crate::time::MINUTE_MS))
}
