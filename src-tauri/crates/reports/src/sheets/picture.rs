//! The current picture on paper: what is open, who is where, what is due.

use serde::{Deserialize, Serialize};

use super::{SheetMark, section, sheet};
use crate::clocks::{Clock, ClockState};
use crate::document::{Column, Entry, Form, ReportDocument, Table};
use crate::when;

/// The facts of the sheet. Every position and count carries its age.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PictureFacts {
    /// What the sheet says about itself.
    pub mark: SheetMark,
    /// Who is on duty.
    pub on_duty: Vec<String>,
    /// Link and feeds in words.
    pub link: String,
    /// Open incidents.
    pub incidents: Vec<IncidentLine>,
    /// Teams that are not at rest, and those at rest after them.
    pub teams: Vec<TeamLine>,
    /// Supplies.
    pub stocks: Vec<StockLine>,
    /// Clocks that run.
    pub clocks: Vec<Clock>,
}

/// An open incident.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct IncidentLine {
    /// Number or short name.
    pub number: String,
    /// Title.
    pub title: String,
    /// Place.
    pub place: String,
    /// Grade in words.
    pub grade: String,
    /// Response level in words.
    pub response: String,
    /// People in words.
    pub casualties: String,
    /// Since when, UTC milliseconds.
    pub since_ms: i64,
}

/// A team.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct TeamLine {
    /// Name.
    pub name: String,
    /// Capabilities in words.
    pub capability: String,
    /// State in words.
    pub state: String,
    /// Its incidents.
    pub incident: String,
    /// Where it is.
    pub place: String,
    /// When that was known, UTC milliseconds.
    pub seen_at_ms: Option<i64>,
    /// Who to call.
    pub contact: String,
}

/// A supply at a depot.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct StockLine {
    /// Depot.
    pub depot: String,
    /// Supply.
    pub supply: String,
    /// How many are there, with the unit.
    pub on_hand: String,
    /// How many are given to incidents.
    pub given: String,
    /// When it was last counted, UTC milliseconds.
    pub counted_at_ms: Option<i64>,
}

/// The current picture as a document.
#[must_use]
pub fn picture(facts: &PictureFacts) -> ReportDocument {
    let now = facts.mark.made_at_ms;
    let mut document = sheet(Form::Picture, "当前态势", &facts.mark);
    document.head.extend([
        Entry::new("at", "时间", &when::date_time(now)),
        Entry::new("on_duty", "值班", &facts.on_duty.join("、")),
        Entry::new("link", "链路和接入", &facts.link),
    ]);
    section(
        &mut document,
        "一、在办事件",
        incidents(&facts.incidents, now),
    );
    section(&mut document, "二、报告时限", clocks(&facts.clocks, now));
    section(&mut document, "三、队伍", teams(&facts.teams, now));
    section(&mut document, "四、物资", stocks(&facts.stocks, now));
    document
}

fn incidents(incidents: &[IncidentLine], now_ms: i64) -> Table {
    let columns = vec![
        Column::new("编号", 1.0),
        Column::new("事件", 2.6),
        Column::new("地点", 2.2),
        Column::new("等级", 0.9),
        Column::new("响应", 0.9),
        Column::new("伤亡", 2.4),
        Column::new("已历时", 1.3),
    ];
    let rows = incidents.iter().map(|incident| {
        [
            incident.number.clone(),
            incident.title.clone(),
            incident.place.clone(),
            incident.grade.clone(),
            incident.response.clone(),
            incident.casualties.clone(),
            when::span(now_ms.saturating_sub(incident.since_ms)),
        ]
    });
    Table::new("incidents", columns, rows)
}

/// The clocks that ask for something, the most urgent first.
fn clocks(clocks: &[Clock], now_ms: i64) -> Table {
    let columns = vec![
        Column::new("编号", 0.8),
        Column::new("谁", 1.8),
        Column::new("报给", 2.4),
        Column::new("方式", 1.8),
        Column::new("截止", 1.3),
        Column::new("状态", 1.6),
    ];
    let mut open: Vec<&Clock> = clocks
        .iter()
        .filter(|clock| {
            matches!(
                clock.state,
                ClockState::Running | ClockState::Overdue | ClockState::AtOnce
            )
        })
        .collect();
    open.sort_by_key(|clock| clock.due_at_ms.unwrap_or(i64::MIN));
    let rows = open.into_iter().map(|clock| {
        [
            clock.rule.clone(),
            clock.who.clone(),
            clock.to.clone(),
            clock.mode.clone(),
            clock
                .due_at_ms
                .map_or_else(|| "立即".to_owned(), when::short),
            match (clock.state, clock.left_ms(now_ms)) {
                (ClockState::Overdue, Some(left)) => format!("超时{}", when::span(left)),
                (_, Some(left)) => format!("余{}", when::span(left)),
                (_, None) => "应立即办理".to_owned(),
            },
        ]
    });
    Table::new("clocks", columns, rows)
}

/// `10-24 10:05（12分钟前）`, or that it is not known.
fn seen(at_ms: Option<i64>, now_ms: i64) -> String {
    at_ms.map_or_else(
        || "时间不明".to_owned(),
        |at| {
            format!(
                "{}（{}前）",
                when::short(at),
                when::span(now_ms.saturating_sub(at))
            )
        },
    )
}

fn teams(teams: &[TeamLine], now_ms: i64) -> Table {
    let columns = vec![
        Column::new("队伍", 2.0),
        Column::new("能力", 1.6),
        Column::new("状态", 1.0),
        Column::new("事件", 1.2),
        Column::new("位置", 2.0),
        Column::new("位置时间", 1.9),
        Column::new("联系", 1.6),
    ];
    let rows = teams.iter().map(|team| {
        [
            team.name.clone(),
            team.capability.clone(),
            team.state.clone(),
            team.incident.clone(),
            team.place.clone(),
            seen(team.seen_at_ms, now_ms),
            team.contact.clone(),
        ]
    });
    Table::new("teams", columns, rows)
}

fn stocks(stocks: &[StockLine], now_ms: i64) -> Table {
    let columns = vec![
        Column::new("仓库", 2.4),
        Column::new("物资", 2.6),
        Column::new("在库", 1.2),
        Column::new("已出", 1.2),
        Column::new("盘点时间", 2.0),
    ];
    let rows = stocks.iter().map(|stock| {
        [
            stock.depot.clone(),
            stock.supply.clone(),
            stock.on_hand.clone(),
            stock.given.clone(),
            seen(stock.counted_at_ms, now_ms),
        ]
    });
    Table::new("stocks", columns, rows)
}
