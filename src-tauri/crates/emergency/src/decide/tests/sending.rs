//! Orders with stops, redirected, handed over, taken back; teams on their way home.

use super::*;
use crate::decide::{Draft, OrderAct};
use crate::fact::Fact;
use crate::id::OrderId;
use crate::order::{Claim, Order, OrderSent, STOPS_MAX, Stop, StopEvent, UNDO_MS};
use crate::paper::Papered;
use crate::team::{Phase, TeamPhased};

/// T1 and T4 are this desk's, T2 another's.
fn room() -> (Room, IncidentId, IncidentId) {
    let mut room = Room::new();
    for (id, custodian) in [("T1", "desk-a"), ("T4", "desk-a"), ("T2", "desk-b")] {
        register_team(&mut room, id, Some(custodian));
    }
    let (first, second) = (open(&mut room, &[]), open(&mut room, &[]));
    (room, first, second)
}

fn to(team: &str, incident: &IncidentId) -> OrderSent {
    OrderSent {
        team: team.into(),
        incident: incident.clone(),
        words: text("演练 到场侦检"),
        ..OrderSent::default()
    }
}

fn by_way_of(team: &str, incident: &IncidentId, stops: &[&str]) -> OrderSent {
    let stop = |name: &&str| Stop {
        name: text(name),
        ..Stop::default()
    };
    OrderSent {
        stops: stops.iter().map(stop).collect(),
        ..to(team, incident)
    }
}

fn give(sent: OrderSent) -> Command {
    Command::Order(OrderAct::Give { sent })
}

fn redirect(order: &str, with: OrderSent) -> Command {
    Command::Order(OrderAct::Redirect {
        order: order.into(),
        with,
        reason: text("演练 那边更急"),
    })
}

fn hand_over(order: &str, team: &str) -> Command {
    Command::Order(OrderAct::HandOver {
        order: order.into(),
        with: OrderSent {
            team: team.into(),
            ..OrderSent::default()
        },
        reason: text("演练 换班"),
    })
}

fn undo(order: &str) -> Command {
    Command::Order(OrderAct::Undo {
        order: order.into(),
        reason: text("演练 点错"),
    })
}

fn step(order: &str, to: Progress) -> Command {
    Command::MoveOrder {
        order: order.into(),
        to,
        note: text("演练"),
    }
}

fn at_stop(order: &str, stop: u32, what: StopEvent) -> Command {
    Command::Order(OrderAct::MoveStop {
        order: order.into(),
        stop,
        what,
        note: String::new(),
    })
}

fn ended(order: &Order) -> (Progress, Option<&str>) {
    let by = order.replaced_by.as_ref().map(OrderId::as_str);
    (order.progress, by)
}

fn active(room: &Room, team: &str) -> Vec<String> {
    let team = room.team(team);
    team.active().map(|job| job.order.0.clone()).collect()
}

#[test]
fn a_team_goes_by_way_of_its_stops_and_each_has_times_of_its_own() {
    let (mut room, incident, _) = room();
    let (id, _) = room.act(give(by_way_of(
        "T1",
        &incident,
        &["演练 北库", "演练 南库"],
    )));
    room.act(step(&id, Progress::EnRoute));
    let out = out_of_range("stop");
    assert_refused(
        &mut room,
        vec![
            (at_stop(&id, 0, StopEvent::Left), out.clone()),
            (at_stop(&id, 2, StopEvent::Reached), out.clone()),
        ],
    );
    let reached = room.now;
    room.act(at_stop(&id, 0, StopEvent::Reached));
    room.now = room.now.plus_ms(60_000);
    room.act(at_stop(&id, 0, StopEvent::Left));
    room.act(at_stop(&id, 1, StopEvent::Skipped));
    assert_refused(&mut room, vec![(at_stop(&id, 1, StopEvent::Reached), out)]);
    let marks = room.order(&id).stop_marks();
    assert_eq!(marks[0].reached_at, Some(reached), "when it was there");
    assert_eq!(marks[0].left_at, Some(room.now), "when it went on");
    assert!(marks[1].is_done(), "the second was left out");
    let many: Vec<&str> = vec!["演练 库"; STOPS_MAX + 1];
    let long = Refusal::TooLong {
        field: text("stops"),
        max: STOPS_MAX,
    };
    let nameless = give(by_way_of("T4", &incident, &[" "]));
    assert_refused(
        &mut room,
        vec![
            (give(by_way_of("T4", &incident, &many)), long),
            (nameless, needed("stops")),
        ],
    );
}

