//! Frames there and back, in pieces, in packets, damaged, and as stations send them.

mod any;
mod device;
mod editions;
mod packets;
mod stream;

use serde_json::json;

use super::*;

fn only(frame: &[u8]) -> Message {
    let mut parsed = parse(frame);
    assert_eq!(parsed.defects, [], "the frame is right");
    assert_eq!(parsed.messages.len(), 1, "one frame, one message");
    parsed.messages.remove(0)
}

fn framed(segment: &str) -> Vec<u8> {
    encode_bytes(segment.as_bytes(), CrcKind::Standard)
}

/// A segment of a station of the exercise.
fn segment(cn: &str, flag: u8, area: &str) -> String {
    format!(
        "QN=20260501083000123;ST=31;CN={cn};PW=123456;MN=YL0000000001;Flag={flag};CP=&&{area}&&"
    )
}

fn kinds(parsed: &Parsed<Message>) -> Vec<DefectKind> {
    parsed.defects.iter().map(|defect| defect.kind).collect()
}

#[test]
fn the_crc_is_that_of_the_standard() {
    // The example of annex A.
    let text = "QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;\
                Flag=5;CP=&&RtdInterval=30&&";
    assert_eq!(crc_standard(text.as_bytes()), 0x1C80, "annex A");
    // The check value of CRC-16/MODBUS.
    assert_eq!(crc_modbus(b"123456789"), 0x4B37, "the other one");
}

#[test]
fn the_table_of_remainders_is_the_one_that_modbus_prints() {
    let table = crc::table();
    let printed = [
        (0x00, 0x0000),
        (0x01, 0xC0C1),
        (0x02, 0xC181),
        (0x03, 0x0140),
        (0x04, 0xC301),
        (0x07, 0xC241),
        (0x80, 0xA001),
        (0xFF, 0x4040),
    ];
    for (byte, remainder) in printed {
        assert_eq!(table[byte], remainder, "of byte {byte:02X}");
    }
    let sums = (0..8).flat_map(|one| (0..8).map(move |other| (1 << one, 1 << other)));
    for (one, other) in sums {
        let both = table[one] ^ table[other];
        assert_eq!(table[one ^ other], both, "remainders add up without carry");
    }
}

