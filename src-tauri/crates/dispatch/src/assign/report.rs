//! A solution in names, with the reason for each line.

use serde::Serialize;

use super::plan::{Cost, Flow, Plan, Post};
use super::problem::Problem;
use super::solve::{Method, Solution};

/// What was found, as `desk assign` prints it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// How it was found.
    pub method: Method,
    /// The objective and its parts.
    pub objective: Cost,
    /// No plan has a lower objective.
    pub bound: f64,
    /// How far the objective may be from the best, as a part of it.
    pub gap: f64,
    /// The objective of the first answer.
    pub first_objective: f64,
    /// Milliseconds until the first answer.
    pub first_ms: f64,
    /// Milliseconds until this one.
    pub time_ms: f64,
    /// Who goes where, by incident.
    pub assignments: Vec<AssignmentLine>,
    /// What is sent, by depot.
    pub flows: Vec<FlowLine>,
    /// What is missing.
    pub short: Vec<ShortLine>,
    /// What stays within reach.
    pub coverage: CoverageLines,
}

/// One team and where it goes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AssignmentLine {
    /// The team.
    pub team: String,
    /// The incident.
    pub incident: String,
    /// What it serves there; none when it was pinned and nothing needs it.
    pub capability: Option<String>,
    /// Seconds to arrival.
    pub eta_s: u32,
    /// What its way costs.
    pub cost: f64,
    /// A person decided it.
    pub pinned: bool,
    /// It is on its way there already.
    pub under_way: bool,
    /// What would be done without it; none when a person decided it.
    pub next: Option<Instead>,
}

/// The runner-up of a line.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Instead {
    /// The team or depot; none when the need would stay short.
    pub by: Option<String>,
    /// Its seconds to arrival.
    pub eta_s: Option<u32>,
    /// How much the objective would be higher.
    pub costs: f64,
}

/// Pieces from a depot to an incident.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FlowLine {
    /// The depot.
    pub depot: String,
    /// The incident.
    pub incident: String,
    /// The supply.
    pub supply: String,
    /// How many.
    pub quantity: u32,
    /// Seconds to arrival.
    pub eta_s: u32,
    /// What would be done without it.
    pub next: Instead,
}

/// A need that is not met.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ShortLine {
    /// The incident.
    pub incident: String,
    /// The capability, for teams.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capability: Option<String>,
    /// The supply, for pieces.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supply: Option<String>,
    /// How many are missing.
    pub missing: u32,
    /// What that costs.
    pub cost: f64,
    /// Able teams, or pieces in depots, that could arrive in time.
    pub in_reach: u32,
    /// Of those, what goes elsewhere.
    pub elsewhere: u32,
}

/// What stays within reach.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CoverageLines {
    /// Zones that are still covered.
    pub kept: Vec<String>,
    /// Zones that were covered with everybody at home, and are no longer.
    pub lost: Vec<String>,
    /// Zones that no station with a team covers at any time.
    pub never: Vec<String>,
    /// Stations that are emptied.
    pub emptied: Vec<String>,
}

/// The solution in names.
#[must_use]
pub fn report(problem: &Problem, solution: &Solution) -> Report {
    let lines = Lines::of(problem, &solution.plan);
    Report {
        method: solution.method,
        objective: solution.cost,
        bound: solution.bound,
        gap: solution.gap(),
        first_objective: solution.first_cost,
        first_ms: solution.first_ms,
        time_ms: solution.time_ms,
        assignments: lines.assignments(),
        flows: solution
            .plan
            .flows
            .iter()
            .map(|flow| lines.flow(flow))
            .collect(),
        short: lines.short(),
        coverage: lines.coverage(),
    }
}

/// A plan with what its reasons need.
struct Lines<'a> {
    problem: &'a Problem,
    plan: &'a Plan,
    /// Teams that stay at each station.
    staying: Vec<u32>,
    /// Pieces left in each depot.
    left: Vec<Vec<u32>>,
}

impl<'a> Lines<'a> {
    fn of(problem: &'a Problem, plan: &'a Plan) -> Self {
        let mut staying = vec![0; problem.stations.len()];
        for (team, post) in problem.teams.iter().zip(&plan.posts) {
            if let (Some(station), None) = (team.station, post) {
                staying[station] += 1;
            }
        }
        let mut left: Vec<Vec<u32>> = problem.depots.iter().map(|d| d.stock.clone()).collect();
        for flow in &plan.flows {
            left[flow.depot][flow.supply] -= flow.quantity;
        }
        Self {
            problem,
            plan,
            staying,
            left,
        }
    }

