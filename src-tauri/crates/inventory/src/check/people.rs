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
    let (name, unit) = (reader.needed("name"), reader.text("unit"));
    let id = id_of(reader, &name, &unit, list);
    let before = list.people.get(&id).filter(|person| person.known);
    let mut person = before.map_or_else(PersonRegistered::default, |one| one.registered.clone());
    person.name = name;
    reader.set("kind", &mut person.kind, |reader, field| {
        reader.word(field, "person").unwrap_or(PersonKind::Other)
    });
    reader.set("unit", &mut person.unit, Reader::text);
    reader.set("post", &mut person.post, Reader::text);
    reader.set("phone", &mut person.phone, Reader::text);
    reader.set("fields", &mut person.fields, Reader::entries);
    reader.set("skills", &mut person.skills, |reader, field| {
        reader.words(field, "skill")
    });
    reader.set("conflicts", &mut person.conflicts, Reader::entries);
    reader.set("note", &mut person.note, Reader::text);
    reader.place(&mut person.place);
    certificate(reader, &mut person.certificates, list);
    ImportRow {
        id,
        imported: Imported::Person(person),
    }
}

/// The name in the log: as said, or that of the one person on the list who fits, or made.
fn id_of(reader: &mut Reader<'_>, name: &str, unit: &str, list: &OnList) -> String {
    let said = reader.text("id");
    if !said.is_empty() {
        return said;
    }
    let mut fit = list.people.iter().filter(|(_, one)| {
        let registered = &one.registered;
        one.known && registered.name == name && (unit.is_empty() || registered.unit == unit)
    });
    match (fit.next(), fit.next()) {
        (Some((id, _)), None) => id.clone(),
        _ => made_id("person", &[name, unit, &reader.text("phone")]),
    }
}

/// A row has room for one certificate: it takes the place of the one of its name, or is one more.
pub(super) fn certificate(
    reader: &mut Reader<'_>,
    certificates: &mut Vec<Certificate>,
    list: &OnList,
) {
    let name = reader.text("certificate");
    if name.is_empty() {
        return;
    }
    let there = certificates.iter().position(|one| one.name == name);
    let index = there.unwrap_or_else(|| {
        certificates.push(Certificate {
            name,
            ..Certificate::default()
        });
        certificates.len() - 1
    });
    let one = &mut certificates[index];
    reader.set("certificate_number", &mut one.number, Reader::text);
    reader.set("certificate_until", &mut one.until, |reader, field| {
        reader.last_day(field, list.today)
    });
}
