//! What an officer does to alerts as alarms: verify, part, rank, reset, take out of service.

use serde::{Deserialize, Serialize};

use super::alerts::each;
use super::{Context, Draft, Known, Refusal, bounded, needed};
use crate::alert::{Alert, AlertMark, AlertPrioritized, AlertVerified, Finding, Life};
use crate::fact::Fact;
use crate::id::{AlertId, SourceId};
use crate::priority::Priority;
use crate::source::{OUT_HOURS_MAX, SourcePutBack, SourceTakenOut, source_of};
use crate::time::{HOUR_MS, UtcMs};

/// What is done to alerts as alarms.
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
pub enum AlarmAct {
    /// Say what was found out (核实); none takes it back.
    Verify {
        alerts: Vec<AlertId>,
        finding: Option<Finding>,
        note: String,
    },
    /// Take out of its heading (拆出).
    Part { alerts: Vec<AlertId>, note: String },
    /// Let it be gathered again.
    Rejoin { alerts: Vec<AlertId> },
    /// The officer's own priority (改优先级); none gives it back to the rules.
    Prioritize {
        alerts: Vec<AlertId>,
        priority: Option<Priority>,
        reason: String,
    },
    /// Reset what stays until it is reset (复位).
    Reset { alerts: Vec<AlertId>, note: String },
    /// Take a point, a device or a station out of service (停用). The desk sets aside what stands
    /// of it.
    TakeOut {
        source: SourceId,
        name: String,
        until: UtcMs,
        reason: String,
    },
    /// Back in service (恢复). The desk brings back what is out of the way because of it.
    PutBack { source: SourceId, note: String },
}

pub(super) fn decide(
    known: &dyn Known,
    context: &Context<'_>,
    act: AlarmAct,
) -> Result<Vec<Draft>, Refusal> {
    match act {
        AlarmAct::Verify {
            alerts,
            finding,
            note,
        } => verify(known, &alerts, finding, &note),
        AlarmAct::Part { alerts, note } => {
            bounded(&note, "note")?;
            each(known, &alerts, |alert| {
                let mark = AlertMark { note: note.clone() };
                alert.parted.is_none().then_some(Fact::AlertParted(mark))
            })
        }
        AlarmAct::Rejoin { alerts } => each(known, &alerts, |alert| {
            let back = Fact::AlertRejoined(AlertMark::default());
            alert.parted.is_some().then_some(back)
        }),
        AlarmAct::Prioritize {
            alerts,
            priority,
            reason,
        } => prioritize(known, &alerts, priority, &reason),
        AlarmAct::Reset { alerts, note } => {
            bounded(&note, "note")?;
            each(known, &alerts, |alert| {
                let latched = alert.life(context.now) == Life::Latched;
                let mark = AlertMark { note: note.clone() };
                latched.then_some(Fact::AlertReset(mark))
            })
        }
        AlarmAct::TakeOut {
            source,
            name,
            until,
            reason,
        } => {
            let out = SourceTakenOut {
                name,
                until,
                reason,
            };
            take_out(context, source, out)
        }
        AlarmAct::PutBack { source, note } => put_back(source, note),
    }
}

/// The finding for the alert and for the precision of its source.
pub(super) fn verified(alert: &Alert, finding: Option<Finding>, note: &str) -> Fact {
    Fact::AlertVerified(AlertVerified {
        finding,
        source: alert.notice.as_ref().map(source_of).unwrap_or_default(),
        note: note.to_owned(),
    })
}

fn verify(
    known: &dyn Known,
    alerts: &[AlertId],
    finding: Option<Finding>,
    note: &str,
) -> Result<Vec<Draft>, Refusal> {
    bounded(note, "note")?;
    if finding.is_some_and(|finding| finding != Finding::Real) {
        // It leaves the list by this, so that somebody has to be able to ask why.
        needed(note, "note")?;
    }
    let mut drafts = each(known, alerts, |alert| {
        let before = alert.verified.as_ref().map(|(finding, _)| *finding);
        (before != finding).then(|| verified(alert, finding, note))
    })?;
    // Whoever verified it has seen it.
    if finding.is_some() {
        drafts.extend(each(known, alerts, |alert| {
            let mark = Fact::AlertAcknowledged(AlertMark::default());
            alert.acknowledged.is_none().then_some(mark)
        })?);
    }
    Ok(drafts)
}

fn prioritize(
    known: &dyn Known,
    alerts: &[AlertId],
    priority: Option<Priority>,
    reason: &str,
) -> Result<Vec<Draft>, Refusal> {
    if priority.is_some() {
        needed(reason, "reason")?;
    }
    bounded(reason, "reason")?;
    each(known, alerts, |alert| {
        let before = alert.prioritized.as_ref().map(|(step, _)| *step);
        let body = AlertPrioritized {
            priority,
            reason: reason.to_owned(),
        };
        (before != priority).then_some(Fact::AlertPrioritized(body))
    })
}

fn take_out(
    context: &Context<'_>,
    source: SourceId,
    out: SourceTakenOut,
) -> Result<Vec<Draft>, Refusal> {
    needed(source.as_str(), "source")?;
    bounded(source.as_str(), "source")?;
    bounded(&out.name, "name")?;
    needed(&out.reason, "reason")?;
    bounded(&out.reason, "reason")?;
    let span_ms = out.until.since_ms(context.now);
    if span_ms <= 0 || span_ms > OUT_HOURS_MAX * HOUR_MS {
        let field = "until".into();
        return Err(Refusal::OutOfRange { field });
    }
    Ok(vec![Draft::plain(source.0, Fact::SourceTakenOut(out))])
}

