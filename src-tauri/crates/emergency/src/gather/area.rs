//! Where a cause holds: the rings and circles of its message.

use crate::alert::{Circle, Notice};
use crate::place::Point;

/// The area that a cause holds in.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Area {
    /// Outer rings.
    pub rings: Vec<Vec<Point>>,
    /// Circles.
    pub circles: Vec<Circle>,
}

impl Area {
    /// The area of a message; none when it has none.
    #[must_use]
    pub fn of(notice: &Notice) -> Option<Self> {
        let has = !notice.polygons.is_empty() || !notice.circles.is_empty();
        has.then(|| Self {
            rings: notice.polygons.clone(),
            circles: notice.circles.clone(),
        })
    }

    /// Whether a point lies in it.
    #[must_use]
    pub fn holds(&self, point: Point) -> bool {
        let in_circle = |circle: &Circle| circle.centre.distance_m(point) <= circle.radius_m;
        self.circles.iter().any(in_circle) || self.rings.iter().any(|ring| inside(ring, point))
    }
}

/// Whether a point lies in a ring, by the rays that cross it (even-odd).
fn inside(ring: &[Point], point: Point) -> bool {
    let mut within = false;
    let mut before = ring.last();
    for corner in ring {
        if let Some(last) = before
            && (corner.lat > point.lat) != (last.lat > point.lat)
        {
            let along = (point.lat - corner.lat) / (last.lat - corner.lat);
            let crossing = corner.lon + along * (last.lon - corner.lon);
            within ^= point.lon < crossing;
        }
        before = Some(corner);
    }
    within
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(lon: f64, lat: f64) -> Point {
        Point { lon, lat }
    }

    #[test]
    fn a_point_is_inside_a_bent_ring_or_a_circle_or_neither() {
        // An L: the corner that is cut out is outside.
        let corners = [
            (0.0, 0.0),
            (2.0, 0.0),
            (2.0, 1.0),
            (1.0, 1.0),
            (1.0, 2.0),
            (0.0, 2.0),
        ];
        let area = Area {
            rings: vec![corners.map(|(lon, lat)| at(lon, lat)).to_vec(), Vec::new()],
            circles: vec![Circle {
                centre: at(10.0, 10.0),
                radius_m: 1_000.0,
            }],
        };
        let cases = [
            ((0.5, 1.5), true, "in the upright"),
            ((1.5, 0.5), true, "in the foot"),
            ((1.5, 1.5), false, "in the corner that is cut out"),
            ((3.0, 0.5), false, "beside it"),
            ((10.0, 10.005), true, "in the circle"),
            ((10.0, 10.02), false, "beside the circle"),
            ((f64::NAN, 0.5), false, "nowhere"),
        ];
        for ((lon, lat), holds, why) in cases {
            assert_eq!(area.holds(at(lon, lat)), holds, "{why}");
        }
        assert_eq!(Area::of(&Notice::default()), None, "no area at all");
    }
}
