//! When a team is late, and when it is not.

use super::super::*;
use crate::time::MINUTE_MS;

const SENT: UtcMs = UtcMs(1_000_000);

/// An order that should be at the depot after ten minutes and there after thirty.
fn order(progress: Progress) -> Order {
    let stop = Stop {
        name: "演练 储备库".to_owned(),
        eta_s: Some(600),
        ..Stop::default()
    };
    Order {
        sent: OrderSent {
            eta_s: Some(1_800),
            stops: vec![stop],
            ..OrderSent::default()
        },
        progress,
        steps: vec![Step {
            to: Progress::Sent,
            at: SENT,
            by: "演练".into(),
            note: String::new(),
        }],
        ..Order::default()
    }
}

fn after(minutes: i64) -> UtcMs {
    SENT.plus_ms(minutes * MINUTE_MS)
}

#[test]
fn a_planned_arrival_that_has_passed_is_late_first_at_the_stop_then_at_the_end() {
    let mut order = order(Progress::EnRoute);
    assert_eq!(late(&order, None, after(12)), None, "within the grace");
    let at = |order: &Order, minutes| late(order, None, after(minutes)).expect("it is late");
    let found = at(&order, 13);
    assert_eq!(
        (found.why, found.stop),
        (LateWhy::NotArrived, Some(0)),
        "at the depot"
    );
    order.stops = vec![StopMark {
        reached_at: Some(after(11)),
        ..StopMark::default()
    }];
    assert_eq!(
        late(&order, None, after(32)),
        None,
        "it was there, and goes on"
    );
    let found = at(&order, 33);
    assert_eq!(
        (found.why, found.stop),
        (LateWhy::NotArrived, None),
        "at the end"
    );
    assert_eq!(found.planned_at, after(30), "when it should have been");
}

#[test]
fn what_is_seen_of_the_way_says_so_before_the_plan_does() {
    let order = order(Progress::EnRoute);
    let seen = |at, remaining_s| Some(Observed { remaining_s, at });
    assert_eq!(
        late(&order, seen(after(5), 1_620), after(6)),
        None,
        "two minutes are given"
    );
    let found = late(&order, seen(after(5), 1_680), after(6)).expect("33 minutes in all");
    assert_eq!(
        (found.why, found.expected_at),
        (LateWhy::Slow, Some(after(33))),
        "slow"
    );
    let old = seen(after(0), 9_000);
    assert_eq!(
        late(&order, old, after(6)),
        None,
        "an old position says nothing"
    );
}

#[test]
fn an_order_that_nobody_acknowledges_is_late() {
    let mut order = order(Progress::Sent);
    assert_eq!(late(&order, None, after(5)), None, "five minutes are given");
    let found = late(&order, None, after(6)).expect("nobody has it");
    assert_eq!(found.why, LateWhy::NotAcknowledged, "that is why");
    order.progress = Progress::Acknowledged;
    assert_eq!(late(&order, None, after(6)), None, "somebody has");
}

#[test]
fn who_is_there_or_free_is_not_late() {
    for progress in [
        Progress::Drafted,
        Progress::OnScene,
        Progress::Released,
        Progress::Recalled,
        Progress::Redirected,
        Progress::Undone,
    ] {
        assert_eq!(
            late(&order(progress), None, after(600)),
            None,
            "{progress:?}"
        );
    }
}

#[test]
fn without_a_plan_only_silence_is_late() {
    let mut order = order(Progress::EnRoute);
    order.sent.eta_s = None;
    order.sent.stops[0].eta_s = None;
    assert_eq!(late(&order, None, after(600)), None, "no time was promised");
}
