//! The fixed header: type, flags and remaining length (MQTT 5.0, 2.1; 3.1.1, 2.2).

use serde::Serialize;

use crate::defect::{Defect, DefectKind};

/// The most bytes of a packet that are kept; a longer one is passed over.
pub const PACKET_BYTES_MAX: usize = 2 * 1024 * 1024;
/// Bytes of a remaining length at most.
const LENGTH_BYTES_MAX: usize = 4;
/// Bytes that are looked at before the next packet is cut off.
const PIECE_BYTES: usize = 64 * 1024;

/// The control packets (MQTT 5.0, table 2-1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub enum PacketType {
    /// Connection request.
    Connect,
    /// Its answer.
    Connack,
    /// An application message.
    Publish,
    /// It was taken, QoS 1.
    Puback,
    /// It was received, QoS 2.
    Pubrec,
    /// It may be forgotten, QoS 2.
    Pubrel,
    /// It is forgotten, QoS 2.
    Pubcomp,
    /// Asks for topics.
    Subscribe,
    /// Its answer.
    Suback,
    /// Asks for no more of topics.
    Unsubscribe,
    /// Its answer.
    Unsuback,
    /// Is anybody there?
    Pingreq,
    /// Its answer.
    Pingresp,
    /// The end.
    Disconnect,
    /// One step of a longer authentication (5.0 only).
    Auth,
}

/// By the number of the type, from 1 on.
const TYPES: [(PacketType, &str); 15] = [
    (PacketType::Connect, "CONNECT"),
    (PacketType::Connack, "CONNACK"),
    (PacketType::Publish, "PUBLISH"),
    (PacketType::Puback, "PUBACK"),
    (PacketType::Pubrec, "PUBREC"),
    (PacketType::Pubrel, "PUBREL"),
    (PacketType::Pubcomp, "PUBCOMP"),
    (PacketType::Subscribe, "SUBSCRIBE"),
    (PacketType::Suback, "SUBACK"),
    (PacketType::Unsubscribe, "UNSUBSCRIBE"),
    (PacketType::Unsuback, "UNSUBACK"),
    (PacketType::Pingreq, "PINGREQ"),
    (PacketType::Pingresp, "PINGRESP"),
    (PacketType::Disconnect, "DISCONNECT"),
    (PacketType::Auth, "AUTH"),
];

impl PacketType {
    /// Of the upper half of the first byte; 0 is none.
    pub(super) fn of(number: u8) -> Option<Self> {
        let index = usize::from(number).checked_sub(1)?;
        TYPES.get(index).map(|(kind, _)| *kind)
    }

    /// The standard's name of it.
    #[must_use]
    pub fn name(self) -> &'static str {
        let row = TYPES.iter().find(|(kind, _)| *kind == self);
        row.map_or("", |(_, name)| name)
    }
}

/// One whole packet.
#[derive(Debug, Clone, Copy)]
pub(super) struct Packet<'a> {
    pub(super) kind: PacketType,
    /// The lower half of the first byte.
    pub(super) flags: u8,
    /// Whether the remaining length has more bytes than it needs.
    pub(super) long_length: bool,
    pub(super) body: &'a [u8],
    /// All of it.
    pub(super) bytes: &'a [u8],
}

/// What the first bytes say.
enum Head {
    /// More bytes are needed.
    Wait,
    /// A packet: its type, bytes of its head, bytes of its body, and whether its length is longer
    /// than needed.
    Packet(PacketType, usize, usize, bool),
    /// No packet begins here.
    None(DefectKind, String),
}

/// Parts a stream of bytes into packets.
#[derive(Debug, Default)]
pub(super) struct Splitter {
    held: Vec<u8>,
    /// Bytes of a packet too long to keep that are still to come.
    passing: usize,
    /// Whether the places of packets are lost.
    lost: bool,
}

