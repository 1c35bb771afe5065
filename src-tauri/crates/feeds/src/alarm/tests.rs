//! Beginnings and ends of alarms, and what is told once.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::*;

fn changed(noted: Noted) -> Option<Change> {
    match noted {
        Noted::Changed(change) => Some(change),
        Noted::Nothing => None,
        Noted::Full(_) => panic!("there is room"),
    }
}

fn received(draft: Draft) -> AlertReceived {
    match draft.fact {
        Fact::AlertReceived(received) => received,
        other => panic!("a feed observes nothing else: {other:?}"),
    }
}

fn alarm(at: i64) -> DeviceAlarm<'static> {
    DeviceAlarm {
        feed: "车辆",
        format: "jt808",
        device: "013800000001",
        code: "rollover",
        event: "侧翻",
        words: "演练",
        at: UtcMs(at),
        point: Some(Point {
            lon: 117.06,
            lat: 36.68,
        }),
        course: Course::Holds,
        bytes: b"~",
    }
}

#[test]
fn only_the_beginning_and_the_end_of_an_alarm_are_told() {
    let mut standing = Standing::default();
    let told: Vec<_> = [(true, 1), (true, 2), (false, 3), (false, 4), (true, 5)]
        .into_iter()
        .filter_map(|(holds, at)| {
            let change = changed(standing.note(&alarm(at), holds, UtcMs(at)))?;
            standing.stored(vec![change.clone()]);
            Some(change)
        })
        .map(|change| (change.held.since.0, change.ended))
        .collect();
    assert_eq!(told, [(1, false), (1, true), (5, false)], "edges only");
    assert_eq!(standing.len(), 1, "the last one holds");
    let other = DeviceAlarm {
        device: "b",
        ..alarm(6)
    };
    let other = changed(standing.note(&other, true, UtcMs(6)));
    assert!(other.is_some(), "another device has its own");
}

#[test]
fn beginning_and_end_are_one_alert_and_the_end_cancels_it() {
    let reach = Reach::new(&[], &[]);
    let mut standing = Standing::default();
    let change = changed(standing.note(&alarm(1), true, UtcMs(1))).expect("it begins");
    let begun = alarm(1).draft(&change, &reach);
    let change = changed(standing.note(&alarm(9), false, UtcMs(9))).expect("it ends");
    let ended = alarm(9).draft(&change, &reach);
    assert_eq!(begun.entity, ended.entity, "one alert");
    let (begun, ended) = (received(begun), received(ended));
    assert_eq!(ended.notice.msg_type, MessageType::Cancel, "it is over");
    assert_eq!(ended.notice.onset, Some(UtcMs(1)), "and when it began");
    assert_eq!(ended.notice.level, None, "a sensor states no level");
    assert_eq!(ended.notice.circles.len(), 1, "where it is");
    assert!(!begun.raw.sha256.is_empty(), "the bytes are named");
    assert_eq!(
        ended.raw.sha256, "",
        "the same bytes are no copy of the message"
    );
}

#[test]
fn a_device_whose_clock_stands_still_is_heard_each_time() {
    let reach = Reach::new(&[], &[]);
    let mut standing = Standing::default();
    let mut told = Vec::new();
    for (round, holds) in [true, false, true, false].into_iter().enumerate() {
        let now = UtcMs(100 + i64::try_from(round / 2).expect("a small number"));
        let change = changed(standing.note(&alarm(1), holds, now)).expect("it changes");
        told.push(alarm(1).draft(&change, &reach));
    }
    assert_eq!(
        told[0].entity, told[1].entity,
        "the end is that of the first"
    );
    assert_ne!(
        told[1].entity, told[2].entity,
        "the second is another alert"
    );
    let sent: Vec<_> = told
        .into_iter()
        .map(|one| received(one).notice.sent.0)
        .collect();
    assert_eq!(
        sent,
        [100, 101, 101, 102],
        "an end is later than its beginning"
    );
}

#[test]
fn a_change_that_was_not_stored_is_told_again() {
    let mut standing = Standing::default();
    let begun = changed(standing.note(&alarm(1), true, UtcMs(1))).expect("it begins");
    standing.give_back(vec![begun]);
    let again = changed(standing.note(&alarm(1), true, UtcMs(2))).expect("told again");
    let ended = changed(standing.note(&alarm(3), false, UtcMs(3))).expect("it ends");
    standing.give_back(vec![ended]);
    assert_eq!(standing.len(), 1, "it still holds");
    let ended = changed(standing.note(&alarm(3), false, UtcMs(4))).expect("told again");
    assert_eq!(again.held.identifier, ended.held.identifier, "of one alert");
    let begun = changed(standing.note(&alarm(5), true, UtcMs(5))).expect("it begins");
    let ended = changed(standing.note(&alarm(6), false, UtcMs(6))).expect("it ends");
    standing.give_back(vec![begun, ended]);
    assert!(standing.is_empty(), "both of one message, last first");
}

#[test]
fn a_repeat_of_what_is_not_on_disk_yet_waits_for_the_same_fact() {
    let reach = Reach::new(&[], &[]);
    let mut standing = Standing::default();
    let first = changed(standing.note(&alarm(1), true, UtcMs(1))).expect("it begins");
    let second = changed(standing.note(&alarm(1), true, UtcMs(2)));
    let second = second.expect("nobody has it on disk yet");
    let (told, again) = (
        alarm(1).draft(&first, &reach),
        alarm(1).draft(&second, &reach),
    );
    assert_eq!(told.entity, again.entity, "one alert, whichever is written");
    standing.stored(vec![second]);
    standing.give_back(vec![first]);
    assert_eq!(standing.len(), 1, "one of the two is on disk");
    assert!(
        changed(standing.note(&alarm(1), true, UtcMs(3))).is_none(),
        "now a repeat is no news"
    );
}

