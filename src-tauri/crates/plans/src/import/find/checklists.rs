//! Check lists: boxes to tick, steps under a heading for steps, tables of steps.

use super::{Columns, Spot};
use crate::import::finding::{Certainty, Finding, Found, Why};

/// Items of a list that make it one.
const ITEMS_MIN: usize = 3;
/// Items that are kept.
const ITEMS_MAX: usize = 500;

/// Boxes.
const BOXES: [char; 7] = ['□', '☐', '☑', '☒', '■', '▢', '✓'];

/// Words of headings under which steps stand.
const ABOVE: [&str; 8] = [
    "处置卡",
    "检查表",
    "检查清单",
    "清单",
    "步骤",
    "处置程序",
    "处置流程",
    "应急处置措施",
];

const STEP_HEADS: [&str; 6] = [
    "步骤",
    "处置措施",
    "检查内容",
    "检查项目",
    "动作",
    "处置内容",
];
const DONE_HEADS: [&str; 7] = [
    "责任人",
    "完成",
    "是否",
    "确认",
    "负责人",
    "执行人",
    "检查结果",
];

pub(super) fn find(spots: &[Spot<'_>]) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < spots.len() {
        let spot = &spots[at];
        if let Some(table) = spot.table {
            if let Some(columns) = Columns::of(table, &[&STEP_HEADS, &DONE_HEADS], 2) {
                let rows = columns.rows.iter();
                let items: Vec<String> = rows
                    .map(|row| columns.cell(row, 0).replace('\n', " "))
                    .collect();
                found.extend(checklist(spot, items, 1, Certainty::Sure, Why::TableHead));
            }
            at += 1;
            continue;
        }
        let (count, boxes) = series(&spots[at..]);
        if count > 0 {
            let items: Vec<String> = spots[at..at + count].iter().map(item).collect();
            if boxes {
                found.extend(checklist(spot, items, 2, Certainty::Sure, Why::Boxes));
            } else if spot.under(&ABOVE) {
                let why = Why::UnderHeading;
                found.extend(checklist(spot, items, ITEMS_MIN, Certainty::Likely, why));
            }
        }
        at += count.max(1);
    }
    found
}

/// How many items of one kind stand from here on, and whether they have boxes.
fn series(spots: &[Spot<'_>]) -> (usize, bool) {
    let has_box = |spot: &Spot<'_>| spot.line.trim_start().starts_with(BOXES);
    let boxes = spots.first().is_some_and(has_box);
    let clause = spots.first().map_or(0, |spot| spot.clause);
    let fits = |spot: &&Spot<'_>| {
        let same = if boxes { has_box(spot) } else { spot.is_item() };
        spot.table.is_none() && !spot.is_heading && spot.clause == clause && same
    };
    (spots.iter().take_while(fits).count(), boxes)
}

fn item(spot: &Spot<'_>) -> String {
    let words = spot.words().trim_start_matches(BOXES);
    words.trim().to_owned()
}

fn checklist(
    spot: &Spot<'_>,
    mut items: Vec<String>,
    least: usize,
    certainty: Certainty,
    why: Why,
) -> Option<Finding> {
    items.retain(|item| !item.is_empty());
    items.truncate(ITEMS_MAX);
    (items.len() >= least).then(|| Finding {
        found: Found::Checklist {
            title: spot.above.last().cloned().unwrap_or_default(),
            items,
        },
        certainty,
        why: vec![why],
        paragraph: spot.paragraph,
        clause: spot.clause,
    })
}
