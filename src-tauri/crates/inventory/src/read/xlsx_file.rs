//! XLSX, cell by cell: a cell far out in an empty sheet costs nothing.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use calamine::{DataRef, Dimensions, Reader as _, Xlsx};

use super::{COLUMNS_MAX, MERGES_MAX, PARTS_MAX, ROWS_MAX, ReadError, UNPACKED_BYTES_MAX, clean};
use crate::table::{Cell, CellKind, Row, Table};

/// Sheets of a workbook that are looked into.
const SHEETS_MAX: usize = 20;
/// Bytes of memory that the cells of a table take together; 50,000 rows of 40 short cells are half.
const TABLE_BYTES_MAX: usize = 256 * 1024 * 1024;
/// Bytes that are unpacked at once while their number is counted.
const COUNT_STEP_BYTES: usize = 64 * 1024;

/// The sheets that have a table, each under its name, one after the other.
pub(super) fn each(bytes: &[u8], see: &mut dyn FnMut(Table)) -> Result<(), ReadError> {
    measure(bytes, UNPACKED_BYTES_MAX)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(not_a_table)?;
    let mut none = true;
    for name in book.sheet_names().iter().take(SHEETS_MAX) {
        let table = one_sheet(&mut book, name)?;
        if !table.rows.is_empty() {
            none = false;
            see(table);
        }
    }
    if none { Err(ReadError::Empty) } else { Ok(()) }
}

pub(super) fn read(bytes: &[u8], sheet: Option<&str>) -> Result<Table, ReadError> {
    measure(bytes, UNPACKED_BYTES_MAX)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(not_a_table)?;
    let names = book.sheet_names();
    let wanted = names
        .iter()
        .filter(|name| sheet.is_none_or(|sheet| sheet == name.as_str()));
    for name in wanted.take(SHEETS_MAX) {
        let table = one_sheet(&mut book, name)?;
        if !table.rows.is_empty() {
            return Ok(table);
        }
    }
    Err(ReadError::Empty)
}

fn not_a_table(error: calamine::XlsxError) -> ReadError {
    ReadError::NotATable {
        why: error.to_string(),
    }
}

/// Unpacks everything once and throws it away: the sizes in a ZIP's list are its sender's claim.
pub(super) fn measure(bytes: &[u8], max: u64) -> Result<(), ReadError> {
    unpack(bytes, max, &mut |_, _| {})
}

/// Unpacks everything piece by piece, each piece with the name of the part it is of.
pub(super) fn unpack(
    bytes: &[u8],
    max: u64,
    see: &mut dyn FnMut(&str, &[u8]),
) -> Result<(), ReadError> {
    let bomb = || ReadError::Bomb { max };
    let broken = |why: String| ReadError::NotATable { why };
    let mut archive =
        zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(error.to_string()))?;
    if archive.len() > PARTS_MAX {
        return Err(bomb());
    }
    let mut total = 0_u64;
    let mut buffer = vec![0_u8; COUNT_STEP_BYTES];
    for index in 0..archive.len() {
        let mut part = archive
            .by_index(index)
            .map_err(|error| broken(error.to_string()))?;
        let name = part.name().to_owned();
        loop {
            let read = part
                .read(&mut buffer)
                .map_err(|error| broken(error.to_string()))?;
            if read == 0 {
                break;
            }
            total += read as u64;
            if total > max {
                return Err(bomb());
            }
            see(&name, &buffer[..read]);
        }
    }
    Ok(())
}

fn one_sheet(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Table, ReadError> {
    let merges = book.merge_cells_by_sheet_name(name).map_err(not_a_table)?;
    let mut reader = book.worksheet_cells_reader(name).map_err(not_a_table)?;
    let mut rows: BTreeMap<u32, Vec<Cell>> = BTreeMap::new();
    let mut room = Room {
        left: TABLE_BYTES_MAX,
    };
    while let Some(found) = reader
        .next_cell_with_formula_metadata()
        .map_err(not_a_table)?
    {
        let (row, column) = found.pos;
        let mut cell = cell_of(&found.value);
        cell.formula = found.formula.is_some();
        if cell.kind == CellKind::Empty && !cell.formula {
            continue;
        }
        let column = column as usize;
        if column >= COLUMNS_MAX || (rows.len() >= ROWS_MAX && !rows.contains_key(&row)) {
            return Err(ReadError::TooMany {
                rows: ROWS_MAX,
                columns: COLUMNS_MAX,
            });
        }
        room.put(rows.entry(row).or_default(), column, cell)?;
    }
    fill_merged(&mut rows, &merges, &mut room)?;
    let rows = rows.into_iter().map(|(number, cells)| Row {
        number: number.saturating_add(1),
        cells,
    });
    Ok(Table::from_rows(name, rows.collect()))
}

/// What a table may still take of memory: a few bytes of a workbook can stand for a text that is
/// shared by, or merged over, millions of cells.
struct Room {
    left: usize,
}

impl Room {
    fn put(&mut self, cells: &mut Vec<Cell>, column: usize, cell: Cell) -> Result<(), ReadError> {
        let more = (column + 1).saturating_sub(cells.len());
        let bytes = more * size_of::<Cell>() + cell.text.len();
        self.left = self.left.checked_sub(bytes).ok_or(ReadError::Bomb {
            max: TABLE_BYTES_MAX as u64,
        })?;
        if more > 0 {
            cells.resize(column + 1, Cell::default());
        }
        cells[column] = cell;
        Ok(())
    }
}

/// What is merged over several rows stands for each of them; rows that have nothing else stay out.
fn fill_merged(
    rows: &mut BTreeMap<u32, Vec<Cell>>,
    merges: &[Dimensions],
    room: &mut Room,
) -> Result<(), ReadError> {
    for merge in merges.iter().take(MERGES_MAX) {
        let (top, left) = merge.start;
        let first = rows.get(&top).and_then(|cells| cells.get(left as usize));
        let Some(first) = first.cloned() else {
            continue;
        };
        let copy = Cell {
            merged: true,
            ..first
        };
        for (row, cells) in rows.range_mut(top..=merge.end.0) {
            let last = (merge.end.1 as usize).min(COLUMNS_MAX - 1);
            for column in left as usize..=last {
                if (*row, column) != (top, left as usize) {
                    room.put(cells, column, copy.clone())?;
                }
            }
        }
    }
    Ok(())
}

fn cell_of(value: &DataRef<'_>) -> Cell {
    let of = |text: String, kind| Cell {
        text,
        kind,
        ..Cell::default()
    };
    match value {
        DataRef::Empty => Cell::default(),
        DataRef::Int(number) => of(number.to_string(), CellKind::Number),
        DataRef::Float(number) => of(number.to_string(), CellKind::Number),
        DataRef::String(text) => Cell::text(&clean(text)),
        DataRef::SharedString(text) => Cell::text(&clean(text)),
        DataRef::Bool(is) => of(is.to_string(), CellKind::Text),
        DataRef::DateTime(at) if at.is_datetime() => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            of(format!("{year:04}-{month:02}-{day:02}"), CellKind::Date)
        }
        DataRef::DateTime(at) => of(at.as_f64().to_string(), CellKind::Number),
        DataRef::DateTimeIso(text) => {
            let day: String = text.chars().take("2026-05-31".len()).collect();
            of(day, CellKind::Date)
        }
        DataRef::DurationIso(text) => Cell::text(&clean(text)),
        DataRef::Error(error) => of(error.to_string(), CellKind::Error),
    }
}
