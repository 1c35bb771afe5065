//! The way out of a damaged file: own words first, then everything else from the platform.
//!
//! 1. What waits in the outbox is read from the damaged file, as far as it can be read and as far
//!    as its signatures hold, and put into a side file on disk before anything else is touched.
//! 2. A new log is made beside it: own waiting events are in it, the cursor is at the beginning, so
//!    that the link fetches the rest; authority is suspended until it has.
//! 3. The damaged file is kept under another name, and the new log takes its place. Whoever dies
//!    between the two finds the new log at the next start.
//! 4. What is missing is said.

mod mended;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};

use emergency::day::Day;
use emergency::event::{Event, GENESIS_HASH, origin_of};
use emergency::time::UtcMs;
use rusqlite::Connection;
use uuid::Uuid;

use crate::error::StorageError;
use crate::key::DeviceKey;
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

/// How far a salvage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SalvageStep {
    /// Own events that wait are looked for: so many of so many were looked at.
    Reading {
        /// Looked at.
        read: u64,
        /// In all.
        of: u64,
    },
    /// They are on disk a second time; the new log is made.
    Making,
    /// The damaged file gets its other name.
    Keeping,
}

/// Bytes of a file that one event takes at least: its hash alone is as long.
const EVENT_BYTES_MIN: u64 = 32;
/// After how many events that were looked at it is told.
const TELL_EVERY: u64 = 1_000;
/// The new log before it takes its place.
const ANEW: &str = ".anew";

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
/// [`OpenError`] when the log is in use or the disk says no; the damaged file is never deleted nor
/// written to.
pub fn salvage(
    path: &Path,
    options: &OpenOptions,
    told: &mut dyn FnMut(SalvageStep),
) -> Result<Salvage, OpenError> {
    let _lock = lock(path)?;
    let now = (options.clock)();
    let side_file = beside(path, &format!(".outbox-{}.jsonl", dated(now)));
    let rescued = rescue(path, options, told);
    write_side_file(&side_file, rescued.events.values())?;
    told(SalvageStep::Making);
    let anew = beside(path, ANEW);
    remove(&anew)?;
    let saved = make_anew(&anew, options, &rescued)?;
    told(SalvageStep::Keeping);
    let kept_as = put_aside(path, now)?;
    move_with(&anew, path)?;
    Ok(Salvage {
        saved,
        side_file,
        kept_as,
        lost: rescued.lost,
        outbox_cut: rescued.outbox_cut,
        events_before: rescued.events_before,
        notes_lost: rescued.drafts.is_none(),
    })
}

/// Ends a salvage that died when the damaged file had its other name already: without this the next
/// start would begin an empty log beside what was saved.
pub(crate) fn finish(path: &Path) -> io::Result<()> {
    let anew = beside(path, ANEW);
    if path.exists() || !anew.exists() {
        return Ok(());
    }
    tracing::warn!(path = %path.display(), "a salvage that was cut short is ended");
    move_with(&anew, path)
}

/// A file and what SQLite keeps beside it, under another name; the file last, so that it is never
/// without them.
fn move_with(from: &Path, to: &Path) -> io::Result<()> {
    for ending in ["-wal", "-shm", ""] {
        match fs::rename(beside(from, ending), beside(to, ending)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound && !ending.is_empty() => {}
            other => other?,
        }
    }
    Ok(())
}

fn remove(path: &Path) -> io::Result<()> {
    for ending in ["", "-wal", "-shm"] {
        match fs::remove_file(beside(path, ending)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            other => other?,
        }
    }
    Ok(())
}

/// `2026-11-27-184312074`, in the district's time: a name that a person can read and that sorts.
fn dated(at: UtcMs) -> String {
    let day = Day::of(at);
    let ms = at.since_ms(day.begins());
    let (s, ms) = (ms / 1_000, ms % 1_000);
    let (h, m, s) = (s / 3_600, s / 60 % 60, s % 60);
    format!("{day}-{h:02}{m:02}{s:02}{ms:03}")
}