#[test]
fn what_the_log_has_standing_is_ended_by_its_device_after_a_start() {
    let reach = Reach::new(&[], &[]);
    let change = changed(Standing::default().note(&alarm(1), true, UtcMs(1)));
    let begun = alarm(1).draft(&change.expect("it begins"), &reach);
    let (entity, notice) = (begun.entity.clone(), received(begun).notice);
    let moment = Notice {
        event_code: "emergency".to_owned(),
        expires: Some(UtcMs(5)),
        ..notice.clone()
    };
    let warning = Notice {
        format: "cap".to_owned(),
        sender: "a@example.invalid".to_owned(),
        ..notice.clone()
    };
    let mut standing = Standing::default();
    standing.take_up([&notice, &moment, &warning]);
    assert_eq!(standing.len(), 1, "only what its device will end");
    assert!(
        changed(standing.note(&alarm(2), true, UtcMs(9))).is_none(),
        "it stands already"
    );
    let ended = changed(standing.note(&alarm(3), false, UtcMs(10))).expect("it is over");
    let ended = alarm(3).draft(&ended, &reach);
    assert_eq!(ended.entity, entity, "the alert of before the start");
    assert_eq!(received(ended).notice.msg_type, MessageType::Cancel, "ends");
}

#[test]
fn a_device_that_only_says_beginnings_ends_nothing_by_its_silence() {
    let reach = Reach::new(&[], &[]);
    let sos = |at| DeviceAlarm {
        code: "emergency",
        course: Course::Moment,
        ..alarm(at)
    };
    let mut standing = Standing::default();
    let pressed = changed(standing.note(&sos(1), true, UtcMs(1))).expect("pressed");
    let notice = received(sos(1).draft(&pressed, &reach)).notice;
    assert_eq!(
        notice.expires,
        Some(UtcMs(1 + MOMENT_LASTS_MS)),
        "for a day"
    );
    standing.stored(vec![pressed]);
    assert!(
        changed(standing.note(&sos(2), false, UtcMs(2))).is_none(),
        "the bit is cleared because the desk answered"
    );
    assert!(
        changed(standing.note(&sos(3), true, UtcMs(3))).is_some(),
        "pressed again"
    );
}

#[test]
fn what_is_under_a_device_is_found_and_its_neighbours_are_not() {
    let mut standing = Standing::default();
    for device in ["88", "889", "889-1", "889-1-1-42-7", "889-11", "8890", "89"] {
        let one = DeviceAlarm { device, ..alarm(1) };
        standing.note(&one, true, UtcMs(1));
    }
    let names = |device: &str| -> Vec<String> {
        let found = standing.under(device).into_iter();
        found.map(|(name, _)| name).collect()
    };
    assert_eq!(
        names("889"),
        ["889", "889-1", "889-1-1-42-7", "889-11"],
        "the device with all that is under it"
    );
    assert_eq!(names("889-1"), ["889-1", "889-1-1-42-7"], "one system");
}

#[test]
fn an_end_that_was_kept_back_does_not_end_a_present_alarm() {
    let day = LATE_MAX_MS;
    // When the device says that it began and ended, when the desk heard the first, and whether
    // the end counts.
    let cases = [
        (5 * day, 5 * day - 1, 5 * day, false, "kept back"),
        (5 * day, 5 * day, 5 * day, true, "a clock that stands still"),
        (5 * day, 0, 5 * day, true, "a clock that was lost"),
        (
            5 * day,
            4 * day + 1,
            4 * day,
            true,
            "a clock ahead, set right",
        ),
    ];
    for (began, ended, heard, counts, why) in cases {
        let mut standing = Standing::default();
        standing.note(&alarm(began), true, UtcMs(heard));
        let change = changed(standing.note(&alarm(ended), false, UtcMs(heard + 1)));
        assert_eq!(change.is_some(), counts, "{why}");
    }
}

#[test]
fn an_alarm_beyond_the_bound_is_told_and_said_to_be_unfollowed() {
    let reach = Arc::new(Reach::new(&[], &[]));
    let mut standing = Standing::default();
    for number in 0..STANDING_MAX {
        let device = number.to_string();
        let one = DeviceAlarm {
            device: &device,
            ..alarm(1)
        };
        standing.note(&one, true, UtcMs(1));
    }
    let register = Register {
        standing: Mutex::new(standing),
        ..Register::new("车辆", Duration::ZERO, reach)
    };
    let mut outcome = Outcome::default();
    alarm(2).tell(true, UtcMs(2), &register, &mut outcome);
    assert_eq!(outcome.drafts.len(), 1, "it is told");
    assert_eq!(
        outcome.defects[0].kind,
        DefectKind::TooMany,
        "with the reason"
    );
    assert_eq!(lock(&register.standing).len(), STANDING_MAX, "bounded");
}

#[test]
fn a_fact_keeps_only_some_kilobytes_of_a_report() {
    let bytes = vec![b'a'; REPORT_BYTES_MAX + 1];
    let long = DeviceAlarm {
        bytes: &bytes,
        ..alarm(1)
    };
    let change = changed(Standing::default().note(&long, true, UtcMs(1))).expect("it begins");
    let raw = received(long.draft(&change, &Reach::new(&[], &[]))).raw;
    assert!(raw.cut, "it says so");
    assert_eq!(raw.data.len(), REPORT_BYTES_MAX, "the first part");
}
