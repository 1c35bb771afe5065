//! Tables in and out: the file, its check report, what was written.

use std::collections::BTreeMap;

use emergency::id::ImportId;
use emergency::import::TableKind;
use serde::{Deserialize, Serialize};

use super::Who;

/// A file that may be entered.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TableFile {
    /// What it holds.
    pub kind: TableKind,
    /// Its name.
    pub name: String,
    /// Its bytes, base64.
    pub bytes: String,
    /// From heading to field; none takes what was remembered for these headings, else a guess.
    pub columns: Option<BTreeMap<String, String>>,
}

/// One field that a column may be given to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TableField {
    /// Its code.
    pub field: String,
    /// Its heading on export.
    pub heading: String,
}

/// One finding of a check report; the screen words the code.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TableFinding {
    /// Row of the file from 1; 0 for the table as a whole.
    pub row: u32,
    /// Heading of the column as it stands in the file.
    pub column: String,
    /// `error`, `warning`, `note`.
    pub weight: String,
    /// Such as `unknown_code`, `not_a_day`, `duplicate`.
    pub code: String,
    /// What stands there.
    pub value: String,
}

/// What a file would do; nothing was written.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CheckReport {
    /// What it holds.
    pub kind: TableKind,
    /// Its name.
    pub file: String,
    /// Name of the sheet.
    pub sheet: String,
    /// Headings, in their order.
    pub headings: Vec<String>,
    /// From heading to field.
    pub columns: BTreeMap<String, String>,
    /// True when that mapping was remembered from an earlier file with these headings.
    pub remembered: bool,
    /// The fields there are.
    pub fields: Vec<TableField>,
    /// Rows of the table.
    pub rows: u32,
    /// Things it would enter anew.
    pub new: u32,
    /// Things it would change.
    pub changed: u32,
    /// Things that are on the list just so.
    pub same: u32,
    /// Rows that cannot be entered.
    pub bad: u32,
    /// Points whose own limits it would set: that wants a reason.
    pub limited: u32,
    /// True when it can be entered whole.
    pub clean: bool,
    /// What was found, in the order of the rows.
    pub findings: Vec<TableFinding>,
    /// Findings that are not named.
    pub more: u32,
}

/// Enter a file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ApplyTable {
    /// The file.
    pub file: TableFile,
    /// True enters the good rows and leaves the bad ones out; false enters all or nothing.
    pub leave_bad_out: bool,
    /// Why it sets limits of points; needed where it does.
    pub reason: String,
    /// Who.
    pub who: Who,
}

/// What was entered; it is on disk.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TableApplied {
    /// By which name it can be taken back; empty when there was nothing to enter.
    pub import: ImportId,
    /// The change number from which reads show it.
    pub seq: u64,
    /// Things entered.
    pub entered: u32,
    /// The report it was entered by.
    pub report: CheckReport,
}

/// How a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum TableFormat {
    /// A workbook.
    #[default]
    Xlsx,
    /// Text, UTF-8 with a mark.
    Csv,
}

/// A table to be written into the paper folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TableRequest {
    /// What.
    pub kind: TableKind,
    /// How.
    pub format: TableFormat,
    /// True writes the headings alone, to be filled in.
    pub empty: bool,
}

/// Labels to be printed: of one depot and its shelves, or of all depots.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct LabelRequest {
    /// The depot; empty for all depots without their shelves.
    pub depot: String,
}
