//! Facts into the log: numbered, signed, stored, projected and put in the outbox together.

use std::cell::RefCell;
use std::collections::HashSet;
use std::sync::Arc;
use std::sync::mpsc::sync_channel;

use emergency::aid::Aid;
use emergency::alert::Alert;
use emergency::circular::Circular;
use emergency::closure::Closure;
use emergency::countdown::Countdown;
use emergency::decide::{Command, Context, Draft, Known, Refusal, decide};
use emergency::document::Document;
use emergency::entity::{EntityKind, EntityRef, State};
use emergency::event::{BODY_BYTES_MAX, Event, Sealed, TimeSource};
use emergency::fact::Fact;
use emergency::id::{
    ActorName, AidId, AlertId, CircularId, ClosureId, CountdownId, DocumentId, ImportId,
    IncidentId, IssueId, LotId, OrderId, OriginId, PersonId, PlanId, PointId, ReportId,
    RequisitionId, SiteId, SubmissionId, TeamId,
};
use emergency::import::Import;
use emergency::incident::Incident;
use emergency::issue::Issue;
use emergency::order::Order;
use emergency::person::Person;
use emergency::plan::PlanRecord;
use emergency::point::DevicePoint;
use emergency::report::Report;
use emergency::requisition::Requisition;
use emergency::site::Site;
use emergency::stock::Lot;
use emergency::submission::Submission;
use emergency::team::Team;
use emergency::time::UtcMs;
use rusqlite::{CachedStatement, Connection};
use uuid::Uuid;

use crate::ahead::{Ahead, best};
use crate::error::StorageError;
use crate::faults::Moment;
use crate::key::DeviceKey;
use crate::project::{Arrival, Reading};
use crate::table::entity::unreadable;
use crate::table::{entity, event, outbox};
use crate::writer::{Ids, Write};

/// Facts that one call of a feed may bring.
pub const OBSERVED_MAX: usize = 10_000;

/// Bytes of an envelope beside its body.
const ENVELOPE_BYTES: usize = 8 * 1024;

/// Facts from which on a second thread signs while the first one stores.
const AHEAD_MIN: usize = 16;

/// Events that are handed over at a time: waking a thread for each would cost as much as signing
/// it.
const AHEAD_CHUNK: usize = 32;

