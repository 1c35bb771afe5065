//! Contacts: tables with telephone columns, and numbers in sentences.

use super::phones::{Phone, phones};
use super::units::is_unit;
use super::{Columns, Spot};
use crate::import::finding::{Certainty, Finding, Found, Why};
use crate::import::source::Table;

/// Characters before a number in which its owner is looked for.
const BEFORE_CHARS_MAX: usize = 60;

/// Words that say that a number is one of a telephone.
const PHONE_WORDS: [&str; 10] = [
    "电话", "热线", "手机", "联系", "传真", "值班", "拨打", "报警", "座机", "火警",
];

const PHONE_HEADS: [&str; 7] = [
    "联系电话",
    "值班电话",
    "办公电话",
    "电话",
    "联系方式",
    "手机",
    "号码",
];
const UNIT_HEADS: [&str; 6] = ["单位", "部门", "机构", "组别", "名称", "工作组"];
const PERSON_HEADS: [&str; 5] = ["姓名", "联系人", "负责人", "联络员", "人员"];
const ROLE_HEADS: [&str; 4] = ["岗位", "职务", "角色", "职责"];

/// Words before a number that say when it is answered, and not whose it is.
const WHEN: [&str; 8] = [
    "白天",
    "夜间",
    "工作日",
    "节假日",
    "晚间",
    "办公",
    "昼间",
    "或",
];

