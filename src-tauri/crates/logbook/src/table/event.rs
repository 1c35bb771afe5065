//! The log itself: events as they were signed, with their place in the ordered log once known.
//!
//! Nothing is deleted, and what is signed is not changed, with one exception that the triggers
//! let through only while `meta.renumbering` stands: an own event that no sequencer has may be
//! numbered and signed anew under a new incarnation (rule 9 of the link). A place in the ordered
//! log is written once, and taken back only while `meta.rewinding` stands: the platform has lost
//! its tail and said so.

use emergency::entity::EntityRef;
use emergency::event::{Event, Verdict};
use emergency::time::UtcMs;
use rusqlite::{CachedStatement, Connection, OptionalExtension as _, Row};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::sqlite::{Migration, counted, stored};

pub(crate) const MIGRATION: Migration = Migration {
    name: "event",
    sql: "CREATE TABLE event (
            seq INTEGER PRIMARY KEY,
            id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
            origin TEXT NOT NULL CHECK (length(origin) = 64),
            incarnation INTEGER NOT NULL CHECK (incarnation >= 0),
            oseq INTEGER NOT NULL CHECK (oseq > 0),
            prev_hash TEXT NOT NULL,
            hash TEXT NOT NULL CHECK (length(hash) = 64),
            kind TEXT NOT NULL,
            entity_kind TEXT NOT NULL,
            entity_id TEXT NOT NULL,
            occurred_at INTEGER NOT NULL,
            recorded_at INTEGER NOT NULL,
            envelope TEXT NOT NULL,
            log_epoch INTEGER,
            sseq INTEGER CHECK (sseq > 0),
            received_at INTEGER,
            verdict TEXT,
            log_hash TEXT CHECK (length(log_hash) = 64),
            row_sum BLOB NOT NULL CHECK (length(row_sum) = 32),
            CHECK ((sseq IS NULL) = (verdict IS NULL)),
            CHECK ((sseq IS NULL) = (log_hash IS NULL)),
            CHECK ((sseq IS NULL) = (received_at IS NULL)),
            CHECK ((sseq IS NULL) = (log_epoch IS NULL))
          ) STRICT;
          CREATE UNIQUE INDEX event_by_place ON event (sseq) WHERE sseq IS NOT NULL;
          CREATE UNIQUE INDEX event_by_origin ON event (origin, incarnation, oseq)
            WHERE sseq IS NOT NULL;
          CREATE INDEX event_pending ON event (origin, incarnation, oseq) WHERE sseq IS NULL;
          CREATE TABLE event_entity (
            kind TEXT NOT NULL,
            id TEXT NOT NULL,
            event INTEGER NOT NULL REFERENCES event (seq),
            PRIMARY KEY (kind, id, event)
          ) STRICT, WITHOUT ROWID;
          CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
          BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;
          CREATE TRIGGER event_is_what_it_was
          BEFORE UPDATE OF seq, id, kind, entity_kind, entity_id, occurred_at, recorded_at ON event
          BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
          CREATE TRIGGER event_is_signed_once
          BEFORE UPDATE OF origin, incarnation, oseq, prev_hash, hash, envelope ON event
          WHEN OLD.sseq IS NOT NULL OR (SELECT renumbering FROM meta) = 0
          BEGIN SELECT RAISE(ABORT, 'a sequenced event is never signed anew'); END;
          CREATE TRIGGER event_is_placed_once
          BEFORE UPDATE OF log_epoch, sseq, received_at, verdict, log_hash ON event
          WHEN OLD.sseq IS NOT NULL AND (SELECT rewinding FROM meta) = 0
          BEGIN SELECT RAISE(ABORT, 'a place in the log is written once'); END;
          CREATE TRIGGER event_entity_is_never_deleted BEFORE DELETE ON event_entity
          BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;
          CREATE TRIGGER event_entity_is_never_changed BEFORE UPDATE ON event_entity
          BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;",
};

/// Where an event stands in the ordered log.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Placed {
    /// Epoch of that log when the event was sequenced.
    pub log_epoch: u64,
    /// Its number there.
    pub sseq: u64,
    /// The platform's clock.
    pub received_at: UtcMs,
    /// The decision.
    pub verdict: Verdict,
    /// The log hash.
    pub log_hash: String,
}

