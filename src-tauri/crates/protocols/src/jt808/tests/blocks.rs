//! Blocks inside of bodies: recorders, what is passed through, parameters, words of the bus.

use super::*;

/// The packet of a recorder around its data (GB/T 19056-2012, annex A).
fn packet(mark: [u8; 2], command: u8, data: &[u8]) -> String {
    let length = u16::try_from(data.len()).expect("a short block");
    let mut out = mark.to_vec();
    out.push(command);
    out.extend(length.to_be_bytes());
    out.push(0);
    out.extend(data);
    out.push(out.iter().fold(0, |sum, byte| sum ^ byte));
    hex::encode(out)
}

fn recorded(msg_id: u16, command: u8, data: &str) -> Value {
    let sent = json!({"ackSerial": 1, "command": command, "data": data});
    Value::Object(body(msg_id, Edition::Y2013, sent))
}

/// Command, data, where a field is in them, what it is, and what that means.
type Block = (u8, String, &'static str, Value, &'static str);

const TIME: &str = "260501083000";
const PLACE: &str = "0411d2000160a1000064";

fn license() -> String {
    "30".repeat(18)
}

fn samples(count: usize) -> String {
    "2801".repeat(count)
}

/// What a recorder is and is set to.
fn states() -> Vec<Block> {
    vec![
        (0x00, "1200".into(), "year", json!("12"), "GB/T 19056-2012"),
        (
            0x01,
            license(),
            "driverLicense",
            json!("0".repeat(18)),
            "who drives",
        ),
        (
            0x02,
            TIME.into(),
            "time",
            json!("2026-05-01T08:30:00+08:00"),
            "its clock",
        ),
        (
            0x03,
            format!("{TIME}{TIME}0000010000020000"),
            "totalMileage_0.1km",
            json!("00020000"),
            "2,000 km",
        ),
        (
            0x04,
            format!("{TIME}0258"),
            "pulseCoefficient",
            json!(600),
            "pulses a kilometre",
        ),
        (
            0x05,
            "41".repeat(41),
            "vin",
            json!("A".repeat(17)),
            "the vehicle",
        ),
        (
            0x06,
            format!("{TIME}01{}", "42".repeat(80)),
            "signalNames",
            json!(vec!["B".repeat(10); 8]),
            "eight signals",
        ),
        (
            0x07,
            format!("{}260501{}", "43".repeat(23), "00".repeat(9)),
            "model",
            json!("C".repeat(16)),
            "its number",
        ),
    ]
}

/// What it recorded of speeds and places.
fn speeds_and_places() -> Vec<Block> {
    let license = license();
    vec![
        (
            0x08,
            format!("{TIME}{}", samples(60)),
            "/records/0/seconds/59/speed_kmh",
            json!(40),
            "a minute of seconds",
        ),
        (
            0x09,
            format!("{TIME}{}", format!("{PLACE}28").repeat(60)),
            "/records/0/minutes/59/height_m",
            json!(100),
            "an hour of minutes",
        ),
        (
            0x10,
            format!("{TIME}{license}{}{PLACE}", samples(100)),
            "/records/0/samples/99/signals",
            json!(1),
            "twenty seconds of fifths",
        ),
    ]
}

/// What it recorded of drivers and events.
fn events() -> Vec<Block> {
    let license = license();
    vec![
        (
            0x11,
            format!("{license}{TIME}{TIME}{PLACE}{PLACE}"),
            "/records/0/endHeight_m",
            json!(100),
            "who drove too long",
        ),
        (
            0x12,
            format!("{TIME}{license}01{TIME}{license}02"),
            "/records/1/event",
            json!(2),
            "on and off",
        ),
        (
            0x13,
            format!("{TIME}01"),
            "/records/0/event",
            json!(1),
            "power",
        ),
        (
            0x14,
            format!("{TIME}82"),
            "/records/0/event",
            json!(0x82),
            "which parameter",
        ),
        (
            0x15,
            format!("01{TIME}{TIME}{}", samples(60)),
            "/records/0/seconds/0/recordedSpeed_kmh",
            json!(40),
            "the speeds compared",
        ),
    ]
}

