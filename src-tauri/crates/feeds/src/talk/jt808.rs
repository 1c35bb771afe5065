//! JT/T 808 as the platform speaks it: registration, authentication, replies, positions, alarms.
//!
//! A position is no fact: the newest of each vehicle is kept in memory, and an alarm bit that comes
//! or goes is a fact with the position it came at (decision 0020).

mod vehicle;

pub use vehicle::Vehicle;

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use emergency::place::Point;
use emergency::time::UtcMs;
use protocols::jt808::{
    self, Edition, Header, Message, Position, Reader, alarm_names, alarm_title, time_from_utc_ms,
};
use protocols::{Budget, Stream as _};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::shared::{DEVICES_MAX, Register, UNFINISHED_BYTES_MAX, lock};
use super::{Outcome, Protocol, Talk, is_cut};
use crate::alarm::{Course, DeviceAlarm};
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
}

/// Emergency, overspeed, fatigue, danger, collision, rollover: 待区里确认.
const ALARM_BITS: [u8; 6] = [0, 1, 2, 3, 29, 30];

/// Bits that a terminal clears because it was answered (JT/T 808-2019, table 24: 收到应答后清零):
/// emergency, danger, area, route, time on a section, ignition, displacement, door. That such a bit
/// is gone says nothing of what it stood for.
const MOMENTS: [u8; 8] = [0, 3, 20, 21, 22, 27, 28, 31];
/// A batch (0x0704) of positions that were kept back for want of a link (盲区补报); the other kind
/// (0, 正常位置批量汇报) is positions in their turn.
const BATCH_LATE: u64 = 1;
/// A position that is dated so far ahead of the desk does not make those after it old ones.
const AHEAD_MAX_MS: i64 = 60_000;

/// The alarm word with one bit; of a bit that it does not have nothing.
fn bit_of(bit: u8) -> u32 {
    1_u32.checked_shl(u32::from(bit)).unwrap_or_default()
}

/// The alarm word with all bits that a terminal clears because it was answered.
fn moments() -> u32 {
    MOMENTS.iter().fold(0, |word, bit| word | bit_of(*bit))
}

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
        let bits = &self.shared.settings.alarm_bits;
        let told = bits.iter().fold(0, |word, bit| word | bit_of(*bit));
        for (phone, vehicle) in lock(&self.shared.vehicles).iter() {
            let alarm = vehicle.position.as_ref().map(|one| one.alarm);
            show(phone, vehicle, alarm.unwrap_or_default() & told != 0);
        }
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
        })
    }

    fn register(&self) -> &Register {
        &self.shared.register
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
    registered: Option<(String, String)>,
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
                self.hear(message, now);
            }
            self.answer(message, now, &mut outcome);
            // What was said before the code was shown is anybody's word.
            let known = self.knows(&message.header.terminal_phone);
            outcome.unproven += usize::from(!known);
        }
        outcome
    }

    fn tick(&mut self, _now: UtcMs) -> Outcome {
        Outcome::default()
    }

    fn end(&mut self, _now: UtcMs) -> Outcome {
        if let Some(phone) = &self.phone {
            self.leave(phone);
        }
        Outcome {
            defects: self.reader.finish().defects,
            ..Outcome::default()
        }
    }
}

impl Connection {
    /// Whether a terminal has shown its code on this connection, or none is asked for.
    fn knows(&self, phone: &str) -> bool {
        self.shared.settings.secret.is_none() || self.known_phone.as_deref() == Some(phone)
    }

    fn hear(&mut self, message: &Message, now: UtcMs) {
        let phone = &message.header.terminal_phone;
        self.shared.register.devices.hear(phone, now);
        let line = self.line;
        self.change(phone, |vehicle| {
            vehicle.online = true;
            vehicle.line = line;
        });
        if self.phone.as_ref() == Some(phone) {
            return;
        }
        if let Some(before) = self.phone.replace(phone.clone()) {
            self.leave(&before);
        }
    }

