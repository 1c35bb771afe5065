//! The devices themselves: pure, each a number of its own.

use protocols::Stream as _;
use protocols::jt808::{self, Edition, Header, time_from_utc_ms};
use serde_json::{Map, Value, json};

/// What a device made of some bytes of the server.
#[derive(Debug, Default)]
pub struct Taken {
    /// Whether what was sent last is answered.
    pub answered: bool,
    /// What goes back.
    pub reply: Vec<u8>,
}

/// Once in so many reports a device that is asked for it says something rarer beside its alarm.
const RARER_EVERY: u64 = 20;
/// It takes that back so many reports later.
const RARER_LASTS: u64 = 5;

/// Where a device is in its round of rarer things: what begins, and what is over.
pub(super) fn rarer_step(rarer: bool, number: u32, report: u64) -> (bool, bool) {
    let begins = RARER_EVERY / 2;
    let first = begins.saturating_sub(u64::from(number) % RARER_EVERY);
    let at = (report + u64::from(number)) % RARER_EVERY;
    // One that began before the first report has nothing to take back.
    let ends = at == begins + RARER_LASTS && report >= first + RARER_LASTS;
    (rarer && at == begins, rarer && ends)
}

/// One device.
pub trait Device: Send {
    /// What it says next before it reports; nothing when it is let in.
    fn hello(&mut self, now_ms: i64) -> Vec<u8>;
    /// Its next report.
    fn report(&mut self, now_ms: i64) -> Vec<u8>;
    /// How many facts its last report makes.
    fn facts(&self) -> u64;
    /// Takes bytes of the server.
    fn take(&mut self, bytes: &[u8], now_ms: i64) -> Taken;
}

/// What a vehicle's alarm can be, in turn by its number: the bit of the alarm word of 0x0200 (JT/T
/// 808-2019, table 24) and the speed in tenths of a kilometre an hour. Collision, overspeed, a
/// tired driver, rollover.
const VEHICLE_ALARMS: [(u32, u32); 4] = [(29, 0), (1, 950), (2, 400), (30, 0)];
/// What a vehicle drives otherwise, in the same unit.
const SPEED: u32 = 400;

/// The middle of the exercise district, millionths of a degree.
const MIDDLE_E6: (u32, u32) = (36_680_000, 117_060_000);
/// One of so many reports of a device begins its alarm, the next one ends it.
pub(super) const ALARM_EVERY: u64 = 100;

/// Where a device is in its round of reports.
pub(super) fn in_alarm(number: u32, report: u64, alarm_every: u64) -> bool {
    (report + u64::from(number)) % alarm_every == alarm_every - 1
}

/// Whether the last of so many reports of a device begins or ends its alarm.
pub(super) fn changes(number: u32, reports: u64, alarm_every: u64) -> u64 {
    let before = |back: u64| reports.checked_sub(back);
    let held =
        |report: Option<u64>| report.is_some_and(|report| in_alarm(number, report, alarm_every));
    u64::from(held(before(1)) != held(before(2)))
}

/// A vehicle; every second one speaks the 2019 edition.
#[derive(Debug)]
pub struct VehicleTerminal {
    number: u32,
    serial: u16,
    reports: u64,
    code: Option<String>,
    let_in: bool,
    reader: jt808::Reader,
    rarer: bool,
    extra: u64,
}

impl VehicleTerminal {
    /// The vehicle of a number.
    #[must_use]
    pub fn new(number: u32) -> Self {
        Self {
            number,
            serial: 0,
            reports: 0,
            code: None,
            let_in: false,
            reader: jt808::Reader::default(),
            rarer: false,
            extra: 0,
        }
    }

    /// The same, driving its round ten times as fast, so that it crosses what fence lies over it,
    /// with a tired driver now and then (T/JSATL 12-2017, item 0x65).
    #[must_use]
    pub fn rarer(self) -> Self {
        Self {
            rarer: true,
            ..self
        }
    }