#[test]
fn a_redirect_is_one_claim_and_the_old_order_ends_with_it() {
    let (mut room, first, second) = room();
    let (old, _) = room.act(give(to("T1", &first)));
    room.act(step(&old, Progress::EnRoute));
    let (new, verdict) = room.act(redirect(&old, to("", &second)));
    assert_eq!(
        verdict,
        Verdict::Ok,
        "the team's own order does not stand against it"
    );
    let before = room.order(&old);
    assert_eq!(
        ended(&before),
        (Progress::Redirected, Some(new.as_str())),
        "one ended"
    );
    assert_eq!(active(&room, "T1"), [new.as_str()], "the team has one job");
    assert_eq!(
        room.team("T1").phase,
        Phase::Ready,
        "it is not on its way home"
    );
    let same = redirect(&new, to("", &second));
    assert_refused(&mut room, vec![(same, out_of_range("incident"))]);
    let elsewhere = OrderSent {
        to: Some(Place {
            words: text("演练 集结点"),
            ..Place::default()
        }),
        ..to("", &second)
    };
    let (third, _) = room.act(redirect(&new, elsewhere));
    assert_eq!(
        active(&room, "T1"),
        [third.as_str()],
        "another place is elsewhere too"
    );
    let over = wrong_state("order", &old, "redirected");
    assert_refused(&mut room, vec![(redirect(&old, to("", &second)), over)]);
}

#[test]
fn a_redirect_without_custody_waits_and_the_old_order_goes_on() {
    let (mut room, first, second) = room();
    room.origin = "desk-b".into();
    let (old, _) = room.act(give(to("T2", &first)));
    room.origin = "desk-a".into();
    let (new, verdict) = room.act(redirect(&old, to("", &second)));
    assert!(
        matches!(verdict, Verdict::Refused { .. }),
        "held elsewhere: {verdict:?}"
    );
    assert_eq!(
        room.order(&old).progress,
        Progress::Sent,
        "the old one goes on"
    );
    room.origin = "desk-b".into();
    let order = new.as_str().into();
    let (_, verdict) = room.act(Command::ConfirmOrder { order });
    assert_eq!(verdict, Verdict::Ok, "the custodian grants it");
    assert_eq!(active(&room, "T2"), [new.as_str()], "and the old one ends");
    assert_eq!(
        room.order(&old).progress,
        Progress::Redirected,
        "for everybody"
    );
}

#[test]
fn two_redirects_of_one_order_do_not_both_stand() {
    let (mut room, first, second) = room();
    let (old, _) = room.act(give(to("T1", &first)));
    let drafts: Vec<_> = [&second, &second]
        .map(|there| room.ask(redirect(&old, to("", there))).expect("allowed"))
        .into_iter()
        .flatten()
        .collect();
    let verdicts: Vec<_> = drafts.into_iter().map(|draft| room.write(draft)).collect();
    assert_eq!(verdicts[0], Verdict::Ok, "the first stands");
    assert!(
        matches!(verdicts[1], Verdict::Conflict { .. }),
        "{verdicts:?}"
    );
    assert_eq!(active(&room, "T1").len(), 1, "the team has one job");
}

