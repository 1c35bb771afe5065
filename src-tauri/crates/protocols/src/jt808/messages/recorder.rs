//! The data of a travelling data recorder (行驶记录仪, GB/T 19056-2012, annex A) inside 0x0700,
//! 0x8700 and 0x8701; the blocks are laid out as SmallChi/JT808 has them.
//!
//! A packet has a start mark, the command, the length of its data, a reserved byte, the data and a
//! checksum, which is the exclusive or of all before it. The bytes stay beside what is read.

use serde_json::{Map, Value};

use super::super::layout::{self, Count, Field, Kind};
use super::f;
use Kind::{Bcd, Hex, List, Text, Time, U8, U16, U32};

/// How a packet of a recorder begins.
const MARK_UP: [u8; 2] = [0x55, 0x7A];
/// How a packet for a recorder begins.
const MARK_DOWN: [u8; 2] = [0xAA, 0x75];
/// What a recorder answers instead of a command that it could not take or carry out.
const REFUSED: [u8; 2] = [0xFA, 0xFB];

/// Command, its name, the data that come up for it, the data that go down with it.
type Row = (u8, &'static str, &'static [Field], &'static [Field]);

/// Which records are asked for.
const SPAN: &[Field] = &[
    f("startTime", Time),
    f("endTime", Time),
    f("blocksMax", U16),
];
const VEHICLE: &[Field] = &[
    f("vin", Text(17)),
    f("plate", Text(12)),
    f("plateType", Text(12)),
];
const SIGNALS: &[Field] = &[
    f("time", Time),
    f("signalBytes", U8),
    f("signalNames", List(Count::Fixed(8), &[f("", Text(10))])),
];
const TIME: &[Field] = &[f("time", Time)];
const PULSES: &[Field] = &[f("time", Time), f("pulseCoefficient", U16)];
const MILEAGE: &[Field] = &[
    f("time", Time),
    f("installationTime", Time),
    f("initialMileage_0.1km", Bcd(4)),
    f("totalMileage_0.1km", Bcd(4)),
];
const SAMPLE: &[Field] = &[f("speed_kmh", U8), f("signals", U8)];
const EVENT: &[Field] = &[f("time", Time), f("event", U8)];

macro_rules! records {
    ($($field:expr),+ $(,)?) => {
        &[f("records", List(Count::Rest, &[$($field),+]))]
    };
}

const SPEEDS: &[Field] = records![
    f("startTime", Time),
    f("seconds", List(Count::Fixed(60), SAMPLE)),
];
const PLACES: &[Field] = records![
    f("startTime", Time),
    f(
        "minutes",
        List(
            Count::Fixed(60),
            &[
                f("lng_0.0001min", U32),
                f("lat_0.0001min", U32),
                f("height_m", U16),
                f("speed_kmh", U8),
            ],
        ),
    ),
];
const ACCIDENTS: &[Field] = records![
    f("endTime", Time),
    f("driverLicense", Text(18)),
    // One every 0.2 s, the last first.
    f("samples", List(Count::Fixed(100), SAMPLE)),
    f("lng_0.0001min", U32),
    f("lat_0.0001min", U32),
    f("height_m", U16),
];
const OVERTIMES: &[Field] = records![
    f("driverLicense", Text(18)),
    f("startTime", Time),
    f("endTime", Time),
    f("startLng_0.0001min", U32),
    f("startLat_0.0001min", U32),
    f("startHeight_m", U16),
    f("endLng_0.0001min", U32),
    f("endLat_0.0001min", U32),
    f("endHeight_m", U16),
];
const DRIVERS: &[Field] = records![
    f("time", Time),
    f("driverLicense", Text(18)),
    f("event", U8),
];
const EVENTS: &[Field] = &[f("records", List(Count::Rest, EVENT))];
const SPEED_STATES: &[Field] = records![
    f("speedState", U8),
    f("startTime", Time),
    f("endTime", Time),
    f(
        "seconds",
        List(
            Count::Fixed(60),
            &[f("recordedSpeed_kmh", U8), f("referenceSpeed_kmh", U8)],
        ),
    ),
];
const NUMBER: &[Field] = &[
    f("cccCode", Text(7)),
    f("model", Text(16)),
    f("productionDate", Bcd(3)),
    f("serialNumber", Hex(4)),
    f("reserved", Hex(5)),
];

const ROWS: &[Row] = &[
    (
        0x00,
        "standardVersion",
        &[f("year", Bcd(1)), f("amendment", U8)],
        &[],
    ),
    (0x01, "driver", &[f("driverLicense", Text(18))], &[]),
    (0x02, "realTime", TIME, &[]),
    (0x03, "mileage", MILEAGE, &[]),
    (0x04, "pulseCoefficient", PULSES, &[]),
    (0x05, "vehicle", VEHICLE, &[]),
    (0x06, "signalConfiguration", SIGNALS, &[]),
    (0x07, "uniqueNumber", NUMBER, &[]),
    (0x08, "speedRecords", SPEEDS, SPAN),
    (0x09, "positionRecords", PLACES, SPAN),
    (0x10, "accidentRecords", ACCIDENTS, SPAN),
    (0x11, "overtimeRecords", OVERTIMES, SPAN),
    (0x12, "driverRecords", DRIVERS, SPAN),
    (0x13, "powerRecords", EVENTS, SPAN),
    (0x14, "parameterRecords", EVENTS, SPAN),
    (0x15, "speedStateLogs", SPEED_STATES, SPAN),
    (0x82, "setVehicle", &[], VEHICLE),
    (0x83, "setInstallationDate", &[], TIME),
    (0x84, "setSignalConfiguration", &[], SIGNALS),
    (0xC2, "setTime", &[], TIME),
    (0xC3, "setPulseCoefficient", &[], PULSES),
    (0xC4, "setInitialMileage", &[], MILEAGE),
    (0xE0, "keepVerification", &[], &[]),
    (0xE1, "verifyMileage", &[], &[]),
    (0xE2, "verifyPulseCoefficient", &[], &[]),
    (0xE3, "verifyTime", &[], &[]),
    (0xE4, "endVerification", &[], &[]),
];

/// What a recorder sends.
pub(in crate::jt808) fn up(fields: &mut Map<String, Value>) {
    add(fields, MARK_UP, |row| row.2);
}

/// What is sent to a recorder.
pub(in crate::jt808) fn down(fields: &mut Map<String, Value>) {
    add(fields, MARK_DOWN, |row| row.3);
}

fn add(fields: &mut Map<String, Value>, mark: [u8; 2], side: fn(&Row) -> &'static [Field]) {
    let command = fields.get("command").and_then(Value::as_u64);
    let row = |code: u64| ROWS.iter().find(|row| u64::from(row.0) == code);
    if let Some(row) = command.and_then(row) {
        fields.insert("commandName".to_owned(), row.1.into());
    }
    let data = fields.get("data").and_then(Value::as_str);
    let data = hex::decode(data.unwrap_or_default()).unwrap_or_default();
    let mut packet = Map::new();
    let inner = match packet_data(&data, mark, &mut packet) {
        Some(inner) => inner,
        // Terminals that send the data without the packet around them, of which the length has two
        // bytes; more would cost more memory than a recorder can have data.
        None if packet.is_empty() && data.len() <= usize::from(u16::MAX) => data.as_slice(),
        None if packet.is_empty() => return,
        None => {
            fields.insert("packet".to_owned(), Value::Object(packet));
            return;
        }
    };
    let own = packet.get("command").and_then(Value::as_u64).or(command);
    let known = own.and_then(row).map(side).filter(|of| !of.is_empty());
    let read = known.and_then(|of| layout::whole(of, inner));
    if !packet.is_empty() {
        fields.insert("packet".to_owned(), Value::Object(packet));
    }
    if let Some((value, [])) = read {
        fields.insert("value".to_owned(), Value::Object(value));
    }
}

/// The data of a packet, whose other fields are put into `packet`; nothing where the bytes are no
/// packet (nothing is put then), or a refusal or one cut short.
fn packet_data<'a>(
    bytes: &'a [u8],
    mark: [u8; 2],
    packet: &mut Map<String, Value>,
) -> Option<&'a [u8]> {
    let [first, second, command, rest @ ..] = bytes else {
        return None;
    };
    if [*first, *second] != mark {
        return None;
    }
    let mut add = |name: &str, value: Value| drop(packet.insert(name.to_owned(), value));
    add("command", (*command).into());
    add("refused", REFUSED.contains(command).into());
    if let Some((checksum, before)) = bytes.split_last() {
        let computed = before.iter().fold(0_u8, |sum, byte| sum ^ byte);
        add("checksum", format!("0x{checksum:02X}").into());
        add("checksumOk", (*checksum == computed).into());
    }
    let [high, low, reserved, rest @ ..] = rest else {
        return None;
    };
    if REFUSED.contains(command) {
        return None;
    }
    let length = u16::from_be_bytes([*high, *low]);
    add("length", length.into());
    add("reserved", (*reserved).into());
    let (data, after) = rest.split_at_checked(usize::from(length))?;
    (after.len() == 1).then_some(data)
}
