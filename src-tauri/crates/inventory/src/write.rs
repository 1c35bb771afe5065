//! Resources as tables: the headings are those that [`crate::columns`] reads first, so that what
//! is exported can be changed and imported again.

mod rows;

use std::collections::BTreeMap;

use emergency::day::Day;
use emergency::import::TableKind;
use rust_xlsxwriter::{Format, Workbook, XlsxError};

use crate::check::OnList;
use crate::columns;
use crate::quote::quoted;
use crate::unseen::seen;

/// Rows of one export; more are left out and said.
pub const EXPORT_ROWS_MAX: usize = 200_000;
/// Widths of columns in characters.
const WIDTH_LEAST: f64 = 10.0;
const WIDTH_MOST: f64 = 40.0;

/// One cell of an export.
#[derive(Debug, Clone, PartialEq)]
pub enum Out {
    /// Text.
    Text(String),
    /// A number.
    Number(f64),
    /// A day.
    Day(Day),
    /// Nothing.
    Empty,
}

impl Out {
    fn words(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Day(day) => day.to_string(),
            Self::Empty => String::new(),
        }
    }
}

impl From<&str> for Out {
    fn from(text: &str) -> Self {
        let text = seen(text);
        if text.is_empty() {
            Self::Empty
        } else {
            Self::Text(text)
        }
    }
}

impl From<String> for Out {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<u32> for Out {
    fn from(number: u32) -> Self {
        Self::Number(f64::from(number))
    }
}

impl From<Option<Day>> for Out {
    fn from(day: Option<Day>) -> Self {
        day.map_or(Self::Empty, Self::Day)
    }
}

/// A table to be written.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sheet {
    /// Name of the sheet.
    pub name: String,
    /// What stands above the headings: that it is an exercise, for one; empty for nothing.
    pub mark: String,
    /// Headings.
    pub headings: Vec<String>,
    /// Rows.
    pub rows: Vec<Vec<Out>>,
    /// How many rows there are beyond [`EXPORT_ROWS_MAX`].
    pub left_out: usize,
}

/// All resources of a kind as a table. `mark` stands above it.
#[must_use]
pub fn sheet(kind: TableKind, list: &OnList, mark: &str) -> Sheet {
    let told: Vec<BTreeMap<&str, Out>> = match kind {
        TableKind::Teams => list
            .teams
            .values()
            .filter(|t| t.known)
            .flat_map(rows::team)
            .collect(),
        TableKind::Supplies => {
            let lots = list.lots.values().filter(|lot| lot.known);
            lots.map(|lot| rows::lot(lot, list)).collect()
        }
        TableKind::Sites => {
            let sites = list.sites.values().filter(|site| !site.withdrawn);
            sites.map(|site| rows::site(site, list)).collect()
        }
        TableKind::People => list
            .people
            .values()
            .filter(|p| p.known)
            .map(rows::person)
            .collect(),
        TableKind::Points => {
            let points = list.points.values().filter(|point| point.known);
            points.map(|point| rows::point(point, list)).collect()
        }
        TableKind::Firms => {
            let firms = list.firms.values().filter(|firm| firm.known);
            firms.map(rows::firm).collect()
        }
        TableKind::Units => {
            let sites = list.sites.values().filter(|site| !site.withdrawn);
            sites.flat_map(rows::units).collect()
        }
    };
    of_rows(columns::kind_name(kind), told, mark)
}

/// A list of the words file as a table, each row by its fields.
pub(crate) fn of_rows(list: &str, told: Vec<BTreeMap<&str, Out>>, mark: &str) -> Sheet {
    let fields: Vec<(&str, &str)> = columns::fields_in(list).collect();
    let left_out = told.len().saturating_sub(EXPORT_ROWS_MAX);
    let rows = told.into_iter().take(EXPORT_ROWS_MAX).map(|mut row| {
        let cells = fields.iter();
        cells
            .map(|(field, _)| row.remove(field).unwrap_or(Out::Empty))
            .collect()
    });
    Sheet {
        name: list.to_owned(),
        mark: mark.to_owned(),
        left_out,
        rows: rows.collect(),
        headings: fields
            .iter()
            .map(|(_, heading)| (*heading).to_owned())
            .collect(),
    }
}

/// Writes a workbook. Texts are texts: no cell is a formula.
///
/// # Errors
/// What the writer says; nothing of the data is unfit for it.
pub fn xlsx(sheet: &Sheet) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    page.set_name(&sheet.name)?;
    let (bold, dates) = (
        Format::new().set_bold(),
        Format::new().set_num_format("yyyy-mm-dd"),
    );
    let mut at = 0;
    if !sheet.mark.is_empty() {
        page.write_string_with_format(at, 0, &sheet.mark, &bold)?;
        at += 1;
    }
    for (column, heading) in (0..).zip(&sheet.headings) {
        page.write_string_with_format(at, column, heading, &bold)?;
        let wide = (heading.chars().count() as f64 * 2.0).clamp(WIDTH_LEAST, WIDTH_MOST);
        page.set_column_width(column, wide)?;
    }
    page.set_freeze_panes(at + 1, 0)?;
    for (row, cells) in (at + 1..).zip(&sheet.rows) {
        for (column, cell) in (0..).zip(cells) {
            match cell {
                Out::Text(text) => page.write_string(row, column, text)?,
                Out::Number(number) => page.write_number(row, column, *number)?,
                Out::Day(day) => {
                    let serial = day.days_after(zero()) as f64;
                    page.write_number_with_format(row, column, serial, &dates)?
                }
                Out::Empty => continue,
            };
        }
    }
    book.save_to_buffer()
}

/// The day that a spreadsheet counts as 1, less one.
fn zero() -> Day {
    // 1900-01-01 less two: spreadsheets believe in a 29 February 1900.
    Day::new(1900, 1, 1).map_or(Day::of(emergency::time::UtcMs(0)), |day| day.plus(-2))
}

/// Writes CSV: UTF-8 with a mark, so that spreadsheets read Chinese; what a spreadsheet would run
/// gets a quote in front, which [`crate::read`] takes away.
///
/// # Errors
/// What the writer says.
pub fn csv(sheet: &Sheet) -> Result<Vec<u8>, csv::Error> {
    let mut out = csv::WriterBuilder::new()
        .flexible(true)
        .from_writer(b"\xEF\xBB\xBF".to_vec());
    if !sheet.mark.is_empty() {
        out.write_record([quoted(&sheet.mark)])?;
    }
    out.write_record(sheet.headings.iter().map(|heading| quoted(heading)))?;
    for row in &sheet.rows {
        let cells = row.iter().map(|cell| match cell {
            Out::Text(text) => quoted(text),
            other => other.words(),
        });
        out.write_record(cells)?;
    }
    out.flush()?;
    out.into_inner()
        .map_err(|error| csv::Error::from(std::io::Error::other(error.to_string())))
}

#[cfg(test)]
mod tests;
