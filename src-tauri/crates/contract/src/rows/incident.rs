//! The incident list and one incident.

use super::AlertRow;
use super::LogLine;
use crate::status::Clock;
use emergency::id::IncidentId;
use emergency::incident::{Incident, Need};
use emergency::level::IncidentGrade;
use emergency::level::ResponseLevel;
use emergency::order::Order;
use emergency::place::Place;
use emergency::report::Report;
use emergency::stock::Lot;
use emergency::time::UtcMs;
use serde::{Deserialize, Serialize};

/// One incident with all that is known of it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct IncidentDetail {
    /// Its state.
    pub incident: Incident,
    /// Its call sign for the command line, such as `I3`.
    pub call_sign: String,
    /// Its orders.
    pub orders: Vec<Order>,
    /// Its alerts.
    pub alerts: Vec<AlertRow>,
    /// Lots that were drawn from for it.
    pub lots: Vec<Lot>,
    /// Its reports.
    pub reports: Vec<Report>,
    /// Its clocks.
    pub clocks: Vec<Clock>,
    /// The newest lines of its log.
    pub timeline: Vec<LogLine>,
    /// What its open tasks need together, and what covers it; the largest gap first.
    pub covers: Vec<NeedCover>,
}

/// One need against what is there and on its way.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct NeedCover {
    /// The largest number of a capability that a task asks for, since one team can serve several;
    /// the sum of a supply.
    pub need: Need,
    /// Able teams that are there.
    pub there: u32,
    /// Able teams on their way; pieces that were granted.
    pub coming: u32,
    /// How many are missing.
    pub gap: u32,
}

/// One incident in the list.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct IncidentRow {
    /// Which.
    pub id: IncidentId,
    /// Its call sign for the command line, such as `I3`: counted in the order of opening.
    pub call_sign: String,
    /// Title.
    pub title: String,
    /// Kind.
    pub kind: String,
    /// Where.
    pub place: Place,
    /// Grade.
    pub grade: Option<IncidentGrade>,
    /// Response level in force.
    pub response: Option<ResponseLevel>,
    /// When the duty room learned of it.
    pub learned_at: UtcMs,
    /// True while it needs a hand.
    pub open: bool,
    /// Tasks not done.
    pub tasks_open: u32,
    /// Tasks past their time.
    pub tasks_late: u32,
    /// Orders that hold a team.
    pub orders_active: u32,
}
