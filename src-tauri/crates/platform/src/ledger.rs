//! The rules of the ordered log, without a socket or a thread.
//!
//! An event enters when it continues its desk's chain: the next number and the hash of the one
//! before. One that is there already is acknowledged again. Anything else means that the desk was
//! restored or cloned: it gets a new incarnation, which fences all that is still on its way.

mod chain;
mod open;
mod stage;
mod take;

use std::collections::HashMap;
use std::sync::Arc;

use ed25519_dalek::{Signer as _, SigningKey};
use emergency::entity::{EntityKind, EntityRef, State};
use emergency::event::Event;
use emergency::id::OriginId;
use emergency::judge::Rules;
use emergency::time::UtcMs;
use logbook::authority::{AuthorityError, AuthorityStore, Line, LogHead};
use protocols::platform::{
    Checkpoint, EarlierHigh, Hello, LogMark, OriginHigh, RefusedCode, RejectedCode, ResumeToken,
    StateRow, checkpoint_proof, mark_places,
};
use uuid::Uuid;

use crate::faults::{Fault, Faults};
use chain::Chains;
use stage::Stage;

pub use open::{OpenError, START_CHECK_MAX};

/// Nouns whose states the platform folds: what it judges, receipts and puts into snapshots.
const KEPT: [EntityKind; 5] = [
    EntityKind::Incident,
    EntityKind::Team,
    EntityKind::Lot,
    EntityKind::Order,
    EntityKind::Report,
];

/// Makes the identifiers of the platform's own events.
pub type MakeId = Box<dyn FnMut(UtcMs) -> Uuid + Send>;

/// What a ledger needs to open.
pub struct LedgerParts {
    /// Where the log is kept.
    pub store: Arc<dyn AuthorityStore>,
    /// The platform's key.
    pub key: SigningKey,
    /// Who signs receipts, such as `市平台(演练)`.
    pub signer: String,
    /// True for the log of drills: exercise and real work never share one.
    pub exercise: bool,
    /// Makes identifiers.
    pub make_id: MakeId,
    /// Rules of judgement; a test build may switch some off.
    pub rules: Rules,
    /// Mistakes; none in shipped builds.
    pub faults: Faults,
}

/// The ordered log with what is known from it.
pub struct Ledger {
    store: Arc<dyn AuthorityStore>,
    key: SigningKey,
    me: OriginId,
    signer: String,
    exercise: bool,
    make_id: MakeId,
    rules: Rules,
    faults: Faults,
    log_id: String,
    log_epoch: u64,
    head: LogHead,
    chains: Chains,
    states: HashMap<EntityRef, State>,
    unsaved: Vec<emergency::event::Entry>,
}

/// An event whose signature was checked, with its hash.
#[derive(Debug, Clone)]
pub struct Checked {
    /// The event.
    pub event: Event,
    /// Its hash.
    pub hash: String,
}

/// A fact of the platform's own.
#[derive(Debug, Clone)]
pub struct OwnFact {
    /// What it is about.
    pub entity: EntityRef,
    /// Its kind.
    pub kind: String,
    /// Its body.
    pub body: serde_json::Value,
}

/// What a desk or the platform itself wants in the log.
#[derive(Debug, Clone)]
pub enum Submission {
    /// A desk's own next events.
    Events {
        /// The desk.
        origin: OriginId,
        /// In order.
        events: Vec<Checked>,
    },
    /// Events of any origin that an earlier state of this log held.
    Offer {
        /// In the order of the lost log.
        events: Vec<Checked>,
    },
    /// A fact of the platform's own.
    Own(OwnFact),
}

/// What became of a submission; valid once the batch is committed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// All of it is in the log.
    Taken {
        /// The desk's incarnation.
        incarnation: u32,
        /// Its last event in the log.
        hi: u64,
    },
    /// Something before it is missing.
    Gap {
        /// The desk's incarnation.
        incarnation: u32,
        /// Its last event in the log.
        hi: u64,
    },
    /// The desk must number anew.
    Fork {
        /// Its new incarnation.
        incarnation: u32,
        /// Where it has to catch up to first.
        head: LogMark,
    },
    /// One event can never enter.
    Rejected {
        /// Which.
        id: Uuid,
        /// Its number.
        oseq: u64,
        /// Why.
        code: RejectedCode,
    },
    /// The log could not be written; nothing of the batch is in it.
    Failed,
}

