//! CSV: UTF-8 with or without a mark, UTF-16 with one, else GB18030.

use csv::ReaderBuilder;
use encoding_rs::{Encoding, GB18030};

use super::{COLUMNS_MAX, ROWS_MAX, ReadError, clean};
use crate::quote::unquoted;
use crate::table::{Cell, Row, Table};

/// Separators that are tried: the one that the first line has most of is taken.
const SEPARATORS: [u8; 4] = *b",;\t|";

pub(super) fn read(bytes: &[u8]) -> Result<Table, ReadError> {
    let text = decode(bytes)?;
    let first = text.lines().find(|line| !line.trim().is_empty());
    let first = first.unwrap_or_default();
    let count = |separator: &u8| first.bytes().filter(|byte| byte == separator).count();
    let separator = SEPARATORS
        .into_iter()
        .rev()
        .max_by_key(count)
        .unwrap_or(b',');
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| ReadError::NotATable {
            why: error.to_string(),
        })?;
        if rows.len() >= ROWS_MAX || record.len() > COLUMNS_MAX {
            return Err(ReadError::TooMany {
                rows: ROWS_MAX,
                columns: COLUMNS_MAX,
            });
        }
        let line = record.position().map_or(0, |at| line_of(&text, at));
        rows.push(Row {
            number: u32::try_from(line).unwrap_or(u32::MAX),
            cells: record
                .iter()
                .map(|text| Cell::text(&clean(unquoted(text))))
                .collect(),
        });
    }
    Ok(Table::from_rows("", rows))
}

/// The line on which a record begins, as an editor counts: the reader's own number is that of the
/// empty lines before it.
fn line_of(text: &str, at: &csv::Position) -> u64 {
    let from = usize::try_from(at.byte()).unwrap_or(usize::MAX);
    let rest = text.as_bytes().get(from..).unwrap_or_default();
    let empty = rest.iter().take_while(|byte| matches!(byte, b'\n' | b'\r'));
    at.line() + empty.filter(|byte| **byte == b'\n').count() as u64
}

fn decode(bytes: &[u8]) -> Result<String, ReadError> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(&bytes[mark..]);
        return Ok(text.into_owned());
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return no_binary(text.to_owned());
    }
    let (text, damaged) = GB18030.decode_without_bom_handling(bytes);
    if damaged {
        return Err(ReadError::NotATable {
            why: "neither UTF-8 nor GB18030".to_owned(),
        });
    }
    no_binary(text.into_owned())
}

/// A text with zeros is a picture or a program, not a table.
fn no_binary(text: String) -> Result<String, ReadError> {
    if text.contains('\0') {
        return Err(ReadError::NotATable {
            why: "binary data".to_owned(),
        });
    }
    Ok(text)
}
