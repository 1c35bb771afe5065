//! Stops of an order on the way to where it ends: a depot, a meeting point.

use serde::{Deserialize, Serialize};

use crate::id::{IncidentId, SiteId, TeamId};
use crate::place::Point;
use crate::time::UtcMs;

/// Stops one order may have; a longer way is several orders.
pub const STOPS_MAX: usize = 8;

/// What is done at a stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum StopAct {
    /// Take supplies (提货).
    #[default]
    Collect,
    /// Hand supplies over (交货).
    Deliver,
    /// Take people along (接人).
    Board,
    /// Wait for others (集结).
    Assemble,
}

/// One stop as ordered.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Stop {
    /// Name of the place.
    pub name: String,
    /// The site, when it is one.
    pub site: Option<SiteId>,
    /// Where, when known.
    pub point: Option<Point>,
    /// What is done there.
    pub act: StopAct,
    /// What to do, in words.
    pub words: String,
    /// Expected seconds from sending to arrival here.
    pub eta_s: Option<u32>,
}

/// What happened at a stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum StopEvent {
    /// The team is there.
    #[default]
    Reached,
    /// It has gone on.
    Left,
    /// It does not go there.
    Skipped,
}

/// `order.stop_moved`: the team at one stop of its order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct StopMoved {
    /// The team.
    pub team: TeamId,
    /// The incident, so that its timeline follows.
    pub incident: IncidentId,
    /// Which stop, from 0.
    pub stop: u32,
    /// What happened.
    pub what: StopEvent,
    /// Words.
    pub note: String,
}

/// What has happened at one stop so far.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct StopMark {
    /// When the team was there.
    pub reached_at: Option<UtcMs>,
    /// When it went on.
    pub left_at: Option<UtcMs>,
    /// When it was said that it does not go there.
    pub skipped_at: Option<UtcMs>,
}

impl StopMark {
    /// True when nothing more is to happen here.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.left_at.is_some() || self.skipped_at.is_some()
    }

    /// Whether that may happen next.
    #[must_use]
    pub fn may(&self, what: StopEvent) -> bool {
        match what {
            StopEvent::Reached | StopEvent::Skipped => self.reached_at.is_none() && !self.is_done(),
            StopEvent::Left => self.reached_at.is_some() && !self.is_done(),
        }
    }

    /// Takes what happened; what may not happen (late, doubled) changes nothing.
    pub(super) fn take(&mut self, what: StopEvent, at: UtcMs) {
        if self.may(what) {
            match what {
                StopEvent::Reached => self.reached_at = Some(at),
                StopEvent::Left => self.left_at = Some(at),
                StopEvent::Skipped => self.skipped_at = Some(at),
            }
        }
    }
}
