//! What no answer can be better than.
//!
//! The rows that tie teams, depots and zones together are taken into the objective with a price
//! each (Lagrangian relaxation; Fisher, Management Science 27(1), 1981). What is left falls apart
//! into a station at a time and a convoy at a time, each solved exactly by sorting. Any prices give
//! a bound; a subgradient search looks for good ones.

use super::problem::Problem;
use super::rota::{Slot, may_serve, slots};
use super::stop::Stop;

/// Steps of the search for prices.
const STEPS_MAX: u32 = 1_500;
/// The step is halved after that many steps without gain.
const PATIENCE: u32 = 12;
/// The search ends when the step is this small a part of its first.
const STEP_MIN: f64 = 1e-4;

/// A price search: where it stands, and the best bound seen.
struct Prices {
    now: Vec<f64>,
    /// How large a slope is usual for each price: steps are taken in units of it.
    scale: Vec<f64>,
    low: Vec<f64>,
    high: Vec<f64>,
    best: f64,
    best_at: Vec<f64>,
}

impl Prices {
    /// Climbs as long as it gains; `value` answers the bound at some prices and fills in its slope.
    fn climb(
        mut self,
        known: f64,
        stop: &Stop<'_>,
        mut value: impl FnMut(&[f64], &mut [f64]) -> f64,
    ) -> f64 {
        let mut slope = vec![0.0; self.now.len()];
        let mut direction = vec![0.0; self.now.len()];
        let (mut share, mut waited) = (1.0, 0);
        for _ in 0..STEPS_MAX {
            slope.fill(0.0);
            let bound = value(&self.now, &mut slope);
            if bound > self.best + 1e-9 {
                waited = if bound > self.best + 1e-6 * self.best.abs() {
                    0
                } else {
                    waited + 1
                };
                self.best = bound;
                self.best_at.clone_from(&self.now);
            } else {
                waited += 1;
            }
            if waited >= PATIENCE {
                (share, waited) = (share / 2.0, 0);
                self.now.clone_from(&self.best_at);
                direction.fill(0.0);
            }
            if share < STEP_MIN || self.best >= known - 1e-9 * known.abs() || stop.is_due() {
                break;
            }
            self.step(&slope, &mut direction, share * (known - bound).max(1e-6));
        }
        self.best
    }

    /// One step along the slope, smoothed by the steps before, inside the limits.
    fn step(&mut self, slope: &[f64], direction: &mut [f64], distance: f64) {
        for (index, part) in direction.iter_mut().enumerate() {
            let (at, rise) = (self.now[index], slope[index]);
            let stuck =
                (at <= self.low[index] && rise < 0.0) || (at >= self.high[index] && rise > 0.0);
            let rise = rise / self.scale[index];
            *part = if stuck { 0.0 } else { 0.7 * rise + 0.3 * *part };
        }
        let square: f64 = direction.iter().map(|part| part * part).sum();
        if square <= 0.0 {
            return;
        }
        for (index, part) in direction.iter().enumerate() {
            let next = self.now[index] + distance / square * part / self.scale[index];
            self.now[index] = next.clamp(self.low[index], self.high[index]);
        }
    }
}

/// The bound on all that teams and coverage cost; `start` are prices of the needs and the zones,
/// `known` is the cost of an answer. The change of what is under way is counted as in the flow:
/// relative.
pub(super) fn teams(
    problem: &Problem,
    start: (Vec<f64>, Vec<f64>),
    known: f64,
    stop: &Stop<'_>,
) -> f64 {
    let slots = slots(problem);
    let shifts = Shifts::of(problem, &slots);
    let zones = problem.zones.len();
    let gains: Vec<f64> = (0..zones).map(|zone| problem.zone_gain(zone)).collect();
    let most = slots.iter().map(|slot| problem.team_short(slot.incident));
    let high: Vec<f64> = most.chain(gains.iter().copied()).collect();
    let now: Vec<f64> = start.0.into_iter().chain(start.1).collect();
    let needs = slots.iter().map(|slot| f64::from(slot.need));
    let prices = Prices {
        scale: needs.chain(gains.iter().map(|_| 1.0)).collect(),
        low: vec![0.0; high.len()],
        best: f64::NEG_INFINITY,
        best_at: now.clone(),
        now,
        high,
    };
    let value = |prices: &[f64], slope: &mut [f64]| shifts.value(prices, slope);
    prices.climb(known, stop, value)
}

