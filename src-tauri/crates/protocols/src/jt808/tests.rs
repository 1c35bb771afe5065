//! Frames of both editions there and back, in pieces, in parts, damaged.

mod any;
mod blocks;
mod editions;
mod named;
mod parts;
mod times;

use serde_json::json;

use super::*;

fn header(msg_id: u16, edition: Edition) -> Header {
    Header {
        msg_id,
        edition,
        version_flag: u8::from(edition == Edition::Y2019),
        terminal_phone: "013800000001".to_owned(),
        serial: 7,
        ..Header::default()
    }
}

fn fields(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(fields) => fields,
        other => panic!("an object is asked for: {other}"),
    }
}

/// The one message of one frame.
fn only(frame: &[u8]) -> Message {
    let mut parsed = parse(frame);
    assert_eq!(parsed.defects, [], "the frame is right");
    assert_eq!(parsed.messages.len(), 1, "one frame, one message");
    parsed.messages.remove(0)
}

fn body(msg_id: u16, edition: Edition, value: Value) -> Map<String, Value> {
    let frames = encode(&header(msg_id, edition), &fields(value));
    let message = only(&frames.concat());
    assert_eq!(message.defects, [], "0x{msg_id:04X} has nothing wrong");
    message.body.expect("a known message has a body")
}

fn kinds(bytes: &[u8]) -> Vec<DefectKind> {
    let parsed = parse(bytes);
    assert_eq!(parsed.messages, [], "nothing of it is used");
    parsed.defects.iter().map(|defect| defect.kind).collect()
}

#[test]
fn a_location_is_read_to_the_last_item() {
    // Made by hand: 36.68 N, 117.06 E, 60.5 km/h, 2026-05-01 08:30:00 UTC+8, rollover.
    let basic = "40000001000c0003022fb24006fa2fe0001e025d005a260501083000";
    let extras = "0104000003e82504000000032a02000130011f310109fe03a1b2c3";
    let bytes = hex::decode(format!("{basic}{extras}")).expect("hexadecimal");
    let frame = encode_bytes(&header(0x0200, Edition::Y2013), &bytes).concat();
    let value = only(&frame).to_value();
    let body = &value["body"];
    assert_eq!(
        value["header"]["msgId"], "0x0200",
        "ids are written as the standard does"
    );
    assert_eq!(value["header"]["edition"], "2013/2011", "bit 14 is not set");
    assert_eq!(body["lat"], 36.680_256, "millionths of a degree");
    assert_eq!(body["lng"], 117.059_552, "millionths of a degree");
    assert_eq!(body["speed_kmh"], 60.5, "tenths of a kilometre an hour");
    assert_eq!(
        body["gpsTime_GMT8"], "2026-05-01T08:30:00+08:00",
        "the terminal's clock is UTC+8"
    );
    assert_eq!(body["alarmBits"], json!([0, 30]), "the bits that are set");
    assert_eq!(
        body["alarmNames"],
        json!(["emergency", "rollover"]),
        "and what they mean"
    );
    assert_eq!(body["extras"][0]["mileage_km"], 100.0, "tenths");
    assert_eq!(
        body["extras"][5],
        json!({"id": "0xFE", "len": 3, "hex": "a1b2c3"}),
        "an unknown item is kept"
    );
    let position = only(&frame).positions().remove(0);
    assert_eq!(
        position.utc_ms(),
        Some(1_777_595_400_000),
        "00:30 UTC, as the district is eight hours ahead"
    );
    assert_eq!(position.encode(), bytes, "and back to the byte");
}

