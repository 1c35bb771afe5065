//! HJ 212-2017 (污染物在线监控(监测)系统数据传输标准), both directions; the frames of HJ/T 212-2005
//! and of the 2025 edition (Flag 8 and 9) have the same form and are read too.
//!
//! A frame whose length or CRC is wrong is refused and kept as a [`Defect`]. What stations send
//! otherwise than the standard says, and what is taken all the same, is noted in
//! [`Message::tolerated`] by a value of [`Tolerated`]: the plain CRC of Modbus (a station must not
//! mix the two), a CRC in small letters, no QN, no Flag, an unknown ST, an MN of more than 24
//! characters, blanks around names, an empty item, a name twice in one item, a longer data segment
//! than 1024 bytes, no CR LF at the end. A station is answered as soon as its CRC is right, whether
//! or not CR LF follows. On the technician's line a segment without `##`, as loggers write it, is
//! read as well and marked `head_missing`. A segment without any field is taken for encrypted and
//! kept as it came.

mod bare;
mod codes;
mod crc;
mod device;
mod editions;
mod factors;
mod frame;
mod packets;
mod readings;
mod segment;

pub(crate) use bare::decode_units;
pub use codes::{
    COMMANDS, Command, CommandKind, command, execution_result, mark_name, request_result,
    system_name,
};
pub use crc::{crc_modbus, crc_standard};
pub use device::{DEVICE_INFOS, DeviceInfo, device_info};
pub use editions::{Edition, command_names};
pub use factors::{FACTORS, Factor, factor};
pub use packets::{PACKETS_MAX, UNFINISHED_BYTES_MAX, UNFINISHED_MAX};
pub use readings::{Reading, readings};
pub use segment::{Item, Segment, time_ms, time_text};

use std::sync::Arc;

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::budget::Budget;
use crate::defect::{Defect, DefectKind, Defects, Parsed};
use crate::held::Held;
use crate::stream::{self, Stream};
use frame::{Frame, Frames};
use packets::Packets;

/// The most bytes of a data segment that four digits of length can say.
pub const SEGMENT_BYTES_MAX: usize = 9_999;
/// The most bytes of a data segment that the standard allows (table 2).
pub const SEGMENT_BYTES_STANDARD: usize = 1_024;
/// The most items of a data area that are kept.
pub const ITEMS_MAX: usize = 2_000;
/// The most names of one item that are kept.
pub const NAMES_MAX: usize = 500;
/// The characters of a CN (table 3).
const CN_CHARS: usize = 4;
/// The most characters of an MN (table 3).
pub const MN_CHARS_MAX: usize = 24;

/// Which algorithm gives the CRC of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum CrcKind {
    /// That of the standard (annex A).
    Standard,
    /// Plain CRC-16 of Modbus, as many stations send.
    Modbus,
}

/// A departure from the standard that is common in the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tolerated {
    /// The CRC is that of Modbus.
    ModbusCrc,
    /// The CRC is in small letters.
    CrcLowercase,
    /// There is no QN.
    QnMissing,
    /// There is no Flag, as in HJ/T 212-2005.
    FlagMissing,
    /// The ST is not in table 5.
    SystemUnknown,
    /// The MN has more than [`MN_CHARS_MAX`] characters.
    MnLong,
    /// Blanks around a name or a value.
    Blanks,
    /// An item with nothing in it, such as after a last `;`.
    EmptyItem,
    /// A name stands twice in one item.
    KeyRepeated,
    /// The data segment has more than [`SEGMENT_BYTES_STANDARD`] bytes.
    SegmentLong,
    /// The frame does not end with CR LF.
    EndMissing,
    /// The text is not UTF-8 but GB 18030.
    Gb18030,
}

/// One message, or one packet of several, or a message put together from its packets.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// The length that the frame says.
    pub declared_len: usize,
    /// The CRC as written.
    pub crc: String,
    /// Which algorithm gives it.
    pub crc_kind: CrcKind,
    /// The bytes of the data segment.
    pub bytes: Vec<u8>,
    /// The data segment by its parts.
    pub segment: Segment,
    /// Of how many packets it was put together.
    pub packets: Option<u16>,
    /// What was taken although the standard says otherwise.
    pub tolerated: Vec<Tolerated>,
    /// What is wrong with it.
    pub defects: Vec<Defect>,
}

