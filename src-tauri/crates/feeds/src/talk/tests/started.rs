//! Alarms of values that stood when the desk was started.

use std::collections::HashMap;

use super::*;
use crate::roll::{Entry, Periods};

const POINT: &str = "YL01/a21028";

fn later(seconds: i64) -> UtcMs {
    UtcMs(NOW.0 + seconds * 1_000)
}

fn limited(limits: Limits) -> Hj212 {
    let feed = station(Limits::default());
    let entry = Entry {
        limits: Some(limits),
        ..Entry::default()
    };
    let entries = HashMap::from([(POINT.to_owned(), entry)]);
    feed.register().roll.replace(entries, Periods::of("hj212"));
    feed
}

fn send(feed: &Hj212, value: &str, at: UtcMs) -> Vec<(String, MessageType)> {
    let mut outcome = feed.talk().take(&data(value, "N", CrcKind::Standard), at);
    let told = received(&outcome).into_iter();
    let told = told
        .map(|one| (one.notice.event_code.clone(), one.notice.msg_type))
        .collect();
    let changes = std::mem::take(&mut outcome.changes);
    feed.register().settle(true, changes);
    told
}

/// A feed that was started while a value stood beyond its limit.
fn started(limits: Limits) -> Hj212 {
    let at_once = Limits {
        on_delay_s: 0,
        ..limits
    };
    let before = limited(at_once);
    let outcome = before.talk().take(&data("9", "N", CrcKind::Standard), NOW);
    let notice = received(&outcome)[0].notice.clone();
    assert_eq!(notice.event_code, "high", "it stands");
    let feed = limited(limits);
    feed.register().take_up([&notice]);
    feed
}

fn limits() -> Limits {
    Limits {
        high: Some(5.0),
        deadband: Some(1.0),
        on_delay_s: 60,
        off_delay_s: 60,
        ..Limits::default()
    }
}

fn over() -> [(String, MessageType); 1] {
    [("high".to_owned(), MessageType::Cancel)]
}

#[test]
fn a_value_that_is_beyond_its_limit_still_is_not_called_over_after_a_start() {
    let feed = started(limits());
    assert_eq!(
        send(&feed, "9", later(1)),
        [],
        "the on-delay does not begin anew"
    );
    assert_eq!(send(&feed, "9", later(90)), [], "nor is it told twice");
    assert_eq!(send(&feed, "1", later(100)), [], "the off-delay runs");
    assert_eq!(send(&feed, "1", later(160)), over(), "it is over once");
}

#[test]
fn a_value_within_the_deadband_ends_nothing_after_a_start() {
    let feed = started(limits());
    for at in [1, 90, 180] {
        assert_eq!(
            send(&feed, "4.5", later(at)),
            [],
            "the limit is shifted: {at}"
        );
    }
    assert_eq!(send(&feed, "3.9", later(200)), [], "the off-delay runs");
    assert_eq!(send(&feed, "3.9", later(260)), over(), "below the deadband");
}

#[test]
fn an_off_delay_runs_after_a_start_as_before() {
    let feed = started(limits());
    assert_eq!(send(&feed, "1", later(1)), [], "within for no time");
    assert_eq!(send(&feed, "9", later(30)), [], "and beyond again");
    assert_eq!(send(&feed, "1", later(40)), [], "it begins anew");
    assert_eq!(send(&feed, "1", later(99)), [], "59 s");
    assert_eq!(send(&feed, "1", later(100)), over(), "60 s");
}
