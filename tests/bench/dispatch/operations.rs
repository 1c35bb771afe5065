//! Sending under faults: a million random operations over two desks and a platform.

use std::time::Instant;

use anyhow::Result;
use tests::dispatch::run;
use tests::measure::{Bar, Row};

/// Operations of the run.
const OPERATIONS: u64 = 1_000_000;
/// Seed of the first round.
const SEED: u64 = 20_261_127;

/// Runs the operations; a broken rule ends the run with its seed.
pub(super) fn measure() -> Result<Vec<Row>> {
    let began = Instant::now();
    let tally = run(SEED, OPERATIONS)?;
    let seconds = began.elapsed().as_secs_f64();
    eprintln!("{tally:?}");
    #[expect(clippy::cast_precision_loss, reason = "counts for a table")]
    let rows = [
        (
            "random operations without a broken rule",
            tally.operations,
            "operations",
        ),
        (
            "commands that no rule stood against",
            tally.accepted,
            "commands",
        ),
        ("orders among them, all ended", tally.orders, "orders"),
        ("claims that were not granted", tally.refused, "claims"),
        ("pieces issued, all accounted for", tally.issued, "pieces"),
        (
            "goods lent, shipped, taken in or given out",
            tally.moved,
            "movements",
        ),
    ]
    .map(|(name, count, unit)| row(name, count as f64, unit, Bar::None));
    let mut all = rows.to_vec();
    all[0].bar = Bar::AtLeast(1_000_000.0);
    all.push(row("time of the run", seconds, "s", Bar::None));
    Ok(all)
}

fn row(name: &str, value: f64, unit: &'static str, bar: Bar) -> Row {
    Row {
        group: super::GROUP,
        name: name.to_owned(),
        value,
        unit,
        baseline: None,
        bar,
    }
}
