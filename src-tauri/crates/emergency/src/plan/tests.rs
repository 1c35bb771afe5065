mod days;
mod order;
mod withdrawn;

use ed25519_dalek::{Signer as _, SigningKey};

use super::*;
use crate::decide::{Command, Draft, PlanAct, Refusal};
use crate::entity::{EntityKind, State};
use crate::event::origin_of;
use crate::sample::Room;

fn desk() -> SigningKey {
    SigningKey::from_bytes(&[5; 32])
}

/// A room whose desk has a real key, so that it can sign.
fn room() -> Room {
    let mut room = Room::new();
    room.origin = origin_of(&desk());
    room
}

fn act(act: PlanAct) -> Command {
    Command::Plan(act)
}

fn saved(text: &str, parents: &[&str]) -> PlanSaved {
    PlanSaved {
        text: text.to_owned(),
        parents: parents.iter().map(|parent| (*parent).into()).collect(),
        why: "演练 修订".to_owned(),
        ..PlanSaved::default()
    }
}

/// Saves a version of plan P; answers its name.
fn save(room: &mut Room, text: &str, parents: &[&str]) -> String {
    let before: Vec<_> = versions(room);
    room.act(act(PlanAct::Save {
        plan: "P".into(),
        saved: saved(text, parents),
        file: None,
    }));
    let new = versions(room).into_iter().find(|id| !before.contains(id));
    new.expect("a version more")
}

fn versions(room: &Room) -> Vec<String> {
    match room.state(EntityKind::Plan, "P") {
        Some(State::Plan(plan)) => plan.versions.keys().map(|id| id.0.clone()).collect(),
        _ => Vec::new(),
    }
}

fn stepped(version: &str, step: ReviewStep) -> PlanStepped {
    let expert = |number: u32, agrees| ExpertVote {
        name: format!("演练 专家{number}"),
        agrees,
        ..ExpertVote::default()
    };
    let mut stepped = PlanStepped {
        version: version.into(),
        step,
        ..PlanStepped::default()
    };
    match step {
        ReviewStep::Review => {
            stepped.experts = vec![expert(1, true), expert(2, true), expert(3, false)];
        }
        ReviewStep::Issue => stepped.number = "演练政办发〔2026〕1号".to_owned(),
        ReviewStep::File => stepped.to = "演练市应急管理局".to_owned(),
        _ => {}
    }
    stepped
}

fn step(version: &str, which: ReviewStep) -> Command {
    act(PlanAct::Step {
        plan: "P".into(),
        stepped: stepped(version, which),
    })
}

fn signature(room: &Room, version: &str, step: ReviewStep) -> PlanSigned {
    let sha256 = room.plan("P").versions[&version.into()].sha256.clone();
    let mut signed = PlanSigned {
        version: version.into(),
        sha256,
        step,
        name: "演练 王敏".to_owned(),
        role: "评审组组长".to_owned(),
        at: room.now,
        exercise: room.exercise,
        sig: String::new(),
    };
    signed.sig = seal("P", &signed);
    signed
}

/// The signature of the desk's key.
fn seal(plan: &str, signed: &PlanSigned) -> String {
    let words = signed_words(&plan.into(), signed);
    hex::encode(desk().sign(words.as_bytes()).to_bytes())
}

fn sign(room: &mut Room, version: &str, step: ReviewStep) {
    let signed = signature(room, version, step);
    room.act(act(PlanAct::Sign {
        plan: "P".into(),
        signed,
    }));
}

/// Takes a version through every step up to one.
fn through(room: &mut Room, version: &str, last: ReviewStep) {
    for which in ReviewStep::ALL.into_iter().filter(|which| *which <= last) {
        let signs = [ReviewStep::Review, ReviewStep::Approve, ReviewStep::Issue];
        if signs.contains(&which) {
            sign(room, version, which);
        }
        if room.plan("P").step_of(&version.into(), which).is_none() {
            room.act(step(version, which));
        }
    }
}

