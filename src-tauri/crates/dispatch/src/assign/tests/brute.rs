//! Trying everything.

use super::super::plan::{Flow, Plan, Post};
use super::super::problem::Problem;

/// The lowest cost of all plans. Only for very small problems.
pub(super) fn best(problem: &Problem) -> f64 {
    let idle = Plan::idle(problem);
    let base = idle.cost(problem).total;
    best_posts(problem, &idle) + best_flows(problem, &idle) - base
}

fn best_posts(problem: &Problem, idle: &Plan) -> f64 {
    let options: Vec<Vec<Option<Post>>> = (0..problem.teams.len())
        .map(|team| options(problem, team))
        .collect();
    let mut plan = idle.clone();
    let mut best = f64::INFINITY;
    try_posts(problem, &options, 0, &mut plan, &mut best);
    best
}

fn options(problem: &Problem, team: usize) -> Vec<Option<Post>> {
    let unit = &problem.teams[team];
    let mut options = vec![unit.pinned.map(|incident| Post {
        incident,
        capability: None,
    })];
    for (incident, scene) in problem.incidents.iter().enumerate() {
        let elsewhere = unit.pinned.is_some_and(|pinned| pinned != incident);
        if unit.eta_s[incident].is_none() || elsewhere {
            continue;
        }
        for (capability, _) in &scene.teams {
            if unit.capabilities.contains(capability) {
                let capability = Some(*capability);
                options.push(Some(Post {
                    incident,
                    capability,
                }));
            }
        }
    }
    options
}

fn try_posts(
    problem: &Problem,
    options: &[Vec<Option<Post>>],
    team: usize,
    plan: &mut Plan,
    best: &mut f64,
) {
    let Some(own) = options.get(team) else {
        let more = (0..problem.incidents.len()).any(|incident| {
            let needs = problem.incidents[incident].teams.iter();
            let mut served = plan.served(problem, incident).into_iter().zip(needs);
            served.any(|(served, (_, need))| served > *need)
        });
        if !more {
            *best = best.min(plan.cost(problem).total);
        }
        return;
    };
    for post in own {
        plan.posts[team] = *post;
        try_posts(problem, options, team + 1, plan, best);
    }
}

fn best_flows(problem: &Problem, idle: &Plan) -> f64 {
    let mut lanes = Vec::new();
    for (depot, store) in problem.depots.iter().enumerate() {
        for (incident, scene) in problem.incidents.iter().enumerate() {
            for (supply, need) in &scene.supplies {
                let most = store.stock[*supply].min(*need);
                if store.eta_s[incident].is_some() && most > 0 {
                    lanes.push((depot, incident, *supply, most));
                }
            }
        }
    }
    lanes.sort_unstable();
    let mut plan = idle.clone();
    let mut best = f64::INFINITY;
    try_flows(problem, &lanes, &mut plan, &mut best);
    best
}

fn try_flows(
    problem: &Problem,
    lanes: &[(usize, usize, usize, u32)],
    plan: &mut Plan,
    best: &mut f64,
) {
    let Some(((depot, incident, supply, most), rest)) = lanes.split_first() else {
        if plan.faults(problem).is_empty() {
            *best = best.min(plan.cost(problem).total);
        }
        return;
    };
    for quantity in 0..=*most {
        if quantity > 0 {
            plan.flows.push(Flow {
                depot: *depot,
                incident: *incident,
                supply: *supply,
                quantity,
            });
        }
        try_flows(problem, rest, plan, best);
        if quantity > 0 {
            plan.flows.pop();
        }
    }
}
