use std::collections::BTreeSet;

use emergency::person::PersonKind;
use emergency::place::Place;
use emergency::team::TeamLevel;

use super::*;

fn all_places(district: &District) -> Vec<&Place> {
    let sites = district.sites.iter().map(|(_, site)| &site.place);
    let homes = district.teams.iter().map(|team| &team.registered.home);
    sites.chain(homes).collect()
}

fn bytes(district: &District) -> Vec<u8> {
    serde_json::to_vec(district).expect("plain data")
}

#[test]
fn the_same_seed_makes_the_same_bytes() {
    let first = bytes(&District::generate(7, 1));
    assert_eq!(first, bytes(&District::generate(7, 1)), "seed 7 twice");
    assert_ne!(first, bytes(&District::generate(8, 1)), "seed 8 is another");
}

#[test]
fn sizes_one_and_ten_have_the_numbers_they_promise() {
    for (size, teams, depots, hazards) in [(1, 60, 12, 40), (10, 500, 60, 240)] {
        let district = District::generate(1, size);
        assert_eq!(district.teams.len(), teams, "teams of size {size}");
        let count = |kind| district.sites_of(kind).count();
        assert_eq!(count(SiteKind::Depot), depots, "depots of size {size}");
        assert_eq!(count(SiteKind::Hazard), hazards, "hazards of size {size}");
    }
}

#[test]
fn a_size_out_of_range_is_held_at_its_ends() {
    assert_eq!(District::generate(1, 0).size, 1, "the smallest");
    assert_eq!(count(TEAMS, SIZE_MAX), 4_900, "the largest");
}

#[test]
fn everything_stands_inside_the_true_outline() {
    for seed in 0..5 {
        let district = District::generate(seed, 1);
        for place in all_places(&district) {
            let point = place.point.expect("everything has a point");
            assert!(Ground::shipped().holds(point), "{} is outside", place.words);
        }
        for crossing in &district.roads.crossings {
            assert!(
                Ground::shipped().holds(*crossing),
                "{crossing:?} is outside"
            );
        }
    }
}

#[test]
fn every_street_inside_the_outline_has_something_and_all_22_have_residents() {
    let district = District::generate(3, 1);
    let streets: BTreeSet<&str> = all_places(&district)
        .iter()
        .map(|place| place.street.as_str())
        .collect();
    for street in Ground::shipped().streets_inside() {
        assert!(streets.contains(street.name.as_str()), "{}", street.name);
    }
    assert_eq!(
        district.residents.len(),
        22,
        "by the list of the statistics"
    );
}

#[test]
fn every_name_says_exercise_and_no_number_can_be_dialled() {
    let district = District::generate(11, 1);
    let sites = district.sites.iter();
    let mut names: Vec<(&str, &str)> = sites
        .map(|(_, s)| (s.name.as_str(), s.contact.as_str()))
        .collect();
    for team in &district.teams {
        names.push((&team.registered.name, &team.registered.contact));
        assert!(team.registered.unit.contains("演练"), "unit of {}", team.id);
    }
    for (_, firm) in &district.firms {
        assert!(firm.name.contains("演练"), "{} is made", firm.name);
        assert!(firm.phone.starts_with("000-"), "{} rings", firm.phone);
        assert_eq!(firm.code, "", "a made code could be somebody's");
    }
    for point in &district.points {
        assert!(point.name.contains("演练"), "{} is made", point.name);
        assert!(point.feed.contains("演练"), "{} is made", point.feed);
    }
    for (_, unit) in &district.units {
        let told = &unit.told;
        let tanks = told.tanks.iter().map(|tank| &tank.name);
        for name in tanks.chain([&told.name]) {
            assert!(name.contains("演练"), "{name} is made");
        }
        assert!(told.phone.starts_with("000-"), "{} rings", told.phone);
    }
    for (name, contact) in names {
        assert!(name.contains("演练"), "{name} is made and must say so");
        assert!(contact.contains(" 000-"), "{contact} could be somebody's");
    }
    for (_, lot) in &district.lots {
        assert!(lot.name.contains("演练"), "{}", lot.name);
    }
    for residents in &district.residents {
        assert!(residents.name.contains("演练"), "{}", residents.name);
    }
}

#[test]
fn the_five_professional_kinds_of_the_district_plan_and_all_levels_are_there() {
    let district = District::generate(2, 1);
    let mut capabilities = BTreeSet::new();
    let mut levels = BTreeSet::new();
    for team in &district.teams {
        capabilities.extend(team.registered.capabilities.iter().map(String::as_str));
        levels.insert(team.registered.level);
    }
    // 历城区安全生产“十四五”规划: 危险化学品、建筑施工、油气管道、消防、燃气.
    for code in ["hazmat", "construction", "pipeline", "firefighting", "gas"] {
        assert!(capabilities.contains(code), "no team can do {code}");
    }
    for code in ["medical", "rescue", "power", "water", "drainage"] {
        assert!(capabilities.contains(code), "no team can do {code}");
    }
    let mut wanted = BTreeSet::from(TeamLevel::ALL);
    wanted.remove(&TeamLevel::Unknown);
    assert_eq!(
        levels, wanted,
        "the five levels, the national force, no other"
    );
}

#[test]
fn every_supply_lies_somewhere_and_its_safety_stock_is_less_than_the_lot() {
    let district = District::generate(4, 1);
    for supply in &Ground::shipped().supplies {
        let mut lots = district
            .lots
            .iter()
            .filter(|(_, l)| l.supply == supply.code);
        assert!(lots.next().is_some(), "no {} anywhere", supply.name);
    }
    for (id, lot) in &district.lots {
        assert!(lot.safety < lot.quantity, "{id}: {}", lot.safety);
        let depot = district.sites.iter().find(|(site, _)| *site == lot.depot);
        assert!(depot.is_some(), "{id} lies in no depot");
    }
}

