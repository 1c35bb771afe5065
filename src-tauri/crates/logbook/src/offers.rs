//! What the link offers a platform that was restored: events of others that lost their place.

use emergency::event::Event;

use crate::error::StorageError;
use crate::logbook::{Logbook, READ_MAX};
use crate::sqlite::stored;
use crate::table::entity::unreadable;
use crate::table::{event, meta, outbox};

impl Logbook {
    /// What a platform that lost its tail is offered: when events of other origins have no place
    /// any more, these and the own ones that wait, in the order in which the desk learned of them
    /// and with their numbers in the file, after one of those. What an event was made in knowledge
    /// of stands before it. Nothing when no event of others lost its place: their own desks may be
    /// gone, this one's events go out by themselves.
    ///
    /// # Errors
    /// [`StorageError`] when they cannot be read.
    pub fn displaced(&self, after: u64, limit: usize) -> Result<Vec<(u64, Event)>, StorageError> {
        Ok(self.inner.readers.read(|conn| {
            let Some(meta) = meta::load(conn)? else {
                return Ok(Vec::new());
            };
            let of_others = conn
                .prepare_cached(
                    "SELECT 1 FROM event INDEXED BY event_pending
                     WHERE sseq IS NULL AND origin <> ?1",
                )?
                .exists([&meta.origin.0])?;
            if !of_others {
                return Ok(Vec::new());
            }
            let limit = stored(limit.min(READ_MAX) as u64);
            conn.prepare_cached(&format!(
                "SELECT {} FROM event e INDEXED BY event_pending
                 LEFT JOIN outbox o ON o.event = e.seq
                 WHERE e.sseq IS NULL AND e.seq > ?2
                   AND (e.origin <> ?1 OR o.state = 'waiting')
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
