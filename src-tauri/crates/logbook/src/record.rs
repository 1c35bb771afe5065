//! Facts into the log: numbered, signed, stored, projected and put in the outbox together.

use std::cell::RefCell;
use std::collections::HashSet;
use std::sync::Arc;
use std::sync::mpsc::sync_channel;

use ed25519_dalek::SigningKey;
use emergency::aid::Aid;
use emergency::alert::Alert;
use emergency::circular::Circular;
use emergency::decide::{Command, Context, Draft, Known, Refusal, decide};
use emergency::entity::{EntityKind, EntityRef, State};
use emergency::event::{BODY_BYTES_MAX, Event, TimeSource};
use emergency::fact::Fact;
use emergency::id::{
    ActorName, AidId, AlertId, CircularId, IncidentId, IssueId, LotId, OrderId, OriginId, ReportId,
    RequisitionId, TeamId,
};
use emergency::incident::Incident;
use emergency::issue::Issue;
use emergency::order::Order;
use emergency::report::Report;
use emergency::requisition::Requisition;
use emergency::stock::Lot;
use emergency::team::Team;
use emergency::time::UtcMs;
use rusqlite::Connection;
use uuid::Uuid;

use crate::error::StorageError;
use crate::project::Arrival;
use crate::table::entity::unreadable;
use crate::table::{entity, event, outbox};
use crate::writer::{Ids, Write};

/// Facts that one call of a feed may bring.
pub const OBSERVED_MAX: usize = 10_000;

/// Bytes of an envelope beside its body.
const ENVELOPE_BYTES: usize = 8 * 1024;

/// Facts from which on a second thread signs while the first one stores.
const AHEAD_MIN: usize = 16;

/// Events that may be signed and wait to be stored.
const AHEAD_MAX: usize = 64;

/// Version of the bodies that this program writes.
const BODY_VERSION: u16 = 1;

/// Who did it, in which role, when and how that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    /// The person, or the feed.
    pub actor: ActorName,
    /// The role.
    pub role: String,
    /// When it happened; none for now.
    pub occurred_at: Option<UtcMs>,
    /// How that time is known.
    pub by: TimeSource,
}

/// What a command came to; it is on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Number of the change that told of it.
    pub change: u64,
    /// What the facts are about, in their order.
    pub entities: Vec<EntityRef>,
    /// The events, in the same order.
    pub events: Vec<Uuid>,
}

/// What became of a feed's facts; they are on disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Observed {
    /// Number of the last change that told of them.
    pub change: u64,
    /// Facts written.
    pub written: usize,
    /// Alerts left out because these very bytes are in the log already.
    pub known: usize,
}

