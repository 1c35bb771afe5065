//! No way leads round the acceptance of a hidden danger: not by taking something back, not by the
//! order of the acts, not by two desks that acted apart.

use uuid::Uuid;

use super::super::ResourceAct as A;
use super::dangers::{
    check, close, danger, day, do_step, plan, refused, room, state, submit, supervise, take_back,
};
use super::resources::doing;
use super::*;
use crate::danger::{
    DangerDone, DangerStage, DangerStep, DangerStepped, Rectification, Supervision,
};
use crate::decide::Draft;
use crate::fact::Fact;

const ENTERED: &str = "演练 王敏";
const ANOTHER: &str = "演练 李值班";

fn by(room: &mut Room, who: &str, what: DangerStep) {
    room.actor = who.into();
    do_step(room, what);
}

/// An act that was entered at another desk before it heard of the rest.
fn apart(room: &mut Room, who: &str, step: DangerStep) {
    let danger = danger(room).event;
    room.actor = who.into();
    let stepped = Fact::DangerStepped(DangerStepped { danger, step });
    room.write(Draft::plain("S1", stepped));
}

fn did_not_hold() -> DangerStep {
    DangerStep::Evaluate {
        effective: false,
        words: text("演练 又漏了"),
    }
}

fn last(room: &Room) -> Option<Uuid> {
    danger(room).acts.last().map(|done| done.event)
}

/// One person asks, the same is refused, another takes it back.
fn two_people_take_back(room: &mut Room, act: Option<Uuid>, why: &str) {
    let before = danger(room);
    let command = take_back(room, act);
    room.actor = ENTERED.into();
    room.act(command.clone());
    let asked = danger(room);
    assert_eq!(
        asked.stage(),
        before.stage(),
        "{why}: one word changes nothing"
    );
    assert!(asked.needs_acceptance(), "{why}: nor what it needs");
    let again = room
        .ask(command.clone())
        .expect_err("one person is one person");
    let same = Refusal::SamePerson { who: text(ENTERED) };
    assert_eq!(again, same, "{why}: said twice is not said by two");
    room.actor = ANOTHER.into();
    room.act(command);
    let left = room.site("S1").dangers;
    let gone = match act {
        None => left.is_empty(),
        Some(act) => left[0].acts.iter().all(|done| {
            let asks = matches!(done.step, DangerStep::Retract { .. });
            done.event != act && !asks
        }),
    };
    assert!(gone, "{why}: two people took it back");
}

#[test]
fn a_refused_danger_and_one_that_did_not_hold_are_not_struck_off_past_the_look() {
    let mut room = room(false);
    by(&mut room, ENTERED, submit());
    by(&mut room, ANOTHER, check(false));
    let closing = close(&room);
    let refusal = room.ask(closing).expect_err("it was found wrong");
    assert_eq!(refusal, state(&room, "not_accepted"), "another look first");
    let mut again = super::dangers::room(false);
    let closing = close(&again);
    again.act(closing);
    do_step(&mut again, did_not_hold());
    let closing = close(&again);
    let refusal = again.ask(closing).expect_err("it did not hold once");
    assert_eq!(refusal, state(&again, "not_accepted"), "nor by a note");
    by(&mut again, ENTERED, submit());
    by(&mut again, ANOTHER, check(true));
    assert_eq!(danger(&again).stage(), DangerStage::Accepted, "by a look");
}

