//! The way out of a damaged file: own words first, then everything else from the platform.
//!
//! 1. What waits in the outbox is read from the damaged file, as far as it can be read and as far
//!    as its signatures hold, and put into a side file on disk before anything else is touched.
//! 2. The damaged file is kept under another name.
//! 3. A new log is made: own waiting events are in it, the cursor is at the beginning, so that
//!    the link fetches the rest; authority is suspended until it has.
//! 4. What is missing is said.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};

use emergency::event::{Event, GENESIS_HASH, origin_of};
use emergency::time::UtcMs;
use rusqlite::Connection;
use uuid::Uuid;

use crate::error::StorageError;
use crate::opening::{OpenError, OpenOptions, lock};
use crate::project::{Arrival, Projection};
use crate::space::beside;
use crate::sqlite;
use crate::table::meta::{self, Meta};
use crate::table::outbox::{self, Number};
use crate::table::{self, event};

/// What could be saved of a damaged log, and what could not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Salvage {
    /// Own events that nobody else had: they wait in the new log.
    pub saved: usize,
    /// The file with these events, one JSON object a line.
    pub side_file: PathBuf,
    /// The damaged file under its new name.
    pub kept_as: PathBuf,
    /// Numbers of own events that wait but could not be read, as far as the outbox tells.
    pub lost: Vec<u64>,
    /// True when the outbox itself could not be read to its end: more may be lost.
    pub outbox_cut: bool,
    /// Events that the damaged file had, as far as it tells; the link fetches those in order.
    pub events_before: Option<u64>,
    /// True when defects and drafts could not be brought over.
    pub notes_lost: bool,
}

/// What was read from the damaged file.
#[derive(Default)]
struct Rescued {
    meta: Option<Meta>,
    events: BTreeMap<Uuid, Event>,
    lost: Vec<u64>,
    outbox_cut: bool,
    events_before: Option<u64>,
    drafts: Option<Vec<(String, String)>>,
}

/// Saves what can be saved of a damaged log and makes a new one in its place.
///
/// # Errors
/// [`OpenError`] when the log is in use or the disk says no; the damaged file is never deleted.
pub fn salvage(path: &Path, options: &OpenOptions) -> Result<Salvage, OpenError> {
    let _lock = lock(path)?;
    let now = (options.clock)();
    let side_file = beside(path, &format!(".outbox-{}.jsonl", now.0));
    let rescued = rescue(path, options);
    write_side_file(&side_file, rescued.events.values())?;
    let kept_as = put_aside(path, now)?;
    let notes_lost = rescued.drafts.is_none();
    let saved = make_anew(path, options, &rescued)?;
    Ok(Salvage {
        saved,
        side_file,
        kept_as,
        lost: rescued.lost,
        outbox_cut: rescued.outbox_cut,
        events_before: rescued.events_before,
        notes_lost,
    })
}

/// Reads what can be read; a file that cannot be opened gives nothing.
fn rescue(path: &Path, options: &OpenOptions) -> Rescued {
    let mut rescued = Rescued {
        outbox_cut: true,
        ..Rescued::default()
    };
    let Ok(conn) = sqlite::open_writer(path) else {
        return rescued;
    };
    rescued.meta = meta::load(&conn).ok().flatten();
    rescued.events_before = event::last_seq(&conn).ok();
    rescued.drafts = table::draft::all(&conn, "").ok();
    let origin = origin_of(&options.key);
    // The outbox is small and read first; each event is then fetched by itself, so that one bad
    // page takes no other event with it.
    let mut seqs = Vec::new();
    let read = conn
        .prepare("SELECT event, oseq FROM outbox ORDER BY event")
        .and_then(|mut statement| {
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                seqs.push((row.get::<_, i64>(0)?, sqlite::counted(row.get(1)?)));
            }
            Ok(())
        });
    rescued.outbox_cut = read.is_err();
    for (seq, oseq) in seqs {
        match envelope(&conn, seq).filter(|event| event.origin == origin) {
            Some(event) => drop(rescued.events.insert(event.id, event)),
            None => rescued.lost.push(oseq),
        }
    }
    if rescued.outbox_cut {
        // Without the outbox, own events without a place are looked for one by one.
        for seq in 1..=sqlite::stored(rescued.events_before.unwrap_or(0)) {
            let waits = conn
                .query_row(
                    "SELECT sseq IS NULL FROM event WHERE seq = ?1",
                    [seq],
                    |row| row.get::<_, bool>(0),
                )
                .unwrap_or(true);
            if waits && let Some(event) = envelope(&conn, seq).filter(|e| e.origin == origin) {
                rescued.events.insert(event.id, event);
            }
        }
    }
    rescued
}

