//! From what is drawn on the map to the roads it means.

use emergency::place::Point;
use geo::{Coord, Intersects as _, Line, LineString, Polygon};
use rstar::AABB;

use crate::network::{ArcId, Network};

/// A drawn line follows a road within this many metres.
const FOLLOW_M: f64 = 12.0;
/// It is looked at every so many metres.
const SAMPLE_M: f64 = 5.0;
/// Samples of one line at most; a longer line is looked at less often.
const SAMPLES_MAX: f64 = 20_000.0;
/// It follows a road for this many metres at least, or for half of a shorter one.
const FOLLOWED_M: f64 = 20.0;
/// Cosine of the angle between a line and a road that it follows at most (30 degrees).
const ALONG_COS: f64 = 0.866;
/// A single point means the roads this much farther away than the nearest, in metres: both
/// directions, and both carriageways of a divided road do not lie so close.
const SPOT_M: f64 = 3.0;
/// A single point means no road farther away than this, in metres.
const SPOT_MAX_M: f64 = 60.0;

fn coord([x, y]: [f64; 2]) -> Coord {
    Coord { x, y }
}

fn bounds(points: &[[f64; 2]], margin_m: f64) -> AABB<[f64; 2]> {
    let all = AABB::from_points(points);
    let ([west, south], [east, north]) = (all.lower(), all.upper());
    AABB::from_corners(
        [west - margin_m, south - margin_m],
        [east + margin_m, north + margin_m],
    )
}

/// The arcs that touch an area, each once, in order. Fewer than three corners touch nothing.
#[must_use]
pub fn arcs_in_area(network: &Network, ring: &[Point]) -> Vec<ArcId> {
    let corners: Vec<[f64; 2]> = ring.iter().map(|p| network.plane().metres(*p)).collect();
    if corners.len() < 3 {
        return Vec::new();
    }
    let outline: LineString = corners.iter().map(|corner| coord(*corner)).collect();
    let area = Polygon::new(outline, Vec::new());
    let near = network
        .pieces()
        .locate_in_envelope_intersecting(bounds(&corners, 0.0));
    let touching = near.filter(|piece| {
        let line = Line::new(coord(piece.geom().from), coord(piece.geom().to));
        area.intersects(&line)
    });
    sorted(touching.map(|piece| ArcId(piece.data)).collect())
}

fn sorted(mut arcs: Vec<ArcId>) -> Vec<ArcId> {
    arcs.sort_unstable();
    arcs.dedup();
    arcs
}

/// The arcs that a drawn line crosses or follows, each once, in order. A line along a road does
/// not take the roads that branch off it. A single point means the nearest road.
#[must_use]
pub fn arcs_on_line(network: &Network, line: &[Point]) -> Vec<ArcId> {
    let points: Vec<[f64; 2]> = line.iter().map(|p| network.plane().metres(*p)).collect();
    match points.as_slice() {
        [] => Vec::new(),
        [spot] => arcs_at(network, *spot),
        points => {
            let mut arcs = crossed(network, points);
            arcs.extend(followed(network, points));
            sorted(arcs)
        }
    }
}

fn arcs_at(network: &Network, spot: [f64; 2]) -> Vec<ArcId> {
    let mut nearest_m = None;
    let near = network.pieces().nearest_neighbor_iter_with_distance_2(spot);
    let near = near.map(|(piece, distance_2)| (piece.data, distance_2.sqrt()));
    let near = near.take_while(|(_, distance_m)| {
        *distance_m <= SPOT_MAX_M && *distance_m <= *nearest_m.get_or_insert(*distance_m) + SPOT_M
    });
    sorted(near.map(|(arc, _)| ArcId(arc)).collect())
}

