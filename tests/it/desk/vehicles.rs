//! By what a team comes, by way of what, and from which side: everything that a way depends on.

use contract::calls::Answer as _;
use contract::rows::{Nothing, RecommendRequest, TeamWay, WayKind, WayRequest, WayStop, WayVia};
use emergency::closure::{ClosureKind, ClosureSet, ClosureShape, RoadUser};
use emergency::decide::{Command, OrderAct};
use emergency::incident::Need;
use emergency::order::{OrderSent, Stop, StopEvent};
use emergency::place::{Place, Point};
use emergency::team::{TeamRegistered, Vehicle, VehicleClass};
use emergency::time::MINUTE_MS;
use emergency::wind::{WIND_FRESH_MS, WindObserved};

use super::{Room, leak, now, officer};

/// An incident of the exercise district and its place.
fn district(folder: &std::path::Path) -> (Room, String, Point) {
    let room = Room::exercise(&folder.join("a"), true, None);
    let opened = leak("演练 氯气泄漏", now());
    let place = opened.place.point.expect("it has a place");
    let incident = room.act(Command::OpenIncident { opened });
    (room, incident, place)
}

/// A team some kilometres from a place.
fn team(room: &Room, id: &str, place: Point, edit: impl FnOnce(&mut TeamRegistered)) {
    let mut registered = TeamRegistered {
        name: format!("演练 {id}"),
        call_sign: id.to_owned(),
        capabilities: vec!["rescue".to_owned()],
        home: Place {
            words: "演练 驻地".to_owned(),
            street: String::new(),
            point: Some(Point {
                lon: place.lon + 0.03,
                lat: place.lat - 0.03,
            }),
        },
        ..TeamRegistered::default()
    };
    edit(&mut registered);
    room.act(Command::RegisterTeam {
        team: id.into(),
        registered,
    });
}

/// The way of the order that runs, or of one that is being written when it has stops.
fn way(room: &Room, team: &str, incident: &str, via: Vec<WayVia>) -> TeamWay {
    let request = WayRequest {
        team: team.into(),
        incident: incident.into(),
        anew: !via.is_empty(),
        via,
    };
    room.desk.team_way(request).expect("answers")
}

fn drives(class: VehicleClass) -> impl FnOnce(&mut TeamRegistered) {
    move |team| {
        team.vehicles = vec![Vehicle {
            class,
            plate: "演A0001".to_owned(),
            ..Vehicle::default()
        }];
    }
}

#[test]
fn ways_and_advice_go_by_what_the_team_comes_with() {
    let folder = tempfile::tempdir().expect("a folder");
    let (room, incident, place) = district(folder.path());
    team(&room, "T901", place, drives(VehicleClass::Car));
    team(&room, "T902", place, drives(VehicleClass::Heavy));
    team(&room, "T903", place, |team| {
        team.comes_by = Some(RoadUser::Foot);
    });
    let all = ["T901", "T902", "T903"].map(|id| way(&room, id, &incident, Vec::new()));
    let users = all.each_ref().map(|way| way.vehicle);
    assert_eq!(users, [RoadUser::Car, RoadUser::Heavy, RoadUser::Foot]);
    assert!(all.iter().all(|way| way.kind == WayKind::Road), "{all:?}");
    let etas = all.each_ref().map(|way| way.eta_s.expect("a way"));
    assert!(etas[0] < etas[1], "a heavy vehicle is slower: {etas:?}");
    assert!(etas[2] > 3 * etas[1], "and nobody walks as fast: {etas:?}");

    let request = RecommendRequest {
        incident: incident.as_str().into(),
        needs: vec![Need {
            capability: "rescue".to_owned(),
            supply: String::new(),
            quantity: 1,
        }],
        ..RecommendRequest::default()
    };
    let advice = room.desk.recommend(request).expect("there is advice");
    for way in &all {
        let line = advice.teams.iter().find(|line| line.team == way.team);
        let Some(line) = line else { continue };
        assert_eq!(line.eta_s, way.eta_s, "the advice says the same: {line:?}");
        assert_eq!(line.vehicle, way.vehicle, "and by what");
    }
}