    fn assignments(&self) -> Vec<AssignmentLine> {
        let posts = self.plan.posts.iter().enumerate();
        let mut sent: Vec<(Post, usize)> = posts
            .filter_map(|(team, post)| post.map(|post| (post, team)))
            .collect();
        sent.sort_unstable();
        sent.into_iter()
            .map(|(post, team)| self.assignment(team, post))
            .collect()
    }

    fn assignment(&self, team: usize, post: Post) -> AssignmentLine {
        let unit = &self.problem.teams[team];
        let named = |capability: usize| self.problem.capabilities[capability].clone();
        AssignmentLine {
            team: unit.id.clone(),
            incident: self.problem.incidents[post.incident].id.clone(),
            capability: post.capability.map(named),
            eta_s: unit.eta_s[post.incident].unwrap_or(0),
            cost: self.problem.team_travel(team, post.incident).unwrap_or(0.0),
            pinned: unit.pinned.is_some(),
            under_way: unit.current == Some(post.incident),
            next: self.instead_of_team(team, post),
        }
    }

    /// What the covered zones earn with one team more and another less at the stations.
    fn earned(&self, back: Option<usize>, away: Option<usize>) -> f64 {
        let stays = |station: usize| {
            let more = u32::from(back == Some(station));
            let less = u32::from(away == Some(station));
            (self.staying[station] + more).saturating_sub(less) > 0
        };
        let zones = self.problem.zones.iter().enumerate();
        let covered = zones.filter(|(_, zone)| zone.stations.iter().any(|s| stays(*s)));
        covered.map(|(zone, _)| self.problem.zone_gain(zone)).sum()
    }

    fn instead_of_team(&self, team: usize, post: Post) -> Option<Instead> {
        let capability = post.capability?;
        let unit = &self.problem.teams[team];
        if unit.pinned.is_some() {
            return None;
        }
        let now = self.problem.team_cost(team, post.incident)?;
        let earned = self.earned(None, None);
        let without = self.problem.team_short(post.incident) - now;
        let mut best = Instead {
            by: None,
            eta_s: None,
            costs: without + earned - self.earned(unit.station, None),
        };
        for (other, candidate) in self.problem.teams.iter().enumerate() {
            let idle = self.plan.posts[other].is_none();
            if !idle || !candidate.capabilities.contains(&capability) {
                continue;
            }
            let Some(cost) = self.problem.team_cost(other, post.incident) else {
                continue;
            };
            // Uncovering can only make it dearer, and need not be counted when it is dear already.
            if cost - now + earned - self.earned(unit.station, None) >= best.costs {
                continue;
            }
            let costs = cost - now + earned - self.earned(unit.station, candidate.station);
            if costs < best.costs {
                best = Instead {
                    by: Some(candidate.id.clone()),
                    eta_s: candidate.eta_s[post.incident],
                    costs,
                };
            }
        }
        Some(best)
    }

    fn flow(&self, flow: &Flow) -> FlowLine {
        let depot = &self.problem.depots[flow.depot];
        FlowLine {
            depot: depot.id.clone(),
            incident: self.problem.incidents[flow.incident].id.clone(),
            supply: self.problem.supplies[flow.supply].clone(),
            quantity: flow.quantity,
            eta_s: depot.eta_s[flow.incident].unwrap_or(0),
            next: self.instead_of_flow(flow),
        }
    }

    /// Pieces that a depot sends to an incident.
    fn on_leg(&self, depot: usize, incident: usize) -> u32 {
        let flows = self.plan.flows.iter();
        let same = flows.filter(|flow| flow.depot == depot && flow.incident == incident);
        same.map(|flow| flow.quantity).sum()
    }

