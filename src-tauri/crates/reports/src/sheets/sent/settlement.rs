//! Settlement of society and firm teams: who came, for how long, at what rate.

use serde::{Deserialize, Serialize};

use super::{field, short, signatures, yuan};
use crate::document::{Column, Entry, Form, Part, ReportDocument, Table};
use crate::sheets::{SheetMark, section, sheet};
use crate::when;

/// What the sheet says. 生产安全事故应急条例 (708号令) art. 19: costs are borne by the unit
/// responsible; the rates are those of the agreement or the district's, never invented here.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SettlementFacts {
    /// What the sheet says about itself.
    pub mark: SheetMark,
    /// The incident.
    pub incident: String,
    /// The team.
    pub team: String,
    /// Its kind: 社会 or 企业.
    pub level: String,
    /// Agreement and insurance in words.
    pub terms: String,
    /// The unit that bears the costs.
    pub payer: String,
    /// Each time that it was sent.
    pub turnouts: Vec<TurnoutLine>,
    /// At what rates; empty when none are known.
    pub rates: Vec<RateLine>,
}

/// One time that the team was sent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct TurnoutLine {
    /// When it was sent, UTC milliseconds.
    pub sent_at_ms: Option<i64>,
    /// When it was there.
    pub arrived_at_ms: Option<i64>,
    /// When it was free again.
    pub ended_at_ms: Option<i64>,
    /// How many people.
    pub people: u32,
    /// How many vehicles.
    pub vehicles: u32,
    /// Hundredths of an hour that count; none while it is out.
    pub hours: Option<u64>,
}

/// One rate with its count.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RateLine {
    /// For what, in words.
    pub what: String,
    /// By what it is counted, in words.
    pub basis: String,
    /// Fen (分) for one.
    pub fen: u64,
    /// How many hundredths of it for each turnout that is over; none when somebody has to enter
    /// them by hand.
    pub counts: Option<Vec<u64>>,
    /// Fen (分) in all; none when it has to be worked out by hand.
    pub amount_fen: Option<u64>,
}

impl RateLine {
    fn hundredths(&self) -> Option<u64> {
        let counts = self.counts.as_ref()?;
        Some(counts.iter().fold(0, |sum, one| sum.saturating_add(*one)))
    }

    /// The sum as it is done by hand.
    fn working(&self) -> String {
        let Some(counts) = &self.counts else {
            return "人工填写".to_owned();
        };
        if counts.len() > TERMS_MAX {
            return format!("见出动情况，共{}次", counts.len());
        }
        let terms: Vec<String> = counts.iter().map(|one| decimal(*one)).collect();
        if terms.is_empty() {
            "无已结束的出动".to_owned()
        } else {
            terms.join("＋")
        }
    }
}

/// Terms of a sum that are written out.
const TERMS_MAX: usize = 8;

/// `12.05`; hundredths are never a float.
fn decimal(hundredths: u64) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// Settlement sheet (补偿结算单) as a document.
#[must_use]
pub fn settlement(facts: &SettlementFacts) -> ReportDocument {
    let mut document = sheet(Form::Settlement, "救援队伍调用补偿结算单", &facts.mark);
    document.parts.push(Part::Fields(vec![
        field("incident", "事件", &facts.incident),
        field("team", "队伍", &facts.team),
        field("level", "队伍类别", &facts.level),
        field("terms", "协议和保险", &facts.terms),
        field("payer", "费用承担单位", &facts.payer),
    ]));
    section(&mut document, "一、出动情况", turnouts(&facts.turnouts));
    let hours = facts.turnouts.iter().filter_map(|one| {
        let people = u64::from(one.people);
        Some(one.hours?.saturating_mul(people))
    });
    let mut words = format!("合计{}人·小时", decimal(hours.fold(0, u64::saturating_add)));
    if facts.turnouts.iter().any(|one| one.hours.is_none()) {
        words.push_str("（尚有未结束的出动，未计入）");
    }
    let mut say = |key: &str, words: &str| {
        let entry = Entry::paragraph(key, words);
        document.parts.push(Part::Paragraph(entry));
    };
    say("sum", &words);
    say(
        "basis",
        "时间自下达起至任务结束止，折算小时保留两位小数；人数、车辆为队伍登记数，\
         实到不同的以双方签字为准（计时口径待区里确认）。",
    );
    section(&mut document, "二、费用", rates(&facts.rates));
    signatures(
        &mut document,
        &[("队伍负责人", ""), ("经办人", ""), ("审核人", "")],
    );
    document
}

fn turnouts(turnouts: &[TurnoutLine]) -> Table {
    let columns = vec![
        Column::new("下达", 1.4),
        Column::new("到场", 1.4),
        Column::new("结束", 1.4),
        Column::new("人数", 0.7),
        Column::new("车辆", 0.7),
        Column::new("历时", 1.4),
        Column::new("小时", 0.8),
    ];
    let rows = turnouts.iter().map(|one| {
        let span = one.ended_at_ms.zip(one.sent_at_ms);
        [
            short(one.sent_at_ms),
            short(one.arrived_at_ms),
            short(one.ended_at_ms),
            one.people.to_string(),
            one.vehicles.to_string(),
            span.map_or_else(
                || "未结束".to_owned(),
                |(end, sent)| when::span(end.saturating_sub(sent)),
            ),
            one.hours.map(decimal).unwrap_or_default(),
        ]
    });
    Table::new("turnouts", columns, rows)
}

fn rates(rates: &[RateLine]) -> Table {
    let columns = vec![
        Column::new("项目", 2.0),
        Column::new("计费", 1.2),
        Column::new("单价", 1.3),
        Column::new("计算", 2.2),
        Column::new("数量", 1.0),
        Column::new("金额", 1.5),
    ];
    let mut rows: Vec<[String; 6]> = rates
        .iter()
        .map(|line| {
            [
                line.what.clone(),
                line.basis.clone(),
                yuan(line.fen),
                line.working(),
                line.hundredths().map(decimal).unwrap_or_default(),
                line.amount_fen.map(yuan).unwrap_or_default(),
            ]
        })
        .collect();
    let known = rates.iter().all(|line| line.amount_fen.is_some());
    if !rows.is_empty() && known {
        let amounts = rates.iter().filter_map(|line| line.amount_fen);
        let sum = amounts.fold(0_u64, u64::saturating_add);
        let empty = String::new;
        let words = "合计".to_owned();
        rows.push([words, empty(), empty(), empty(), empty(), yuan(sum)]);
    }
    Table::new("rates", columns, rows)
}
