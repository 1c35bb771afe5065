//! The logbook as the link sees it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use emergency::entity::{EntityKind, EntityRef, State};
use emergency::event::{Entry, Event, GENESIS_HASH};
use emergency::id::OriginId;
use logbook::{AdoptError, Ahead, ApplyError, Cursor, Logbook, StorageError};
use protocols::platform::{OriginHead, ResumeToken, StateRow};
use uuid::Uuid;

use crate::store::{DeskStore, Displaced, Number, Snapshot, Standing, StoreError, Unapplied};

/// Changes of the clock's offset that are worth writing down, in milliseconds.
const OFFSET_STEP_MS: u64 = 250;
/// An offset that no clock has: none is known.
const OFFSET_NONE: i64 = i64::MIN;
/// Stands for whatever an earlier run has left in the file.
const OFFSET_OF_BEFORE: i64 = i64::MAX;

/// The logbook of a desk, for the link.
pub struct DeskLog {
    logbook: Logbook,
    offset: AtomicI64,
}

impl DeskLog {
    /// The link's view of a logbook.
    #[must_use]
    pub fn new(logbook: Logbook) -> Self {
        Self {
            logbook,
            offset: AtomicI64::new(OFFSET_OF_BEFORE),
        }
    }
}

impl From<StorageError> for StoreError {
    fn from(error: StorageError) -> Self {
        Self {
            detail: error.to_string(),
        }
    }
}

fn token(cursor: Cursor) -> ResumeToken {
    let Cursor {
        log_id,
        log_epoch,
        sseq,
        log_hash,
    } = cursor;
    ResumeToken {
        log_id,
        log_epoch,
        sseq,
        log_hash,
    }
}

fn in_log(Number { incarnation, oseq }: Number) -> logbook::Number {
    logbook::Number { incarnation, oseq }
}

/// An answer of the log that only a fault of ours can bring about.
fn adopted(done: Result<usize, AdoptError>) -> Result<(), StoreError> {
    match done {
        // Done before, or nothing to do.
        Ok(_) | Err(AdoptError::NotNewer { .. } | AdoptError::NotWaiting { .. }) => Ok(()),
        Err(AdoptError::Storage(error)) => Err(error.into()),
        Err(error @ AdoptError::NotCaughtUp { .. }) => Err(StoreError {
            detail: error.to_string(),
        }),
    }
}

/// A state that this version can read; the replay brings the others.
fn known(row: &StateRow) -> Option<(EntityRef, State)> {
    let kind = EntityKind::from_name(&row.kind)?;
    let state = State::from_json(kind, &row.state.to_string()).ok()?;
    Some((EntityRef::new(kind, row.id.as_str()), state))
}

impl DeskStore for DeskLog {
    fn standing(&self) -> Result<Standing, StoreError> {
        let identity = self.logbook.identity()?;
        let cursor = self.logbook.cursor()?;
        let (waiting, parked) = self.logbook.outbox_counts()?;
        Ok(Standing {
            origin: identity.origin,
            incarnation: identity.incarnation,
            head: OriginHead {
                oseq: identity.next_oseq - 1,
                hash: identity.head_hash,
            },
            cursor: token(cursor),
            waiting,
            parked,
            suspended: identity.authority_suspended,
        })
    }

    fn outbox(&self, after: Number, limit: usize) -> Result<Vec<Event>, StoreError> {
        Ok(self.logbook.outbox(in_log(after), limit)?)
    }

    fn apply(&self, entries: Vec<Entry>) -> Result<Result<ResumeToken, Unapplied>, StoreError> {
        let error = match self.logbook.apply_entries(entries) {
            Ok(applied) => return Ok(Ok(token(applied.cursor))),
            Err(error) => error,
        };
        let detail = error.to_string();
        Ok(Err(match error {
            ApplyError::Gap { .. } => Unapplied::Gap,
            ApplyError::HashMismatch { .. } | ApplyError::OtherLog { .. } => {
                Unapplied::OtherLog { detail }
            }
            ApplyError::Signature { .. }
            | ApplyError::ExerciseMix { .. }
            | ApplyError::TooMany { .. } => Unapplied::Bad { detail },
            ApplyError::Storage(error) => return Err(error.into()),
        }))
    }

    fn adopt(&self, incarnation: u32) -> Result<(), StoreError> {
        // The session has caught up to the log's own mark, so the desk's part of it is here.
        let head = logbook::OriginHead {
            oseq: 0,
            hash: GENESIS_HASH.to_owned(),
        };
        adopted(self.logbook.adopt_incarnation(incarnation, head))
    }

    fn restore_authority(&self, head: u64) -> Result<bool, StoreError> {
        Ok(self.logbook.resume_authority(head)?)
    }

    fn park(&self, id: Uuid, reason: &str) -> Result<(), StoreError> {
        adopted(self.logbook.park(id, reason.to_owned()))
    }

    fn hash_at(&self, sseq: u64) -> Result<Option<String>, StoreError> {
        Ok(self.logbook.log_hash_at(sseq)?)
    }

    fn rewind(&self, to: ResumeToken) -> Result<(), StoreError> {
        let ResumeToken {
            log_id,
            log_epoch,
            sseq,
            log_hash,
        } = to;
        self.logbook.reoffer(Cursor {
            log_id,
            log_epoch,
            sseq,
            log_hash,
        })?;
        Ok(())
    }

    fn displaced(&self, after: u64, limit: usize) -> Result<Vec<Displaced>, StoreError> {
        let all = self.logbook.displaced(after, limit)?;
        Ok(all
            .into_iter()
            .map(|(place, event)| Displaced { place, event })
            .collect())
    }

    fn earlier_names(&self, limit: usize) -> Result<Vec<OriginId>, StoreError> {
        Ok(self.logbook.earlier_names(limit)?)
    }

    fn look_ahead(&self, snapshot: Option<Arc<Snapshot>>) -> Result<(), StoreError> {
        let ahead = snapshot.map(|snapshot| {
            let earlier = snapshot.earlier.iter();
            Ahead {
                own: in_log(snapshot.own),
                earlier: earlier
                    .map(|(name, newest)| (name.clone(), in_log(*newest)))
                    .collect(),
                states: snapshot.states.iter().filter_map(known).collect(),
            }
        });
        Ok(self.logbook.look_ahead(ahead)?)
    }

    fn note_clock(&self, offset_ms: Option<i64>) -> Result<(), StoreError> {
        let new = offset_ms.unwrap_or(OFFSET_NONE);
        let before = self.offset.load(Ordering::Relaxed);
        let known = before != OFFSET_NONE && new != OFFSET_NONE;
        if new == before || known && new.abs_diff(before) < OFFSET_STEP_MS {
            return Ok(());
        }
        self.logbook.set_clock_offset(offset_ms)?;
        self.offset.store(new, Ordering::Relaxed);
        Ok(())
    }
}
