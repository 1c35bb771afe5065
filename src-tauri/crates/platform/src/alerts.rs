//! Alerts that an authority posts: read, sequenced under the platform's own key, and so on every
//! desk.

use axum::http::StatusCode;
use emergency::fact::Fact;
use feeds::intake::read;
use feeds::reach::Reach;
use serde::Serialize;

use crate::ledger::{Outcome, OwnFact, Submission};
use crate::server::Platform;

/// Name of the feed as desks show it.
const FEED: &str = "市平台";

/// What became of a posted document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Taken {
    /// Alerts that are in the log now, by their names.
    pub alerts: Vec<String>,
    /// What could not be read.
    pub defects: Vec<String>,
}

/// Reads a document and puts its alerts into the log. How far an area is from a district is left
/// open: the platform serves several.
///
/// # Errors
/// 422 when there is nothing readable in it, 503 when the log cannot be written.
pub(crate) async fn take(platform: &Platform, bytes: &[u8]) -> Result<Taken, StatusCode> {
    let reading = read(FEED, bytes, &Reach::new(&[], &[]), platform.now());
    let defects = reading
        .unreadable
        .into_iter()
        .map(|each| each.message)
        .collect();
    let mut taken = Taken {
        alerts: Vec::new(),
        defects,
    };
    for draft in reading.drafts {
        let mut fact = draft.fact;
        if let Fact::AlertReceived(received) = &mut fact {
            received.distance_m = None;
        }
        let name = draft.entity.id.clone();
        let kind = fact.kind().to_owned();
        let own = OwnFact {
            entity: draft.entity,
            kind,
            body: fact.body(),
        };
        match platform.sequencer.submit(Submission::Own(own)).await {
            Ok(Outcome::Taken { .. }) => taken.alerts.push(name),
            _ => return Err(StatusCode::SERVICE_UNAVAILABLE),
        }
    }
    if taken.alerts.is_empty() {
        Err(StatusCode::UNPROCESSABLE_ENTITY)
    } else {
        Ok(taken)
    }
}
