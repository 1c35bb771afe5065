//! Clocks that jump and drift, and a machine that sleeps.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use emergency::alert::{AlertReceived, Notice, RawBytes, alert_id};
use emergency::decide::{Command, Draft};
use emergency::fact::Fact;
use emergency::time::{DAY_MS, HOUR_MS, UtcMs};
use logbook::{AlertQuery, Logbook, OpenOptions, Section};
use tests::world::{incident, key, officer};
use uuid::Uuid;

use super::served::{Served, is_whole, log, note, notes};

/// The right time when the test begins.
const START: UtcMs = UtcMs(1_795_000_000_000);
/// Commands in each state of the clock.
const GIVEN: usize = 20;

/// Where the clock jumps to, each with the reason that is seen in duty rooms.
const JUMPS: [(&str, UtcMs); 6] = [
    ("right", START),
    (
        "three days on, a wrong entry by hand",
        UtcMs(START.0 + 3 * DAY_MS),
    ),
    (
        "three days back, set right too far",
        UtcMs(START.0 - 3 * DAY_MS),
    ),
    ("1970, an empty battery", UtcMs(5_000)),
    (
        "2038, beyond 31 bits of seconds",
        UtcMs(2_147_483_648_000 + 5_000),
    ),
    ("right again", UtcMs(START.0 + HOUR_MS)),
];

/// A log whose clock and names come from a clock that can be set, as UUIDv7 are made.
fn open(path: &Path, now: &Arc<AtomicI64>) -> Logbook {
    let (clock, stamps) = (Arc::clone(now), Arc::clone(now));
    let count = AtomicU64::new(0);
    let options = OpenOptions {
        key: key(1),
        exercise: true,
        clock: Arc::new(move || UtcMs(clock.fetch_add(1, Ordering::Relaxed))),
        ids: Arc::new(move || {
            let ms = u64::try_from(stamps.load(Ordering::Relaxed)).unwrap_or(0);
            // Without chance: two starts in one millisecond draw the same names.
            let mut random = [0; 10];
            random[2..].copy_from_slice(&count.fetch_add(1, Ordering::Relaxed).to_be_bytes());
            uuid::Builder::from_unix_timestamp_millis(ms, &random).into_uuid()
        }),
        ballast_bytes: 0,
    };
    Logbook::open(path, &options).expect("the log opens").0
}

#[test]
fn names_stay_unique_and_growing_whatever_the_clock_does_between_two_starts() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("desk.db");
    let now = Arc::new(AtomicI64::new(START.0));
    let mut given: Vec<Uuid> = Vec::new();
    for (why, to) in JUMPS {
        for again in [false, true] {
            now.store(to.0, Ordering::Relaxed);
            let logbook = open(&path, &now);
            for _ in 0..GIVEN {
                let done = logbook.command(incident("演练 时钟"), officer(1));
                given.extend(done.expect("no fact is refused for its clock").events);
            }
            let whole = logbook.verify().expect("reads").is_whole();
            assert!(whole, "{why}, again {again}: the log is whole");
        }
    }
    assert!(
        given.is_sorted_by(|before, next| before < next),
        "each name is greater than all before it"
    );
    let logbook = open(&path, &now);
    for id in &given {
        assert!(
            logbook.event(*id).expect("reads").is_some(),
            "{id} is there"
        );
    }
    let count = logbook.counts().expect("reads").events;
    assert_eq!(count, given.len() as u64, "each once");
}

/// A warning that is in force for a day from the start.
fn warning(number: u64) -> Draft {
    let notice = Notice {
        sender: "演练@example.invalid".to_owned(),
        identifier: format!("演练-{number}"),
        sent: START,
        expires: Some(UtcMs(START.0 + DAY_MS)),
        event: "暴雨".to_owned(),
        ..Notice::default()
    };
    let id = alert_id(&notice.sender, &notice.identifier);
    let raw = RawBytes {
        encoding: "utf8".to_owned(),
        data: format!("<alert>{number}</alert>"),
        sha256: format!("{number:064x}"),
        cut: false,
    };
    let received = AlertReceived {
        raw,
        feed: "演练源".to_owned(),
        distance_m: Some(0.0),
        notice,
    };
    Draft::plain(id.0, Fact::AlertReceived(received))
}

