//! Travel times on a real road network, where one is at hand.
//!
//! The data is not in the repository (its licence is ODbL, and it is not ours to pass on). The
//! folder is named by the environment variable `DUTYROOM_GEODATA`, or is `../shared/geodata` beside
//! the checkout. **Where there is no such folder these tests check nothing**: they print a line
//! that says so. What the search must do on any roads is tested beside its code.

use std::path::PathBuf;

use emergency::place::Point;
use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;
use routing::conditions::Conditions;
use routing::import::{Imported, roads_from_csv};
use routing::settings::Settings;
use routing::travel::{RoadTimes, Start, Travel, TravelTimes as _};
use tests::ways::same_as_another;

use crate::architecture::root;

/// Places that the other implementation is asked for as well, each with closures of its own; a
/// thousand of them in `cargo xtask bench dispatch`.
const PLACES: usize = 40;

/// The real network, or nothing after a line that says what was not run.
fn real(test: &str) -> Option<Imported> {
    let named = std::env::var_os("DUTYROOM_GEODATA").map(PathBuf::from);
    let folder = named.unwrap_or_else(|| root().join("../shared/geodata"));
    let folder = folder.join("roads-jinan-osm2020");
    if !folder.is_dir() {
        println!("{test}: NOT RUN, no real roads (set DUTYROOM_GEODATA)");
        return None;
    }
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).expect("a readable file");
    let (nodes, edges) = (read("nodes.csv"), read("edges_directed.csv"));
    Some(roads_from_csv(&nodes, &edges, &Settings::default()))
}

#[test]
fn the_real_network_is_read_whole() {
    let Some(imported) = real("the_real_network_is_read_whole") else {
        return;
    };
    // The numbers that came with the data.
    let network = &imported.network;
    assert_eq!(
        (network.crossings(), network.arcs()),
        (12_766, 28_597),
        "all lines"
    );
    assert_eq!(imported.defects, [], "and nothing wrong with any");
    assert_eq!(
        network.core_crossings(),
        11_850,
        "the part that hangs together"
    );
}

#[test]
fn times_on_the_real_network_equal_those_of_another_implementation() {
    let Some(Imported { network, .. }) = real("times_on_the_real_network") else {
        return;
    };
    let mut rng = ChaCha8Rng::seed_from_u64(20);
    for place in 0..PLACES {
        let same = same_as_another(&network, &mut rng);
        assert_eq!(same, Ok(network.crossings()), "place {place}");
    }
}

#[test]
fn town_is_reached_by_road_and_the_hills_without_data_are_estimated() {
    let Some(Imported { network, .. }) = real("town_is_reached_by_road") else {
        return;
    };
    let (now, settings) = (Conditions::open(&network), Settings::default());
    let times = RoadTimes {
        network: &network,
        conditions: &now,
        settings: &settings,
    };
    let at = |lon, lat| Point { lon, lat };
    // 洪家楼 and 东风 have roads in the data; 柳埠 in the hills has none.
    let (town, east, hills) = (at(117.068, 36.688), at(117.079, 36.681), at(117.12, 36.445));
    let travels = times.travel(&[east, hills], town);
    let Travel::Road { distance_m, .. } = travels[0] else {
        panic!("both ends have roads: {:?}", travels[0]);
    };
    let straight_m = east.distance_m(town);
    assert!(
        (straight_m..4.0 * straight_m).contains(&distance_m),
        "{distance_m} m by road, {straight_m} m straight"
    );
    assert!(
        travels[1].is_estimated(),
        "no roads are known there: {:?}",
        travels[1]
    );
    let route = times.route(Start::of(east), town).expect("a way");
    assert!(
        route.line.len() > 5,
        "it follows the roads: {:?}",
        route.line
    );
}
