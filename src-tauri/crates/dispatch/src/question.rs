//! What is asked.

use emergency::id::IncidentId;
use emergency::incident::Need;
use emergency::place::Point;
use emergency::site::Site;
use emergency::stock::Lot;
use emergency::team::Team;
use emergency::time::{MINUTE_MS, UtcMs};
use routing::travel::TravelTimes;
use serde::{Deserialize, Serialize};

use crate::answer::Prefer;
use crate::standby::Standby;

/// A team's report of its readiness is fresh for this long: assumed, 待区里确认.
pub const READINESS_FRESH_MS: i64 = 12 * 60 * MINUTE_MS;

/// A team's position is fresh for this long: assumed, 待区里确认.
pub const POSITION_FRESH_MS: i64 = 10 * MINUTE_MS;

/// Numbers in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Limits {
    /// See [`READINESS_FRESH_MS`].
    pub readiness_fresh_ms: i64,
    /// See [`POSITION_FRESH_MS`].
    pub position_fresh_ms: i64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            readiness_fresh_ms: READINESS_FRESH_MS,
            position_fresh_ms: POSITION_FRESH_MS,
        }
    }
}

/// One incident and all there is.
#[derive(Clone, Copy)]
pub struct Question<'a> {
    /// The incident; teams and draws that it has already count towards its needs.
    pub incident: &'a IncidentId,
    /// Where it is; without a point nothing can be ranked by time.
    pub place: Option<Point>,
    /// What it needs.
    pub needs: &'a [Need],
    /// All teams that are known.
    pub teams: &'a [Team],
    /// All lots that are known.
    pub lots: &'a [Lot],
    /// The sites where lots lie.
    pub depots: &'a [Site],
    /// How long it takes, with the closures in force.
    pub travel: &'a dyn TravelTimes,
    /// The time of the question.
    pub now: UtcMs,
    /// Numbers in force.
    pub limits: Limits,
    /// What matters most to the officer.
    pub prefer: Prefer,
    /// The zones to keep within reach; without them nothing is said of coverage.
    pub standby: Option<&'a Standby>,
}
