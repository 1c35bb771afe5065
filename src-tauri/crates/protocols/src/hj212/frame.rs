//! Frames: `##`, four digits of length, data segment, CRC, CR LF (HJ 212-2017, 6.3.1).

use super::{SEGMENT_BYTES_MAX, crc_modbus, crc_standard};
use crate::defect::{Defect, DefectKind};
use crate::held::{self, Cut, Found};

const HEAD: &[u8] = b"##";
const TAIL: &[u8] = b"\r\n";
/// Bytes before the data segment.
const SEGMENT_AT: usize = 6;
const CRC_BYTES: usize = 4;
/// The most bytes of a frame with the longest length that four digits can say.
const FRAME_BYTES_MAX: usize = SEGMENT_AT + SEGMENT_BYTES_MAX + CRC_BYTES + 2;

/// A frame with the right length and a CRC that one of the two algorithms gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Frame {
    pub(super) declared: usize,
    pub(super) segment: Vec<u8>,
    pub(super) crc: String,
    /// Whether it ends with CR LF.
    pub(super) ended: bool,
}

pub(super) struct Frames;

impl Cut for Frames {
    type Frame = Frame;
    const HEAD: [u8; 2] = *b"##";
    const FRAME_BYTES_MAX: usize = FRAME_BYTES_MAX;

    fn find(bytes: &[u8], ended: bool) -> Found<Frame> {
        if bytes.starts_with(HEAD) {
            at_head(bytes, ended)
        } else {
            held::noise::<Self, Frame>(bytes, ended)
        }
    }
}

fn at_head(bytes: &[u8], ended: bool) -> Found<Frame> {
    let Some(digits) = bytes.get(HEAD.len()..SEGMENT_AT) else {
        return if ended { truncated(bytes) } else { Found::Wait };
    };
    let length = std::str::from_utf8(digits).ok();
    let length = length.filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    let Some(declared) = length.and_then(|text| text.parse::<usize>().ok()) else {
        let message = "no four digits of length after ##";
        let next = held::next_head::<Frames>(bytes, HEAD.len()).unwrap_or(bytes.len());
        let end = line_end(bytes).map_or(next, |(at, mark)| at + mark);
        return wrong(DefectKind::Malformed, message, bytes, end);
    };
    by_length(bytes, declared, ended)
}

fn by_length(bytes: &[u8], declared: usize, ended: bool) -> Found<Frame> {
    let end = SEGMENT_AT + declared + CRC_BYTES;
    let right = bytes.get(..end).and_then(|frame| right(frame, declared));
    if let Some(frame) = right {
        let after = bytes.get(end..).unwrap_or_default();
        let mark = mark_length(after);
        // A CR alone may be half of the mark.
        if mark == 0 && !ended && (after.is_empty() || after == b"\r") {
            return Found::Wait;
        }
        let ended = mark == TAIL.len();
        return Found::Frame(Frame { ended, ..frame }, end + mark);
    }
    if let Some((at, mark)) = line_end(bytes) {
        let actual = at.saturating_sub(SEGMENT_AT + CRC_BYTES);
        if at == end {
            return mismatch(bytes, declared, end + mark);
        }
        // A line feed inside the data of an encrypted segment is no end.
        if bytes.len() >= end || ends_with_crc(bytes.get(..at).unwrap_or_default()) {
            let message = format!("the frame says {declared} bytes of data, there are {actual}");
            return wrong(DefectKind::LengthMismatch, &message, bytes, at + mark);
        }
    }
    if ended && bytes.len() < end {
        return truncated(bytes);
    }
    if ended || bytes.len() >= FRAME_BYTES_MAX {
        let message = "neither the CRC nor CR LF stands where the length says";
        return wrong(
            DefectKind::TailMissing,
            message,
            bytes,
            end.min(bytes.len()),
        );
    }
    Found::Wait
}

/// The frame whose CRC stands at the end of these bytes, by one of the two algorithms.
fn right(bytes: &[u8], declared: usize) -> Option<Frame> {
    let (segment, crc) = bytes.get(SEGMENT_AT..)?.split_at_checked(declared)?;
    let crc = std::str::from_utf8(crc).ok()?;
    let said = u16::from_str_radix(crc, 16).ok()?;
    let known = said == crc_standard(segment) || said == crc_modbus(segment);
    known.then(|| Frame {
        declared,
        segment: segment.to_vec(),
        crc: crc.to_owned(),
        ended: false,
    })
}

fn mismatch(bytes: &[u8], declared: usize, length: usize) -> Found<Frame> {
    let inside = bytes.get(SEGMENT_AT..).unwrap_or_default();
    let (segment, rest) = inside.split_at(declared.min(inside.len()));
    let crc = String::from_utf8_lossy(rest.get(..CRC_BYTES).unwrap_or(rest));
    let computed = crc_standard(segment);
    let message = format!("CRC {crc:?} in the frame, {computed:04X} computed");
    wrong(DefectKind::ChecksumMismatch, &message, bytes, length)
}

fn ends_with_crc(line: &[u8]) -> bool {
    let last = line.last_chunk::<CRC_BYTES>();
    last.is_some_and(|crc| crc.iter().all(u8::is_ascii_hexdigit))
}

/// The bytes of the mark that ends a line here: CR LF, or LF alone.
fn mark_length(bytes: &[u8]) -> usize {
    if bytes.starts_with(TAIL) {
        2
    } else {
        usize::from(bytes.first() == Some(&b'\n'))
    }
}

/// Where the line ends, and the bytes of its mark.
fn line_end(bytes: &[u8]) -> Option<(usize, usize)> {
    let at = bytes.iter().position(|byte| *byte == b'\n')?;
    match at.checked_sub(1).and_then(|before| bytes.get(before)) {
        Some(b'\r') => Some((at - 1, 2)),
        _ => Some((at, 1)),
    }
}

fn truncated(bytes: &[u8]) -> Found<Frame> {
    let message = format!("the frame ends after {} bytes", bytes.len());
    wrong(DefectKind::Truncated, &message, bytes, bytes.len())
}

fn wrong(kind: DefectKind, message: &str, bytes: &[u8], length: usize) -> Found<Frame> {
    let frame = bytes.get(..length).unwrap_or(bytes);
    Found::Wrong(Defect::of_bytes(kind, message, frame), length)
}
