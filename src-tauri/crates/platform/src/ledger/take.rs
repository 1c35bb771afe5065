//! What a desk wants in the log: taken, known already, or a sign that the desk was restored.

use emergency::id::OriginId;
use emergency::time::UtcMs;
use logbook::authority::AuthorityError;
use protocols::platform::RejectedCode;
use uuid::Uuid;

use super::stage::Stage;
use super::{Checked, Ledger, Outcome, Submission};
use crate::faults::Fault;

impl Ledger {
    pub(super) fn take(
        &mut self,
        stage: &mut Stage,
        submission: Submission,
        now: UtcMs,
    ) -> Result<Outcome, AuthorityError> {
        match submission {
            Submission::Events { origin, events } => self.take_events(stage, &origin, events, now),
            Submission::Offer { events } => {
                for checked in events {
                    self.take_offered(stage, checked, now)?;
                }
                Ok(Outcome::Taken {
                    incarnation: 0,
                    hi: 0,
                })
            }
            Submission::Own(fact) => {
                self.append_own(stage, fact, now);
                let me = self.me.clone();
                let (incarnation, hi, _) = self.high(stage, &me);
                Ok(Outcome::Taken { incarnation, hi })
            }
        }
    }

    /// The desk's incarnation, its last event and that one's hash, the batch included.
    pub(super) fn high(&self, stage: &Stage, origin: &OriginId) -> (u32, u64, String) {
        let incarnation = self.chains.current(origin).unwrap_or(0);
        let (oseq, hash) = self.chain(stage, origin, incarnation);
        (incarnation, oseq, hash)
    }

    fn chain(&self, stage: &Stage, origin: &OriginId, incarnation: u32) -> (u64, String) {
        let staged = stage.chains.get(&(origin.clone(), incarnation));
        staged
            .cloned()
            .unwrap_or_else(|| self.chains.head(origin, incarnation))
    }

    fn take_events(
        &mut self,
        stage: &mut Stage,
        origin: &OriginId,
        events: Vec<Checked>,
        now: UtcMs,
    ) -> Result<Outcome, AuthorityError> {
        for checked in events {
            let event = &checked.event;
            let (incarnation, hi, hash) = self.high(stage, origin);
            if event.exercise != self.exercise {
                let code = RejectedCode::Exercise;
                return Ok(Outcome::Rejected {
                    id: event.id,
                    oseq: event.oseq,
                    code,
                });
            }
            if event.origin != *origin {
                let code = RejectedCode::Origin;
                return Ok(Outcome::Rejected {
                    id: event.id,
                    oseq: event.oseq,
                    code,
                });
            }
            if event.incarnation != incarnation {
                // Fenced: a message of an incarnation that the desk has left, or must leave.
                return Ok(Outcome::Fork {
                    incarnation,
                    head: self.head(),
                });
            }
            if event.oseq <= hi && !self.faults.has(Fault::NoDedupe) {
                let known = self.event_at(stage, origin, incarnation, event.oseq)?;
                if known == Some(event.id) || self.faults.has(Fault::NoForkRule) {
                    continue;
                }
                if self.faults.has(Fault::CountersOnly) {
                    continue;
                }
                return self.fork(origin);
            }
            if event.oseq > hi + 1 {
                return Ok(Outcome::Gap { incarnation, hi });
            }
            let by_counter = self.faults.has(Fault::CountersOnly)
                || self.faults.has(Fault::NoForkRule)
                || self.faults.has(Fault::NoDedupe);
            if event.prev_hash != hash && !by_counter {
                return self.fork(origin);
            }
            let twice = stage.ids.contains(&event.id) || self.store.holds(event.id)?;
            if twice && !self.faults.has(Fault::NoDedupe) {
                let code = RejectedCode::Identifier;
                return Ok(Outcome::Rejected {
                    id: event.id,
                    oseq: event.oseq,
                    code,
                });
            }
            self.enter(stage, checked, now);
        }
        let (incarnation, hi, _) = self.high(stage, origin);
        Ok(Outcome::Taken { incarnation, hi })
    }

    /// An offered event enters where it continues its chain, in whatever incarnation: it was in
    /// the log once. What does not fit is somebody else's to explain.
    fn take_offered(
        &mut self,
        stage: &mut Stage,
        checked: Checked,
        now: UtcMs,
    ) -> Result<(), AuthorityError> {
        let event = &checked.event;
        let (hi, hash) = self.chain(stage, &event.origin, event.incarnation);
        let fits = event.exercise == self.exercise;
        let next = fits && event.oseq == hi + 1 && event.prev_hash == hash;
        if next && !stage.ids.contains(&event.id) && !self.store.holds(event.id)? {
            self.enter(stage, checked, now);
        }
        Ok(())
    }

    /// A desk's event, and the platform's answer to it.
    fn enter(&mut self, stage: &mut Stage, checked: Checked, now: UtcMs) {
        self.append(stage, checked, now);
        if let Some(receipt) = self.receipt(stage) {
            self.append_own(stage, receipt, now);
        }
    }

    fn event_at(
        &self,
        stage: &Stage,
        origin: &OriginId,
        incarnation: u32,
        oseq: u64,
    ) -> Result<Option<Uuid>, AuthorityError> {
        let staged = stage
            .entries
            .iter()
            .map(|entry| &entry.event)
            .find(|event| {
                event.oseq == oseq && event.incarnation == incarnation && event.origin == *origin
            });
        match staged {
            Some(event) => Ok(Some(event.id)),
            None => self.store.event_at(origin, incarnation, oseq),
        }
    }

    /// Gives a desk its next incarnation, on disk before anybody hears of it.
    pub(super) fn fork(&mut self, origin: &OriginId) -> Result<Outcome, AuthorityError> {
        let incarnation = self.chains.current(origin).unwrap_or(0) + 1;
        self.store.begin_incarnation(origin, incarnation)?;
        self.chains.begin(origin, incarnation);
        tracing::warn!(
            origin = origin.as_str(),
            incarnation,
            "a desk was restored or cloned"
        );
        Ok(Outcome::Fork {
            incarnation,
            head: self.head(),
        })
    }

    /// A desk leaves an incarnation by itself, to get past an event that can never enter.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn renumber(&mut self, origin: &OriginId, left: u32) -> Result<Outcome, AuthorityError> {
        match self.chains.current(origin) {
            Some(current) if current > left => Ok(Outcome::Fork {
                incarnation: current,
                head: self.head(),
            }),
            _ => self.fork(origin),
        }
    }
}
