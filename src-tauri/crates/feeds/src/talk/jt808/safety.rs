//! Alarms of driver assistance, driver state, tyres and blind spots, as additional items of a
//! position (T/JSATL 12-2017, items 0x64 to 0x67 of message 0x0200).
//!
//! Each item names its event by a number and says whether it begins, ends or is without an end.
//! One event is one alarm, however often its item is sent.

use std::collections::HashMap;

use emergency::time::UtcMs;
use protocols::jt808::{Extra, Message, Position};
use serde_json::{Map, Value};

use super::super::Outcome;
use super::Connection;
use crate::alarm::{Course, DeviceAlarm};
use crate::lock::lock;

/// From which level on an alarm becomes an alert: level 1 is for the driver, level 2 for whoever
/// watches; 待区里确认.
pub const SAFETY_LEVEL: u8 = 2;
/// Events that are remembered; of more the oldest knowledge is given up.
const EVENTS_MAX: usize = 50_000;
/// Items of this standard.
const ITEMS: std::ops::RangeInclusive<u8> = 0x64..=0x67;
/// The field `state`: the event begins, or ends; 0 has no end.
const BEGINS: u64 = 1;
const ENDS: u64 = 2;

/// Kinds of alarm: item, type, code, words. What is only an event, as a picture taken of itself,
/// is none.
const KINDS: &[(u8, u64, &str, &str)] = &[
    (0x64, 0x01, "adasForwardCollision", "前向碰撞报警"),
    (0x64, 0x02, "adasLaneDeparture", "车道偏离报警"),
    (0x64, 0x03, "adasHeadway", "车距过近报警"),
    (0x64, 0x04, "adasPedestrian", "行人碰撞报警"),
    (0x64, 0x05, "adasLaneChanges", "频繁变道报警"),
    (0x64, 0x06, "adasRoadSign", "道路标识超限报警"),
    (0x64, 0x07, "adasObstacle", "障碍物报警"),
    (0x65, 0x01, "dmsFatigue", "疲劳驾驶报警"),
    (0x65, 0x02, "dmsPhone", "接打电话报警"),
    (0x65, 0x03, "dmsSmoking", "抽烟报警"),
    (0x65, 0x04, "dmsDistracted", "分神驾驶报警"),
    (0x65, 0x05, "dmsAbnormal", "驾驶员异常报警"),
    (0x67, 0x01, "bsdRear", "后方接近报警"),
    (0x67, 0x02, "bsdLeft", "左侧后方接近报警"),
    (0x67, 0x03, "bsdRight", "右侧后方接近报警"),
];
/// Bits of a tyre's alarm that are alarms; bit 0 is a report by the clock, bit 4 a
/// sensor, bit 7 its battery.
const TYRES: &[(u32, &str)] = &[
    (1, "胎压过高"),
    (2, "胎压过低"),
    (3, "胎温过高"),
    (5, "胎压不平衡"),
    (6, "慢漏气"),
];
const TYRE_CODE: &str = "tpmsTyre";

/// What one item says.
struct Said {
    code: &'static str,
    title: String,
    level: u8,
    state: u64,
    id: u64,
    speed_kmh: Option<u64>,
}

