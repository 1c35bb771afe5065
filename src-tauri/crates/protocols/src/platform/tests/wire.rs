//! Every message there and back, what stands on the wire, and the bounds of each.

use emergency::entity::EntityRef;
use emergency::event::{Entry, Event, GENESIS_HASH, TimeSource, Verdict};
use emergency::place::Point;
use emergency::time::UtcMs;
use serde_json::json;
use uuid::Uuid;

use super::*;

fn event() -> Event {
    Event {
        id: Uuid::from_u128(7),
        origin: OriginId::from("d1"),
        incarnation: 1,
        oseq: 1,
        prev_hash: GENESIS_HASH.to_owned(),
        kind: "order.sent".to_owned(),
        v: 1,
        entity: EntityRef {
            kind: "order".to_owned(),
            id: "1".to_owned(),
        },
        expect_rev: None,
        custody_epoch: Some(2),
        valid_until: None,
        actor: "演练值班员".into(),
        role: "watch".to_owned(),
        occurred_at: UtcMs(1),
        occurred_by: TimeSource::Paper,
        recorded_at: UtcMs(2),
        clock_offset_ms: Some(-3),
        exercise: true,
        body: json!({"text": "演练"}),
        alg: "ed25519".to_owned(),
        sig: "00".to_owned(),
    }
}

fn entry() -> Entry {
    Entry {
        log_id: "log".to_owned(),
        log_epoch: 1,
        sseq: 1,
        received_at: UtcMs(3),
        verdict: Verdict::Granted { quantity: 2 },
        log_hash: "ab".to_owned(),
        event: event(),
    }
}

fn hello() -> Hello {
    Hello {
        versions: VERSIONS.to_vec(),
        origin: OriginId::from("d1"),
        instance: "run-1".to_owned(),
        incarnation: 1,
        head: OriginHead::default(),
        resume: ResumeToken::default(),
        software: "演练 1.0".to_owned(),
        nonce: "ab".to_owned(),
        enrol_code: Some("123456".to_owned()),
        sig: "cd".to_owned(),
    }
}

fn position() -> Position {
    Position {
        team: "演练一队".into(),
        point: Point {
            lon: 117.1,
            lat: 36.6,
        },
        at: UtcMs(9),
        source: "BeiDou".to_owned(),
    }
}

fn mark() -> LogMark {
    LogMark {
        sseq: 4,
        log_hash: "ef".to_owned(),
    }
}

/// A snapshot that tells of so many earlier names.
fn snapshot(earlier: usize) -> ServerMessage {
    ServerMessage::Snapshot {
        sseq: 1,
        high: OriginHigh::default(),
        earlier: vec![EarlierHigh::default(); earlier],
        states: vec![StateRow {
            kind: "order".to_owned(),
            id: "1".to_owned(),
            state: json!({"open": true}),
        }],
        last: true,
    }
}

#[test]
fn every_word_of_a_desk_is_understood_as_it_was_meant() {
    let token = ResumeToken {
        log_id: "log".to_owned(),
        log_epoch: 2,
        sseq: 3,
        log_hash: "ab".to_owned(),
    };
    let events = || vec![event(); EVENTS_PER_FRAME_MAX];
    let earlier = vec![OriginId::from("d0"); EARLIER_MAX];
    let messages = [
        ("hello", ClientMessage::Hello(Box::new(hello()))),
        ("events", ClientMessage::Events { events: events() }),
        ("offer", ClientMessage::Offer { events: events() }),
        ("resume", ClientMessage::Resume { token }),
        ("renumber", ClientMessage::Renumber { incarnation: 4 }),
        ("ask_snapshot", ClientMessage::AskSnapshot { earlier }),
        ("position", ClientMessage::Position(position())),
    ];
    for (say, message) in messages {
        let text = write(&message);
        let begins = format!("{{\"say\":\"{say}\"");
        assert!(text.starts_with(&begins), "{say} is what it is tagged by");
        let read = read_client(text.as_bytes());
        assert_eq!(read.defects, [], "{say} at its bound is no defect");
        assert_eq!(read.messages, [message], "{say} there and back");
    }
}

#[test]
fn every_word_of_the_platform_is_understood_as_it_was_meant() {
    let entries = vec![entry(); ENTRIES_PER_FRAME_MAX];
    let code = RefusedCode::NotEnrolled;
    let messages = [
        ("entries", ServerMessage::Entries { entries }),
        (
            "rewind",
            ServerMessage::Rewind {
                log_epoch: 2,
                marks: vec![mark(); MARKS_MAX],
            },
        ),
        ("snapshot", snapshot(EARLIER_MAX)),
        (
            "fork",
            ServerMessage::Fork {
                incarnation: 1,
                head: mark(),
            },
        ),
        (
            "rejected",
            ServerMessage::Rejected {
                id: Uuid::from_u128(7),
                oseq: 3,
                code: RejectedCode::TooLarge,
            },
        ),
        (
            "refused",
            ServerMessage::Refused {
                code,
                detail: "演练".to_owned(),
            },
        ),
        ("position", ServerMessage::Position(position())),
    ];
    for (say, message) in messages {
        let text = write(&message);
        let begins = format!("{{\"say\":\"{say}\"");
        assert!(text.starts_with(&begins), "{say} is what it is tagged by");
        let read = read_server(text.as_bytes());
        assert_eq!(read.defects, [], "{say} at its bound is no defect");
        assert_eq!(read.messages, [message], "{say} there and back");
    }
}

