//! Limits that are changed while values come, and while none can be judged.

use std::collections::HashMap;

use super::*;
use crate::roll::{Entry, Periods};

const POINT: &str = "YL01/a21028";

fn limited(feed: &Hj212, limits: Option<Limits>) {
    let entry = Entry {
        limits,
        ..Entry::default()
    };
    let entries = HashMap::from([(POINT.to_owned(), entry)]);
    let roll = &feed.register().roll;
    roll.replace(entries, Periods::of("hj212"));
}

fn high(limit: f64) -> Limits {
    Limits {
        high: Some(limit),
        ..Limits::default()
    }
}

fn send(feed: &Hj212, value: &str, flag: &str) -> Vec<(String, MessageType)> {
    let outcome = feed.talk().take(&data(value, flag, CrcKind::Standard), NOW);
    let told = codes(&outcome);
    feed.register().settle(true, outcome.changes);
    told.into_iter()
        .filter(|(code, _)| code != "instrumentFault")
        .collect()
}

fn codes(outcome: &Outcome) -> Vec<(String, MessageType)> {
    let told = received(outcome).into_iter();
    told.map(|one| (one.notice.event_code.clone(), one.notice.msg_type))
        .collect()
}

/// Looks at what was changed; what is told, as stored.
fn look(feed: &Hj212, now: UtcMs) -> Vec<(String, MessageType)> {
    let mut outcome = Outcome::default();
    let register = feed.register();
    let _ = register.judge_changed("hj212", now, &mut outcome);
    let told = codes(&outcome);
    register.settle(true, outcome.changes);
    told
}

fn begun(code: &str) -> (String, MessageType) {
    (code.to_owned(), MessageType::Alert)
}

fn ended(code: &str) -> (String, MessageType) {
    (code.to_owned(), MessageType::Cancel)
}

/// A station without limits of its feed.
fn plain() -> Hj212 {
    let settings = Hj212Settings {
        name: "环境".to_owned(),
        ..Hj212Settings::default()
    };
    Hj212::new(settings, reach())
}

#[test]
fn a_limit_that_is_taken_off_ends_its_alarm_whatever_the_newest_value_is() {
    // A bad value, one that is old, and none since the start of the desk.
    for (last, why) in [(Some(("0", "D")), "bad"), (None, "old"), (None, "none")] {
        let feed = plain();
        limited(&feed, Some(high(5.0)));
        assert_eq!(send(&feed, "9", "N"), [begun("high")], "{why}: it is high");
        if let Some((value, flag)) = last {
            assert_eq!(send(&feed, value, flag), [], "{why}: it ends nothing");
        }
        if why == "none" {
            feed.register().points.forget("YL01");
        }
        assert_eq!(look(&feed, NOW), [], "{why}: nothing else was changed");
        limited(&feed, None);
        let later = UtcMs(NOW.0 + 9 * 3_600_000);
        assert_eq!(look(&feed, later), [ended("high")], "{why}: it is over");
        assert_eq!(look(&feed, later), [], "{why}: once");
    }
}

#[test]
fn of_several_limits_only_the_one_that_is_taken_off_ends_its_alarm() {
    let feed = plain();
    let both = Limits {
        high_high: Some(8.0),
        ..high(5.0)
    };
    limited(&feed, Some(both));
    assert_eq!(send(&feed, "6", "N"), [begun("high")], "it is high");
    assert_eq!(send(&feed, "9", "N"), [begun("high_high")], "and worse");
    send(&feed, "0", "D");
    limited(&feed, Some(high(5.0)));
    assert_eq!(
        look(&feed, NOW),
        [ended("high_high")],
        "the other is not judged"
    );
    assert_eq!(
        send(&feed, "1", "N"),
        [ended("high")],
        "by the next value it is"
    );
}

#[test]
fn a_change_that_was_not_stored_is_told_again() {
    let feed = plain();
    limited(&feed, Some(high(5.0)));
    send(&feed, "9", "N");
    limited(&feed, None);
    let register = feed.register();
    let mut outcome = Outcome::default();
    let judged = register.judge_changed("hj212", NOW, &mut outcome);
    assert_eq!(codes(&outcome), [ended("high")], "told");
    register.settle(false, outcome.changes);
    register.judge_again(judged);
    assert_eq!(look(&feed, NOW), [ended("high")], "until it is on disk");
    assert_eq!(look(&feed, NOW), [], "and then no more");
}

#[test]
fn an_alarm_of_before_a_start_ends_with_the_first_value_of_a_point_without_limits() {
    let before = plain();
    limited(&before, Some(high(5.0)));
    let outcome = before.talk().take(&data("9", "N", CrcKind::Standard), NOW);
    let notice = received(&outcome)[0].notice.clone();
    let feed = plain();
    feed.register().take_up([&notice]);
    assert_eq!(
        send(&feed, "9", "N"),
        [],
        "the register has not been read yet"
    );
    limited(&feed, None);
    assert_eq!(send(&feed, "9", "D"), [ended("high")], "whatever it is");
}

#[test]
fn what_waits_for_its_on_delay_waits_no_longer_when_the_limit_is_gone_or_moved() {
    for limits in [None, Some(high(50.0))] {
        let feed = plain();
        let slow = Limits {
            on_delay_s: 60,
            ..high(5.0)
        };
        limited(&feed, Some(slow));
        assert_eq!(send(&feed, "9", "N"), [], "the delay runs");
        send(&feed, "0", "D");
        limited(&feed, limits);
        assert_eq!(look(&feed, NOW), [], "nothing stands");
        let mut due = Outcome::default();
        let later = UtcMs(NOW.0 + 61_000);
        feed.register().tell_due(later, None, &mut due);
        assert!(due.drafts.is_empty(), "and nothing begins: {limits:?}");
    }
}

#[test]
fn limits_that_are_changed_judge_the_newest_value_without_counting_it_twice() {
    let feed = plain();
    let falls = Limits {
        fall_per_min: Some(0.5),
        ..Limits::default()
    };
    limited(&feed, Some(falls));
    let at = |second: i64| UtcMs(NOW.0 + second * 1_000);
    let tell = |second: i64, value: &str| {
        let text = format!(
            "QN=20260501083000000;ST=31;CN=2011;PW=1;MN=YL01;Flag=5;CP=&&\
             DataTime=202605010830{second:02};a21028-Rtd={value},a21028-Flag=N&&"
        );
        let bytes = hj212::encode_bytes(text.as_bytes(), CrcKind::Standard);
        codes(&feed.talk().take(&bytes, at(second)))
    };
    tell(0, "8");
    tell(1, "8");
    assert_eq!(tell(2, "2"), [], "one that jumps may be noise");
    let more = Limits {
        deadband: Some(0.1),
        ..falls
    };
    limited(&feed, Some(more));
    assert_eq!(look(&feed, at(3)), [], "the same value is no second one");
    assert_eq!(tell(4, "8"), [], "it was noise");
}
