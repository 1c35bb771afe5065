//! The register of points: what is entered, changed and taken off it, and limits.

use serde::{Deserialize, Serialize};

use super::resources::out_of_range;
use super::{Draft, Known, Refusal, bounded, needed, unknown};
use crate::fact::Fact;
use crate::id::{ImportId, PointId};
use crate::point::{
    DevicePoint, PERIOD_S, POINT_CHARS_MAX, PointLimited, PointLimits, PointRegistered,
};
use crate::withdrawn::Withdrawn;

/// What is done to a point of the register.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(
    tag = "act",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[expect(
    missing_docs,
    reason = "the variant says it; the fields are the nouns of the glossary"
)]
pub enum PointAct {
    /// Enter a device or a point of it, or change what is said of it (登记点位). `seen` is the entry
    /// that whoever asks had before them, none for one that was not on the register.
    Register {
        registered: PointRegistered,
        #[serde(default)]
        seen: Option<Box<PointRegistered>>,
    },
    /// Set its limits; none gives it back to those of its feed (设限值). `seen` are its own limits
    /// as whoever asks had them before them, none where it had those of its feed.
    Limit {
        point: PointId,
        limits: Option<PointLimits>,
        was: Option<PointLimits>,
        #[serde(default)]
        seen: Option<Box<PointLimits>>,
        reason: String,
    },
    /// Take it off the register (撤销登记); `seen` as when it is changed.
    Withdraw {
        point: PointId,
        #[serde(default)]
        seen: Option<Box<PointRegistered>>,
        reason: String,
    },
}

pub(super) fn decide(known: &dyn Known, act: PointAct) -> Result<Vec<Draft>, Refusal> {
    match act {
        PointAct::Register { registered, seen } => {
            let id = PointId::of(&registered.feed, &registered.device);
            check(&id.0, &registered)?;
            let there = known.point(&id).filter(|there| there.known);
            as_seen(&id, there.map(|there| there.registered), seen)?;
            if let Some(site) = &registered.site {
                let there = known.site(site).filter(|site| !site.withdrawn);
                there.ok_or_else(|| unknown("site", site.as_str()))?;
            }
            Ok(vec![Draft::plain(id.0, Fact::PointRegistered(registered))])
        }
        PointAct::Limit {
            point,
            limits,
            was,
            seen,
            reason,
        } => {
            let limited = PointLimited {
                limits,
                was,
                reason,
                import: ImportId::default(),
            };
            limit(known, point, limited, seen.map(|seen| *seen))
        }
        PointAct::Withdraw {
            point,
            seen,
            reason,
        } => {
            let there = one(known, &point)?;
            as_seen(&point, Some(there.registered), seen)?;
            needed(&reason, "reason")?;
            bounded(&reason, "reason")?;
            let withdrawn = Withdrawn {
                reason,
                ..Withdrawn::default()
            };
            Ok(vec![Draft::plain(point.0, Fact::PointWithdrawn(withdrawn))])
        }
    }
}

/// Whether a point can be entered under that name.
pub(super) fn check(id: &str, told: &PointRegistered) -> Result<(), Refusal> {
    for (text, field) in [
        (&told.feed, "feed"),
        (&told.device, "device"),
        (&told.name, "name"),
    ] {
        needed(text, field)?;
    }
    for (text, field) in [
        (&told.feed, "feed"),
        (&told.device, "device"),
        (&told.name, "name"),
        (&told.position, "position"),
    ] {
        if text.chars().count() > POINT_CHARS_MAX {
            let (field, max) = (field.to_owned(), POINT_CHARS_MAX);
            return Err(Refusal::TooLong { field, max });
        }
    }
    bounded(&told.note, "note")?;
    if id != PointId::of(&told.feed, &told.device).as_str() {
        return Err(out_of_range("device"));
    }
    if told.at.is_some_and(|at| !at.is_on_earth()) {
        return Err(out_of_range("at"));
    }
    for (period, field) in [
        (told.silent_after_s, "silent_after_s"),
        (told.stale_after_s, "stale_after_s"),
    ] {
        if period.is_some_and(|period| !PERIOD_S.contains(&period)) {
            return Err(out_of_range(field));
        }
    }
    Ok(())
}

