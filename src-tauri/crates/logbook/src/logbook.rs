//! The handle: what the desk, the feeds and the link ask of the log.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use emergency::alert::{Alert, AlertReceived};
use emergency::decide::{Command, Draft};
use emergency::entity::{EntityKind, EntityRef, State};
use emergency::event::{Entry, Event};
use emergency::fact::Fact;
use emergency::id::OriginId;
use emergency::time::UtcMs;
use uuid::Uuid;

use crate::changes::{Changes, Subscription};
use crate::entries::{Applied, ENTRIES_MAX, OriginHead};
use crate::error::{AdoptError, ApplyError, CommandError, ObserveError, StorageError};
use crate::readers::Readers;
use crate::record::{OBSERVED_MAX, Observed, Receipt, Who, state};
use crate::space::{self, Space};
use crate::table::alert::{self, AlertQuery, AlertWindow, SectionCount};
use crate::table::defect::{self, Defect};
use crate::table::draft;
use crate::table::entity::{self, EntityRow, Listed, unreadable};
use crate::table::event::{self, Logged};
use crate::table::meta::{self, Cursor};
use crate::table::outbox::{self, Number, Parked};
use crate::verify::{self, Verification};
use crate::writer::{COMMIT_EVENTS_MAX, Clock, Writer};

/// Rows that one reading call answers at most.
pub const READ_MAX: usize = 10_000;

/// Who the desk is in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Its device key.
    pub origin: OriginId,
    /// Its incarnation.
    pub incarnation: u32,
    /// Number of its next event.
    pub next_oseq: u64,
    /// Hash of the event before that one.
    pub head_hash: String,
    /// True while it may not confirm on its own.
    pub authority_suspended: bool,
    /// True for a drill's log.
    pub exercise: bool,
}

/// How much there is, for the desk's status.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Counts {
    /// Events in the file.
    pub events: u64,
    /// Own events that wait for the platform.
    pub waiting: u64,
    /// Own events that the platform would not take.
    pub parked: u64,
    /// Unreadable inputs.
    pub defects: u64,
    /// By kind of entity: all, and those that need a hand.
    pub entities: Vec<(String, u64, u64)>,
}

/// The log of one desk. Cloning it gives another handle to the same log; the last one closes it.
#[derive(Clone)]
pub struct Logbook {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    // Dropped in this order: the writer ends first, the lock goes last.
    pub(crate) writer: Writer,
    pub(crate) readers: Readers,
    pub(crate) changes: Arc<Changes>,
    pub(crate) clock: Clock,
    pub(crate) path: PathBuf,
    pub(crate) exercise: bool,
    pub(crate) _lock: File,
}

impl Logbook {
    /// Carries out a command of a person: decides, writes, commits, then answers.
    ///
    /// # Errors
    /// [`CommandError::Refusal`] names the rule against it, [`CommandError::Storage`] what the
    /// disk said; nothing was written in either case.
    pub fn command(&self, command: Command, who: Who) -> Result<Receipt, CommandError> {
        let done = self
            .inner
            .writer
            .submit(1, move |write| write.command(command, &who));
        match done {
            Ok(Ok(receipt)) => Ok(receipt),
            Ok(Err(refusal)) => Err(refusal.into()),
            Err(StorageError::TooLarge { .. }) => Err(emergency::decide::Refusal::TooLong {
                field: "body".to_owned(),
                max: emergency::event::BODY_BYTES_MAX,
            }
            .into()),
            Err(error) => Err(error.into()),
        }
    }

    /// Writes facts of a feed or of the program itself, [`COMMIT_EVENTS_MAX`] a commit.
    ///
    /// Alerts whose very bytes this desk has logged already are left out and counted.
    ///
    /// # Errors
    /// [`ObserveError`]; commits before the failing one stay, so the facts can be brought again:
    /// those with bytes are known then.
    pub fn observe(&self, drafts: Vec<Draft>, who: &Who) -> Result<Observed, ObserveError> {
        if drafts.len() > OBSERVED_MAX {
            let count = drafts.len();
            return Err(ObserveError::TooMany { count });
        }
        let mut all = Observed::default();
        let mut drafts = drafts.into_iter();
        loop {
            let batch: Vec<Draft> = drafts.by_ref().take(COMMIT_EVENTS_MAX).collect();
            if batch.is_empty() {
                return Ok(all);
            }
            let who = who.clone();
            let done = self
                .inner
                .writer
                .submit(batch.len(), move |write| write.observe(batch, &who))?;
            all.change = done.change;
            all.written += done.written;
            all.known += done.known;
        }
    }