impl Message {
    /// Whether it is one packet of several, not yet put together.
    #[must_use]
    pub fn is_packet(&self) -> bool {
        self.packets.is_none() && self.segment.packet().is_some()
    }

    /// Everything by name.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let (standard, modbus) = (crc_standard(&self.bytes), crc_modbus(&self.bytes));
        let mut line = Map::new();
        let mut add = |name: &str, value: Value| line.insert(name.to_owned(), value);
        add("declaredLen", self.declared_len.into());
        add("actualLen", self.bytes.len().into());
        add("lenOk", true.into());
        add("crc", self.crc.as_str().into());
        add("crcHJ212", format!("{standard:04X}").into());
        add("crcModbus", format!("{modbus:04X}").into());
        let said = u16::from_str_radix(&self.crc, 16).ok();
        add("crcOk", (said == Some(standard)).into());
        add("crcOkModbus", (said == Some(modbus)).into());
        if self.segment.opaque {
            add("segmentHex", hex::encode(&self.bytes).into());
        }
        if let Some(packets) = self.packets {
            add("assembledFrom", packets.into());
        }
        add("tolerated", json!(self.tolerated));
        add("defects", json!(self.defects));
        if !self.segment.opaque {
            put_data(&self.segment, &mut line);
        }
        Value::Object(line)
    }
}

/// What the data segment says, and what its codes mean.
fn put_data(segment: &Segment, line: &mut Map<String, Value>) {
    let mut add = |name: &str, value: Value| line.insert(name.to_owned(), value);
    add("data", segment.to_value());
    if let Some(system) = system_name(segment.field("ST")) {
        add("systemName", system.into());
    }
    if let Some(edition) = segment.edition() {
        add("edition", edition.year().into());
    }
    if let Some((name, english)) = command_names(segment.field("CN"), segment.edition()) {
        add("name", english.into());
        add("commandName", name.into());
    }
    let results = [
        ("QnRtn", request_result as fn(&str) -> _),
        ("ExeRtn", execution_result),
    ];
    for (name, meaning) in results {
        if let Some(meaning) = segment.value(name).and_then(meaning) {
            add(&format!("{name}Name"), meaning.into());
        }
    }
    let readings = readings(segment);
    if !readings.is_empty() {
        add("readings", json!(readings));
    }
}

/// Reads the frames of one connection, whatever pieces its bytes come in.
#[derive(Debug, Default)]
pub struct Reader {
    held: Held,
    packets: Packets,
}

impl Stream for Reader {
    type Message = Message;

    fn push(&mut self, bytes: &[u8]) -> Parsed<Message> {
        let frames = self.held.push::<Frames>(bytes);
        self.messages(frames)
    }

    fn end_of_unit(&mut self) -> Parsed<Message> {
        let frames = self.held.finish::<Frames>();
        self.messages(frames)
    }

    fn unit(&mut self, bytes: &[u8]) -> Parsed<Message> {
        let frames = self.held.unit::<Frames>(bytes);
        self.messages(frames)
    }

    fn finish(&mut self) -> Parsed<Message> {
        let mut parsed = self.end_of_unit();
        parsed.defects.extend(self.packets.finish());
        parsed
    }

    fn value(message: &Message) -> Value {
        message.to_value()
    }
}

impl Reader {
    /// A reader whose unfinished messages take their bytes from a budget that the other
    /// connections of the server use as well.
    #[must_use]
    pub fn sharing(budget: &Arc<Budget>) -> Self {
        Self {
            held: Held::default(),
            packets: Packets::sharing(budget),
        }
    }

    fn messages(&mut self, frames: Parsed<Frame>) -> Parsed<Message> {
        let mut parsed = Parsed {
            messages: Vec::new(),
            defects: frames.defects,
        };
        for frame in frames.messages {
            let message = message(frame);
            let whole = self.packets.take(&message, &mut parsed.defects);
            parsed.messages.push(message);
            parsed.messages.extend(whole);
        }
        parsed
    }
}

