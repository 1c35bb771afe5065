//! The body of a location report (位置信息汇报, 0x0200): basic information and additional items.

use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};
use serde_json::{Map, Value, json};

use super::bits::{self, STATUS_NAMES};
use super::items;
use crate::bytes::{Bytes, bcd, to_bcd};
use crate::defect::{DefectKind, Defects};
use crate::time::ASSUMED_OFFSET_S;

/// Bytes of the basic information (JT/T 808-2019, table 23).
pub const BASIC_BYTES: usize = 28;
/// The most additional items one report keeps.
pub const EXTRAS_MAX: usize = 512;

/// Bits of the alarm word (报警标志, JT/T 808-2019 table 24), in English and in Chinese.
pub const ALARM_NAMES: &[(u8, &str, &str)] = &[
    (0, "emergency", "紧急报警"),
    (1, "overspeed", "超速报警"),
    (2, "fatigue", "疲劳驾驶报警"),
    (3, "dangerWarning", "危险预警"),
    (4, "gnssFault", "GNSS模块故障"),
    (5, "gnssAntennaDisconnected", "GNSS天线未接或剪断"),
    (6, "gnssAntennaShort", "GNSS天线短路"),
    (7, "powerUndervoltage", "主电源欠压"),
    (8, "powerOff", "主电源掉电"),
    (9, "displayFault", "显示器故障"),
    (10, "ttsFault", "TTS模块故障"),
    (11, "cameraFault", "摄像头故障"),
    (12, "icCardFault", "道路运输证IC卡模块故障"),
    (13, "overspeedWarning", "超速预警"),
    (14, "fatigueWarning", "疲劳驾驶预警"),
    (15, "illegalDriving", "违规行驶报警"),
    (16, "tirePressure", "胎压预警"),
    (17, "rightTurnBlindZone", "右转盲区异常报警"),
    (18, "dailyDrivingTimeout", "当天累计驾驶超时"),
    (19, "parkingTimeout", "超时停车"),
    (20, "areaInOut", "进出区域"),
    (21, "routeInOut", "进出路线"),
    (22, "routeSegmentTime", "路段行驶时间不足或过长"),
    (23, "routeDeviation", "路线偏离报警"),
    (24, "vssFault", "车辆VSS故障"),
    (25, "fuelAbnormal", "车辆油量异常"),
    (26, "stolen", "车辆被盗"),
    (27, "illegalIgnition", "车辆非法点火"),
    (28, "illegalDisplacement", "车辆非法位移"),
    (29, "collision", "碰撞报警"),
    (30, "rollover", "侧翻报警"),
    (31, "illegalDoorOpen", "非法开门报警"),
];

/// One location report.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Position {
    /// Alarm word; [`ALARM_NAMES`] names the bits.
    pub alarm: u32,
    /// State word; [`STATUS_NAMES`] names the bits.
    pub status: u32,
    /// Latitude in millionths of a degree, without its sign.
    pub lat_e6: u32,
    /// Longitude in millionths of a degree, without its sign.
    pub lng_e6: u32,
    /// Height in metres.
    pub altitude_m: u16,
    /// Speed in tenths of a kilometre an hour.
    pub speed_dkmh: u16,
    /// Direction in degrees, 0 is north, clockwise.
    pub direction_deg: u16,
    /// `YYMMDDhhmmss`, binary coded decimal, UTC+8.
    pub time: [u8; 6],
    /// Additional items in their order, unknown ones too.
    pub extras: Vec<Extra>,
}

/// One additional item (位置附加信息项).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extra {
    /// Its id.
    pub id: u8,
    /// The length it says it has.
    pub length: u8,
    /// Its bytes; fewer than `length` where the body ends before.
    pub value: Vec<u8>,
}

impl Position {
    /// Latitude in degrees, south negative.
    #[must_use]
    pub fn lat(&self) -> f64 {
        signed(self.lat_e6, self.status & 0b100 != 0)
    }

    /// Longitude in degrees, west negative. Terminals send WGS-84.
    #[must_use]
    pub fn lng(&self) -> f64 {
        signed(self.lng_e6, self.status & 0b1000 != 0)
    }

    /// Whether the receiver says that it knows where it is.
    #[must_use]
    pub fn is_located(&self) -> bool {
        self.status & 0b10 != 0
    }

    /// The terminal's time, UTC milliseconds.
    #[must_use]
    pub fn utc_ms(&self) -> Option<i64> {
        Some(local_time(self.time)?.and_utc().timestamp_millis() - ASSUMED_OFFSET_S * 1000)
    }

    /// The numbers of the alarm bits that are set.
    #[must_use]
    pub fn alarm_bits(&self) -> Vec<u8> {
        set_bits(self.alarm)
    }

