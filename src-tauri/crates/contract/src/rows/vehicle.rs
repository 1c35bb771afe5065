//! Vehicles that report where they are.

use emergency::place::Point;
use emergency::time::UtcMs;
use serde::{Deserialize, Serialize};

/// Vehicles of one answer.
pub const VEHICLES_MAX: usize = 400;

/// A part of the map, degrees (WGS-84).
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct VehiclesRequest {
    /// Its western edge.
    pub west: f64,
    /// Its southern edge.
    pub south: f64,
    /// Its eastern edge.
    pub east: f64,
    /// Its northern edge.
    pub north: f64,
}

/// Where vehicles were last seen.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct VehiclesSeen {
    /// Those in the part asked for, alarms first, then the newest; at most [`VEHICLES_MAX`].
    pub vehicles: Vec<VehicleRow>,
    /// How many more there are.
    pub more: u32,
    /// From this age on a position is old, seconds: 待区里确认.
    pub old_after_s: u32,
}

/// One vehicle.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct VehicleRow {
    /// The number of its terminal; outside text.
    pub terminal: String,
    /// Its plate, once it has registered; outside text.
    pub plate: String,
    /// Where it says that it was.
    pub point: Point,
    /// When that came.
    pub heard_at: UtcMs,
    /// Its speed, km/h.
    pub speed_kmh: f64,
    /// Whether an alarm that the feed tells holds.
    pub alarm: bool,
    /// Whether its connection is open.
    pub online: bool,
}
