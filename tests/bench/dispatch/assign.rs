//! Several incidents at once: 20 incidents, 150 teams, 40 supplies, 60 depots.
//!
//! The optimum is not known here: what is measured is how far an answer is from the bound that the
//! search proves, which is never less than the distance from the optimum. Beside a solver that
//! proves the optimum the same problems were compared outside; see decision 0010.

use std::time::Instant;

use anyhow::{Result, ensure};
use dispatch::assign::problem::{Problem, Scene, Store, Unit, Zone};
use dispatch::assign::solve::{first, solve};
use dispatch::assign::stop::Stop;
use rand::Rng as _;
use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;
use tests::measure::{Bar, Row, Samples};

use super::GROUP;

const CASES: u64 = 20;
const INCIDENTS: usize = 20;
const TEAMS: usize = 150;
const STATIONS: usize = 60;
const SUPPLIES: usize = 40;
const DEPOTS: usize = 60;
const ZONES: usize = 22;
const CAPABILITIES: usize = 8;
/// A side of the square district, seconds of driving.
const SIDE_S: f64 = 2_400.0;
/// What the search may take, in ms.
const LIMIT_MS: f64 = 3_000.0;
/// What the first answer may take, in ms.
const FIRST_MS: f64 = 20.0;
/// What an ended search may run over its limit, in ms.
const OVER_MS: f64 = 100.0;

/// Measures the rows.
pub(super) fn measure() -> Result<Vec<Row>> {
    let (mut firsts, mut whole) = (Samples::default(), Samples::default());
    let mut gaps = Vec::new();
    for seed in 0..CASES {
        let problem = made(seed);
        let began = Instant::now();
        let plan = first(&problem);
        firsts.add(began.elapsed());
        ensure!(plan.faults(&problem).is_empty(), "the first answer may be");
        let began = Instant::now();
        let stop = Stop {
            elapsed_ms: &|| began.elapsed().as_secs_f64() * 1_000.0,
            limit_ms: LIMIT_MS,
            cancelled: None,
        };
        let found = solve(&problem, seed, &stop, |_| {});
        whole.add(began.elapsed());
        ensure!(found.plan.faults(&problem).is_empty(), "the answer may be");
        gaps.push(found.gap() * 100.0);
    }
    gaps.sort_by(f64::total_cmp);
    let about =
        format!("{INCIDENTS} incidents, {TEAMS} teams, {SUPPLIES} supplies, {DEPOTS} depots");
    let row = |name: String, value: f64, unit, bar| Row {
        group: GROUP,
        name,
        value,
        unit,
        baseline: None,
        bar,
    };
    let most = Bar::AtMost(LIMIT_MS + OVER_MS);
    Ok(vec![
        row(
            format!("assign, first answer, {about}, p99"),
            firsts.percentile_ms(99),
            "ms",
            Bar::AtMost(FIRST_MS),
        ),
        row(
            format!("assign, the search, {about}, p99"),
            whole.percentile_ms(99),
            "ms",
            most,
        ),
        row(
            format!("assign, proven gap after 3 s, {about}, median"),
            gaps[gaps.len() / 2],
            "%",
            Bar::None,
        ),
    ])
}

/// A made problem: the same for the same seed.
fn made(seed: u64) -> Problem {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let names = |letter: char, count: usize| (0..count).map(|n| format!("{letter}{n}")).collect();
    let mut problem = Problem {
        capabilities: names('C', CAPABILITIES),
        supplies: names('K', SUPPLIES),
        stations: names('S', STATIONS),
        ..Problem::default()
    };
    let place = |rng: &mut ChaCha8Rng| [0; 2].map(|_: u8| rng.random_range(0.0..SIDE_S));
    let scenes: Vec<[f64; 2]> = (0..INCIDENTS).map(|_| place(&mut rng)).collect();
    let stations: Vec<[f64; 2]> = (0..STATIONS).map(|_| place(&mut rng)).collect();
    for index in 0..INCIDENTS {
        problem.incidents.push(Scene {
            id: format!("I{index}"),
            severity: f64::from(rng.random_range(1..5_u32)),
            teams: some(&mut rng, CAPABILITIES, 3, 4),
            supplies: some(&mut rng, SUPPLIES, 6, 60),
        });
    }
    for index in 0..TEAMS {
        let station = rng.random_range(0..STATIONS);
        let able = some(&mut rng, CAPABILITIES, 2, 1);
        problem.teams.push(Unit {
            id: format!("T{index}"),
            capabilities: able.iter().map(|(capability, _)| *capability).collect(),
            station: Some(station),
            eta_s: scenes
                .iter()
                .map(|scene| eta_s(stations[station], *scene))
                .collect(),
            pinned: None,
            current: None,
        });
    }
    for index in 0..DEPOTS {
        let at = place(&mut rng);
        let mut stock = vec![0; SUPPLIES];
        for (supply, pieces) in some(&mut rng, SUPPLIES, 8, 60) {
            stock[supply] = pieces;
        }
        problem.depots.push(Store {
            id: format!("D{index}"),
            stock,
            eta_s: scenes.iter().map(|scene| eta_s(at, *scene)).collect(),
        });
    }
    for index in 0..ZONES {
        let at = place(&mut rng);
        let near = |station: &usize| {
            let limit_s = dispatch::assign::problem::COVER_LIMIT_S;
            eta_s(stations[*station], at).is_some_and(|s| s <= limit_s)
        };
        problem.zones.push(Zone {
            id: format!("Z{index}"),
            weight: 1.0,
            stations: (0..STATIONS).filter(near).collect(),
        });
    }
    problem
}

/// Some of the numbers below `count`, each once, each with a quantity.
fn some(rng: &mut ChaCha8Rng, count: usize, wanted: usize, most: u32) -> Vec<(usize, u32)> {
    let mut chosen: Vec<usize> = (0..wanted).map(|_| rng.random_range(0..count)).collect();
    chosen.sort_unstable();
    chosen.dedup();
    let quantity = |number| (number, rng.random_range(1..=most));
    chosen.into_iter().map(quantity).collect()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a distance within the district is small and not negative"
)]
fn eta_s(from: [f64; 2], to: [f64; 2]) -> Option<u32> {
    let way_s = (from[0] - to[0]).abs() + (from[1] - to[1]).abs();
    let way_s = way_s as u32;
    (way_s <= dispatch::assign::problem::ETA_LIMIT_S).then_some(way_s)
}
