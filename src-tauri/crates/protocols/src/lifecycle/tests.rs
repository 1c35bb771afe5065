use proptest::prelude::*;

use super::*;

const NOW: i64 = 1_000_000;

fn notice(
    identifier: &str,
    sent_ms: i64,
    msg_type: MsgType,
    references: &[(&str, i64)],
) -> AlertNotice {
    let reference = |(identifier, sent_ms): &(&str, i64)| Reference {
        sender: Some("s".to_owned()),
        identifier: (*identifier).to_owned(),
        sent: Some(sent_ms.to_string()),
        sent_ms: Some(*sent_ms),
    };
    AlertNotice {
        key: crate::notice_key("s", identifier, Some(sent_ms)),
        identifier: identifier.to_owned(),
        sender: "s".to_owned(),
        sent_ms: Some(sent_ms),
        status: Status::Actual,
        msg_type,
        references: references.iter().map(reference).collect(),
        ..AlertNotice::default()
    }
}

fn standing(states: &BTreeMap<String, State>, identifier: &str) -> Standing {
    let found = states
        .iter()
        .find(|(key, _)| key.starts_with(&format!("s,{identifier},")));
    found
        .map(|(_, state)| state.standing.clone())
        .expect("the message is known")
}

#[test]
fn an_update_supersedes_and_a_cancel_cancels_what_they_name() {
    let all = [
        notice("a", 1, MsgType::Alert, &[]),
        notice("b", 2, MsgType::Update, &[("a", 1)]),
        notice("c", 3, MsgType::Cancel, &[("a", 1), ("b", 2)]),
        notice("d", 3, MsgType::Alert, &[]),
    ];
    let early = resolve(&all[..2], NOW);
    assert_eq!(
        standing(&early, "a"),
        Standing::Superseded("s,b,2".to_owned()),
        "updated"
    );
    assert_eq!(standing(&early, "b"), Standing::Active, "the update holds");
    let late = resolve(&all, NOW);
    assert_eq!(
        standing(&late, "a"),
        Standing::Cancelled("s,c,3".to_owned()),
        "the latest counts"
    );
    assert_eq!(
        standing(&late, "b"),
        Standing::Cancelled("s,c,3".to_owned()),
        "cancelled"
    );
    assert_eq!(
        standing(&late, "c"),
        Standing::Remark,
        "a cancel warns of nothing"
    );
    assert_eq!(
        standing(&late, "d"),
        Standing::Active,
        "others are untouched"
    );
}

#[test]
fn a_cancel_that_comes_first_cancels_its_alert_when_it_comes() {
    let mut ledger = Ledger::default();
    let cancel = notice("c", 3, MsgType::Cancel, &[("a", 1)]);
    ledger.admit(&cancel);
    let waiting = ledger.state_of(&cancel.key, NOW).expect("known");
    assert_eq!(
        waiting.idle[0].reason,
        IdleReason::Unknown,
        "kept as unresolved"
    );
    let changed = ledger.admit(&notice("a", 1, MsgType::Alert, &[]));
    assert_eq!(changed, ["s,a,1", "s,c,3"], "both may have changed");
    let state = ledger.state_of("s,a,1", NOW).expect("known");
    assert_eq!(
        state.standing,
        Standing::Cancelled("s,c,3".to_owned()),
        "cancelled on arrival"
    );
    let resolved = ledger.state_of(&cancel.key, NOW).expect("known");
    assert!(resolved.idle.is_empty(), "the reference is resolved");
}

#[test]
fn a_self_reference_does_not_loop() {
    let all = [notice("a", 1, MsgType::Update, &[("a", 1)])];
    let states = resolve(&all, NOW);
    assert_eq!(
        standing(&states, "a"),
        Standing::Active,
        "it does not hide itself"
    );
    assert!(
        states["s,a,1"].idle.is_empty(),
        "and is nothing to complain of"
    );
}

