//! What a person was about to write: saved so that a crash loses nothing; no fact.

use emergency::time::UtcMs;
use rusqlite::{Connection, OptionalExtension as _};

use crate::sqlite::{Migration, stored};

pub(crate) const MIGRATION: Migration = Migration {
    name: "draft",
    sql: "CREATE TABLE draft (
            key TEXT PRIMARY KEY,
            text TEXT NOT NULL,
            at INTEGER NOT NULL
          ) STRICT;",
};

/// Bytes of one draft.
pub const DRAFT_BYTES_MAX: usize = 1024 * 1024;

/// Drafts that one query answers.
pub const DRAFTS_MAX: usize = 1_000;

pub(crate) fn store(conn: &Connection, key: &str, text: &str, at: UtcMs) -> rusqlite::Result<()> {
    conn.prepare_cached(
        "INSERT INTO draft (key, text, at) VALUES (?1, ?2, ?3)
         ON CONFLICT (key) DO UPDATE SET text = ?2, at = ?3",
    )?
    .execute(rusqlite::params![key, text, at.0])
    .map(drop)
}

pub(crate) fn remove(conn: &Connection, key: &str) -> rusqlite::Result<()> {
    conn.prepare_cached("DELETE FROM draft WHERE key = ?1")?
        .execute([key])
        .map(drop)
}

pub(crate) fn load(conn: &Connection, key: &str) -> rusqlite::Result<Option<String>> {
    conn.prepare_cached("SELECT text FROM draft WHERE key = ?1")?
        .query_row([key], |row| row.get(0))
        .optional()
}

/// Keys that begin so, with their texts, the last saved first.
pub(crate) fn all(conn: &Connection, prefix: &str) -> rusqlite::Result<Vec<(String, String)>> {
    conn.prepare_cached(
        "SELECT key, text FROM draft WHERE substr(key, 1, length(?1)) = ?1
         ORDER BY at DESC, key LIMIT ?2",
    )?
    .query_map(
        rusqlite::params![prefix, stored(DRAFTS_MAX as u64)],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?
    .collect()
}

/// The same without the texts, which may be large.
pub(crate) fn keys(conn: &Connection, prefix: &str) -> rusqlite::Result<Vec<String>> {
    conn.prepare_cached(
        "SELECT key FROM draft WHERE substr(key, 1, length(?1)) = ?1
         ORDER BY at DESC, key LIMIT ?2",
    )?
    .query_map(
        rusqlite::params![prefix, stored(DRAFTS_MAX as u64)],
        |row| row.get(0),
    )?
    .collect()
}