pub(super) fn find(spots: &[Spot<'_>]) -> Vec<Finding> {
    let mut found = Vec::new();
    for spot in spots {
        match spot.table {
            Some(table) => in_table(spot, table, &mut found),
            None => in_text(spot, &mut found),
        }
    }
    found
}

fn finding(spot: &Spot<'_>, found: Found, certainty: Certainty, why: Vec<Why>) -> Finding {
    Finding {
        found,
        certainty,
        why,
        paragraph: spot.paragraph,
        clause: spot.clause,
    }
}

fn in_table(spot: &Spot<'_>, table: &Table, found: &mut Vec<Finding>) {
    let kinds: [&[&str]; 5] = [
        &PHONE_HEADS,
        &UNIT_HEADS,
        &PERSON_HEADS,
        &PHONE_HEADS,
        &ROLE_HEADS,
    ];
    let Some(columns) = Columns::of(table, &kinds, 1) else {
        return without_head(spot, table, found);
    };
    let mut unit = String::new();
    for row in columns.rows {
        let numbers: Vec<String> = [0, 3]
            .iter()
            .flat_map(|kind| phones(columns.cell(row, *kind)))
            .map(|phone| phone.number)
            .collect();
        let named = match columns.cell(row, 1) {
            "" if columns.at[1].is_none() => columns.cell(row, 4),
            named => named,
        };
        // A unit that is merged over several rows stands in the first of them.
        if !named.is_empty() {
            named.clone_into(&mut unit);
        }
        if numbers.is_empty() {
            continue;
        }
        let contact = Found::Contact {
            unit: unit.replace('\n', ""),
            person: columns.cell(row, 2).replace('\n', " "),
            phones: numbers,
        };
        let sure = !unit.is_empty() || !columns.cell(row, 2).is_empty();
        let certainty = if sure {
            Certainty::Sure
        } else {
            Certainty::Unsure
        };
        found.push(finding(spot, contact, certainty, vec![Why::TableHead]));
    }
}

/// A table without a head: a number in most rows, and a name in the first cell of each.
fn without_head(spot: &Spot<'_>, table: &Table, found: &mut Vec<Finding>) {
    let numbers = |row: &Vec<String>| -> Vec<String> {
        let cells = row.iter().skip(1).flat_map(|cell| phones(cell));
        let certain = cells.filter(|phone| phone.certain);
        certain.map(|phone| phone.number).collect()
    };
    let rows: Vec<(&Vec<String>, Vec<String>)> = table
        .rows
        .iter()
        .map(|row| (row, numbers(row)))
        .filter(|(_, numbers)| !numbers.is_empty())
        .collect();
    if rows.len() * 2 <= table.rows.len() {
        return;
    }
    for (row, phones) in rows {
        let unit = row[0].trim();
        let contact = Found::Contact {
            unit: unit.to_owned(),
            person: String::new(),
            phones,
        };
        let certainty = if is_unit(unit) {
            Certainty::Likely
        } else {
            Certainty::Unsure
        };
        found.push(finding(spot, contact, certainty, vec![Why::Series]));
    }
}

fn in_text(spot: &Spot<'_>, found: &mut Vec<Finding>) {
    let line = spot.words();
    let has_word = PHONE_WORDS.iter().any(|word| line.contains(word));
    let numbers: Vec<Phone> = phones(line)
        .into_iter()
        .filter(|phone| phone.certain || has_word)
        .collect();
    let mut from = 0;
    let mut last: Option<usize> = None;
    for phone in numbers {
        let gap = &line[from..phone.at.start];
        from = phone.at.end;
        let only_more = gap.chars().all(|c| "、，,/和或；; ".contains(c)) && !gap.is_empty();
        if let Some(index) = last.filter(|_| only_more)
            && let Found::Contact { phones, unit, .. } = &mut found[index].found
            && !unit.is_empty()
        {
            phones.push(phone.number);
            continue;
        }
        let (unit, person) = owner(gap, spot);
        if let Some(index) = last.filter(|_| person.is_empty() && is_same_owner(gap))
            && let Found::Contact { phones, .. } = &mut found[index].found
        {
            phones.push(phone.number);
            continue;
        }
        let certainty = match (unit.is_empty(), phone.certain || has_word) {
            (false, true) => Certainty::Likely,
            _ => Certainty::Unsure,
        };
        let contact = Found::Contact {
            unit,
            person,
            phones: vec![phone.number],
        };
        last = Some(found.len());
        found.push(finding(spot, contact, certainty, vec![Why::Word]));
    }
}

/// "，夜间" and "，传真：" lead to one more number of the unit before.
fn is_same_owner(gap: &str) -> bool {
    let sentence = gap.contains(['。', '；']);
    let name = strip(gap.trim_matches(|c: char| "，,、：:（）() ".contains(c)));
    !sentence && (name.is_empty() || WHEN.contains(&name))
}

/// Whose number it is, by the words before it.
fn owner(before: &str, spot: &Spot<'_>) -> (String, String) {
    let count = before.chars().count();
    let cut = count.saturating_sub(BEFORE_CHARS_MAX);
    let start = before.char_indices().nth(cut).map_or(0, |(at, _)| at);
    let sentence = before[start..].rsplit(['。', '；', ';', '\n']).next();
    let (mut unit, mut person) = (String::new(), String::new());
    for part in sentence
        .unwrap_or_default()
        .split(['，', ',', '、', '（', '(', ' ', '\t'])
    {
        let (label, value) = match part.split_once(['：', ':']) {
            Some((label, value)) => (label.trim(), value.trim()),
            None => ("", part.trim()),
        };
        let is_person = ["联系人", "负责人", "姓名", "联络员"]
            .iter()
            .any(|word| label.ends_with(word));
        if is_person && !value.is_empty() {
            value.clone_into(&mut person);
            continue;
        }
        let name = strip(if label.is_empty() { value } else { label });
        if is_unit(name) || (unit.is_empty() && (2..=16).contains(&name.chars().count())) {
            name.clone_into(&mut unit);
        }
    }
    if unit.is_empty()
        && let Some(title) = spot.above.last().filter(|title| is_unit(title))
    {
        unit.clone_from(title);
    }
    (unit, person)
}

/// A name without the words for a telephone around it.
fn strip(name: &str) -> &str {
    const TAILS: [&str; 19] = [
        "24小时", "应急", "值班", "联系", "报警", "咨询", "服务", "救援", "值守", "电话", "热线",
        "手机", "号码", "传真", "为", "是", "的", "座机", "拨打",
    ];
    const HEADS: [&str; 9] = [
        "立即拨打",
        "拨打",
        "立即向",
        "及时向",
        "向",
        "报告",
        "联系",
        "并",
        "其中",
    ];
    let mut name = name.trim();
    loop {
        let tail = TAILS.iter().find_map(|tail| name.strip_suffix(tail));
        let head = HEADS.iter().find_map(|head| name.strip_prefix(head));
        match tail.or(head) {
            Some(shorter) => name = shorter.trim(),
            None => return name,
        }
    }
}
