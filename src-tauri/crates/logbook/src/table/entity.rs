//! The states: one row an entity, rebuilt from the log at any time.

use emergency::entity::{EntityKind, EntityRef, State};
use rusqlite::{CachedStatement, Connection, OptionalExtension as _};

use crate::sqlite::{Migration, counted, stored};

pub(crate) const MIGRATION: Migration = Migration {
    name: "entity",
    sql: "CREATE TABLE entity (
            kind TEXT NOT NULL,
            id TEXT NOT NULL,
            rev INTEGER NOT NULL CHECK (rev >= 0),
            pending INTEGER NOT NULL CHECK (pending >= 0),
            open INTEGER NOT NULL CHECK (open IN (0, 1)),
            title TEXT NOT NULL,
            state TEXT NOT NULL,
            changed INTEGER NOT NULL,
            UNIQUE (kind, id)
          ) STRICT;
          CREATE INDEX entity_list ON entity (kind, open);",
};

/// One entity with its state.
#[derive(Debug, Clone, PartialEq)]
pub struct EntityRow {
    /// Which.
    pub entity: EntityRef,
    /// How many events made the state.
    pub rev: u64,
    /// How many of them are the desk's own and not sequenced yet.
    pub pending: u64,
    /// True while it needs a hand.
    pub open: bool,
    /// What people call it.
    pub title: String,
    /// Number of the change that touched it last.
    pub changed: u64,
    /// The state.
    pub state: State,
}

/// A state as stored; the caller knows which entity.
pub(crate) struct Stored {
    pub(crate) row: RowAt,
    pub(crate) rev: u64,
    pub(crate) pending: u64,
    pub(crate) state: String,
}

/// Where a row is and what its place in the list is.
#[derive(Clone, Copy)]
pub(crate) struct RowAt {
    rowid: i64,
    open: bool,
}

pub(crate) fn load(conn: &Connection, entity: &EntityRef) -> rusqlite::Result<Option<Stored>> {
    conn.prepare_cached(
        "SELECT rowid, open, rev, pending, state FROM entity WHERE kind = ?1 AND id = ?2",
    )?
    .query_row([&entity.kind, &entity.id], |row| {
        Ok(Stored {
            row: RowAt {
                rowid: row.get(0)?,
                open: row.get(1)?,
            },
            rev: counted(row.get(2)?),
            pending: counted(row.get(3)?),
            state: row.get(4)?,
        })
    })
    .optional()
}

/// What is written of one entity.
pub(crate) struct Written<'a> {
    pub(crate) entity: &'a EntityRef,
    pub(crate) rev: u64,
    pub(crate) pending: u64,
    pub(crate) open: bool,
    pub(crate) title: &'a str,
    pub(crate) changed: u64,
    pub(crate) state: &'a str,
}

/// The statement that writes over a row, prepared once for all of a task. It leaves out the
/// columns of the index, so that no index is written.
pub(crate) fn updating(conn: &Connection) -> rusqlite::Result<CachedStatement<'_>> {
    conn.prepare_cached(
        "UPDATE entity SET rev = ?1, pending = ?2, title = ?3, state = ?4, changed = ?5
         WHERE rowid = ?6",
    )
}

/// Writes the state of an entity that is there, and nothing else of it.
pub(crate) fn set_state(
    conn: &Connection,
    entity: &EntityRef,
    state: &str,
) -> rusqlite::Result<()> {
    conn.prepare_cached("UPDATE entity SET state = ?3 WHERE kind = ?1 AND id = ?2")?
        .execute(rusqlite::params![entity.kind, entity.id, state])
        .map(drop)
}

/// Writes an entity as new or, with [`updating`], over its row; answers where it is.
pub(crate) fn store(
    conn: &Connection,
    updating: &mut CachedStatement<'_>,
    at: Option<RowAt>,
    written: &Written<'_>,
) -> rusqlite::Result<RowAt> {
    let open = written.open;
    let Some(RowAt { rowid, open: was }) = at else {
        conn.prepare_cached(
            "INSERT INTO entity (rev, pending, title, state, changed, kind, id, open)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(rusqlite::params![
            stored(written.rev),
            stored(written.pending),
            written.title,
            written.state,
            stored(written.changed),
            written.entity.kind,
            written.entity.id,
            open,
        ])?;
        let rowid = conn.last_insert_rowid();
        return Ok(RowAt { rowid, open });
    };
    if open != was {
        conn.prepare_cached("UPDATE entity SET open = ?2 WHERE rowid = ?1")?
            .execute(rusqlite::params![rowid, open])?;
    }
    updating.execute(rusqlite::params![
        stored(written.rev),
        stored(written.pending),
        written.title,
        written.state,
        stored(written.changed),
        rowid,
    ])?;
    Ok(RowAt { rowid, open })
}

