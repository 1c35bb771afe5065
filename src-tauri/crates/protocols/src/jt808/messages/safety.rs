//! What T/JSATL 12-2017 (道路运输车辆主动安全智能防控系统 通讯协议规范) adds: alarms of driver
//! assistance as additional items of a location, and the exchange of their attachments.
//!
//! T/GDRTA 002-2020 adds the alarm of intense driving (激烈驾驶, item 0x70); its layout and its
//! types are those of kwankin-yau/jt808-common.
//!
//! An alarm is named by a number of sixteen bytes that begins with the terminal's id of seven;
//! T/GDRTA 002-2020 makes the id 30 bytes and the number 40, in frames of either edition. Which one
//! a body has is told by its length alone.

use serde_json::{Map, Value};

use super::super::layout::{self, Count, Field, Kind};
use super::f;
use crate::bytes::Bytes;
use crate::defect::Defects;
use Kind::{Hex, Inner, List, Text, Text8, Time, U8, U16, U32};

/// The number of an alarm (报警标识号).
const NUMBER: &[Field] = &[
    f("terminalId", Text(7)),
    f("time", Time),
    f("sequence", U8),
    f("attachments", U8),
    f("reserved", Hex(1)),
];
const NUMBER_LONG: &[Field] = &[
    f("terminalId", Text(30)),
    f("time", Time),
    f("sequence", U8),
    f("attachments", U8),
    f("reserved", Hex(2)),
];

macro_rules! attachments {
    ($terminal:literal, $number:expr) => {
        &[
            f("terminalId", Text($terminal)),
            f("alarmIdentifier", Inner($number)),
            f("alarmNumber", Text(32)),
            f("infoType", U8),
            f(
                "files",
                List(
                    Count::U8("count"),
                    &[f("fileName", Text8), f("fileSize_bytes", U32)],
                ),
            ),
        ]
    };
}
macro_rules! upload {
    ($number:expr) => {
        &[
            f("ip", Text8),
            f("tcpPort", U16),
            f("udpPort", U16),
            f("alarmIdentifier", Inner($number)),
            f("alarmNumber", Text(32)),
            f("reserved", Hex(16)),
        ]
    };
}

/// 报警附件信息消息 (0x1210).
pub(super) const ATTACHMENTS: &[Field] = attachments!(7, NUMBER);
/// 报警附件上传指令 (0x9208).
pub(super) const UPLOAD: &[Field] = upload!(NUMBER);
const ATTACHMENTS_LONG: &[Field] = attachments!(30, NUMBER_LONG);
const UPLOAD_LONG: &[Field] = upload!(NUMBER_LONG);

/// Where a vehicle was at an alarm, and how it drove.
const PLACE: &[Field] = &[
    f("speed_kmh", U8),
    f("altitude_m", U16),
    f("latE6", U32),
    f("lngE6", U32),
    f("time", Time),
    f("vehicleStatus", U16),
];

macro_rules! items {
    ($number:expr) => {
        &[
            (
                0x64,
                "driverAssistanceAlarm",
                &[
                    f("alarmId", U32),
                    f("state", U8),
                    f("alarmType", U8),
                    f("level", U8),
                    f("frontSpeed_kmh", U8),
                    f("frontDistance_0.1s", U8),
                    f("deviation", U8),
                    f("roadSign", U8),
                    f("roadSignValue", U8),
                    f("place", Inner(PLACE)),
                    f("alarmIdentifier", Inner($number)),
                ],
            ),
            (
                0x65,
                "driverStateAlarm",
                &[
                    f("alarmId", U32),
                    f("state", U8),
                    f("alarmType", U8),
                    f("level", U8),
                    f("fatigueDegree", U8),
                    f("reserved", Hex(4)),
                    f("place", Inner(PLACE)),
                    f("alarmIdentifier", Inner($number)),
                ],
            ),
            (
                0x66,
                "tirePressureAlarm",
                &[
                    f("alarmId", U32),
                    f("state", U8),
                    f("place", Inner(PLACE)),
                    f("alarmIdentifier", Inner($number)),
                    f(
                        "tires",
                        List(
                            Count::U8("count"),
                            &[
                                f("position", U8),
                                f("alarmType", U16),
                                f("pressure_kPa", U16),
                                f("temperature_C", U16),
                                f("battery_percent", U16),
                            ],
                        ),
                    ),
                ],
            ),
            (
                0x67,
                "blindSpotAlarm",
                &[
                    f("alarmId", U32),
                    f("state", U8),
                    f("alarmType", U8),
                    f("place", Inner(PLACE)),
                    f("alarmIdentifier", Inner($number)),
                ],
            ),
            (
                0x70,
                "intenseDrivingAlarm",
                &[
                    f("alarmId", U32),
                    f("state", U8),
                    f("alarmType", U8),
                    f("timeThreshold", U16),
                    f("threshold1", U16),
                    f("threshold2", U16),
                    f("place", Inner(PLACE)),
                    f("alarmIdentifier", Inner($number)),
                ],
            ),
        ]
    };
}

/// Types of the alarm of intense driving (item 0x70).
const INTENSE: &[(u64, &str)] = &[
    (1, "rapidAcceleration"),
    (2, "rapidDeceleration"),
    (3, "sharpTurn"),
    (4, "idling"),
    (5, "abnormalStall"),
    (6, "coastingInNeutral"),
    (7, "engineOverspeed"),
];

type Item = (u8, &'static str, &'static [Field]);
const ITEMS: &[Item] = items!(NUMBER);
const ITEMS_LONG: &[Item] = items!(NUMBER_LONG);

/// The other layout of a message that has one for the longer number.
fn longer(id: u16) -> Option<&'static [Field]> {
    match id {
        0x1210 => Some(ATTACHMENTS_LONG),
        0x9208 => Some(UPLOAD_LONG),
        _ => None,
    }
}

/// The layout of a body with the longer number, where it is one and fits to the byte.
pub(super) fn longer_of(id: u16, body: &[u8]) -> Option<&'static [Field]> {
    longer(id).filter(|fields| layout::fits(fields, body))
}

/// The same of fields that are to be written: the longer number has two reserved bytes.
pub(super) fn longer_for(id: u16, fields: &Map<String, Value>) -> Option<&'static [Field]> {
    let number = fields.get("alarmIdentifier")?;
    let reserved = number["reserved"].as_str().unwrap_or_default();
    longer(id).filter(|_| reserved.len() > 2)
}

/// The name and the fields of an additional item of this standard; nothing where its bytes are
/// those of another maker.
pub(in crate::jt808) fn item(id: u8, bytes: &[u8]) -> Option<Map<String, Value>> {
    let mut both = ITEMS.iter().chain(ITEMS_LONG);
    let (_, name, fields) =
        both.find(|(own, _, fields)| *own == id && layout::fits(fields, bytes))?;
    let mut out = Map::new();
    out.insert("name".to_owned(), (*name).into());
    let mut bytes = Bytes::new(bytes);
    // It fits, as was just seen; what is no text in it stands in the bytes beside.
    let read = layout::read(fields, &mut bytes, &mut out, &mut Defects::default());
    if id == 0x70 {
        let said = out.get("alarmType").and_then(Value::as_u64);
        let known = INTENSE.iter().find(|(number, _)| said == Some(*number));
        out.extend(known.map(|(_, name)| ("alarmTypeName".to_owned(), (*name).into())));
    }
    read.is_ok().then_some(out)
}
