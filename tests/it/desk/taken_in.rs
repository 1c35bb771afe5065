//! Roads are taken in while the desk works: reported first, in force when somebody says so, and
//! taken back.

use base64::Engine as _;
use contract::calls::Answer as _;
use contract::error::Code;
use contract::rows::{
    CheckRoads, FormerRoads, Nothing, ROADS_PART_BYTES_MAX, RoadsAsk, RoadsPart, RoadsReport,
    RoadsSheet, RoadsState, StyleRequest, TeamWay, UseRoads, WayKind, WayRequest,
};
use desk::Desk;
use emergency::closure::{Closure, ClosureKind, ClosureSet, ClosureShape};
use emergency::decide::Command;
use emergency::place::Point;
use tests::pbf::{File, Kind};

use super::{Room, leak, now, officer, until};

/// Crossings on a side of the grid that is taken in.
pub(super) const SIDE: i64 = 24;
/// Steps on a side of every grid, however many crossings there are on it.
const STEPS: f64 = 23.0;
/// Crossings on a side of one that takes a while to read.
pub(super) const LARGE: i64 = 260;
/// South-west corner of the grids; the incident of these tests lies inside.
const CORNER: Point = Point {
    lon: 117.08,
    lat: 36.68,
};
/// Degrees between crossings.
const STEP: Point = Point {
    lon: 0.005,
    lat: 0.004,
};

/// A grid of streets with a one-way, a turn restriction, a bridge and a road that is being built.
pub(super) fn grid(side: i64) -> Vec<u8> {
    let mut file = File::new();
    let id = |row: i64, column: i64| row * side + column + 1;
    for row in 0..side {
        for column in 0..side {
            #[expect(clippy::cast_precision_loss, reason = "a few hundred")]
            let [east, north, parts] = [column, row, side - 1].map(|n| n as f64);
            let whole = STEPS / parts;
            let (lon, lat) = (
                CORNER.lon + STEP.lon * east * whole,
                CORNER.lat + STEP.lat * north * whole,
            );
            file.node(id(row, column), lon, lat, &[]);
        }
    }
    for line in 0..side {
        let name = format!("演练新路{line}号");
        let mut tags = vec![("highway", "primary"), ("name", name.as_str())];
        if line == 3 {
            tags.push(("oneway", "yes"));
        }
        if line == 5 {
            tags.push(("bridge", "yes"));
        }
        let across: Vec<i64> = (0..side).map(|column| id(line, column)).collect();
        let along: Vec<i64> = (0..side).map(|row| id(row, line)).collect();
        file.way(2 * line + 1, &across, &tags);
        file.way(2 * line + 2, &along, &[("highway", "residential")]);
    }
    let built = [id(0, 0), id(1, 1)];
    file.way(1_000_000, &built, &[("highway", "construction")]);
    // At the corner both roads end, so that it is clear which turn is meant.
    let members = [
        (Kind::Way, 1, "from"),
        (Kind::Node, id(0, 0), "via"),
        (Kind::Way, 2, "to"),
    ];
    let tags = [("type", "restriction"), ("restriction", "no_right_turn")];
    file.relation(9, &members, &tags);
    file.finish()
}

fn send(desk: &Desk, ask: &str, bytes: &[u8]) {
    let parts = bytes.chunks(ROADS_PART_BYTES_MAX as usize);
    let mut offset = 0;
    for bytes in parts {
        let part = RoadsPart {
            ask: ask.to_owned(),
            file: 0,
            name: "演练.osm.pbf".to_owned(),
            offset,
            bytes: base64::engine::general_purpose::STANDARD.encode(bytes),
        };
        desk.send_roads(part).expect("it is taken");
        offset += u32::try_from(bytes.len()).expect("a part");
    }
}

pub(super) fn sheet(desk: &Desk) -> RoadsSheet {
    desk.roads(Nothing {}).expect("answers")
}

/// Waits until an import has come to an end.
fn read(desk: &Desk) -> RoadsSheet {
    until(desk, "the roads are read", |desk| {
        let sheet = sheet(desk);
        let reading = |state| matches!(state, RoadsState::Reading | RoadsState::Receiving);
        let busy = sheet.import.as_ref().is_some_and(|one| reading(one.state));
        (!busy).then_some(sheet)
    })
}

fn checked(desk: &Desk, ask: &str, bytes: &[u8]) -> RoadsReport {
    send(desk, ask, bytes);
    let request = CheckRoads {
        ask: ask.to_owned(),
        source: "演练 新路网".to_owned(),
    };
    desk.check_roads(request).expect("it begins");
    let import = read(desk).import.expect("it is there");
    assert_eq!(import.state, RoadsState::Checked, "{}", import.trouble);
    import.report.expect("a report")
}

fn put_in_force(desk: &Desk, ask: &str) -> RoadsSheet {
    let request = UseRoads {
        ask: ask.to_owned(),
        who: officer(),
    };
    desk.use_roads(request).expect("it is in force")
}