fn message(frame: Frame) -> Message {
    let mut tolerated = Vec::new();
    let mut defects = Defects::default();
    let said = u16::from_str_radix(&frame.crc, 16).ok();
    let crc_kind = if said == Some(crc_standard(&frame.segment)) {
        CrcKind::Standard
    } else {
        tolerated.push(Tolerated::ModbusCrc);
        CrcKind::Modbus
    };
    if frame.crc.bytes().any(|byte| byte.is_ascii_lowercase()) {
        tolerated.push(Tolerated::CrcLowercase);
    }
    if frame.segment.len() > SEGMENT_BYTES_STANDARD {
        tolerated.push(Tolerated::SegmentLong);
    }
    if !frame.ended {
        tolerated.push(Tolerated::EndMissing);
    }
    let segment = segment_of(&frame.segment, &mut tolerated, &mut defects);
    Message {
        declared_len: frame.declared,
        crc: frame.crc,
        crc_kind,
        bytes: frame.segment,
        segment,
        packets: None,
        tolerated,
        defects: defects.into_vec(),
    }
}

/// The data segment of these bytes, in UTF-8 or GB 18030.
fn segment_of(bytes: &[u8], tolerated: &mut Vec<Tolerated>, defects: &mut Defects) -> Segment {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => {
            let (text, whole) = crate::bytes::gb18030(bytes);
            if whole {
                tolerated.push(Tolerated::Gb18030);
            }
            text
        }
    };
    let segment = Segment::read(&text, tolerated, defects);
    if text.contains('\u{FFFD}') && !segment.opaque {
        let message = "bytes that are neither UTF-8 nor GB 18030 became U+FFFD";
        defects.add(DefectKind::EncodingDamaged, "data", message);
    }
    segment
}

/// Reads the frames of a whole recording.
#[must_use]
pub fn parse(bytes: &[u8]) -> Parsed<Message> {
    stream::whole(Reader::default(), bytes)
}

/// The frame of a data segment; one of more than [`SEGMENT_BYTES_MAX`] bytes is cut.
#[must_use]
pub fn encode(segment: &Segment, crc_kind: CrcKind) -> Vec<u8> {
    encode_bytes(segment.write().as_bytes(), crc_kind)
}

/// The same of a data segment that is bytes already.
#[must_use]
pub fn encode_bytes(segment: &[u8], crc_kind: CrcKind) -> Vec<u8> {
    let segment = segment.get(..SEGMENT_BYTES_MAX).unwrap_or(segment);
    let crc = match crc_kind {
        CrcKind::Standard => crc_standard(segment),
        CrcKind::Modbus => crc_modbus(segment),
    };
    let mut out = format!("##{:04}", segment.len()).into_bytes();
    out.extend_from_slice(segment);
    out.extend(format!("{crc:04X}\r\n").into_bytes());
    out
}

/// What the centre answers to a message that asks for it: 9013 to a notice, 9014 to data, with the
/// CRC that the station uses itself. A packet is answered by its own (annex C, packets). A code
/// that the 2017 edition does not know is data of another edition (2071 and 2072 of HJ/T 212-2005,
/// 1001 and 1002 of 2025): a station that is not answered sends it again and again.
#[must_use]
pub fn reply(to: &Message) -> Option<Vec<u8>> {
    if !to.segment.wants_reply() || to.packets.is_some() {
        return None;
    }
    let asked = to.segment.field("CN");
    let cn = match command(asked).map(|command| command.kind) {
        Some(CommandKind::Notice) => "9013",
        Some(CommandKind::Upload | CommandKind::Both) => "9014",
        Some(CommandKind::Request | CommandKind::Reply) => return None,
        None if is_data_code(asked) => "9014",
        None => return None,
    };
    let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    // The version stays, the answer asks for no answer.
    let flag = to.segment.flag().unwrap_or(4) & !0b11;
    let copied = |name: &str| field(name, to.segment.field(name));
    let answer = Segment {
        fields: vec![
            copied("QN"),
            field("ST", "91"),
            field("CN", cn),
            copied("PW"),
            copied("MN"),
            field("Flag", &flag.to_string()),
        ],
        ..Segment::default()
    };
    Some(encode(&answer, to.crc_kind))
}

/// Whether a code is none of those that only answer (9000 to 9999).
fn is_data_code(cn: &str) -> bool {
    let digits = cn.len() == CN_CHARS && cn.bytes().all(|byte| byte.is_ascii_digit());
    digits && !cn.starts_with('9')
}

#[cfg(test)]
mod tests;
