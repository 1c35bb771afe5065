//! Pages: where each line, rule and shade goes. Knows nothing of PDF.

mod contents;

use super::line::{Line, Metrics, Style, lines, width};
use super::{PAGE_HEIGHT, PAGE_WIDTH};
use crate::document::{Entry, Form, Part, ReportDocument, Section, Table};

/// Most pages of one document; the last one says when there was more.
pub(super) const PAGES_MAX: usize = 300;

/// Space between the rule of a cell and its words, points.
const CELL_PAD: f32 = 4.0;

const POINTS_PER_MM: f32 = 72.0 / 25.4;

/// What is drawn, in points from the top left of the page; the y of a text is its base line.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Ink {
    Text {
        x: f32,
        y: f32,
        size: f32,
        style: Style,
        words: String,
    },
    Rule {
        x1: f32,
        y1: f32,
        x2: f32,
        y2: f32,
    },
    Shade {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
    },
}

/// A page.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Page {
    pub(super) inks: Vec<Ink>,
}

/// Type sizes and margins of a form.
struct Sheet {
    top: f32,
    right: f32,
    bottom: f32,
    left: f32,
    title: f32,
    body: f32,
    table: f32,
}

impl Sheet {
    fn of(form: Form) -> Self {
        let mm = |mm: f32| mm * POINTS_PER_MM;
        match form {
            // GB/T 9704-2012: margins 37, 26, 35, 28 mm; title 22 pt, body 16 pt.
            Form::Report => Self {
                top: mm(37.0),
                right: mm(26.0),
                bottom: mm(35.0),
                left: mm(28.0),
                title: 22.0,
                body: 16.0,
                table: 12.0,
            },
            // Working sheets: as much as fits and can be read at arm's length.
            _ => Self {
                top: mm(22.0),
                right: mm(16.0),
                bottom: mm(22.0),
                left: mm(20.0),
                title: 18.0,
                body: 11.0,
                table: 9.5,
            },
        }
    }
}

/// Lays the document out.
pub(super) fn lay_out(document: &ReportDocument, metrics: &impl Metrics) -> Vec<Page> {
    let sheet = Sheet::of(document.form);
    let y = sheet.top;
    let mut layout = Layout {
        metrics,
        sheet,
        pages: vec![Page::default()],
        y,
        full: false,
        listed: Vec::new(),
        sections: Vec::new(),
    };
    layout.title(&document.title.value);
    layout.head(&document.head);
    for part in &document.parts {
        match part {
            Part::Heading(words) => layout.heading(words),
            Part::Section(section) => layout.section(section),
            Part::Contents => layout.contents(&document.parts),
            Part::Paragraph(entry) => layout.paragraph(&entry.value),
            Part::Fields(entries) => layout.fields(entries),
            Part::Table(table) => layout.table(table),
        }
    }
    layout.signature(document);
    layout.provenance(&document.provenance);
    layout.number_contents();
    layout.pages
}

struct Layout<'a, M: Metrics> {
    metrics: &'a M,
    sheet: Sheet,
    pages: Vec<Page>,
    y: f32,
    /// True once [`PAGES_MAX`] is reached; nothing more is drawn then.
    full: bool,
    /// The lines of the contents that wait for their page.
    listed: Vec<contents::Listed>,
    /// The page of each section so far, counted from 1; `None` for one that was not printed.
    sections: Vec<Option<usize>>,
}

/// A row of a table: its cells as lines, each with whether it is a label.
struct Row {
    cells: Vec<(Vec<Line>, bool)>,
}

