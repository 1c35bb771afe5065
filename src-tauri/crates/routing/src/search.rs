//! Least travel times to one place from everywhere, against the direction of travel.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use emergency::place::Point;

use crate::conditions::Conditions;
use crate::network::{ArcId, Network};
use crate::snap::{Roadside, Stop, part_of_shape};

/// Milliseconds of a crossing that cannot reach the place.
pub const UNREACHED: u32 = u32::MAX;

/// Stands for "no arc" in [`Reach`].
const NO_ARC: u32 = u32::MAX;

/// For each crossing the least time to one place, and the way there.
#[derive(Debug, Clone)]
pub struct Reach {
    target: Roadside,
    cost_ms: Vec<u32>,
    metres: Vec<f32>,
    /// The arc to take from each crossing; none where the place lies on the next arc.
    next: Vec<u32>,
}

/// The way from one place to another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Way {
    /// Milliseconds.
    pub ms: u32,
    /// Metres along the road.
    pub metres: f64,
    /// Where it begins.
    pub start: Stop,
    /// The stop of the place when it lies on the same arc, ahead.
    pub direct_to: Option<f64>,
    /// True when the first or the last stretch is on a closed road.
    pub on_closed: bool,
}

/// A part of an arc's time.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of a time is not longer than the time"
)]
fn part_ms(ms: u32, share: f64) -> u32 {
    (f64::from(ms) * share.clamp(0.0, 1.0)).round() as u32
}

/// Searches from the place backwards over all open arcs. A closed road may not be passed; the part
/// of it between the place and the next crossing may be driven, for a road is often closed because
/// of the very incident.
#[must_use]
pub fn reach(network: &Network, conditions: &Conditions, target: &Roadside) -> Reach {
    let mut reach = Reach {
        target: target.clone(),
        cost_ms: vec![UNREACHED; network.crossings()],
        metres: vec![0.0; network.crossings()],
        next: vec![NO_ARC; network.crossings()],
    };
    let mut open = BinaryHeap::new();
    for stop in &target.stops {
        let from = network.from(stop.arc);
        let ms = part_ms(conditions.arc_ms(network, stop.arc), stop.share);
        if ms < reach.cost_ms[from as usize] {
            reach.cost_ms[from as usize] = ms;
            reach.metres[from as usize] = part_m(network, stop.arc, stop.share);
            open.push(Reverse((ms, from)));
        }
    }
    while let Some(Reverse((ms, crossing))) = open.pop() {
        if ms > reach.cost_ms[crossing as usize] {
            continue;
        }
        for arc in network.arcs_into(crossing) {
            if conditions.is_closed(arc) {
                continue;
            }
            let from = network.from(arc) as usize;
            let total_ms = ms.saturating_add(conditions.arc_ms(network, arc));
            if total_ms < reach.cost_ms[from] {
                reach.cost_ms[from] = total_ms;
                reach.metres[from] = reach.metres[crossing as usize] + network.length_m(arc);
                reach.next[from] = arc.0;
                open.push(Reverse((total_ms, network.from(arc))));
            }
        }
    }
    reach
}

#[expect(clippy::cast_possible_truncation, reason = "metres of one road")]
fn part_m(network: &Network, arc: ArcId, share: f64) -> f32 {
    network.length_m(arc) * share.clamp(0.0, 1.0) as f32
}

impl Reach {
    /// The least time from a crossing, in milliseconds; [`UNREACHED`] when there is no way.
    #[must_use]
    pub fn cost_ms(&self, crossing: u32) -> u32 {
        self.cost_ms[crossing as usize]
    }

    /// The best way from a place at the roadside; none when closures or one-ways leave none.
    #[must_use]
    pub fn way(&self, network: &Network, conditions: &Conditions, from: &Roadside) -> Option<Way> {
        let mut best: Option<Way> = None;
        let mut offer = |way: Way| {
            if best.is_none_or(|known| way.ms < known.ms) {
                best = Some(way);
            }
        };
        for start in &from.stops {
            let (arc, arc_ms) = (start.arc, conditions.arc_ms(network, start.arc));
            for goal in self.target.stops.iter().filter(|g| g.arc == arc) {
                if goal.share >= start.share {
                    let share = goal.share - start.share;
                    offer(Way {
                        ms: part_ms(arc_ms, share),
                        metres: f64::from(part_m(network, arc, share)),
                        start: *start,
                        direct_to: Some(goal.share),
                        on_closed: conditions.is_closed(arc),
                    });
                }
            }
            let end = network.to(arc) as usize;
            if self.cost_ms[end] != UNREACHED {
                let share = 1.0 - start.share;
                offer(Way {
                    ms: part_ms(arc_ms, share).saturating_add(self.cost_ms[end]),
                    metres: f64::from(part_m(network, arc, share) + self.metres[end]),
                    start: *start,
                    direct_to: None,
                    on_closed: (conditions.is_closed(arc) && share > 0.0)
                        || self.ends_on_closed(conditions),
                });
            }
        }
        best
    }

    /// The arcs of a way after its first, in the order of travel.
    pub fn arcs<'a>(&'a self, network: &'a Network, way: &Way) -> impl Iterator<Item = ArcId> + 'a {
        let next = |crossing: u32| {
            let arc = self.next[crossing as usize];
            (arc != NO_ARC).then_some(ArcId(arc))
        };
        let first = match way.direct_to {
            Some(_) => None,
            None => next(network.to(way.start.arc)),
        };
        std::iter::successors(first, move |arc| next(network.to(*arc)))
    }

    /// The line of a way on the map.
    #[must_use]
    pub fn line(&self, network: &Network, conditions: &Conditions, way: &Way) -> Vec<Point> {
        let start = way.start;
        if let Some(goal) = way.direct_to {
            return part_of_shape(network, start.arc, start.share, goal);
        }
        let mut line = part_of_shape(network, start.arc, start.share, 1.0);
        let mut end = network.to(start.arc);
        for arc in self.arcs(network, way) {
            line.extend_from_slice(network.shape(arc));
            end = network.to(arc);
        }
        // The last crossing knows by its cost which of the stops it leads to.
        let goal = self.target.stops.iter().find(|goal| {
            let ms = part_ms(conditions.arc_ms(network, goal.arc), goal.share);
            network.from(goal.arc) == end && ms == self.cost_ms[end as usize]
        });
        if let Some(goal) = goal {
            line.extend(part_of_shape(network, goal.arc, 0.0, goal.share));
        }
        line.dedup();
        line
    }

    fn ends_on_closed(&self, conditions: &Conditions) -> bool {
        let mut stops = self.target.stops.iter();
        stops.all(|stop| conditions.is_closed(stop.arc))
    }
}
