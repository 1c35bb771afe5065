//! Full text: what is searched, and how far its index has come.

use std::path::Path;
use std::sync::Arc;

use emergency::entity::{EntityKind, State};
use emergency::fact::Fact;
use emergency::plan::PlanRecord;
use rusqlite::Connection;
use uuid::Uuid;

use super::{Logbook, READ_MAX};
use crate::error::StorageError;
use crate::search::volume::{Hashed, Shelved, Volume};
use crate::search::{FoundText, SearchProgress, SearchQuery, Wanted, fill, library, lines};
use crate::sqlite;
use crate::table::entity::{self, Listed};
use crate::table::{event, search};

impl Logbook {
    /// Says which volumes are searched from now on; those that the index has already, by their
    /// content, are not taken in again. All of them are found at once.
    ///
    /// # Errors
    /// [`StorageError`] when the index cannot be read.
    pub fn shelve(&self, volumes: Vec<Volume>) -> Result<(), StorageError> {
        let (all, shelf) = (all_of(volumes), Arc::clone(&self.inner.shelf));
        // On the writer's thread, which is the one that fills: nothing comes in between.
        self.inner.writer.submit(1, move |write| {
            shelf.set(lacking(write.conn, all)?);
            Ok(())
        })
    }

    /// Searches the volumes.
    ///
    /// # Errors
    /// [`StorageError`] when they cannot be read.
    pub fn search_library(
        &self,
        query: &SearchQuery,
        wanted: &Wanted,
    ) -> Result<FoundText, StorageError> {
        // The shelf first: what comes into the index in between is then only read twice over.
        let shelved = self.inner.shelf.now();
        self.read(|conn| library::search(Some(conn), &shelved, query, wanted))
    }

    /// Searches the lines of the log; what is on disk is found.
    ///
    /// # Errors
    /// [`StorageError`] when they cannot be read.
    pub fn search_lines(
        &self,
        query: &SearchQuery,
        wanted: &Wanted,
    ) -> Result<FoundText, StorageError> {
        self.read(|conn| found_lines(conn, query, wanted))
    }

    /// How far the index has come.
    ///
    /// # Errors
    /// [`StorageError`] when it cannot be read.
    pub fn search_progress(&self) -> Result<SearchProgress, StorageError> {
        let volumes_behind = self.inner.shelf.now().fresh.len();
        self.read(|conn| {
            Ok(SearchProgress {
                lines_behind: lines_behind(conn)?,
                volumes_behind,
            })
        })
    }

    /// Fills the index to its end now, step by step beside other work.
    ///
    /// # Errors
    /// [`StorageError`] when it could not be written.
    pub fn fill_index(&self) -> Result<(), StorageError> {
        loop {
            let shelf = Arc::clone(&self.inner.shelf);
            let filled = self.inner.writer.submit(fill::STEP_LINES, move |write| {
                Ok(fill::step(write.conn, &shelf)?)
            })?;
            filled.tell(&self.inner.shelf);
            if !filled.more {
                return Ok(());
            }
        }
    }

    /// Empties the index of lines and volumes; the writer fills it again. Until then the log
    /// and the volumes are read.
    ///
    /// # Errors
    /// [`StorageError`] when it could not be written.
    pub fn drop_index(&self, volumes: Vec<Volume>) -> Result<(), StorageError> {
        let (all, shelf) = (all_of(volumes), Arc::clone(&self.inner.shelf));
        self.inner.writer.submit(1, move |write| {
            shelf.set(all);
            Ok(search::reset(write.conn)?)
        })
    }
}

/// All volumes as if the index had none; of two with one key the first counts.
fn all_of(volumes: Vec<Volume>) -> Shelved {
    let mut shelved = Shelved::default();
    for volume in volumes {
        let hash = volume.hash();
        let hashed: Hashed = (Arc::new(volume), hash);
        shelved.fresh.entry(hashed.0.key.clone()).or_insert(hashed);
    }
    shelved
}

/// What the index lacks of these volumes, and what it has beside them.
fn lacking(conn: &Connection, mut shelved: Shelved) -> rusqlite::Result<Shelved> {
    if !search::is_there(conn)? {
        return Ok(shelved);
    }
    for (key, hash) in search::hashes(conn)? {
        match shelved.fresh.get(&key) {
            Some((_, wanted)) if *wanted == hash => drop(shelved.fresh.remove(&key)),
            Some(_) => {}
            None => shelved.gone.push(key),
        }
    }
    Ok(shelved)
}

/// Searches volumes and, when there is one, the log in a file, without opening it for work:
/// beside a desk that runs, or a copy. Nothing is written.
///
/// # Errors
/// [`StorageError`] when the file cannot be read.
pub fn search_file(
    log: Option<&Path>,
    volumes: Vec<Volume>,
    query: &SearchQuery,
    wanted: &Wanted,
) -> Result<FoundText, StorageError> {
    let Some(log) = log else {
        let shelved = all_of(volumes);
        return Ok(library::search(None, &shelved, query, wanted)?);
    };
    let conn = sqlite::open_to_check(log)?;
    let conn = conn.unchecked_transaction()?;
    let shelved = lacking(&conn, all_of(volumes))?;
    let indexed = search::is_there(&conn)?.then_some(&*conn);
    let found = library::search(indexed, &shelved, query, wanted)?;
    Ok(found.with_lines(wanted, |wanted| found_lines(&conn, query, wanted))?)
}

/// The plans of a log in a file, each with the text that is in force; read as [`search_file`]
/// does. A text that cannot be read is none.
///
/// # Errors
/// [`StorageError`] when the file cannot be read.
pub fn plans_of_file(log: &Path) -> Result<Vec<(PlanRecord, Option<String>)>, StorageError> {
    let conn = sqlite::open_to_check(log)?;
    let conn = conn.unchecked_transaction()?;
    let rows = entity::list(&conn, EntityKind::Plan, Listed::All, READ_MAX)?;
    let records = rows.into_iter().filter_map(|row| match row.state {
        State::Plan(record) => Some(record),
        _ => None,
    });
    let mut plans = Vec::new();
    for record in records {
        let text = match record.in_force() {
            Some((_, version)) => text_of(&conn, version.event)?,
            None => None,
        };
        plans.push((record, text));
    }
    Ok(plans)
}

fn text_of(conn: &Connection, id: Uuid) -> Result<Option<String>, StorageError> {
    let row = event::by_id(conn, id)?;
    let logged = row.and_then(|row| row.logged().ok());
    let fact = logged.map(|logged| Fact::read(&logged.event.kind, &logged.event.body));
    Ok(match fact {
        Some(Ok(Fact::PlanSaved(saved))) => Some(saved.text),
        _ => None,
    })
}

fn found_lines(
    conn: &Connection,
    query: &SearchQuery,
    wanted: &Wanted,
) -> rusqlite::Result<FoundText> {
    Ok(FoundText {
        groups: lines::search(conn, query, wanted)?,
        lines_behind: lines_behind(conn)?,
        ..FoundText::default()
    })
}

/// Lines of the log that the index does not have; all of them when there is no index.
fn lines_behind(conn: &Connection) -> rusqlite::Result<u64> {
    let reached = if search::is_there(conn)? {
        search::progress(conn)?
    } else {
        0
    };
    Ok(event::last_seq(conn)?.saturating_sub(reached))
}
