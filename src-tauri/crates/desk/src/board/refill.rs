//! Filling the board so that it is the one that lived through the night: what was heard first names
//! its row (首发), whether it stands still or has left the list meanwhile.
//!
//! Everything comes in the order in which the file learned of it, and what has left the list
//! stands in its row until the time at which it left. By what lived and is filled the rows differ
//! only where the log no longer says it: what was put away and came back, changed its place or was
//! taken out of its row stands where it stands now from its first message on; what left among the
//! alerts of another desk goes by that desk's clock; and of all that left, the newest
//! [`LEFT_MAX`] are known.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use contract::error::CallError;
use emergency::alert::Alert;
use emergency::id::AlertId;
use emergency::time::UtcMs;

use super::rules::{Places, Rules};
use super::{Filled, Standing};
use crate::session::{Session, storage};

/// Alerts that are read at once while the board is filled.
const FILL_AT_ONCE: usize = 500;
/// Alerts that have left the list and are followed all the same, the last that did.
pub(super) const LEFT_MAX: usize = 10_000;

/// What has left the list meanwhile, while the board is filled.
#[derive(Debug, Default)]
pub(super) struct Leaving {
    /// After which time; none while that has to be read.
    after: Option<UtcMs>,
    /// Those that were put in and have to go, the first to go on top.
    due: BinaryHeap<Reverse<(UtcMs, AlertId)>>,
}

impl Standing {
    /// Whether an alert lies beyond what was read of the log: it comes in its turn. Put in now, it
    /// would lead what was heard before it.
    pub(super) fn is_beyond(&self, session: &Session, alert: &str) -> bool {
        let Filled::UpTo(at) = self.filled else {
            return false;
        };
        let place = session.logbook.alert_place(alert).ok().flatten();
        place.is_some_and(|place| place > at)
    }

    /// Reads on from a place in the file.
    pub(super) fn read_on(
        &mut self,
        rules: &Rules,
        session: &Session,
        at: u64,
    ) -> Result<(), CallError> {
        let logbook = &session.logbook;
        let left_after = match self.leaving.after {
            Some(after) => after,
            None => logbook.left_before(LEFT_MAX).map_err(storage)?,
        };
        self.leaving.after = Some(left_after);
        let read = logbook.alerts_in_turn(at, left_after, FILL_AT_ONCE);
        let read = read.map_err(storage)?;
        let last = read.last().map(|(number, _)| *number);
        for (_, alert) in &read {
            if self.filled != Filled::UpTo(at) {
                break;
            }
            self.let_go(alert.first_recorded);
            self.put(rules, session, alert);
            if alert.life(self.now).is_listed() {
                self.hear_of(session, alert);
                if self.lagged {
                    self.hear_alone(rules, session, alert);
                }
            } else {
                self.put_until_it_left(rules, session, alert);
            }
        }
        if self.filled == Filled::UpTo(at) {
            self.filled = last.map_or(Filled::Whole, Filled::UpTo);
        }
        if self.is_whole() {
            self.let_go(UtcMs(i64::MAX));
        }
        self.lagged &= !self.is_whole();
        Ok(())
    }

    /// Puts in what stood when it came and has left since.
    fn put_until_it_left(&mut self, rules: &Rules, session: &Session, alert: &Alert) {
        let left = alert.left(self.now);
        // What was set aside when it came never stood in a row.
        let Some(left) = left.filter(|left| *left > alert.first_recorded) else {
            return;
        };
        if !matches!(self.filled, Filled::UpTo(_)) {
            return;
        }
        let (nowhere, life) = (Places::default(), alert.life(self.now));
        let places = self.places(rules, session).unwrap_or(&nowhere);
        if let Some(item) = rules.item(alert, life, places) {
            self.gathering.put(&rules.kinds, item);
            self.leaving.due.push(Reverse((left, alert.id.clone())));
        }
    }

    /// Takes out what stands no more: at once, and while the board is filled in its turn.
    pub(super) fn take_out(&mut self, alert: &Alert) {
        match alert.left(self.now) {
            Some(left) if matches!(self.filled, Filled::UpTo(_)) => {
                if self.gathering.has(&alert.id) {
                    self.leaving.due.push(Reverse((left, alert.id.clone())));
                }
            }
            _ => self.gathering.take(&alert.id),
        }
    }

    /// Takes out what had left by a time, unless it stands again.
    fn let_go(&mut self, by: UtcMs) {
        while let Some(Reverse((left, _))) = self.leaving.due.peek()
            && *left <= by
        {
            let Some(Reverse((_, alert))) = self.leaving.due.pop() else {
                return;
            };
            let stands = self.lives.get(&alert);
            if !stands.is_some_and(|(life, _)| life.is_listed()) {
                self.gathering.take(&alert);
            }
        }
    }
}

#[cfg(test)]
mod tests;
