//! JT/T 808-2013 and JT/T 808-2019 (道路运输车辆卫星定位系统 终端通讯协议), both directions.
//!
//! What terminals with video (JT/T 1078-2016) and those that watch the driver (T/JSATL 12-2017)
//! send over the same connection is read as well.
//!
//! One reader for both editions: bit 14 of the properties of a message says which one a frame is
//! (JT/T 808-2019, 4.4.3). A frame whose checksum or length is wrong is refused and kept as a
//! [`Defect`]. A body that ends early or goes on after its last field is a message with a defect;
//! of an encrypted body, of one part of several and of an unknown message the bytes are kept.

mod assemble;
mod bits;
mod frame;
mod items;
mod layout;
mod messages;
mod params;
mod position;

pub use assemble::{PARTS_MAX, UNFINISHED_BYTES_MAX, UNFINISHED_MAX};
pub use bits::STATUS_NAMES;
pub use frame::Header;
pub use position::{
    ALARM_NAMES, BASIC_BYTES, EXTRAS_MAX, Extra, Position, alarm_names, alarm_title,
    time_from_utc_ms,
};

use std::sync::Arc;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::budget::Budget;
use crate::bytes::Bytes;
use crate::defect::{Defect, DefectKind, Defects, Parsed};
use crate::stream::{self, Stream};
use assemble::{Parts, Took};
use frame::{Frame, Splitter};

/// The most bytes a body has in one frame (10 bits of length).
pub const BODY_BYTES_MAX: usize = 1_023;
/// The most bytes between two marks: header, body and checksum, each byte escaped.
pub const FRAME_BYTES_MAX: usize = 2 * (BODY_BYTES_MAX + 21 + 1);

/// Which edition a frame follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub enum Edition {
    /// JT/T 808-2013, or -2011, which looks the same.
    #[default]
    #[serde(rename = "2013/2011")]
    Y2013,
    /// JT/T 808-2019.
    #[serde(rename = "2019")]
    Y2019,
}

impl Edition {
    /// Its years, as a decoded message has them.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Y2013 => "2013/2011",
            Self::Y2019 => "2019",
        }
    }
}

/// One message, or one part of a message, or a message put together from its parts.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// Its header; of a message in parts that of its last part.
    pub header: Header,
    /// The checksum in the frame, which is the one computed.
    pub checksum: u8,
    /// The bytes of the body.
    pub bytes: Vec<u8>,
    /// Of how many parts it was put together.
    pub parts: Option<u16>,
    /// The fields of the body by name; nothing where the bytes are not to be read.
    pub body: Option<Map<String, Value>>,
    /// What is wrong with it.
    pub defects: Vec<Defect>,
}

