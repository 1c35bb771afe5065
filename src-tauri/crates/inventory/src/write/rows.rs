//! One resource as rows: field to cell.

use std::collections::BTreeMap;

use emergency::camera::holds_password;
use emergency::firm::Firm;
use emergency::hazard_unit::{HazardUnit, Tank};
use emergency::id::PointId;
use emergency::person::Person;
use emergency::place::Place;
use emergency::point::{DevicePoint, PointLimits};
use emergency::site::{Site, Stored};
use emergency::stock::Lot;
use emergency::team::{ShiftRule, Team, VehicleClass};
use serde::Serialize;

use super::Out;
use crate::check::OnList;
use crate::columns::{SAFETY, word_of, word_of_value};

type Row = BTreeMap<&'static str, Out>;

/// The word of a value of a closed list.
fn word(list: &str, value: &impl Serialize) -> Out {
    Out::from(word_of_value(list, value))
}

fn words(list: &str, codes: impl Iterator<Item = String>) -> Out {
    let all: Vec<String> = codes.map(|code| word_of(list, &code)).collect();
    Out::from(all.join("、"))
}

fn place(row: &mut Row, place: &Place) {
    row.insert("place", Out::from(place.words.as_str()));
    row.insert("street", Out::from(place.street.as_str()));
    if let Some(point) = place.point {
        row.insert("lon", Out::Number(point.lon));
        row.insert("lat", Out::Number(point.lat));
    }
}

/// Name and number of a contact: the number is the last word that has digits only and signs.
fn contact(row: &mut Row, text: &str) {
    let (name, phone) = match text.rsplit_once(' ') {
        Some((name, phone)) if phone.chars().all(|c| c.is_ascii_digit() || c == '-') => {
            (name, phone)
        }
        _ => (text, ""),
    };
    row.insert("contact", Out::from(name));
    row.insert("phone", Out::from(phone));
}

/// The first row tells the team; every person's certificate and every vehicle has a row.
pub(super) fn team(team: &Team) -> Vec<Row> {
    let told = &team.registered;
    let mut head = Row::from([
        ("id", Out::from(team.id.as_str())),
        ("name", Out::from(told.name.as_str())),
        ("call_sign", Out::from(told.call_sign.as_str())),
        ("level", word("level", &told.level)),
        ("kind", word("team", &told.kind)),
        ("unit", Out::from(told.unit.as_str())),
        (
            "capabilities",
            words("capability", told.capabilities.iter().cloned()),
        ),
        ("people", Out::from(told.people)),
        ("turnout_min", Out::from(told.turnout_min)),
        ("on_call", Out::from(told.shift.on_call)),
        ("authority", Out::from(told.authority.by.as_str())),
        ("authority_phone", Out::from(told.authority.phone.as_str())),
        ("insured_until", Out::from(told.insured_until)),
        ("standard", Out::from(told.standard.as_str())),
    ]);
    contact(&mut head, &told.contact);
    place(&mut head, &told.home);
    shift(&mut head, &told.shift);
    if let Some(agreement) = told.agreements.first() {
        head.insert("agreement", Out::from(agreement.title.as_str()));
        head.insert("agreement_until", Out::from(agreement.until));
        if let Some(minutes) = agreement.arrival_min {
            head.insert("agreement_arrival_min", Out::from(minutes));
        }
    }
    let mut people: Vec<Row> = Vec::new();
    for member in &told.members {
        let mut base = Row::from([
            ("member", Out::from(member.name.as_str())),
            ("member_role", Out::from(member.role.as_str())),
            ("member_phone", Out::from(member.phone.as_str())),
        ]);
        for one in &member.certificates {
            base.insert("certificate", Out::from(one.name.as_str()));
            base.insert("certificate_number", Out::from(one.number.as_str()));
            base.insert("certificate_until", Out::from(one.until));
            people.push(base.clone());
        }
        if member.certificates.is_empty() {
            people.push(base);
        }
    }
    let vehicles = told.vehicles.iter().map(|vehicle| {
        let class = match vehicle.class {
            VehicleClass::Other => Out::Empty,
            class => word("vehicle", &class),
        };
        Row::from([
            ("plate", Out::from(vehicle.plate.as_str())),
            ("vehicle", Out::from(vehicle.name.as_str())),
            ("vehicle_class", class),
            ("vehicle_until", Out::from(vehicle.inspected_until)),
        ])
    });
    beside(head, people, vehicles.collect())
}