#[test]
fn a_cycle_does_not_loop_and_leaves_one_message_in_view() {
    let all = [
        notice("a", 5, MsgType::Update, &[("c", 5)]),
        notice("b", 5, MsgType::Update, &[("a", 5)]),
        notice("c", 5, MsgType::Update, &[("b", 5)]),
    ];
    let states = resolve(&all, NOW);
    let active = states
        .values()
        .filter(|state| state.standing == Standing::Active)
        .count();
    assert_eq!(active, 1, "no cycle hides every message in it");
    let idle = states.values().flat_map(|state| &state.idle);
    let reasons: Vec<_> = idle.map(|idle| idle.reason).collect();
    assert_eq!(
        reasons,
        [IdleReason::NotEarlier],
        "the edge that was left out is told"
    );
}

#[test]
fn a_reference_must_agree_in_all_it_says() {
    let all = [
        notice("a", 1, MsgType::Alert, &[]),
        notice("b", 9, MsgType::Cancel, &[("a", 2)]),
    ];
    let states = resolve(&all, NOW);
    assert_eq!(
        standing(&states, "a"),
        Standing::Active,
        "another instant is another message"
    );
    assert_eq!(
        states["s,b,9"].idle[0].reason,
        IdleReason::Unknown,
        "kept as unresolved"
    );
}

#[test]
fn acknowledgements_and_errors_change_nothing() {
    let all = [
        notice("a", 1, MsgType::Alert, &[]),
        notice("b", 2, MsgType::Ack, &[("a", 1)]),
        notice("c", 2, MsgType::Error, &[("a", 1)]),
    ];
    let states = resolve(&all, NOW);
    assert_eq!(standing(&states, "a"), Standing::Active, "still in force");
    assert_eq!(
        standing(&states, "b"),
        Standing::Remark,
        "no warning by itself"
    );
}

#[test]
fn an_exercise_cancel_does_not_cancel_an_actual_alert() {
    let mut cancel = notice("c", 2, MsgType::Cancel, &[("a", 1)]);
    cancel.status = Status::Exercise;
    let states = resolve(&[notice("a", 1, MsgType::Alert, &[]), cancel], NOW);
    assert_eq!(
        standing(&states, "a"),
        Standing::Active,
        "an exercise stays an exercise"
    );
    assert_eq!(
        states["s,c,2"].idle[0].reason,
        IdleReason::OtherStatus,
        "and it is told"
    );
}

#[test]
fn an_alert_expires_at_its_end_and_not_before() {
    let mut alert = notice("a", 1, MsgType::Alert, &[]);
    alert.expires_ms = Some(NOW);
    let before = resolve([&alert], NOW - 1);
    assert_eq!(standing(&before, "a"), Standing::Active, "still in force");
    assert_eq!(
        standing(&resolve([&alert], NOW), "a"),
        Standing::Expired,
        "its time is over"
    );
}

#[test]
fn a_repeated_message_is_one_message() {
    let alert = notice("a", 1, MsgType::Alert, &[]);
    let mut ledger = Ledger::default();
    ledger.admit(&alert);
    ledger.admit(&alert.clone());
    assert_eq!(ledger.len(), 1, "shown once");
    let state = ledger.state_of(&alert.key, NOW).expect("known");
    assert!(!state.contradictory, "the same content is no contradiction");
    let twin = AlertNotice {
        level: Some(1),
        ..alert.clone()
    };
    ledger.admit(&twin);
    assert_eq!(ledger.len(), 1, "still one message");
    let state = ledger.state_of(&alert.key, NOW).expect("known");
    assert!(
        state.contradictory,
        "another level under the same identity is told"
    );
}

#[test]
fn a_list_row_does_not_take_the_place_of_the_whole_message() {
    let file = AlertNotice {
        expires_ms: Some(5),
        ..notice("a", 1, MsgType::Alert, &[])
    };
    let row = AlertNotice {
        expires_ms: None,
        source_format: SourceFormat::PublicList,
        ..file.clone()
    };
    for pair in [[&file, &row], [&row, &file]] {
        let states = resolve(pair, NOW);
        assert_eq!(
            standing(&states, "a"),
            Standing::Expired,
            "the file knows the end"
        );
        assert!(
            !states["s,a,1"].contradictory,
            "a row that says less is no contradiction"
        );
    }
}

