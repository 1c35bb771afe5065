//! Facts into the log: numbered, signed, stored, projected and put in the outbox together.

use std::cell::RefCell;
use std::collections::HashSet;
use std::sync::Arc;

use emergency::aid::Aid;
use emergency::alert::Alert;
use emergency::circular::Circular;
use emergency::closure::Closure;
use emergency::countdown::Countdown;
use emergency::decide::{Command, Context, Draft, Known, Refusal, decide};
use emergency::document::Document;
use emergency::entity::{EntityKind, EntityRef, State};
use emergency::event::{Event, Sealed, TimeSource};
use emergency::fact::Fact;
use emergency::fence::Fence;
use emergency::firm::Firm;
use emergency::id::{
    ActorName, AidId, AlertId, CircularId, ClosureId, CountdownId, DocumentId, FenceId, FirmId,
    ImportId, IncidentId, IssueId, LotId, OrderId, PersonId, PlanId, PointId, ReportId,
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
use crate::project::Arrival;
use crate::sealing::{Chain, Kept, Sealing, Stamp, Standing};
use crate::table::entity::unreadable;
use crate::table::{entity, event, outbox};
use crate::writer::Write;

/// Facts that one call of a feed may bring.
pub const OBSERVED_MAX: usize = 10_000;

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
        let mut sealing = self.sealing(who);
        let mut into = Tables::of(self.conn)?;
        for (index, draft) in drafts.into_iter().enumerate() {
            let kept = sealing.seal(index, draft)?;
            self.keep(&mut into, &kept)?;
            receipt.entities.push(kept.event.entity);
            receipt.events.push(kept.event.id);
        }
        self.go_on_from(sealing);
        Ok(Ok(receipt))
    }

    /// Writes facts of a feed; alerts whose very bytes are there already are left out.
    pub(crate) fn observe(
        &mut self,
        drafts: Vec<(usize, Draft)>,
        who: &Who,
    ) -> Result<Observed, StorageError> {
        let mut observed = self.nothing_observed();
        let mut seen = HashSet::new();
        let mut sealing = self.sealing(who);
        let mut into = Tables::of(self.conn)?;
        for (index, draft) in drafts {
            let raw = match &draft.fact {
                Fact::AlertReceived(received) => received.raw.sha256.as_str(),
                _ => "",
            };
            if self.is_known(&draft.entity.id, raw, &mut seen)? {
                observed.known += 1;
                continue;
            }
            self.keep(&mut into, &sealing.seal(index, draft)?)?;
            observed.written += 1;
        }
        self.go_on_from(sealing);
        Ok(observed)
    }

    /// The same with facts that who brings them has signed. They are given back with the answer:
    /// who took the memory gives it up, while this thread goes on.
    pub(crate) fn observe_sealed(
        &mut self,
        mut sealed: Vec<Kept>,
        who: &Who,
    ) -> Result<(Observed, Vec<Kept>), StorageError> {
        let mut observed = self.nothing_observed();
        let mut seen = HashSet::new();
        let mut sealing = self.sealing(who);
        let mut into = Tables::of(self.conn)?;
        let mut anew = 0_usize;
        for kept in &mut sealed {
            let event = &kept.event;
            let raw = raw_sum(event).unwrap_or_default();
            if self.is_known(&event.entity.id, raw, &mut seen)? {
                observed.known += 1;
                continue;
            }
            anew += usize::from(!sealing.take(kept));
            self.keep(&mut into, kept)?;
            observed.written += 1;
        }
        if anew > 0 {
            tracing::debug!(anew, "signed anew: others had written in between");
        }
        self.go_on_from(sealing);
        Ok((observed, sealed))
    }

    fn nothing_observed(&self) -> Observed {
        Observed {
            change: self.change(),
            ..Observed::default()
        }
    }

    fn is_known(
        &self,
        alert: &str,
        sha256: &str,
        seen: &mut HashSet<(String, String)>,
    ) -> rusqlite::Result<bool> {
        if sha256.is_empty() {
            return Ok(false);
        }
        if !seen.insert((alert.to_owned(), sha256.to_owned())) {
            return Ok(true);
        }
        event::has_raw(self.conn, &self.meta.origin.0, alert, sha256)
    }

    /// Signs from where the desk stands.
    fn sealing(&self, who: &Who) -> Sealing {
        let stamp = Stamp {
            key: Arc::clone(self.key),
            ids: Arc::clone(self.ids),
            who: who.clone(),
            now: (self.clock)(),
        };
        Sealing::new(stamp, Standing::of(&self.meta))
    }

    fn go_on_from(&mut self, sealing: Sealing) {
        let Chain {
            next_oseq,
            head_hash,
        } = sealing.into_chain();
        self.meta.next_oseq = next_oseq;
        self.meta.head_hash = head_hash;
    }

    /// Stores one signed event with its outbox row and what it changes.
    fn keep(&mut self, into: &mut Tables<'_>, kept: &Kept) -> Result<(), StorageError> {
        let Kept {
            event,
            sealed: Sealed { text, hash },
            row_sum,
            reading,
        } = kept;
        let seq = into.log.event(event, text, hash, None, row_sum)?;
        self.faults.at(Moment::Stored)?;
        outbox::append(&mut into.outbox, seq, outbox::Number::of(event))?;
        for entity in &reading.touches {
            into.log.entity(seq, entity)?;
        }
        self.projection
            .take(self.conn, event, reading, Arrival::Own)?;
        // The entities of known kinds are told when their states are written.
        if reading.is_of_a_later_version() {
            self.touched.extend(reading.touches.iter().cloned());
        }
        Ok(())
    }
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

/// Sum of the original bytes of an alert that came in.
fn raw_sum(event: &Event) -> Option<&str> {
    if event.kind != "alert.received" {
        return None;
    }
    event.body.get("raw")?.get("sha256")?.as_str()
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
    fence FenceId => Fence of Fence,
    point PointId => Point of DevicePoint,
    firm FirmId => Firm of Firm,
}
