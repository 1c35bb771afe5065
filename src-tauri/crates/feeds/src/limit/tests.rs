//! Values that cross their limits, tremble about them, and fall silent.

use std::sync::Arc;
use std::time::Duration;

use proptest::prelude::*;

use super::*;
use crate::reach::Reach;

fn register() -> Register {
    let reach = Arc::new(Reach::new(&[], &[]));
    Register::new("储罐", Duration::from_secs(60), reach)
}

fn measured<'a>(limits: &'a Limits, value: f64, at_s: i64) -> Measured<'a> {
    Measured {
        feed: "储罐",
        format: "mqtt",
        point: "T1",
        name: "液位",
        value,
        unit: "m",
        limits,
        at: UtcMs(at_s * 1_000),
        bytes: b"{}",
        line: 7,
    }
}

/// Values of certain seconds, the alarms that they begin and end, and why.
type Case<'a> = (&'a [(i64, f64)], &'a [&'a str], &'a str);

/// The alarms that values of certain seconds begin (+) and end (-).
fn told(limits: &Limits, values: &[(i64, f64)]) -> Vec<String> {
    let register = register();
    let mut all = Vec::new();
    for (at_s, value) in values {
        let mut outcome = Outcome::default();
        let one = measured(limits, *value, *at_s);
        one.tell(one.at, &register, &mut outcome);
        all.extend(words(&outcome, *at_s));
        register.settle(true, outcome.changes);
    }
    all
}

fn words(outcome: &Outcome, at_s: i64) -> Vec<String> {
    let of = |draft: &emergency::decide::Draft| match &draft.fact {
        emergency::fact::Fact::AlertReceived(received) => {
            let notice = &received.notice;
            let ended = notice.msg_type == emergency::alert::MessageType::Cancel;
            format!(
                "{at_s}{}{}",
                if ended { '-' } else { '+' },
                notice.event_code
            )
        }
        other => panic!("a value is told as a message: {other:?}"),
    };
    outcome.drafts.iter().map(of).collect()
}

#[test]
fn an_alarm_holds_as_long_as_its_value_is_beyond_and_a_worse_one_says_the_lesser() {
    let limits = Limits {
        high: Some(8.0),
        high_high: Some(9.0),
        ..Limits::default()
    };
    let seen = told(&limits, &[(0, 8.5), (1, 9.5), (2, 8.5), (3, 1.0)]);
    let expected = ["0+high", "1+high_high", "2-high_high", "3-high"];
    assert_eq!(
        seen, expected,
        "nothing is called over while the value is beyond it"
    );
    let seen = told(&limits, &[(0, 9.5), (1, 8.5), (2, 1.0)]);
    let expected = ["0+high_high", "1-high_high", "1+high", "2-high"];
    assert_eq!(
        seen, expected,
        "one alarm for a leap, the lesser one when the worse is over"
    );
}

#[test]
fn a_value_that_trembles_about_its_limit_is_one_alarm() {
    let limits = Limits {
        high: Some(8.0),
        deadband: Some(0.2),
        ..Limits::default()
    };
    let trembling: Vec<_> = (0..20)
        .map(|at| (at, if at % 2 == 0 { 8.05 } else { 7.9 }))
        .collect();
    assert_eq!(told(&limits, &trembling), ["0+high"], "within the deadband");
    let seen = told(&limits, &[(0, 8.05), (1, 7.7)]);
    assert_eq!(seen, ["0+high", "1-high"], "beyond it the alarm ends");
}

