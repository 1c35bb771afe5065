//! `document.xml`: paragraphs and tables in the order of the text (ECMA-376-1:2016, 17.2 to 17.4).

use std::collections::{HashMap, HashSet};

use super::numbering::{Mark, Numbering};
use super::styles::{Styles, is_on};
use super::xml::{Node, Tag, Walk};
use crate::import::source::{
    AsidePlace, CELL_BYTES, COLUMNS_MAX, PIECES_MAX, Paragraph, Piece, Source, SourceNoteKind,
    append,
};

/// Characters of one cell or paragraph; more is cut into the next paragraph.
const PARAGRAPH_CHARS_MAX: usize = 1_000_000;

/// Reads the body into `source`, and answers which notes it refers to.
pub(super) fn read(
    xml: &str,
    styles: &Styles,
    numbering: &mut Numbering,
    notes: &HashMap<String, String>,
    source: &mut Source,
) -> HashSet<String> {
    let mut walk = Walk::new(xml);
    let mut body = Body {
        styles,
        numbering,
        notes,
        used: HashSet::new(),
        source,
        paragraphs: Vec::new(),
        tables: Vec::new(),
        skipping: 0,
        moved: 0,
        contents: Vec::new(),
        in_text: false,
        in_deleted: false,
        in_run: 0,
    };
    while let Some(node) = walk.next() {
        match node {
            Node::Open(tag) => body.open(&tag),
            Node::Empty(tag) => {
                body.open(&tag);
                body.close(tag.name);
            }
            Node::Close(name) => body.close(name),
            Node::Text(text) => body.text(&text),
        }
        if body.source.is_over() {
            return body.used;
        }
        if body.source.pieces.len() >= PIECES_MAX {
            let most = format!("more than {PIECES_MAX} paragraphs");
            body.source.cut(most);
            return body.used;
        }
    }
    body.end();
    let used = body.used;
    source.damaged("document", walk.damage);
    used
}

/// A paragraph that is open.
#[derive(Default)]
struct Open {
    text: String,
    style: String,
    list: Option<String>,
    list_level: Option<usize>,
    outline: Option<u8>,
    centred: Option<bool>,
    /// Weight and size of the run that is open.
    run_bold: Option<bool>,
    run_half_points: Option<u32>,
    /// Characters that are bold, and all that count.
    bold_chars: usize,
    chars: usize,
    half_points: u32,
    deleted: String,
}

/// A table that is open.
#[derive(Default)]
struct OpenTable {
    rows: Vec<Vec<String>>,
    cell: Option<String>,
    span: usize,
}

struct Body<'a> {
    styles: &'a Styles,
    numbering: &'a mut Numbering,
    /// Footnotes and endnotes, by kind and id.
    notes: &'a HashMap<String, String>,
    /// Those that the body refers to.
    used: HashSet<String>,
    source: &'a mut Source,
    paragraphs: Vec<Open>,
    tables: Vec<OpenTable>,
    /// Open elements of which nothing counts.
    skipping: usize,
    /// Open elements whose words were moved elsewhere.
    moved: usize,
    /// Open content controls, true for a table of contents.
    contents: Vec<bool>,
    in_text: bool,
    in_deleted: bool,
    in_run: usize,
}

