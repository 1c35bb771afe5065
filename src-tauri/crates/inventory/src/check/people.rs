//! Rows of people.

use emergency::import::{ImportRow, Imported};
use emergency::person::{PersonKind, PersonRegistered};
use emergency::team::Certificate;

use super::cells::{Cells, Reader, made_id};
use super::{Findings, OnList};
use crate::table::Table;

pub(super) fn rows(
    table: &Table,
    cells: &Cells<'_>,
    list: &OnList,
    findings: &mut Findings,
) -> Vec<(u32, ImportRow)> {
    let rows = table.rows.iter().map(|row| {
        let mut reader = cells.reader(row, findings);
        (row.number, one(&mut reader, list))
    });
    rows.collect()
}

fn one(reader: &mut Reader<'_>, list: &OnList) -> ImportRow {
    let certificate = Certificate {
        name: reader.text("certificate"),
        number: reader.text("certificate_number"),
        until: reader.last_day("certificate_until", list.today),
    };
    let person = PersonRegistered {
        kind: reader.word("kind", "person").unwrap_or(PersonKind::Other),
        name: reader.needed("name"),
        unit: reader.text("unit"),
        post: reader.text("post"),
        phone: reader.text("phone"),
        fields: reader.entries("fields"),
        skills: reader.words("skills", "skill"),
        certificates: [certificate]
            .into_iter()
            .filter(|one| !one.name.is_empty())
            .collect(),
        conflicts: reader.entries("conflicts"),
        place: reader.place(),
        note: reader.text("note"),
        ..PersonRegistered::default()
    };
    let said = reader.text("id");
    let mut known = list.people.iter();
    let there = known.find(|(_, one)| {
        let registered = &one.registered;
        one.known && registered.name == person.name && registered.unit == person.unit
    });
    let id = match there {
        _ if !said.is_empty() => said,
        Some((id, _)) => id.clone(),
        None => made_id("person", &[&person.name, &person.unit, &person.phone]),
    };
    ImportRow {
        id,
        imported: Imported::Person(person),
    }
}
