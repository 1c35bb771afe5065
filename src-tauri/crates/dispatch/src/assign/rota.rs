//! Teams: the best posts for a given choice of stations that may be emptied, and the search over
//! that choice.
//!
//! With the choice fixed what remains is a flow of teams to needs, which a chain of exchanges
//! solves exactly: relocating one team, swapping two and ejecting a third are its short chains.
//! So the search only has to try stations, one chain a trial.

use rand::Rng as _;
use rand_chacha::ChaCha8Rng;

use super::net::Net;
use super::plan::Post;
use super::problem::Problem;
use super::stop::Stop;

/// Millionths: costs in the net are whole, so that a way is never cheaper by rounding.
pub(super) const MICRO: f64 = 1_000_000.0;

/// Costs closer than this are the same.
const SAME: f64 = 1e-9;
/// Stations opened or closed at random before the search goes on, at most.
const SHAKEN_MAX: usize = 4;
/// Rounds without gain after which the search ends.
const IDLE_ROUNDS_MAX: u32 = 200;

const SOURCE: usize = 0;
const SINK: usize = 1;

pub(super) fn micro(cost: f64) -> i64 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "costs are far below 2^63 millionths: severities and weights are bounded when read"
    )]
    let whole = (cost * MICRO).round() as i64;
    whole
}

/// One need for a capability.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slot {
    pub(super) incident: usize,
    pub(super) capability: usize,
    pub(super) need: u32,
}

/// All needs for capabilities.
pub(super) fn slots(problem: &Problem) -> Vec<Slot> {
    let mut slots = Vec::new();
    for (incident, scene) in problem.incidents.iter().enumerate() {
        for (capability, need) in &scene.teams {
            slots.push(Slot {
                incident,
                capability: *capability,
                need: *need,
            });
        }
    }
    slots
}

/// Whether a team may serve a need, and what it costs.
pub(super) fn may_serve(problem: &Problem, team: usize, slot: &Slot) -> Option<f64> {
    let unit = &problem.teams[team];
    let here = unit.pinned.is_none_or(|pinned| pinned == slot.incident);
    if !here || !unit.capabilities.contains(&slot.capability) {
        return None;
    }
    problem.team_cost(team, slot.incident)
}

/// The teams as a flow: source, stations, teams, needs, sink.
pub(super) struct Rota<'a> {
    problem: &'a Problem,
    slots: Vec<Slot>,
    net: Net,
    /// For each station its arc, the teams that may leave, and whether the last may.
    stations: Vec<Gate>,
    /// For each team its arcs to needs.
    posts: Vec<Vec<(usize, usize)>>,
    /// Whether each zone is covered needs who covers it.
    slot_place: usize,
}

#[derive(Debug, Clone, Copy)]
struct Gate {
    arc: usize,
    /// The arc of the last team, used for prices only.
    last: usize,
    place: usize,
    /// Teams that are not pinned.
    free: u32,
    may_empty: bool,
}

impl<'a> Rota<'a> {
    /// The flow of nobody, every station keeps one team.
    pub(super) fn new(problem: &'a Problem) -> Self {
        let slots = slots(problem);
        let (teams, stations) = (problem.teams.len(), problem.stations.len());
        let team_place = 2 + stations;
        let slot_place = team_place + teams;
        let mut net = Net::new(slot_place + slots.len());
        let mut gates = Vec::with_capacity(stations);
        for (station, members) in problem.station_teams().iter().enumerate() {
            let pinned = |team: &&usize| problem.teams[**team].pinned.is_none();
            let free = u32::try_from(members.iter().filter(pinned).count()).unwrap_or(u32::MAX);
            let place = 2 + station;
            let arc = net.arc(SOURCE, place, free.saturating_sub(1), 0);
            gates.push(Gate {
                arc,
                last: net.arc(SOURCE, place, 0, 0),
                place,
                free,
                may_empty: false,
            });
        }
        let mut posts = vec![Vec::new(); teams];
        for (team, arcs) in posts.iter_mut().enumerate() {
            let unit = &problem.teams[team];
            let from = match (unit.pinned, unit.station) {
                (None, Some(station)) => 2 + station,
                _ => SOURCE,
            };
            net.arc(from, team_place + team, 1, 0);
            for (index, slot) in slots.iter().enumerate() {
                if let Some(cost) = may_serve(problem, team, slot) {
                    // The way of a pinned team is no choice any more.
                    let cost = if unit.pinned.is_some() { 0.0 } else { cost };
                    let arc = net.arc(team_place + team, slot_place + index, 1, micro(cost));
                    arcs.push((arc, index));
                }
            }
        }
        for (index, slot) in slots.iter().enumerate() {
            let saved = micro(problem.team_short(slot.incident));
            net.arc(slot_place + index, SINK, slot.need, -saved);
        }
        let mut rota = Self {
            problem,
            slots,
            net,
            stations: gates,
            posts,
            slot_place,
        };
        rota.fill();
        rota
    }

