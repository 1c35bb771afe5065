//! Quick cards (处置卡): one sheet for each role, with what it does, by when, and whom it calls.
//!
//! 生产安全事故应急预案管理办法 (应急管理部令第2号) art. 19: a card says what a post does in an
//! emergency and whom it contacts, and can be carried.

use plans::import::{Found, find_in};
use plans::level::roman;
use plans::{Card, Plan, role};
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
    let contacts = contacts(plan);
    if !contacts.rows.is_empty() {
        document.parts.push(Part::Heading("联络".to_owned()));
        document.parts.push(Part::Table(contacts));
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
            format!("{}分钟", card.within_min),
            what,
            levels,
            card.confirm.clone(),
        ]
    });
    Table::new("steps", columns, rows)
}

fn contacts(plan: &Plan) -> Table {
    let columns = vec![
        Column::new("单位", 2.0),
        Column::new("联系人", 1.5),
        Column::new("电话", 2.0),
    ];
    let rows = find_in(plan)
        .into_iter()
        .filter_map(|finding| match finding.found {
            Found::Contact {
                unit,
                person,
                phones,
            } => Some([unit, person, phones.join(" ")]),
            _ => None,
        });
    Table::new("contacts", columns, rows.take(CONTACTS_MAX))
}
