//! The cells of a row by field, each read once with what is wrong with it.

use std::collections::BTreeMap;

use emergency::day::Day;
use emergency::import::TableKind;
use emergency::place::{Place, Point};
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};

use super::{Code, Findings, Weight};
use crate::columns::{self, Mapping};
use crate::table::{Cell, CellKind, Row, Table};
use crate::value::{self, SaidDay};

/// Characters of a short text such as a name.
const SHORT_CHARS_MAX: usize = 200;
/// Fields that may be longer: words, and names of several points.
const LONG: [&str; 2] = ["note", "points"];

/// Where the fields of a table stand.
pub(super) struct Cells<'a> {
    headings: &'a [String],
    columns: BTreeMap<&'a str, usize>,
    own: BTreeMap<&'static str, &'static str>,
}

impl<'a> Cells<'a> {
    pub(super) fn new(table: &'a Table, kind: TableKind, mapping: &'a Mapping) -> Self {
        let mut columns = BTreeMap::new();
        for (column, heading) in table.headings.iter().enumerate() {
            if let Some(field) = mapping.0.get(heading) {
                columns.entry(field.as_str()).or_insert(column);
            }
        }
        Self {
            headings: &table.headings,
            columns,
            own: columns::fields(kind).collect(),
        }
    }

    pub(super) fn has(&self, field: &str) -> bool {
        self.columns.contains_key(field)
    }

    /// The heading in the file, or the field's own.
    pub(super) fn heading(&self, field: &str) -> &str {
        match self.columns.get(field) {
            Some(column) => &self.headings[*column],
            None => self.own.get(field).copied().unwrap_or_default(),
        }
    }

    pub(super) fn reader<'b>(&'b self, row: &'b Row, findings: &'b mut Findings) -> Reader<'b> {
        Reader {
            cells: self,
            row,
            findings,
        }
    }
}

/// Reads one row; what it cannot read becomes a finding.
pub(super) struct Reader<'a> {
    cells: &'a Cells<'a>,
    row: &'a Row,
    findings: &'a mut Findings,
}

