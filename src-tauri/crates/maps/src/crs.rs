//! Coordinate reference systems met in Chinese data, and the way between them.
//!
//! - **WGS-84**: GPS, OpenStreetMap; the system used inside.
//! - **CGCS2000** (EPSG:4490): the national system. It differs from WGS-84 by about a metre at
//!   most, less than the width of a line on the map, and is treated as WGS-84.
//! - **GCJ-02**: AMap, Tencent and most Chinese web maps; WGS-84 with a bounded offset, about 550 m
//!   at Jinan. The forward formula is the publicly known one (Krasovsky 1940 ellipsoid); the way
//!   back is found by fixed-point iteration.
//! - **BD-09**: Baidu; GCJ-02 with one more offset. Its published inverse is only approximate, so
//!   the way back is iterated too.

use serde::{Deserialize, Serialize};
use std::f64::consts::PI;

/// A place on the Earth in degrees, WGS-84 unless a [`Crs`] beside it says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct LonLat {
    /// Longitude in degrees, east positive.
    pub lon: f64,
    /// Latitude in degrees, north positive.
    pub lat: f64,
}

impl LonLat {
    /// The place at this longitude and latitude, in degrees.
    pub const fn new(lon: f64, lat: f64) -> Self {
        Self { lon, lat }
    }

    /// Whether both numbers are finite and inside the range that Web Mercator can draw
    /// (latitude up to 85.0511 degrees, EPSG:3857).
    pub fn is_drawable(self) -> bool {
        self.lon.is_finite()
            && self.lat.is_finite()
            && self.lon.abs() <= 180.0
            && self.lat.abs() <= MAX_LATITUDE_DEG
    }

    /// Great-circle distance to `other` in metres (haversine, sphere of 6,371,008.8 m).
    pub fn distance_m(self, other: Self) -> f64 {
        let half_lat = (other.lat - self.lat).to_radians() / 2.0;
        let half_lon = (other.lon - self.lon).to_radians() / 2.0;
        let chord = half_lat.sin().powi(2)
            + self.lat.to_radians().cos() * other.lat.to_radians().cos() * half_lon.sin().powi(2);
        2.0 * EARTH_RADIUS_M * chord.sqrt().min(1.0).asin()
    }
}

/// The highest latitude of Web Mercator in degrees.
pub const MAX_LATITUDE_DEG: f64 = 85.0511;
/// Mean radius of the Earth in metres (IUGG).
pub const EARTH_RADIUS_M: f64 = 6_371_008.8;
/// Rounds of the inverse iteration at most; a point in China needs about five.
const MAX_INVERSE_ROUNDS: usize = 30;
/// The iteration stops below this error: 1e-10 degrees is about 0.01 mm.
const INVERSE_TOLERANCE_DEG: f64 = 1e-10;
/// Semi-major axis of the Krasovsky 1940 ellipsoid in metres, as GCJ-02 uses it.
const GCJ_AXIS_M: f64 = 6_378_245.0;
/// First eccentricity squared of the same ellipsoid.
const GCJ_ECCENTRICITY_SQ: f64 = 0.006_693_421_622_965_943;
/// The angle factor of BD-09.
const BD_ANGLE: f64 = PI * 3000.0 / 180.0;

/// A coordinate reference system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Crs {
    /// WGS-84, EPSG:4326, longitude first.
    Wgs84,
    /// CGCS2000, EPSG:4490; treated as WGS-84, to which it is within about a metre.
    Cgcs2000,
    /// GCJ-02, the offset system of Chinese web maps.
    Gcj02,
    /// BD-09, Baidu's further offset of GCJ-02.
    Bd09,
}

impl Crs {
    /// Brings a place of this system into WGS-84.
    pub fn to_wgs84(self, place: LonLat) -> LonLat {
        match self {
            Self::Wgs84 | Self::Cgcs2000 => place,
            Self::Gcj02 => gcj02_to_wgs84(place),
            Self::Bd09 => gcj02_to_wgs84(bd09_to_gcj02(place)),
        }
    }

    /// Brings a WGS-84 place into this system.
    pub fn from_wgs84(self, place: LonLat) -> LonLat {
        match self {
            Self::Wgs84 | Self::Cgcs2000 => place,
            Self::Gcj02 => wgs84_to_gcj02(place),
            Self::Bd09 => gcj02_to_bd09(wgs84_to_gcj02(place)),
        }
    }
}

/// The box in which the GCJ-02 offset applies; outside it GCJ-02 is WGS-84.
fn in_gcj_area(place: LonLat) -> bool {
    (72.004..=137.8347).contains(&place.lon) && (0.8293..=55.8271).contains(&place.lat)
}

