//! GB/T 26875.3 as the centre speaks it: confirm and deny, setting the clock with resending,
//! states that come and go, duty checks.

mod orders;
mod panels;

pub use orders::{Ask, DUTY_MINUTES};
pub use panels::{DISABLED_MAX, DUTY_UNANSWERED, Disabled, DutyCheck, PanelSeen};

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use emergency::time::UtcMs;
use protocols::gbt26875::{
    Message, Reader, TimeLabel, address, command, encode_reply, refused_control,
};
use protocols::{Defect, Parsed};
use serde_json::Value;

use super::hj212::StationLimits;
use super::incoming::Incoming;
use super::shared::Register;
use super::{Outcome, Protocol, Reading, Talk, is_cut, only};
use crate::alarm::{Course, DeviceAlarm};
use crate::limit::Measured;
use crate::lock::lock;
use crate::reach::Reach;

/// Devices send a heartbeat every 20 to 30 s; those without one at least their test.
const IDLE_MAX: Duration = Duration::from_secs(300);

/// What a feed of fire alarm devices is told.
#[derive(Debug, Clone, PartialEq)]
pub struct Gbt26875Settings {
    /// Name of the feed.
    pub name: String,
    /// Whether a clock that is off is set.
    pub set_clock: bool,
    /// Limits of the values of a part (type 3), by the part as alerts name it and the number of the
    /// quantity (table 6); without any a value raises nothing.
    pub limits: BTreeMap<String, StationLimits>,
    /// Minutes within which a duty check has to be answered; see [`DUTY_MINUTES`].
    pub duty_minutes: u8,
}

impl Default for Gbt26875Settings {
    fn default() -> Self {
        Self {
            name: String::new(),
            set_clock: false,
            limits: BTreeMap::new(),
            duty_minutes: DUTY_MINUTES,
        }
    }
}

/// States that become alerts, by the names of the bits: of systems, parts and the device itself.
const ALARMS: &[(&str, &str)] = &[
    ("火警", "fire"),
    ("故障", "fault"),
    ("监管", "supervision"),
    (DISABLED.0, DISABLED.1),
    ("启动", "started"),
    ("反馈", "feedback"),
    ("延时", "delay"),
    ("总线故障", "bus"),
    ("电源故障", "partPower"),
    ("主电故障", "mainPower"),
    ("备电故障", "backupPower"),
    ("通信信道故障", "channel"),
    ("监测连接线路故障", "line"),
];
/// A part or a system that was taken out at the panel: a detector that hears nothing (屏蔽).
const DISABLED: (&str, &str) = ("屏蔽", "disabled");
/// An alarm by hand (operation bit 2): an operation, which has no state that ends.
const MANUAL: (&str, &str) = ("手动报警", "manual");
/// The type of the data unit of what was done at the user's transmission device (用户信息传输装置
/// 操作信息, table 3). The duty check goes to that device, and the same bit of what was done at a
/// system (type 4) confirms an alarm there.
const OPERATION_OF_DEVICE: u8 = 24;
/// What ends alarms, by the names of the bits: a reset all that [`ends_with_reset`] names, "alarm
/// cleared" those of fire.
const RESET: &str = "复位";
const CLEARED: &str = "警情消除";

/// A feed of fire alarm devices.
pub struct Gbt26875 {
    shared: Arc<Shared>,
}

struct Shared {
    settings: Gbt26875Settings,
    register: Register,
    panels: Mutex<panels::Panels>,
}

impl Gbt26875 {
    /// A feed with its settings.
    #[must_use]
    pub fn new(settings: Gbt26875Settings, reach: Arc<Reach>) -> Self {
        let shared = Shared {
            register: Register::new(&settings.name, IDLE_MAX, reach),
            settings,
            panels: Mutex::default(),
        };
        Self {
            shared: Arc::new(shared),
        }
    }

    /// The newest value of a quantity (table 6) of a part.
    #[must_use]
    pub fn reading(&self, part: &str, quantity: u64) -> Option<Reading> {
        self.shared
            .register
            .points
            .get(&format!("{part}/{quantity}"))
    }
}

impl Protocol for Gbt26875 {
    fn kind(&self) -> &'static str {
        "gbt26875"
    }

    fn talk(&self) -> Box<dyn Talk> {
        Box::new(Connection {
            shared: Arc::clone(&self.shared),
            line: self.shared.register.line(),
            incoming: Incoming::default(),
            gone: false,
            serial: 0,
            clock_set: false,
            waiting: Vec::new(),
            own: BTreeSet::new(),
        })
    }

    fn register(&self) -> &Register {
        &self.shared.register
    }

    fn tick(&self, now: UtcMs) -> Outcome {
        let mut outcome = Outcome::default();
        panels::tell_unanswered(&self.shared, now, &mut outcome);
        outcome
    }
}

