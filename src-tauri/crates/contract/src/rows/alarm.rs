//! Alerts as alarms: rows that stand for many, priorities with their reasons, the load.

use emergency::figures::{AlarmLoad, Guideline};
use emergency::id::{ActorName, AlertId, SourceId};
use emergency::priority::PriorityReason;
use emergency::source::Precision;
use emergency::time::UtcMs;
use serde::{Deserialize, Serialize};

/// What a row stands for when it is more than one alert.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct GatheredRow {
    /// The alert that was heard first; it names the row.
    pub lead: AlertId,
    /// The gravest that waits, or the gravest of all.
    pub gravest: AlertId,
    /// Its title, where it is not the one that was heard first.
    pub gravest_headline: String,
    /// How many alerts the row stands for.
    pub alerts: u32,
    /// How many of them somebody has to look at.
    pub waiting: u32,
    /// How many sources they come from, each with its repeats.
    pub folds: u32,
    /// When the first was recorded.
    pub first: UtcMs,
    /// When the last was recorded.
    pub last: UtcMs,
    /// The worst level among them, 5 for none.
    pub level: u8,
    /// Why they stand together.
    pub ties: Vec<GatheredBy>,
    /// An officer took it out of another.
    pub parted: bool,
}

/// Why alerts stand together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum GatheredBy {
    /// The same point of the same source again.
    Repeats,
    /// One station.
    Station,
    /// One site.
    Site,
    /// Near each other.
    Near,
    /// Inside the area of the cause.
    Area,
}

/// A priority with its reasons.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PriorityRow {
    /// 1 to 4, 1 the most urgent.
    pub priority: u8,
    /// How it came about, in order.
    pub reasons: Vec<PriorityReason>,
}

/// How often a source was right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PrecisionRow {
    /// What was found out.
    pub found: Precision,
    /// How many real and unreal there are together.
    pub n: u32,
    /// The share of real ones in per cent; none while there are too few.
    pub percent: Option<u32>,
    /// From so many on a share is said.
    pub least: u32,
}

/// A source or a point that is out of service.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SourceOut {
    /// Which.
    pub source: SourceId,
    /// What it is called.
    pub name: String,
    /// Until when.
    pub until: UtcMs,
    /// Why.
    pub reason: String,
    /// Who said so.
    pub by: String,
    /// Since when.
    pub at: UtcMs,
}

/// Of which time the load is asked.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AlarmLoadRequest {
    /// Hours before now; 0 means a shift.
    pub hours: u32,
    /// When that shift began, by [`AlarmShift::from`]; none means this one.
    pub shift: Option<UtcMs>,
}

/// A shift as the log has it: from when some people had the watch until others took it over.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AlarmShift {
    /// When it began.
    pub from: UtcMs,
    /// When it ended; none while it goes on.
    pub to: Option<UtcMs>,
    /// The duty leader.
    pub leader: ActorName,
    /// The duty officers.
    pub officers: Vec<ActorName>,
}

/// Shifts that stand beside each other at most.
pub const SHIFTS_COMPARED_MAX: u32 = 6;

/// How many shifts are put beside each other.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AlarmShiftsRequest {
    /// The newest so many, [`SHIFTS_COMPARED_MAX`] at most; 0 only names the shifts.
    pub compare: u32,
}

/// The shifts of which the load can be asked, and some of them beside each other.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AlarmShifts {
    /// The newest first.
    pub shifts: Vec<AlarmShift>,
    /// The load of the newest of them, in the same order; windows and points are left out.
    pub loads: Vec<AlarmLoadSheet>,
}

/// The load of alarms beside the limits of the guideline.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AlarmLoadSheet {
    /// From when.
    pub from: UtcMs,
    /// Until when; what stands is of the moment before.
    pub to: UtcMs,
    /// Who has the watch, as the averages count them; one where nobody is entered.
    pub operators: u32,
    /// The figures.
    pub load: AlarmLoad,
    /// The limits beside them.
    pub guideline: Guideline,
    /// Alarms that were read at most; true where there are more, and the oldest are left out.
    pub cut: bool,
}

/// A row of the alert list whose alerts are asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RowAlertsRequest {
    /// An alert of it.
    pub id: AlertId,
    /// Only what repeats as that one, and not all that stands under its heading.
    pub repeats: bool,
}

/// Alerts of one row that are named at most.
pub const HEADING_ALERTS_MAX: usize = 20_000;