/// Nobody writes over what another desk has entered since they looked.
fn as_seen(
    id: &PointId,
    there: Option<PointRegistered>,
    seen: Option<Box<PointRegistered>>,
) -> Result<(), Refusal> {
    if there == seen.map(|seen| *seen) {
        return Ok(());
    }
    Err(changed("point", id))
}

fn changed(what: &str, id: &PointId) -> Refusal {
    let (what, id) = (what.to_owned(), id.0.clone());
    Refusal::Changed { what, id }
}

fn limit(
    known: &dyn Known,
    point: PointId,
    mut told: PointLimited,
    seen: Option<PointLimits>,
) -> Result<Vec<Draft>, Refusal> {
    let there = one(known, &point)?;
    if there.limits != seen {
        return Err(changed("limits", &point));
    }
    needed(&told.reason, "reason")?;
    bounded(&told.reason, "reason")?;
    for limits in [&told.limits, &told.was].into_iter().flatten() {
        if let Some(field) = limits.fault() {
            return Err(out_of_range(field));
        }
    }
    // Those of its feed are known to the window alone.
    told.was = there.limits.or(told.was);
    if told.limits.is_none() && there.limits.is_none() {
        return Err(unknown("limits", point.as_str()));
    }
    Ok(vec![Draft::plain(point.0, Fact::PointLimited(told))])
}