/// What is not said stays empty, so that it reads back as not said.
fn shift(row: &mut Row, shift: &ShiftRule) {
    for (field, hours) in [
        ("shift_h", shift.shift_h),
        ("scene_max_h", shift.scene_max_h),
        ("rest_h", shift.rest_h),
        ("rest_after_h", shift.rest_after_h),
    ] {
        if hours > 0 {
            row.insert(field, Out::from(hours));
        }
    }
    for (field, minute) in [("duty_from", shift.from_min), ("duty_to", shift.to_min)] {
        if let Some(minute) = minute {
            let clock = format!("{:02}:{:02}", minute / 60, minute % 60);
            row.insert(field, Out::from(clock));
        }
    }
}

/// Two lists beside each other, the head in the first row; each row names the team.
fn beside(head: Row, people: Vec<Row>, vehicles: Vec<Row>) -> Vec<Row> {
    let count = people.len().max(vehicles.len()).max(1);
    let (mut people, mut vehicles) = (people.into_iter(), vehicles.into_iter());
    let name: Row = ["id", "name", "unit"]
        .into_iter()
        .filter_map(|field| Some((field, head.get(field)?.clone())))
        .collect();
    let rows = (0..count).map(|number| {
        let mut row = if number == 0 {
            head.clone()
        } else {
            name.clone()
        };
        row.extend(people.next().unwrap_or_default());
        row.extend(vehicles.next().unwrap_or_default());
        row
    });
    rows.collect()
}

pub(super) fn lot(lot: &Lot, list: &OnList) -> Row {
    let told = &lot.registered;
    let depot = list.sites.get(told.depot.as_str());
    let depot = depot.map_or(told.depot.as_str(), |site| site.registered.name.as_str());
    let checked = lot.counted_at.map(emergency::day::Day::of);
    let mut row = Row::from([
        ("id", Out::from(lot.id.as_str())),
        ("supply", Out::from(told.supply.as_str())),
        ("name", Out::from(told.name.as_str())),
        ("depot", Out::from(depot)),
        ("shelf", Out::from(told.shelf.as_str())),
        ("quantity", Out::from(lot.on_hand())),
        ("unit", Out::from(told.unit.as_str())),
        ("batch", Out::from(told.batch.as_str())),
        ("produced", Out::from(told.produced)),
        ("expires", Out::from(told.expires)),
        ("calibrated_until", Out::from(told.calibrated_until)),
        ("inspected_until", Out::from(told.inspected_until)),
        ("minimum", Out::from(told.minimum)),
        ("safety", Out::from(told.safety)),
        ("checked_on", Out::from(checked)),
        ("barcode", Out::from(told.barcode.as_str())),
        ("keeper", Out::from(told.keeper.as_str())),
        ("owner", Out::from(told.owner.as_str())),
    ]);
    for (field, scenario) in SAFETY {
        if let Some(quantity) = told.safety_for.get(&scenario) {
            row.insert(field, Out::from(*quantity));
        }
    }
    row
}

/// The address of a camera; one that was written down with a password goes no further.
fn stream(told: &str) -> Out {
    if holds_password(told) {
        Out::Empty
    } else {
        Out::from(told)
    }
}

