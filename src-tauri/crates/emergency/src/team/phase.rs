//! The way of a team from its last order back to readiness.

use serde::{Deserialize, Serialize};

use super::Team;
use crate::event::Event;
use crate::time::UtcMs;

/// Where a team is on the way back to readiness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Phase {
    /// Stands by (待命).
    #[default]
    Ready,
    /// On the way home (返回).
    Returning,
    /// Takes on what it used (补给).
    Restocking,
    /// Cleans people and equipment (洗消).
    Cleaning,
    /// Rests (休整).
    Resting,
}

/// `team.phased`: the next phase of the way back.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TeamPhased {
    /// Which.
    pub phase: Phase,
    /// Until when, when that is known.
    pub until: Option<UtcMs>,
    /// Words.
    pub note: String,
}

impl Team {
    /// What is said later about an earlier time changes nothing.
    pub(super) fn enter(&mut self, event: &Event, body: &TeamPhased) {
        if self.phase_at.is_none_or(|at| at <= event.occurred_at) {
            self.phase = body.phase;
            self.phase_at = Some(event.occurred_at);
            self.phase_until = body.until;
        }
    }
}