#[test]
fn frames_that_others_have_published_are_read_or_refused_as_they_say() {
    let (count, found) = crate::vectors::frame_differences("jt808");
    assert!(count >= 105, "the file is whole");
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn south_and_west_are_negative() {
    let position = Position {
        status: 0b1110,
        lat_e6: 1_500_000,
        lng_e6: 2_500_000,
        ..Position::default()
    };
    assert!(position.is_located(), "bit 1");
    assert_eq!(
        (position.lat(), position.lng()),
        (-1.5, -2.5),
        "bits 2 and 3"
    );
}

#[test]
fn a_time_that_is_none_is_kept_and_told() {
    let position = Position {
        time: [0xAA; 6],
        ..Position::default()
    };
    let frame = encode_bytes(&header(0x0200, Edition::Y2013), &position.encode()).concat();
    let message = only(&frame);
    assert_eq!(message.defects[0].kind, DefectKind::TimeUnreadable, "told");
    let value = message.to_value();
    assert_eq!(value["body"]["gpsTime_GMT8"], Value::Null, "no time");
    assert_eq!(value["body"]["gpsTimeRaw"], "aaaaaaaaaaaa", "its bytes");
    assert_eq!(
        message.positions()[0].utc_ms(),
        None,
        "and no instant is made of it"
    );
}

#[test]
fn known_items_are_read_by_their_length() {
    let cases: &[(u8, &str, &str, Value)] = &[
        (0x02, "007d", "fuel_L", json!(12.5)),
        (0x03, "0038", "recorderSpeed_kmh", json!(5.6)),
        (0x04, "0001", "manualAlarmEventId", json!(1)),
        (0x05, "3738", "tirePressures_Pa", json!([0x37, 0x38])),
        (0x06, "fff6", "carriageTemperature_C", json!(-10)),
        (0x11, "00", "locationType", json!(0)),
        (0x11, "0100000009", "areaId", json!(9)),
        (0x12, "010000000901", "direction", json!(1)),
        (0x13, "00000002002201", "travelTime_s", json!(34)),
        (0x14, "00000004", "videoAlarm", json!(4)),
        (0x15, "00000001", "videoSignalLoss", json!(1)),
        (0x16, "00000001", "videoSignalBlocked", json!(1)),
        (0x17, "0001", "storageFault", json!(1)),
        (0x18, "000135", "fatigueDegree", json!(0x35)),
        (0x2B, "9203a46f", "analog0", json!(0xA46F)),
        (0x2B, "9203a46f", "analog1", json!(0x9203)),
    ];
    for (id, bytes, name, expected) in cases {
        let position = Position {
            extras: vec![Extra::new(*id, &hex::decode(bytes).expect("hexadecimal"))],
            ..Position::default()
        };
        let frame = encode_bytes(&header(0x0200, Edition::Y2019), &position.encode()).concat();
        let value = only(&frame).to_value();
        assert_eq!(
            &value["body"]["extras"][0][name], expected,
            "item 0x{id:02X}"
        );
    }
}

#[test]
fn a_registration_is_read_in_all_three_editions() {
    let value = json!({
        "provinceId": 37, "cityId": 112, "manufacturerId": "YL001", "terminalModel": "YL-1",
        "terminalId": "0000001", "plateColor": 2, "plate": "鲁A演练01"
    });
    for edition in [Edition::Y2013, Edition::Y2019] {
        let read = body(0x0100, edition, value.clone());
        assert_eq!(Value::Object(read), value, "{edition:?}");
    }
    let mut old = hex::decode("00250070").expect("hexadecimal");
    old.extend(b"YL001YL-1\0\0\0\x000000001\x02A1");
    let message = only(&encode_bytes(&header(0x0100, Edition::Y2013), &old).concat());
    let value = message.to_value();
    assert_eq!(message.defects, [], "36 bytes are too few for 2013");
    assert_eq!(
        value["body"]["terminalModel"], "YL-1",
        "a model of eight bytes"
    );
    assert_eq!(value["body"]["plate"], "A1", "the rest is the plate");
}

#[test]
fn an_empty_code_is_told_from_one_that_is_not_there() {
    for body in [
        json!({"ackSerial": 1, "result": 0, "authCode": ""}),
        json!({"ackSerial": 1, "result": 3}),
    ] {
        let frames = encode(&header(0x8100, Edition::Y2019), &fields(body.clone()));
        let parsed = parse(&frames.concat());
        let read = parsed.messages[0].to_value();
        assert_eq!(read["body"], body, "a written message is read the same");
    }
}

#[test]
fn the_edition_is_told_by_each_frame() {
    let old = encode(
        &header(0x0102, Edition::Y2013),
        &fields(json!({"authCode": "abc"})),
    );
    let new = json!({"authCode": "abc", "imei": "860000000000001", "softwareVersion": "1.0"});
    let new = encode(&header(0x0102, Edition::Y2019), &fields(new));
    let parsed = parse(&[old, new].concat().concat());
    let read: Vec<_> = parsed.messages.iter().map(Message::to_value).collect();
    assert_eq!(
        read[0]["header"]["terminalPhone"], "013800000001",
        "twelve digits"
    );
    assert_eq!(
        read[1]["header"]["terminalPhone"], "00000000013800000001",
        "twenty digits"
    );
    assert_eq!(read[1]["header"]["protocolVersion"], 1, "its first version");
    assert_eq!(
        read[1]["body"]["imei"], "860000000000001",
        "only 2019 has it"
    );
}

#[test]
fn conditional_fields_stand_only_where_their_bit_says_so() {
    let plain = json!({"settingType": 0, "count": 1, "areas": [{
        "areaId": 5, "attribute": 0, "latE6": 36_680_000, "lngE6": 117_060_000, "radius_m": 500}]});
    let read = body(0x8600, Edition::Y2013, plain.clone());
    assert_eq!(Value::Object(read), plain, "neither times nor speed");
    let full = json!({"settingType": 0, "count": 1, "areas": [{
        "areaId": 5, "attribute": 3, "latE6": 36_680_000, "lngE6": 117_060_000, "radius_m": 500,
        "startTime": "2026-05-01T00:00:00+08:00", "endTime": "2026-05-02T00:00:00+08:00",
        "maxSpeed_kmh": 40, "overspeedDuration_s": 10, "nightMaxSpeed_kmh": 30,
        "areaName": "演练区"}]});
    let read = body(0x8600, Edition::Y2019, full.clone());
    assert_eq!(Value::Object(read), full, "both, and what 2019 adds");
}

#[test]
fn frames_that_are_not_right_are_refused_with_the_reason() {
    let good = encode(&header(0x0002, Edition::Y2013), &Map::new()).concat();
    let inner = &good[1..good.len() - 1];
    let mut wrong_sum = good.clone();
    wrong_sum[13] ^= 1;
    let mut long = good[..13].to_vec();
    // One more byte than the header says, and a checksum that is right.
    let sum = long[1..].iter().fold(0x55, |sum, byte| sum ^ byte);
    long.extend([0x55, sum, 0x7E]);
    let cases: &[(&[u8], &[DefectKind])] = &[
        (&wrong_sum, &[DefectKind::ChecksumMismatch]),
        (&long, &[DefectKind::LengthMismatch]),
        (&good[..good.len() - 1], &[DefectKind::TailMissing]),
        (&[inner, &[0x7E]].concat(), &[DefectKind::Noise]),
        (&[0x7E, 1, 2, 3, 0x7E], &[DefectKind::Truncated]),
        (b"\x7E\r\n\x7E", &[DefectKind::Noise]),
        (b"", &[]),
    ];
    for (bytes, expected) in cases {
        assert_eq!(kinds(bytes), *expected, "{}", hex::encode(bytes));
    }
    let flood = vec![1; FRAME_BYTES_MAX * 3];
    let parsed = parse(&[&[0x7E][..], &flood, &good].concat());
    assert_eq!(
        parsed.defects[0].kind,
        DefectKind::TooLarge,
        "a frame without an end is told once"
    );
    assert_eq!(parsed.defects.len(), 1, "and only once");
    assert_eq!(parsed.messages.len(), 1, "the next frame is read");
    assert!(
        !parsed.defects[0].raw.is_empty(),
        "a refused frame keeps its bytes"
    );
}

#[test]
fn a_header_that_ends_early_is_refused() {
    // The flag of parts says four more bytes of header than there are.
    let mut inner = hex::decode("02002000013800000001000700").expect("hexadecimal");
    inner.push(inner.iter().fold(0, |sum, byte| sum ^ byte));
    let bytes = [&[0x7E][..], &inner, &[0x7E]].concat();
    assert_eq!(kinds(&bytes), [DefectKind::Truncated], "no serial of parts");
}

#[test]
fn an_escape_that_is_none_is_kept_and_told() {
    let mut inner = hex::decode("09000003013800000001000700").expect("hexadecimal");
    inner.extend([0x7D, 0x33]);
    inner.push(inner.iter().fold(0, |sum, byte| sum ^ byte));
    let message = only(&[&[0x7E][..], &inner, &[0x7E]].concat());
    assert_eq!(message.defects[0].kind, DefectKind::EscapeIllegal, "told");
    assert_eq!(message.to_value()["body"]["content"], "7d33", "and kept");
}

#[test]
fn what_cannot_be_read_in_a_body_is_kept() {
    let encrypted = Header {
        encrypt: 1,
        ..header(0x0200, Edition::Y2013)
    };
    let cases = [
        (encrypted, "0102", DefectKind::Encrypted, "bodyHex"),
        (
            header(0x0FFF, Edition::Y2013),
            "0102",
            DefectKind::TypeUnknown,
            "bodyHex",
        ),
    ];
    for (header, bytes, kind, name) in cases {
        let bytes = hex::decode(bytes).expect("hexadecimal");
        let message = only(&encode_bytes(&header, &bytes).concat());
        assert_eq!(message.defects[0].kind, kind, "told");
        assert_eq!(message.to_value()[name], "0102", "its bytes are kept");
    }
    let early = only(&encode_bytes(&header(0x8001, Edition::Y2013), &[1, 2, 3]).concat());
    assert_eq!(
        early.defects[0].kind,
        DefectKind::Truncated,
        "it ends early"
    );
    assert_eq!(early.to_value()["body"]["incomplete"], true, "and says so");
    assert_eq!(
        early.to_value()["body"]["ackSerial"],
        0x0102,
        "what was there is read"
    );
    let late = [0, 1, 2, 0, 0, 9, 9];
    let late = only(&encode_bytes(&header(0x8001, Edition::Y2013), &late).concat());
    assert_eq!(
        late.defects[0].kind,
        DefectKind::TrailingBytes,
        "it goes on"
    );
    assert_eq!(late.to_value()["body"]["trailing"], "0909", "kept");
}

#[test]
fn an_item_that_ends_early_is_kept_as_far_as_it_goes() {
    let mut bytes = Position::default().encode();
    bytes.extend([0x01, 4, 0, 0]);
    let message = only(&encode_bytes(&header(0x0200, Edition::Y2013), &bytes).concat());
    assert!(
        message
            .defects
            .iter()
            .any(|defect| defect.kind == DefectKind::Truncated),
        "told"
    );
    let extra = message.to_value()["body"]["extras"][0].clone();
    assert_eq!(
        extra,
        json!({"id": "0x01", "len": 4, "truncated": "0000"}),
        "kept, and not taken for a distance"
    );
    assert_eq!(message.positions()[0].encode(), bytes, "to the byte");
}

#[test]
fn a_number_of_an_alarm_is_written_in_the_length_it_has() {
    for (reserved, length) in [("00", 79), ("0000", 103)] {
        let sent = fields(json!({"ip": "192.0.2.10", "tcpPort": 7808, "udpPort": 0,
            "alarmIdentifier": {"terminalId": "YL00001", "time": "2026-05-01T08:30:00+08:00",
                "sequence": 1, "attachments": 2, "reserved": reserved},
            "alarmNumber": "0123456789abcdef", "reserved": "00".repeat(16)}));
        let message = only(&encode(&header(0x9208, Edition::Y2019), &sent).concat());
        assert_eq!(message.defects, [], "nothing is left over");
        assert_eq!(message.bytes.len(), length, "16 or 40 bytes of it");
        assert_eq!(message.body, Some(sent), "and back");
    }
}

#[test]
fn more_items_than_the_bound_are_not_kept() {
    // Sixteen thousand empty items come in parts, as one frame cannot hold so many.
    let mut bytes = Position::default().encode();
    bytes.extend([0xE0, 0].repeat(EXTRAS_MAX + 1));
    let frames = encode_bytes(&header(0x0200, Edition::Y2013), &bytes);
    let whole = parse(&frames.concat())
        .messages
        .pop()
        .expect("put together");
    assert_eq!(
        whole.positions()[0].extras.len(),
        EXTRAS_MAX,
        "up to the bound"
    );
    assert!(
        whole
            .defects
            .iter()
            .any(|defect| defect.kind == DefectKind::TooMany),
        "and it says so"
    );
}

#[test]
fn no_message_stands_twice_in_the_table_of_an_edition() {
    for edition in [Edition::Y2013, Edition::Y2019] {
        let own = |row: &&messages::Row| row.edition.is_none_or(|only| only == edition);
        let mut ids: Vec<u16> = messages::all().filter(own).map(|row| row.id).collect();
        let rows = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), rows, "an id has one row in {edition:?}");
    }
}
