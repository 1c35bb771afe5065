mod closures;
mod journey;
mod osm;
/// The writer that the integration tests and the bench use too.
#[path = "../../../../tests/support/src/pbf.rs"]
#[expect(unreachable_pub, reason = "not all of it is needed here")]
mod pbf;
mod turns;

use std::collections::HashMap;

use emergency::place::Point;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::{EdgeRef as _, Reversed};
use proptest::prelude::*;

use crate::conditions::Conditions;
use crate::import::roads_from_csv;
use crate::network::{ArcId, Network};
use crate::road_user::RoadUser;
use crate::search::{Reach, UNREACHED, reach};
use crate::settings::Settings;
use crate::snap::{Roadside, Stop, roadside};
use crate::survey::{Edge, Survey, Words};
use crate::travel::{RoadTimes, Start, StraightLine, Travel, TravelTimes};

/// Crossings 0.01 degrees apart, `side` by `side`, numbered row by row.
fn crossings(side: u32) -> Vec<Point> {
    let at = |index: u32| 117.0 + 0.01 * f64::from(index);
    let row = |lat: u32| (0..side).map(move |lon| (lon, lat));
    (0..side)
        .flat_map(row)
        .map(|(lon, lat)| Point {
            lon: at(lon),
            lat: at(lat) - 80.4,
        })
        .collect()
}

fn edge(number: u64, from: u32, to: u32, length_m: f64) -> Edge {
    Edge {
        number,
        from,
        to,
        length_m,
        ..Edge::default()
    }
}

/// Roads of one class.
fn network(crossings: Vec<Point>, edges: Vec<Edge>) -> Network {
    let mut classes = Words::default();
    classes.place("residential");
    let survey = Survey {
        crossings,
        edges,
        classes,
        ..Survey::default()
    };
    Network::build(survey, &Settings::default())
}

/// A grid, every road both ways, each 1,000 m long; road `n` has the numbers 2n and 2n + 1.
fn grid(side: u32) -> Network {
    let mut edges = Vec::new();
    for row in 0..side {
        for column in 0..side {
            let here = row * side + column;
            let mut both = |there| {
                let number = edges.len() as u64;
                edges.push(edge(number, here, there, 1_000.0));
                edges.push(edge(number + 1, there, here, 1_000.0));
            };
            if column + 1 < side {
                both(here + 1);
            }
            if row + 1 < side {
                both(here + side);
            }
        }
    }
    network(crossings(side), edges)
}

/// A network with edges of any kind, and how it is now.
fn any_network() -> impl Strategy<Value = (Network, Conditions)> {
    let side = 4_u32;
    let one = (
        0..side * side,
        0..side * side,
        0_u32..5_000,
        10_u8..40,
        any::<bool>(),
    );
    prop::collection::vec(one, 0..90).prop_map(move |list| {
        let edges: Vec<Edge> = list
            .iter()
            .enumerate()
            .map(|(n, (from, to, length_m, ..))| edge(n as u64, *from, *to, f64::from(*length_m)))
            .collect();
        let network = network(crossings(side), edges);
        let mut conditions = Conditions::open(&network);
        for arc in network.all_arcs() {
            let (.., tenths, closed) = list[usize::try_from(network.number(arc)).expect("small")];
            conditions.slow(arc, tenths);
            if closed && network.number(arc).is_multiple_of(4) {
                conditions.close(arc);
            }
        }
        (network, conditions)
    })
}

/// The times by another implementation, from every crossing to `goal`.
fn by_petgraph(network: &Network, conditions: &Conditions, goal: u32) -> HashMap<NodeIndex, u32> {
    let mut graph: DiGraph<(), u32> = DiGraph::new();
    let nodes: Vec<_> = (0..network.crossings())
        .map(|_| graph.add_node(()))
        .collect();
    for arc in network.all_arcs().filter(|arc| !conditions.is_closed(*arc)) {
        let (from, to) = (network.from(arc) as usize, network.to(arc) as usize);
        graph.add_edge(nodes[from], nodes[to], conditions.arc_ms(network, arc));
    }
    let goal = nodes[goal as usize];
    let times = petgraph::algo::dijkstra(Reversed(&graph), goal, None, |edge| *edge.weight());
    times.into_iter().collect()
}

