//! What other systems hand over of what people told them: 12345 work orders, tip-offs, reporters'
//! flashes, public opinion, as JSON or as the rows of a table.
//!
//! No public standard says how they write it. A heading or a key is understood by the words of
//! `assets/submission-words.json` and by the feed's own columns, which go first; what is not
//! understood is left alone. Tolerated: JSON as one object, a list, lines of objects, or an object
//! with a list in `records`, `items`, `data`, `rows` or `orders`; numbers and truth values where
//! text is meant; GB 18030 instead of UTF-8; times with `/` and without seconds.
//!
//! What names somebody who tips off is kept apart in [`Told::named`], and neither the record nor
//! a defect quotes it: see [`is_private`].

mod fields;
mod json;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use emergency::submission::{SubmissionChannel, SubmissionReceived};

use crate::defect::{Defect, DefectKind, Parsed};

pub use fields::{is_field, words_of};

/// Bytes of one document.
pub const DOCUMENT_BYTES_MAX: usize = 4 * 1024 * 1024;
/// Records of one document.
pub const RECORDS_MAX: usize = 2_000;
/// Characters of one field; more is cut.
pub const FIELD_CHARS_MAX: usize = 4_000;
/// Keys of one record.
pub const KEYS_MAX: usize = 200;
/// Bytes of one record that are kept as they came.
pub const RAW_BYTES_MAX: usize = 64 * 1024;

/// From heading or key, as the other system writes it, to field.
pub type Columns = BTreeMap<String, String>;

/// How a feed is read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reading {
    /// Which way in its records are, where they do not say so.
    pub channel: SubmissionChannel,
    /// The feed's own columns.
    pub columns: Columns,
}

/// Who is named in a record.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Named {
    /// Name.
    pub name: String,
    /// Telephone.
    pub phone: String,
    /// Unit.
    pub unit: String,
}

impl std::fmt::Debug for Named {
    /// Says nothing: what is printed for debugging ends in logs of the system.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Named(…)")
    }
}

/// One record.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// What was told. In a tip-off it names nobody.
    pub received: SubmissionReceived,
    /// Who tips off; empty for every other way in.
    pub named: Named,
    /// The bytes of the record; empty for a tip-off, whose teller they would name.
    pub raw: Vec<u8>,
    /// What is wrong in it; it is used all the same.
    pub defects: Vec<Defect>,
}

/// Reads a document of JSON.
#[must_use]
pub fn from_json(bytes: &[u8], reading: &Reading) -> Parsed<Told> {
    let mut parsed = Parsed::default();
    if bytes.len() > DOCUMENT_BYTES_MAX {
        let words = format!("{} bytes, more than {DOCUMENT_BYTES_MAX}", bytes.len());
        parsed
            .defects
            .push(Defect::of_bytes(DefectKind::TooLarge, words, &[]));
        return parsed;
    }
    let decoded = crate::text::decode(bytes);
    match json::records(&decoded.text, reading) {
        Ok(records) => {
            let over = records.len() > RECORDS_MAX;
            for (pairs, raw) in records.into_iter().take(RECORDS_MAX) {
                take(&mut parsed, pairs, raw.as_bytes(), reading);
            }
            if over {
                parsed.defects.push(too_many());
            }
        }
        Err(why) => {
            let kept: &[u8] = if is_private(bytes, reading) {
                &[]
            } else {
                bytes
            };
            let defect = Defect::of_bytes(DefectKind::Malformed, why, kept);
            parsed.defects.push(defect);
        }
    }
    parsed
}

/// Reads the rows of a table, each with one cell a heading.
#[must_use]
pub fn from_rows(headings: &[String], rows: &[Vec<String>], reading: &Reading) -> Parsed<Told> {
    let mut parsed = Parsed::default();
    for row in rows.iter().take(RECORDS_MAX) {
        let pairs = headings.iter().cloned().zip(row.iter().cloned());
        let pairs: Vec<_> = pairs.take(KEYS_MAX).collect();
        let raw = pairs
            .iter()
            .filter(|(_, cell)| !cell.is_empty())
            .map(|(heading, cell)| format!("{heading}: {cell}"))
            .collect::<Vec<_>>()
            .join("\n");
        take(&mut parsed, pairs, raw.as_bytes(), reading);
    }
    if rows.len() > RECORDS_MAX {
        parsed.defects.push(too_many());
    }
    parsed
}

/// Whether a table with these headings has records.
#[must_use]
pub fn has_matter(headings: &[String], reading: &Reading) -> bool {
    fields::has_matter(headings, reading)
}

fn too_many() -> Defect {
    let words = format!("more than {RECORDS_MAX} records; the rest was left out");
    Defect::of_bytes(DefectKind::TooMany, words, &[])
}

fn take(parsed: &mut Parsed<Told>, pairs: Vec<(String, String)>, raw: &[u8], reading: &Reading) {
    let read = fields::record(&pairs, reading);
    let private = read.received.channel == SubmissionChannel::TipOff;
    let kept: &[u8] = if private { &[] } else { raw };
    if read.received.matter.is_empty() {
        let words = "no field says what it is about";
        let defect = Defect::of_bytes(DefectKind::ElementMissing, words, kept);
        parsed.defects.push(defect);
        return;
    }
    parsed.messages.push(Told {
        received: read.received,
        named: read.named,
        raw: kept[..kept.len().min(RAW_BYTES_MAX)].to_vec(),
        defects: read.defects,
    });
}

/// Whether bytes that could not be read may name somebody who tips off: the feed says so, or one of
/// the words for it stands in them.
#[must_use]
pub fn is_private(bytes: &[u8], reading: &Reading) -> bool {
    if reading.channel == SubmissionChannel::TipOff {
        return true;
    }
    let text = crate::text::decode(&bytes[..bytes.len().min(DOCUMENT_BYTES_MAX)]).text;
    fields::speaks_of_tip_off(&unescaped(&text))
}

/// A text with the signs that JSON writes as `\uXXXX` (RFC 8259, 7).
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("\\u") {
        out.push_str(&rest[..at]);
        let code = rest.get(at + 2..at + 6);
        let sign = code.and_then(|code| u32::from_str_radix(code, 16).ok());
        rest = if let Some(sign) = sign.and_then(char::from_u32) {
            out.push(sign);
            &rest[at + 6..]
        } else {
            out.push_str("\\u");
            &rest[at + 2..]
        };
    }
    out.push_str(rest);
    out
}
