//! What the window asks of the roads and of all teams: ways, reach, closed sections, times.

use contract::calls::Answer as _;
use contract::error::Code;
use contract::rows::{
    CommandRequest, Nothing, ReachRequest, TeamTimesRequest, TeamTimesRow, TeamWay, TimeState,
    WayAct, WayKind, WayRequest, WhatIfRequest,
};
use emergency::closure::{ClosureKind, ClosureSet, ClosureShape, EDGES_MAX, POINTS_MAX};
use emergency::decide::{Command, OrderAct};
use emergency::order::Progress;
use emergency::place::{Place, Point};
use emergency::team::{Phase, Readiness, TeamPhased, TeamRegistered, TeamReported};
use emergency::time::MINUTE_MS;
use tests::world::team;

use super::{Room, by_id, leak, now, officer, until};

/// A square round a point, `half` times about 500 m to each side.
fn square(middle: Point, half: f64) -> Vec<Point> {
    let corner = |east: f64, north: f64| Point {
        lon: middle.lon + 0.0056 * half * east,
        lat: middle.lat + 0.0045 * half * north,
    };
    vec![
        corner(-1.0, -1.0),
        corner(1.0, -1.0),
        corner(1.0, 1.0),
        corner(-1.0, 1.0),
    ]
}

/// The exercise district with an incident, its place, and a team that is far from it.
fn district(folder: &std::path::Path) -> (Room, String, Point, String) {
    let room = Room::exercise(&folder.join("a"), true, None);
    let opened = leak("演练 氯气泄漏", now());
    let place = opened.place.point.expect("it has a place");
    let incident = room.act(Command::OpenIncident { opened });
    let teams = room.desk.teams(Nothing {}).expect("reads");
    let far = teams
        .iter()
        .filter_map(|row| Some((row, row.team.registered.home.point?.distance_m(place))))
        .max_by(|a, b| a.1.total_cmp(&b.1));
    let team = far.expect("there are teams").0.team.id.0.clone();
    (room, incident, place, team)
}

fn way(room: &Room, team: &str, incident: &str) -> TeamWay {
    let request = WayRequest {
        team: team.into(),
        incident: incident.into(),
        ..WayRequest::default()
    };
    room.desk.team_way(request).expect("answers")
}

fn close(room: &Room, kind: ClosureKind, shape: ClosureShape) -> String {
    let set = ClosureSet {
        kind,
        shape,
        reason: "演练 封路".to_owned(),
        source: "演练 交警".to_owned(),
        ..ClosureSet::default()
    };
    room.act(Command::SetClosure { closure: None, set })
}

#[test]
fn a_way_has_a_line_and_directions_that_make_the_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let (room, incident, place, team) = district(folder.path());
    let way = way(&room, &team, &incident);
    assert_eq!(way.kind, WayKind::Road, "along roads: {way:?}");
    assert!(way.eta_s.is_some_and(|eta_s| eta_s > 0), "it takes time");
    assert_eq!(
        way.line.first().copied(),
        way.from,
        "it begins where the team is"
    );
    assert_eq!(
        way.line.last().copied(),
        Some(place),
        "and ends at the place"
    );
    let first = way.steps.first().map(|step| step.act);
    assert_eq!(first, Some(WayAct::Depart), "the driver sets out");
    let last = way.steps.last().map(|step| step.act);
    assert_eq!(last, Some(WayAct::Arrive), "and is there");
    let told_m: f64 = way.steps.iter().map(|step| step.distance_m).sum();
    let whole_m = way.distance_m.expect("a road has a length");
    assert!(
        told_m <= whole_m && told_m > whole_m * 0.8,
        "what is told is the way without the metres beside the roads: {told_m} of {whole_m}"
    );
    assert!(!way.source.is_empty(), "it says where the roads come from");
}

