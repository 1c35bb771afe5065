//! A desk's log that makes a mistake, for the variants that must be noticed.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use emergency::event::{Entry, Event};
use emergency::id::OriginId;
use link::desk::DeskLog;
use link::store::{DeskStore, Displaced, Number, Snapshot, Standing, StoreError, Unapplied};
use protocols::platform::ResumeToken;
use uuid::Uuid;

/// One mistake of a desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeskFault {
    /// The cursor is saved before the entries are; now and then the power fails in between.
    CursorBeforeApply,
    /// Whatever comes is taken for the next, also when something before it is missing.
    NoGapCheck,
}

/// Entries between two failures of the power.
const POWER_FAILS_EVERY: u64 = 7;

/// The logbook, with a mistake when one is chosen.
pub(super) struct FaultyLog {
    inner: DeskLog,
    fault: Option<DeskFault>,
    count: AtomicU64,
}

impl FaultyLog {
    pub(super) fn new(inner: DeskLog, fault: Option<DeskFault>) -> Arc<Self> {
        Arc::new(Self {
            inner,
            fault,
            count: AtomicU64::new(0),
        })
    }

    /// Moves the cursor to the end of a batch without its entries.
    fn jump(&self, entries: &[Entry]) -> Result<ResumeToken, StoreError> {
        let standing = self.inner.standing()?;
        let Some(last) = entries
            .last()
            .filter(|last| last.sseq > standing.cursor.sseq)
        else {
            return Ok(standing.cursor);
        };
        let token = ResumeToken {
            log_id: last.log_id.clone(),
            log_epoch: last.log_epoch,
            sseq: last.sseq,
            log_hash: last.log_hash.clone(),
        };
        self.inner.rewind(token.clone())?;
        Ok(token)
    }
}

impl DeskStore for FaultyLog {
    fn standing(&self) -> Result<Standing, StoreError> {
        self.inner.standing()
    }

    fn outbox(&self, after: Number, limit: usize) -> Result<Vec<Event>, StoreError> {
        self.inner.outbox(after, limit)
    }

    fn apply(&self, entries: Vec<Entry>) -> Result<Result<ResumeToken, Unapplied>, StoreError> {
        match self.fault {
            Some(DeskFault::CursorBeforeApply) => {
                let count = self.count.fetch_add(1, Ordering::Relaxed);
                if count % POWER_FAILS_EVERY == POWER_FAILS_EVERY - 1 {
                    self.jump(&entries)?;
                    return Err(StoreError {
                        detail: "the power failed".to_owned(),
                    });
                }
                self.inner.apply(entries)
            }
            Some(DeskFault::NoGapCheck) => match self.inner.apply(entries.clone())? {
                Err(Unapplied::Gap) => self.jump(&entries).map(Ok),
                other => Ok(other),
            },
            None => self.inner.apply(entries),
        }
    }

    fn adopt(&self, incarnation: u32) -> Result<(), StoreError> {
        self.inner.adopt(incarnation)
    }

    fn restore_authority(&self, head: u64) -> Result<bool, StoreError> {
        self.inner.restore_authority(head)
    }

    fn park(&self, id: Uuid, reason: &str) -> Result<(), StoreError> {
        self.inner.park(id, reason)
    }

    fn hash_at(&self, sseq: u64) -> Result<Option<String>, StoreError> {
        self.inner.hash_at(sseq)
    }

    fn rewind(&self, to: ResumeToken) -> Result<(), StoreError> {
        self.inner.rewind(to)
    }

    fn displaced(&self, after: u64, limit: usize) -> Result<Vec<Displaced>, StoreError> {
        self.inner.displaced(after, limit)
    }

    fn earlier_names(&self, limit: usize) -> Result<Vec<OriginId>, StoreError> {
        self.inner.earlier_names(limit)
    }

    fn look_ahead(&self, snapshot: Option<Arc<Snapshot>>) -> Result<(), StoreError> {
        self.inner.look_ahead(snapshot)
    }

    fn note_clock(&self, offset_ms: Option<i64>) -> Result<(), StoreError> {
        self.inner.note_clock(offset_ms)
    }
}
