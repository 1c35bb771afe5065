//! What each protocol is answered, and which facts come of it.

mod changed;
mod damaged;
mod duty;
mod fences;
mod heard;
mod missing;
mod panels;
mod places;
mod started;
mod stations;
mod terminals;
mod watched;

use std::sync::Arc;

use emergency::alert::{AlertReceived, MessageType};
use emergency::fact::Fact;
use protocols::hj212::CrcKind;
use protocols::sensor::Limits;
use protocols::{gbt26875, hj212, jt808};
use serde_json::{Value, json};

use super::*;
use crate::lock::lock;
use crate::reach::Reach;

/// 2026-05-01 08:30:00 of the district.
const NOW: UtcMs = UtcMs(1_777_595_400_000);
const PHONE: &str = "013800000001";

fn reach() -> Arc<Reach> {
    Arc::new(Reach::new(&[], &[]))
}

fn received(outcome: &Outcome) -> Vec<&AlertReceived> {
    let facts = outcome.drafts.iter().map(|draft| match &draft.fact {
        Fact::AlertReceived(received) => received,
        other => panic!("a feed observes nothing else: {other:?}"),
    });
    facts.collect()
}

/// What a terminal sends.
fn vehicle(msg_id: u16, serial: u16, body: &Value) -> Vec<u8> {
    let header = jt808::Header {
        msg_id,
        serial,
        terminal_phone: PHONE.to_owned(),
        ..jt808::Header::default()
    };
    let fields = body.as_object().cloned().unwrap_or_default();
    jt808::encode(&header, &fields).concat()
}

fn position(alarm: u32, at: UtcMs) -> Value {
    let text = hex::encode(jt808::time_from_utc_ms(at.0));
    json!({"alarm": alarm, "status": 3, "latE6": 36_680_000, "lngE6": 117_060_000,
        "speed_0.1kmh": 605, "gpsTimeRaw": text})
}

/// The messages of an answer, each with its body.
fn answers(bytes: &[u8]) -> Vec<(u16, Value)> {
    let parsed = jt808::parse(bytes);
    assert_eq!(parsed.defects, [], "an answer is right");
    let read = parsed.messages.iter();
    read.map(|message| (message.header.msg_id, message.to_value()["body"].clone()))
        .collect()
}

fn vehicles(secret: Option<&str>) -> Jt808 {
    let mut settings = Jt808Settings {
        secret: secret.map(str::to_owned),
        ..Jt808Settings::new("车辆")
    };
    settings.allow([PHONE]);
    Jt808::new(settings, reach())
}

#[test]
fn a_terminal_registers_proves_itself_and_reports() {
    let feed = vehicles(Some("s"));
    let mut talk = feed.talk();
    let early = talk.take(&vehicle(0x0200, 1, &position(1, NOW)), NOW);
    assert_eq!(early.unproven, 1, "anybody could say that");
    assert_eq!(answers(&early.reply)[0].1["result"], 1, "not known yet");
    assert!(early.drafts.is_empty(), "and nothing of it is used");
    assert_eq!(feed.register().devices.count(), 0, "nor is it known of");
    let plate = json!({"plate": "鲁A演练01"});
    let registered = talk.take(&vehicle(0x0100, 2, &plate), NOW);
    let (id, body) = answers(&registered.reply).remove(0);
    assert_eq!((id, &body["result"]), (0x8100, &json!(0)), "registered");
    assert_eq!(registered.unproven, 1, "which proves nothing yet");
    let wrong = talk.take(&vehicle(0x0102, 3, &json!({"authCode": "x"})), NOW);
    assert_eq!(answers(&wrong.reply)[0].1["result"], 1, "a wrong code");
    let right = json!({"authCode": body["authCode"]});
    let right = talk.take(&vehicle(0x0102, 4, &right), NOW);
    assert_eq!(answers(&right.reply)[0].1["result"], 0, "its own code");
    assert_eq!(right.unproven, 0, "now it is known");
    let header = jt808::Header {
        msg_id: 0x0200,
        terminal_phone: "013800000002".to_owned(),
        ..jt808::Header::default()
    };
    let fields = position(1, NOW).as_object().cloned().unwrap_or_default();
    let other = talk.take(&jt808::encode(&header, &fields).concat(), NOW);
    assert_eq!(answers(&other.reply)[0].1["result"], 1, "its own only");
    assert!(other.drafts.is_empty(), "not another terminal's");
    let report = talk.take(&vehicle(0x0200, 5, &position(0, UtcMs(NOW.0 - 2_000))), NOW);
    assert_eq!(
        answers(&report.reply),
        [(
            0x8001,
            json!({"ackSerial": 5, "ackMsgId": "0x0200", "result": 0})
        )],
        "taken"
    );
    assert!(report.drafts.is_empty(), "a position is no fact");
    assert_eq!(report.clock_offset_ms, Some(-2_000), "its clock is late");
    let known = feed.vehicle(PHONE).expect("it is known");
    assert_eq!(known.plate, "鲁A演练01", "by its plate");
    assert!(known.position.is_some() && known.online, "where it is");
    talk.end(NOW);
    assert_eq!(feed.online(), 0, "and that it has gone");
}