/// Further substances, as [`crate::check`] reads them.
fn also(all: &[Stored]) -> String {
    let entries = all.iter().map(|one| {
        let words = format!(
            "{} {}吨 {}",
            one.substance,
            one.quantity_t,
            one.classes.join("/")
        );
        words.trim().to_owned()
    });
    entries.collect::<Vec<_>>().join("；")
}

pub(super) fn site(site: &Site, list: &OnList) -> Row {
    let told = &site.registered;
    let number = |number: u32| {
        if number == 0 {
            Out::Empty
        } else {
            Out::from(number)
        }
    };
    let mut row = Row::from([
        ("id", Out::from(site.id.as_str())),
        ("kind", word("site", &told.kind)),
        ("name", Out::from(told.name.as_str())),
        ("unit", Out::from(told.unit.as_str())),
        ("capacity", number(told.capacity)),
        ("area_m2", number(told.area_m2)),
        ("facilities", Out::from(told.facilities.join("、"))),
        ("substance", Out::from(told.substance.as_str())),
        ("classes", Out::from(told.classes.join("、"))),
        ("also", Out::from(also(&told.also))),
        ("stream", stream(&told.stream)),
        ("note", Out::from(told.note.as_str())),
    ]);
    if let Some(firm) = &told.firm {
        let there = list.firms.get(firm.as_str());
        let name = there.map_or(firm.as_str(), |firm| firm.registered.name.as_str());
        row.insert("firm", Out::from(name));
    }
    if told.quantity_t > 0.0 {
        row.insert("quantity_t", Out::Number(told.quantity_t));
    }
    if let Some(class) = &told.protection {
        row.insert("protection", word("protection", class));
    }
    if let Some(people) = told.people_500m {
        row.insert("people_500m", Out::Number(f64::from(people)));
    }
    if let Some(first) = told.keyholders.first() {
        row.insert("keyholder", Out::from(first.name.as_str()));
        row.insert("keyholder_phone", Out::from(first.phone.as_str()));
    }
    contact(&mut row, &told.contact);
    place(&mut row, &told.place);
    row
}

pub(super) fn person(person: &Person) -> Row {
    let told = &person.registered;
    let skills: Vec<String> = told
        .skills
        .iter()
        .filter_map(|skill| {
            serde_json::to_value(skill)
                .ok()?
                .as_str()
                .map(str::to_owned)
        })
        .collect();
    let mut row = Row::from([
        ("id", Out::from(person.id.as_str())),
        ("kind", word("person", &told.kind)),
        ("name", Out::from(told.name.as_str())),
        ("unit", Out::from(told.unit.as_str())),
        ("post", Out::from(told.post.as_str())),
        ("phone", Out::from(told.phone.as_str())),
        ("fields", Out::from(told.fields.join("、"))),
        ("skills", words("skill", skills.into_iter())),
        ("conflicts", Out::from(told.conflicts.join("、"))),
        ("note", Out::from(told.note.as_str())),
    ]);
    if let Some(one) = told.certificates.first() {
        row.insert("certificate", Out::from(one.name.as_str()));
        row.insert("certificate_number", Out::from(one.number.as_str()));
        row.insert("certificate_until", Out::from(one.until));
    }
    place(&mut row, &told.place);
    row
}

pub(super) fn point(point: &DevicePoint, list: &OnList) -> Row {
    let told = &point.registered;
    let mut row = Row::from([
        ("feed", Out::from(told.feed.as_str())),
        ("device", Out::from(told.device.as_str())),
        ("name", Out::from(told.name.as_str())),
        ("position", Out::from(told.position.as_str())),
        ("note", Out::from(told.note.as_str())),
    ]);
    if let Some(site) = &told.site {
        let there = list.sites.get(site.as_str());
        let name = there.map_or(site.as_str(), |site| site.registered.name.as_str());
        row.insert("site", Out::from(name));
    }
    if let Some(at) = told.at {
        row.insert("lon", Out::Number(at.lon));
        row.insert("lat", Out::Number(at.lat));
    }
    for (field, seconds) in [
        ("silent_after_s", told.silent_after_s),
        ("stale_after_s", told.stale_after_s),
    ] {
        if let Some(seconds) = seconds {
            row.insert(field, Out::from(seconds));
        }
    }
    if let Some(heard) = list.heard.get(point.id.as_str()) {
        row.insert("unit", Out::from(heard.unit.as_str()));
    }
    if let Some(limits) = &point.limits {
        limits_of(&mut row, limits);
    }
    row
}

