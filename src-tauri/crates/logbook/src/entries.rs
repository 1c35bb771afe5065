//! The link's side of the log: entries of the ordered log in, own events out.
//!
//! Rules 4, 5 and 9 of the link: an outbox row goes only when its event comes back; an entry is
//! applied only right after the one before it, in the transaction that moves the cursor; own
//! events are numbered anew only after the desk has caught up.

use emergency::event::{Entry, Event, GENESIS_HASH, Sealed, log_hash_over};
use uuid::Uuid;

use crate::error::{AdoptError, ApplyError, StorageError};
use crate::project::{Arrival, touched};
use crate::table::event::{self, EventRow, PlaceRow, Placed};
use crate::table::meta::{self, Cursor};
use crate::table::outbox::{self, Number};
use crate::writer::Write;

/// Entries that one call may bring.
pub const ENTRIES_MAX: usize = 10_000;

/// What became of entries; they are on disk.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Applied {
    /// Where the desk stands now.
    pub cursor: Cursor,
    /// Entries that were new.
    pub applied: usize,
    /// Entries that were here already.
    pub known: usize,
    /// Own events that came back and left the outbox.
    pub confirmed: Vec<Uuid>,
}

/// What one entry came to.
enum Step {
    Known,
    New,
    Confirmed,
}