/// An event as the desk keeps it.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Logged {
    /// Number in this file, in the order in which the desk learned of it.
    pub seq: u64,
    /// Hash of the event.
    pub hash: String,
    /// Its place in the ordered log; none while only this desk has it.
    pub placed: Option<Placed>,
    /// The event.
    pub event: Event,
}

/// One row before it is read as JSON; what the checks work on.
#[derive(Debug, Clone)]
pub(crate) struct EventRow {
    pub(crate) seq: u64,
    pub(crate) origin: String,
    pub(crate) incarnation: u32,
    pub(crate) oseq: u64,
    pub(crate) prev_hash: String,
    pub(crate) hash: String,
    pub(crate) envelope: String,
    pub(crate) place: Option<PlaceRow>,
    pub(crate) row_sum: Vec<u8>,
}

/// The columns that the sequencer fills.
#[derive(Debug, Clone)]
pub(crate) struct PlaceRow {
    pub(crate) log_epoch: u64,
    pub(crate) sseq: u64,
    pub(crate) received_at: i64,
    pub(crate) verdict: String,
    pub(crate) log_hash: String,
}

impl PlaceRow {
    pub(crate) fn of(placed: &Placed) -> Self {
        Self {
            log_epoch: placed.log_epoch,
            sseq: placed.sseq,
            received_at: placed.received_at.0,
            verdict: serde_json::to_string(&placed.verdict).unwrap_or_default(),
            log_hash: placed.log_hash.clone(),
        }
    }
}

/// The columns of [`EventRow`], in its order.
pub(crate) const COLUMNS: &str = "e.seq, e.origin, e.incarnation, e.oseq, e.prev_hash, e.hash, \
     e.envelope, e.log_epoch, e.sseq, e.received_at, e.verdict, e.log_hash, e.row_sum";

pub(crate) fn read(row: &Row<'_>) -> rusqlite::Result<EventRow> {
    let sseq: Option<i64> = row.get(8)?;
    let place = match sseq {
        None => None,
        Some(sseq) => Some(PlaceRow {
            log_epoch: counted(row.get(7)?),
            sseq: counted(sseq),
            received_at: row.get(9)?,
            verdict: row.get(10)?,
            log_hash: row.get(11)?,
        }),
    };
    Ok(EventRow {
        seq: counted(row.get(0)?),
        origin: row.get(1)?,
        incarnation: row.get(2)?,
        oseq: counted(row.get(3)?),
        prev_hash: row.get(4)?,
        hash: row.get(5)?,
        envelope: row.get(6)?,
        place,
        row_sum: row.get(12)?,
    })
}

impl EventRow {
    /// Reads the texts of the row.
    pub(crate) fn logged(self) -> Result<Logged, serde_json::Error> {
        let event = serde_json::from_str(&self.envelope)?;
        let placed = match self.place {
            None => None,
            Some(place) => Some(Placed {
                log_epoch: place.log_epoch,
                sseq: place.sseq,
                received_at: UtcMs(place.received_at),
                verdict: serde_json::from_str(&place.verdict)?,
                log_hash: place.log_hash,
            }),
        };
        Ok(Logged {
            seq: self.seq,
            hash: self.hash,
            placed,
            event,
        })
    }

    /// True when the row is, byte for byte, what was written.
    pub(crate) fn is_whole(&self) -> bool {
        row_sum(&self.envelope, &self.hash, self.place.as_ref())[..] == self.row_sum[..]
    }
}

/// Sum over the bytes of a row: finds a flipped bit without reading JSON. It guards against the
/// medium; against a person stand the hash and the signature inside.
pub(crate) fn row_sum(envelope: &str, hash: &str, place: Option<&PlaceRow>) -> [u8; 32] {
    let mut sha = Sha256::new();
    sha.update(envelope.as_bytes());
    sha.update(hash.as_bytes());
    if let Some(place) = place {
        sha.update(place.log_epoch.to_be_bytes());
        sha.update(place.sseq.to_be_bytes());
        sha.update(place.received_at.to_be_bytes());
        sha.update(place.verdict.as_bytes());
        sha.update(place.log_hash.as_bytes());
    }
    sha.finalize().into()
}