    /// Reads the basic information; nothing when it is not whole.
    pub(super) fn read_basic(bytes: &mut Bytes<'_>) -> Option<Self> {
        let mut whole = Bytes::new(bytes.take(BASIC_BYTES)?);
        Some(Self {
            alarm: whole.u32_be()?,
            status: whole.u32_be()?,
            lat_e6: whole.u32_be()?,
            lng_e6: whole.u32_be()?,
            altitude_m: whole.u16_be()?,
            speed_dkmh: whole.u16_be()?,
            direction_deg: whole.u16_be()?,
            time: whole.array()?,
            extras: Vec::new(),
        })
    }

    /// Reads a report with its additional items to the end of the bytes.
    pub(super) fn read(bytes: &mut Bytes<'_>, defects: &mut Defects) -> Option<Self> {
        let mut position = Self::read_basic(bytes)?;
        while let (Some(id), Some(length)) = (bytes.u8(), bytes.u8()) {
            if position.extras.len() >= EXTRAS_MAX {
                let message = format!("more than {EXTRAS_MAX} additional items");
                defects.add(DefectKind::TooMany, "body/extras", message);
                bytes.rest();
                break;
            }
            let value = match bytes.take(usize::from(length)) {
                Some(value) => value.to_vec(),
                None => {
                    let message = format!("item 0x{id:02X} says {length} bytes and has fewer");
                    defects.add(DefectKind::Truncated, "body/extras", message);
                    bytes.rest().to_vec()
                }
            };
            position.extras.push(Extra { id, length, value });
        }
        Some(position)
    }

    /// The bytes of the report.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(BASIC_BYTES);
        for word in [self.alarm, self.status, self.lat_e6, self.lng_e6] {
            out.extend_from_slice(&word.to_be_bytes());
        }
        for word in [self.altitude_m, self.speed_dkmh, self.direction_deg] {
            out.extend_from_slice(&word.to_be_bytes());
        }
        out.extend_from_slice(&self.time);
        for extra in &self.extras {
            out.extend_from_slice(&[extra.id, extra.length]);
            out.extend_from_slice(&extra.value);
        }
        out
    }

    /// Its fields by name.
    pub(super) fn put(&self, fields: &mut Map<String, Value>, defects: &mut Defects) {
        let time = time_text(self.time);
        let mut add = |name: &str, value: Value| fields.insert(name.to_owned(), value);
        add("alarm", self.alarm.into());
        add("status", self.status.into());
        add("latE6", self.lat_e6.into());
        add("lngE6", self.lng_e6.into());
        add("lat", self.lat().into());
        add("lng", self.lng().into());
        add("altitude_m", self.altitude_m.into());
        add("speed_0.1kmh", self.speed_dkmh.into());
        add("speed_kmh", (f64::from(self.speed_dkmh) / 10.0).into());
        add("direction_deg", self.direction_deg.into());
        if time.is_none() {
            let message = format!("{} is no YYMMDDhhmmss", hex::encode(self.time));
            defects.add(DefectKind::TimeUnreadable, "body/gpsTime_GMT8", message);
            add("gpsTimeRaw", hex::encode(self.time).into());
        }
        add("gpsTime_GMT8", time.into());
        add("accOn", (self.status & 1 != 0).into());
        add("located", self.is_located().into());
        add("alarmBits", self.alarm_bits().into());
        add("alarmNames", alarm_names(self.alarm).into());
        add("statusBits", set_bits(self.status).into());
        add("statusNames", bits::names(STATUS_NAMES, self.status).into());
        add("load", bits::load(self.status).into());
        let extras: Vec<Value> = self.extras.iter().map(Extra::value).collect();
        add("extras", extras.into());
    }

    /// The report of these named fields; what is not there is zero.
    pub(super) fn from_fields(fields: &Map<String, Value>) -> Self {
        let number = |name: &str| fields.get(name).and_then(Value::as_u64).unwrap_or_default();
        let word = |name: &str| u32::try_from(number(name)).unwrap_or(u32::MAX);
        let half = |name: &str| u16::try_from(number(name)).unwrap_or(u16::MAX);
        let text = |name: &str| fields.get(name).and_then(Value::as_str).unwrap_or_default();
        let raw: Option<[u8; 6]> = hex::decode(text("gpsTimeRaw"))
            .ok()
            .and_then(|bytes| bytes.try_into().ok());
        let extras = fields.get("extras").and_then(Value::as_array);
        Self {
            alarm: word("alarm"),
            status: word("status"),
            lat_e6: word("latE6"),
            lng_e6: word("lngE6"),
            altitude_m: half("altitude_m"),
            speed_dkmh: half("speed_0.1kmh"),
            direction_deg: half("direction_deg"),
            time: raw.unwrap_or_else(|| time_bytes(text("gpsTime_GMT8"))),
            extras: extras
                .map(|list| list.iter().filter_map(Extra::from_value).collect())
                .unwrap_or_default(),
        }
    }
}

