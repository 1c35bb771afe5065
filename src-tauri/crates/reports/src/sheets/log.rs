//! Duty log and handover.

use serde::{Deserialize, Serialize};

use super::{SheetMark, ShiftLoad, section, sheet};
use crate::document::{Column, Entry, Form, Part, ReportDocument, Table};
use crate::when;

/// The facts of a duty log sheet.
///
/// Columns as telephone registers of duty rooms have them: time, unit, name, telephone, content,
/// proposal, instruction, result.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct DutyLogFacts {
    /// What the sheet says about itself.
    pub mark: SheetMark,
    /// The day, UTC milliseconds of any time in it.
    pub day_ms: i64,
    /// Weather and warnings in force.
    pub weather: String,
    /// Name of the shift.
    pub shift: String,
    /// Leader on duty (带班领导).
    pub leader: String,
    /// Officers on duty (值班员).
    pub officers: Vec<String>,
    /// Calls and entries.
    pub calls: Vec<CallLine>,
    /// Matters that matter (重点事项).
    pub highlights: Vec<String>,
    /// Open incidents and matters (在办事件).
    pub open: Vec<Matter>,
    /// State of the equipment.
    pub devices: Vec<DeviceLine>,
    /// Spot checks (抽查记录).
    pub checks: Vec<String>,
}

/// A call or an entry.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CallLine {
    /// When, UTC milliseconds.
    pub at_ms: i64,
    /// Unit that called.
    pub unit: String,
    /// Who called, with telephone.
    pub caller: String,
    /// What was said.
    pub content: String,
    /// Proposal and instruction (拟办、批示).
    pub instruction: String,
    /// Result.
    pub result: String,
    /// Who wrote it down.
    pub recorded_by: String,
}

/// An open matter.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Matter {
    /// What it is.
    pub title: String,
    /// How it stands.
    pub state: String,
    /// When it is due, UTC milliseconds.
    pub due_at_ms: Option<i64>,
    /// What the next one must know.
    pub note: String,
}

/// The state of a device, a feed or the link.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct DeviceLine {
    /// Its name.
    pub name: String,
    /// Its state.
    pub state: String,
    /// When that was last known, UTC milliseconds.
    pub seen_at_ms: Option<i64>,
}

/// The facts of a handover sheet.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct HandoverFacts {
    /// What the sheet says about itself.
    pub mark: SheetMark,
    /// Name of the desk that is handed over (席位).
    pub desk: String,
    /// When the duty went over, UTC milliseconds.
    pub at_ms: i64,
    /// Who hands over (交班人).
    pub outgoing: String,
    /// Who takes over (接班人).
    pub incoming: String,
    /// Leader on duty of the new shift.
    pub leader: String,
    /// Alerts that nobody acknowledged yet.
    pub unacknowledged: u32,
    /// Open matters (未办事项).
    pub open: Vec<Matter>,
    /// What to look out for (注意事项).
    pub cautions: Vec<String>,
    /// State of the equipment, the sound test included.
    pub devices: Vec<DeviceLine>,
    /// How heavy the alarms of the shift were (告警负荷).
    pub load: Option<ShiftLoad>,
}

/// The duty log as a document.
#[must_use]
pub fn duty_log(facts: &DutyLogFacts) -> ReportDocument {
    let mut document = sheet(Form::DutyLog, "值班日志", &facts.mark);
    document.head.extend([
        Entry::new("day", "日期", &when::date(facts.day_ms)),
        Entry::new("shift", "班次", &facts.shift),
        Entry::new("leader", "带班领导", &facts.leader),
        Entry::new("officers", "值班员", &facts.officers.join("、")),
        Entry::new("weather", "天气和预警", &facts.weather),
    ]);
    section(&mut document, "一、来电和记事", calls(&facts.calls));
    section(
        &mut document,
        "二、重点事项",
        list("highlights", &facts.highlights),
    );
    section(&mut document, "三、在办事件", matters(&facts.open));
    section(&mut document, "四、设备状态", devices(&facts.devices));
    section(&mut document, "五、抽查记录", list("checks", &facts.checks));
    document.signature = vec![
        Entry::new("sign.officer", "值班员签字", "＿＿＿＿＿＿"),
        Entry::new("sign.leader", "带班领导签字", "＿＿＿＿＿＿"),
    ];
    document
}