impl Write<'_> {
    /// Applies entries in order; at the first that does not fit, those before it stay.
    pub(crate) fn apply_entries(
        &mut self,
        entries: &[Entry],
    ) -> Result<(Applied, Option<ApplyError>), StorageError> {
        let mut applied = Applied::default();
        let mut stopped = None;
        for entry in entries {
            match self.apply_entry(entry)? {
                Ok(Step::Known) => applied.known += 1,
                Ok(Step::New) => applied.applied += 1,
                Ok(Step::Confirmed) => {
                    applied.applied += 1;
                    applied.confirmed.push(entry.event.id);
                }
                Err(error) => {
                    stopped = Some(error);
                    break;
                }
            }
        }
        applied.cursor = self.meta.cursor.clone();
        Ok((applied, stopped))
    }

    fn apply_entry(&mut self, entry: &Entry) -> Result<Result<Step, ApplyError>, StorageError> {
        let cursor = &self.meta.cursor;
        let other_log = !cursor.log_id.is_empty() && cursor.log_id != entry.log_id;
        if other_log {
            return Ok(Err(ApplyError::OtherLog {
                expected: cursor.log_id.clone(),
                found: entry.log_id.clone(),
            }));
        }
        if entry.sseq <= cursor.sseq {
            return Ok(Ok(Step::Known));
        }
        if entry.sseq != cursor.sseq + 1 {
            return Ok(Err(ApplyError::Gap {
                expected: cursor.sseq + 1,
                found: entry.sseq,
            }));
        }
        if entry.log_epoch < cursor.log_epoch {
            return Ok(Err(ApplyError::OtherLog {
                expected: format!("{} epoch {}", cursor.log_id, cursor.log_epoch),
                found: format!("{} epoch {}", entry.log_id, entry.log_epoch),
            }));
        }
        if entry.event.exercise != self.meta.exercise {
            return Ok(Err(ApplyError::ExerciseMix { sseq: entry.sseq }));
        }
        let envelope = entry.event.text();
        let here = event::by_id(self.conn, entry.event.id)?;
        // What is here byte for byte was signed or checked here before.
        let hash = match &here {
            Some(row) if row.envelope == envelope => row.hash.clone(),
            _ => match entry.event.verified_hash() {
                Ok(hash) => hash,
                Err(_) => return Ok(Err(ApplyError::Signature { sseq: entry.sseq })),
            },
        };
        let log_hash = log_hash_over(
            &cursor.log_hash,
            entry.sseq,
            entry.received_at,
            &entry.verdict,
            &hash,
            &entry.event.sig,
        );
        if log_hash != entry.log_hash {
            return Ok(Err(ApplyError::HashMismatch { sseq: entry.sseq }));
        }
        self.place_entry(entry, &envelope, &hash, here).map(Ok)
    }

    fn place_entry(
        &mut self,
        entry: &Entry,
        envelope: &str,
        hash: &str,
        here: Option<EventRow>,
    ) -> Result<Step, StorageError> {
        let place = PlaceRow::of(&Placed {
            log_epoch: entry.log_epoch,
            sseq: entry.sseq,
            received_at: entry.received_at,
            verdict: entry.verdict.clone(),
            log_hash: entry.log_hash.clone(),
        });
        let step = match here {
            Some(row) => {
                let row = self.as_sequenced(row, &entry.event, envelope, hash)?;
                event::place(self.conn, &row, &place)?;
                let own = row.origin == self.meta.origin.0;
                outbox::remove(self.conn, row.seq)?;
                let arrival = if own {
                    Arrival::Echo
                } else {
                    Arrival::Entry(&entry.verdict)
                };
                let all = self
                    .projection
                    .take_event(self.conn, &entry.event, arrival)?;
                self.touched.extend(all);
                if own { Step::Confirmed } else { Step::New }
            }
            None => {
                let seq = event::insert(self.conn, &entry.event, envelope, hash, Some(&place))?;
                let arrival = Arrival::Entry(&entry.verdict);
                for entity in self
                    .projection
                    .take_event(self.conn, &entry.event, arrival)?
                {
                    event::index(self.conn, seq, &entity)?;
                    self.touched.insert(entity);
                }
                self.recall_own(&entry.event, hash);
                Step::New
            }
        };
        self.meta.cursor = Cursor {
            log_id: entry.log_id.clone(),
            log_epoch: entry.log_epoch,
            sseq: entry.sseq,
            log_hash: entry.log_hash.clone(),
        };
        Ok(step)
    }

    /// An event that was numbered anew here after the platform had taken it stands as the
    /// platform has it.
    fn as_sequenced(
        &self,
        mut row: EventRow,
        event: &Event,
        envelope: &str,
        hash: &str,
    ) -> Result<EventRow, StorageError> {
        if row.envelope == envelope {
            return Ok(row);
        }
        meta::set_renumbering(self.conn, true)?;
        event::replace(self.conn, row.seq, event, envelope, hash)?;
        meta::set_renumbering(self.conn, false)?;
        row.envelope = envelope.to_owned();
        row.hash = hash.to_owned();
        Ok(row)
    }

    /// A desk whose file was restored meets its own later events: it goes on after them.
    fn recall_own(&mut self, event: &Event, hash: &str) {
        let own = event.origin == self.meta.origin;
        let goes_on = event.incarnation == self.meta.incarnation
            && event.oseq == self.meta.next_oseq
            && event.prev_hash == self.meta.head_hash;
        let later_life = event.incarnation > self.meta.incarnation;
        if own && (goes_on || later_life) {
            self.meta.incarnation = event.incarnation;
            self.meta.next_oseq = event.oseq + 1;
            hash.clone_into(&mut self.meta.head_hash);
        }
    }

    /// Rule 9: after the catch-up, what still waits is numbered and signed under the new
    /// incarnation. Ids stay, so that whatever was delivered twice is known again.
    pub(crate) fn adopt(
        &mut self,
        incarnation: u32,
        head: &OriginHead,
    ) -> Result<Result<usize, AdoptError>, StorageError> {
        if incarnation <= self.meta.incarnation {
            return Ok(Err(AdoptError::NotNewer {
                current: self.meta.incarnation,
                found: incarnation,
            }));
        }
        if head.oseq > 0 && !self.is_sequenced(&head.hash)? {
            return Ok(Err(AdoptError::NotCaughtUp { oseq: head.oseq }));
        }
        self.meta.incarnation = incarnation;
        self.meta.next_oseq = 1;
        GENESIS_HASH.clone_into(&mut self.meta.head_hash);
        // A desk that was restored or cloned may believe in custody that it has given away.
        self.meta.authority_suspended = true;
        let waiting = outbox::waiting(self.conn, Number::default(), usize::MAX)?;
        self.number_anew(waiting).map(Ok)
    }

    fn is_sequenced(&self, hash: &str) -> Result<bool, StorageError> {
        let found = self
            .conn
            .prepare_cached(
                "SELECT 1 FROM event WHERE origin = ?1 AND hash = ?2 AND sseq IS NOT NULL",
            )?
            .exists([self.meta.origin.0.as_str(), hash])?;
        Ok(found)
    }

    /// Numbers and signs events from the desk's next number on.
    fn number_anew(&mut self, rows: Vec<EventRow>) -> Result<usize, StorageError> {
        let count = rows.len();
        meta::set_renumbering(self.conn, true)?;
        for row in rows {
            let mut event: Event =
                serde_json::from_str(&row.envelope).map_err(crate::table::entity::unreadable)?;
            event.incarnation = self.meta.incarnation;
            event.oseq = self.meta.next_oseq;
            event.prev_hash.clone_from(&self.meta.head_hash);
            let Sealed { text, hash } = event.seal_as_text(self.key.as_ref());
            event::replace(self.conn, row.seq, &event, &text, &hash)?;
            outbox::insert(self.conn, row.seq, Number::of(&event))?;
            self.meta.next_oseq += 1;
            self.meta.head_hash = hash;
        }
        meta::set_renumbering(self.conn, false)?;
        self.desk = true;
        Ok(count)
    }

    /// Rule 7: takes a refused event, and those after it that touch the same things, out of the
    /// row of those that wait; the others are numbered anew so that no number is missing.
    pub(crate) fn park(
        &mut self,
        id: Uuid,
        reason: &str,
    ) -> Result<Result<usize, AdoptError>, StorageError> {
        let waiting = outbox::waiting(self.conn, Number::default(), usize::MAX)?;
        let row = event::by_id(self.conn, id)?;
        let place = row.and_then(|row| waiting.iter().position(|other| other.seq == row.seq));
        let Some(place) = place else {
            return Ok(Err(AdoptError::NotWaiting { id }));
        };
        let mut held = Vec::new();
        let mut parked = 0;
        let mut rest = Vec::new();
        self.meta.next_oseq = waiting[place].oseq;
        self.meta.head_hash.clone_from(&waiting[place].prev_hash);
        for row in waiting.into_iter().skip(place) {
            let event: Event =
                serde_json::from_str(&row.envelope).map_err(crate::table::entity::unreadable)?;
            let touches = touched(&event);
            if parked == 0 || touches.iter().any(|entity| held.contains(entity)) {
                outbox::park(self.conn, row.seq, reason)?;
                held.extend(touches);
                parked += 1;
            } else {
                rest.push(row);
            }
        }
        self.number_anew(rest)?;
        Ok(Ok(parked))
    }

    /// Puts parked events back, after all that waits.
    pub(crate) fn unpark(&mut self, ids: &[Uuid]) -> Result<usize, StorageError> {
        let mut rows = Vec::new();
        for id in ids {
            if let Some(row) = event::by_id(self.conn, *id)?
                && row.place.is_none()
                && outbox::is_parked(self.conn, row.seq)?
            {
                rows.push(row);
            }
        }
        rows.sort_by_key(|row| row.seq);
        self.number_anew(rows)
    }

    /// The platform has lost its tail: places beyond what it has are taken back, own events
    /// among them wait again as they were signed, those of others until they come again.
    pub(crate) fn rewind(&mut self, to: Cursor) -> Result<usize, StorageError> {
        let lost = event::beyond(self.conn, to.sseq)?;
        let mut offered = 0;
        meta::set_rewinding(self.conn, true)?;
        for row in &lost {
            event::unplace(self.conn, row)?;
            if row.origin == self.meta.origin.0 {
                let (incarnation, oseq) = (row.incarnation, row.oseq);
                outbox::insert(self.conn, row.seq, Number { incarnation, oseq })?;
                offered += 1;
            }
            let event: Event =
                serde_json::from_str(&row.envelope).map_err(crate::table::entity::unreadable)?;
            for entity in touched(&event) {
                self.projection.refold(self.conn, &entity)?;
            }
        }
        meta::set_rewinding(self.conn, false)?;
        self.meta.cursor = to;
        self.desk = true;
        Ok(offered)
    }
}

/// The newest own event that the platform has.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OriginHead {
    /// Its number; 0 when the platform has none.
    pub oseq: u64,
    /// Its hash.
    pub hash: String,
}
