//! How a screen learns that something moved.
//!
//! Every read says by its name and request what it provides; every batch of changes says what it
//! made stale. A screen reads again what it shows and what is stale, once for each batch, at most
//! ten times a second. It never polls and never guesses.

use emergency::alert::EscalationStep;
use serde::{Deserialize, Serialize};

/// A part of the desk's picture that a read provides and a change makes stale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Topic {
    /// The alert list and its counts.
    Alerts,
    /// Incidents with their tasks.
    Incidents,
    /// Teams, their readiness and their assignments.
    Teams,
    /// Supplies.
    Lots,
    /// Orders.
    Orders,
    /// Reports.
    Reports,
    /// Issues of supplies and requisitions.
    Issues,
    /// Requests for mutual aid.
    Aid,
    /// Notices and their receipts.
    Circulars,
    /// What people told the duty room.
    Submissions,
    /// Sites.
    Sites,
    /// Closures of roads, and the wind by which teams gather before a hot zone.
    Closures,
    /// The roads that ways lead over, and the ones that are taken in.
    Roads,
    /// Experts, reporters, volunteers, the rota.
    People,
    /// Tables that were entered.
    Imports,
    /// The watch and its log.
    Duty,
    /// The drill.
    Drill,
    /// Link, feeds, sound, store.
    Status,
    /// Places of teams on the move.
    Positions,
    /// Defects of what came in.
    Defects,
    /// What a search for several incidents has found.
    Searches,
    /// The plans: texts, review and filing, terms, suggestions.
    Plans,
    /// Electronic fences for vehicles.
    Fences,
    /// The register of points and their limits.
    Points,
    /// The list of firms.
    Firms,
}

/// One batch of changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Changes {
    /// The change number before this batch; a screen that knows another has missed some.
    pub from: u64,
    /// The change number after it.
    pub to: u64,
    /// What became stale.
    pub topics: Vec<Topic>,
    /// Entities that changed, `kind:id`, at most [`ENTITIES_MAX`]; none named means any.
    pub entities: Vec<String>,
    /// Something that must be heard or seen at once.
    pub alarm: Option<Alarm>,
}

/// Entities one batch names at most.
pub const ENTITIES_MAX: usize = 200;

/// What the shell sounds and shows outside the window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Alarm {
    /// The worst new level, 1 to 4; of what has no level of law, its priority.
    pub level: u8,
    /// True where that is a priority and no level of law.
    pub by_priority: bool,
    /// How many new alerts it stands for.
    pub count: u32,
    /// The headline of the worst.
    pub headline: String,
    /// True in a drill.
    pub exercise: bool,
    /// How far it has gone while nobody answered; none for the first time.
    pub step: Option<EscalationStep>,
    /// True where nothing of it is new: it was heard before, and nobody has answered.
    #[serde(default)]
    pub heard: bool,
}

impl Alarm {
    /// Whether it has gone so far that it is shown on the desktop, whatever its level is.
    #[must_use]
    pub fn notifies(&self) -> bool {
        self.step >= Some(EscalationStep::Notification)
    }
}