/// The handover sheet as a document: both names, open matters, head of the log.
#[must_use]
pub fn handover(facts: &HandoverFacts) -> ReportDocument {
    let mut document = sheet(Form::Handover, "交接班表", &facts.mark);
    document.head.extend([
        Entry::new("desk", "席位", &facts.desk),
        Entry::new("at", "交接时间", &when::date_time(facts.at_ms)),
        Entry::new("outgoing", "交班人", &facts.outgoing),
        Entry::new("incoming", "接班人", &facts.incoming),
        Entry::new("leader", "带班领导", &facts.leader),
        Entry::new(
            "unacknowledged",
            "未确认告警",
            &format!("{}条", facts.unacknowledged),
        ),
    ]);
    section(&mut document, "一、未办事项", matters(&facts.open));
    section(
        &mut document,
        "二、注意事项",
        list("cautions", &facts.cautions),
    );
    section(&mut document, "三、设备状态", devices(&facts.devices));
    if let Some(load) = &facts.load {
        load.add_to(&mut document, "四、本班告警负荷");
    }
    if !facts.mark.log_head_hash.is_empty() {
        let words = format!(
            "请接班人核对值守日志末条校验值：{}。核对结果：＿＿＿＿＿＿",
            crate::text::plain_line(&facts.mark.log_head_hash, 128)
        );
        document
            .parts
            .push(Part::Paragraph(Entry::paragraph("log_head", &words)));
    }
    document.signature = vec![
        Entry::new("sign.outgoing", "交班人签字", "＿＿＿＿＿＿"),
        Entry::new("sign.incoming", "接班人签字", "＿＿＿＿＿＿"),
    ];
    document
}

fn calls(calls: &[CallLine]) -> Table {
    let columns = vec![
        Column::new("时间", 1.4),
        Column::new("来电单位", 1.6),
        Column::new("来电人、电话", 2.1),
        Column::new("内容", 4.0),
        Column::new("拟办、批示", 1.8),
        Column::new("办理结果", 1.8),
        Column::new("记录人", 1.0),
    ];
    let rows = calls.iter().map(|call| {
        [
            when::short(call.at_ms),
            call.unit.clone(),
            call.caller.clone(),
            call.content.clone(),
            call.instruction.clone(),
            call.result.clone(),
            call.recorded_by.clone(),
        ]
    });
    Table::new("calls", columns, rows)
}

pub(super) fn matters(matters: &[Matter]) -> Table {
    let columns = vec![
        Column::new("序号", 0.6),
        Column::new("事项", 3.0),
        Column::new("进展", 2.4),
        Column::new("时限", 1.3),
        Column::new("备注", 2.4),
    ];
    let rows = matters.iter().enumerate().map(|(index, matter)| {
        [
            (index + 1).to_string(),
            matter.title.clone(),
            matter.state.clone(),
            matter.due_at_ms.map(when::short).unwrap_or_default(),
            matter.note.clone(),
        ]
    });
    Table::new("open", columns, rows)
}

fn devices(devices: &[DeviceLine]) -> Table {
    let columns = vec![
        Column::new("设备、接入、链路", 3.0),
        Column::new("状态", 2.0),
        Column::new("最后收到", 1.5),
    ];
    let rows = devices.iter().map(|device| {
        let seen = device
            .seen_at_ms
            .map_or_else(|| "不明".to_owned(), when::short);
        [device.name.clone(), device.state.clone(), seen]
    });
    Table::new("devices", columns, rows)
}

fn list(key: &str, lines: &[String]) -> Table {
    let columns = vec![Column::new("序号", 0.6), Column::new("内容", 9.0)];
    let rows = lines
        .iter()
        .enumerate()
        .map(|(index, line)| [(index + 1).to_string(), line.clone()]);
    Table::new(key, columns, rows)
}
