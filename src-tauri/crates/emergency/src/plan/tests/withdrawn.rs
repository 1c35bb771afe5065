//! An act that was recorded wrongly is taken back, with what leans on it and nothing else.

use super::*;

/// The newest act of a kind.
fn event(room: &Room, kind: PlanActKind, step: Option<ReviewStep>) -> Uuid {
    let acts = room.plan("P").acts();
    let mut acts = acts.iter();
    let act = acts.find(|act| act.kind == kind && act.step == step);
    act.expect("is there").event
}

fn of_step(room: &Room, step: ReviewStep) -> Uuid {
    event(room, PlanActKind::Step, Some(step))
}

fn withdraw(event: Uuid) -> Command {
    super::act(PlanAct::Withdraw {
        plan: "P".into(),
        event,
        why: "演练 日期录错".to_owned(),
    })
}

fn filed(room: &mut Room) -> String {
    let first = save(room, "原文", &[]);
    through(room, &first, ReviewStep::File);
    first
}

#[test]
fn a_wrongly_dated_filing_is_taken_back_and_entered_anew() {
    let mut room = room();
    let first = filed(&mut room);
    room.act(super::act(PlanAct::AnswerFiling {
        plan: "P".into(),
        answered: FilingAnswered {
            version: first.as_str().into(),
            ..FilingAnswered::default()
        },
    }));
    let file = of_step(&room, ReviewStep::File);
    room.act(withdraw(file));
    let plan = room.plan("P");
    assert_eq!(
        plan.step_of(&first.as_str().into(), ReviewStep::File),
        None,
        "not handed in"
    );
    assert!(plan.answers.is_empty(), "so nobody answered to it");
    assert_eq!(plan.state(), PlanState::InForce, "what it leaned on stands");
    let [withdrawn] = plan.withdrawn.as_slice() else {
        panic!("one withdrawal: {:?}", plan.withdrawn);
    };
    assert_eq!(withdrawn.what.act.event, file, "it names the act");
    assert_eq!(withdrawn.what.also.len(), 1, "and the answer");
    assert_eq!(withdrawn.what.why, "演练 日期录错", "and says why");
    let again = room.ask(withdraw(file)).expect_err("it counts no more");
    assert_eq!(state_of(again), "withdrawn", "once");
    room.act(step(&first, ReviewStep::File));
    let plan = room.plan("P");
    let filed = plan.step_of(&first.as_str().into(), ReviewStep::File);
    assert_ne!(filed.expect("entered anew").event, file, "as another act");
}

#[test]
fn without_its_approval_an_issue_its_filing_and_their_signatures_count_no_more() {
    let mut room = room();
    let first = filed(&mut room);
    room.act(withdraw(of_step(&room, ReviewStep::Approve)));
    let plan = room.plan("P");
    let left: Vec<ReviewStep> = plan.steps.iter().map(|done| done.what.step).collect();
    assert_eq!(
        left,
        [ReviewStep::Group, ReviewStep::Tabletop, ReviewStep::Review],
        "what came before stands"
    );
    assert_eq!(plan.state(), PlanState::Draft, "nothing is in force");
    let void: Vec<ReviewStep> = plan.void.iter().map(|done| done.what.step).collect();
    assert_eq!(
        void,
        [ReviewStep::Approve, ReviewStep::Issue],
        "their signatures are void"
    );
    let refused = room.ask(step(&first, ReviewStep::Approve));
    assert_eq!(
        refused.expect_err("the signature is void").to_string(),
        "signature is needed",
        "it is signed anew"
    );
    sign(&mut room, &first, ReviewStep::Approve);
    room.act(step(&first, ReviewStep::Approve));
}

#[test]
fn a_signature_of_the_wrong_person_takes_its_step_along_unless_the_right_one_signed() {
    for signed_anew in [false, true] {
        let mut room = room();
        let first = save(&mut room, "原文", &[]);
        through(&mut room, &first, ReviewStep::Review);
        let wrong = event(&room, PlanActKind::Signature, Some(ReviewStep::Review));
        if signed_anew {
            sign(&mut room, &first, ReviewStep::Review);
        }
        room.act(withdraw(wrong));
        let plan = room.plan("P");
        let stands = plan
            .step_of(&first.as_str().into(), ReviewStep::Review)
            .is_some();
        assert_eq!(stands, signed_anew, "a review without a signature is none");
        assert_eq!(
            plan.void[0].event, wrong,
            "the wrong one is void either way"
        );
    }
}

#[test]
fn a_withdrawn_issue_leaves_the_one_before_in_force() {
    let mut room = room();
    let first = filed(&mut room);
    let second = save(&mut room, "新文", &[&first]);
    through(&mut room, &second, ReviewStep::Issue);
    room.act(withdraw(of_step(&room, ReviewStep::Issue)));
    let plan = room.plan("P");
    let in_force = plan.in_force().map(|(id, _)| id.0.as_str());
    assert_eq!(in_force, Some(first.as_str()), "the earlier text");
    assert_eq!(
        plan.state(),
        PlanState::InRevision,
        "the newer one is worked on"
    );
    let filed = plan.step_of(&first.as_str().into(), ReviewStep::File);
    assert!(filed.is_some(), "its own steps stand");
}

#[test]
fn a_withdrawn_end_brings_the_plan_back_and_a_withdrawn_answer_opens_the_suggestion() {
    let mut room = room();
    filed(&mut room);
    room.act(super::act(PlanAct::End {
        plan: "P".into(),
        ended: PlanEnded {
            reason: "演练 误操作".to_owned(),
            ..PlanEnded::default()
        },
    }));
    let settle = super::act(PlanAct::Settle {
        plan: "P".into(),
        settled: SuggestionSettled {
            suggestion: "S1".into(),
            accepted: true,
            ..SuggestionSettled::default()
        },
    });
    room.act(settle.clone());
    assert_eq!(room.plan("P").state(), PlanState::Abolished, "it ended");
    room.act(withdraw(event(&room, PlanActKind::End, None)));
    room.act(withdraw(event(&room, PlanActKind::Settlement, None)));
    assert_eq!(room.plan("P").state(), PlanState::InForce, "it is back");
    room.act(settle);
}

#[test]
fn a_withdrawal_says_why_and_names_an_act_of_the_plan() {
    let mut room = room();
    let first = save(&mut room, "原文", &[]);
    room.act(step(&first, ReviewStep::Group));
    let group = of_step(&room, ReviewStep::Group);
    let mute = super::act(PlanAct::Withdraw {
        plan: "P".into(),
        event: group,
        why: " ".to_owned(),
    });
    let refused = room.ask(mute).expect_err("why?");
    assert_eq!(refused.to_string(), "why is needed", "a reason is given");
    let version = room.plan("P").versions[&first.as_str().into()].event;
    let refused = room.ask(withdraw(version)).expect_err("a text is no act");
    assert!(
        matches!(refused, Refusal::Unknown { .. }),
        "an earlier text is taken up again instead: {refused}"
    );
}