/// Reads what can be read; a file that cannot be opened gives nothing.
fn rescue(path: &Path, options: &OpenOptions, told: &mut dyn FnMut(SalvageStep)) -> Rescued {
    let mut rescued = Rescued {
        outbox_cut: true,
        ..Rescued::default()
    };
    let Some(mended) = mended::open(path) else {
        return rescued;
    };
    let conn = &mended.conn;
    rescued.meta = meta::load(conn).ok().flatten();
    rescued.events_before = event::last_seq(conn).ok();
    rescued.drafts = table::draft::all(conn, "").ok();
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
    let of = seqs.len() as u64;
    for (read, (seq, oseq)) in (0..).zip(seqs) {
        tell(told, read, of);
        match envelope(conn, seq).filter(|event| event.origin == origin) {
            Some(event) => drop(rescued.events.insert(event.id, event)),
            None => rescued.lost.push(oseq),
        }
    }
    if rescued.outbox_cut {
        // Without the outbox, own events without a place are looked for one by one.
        let of = rescued.events_before.unwrap_or(0).min(most_events(path));
        for (read, seq) in (0..).zip(1..=sqlite::stored(of)) {
            tell(told, read, of);
            let waits = conn
                .query_row(
                    "SELECT sseq IS NULL FROM event WHERE seq = ?1",
                    [seq],
                    |row| row.get::<_, bool>(0),
                )
                .unwrap_or(true);
            if waits && let Some(event) = envelope(conn, seq).filter(|e| e.origin == origin) {
                rescued.events.insert(event.id, event);
            }
        }
    }
    rescued
}

/// Events that a file can have at most: a damaged page may name any number as the last.
fn most_events(path: &Path) -> u64 {
    let mut ahead = path.as_os_str().to_owned();
    ahead.push("-wal");
    let bytes = |path: &Path| std::fs::metadata(path).map_or(0, |file| file.len());
    (bytes(path) + bytes(Path::new(&ahead))) / EVENT_BYTES_MIN
}

fn tell(told: &mut dyn FnMut(SalvageStep), read: u64, of: u64) {
    if read.is_multiple_of(TELL_EVERY) {
        told(SalvageStep::Reading { read, of });
    }
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
    let kept_as = beside(path, &format!(".damaged-{}", dated(now)));
    move_with(path, &kept_as)?;
    Ok(kept_as)
}

/// Makes the new log with what was saved.
fn make_anew(path: &Path, options: &OpenOptions, rescued: &Rescued) -> Result<usize, OpenError> {
    let mut conn = sqlite::open_writer(path).map_err(OpenError::Sqlite)?;
    table::migrate(&mut conn).map_err(OpenError::Sqlite)?;
    let mut events: Vec<Event> = rescued.events.values().cloned().collect();
    events.sort_by_key(Number::of);
    let mut meta = standing(options, rescued, &events);
    if !hangs_together(rescued, &meta, &events) {
        number_anew(options, &mut meta, &mut events);
    }
    let saved = write_anew(&mut conn, &meta, &events, rescued, (options.clock)())?;
    Ok(saved)
}

/// True when no number is missing among what waits: the platform takes them one after the other.
fn hangs_together(rescued: &Rescued, meta: &Meta, events: &[Event]) -> bool {
    let known = rescued.lost.is_empty() && !rescued.outbox_cut;
    let follow = events.windows(2).all(|pair| {
        let [before, after] = pair else { return true };
        after.incarnation == before.incarnation
            && after.oseq == before.oseq + 1
            && after.prev_hash == before.hash()
    });
    let head = events.last().map(Event::hash);
    known && follow && head.is_none_or(|hash| hash == meta.head_hash)
}

/// With a number missing nothing behind it could ever be delivered: what waits begins a new life of
/// this desk, as after a fork (rule 9). Ids stay, so that whatever was delivered is known again.
fn number_anew(options: &OpenOptions, meta: &mut Meta, events: &mut [Event]) {
    let key = DeviceKey::of(&options.key);
    meta.incarnation += 1;
    meta.next_oseq = 1;
    GENESIS_HASH.clone_into(&mut meta.head_hash);
    for event in events {
        event.incarnation = meta.incarnation;
        event.oseq = meta.next_oseq;
        event.prev_hash.clone_from(&meta.head_hash);
        meta.head_hash = event.seal_as_text(&key).hash;
        meta.next_oseq += 1;
    }
}

/// Who the desk is and what its next number is, from what could be read.
fn standing(options: &OpenOptions, rescued: &Rescued, events: &[Event]) -> Meta {
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
    events: &[Event],
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
