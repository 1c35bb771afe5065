//! What is passed through between the platform and what is connected to a terminal (0x0900 and
//! 0x8900, JT/T 808-2019 table 93; state and information of peripherals, T/JSATL 12-2017).

use serde_json::{Map, Value};

use super::super::layout::{self, Count, Field, Kind};
use super::f;
use Kind::{List, Text8, U8, U32};

const STATUS: u64 = 0xF7;
const INFORMATION: u64 = 0xF8;

const STATES: &[Field] = &[f(
    "peripherals",
    List(
        Count::U8("count"),
        &[
            f("peripheralId", U8),
            f("length", U8),
            f("workState", U8),
            f("alarmState", U32),
        ],
    ),
)];
const INFORMATIONS: &[Field] = &[f(
    "peripherals",
    List(
        Count::U8("count"),
        &[
            f("peripheralId", U8),
            f("length", U8),
            f("company", Text8),
            f("productModel", Text8),
            f("hardwareVersion", Text8),
            f("firmwareVersion", Text8),
            f("deviceId", Text8),
            f("customerCode", Text8),
        ],
    ),
)];
const QUERY: &[Field] = &[f("peripheralIds", List(Count::U8("count"), &[f("", U8)]))];

fn type_name(kind: u64) -> Option<&'static str> {
    Some(match kind {
        0x00 => "gnssModuleData",
        0x0B => "roadTransportCard",
        0x41 => "serialPort1",
        0x42 => "serialPort2",
        STATUS => "peripheralState",
        INFORMATION => "peripheralInformation",
        0xF0..=0xFF => "userDefined",
        _ => return None,
    })
}

/// What a terminal passes up.
pub(in crate::jt808) fn up(fields: &mut Map<String, Value>) {
    add(fields, &[(STATUS, STATES), (INFORMATION, INFORMATIONS)]);
}

/// What the platform passes down.
pub(in crate::jt808) fn down(fields: &mut Map<String, Value>) {
    add(fields, &[(STATUS, QUERY), (INFORMATION, QUERY)]);
}

fn add(fields: &mut Map<String, Value>, layouts: &[(u64, &'static [Field])]) {
    let kind = fields.get("type").and_then(Value::as_u64);
    let kind = kind.unwrap_or_default();
    if let Some(name) = type_name(kind) {
        fields.insert("typeName".to_owned(), name.into());
    }
    let content = fields.get("content").and_then(Value::as_str);
    let content = hex::decode(content.unwrap_or_default()).unwrap_or_default();
    let known = layouts.iter().find(|(own, _)| *own == kind);
    let read = known.and_then(|(_, of)| layout::whole(of, &content));
    if let Some((value, [])) = read {
        fields.insert("value".to_owned(), Value::Object(value));
    }
}
