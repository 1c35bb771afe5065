//! Least travel times to one place from everywhere, against the direction of travel.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use emergency::place::Point;

use crate::conditions::{Conditions, Measure};
use crate::network::{ArcId, BARRED, Network};
use crate::snap::{Roadside, Stop, part_of_shape};

/// Milliseconds of a crossing that cannot reach the place.
pub const UNREACHED: u32 = u32::MAX;

/// Stands for "no link" in [`Reach`].
const NO_LINK: u32 = u32::MAX;

/// Milliseconds and millimetres in one number, what is made least in the upper half. Adding two
/// adds both, as long as no way is longer than 4,294 km.
type Cost = u64;

/// The cost of a node that cannot reach the place.
const NO_WAY: Cost = u64::MAX;

/// For each crossing the least time to one place, and the way there.
#[derive(Debug, Clone)]
pub struct Reach {
    target: Roadside,
    measure: Measure,
    over_closed: bool,
    cost: Vec<Cost>,
    /// The link to take from each node; none where the place lies on the next arc.
    next: Vec<u32>,
}

/// The way from one place to another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Way {
    /// Milliseconds on the road.
    pub ms: u32,
    /// Millimetres along the road.
    pub mm: u32,
    /// Where it begins.
    pub start: Stop,
    /// The stop of the place when it lies on the same arc, ahead.
    pub direct_to: Option<f64>,
    /// True when the first or the last stretch is on a closed road.
    pub on_closed: bool,
}

impl Way {
    /// Metres along the road.
    #[must_use]
    pub fn metres(&self) -> f64 {
        f64::from(self.mm) / 1_000.0
    }
}

/// A part of a number of milliseconds or millimetres.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of a number is not more than the number"
)]
fn part(whole: u32, share: f64) -> u32 {
    (f64::from(whole) * share.clamp(0.0, 1.0)).round() as u32
}

fn pack(measure: Measure, ms: u32, mm: u32) -> Cost {
    match measure {
        Measure::Time => u64::from(ms) << 32 | u64::from(mm),
        Measure::Distance => u64::from(mm) << 32 | u64::from(ms),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the two halves of the number"
)]
fn unpack(measure: Measure, cost: Cost) -> (u32, u32) {
    let (high, low) = ((cost >> 32) as u32, cost as u32);
    match measure {
        Measure::Time => (high, low),
        Measure::Distance => (low, high),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the lower half of the number"
)]
fn low_half(number: u64) -> u32 {
    number as u32
}

/// Searches from the place backwards over all open arcs. No closed road is driven at all.
#[must_use]
pub fn reach(network: &Network, conditions: &Conditions, target: &Roadside) -> Reach {
    search(network, conditions, target, false)
}

/// Searches from a crossing itself backwards over all open arcs.
#[must_use]
pub fn reach_crossing(network: &Network, conditions: &Conditions, crossing: u32) -> Reach {
    reach_crossings(network, conditions, &[crossing])
}

/// As [`reach_crossing`], towards whichever of some crossings is reached first.
#[must_use]
pub fn reach_crossings(network: &Network, conditions: &Conditions, crossings: &[u32]) -> Reach {
    let target = Roadside {
        stops: Vec::new(),
        away_m: 0.0,
    };
    let mut reach = Reach::to(network, conditions, &target, false);
    let nodes = crossings
        .iter()
        .flat_map(|crossing| network.nodes_at(*crossing));
    let seeds = nodes.map(|node| (0, node)).collect();
    reach.spread(network, conditions, seeds);
    reach
}

/// As [`reach`], but the part of a closed road between a place and the next crossing may be driven:
/// a road is often closed because of the very incident, and someone has to get there.
#[must_use]
pub fn reach_over_closed(network: &Network, conditions: &Conditions, target: &Roadside) -> Reach {
    search(network, conditions, target, true)
}

