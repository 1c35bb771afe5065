//! Each known way to get it wrong is noticed: a check that cannot fail proves nothing.
//!
//! The thirteen variants are those of the model that the protocol was designed with. Six rest on
//! switches of the platform behind its feature `weaken`, four on rules of judgement that any
//! caller may pass. A console that loses its last seconds is played by a file whose end is cut
//! off: no program can cut its own power. The mistakes of a desk's log wrap the real one from
//! outside: it moves entries and cursor in one transaction of one function, and a switch inside
//! would be a second way of writing the log.

use emergency::judge::Rules;
use platform::faults::{Fault, Faults};
use tests::sim::{DeskFault, Plan, Report, Restored, run};

/// Seeds tried for one variant before it counts as not noticed; the first one that is objected to
/// ends the search.
const SEEDS_MAX: u64 = 240;

fn plain(seed: u64) -> Plan {
    Plan {
        restored: Restored::No,
        city_restored: false,
        ..Plan::of(seed)
    }
}

fn city(fault: Fault) -> impl Fn(u64) -> Plan {
    move |seed| Plan {
        faults: Faults::only(fault),
        ..plain(seed)
    }
}

fn rules(rules: Rules) -> impl Fn(u64) -> Plan {
    move |seed| Plan {
        rules,
        ..plain(seed)
    }
}

/// The same schedule without the mistake.
fn mended(plan: Plan, without: Restored) -> Plan {
    Plan {
        restored: without,
        rules: Rules::default(),
        faults: Faults::default(),
        desk_fault: None,
        ..plan
    }
}

/// Runs seeds until one is objected to; without the mistake the same seed is not.
fn noticed(plan: impl Fn(u64) -> Plan, by: &[&str]) {
    noticed_but_not(plan, |plan| mended(plan, plan.restored), by);
}

fn noticed_but_not(plan: impl Fn(u64) -> Plan, mended: impl Fn(Plan) -> Plan, by: &[&str]) {
    let objection = |plan: Plan| {
        let Report { violations, .. } = run(&plan);
        violations
            .into_iter()
            .find(|told| by.iter().any(|name| told.starts_with(name)))
    };
    for seed in 1..=SEEDS_MAX {
        let plan = plan(seed);
        if let Some(violation) = objection(plan) {
            println!("seed {seed}: {violation}");
            let sound = objection(mended(plan));
            assert_eq!(sound, None, "without the mistake, seed {seed} is sound");
            return;
        }
    }
    panic!("none of {SEEDS_MAX} seeds is objected to by {by:?}");
}

#[test]
fn consoles_that_lose_their_last_seconds_are_noticed() {
    noticed_but_not(
        |seed| Plan {
            restored: Restored::LostTail,
            ..plain(seed)
        },
        |plan| mended(plan, Restored::No),
        &["I2", "I8"],
    );
}

#[test]
fn lost_tails_without_the_fork_rule_are_noticed() {
    let faults = Faults::only(Fault::NoForkRule);
    noticed(
        move |seed| Plan {
            restored: Restored::LostTail,
            faults,
            ..plain(seed)
        },
        &["I3", "I4", "I6"],
    );
}

#[test]
fn lost_tails_found_by_counters_alone_are_noticed() {
    let faults = Faults::only(Fault::CountersOnly);
    noticed(
        move |seed| Plan {
            restored: Restored::LostTail,
            faults,
            ..plain(seed)
        },
        &["I3", "I4", "I6"],
    );
}

#[test]
fn restored_backups_without_the_fork_rule_are_noticed() {
    let faults = Faults::only(Fault::NoForkRule);
    noticed(
        move |seed| Plan {
            restored: Restored::Backup,
            faults,
            ..plain(seed)
        },
        &["I2", "I3", "I4", "I6"],
    );
}

#[test]
fn events_that_enter_twice_are_noticed() {
    let in_memory = true;
    let faults = Faults::only(Fault::NoDedupe);
    noticed(
        move |seed| Plan {
            in_memory,
            faults,
            ..plain(seed)
        },
        &["I1"],
    );
}

#[test]
fn acknowledging_before_the_commit_is_noticed() {
    noticed(city(Fault::AckBeforeCommit), &["I2", "I4", "I6"]);
}

#[test]
fn a_cursor_saved_before_its_entries_is_noticed() {
    let desk_fault = Some(DeskFault::CursorBeforeApply);
    noticed(
        move |seed| Plan {
            desk_fault,
            ..plain(seed)
        },
        &["I4"],
    );
}

#[test]
fn numbers_visible_before_their_commit_are_noticed() {
    let desk_fault = Some(DeskFault::NoGapCheck);
    let faults = Faults::only(Fault::VisibleBeforeCommit);
    noticed(
        move |seed| Plan {
            desk_fault,
            faults,
            ..plain(seed)
        },
        &["I4"],
    );
}

#[test]
fn a_desk_that_does_not_check_for_gaps_is_noticed() {
    let desk_fault = Some(DeskFault::NoGapCheck);
    noticed(
        move |seed| Plan {
            desk_fault,
            ..plain(seed)
        },
        &["I4"],
    );
}

#[test]
fn teams_where_the_last_order_wins_are_noticed() {
    noticed(
        rules(Rules {
            team_exclusive: false,
            ..Rules::default()
        }),
        &["I7"],
    );
}

#[test]
fn stock_as_one_plain_counter_is_noticed() {
    noticed(
        rules(Rules {
            escrow: false,
            ..Rules::default()
        }),
        &["I9"],
    );
}

#[test]
fn orders_of_an_old_custodian_are_noticed() {
    noticed(
        rules(Rules {
            custody_fence: false,
            ..Rules::default()
        }),
        &["I10"],
    );
}

#[test]
fn orders_without_an_end_are_noticed() {
    noticed(
        rules(Rules {
            expiry: false,
            ..Rules::default()
        }),
        &["I11"],
    );
}
