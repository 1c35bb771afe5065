//! Sending under faults: two desks and a platform in memory.

use emergency::judge::Rules;
use tests::dispatch::{run, run_under};

/// Operations on an ordinary day of testing; `DISPATCH_OPERATIONS` sets another number, such as
/// the million of `cargo xtask bench dispatch`.
const OPERATIONS: u64 = 10_000;

#[test]
fn no_sequence_of_orders_and_draws_breaks_the_books_and_everything_ends() {
    let operations = std::env::var("DISPATCH_OPERATIONS").ok();
    let operations = operations.and_then(|text| text.parse().ok());
    let operations = operations.unwrap_or(OPERATIONS);
    println!("{operations} operations; DISPATCH_OPERATIONS=1000000 runs a million");
    let tally = run(1, operations).unwrap_or_else(|fault| panic!("{fault}"));
    println!("{tally:?}");
    assert_eq!(tally.operations, operations, "all of them");
    for (what, count) in [
        ("accepted commands", tally.accepted),
        ("orders", tally.orders),
        ("refused claims", tally.refused),
        ("pieces issued", tally.issued),
        ("movements of goods", tally.moved),
    ] {
        assert!(
            count > operations / 200,
            "{what}: only {count}, it would prove little"
        );
    }
}

#[test]
fn a_platform_that_gives_a_team_twice_is_noticed() {
    let rules = Rules {
        team_exclusive: false,
        custody_fence: false,
        ..Rules::default()
    };
    let fault = run_under(rules, 1, OPERATIONS).expect_err("a team is on two scenes");
    assert!(
        fault.what.contains("scenes"),
        "that is what is wrong: {fault}"
    );
}
