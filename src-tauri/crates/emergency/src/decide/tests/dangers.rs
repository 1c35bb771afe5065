//! Hidden dangers under supervision: put up, planned, extended, accepted by another, struck off.

use uuid::Uuid;

use super::super::ResourceAct as A;
use super::resources::doing;
use super::*;
use crate::danger::{
    DANGER_ACTS_MAX, Danger, DangerStage, DangerStep, DangerStepped, DangerWithdrawn,
    Rectification, Supervision,
};
use crate::day::Day;
use crate::site::{DangerClosed, DangerFound, SiteRegistered};

pub(super) fn day(text: &str) -> Day {
    Day::parse(text).expect("is a day")
}

pub(super) fn room(major: bool) -> Room {
    let mut room = Room::new();
    room.act(Command::RegisterSite {
        site: "S1".into(),
        registered: SiteRegistered {
            name: text("演练 氯碱厂"),
            ..SiteRegistered::default()
        },
        seen: None,
    });
    room.act(doing(A::FindDanger {
        site: "S1".into(),
        found: DangerFound {
            words: text("演练 喷淋装置失效"),
            major,
            due: Some(day("2026-03-31")),
            ..DangerFound::default()
        },
    }));
    room
}

pub(super) fn danger(room: &Room) -> Danger {
    room.site("S1").dangers[0].clone()
}

pub(super) fn step(room: &Room, step: DangerStep) -> Command {
    doing(A::StepDanger {
        site: "S1".into(),
        stepped: DangerStepped {
            danger: danger(room).event,
            step,
        },
    })
}

pub(super) fn close(room: &Room) -> Command {
    doing(A::CloseDanger {
        site: "S1".into(),
        closed: DangerClosed {
            danger: danger(room).event,
            note: text("演练 验收合格"),
        },
    })
}

pub(super) fn take_back(room: &Room, act: Option<Uuid>) -> Command {
    doing(A::WithdrawDanger {
        site: "S1".into(),
        withdrawn: DangerWithdrawn {
            danger: danger(room).event,
            act,
            reason: text("演练 误录"),
        },
    })
}

pub(super) fn do_step(room: &mut Room, what: DangerStep) {
    let command = step(room, what);
    room.act(command);
}

pub(super) fn refused(room: &mut Room, what: DangerStep) -> Refusal {
    let command = step(room, what);
    room.ask(command).expect_err("a rule stands against it")
}

pub(super) fn supervise(until: &str) -> DangerStep {
    DangerStep::Supervise {
        supervision: Supervision {
            number: text("演练督〔2026〕1号"),
            body: text("演练 区安委会办公室"),
            level: text("区级"),
            until: Some(day(until)),
        },
    }
}

pub(super) fn plan() -> Rectification {
    Rectification {
        responsible: text("演练 厂长"),
        measures: text("演练 更换喷淋泵"),
        funds: text("演练 自筹三万元"),
        until: Some(day("2026-03-20")),
        contingency: text("演练 停用储罐，加派巡查"),
    }
}

pub(super) fn submit() -> DangerStep {
    DangerStep::Submit {
        asked_by: text("演练 厂长"),
        words: text("演练 已更换并试喷"),
    }
}

pub(super) fn check(accepted: bool) -> DangerStep {
    DangerStep::Check {
        accepted,
        checked_by: text("演练 周验收"),
        words: text("演练 现场看过"),
    }
}

pub(super) fn state(room: &Room, state: &str) -> Refusal {
    wrong_state("danger", &danger(room).event.to_string(), state)
}

