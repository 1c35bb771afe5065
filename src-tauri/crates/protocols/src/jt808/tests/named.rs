//! The names of bits, and additional items of unusual length.

use super::*;

fn report(position: &Position) -> Value {
    let frame = encode_bytes(&header(0x0200, Edition::Y2019), &position.encode()).concat();
    only(&frame).to_value()["body"].clone()
}

fn item(id: u8, bytes: &str) -> Value {
    let position = Position {
        extras: vec![Extra::new(id, &hex::decode(bytes).expect("hexadecimal"))],
        ..Position::default()
    };
    report(&position)["extras"][0].clone()
}

#[test]
fn every_state_bit_has_a_name_and_the_load_a_word() {
    let cases: &[(u32, &[&str], &str, &str)] = &[
        (0, &[], "empty", "all off is an empty vehicle in service"),
        (0b11, &["accOn", "located"], "empty", "bits 0 and 1"),
        (
            0b1100,
            &["southLatitude", "westLongitude"],
            "empty",
            "the hemispheres",
        ),
        (
            0b11_0000,
            &["outOfService", "coordinatesEncrypted"],
            "empty",
            "停运 and the encrypting plug-in",
        ),
        (
            0b1100_0000,
            &["forwardCollisionWarning", "laneDepartureWarning"],
            "empty",
            "what 2019 adds",
        ),
        (1 << 8, &[], "half", "01 of bits 9 and 8"),
        (2 << 8, &[], "reserved", "10 is kept for later"),
        (3 << 8, &[], "full", "11 of bits 9 and 8"),
        (
            7 << 10,
            &["oilCircuitCut", "electricCircuitCut", "doorsLocked"],
            "empty",
            "circuits and lock",
        ),
        (
            31 << 13,
            &[
                "door1Open",
                "door2Open",
                "door3Open",
                "door4Open",
                "door5Open",
            ],
            "empty",
            "the five doors",
        ),
        (
            15 << 18,
            &["gps", "bds", "glonass", "galileo"],
            "empty",
            "the four systems of satellites",
        ),
        (1 << 22, &["moving"], "empty", "2019 says whether it drives"),
        (1 << 31, &[], "empty", "a reserved bit has no name"),
    ];
    for (status, names, load, why) in cases {
        let body = report(&Position {
            status: *status,
            ..Position::default()
        });
        assert_eq!(body["statusNames"], json!(names), "{why}");
        assert_eq!(body["load"], *load, "{why}");
    }
}

#[test]
fn no_bit_of_a_table_has_two_names() {
    use super::super::bits::{DRIVING, IO, SIGNALS, VIDEO};
    for table in [STATUS_NAMES, SIGNALS, IO, VIDEO, DRIVING] {
        for (index, (bit, name)) in table.iter().enumerate() {
            let mut later = table.iter().skip(index + 1);
            let again = later.any(|(other, same)| other == bit || same == name);
            assert!(!again, "{name} stands once, and so does bit {bit}");
        }
    }
}

#[test]
fn items_of_bits_name_what_is_set() {
    let cases: &[(u8, &str, &str, Value, &str)] = &[
        (
            0x25,
            "00000017",
            "extVehicleSignalNames",
            json!(["lowBeam", "highBeam", "rightTurnSignal", "brake"]),
            "bits 0, 1, 2 and 4 of table 31",
        ),
        (
            0x2A,
            "0003",
            "ioStatusNames",
            json!(["deepSleep", "sleep"]),
            "both bits of table 32",
        ),
        (
            0x14,
            "00000041",
            "videoAlarmNames",
            json!(["videoSignalLost", "specialRecordingsNearLimit"]),
            "the first and the last of table 14",
        ),
        (
            0x15,
            "80000001",
            "videoSignalLossChannels",
            json!([1, 32]),
            "logical channels are numbered from 1",
        ),
        (
            0x16,
            "00000002",
            "videoSignalBlockedChannels",
            json!([2]),
            "the second channel",
        ),
        (
            0x17,
            "9801",
            "storageFaultMain",
            json!([1, 12]),
            "bits 0 and 11 are main storages",
        ),
        (
            0x17,
            "9801",
            "storageFaultBackup",
            json!([1, 4]),
            "bits 12 and 15 are the backup ones",
        ),
        (
            0x18,
            "000735",
            "abnormalDrivingNames",
            json!(["fatigue", "phoneCall", "smoking"]),
            "all three of table 15",
        ),
    ];
    for (id, bytes, name, expected, why) in cases {
        assert_eq!(&item(*id, bytes)[name], expected, "0x{id:02X}: {why}");
    }
}

#[test]
fn items_of_unusual_length_give_what_they_have() {
    let cases: &[(u8, &str, Value, &str)] = &[
        (
            0x18,
            "0002",
            json!({"abnormalDriving": 2, "abnormalDrivingNames": ["phoneCall"]}),
            "the table prints a length of two: no degree of fatigue",
        ),
        (0x11, "00", json!({"locationType": 0}), "no special place"),
        (
            0x11,
            "04",
            json!({"locationType": 4}),
            "a route whose id is left out",
        ),
        (
            0x2B,
            "00010002",
            json!({"analog0": 2, "analog1": 1}),
            "the standard's four bytes",
        ),
        (0x2B, "0102", json!({"analogs": [258]}), "one input"),
        (
            0x2B,
            "000100020003",
            json!({"analogs": [1, 2, 3]}),
            "three inputs as they came",
        ),
        (0x2B, "010203", json!({}), "half a word is no input"),
        (0x30, "001f", json!({"rssi": 31}), "two bytes of strength"),
        (0x31, "09", json!({"gnssSatellites": 9}), "one byte"),
        (
            0x31,
            "0000000c",
            json!({"gnssSatellites": 12}),
            "four bytes",
        ),
        (0x31, "", json!({}), "nothing says nothing"),
        (0x14, "01", json!({}), "a byte is no word of video alarms"),
        (0xE1, "0102", json!({}), "an unknown one"),
    ];
    for (id, bytes, expected, why) in cases {
        let mut read = item(*id, bytes);
        assert_eq!(read["id"], format!("0x{id:02X}"), "its id is kept");
        assert_eq!(read["hex"], *bytes, "and its bytes");
        let fields = read.as_object_mut().expect("an object");
        fields.retain(|name, _| !["id", "len", "hex"].contains(&name.as_str()));
        assert_eq!(&read, expected, "0x{id:02X} {bytes}: {why}");
    }
}

#[test]
fn intense_driving_is_read_with_either_number() {
    let place = "2801f4022fb24006fa2fe0260501083000000f";
    let short = "594c303030303126050108300001020000";
    let long = format!("{}2605010830000102{}", "30".repeat(30), "0000");
    let cases = [
        (&short[..32], "YL00001", "sixteen bytes of T/JSATL 12"),
        (&long, &"0".repeat(30), "forty of T/GDRTA 002"),
    ];
    for (number, terminal, why) in cases {
        let read = item(0x70, &format!("000000070102000a000b000c{place}{number}"));
        assert_eq!(read["name"], "intenseDrivingAlarm", "{why}");
        assert_eq!(read["alarmTypeName"], "rapidDeceleration", "type 2");
        assert_eq!(read["threshold2"], 12, "the second threshold");
        assert_eq!(read["place"]["speed_kmh"], 40, "how fast it was");
        assert_eq!(read["alarmIdentifier"]["terminalId"], terminal, "{why}");
    }
    let read = item(0x70, "0102");
    assert_eq!(
        read["name"],
        Value::Null,
        "another maker's item is kept only"
    );
}
