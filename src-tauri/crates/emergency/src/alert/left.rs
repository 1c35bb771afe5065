//! When an alert went off the list of what stands: what leads a row for how long, and what stood at
//! the end of a past shift, is told by it.

use super::Alert;
use crate::time::UtcMs;

impl Alert {
    /// When it went off the list of what is to be dealt with, over or out of the way, by the clock
    /// of the desk that recorded why, else by its own end where time alone did it. None while it
    /// stands there, and of one that never stood. Of what came back in between only the last time
    /// is known.
    #[must_use]
    pub fn left(&self, now: UtcMs) -> Option<UtcMs> {
        if self.life(now).is_listed() {
            return None;
        }
        let expires = self.notice.as_ref().and_then(|notice| notice.expires);
        let ran_out = expires.filter(|at| *at <= now && self.life(at.plus_ms(-1)).is_listed());
        self.left_at.max(ran_out)
    }

    /// When it left, were it to leave at this time if it still stands.
    pub(super) fn left_or(&self, at: UtcMs) -> Option<UtcMs> {
        if self.life(at).is_listed() {
            Some(at)
        } else {
            self.left(at)
        }
    }

    /// Keeps when it left, unless it stands after what was recorded at this time.
    pub(super) fn note_left(&mut self, left: Option<UtcMs>, at: UtcMs) {
        self.left_at = left.filter(|_| !self.life(at).is_listed());
    }
}
