//! How an alert gets out of the way and back: by the shelf, by a rule, with its source.

use super::{Alert, AlertSetAside, AlertShelved, AsideWhy, Life, Mark};
use crate::time::UtcMs;

/// That an alert is out of the way, and until when if that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Away {
    /// In which of the three ways.
    pub life: Life,
    /// When it comes back by itself.
    pub until: Option<UtcMs>,
}

impl Alert {
    /// Whether it is out of the way at a time. What a person put away goes first.
    #[must_use]
    pub fn away(&self, now: UtcMs) -> Option<Away> {
        if let Some((until, _)) = &self.shelved
            && *until > now
        {
            return Some(Away {
                life: Life::Shelved,
                until: Some(*until),
            });
        }
        let (aside, _) = self.aside.as_ref()?;
        let life = match aside.why {
            AsideWhy::ByDesign => Life::Suppressed,
            AsideWhy::OutOfService => Life::OutOfService,
        };
        let stands = aside.until.is_none_or(|until| until > now);
        stands.then_some(Away {
            life,
            until: aside.until,
        })
    }

    /// When it comes back from being out of the way, as far as that was said.
    #[must_use]
    pub fn comes_back(&self) -> Option<UtcMs> {
        let shelved = self.shelved.as_ref().map(|(until, _)| *until);
        shelved.or_else(|| self.aside.as_ref()?.0.until)
    }

    /// In which way it was out of the way when it ended; none where it was not. It is the same
    /// whenever it is asked.
    pub(super) fn away_at_end(&self) -> Option<Life> {
        if self.is_cancelled() {
            return self.ended_away;
        }
        let expires = self.notice.as_ref()?.expires?;
        self.away(expires).map(|away| away.life)
    }

    /// On the shelf, its own or the one that its point lies on.
    pub(super) fn shelve(&mut self, body: &AlertShelved, mark: Mark) {
        self.shelved = Some((body.until, mark));
        self.shelf_of = body.under.clone().map(Box::new);
        self.shelf_more = 0;
        self.put_away_when_over(Life::Shelved);
    }

    /// Off the shelf. What lies on none does not wait anew: two desks may both have taken it off.
    pub(super) fn unshelve(&mut self, at: UtcMs) {
        if self.shelved.is_some() {
            self.waits_again = Some(at);
        }
        self.clear_shelf();
    }

    /// Nothing is left of the shelf.
    pub(super) fn clear_shelf(&mut self) {
        self.shelved = None;
        self.shelf_of = None;
        self.shelf_more = 0;
    }

    /// Out of the way by a rule or with its source.
    pub(super) fn set_aside(&mut self, body: &AlertSetAside, mark: Mark) {
        self.aside = Some((body.clone(), mark));
        self.put_away_when_over(match body.why {
            AsideWhy::ByDesign => Life::Suppressed,
            AsideWhy::OutOfService => Life::OutOfService,
        });
    }

    /// Back with its source. What is back already does not wait anew: each desk brings back what
    /// it finds.
    pub(super) fn put_back(&mut self, at: UtcMs) {
        if self.aside.take().is_some() {
            self.waits_again = Some(at);
        }
    }

    fn put_away_when_over(&mut self, life: Life) {
        if self.is_cancelled() {
            self.ended_away = Some(life);
        }
    }

    /// Notes where it was when a message that came at a time has ended it.
    pub(super) fn note_end(&mut self, was_over: bool, at: UtcMs) {
        if !self.is_cancelled() {
            self.ended_away = None;
        } else if !was_over {
            self.ended_away = self.away(at).map(|away| away.life);
        }
    }
}