fn state_of(refusal: Refusal) -> String {
    match refusal {
        Refusal::WrongState { state, .. } => state,
        other => other.to_string(),
    }
}

#[test]
fn two_versions_over_the_same_one_are_two_heads_until_a_person_merges_them() {
    let mut room = room();
    let first = save(&mut room, "原文", &[]);
    let here = save(&mut room, "原文，此处改", &[&first]);
    let there = save(&mut room, "原文，彼处改", &[&first]);
    let plan = room.plan("P");
    assert_eq!(plan.heads().len(), 2, "both are shown");
    assert_eq!(plan.present(), None, "and neither is the present one");
    let refused = room.ask(step(&here, ReviewStep::Group));
    assert_eq!(
        state_of(refused.expect_err("which of the two?")),
        "two_heads",
        "no step while two heads stand"
    );
    let merged = save(&mut room, "原文，两处都改", &[&here, &there]);
    let plan = room.plan("P");
    assert_eq!(plan.present(), Some(&merged.as_str().into()), "one head");
    assert_eq!(
        plan.line_of(&merged.as_str().into()).len(),
        4,
        "made of all"
    );
    assert_eq!(plan.state(), PlanState::Draft, "nothing was issued");
}

#[test]
fn what_is_saved_says_why_and_over_what_and_has_other_words() {
    let mut room = room();
    let first = save(&mut room, "原文", &[]);
    let save = |saved: PlanSaved| {
        act(PlanAct::Save {
            plan: "P".into(),
            saved,
            file: None,
        })
    };
    let cases = [
        (saved("新文", &[]), "parents is needed"),
        (saved("", &[&first]), "text is needed"),
        (
            saved("新文", &["nobody"]),
            "plan_version nobody is not known",
        ),
        (saved("原文", &[&first]), "same"),
        (
            PlanSaved {
                why: String::new(),
                ..saved("新文", &[&first])
            },
            "why is needed",
        ),
        (
            saved(&"长".repeat(PLAN_TEXT_BYTES_MAX), &[&first]),
            "text is longer than 491520",
        ),
    ];
    for (saved, due) in cases {
        let refused = room.ask(save(saved)).expect_err("a rule stands against it");
        assert_eq!(state_of(refused), due, "the rule");
    }
}

#[test]
fn a_shipped_text_that_two_desks_take_up_apart_is_one_version() {
    let shipped = PlanSaved {
        source: PlanSource::Shipped,
        ..saved("样板", &[])
    };
    let adopt = act(PlanAct::Save {
        plan: "P".into(),
        saved: shipped,
        file: None,
    });
    let (mut here, mut there) = (room(), room());
    let here = here.ask(adopt.clone()).expect("may be taken up");
    let there = there.ask(adopt).expect("may be taken up");
    let mut both = room();
    for draft in here.into_iter().chain(there) {
        both.write(draft);
    }
    assert_eq!(both.plan("P").versions.len(), 1, "one version, one head");
}

#[test]
fn the_steps_go_in_order_and_the_plan_is_in_force_from_its_issue() {
    let mut room = room();
    let first = save(&mut room, "原文", &[]);
    for which in ReviewStep::ALL.into_iter().skip(1) {
        let refused = room.ask(step(&first, which)).expect_err("too early");
        assert!(
            state_of(refused).starts_with("no_"),
            "{which:?} has one before it"
        );
    }
    through(&mut room, &first, ReviewStep::Approve);
    assert_eq!(
        room.plan("P").state(),
        PlanState::Draft,
        "approved is not issued"
    );
    through(&mut room, &first, ReviewStep::Publish);
    let plan = room.plan("P");
    assert_eq!(plan.state(), PlanState::InForce, "issued");
    let again = room.ask(step(&first, ReviewStep::Issue));
    assert_eq!(
        state_of(again.expect_err("once")),
        "issue",
        "one issue a version"
    );
    let second = save(&mut room, "新文", &[&first]);
    assert_eq!(
        room.plan("P").state(),
        PlanState::InRevision,
        "a newer text"
    );
    let refused = room.ask(step(&second, ReviewStep::Review));
    assert_eq!(
        state_of(refused.expect_err("a new round")),
        "no_tabletop",
        "the steps of the version before do not count for the next one"
    );
    through(&mut room, &second, ReviewStep::Issue);
    let plan = room.plan("P");
    let (in_force, _) = plan.in_force().expect("issued");
    assert_eq!(in_force.as_str(), second, "the newer one");
}