#[test]
fn a_way_into_a_hot_zone_ends_at_a_staging_point_and_a_cut_one_names_its_closure() {
    let folder = tempfile::tempdir().expect("a folder");
    let (room, incident, place, team) = district(folder.path());
    let ring = square(place, 1.0);
    let zone = close(
        &room,
        ClosureKind::Hazard,
        ClosureShape::Area { ring: ring.clone() },
    );
    let staged = way(&room, &team, &incident);
    let staging = staged.staging.expect("the place lies in the zone");
    let end = staged.line.last().expect("there is a way");
    assert!(
        end.distance_m(staging.point) < 1.0,
        "the way ends at the staging point"
    );
    let inside = |point: &Point| routing::area::is_in_area(&ring, *point);
    assert!(
        !staged.line.iter().any(inside),
        "and never enters the zone: {:?}",
        staged.line
    );
    room.act(Command::LiftClosure {
        closure: zone.as_str().into(),
        reason: "演练 检测合格".to_owned(),
    });

    let ring = square(place, 4.0);
    let closure = close(&room, ClosureKind::Blocked, ClosureShape::Area { ring });
    let cut = way(&room, &team, &incident);
    assert_eq!(cut.kind, WayKind::Cut, "no way is left: {cut:?}");
    let by = cut.cut_by.expect("something cuts it");
    assert_eq!(by.closure.as_str(), closure, "the closure by its name");
    assert_eq!(by.reason, "演练 封路", "and in the words of who closed");
    assert_eq!(cut.line, [], "there is nothing to draw");
}

#[test]
fn what_a_shape_would_close_is_said_before_it_is_closed() {
    let folder = tempfile::tempdir().expect("a folder");
    let (room, _, place, _) = district(folder.path());
    let ring = square(place, 1.0);
    let found = room.desk.shape_roads(ClosureShape::Area { ring });
    let found = found.expect("answers");
    assert!(found.has_roads, "the exercise has roads");
    assert!(found.sections > 0, "some lie in a square kilometre");
    assert!(found.length_m > 0.0, "and have a length");
    let drawn = found.picture["features"]
        .as_array()
        .expect("a collection")
        .len();
    assert_eq!(drawn, 1, "they are drawn as one");
    let sea = ClosureShape::Line {
        points: vec![Point { lon: 0.0, lat: 0.0 }],
    };
    let nothing = room.desk.shape_roads(sea).expect("answers");
    assert_eq!(nothing.sections, 0, "no road is there");

    let bare = Room::plain(&folder.path().join("bare"));
    let none = bare
        .desk
        .shape_roads(ClosureShape::default())
        .expect("answers");
    assert!(!none.has_roads, "a desk without roads says so");
}

#[test]
fn reach_grows_with_the_minutes_and_shrinks_with_a_closure() {
    let folder = tempfile::tempdir().expect("a folder");
    let (room, _, place, _) = district(folder.path());
    let ask = || {
        let request = ReachRequest {
            from: place,
            team: None,
        };
        room.desk.reach(request).expect("answers")
    };
    let minutes = |reach: &contract::rows::Reach| -> Vec<u64> {
        let areas = reach.areas["features"].as_array().expect("areas");
        areas
            .iter()
            .filter_map(|area| area["properties"]["minutes"].as_u64())
            .collect()
    };
    let before = ask();
    assert!(before.on_road, "a road is near");
    assert_eq!(minutes(&before), [30, 15, 10, 5], "the largest lies below");
    let corners = |reach: &contract::rows::Reach| reach.areas.to_string().len();
    let ring = square(place, 2.0);
    close(&room, ClosureKind::Blocked, ClosureShape::Area { ring });
    let after = ask();
    assert!(
        corners(&after) < corners(&before),
        "nobody drives out of a closed square"
    );
    let sea = ReachRequest {
        from: Point { lon: 0.0, lat: 0.0 },
        team: None,
    };
    let sea = room.desk.reach(sea).expect("answers");
    assert!(!sea.on_road, "no road is near, and it says so");
}

