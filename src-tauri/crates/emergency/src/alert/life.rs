//! Where an alert stands in its life as an alarm, computed from its facts alone.
//!
//! The states are those of ISA-18.2 as secondary sources give them (unacknowledged, acknowledged,
//! returned unacknowledged, latched, shelved, suppressed by design, out of service, normal); the
//! standard itself was not at hand.

use serde::{Deserialize, Serialize};

use super::{Alert, EscalationStep, Finding};
use crate::time::UtcMs;

/// The state of an alert as an alarm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Life {
    /// In force, and nobody has acknowledged it.
    #[default]
    Unacknowledged,
    /// In force and acknowledged.
    Acknowledged,
    /// It ended or expired before anybody had seen it; it stays until somebody has.
    Returned,
    /// It ended and was seen; it stays until an officer resets it.
    Latched,
    /// Out of the way until a stated time, for a stated reason.
    Shelved,
    /// Out of the way because a rule of the district says so.
    Suppressed,
    /// Out of the way with its source or its point.
    OutOfService,
    /// Over: cancelled, replaced, expired, judged, or shown under another.
    Ended,
    /// Not meant to be acted on here: exercise, test, system, draft.
    NotActual,
    /// Only named by another message.
    Unknown,
}

impl Life {
    /// Whether somebody has to look at it.
    #[must_use]
    pub fn waits(self) -> bool {
        matches!(self, Self::Unacknowledged | Self::Returned)
    }

    /// Whether it stands in the list of what is to be dealt with.
    #[must_use]
    pub fn is_listed(self) -> bool {
        matches!(
            self,
            Self::Unacknowledged | Self::Acknowledged | Self::Returned | Self::Latched
        )
    }

    /// Whether it is out of the way and will come back.
    #[must_use]
    pub fn is_away(self) -> bool {
        matches!(self, Self::Shelved | Self::Suppressed | Self::OutOfService)
    }
}

impl Alert {
    /// Its state at a time.
    #[must_use]
    pub fn life(&self, now: UtcMs) -> Life {
        let Some(notice) = &self.notice else {
            return Life::Unknown;
        };
        if !self.is_for_action() {
            return Life::NotActual;
        }
        if self.is_judged() || self.is_superseded() || self.is_under_another() {
            return Life::Ended;
        }
        if self.is_cancelled() || notice.expires.is_some_and(|at| at <= now) {
            return self.life_when_over(now);
        }
        match self.away(now) {
            Some(away) => away.life,
            None if self.acknowledged.is_some() => Life::Acknowledged,
            None => Life::Unacknowledged,
        }
    }

    /// Its state once it has ended or expired. It goes by where it was at its end and not by where
    /// it is now: what was over does not come back when a shelf runs out.
    fn life_when_over(&self, now: UtcMs) -> Life {
        if !self.began {
            return Life::Ended;
        }
        let put_away = self.away_at_end();
        // Whoever shelved it or raised it has seen it.
        let shelved = put_away == Some(Life::Shelved);
        let seen = self.acknowledged.is_some() || self.incident.is_some() || shelved;
        if !seen && put_away.is_none() {
            return Life::Returned;
        }
        // What came and went while its source was out of service is part of the work there.
        if seen && self.latched.is_some() && self.reset.is_none() {
            return self.away(now).map_or(Life::Latched, |away| away.life);
        }
        Life::Ended
    }

    /// Whether it is shown under another alert. A revision that nobody has seen is shown by itself
    /// as well: the other one does not say what is new in it.
    #[must_use]
    pub fn is_under_another(&self) -> bool {
        let unseen = self.revised_under && self.acknowledged.is_none();
        self.merged_into.is_some() && !unseen
    }

    /// Since when somebody has to look at it, as of a time: since it was recorded, revised,
    /// reopened or brought back, or since it came back by itself. It is past when it waits at all.
    #[must_use]
    pub fn waits_since(&self, now: UtcMs) -> UtcMs {
        let shelf = self.shelved.as_ref().map(|(until, _)| *until);
        let aside = self.aside.as_ref().and_then(|(aside, _)| aside.until);
        let back = [shelf, aside].into_iter().flatten().filter(|at| *at <= now);
        let again = back.chain(self.waits_again).max();
        again.unwrap_or_default().max(self.first_recorded)
    }

    /// How far it went since it waits.
    #[must_use]
    pub fn taken(&self, now: UtcMs) -> Option<EscalationStep> {
        let since = self.waits_since(now);
        let (step, _) = self.escalated.filter(|(_, at)| *at >= since)?;
        Some(step)
    }

    /// When time alone moves it on from its state at a time.
    #[must_use]
    pub fn life_changes_at(&self, now: UtcMs) -> Option<UtcMs> {
        let expires = self.notice.as_ref().and_then(|notice| notice.expires);
        match self.life(now) {
            Life::Unknown | Life::NotActual | Life::Ended => None,
            _ => {
                let until = self.away(now).and_then(|away| away.until);
                let next = [expires, until].into_iter().flatten();
                next.filter(|at| *at > now).min()
            }
        }
    }

    /// Whether somebody found that there is nothing to act on.
    #[must_use]
    pub fn is_judged(&self) -> bool {
        let found = self.verified.as_ref().map(|(finding, _)| *finding);
        self.dismissed.is_some() || found.is_some_and(|finding| finding != Finding::Real)
    }
}

#[cfg(test)]
mod tests;
