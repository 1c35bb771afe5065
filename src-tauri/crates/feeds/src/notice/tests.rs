//! Which alert a message belongs to, and what it names.

use emergency::alert::{Alert, AlertReceived, RawBytes};
use emergency::decide::Draft;
use emergency::event::{Event, GENESIS_HASH, TimeSource};
use emergency::fact::Fact;
use protocols::cap::Reference;
use protocols::feed_list;

use super::*;

const CHAIN: [&str; 2] = [
    include_str!("../../../../../tests/vectors/warning12379/alert.xml"),
    include_str!("../../../../../tests/vectors/warning12379/cancel.xml"),
];
const NOW: UtcMs = UtcMs(9_000_000_000_000);

/// The one message of a document.
fn message(text: &str) -> AlertNotice {
    let mut notices = feed_list::parse(text.as_bytes()).notices;
    assert_eq!(notices.len(), 1, "there is one message in it");
    notices.remove(0)
}

/// The alert, its update and its cancel, as the platform sends them.
fn chain() -> Vec<AlertNotice> {
    let update = CHAIN[1]
        .replace("_20260501120000", "_20260501100000")
        .replace(" 12:00:00", " 10:00:00")
        .replace(">Cancel<", ">Update<");
    vec![message(CHAIN[0]), message(&update), message(CHAIN[1])]
}

/// What becomes of the alert when the messages come in that order.
fn folded(messages: &[&AlertNotice]) -> Alert {
    let mut alert = Alert::default();
    for read in messages {
        let (id, notice) = notice_of(read, NOW);
        let received = AlertReceived {
            notice,
            raw: RawBytes::default(),
            ..AlertReceived::default()
        };
        let draft = Draft::plain(id.0, Fact::AlertReceived(received));
        let me = draft.entity.id.clone();
        let event = event(draft.clone());
        alert.apply(&me, &event, &draft.fact);
    }
    alert
}

fn event(draft: Draft) -> Event {
    Event {
        id: uuid::Uuid::nil(),
        origin: "desk-a".into(),
        incarnation: 1,
        oseq: 1,
        prev_hash: GENESIS_HASH.to_owned(),
        kind: draft.fact.kind().to_owned(),
        v: 1,
        entity: draft.entity,
        expect_rev: None,
        custody_epoch: None,
        valid_until: None,
        actor: "演练".into(),
        role: String::new(),
        occurred_at: NOW,
        occurred_by: TimeSource::Sensor,
        recorded_at: NOW,
        clock_offset_ms: None,
        exercise: false,
        body: draft.fact.body(),
        alg: String::new(),
        sig: String::new(),
    }
}

/// An alert of the international format that names others.
fn cap(references: &[(Option<&str>, &str)]) -> AlertNotice {
    let references = references.iter().map(|(sender, identifier)| Reference {
        sender: sender.map(str::to_owned),
        identifier: (*identifier).to_owned(),
        ..Reference::default()
    });
    AlertNotice {
        sender: "drill@example.org".to_owned(),
        identifier: "DRILL-2".to_owned(),
        msg_type: MsgType::Update,
        source_format: SourceFormat::Cap,
        references: references.collect(),
        ..AlertNotice::default()
    }
}

#[test]
fn an_alert_its_update_and_its_cancel_are_one_alert_whose_newest_message_is_shown() {
    let all = chain();
    let ids: Vec<_> = all.iter().map(|read| notice_of(read, NOW).0).collect();
    assert_eq!(ids, vec![ids[0].clone(); 3], "the chain has one name");
    for order in [[0, 1, 2], [2, 0, 1], [1, 2, 0], [2, 1, 0]] {
        let came: Vec<_> = order.iter().map(|index| &all[*index]).collect();
        let alert = folded(&came);
        let shown = alert.notice.as_ref().map(|notice| notice.msg_type);
        assert_eq!(shown, Some(MessageType::Cancel), "the newest, in {order:?}");
        assert!(alert.is_cancelled(), "so it is over, in {order:?}");
        assert_eq!(alert.copies, 3, "all three came, in {order:?}");
    }
    let updated = folded(&[&all[1], &all[0]]);
    let shown = updated.notice.as_ref().map(|notice| notice.msg_type);
    assert_eq!(
        shown,
        Some(MessageType::Update),
        "the update, though it came first"
    );
    assert!(!updated.is_cancelled(), "and it holds");
}

#[test]
fn a_chain_names_no_other_alert() {
    let own = message(include_str!(
        "../../../../../tests/vectors/warning12379/self-reference.xml"
    ));
    let (id, notice) = notice_of(&own, NOW);
    assert_eq!(notice.references, [], "it is the chain it names");
    assert_eq!(
        id,
        notice_of(&message(CHAIN[0]), NOW).0,
        "and the first of it"
    );
}

#[test]
fn what_a_message_references_is_named_as_on_every_desk() {
    let cases = [
        (Some("drill@example.org"), "DRILL-1", "drill@example.org"),
        (Some("other@example.org"), "X-9", "other@example.org"),
        // A bare identifier means the message's own sender.
        (None, "DRILL-0", "drill@example.org"),
    ];
    for (sender, identifier, meant) in cases {
        let (_, notice) = notice_of(&cap(&[(sender, identifier)]), NOW);
        let named = vec![alert_id(meant, identifier)];
        assert_eq!(notice.references, named, "{sender:?} {identifier}");
    }
    for sender in [None, Some("drill@example.org")] {
        let (id, notice) = notice_of(&cap(&[(sender, "DRILL-2")]), NOW);
        assert_eq!(id, alert_id("drill@example.org", "DRILL-2"), "its own name");
        assert_eq!(notice.references, [], "it does not replace itself");
    }
}

#[test]
fn what_cannot_be_read_is_shown_with_the_real_ones_and_replaces_nothing() {
    let read = AlertNotice {
        status: Status::Unreadable,
        msg_type: MsgType::Unreadable,
        sent_ms: None,
        ..cap(&[(None, "DRILL-1")])
    };
    let (_, notice) = notice_of(&read, NOW);
    assert_eq!(notice.status, NoticeStatus::Actual, "a person has to look");
    assert_eq!(notice.msg_type, MessageType::Alert, "it says something");
    assert_eq!(
        notice.sent, NOW,
        "then it was sent when it came, as far as is known"
    );
}

#[test]
fn the_levels_are_those_of_the_law_and_no_others() {
    // 突发事件应对法 (2024) art. 63: level 1 is red.
    let levels = [
        (0, None),
        (1, Some(WarningLevel::Red)),
        (2, Some(WarningLevel::Orange)),
        (3, Some(WarningLevel::Yellow)),
        (4, Some(WarningLevel::Blue)),
        (5, None),
    ];
    for (number, level) in levels {
        let read = AlertNotice {
            level: Some(number),
            ..cap(&[])
        };
        assert_eq!(notice_of(&read, NOW).1.level, level, "level {number}");
    }
}