#[test]
fn the_roads_are_in_one_piece() {
    for (seed, size) in [(1, 1), (2, 1), (3, 4)] {
        let roads = District::generate(seed, size).roads;
        let neighbours = roads.neighbours();
        let mut seen = vec![false; neighbours.len()];
        let mut open = vec![0_usize];
        while let Some(crossing) = open.pop() {
            if !std::mem::replace(&mut seen[crossing], true) {
                open.extend(neighbours[crossing].iter().map(|n| *n as usize));
            }
        }
        assert!(seen.len() > 1_000, "seed {seed}: {} crossings", seen.len());
        assert!(seen.iter().all(|s| *s), "seed {seed}: a piece is cut off");
    }
}

#[test]
fn registrations_name_each_thing_once_and_give_custody_where_asked() {
    let district = District::generate(5, 1);
    let desk = OriginId::from("desk-a");
    let all = district.registrations(Some(&desk));
    let mut seen = BTreeSet::new();
    for registration in &all {
        let kind = registration.fact.kind();
        let key = (kind, registration.entity.id.clone());
        assert!(
            seen.insert(key),
            "{kind} of {:?} twice",
            registration.entity
        );
        match &registration.fact {
            Fact::TeamRegistered(team) => {
                assert_eq!(team.custodian.as_ref(), Some(&desk), "{}", team.name);
            }
            Fact::LotRegistered(lot) => {
                assert_eq!(
                    lot.allotments.get("desk-a"),
                    Some(&lot.quantity),
                    "all of it"
                );
            }
            _ => {}
        }
    }
    let alone = district.registrations(None);
    assert_eq!(alone.len(), all.len(), "custody changes no number");
    for registration in alone {
        if let Fact::LotRegistered(lot) = registration.fact {
            assert!(lot.allotments.is_empty(), "the platform gives it out");
        }
    }
}

#[test]
fn some_things_are_over_some_run_out_soon_and_most_are_good() {
    let today = Day::new(2026, 11, 27).expect("there is such a day");
    let district = District::generate(1, 1).on(today);
    let certificates: Vec<Day> = district
        .teams
        .iter()
        .flat_map(|team| &team.registered.members)
        .flat_map(|member| &member.certificates)
        .filter_map(|one| one.until)
        .collect();
    let expiries = district.lots.iter().filter_map(|(_, lot)| lot.expires);
    for (name, days) in [("certificates", certificates), ("lots", expiries.collect())] {
        let over = days.iter().filter(|day| **day < today).count();
        let soon = days
            .iter()
            .filter(|day| (0..=90).contains(&day.days_after(today)));
        assert!(
            over > 0 && over * 5 < days.len(),
            "{name}: {over} of {}",
            days.len()
        );
        assert!(soon.count() > 0, "{name}: some end within 90 days");
    }
    let stale = district
        .teams
        .iter()
        .filter(|team| team.reported.is_none() || team.reported_before_ms > 12 * 3_600_000);
    assert!(stale.count() > 0, "some teams were not heard of for long");
}

#[test]
fn people_are_there_in_all_their_parts_and_say_exercise() {
    let district = District::generate(6, 1);
    for kind in [
        PersonKind::Expert,
        PersonKind::Reporter,
        PersonKind::Volunteer,
    ] {
        let mut people = district.people.iter();
        assert!(people.any(|(_, person)| person.kind == kind), "{kind:?}");
    }
    for (id, person) in &district.people {
        assert!(person.name.contains("演练"), "{id}: {}", person.name);
        assert!(person.phone.starts_with("000-"), "{id}: {}", person.phone);
    }
    for team in &district.teams {
        for member in &team.registered.members {
            assert!(member.name.contains("演练"), "{}: {}", team.id, member.name);
            assert!(member.phone.starts_with("000-"), "{}", member.phone);
        }
    }
}

#[test]
fn another_day_moves_every_date_and_nothing_else() {
    let made = District::generate(9, 1);
    let later = made.today.plus(400);
    let moved = made.clone().on(later);
    assert_eq!(moved.today, later, "the day of the exercise");
    assert_eq!(moved.on(made.today), made, "and back again");
}

#[test]
fn the_first_firms_have_sites_units_and_tanks_that_hold_what_the_site_says() {
    let district = District::generate(1, 1);
    assert_eq!(district.firms.len(), 4, "firms of size 1");
    for (id, firm) in &district.firms {
        let own = district.sites.iter();
        let own: Vec<_> = own.filter(|(_, s)| s.firm.as_ref() == Some(id)).collect();
        assert_eq!(own.len(), 3, "sites of {}", firm.name);
        for (site, told) in own {
            let unit = district.units.iter().find(|(at, _)| at == site);
            let (_, unit) = unit.expect("each has a unit");
            if id.as_str() == "ex-firm-1" {
                let mut tanks = unit.told.tanks.iter();
                assert!(tanks.all(|tank| tank.points.len() == 1), "each is measured");
            }
            let tanks = unit.told.tanks.iter();
            let sum: f64 = tanks.map(|tank| tank.holds.quantity_t).sum();
            let off = (sum - told.quantity_t).abs();
            assert!(off < 1e-9, "{site}: {sum} of {}", told.quantity_t);
        }
    }
}
