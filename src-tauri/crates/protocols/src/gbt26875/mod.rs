//! GB/T 26875.3-2011 (城市消防远程监控系统 第3部分：报警传输网络通信协议), both directions.
//!
//! A frame whose checksum, length or end mark is wrong is refused and kept as a [`Defect`], and the
//! next start mark inside it is tried. Tolerated, each with a defect: a time in binary coded
//! decimal, types that the standard leaves free, an empty data unit (vendors send it as a
//! heartbeat), objects that end early.

mod tables;
mod unit;

pub use tables::{part_name, system_name};
pub use unit::TimeLabel;

use serde_json::{Map, Value};

use crate::bytes::Bytes;
use crate::defect::{Defect, DefectKind, Defects, Parsed};
use crate::held::{self, Cut, Found, Held, Wrong};
use crate::stream::{self, Stream};

/// The most bytes of a data unit (table 1).
pub const UNIT_BYTES_MAX: usize = 1_024;
/// Bytes of a frame besides its data unit.
const FRAME_BYTES_MIN: usize = 30;
/// The most bytes of a frame.
pub const FRAME_BYTES_MAX: usize = FRAME_BYTES_MIN + UNIT_BYTES_MAX;
const HEAD: [u8; 2] = [0x40, 0x40];
const TAIL: [u8; 2] = [0x23, 0x23];
/// Where the data unit begins.
const UNIT_AT: usize = 27;

/// What a frame is for (table 2).
pub mod command {
    /// 控制命令: the centre sets something; answered by confirm or deny.
    pub const CONTROL: u8 = 1;
    /// 发送数据: the device tells something; answered by confirm or deny.
    pub const SEND: u8 = 2;
    /// 确认.
    pub const CONFIRM: u8 = 3;
    /// 请求: the centre asks; answered by an answer or deny.
    pub const REQUEST: u8 = 4;
    /// 应答.
    pub const ANSWER: u8 = 5;
    /// 否认.
    pub const DENY: u8 = 6;
}

/// The control unit of a frame (table 1).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Control {
    /// Serial number of the exchange; an answer bears that of what it answers.
    pub serial: u16,
    /// 1.
    pub protocol_major: u8,
    /// Free for the user.
    pub user_version: u8,
    /// When it was sent.
    pub time: TimeLabel,
    /// From whom, lowest byte first.
    pub source: [u8; 6],
    /// To whom, lowest byte first.
    pub dest: [u8; 6],
    /// What it is for; see [`command`].
    pub command: u8,
}

/// One frame that is whole and right.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// Its control unit.
    pub control: Control,
    /// The bytes of its data unit.
    pub unit: Vec<u8>,
    /// Its checksum, which is the one computed.
    pub checksum: u8,
    /// The data unit by name; nothing where it is empty.
    pub adu: Option<Map<String, Value>>,
    /// The time label by name.
    pub time: Value,
    /// What is wrong with it.
    pub defects: Vec<Defect>,
}

impl Message {
    /// The type of the data unit, where there is one.
    #[must_use]
    pub fn unit_type(&self) -> Option<u8> {
        self.unit.first().copied()
    }

    /// The information objects.
    #[must_use]
    pub fn objects(&self) -> &[Value] {
        let objects = self.adu.as_ref().and_then(|adu| adu.get("objects"));
        let objects = objects.and_then(Value::as_array);
        objects.map(Vec::as_slice).unwrap_or_default()
    }

    /// Everything by name.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let control = &self.control;
        let mut line = Map::new();
        let mut add = |name: &str, value: Value| line.insert(name.to_owned(), value);
        add("serial", control.serial.into());
        add("protocolMajor", control.protocol_major.into());
        add("userVersion", control.user_version.into());
        add("time", self.time.clone());
        add("source", hex::encode(control.source).into());
        add("sourceLE", address(control.source).into());
        add("dest", hex::encode(control.dest).into());
        add("destLE", address(control.dest).into());
        add("aduLen", self.unit.len().into());
        add("command", control.command.into());
        add("commandName", tables::command_name(control.command).into());
        add("checksum", self.checksum.into());
        add("checksumOk", true.into());
        add("tailOk", true.into());
        if let Some(adu) = &self.adu {
            add("adu", Value::Object(adu.clone()));
        }
        add("defects", defect_values(&self.defects));
        Value::Object(line)
    }
}

