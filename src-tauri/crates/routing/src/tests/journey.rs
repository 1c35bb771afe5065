//! Directions, areas reached in some minutes, journeys under way, and lists.

use emergency::time::UtcMs;

use super::*;
use crate::area::is_in_area;
use crate::directions::{Act, Turn, directions};
use crate::lists::{closed_roads, places};
use crate::progress::{CARRIED_MS, Lateness, Plan, Sighting, carried_on, corrected, lateness};
use crate::reachable::reachable;

#[test]
fn directions_say_where_to_turn_and_how_far_it_is() {
    let network = grid(4);
    let (open, settings) = (Conditions::open(&network), Settings::default());
    let times = times(&network, &open, &settings);
    let stretches = times.stretches(on_grid(0.0, 0.5), on_grid(2.5, 1.0));
    let steps = directions(&network, &stretches);
    let acts: Vec<&Act> = steps.iter().map(|step| &step.act).collect();
    assert!(
        matches!(
            acts[..],
            [
                Act::Depart,
                Act::Turn {
                    turn: Turn::Right,
                    ..
                },
                Act::Arrive
            ]
        ),
        "north, then right, then there: {acts:?}"
    );
    let whole_m: f64 = steps.iter().map(|step| step.distance_m).sum();
    assert!(
        (whole_m - 3_000.0).abs() < 5.0,
        "the parts make the whole: {whole_m} m"
    );
    assert!(
        steps[0].bearing_deg < 1.0,
        "north: {}",
        steps[0].bearing_deg
    );
    assert!(
        (steps[1].bearing_deg - 90.0).abs() < 1.0,
        "east: {}",
        steps[1].bearing_deg
    );
    assert_eq!(directions(&network, &[]), [], "nothing to say");
}

#[test]
fn more_minutes_reach_further_and_a_closed_road_less_far() {
    let network = grid(9);
    let settings = Settings::default();
    let open = Conditions::open(&network);
    let from = roadside(
        &network,
        RoadUser::Engine,
        on_grid(4.0, 4.0),
        settings.snap_max_m,
    );
    let from = from.expect("on a road");
    let inside = |reached: &crate::reachable::Reached, point: Point| {
        reached
            .rings
            .iter()
            .filter(|ring| is_in_area(ring, point))
            .count()
            % 2
            == 1
    };
    let areas = reachable(&network, &open, &from, &[5, 10]);
    // 25 km/h: 2,083 m in five minutes, 4,166 m in ten; a road is 1,000 m by the book.
    let cases = [(6.0, true, true), (6.5, false, true), (7.9, false, true)];
    for (east, five, ten) in cases {
        let found = (
            inside(&areas[0], on_grid(east, 4.0)),
            inside(&areas[1], on_grid(east, 4.0)),
        );
        assert_eq!(found, (five, ten), "{east} to the east");
    }
    let mut cut = open.clone();
    for arc in network.all_arcs() {
        let ends = [network.from(arc) % 9, network.to(arc) % 9];
        if ends.contains(&5) && ends.contains(&6) {
            cut.close(arc);
        }
    }
    let behind = reachable(&network, &cut, &from, &[10]);
    assert!(
        !inside(&behind[0], on_grid(7.0, 4.0)),
        "nobody comes past the cut"
    );
    assert!(
        inside(&behind[0], on_grid(2.0, 4.0)),
        "the other side is as before"
    );
    for ring in &behind[0].rings {
        assert_eq!(ring.first(), ring.last(), "rings are closed");
    }
}

/// Ten minutes along 6 km to the east.
fn plan() -> Plan {
    let at = |east: f64| Point {
        lon: 117.0 + east * 0.0112,
        lat: 36.6,
    };
    Plan {
        line: (0..=6).map(|km| at(f64::from(km))).collect(),
        departed_at: UtcMs(0),
        planned_ms: 600_000,
    }
}

fn seen(minutes: i64, share: f64) -> Sighting {
    let line = plan().line;
    Sighting {
        at: UtcMs(minutes * 60_000),
        point: Point {
            lon: line[0].lon + (line[6].lon - line[0].lon) * share,
            lat: 36.6,
        },
    }
}

#[test]
fn what_is_seen_of_a_journey_corrects_its_end() {
    let plan = plan();
    let planned = corrected(&plan, &[]);
    assert_eq!(
        planned.arrival_at,
        UtcMs(600_000),
        "nothing seen: as planned"
    );
    let good = corrected(&plan, &[seen(5, 0.5)]);
    assert!(
        good.arrival_at.since_ms(UtcMs(600_000)).abs() < 2_000,
        "as planned: {good:?}"
    );
    let slow = corrected(&plan, &[seen(5, 0.25)]);
    assert!(slow.arrival_at > UtcMs(780_000), "half as fast: {slow:?}");
    assert!(slow.pace > 1.4, "and it says so");
    let back = corrected(&plan, &[seen(4, 0.5), seen(5, 0.4)]);
    assert!(back.done >= 0.5, "what is done stays done: {back:?}");
    let away = Sighting {
        point: Point {
            lon: 117.02,
            lat: 36.65,
        },
        ..seen(3, 0.0)
    };
    assert!(
        corrected(&plan, &[away]).off_route_m > 5_000.0,
        "it went another way"
    );
}

