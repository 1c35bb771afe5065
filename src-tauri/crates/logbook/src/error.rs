//! What can go wrong between the log and the disk.

use emergency::decide::Refusal;
use uuid::Uuid;

use crate::sqlite;

/// The disk or the file did not do what was asked; nothing of the task was kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StorageError {
    /// No room left; deleting the ballast file gives some back.
    #[error("there is no room left on the disk")]
    Full,
    /// Reading or writing the medium failed; the file is opened and checked anew before it is
    /// written again.
    #[error("the medium failed: {message}")]
    Medium {
        /// What SQLite said.
        message: String,
    },
    /// The file is damaged.
    #[error("the file is damaged: {message}")]
    Damaged {
        /// What SQLite said.
        message: String,
    },
    /// A fact is larger than an event may be; none of those that came with it was written.
    #[error("fact {index} has {bytes} bytes")]
    TooLarge {
        /// Its place among those that came together.
        index: usize,
        /// Its size as JSON.
        bytes: usize,
    },
    /// The writer has stopped.
    #[error("the logbook is closed")]
    Closed,
    /// Anything else.
    #[error("{message}")]
    Other {
        /// What SQLite said.
        message: String,
    },
}

impl StorageError {
    /// True when the connection that met it is not to be used again.
    pub(crate) fn is_of_the_medium(&self) -> bool {
        matches!(self, Self::Medium { .. } | Self::Damaged { .. })
    }
}

impl From<rusqlite::Error> for StorageError {
    fn from(error: rusqlite::Error) -> Self {
        let message = error.to_string();
        if sqlite::is_full(&error) {
            Self::Full
        } else if sqlite::is_medium(&error) {
            Self::Medium { message }
        } else if sqlite::is_damage(&error) {
            Self::Damaged { message }
        } else {
            Self::Other { message }
        }
    }
}

impl From<sqlite::SqliteError> for StorageError {
    fn from(error: sqlite::SqliteError) -> Self {
        match error {
            sqlite::SqliteError::Sqlite(error) => error.into(),
            other => Self::Other {
                message: other.to_string(),
            },
        }
    }
}

/// Why a command was not carried out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CommandError {
    /// A rule stands against it.
    #[error(transparent)]
    Refusal(#[from] Refusal),
    /// It could not be written.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Why facts of a feed were not written; none of them was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ObserveError {
    /// More than one call may bring.
    #[error("{count} facts at once")]
    TooMany {
        /// How many came.
        count: usize,
    },
    /// They could not be written.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Why entries of the ordered log were not applied. Those before the one named were.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ApplyError {
    /// An entry is missing; ask again from the cursor.
    #[error("entry {found} came where {expected} was due")]
    Gap {
        /// The entry that is due.
        expected: u64,
        /// The entry that came.
        found: u64,
    },
    /// The entry does not follow from the one before: the platform's log is another than it was.
    #[error("entry {sseq} does not follow from the one before")]
    HashMismatch {
        /// Which.
        sseq: u64,
    },
    /// The event was not signed by its origin.
    #[error("entry {sseq} is not what its origin signed")]
    Signature {
        /// Which.
        sseq: u64,
    },
    /// The entry is of another log, or of an epoch that is over.
    #[error("entry is of log {found}, not {expected}")]
    OtherLog {
        /// The log that the desk follows.
        expected: String,
        /// The log of the entry.
        found: String,
    },
    /// Exercise in the real log, or the other way round.
    #[error("entry {sseq} mixes exercise and real work")]
    ExerciseMix {
        /// Which.
        sseq: u64,
    },
    /// More than one call may bring.
    #[error("{count} entries at once")]
    TooMany {
        /// How many came.
        count: usize,
    },
    /// They could not be written.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Why own events were not numbered anew.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AdoptError {
    /// The desk has not caught up to what the platform has of it.
    #[error("own event {oseq} that the platform has is not here in order yet")]
    NotCaughtUp {
        /// The head that the platform named.
        oseq: u64,
    },
    /// An incarnation only ever grows.
    #[error("incarnation {found} is not beyond {current}")]
    NotNewer {
        /// The one in force.
        current: u32,
        /// The one offered.
        found: u32,
    },
    /// Nothing of the kind waits.
    #[error("event {id} does not wait in the outbox")]
    NotWaiting {
        /// The event.
        id: Uuid,
    },
    /// It could not be written.
    #[error(transparent)]
    Storage(#[from] StorageError),
}
