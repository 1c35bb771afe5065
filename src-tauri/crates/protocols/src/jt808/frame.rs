//! Frames: marks, escapes, checksum, header (JT/T 808-2019, 4.4).

use serde::Serialize;

use super::{BODY_BYTES_MAX, Edition, FRAME_BYTES_MAX};
use crate::bytes::Bytes;
use crate::defect::{Defect, DefectKind};

/// Begins and ends a frame.
pub(super) const MARK: u8 = 0x7E;
const ESCAPE: u8 = 0x7D;
/// Bytes of the shortest frame inside its marks: a header of 2013 and the checksum.
const INNER_BYTES_MIN: usize = 13;

/// The header of a message (消息头).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Header {
    /// Which message it is.
    #[serde(serialize_with = "as_hex")]
    pub msg_id: u16,
    /// Bytes of the body, as the header says.
    pub body_len: u16,
    /// Bits 10 to 12: 0 is plain, 1 is RSA.
    pub encrypt: u8,
    /// Whether it is one of several parts.
    pub subpackage: bool,
    /// 1 in the 2019 edition (bit 14).
    pub version_flag: u8,
    /// `2019`, or `2013/2011`, which the header cannot tell apart.
    pub edition: Edition,
    /// The version of the 2019 edition, 1 at first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub protocol_version: Option<u8>,
    /// The terminal's number, 12 digits, in the 2019 edition 20.
    pub terminal_phone: String,
    /// Serial number of the message.
    pub serial: u16,
    /// How many parts there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pkg_total: Option<u16>,
    /// Which part this is; 1 is the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pkg_no: Option<u16>,
}

fn as_hex<S: serde::Serializer>(id: &u16, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&format!("0x{id:04X}"))
}

/// A frame that is whole and right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Frame {
    pub(super) header: Header,
    pub(super) body: Vec<u8>,
    pub(super) checksum: u8,
    /// Whether an escape stood there that is none.
    pub(super) odd_escape: bool,
}

/// Parts a stream of bytes into what stands between the marks.
#[derive(Debug, Default)]
pub(super) struct Splitter {
    held: Vec<u8>,
    /// Whether the first mark of the stream was seen; what stands before it is noise.
    inside: bool,
    /// Whether the frame at hand is longer than any may be; its bytes are dropped up to its end.
    overlong: bool,
}

impl Splitter {
    /// Takes bytes and hands each whole segment, or what is wrong with it, to `each`.
    pub(super) fn push(&mut self, bytes: &[u8], mut each: impl FnMut(Result<&[u8], Defect>)) {
        for byte in bytes {
            if *byte == MARK {
                self.close(true, &mut each);
                self.inside = true;
            } else if self.held.len() < FRAME_BYTES_MAX {
                self.held.push(*byte);
            } else if !self.overlong {
                self.overlong = true;
                let message = format!("more than {FRAME_BYTES_MAX} bytes without an end mark");
                let kind = DefectKind::TooLarge;
                each(Err(Defect::of_bytes(kind, message, &self.held)));
            }
        }
    }

    /// The stream ended: what is left is half a frame, or noise.
    pub(super) fn finish(&mut self, mut each: impl FnMut(Result<&[u8], Defect>)) {
        self.close(false, &mut each);
        self.inside = false;
    }

    fn close(&mut self, marked: bool, each: &mut impl FnMut(Result<&[u8], Defect>)) {
        if !self.held.is_empty() && !self.overlong {
            if !self.inside {
                let message = format!("{} bytes before the first mark 7E", self.held.len());
                each(Err(Defect::of_bytes(
                    DefectKind::Noise,
                    message,
                    &self.held,
                )));
            } else if marked {
                each(Ok(&self.held));
            } else if self.held.iter().all(u8::is_ascii_whitespace) {
                // The line end of a text file after the last frame.
            } else {
                let message = format!("{} bytes without an end mark 7E", self.held.len());
                each(Err(Defect::of_bytes(
                    DefectKind::TailMissing,
                    message,
                    &self.held,
                )));
            }
        }
        self.held.clear();
        self.overlong = false;
    }
}

