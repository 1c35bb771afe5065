//! Rows of supplies.

use std::collections::BTreeMap;

use emergency::id::{LotId, SiteId};
use emergency::import::{ImportRow, Imported};
use emergency::site::SiteKind;
use emergency::stock::LotRegistered;

use super::cells::{Cells, Reader, made_id};
use super::{Code, Findings, OnList, Weight};
use crate::columns::{SAFETY, supply_codes};
use crate::table::Table;

/// Depots by name and by id; a name that several have leads to none.
struct Depots<'a>(BTreeMap<&'a str, Vec<&'a str>>);

impl<'a> Depots<'a> {
    fn of(list: &'a OnList) -> Self {
        let mut all: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        let depots = list
            .sites
            .iter()
            .filter(|(_, site)| !site.withdrawn && site.registered.kind == SiteKind::Depot);
        for (id, site) in depots {
            all.entry(site.registered.name.trim()).or_default().push(id);
            if site.registered.name.trim() != id {
                all.entry(id).or_default().push(id);
            }
        }
        Self(all)
    }
}

pub(super) fn rows(
    table: &Table,
    cells: &Cells<'_>,
    list: &OnList,
    findings: &mut Findings,
) -> Vec<(u32, ImportRow)> {
    let depots = Depots::of(list);
    let rows = table.rows.iter().map(|row| {
        let mut reader = cells.reader(row, findings);
        (row.number, one(&mut reader, &depots, list))
    });
    rows.collect()
}

fn one(reader: &mut Reader<'_>, depots: &Depots<'_>, list: &OnList) -> ImportRow {
    let named = LotRegistered {
        name: reader.needed("name"),
        depot: depot(reader, depots),
        supply: supply(reader),
        shelf: reader.text("shelf"),
        batch: reader.text("batch"),
        ..LotRegistered::default()
    };
    let id = id_of(reader, &named);
    let before = list.lots.get(id.as_str()).filter(|there| there.known);
    let mut lot = before.map_or_else(LotRegistered::default, |one| one.registered.clone());
    // Shares are no matter of a table; a lot that is on the list keeps those it has.
    lot.allotments.clear();
    (lot.name, lot.depot) = (named.name, named.depot);
    reader.set("supply", &mut lot.supply, |_, _| named.supply);
    reader.set("shelf", &mut lot.shelf, |_, _| named.shelf);
    reader.set("batch", &mut lot.batch, |_, _| named.batch);
    told(reader, &mut lot, list);
    there(reader, &id, &mut lot, list);
    ImportRow {
        id: id.0,
        imported: Imported::Lot(lot),
    }
}

/// What a row tells of a lot besides what names it.
fn told(reader: &mut Reader<'_>, lot: &mut LotRegistered, list: &OnList) {
    let last_day = |reader: &mut Reader<'_>, field: &str| reader.last_day(field, list.today);
    reader.set("unit", &mut lot.unit, Reader::text);
    reader.set("barcode", &mut lot.barcode, Reader::text);
    reader.set("keeper", &mut lot.keeper, Reader::text);
    reader.set("owner", &mut lot.owner, Reader::text);
    reader.set_count("minimum", &mut lot.minimum);
    reader.set_count("safety", &mut lot.safety);
    reader.set("produced", &mut lot.produced, Reader::day);
    reader.set("expires", &mut lot.expires, last_day);
    reader.set("calibrated_until", &mut lot.calibrated_until, last_day);
    reader.set("inspected_until", &mut lot.inspected_until, last_day);
    reader.set("checked_on", &mut lot.checked_on, Reader::day);
    match reader.count("quantity") {
        Some(quantity) => lot.quantity = quantity,
        None if reader.text("quantity").is_empty() => {
            reader.note("quantity", Weight::Error, Code::Missing, "");
        }
        None => {}
    }
    for (field, scenario) in SAFETY {
        if let Some(quantity) = reader.count(field) {
            lot.safety_for.insert(scenario, quantity);
        }
    }
    if lot.produced.zip(lot.expires).is_some_and(|(a, b)| b < a) {
        reader.note("expires", Weight::Error, Code::OutOfRange, "");
    }
}

fn id_of(reader: &mut Reader<'_>, lot: &LotRegistered) -> LotId {
    let said = reader.text("id");
    if !said.is_empty() {
        return LotId(said);
    }
    let parts = [
        lot.depot.as_str(),
        &lot.supply,
        &lot.name,
        &lot.batch,
        &lot.shelf,
    ];
    LotId(made_id("lot", &parts))
}

/// A lot that is on the list keeps its shares and is counted; a new one is in the desk's custody.
fn there(reader: &mut Reader<'_>, id: &LotId, lot: &mut LotRegistered, list: &OnList) {
    match list.lots.get(id.as_str()).filter(|there| there.known) {
        Some(there) => {
            let book = there.on_hand();
            if book != lot.quantity {
                let said = format!("{book} → {}", lot.quantity);
                reader.note("quantity", Weight::Warning, Code::Counted, &said);
            }
        }
        None => {
            lot.allotments = [(list.origin.0.clone(), lot.quantity)].into();
        }
    }
}

fn depot(reader: &mut Reader<'_>, depots: &Depots<'_>) -> SiteId {
    let said = reader.needed("depot");
    let found = depots.0.get(said.as_str()).map(Vec::as_slice);
    match found {
        Some([id]) => SiteId((*id).to_owned()),
        Some(_) => {
            reader.note("depot", Weight::Error, Code::AmbiguousDepot, &said);
            SiteId::default()
        }
        None => {
            if !said.is_empty() {
                reader.note("depot", Weight::Error, Code::UnknownDepot, &said);
            }
            SiteId::default()
        }
    }
}

fn supply(reader: &mut Reader<'_>) -> String {
    let said = reader.text("supply");
    if !said.is_empty() && !supply_codes().contains_key(&said) {
        reader.note("supply", Weight::Error, Code::UnknownCode, &said);
    } else if said.is_empty() {
        reader.note("supply", Weight::Warning, Code::Missing, "");
    }
    said
}
