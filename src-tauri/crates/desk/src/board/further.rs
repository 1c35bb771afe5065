//! What another desk got no answer to: heard here once, when this desk learns of it.
//!
//! That it is news is told by the order in which this file learned of it and not by anybody's
//! clock (decision 0013). What a late link brings is heard when the desk stands at the head of the
//! log, and only while it still waits then: what is over rings no more.

use std::collections::{BTreeSet, HashMap};

use contract::change::Alarm;
use emergency::alert::{Alert, AlertEscalated, EscalationStep};
use emergency::entity::{EntityKind, EntityRef};
use emergency::fact::Fact;
use emergency::id::AlertId;
use emergency::time::UtcMs;

use super::{Board, Standing};
use crate::follow::worse;
use crate::session::Session;

/// Alerts of which it is remembered how far they went; with more it begins anew.
const KNOWN_MAX: usize = 10_000;
/// Events of an alert that are looked through for its last step.
const EVENTS_MAX: usize = 50;

/// How far an alert went, when by the clock of the desk that took the step, and since when it had
/// waited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Gone {
    step: EscalationStep,
    at: UtcMs,
    since: UtcMs,
}

impl Gone {
    /// As far as the other desks or further; none for what has not gone so far.
    fn of(alert: &Alert, now: UtcMs) -> Option<Self> {
        let (step, at) = alert.escalated?;
        (step >= EscalationStep::SecondDesk).then(|| Self {
            step,
            at,
            since: alert.waits_since(now),
        })
    }

    /// Whether somebody who heard of this one has heard of the later one.
    fn covers(&self, later: &Self) -> bool {
        self.at == later.at || self.since == later.since && self.step < later.step
    }
}

/// How far alerts went, and of which that is still to be heard.
#[derive(Debug, Default)]
pub(super) struct Further {
    known: HashMap<AlertId, Gone>,
    unheard: BTreeSet<AlertId>,
}

impl Standing {
    /// Notes how far an alert went; what is news here is to be heard.
    pub(super) fn hear_of(&mut self, session: &Session, alert: &Alert) {
        let Some(gone) = Gone::of(alert, self.now) else {
            self.further.known.remove(&alert.id);
            return;
        };
        if self.further.known.len() >= KNOWN_MAX {
            self.further.known.clear();
        }
        let before = self.further.known.insert(alert.id.clone(), gone);
        let is_heard = before.is_some_and(|before| before.covers(&gone));
        if !is_heard && alert.life(self.now).waits() && is_news(session, &alert.id) {
            self.further.unheard.insert(alert.id.clone());
        }
    }
}

/// Whether another desk took the step, and this file learned of it since it was opened. What this
/// desk does itself it sounds itself.
fn is_news(session: &Session, alert: &AlertId) -> bool {
    let entity = EntityRef::new(EntityKind::Alert, alert.as_str());
    let events = session.logbook.timeline(&entity, u64::MAX, EVENTS_MAX);
    let events = match events {
        Ok(events) => events.into_iter(),
        Err(error) => {
            tracing::warn!(%error, "who took a step cannot be read");
            return true;
        }
    };
    let mut new = events.take_while(|logged| logged.seq > session.opened_after);
    let goes_out = |step| step >= EscalationStep::SecondDesk;
    let last = new.find(|logged| {
        let fact = Fact::read(&logged.event.kind, &logged.event.body);
        matches!(fact, Ok(Fact::AlertEscalated(AlertEscalated { step, .. })) if goes_out(step))
    });
    last.is_some_and(|logged| logged.event.origin != session.origin)
}

impl Board {
    /// What went further at other desks and has not been heard here, as far as it waits still.
    pub(crate) fn take_further(&self, session: &Session) -> Option<Alarm> {
        let mut standing = self.lock();
        standing.follow(&self.rules, session);
        let unheard = std::mem::take(&mut standing.further.unheard);
        let mut all = None;
        for id in unheard {
            let read = session.logbook.alert(id.as_str());
            let read = read.inspect_err(|error| tracing::warn!(%error, "an alert cannot be read"));
            let Ok(Some(alert)) = read else { continue };
            let step = Gone::of(&alert, standing.now).map(|gone| gone.step);
            if step.is_some() && alert.life(standing.now).waits() {
                let priority = standing.weigh(&self.rules, session, &alert);
                let alarm = super::alarm(session, &alert, priority, step);
                all = Some(worse(all, &alarm));
            }
        }
        all
    }
}

#[cfg(test)]
mod tests;
