//! Where things may stand: near a crossing of the street they belong to.

use emergency::place::{Place, Point};
use rand::Rng as _;
use rand_chacha::ChaCha8Rng;

use crate::ground::{Ground, Street, offset_m, rounded};
use crate::roads::Roads;

/// Crossings a street has at least to choose from, the nearest to its centre.
const CROSSINGS_LEAST: usize = 6;
/// A thing stands at most this far east or north of its crossing, in metres.
const OFF_ROAD_M: f64 = 120.0;

/// The crossings of each street, nearest to its centre first. A street's area is not known, only
/// its approximate centre: a crossing belongs to the street whose centre is nearest.
pub(super) struct Places<'a> {
    ground: &'a Ground,
    by_street: Vec<(&'a Street, Vec<Point>)>,
}

impl<'a> Places<'a> {
    pub(super) fn new(ground: &'a Ground, roads: &Roads) -> Self {
        let streets: Vec<&Street> = ground.streets_inside().collect();
        let mut by_street: Vec<_> = streets.iter().map(|s| (*s, Vec::new())).collect();
        for point in &roads.crossings {
            let distances = streets.iter().map(|s| s.centre().distance_m(*point));
            let nearest = distances
                .enumerate()
                .min_by(|(_, a), (_, b)| a.total_cmp(b));
            if let Some((index, _)) = nearest {
                by_street[index].1.push(*point);
            }
        }
        for (street, points) in &mut by_street {
            if points.len() < CROSSINGS_LEAST {
                points.clone_from(&roads.crossings);
            }
            let centre = street.centre();
            points.sort_by(|a, b| {
                let (a_m, b_m) = (centre.distance_m(*a), centre.distance_m(*b));
                a_m.total_cmp(&b_m)
            });
            if points.len() == roads.crossings.len() {
                points.truncate(CROSSINGS_LEAST);
            }
        }
        Self { ground, by_street }
    }

    /// The number of streets.
    pub(super) fn streets(&self) -> usize {
        self.by_street.len()
    }

    /// The index of a street by name; the first when there is none of that name.
    pub(super) fn street_named(&self, name: &str) -> usize {
        let found = self.by_street.iter().position(|(s, _)| s.name == name);
        found.unwrap_or(0)
    }

    /// A place in a street, near its centre more often than far from it.
    pub(super) fn pick(&self, rng: &mut ChaCha8Rng, street: usize, words: &str) -> Place {
        let (street, points) = &self.by_street[street % self.by_street.len()];
        // Of two draws the smaller: twice as dense at the centre.
        let draws = [0; 2].map(|_| rng.random_range(0..points.len()));
        let crossing = points[draws[0].min(draws[1])];
        let mut off = || rng.random_range(-OFF_ROAD_M..=OFF_ROAD_M);
        let beside = rounded(offset_m(crossing, off(), off()));
        let point = if self.ground.holds(beside) {
            beside
        } else {
            crossing
        };
        Place {
            words: words.to_owned(),
            street: street.name.clone(),
            point: Some(point),
        }
    }

    /// The name of a street.
    pub(super) fn street_name(&self, street: usize) -> &str {
        &self.by_street[street % self.by_street.len()].0.name
    }
}
