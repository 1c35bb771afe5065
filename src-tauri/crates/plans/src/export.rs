//! A plan -> a Word file that a person can work in and that comes back the same.
//!
//! Headings have Word's heading styles and, where the numbers run on, Word's own numbers; there is
//! a table of contents. The front matter, task cards and response levels are tables with two
//! columns, [`crate::import`] knows them by their first cell. A file with the table of the front
//! matter is one of ours: in it only a heading style makes a heading.

mod numbers;
mod package;

use std::io::Cursor;

use docx_rs::{
    AlignmentType, Docx, FieldCharType, Footer, HeightRule, Hyperlink, HyperlinkType, IndentLevel,
    InstrPAGEREF, InstrText, InstrToC, NumberingId, PageMargin, PageNum, Paragraph, Run, RunFonts,
    RunProperty, Shading, SpecialIndentType, Style, StyleType, Tab, TabLeaderType, TabValueType,
    Table as WordTable, TableCell, TableLayoutType, TableRow, WidthType,
};

use self::numbers::{BULLETS, HEADINGS, Numbers};
pub use self::package::{
    FILES_MAX, Listed, MANIFEST, Manifest, PACKAGE_BYTES_MAX, PACKAGE_FORMAT, PackageDefect,
    PackageFile, content_hash, package, sha256, verify_package,
};

use crate::import::own::{CARD, FRONT, FRONT_ROWS, LEVEL, REST, card_rows, level_rows};
use crate::import::source::{Piece, Source};
use crate::import::text_pieces;
use crate::level::roman;
use crate::plan::{Block, Plan, PlanFront};

/// Faces as GB/T 9704-2012 asks for; a machine without them takes another Song face.
const TITLE_FONT: &str = "方正小标宋简体";
const BODY_FONT: &str = "仿宋";
/// Headings by depth; deeper ones are body text in bold (GB/T 9704-2012, 7.3.3).
const HEADING_FONTS: [&str; 2] = ["黑体", "楷体"];
/// A4 and the margins of GB/T 9704-2012, twentieths of a point.
const PAGE: (u32, u32) = (11_906, 16_838);
const MARGINS: (i32, i32, i32, i32) = (2_098, 1_474, 1_984, 1_588);
const TEXT_WIDTH: usize = 8_844;
/// Half points: 二号, 三号, 小四.
const TITLE_SIZE: usize = 44;
const BODY_SIZE: usize = 32;
const TABLE_SIZE: usize = 24;
/// Between tables.
const GAP_SIZE: usize = 12;
/// Headings that the table of contents lists, by depth.
const CONTENTS_DEPTH: usize = 3;

/// Why no file could be made.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The package could not be written.
    #[error("the Word file could not be packed")]
    Pack {
        /// What the packer said.
        #[source]
        source: std::io::Error,
    },
    /// More files, or bytes, than a package may have; none is left out in silence.
    #[error("{files} files, {bytes} bytes; a package has {FILES_MAX}, {PACKAGE_BYTES_MAX} at most")]
    TooMuch {
        /// How many files.
        files: usize,
        /// Their bytes.
        bytes: u64,
    },
}

/// Makes the Word file.
///
/// # Errors
/// [`ExportError::Pack`] when the package could not be written; in memory that does not happen
/// short of exhaustion.
pub fn to_docx(plan: &Plan) -> Result<Vec<u8>, ExportError> {
    let numbers = Numbers::of(plan);
    let mut docx = numbers.add_to(page());
    if !plan.front.title.is_empty() {
        let title = Paragraph::new()
            .style("Title")
            .add_run(run(&plan.front.title));
        docx = docx.add_paragraph(title);
    }
    docx = add_table(docx, front(&plan.front));
    docx = contents(docx, plan);
    for (index, clause) in plan.clauses.iter().enumerate() {
        if clause.depth > 0 {
            docx = docx.add_paragraph(heading(plan, index, &numbers));
        }
        for block in &clause.blocks {
            docx = add_block(docx, block);
        }
    }
    let mut bytes = Cursor::new(Vec::new());
    docx.build()
        .pack(&mut bytes)
        .map_err(|error| ExportError::Pack {
            source: error.into(),
        })?;
    Ok(bytes.into_inner())
}

