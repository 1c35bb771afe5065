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
