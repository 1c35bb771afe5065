//! Opening a log: whose it is, whether it is whole, what is to be known before work begins.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ed25519_dalek::SigningKey;
use emergency::event::origin_of;
use emergency::id::OriginId;
use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior};
use uuid::Uuid;

use crate::changes::Changes;
use crate::error::StorageError;
use crate::faults::Faults;
use crate::key::DeviceKey;
use crate::logbook::{Inner, Logbook};
use crate::queue::Writer;
use crate::readers::Readers;
use crate::salvage;
use crate::sealing::Stood;
use crate::space::{self, Space, beside};
use crate::sqlite::{self, SqliteError};
use crate::table::meta::{self, Meta};
use crate::table::{self, event, outbox};
use crate::verify::{self, Finding, QUICK_EVENTS, first_of};
use crate::writer::{Clock, Desk, Ids, Trouble, standing};

/// What a log is opened with.
#[derive(Clone)]
pub struct OpenOptions {
    /// The desk's device key; signs what it writes.
    pub key: SigningKey,
    /// True for a drill's log; a file keeps it for ever.
    pub exercise: bool,
    /// Tells the time.
    pub clock: Clock,
    /// Makes event ids, UUIDv7, growing.
    pub ids: Ids,
    /// Bytes of the ballast file, 0 for none; usually [`crate::BALLAST_BYTES`].
    pub ballast_bytes: u64,
}

/// What was found when a log was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// True when the file was made.
    pub created: bool,
    /// True when it was closed in an orderly way the last time.
    pub clean: bool,
    /// Steps of its shape that were taken now.
    pub migrated: usize,
    /// Events in it.
    pub events: u64,
    /// How many of the newest were checked.
    pub checked: u64,
    /// Own events that wait for the platform.
    pub waiting: u64,
    /// The newest own event; ids go on beyond it even when the clock was set back.
    pub last_id: Option<Uuid>,
    /// True while the desk may not confirm on its own.
    pub authority_suspended: bool,
    /// Room on the disk; none when the system does not tell.
    pub space: Option<Space>,
    /// Version of SQLite.
    pub sqlite: String,
}

/// Why a log cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another process has it, or this one already.
    #[error("{path} is in use by another program: work there, or end it and start again")]
    InUse {
        /// The file.
        path: PathBuf,
    },
    /// It belongs to another desk.
    #[error("the log belongs to desk {found}")]
    OtherDesk {
        /// That desk.
        found: OriginId,
    },
    /// A drill's log for real work, or the other way round.
    #[error("exercise and real work do not mix")]
    ExerciseMix,
    /// It is not what was written; [`crate::salvage`] is the way out.
    #[error("{path} is damaged: {}", first_of(findings))]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was found.
        findings: Vec<Finding>,
    },
    /// The library or the file's shape does not fit.
    #[error(transparent)]
    Sqlite(SqliteError),
    /// The disk said no.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The system said no.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

impl Logbook {
    /// Opens the log of a desk, makes it when there is none.
    ///
    /// # Errors
    /// [`OpenError`] says what stands against it; nothing is changed in a damaged file.
    pub fn open(path: &Path, options: &OpenOptions) -> Result<(Self, Opening), OpenError> {
        let lock = lock(path)?;
        salvage::finish(path)?;
        let created = !path.exists();
        let damaged = |findings| OpenError::Damaged {
            path: path.to_owned(),
            findings,
        };
        if !created && is_emptied(path)? {
            let message = "the file is empty".to_owned();
            return Err(damaged(vec![Finding::Pages { message }]));
        }
        let opened = open_file(path, options);
        let (conn, mut opening) = match opened {
            Ok(done) => done,
            Err(error) => return Err(name_damage(error, damaged)),
        };
        opening.created = created;
        let findings = verify::quick(&conn).map_err(|error| name_damage(error.into(), damaged))?;
        if !findings.is_empty() {
            return Err(damaged(findings));
        }
        meta::set_clean(&conn, false).map_err(StorageError::from)?;
        if let Err(error) = space::lay_ballast(path, options.ballast_bytes) {
            tracing::warn!(%error, "no ballast could be laid");
        }
        opening.space = Space::of(path).ok();
        let readers = Readers::open(path).map_err(OpenError::Sqlite)?;
        let changes = Arc::new(Changes::default());
        let trouble = Arc::new(Trouble::default());
        let faults = Arc::new(Faults::default());
        let ahead = Arc::default();
        let shelf = Arc::default();
        let key = Arc::new(DeviceKey::of(&options.key));
        let ids = growing(&options.ids, opening.last_id);
        let stood = Arc::new(Stood::at(&standing(&conn)?));
        let desk = Desk {
            path: path.to_owned(),
            ahead: Arc::clone(&ahead),
            key: Arc::clone(&key),
            clock: Arc::clone(&options.clock),
            ids: Arc::clone(&ids),
            stood: Arc::clone(&stood),
            changes: Arc::clone(&changes),
            trouble: Arc::clone(&trouble),
            faults: Arc::clone(&faults),
            shelf: Arc::clone(&shelf),
        };
        let inner = Inner {
            writer: Writer::start(desk, conn)?,
            readers,
            changes,
            trouble,
            shelf,
            #[cfg(feature = "faults")]
            faults,
            ahead,
            clock: Arc::clone(&options.clock),
            ids,
            key,
            stood,
            path: path.to_owned(),
            exercise: options.exercise,
            _lock: lock,
        };
        let inner = Arc::new(inner);
        Ok((Self { inner }, opening))
    }
}

