//! Desks and a platform whose clocks disagree by days (F13), and what else a beat says.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use emergency::order::Claim;
use emergency::time::DAY_MS;
use tests::city::City;
use tests::proxy::{Mischief, Steering, Wire, on_loopback};
use tests::seat::Seat;
use tests::world::{Clock, incident, send, system_clock, team};

use super::conflict::claim;
use super::{LONG, folder, together};

/// What a busy machine may take between two stamps.
const SLACK_MS: i64 = 30_000;

fn off_by(ms: i64) -> Clock {
    let clock = system_clock();
    Arc::new(move || clock().plus_ms(ms))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_desk_three_days_off_loses_nothing_and_its_orders_neither_die_nor_live_on() {
    for skew_ms in [-3 * DAY_MS, 3 * DAY_MS] {
        let folder = folder();
        let city = City::start(folder.path(), system_clock(), 1).await;
        let a = Seat::start(folder.path(), 1, 1, off_by(skew_ms), city.address);
        let near = |offset: i64| (offset + skew_ms).abs() < SLACK_MS;
        a.until(LONG, |state| state.clock_offset_ms.is_some_and(near))
            .await;
        let at = a.act(incident("演练")).expect("is allowed").entities[0]
            .id
            .clone();
        a.act(team("T1", None)).expect("is allowed");
        together(&city, &[&a]).await;
        let order = a.act(send("T1", &at)).expect("is written");
        let event = a.logbook.event(order.events[0]).expect("reads");
        let until = event.expect("is there").event.valid_until.expect("it ends");
        let left_ms = until.0 - (system_clock())().0;
        assert!(
            (1..=10 * 60_000).contains(&left_ms),
            "ten minutes by the platform's clock, not {left_ms} ms"
        );
        together(&city, &[&a]).await;
        let order = order.entities[0].id.clone();
        assert_eq!(claim(&a, &order), Claim::Confirmed, "{skew_ms} ms: granted");
        assert_eq!(city.head(), 3, "{skew_ms} ms: every fact is taken");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_offset_is_forgotten_when_somebody_sets_the_clock() {
    let folder = folder();
    let city = City::start(folder.path(), system_clock(), 1).await;
    let skew = Arc::new(AtomicI64::new(-3 * DAY_MS));
    let clock: Clock = {
        let (skew, clock) = (Arc::clone(&skew), system_clock());
        Arc::new(move || clock().plus_ms(skew.load(Ordering::Relaxed)))
    };
    let wire = Steering::new(1, Mischief::default());
    let address = on_loopback(city.address, wire.clone()).await;
    let a = Seat::start(folder.path(), 1, 1, clock, address);
    a.until(LONG, |state| state.clock_offset_ms.is_some()).await;
    wire.wire.send_replace(Wire::Cut);
    a.until(LONG, |state| state.why_down.is_some()).await;
    skew.store(0, Ordering::Relaxed);
    a.until(LONG, |state| state.clock_offset_ms.is_none()).await;
    let note = a.act(incident("演练 校时之后")).expect("is allowed").events[0];
    let event = a.logbook.event(note).expect("reads").expect("is there");
    assert_eq!(
        event.event.clock_offset_ms, None,
        "nothing is said that is not known"
    );
    wire.wire.send_replace(Wire::Up);
    let near = |offset: i64| offset.abs() < SLACK_MS;
    a.until(LONG, |state| state.clock_offset_ms.is_some_and(near))
        .await;
    together(&city, &[&a]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_beat_says_how_many_other_desks_are_there_and_without_a_line_nothing_is_known() {
    let folder = folder();
    let city = City::start(folder.path(), system_clock(), 1).await;
    let b = Seat::start(folder.path(), 2, 1, system_clock(), city.address);
    b.until_live(LONG).await;
    let wire = Steering::new(1, Mischief::default());
    let address = on_loopback(city.address, wire.clone()).await;
    let a = Seat::start(folder.path(), 1, 1, system_clock(), address);
    a.until(LONG, |state| state.others == Some(1)).await;
    b.stop().await;
    a.until(LONG, |state| state.others == Some(0)).await;
    wire.wire.send_replace(Wire::Cut);
    let cut = a.until(LONG, |state| state.why_down.is_some()).await;
    assert_eq!(cut.others, None, "who cannot be asked is not counted");
}
