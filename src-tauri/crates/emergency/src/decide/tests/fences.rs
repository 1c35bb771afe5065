//! Electronic fences are set, corrected and ended, and are somewhere and for somebody.

use super::*;
use crate::fence::{FenceHours, FenceSet, FenceShape, VehicleChoice};
use crate::place::Point;
use crate::time::UtcMs;

type Edit = fn(&mut FenceSet);

/// One that can be set.
pub(super) fn fenced() -> FenceSet {
    FenceSet {
        name: "演练 氯碱厂".to_owned(),
        shape: FenceShape::Circle {
            centre: Point::default(),
            radius_m: 500,
        },
        ..FenceSet::default()
    }
}

/// Every command of fences with the facts that it comes to.
pub(super) fn cases(fence: &str) -> Vec<(Command, Vec<&'static str>)> {
    vec![
        (
            Command::SetFence {
                fence: Some(fence.into()),
                set: fenced(),
            },
            vec!["fence.set"],
        ),
        (
            Command::EndFence {
                fence: fence.into(),
                reason: text("演练结束"),
            },
            vec!["fence.ended"],
        ),
    ]
}

fn set(edit: impl FnOnce(&mut FenceSet)) -> Command {
    let mut set = fenced();
    edit(&mut set);
    Command::SetFence { fence: None, set }
}

#[test]
fn a_fence_stands_until_it_is_ended_and_is_ended_once() {
    let mut room = Room::new();
    let (id, _) = room.act(set(|_| {}));
    let now = room.now;
    assert!(room.fence(&id).is_standing(now), "it is watched");
    let mut corrected = fenced();
    corrected.name = "演练 储罐区".to_owned();
    room.act(Command::SetFence {
        fence: Some(id.as_str().into()),
        set: corrected,
    });
    assert_eq!(room.fence(&id).set.name, "演练 储罐区", "corrected");
    let end = || Command::EndFence {
        fence: id.as_str().into(),
        reason: "演练结束".to_owned(),
    };
    room.act(end());
    assert!(
        !room.fence(&id).is_standing(now),
        "it is not watched any more"
    );
    let refused = room.ask(end()).expect_err("it is ended already");
    assert!(matches!(refused, Refusal::WrongState { .. }), "{refused:?}");
}

#[test]
fn a_fence_without_a_place_a_name_or_vehicles_is_refused() {
    let mut room = Room::new();
    let cases: [(&str, Edit); 6] = [
        ("name", |set| set.name.clear()),
        ("shape", |set| set.shape = FenceShape::default()),
        ("shape", |set| {
            set.shape = FenceShape::Circle {
                centre: Point::default(),
                radius_m: 0,
            };
        }),
        ("whom", |set| {
            set.whom = VehicleChoice::Named { names: Vec::new() };
        }),
        ("until", |set| set.until = Some(UtcMs(0))),
        ("hours", |set| set.hours = Some(FenceHours::default())),
    ];
    for (field, edit) in cases {
        let refused = room.ask(set(edit)).expect_err(field);
        let said = format!("{refused:?}");
        assert!(said.contains(field), "{field}: {said}");
    }
}
