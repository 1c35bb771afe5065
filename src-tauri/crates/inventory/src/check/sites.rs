//! Rows of places.

use emergency::camera::holds_password;
use emergency::import::{ImportRow, Imported};
use emergency::site::{SiteKind, SiteRegistered, Stored};
use emergency::team::ContactStep;

use super::cells::{Cells, Reader, made_id};
use super::firms::{self, Listed};
use super::{Code, Findings, OnList, Weight};
use crate::table::Table;
use crate::value::number;

pub(super) fn rows(
    table: &Table,
    cells: &Cells<'_>,
    list: &OnList,
    findings: &mut Findings,
) -> Vec<(u32, ImportRow)> {
    let firms = Listed::of(list);
    let rows = table.rows.iter().map(|row| {
        let mut reader = cells.reader(row, findings);
        (row.number, one(&mut reader, list, &firms))
    });
    rows.collect()
}

fn one(reader: &mut Reader<'_>, list: &OnList, firms: &Listed<'_>) -> ImportRow {
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
    reader.set("firm", &mut site.firm, |reader, field| {
        firms::named(reader, field, list, firms)
    });
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
    reader.set("also", &mut site.also, also);
    reader.set("protection", &mut site.protection, |reader, field| {
        reader.word(field, "protection")
    });
    reader.set("people_500m", &mut site.people_500m, Reader::count);
    reader.set("stream", &mut site.stream, stream);
    reader.set("note", &mut site.note, Reader::text);
    keyholder(reader, &mut site.keyholders);
    ImportRow {
        id,
        imported: Imported::Site(site),
    }
}

/// Further substances of a unit (GB 18218-2018, 4.2.1 adds all of them up), one an entry: the
/// name, the largest quantity by design in tonnes, the signs of its classes, as
/// `甲醇 120吨 W5.3/W7.1`. One without a quantity is named and left out: it would count as nothing.
fn also(reader: &mut Reader<'_>, field: &str) -> Vec<Stored> {
    let text = reader.text(field);
    let mut all = Vec::new();
    // A comma may stand inside a name, as in 1,2-二氯乙烷.
    let entries = text.split(['；', ';', '\n']).map(str::trim);
    for entry in entries.filter(|entry| !entry.is_empty()) {
        match stored(entry) {
            Some(one) => all.push(one),
            None => reader.note(field, Weight::Error, Code::NotANumber, entry),
        }
    }
    all
}

/// One entry of [`also`].
fn stored(entry: &str) -> Option<Stored> {
    let entry = entry.replace(['=', '＝', ':', '：'], " ");
    let mut names: Vec<&str> = Vec::new();
    let mut found = Stored::default();
    let mut counted = false;
    for word in entry.split_whitespace() {
        let bare = word.trim_end_matches("吨").trim_end_matches('t');
        let is_class = ["W", "J"].iter().any(|sign| {
            let rest = word.strip_prefix(sign);
            rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        });
        if is_class {
            found.classes.extend(word.split('/').map(str::to_owned));
        } else if let Some(quantity) = number(bare).filter(|_| !counted && !names.is_empty()) {
            found.quantity_t = quantity;
            counted = true;
        } else if !matches!(word, "吨" | "t") {
            names.push(word);
        }
    }
    found.substance = names.join(" ");
    let whole = counted && found.quantity_t >= 0.0 && !found.substance.is_empty();
    whole.then_some(found)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_further_substance_is_its_name_its_tonnes_and_its_classes() {
        let cases = [
            ("甲醇 120吨 W5.3/W7.1", "甲醇", 120.0, vec!["W5.3", "W7.1"]),
            ("氨=10", "氨", 10.0, vec![]),
            ("2-丁醇：0.5 吨", "2-丁醇", 0.5, vec![]),
            ("1,2 二氯乙烷 30", "1,2 二氯乙烷", 30.0, vec![]),
        ];
        for (entry, name, quantity_t, classes) in cases {
            let wanted = Stored {
                substance: name.to_owned(),
                quantity_t,
                classes: classes.into_iter().map(str::to_owned).collect(),
            };
            assert_eq!(stored(entry), Some(wanted), "{entry}");
        }
        for entry in ["氯", "120吨", "", "氯 很多"] {
            assert_eq!(stored(entry), None, "{entry} is no substance with tonnes");
        }
    }
}