impl Write<'_> {
    /// Decides a command on the states of this moment and writes what it comes to.
    pub(crate) fn command(
        &mut self,
        command: Command,
        who: &Who,
    ) -> Result<Result<Receipt, Refusal>, StorageError> {
        let now = (self.clock)();
        let known = States {
            conn: self.conn,
            failed: RefCell::new(None),
        };
        let mut new_id = || (self.ids)().simple().to_string();
        let mut context = Context {
            origin: &self.meta.origin,
            actor: &who.actor,
            occurred_at: who.occurred_at.unwrap_or(now),
            occurred_by: who.by,
            now,
            exercise: self.meta.exercise,
            authority_suspended: self.meta.authority_suspended,
            new_id: &mut new_id,
        };
        let decided = decide(&known, &mut context, command);
        if let Some(error) = known.failed.into_inner() {
            return Err(error.into());
        }
        let drafts = match decided {
            Ok(drafts) => drafts,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let mut receipt = Receipt {
            change: self.change(),
            entities: Vec::with_capacity(drafts.len()),
            events: Vec::with_capacity(drafts.len()),
        };
        let stamp = self.stamp(who);
        let mut chain = self.chain();
        for (index, draft) in drafts.into_iter().enumerate() {
            let sealed = stamp.seal(&mut chain, index, draft)?;
            self.keep(&sealed)?;
            receipt.entities.push(sealed.event.entity);
            receipt.events.push(sealed.event.id);
        }
        self.meta.next_oseq = chain.next_oseq;
        self.meta.head_hash = chain.head_hash;
        Ok(Ok(receipt))
    }

    /// Writes facts of a feed; alerts whose very bytes are there already are left out.
    pub(crate) fn observe(
        &mut self,
        drafts: Vec<Draft>,
        who: &Who,
    ) -> Result<Observed, StorageError> {
        let count = drafts.len();
        let mut fresh = Vec::with_capacity(count);
        let mut seen = HashSet::new();
        for (index, draft) in drafts.into_iter().enumerate() {
            if !self.is_known(&draft, &mut seen)? {
                fresh.push((index, draft));
            }
        }
        let observed = Observed {
            change: self.change(),
            written: fresh.len(),
            known: count - fresh.len(),
        };
        let stamp = self.stamp(who);
        let mut chain = self.chain();
        if fresh.len() < AHEAD_MIN {
            for (index, draft) in fresh {
                let sealed = stamp.seal(&mut chain, index, draft)?;
                self.keep(&sealed)?;
            }
        } else {
            self.observe_ahead(&stamp, &mut chain, fresh)?;
        }
        self.meta.next_oseq = chain.next_oseq;
        self.meta.head_hash = chain.head_hash;
        Ok(observed)
    }

    /// Signs on a second thread while this one stores: each takes about half of the time.
    fn observe_ahead(
        &mut self,
        stamp: &Stamp,
        chain: &mut Chain,
        fresh: Vec<(usize, Draft)>,
    ) -> Result<(), StorageError> {
        let (ahead, sealed) = sync_channel(AHEAD_MAX);
        std::thread::scope(|scope| {
            let sealing = std::thread::Builder::new()
                .name("logbook-sealer".to_owned())
                .spawn_scoped(scope, move || {
                    for (index, draft) in fresh {
                        // Who stores has stopped: the task is being undone.
                        if ahead.send(stamp.seal(chain, index, draft)).is_err() {
                            break;
                        }
                    }
                });
            sealing.map_err(|error| StorageError::Other {
                message: error.to_string(),
            })?;
            // Dropped at the end or at the first failure, so that the other thread ends too.
            for one in sealed {
                self.keep(&one?)?;
            }
            Ok(())
        })
    }

    fn is_known(
        &self,
        draft: &Draft,
        seen: &mut HashSet<(String, String)>,
    ) -> rusqlite::Result<bool> {
        let Fact::AlertReceived(received) = &draft.fact else {
            return Ok(false);
        };
        let sha256 = &received.raw.sha256;
        if sha256.is_empty() {
            return Ok(false);
        }
        if !seen.insert((draft.entity.id.clone(), sha256.clone())) {
            return Ok(true);
        }
        event::has_raw(self.conn, &self.meta.origin.0, &draft.entity.id, sha256)
    }

    fn stamp(&self, who: &Who) -> Stamp {
        Stamp {
            origin: self.meta.origin.clone(),
            incarnation: self.meta.incarnation,
            exercise: self.meta.exercise,
            clock_offset_ms: self.meta.clock_offset_ms,
            key: self.key.clone(),
            ids: Arc::clone(self.ids),
            who: who.clone(),
            now: (self.clock)(),
        }
    }

    fn chain(&self) -> Chain {
        Chain {
            next_oseq: self.meta.next_oseq,
            head_hash: self.meta.head_hash.clone(),
        }
    }

    /// Stores one signed event with its outbox row and what it changes.
    fn keep(&mut self, sealed: &Sealed) -> Result<(), StorageError> {
        let Sealed {
            event,
            envelope,
            hash,
        } = sealed;
        let seq = event::insert(self.conn, event, envelope, hash, None)?;
        outbox::insert(self.conn, seq, outbox::Number::of(event))?;
        for entity in self.projection.take(self.conn, event, Arrival::Own)? {
            event::index(self.conn, seq, &entity)?;
            self.touched.insert(entity);
        }
        Ok(())
    }
}

