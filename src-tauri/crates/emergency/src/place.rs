//! Where something is, and how that is known.

use serde::{Deserialize, Serialize};

/// A point in WGS-84 degrees.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Point {
    /// Longitude, degrees east.
    pub lon: f64,
    /// Latitude, degrees north.
    pub lat: f64,
}

/// A place as people name it, with a point when one is known.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Place {
    /// The words: address or name.
    pub words: String,
    /// The street (街道) it lies in, empty when not known.
    pub street: String,
    /// The point, when one is known.
    pub point: Option<Point>,
}

/// Mean radius of the earth in metres (IUGG 1980).
const EARTH_RADIUS_M: f64 = 6_371_008.8;

impl Point {
    /// Whether it is on the earth: degrees beyond that, and numbers that are none, come only from
    /// a damaged or hostile message.
    #[must_use]
    pub fn is_on_earth(self) -> bool {
        self.lon.abs() <= 180.0 && self.lat.abs() <= 90.0
    }

    /// Great-circle distance in metres (haversine).
    #[must_use]
    pub fn distance_m(self, other: Self) -> f64 {
        let (lat1, lat2) = (self.lat.to_radians(), other.lat.to_radians());
        let half_lat = (lat2 - lat1) / 2.0;
        let half_lon = (other.lon - self.lon).to_radians() / 2.0;
        let a = half_lat.sin().powi(2) + lat1.cos() * lat2.cos() * half_lon.sin().powi(2);
        2.0 * EARTH_RADIUS_M * a.sqrt().min(1.0).asin()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thousandth_of_a_degree_of_latitude_is_about_111_metres() {
        let a = Point {
            lon: 117.1,
            lat: 36.68,
        };
        let b = Point {
            lon: 117.1,
            lat: 36.681,
        };
        assert!(
            (a.distance_m(b) - 111.2).abs() < 0.1,
            "got {}",
            a.distance_m(b)
        );
    }
}
