//! When each team is where: the orders of all teams beside each other over some hours.

use emergency::id::{IncidentId, OrderId, TeamId};
use emergency::order::Progress;
use emergency::time::UtcMs;
use serde::{Deserialize, Serialize};

/// Hours back that can be asked for at most.
pub const BACK_H_MAX: u32 = 24;
/// Hours ahead that can be asked for at most.
pub const AHEAD_H_MAX: u32 = 12;

/// Over which hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TeamTimesRequest {
    /// Hours back from now, 1 to [`BACK_H_MAX`].
    pub back_h: u32,
    /// Hours ahead of now, 1 to [`AHEAD_H_MAX`].
    pub ahead_h: u32,
}

/// What a team does in a span of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum TimeState {
    /// The order is sent and nobody has answered.
    Sent,
    /// The team has it.
    Acknowledged,
    /// On the road.
    EnRoute,
    /// There.
    OnScene,
    /// On the way home.
    Returning,
    /// Takes on what it used.
    Restocking,
    /// Cleans people and equipment.
    Cleaning,
    /// Rests.
    Resting,
}

/// One span of time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TimeSpan {
    /// What.
    pub state: TimeState,
    /// Since when.
    pub from: UtcMs,
    /// Until when; none while it goes on.
    pub to: Option<UtcMs>,
    /// True for what is planned and has not happened.
    pub planned: bool,
    /// The order, when it is one that holds the team.
    pub order: Option<OrderId>,
    /// Its incident.
    pub incident: Option<IncidentId>,
    /// The incident's call sign; empty when there is none.
    pub call_sign: String,
    /// How the order ended, when it ended with this span.
    pub end: Option<Progress>,
}

/// One team with its spans, the oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TeamTimesRow {
    /// Which team.
    pub team: TeamId,
    /// Call sign.
    pub call_sign: String,
    /// Name.
    pub name: String,
    /// True while an order holds it.
    pub busy: bool,
    /// True when it is late at where it should be.
    pub late: bool,
    /// What it did and does.
    pub spans: Vec<TimeSpan>,
}

/// The orders of all teams over some hours.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TeamTimes {
    /// The desk's clock.
    pub now: UtcMs,
    /// Where it begins.
    pub from: UtcMs,
    /// Where it ends.
    pub to: UtcMs,
    /// Teams that had or have something to do, by call sign.
    pub rows: Vec<TeamTimesRow>,
    /// Teams that had nothing to do.
    pub idle: u32,
}
