use super::*;
use crate::decide::{Command, Refusal};
use crate::sample::Room;

const SPOT: Point = Point {
    lon: 117.07,
    lat: 36.68,
};

fn flooded(reason: &str) -> ClosureSet {
    ClosureSet {
        kind: ClosureKind::Flooded,
        shape: ClosureShape::Line { points: vec![SPOT] },
        depth_cm: Some(40),
        reason: reason.to_owned(),
        source: "演练 交警".to_owned(),
        ..ClosureSet::default()
    }
}

fn set(closure: Option<&str>, set: ClosureSet) -> Command {
    Command::SetClosure {
        closure: closure.map(ClosureId::from),
        set,
    }
}

fn lift(closure: &str) -> Command {
    Command::LiftClosure {
        closure: closure.into(),
        reason: "水退".to_owned(),
    }
}

#[test]
fn a_closure_is_in_force_from_when_it_is_set_until_it_is_lifted() {
    let mut room = Room::new();
    let now = room.now;
    let (id, _) = room.act(set(None, flooded("铁路桥下积水")));
    assert!(room.closure(&id).is_in_force(now), "set just now");
    room.act(lift(&id));
    let lifted = room.closure(&id);
    assert!(!lifted.is_in_force(now), "the water is gone");
    assert_eq!(lifted.lifted_because, "水退", "and it says why");
}

#[test]
fn a_closure_keeps_to_its_times() {
    let mut room = Room::new();
    let now = room.now;
    let later = ClosureSet {
        from: Some(now.plus_ms(1_000)),
        until: Some(now.plus_ms(2_000)),
        ..flooded("夜间施工")
    };
    let (id, _) = room.act(set(None, later));
    let closure = room.closure(&id);
    let cases = [(0, false), (1_000, true), (1_999, true), (2_000, false)];
    for (after_ms, in_force) in cases {
        let at = now.plus_ms(after_ms);
        assert_eq!(closure.is_in_force(at), in_force, "after {after_ms} ms");
    }
}

#[test]
fn setting_it_again_corrects_a_closure_and_opens_it_no_other_way() {
    let mut room = Room::new();
    let (id, _) = room.act(set(None, flooded("积水")));
    let deeper = ClosureSet {
        depth_cm: Some(80),
        ..flooded("积水")
    };
    room.act(set(Some(&id), deeper));
    assert_eq!(
        room.closure(&id).set.depth_cm,
        Some(80),
        "the last word counts"
    );
    room.act(lift(&id));
    let refused = room.ask(lift(&id));
    assert!(
        matches!(refused, Err(Refusal::WrongState { .. })),
        "it is open already: {refused:?}"
    );
    let unknown = room.ask(lift("nothing"));
    assert!(
        matches!(unknown, Err(Refusal::Unknown { .. })),
        "{unknown:?}"
    );
}

#[test]
fn a_closure_without_a_place_or_a_reason_is_refused() {
    let mut room = Room::new();
    let at = |shape| ClosureSet {
        shape,
        ..flooded("积水")
    };
    let bad = [
        (flooded(" "), "no reason"),
        (at(ClosureShape::Line { points: Vec::new() }), "no point"),
        (
            at(ClosureShape::Edges {
                numbers: Vec::new(),
            }),
            "no road",
        ),
        (
            at(ClosureShape::Area {
                ring: vec![SPOT; 2],
            }),
            "two corners",
        ),
        (
            at(ClosureShape::Line {
                points: vec![Point {
                    lon: f64::NAN,
                    lat: 0.0,
                }],
            }),
            "no place",
        ),
        (
            at(ClosureShape::Line {
                points: vec![SPOT; POINTS_MAX + 1],
            }),
            "too many points",
        ),
        (
            ClosureSet {
                from: Some(UtcMs(5)),
                until: Some(UtcMs(5)),
                ..flooded("积水")
            },
            "over before it begins",
        ),
    ];
    for (body, what) in bad {
        assert!(room.ask(set(None, body)).is_err(), "{what}");
    }
}

#[test]
fn only_an_area_closed_to_all_is_a_hot_zone() {
    let ring = vec![SPOT; 3];
    let hazard = ClosureSet {
        kind: ClosureKind::Hazard,
        shape: ClosureShape::Area { ring: ring.clone() },
        ..ClosureSet::default()
    };
    let closure = |set| Closure {
        set,
        ..Closure::default()
    };
    assert_eq!(
        closure(hazard.clone()).hot_zone(),
        Some(&*ring),
        "nobody goes in"
    );
    let slow = ClosureSet {
        slow_tenths: Some(30),
        ..hazard.clone()
    };
    assert_eq!(closure(slow).hot_zone(), None, "it may be driven");
    let flood = ClosureSet {
        kind: ClosureKind::Flooded,
        ..hazard
    };
    assert_eq!(closure(flood).hot_zone(), None, "water is no plume");
}