#[test]
fn a_late_team_is_named_before_and_after_its_planned_time() {
    let plan = plan();
    let cases = [
        (600_000, 300_000, Lateness::OnTime, "as planned"),
        (779_000, 300_000, Lateness::OnTime, "within three minutes"),
        (
            781_000,
            300_000,
            Lateness::Late { by_ms: 181_000 },
            "it will be late",
        ),
        (
            781_000,
            782_000,
            Lateness::Overdue { by_ms: 182_000 },
            "it should be there",
        ),
    ];
    for (arrival, now, stands, what) in cases {
        assert_eq!(
            lateness(&plan, UtcMs(arrival), UtcMs(now)),
            stands,
            "{what}"
        );
    }
}

#[test]
fn a_position_is_carried_on_with_a_mark_and_not_for_ever() {
    let plan = plan();
    let sightings = [seen(5, 0.5)];
    let fresh = carried_on(&plan, &sightings, UtcMs(300_000)).expect("seen");
    assert!(!fresh.extrapolated, "just seen");
    let later = carried_on(&plan, &sightings, UtcMs(360_000)).expect("seen");
    assert!(later.extrapolated, "a guess, and marked");
    let share = (later.point.lon - 117.0) / (plan.line[6].lon - 117.0);
    assert!((share - 0.6).abs() < 0.01, "a minute further on: {share}");
    let long = carried_on(&plan, &[seen(1, 0.1)], UtcMs(60_000 + 10 * CARRIED_MS)).expect("seen");
    let share = (long.point.lon - 117.0) / (plan.line[6].lon - 117.0);
    assert!(share < 0.7, "it is not carried on for ever: {share}");
    assert_eq!(long.age_ms, 10 * CARRIED_MS, "and says how old it is");
}

#[test]
fn places_are_read_with_and_without_a_head() {
    let cases = [
        ("lon,lat\n117.1,36.6\n", "", 117.1),
        ("id,name,lat,lon\nT1,演练 一队,36.6,117.1\n", "T1", 117.1),
        (
            "\u{feff}Longitude,Latitude,ID\n117.1,36.6,T1\n",
            "T1",
            117.1,
        ),
        ("117.1,36.6\n", "", 117.1),
        ("117.1,36.6,T1,演练 一队\n", "T1", 117.1),
        ("T1,117.1,36.6\n", "T1", 117.1),
        ("7,117.1,36.6\n", "7", 117.1),
        ("# 演练\n117.1, 36.6\n", "", 117.1),
    ];
    for (text, id, lon) in cases {
        let (found, bad) = places(text);
        assert_eq!(bad, [], "{text:?}");
        let [place] = found.as_slice() else {
            panic!("one place in {text:?}: {found:?}");
        };
        assert_eq!((place.id.as_str(), place.point.lon), (id, lon), "{text:?}");
    }
    for text in ["a,b\n1,2\n", "lon,lat\neast,36\n", "lon,lat\n200,36\n"] {
        let (found, bad) = places(text);
        assert_eq!((found.len(), bad.len()), (0, 1), "{text:?}: {bad:?}");
    }
}

#[test]
fn closed_roads_are_found_by_number_by_ends_and_by_way() {
    let nodes = "node_id,lon,lat\na,117.0,36.6\nb,117.01,36.6\nc,117.02,36.6\n";
    let edges = "eid,u,v,osm_way_id,highway,length_m\n\
        11,a,b,500,primary,890\n12,b,a,500,primary,890\n13,b,c,501,primary,890\n";
    let network = roads_from_csv(nodes, edges, &Settings::default()).network;
    let cases: &[(&str, &[u64])] = &[
        ("edge_id\n11\n", &[11]),
        ("eid,u,v\n12,b,a\n", &[12]),
        ("u,v\na,b\n", &[11]),
        ("from,to\nb,c\nb,a\n", &[12, 13]),
        ("osm_way_id\n500\n", &[11, 12]),
        ("13\n11\n", &[11, 13]),
        ("a,b\n", &[11]),
        ("11,a,b,500,primary,890\n", &[11]),
    ];
    for (text, numbers) in cases {
        let (arcs, bad) = closed_roads(text, &network);
        let mut found: Vec<u64> = arcs.iter().map(|arc| network.number(*arc)).collect();
        found.sort_unstable();
        assert_eq!(
            (found.as_slice(), bad.len()),
            (*numbers, 0),
            "{text:?}: {bad:?}"
        );
    }
    let (arcs, bad) = closed_roads("edge_id\n99\n", &network);
    assert_eq!((arcs.len(), bad.len()), (0, 1), "an unknown road is named");
}
