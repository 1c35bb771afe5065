//! A table as it was found: headings and rows, each cell with how it stood in the file.

/// How a cell stood in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CellKind {
    /// Nothing.
    #[default]
    Empty,
    /// Text.
    Text,
    /// A number.
    Number,
    /// A date: the text is `YYYY-MM-DD`.
    Date,
    /// An error of the sheet, such as `#REF!`.
    Error,
}

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cell {
    /// Its text, trimmed.
    pub text: String,
    /// How it stood.
    pub kind: CellKind,
    /// True when a formula made its value.
    pub formula: bool,
    /// True when it stands under a cell that is merged over it and has that cell's value.
    pub merged: bool,
}

impl Cell {
    /// A cell of text.
    #[must_use]
    pub fn text(text: &str) -> Self {
        let text = text.trim().to_owned();
        let kind = if text.is_empty() {
            CellKind::Empty
        } else {
            CellKind::Text
        };
        Self {
            text,
            kind,
            ..Self::default()
        }
    }
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// Its number in the file, from 1, as a spreadsheet shows it.
    pub number: u32,
    /// Its cells, one a heading.
    pub cells: Vec<Cell>,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// Name of the sheet; empty for CSV.
    pub sheet: String,
    /// What stands above the headings: titles.
    pub above: Vec<String>,
    /// Headings, in the order of the columns.
    pub headings: Vec<String>,
    /// Rows with something in them.
    pub rows: Vec<Row>,
}

impl Table {
    /// From rows of cells with their numbers: the first row in which most cells are text is the row
    /// of headings; what stands above it is a title.
    #[must_use]
    pub fn from_rows(sheet: &str, rows: Vec<Row>) -> Self {
        let filled = |row: &Row| {
            row.cells
                .iter()
                .filter(|c| c.kind != CellKind::Empty)
                .count()
        };
        let widest = rows
            .iter()
            .take(HEADING_ROWS_MAX)
            .map(filled)
            .max()
            .unwrap_or(0);
        let is_heading = |row: &Row| {
            let texts = row
                .cells
                .iter()
                .filter(|c| c.kind == CellKind::Text && !c.merged);
            filled(row) * 2 > widest && texts.count() * 2 > filled(row)
        };
        let first = rows.iter().take(HEADING_ROWS_MAX).position(is_heading);
        let Some(first) = first else {
            return Self {
                sheet: sheet.to_owned(),
                ..Self::default()
            };
        };
        let mut rows = rows.into_iter();
        let above = rows.by_ref().take(first).flat_map(|row| row.cells);
        let above: Vec<String> = above
            .map(|cell| cell.text)
            .filter(|text| !text.is_empty())
            .collect();
        let headings = rows.next().unwrap_or_default().cells;
        let headings: Vec<String> = headings.into_iter().map(|cell| cell.text).collect();
        let width = headings.len();
        let body = rows.filter_map(|mut row| {
            row.cells.resize(width, Cell::default());
            let some = row
                .cells
                .iter()
                .any(|c| c.kind != CellKind::Empty && !c.merged);
            some.then_some(row)
        });
        Self {
            sheet: sheet.to_owned(),
            above,
            rows: body.collect(),
            headings,
        }
    }
}

/// Rows at the top of a sheet in which the headings are looked for.
const HEADING_ROWS_MAX: usize = 10;
