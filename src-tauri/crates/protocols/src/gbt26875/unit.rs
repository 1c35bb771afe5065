//! The application data unit (应用数据单元): type, count, information objects.

use std::ops::RangeInclusive;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Timelike};
use serde_json::{Map, Value, json};

use super::tables::{
    DEVICE_BITS, OPERATION_BITS, PART_BITS, Piece, SYSTEM_BITS, UNIT_TYPE_OTHER, part_name,
    quantity, system_name, unit_type,
};
use crate::bytes::{Bytes, bcd, gb18030, gb18030_cut};
use crate::defect::{DefectKind, Defects};
use crate::time::ASSUMED_OFFSET_S;

/// Bytes of the description of a part.
const DESCRIPTION_BYTES: usize = 31;
/// Years that are believed where no clock can decide. A year of this decade in binary coded decimal
/// reads as 2032 or later in binary, so that the two do not meet.
const PLAUSIBLE_YEARS: RangeInclusive<i32> = 2005..=2031;

/// How a time label is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Binary,
    Decimal,
}

/// The time of a frame or of an object: second, minute, hour, day, month, year since 2000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TimeLabel(pub [u8; 6]);

impl TimeLabel {
    /// The district's time (UTC+8) as the standard writes it, in binary.
    #[must_use]
    pub fn from_utc_ms(utc_ms: i64) -> Self {
        let local = utc_ms.saturating_add(ASSUMED_OFFSET_S * 1000);
        let Some(time) = DateTime::from_timestamp_millis(local) else {
            return Self::default();
        };
        let year = u32::try_from(time.year() - 2000).unwrap_or_default();
        let parts = [
            time.second(),
            time.minute(),
            time.hour(),
            time.day(),
            time.month(),
            year,
        ];
        Self(parts.map(|part| u8::try_from(part).unwrap_or_default()))
    }

    /// The time in binary, as the standard says (8.2.2).
    fn binary(self) -> Option<NaiveDateTime> {
        date(self.0.map(u32::from))
    }

    /// The time in binary coded decimal, as some vendors send it.
    fn decimal(self) -> Option<NaiveDateTime> {
        let [second, minute, hour, day, month, year] = self.0.map(bcd);
        date([second?, minute?, hour?, day?, month?, year?])
    }

    /// What it most likely says: binary, or decimal where that alone gives a plausible year.
    fn read(self) -> Option<(NaiveDateTime, Form)> {
        let binary = self.binary().map(|time| (time, Form::Binary));
        let decimal = self.decimal().map(|time| (time, Form::Decimal));
        let plausible = |read: &(NaiveDateTime, Form)| PLAUSIBLE_YEARS.contains(&read.0.year());
        let first = binary.filter(plausible).or(decimal.filter(plausible));
        first.or(binary).or(decimal)
    }

    /// The instant, UTC milliseconds: binary, or decimal where that alone gives a plausible year.
    #[must_use]
    pub fn utc_ms(self) -> Option<i64> {
        self.read().map(|(time, _)| utc_ms(time))
    }

    /// The instant that is nearer to `now_ms`, where both readings make one.
    #[must_use]
    pub fn utc_ms_near(self, now_ms: i64) -> Option<i64> {
        let readings = [self.binary(), self.decimal()];
        let instants = readings.into_iter().flatten().map(utc_ms);
        instants.min_by_key(|instant| instant.abs_diff(now_ms))
    }

    fn value(self, path: &str, defects: &mut Defects) -> Value {
        let raw = hex::encode(self.0);
        let text = |time: NaiveDateTime| time.format("%Y-%m-%dT%H:%M:%S").to_string();
        match self.read() {
            Some((time, Form::Binary)) => {
                return json!({"raw": raw, "value": text(time), "form": "binary"});
            }
            Some((time, Form::Decimal)) => {
                let message = format!("{raw} is a time in binary coded decimal");
                defects.add(DefectKind::Tolerated, path, message);
                return json!({"raw": raw, "value": text(time), "form": "bcd"});
            }
            None => {}
        }
        defects.add(
            DefectKind::TimeUnreadable,
            path,
            format!("{raw} is no time"),
        );
        json!({"raw": raw, "value": null, "invalidTime": true})
    }
}

fn date([second, minute, hour, day, month, year]: [u32; 6]) -> Option<NaiveDateTime> {
    let year = 2000 + i32::try_from(year).ok().filter(|year| *year < 100)?;
    NaiveDate::from_ymd_opt(year, month, day)?.and_hms_opt(hour, minute, second)
}

fn utc_ms(local: NaiveDateTime) -> i64 {
    local.and_utc().timestamp_millis() - ASSUMED_OFFSET_S * 1000
}

/// The time label of a frame by name.
pub(super) fn frame_time(label: TimeLabel, defects: &mut Defects) -> Value {
    label.value("time", defects)
}

