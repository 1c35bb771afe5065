//! Whether a log is what was written: quick at the start, whole in the background.
//!
//! The quick check reads the newest rows byte for byte (row sums) and follows the chain of the
//! desk's own events and of the ordered log through their columns. The whole check computes every
//! hash from its content, checks every signature, and folds every state anew.

mod finding;

use std::collections::HashMap;
use std::path::Path;

use emergency::entity::{EntityKind, EntityRef, State};
use emergency::event::{GENESIS_HASH, log_hash_over};
use rusqlite::Connection;

pub(crate) use self::finding::first_of;
pub use self::finding::{FINDINGS_MAX, Finding, Verification};
use crate::error::StorageError;
use crate::project::{facts_of, fold, touched};
use crate::sqlite::{self, counted, stored};
use crate::table::event::{self, EventRow, Logged};
use crate::table::meta::{self, Meta};
use crate::table::{alarm, alert, entity};

/// Newest events that the quick check reads.
pub const QUICK_EVENTS: u64 = 100_000;

/// Events read at a time.
const PAGE_EVENTS: usize = 1_000;

/// Follows the chains through the columns of rows in the order of the file.
#[derive(Default)]
struct Chains {
    /// Newest number and hash of each origin's incarnation.
    heads: HashMap<(String, u32), (u64, String)>,
}

impl Chains {
    /// Whether a sequenced row follows from the one before of its origin.
    fn follows(&mut self, row: &EventRow) -> bool {
        let key = (row.origin.clone(), row.incarnation);
        let follows = match self.heads.get(&key) {
            Some((oseq, hash)) => row.oseq == oseq + 1 && row.prev_hash == *hash,
            None => row.oseq > 1 || row.prev_hash == GENESIS_HASH,
        };
        self.heads.insert(key, (row.oseq, row.hash.clone()));
        follows
    }
}

/// The check at the start: the newest [`QUICK_EVENTS`] events.
///
/// # Errors
/// [`StorageError`] when the file cannot be read at all.
pub(crate) fn quick(conn: &Connection) -> Result<Vec<Finding>, StorageError> {
    let last = event::last_seq(conn)?;
    let from = last.saturating_sub(QUICK_EVENTS);
    let mut findings = Vec::new();
    let mut statement = conn.prepare(&format!(
        "SELECT {} FROM event e WHERE e.seq > ?1 ORDER BY e.seq",
        event::COLUMNS
    ))?;
    let mut rows = statement.query([stored(from)])?;
    let mut due = from + 1;
    while let Some(row) = rows.next()? {
        let Ok(row) = event::read(row) else {
            findings.push(Finding::Row { seq: due });
            due += 1;
            continue;
        };
        if row.seq != due {
            findings.push(Finding::Missing { seq: due });
        }
        due = row.seq + 1;
        if !row.is_whole() {
            findings.push(Finding::Row { seq: row.seq });
        }
        if findings.len() >= FINDINGS_MAX {
            break;
        }
    }
    drop(rows);
    findings.extend(chains(conn, from)?);
    Ok(findings)
}

/// The chain of the ordered log and of each origin in it, from a number of the file on, by the
/// columns alone.
fn chains(conn: &Connection, from: u64) -> Result<Vec<Finding>, StorageError> {
    let mut findings = Vec::new();
    let mut chains = Chains::default();
    let mut last_sseq: Option<u64> = None;
    let mut statement = conn.prepare(
        "SELECT seq, origin, incarnation, oseq, prev_hash, hash, sseq FROM event
         WHERE seq > ?1 AND sseq IS NOT NULL ORDER BY sseq",
    )?;
    let mut rows = statement.query([stored(from)])?;
    while let Some(row) = rows.next()? {
        let sseq = counted(row.get(6)?);
        let row = EventRow {
            seq: counted(row.get(0)?),
            origin: row.get(1)?,
            incarnation: row.get(2)?,
            oseq: counted(row.get(3)?),
            prev_hash: row.get(4)?,
            hash: row.get(5)?,
            envelope: String::new(),
            place: None,
            row_sum: Vec::new(),
        };
        // Own events were written long before their place came: the part that is read here may
        // begin anywhere in a chain, so only neighbours are compared.
        let neighbour = chains
            .heads
            .get(&(row.origin.clone(), row.incarnation))
            .is_none_or(|(oseq, _)| row.oseq == oseq + 1);
        let follows = chains.follows(&row);
        if (neighbour || from == 0) && !follows {
            findings.push(Finding::Chain { seq: row.seq });
        }
        if from == 0 && sseq != last_sseq.unwrap_or(0) + 1 {
            findings.push(Finding::Log { sseq });
        }
        last_sseq = Some(sseq);
        if findings.len() >= FINDINGS_MAX {
            break;
        }
    }
    Ok(findings)
}