/// The teams by station, with what each may serve.
struct Shifts<'a> {
    problem: &'a Problem,
    slots: &'a [Slot],
    /// For each station, and for all without one, its teams.
    groups: Vec<(Option<usize>, Vec<usize>)>,
    /// For each team the needs and what serving them costs.
    serves: Vec<Vec<(usize, f64)>>,
    /// For each station the zones that it covers.
    covers: Vec<Vec<usize>>,
}

impl<'a> Shifts<'a> {
    fn of(problem: &'a Problem, slots: &'a [Slot]) -> Self {
        let mut covers = vec![Vec::new(); problem.stations.len()];
        for (zone, of) in problem.zones.iter().enumerate() {
            for station in &of.stations {
                covers[*station].push(zone);
            }
        }
        let stations = problem.station_teams().into_iter().enumerate();
        let mut groups: Vec<_> = stations.map(|(at, teams)| (Some(at), teams)).collect();
        let loose = (0..problem.teams.len()).filter(|team| problem.teams[*team].station.is_none());
        groups.push((None, loose.collect()));
        let serves = (0..problem.teams.len()).map(|team| {
            let pinned = problem.teams[team].pinned.is_some();
            let cost = |(index, slot)| {
                let cost = may_serve(problem, team, slot)?;
                Some((index, if pinned { 0.0 } else { cost }))
            };
            slots.iter().enumerate().filter_map(cost).collect()
        });
        Self {
            problem,
            slots,
            groups,
            serves: serves.collect(),
            covers,
        }
    }

    fn value(&self, prices: &[f64], slope: &mut [f64]) -> f64 {
        let (of_slots, of_zones) = prices.split_at(self.slots.len());
        let mut value = 0.0;
        for (index, slot) in self.slots.iter().enumerate() {
            value += of_slots[index] * f64::from(slot.need);
            slope[index] += f64::from(slot.need);
        }
        for (index, price) in of_zones.iter().enumerate() {
            value += price - self.problem.zone_gain(index);
            slope[self.slots.len() + index] += 1.0;
        }
        for (station, teams) in &self.groups {
            value += self.station(*station, teams, (of_slots, of_zones), slope);
        }
        value
    }

    /// The best that one station's teams can do at some prices.
    fn station(
        &self,
        station: Option<usize>,
        teams: &[usize],
        (of_slots, of_zones): (&[f64], &[f64]),
        slope: &mut [f64],
    ) -> f64 {
        let covers = station.map_or(&[][..], |station| &self.covers[station]);
        let stay: f64 = covers.iter().map(|zone| of_zones[*zone]).sum();
        let mut value = 0.0;
        let mut stays = false;
        // The team that would lose least by staying: what it loses and its need.
        let mut least: Option<(f64, usize)> = None;
        for team in teams {
            let offers = self.serves[*team].iter();
            let best = offers
                .map(|(slot, cost)| (cost - of_slots[*slot], *slot))
                .min_by(|a, b| a.0.total_cmp(&b.0));
            let is_pinned = self.problem.teams[*team].pinned.is_some();
            match best {
                Some((gain, slot)) if gain < 0.0 => {
                    value += gain;
                    slope[slot] -= 1.0;
                    if !is_pinned && least.is_none_or(|(known, _)| gain > known) {
                        least = Some((gain, slot));
                    }
                }
                _ => stays |= !is_pinned,
            }
        }
        if !stays
            && let Some((gain, slot)) = least
            && -gain < stay
        {
            value -= gain;
            slope[slot] += 1.0;
            stays = true;
        }
        if stays {
            value -= stay;
            for zone in covers {
                slope[self.slots.len() + zone] -= 1.0;
            }
        }
        value
    }
}

/// The bound on all that supplies cost; `known` is the cost of an answer.
pub(super) fn supplies(problem: &Problem, known: f64, stop: &Stop<'_>) -> f64 {
    let trade = Trade::of(problem);
    let shorts = trade.needs.iter().map(|need| problem.piece_short(need.0));
    let stocks = trade.stocks.len();
    let high: Vec<f64> = shorts.chain((0..stocks).map(|_| f64::INFINITY)).collect();
    let now = trade.start(problem);
    let needs = trade.needs.iter().map(|(_, _, need)| f64::from(*need));
    let stock = |(depot, supply): &(usize, usize)| problem.depots[*depot].stock[*supply];
    let in_stock = trade.stocks.iter().map(|place| f64::from(stock(place)));
    let prices = Prices {
        scale: needs.chain(in_stock).collect(),
        low: vec![0.0; high.len()],
        best: f64::NEG_INFINITY,
        best_at: now.clone(),
        now,
        high,
    };
    let mut order = Vec::new();
    let value = |prices: &[f64], slope: &mut [f64]| trade.value(problem, prices, slope, &mut order);
    prices.climb(known, stop, value)
}