struct Connection {
    shared: Arc<Shared>,
    line: u64,
    incoming: Incoming<Reader>,
    /// Whether the device has hung up, so that nothing can be sent to it.
    gone: bool,
    serial: u16,
    clock_set: bool,
    waiting: Vec<orders::Order>,
    /// The devices heard on it, at most [`panels::OWN_MAX`].
    own: BTreeSet<String>,
}

impl Talk for Connection {
    fn take(&mut self, bytes: &[u8], now: UtcMs) -> Outcome {
        let parsed = self.incoming.push(bytes, now);
        self.read(parsed, now)
    }

    fn tick(&mut self, now: UtcMs) -> Outcome {
        let parsed = self.incoming.tick(now);
        let mut outcome = self.read(parsed, now);
        self.shared.register.tell_due(now, None, &mut outcome);
        self.send_again(now, &mut outcome);
        self.send_asked(now, &mut outcome);
        outcome
    }

    fn end(&mut self, now: UtcMs) -> Outcome {
        self.gone = true;
        let parsed = self.incoming.finish();
        let mut outcome = self.read(parsed, now);
        let register = &self.shared.register;
        lock(&self.shared.panels).leave(&self.own, self.line);
        register.tell_due(now, Some(self.line), &mut outcome);
        outcome
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
    fn read(&mut self, parsed: Parsed<Message>, now: UtcMs) -> Outcome {
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
        outcome.device = only(&self.own);
        outcome
    }

    fn hear(&mut self, message: &Message, now: UtcMs, outcome: &mut Outcome) {
        let control = &message.control;
        let device = address(control.source).to_string();
        let register = &self.shared.register;
        let gone = register.hear(&device, now, &message.unit, outcome);
        let is_kept = gone.as_ref() != Some(&device);
        if let Some(gone) = gone {
            lock(&self.shared.panels).forget(&gone);
        }
        let told = control.time.utc_ms_near(now.0);
        outcome.clock_offset_ms = told.map(|told| told - now.0);
        if let Some(told) = told {
            self.shared.register.devices.clock(&device, told - now.0);
        }
        let known = self.own.contains(&device);
        if is_kept && (known || self.own.len() < panels::OWN_MAX) {
            self.own.insert(device.clone());
            lock(&self.shared.panels).hear(&device, control, self.line, now);
        }
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
                self.answered(control.serial, now);
            }
            command::CONFIRM => self.answered(control.serial, now),
            _ => {}
        }
        if !self.gone {
            self.set_clock(control, told, now, outcome);
            self.send_asked(now, outcome);
        }
    }

    fn states(&self, device: &str, message: &Message, now: UtcMs, outcome: &mut Outcome) {
        for object in message.objects() {
            let place = place_of(device, object);
            let said = Said {
                at: time_of(object, now),
                words: words_of(object),
                message,
                now,
            };
            if object.get("stateBits").is_some() {
                self.state(&place, &names(object, "stateBits"), &said, outcome);
            }
            if object.get("analogRaw").is_some() {
                self.value(&place, object, &said, outcome);
            }
            if object.get("opBits").is_some() {
                let names = names(object, "opBits");
                self.operation(&place, &names, &said, outcome);
                let by_device = message.unit_type() == Some(OPERATION_OF_DEVICE);
                if by_device && names.contains(&panels::ANSWERED) {
                    panels::answered(&self.shared, device, &said, outcome);
                }
            }
        }
    }

    /// Keeps the value of a part and holds it against its limits. One of a quantity that the
    /// standard does not name is kept in its steps.
    fn value(&self, place: &str, object: &Value, said: &Said<'_>, outcome: &mut Outcome) {
        let text = |name: &str| object[name].as_str().unwrap_or_default();
        let value = object["value"].as_f64().or(object["analogRaw"].as_f64());
        let (Some(value), Some(quantity)) = (value, object["analogType"].as_u64()) else {
            return;
        };
        let point = format!("{place}/{quantity}");
        let (register, settings) = (&self.shared.register, &self.shared.settings);
        let limits = settings.limits.get(place);
        let limits = limits.and_then(|limits| limits.get(&quantity.to_string()));
        let newest = Reading {
            value,
            unit: text("unit").to_owned(),
            at: said.at,
            heard: said.now,
            name: text("analogName").to_owned(),
            limits: limits.copied(),
            ..Reading::default()
        };
        let device = place.split('-').next().unwrap_or(place);
        register.note(device, &point, newest);
        let Some(limits) = register.roll.limits(&point).or(limits.copied()) else {
            let named = (point.as_str(), text("analogName"));
            register.unlimited("gbt26875", named, said.now, outcome);
            return;
        };
        let measured = Measured {
            feed: &settings.name,
            format: "gbt26875",
            point: &point,
            name: text("analogName"),
            value,
            unit: text("unit"),
            limits: &limits,
            at: said.at,
            bytes: &said.message.unit,
            line: self.line,
        };
        measured.tell(said.now, register, outcome);
    }

    fn alarm<'a>(
        &'a self,
        place: &'a str,
        (event, code): (&'a str, &'a str),
        said: &'a Said<'_>,
    ) -> DeviceAlarm<'a> {
        DeviceAlarm {
            feed: &self.shared.settings.name,
            format: "gbt26875",
            device: place,
            code,
            event,
            words: &said.words,
            at: said.at,
            point: None,
            course: match code {
                "fire" => Course::Renewed,
                "manual" => Course::Act,
                _ => Course::Holds,
            },
            bytes: &said.message.unit,
        }
    }

    /// Tells each state of one object that came or went. A part in test (bit 0 is 0) says so in its
    /// words: some devices never set that bit, and a fire must be heard.
    fn state(&self, place: &str, names: &[&str], said: &Said<'_>, outcome: &mut Outcome) {
        if names.contains(&RESET) {
            // What the system says of itself in the same breath is told below.
            let of_parts = |name: &str, code: &str| name != place && ends_with_reset(code);
            self.end_under(place, said, outcome, of_parts);
        }
        let normal = names.iter().any(|name| name.starts_with("正常"));
        let said = Said {
            words: if normal {
                said.words.clone()
            } else {
                format!("{} 测试状态", said.words).trim().to_owned()
            },
            ..*said
        };
        let disabled = names.contains(&DISABLED.0);
        lock(&self.shared.panels).disable(place, disabled, &said.words, said.at);
        for alarm in ALARMS {
            let holds = names.contains(&alarm.0);
            self.alarm(place, *alarm, &said)
                .tell(holds, said.now, &self.shared.register, outcome);
        }
    }

    /// An operation of a system or of the device itself (types 4 and 24). One that raises an alarm
    /// and one that ends them may be in the same report: what was raised stays.
    fn operation(&self, place: &str, names: &[&str], said: &Said<'_>, outcome: &mut Outcome) {
        if names.contains(&RESET) {
            self.end_under(place, said, outcome, |_, code| ends_with_reset(code));
        } else if names.contains(&CLEARED) {
            let of_fire = |_: &str, code: &str| matches!(code, "fire" | "manual");
            self.end_under(place, said, outcome, of_fire);
        }
        if names.contains(&MANUAL.0) {
            self.alarm(place, MANUAL, said)
                .tell(true, said.now, &self.shared.register, outcome);
        }
    }

    /// Ends the alarms of a device or a system and of its parts. A value beyond its limit is none
    /// of them: it comes back by itself.
    fn end_under(
        &self,
        place: &str,
        said: &Said<'_>,
        outcome: &mut Outcome,
        ends: impl Fn(&str, &str) -> bool,
    ) {
        let held = lock(&self.shared.register.standing).under(place);
        for (name, code) in held.iter().filter(|(name, code)| ends(name, code)) {
            let known = ALARMS.iter().chain([&MANUAL]).find(|(_, own)| own == code);
            if let Some(known) = known {
                self.alarm(name, *known, said).tell(
                    false,
                    said.now,
                    &self.shared.register,
                    outcome,
                );
            }
        }
    }
}

