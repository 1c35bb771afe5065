//! The parameters of a terminal (终端参数, JT/T 808-2019 table 12), set by 0x8103 and told by 0x0104,
//! with those of JT/T 1078-2016 and of T/JSATL 12-2017.

mod laid_out;

use serde_json::{Map, Value};

use super::layout;
use crate::bytes::{Bytes, gb18030};

/// What a parameter holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    Number,
    Text,
}

use Holds::{Number, Text};

/// Id, name, what it holds.
const PARAMS: &[(u32, &str, Holds)] = &[
    (0x0001, "heartbeatInterval_s", Number),
    (0x0002, "tcpReplyTimeout_s", Number),
    (0x0003, "tcpRetransmissions", Number),
    (0x0004, "udpReplyTimeout_s", Number),
    (0x0005, "udpRetransmissions", Number),
    (0x0006, "smsReplyTimeout_s", Number),
    (0x0007, "smsRetransmissions", Number),
    (0x0010, "mainServerApn", Text),
    (0x0011, "mainServerUser", Text),
    (0x0012, "mainServerPassword", Text),
    (0x0013, "mainServerAddress", Text),
    (0x0014, "backupServerApn", Text),
    (0x0015, "backupServerUser", Text),
    (0x0016, "backupServerPassword", Text),
    (0x0017, "backupServerAddress", Text),
    (0x0018, "serverTcpPort", Number),
    (0x0019, "serverUdpPort", Number),
    (0x001A, "icCardMainServerAddress", Text),
    (0x001B, "icCardTcpPort", Number),
    (0x001C, "icCardUdpPort", Number),
    (0x001D, "icCardBackupServerAddress", Text),
    (0x0020, "locationReportStrategy", Number),
    (0x0021, "locationReportScheme", Number),
    (0x0022, "notLoggedInReportInterval_s", Number),
    (0x0023, "slaveServerApn", Text),
    (0x0024, "slaveServerUser", Text),
    (0x0025, "slaveServerPassword", Text),
    (0x0026, "slaveServerAddress", Text),
    (0x0027, "sleepReportInterval_s", Number),
    (0x0028, "emergencyReportInterval_s", Number),
    (0x0029, "defaultReportInterval_s", Number),
    (0x002C, "defaultReportDistance_m", Number),
    (0x002D, "notLoggedInReportDistance_m", Number),
    (0x002E, "sleepReportDistance_m", Number),
    (0x002F, "emergencyReportDistance_m", Number),
    (0x0030, "cornerAngle_deg", Number),
    (0x0031, "geofenceRadius_m", Number),
    (0x0040, "monitorPhone", Text),
    (0x0041, "resetPhone", Text),
    (0x0042, "factoryResetPhone", Text),
    (0x0043, "smsPhone", Text),
    (0x0044, "smsAlarmPhone", Text),
    (0x0045, "answerStrategy", Number),
    (0x0046, "callTimeMax_s", Number),
    (0x0047, "monthlyCallTimeMax_s", Number),
    (0x0048, "listenPhone", Text),
    (0x0049, "privilegedSmsNumber", Text),
    (0x0050, "alarmMask", Number),
    (0x0051, "alarmSmsSwitch", Number),
    (0x0052, "alarmPhotoSwitch", Number),
    (0x0053, "alarmPhotoStore", Number),
    (0x0054, "keyAlarm", Number),
    (0x0055, "speedMax_kmh", Number),
    (0x0056, "overspeedDuration_s", Number),
    (0x0057, "drivingTimeMax_s", Number),
    (0x0058, "dailyDrivingTimeMax_s", Number),
    (0x0059, "restTimeMin_s", Number),
    (0x005A, "parkingTimeMax_s", Number),
    (0x005B, "overspeedWarningDifference_0.1kmh", Number),
    (0x005C, "fatigueWarningDifference_s", Number),
    (0x005D, "collisionAlarm", Number),
    (0x005E, "rolloverAngle_deg", Number),
    (0x0064, "timedPhotoControl", Number),
    (0x0065, "distancePhotoControl", Number),
    (0x0070, "imageQuality", Number),
    (0x0071, "brightness", Number),
    (0x0072, "contrast", Number),
    (0x0073, "saturation", Number),
    (0x0074, "chroma", Number),
    (0x007A, "videoAlarmMask", Number),
    (0x0080, "odometer_0.1km", Number),
    (0x0081, "provinceId", Number),
    (0x0082, "cityId", Number),
    (0x0083, "plate", Text),
    (0x0084, "plateColor", Number),
    (0x0090, "gnssMode", Number),
    (0x0091, "gnssBaudRate", Number),
    (0x0092, "gnssOutputRate", Number),
    (0x0093, "gnssSampleRate", Number),
    (0x0094, "gnssUploadMode", Number),
    (0x0095, "gnssUploadSetting", Number),
    (0x0100, "can1SampleInterval_ms", Number),
    (0x0101, "can1UploadInterval_s", Number),
    (0x0102, "can2SampleInterval_ms", Number),
    (0x0103, "can2UploadInterval_s", Number),
];

/// Reads one parameter: id (4 bytes), length (1), value.
pub(super) fn read(bytes: &mut Bytes<'_>, out: &mut Map<String, Value>) -> Option<()> {
    let id = bytes.u32_be()?;
    let length = bytes.u8()?;
    let value = bytes.take(usize::from(length))?;
    let mut add = |name: &str, value: Value| out.insert(name.to_owned(), value);
    add("id", format!("0x{id:04X}").into());
    add("len", length.into());
    add("hex", hex::encode(value).into());
    if let Some((_, name, holds)) = PARAMS.iter().find(|(known, _, _)| *known == id) {
        add("name", (*name).into());
        match holds {
            Number if value.len() <= 4 => {
                let number = value
                    .iter()
                    .fold(0_u32, |sum, byte| sum << 8 | u32::from(*byte));
                add("value", number.into());
            }
            Text => drop(add("value", gb18030(value).0.into())),
            Number => {}
        }
    } else if let Some((name, fields)) = laid_out::find(id) {
        add("name", name.into());
        // One that is shorter than the standard has it is kept as its bytes.
        if let Some((mut inner, rest)) = layout::whole(fields, value) {
            if !rest.is_empty() {
                inner.insert("rest".to_owned(), hex::encode(rest).into());
            }
            add("value", Value::Object(inner));
        }
    }
    Some(())
}

/// Writes a parameter of its `id` and `hex`.
pub(super) fn write(fields: &Map<String, Value>, out: &mut Vec<u8>) {
    let text = |name: &str| fields.get(name).and_then(Value::as_str).unwrap_or_default();
    let id = u32::from_str_radix(text("id").trim_start_matches("0x"), 16).unwrap_or_default();
    let mut value = hex::decode(text("hex")).unwrap_or_default();
    value.truncate(usize::from(u8::MAX));
    out.extend(id.to_be_bytes());
    out.push(u8::try_from(value.len()).unwrap_or(u8::MAX));
    out.extend(value);
}
