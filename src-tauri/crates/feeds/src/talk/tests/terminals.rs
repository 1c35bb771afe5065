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
fn an_sos_is_not_cancelled_by_the_desk_having_answered_it() {
    let feed = vehicles(None);
    let mut talk = feed.talk();
    let at = |seconds: i64| UtcMs(NOW.0 + seconds * 1_000);
    let mut told = Vec::new();
    // The eight bits that a terminal clears because it was answered, and one that it does not.
    for bit in [0, 3, 20, 21, 22, 27, 28, 31, 30] {
        let mut settings = Jt808Settings::new("车辆");
        settings.alarm_bits = vec![bit];
        let feed = Jt808::new(settings, reach());
        let mut talk = feed.talk();
        for (serial, alarm) in [(1, 1 << bit), (2, 0)] {
            let now = at(i64::from(serial));
            let outcome = talk.take(&vehicle(0x0200, serial, &position(alarm, now)), now);
            feed.register().settle(true, outcome.changes.clone());
            let ends = |one: &&AlertReceived| one.notice.msg_type == MessageType::Cancel;
            if received(&outcome).iter().any(ends) {
                told.push(bit);
            }
        }
    }
    assert_eq!(told, [30], "only what holds by itself is over by itself");
    for serial in [1, 3] {
        let now = at(i64::from(serial));
        let outcome = talk.take(&vehicle(0x0200, serial, &position(1, now)), now);
        assert_eq!(received(&outcome).len(), 1, "pressed, and pressed again");
        let notice = &received(&outcome)[0].notice;
        assert!(notice.expires > Some(now), "it stands for a while");
        talk.take(&vehicle(0x0200, serial + 1, &position(0, now)), now);
    }
}

#[test]
fn positions_in_their_turn_are_each_judged_and_an_sos_of_a_dead_spot_is_heard() {
    let at = |seconds: i64| UtcMs(NOW.0 + seconds * 1_000);
    let batch = |kind: u8, alarms: &[u32]| {
        let items = (0..).zip(alarms);
        let items: Vec<_> = items.map(|(s, alarm)| position(*alarm, at(s))).collect();
        json!({"count": items.len(), "type": kind, "items": items})
    };
    let rollover = 1 << 30;
    let feed = vehicles(None);
    let mut talk = feed.talk();
    let usual = batch(0, &[0, rollover, 0]);
    let outcome = talk.take(&vehicle(0x0704, 1, &usual), at(9));
    let told: Vec<_> = received(&outcome)
        .iter()
        .map(|one| one.notice.msg_type)
        .collect();
    assert_eq!(
        told,
        [MessageType::Alert, MessageType::Cancel],
        "it came and went between two reports"
    );
    let late = batch(1, &[0, 1 | rollover, 0]);
    let outcome = vehicles(None)
        .talk()
        .take(&vehicle(0x0704, 1, &late), at(9));
    let told: Vec<_> = received(&outcome)
        .iter()
        .map(|one| one.notice.event_code.clone())
        .collect();
    assert_eq!(
        told,
        ["emergency"],
        "what is said once is told, late or not"
    );
}

#[test]
fn a_position_of_the_future_does_not_freeze_a_vehicle() {
    let feed = vehicles(None);
    let mut talk = feed.talk();
    let day_ahead = UtcMs(NOW.0 + 86_400_000);
    talk.take(&vehicle(0x0200, 1, &position(0, day_ahead)), NOW);
    talk.take(&vehicle(0x0200, 2, &position(0, NOW)), NOW);
    let known = feed.vehicle(PHONE).and_then(|known| known.position);
    let known = known.and_then(|position| position.utc_ms());
    assert_eq!(known, Some(NOW.0), "what came last is shown");
}

#[test]
fn the_end_of_an_old_connection_does_not_take_a_vehicle_off_the_new_one() {
    let feed = vehicles(None);
    let (mut old, mut new) = (feed.talk(), feed.talk());
    let heartbeat = vehicle(0x0002, 1, &json!({}));
    old.take(&heartbeat, NOW);
    new.take(&heartbeat, NOW);
    old.end(NOW);
    assert_eq!(feed.online(), 1, "it has come by another way");
    new.end(NOW);
    assert_eq!(feed.online(), 0, "and is gone with that");
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