/// Reads a data unit. What is left over is kept as `trailing`; a unit that ends inside an object
/// is `incomplete`.
pub(super) fn read(adu: &[u8], defects: &mut Defects) -> Map<String, Value> {
    let mut bytes = Bytes::new(adu);
    let (number, count) = (bytes.u8().unwrap_or_default(), bytes.u8());
    let known = unit_type(number);
    let name = known.map_or(UNIT_TYPE_OTHER, |unit| unit.name);
    let mut objects: Vec<Value> = Vec::new();
    let mut incomplete = count.is_none();
    match known {
        Some(unit) => {
            for index in 0..count.unwrap_or_default() {
                let before = bytes;
                let path = format!("adu/objects[{index}]");
                match object(unit.parts, &mut bytes, &path, defects) {
                    Some(object) => objects.push(Value::Object(object)),
                    None => {
                        bytes = before;
                        incomplete = true;
                        break;
                    }
                }
            }
        }
        None => {
            incomplete = true;
            let message = format!("type {number} is not in the standard");
            defects.add(DefectKind::TypeUnknown, "adu/type", message);
        }
    }
    let mut out = Map::new();
    let mut add = |name: &str, value: Value| out.insert(name.to_owned(), value);
    add("type", number.into());
    add("typeName", name.into());
    add("count", count.into());
    add("objects", objects.into());
    let trailing = bytes.rest();
    if incomplete {
        add("incomplete", true.into());
    }
    if incomplete && known.is_some() {
        let message = "the data unit ends before its last object";
        defects.add(DefectKind::Truncated, "adu", message);
    }
    if !trailing.is_empty() || incomplete {
        add("trailing", hex::encode(trailing).into());
    }
    if !trailing.is_empty() && !incomplete {
        let message = format!("{} bytes after the last object", trailing.len());
        defects.add(DefectKind::TrailingBytes, "adu", message);
    }
    out
}

fn object(
    parts: &[Piece],
    bytes: &mut Bytes<'_>,
    path: &str,
    defects: &mut Defects,
) -> Option<Map<String, Value>> {
    let mut out = Map::new();
    for part in parts {
        read_part(*part, bytes, &mut out, path, defects)?;
    }
    Some(out)
}

fn read_part(
    part: Piece,
    bytes: &mut Bytes<'_>,
    out: &mut Map<String, Value>,
    path: &str,
    defects: &mut Defects,
) -> Option<()> {
    let mut add = |name: &str, value: Value| out.insert(name.to_owned(), value);
    match part {
        Piece::SystemType => {
            let number = bytes.u8()?;
            add("systemType", number.into());
            add("systemName", system_name(number).into());
        }
        Piece::SystemAddr => drop(add("systemAddr", bytes.u8()?.into())),
        Piece::PartType => {
            let number = bytes.u8()?;
            add("partType", number.into());
            add("partName", part_name(number).into());
        }
        Piece::PartAddr => {
            let address: [u8; 4] = bytes.array()?;
            let [a, b, c, d] = address;
            let zone = [u16::from_le_bytes([a, b]), u16::from_le_bytes([c, d])];
            add("partAddr", hex::encode(address).into());
            add("partAddrU32LE", u32::from_le_bytes(address).into());
            add("loopZone", json!(zone));
        }
        Piece::SystemState => state(bytes.u16_le()?, SYSTEM_BITS, out),
        Piece::PartState => state(bytes.u16_le()?, PART_BITS, out),
        Piece::DeviceState => state(u16::from(bytes.u8()?), DEVICE_BITS, out),
        Piece::Description31 => {
            let text = described(bytes.take(DESCRIPTION_BYTES)?, path, defects);
            add("description", text);
        }
        Piece::Description => {
            let length = bytes.u8()?;
            let text = described(bytes.take(usize::from(length))?, path, defects);
            add("description", text);
        }
        Piece::Operation => {
            let operation = bytes.u8()?;
            add("op", operation.into());
            add("opBits", bits(u16::from(operation), OPERATION_BITS));
        }
        Piece::Operator => drop(add("operator", bytes.u8()?.into())),
        Piece::Version => {
            let [main, minor] = bytes.array()?;
            add("version", format!("{main}.{minor}").into());
        }
        Piece::AnalogType => drop(add("analogType", bytes.u8()?.into())),
        Piece::AnalogValue => analog(i16::from_le_bytes(bytes.array()?), out),
        Piece::Time => {
            let label = TimeLabel(bytes.array()?);
            add("time", label.value(&format!("{path}/time"), defects));
        }
        Piece::StartTime => {
            let label = TimeLabel(bytes.array()?);
            add(
                "startTime",
                label.value(&format!("{path}/startTime"), defects),
            );
        }
        Piece::RecordCount => drop(add("recordCount", bytes.u8()?.into())),
        Piece::Reserved => drop(add("reserved", hex::encode(bytes.take(1)?).into())),
        Piece::TimeoutMinutes => drop(add("timeoutMinutes", bytes.u8()?.into())),
    }
    Some(())
}

