//! From the first answer to the best that the time allows.

use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;
use serde::Serialize;

use super::freight::Freight;
use super::plan::{Cost, Plan};
use super::problem::Problem;
use super::rota::Rota;
use super::stop::Stop;
use super::{bound, greedy, haul};

/// A search that is this close to its bound, relative to the cost, ends.
const CLOSE: f64 = 1e-4;
/// A later answer is shown when it is better than the first by more than this part.
pub const WORTH_SHOWING: f64 = 0.01;
/// Milliseconds after which the bound must be there, of each second of the limit.
const BOUND_SHARE: f64 = 0.25;
/// The part of the limit after which the teams are done.
const TEAMS_SHARE: f64 = 0.5;

/// How an answer was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Method {
    /// By regret and by severity, without a search.
    #[serde(rename = "greedy")]
    Greedy,
    /// The same, then exchanges.
    #[serde(rename = "greedy+search")]
    Search,
    /// By a mixed-integer solver.
    #[serde(rename = "milp")]
    Milp,
}

/// A plan, what it costs and what none can be below.
#[derive(Debug, Clone, PartialEq)]
pub struct Solution {
    /// The plan.
    pub plan: Plan,
    /// What it costs.
    pub cost: Cost,
    /// No plan costs less.
    pub bound: f64,
    /// How it was found.
    pub method: Method,
    /// Milliseconds until the first answer.
    pub first_ms: f64,
    /// What the first answer cost.
    pub first_cost: f64,
    /// Milliseconds until this one.
    pub time_ms: f64,
}

impl Solution {
    /// How far the plan may be from the best, as a part of its cost.
    #[must_use]
    pub fn gap(&self) -> f64 {
        gap(self.cost.total, self.bound)
    }

    /// Whether it is so much better than the first that a person should look at it.
    #[must_use]
    pub fn is_worth_showing(&self) -> bool {
        gap(self.first_cost, self.cost.total) > WORTH_SHOWING
    }
}

/// How far a cost is above a bound, as a part of the cost.
#[must_use]
pub fn gap(cost: f64, bound: f64) -> f64 {
    ((cost - bound) / cost.abs().max(1.0)).max(0.0)
}

/// The first answer: always there, in milliseconds.
#[must_use]
pub fn first(problem: &Problem) -> Plan {
    Plan {
        posts: greedy::posts(problem),
        flows: haul::flows(problem),
    }
}

/// The best answer that the time allows. `first` is told the first answer as soon as it is there.
/// The same problem and seed have the same answer where the time does not end the search.
pub fn solve(
    problem: &Problem,
    seed: u64,
    stop: &Stop<'_>,
    mut on_first: impl FnMut(&Plan),
) -> Solution {
    let plan = first(problem);
    let cost = plan.cost(problem);
    let first_ms = (stop.elapsed_ms)();
    on_first(&plan);
    let mut solution = Solution {
        plan,
        cost,
        bound: f64::NEG_INFINITY,
        method: Method::Greedy,
        first_ms,
        first_cost: cost.total,
        time_ms: first_ms,
    };
    let (posts, teams_bound) = teams(problem, &solution.plan, seed, stop);
    let (flows, supplies_bound) = supplies(problem, &solution.plan, seed, stop);
    solution.bound = problem.change_all() + pinned_ways(problem) + teams_bound + supplies_bound;
    for plan in [
        Plan {
            posts: posts.clone(),
            flows: solution.plan.flows.clone(),
        },
        Plan {
            posts: solution.plan.posts.clone(),
            flows: flows.clone(),
        },
        Plan { posts, flows },
    ] {
        let cost = plan.cost(problem);
        if cost.total < solution.cost.total {
            solution.method = Method::Search;
            (solution.plan, solution.cost) = (plan, cost);
        }
    }
    solution.time_ms = (stop.elapsed_ms)();
    solution
}

/// What the pinned teams cost, whatever else happens.
fn pinned_ways(problem: &Problem) -> f64 {
    let cost = |team: usize| problem.team_cost(team, problem.teams[team].pinned?);
    (0..problem.teams.len()).filter_map(cost).sum()
}

/// The part of a plan's cost that the teams decide, as the flow of the teams counts it.
fn teams_part(problem: &Problem, cost: &Cost) -> f64 {
    let fixed = problem.change_all() + pinned_ways(problem);
    cost.team_travel + cost.team_short + cost.coverage + cost.change - fixed
}

/// The part of a plan's cost that the supplies decide.
fn supplies_part(cost: &Cost) -> f64 {
    cost.supply_travel + cost.convoys + cost.supply_short
}

type Posts = Vec<Option<super::plan::Post>>;

fn teams(problem: &Problem, plan: &Plan, seed: u64, stop: &Stop<'_>) -> (Posts, f64) {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut rota = Rota::new(problem);
    let limit_ms = stop.limit_ms;
    rota.improve(
        &mut rng,
        &stop.within(limit_ms * BOUND_SHARE),
        f64::INFINITY,
    );
    let starts = [true, false].map(|last_may_go| rota.prices(last_may_go));
    let known = |rota: &Rota<'_>| {
        let better = Plan {
            posts: rota.posts(),
            flows: plan.flows.clone(),
        };
        let cost = better.cost(problem);
        (teams_part(problem, &cost), cost.total)
    };
    let (cost, total) = known(&rota);
    let until = stop.within(limit_ms * BOUND_SHARE);
    let bounds = starts.map(|start| bound::teams(problem, start, cost, &until));
    let bound = bounds[0].max(bounds[1]);
    let good_enough = bound + CLOSE * total.abs();
    rota.improve(&mut rng, &stop.within(limit_ms * TEAMS_SHARE), good_enough);
    (rota.posts(), bound)
}

fn supplies(
    problem: &Problem,
    plan: &Plan,
    seed: u64,
    stop: &Stop<'_>,
) -> (Vec<super::plan::Flow>, f64) {
    let cost = plan.cost(problem);
    let known = supplies_part(&cost);
    let spent_ms = (stop.elapsed_ms)();
    let until = spent_ms + (stop.limit_ms - spent_ms) * BOUND_SHARE;
    let bound = bound::supplies(problem, known, &stop.within(until));
    let mut freight = Freight::new(problem);
    freight.follow(&plan.flows);
    let mut rng = ChaCha8Rng::seed_from_u64(seed.wrapping_add(1));
    freight.improve(&mut rng, stop, bound + CLOSE * cost.total.abs());
    (freight.flows(), bound)
}
