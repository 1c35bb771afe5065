//! Steps in any order.

mod late;

use super::*;
use crate::decide::Draft;
use crate::sample::Room;

fn sent() -> Fact {
    Fact::OrderSent(OrderSent {
        team: "T1".into(),
        authority: Authority::Custodian,
        ..OrderSent::default()
    })
}

fn moved(to: Progress) -> Fact {
    Fact::OrderMoved(OrderMoved {
        to,
        ..OrderMoved::default()
    })
}

#[test]
fn a_step_that_comes_late_or_out_of_order_changes_nothing() {
    use Progress::{Acknowledged, EnRoute, Expired, Failed, OnScene, Recalled, Released};
    let cases: [(&[Progress], Progress); 8] = [
        (&[Acknowledged, EnRoute, OnScene, Released], Released),
        (&[OnScene, EnRoute, Acknowledged], OnScene),
        (&[EnRoute, EnRoute], EnRoute),
        (&[Released, OnScene], Released),
        (&[Recalled, Failed, Released], Recalled),
        (&[Acknowledged, Expired], Acknowledged),
        (&[Expired, Acknowledged], Expired),
        // These ends have facts of their own.
        (
            &[Progress::Redirected, Progress::HandedOver, Progress::Undone],
            Progress::Sent,
        ),
    ];
    for (steps, progress) in cases {
        let mut room = Room::new();
        room.write_own("O1", sent());
        for step in steps {
            room.write_own("O1", moved(*step));
        }
        assert_eq!(room.order("O1").progress, progress, "after {steps:?}");
    }
}

#[test]
fn a_step_before_the_order_itself_changes_nothing() {
    let mut room = Room::new();
    room.write_own("O1", moved(Progress::OnScene));
    let order = room.order("O1");
    assert_eq!(order.progress, Progress::Drafted, "it was not sent");
    assert_eq!(order.steps, [], "nor did anything happen");
    room.write_own("O1", sent());
    assert_eq!(room.order("O1").progress, Progress::Sent, "now it is");
}

#[test]
fn a_claim_is_what_the_sequencer_says_and_before_that_what_the_desk_may() {
    use Authority::{Custodian, Remote};
    let with = vec![uuid::Uuid::nil()];
    let cases = [
        (None, Custodian, Claim::Confirmed),
        (None, Remote, Claim::Unconfirmed),
        (Some(Verdict::Ok), Remote, Claim::Confirmed),
        (
            Some(Verdict::Granted { quantity: 1 }),
            Remote,
            Claim::Confirmed,
        ),
        (
            Some(Verdict::Granted { quantity: 0 }),
            Custodian,
            Claim::Withdrawn,
        ),
        (Some(Verdict::Moot), Custodian, Claim::Withdrawn),
        (Some(Verdict::Expired), Custodian, Claim::Expired),
        (
            Some(Verdict::Conflict { with: with.clone() }),
            Custodian,
            Claim::Conflict { with },
        ),
        (
            Some(Verdict::Refused {
                reason: RefusedBecause::Unknown,
            }),
            Custodian,
            Claim::Refused {
                reason: RefusedBecause::Unknown,
            },
        ),
    ];
    for (verdict, authority, claim) in cases {
        let found = Claim::of(verdict.as_ref(), authority);
        assert_eq!(found, claim, "{verdict:?} as {authority:?}");
    }
}

#[test]
fn steps_are_bounded() {
    let mut room = Room::new();
    let again = STEPS_MAX + 1;
    for _ in 0..again {
        // A draft that is written over and over is the only order that could grow for ever.
        room.write_own("O1", Fact::OrderDrafted(OrderSent::default()));
    }
    assert_eq!(room.order("O1").steps.len(), STEPS_MAX, "the bound");
}

#[test]
fn an_order_runs_out_by_the_clock_of_the_desk_that_sent_it() {
    let until = UtcMs(1_000_000);
    for ahead_ms in [None, Some(600_000), Some(-600_000)] {
        let fact = Fact::OrderSent(OrderSent {
            authority: Authority::Remote,
            ..OrderSent::default()
        });
        let mut event = Room::new().event(&Draft::plain("O1", fact.clone()));
        event.clock_offset_ms = ahead_ms;
        // In the event it stands by the platform's clock.
        event.valid_until = Some(until.plus_ms(ahead_ms.unwrap_or(0)));
        let mut order = Order {
            id: "O1".into(),
            ..Order::default()
        };
        order.apply(&event, &fact, None);
        assert!(!order.has_run_out(until), "not before, {ahead_ms:?}");
        assert!(order.has_run_out(until.plus_ms(1)), "then, {ahead_ms:?}");
    }
}
