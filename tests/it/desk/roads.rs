//! A closure set at the desk is followed by every time at once.

use contract::calls::Answer as _;
use contract::rows::{Nothing, RecommendRequest, Recommendation};
use emergency::closure::{ClosureKind, ClosureSet, ClosureShape};
use emergency::decide::Command;
use emergency::incident::Need;
use emergency::place::Point;

use super::{Room, leak, now};

fn advice(room: &Room, incident: &str) -> Recommendation {
    let need = Need {
        capability: "firefighting".to_owned(),
        supply: String::new(),
        quantity: 2,
    };
    let request = RecommendRequest {
        incident: incident.into(),
        needs: vec![need],
        ..RecommendRequest::default()
    };
    room.desk.recommend(request).expect("there is advice")
}

/// A square of about a kilometre round a point.
fn square(middle: Point) -> Vec<Point> {
    let corner = |east: f64, north: f64| Point {
        lon: middle.lon + 0.0056 * east,
        lat: middle.lat + 0.0045 * north,
    };
    vec![
        corner(-1.0, -1.0),
        corner(1.0, -1.0),
        corner(1.0, 1.0),
        corner(-1.0, 1.0),
    ]
}

#[test]
fn a_hot_zone_is_followed_by_advice_and_map_until_it_is_lifted() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::exercise(&folder.path().join("a"), true, None);
    let opened = leak("演练 氯气泄漏", now());
    let place = opened.place.point.expect("it has a place");
    let incident = room.act(Command::OpenIncident { opened });
    let before = advice(&room, &incident);
    assert_eq!(before.staging, [], "no zone, no staging");

    let set = ClosureSet {
        kind: ClosureKind::Hazard,
        shape: ClosureShape::Area {
            ring: square(place),
        },
        reason: "演练 氯气扩散".to_owned(),
        source: "演练 现场".to_owned(),
        ..ClosureSet::default()
    };
    let closure = room.act(Command::SetClosure { closure: None, set });
    let during = advice(&room, &incident);
    assert!(
        (2..=4).contains(&during.staging.len()),
        "teams gather outside: {:?}",
        during.staging
    );
    let listed = room.desk.closures(Nothing {}).expect("reads");
    assert_eq!(listed.len(), 1, "it is in the list");
    let drawn = room.desk.map_live(Nothing {}).expect("reads").closures;
    let features = drawn["features"].as_array().expect("a collection");
    assert_eq!(features.len(), 2, "its area and the roads in it: {drawn}");

    room.act(Command::LiftClosure {
        closure: closure.as_str().into(),
        reason: "演练 检测合格".to_owned(),
    });
    let after = advice(&room, &incident);
    assert_eq!(after.staging, [], "lifted");
    let etas = |advice: &Recommendation| -> Vec<_> {
        advice
            .teams
            .iter()
            .map(|team| (team.team.clone(), team.eta_s))
            .collect()
    };
    assert_eq!(etas(&after), etas(&before), "everything is as it was");
    assert_eq!(
        room.desk.closures(Nothing {}).expect("reads"),
        [],
        "and the list is empty"
    );
}