/// Checks a whole log: pages, rows, hashes, signatures, chains, index, outbox and states.
///
/// Reads only; may run beside the writer on a connection of its own, inside one read
/// transaction, so that it sees one moment of the log.
///
/// # Errors
/// [`StorageError`] when the file cannot be opened or read at all.
pub fn verify(path: &Path) -> Result<Verification, StorageError> {
    let conn = sqlite::open_to_check(path)?;
    conn.execute_batch("BEGIN")?;
    let report = verify_on(&conn);
    conn.execute_batch("COMMIT")?;
    report
}

fn verify_on(conn: &Connection) -> Result<Verification, StorageError> {
    let mut report = Verification::default();
    for message in quick_check(conn)? {
        report.note(Finding::Pages { message });
    }
    let meta = meta::load(conn)?.ok_or(StorageError::Damaged {
        message: "the log does not say whose it is".to_owned(),
    })?;
    report.head_hash.clone_from(&meta.head_hash);
    let mut states = States::default();
    let mut last = 0;
    loop {
        let page = event::after(conn, last, PAGE_EVENTS)?;
        if page.is_empty() {
            break;
        }
        for row in page {
            for seq in last + 1..row.seq {
                report.note(Finding::Missing { seq });
            }
            last = row.seq;
            verify_row(conn, row, &mut report, &mut states)?;
        }
    }
    verify_order(conn, &meta, &mut report)?;
    verify_pending(conn, &meta, &mut report)?;
    verify_states(conn, &meta, &mut report, &states)?;
    Ok(report)
}

fn quick_check(conn: &Connection) -> Result<Vec<String>, StorageError> {
    let messages: Vec<String> = conn
        .prepare("PRAGMA quick_check(100)")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(messages.into_iter().filter(|m| m != "ok").collect())
}

/// All entities that events name.
#[derive(Default)]
struct States {
    seen: std::collections::BTreeSet<EntityRef>,
}

fn verify_row(
    conn: &Connection,
    row: EventRow,
    report: &mut Verification,
    states: &mut States,
) -> Result<(), StorageError> {
    let seq = row.seq;
    report.events += 1;
    report.sequenced += u64::from(row.place.is_some());
    if !row.is_whole() {
        report.note(Finding::Row { seq });
    }
    let (origin, incarnation, oseq) = (row.origin.clone(), row.incarnation, row.oseq);
    let prev_hash = row.prev_hash.clone();
    let Ok(Logged { hash, event, .. }) = row.logged() else {
        report.note(Finding::Unreadable { seq });
        return Ok(());
    };
    let same = event.origin.0 == origin
        && event.incarnation == incarnation
        && event.oseq == oseq
        && event.prev_hash == prev_hash;
    if !same {
        report.note(Finding::Column { seq });
    }
    match event.verified_hash() {
        Ok(found) if found == hash => {}
        Ok(_) => report.note(Finding::Hash { seq }),
        Err(_) => report.note(Finding::Signature { seq }),
    }
    let touches = touched(&event);
    let indexed: i64 = conn
        .prepare_cached(
            "SELECT count(*) FROM json_each(?1) t JOIN event_entity x
             ON x.kind = t.value ->> 'kind' AND x.id = t.value ->> 'id' AND x.event = ?2",
        )?
        .query_row(
            rusqlite::params![
                serde_json::to_string(&touches).unwrap_or_default(),
                stored(seq)
            ],
            |row| row.get(0),
        )?;
    if counted(indexed) != touches.len() as u64 {
        report.note(Finding::Index { seq });
    }
    states.seen.extend(touches);
    Ok(())
}

