//! Where teams gather outside a hot zone before anyone goes in: upwind at its edge.

use emergency::place::Point;
use serde::{Deserialize, Serialize};

use crate::area::is_in_area;
use crate::conditions::Conditions;
use crate::network::Network;
use crate::situation::HotZone;

/// Staging points of one incident at most.
pub const STAGING_MAX: usize = 4;
/// Staging points of one incident at least, where roads allow it.
pub const STAGING_MIN: usize = 2;
/// A staging point lies at least so far outside the edge, in metres: assumed, 待区里确认.
pub const STAGING_CLEAR_M: f64 = 50.0;
/// How far outside the edge is looked at, in metres, nearest first: assumed, 待区里确认.
pub const STAGING_REACH_M: [f64; 3] = [300.0, 800.0, 2_000.0];
/// The sector towards the wind that counts as upwind, in degrees to either side, narrow first.
/// Never wider than crosswind: a team is not put under the plume.
pub const UPWIND_DEG: [f64; 2] = [60.0, 90.0];
/// Two staging points are at least so far apart as seen from the zone's middle, in degrees.
const APART_DEG: f64 = 15.0;
/// The same where the wind is not known: spread round the zone.
const SPREAD_DEG: f64 = 60.0;

/// A place to gather.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StagingPoint {
    /// The crossing of the network.
    pub crossing: u32,
    /// Where it is.
    pub point: Point,
    /// Direction from the middle of the zone, degrees from north, clockwise.
    pub bearing_deg: f64,
    /// Metres outside the edge of the zone.
    pub clear_m: f64,
    /// True when the wind is known and blows from there.
    pub upwind: bool,
}

/// The angle between two directions, 0 to 180 degrees.
fn apart_deg(a: f64, b: f64) -> f64 {
    let between = (a - b).rem_euclid(360.0);
    between.min(360.0 - between)
}

/// Direction of a vector to the east and to the north, degrees from north, clockwise.
pub(crate) fn bearing_deg([east, north]: [f64; 2]) -> f64 {
    east.atan2(north).to_degrees().rem_euclid(360.0)
}

/// The middle of a ring's corners.
fn middle(corners: &[[f64; 2]]) -> [f64; 2] {
    #[expect(
        clippy::cast_precision_loss,
        reason = "a drawn ring has thousands of corners at most"
    )]
    let count = corners.len().max(1) as f64;
    let sum = corners
        .iter()
        .fold([0.0, 0.0], |sum, c| [sum[0] + c[0], sum[1] + c[1]]);
    [sum[0] / count, sum[1] / count]
}

/// Metres from a point to the edge of a ring.
fn to_edge_m(corners: &[[f64; 2]], at: [f64; 2]) -> f64 {
    let next = corners.iter().cycle().skip(1);
    let each = corners.iter().zip(next).map(|(a, b)| {
        let [dx, dy] = [b[0] - a[0], b[1] - a[1]];
        let length_2 = dx * dx + dy * dy;
        let along = if length_2 > 0.0 {
            (((at[0] - a[0]) * dx + (at[1] - a[1]) * dy) / length_2).clamp(0.0, 1.0)
        } else {
            0.0
        };
        (at[0] - a[0] - along * dx).hypot(at[1] - a[1] - along * dy)
    });
    each.fold(f64::INFINITY, f64::min)
}

/// Two to four crossings outside a hot zone that the vehicle can reach and leave. With the wind
/// known they lie upwind, the nearest to the wind's own line first; without it they are spread
/// round the zone. None lies in another hot zone. Fewer than two, or none, where the roads give no
/// more: the answer is then short rather than downwind.
#[must_use]
pub fn staging_points(
    network: &Network,
    conditions: &Conditions,
    zone: &HotZone,
    others: &[HotZone],
    wind_from_deg: Option<f64>,
) -> Vec<StagingPoint> {
    let corners: Vec<[f64; 2]> = zone
        .ring
        .iter()
        .map(|p| network.plane().metres(*p))
        .collect();
    let centre = middle(&corners);
    let mut best: Vec<StagingPoint> = Vec::new();
    for reach_m in STAGING_REACH_M {
        let found = candidates(network, conditions, &corners, (centre, reach_m), others);
        for sector_deg in UPWIND_DEG {
            let mut chosen = choose(&found, wind_from_deg, sector_deg);
            for point in &mut chosen {
                point.upwind = wind_from_deg.is_some();
            }
            if chosen.len() > best.len() {
                best = chosen;
            }
            if best.len() >= STAGING_MIN {
                return best;
            }
        }
    }
    best
}

/// Crossings of the vehicle outside the zone and not farther than `reach_m` from its edge.
fn candidates(
    network: &Network,
    conditions: &Conditions,
    corners: &[[f64; 2]],
    (centre, reach_m): ([f64; 2], f64),
    zones: &[HotZone],
) -> Vec<StagingPoint> {
    let widest_m = corners
        .iter()
        .map(|c| (c[0] - centre[0]).hypot(c[1] - centre[1]))
        .fold(0.0, f64::max);
    let all = 0..u32::try_from(network.crossings()).unwrap_or(u32::MAX);
    let near = all.filter_map(|crossing| {
        let point = network.crossing(crossing)?;
        let at = network.plane().metres(point);
        let away = [at[0] - centre[0], at[1] - centre[1]];
        if away[0].hypot(away[1]) > widest_m + reach_m
            || !network.in_core(crossing, conditions.vehicle())
        {
            return None;
        }
        let clear_m = to_edge_m(corners, at);
        let outside = zones.iter().all(|zone| !is_in_area(&zone.ring, point));
        let fits = (STAGING_CLEAR_M..=reach_m).contains(&clear_m) && outside;
        fits.then_some(StagingPoint {
            crossing,
            point,
            bearing_deg: bearing_deg(away),
            clear_m,
            upwind: false,
        })
    });
    let open = |point: &StagingPoint| {
        let mut arcs = network.arcs_into(point.crossing);
        arcs.any(|arc| conditions.is_usable(network, arc))
    };
    near.filter(open).collect()
}

/// The best of the candidates, apart from each other.
fn choose(all: &[StagingPoint], wind_from_deg: Option<f64>, sector_deg: f64) -> Vec<StagingPoint> {
    let off_wind =
        |point: &StagingPoint| wind_from_deg.map_or(0.0, |wind| apart_deg(point.bearing_deg, wind));
    let mut inside: Vec<&StagingPoint> = all
        .iter()
        .filter(|point| off_wind(point) <= sector_deg)
        .collect();
    // A degree off the wind weighs as much as 5 m farther from the edge.
    let weight = |point: &StagingPoint| point.clear_m + 5.0 * off_wind(point);
    inside.sort_by(|a, b| {
        weight(a)
            .total_cmp(&weight(b))
            .then(a.crossing.cmp(&b.crossing))
    });
    let apart = if wind_from_deg.is_some() {
        APART_DEG
    } else {
        SPREAD_DEG
    };
    let mut chosen: Vec<StagingPoint> = Vec::new();
    for point in inside {
        let far = |other: &StagingPoint| apart_deg(other.bearing_deg, point.bearing_deg) >= apart;
        if chosen.len() < STAGING_MAX && chosen.iter().all(far) {
            chosen.push(*point);
        }
    }
    chosen
}
