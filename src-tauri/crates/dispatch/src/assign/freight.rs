//! Supplies: the best flows for a given choice of convoys, and the search over that choice.
//!
//! With the convoys fixed each kind is a flow of its own from depots to incidents, which least-cost
//! chains solve exactly. The search opens, closes and exchanges convoys, a few chains a trial, and
//! shakes some incidents that compete when nothing gains any more. A convoy that could be
//! overloaded has fixed shares for its kinds while it is open.

use rand::Rng as _;
use rand_chacha::ChaCha8Rng;

use super::net::Net;
use super::plan::Flow;
use super::problem::Problem;
use super::rota::{MICRO, micro};
use super::stop::Stop;

const SOURCE: usize = 0;
const SINK: usize = 1;
/// Costs closer than this are the same.
const SAME: f64 = 1e-6;
/// Convoys of the same incident that are tried to be closed after one was opened, the emptiest
/// first.
const EXCHANGES_MAX: usize = 6;
/// Rivals that are shaken together with an incident, at most.
const RIVALS_SHAKEN: usize = 2;
/// Convoys of each that are opened or closed at random.
const CONVOYS_SHAKEN: usize = 3;
/// Shakes without gain after which the search ends.
const IDLE_SHAKES_MAX: u32 = 1_500;

/// One kind on one convoy.
#[derive(Debug, Clone, Copy)]
struct Lane {
    supply: usize,
    arc: usize,
    depot_place: usize,
    incident_place: usize,
    most: u32,
}

/// A convoy that could be.
#[derive(Debug)]
struct Convoy {
    depot: usize,
    incident: usize,
    /// What one piece costs.
    each: i64,
    lanes: Vec<Lane>,
    /// Its kinds could be more than it carries.
    tight: bool,
    open: bool,
}

/// What is needed to go back to where a trial began.
struct Mark {
    nets: Vec<(usize, Vec<u32>)>,
    open: Vec<(usize, bool)>,
    total: f64,
}

/// All kinds and convoys.
pub(super) struct Freight<'a> {
    problem: &'a Problem,
    nets: Vec<Net>,
    convoys: Vec<Convoy>,
    /// The convoys of each incident.
    of_incident: Vec<Vec<usize>>,
    capacity: u32,
    /// What all costs now.
    total: f64,
}

impl<'a> Freight<'a> {
    /// No convoy goes.
    pub(super) fn new(problem: &'a Problem) -> Self {
        let mut freight = Self {
            problem,
            nets: Vec::with_capacity(problem.supplies.len()),
            convoys: Vec::new(),
            of_incident: vec![Vec::new(); problem.incidents.len()],
            capacity: problem.convoy_capacity.unwrap_or(u32::MAX),
            total: 0.0,
        };
        for depot in 0..problem.depots.len() {
            for incident in 0..problem.incidents.len() {
                let Some(each) = problem.piece_cost(depot, incident) else {
                    continue;
                };
                freight.of_incident[incident].push(freight.convoys.len());
                freight.convoys.push(Convoy {
                    depot,
                    incident,
                    each: micro(each),
                    lanes: Vec::new(),
                    tight: false,
                    open: false,
                });
            }
        }
        for supply in 0..problem.supplies.len() {
            freight.add_kind(supply);
        }
        for convoy in &mut freight.convoys {
            let most: u64 = convoy.lanes.iter().map(|lane| u64::from(lane.most)).sum();
            convoy.tight = most > u64::from(freight.capacity);
        }
        for convoys in &mut freight.of_incident {
            convoys.retain(|convoy| !freight.convoys[*convoy].lanes.is_empty());
        }
        freight
    }

    /// Adds the net of one kind: source, sink, depots, incidents, and the way back.
    fn add_kind(&mut self, supply: usize) {
        let problem = self.problem;
        let (depots, incidents) = (problem.depots.len(), problem.incidents.len());
        let mut net = Net::new(2 + depots + incidents);
        net.arc(SINK, SOURCE, u32::MAX, 0);
        for (depot, store) in problem.depots.iter().enumerate() {
            if store.stock[supply] > 0 {
                net.arc(SOURCE, 2 + depot, store.stock[supply], 0);
            }
        }
        let mut needs = vec![0; incidents];
        for (incident, scene) in problem.incidents.iter().enumerate() {
            let mut wanted = scene.supplies.iter();
            if let Some((_, need)) = wanted.find(|(wanted, _)| *wanted == supply) {
                needs[incident] = *need;
                let short = problem.piece_short(incident);
                net.arc(2 + depots + incident, SINK, *need, -micro(short));
                self.total += short * f64::from(*need);
            }
        }
        for convoy in &mut self.convoys {
            let stock = problem.depots[convoy.depot].stock[supply];
            let most = stock.min(needs[convoy.incident]).min(self.capacity);
            if most > 0 {
                let (depot_place, incident_place) =
                    (2 + convoy.depot, 2 + depots + convoy.incident);
                convoy.lanes.push(Lane {
                    supply,
                    arc: net.arc(depot_place, incident_place, 0, convoy.each),
                    depot_place,
                    incident_place,
                    most,
                });
            }
        }
        self.nets.push(net);
    }

