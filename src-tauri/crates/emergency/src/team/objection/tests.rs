//! Rest, hours, authority and insurance, as they stand against sending a team.

use proptest::prelude::*;

use super::*;
use crate::event::Verdict;
use crate::fact::Fact;
use crate::order::{Authority, OrderMoved, OrderSent, Progress};
use crate::sample::Room;
use crate::team::{DeployAuthority, TeamPhased, TeamRegistered};

/// Midnight of a day in the district.
fn midnight() -> UtcMs {
    let day = Day::new(2026, 6, 2).expect("is a day");
    day.begins()
}

fn hour(hours: i64) -> i64 {
    midnight().plus_ms(hours * HOUR_MS).0
}

fn rule(rest_after_h: u32) -> ShiftRule {
    ShiftRule {
        shift_h: 10,
        scene_max_h: 6,
        rest_h: 8,
        rest_after_h,
        ..ShiftRule::default()
    }
}

fn registered(shift: ShiftRule) -> Fact {
    Fact::TeamRegistered(TeamRegistered {
        shift,
        ..TeamRegistered::default()
    })
}

/// Sends the team and has it go through the steps, each at its hour.
fn work(room: &mut Room, order: &str, sent: i64, steps: &[(i64, Progress)]) {
    let fact = Fact::OrderSent(OrderSent {
        team: "T1".into(),
        incident: "I1".into(),
        authority: Authority::Custodian,
        further_job: true,
        ..OrderSent::default()
    });
    let verdict = room.happen(hour(sent), order, fact);
    assert_eq!(verdict, Verdict::Ok, "it is sent");
    for (at, to) in steps {
        let moved = Fact::OrderMoved(OrderMoved {
            team: "T1".into(),
            incident: "I1".into(),
            to: *to,
            ..OrderMoved::default()
        });
        room.happen(hour(*at), order, moved);
    }
}

fn phase(room: &mut Room, at: i64, phase: Phase, until: Option<i64>) {
    let fact = Fact::TeamPhased(TeamPhased {
        phase,
        until: until.map(|until| UtcMs(hour(until))),
        note: String::new(),
    });
    room.happen(hour(at), "T1", fact);
}

fn against(room: &Room, at: i64) -> Vec<Objection> {
    room.team("T1").objections(UtcMs(hour(at)))
}

fn owed(until: i64) -> Objection {
    Objection::RestOwed {
        until: UtcMs(hour(until)),
    }
}

#[test]
fn long_work_is_owed_a_rest_and_short_work_is_not() {
    let mut room = Room::new();
    room.happen(hour(0), "T1", registered(rule(4)));
    work(
        &mut room,
        "O1",
        1,
        &[(1, Progress::EnRoute), (3, Progress::Released)],
    );
    assert_eq!(against(&room, 3), [], "two hours are no work to rest from");
    work(
        &mut room,
        "O2",
        4,
        &[(4, Progress::EnRoute), (6, Progress::Released)],
    );
    assert_eq!(against(&room, 6), [owed(14)], "together they are five");
    phase(&mut room, 7, Phase::Ready, None);
    assert_eq!(against(&room, 8), [owed(14)], "whatever somebody says");
    assert_eq!(against(&room, 14), [], "until it is over");
    work(
        &mut room,
        "O3",
        15,
        &[(15, Progress::EnRoute), (18, Progress::Released)],
    );
    assert_eq!(against(&room, 18), [], "after the rest work begins anew");
}

#[test]
fn a_team_that_rests_is_named_until_its_rest_is_over() {
    let mut room = Room::new();
    room.happen(hour(0), "T1", registered(rule(0)));
    work(
        &mut room,
        "O1",
        1,
        &[(1, Progress::EnRoute), (2, Progress::Released)],
    );
    phase(&mut room, 3, Phase::Resting, None);
    let resting = |until: i64| Objection::Resting {
        until: Some(UtcMs(hour(until))),
    };
    assert_eq!(against(&room, 4), [resting(10)], "by its rule");
    phase(&mut room, 5, Phase::Resting, Some(7));
    assert_eq!(against(&room, 6), [resting(7)], "as was said");
    assert_eq!(against(&room, 7), [], "then it is over");
}

