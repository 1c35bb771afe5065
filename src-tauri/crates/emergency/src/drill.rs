//! Drills (演练): kept in a logbook file of their own; every fact of it is marked.

use serde::{Deserialize, Serialize};

use crate::event::Event;
use crate::fact::Fact;
use crate::id::DrillId;
use crate::time::UtcMs;

/// `drill.started`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DrillStarted {
    /// Title.
    pub title: String,
    /// Which scenario of the shipped list.
    pub scenario: String,
    /// Seed of everything random in it, so that it can be run again.
    pub seed: u64,
    /// How many times the district it was run in; 0 in drills from before there were sizes, which
    /// were ×1.
    pub size: u32,
    /// Seconds of the scenario in one second of the clock.
    pub speed: u32,
}

/// `drill.injected`: the trainer put something in.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DrillInjected {
    /// Number in the scenario's list.
    pub number: u32,
    /// What, in words.
    pub text: String,
}

/// `drill.ended`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DrillEnded {
    /// Words of the trainer.
    pub note: String,
}

/// Injects kept in a drill's state.
pub const INJECTS_MAX: usize = 10_000;

/// The state of one drill.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Drill {
    /// Its name.
    pub id: DrillId,
    /// How it was started.
    pub started: DrillStarted,
    /// When.
    pub started_at: UtcMs,
    /// When it ended.
    pub ended_at: Option<UtcMs>,
    /// Injects with their times, in log order.
    pub injects: Vec<(UtcMs, DrillInjected)>,
}

impl Drill {
    /// Applies one fact that touches this drill, in log order.
    pub fn apply(&mut self, event: &Event, fact: &Fact) {
        match fact {
            Fact::DrillStarted(body) => {
                self.started = body.clone();
                self.started_at = event.occurred_at;
            }
            Fact::DrillInjected(body) if self.injects.len() < INJECTS_MAX => {
                self.injects.push((event.occurred_at, body.clone()));
            }
            Fact::DrillEnded(_) => self.ended_at = Some(event.occurred_at),
            _ => {}
        }
    }
}
