//! 应急响应启动令 and 解除令.

use serde::{Deserialize, Serialize};

use super::{at, field, signatures};
use crate::document::{Form, Part, ReportDocument};
use crate::sheets::{SheetMark, sheet};

/// What the order says. 突发事件应对法 (2024) art. 72: 响应事项、级别、预计期限、应急处置措施; fields of
/// enterprise forms: 发布人、发布时间、传令人、传令时间、命令内容、受令部门、受令人、时间、备注.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ResponseFacts {
    /// What the order says about itself.
    pub mark: SheetMark,
    /// True for 解除令.
    pub ends: bool,
    /// 响应事项.
    pub matter: String,
    /// 响应级别 in words.
    pub level: String,
    /// 预计期限, hours.
    pub period_h: u32,
    /// 应急处置措施; for 解除令 the ground.
    pub measures: String,
    /// 依据的预案.
    pub plan: String,
    /// 发布人.
    pub decided_by: String,
    /// 发布时间, UTC milliseconds.
    pub decided_at_ms: Option<i64>,
    /// 传令人.
    pub passed_by: String,
    /// 受令部门, with who received it and when, in words.
    pub receivers: Vec<String>,
}

/// 启动令 or 解除令 as a document.
#[must_use]
pub fn response_order(facts: &ResponseFacts) -> ReportDocument {
    let (title, measures) = if facts.ends {
        ("应急响应解除令", "解除依据")
    } else {
        ("应急响应启动令", "应急处置措施")
    };
    let mut document = sheet(Form::Response, title, &facts.mark);
    document.head.push(field("number", "编号", ""));
    let mut fields = vec![
        field("matter", "响应事项", &facts.matter),
        field("level", "响应级别", &facts.level),
    ];
    if !facts.ends {
        let period = format!("{}小时", facts.period_h);
        fields.push(field("period", "预计期限", &period));
    }
    fields.extend([
        field("measures", measures, &facts.measures),
        field("plan", "依据的预案", &facts.plan),
        field("decided_by", "发布人", &facts.decided_by),
        field("decided_at", "发布时间", &at(facts.decided_at_ms)),
        field("passed_by", "传令人、传令时间", &facts.passed_by),
        field(
            "receivers",
            "受令部门、受令人、时间",
            &facts.receivers.join("\n"),
        ),
        field("note", "备注", ""),
    ]);
    document.parts.push(Part::Fields(fields));
    signatures(&mut document, &[("发布人", facts.decided_by.as_str())]);
    document
}
