//! GB/T 26875.3 as the centre speaks it: confirm and deny, setting the clock with resending,
//! states that come and go.

use std::sync::Arc;
use std::time::Duration;

use emergency::time::UtcMs;
use protocols::gbt26875::{
    Control, Message, Reader, TimeLabel, address, command, encode, encode_reply, encode_unit,
    refused_control,
};
use protocols::{Defect, DefectKind, Stream as _};
use serde_json::{Value, json};

use super::shared::Register;
use super::{Outcome, Protocol, Talk, is_cut};
use crate::alarm::DeviceAlarm;
use crate::reach::Reach;

/// Devices send a heartbeat every 20 to 30 s; those without one at least their test.
const IDLE_MAX: Duration = Duration::from_secs(300);
/// The clock of a device is set where it is off by more.
const CLOCK_OFF_MAX_MS: i64 = 60_000;
/// How long an answer may take (6.5.4).
const ANSWER_MS: i64 = 10_000;
/// How often an order is sent again (6.5.5).
const RESENDS: u8 = 3;
/// Orders that wait for their answer.
const WAITING_MAX: usize = 16;
/// Synchronise the clock (table 3).
const SET_CLOCK: u8 = 90;

/// What a feed of fire alarm devices is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gbt26875Settings {
    /// Name of the feed.
    pub name: String,
    /// Whether a clock that is off is set.
    pub set_clock: bool,
}

/// States that become alerts, by the names of the bits: of systems, parts and the device itself.
const ALARMS: &[(&str, &str)] = &[
    ("火警", "fire"),
    ("故障", "fault"),
    ("监管", "supervision"),
    ("主电故障", "mainPower"),
    ("备电故障", "backupPower"),
    ("通信信道故障", "channel"),
    ("监测连接线路故障", "line"),
];

/// A feed of fire alarm devices.
pub struct Gbt26875 {
    shared: Arc<Shared>,
}

struct Shared {
    settings: Gbt26875Settings,
    register: Register,
}

impl Gbt26875 {
    /// A feed with its settings.
    #[must_use]
    pub fn new(settings: Gbt26875Settings, reach: Arc<Reach>) -> Self {
        let shared = Shared {
            register: Register::new(&settings.name, IDLE_MAX, reach),
            settings,
        };
        Self {
            shared: Arc::new(shared),
        }
    }
}

impl Protocol for Gbt26875 {
    fn kind(&self) -> &'static str {
        "gbt26875"
    }

    fn talk(&self) -> Box<dyn Talk> {
        Box::new(Connection {
            shared: Arc::clone(&self.shared),
            reader: Reader::default(),
            serial: 0,
            clock_set: false,
            waiting: Vec::new(),
        })
    }

    fn register(&self) -> &Register {
        &self.shared.register
    }
}

/// An order that was sent and not yet answered.
struct Order {
    serial: u16,
    bytes: Vec<u8>,
    sent: UtcMs,
    again: u8,
}

struct Connection {
    shared: Arc<Shared>,
    reader: Reader,
    serial: u16,
    clock_set: bool,
    waiting: Vec<Order>,
}

impl Talk for Connection {
    fn take(&mut self, bytes: &[u8], now: UtcMs) -> Outcome {
        let parsed = self.reader.push(bytes);
        let mut outcome = Outcome::default();
        for defect in &parsed.defects {
            deny(defect, now, &mut outcome);
        }
        outcome.defects = parsed.defects;
        for message in &parsed.messages {
            outcome.messages += 1;
            outcome.keep_defects(&message.defects, &message.unit);
            self.hear(message, now, &mut outcome);
        }
        outcome
    }

    fn tick(&mut self, now: UtcMs) -> Outcome {
        let mut outcome = Outcome::default();
        self.waiting.retain_mut(|order| {
            if now.0 - order.sent.0 < ANSWER_MS {
                return true;
            }
            if order.again >= RESENDS {
                let message = format!("order {} was not answered", order.serial);
                let kind = DefectKind::PartsMissing;
                outcome
                    .defects
                    .push(Defect::of_bytes(kind, message, &order.bytes));
                return false;
            }
            order.again += 1;
            order.sent = now;
            outcome.reply.extend(&order.bytes);
            true
        });
        outcome
    }

    fn end(&mut self, _now: UtcMs) -> Outcome {
        Outcome {
            defects: self.reader.finish().defects,
            ..Outcome::default()
        }
    }
}