fn page() -> Docx {
    let fonts = |name: &str| {
        let fonts = RunFonts::new().east_asia(name);
        fonts.ascii("Times New Roman").hi_ansi("Times New Roman")
    };
    let (top, right, bottom, left) = MARGINS;
    let margin = PageMargin::new()
        .top(top)
        .right(right)
        .bottom(bottom)
        .left(left)
        .header(850)
        .footer(1_000)
        .gutter(0);
    let title = Style::new("Title", StyleType::Paragraph)
        .name("Title")
        .fonts(fonts(TITLE_FONT))
        .size(TITLE_SIZE)
        .align(AlignmentType::Center);
    let footer = Paragraph::new()
        .align(AlignmentType::Center)
        .add_page_num(PageNum::new());
    let mut docx = Docx::new()
        .default_fonts(fonts(BODY_FONT))
        .default_size(BODY_SIZE)
        .page_size(PAGE.0, PAGE.1)
        .page_margin(margin)
        .footer(Footer::new().add_paragraph(footer))
        .add_style(title);
    for depth in 1..=6 {
        let level = usize::from(depth) - 1;
        let style = Style::new(style_id(depth), StyleType::Paragraph)
            .name(format!("heading {depth}"))
            .fonts(fonts(HEADING_FONTS.get(level).unwrap_or(&BODY_FONT)))
            .size(BODY_SIZE)
            .outline_lvl(level);
        docx = docx.add_style(if level < HEADING_FONTS.len() {
            style
        } else {
            style.bold()
        });
    }
    for depth in 1..=CONTENTS_DEPTH {
        let style = Style::new(contents_style(depth), StyleType::Paragraph)
            .name(format!("toc {depth}"))
            .size(TABLE_SIZE);
        docx = docx.add_style(style);
    }
    docx
}

fn style_id(depth: u8) -> String {
    format!("Heading{depth}")
}

/// Words with their line breaks.
fn run(words: &str) -> Run {
    let mut run = Run::new();
    for (index, line) in words.split('\n').enumerate() {
        if index > 0 {
            run = run.add_break(docx_rs::BreakType::TextWrapping);
        }
        run = run.add_text(line);
    }
    run
}

fn heading(plan: &Plan, index: usize, numbers: &Numbers) -> Paragraph {
    let clause = &plan.clauses[index];
    let paragraph = Paragraph::new()
        .style(&style_id(clause.depth.clamp(1, 6)))
        .keep_next(true);
    let (words, level) = match numbers.title_of(index) {
        Some((title, level)) => (title, Some(level)),
        None => (clause.heading.as_str(), None),
    };
    let marked = paragraph
        .add_bookmark_start(index, bookmark(index))
        .add_run(run(words))
        .add_bookmark_end(index);
    match level {
        Some(level) => marked.numbering(NumberingId::new(HEADINGS), IndentLevel::new(level)),
        None => marked,
    }
}

fn bookmark(index: usize) -> String {
    format!("_Toc{index:06}")
}

fn contents_style(depth: usize) -> String {
    format!("TOC{depth}")
}

/// Twentieths of a point by which each depth of the contents is set in.
const CONTENTS_INDENT: i32 = 420;

/// The table of contents as Word's own field. Each part of a field has a run of its own: in one run
/// together, LibreOffice shows the instruction as text.
fn contents(mut docx: Docx, plan: &Plan) -> Docx {
    let listed = |depth: u8| (1..=CONTENTS_DEPTH).contains(&usize::from(depth));
    let mut entries = plan
        .clauses
        .iter()
        .enumerate()
        .filter(|(_, clause)| listed(clause.depth))
        .peekable();
    let mut first = true;
    while let Some((index, clause)) = entries.next() {
        let depth = usize::from(clause.depth);
        let page = Tab::new()
            .val(TabValueType::Right)
            .leader(TabLeaderType::Dot)
            .pos(TEXT_WIDTH);
        let indent = CONTENTS_INDENT * i32::from(clause.depth - 1);
        let mut line = Paragraph::new()
            .style(&contents_style(depth))
            .add_tab(page)
            .indent(Some(indent), None, None, None);
        if std::mem::take(&mut first) {
            let field = InstrToC::new()
                .heading_styles_range(1, CONTENTS_DEPTH)
                .hyperlink();
            // Word fills the pages in when the file is opened, other programs when they are told;
            // until then there is none, which is better than a wrong one.
            line = line
                .add_run(Run::new().add_field_char(FieldCharType::Begin, true))
                .add_run(Run::new().add_instr_text(InstrText::TOC(field)))
                .add_run(Run::new().add_field_char(FieldCharType::Separate, false));
        }
        let page_ref = InstrPAGEREF::new(bookmark(index)).hyperlink();
        let link = Hyperlink::new(bookmark(index), HyperlinkType::Anchor)
            .add_run(run(&clause.heading))
            .add_run(Run::new().add_tab())
            .add_run(Run::new().add_field_char(FieldCharType::Begin, false))
            .add_run(Run::new().add_instr_text(InstrText::PAGEREF(page_ref)))
            .add_run(Run::new().add_field_char(FieldCharType::Separate, false))
            .add_run(Run::new().add_field_char(FieldCharType::End, false));
        line = line.add_hyperlink(link);
        if entries.peek().is_none() {
            line = line.add_run(Run::new().add_field_char(FieldCharType::End, false));
        }
        docx = docx.add_paragraph(line);
    }
    docx
}

