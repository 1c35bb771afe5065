//! From a place to the road beside it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use emergency::place::Point;

use crate::network::{ArcId, BARRED, Network};
use crate::road_user::RoadUser;

/// Arcs that pass a place at most; more are as good as these.
const ARCS_MAX: usize = 32;
/// Pieces of roads looked at to find them: those of other vehicles and of dead ends count too.
const PIECES_MAX: usize = 4_096;
/// Arcs that pass no more than this farther away than the nearest pass the same place, in metres:
/// the two directions of a road, or all roads of a crossing.
const SAME_PLACE_M: f64 = 0.05;

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

/// Places whose road is remembered; more than all teams, depots and streets of a district.
const KNOWN_MAX: usize = 20_000;

/// Roads beside places that were asked for before. They depend on the network alone, not on what is
/// closed; whoever keeps one asks it for one network and one snap distance only.
#[derive(Debug, Default)]
pub struct Known(Mutex<HashMap<Place, Option<Arc<Roadside>>>>);

/// Who starts, and the bits of longitude and latitude.
type Place = (RoadUser, u64, u64);

impl Known {
    /// The road beside a place: the remembered one, else the found one, which is remembered.
    pub(crate) fn or_find(
        &self,
        vehicle: RoadUser,
        place: Point,
        find: impl FnOnce() -> Option<Roadside>,
    ) -> Option<Arc<Roadside>> {
        let key = (vehicle, place.lon.to_bits(), place.lat.to_bits());
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(&key) {
            return known.clone();
        }
        let found = find().map(Arc::new);
        let mut known = lock();
        if known.len() >= KNOWN_MAX {
            known.clear();
        }
        known.insert(key, found.clone());
        found
    }
}

/// The road nearest to a place that the vehicle can use and leave again, closed or not; none when
/// there is none within `max_m` metres.
#[must_use]
pub fn roadside(
    network: &Network,
    vehicle: RoadUser,
    place: Point,
    max_m: f64,
) -> Option<Roadside> {
    let at = metres_of(network, place)?;
    let mut stops: Vec<Stop> = Vec::new();
    let mut nearest_m = None;
    let pieces = network.pieces().nearest_neighbor_iter_with_distance_2(at);
    for (piece, distance_2) in pieces.take(PIECES_MAX) {
        let distance_m = distance_2.sqrt();
        let limit_m = nearest_m.map_or(max_m, |nearest| nearest + SAME_PLACE_M);
        if distance_m > limit_m || stops.len() == ARCS_MAX {
            break;
        }
        let arc = ArcId(piece.data);
        if !network.snapped_by(arc).has(vehicle) || network.base_ms(vehicle, arc) == BARRED {
            continue;
        }
        nearest_m.get_or_insert(distance_m);
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

/// The crossing nearest to a place, of those where a road of the vehicle begins or ends, closed or
/// not, and the straight-line metres to it; none when there is none within `max_m` metres. Unlike
/// [`roadside`] it may be one that leads nowhere.
#[must_use]
pub fn nearest_crossing(
    network: &Network,
    vehicle: RoadUser,
    place: Point,
    max_m: f64,
) -> Option<(u32, f64)> {
    let at = metres_of(network, place)?;
    let usable = |arc: &ArcId| network.base_ms(vehicle, *arc) != BARRED;
    let near = network.all_arcs().filter(usable);
    let ends = near.flat_map(|arc| [network.from(arc), network.to(arc)]);
    let away = |crossing: u32| {
        let there = network
            .plane()
            .metres(network.crossing(crossing).unwrap_or_default());
        (there[0] - at[0]).hypot(there[1] - at[1])
    };
    let ends = ends.map(|crossing| (crossing, away(crossing)));
    let nearest = ends.min_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)))?;
    (nearest.1 <= max_m).then_some(nearest)
}

fn metres_of(network: &Network, place: Point) -> Option<[f64; 2]> {
    let sound = place.lon.is_finite() && place.lat.is_finite();
    sound.then(|| network.plane().metres(place))
}

/// How far along an arc the point nearest to `at` lies.
fn share_along(network: &Network, arc: ArcId, at: [f64; 2]) -> f64 {
    let (mut before_m, mut best) = (0.0, (f64::INFINITY, 0.0));
    for pair in network.shape(arc).windows(2) {
        let pair = [
            network.plane().metres(pair[0]),
            network.plane().metres(pair[1]),
        ];
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