#[test]
fn the_group_and_the_table_top_count_for_later_words_and_a_review_does_not() {
    let mut room = room();
    let first = save(&mut room, "原文", &[]);
    through(&mut room, &first, ReviewStep::Review);
    let second = save(&mut room, "按意见修改", &[&first]);
    let refused = room.ask(step(&second, ReviewStep::Approve));
    assert_eq!(
        state_of(refused.expect_err("other words")),
        "no_review",
        "the experts have not seen this text"
    );
    sign(&mut room, &second, ReviewStep::Review);
    room.act(step(&second, ReviewStep::Review));
}

#[test]
fn two_thirds_of_the_experts_pass_a_review() {
    let votes = |agree: usize, against: usize| PlanStepped {
        step: ReviewStep::Review,
        experts: [vec![true; agree], vec![false; against]]
            .concat()
            .into_iter()
            .map(|agrees| ExpertVote {
                agrees,
                ..ExpertVote::default()
            })
            .collect(),
        ..PlanStepped::default()
    };
    let cases = [
        (0, 0, false),
        (1, 0, true),
        (1, 1, false),
        (2, 1, true),
        (3, 2, false),
        (4, 2, true),
        (4, 3, false),
    ];
    for (agree, against, passed) in cases {
        let review = votes(agree, against);
        assert_eq!(review.is_passed(), passed, "{agree} of {}", agree + against);
    }
    let mut room = room();
    let first = save(&mut room, "原文", &[]);
    through(&mut room, &first, ReviewStep::Tabletop);
    sign(&mut room, &first, ReviewStep::Review);
    let mut failed = votes(1, 2);
    failed.version = first.as_str().into();
    for expert in &mut failed.experts {
        expert.name = "演练 专家".to_owned();
    }
    room.act(act(PlanAct::Step {
        plan: "P".into(),
        stepped: failed,
    }));
    let refused = room.ask(step(&first, ReviewStep::Approve));
    assert_eq!(
        state_of(refused.expect_err("not passed")),
        "no_review",
        "a review that failed is on record and leads no further"
    );
}

#[test]
fn a_signature_holds_for_the_present_text_of_the_desk_that_made_it() {
    let mut room = room();
    let first = save(&mut room, "原文", &[]);
    through(&mut room, &first, ReviewStep::Tabletop);
    let refused = room.ask(step(&first, ReviewStep::Review));
    assert_eq!(
        refused.expect_err("unsigned").to_string(),
        "signature is needed",
        "the head of the experts signs"
    );
    let good = signature(&room, &first, ReviewStep::Review);
    let ask = |signed: PlanSigned| {
        act(PlanAct::Sign {
            plan: "P".into(),
            signed,
        })
    };
    type Spoil = fn(&mut PlanSigned);
    let spoiled: [(Spoil, &str); 6] = [
        (|s| s.name.push('某'), "sig is out of range"),
        (|s| s.role.push('长'), "sig is out of range"),
        (|s| s.at = s.at.plus_ms(1), "sig is out of range"),
        (|s| s.step = ReviewStep::Approve, "sig is out of range"),
        (|s| s.exercise = true, "sig is out of range"),
        (|s| s.sha256 = "00".repeat(32), "sha256 is out of range"),
    ];
    for (spoil, due) in spoiled {
        let mut signed = good.clone();
        spoil(&mut signed);
        let refused = room.ask(ask(signed)).expect_err("it does not hold");
        assert_eq!(refused.to_string(), due, "every part is signed");
    }
    let second = save(&mut room, "新文", &[&first]);
    let refused = room.ask(ask(good)).expect_err("an old text");
    assert_eq!(
        state_of(refused),
        "not_present",
        "what is signed is what stands"
    );
    let moved = PlanSigned {
        version: second.as_str().into(),
        ..signature(&room, &first, ReviewStep::Review)
    };
    room.write_own("P", Fact::PlanSigned(moved));
    let plan = room.plan("P");
    let second = second.as_str().into();
    let count = plan.signatures_of(&second, ReviewStep::Review).count();
    assert_eq!(
        count, 0,
        "a signature of another text is not counted, whoever sends it"
    );
}

