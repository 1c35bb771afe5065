//! The tables that the program itself writes into a `.docx`: the front matter, task cards and
//! response levels. Their first cell names them, so that a person can read and change them in Word.

use serde::de::DeserializeOwned;

use super::source::Table;
use crate::level::{parse_level, roman};
use crate::plan::{Block, Card, LevelRule, Need, PlanFront};

/// First cell of a task card.
pub(crate) const CARD: &str = "任务卡";
/// First cell of a response level.
pub(crate) const LEVEL: &str = "响应级别";
/// First cell of the front matter.
pub(crate) const FRONT: &str = "预案信息";
/// First cell of the row with what has no row of its own, as TOML.
pub(crate) const REST: &str = "其他";

/// Labels of a card's rows, in the order in which they are written.
pub(crate) const CARD_ROWS: [&str; 9] = [
    "做什么",
    "谁做",
    "时限（分钟）",
    "适用级别",
    "适用物质",
    "怎么确认",
    "法律依据",
    "数值来源",
    "需要",
];

/// Labels of a level's rows.
pub(crate) const LEVEL_ROWS: [&str; 7] = [
    "启动条件",
    "决定人",
    "响应事项",
    "预计期限（小时）",
    "应急处置措施",
    "是否待确认",
    "来源",
];

/// What a table of ours is.
pub(super) enum Own {
    Front(Box<PlanFront>),
    Block(Box<Block>),
}

/// True for the table of the front matter.
pub(super) fn is_front(table: &Table) -> bool {
    let first = table.rows.first().and_then(|row| row.first());
    first.is_some_and(|word| word.trim() == FRONT)
        && matches!(own_block(table), Some(Own::Front(_)))
}

/// Reads a table of ours; nothing for any other table.
pub(super) fn own_block(table: &Table) -> Option<Own> {
    let first = table.rows.first()?;
    let (word, name) = (first.first()?.trim(), first.get(1)?.trim());
    if first.len() != 2 || table.rows.iter().any(|row| row.len() != 2) {
        return None;
    }
    let rows = &table.rows[1..];
    match word {
        CARD => card(name, rows).map(|card| Own::Block(Box::new(Block::Card(card)))),
        LEVEL => level(name, rows).map(|rule| Own::Block(Box::new(Block::Level(rule)))),
        FRONT => front(rows).map(|front| Own::Front(Box::new(front))),
        _ => None,
    }
}

/// The row with TOML; a table whose TOML was damaged in Word is no table of ours and stays text.
fn rest<T: DeserializeOwned>(rows: &[Vec<String>]) -> Option<T> {
    let row = rows.iter().find(|row| row[0].trim() == REST)?;
    toml::from_str(&row[1]).ok()
}

/// A row of the front matter that people know and may change in Word.
pub(crate) struct FrontRow {
    /// Its label.
    pub(crate) label: &'static str,
    /// Its words; a list has one entry a line.
    pub(crate) read: fn(&PlanFront) -> String,
    write: fn(&mut PlanFront, &str),
}

/// These rows, in the order in which they are written.
pub(crate) const FRONT_ROWS: [FrontRow; 8] = [
    FrontRow {
        label: "编制单位",
        read: |front| front.unit.clone(),
        write: |front, said| said.clone_into(&mut front.unit),
    },
    FrontRow {
        label: "牵头部门",
        read: |front| front.lead.clone(),
        write: |front, said| said.clone_into(&mut front.lead),
    },
    FrontRow {
        label: "适用区域",
        read: |front| front.area.join("\n"),
        write: |front, said| front.area = list(said),
    },
    FrontRow {
        label: "适用范围",
        read: |front| front.scope.clone(),
        write: |front, said| said.clone_into(&mut front.scope),
    },
    FrontRow {
        label: "重点领域",
        read: |front| front.fields.join("\n"),
        write: |front, said| front.fields = list(said),
    },
    FrontRow {
        label: "版本",
        read: |front| front.version.clone(),
        write: |front, said| said.clone_into(&mut front.version),
    },
    FrontRow {
        label: "印发日期",
        read: |front| front.issued.clone(),
        write: |front, said| said.clone_into(&mut front.issued),
    },
    FrontRow {
        label: "说明",
        read: |front| front.notice.clone(),
        write: |front, said| said.clone_into(&mut front.notice),
    },
];

/// The front matter: what a person changed in the rows counts before the TOML.
fn front(rows: &[Vec<String>]) -> Option<PlanFront> {
    let mut front: PlanFront = rest(rows)?;
    for row in &FRONT_ROWS {
        let said = value(rows, row.label);
        if !said.is_empty() && said != (row.read)(&front).trim() {
            (row.write)(&mut front, said);
        }
    }
    Some(front)
}

fn value<'a>(rows: &'a [Vec<String>], label: &str) -> &'a str {
    let row = rows.iter().find(|row| row[0].trim() == label);
    row.map_or("", |row| row[1].trim())
}

