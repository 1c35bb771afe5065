//! A document before anyone has understood it: paragraphs and tables in order, each with its
//! number.

use serde::{Deserialize, Serialize};

/// Pieces of one document; the longest plan seen has about 200 pages, 8,000 pieces.
pub const PIECES_MAX: usize = 200_000;

/// Notes that are kept of pictures and the like, and again as many of what was lost.
const NOTES_MAX: usize = 1_000;
/// Columns of a table, as in Word; the cells of a wider row stand together in the last column.
pub(super) const COLUMNS_MAX: usize = 63;
/// Cells of one table with its short rows filled up; the rows after them are a table of their own.
const CELLS_MAX: usize = 20_000;
/// What a cell costs beside its words.
pub(super) const CELL_BYTES: usize = size_of::<String>();
/// Bytes of text that a file may grow to. References and lists repeat words, and rows are filled
/// up, so that a small file can make much text; that of 200 pages has less than one MB.
pub const TEXT_BYTES_MAX: usize = 16 * 1024 * 1024;

/// What was read from a file.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Source {
    /// Paragraphs and tables in the order of the text.
    pub(crate) pieces: Vec<Piece>,
    /// Text that is no part of the plan's body.
    pub(crate) asides: Vec<Aside>,
    /// What was seen and could not be taken as text.
    pub(crate) notes: Vec<SourceNote>,
    count: u32,
    /// Bytes of text so far; [`TEXT_BYTES_MAX`] bounds them.
    produced: usize,
}

/// A paragraph or a table.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Piece {
    Paragraph(Paragraph),
    Table(Table),
}

/// A paragraph and how it looks.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Paragraph {
    /// Place in the document, 1 for the first piece.
    pub(crate) number: u32,
    /// The words; a line break inside is `\n`.
    pub(crate) text: String,
    /// The number that Word itself puts before the words, as shown; empty for none.
    pub(crate) label: String,
    /// True for an item of a bulleted list.
    pub(crate) bullet: bool,
    /// Level of a heading style or of the outline, 1 for the highest.
    pub(crate) level: Option<u8>,
    /// True in a style for titles.
    pub(crate) title: bool,
    /// True when all of it is bold.
    pub(crate) bold: bool,
    /// True when it is centred.
    pub(crate) centred: bool,
    /// Size in half points; 0 when the document does not say.
    pub(crate) half_points: u32,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Table {
    /// Place in the document.
    pub(crate) number: u32,
    /// Rows of cells; a cell that a merged one covers is empty. A line break inside is `\n`.
    pub(crate) rows: Vec<Vec<String>>,
}

/// Text beside the body, kept so that nothing is lost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aside {
    /// Where it stands.
    pub place: AsidePlace,
    /// Number of the piece; 0 for what stands outside of the body.
    pub paragraph: u32,
    /// The words.
    pub text: String,
}

/// Places beside the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AsidePlace {
    /// A line of a table of contents; Word makes it from the headings.
    Contents,
    /// The head or foot of the pages.
    PageMargin,
    /// A comment of a reviewer.
    Comment,
    /// Words that a tracked change takes out.
    Deleted,
    /// A footnote or endnote that nothing in the body refers to.
    Note,
}

/// Something that is in the file and is no text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceNote {
    /// What it is.
    pub kind: SourceNoteKind,
    /// Number of the piece it stands in or after.
    pub paragraph: u32,
    /// Words for the technician.
    pub detail: String,
}

/// Kinds of [`SourceNote`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceNoteKind {
    /// A picture; words inside it are not read.
    Picture,
    /// A part of another file is embedded and was not read.
    Embedded,
    /// A character of a symbol font without a known meaning, written as 〓.
    Symbol,
    /// A part of the package is damaged; what could be read before the damage is here.
    DamagedPart,
    /// Words beyond a bound of the reader are not here.
    Cut,
    /// The encoding of a text is damaged; the bytes that mean nothing are written as �.
    Encoding,
}

impl Paragraph {
    /// The paragraph as a reader sees it: with the number that Word puts before it.
    pub(crate) fn line(&self) -> String {
        if self.label.is_empty() {
            return self.text.clone();
        }
        let tight = self.label.ends_with(['、', '）', ')', '．', '：']);
        let gap = if tight || self.text.is_empty() {
            ""
        } else {
            " "
        };
        format!("{}{gap}{}", self.label, self.text)
    }
}