#[test]
fn every_block_of_a_recorder_is_read() {
    let cases = [states(), speeds_and_places(), events()].concat();
    for (command, data, field, expected, why) in cases {
        let field = if field.starts_with('/') {
            field.to_owned()
        } else {
            format!("/{field}")
        };
        let bytes = hex::decode(&data).expect("hexadecimal");
        let full = recorded(0x0700, command, &packet([0x55, 0x7A], command, &bytes));
        assert_eq!(full["packet"]["checksumOk"], true, "0x{command:02X}: {why}");
        let bare = recorded(0x0700, command, &data);
        for read in [full, bare] {
            assert_eq!(
                read["value"].pointer(&field),
                Some(&expected),
                "0x{command:02X}: {why}"
            );
            assert!(
                read["commandName"].is_string(),
                "0x{command:02X} has a name"
            );
        }
    }
}

#[test]
fn what_goes_down_to_a_recorder_is_read_too() {
    let cases = [
        (
            0x8700,
            0x08,
            "2605010830002605010930000005",
            "blocksMax",
            json!(5),
            "which records",
        ),
        (
            0x8701,
            0xC3,
            "2605010830000258",
            "pulseCoefficient",
            json!(600),
            "a setting",
        ),
    ];
    for (msg_id, command, data, field, expected, why) in cases {
        let bytes = hex::decode(data).expect("hexadecimal");
        let read = recorded(msg_id, command, &packet([0xAA, 0x75], command, &bytes));
        assert_eq!(read["value"][field], expected, "{why}");
    }
}

#[test]
fn a_block_that_is_not_right_is_kept_as_it_came() {
    let mut wrong = packet([0x55, 0x7A], 0x02, &[0x26, 5, 1, 8, 0x30, 0]);
    wrong.replace_range(wrong.len() - 2.., "00");
    let read = recorded(0x0700, 0x02, &wrong);
    assert_eq!(read["packet"]["checksumOk"], false, "its sum is wrong");
    assert_eq!(read["data"], wrong, "and its bytes are there");
    let cases = [
        (
            "557afa00d5",
            "refused",
            json!(true),
            "the recorder did not understand",
        ),
        ("557a0200ff00", "refused", json!(false), "it is cut short"),
    ];
    for (data, field, expected, why) in cases {
        let read = recorded(0x0700, 0x02, data);
        assert_eq!(read["packet"][field], expected, "{why}");
        assert_eq!(read["value"], Value::Null, "nothing is made up: {why}");
        assert_eq!(read["data"], data, "{why}");
    }
    let read = recorded(0x0700, 0x99, "0102");
    assert_eq!(
        read["commandName"],
        Value::Null,
        "a command that nobody knows"
    );
    assert_eq!(read["value"], Value::Null, "of which the bytes are kept");
    let long = "26050108300001".repeat(10_000);
    let sent = fields(json!({"ackSerial": 1, "command": 0x13, "data": long}));
    let parsed = parse(&encode(&header(0x0700, Edition::Y2013), &sent).concat());
    let whole = parsed.messages.last().cloned().expect("put together");
    let body = whole.body.expect("it has a body");
    assert!(!body.contains_key("value"), "more than a recorder can send");
}

#[test]
fn what_is_passed_through_says_its_type() {
    let state = "0164050100000021";
    let information = "0164060141014201430144014501 46".replace(' ', "");
    let cases = [
        (0x0900, 0x00, "24", "gnssModuleData", None),
        (0x0900, 0x0B, "00", "roadTransportCard", None),
        (0x0900, 0x41, "00", "serialPort1", None),
        (0x0900, 0x42, "00", "serialPort2", None),
        (0x0900, 0xF1, "00", "userDefined", None),
        (
            0x0900,
            0xF7,
            state,
            "peripheralState",
            Some(("/peripherals/0/alarmState", json!(0x21))),
        ),
        (
            0x0900,
            0xF8,
            &information,
            "peripheralInformation",
            Some(("/peripherals/0/customerCode", json!("F"))),
        ),
        (
            0x8900,
            0xF7,
            "026465",
            "peripheralState",
            Some(("/peripheralIds", json!([100, 101]))),
        ),
        (0x0900, 0xF7, "ff", "peripheralState", None),
    ];
    for (msg_id, kind, content, name, value) in cases {
        let sent = json!({"type": kind, "content": content});
        let read = Value::Object(body(msg_id, Edition::Y2013, sent));
        assert_eq!(read["typeName"], name, "0x{kind:02X}");
        assert_eq!(read["content"], content, "the bytes stay");
        match value {
            None => assert_eq!(read["value"], Value::Null, "0x{kind:02X} has no layout"),
            Some((field, expected)) => {
                assert_eq!(read["value"].pointer(field), Some(&expected), "{name}");
            }
        }
    }
    let read = body(
        0x0900,
        Edition::Y2013,
        json!({"type": 0x55, "content": "00"}),
    );
    assert!(
        !read.contains_key("typeName"),
        "a reserved type has no name"
    );
}

