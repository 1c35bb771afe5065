//! Under a fake clock and a faulty network: the design holds, and each weakened variant is caught.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use tests::sim::{Plan, Report, run};

/// Schedules of a plain test run; `DUTYROOM_SCHEDULES` sets another number.
const SCHEDULES: u64 = 1_000;
/// The first seed; `DUTYROOM_SEED` sets another one, to repeat a run.
const FIRST_SEED: u64 = 1;

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(otherwise)
}

/// Runs seeds on all cores until they are done; answers those that a check objects to.
fn run_all(seeds: std::ops::Range<u64>, plan: impl Fn(u64) -> Plan + Sync) -> Vec<(u64, Report)> {
    let next = AtomicU64::new(seeds.start);
    let found = Mutex::new(Vec::new());
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= seeds.end {
                        break;
                    }
                    let report = run(&plan(seed));
                    let mut found = found.lock().unwrap_or_else(PoisonError::into_inner);
                    found.push((seed, report));
                }
            });
        }
    });
    found.into_inner().unwrap_or_else(PoisonError::into_inner)
}

#[test]
fn the_invariants_hold_after_every_random_schedule() {
    let first = number("DUTYROOM_SEED", FIRST_SEED);
    let schedules = number("DUTYROOM_SCHEDULES", SCHEDULES);
    let reports = run_all(first..first + schedules, Plan::of);
    let entries: u64 = reports.iter().map(|(_, report)| report.entries).sum();
    let mishaps: u64 = reports.iter().map(|(_, report)| report.mishaps).sum();
    let contested: u64 = reports.iter().map(|(_, report)| report.contested).sum();
    println!("{schedules} schedules, {entries} entries, {mishaps} mishaps, {contested} contested");
    let bad: Vec<_> = reports
        .iter()
        .filter(|(_, r)| !r.violations.is_empty())
        .collect();
    for (seed, report) in &bad {
        println!(
            "DUTYROOM_SEED={seed} DUTYROOM_SCHEDULES=1: {:#?}",
            report.violations
        );
        if schedules == 1 {
            println!("{}", report.log.join("\n"));
        }
    }
    let seeds: Vec<u64> = bad.iter().map(|(seed, _)| *seed).collect();
    assert!(
        seeds.is_empty(),
        "each printed seed repeats its run: {seeds:?}"
    );
    assert!(entries > schedules, "the desks did something");
}
