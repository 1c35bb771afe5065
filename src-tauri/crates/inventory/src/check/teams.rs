//! Rows of teams. A team may take several rows: each further one adds a person with a certificate,
//! or a vehicle.

use emergency::import::{ImportRow, Imported};
use emergency::team::{
    Agreement, Certificate, DeployAuthority, Member, ShiftRule, TeamKind, TeamLevel,
    TeamRegistered, Vehicle, VehicleClass,
};

use super::cells::{Cells, Reader, made_id};
use super::{Code, Findings, OnList, Weight};
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
        if let Some((_, _, team)) = all.last_mut() {
            more(&mut reader, team, list);
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
    team.members.clear();
    team.vehicles.clear();
    team.name = reader.needed("name");
    team.call_sign = reader.text("call_sign");
    team.level = reader.word("level", "level").unwrap_or(TeamLevel::Unknown);
    team.kind = reader.word("kind", "team").unwrap_or(TeamKind::Other);
    team.unit = reader.text("unit");
    team.capabilities = reader.words("capabilities", "capability");
    if team.capabilities.is_empty() {
        reader.note("capabilities", Weight::Warning, Code::Missing, "");
    }
    team.people = reader.count("people").unwrap_or(0);
    team.contact = reader.contact();
    team.home = reader.place();
    team.turnout_min = reader.count("turnout_min").unwrap_or(0);
    team.shift = ShiftRule {
        on_call: reader.count("on_call").unwrap_or(team.shift.on_call),
        ..team.shift
    };
    team.authority = DeployAuthority {
        by: reader.text("authority"),
        phone: String::new(),
    };
    team.insured_until = reader.last_day("insured_until", list.today);
    team.standard = reader.text("standard");
    team.agreements = agreement(reader, &team, list);
    team
}

fn agreement(reader: &mut Reader<'_>, team: &TeamRegistered, list: &OnList) -> Vec<Agreement> {
    let title = reader.text("agreement");
    let until = reader.last_day("agreement_until", list.today);
    let arrival_min = reader.count("agreement_arrival_min");
    if title.is_empty() && until.is_none() && arrival_min.is_none() {
        return team.agreements.clone();
    }
    vec![Agreement {
        title,
        parties: vec![team.unit.clone()],
        capabilities: team.capabilities.clone(),
        arrival_min,
        until,
        ..Agreement::default()
    }]
}

/// A person with a certificate, and a vehicle, of one row.
fn more(reader: &mut Reader<'_>, team: &mut TeamRegistered, list: &OnList) {
    let name = reader.text("member");
    let certificate = Certificate {
        name: reader.text("certificate"),
        number: reader.text("certificate_number"),
        until: reader.last_day("certificate_until", list.today),
    };
    if !name.is_empty() {
        // A person with several certificates takes several rows as well.
        let there = team.members.iter().position(|member| member.name == name);
        let member = match there {
            Some(index) => &mut team.members[index],
            None => {
                team.members.push(Member {
                    name,
                    role: reader.text("member_role"),
                    phone: reader.text("member_phone"),
                    certificates: Vec::new(),
                });
                let last = team.members.len() - 1;
                &mut team.members[last]
            }
        };
        if !certificate.name.is_empty() {
            member.certificates.push(certificate);
        }
    }
    let plate = reader.text("plate");
    let known = team.vehicles.iter().any(|vehicle| vehicle.plate == plate);
    if !plate.is_empty() && !known {
        team.vehicles.push(Vehicle {
            class: reader
                .word("vehicle_class", "vehicle")
                .unwrap_or(VehicleClass::Car),
            name: reader.text("vehicle"),
            seats: 0,
            inspected_until: reader.last_day("vehicle_until", list.today),
            plate,
        });
    }
}