impl Message {
    /// The name of the message in English, where the standard knows it.
    #[must_use]
    pub fn name(&self) -> Option<&'static str> {
        messages::find(self.header.msg_id, self.header.edition).map(|row| row.name)
    }

    /// Whether it is one part of several, not yet put together.
    #[must_use]
    pub fn is_part(&self) -> bool {
        self.header.subpackage && self.parts.is_none()
    }

    /// The locations it reports: one of 0x0200, 0x0201 and 0x0500, all of 0x0704.
    #[must_use]
    pub fn positions(&self) -> Vec<Position> {
        let Some(body) = &self.body else {
            return Vec::new();
        };
        match self.header.msg_id {
            0x0200 | 0x0201 | 0x0500 if body.contains_key("latE6") => {
                vec![Position::from_fields(body)]
            }
            0x0704 => {
                let items = body.get("items").and_then(Value::as_array);
                let fields = items.into_iter().flatten().filter_map(Value::as_object);
                fields.map(Position::from_fields).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Everything by name.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let mut line = Map::new();
        let mut add = |name: &str, value: Value| line.insert(name.to_owned(), value);
        if let Some(name) = self.name() {
            add("name", name.into());
        }
        add("checksumOk", true.into());
        add("checksum", format!("0x{:02X}", self.checksum).into());
        let header = serde_json::to_value(&self.header).unwrap_or_default();
        add("header", header);
        add("bodyLenActual", self.bytes.len().into());
        if let Some(parts) = self.parts {
            add("assembledFrom", parts.into());
        }
        match &self.body {
            Some(body) => add("body", Value::Object(body.clone())),
            None => add("bodyHex", hex::encode(&self.bytes).into()),
        };
        let defects = serde_json::to_value(&self.defects).unwrap_or_default();
        add("defects", defects);
        Value::Object(line)
    }
}

/// Reads the messages of one connection, whatever pieces its bytes come in.
#[derive(Debug, Default)]
pub struct Reader {
    splitter: Splitter,
    parts: Parts,
}

impl Reader {
    /// A reader whose unfinished messages take their bytes from a budget that the other
    /// connections of the server use as well.
    #[must_use]
    pub fn sharing(budget: &Arc<Budget>) -> Self {
        Self {
            splitter: Splitter::default(),
            parts: Parts::sharing(budget),
        }
    }
}

impl Stream for Reader {
    type Message = Message;

    fn push(&mut self, bytes: &[u8]) -> Parsed<Message> {
        let mut parsed = Parsed::default();
        let parts = &mut self.parts;
        self.splitter
            .push(bytes, |segment| take(segment, parts, &mut parsed));
        parsed
    }

    fn end_of_unit(&mut self) -> Parsed<Message> {
        let mut parsed = Parsed::default();
        let parts = &mut self.parts;
        self.splitter
            .finish(|segment| take(segment, parts, &mut parsed));
        parsed
    }

    fn finish(&mut self) -> Parsed<Message> {
        let mut parsed = self.end_of_unit();
        parsed.defects.extend(self.parts.finish());
        parsed
    }

    fn value(message: &Message) -> Value {
        message.to_value()
    }
}

/// Reads the messages of a whole recording.
#[must_use]
pub fn parse(bytes: &[u8]) -> Parsed<Message> {
    stream::whole(Reader::default(), bytes)
}

fn take(segment: Result<&[u8], Defect>, parts: &mut Parts, parsed: &mut Parsed<Message>) {
    let frame = match segment.and_then(frame::read) {
        Ok(frame) => frame,
        Err(defect) => {
            parsed.defects.push(defect);
            return;
        }
    };
    if !frame.header.subpackage {
        parsed.messages.push(message(&frame, &frame.body, None));
        return;
    }
    let took = parts.take(&frame, &mut parsed.defects);
    parsed.messages.push(part(&frame));
    match took {
        Took::More => {}
        Took::Whole(body) => {
            let whole = message(&frame, &body, frame.header.pkg_total);
            parsed.messages.push(whole);
        }
        Took::Refused(defect) => parsed.defects.push(defect),
    }
}

/// A part: its bytes are no body yet.
fn part(frame: &Frame) -> Message {
    let mut defects = Defects::default();
    odd_escape(frame, &mut defects);
    Message {
        header: frame.header.clone(),
        checksum: frame.checksum,
        bytes: frame.body.clone(),
        parts: None,
        body: None,
        defects: defects.into_vec(),
    }
}

fn message(frame: &Frame, body: &[u8], parts: Option<u16>) -> Message {
    let header = &frame.header;
    let mut defects = Defects::default();
    odd_escape(frame, &mut defects);
    let body_fields = if header.encrypt == 0 {
        read_body(header, body, &mut defects)
    } else {
        let message = format!("encryption {}: the body is kept as it came", header.encrypt);
        defects.add(DefectKind::Encrypted, "body", message);
        None
    };
    Message {
        header: header.clone(),
        checksum: frame.checksum,
        bytes: body.to_vec(),
        parts,
        body: body_fields,
        defects: defects.into_vec(),
    }
}

fn odd_escape(frame: &Frame, defects: &mut Defects) {
    if frame.odd_escape {
        let message = "7D stands before neither 01 nor 02; kept as it came";
        defects.add(DefectKind::EscapeIllegal, "", message);
    }
}

fn read_body(header: &Header, body: &[u8], defects: &mut Defects) -> Option<Map<String, Value>> {
    let Some(row) = messages::find(header.msg_id, header.edition) else {
        let message = format!("message 0x{:04X} is not in the standard", header.msg_id);
        defects.add(DefectKind::TypeUnknown, "header/msgId", message);
        return None;
    };
    let mut bytes = Bytes::new(body);
    let mut fields = Map::new();
    let (rows, other) = messages::layout(row, body);
    let whole = layout::read(rows, &mut bytes, &mut fields, defects);
    if let Some(edition) = other {
        let name = edition.name();
        let message = format!("bit 14 is not that of {name}, but the body is of that edition");
        defects.add(DefectKind::Tolerated, "body", message);
        fields.insert("bodyEdition".to_owned(), name.into());
    }
    let rest = bytes.rest();
    if whole.is_err() {
        let message = format!("the body of a {} ends before its last field", row.name);
        defects.add(DefectKind::Truncated, "body", message);
        fields.insert("incomplete".to_owned(), true.into());
        fields.insert("trailing".to_owned(), hex::encode(rest).into());
    } else if !rest.is_empty() {
        let message = format!("{} bytes after the last field", rest.len());
        defects.add(DefectKind::TrailingBytes, "body", message);
        fields.insert("trailing".to_owned(), hex::encode(rest).into());
    }
    Some(fields)
}

/// The frames of a message: one, or several parts with serial numbers from `header.serial` on.
/// The fields are those that [`Reader`] gives; what is not there is zero or empty. An unknown
/// message has no body.
#[must_use]
pub fn encode(header: &Header, body: &Map<String, Value>) -> Vec<Vec<u8>> {
    let mut bytes = Vec::new();
    if let Some(row) = messages::find(header.msg_id, header.edition) {
        layout::write(messages::layout_for(row, body), body, &mut bytes);
    }
    encode_bytes(header, &bytes)
}

/// The same of a body that is bytes already.
#[must_use]
pub fn encode_bytes(header: &Header, body: &[u8]) -> Vec<Vec<u8>> {
    if body.len() <= BODY_BYTES_MAX {
        let header = Header {
            subpackage: false,
            ..header.clone()
        };
        return vec![frame::write(&header, body)];
    }
    let pieces: Vec<_> = body
        .chunks(BODY_BYTES_MAX)
        .take(usize::from(PARTS_MAX))
        .collect();
    let total = u16::try_from(pieces.len()).ok();
    let numbered = (1_u16..).zip(pieces);
    numbered
        .map(|(number, piece)| {
            let header = Header {
                subpackage: true,
                pkg_total: total,
                pkg_no: Some(number),
                serial: header.serial.wrapping_add(number - 1),
                ..header.clone()
            };
            frame::write(&header, piece)
        })
        .collect()
}

#[cfg(test)]
mod tests;