/// A place at the beginning of an arc: no part of the arc itself is driven.
fn at_start_of(arc: ArcId) -> Roadside {
    let stops = vec![Stop { arc, share: 0.0 }];
    Roadside { stops, away_m: 0.0 }
}

fn reach_to(network: &Network, conditions: &Conditions, arc: ArcId) -> Reach {
    reach(network, conditions, &at_start_of(arc))
}

proptest! {
    #[test]
    fn times_equal_those_of_another_implementation((network, now) in any_network()) {
        for goal in network.all_arcs().take(5) {
            let ours = reach_to(&network, &now, goal);
            let theirs = by_petgraph(&network, &now, network.from(goal));
            for index in 0..network.crossings() {
                let theirs = theirs.get(&NodeIndex::new(index)).copied().unwrap_or(UNREACHED);
                let index = u32::try_from(index).expect("small");
                prop_assert_eq!(ours.cost_ms(index), theirs, "from crossing {}", index);
            }
        }
    }

    #[test]
    fn closing_or_slowing_a_road_never_shortens_a_time(
        (network, now) in any_network(), picks in prop::collection::vec(any::<u32>(), 1..6),
        tenths in any::<u8>(),
    ) {
        prop_assume!(network.arcs() > 0);
        let pick = |n: u32| ArcId(n % u32::try_from(network.arcs()).expect("small"));
        let mut worse = now.clone();
        for (index, n) in picks.iter().enumerate() {
            if index % 2 == 0 {
                worse.close(pick(*n));
            } else {
                worse.slow(pick(*n), tenths.max(39));
            }
        }
        let goal = pick(picks[0]);
        let (before, after) = (reach_to(&network, &now, goal), reach_to(&network, &worse, goal));
        for index in 0..u32::try_from(network.crossings()).expect("small") {
            prop_assert!(after.cost_ms(index) >= before.cost_ms(index), "from crossing {}", index);
        }
    }

    #[test]
    fn the_arcs_of_a_way_join_and_add_up_to_its_time((network, now) in any_network()) {
        let Some(goal) = network.all_arcs().next() else { return Ok(()) };
        let found = reach_to(&network, &now, goal);
        for first in network.all_arcs() {
            // From the end of an arc, so that only whole arcs are driven.
            let stops = vec![Stop { arc: first, share: 1.0 }];
            let from = Roadside { stops, away_m: 0.0 };
            let Some(way) = found.way(&network, &now, &from) else { continue };
            let (mut at, mut ms) = (network.to(first), 0);
            for arc in found.arcs(&network, &way) {
                prop_assert_eq!(network.from(arc), at, "the next arc begins where one is");
                prop_assert!(!now.is_closed(arc), "no closed road is passed");
                ms += now.arc_ms(&network, arc);
                at = network.to(arc);
            }
            prop_assert_eq!(at, network.from(goal), "it ends at the place");
            prop_assert_eq!(ms, way.ms, "the parts make the whole");
        }
    }

    #[test]
    fn any_text_can_be_imported(nodes in ".{0,200}", edges in ".{0,200}") {
        let imported = roads_from_csv(&nodes, &edges, &Settings::default());
        prop_assert!(imported.defects.len() <= imported.defect_count, "all are counted");
    }
}

fn times<'a>(
    network: &'a Network,
    conditions: &'a Conditions,
    settings: &'a Settings,
) -> RoadTimes<'a> {
    RoadTimes {
        network,
        conditions,
        settings,
    }
}

fn road_eta_s(travel: Travel) -> u32 {
    match travel {
        Travel::Road { eta_s, .. } => eta_s,
        other => panic!("a road is there, got {other:?}"),
    }
}

/// A point on the grid, in crossings from its south-west corner.
fn on_grid(east: f64, north: f64) -> Point {
    Point {
        lon: 117.0 + 0.01 * east,
        lat: 36.6 + 0.01 * north,
    }
}