fn search(
    network: &Network,
    conditions: &Conditions,
    target: &Roadside,
    over_closed: bool,
) -> Reach {
    let mut reach = Reach::to(network, conditions, target, over_closed);
    let mut seeds = Vec::new();
    for stop in &target.stops {
        let cost = reach.stretch(network, conditions, stop.arc, stop.share);
        let tails = network.tails(stop.arc, conditions.vehicle());
        seeds.extend(tails.filter_map(|node| Some((cost?, node))));
    }
    reach.spread(network, conditions, seeds);
    reach
}

impl Reach {
    fn to(
        network: &Network,
        conditions: &Conditions,
        target: &Roadside,
        over_closed: bool,
    ) -> Self {
        Self {
            target: target.clone(),
            measure: conditions.measure(),
            over_closed,
            cost: vec![NO_WAY; network.nodes()],
            next: vec![NO_LINK; network.nodes()],
        }
    }

    /// Dijkstra's search (1959) from the seeds, against the direction of travel. The heap knows
    /// only what is made least, which keeps it small; a node whose other measure gets better
    /// at the same cost is looked at again.
    fn spread(&mut self, network: &Network, conditions: &Conditions, seeds: Vec<(Cost, u32)>) {
        let entry = |cost: Cost, node: u32| Reverse(cost >> 32 << 32 | u64::from(node));
        let mut open = BinaryHeap::new();
        for (cost, node) in seeds {
            if cost < self.cost[node as usize] {
                self.cost[node as usize] = cost;
                open.push(entry(cost, node));
            }
        }
        while let Some(Reverse(next)) = open.pop() {
            let node = low_half(next);
            let cost = self.cost[node as usize];
            if next >> 32 > cost >> 32 {
                continue;
            }
            for link in network.links_into(node) {
                let step = network.link(link);
                if conditions.is_closed(step.arc) || !conditions.may_turn(step.users) {
                    continue;
                }
                let ms = conditions.arc_ms(network, step.arc);
                if ms == BARRED {
                    continue;
                }
                let longer = pack(self.measure, ms, network.length_mm(step.arc));
                let total = cost.saturating_add(longer);
                if total < self.cost[step.from as usize] {
                    self.cost[step.from as usize] = total;
                    self.next[step.from as usize] = link;
                    open.push(entry(total, step.from));
                }
            }
        }
    }

    /// The least time from a crossing, in milliseconds; [`UNREACHED`] when there is no way.
    #[must_use]
    pub fn cost_ms(&self, crossing: u32) -> u32 {
        self.from_crossing(crossing).map_or(UNREACHED, |(ms, _)| ms)
    }

    /// Milliseconds and millimetres from a crossing, none when there is no way.
    #[must_use]
    pub fn from_crossing(&self, crossing: u32) -> Option<(u32, u32)> {
        let cost = self.cost.get(crossing as usize).copied()?;
        (cost != NO_WAY).then(|| unpack(self.measure, cost))
    }

    /// The cost of a share of an arc; none when it may not be driven.
    fn stretch(
        &self,
        network: &Network,
        conditions: &Conditions,
        arc: ArcId,
        share: f64,
    ) -> Option<Cost> {
        let ms = conditions.arc_ms(network, arc);
        let shut = conditions.is_closed(arc) && share > 0.0 && !self.over_closed;
        if ms == BARRED || shut {
            return None;
        }
        let mm = part(network.length_mm(arc), share);
        Some(pack(self.measure, part(ms, share), mm))
    }

