//! What positions say: where a vehicle is, which alarms came and went, which fence it crossed.

use emergency::place::Point;
use emergency::time::UtcMs;
use protocols::jt808::{Extra, Message, Position, alarm_names, alarm_title};
use protocols::{Defect, DefectKind};
use serde_json::Value;

use super::super::Outcome;
use super::{Connection, Vehicle};
use crate::alarm::{Course, DeviceAlarm};
use crate::lock::lock;

/// Bits that a terminal clears because it was answered (JT/T 808-2019, table 24: 收到应答后清零):
/// emergency, danger, area, route, time on a section, ignition, displacement, door. That such a bit
/// is gone says nothing of what it stood for.
const MOMENTS: [u8; 8] = [0, 3, 20, 21, 22, 27, 28, 31];
/// A batch (0x0704) of positions that were kept back for want of a link (盲区补报); the other kind
/// (0, 正常位置批量汇报) is positions in their turn.
const BATCH_LATE: u64 = 1;
/// A position that is dated so far ahead of the desk does not make those after it old ones.
pub(super) const AHEAD_MAX_MS: i64 = 60_000;

/// The alarm word with one bit; of a bit that it does not have nothing.
fn bit_of(bit: u8) -> u32 {
    1_u32.checked_shl(u32::from(bit)).unwrap_or_default()
}

/// The alarm word with all bits that a terminal clears because it was answered.
fn moments() -> u32 {
    MOMENTS.iter().fold(0, |word, bit| word | bit_of(*bit))
}

/// The alarm word with all of these bits.
pub(super) fn word_of(bits: &[u8]) -> u32 {
    bits.iter().fold(0, |word, bit| word | bit_of(*bit))
}

/// Bits of areas and of routes; the item 0x12 says which one, and whether in or out
/// (JT/T 808-2019, table 27 and table 29).
const OF_AREAS: [u8; 2] = [20, 21];
const AREA_ITEM: u8 = 0x12;

/// The area that a terminal judged by itself, in words; empty where it does not say which.
fn area_words(position: &Position) -> String {
    let item = position.extras.iter().find(|extra| extra.id == AREA_ITEM);
    let Some(item) = item.map(Extra::fields) else {
        return String::new();
    };
    let number = |name: &str| item.get(name).and_then(Value::as_u64);
    let Some(id) = number("areaId") else {
        return String::new();
    };
    let kind = match number("locationType") {
        Some(1) => "圆形区域",
        Some(2) => "矩形区域",
        Some(3) => "多边形区域",
        Some(4) => "路线",
        _ => "区域",
    };
    let way = match number("direction") {
        Some(0) => "进入",
        Some(1) => "离开",
        _ => "进出",
    };
    format!("{way}终端内置{kind} {id}")
}

/// The bit of the state word that says that the coordinates were shifted by the encryption of a map
/// (经纬度已经保密插件加密, JT/T 808-2019, table 25): they are none of WGS-84.
const SHIFTED: u32 = 1 << 5;
/// The most millionths of a degree of latitude and of longitude.
const LAT_E6_MAX: u32 = 90_000_000;
const LNG_E6_MAX: u32 = 180_000_000;
/// What is said of an alarm whose report has a place that is none.
const MISPLACED: &str = "坐标无效，位置为最后一次有效上报";

/// Why the place of a report that says it has one is none; nothing where it is one.
pub(super) fn misplaced(position: &Position) -> Option<(DefectKind, String)> {
    let (lat, lng) = (position.lat_e6, position.lng_e6);
    if !position.is_located() {
        return None;
    }
    if position.status & SHIFTED != 0 {
        let words = "the coordinates are encrypted: they are not those of WGS-84";
        return Some((DefectKind::Encrypted, words.to_owned()));
    }
    let is_beyond = lat > LAT_E6_MAX || lng > LNG_E6_MAX;
    // In the sea south of Ghana: a receiver that has none says so of its place.
    let is_null = lat == 0 && lng == 0;
    (is_beyond || is_null).then(|| {
        let (lat, lng) = (position.lat(), position.lng());
        let words = format!("a place at latitude {lat}, longitude {lng}");
        (DefectKind::ValueIllegal, words)
    })
}

/// Tells of the first place of a message that is none, with its bytes, and how many there are.
fn tell_misplaced(positions: &[Position], message: &Message, outcome: &mut Outcome) {
    let mut wrong = positions.iter().filter_map(misplaced);
    let Some((kind, words)) = wrong.next() else {
        return;
    };
    let terminal = &message.header.terminal_phone;
    let text = match wrong.count() {
        0 => format!("terminal {terminal}: {words}"),
        more => format!("terminal {terminal}: {words}; {more} more of this message"),
    };
    let defect = Defect::of_bytes(kind, text, &message.bytes);
    outcome.defects.push(defect);
}