#[test]
fn places_in_the_middle_of_roads_are_reached_by_parts_of_them() {
    let (network, settings) = (grid(5), Settings::default());
    let open = Conditions::open(&network);
    let times = times(&network, &open, &settings);
    // A kilometre of residential road at 25 km/h is 144 s.
    let cases = [
        ((0.5, 0.0), (0.75, 0.0), 36, "on the same road, ahead"),
        ((0.75, 0.0), (0.5, 0.0), 36, "on the same road, back"),
        ((0.5, 0.0), (1.5, 0.0), 144, "round one crossing"),
        ((0.0, 0.0), (2.0, 2.0), 576, "from crossing to crossing"),
        ((0.0, 0.5), (1.0, 0.5), 288, "parallel roads"),
    ];
    for (from, to, eta_s, what) in cases {
        let (from, to) = (on_grid(from.0, from.1), on_grid(to.0, to.1));
        let got = road_eta_s(times.travel(&[from], to)[0]);
        assert!(got.abs_diff(eta_s) <= 1, "{what}: {got} s, not {eta_s} s");
    }
}

#[test]
fn a_place_far_from_any_road_is_estimated_and_never_moved_to_one() {
    let (network, settings) = (grid(3), Settings::default());
    let open = Conditions::open(&network);
    let times = times(&network, &open, &settings);
    // The grid ends at 2; 0.01 degrees of longitude are about 890 m.
    let (near, far) = (on_grid(2.4, 1.0), on_grid(2.7, 1.0));
    assert!(
        roadside(&network, RoadUser::Engine, near, settings.snap_max_m).is_some(),
        "360 m away"
    );
    assert!(
        roadside(&network, RoadUser::Engine, far, settings.snap_max_m).is_none(),
        "620 m away"
    );
    let start = on_grid(0.0, 0.0);
    assert!(
        !times.travel(&[start], near)[0].is_estimated(),
        "roads are known there"
    );
    for travel in [
        times.travel(&[start], far)[0],
        times.travel(&[far], start)[0],
    ] {
        assert!(
            travel.is_estimated(),
            "either end without a road: {travel:?}"
        );
        let straight_m = start.distance_m(far);
        let distance_m = travel.distance_m().expect("an estimate has a distance");
        assert!(distance_m > straight_m, "with the detour factor");
    }
}

#[test]
fn without_roads_every_time_is_an_estimate() {
    let times = StraightLine::default();
    let (a, b) = (on_grid(0.0, 0.0), on_grid(0.0, 1.0));
    let travel = times.travel(&[a], b)[0];
    // 1,112 m times 1.5 at 30 km/h.
    assert_eq!(travel.eta_s(), Some(201), "{travel:?}");
    assert!(travel.is_estimated(), "and it says so");
    let route = times.route(Start::of(a), b).expect("a line");
    assert_eq!(route.line, [a, b], "a straight one");
}

#[test]
fn a_closed_road_may_be_driven_to_a_place_on_it_but_not_passed() {
    let (network, settings) = (grid(3), Settings::default());
    let mut now = Conditions::open(&network);
    let closed: Vec<ArcId> = network.arcs_into(0).collect();
    for arc in closed {
        now.close_road(&network, arc);
    }
    let travel = times(&network, &now, &settings).travel(&[on_grid(2.0, 2.0)], on_grid(0.0, 0.0));
    assert!(
        matches!(
            travel[0],
            Travel::Road {
                on_closed: true,
                ..
            }
        ),
        "the corner has only closed roads, and the answer says so: {travel:?}"
    );
}

#[test]
fn closures_that_leave_no_way_are_named() {
    let (network, settings) = (grid(3), Settings::default());
    let mut now = Conditions::open(&network);
    for arc in network.all_arcs() {
        now.close(arc);
    }
    let times = times(&network, &now, &settings);
    let (from, to) = (on_grid(0.0, 0.0), on_grid(2.0, 2.0));
    let Travel::Cut { by } = times.travel(&[from], to)[0] else {
        panic!("every road is closed");
    };
    let cutting = network.numbered(by).next().expect("it is one of the roads");
    assert!(now.is_closed(cutting), "and a closed one");
    let route = times.route(Start::of(from), to);
    assert_eq!(route, None, "there is no line to draw");
}

