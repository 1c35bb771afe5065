//! Messages in any order, marks, merges.

use proptest::prelude::*;

use super::chain::rank;
use super::*;
use crate::sample::Room;

fn notice(sent: i64, msg_type: MessageType, references: &[&str]) -> Notice {
    Notice {
        sent: UtcMs(sent),
        msg_type,
        references: references.iter().map(|name| (*name).into()).collect(),
        ..Notice::default()
    }
}

fn exercise(notice: Notice) -> Notice {
    Notice {
        status: NoticeStatus::Exercise,
        ..notice
    }
}

/// The messages by the names of their alerts, taken in that order.
fn room(messages: &[(&str, Notice)]) -> Room {
    let mut room = Room::new();
    for (id, notice) in messages {
        room.receive(id, notice.clone());
    }
    room
}

#[test]
fn a_message_that_comes_before_what_it_names_counts_all_the_same() {
    let first = ("A1", notice(1, MessageType::Alert, &[]));
    for (msg_type, cancelled) in [(MessageType::Update, false), (MessageType::Cancel, true)] {
        let second = ("A2", notice(2, msg_type, &["A1"]));
        let orders = [
            [first.clone(), second.clone()],
            [second.clone(), first.clone()],
        ];
        for messages in orders {
            let alert = room(&messages).alert("A1");
            let said = format!("{msg_type:?}, first came {}", messages[0].0);
            assert_eq!(alert.is_cancelled(), cancelled, "{said}");
            assert_eq!(alert.is_superseded(), !cancelled, "{said}");
        }
    }
}

#[test]
fn a_reference_that_names_another_time_is_shown_as_near_and_replaces_nothing() {
    let first = ("A1", notice(1_000, MessageType::Alert, &[]));
    let naming = |sent: i64| {
        let mut second = notice(2_000, MessageType::Cancel, &["A1"]);
        second.reference_times = vec![("A1".into(), UtcMs(sent))];
        ("A2", second)
    };
    for (sent, exact) in [(1_000, true), (1_001, false)] {
        let second = naming(sent);
        for messages in [
            [first.clone(), second.clone()],
            [second.clone(), first.clone()],
        ] {
            let alert = room(&messages).alert("A1");
            let said = format!("sent {sent}, first came {}", messages[0].0);
            assert_eq!(alert.is_cancelled(), exact, "{said}");
            assert_eq!(alert.near.len(), usize::from(!exact), "{said}");
        }
    }
}

#[test]
fn an_acknowledgement_an_error_and_a_self_reference_change_nothing() {
    for msg_type in [MessageType::Alert, MessageType::Ack, MessageType::Error] {
        let alert = room(&[
            ("A1", notice(1, MessageType::Alert, &[])),
            ("A2", notice(2, msg_type, &["A1"])),
        ]);
        let alert = alert.alert("A1");
        assert_eq!(alert.successors, [], "{msg_type:?} replaces nothing");
    }
    let alert = room(&[("A1", notice(1, MessageType::Update, &["A1"]))]).alert("A1");
    assert!(!alert.is_superseded(), "it does not replace itself");
    assert_eq!(alert.copies, 1, "it came once");
}

#[test]
fn an_exercise_never_takes_a_real_warning_away_whichever_came_first() {
    let real = ("A1", notice(1, MessageType::Alert, &[]));
    let played = ("A2", exercise(notice(2, MessageType::Cancel, &["A1"])));
    for messages in [[real.clone(), played.clone()], [played, real]] {
        let alert = room(&messages).alert("A1");
        let said = messages[0].0;
        assert!(!alert.is_cancelled(), "first came {said}");
        assert_eq!(alert.successors, [], "and none is shown, first came {said}");
    }
    let both = room(&[
        ("A1", exercise(notice(1, MessageType::Alert, &[]))),
        ("A2", exercise(notice(2, MessageType::Cancel, &["A1"]))),
    ]);
    assert!(both.alert("A1").is_cancelled(), "an exercise ends its own");
}

#[test]
fn a_ring_of_references_does_not_hide_every_message_in_it() {
    let room = room(&[
        ("A1", notice(1, MessageType::Update, &["A2"])),
        ("A2", notice(2, MessageType::Update, &["A1"])),
    ]);
    assert!(room.alert("A1").is_superseded(), "the earlier is replaced");
    assert!(!room.alert("A2").is_superseded(), "the later is shown");
}

