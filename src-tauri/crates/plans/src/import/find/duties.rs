//! Units with their duties: tables, "区应急局：负责…", and headings that are units.

use super::units::is_unit;
use super::{Columns, Spot};
use crate::import::finding::{Certainty, Finding, Found, Why};
use crate::import::source::Table;

/// Characters of one duty that are kept; the text itself stays whole in its clause.
const DUTY_CHARS_MAX: usize = 2_000;
/// Characters of a duty that says something.
const DUTY_CHARS_MIN: usize = 4;
/// Lines below a unit that are taken as its duties.
const LINES_MAX: usize = 60;

/// Words of headings under which duties stand.
const ABOVE: [&str; 9] = [
    "职责",
    "组织机构",
    "组织指挥",
    "组织体系",
    "指挥机构",
    "指挥体系",
    "分工",
    "工作组",
    "成员单位",
];

const UNIT_HEADS: [&str; 8] = [
    "单位",
    "部门",
    "组别",
    "工作组",
    "机构",
    "岗位",
    "成员",
    "名称",
];
const DUTY_HEADS: [&str; 5] = ["职责", "任务", "分工", "主要工作", "工作内容"];

/// Words that a duty begins with.
const VERBS: [&str; 17] = [
    "负责", "承担", "组织", "协助", "牵头", "配合", "参与", "指导", "统筹", "协调", "做好", "落实",
    "依法", "制定", "及时", "履行", "实施",
];

pub(super) fn find(spots: &[Spot<'_>]) -> Vec<Finding> {
    let mut found = Vec::new();
    for (index, spot) in spots.iter().enumerate() {
        if let Some(table) = spot.table {
            in_table(spot, table, &mut found);
        } else if spot.is_heading {
            under_heading(spots, index, &mut found);
        } else {
            in_text(spots, index, &mut found);
        }
    }
    found
}

fn duty(spot: &Spot<'_>, unit: &str, duty: &str, sure: bool, why: Vec<Why>) -> Option<Finding> {
    let duty: String = duty.trim().chars().take(DUTY_CHARS_MAX).collect();
    (duty.chars().count() >= DUTY_CHARS_MIN).then(|| Finding {
        found: Found::Duty {
            unit: unit.trim().replace('\n', ""),
            duty,
        },
        certainty: if sure {
            Certainty::Sure
        } else {
            Certainty::Likely
        },
        why,
        paragraph: spot.paragraph,
        clause: spot.clause,
    })
}

fn in_table(spot: &Spot<'_>, table: &Table, found: &mut Vec<Finding>) {
    let Some(columns) = Columns::of(table, &[&DUTY_HEADS, &UNIT_HEADS], 2) else {
        return;
    };
    let mut unit = "";
    for row in columns.rows {
        let named = columns.cell(row, 1);
        if !named.is_empty() {
            unit = named;
        }
        if !unit.is_empty() {
            let words = columns.cell(row, 0);
            found.extend(duty(spot, unit, words, true, vec![Why::TableHead]));
        }
    }
}

/// A heading that is a unit: what stands under it.
fn under_heading(spots: &[Spot<'_>], index: usize, found: &mut Vec<Finding>) {
    let spot = &spots[index];
    let title = spot.words();
    let bare = without_duty_word(title);
    let says_duty = bare.len() < title.len();
    let above = spot.above.len() > 1 && spot.under(&ABOVE);
    if !is_unit(bare) || !(says_duty || above) {
        return;
    }
    let words = below(spots, index + 1, spot.clause);
    let first = spots.get(index + 1).map_or("", |next| next.words());
    // The units of a group speak for themselves.
    if first_unit(first).is_some() {
        return;
    }
    let mut why = vec![Why::UnitFirst];
    why.extend(above.then_some(Why::UnderHeading));
    let acts = ["职责", "负责", "承担", "牵头"]
        .iter()
        .any(|word| words.contains(word));
    if says_duty || acts {
        found.extend(duty(spot, bare, &words, true, why));
    }
}

fn without_duty_word(title: &str) -> &str {
    let mut bare = title.trim();
    for word in ["主要职责", "工作职责", "职责分工", "职责", "的", "及", "和"] {
        bare = bare.strip_suffix(word).unwrap_or(bare);
    }
    bare.trim()
}

/// The paragraphs of one clause from a place on.
fn below(spots: &[Spot<'_>], from: usize, clause: u32) -> String {
    let lines = spots[from.min(spots.len())..]
        .iter()
        .take_while(|spot| spot.clause == clause && !spot.is_heading)
        .filter(|spot| spot.table.is_none())
        .take(LINES_MAX);
    lines
        .map(|spot| spot.line.as_str())
        .collect::<Vec<_>>()
        .join("\n")
}

fn in_text(spots: &[Spot<'_>], index: usize, found: &mut Vec<Finding>) {
    let spot = &spots[index];
    let Some((unit, words, by)) = first_unit(spot.words()) else {
        return;
    };
    let above = spot.under(&ABOVE);
    let starts = VERBS
        .iter()
        .any(|verb| words.trim_start().starts_with(verb));
    let mut why = vec![Why::UnitFirst];
    why.extend(above.then_some(Why::UnderHeading));
    why.extend(starts.then_some(Why::Word));
    if words.trim().is_empty() && by == By::Colon {
        let items = items_below(spots, index);
        if above {
            found.extend(duty(spot, unit, &items, false, why));
        }
        return;
    }
    if above || (starts && by != By::Stop) {
        found.extend(duty(spot, unit, words, above && starts, why));
    }
}

/// Items below a unit with a colon, up to the next unit.
fn items_below(spots: &[Spot<'_>], index: usize) -> String {
    let clause = spots[index].clause;
    let items = spots[index + 1..]
        .iter()
        .take_while(|spot| {
            spot.clause == clause
                && spot.is_item()
                && !spot.is_heading
                && first_unit(spot.words()).is_none()
        })
        .take(LINES_MAX);
    items
        .map(|spot| spot.line.as_str())
        .collect::<Vec<_>>()
        .join("\n")
}

/// What parts a unit from its duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    Colon,
    Stop,
    Verb,
}

/// A unit at the start of a paragraph, and the words after it.
fn first_unit(line: &str) -> Option<(&str, &str, By)> {
    for (marks, by) in [(['：', ':'], By::Colon), (['。', '．'], By::Stop)] {
        if let Some((name, rest)) = line.split_once(marks) {
            let name = without_duty_word(name);
            if is_unit(name) {
                return Some((name, rest, by));
            }
        }
    }
    let at = ["负责", "承担", "牵头", "协助"]
        .iter()
        .filter_map(|verb| line.find(verb))
        .filter(|at| !line[*at..].starts_with("负责人"))
        .min()?;
    let name = line[..at].trim_end_matches(['主', '要']);
    is_unit(name).then(|| (name, &line[at..], By::Verb))
}