fn wgs84_to_gcj02(place: LonLat) -> LonLat {
    if !in_gcj_area(place) {
        return place;
    }
    let (x, y) = (place.lon - 105.0, place.lat - 35.0);
    let wave = (20.0 * (6.0 * x * PI).sin() + 20.0 * (2.0 * x * PI).sin()) * 2.0 / 3.0;
    let north = -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * x.abs().sqrt()
        + wave
        + (20.0 * (y * PI).sin() + 40.0 * (y / 3.0 * PI).sin()) * 2.0 / 3.0
        + (160.0 * (y / 12.0 * PI).sin() + 320.0 * (y * PI / 30.0).sin()) * 2.0 / 3.0;
    let east = 300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * x.abs().sqrt()
        + wave
        + (20.0 * (x * PI).sin() + 40.0 * (x / 3.0 * PI).sin()) * 2.0 / 3.0
        + (150.0 * (x / 12.0 * PI).sin() + 300.0 * (x / 30.0 * PI).sin()) * 2.0 / 3.0;
    let lat_rad = place.lat.to_radians();
    let magic = 1.0 - GCJ_ECCENTRICITY_SQ * lat_rad.sin().powi(2);
    let metres_per_rad_north = GCJ_AXIS_M * (1.0 - GCJ_ECCENTRICITY_SQ) / (magic * magic.sqrt());
    let metres_per_rad_east = GCJ_AXIS_M / magic.sqrt() * lat_rad.cos();
    LonLat {
        lon: place.lon + (east / metres_per_rad_east).to_degrees(),
        lat: place.lat + (north / metres_per_rad_north).to_degrees(),
    }
}

fn gcj02_to_wgs84(place: LonLat) -> LonLat {
    if !in_gcj_area(place) {
        return place;
    }
    invert(place, wgs84_to_gcj02)
}

fn gcj02_to_bd09(place: LonLat) -> LonLat {
    let (x, y) = (place.lon, place.lat);
    let radius = x.hypot(y) + 0.000_02 * (y * BD_ANGLE).sin();
    let angle = y.atan2(x) + 0.000_003 * (x * BD_ANGLE).cos();
    LonLat {
        lon: radius * angle.cos() + 0.006_5,
        lat: radius * angle.sin() + 0.006,
    }
}

fn bd09_to_gcj02(place: LonLat) -> LonLat {
    invert(place, gcj02_to_bd09)
}

/// Finds the place that `forward` sends to `target`. Both offsets change slowly (far less than a
/// metre per metre), so taking the remaining error off again and again converges.
fn invert(target: LonLat, forward: fn(LonLat) -> LonLat) -> LonLat {
    let mut guess = target;
    for _ in 0..MAX_INVERSE_ROUNDS {
        let reached = forward(guess);
        let (lon_error, lat_error) = (reached.lon - target.lon, reached.lat - target.lat);
        guess = LonLat {
            lon: guess.lon - lon_error,
            lat: guess.lat - lat_error,
        };
        if lon_error.abs() < INVERSE_TOLERANCE_DEG && lat_error.abs() < INVERSE_TOLERANCE_DEG {
            break;
        }
    }
    guess
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_known_pair_at_licheng_converts_both_ways() {
        let wgs = LonLat::new(117.10, 36.68);
        let gcj = LonLat::new(117.106132, 36.680457);
        let there = Crs::Gcj02.from_wgs84(wgs);
        assert!(
            there.distance_m(gcj) < 0.1,
            "forward is off by more than 6 decimals: {there:?}"
        );
        let back = Crs::Gcj02.to_wgs84(gcj);
        assert!(
            back.distance_m(wgs) < 0.1,
            "inverse is off by more than 6 decimals: {back:?}"
        );
    }

    #[test]
    fn bd09_is_the_published_offset_from_gcj02() {
        // Baidu's own example pair: GCJ-02 (116.404, 39.915) is BD-09 (116.41036949, 39.92133699).
        let bd = gcj02_to_bd09(LonLat::new(116.404, 39.915));
        let expected = LonLat::new(116.410_369_49, 39.921_336_99);
        assert!(
            bd.distance_m(expected) < 0.1,
            "BD-09 differs from the published pair: {bd:?}"
        );
    }

    #[test]
    fn cgcs2000_is_taken_as_wgs84_unchanged() {
        let place = LonLat::new(117.2, 36.7);
        assert_eq!(
            Crs::Cgcs2000.to_wgs84(place),
            place,
            "CGCS2000 is treated as WGS-84"
        );
    }

    #[test]
    fn outside_china_gcj02_changes_nothing() {
        let paris = LonLat::new(2.35, 48.85);
        assert_eq!(
            Crs::Gcj02.from_wgs84(paris),
            paris,
            "the offset applies in China only"
        );
    }

    proptest! {
        #[test]
        fn every_system_round_trips_within_a_centimetre(
            lon in 73.0_f64..135.0, lat in 18.0_f64..54.0,
        ) {
            let place = LonLat::new(lon, lat);
            for crs in [Crs::Wgs84, Crs::Cgcs2000, Crs::Gcj02, Crs::Bd09] {
                let back = crs.to_wgs84(crs.from_wgs84(place));
                prop_assert!(back.distance_m(place) < 0.01,
                    "{crs:?} is off by {} m at {place:?}", back.distance_m(place));
            }
        }
    }
}
