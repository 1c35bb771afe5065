//! A journey under way: when it will end by what was seen of it, whether it is late, and where the
//! team may be now. Pure functions; the time is passed in.

use emergency::place::Point;
use emergency::time::UtcMs;
use serde::{Deserialize, Serialize};

/// Seconds of the plan that weigh as much as what was seen, so that the first minute does not
/// decide the whole: assumed, 待区里确认.
pub const PRIOR_S: f64 = 120.0;
/// The slowest and the fastest that a plan is taken to go, as shares of the planned time.
pub const PACE: (f64, f64) = (0.5, 5.0);
/// A position farther than this from the route is off it, in metres: assumed, 待区里确认.
pub const OFF_ROUTE_M: f64 = 200.0;
/// A team is late when it comes this much later than planned, in milliseconds: assumed, 待区里确认.
pub const LATE_MS: i64 = 180_000;
/// The same as a share of the planned time; the larger of both counts: assumed, 待区里确认.
pub const LATE_SHARE: f64 = 0.2;
/// A position is carried on along the route for this long at most, in milliseconds: assumed,
/// 待区里确认.
pub const CARRIED_MS: i64 = 300_000;

/// A planned journey.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// The route, the start first.
    pub line: Vec<Point>,
    /// When it began.
    pub departed_at: UtcMs,
    /// Milliseconds that it should take.
    pub planned_ms: i64,
}

/// A team seen somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Sighting {
    /// When.
    pub at: UtcMs,
    /// Where.
    pub point: Point,
}

/// When a journey will end by what was seen.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Corrected {
    /// When it will end.
    pub arrival_at: UtcMs,
    /// How much of the route is done, 0 to 1.
    pub done: f64,
    /// Time taken over time planned.
    pub pace: f64,
    /// Metres from the route; above [`OFF_ROUTE_M`] the team goes another way, and the arrival is a
    /// guess until a new route is found.
    pub off_route_m: f64,
}

/// How a journey stands against its plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum Lateness {
    /// As planned, or nearly.
    OnTime,
    /// It will come later than is allowed.
    Late {
        /// Milliseconds after the planned arrival.
        by_ms: i64,
    },
    /// The planned time and what is allowed are over, and nobody has said that it arrived.
    Overdue {
        /// Milliseconds after the planned arrival.
        by_ms: i64,
    },
}

/// Where a team may be, carried on along its route from where it was seen.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Carried {
    /// Where.
    pub point: Point,
    /// True when it is not a sighting.
    pub extrapolated: bool,
    /// Milliseconds since it was seen.
    pub age_ms: i64,
}

impl Plan {
    /// The planned end.
    #[must_use]
    pub fn arrival_at(&self) -> UtcMs {
        self.departed_at.plus_ms(self.planned_ms.max(0))
    }

    fn lengths_m(&self) -> Vec<f64> {
        self.line
            .windows(2)
            .map(|pair| pair[0].distance_m(pair[1]))
            .collect()
    }

    /// The share of the route at the point of it nearest to a place, not before `from`, and the
    /// metres to it.
    fn share_at(&self, place: Point, from: f64) -> (f64, f64) {
        let lengths = self.lengths_m();
        let total_m: f64 = lengths.iter().sum();
        if total_m <= 0.0 {
            let away_m = self
                .line
                .first()
                .map_or(0.0, |start| start.distance_m(place));
            return (0.0, away_m);
        }
        let (mut best, mut before_m) = ((from, f64::INFINITY), 0.0);
        for (pair, length_m) in self.line.windows(2).zip(&lengths) {
            let along = share_of_piece(pair, place);
            let share = ((before_m + along * length_m) / total_m).max(from);
            let away_m = point_between(pair, along).distance_m(place);
            if away_m < best.1 && (before_m + length_m) / total_m >= from {
                best = (share, away_m);
            }
            before_m += length_m;
        }
        best
    }

    /// The point at a share of the route.
    fn point_at(&self, share: f64) -> Option<Point> {
        let lengths = self.lengths_m();
        let mut left_m = lengths.iter().sum::<f64>() * share.clamp(0.0, 1.0);
        for (pair, length_m) in self.line.windows(2).zip(&lengths) {
            if left_m <= *length_m && *length_m > 0.0 {
                return Some(point_between(pair, left_m / length_m));
            }
            left_m -= length_m;
        }
        self.line.last().copied()
    }
}