    /// Keeps input that could not be read; answers its number.
    ///
    /// # Errors
    /// [`StorageError`] when it could not be written.
    pub fn keep_defect(&self, defect: Defect) -> Result<u64, StorageError> {
        self.inner.writer.submit(1, move |write| {
            write.desk = true;
            Ok(defect::insert(write.conn, &defect)?)
        })
    }

    /// Saves what a person is writing; an empty text takes the draft away.
    ///
    /// # Errors
    /// [`StorageError`]; a text beyond [`crate::DRAFT_BYTES_MAX`] is not saved.
    pub fn save_draft(&self, key: String, text: String) -> Result<(), StorageError> {
        if text.len() > draft::DRAFT_BYTES_MAX {
            let bytes = text.len();
            return Err(StorageError::TooLarge { index: 0, bytes });
        }
        self.inner.writer.submit(1, move |write| {
            write.desk = true;
            if text.is_empty() {
                return Ok(draft::remove(write.conn, &key)?);
            }
            Ok(draft::store(write.conn, &key, &text, (write.clock)())?)
        })
    }

    /// A saved draft.
    ///
    /// # Errors
    /// [`StorageError`] when it cannot be read.
    pub fn draft(&self, key: &str) -> Result<Option<String>, StorageError> {
        self.read(|conn| draft::load(conn, key))
    }

    /// All saved drafts by key, the last saved first.
    ///
    /// # Errors
    /// [`StorageError`] when they cannot be read.
    pub fn drafts(&self) -> Result<Vec<(String, String)>, StorageError> {
        self.read(draft::all)
    }

    /// Moves alerts that time alone has shelved out, expired or brought back; answers how many.
    /// [`Logbook::alerts`] does so by itself; a ticking desk calls it so that followers hear.
    ///
    /// # Errors
    /// [`StorageError`] when it could not be written.
    pub fn sweep(&self, now: UtcMs) -> Result<usize, StorageError> {
        let mut moved = 0;
        loop {
            let (count, more) = self.inner.writer.submit(1, move |write| write.sweep(now))?;
            moved += count;
            if !more {
                return Ok(moved);
            }
        }
    }

    // ---- the link's side ----

    /// Who the desk is in the log.
    ///
    /// # Errors
    /// [`StorageError`] when it cannot be read.
    pub fn identity(&self) -> Result<Identity, StorageError> {
        self.meta().map(|meta| Identity {
            origin: meta.origin,
            incarnation: meta.incarnation,
            next_oseq: meta.next_oseq,
            head_hash: meta.head_hash,
            authority_suspended: meta.authority_suspended,
            exercise: meta.exercise,
        })
    }

    /// Where the desk stands in the ordered log.
    ///
    /// # Errors
    /// [`StorageError`] when it cannot be read.
    pub fn cursor(&self) -> Result<Cursor, StorageError> {
        self.meta().map(|meta| meta.cursor)
    }

    /// Own events that wait, after a number, in the order in which the platform takes them.
    ///
    /// # Errors
    /// [`StorageError`] when they cannot be read.
    pub fn outbox(&self, after: Number, limit: usize) -> Result<Vec<Event>, StorageError> {
        self.read(|conn| {
            outbox::waiting(conn, after, limit.min(READ_MAX))?
                .into_iter()
                .map(|row| row.logged().map(|logged| logged.event).map_err(unreadable))
                .collect()
        })
    }

    /// Applies entries of the ordered log, [`COMMIT_EVENTS_MAX`] a commit, each with its cursor.
    ///
    /// # Errors
    /// [`ApplyError`] at the first entry that does not fit; those before it were applied, the
    /// cursor says up to where.
    pub fn apply_entries(&self, entries: Vec<Entry>) -> Result<Applied, ApplyError> {
        if entries.len() > ENTRIES_MAX {
            let count = entries.len();
            return Err(ApplyError::TooMany { count });
        }
        let mut all = Applied::default();
        let mut entries = entries.into_iter();
        loop {
            let batch: Vec<Entry> = entries.by_ref().take(COMMIT_EVENTS_MAX).collect();
            if batch.is_empty() {
                all.cursor = self.cursor()?;
                return Ok(all);
            }
            let (done, stopped) = self
                .inner
                .writer
                .submit(batch.len(), move |write| write.apply_entries(&batch))?;
            all.applied += done.applied;
            all.known += done.known;
            all.confirmed.extend(done.confirmed);
            if let Some(error) = stopped {
                return Err(error);
            }
        }
    }