impl Body<'_> {
    fn open(&mut self, tag: &Tag<'_>) {
        let skipped = matches!(tag.name, "Fallback" | "pPrChange" | "rPrChange" | "sectPr");
        if skipped {
            self.skipping += 1;
        }
        if self.skipping > 0 {
            return;
        }
        match tag.name {
            "p" => self.paragraphs.push(Open::default()),
            "r" => self.run(1),
            "t" => self.in_text = true,
            "delText" => self.in_deleted = true,
            "moveFrom" => self.moved += 1,
            "tbl" => self.tables.push(OpenTable::default()),
            "tr" => {
                if let Some(table) = self.tables.last_mut() {
                    table.rows.push(Vec::new());
                    self.source.produce(CELL_BYTES);
                }
            }
            "tc" => {
                if let Some(table) = self.tables.last_mut() {
                    table.cell = Some(String::new());
                    table.span = 1;
                }
            }
            "gridSpan" => {
                if let Some(table) = self.tables.last_mut() {
                    table.span = tag.value("val").parse().unwrap_or(1).clamp(1, COLUMNS_MAX);
                }
            }
            "sdt" => self.contents.push(false),
            "docPartGallery" => {
                if let Some(last) = self.contents.last_mut() {
                    *last = tag.value("val") == "Table of Contents";
                }
            }
            "blip" | "imagedata" => self.source.note(SourceNoteKind::Picture, ""),
            "altChunk" => self.source.note(SourceNoteKind::Embedded, "altChunk"),
            _ => self.inside(tag),
        }
    }

    /// What counts only inside a paragraph.
    fn inside(&mut self, tag: &Tag<'_>) {
        let in_run = self.in_run > 0;
        let Some(open) = self.paragraphs.last_mut() else {
            return;
        };
        match tag.name {
            "pStyle" => open.style = tag.value("val"),
            "numId" => open.list = Some(tag.value("val")),
            "ilvl" => open.list_level = tag.value("val").parse().ok(),
            "outlineLvl" => {
                let level = tag.value("val").parse::<u8>().ok();
                open.outline = level.map(|level| level.saturating_add(1));
            }
            "jc" if !in_run => open.centred = Some(tag.value("val") == "center"),
            "b" if in_run => open.run_bold = Some(is_on(&tag.value("val"))),
            "sz" if in_run => open.run_half_points = tag.value("val").parse().ok(),
            "tab" if in_run => self.put("\t"),
            "br" if in_run && tag.value("type").is_empty() => self.put("\n"),
            "cr" if in_run => self.put("\n"),
            "noBreakHyphen" => self.put("-"),
            "sym" => self.symbol(&tag.value("char")),
            name @ ("footnoteReference" | "endnoteReference") => {
                let key = format!("{}{}", &name[..name.len() - 9], tag.value("id"));
                if let Some(note) = self.notes.get(&key)
                    && !self.paragraphs.is_empty()
                {
                    let words = format!("（注：{note}）");
                    self.used.insert(key);
                    self.put(&words);
                }
            }
            _ => {}
        }
    }

    /// A character of a symbol font: the boxes of check lists have a meaning everywhere.
    fn symbol(&mut self, code: &str) {
        let word = match code.to_ascii_uppercase().trim_start_matches("F0") {
            "A8" | "6F" | "71" | "72" | "2A3" => "□",
            "FC" | "FE" | "52" | "2612" => "☑",
            _ => {
                self.source.note(SourceNoteKind::Symbol, code);
                "〓"
            }
        };
        self.put(word);
    }

    fn run(&mut self, step: usize) {
        self.in_run += step;
        if let Some(open) = self.paragraphs.last_mut() {
            open.run_bold = None;
            open.run_half_points = None;
        }
    }

    fn close(&mut self, name: &str) {
        if matches!(name, "Fallback" | "pPrChange" | "rPrChange" | "sectPr") {
            self.skipping = self.skipping.saturating_sub(1);
            return;
        }
        if self.skipping > 0 {
            return;
        }
        match name {
            "p" => {
                if let Some(open) = self.paragraphs.pop() {
                    self.paragraph(open);
                }
            }
            "r" => self.in_run = self.in_run.saturating_sub(1),
            "t" => self.in_text = false,
            "delText" => self.in_deleted = false,
            "moveFrom" => self.moved = self.moved.saturating_sub(1),
            "tc" => {
                if let Some(table) = self.tables.last_mut() {
                    self.source.produce(table.span * CELL_BYTES);
                    table.close_cell();
                }
            }
            "tbl" => {
                if let Some(table) = self.tables.pop() {
                    self.table(table);
                }
            }
            "sdt" => drop(self.contents.pop()),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.skipping > 0 {
            return;
        }
        if self.in_deleted || (self.in_text && self.moved > 0) {
            if let Some(open) = self.paragraphs.last_mut() {
                open.deleted.push_str(text);
            }
        } else if self.in_text {
            self.put(text);
        }
    }

    /// Words of the run that is open.
    fn put(&mut self, words: &str) {
        let Some(open) = self.paragraphs.last_mut() else {
            return;
        };
        self.source.produce(words.len());
        let chars = words.chars().filter(|c| !c.is_whitespace()).count();
        if open.text.len() > PARAGRAPH_CHARS_MAX {
            let full = std::mem::take(&mut open.text);
            let style = open.style.clone();
            self.paragraph(Open {
                text: full,
                style,
                ..Open::default()
            });
            return self.put(words);
        }
        let look = self.styles.look(&open.style);
        if open.run_bold.unwrap_or(look.bold) {
            open.bold_chars += chars;
        }
        open.chars += chars;
        let size = open.run_half_points.unwrap_or(look.half_points);
        open.half_points = open.half_points.max(size);
        open.text.push_str(words);
    }

    fn paragraph(&mut self, open: Open) {
        let number = self.source.next_number();
        self.source.aside(AsidePlace::Deleted, open.deleted.trim());
        let text = clean(&open.text);
        if let Some(table) = self.tables.last_mut() {
            let label = mark(self.styles, self.numbering, &open);
            self.source.produce(label.0.len());
            table.put(&label.0, text);
            return;
        }
        let look = self.styles.look(&open.style);
        let in_contents = self.contents.contains(&true) || look.contents;
        if in_contents {
            self.source.aside(AsidePlace::Contents, text);
            return;
        }
        let (label, bullet) = mark(self.styles, self.numbering, &open);
        self.source.produce(label.len());
        if text.is_empty() && label.is_empty() {
            return;
        }
        let level = open.outline.or(look.level);
        self.source.push(Piece::Paragraph(Paragraph {
            number,
            text: text.to_owned(),
            label,
            bullet,
            level: level.filter(|level| *level <= 9),
            title: look.title,
            bold: open.chars > 0 && open.bold_chars == open.chars,
            centred: open.centred.unwrap_or(look.centred),
            half_points: open.half_points,
        }));
    }

    fn table(&mut self, table: OpenTable) {
        let rows: Vec<Vec<String>> = table.rows;
        if let Some(outer) = self.tables.last_mut() {
            // A table inside a cell becomes lines of that cell.
            for row in rows {
                outer.put("", row.join(" ").trim());
            }
            return;
        }
        if rows.iter().flatten().any(|cell| !cell.is_empty()) {
            self.source.push_table(rows);
        }
    }

    /// Closes what a damaged document left open.
    fn end(&mut self) {
        while let Some(open) = self.paragraphs.pop() {
            self.paragraph(open);
        }
        while let Some(mut table) = self.tables.pop() {
            table.close_cell();
            self.table(table);
        }
    }
}