#[test]
fn an_alarm_begins_and_ends_when_its_delay_has_run_off() {
    let limits = Limits {
        high: Some(8.0),
        on_delay_s: 10,
        off_delay_s: 20,
        ..Limits::default()
    };
    let cases: &[Case<'_>] = &[
        (
            &[(0, 9.0), (9, 9.0), (10, 9.0)],
            &["10+high"],
            "ten seconds beyond",
        ),
        (
            &[(0, 9.0), (9, 7.0), (12, 9.0), (21, 9.0)],
            &[],
            "a peak begins anew",
        ),
        (
            &[(0, 9.0), (10, 9.0), (11, 7.0), (30, 7.0), (31, 7.0)],
            &["10+high", "31-high"],
            "twenty seconds within",
        ),
        (
            &[
                (0, 9.0),
                (10, 9.0),
                (11, 7.0),
                (30, 9.0),
                (40, 7.0),
                (59, 7.0),
            ],
            &["10+high"],
            "a gap ends nothing",
        ),
        (
            &[(100, 9.0), (50, 9.0)],
            &["50+high"],
            "a clock that was set back",
        ),
    ];
    for (values, expected, why) in cases {
        assert_eq!(&told(&limits, values), expected, "{why}");
    }
}

#[test]
fn silence_does_not_take_back_a_value_that_was_beyond_its_limit() {
    let limits = Limits {
        high: Some(8.0),
        on_delay_s: 10,
        ..Limits::default()
    };
    let register = register();
    let mut outcome = Outcome::default();
    measured(&limits, 9.0, 0).tell(UtcMs(0), &register, &mut outcome);
    register.tell_due(UtcMs(9_000), None, &mut outcome);
    assert!(outcome.drafts.is_empty(), "the delay still runs");
    register.tell_due(UtcMs(10_000), None, &mut outcome);
    assert_eq!(words(&outcome, 10), ["10+high"], "it has run off");
    register.tell_due(UtcMs(11_000), None, &mut outcome);
    assert_eq!(outcome.drafts.len(), 1, "told once");
    let not_stored = std::mem::take(&mut outcome.changes);
    lock(&register.standing).give_back(not_stored);
    register.tell_due(UtcMs(12_000), None, &mut outcome);
    assert_eq!(outcome.drafts.len(), 2, "what was not stored is told again");
    let mut outcome = Outcome::default();
    measured(&limits, 1.0, 13).tell(UtcMs(13_000), &register, &mut outcome);
    assert_eq!(words(&outcome, 13), ["13-high"], "a value within ends it");
}

#[test]
fn a_line_that_ends_tells_what_still_waits() {
    let limits = Limits {
        low: Some(1.0),
        on_delay_s: 60,
        ..Limits::default()
    };
    let register = register();
    let mut outcome = Outcome::default();
    measured(&limits, 0.5, 0).tell(UtcMs(0), &register, &mut outcome);
    register.tell_due(UtcMs(1_000), Some(8), &mut outcome);
    assert!(outcome.drafts.is_empty(), "another line says nothing of it");
    register.tell_due(UtcMs(1_000), Some(7), &mut outcome);
    assert_eq!(words(&outcome, 1), ["1+low"], "nothing more will be heard");
    let mut outcome = Outcome::default();
    measured(&limits, 0.4, 2).tell(UtcMs(2_000), &register, &mut outcome);
    let told = words(&outcome, 2);
    assert!(
        told.iter().all(|one| !one.contains('-')),
        "a value that is still beyond ends nothing: {told:?}"
    );
}

#[test]
fn a_device_whose_clock_is_ahead_does_not_stop_the_measuring_of_rates() {
    let limits = Limits {
        rise_per_min: Some(0.5),
        ..Limits::default()
    };
    let register = register();
    let mut outcome = Outcome::default();
    let hours_23 = 23 * 3_600;
    measured(&limits, 1.0, hours_23).tell(UtcMs(0), &register, &mut outcome);
    measured(&limits, 1.6, 60).tell(UtcMs(60_000), &register, &mut outcome);
    assert_eq!(words(&outcome, 60), ["60+rise"], "the desk's clock counts");
}