    /// Opens the convoys of a plan.
    pub(super) fn follow(&mut self, flows: &[Flow]) {
        for index in 0..self.convoys.len() {
            let convoy = &self.convoys[index];
            let (depot, incident) = (convoy.depot, convoy.incident);
            let same = |flow: &Flow| flow.depot == depot && flow.incident == incident;
            if flows.iter().any(same) {
                self.open(index);
            }
        }
    }

    /// Lets a convoy go and as much flow over it as gains.
    fn open(&mut self, index: usize) {
        self.convoys[index].open = true;
        self.total += self.problem.weights.convoy;
        let each = self.convoys[index].each;
        let mut room = self.capacity;
        for at in self.order(index) {
            let lane = self.convoys[index].lanes[at];
            let net = &mut self.nets[lane.supply];
            let mut quota = lane.most.min(room);
            while quota > 0 {
                net.search(&[lane.incident_place]);
                let Some(cost) = net.reached(lane.depot_place).map(|cost| cost + each) else {
                    break;
                };
                if cost >= 0 {
                    break;
                }
                let amount = net.push_most(lane.depot_place, quota);
                net.add(lane.arc, amount);
                quota -= amount;
                room -= amount;
                self.total += cost as f64 / MICRO * f64::from(amount);
            }
        }
        for at in 0..self.convoys[index].lanes.len() {
            let lane = self.convoys[index].lanes[at];
            let net = &mut self.nets[lane.supply];
            let more = (lane.most - net.flow(lane.arc)).min(room);
            net.set_left(lane.arc, more);
            if self.convoys[index].tight {
                room -= more;
            }
        }
    }

    /// The lanes of a convoy; where it could be overloaded, first what gains most.
    fn order(&mut self, index: usize) -> Vec<usize> {
        let convoy = &self.convoys[index];
        let mut order: Vec<(i64, usize)> = Vec::with_capacity(convoy.lanes.len());
        for (at, lane) in convoy.lanes.iter().enumerate() {
            let net = &mut self.nets[lane.supply];
            let gain = if convoy.tight {
                net.search(&[lane.incident_place]);
                net.reached(lane.depot_place).unwrap_or(0)
            } else {
                0
            };
            order.push((gain, at));
        }
        order.sort_unstable();
        order.into_iter().map(|(_, at)| at).collect()
    }

    /// Stops a convoy; what it carried goes other ways, or stays short.
    fn close(&mut self, index: usize) {
        let convoy = &mut self.convoys[index];
        convoy.open = false;
        self.total -= self.problem.weights.convoy;
        for lane in &convoy.lanes {
            let net = &mut self.nets[lane.supply];
            let mut pieces = net.flow(lane.arc);
            net.set_left(lane.arc, 0);
            net.withdraw(lane.arc, pieces);
            while pieces > 0 {
                net.search(&[lane.depot_place]);
                // There is always the way back over the source: nobody gets it.
                let Some(cost) = net.reached(lane.incident_place) else {
                    break;
                };
                let amount = net.push_most(lane.incident_place, pieces);
                pieces -= amount;
                self.total += (cost - convoy.each) as f64 / MICRO * f64::from(amount);
            }
        }
    }

    fn pieces(&self, index: usize) -> u32 {
        let lanes = self.convoys[index].lanes.iter();
        lanes
            .map(|lane| self.nets[lane.supply].flow(lane.arc))
            .sum()
    }

    /// Where some incidents stand, to come back to.
    fn mark(&self, incidents: &[usize]) -> Mark {
        let mut supplies: Vec<usize> = incidents
            .iter()
            .flat_map(|incident| &self.problem.incidents[*incident].supplies)
            .map(|(supply, _)| *supply)
            .collect();
        supplies.sort_unstable();
        supplies.dedup();
        let save = |supply: usize| {
            let mut left = Vec::new();
            self.nets[supply].save(&mut left);
            (supply, left)
        };
        let convoys = incidents
            .iter()
            .flat_map(|incident| &self.of_incident[*incident]);
        Mark {
            nets: supplies.into_iter().map(save).collect(),
            open: convoys
                .map(|index| (*index, self.convoys[*index].open))
                .collect(),
            total: self.total,
        }
    }

    fn go_back(&mut self, mark: &Mark) {
        for (supply, left) in &mark.nets {
            self.nets[*supply].restore(left);
        }
        for (index, open) in &mark.open {
            self.convoys[*index].open = *open;
        }
        self.total = mark.total;
    }