impl OpenTable {
    fn put(&mut self, label: &str, text: &str) {
        let Some(cell) = &mut self.cell else {
            return;
        };
        if text.is_empty() {
            return;
        }
        append(cell, &format!("{label}{text}"));
    }

    fn close_cell(&mut self) {
        if let Some(cell) = self.cell.take() {
            if self.rows.is_empty() {
                self.rows.push(Vec::new());
            }
            if let Some(row) = self.rows.last_mut() {
                if row.len() < COLUMNS_MAX {
                    row.push(cell);
                } else if let Some(last) = row.last_mut() {
                    append(last, &cell);
                }
                let width = row.len() + self.span.saturating_sub(1);
                row.resize(width.min(COLUMNS_MAX), String::new());
            }
        }
    }
}

/// The number or bullet that Word puts before a paragraph.
fn mark(styles: &Styles, numbering: &mut Numbering, open: &Open) -> (String, bool) {
    let look = styles.look(&open.style);
    let Some(list) = open.list.clone().or(look.list) else {
        return (String::new(), false);
    };
    let level = open
        .list_level
        .or(look.list_level)
        .or_else(|| numbering.level_of_style(&list, &open.style))
        .unwrap_or(0);
    match numbering.next(&list, level) {
        Some(Mark::Number(label)) => (label.trim().to_owned(), false),
        Some(Mark::Bullet) => (String::new(), true),
        None => (String::new(), false),
    }
}

/// The words of a paragraph without the space around them.
fn clean(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\0')
}