impl Extra {
    /// An item of these bytes, of which at most 255 are used.
    #[must_use]
    pub fn new(id: u8, value: &[u8]) -> Self {
        let value = value.get(..255).unwrap_or(value).to_vec();
        Self {
            id,
            length: u8::try_from(value.len()).unwrap_or(u8::MAX),
            value,
        }
    }

    /// What the standards say of it, by name; empty where they do not know it, or its bytes are
    /// another maker's.
    #[must_use]
    pub fn fields(&self) -> Map<String, Value> {
        let mut fields = Map::new();
        if usize::from(self.length) == self.value.len() {
            items::put(self.id, &self.value, &mut fields);
        }
        fields
    }

    fn value(&self) -> Value {
        let mut fields = Map::new();
        fields.insert("id".to_owned(), format!("0x{:02X}", self.id).into());
        fields.insert("len".to_owned(), self.length.into());
        let whole = usize::from(self.length) == self.value.len();
        let name = if whole { "hex" } else { "truncated" };
        fields.insert(name.to_owned(), hex::encode(&self.value).into());
        if whole {
            items::put(self.id, &self.value, &mut fields);
        }
        Value::Object(fields)
    }

    fn from_value(value: &Value) -> Option<Self> {
        let id = value["id"].as_str()?.trim_start_matches("0x");
        let bytes = value["hex"].as_str().or(value["truncated"].as_str())?;
        Some(Self {
            id: u8::from_str_radix(id, 16).ok()?,
            length: u8::try_from(value["len"].as_u64()?).ok()?,
            value: hex::decode(bytes).ok()?,
        })
    }
}

/// The names of the alarm bits that are set.
#[must_use]
pub fn alarm_names(alarm: u32) -> Vec<&'static str> {
    let set = ALARM_NAMES
        .iter()
        .filter(|(bit, _, _)| alarm >> bit & 1 == 1);
    set.map(|(_, name, _)| *name).collect()
}

/// The name of an alarm bit in Chinese; empty where there is no such bit.
#[must_use]
pub fn alarm_title(bit: u8) -> &'static str {
    let found = ALARM_NAMES.iter().find(|(known, _, _)| *known == bit);
    found.map_or("", |(_, _, title)| title)
}

fn set_bits(word: u32) -> Vec<u8> {
    (0..32).filter(|bit| word >> bit & 1 == 1).collect()
}

fn signed(e6: u32, negative: bool) -> f64 {
    let degrees = f64::from(e6) / 1e6;
    if negative { -degrees } else { degrees }
}

fn local_time(time: [u8; 6]) -> Option<NaiveDateTime> {
    let [year, month, day, hour, minute, second] = time.map(bcd);
    let year = 2000 + i32::try_from(year?).ok()?;
    NaiveDate::from_ymd_opt(year, month?, day?)?.and_hms_opt(hour?, minute?, second?)
}

/// `YYMMDDhhmmss` as `yyyy-MM-ddThh:mm:ss+08:00`; nothing when it is no time.
pub(super) fn time_text(time: [u8; 6]) -> Option<String> {
    let local = local_time(time)?;
    Some(local.format("%Y-%m-%dT%H:%M:%S+08:00").to_string())
}

/// The other way; zeros where the text is no such time.
pub(super) fn time_bytes(text: &str) -> [u8; 6] {
    let read = text
        .get(..19)
        .and_then(|head| NaiveDateTime::parse_from_str(head, "%Y-%m-%dT%H:%M:%S").ok());
    read.map(time_of).unwrap_or_default()
}

/// A time of the district (UTC+8) as the terminal sends it.
fn time_of(local: NaiveDateTime) -> [u8; 6] {
    let year = u32::try_from(local.year()).unwrap_or_default();
    [
        year,
        local.month(),
        local.day(),
        local.hour(),
        local.minute(),
        local.second(),
    ]
    .map(to_bcd)
}

/// UTC milliseconds as the terminal's `YYMMDDhhmmss`, UTC+8.
#[must_use]
pub fn time_from_utc_ms(utc_ms: i64) -> [u8; 6] {
    let local_ms = utc_ms.saturating_add(ASSUMED_OFFSET_S * 1000);
    chrono::DateTime::from_timestamp_millis(local_ms)
        .map(|time| time_of(time.naive_utc()))
        .unwrap_or_default()
}

/// A report as a value of its own.
pub(super) fn nested(position: &Position, defects: &mut Defects) -> Value {
    let mut fields = Map::new();
    position.put(&mut fields, defects);
    json!(fields)
}