fn district(folder: &std::path::Path) -> (Room, String, String) {
    let room = Room::exercise(&folder.join("a"), true, None);
    let incident = room.act(Command::OpenIncident {
        opened: leak("演练 氯气泄漏", now()),
    });
    let teams = room.desk.teams(Nothing {}).expect("reads");
    let inside = |point: Point| {
        let (east, north) = (point.lon - CORNER.lon, point.lat - CORNER.lat);
        (0.0..0.11).contains(&east) && (0.0..0.09).contains(&north)
    };
    let team = teams
        .iter()
        .find(|row| row.team.registered.home.point.is_some_and(inside));
    let team = team.expect("a team at home on the grid").team.id.0.clone();
    (room, incident, team)
}

fn way(room: &Room, team: &str, incident: &str) -> TeamWay {
    let request = WayRequest {
        team: team.into(),
        incident: incident.into(),
        ..WayRequest::default()
    };
    room.desk.team_way(request).expect("answers")
}

fn close(room: &Room, shape: ClosureShape) -> String {
    let set = ClosureSet {
        kind: ClosureKind::Blocked,
        shape,
        reason: "演练 封路".to_owned(),
        source: "演练 交警".to_owned(),
        ..ClosureSet::default()
    };
    room.act(Command::SetClosure { closure: None, set })
}

fn closure(room: &Room, id: &str) -> Closure {
    let all = room.desk.closures(Nothing {}).expect("reads");
    let own = all.into_iter().find(|closure| closure.id.as_str() == id);
    own.expect("it stands")
}

#[test]
fn roads_are_reported_first_and_in_force_only_when_somebody_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let (room, incident, team) = district(folder.path());
    let made = sheet(&room.desk);
    assert!(made.has_roads && made.in_force.is_none(), "made roads");
    let night = StyleRequest {
        palette: "night".to_owned(),
    };
    let map_before = room.desk.map_style(night.clone()).expect("a style");

    let report = checked(&room.desk, "a", &grid(SIDE));
    let figures = &report.figures;
    assert_eq!(figures.roads, 48, "ways that are roads");
    assert_eq!(figures.restrictions, 1, "the turn that may not be made");
    assert_eq!(figures.one_ways, 23, "each section of the one-way");
    assert!(figures.bridges > 0, "the bridge");
    let built = report.left_out.iter().find(|one| one.kind == "no_road");
    assert_eq!(built.map(|one| one.count), Some(1), "what is being built");
    assert!(report.inside_percent > 0, "they lie in the district");
    assert!(report.today.is_some(), "beside those of today");
    assert!(
        !report.streets_without.is_empty(),
        "a small grid does not reach every street"
    );
    let after = sheet(&room.desk);
    assert_eq!(after.source, made.source, "nothing is in force yet");
    assert_eq!(
        way(&room, &team, &incident).source,
        made.source,
        "nor asked"
    );

    let used = put_in_force(&room.desk, "a");
    assert_eq!(used.source, "演练 新路网", "in force");
    let kept = used.in_force.expect("it says which");
    assert_eq!(kept.by, officer().actor, "and by whom");
    assert!(
        used.can_go_back && used.former.is_none(),
        "the made ones were before"
    );
    let map_after = room.desk.map_style(night).expect("a style");
    assert_ne!(map_before, map_after, "the screen fetches other tiles");
    followed(&room, &team, &incident);
    gone_back(&room.desk, &made.source);
}

/// Ways, names and the log are of the new roads.
fn followed(room: &Room, team: &str, incident: &str) {
    let driven = way(room, team, incident);
    assert_eq!(driven.kind, WayKind::Road, "along roads: {driven:?}");
    let named = |step: &contract::rows::WayStep| step.road.starts_with("演练新路");
    assert!(
        driven.steps.iter().any(named),
        "along the new ones: {driven:?}"
    );
    let found = room.desk.find(contract::rows::FindRequest {
        text: "演练新路3号".to_owned(),
    });
    let found = found.expect("searches");
    assert_eq!(
        found.iter().filter(|one| one.name == "演练新路3号").count(),
        1,
        "a road is found by its name, once: {found:?}"
    );
    let log = room.desk.timeline(contract::rows::TimelineQuery {
        entity_kind: "duty".to_owned(),
        entity: "duty".to_owned(),
        before: 0,
        limit: 50,
    });
    let said = |line: &contract::rows::LogLine| {
        let text = line.body["text"].as_str().unwrap_or_default();
        text.contains("路网更换") && text.contains("演练 新路网")
    };
    assert!(log.expect("reads").iter().any(said), "the log says so");
}

/// Back to the roads before, and forward again.
fn gone_back(desk: &Desk, made: &str) {
    let back = FormerRoads { who: officer() };
    desk.former_roads(back.clone()).expect("it begins");
    let gone = read(desk);
    assert_eq!(gone.source, made, "the made ones again");
    assert!(
        gone.import.is_none() && gone.in_force.is_none(),
        "and nothing else"
    );
    assert_eq!(
        gone.former.map(|kept| kept.source),
        Some("演练 新路网".to_owned()),
        "the new ones are the former now"
    );
    desk.former_roads(back).expect("it begins");
    assert_eq!(read(desk).source, "演练 新路网", "and there again");
}