#[test]
fn a_major_danger_is_struck_off_only_after_another_person_accepted_it() {
    let mut room = room(true);
    do_step(&mut room, supervise("2026-04-30"));
    do_step(&mut room, DangerStep::Plan { plan: plan() });
    assert_eq!(danger(&room).stage(), DangerStage::Planned, "整改中");
    let closing = close(&room);
    let early = room.ask(closing).expect_err("nobody has looked");
    assert_eq!(
        early,
        state(&room, "not_accepted"),
        "one note is not enough"
    );
    let unasked = refused(&mut room, check(true));
    assert_eq!(unasked, state(&room, "not_submitted"), "nobody asked yet");
    do_step(&mut room, submit());
    let same = refused(&mut room, check(true));
    let at_the_desk = Refusal::SamePerson {
        who: text("演练 王敏"),
    };
    assert_eq!(same, at_the_desk, "who entered the request does not accept");
    room.actor = "演练 李值班".into();
    let by_name = DangerStep::Check {
        accepted: true,
        checked_by: text("演练 厂长"),
        words: String::new(),
    };
    let by_name = refused(&mut room, by_name);
    let owner = Refusal::SamePerson {
        who: text("演练 厂长"),
    };
    assert_eq!(by_name, owner, "nor does who asked, whoever types it");
    do_step(&mut room, check(false));
    assert_eq!(danger(&room).stage(), DangerStage::Refused, "it failed");
    room.actor = "演练 王敏".into();
    do_step(&mut room, submit());
    room.actor = "演练 李值班".into();
    do_step(&mut room, check(true));
    assert_eq!(danger(&room).stage(), DangerStage::Accepted, "待销号");
    assert!(!danger(&room).is_overdue(day("2030-01-01")), "put right");
    let closing = close(&room);
    room.act(closing);
    let closed = danger(&room);
    assert_eq!(closed.stage(), DangerStage::Closed, "已销号");
    let who: Vec<&str> = closed.acts.iter().map(|done| done.by.as_str()).collect();
    assert_eq!(who.len(), 7, "every act with who and when");
    assert_eq!(who[2], "演练 王敏", "who asked");
    assert_eq!(who[3], "演练 李值班", "who looked");
}

#[test]
fn an_ordinary_danger_may_be_struck_off_at_once_unless_it_was_put_up_or_waits() {
    let mut usual = room(false);
    let closing = close(&usual);
    usual.act(closing);
    assert!(!danger(&usual).is_open(), "as before");
    assert_eq!(danger(&usual).closed_note, "演练 验收合格", "with its note");
    let mut put_up = room(false);
    do_step(&mut put_up, supervise("2026-04-30"));
    let closing = close(&put_up);
    let refusal = put_up.ask(closing).expect_err("it is supervised");
    assert_eq!(
        refusal,
        state(&put_up, "not_accepted"),
        "by its supervision"
    );
    let mut asked = room(false);
    do_step(&mut asked, submit());
    let closing = close(&asked);
    let refusal = asked.ask(closing).expect_err("somebody has to look");
    assert_eq!(refusal, state(&asked, "submitted"), "not past the look");
}

#[test]
fn acceptance_of_a_major_one_is_asked_for_with_all_five_elements_of_the_plan() {
    let mut room = room(true);
    assert_eq!(
        refused(&mut room, submit()),
        needed("measures"),
        "there is no plan"
    );
    let mut part = plan();
    (part.funds, part.contingency) = (String::new(), text("  "));
    assert_eq!(part.missing(), ["funds", "contingency"], "资金、预案");
    do_step(&mut room, DangerStep::Plan { plan: part });
    assert_eq!(refused(&mut room, submit()), needed("funds"), "the first");
    do_step(&mut room, DangerStep::Plan { plan: plan() });
    do_step(&mut room, submit());
    assert_eq!(danger(&room).stage(), DangerStage::Submitted, "待验收");
    let again = refused(&mut room, submit());
    assert_eq!(again, state(&room, "submitted"), "once is enough");
}

#[test]
fn the_term_is_that_of_the_authority_and_moves_only_with_a_reason() {
    let mut room = room(true);
    assert_eq!(danger(&room).due(), Some(day("2026-03-31")), "as found");
    do_step(&mut room, supervise("2026-04-30"));
    assert_eq!(danger(&room).due(), Some(day("2026-04-30")), "as put up");
    let late = Rectification {
        until: Some(day("2026-05-01")),
        ..plan()
    };
    let late = refused(&mut room, DangerStep::Plan { plan: late });
    assert_eq!(late, out_of_range("plan_until"), "a plan gives no time");
    let more = |until: &str, reason: &str, approved_by: &str| DangerStep::Extend {
        until: day(until),
        reason: text(reason),
        approved_by: text(approved_by),
    };
    let cases = [
        (
            more("2026-05-31", "", "演练 区安委会办公室"),
            needed("reason"),
        ),
        (
            more("2026-05-31", "演练 设备未到货", ""),
            needed("approved_by"),
        ),
        (
            more("2026-04-30", "演练 设备未到货", "演练 区安委会办公室"),
            out_of_range("until"),
        ),
    ];
    for (what, why) in cases {
        assert_eq!(refused(&mut room, what), why, "no more time without");
    }
    let agreed = more("2026-05-31", "演练 设备未到货", "演练 区安委会办公室");
    do_step(&mut room, agreed);
    let found = danger(&room);
    assert_eq!(found.due(), Some(day("2026-05-31")), "extended");
    assert!(
        !found.is_overdue(day("2026-05-31")),
        "the day itself counts"
    );
    assert!(found.is_overdue(day("2026-06-01")), "the next does not");
}