#[test]
fn an_alarm_bit_is_told_when_it_comes_and_when_it_goes() {
    let feed = vehicles(None);
    let mut talk = feed.talk();
    let rollover = 1 << 30;
    let mut told = Vec::new();
    for (serial, alarm) in [0, rollover, rollover, 0].into_iter().enumerate() {
        let serial = u16::try_from(serial).expect("a small number");
        let at = UtcMs(NOW.0 + i64::from(serial) * 1_000);
        let outcome = talk.take(&vehicle(0x0200, serial, &position(alarm, at)), at);
        feed.register().settle(true, outcome.changes.clone());
        for one in received(&outcome) {
            told.push((serial, one.notice.msg_type, one.notice.event.clone()));
            let centre = one.notice.circles[0].centre;
            assert_eq!((centre.lat, centre.lon), (36.68, 117.06), "where");
        }
    }
    let title = "侧翻报警".to_owned();
    assert_eq!(
        told,
        [
            (1, MessageType::Alert, title.clone()),
            (3, MessageType::Cancel, title)
        ],
        "once each"
    );
    let other = talk.take(&vehicle(0x0200, 9, &position(1 << 9, NOW)), NOW);
    assert!(other.drafts.is_empty(), "a broken display is no alert");
}

#[test]
fn positions_sent_late_do_not_move_a_vehicle_back() {
    let feed = vehicles(None);
    let mut talk = feed.talk();
    let item = |seconds: i64| position(0, UtcMs(NOW.0 + seconds * 1_000));
    talk.take(&vehicle(0x0200, 1, &item(60)), NOW);
    let batch = json!({"count": 2, "type": 1, "items": [item(0), item(30)]});
    let outcome = talk.take(&vehicle(0x0704, 2, &batch), NOW);
    assert_eq!(answers(&outcome.reply)[0].1["result"], 0, "taken");
    assert_eq!(outcome.clock_offset_ms, None, "old times say nothing of it");
    let newest = feed.vehicle(PHONE).and_then(|known| known.position);
    let newest = newest.and_then(|position| position.utc_ms());
    assert_eq!(newest, Some(NOW.0 + 60_000), "the newest stays");
}

#[test]
fn of_positions_sent_late_only_the_newest_is_judged() {
    let feed = vehicles(None);
    let mut talk = feed.talk();
    let rollover = 1 << 30;
    let item = |alarm: u32, seconds: i64| position(alarm, UtcMs(NOW.0 + seconds * 1_000));
    let toggling: Vec<_> = (0..100)
        .map(|second| item(if second % 2 == 0 { 0 } else { rollover }, second))
        .collect();
    let batch = json!({"count": 100, "type": 1, "items": toggling});
    let outcome = talk.take(&vehicle(0x0704, 1, &batch), NOW);
    assert_eq!(received(&outcome).len(), 1, "one fact of the whole backlog");
    feed.register().settle(true, outcome.changes);
    // A position of the future would make none an old one.
    let later = UtcMs(NOW.0 + 200_000);
    talk.take(&vehicle(0x0200, 2, &item(rollover, 200)), later);
    let batch = json!({"count": 1, "type": 1, "items": [item(0, 150)]});
    let outcome = talk.take(&vehicle(0x0704, 3, &batch), later);
    assert!(outcome.drafts.is_empty(), "the past ends no present alarm");
    let batch = json!({"count": 1, "type": 1, "items": [item(1, 160)]});
    let outcome = talk.take(&vehicle(0x0704, 4, &batch), later);
    let told = received(&outcome);
    assert_eq!(told.len(), 1, "what is said once is told, however old");
    assert_eq!(told[0].notice.event_code, "emergency", "a button");
    let over = talk.take(&vehicle(0x0200, 5, &item(0, 201)), later);
    assert_eq!(received(&over).len(), 1, "the present does");
}