impl Piece {
    /// Signs that no XML and no screen can show become blanks.
    fn clean(&mut self) {
        let texts: Vec<&mut String> = match self {
            Self::Paragraph(paragraph) => vec![&mut paragraph.text, &mut paragraph.label],
            Self::Table(table) => table.rows.iter_mut().flatten().collect(),
        };
        for text in texts {
            if text.contains(is_unseen) {
                *text = text.replace(is_unseen, " ");
            }
        }
    }
}

fn is_unseen(sign: char) -> bool {
    (sign.is_control() && !matches!(sign, '\n' | '\t')) || matches!(sign, '\u{fffe}' | '\u{ffff}')
}

impl Source {
    /// The number that the next piece gets. Empty paragraphs have none.
    pub(crate) fn next_number(&self) -> u32 {
        self.count.saturating_add(1)
    }

    /// Takes a piece in; it has the number of [`Self::next_number`].
    pub(crate) fn push(&mut self, mut piece: Piece) {
        piece.clean();
        self.count = self.next_number();
        self.pieces.push(piece);
    }

    /// Takes a table in, no wider and no larger than a table may be.
    pub(crate) fn push_table(&mut self, mut rows: Vec<Vec<String>>) {
        for row in &mut rows {
            let beyond = row.split_off(row.len().min(COLUMNS_MAX));
            if let Some(last) = row.last_mut() {
                beyond.iter().for_each(|cell| append(last, cell));
            }
        }
        let width = rows.iter().map(Vec::len).max().unwrap_or(0).max(1);
        let cells: usize = rows.iter().map(Vec::len).sum();
        self.produce((width * rows.len()).saturating_sub(cells) * CELL_BYTES);
        let most = CELLS_MAX / width;
        while !rows.is_empty() && !self.is_over() {
            let rest = rows.split_off(most.min(rows.len()));
            let number = self.next_number();
            self.push(Piece::Table(Table { number, rows }));
            rows = rest;
        }
    }

    /// Counts text that is made.
    pub(crate) fn produce(&mut self, bytes: usize) {
        self.produced = self.produced.saturating_add(bytes);
    }

    /// Whether there is more text than a plan can have.
    pub(crate) fn is_over(&self) -> bool {
        self.produced > TEXT_BYTES_MAX
    }

    /// Keeps text beside the body. A line of a table of contents counts as a piece.
    pub(crate) fn aside(&mut self, place: AsidePlace, text: &str) {
        if text.is_empty() {
            return;
        }
        if self.asides.len() >= PIECES_MAX {
            return self.cut(format!("more than {PIECES_MAX} texts beside the body"));
        }
        self.asides.push(Aside {
            place,
            paragraph: self.next_number(),
            text: text.to_owned(),
        });
        if place == AsidePlace::Contents {
            self.count = self.next_number();
        }
    }

    /// A document of nothing but lines of a table of contents is text.
    pub(crate) fn contents_alone_are_text(&mut self) {
        if !self.pieces.is_empty() {
            return;
        }
        let (contents, rest) = std::mem::take(&mut self.asides)
            .into_iter()
            .partition(|aside| aside.place == AsidePlace::Contents);
        self.asides = rest;
        let lines: Vec<Aside> = contents;
        let paragraphs = lines.into_iter().map(|aside| Paragraph {
            number: aside.paragraph,
            text: aside.text,
            ..Paragraph::default()
        });
        self.pieces = paragraphs.map(Piece::Paragraph).collect();
    }

    pub(crate) fn note(&mut self, kind: SourceNoteKind, detail: impl Into<String>) {
        use SourceNoteKind::{Embedded, Picture, Symbol};
        let most = match kind {
            Picture | Embedded | Symbol => NOTES_MAX,
            _ => 2 * NOTES_MAX,
        };
        if self.notes.len() < most {
            self.notes.push(SourceNote {
                kind,
                paragraph: self.next_number(),
                detail: detail.into(),
            });
        }
    }

    /// Says what is wrong with a part, if anything is.
    pub(crate) fn damaged(&mut self, part: &str, damage: Option<String>) {
        if let Some(damage) = damage {
            self.note(SourceNoteKind::DamagedPart, format!("{part}: {damage}"));
        }
    }

    /// Says once that words were left out.
    pub(crate) fn cut(&mut self, detail: String) {
        let is_known = |note: &SourceNote| note.detail == detail;
        if !self.notes.iter().any(is_known) {
            self.note(SourceNoteKind::Cut, detail);
        }
    }
}

/// Puts words on a line of their own behind others.
pub(super) fn append(words: &mut String, more: &str) {
    if !words.is_empty() && !more.is_empty() {
        words.push('\n');
    }
    words.push_str(more);
}
