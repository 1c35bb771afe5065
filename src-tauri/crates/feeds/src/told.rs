//! What people told other systems: work orders, tip-offs, flashes, public opinion, as files in a
//! drop folder or over HTTP.
//!
//! Bytes that may name somebody who tips off go another way than all others: they are kept sealed
//! or not at all, and their file does not stay.

pub mod http;

use emergency::submission::SubmissionChannel;
use emergency::time::UtcMs;
use protocols::DefectKind;
use protocols::submission::{self, Told};

pub use protocols::submission::Reading;

use crate::intake::{Intake, NotStored, Unreadable, code};

/// What came of records that were handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Heard {
    /// New records, and records that changed.
    pub stored: usize,
    /// Records that the desk had just so.
    pub unchanged: usize,
    /// Records that no log takes.
    pub refused: usize,
}

/// What a feed of records may do beside [`Intake`]: hand over what was told.
pub trait Hearing: Intake {
    /// Stores what was told; when it returns it is on disk.
    ///
    /// # Errors
    /// [`NotStored`] when it cannot be stored; the other system sends again.
    fn hear(&self, feed: &str, told: Vec<Told>) -> Result<Heard, NotStored>;
    /// Keeps what could not be read and may name somebody who tips off: sealed, or without its
    /// bytes.
    ///
    /// # Errors
    /// [`NotStored`] when nothing was stored.
    fn keep_private(&self, unreadable: Unreadable) -> Result<(), NotStored>;
}

/// What a document came to.
#[derive(Debug, Default)]
pub struct Document {
    /// What was told.
    pub told: Vec<Told>,
    /// What could not be read, with its bytes.
    pub unreadable: Vec<Unreadable>,
    /// Whether those bytes, or the document's, may name somebody who tips off.
    pub private: bool,
}

/// Reads a document by what it is: JSON, or a table in CSV (UTF-8 or GB 18030) or XLSX.
#[must_use]
pub fn read(feed: &str, bytes: &[u8], reading: &Reading, now: UtcMs) -> Document {
    let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    let after_mark = bytes.strip_prefix(b"\xEF\xBB\xBF").and_then(<[u8]>::first);
    let json = [first, after_mark]
        .into_iter()
        .flatten()
        .any(|byte| matches!(byte, b'{' | b'['));
    let mut private = submission::is_private(bytes, reading);
    let parsed = if json {
        submission::from_json(bytes, reading)
    } else {
        match inventory::read::read(bytes, None) {
            Ok(table) => {
                let cells = |row: inventory::table::Row| {
                    let cells = row.cells.into_iter();
                    cells.map(|cell| cell.text).collect::<Vec<String>>()
                };
                let rows: Vec<Vec<String>> = table.rows.into_iter().map(cells).collect();
                // A workbook is packed: what it speaks of is seen in its cells.
                let spoken = rows.iter().chain([&table.headings]);
                private |= spoken
                    .flatten()
                    .any(|cell| submission::is_private(cell.as_bytes(), reading));
                submission::from_rows(&table.headings, &rows, reading)
            }
            Err(error) => {
                // What it says cannot be seen.
                private |= is_packed(bytes);
                let kind = DefectKind::FormatWrong;
                let defect = protocols::Defect::of_bytes(kind, error.to_string(), &[]);
                protocols::Parsed {
                    messages: Vec::new(),
                    defects: vec![defect],
                }
            }
        }
    };
    let is_tip_off = |told: &Told| told.received.channel == SubmissionChannel::TipOff;
    private |= parsed.messages.iter().any(is_tip_off);
    // A defect of the whole document, or of a part that may name somebody, has no bytes of its own.
    // The first of them has the document's; that of each would be the document a thousand times.
    let mut whole = Some(bytes[..bytes.len().min(submission::DOCUMENT_BYTES_MAX)].to_vec());
    let mut raw = |hexadecimal: &str| match hex::decode(hexadecimal) {
        Ok(kept) if !kept.is_empty() => kept,
        _ => whole.take().unwrap_or_default(),
    };
    let of_records = parsed.messages.iter().flat_map(|told| {
        let own = &told.raw;
        told.defects.iter().map(move |defect| (defect, own.clone()))
    });
    let of_document = parsed
        .defects
        .iter()
        .map(|defect| (defect, raw(&defect.raw)));
    let unreadable = of_records
        .chain(of_document)
        .map(|(defect, raw)| Unreadable {
            feed: feed.to_owned(),
            at: now,
            kind: code(defect),
            message: [defect.path.as_str(), defect.message.as_str()].join(" "),
            raw,
        });
    Document {
        unreadable: unreadable.collect(),
        told: parsed.messages,
        private,
    }
}

/// Whether bytes are a packed workbook, or one of the old kind: its words do not stand in them.
fn is_packed(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK") || bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0])
}

/// Hands a document over; answers what was stored and how much of it was wrong.
///
/// # Errors
/// [`NotStored`] when it cannot be stored; nothing is lost, the other side has it still.
pub fn hand_over(
    intake: &dyn Hearing,
    feed: &str,
    document: Document,
) -> Result<(Heard, usize), NotStored> {
    let heard = if document.told.is_empty() {
        Heard::default()
    } else {
        intake.hear(feed, document.told)?
    };
    let wrong = document.unreadable.len();
    for unreadable in document.unreadable {
        if document.private {
            intake.keep_private(unreadable)?;
        } else {
            intake.keep_unreadable(unreadable)?;
        }
    }
    Ok((heard, wrong))
}

#[cfg(test)]
mod tests;