#[test]
fn a_value_that_rises_or_falls_too_fast_is_told_before_it_reaches_a_limit() {
    let limits = Limits {
        rise_per_min: Some(0.5),
        fall_per_min: Some(0.5),
        ..Limits::default()
    };
    let cases: &[Case<'_>] = &[
        (
            &[(0, 1.0), (60, 1.6), (120, 1.7)],
            &["60+rise", "120-rise"],
            "0.6 m in a minute",
        ),
        (
            &[(0, 2.0), (120, 0.9)],
            &["120+fall"],
            "0.55 m a minute over two",
        ),
        (
            &[(0, 1.0), (1, 1.4), (60, 1.2)],
            &[],
            "a single value is noise",
        ),
        (
            &[(0, 1.0), (-5, 3.0), (60, 1.2)],
            &[],
            "an older value is no change",
        ),
    ];
    for (values, expected, why) in cases {
        assert_eq!(&told(&limits, values), expected, "{why}");
    }
}

#[test]
fn a_rate_that_stood_when_the_desk_was_started_is_judged_by_a_whole_window() {
    let limits = Limits {
        fall_per_min: Some(0.5),
        ..Limits::default()
    };
    let before = register();
    let mut outcome = Outcome::default();
    for (at_s, value) in [(0, 8.0), (60, 7.0)] {
        measured(&limits, value, at_s).tell(UtcMs(at_s * 1_000), &before, &mut outcome);
    }
    let emergency::fact::Fact::AlertReceived(received) = &outcome.drafts[0].fact else {
        panic!("a value is told as a message");
    };
    let register = register();
    register.take_up([&received.notice]);
    let mut all = Vec::new();
    let falls = (0..60_u32).map(|s| (100 + i64::from(s), 6.0 - 0.01 * f64::from(s)));
    for (at_s, value) in falls.chain([(160, 5.4), (221, 5.4)]) {
        let mut outcome = Outcome::default();
        measured(&limits, value, at_s).tell(UtcMs(at_s * 1_000), &register, &mut outcome);
        all.extend(words(&outcome, at_s));
        register.settle(true, outcome.changes);
    }
    assert_eq!(all, ["221-fall"], "over when a minute without it was seen");
}

#[test]
fn the_window_of_a_rate_is_the_districts_to_set() {
    let limits = |rate_over_s| Limits {
        fall_per_min: Some(0.59),
        rate_over_s,
        ..Limits::default()
    };
    let falling: Vec<_> = (0..40_u32)
        .map(|s| (i64::from(s), 8.0 - 0.02 * f64::from(s)))
        .collect();
    assert_eq!(
        told(&limits(0), &falling),
        ["31+fall"],
        "0.6 m of a minute's window are gone, and one value was waited for"
    );
    assert_eq!(
        told(&limits(10), &falling),
        ["6+fall"],
        "0.1 m of ten seconds'"
    );
}

#[test]
fn beyond_its_bound_a_delay_is_left_out_and_the_alarm_is_not() {
    let limits = Limits {
        high: Some(8.0),
        on_delay_s: 10,
        ..Limits::default()
    };
    let register = register();
    let mut outcome = Outcome::default();
    for number in 0..=WAITING_MAX {
        let point = number.to_string();
        let one = Measured {
            point: &point,
            ..measured(&limits, 9.0, 0)
        };
        one.tell(UtcMs(0), &register, &mut outcome);
    }
    assert_eq!(
        outcome.drafts.len(),
        1,
        "the one beyond the bound is told at once"
    );
}

proptest! {
    #[test]
    fn without_delays_and_deadband_an_alarm_holds_just_while_a_limit_is_reached(
        values in prop::collection::vec(0.0_f64..12.0, 1..40),
    ) {
        let limits = Limits {
            low_low: Some(1.0),
            low: Some(2.0),
            high: Some(8.0),
            high_high: Some(9.0),
            ..Limits::default()
        };
        let register = register();
        for (at, value) in (0_i64..).zip(values) {
            let one = measured(&limits, value, at);
            one.tell(one.at, &register, &mut Outcome::default());
            let holds = limits.breach(value).is_some();
            prop_assert_eq!(!lock(&register.standing).is_empty(), holds, "at {}", value);
        }
    }
}
