//! Rows of places.

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
    let keyholder = ContactStep {
        name: reader.text("keyholder"),
        role: String::new(),
        phone: reader.text("keyholder_phone"),
    };
    let before = list.sites.get(&id).filter(|site| !site.withdrawn);
    let before = before
        .map(|site| site.registered.clone())
        .unwrap_or_default();
    let site = SiteRegistered {
        kind,
        name,
        unit: reader.text("unit"),
        place: reader.place(),
        contact: reader.contact(),
        capacity: reader.count("capacity").unwrap_or(0),
        area_m2: reader.count("area_m2").unwrap_or(0),
        facilities: reader.entries("facilities"),
        keyholders: if keyholder.name.is_empty() {
            before.keyholders
        } else {
            vec![keyholder]
        },
        substance: reader.text("substance"),
        quantity_t: reader.number("quantity_t").unwrap_or(0.0).max(0.0),
        stream: reader.text("stream"),
        note: reader.text("note"),
        ..SiteRegistered::default()
    };
    ImportRow {
        id,
        imported: Imported::Site(site),
    }
}