/// The place along a straight piece nearest to a point, 0 to 1.
fn share_of_piece(pair: &[Point], place: Point) -> f64 {
    let east = pair[0].lat.to_radians().cos();
    let [dx, dy] = [
        (pair[1].lon - pair[0].lon) * east,
        pair[1].lat - pair[0].lat,
    ];
    let [px, py] = [(place.lon - pair[0].lon) * east, place.lat - pair[0].lat];
    let length_2 = dx * dx + dy * dy;
    if length_2 > 0.0 {
        ((px * dx + py * dy) / length_2).clamp(0.0, 1.0)
    } else {
        0.0
    }
}

fn point_between(pair: &[Point], share: f64) -> Point {
    Point {
        lon: pair[0].lon + (pair[1].lon - pair[0].lon) * share,
        lat: pair[0].lat + (pair[1].lat - pair[0].lat) * share,
    }
}

#[expect(clippy::cast_possible_truncation, reason = "milliseconds of a journey")]
fn whole_ms(ms: f64) -> i64 {
    ms.round() as i64
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds of a journey")]
fn float_ms(ms: i64) -> f64 {
    ms as f64
}

/// Corrects a plan by what was seen, the oldest sighting first. What is left of the route takes its
/// share of the planned time at the pace that was seen so far; the plan itself weighs as
/// [`PRIOR_S`]. Never before the last sighting.
#[must_use]
pub fn corrected(plan: &Plan, seen: &[Sighting]) -> Corrected {
    let (mut done, mut off_route_m, mut last_at) = (0.0, 0.0, plan.departed_at);
    for sighting in seen
        .iter()
        .filter(|sighting| sighting.at >= plan.departed_at)
    {
        (done, off_route_m) = plan.share_at(sighting.point, done);
        last_at = last_at.max(sighting.at);
    }
    let planned_ms = float_ms(plan.planned_ms.max(0));
    let prior_ms = PRIOR_S * 1_000.0;
    let taken_ms = float_ms(last_at.since_ms(plan.departed_at));
    let pace = (taken_ms + prior_ms) / (planned_ms * done + prior_ms);
    let pace = pace.clamp(PACE.0, PACE.1);
    let left_ms = planned_ms * (1.0 - done) * pace;
    Corrected {
        arrival_at: last_at.plus_ms(whole_ms(left_ms)),
        done,
        pace,
        off_route_m,
    }
}

/// How a journey stands: `arrival_at` is when it will end by what is known.
#[must_use]
pub fn lateness(plan: &Plan, arrival_at: UtcMs, now: UtcMs) -> Lateness {
    let share_ms = whole_ms(float_ms(plan.planned_ms.max(0)) * LATE_SHARE);
    let allowed_ms = LATE_MS.max(share_ms);
    let by_ms = arrival_at.since_ms(plan.arrival_at());
    let over_ms = now.since_ms(plan.arrival_at());
    if over_ms > allowed_ms {
        Lateness::Overdue { by_ms: over_ms }
    } else if by_ms > allowed_ms {
        Lateness::Late { by_ms }
    } else {
        Lateness::OnTime
    }
}

/// Where a team may be now: carried on along its route at the pace seen so far, for at most
/// [`CARRIED_MS`] and never past the end. Off its route it stays where it was seen.
#[must_use]
pub fn carried_on(plan: &Plan, seen: &[Sighting], now: UtcMs) -> Option<Carried> {
    let last = seen.iter().max_by_key(|sighting| sighting.at);
    let (point, at) = match last {
        Some(sighting) => (sighting.point, sighting.at),
        None => (*plan.line.first()?, plan.departed_at),
    };
    let age_ms = now.since_ms(at).max(0);
    let state = corrected(plan, seen);
    let still = age_ms == 0 || plan.planned_ms <= 0 || state.off_route_m > OFF_ROUTE_M;
    if still {
        let extrapolated = last.is_none();
        return Some(Carried {
            point,
            extrapolated,
            age_ms,
        });
    }
    let driven_ms = float_ms(age_ms.min(CARRIED_MS));
    let share = state.done + driven_ms / (float_ms(plan.planned_ms) * state.pace);
    Some(Carried {
        point: plan.point_at(share)?,
        extrapolated: true,
        age_ms,
    })
}