/// Statements that append events, prepared once for all of a task.
pub(crate) struct Appending<'c> {
    event: CachedStatement<'c>,
    entity: CachedStatement<'c>,
}

impl<'c> Appending<'c> {
    pub(crate) fn to(conn: &'c Connection) -> rusqlite::Result<Self> {
        Ok(Self {
            event: conn.prepare_cached(
                "INSERT INTO event (id, origin, incarnation, oseq, prev_hash, hash, kind,
                    entity_kind, entity_id, occurred_at, recorded_at, envelope, log_epoch, sseq,
                    received_at, verdict, log_hash, row_sum)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,
                    ?17, ?18)",
            )?,
            entity: conn
                .prepare_cached("INSERT INTO event_entity (kind, id, event) VALUES (?1, ?2, ?3)")?,
        })
    }

    /// Appends one event with the sum of its row; answers its number in the file.
    pub(crate) fn event(
        &mut self,
        event: &Event,
        envelope: &str,
        hash: &str,
        place: Option<&PlaceRow>,
        sum: &[u8; 32],
    ) -> rusqlite::Result<u64> {
        let seq = self.event.insert(rusqlite::params![
            &event.id.as_bytes()[..],
            event.origin.0,
            event.incarnation,
            stored(event.oseq),
            event.prev_hash,
            hash,
            event.kind,
            event.entity.kind,
            event.entity.id,
            event.occurred_at.0,
            event.recorded_at.0,
            envelope,
            place.map(|p| stored(p.log_epoch)),
            place.map(|p| stored(p.sseq)),
            place.map(|p| p.received_at),
            place.map(|p| p.verdict.as_str()),
            place.map(|p| p.log_hash.as_str()),
            &sum[..],
        ])?;
        Ok(counted(seq))
    }

    /// Notes that an event changes an entity.
    pub(crate) fn entity(&mut self, seq: u64, entity: &EntityRef) -> rusqlite::Result<()> {
        self.entity
            .execute(rusqlite::params![entity.kind, entity.id, stored(seq)])
            .map(drop)
    }
}

/// Appends one event; answers its number in the file.
pub(crate) fn insert(
    conn: &Connection,
    event: &Event,
    envelope: &str,
    hash: &str,
    place: Option<&PlaceRow>,
) -> rusqlite::Result<u64> {
    let sum = row_sum(envelope, hash, place);
    Appending::to(conn)?.event(event, envelope, hash, place, &sum)
}

/// Notes that an event changes an entity.
pub(crate) fn index(conn: &Connection, seq: u64, entity: &EntityRef) -> rusqlite::Result<()> {
    Appending::to(conn)?.entity(seq, entity)
}

/// Gives an event its place in the ordered log.
pub(crate) fn place(conn: &Connection, row: &EventRow, place: &PlaceRow) -> rusqlite::Result<()> {
    conn.prepare_cached(
        "UPDATE event SET log_epoch = ?2, sseq = ?3, received_at = ?4, verdict = ?5,
            log_hash = ?6, row_sum = ?7 WHERE seq = ?1",
    )?
    .execute(rusqlite::params![
        stored(row.seq),
        stored(place.log_epoch),
        stored(place.sseq),
        place.received_at,
        place.verdict,
        place.log_hash,
        &row_sum(&row.envelope, &row.hash, Some(place))[..],
    ])
    .map(drop)
}

/// Takes the place of an event back; only while `meta.rewinding` stands.
pub(crate) fn unplace(conn: &Connection, row: &EventRow) -> rusqlite::Result<()> {
    conn.prepare_cached(
        "UPDATE event SET log_epoch = NULL, sseq = NULL, received_at = NULL, verdict = NULL,
            log_hash = NULL, row_sum = ?2 WHERE seq = ?1",
    )?
    .execute(rusqlite::params![
        stored(row.seq),
        &row_sum(&row.envelope, &row.hash, None)[..],
    ])
    .map(drop)
}

