//! The devices themselves: pure, each a number of its own.

use protocols::Stream as _;
use protocols::gbt26875::{self, Control, TimeLabel, command};
use protocols::hj212::{self, CrcKind, time_text};
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
        }
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
        let alarm = if in_alarm(self.number, self.reports, ALARM_EVERY) {
            1_u32 << 29
        } else {
            0
        };
        self.reports += 1;
        // A round of a kilometre or so, each vehicle at another place.
        let angle = (self.reports as f64 / 60.0 + f64::from(self.number)).sin_cos();
        let moved = |middle: u32, part: f64| {
            let spread = f64::from(self.number % 100) * 1_000.0 + part * 10_000.0;
            (f64::from(middle) + spread) as u32
        };
        let body = json!({"alarm": alarm, "status": 3,
            "latE6": moved(MIDDLE_E6.0, angle.0), "lngE6": moved(MIDDLE_E6.1, angle.1),
            "altitude_m": 60, "speed_0.1kmh": 400, "direction_deg": 90,
            "gpsTimeRaw": hex::encode(time_from_utc_ms(now_ms)),
            "extras": [{"id": "0x01", "len": 4, "hex": "000003e8"}]});
        self.send(0x0200, &body)
    }

    fn facts(&self) -> u64 {
        changes(self.number, self.reports, ALARM_EVERY)
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

/// A user's transmission device of a fire alarm system.
#[derive(Debug)]
pub struct FireDevice {
    number: u32,
    serial: u16,
    reports: u64,
    reader: gbt26875::Reader,
}

impl FireDevice {
    /// The device of a number.
    #[must_use]
    pub fn new(number: u32) -> Self {
        Self {
            number,
            serial: 0,
            reports: 0,
            reader: gbt26875::Reader::default(),
        }
    }
}

impl Device for FireDevice {
    fn hello(&mut self, _now_ms: i64) -> Vec<u8> {
        Vec::new()
    }

    fn report(&mut self, now_ms: i64) -> Vec<u8> {
        let state = if in_alarm(self.number, self.reports, ALARM_EVERY) {
            0b11
        } else {
            0b01
        };
        self.reports += 1;
        self.serial = self.serial.wrapping_add(1);
        let time = TimeLabel::from_utc_ms(now_ms);
        let object = json!({"systemType": 1, "systemAddr": 1, "partType": 42,
            "partAddr": "01000000", "state": state, "description": "演练 走廊烟感",
            "time": {"raw": hex::encode(time.0)}});
        let control = Control {
            serial: self.serial,
            protocol_major: 1,
            user_version: 0,
            time,
            source: gbt26875::address_bytes(u64::from(self.number) + 1),
            dest: gbt26875::address_bytes(0),
            command: command::SEND,
        };
        gbt26875::encode(&control, &gbt26875::encode_unit(2, &[object]))
    }

    fn facts(&self) -> u64 {
        changes(self.number, self.reports, ALARM_EVERY)
    }

    fn take(&mut self, bytes: &[u8], now_ms: i64) -> Taken {
        let mut taken = Taken::default();
        for message in self.reader.push(bytes).messages {
            match message.control.command {
                command::CONFIRM => taken.answered |= message.control.serial == self.serial,
                command::CONTROL => {
                    let reply = gbt26875::encode_reply(&message.control, command::CONFIRM, now_ms);
                    taken.reply.extend(reply);
                }
                _ => {}
            }
        }
        taken
    }
}

/// An environment monitoring station; every fifth one sends the CRC of Modbus.
#[derive(Debug)]
pub struct Station {
    number: u32,
    reports: u64,
    qn: String,
    reader: hj212::Reader,
}

impl Station {
    /// The station of a number.
    #[must_use]
    pub fn new(number: u32) -> Self {
        Self {
            number,
            reports: 0,
            qn: String::new(),
            reader: hj212::Reader::default(),
        }
    }

    /// Its MN.
    #[must_use]
    pub fn mn(number: u32) -> String {
        format!("YL{number:022}")
    }
}

impl Device for Station {
    fn hello(&mut self, _now_ms: i64) -> Vec<u8> {
        Vec::new()
    }

    fn report(&mut self, now_ms: i64) -> Vec<u8> {
        let value = if in_alarm(self.number, self.reports, ALARM_EVERY) {
            12.5
        } else {
            0.5
        };
        self.reports += 1;
        self.qn = time_text(now_ms);
        let data_time = self.qn.get(..14).unwrap_or_default();
        let text = format!(
            "QN={};ST=31;CN=2011;PW=123456;MN={};Flag=5;CP=&&DataTime={data_time};\
             a21028-Rtd={value},a21028-Flag=N;a21001-Rtd=0.8,a21001-Flag=N&&",
            self.qn,
            Self::mn(self.number)
        );
        let crc = if self.number.is_multiple_of(5) {
            CrcKind::Modbus
        } else {
            CrcKind::Standard
        };
        hj212::encode_bytes(text.as_bytes(), crc)
    }

    fn facts(&self) -> u64 {
        changes(self.number, self.reports, ALARM_EVERY)
    }

    fn take(&mut self, bytes: &[u8], _now_ms: i64) -> Taken {
        let read = self.reader.push(bytes).messages;
        let answered = read.iter().any(|message| {
            message.segment.field("CN") == "9014" && message.segment.field("QN") == self.qn
        });
        Taken {
            answered,
            reply: Vec::new(),
        }
    }
}
