//! The search against trying everything, against its own bound, and what holds for every plan.

mod brute;
mod reading;

use proptest::prelude::*;
use rand::Rng as _;
use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;

use super::plan::Plan;
use super::problem::{Problem, Scene, Store, Unit, Weights, Zone};
use super::report::report;
use super::solve::{Method, first, solve};
use super::stop::Stop;
use super::what_if::{difference, without_depot};

/// How large a made problem is.
#[derive(Debug, Clone, Copy)]
struct Size {
    incidents: usize,
    teams: usize,
    stations: usize,
    depots: usize,
    supplies: usize,
    pieces_max: u32,
}

const SMALL: Size = Size {
    incidents: 2,
    teams: 5,
    stations: 3,
    depots: 2,
    supplies: 2,
    pieces_max: 2,
};

const MIDDLE: Size = Size {
    incidents: 6,
    teams: 30,
    stations: 10,
    depots: 12,
    supplies: 8,
    pieces_max: 60,
};

const CAPABILITIES: usize = 3;

/// A made problem: the same for the same seed.
fn made(seed: u64, size: Size) -> Problem {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let names = |letter: char, count: usize| (0..count).map(|n| format!("{letter}{n}")).collect();
    let mut problem = Problem {
        capabilities: names('C', CAPABILITIES),
        supplies: names('K', size.supplies),
        stations: names('S', size.stations),
        convoy_capacity: [None, Some(size.pieces_max), Some(2 * size.pieces_max)]
            [rng.random_range(0..3)],
        weights: Weights {
            coverage: [15.0, 300.0][rng.random_range(0..2)],
            ..Weights::default()
        },
        ..Problem::default()
    };
    for index in 0..size.incidents {
        problem.incidents.push(Scene {
            id: format!("I{index}"),
            severity: f64::from(rng.random_range(1..5_u32)),
            teams: some(&mut rng, CAPABILITIES, 2),
            supplies: some(&mut rng, size.supplies, size.pieces_max),
        });
    }
    for index in 0..size.teams {
        let eta_s = eta(&mut rng, size.incidents);
        let current = rng
            .random_ratio(1, 6)
            .then(|| rng.random_range(0..size.incidents));
        let pinned = rng
            .random_ratio(1, 8)
            .then(|| rng.random_range(0..size.incidents));
        let pinned = pinned.filter(|incident| eta_s[*incident].is_some());
        problem.teams.push(Unit {
            id: format!("T{index}"),
            capabilities: some(&mut rng, CAPABILITIES, 1)
                .iter()
                .map(|(c, _)| *c)
                .collect(),
            station: rng
                .random_ratio(7, 8)
                .then(|| rng.random_range(0..size.stations)),
            eta_s,
            pinned,
            current,
        });
    }
    for index in 0..size.depots {
        let mut stock = vec![0; size.supplies];
        for (supply, pieces) in some(&mut rng, size.supplies, size.pieces_max) {
            stock[supply] = pieces;
        }
        problem.depots.push(Store {
            id: format!("D{index}"),
            stock,
            eta_s: eta(&mut rng, size.incidents),
        });
    }
    for index in 0..size.stations + 1 {
        problem.zones.push(Zone {
            id: format!("Z{index}"),
            weight: f64::from(rng.random_range(1..6_u32)),
            stations: some(&mut rng, size.stations, 1)
                .iter()
                .map(|(s, _)| *s)
                .collect(),
        });
    }
    problem
}

/// Some of the numbers below `count`, each with a quantity.
fn some(rng: &mut ChaCha8Rng, count: usize, most: u32) -> Vec<(usize, u32)> {
    let chosen = (0..count)
        .filter(|_| rng.random_ratio(2, 3))
        .collect::<Vec<_>>();
    chosen
        .into_iter()
        .map(|number| (number, rng.random_range(1..=most)))
        .collect()
}

fn eta(rng: &mut ChaCha8Rng, incidents: usize) -> Vec<Option<u32>> {
    (0..incidents)
        .map(|_| rng.random_ratio(7, 8).then(|| rng.random_range(60..3_600)))
        .collect()
}

#[test]
fn on_small_problems_the_search_finds_what_trying_everything_finds() {
    for seed in 0..60 {
        let problem = made(seed, SMALL);
        let found = solve(&problem, 1, &Stop::never(), |_| {});
        let best = brute::best(&problem);
        assert!(
            (found.cost.total - best).abs() < 1e-6,
            "seed {seed}: {} is found, {best} is the best",
            found.cost.total
        );
        assert!(found.bound <= best + 1e-6, "seed {seed}: the bound holds");
    }
}

