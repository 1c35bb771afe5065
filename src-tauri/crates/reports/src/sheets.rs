//! Working sheets: duty log (值班日志), handover (交接班), current picture (当前态势), and the blank
//! forms that go on when the screens do not.

mod blank;
mod list;
mod load;
mod log;
mod picture;
mod register;
mod sent;

use serde::{Deserialize, Serialize};

use crate::document::{Entry, Form, Part, ReportDocument, Table};
use crate::text::plain_line;

pub use blank::{BlankForm, blank};
pub use list::{ListFacts, ListSection, list};
pub use load::ShiftLoad;
pub use log::{CallLine, DeviceLine, DutyLogFacts, HandoverFacts, Matter, duty_log, handover};
pub use picture::{IncidentLine, PictureFacts, StockLine, TeamLine, picture};
pub use register::{CallRegisterFacts, RegisterLine, call_register};
pub use sent::{
    AidFacts, AllocationFacts, AllocationLine, GoodLine, OralMark, PaymentLine, RateLine,
    ReceiptLine, RequisitionFacts, ResponseFacts, ReturnLine, SettlementFacts, TurnoutLine,
    aid_letter, allocation, requisition, response_order, settlement, yuan,
};

/// What every sheet says about itself.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SheetMark {
    /// Unit, such as 济南市历城区应急管理局.
    pub unit: String,
    /// When it was made, UTC milliseconds.
    pub made_at_ms: i64,
    /// True in an exercise.
    pub exercise: bool,
    /// Hash of the log's head.
    pub log_head_hash: String,
    /// What it was made with, each with its version.
    pub versions: Vec<String>,
}

/// Starts a sheet: title with the mark of an exercise, small print.
fn sheet(form: Form, title: &str, mark: &SheetMark) -> ReportDocument {
    let exercise = if mark.exercise { "【演练】" } else { "" };
    let mut document = ReportDocument::new(form, &format!("{exercise}{title}"), mark.exercise);
    document.head.push(Entry::new("unit", "单位", &mark.unit));
    if !mark.log_head_hash.is_empty() {
        let hash = plain_line(&mark.log_head_hash, 128);
        document
            .provenance
            .push(format!("值守日志末条校验值：{hash}"));
    }
    if !mark.versions.is_empty() {
        let versions = plain_line(&mark.versions.join("；"), 1_000);
        document.provenance.push(format!("生成依据：{versions}"));
    }
    document
}

/// A heading and its table, or the words that there is nothing.
fn section(document: &mut ReportDocument, heading: &str, table: Table) {
    if !heading.is_empty() {
        document.parts.push(Part::Heading(heading.to_owned()));
    }
    if table.rows.is_empty() {
        let entry = Entry::paragraph(&format!("{}.none", table.key), "无。");
        document.parts.push(Part::Paragraph(entry));
    } else {
        document.parts.push(Part::Table(table));
    }
}

#[cfg(test)]
mod tests;
