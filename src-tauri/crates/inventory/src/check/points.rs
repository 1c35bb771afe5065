//! Rows of points of the register: which device stands where.

use std::collections::BTreeMap;

use emergency::id::{PointId, SiteId};
use emergency::import::{ImportRow, Imported, PointOfTable};
use emergency::place::Place;
use emergency::point::{PERIOD_S, PointRegistered};

use super::cells::{Cells, Reader};
use super::limits::Said;
use super::{Code, Findings, OnList, Weight, limits};
use crate::table::Table;

/// Sites by their names.
pub(super) type Named<'a> = BTreeMap<&'a str, Vec<&'a str>>;

pub(super) fn rows(
    table: &Table,
    cells: &Cells<'_>,
    list: &OnList,
    findings: &mut Findings,
) -> Vec<(u32, ImportRow)> {
    let named = names_of(list);
    let rows = table.rows.iter().map(|row| {
        let mut reader = cells.reader(row, findings);
        (row.number, one(&mut reader, &named, list))
    });
    rows.collect()
}

/// The sites of the list by their names.
pub(super) fn names_of(list: &OnList) -> Named<'_> {
    let mut named = Named::new();
    for (id, site) in list.sites.iter().filter(|(_, site)| !site.withdrawn) {
        let name = site.registered.name.as_str();
        named.entry(name).or_default().push(id);
    }
    named
}

fn one(reader: &mut Reader<'_>, named: &Named<'_>, list: &OnList) -> ImportRow {
    let (feed, device) = (reader.needed("feed"), reader.needed("device"));
    let name = reader.needed("name");
    let id = PointId::of(&feed, &device);
    let before = list.points.get(id.as_str()).filter(|point| point.known);
    let mut point = before.map_or_else(PointRegistered::default, |one| one.registered.clone());
    (point.feed, point.device, point.name) = (feed, device, name);
    reader.set("site", &mut point.site, |reader, field| {
        site(reader, field, named, list)
    });
    let mut place = Place {
        point: point.at,
        ..Place::default()
    };
    reader.place(&mut place);
    point.at = place.point;
    reader.set("position", &mut point.position, Reader::text);
    reader.set("silent_after_s", &mut point.silent_after_s, period);
    reader.set("stale_after_s", &mut point.stale_after_s, period);
    reader.set("note", &mut point.note, Reader::text);
    if point.site.is_none() && point.at.is_none() {
        reader.note("site", Weight::Warning, Code::Missing, "");
    }
    let Said { limits, was } = limits::read(reader, &id, before, list);
    ImportRow {
        id: id.0,
        imported: Imported::Point(PointOfTable {
            entry: point,
            limits,
            was,
        }),
    }
}

/// A site by its name or by its name in the log.
pub(super) fn site(
    reader: &mut Reader<'_>,
    field: &str,
    named: &Named<'_>,
    list: &OnList,
) -> Option<SiteId> {
    let said = reader.text(field);
    if said.is_empty() {
        return None;
    }
    match named.get(said.as_str()).map(Vec::as_slice) {
        Some([id]) => Some(SiteId((*id).to_owned())),
        Some(_) => {
            reader.note(field, Weight::Error, Code::AmbiguousSite, &said);
            None
        }
        None if list.sites.get(&said).is_some_and(|site| !site.withdrawn) => Some(SiteId(said)),
        None => {
            reader.note(field, Weight::Error, Code::UnknownSite, &said);
            None
        }
    }
}

fn period(reader: &mut Reader<'_>, field: &str) -> Option<u32> {
    let seconds = reader.count(field)?;
    if PERIOD_S.contains(&seconds) {
        return Some(seconds);
    }
    reader.note(field, Weight::Error, Code::OutOfRange, &seconds.to_string());
    None
}
