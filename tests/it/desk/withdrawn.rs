//! An act that was recorded wrongly is taken back: what it held up falls with it, terms follow,
//! nothing is erased.

use contract::calls::Answer as _;
use contract::rows::{Nothing, PlanSheet, TermKind, TermRow, TermState, WithdrawalRequest};
use emergency::decide::{Command, PlanAct};
use emergency::plan::{PlanActKind, PlanState, ReviewStep};
use emergency::time::DAY_MS;
use uuid::Uuid;

use super::filing::through;
use super::shelf::{row, save, text};
use super::two::Two;
use super::{Room, by_id, now};

fn sheet(room: &Room) -> PlanSheet {
    room.desk.plan_sheet(by_id("exercise-p")).expect("reads")
}

fn act_of(room: &Room, step: ReviewStep) -> Uuid {
    let acts = sheet(room).acts;
    let mut acts = acts.iter();
    let act = acts.find(|act| act.kind == PlanActKind::Step && act.step == Some(step));
    act.expect("was done").event
}

fn withdraw(room: &Room, event: Uuid) {
    room.act(Command::Plan(PlanAct::Withdraw {
        plan: "exercise-p".into(),
        event,
        why: "演练 录错".to_owned(),
    }));
}

fn term(room: &Room, kind: TermKind) -> Option<TermRow> {
    let terms = room.desk.plan_terms(Nothing {}).expect("reads").into_iter();
    let mut terms = terms.filter(|term| term.kind == kind);
    terms.next()
}

#[test]
fn a_filing_that_is_taken_back_is_due_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    let first = save(&room, text("exercise-p", "先报告。"), &[]).expect("is saved");
    through(&room, &first, ReviewStep::File, now().plus_ms(-60 * DAY_MS));
    let state = |kind| term(&room, kind).expect("it runs").state;
    assert_eq!(state(TermKind::File), TermState::Done, "handed in");
    let events = room.events();
    withdraw(&room, act_of(&room, ReviewStep::File));
    assert_eq!(room.events(), events + 1, "a fact more, none less");
    assert_eq!(
        state(TermKind::File),
        TermState::Overdue,
        "it was not handed in"
    );
    let shelf = row(&room, "exercise-p");
    let due = shelf.next_due.expect("something is due");
    assert_eq!(
        (due.state, shelf.next_step),
        (TermState::Overdue, Some(ReviewStep::File)),
        "and the shelf says so"
    );
    assert_eq!(shelf.state, PlanState::InForce, "the issue stands");
}

#[test]
fn with_its_approval_a_plan_is_out_of_force_and_the_signatures_say_why() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    let first = save(&room, text("exercise-p", "先报告。"), &[]).expect("is saved");
    through(&room, &first, ReviewStep::File, now());
    let approval = act_of(&room, ReviewStep::Approve);
    let would = room.desk.plan_withdrawal(WithdrawalRequest {
        plan: "exercise-p".into(),
        act: approval,
    });
    let would = would.expect("it can be taken back");
    let steps: Vec<ReviewStep> = would
        .also
        .iter()
        .filter(|act| act.kind == PlanActKind::Step)
        .filter_map(|act| act.step)
        .collect();
    assert_eq!(
        steps,
        [ReviewStep::Issue, ReviewStep::File],
        "the officer sees first what goes along"
    );
    assert_eq!(
        sheet(&room).acts.len(),
        9,
        "and nothing is written by looking"
    );
    withdraw(&room, approval);
    let after = sheet(&room);
    assert_eq!(after.row.state, PlanState::Draft, "nothing is in force");
    assert_eq!(
        after.row.next_step,
        Some(ReviewStep::Approve),
        "it is approved again"
    );
    assert!(term(&room, TermKind::File).is_none(), "no term runs");
    let void: Vec<_> = after
        .signatures
        .iter()
        .filter(|one| !one.holds)
        .map(|one| (one.step, one.void_because.as_deref()))
        .collect();
    assert_eq!(
        void,
        [
            (ReviewStep::Issue, Some("演练 录错")),
            (ReviewStep::Approve, Some("演练 录错")),
        ],
        "both are shown with the reason"
    );
    let id = "exercise-p".to_owned();
    let open = contract::rows::PlanRequest { id, incident: None };
    assert!(room.desk.plan(open).is_err(), "and it is not worked by");
}

#[test]
fn a_withdrawal_at_one_desk_is_one_at_the_other() {
    let mut two = Two::open();
    let first = save(&two.a, text("exercise-p", "先报告。"), &[]).expect("is saved");
    two.settle();
    two.cut();
    through(&two.a, &first, ReviewStep::Issue, now());
    withdraw(&two.a, act_of(&two.a, ReviewStep::Issue));
    two.town.start();
    two.settle();
    assert_eq!(
        row(&two.b, "exercise-p").state,
        PlanState::Draft,
        "b knows both"
    );
    assert_eq!(
        sheet(&two.a).record,
        sheet(&two.b).record,
        "the same record on both"
    );
}