#[test]
fn frames_that_others_have_published_are_read_or_refused_as_they_say() {
    let (count, found) = crate::vectors::frame_differences("hj212");
    assert!(count >= 49, "the file is whole");
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn real_time_data_is_read_to_each_reading() {
    let area = "DataTime=20260501083000;a21028-Rtd=0.033,a21028-Flag=D;a34013-Rtd=2.5";
    let message = only(&framed(&segment("2011", 5, area)));
    let value = message.to_value();
    assert_eq!(message.defects, [], "nothing is wrong");
    assert_eq!(message.tolerated, [], "nor tolerated");
    assert_eq!(value["name"], "realTimeData", "table 9");
    assert_eq!(value["systemName"], "大气环境污染源", "table 5");
    assert_eq!(
        value["data"]["cp"][1],
        json!({"a21028-Rtd": "0.033", "a21028-Flag": "D"}),
        "as written"
    );
    assert_eq!(
        value["data"]["flag"],
        json!({"version": 1, "D_packets": false, "A_needReply": true}),
        "the bits of the flag"
    );
    let first = &value["readings"][0];
    assert_eq!(first["name"], "硫化氢", "table B.2");
    assert_eq!(first["value"], 0.033, "a number");
    assert_eq!(first["flagName"], "仪器故障", "table 8");
    let good: Vec<_> = readings(&message.segment)
        .iter()
        .map(Reading::is_good)
        .collect();
    assert_eq!(good, [false, true], "a value without a mark is good");
    assert_eq!(
        message.segment.data_time_ms(),
        Some(1_777_595_400_000),
        "UTC+8"
    );
}

#[test]
fn old_codes_mean_water_or_air_as_the_system_says() {
    let named = |st| factor("011", st).map(|factor| factor.code);
    assert_eq!(named("32"), Some("w01018"), "COD in water");
    assert_eq!(named("31"), None, "not in air");
    assert_eq!(named("23"), None, "and not in noise");
    let air = factor("02", "31").map(|factor| factor.code);
    assert_eq!(air, Some("a21026"), "SO2 in air");
    assert_eq!(
        factor("LA", "23").map(|factor| factor.unit),
        Some("分贝"),
        "noise has its own"
    );
    for (index, row) in FACTORS.iter().enumerate() {
        let earlier = FACTORS.iter().take(index);
        assert!(
            earlier.clone().all(|other| other.code != row.code),
            "{} stands once",
            row.code
        );
    }
}

#[test]
fn both_crcs_are_taken_and_told_apart() {
    let text = segment("2011", 4, "DataTime=20260501083000");
    let modbus = only(&encode_bytes(text.as_bytes(), CrcKind::Modbus));
    assert_eq!(modbus.crc_kind, CrcKind::Modbus, "the plain one");
    assert_eq!(modbus.tolerated, [Tolerated::ModbusCrc], "and it is noted");
    let value = modbus.to_value();
    assert_eq!(
        (&value["crcOk"], &value["crcOkModbus"]),
        (&json!(false), &json!(true)),
        "which one"
    );
}

#[test]
fn what_stations_send_otherwise_is_taken_and_noted() {
    let cases: &[(&str, &[Tolerated])] = &[
        (
            "ST=32;CN=2011;PW=1;MN=M;CP=&&DataTime=20260501083000&&",
            &[Tolerated::QnMissing, Tolerated::FlagMissing],
        ),
        (
            "QN=1;ST=T1;CN=2011;PW=1;MN=M;Flag=4;CP=&&a=1&&",
            &[Tolerated::SystemUnknown],
        ),
        ("QN=1;ST=32;CN=2011;PW=1;MN=M;Flag=4;CP=&&a=1;b=2;&&", &[]),
        (
            "QN=1;ST=32;CN=2011;PW=1;MN=M;Flag=4;CP=&&a=1;;b=2&&",
            &[Tolerated::EmptyItem],
        ),
        (
            "QN=1;ST=32;CN=2011;PW=1;MN=M;Flag=4;CP=&&a =1,a=2&&",
            &[Tolerated::Blanks, Tolerated::KeyRepeated],
        ),
        (
            "QN=1;ST=32;CN=2011;PW=1;MN=0123456789012345678901234;Flag=4;CP=&&&&",
            &[Tolerated::MnLong],
        ),
    ];
    for (text, expected) in cases {
        let message = only(&framed(text));
        assert_eq!(message.tolerated, *expected, "{text}");
        assert_eq!(message.defects, [], "{text}");
    }
    let lower = String::from_utf8(framed(&segment("2011", 4, "a=1"))).expect("text");
    let (head, crc) = lower.split_at(lower.len() - 6);
    let mut lower = only(format!("{head}{}", crc.to_ascii_lowercase()).as_bytes());
    lower
        .tolerated
        .retain(|one| *one != Tolerated::CrcLowercase);
    assert_eq!(lower.tolerated, [], "a CRC in small letters is the same");
    let long = segment("2011", 4, &"a=1;".repeat(300));
    let long = only(&framed(&long));
    assert!(
        long.tolerated.contains(&Tolerated::SegmentLong),
        "more than 1024 bytes"
    );
}

#[test]
fn a_name_that_stands_several_times_has_all_its_values() {
    let message = only(&framed(&segment(
        "3014",
        4,
        "PolId=101,CTime=04,CTime=10,CTime=14",
    )));
    assert_eq!(
        message.to_value()["data"]["cp"][0],
        json!({"PolId": "101", "CTime": ["04", "10", "14"]}),
        "none is lost"
    );
}

#[test]
fn a_text_may_hold_the_marks_of_the_data_area() {
    let area = "DataTime=20260501083000;i11001-Info=//清洗;管路,两次//;PolId=w01018";
    let message = only(&framed(&segment("3020", 5, area)));
    assert_eq!(
        message.segment.value("i11001-Info"),
        Some("//清洗;管路,两次//"),
        "table C.40: a text stands between //"
    );
    assert_eq!(message.segment.items.len(), 3, "and parts nothing");
    let open = only(&framed(&segment("3020", 5, "a=//x;b=2")));
    assert_eq!(
        open.segment.value("b"),
        Some("2"),
        "a // without its second begins no text"
    );
}

#[test]
fn texts_of_old_stations_are_read_as_gb18030() {
    let (bytes, _, _) = encoding_rs::GB18030.encode("QN=1;ST=32;CN=3020;MN=M;Flag=4;CP=&&a=泵&&");
    let message = only(&encode_bytes(&bytes, CrcKind::Standard));
    assert_eq!(message.segment.value("a"), Some("泵"), "read");
    assert_eq!(message.tolerated, [Tolerated::Gb18030], "and noted");
    let broken = b"QN=1;ST=32;CN=3020;MN=M;Flag=4;CP=&&a=\xFF\xFF&&";
    let message = only(&encode_bytes(broken, CrcKind::Standard));
    assert_eq!(
        message.defects[0].kind,
        DefectKind::EncodingDamaged,
        "neither is told"
    );
}

#[test]
fn a_segment_that_is_no_text_of_fields_is_kept_as_encrypted() {
    let message = only(&encode_bytes(b"\x8f\x02Zm9v\x99", CrcKind::Standard));
    assert_eq!(message.defects[0].kind, DefectKind::Encrypted, "told");
    assert_eq!(
        message.to_value()["segmentHex"],
        "8f025a6d397699",
        "and kept"
    );
    let cut = only(&framed("QN=1;ST=32;CN=2011;MN=M;Flag=4"));
    assert_eq!(cut.defects[0].kind, DefectKind::ElementMissing, "no CP");
    let open = only(&framed("QN=1;ST=32;CN=2011;MN=M;Flag=4;CP=&&a=1"));
    assert_eq!(open.defects[0].kind, DefectKind::Truncated, "no closing &&");
    assert_eq!(open.segment.value("a"), Some("1"), "what is there is read");
}

#[test]
fn names_of_one_item_are_bounded_and_marks_found_by_their_code() {
    let many: Vec<_> = (0..NAMES_MAX + 5)
        .map(|number| format!("a{number}-Rtd=1"))
        .collect();
    let message = only(&framed(&segment("2011", 4, &many.join(","))));
    assert_eq!(message.segment.items[0].len(), NAMES_MAX, "up to the bound");
    assert_eq!(message.defects[0].kind, DefectKind::TooMany, "and told");
    let area = "a-Flag=D,a-Rtd=1,b-Rtd=2,a-Flag=N";
    let message = only(&framed(&segment("2011", 4, area)));
    let marks: Vec<_> = readings(&message.segment)
        .into_iter()
        .map(|one| one.flag)
        .collect();
    assert_eq!(
        marks,
        [Some("D".to_owned()), None],
        "the first mark of its own code, wherever it stands"
    );
}

#[test]
fn the_centre_answers_what_asks_for_it_with_the_stations_own_crc() {
    let cases = [
        ("2011", 5, Some("9014")),
        ("2011", 4, None),
        ("3015", 5, Some("9014")),
        ("1013", 5, Some("9013")),
        ("9014", 5, None),
        ("1000", 5, None),
        // 2005 and 2025 know codes that 2017 does not; a station that is not answered repeats.
        ("2071", 5, Some("9014")),
        ("2072", 5, Some("9014")),
        ("1001", 9, Some("9014")),
        ("1002", 8, None),
        ("9999", 5, None),
        ("20", 5, None),
        ("", 5, None),
    ];
    for (cn, flag, expected) in cases {
        let text = segment(cn, flag, "a=1");
        let asked = only(&encode_bytes(text.as_bytes(), CrcKind::Modbus));
        let answer = reply(&asked).map(|bytes| only(&bytes));
        let read = answer.as_ref().map(|answer| answer.segment.field("CN"));
        assert_eq!(read, expected, "CN {cn}, Flag {flag}");
        if let Some(answer) = &answer {
            assert_eq!(answer.crc_kind, CrcKind::Modbus, "its own CRC");
            assert_eq!(answer.segment.field("QN"), "20260501083000123", "its QN");
            let version = (flag & !0b11).to_string();
            assert_eq!(answer.segment.field("Flag"), version, "no answer to it");
        }
    }
}

#[test]
fn results_are_named() {
    let cases = [
        ("9011", "QnRtn=1", "QnRtnName", "准备执行请求"),
        ("9011", "QnRtn=9", "QnRtnName", "CRC校验错误"),
        ("9012", "ExeRtn=100", "ExeRtnName", "没有数据"),
        ("9012", "ExeRtn=6", "ExeRtnName", "系统故障"),
    ];
    for (cn, area, name, meaning) in cases {
        let value = only(&framed(&segment(cn, 4, area))).to_value();
        assert_eq!(value[name], meaning, "{area}");
    }
    let codes: Vec<_> = (0..=101).map(|code| code.to_string()).collect();
    let named = |name: fn(&str) -> Option<&'static str>| {
        codes.iter().filter(|code| name(code).is_some()).count()
    };
    assert_eq!(named(request_result), 10, "table 7");
    assert_eq!(named(execution_result), 7, "table 6");
    let marks = ["N", "F", "M", "S", "D", "C", "T", "B", "X"];
    let known = marks.iter().filter(|mark| mark_name(mark).is_some());
    assert_eq!(known.count(), 8, "table 8");
    assert_eq!(named(system_name), 20, "table 5");
}

#[test]
fn times_are_of_the_district() {
    assert_eq!(time_ms("20260501083000123"), Some(1_777_595_400_123), "QN");
    assert_eq!(time_text(1_777_595_400_123), "20260501083000123", "back");
    for wrong in [
        "",
        "2026",
        "20261301083000",
        "2026050108300x",
        "99991231235959",
        "19991231235959",
        "202605010830001",
    ] {
        assert_eq!(time_ms(wrong), None, "{wrong:?} is no time");
    }
}

#[test]
fn more_items_than_the_bound_are_not_kept() {
    let long = segment("2011", 4, &"a=1;".repeat(ITEMS_MAX + 1));
    let message = only(&framed(&long));
    assert_eq!(message.segment.items.len(), ITEMS_MAX, "up to the bound");
    assert_eq!(message.defects[0].kind, DefectKind::TooMany, "and told");
}
