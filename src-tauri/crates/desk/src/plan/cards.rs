//! Quick cards (处置卡): one sheet for each role, with what it does, by when, and whom it calls.
//!
//! 生产安全事故应急预案管理办法 (应急管理部令第2号) art. 19: a card says what a post does in an
//! emergency and whom it contacts, and can be carried.

use plans::level::roman;
use plans::role::{self, Contact};
use plans::{Card, Plan};
use reports::{Column, Entry, Form, Part, ReportDocument, Table};

/// Contacts of one card; more do not fit on its page.
const CONTACTS_MAX: usize = 12;

/// The card of a role, what is due first at the top.
pub(super) fn card(plan: &Plan, role: &str, exercise: bool) -> ReportDocument {
    let title = format!("处置卡：{role}");
    let mut document = ReportDocument::new(Form::Blank, &title, exercise);
    document.head = vec![
        Entry::new("plan", "预案", &plan.front.title),
        Entry::new("version", "版本", &plan.front.version),
    ];
    let tasks = role::cards_of(plan, role);
    document.parts.push(Part::Table(steps(&tasks, role)));
    let all = role::contacts_of(plan, role);
    if !all.is_empty() {
        document.parts.push(Part::Heading("联络".to_owned()));
        document.parts.push(Part::Table(contacts(&all)));
    }
    let more = all.len().saturating_sub(CONTACTS_MAX);
    if more > 0 {
        let words = format!(
            "另有{more}个联系电话未印在本卡，见预案《{}》。",
            plan.front.title
        );
        document
            .parts
            .push(Part::Paragraph(Entry::paragraph("more", &words)));
    }
    document
}

fn steps(tasks: &[&Card], role: &str) -> Table {
    let columns = vec![
        Column::new("□", 0.4),
        Column::new("时限", 0.9),
        Column::new("做什么", 4.0),
        Column::new("级别", 0.9),
        Column::new("怎么确认", 2.0),
    ];
    let rows = tasks.iter().map(|card| {
        let levels: Vec<&str> = card.levels.iter().map(|level| roman(*level)).collect();
        let levels = if levels.is_empty() {
            "各级".to_owned()
        } else {
            levels.join("")
        };
        let what = if card.substances.is_empty() {
            card.what.clone()
        } else {
            format!("{}（{}）", card.what, card.substances.join("、"))
        };
        let others = role::others(card, role);
        let what = if others.is_empty() {
            what
        } else {
            format!("{what}（与{}一起）", others.join("、"))
        };
        [
            "□".to_owned(),
            card.limit_words(),
            what,
            levels,
            card.confirm.clone(),
        ]
    });
    Table::new("steps", columns, rows)
}

/// Those that the role needs first, as many as fit.
fn contacts(all: &[Contact]) -> Table {
    let columns = vec![
        Column::new("单位", 2.0),
        Column::new("联系人", 1.5),
        Column::new("电话", 2.0),
    ];
    let rows = all.iter().take(CONTACTS_MAX).map(|contact| {
        [
            contact.unit.clone(),
            contact.person.clone(),
            contact.phones.join(" "),
        ]
    });
    Table::new("contacts", columns, rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows<'a>(document: &'a ReportDocument, key: &str) -> &'a [Vec<String>] {
        let table = document.parts.iter().find_map(|part| match part {
            Part::Table(table) if table.key == key => Some(table),
            _ => None,
        });
        table.map_or(&[], |table| &table.rows)
    }

    #[test]
    fn a_card_without_a_limit_says_so_and_contacts_that_do_not_fit_are_counted() {
        let contacts: String = (0..15)
            .map(|n| format!("| 第{n}队 | 值班员 | 000-0101-{n:04} |\n"))
            .collect();
        let (plan, _) = plans::parse(&format!(
            "+++\nid='x'\ntitle='甲预案'\n+++\n\n# 甲\n\n## 通信\n\n\
             ```card\nid='a'\nwho='第14队'\nwhat='看护'\n```\n\n\
             ```card\nid='b'\nwho='第14队'\nwhat='报告'\nwithin_min=5\n```\n\n\
             | 单位 | 岗位 | 电话 |\n|---|---|---|\n{contacts}"
        ));
        let document = card(&plan, "第14队", true);
        let limits: Vec<&str> = rows(&document, "steps")
            .iter()
            .map(|row| row[1].as_str())
            .collect();
        assert_eq!(limits, ["5分钟", "不限时"], "what has a limit comes first");
        let listed = rows(&document, "contacts");
        assert_eq!(listed.len(), CONTACTS_MAX, "as many as fit on the page");
        assert_eq!(listed[0][0], "第14队", "the role's own unit is among them");
        let said = document
            .entries()
            .any(|entry| entry.value.contains("另有3个"));
        assert!(said, "the others are counted: {:?}", document.parts.last());
    }
}
