//! What stands in the profile of a made team: people, certificates, vehicles, terms. Invented.

use emergency::day::Day;
use emergency::team::{
    Agreement, Certificate, ContactStep, CostRate, DeployAuthority, Equipment, Member, RateBasis,
    ShiftRule, TeamRegistered, Vehicle,
};
use rand::Rng as _;
use rand_chacha::ChaCha8Rng;

use super::{MADE_ON, contact_of};
use crate::ground::{Ground, TeamKind, VehicleWords};

/// People of one team that are entered by name.
const NAMED_MAX: u32 = 12;
/// Days until a certificate, an inspection or an insurance ends: from this many ago to this many
/// ahead, so that a few are over and some run out soon.
const CERTIFICATE_DAYS: std::ops::Range<i64> = -40..900;
const INSPECTION_DAYS: std::ops::Range<i64> = -30..330;
const INSURANCE_DAYS: std::ops::Range<i64> = -30..340;
const AGREEMENT_DAYS: std::ops::Range<i64> = -30..700;
/// Telephone numbers of people begin above those of contacts.
const FIRST_NUMBER: usize = 100_000;
/// The standard that made firm teams for hazardous chemicals are measured against.
const FIRM_STANDARD: &str = "gb30077_class2";

/// A day of the made calendar.
pub(super) fn day(rng: &mut ChaCha8Rng, days: std::ops::Range<i64>) -> Option<Day> {
    Some(MADE_ON.plus(rng.random_range(days)))
}

pub(super) fn furnish(
    rng: &mut ChaCha8Rng,
    ground: &Ground,
    kind: &TeamKind,
    number: usize,
    team: &mut TeamRegistered,
) {
    team.kind = kind.kind;
    team.members = (0..team.people.min(NAMED_MAX))
        .map(|place| member(rng, ground, kind, (number, place)))
        .collect();
    team.vehicles = kind
        .vehicles
        .iter()
        .flat_map(|v| vehicles(rng, v))
        .collect();
    team.equipment = kind
        .equipment
        .iter()
        .filter_map(|code| equipment(rng, ground, code, team.people))
        .collect();
    team.shift = ShiftRule {
        shift_h: 24,
        scene_max_h: 8,
        rest_h: 12,
        on_call: team.people.div_ceil(3),
        rest_after_h: 4,
        ..ShiftRule::default()
    };
    team.ladder = team.members.iter().take(2).map(step).collect();
    team.ladder.push(duty_room(&team.unit, number));
    if team.level.is_outside() {
        terms(rng, ground, number, team);
    }
    let firm = team.level == emergency::team::TeamLevel::Firm;
    if firm && kind.kind == emergency::team::TeamKind::Hazmat {
        team.standard = FIRM_STANDARD.to_owned();
    }
}

fn member(
    rng: &mut ChaCha8Rng,
    ground: &Ground,
    kind: &TeamKind,
    (number, place): (usize, u32),
) -> Member {
    let roles = &ground.words.roles;
    let place = place as usize;
    let (name, phone) = contact_of(rng, ground, FIRST_NUMBER + number * 100 + place);
    let certificates = kind.certificates.iter().take(1 + place % 2).map(|name| {
        let until = day(rng, CERTIFICATE_DAYS);
        Certificate {
            name: name.clone(),
            number: format!("{}-{number:04}-{place:02}", ground.words.mark),
            until,
        }
    });
    Member {
        certificates: certificates.collect(),
        name,
        role: roles[place.min(roles.len() - 1)].clone(),
        phone,
    }
}

fn vehicles(rng: &mut ChaCha8Rng, words: &VehicleWords) -> Vec<Vehicle> {
    let count = rng.random_range(words.count[0]..=words.count[1]);
    let made = (0..count).map(|_| Vehicle {
        class: words.class,
        // No plate of the province has a zero in this place.
        plate: format!("演0{:05}", rng.random_range(0..100_000)),
        name: words.name.clone(),
        seats: rng.random_range(2..=6),
        inspected_until: day(rng, INSPECTION_DAYS),
    });
    made.collect()
}

fn equipment(rng: &mut ChaCha8Rng, ground: &Ground, code: &str, people: u32) -> Option<Equipment> {
    let supply = ground.supplies.iter().find(|supply| supply.code == code)?;
    Some(Equipment {
        supply: supply.code.clone(),
        name: supply.name.clone(),
        quantity: rng.random_range(1..=people.max(2)),
        unit: supply.unit.clone(),
        inspected_until: day(rng, INSPECTION_DAYS),
    })
}

fn step(member: &Member) -> ContactStep {
    ContactStep {
        name: member.name.clone(),
        role: member.role.clone(),
        phone: member.phone.clone(),
    }
}

fn duty_room(unit: &str, number: usize) -> ContactStep {
    ContactStep {
        name: unit.to_owned(),
        role: "值班室".to_owned(),
        phone: format!("000-0009-{number:04}"),
    }
}

/// On which terms a firm or a society team comes.
fn terms(rng: &mut ChaCha8Rng, ground: &Ground, number: usize, team: &mut TeamRegistered) {
    let mark = &ground.words.mark;
    team.insured_until = day(rng, INSURANCE_DAYS);
    team.authority = DeployAuthority {
        by: format!("{}值班负责人", team.unit),
        phone: format!("000-0009-{number:04}"),
    };
    team.rates = vec![CostRate {
        basis: RateBasis::PersonHour,
        fen: rng.random_range(30..=120) * 100,
        what: format!("{mark}费率"),
    }];
    if rng.random_bool(0.6) {
        let until = day(rng, AGREEMENT_DAYS);
        team.agreements = vec![Agreement {
            title: format!("{mark}·救援服务协议{number:03}"),
            parties: vec![format!("{mark}·区应急管理局"), team.unit.clone()],
            scope: "区内突发事件抢险救援".to_owned(),
            capabilities: team.capabilities.clone(),
            arrival_min: Some(team.turnout_min + 20),
            fee: format!("{mark}：按费率结算"),
            from: until.map(|until| until.plus(-730)),
            until,
        }];
    }
}
