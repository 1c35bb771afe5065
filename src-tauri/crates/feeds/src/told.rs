//! What people told other systems: work orders, tip-offs, flashes, public opinion, as files in a
//! drop folder or over HTTP.
//!
//! Bytes that may name somebody who tips off go another way than all others: they are kept sealed
//! or not at all, and their file does not stay.

pub mod http;
mod spoken;

use std::collections::BTreeSet;

use emergency::submission::SubmissionChannel;
use emergency::time::UtcMs;
use inventory::table::{Row, Table};
use protocols::submission::{self, RECORDS_MAX, Told};
use protocols::{Defect, DefectKind, Parsed};

pub use protocols::submission::Reading;

use crate::health::SharedHealth;
use crate::intake::{Intake, NotStored, Unreadable, code};
use crate::ration::Ration;

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
        let (parsed, may_name) = of_table(bytes, reading);
        private |= may_name;
        parsed
    };
    let is_tip_off = |told: &Told| told.received.channel == SubmissionChannel::TipOff;
    private |= parsed.messages.iter().any(is_tip_off);
    // A defect of the whole document, or of a part that may name somebody, has no bytes of its own.
    // The first of them has the document's; that of each would be the document a thousand times.
    let first = &bytes[..bytes.len().min(submission::DOCUMENT_BYTES_MAX)];
    let mut whole = Some((first.to_vec(), first.len() < bytes.len()));
    let mut raw = |defect: &Defect| match hex::decode(&defect.raw) {
        Ok(kept) if !kept.is_empty() => (kept, defect.cut),
        _ => whole.take().unwrap_or_default(),
    };
    let of_records = parsed.messages.iter().flat_map(|told| {
        let own = &told.raw;
        let kept = move |defect| (defect, (own.clone(), false));
        told.defects.iter().map(kept)
    });
    let of_document = parsed.defects.iter().map(|defect| (defect, raw(defect)));
    let unreadable = of_records
        .chain(of_document)
        .map(|(defect, (raw, cut))| Unreadable {
            feed: feed.to_owned(),
            at: now,
            kind: code(defect),
            message: [defect.path.as_str(), defect.message.as_str()].join(" "),
            raw,
            cut,
        });
    Document {
        unreadable: unreadable.collect(),
        told: parsed.messages,
        private,
    }
}

/// The records of a table, of a workbook those of each sheet that has some, and whether anything in
/// it may name somebody who tips off.
fn of_table(bytes: &[u8], reading: &Reading) -> (Parsed<Told>, bool) {
    let mut parsed = Parsed::default();
    let mut private = false;
    let mut numbers = BTreeSet::new();
    let mut sheets = 0;
    let read = inventory::read::each(bytes, &mut |table| {
        sheets += 1;
        // What has no word of the matter in its headings is a note beside the list.
        if sheets == 1 || submission::has_matter(&table.headings, reading) {
            let one = of_sheet(table, reading);
            add(&mut parsed, one, &mut numbers);
        }
    });
    if let Err(error) = read {
        let defect = Defect::of_bytes(DefectKind::FormatWrong, error.to_string(), &[]);
        parsed.defects.push(defect);
        // What it says cannot be seen.
        private |= is_packed(bytes);
    } else if inventory::read::is_workbook(bytes) {
        private |= spoken::speaks_of_tip_off(bytes, reading).unwrap_or(true);
    }
    (parsed, private)
}

/// The records of one sheet. What stands over its rows is said of each of them.
fn of_sheet(table: Table, reading: &Reading) -> Parsed<Told> {
    let mut over = table.above.iter().chain([&table.sheet]);
    let tip_offs = over.any(|text| submission::is_private(text.as_bytes(), reading));
    let mut reading = reading.clone();
    if tip_offs {
        reading.channel = SubmissionChannel::TipOff;
    }
    let cells = |row: Row| {
        let cells = row.cells.into_iter();
        cells.map(|cell| cell.text).collect::<Vec<String>>()
    };
    let rows: Vec<Vec<String>> = table.rows.into_iter().map(cells).collect();
    submission::from_rows(&table.headings, &rows, &reading)
}

/// Adds the records of a further sheet. An order that an earlier sheet has is that of the earlier
/// one: workbooks keep old lists behind the new.
fn add(all: &mut Parsed<Told>, more: Parsed<Told>, numbers: &mut BTreeSet<String>) {
    let before = numbers.clone();
    let is_new =
        |told: &Told| told.received.number.is_empty() || !before.contains(&told.received.number);
    let mut new: Vec<Told> = more.messages.into_iter().filter(is_new).collect();
    let room = RECORDS_MAX.saturating_sub(all.messages.len());
    if new.len() > room {
        let words = format!("more than {RECORDS_MAX} records; the rest was left out");
        all.defects
            .push(Defect::of_bytes(DefectKind::TooMany, words, &[]));
        new.truncate(room);
    }
    numbers.extend(new.iter().map(|told| told.received.number.clone()));
    all.messages.extend(new);
    all.defects.extend(more.defects);
}

/// Whether bytes are a packed workbook, or one of the old kind: its words do not stand in them.
fn is_packed(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK") || bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0])
}

/// Hands a document over, stores what of it is wrong within the ration, and when all that is on
/// disk counts it by kind: what is handed over again is not counted twice. Answers what was stored
/// and how much was wrong. What may name somebody is counted by its kind alone.
///
/// # Errors
/// [`NotStored`] when it cannot be stored; nothing is lost, the other side has it still.
pub(crate) fn hand_over(
    intake: &dyn Hearing,
    health: &SharedHealth,
    ration: &mut Ration,
    feed: &str,
    document: Document,
) -> Result<(Heard, usize), NotStored> {
    let heard = if document.told.is_empty() {
        Heard::default()
    } else {
        intake.hear(feed, document.told)?
    };
    let private = document.private;
    ration.keep_all(&document.unreadable, |one| {
        if private {
            intake.keep_private(one)
        } else {
            intake.keep_unreadable(one)
        }
    })?;
    for _ in 0..heard.refused {
        health.defect("refused", "a record that no log takes", "");
    }
    for unreadable in &document.unreadable {
        if private {
            health.defect(&unreadable.kind, &unreadable.kind, "");
        } else {
            health.unreadable(unreadable);
        }
    }
    Ok((heard, document.unreadable.len()))
}

#[cfg(test)]
mod tests;