fn fire_device(set_clock: bool) -> Gbt26875 {
    let settings = Gbt26875Settings {
        name: "消防".to_owned(),
        set_clock,
        ..Gbt26875Settings::default()
    };
    Gbt26875::new(settings, reach())
}

fn panel(command: u8, serial: u16, at: UtcMs, unit: &[u8]) -> Vec<u8> {
    let control = gbt26875::Control {
        serial,
        protocol_major: 1,
        time: gbt26875::TimeLabel::from_utc_ms(at.0),
        source: gbt26875::address_bytes(889),
        dest: gbt26875::address_bytes(1),
        command,
        ..gbt26875::Control::default()
    };
    gbt26875::encode(&control, unit)
}

fn part_state(state: u16) -> Vec<u8> {
    let raw = hex::encode(gbt26875::TimeLabel::from_utc_ms(NOW.0).0);
    let object = json!({"systemType": 1, "systemAddr": 1, "partType": 42, "partAddr": "01000000",
        "state": state, "description": "演练 三层走廊", "time": {"raw": raw}});
    gbt26875::encode_unit(2, &[object])
}

fn commands(bytes: &[u8]) -> Vec<u8> {
    let parsed = gbt26875::parse(bytes);
    let read = parsed.messages.iter();
    read.map(|message| message.control.command).collect()
}

#[test]
fn a_fire_is_confirmed_and_told_at_its_edges() {
    let feed = fire_device(true);
    let mut talk = feed.talk();
    let send = gbt26875::command::SEND;
    let fire = talk.take(&panel(send, 1, NOW, &part_state(3)), NOW);
    assert_eq!(
        commands(&fire.reply),
        [gbt26875::command::CONFIRM],
        "confirmed"
    );
    let told = received(&fire);
    assert_eq!(told[0].notice.event, "火警", "a fire");
    assert!(
        told[0].notice.texts[0]
            .description
            .contains("演练 三层走廊"),
        "where it is"
    );
    feed.register().settle(true, fire.changes);
    let again = talk.take(&panel(send, 2, NOW, &part_state(3)), NOW);
    assert!(again.drafts.is_empty(), "the same fire is no second one");
    let over = talk.take(&panel(send, 3, NOW, &part_state(1)), NOW);
    assert_eq!(
        received(&over)[0].notice.msg_type,
        MessageType::Cancel,
        "it is over"
    );
}

#[test]
fn a_wrong_frame_is_denied_and_an_answer_never_is() {
    let feed = fire_device(false);
    let mut talk = feed.talk();
    let mut frame = panel(gbt26875::command::SEND, 7, NOW, &part_state(3));
    let last = frame.len() - 3;
    frame[last] ^= 1;
    let outcome = talk.take(&frame, NOW);
    let reply = gbt26875::parse(&outcome.reply).messages.remove(0);
    assert_eq!(reply.control.command, gbt26875::command::DENY, "denied");
    assert_eq!(reply.control.serial, 7, "by its number");
    assert_eq!(outcome.messages, 0, "and not used");
    let mut confirm = panel(gbt26875::command::CONFIRM, 8, NOW, &[]);
    let last = confirm.len() - 3;
    confirm[last] ^= 1;
    let outcome = talk.take(&confirm, NOW);
    assert!(outcome.reply.is_empty(), "or two ends would deny for ever");
}

