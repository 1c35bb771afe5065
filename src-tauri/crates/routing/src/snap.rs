//! From a place to the road beside it.

use emergency::place::Point;

use crate::network::{ArcId, Network};

/// Arcs that pass a place at most; more are as good as these.
const ARCS_MAX: usize = 12;
/// Pieces looked at to find them.
const PIECES_MAX: usize = 64;
/// Arcs that pass no more than this farther away than the nearest pass the same place, in metres:
/// the two directions of a road, or all roads of a crossing.
const SAME_PLACE_M: f64 = 0.5;

/// A place on an arc.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stop {
    /// The arc.
    pub arc: ArcId,
    /// How far along the arc, 0 at its beginning, 1 at its end.
    pub share: f64,
}

/// The road beside a place.
#[derive(Debug, Clone, PartialEq)]
pub struct Roadside {
    /// The place on each arc that passes there, at least one.
    pub stops: Vec<Stop>,
    /// Straight-line metres from the place to the road.
    pub away_m: f64,
}

/// The road nearest to a place, closed or not; none when there is none within `max_m` metres.
#[must_use]
pub fn roadside(network: &Network, place: Point, max_m: f64) -> Option<Roadside> {
    if !place.lon.is_finite() || !place.lat.is_finite() {
        return None;
    }
    let at = network.plane().metres(place);
    let mut stops: Vec<Stop> = Vec::new();
    let mut nearest_m = None;
    let pieces = network.pieces().nearest_neighbor_iter_with_distance_2(at);
    for (piece, distance_2) in pieces.take(PIECES_MAX) {
        let distance_m = distance_2.sqrt();
        let nearest = *nearest_m.get_or_insert(distance_m);
        if nearest > max_m || distance_m > nearest + SAME_PLACE_M || stops.len() == ARCS_MAX {
            break;
        }
        let arc = ArcId(piece.data);
        if stops.iter().all(|stop| stop.arc != arc) {
            stops.push(Stop {
                arc,
                share: share_along(network, arc, at),
            });
        }
    }
    stops.sort_by_key(|stop| stop.arc);
    let away_m = nearest_m?;
    (!stops.is_empty()).then_some(Roadside { stops, away_m })
}

/// How far along an arc the point nearest to `at` lies.
fn share_along(network: &Network, arc: ArcId, at: [f64; 2]) -> f64 {
    let points: Vec<[f64; 2]> = network
        .shape(arc)
        .iter()
        .map(|point| network.plane().metres(*point))
        .collect();
    let (mut before_m, mut best) = (0.0, (f64::INFINITY, 0.0));
    for pair in points.windows(2) {
        let [dx, dy] = [pair[1][0] - pair[0][0], pair[1][1] - pair[0][1]];
        let length_m = dx.hypot(dy);
        let along = if length_m > 0.0 {
            let dot = (at[0] - pair[0][0]) * dx + (at[1] - pair[0][1]) * dy;
            (dot / (length_m * length_m)).clamp(0.0, 1.0)
        } else {
            0.0
        };
        let foot = [pair[0][0] + along * dx, pair[0][1] + along * dy];
        let distance_m = (at[0] - foot[0]).hypot(at[1] - foot[1]);
        if distance_m < best.0 {
            best = (distance_m, before_m + along * length_m);
        }
        before_m += length_m;
    }
    if before_m > 0.0 {
        best.1 / before_m
    } else {
        0.0
    }
}

/// The points of an arc between two places on it, both included.
#[must_use]
pub fn part_of_shape(network: &Network, arc: ArcId, from: f64, to: f64) -> Vec<Point> {
    let shape = network.shape(arc);
    let lengths: Vec<f64> = shape
        .windows(2)
        .map(|pair| {
            let (a, b) = (
                network.plane().metres(pair[0]),
                network.plane().metres(pair[1]),
            );
            (b[0] - a[0]).hypot(b[1] - a[1])
        })
        .collect();
    let total_m: f64 = lengths.iter().sum();
    let (from_m, to_m) = (from * total_m, to * total_m);
    let mut points = vec![point_at(shape, &lengths, from_m)];
    let mut before_m = 0.0;
    for (point, length_m) in shape.iter().skip(1).zip(&lengths) {
        before_m += length_m;
        if before_m > from_m && before_m < to_m {
            points.push(*point);
        }
    }
    points.push(point_at(shape, &lengths, to_m));
    points
}

fn point_at(shape: &[Point], lengths: &[f64], along_m: f64) -> Point {
    let mut left_m = along_m;
    for (pair, length_m) in shape.windows(2).zip(lengths) {
        if left_m <= *length_m && *length_m > 0.0 {
            let share = left_m / length_m;
            return Point {
                lon: pair[0].lon + (pair[1].lon - pair[0].lon) * share,
                lat: pair[0].lat + (pair[1].lat - pair[0].lat) * share,
            };
        }
        left_m -= length_m;
    }
    shape.last().copied().unwrap_or_default()
}
