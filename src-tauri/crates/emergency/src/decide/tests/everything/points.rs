//! The register of points.

use super::*;
use crate::decide::PointAct;
use crate::id::PointId;
use crate::point::{PointLimits, PointRegistered};

pub(super) fn cases(room: &mut Room) -> Vec<Case> {
    let register = || {
        Command::Point(PointAct::Register {
            registered: PointRegistered {
                feed: text("演练 消防"),
                device: text("1.2.3"),
                name: text("演练 消控主机"),
                ..PointRegistered::default()
            },
        })
    };
    room.act(register());
    let point = || PointId::of("演练 消防", "1.2.3");
    let limit = PointAct::Limit {
        point: point(),
        limits: Some(PointLimits::default()),
        was: None,
        reason: text("演练"),
    };
    let withdraw = PointAct::Withdraw {
        point: point(),
        reason: text("演练"),
    };
    vec![
        (register(), vec!["point.registered"]),
        (Command::Point(limit), vec!["point.limited"]),
        (Command::Point(withdraw), vec!["point.withdrawn"]),
    ]
}