/// Arcs that the line crosses, not too near to where they end: there it crosses a junction.
fn crossed(network: &Network, points: &[[f64; 2]]) -> Vec<ArcId> {
    let mut arcs = Vec::new();
    for pair in points.windows(2) {
        let drawn = Line::new(coord(pair[0]), coord(pair[1]));
        let near = network
            .pieces()
            .locate_in_envelope_intersecting(bounds(pair, 0.0));
        for piece in near {
            let arc = ArcId(piece.data);
            let (from, to) = (piece.geom().from, piece.geom().to);
            let road = Line::new(coord(from), coord(to));
            if drawn.intersects(&road) && is_inside(network, arc, pair, (from, to)) {
                arcs.push(arc);
            }
        }
    }
    arcs
}

/// Whether the line crosses an arc away from its ends. Of a short arc every crossing counts.
fn is_inside(
    network: &Network,
    arc: ArcId,
    drawn: &[[f64; 2]],
    (from, to): ([f64; 2], [f64; 2]),
) -> bool {
    if network.length_m(arc) < 4.0 * FOLLOW_M {
        return true;
    }
    let [dx, dy] = [drawn[1][0] - drawn[0][0], drawn[1][1] - drawn[0][1]];
    let [ex, ey] = [to[0] - from[0], to[1] - from[1]];
    let turn = ex * dy - ey * dx;
    if turn.abs() < f64::EPSILON {
        return false;
    }
    let share = ((drawn[0][0] - from[0]) * dy - (drawn[0][1] - from[1]) * dx) / turn;
    let at = [from[0] + share * ex, from[1] + share * ey];
    let shape = network.shape(arc);
    let ends = [shape.first(), shape.last()];
    ends.into_iter().flatten().all(|end| {
        let end = network.plane().metres(*end);
        (end[0] - at[0]).hypot(end[1] - at[1]) > FOLLOW_M
    })
}

/// Arcs beside the line in its direction, or against it.
fn followed(network: &Network, points: &[[f64; 2]]) -> Vec<ArcId> {
    let whole_m: f64 = points
        .windows(2)
        .map(|p| (p[1][0] - p[0][0]).hypot(p[1][1] - p[0][1]))
        .sum();
    let step_m = SAMPLE_M.max(whole_m / SAMPLES_MAX);
    let mut beside_m: std::collections::HashMap<u32, f64> = std::collections::HashMap::new();
    for pair in points.windows(2) {
        let [dx, dy] = [pair[1][0] - pair[0][0], pair[1][1] - pair[0][1]];
        let length_m = dx.hypot(dy);
        let mut along_m = step_m / 2.0;
        while along_m < length_m {
            let at = [
                pair[0][0] + dx * along_m / length_m,
                pair[0][1] + dy * along_m / length_m,
            ];
            let mut here: Vec<u32> = network
                .pieces()
                .locate_within_distance(at, FOLLOW_M * FOLLOW_M)
                .filter(|piece| {
                    let (from, to) = (piece.geom().from, piece.geom().to);
                    let [ex, ey] = [to[0] - from[0], to[1] - from[1]];
                    let cos = (dx * ex + dy * ey).abs() / (length_m * ex.hypot(ey));
                    cos >= ALONG_COS
                })
                .map(|piece| piece.data)
                .collect();
            here.sort_unstable();
            here.dedup();
            for arc in here {
                *beside_m.entry(arc).or_default() += step_m;
            }
            along_m += step_m;
        }
    }
    let long_enough =
        |(arc, metres): &(u32, f64)| *metres >= FOLLOWED_M.min(network.length_m(ArcId(*arc)) / 2.0);
    beside_m
        .into_iter()
        .filter(long_enough)
        .map(|(arc, _)| ArcId(arc))
        .collect()
}

/// Whether a point lies in an area: a ray to the east crosses its outline an odd number of times.
#[must_use]
pub fn is_in_area(ring: &[Point], point: Point) -> bool {
    let next = ring.iter().cycle().skip(1);
    let crosses = |(a, b): &(&Point, &Point)| {
        (a.lat > point.lat) != (b.lat > point.lat)
            && point.lon < a.lon + (b.lon - a.lon) * (point.lat - a.lat) / (b.lat - a.lat)
    };
    ring.iter().zip(next).filter(crosses).count() % 2 == 1
}
