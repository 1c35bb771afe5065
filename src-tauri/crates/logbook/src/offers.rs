//! What the link offers a platform that was restored: events of others that lost their place.

use emergency::event::Event;

use crate::error::StorageError;
use crate::logbook::{Logbook, READ_MAX};
use crate::sqlite::stored;
use crate::table::entity::unreadable;
use crate::table::{event, meta, outbox};

impl Logbook {
    /// Events of other origins that have no place in the ordered log, with their numbers in the
    /// file, after one of those: the platform had them and lost them with its tail. Their own
    /// desks may be gone.
    ///
    /// # Errors
    /// [`StorageError`] when they cannot be read.
    pub fn displaced(&self, after: u64, limit: usize) -> Result<Vec<(u64, Event)>, StorageError> {
        Ok(self.inner.readers.read(|conn| {
            let Some(meta) = meta::load(conn)? else {
                return Ok(Vec::new());
            };
            let limit = stored(limit.min(READ_MAX) as u64);
            conn.prepare_cached(&format!(
                "SELECT {} FROM event e INDEXED BY event_pending
                 WHERE e.sseq IS NULL AND e.origin <> ?1 AND e.seq > ?2
                 ORDER BY e.seq LIMIT ?3",
                event::COLUMNS
            ))?
            .query_map(
                rusqlite::params![meta.origin.0, stored(after), limit],
                event::read,
            )?
            .map(|row| {
                let logged = row?.logged().map_err(unreadable)?;
                Ok((logged.seq, logged.event))
            })
            .collect()
        })?)
    }

    /// How many own events wait and how many are parked.
    ///
    /// # Errors
    /// [`StorageError`] when they cannot be read.
    pub fn outbox_counts(&self) -> Result<(u64, u64), StorageError> {
        Ok(self.inner.readers.read(outbox::counts)?)
    }
}
