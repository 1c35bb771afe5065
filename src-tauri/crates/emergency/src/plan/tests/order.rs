//! The order in which facts of a plan are learned does not matter.

use proptest::prelude::*;

use super::*;

/// A log of one plan with branches, merges, steps, signatures, ends, suggestions and withdrawals.
fn log(choices: &[(u8, u8, u8)]) -> Vec<(Event, Fact)> {
    let mut room = room();
    let mut names: Vec<String> = Vec::new();
    for (number, (kind, one, other)) in choices.iter().enumerate() {
        room.now = UtcMs(1_000 + i64::from(*other));
        let pick = |at: u8| names.get(usize::from(at) % names.len().max(1)).cloned();
        let (one, other) = (pick(*one), pick(*other));
        let version = one.clone().unwrap_or_default();
        let fact = match kind % 8 {
            0..=2 => {
                let name = format!("V{number}");
                let parents = [one, other]
                    .into_iter()
                    .flatten()
                    .take(usize::from(kind % 3));
                let fact = Fact::PlanSaved(PlanSaved {
                    version: name.as_str().into(),
                    sha256: name.clone(),
                    parents: parents.map(Into::into).collect(),
                    ..PlanSaved::default()
                });
                names.push(name);
                fact
            }
            3 => Fact::PlanStepped(stepped(
                &version,
                ReviewStep::ALL[number % ReviewStep::ALL.len()],
            )),
            4 => Fact::PlanEnded(PlanEnded::default()),
            5 => Fact::PlanSigned(PlanSigned {
                version: version.as_str().into(),
                ..PlanSigned::default()
            }),
            6 => {
                // Whatever came before, a version too: that one cannot be taken back.
                let named = |at: usize| PlanActName {
                    event: Uuid::from_u128(at as u128 % number.max(1) as u128 + 1),
                    ..PlanActName::default()
                };
                Fact::PlanActWithdrawn(PlanActWithdrawn {
                    act: named(number / 2),
                    also: vec![named(number.wrapping_sub(1))],
                    why: "演练".to_owned(),
                })
            }
            _ => Fact::PlanSuggestionSettled(SuggestionSettled {
                suggestion: format!("S{}", number % 2).into(),
                accepted: number % 3 == 0,
                ..SuggestionSettled::default()
            }),
        };
        let event = room.event(&Draft::plain("P", fact.clone()));
        room.log.push((event, fact, None));
    }
    room.log
        .into_iter()
        .map(|(event, fact, _)| (event, fact))
        .collect()
}

proptest! {
    #[test]
    fn facts_of_a_plan_come_to_one_state_in_whatever_order_they_are_learned(
        choices in prop::collection::vec((any::<u8>(), any::<u8>(), 0..4_u8), 1..40),
        keys in prop::collection::vec(any::<u32>(), 40),
    ) {
        let log = log(&choices);
        let fold = |order: &[usize]| {
            let mut plan = PlanRecord::default();
            for at in order {
                plan.apply(&log[*at].0, &log[*at].1);
            }
            plan
        };
        let in_order: Vec<usize> = (0..log.len()).collect();
        let mut shuffled = in_order.clone();
        shuffled.sort_by_key(|at| keys[*at]);
        let (here, there) = (fold(&in_order), fold(&shuffled));
        prop_assert_eq!(here.heads(), there.heads(), "the same heads");
        prop_assert_eq!(here.state(), there.state(), "standing the same");
        prop_assert_eq!(&here, &there, "in all");
        let twice = fold(&[in_order.as_slice(), shuffled.as_slice()].concat());
        prop_assert_eq!(twice, here, "and learned twice");
    }
}

#[test]
fn a_plan_that_ended_is_not_in_force_and_lives_again_with_a_new_issue() {
    let mut room = room();
    let first = save(&mut room, "原文", &[]);
    through(&mut room, &first, ReviewStep::Issue);
    room.now = room.now.plus_ms(1);
    room.act(act(PlanAct::End {
        plan: "P".into(),
        ended: PlanEnded {
            reason: "演练 职能划转".to_owned(),
            ..PlanEnded::default()
        },
    }));
    assert_eq!(
        room.plan("P").state(),
        PlanState::Abolished,
        "nobody uses it"
    );
    assert!(room.plan("P").in_force().is_none(), "nothing is in force");
    room.now = room.now.plus_ms(1);
    let second = save(&mut room, "恢复", &[&first]);
    through(&mut room, &second, ReviewStep::Issue);
    assert_eq!(room.plan("P").state(), PlanState::InForce, "issued anew");
}