/// Whether an entity needs a hand, and its name, as stored.
pub(crate) fn head(
    conn: &Connection,
    entity: &EntityRef,
) -> rusqlite::Result<Option<(bool, String)>> {
    conn.prepare_cached("SELECT open, title FROM entity WHERE kind = ?1 AND id = ?2")?
        .query_row([&entity.kind, &entity.id], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()
}

/// Which entities a list has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Listed {
    /// Those that need a hand.
    Open,
    /// All of them.
    All,
}

impl Listed {
    /// What the column `open` has to be, as SQL.
    fn open(self) -> &'static str {
        match self {
            Self::Open => "= 1",
            Self::All => "IN (0, 1)",
        }
    }
}

/// Entities of one kind, the last changed first.
///
/// Which they are is sorted first and then their states are read: sorted with their states, a
/// thousand alerts take four megabytes for a moment.
pub(crate) fn list(
    conn: &Connection,
    kind: EntityKind,
    listed: Listed,
    limit: usize,
) -> rusqlite::Result<Vec<EntityRow>> {
    let open = listed.open();
    let mut rows = conn
        .prepare_cached(&format!(
            "SELECT id, rev, pending, open, title, changed, state FROM entity WHERE rowid IN
               (SELECT rowid FROM entity WHERE kind = ?1 AND open {open}
                ORDER BY changed DESC, id LIMIT ?2)"
        ))?
        .query_map(
            rusqlite::params![kind.name(), stored(limit as u64)],
            |row| {
                let text: String = row.get(6)?;
                Ok(EntityRow {
                    entity: EntityRef::new(kind, row.get::<_, String>(0)?),
                    rev: counted(row.get(1)?),
                    pending: counted(row.get(2)?),
                    open: row.get(3)?,
                    title: row.get(4)?,
                    changed: counted(row.get(5)?),
                    state: State::from_json(kind, &text).map_err(unreadable)?,
                })
            },
        )?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    rows.sort_by(|a, b| {
        let newest = b.changed.cmp(&a.changed);
        newest.then_with(|| a.entity.id.cmp(&b.entity.id))
    });
    Ok(rows)
}

/// How many entities of one kind there are.
pub(crate) fn count(conn: &Connection, kind: EntityKind, listed: Listed) -> rusqlite::Result<u64> {
    let open = listed.open();
    conn.prepare_cached(&format!(
        "SELECT count(*) FROM entity WHERE kind = ?1 AND open {open}"
    ))?
    .query_row([kind.name()], |row| row.get(0))
    .map(counted)
}

/// Entities whose name has the words, the last changed first.
pub(crate) fn search(
    conn: &Connection,
    words: &str,
    limit: usize,
) -> rusqlite::Result<Vec<(EntityRef, String)>> {
    conn.prepare_cached(
        "SELECT kind, id, title FROM entity WHERE title LIKE ?1 ESCAPE '\\'
         ORDER BY changed DESC, id LIMIT ?2",
    )?
    .query_map(
        rusqlite::params![like(words), stored(limit as u64)],
        |row| {
            let entity = EntityRef {
                kind: row.get(0)?,
                id: row.get(1)?,
            };
            Ok((entity, row.get(2)?))
        },
    )?
    .collect()
}

/// How many entities there are of each kind: all and those that need a hand.
pub(crate) fn counts(conn: &Connection) -> rusqlite::Result<Vec<(String, u64, u64)>> {
    conn.prepare_cached("SELECT kind, count(*), sum(open) FROM entity GROUP BY kind")?
        .query_map([], |row| {
            Ok((row.get(0)?, counted(row.get(1)?), counted(row.get(2)?)))
        })?
        .collect()
}

/// A pattern that finds the words as they are, wherever they stand.
pub(crate) fn like(words: &str) -> String {
    let mut pattern = String::from("%");
    for c in words.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

/// A stored text that cannot be read, as the error of the row it stands in.
pub(crate) fn unreadable(error: serde_json::Error) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_a_pattern_are_searched_as_they_stand() {
        assert_eq!(like("50%_a\\"), "%50\\%\\_a\\\\%", "each is escaped");
    }
}