#[test]
fn what_is_drawn_without_end_or_beyond_the_earth_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let (room, _, place, _) = district(folder.path());
    let beyond = [1e300, f64::NAN, f64::INFINITY].map(|lon| Point { lon, lat: 36.7 });
    let mut endless = Vec::from([place; POINTS_MAX + 1]);
    let mut shapes: Vec<ClosureShape> = beyond
        .map(|point| ClosureShape::Line {
            points: vec![place, point],
        })
        .into();
    shapes.push(ClosureShape::Area {
        ring: endless.clone(),
    });
    shapes.push(ClosureShape::Edges {
        numbers: vec![7; EDGES_MAX + 1],
    });
    for shape in shapes {
        let asked = room.desk.shape_roads(shape.clone()).expect_err("refused");
        assert_eq!(asked.code, Code::Refused, "{asked:?}");
        let closures = vec![ClosureSet {
            shape,
            ..ClosureSet::default()
        }];
        let request = WhatIfRequest {
            ask: "far".to_owned(),
            closures,
            ..WhatIfRequest::default()
        };
        let imagined = room.desk.what_if(request).expect_err("refused");
        assert_eq!(imagined.code, Code::Refused, "nor in thought");
    }
    for from in beyond {
        let reach = room.desk.reach(ReachRequest { from, team: None });
        assert_eq!(reach.expect_err("refused").code, Code::Refused, "{from:?}");
    }
    endless.truncate(POINTS_MAX);
    let most = room.desk.shape_roads(ClosureShape::Area { ring: endless });
    assert!(most.is_ok(), "as many as a closure may have");
}

/// Gives a command that happened some minutes ago, as from paper.
fn earlier(room: &Room, minutes: i64, command: Command) -> String {
    let mut who = officer();
    who.paper_at = Some(now().plus_ms(-minutes * MINUTE_MS));
    let request = CommandRequest {
        command,
        who,
        second_pin: String::new(),
    };
    let receipt = room.desk.command(request).expect("is allowed");
    let first = receipt.entities.first().expect("it touched something");
    first.split_once(':').expect("kind and name").1.to_owned()
}

fn times(room: &Room) -> Vec<TeamTimesRow> {
    let request = TeamTimesRequest {
        back_h: 2,
        ahead_h: 1,
    };
    room.desk.team_times(request).expect("answers").rows
}

/// A desk whose team T1 was sent forty minutes ago and has been there for twenty-five; T2 stands
/// by.
fn sent_out(folder: &std::path::Path) -> (Room, String) {
    let room = Room::plain(folder);
    let opened = leak("演练 氯气泄漏", now());
    let incident = room.act(Command::OpenIncident { opened });
    let origin = emergency::id::OriginId(room.desk.hello(Nothing {}).expect("reads").origin);
    for id in ["T1", "T2"] {
        room.act(team(id, Some(origin.clone())));
    }
    let send = Command::SendTeam {
        team: "T1".into(),
        incident: incident.as_str().into(),
        task: None,
        words: "演练 到场".to_owned(),
        further_job: false,
        eta_s: Some(600),
        eta_estimated: true,
        despite: String::new(),
    };
    let order = earlier(&room, 40, send);
    let steps = [
        (38, Progress::Acknowledged),
        (35, Progress::EnRoute),
        (25, Progress::OnScene),
    ];
    for (minutes, to) in steps {
        let order = order.as_str().into();
        let note = String::new();
        earlier(&room, minutes, Command::MoveOrder { order, to, note });
    }
    (room, order)
}

fn states(row: &TeamTimesRow) -> Vec<TimeState> {
    row.spans.iter().map(|span| span.state).collect()
}

#[test]
fn the_times_of_a_team_follow_its_order_step_by_step() {
    let folder = tempfile::tempdir().expect("a folder");
    let (room, _) = sent_out(folder.path());
    let rows = times(&room);
    assert_eq!(rows.len(), 1, "the other team had nothing to do: {rows:?}");
    let there = [
        TimeState::Sent,
        TimeState::Acknowledged,
        TimeState::EnRoute,
        TimeState::OnScene,
    ];
    assert_eq!(states(&rows[0]), there, "step by step");
    assert!(rows[0].busy, "an order holds it");
    let last = rows[0].spans.last().expect("four");
    assert_eq!(last.to, None, "it is still there");
    assert_eq!(last.call_sign, "I1", "at the incident by its sign");
}

