//! Frames there and back, in pieces, damaged; every type of data unit.

use proptest::prelude::*;
use serde_json::json;

use super::*;

/// 2026-05-01 08:30:00 of the district.
const NOW_MS: i64 = 1_777_595_400_000;

fn control(command: u8) -> Control {
    Control {
        serial: 9,
        protocol_major: 1,
        user_version: 1,
        time: TimeLabel::from_utc_ms(NOW_MS),
        source: address_bytes(889),
        dest: address_bytes(88_888),
        command,
    }
}

fn only(bytes: &[u8]) -> Message {
    let mut parsed = parse(bytes);
    assert_eq!(parsed.defects, [], "the frame is right");
    assert_eq!(parsed.messages.len(), 1, "one frame, one message");
    parsed.messages.remove(0)
}

fn kinds(defects: &[Defect]) -> Vec<DefectKind> {
    defects.iter().map(|defect| defect.kind).collect()
}

/// Sends one object and gives back what is read.
fn object(unit_type: u8, object: Value) -> Value {
    let unit = encode_unit(unit_type, &[object]);
    let message = only(&encode(&control(command::SEND), &unit));
    assert_eq!(message.defects, [], "type {unit_type} has nothing wrong");
    message.objects()[0].clone()
}

fn label() -> Value {
    let raw = hex::encode(TimeLabel::from_utc_ms(NOW_MS).0);
    json!({"raw": raw, "value": "2026-05-01T08:30:00", "form": "binary"})
}