    /// A vehicle is not heard on this connection any more; it may be heard on another one.
    fn leave(&self, phone: &str) {
        let mut vehicles = lock(&self.shared.vehicles);
        let vehicle = vehicles.get_mut(phone);
        if let Some(vehicle) = vehicle.filter(|vehicle| vehicle.line == self.line) {
            vehicle.online = false;
        }
    }

    /// A terminal has shown its code.
    fn prove(&mut self, message: &Message, now: UtcMs) {
        let phone = &message.header.terminal_phone;
        self.known_phone = Some(phone.clone());
        self.hear(message, now);
        let registered = self.registered.take().filter(|(own, _)| own == phone);
        if let Some((_, plate)) = registered {
            self.change(phone, |vehicle| vehicle.plate = plate);
        }
    }

    fn change(&self, phone: &str, edit: impl FnOnce(&mut Vehicle)) {
        let mut vehicles = lock(&self.shared.vehicles);
        if let Some(vehicle) = vehicles.get_mut(phone) {
            edit(vehicle);
            return;
        }
        if vehicles.len() >= DEVICES_MAX {
            let offline = vehicles.iter().find(|(_, vehicle)| !vehicle.online);
            let Some(offline) = offline.map(|(phone, _)| phone.clone()) else {
                return;
            };
            vehicles.remove(&offline);
        }
        edit(vehicles.entry(phone.to_owned()).or_default());
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
                let plate = text("plate").chars().take(PLATE_CHARS_MAX).collect();
                self.registration(header, plate, outcome);
            }
            0x0102 => {
                let phone = &header.terminal_phone;
                let right = self.may_register(phone) && text("authCode") == self.code(phone);
                if right {
                    self.prove(message, now);
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

    /// Keeps the newest position, and tells alarms that came or went, position by position. Of
    /// those that were sent late only the newest is judged, and none older than what is known:
    /// what was so then is neither so now nor over now. What a terminal says once is told
    /// nevertheless.
    fn positions(&self, message: &Message, now: UtcMs, outcome: &mut Outcome) {
        if !self.knows(&message.header.terminal_phone) {
            return;
        }
        let mut positions = message.positions();
        let batch = message.header.msg_id == 0x0704;
        let kind = message.body.as_ref().and_then(|body| body.get("type"));
        if batch && kind.and_then(Value::as_u64) == Some(BATCH_LATE) {
            let moments = positions.iter().fold(0, |word, one| word | one.alarm) & moments();
            positions.sort_by_key(Position::utc_ms);
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
        }
        self.alarms(&position, judged, now, message, outcome);
        if !older {
            self.change(phone, |vehicle| {
                vehicle.position = Some(position);
                vehicle.heard_at = now;
            });
        }
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
        let point = position.is_located().then(|| Point {
            lon: position.lng(),
            lat: position.lat(),
        });
        let plate = lock(&self.shared.vehicles)
            .get(phone)
            .map(|vehicle| vehicle.plate.clone())
            .unwrap_or_default();
        let speed = f64::from(position.speed_dkmh) / 10.0;
        let words = format!("{plate} {speed} km/h");
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
                words: &words,
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

    /// Whether a terminal is one of those that the district knows.
    fn may_register(&self, phone: &str) -> bool {
        let settings = &self.shared.settings;
        settings.secret.is_none() || settings.terminals.contains(without_zeros(phone))
    }

    /// Answers a registration: only a known terminal is given its code.
    fn registration(&mut self, header: &Header, plate: String, outcome: &mut Outcome) {
        let phone = &header.terminal_phone;
        if !self.may_register(phone) {
            let body = json!({"ackSerial": header.serial, "result": NO_SUCH_TERMINAL});
            self.send(header, 0x8100, &body, outcome);
            return;
        }
        if self.knows(phone) {
            self.change(phone, |vehicle| vehicle.plate = plate);
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