impl<M: Metrics> Layout<'_, M> {
    fn text_width(&self) -> f32 {
        PAGE_WIDTH - self.sheet.left - self.sheet.right
    }

    fn room(&self) -> f32 {
        PAGE_HEIGHT - self.sheet.bottom - self.y
    }

    fn ink(&mut self, ink: Ink) {
        if let Some(page) = self.pages.last_mut()
            && !self.full
        {
            page.inks.push(ink);
        }
    }

    fn new_page(&mut self) {
        if self.full {
            return;
        }
        if self.pages.len() == PAGES_MAX {
            let words = format!("……超过{PAGES_MAX}页，其余未印出");
            let y = PAGE_HEIGHT - self.sheet.bottom + 14.0;
            self.ink(Ink::Text {
                x: self.sheet.left,
                y,
                size: 9.0,
                style: Style::Body,
                words,
            });
            self.full = true;
            return;
        }
        self.pages.push(Page::default());
        self.y = self.sheet.top;
    }

    /// Starts a page unless there is room for so many points.
    fn need(&mut self, points: f32) {
        if self.room() < points && self.y > self.sheet.top {
            self.new_page();
        }
    }

    /// Draws lines from the left margin, breaking pages where they end.
    fn write(&mut self, words: &str, style: Style, size: f32, leading: f32, indent_em: f32) {
        let made = lines(
            self.metrics,
            style,
            words,
            self.text_width() / size,
            indent_em,
        );
        for line in made {
            self.need(leading);
            if self.full {
                return;
            }
            let x = self.sheet.left + line.indent_em * size;
            self.line(x, style, size, leading, line.words);
        }
    }

    /// Draws one line and moves down.
    fn line(&mut self, x: f32, style: Style, size: f32, leading: f32, words: String) {
        let y = self.y + base_line(size, leading);
        self.ink(Ink::Text {
            x,
            y,
            size,
            style,
            words,
        });
        self.y += leading;
    }

    fn title(&mut self, words: &str) {
        let size = self.sheet.title;
        let leading = size * 1.5;
        let columns = self.text_width() / size;
        for line in lines(self.metrics, Style::Title, words, columns, 0.0) {
            self.need(leading);
            let wide = width(self.metrics, Style::Title, &line.words) * size;
            self.line(
                (PAGE_WIDTH - wide) / 2.0,
                Style::Title,
                size,
                leading,
                line.words,
            );
        }
        self.y += size * 0.5;
    }

    fn head(&mut self, entries: &[Entry]) {
        let size = self.sheet.table;
        for entry in entries {
            let words = format!("{}：{}", entry.label, entry.value);
            self.write(&words, Style::Body, size, size * 1.5, 0.0);
        }
        if !entries.is_empty() {
            let y = self.y + size * 0.4;
            let (left, right) = (self.sheet.left, PAGE_WIDTH - self.sheet.right);
            self.ink(Ink::Rule {
                x1: left,
                y1: y,
                x2: right,
                y2: y,
            });
            self.y += size;
        }
    }

    fn heading(&mut self, words: &str) {
        let size = self.sheet.body;
        let leading = size * 1.75;
        // A heading stays with two lines of what follows.
        self.need(leading * 3.0);
        self.write(words, Style::Title, size, leading, 0.0);
    }

    /// The deeper, the smaller; the deepest are as large as the text.
    fn section(&mut self, section: &Section) {
        let body = self.sheet.body;
        let size = match section.depth {
            0 | 1 => body * 1.35,
            2 => body * 1.15,
            _ => body,
        };
        let leading = size * 1.75;
        // A chapter is often followed by a heading of its own: the two stay together.
        let follow = if section.depth < 3 { 5.0 } else { 2.0 };
        self.need(leading + body * 1.75 * follow);
        self.sections.push((!self.full).then_some(self.pages.len()));
        self.write(&section.words, Style::Title, size, leading, 0.0);
    }

    fn paragraph(&mut self, words: &str) {
        let size = self.sheet.body;
        self.write(words, Style::Body, size, size * 1.75, 2.0);
    }

    fn signature(&mut self, document: &ReportDocument) {
        let size = self.sheet.body;
        let leading = size * 1.75;
        self.need(leading * (document.signature.len() as f32 + 1.0));
        self.y += leading * 0.5;
        for entry in &document.signature {
            let words = match document.form {
                Form::Report => entry.value.clone(),
                _ => format!("{}：{}", entry.label, entry.value),
            };
            for line in lines(
                self.metrics,
                Style::Body,
                &words,
                self.text_width() / size,
                0.0,
            ) {
                self.need(leading);
                let wide = width(self.metrics, Style::Body, &line.words) * size;
                // The unit and the date end two characters before the margin.
                let x = PAGE_WIDTH - self.sheet.right - wide - size * 2.0;
                self.line(
                    x.max(self.sheet.left),
                    Style::Body,
                    size,
                    leading,
                    line.words,
                );
            }
        }
    }

    fn provenance(&mut self, words: &[String]) {
        if !words.is_empty() {
            self.y += 6.0;
        }
        for line in words {
            self.write(line, Style::Body, 8.0, 11.0, 0.0);
        }
    }

    fn fields(&mut self, entries: &[Entry]) {
        let widths = [self.text_width() * 0.25, self.text_width() * 0.75];
        let rows: Vec<Row> = entries
            .iter()
            .enumerate()
            .map(|(index, entry)| {
                let label = format!("{}. {}", index + 1, entry.label);
                self.row(&[label.as_str(), entry.value.as_str()], &widths, |column| {
                    column == 0
                })
            })
            .collect();
        self.rows(None, rows, &widths);
    }

    fn table(&mut self, table: &Table) {
        let total: f32 = table
            .columns
            .iter()
            .map(|column| column.weight.max(0.1))
            .sum();
        let share = self.text_width() / total.max(0.1);
        let widths: Vec<f32> = table
            .columns
            .iter()
            .map(|c| c.weight.max(0.1) * share)
            .collect();
        let labels: Vec<&str> = table.columns.iter().map(|c| c.label.as_str()).collect();
        let header = self.row(&labels, &widths, |_| true);
        let rows = table
            .rows
            .iter()
            .map(|row| {
                let cells: Vec<&str> = row.iter().map(String::as_str).collect();
                self.row(&cells, &widths, |_| false)
            })
            .collect();
        self.rows(Some(header), rows, &widths);
    }

    fn row(&self, cells: &[&str], widths: &[f32], is_label: impl Fn(usize) -> bool) -> Row {
        let size = self.sheet.table;
        let cells = cells
            .iter()
            .zip(widths)
            .enumerate()
            .map(|(column, (words, width))| {
                let columns = ((width - 2.0 * CELL_PAD) / size).max(1.0);
                (
                    lines(self.metrics, Style::Body, words, columns, 0.0),
                    is_label(column),
                )
            })
            .collect();
        Row { cells }
    }

    /// Draws rows; a header comes again on each page.
    fn rows(&mut self, header: Option<Row>, rows: Vec<Row>, widths: &[f32]) {
        let leading = self.sheet.table * 1.45;
        let height = |row: &Row| row.height_lines() as f32 * leading + 2.0 * CELL_PAD;
        if let Some(header) = &header {
            // The header stays with the first line of the first row.
            self.need(height(header) + leading + 2.0 * CELL_PAD);
            self.draw_row(header, widths, leading);
        }
        for mut row in rows {
            let mut moved = false;
            loop {
                if self.full {
                    return;
                }
                let fits = ((self.room() - 2.0 * CELL_PAD) / leading).floor().max(0.0) as usize;
                let whole = ((PAGE_HEIGHT - self.sheet.top - self.sheet.bottom) / leading) as usize;
                let lines = row.height_lines();
                if lines <= fits {
                    self.draw_row(&row, widths, leading);
                    break;
                }
                // A row that fits on a page of its own is not torn, and neither is one that would
                // leave less than three lines here.
                // A row that did not fit on a fresh page under its header is torn all the same.
                let torn = (lines + 4 > whole && fits >= 3) || moved;
                if torn {
                    let rest = row.split_off(fits.max(1));
                    self.draw_row(&row, widths, leading);
                    row = rest;
                }
                moved = !torn;
                self.new_page();
                if let Some(header) = &header {
                    self.draw_row(header, widths, leading);
                }
            }
        }
        self.y += self.sheet.table * 0.8;
    }

    fn draw_row(&mut self, row: &Row, widths: &[f32], leading: f32) {
        let size = self.sheet.table;
        let height = row.height_lines() as f32 * leading + 2.0 * CELL_PAD;
        let (top, bottom) = (self.y, self.y + height);
        let mut x = self.sheet.left;
        for ((cell, is_label), wide) in row.cells.iter().zip(widths) {
            if *is_label {
                self.ink(Ink::Shade {
                    x,
                    y: top,
                    width: *wide,
                    height,
                });
            }
            for (index, line) in cell.iter().enumerate() {
                let y = top + CELL_PAD + index as f32 * leading + base_line(size, leading);
                let words = line.words.clone();
                self.ink(Ink::Text {
                    x: x + CELL_PAD,
                    y,
                    size,
                    style: Style::Body,
                    words,
                });
            }
            self.ink(Ink::Rule {
                x1: x,
                y1: top,
                x2: x,
                y2: bottom,
            });
            x += wide;
        }
        self.ink(Ink::Rule {
            x1: x,
            y1: top,
            x2: x,
            y2: bottom,
        });
        for y in [top, bottom] {
            self.ink(Ink::Rule {
                x1: self.sheet.left,
                y1: y,
                x2: x,
                y2: y,
            });
        }
        self.y = bottom;
    }
}

impl Row {
    fn height_lines(&self) -> usize {
        self.cells
            .iter()
            .map(|(lines, _)| lines.len())
            .max()
            .unwrap_or(0)
            .max(1)
    }

    /// Keeps the first lines and gives the rest as a row of its own.
    fn split_off(&mut self, lines: usize) -> Self {
        let cells = self
            .cells
            .iter_mut()
            .map(|(cell, is_label)| (cell.split_off(lines.min(cell.len())), *is_label))
            .collect();
        Self { cells }
    }
}

/// Where the base line of a line of Chinese type stands below its top: the middle of the line,
/// with 0.88 em above and 0.12 em below, the box of the ideograph.
fn base_line(size: f32, leading: f32) -> f32 {
    (leading - size) / 2.0 + size * 0.88
}

#[cfg(test)]
mod tests;
