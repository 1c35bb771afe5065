//! The search over the log: what the index has, and the newest lines that it does not have yet.
//!
//! Newest first. An incident, an alert, an order, a report and a contact is found once, by the
//! newest of its lines that has the words; a contact only by what was entered last about it.

use std::collections::{BTreeMap, HashSet};

use emergency::entity::EntityRef;
use emergency::time::UtcMs;
use rusqlite::{Connection, OptionalExtension as _};
use uuid::Uuid;

use super::fold::Folded;
use super::query::{SearchQuery, Target};
use super::spoken::{Spoken, is_of_a_thing, kind_of};
use super::{Hit, HitAt, HitGroup, LINES_COUNTED_MAX, Marked, SearchKind, Wanted, snippet};
use crate::sqlite::{counted, is_damage, stored};
use crate::table::search;

/// Numbers of the lines of each kind, newest first.
type Found = BTreeMap<SearchKind, Vec<u64>>;

/// Searches all lines.
pub(crate) fn search(
    conn: &Connection,
    query: &SearchQuery,
    wanted: &Wanted,
) -> rusqlite::Result<Vec<HitGroup>> {
    let filtered = !(wanted.unit.is_empty() && wanted.field.is_empty() && wanted.state.is_empty());
    let kinds = SearchKind::ALL.into_iter().filter(|kind| {
        // A line by itself belongs to no unit and has no state.
        *kind >= SearchKind::Contact && wanted.has(*kind) && (!filtered || is_of_a_thing(*kind))
    });
    let kinds: Vec<SearchKind> = kinds.collect();
    if query.is_empty() || kinds.is_empty() {
        return Ok(Vec::new());
    }
    let mut groups = Vec::new();
    for (kind, lines) in lines_of(conn, query, &kinds)? {
        let capped = lines.len() >= LINES_COUNTED_MAX;
        let lines = if is_of_a_thing(kind) {
            things(conn, lines, wanted)?
        } else {
            lines
        };
        // A kind that was not looked through says so, even when the filters leave nothing.
        if lines.is_empty() && !capped {
            continue;
        }
        let page = lines.iter().skip(wanted.offset).take(wanted.limit());
        let hits = page.map(|seq| hit(conn, kind, *seq, query));
        groups.push(HitGroup {
            kind,
            total: lines.len(),
            more: capped,
            hits: hits.collect::<Result<_, _>>()?,
        });
    }
    Ok(groups)
}

/// Lines with the words: those behind the index are read, the others are looked up.
fn lines_of(
    conn: &Connection,
    query: &SearchQuery,
    kinds: &[SearchKind],
) -> rusqlite::Result<Found> {
    let reached = if search::is_there(conn)? {
        search::progress(conn)?
    } else {
        0
    };
    let mut found = read(conn, query, kinds, reached)?;
    if reached == 0 {
        return Ok(found);
    }
    match look_up(conn, query, kinds, &mut found) {
        // An index that is damaged is no reason to find nothing: the log itself is read.
        Err(error) if is_damage(&error) => read(conn, query, kinds, 0),
        Err(error) => Err(error),
        Ok(()) => Ok(found),
    }
}

fn look_up(
    conn: &Connection,
    query: &SearchQuery,
    kinds: &[SearchKind],
    found: &mut Found,
) -> rusqlite::Result<()> {
    let expression = query.for_lines();
    for kind in kinds {
        let lines = found.entry(*kind).or_default();
        let room = LINES_COUNTED_MAX - lines.len();
        lines.extend(search::lines_with(conn, &expression, *kind, room)?);
    }
    Ok(())
}

/// Reads the lines after a number, newest first.
fn read(
    conn: &Connection,
    query: &SearchQuery,
    kinds: &[SearchKind],
    after: u64,
) -> rusqlite::Result<Found> {
    let mut found = Found::new();
    let mut statement = conn
        .prepare_cached("SELECT seq, kind, envelope FROM event WHERE seq > ?1 ORDER BY seq DESC")?;
    let mut rows = statement.query([stored(after)])?;
    let none = Folded::default();
    while let Some(row) = rows.next()? {
        let kind = kind_of(row.get_ref(1)?.as_str().unwrap_or_default());
        let lines = found.entry(kind).or_default();
        if !kinds.contains(&kind) || lines.len() == LINES_COUNTED_MAX {
            continue;
        }
        let envelope = row.get_ref(2)?.as_str().unwrap_or_default();
        if !query.may_hit(envelope) {
            continue;
        }
        let Ok(spoken) = Spoken::read(envelope) else {
            continue;
        };
        let target = Target {
            title: &none,
            heading: &none,
            body: &Folded::of(&spoken.words()),
        };
        if query.hits(&target).is_some() {
            lines.push(counted(row.get(0)?));
        }
    }
    Ok(found)
}

