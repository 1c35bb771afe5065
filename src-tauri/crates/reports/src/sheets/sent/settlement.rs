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
}

impl TurnoutLine {
    /// Person-minutes from sending to the end; none while it is out.
    fn person_min(&self) -> Option<u64> {
        let ms = self.ended_at_ms?.saturating_sub(self.sent_at_ms?);
        let minutes = u64::try_from(ms).unwrap_or(0) / 60_000;
        Some(minutes.saturating_mul(u64::from(self.people)))
    }
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
    /// How many hundredths of it; none when somebody has to enter it by hand.
    pub hundredths: Option<u64>,
}

impl RateLine {
    fn fen(&self) -> Option<u64> {
        Some(self.fen.saturating_mul(self.hundredths?) / 100)
    }
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
    let minutes: u64 = facts
        .turnouts
        .iter()
        .filter_map(TurnoutLine::person_min)
        .sum();
    let open = facts.turnouts.iter().any(|one| one.person_min().is_none());
    let mut words = format!("合计{}.{:02}人·小时", minutes / 60, minutes % 60 * 100 / 60);
    if open {
        words.push_str("（尚有未结束的出动，未计入）");
    }
    document
        .parts
        .push(Part::Paragraph(Entry::paragraph("sum", &words)));
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
        Column::new("人数", 0.8),
        Column::new("历时", 1.4),
    ];
    let rows = turnouts.iter().map(|one| {
        let span = one.ended_at_ms.zip(one.sent_at_ms);
        [
            short(one.sent_at_ms),
            short(one.arrived_at_ms),
            short(one.ended_at_ms),
            one.people.to_string(),
            span.map_or_else(
                || "未结束".to_owned(),
                |(end, sent)| when::span(end.saturating_sub(sent)),
            ),
        ]
    });
    Table::new("turnouts", columns, rows)
}

fn rates(rates: &[RateLine]) -> Table {
    let columns = vec![
        Column::new("项目", 2.4),
        Column::new("计费", 1.4),
        Column::new("单价", 1.4),
        Column::new("数量", 1.2),
        Column::new("金额", 1.6),
    ];
    let mut rows: Vec<[String; 5]> = rates
        .iter()
        .map(|line| {
            let count = |hundredths: u64| format!("{}.{:02}", hundredths / 100, hundredths % 100);
            [
                line.what.clone(),
                line.basis.clone(),
                yuan(line.fen),
                line.hundredths.map(count).unwrap_or_default(),
                line.fen().map(yuan).unwrap_or_default(),
            ]
        })
        .collect();
    let known = rates.iter().all(|line| line.hundredths.is_some());
    if !rows.is_empty() && known {
        let sum = rates
            .iter()
            .filter_map(RateLine::fen)
            .fold(0_u64, u64::saturating_add);
        let empty = String::new;
        rows.push(["合计".to_owned(), empty(), empty(), empty(), yuan(sum)]);
    }
    Table::new("rates", columns, rows)
}
