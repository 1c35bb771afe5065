//! The handle: what the desk, the feeds and the link ask of the log.

mod alarms;
mod care;
mod delivery;
mod reading;
mod searching;

pub use alarms::RECORDED_MAX;
pub use care::RealWork;
pub use searching::{plans_of_file, search_file};

use std::fs::File;
use std::path::PathBuf;
use std::sync::{Arc, RwLock};

use emergency::decide::{Command, Draft};
use emergency::id::OriginId;
use emergency::time::UtcMs;

use crate::ahead::Ahead;
use crate::changes::Changes;
use crate::error::{CommandError, ObserveError, StorageError};
use crate::key::DeviceKey;
use crate::queue::Writer;
use crate::readers::Readers;
use crate::record::{OBSERVED_MAX, Observed, Receipt, Who};
use crate::sealing::{APART_MIN, Kept, Sealing, Stamp, Stood};
use crate::search::volume::Shelf;
use crate::table::defect::{self, Defect};
use crate::table::draft;
use crate::table::meta::{self};
use crate::writer::{COMMIT_EVENTS_MAX, Clock, Ids, Trouble};

/// Rows that one reading call answers at most.
pub const READ_MAX: usize = 60_000;

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
    pub(crate) trouble: Arc<Trouble>,
    pub(crate) shelf: Arc<Shelf>,
    #[cfg(feature = "faults")]
    pub(crate) faults: Arc<crate::faults::Faults>,
    pub(crate) ahead: Arc<RwLock<Option<Arc<Ahead>>>>,
    pub(crate) clock: Clock,
    pub(crate) ids: Ids,
    pub(crate) key: Arc<DeviceKey>,
    pub(crate) stood: Arc<Stood>,
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
        let mut drafts = drafts.into_iter().enumerate();
        let mut next = || -> Option<Vec<_>> {
            let batch: Vec<_> = drafts.by_ref().take(COMMIT_EVENTS_MAX).collect();
            (!batch.is_empty()).then_some(batch)
        };
        let Some(first) = next() else {
            return Ok(Observed::default());
        };
        let writer = &self.inner.writer;
        if first.len() < APART_MIN {
            let who = who.clone();
            return Ok(writer.submit(first.len(), move |write| write.observe(first, &who))?);
        }
        let begin = |sealed: Vec<Kept>| {
            let who = who.clone();
            writer.begin(sealed.len(), move |write| {
                write.observe_sealed(sealed, &who)
            })
        };
        let mut sealing = self.sealing(who);
        let mut begun = begin(sealing.seal_all(first)?)?;
        let mut all = Observed::default();
        loop {
            let head = sealing.head().to_owned();
            // The next are signed while these are stored.
            let signed = next().map(|facts| sealing.seal_all(facts));
            let (done, stored) = begun.end()?;
            all.change = done.change;
            all.written += done.written;
            all.known += done.known;
            let Some(signed) = signed else {
                return Ok(all);
            };
            let mut signed = signed?;
            let now = self.sealing(who);
            if now.head() != head {
                // Another wrote in between, or some were known: on from where the desk stands.
                sealing = now;
                for kept in &mut signed {
                    sealing.take(kept);
                }
            }
            begun = begin(signed)?;
            drop(stored);
        }
    }

    /// Signs from where the desk stood after the last commit.
    pub(crate) fn sealing(&self, who: &Who) -> Sealing {
        let stamp = Stamp {
            key: Arc::clone(&self.inner.key),
            ids: Arc::clone(&self.inner.ids),
            who: who.clone(),
            now: (self.inner.clock)(),
        };
        Sealing::new(stamp, self.inner.stood.get())
    }

    /// Keeps input that could not be read; answers its number. Beyond
    /// [`crate::DEFECTS_BYTES_MAX`] the oldest of the feed that holds most is removed.
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

    /// The saved drafts whose key begins so, the last saved first.
    ///
    /// # Errors
    /// [`StorageError`] when they cannot be read.
    pub fn drafts(&self, prefix: &str) -> Result<Vec<(String, String)>, StorageError> {
        self.read(|conn| draft::all(conn, prefix))
    }

    /// The keys of those drafts alone.
    ///
    /// # Errors
    /// [`StorageError`] when they cannot be read.
    pub fn draft_keys(&self, prefix: &str) -> Result<Vec<String>, StorageError> {
        self.read(|conn| draft::keys(conn, prefix))
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

    pub(crate) fn meta(&self) -> Result<meta::Meta, StorageError> {
        self.read(meta::load)?.ok_or(StorageError::Damaged {
            message: "the log does not say whose it is".to_owned(),
        })
    }

    pub(crate) fn read<T>(
        &self,
        read: impl FnOnce(&rusqlite::Connection) -> rusqlite::Result<T>,
    ) -> Result<T, StorageError> {
        Ok(self.inner.readers.read(read)?)
    }
}