/// Chunks that may be signed and wait to be stored.
const AHEAD_MAX: usize = 16;

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
            ahead: self.ahead.as_deref(),
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
        let mut into = Tables::of(self.conn)?;
        for (index, draft) in drafts.into_iter().enumerate() {
            let kept = stamp.seal(&mut chain, index, draft)?;
            self.keep(&mut into, &kept)?;
            receipt.entities.push(kept.event.entity);
            receipt.events.push(kept.event.id);
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
            let mut into = Tables::of(self.conn)?;
            for (index, draft) in fresh {
                self.keep(&mut into, &stamp.seal(&mut chain, index, draft)?)?;
            }
        } else {
            self.observe_ahead(&stamp, &mut chain, fresh)?;
        }
        self.meta.next_oseq = chain.next_oseq;
        self.meta.head_hash = chain.head_hash;
        Ok(observed)
    }

    /// Chains and signs on a second thread while this one reads and stores. What a later reader
    /// would make of an event is found out here: so the two threads have about as much to do.
    fn observe_ahead(
        &mut self,
        stamp: &Stamp,
        chain: &mut Chain,
        fresh: Vec<(usize, Draft)>,
    ) -> Result<(), StorageError> {
        let (ahead, chunks) = sync_channel(AHEAD_MAX);
        // What is stored goes back: memory is given up where it was taken.
        let (used, spent) = sync_channel::<Vec<Kept>>(AHEAD_MAX);
        let mut into = Tables::of(self.conn)?;
        std::thread::scope(|scope| {
            let sealing = std::thread::Builder::new()
                .name("logbook-sealer".to_owned())
                .spawn_scoped(scope, move || {
                    let mut fresh = fresh.into_iter().peekable();
                    while fresh.peek().is_some() {
                        let chunk: Result<Vec<_>, _> = fresh
                            .by_ref()
                            .take(AHEAD_CHUNK)
                            .map(|(index, draft)| stamp.seal(chain, index, draft))
                            .collect();
                        spent.try_iter().for_each(drop);
                        // Who stores has stopped: the task is being undone.
                        if ahead.send(chunk).is_err() {
                            break;
                        }
                    }
                });
            sealing.map_err(|error| StorageError::Other {
                message: error.to_string(),
            })?;
            // Dropped at the end or at the first failure, so that the other thread ends too.
            for chunk in chunks {
                let chunk = chunk?;
                for kept in &chunk {
                    self.keep(&mut into, kept)?;
                }
                // Dropped here when the other thread does not take it any more.
                drop(used.try_send(chunk));
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
            key: Arc::clone(self.key),
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
    fn keep(&mut self, into: &mut Tables<'_>, kept: &Kept) -> Result<(), StorageError> {
        let Kept { event, sealed } = kept;
        let Sealed { text, hash } = sealed;
        let reading = &Reading::of(event);
        let sum = &event::row_sum(text, hash, None);
        let seq = into.log.event(event, text, hash, None, sum)?;
        self.faults.at(Moment::Stored)?;
        outbox::append(&mut into.outbox, seq, outbox::Number::of(event))?;
        self.projection
            .take(self.conn, event, reading, Arrival::Own)?;
        for entity in &reading.touches {
            into.log.entity(seq, entity)?;
        }
        // The entities of known kinds are told when their states are written.
        if reading.is_of_a_later_version() {
            self.touched.extend(reading.touches.iter().cloned());
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
    key: Arc<DeviceKey>,
    ids: Ids,
    who: Who,
    now: UtcMs,
}

/// Where the desk's own chain goes on.
struct Chain {
    next_oseq: u64,
    head_hash: String,
}

/// The tables that an own event goes into.
struct Tables<'c> {
    log: event::Appending<'c>,
    outbox: CachedStatement<'c>,
}

impl<'c> Tables<'c> {
    fn of(conn: &'c Connection) -> rusqlite::Result<Self> {
        Ok(Self {
            log: event::Appending::to(conn)?,
            outbox: outbox::appending(conn)?,
        })
    }
}

/// An event on its way into the file.
struct Kept {
    event: Event,
    sealed: Sealed,
}

impl Stamp {
    /// Numbers and signs one fact; `index` is its place in what came together.
    fn seal(&self, chain: &mut Chain, index: usize, draft: Draft) -> Result<Kept, StorageError> {
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
            // The platform's clock decides, so the time is told in its terms once they are known.
            valid_until: draft
                .valid_until
                .map(|until| until.plus_ms(self.clock_offset_ms.unwrap_or(0))),
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
        let sealed = event.seal_as_text(self.key.as_ref());
        let bytes = sealed.text.len();
        if bytes > BODY_BYTES_MAX + ENVELOPE_BYTES {
            return Err(StorageError::TooLarge { index, bytes });
        }
        chain.next_oseq += 1;
        chain.head_hash.clone_from(&sealed.hash);
        Ok(Kept { event, sealed })
    }
}

/// The states as they are known best, as the rules look them up.
struct States<'a> {
    conn: &'a Connection,
    ahead: Option<&'a Ahead>,
    failed: RefCell<Option<rusqlite::Error>>,
}

impl States<'_> {
    fn get(&self, kind: EntityKind, id: &str) -> Option<State> {
        match best(self.conn, self.ahead, kind, id) {
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
    ($($name:ident $id:ty => $kind:ident of $noun:ident,)+) => {
        impl Known for States<'_> {
            $(fn $name(&self, id: &$id) -> Option<$noun> {
                match self.get(EntityKind::$kind, id.as_str()) {
                    Some(State::$kind(state)) => Some(state),
                    _ => None,
                }
            })+
        }
    };
}

lookups! {
    alert AlertId => Alert of Alert,
    incident IncidentId => Incident of Incident,
    team TeamId => Team of Team,
    lot LotId => Lot of Lot,
    order OrderId => Order of Order,
    report ReportId => Report of Report,
    issue IssueId => Issue of Issue,
    requisition RequisitionId => Requisition of Requisition,
    countdown CountdownId => Countdown of Countdown,
    aid AidId => Aid of Aid,
    circular CircularId => Circular of Circular,
    closure ClosureId => Closure of Closure,
    site SiteId => Site of Site,
    person PersonId => Person of Person,
    import ImportId => Import of Import,
    plan PlanId => Plan of PlanRecord,
    document DocumentId => Document of Document,
    submission SubmissionId => Submission of Submission,
    point PointId => Point of DevicePoint,
}
