//! What has to be heard: new alerts, test tones, and grave alerts that nobody has acknowledged.

use std::time::Duration;

use contract::change::Alarm;

use crate::answer::unacknowledged;
use crate::desk::Desk;
use crate::follow::Follower;
use crate::session::Session;

/// How long a test tone waits at most behind a quiet log.
const LOOK: Duration = Duration::from_millis(200);
/// Lowest level (largest number) that sounds again until somebody acknowledges it.
const AGAIN_LEVEL_MAX: u8 = 2;

/// Alarms and test tones, one after the other.
pub struct Alarms {
    changes: Follower,
    tone: Follower,
}

impl Alarms {
    /// The next one, the inner none when there was none for a moment; the outer none when the
    /// desk was closed.
    #[must_use]
    pub fn glance(&self) -> Option<Option<Alarm>> {
        if let Some(alarm) = self.tone.try_next().and_then(|changes| changes.alarm) {
            return Some(Some(alarm));
        }
        let changes = self.changes.next_within(LOOK)?;
        Some(changes.and_then(|changes| changes.alarm))
    }
}

impl Desk {
    /// Follows what has to be heard.
    #[must_use]
    pub fn follow_alarms(&self) -> Alarms {
        Alarms {
            changes: self.follow(),
            tone: self.tone.follow(0),
        }
    }

    /// The gravest alerts of level Ⅰ or Ⅱ that nobody has acknowledged; none when there are none.
    /// The watch's own go before those of a drill.
    #[must_use]
    pub fn waiting_alarm(&self) -> Option<Alarm> {
        waiting(self.base()).or_else(|| waiting(&self.session()))
    }
}

fn waiting(session: &Session) -> Option<Alarm> {
    let counts = unacknowledged(session)
        .inspect_err(|error| tracing::warn!(%error, "unacknowledged alerts not counted"))
        .ok()?;
    let mut levels = (1..=AGAIN_LEVEL_MAX).zip(counts);
    let (level, count) = levels.find(|(_, count)| *count > 0)?;
    Some(Alarm {
        level,
        count,
        headline: String::new(),
        exercise: session.logbook.is_exercise(),
    })
}
