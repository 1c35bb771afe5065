//! States that the platform sent ahead of the entries behind them.
//!
//! A desk that is far behind shows them, and decides on them, until its log has come that far.
//! They are never stored: the log goes on entry by entry, and at their place it says the same.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError};

use emergency::entity::{EntityKind, EntityRef, Seen, State};
use emergency::event::Event;
use emergency::fact::Fact;
use emergency::id::OriginId;
use rusqlite::Connection;

use crate::error::StorageError;
use crate::logbook::Logbook;
use crate::project::facts_of;
use crate::record::state;
use crate::sqlite::stored;
use crate::table::entity::{self, EntityRow, Listed, unreadable};
use crate::table::event;
use crate::table::meta::{self, Meta};
use crate::table::outbox::Number;

/// States after an entry that the log does not have yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Ahead {
    /// The newest own event that they know.
    pub own: Number,
    /// The same under the names that the desk had before; of one that is not here they know
    /// nothing.
    pub earlier: HashMap<OriginId, Number>,
    /// By their things.
    pub states: HashMap<EntityRef, State>,
}

impl Ahead {
    /// Whether the states know an event of this desk, under whatever name it was written.
    fn knows(&self, event: &Event, desk: &OriginId) -> bool {
        let newest = if event.origin == *desk {
            Some(&self.own)
        } else {
            self.earlier.get(&event.origin)
        };
        newest.is_some_and(|newest| {
            newest.incarnation == event.incarnation && event.oseq <= newest.oseq
        })
    }
}

impl Logbook {
    /// Shows states that are ahead of the log, or no longer; followers hear of both.
    ///
    /// # Errors
    /// [`StorageError`] when followers cannot be told.
    pub fn look_ahead(&self, ahead: Option<Ahead>) -> Result<(), StorageError> {
        let ahead = ahead.map(Arc::new);
        let before = {
            let mut shown = self
                .inner
                .ahead
                .write()
                .unwrap_or_else(PoisonError::into_inner);
            std::mem::replace(&mut *shown, ahead.clone())
        };
        let touched: Vec<EntityRef> = [before, ahead]
            .into_iter()
            .flatten()
            .flat_map(|ahead| ahead.states.keys().cloned().collect::<Vec<_>>())
            .collect();
        if touched.is_empty() {
            return Ok(());
        }
        self.inner.writer.submit(1, move |write| {
            write.touched.extend(touched);
            Ok(())
        })
    }

    /// The names that the desk had before under which something still waits, the latest first.
    ///
    /// # Errors
    /// [`StorageError`] when they cannot be read.
    pub fn earlier_names(&self, limit: usize) -> Result<Vec<OriginId>, StorageError> {
        Ok(self.inner.readers.read(|conn| {
            conn.prepare_cached(
                "SELECT origin FROM event INDEXED BY event_pending
                 WHERE sseq IS NULL AND origin IN (SELECT origin FROM predecessor)
                 GROUP BY origin ORDER BY max(seq) DESC LIMIT ?1",
            )?
            .query_map([stored(limit as u64)], |row| row.get(0).map(OriginId))?
            .collect()
        })?)
    }

    pub(crate) fn ahead(&self) -> Option<Arc<Ahead>> {
        self.inner
            .ahead
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

/// The state of an entity as it is known best: from ahead with the own events that it does not
/// know, else as the log has it.
pub(crate) fn best(
    conn: &Connection,
    ahead: Option<&Ahead>,
    kind: EntityKind,
    id: &str,
) -> rusqlite::Result<Option<State>> {
    let entity = EntityRef::new(kind, id);
    let Some((ahead, base)) = ahead.and_then(|ahead| Some((ahead, ahead.states.get(&entity)?)))
    else {
        return state(conn, kind, id);
    };
    with_own(conn, ahead, base.clone(), &entity).map(Some)
}

fn with_own(
    conn: &Connection,
    ahead: &Ahead,
    mut state: State,
    entity: &EntityRef,
) -> rusqlite::Result<State> {
    let Some(Meta { origin, .. }) = meta::load(conn)? else {
        return Ok(state);
    };
    let mut statement = conn.prepare_cached(&format!(
        "SELECT {} FROM event_entity x JOIN event e ON e.seq = x.event
         WHERE x.kind = ?1 AND x.id = ?2 AND e.sseq IS NULL
           AND (e.origin = ?3 OR e.origin IN (SELECT origin FROM predecessor))
         ORDER BY e.seq",
        event::COLUMNS
    ))?;
    let mut rows = statement.query([&entity.kind, &entity.id, &origin.0])?;
    while let Some(row) = rows.next()? {
        let event = event::read(row)?.logged().map_err(unreadable)?.event;
        if ahead.knows(&event, &origin) {
            continue;
        }
        if let Ok(fact) = Fact::read(&event.kind, &event.body) {
            let seen = Seen {
                event: &event,
                fact: &fact,
                verdict: None,
            };
            state.apply(&entity.id, seen);
        }
    }
    Ok(state)
}

/// How many entities of one kind there are, those from ahead among them.
pub(crate) fn count(
    conn: &Connection,
    ahead: Option<&Ahead>,
    (kind, listed): (EntityKind, Listed),
) -> rusqlite::Result<u64> {
    let mut count = entity::count(conn, kind, listed)?;
    let Some(ahead) = ahead else {
        return Ok(count);
    };
    for (entity, base) in &ahead.states {
        if entity.kind != kind.name() {
            continue;
        }
        let listed = |state: &State| listed == Listed::All || facts_of(state).0;
        let before = state(conn, kind, &entity.id)?.is_some_and(|known| listed(&known));
        let now = listed(&with_own(conn, ahead, base.clone(), entity)?);
        count = (count + u64::from(now)).saturating_sub(u64::from(before));
    }
    Ok(count)
}

/// Entities of one kind as they are known best, those from ahead first.
pub(crate) fn list(
    conn: &Connection,
    ahead: Option<&Ahead>,
    (kind, listed): (EntityKind, Listed),
    limit: usize,
) -> rusqlite::Result<Vec<EntityRow>> {
    let Some(ahead) = ahead else {
        return entity::list(conn, kind, listed, limit);
    };
    let mut ids: Vec<&EntityRef> = ahead.states.keys().collect();
    ids.retain(|entity| entity.kind == kind.name());
    ids.sort_by(|a, b| a.id.cmp(&b.id));
    let mut rows = Vec::new();
    for entity in ids {
        let state = with_own(conn, ahead, ahead.states[entity].clone(), entity)?;
        let (open, title) = facts_of(&state);
        if open || listed == Listed::All {
            rows.push(EntityRow {
                entity: entity.clone(),
                rev: 0,
                pending: 0,
                open,
                title,
                changed: 0,
                state,
            });
        }
    }
    let known = entity::list(conn, kind, listed, limit)?;
    rows.extend(
        known
            .into_iter()
            .filter(|row| !ahead.states.contains_key(&row.entity)),
    );
    rows.truncate(limit);
    Ok(rows)
}