#[test]
fn a_revision_has_to_be_seen_again_and_a_copy_has_not() {
    let mut room = room(&[("A1", notice(1, MessageType::Alert, &[]))]);
    let mark = || Fact::AlertAcknowledged(AlertMark::default());
    room.happen(5, "A1", mark());
    room.happen(6, "A1", mark());
    let seen = room.alert("A1").acknowledged.map(|mark| mark.at);
    assert_eq!(seen, Some(UtcMs(5)), "the first counts");
    room.receive("A1", notice(1, MessageType::Alert, &[]));
    let alert = room.alert("A1");
    assert!(alert.acknowledged.is_some(), "a copy says nothing new");
    assert_eq!(alert.copies, 2, "it is counted");
    let shelved = AlertShelved {
        until: UtcMs(i64::MAX),
        reason: "演练".to_owned(),
        ..AlertShelved::default()
    };
    room.happen(7, "A1", Fact::AlertShelved(shelved));
    room.receive("A1", notice(2, MessageType::Alert, &[]));
    let alert = room.alert("A1");
    assert_eq!(alert.acknowledged, None, "nobody has seen the new words");
    assert_eq!(alert.shelved, None, "and nobody has put them away");
    room.receive("A1", notice(1, MessageType::Alert, &[]));
    let sent = room.alert("A1").notice.map(|notice| notice.sent);
    assert_eq!(
        sent,
        Some(UtcMs(2)),
        "an old copy that comes late is not shown"
    );
}

#[test]
fn what_a_later_revision_says_again_is_not_ended_by_an_earlier_cancel() {
    let mut room = room(&[
        ("A1", notice(1, MessageType::Alert, &[])),
        ("A2", notice(2, MessageType::Cancel, &["A1"])),
    ]);
    assert!(room.alert("A1").is_cancelled(), "it was cancelled");
    room.receive("A1", notice(3, MessageType::Alert, &[]));
    assert!(!room.alert("A1").is_cancelled(), "and was given again");
}

#[test]
fn successors_are_bounded() {
    let mut room = room(&[("A1", notice(0, MessageType::Alert, &[]))]);
    for number in 0..=SUCCESSORS_MAX {
        let sent = i64::try_from(number).expect("small") + 1;
        let id = format!("B{number}");
        room.receive(&id, notice(sent, MessageType::Update, &["A1"]));
    }
    assert_eq!(
        room.alert("A1").successors.len(),
        SUCCESSORS_MAX,
        "the bound"
    );
}

/// A message of the property: number of the alert, time, kind, exercise, references.
type Drawn = (usize, i64, MessageType, bool, Vec<usize>);

fn drawn() -> impl Strategy<Value = Vec<Drawn>> {
    let msg_type = prop_oneof![
        Just(MessageType::Alert),
        Just(MessageType::Update),
        Just(MessageType::Cancel),
        Just(MessageType::Ack),
    ];
    let references = proptest::collection::vec(0..6_usize, 0..4);
    let message = (0..4_i64, msg_type, any::<bool>(), references);
    proptest::collection::vec(message, 1..6).prop_map(|all| {
        let numbered = all.into_iter().enumerate();
        numbered
            .map(|(id, (sent, kind, played, names))| (id, sent, kind, played, names))
            .collect()
    })
}

/// The rules in one line, over the set of all messages (CAP 1.2, 3.2.1).
fn replaces(new: &Drawn, old: &Drawn) -> bool {
    let acts = matches!(new.2, MessageType::Update | MessageType::Cancel);
    let order = |message: &Drawn| (message.1, rank(message.2), message.0);
    acts && new.3 == old.3 && new.4.contains(&old.0) && order(old) < order(new)
}

proptest! {
    #[test]
    fn what_is_cancelled_or_replaced_depends_on_the_messages_and_not_on_their_order(
        (messages, arrival) in drawn().prop_flat_map(|messages| {
            (Just(messages.clone()), Just(messages).prop_shuffle())
        }),
    ) {
        let name = |id: usize| format!("A{id}");
        let mut room = Room::new();
        for (id, sent, msg_type, played, references) in &arrival {
            let names: Vec<String> = references.iter().map(|id| name(*id)).collect();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let real = notice(*sent, *msg_type, &names);
            room.receive(&name(*id), if *played { exercise(real) } else { real });
        }
        for old in &messages {
            let alert = room.alert(&name(old.0));
            let by = |cancels| messages.iter().any(|new| {
                replaces(new, old) && (new.2 == MessageType::Cancel) == cancels
            });
            let itself = old.2 == MessageType::Cancel;
            prop_assert_eq!(alert.is_cancelled(), by(true) || itself, "cancelled: {:?}", old);
            prop_assert_eq!(alert.is_superseded(), by(false), "replaced: {:?}", old);
        }
        let hidden = |message: &Drawn| messages.iter().any(|new| replaces(new, message));
        prop_assert!(!messages.iter().all(hidden), "at least one is left to see");
    }
}
