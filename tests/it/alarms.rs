//! A recorded flood: ten thousand alarms of nine causes are fifteen rows or fewer.

use std::collections::BTreeSet;

use drills::flood::CAUSES;
use emergency::gather::kinds::KindTable;
use emergency::gather::{GatherRules, Gathering};
use tests::flood::Flood;

use crate::architecture::root;

/// Alarms of the flood.
const ALARMS: u32 = 10_000;
/// Rows that an officer can look through.
const ROWS_MAX: usize = 15;

fn shipped() -> KindTable {
    let path = root().join("assets/alarms/kinds.toml");
    let text = std::fs::read_to_string(path).expect("the table ships");
    toml::from_str(&text).expect("the table is well formed")
}

#[test]
fn ten_thousand_alarms_of_nine_causes_are_fifteen_rows_with_the_causes_on_top() {
    for seed in 1..=5 {
        let flood = Flood::new(seed, ALARMS, shipped());
        let mut gathering = Gathering::new(GatherRules::default());
        for item in &flood.items {
            gathering.put(&flood.kinds, item.clone());
        }
        let rows: Vec<_> = gathering.page(0).collect();
        assert!(rows.len() <= ROWS_MAX, "seed {seed}: {} rows", rows.len());
        let counted: u32 = rows.iter().map(|row| row.alerts).sum();
        assert_eq!(counted, ALARMS, "seed {seed}: every alarm is in a count");
        let causes = flood.causes();
        let top = rows.iter().take(CAUSES);
        let top: BTreeSet<_> = top.filter_map(|row| causes[&row.lead]).collect();
        assert_eq!(
            top.len(),
            CAUSES,
            "seed {seed}: each cause on top, once: {top:?}"
        );
        for row in &rows {
            let cause = causes[&row.lead];
            let strangers = gathering
                .all_under(&row.lead)
                .filter(|id| causes[*id] != cause);
            assert_eq!(
                strangers.count(),
                0,
                "seed {seed}: {cause:?} has only its own"
            );
        }
    }
}

#[test]
fn a_flood_that_is_seen_and_over_leaves_nothing_behind() {
    let flood = Flood::new(1, 2_000, shipped());
    let mut gathering = Gathering::new(GatherRules::default());
    for item in &flood.items {
        gathering.put(&flood.kinds, item.clone());
    }
    for item in &flood.items {
        gathering.take(&item.id);
    }
    assert!(
        gathering.is_empty() && gathering.alerts() == 0,
        "all of it is gone"
    );
    assert_eq!(gathering.waiting(), [0; 4], "and nothing waits");
}