#[test]
fn the_times_of_a_team_go_on_with_its_way_back_to_readiness() {
    let folder = tempfile::tempdir().expect("a folder");
    let (room, order) = sent_out(folder.path());
    let over = Command::MoveOrder {
        order: order.as_str().into(),
        to: Progress::Released,
        note: String::new(),
    };
    earlier(&room, 10, over);
    let phased = TeamPhased {
        phase: Phase::Cleaning,
        until: Some(now().plus_ms(20 * MINUTE_MS)),
        note: String::new(),
    };
    let team = "T1".into();
    let clean = Command::Order(OrderAct::MoveTeam { team, phased });
    earlier(&room, 4, clean);
    let rows = times(&room);
    let back = [
        TimeState::Returning,
        TimeState::Cleaning,
        TimeState::Cleaning,
    ];
    assert_eq!(states(&rows[0])[4..], back, "and the way back: {rows:?}");
    let spans = &rows[0].spans;
    assert_eq!(spans[3].end, Some(Progress::Released), "the order ended so");
    assert_eq!(spans[4].to, Some(spans[5].from), "phase by phase");
    assert!(
        !spans[5].planned && spans[6].planned,
        "until it is planned to end"
    );
    assert!(!rows[0].busy, "no order holds it");
}

#[test]
fn a_team_on_the_road_has_an_arrival_by_what_is_seen_of_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let (room, incident, place, _) = district(folder.path());
    let origin = emergency::id::OriginId(room.desk.hello(Nothing {}).expect("reads").origin);
    let registered = TeamRegistered {
        name: "演练 远队".to_owned(),
        call_sign: "T900".to_owned(),
        custodian: Some(origin),
        home: Place {
            words: "演练 驻地".to_owned(),
            street: String::new(),
            point: Some(Point {
                lon: place.lon + 0.05,
                lat: place.lat - 0.05,
            }),
        },
        ..TeamRegistered::default()
    };
    let team = "T900";
    room.act(Command::RegisterTeam {
        team: team.into(),
        registered,
    });
    room.act(Command::SendTeam {
        team: team.into(),
        incident: incident.as_str().into(),
        task: None,
        words: "演练 到场".to_owned(),
        further_job: false,
        eta_s: Some(60),
        eta_estimated: false,
        despite: String::new(),
    });
    let arrival = until(&room.desk, "the made team is on the road", |desk| {
        let arrivals = desk.arrivals(by_id(&incident)).expect("answers");
        arrivals.into_iter().next()
    });
    assert!(
        arrival.expected_at > arrival.seen_at,
        "it is still under way: {arrival:?}"
    );
    assert!(arrival.differs, "a minute was promised for kilometres");
}

#[test]
fn a_position_by_voice_counts_for_the_way_and_the_arrival_and_says_that_it_is_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let (room, incident, place, team) = district(folder.path());
    let before = way(&room, &team, &incident);
    let order = room.act(Command::SendTeam {
        team: team.as_str().into(),
        incident: incident.as_str().into(),
        task: None,
        words: "演练 到场".to_owned(),
        further_job: false,
        eta_s: before.eta_s,
        eta_estimated: false,
        despite: "演练 已与该队负责人通话".to_owned(),
    });
    let set_out = Command::MoveOrder {
        order: order.as_str().into(),
        to: Progress::EnRoute,
        note: String::new(),
    };
    room.act(set_out);
    let near = Point {
        lon: place.lon + 0.002,
        lat: place.lat + 0.001,
    };
    room.act(Command::ReportTeam {
        team: team.as_str().into(),
        reported: TeamReported {
            readiness: Readiness::Unknown,
            point: Some(near),
            note: "演练 口报位置".to_owned(),
            ..TeamReported::default()
        },
    });
    let said = way(&room, &team, &incident);
    assert!(said.from_said, "by voice");
    assert_eq!(said.from, Some(near), "from where it said that it is");
    assert!(said.eta_s < before.eta_s, "and nearer: {:?}", said.eta_s);
    let row = |row: &contract::rows::TeamRow| row.team.id.as_str() == team;
    let teams = room.desk.teams(Nothing {}).expect("reads");
    let row = teams.iter().find(|one| row(one)).expect("it is there");
    assert!(row.said && row.point == Some(near), "in the list as well");
    assert_ne!(
        row.team.readiness,
        Readiness::Unknown,
        "what was known of its readiness stays"
    );
    let arrivals = room.desk.arrivals(by_id(&incident)).expect("answers");
    let arrival = arrivals.iter().find(|one| one.order.as_str() == order);
    let arrival = arrival.expect("it is on the road and was seen");
    assert!(
        arrival.expected_at.since_ms(now()) < 5 * MINUTE_MS,
        "a few hundred metres away it will be there soon"
    );
}
