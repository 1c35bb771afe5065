//! The little that the link needs of the desk's log.

use std::sync::Arc;

use emergency::event::{Entry, Event};
use emergency::id::OriginId;
use protocols::platform::{OriginHead, ResumeToken, StateRow};
use uuid::Uuid;

/// The disk did not do what was asked; nothing of it was kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub struct StoreError {
    /// What the store said.
    pub detail: String,
}

/// Why entries were not applied; those before the first bad one were.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unapplied {
    /// One is missing in between; ask again from the cursor.
    Gap,
    /// They do not follow from the desk's log: the platform's log is another than it was.
    OtherLog {
        /// What was wrong.
        detail: String,
    },
    /// What came can never be applied: it is not what its origin signed.
    Bad {
        /// What was wrong.
        detail: String,
    },
}

/// A place among the desk's own events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Number {
    /// The incarnation; 0 is before all.
    pub incarnation: u32,
    /// The number within it.
    pub oseq: u64,
}

impl Number {
    /// The number of an event.
    #[must_use]
    pub fn of(event: &Event) -> Self {
        Self {
            incarnation: event.incarnation,
            oseq: event.oseq,
        }
    }
}

/// Who the desk is and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The device key.
    pub origin: OriginId,
    /// The incarnation.
    pub incarnation: u32,
    /// The last event of that incarnation.
    pub head: OriginHead,
    /// The place in the platform's log.
    pub cursor: ResumeToken,
    /// Own events that wait.
    pub waiting: u64,
    /// Own events that are parked.
    pub parked: u64,
    /// True while the desk may not confirm anything by itself.
    pub suspended: bool,
}

/// The states of all open things, shown until the entries behind them are here.
#[derive(Debug, Clone, PartialEq)]
pub struct Snapshot {
    /// The states are those after this entry.
    pub sseq: u64,
    /// The newest own event that they know.
    pub own: Number,
    /// The same under the names that the desk had before.
    pub earlier: Vec<(OriginId, Number)>,
    /// All of them.
    pub states: Vec<StateRow>,
}

/// An event that lost its place with the platform's tail.
#[derive(Debug, Clone, PartialEq)]
pub struct Displaced {
    /// Its place in the desk's file.
    pub place: u64,
    /// The event.
    pub event: Event,
}

/// The desk's log as the link sees it. Calls may block on the disk; what they changed is on disk
/// when they return.
pub trait DeskStore: Send + Sync + 'static {
    /// Who the desk is and where it stands.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn standing(&self) -> Result<Standing, StoreError>;

    /// Own events after a number that have not come back, in the order of their numbers.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn outbox(&self, after: Number, limit: usize) -> Result<Vec<Event>, StoreError>;

    /// Applies the next entries and moves the cursor in one transaction; takes own events that
    /// came back out of the outbox. Entries the desk has are passed over. Answers the new cursor.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn apply(&self, entries: Vec<Entry>) -> Result<Result<ResumeToken, Unapplied>, StoreError>;

    /// Numbers what waits anew under a new incarnation; a number that is not newer changes nothing.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn adopt(&self, incarnation: u32) -> Result<(), StoreError>;

    /// The desk may confirm by itself again, if it has caught up to `head` after it was restored
    /// or cloned and nothing of its own waits; answers whether it may.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn restore_authority(&self, head: u64) -> Result<bool, StoreError>;

    /// Takes an event that was refused out of the row, with those behind it that touch the same
    /// things.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn park(&self, id: Uuid, reason: &str) -> Result<(), StoreError>;

    /// The hash of an entry; none when the desk does not have it.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn hash_at(&self, sseq: u64) -> Result<Option<String>, StoreError>;

    /// Takes back the places of all entries beyond `to`; own events among them wait again.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn rewind(&self, to: ResumeToken) -> Result<(), StoreError>;

    /// When events of other origins lost their place in the ordered log: these and the own ones
    /// that wait, in the order in which the desk learned of them, after a place; 0 is before all.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn displaced(&self, after: u64, limit: usize) -> Result<Vec<Displaced>, StoreError>;

    /// The names that the desk had before under which something still waits, the latest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn earlier_names(&self, limit: usize) -> Result<Vec<OriginId>, StoreError>;

    /// Shows states that are ahead of the log, or no longer.
    ///
    /// # Errors
    /// When it cannot be told.
    fn look_ahead(&self, snapshot: Option<Arc<Snapshot>>) -> Result<(), StoreError>;

    /// Keeps the last measured offset of the platform's clock; none when it is not known any more.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn note_clock(&self, offset_ms: Option<i64>) -> Result<(), StoreError>;
}
