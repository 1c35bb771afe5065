//! Reports and sheets.

use super::Who;
use crate::status::Clock;
use emergency::id::IncidentId;
use emergency::report::Report;
use serde::{Deserialize, Serialize};

/// Which report to draft.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DraftRequest {
    /// For which incident.
    pub incident: IncidentId,
    /// Which kind.
    pub kind: emergency::report::ReportKind,
}

/// One field of a report on the screen.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SheetField {
    /// Its name in the form.
    pub key: String,
    /// Its label in Chinese.
    pub label: String,
    /// Its text.
    pub value: String,
    /// True when nothing is known yet and the form asks for it.
    pub missing: bool,
    /// True when a person wrote it.
    pub edited: bool,
}

/// A report on the screen: what is sent is what is shown.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ReportSheet {
    /// The report, once saved.
    pub report: Option<Report>,
    /// Title.
    pub title: String,
    /// Fields in the order of the form.
    pub fields: Vec<SheetField>,
    /// Recipients in words.
    pub recipients: Vec<String>,
    /// The clock it answers.
    pub clock: Option<Clock>,
    /// The document model, to be handed back unchanged but for the fields.
    #[cfg_attr(feature = "ts", ts(type = "unknown"))]
    pub document: serde_json::Value,
    /// The facts it was drafted from.
    #[cfg_attr(feature = "ts", ts(type = "unknown"))]
    pub facts: serde_json::Value,
}

/// Save a report with what the officer changed.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SaveReport {
    /// The incident.
    pub incident: IncidentId,
    /// The report, none for a new one.
    pub report: Option<emergency::id::ReportId>,
    /// Which kind.
    pub kind: emergency::report::ReportKind,
    /// Fields that the officer changed: name and text.
    pub edits: Vec<(String, String)>,
    /// Who signs; needed to send.
    pub signer: String,
    /// Why it is late; needed when it is.
    pub late_reason: String,
    /// True to sign and send it, false to keep it as a draft.
    pub send: bool,
    /// Who acts.
    pub who: Who,
}

/// Files that were written.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Written {
    /// Names of the files in the desk's paper folder.
    pub files: Vec<String>,
    /// The folder, in words for the officer.
    pub folder: String,
    /// How many rows of a list are not in the file because there are too many; 0 for all else.
    pub left_out: u32,
}

/// Which sheet to print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Sheet {
    /// 当前态势 with map.
    #[default]
    Picture,
    /// Blank cards for work on paper.
    BlankCards,
    /// The picture and the blank cards: all that work on paper starts from.
    PaperSet,
    /// 值班日志.
    DutyLog,
    /// 交接班记录.
    Handover,
    /// 电话记录簿: what was told since the day began.
    CallRegister,
}

/// Print a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PrintRequest {
    /// Which.
    pub sheet: Sheet,
}

/// What a handover has to name.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct HandoverSheet {
    /// Open incidents, running clocks, unacknowledged alerts, orders without receipt: in Chinese.
    pub open_matters: Vec<String>,
    /// Hash of the newest fact.
    pub head_hash: String,
    /// Facts in the log.
    pub events: u64,
}
