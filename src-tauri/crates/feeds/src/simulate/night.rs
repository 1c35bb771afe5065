//! A whole night from a seed: when alerts come out, people call and devices misbehave, while the
//! fleets go on reporting.

use emergency::time::MINUTE_MS;

use super::chance::Chance;
use super::faults::{Fault, Speech};

/// The longest night, in minutes.
pub const MINUTES_MAX: u32 = 24 * 60;
const SECONDS_OF_MINUTE: u32 = 60;

/// One thing that happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The next message of the chains of alerts is published.
    Alert,
    /// People call: the number of the first record, and how many there are.
    Calls {
        /// Its number.
        first: u32,
        /// How many.
        count: u32,
    },
    /// A device misbehaves.
    Fault {
        /// What it means to speak.
        speech: Speech,
        /// What is wrong.
        fault: Fault,
    },
}

/// What happens in a night of so many minutes, each with its time from the start in milliseconds,
/// in order; the same for the same seed.
#[must_use]
pub fn schedule(seed: u64, minutes: u32) -> Vec<(i64, Step)> {
    let mut chance = Chance::new(seed);
    let minutes = minutes.min(MINUTES_MAX);
    let mut steps = Vec::new();
    let times = |chance: &mut Chance, least: u32, most: u32| {
        let mut at_s = chance.between(0, most * SECONDS_OF_MINUTE);
        let mut times = Vec::new();
        while at_s < minutes * SECONDS_OF_MINUTE {
            times.push(i64::from(at_s) * MINUTE_MS / i64::from(SECONDS_OF_MINUTE));
            at_s += chance.between(least * SECONDS_OF_MINUTE, most * SECONDS_OF_MINUTE);
        }
        times
    };
    for at_ms in times(&mut chance, 5, 15) {
        steps.push((at_ms, Step::Alert));
    }
    let mut first = 1;
    for at_ms in times(&mut chance, 2, 8) {
        let count = chance.between(1, 3);
        steps.push((at_ms, Step::Calls { first, count }));
        first += count;
    }
    // Every kind of fault comes before any comes again, beginning anywhere.
    let begin = chance.between(0, 11) as usize;
    for (turn, at_ms) in (begin..).zip(times(&mut chance, 1, 4)) {
        let speech = Speech::ALL[turn % Speech::ALL.len()];
        let fault = Fault::ALL[turn % Fault::ALL.len()];
        steps.push((at_ms, Step::Fault { speech, fault }));
    }
    steps.sort_by_key(|(at_ms, _)| *at_ms);
    steps
}