#[test]
fn a_closure_for_heavy_vehicles_cuts_only_those() {
    let folder = tempfile::tempdir().expect("a folder");
    let (room, incident, place) = district(folder.path());
    team(&room, "T901", place, drives(VehicleClass::Car));
    team(&room, "T902", place, drives(VehicleClass::Heavy));
    room.act(Command::SetClosure {
        closure: None,
        set: ClosureSet {
            kind: ClosureKind::Blocked,
            shape: ClosureShape::Area {
                ring: square(place, 4.0),
            },
            vehicles: vec![RoadUser::Heavy],
            reason: "演练 限重".to_owned(),
            source: "演练 交警".to_owned(),
            ..ClosureSet::default()
        },
    });
    let car = way(&room, "T901", &incident, Vec::new());
    assert_eq!(car.kind, WayKind::Road, "a car passes");
    let heavy = way(&room, "T902", &incident, Vec::new());
    assert_eq!(heavy.kind, WayKind::Cut, "a heavy vehicle does not");
    let by = heavy.cut_by.expect("and it says why");
    assert_eq!(by.reason, "演练 限重", "in the words of who closed");
}

/// A square round a point, `half` times about 500 m to each side.
fn square(middle: Point, half: f64) -> Vec<Point> {
    let corner = |east: f64, north: f64| Point {
        lon: middle.lon + 0.0056 * half * east,
        lat: middle.lat + 0.0045 * half * north,
    };
    [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)]
        .map(|(east, north)| corner(east, north))
        .into()
}

#[test]
fn a_way_by_stops_that_are_being_written_is_the_way_of_the_order_given_by_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let (room, incident, place) = district(folder.path());
    team(&room, "T901", place, drives(VehicleClass::Car));
    let depot = Point {
        lon: place.lon + 0.01,
        lat: place.lat - 0.03,
    };
    let name = "演练 储备库".to_owned();
    let via = vec![WayVia {
        name: name.clone(),
        point: depot,
    }];
    let straight = way(&room, "T901", &incident, Vec::new());
    assert!(straight.stops.is_empty(), "no stop, no time for one");
    let planned = way(&room, "T901", &incident, via);
    let [WayStop { eta_s: at_stop, .. }] = planned.stops[..] else {
        panic!("one stop: {planned:?}");
    };
    let whole = planned.eta_s.expect("a way");
    assert!(0 < at_stop && at_stop < whole, "{at_stop} of {whole}");

    let sent = OrderSent {
        team: "T901".into(),
        incident: incident.as_str().into(),
        stops: vec![Stop {
            name,
            point: Some(depot),
            eta_s: Some(at_stop),
            ..Stop::default()
        }],
        eta_s: Some(whole),
        ..OrderSent::default()
    };
    let order = room.act(Command::Order(OrderAct::Give { sent }));
    let given = way(&room, "T901", &incident, Vec::new());
    assert_eq!(given.stops, planned.stops, "the order says the same");
    assert_eq!(given.eta_s, planned.eta_s, "to its end as well");
    room.act(Command::Order(OrderAct::MoveStop {
        order: order.as_str().into(),
        stop: 0,
        what: StopEvent::Skipped,
        note: String::new(),
    }));
    let skipped = way(&room, "T901", &incident, Vec::new());
    assert!(
        skipped.stops.is_empty(),
        "who does not go there goes straight on"
    );
}