#[test]
fn every_answer_may_be_and_is_no_better_than_its_bound() {
    for seed in 0..4 {
        let problem = made(seed, MIDDLE);
        let mut seen = None;
        let found = solve(&problem, seed, &Stop::never(), |plan| {
            seen = Some(plan.clone());
        });
        let seen = seen.expect("the first answer is told");
        for plan in [&seen, &found.plan, &Plan::idle(&problem)] {
            assert_eq!(plan.faults(&problem), [""; 0], "seed {seed}: it may be");
            let total = plan.cost(&problem).total;
            assert!(
                total >= found.bound - 1e-6,
                "seed {seed}: {total} beats the bound"
            );
            assert!(
                total >= found.cost.total - 1e-6,
                "seed {seed}: no better one is dropped"
            );
        }
        assert_ne!(found.method, Method::Milp, "no solver was asked");
    }
}

#[test]
fn the_same_seed_has_the_same_answer() {
    let problem = made(3, MIDDLE);
    let answers = [7, 7].map(|seed| solve(&problem, seed, &Stop::never(), |_| {}));
    assert_eq!(answers[0].plan, answers[1].plan, "chance is passed in");
}

#[test]
fn a_search_without_time_still_answers() {
    let problem = made(5, MIDDLE);
    let late = Stop {
        elapsed_ms: &|| 10.0,
        limit_ms: 5.0,
        cancelled: None,
    };
    let found = solve(&problem, 1, &late, |_| {});
    assert_eq!(found.plan.faults(&problem), [""; 0], "it may be");
    let first = first(&problem).cost(&problem).total;
    assert!(found.cost.total <= first, "at least the first answer");
}

#[test]
fn one_team_more_never_makes_the_best_worse() {
    for seed in 0..30 {
        let more = made(seed, SMALL);
        let mut less = more.clone();
        let dropped = less.teams.pop().expect("there are teams");
        // A pinned team must go and one under way costs when it is called back; and at home it
        // covers. None of that is the same question without it.
        if dropped.pinned.is_some() || dropped.current.is_some() {
            continue;
        }
        let (with, without) = (brute::best(&more), brute::best(&less));
        assert!(
            with <= without + 1e-9,
            "seed {seed}: {with} with it, {without} without"
        );
    }
}

#[test]
fn each_line_says_what_would_be_done_without_it() {
    let problem = made(2, MIDDLE);
    let found = solve(&problem, 1, &Stop::never(), |_| {});
    let report = report(&problem, &found);
    assert!(!report.assignments.is_empty(), "teams go");
    for line in &report.assignments {
        match &line.next {
            Some(next) => assert_ne!(next.by.as_ref(), Some(&line.team), "another one"),
            None => assert!(line.pinned, "only a person's choice has no runner-up"),
        }
    }
    assert!(!report.flows.is_empty(), "pieces are sent");
    for line in &report.flows {
        assert!(
            line.next.costs > -1e-6,
            "the runner-up is not better: {line:?}"
        );
    }
    let zones = &report.coverage;
    let all = zones.kept.len() + zones.lost.len() + zones.never.len();
    assert_eq!(all, problem.zones.len(), "each zone stands somewhere");
}

#[test]
fn what_if_a_depot_were_lost_shows_what_changes_and_touches_nothing() {
    let problem = made(2, MIDDLE);
    let kept = problem.clone();
    let answer = |problem: &Problem| report(problem, &solve(problem, 1, &Stop::never(), |_| {}));
    let today = answer(&problem);
    assert_eq!(
        difference(&today, &today),
        Default::default(),
        "the same is no change"
    );
    let lost = today.flows[0].depot.clone();
    let without = without_depot(&problem, &lost).expect("there is such a depot");
    let changed = difference(&today, &answer(&without));
    assert_eq!(problem, kept, "the real question is as it was");
    assert!(
        without_depot(&problem, "D99").is_none(),
        "there is no such depot"
    );
    let gone = |line: &&super::what_if::FlowChange| line.depot == lost;
    assert!(
        changed
            .flows
            .iter()
            .filter(gone)
            .all(|line| line.after == 0),
        "nothing comes from it: {changed:?}"
    );
    assert!(
        changed.flows.iter().any(|line| line.depot == lost),
        "what came is missed"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn no_plan_sends_more_than_there_is_or_anybody_twice(seed in any::<u64>()) {
        let problem = made(seed, SMALL);
        let found = solve(&problem, seed, &Stop::never(), |_| {});
        prop_assert_eq!(found.plan.faults(&problem), Vec::<String>::new(), "it may be");
        prop_assert!(found.cost.total >= found.bound - 1e-6, "the bound holds");
        for (team, post) in problem.teams.iter().zip(&found.plan.posts) {
            if team.pinned.is_some() {
                prop_assert_eq!(post.map(|post| post.incident), team.pinned, "kept");
            }
        }
    }
}
