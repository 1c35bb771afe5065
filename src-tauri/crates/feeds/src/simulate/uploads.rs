//! Devices that send more than one frame holds: batches and pictures in parts of vehicles that were
//! out of reach, and stations whose data come in several packets.

use protocols::Stream as _;
use protocols::hj212::{self, CrcKind, time_text};
use protocols::jt808::time_from_utc_ms;
use serde_json::{Value, json};

use super::Station;
use super::devices::{Device, Taken, VehicleTerminal};

/// Positions of one batch.
const BATCH: i64 = 5;
/// Between two positions that a vehicle kept back.
const KEPT_EVERY_MS: i64 = 30_000;
/// Bytes of a made picture: four parts.
const PICTURE_BYTES: usize = 3_500;
/// Packets of a message of a station.
const PACKETS: usize = 3;

/// A vehicle that sends batches of kept positions and pictures in parts in turn.
#[derive(Debug)]
pub struct UploadTerminal {
    inner: VehicleTerminal,
    number: u32,
    reports: u64,
}

impl UploadTerminal {
    /// The vehicle of a number.
    #[must_use]
    pub fn new(number: u32) -> Self {
        Self {
            inner: VehicleTerminal::new(number),
            number,
            reports: 0,
        }
    }

    fn position(&self, at_ms: i64) -> Value {
        json!({"status": 3, "latE6": 36_680_000 + self.number, "lngE6": 117_060_000 + self.number,
            "altitude_m": 60, "speed_0.1kmh": 300, "direction_deg": 90,
            "gpsTimeRaw": hex::encode(time_from_utc_ms(at_ms))})
    }
}

impl Device for UploadTerminal {
    fn hello(&mut self, now_ms: i64) -> Vec<u8> {
        self.inner.hello(now_ms)
    }

    fn report(&mut self, now_ms: i64) -> Vec<u8> {
        self.reports += 1;
        if self.reports.is_multiple_of(2) {
            let position = self.position(now_ms);
            let body = json!({"multimediaId": self.reports, "multimediaFormat": 0, "eventCode": 1,
                "channelId": 1, "position": position, "data": "5a".repeat(PICTURE_BYTES)});
            return self.inner.send(0x0801, &body);
        }
        let kept = (1..=BATCH).rev();
        let items: Vec<Value> = kept
            .map(|back| self.position(now_ms - back * KEPT_EVERY_MS))
            .collect();
        let body = json!({"count": items.len(), "type": 1, "items": items});
        self.inner.send(0x0704, &body)
    }

    fn facts(&self) -> u64 {
        0
    }

    fn take(&mut self, bytes: &[u8], now_ms: i64) -> Taken {
        self.inner.take(bytes, now_ms)
    }
}

/// A station whose hourly data come in several packets (HJ 212-2017, annex C, Flag 7).
#[derive(Debug)]
pub struct PacketStation {
    number: u32,
    qn: String,
    unanswered: usize,
    reader: hj212::Reader,
}

impl PacketStation {
    /// The station of a number.
    #[must_use]
    pub fn new(number: u32) -> Self {
        Self {
            number,
            qn: String::new(),
            unanswered: 0,
            reader: hj212::Reader::default(),
        }
    }
}

impl Device for PacketStation {
    fn hello(&mut self, _now_ms: i64) -> Vec<u8> {
        Vec::new()
    }

    fn report(&mut self, now_ms: i64) -> Vec<u8> {
        self.qn = time_text(now_ms);
        self.unanswered = PACKETS;
        let data_time = self.qn.get(..14).unwrap_or_default();
        let values = ["a21026-Avg=9.1", "a21002-Avg=12.5", "a34013-Avg=3.2"];
        let packets = (1..).zip(values).take(PACKETS).map(|(number, value)| {
            let text = format!(
                "QN={};ST=31;CN=2061;PW=123456;MN={};Flag=7;PNUM={PACKETS};PNO={number};\
                 CP=&&DataTime={data_time};{value}&&",
                self.qn,
                Station::mn(self.number)
            );
            hj212::encode_bytes(text.as_bytes(), CrcKind::Standard)
        });
        packets.flatten().collect()
    }

    fn facts(&self) -> u64 {
        0
    }

    fn take(&mut self, bytes: &[u8], _now_ms: i64) -> Taken {
        let read = self.reader.push(bytes).messages;
        let mine = read.iter().filter(|message| {
            message.segment.field("CN") == "9014" && message.segment.field("QN") == self.qn
        });
        self.unanswered = self.unanswered.saturating_sub(mine.count());
        Taken {
            answered: self.unanswered == 0,
            reply: Vec::new(),
        }
    }
}
