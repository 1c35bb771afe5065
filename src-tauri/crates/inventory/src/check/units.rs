//! Rows of tanks: each row is one tank, and the rows of one unit of one place are one entry.
//!
//! Tanks that the table does not name stay as they are: what is not said is not taken away.

use std::collections::{BTreeMap, BTreeSet};

use emergency::hazard_unit::{HazardUnit, TANK_POINTS_MAX, TANKS_MAX, Tank, UNITS_MAX, UnitTold};
use emergency::id::{PointId, SiteId, UnitId};
use emergency::import::{ImportRow, Imported, UnitOfSite};
use emergency::place::Place;

use super::cells::{Cells, Reader, made_id};
use super::points::{Named, names_of, site};
use super::{Code, Findings, OnList, Weight};
use crate::table::Table;

/// A unit while its rows are gathered.
struct Gathered {
    id: UnitId,
    site: SiteId,
    told: UnitTold,
    /// The rows so far, the first of them first.
    rows: Vec<u32>,
    /// Names of the tanks that the table has named.
    named: BTreeSet<String>,
}

pub(super) fn rows(
    table: &Table,
    cells: &Cells<'_>,
    list: &OnList,
    findings: &mut Findings,
) -> Vec<(u32, ImportRow)> {
    let named = names_of(list);
    let mut all: Vec<Gathered> = Vec::new();
    let mut places: BTreeMap<UnitId, usize> = BTreeMap::new();
    for row in &table.rows {
        let mut reader = cells.reader(row, findings);
        let name = reader.needed("name");
        let Some(site) = place(&mut reader, &named, list) else {
            continue;
        };
        let id = unit_id(list, &site, &name);
        let at = *places.entry(id.clone()).or_insert_with(|| {
            let told = before(list, &site, &id).map_or_else(UnitTold::default, |one| {
                let told = &one.told;
                told.clone()
            });
            all.push(Gathered {
                id,
                site,
                told,
                rows: Vec::new(),
                named: BTreeSet::new(),
            });
            all.len() - 1
        });
        let unit = &mut all[at];
        unit.told.name = name;
        unit.rows.push(row.number);
        one(&mut reader, unit, list);
    }
    room(&all, list, cells, findings);
    let entries = all.into_iter().filter_map(|unit| {
        let first = *unit.rows.first()?;
        let mut rows = unit.rows.iter();
        if let Some(bad) = rows.find(|row| findings.bad_rows.contains(row)) {
            let (bad, weight) = (bad.to_string(), Weight::Error);
            findings.note(first, cells.heading("name"), weight, Code::RowOfUnit, &bad);
        }
        let imported = Imported::Unit(UnitOfSite {
            site: unit.site,
            told: unit.told,
        });
        let id = unit.id.0;
        Some((first, ImportRow { id, imported }))
    });
    entries.collect()
}

/// The unit of the list under a row's name in the log.
pub(super) fn on_list<'a>(list: &'a OnList, unit: &UnitOfSite, id: &str) -> Option<&'a HazardUnit> {
    before(list, &unit.site, &id.into())
}

fn before<'a>(list: &'a OnList, site: &SiteId, id: &UnitId) -> Option<&'a HazardUnit> {
    let site = list.sites.get(site.as_str())?;
    let site = Some(site).filter(|site| !site.withdrawn)?;
    site.units.iter().find(|one| one.id == *id)
}

fn place(reader: &mut Reader<'_>, named: &Named<'_>, list: &OnList) -> Option<SiteId> {
    if reader.needed("site").is_empty() {
        return None;
    }
    site(reader, "site", named, list)
}

/// The unit of that name at the place, else the name in the log that it will have.
fn unit_id(list: &OnList, site: &SiteId, name: &str) -> UnitId {
    let units = list.sites.get(site.as_str()).map(|site| site.units.iter());
    let mut units = units.into_iter().flatten();
    match units.find(|one| one.told.name == name) {
        Some(there) => there.id.clone(),
        None => UnitId::of(site, &made_id("unit", &[site.as_str(), name])),
    }
}

