//! Numbers that nobody has measured in the district yet: 待区里确认.

use serde::{Deserialize, Serialize};

/// Farthest a place may be from a road to be taken as beside it, in metres. Beyond it there is no
/// road data, and saying so is better than a road many kilometres away.
pub const SNAP_MAX_M: f64 = 500.0;

/// Average speeds by class of OpenStreetMap in km/h, all hours, all vehicles: assumed, 待区里确认.
pub const SPEEDS_KMH: &[(&str, f64)] = &[
    ("motorway", 80.0),
    ("motorway_link", 40.0),
    ("trunk", 55.0),
    ("trunk_link", 35.0),
    ("primary", 45.0),
    ("primary_link", 30.0),
    ("secondary", 40.0),
    ("secondary_link", 30.0),
    ("tertiary", 35.0),
    ("tertiary_link", 25.0),
    ("unclassified", 30.0),
    ("residential", 25.0),
    ("living_street", 15.0),
    ("service", 15.0),
];

/// Speed of a class that is not in the list, in km/h: assumed, 待区里确认.
pub const OTHER_SPEED_KMH: f64 = 20.0;

/// Road distance over straight-line distance where there are no roads to follow. On the urban
/// network of Jinan (OpenStreetMap 2020) 15 pairs gave 1.2 to 1.7; in the hills it may be more:
/// 待区里确认.
pub const DETOUR_FACTOR: f64 = 1.5;

/// Speed on that distance, in km/h: assumed, 待区里确认.
pub const STRAIGHT_SPEED_KMH: f64 = 30.0;

/// Speed between a place and the road beside it, in km/h: assumed, 待区里确认.
pub const ACCESS_SPEED_KMH: f64 = 10.0;

/// The numbers in force.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Settings {
    /// Speed by class, km/h.
    pub speeds_kmh: Vec<(String, f64)>,
    /// Speed of any other class, km/h.
    pub other_speed_kmh: f64,
    /// See [`SNAP_MAX_M`].
    pub snap_max_m: f64,
    /// See [`DETOUR_FACTOR`].
    pub detour_factor: f64,
    /// See [`STRAIGHT_SPEED_KMH`].
    pub straight_speed_kmh: f64,
    /// See [`ACCESS_SPEED_KMH`].
    pub access_speed_kmh: f64,
}

impl Default for Settings {
    fn default() -> Self {
        let speeds = SPEEDS_KMH.iter();
        Self {
            speeds_kmh: speeds.map(|(c, kmh)| ((*c).to_owned(), *kmh)).collect(),
            other_speed_kmh: OTHER_SPEED_KMH,
            snap_max_m: SNAP_MAX_M,
            detour_factor: DETOUR_FACTOR,
            straight_speed_kmh: STRAIGHT_SPEED_KMH,
            access_speed_kmh: ACCESS_SPEED_KMH,
        }
    }
}

impl Settings {
    /// The speed of a class in km/h.
    #[must_use]
    pub fn speed_kmh(&self, class: &str) -> f64 {
        let known = self.speeds_kmh.iter().find(|(name, _)| name == class);
        known.map_or(self.other_speed_kmh, |(_, kmh)| *kmh)
    }
}

/// Milliseconds for a distance at a speed; held at the end of the range for a speed of zero.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast from float to integer saturates, which is what is wanted here"
)]
pub fn duration_ms(distance_m: f64, speed_kmh: f64) -> u32 {
    (distance_m.max(0.0) * 3_600.0 / speed_kmh.max(f64::MIN_POSITIVE)).round() as u32
}
