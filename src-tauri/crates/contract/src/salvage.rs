//! The way out of a damaged log: how far it is, and what came of it.

use emergency::time::UtcMs;
use serde::{Deserialize, Serialize};

/// Numbers of lost facts that are named one by one.
pub const LOST_NAMED_MAX: usize = 100;

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum SalvageStep {
    /// Own facts that nobody else has are looked for.
    Reading {
        /// How many were looked at.
        read: u64,
        /// How many there are.
        of: u64,
    },
    /// They are on disk a second time; a new log is made.
    Making,
    /// The damaged file gets another name and stays.
    Keeping,
    /// The new log is opened; the link fetches the rest.
    Opening,
}

/// What was saved and what is missing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Salvaged {
    /// Own facts that nobody else had: they are in the new log.
    pub saved: u64,
    /// Own facts that waited and could not be read.
    pub lost: u64,
    /// Their numbers, the first [`LOST_NAMED_MAX`].
    pub lost_numbers: Vec<u64>,
    /// True when the list of what waited could not be read to its end: more may be lost.
    pub outbox_cut: bool,
    /// Facts that the damaged file held, as far as it tells.
    pub events_before: Option<u64>,
    /// True when unfinished texts and defects could not be brought over.
    pub notes_lost: bool,
    /// The damaged file's new name.
    pub kept_as: String,
    /// The file with what was saved, one fact a line.
    pub side_file: String,
    /// The folder of both.
    pub folder: String,
    /// True when a platform is set up, from which the link fetches what it has.
    pub refetched: bool,
    /// The newest backup copy, and when it was made; none when there is none.
    pub backup: Option<(String, UtcMs)>,
}
