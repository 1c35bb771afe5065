//! The rota: who has the watch on which day, and what is missing in it.

use emergency::day::Day;
use emergency::rota::{OnDuty, RotaGap, RotaSet};
use serde::{Deserialize, Serialize};

use super::TableFinding;

/// Days that are shown at once.
pub const ROTA_DAYS_MAX: u32 = 62;

/// Which days of the rota.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RotaQuery {
    /// The first day; none for today.
    pub from: Option<Day>,
    /// How many, 1 to [`ROTA_DAYS_MAX`].
    pub days: u32,
}

/// The watch of one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RotaDay {
    /// The day.
    pub day: Day,
    /// True for Saturdays and Sundays.
    pub weekend: bool,
    /// Who; none while nobody has entered it.
    pub set: Option<RotaSet>,
    /// What is missing.
    pub gaps: Vec<RotaGap>,
}

/// Some days of the rota.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RotaSheet {
    /// Today.
    pub today: Day,
    /// Who is on duty now.
    pub now: OnDuty,
    /// The days, in their order.
    pub days: Vec<RotaDay>,
    /// Days of these in which something is missing.
    pub gaps: u32,
}

/// A table with a rota.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RotaFile {
    /// Name of the file.
    pub name: String,
    /// Its bytes in Base64.
    pub bytes: String,
}

/// One day of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RotaEntry {
    /// The day.
    pub day: Day,
    /// Who.
    pub set: RotaSet,
    /// True when the day has another watch now.
    pub changes: bool,
}

/// What a table would enter; nothing is written.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RotaCheck {
    /// The days that can be entered and differ from what stands.
    pub entries: Vec<RotaEntry>,
    /// Days that stand so already.
    pub same: u32,
    /// What is wrong, in the table's own rows and columns.
    pub findings: Vec<TableFinding>,
}