    /// The item of a tired driver: an event that begins, or ends.
    fn tired(&self, begins: bool, now_ms: i64) -> Value {
        let round = (self.reports + u64::from(self.number)) / RARER_EVERY;
        let event = u32::try_from(round).unwrap_or_default();
        let time = time_from_utc_ms(now_ms);
        let mut item = event.to_be_bytes().to_vec();
        item.extend([
            if begins { 1 } else { 2 },
            0x01,
            2,
            8,
            0,
            0,
            0,
            0,
            40,
            0,
            60,
        ]);
        item.extend(MIDDLE_E6.0.to_be_bytes());
        item.extend(MIDDLE_E6.1.to_be_bytes());
        item.extend(time);
        item.extend([0; 2]);
        item.extend(format!("{:07}", self.number % 10_000_000).bytes());
        item.extend(time);
        item.extend([0; 3]);
        json!({"id": "0x65", "len": item.len(), "hex": hex::encode(item)})
    }

    /// The frames of a message; of one in parts the answer to the last is waited for.
    pub(super) fn send(&mut self, msg_id: u16, body: &Value) -> Vec<u8> {
        self.serial = self.serial.wrapping_add(1);
        let edition = if self.number.is_multiple_of(2) {
            Edition::Y2013
        } else {
            Edition::Y2019
        };
        let header = Header {
            msg_id,
            edition,
            // Numbers that no operator gives out.
            terminal_phone: format!("0100{:08}", self.number),
            serial: self.serial,
            ..Header::default()
        };
        let empty = Map::new();
        let frames = jt808::encode(&header, body.as_object().unwrap_or(&empty));
        let more = u16::try_from(frames.len().saturating_sub(1)).unwrap_or_default();
        self.serial = self.serial.wrapping_add(more);
        frames.concat()
    }
}

impl Device for VehicleTerminal {
    fn hello(&mut self, _now_ms: i64) -> Vec<u8> {
        if self.let_in {
            return Vec::new();
        }
        let Some(code) = self.code.clone() else {
            let plate = format!("演练{:05}", self.number);
            let body = json!({"provinceId": 37, "cityId": 112, "manufacturerId": "YL",
                "terminalModel": "YL-1", "terminalId": format!("{:07}", self.number),
                "plateColor": 1, "plate": plate});
            return self.send(0x0100, &body);
        };
        let body = json!({"authCode": code, "imei": "", "softwareVersion": "1"});
        self.send(0x0102, &body)
    }

    fn report(&mut self, now_ms: i64) -> Vec<u8> {
        let (alarm, speed) = if in_alarm(self.number, self.reports, ALARM_EVERY) {
            let (bit, speed) = VEHICLE_ALARMS[self.number as usize % VEHICLE_ALARMS.len()];
            (1_u32 << bit, speed)
        } else {
            (0, SPEED)
        };
        let (begins, ends) = rarer_step(self.rarer, self.number, self.reports);
        let mut extras = vec![json!({"id": "0x01", "len": 4, "hex": "000003e8"})];
        if begins || ends {
            extras.push(self.tired(begins, now_ms));
        }
        self.extra = u64::from(begins || ends);
        self.reports += 1;
        let per_round = if self.rarer { 6.0 } else { 60.0 };
        // A round of a kilometre or so, each vehicle at another place.
        let angle = (self.reports as f64 / per_round + f64::from(self.number)).sin_cos();
        let moved = |middle: u32, part: f64| {
            let spread = f64::from(self.number % 100) * 1_000.0 + part * 10_000.0;
            (f64::from(middle) + spread) as u32
        };
        let body = json!({"alarm": alarm, "status": 3,
            "latE6": moved(MIDDLE_E6.0, angle.0), "lngE6": moved(MIDDLE_E6.1, angle.1),
            "altitude_m": 60, "speed_0.1kmh": speed, "direction_deg": 90,
            "gpsTimeRaw": hex::encode(time_from_utc_ms(now_ms)),
            "extras": extras});
        self.send(0x0200, &body)
    }

    fn facts(&self) -> u64 {
        changes(self.number, self.reports, ALARM_EVERY) + self.extra
    }

    fn take(&mut self, bytes: &[u8], _now_ms: i64) -> Taken {
        let mut taken = Taken::default();
        for message in self.reader.push(bytes).messages {
            let body = message.body.unwrap_or_default();
            match message.header.msg_id {
                0x8100 => {
                    let code = body.get("authCode").and_then(Value::as_str);
                    self.code = code.map(str::to_owned);
                    taken.answered = true;
                }
                0x8001 if body.get("ackSerial") == Some(&self.serial.into()) => {
                    let good = body.get("result") == Some(&0.into());
                    self.let_in |= good && body.get("ackMsgId") == Some(&"0x0102".into());
                    taken.answered = good;
                }
                _ => {}
            }
        }
        taken
    }
}