#[test]
fn another_team_takes_an_order_over_and_the_first_goes_home() {
    let (mut room, first, _) = room();
    let (old, _) = room.act(give(to("T1", &first)));
    room.act(step(&old, Progress::OnScene));
    let own = out_of_range("team");
    assert_refused(&mut room, vec![(hand_over(&old, "T1"), own)]);
    let (new, _) = room.act(hand_over(&old, "T4"));
    let before = room.order(&old);
    assert_eq!(
        ended(&before),
        (Progress::HandedOver, Some(new.as_str())),
        "handed over"
    );
    assert_eq!(
        active(&room, "T1"),
        Vec::<String>::new(),
        "the first is free"
    );
    assert_eq!(
        room.team("T1").phase,
        Phase::Returning,
        "and on its way home"
    );
    assert_eq!(active(&room, "T4"), [new.as_str()], "the second has it");
    let words = room.order(&new).sent.words;
    assert_eq!(words, before.sent.words, "the same job");
}

#[test]
fn a_handing_over_to_a_team_that_is_not_granted_ends_nothing() {
    let (mut room, first, second) = room();
    room.origin = "desk-b".into();
    let (held, _) = room.act(give(to("T2", &second)));
    room.origin = "desk-a".into();
    let (old, _) = room.act(give(to("T1", &first)));
    let busy = Refusal::TeamBusy {
        team: "T2".into(),
        orders: ids(&[&held]),
    };
    assert_refused(&mut room, vec![(hand_over(&old, "T2"), busy)]);
    room.origin = "desk-b".into();
    room.act(step(&held, Progress::Released));
    let stale = room.ask(give(to("T2", &second))).expect("it is free");
    room.origin = "desk-a".into();
    let late = room.ask(hand_over(&old, "T2")).expect("it looks free");
    room.origin = "desk-b".into();
    stale.into_iter().for_each(|draft| drop(room.write(draft)));
    room.origin = "desk-a".into();
    let verdict = room.write(late.into_iter().next().expect("an order"));
    assert!(matches!(verdict, Verdict::Conflict { .. }), "{verdict:?}");
    assert_eq!(
        room.order(&old).progress,
        Progress::Sent,
        "the first goes on"
    );
    let new = room.log.last().expect("it was written").0.entity.id.clone();
    room.act(Command::RuleDispute {
        team: "T2".into(),
        keep: new.as_str().into(),
        reason: text("演练 换班要紧"),
    });
    assert_eq!(
        room.order(&old).progress,
        Progress::HandedOver,
        "now it is handed over"
    );
    assert_eq!(
        active(&room, "T1"),
        Vec::<String>::new(),
        "on the team's side too"
    );
}

#[test]
fn a_slip_is_taken_back_within_two_minutes_unless_the_team_has_it() {
    let (mut room, first, _) = room();
    let (slip, _) = room.act(give(to("T1", &first)));
    room.act(undo(&slip));
    let order = room.order(&slip);
    assert_eq!(order.progress, Progress::Undone, "taken back");
    assert_eq!(order.steps.len(), 2, "and still in the log");
    assert_eq!(
        active(&room, "T1"),
        Vec::<String>::new(),
        "the team is free"
    );
    assert_eq!(
        room.team("T1").phase,
        Phase::Ready,
        "it has not been anywhere"
    );
    let (heard, _) = room.act(give(to("T1", &first)));
    room.act(step(&heard, Progress::Acknowledged));
    let (late, _) = room.act(give(to("T4", &first)));
    room.now = room.now.plus_ms(UNDO_MS + 1);
    assert_refused(
        &mut room,
        vec![
            (undo(&heard), wrong_state("order", &heard, "acknowledged")),
            (undo(&late), wrong_state("order", &late, "sent")),
            (undo(&slip), wrong_state("order", &slip, "undone")),
        ],
    );
}

#[test]
fn an_undo_that_meets_an_acknowledgement_in_the_log_changes_nothing() {
    let (mut room, first, _) = room();
    let (id, _) = room.act(give(to("T1", &first)));
    let late = room.ask(undo(&id)).expect("nobody has it yet");
    room.act(step(&id, Progress::Acknowledged));
    late.into_iter().for_each(|draft| drop(room.write(draft)));
    assert_eq!(
        room.order(&id).progress,
        Progress::Acknowledged,
        "the team has it"
    );
    assert_eq!(active(&room, "T1"), [id.as_str()], "and goes");
}

