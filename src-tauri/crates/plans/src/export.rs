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
    AlignmentType, Docx, Footer, IndentLevel, NumberingId, PageMargin, PageNum, Paragraph, Run,
    RunFonts, Shading, SpecialIndentType, Style, StyleType, Table as WordTable, TableCell,
    TableLayoutType, TableOfContents, TableOfContentsItem, TableRow, WidthType,
};

use self::numbers::{BULLETS, HEADINGS, Numbers};
pub use self::package::{
    FILES_MAX, Listed, MANIFEST, Manifest, PACKAGE_BYTES_MAX, PACKAGE_FORMAT, PackageDefect,
    PackageFile, content_hash, package, sha256, verify_package,
};

use crate::import::own::{CARD, FRONT, LEVEL, REST, card_rows, level_rows};
use crate::import::source::{Piece, Source};
use crate::import::text_pieces;
use crate::level::roman;
use crate::plan::{Block, Plan, PlanFront};

/// Faces as GB/T 9704-2012 asks for; a machine without them takes another Song face.
const TITLE_FONT: &str = "方正小标宋简体";
const BODY_FONT: &str = "仿宋";
const HEADING_FONT: &str = "黑体";
/// A4 and the margins of GB/T 9704-2012, twentieths of a point.
const PAGE: (u32, u32) = (11_906, 16_838);
const MARGINS: (i32, i32, i32, i32) = (2_098, 1_474, 1_984, 1_588);
const TEXT_WIDTH: usize = 8_844;
/// Half points: 二号, 三号, 小四.
const TITLE_SIZE: usize = 44;
const BODY_SIZE: usize = 32;
const TABLE_SIZE: usize = 24;
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
    docx = docx.add_table(front(&plan.front));
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
        let style = Style::new(style_id(depth), StyleType::Paragraph)
            .name(format!("heading {depth}"))
            .fonts(fonts(HEADING_FONT))
            .size(BODY_SIZE)
            .outline_lvl(usize::from(depth) - 1);
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
    let paragraph = Paragraph::new().style(&style_id(clause.depth.clamp(1, 6)));
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

fn contents(docx: Docx, plan: &Plan) -> Docx {
    let mut contents = TableOfContents::new().heading_styles_range(1, CONTENTS_DEPTH);
    let mut any = false;
    for (index, clause) in plan.clauses.iter().enumerate() {
        let depth = usize::from(clause.depth);
        if !(1..=CONTENTS_DEPTH).contains(&depth) {
            continue;
        }
        any = true;
        let item = TableOfContentsItem::new()
            .text(clause.heading.as_str())
            .toc_key(bookmark(index))
            .level(depth)
            .page_ref("1");
        contents = contents.add_item(item);
    }
    if any {
        // Word fills the pages in when the file is opened.
        docx.add_table_of_contents(contents.hyperlink().dirty())
    } else {
        docx
    }
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
                    Piece::Table(table) => docx.add_table(grid(&table.rows)),
                };
            }
            docx
        }
        Block::Card(card) => docx.add_table(pairs(CARD, &card.id, &card_rows(card))),
        Block::Level(rule) => {
            let level = rule.level.map_or("", roman);
            docx.add_table(pairs(LEVEL, level, &level_rows(rule)))
        }
    }
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
        TableRow::new(vec![
            cell(label, label_width, true),
            cell(value, value_width, false),
        ])
    };
    let first = std::iter::once(row(word, name));
    let rows = rows.iter().map(|(label, value)| row(label, value));
    table(first.chain(rows).collect(), vec![label_width, value_width])
}

/// The front matter: for people the rows that they know, for the program all of it as TOML.
fn front(front: &PlanFront) -> WordTable {
    let mut rows = vec![
        ("编制单位", front.unit.clone()),
        ("牵头部门", front.lead.clone()),
        ("版本", front.version.clone()),
        ("印发日期", front.issued.clone()),
    ];
    rows.retain(|(_, value)| !value.is_empty());
    // TOML lacks only null and non-text keys, and the front matter holds neither.
    rows.push((REST, toml::to_string(front).unwrap_or_default()));
    pairs(FRONT, &front.id, &rows)
}

#[cfg(test)]
mod tests;
