//! The ground near the roads as a plane in metres.

use emergency::place::Point;

/// Degrees to metres on a plane that touches the network in its middle; good to 0.5 % over 100 km.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plane {
    east_m: f64,
    north_m: f64,
}

/// Metres in a degree of latitude (mean, sphere of IUGG radius, as in `emergency::place`).
const METRES_PER_DEGREE: f64 = 111_195.08;

impl Plane {
    pub(crate) fn at(crossings: &[Point]) -> Self {
        let (low, high) = crossings
            .iter()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), point| {
                (low.min(point.lat), high.max(point.lat))
            });
        let middle = if low <= high { (low + high) / 2.0 } else { 0.0 };
        Self::beside(middle)
    }

    /// The plane of a latitude.
    pub(crate) fn beside(lat: f64) -> Self {
        Self {
            east_m: METRES_PER_DEGREE * lat.to_radians().cos(),
            north_m: METRES_PER_DEGREE,
        }
    }

    pub(crate) fn metres(self, point: Point) -> [f64; 2] {
        [point.lon * self.east_m, point.lat * self.north_m]
    }

    pub(crate) fn point(self, metres: [f64; 2]) -> Point {
        Point {
            lon: metres[0] / self.east_m,
            lat: metres[1] / self.north_m,
        }
    }
}