fn add_block(mut docx: Docx, block: &Block) -> Docx {
    match block {
        Block::Text(text) => {
            let mut source = Source::default();
            text_pieces(text, &mut source);
            for piece in &source.pieces {
                docx = match piece {
                    Piece::Paragraph(paragraph) => {
                        docx.add_paragraph(body(&paragraph.line(), paragraph.bullet))
                    }
                    Piece::Table(table) => add_table(docx, grid(&table.rows)),
                };
            }
            docx
        }
        Block::Card(card) => add_table(docx, pairs(CARD, &card.id, &card_rows(card))),
        Block::Level(rule) => {
            let level = rule.level.map_or("", roman);
            add_table(docx, pairs(LEVEL, level, &level_rows(rule)))
        }
    }
}

/// A table and an empty line behind it: Word makes one of two tables that touch.
fn add_table(docx: Docx, table: WordTable) -> Docx {
    let gap = Paragraph::new().run_property(RunProperty::new().size(GAP_SIZE));
    docx.add_table(table).add_paragraph(gap)
}

fn body(words: &str, bullet: bool) -> Paragraph {
    let paragraph = Paragraph::new().add_run(run(words));
    if bullet {
        return paragraph.numbering(NumberingId::new(BULLETS), IndentLevel::new(0));
    }
    let first_line = SpecialIndentType::FirstLine(BODY_SIZE as i32 * 20);
    paragraph.indent(None, Some(first_line), None, None)
}

fn cell(words: &str, width: usize, label: bool) -> TableCell {
    let mut cell = TableCell::new().width(width, WidthType::Dxa);
    // A line of a cell is a paragraph, so that a person can add one.
    for line in words.split('\n') {
        cell = cell
            .add_paragraph(Paragraph::new().add_run(Run::new().add_text(line).size(TABLE_SIZE)));
    }
    if label {
        cell.shading(Shading::new().fill("F0F0F0"))
    } else {
        cell
    }
}

fn table(rows: Vec<TableRow>, grid: Vec<usize>) -> WordTable {
    WordTable::new(rows)
        .set_grid(grid)
        .width(TEXT_WIDTH, WidthType::Dxa)
        .layout(TableLayoutType::Fixed)
}

fn grid(rows: &[Vec<String>]) -> WordTable {
    let width = rows.iter().map(Vec::len).max().unwrap_or(1).max(1);
    let share = TEXT_WIDTH / width;
    let words = |row: &Vec<String>, column: usize| row.get(column).cloned().unwrap_or_default();
    let made = rows.iter().enumerate().map(|(index, row)| {
        let cells = (0..width).map(|column| cell(&words(row, column), share, index == 0));
        TableRow::new(cells.collect())
    });
    table(made.collect(), vec![share; width])
}

/// A table of ours: the word that names it and its id, then labels and values.
fn pairs(word: &str, name: &str, rows: &[(&str, String)]) -> WordTable {
    let label_width = TEXT_WIDTH / 4;
    let value_width = TEXT_WIDTH - label_width;
    let row = |label: &str, value: &str| {
        if label == REST {
            return TableRow::new(vec![hidden(label, label_width), hidden(value, value_width)])
                .row_height(HIDDEN_HEIGHT)
                .height_rule(HeightRule::Exact);
        }
        TableRow::new(vec![
            cell(label, label_width, true),
            cell(value, value_width, false),
        ])
    };
    let first = std::iter::once(row(word, name));
    let rows = rows.iter().map(|(label, value)| row(label, value));
    table(first.chain(rows).collect(), vec![label_width, value_width])
}

/// Height of a row that only the program reads, twentieths of a point.
const HIDDEN_HEIGHT: f32 = 20.0;

/// A cell that is neither shown nor printed: what only the program needs to take the file back in.
fn hidden(words: &str, width: usize) -> TableCell {
    let mut cell = TableCell::new().width(width, WidthType::Dxa);
    for line in words.split('\n') {
        let paragraph = Paragraph::new()
            .run_property(RunProperty::new().vanish())
            .add_run(Run::new().add_text(line).vanish());
        cell = cell.add_paragraph(paragraph);
    }
    cell
}

/// The front matter: for people the rows that they know, for the program all of it as TOML.
fn front(front: &PlanFront) -> WordTable {
    let mut rows: Vec<(&str, String)> = FRONT_ROWS
        .iter()
        .map(|row| (row.label, (row.read)(front)))
        .filter(|(_, value)| !value.trim().is_empty())
        .collect();
    // TOML lacks only null and non-text keys, and the front matter holds neither.
    rows.push((REST, toml::to_string(front).unwrap_or_default()));
    pairs(FRONT, &front.id, &rows)
}

#[cfg(test)]
mod tests;
