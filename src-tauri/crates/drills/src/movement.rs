//! A vehicle along a line of points, at an even speed.

use emergency::place::Point;

use crate::ground::rounded;

/// A vehicle on its way.
#[derive(Debug, Clone, PartialEq)]
pub struct Movement {
    line: Vec<Point>,
    /// Metres from the beginning to each point.
    along_m: Vec<f64>,
    duration_ms: i64,
}

impl Movement {
    /// A vehicle that takes a number of milliseconds for a line; at its end at once when that is
    /// none. A line without points stands at 0, 0.
    #[must_use]
    pub fn new(line: Vec<Point>, duration_ms: i64) -> Self {
        let mut along_m = Vec::with_capacity(line.len());
        let mut total_m = 0.0;
        for (index, point) in line.iter().enumerate() {
            if index > 0 {
                total_m += line[index - 1].distance_m(*point);
            }
            along_m.push(total_m);
        }
        Self {
            line,
            along_m,
            duration_ms: duration_ms.max(0),
        }
    }

    /// A vehicle at a speed in km/h, which must be more than 0.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a cast from float to integer saturates"
    )]
    pub fn at_speed(line: Vec<Point>, speed_kmh: f64) -> Self {
        let mut movement = Self::new(line, 0);
        let hours = movement.length_m() / 1_000.0 / speed_kmh;
        movement.duration_ms = (hours * 3_600_000.0).round() as i64;
        movement
    }

    /// Length of the line in metres.
    #[must_use]
    pub fn length_m(&self) -> f64 {
        self.along_m.last().copied().unwrap_or(0.0)
    }

    /// Milliseconds it takes.
    #[must_use]
    pub fn duration_ms(&self) -> i64 {
        self.duration_ms
    }

    /// Where it is some milliseconds after it left; at the beginning before, at the end after.
    #[must_use]
    #[expect(
        clippy::cast_precision_loss,
        reason = "milliseconds of a day are exact in a float"
    )]
    pub fn at(&self, elapsed_ms: i64) -> Point {
        if elapsed_ms >= self.duration_ms {
            return self.line.last().copied().unwrap_or_default();
        }
        let share = elapsed_ms.max(0) as f64 / self.duration_ms as f64;
        let target_m = share * self.length_m();
        let next = self.along_m.partition_point(|m| *m <= target_m);
        let (Some(before), Some(after)) = (
            next.checked_sub(1).and_then(|i| self.line.get(i)),
            self.line.get(next),
        ) else {
            return self.line.last().copied().unwrap_or_default();
        };
        let (from_m, to_m) = (self.along_m[next - 1], self.along_m[next]);
        let part = (target_m - from_m) / (to_m - from_m);
        rounded(Point {
            lon: before.lon + (after.lon - before.lon) * part,
            lat: before.lat + (after.lat - before.lat) * part,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(lon: f64) -> Point {
        Point { lon, lat: 36.7 }
    }

    #[test]
    fn it_leaves_arrives_and_is_half_way_in_half_the_time() {
        let line = vec![point(117.0), point(117.0), point(117.01), point(117.04)];
        let movement = Movement::new(line, 8_000);
        assert_eq!(movement.at(-1), point(117.0), "not before it left");
        assert_eq!(movement.at(2_000), point(117.01), "a quarter");
        assert_eq!(movement.at(4_000), point(117.02), "half");
        assert_eq!(movement.at(9_000), point(117.04), "it has arrived");
    }

    #[test]
    fn a_speed_gives_the_time() {
        let movement = Movement::at_speed(vec![point(117.0), point(117.01)], 30.0);
        let expected_ms = movement.length_m() / 30.0 * 3_600.0;
        assert!(
            (expected_ms - 107_000.0).abs() < 1_000.0,
            "892 m: {expected_ms}"
        );
        assert_eq!(movement.duration_ms(), expected_ms.round() as i64, "km/h");
    }

    #[test]
    fn a_line_of_no_or_one_point_stands_still() {
        assert_eq!(
            Movement::new(Vec::new(), 5).at(2),
            Point::default(),
            "nowhere"
        );
        let still = Movement::new(vec![point(117.0)], 5);
        assert_eq!(
            (still.at(0), still.at(9)),
            (point(117.0), point(117.0)),
            "there"
        );
    }
}
