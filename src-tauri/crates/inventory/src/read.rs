//! The bytes of a file as a table. A file is bounded before it is believed.

mod csv_file;
mod xlsx_file;

use crate::table::Table;

/// Bytes of a file.
pub const FILE_BYTES_MAX: usize = 16 * 1024 * 1024;
/// Bytes that a workbook may have unpacked.
pub const UNPACKED_BYTES_MAX: u64 = 256 * 1024 * 1024;
/// Files inside a workbook.
pub const PARTS_MAX: usize = 2_000;
/// Rows of a table, headings and titles included.
pub const ROWS_MAX: usize = emergency::import::IMPORT_ROWS_MAX + 100;
/// Columns of a table.
pub const COLUMNS_MAX: usize = 200;
/// Characters of one cell; more is cut.
pub const CELL_CHARS_MAX: usize = 4_000;
/// Merged regions of a sheet that are looked at.
pub const MERGES_MAX: usize = 20_000;

/// The first bytes of a ZIP file, which a workbook is.
const ZIP_MAGIC: &[u8] = b"PK\x03\x04";
/// The first bytes of the older binary workbook, and of an encrypted one.
const OLE_MAGIC: &[u8] = b"\xD0\xCF\x11\xE0";

/// Why a file is not a table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// More bytes than are read.
    #[error("the file has {bytes} bytes, {max} are read")]
    TooLarge {
        /// How many.
        bytes: u64,
        /// The bound.
        max: u64,
    },
    /// A workbook that unpacks to more than is read, or to too many parts.
    #[error("the workbook unpacks to more than {max} bytes or {PARTS_MAX} parts")]
    Bomb {
        /// The bound in bytes.
        max: u64,
    },
    /// More rows or columns than are read.
    #[error("the table has more than {rows} rows or {columns} columns")]
    TooMany {
        /// The bound of rows.
        rows: usize,
        /// The bound of columns.
        columns: usize,
    },
    /// The old binary format or an encrypted workbook: to be saved as XLSX without a password.
    #[error("an old or encrypted workbook; save it as XLSX without a password")]
    OldOrEncrypted,
    /// Not a table at all.
    #[error("not a table: {why}")]
    NotATable {
        /// What the reader said.
        why: String,
    },
    /// There are no headings with rows below them.
    #[error("no headings with rows below them")]
    Empty,
}

/// Reads a file by what it is, not by its name. Of a workbook the sheet of that name, or the first
/// one that has a table.
///
/// # Errors
/// [`ReadError`] says what to do about the file.
pub fn read(bytes: &[u8], sheet: Option<&str>) -> Result<Table, ReadError> {
    if bytes.len() > FILE_BYTES_MAX {
        return Err(ReadError::TooLarge {
            bytes: bytes.len() as u64,
            max: FILE_BYTES_MAX as u64,
        });
    }
    let table = if is_workbook(bytes) {
        xlsx_file::read(bytes, sheet)?
    } else if bytes.starts_with(OLE_MAGIC) {
        return Err(ReadError::OldOrEncrypted);
    } else {
        csv_file::read(bytes)?
    };
    if table.headings.is_empty() || table.rows.is_empty() {
        return Err(ReadError::Empty);
    }
    Ok(table)
}

/// Reads all tables of a file by what it is: of a workbook each sheet that has one, in their order.
///
/// # Errors
/// [`ReadError`] as [`read`] has it; the sheets before one that cannot be read have been seen.
pub fn each(bytes: &[u8], see: &mut dyn FnMut(Table)) -> Result<(), ReadError> {
    if is_workbook(bytes) && bytes.len() <= FILE_BYTES_MAX {
        xlsx_file::each(bytes, see)
    } else {
        read(bytes, None).map(see)
    }
}

/// Unpacks a workbook piece by piece, each with the name of the part it is of: also what no table
/// has, as names of sheets, comments and boxes of text.
///
/// # Errors
/// [`ReadError`] when it cannot be unpacked within the bounds.
pub fn unpacked(bytes: &[u8], see: &mut dyn FnMut(&str, &[u8])) -> Result<(), ReadError> {
    xlsx_file::unpack(bytes, UNPACKED_BYTES_MAX, see)
}

/// Whether bytes are a packed workbook.
#[must_use]
pub fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(ZIP_MAGIC)
}

/// A cell's text without controls, at most [`CELL_CHARS_MAX`] characters.
fn clean(text: &str) -> String {
    let kept = text
        .chars()
        .map(|c| {
            if c == '\n' || c == '\t' || c == '\r' {
                ' '
            } else {
                c
            }
        })
        .filter(|c| !c.is_control());
    kept.take(CELL_CHARS_MAX)
        .collect::<String>()
        .trim()
        .to_owned()
}

#[cfg(test)]
mod tests;