/// A frame that is wrong is denied where it says enough of itself (6.3.2).
fn deny(defect: &Defect, now: UtcMs, outcome: &mut Outcome) {
    if let Some(control) = refused_control(defect) {
        let reply = encode_reply(&control, command::DENY, now.0);
        outcome.reply.extend(reply);
    }
}

impl Connection {
    fn hear(&mut self, message: &Message, now: UtcMs, outcome: &mut Outcome) {
        let control = &message.control;
        let device = address(control.source).to_string();
        self.shared.register.devices.hear(&device, now);
        let told = control.time.utc_ms_near(now.0);
        outcome.clock_offset_ms = told.map(|told| told - now.0);
        match control.command {
            command::SEND => {
                self.states(&device, message, now, outcome);
                let answer = if is_cut(&message.defects) {
                    command::DENY
                } else {
                    command::CONFIRM
                };
                let reply = encode_reply(control, answer, now.0);
                outcome.reply.extend(reply);
            }
            command::ANSWER => {
                self.states(&device, message, now, outcome);
                self.answered(control.serial);
            }
            command::CONFIRM => self.answered(control.serial),
            _ => {}
        }
        self.set_clock(control, told, now, outcome);
    }

    fn answered(&mut self, serial: u16) {
        self.waiting.retain(|order| order.serial != serial);
    }

    /// Sets a clock that is off, once a connection.
    fn set_clock(&mut self, to: &Control, told: Option<i64>, now: UtcMs, outcome: &mut Outcome) {
        let off = told.is_none_or(|told| (told - now.0).abs() > CLOCK_OFF_MAX_MS);
        if self.clock_set || !self.shared.settings.set_clock || !off {
            return;
        }
        if self.waiting.len() >= WAITING_MAX {
            return;
        }
        self.clock_set = true;
        let label = TimeLabel::from_utc_ms(now.0);
        let object = json!({"time": {"raw": hex::encode(label.0)}});
        let control = Control {
            serial: self.serial,
            time: label,
            source: to.dest,
            dest: to.source,
            command: command::CONTROL,
            ..to.clone()
        };
        let bytes = encode(&control, &encode_unit(SET_CLOCK, &[object]));
        outcome.reply.extend(&bytes);
        self.waiting.push(Order {
            serial: self.serial,
            bytes,
            sent: now,
            again: 0,
        });
        self.serial = self.serial.wrapping_add(1);
    }

    fn states(&self, device: &str, message: &Message, now: UtcMs, outcome: &mut Outcome) {
        for object in message.objects() {
            if object.get("stateBits").is_some() {
                self.state(device, object, message, now, outcome);
            }
        }
    }

    /// Tells each state of one object that came or went. A part in test (bit 0 is 0) says so in its
    /// words: some devices never set that bit, and a fire must be heard.
    fn state(
        &self,
        device: &str,
        object: &Value,
        message: &Message,
        now: UtcMs,
        outcome: &mut Outcome,
    ) {
        let place = place_of(device, object);
        let bits = object["stateBits"].as_array();
        let names: Vec<&str> = bits
            .into_iter()
            .flatten()
            .filter_map(|bit| bit["name"].as_str())
            .collect();
        let raw = object["time"]["raw"].as_str().unwrap_or_default();
        let label = hex::decode(raw).ok().and_then(|raw| raw.try_into().ok());
        let told = label.and_then(|label| TimeLabel(label).utc_ms_near(now.0));
        let at = UtcMs(told.unwrap_or(now.0));
        let text = |name: &str| object[name].as_str().unwrap_or_default();
        let normal = names.iter().any(|name| name.starts_with("正常"));
        let test = if normal { "" } else { "测试状态" };
        let words = [
            text("systemName"),
            text("partName"),
            text("description"),
            test,
        ]
        .join(" ");
        for (name, code) in ALARMS {
            let alarm = DeviceAlarm {
                feed: &self.shared.settings.name,
                format: "gbt26875",
                device: &place,
                code,
                event: name,
                words: words.trim(),
                at,
                point: None,
                bytes: &message.unit,
            };
            let holds = names.contains(name);
            alarm.tell(holds, now, &self.shared.register, outcome);
        }
    }
}

/// The device, and the system and part where the object has them.
fn place_of(device: &str, object: &Value) -> String {
    let mut place = device.to_owned();
    for name in ["systemType", "systemAddr", "partType", "partAddrU32LE"] {
        if let Some(number) = object[name].as_u64() {
            place.push_str(&format!("-{number}"));
        }
    }
    place
}
