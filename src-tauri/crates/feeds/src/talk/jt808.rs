//! JT/T 808 as the platform speaks it: registration, authentication, replies, positions, alarms.
//!
//! A position is no fact: the newest of each vehicle is kept in memory, and an alarm bit that comes
//! or goes is a fact with the position it came at (decision 0020).

mod absent;
mod fences;
mod missing;
mod positions;
mod safety;
mod vehicle;

pub use absent::Absence;
pub use fences::FENCES_MAX;
pub use safety::SAFETY_LEVEL;
use vehicle::Plate;
pub use vehicle::Vehicle;

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use emergency::fence::Fence;
use emergency::time::UtcMs;
use protocols::jt808::{self, Edition, Header, Message, Reader, time_from_utc_ms};
use protocols::{Budget, Stream as _};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::shared::{Register, UNFINISHED_BYTES_MAX};
use super::{DEVICES_MAX, Outcome, Protocol, Talk, is_cut};
use crate::lock::lock;
use crate::reach::Reach;

/// A terminal sends a heartbeat every minute or so; three may be lost.
const IDLE_MAX: Duration = Duration::from_secs(180);
/// Results of the general reply (JT/T 808-2019, table 5).
const OK: u8 = 0;
const FAILED: u8 = 1;
const WRONG: u8 = 2;
const NOT_SUPPORTED: u8 = 3;
/// Results of a registration (JT/T 808-2019, 8.8, message 0x8100): 1 and 3 say that the vehicle or
/// the terminal is registered already, which the desk takes for a terminal that comes again; 2 that
/// there is no such vehicle, of which the desk keeps no list.
const REGISTERED: u8 = 0;
const NO_SUCH_TERMINAL: u8 = 4;
/// The most characters of a plate that are kept: no plate has so many, but a registration in parts
/// may hold megabytes.
const PLATE_CHARS_MAX: usize = 32;
/// Messages that are answers themselves and get no general reply.
const ANSWERS: &[u16] = &[
    0x0001, 0x0104, 0x0107, 0x0201, 0x0302, 0x0500, 0x0608, 0x0700, 0x0802, 0x0805, 0x1003, 0x1205,
];

/// What a feed of vehicles is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Jt808Settings {
    /// Name of the feed.
    pub name: String,
    /// With it the authentication code of a terminal is made, no other code is taken, and only the
    /// `terminals` may register. Without it anybody may, and any code is taken.
    pub secret: Option<String>,
    /// Numbers of the terminals that may register where there is a secret, at most
    /// [`DEVICES_MAX`]; zeros in front do not matter.
    pub terminals: HashSet<String>,
    /// Bits of the alarm word that become alerts.
    pub alarm_bits: Vec<u8>,
    /// From which level on an alarm of driver assistance (items 0x64 to 0x67) becomes an alert;
    /// see [`SAFETY_LEVEL`]. 0 for none.
    pub safety_level: u8,
    /// Which vehicles are missed when they are gone; nothing for none.
    pub absence: Option<Absence>,
}

/// Emergency, overspeed, fatigue, danger, collision, rollover: 待区里确认.
const ALARM_BITS: [u8; 6] = [0, 1, 2, 3, 29, 30];

/// The number of a terminal as it is compared: the 2019 edition fills it up to 20 digits.
fn without_zeros(phone: &str) -> &str {
    phone.trim_start_matches('0')
}

impl Jt808Settings {
    /// Only these terminals may register.
    pub fn allow<'a>(&mut self, terminals: impl IntoIterator<Item = &'a str>) {
        let numbers = terminals.into_iter().take(DEVICES_MAX);
        self.terminals = numbers.map(|one| without_zeros(one).to_owned()).collect();
    }

    /// The usual settings of a feed of that name.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            secret: None,
            terminals: HashSet::new(),
            alarm_bits: ALARM_BITS.to_vec(),
            safety_level: SAFETY_LEVEL,
            absence: None,
        }
    }
}