#[test]
fn what_holds_a_danger_up_is_taken_back_by_two_people() {
    let mut put_up = room(false);
    by(&mut put_up, ENTERED, supervise("2026-04-30"));
    let act = last(&put_up);
    two_people_take_back(&mut put_up, act, "a supervision");
    let mut major = room(true);
    by(&mut major, ENTERED, supervise("2026-04-30"));
    let act = last(&major);
    two_people_take_back(&mut major, act, "a supervision of a major one");
    two_people_take_back(&mut major, None, "a major one as a whole");
    let mut asked = room(false);
    by(&mut asked, ENTERED, submit());
    let act = last(&asked);
    two_people_take_back(&mut asked, act, "a request for acceptance");
    let mut found_wrong = room(false);
    by(&mut found_wrong, ENTERED, submit());
    by(&mut found_wrong, ANOTHER, check(false));
    let act = last(&found_wrong);
    two_people_take_back(&mut found_wrong, act, "a refusal");
    let mut evaluated = room(false);
    let closing = close(&evaluated);
    evaluated.act(closing);
    by(&mut evaluated, ANOTHER, did_not_hold());
    let act = last(&evaluated);
    two_people_take_back(&mut evaluated, act, "that it did not hold");
}

#[test]
fn what_holds_nothing_up_is_taken_back_by_one_person() {
    let mut room = room(true);
    by(&mut room, ENTERED, DangerStep::Plan { plan: plan() });
    by(&mut room, ENTERED, submit());
    by(&mut room, ANOTHER, check(true));
    for what in ["an acceptance", "a request of a major one", "a plan"] {
        let before = danger(&room).acts.len();
        let act = last(&room);
        let command = take_back(&room, act);
        room.act(command);
        assert_eq!(danger(&room).acts.len(), before - 1, "{what} is gone");
    }
    let asks = DangerStep::Retract {
        act: None,
        reason: text("演练 误录"),
    };
    by(&mut room, ENTERED, asks);
    let act = last(&room);
    let command = take_back(&room, act);
    room.act(command);
    assert_eq!(last(&room), None, "nor is the asking itself held up");
}

fn extend(until: &str, approved_by: &str) -> DangerStep {
    DangerStep::Extend {
        until: day(until),
        reason: text("演练 设备未到货"),
        approved_by: text(approved_by),
    }
}

#[test]
fn more_time_goes_by_two_people_and_by_no_later_supervision() {
    let mut room = room(true);
    by(&mut room, ENTERED, supervise("2026-04-30"));
    let longer = refused(&mut room, supervise("2026-05-31"));
    assert_eq!(longer, state(&room, "term_stands"), "no notice gives time");
    let alone = refused(&mut room, extend("2026-05-31", ENTERED));
    let same = Refusal::SamePerson { who: text(ENTERED) };
    assert_eq!(alone, same, "nor does who enters it agree to it");
    let both = refused(&mut room, extend("2026-05-31", "演练 周验收、演练 王敏"));
    assert_eq!(both, same, "nor as one of two");
    by(&mut room, ENTERED, extend("2026-05-31", ANOTHER));
    assert_eq!(danger(&room).due(), Some(day("2026-05-31")), "agreed");
    by(&mut room, ENTERED, supervise("2026-05-31"));
    by(&mut room, ENTERED, supervise("2026-04-15"));
    assert_eq!(danger(&room).due(), Some(day("2026-04-15")), "less is free");
    let sooner = last(&room);
    let unsaid = DangerStep::Supervise {
        supervision: Supervision {
            until: None,
            ..danger(&room).supervision().cloned().expect("it is put up")
        },
    };
    by(&mut room, ENTERED, unsaid);
    assert_eq!(danger(&room).due(), Some(day("2026-04-15")), "it stands");
    two_people_take_back(&mut room, sooner, "a nearer term of before");
}

#[test]
fn the_term_of_a_plan_alone_is_taken_back_by_one_person() {
    let mut found = danger(&room(false));
    found.found.due = None;
    let plan = DangerDone {
        event: Uuid::from_u128(7),
        step: DangerStep::Plan { plan: plan() },
        ..DangerDone::default()
    };
    found.acts.push(plan);
    assert_eq!(
        found.due(),
        Some(day("2026-03-20")),
        "nobody else set a day"
    );
    assert!(
        !found.eases(Some(Uuid::from_u128(7))),
        "its own day is its own"
    );
}

