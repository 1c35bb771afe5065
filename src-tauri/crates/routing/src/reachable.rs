//! How far one comes in 5, 10, 15 or 30 minutes, as areas on the map.
//!
//! The ground is cut into squares of [`CELL_M`]. A square belongs to an area when a road in it is
//! reached in time, or when it lies next to such a square: places beside a road are taken as
//! reached with it. So the edge of an area is exact to two squares ([`CELL_M`] times two), and a
//! place inside it is never farther than that from a road that is reached in time.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap};

use emergency::place::Point;
use serde::{Deserialize, Serialize};

use crate::conditions::Conditions;
use crate::network::{ArcId, BARRED, Network};
use crate::snap::Roadside;

/// Side of a square in metres.
pub const CELL_M: f64 = 100.0;
/// The minutes that are asked for most.
pub const MINUTES: [u32; 4] = [5, 10, 15, 30];
/// Squares of one area at most; what lies beyond is left out.
const CELLS_MAX: usize = 1_000_000;

/// What is reached within some minutes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Reached {
    /// The minutes.
    pub minutes: u32,
    /// Rings of areas and of holes in them: a point is inside when it lies in an odd number of
    /// them. Each begins and ends with the same point.
    pub rings: Vec<Vec<Point>>,
}

/// Milliseconds from a place to the end of each arc that is reached within the limit, and how much
/// of each arc that is begun is reached.
fn spread(
    network: &Network,
    conditions: &Conditions,
    from: &Roadside,
    limit_ms: u32,
) -> HashMap<ArcId, (f64, f64)> {
    let mut reached: HashMap<ArcId, (f64, f64)> = HashMap::new();
    let mut known: HashMap<u32, u32> = HashMap::new();
    let mut open = BinaryHeap::new();
    let usable = |arc: ArcId| {
        let ms = conditions.arc_ms(network, arc);
        (ms != BARRED && !conditions.is_closed(arc)).then_some(ms)
    };
    let mut arrive = |known: &mut HashMap<u32, u32>,
                      open: &mut BinaryHeap<Reverse<(u32, u32)>>,
                      (arc, node): (ArcId, u32),
                      (at_ms, begin): (u32, f64)| {
        let Some(arc_ms) = usable(arc) else { return };
        let left_ms = f64::from(limit_ms - at_ms);
        let rest_ms = f64::from(arc_ms) * (1.0 - begin);
        let share = if rest_ms > left_ms {
            begin + (1.0 - begin) * left_ms / rest_ms
        } else {
            1.0
        };
        let part = reached.entry(arc).or_insert((begin, share));
        *part = (part.0.min(begin), part.1.max(share));
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "not more than the milliseconds of the arc"
        )]
        let end_ms = at_ms.saturating_add(rest_ms.round() as u32);
        if share >= 1.0 && known.get(&node).is_none_or(|before| end_ms < *before) {
            known.insert(node, end_ms);
            open.push(Reverse((end_ms, node)));
        }
    };
    for stop in &from.stops {
        let head = network.head(stop.arc);
        arrive(&mut known, &mut open, (stop.arc, head), (0, stop.share));
    }
    while let Some(Reverse((ms, node))) = open.pop() {
        if ms > limit_ms || known.get(&node).is_some_and(|best| ms > *best) {
            continue;
        }
        for step in network.steps_out_of(node) {
            if conditions.may_turn(step.users) {
                arrive(&mut known, &mut open, (step.arc, step.to), (ms, 0.0));
            }
        }
    }
    reached
}

type Cell = (i64, i64);

fn cell_of([x, y]: [f64; 2]) -> Cell {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the earth has 400,000 squares round it"
    )]
    let index = |metres: f64| (metres / CELL_M).floor() as i64;
    (index(x), index(y))
}

/// The squares that the reached part of an arc passes.
fn cells_of(network: &Network, arc: ArcId, (from, to): (f64, f64), cells: &mut BTreeSet<Cell>) {
    let part = crate::snap::part_of_shape(network, arc, from, to);
    for pair in part.windows(2) {
        let (a, b) = (
            network.plane().metres(pair[0]),
            network.plane().metres(pair[1]),
        );
        let length_m = (b[0] - a[0]).hypot(b[1] - a[1]);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a road of 1,000 km has 40,000 of them"
        )]
        let steps = (length_m / (CELL_M / 4.0)).ceil().max(1.0) as u32;
        for step in 0..=steps {
            let share = f64::from(step) / f64::from(steps);
            let at = [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share];
            if cells.len() < CELLS_MAX {
                cells.insert(cell_of(at));
            }
        }
    }
}

