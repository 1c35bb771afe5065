//! Frames: `##`, four digits of length, data segment, CRC, CR LF (HJ 212-2017, 6.3.1).

use super::{SEGMENT_BYTES_MAX, crc_modbus, crc_standard};
use crate::defect::{Defect, DefectKind};
use crate::held::{self, Cut, Found, Wrong};

const HEAD: &[u8] = b"##";
const TAIL: &[u8] = b"\r\n";
/// Bytes before the data segment.
const SEGMENT_AT: usize = 6;
pub(super) const CRC_BYTES: usize = 4;
/// The most bytes of a frame with the longest length that four digits can say.
const FRAME_BYTES_MAX: usize = SEGMENT_AT + SEGMENT_BYTES_MAX + CRC_BYTES + 2;

/// A frame with the right length and a CRC that one of the two algorithms gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Frame {
    pub(super) declared: usize,
    pub(super) segment: Vec<u8>,
    pub(super) crc: String,
    /// Whether it ends with CR LF, or may still.
    pub(super) ended: bool,
}

pub(super) struct Frames;

impl Cut for Frames {
    type Frame = Frame;
    const HEAD: [u8; 2] = *b"##";
    const FRAME_BYTES_MAX: usize = FRAME_BYTES_MAX;

    fn find(bytes: &[u8], ended: bool, refuted: bool) -> Found<Frame> {
        if !bytes.starts_with(HEAD) {
            return held::noise::<Self, Frame>(bytes, ended);
        }
        let stop = stop(bytes);
        if !Self::begins(bytes) {
            let message = "no four digits of length after ##";
            let end = stop.map_or(bytes.len(), |(at, mark)| at + mark);
            return wrong(DefectKind::Malformed, message, bytes, end, end);
        }
        let digits = bytes.get(HEAD.len()..SEGMENT_AT);
        let digits = digits.and_then(|digits| std::str::from_utf8(digits).ok());
        match digits.and_then(|text| text.parse::<usize>().ok()) {
            Some(declared) => by_length(bytes, declared, stop, ended, refuted),
            None if ended => truncated(bytes),
            None => Found::Wait,
        }
    }

    /// `##` and digits after it, as far as there are bytes.
    fn begins(bytes: &[u8]) -> bool {
        let head = bytes.get(..SEGMENT_AT).unwrap_or(bytes);
        let (marks, digits) = head.split_at(head.len().min(HEAD.len()));
        let marked = !marks.is_empty() && marks.iter().all(|byte| *byte == b'#');
        marked && digits.iter().all(u8::is_ascii_digit)
    }
}

fn by_length(
    bytes: &[u8],
    declared: usize,
    stop: Option<(usize, usize)>,
    ended: bool,
    refuted: bool,
) -> Found<Frame> {
    let end = SEGMENT_AT + declared + CRC_BYTES;
    let whole = bytes.get(..end);
    if let Some(frame) = whole
        .filter(|_| !refuted)
        .and_then(|frame| right(frame, declared))
    {
        let after = bytes.get(end..).unwrap_or_default();
        let mark = mark_length(after);
        // A station is answered at once: the end mark may come with the next frame or never.
        let open = !ended && (after.is_empty() || after == b"\r");
        let ended = mark == TAIL.len() || open;
        return Found::Frame(Frame { ended, ..frame }, end + mark);
    }
    // What was summed up in vain is what the frame says it has.
    let claimed = whole.map_or(0, <[u8]>::len);
    if let Some((at, mark)) = stop {
        let actual = at.saturating_sub(SEGMENT_AT + CRC_BYTES);
        if at == end {
            return mismatch(bytes, declared, end + mark);
        }
        // A line feed inside the data of an encrypted segment is no end.
        if whole.is_some() || ends_with_crc(bytes.get(..at).unwrap_or_default()) {
            let message = format!("the frame says {declared} bytes of data, there are {actual}");
            let length = at + mark;
            let kind = DefectKind::LengthMismatch;
            return wrong(kind, &message, bytes, length, claimed.max(length));
        }
    }
    if ended && whole.is_none() {
        return truncated(bytes);
    }
    if ended || bytes.len() >= FRAME_BYTES_MAX {
        let message = "neither the CRC nor CR LF stands where the length says";
        let length = bytes.len();
        return wrong(DefectKind::TailMissing, message, bytes, length, length);
    }
    match whole {
        Some(_) => Found::WaitForEnd,
        None => Found::Wait,
    }
}

/// The frame whose CRC stands at the end of these bytes, by one of the two algorithms.
fn right(bytes: &[u8], declared: usize) -> Option<Frame> {
    let (segment, crc) = bytes.get(SEGMENT_AT..)?.split_at_checked(declared)?;
    let crc = std::str::from_utf8(crc).ok()?;
    is_crc_of(segment, crc).then(|| Frame {
        declared,
        segment: segment.to_vec(),
        crc: crc.to_owned(),
        ended: false,
    })
}

/// Whether four hexadecimal digits are the CRC of a segment by one of the two algorithms.
pub(super) fn is_crc_of(segment: &[u8], crc: &str) -> bool {
    let digits = crc.len() == CRC_BYTES && crc.bytes().all(|byte| byte.is_ascii_hexdigit());
    let said = u16::from_str_radix(crc, 16).ok().filter(|_| digits);
    said.is_some_and(|said| said == crc_standard(segment) || said == crc_modbus(segment))
}

fn mismatch(bytes: &[u8], declared: usize, length: usize) -> Found<Frame> {
    let inside = bytes.get(SEGMENT_AT..).unwrap_or_default();
    let (segment, rest) = inside.split_at(declared.min(inside.len()));
    let crc = String::from_utf8_lossy(rest.get(..CRC_BYTES).unwrap_or(rest));
    let computed = crc_standard(segment);
    let message = format!("CRC {crc:?} in the frame, {computed:04X} computed");
    let kind = DefectKind::ChecksumMismatch;
    wrong(kind, &message, bytes, length, length)
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

/// Where the frame at the beginning ends at the latest, and the bytes of the mark there: the end
/// of its line, or the beginning of the next frame. Not looked for beyond the next frame, so that
/// every byte is looked at once.
fn stop(bytes: &[u8]) -> Option<(usize, usize)> {
    let next = held::next_head::<Frames>(bytes, HEAD.len());
    let own = bytes.get(..next.unwrap_or(bytes.len())).unwrap_or(bytes);
    let Some(at) = own.iter().position(|byte| *byte == b'\n') else {
        // A mark that has only begun may be one of the data.
        let whole = next.filter(|at| bytes.len() >= at + SEGMENT_AT);
        return whole.map(|at| (at, 0));
    };
    match at.checked_sub(1).and_then(|before| own.get(before)) {
        Some(b'\r') => Some((at - 1, 2)),
        _ => Some((at, 1)),
    }
}

fn truncated(bytes: &[u8]) -> Found<Frame> {
    let message = format!("the frame ends after {} bytes", bytes.len());
    let length = bytes.len();
    wrong(DefectKind::Truncated, &message, bytes, length, length)
}

fn wrong(
    kind: DefectKind,
    message: &str,
    bytes: &[u8],
    length: usize,
    claimed: usize,
) -> Found<Frame> {
    let frame = bytes.get(..length).unwrap_or(bytes);
    let defect = Defect::of_bytes(kind, message, frame);
    Found::Wrong(Wrong {
        defect,
        length,
        claimed,
    })
}