/// Replaces the envelope of an event that has no place; only while `meta.renumbering` stands.
pub(crate) fn replace(
    conn: &Connection,
    seq: u64,
    event: &Event,
    envelope: &str,
    hash: &str,
) -> rusqlite::Result<()> {
    conn.prepare_cached(
        "UPDATE event SET incarnation = ?2, oseq = ?3, prev_hash = ?4, hash = ?5, envelope = ?6,
            row_sum = ?7 WHERE seq = ?1",
    )?
    .execute(rusqlite::params![
        stored(seq),
        event.incarnation,
        stored(event.oseq),
        event.prev_hash,
        hash,
        envelope,
        &row_sum(envelope, hash, None)[..],
    ])
    .map(drop)
}

/// The event of that id.
pub(crate) fn by_id(conn: &Connection, id: Uuid) -> rusqlite::Result<Option<EventRow>> {
    conn.prepare_cached(&format!("SELECT {COLUMNS} FROM event e WHERE e.id = ?1"))?
        .query_row([&id.as_bytes()[..]], read)
        .optional()
}

/// The number of the newest event; 0 in an empty log.
pub(crate) fn last_seq(conn: &Connection) -> rusqlite::Result<u64> {
    conn.prepare_cached("SELECT coalesce(max(seq), 0) FROM event")?
        .query_row([], |row| row.get(0))
        .map(counted)
}

/// Desks of which one query answers at most.
const ORIGINS_MAX: usize = 1_000;

/// Every desk that has an event in the ordered log, each once: one step of the index a desk.
pub(crate) fn origins(conn: &Connection) -> rusqlite::Result<Vec<String>> {
    conn.prepare_cached(
        "WITH RECURSIVE one (x) AS (
           SELECT min(origin) FROM event WHERE sseq IS NOT NULL
           UNION ALL
           SELECT (SELECT min(origin) FROM event WHERE sseq IS NOT NULL AND origin > one.x)
           FROM one WHERE one.x IS NOT NULL
         )
         SELECT x FROM one WHERE x IS NOT NULL LIMIT ?1",
    )?
    .query_map([stored(ORIGINS_MAX as u64)], |row| row.get(0))?
    .collect()
}

/// Events after a number, in order.
pub(crate) fn after(conn: &Connection, seq: u64, limit: usize) -> rusqlite::Result<Vec<EventRow>> {
    conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM event e WHERE e.seq > ?1 ORDER BY e.seq LIMIT ?2"
    ))?
    .query_map(rusqlite::params![stored(seq), stored(limit as u64)], read)?
    .collect()
}

/// Events beyond a place in the ordered log, in order.
pub(crate) fn beyond(conn: &Connection, sseq: u64) -> rusqlite::Result<Vec<EventRow>> {
    conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM event e WHERE e.sseq > ?1 ORDER BY e.sseq"
    ))?
    .query_map([stored(sseq)], read)?
    .collect()
}

/// The log hash at a place in the ordered log.
pub(crate) fn log_hash_at(conn: &Connection, sseq: u64) -> rusqlite::Result<Option<String>> {
    conn.prepare_cached("SELECT log_hash FROM event WHERE sseq = ?1")?
        .query_row([stored(sseq)], |row| row.get(0))
        .optional()
}

/// Events of one entity below a number, newest first.
pub(crate) fn timeline(
    conn: &Connection,
    entity: &EntityRef,
    before: u64,
    limit: usize,
) -> rusqlite::Result<Vec<EventRow>> {
    conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM event_entity x JOIN event e ON e.seq = x.event
         WHERE x.kind = ?1 AND x.id = ?2 AND x.event < ?3 ORDER BY x.event DESC LIMIT ?4"
    ))?
    .query_map(
        rusqlite::params![entity.kind, entity.id, stored(before), stored(limit as u64)],
        read,
    )?
    .collect()
}

/// True when an own alert event with these original bytes is there.
pub(crate) fn has_raw(
    conn: &Connection,
    origin: &str,
    alert: &str,
    sha256: &str,
) -> rusqlite::Result<bool> {
    conn.prepare_cached(
        "SELECT 1 FROM event_entity x JOIN event e ON e.seq = x.event
         WHERE x.kind = 'alert' AND x.id = ?2 AND e.origin = ?1 AND e.entity_id = ?2
           AND e.kind = 'alert.received'
           AND json_extract(e.envelope, '$.body.raw.sha256') = ?3",
    )?
    .exists([origin, alert, sha256])
}