#[test]
fn a_clock_that_is_off_is_set_again_and_again_until_it_is_confirmed() {
    let feed = fire_device(true);
    let late = UtcMs(NOW.0 - 3_600_000);
    let control = gbt26875::command::CONTROL;
    let mut talk = feed.talk();
    let first = talk.take(&panel(gbt26875::command::SEND, 1, late, &[]), NOW);
    assert_eq!(first.clock_offset_ms, Some(-3_600_000), "an hour late");
    assert!(commands(&first.reply).contains(&control), "it is set");
    let soon = talk.tick(UtcMs(NOW.0 + 5_000));
    assert!(soon.reply.is_empty(), "ten seconds are waited");
    let mut resent = 0;
    let mut given_up = 0;
    for round in 1..=6 {
        let outcome = talk.tick(UtcMs(NOW.0 + round * 10_000));
        resent += commands(&outcome.reply).len();
        given_up += outcome.defects.len();
    }
    assert_eq!((resent, given_up), (3, 1), "three times, then it is told");
    let mut talk = feed.talk();
    talk.take(&panel(gbt26875::command::SEND, 1, late, &[]), NOW);
    talk.take(&panel(gbt26875::command::CONFIRM, 0, NOW, &[]), NOW);
    let after = talk.tick(UtcMs(NOW.0 + 60_000));
    assert!(after.reply.is_empty(), "a confirmed order is done");
}

fn station(limits: Limits) -> Hj212 {
    let own = StationLimits::from([("a21028".to_owned(), limits)]);
    let settings = Hj212Settings {
        name: "环境".to_owned(),
        limits: [("YL01".to_owned(), own)].into(),
        ..Hj212Settings::default()
    };
    Hj212::new(settings, reach())
}

fn data(value: &str, flag: &str, crc: CrcKind) -> Vec<u8> {
    let text = format!(
        "QN=20260501083000000;ST=31;CN=2011;PW=123456;MN=YL01;Flag=5;CP=&&\
         DataTime=20260501083000;a21028-Rtd={value},a21028-Flag={flag}&&"
    );
    hj212::encode_bytes(text.as_bytes(), crc)
}

#[test]
fn a_station_is_answered_and_its_values_are_held_against_their_limits() {
    let feed = station(Limits {
        high: Some(5.0),
        high_high: Some(10.0),
        ..Limits::default()
    });
    let mut talk = feed.talk();
    let crc = CrcKind::Standard;
    let good = talk.take(&data("1.0", "N", crc), NOW);
    let reply = hj212::parse(&good.reply).messages.remove(0);
    assert_eq!(reply.segment.field("CN"), "9014", "the data is answered");
    assert!(good.drafts.is_empty(), "a value is no fact");
    let newest = feed.reading("YL01", "a21028").map(|reading| reading.value);
    assert_eq!(newest, Some(1.0), "the newest is kept");
    let high = talk.take(&data("6.0", "N", crc), NOW);
    let told: Vec<_> = received(&high)
        .iter()
        .map(|one| one.notice.event_code.clone())
        .collect();
    assert_eq!(told, ["high"], "one limit");
    feed.register().settle(true, high.changes);
    let broken = talk.take(&data("0.0", "D", crc), NOW);
    let told: Vec<_> = received(&broken)
        .iter()
        .map(|one| one.notice.event_code.clone())
        .collect();
    assert_eq!(
        told,
        ["instrumentFault"],
        "a broken instrument ends nothing"
    );
    feed.register().settle(true, broken.changes);
    let worse = talk.take(&data("11.0", "N", crc), NOW);
    let told: Vec<_> = received(&worse)
        .iter()
        .map(|one| (one.notice.event_code.clone(), one.notice.msg_type))
        .collect();
    assert_eq!(
        told,
        [
            ("instrumentFault".to_owned(), MessageType::Cancel),
            ("high_high".to_owned(), MessageType::Alert)
        ],
        "it works again, and the value is beyond the lesser limit too"
    );
}

