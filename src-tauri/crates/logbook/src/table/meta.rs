//! Who the desk is, how far it has written and how far it has read.

use emergency::event::GENESIS_HASH;
use emergency::id::OriginId;
use emergency::time::UtcMs;
use rusqlite::{Connection, OptionalExtension as _, Row};

use crate::sqlite::{Migration, counted, stored};

pub(crate) const MIGRATION: Migration = Migration {
    name: "meta",
    sql: "CREATE TABLE meta (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            origin TEXT NOT NULL CHECK (length(origin) = 64),
            exercise INTEGER NOT NULL CHECK (exercise IN (0, 1)),
            incarnation INTEGER NOT NULL CHECK (incarnation > 0),
            next_oseq INTEGER NOT NULL CHECK (next_oseq > 0),
            head_hash TEXT NOT NULL CHECK (length(head_hash) = 64),
            log_id TEXT NOT NULL,
            log_epoch INTEGER NOT NULL CHECK (log_epoch >= 0),
            sseq INTEGER NOT NULL CHECK (sseq >= 0),
            log_hash TEXT NOT NULL CHECK (length(log_hash) = 64),
            authority_suspended INTEGER NOT NULL CHECK (authority_suspended IN (0, 1)),
            clock_offset_ms INTEGER,
            change INTEGER NOT NULL CHECK (change >= 0),
            swept_ms INTEGER NOT NULL,
            clean INTEGER NOT NULL CHECK (clean IN (0, 1)),
            renumbering INTEGER NOT NULL DEFAULT 0 CHECK (renumbering IN (0, 1)),
            rewinding INTEGER NOT NULL DEFAULT 0 CHECK (rewinding IN (0, 1))
          ) STRICT;",
};

/// The names under which this desk wrote before its key was lost.
pub(crate) const PREDECESSORS: Migration = Migration {
    name: "predecessor",
    sql: "CREATE TABLE predecessor (
            origin TEXT PRIMARY KEY CHECK (length(origin) = 64)
          ) STRICT;",
};

/// Gives the log to a new key: events of the one before keep their names and signatures.
pub(crate) fn succeed(conn: &Connection, origin: &OriginId) -> rusqlite::Result<()> {
    conn.execute(
        "INSERT OR IGNORE INTO predecessor SELECT origin FROM meta",
        [],
    )?;
    conn.execute(
        "UPDATE meta SET origin = ?1, incarnation = 1, next_oseq = 1, head_hash = ?2,
                authority_suspended = 1",
        [&origin.0, GENESIS_HASH],
    )
    .map(drop)
}

/// Where the desk stands in the ordered log; what it shows the platform to go on from there.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Cursor {
    /// Which authority's log; empty before the first entry.
    pub log_id: String,
    /// Its epoch; changes when that log was restored from a backup.
    pub log_epoch: u64,
    /// The last entry applied; 0 before the first.
    pub sseq: u64,
    /// That entry's log hash.
    pub log_hash: String,
}

impl Default for Cursor {
    fn default() -> Self {
        Self {
            log_id: String::new(),
            log_epoch: 0,
            sseq: 0,
            log_hash: GENESIS_HASH.to_owned(),
        }
    }
}

/// The one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Meta {
    pub(crate) origin: OriginId,
    pub(crate) exercise: bool,
    pub(crate) incarnation: u32,
    /// Number of the next own event.
    pub(crate) next_oseq: u64,
    /// Hash of the own event before it.
    pub(crate) head_hash: String,
    pub(crate) cursor: Cursor,
    pub(crate) authority_suspended: bool,
    pub(crate) clock_offset_ms: Option<i64>,
    /// Number of the last change told to subscribers.
    pub(crate) change: u64,
    /// Up to when alerts have been moved by time alone.
    pub(crate) swept: UtcMs,
}

impl Meta {
    pub(crate) fn fresh(origin: OriginId, exercise: bool) -> Self {
        Self {
            origin,
            exercise,
            incarnation: 1,
            next_oseq: 1,
            head_hash: GENESIS_HASH.to_owned(),
            cursor: Cursor::default(),
            authority_suspended: false,
            clock_offset_ms: None,
            change: 0,
            swept: UtcMs(0),
        }
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<Meta> {
    Ok(Meta {
        origin: OriginId(row.get(0)?),
        exercise: row.get(1)?,
        incarnation: row.get(2)?,
        next_oseq: counted(row.get(3)?),
        head_hash: row.get(4)?,
        cursor: Cursor {
            log_id: row.get(5)?,
            log_epoch: counted(row.get(6)?),
            sseq: counted(row.get(7)?),
            log_hash: row.get(8)?,
        },
        authority_suspended: row.get(9)?,
        clock_offset_ms: row.get(10)?,
        change: counted(row.get(11)?),
        swept: UtcMs(row.get(12)?),
    })
}

/// The row; none in a file that is only just made.
pub(crate) fn load(conn: &Connection) -> rusqlite::Result<Option<Meta>> {
    conn.prepare_cached(
        "SELECT origin, exercise, incarnation, next_oseq, head_hash, log_id, log_epoch, sseq,
                log_hash, authority_suspended, clock_offset_ms, change, swept_ms
         FROM meta",
    )?
    .query_row([], read)
    .optional()
}

/// Writes the row, as new or over the one before.
pub(crate) fn store(conn: &Connection, meta: &Meta) -> rusqlite::Result<()> {
    conn.prepare_cached(
        "INSERT INTO meta (one, origin, exercise, incarnation, next_oseq, head_hash, log_id,
                log_epoch, sseq, log_hash, authority_suspended, clock_offset_ms, change,
                swept_ms, clean)
         VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, 0)
         ON CONFLICT (one) DO UPDATE SET incarnation = ?3, next_oseq = ?4, head_hash = ?5,
                log_id = ?6, log_epoch = ?7, sseq = ?8, log_hash = ?9, authority_suspended = ?10,
                clock_offset_ms = ?11, change = ?12, swept_ms = ?13",
    )?
    .execute(rusqlite::params![
        meta.origin.0,
        meta.exercise,
        meta.incarnation,
        stored(meta.next_oseq),
        meta.head_hash,
        meta.cursor.log_id,
        stored(meta.cursor.log_epoch),
        stored(meta.cursor.sseq),
        meta.cursor.log_hash,
        meta.authority_suspended,
        meta.clock_offset_ms,
        stored(meta.change),
        meta.swept.0,
    ])?;
    Ok(())
}

/// Whether the file was closed in an orderly way.
pub(crate) fn is_clean(conn: &Connection) -> rusqlite::Result<bool> {
    conn.query_row("SELECT clean FROM meta", [], |row| row.get(0))
}

/// Notes that the file is in use or was closed in an orderly way.
pub(crate) fn set_clean(conn: &Connection, clean: bool) -> rusqlite::Result<()> {
    conn.execute("UPDATE meta SET clean = ?1", [clean])
        .map(drop)
}

/// Opens or closes the door for new envelopes of own events that nobody has sequenced.
pub(crate) fn set_renumbering(conn: &Connection, on: bool) -> rusqlite::Result<()> {
    conn.execute("UPDATE meta SET renumbering = ?1", [on])
        .map(drop)
}

/// Opens or closes the door for taking a place in the ordered log back.
pub(crate) fn set_rewinding(conn: &Connection, on: bool) -> rusqlite::Result<()> {
    conn.execute("UPDATE meta SET rewinding = ?1", [on])
        .map(drop)
}
