//! Lines of the log.

use emergency::event::Verdict;
use emergency::time::UtcMs;
use serde::{Deserialize, Serialize};

/// One line of the log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct LogLine {
    /// Its number in this desk's store.
    pub seq: u64,
    /// The event.
    pub event: String,
    /// Kind of the fact; one that this version does not know is shown as such.
    pub kind: String,
    /// What it is about: noun.
    pub entity_kind: String,
    /// What it is about: which.
    pub entity: String,
    /// When it happened.
    pub occurred_at: UtcMs,
    /// How that is known.
    pub occurred_by: emergency::event::TimeSource,
    /// When it was recorded.
    pub recorded_at: UtcMs,
    /// Who.
    pub actor: String,
    /// In which role.
    pub role: String,
    /// True when it was made at this desk.
    pub own: bool,
    /// The device key with which it was signed; [`super::Hello`] names the desks.
    pub origin: String,
    /// The platform's verdict, none while it has not come back.
    pub verdict: Option<Verdict>,
    /// The fact, without original bytes.
    #[cfg_attr(feature = "ts", ts(type = "unknown"))]
    pub body: serde_json::Value,
}

/// A page of the log, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TimelineQuery {
    /// Noun, empty for the whole log.
    pub entity_kind: String,
    /// Which, empty for the whole log.
    pub entity: String,
    /// Only lines before this number; 0 for the newest.
    pub before: u64,
    /// Lines, at most [`super::PAGE_ROWS_MAX`].
    pub limit: u32,
}
