//! MQTT 3.1.1 and 5.0 (OASIS standards of 2014 and 2019), all control packets, both directions.
//!
//! The version stands in the CONNECT packet only. A recording without one is read by the version
//! that was given, or by the one that makes more sense of it; [`Message::version_from`] says which.
//! A packet that breaks a rule which the standard calls malformed or a protocol error is refused
//! and kept as a [`Defect`]; a departure that is common in the field, or that makes only the
//! message doubtful, is a defect of the message. After a remaining length that is none, nothing of
//! the stream can be told apart any more. What stands for a secret (the password, authentication
//! data) is never shown: of it only the number of bytes is kept, also in a defect.

mod connect;
mod fields;
mod frame;
mod packet;
mod properties;
mod reasons;
mod version;

pub use frame::{PACKET_BYTES_MAX, PacketType};
pub use packet::FILTERS_MAX;
pub use properties::PROPERTIES_MAX;
pub use version::{Version, VersionFrom};

use serde_json::{Map, Value, json};

use crate::defect::{Defect, Parsed};
use crate::stream::{self, Stream};
use frame::{Packet, Splitter};
use version::Told;

/// One control packet.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// Which it is.
    pub packet_type: PacketType,
    /// By which version it was read.
    pub version: Version,
    /// How that version is known.
    pub version_from: VersionFrom,
    /// Bytes after the fixed header.
    pub remaining_length: usize,
    /// Its fields by the standard's names, in camel case.
    pub fields: Map<String, Value>,
    /// The application message of a PUBLISH, or of another packet nothing.
    pub payload: Vec<u8>,
    /// What is wrong with it.
    pub defects: Vec<Defect>,
}

impl Message {
    /// A field that is text; empty where there is none.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        let field = self.fields.get(name).and_then(Value::as_str);
        field.unwrap_or_default()
    }

    /// A field that is a number.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<u64> {
        self.fields.get(name).and_then(Value::as_u64)
    }

    /// Everything by name. A payload that is no text is in `payloadHex`.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let mut line = Map::new();
        let mut add = |name: &str, value: Value| line.insert(name.to_owned(), value);
        add("packetType", self.packet_type.name().into());
        add("version", json!(self.version));
        add("versionFrom", json!(self.version_from));
        add("remainingLength", self.remaining_length.into());
        for (name, value) in &self.fields {
            add(name, value.clone());
        }
        if self.packet_type == PacketType::Publish {
            match std::str::from_utf8(&self.payload) {
                Ok(text) => add("payload", text.into()),
                Err(_) => add("payloadHex", hex::encode(&self.payload).into()),
            };
            add("payloadLength", self.payload.len().into());
        }
        add("defects", json!(self.defects));
        Value::Object(line)
    }
}

/// Reads the packets of one connection, whatever pieces its bytes come in.
#[derive(Debug)]
pub struct Reader {
    splitter: Splitter,
    told: Told,
}

impl Default for Reader {
    /// Up to the first CONNECT packets are taken for 3.1.1.
    fn default() -> Self {
        Self::by(Told {
            version: Version::V311,
            from: VersionFrom::Guess,
        })
    }
}

impl Reader {
    /// A reader of a connection whose version is known.
    #[must_use]
    pub fn of_version(version: Version) -> Self {
        Self::by(Told {
            version,
            from: VersionFrom::Given,
        })
    }

    fn by(told: Told) -> Self {
        Self {
            splitter: Splitter::default(),
            told,
        }
    }
}

impl Stream for Reader {
    type Message = Message;

    fn push(&mut self, bytes: &[u8]) -> Parsed<Message> {
        let mut parsed = Parsed::default();
        let told = &mut self.told;
        self.splitter
            .push(bytes, |found| take(found, told, &mut parsed));
        parsed
    }

    fn finish(&mut self) -> Parsed<Message> {
        let mut parsed = Parsed::default();
        let told = &mut self.told;
        self.splitter.finish(|found| take(found, told, &mut parsed));
        parsed
    }

    fn value(message: &Message) -> Value {
        message.to_value()
    }
}

fn take(found: Result<Packet<'_>, Defect>, told: &mut Told, parsed: &mut Parsed<Message>) {
    let read = found.and_then(|packet| {
        if let Some(version) = version::of_connect(&packet) {
            *told = Told {
                version,
                from: VersionFrom::Connect,
            };
        }
        packet::read(&packet, *told)
    });
    match read {
        Ok(message) => parsed.messages.push(message),
        Err(defect) => parsed.defects.push(defect),
    }
}

/// Reads the packets of a whole recording.
#[must_use]
pub fn parse(bytes: &[u8]) -> Parsed<Message> {
    let told = version::find(&[bytes.to_vec()]);
    stream::whole(Reader::by(told), bytes)
}

/// Reads units of input, each by itself; the version is found over all of them.
pub(crate) fn decode_units(units: &[Vec<u8>]) -> Parsed<Value> {
    stream::units(Reader::by(version::find(units)), units)
}

#[cfg(test)]
mod tests;
