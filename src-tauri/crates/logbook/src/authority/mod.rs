//! The ordered log of one authority: what the platform's sequencer keeps.
//!
//! One trait, so that the record can move from one machine's SQLite file to a replicated database
//! without the sequencer noticing. The sequencer is the only writer; anybody may read.

mod file;
mod memory;

use std::sync::Arc;

use emergency::event::Entry;
use emergency::id::OriginId;
use uuid::Uuid;

use crate::sqlite::SqliteError;

pub use file::FileAuthority;
pub use memory::MemoryAuthority;

/// Entries one call reads at most.
pub const READ_MAX: usize = 10_000;

/// Why the ordered log cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum AuthorityError {
    /// SQLite or its settings.
    #[error(transparent)]
    Sqlite(#[from] SqliteError),
    /// A stored entry cannot be read back.
    #[error("entry {sseq} cannot be read back")]
    Entry {
        /// Which.
        sseq: u64,
        /// What the reader said.
        #[source]
        source: serde_json::Error,
    },
    /// What was to be written does not continue the log.
    #[error("entry {found} does not continue the log, {wanted} would")]
    Gap {
        /// The next number.
        wanted: u64,
        /// As given.
        found: u64,
    },
    /// The store was told to fail (only test stores are).
    #[error("the store refuses to write")]
    Refuses,
}

impl From<rusqlite::Error> for AuthorityError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(SqliteError::Sqlite(error))
    }
}

/// Which log this is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogIdentity {
    /// Name of the authority's log, for ever.
    pub log_id: String,
    /// Changes when the log was restored from a backup.
    pub log_epoch: u64,
}

/// A place in the log with its hash; 0 and the genesis hash before the first entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogHead {
    /// Number of the entry.
    pub sseq: u64,
    /// Its hash.
    pub log_hash: String,
}

/// The last event of one incarnation of a desk that the log holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainHead {
    /// The desk.
    pub origin: OriginId,
    /// The incarnation.
    pub incarnation: u32,
    /// Its last event; 0 when there is none.
    pub oseq: u64,
    /// The hash of that event; the genesis hash when there is none.
    pub hash: String,
}

/// An entry as stored and sent: its number and its JSON, so that sending it to 200 desks writes
/// it once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Number of the entry.
    pub sseq: u64,
    /// The entry as JSON.
    pub json: Arc<str>,
}

impl Line {
    /// The line of an entry.
    ///
    /// # Panics
    /// Never: an entry is plain data.
    #[must_use]
    pub fn of(entry: &Entry) -> Self {
        let json = serde_json::to_string(entry).expect("an entry is plain data");
        Self {
            sseq: entry.sseq,
            json: json.into(),
        }
    }

    /// The entry.
    ///
    /// # Errors
    /// When the stored text is not an entry.
    pub fn entry(&self) -> Result<Entry, AuthorityError> {
        serde_json::from_str(&self.json).map_err(|source| AuthorityError::Entry {
            sseq: self.sseq,
            source,
        })
    }
}

/// Where the log is kept.
pub trait AuthorityStore: Send + Sync + 'static {
    /// Which log this is.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn identity(&self) -> Result<LogIdentity, AuthorityError>;

    /// The last entry.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn head(&self) -> Result<LogHead, AuthorityError>;

    /// Appends entries in one transaction; when it returns they survive a power cut.
    ///
    /// # Errors
    /// When they do not continue the log, or nothing could be written; then nothing was.
    fn append(&self, entries: &[Entry]) -> Result<Vec<Line>, AuthorityError>;

    /// Entries after a place, in order, at most `limit` and about `bytes` of JSON; at least one
    /// when there is one.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn read(&self, after: u64, limit: usize, bytes: usize) -> Result<Vec<Line>, AuthorityError>;

    /// The hash of an entry; none when the log does not hold it.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn hash_at(&self, sseq: u64) -> Result<Option<String>, AuthorityError>;

    /// The event that one desk's number names.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn event_at(
        &self,
        origin: &OriginId,
        incarnation: u32,
        oseq: u64,
    ) -> Result<Option<Uuid>, AuthorityError>;

    /// Whether the log holds an event.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn holds(&self, id: Uuid) -> Result<bool, AuthorityError>;

    /// All chains, for the start.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn chains(&self) -> Result<Vec<ChainHead>, AuthorityError>;

    /// Begins an incarnation of a desk, durably.
    ///
    /// # Errors
    /// When it could not be written.
    fn begin_incarnation(&self, origin: &OriginId, incarnation: u32) -> Result<(), AuthorityError>;

    /// Begins an epoch of the log, durably.
    ///
    /// # Errors
    /// When it could not be written.
    fn begin_epoch(&self, log_epoch: u64) -> Result<(), AuthorityError>;
}

/// Whether entries continue a log whose head is `head`.
fn continues(head: u64, entries: &[Entry]) -> Result<(), AuthorityError> {
    for (wanted, entry) in (head + 1..).zip(entries) {
        if entry.sseq != wanted {
            return Err(AuthorityError::Gap {
                wanted,
                found: entry.sseq,
            });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
