//! The register of points.

use super::*;
use crate::decide::PointAct;
use crate::id::PointId;
use crate::point::{PointLimits, PointRegistered};

pub(super) fn cases(room: &mut Room) -> Vec<Case> {
    let registered = || PointRegistered {
        feed: text("演练 消防"),
        device: text("1.2.3"),
        name: text("演练 消控主机"),
        ..PointRegistered::default()
    };
    let register = |seen| {
        let registered = registered();
        Command::Point(PointAct::Register { registered, seen })
    };
    let seen = || Some(Box::new(registered()));
    room.act(register(None));
    let point = || PointId::of("演练 消防", "1.2.3");
    let limit = PointAct::Limit {
        point: point(),
        limits: Some(PointLimits::default()),
        was: None,
        seen: None,
        reason: text("演练"),
    };
    let withdraw = PointAct::Withdraw {
        point: point(),
        seen: seen(),
        reason: text("演练"),
    };
    vec![
        (register(seen()), vec!["point.registered"]),
        (Command::Point(limit), vec!["point.limited"]),
        (Command::Point(withdraw), vec!["point.withdrawn"]),
    ]
}