    /// Rule 9: after the catch-up, numbers and signs what still waits under a new incarnation;
    /// answers how many events. `head` is the newest own event that the platform has; authority
    /// is suspended until [`Logbook::resume_authority`].
    ///
    /// # Errors
    /// [`AdoptError`]; nothing was changed.
    pub fn adopt_incarnation(
        &self,
        incarnation: u32,
        head: OriginHead,
    ) -> Result<usize, AdoptError> {
        self.inner
            .writer
            .submit(1, move |write| write.adopt(incarnation, &head))?
    }

    /// Forbids the desk to confirm on its own: it was fenced, restored or cloned.
    ///
    /// # Errors
    /// [`StorageError`] when it could not be written.
    pub fn suspend_authority(&self) -> Result<(), StorageError> {
        self.inner.writer.submit(1, |write| {
            write.desk |= !write.meta.authority_suspended;
            write.meta.authority_suspended = true;
            Ok(())
        })
    }

    /// Gives the desk its own authority back once it has caught up to the platform's head;
    /// answers whether it has.
    ///
    /// # Errors
    /// [`StorageError`] when it could not be written.
    pub fn resume_authority(&self, head_sseq: u64) -> Result<bool, StorageError> {
        self.inner.writer.submit(1, move |write| {
            if write.meta.cursor.sseq < head_sseq {
                return Ok(false);
            }
            write.desk |= write.meta.authority_suspended;
            write.meta.authority_suspended = false;
            Ok(true)
        })
    }

    /// Keeps the measured offset of the desk's clock; each event says it.
    ///
    /// # Errors
    /// [`StorageError`] when it could not be written.
    pub fn set_clock_offset(&self, offset_ms: Option<i64>) -> Result<(), StorageError> {
        self.inner.writer.submit(1, move |write| {
            write.meta.clock_offset_ms = offset_ms;
            Ok(())
        })
    }

    /// Counts a refusal of an own event by the platform; answers how many there were.
    ///
    /// # Errors
    /// [`AdoptError::NotWaiting`] when it does not wait.
    pub fn refuse(&self, id: Uuid, reason: String) -> Result<u64, AdoptError> {
        self.inner.writer.submit(1, move |write| {
            match event::by_id(write.conn, id)?.filter(|row| row.place.is_none()) {
                None => Ok(Err(AdoptError::NotWaiting { id })),
                Some(row) => Ok(Ok(outbox::refuse(write.conn, row.seq, &reason)?)),
            }
        })?
    }

    /// Rule 7: takes a refused event, and those after it that touch the same things, out of the
    /// row of those that wait; answers how many.
    ///
    /// # Errors
    /// [`AdoptError::NotWaiting`] when it does not wait.
    pub fn park(&self, id: Uuid, reason: String) -> Result<usize, AdoptError> {
        self.inner
            .writer
            .submit(1, move |write| write.park(id, &reason))?
    }

    /// Puts parked events back, after all that waits; answers how many.
    ///
    /// # Errors
    /// [`StorageError`] when it could not be written.
    pub fn unpark(&self, ids: Vec<Uuid>) -> Result<usize, StorageError> {
        self.inner.writer.submit(1, move |write| write.unpark(&ids))
    }

    /// Events that the platform would not take.
    ///
    /// # Errors
    /// [`StorageError`] when they cannot be read.
    pub fn parked(&self, limit: usize) -> Result<Vec<Parked>, StorageError> {
        self.read(|conn| outbox::parked(conn, limit.min(READ_MAX)))
    }

    /// The platform was restored and has lost what came after `to`: own events from there on wait
    /// again, those of others until they come again; answers how many wait again.
    ///
    /// # Errors
    /// [`StorageError`] when it could not be written.
    pub fn reoffer(&self, to: Cursor) -> Result<usize, StorageError> {
        self.inner.writer.submit(1, move |write| write.rewind(to))
    }

    /// The log hash that the desk has at a place in the ordered log.
    ///
    /// # Errors
    /// [`StorageError`] when it cannot be read.
    pub fn log_hash_at(&self, sseq: u64) -> Result<Option<String>, StorageError> {
        self.read(|conn| event::log_hash_at(conn, sseq))
    }

    // ---- reading ----

    /// The state of one entity.
    ///
    /// # Errors
    /// [`StorageError`] when it cannot be read.
    pub fn state(&self, kind: EntityKind, id: &str) -> Result<Option<State>, StorageError> {
        self.read(|conn| state(conn, kind, id))
    }

