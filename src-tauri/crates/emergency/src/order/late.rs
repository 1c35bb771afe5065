//! Lateness of a team that is under way: by the plan, and by what is seen of it.

use serde::{Deserialize, Serialize};

use super::{Order, Progress};
use crate::time::{MINUTE_MS, UtcMs};

/// Milliseconds after the planned arrival in which nobody is called late: 待区里确认.
pub const LATE_GRACE_MS: i64 = 2 * MINUTE_MS;
/// Milliseconds in which an order has to be acknowledged: 待区里确认.
pub const ACKNOWLEDGE_MS: i64 = 5 * MINUTE_MS;
/// Milliseconds for which a position says something about the rest of the way.
pub const OBSERVED_MS_MAX: i64 = 5 * MINUTE_MS;

/// Why a team is late.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum LateWhy {
    /// Nobody has acknowledged the order.
    NotAcknowledged,
    /// The planned time has passed and it is not there.
    NotArrived,
    /// From where it is now it cannot be there in time.
    Slow,
}

/// A team is late, or will be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Late {
    /// Why.
    pub why: LateWhy,
    /// At which stop, from 0; none where the order ends.
    pub stop: Option<u32>,
    /// When it should have been.
    pub planned_at: UtcMs,
    /// When it will be, by what is seen; none when nothing is.
    pub expected_at: Option<UtcMs>,
}

/// What is seen of a team under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Observed {
    /// Seconds from where it was seen to where the order ends, by way of the stops left.
    pub remaining_s: u32,
    /// When it was seen.
    pub at: UtcMs,
}

/// Whether the team of an order is late at `now`.
///
/// Late means: the planned arrival at the next stop or at the end has passed by more than
/// [`LATE_GRACE_MS`]; or the remaining way, seen no longer than [`OBSERVED_MS_MAX`] ago, ends that
/// much after the plan; or nobody has acknowledged within [`ACKNOWLEDGE_MS`].
#[must_use]
pub fn late(order: &Order, observed: Option<Observed>, now: UtcMs) -> Option<Late> {
    if !order.progress.is_active() || order.progress == Progress::OnScene {
        return None;
    }
    let sent_at = order.sent_at()?;
    let planned = |eta_s: u32| sent_at.plus_ms(i64::from(eta_s) * 1_000);
    let expected_at = observed
        .filter(|seen| now.since_ms(seen.at) <= OBSERVED_MS_MAX)
        .map(|seen| seen.at.plus_ms(i64::from(seen.remaining_s) * 1_000));
    let next = order
        .sent
        .stops
        .iter()
        .zip(order.stop_marks())
        .position(|(_, mark)| mark.reached_at.is_none() && mark.skipped_at.is_none());
    let at_stop = next.and_then(|index| Some((index, planned(order.sent.stops[index].eta_s?))));
    let missed = |planned_at: UtcMs| now.since_ms(planned_at) > LATE_GRACE_MS;
    if let Some((index, planned_at)) = at_stop.filter(|(_, planned_at)| missed(*planned_at)) {
        return Some(Late {
            why: LateWhy::NotArrived,
            stop: u32::try_from(index).ok(),
            planned_at,
            expected_at: None,
        });
    }
    if let Some(planned_at) = order.sent.eta_s.map(planned) {
        let slow = expected_at.is_some_and(|at| at.since_ms(planned_at) > LATE_GRACE_MS);
        let why = if missed(planned_at) {
            Some(LateWhy::NotArrived)
        } else {
            slow.then_some(LateWhy::Slow)
        };
        if let Some(why) = why {
            return Some(Late {
                why,
                stop: None,
                planned_at,
                expected_at,
            });
        }
    }
    let due = sent_at.plus_ms(ACKNOWLEDGE_MS);
    (order.progress == Progress::Sent && now > due).then_some(Late {
        why: LateWhy::NotAcknowledged,
        stop: None,
        planned_at: due,
        expected_at: None,
    })
}