/// A feed of vehicles.
pub struct Jt808 {
    shared: Arc<Shared>,
}

struct Shared {
    settings: Jt808Settings,
    register: Register,
    vehicles: Mutex<HashMap<String, Vehicle>>,
    fences: Mutex<fences::Watched>,
    safety: Mutex<safety::Events>,
    /// What all connections hold of messages in parts.
    unfinished: Arc<Budget>,
}

impl Jt808 {
    /// A feed with its settings.
    #[must_use]
    pub fn new(settings: Jt808Settings, reach: Arc<Reach>) -> Self {
        let shared = Shared {
            register: Register::new(&settings.name, IDLE_MAX, reach),
            settings,
            vehicles: Mutex::default(),
            fences: Mutex::default(),
            safety: Mutex::default(),
            unfinished: Budget::new(UNFINISHED_BYTES_MAX),
        };
        Self {
            shared: Arc::new(shared),
        }
    }

    /// What is known of a vehicle, by its terminal's number.
    #[must_use]
    pub fn vehicle(&self, phone: &str) -> Option<Vehicle> {
        lock(&self.shared.vehicles).get(phone).cloned()
    }

    /// Shows each vehicle with its terminal's number, and whether an alarm of it holds that is
    /// told.
    pub fn each(&self, mut show: impl FnMut(&str, &Vehicle, bool)) {
        let told = positions::word_of(&self.shared.settings.alarm_bits);
        for (phone, vehicle) in lock(&self.shared.vehicles).iter() {
            let alarm = vehicle.position.as_ref().map(|one| one.alarm);
            show(phone, vehicle, alarm.unwrap_or_default() & told != 0);
        }
    }

    /// Watches these fences from now on, at most [`FENCES_MAX`]; what stands and is not told by
    /// them any more is ended with the next tick.
    pub fn watch_fences(&self, fences: Vec<Fence>) {
        lock(&self.shared.fences).set(fences);
    }

    /// How many vehicles have an open connection.
    #[must_use]
    pub fn online(&self) -> usize {
        let vehicles = lock(&self.shared.vehicles);
        vehicles.values().filter(|vehicle| vehicle.online).count()
    }
}

impl Protocol for Jt808 {
    fn kind(&self) -> &'static str {
        "jt808"
    }

    fn talk(&self) -> Box<dyn Talk> {
        Box::new(Connection {
            shared: Arc::clone(&self.shared),
            line: self.shared.register.line(),
            reader: Reader::sharing(&self.shared.unfinished),
            serial: 0,
            phone: None,
            known_phone: None,
            registered: None,
            missing: missing::Missing::default(),
        })
    }

    fn register(&self) -> &Register {
        &self.shared.register
    }

    fn tells_absence(&self, device: &str) -> bool {
        absent::tells(&self.shared, device)
    }

    fn tick(&self, now: UtcMs) -> Outcome {
        let mut outcome = Outcome::default();
        absent::tell(&self.shared, now, &mut outcome);
        fences::end_those_over(&self.shared, now, &mut outcome);
        outcome
    }
}

struct Connection {
    shared: Arc<Shared>,
    /// Its number among those of the feed.
    line: u64,
    reader: Reader,
    serial: u16,
    phone: Option<String>,
    /// The terminal whose code was right.
    known_phone: Option<String>,
    /// The terminal that has registered and not yet shown its code, with its plate.
    registered: Option<(String, Plate)>,
    missing: missing::Missing,
}