    /// Entities of one kind with their states, the last changed first.
    ///
    /// # Errors
    /// [`StorageError`] when they cannot be read.
    pub fn list(
        &self,
        kind: EntityKind,
        listed: Listed,
        limit: usize,
    ) -> Result<Vec<EntityRow>, StorageError> {
        self.read(|conn| entity::list(conn, kind, listed, limit.min(READ_MAX)))
    }

    /// Entities whose name has these words, the last changed first.
    ///
    /// # Errors
    /// [`StorageError`] when they cannot be read.
    pub fn search(
        &self,
        words: &str,
        limit: usize,
    ) -> Result<Vec<(EntityRef, String)>, StorageError> {
        self.read(|conn| entity::search(conn, words, limit.min(READ_MAX)))
    }

    /// Part of the watch list, with the counts of all sections.
    ///
    /// # Errors
    /// [`StorageError`] when it cannot be read.
    pub fn alerts(&self, query: &AlertQuery) -> Result<AlertWindow, StorageError> {
        let due = self.read(|conn| alert::due(conn, query.now, 1))?;
        if !due.is_empty()
            && let Err(error) = self.sweep(query.now)
        {
            // A full disk must not take the list off the screen; `as_of` says how old it is.
            tracing::warn!(%error, "alerts could not be moved by time");
        }
        self.read(|conn| {
            let (rows, total) = alert::window(conn, query)?;
            let swept = meta::load(conn)?.map_or(UtcMs(0), |meta| meta.swept);
            let waits = !alert::due(conn, query.now, 1)?.is_empty();
            Ok(AlertWindow {
                rows,
                total,
                counts: alert::counts(conn)?,
                as_of: if waits { swept } else { swept.max(query.now) },
            })
        })
    }

    /// How many alerts each section has, by level.
    ///
    /// # Errors
    /// [`StorageError`] when they cannot be read.
    pub fn alert_counts(&self) -> Result<Vec<SectionCount>, StorageError> {
        self.read(alert::counts)
    }

    /// One alert with the message it was read from, original bytes and all.
    ///
    /// # Errors
    /// [`StorageError`] when it cannot be read.
    pub fn alert_raw(&self, id: &str) -> Result<Option<(Alert, AlertReceived)>, StorageError> {
        self.read(|conn| {
            let Some(State::Alert(alert)) = state(conn, EntityKind::Alert, id)? else {
                return Ok(None);
            };
            let Some(by) = alert.received_by else {
                return Ok(None);
            };
            let Some(row) = event::by_id(conn, by)? else {
                return Ok(None);
            };
            let event = row.logged().map_err(unreadable)?.event;
            match Fact::read(&event.kind, &event.body) {
                Ok(Fact::AlertReceived(received)) => Ok(Some((alert, received))),
                _ => Ok(None),
            }
        })
    }

    /// Events of one entity below a number of the file, newest first.
    ///
    /// # Errors
    /// [`StorageError`] when they cannot be read.
    pub fn timeline(
        &self,
        entity: &EntityRef,
        before: u64,
        limit: usize,
    ) -> Result<Vec<Logged>, StorageError> {
        self.read(|conn| {
            event::timeline(conn, entity, before, limit.min(READ_MAX))?
                .into_iter()
                .map(|row| row.logged().map_err(unreadable))
                .collect()
        })
    }

    /// The event of that id.
    ///
    /// # Errors
    /// [`StorageError`] when it cannot be read.
    pub fn event(&self, id: Uuid) -> Result<Option<Logged>, StorageError> {
        self.read(|conn| {
            event::by_id(conn, id)?
                .map(|row| row.logged().map_err(unreadable))
                .transpose()
        })
    }

    /// Events after a number of the file, in order.
    ///
    /// # Errors
    /// [`StorageError`] when they cannot be read.
    pub fn events_after(&self, seq: u64, limit: usize) -> Result<Vec<Logged>, StorageError> {
        self.read(|conn| {
            event::after(conn, seq, limit.min(READ_MAX))?
                .into_iter()
                .map(|row| row.logged().map_err(unreadable))
                .collect()
        })
    }

    /// The newest unreadable inputs with their numbers, newest first.
    ///
    /// # Errors
    /// [`StorageError`] when they cannot be read.
    pub fn defects(&self, limit: usize) -> Result<Vec<(u64, Defect)>, StorageError> {
        self.read(|conn| defect::newest(conn, limit.min(READ_MAX)))
    }

