//! A made road network: a bent grid inside the outline, in one piece, every road both ways.
//!
//! It stands where a district has not imported its roads yet. It resembles no real road.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use emergency::place::Point;
use petgraph::unionfind::UnionFind;
use rand::Rng as _;
use rand::seq::SliceRandom as _;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use crate::ground::{EAST_SHRINK, Ground, METRES_PER_DEGREE, offset_m, rounded};

/// Metres between crossings in a district of size 1; larger sizes are denser.
const SPACING_M: f64 = 1_000.0;
/// Never denser than this, in metres.
const SPACING_LEAST_M: f64 = 200.0;
/// A crossing is moved by at most this share of the spacing.
const BEND: f64 = 0.25;
/// A straight line between two crossings is tried at this many points to lie inside.
const TRIES_INSIDE: u32 = 5;
/// Share of the roads that no connection depends on and that are built all the same.
const EXTRA_ROADS: f64 = 0.75;
/// Share of the diagonals that are built.
const DIAGONALS: f64 = 0.12;
/// Every so many lines of the grid is a primary road.
const PRIMARY_EVERY: u32 = 6;
/// Every so many lines of the grid is a secondary road.
const SECONDARY_EVERY: u32 = 3;

/// A made road between two crossings, both ways.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Road {
    /// Index of the crossing at one end.
    pub from: u32,
    /// Index of the crossing at the other end.
    pub to: u32,
    /// Class as in OpenStreetMap: `primary`, `secondary`, `tertiary`, `residential`.
    pub class: String,
    /// Length in metres, to 0.1 m.
    pub length_m: f64,
}

/// A made road network.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Roads {
    /// The crossings.
    pub crossings: Vec<Point>,
    /// The roads between them.
    pub roads: Vec<Road>,
}

/// Column and row in the grid.
type Cell = (u32, u32);

impl Roads {
    /// Makes a network for a size from 1 to 100.
    #[must_use]
    pub fn generate(rng: &mut ChaCha8Rng, ground: &Ground, size: u32) -> Self {
        let spacing_m = (SPACING_M / f64::from(size.max(1)).sqrt()).max(SPACING_LEAST_M);
        let (cells, points) = grid(rng, ground, spacing_m);
        let mut candidates = candidates(ground, &cells, &points);
        candidates.shuffle(rng);
        let keep = largest_piece(points.len(), &candidates);
        // A spanning tree of straight pieces first: no road that is left out cuts anybody off.
        candidates.sort_by_key(|candidate| candidate.diagonal);
        let mut joined = UnionFind::new(points.len());
        let mut built = Vec::new();
        for candidate in candidates.iter().filter(|c| keep[c.from] && keep[c.to]) {
            let needed = joined.union(candidate.from, candidate.to);
            let share = if candidate.diagonal {
                DIAGONALS
            } else {
                EXTRA_ROADS
            };
            if needed || rng.random_bool(share) {
                built.push(candidate);
            }
        }
        built.sort_by_key(|candidate| (candidate.from, candidate.to));
        renumbered(&points, &keep, &built)
    }

    /// The crossings as CSV: `node_id,lon,lat,in_main_scc`.
    #[must_use]
    pub fn nodes_csv(&self) -> String {
        let mut text = String::from("node_id,lon,lat,in_main_scc\n");
        for (index, point) in self.crossings.iter().enumerate() {
            let _ = writeln!(text, "{index},{:.6},{:.6},1", point.lon, point.lat);
        }
        text
    }

    /// The roads as CSV, each way a line:
    /// `eid,u,v,osm_way_id,highway,length_m,reverse_eid,in_main_scc,lonlat`.
    #[must_use]
    pub fn edges_csv(&self) -> String {
        let mut text =
            String::from("eid,u,v,osm_way_id,highway,length_m,reverse_eid,in_main_scc,lonlat\n");
        for (index, road) in self.roads.iter().enumerate() {
            let (there, back) = (2 * index + 1, 2 * index + 2);
            for (own, other, u, v) in [
                (there, back, road.from, road.to),
                (back, there, road.to, road.from),
            ] {
                let (a, b) = (self.crossings[u as usize], self.crossings[v as usize]);
                let _ = writeln!(
                    text,
                    "{own},{u},{v},,{},{:.1},{other},1,\"{:.6},{:.6} {:.6},{:.6}\"",
                    road.class, road.length_m, a.lon, a.lat, b.lon, b.lat
                );
            }
        }
        text
    }