/// Takes in a warning and has it seen: what nobody has seen waits, expired or not.
fn seen(logbook: &Logbook, number: u64) {
    let warning = warning(number);
    let alerts = vec![warning.entity.id.as_str().into()];
    logbook
        .observe(vec![warning], &officer(1))
        .expect("is written");
    let note = String::new();
    let acknowledge = Command::AcknowledgeAlerts { alerts, note };
    logbook.command(acknowledge, officer(1)).expect("is seen");
}

fn in_force(logbook: &Logbook, now: UtcMs) -> u64 {
    let query = AlertQuery {
        section: Section::Acknowledged,
        words: String::new(),
        life: None,
        now,
        offset: 0,
        limit: 100,
    };
    logbook.alerts(&query).expect("reads").total
}

#[test]
fn a_warning_that_a_wrong_clock_has_ended_is_in_force_again_when_the_clock_is_set_right() {
    let folder = tempfile::tempdir().expect("a folder");
    let now = Arc::new(AtomicI64::new(START.0));
    let logbook = open(&folder.path().join("desk.db"), &now);
    for (number, (why, to)) in (1..).zip(JUMPS) {
        now.store(to.0, Ordering::Relaxed);
        seen(&logbook, number);
        let due = if to.0 < START.0 + DAY_MS { number } else { 0 };
        assert_eq!(in_force(&logbook, to), due, "{why}: by this clock");
        assert!(logbook.verify().expect("reads").is_whole(), "{why}: whole");
    }
}

#[test]
fn a_clock_that_drifts_for_three_days_moves_each_warning_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let now = Arc::new(AtomicI64::new(START.0));
    let logbook = open(&folder.path().join("desk.db"), &now);
    seen(&logbook, 1);
    let mut ended = 0;
    for hour in 1..=72_i64 {
        // A thousandth too fast, and set right by the second at every hour.
        let drifted = hour * HOUR_MS + hour * HOUR_MS / 1_000;
        for at in [drifted, drifted - 2_000] {
            let at = UtcMs(START.0 + at);
            now.store(at.0, Ordering::Relaxed);
            let open = in_force(&logbook, at);
            ended += u64::from(open == 0 && ended == 0);
            assert_eq!(open, 1 - ended, "hour {hour}: it does not come back");
        }
    }
    assert_eq!(ended, 1, "it has ended");
    assert!(logbook.verify().expect("reads").is_whole(), "whole");
}

#[cfg(unix)]
#[test]
fn a_desk_that_was_put_to_sleep_answers_everything_once_when_it_wakes() {
    let signal = |name: &str, desk: &Served| {
        let id = desk.id().to_string();
        let done = std::process::Command::new("kill")
            .args([name, &id])
            .status();
        assert!(done.expect("kill runs").success(), "{name} is sent");
    };
    let folder = tempfile::tempdir().expect("a folder");
    let mut desk = Served::on(folder.path());
    let mut due = Vec::new();
    for round in 0..3 {
        signal("-STOP", &desk);
        for number in 0..GIVEN {
            let text = format!("第{round}次休眠第{number}条");
            desk.give(&text, "command", &note(&text));
            due.push(text);
        }
        signal("-CONT", &desk);
        for text in &due[due.len() - GIVEN..] {
            let answer = desk.answer().expect("it wakes");
            assert!(answer["error"].is_null(), "{answer}");
            assert_eq!(
                answer["id"],
                text.as_str(),
                "in the order in which they came"
            );
        }
    }
    desk.end();
    assert!(is_whole(&log(folder.path())), "the log is whole");
    let found = notes(folder.path());
    for text in due {
        assert_eq!(found.get(&text), Some(&1), "{text} stands once");
    }
}
