//! The night's check of the plans: when it is due, and what it found.

use std::sync::{Mutex, PoisonError};

use contract::rows::PlanCheck;
use emergency::day::Day;
use emergency::time::{DAY_MS, MINUTE_MS, UtcMs};

/// Minutes after midnight at which the night's check is due: quiet, and early enough for the
/// handover. Assumed, 待区里确认.
const NIGHT_MIN: i64 = 4 * 60;

/// The check of the last night.
#[derive(Default)]
pub(crate) struct Night {
    last: Mutex<Option<PlanCheck>>,
}

impl Night {
    /// True when the night's check of today is due and was not made.
    pub(super) fn is_due(&self, now: UtcMs) -> bool {
        let due = Day::of(now).begins().plus_ms(NIGHT_MIN * MINUTE_MS);
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let made = last.as_ref().map(|check| check.at);
        // A desk that was off at that time makes up for it at its next start within the day.
        now >= due && now.since_ms(due) < DAY_MS && made.is_none_or(|at| at < due)
    }

    /// Notes the check of a night.
    pub(super) fn note(&self, made: PlanCheck) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(made);
    }

    /// The check of the last night.
    pub(super) fn last(&self) -> Option<PlanCheck> {
        self.last
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}