fn list(text: &str) -> Vec<String> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(str::to_owned).collect()
}

fn card(id: &str, rows: &[Vec<String>]) -> Option<Card> {
    let labels = CARD_ROWS.contains(&rows.first()?[0].trim());
    if !labels {
        return None;
    }
    let mut card: Card = rest(rows).unwrap_or_default();
    let [
        what,
        who,
        within,
        levels,
        substances,
        confirm,
        law,
        sources,
        needs,
    ] = CARD_ROWS.map(|label| value(rows, label));
    id.clone_into(&mut card.id);
    what.clone_into(&mut card.what);
    who.clone_into(&mut card.who);
    card.within_min = within.parse().unwrap_or(0);
    card.levels = levels.split('、').filter_map(parse_level).collect();
    card.substances = list(substances);
    confirm.clone_into(&mut card.confirm);
    card.law = list(law);
    card.sources = list(sources);
    card.needs = list(needs).iter().map(|line| need(line)).collect();
    Some(card)
}

/// `capability hazmat × 2 危险化学品救援队`, `supply 2120105 × 2 堵漏工具（套）`.
fn need(line: &str) -> Need {
    let mut need = Need::default();
    let Some((what, rest)) = line.split_once(" × ") else {
        line.clone_into(&mut need.label);
        return need;
    };
    let (kind, code) = what.split_once(' ').unwrap_or((what, ""));
    match kind {
        "物资" => code.clone_into(&mut need.supply),
        _ => code.clone_into(&mut need.capability),
    }
    let (count, label) = rest.split_once(' ').unwrap_or((rest, ""));
    need.quantity = count.parse().unwrap_or(0);
    label.clone_into(&mut need.label);
    need
}

/// The line of a need, as [`need`] reads it.
pub(crate) fn need_line(need: &Need) -> String {
    let (kind, code) = if need.supply.is_empty() {
        ("能力", &need.capability)
    } else {
        ("物资", &need.supply)
    };
    format!("{kind} {code} × {} {}", need.quantity, need.label)
        .trim_end()
        .to_owned()
}

fn level(name: &str, rows: &[Vec<String>]) -> Option<LevelRule> {
    let labels = LEVEL_ROWS.contains(&rows.first()?[0].trim());
    let level = parse_level(name);
    if !labels || (level.is_none() && !name.is_empty()) {
        return None;
    }
    let mut rule: LevelRule = rest(rows).unwrap_or_default();
    let [
        start,
        decides,
        matter,
        period,
        measures,
        to_confirm,
        sources,
    ] = LEVEL_ROWS.map(|label| value(rows, label));
    rule.level = level;
    rule.start = list(start);
    decides.clone_into(&mut rule.decides);
    matter.clone_into(&mut rule.matter);
    rule.period_h = period.parse().unwrap_or(0);
    rule.measures = list(measures);
    rule.to_confirm = to_confirm == "是";
    rule.sources = list(sources);
    Some(rule)
}

/// The rows of a card as [`own_block`] reads them, without those that say nothing.
pub(crate) fn card_rows(card: &Card) -> Vec<(&'static str, String)> {
    let levels: Vec<&str> = card.levels.iter().map(|level| roman(*level)).collect();
    let needs: Vec<String> = card.needs.iter().map(need_line).collect();
    let values = [
        card.what.clone(),
        card.who.clone(),
        card.within_min.to_string(),
        levels.join("、"),
        card.substances.join("\n"),
        card.confirm.clone(),
        card.law.join("\n"),
        card.sources.join("\n"),
        needs.join("\n"),
    ];
    rows(&CARD_ROWS, values, &card.extra)
}

/// The rows of a level as [`own_block`] reads them.
pub(crate) fn level_rows(rule: &LevelRule) -> Vec<(&'static str, String)> {
    let to_confirm = if rule.to_confirm { "是" } else { "否" };
    let values = [
        rule.start.join("\n"),
        rule.decides.clone(),
        rule.matter.clone(),
        rule.period_h.to_string(),
        rule.measures.join("\n"),
        to_confirm.to_owned(),
        rule.sources.join("\n"),
    ];
    rows(&LEVEL_ROWS, values, &rule.extra)
}

fn rows<const N: usize>(
    labels: &[&'static str; N],
    values: [String; N],
    extra: &toml::Table,
) -> Vec<(&'static str, String)> {
    let pairs = labels.iter().copied().zip(values);
    // The first row stays even when it is empty: by it the table is known.
    let mut rows: Vec<(&'static str, String)> = pairs
        .enumerate()
        .filter(|(index, (_, value))| *index == 0 || !value.is_empty())
        .map(|(_, row)| row)
        .collect();
    if let Ok(text) = toml::to_string(extra)
        && !text.is_empty()
    {
        rows.push((REST, text));
    }
    rows
}
