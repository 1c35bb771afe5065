//! 应急处置征用通知书 with register, returns and compensation.

use serde::{Deserialize, Serialize};

use super::{OralMark, at, field, short, signatures, yuan};
use crate::document::{Column, Entry, Form, Part, ReportDocument, Table};
use crate::sheets::{SheetMark, section, sheet};

/// What the notice says. 山东省突发事件应对条例 (2012) art. 41: 征用单位名称、地址、联系方式, 执行人员
/// 姓名, 征用用途, 征用时间, 财产名称、数量、型号, 登记造册; 突发事件应对法 (2024) art. 76: 返还, 补偿.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RequisitionFacts {
    /// What the notice says about itself.
    pub mark: SheetMark,
    /// Number of the notice.
    pub number: String,
    /// The incident.
    pub incident: String,
    /// 征用单位: name, address, contact.
    pub unit: [String; 3],
    /// 执行人员.
    pub executor: String,
    /// 被征用人: name, address, contact.
    pub owner: [String; 3],
    /// 征用用途.
    pub purpose: String,
    /// 征用时间, UTC milliseconds.
    pub from_ms: Option<i64>,
    /// 登记造册人.
    pub registrar: String,
    /// Words first, paper later.
    pub oral: OralMark,
    /// 财产.
    pub goods: Vec<GoodLine>,
    /// 返还.
    pub returns: Vec<ReturnLine>,
    /// 补偿.
    pub payments: Vec<PaymentLine>,
    /// True once nothing more is owed.
    pub settled: bool,
}

/// One kind of goods.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct GoodLine {
    /// Name.
    pub name: String,
    /// Model.
    pub model: String,
    /// How many.
    pub quantity: u32,
    /// Unit of count.
    pub unit: String,
    /// How many came back whole.
    pub whole: u32,
    /// How many came back damaged.
    pub damaged: u32,
    /// How many are lost or used up.
    pub lost: u32,
}

/// One return.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ReturnLine {
    /// When, UTC milliseconds.
    pub at_ms: Option<i64>,
    /// What, in words.
    pub what: String,
    /// Who took it back.
    pub receiver: String,
    /// State in words.
    pub note: String,
}

/// One payment.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PaymentLine {
    /// When, UTC milliseconds.
    pub at_ms: Option<i64>,
    /// On what ground.
    pub ground: String,
    /// Fen (分).
    pub fen: u64,
    /// Who received it.
    pub payee: String,
    /// Number of the receipt (收据).
    pub receipt: String,
}

/// 征用通知书 as a document.
#[must_use]
pub fn requisition(facts: &RequisitionFacts) -> ReportDocument {
    let mut document = sheet(Form::Requisition, "应急处置征用通知书", &facts.mark);
    document.head.push(field("number", "编号", &facts.number));
    let [unit, unit_address, unit_contact] = &facts.unit;
    let [owner, owner_address, owner_contact] = &facts.owner;
    document.parts.push(Part::Fields(vec![
        field("incident", "突发事件", &facts.incident),
        field("unit", "征用单位", unit),
        field("unit_address", "征用单位地址", unit_address),
        field("unit_contact", "征用单位联系方式", unit_contact),
        field("executor", "执行人员", &facts.executor),
        field("owner", "被征用人", owner),
        field("owner_address", "被征用人地址", owner_address),
        field("owner_contact", "被征用人联系方式", owner_contact),
        field("purpose", "征用用途", &facts.purpose),
        field("from", "征用时间", &at(facts.from_ms)),
        field("registrar", "登记造册人", &facts.registrar),
        field("oral", "下达方式", &facts.oral.words()),
    ]));
    section(&mut document, "一、征用财产登记", goods(&facts.goods));
    document.parts.push(Part::Paragraph(Entry::paragraph(
        "law",
        "依据《中华人民共和国突发事件应对法》第七十六条、《山东省突发事件应对条例》第四十一条征用上列财产。\
         使用完毕或者应急处置工作结束后及时返还；财产被征用或者征用后毁损、灭失的，依法给予补偿。",
    )));
    section(&mut document, "二、返还登记", returns(&facts.returns));
    section(&mut document, "三、补偿台账", payments(facts));
    signatures(
        &mut document,
        &[
            ("征用单位（盖章）", ""),
            ("执行人员", facts.executor.as_str()),
            ("被征用人", ""),
        ],
    );
    document
}

fn goods(goods: &[GoodLine]) -> Table {
    let columns = vec![
        Column::new("财产名称", 2.4),
        Column::new("型号", 1.8),
        Column::new("数量", 0.9),
        Column::new("单位", 0.8),
        Column::new("完好返还", 1.0),
        Column::new("损坏返还", 1.0),
        Column::new("灭失", 0.9),
    ];
    let rows = goods.iter().map(|good| {
        [
            good.name.clone(),
            good.model.clone(),
            good.quantity.to_string(),
            good.unit.clone(),
            good.whole.to_string(),
            good.damaged.to_string(),
            good.lost.to_string(),
        ]
    });
    Table::new("goods", columns, rows)
}

fn returns(returns: &[ReturnLine]) -> Table {
    let columns = vec![
        Column::new("时间", 1.4),
        Column::new("财产、数量", 3.0),
        Column::new("接收人", 1.4),
        Column::new("状况", 3.0),
    ];
    let rows = returns.iter().map(|line| {
        [
            short(line.at_ms),
            line.what.clone(),
            line.receiver.clone(),
            line.note.clone(),
        ]
    });
    Table::new("returns", columns, rows)
}

fn payments(facts: &RequisitionFacts) -> Table {
    let columns = vec![
        Column::new("时间", 1.4),
        Column::new("事由", 2.4),
        Column::new("金额", 1.6),
        Column::new("领取人", 1.6),
        Column::new("收据", 1.6),
    ];
    let mut rows: Vec<[String; 5]> = facts
        .payments
        .iter()
        .map(|line| {
            [
                short(line.at_ms),
                line.ground.clone(),
                yuan(line.fen),
                line.payee.clone(),
                line.receipt.clone(),
            ]
        })
        .collect();
    if !rows.is_empty() {
        let sum = facts
            .payments
            .iter()
            .fold(0_u64, |sum, line| sum.saturating_add(line.fen));
        let state = if facts.settled {
            "已结清"
        } else {
            "未结清"
        };
        rows.push([
            "合计".to_owned(),
            state.to_owned(),
            yuan(sum),
            String::new(),
            String::new(),
        ]);
    }
    Table::new("payments", columns, rows)
}
