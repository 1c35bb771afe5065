//! From a closure to the roads it closes, for each kind of road user; hot zones and staging.

use emergency::closure::{Closure, ClosureKind, ClosureSet, ClosureShape};
use emergency::time::UtcMs;

use super::*;
use crate::area::{arcs_in_area, arcs_on_line, is_in_area};
use crate::now::RoadNow;
use crate::situation::Situation;

const NOW: UtcMs = UtcMs(1_000);

fn closure(id: &str, kind: ClosureKind, shape: ClosureShape) -> Closure {
    Closure {
        id: id.into(),
        set_at: Some(UtcMs(0)),
        set: ClosureSet {
            kind,
            shape,
            reason: "演练".to_owned(),
            ..ClosureSet::default()
        },
        ..Closure::default()
    }
}

fn square(west: f64, south: f64, east: f64, north: f64) -> ClosureShape {
    ClosureShape::Area {
        ring: vec![
            on_grid(west, south),
            on_grid(east, south),
            on_grid(east, north),
            on_grid(west, north),
        ],
    }
}

fn situation(network: &Network, closures: &[Closure]) -> Situation {
    let settings = Settings::default();
    let mut situation = Situation::open(network, &settings, None);
    situation.close_all(network, &settings, closures, NOW);
    situation
}

/// The ends of arcs as places on the grid of `side`.
fn ends(network: &Network, arcs: &[ArcId], side: u32) -> Vec<((u32, u32), (u32, u32))> {
    let place = |index: u32| (index % side, index / side);
    arcs.iter()
        .map(|arc| (place(network.from(*arc)), place(network.to(*arc))))
        .collect()
}

#[test]
fn an_area_closes_what_touches_it_and_nothing_else() {
    let network = grid(5);
    let arcs = |west, south, east, north| {
        let ClosureShape::Area { ring } = square(west, south, east, north) else {
            unreachable!("a square is an area");
        };
        arcs_in_area(&network, &ring).len()
    };
    assert_eq!(arcs(0.2, 0.2, 0.8, 0.8), 0, "between the roads");
    assert_eq!(
        arcs(0.4, 0.9, 0.6, 1.1),
        2,
        "across the middle of one, both directions"
    );
    assert_eq!(arcs(0.9, 0.9, 1.1, 1.1), 8, "round a crossing: four roads");
    assert_eq!(arcs(-1.0, -1.0, 9.0, 9.0), network.arcs(), "everything");
    assert_eq!(
        arcs_in_area(&network, &[on_grid(1.0, 1.0); 2]).len(),
        0,
        "two corners are no area"
    );
}

#[test]
fn a_line_closes_the_road_that_it_follows_or_crosses() {
    let network = grid(5);
    let closed = |points: &[(f64, f64)]| {
        let line: Vec<Point> = points
            .iter()
            .map(|(east, north)| on_grid(*east, *north))
            .collect();
        ends(&network, &arcs_on_line(&network, &line), 5)
    };
    let both = |a: (u32, u32), b: (u32, u32)| vec![(a, b), (b, a)];
    let sorted = |mut list: Vec<_>| {
        list.sort_unstable();
        list
    };
    let along = closed(&[(1.1, 2.0), (1.6, 2.0)]);
    assert_eq!(sorted(along), both((1, 2), (2, 2)), "along one road");
    let across = closed(&[(1.5, 1.8), (1.5, 2.2)]);
    assert_eq!(sorted(across), both((1, 2), (2, 2)), "across the same");
    let through = closed(&[(1.3, 2.0), (2.7, 2.0)]);
    assert_eq!(
        through.len(),
        4,
        "two roads in a row, not those that branch off: {through:?}"
    );
    let spot = closed(&[(1.5, 2.01)]);
    assert_eq!(sorted(spot), both((1, 2), (2, 2)), "a spot on it");
    assert_eq!(closed(&[(1.5, 2.5)]), [], "a spot far from any road");
    assert_eq!(closed(&[]), [], "nothing drawn");
}

#[test]
fn water_closes_a_road_to_those_for_whom_it_is_too_deep() {
    let network = grid(3);
    let flooded = |depth_cm| {
        let mut flood = closure("C1", ClosureKind::Flooded, square(-1.0, -1.0, 5.0, 5.0));
        flood.set.depth_cm = depth_cm;
        situation(&network, &[flood])
    };
    let arc = ArcId(0);
    let usual = |vehicle| network.base_ms(vehicle, arc);
    // By the table: car slow from 10, closed from 30; engine slow from 20, closed from 60.
    let cases = [
        (Some(5), RoadUser::Car, false, false),
        (Some(10), RoadUser::Car, false, true),
        (Some(30), RoadUser::Car, true, false),
        (Some(30), RoadUser::Engine, false, true),
        (Some(60), RoadUser::Engine, true, false),
        (None, RoadUser::Engine, true, false),
    ];
    for (depth_cm, vehicle, closed, slow) in cases {
        let now = flooded(depth_cm);
        let conditions = now.of(vehicle);
        let found = (
            conditions.is_closed(arc),
            conditions.arc_ms(&network, arc) > usual(vehicle),
        );
        assert_eq!(found, (closed, slow), "{vehicle:?} in {depth_cm:?} cm");
    }
}

