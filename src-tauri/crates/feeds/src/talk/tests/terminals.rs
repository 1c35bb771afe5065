//! Which vehicle terminals are let in, which are remembered, and what else they are answered.

use super::*;

#[test]
fn with_a_secret_no_stranger_is_given_a_code() {
    let settings = Jt808Settings {
        secret: Some("s".to_owned()),
        ..Jt808Settings::new("车辆")
    };
    let closed = Jt808::new(settings, reach());
    let mut talk = closed.talk();
    let plate = json!({"plate": "鲁A演练01"});
    let outcome = talk.take(&vehicle(0x0100, 1, &plate), NOW);
    let (id, body) = answers(&outcome.reply).remove(0);
    assert_eq!(
        (id, &body["result"]),
        (0x8100, &json!(4)),
        "no such terminal"
    );
    assert_eq!(body.get("authCode"), None, "and no code");
    assert_eq!(outcome.unproven, 1, "it stays a stranger");
    let listed = vehicles(Some("s"));
    let given = listed.talk().take(&vehicle(0x0100, 1, &plate), NOW);
    let code = answers(&given.reply)[0].1["authCode"].clone();
    let right = talk.take(&vehicle(0x0102, 2, &json!({"authCode": code})), NOW);
    assert_eq!(
        answers(&right.reply)[0].1["result"],
        1,
        "nor does a code help one that was struck off the list"
    );
}

#[test]
fn a_vehicle_that_has_gone_gives_way_to_a_new_one() {
    let feed = vehicles(None);
    let mut talk = feed.talk();
    for number in 0..=DEVICES_MAX {
        let header = jt808::Header {
            msg_id: 0x0002,
            terminal_phone: format!("0100{number:08}"),
            ..jt808::Header::default()
        };
        talk.take(
            &jt808::encode(&header, &serde_json::Map::new()).concat(),
            NOW,
        );
    }
    assert_eq!(feed.online(), 1, "a connection is one vehicle");
    let newest = format!("0100{DEVICES_MAX:08}");
    assert!(feed.vehicle(&newest).is_some(), "the newest is known");
}

#[test]
fn other_messages_get_the_answer_of_the_standard() {
    let feed = vehicles(None);
    let mut talk = feed.talk();
    let cases = [
        (0x0002, json!({}), Some((0x8001, "result", json!(0)))),
        (0x0001, json!({"ackMsgId": "0x8103"}), None),
        (
            0x0004,
            json!({}),
            Some((0x8004, "time", json!("2026-05-01T00:30:00+00:00"))),
        ),
        (
            0x0801,
            json!({"multimediaId": 7, "position": {}}),
            Some((0x8800, "multimediaId", json!(7))),
        ),
        (0x0FFF, json!({}), Some((0x8001, "result", json!(3)))),
    ];
    for (id, body, expected) in cases {
        let outcome = talk.take(&vehicle(id, 1, &body), NOW);
        let read = answers(&outcome.reply);
        match expected {
            None => assert_eq!(read, [], "0x{id:04X} is an answer itself"),
            Some((answer, name, value)) => {
                assert_eq!(read[0].0, answer, "0x{id:04X}");
                assert_eq!(read[0].1[name], value, "0x{id:04X}");
            }
        }
    }
}

#[test]
fn a_plate_is_kept_as_long_as_plates_are() {
    let feed = vehicles(None);
    let mut talk = feed.talk();
    let plate = json!({"plate": "鲁".repeat(20_000)});
    talk.take(&vehicle(0x0100, 1, &plate), NOW);
    talk.take(&vehicle(0x0002, 60, &json!({})), NOW);
    let known = feed
        .vehicle(PHONE)
        .expect("it has registered, in forty parts");
    assert_eq!(
        known.plate.chars().count(),
        32,
        "no connection fills the memory with a name"
    );
}
