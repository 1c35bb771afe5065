//! The clock that replays a scenario. Pure: the time of day is passed in at every call.

use emergency::time::UtcMs;
use serde::{Deserialize, Serialize};

use crate::inject::Timed;

/// Fastest a scenario is replayed: seconds of the scenario in one second.
pub const SPEED_MAX: u32 = 3_600;

/// Maps the time of day to the time of a scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReplayClock {
    /// A time of day…
    anchor: UtcMs,
    /// …and the milliseconds of the scenario at that time.
    anchor_ms: i64,
    /// Seconds of the scenario in one second.
    speed: u32,
    paused: bool,
}

impl ReplayClock {
    /// A clock at the beginning, running.
    #[must_use]
    pub fn start(now: UtcMs, speed: u32) -> Self {
        Self {
            anchor: now,
            anchor_ms: 0,
            speed: speed.clamp(1, SPEED_MAX),
            paused: false,
        }
    }

    /// Milliseconds of the scenario. A time of day before the last change counts as that change:
    /// a scenario never runs backwards because a clock was set.
    #[must_use]
    pub fn at_ms(&self, now: UtcMs) -> i64 {
        if self.paused {
            return self.anchor_ms;
        }
        let passed_ms = now.since_ms(self.anchor).max(0);
        let played_ms = passed_ms.saturating_mul(i64::from(self.speed));
        self.anchor_ms.saturating_add(played_ms)
    }

    /// True while it stands still.
    #[must_use]
    pub fn is_paused(&self) -> bool {
        self.paused
    }

    /// Seconds of the scenario in one second.
    #[must_use]
    pub fn speed(&self) -> u32 {
        self.speed
    }

    /// Stands still.
    pub fn pause(&mut self, now: UtcMs) {
        self.hold(now);
        self.paused = true;
    }

    /// Goes on.
    pub fn resume(&mut self, now: UtcMs) {
        self.hold(now);
        self.paused = false;
    }

    /// Goes on faster or slower, from 1 to [`SPEED_MAX`].
    pub fn set_speed(&mut self, now: UtcMs, speed: u32) {
        self.hold(now);
        self.speed = speed.clamp(1, SPEED_MAX);
    }

    /// Goes to another time of the scenario, not before its beginning.
    pub fn jump(&mut self, now: UtcMs, to_ms: i64) {
        self.anchor = now;
        self.anchor_ms = to_ms.max(0);
    }

    /// The time of day at which the scenario reaches a time; none while it stands still. For
    /// waiting until the next event instead of asking again and again.
    #[must_use]
    pub fn due_at(&self, to_ms: i64) -> Option<UtcMs> {
        if self.paused {
            return None;
        }
        let left_ms = to_ms.saturating_sub(self.anchor_ms).max(0);
        let speed = i64::from(self.speed);
        let whole = left_ms / speed + i64::from(left_ms % speed != 0);
        Some(self.anchor.plus_ms(whole))
    }

    fn hold(&mut self, now: UtcMs) {
        self.anchor_ms = self.at_ms(now);
        self.anchor = now;
    }
}

/// The events after one time of the scenario and up to another, both in milliseconds. The events
/// are in the order of their times.
#[must_use]
pub fn due(events: &[Timed], after_ms: i64, until_ms: i64) -> &[Timed] {
    let from = events.partition_point(|event| event.offset_ms <= after_ms);
    let to = events.partition_point(|event| event.offset_ms <= until_ms);
    &events[from..to.max(from)]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::inject::Inject;

    const NOON: UtcMs = UtcMs(1_800_000_000_000);

    #[test]
    fn it_runs_at_its_speed_stands_still_and_jumps() {
        let mut clock = ReplayClock::start(NOON, 4);
        assert_eq!(
            clock.at_ms(NOON.plus_ms(1_000)),
            4_000,
            "four times as fast"
        );
        clock.pause(NOON.plus_ms(2_000));
        assert_eq!(clock.at_ms(NOON.plus_ms(9_000)), 8_000, "it stands");
        clock.resume(NOON.plus_ms(10_000));
        assert_eq!(
            clock.at_ms(NOON.plus_ms(11_000)),
            12_000,
            "no time was lost"
        );
        clock.set_speed(NOON.plus_ms(11_000), 1);
        assert_eq!(
            clock.at_ms(NOON.plus_ms(12_000)),
            13_000,
            "slower from here on"
        );
        clock.jump(NOON.plus_ms(12_000), 60_000);
        assert_eq!(clock.at_ms(NOON.plus_ms(12_500)), 60_500, "forward");
        clock.jump(NOON.plus_ms(13_000), -5);
        assert_eq!(
            clock.at_ms(NOON.plus_ms(13_000)),
            0,
            "not before the beginning"
        );
    }

    #[test]
    fn a_clock_that_is_set_back_does_not_run_the_scenario_backwards() {
        let clock = ReplayClock::start(NOON, 10);
        assert_eq!(
            clock.at_ms(NOON.plus_ms(-60_000)),
            0,
            "the beginning at least"
        );
    }

    #[test]
    fn events_are_due_once_each() {
        let event = |offset_ms| Timed {
            offset_ms,
            inject: Inject::Word {
                text: String::new(),
            },
        };
        let events = [0, 10, 10, 20].map(event);
        assert_eq!(due(&events, -1, 0).len(), 1, "the first at once");
        assert_eq!(due(&events, 0, 10).len(), 2, "both at the same time");
        assert_eq!(due(&events, 10, 19).len(), 0, "nothing in between");
        assert_eq!(due(&events, 20, 0).len(), 0, "backwards there is nothing");
    }

    proptest! {
        #[test]
        fn an_event_is_due_when_the_clock_says_so_and_not_a_millisecond_sooner(
            speed in 1_u32..5_000, to_ms in 0_i64..100_000_000,
        ) {
            let clock = ReplayClock::start(NOON, speed);
            let at = clock.due_at(to_ms).expect("it runs");
            prop_assert!(clock.at_ms(at) >= to_ms, "reached");
            if to_ms > 0 {
                prop_assert!(clock.at_ms(at.plus_ms(-1)) < to_ms, "not sooner");
            }
        }

        #[test]
        fn the_scenario_never_runs_backwards_by_itself(
            steps in prop::collection::vec((0_i64..10_000, 0_u8..4, 1_u32..100), 1..40),
        ) {
            let mut clock = ReplayClock::start(NOON, 1);
            let (mut now, mut last_ms) = (NOON, 0);
            for (passed_ms, act, speed) in steps {
                now = now.plus_ms(passed_ms);
                match act {
                    0 => clock.pause(now),
                    1 => clock.resume(now),
                    2 => clock.set_speed(now, speed),
                    _ => {}
                }
                prop_assert!(clock.at_ms(now) >= last_ms, "at {:?}", now);
                last_ms = clock.at_ms(now);
            }
        }
    }
}
