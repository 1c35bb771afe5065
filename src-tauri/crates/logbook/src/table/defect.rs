//! Input that could not be read: its bytes, where it came from and what is wrong.

use emergency::time::UtcMs;
use rusqlite::{Connection, OptionalExtension as _, Row};

use crate::sqlite::{Migration, counted, stored};

pub(crate) const MIGRATION: Migration = Migration {
    name: "defect",
    sql: "CREATE TABLE defect (
            n INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            feed TEXT NOT NULL,
            kind TEXT NOT NULL,
            message TEXT NOT NULL,
            source TEXT NOT NULL,
            bytes BLOB NOT NULL,
            cut INTEGER NOT NULL CHECK (cut IN (0, 1))
          ) STRICT;
          CREATE INDEX defect_by_feed ON defect (feed, n);",
};

/// Bytes of unreadable input that are kept; what is beyond is cut and marked.
pub const DEFECT_BYTES_MAX: usize = 1024 * 1024;

/// Defects that one query answers; each may bring [`DEFECT_BYTES_MAX`].
pub const DEFECTS_MAX: usize = 200;

/// Input that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Defect {
    /// Name of the feed.
    pub feed: String,
    /// When it came.
    pub at: UtcMs,
    /// Kind of the defect, as the parser names it.
    pub kind: String,
    /// What is wrong, in words.
    pub message: String,
    /// Where it came from: the address, with the device where it is known; the name of the feed
    /// where nothing else is.
    pub source: String,
    /// The bytes.
    pub bytes: Vec<u8>,
    /// True when only the first part of the bytes is here.
    pub cut: bool,
}

pub(crate) fn insert(conn: &Connection, defect: &Defect) -> rusqlite::Result<u64> {
    let kept = &defect.bytes[..defect.bytes.len().min(DEFECT_BYTES_MAX)];
    conn.prepare_cached(
        "INSERT INTO defect (at, feed, kind, message, source, bytes, cut)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(rusqlite::params![
        defect.at.0,
        defect.feed,
        defect.kind,
        defect.message,
        defect.source,
        kept,
        defect.cut || kept.len() < defect.bytes.len(),
    ])?;
    Ok(counted(conn.last_insert_rowid()))
}

/// The newest defects with their numbers, newest first.
pub(crate) fn newest(conn: &Connection, limit: usize) -> rusqlite::Result<Vec<(u64, Defect)>> {
    conn.prepare_cached(
        "SELECT n, at, feed, kind, message, source, bytes, cut FROM defect
         ORDER BY n DESC LIMIT ?1",
    )?
    .query_map([stored(limit as u64)], numbered)?
    .collect()
}

/// The defect of that number.
pub(crate) fn one(conn: &Connection, n: u64) -> rusqlite::Result<Option<(u64, Defect)>> {
    conn.prepare_cached(
        "SELECT n, at, feed, kind, message, source, bytes, cut FROM defect WHERE n = ?1",
    )?
    .query_row([stored(n)], numbered)
    .optional()
}

/// The newest defect of a feed that has bytes.
pub(crate) fn newest_of(conn: &Connection, feed: &str) -> rusqlite::Result<Option<(u64, Defect)>> {
    conn.prepare_cached(
        "SELECT n, at, feed, kind, message, source, bytes, cut FROM defect
         WHERE feed = ?1 AND length(bytes) > 0 ORDER BY n DESC LIMIT 1",
    )?
    .query_row([feed], numbered)
    .optional()
}

fn numbered(row: &Row<'_>) -> rusqlite::Result<(u64, Defect)> {
    let defect = Defect {
        at: UtcMs(row.get(1)?),
        feed: row.get(2)?,
        kind: row.get(3)?,
        message: row.get(4)?,
        source: row.get(5)?,
        bytes: row.get(6)?,
        cut: row.get(7)?,
    };
    Ok((counted(row.get(0)?), defect))
}

/// How many there are.
pub(crate) fn count(conn: &Connection) -> rusqlite::Result<u64> {
    conn.prepare_cached("SELECT count(*) FROM defect")?
        .query_row([], |row| row.get(0))
        .map(counted)
}