    /// Lets teams go as long as it gains.
    fn fill(&mut self) {
        loop {
            self.net.search(&[SOURCE]);
            match self.net.reached(SINK) {
                Some(cost) if cost < 0 => self.net.push(SINK),
                _ => return,
            }
        }
    }

    /// Allows the last team of a station to leave.
    fn open(&mut self, station: usize) {
        let gate = &mut self.stations[station];
        if gate.may_empty || gate.free == 0 {
            return;
        }
        gate.may_empty = true;
        let (arc, place) = (gate.arc, gate.place);
        // Before the arc is wider: with it there can be a cycle that earns, and this finds it.
        self.net.search(&[place]);
        let (served, replaced) = (self.net.reached(SINK), self.net.reached(SOURCE));
        let best = [(served, SINK), (replaced, SOURCE)]
            .into_iter()
            .filter_map(|(cost, end)| cost.map(|cost| (cost, end)))
            .min();
        match best {
            Some((cost, end)) if cost < 0 => {
                self.net.push(end);
                self.net.add(arc, 1);
            }
            _ => self.net.widen(arc),
        }
    }

    /// Forbids that the last team of a station leaves.
    fn close(&mut self, station: usize) {
        let gate = &mut self.stations[station];
        if !gate.may_empty {
            return;
        }
        gate.may_empty = false;
        let (arc, place, free) = (gate.arc, gate.place, gate.free);
        if self.net.flow(arc) < free {
            self.net.narrow(arc);
            return;
        }
        self.net.search(&[SOURCE, SINK]);
        self.net.push(place);
        self.net.withdraw(arc, 1);
    }

    fn flip(&mut self, station: usize) {
        if self.stations[station].may_empty {
            self.close(station);
        } else {
            self.open(station);
        }
    }

    /// Where each team goes.
    pub(super) fn posts(&self) -> Vec<Option<Post>> {
        let post = |(team, arcs): (usize, &Vec<(usize, usize)>)| {
            let served = arcs.iter().find(|(arc, _)| self.net.flow(*arc) > 0);
            let serving = served.map(|(_, slot)| Post {
                incident: self.slots[*slot].incident,
                capability: Some(self.slots[*slot].capability),
            });
            let pinned = self.problem.teams[team].pinned;
            serving.or(pinned.map(|incident| Post {
                incident,
                capability: None,
            }))
        };
        self.posts.iter().enumerate().map(post).collect()
    }

    /// What all that depends on the search costs.
    fn cost(&self) -> f64 {
        let mut cost = 0.0;
        let mut served = vec![0_u32; self.slots.len()];
        for (team, arcs) in self.posts.iter().enumerate() {
            let Some((_, slot)) = arcs.iter().find(|(arc, _)| self.net.flow(*arc) > 0) else {
                continue;
            };
            served[*slot] += 1;
            if self.problem.teams[team].pinned.is_none() {
                let way = self.problem.team_cost(team, self.slots[*slot].incident);
                cost += way.unwrap_or(0.0);
            }
        }
        for (slot, served) in self.slots.iter().zip(served) {
            cost += self.problem.team_short(slot.incident) * f64::from(slot.need - served);
        }
        for (index, zone) in self.problem.zones.iter().enumerate() {
            if zone.stations.iter().any(|station| self.keeps(*station)) {
                cost -= self.problem.zone_gain(index);
            }
        }
        cost
    }