    fn instead_of_flow(&self, flow: &Flow) -> Instead {
        let problem = self.problem;
        let pieces = f64::from(flow.quantity);
        let own = problem.piece_cost(flow.depot, flow.incident).unwrap_or(0.0);
        let alone = self.on_leg(flow.depot, flow.incident) == flow.quantity;
        let saved = own * pieces + if alone { problem.weights.convoy } else { 0.0 };
        let short = problem.piece_short(flow.incident);
        let mut best = Instead {
            by: None,
            eta_s: None,
            costs: short * pieces - saved,
        };
        let capacity = problem.convoy_capacity.unwrap_or(u32::MAX);
        for (depot, store) in problem.depots.iter().enumerate() {
            let left = self.left[depot][flow.supply];
            if depot == flow.depot || left == 0 {
                continue;
            }
            let Some(each) = problem.piece_cost(depot, flow.incident) else {
                continue;
            };
            let carried = self.on_leg(depot, flow.incident);
            let taken = f64::from(
                left.min(flow.quantity)
                    .min(capacity - carried.min(capacity)),
            );
            let convoy = if carried == 0 {
                problem.weights.convoy
            } else {
                0.0
            };
            let costs = each * taken + convoy + short * (pieces - taken) - saved;
            if taken > 0.0 && costs < best.costs {
                best = Instead {
                    by: Some(store.id.clone()),
                    eta_s: store.eta_s[flow.incident],
                    costs,
                };
            }
        }
        best
    }

    fn short(&self) -> Vec<ShortLine> {
        let mut short = Vec::new();
        for (index, scene) in self.problem.incidents.iter().enumerate() {
            let served = self.plan.served(self.problem, index);
            for ((capability, need), served) in scene.teams.iter().zip(served) {
                if served < *need {
                    short.push(self.short_of_teams(index, *capability, need - served));
                }
            }
            let sent = self.plan.supplied(self.problem, index);
            for ((supply, need), sent) in scene.supplies.iter().zip(sent) {
                if sent < *need {
                    short.push(self.short_of_pieces(index, *supply, need - sent));
                }
            }
        }
        short
    }

    fn short_of_teams(&self, incident: usize, capability: usize, missing: u32) -> ShortLine {
        let (mut in_reach, mut elsewhere) = (0, 0);
        for (team, post) in self.problem.teams.iter().zip(&self.plan.posts) {
            if team.eta_s[incident].is_some() && team.capabilities.contains(&capability) {
                in_reach += 1;
                let here = Post {
                    incident,
                    capability: Some(capability),
                };
                elsewhere += u32::from(post.is_some_and(|post| post != here));
            }
        }
        ShortLine {
            incident: self.problem.incidents[incident].id.clone(),
            capability: Some(self.problem.capabilities[capability].clone()),
            supply: None,
            missing,
            cost: self.problem.team_short(incident) * f64::from(missing),
            in_reach,
            elsewhere,
        }
    }

    fn short_of_pieces(&self, incident: usize, supply: usize, missing: u32) -> ShortLine {
        let depots = self.problem.depots.iter();
        let near = depots.filter(|depot| depot.eta_s[incident].is_some());
        let in_reach = near.map(|depot| depot.stock[supply]).sum();
        let flows = self.plan.flows.iter();
        let away = flows.filter(|flow| {
            let near = self.problem.depots[flow.depot].eta_s[incident].is_some();
            near && flow.supply == supply && flow.incident != incident
        });
        ShortLine {
            incident: self.problem.incidents[incident].id.clone(),
            capability: None,
            supply: Some(self.problem.supplies[supply].clone()),
            missing,
            cost: self.problem.piece_short(incident) * f64::from(missing),
            in_reach,
            elsewhere: away.map(|flow| flow.quantity).sum(),
        }
    }

    fn coverage(&self) -> CoverageLines {
        let mut home = vec![false; self.problem.stations.len()];
        for station in self.problem.teams.iter().filter_map(|team| team.station) {
            home[station] = true;
        }
        let mut lines = CoverageLines {
            kept: Vec::new(),
            lost: Vec::new(),
            never: Vec::new(),
            emptied: Vec::new(),
        };
        for zone in &self.problem.zones {
            let list = if zone.stations.iter().any(|s| self.staying[*s] > 0) {
                &mut lines.kept
            } else if zone.stations.iter().any(|s| home[*s]) {
                &mut lines.lost
            } else {
                &mut lines.never
            };
            list.push(zone.id.clone());
        }
        for (station, name) in self.problem.stations.iter().enumerate() {
            if home[station] && self.staying[station] == 0 {
                lines.emptied.push(name.clone());
            }
        }
        lines
    }
}
