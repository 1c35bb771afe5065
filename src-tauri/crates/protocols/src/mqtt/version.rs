//! Which version a recording is of.

use serde::Serialize;

use super::frame::{Packet, PacketType, Splitter};
use super::{Message, Reader};
use crate::defect::Parsed;
use crate::stream;

/// A version of the standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Version {
    /// MQTT 3.1.1, protocol level 4; 3.1, level 3, is read by it.
    #[serde(rename = "3.1.1")]
    V311,
    /// MQTT 5.0, protocol level 5.
    #[serde(rename = "5.0")]
    V5,
}

/// How the version is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum VersionFrom {
    /// A CONNECT packet says it.
    Connect,
    /// The caller said it.
    Given,
    /// There is no CONNECT packet: it is the version that makes more sense, 3.1.1 where both do.
    Guess,
}

/// A version and how it is known.
#[derive(Debug, Clone, Copy)]
pub(super) struct Told {
    pub(super) version: Version,
    pub(super) from: VersionFrom,
}

/// The protocol level of a CONNECT, without the bit that bridges of Mosquitto set in it.
pub(super) const BRIDGE_BIT: u8 = 0x80;

/// The version that a CONNECT packet says.
pub(super) fn of_connect(packet: &Packet<'_>) -> Option<Version> {
    if packet.kind != PacketType::Connect {
        return None;
    }
    let [high, low, rest @ ..] = packet.body else {
        return None;
    };
    let name = usize::from(u16::from_be_bytes([*high, *low]));
    match rest.get(name)? & !BRIDGE_BIT {
        5 => Some(Version::V5),
        _ => Some(Version::V311),
    }
}

/// The version of the first CONNECT, else the more likely one.
pub(super) fn find(units: &[Vec<u8>]) -> Told {
    let mut splitter = Splitter::default();
    let mut first = None;
    for unit in units {
        let mut look = |packet: Result<Packet<'_>, _>| {
            first = first.or_else(|| of_connect(&packet.ok()?));
        };
        splitter.push(unit, &mut look);
        splitter.finish(&mut look);
    }
    if let Some(version) = first {
        return Told {
            version,
            from: VersionFrom::Connect,
        };
    }
    let strange = |version| strangeness(units, version);
    let version = if strange(Version::V5) < strange(Version::V311) {
        Version::V5
    } else {
        Version::V311
    };
    Told {
        version,
        from: VersionFrom::Guess,
    }
}

/// How little sense a version makes of a recording: what it refuses, then payloads that are no
/// text.
fn strangeness(units: &[Vec<u8>], version: Version) -> (usize, usize) {
    let mut sum = (0, 0);
    for unit in units {
        let Parsed { messages, defects } = stream::whole(Reader::of_version(version), unit);
        sum.0 += defects.len();
        sum.0 += messages.iter().map(|one| one.defects.len()).sum::<usize>();
        sum.1 += messages.iter().filter(|one| !is_text(one)).count();
    }
    sum
}

fn is_text(message: &Message) -> bool {
    std::str::from_utf8(&message.payload).is_ok_and(|text| {
        let mut control = text.chars().filter(char::is_ascii_control);
        control.all(|char| matches!(char, '\t' | '\n' | '\r'))
    })
}