/// What a line is about, as far as it is filtered and shown.
struct Thing {
    title: String,
    unit: String,
    field: String,
    state: &'static str,
}

/// The newest line of each thing that is wanted.
fn things(conn: &Connection, lines: Vec<u64>, wanted: &Wanted) -> rusqlite::Result<Vec<u64>> {
    let mut kept = Vec::new();
    let mut seen = HashSet::new();
    for seq in lines {
        let (fact, entity) = about(conn, seq)?;
        if !seen.insert(entity.clone()) || is_superseded(conn, seq, &fact, &entity)? {
            continue;
        }
        let thing = thing(conn, &entity)?;
        let fits = (wanted.unit.is_empty() || wanted.unit == thing.unit)
            && (wanted.field.is_empty() || wanted.field == thing.field)
            && (wanted.state.is_empty() || wanted.state == thing.state);
        if fits {
            kept.push(seq);
        }
    }
    Ok(kept)
}

fn about(conn: &Connection, seq: u64) -> rusqlite::Result<(String, EntityRef)> {
    conn.prepare_cached("SELECT kind, entity_kind, entity_id FROM event WHERE seq = ?1")?
        .query_row([stored(seq)], |row| {
            let (kind, id) = (row.get(1)?, row.get(2)?);
            Ok((row.get(0)?, EntityRef { kind, id }))
        })
}

/// True when a later line says anew what this one says of a contact.
fn is_superseded(
    conn: &Connection,
    seq: u64,
    fact: &str,
    entity: &EntityRef,
) -> rusqlite::Result<bool> {
    if kind_of(fact) != SearchKind::Contact {
        return Ok(false);
    }
    conn.prepare_cached(
        "SELECT 1 FROM event_entity x JOIN event e ON e.seq = x.event
         WHERE x.kind = ?1 AND x.id = ?2 AND x.event > ?3 AND e.kind = ?4",
    )?
    .exists(rusqlite::params![entity.kind, entity.id, stored(seq), fact])
}

fn thing(conn: &Connection, entity: &EntityRef) -> rusqlite::Result<Thing> {
    let found = conn
        .prepare_cached(
            "SELECT title, open,
                coalesce(state ->> '$.opened.unit', state ->> '$.registered.unit', ''),
                coalesce(state ->> '$.opened.kind', '')
             FROM entity WHERE kind = ?1 AND id = ?2",
        )?
        .query_row([&entity.kind, &entity.id], |row| {
            Ok(Thing {
                title: row.get(0)?,
                state: if row.get(1)? { "open" } else { "closed" },
                unit: row.get(2)?,
                field: row.get(3)?,
            })
        })
        .optional()?;
    Ok(found.unwrap_or(Thing {
        title: String::new(),
        unit: String::new(),
        field: String::new(),
        state: "",
    }))
}

fn hit(
    conn: &Connection,
    kind: SearchKind,
    seq: u64,
    query: &SearchQuery,
) -> rusqlite::Result<Hit> {
    let (fact, entity) = about(conn, seq)?;
    let (event, occurred_at, envelope): ([u8; 16], i64, String) = conn
        .prepare_cached("SELECT id, occurred_at, envelope FROM event WHERE seq = ?1")?
        .query_row([stored(seq)], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?;
    let spoken = Spoken::read(&envelope).ok();
    let words = spoken.as_ref().map(Spoken::words).unwrap_or_default();
    let incident = match entity.kind.as_str() {
        "incident" => entity.id.as_str(),
        _ => spoken.as_ref().map(Spoken::incident).unwrap_or_default(),
    };
    let thing = thing(conn, &entity)?;
    let is_thing = is_of_a_thing(kind);
    Ok(Hit {
        kind,
        heading: snippet::heading(if is_thing { &thing.title } else { "" }, query),
        title: thing.title,
        snippet: snippet::around(&words, query),
        whole: Marked::default(),
        unit: thing.unit,
        state: if is_thing { thing.state } else { "" }.to_owned(),
        at: HitAt::Line {
            seq,
            event: Uuid::from_bytes(event),
            kind: fact,
            incident: incident.to_owned(),
            entity,
            occurred_at: UtcMs(occurred_at),
        },
    })
}
