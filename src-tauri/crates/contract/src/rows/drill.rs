//! Drills.

use super::Who;
use serde::{Deserialize, Serialize};

/// One scenario of the shipped list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ScenarioRow {
    /// Which.
    pub id: String,
    /// Title.
    pub title: String,
    /// What it trains.
    pub summary: String,
    /// Length in minutes.
    pub length_min: u32,
    /// Injects: minute and words.
    pub injects: Vec<(u32, String)>,
}

/// Start a drill.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct StartDrill {
    /// Which scenario.
    pub scenario: String,
    /// Seed.
    pub seed: u64,
    /// How many times the district, 1 to 100.
    pub size: u32,
    /// Seconds of the scenario in one second of the clock.
    pub speed: u32,
    /// Who acts.
    pub who: Who,
}

/// Where the drill is.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DrillStatus {
    /// True while one runs.
    pub running: bool,
    /// The scenario.
    pub scenario: Option<ScenarioRow>,
    /// Its clock in seconds from the start.
    pub clock_s: u32,
    /// Seconds of the scenario in one second of the clock.
    pub speed: u32,
    /// True while it is held.
    pub paused: bool,
    /// How many injects went in.
    pub injected: u32,
}

/// Hold, go on or jump.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SteerDrill {
    /// Hold it.
    pub paused: Option<bool>,
    /// New speed.
    pub speed: Option<u32>,
    /// Put the next inject in at once.
    pub inject_next: bool,
    /// Who acts.
    pub who: Who,
}