/// The own limits of a point: those of its feed would come back as its own.
fn limits_of(row: &mut Row, limits: &PointLimits) {
    for (field, number) in [
        ("low_low", limits.low_low),
        ("low", limits.low),
        ("high", limits.high),
        ("high_high", limits.high_high),
        ("deadband", limits.deadband),
        ("rise_per_min", limits.rise_per_min),
        ("fall_per_min", limits.fall_per_min),
    ] {
        if let Some(number) = number {
            row.insert(field, Out::Number(number));
        }
    }
    for (field, seconds) in [
        ("on_delay_s", limits.on_delay_s),
        ("off_delay_s", limits.off_delay_s),
        ("rate_over_s", limits.rate_over_s),
    ] {
        if seconds > 0 {
            row.insert(field, Out::from(seconds));
        }
    }
}

pub(super) fn firm(firm: &Firm) -> Row {
    let told = &firm.registered;
    let mut row = Row::from([
        ("id", Out::from(firm.id.as_str())),
        ("name", Out::from(told.name.as_str())),
        ("code", Out::from(told.code.as_str())),
        ("industry", Out::from(told.industry.as_str())),
        ("role", Out::from(told.role.as_str())),
        ("phone", Out::from(told.phone.as_str())),
        ("note", Out::from(told.note.as_str())),
    ]);
    place(&mut row, &told.place);
    row
}

/// Each tank of each unit of a place; a unit without tanks has a row of its own.
pub(super) fn units(site: &Site) -> Vec<Row> {
    let rows = site.units.iter().flat_map(|unit| {
        let tanks = unit
            .told
            .tanks
            .iter()
            .map(|tank| tank_row(site, unit, tank));
        let tanks: Vec<Row> = tanks.collect();
        if tanks.is_empty() {
            vec![unit_row(site, unit)]
        } else {
            tanks
        }
    });
    rows.collect()
}

fn unit_row(site: &Site, unit: &HazardUnit) -> Row {
    let told = &unit.told;
    let mut row = Row::from([
        ("site", Out::from(site.registered.name.as_str())),
        ("name", Out::from(told.name.as_str())),
        ("kind", word("unit", &told.kind)),
        ("filing", Out::from(told.filing.as_str())),
        ("role", Out::from(told.role.as_str())),
        ("phone", Out::from(told.phone.as_str())),
        ("note", Out::from(told.note.as_str())),
    ]);
    if let Some(at) = told.at {
        row.insert("lon", Out::Number(at.lon));
        row.insert("lat", Out::Number(at.lat));
    }
    row
}

fn tank_row(site: &Site, unit: &HazardUnit, tank: &Tank) -> Row {
    let points: Vec<&str> = tank.points.iter().map(PointId::as_str).collect();
    let mut row = unit_row(site, unit);
    row.extend([
        ("tank", Out::from(tank.name.as_str())),
        ("substance", Out::from(tank.holds.substance.as_str())),
        ("classes", Out::from(tank.holds.classes.join("、"))),
        ("quantity_t", Out::Number(tank.holds.quantity_t)),
        ("points", Out::from(points.join("；"))),
    ]);
    for (field, number) in [
        ("capacity_m3", tank.capacity_m3),
        ("pressure_mpa", tank.pressure_mpa),
        ("temperature_c", tank.temperature_c),
    ] {
        if let Some(number) = number {
            row.insert(field, Out::Number(number));
        }
    }
    row
}