impl Reader<'_> {
    pub(super) fn note(&mut self, field: &str, weight: Weight, code: Code, value: &str) {
        let column = self.cells.heading(field);
        self.findings
            .note(self.row.number, column, weight, code, value);
    }

    pub(super) fn has(&self, field: &str) -> bool {
        self.cells.has(field)
    }

    /// Whether anything stands in the cell of a field; nothing is noted.
    pub(super) fn holds(&self, field: &str) -> bool {
        let column = self.cells.columns.get(field);
        let cell = column.and_then(|column| self.row.cells.get(*column));
        cell.is_some_and(|cell| cell.kind != CellKind::Empty)
    }

    /// Sets what the table has a column for; what it has none for stays as it was.
    pub(super) fn set<T>(
        &mut self,
        field: &str,
        into: &mut T,
        read: impl FnOnce(&mut Self, &str) -> T,
    ) {
        if self.has(field) {
            *into = read(self, field);
        }
    }

    /// The same for a number that is 0 where nothing stands.
    pub(super) fn set_count(&mut self, field: &str, into: &mut u32) {
        self.set(field, into, |reader, field| {
            reader.count(field).unwrap_or(0)
        });
    }

    /// The cell of a field when something stands in it.
    fn cell(&mut self, field: &str) -> Option<Cell> {
        let column = *self.cells.columns.get(field)?;
        let cell = self.row.cells.get(column)?.clone();
        if cell.kind == CellKind::Error {
            self.note(field, Weight::Error, Code::CellError, &cell.text);
            return None;
        }
        if cell.formula {
            self.note(field, Weight::Warning, Code::Formula, &cell.text);
        }
        if cell.merged {
            self.note(field, Weight::Note, Code::Merged, &cell.text);
        }
        (cell.kind != CellKind::Empty).then_some(cell)
    }

    /// A text; empty when there is none.
    pub(super) fn text(&mut self, field: &str) -> String {
        let Some(cell) = self.cell(field) else {
            return String::new();
        };
        if cell.text.chars().count() > SHORT_CHARS_MAX && !LONG.contains(&field) {
            self.note(field, Weight::Error, Code::TooLong, &cell.text[..0]);
        }
        cell.text
    }

    /// A text that has to be there.
    pub(super) fn needed(&mut self, field: &str) -> String {
        let text = self.text(field);
        if text.is_empty() {
            self.note(field, Weight::Error, Code::Missing, "");
        }
        text
    }

    /// A whole number from 0 on; none when nothing stands there or it cannot be read.
    pub(super) fn count(&mut self, field: &str) -> Option<u32> {
        let cell = self.cell(field)?;
        let found = value::count(&cell.text);
        if found.is_none() {
            self.note(field, Weight::Error, Code::NotANumber, &cell.text);
        } else if cell.kind == CellKind::Text && !self.is_csv() {
            self.note(field, Weight::Note, Code::NumberAsText, &cell.text);
        }
        found
    }

    /// In CSV every number stands as text.
    fn is_csv(&self) -> bool {
        let kinds = self.row.cells.iter().map(|cell| cell.kind);
        !kinds
            .into_iter()
            .any(|kind| matches!(kind, CellKind::Number | CellKind::Date))
    }

    pub(super) fn number(&mut self, field: &str) -> Option<f64> {
        let cell = self.cell(field)?;
        let found = value::number(&cell.text);
        if found.is_none() {
            self.note(field, Weight::Error, Code::NotANumber, &cell.text);
        }
        found
    }

    /// A day; none when nothing stands there, or a word for "has no last day".
    pub(super) fn day(&mut self, field: &str) -> Option<Day> {
        let cell = self.cell(field)?;
        if columns::code_of("day", &cell.text).is_some() || is_dash(&cell.text) {
            return None;
        }
        match value::day(&cell) {
            Some(SaidDay::On(day)) => Some(day),
            Some(SaidDay::MonthEnd(day)) => {
                self.note(field, Weight::Warning, Code::MonthOnly, &day.to_string());
                Some(day)
            }
            None => {
                self.note(field, Weight::Error, Code::NotADay, &cell.text);
                None
            }
        }
    }

    /// A day after which something is no longer good; named when that is over.
    pub(super) fn last_day(&mut self, field: &str, today: Option<Day>) -> Option<Day> {
        let day = self.day(field)?;
        if today.is_some_and(|today| day < today) {
            self.note(field, Weight::Warning, Code::Over, &day.to_string());
        }
        Some(day)
    }

    /// A word of a closed list.
    pub(super) fn word<T: DeserializeOwned>(&mut self, field: &str, list: &str) -> Option<T> {
        let text = self.text(field);
        if text.is_empty() {
            return None;
        }
        let found = columns::value_of(list, &text);
        if found.is_none() {
            self.note(field, Weight::Error, Code::UnknownWord, &text);
        }
        found
    }

    /// Words of a closed list, in one cell.
    pub(super) fn words<T: DeserializeOwned>(&mut self, field: &str, list: &str) -> Vec<T> {
        let mut all = Vec::new();
        for entry in value::entries(&self.text(field)) {
            match columns::value_of(list, &entry) {
                Some(found) => all.push(found),
                None => self.note(field, Weight::Error, Code::UnknownWord, &entry),
            }
        }
        all
    }

    pub(super) fn entries(&mut self, field: &str) -> Vec<String> {
        value::entries(&self.text(field))
    }

    /// Address, street and point of the row, as far as the table has them.
    pub(super) fn place(&mut self, place: &mut Place) {
        self.set("place", &mut place.words, Self::text);
        self.set("street", &mut place.street, Self::text);
        if self.has("lon") && self.has("lat") {
            place.point = self.point();
        }
    }

    fn point(&mut self) -> Option<Point> {
        let (lon, lat) = (self.number("lon"), self.number("lat"));
        match (lon, lat) {
            (Some(lon), Some(lat)) if lon.abs() <= 180.0 && lat.abs() <= 90.0 => {
                Some(Point { lon, lat })
            }
            (None, None) => None,
            _ => {
                self.note("lon", Weight::Error, Code::OutOfRange, "");
                None
            }
        }
    }

    /// A person and a number in one text, as profiles keep it, if the table has either.
    pub(super) fn contact(&mut self, contact: &mut String) {
        if self.has("contact") || self.has("phone") {
            let (name, phone) = (self.text("contact"), self.text("phone"));
            *contact = [name, phone].join(" ").trim().to_owned();
        }
    }
}

fn is_dash(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| matches!(c, '-' | '—' | '/' | '－'))
}

/// A name in the log for a row without one: the same row has the same name every time.
pub(super) fn made_id(prefix: &str, parts: &[&str]) -> String {
    let mut sha = Sha256::new();
    for part in parts {
        sha.update(part.as_bytes());
        sha.update([0]);
    }
    let hash = hex::encode(sha.finalize());
    format!("{prefix}-{}", &hash[..16])
}