#[test]
fn closures_are_carried_over_or_said_to_find_no_road() {
    let folder = tempfile::tempdir().expect("a folder");
    let (room, _, _) = district(folder.path());
    checked(&room.desk, "first", &grid(SIDE));
    put_in_force(&room.desk, "first");
    // The first road eastwards of the first row, by its number in the file.
    let by_number = close(&room, ClosureShape::Edges { numbers: vec![1] });
    let middle = Point {
        lon: CORNER.lon + STEP.lon * 10.5,
        lat: CORNER.lat + STEP.lat * 10.0,
    };
    let drawn = close(
        &room,
        ClosureShape::Line {
            points: vec![middle],
        },
    );
    let before = closure(&room, &by_number);

    // The same streets, each cut into more sections: other numbers.
    let report = checked(&room.desk, "second", &grid(SIDE * 2 - 1));
    assert_eq!(report.closures, 2, "both stand");
    assert_eq!(report.closures_lost, [], "and both find a road");
    put_in_force(&room.desk, "second");
    let carried = closure(&room, &by_number);
    assert_eq!(carried.set.reason, before.set.reason, "it is the same");
    match &carried.set.shape {
        ClosureShape::Edges { numbers } => assert!(!numbers.is_empty(), "by its new numbers"),
        other => panic!("it names roads by number: {other:?}"),
    }
    let closes = room
        .desk
        .shape_roads(carried.set.shape.clone())
        .expect("answers");
    assert!(closes.sections > 0, "and closes them");
    assert_eq!(
        closure(&room, &drawn).set.shape,
        ClosureShape::Line {
            points: vec![middle]
        },
        "what was drawn stays as it was drawn"
    );

    // Roads far away: nothing of it is there.
    let far = elsewhere();
    let report = checked(&room.desk, "third", &far);
    assert_eq!(report.inside_percent, 0, "they are another district's");
    assert_eq!(report.closures_lost.len(), 2, "neither finds a road");
    put_in_force(&room.desk, "third");
    let lost = closure(&room, &by_number);
    let closes = room.desk.shape_roads(lost.set.shape).expect("answers");
    assert_eq!(closes.sections, 0, "it closes no other road by mistake");
}

/// Two roads in another province.
fn elsewhere() -> Vec<u8> {
    let mut file = File::new();
    for (id, lon) in [(1, 113.0), (2, 113.01), (3, 113.02)] {
        file.node(id, lon, 28.2, &[]);
    }
    file.way(1, &[1, 2], &[("highway", "primary")]);
    file.way(2, &[2, 3], &[("highway", "primary")]);
    file.finish()
}

#[test]
fn what_is_no_road_or_out_of_order_changes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::exercise(&folder.path().join("a"), false, None);
    let made = sheet(&room.desk).source;
    send(&room.desk, "a", b"name,people\nx,6\n");
    let check = |ask: &str| CheckRoads {
        ask: ask.to_owned(),
        source: String::new(),
    };
    room.desk.check_roads(check("a")).expect("it begins");
    let import = read(&room.desk).import.expect("it is there");
    assert_eq!(
        (import.state, import.trouble.as_str()),
        (RoadsState::Failed, "unknown_file"),
        "a table of something else"
    );
    send(
        &room.desk,
        "b",
        b"{\"type\":\"FeatureCollection\",\"features\":[]}",
    );
    room.desk.check_roads(check("b")).expect("it begins");
    let import = read(&room.desk).import.expect("it is there");
    assert_eq!(import.trouble, "no_roads", "lines without a road");
    let use_it = UseRoads {
        ask: "b".to_owned(),
        who: officer(),
    };
    let refused = room.desk.use_roads(use_it).expect_err("it was not checked");
    assert_eq!(refused.code, Code::Refused, "a rule says no");

    let part = |offset| RoadsPart {
        ask: "c".to_owned(),
        name: "c".to_owned(),
        offset,
        bytes: "AAAA".to_owned(),
        ..RoadsPart::default()
    };
    room.desk.send_roads(part(0)).expect("the first part");
    let error = room
        .desk
        .send_roads(part(9))
        .expect_err("a part is missing");
    assert_eq!(error.code, Code::Malformed, "parts come in their order");
    room.desk
        .stop_roads(RoadsAsk {
            ask: "c".to_owned(),
        })
        .expect("it is stopped");
    assert_eq!(sheet(&room.desk).source, made, "nothing has changed");
}

#[test]
fn a_reading_is_stopped_within_a_moment() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::exercise(&folder.path().join("a"), false, None);
    send(&room.desk, "a", &grid(LARGE));
    let request = CheckRoads {
        ask: "a".to_owned(),
        source: String::new(),
    };
    room.desk.check_roads(request).expect("it begins");
    let ask = RoadsAsk {
        ask: "a".to_owned(),
    };
    room.desk.stop_roads(ask).expect("it is stopped");
    let import = read(&room.desk).import.expect("it is said");
    assert_eq!(import.state, RoadsState::Stopped, "it is over");
    assert_eq!(import.report, None, "and says nothing of the roads");
}
