//! Made-up environment monitoring stations.

use protocols::Stream as _;
use protocols::hj212::{self, CrcKind, time_text};

use super::devices::{ALARM_EVERY, Device, Taken, changes, in_alarm, rarer_step};

/// An instrument breaks; the station tells an alarm of its own.
const RARER_FACTS: u64 = 2;

/// An environment monitoring station; every fifth one sends the CRC of Modbus.
#[derive(Debug)]
pub struct Station {
    number: u32,
    reports: u64,
    qn: String,
    reader: hj212::Reader,
    rarer: bool,
    broken: bool,
    extra: u64,
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
            rarer: false,
            broken: false,
            extra: 0,
        }
    }

    /// The same, with a broken instrument now and then, and an alarm frame of HJ/T 212-2005.
    #[must_use]
    pub fn rarer(self) -> Self {
        Self {
            rarer: true,
            ..self
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
        let (begins, ends) = rarer_step(self.rarer, self.number, self.reports);
        self.broken = begins || self.broken && !ends;
        self.reports += 1;
        self.qn = time_text(now_ms);
        let data_time = self.qn.get(..14).unwrap_or_default();
        let text = format!(
            "QN={};ST=31;CN=2011;PW=123456;MN={};Flag=5;CP=&&DataTime={data_time};\
             a21028-Rtd={value},a21028-Flag=N;a21001-Rtd=0.8,a21001-Flag={}&&",
            self.qn,
            Self::mn(self.number),
            if self.broken { 'D' } else { 'N' }
        );
        let crc = if self.number.is_multiple_of(5) {
            CrcKind::Modbus
        } else {
            CrcKind::Standard
        };
        let mut bytes = Vec::new();
        self.extra = 0;
        if begins || ends {
            // The older frame asks for no answer, and goes before the one that does.
            let old = format!(
                "ST=31;CN=2072;PW=123456;MN={};Flag=0;CP=&&AlarmTime={data_time};\
                 a21026-Ala=120.5,AlarmType={}&&",
                Self::mn(self.number),
                u8::from(begins)
            );
            bytes = hj212::encode_bytes(old.as_bytes(), crc);
            self.extra = RARER_FACTS;
        }
        bytes.extend(hj212::encode_bytes(text.as_bytes(), crc));
        bytes
    }

    fn facts(&self) -> u64 {
        changes(self.number, self.reports, ALARM_EVERY) + self.extra
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