#[test]
fn a_closure_binds_whom_it_names_while_it_is_in_force() {
    let network = grid(3);
    let mut works = closure("C1", ClosureKind::Blocked, square(-1.0, -1.0, 5.0, 5.0));
    works.set.vehicles = vec![RoadUser::Heavy];
    let now = situation(&network, &[works.clone()]);
    assert!(now.of(RoadUser::Heavy).is_closed(ArcId(0)), "named");
    assert!(now.of(RoadUser::Engine).all_open(), "not named");
    assert_eq!(
        now.closed_by(ArcId(0)),
        [("C1".into(), "演练".to_owned())],
        "and the closure can be found again"
    );
    works.set.until = Some(NOW);
    let over = situation(&network, &[works.clone()]);
    assert!(over.of(RoadUser::Heavy).all_open(), "its time is over");
    works.set.until = None;
    works.lifted_at = Some(NOW);
    let lifted = situation(&network, &[works]);
    assert!(lifted.of(RoadUser::Heavy).all_open(), "lifted");
}

#[test]
fn a_what_if_changes_nothing_of_the_picture_it_was_copied_from() {
    let network = grid(3);
    let settings = Settings::default();
    let real = situation(&network, &[]);
    let mut what_if = real.clone();
    let blocked = closure("C1", ClosureKind::Blocked, square(-1.0, -1.0, 5.0, 5.0));
    what_if.close_all(&network, &settings, [&blocked], NOW);
    assert!(!what_if.of(RoadUser::Engine).all_open(), "closed there");
    assert!(real.of(RoadUser::Engine).all_open(), "and only there");
}

#[test]
fn a_place_in_a_hot_zone_is_approached_upwind_and_never_entered() {
    let network = grid(9);
    let settings = Settings::default();
    let place = on_grid(4.0, 4.0);
    let zone = closure("H1", ClosureKind::Hazard, square(3.5, 3.5, 4.5, 4.5));
    let ClosureShape::Area { ring } = &zone.set.shape else {
        unreachable!("a square is an area");
    };
    let mut now = situation(&network, std::slice::from_ref(&zone));
    // The wind comes from the west: gather in the west.
    for (wind_from_deg, what) in [(Some(270.0), "upwind"), (None, "spread round")] {
        now.wind_from_deg = wind_from_deg;
        let roads = RoadNow {
            network: &network,
            situation: &now,
            settings: &settings,
            known: None,
        };
        let staging = roads.staging(RoadUser::Engine, place);
        assert!((2..=4).contains(&staging.len()), "{what}: {staging:?}");
        for point in &staging {
            assert!(!is_in_area(ring, point.point), "{what}: outside: {point:?}");
            if wind_from_deg.is_some() {
                assert!(point.upwind, "marked");
                assert!(
                    point.point.lon <= place.lon,
                    "not under the plume: {point:?}"
                );
            }
        }
        let start = on_grid(8.0, 4.0);
        let route = roads
            .route(Start::of(start), place)
            .expect("there is a way round");
        assert!(
            route.line.iter().all(|point| !is_in_area(ring, *point)),
            "{what}: the way stays outside: {:?}",
            route.line
        );
        let travel = roads.travel(&[start], place)[0];
        assert_eq!(Some(travel), Some(route.travel), "the same answer twice");
        let start = Start {
            point: start,
            vehicle: RoadUser::Engine,
        };
        let guided = roads.guided(start, place);
        let end = guided.staging.expect("it ends outside");
        assert_eq!(
            guided.line.last(),
            Some(&end.point),
            "{what}: the way ends at a staging point"
        );
        assert!(
            staging.contains(&end),
            "{what}: one of those that are named"
        );
        assert!(!guided.steps.is_empty(), "{what}: the driver is told");
    }
    let outside = RoadNow {
        network: &network,
        situation: &now,
        settings: &settings,
        known: None,
    };
    assert_eq!(
        outside.staging(RoadUser::Engine, on_grid(0.0, 0.0)),
        [],
        "no zone there"
    );
}