/// The event of each vehicle and code that was heard last, and whether it is over.
#[derive(Debug, Default)]
pub(super) struct Events(HashMap<(String, &'static str), (u64, bool)>);

fn read(item: u8, fields: &Map<String, Value>) -> Option<Said> {
    let number = |name: &str| fields.get(name).and_then(Value::as_u64);
    let (code, title) = if item == 0x66 {
        (TYRE_CODE, tyre_words(fields)?)
    } else {
        let kind = number("alarmType")?;
        let known = KINDS
            .iter()
            .find(|(own, number, ..)| (*own, *number) == (item, kind));
        let (.., code, title) = known?;
        (*code, (*title).to_owned())
    };
    // Tyres and blind spots have no level: a tyre concerns whoever watches, the other the driver.
    let level = match (item, number("level")) {
        (_, Some(level)) => u8::try_from(level).unwrap_or(u8::MAX),
        (0x66, None) => 2,
        _ => 1,
    };
    let place = fields.get("place");
    let speed = place.and_then(|place| place["speed_kmh"].as_u64());
    Some(Said {
        code,
        title,
        level,
        state: number("state")?,
        id: number("alarmId")?,
        speed_kmh: speed,
    })
}

/// What is wrong with which tyre; nothing where none is.
fn tyre_words(fields: &Map<String, Value>) -> Option<String> {
    let tyres = fields.get("tires").and_then(Value::as_array)?;
    let words = tyres.iter().flat_map(|tyre| {
        let bits = tyre["alarmType"].as_u64().unwrap_or_default();
        let set = TYRES.iter().filter(move |(bit, _)| bits >> bit & 1 == 1);
        let wheel = tyre["position"].as_u64().unwrap_or_default();
        set.map(move |(_, words)| format!("{wheel}号轮{words}"))
    });
    let words: Vec<String> = words.collect();
    (!words.is_empty()).then(|| format!("胎压报警 {}", words.join("、")))
}

/// What is to be done with one item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// It says nothing that was not known to be over.
    Nothing,
    /// It is told; `another` where an earlier event of the kind makes way for it.
    Begin {
        another: bool,
    },
    End,
}

impl Events {
    /// What is to be done with an item where alarms are told from this level on.
    fn step(&mut self, phone: &str, said: &Said, least: u8) -> Step {
        let key = (phone.to_owned(), said.code);
        let known = self.0.get(&key).copied();
        let step = match (said.state, known) {
            // The end of an event before the one that holds now.
            (ENDS, Some((id, _))) if id != said.id => Step::Nothing,
            // Its beginning was for the driver alone, as far as anybody knows.
            (ENDS, None) if said.level < least => Step::Nothing,
            (ENDS, _) => Step::End,
            (_, Some((id, true))) if id == said.id => Step::Nothing,
            (_, known) => Step::Begin {
                another: known.is_some_and(|(id, _)| id != said.id),
            },
        };
        if step != Step::Nothing {
            if self.0.len() >= EVENTS_MAX && !self.0.contains_key(&key) {
                self.0.clear();
            }
            self.0.insert(key, (said.id, step == Step::End));
        }
        step
    }
}

impl Connection {
    /// Tells the alarms that the additional items of these positions say.
    pub(super) fn safety(
        &self,
        positions: &[Position],
        now: UtcMs,
        message: &Message,
        outcome: &mut Outcome,
    ) {
        let least = self.shared.settings.safety_level;
        if least == 0 {
            return;
        }
        for position in positions {
            let items = position.extras.iter().filter(|one| ITEMS.contains(&one.id));
            for said in items.filter_map(|item| read(item.id, &Extra::fields(item))) {
                // An end may name a lesser level than its beginning did, or none: it is an end.
                if said.level >= least || said.state == ENDS {
                    self.safety_event(&said, position, now, message, outcome);
                }
            }
        }
    }

    fn safety_event(
        &self,
        said: &Said,
        position: &Position,
        now: UtcMs,
        message: &Message,
        outcome: &mut Outcome,
    ) {
        let phone = &message.header.terminal_phone;
        let least = self.shared.settings.safety_level;
        let step = lock(&self.shared.safety).step(phone, said, least);
        let vehicle = lock(&self.shared.vehicles).get(phone).cloned();
        let vehicle = vehicle.unwrap_or_default();
        let speed = said
            .speed_kmh
            .map_or_else(String::new, |speed| format!(" {speed} km/h"));
        let (point, of_place) = self.place_at(phone, position);
        let name = vehicle.called(phone);
        let words = format!("{name}{speed} {}级报警 {of_place}", said.level);
        let alarm = DeviceAlarm {
            feed: &self.shared.settings.name,
            format: "jt808",
            device: phone,
            code: said.code,
            event: &said.title,
            words: words.trim_end(),
            at: UtcMs(position.utc_ms().unwrap_or(now.0)),
            point,
            course: if said.state == BEGINS || said.state == ENDS {
                Course::Holds
            } else {
                Course::Moment
            },
            bytes: &message.bytes,
        };
        let register = &self.shared.register;
        match step {
            Step::Nothing => {}
            Step::Begin { another } => {
                if another {
                    alarm.tell(false, now, register, outcome);
                }
                alarm.tell(true, now, register, outcome);
            }
            Step::End => alarm.tell(false, now, register, outcome),
        }
    }
}
