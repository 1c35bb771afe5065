//! What counts as an alarm of a shift, and what stood at its end.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use drills::flood::{FloodAlert, flood};
use emergency::alert::{AlertMark, AlertSetAside, Mark, MessageType};

use super::*;
use crate::board::tests::{MIDDLE, happen, observe, session_by};

fn mark(at: i64) -> Mark {
    Mark {
        by: "演练 王敏".into(),
        at: UtcMs(at),
        note: String::new(),
    }
}

fn recorded(at: i64) -> Alert {
    Alert {
        first_recorded: UtcMs(at),
        ..Alert::default()
    }
}

fn aside(at: i64, until: Option<i64>) -> Alert {
    let aside = AlertSetAside {
        until: until.map(UtcMs),
        ..AlertSetAside::default()
    };
    Alert {
        aside: Some((aside, mark(at))),
        ..recorded(10_000)
    }
}

#[test]
fn what_never_came_before_an_officer_is_no_alarm_of_the_load() {
    let now = UtcMs(100_000);
    let shelved = Alert {
        shelved: Some((UtcMs(900_000), mark(20_000))),
        ..recorded(10_000)
    };
    let cases = [
        (recorded(10_000), Some(10_000), "it was heard at once"),
        (aside(10_000, None), None, "a rule kept it away"),
        (aside(10_000, Some(900_000)), None, "its source is out"),
        (aside(10_000, Some(50_000)), Some(50_000), "it is back"),
        (aside(40_000, None), Some(10_000), "it was heard before"),
        (shelved, Some(10_000), "an officer saw it and put it away"),
    ];
    for (alert, wanted, why) in cases {
        assert_eq!(presented(&alert, now), wanted.map(UtcMs), "{why}");
    }
}

#[test]
fn the_time_to_acknowledge_counts_from_when_it_last_began_to_wait() {
    let (at, seen) = (UtcMs(10_000), UtcMs(3_610_000));
    let since = |alert: &Alert| waited_from(alert, at, seen);
    assert_eq!(since(&recorded(10_000)), at, "since it came");
    let again = |at| Alert {
        waits_again: Some(UtcMs(at)),
        ..recorded(10_000)
    };
    let revised = since(&again(3_600_000));
    assert_eq!(revised, UtcMs(3_600_000), "ten seconds, not an hour");
    let back = Alert {
        shelved: Some((UtcMs(3_605_000), mark(20_000))),
        ..recorded(10_000)
    };
    assert_eq!(since(&back), UtcMs(3_605_000), "back from the shelf");
    assert_eq!(since(&again(9_000_000)), at, "what came later is no start");
}

const BEGIN: UtcMs = UtcMs(1_800_000_000_000);

/// A desk of which time passes by hand.
struct Room {
    _folder: tempfile::TempDir,
    now: Arc<AtomicI64>,
    session: Session,
}

impl Room {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let now = Arc::new(AtomicI64::new(BEGIN.0));
        let clock = Arc::clone(&now);
        let clock = Arc::new(move || UtcMs(clock.load(Ordering::Relaxed)));
        let session = session_by(&folder.path().join("log.db"), clock);
        Self {
            _folder: folder,
            now,
            session,
        }
    }

    /// It is so many hours after the beginning.
    fn at(&self, hours: i64) -> &Session {
        let now = BEGIN.plus_ms(hours * HOUR_MS).0;
        self.now.store(now, Ordering::Relaxed);
        &self.session
    }

    fn watch(&self, hours: i64, name: &str) {
        let started = emergency::duty::DutyStarted {
            leader: "演练 李强".into(),
            officers: vec![name.into()],
        };
        let who = logbook::Who {
            actor: name.into(),
            role: "duty".to_owned(),
            occurred_at: None,
            by: emergency::event::TimeSource::Desk,
        };
        let command = emergency::decide::Command::StartDuty { started };
        self.at(hours)
            .logbook
            .command(command, who)
            .expect("is on watch");
    }

    fn dismiss(&self, hours: i64, alert: &FloodAlert) {
        let fact = Fact::AlertDismissed(AlertMark::default());
        happen(self.at(hours), &alert.alert, fact);
    }

    /// Of each shift from the newest on: what stood at its end, and what of it was stale.
    fn stood(&self) -> Vec<(u32, u32)> {
        let shifts = shifts(&self.session, SHIFTS_COMPARED_MAX).expect("are read");
        let of = |sheet: &AlarmLoadSheet| (sheet.load.standing, sheet.load.stale);
        let beside: Vec<_> = shifts.loads.iter().map(of).collect();
        let alone = shifts.shifts.iter().map(|shift| {
            let request = AlarmLoadRequest {
                hours: 0,
                shift: Some(shift.from),
            };
            of(&sheet(&self.session, &request).expect("is computed"))
        });
        assert_eq!(
            alone.collect::<Vec<_>>(),
            beside,
            "by itself it says the same"
        );
        beside
    }
}

#[test]
fn what_stood_at_the_end_of_a_past_shift_is_of_then_whatever_became_of_it() {
    let alerts = apart();
    let room = Room::new();
    let comes = |hours, alert: &FloodAlert| observe(room.at(hours), std::slice::from_ref(alert));
    room.watch(0, "演练 王敏");
    comes(1, &alerts[0]);
    comes(2, &alerts[1]);
    comes(3, &alerts[2]);
    room.dismiss(5, &alerts[0]);
    room.watch(12, "演练 赵磊");
    room.dismiss(13, &alerts[1]);
    comes(20, &alerts[3]);
    room.watch(36, "演练 王敏");
    let stood = [(2, 1), (2, 1), (2, 0)];
    assert_eq!(
        room.stood(),
        stood,
        "one of the first shift stands for 33 hours"
    );
    room.dismiss(38, &alerts[2]);
    room.dismiss(39, &alerts[3]);
    comes(40, &alerts[4]);
    let stood = [(1, 0), (2, 1), (2, 0)];
    assert_eq!(
        room.stood(),
        stood,
        "what came later changes this shift alone"
    );
}

/// Alerts that do not end by themselves.
fn apart() -> Vec<FloodAlert> {
    let made = flood(3, MIDDLE, BEGIN, 60);
    let ended = |one: &FloodAlert| one.received.notice.msg_type == MessageType::Cancel;
    let ends: Vec<_> = made
        .iter()
        .filter(|one| ended(one))
        .map(|one| &one.alert)
        .collect();
    let stays = made.iter().filter(|one| !ends.contains(&&one.alert));
    stays.cloned().collect()
}
