//! Rows of teams. A team may take several rows: each further one adds a person with a certificate,
//! or a vehicle.

use emergency::import::{ImportRow, Imported};
use emergency::team::{Agreement, ShiftRule, TeamKind, TeamLevel, TeamRegistered, Vehicle};

use super::cells::{Cells, Reader, made_id};
use super::people::certificate;
use super::{Code, Findings, OnList, Weight};
use crate::rota::minute;
use crate::table::Table;

pub(super) fn rows(
    table: &Table,
    cells: &Cells<'_>,
    list: &OnList,
    findings: &mut Findings,
) -> Vec<(u32, ImportRow)> {
    let mut all: Vec<(u32, String, TeamRegistered)> = Vec::new();
    let mut last_row = Vec::new();
    for row in &table.rows {
        let mut reader = cells.reader(row, findings);
        let (name, unit) = (reader.text("name"), reader.text("unit"));
        let said = reader.text("id");
        let goes_on = all.last().is_some_and(|(_, id, last)| {
            let same = last.name == name && (unit.is_empty() || last.unit == unit);
            let repeated = same && (said.is_empty() || said == *id);
            let has_more = cells.has("member") || cells.has("plate");
            has_more && ((name.is_empty() && said.is_empty()) || repeated)
        });
        if !goes_on {
            let id = id_of(said, &name, &unit, list);
            let team = head(&mut reader, &id, list);
            all.push((row.number, id, team));
            last_row.push(row.number);
        }
        if let Some(last) = last_row.last_mut() {
            *last = row.number;
        }
        if let Some((_, id, team)) = all.last_mut() {
            let before = list.teams.get(id.as_str()).filter(|team| team.known);
            more(&mut reader, team, before.map(|team| &team.registered), list);
        }
    }
    // A team with a bad row is not entered without what that row says.
    for ((first, ..), last) in all.iter().zip(last_row) {
        if findings.bad_rows.range(first..=&last).next().is_some() {
            findings.bad_rows.insert(*first);
        }
    }
    let rows = all.into_iter().map(|(number, id, mut team)| {
        let entered = u32::try_from(team.members.len()).unwrap_or(u32::MAX);
        team.people = team.people.max(entered);
        let imported = Imported::Team(team);
        (number, ImportRow { id, imported })
    });
    rows.collect()
}

/// The name in the log: as said, or that of a team on the list with this name and unit, or made.
fn id_of(said: String, name: &str, unit: &str, list: &OnList) -> String {
    if !said.is_empty() {
        return said;
    }
    let mut known = list.teams.iter();
    let there = known.find(|(_, team)| {
        let registered = &team.registered;
        registered.name == name && (unit.is_empty() || registered.unit == unit)
    });
    there.map_or_else(|| made_id("team", &[name, unit]), |(id, _)| id.clone())
}

/// What stands in the first row of a team. What the table has no column for stays as it was.
fn head(reader: &mut Reader<'_>, id: &str, list: &OnList) -> TeamRegistered {
    let before = list.teams.get(id).filter(|team| team.known);
    let mut team = before
        .map(|team| team.registered.clone())
        .unwrap_or_default();
    if before.is_none() {
        team.custodian = Some(list.origin.clone());
    }
    // The rows name all people or all vehicles when they name any.
    if reader.has("member") {
        team.members.clear();
    }
    if reader.has("plate") {
        team.vehicles.clear();
    }
    team.name = reader.needed("name");
    reader.set("call_sign", &mut team.call_sign, Reader::text);
    reader.set("level", &mut team.level, |reader, field| {
        reader.word(field, "level").unwrap_or(TeamLevel::Unknown)
    });
    reader.set("kind", &mut team.kind, |reader, field| {
        reader.word(field, "team").unwrap_or(TeamKind::Other)
    });
    reader.set("unit", &mut team.unit, Reader::text);
    reader.set("capabilities", &mut team.capabilities, |reader, field| {
        reader.words(field, "capability")
    });
    if team.capabilities.is_empty() {
        reader.note("capabilities", Weight::Warning, Code::Missing, "");
    }
    reader.set_count("people", &mut team.people);
    reader.contact(&mut team.contact);
    reader.place(&mut team.home);
    reader.set_count("turnout_min", &mut team.turnout_min);
    if let Some(on_call) = reader.count("on_call") {
        team.shift.on_call = on_call;
    }
    shift(reader, &mut team.shift);
    reader.set("authority", &mut team.authority.by, Reader::text);
    reader.set("authority_phone", &mut team.authority.phone, Reader::text);
    reader.set("insured_until", &mut team.insured_until, |reader, field| {
        reader.last_day(field, list.today)
    });
    reader.set("standard", &mut team.standard, Reader::text);
    agreement(reader, &mut team, list);
    team
}

