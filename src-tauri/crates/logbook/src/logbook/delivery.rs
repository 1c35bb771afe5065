//! What the link asks of the log.

use emergency::event::{Entry, Event};
use uuid::Uuid;

use super::{Identity, Logbook, READ_MAX};
use crate::entries::{Applied, ENTRIES_MAX, OriginHead};
use crate::error::{AdoptError, ApplyError, StorageError};
use crate::table::entity::unreadable;
use crate::table::event;
use crate::table::meta::Cursor;
use crate::table::outbox::{self, Number, Parked};
use crate::writer::COMMIT_EVENTS_MAX;

impl Logbook {
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

    /// Gives the desk its own authority back once it has caught up to the platform's head and
    /// nothing of its own waits: an order given meanwhile without that authority may be granted
    /// yet, and one confirmed on top of it would be refused. Answers whether it has it.
    ///
    /// # Errors
    /// [`StorageError`] when it could not be written.
    pub fn resume_authority(&self, head_sseq: u64) -> Result<bool, StorageError> {
        self.inner.writer.submit(1, move |write| {
            let (waiting, _) = outbox::counts(write.conn)?;
            if write.meta.cursor.sseq < head_sseq || waiting > 0 {
                return Ok(!write.meta.authority_suspended);
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
}