/// A file that is there and holds nothing was a log: SQLite would begin a new one in it, and nobody
/// would hear of what is lost.
fn is_emptied(path: &Path) -> std::io::Result<bool> {
    let bytes = |path: &Path| match std::fs::metadata(path) {
        Ok(meta) => Ok(meta.len()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(0),
        Err(error) => Err(error),
    };
    Ok(bytes(path)? == 0 && bytes(&beside(path, "-wal"))? == 0)
}

/// Gives a log to a new device key, when the one that wrote it is lost: what waits keeps its
/// name and its signature and is offered to the platform as it is; answers how much that is. The
/// desk confirms nothing on its own until it has caught up.
///
/// # Errors
/// [`OpenError`]; nothing was changed.
pub fn succeed(path: &Path, key: &SigningKey) -> Result<usize, OpenError> {
    let _lock = lock(path)?;
    let mut conn = sqlite::open_writer(path).map_err(OpenError::Sqlite)?;
    table::migrate(&mut conn).map_err(OpenError::Sqlite)?;
    let give = |conn: &mut Connection| {
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let waiting = outbox::leave(&tx)?;
        meta::succeed(&tx, &origin_of(key))?;
        tx.commit()?;
        Ok(waiting)
    };
    give(&mut conn).map_err(|error: rusqlite::Error| StorageError::from(error).into())
}

/// A damaged file is named as such, whatever noticed it first.
fn name_damage(error: OpenError, damaged: impl Fn(Vec<Finding>) -> OpenError) -> OpenError {
    let message = match &error {
        OpenError::Sqlite(error) if error.is_damage() => error.to_string(),
        OpenError::Storage(StorageError::Damaged { message }) => message.clone(),
        _ => return error,
    };
    damaged(vec![Finding::Pages { message }])
}

/// One process holds the log: the lock goes with the file handle, also at a kill.
pub(crate) fn lock(path: &Path) -> Result<File, OpenError> {
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(beside(path, ".lock"))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(OpenError::InUse {
            path: path.to_owned(),
        }),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

/// Ids that go on beyond the newest in the log, also when the clock was set back meanwhile.
fn growing(ids: &Ids, last: Option<Uuid>) -> Ids {
    let (ids, last) = (Arc::clone(ids), Mutex::new(last));
    Arc::new(move || {
        let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = ids();
        let next = match *last {
            Some(last) if fresh <= last => after(last),
            _ => fresh,
        };
        *last = Some(next);
        next
    })
}

/// The next UUIDv7 of the same millisecond: its last 62 bits, the random ones behind the variant
/// (RFC 9562, 5.7), count one up.
fn after(id: Uuid) -> Uuid {
    const RANDOM: u128 = (1 << 62) - 1;
    let number = id.as_u128();
    if number & RANDOM < RANDOM {
        return Uuid::from_u128(number + 1);
    }
    // All ones happens once in 2^62 names: one millisecond on.
    Uuid::from_u128((number & !RANDOM) + (1 << 80))
}

fn open_file(path: &Path, options: &OpenOptions) -> Result<(Connection, Opening), OpenError> {
    let mut conn = sqlite::open_writer(path).map_err(OpenError::Sqlite)?;
    let migrated = table::migrate(&mut conn).map_err(OpenError::Sqlite)?;
    let origin = origin_of(&options.key);
    let found = meta::load(&conn).map_err(StorageError::from)?;
    let clean = match &found {
        Some(_) => meta::is_clean(&conn).map_err(StorageError::from)?,
        None => true,
    };
    let meta = match found {
        Some(meta) => meta,
        None => {
            let fresh = Meta::fresh(origin.clone(), options.exercise);
            meta::store(&conn, &fresh).map_err(StorageError::from)?;
            fresh
        }
    };
    if meta.origin != origin {
        return Err(OpenError::OtherDesk { found: meta.origin });
    }
    if meta.exercise != options.exercise {
        return Err(OpenError::ExerciseMix);
    }
    let opening = look(&conn, &meta, clean, migrated).map_err(StorageError::from)?;
    Ok((conn, opening))
}

fn look(conn: &Connection, meta: &Meta, clean: bool, migrated: usize) -> rusqlite::Result<Opening> {
    let events = event::last_seq(conn)?;
    let (waiting, _) = outbox::counts(conn)?;
    let last: Option<[u8; 16]> = conn
        .query_row(
            "SELECT id FROM event WHERE origin = ?1 ORDER BY seq DESC LIMIT 1",
            [&meta.origin.0],
            |row| row.get(0),
        )
        .optional()?;
    Ok(Opening {
        created: false,
        clean,
        migrated,
        events,
        checked: events.min(QUICK_EVENTS),
        waiting,
        last_id: last.map(Uuid::from_bytes),
        authority_suspended: meta.authority_suspended,
        space: None,
        sqlite: rusqlite::version().to_owned(),
    })
}
