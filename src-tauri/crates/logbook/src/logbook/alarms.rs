//! What the alarm list and its figures read.

use emergency::alert::Alert;
use emergency::time::UtcMs;

use super::{Logbook, READ_MAX};
use crate::error::StorageError;
use crate::table::alarm;

/// Alerts that one question of the figures reads at most: a shift in a flood.
pub const RECORDED_MAX: usize = 20_000;

impl Logbook {
    /// Alerts in the list of what is to be dealt with after a place in the file, in the order in
    /// which the file learned of them, each with its place.
    ///
    /// # Errors
    /// [`StorageError`] when they cannot be read.
    pub fn standing_alerts(
        &self,
        after: u64,
        limit: usize,
    ) -> Result<Vec<(u64, Alert)>, StorageError> {
        self.read(|conn| alarm::standing(conn, after, limit.min(READ_MAX)))
    }

    /// Alerts that stand or are out of the way after a place in the file, and those that left the
    /// list after a time ([`Alert::left`]), in the order in which the file learned of them, each
    /// with its place: what a list that lived through all of it has seen.
    ///
    /// # Errors
    /// [`StorageError`] when they cannot be read.
    pub fn alerts_in_turn(
        &self,
        after: u64,
        left_after: UtcMs,
        limit: usize,
    ) -> Result<Vec<(u64, Alert)>, StorageError> {
        self.read(|conn| alarm::in_turn(conn, after, left_after, limit.min(READ_MAX)))
    }

    /// The time after which no more than the newest so many alerts left the list.
    ///
    /// # Errors
    /// [`StorageError`] when it cannot be read.
    pub fn left_before(&self, newest: usize) -> Result<UtcMs, StorageError> {
        let before = self.read(|conn| alarm::left_before(conn, newest))?;
        Ok(before.unwrap_or(UtcMs(i64::MIN)))
    }

    /// How many alerts stood at a time, of those that had been recorded by another: by the same
    /// time all, by an earlier one those that had stood for long.
    ///
    /// An alert stands from when a desk recorded it until it left the list ([`Alert::left`]), over
    /// or out of the way. What was out of the way for a while and came back counts as if it had
    /// stood all the time; what is out of the way now counts until it was put there.
    ///
    /// # Errors
    /// [`StorageError`] when they cannot be counted.
    pub fn stood(&self, at: UtcMs, recorded_by: UtcMs) -> Result<u64, StorageError> {
        self.sweep_due(self.now())?;
        self.read(|conn| alarm::stood(conn, at, recorded_by))
    }

    /// Alerts after a place in the file that no message has ended, also those that are out of the
    /// way, each with its place: what its device may still end.
    ///
    /// # Errors
    /// [`StorageError`] when they cannot be read.
    pub fn held_alerts(&self, after: u64, limit: usize) -> Result<Vec<(u64, Alert)>, StorageError> {
        self.read(|conn| alarm::held(conn, after, limit.min(READ_MAX)))
    }

    /// Alerts that are out of the way (on the shelf, by a rule, with their source) after a place
    /// in the file, each with its place.
    ///
    /// # Errors
    /// [`StorageError`] when they cannot be read.
    pub fn away_alerts(&self, after: u64, limit: usize) -> Result<Vec<(u64, Alert)>, StorageError> {
        self.read(|conn| alarm::away(conn, after, limit.min(READ_MAX)))
    }

    /// Alerts that a person has put on a shelf that runs, also those that have ended meanwhile,
    /// the longest first.
    ///
    /// # Errors
    /// [`StorageError`] when they cannot be read.
    pub fn shelved_alerts(&self, limit: usize) -> Result<Vec<Alert>, StorageError> {
        let now = self.now();
        self.read(|conn| alarm::shelved(conn, now, limit.min(READ_MAX)))
    }

    /// The place in the file of an alert: it grows in the order in which the file learned of
    /// them.
    ///
    /// # Errors
    /// [`StorageError`] when it cannot be read.
    pub fn alert_place(&self, id: &str) -> Result<Option<u64>, StorageError> {
        self.read(|conn| alarm::place(conn, id))
    }

    /// Alerts that were recorded from one time to another, the newest first, [`RECORDED_MAX`] at
    /// most.
    ///
    /// # Errors
    /// [`StorageError`] when they cannot be read.
    pub fn recorded_alerts(&self, from: UtcMs, to: UtcMs) -> Result<Vec<Alert>, StorageError> {
        self.read(|conn| alarm::recorded(conn, (from, to), RECORDED_MAX))
    }
}