fn one(known: &dyn Known, point: &PointId) -> Result<DevicePoint, Refusal> {
    let there = known.point(point).filter(|there| there.known);
    there.ok_or_else(|| unknown("point", point.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::Command;
    use crate::point::LIMIT_CHANGES_MAX;
    use crate::sample::Room;

    const FEED: &str = "演练 环境站";

    fn told(device: &str) -> PointRegistered {
        PointRegistered {
            feed: FEED.to_owned(),
            device: device.to_owned(),
            name: "演练 总排口".to_owned(),
            ..PointRegistered::default()
        }
    }

    fn register(registered: PointRegistered) -> Command {
        let seen = None;
        Command::Point(PointAct::Register { registered, seen })
    }

    fn only_high(high: f64) -> PointLimits {
        PointLimits {
            high: Some(high),
            ..PointLimits::default()
        }
    }

    fn limit_to(high: Option<f64>, seen: Option<f64>) -> Command {
        Command::Point(PointAct::Limit {
            point: PointId::of(FEED, "YL01/w1"),
            limits: high.map(only_high),
            seen: seen.map(only_high).map(Box::new),
            was: Some(only_high(100.0)),
            reason: "演练 汛期".to_owned(),
        })
    }

    fn point(room: &Room) -> DevicePoint {
        crate::sample::Room::point(room, PointId::of(FEED, "YL01/w1").as_str())
    }

    #[test]
    fn limits_are_a_fact_with_what_was_in_force_before() {
        let mut room = Room::new();
        room.act(register(told("YL01/w1")));
        room.act(limit_to(Some(80.0), None));
        room.act(limit_to(Some(60.0), Some(80.0)));
        room.act(limit_to(None, Some(60.0)));
        let point = point(&room);
        assert_eq!(point.limits, None, "given back to its feed");
        let was: Vec<_> = point.changes.iter().map(|one| one.was).collect();
        let high = |one: &Option<PointLimits>| one.and_then(|limits| limits.high);
        let was: Vec<_> = was.iter().map(high).collect();
        assert_eq!(
            was,
            [Some(100.0), Some(80.0), Some(60.0)],
            "the feed's as the officer saw it, then the point's own"
        );
        let mark = &point.changes[0].mark;
        assert_eq!(
            (mark.by.as_str(), mark.note.as_str()),
            ("演练 王敏", "演练 汛期"),
            "who and why"
        );
        let none = room.ask(limit_to(None, None));
        assert!(none.is_err(), "it has none of its own");
    }

    #[test]
    fn the_history_of_limits_is_bounded() {
        let mut room = Room::new();
        room.act(register(told("YL01/w1")));
        let mut before = None;
        for number in 0..=LIMIT_CHANGES_MAX {
            let high = Some(1.0 + number as f64);
            room.act(limit_to(high, before));
            before = high;
        }
        assert_eq!(point(&room).changes.len(), LIMIT_CHANGES_MAX, "the newest");
    }

    #[test]
    fn what_is_not_on_the_register_has_no_limits_and_what_was_withdrawn_loses_them() {
        let mut room = Room::new();
        let unregistered = room.ask(limit_to(Some(80.0), None));
        assert!(
            matches!(unregistered, Err(Refusal::Unknown { .. })),
            "nobody said what it is"
        );
        room.act(register(told("YL01/w1")));
        room.act(limit_to(Some(80.0), None));
        room.act(Command::Point(PointAct::Withdraw {
            point: PointId::of(FEED, "YL01/w1"),
            seen: Some(Box::new(told("YL01/w1"))),
            reason: "演练 拆除".to_owned(),
        }));
        let point = point(&room);
        assert_eq!((point.known, point.limits), (false, None), "off the list");
        assert!(
            room.ask(limit_to(Some(80.0), None)).is_err(),
            "nor can it be set"
        );
    }

    #[test]
    fn who_looked_before_another_desk_changed_it_is_told_and_writes_nothing_over() {
        let mut room = Room::new();
        let id = PointId::of(FEED, "YL01/w1");
        room.act(register(told("YL01/w1")));
        let since = |what: &str| Refusal::Changed {
            what: what.to_owned(),
            id: id.0.clone(),
        };
        let twice = room.ask(register(told("YL01/w1")));
        assert_eq!(twice, Err(since("point")), "it was entered meanwhile");
        let moved = PointRegistered {
            position: "演练 二层".to_owned(),
            ..told("YL01/w1")
        };
        let change = |registered, seen| {
            let seen = Some(Box::new(seen));
            Command::Point(PointAct::Register { registered, seen })
        };
        room.act(change(moved.clone(), told("YL01/w1")));
        let named = PointRegistered {
            name: "演练 三号口".to_owned(),
            ..told("YL01/w1")
        };
        let over = room.ask(change(named.clone(), told("YL01/w1")));
        assert_eq!(over, Err(since("point")), "the floor would be lost");
        let off = Command::Point(PointAct::Withdraw {
            point: id.clone(),
            seen: Some(Box::new(told("YL01/w1"))),
            reason: "演练 拆除".to_owned(),
        });
        assert_eq!(room.ask(off), Err(since("point")), "nor taken off");
        room.act(change(named, moved));
        room.act(limit_to(Some(80.0), None));
        for seen in [None, Some(70.0)] {
            let over = room.ask(limit_to(Some(60.0), seen));
            assert_eq!(over, Err(since("limits")), "{seen:?} is not in force");
        }
        room.act(limit_to(Some(60.0), Some(80.0)));
        let high = point(&room).limits.and_then(|limits| limits.high);
        assert_eq!(high, Some(60.0), "who has seen it sets it");
    }

    #[test]
    fn a_point_that_cannot_be_meant_is_refused() {
        let mut room = Room::new();
        let bad = [
            PointRegistered {
                name: " ".to_owned(),
                ..told("A")
            },
            PointRegistered {
                device: String::new(),
                ..told("A")
            },
            PointRegistered {
                device: "长".repeat(POINT_CHARS_MAX + 1),
                ..told("A")
            },
            PointRegistered {
                silent_after_s: Some(1),
                ..told("A")
            },
            PointRegistered {
                stale_after_s: Some(u32::MAX),
                ..told("A")
            },
            PointRegistered {
                site: Some("nowhere".into()),
                ..told("A")
            },
            PointRegistered {
                at: Some(crate::place::Point {
                    lon: 200.0,
                    lat: 0.0,
                }),
                ..told("A")
            },
        ];
        for registered in bad {
            let said = format!("{registered:?}");
            assert!(room.ask(register(registered)).is_err(), "{said}");
        }
    }
}
