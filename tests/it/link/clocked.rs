//! What takes long in real time, under a fake clock: half-open links, silent servers, three days.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use link::state::{LinkPhase, WhyDown};
use tests::sim::single::{Other, Seen, single};

/// Seconds after which a dead link has to be shown at the latest.
const SHOWN_S: u64 = 25;

#[test]
fn a_link_that_goes_silent_is_shown_within_25_seconds() {
    for (what, cuts) in [
        ("both ways", &[("city", "desk"), ("desk", "city")][..]),
        ("what the platform says", &[("city", "desk")][..]),
        ("what the desk says", &[("desk", "city")][..]),
    ] {
        let seen = Rc::new(RefCell::new(Seen::default()));
        single(Other::Platform, 120, &seen, |sim, elapsed| {
            if elapsed == Duration::from_secs(60) {
                for (from, to) in cuts {
                    sim.partition_oneway(*from, *to);
                }
            }
        });
        let seen = seen.borrow();
        let down = seen.first_down_after(Duration::from_secs(60));
        let (at, why) = down.expect("it is noticed");
        let took = at - Duration::from_secs(60);
        assert!(
            took <= Duration::from_secs(SHOWN_S),
            "{what} is cut: took {took:?}"
        );
        assert_eq!(why, WhyDown::Silent, "{what} is cut: for what it is");
    }
}

#[test]
fn servers_that_are_none_are_given_up_in_time() {
    let cases = [
        (Other::Silent, "says nothing"),
        (Other::Dripping, "one byte a second"),
        (Other::Portal, "a page instead of an upgrade"),
        (Other::Huge, "a frame beyond the bound"),
        (Other::Noise, "bytes that are no frame"),
    ];
    for (other, what) in cases {
        let seen = Rc::new(RefCell::new(Seen::default()));
        single(other, 60, &seen, |_, _| {});
        let seen = seen.borrow();
        let (at, why) = seen
            .first_down_after(Duration::ZERO)
            .expect("it is given up");
        assert!(at <= Duration::from_secs(30), "{what}: after {at:?}");
        let named = matches!(why, WhyDown::Slow { .. } | WhyDown::NotThePlatform { .. });
        assert!(named, "{what}: {why:?}");
        assert!(
            !seen.phases.contains(&LinkPhase::Live),
            "{what}: never live"
        );
    }
}

#[test]
fn three_days_without_a_link_are_caught_up_in_minutes() {
    let seen = Rc::new(RefCell::new(Seen::default()));
    let cut = Duration::from_secs(60);
    let back = cut + Duration::from_secs(72 * 3_600);
    single(
        Other::Platform,
        60 + 72 * 3_600 + 300,
        &seen,
        |sim, elapsed| {
            if elapsed == cut {
                sim.partition("city", "desk");
            } else if elapsed == back {
                sim.repair("city", "desk");
            }
        },
    );
    let seen = seen.borrow();
    let live = seen.first_live_after(back).expect("it comes back");
    assert!(
        live - back <= Duration::from_secs(120),
        "took {:?}",
        live - back
    );
    assert!(
        seen.tries < 72 * 60 * 4,
        "{} tries: the pauses grow",
        seen.tries
    );
    assert_eq!(seen.waiting, 0, "nothing waits");
    assert!(
        seen.saved >= 72,
        "the desk went on working: {} facts",
        seen.saved
    );
    assert_eq!(seen.head, seen.saved, "each once");
}