#[test]
fn a_route_begins_and_ends_at_the_places_and_takes_as_long_as_was_said() {
    let (network, settings) = (grid(4), Settings::default());
    let open = Conditions::open(&network);
    let times = times(&network, &open, &settings);
    let (from, to) = (on_grid(0.3, 0.1), on_grid(2.6, 2.9));
    let route = times.route(Start::of(from), to).expect("all open");
    assert_eq!(
        route.travel,
        times.travel(&[from], to)[0],
        "the same answer"
    );
    assert_eq!(route.line.first(), Some(&from), "begins at the start");
    assert_eq!(route.line.last(), Some(&to), "ends at the place");
    let drawn_m: f64 = route
        .line
        .windows(2)
        .map(|pair| pair[0].distance_m(pair[1]))
        .sum();
    assert!(
        drawn_m > from.distance_m(to),
        "longer than the straight line"
    );
    let same_road = times
        .route(Start::of(on_grid(0.2, 0.0)), on_grid(0.6, 0.0))
        .expect("all open");
    let drawn_m: f64 = same_road
        .line
        .windows(2)
        .map(|p| p[0].distance_m(p[1]))
        .sum();
    assert!((drawn_m - 357.0).abs() < 5.0, "0.4 of a road: {drawn_m} m");
}

#[test]
fn a_one_way_is_not_driven_against() {
    let edges = vec![
        edge(1, 0, 1, 500.0),
        edge(2, 1, 3, 500.0),
        edge(3, 3, 2, 500.0),
        edge(4, 2, 0, 500.0),
    ];
    let network = network(crossings(2), edges);
    let (open, settings) = (Conditions::open(&network), Settings::default());
    let times = times(&network, &open, &settings);
    let (a, b) = (on_grid(0.5, 0.0), on_grid(1.0, 0.5));
    let ahead = road_eta_s(times.travel(&[a], b)[0]);
    let round = road_eta_s(times.travel(&[b], a)[0]);
    // 500 m at 25 km/h are 72 s.
    assert!((72..=73).contains(&ahead), "half and half: {ahead} s");
    assert!((216..=217).contains(&round), "all the way round: {round} s");
}

#[test]
fn a_place_is_taken_to_no_road_that_leads_nowhere() {
    // A dead end that cannot be left, nearer to the place than the road of the core.
    let mut points = crossings(2);
    points.push(on_grid(0.5, 0.2));
    let mut edges = vec![edge(9, 0, 4, 600.0)];
    for (number, (from, to)) in (0_u64..).zip([(0, 1), (1, 3), (3, 2), (2, 0)]) {
        edges.push(edge(2 * number, from, to, 1_000.0));
        edges.push(edge(2 * number + 1, to, from, 1_000.0));
    }
    let network = network(points, edges);
    assert_eq!(
        network.core_crossings(),
        4,
        "the dead end is not in the core"
    );
    let side =
        roadside(&network, RoadUser::Engine, on_grid(0.5, 0.2), 500.0).expect("a road is near");
    for stop in side.stops {
        assert_ne!(network.number(stop.arc), 9, "nobody could leave it again");
    }
}

#[test]
fn defects_of_an_import_are_named_with_their_lines() {
    let nodes = "node_id,lon,lat\n1,117.0,36.6\n2,117.01,36.6\n3,east,36.6\n2,117.0,36.7\n";
    let edges = "eid,u,v,highway,length_m,lonlat\n\
        7,1,2,primary,890,\"117.0,36.6 117.01,36.6\"\n\
        8,1,9,primary,10,\n9,2,1,primary,-5,\n10,2,1,primary,5,\"117.0;36.6\"\n";
    let imported = roads_from_csv(nodes, edges, &Settings::default());
    assert_eq!(
        (imported.network.crossings(), imported.network.arcs()),
        (2, 1),
        "the good ones"
    );
    let found: Vec<_> = imported.defects.iter().map(|d| (d.table, d.line)).collect();
    let wanted = [
        ("nodes", 4),
        ("nodes", 5),
        ("edges", 3),
        ("edges", 4),
        ("edges", 5),
    ];
    assert_eq!(found, wanted, "{:?}", imported.defects);
    let headless = roads_from_csv("a,b\n1,2\n", edges, &Settings::default());
    assert!(
        headless
            .defects
            .iter()
            .any(|d| d.message.contains("node_id")),
        "a missing column is named"
    );
}