    /// Opens a convoy, then closes what it makes needless at the same incident. True when that
    /// gains.
    fn try_open(&mut self, incident: usize, index: usize) -> bool {
        let before = self.mark(&[incident]);
        self.open(index);
        if self.pieces(index) == 0 {
            self.go_back(&before);
            return false;
        }
        let open = self.of_incident[incident].iter().copied();
        let mut others: Vec<(u32, usize)> = open
            .filter(|other| *other != index && self.convoys[*other].open)
            .map(|other| (self.pieces(other), other))
            .collect();
        others.sort_unstable();
        for (_, other) in others.into_iter().take(EXCHANGES_MAX) {
            self.try_close(incident, other);
        }
        if self.total < before.total - SAME {
            return true;
        }
        self.go_back(&before);
        false
    }

    /// Closes a convoy when that gains.
    fn try_close(&mut self, incident: usize, index: usize) -> bool {
        let before = self.mark(&[incident]);
        self.close(index);
        if self.total < before.total - SAME {
            return true;
        }
        self.go_back(&before);
        false
    }

    /// Shares a convoy that could be overloaded out anew when that gains.
    fn try_again(&mut self, incident: usize, index: usize) -> bool {
        if !self.convoys[index].tight {
            return false;
        }
        let before = self.mark(&[incident]);
        self.close(index);
        self.open(index);
        if self.total < before.total - SAME {
            return true;
        }
        self.go_back(&before);
        false
    }

    /// Tries all convoys of some incidents until none gains.
    fn descend(&mut self, incidents: &[usize], stop: &Stop<'_>) {
        let mut waiting: Vec<usize> = incidents.to_vec();
        while let Some(incident) = waiting.pop() {
            let mut gained = false;
            for at in 0..self.of_incident[incident].len() {
                if stop.is_due() {
                    return;
                }
                let index = self.of_incident[incident][at];
                gained |= if self.convoys[index].open {
                    self.try_close(incident, index) || self.try_again(incident, index)
                } else {
                    self.try_open(incident, index)
                };
            }
            if gained {
                waiting.insert(0, incident);
            }
        }
    }

    /// Incidents that want any of the same supplies.
    fn rivals(&self) -> Vec<Vec<usize>> {
        let scenes = &self.problem.incidents;
        let wants = |incident: usize, supply: usize| {
            let mut needs = scenes[incident].supplies.iter();
            needs.any(|(wanted, _)| *wanted == supply)
        };
        let compete = |one: usize, other: usize| {
            let mut needs = scenes[one].supplies.iter();
            one != other && needs.any(|(supply, _)| wants(other, *supply))
        };
        let of = |one| {
            (0..scenes.len())
                .filter(|other| compete(one, *other))
                .collect()
        };
        (0..scenes.len()).map(of).collect()
    }

    /// The search: all incidents, then some that are shaken, until the cost is `good_enough`, many
    /// shakes gain nothing or the time is over.
    pub(super) fn improve(&mut self, rng: &mut ChaCha8Rng, stop: &Stop<'_>, good_enough: f64) {
        let all: Vec<usize> = (0..self.of_incident.len())
            .filter(|incident| !self.of_incident[*incident].is_empty())
            .collect();
        self.descend(&all, stop);
        let rivals = self.rivals();
        let mut idle = 0;
        while idle < IDLE_SHAKES_MAX && !all.is_empty() && self.total > good_enough {
            if stop.is_due() {
                return;
            }
            let first = all[rng.random_range(0..all.len())];
            let mut group = vec![first];
            for _ in 0..rng.random_range(0..=RIVALS_SHAKEN) {
                if let Some(rival) =
                    rivals[first].get(rng.random_range(0..rivals[first].len().max(1)))
                    && !group.contains(rival)
                {
                    group.push(*rival);
                }
            }
            if self.shake(&group, rng, stop) {
                idle = 0;
            } else {
                idle += 1;
            }
        }
    }

    /// Opens and closes some convoys at random and descends from there; true when it gained.
    fn shake(&mut self, group: &[usize], rng: &mut ChaCha8Rng, stop: &Stop<'_>) -> bool {
        let before = self.mark(group);
        for incident in group {
            let own = &self.of_incident[*incident];
            let chosen: Vec<usize> = (0..rng.random_range(1..=CONVOYS_SHAKEN))
                .filter(|_| !own.is_empty())
                .map(|_| own[rng.random_range(0..own.len())])
                .collect();
            for index in chosen {
                if self.convoys[index].open {
                    self.close(index);
                } else {
                    self.open(index);
                }
            }
        }
        self.descend(group, stop);
        if self.total <= before.total + SAME {
            return self.total < before.total - SAME;
        }
        self.go_back(&before);
        false
    }

    /// What is sent, in the order of a plan.
    pub(super) fn flows(&self) -> Vec<Flow> {
        let mut flows = Vec::new();
        for convoy in self.convoys.iter().filter(|convoy| convoy.open) {
            for lane in &convoy.lanes {
                let quantity = self.nets[lane.supply].flow(lane.arc);
                if quantity > 0 {
                    flows.push(Flow {
                        depot: convoy.depot,
                        incident: convoy.incident,
                        supply: lane.supply,
                        quantity,
                    });
                }
            }
        }
        flows.sort_unstable();
        flows
    }
}
