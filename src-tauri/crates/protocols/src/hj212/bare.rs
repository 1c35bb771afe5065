//! The technician's input: frames, and lines of a log whose `##` was cut away.

use serde_json::{Map, Value, json};

use super::frame::{CRC_BYTES, is_crc_of};
use super::{Reader, put_data, segment_of};
use crate::defect::{Defect, DefectKind, Defects, Parsed};
use crate::stream::Stream;

/// What a data segment begins with, in any edition.
const FIRST_FIELDS: [&[u8]; 4] = [b"QN=", b"ST=", b"CN=", b"MN="];
const AREA_BEGIN: &[u8] = b"CP=&&";
const AREA_END: &[u8] = b"&&";
/// Digits of the length before a segment.
const LENGTH_DIGITS: usize = 4;

/// A line that is a data segment without its start mark.
struct Line<'a> {
    segment: &'a [u8],
    /// The length that stands before it, where one does.
    declared: Option<usize>,
    /// The CRC after it, where one does.
    crc: &'a str,
}

/// Reads units of input, each by itself; what was sent in packets is put together over all. A line
/// that begins with a field instead of `##` is read as a data segment alone.
pub(crate) fn decode_units(units: &[Vec<u8>]) -> Parsed<Value> {
    let mut reader = Reader::default();
    let mut all = Parsed::default();
    for unit in units {
        let mut waiting: &[u8] = &[];
        let mut from = 0;
        let mut open = false;
        for line in unit.split_inclusive(|byte| *byte == b'\n') {
            let bare = (!open).then(|| bare_line(line)).flatten();
            let Some(bare) = bare else {
                open = is_open(line, open);
                let to = from + waiting.len() + line.len();
                waiting = unit.get(from..to).unwrap_or_default();
                continue;
            };
            frames(&mut reader, waiting, &mut all);
            from += waiting.len() + line.len();
            waiting = &[];
            match value(&bare) {
                Ok(value) => all.messages.push(value),
                Err(kind) => all.defects.push(refused(kind, &bare, line)),
            }
        }
        frames(&mut reader, waiting, &mut all);
    }
    all.defects.extend(reader.finish().defects);
    all
}

fn frames(reader: &mut Reader, bytes: &[u8], all: &mut Parsed<Value>) {
    let parsed = reader.unit(bytes);
    all.messages
        .extend(parsed.messages.iter().map(Reader::value));
    all.defects.extend(parsed.defects);
}

/// Whether a frame that began on this line or before goes on after it.
fn is_open(line: &[u8], open: bool) -> bool {
    let begun = open || line.starts_with(b"##");
    let marks = line.windows(2).filter(|pair| *pair == AREA_END).count();
    begun && marks < if open { 1 } else { 2 }
}

fn bare_line(line: &[u8]) -> Option<Line<'_>> {
    let line = line.trim_ascii();
    let digits = line.get(..LENGTH_DIGITS);
    let digits = digits.and_then(|digits| std::str::from_utf8(digits).ok());
    let declared = digits.and_then(|digits| digits.parse().ok());
    let inner = match declared {
        Some(_) => line.get(LENGTH_DIGITS..)?,
        None => line,
    };
    let first = FIRST_FIELDS.iter().any(|field| inner.starts_with(field));
    let area = inner
        .windows(AREA_BEGIN.len())
        .any(|window| window == AREA_BEGIN);
    if !first || !area {
        return None;
    }
    let marks = inner.windows(AREA_END.len());
    let end = marks.rev().position(|pair| pair == AREA_END)?;
    let (segment, crc) = inner.split_at(inner.len() - end);
    let crc = std::str::from_utf8(crc).ok()?;
    let fits = crc.is_empty() || crc.len() == CRC_BYTES;
    fits.then_some(Line {
        segment,
        declared,
        crc,
    })
}

/// The line by name, or what is wrong with what is left of its frame.
fn value(bare: &Line<'_>) -> Result<Value, DefectKind> {
    if bare.declared.is_some_and(|said| said != bare.segment.len()) {
        return Err(DefectKind::LengthMismatch);
    }
    if !bare.crc.is_empty() && !is_crc_of(bare.segment, bare.crc) {
        return Err(DefectKind::ChecksumMismatch);
    }
    let (mut tolerated, mut defects) = (Vec::new(), Defects::default());
    let message = "no start mark ##; read as a data segment alone";
    defects.add(DefectKind::HeadMissing, "", message);
    let segment = segment_of(bare.segment, &mut tolerated, &mut defects);
    let mut line = Map::new();
    line.insert("actualLen".to_owned(), bare.segment.len().into());
    put_data(&segment, &mut line);
    line.insert("tolerated".to_owned(), json!(tolerated));
    line.insert("defects".to_owned(), json!(defects.into_vec()));
    Ok(Value::Object(line))
}

fn refused(kind: DefectKind, bare: &Line<'_>, line: &[u8]) -> Defect {
    let message = format!(
        "no start mark ##, and what is left of its frame is not that of {} bytes",
        bare.segment.len()
    );
    Defect::of_bytes(kind, message, line)
}