fn with_neighbours(cells: &BTreeSet<Cell>) -> BTreeSet<Cell> {
    let around = |(x, y): &Cell| {
        let (x, y) = (*x, *y);
        (x - 1..=x + 1).flat_map(move |x| (y - 1..=y + 1).map(move |y| (x, y)))
    };
    cells.iter().flat_map(around).collect()
}

/// The outlines of squares: the inside always on the left.
fn outlines(cells: &BTreeSet<Cell>) -> Vec<Vec<Cell>> {
    let mut sides: BTreeMap<Cell, Vec<Cell>> = BTreeMap::new();
    for (x, y) in cells {
        let (x, y) = (*x, *y);
        let all = [
            ((x, y - 1), (x, y), (x + 1, y)),
            ((x + 1, y), (x + 1, y), (x + 1, y + 1)),
            ((x, y + 1), (x + 1, y + 1), (x, y + 1)),
            ((x - 1, y), (x, y + 1), (x, y)),
        ];
        for (beside, from, to) in all {
            if !cells.contains(&beside) {
                sides.entry(from).or_default().push(to);
            }
        }
    }
    let mut rings = Vec::new();
    while let Some(begin) = sides.keys().next().copied() {
        let (mut ring, mut at, mut came) = (vec![begin], begin, (0, 0));
        while let Some(next) = take_leftmost(&mut sides, at, came) {
            came = (next.0 - at.0, next.1 - at.1);
            at = next;
            ring.push(at);
            if at == begin {
                break;
            }
        }
        rings.push(straightened(ring));
    }
    rings
}

/// Takes the side that goes on from a corner; where two do, the one that turns left, so that two
/// squares that only touch at a corner have outlines of their own.
fn take_leftmost(sides: &mut BTreeMap<Cell, Vec<Cell>>, at: Cell, came: Cell) -> Option<Cell> {
    let next = sides.get_mut(&at)?;
    let turn = |to: &Cell| came.0 * (to.1 - at.1) - came.1 * (to.0 - at.0);
    let best = (0..next.len()).max_by_key(|index| turn(&next[*index]))?;
    let taken = next.swap_remove(best);
    if next.is_empty() {
        sides.remove(&at);
    }
    Some(taken)
}

/// Leaves out the corners at which a ring goes straight on.
fn straightened(ring: Vec<Cell>) -> Vec<Cell> {
    let mut kept: Vec<Cell> = Vec::new();
    for (index, at) in ring.iter().enumerate() {
        let straight = index > 0 && index + 1 < ring.len() && {
            let (before, after) = (ring[index - 1], ring[index + 1]);
            (at.0 - before.0) * (after.1 - at.1) == (at.1 - before.1) * (after.0 - at.0)
        };
        if !straight {
            kept.push(*at);
        }
    }
    kept
}

/// What is reached from a place at the roadside within each of some minutes, closures and one-ways
/// kept.
#[must_use]
pub fn reachable(
    network: &Network,
    conditions: &Conditions,
    from: &Roadside,
    minutes: &[u32],
) -> Vec<Reached> {
    let one = |minutes: &u32| {
        let limit_ms = minutes.saturating_mul(60_000);
        let mut cells = BTreeSet::new();
        for (arc, part) in spread(network, conditions, from, limit_ms) {
            cells_of(network, arc, part, &mut cells);
        }
        #[expect(clippy::cast_precision_loss, reason = "squares of the earth")]
        let corner = |(x, y): &Cell| {
            network
                .plane()
                .point([*x as f64 * CELL_M, *y as f64 * CELL_M])
        };
        let rings = outlines(&with_neighbours(&cells)).into_iter();
        Reached {
            minutes: *minutes,
            rings: rings
                .map(|ring| ring.iter().map(corner).collect())
                .collect(),
        }
    };
    minutes.iter().map(one).collect()
}