/// Reads what stands between two marks.
pub(super) fn read(segment: &[u8]) -> Result<Frame, Defect> {
    let (inner, odd_escape) = unescape(segment);
    let refuse = |kind, message: String| Defect::of_bytes(kind, message, segment);
    if inner.iter().all(u8::is_ascii_whitespace) {
        let message = "blanks between frames".to_owned();
        return Err(refuse(DefectKind::Noise, message));
    }
    let Some((checksum, signed)) = inner
        .split_last()
        .filter(|_| inner.len() >= INNER_BYTES_MIN)
    else {
        let message = format!("{} bytes are no frame", inner.len());
        return Err(refuse(DefectKind::Truncated, message));
    };
    let computed = xor(signed);
    if computed != *checksum {
        let message = format!("checksum 0x{checksum:02X} in the frame, 0x{computed:02X} computed");
        return Err(refuse(DefectKind::ChecksumMismatch, message));
    }
    let mut bytes = Bytes::new(signed);
    let Some(header) = read_header(&mut bytes) else {
        let message = "the frame ends inside its header".to_owned();
        return Err(refuse(DefectKind::Truncated, message));
    };
    let body = bytes.rest();
    if body.len() != usize::from(header.body_len) {
        let message = format!(
            "message 0x{:04X}: the header says {} bytes of body, there are {}",
            header.msg_id,
            header.body_len,
            body.len()
        );
        return Err(refuse(DefectKind::LengthMismatch, message));
    }
    Ok(Frame {
        header,
        body: body.to_vec(),
        checksum: *checksum,
        odd_escape,
    })
}

fn read_header(bytes: &mut Bytes<'_>) -> Option<Header> {
    let msg_id = bytes.u16_be()?;
    let properties = bytes.u16_be()?;
    let subpackage = properties & 1 << 13 != 0;
    let edition = if properties & 1 << 14 == 0 {
        Edition::Y2013
    } else {
        Edition::Y2019
    };
    let (protocol_version, phone) = match edition {
        Edition::Y2013 => (None, bytes.take(6)?),
        Edition::Y2019 => (Some(bytes.u8()?), bytes.take(10)?),
    };
    let serial = bytes.u16_be()?;
    let (pkg_total, pkg_no) = if subpackage {
        (Some(bytes.u16_be()?), Some(bytes.u16_be()?))
    } else {
        (None, None)
    };
    Some(Header {
        msg_id,
        body_len: properties & 0x3FF,
        encrypt: u8::try_from(properties >> 10 & 0b111).ok()?,
        subpackage,
        version_flag: u8::from(edition == Edition::Y2019),
        edition,
        protocol_version,
        terminal_phone: hex::encode(phone),
        serial,
        pkg_total,
        pkg_no,
    })
}

/// A frame with its marks, escaped. A longer body than [`BODY_BYTES_MAX`] is cut: split it before.
pub(super) fn write(header: &Header, body: &[u8]) -> Vec<u8> {
    let body = body.get(..BODY_BYTES_MAX).unwrap_or(body);
    let mut properties = u16::try_from(body.len()).unwrap_or_default();
    properties |= u16::from(header.encrypt & 0b111) << 10;
    properties |= u16::from(header.subpackage) << 13;
    properties |= u16::from(header.edition == Edition::Y2019) << 14;
    let mut inner = Vec::with_capacity(body.len() + 32);
    inner.extend(header.msg_id.to_be_bytes());
    inner.extend(properties.to_be_bytes());
    let width = match header.edition {
        Edition::Y2013 => 6,
        Edition::Y2019 => {
            inner.push(header.protocol_version.unwrap_or(1));
            10
        }
    };
    inner.extend(phone_bytes(&header.terminal_phone, width));
    inner.extend(header.serial.to_be_bytes());
    if header.subpackage {
        inner.extend(header.pkg_total.unwrap_or(1).to_be_bytes());
        inner.extend(header.pkg_no.unwrap_or(1).to_be_bytes());
    }
    inner.extend(body);
    inner.push(xor(&inner));
    let mut out = Vec::with_capacity(inner.len() + 8);
    out.push(MARK);
    for byte in inner {
        match byte {
            MARK => out.extend([ESCAPE, 0x02]),
            ESCAPE => out.extend([ESCAPE, 0x01]),
            plain => out.push(plain),
        }
    }
    out.push(MARK);
    out
}

/// The digits two a byte, filled up with zeros in front, the last ones where there are too many.
fn phone_bytes(phone: &str, width: usize) -> Vec<u8> {
    let digits: String = phone.chars().filter(char::is_ascii_hexdigit).collect();
    let padded = format!("{}{digits}", "0".repeat(width * 2));
    let last = padded.len() - width * 2;
    hex::decode(padded.get(last..).unwrap_or_default()).unwrap_or_default()
}

/// Escapes undone, and whether one stood there that is none; that one is kept as it came.
fn unescape(segment: &[u8]) -> (Vec<u8>, bool) {
    let mut inner = Vec::with_capacity(segment.len());
    let mut odd = false;
    let mut rest = segment;
    while let [first, tail @ ..] = rest {
        let (byte, next) = match (*first, tail) {
            (ESCAPE, [0x01, after @ ..]) => (ESCAPE, after),
            (ESCAPE, [0x02, after @ ..]) => (MARK, after),
            (plain, _) => {
                odd |= plain == ESCAPE;
                (plain, tail)
            }
        };
        inner.push(byte);
        rest = next;
    }
    (inner, odd)
}

fn xor(bytes: &[u8]) -> u8 {
    bytes.iter().fold(0, |sum, byte| sum ^ byte)
}
