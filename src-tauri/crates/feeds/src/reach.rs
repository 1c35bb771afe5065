//! How far an alert's area is from the district: those that touch it come first.

use emergency::alert::Notice;
use emergency::place::Point;
use geo::{Contains, Coord, Distance, Euclidean, LineString, Polygon};

/// Metres in a degree of latitude (mean, WGS-84).
const METRES_PER_DEGREE: f64 = 111_320.0;

/// The district as a polygon in a local metre grid around its middle; good to a fraction of a
/// percent over a few hundred kilometres, which is all that "near or far" needs.
#[derive(Debug, Clone)]
pub struct Reach {
    origin: Point,
    district: Polygon<f64>,
    codes: Vec<String>,
}

impl Reach {
    /// A district by its outline and its administrative codes: an alert that names one of them,
    /// or the city or province above it, reaches it.
    #[must_use]
    pub fn new(outline: &[Point], codes: &[String]) -> Self {
        let count = outline.len().max(1) as f64;
        let origin = Point {
            lon: outline.iter().map(|p| p.lon).sum::<f64>() / count,
            lat: outline.iter().map(|p| p.lat).sum::<f64>() / count,
        };
        let district = Polygon::new(ring(origin, outline), Vec::new());
        Self {
            origin,
            district,
            codes: codes.to_vec(),
        }
    }

    /// Metres from the notice's area to the district, 0 when it touches; none when the notice
    /// has neither a shape nor a code to tell by.
    #[must_use]
    pub fn distance_m(&self, notice: &Notice) -> Option<f64> {
        if notice.geocodes.iter().any(|code| self.names_us(code)) {
            return Some(0.0);
        }
        let rings = notice.polygons.iter().filter(|ring| ring.len() >= 3);
        let polygons = rings.map(|points| {
            let shape = Polygon::new(ring(self.origin, points), Vec::new());
            Euclidean.distance(&self.district, &shape)
        });
        let circles = notice.circles.iter().map(|circle| {
            let centre = geo::Point(coord(self.origin, circle.centre));
            let to_centre = if self.district.contains(&centre) {
                0.0
            } else {
                Euclidean.distance(&self.district, &centre)
            };
            (to_centre - circle.radius_m).max(0.0)
        });
        polygons
            .chain(circles)
            .filter(|metres| metres.is_finite())
            .min_by(f64::total_cmp)
    }

    /// GB/T 2260: 37 is the province, 3701 the city, 370112 the district; zeros fill up.
    fn names_us(&self, code: &str) -> bool {
        let digits = code.trim();
        let all_digits = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        if !all_digits || digits.len() < 2 {
            return false;
        }
        let stem = digits.get(..6).unwrap_or(digits).trim_end_matches("00");
        self.codes.iter().any(|own| {
            own.starts_with(stem) && stem.len() % 2 == 0
                || digits.len() > 6 && digits.starts_with(own.as_str())
        })
    }
}

fn coord(origin: Point, point: Point) -> Coord<f64> {
    let narrowing = origin.lat.to_radians().cos();
    Coord {
        x: (point.lon - origin.lon) * METRES_PER_DEGREE * narrowing,
        y: (point.lat - origin.lat) * METRES_PER_DEGREE,
    }
}

fn ring(origin: Point, points: &[Point]) -> LineString<f64> {
    LineString(points.iter().map(|point| coord(origin, *point)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use emergency::alert::Circle;

    fn square() -> Reach {
        let corner = |lon, lat| Point { lon, lat };
        let outline = [
            corner(117.0, 36.5),
            corner(117.2, 36.5),
            corner(117.2, 36.7),
            corner(117.0, 36.7),
            corner(117.0, 36.5),
        ];
        Reach::new(&outline, &["370112".to_owned()])
    }

    #[test]
    fn a_circle_that_touches_the_district_is_at_distance_zero() {
        let centre = Point {
            lon: 117.3,
            lat: 36.6,
        };
        let at = |radius_m| Notice {
            circles: vec![Circle { centre, radius_m }],
            ..Notice::default()
        };
        assert_eq!(
            square().distance_m(&at(20_000.0)),
            Some(0.0),
            "20 km reach over 9 km"
        );
        let far = square()
            .distance_m(&at(1_000.0))
            .expect("a circle has a distance");
        assert!(
            (7_000.0..9_000.0).contains(&far),
            "about 9 km less 1 km, got {far}"
        );
    }

    #[test]
    fn a_polygon_inside_or_around_the_district_touches_it() {
        let corner = |lon, lat| Point { lon, lat };
        let around = vec![
            corner(110.0, 30.0),
            corner(120.0, 30.0),
            corner(120.0, 40.0),
            corner(110.0, 40.0),
        ];
        let inside = vec![
            corner(117.1, 36.6),
            corner(117.11, 36.6),
            corner(117.11, 36.61),
        ];
        for polygon in [around, inside] {
            let notice = Notice {
                polygons: vec![polygon],
                ..Notice::default()
            };
            assert_eq!(
                square().distance_m(&notice),
                Some(0.0),
                "it overlaps the district"
            );
        }
    }

    #[test]
    fn codes_of_the_district_its_city_and_its_province_reach_it_and_others_do_not() {
        let cases = [
            ("370112", true),
            ("370112001", true),
            ("370112000000", true),
            ("370100", true),
            ("370000", true),
            ("370102", false),
            ("110000", false),
            ("3701", true),
            ("x", false),
            ("", false),
        ];
        for (code, reaches) in cases {
            let notice = Notice {
                geocodes: vec![code.to_owned()],
                ..Notice::default()
            };
            let expected = reaches.then_some(0.0);
            assert_eq!(square().distance_m(&notice), expected, "code {code:?}");
        }
    }
}
