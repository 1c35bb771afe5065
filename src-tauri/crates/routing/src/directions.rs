//! What a driver is told: codes with numbers and the names of roads. The reader's language makes
//! sentences of them.

use emergency::place::Point;
use serde::{Deserialize, Serialize};

use crate::network::{ArcId, Network};
use crate::staging::bearing_deg;
use crate::survey::Feature;

/// A change of direction of less than this is straight on, in degrees.
const STRAIGHT_DEG: f64 = 25.0;
/// Less than this is slight.
const SLIGHT_DEG: f64 = 50.0;
/// Less than this is a turn, more is sharp.
const TURN_DEG: f64 = 120.0;
/// More than this is turning round.
const ROUND_DEG: f64 = 170.0;
/// The direction of a road is taken over this many metres from the crossing.
const SIGHT_M: f64 = 25.0;

/// A change of direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    /// 直行.
    Straight,
    /// 稍向左.
    SlightLeft,
    /// 左转.
    Left,
    /// 向左后方.
    SharpLeft,
    /// 稍向右.
    SlightRight,
    /// 右转.
    Right,
    /// 向右后方.
    SharpRight,
    /// 掉头.
    Round,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum Act {
    /// Set out.
    Depart,
    /// Turn, or go on where the road's name changes.
    Turn {
        /// Which way.
        turn: Turn,
        /// By how many degrees, to the right positive.
        by_deg: f64,
    },
    /// Drive round a roundabout.
    Roundabout {
        /// Which exit, the first being 1.
        exit: u32,
    },
    /// The place is reached.
    Arrive,
}

/// One line of the directions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Step {
    /// What is to be done here.
    pub act: Act,
    /// Where.
    pub point: Point,
    /// The road from here on; empty when it has no name.
    pub road: String,
    /// Its class as in OpenStreetMap.
    pub class: String,
    /// Direction of travel from here, degrees from north, clockwise.
    pub bearing_deg: f64,
    /// Metres to the next line.
    pub distance_m: f64,
    /// True when a bridge is on this part.
    pub bridge: bool,
    /// True when a tunnel or an underpass is on this part.
    pub tunnel: bool,
}

/// The direction of travel at the beginning (or the end) of a part of an arc.
fn direction(network: &Network, (arc, from, to): (ArcId, f64, f64), at_end: bool) -> f64 {
    let mut points = crate::snap::part_of_shape(network, arc, from, to);
    if at_end {
        points.reverse();
    }
    let at = |point: &Point| network.plane().metres(*point);
    let Some(first) = points.first().map(at) else {
        return 0.0;
    };
    let mut way = [0.0, 0.0];
    for point in points.iter().skip(1).map(at) {
        way = [point[0] - first[0], point[1] - first[1]];
        if way[0].hypot(way[1]) >= SIGHT_M {
            break;
        }
    }
    bearing_deg(if at_end { [-way[0], -way[1]] } else { way })
}

/// Degrees from one direction to another, to the right positive.
fn turned_deg(before: f64, after: f64) -> f64 {
    (after - before + 180.0).rem_euclid(360.0) - 180.0
}

fn turn(by_deg: f64) -> Turn {
    let right = by_deg > 0.0;
    match by_deg.abs() {
        size if size < STRAIGHT_DEG => Turn::Straight,
        size if size > ROUND_DEG => Turn::Round,
        size if size < SLIGHT_DEG && right => Turn::SlightRight,
        size if size < SLIGHT_DEG => Turn::SlightLeft,
        size if size < TURN_DEG && right => Turn::Right,
        size if size < TURN_DEG => Turn::Left,
        _ if right => Turn::SharpRight,
        _ => Turn::SharpLeft,
    }
}

/// The directions for a way that is given by its stretches: an arc, and from where to where along
/// it. Nothing for an empty way.
#[must_use]
pub fn directions(network: &Network, stretches: &[(ArcId, f64, f64)]) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut exits = 0;
    for (index, stretch) in stretches.iter().enumerate() {
        let (arc, from, to) = *stretch;
        let before = index.checked_sub(1).map(|before| stretches[before]);
        let round = network.feature(arc) == Feature::Roundabout;
        let act = match before {
            None => Some(Act::Depart),
            Some(before) => {
                let was_round = network.feature(before.0) == Feature::Roundabout;
                if round {
                    exits = if was_round { exits + 1 } else { 0 };
                    (!was_round).then_some(Act::Roundabout { exit: 0 })
                } else if was_round {
                    set_exit(&mut steps, exits + 1);
                    Some(Act::Turn {
                        turn: Turn::Straight,
                        by_deg: 0.0,
                    })
                } else {
                    told(network, before, *stretch)
                }
            }
        };
        let length_m = network.length_m(arc) * (to - from);
        if let Some(act) = act {
            steps.push(Step {
                act,
                point: crate::snap::part_of_shape(network, arc, from, to)[0],
                road: network.name(arc).to_owned(),
                class: network.class(arc).to_owned(),
                bearing_deg: direction(network, *stretch, false),
                distance_m: 0.0,
                bridge: false,
                tunnel: false,
            });
        }
        if let Some(step) = steps.last_mut() {
            step.distance_m += length_m;
            step.bridge |= network.feature(arc) == Feature::Bridge;
            step.tunnel |= network.feature(arc) == Feature::Tunnel;
        }
    }
    if let Some(last) = stretches.last() {
        let part = crate::snap::part_of_shape(network, last.0, last.1, last.2);
        steps.push(Step {
            act: Act::Arrive,
            point: part.last().copied().unwrap_or_default(),
            road: network.name(last.0).to_owned(),
            class: network.class(last.0).to_owned(),
            bearing_deg: direction(network, *last, true),
            distance_m: 0.0,
            bridge: false,
            tunnel: false,
        });
    }
    steps
}

/// What is to be said between two roads: a turn, a new name, or nothing when the road goes on.
fn told(network: &Network, before: (ArcId, f64, f64), after: (ArcId, f64, f64)) -> Option<Act> {
    let by_deg = turned_deg(
        direction(network, before, true),
        direction(network, after, false),
    );
    let turn = turn(by_deg);
    let named = network.name(before.0) != network.name(after.0);
    // Where nothing branches off, a bend is no turn.
    let choice = network.steps_out_of(network.to(before.0)).count() > 2;
    let turning = turn != Turn::Straight && choice;
    (named || turning).then_some(Act::Turn { turn, by_deg })
}

fn set_exit(steps: &mut [Step], number: u32) {
    if let Some(Act::Roundabout { exit }) = steps.last_mut().map(|step| &mut step.act) {
        *exit = number;
    }
}