    /// The best way from a place at the roadside; none when closures or one-ways leave none.
    #[must_use]
    pub fn way(&self, network: &Network, conditions: &Conditions, from: &Roadside) -> Option<Way> {
        let mut best: Option<(Cost, Stop, Option<f64>)> = None;
        let mut offer = |cost: Cost, start: Stop, direct_to: Option<f64>| {
            if best.is_none_or(|(known, ..)| cost < known) {
                best = Some((cost, start, direct_to));
            }
        };
        for start in &from.stops {
            for goal in self.target.stops.iter().filter(|g| g.arc == start.arc) {
                let share = goal.share - start.share;
                if share >= 0.0
                    && let Some(cost) = self.stretch(network, conditions, start.arc, share)
                {
                    offer(cost, *start, Some(goal.share));
                }
            }
            let end = self.cost[network.head(start.arc) as usize];
            let first = self.stretch(network, conditions, start.arc, 1.0 - start.share);
            if let Some(first) = first
                && end != NO_WAY
            {
                offer(first.saturating_add(end), *start, None);
            }
        }
        let (cost, start, direct_to) = best?;
        let (ms, mm) = unpack(self.measure, cost);
        let mut way = Way {
            ms,
            mm,
            start,
            direct_to,
            on_closed: false,
        };
        way.on_closed = self.over_closed && self.touches_closed(network, conditions, &way);
        Some(way)
    }

    /// The arcs of a way after its first and before the one of the place, in the order of travel.
    pub fn arcs<'a>(&'a self, network: &'a Network, way: &Way) -> impl Iterator<Item = ArcId> + 'a {
        let next = move |node: u32| {
            let link = self.next[node as usize];
            (link != NO_LINK).then(|| network.link(link))
        };
        let first = match way.direct_to {
            Some(_) => None,
            None => next(network.head(way.start.arc)),
        };
        std::iter::successors(first, move |step| next(step.to)).map(|step| step.arc)
    }

    /// The arcs of the way from a crossing, in the order of travel.
    pub fn arcs_from<'a>(
        &'a self,
        network: &'a Network,
        crossing: u32,
    ) -> impl Iterator<Item = ArcId> + 'a {
        let next = move |node: u32| {
            let link = self.next[node as usize];
            (link != NO_LINK).then(|| network.link(link))
        };
        std::iter::successors(next(crossing), move |step| next(step.to)).map(|step| step.arc)
    }

    /// The stretches of a way in the order of travel: an arc, and from where to where along it.
    #[must_use]
    pub fn stretches(
        &self,
        network: &Network,
        conditions: &Conditions,
        way: &Way,
    ) -> Vec<(ArcId, f64, f64)> {
        let start = way.start;
        if let Some(goal) = way.direct_to {
            return vec![(start.arc, start.share, goal)];
        }
        let mut stretches = vec![(start.arc, start.share, 1.0)];
        let mut node = network.head(start.arc);
        loop {
            let link = self.next[node as usize];
            if link == NO_LINK {
                break;
            }
            let step = network.link(link);
            stretches.push((step.arc, 0.0, 1.0));
            node = step.to;
        }
        // The last node knows by its cost which of the stops it leads to.
        let goal = self.target.stops.iter().find(|goal| {
            self.stretch(network, conditions, goal.arc, goal.share)
                == Some(self.cost[node as usize])
                && network
                    .tails(goal.arc, conditions.vehicle())
                    .any(|tail| tail == node)
        });
        stretches.extend(goal.map(|goal| (goal.arc, 0.0, goal.share)));
        stretches.retain(|(_, from, to)| from < to);
        if stretches.is_empty() {
            stretches.push((start.arc, start.share, start.share));
        }
        stretches
    }

    /// The line of a way on the map.
    #[must_use]
    pub fn line(&self, network: &Network, conditions: &Conditions, way: &Way) -> Vec<Point> {
        let mut line = Vec::new();
        for (arc, from, to) in self.stretches(network, conditions, way) {
            if from <= 0.0 && to >= 1.0 {
                line.extend_from_slice(network.shape(arc));
            } else {
                line.extend(part_of_shape(network, arc, from, to));
            }
        }
        line.dedup();
        line
    }

    fn touches_closed(&self, network: &Network, conditions: &Conditions, way: &Way) -> bool {
        let stretches = self.stretches(network, conditions, way);
        stretches.iter().any(|(arc, ..)| conditions.is_closed(*arc))
    }
}
