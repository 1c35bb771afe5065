//! The exercise district against what the rest of the program reads and needs.

use std::collections::BTreeSet;

use drills::district::District;
use drills::inject::{Inject, Timed};
use drills::scenario;
use emergency::place::Point;
use emergency::time::UtcMs;
use routing::conditions::Conditions;
use routing::import::roads_from_csv;
use routing::settings::Settings;
use routing::travel::{RoadTimes, TravelTimes as _};

use crate::architecture::root;

const BEGIN: UtcMs = UtcMs(1_800_000_000_000);

fn all_events(district: &District) -> Vec<Timed> {
    let mut events = district.night(BEGIN).events;
    for scenario in scenario::shipped() {
        events.extend(scenario.play(district, BEGIN));
    }
    events
}

#[test]
fn every_made_message_is_read_without_a_defect_and_as_an_exercise() {
    let district = District::generate(1, 1);
    let mut read = 0;
    for event in all_events(&district) {
        let Inject::Feed { format, bytes, .. } = event.inject else {
            continue;
        };
        let lines = protocols::decode::decode(&format, &bytes);
        let text = String::from_utf8_lossy(&bytes);
        assert_eq!(
            lines.len(),
            1,
            "one message and no defect: {lines:#?}\n{text}"
        );
        assert_eq!(lines[0]["type"], "message", "{text}");
        assert_eq!(lines[0]["status"], "Exercise", "{text}");
        read += 1;
    }
    assert!(read > 50, "a night and two scenarios, got {read}");
}

#[test]
fn the_made_roads_are_imported_whole_and_everything_stands_beside_them() {
    let (district, settings) = (District::generate(1, 1), Settings::default());
    let roads = &district.roads;
    let imported = roads_from_csv(&roads.nodes_csv(), &roads.edges_csv(), &settings);
    assert_eq!(imported.defects, [], "nothing is wrong with them");
    let network = &imported.network;
    assert_eq!(network.crossings(), roads.crossings.len(), "all crossings");
    assert_eq!(
        network.arcs(),
        2 * roads.roads.len(),
        "every road both ways"
    );
    assert_eq!(
        network.core_crossings(),
        network.crossings(),
        "in one piece"
    );
    let conditions = Conditions::open(network);
    let times = RoadTimes {
        network,
        conditions: &conditions,
        settings: &settings,
    };
    let sites = district
        .sites
        .iter()
        .filter_map(|(_, site)| site.place.point);
    let homes = district.teams.iter();
    let homes = homes.filter_map(|team| team.registered.home.point);
    let places: Vec<Point> = sites.chain(homes).collect();
    for travel in times.travel(&places, places[0]) {
        assert!(!travel.is_estimated(), "within reach of a road: {travel:?}");
    }
}

#[test]
fn the_district_has_what_the_shipped_plans_ask_for() {
    let district = District::generate(1, 1);
    let capabilities: BTreeSet<&str> = district
        .teams
        .iter()
        .flat_map(|team| team.registered.capabilities.iter().map(String::as_str))
        .collect();
    let supplies: BTreeSet<&str> = district
        .lots
        .iter()
        .map(|(_, lot)| lot.supply.as_str())
        .collect();
    let mut needs = 0;
    for text in plan_texts() {
        let (plan, _) = plans::parse(&text);
        for need in plan.cards().flat_map(|(_, card)| &card.needs) {
            let code = need.capability.as_str();
            assert!(
                code.is_empty() || capabilities.contains(code),
                "no team for {code}"
            );
            let code = need.supply.as_str();
            assert!(
                code.is_empty() || supplies.contains(code),
                "no stock of {code}"
            );
            needs += 1;
        }
    }
    assert!(needs > 20, "the plans ask for something, got {needs}");
}

/// The plans that ship with the program, as text.
fn plan_texts() -> Vec<String> {
    let folders = std::fs::read_dir(root().join("plans")).expect("the plan library");
    let folders = folders.filter_map(|entry| Some(entry.ok()?.path()));
    let files = folders.filter_map(|folder| std::fs::read_dir(folder).ok());
    files
        .flatten()
        .filter_map(|entry| std::fs::read_to_string(entry.ok()?.path()).ok())
        .collect()
}
