//! Teams: who may send them, what holds them, who settles a dispute.

use super::*;
use crate::order::{Authority, Claim, ORDER_VALID_MIN};
use crate::time::MINUTE_MS;

/// T1 is this desk's, T2 another's, T3 the platform's.
fn room() -> (Room, IncidentId) {
    let mut room = Room::new();
    for (id, custodian) in [("T1", Some("desk-a")), ("T2", Some("desk-b")), ("T3", None)] {
        register_team(&mut room, id, custodian);
    }
    let incident = open(&mut room, &[]);
    (room, incident)
}

fn step(order: &str, to: Progress, note: &str) -> Command {
    Command::MoveOrder {
        order: order.into(),
        to,
        note: text(note),
    }
}

#[test]
fn only_the_custodian_orders_at_once_all_others_for_ten_minutes() {
    let (mut room, incident) = room();
    let until = room.now.plus_ms(ORDER_VALID_MIN * MINUTE_MS);
    let cases = [
        ("T1", false, Authority::Custodian, None),
        ("T2", false, Authority::Remote, Some(until)),
        ("T3", false, Authority::Remote, Some(until)),
        // A restored or cloned desk does not know whether it still has custody.
        ("T1", true, Authority::Remote, Some(until)),
    ];
    for (team, suspended, authority, valid_until) in cases {
        room.suspended = suspended;
        let drafts = room.ask(send(team, &incident, false)).expect("allowed");
        let crate::fact::Fact::OrderSent(sent) = &drafts[0].fact else {
            panic!("an order: {drafts:?}");
        };
        let said = format!("{team}, suspended: {suspended}");
        assert_eq!(sent.authority, authority, "by what right, {said}");
        assert_eq!(drafts[0].valid_until, valid_until, "for how long, {said}");
        assert_eq!(drafts[0].expect_rev, Some(0), "what the desk knew, {said}");
        assert_eq!(drafts[0].custody_epoch, Some(0), "whose turn, {said}");
    }
}

#[test]
fn a_busy_team_is_sent_only_knowingly() {
    let (mut room, incident) = room();
    let (order, _) = room.act(send("T1", &incident, false));
    let busy = Refusal::TeamBusy {
        team: "T1".into(),
        orders: ids(&[&order]),
    };
    assert_refused(&mut room, vec![(send("T1", &incident, false), busy)]);
    let (further, verdict) = room.act(send("T1", &incident, true));
    assert_eq!(verdict, Verdict::Ok, "said to be a further job");
    let team = room.team("T1");
    let active: Vec<_> = team.active().map(|job| job.order.as_str()).collect();
    assert_eq!(active, [order.as_str(), further.as_str()], "it has both");
    room.act(step(&order, Progress::Released, ""));
    room.act(step(&further, Progress::Released, ""));
    assert!(room.ask(send("T1", &incident, false)).is_ok(), "it is free");
}

#[test]
fn what_is_not_there_or_too_long_is_named() {
    let (mut room, incident) = room();
    let wordy = Command::SendTeam {
        team: "T1".into(),
        incident: incident.clone(),
        task: None,
        words: long(),
        further_job: false,
        eta_s: None,
        eta_estimated: false,
        despite: String::new(),
    };
    let report = |team: &str, note: String| Command::ReportTeam {
        team: team.into(),
        reported: TeamReported {
            note,
            ..TeamReported::default()
        },
    };
    let take = |team: &str, reason: &str| Command::TakeCustody {
        team: team.into(),
        reason: text(reason),
    };
    assert_refused(
        &mut room,
        vec![
            (send("T9", &incident, false), unknown("team", "T9")),
            (send("T1", &"I9".into(), false), unknown("incident", "I9")),
            (wordy, too_long("words")),
            (step("O9", Progress::EnRoute, ""), unknown("order", "O9")),
            (
                Command::ConfirmOrder { order: "O9".into() },
                unknown("order", "O9"),
            ),
            (report("T9", text("")), unknown("team", "T9")),
            (report("T1", long()), too_long("note")),
            (take("T9", "失联"), unknown("team", "T9")),
            (take("T2", ""), needed("reason")),
        ],
    );
}