#[test]
fn frames_written_apart_from_the_program_are_read_or_refused() {
    let (count, found) = crate::vectors::frame_differences("gbt26875");
    assert!(count >= 25, "the file is whole");
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn a_fire_of_a_detector_is_read_with_its_place_and_time() {
    let read = object(
        2,
        json!({"systemType": 1, "systemAddr": 3, "partType": 42, "partAddr": "d9000600",
            "state": 3, "description": "演练 三层走廊", "time": label()}),
    );
    assert_eq!(read["systemName"], "火灾报警系统", "table 4");
    assert_eq!(read["partName"], "点型光电感烟火灾探测器", "table 5");
    assert_eq!(read["partAddrU32LE"], 0x0006_00D9, "lowest byte first");
    assert_eq!(
        read["loopZone"],
        json!([217, 6]),
        "as vendors split the address"
    );
    assert_eq!(
        read["stateBits"][1],
        json!({"bit": 1, "name": "火警"}),
        "a fire"
    );
    assert_eq!(read["description"], "演练 三层走廊", "GB 18030");
    assert_eq!(read["time"], label(), "when it began");
}

#[test]
fn analogue_values_have_their_unit() {
    let cases: &[(u8, i64, Value, Value)] = &[
        (1, 12, json!(12.0), json!("件")),
        (2, 250, json!(2.5), json!("m")),
        (3, -105, json!(-10.5), json!("℃")),
        (4, 12, json!(1.2), json!("MPa")),
        (5, 12, json!(1.2), json!("kPa")),
        (6, 251, json!(25.1), json!("%LEL")),
        (7, 30, json!(30.0), json!("s")),
        (8, 2_200, json!(220.0), json!("V")),
        (9, 15, json!(1.5), json!("A")),
        (10, 15, json!(1.5), json!("L/s")),
        (11, 15, json!(1.5), json!("m³/min")),
        (12, 15, json!(15.0), json!("m/s")),
        (13, 15, Value::Null, Value::Null),
    ];
    for (kind, raw, value, unit) in cases {
        let read = object(
            3,
            json!({"systemType": 1, "partType": 10, "partAddr": "01000000",
                "analogType": kind, "analogRaw": raw, "time": label()}),
        );
        assert_eq!(
            (&read["value"], &read["unit"]),
            (value, unit),
            "analogue type {kind}"
        );
        assert_eq!(read["analogRaw"], *raw, "and the number as sent");
    }
}

#[test]
fn bits_of_every_state_have_their_names() {
    let time = label();
    let cases = [
        (
            1,
            json!({"state": 0x2102, "time": time}),
            vec!["火警", "主电故障", "复位"],
        ),
        (
            2,
            json!({"state": 0x8102, "time": time}),
            vec!["火警", "电源故障", "reserved"],
        ),
        (
            21,
            json!({"state": 0x48, "time": time}),
            vec!["主电故障", "监测连接线路故障"],
        ),
    ];
    for (unit_type, sent, names) in cases {
        let read = object(unit_type, sent);
        let bits = read["stateBits"].as_array().expect("a list");
        let read: Vec<_> = bits.iter().filter_map(|bit| bit["name"].as_str()).collect();
        assert_eq!(read, names, "type {unit_type}");
    }
    let operation = object(24, json!({"op": 0x31, "operator": 250, "time": time}));
    assert_eq!(
        operation["opBits"][2]["name"], "确认/查岗应答",
        "the answer to the roll call"
    );
}

#[test]
fn questions_and_orders_of_the_centre_are_read() {
    let cases = [
        (61, json!({"systemType": 1, "systemAddr": 2})),
        (
            62,
            json!({"systemType": 1, "systemAddr": 2, "partAddr": "01000000"}),
        ),
        (
            64,
            json!({"systemType": 1, "systemAddr": 2, "recordCount": 10, "startTime": label()}),
        ),
        (84, json!({"recordCount": 5, "startTime": label()})),
        (88, json!({"reserved": "00"})),
        (90, json!({"time": label()})),
        (91, json!({"timeoutMinutes": 10})),
    ];
    for (unit_type, sent) in cases {
        let read = object(unit_type, sent.clone());
        for (name, value) in sent.as_object().expect("an object") {
            assert_eq!(&read[name], value, "type {unit_type}, {name}");
        }
    }
    let config = object(
        6,
        json!({"systemType": 1, "systemAddr": 1, "description": "主机"}),
    );
    assert_eq!(config["description"], "主机", "its length stands in front");
    let version = object(25, json!({"version": "3.4"}));
    assert_eq!(version["version"], "3.4", "main and minor");
}

#[test]
fn a_reply_bears_the_serial_and_goes_the_other_way() {
    let asked = control(command::SEND);
    let reply = only(&encode_reply(&asked, command::CONFIRM, NOW_MS));
    assert_eq!(reply.control.serial, asked.serial, "of what it answers");
    assert_eq!(
        (reply.control.source, reply.control.dest),
        (asked.dest, asked.source),
        "back to the sender"
    );
    assert_eq!(reply.adu, None, "nothing else is in it");
    assert_eq!(reply.to_value()["commandName"], "确认", "it confirms");
}

#[test]
fn frames_that_are_not_right_are_refused_with_the_reason() {
    let good = encode(&control(command::SEND), &encode_unit(88, &[Value::Null]));
    let last = good.len() - 1;
    let changed = |at: usize, to: u8| {
        let mut bytes = good.clone();
        bytes[at] = to;
        bytes
    };
    let cases = [
        (changed(last, 0x13), DefectKind::TailMissing),
        (changed(last - 2, 0), DefectKind::ChecksumMismatch),
        (changed(25, 0x05), DefectKind::LengthMismatch),
        (good[..last].to_vec(), DefectKind::Truncated),
        (good[..10].to_vec(), DefectKind::Truncated),
        (vec![0x40], DefectKind::Noise),
        (b"hello".to_vec(), DefectKind::Noise),
    ];
    for (bytes, kind) in cases {
        let parsed = parse(&bytes);
        assert_eq!(parsed.messages, [], "nothing of it is used: {kind:?}");
        assert_eq!(parsed.defects[0].kind, kind, "{}", hex::encode(&bytes));
        let raw = hex::decode(&parsed.defects[0].raw).expect("hexadecimal");
        assert!(bytes.starts_with(&raw), "with its bytes");
    }
}

#[test]
fn a_wrong_frame_does_not_swallow_the_next() {
    let good = encode(
        &control(command::SEND),
        &encode_unit(25, &[json!({"version": "1.1"})]),
    );
    // The length of the first says that the second is its data unit.
    let mut long = good.clone();
    long[24] = 60;
    let parsed = parse(&[long, good.clone(), good.clone()].concat());
    assert_eq!(parsed.messages.len(), 2, "both right ones are read");
    assert_eq!(
        kinds(&parsed.defects),
        [DefectKind::ChecksumMismatch],
        "and the wrong one is told once"
    );
    let between = [good.as_slice(), b"\x00\x00\x40", good.as_slice()].concat();
    let parsed = parse(&between);
    assert_eq!(parsed.messages.len(), 2, "noise between frames");
    assert!(!parsed.defects.is_empty(), "is told");
}

#[test]
fn times_are_binary_and_decimal_ones_are_told() {
    let binary = TimeLabel::from_utc_ms(NOW_MS);
    assert_eq!(binary.utc_ms(), Some(NOW_MS), "there and back");
    let decimal = TimeLabel([0x00, 0x30, 0x08, 0x31, 0x05, 0x26]);
    assert_eq!(
        decimal.utc_ms(),
        Some(NOW_MS + 30 * 86_400_000),
        "a day of 49 can only be decimal"
    );
    let both = TimeLabel([0x00, 0x15, 0x08, 0x01, 0x05, 0x26]);
    assert_eq!(
        both.utc_ms_near(NOW_MS),
        Some(NOW_MS - 15 * 60_000),
        "2038 in binary, 2026 in decimal: the clock decides"
    );
    let frame = |time| Control {
        time,
        ..control(command::CONFIRM)
    };
    let message = only(&encode(&frame(decimal), &[]));
    assert_eq!(kinds(&message.defects), [DefectKind::Tolerated], "told");
    assert_eq!(message.time["form"], "bcd", "and marked");
    let message = only(&encode(
        &frame(TimeLabel([0x20, 0x10, 0x08, 1, 5, 0x26])),
        &[],
    ));
    assert_eq!(
        message.time,
        json!({"raw": "201008010526", "value": "2026-05-01T08:10:20", "form": "bcd"}),
        "2038 in binary is not believed where 2026 in decimal stands"
    );
    let message = only(&encode(&frame(TimeLabel([0, 0, 8, 1, 5, 0x24])), &[]));
    assert_eq!(
        message.time["value"], "2024-05-01T08:00:00",
        "2036 is not believed either"
    );
    let late = TimeLabel([0, 0, 8, 1, 5, 99]);
    assert!(
        late.utc_ms() > Some(NOW_MS),
        "an implausible year that can only be binary stays what it is"
    );
    let message = only(&encode(&frame(TimeLabel([0xFF; 6])), &[]));
    assert_eq!(
        kinds(&message.defects),
        [DefectKind::TimeUnreadable],
        "told"
    );
    assert_eq!(message.time["value"], Value::Null, "no time is made up");
    assert_eq!(TimeLabel([0; 6]).utc_ms(), None, "all zeros is none");
}

#[test]
fn a_unit_that_ends_early_or_goes_on_keeps_its_bytes() {
    let cases = [
        ("01010304", vec![DefectKind::Truncated], 0, "0304"),
        ("01", vec![DefectKind::Truncated], 0, ""),
        ("190203040506ff", vec![DefectKind::TrailingBytes], 2, "ff"),
        ("960100035b", vec![DefectKind::TypeUnknown], 0, "00035b"),
    ];
    for (unit, expected, objects, trailing) in cases {
        let bytes = hex::decode(unit).expect("hexadecimal");
        let message = only(&encode(&control(command::SEND), &bytes));
        let adu = message.to_value()["adu"].clone();
        assert_eq!(kinds(&message.defects), expected, "{unit}");
        assert_eq!(message.objects().len(), objects, "{unit}");
        assert_eq!(adu["trailing"], trailing, "{unit}");
    }
}

#[test]
fn a_description_that_is_no_text_is_told() {
    let mut unit = encode_unit(26, &[json!({"description": "ab"})]);
    unit[3] = 0xFF;
    let message = only(&encode(&control(command::SEND), &unit));
    assert_eq!(
        kinds(&message.defects),
        [DefectKind::EncodingDamaged],
        "told"
    );
}

#[test]
fn a_data_unit_alone_is_read_on_the_technicians_line() {
    let lines = crate::decode::decode("gbt26875", b"19010304\n0b0b\n40404040\n");
    assert_eq!(lines[0]["adu"]["objects"][0]["version"], "3.4", "read");
    assert_eq!(lines[1]["kind"], "head_missing", "and told");
    assert_eq!(lines[2]["kind"], "noise", "a type that is none");
    assert_eq!(lines[3]["kind"], "truncated", "a start mark and no frame");
    assert_eq!(lines.len(), 4, "one line each");
}

#[test]
fn names_of_numbers_that_the_standard_leaves_free() {
    assert_eq!(system_name(200), "用户自定义", "from 128 on");
    assert_eq!(part_name(127), "预留", "below");
    let names: Vec<_> = [1, 4, 5, 6, 9, 200].map(tables::command_name).into();
    assert_eq!(
        names,
        ["控制命令", "请求", "应答", "否认", "预留", "用户自定义"],
        "table 2"
    );
}

fn any_unit() -> impl Strategy<Value = Vec<u8>> {
    let numbers: Vec<u8> = tables::UNIT_TYPES.iter().map(|unit| unit.number).collect();
    let body = prop::collection::vec(prop_oneof![1_u8..13, any::<u8>()], 0..150);
    (prop::sample::select(numbers), 0_u8..4, body).prop_map(|(number, count, body)| {
        let mut unit = vec![number, count];
        unit.extend(body);
        unit
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_the_same(unit in any_unit()) {
        let first = only(&encode(&control(command::SEND), &unit));
        let adu = first.adu.clone().expect("there is a unit");
        let written = unit::write(&adu);
        let again = only(&encode(&first.control, &written));
        if !kinds(&first.defects).contains(&DefectKind::EncodingDamaged) {
            prop_assert_eq!(again.objects(), first.objects());
        }
    }

    #[test]
    fn a_stream_is_read_the_same_in_any_pieces(
        units in prop::collection::vec(any_unit(), 1..5),
        size in 1_usize..64,
    ) {
        let stream: Vec<u8> = units
            .iter()
            .flat_map(|unit| encode(&control(command::SEND), unit))
            .collect();
        let mut reader = Reader::default();
        let mut messages = Vec::new();
        for piece in stream.chunks(size) {
            messages.extend(reader.push(piece).messages);
        }
        prop_assert_eq!(messages, parse(&stream).messages);
    }

    #[test]
    fn a_frame_cut_anywhere_gives_no_message(
        unit in any_unit(),
        cut in any::<prop::sample::Index>(),
    ) {
        let frame = encode(&control(command::SEND), &unit);
        let cut = cut.index(frame.len());
        prop_assert_eq!(parse(&frame[..cut]).messages, vec![]);
    }

    #[test]
    fn any_bytes_can_be_decoded(bytes in prop::collection::vec(
        prop_oneof![Just(0x40_u8), Just(0x23), 0_u8..4, any::<u8>()], 0..3000)) {
        for message in parse(&bytes).messages {
            prop_assert!(serde_json::to_string(&message.to_value()).is_ok());
        }
    }
}

mod refused;