#[test]
fn a_supervision_that_comes_after_the_request_asks_for_acceptance_anew() {
    for accepted in [false, true] {
        let mut room = room(false);
        by(&mut room, ENTERED, submit());
        if accepted {
            by(&mut room, ANOTHER, check(true));
        }
        by(&mut room, ENTERED, supervise("2026-04-30"));
        assert_eq!(danger(&room).stage(), DangerStage::Found, "{accepted}");
        let closing = close(&room);
        let refusal = room.ask(closing).expect_err("who put it up has not looked");
        assert_eq!(refusal, state(&room, "not_accepted"), "{accepted}");
        room.actor = ANOTHER.into();
        let looked = refused(&mut room, check(true));
        assert_eq!(looked, state(&room, "not_submitted"), "{accepted}");
        let unplanned = refused(&mut room, submit());
        assert_eq!(unplanned, needed("measures"), "now with a plan: {accepted}");
        let supervision = danger(&room).acts.last().map(|done| done.event);
        assert!(danger(&room).eases(supervision), "nor does one take it off");
    }
}

#[test]
fn the_plan_stands_while_somebody_comes_to_look() {
    let mut room = room(true);
    by(&mut room, ENTERED, supervise("2026-04-30"));
    by(&mut room, ENTERED, DangerStep::Plan { plan: plan() });
    by(&mut room, ENTERED, submit());
    let acts = danger(&room).acts;
    for under in &acts[..2] {
        let command = take_back(&room, Some(under.event));
        let refusal = room
            .ask(command)
            .expect_err("acceptance was asked for by it");
        assert_eq!(refusal, state(&room, "followed"), "{:?}", under.step);
    }
    let part = DangerStep::Plan {
        plan: Rectification {
            funds: String::new(),
            ..plan()
        },
    };
    let changed = refused(&mut room, part.clone());
    assert_eq!(changed, state(&room, "submitted"), "not under the request");
    apart(&mut room, ENTERED, part.clone());
    room.actor = ANOTHER.into();
    assert_eq!(
        refused(&mut room, check(true)),
        needed("funds"),
        "from another desk"
    );
    do_step(&mut room, check(false));
    by(&mut room, ENTERED, DangerStep::Plan { plan: plan() });
    by(&mut room, ENTERED, submit());
    by(&mut room, ANOTHER, check(true));
    let changed = refused(&mut room, part);
    assert_eq!(changed, state(&room, "accepted"), "nor after the look");
}

#[test]
fn of_two_desks_that_asked_apart_neither_accepts() {
    let mut room = room(false);
    by(&mut room, ENTERED, submit());
    apart(&mut room, ANOTHER, submit());
    for who in [ENTERED, ANOTHER] {
        room.actor = who.into();
        let same = Refusal::SamePerson { who: text(who) };
        assert_eq!(refused(&mut room, check(true)), same, "{who} asked");
    }
    by(&mut room, "演练 赵六", check(true));
    assert_eq!(danger(&room).stage(), DangerStage::Accepted, "a third does");
}

#[test]
fn of_two_answers_that_were_given_apart_the_refusal_counts() {
    for first in [true, false] {
        let mut room = room(false);
        by(&mut room, ENTERED, submit());
        by(&mut room, ANOTHER, check(first));
        apart(&mut room, "演练 赵六", check(!first));
        assert_eq!(danger(&room).stage(), DangerStage::Refused, "{first} first");
    }
}

#[test]
fn a_place_stays_on_the_list_while_a_danger_there_needs_acceptance() {
    let mut room = room(true);
    let gone = || {
        doing(A::WithdrawSite {
            site: "S1".into(),
            reason: text("演练 关停"),
        })
    };
    let refusal = room.ask(gone()).expect_err("nobody would follow it");
    assert_eq!(refusal, wrong_state("site", "S1", "open_danger"), "said");
    let mut usual = super::dangers::room(false);
    usual.act(gone());
    assert!(
        usual.site("S1").withdrawn,
        "an ordinary one holds nothing up"
    );
}
