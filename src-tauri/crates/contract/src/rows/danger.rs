//! Hidden dangers of the district (事故隐患) with their supervision, and a table of them.

use emergency::danger::{Danger, DangerStage, Rectification, Supervision};
use emergency::day::Day;
use emergency::id::SiteId;
use emergency::place::Point;
use emergency::site::DangerFound;
use serde::{Deserialize, Serialize};

use super::TableFinding;

/// Dangers that one answer lists at most; more are counted.
pub const DANGER_ROWS_MAX: usize = 500;

/// Which dangers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum DangerState {
    /// Not struck off.
    #[default]
    Open,
    /// Their day is over and they are not put right.
    Overdue,
    /// Their day comes soon, by the settings.
    Soon,
    /// Under supervision and not struck off.
    Supervised,
    /// Acceptance was asked for.
    ToCheck,
    /// Struck off.
    Closed,
    /// All of them.
    All,
}

/// By what they are sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum DangerSort {
    /// The soonest day first, those without a day last.
    #[default]
    Due,
    /// Major ones first, then by their day.
    Major,
    /// By street, then by place.
    Street,
    /// By place.
    Site,
    /// The newest first.
    Found,
}

/// A window of the list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DangerQuery {
    /// Which.
    pub state: DangerState,
    /// True for major ones alone.
    pub major: bool,
    /// Of one place alone.
    pub site: Option<SiteId>,
    /// Of one street alone; empty for all.
    pub street: String,
    /// Of one key field alone; empty for all.
    pub field: String,
    /// A part of the words, of the place or of who puts it right; empty for all.
    pub text: String,
    /// By what.
    pub sort: DangerSort,
}

/// One danger with its place.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DangerRow {
    /// Where.
    pub site: SiteId,
    /// Its name.
    pub title: String,
    /// Street; empty when not known.
    pub street: String,
    /// Key field of the place; empty for none.
    pub field: String,
    /// Where that is.
    pub point: Option<Point>,
    /// The danger with what was done about it.
    pub danger: Danger,
    /// How far it is.
    pub stage: DangerStage,
    /// The supervision that stands.
    pub supervision: Option<Supervision>,
    /// The plan that stands.
    pub plan: Option<Rectification>,
    /// The elements that its plan lacks; all of them while there is none.
    pub missing: Vec<String>,
    /// Until when.
    pub due: Option<Day>,
    /// Days until then, negative once it is over; none without a day, or when it is put right.
    pub days: Option<i32>,
    /// Its day is over.
    pub overdue: bool,
    /// Its day comes soon.
    pub soon: bool,
    /// Only another's acceptance strikes it off.
    pub needs_acceptance: bool,
}

/// A window of the list with counts over all of the district.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DangerPage {
    /// Those asked for, at most [`DANGER_ROWS_MAX`].
    pub rows: Vec<DangerRow>,
    /// How many there are of them.
    pub total: u32,
    /// Not struck off.
    pub open: u32,
    /// Of them overdue.
    pub overdue: u32,
    /// Of them due soon.
    pub soon: u32,
    /// Of them major.
    pub major: u32,
    /// Of them under supervision.
    pub supervised: u32,
    /// Of them waiting for acceptance.
    pub to_check: u32,
    /// Streets to choose from.
    pub streets: Vec<String>,
    /// Key fields to choose from.
    pub fields: Vec<String>,
    /// Levels of supervision, in the words of the settings: 待区里确认.
    pub levels: Vec<String>,
    /// How many days before its day a danger is due soon: 待区里确认.
    pub soon_days: u32,
}

/// A table of dangers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DangerFile {
    /// Its bytes, Base64: CSV or XLSX.
    pub bytes: String,
}

/// One danger that a table would enter.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DangerEntry {
    /// Row of the table.
    pub row: u32,
    /// The place that it names.
    pub site: SiteId,
    /// Its name.
    pub title: String,
    /// The danger.
    pub found: DangerFound,
}

/// What a table of dangers would enter, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DangerCheck {
    /// What would be entered.
    pub entries: Vec<DangerEntry>,
    /// Dangers that are there already, in the same words and not struck off.
    pub same: u32,
    /// What is wrong; such a row is left out.
    pub findings: Vec<TableFinding>,
}
