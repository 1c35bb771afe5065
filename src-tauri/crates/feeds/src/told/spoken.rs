//! Whether a packed workbook speaks of tipping off, wherever in it: in a second sheet, in the name
//! of a sheet, in a comment or a box of text.
//!
//! A workbook is a ZIP of XML parts (ECMA-376). Only their words are looked at: marks are left out,
//! since a word that is bold in part is written in two runs, and each cell stands by itself.

use inventory::read::{ReadError, unpacked};
use protocols::submission::{Reading, is_private};

/// Bytes that are looked at in one go.
const LOOK_BYTES: usize = 1 << 20;
/// Bytes that are looked at again with what follows: no word for tipping off is as long.
const AGAIN_BYTES: usize = 256;
/// Bytes of the name of a mark that are read.
const MARK_BYTES_MAX: usize = 40;
/// Marks that stand around what belongs together, without their prefix: cells, texts that cells
/// share, comments, paragraphs.
const PARTING: [&[u8]; 7] = [b"c", b"is", b"si", b"comment", b"p", b"row", b"sheet"];
/// Endings of the parts that are words.
const WORD_PARTS: [&str; 3] = [".xml", ".rels", ".vml"];
/// Where files lie that are put into a workbook: what they say cannot be seen.
const EMBEDDED: &str = "/embeddings/";

/// Whether it does, or may.
///
/// # Errors
/// [`ReadError`] when it cannot be unpacked: then nobody knows.
pub(super) fn speaks_of_tip_off(bytes: &[u8], reading: &Reading) -> Result<bool, ReadError> {
    let mut ear = Ear {
        reading,
        part: String::new(),
        first: Vec::new(),
        words: Vec::new(),
        marks: Vec::new(),
        mark: Vec::new(),
        in_mark: false,
        heard: false,
    };
    unpacked(bytes, &mut |part, piece| ear.hear(part, piece))?;
    ear.end();
    Ok(ear.heard)
}

struct Ear<'a> {
    reading: &'a Reading,
    part: String,
    /// The first bytes of the part: they tell how it is written.
    first: Vec<u8>,
    /// What stands between marks.
    words: Vec<u8>,
    /// What stands in marks: names of sheets are there.
    marks: Vec<u8>,
    /// The mark that is open, as far as it is read.
    mark: Vec<u8>,
    in_mark: bool,
    heard: bool,
}

impl Ear<'_> {
    fn hear(&mut self, part: &str, piece: &[u8]) {
        if self.part != part {
            self.end();
            part.clone_into(&mut self.part);
            self.heard |= part.contains(EMBEDDED);
        }
        let lower = part.to_ascii_lowercase();
        if self.heard || !WORD_PARTS.iter().any(|ending| lower.ends_with(ending)) {
            return;
        }
        for byte in piece {
            self.take(*byte);
        }
        // UTF-16, which no program writes there: its words cannot be told from its marks.
        self.heard |= self.first == [0xFF, 0xFE] || self.first == [0xFE, 0xFF];
    }

    fn take(&mut self, byte: u8) {
        if self.first.len() < 2 {
            self.first.push(byte);
        }
        match (self.in_mark, byte) {
            (false, b'<') => {
                self.in_mark = true;
                self.mark.clear();
            }
            (true, b'>') => {
                self.in_mark = false;
                self.marks.push(b'|');
                if PARTING.contains(&name(&self.mark)) {
                    self.words.push(b'|');
                }
            }
            (true, byte) => {
                if self.mark.len() < MARK_BYTES_MAX {
                    self.mark.push(byte);
                }
                self.heard |= put(&mut self.marks, byte, self.reading);
            }
            (false, byte) => self.heard |= put(&mut self.words, byte, self.reading),
        }
    }

    /// The part ends.
    fn end(&mut self) {
        for bytes in [&mut self.words, &mut self.marks] {
            self.heard |= speaks(bytes, self.reading);
            bytes.clear();
        }
        self.first.clear();
        self.in_mark = false;
    }
}

/// The name in a mark, without what stands before its colon or closes it.
fn name(mark: &[u8]) -> &[u8] {
    let mark = mark.strip_prefix(b"/").unwrap_or(mark);
    let end = mark
        .iter()
        .position(|byte| byte.is_ascii_whitespace() || *byte == b'/');
    let name = &mark[..end.unwrap_or(mark.len())];
    let colon = name.iter().position(|byte| *byte == b':');
    colon.map_or(name, |at| &name[at + 1..])
}

/// Adds a byte, and looks when enough has come together; never within a sign.
fn put(bytes: &mut Vec<u8>, byte: u8, reading: &Reading) -> bool {
    let mut heard = false;
    if bytes.len() >= LOOK_BYTES && !is_within(byte) {
        heard = speaks(bytes, reading);
        let mut from = bytes.len() - AGAIN_BYTES;
        while from < bytes.len() && is_within(bytes[from]) {
            from += 1;
        }
        bytes.drain(..from);
    }
    bytes.push(byte);
    heard
}

/// Whether a byte of UTF-8 is not the first of its sign.
fn is_within(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}

fn speaks(bytes: &[u8], reading: &Reading) -> bool {
    is_private(
        resolved(&String::from_utf8_lossy(bytes)).as_bytes(),
        reading,
    )
}

/// A text with the signs that XML writes as `&#20030;` or `&#x4E3E;` (XML 1.0, 4.1).
fn resolved(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("&#") {
        out.push_str(&rest[..at]);
        rest = &rest[at + 2..];
        let end = rest.find(';').filter(|end| *end <= 8);
        let code = end.map(|end| &rest[..end]);
        let code = code.and_then(|code| match code.strip_prefix(['x', 'X']) {
            Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok(),
            None => code.parse().ok(),
        });
        match (end, code.and_then(char::from_u32)) {
            (Some(end), Some(sign)) => {
                out.push(sign);
                rest = &rest[end + 1..];
            }
            _ => out.push_str("&#"),
        }
    }
    out.push_str(rest);
    out
}