impl Splitter {
    /// Takes bytes and hands each whole packet, or what is wrong with it, to `each`.
    pub(super) fn push(&mut self, bytes: &[u8], mut each: impl FnMut(Result<Packet<'_>, Defect>)) {
        for piece in bytes.chunks(PIECE_BYTES) {
            let passed = self.passing.min(piece.len());
            self.passing -= passed;
            self.held
                .extend_from_slice(piece.get(passed..).unwrap_or_default());
            self.read(&mut each);
        }
    }

    /// The stream ended: what is held is half a packet.
    pub(super) fn finish(&mut self, mut each: impl FnMut(Result<Packet<'_>, Defect>)) {
        let blank = self.held.iter().all(u8::is_ascii_whitespace);
        if self.passing > 0 {
            let message = format!("{} bytes are missing of a packet passed over", self.passing);
            each(Err(Defect::of_bytes(DefectKind::Truncated, message, &[])));
        } else if !self.held.is_empty() && !blank {
            let message = format!("{} bytes are no whole packet", self.held.len());
            let shown = without_secrets(&self.held);
            each(Err(Defect::of_bytes(DefectKind::Truncated, message, shown)));
        }
        *self = Self::default();
    }

    fn read(&mut self, each: &mut impl FnMut(Result<Packet<'_>, Defect>)) {
        let mut at = 0;
        while let Some(rest) = self.held.get(at..).filter(|rest| !rest.is_empty()) {
            if self.lost {
                at = self.held.len();
                break;
            }
            match head(rest) {
                Head::Wait => break,
                Head::None(kind, message) => {
                    let rest = without_secrets(rest);
                    each(Err(Defect::of_bytes(kind, message, rest)));
                    self.lost = true;
                }
                Head::Packet(kind, head, body, long_length) => {
                    let length = head + body;
                    if length > PACKET_BYTES_MAX {
                        let name = kind.name();
                        let message = format!(
                            "a {name} of {length} bytes, {PACKET_BYTES_MAX} may be: passed over"
                        );
                        let shown = without_secrets(rest.get(..length).unwrap_or(rest));
                        each(Err(Defect::of_bytes(DefectKind::TooLarge, message, shown)));
                        self.passing = length.saturating_sub(rest.len());
                        at += length - self.passing;
                        continue;
                    }
                    let Some(bytes) = rest.get(..length) else {
                        break;
                    };
                    each(Ok(Packet {
                        kind,
                        flags: bytes.first().copied().unwrap_or_default() & 0x0F,
                        long_length,
                        body: bytes.get(head..).unwrap_or_default(),
                        bytes,
                    }));
                    at += length;
                }
            }
        }
        self.held.drain(..at.min(self.held.len()));
    }
}

fn head(bytes: &[u8]) -> Head {
    let Some((first, rest)) = bytes.split_first() else {
        return Head::Wait;
    };
    let Some(kind) = PacketType::of(first >> 4) else {
        let message = format!("0x{first:02X} begins no packet: type 0 is reserved");
        return Head::None(DefectKind::TypeUnknown, message);
    };
    let mut length = 0_usize;
    for (index, byte) in rest.iter().take(LENGTH_BYTES_MAX).enumerate() {
        length |= usize::from(byte & 0x7F) << (7 * index);
        if byte & 0x80 == 0 {
            let long = index > 0 && *byte == 0;
            return Head::Packet(kind, 2 + index, length, long);
        }
    }
    if rest.len() < LENGTH_BYTES_MAX {
        return Head::Wait;
    }
    let message = format!(
        "the remaining length of a {} has more than {LENGTH_BYTES_MAX} bytes",
        kind.name()
    );
    Head::None(DefectKind::Malformed, message)
}

/// The bytes of something that is no packet, up to where a password may begin.
fn without_secrets(bytes: &[u8]) -> &[u8] {
    match head(bytes) {
        Head::Packet(kind, head, ..) => {
            let body = bytes.get(head..).unwrap_or_default();
            let shown = super::packet::shown(kind, body);
            bytes.get(..head + shown).unwrap_or(bytes)
        }
        // Nothing says where a secret of a CONNECT would stand.
        _ if bytes.first().is_some_and(|byte| byte >> 4 == 1) => {
            bytes.get(..=LENGTH_BYTES_MAX).unwrap_or(bytes)
        }
        _ => bytes,
    }
}