#[test]
fn a_desk_that_says_more_than_the_bounds_is_refused() {
    let long = "长".repeat(SHORT_TEXT_MAX / 3 + 1);
    let with = |change: &dyn Fn(&mut Hello)| {
        let mut changed = hello();
        change(&mut changed);
        ClientMessage::Hello(Box::new(changed))
    };
    let too_many = || vec![event(); EVENTS_PER_FRAME_MAX + 1];
    let at = |change: &dyn Fn(&mut Position)| {
        let mut changed = position();
        change(&mut changed);
        ClientMessage::Position(changed)
    };
    let many = vec![OriginId::from("d0"); EARLIER_MAX + 1];
    let named = vec![OriginId::from(long.as_str())];
    let cases = [
        (with(&|hello| hello.versions = vec![1; 65]), "65 versions"),
        (with(&|hello| hello.instance = long.clone()), "a text"),
        (with(&|hello| hello.software = long.clone()), "a text"),
        (with(&|hello| hello.nonce = long.clone()), "a text"),
        (with(&|hello| hello.sig = long.clone()), "a text"),
        (with(&|hello| hello.origin = long.as_str().into()), "a text"),
        (ClientMessage::Events { events: too_many() }, "501 events"),
        (ClientMessage::Offer { events: too_many() }, "501 events"),
        (at(&|position| position.source = long.clone()), "a text"),
        (
            at(&|position| position.team = long.as_str().into()),
            "a text",
        ),
        (ClientMessage::AskSnapshot { earlier: many }, "17 earlier"),
        (ClientMessage::AskSnapshot { earlier: named }, "a name"),
    ];
    for (message, why) in cases {
        let read = read_client(write(&message).as_bytes());
        assert!(read.messages.is_empty(), "nothing to act on: {why}");
        assert_eq!(read.defects[0].kind, DefectKind::TooMany, "bounded: {why}");
        let said = &read.defects[0].message;
        assert!(said.starts_with(why), "it says which bound: {said}");
    }
}

#[test]
fn a_platform_that_says_more_than_the_bounds_is_refused() {
    let entries = vec![entry(); ENTRIES_PER_FRAME_MAX + 1];
    let cases = [
        (ServerMessage::Entries { entries }, "501 entries"),
        (snapshot(EARLIER_MAX + 1), "17 earlier names"),
    ];
    for (message, why) in cases {
        let read = read_server(write(&message).as_bytes());
        assert!(read.messages.is_empty(), "nothing to act on: {why}");
        assert_eq!(read.defects[0].kind, DefectKind::TooMany, "bounded: {why}");
        let said = &read.defects[0].message;
        assert!(said.starts_with(why), "it says which bound: {said}");
    }
}

#[test]
fn words_of_the_wrong_shape_are_refused_and_quoted() {
    let cases = [
        r#"{"say":"events","events":{}}"#,
        r#"{"say":"events"}"#,
        r#"{"say":"hello","versions":[1]}"#,
        r#"{"say":"resume","token":{"logId":"l","logEpoch":-1,"sseq":0,"logHash":""}}"#,
        r#"{"say":"renumber","incarnation":4294967296}"#,
        r#"{"say":"rejected","oseq":1,"code":"because"}"#,
        r#"{"say":"refused","code":"Proof","detail":""}"#,
        r#"{"say":"beat","sentAt":1.5,"cursor":1}"#,
        r#"{"say":1}"#,
        r#"[{"say":"beat"}]"#,
        "null",
    ];
    for text in cases {
        let client = read_client(text.as_bytes());
        let server = read_server(text.as_bytes());
        let nothing = client.messages.is_empty() && server.messages.is_empty();
        assert!(nothing, "{text} is no message of either side");
        for defect in [&client.defects[0], &server.defects[0]] {
            assert_eq!(defect.kind, DefectKind::Malformed, "not read: {text}");
            let quoted = defect.message.contains("begins");
            assert!(quoted, "what came is shown: {}", defect.message);
        }
    }
}

#[test]
fn what_an_earlier_build_leaves_out_has_its_default() {
    let read = read_client(br#"{"say":"ask_snapshot"}"#);
    let none = ClientMessage::AskSnapshot {
        earlier: Vec::new(),
    };
    assert_eq!(read.messages, [none], "a desk with no earlier names");
    let read = read_server(br#"{"say":"rejected","oseq":3,"code":"exercise"}"#);
    let unnamed = ServerMessage::Rejected {
        id: Uuid::nil(),
        oseq: 3,
        code: RejectedCode::Exercise,
    };
    assert_eq!(read.messages, [unnamed], "a platform that names no event");
}