/// One kind on one convoy.
struct Lane {
    need: usize,
    stock: usize,
    most: f64,
}

/// Needs, stocks, and the convoys between them.
struct Trade {
    /// Incident, supply, pieces.
    needs: Vec<(usize, usize, u32)>,
    /// Depot and supply, where an incident wants it.
    stocks: Vec<(usize, usize)>,
    /// What one piece costs and the kinds, for each depot and incident with a way.
    convoys: Vec<(f64, Vec<Lane>)>,
}

impl Trade {
    fn of(problem: &Problem) -> Self {
        let mut needs = Vec::new();
        for (incident, scene) in problem.incidents.iter().enumerate() {
            needs.extend(scene.supplies.iter().map(|(s, need)| (incident, *s, *need)));
        }
        let mut stocks: Vec<(usize, usize)> = Vec::new();
        let mut number = std::collections::BTreeMap::new();
        let mut convoys = Vec::new();
        for (depot, store) in problem.depots.iter().enumerate() {
            for incident in 0..problem.incidents.len() {
                let Some(each) = problem.piece_cost(depot, incident) else {
                    continue;
                };
                let mut lanes = Vec::new();
                for (index, (of, supply, need)) in needs.iter().enumerate() {
                    let most = store.stock[*supply].min(*need);
                    if *of != incident || most == 0 {
                        continue;
                    }
                    let stock = *number.entry((depot, *supply)).or_insert_with(|| {
                        stocks.push((depot, *supply));
                        stocks.len() - 1
                    });
                    lanes.push(Lane {
                        need: index,
                        stock,
                        most: f64::from(most),
                    });
                }
                if !lanes.is_empty() {
                    convoys.push((each, lanes));
                }
            }
        }
        Self {
            needs,
            stocks,
            convoys,
        }
    }

    /// First prices: a need is worth what its nearest source asks with a full convoy, a piece in a
    /// depot nothing.
    fn start(&self, problem: &Problem) -> Vec<f64> {
        let mut prices: Vec<f64> = Vec::with_capacity(self.needs.len() + self.stocks.len());
        prices.extend(self.needs.iter().map(|need| problem.piece_short(need.0)));
        for (each, lanes) in &self.convoys {
            let pieces: f64 = lanes.iter().map(|lane| lane.most).sum();
            for lane in lanes {
                let asked = each + problem.weights.convoy / pieces;
                prices[lane.need] = prices[lane.need].min(asked);
            }
        }
        prices.extend(self.stocks.iter().map(|_| 0.0));
        prices
    }

    fn value(
        &self,
        problem: &Problem,
        prices: &[f64],
        slope: &mut [f64],
        order: &mut Vec<(f64, usize)>,
    ) -> f64 {
        let (of_needs, of_stocks) = prices.split_at(self.needs.len());
        let mut value = 0.0;
        for (index, (_, _, need)) in self.needs.iter().enumerate() {
            value += of_needs[index] * f64::from(*need);
            slope[index] += f64::from(*need);
        }
        for (index, (depot, supply)) in self.stocks.iter().enumerate() {
            let stock = f64::from(problem.depots[*depot].stock[*supply]);
            value -= of_stocks[index] * stock;
            slope[self.needs.len() + index] -= stock;
        }
        let capacity = problem.convoy_capacity.map_or(f64::INFINITY, f64::from);
        for (each, lanes) in &self.convoys {
            order.clear();
            for (index, lane) in lanes.iter().enumerate() {
                let gain = each - of_needs[lane.need] + of_stocks[lane.stock];
                if gain < 0.0 {
                    order.push((gain, index));
                }
            }
            if capacity.is_finite() {
                order.sort_by(|a, b| a.0.total_cmp(&b.0));
            }
            let (mut sum, mut room) = (problem.weights.convoy, capacity);
            for (gain, index) in order.iter() {
                let pieces = lanes[*index].most.min(room);
                sum += gain * pieces;
                room -= pieces;
            }
            if sum >= 0.0 {
                continue;
            }
            value += sum;
            let mut room = capacity;
            for (_, index) in order.iter() {
                let lane = &lanes[*index];
                let pieces = lane.most.min(room);
                room -= pieces;
                slope[lane.need] -= pieces;
                slope[self.needs.len() + lane.stock] += pieces;
            }
        }
        value
    }
}