fn described(bytes: &[u8], path: &str, defects: &mut Defects) -> Value {
    // What stands after the first zero is what an earlier, longer text left there.
    let end = bytes.iter().position(|byte| *byte == 0);
    let (text, whole) = gb18030(bytes.get(..end.unwrap_or(bytes.len())).unwrap_or_default());
    if !whole {
        let message = "bytes that are no GB 18030 became U+FFFD";
        defects.add(
            DefectKind::EncodingDamaged,
            format!("{path}/description"),
            message,
        );
    }
    text.into()
}

fn state(word: u16, names: &[&str], out: &mut Map<String, Value>) {
    out.insert("state".to_owned(), word.into());
    out.insert("stateBits".to_owned(), bits(word, names));
}

fn bits(word: u16, names: &[&str]) -> Value {
    let set = (0..16_usize).filter(|bit| word >> bit & 1 == 1);
    let named = set.map(|bit| {
        let name = names.get(bit).copied().unwrap_or("reserved");
        json!({"bit": bit, "name": name})
    });
    named.collect()
}

fn analog(steps: i16, out: &mut Map<String, Value>) {
    let kind = out.get("analogType").and_then(Value::as_u64);
    let quantity = kind.and_then(|kind| quantity(u8::try_from(kind).ok()?));
    out.insert("analogRaw".to_owned(), steps.into());
    if let Some(quantity) = quantity {
        let value = f64::from(steps) / quantity.steps;
        out.insert("analogName".to_owned(), quantity.name.into());
        out.insert("value".to_owned(), value.into());
        out.insert("unit".to_owned(), quantity.unit.into());
    }
}

/// The bytes of a data unit with the fields that [`read`] gives: `type` and `objects`. What is not
/// there is zero; objects beyond 255 and types that the standard does not define are left out.
pub(super) fn write(adu: &Map<String, Value>) -> Vec<u8> {
    let number = adu.get("type").and_then(Value::as_u64).unwrap_or_default();
    let number = u8::try_from(number).unwrap_or_default();
    let objects = adu.get("objects").and_then(Value::as_array);
    let objects = objects.map(Vec::as_slice).unwrap_or_default();
    let kept = objects.get(..255).unwrap_or(objects);
    let Some(unit) = unit_type(number) else {
        return vec![number, 0];
    };
    let mut out = vec![number, u8::try_from(kept.len()).unwrap_or(u8::MAX)];
    for object in kept {
        for part in unit.parts {
            write_part(*part, object, &mut out);
        }
    }
    out
}

fn write_part(part: Piece, object: &Value, out: &mut Vec<u8>) {
    let number = |name: &str| object[name].as_u64().unwrap_or_default();
    let byte = |name: &str| u8::try_from(number(name)).unwrap_or(u8::MAX);
    let raw = |value: &Value, count: usize| {
        let mut bytes = hex::decode(value.as_str().unwrap_or_default()).unwrap_or_default();
        bytes.resize(count, 0);
        bytes
    };
    match part {
        Piece::SystemType => out.push(byte("systemType")),
        Piece::SystemAddr => out.push(byte("systemAddr")),
        Piece::PartType => out.push(byte("partType")),
        Piece::PartAddr => out.extend(raw(&object["partAddr"], 4)),
        Piece::SystemState | Piece::PartState => {
            let word = u16::try_from(number("state")).unwrap_or(u16::MAX);
            out.extend(word.to_le_bytes());
        }
        Piece::DeviceState => out.push(byte("state")),
        Piece::Description31 | Piece::Description => {
            let text = object["description"].as_str().unwrap_or_default();
            let fixed = part == Piece::Description31;
            let most = if fixed { DESCRIPTION_BYTES } else { 255 };
            let mut bytes = gb18030_cut(text, most);
            if fixed {
                bytes.resize(DESCRIPTION_BYTES, 0);
            } else {
                out.push(u8::try_from(bytes.len()).unwrap_or(u8::MAX));
            }
            out.extend(bytes);
        }
        Piece::Operation => out.push(byte("op")),
        Piece::Operator => out.push(byte("operator")),
        Piece::Version => {
            let text = object["version"].as_str().unwrap_or_default();
            let (main, minor) = text.split_once('.').unwrap_or((text, "0"));
            out.push(main.parse().unwrap_or_default());
            out.push(minor.parse().unwrap_or_default());
        }
        Piece::AnalogType => out.push(byte("analogType")),
        Piece::AnalogValue => {
            let steps = object["analogRaw"].as_i64().unwrap_or_default();
            out.extend(i16::try_from(steps).unwrap_or_default().to_le_bytes());
        }
        Piece::Time => out.extend(raw(&object["time"]["raw"], 6)),
        Piece::StartTime => out.extend(raw(&object["startTime"]["raw"], 6)),
        Piece::RecordCount => out.push(byte("recordCount")),
        Piece::Reserved => out.extend(raw(&object["reserved"], 1)),
        Piece::TimeoutMinutes => out.push(byte("timeoutMinutes")),
    }
}