fn put_back(source: SourceId, note: String) -> Result<Vec<Draft>, Refusal> {
    needed(source.as_str(), "source")?;
    bounded(&note, "note")?;
    let back = Fact::SourcePutBack(SourcePutBack { note });
    Ok(vec![Draft::plain(source.0, back)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::alert::Notice;
    use crate::decide::Command;
    use crate::entity::{EntityKind, State};
    use crate::sample::Room;

    fn room() -> Room {
        let mut room = Room::new();
        for id in ["A1", "A2"] {
            let notice = Notice {
                sender: "jt808:1".to_owned(),
                identifier: id.to_owned(),
                ..Notice::default()
            };
            room.receive(id, notice);
        }
        room
    }

    fn act(room: &mut Room, act: AlarmAct) -> Result<(), Refusal> {
        let drafts = room.ask(Command::Alarm(act))?;
        for draft in drafts {
            room.write(draft);
        }
        Ok(())
    }

    fn verify(alert: &str, finding: Option<Finding>, note: &str) -> AlarmAct {
        AlarmAct::Verify {
            alerts: vec![alert.into()],
            finding,
            note: note.to_owned(),
        }
    }

    #[test]
    fn a_finding_ends_what_is_not_so_and_can_be_taken_back() {
        let mut room = room();
        let now = room.now;
        let refused = act(&mut room, verify("A1", Some(Finding::False), " "));
        assert!(
            matches!(refused, Err(Refusal::Needed { .. })),
            "somebody will ask why: {refused:?}"
        );
        act(
            &mut room,
            verify("A1", Some(Finding::False), "演练 现场无异常"),
        )
        .expect("is said");
        assert_eq!(room.alert("A1").life(now), Life::Ended, "nothing to act on");
        act(&mut room, verify("A1", None, "")).expect("is taken back");
        let life = room.alert("A1").life(now);
        assert_eq!(life, Life::Acknowledged, "in force again, and seen");
        act(&mut room, verify("A2", Some(Finding::Real), "")).expect("is said");
        let life = room.alert("A2").life(now);
        assert_eq!(
            life,
            Life::Acknowledged,
            "what is so stays to be dealt with"
        );
    }

    #[test]
    fn dismissing_counts_as_false_and_reopening_takes_that_back() {
        let mut room = room();
        let dismiss = Command::DismissAlert {
            alert: "A1".into(),
            reason: "演练 设备故障".to_owned(),
        };
        let found = |room: &Room| room.alert("A1").verified.map(|(finding, _)| finding);
        for draft in room.ask(dismiss).expect("is allowed") {
            room.write(draft);
        }
        assert_eq!(found(&room), Some(Finding::False), "for its source");
        let reopen = Command::ReopenAlert {
            alert: "A1".into(),
            note: String::new(),
        };
        for draft in room.ask(reopen).expect("is allowed") {
            room.write(draft);
        }
        assert_eq!(found(&room), None, "nothing is known any more");
    }

    #[test]
    fn a_source_goes_out_of_service_for_a_bounded_time_and_comes_back() {
        let mut room = room();
        let now = room.now;
        let take_out = |hours: i64| AlarmAct::TakeOut {
            source: "jt808:1".into(),
            name: "演练 1 号车".to_owned(),
            until: now.plus_ms(hours * HOUR_MS),
            reason: "演练 检修".to_owned(),
        };
        for hours in [0, OUT_HOURS_MAX + 1] {
            let refused = act(&mut room, take_out(hours));
            let why = Refusal::OutOfRange {
                field: "until".into(),
            };
            assert_eq!(refused, Err(why), "{hours} h");
        }
        let out = |room: &Room| match room.state(EntityKind::Source, "jt808:1") {
            Some(State::Source(source)) => source.out_until(now),
            other => panic!("the source is known: {other:?}"),
        };
        act(&mut room, take_out(8)).expect("is allowed");
        assert_eq!(out(&room), Some(now.plus_ms(8 * HOUR_MS)), "as was asked");
        let back = AlarmAct::PutBack {
            source: "jt808:1".into(),
            note: String::new(),
        };
        act(&mut room, back).expect("is allowed");
        assert_eq!(out(&room), None, "in service again");
    }

    #[test]
    fn an_officers_priority_needs_a_reason_and_only_what_is_latched_is_reset() {
        let mut room = room();
        let ask = |priority, reason: &str| AlarmAct::Prioritize {
            alerts: vec!["A1".into()],
            priority,
            reason: reason.to_owned(),
        };
        let refused = act(&mut room, ask(Some(Priority::Urgent), ""));
        assert!(
            matches!(refused, Err(Refusal::Needed { .. })),
            "{refused:?}"
        );
        act(&mut room, ask(Some(Priority::Urgent), "演练 学校旁")).expect("is said");
        let set = |room: &Room| room.alert("A1").prioritized.map(|(step, _)| step);
        assert_eq!(set(&room), Some(Priority::Urgent), "as the officer says");
        act(&mut room, ask(None, "")).expect("is given back");
        assert_eq!(set(&room), None, "the rules say again");
        let reset = AlarmAct::Reset {
            alerts: vec!["A1".into()],
            note: String::new(),
        };
        let drafts = room.ask(Command::Alarm(reset)).expect("is no refusal");
        assert_eq!(drafts, [], "it has not ended");
    }
}