impl Talk for Connection {
    fn take(&mut self, bytes: &[u8], now: UtcMs) -> Outcome {
        let parsed = self.reader.push(bytes);
        let mut outcome = Outcome {
            defects: parsed.defects,
            ..Outcome::default()
        };
        for message in &parsed.messages {
            outcome.messages += 1;
            outcome.keep_defects(&message.defects, &message.bytes);
            if self.knows(&message.header.terminal_phone) {
                self.hear(message, now, &mut outcome);
                if message.is_part() {
                    self.missing.take(&message.header, now);
                }
            }
            self.answer(message, now, &mut outcome);
            // What was said before the code was shown is anybody's word.
            let known = self.knows(&message.header.terminal_phone);
            outcome.unproven += usize::from(!known);
        }
        outcome.device = self.phone.clone().unwrap_or_default();
        outcome
    }

    fn tick(&mut self, now: UtcMs) -> Outcome {
        let mut outcome = Outcome::default();
        for missing::Request {
            header,
            first,
            parts,
        } in self.missing.due(now)
        {
            let body = json!({"originalSerial": first, "packetIds": parts});
            self.send(&header, 0x8003, &body, &mut outcome);
        }
        outcome
    }

    fn end(&mut self, now: UtcMs) -> Outcome {
        if let Some(phone) = &self.phone {
            self.leave(phone, now);
        }
        Outcome {
            defects: self.reader.finish().defects,
            device: self.phone.clone().unwrap_or_default(),
            ..Outcome::default()
        }
    }
}

impl Connection {
    /// Whether a terminal has shown its code on this connection, or none is asked for.
    fn knows(&self, phone: &str) -> bool {
        self.shared.settings.secret.is_none() || self.known_phone.as_deref() == Some(phone)
    }

    fn hear(&mut self, message: &Message, now: UtcMs, outcome: &mut Outcome) {
        let phone = &message.header.terminal_phone;
        let register = &self.shared.register;
        if let Some(gone) = register.hear(phone, now, &message.bytes, outcome) {
            lock(&self.shared.vehicles).remove(&gone);
        }
        let line = self.line;
        self.change(phone, |vehicle| {
            vehicle.online = true;
            vehicle.gone_at = None;
            vehicle.line = line;
        });
        if self.phone.as_ref() == Some(phone) {
            return;
        }
        if let Some(before) = self.phone.replace(phone.clone()) {
            self.leave(&before, now);
        }
    }

    /// A vehicle is not heard on this connection any more; it may be heard on another one.
    fn leave(&self, phone: &str, now: UtcMs) {
        let mut vehicles = lock(&self.shared.vehicles);
        let vehicle = vehicles.get_mut(phone);
        if let Some(vehicle) = vehicle.filter(|vehicle| vehicle.line == self.line) {
            vehicle.online = false;
            vehicle.gone_at = Some(now);
        }
    }

    /// A terminal has shown its code.
    fn prove(&mut self, message: &Message, now: UtcMs, outcome: &mut Outcome) {
        let phone = &message.header.terminal_phone;
        self.known_phone = Some(phone.clone());
        self.hear(message, now, outcome);
        let registered = self.registered.take().filter(|(own, _)| own == phone);
        if let Some((_, plate)) = registered {
            self.change(phone, |vehicle| vehicle.name(plate));
        }
    }

    /// Changes what is known of a vehicle; of one whose name is not kept nothing is.
    fn change(&self, phone: &str, edit: impl FnOnce(&mut Vehicle)) {
        let is_kept = self.shared.register.devices.heard(phone).is_some();
        let mut vehicles = lock(&self.shared.vehicles);
        if let Some(vehicle) = vehicles.get_mut(phone) {
            edit(vehicle);
            return;
        }
        if is_kept && vehicles.len() < DEVICES_MAX {
            edit(vehicles.entry(phone.to_owned()).or_default());
        }
    }