/// The ordered log: no number missing, every log hash computed, every origin's chain followed.
fn verify_order(
    conn: &Connection,
    meta: &Meta,
    report: &mut Verification,
) -> Result<(), StorageError> {
    let mut chains = Chains::default();
    let (mut last, mut hash) = (0, GENESIS_HASH.to_owned());
    let mut statement = conn.prepare(&format!(
        "SELECT {} FROM event e WHERE e.sseq IS NOT NULL ORDER BY e.sseq",
        event::COLUMNS
    ))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let row = event::read(row)?;
        if !chains.follows(&row) {
            report.note(Finding::Chain { seq: row.seq });
        }
        let Ok(Logged {
            placed: Some(placed),
            hash: event_hash,
            event,
            ..
        }) = row.logged()
        else {
            continue;
        };
        let due = log_hash_over(
            &hash,
            placed.sseq,
            placed.received_at,
            &placed.verdict,
            &event_hash,
            &event.sig,
        );
        if placed.sseq != last + 1 || placed.log_hash != due {
            report.note(Finding::Log { sseq: placed.sseq });
        }
        (last, hash) = (placed.sseq, placed.log_hash);
    }
    if last != meta.cursor.sseq || hash != meta.cursor.log_hash {
        report.note(Finding::Log {
            sseq: meta.cursor.sseq,
        });
    }
    Ok(())
}

/// Own events that wait: each is in the outbox, and those that are offered hang together.
fn verify_pending(
    conn: &Connection,
    meta: &Meta,
    report: &mut Verification,
) -> Result<(), StorageError> {
    let (pending, rows): (i64, i64) = conn.query_row(
        "SELECT (SELECT count(*) FROM event WHERE sseq IS NULL AND origin = ?1),
                (SELECT count(*) FROM outbox o JOIN event e ON e.seq = o.event
                 WHERE e.sseq IS NULL AND e.origin = ?1)",
        [&meta.origin.0],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    if pending != rows {
        report.note(Finding::Outbox {
            pending: counted(pending),
            rows: counted(rows),
        });
    }
    let mut before: Option<EventRow> = None;
    let mut after = crate::table::outbox::Number::default();
    loop {
        let page = crate::table::outbox::waiting(conn, after, PAGE_EVENTS)?;
        let Some(last) = page.last() else { break };
        after = crate::table::outbox::Number {
            incarnation: last.incarnation,
            oseq: last.oseq,
        };
        for row in page {
            if let Some(before) = &before
                && before.incarnation == row.incarnation
                && (row.oseq != before.oseq + 1 || row.prev_hash != before.hash)
            {
                report.note(Finding::Chain { seq: row.seq });
            }
            before = Some(row);
        }
    }
    let head = before.map(|row| row.hash);
    if head.is_some_and(|hash| hash != meta.head_hash) {
        report.note(Finding::Chain { seq: report.events });
    }
    Ok(())
}

/// Every state folded anew, and the watch list made anew, equal what is stored.
fn verify_states(
    conn: &Connection,
    meta: &Meta,
    report: &mut Verification,
    states: &States,
) -> Result<(), StorageError> {
    let fresh = Connection::open_in_memory()?;
    fresh.execute_batch(alert::MIGRATION.sql)?;
    // A file of the version before does not say when an alert left the list.
    let says_left = alarm::says_left(conn)?;
    fresh.execute_batch(alarm::LEFT.sql)?;
    for entity in &states.seen {
        let Some(kind) = EntityKind::from_name(&entity.kind) else {
            continue;
        };
        let Ok((mut state, rev, pending)) = fold(conn, &meta.origin, kind, entity) else {
            report.note(Finding::State {
                entity: entity.clone(),
            });
            continue;
        };
        report.states += u64::from(rev > 0);
        if let State::Alert(state) = &state
            && rev > 0
        {
            alert::store(&fresh, state, meta.swept)?;
        }
        if let State::Alert(state) = &mut state
            && !says_left
        {
            state.left_at = None;
        }
        let (open, title) = facts_of(&state);
        let found = entity::load(conn, entity)?;
        let same = match &found {
            Some(stored) => {
                (stored.rev, stored.pending) == (rev, pending)
                    && stored.state == state.to_json()
                    && entity::head(conn, entity)? == Some((open, title))
            }
            None => rev == 0,
        };
        if !same {
            report.note(Finding::State {
                entity: entity.clone(),
            });
        }
    }
    let lists = (
        alert::dump(conn, says_left)?,
        alert::dump(&fresh, says_left)?,
    );
    if lists.0 != lists.1 || alert::counts(conn)? != alert::counts(&fresh)? {
        report.note(Finding::List);
    }
    Ok(())
}