/// Whether a reset of the panel ends an alarm.
///
/// A part that was taken out (屏蔽) stays so, in the list and as an alarm, until its own state says
/// that it is back: in GB/T 26875.3-2011 the bit is one of its own beside 复位 (8.2.1, figures 6
/// and 7), and nothing there says that one lifts the other; a control unit keeps what was taken out
/// through a reset (GB 4717-2005, 5.2.5, whose text was not at hand: 待区里确认).
fn ends_with_reset(code: &str) -> bool {
    code != DISABLED.1
}

/// What one object says besides its bits.
struct Said<'a> {
    at: UtcMs,
    words: String,
    message: &'a Message,
    now: UtcMs,
}

/// The names of the bits that are set.
fn names<'a>(object: &'a Value, field: &str) -> Vec<&'a str> {
    let bits = object[field].as_array();
    let set = bits.into_iter().flatten();
    set.filter_map(|bit| bit["name"].as_str()).collect()
}

/// When an object says that it happened; now where it says nothing.
fn time_of(object: &Value, now: UtcMs) -> UtcMs {
    let raw = object["time"]["raw"].as_str().unwrap_or_default();
    let label = hex::decode(raw).ok().and_then(|raw| raw.try_into().ok());
    let told = label.and_then(|label| TimeLabel(label).utc_ms_near(now.0));
    // No device is believed that is ahead: what it says next would be older.
    UtcMs(told.unwrap_or(now.0).min(now.0))
}

/// What an object is about, in words.
fn words_of(object: &Value) -> String {
    let text = |name: &str| object[name].as_str().unwrap_or_default();
    let words = ["systemName", "partName", "description"]
        .map(text)
        .join(" ");
    words.trim().to_owned()
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
