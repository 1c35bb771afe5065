//! One file a table: its migration, its row, its queries.

pub(crate) mod alarm;
pub(crate) mod alert;
pub(crate) mod defect;
pub(crate) mod draft;
pub(crate) mod entity;
pub(crate) mod event;
pub(crate) mod meta;
pub(crate) mod outbox;
pub(crate) mod search;

use rusqlite::Connection;

use crate::project::fill_left;
use crate::sqlite::{self, Migration, SqliteError};

/// The steps to this program's shape, oldest first; a new one goes to the end.
const MIGRATIONS: [Migration; 12] = [
    meta::MIGRATION,
    event::MIGRATION,
    entity::MIGRATION,
    alert::MIGRATION,
    outbox::MIGRATION,
    defect::MIGRATION,
    draft::MIGRATION,
    meta::PREDECESSORS,
    search::MIGRATION,
    alarm::MIGRATION,
    defect::HELD,
    alarm::LEFT,
];
/// Steps of a file that does not say when an alert left the list.
const BEFORE_LEFT: usize = 11;

/// Brings a log to this program's shape; answers how many steps were taken.
///
/// # Errors
/// As [`sqlite::migrate`].
pub(crate) fn migrate(conn: &mut Connection) -> Result<usize, SqliteError> {
    sqlite::migrate_and(conn, &MIGRATIONS, |tx, taken| {
        if (1..=BEFORE_LEFT).contains(&taken) {
            fill_left(tx)?;
        }
        Ok(())
    })
}