/// An address as a number: its lowest byte is sent first.
#[must_use]
pub fn address(bytes: [u8; 6]) -> u64 {
    let [a, b, c, d, e, f] = bytes;
    u64::from_le_bytes([a, b, c, d, e, f, 0, 0])
}

/// The other way; the highest bytes of a number of more than six are cut.
#[must_use]
pub fn address_bytes(number: u64) -> [u8; 6] {
    let [a, b, c, d, e, f, _, _] = number.to_le_bytes();
    [a, b, c, d, e, f]
}

fn defect_values(defects: &[Defect]) -> Value {
    serde_json::to_value(defects).unwrap_or_default()
}

/// Reads the frames of one connection, whatever pieces its bytes come in.
#[derive(Debug, Default)]
pub struct Reader {
    held: Held,
}

impl Stream for Reader {
    type Message = Message;

    fn push(&mut self, bytes: &[u8]) -> Parsed<Message> {
        self.held.push::<Frames>(bytes)
    }

    fn finish(&mut self) -> Parsed<Message> {
        self.held.finish::<Frames>()
    }

    fn value(message: &Message) -> Value {
        message.to_value()
    }
}

struct Frames;

impl Cut for Frames {
    type Frame = Message;
    const HEAD: [u8; 2] = HEAD;
    const FRAME_BYTES_MAX: usize = FRAME_BYTES_MAX;

    fn find(bytes: &[u8], ended: bool, _refuted: bool) -> Found<Message> {
        if !bytes.starts_with(&HEAD) {
            return held::noise::<Self, Message>(bytes, ended);
        }
        let short = |length: usize| {
            if !ended {
                return Found::Wait;
            }
            let message = format!("a frame of {length} bytes ends after {}", bytes.len());
            let defect = Defect::of_bytes(DefectKind::Truncated, message, bytes);
            Found::Wrong(Wrong::new(defect, bytes.len()))
        };
        let Some((control, unit_length)) = read_control(bytes) else {
            return short(FRAME_BYTES_MIN);
        };
        if unit_length > UNIT_BYTES_MAX {
            let message = format!("a data unit of {unit_length} bytes; {UNIT_BYTES_MAX} may be");
            let shown = bytes.get(..UNIT_AT).unwrap_or(bytes);
            let defect = Defect::of_bytes(DefectKind::LengthMismatch, message, shown);
            return Found::Wrong(Wrong::new(defect, UNIT_AT));
        }
        let length = FRAME_BYTES_MIN + unit_length;
        match bytes.get(..length) {
            Some(frame) => check(frame, control),
            None => short(length),
        }
    }
}

/// The control unit and the length of the data unit.
fn read_control(bytes: &[u8]) -> Option<(Control, usize)> {
    let mut bytes = Bytes::new(bytes.get(HEAD.len()..UNIT_AT)?);
    let serial = bytes.u16_le()?;
    let [protocol_major, user_version] = bytes.array()?;
    let time = TimeLabel(bytes.array()?);
    let (source, dest) = (bytes.array()?, bytes.array()?);
    let length = usize::from(bytes.u16_le()?);
    let control = Control {
        serial,
        protocol_major,
        user_version,
        time,
        source,
        dest,
        command: bytes.u8()?,
    };
    Some((control, length))
}

/// A frame of the right length: its end mark and its checksum.
fn check(frame: &[u8], control: Control) -> Found<Message> {
    let wrong = |kind, message: String| {
        let defect = Defect::of_bytes(kind, message, frame);
        Found::Wrong(Wrong::new(defect, frame.len()))
    };
    let Some((signed, [checksum, tail @ ..])) = frame.split_last_chunk::<3>() else {
        return Found::Wait;
    };
    let summed = signed.get(HEAD.len()..).unwrap_or_default();
    let computed = sum(summed);
    if computed != *checksum {
        let message = format!("checksum 0x{checksum:02X} in the frame, 0x{computed:02X} computed");
        return wrong(DefectKind::ChecksumMismatch, message);
    }
    if *tail != TAIL {
        let message = format!("{} instead of the end mark 2323", hex::encode(tail));
        return wrong(DefectKind::TailMissing, message);
    }
    let unit = signed.get(UNIT_AT..).unwrap_or_default().to_vec();
    let mut defects = Defects::default();
    let time = unit::frame_time(control.time, &mut defects);
    let adu = (!unit.is_empty()).then(|| unit::read(&unit, &mut defects));
    let message = Message {
        control,
        unit,
        checksum: *checksum,
        adu,
        time,
        defects: defects.into_vec(),
    };
    Found::Frame(message, frame.len())
}