    fn answer(&mut self, message: &Message, now: UtcMs, outcome: &mut Outcome) {
        let header = &message.header;
        if message.is_part() {
            self.general(header, OK, outcome);
            return;
        }
        let text = |name: &str| {
            let field = message.body.as_ref().and_then(|body| body.get(name));
            field.and_then(Value::as_str).unwrap_or_default()
        };
        match header.msg_id {
            0x0100 => {
                let colour = message.body.as_ref().map(|body| &body["plateColor"]);
                let plate = Plate {
                    text: text("plate").chars().take(PLATE_CHARS_MAX).collect(),
                    colour: colour
                        .and_then(Value::as_u64)
                        .and_then(|code| code.try_into().ok()),
                };
                self.registration(header, plate, outcome);
            }
            0x0102 => {
                let phone = &header.terminal_phone;
                let right = self.may_register(phone) && text("authCode") == self.code(phone);
                if right {
                    self.prove(message, now, outcome);
                }
                let known = self.knows(&header.terminal_phone);
                let result = if known { OK } else { FAILED };
                self.general(header, result, outcome);
            }
            0x0004 => {
                // Table 8 asks for UTC here, where all other times are UTC+8.
                let utc = time_from_utc_ms(now.0 - protocols::ASSUMED_OFFSET_S * 1000);
                let body = json!({"time": hex::encode(utc)});
                self.send(header, 0x8004, &body, outcome);
            }
            0x0801 => {
                let id = message
                    .body
                    .as_ref()
                    .map(|body| body["multimediaId"].clone());
                self.send(header, 0x8800, &json!({"multimediaId": id}), outcome);
            }
            id if ANSWERS.contains(&id) => self.positions(message, now, outcome),
            _ if message.body.is_none() => self.general(header, NOT_SUPPORTED, outcome),
            _ if !self.knows(&header.terminal_phone) => self.general(header, FAILED, outcome),
            _ => {
                self.positions(message, now, outcome);
                let result = if is_cut(&message.defects) { WRONG } else { OK };
                self.general(header, result, outcome);
            }
        }
    }

    /// Whether a terminal is one of those that the district knows.
    fn may_register(&self, phone: &str) -> bool {
        let settings = &self.shared.settings;
        settings.secret.is_none() || settings.terminals.contains(without_zeros(phone))
    }

    /// Answers a registration: only a known terminal is given its code.
    fn registration(&mut self, header: &Header, plate: Plate, outcome: &mut Outcome) {
        let phone = &header.terminal_phone;
        if !self.may_register(phone) {
            let body = json!({"ackSerial": header.serial, "result": NO_SUCH_TERMINAL});
            self.send(header, 0x8100, &body, outcome);
            return;
        }
        if self.knows(phone) {
            self.change(phone, |vehicle| vehicle.name(plate));
        } else {
            self.registered = Some((phone.clone(), plate));
        }
        let code = self.code(phone);
        let body = json!({"ackSerial": header.serial, "result": REGISTERED, "authCode": code});
        self.send(header, 0x8100, &body, outcome);
    }

    /// The code that a terminal has to say: made of its number and the secret.
    fn code(&self, phone: &str) -> String {
        let mut sha = Sha256::new();
        sha.update(self.shared.settings.secret.as_deref().unwrap_or_default());
        sha.update([0]);
        sha.update(phone);
        hex::encode(&sha.finalize()[..8])
    }

    fn general(&mut self, to: &Header, result: u8, outcome: &mut Outcome) {
        let id = format!("0x{:04X}", to.msg_id);
        let body = json!({"ackSerial": to.serial, "ackMsgId": id, "result": result});
        self.send(to, 0x8001, &body, outcome);
    }

    fn send(&mut self, to: &Header, msg_id: u16, body: &Value, outcome: &mut Outcome) {
        let header = Header {
            msg_id,
            encrypt: 0,
            serial: self.serial,
            version_flag: u8::from(to.edition == Edition::Y2019),
            ..to.clone()
        };
        let empty = Map::new();
        let frames = jt808::encode(&header, body.as_object().unwrap_or(&empty));
        let sent = u16::try_from(frames.len()).unwrap_or(1);
        self.serial = self.serial.wrapping_add(sent);
        outcome.reply.extend(frames.concat());
    }
}