#[test]
fn a_signature_is_of_one_plan_one_version_and_of_an_exercise_or_real_work() {
    let mut room = room();
    let first = save(&mut room, "原文", &[]);
    let ask = |room: &mut Room, signed: PlanSigned| {
        let plan = "P".into();
        let asked = room.ask(act(PlanAct::Sign { plan, signed }));
        asked.err().map(|refusal| refusal.to_string())
    };
    let due = Some("sig is out of range".to_owned());
    room.exercise = true;
    let drilled = signature(&room, &first, ReviewStep::Review);
    assert_eq!(
        ask(&mut room, drilled.clone()),
        None,
        "holds in the exercise"
    );
    room.exercise = false;
    assert_eq!(ask(&mut room, drilled.clone()), due, "not in real work");
    let called_real = PlanSigned {
        exercise: false,
        ..drilled.clone()
    };
    assert_eq!(
        ask(&mut room, called_real.clone()),
        due,
        "the mark is signed"
    );
    let mut other = signature(&room, &first, ReviewStep::Review);
    other.sig = seal("Q", &other);
    assert_eq!(ask(&mut room, other), due, "it is of another plan");
    let second = save(&mut room, "新文", &[&first]);
    let again = save(&mut room, "原文", &[&second]);
    let moved = PlanSigned {
        version: again.as_str().into(),
        ..signature(&room, &first, ReviewStep::Review)
    };
    assert_eq!(
        ask(&mut room, moved),
        due,
        "the same words, another version"
    );
    for sent in [drilled, called_real] {
        room.write_own("P", Fact::PlanSigned(sent));
    }
    let (plan, first) = (room.plan("P"), first.as_str().into());
    let count = plan.signatures_of(&first, ReviewStep::Review).count();
    assert_eq!(count, 0, "whoever sends it");
}

#[test]
fn a_plan_from_before_the_log_comes_with_the_day_and_the_number_of_its_issue() {
    let mut room = room();
    let first = save(&mut room, "原文", &[]);
    let already = PlanStepped {
        issued_before: true,
        ..stepped(&first, ReviewStep::Issue)
    };
    let ask = act(PlanAct::Step {
        plan: "P".into(),
        stepped: already.clone(),
    });
    let refused = room.ask(ask).expect_err("not now");
    assert_eq!(
        refused.to_string(),
        "paper_at is out of range",
        "its day lies in the past and is entered from paper"
    );
    room.happen(1, "P", Fact::PlanStepped(already));
    assert_eq!(room.plan("P").state(), PlanState::InForce, "from that day");
}

#[test]
fn a_small_revision_may_be_approved_without_experts_and_says_why() {
    let mut room = room();
    let first = save(&mut room, "原文", &[]);
    let simple = |version: &str| {
        act(PlanAct::Step {
            plan: "P".into(),
            stepped: PlanStepped {
                simplified_because: "仅更新联系电话".to_owned(),
                ..stepped(version, ReviewStep::Approve)
            },
        })
    };
    let refused = room.ask(simple(&first)).expect_err("a new plan");
    assert_eq!(
        refused.to_string(),
        "simplified_because is out of range",
        "only what was issued once can be revised in short"
    );
    through(&mut room, &first, ReviewStep::Issue);
    let second = save(&mut room, "换电话", &[&first]);
    sign(&mut room, &second, ReviewStep::Approve);
    room.act(simple(&second));
}