    /// For each crossing the crossings one road away, in ascending order.
    #[must_use]
    pub fn neighbours(&self) -> Vec<Vec<u32>> {
        let mut all = vec![Vec::new(); self.crossings.len()];
        for road in &self.roads {
            all[road.from as usize].push(road.to);
            all[road.to as usize].push(road.from);
        }
        for list in &mut all {
            list.sort_unstable();
        }
        all
    }
}

struct Candidate {
    from: usize,
    to: usize,
    class: &'static str,
    diagonal: bool,
}

fn grid(
    rng: &mut ChaCha8Rng,
    ground: &Ground,
    spacing_m: f64,
) -> (BTreeMap<Cell, usize>, Vec<Point>) {
    let (south_west, north_east) = ground.corners();
    let width_m = (north_east.lon - south_west.lon) * METRES_PER_DEGREE * EAST_SHRINK;
    let height_m = (north_east.lat - south_west.lat) * METRES_PER_DEGREE;
    let (columns, rows) = (steps(width_m, spacing_m), steps(height_m, spacing_m));
    let (mut cells, mut points) = (BTreeMap::new(), Vec::new());
    for row in 0..=rows {
        for column in 0..=columns {
            let mut bent = || rng.random_range(-BEND..=BEND);
            let east_m = (f64::from(column) + bent()) * spacing_m;
            let north_m = (f64::from(row) + bent()) * spacing_m;
            let point = rounded(offset_m(south_west, east_m, north_m));
            if ground.holds(point) {
                cells.insert((column, row), points.len());
                points.push(point);
            }
        }
    }
    (cells, points)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a few hundred at most, and never negative"
)]
fn steps(span_m: f64, spacing_m: f64) -> u32 {
    (span_m / spacing_m).ceil() as u32
}

fn candidates(ground: &Ground, cells: &BTreeMap<Cell, usize>, points: &[Point]) -> Vec<Candidate> {
    let mut all = Vec::new();
    for (&(column, row), &from) in cells {
        let ways = [
            ((column + 1, row), class_of(row), false),
            ((column, row + 1), class_of(column), false),
            ((column + 1, row + 1), "residential", true),
        ];
        for (cell, class, diagonal) in ways {
            let Some(&to) = cells.get(&cell) else {
                continue;
            };
            if lies_inside(ground, points[from], points[to]) {
                all.push(Candidate {
                    from,
                    to,
                    class,
                    diagonal,
                });
            }
        }
    }
    all
}

/// The class of a road along a line of the grid.
fn class_of(line: u32) -> &'static str {
    if line.is_multiple_of(PRIMARY_EVERY) {
        "primary"
    } else if line.is_multiple_of(SECONDARY_EVERY) {
        "secondary"
    } else {
        "tertiary"
    }
}

fn lies_inside(ground: &Ground, a: Point, b: Point) -> bool {
    (1..TRIES_INSIDE).all(|step| {
        let share = f64::from(step) / f64::from(TRIES_INSIDE);
        ground.holds(Point {
            lon: a.lon + (b.lon - a.lon) * share,
            lat: a.lat + (b.lat - a.lat) * share,
        })
    })
}

/// Marks the crossings of the largest connected piece.
fn largest_piece(count: usize, candidates: &[Candidate]) -> Vec<bool> {
    let mut joined = UnionFind::new(count);
    for candidate in candidates {
        joined.union(candidate.from, candidate.to);
    }
    let labels = joined.into_labeling();
    let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
    for label in &labels {
        *sizes.entry(*label).or_default() += 1;
    }
    let largest = sizes.iter().max_by_key(|(_, size)| **size).map(|(l, _)| *l);
    labels.iter().map(|label| Some(*label) == largest).collect()
}

fn renumbered(points: &[Point], keep: &[bool], built: &[&Candidate]) -> Roads {
    let mut numbers = vec![0; points.len()];
    let mut crossings = Vec::new();
    for (index, point) in points.iter().enumerate().filter(|(index, _)| keep[*index]) {
        numbers[index] = u32::try_from(crossings.len()).unwrap_or(u32::MAX);
        crossings.push(*point);
    }
    let roads = built
        .iter()
        .map(|candidate| Road {
            from: numbers[candidate.from],
            to: numbers[candidate.to],
            class: candidate.class.to_owned(),
            length_m: (points[candidate.from].distance_m(points[candidate.to]) * 10.0).round()
                / 10.0,
        })
        .collect();
    Roads { crossings, roads }
}
