//! Several incidents at once: 20 incidents, 150 teams, 40 supplies, 60 depots.
//!
//! Each answer is held against the best that another solver finds and against what it proves no
//! answer can be better than ([`super::oracle`]). An answer counts as within 1 % when it is that
//! near to the proven bound: where the proof is not finished, the answer has to be nearer than it
//! seems. Without that solver the bound that the search itself proves is shown, and no more.

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
use super::oracle::{Oracle, Proof};

/// Problems that are answered.
const CASES: u64 = 100;
/// The same in a run without another solver.
const CASES_ALONE: u64 = 20;
/// Answers of [`CASES`] that are within [`WITHIN`] of the optimum.
const WITHIN_LEAST: f64 = 95.0;
/// Share by which two programs may differ in the last digits.
const WRONG: f64 = 1e-6;
/// Share of the optimum.
const WITHIN: f64 = 0.01;
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

/// What was measured of all cases.
#[derive(Default)]
struct Measured {
    firsts: Samples,
    whole: Samples,
    /// Proven gaps in percent.
    gaps: Vec<f64>,
    /// What an answer costs, beside what another solver found.
    compared: Vec<(f64, Proof)>,
}

/// Measures the rows.
pub(super) fn measure() -> Result<Vec<Row>> {
    let oracle = Oracle::find();
    let cases = if oracle.is_some() { CASES } else { CASES_ALONE };
    let mut measured = Measured::default();
    for seed in 0..cases {
        measured.case(seed, oracle.as_ref())?;
    }
    let Measured { firsts, whole, .. } = &measured;
    let mut gaps = measured.gaps.clone();
    gaps.sort_by(f64::total_cmp);
    let about =
        format!("{INCIDENTS} incidents, {TEAMS} teams, {SUPPLIES} supplies, {DEPOTS} depots");
    let mut rows = vec![
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
            Bar::AtMost(LIMIT_MS + OVER_MS),
        ),
        row(
            format!("assign, proven gap after 3 s, {about}, median"),
            gaps[gaps.len() / 2],
            "%",
            Bar::None,
        ),
    ];
    if measured.compared.is_empty() {
        eprintln!("dispatch: no highspy at hand (DUTYROOM_ORACLE_PYTHON), no optimum to compare");
    } else {
        rows.extend(beside(&measured.compared, &about));
    }
    Ok(rows)
}

fn row(name: String, value: f64, unit: &'static str, bar: Bar) -> Row {
    Row {
        group: GROUP,
        name,
        value,
        unit,
        baseline: None,
        bar,
    }
}

impl Measured {
    /// Answers one problem, and has it solved by the other solver where there is one.
    fn case(&mut self, seed: u64, oracle: Option<&Oracle>) -> Result<()> {
        let problem = made(seed);
        let began = Instant::now();
        let plan = first(&problem);
        self.firsts.add(began.elapsed());
        ensure!(plan.faults(&problem).is_empty(), "the first answer may be");
        let began = Instant::now();
        let stop = Stop {
            elapsed_ms: &|| began.elapsed().as_secs_f64() * 1_000.0,
            limit_ms: LIMIT_MS,
            cancelled: None,
        };
        let found = solve(&problem, seed, &stop, |_| {});
        self.whole.add(began.elapsed());
        ensure!(found.plan.faults(&problem).is_empty(), "the answer may be");
        self.gaps.push(found.gap() * 100.0);
        if let Some(oracle) = oracle {
            let proof = oracle.solve(&problem)?;
            let cost = found.cost.total;
            let least = proof.bound.min(proof.best);
            ensure!(
                cost >= least - WRONG * least.abs().max(1.0),
                "case {seed}: {cost} is better than what is proven to be the best, {least}"
            );
            self.compared.push((cost, proof));
        }
        Ok(())
    }
}

/// The rows of the comparison.
fn beside(compared: &[(f64, Proof)], about: &str) -> Vec<Row> {
    let cases = compared.len();
    let share = |part: f64, of: f64| part / of.abs().max(1.0);
    let above = |(cost, proof): &(f64, Proof)| share(cost - proof.bound, proof.bound);
    let within = compared.iter().filter(|one| above(one) <= WITHIN).count();
    let proven = compared.iter().filter(|(_, proof)| proof.is_proven());
    let from_best = |(cost, proof): &(f64, Proof)| share(cost - proof.best, proof.best) * 100.0;
    let mut distances: Vec<f64> = compared.iter().map(from_best).collect();
    distances.sort_by(f64::total_cmp);
    let said = format!("assign, answers within 1 % of the proven optimum, of {cases}, {about}");
    vec![
        row(said, within as f64, "cases", Bar::AtLeast(WITHIN_LEAST)),
        row(
            format!("assign, optima that HiGHS proved, of {cases}"),
            proven.count() as f64,
            "cases",
            Bar::None,
        ),
        row(
            "assign, above the best that HiGHS found, median".to_owned(),
            distances[cases / 2],
            "%",
            Bar::None,
        ),
        row(
            "assign, above the best that HiGHS found, most".to_owned(),
            distances[cases - 1],
            "%",
            Bar::None,
        ),
    ]
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