#[test]
fn of_several_jobs_one_is_the_primary() {
    let (mut room, first, second) = room();
    let (one, _) = room.act(send("T1", &first, false));
    let (two, _) = room.act(send("T1", &second, true));
    let primary = |room: &Room| room.team("T1").primary().map(|job| job.order.0.clone());
    assert_eq!(primary(&room), Some(one.clone()), "the older one");
    let order = two.as_str().into();
    room.act(Command::Order(OrderAct::PutFirst { order }));
    assert_eq!(primary(&room), Some(two.clone()), "the one it was said of");
    room.act(step(&two, Progress::Released));
    assert_eq!(primary(&room), Some(one), "while it lasts");
    let over = wrong_state("order", &two, "released");
    let order = two.as_str().into();
    assert_refused(
        &mut room,
        vec![(Command::Order(OrderAct::PutFirst { order }), over)],
    );
}

#[test]
fn a_team_comes_home_restocks_cleans_rests_and_is_ready_again() {
    let (mut room, first, _) = room();
    let (id, _) = room.act(send("T1", &first, false));
    let next = |phase| {
        Command::Order(OrderAct::MoveTeam {
            team: "T1".into(),
            phased: TeamPhased {
                phase,
                ..TeamPhased::default()
            },
        })
    };
    let busy = Refusal::TeamBusy {
        team: "T1".into(),
        orders: ids(&[&id]),
    };
    assert_refused(&mut room, vec![(next(Phase::Resting), busy)]);
    room.act(step(&id, Progress::OnScene));
    room.act(step(&id, Progress::Released));
    assert_eq!(room.team("T1").phase, Phase::Returning, "by itself");
    for phase in [
        Phase::Restocking,
        Phase::Cleaning,
        Phase::Resting,
        Phase::Ready,
    ] {
        room.now = room.now.plus_ms(60_000);
        room.act(next(phase));
        let team = room.team("T1");
        assert_eq!(
            (team.phase, team.phase_at),
            (phase, Some(room.now)),
            "with its time"
        );
    }
}

#[test]
fn an_order_by_word_of_mouth_gets_its_paper_once() {
    let (mut room, first, _) = room();
    let oral = OrderSent {
        oral: true,
        ..to("T1", &first)
    };
    let (id, _) = room.act(give(oral));
    let paper = |signer: &str| {
        Command::Order(OrderAct::Paper {
            order: id.as_str().into(),
            paper: Papered {
                signer: text(signer),
                ..Papered::default()
            },
        })
    };
    assert_refused(&mut room, vec![(paper(" "), needed("signer"))]);
    room.act(paper("演练 李主任"));
    let again = wrong_state("order", &id, "papered");
    assert_refused(&mut room, vec![(paper("演练 李主任"), again)]);
}

#[test]
fn an_order_that_ran_out_or_was_withdrawn_does_not_stay_open() {
    let (mut room, first, _) = room();
    room.origin = "desk-b".into();
    let draft = room
        .ask(send("T1", &first, false))
        .expect("allowed")
        .remove(0);
    let event = room.event(&draft);
    let mut order = Order {
        id: event.entity.id.as_str().into(),
        ..Order::default()
    };
    order.apply(&event, &draft.fact, Some(&Verdict::Expired));
    assert_eq!(order.progress, Progress::Expired, "nobody had it");
    let goes = Fact::OrderMoved(crate::order::OrderMoved {
        team: "T1".into(),
        to: Progress::EnRoute,
        ..Default::default()
    });
    let seen = room.event(&Draft::plain(order.id.0.clone(), goes.clone()));
    order.apply(&seen, &goes, Some(&Verdict::Ok));
    assert_eq!(
        (order.progress, order.claim),
        (Progress::EnRoute, Claim::Expired),
        "a team that goes all the same is seen"
    );
}