/// The states of all open things.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// They are those after this entry.
    pub sseq: u64,
    /// How far they know the own events of the desk that asked.
    pub high: OriginHigh,
    /// The same for the earlier names of that desk.
    pub earlier: Vec<EarlierHigh>,
    /// All of them.
    pub states: Vec<StateRow>,
}

/// Answer to a hello.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Greeting {
    /// How far the log has the desk's events.
    pub high: OriginHigh,
    /// Set when the desk must number anew.
    pub fork: Option<u32>,
    /// Set when the desk must go back; else it goes on from its place.
    pub rewind: Option<Vec<LogMark>>,
    /// Which log.
    pub log_id: String,
    /// Its epoch.
    pub log_epoch: u64,
    /// Its head.
    pub head: LogMark,
}

impl Ledger {
    /// The platform's key as an origin.
    #[must_use]
    pub fn me(&self) -> &OriginId {
        &self.me
    }

    /// The head of the log.
    #[must_use]
    pub fn head(&self) -> LogMark {
        LogMark {
            sseq: self.head.sseq,
            log_hash: self.head.log_hash.clone(),
        }
    }

    /// The log's name and epoch.
    #[must_use]
    pub fn identity(&self) -> (&str, u64) {
        (&self.log_id, self.log_epoch)
    }

    /// Takes a batch in order and commits it; the outcomes stand beside the submissions, the lines
    /// are what may now be shown.
    pub fn sequence(&mut self, batch: Vec<Submission>, now: UtcMs) -> (Vec<Outcome>, Vec<Line>) {
        let mut stage = Stage::new(&self.head);
        let mut outcomes = Vec::with_capacity(batch.len());
        for submission in batch {
            let outcome = self.take(&mut stage, submission, now);
            outcomes.push(outcome.unwrap_or(Outcome::Failed));
        }
        match self.commit(stage) {
            Ok(lines) => {
                let head = self.head();
                for outcome in &mut outcomes {
                    if let Outcome::Fork { head: at, .. } = outcome {
                        at.clone_from(&head);
                    }
                }
                (outcomes, lines)
            }
            Err(error) => {
                tracing::error!(%error, "the batch could not be committed");
                (vec![Outcome::Failed; outcomes.len()], Vec::new())
            }
        }
    }

    fn commit(&mut self, stage: Stage) -> Result<Vec<Line>, AuthorityError> {
        let lines = if self.faults.has(Fault::AckBeforeCommit) {
            // The mistake: what was shown waits in memory for the batch after it.
            let before = std::mem::replace(&mut self.unsaved, stage.entries.clone());
            self.store.append(&before)?;
            stage.entries.iter().map(Line::of).collect()
        } else if stage.entries.is_empty() {
            Vec::new()
        } else {
            self.store.append(&stage.entries)?
        };
        self.head = stage.head;
        self.chains.adopt(stage.chains);
        self.states.extend(stage.states);
        Ok(lines)
    }

    /// Compares a desk's own chain and its place in the log with what is there.
    ///
    /// # Errors
    /// A code for the desk when the log is another one or cannot be written.
    pub fn greet(&mut self, hello: &Hello) -> Result<Greeting, RefusedCode> {
        let token = &hello.resume;
        if !token.log_id.is_empty() && token.log_id != self.log_id {
            return Err(RefusedCode::WrongLog);
        }
        self.greet_known(hello).map_err(|error| {
            tracing::error!(%error, "a desk cannot be greeted");
            RefusedCode::Unavailable
        })
    }

    fn greet_known(&mut self, hello: &Hello) -> Result<Greeting, AuthorityError> {
        let fork = self.compare(hello)?;
        let rewind = self.place(&hello.resume)?;
        let stage = Stage::new(&self.head);
        let (incarnation, oseq, hash) = self.high(&stage, &hello.origin);
        Ok(Greeting {
            high: OriginHigh {
                incarnation,
                oseq,
                hash,
            },
            fork,
            rewind,
            log_id: self.log_id.clone(),
            log_epoch: self.log_epoch,
            head: self.head(),
        })
    }