#[test]
fn a_new_order_goes_by_its_own_stops_and_one_that_runs_calls_them_by_their_number() {
    let folder = tempfile::tempdir().expect("a folder");
    let (room, incident, place) = district(folder.path());
    team(&room, "T901", place, drives(VehicleClass::Car));
    let near = |east: f64| Point {
        lon: place.lon + east,
        lat: place.lat - 0.02,
    };
    let named = |name: &str, point| Stop {
        name: name.to_owned(),
        point,
        ..Stop::default()
    };
    let sent = OrderSent {
        team: "T901".into(),
        incident: incident.as_str().into(),
        stops: vec![
            named("演练 一站", Some(near(0.01))),
            named("演练 未上图", None),
            named("演练 三站", Some(near(0.02))),
        ],
        ..OrderSent::default()
    };
    let order = room.act(Command::Order(OrderAct::Give { sent }));
    room.act(Command::Order(OrderAct::MoveStop {
        order: order.as_str().into(),
        stop: 0,
        what: StopEvent::Skipped,
        note: String::new(),
    }));
    let called = |way: &TeamWay| -> Vec<(u32, String)> {
        let stops = way.stops.iter();
        stops.map(|stop| (stop.number, stop.name.clone())).collect()
    };
    let running = way(&room, "T901", &incident, Vec::new());
    assert_eq!(
        called(&running),
        [(3, "演练 三站".to_owned())],
        "what is left keeps the number that the order gives it"
    );

    let via = vec![WayVia {
        name: "演练 新站".to_owned(),
        point: near(-0.01),
    }];
    let written = way(&room, "T901", &incident, via);
    assert_eq!(
        called(&written),
        [(1, "演练 新站".to_owned())],
        "a new order has nothing of the one that runs"
    );
    let straight = room.desk.team_way(WayRequest {
        team: "T901".into(),
        incident: incident.as_str().into(),
        anew: true,
        via: Vec::new(),
    });
    let straight = straight.expect("answers");
    assert!(straight.stops.is_empty(), "nor has one without stops");
}

#[test]
fn teams_gather_upwind_by_the_wind_that_was_entered_while_it_is_fresh() {
    let folder = tempfile::tempdir().expect("a folder");
    let (room, incident, place) = district(folder.path());
    team(&room, "T901", place, drives(VehicleClass::Car));
    room.act(Command::SetClosure {
        closure: None,
        set: ClosureSet {
            kind: ClosureKind::Hazard,
            shape: ClosureShape::Area {
                ring: square(place, 1.0),
            },
            reason: "演练 氯气扩散".to_owned(),
            source: "演练 现场".to_owned(),
            ..ClosureSet::default()
        },
    });
    let staging = || {
        let way = way(&room, "T901", &incident, Vec::new());
        way.staging.expect("the place lies in a hot zone")
    };
    assert!(!staging().upwind, "nobody knows the wind");
    let old = room.desk.wind(Nothing {}).expect("reads");
    assert_eq!(
        (old.wind.at, old.fresh),
        (None, false),
        "nothing was entered"
    );

    for from_deg in [0_u32, 180] {
        observe(&room, from_deg, 0);
        let point = staging();
        let off = (point.bearing_deg - f64::from(from_deg)).abs();
        let off = off.min(360.0 - off);
        assert!(point.upwind, "the wind is known");
        assert!(off <= 90.0, "{from_deg}: it lies at {}", point.bearing_deg);
    }
    let known = room.desk.wind(Nothing {}).expect("reads");
    assert!(known.fresh, "entered just now");
    assert_eq!(
        known.wind.observed.from_deg,
        Some(180),
        "the last word counts"
    );
}

#[test]
fn an_old_wind_sends_nobody_upwind_and_says_that_it_is_old() {
    let folder = tempfile::tempdir().expect("a folder");
    let (room, ..) = district(folder.path());
    observe(&room, 90, WIND_FRESH_MS / MINUTE_MS + 1);
    let wind = room.desk.wind(Nothing {}).expect("reads");
    assert!(!wind.fresh, "it is more than an hour old");
    assert_eq!(
        wind.wind.observed.from_deg,
        Some(90),
        "and can still be read"
    );
    assert_eq!(wind.wind.from_deg(now()), None, "but nobody goes by it");
}

fn observe(room: &Room, from_deg: u32, minutes_ago: i64) {
    let mut who = officer();
    who.paper_at = (minutes_ago > 0).then(|| now().plus_ms(-minutes_ago * MINUTE_MS));
    let observed = WindObserved {
        from_deg: Some(from_deg),
        speed_mps: Some(3.0),
        source: "演练 气象站".to_owned(),
        ..WindObserved::default()
    };
    let request = contract::rows::CommandRequest {
        command: Command::ObserveWind { observed },
        who,
        second_pin: String::new(),
    };
    room.desk.command(request).expect("is allowed");
}