#[test]
fn the_word_of_a_bus_is_split() {
    let cases = [
        (
            0x0102_0304,
            "CAN1",
            "standard",
            "original",
            0x0102_0304,
            "no flag is set",
        ),
        (
            0xF8FF_FFFF_u32,
            "CAN2",
            "extended",
            "calculated",
            0x18FF_FFFF,
            "all flags are",
        ),
    ];
    for (word, channel, frame, collection, id, why) in cases {
        let sent = json!({"count": 1, "receiveTime": "0830000000",
            "items": [{"canId": word, "data": "0102030405060708"}]});
        let read = Value::Object(body(0x0705, Edition::Y2013, sent));
        let one = &read["items"][0];
        assert_eq!(one["canId"], word, "the word stays");
        assert_eq!(
            [&one["channel"], &one["frameType"], &one["collection"]],
            [channel, frame, collection],
            "{why}"
        );
        assert_eq!(one["id"], id, "{why}");
    }
}

/// Id, bytes, where a field is in the value, and what it is.
type Parameter = (u32, String, &'static str, Value);

fn of_video() -> Vec<Parameter> {
    let stream = "0105003219000007d0";
    vec![
        (0x0032, "16320a1e".into(), "/startHour", json!(22)),
        (
            0x0075,
            format!("{stream}{stream}000501"),
            "/stored/bitRate_kbps",
            json!(2_000),
        ),
        (
            0x0076,
            "01000201010001020200 00".replace(' ', ""),
            "/channels/1/channelType",
            json!(0),
        ),
        (
            0x0077,
            format!("0101{stream}{stream}0005"),
            "/channels/0/live/frameRate",
            json!(25),
        ),
        (
            0x0079,
            "140501".into(),
            "/storageThreshold_percent",
            json!(20),
        ),
        (0x007B, "3732".into(), "/ratedPassengers", json!(55)),
        (
            0x007C,
            "02017f0106002200060022000600220006002200".into(),
            "/times/3/sleep_hhmm",
            json!("2200"),
        ),
        (0x0110, "000003e898ff0102".into(), "/channel", json!("CAN2")),
        (
            0x01FF,
            "000003e818ff0102".into(),
            "/interval_ms",
            json!(1_000),
        ),
    ]
}

fn of_driver_assistance() -> Vec<Parameter> {
    let camera = "1e08000e1000c803020303000000ff00000001";
    let evidence = "32050302";
    let assistance = format!(
        "{camera}001e{evidence}3c05{evidence}{evidence}1b{evidence}1e{evidence}0a{evidence}0302"
    );
    let monitoring = format!("{camera}00b40078000000{}01", evidence.repeat(5));
    vec![
        (
            0xF364,
            format!("{assistance}00000000"),
            "/distance/photos",
            json!(3),
        ),
        (
            0xF364,
            format!("{assistance}00000000"),
            "/rest",
            json!("00000000"),
        ),
        (0xF365, monitoring, "/driverIdentification", json!(1)),
        (
            0xF366,
            format!("{}{}", "39".repeat(12), "0003".repeat(9)),
            "/reportInterval_s",
            json!(3),
        ),
        (0xF367, "0203".into(), "/sideRearThreshold", json!(3)),
        (0x007A, "00000041".into(), "", json!(0x41)),
    ]
}

#[test]
fn parameters_of_several_fields_are_read_by_name() {
    for (id, bytes, field, expected) in [of_video(), of_driver_assistance()].concat() {
        let length = bytes.len() / 2;
        let id = format!("0x{id:04X}");
        let sent = json!({"count": 1, "params": [{"id": id, "len": length, "hex": bytes}]});
        let read = Value::Object(body(0x8103, Edition::Y2019, sent));
        let one = &read["params"][0];
        assert!(one["name"].is_string(), "{id} has a name");
        assert_eq!(one["value"].pointer(field), Some(&expected), "{id}{field}");
        assert_eq!(one["hex"], bytes, "the bytes stay");
    }
    let short = json!({"count": 1, "params": [{"id": "0xF364", "len": 2, "hex": "0102"}]});
    let read = Value::Object(body(0x8103, Edition::Y2019, short));
    assert_eq!(
        read["params"][0]["value"],
        Value::Null,
        "too short to be read"
    );
    assert_eq!(read["params"][0]["name"], "driverAssistance", "but known");
}
