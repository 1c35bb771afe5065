//! Rows of places.

use emergency::camera::holds_password;
use emergency::import::{ImportRow, Imported};
use emergency::site::{SiteKind, SiteRegistered};
use emergency::team::ContactStep;

use super::cells::{Cells, Reader, made_id};
use super::{Code, Findings, OnList, Weight};
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
    let kind: Option<SiteKind> = reader.word("kind", "site");
    if kind.is_none() && reader.text("kind").is_empty() {
        reader.note("kind", Weight::Error, Code::Missing, "");
    }
    let kind = kind.unwrap_or(SiteKind::Other);
    let name = reader.needed("name");
    let said = reader.text("id");
    let mut known = list.sites.iter();
    let there = known.find(|(_, site)| {
        !site.withdrawn && site.registered.kind == kind && site.registered.name == name
    });
    let id = match there {
        _ if !said.is_empty() => said,
        Some((id, _)) => id.clone(),
        None => made_id("site", &[&format!("{kind:?}"), &name]),
    };
    let before = list.sites.get(&id).filter(|site| !site.withdrawn);
    let mut site = before.map_or_else(SiteRegistered::default, |one| one.registered.clone());
    (site.kind, site.name) = (kind, name);
    reader.set("unit", &mut site.unit, Reader::text);
    reader.place(&mut site.place);
    reader.contact(&mut site.contact);
    reader.set_count("capacity", &mut site.capacity);
    reader.set_count("area_m2", &mut site.area_m2);
    reader.set("facilities", &mut site.facilities, Reader::entries);
    reader.set("substance", &mut site.substance, Reader::text);
    reader.set("quantity_t", &mut site.quantity_t, |reader, field| {
        reader.number(field).unwrap_or(0.0).max(0.0)
    });
    reader.set("classes", &mut site.classes, Reader::entries);
    reader.set("people_500m", &mut site.people_500m, Reader::count);
    reader.set("stream", &mut site.stream, stream);
    reader.set("note", &mut site.note, Reader::text);
    keyholder(reader, &mut site.keyholders);
    ImportRow {
        id,
        imported: Imported::Site(site),
    }
}

/// What stands for a camera's picture; the report does not repeat a password.
fn stream(reader: &mut Reader<'_>, field: &str) -> String {
    let text = reader.text(field);
    if holds_password(&text) {
        reader.note(field, Weight::Error, Code::HoldsPassword, "");
        return String::new();
    }
    text
}

/// A row has room for one keyholder, the first; further ones stay.
fn keyholder(reader: &mut Reader<'_>, keyholders: &mut Vec<ContactStep>) {
    let name = reader.text("keyholder");
    if name.is_empty() {
        return;
    }
    if keyholders.first().is_none_or(|first| first.name != name) {
        keyholders.retain(|one| one.name != name);
        if !keyholders.is_empty() {
            keyholders.remove(0);
        }
        let step = ContactStep {
            name,
            ..ContactStep::default()
        };
        keyholders.insert(0, step);
    }
    reader.set("keyholder_phone", &mut keyholders[0].phone, Reader::text);
}