#[test]
fn a_national_cancel_ends_the_whole_chain_before_it() {
    let chain = |identifier: &str, sent_ms, msg_type, first: &str| AlertNotice {
        references: vec![Reference {
            identifier: first.to_owned(),
            ..Reference::default()
        }],
        references_name_chain: true,
        ..notice(identifier, sent_ms, msg_type, &[])
    };
    let all = [
        chain("a", 1, MsgType::Alert, "a"),
        chain("b", 2, MsgType::Update, "a"),
        chain("c", 3, MsgType::Cancel, "a"),
        chain("d", 4, MsgType::Alert, "d"),
    ];
    let states = resolve(&all, NOW);
    for identifier in ["a", "b"] {
        let cancelled = Standing::Cancelled("s,c,3".to_owned());
        assert_eq!(
            standing(&states, identifier),
            cancelled,
            "{identifier} is of the chain"
        );
    }
    assert_eq!(
        standing(&states, "d"),
        Standing::Active,
        "another chain is untouched"
    );
}

#[test]
fn a_message_that_another_sender_takes_back_says_so() {
    let cancel = AlertNotice {
        sender: "t".to_owned(),
        ..notice("c", 2, MsgType::Cancel, &[("a", 1)])
    };
    let states = resolve(&[notice("a", 1, MsgType::Alert, &[]), cancel], NOW);
    assert!(
        states["s,a,1"].by_other_sender,
        "a person can see who took it back"
    );
}

fn any_notice() -> impl Strategy<Value = AlertNotice> {
    let msg_type = prop::sample::select(vec![
        MsgType::Alert,
        MsgType::Update,
        MsgType::Cancel,
        MsgType::Ack,
        MsgType::Unreadable,
    ]);
    let status = prop::sample::select(vec![Status::Actual, Status::Actual, Status::Exercise]);
    let source = prop::sample::select(vec![SourceFormat::Cap, SourceFormat::PublicList]);
    let identifier = || prop::sample::select(vec!["a", "b", "c", "d", "e"]);
    let reference = (identifier(), prop::option::of(0..3_i64), any::<bool>());
    let references = proptest::collection::vec(reference, 0..4);
    (
        identifier(),
        prop::option::of(0..3_i64),
        msg_type,
        status,
        source,
        references,
        any::<bool>(),
    )
        .prop_map(
            |(identifier, sent_ms, msg_type, status, source_format, references, chain)| {
                let reference =
                    |(identifier, sent_ms, sender): (&str, Option<i64>, bool)| Reference {
                        sender: sender.then(|| "s".to_owned()),
                        identifier: identifier.to_owned(),
                        sent: sent_ms.map(|ms| ms.to_string()),
                        sent_ms,
                    };
                AlertNotice {
                    key: crate::notice_key("s", identifier, sent_ms),
                    sent_ms,
                    status,
                    source_format,
                    references: references.into_iter().map(reference).collect(),
                    references_name_chain: chain,
                    expires_ms: sent_ms.map(|ms| NOW - 1 + ms),
                    ..notice(identifier, 0, msg_type, &[])
                }
            },
        )
}

proptest! {
    #[test]
    fn any_order_of_arrival_gives_the_same_state(
        (all, shuffled) in proptest::collection::vec(any_notice(), 0..24)
            .prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
    ) {
        prop_assert_eq!(resolve(&all, NOW), resolve(&shuffled, NOW));
    }

    #[test]
    fn admit_tells_every_message_whose_state_changed(
        all in proptest::collection::vec(any_notice(), 1..24),
    ) {
        let mut ledger = Ledger::default();
        for notice in &all {
            let before = ledger.states(NOW);
            let told = ledger.admit(notice);
            for (key, state) in ledger.states(NOW) {
                if before.get(&key) != Some(&state) {
                    prop_assert!(told.contains(&key), "{} changed and was not told", key);
                }
            }
        }
    }

    #[test]
    fn messages_are_never_all_hidden(all in proptest::collection::vec(any_notice(), 1..24)) {
        let states = resolve(&all, 0);
        let warnings = states.values().filter(|state| state.standing != Standing::Remark).count();
        let shown = states.values().filter(|state| state.standing == Standing::Active).count();
        let cancels = states.values().filter(|state| state.standing == Standing::Remark).count();
        prop_assert!(warnings == 0 || shown > 0 || cancels > 0, "without a Cancel one is in force");
    }
}
