//! 物资调拨单.

use serde::{Deserialize, Serialize};

use super::{OralMark, at, field, short, signatures};
use crate::document::{Column, Form, Part, ReportDocument, Table};
use crate::sheets::{SheetMark, section, sheet};

/// What the sheet says: who asks, why, what, where to, who brings it, who received it.
///
/// Fields as another county's supply rules (邹城市) ask for them: 申请单位, 事由, 品名、规格、数量,
/// 接收单位和地点, 双方联系方式, 口头调拨 48 小时内补办, 签收人、数量和质量, 归还.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AllocationFacts {
    /// What the sheet says about itself.
    pub mark: SheetMark,
    /// Number of the sheet.
    pub number: String,
    /// The incident.
    pub incident: String,
    /// 申请单位.
    pub asked_by: String,
    /// 事由.
    pub reason: String,
    /// 接收单位和地点.
    pub receiver: String,
    /// 接收方联系人、电话.
    pub receiver_contact: String,
    /// 调拨方联系人、电话.
    pub giver_contact: String,
    /// 批准人.
    pub approved_by: String,
    /// When it was ordered, UTC milliseconds.
    pub ordered_at_ms: Option<i64>,
    /// Words first, paper later.
    pub oral: OralMark,
    /// What goes.
    pub lines: Vec<AllocationLine>,
    /// What arrived.
    pub receipts: Vec<ReceiptLine>,
}

/// One draw.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AllocationLine {
    /// Name of the supply.
    pub supply: String,
    /// Its code of GB/T 38565-2020.
    pub code: String,
    /// Unit of count.
    pub unit: String,
    /// Depot.
    pub depot: String,
    /// How many were asked for.
    pub asked: u32,
    /// How many were granted.
    pub granted: u32,
    /// Who brings them.
    pub bearer: String,
    /// Came back.
    pub returned: u32,
    /// Used up.
    pub used: u32,
    /// Lost or broken.
    pub written_off: u32,
    /// Still out.
    pub outstanding: u32,
}

/// One receipt.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ReceiptLine {
    /// Name of the supply.
    pub supply: String,
    /// When, UTC milliseconds.
    pub at_ms: Option<i64>,
    /// Who received, by name.
    pub receiver: String,
    /// How many, with the unit.
    pub quantity: String,
    /// 质量 in words.
    pub quality: String,
    /// Words.
    pub note: String,
}

/// 调拨单 as a document.
#[must_use]
pub fn allocation(facts: &AllocationFacts) -> ReportDocument {
    let mut document = sheet(Form::Allocation, "应急物资调拨单", &facts.mark);
    document.head.push(field("number", "编号", &facts.number));
    document.parts.push(Part::Fields(vec![
        field("incident", "事件", &facts.incident),
        field("asked_by", "申请单位", &facts.asked_by),
        field("reason", "事由", &facts.reason),
        field("receiver", "接收单位和地点", &facts.receiver),
        field(
            "receiver_contact",
            "接收方联系人、电话",
            &facts.receiver_contact,
        ),
        field("giver_contact", "调拨方联系人、电话", &facts.giver_contact),
        field("approved_by", "批准人", &facts.approved_by),
        field("ordered_at", "下达时间", &at(facts.ordered_at_ms)),
        field("oral", "下达方式", &facts.oral.words()),
    ]));
    section(&mut document, "一、调拨物资", lines(&facts.lines));
    section(&mut document, "二、现场签收", receipts(&facts.receipts));
    section(&mut document, "三、归还、消耗和报损", ledger(&facts.lines));
    signatures(
        &mut document,
        &[
            ("批准人", facts.approved_by.as_str()),
            ("调拨方", ""),
            ("接收方", ""),
        ],
    );
    document
}

fn lines(lines: &[AllocationLine]) -> Table {
    let columns = vec![
        Column::new("品名", 2.4),
        Column::new("分类代码", 1.4),
        Column::new("申请", 0.8),
        Column::new("实发", 0.8),
        Column::new("单位", 0.7),
        Column::new("储备库", 2.2),
        Column::new("承运", 2.2),
    ];
    let rows = lines.iter().map(|line| {
        [
            line.supply.clone(),
            line.code.clone(),
            line.asked.to_string(),
            line.granted.to_string(),
            line.unit.clone(),
            line.depot.clone(),
            line.bearer.clone(),
        ]
    });
    Table::new("lines", columns, rows)
}

fn receipts(receipts: &[ReceiptLine]) -> Table {
    let columns = vec![
        Column::new("时间", 1.4),
        Column::new("品名", 2.2),
        Column::new("数量", 1.0),
        Column::new("质量", 1.2),
        Column::new("签收人", 1.4),
        Column::new("备注", 2.2),
    ];
    let rows = receipts.iter().map(|line| {
        [
            short(line.at_ms),
            line.supply.clone(),
            line.quantity.clone(),
            line.quality.clone(),
            line.receiver.clone(),
            line.note.clone(),
        ]
    });
    Table::new("receipts", columns, rows)
}

fn ledger(lines: &[AllocationLine]) -> Table {
    let columns = vec![
        Column::new("品名", 2.4),
        Column::new("实发", 1.0),
        Column::new("归还", 1.0),
        Column::new("消耗", 1.0),
        Column::new("报损", 1.0),
        Column::new("在外", 1.0),
    ];
    let rows = lines.iter().map(|line| {
        [
            format!("{}（{}）", line.supply, line.unit),
            line.granted.to_string(),
            line.returned.to_string(),
            line.used.to_string(),
            line.written_off.to_string(),
            line.outstanding.to_string(),
        ]
    });
    Table::new("ledger", columns, rows)
}