/// What one row says of its unit and of one tank.
fn one(reader: &mut Reader<'_>, unit: &mut Gathered, list: &OnList) {
    let told = &mut unit.told;
    if let Some(kind) = reader.word("kind", "unit") {
        told.kind = kind;
    }
    for (field, into) in [
        ("filing", &mut told.filing),
        ("role", &mut told.role),
        ("phone", &mut told.phone),
        ("note", &mut told.note),
    ] {
        // The rows of a unit say it once or each.
        let said = reader.text(field);
        if !said.is_empty() {
            *into = said;
        }
    }
    // As with the words: the rows of a unit say once or each where it stands.
    if reader.holds("lon") || reader.holds("lat") {
        let mut place = Place {
            point: told.at,
            ..Place::default()
        };
        reader.place(&mut place);
        told.at = place.point;
    }
    let name = reader.text("tank");
    if name.is_empty() {
        return;
    }
    if !unit.named.insert(name.clone()) {
        reader.note("tank", Weight::Error, Code::Duplicate, &name);
        return;
    }
    let at = told.tanks.iter().position(|tank| tank.name == name);
    let mut tank = at.map_or_else(Tank::default, |at| told.tanks[at].clone());
    tank.name = name;
    read_tank(reader, &mut tank, list);
    match at {
        Some(at) => told.tanks[at] = tank,
        None if told.tanks.len() < TANKS_MAX => told.tanks.push(tank),
        None => {
            let max = TANKS_MAX.to_string();
            reader.note("tank", Weight::Error, Code::TooMany, &max);
        }
    }
}

fn read_tank(reader: &mut Reader<'_>, tank: &mut Tank, list: &OnList) {
    reader.set("substance", &mut tank.holds.substance, Reader::text);
    if tank.holds.substance.is_empty() {
        reader.note("substance", Weight::Error, Code::Missing, "");
    }
    reader.set("classes", &mut tank.holds.classes, Reader::entries);
    if let Some(quantity_t) = reader.number("quantity_t") {
        tank.holds.quantity_t = quantity_t;
    } else if tank.holds.quantity_t == 0.0 {
        reader.note("quantity_t", Weight::Warning, Code::Missing, "");
    }
    reader.set("capacity_m3", &mut tank.capacity_m3, Reader::number);
    reader.set("pressure_mpa", &mut tank.pressure_mpa, Reader::number);
    reader.set("temperature_c", &mut tank.temperature_c, Reader::number);
    reader.set("points", &mut tank.points, |reader, field| {
        points(reader, field, list)
    });
    if let Some(field) = tank.fault() {
        reader.note(field, Weight::Error, Code::OutOfRange, "");
    }
}

/// Points by their names in the register, `FEED|DEVICE` each.
fn points(reader: &mut Reader<'_>, field: &str, list: &OnList) -> Vec<PointId> {
    let said = reader.text(field);
    let entries = said.split(['；', ';', '\n']).map(str::trim);
    let entries: Vec<&str> = entries.filter(|entry| !entry.is_empty()).collect();
    for entry in &entries {
        if !list.points.get(*entry).is_some_and(|point| point.known) {
            reader.note(field, Weight::Error, Code::UnknownPoint, entry);
        }
    }
    if entries.len() > TANK_POINTS_MAX {
        let max = TANK_POINTS_MAX.to_string();
        reader.note(field, Weight::Error, Code::TooMany, &max);
    }
    entries.into_iter().map(PointId::from).collect()
}

/// Whether every place has room for the units that the table brings.
fn room(all: &[Gathered], list: &OnList, cells: &Cells<'_>, findings: &mut Findings) {
    let mut counts: BTreeMap<&SiteId, usize> = BTreeMap::new();
    for unit in all {
        let count = counts.entry(&unit.site).or_insert_with(|| {
            let site = list.sites.get(unit.site.as_str());
            site.map_or(0, |site| site.units.len())
        });
        *count += usize::from(before(list, &unit.site, &unit.id).is_none());
        if let Some(row) = unit.rows.first().filter(|_| *count > UNITS_MAX) {
            let (heading, max) = (cells.heading("name"), UNITS_MAX.to_string());
            findings.note(*row, heading, Weight::Error, Code::TooMany, &max);
        }
    }
}