/// How long its people work and rest, and in which hours it stands by.
fn shift(reader: &mut Reader<'_>, shift: &mut ShiftRule) {
    reader.set_count("shift_h", &mut shift.shift_h);
    reader.set_count("scene_max_h", &mut shift.scene_max_h);
    reader.set_count("rest_h", &mut shift.rest_h);
    reader.set_count("rest_after_h", &mut shift.rest_after_h);
    for (field, kept) in [
        ("duty_from", &mut shift.from_min),
        ("duty_to", &mut shift.to_min),
    ] {
        let said = reader.text(field);
        if said.is_empty() {
            continue;
        }
        match minute(&said) {
            Some(at) => *kept = Some(at),
            None => reader.note(field, Weight::Error, Code::NotANumber, &said),
        }
    }
}

/// A row has room for one agreement, the first; further ones stay.
fn agreement(reader: &mut Reader<'_>, team: &mut TeamRegistered, list: &OnList) {
    let title = reader.text("agreement");
    let until = reader.last_day("agreement_until", list.today);
    let arrival_min = reader.count("agreement_arrival_min");
    if title.is_empty() && until.is_none() && arrival_min.is_none() {
        return;
    }
    if team.agreements.is_empty() {
        team.agreements.push(Agreement {
            parties: vec![team.unit.clone()],
            capabilities: team.capabilities.clone(),
            ..Agreement::default()
        });
    }
    let first = &mut team.agreements[0];
    reader.set("agreement", &mut first.title, |_, _| title);
    reader.set("agreement_until", &mut first.until, |_, _| until);
    reader.set("agreement_arrival_min", &mut first.arrival_min, |_, _| {
        arrival_min
    });
}

/// A person with a certificate, and a vehicle, of one row; `before` is the team as it was.
fn more(
    reader: &mut Reader<'_>,
    team: &mut TeamRegistered,
    before: Option<&TeamRegistered>,
    list: &OnList,
) {
    let name = reader.text("member");
    if !name.is_empty() {
        // A person with several certificates takes several rows as well.
        let there = team.members.iter().position(|member| member.name == name);
        let index = there.unwrap_or_else(|| {
            let known = before.and_then(|team| team.members.iter().find(|one| one.name == name));
            let mut member = known.cloned().unwrap_or_default();
            member.name = name;
            if reader.has("certificate") {
                member.certificates.clear();
            }
            team.members.push(member);
            team.members.len() - 1
        });
        let member = &mut team.members[index];
        if there.is_none() {
            reader.set("member_role", &mut member.role, Reader::text);
            reader.set("member_phone", &mut member.phone, Reader::text);
        }
        certificate(reader, &mut member.certificates, list);
    }
    let plate = reader.text("plate");
    let named = team.vehicles.iter().any(|vehicle| vehicle.plate == plate);
    if !plate.is_empty() && !named {
        let known = before.and_then(|team| team.vehicles.iter().find(|one| one.plate == plate));
        let mut vehicle = known.cloned().unwrap_or_else(|| Vehicle {
            plate,
            ..Vehicle::default()
        });
        if let Some(class) = reader.word("vehicle_class", "vehicle") {
            vehicle.class = class;
        }
        reader.set("vehicle", &mut vehicle.name, Reader::text);
        reader.set(
            "vehicle_until",
            &mut vehicle.inspected_until,
            |reader, field| reader.last_day(field, list.today),
        );
        team.vehicles.push(vehicle);
    }
}