#[test]
fn a_way_that_is_cut_says_by_which_road_and_has_no_line() {
    let network = grid(5);
    let settings = Settings::default();
    let wall = closure("C1", ClosureKind::Blocked, square(1.4, -1.0, 1.6, 9.0));
    let now = situation(&network, std::slice::from_ref(&wall));
    let roads = RoadNow {
        network: &network,
        situation: &now,
        settings: &settings,
        known: None,
    };
    let start = Start {
        point: on_grid(0.0, 2.0),
        vehicle: RoadUser::Engine,
    };
    let place = on_grid(4.0, 2.0);
    let cut = roads.guided(start, place);
    let arc = cut.cut_by.expect("a wall stands between");
    assert!(now.of(RoadUser::Engine).is_closed(arc), "a closed road");
    assert_eq!(
        cut.travel,
        roads.travel(&[start.point], place)[0],
        "the same answer without the line"
    );
    assert_eq!((cut.line.len(), cut.steps.len()), (0, 0), "nothing to draw");
    let open = situation(&network, &[]);
    let free = RoadNow {
        situation: &open,
        ..roads
    }
    .guided(start, place);
    assert_eq!(free.cut_by, None, "without the wall there is a way");
    assert_eq!(
        free.line.last(),
        Some(&place),
        "from the team to the place: {:?}",
        free.line
    );
}

#[test]
fn a_matrix_gives_each_start_its_own_class_and_each_place_its_own_row() {
    let network = grid(5);
    let settings = Settings::default();
    let now = situation(&network, &[]);
    let roads = RoadNow {
        network: &network,
        situation: &now,
        settings: &settings,
        known: None,
    };
    let start = |east, north, vehicle| Start {
        point: on_grid(east, north),
        vehicle,
    };
    let starts = [
        start(0.0, 0.0, RoadUser::Engine),
        start(0.0, 0.0, RoadUser::Foot),
        start(4.0, 4.0, RoadUser::Heavy),
    ];
    let places = [on_grid(2.0, 2.0), on_grid(3.0, 1.0)];
    let matrix = roads.matrix(&starts, &places);
    for (row, place) in matrix.iter().zip(&places) {
        assert_eq!(
            row,
            &roads.travel_each(&starts, *place),
            "the same as one by one"
        );
    }
    let [engine, foot, _] = matrix[0].as_slice() else {
        panic!("three starts");
    };
    assert!(
        foot.eta_s() > engine.eta_s(),
        "walking takes longer: {matrix:?}"
    );
    assert_eq!(
        roads.travel(&[starts[0].point], places[0])[0],
        *engine,
        "an engine unless another is named"
    );
}

#[test]
fn the_rush_hours_make_main_roads_slower_for_all_but_walkers() {
    let mut classes = Words::default();
    let primary = classes.place("primary");
    let mut road = edge(1, 0, 1, 1_000.0);
    road.class = primary;
    let mut back = edge(2, 1, 0, 1_000.0);
    back.class = primary;
    let survey = Survey {
        crossings: crossings(2),
        edges: vec![road, back],
        classes,
        ..Survey::default()
    };
    let settings = Settings::default();
    let network = Network::build(survey, &settings);
    let at = |hour, vehicle| {
        let now = Situation::open(&network, &settings, hour);
        now.of(vehicle).arc_ms(&network, ArcId(0))
    };
    let usual = at(None, RoadUser::Engine);
    assert_eq!(usual, 80_000, "a kilometre at 45 km/h");
    assert_eq!(
        at(Some(3), RoadUser::Engine),
        usual,
        "nobody drives at three"
    );
    assert_eq!(
        at(Some(8), RoadUser::Engine),
        usual * 16 / 10,
        "the table's tenths"
    );
    assert_eq!(at(Some(9), RoadUser::Engine), usual, "the rush is over");
    assert_eq!(
        at(Some(8), RoadUser::Foot),
        at(None, RoadUser::Foot),
        "walkers are not held up"
    );
}

#[test]
fn remembered_roadsides_change_no_answer() {
    let network = grid(6);
    let settings = Settings::default();
    let known = crate::snap::Known::default();
    let starts: Vec<Point> = (0..6).map(|east| on_grid(f64::from(east), 0.3)).collect();
    let closed = closure("C1", ClosureKind::Blocked, square(2.0, 2.0, 3.0, 3.0));
    for closures in [&[][..], std::slice::from_ref(&closed)] {
        let now = situation(&network, closures);
        let ways = |known| {
            let roads = RoadNow {
                network: &network,
                situation: &now,
                settings: &settings,
                known,
            };
            roads.travel(&starts, on_grid(4.0, 4.0))
        };
        assert_eq!(
            ways(Some(&known)),
            ways(None),
            "a road beside a place stays beside it when another is closed"
        );
    }
}