#[test]
fn a_wrong_entry_is_taken_back_and_what_leans_on_it_first() {
    let mut room = room(true);
    do_step(&mut room, DangerStep::Plan { plan: plan() });
    do_step(&mut room, submit());
    room.actor = "演练 李值班".into();
    do_step(&mut room, check(true));
    let acts = danger(&room).acts;
    let asked = take_back(&room, Some(acts[1].event));
    let leaned_on = room.ask(asked).expect_err("it was accepted since");
    assert_eq!(leaned_on, state(&room, "followed"), "the acceptance first");
    let accepted = take_back(&room, Some(acts[2].event));
    room.act(accepted);
    assert_eq!(danger(&room).stage(), DangerStage::Submitted, "as before");
    let nothing = take_back(&room, Some(Uuid::from_u128(99)));
    let nothing = room.ask(nothing).expect_err("there is no such act");
    let id = Uuid::from_u128(99).to_string();
    assert_eq!(nothing, unknown("danger_act", &id), "named");
    let log = room.log.len();
    let whole = take_back(&room, None);
    room.act(whole.clone());
    room.actor = "演练 王敏".into();
    room.act(whole);
    assert!(room.site("S1").dangers.is_empty(), "it counts no more");
    assert_eq!(room.log.len(), log + 2, "and nothing is erased");
}

#[test]
fn what_did_not_hold_is_open_again() {
    let mut room = room(false);
    let evaluate = |effective| DangerStep::Evaluate {
        effective,
        words: text("演练 一月后复查"),
    };
    let early = refused(&mut room, evaluate(true));
    assert_eq!(
        early,
        state(&room, "not_closed"),
        "it is not struck off yet"
    );
    let closing = close(&room);
    room.act(closing);
    let planned = refused(&mut room, DangerStep::Plan { plan: plan() });
    assert_eq!(planned, state(&room, "put_right"), "it is over");
    do_step(&mut room, evaluate(true));
    assert_eq!(danger(&room).stage(), DangerStage::Closed, "it holds");
    do_step(&mut room, evaluate(false));
    let again = danger(&room);
    assert!(again.is_open(), "it did not hold");
    assert_eq!(again.stage(), DangerStage::Refused, "to be put right again");
}

#[test]
fn facts_and_states_of_an_earlier_version_are_still_read() {
    let mut room = room(true);
    // Struck off by an earlier version, with nobody's acceptance.
    let event = danger(&room).event;
    let old = serde_json::json!({"danger": event, "note": "演练 已整改"});
    let old = crate::fact::Fact::read("site.danger_closed", &old).expect("is still known");
    room.write(crate::decide::Draft::plain("S1", old));
    assert!(!danger(&room).is_open(), "it counts as it did");
    let kept = serde_json::json!({
        "event": event, "closedAt": 1_000, "closedNote": "演练 已整改",
        "found": {"words": "演练 喷淋装置失效", "major": true}
    });
    let kept: Danger = serde_json::from_value(kept).expect("an old state is read");
    assert_eq!(kept.stage(), DangerStage::Closed, "closed without acts");
}

#[test]
fn acts_have_a_bound_and_texts_are_needed() {
    let mut room = room(false);
    let note = |words: &str| DangerStep::Note { words: text(words) };
    assert_eq!(refused(&mut room, note(" ")), needed("text"), "no words");
    let too_much = "长".repeat(TEXT_CHARS_MAX + 1);
    assert_eq!(
        refused(&mut room, note(&too_much)),
        too_long("text"),
        "many"
    );
    for _ in 0..DANGER_ACTS_MAX {
        do_step(&mut room, note("演练 进展"));
    }
    let full = refused(&mut room, note("演练 进展"));
    let bound = Refusal::TooLong {
        field: text("acts"),
        max: DANGER_ACTS_MAX,
    };
    assert_eq!(full, bound, "the bound is said");
    let nobody = DangerStep::Supervise {
        supervision: Supervision::default(),
    };
    let mut room = self::room(false);
    assert_eq!(refused(&mut room, nobody), needed("body"), "by whom");
}