#[test]
fn too_long_at_work_and_at_the_scene_is_named_while_an_order_holds_the_team() {
    let mut room = Room::new();
    room.happen(hour(0), "T1", registered(rule(0)));
    work(
        &mut room,
        "O1",
        1,
        &[(1, Progress::EnRoute), (2, Progress::OnScene)],
    );
    assert_eq!(against(&room, 8), [], "six hours there are allowed");
    let scene = Objection::OverScene {
        since: UtcMs(hour(2)),
        hours: 6,
    };
    assert_eq!(against(&room, 9), std::slice::from_ref(&scene), "not seven");
    let shift = Objection::OverShift {
        since: UtcMs(hour(1)),
        hours: 10,
    };
    assert_eq!(against(&room, 12), [shift, scene], "nor a day of work");
}

#[test]
fn hours_may_run_over_midnight() {
    let night = ShiftRule {
        from_min: Some(20 * 60),
        to_min: Some(8 * 60),
        ..ShiftRule::default()
    };
    let off = |at: i64| night.off_until(UtcMs(hour(at)));
    assert_eq!(off(21), None, "in the evening");
    assert_eq!(off(7), None, "and in the morning");
    assert_eq!(off(12), Some(UtcMs(hour(20))), "not at noon");
    let always = ShiftRule {
        from_min: Some(0),
        to_min: Some(0),
        ..ShiftRule::default()
    };
    assert_eq!(always.off_until(UtcMs(hour(5))), None, "round the clock");
    let without = ShiftRule::default();
    assert_eq!(
        without.off_until(UtcMs(hour(5))),
        None,
        "no hours, never off"
    );
}

#[test]
fn people_on_call_come_outside_the_hours_without_a_reason() {
    let off = |on_call| Objection::OffShift {
        begins: UtcMs(0),
        on_call,
    };
    assert!(!off(3).asks_reason() && !off(3).keeps_home(), "three come");
    assert!(off(0).asks_reason() && off(0).keeps_home(), "nobody does");
}

#[test]
fn authority_and_insurance_ask_for_a_reason_and_keep_nobody_home() {
    let team = Team {
        registered: TeamRegistered {
            authority: DeployAuthority {
                by: "演练 负责人".to_owned(),
                phone: "000-0000-0001".to_owned(),
            },
            insured_until: Day::new(2026, 6, 1),
            ..TeamRegistered::default()
        },
        ..Team::default()
    };
    let found = team.objections(midnight());
    assert_eq!(found.len(), 2, "both: {found:?}");
    for one in &found {
        assert!(one.asks_reason() && !one.keeps_home(), "{one:?}");
    }
    let day_before = team.objections(midnight().plus_ms(-1));
    assert_eq!(day_before.len(), 1, "on its last day it is insured");
}

fn any_rule() -> impl Strategy<Value = ShiftRule> {
    let minute = || prop::option::of(0..=DAY_MIN);
    (
        0_u32..30,
        0_u32..30,
        0_u32..30,
        0_u32..3,
        0_u32..10,
        minute(),
        minute(),
    )
        .prop_map(
            |(shift_h, scene_max_h, rest_h, on_call, rest_after_h, from_min, to_min)| ShiftRule {
                shift_h,
                scene_max_h,
                rest_h,
                on_call,
                rest_after_h,
                from_min,
                to_min,
            },
        )
}

proptest! {
    #[test]
    fn a_team_outside_its_hours_is_within_them_when_they_begin(
        rule in any_rule(),
        at in 0_i64..10_000_000_000,
    ) {
        if let Some(begins) = rule.off_until(UtcMs(at)) {
            prop_assert!(begins > UtcMs(at), "it is still to come");
            prop_assert!(begins <= UtcMs(at + DAY_MS), "within a day");
            prop_assert_eq!(rule.off_until(begins), None, "then it stands by");
        }
    }

    #[test]
    fn every_rest_ends(rule in any_rule(), hours in 0_i64..40, later in 0_i64..80) {
        let mut room = Room::new();
        room.happen(hour(0), "T1", registered(rule.clone()));
        work(&mut room, "O1", 1, &[(1, Progress::EnRoute), (1 + hours, Progress::Released)]);
        let rests = |one: &Objection| matches!(one, Objection::RestOwed { .. });
        let now = 1 + hours + later;
        let found = against(&room, now).iter().any(rests);
        let owes = rule.rest_h > 0 && hours >= i64::from(rule.rest_after_h);
        prop_assert_eq!(found, owes && later < i64::from(rule.rest_h), "and only when it is owed");
    }
}