#[test]
fn an_order_goes_on_step_by_step_and_says_why_it_fails() {
    let (mut room, incident) = room();
    let (order, _) = room.act(send("T1", &incident, false));
    room.act(step(&order, Progress::EnRoute, ""));
    let state = |state| wrong_state("order", &order, state);
    assert_refused(
        &mut room,
        vec![
            (step(&order, Progress::Acknowledged, ""), state("enroute")),
            (step(&order, Progress::Drafted, ""), state("enroute")),
            (step(&order, Progress::Recalled, " "), needed("note")),
            (step(&order, Progress::Failed, ""), needed("note")),
            (step(&order, Progress::Failed, &long()), too_long("note")),
        ],
    );
    room.act(step(&order, Progress::Recalled, "另有任务"));
    let ended = step(&order, Progress::OnScene, "");
    assert_refused(&mut room, vec![(ended, state("recalled"))]);
}

#[test]
fn the_custodian_grants_what_another_desk_asked_for() {
    let (mut room, incident) = room();
    room.origin = "desk-b".into();
    let (order, verdict) = room.act(send("T1", &incident, false));
    assert!(matches!(verdict, Verdict::Refused { .. }), "{verdict:?}");
    let confirm = || Command::ConfirmOrder {
        order: order.as_str().into(),
    };
    let who = |who: &str| Refusal::NotYours { who: text(who) };
    assert_refused(&mut room, vec![(confirm(), who("desk-a"))]);
    room.origin = "desk-a".into();
    room.suspended = true;
    assert_refused(&mut room, vec![(confirm(), who("desk-a"))]);
    room.suspended = false;
    room.act(confirm());
    assert_eq!(room.order(&order).claim, Claim::Confirmed, "it stands now");
    room.origin = "desk-b".into();
    let (second, _) = room.act(send("T1", &incident, true));
    room.origin = "desk-a".into();
    let busy = Refusal::TeamBusy {
        team: "T1".into(),
        orders: ids(&[&order]),
    };
    let again = Command::ConfirmOrder {
        order: second.into(),
    };
    assert_refused(&mut room, vec![(again, busy)]);
}

#[test]
fn nobody_but_the_city_confirms_for_a_team_without_custodian() {
    let (mut room, incident) = room();
    let (order, _) = room.act(send("T3", &incident, false));
    let confirm = Command::ConfirmOrder {
        order: order.into(),
    };
    let who = text("city");
    assert_refused(&mut room, vec![(confirm, Refusal::NotYours { who })]);
}

#[test]
fn one_ruling_settles_a_dispute() {
    let (mut room, incident) = room();
    let rule = |keep: &str, reason: &str| Command::RuleDispute {
        team: "T1".into(),
        keep: keep.into(),
        reason: text(reason),
    };
    let (first, _) = room.act(send("T1", &incident, false));
    let calm = wrong_state("team", "T1", "not_disputed");
    assert_refused(&mut room, vec![(rule(&first, "先到"), calm)]);
    room.origin = "desk-b".into();
    let (second, verdict) = room.act(send("T1", &incident, true));
    assert!(matches!(verdict, Verdict::Conflict { .. }), "{verdict:?}");
    let stranger = wrong_state("team", "T1", "not_disputed");
    assert_refused(
        &mut room,
        vec![
            (rule(&second, ""), needed("reason")),
            (rule("O9", "更近"), stranger),
        ],
    );
    room.act(rule(&second, "更近"));
    assert_eq!(room.order(&second).claim, Claim::Confirmed, "it was kept");
    assert_eq!(room.order(&first).claim, Claim::Withdrawn, "it was not");
    assert!(room.team("T1").disputed().is_empty(), "nothing is open");
}

#[test]
fn who_takes_custody_over_may_order_and_the_old_custodian_may_not() {
    let (mut room, incident) = room();
    let (_, verdict) = room.act(Command::TakeCustody {
        team: "T2".into(),
        reason: text("对方席位失联"),
    });
    assert_eq!(verdict, Verdict::Ok, "the next epoch");
    let team = room.team("T2");
    assert_eq!(team.custodian, Some("desk-a".into()), "it changed hands");
    assert_eq!(team.custody_epoch, 1, "everything older is fenced");
    let (_, verdict) = room.act(send("T2", &incident, false));
    assert_eq!(verdict, Verdict::Ok, "the new custodian's order stands");
    room.origin = "desk-b".into();
    let (_, verdict) = room.act(send("T2", &incident, true));
    assert!(matches!(verdict, Verdict::Conflict { .. }), "{verdict:?}");
}
