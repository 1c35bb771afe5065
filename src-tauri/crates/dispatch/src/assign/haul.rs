//! Supplies, first answer: the heaviest incident takes first, from the depots that are best for it.

use super::plan::Flow;
use super::problem::Problem;

/// Costs closer than this are the same.
const SAME: f64 = 1e-9;

/// What is sent when one incident after another, the heaviest first, takes what is best for it.
pub(super) fn flows(problem: &Problem) -> Vec<Flow> {
    let mut left: Vec<Vec<u32>> = problem.depots.iter().map(|d| d.stock.clone()).collect();
    let mut order: Vec<usize> = (0..problem.incidents.len()).collect();
    let severity = |incident: &usize| problem.incidents[*incident].severity;
    order.sort_by(|a, b| severity(b).total_cmp(&severity(a)).then(a.cmp(b)));
    let mut flows = Vec::new();
    for incident in order {
        let client = Client::of(problem, &left, incident);
        let chosen = client.choose();
        let mut own = Vec::new();
        client.serve(&chosen, |depot, supply, quantity| {
            own.push(Flow {
                depot,
                incident,
                supply,
                quantity,
            });
        });
        for flow in &own {
            left[flow.depot][flow.supply] -= flow.quantity;
        }
        flows.extend(own);
    }
    flows.sort_unstable();
    flows
}

/// The incident that is served, and what is left.
struct Client<'a> {
    problem: &'a Problem,
    left: &'a [Vec<u32>],
    needs: &'a [(usize, u32)],
    short: f64,
    /// Depots with anything that it needs and what one piece costs, the nearest first.
    legs: Vec<(f64, usize)>,
}

impl<'a> Client<'a> {
    fn of(problem: &'a Problem, left: &'a [Vec<u32>], incident: usize) -> Self {
        let needs = &problem.incidents[incident].supplies;
        let short = problem.piece_short(incident);
        let has = |depot: usize| needs.iter().any(|(supply, _)| left[depot][*supply] > 0);
        let leg = |depot: usize| Some((problem.piece_cost(depot, incident)?, depot));
        let mut legs: Vec<(f64, usize)> = (0..problem.depots.len())
            .filter(|depot| has(*depot))
            .filter_map(leg)
            .filter(|(each, _)| *each < short)
            .collect();
        legs.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        Self {
            problem,
            left,
            needs,
            short,
            legs,
        }
    }

    /// What it costs to be served by the chosen legs, nearest first; `load` is told each part.
    fn serve(&self, chosen: &[usize], mut load: impl FnMut(usize, usize, u32)) -> f64 {
        let mut wants: Vec<u32> = self.needs.iter().map(|(_, need)| *need).collect();
        let mut cost = 0.0;
        for index in chosen {
            let (each, depot) = self.legs[*index];
            let mut room = self.problem.convoy_capacity.unwrap_or(u32::MAX);
            let mut sent = 0;
            for ((supply, _), want) in self.needs.iter().zip(&mut wants) {
                let pieces = self.left[depot][*supply].min(*want).min(room);
                if pieces > 0 {
                    room -= pieces;
                    *want -= pieces;
                    sent += pieces;
                    load(depot, *supply, pieces);
                }
            }
            if sent > 0 {
                cost += self.problem.weights.convoy + each * f64::from(sent);
            }
        }
        let missing: f64 = wants.iter().map(|pieces| f64::from(*pieces)).sum();
        cost + self.short * missing
    }

    /// Adds the leg that gains most until none does, then drops what is not needed any more.
    fn choose(&self) -> Vec<usize> {
        let mut chosen: Vec<usize> = Vec::new();
        let mut best = self.serve(&chosen, |_, _, _| {});
        loop {
            let mut found = None;
            for index in 0..self.legs.len() {
                let Err(at) = chosen.binary_search(&index) else {
                    continue;
                };
                chosen.insert(at, index);
                let cost = self.serve(&chosen, |_, _, _| {});
                if cost < best - SAME {
                    (best, found) = (cost, Some(index));
                }
                chosen.remove(at);
            }
            let Some(index) = found else { break };
            let at = chosen.partition_point(|other| *other < index);
            chosen.insert(at, index);
        }
        let mut at = 0;
        while at < chosen.len() {
            let index = chosen.remove(at);
            let cost = self.serve(&chosen, |_, _, _| {});
            if cost < best - SAME {
                best = cost;
            } else {
                chosen.insert(at, index);
                at += 1;
            }
        }
        chosen
    }
}
