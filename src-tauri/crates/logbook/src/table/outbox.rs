//! Own events that have not come back in the ordered log.
//!
//! A row goes only when the event itself comes back, in the transaction that places it; an
//! acknowledgement on the way is a progress bar, nothing else.

use emergency::entity::EntityRef;
use rusqlite::{CachedStatement, Connection};
use uuid::Uuid;

use super::event::{self, EventRow};
use crate::sqlite::{Migration, counted, stored};

pub(crate) const MIGRATION: Migration = Migration {
    name: "outbox",
    sql: "CREATE TABLE outbox (
            event INTEGER PRIMARY KEY REFERENCES event (seq),
            incarnation INTEGER NOT NULL CHECK (incarnation >= 0),
            oseq INTEGER NOT NULL CHECK (oseq > 0),
            state TEXT NOT NULL CHECK (state IN ('waiting', 'parked')),
            refusals INTEGER NOT NULL CHECK (refusals >= 0),
            reason TEXT NOT NULL
          ) STRICT;
          CREATE INDEX outbox_order ON outbox (state, incarnation, oseq);",
};

/// The number of an own event: its place in the row of those that wait.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Default,
    serde::Serialize,
    serde::Deserialize,
)]
#[serde(rename_all = "camelCase")]
pub struct Number {
    /// The desk's incarnation; 0 is before all.
    pub incarnation: u32,
    /// The number within it.
    pub oseq: u64,
}

impl Number {
    /// The number of an event.
    #[must_use]
    pub fn of(event: &emergency::event::Event) -> Self {
        Self {
            incarnation: event.incarnation,
            oseq: event.oseq,
        }
    }
}

/// The statement that puts in events that were not there before, prepared once for all of a task.
pub(crate) fn appending(conn: &Connection) -> rusqlite::Result<CachedStatement<'_>> {
    conn.prepare_cached(
        "INSERT INTO outbox (event, incarnation, oseq, state, refusals, reason)
         VALUES (?1, ?2, ?3, 'waiting', 0, '')",
    )
}

/// Puts an event in with [`appending`].
pub(crate) fn append(
    appending: &mut CachedStatement<'_>,
    event: u64,
    number: Number,
) -> rusqlite::Result<()> {
    appending
        .execute(rusqlite::params![
            stored(event),
            number.incarnation,
            stored(number.oseq)
        ])
        .map(drop)
}

/// Puts an event in, or back with another number.
pub(crate) fn insert(conn: &Connection, event: u64, number: Number) -> rusqlite::Result<()> {
    conn.prepare_cached(
        "INSERT INTO outbox (event, incarnation, oseq, state, refusals, reason)
         VALUES (?1, ?2, ?3, 'waiting', 0, '')
         ON CONFLICT (event) DO UPDATE SET incarnation = ?2, oseq = ?3, state = 'waiting'",
    )?
    .execute(rusqlite::params![
        stored(event),
        number.incarnation,
        stored(number.oseq)
    ])
    .map(drop)
}

pub(crate) fn remove(conn: &Connection, event: u64) -> rusqlite::Result<bool> {
    conn.prepare_cached("DELETE FROM outbox WHERE event = ?1")?
        .execute([stored(event)])
        .map(|removed| removed > 0)
}

/// Empties the row of those that wait: they go out as events of another name.
pub(crate) fn leave(conn: &Connection) -> rusqlite::Result<usize> {
    conn.execute("DELETE FROM outbox WHERE state = 'waiting'", [])
}

/// Takes an event out of the row of those that wait, with the reason for the officer.
pub(crate) fn park(conn: &Connection, event: u64, reason: &str) -> rusqlite::Result<()> {
    conn.prepare_cached(
        "UPDATE outbox SET state = 'parked', refusals = refusals + 1, reason = ?2
         WHERE event = ?1",
    )?
    .execute(rusqlite::params![stored(event), reason])
    .map(drop)
}

/// Whether an event is parked.
pub(crate) fn is_parked(conn: &Connection, event: u64) -> rusqlite::Result<bool> {
    conn.prepare_cached("SELECT 1 FROM outbox WHERE event = ?1 AND state = 'parked'")?
        .exists([stored(event)])
}

/// Counts a refusal; answers how many there were.
pub(crate) fn refuse(conn: &Connection, event: u64, reason: &str) -> rusqlite::Result<u64> {
    conn.prepare_cached(
        "UPDATE outbox SET refusals = refusals + 1, reason = ?2 WHERE event = ?1
         RETURNING refusals",
    )?
    .query_row(rusqlite::params![stored(event), reason], |row| row.get(0))
    .map(counted)
}

/// Waiting events after a number, in the order of their numbers.
pub(crate) fn waiting(
    conn: &Connection,
    after: Number,
    limit: usize,
) -> rusqlite::Result<Vec<EventRow>> {
    conn.prepare_cached(&format!(
        "SELECT {} FROM outbox o JOIN event e ON e.seq = o.event
         WHERE o.state = 'waiting' AND (o.incarnation, o.oseq) > (?1, ?2)
         ORDER BY o.incarnation, o.oseq LIMIT ?3",
        event::COLUMNS
    ))?
    .query_map(
        rusqlite::params![after.incarnation, stored(after.oseq), stored(limit as u64)],
        event::read,
    )?
    .collect()
}

/// How many events wait and how many are parked.
pub(crate) fn counts(conn: &Connection) -> rusqlite::Result<(u64, u64)> {
    conn.prepare_cached(
        "SELECT coalesce(sum(state = 'waiting'), 0)
                + (SELECT count(*) FROM event e INDEXED BY event_pending
                   WHERE e.sseq IS NULL AND e.origin IN (SELECT origin FROM predecessor)
                     AND NOT EXISTS (SELECT 1 FROM outbox WHERE event = e.seq)),
                coalesce(sum(state = 'parked'), 0)
         FROM outbox",
    )?
    .query_row([], |row| Ok((counted(row.get(0)?), counted(row.get(1)?))))
}

/// An event that the platform would not take; shown to the officer as a card.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Parked {
    /// Number of the event in the file.
    pub seq: u64,
    /// The event.
    pub id: Uuid,
    /// Its kind.
    pub kind: String,
    /// What it is about.
    pub entity: EntityRef,
    /// How often it was refused.
    pub refusals: u64,
    /// Why.
    pub reason: String,
}

pub(crate) fn parked(conn: &Connection, limit: usize) -> rusqlite::Result<Vec<Parked>> {
    conn.prepare_cached(
        "SELECT e.seq, e.id, e.kind, e.entity_kind, e.entity_id, o.refusals, o.reason
         FROM outbox o JOIN event e ON e.seq = o.event
         WHERE o.state = 'parked' ORDER BY e.seq LIMIT ?1",
    )?
    .query_map([stored(limit as u64)], |row| {
        let id: [u8; 16] = row.get(1)?;
        Ok(Parked {
            seq: counted(row.get(0)?),
            id: Uuid::from_bytes(id),
            kind: row.get(2)?,
            entity: EntityRef {
                kind: row.get(3)?,
                id: row.get(4)?,
            },
            refusals: counted(row.get(5)?),
            reason: row.get(6)?,
        })
    })?
    .collect()
}
