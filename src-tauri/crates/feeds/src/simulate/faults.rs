//! What broken and badly made devices send.

use std::net::SocketAddr;
use std::time::Duration;

use protocols::gbt26875::{self, Control, TimeLabel, command};
use protocols::hj212::{self, CrcKind, time_text};
use protocols::jt808::{self, Header};
use serde_json::{Map, json};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

use super::chance::Chance;
use super::devices::{Device as _, VehicleTerminal};
use super::{FireDevice, Station};

/// The number of the device that misbehaves: none of a fleet has it.
const NUMBER: u32 = super::DEVICES_MAX + 1;
/// Bytes of noise.
const NOISE_BYTES: usize = 600;
/// How long half a frame stays alone on its connection.
const HELD: Duration = Duration::from_secs(2);

/// The protocol that it means to speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speech {
    /// JT/T 808.
    Jt808,
    /// GB/T 26875.3.
    Gbt26875,
    /// HJ 212.
    Hj212,
}

impl Speech {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Jt808, Self::Gbt26875, Self::Hj212];
}

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The checksum or CRC is not that of the bytes.
    BadCheck,
    /// The time is in the other coding, binary for BCD and the other way, or is none.
    BadTime,
    /// Random bytes.
    Noise,
    /// A frame stops in its middle.
    HalfFrame,
}

impl Fault {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::BadCheck, Self::BadTime, Self::Noise, Self::HalfFrame];
}

/// The bytes of a fault.
#[must_use]
pub fn bytes(speech: Speech, fault: Fault, seed: u64, now_ms: i64) -> Vec<u8> {
    let mut good = match speech {
        Speech::Jt808 => VehicleTerminal::new(NUMBER).report(now_ms),
        Speech::Gbt26875 => FireDevice::new(NUMBER).report(now_ms),
        Speech::Hj212 => Station::new(NUMBER).report(now_ms),
    };
    match fault {
        Fault::BadCheck => spoil(speech, &mut good),
        Fault::BadTime => return bad_time(speech, now_ms),
        Fault::HalfFrame => good.truncate(good.len() / 2),
        Fault::Noise => {
            let mut chance = Chance::new(seed);
            good = (0..NOISE_BYTES).map(|_| chance.byte()).collect();
        }
    }
    good
}

/// Changes a byte before the mark at the end, in which the checksum stands.
fn spoil(speech: Speech, frame: &mut [u8]) {
    let back = match speech {
        Speech::Jt808 => 2,
        Speech::Gbt26875 | Speech::Hj212 => 3,
    };
    let Some(byte) = frame.iter_mut().rev().nth(back - 1) else {
        return;
    };
    *byte = match (speech, *byte) {
        // Another digit of the CRC.
        (Speech::Hj212, b'0') => b'1',
        (Speech::Hj212, _) => b'0',
        // No byte that would have to be escaped.
        (_, b'U') => b'V',
        _ => b'U',
    };
}

fn bad_time(speech: Speech, now_ms: i64) -> Vec<u8> {
    let bcd = jt808::time_from_utc_ms(now_ms);
    match speech {
        Speech::Jt808 => {
            let header = Header {
                msg_id: 0x0200,
                terminal_phone: format!("0100{NUMBER:08}"),
                serial: 1,
                ..Header::default()
            };
            // 26-05-29 20:26:40 as plain numbers: 1A is no pair of digits.
            let body = json!({"status": 3, "gpsTimeRaw": "1a051d141a28"});
            let fields = body.as_object().cloned().unwrap_or_else(Map::new);
            jt808::encode(&header, &fields).concat()
        }
        Speech::Gbt26875 => {
            let [year, month, day, hour, minute, second] = bcd;
            let control = Control {
                serial: 1,
                protocol_major: 1,
                time: TimeLabel([second, minute, hour, day, month, year]),
                source: gbt26875::address_bytes(u64::from(NUMBER)),
                command: command::SEND,
                ..Control::default()
            };
            let object = json!({"systemType": 1, "systemAddr": 1, "partType": 42, "state": 1});
            gbt26875::encode(&control, &gbt26875::encode_unit(2, &[object]))
        }
        Speech::Hj212 => {
            let text = format!(
                "QN={};ST=31;CN=2011;PW=123456;MN={};Flag=5;CP=&&DataTime=20261332256199;\
                 a21001-Rtd=0.8,a21001-Flag=N&&",
                time_text(now_ms),
                Station::mn(NUMBER)
            );
            hj212::encode_bytes(text.as_bytes(), CrcKind::Standard)
        }
    }
}

/// Sends the bytes of a fault over a connection of its own.
///
/// # Errors
/// When nobody listens at the address, or it is hung up on before all is sent.
pub async fn misbehave(address: SocketAddr, bytes: &[u8], fault: Fault) -> std::io::Result<()> {
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(bytes).await?;
    if fault == Fault::HalfFrame {
        tokio::time::sleep(HELD).await;
    }
    stream.shutdown().await
}