    /// First prices for the bound, of the needs and of the zones: what one team more at a need
    /// would cost, the last team of a station at what it uncovers; and for a zone all that it
    /// earns, unless more than one station covers it. `last_may_go` is false for prices at which no
    /// station can be emptied.
    pub(super) fn prices(&mut self, last_may_go: bool) -> (Vec<f64>, Vec<f64>) {
        let mut uncovers = vec![0.0; self.stations.len()];
        let mut of_zones = Vec::with_capacity(self.problem.zones.len());
        for (index, zone) in self.problem.zones.iter().enumerate() {
            let mut covering = zone.stations.iter().filter(|station| self.keeps(**station));
            let (first, second) = (covering.next(), covering.next());
            of_zones.push(if second.is_some() {
                0.0
            } else {
                self.problem.zone_gain(index)
            });
            if let (Some(station), None) = (first, second) {
                uncovers[*station] += self.problem.zone_gain(index);
            }
        }
        for (gate, uncovers) in self.stations.iter().zip(&uncovers) {
            if last_may_go && !gate.may_empty && self.net.flow(gate.arc) + 1 == gate.free {
                self.net.set_cost(gate.last, micro(*uncovers));
                self.net.set_left(gate.last, 1);
            }
        }
        self.net.search(&[SOURCE, SINK]);
        for gate in &self.stations {
            self.net.set_left(gate.last, 0);
        }
        let price = |(index, slot): (usize, &Slot)| {
            let most = self.problem.team_short(slot.incident);
            let reached = self.net.reached(self.slot_place + index);
            reached.map_or(most, |cost| (cost as f64 / MICRO).clamp(0.0, most))
        };
        let of_slots = self.slots.iter().enumerate().map(price).collect();
        (of_slots, of_zones)
    }

    /// Whether a team stays at a station.
    fn keeps(&self, station: usize) -> bool {
        let gate = &self.stations[station];
        self.net.flow(gate.arc) < gate.free
    }

    /// Tries every station that can matter until none gains.
    fn descend(&mut self, stop: &Stop<'_>) -> f64 {
        let mut best = self.cost();
        let mut saved = Vec::new();
        loop {
            let mut gained = false;
            for station in 0..self.stations.len() {
                if self.stations[station].free == 0 || stop.is_due() {
                    continue;
                }
                self.net.save(&mut saved);
                self.flip(station);
                let cost = self.cost();
                if cost < best - SAME {
                    (best, gained) = (cost, true);
                } else {
                    self.stations[station].may_empty = !self.stations[station].may_empty;
                    self.net.restore(&saved);
                }
            }
            if !gained {
                return best;
            }
        }
    }

    /// The search: from nobody may empty a station and from all may, then from shaken choices,
    /// until the cost is `good_enough` or many rounds gain nothing.
    pub(super) fn improve(&mut self, rng: &mut ChaCha8Rng, stop: &Stop<'_>, good_enough: f64) {
        let stations = self.stations.len();
        let mut best = self.descend(stop);
        let mut kept = self.snapshot();
        for station in 0..stations {
            self.open(station);
        }
        let opened = self.descend(stop);
        if opened < best - SAME {
            (best, kept) = (opened, self.snapshot());
        }
        let mut idle = 0;
        while idle < IDLE_ROUNDS_MAX && stations > 0 && best > good_enough && !stop.is_due() {
            self.take(&kept);
            for _ in 0..rng.random_range(1..=SHAKEN_MAX) {
                self.flip(rng.random_range(0..stations));
            }
            let cost = self.descend(stop);
            idle = if cost < best - SAME { 0 } else { idle + 1 };
            // An equal choice is taken as well: it leads out of a corner.
            if cost < best + SAME {
                (best, kept) = (cost, self.snapshot());
            }
        }
        self.take(&kept);
    }

    fn snapshot(&self) -> (Vec<u32>, Vec<bool>) {
        let mut left = Vec::new();
        self.net.save(&mut left);
        (left, self.stations.iter().map(|g| g.may_empty).collect())
    }

    fn take(&mut self, (left, may_empty): &(Vec<u32>, Vec<bool>)) {
        self.net.restore(left);
        for (gate, may_empty) in self.stations.iter_mut().zip(may_empty) {
            gate.may_empty = *may_empty;
        }
    }
}