/// An event that is what its origin signed.
fn envelope(conn: &Connection, seq: i64) -> Option<Event> {
    let text: String = conn
        .query_row("SELECT envelope FROM event WHERE seq = ?1", [seq], |row| {
            row.get(0)
        })
        .ok()?;
    let event: Event = serde_json::from_str(&text).ok()?;
    event.verify().ok().map(|()| event)
}

fn write_side_file<'a>(path: &Path, events: impl Iterator<Item = &'a Event>) -> io::Result<()> {
    let mut file = File::create(path)?;
    for event in events {
        serde_json::to_writer(&mut file, event)?;
        file.write_all(b"\n")?;
    }
    file.sync_all()
}

/// Events of a side file, as far as they are what their origin signed.
///
/// # Errors
/// When the file cannot be read.
pub fn read_side_file(path: &Path) -> io::Result<Vec<Event>> {
    let mut events = Vec::new();
    for line in BufReader::new(File::open(path)?).lines() {
        if let Ok(event) = serde_json::from_str::<Event>(&line?)
            && event.verify().is_ok()
        {
            events.push(event);
        }
    }
    Ok(events)
}

/// Gives the damaged file and its companions another name.
fn put_aside(path: &Path, now: UtcMs) -> io::Result<PathBuf> {
    let kept_as = beside(path, &format!(".damaged-{}", now.0));
    for ending in ["-wal", "-shm", ""] {
        match fs::rename(beside(path, ending), beside(&kept_as, ending)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound && !ending.is_empty() => {}
            other => other?,
        }
    }
    Ok(kept_as)
}

/// Makes the new log with what was saved.
fn make_anew(path: &Path, options: &OpenOptions, rescued: &Rescued) -> Result<usize, OpenError> {
    let mut conn = sqlite::open_writer(path).map_err(OpenError::Sqlite)?;
    sqlite::migrate(&mut conn, &table::MIGRATIONS).map_err(OpenError::Sqlite)?;
    let mut events: Vec<&Event> = rescued.events.values().collect();
    events.sort_by_key(|event| Number::of(event));
    let meta = standing(options, rescued, &events);
    let saved = write_anew(&mut conn, &meta, &events, rescued, (options.clock)())?;
    Ok(saved)
}

/// Who the desk is and what its next number is, from what could be read.
fn standing(options: &OpenOptions, rescued: &Rescued, events: &[&Event]) -> Meta {
    let mut meta = Meta::fresh(origin_of(&options.key), options.exercise);
    if let Some(before) = &rescued.meta {
        meta.incarnation = before.incarnation;
        meta.next_oseq = before.next_oseq;
        meta.head_hash.clone_from(&before.head_hash);
        meta.change = before.change;
    } else if let Some(last) = events.last() {
        meta.incarnation = last.incarnation;
        meta.next_oseq = last.oseq + 1;
        meta.head_hash = last.hash();
    } else {
        GENESIS_HASH.clone_into(&mut meta.head_hash);
    }
    // The desk does not know what it may confirm until it has caught up.
    meta.authority_suspended = true;
    meta
}

fn write_anew(
    conn: &mut Connection,
    meta: &Meta,
    events: &[&Event],
    rescued: &Rescued,
    now: UtcMs,
) -> Result<usize, StorageError> {
    let tx = conn.transaction()?;
    meta::store(&tx, meta)?;
    let mut projection = Projection::default();
    for event in events {
        let seq = event::insert(&tx, event, &event.text(), &event.hash(), None)?;
        outbox::insert(&tx, seq, Number::of(event))?;
        for entity in projection.take_event(&tx, event, Arrival::Own)? {
            event::index(&tx, seq, &entity)?;
        }
    }
    projection.flush(&tx, &meta.origin, meta.swept, meta.change)?;
    for (key, text) in rescued.drafts.iter().flatten() {
        table::draft::store(&tx, key, text, now)?;
    }
    tx.commit()?;
    Ok(events.len())
}