    /// Hash of the newest own event; printed on the handover sheet.
    ///
    /// # Errors
    /// [`StorageError`] when it cannot be read.
    pub fn head_hash(&self) -> Result<String, StorageError> {
        self.meta().map(|meta| meta.head_hash)
    }

    /// How much there is.
    ///
    /// # Errors
    /// [`StorageError`] when it cannot be read.
    pub fn counts(&self) -> Result<Counts, StorageError> {
        self.read(|conn| {
            let (waiting, parked) = outbox::counts(conn)?;
            Ok(Counts {
                events: event::last_seq(conn)?,
                waiting,
                parked,
                defects: defect::count(conn)?,
                entities: entity::counts(conn)?,
            })
        })
    }

    /// Number of the last change.
    ///
    /// # Errors
    /// [`StorageError`] when it cannot be read.
    pub fn last_change(&self) -> Result<u64, StorageError> {
        self.meta().map(|meta| meta.change)
    }

    /// Follows the log from now on; none when there are too many followers.
    #[must_use]
    pub fn changes(&self) -> Option<Subscription> {
        self.inner.changes.subscribe()
    }

    // ---- care ----

    /// Checks the whole log while the desk goes on; takes its time.
    ///
    /// # Errors
    /// [`StorageError`] when the file cannot be read at all.
    pub fn verify(&self) -> Result<Verification, StorageError> {
        verify::verify(&self.inner.path)
    }

    /// Hourly care: fresh statistics for the planner, an empty write-ahead file.
    ///
    /// # Errors
    /// [`StorageError`] when it could not be done.
    pub fn tend(&self) -> Result<(), StorageError> {
        let conn = crate::sqlite::open_writer(&self.inner.path)?;
        conn.execute_batch("PRAGMA optimize")?;
        conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(())
    }

    /// Room on the disk of the log.
    ///
    /// # Errors
    /// When the system does not tell.
    pub fn space(&self) -> std::io::Result<Space> {
        Space::of(&self.inner.path)
    }

    /// Takes the ballast away, so that a full disk can be written again; answers the bytes.
    ///
    /// # Errors
    /// When the file cannot be removed.
    pub fn drop_ballast(&self) -> std::io::Result<u64> {
        space::drop_ballast(&self.inner.path)
    }

    /// Lays the ballast down again once there is room; answers whether it lies.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn lay_ballast(&self, bytes: u64) -> std::io::Result<bool> {
        space::lay_ballast(&self.inner.path, bytes)
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.inner.path
    }

    /// True for a drill's log.
    #[must_use]
    pub fn is_exercise(&self) -> bool {
        self.inner.exercise
    }

    /// The desk's clock.
    #[must_use]
    pub fn now(&self) -> UtcMs {
        (self.inner.clock)()
    }

    fn meta(&self) -> Result<meta::Meta, StorageError> {
        self.read(meta::load)?.ok_or(StorageError::Damaged {
            message: "the log does not say whose it is".to_owned(),
        })
    }

    fn read<T>(
        &self,
        read: impl FnOnce(&rusqlite::Connection) -> rusqlite::Result<T>,
    ) -> Result<T, StorageError> {
        Ok(self.inner.readers.read(read)?)
    }
}

macro_rules! getters {
    ($($(#[$doc:meta])* $name:ident $noun:ident,)+) => {
        /// One state by its noun.
        impl Logbook {
            $(
                $(#[$doc])*
                ///
                /// # Errors
                /// [`StorageError`] when it cannot be read.
                pub fn $name(
                    &self,
                    id: &str,
                ) -> Result<Option<getters::$noun>, StorageError> {
                    Ok(match self.state(EntityKind::$noun, id)? {
                        Some(State::$noun(state)) => Some(state),
                        _ => None,
                    })
                }
            )+
        }
    };
}

mod getters {
    pub(super) use emergency::alert::Alert;
    pub(super) use emergency::drill::Drill;
    pub(super) use emergency::duty::Duty;
    pub(super) use emergency::incident::Incident;
    pub(super) use emergency::order::Order;
    pub(super) use emergency::report::Report;
    pub(super) use emergency::site::Site;
    pub(super) use emergency::stock::Lot;
    pub(super) use emergency::team::Team;
}

getters! {
    /// One alert.
    alert Alert,
    /// One incident.
    incident Incident,
    /// One team.
    team Team,
    /// One lot.
    lot Lot,
    /// One order.
    order Order,
    /// One report.
    report Report,
    /// The watch; its id is [`emergency::duty::DUTY`].
    duty Duty,
    /// One site.
    site Site,
    /// One drill.
    drill Drill,
}