fn sum(bytes: &[u8]) -> u8 {
    bytes.iter().fold(0, |sum, byte| sum.wrapping_add(*byte))
}

/// Reads the frames of a whole recording.
#[must_use]
pub fn parse(bytes: &[u8]) -> Parsed<Message> {
    stream::whole(Reader::default(), bytes)
}

/// A frame around a data unit, which is cut after [`UNIT_BYTES_MAX`].
#[must_use]
pub fn encode(control: &Control, unit: &[u8]) -> Vec<u8> {
    let unit = unit.get(..UNIT_BYTES_MAX).unwrap_or(unit);
    let mut out = HEAD.to_vec();
    out.extend(control.serial.to_le_bytes());
    out.extend([control.protocol_major, control.user_version]);
    out.extend(control.time.0);
    out.extend(control.source);
    out.extend(control.dest);
    out.extend(u16::try_from(unit.len()).unwrap_or_default().to_le_bytes());
    out.push(control.command);
    out.extend(unit);
    out.push(sum(out.get(HEAD.len()..).unwrap_or_default()));
    out.extend(TAIL);
    out
}

/// The data unit of a type with these objects, under the names that [`Message::objects`] gives.
#[must_use]
pub fn encode_unit(unit_type: u8, objects: &[Value]) -> Vec<u8> {
    let mut adu = Map::new();
    adu.insert("type".to_owned(), unit_type.into());
    adu.insert("objects".to_owned(), objects.to_vec().into());
    unit::write(&adu)
}

/// The frame that confirms or denies another: the same serial number, the other way round.
#[must_use]
pub fn encode_reply(to: &Control, command: u8, now_ms: i64) -> Vec<u8> {
    let control = Control {
        time: TimeLabel::from_utc_ms(now_ms),
        source: to.dest,
        dest: to.source,
        command,
        ..to.clone()
    };
    encode(&control, &[])
}

/// The control unit of a frame that was refused for its checksum or its end mark, so that it can be
/// denied.
#[must_use]
pub fn refused_control(defect: &Defect) -> Option<Control> {
    let kinds = [DefectKind::ChecksumMismatch, DefectKind::TailMissing];
    let bytes = hex::decode(&defect.raw).ok()?;
    let whole = kinds.contains(&defect.kind) && bytes.starts_with(&HEAD);
    let (control, _) = read_control(&bytes).filter(|_| whole)?;
    // What answers is not answered, or two ends would deny each other for ever.
    let asks = matches!(
        control.command,
        command::CONTROL | command::SEND | command::REQUEST
    );
    asks.then_some(control)
}

/// Reads units of input, each by itself. A unit without a start mark that begins with a type of
/// the standard is read as a data unit alone.
pub(crate) fn decode_units(units: &[Vec<u8>]) -> Parsed<Value> {
    let mut all = Parsed::default();
    for bytes in units {
        let marked = bytes.windows(2).any(|pair| pair == HEAD);
        let first = bytes.first().copied().unwrap_or_default();
        if !marked && bytes.len() <= UNIT_BYTES_MAX && tables::unit_type(first).is_some() {
            all.messages.push(bare_unit(bytes));
            continue;
        }
        let parsed = parse(bytes);
        all.messages
            .extend(parsed.messages.iter().map(Message::to_value));
        all.defects.extend(parsed.defects);
    }
    all
}

fn bare_unit(bytes: &[u8]) -> Value {
    let mut defects = Defects::default();
    let message = "no start mark 4040; read as a data unit alone";
    defects.add(DefectKind::HeadMissing, "", message);
    let adu = unit::read(bytes, &mut defects);
    let mut line = Map::new();
    line.insert("adu".to_owned(), Value::Object(adu));
    line.insert("defects".to_owned(), defect_values(&defects.into_vec()));
    Value::Object(line)
}

#[cfg(test)]
mod tests;
