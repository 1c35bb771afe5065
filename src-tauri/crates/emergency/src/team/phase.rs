//! The way of a team from its last order back to readiness.

use serde::{Deserialize, Serialize};

use super::Team;
use crate::event::Event;
use crate::order::Progress;
use crate::time::{HOUR_MS, UtcMs};

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
    /// Follows an order's step: when work begins and ends, since when it is at a scene, and that a
    /// team whose last order ended is on its way home.
    pub(super) fn follow(&mut self, at: UtcMs, before: Progress, after: Progress) {
        let out = |progress: Progress| progress > Progress::Sent && progress.is_active();
        if out(after) && !out(before) {
            self.set_out(at);
        }
        if after == Progress::OnScene && before != after {
            self.scene_since.get_or_insert(at);
        }
        if out(before) && after.is_end() && self.active().next().is_none() {
            self.phase = Phase::Returning;
            self.phase_at = Some(at);
            self.phase_until = None;
            self.work_ended = Some(at);
            self.scene_since = None;
        }
    }

    /// Work goes on where it was broken off, unless there was a rest in between.
    fn set_out(&mut self, at: UtcMs) {
        let rest_h = self.registered.shift.rest_h;
        let rested = self.work_ended.is_some_and(|ended| {
            let long = at.since_ms(ended) >= i64::from(rest_h) * HOUR_MS;
            long && (rest_h > 0 || self.phase == Phase::Ready)
        });
        if rested || self.work_since.is_none() {
            self.work_since = Some(at);
        }
        self.work_ended = None;
    }

    /// What is said later about an earlier time changes nothing.
    pub(super) fn enter(&mut self, event: &Event, body: &TeamPhased) {
        if self.phase_at.is_none_or(|at| at <= event.occurred_at) {
            self.phase = body.phase;
            self.phase_at = Some(event.occurred_at);
            self.phase_until = body.until;
        }
    }
}