/// What all events of one task have in common.
struct Stamp {
    origin: OriginId,
    incarnation: u32,
    exercise: bool,
    clock_offset_ms: Option<i64>,
    key: SigningKey,
    ids: Ids,
    who: Who,
    now: UtcMs,
}

/// Where the desk's own chain goes on.
struct Chain {
    next_oseq: u64,
    head_hash: String,
}

/// An event with the text and the hash it is stored with.
struct Sealed {
    event: Event,
    envelope: String,
    hash: String,
}

impl Stamp {
    /// Numbers and signs one fact; `index` is its place in what came together.
    fn seal(&self, chain: &mut Chain, index: usize, draft: Draft) -> Result<Sealed, StorageError> {
        let mut event = Event {
            id: (self.ids)(),
            origin: self.origin.clone(),
            incarnation: self.incarnation,
            oseq: chain.next_oseq,
            prev_hash: chain.head_hash.clone(),
            kind: draft.fact.kind().to_owned(),
            v: BODY_VERSION,
            entity: draft.entity,
            expect_rev: draft.expect_rev,
            custody_epoch: draft.custody_epoch,
            valid_until: draft.valid_until,
            actor: self.who.actor.clone(),
            role: self.who.role.clone(),
            occurred_at: self.who.occurred_at.unwrap_or(self.now),
            occurred_by: self.who.by,
            recorded_at: self.now,
            clock_offset_ms: self.clock_offset_ms,
            exercise: self.exercise,
            body: draft.fact.body(),
            alg: String::new(),
            sig: String::new(),
        };
        let hash = event.seal(&self.key);
        let envelope = json(&event)?;
        if envelope.len() > BODY_BYTES_MAX + ENVELOPE_BYTES {
            let bytes = envelope.len();
            return Err(StorageError::TooLarge { index, bytes });
        }
        chain.next_oseq += 1;
        chain.head_hash.clone_from(&hash);
        Ok(Sealed {
            event,
            envelope,
            hash,
        })
    }
}

/// The text of an event as it is stored.
pub(crate) fn json(event: &Event) -> Result<String, StorageError> {
    serde_json::to_string(event).map_err(|error| StorageError::Other {
        message: error.to_string(),
    })
}

/// The stored states, as the rules look them up.
struct States<'a> {
    conn: &'a Connection,
    failed: RefCell<Option<rusqlite::Error>>,
}

impl States<'_> {
    fn get(&self, kind: EntityKind, id: &str) -> Option<State> {
        match state(self.conn, kind, id) {
            Ok(state) => state,
            Err(error) => {
                // The rules see nothing; the caller sees the failure.
                self.failed.borrow_mut().get_or_insert(error);
                None
            }
        }
    }
}

/// One stored state.
pub(crate) fn state(
    conn: &Connection,
    kind: EntityKind,
    id: &str,
) -> rusqlite::Result<Option<State>> {
    match entity::load(conn, &EntityRef::new(kind, id))? {
        None => Ok(None),
        Some(stored) => State::from_json(kind, &stored.state)
            .map(Some)
            .map_err(unreadable),
    }
}

macro_rules! lookups {
    ($($name:ident $id:ty => $noun:ident,)+) => {
        impl Known for States<'_> {
            $(fn $name(&self, id: &$id) -> Option<$noun> {
                match self.get(EntityKind::$noun, id.as_str()) {
                    Some(State::$noun(state)) => Some(state),
                    _ => None,
                }
            })+
        }
    };
}

lookups! {
    alert AlertId => Alert,
    incident IncidentId => Incident,
    team TeamId => Team,
    lot LotId => Lot,
    order OrderId => Order,
    report ReportId => Report,
    issue IssueId => Issue,
    requisition RequisitionId => Requisition,
    aid AidId => Aid,
    circular CircularId => Circular,
}
