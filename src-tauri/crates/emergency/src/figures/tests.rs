//! Loads of made-up shifts beside the guideline.

use super::*;

fn alarm(point: &str, at_s: i64) -> Sounded {
    Sounded {
        alert: format!("{point}/{at_s}").into(),
        point: point.into(),
        name: format!("演练 {point}"),
        at: UtcMs(at_s * 1_000),
        waited_from: UtcMs(at_s * 1_000),
        ended: None,
        acknowledged: None,
        priority: Priority::Low,
    }
}

fn hour(alarms: &[Sounded], operators: u32) -> AlarmLoad {
    let span = (UtcMs(0), UtcMs(3_600_000));
    let stood = Stood {
        standing: 2,
        stale: 1,
    };
    load(alarms, span, stood, operators, &Guideline::default())
}

#[test]
fn a_quiet_hour_is_all_noughts() {
    let load = hour(&[], 1);
    assert_eq!(load.windows.len(), 6, "six windows");
    assert_eq!((load.alarms, load.peak.alarms), (0, 0), "nothing");
    assert_eq!(
        (load.ack_median_s, load.worst.len()),
        (None, 0),
        "nor anybody"
    );
}

#[test]
fn the_average_is_per_operator_and_the_peak_says_when() {
    let mut alarms: Vec<_> = (0..12)
        .map(|s| alarm(&format!("P{s}"), 600 + s * 20))
        .collect();
    alarms.push(alarm("later", 3_700));
    let load = hour(&alarms, 2);
    assert_eq!(load.alarms, 12, "what comes after the span does not count");
    assert!((load.average - 1.0).abs() < 1e-9, "12 in 6 windows for two");
    let peak = (load.peak.from, load.peak.alarms);
    assert_eq!(peak, (UtcMs(600_000), 12), "all in the second window");
    assert!(load.flood_percent < 1e-9, "six each are no flood");
    let flood = hour(&alarms, 1).flood_percent;
    assert!(
        (flood - 100.0 / 6.0).abs() < 1e-9,
        "twelve for one are: {flood}"
    );
}

#[test]
fn a_point_that_comes_again_and_again_is_found_and_one_that_goes_at_once() {
    let mut alarms: Vec<_> = (0..5).map(|s| alarm("chatter", s * 15)).collect();
    alarms.extend((0..5).map(|s| alarm("slow", s * 60)));
    let mut short = alarm("short", 30);
    short.ended = Some(UtcMs(33_000));
    alarms.push(short);
    let load = hour(&alarms, 1);
    let named = |points: &[BadPoint]| -> Vec<String> {
        points.iter().map(|point| point.point.0.clone()).collect()
    };
    assert_eq!(
        named(&load.worst),
        ["chatter", "slow", "short"],
        "most first"
    );
    assert_eq!(named(&load.chattering), ["chatter"], "four in a minute");
    assert_eq!(load.chattering[0].in_minute, 4, "so many");
    assert_eq!(named(&load.fleeting), ["short"], "three seconds");
    assert!(
        (load.worst_percent - 100.0).abs() < 1e-9,
        "all are among ten"
    );
}

#[test]
fn what_stood_is_told_beside_it_and_times_are_of_what_was_acknowledged() {
    let mut old = alarm("old", -100_000);
    old.acknowledged = Some(UtcMs(5_000));
    let mut alarms = vec![old, alarm("waits", 10)];
    for (n, wait_s) in [5, 10, 60].into_iter().enumerate() {
        let mut one = alarm(&format!("P{n}"), 100);
        one.acknowledged = Some(one.at.plus_ms(wait_s * 1_000));
        alarms.push(one);
    }
    let load = hour(&alarms, 1);
    assert_eq!((load.standing, load.stale), (2, 1), "as it was counted");
    assert_eq!(load.acknowledged, 3, "of those that came in the span");
    assert_eq!(load.ack_median_s, Some(10), "the middle one");
    assert_eq!(load.ack_p90_s, Some(60), "the slowest");
}

#[test]
fn one_that_waited_once_more_is_timed_from_then() {
    let mut revised = alarm("revised", 0);
    revised.waited_from = UtcMs(3_000_000);
    revised.acknowledged = Some(UtcMs(3_010_000));
    let load = hour(&[revised], 1);
    assert_eq!(
        load.ack_median_s,
        Some(10),
        "not the 50 minutes since it came"
    );
}

#[test]
fn more_points_than_are_named_are_counted() {
    let mut alarms = Vec::new();
    for point in 0..WORST_MAX + 2 {
        for at_s in [0, 10, 20] {
            let mut one = alarm(&format!("P{point}"), at_s);
            one.ended = Some(one.at.plus_ms(1_000));
            alarms.push(one);
        }
    }
    let load = hour(&alarms, 1);
    let named = (load.chattering.len(), load.fleeting.len());
    assert_eq!(named, (WORST_MAX, WORST_MAX), "ten of each are named");
    let counted = (load.chattering_points, load.fleeting_points);
    assert_eq!(counted, (12, 12), "and the rest is not forgotten");
}

#[test]
fn a_long_span_keeps_its_newest_windows_and_is_averaged_as_a_whole() {
    let there = 2 * WINDOWS_MAX as i64;
    let to = UtcMs(WINDOW_MS * there);
    let each = (0..there).map(|window| Sounded {
        alert: format!("A{window}").into(),
        at: UtcMs(WINDOW_MS * (window + 1) - 1),
        ..alarm("P", 0)
    });
    let each: Vec<Sounded> = each.collect();
    let load = load(
        &each,
        (UtcMs(0), to),
        Stood::default(),
        1,
        &Guideline::default(),
    );
    assert!(
        (load.average - 1.0).abs() < 1e-9,
        "one in each window of two weeks, not two: {}",
        load.average
    );
    assert_eq!(load.windows.len(), WINDOWS_MAX, "the bound");
    assert_eq!(load.windows[WINDOWS_MAX - 1].alarms, 1, "the last is there");
}