/// Where a report says that the vehicle is; nothing while it does not know, or says a place that is
/// none.
pub(super) fn place_of(position: &Position) -> Option<Point> {
    let is_known = position.is_located() && misplaced(position).is_none();
    is_known.then(|| Point {
        lon: position.lng(),
        lat: position.lat(),
    })
}

impl Connection {
    /// Keeps the newest position, and tells alarms that came or went, position by position. Of
    /// those that were sent late only the newest is judged, and none older than what is known:
    /// what was so then is neither so now nor over now. What a terminal says once is told
    /// nevertheless.
    pub(super) fn positions(&self, message: &Message, now: UtcMs, outcome: &mut Outcome) {
        if !self.knows(&message.header.terminal_phone) {
            return;
        }
        let mut positions = message.positions();
        tell_misplaced(&positions, message, outcome);
        self.safety(&positions, now, message, outcome);
        let batch = message.header.msg_id == 0x0704;
        let kind = message.body.as_ref().and_then(|body| body.get("type"));
        if batch && kind.and_then(Value::as_u64) == Some(BATCH_LATE) {
            let moments = positions.iter().fold(0, |word, one| word | one.alarm) & moments();
            positions.sort_by_key(Position::utc_ms);
            // A crossing in a dead spot is one all the same.
            self.cross(&positions, now, message, outcome);
            if let Some(mut newest) = positions.pop() {
                newest.alarm |= moments;
                self.position(newest, true, message, now, outcome);
            }
            return;
        }
        for position in positions {
            self.position(position, batch, message, now, outcome);
        }
    }

    /// One position; in a batch one that is older than what is known says only what is said once.
    fn position(
        &self,
        position: Position,
        batch: bool,
        message: &Message,
        now: UtcMs,
        outcome: &mut Outcome,
    ) {
        let phone = &message.header.terminal_phone;
        let told = position.utc_ms();
        let known = lock(&self.shared.vehicles)
            .get(phone)
            .and_then(|vehicle| vehicle.position.as_ref())
            .and_then(Position::utc_ms)
            .filter(|known| known - now.0 <= AHEAD_MAX_MS);
        let older = known > told;
        let once = position.alarm & moments();
        let judged = if batch && older { once } else { u32::MAX };
        if let Some(told) = told.filter(|_| !batch) {
            outcome.clock_offset_ms = Some(told - now.0);
            let devices = &self.shared.register.devices;
            devices.clock(phone, told - now.0);
        }
        self.alarms(&position, judged, now, message, outcome);
        if !older {
            self.cross(std::slice::from_ref(&position), now, message, outcome);
            self.change(phone, |vehicle| vehicle.report(position, now));
        }
    }

    /// Where an alarm of a report is, and what is to be said of that: of a report whose place is
    /// none where the vehicle was seen last.
    pub(super) fn place_at(
        &self,
        phone: &str,
        position: &Position,
    ) -> (Option<Point>, &'static str) {
        if misplaced(position).is_none() {
            return (place_of(position), "");
        }
        let vehicles = lock(&self.shared.vehicles);
        let last = vehicles.get(phone).and_then(Vehicle::place);
        (last.map(|(point, _)| point), MISPLACED)
    }

    fn alarms(
        &self,
        position: &Position,
        judged: u32,
        now: UtcMs,
        message: &Message,
        outcome: &mut Outcome,
    ) {
        let phone = &message.header.terminal_phone;
        let (point, of_place) = self.place_at(phone, position);
        let plate = lock(&self.shared.vehicles)
            .get(phone)
            .map(|vehicle| vehicle.plate.clone())
            .unwrap_or_default();
        let speed = f64::from(position.speed_dkmh) / 10.0;
        let words = format!("{plate} {speed} km/h {of_place}");
        let words = words.trim_end();
        let in_area = format!("{words} {}", area_words(position));
        for bit in &self.shared.settings.alarm_bits {
            let word = bit_of(*bit) & judged;
            let Some(code) = alarm_names(word).first().copied() else {
                continue;
            };
            let alarm = DeviceAlarm {
                feed: &self.shared.settings.name,
                format: "jt808",
                device: phone,
                code,
                event: alarm_title(*bit),
                words: if OF_AREAS.contains(bit) {
                    in_area.trim_end()
                } else {
                    words
                },
                at: UtcMs(position.utc_ms().unwrap_or(now.0)),
                point,
                course: if MOMENTS.contains(bit) {
                    Course::Moment
                } else {
                    Course::Holds
                },
                bytes: &message.bytes,
            };
            let holds = position.alarm & word != 0;
            alarm.tell(holds, now, &self.shared.register, outcome);
        }
    }
}
