//! The telephone register (电话记录簿).
//!
//! Its columns are the fields that registers of duty rooms have: when, where, how it began, went,
//! was met and ended, what it touches and where it tends; to whom and when the teller has reported;
//! the teller's unit, name, post and telephone; who wrote it down, and when.

use serde::{Deserialize, Serialize};

use super::{SheetMark, section, sheet};
use crate::document::{Column, Entry, Form, ReportDocument, Table};
use crate::when;

/// The facts of a register.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CallRegisterFacts {
    /// What the sheet says about itself.
    pub mark: SheetMark,
    /// From when, UTC milliseconds.
    pub from_ms: i64,
    /// Until when, UTC milliseconds.
    pub to_ms: i64,
    /// Leader on duty (带班领导).
    pub leader: String,
    /// What was told, oldest first.
    pub lines: Vec<RegisterLine>,
}

/// One record.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RegisterLine {
    /// When it was told, UTC milliseconds.
    pub told_at_ms: i64,
    /// Which way, with the number of an order.
    pub channel: String,
    /// 地点.
    pub place: String,
    /// 事件: the matter, with what is known of its course.
    pub content: String,
    /// 报告者: unit, name, post, telephone; or that it is sealed.
    pub teller: String,
    /// 已报告谁、何时.
    pub reported_to: String,
    /// Joined, answered, closed.
    pub done: String,
    /// 记录人.
    pub recorded_by: String,
    /// When it was written down, UTC milliseconds.
    pub recorded_at_ms: i64,
}

/// The register as a document.
#[must_use]
pub fn call_register(facts: &CallRegisterFacts) -> ReportDocument {
    let mut document = sheet(Form::CallRegister, "电话记录簿", &facts.mark);
    let span = format!(
        "{} 至 {}",
        when::date_time(facts.from_ms),
        when::date_time(facts.to_ms)
    );
    document.head.extend([
        Entry::new("span", "起止", &span),
        Entry::new("leader", "带班领导", &facts.leader),
    ]);
    section(&mut document, "来电、来件", table(&facts.lines));
    document.signature = vec![
        Entry::new("sign.officer", "值班员签字", "＿＿＿＿＿＿"),
        Entry::new("sign.leader", "带班领导签字", "＿＿＿＿＿＿"),
    ];
    document
}

fn table(lines: &[RegisterLine]) -> Table {
    let columns = vec![
        Column::new("时间", 1.2),
        Column::new("来件方式", 1.2),
        Column::new("地点", 1.4),
        Column::new("事件", 3.6),
        Column::new("报告者", 1.7),
        Column::new("已报告", 1.1),
        Column::new("办理", 1.9),
        Column::new("记录人、时间", 1.3),
    ];
    let rows = lines.iter().map(|line| {
        [
            when::short(line.told_at_ms),
            line.channel.clone(),
            line.place.clone(),
            line.content.clone(),
            line.teller.clone(),
            line.reported_to.clone(),
            line.done.clone(),
            format!("{}，{}", line.recorded_by, when::short(line.recorded_at_ms)),
        ]
    });
    Table::new("register", columns, rows)
}