#[test]
fn a_station_that_mixes_its_crcs_is_told() {
    let feed = station(Limits::default());
    let mut talk = feed.talk();
    let first = talk.take(&data("1", "N", CrcKind::Modbus), NOW);
    assert!(first.defects.is_empty(), "either is taken");
    let named = feed.dialects().named;
    let known = (named[0].0.as_str(), named[0].1.crc);
    assert_eq!(known, ("YL01", CrcKind::Modbus), "and known");
    let second = talk.take(&data("1", "N", CrcKind::Standard), NOW);
    assert_eq!(
        second.defects[0].kind,
        protocols::DefectKind::ChecksumMixed,
        "both are not"
    );
    assert_eq!(feed.register().devices.count(), 1, "it is one station");
}

#[test]
fn a_station_without_a_name_that_can_be_kept_is_told_and_not_remembered() {
    let feed = station(Limits::default());
    let mut talk = feed.talk();
    let send = |mn: &str, code: &str| {
        let text = format!(
            "QN=20260501083000000;ST=31;CN=2011;PW=1;MN={mn};Flag=5;CP=&&\
             DataTime=20260501083000;{code}-Rtd=1&&"
        );
        hj212::encode_bytes(text.as_bytes(), CrcKind::Standard)
    };
    let long = talk.take(&send(&"9".repeat(65), "a21028"), NOW);
    assert_eq!(long.defects[0].kind, DefectKind::ValueIllegal, "it is told");
    assert!(long.reply.is_empty(), "and gets no answer");
    assert_eq!(feed.register().devices.count(), 0, "nor a place in memory");
    assert_eq!(long.unproven, 1, "it proves nothing");
    for empty in ["", "  "] {
        let none = talk.take(&send(empty, "a21028"), NOW);
        assert_eq!(none.defects[0].kind, DefectKind::ValueIllegal, "it is told");
        assert!(none.reply.is_empty(), "and sends again, named");
        assert_eq!(feed.register().devices.count(), 0, "two would be one");
        assert_eq!(feed.reading("", "a21028"), None, "with one value");
    }
    let code = "a".repeat(33);
    let odd = talk.take(&send("YL01", &code), NOW);
    assert_eq!(
        odd.defects[0].kind,
        DefectKind::ValueIllegal,
        "so is a code"
    );
    assert_eq!(
        feed.reading("YL01", &code),
        None,
        "that is no code of a factor"
    );
    assert!(
        !odd.reply.is_empty(),
        "the station is answered all the same"
    );
    let right = talk.take(&send(&"9".repeat(64), &"a".repeat(32)), NOW);
    assert_eq!(right.defects, [], "odd ones within the bounds are taken");
    assert_eq!(feed.register().devices.count(), 2, "and remembered");
}

#[test]
fn what_was_not_understood_is_kept_with_its_bytes() {
    let feed = vehicles(None);
    let mut talk = feed.talk();
    let outcome = talk.take(&vehicle(0x0FFF, 1, &json!({"bodyHex": "0102"})), NOW);
    let gave = fire_device(false)
        .talk()
        .take(&panel(gbt26875::command::SEND, 1, NOW, &[200, 1, 7]), NOW);
    assert_eq!(outcome.defects.len(), 1, "an unknown message");
    assert!(
        gave.defects.iter().all(|defect| !defect.raw.is_empty()),
        "bytes"
    );
    assert!(!gave.defects.is_empty(), "an unknown unit");
}

#[test]
fn what_ended_too_soon_is_not_confirmed() {
    let mut unit = part_state(3);
    unit.truncate(unit.len() - 1);
    let frame = panel(gbt26875::command::SEND, 1, NOW, &unit);
    let outcome = fire_device(false).talk().take(&frame, NOW);
    assert_eq!(
        commands(&outcome.reply),
        [gbt26875::command::DENY],
        "a state may be missing"
    );
}

#[test]
fn half_a_frame_at_the_end_is_told() {
    let feeds: [&dyn Protocol; 3] = [
        &vehicles(None),
        &fire_device(false),
        &station(Limits::default()),
    ];
    let starts: [&[u8]; 3] = [b"\x7e\x02\x00", b"\x40\x40\x01", b"##0100QN="];
    for (feed, start) in feeds.into_iter().zip(starts) {
        let mut talk = feed.talk();
        let waits = talk.take(start, NOW);
        assert_eq!(waits.defects, [], "more may come");
        assert_eq!(talk.end(NOW).defects.len(), 1, "{}", feed.kind());
    }
}
