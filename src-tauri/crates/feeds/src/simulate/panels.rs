//! Made-up fire alarm devices.

use protocols::Stream as _;
use protocols::gbt26875::{self, Control, TimeLabel, command};
use serde_json::json;

use super::devices::{ALARM_EVERY, Device, Taken, changes, in_alarm, rarer_step};

/// The type of a duty check (GB/T 26875.3-2011, table 3).
const DUTY_CHECK: u8 = 91;
/// At one of so many devices nobody answers a duty check.
const ABSENT_EVERY: u32 = 4;
/// Half of all serial numbers.
const SERIALS_HALF: u16 = 0x8000;
/// A pump starts, and answers; a detector is taken out.
const RARER_FACTS: u64 = 3;

/// A user's transmission device of a fire alarm system.
#[derive(Debug)]
pub struct FireDevice {
    number: u32,
    serial: u16,
    reports: u64,
    reader: gbt26875::Reader,
    rarer: bool,
    extra: u64,
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
            rarer: false,
            extra: 0,
        }
    }

    /// The same, with what follows a fire now and then: a pump that starts and answers, a detector
    /// that was taken out.
    #[must_use]
    pub fn rarer(self) -> Self {
        Self {
            rarer: true,
            ..self
        }
    }

    fn send(&self, serial: u16, now_ms: i64, unit: &[u8]) -> Vec<u8> {
        let control = Control {
            serial,
            protocol_major: 1,
            user_version: 0,
            time: TimeLabel::from_utc_ms(now_ms),
            source: gbt26875::address_bytes(u64::from(self.number) + 1),
            dest: gbt26875::address_bytes(0),
            command: command::SEND,
        };
        gbt26875::encode(&control, unit)
    }

    /// What is sent when somebody presses the key that answers a duty check. At every fourth device
    /// nobody is there.
    fn press(&self, now_ms: i64) -> Vec<u8> {
        if self.number % ABSENT_EVERY == ABSENT_EVERY - 1 {
            return Vec::new();
        }
        let time = TimeLabel::from_utc_ms(now_ms);
        let object = json!({"op": 1 << 5, "operator": 1, "time": {"raw": hex::encode(time.0)}});
        // Another number than that of the report that waits for its answer.
        let serial = self.serial.wrapping_add(SERIALS_HALF);
        self.send(serial, now_ms, &gbt26875::encode_unit(24, &[object]))
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
        let (begins, ends) = rarer_step(self.rarer, self.number, self.reports);
        self.reports += 1;
        self.serial = self.serial.wrapping_add(1);
        let time = TimeLabel::from_utc_ms(now_ms);
        let part = |kind: u8, address: &str, state: u16, words: &str| {
            json!({"systemType": 1, "systemAddr": 1, "partType": kind, "partAddr": address,
                "state": state, "description": words, "time": {"raw": hex::encode(time.0)}})
        };
        let mut objects = vec![part(42, "01000000", state, "演练 走廊烟感")];
        if begins || ends {
            let set = |bits: u16| if begins { bits | 1 } else { 1 };
            objects.push(part(91, "02000000", set(1 << 5 | 1 << 6), "演练 消防泵"));
            objects.push(part(42, "03000000", set(1 << 3), "演练 机房烟感"));
        }
        self.extra = if begins || ends { RARER_FACTS } else { 0 };
        self.send(self.serial, now_ms, &gbt26875::encode_unit(2, &objects))
    }

    fn facts(&self) -> u64 {
        changes(self.number, self.reports, ALARM_EVERY) + self.extra
    }

    fn take(&mut self, bytes: &[u8], now_ms: i64) -> Taken {
        let mut taken = Taken::default();
        for message in self.reader.push(bytes).messages {
            match message.control.command {
                command::CONFIRM => taken.answered |= message.control.serial == self.serial,
                command::CONTROL => {
                    let reply = gbt26875::encode_reply(&message.control, command::CONFIRM, now_ms);
                    taken.reply.extend(reply);
                    if message.unit_type() == Some(DUTY_CHECK) {
                        taken.reply.extend(self.press(now_ms));
                    }
                }
                _ => {}
            }
        }
        taken
    }
}
