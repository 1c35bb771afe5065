//! Connections that have not sent a right message yet.

use std::sync::Mutex;

use tokio_util::sync::CancellationToken;

use crate::lock::lock;

/// The connections of a server that have still to show what they are.
#[derive(Default)]
pub(super) struct Unproven {
    waiting: Mutex<Vec<(u64, CancellationToken)>>,
}

impl Unproven {
    /// Adds one. When there are as many as may be, one of the others is ended, and true answered.
    ///
    /// Which one is left to chance, as where connections are dropped early at random (RFC 2309,
    /// 1998): when a fleet comes back at once, faster than a first message takes, the oldest would
    /// be ended each time before it has spoken, and none would ever be let in.
    pub(super) fn add(&self, number: u64, token: CancellationToken, most: usize) -> bool {
        let mut waiting = lock(&self.waiting);
        let is_full = !waiting.is_empty() && waiting.len() >= most;
        if is_full {
            let chosen = rand::random_range(0..waiting.len());
            waiting.swap_remove(chosen).1.cancel();
        }
        waiting.push((number, token));
        is_full
    }

    /// It has spoken, or it is gone.
    pub(super) fn remove(&self, number: u64) {
        lock(&self.waiting).retain(|(waiting, _)| *waiting != number);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;

    use super::*;

    /// How many may be unproven.
    const MOST: usize = 50;
    /// Connections that come while the first message of one is on its way: more than may wait.
    const MEANWHILE: usize = 120;
    const COME: u64 = 5_000;

    #[test]
    fn a_fleet_that_comes_back_faster_than_it_speaks_is_let_in_all_the_same() {
        let unproven = Unproven::default();
        let mut speaking = VecDeque::new();
        let mut proven = 0;
        for number in 0..COME {
            let token = CancellationToken::new();
            let pushed = unproven.add(number, token.clone(), MOST);
            let is_full = number >= MOST as u64;
            assert!(is_full || !pushed, "nobody gives way while there is room");
            speaking.push_back((number, token));
            if speaking.len() > MEANWHILE
                && let Some((number, token)) = speaking.pop_front()
                && !token.is_cancelled()
            {
                unproven.remove(number);
                proven += 1;
            }
            assert!(lock(&unproven.waiting).len() <= MOST, "the bound holds");
        }
        // One in eleven by reckoning, (49/50)^120; nearly none would be one in a hundred.
        assert!(proven > COME / 100, "{proven} of {COME} were let in");
    }

    #[test]
    fn one_that_has_spoken_gives_way_to_nobody() {
        let unproven = Unproven::default();
        let spoken = CancellationToken::new();
        unproven.add(0, spoken.clone(), MOST);
        unproven.remove(0);
        for number in 1..COME {
            unproven.add(number, CancellationToken::new(), MOST);
        }
        assert!(!spoken.is_cancelled(), "it is counted no more");
    }
}