    fn compare(&mut self, hello: &Hello) -> Result<Option<u32>, AuthorityError> {
        let origin = &hello.origin;
        let current = self.chains.current(origin);
        if current.is_none_or(|current| current < hello.incarnation) {
            // A new desk, or the log was restored to before this incarnation began.
            self.store.begin_incarnation(origin, hello.incarnation)?;
            self.chains.begin(origin, hello.incarnation);
            return Ok(None);
        }
        let stage = Stage::new(&self.head);
        let (incarnation, hi, hash) = self.high(&stage, origin);
        let behind = hello.head.oseq < hi;
        let other = hello.head.oseq == hi && hello.head.hash != hash && hi > 0;
        let left = hello.incarnation < incarnation;
        if self.faults.has(Fault::NoForkRule) {
            return Ok(None);
        }
        if left && hi == 0 {
            // Begun and never used: the desk lost the message or the adoption.
            return Ok(Some(incarnation));
        }
        let forked = left || behind || (other && !self.faults.has(Fault::CountersOnly));
        if !forked {
            return Ok(None);
        }
        match self.fork(origin)? {
            Outcome::Fork { incarnation, .. } => Ok(Some(incarnation)),
            _ => Ok(None),
        }
    }

    /// None when the log holds the desk's place; else the marks to go back by.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn place(&mut self, token: &ResumeToken) -> Result<Option<Vec<LogMark>>, AuthorityError> {
        let here = token.sseq == 0
            || self.store.hash_at(token.sseq)?.as_ref() == Some(&token.log_hash)
            || self.head.sseq == token.sseq && self.head.log_hash == token.log_hash;
        let epoch = match (here, token.log_epoch) {
            (true, theirs) => theirs.max(self.log_epoch),
            // The desk saw entries of this epoch that are gone: the log was restored.
            (false, theirs) if theirs >= self.log_epoch => theirs + 1,
            (false, _) => self.log_epoch,
        };
        if epoch != self.log_epoch {
            self.store.begin_epoch(epoch)?;
            tracing::warn!(epoch, "the log was restored from a backup");
            self.log_epoch = epoch;
        }
        if here {
            return Ok(None);
        }
        let mut marks = Vec::new();
        for sseq in mark_places(self.head.sseq) {
            if let Some(log_hash) = self.store.hash_at(sseq)? {
                marks.push(LogMark { sseq, log_hash });
            }
        }
        Ok(Some(marks))
    }

    /// The states of all open things, for a desk that is far behind.
    #[must_use]
    pub fn snapshot(&self, desk: Option<&OriginId>, earlier: Vec<OriginId>) -> Picture {
        let stage = Stage::new(&self.head);
        let known = |origin: &OriginId| {
            let (incarnation, oseq, hash) = self.high(&stage, origin);
            OriginHigh {
                incarnation,
                oseq,
                hash,
            }
        };
        let high = desk.map_or_else(OriginHigh::default, known);
        let earlier = earlier
            .into_iter()
            .map(|origin| EarlierHigh {
                high: known(&origin),
                origin,
            })
            .collect();
        let mut rows: Vec<StateRow> = self
            .states
            .iter()
            .filter(|(_, state)| is_open(state))
            .map(|(entity, state)| StateRow {
                kind: entity.kind.clone(),
                id: entity.id.clone(),
                state: serde_json::from_str(&state.to_json()).unwrap_or_default(),
            })
            .collect();
        rows.sort_by(|a, b| (&a.kind, &a.id).cmp(&(&b.kind, &b.id)));
        Picture {
            sseq: self.head.sseq,
            high,
            earlier,
            states: rows,
        }
    }

    /// The head, signed.
    #[must_use]
    pub fn checkpoint(&self, now: UtcMs) -> Checkpoint {
        let mark = self.head();
        let proof = checkpoint_proof(&self.log_id, self.log_epoch, &mark, now.0);
        Checkpoint {
            log_id: self.log_id.clone(),
            log_epoch: self.log_epoch,
            mark,
            at: now,
            platform: self.me.clone(),
            sig: hex::encode(self.key.sign(&proof).to_bytes()),
        }
    }
}

/// Whether a duty room would want to see it first.
fn is_open(state: &State) -> bool {
    match state {
        State::Incident(incident) => incident.closed.is_none(),
        State::Order(order) => order.progress.is_active(),
        State::Team(_) | State::Lot(_) => true,
        State::Issue(issue) => issue.is_open(),
        State::Requisition(requisition) => requisition.is_open(),
        State::Aid(aid) => !aid.progress.is_end(),
        State::Circular(circular) => circular.is_open(),
        State::Countdown(countdown) => countdown.is_open(),
        State::Closure(closure) => closure.lifted_at.is_none(),
        State::Submission(submission) => submission.is_open(),
        State::Fence(fence) => fence.ended_at.is_none(),
        _ => false,
    }
}
