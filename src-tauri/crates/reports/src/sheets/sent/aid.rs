//! Letter for mutual aid (请求支援函).

use serde::{Deserialize, Serialize};

use super::{at, field, signatures};
use crate::document::{Entry, Form, Part, ReportDocument};
use crate::sheets::{SheetMark, sheet};

/// What the letter says.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AidFacts {
    /// What the letter says about itself.
    pub mark: SheetMark,
    /// Number of the letter.
    pub number: String,
    /// Who is asked.
    pub to: String,
    /// The incident.
    pub incident: String,
    /// Why.
    pub reason: String,
    /// What is needed.
    pub needs: String,
    /// Where to report.
    pub place: String,
    /// By when, UTC milliseconds.
    pub wanted_at_ms: Option<i64>,
    /// Whom to call.
    pub contact: String,
    /// Who signed.
    pub signer: String,
    /// When, UTC milliseconds.
    pub signed_at_ms: Option<i64>,
}

/// 请求支援函 as a document.
#[must_use]
pub fn aid_letter(facts: &AidFacts) -> ReportDocument {
    let mut document = sheet(Form::Aid, "关于请求应急支援的函", &facts.mark);
    document.head.push(field("number", "编号", &facts.number));
    let body = format!(
        "{}：\n{}。为做好处置工作，特请你单位支援。",
        facts.to,
        facts.reason.trim_end_matches('。')
    );
    document
        .parts
        .push(Part::Paragraph(Entry::paragraph("body", &body)));
    document.parts.push(Part::Fields(vec![
        field("incident", "突发事件", &facts.incident),
        field("needs", "请求支援内容", &facts.needs),
        field("place", "报到地点", &facts.place),
        field("wanted_at", "希望到达时间", &at(facts.wanted_at_ms)),
        field("contact", "联系人、电话", &facts.contact),
        field("answer", "答复（单位、姓名、时间）", ""),
    ]));
    let date = at(facts.signed_at_ms);
    signatures(&mut document, &[("签发人", facts.signer.as_str())]);
    document
        .signature
        .push(Entry::new("date", "签发时间", super::or_blank(&date)));
    document
}
