//! `.txt` and `.md`: lines and Markdown as pieces.

use encoding_rs::{Encoding, GB18030};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::error::ImportError;
use super::source::{
    AsidePlace, PIECES_MAX, Paragraph, Piece, Source, SourceNoteKind, TEXT_BYTES_MAX,
};

/// Columns of a table in a text file.
const COLUMNS_MAX: usize = 40;

/// The bytes of a text file: UTF-8 with or without a mark, UTF-16 with one, else GB18030.
pub(super) fn decode(bytes: &[u8], source: &mut Source) -> Result<String, ImportError> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, lossy) = encoding.decode_without_bom_handling(&bytes[mark..]);
        if lossy {
            source.note(SourceNoteKind::Encoding, encoding.name());
        }
        return Ok(text.into_owned());
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => {
            let (text, lossy) = GB18030.decode_without_bom_handling(bytes);
            if lossy {
                source.note(SourceNoteKind::Encoding, GB18030.name());
            }
            text.into_owned()
        }
    };
    // A text with zeros is a picture or a program.
    if text.contains('\0') {
        return Err(ImportError::OtherFormat {
            format: "二进制"
        });
    }
    Ok(text)
}

/// Lines of a text file: each line that is not empty is a paragraph, lines with the same columns
/// are a table, dotted lines that end in a page number are a table of contents.
pub(super) fn text(text: &str, source: &mut Source) {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let mut at = 0;
    let mut after_contents_word = false;
    while at < lines.len() {
        if is_full(source) {
            return;
        }
        let line = lines[at];
        if line.trim().is_empty() {
            at += 1;
            continue;
        }
        let table = table(&lines[at..]);
        if !table.is_empty() {
            at += table.len();
            push_table(table, source);
            continue;
        }
        let words = line.trim();
        if is_contents_line(words) || (after_contents_word && is_contents_word(words)) {
            source.aside(AsidePlace::Contents, words);
        } else if is_contents_word(words) && lines_follow(&lines[at + 1..]) {
            after_contents_word = true;
            source.aside(AsidePlace::Contents, words);
        } else {
            let (words, bold) = bare(words);
            let paragraph = Paragraph {
                number: source.next_number(),
                text: words,
                bold,
                ..Paragraph::default()
            };
            source.push(Piece::Paragraph(paragraph));
        }
        at += 1;
    }
}

/// 目录 or 目次, as the head of a table of contents.
pub(crate) fn is_contents_word(line: &str) -> bool {
    let bare: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    matches!(bare.as_str(), "目录" | "目次")
}

/// A heading, dots or a tab, and a page number.
pub(crate) fn is_contents_line(line: &str) -> bool {
    let line = line.trim_end();
    let bare = line.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = line.len() - bare.len();
    if digits == 0 || digits > 4 {
        return false;
    }
    let words = bare.trim_end_matches(['.', '…', '·', '．', '-', '—', '_', ' ', '\t', '\u{3000}']);
    let gap = &bare[words.len()..];
    let dots = gap.chars().filter(|c| !c.is_whitespace()).count();
    !words.is_empty() && (dots >= 3 || gap.contains('…') || gap.contains('\t'))
}

fn lines_follow(rest: &[&str]) -> bool {
    rest.iter()
        .find(|line| !line.trim().is_empty())
        .is_some_and(|line| is_contents_line(line))
}

/// Lines of columns, from the first one on: cells between bars, or between tabs.
fn table(lines: &[&str]) -> Vec<Vec<String>> {
    let first = cells(lines.first().copied().unwrap_or_default());
    let width = first.len();
    if width < 2 {
        return Vec::new();
    }
    let rows: Vec<Vec<String>> = lines
        .iter()
        .map(|line| cells(line))
        .take_while(|row| row.len().abs_diff(width) <= 1 && row.len() >= 2)
        .collect();
    if rows.len() < 2 {
        return Vec::new();
    }
    rows
}

fn cells(line: &str) -> Vec<String> {
    let line = line.trim();
    if is_contents_line(line) {
        return Vec::new();
    }
    let parts: Vec<&str> = if line.starts_with('|') && line.ends_with('|') && line.len() > 1 {
        line[1..line.len() - 1].split('|').collect()
    } else if line.contains('\t') {
        line.split('\t').collect()
    } else {
        return Vec::new();
    };
    if parts.len() > COLUMNS_MAX {
        return Vec::new();
    }
    parts.iter().map(|cell| cell.trim().to_owned()).collect()
}

fn push_table(mut rows: Vec<Vec<String>>, source: &mut Source) {
    // The line of dashes under the head of a Markdown table is no row.
    let is_rule = |row: &Vec<String>| {
        let cell = |cell: &String| !cell.is_empty() && cell.chars().all(|c| c == '-' || c == ':');
        row.iter().all(cell)
    };
    rows.retain(|row| !is_rule(row));
    if rows.is_empty() {
        return;
    }
    source.push_table(rows);
}

/// A line without the marks of bold that some texts keep from a web page.
fn bare(line: &str) -> (String, bool) {
    let inner = line
        .strip_prefix("**")
        .and_then(|rest| rest.strip_suffix("**"))
        .filter(|inner| !inner.contains("**") && !inner.is_empty());
    match inner {
        Some(inner) => (inner.trim().to_owned(), true),
        None => (line.to_owned(), false),
    }
}

/// A Markdown text that is not in the form of the library.
pub(super) fn markdown(text: &str, source: &mut Source) {
    read(text, source, Reading::default());
}

/// The text of a clause: a line break inside a paragraph stays one.
pub(super) fn text_pieces(text: &str, source: &mut Source) {
    let reading = Reading {
        keeps_breaks: true,
        ..Reading::default()
    };
    read(text, source, reading);
}

fn read(text: &str, source: &mut Source, mut reading: Reading) {
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        reading.take(event, source);
        if is_full(source) {
            return;
        }
    }
    reading.flush(source);
}

/// Whether nothing more is taken in; what follows is then said to be left out.
fn is_full(source: &mut Source) -> bool {
    let is_full = source.pieces.len() >= PIECES_MAX || source.is_over();
    if is_full {
        source.cut(format!(
            "more than {PIECES_MAX} paragraphs or {TEXT_BYTES_MAX} bytes"
        ));
    }
    is_full
}

/// What is open while Markdown is read.
#[derive(Default)]
struct Reading {
    /// True when a line break does not begin a new paragraph.
    keeps_breaks: bool,
    words: String,
    level: Option<u8>,
    /// The next number of each ordered list that is open; none for a bulleted one.
    lists: Vec<Option<u64>>,
    item: Option<Option<u64>>,
    strong_chars: usize,
    strong: usize,
    rows: Vec<Vec<String>>,
    in_table: bool,
}

impl Reading {
    fn take(&mut self, event: Event<'_>, source: &mut Source) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                self.flush(source);
                self.level = Some(depth(level));
            }
            Event::Start(Tag::List(first)) => {
                self.flush(source);
                self.lists.push(first);
            }
            Event::Start(Tag::Item) => {
                self.flush(source);
                let next = self.lists.last_mut().and_then(|next| {
                    let number = *next;
                    *next = next.map(|number| number.saturating_add(1));
                    number
                });
                self.item = Some(next);
            }
            Event::End(TagEnd::List(_)) => {
                self.flush(source);
                self.lists.pop();
            }
            Event::Start(Tag::Strong) => self.strong += 1,
            Event::End(TagEnd::Strong) => self.strong = self.strong.saturating_sub(1),
            Event::Start(Tag::Table(_)) => {
                self.flush(source);
                self.in_table = true;
            }
            Event::Start(Tag::TableRow | Tag::TableHead) => self.rows.push(Vec::new()),
            Event::End(TagEnd::TableCell) => {
                let cell = std::mem::take(&mut self.words);
                if let Some(row) = self.rows.last_mut() {
                    row.push(cell.trim().to_owned());
                }
            }
            Event::End(TagEnd::Table) => {
                self.in_table = false;
                push_table(std::mem::take(&mut self.rows), source);
            }
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                if self.strong > 0 {
                    self.strong_chars += text.chars().count();
                }
                self.words.push_str(&text);
            }
            Event::SoftBreak | Event::HardBreak => self.words.push('\n'),
            Event::End(
                TagEnd::Paragraph
                | TagEnd::Heading(_)
                | TagEnd::Item
                | TagEnd::CodeBlock
                | TagEnd::HtmlBlock,
            ) => self.flush(source),
            _ => {}
        }
    }

    fn flush(&mut self, source: &mut Source) {
        let words = std::mem::take(&mut self.words);
        let level = self.level.take();
        let strong = std::mem::take(&mut self.strong_chars);
        if self.in_table || words.trim().is_empty() {
            return;
        }
        let item = self.item.take();
        let whole = strong >= words.trim().chars().count();
        // A line break inside a paragraph of Markdown is most often a new paragraph of the plan.
        let whole_words = words.trim();
        let lines: Vec<&str> = if self.keeps_breaks {
            vec![whole_words]
        } else {
            words.lines().map(str::trim).collect()
        };
        let lines = lines.into_iter().filter(|line| !line.is_empty());
        for (index, line) in lines.enumerate() {
            let item = item.filter(|_| index == 0);
            let paragraph = Paragraph {
                number: source.next_number(),
                text: line.to_owned(),
                label: item.flatten().map_or_else(String::new, |n| format!("{n}.")),
                bullet: item == Some(None),
                level,
                bold: whole && level.is_none(),
                ..Paragraph::default()
            };
            source.push(Piece::Paragraph(paragraph));
        }
    }
}

fn depth(level: HeadingLevel) -> u8 {
    level as u8
}
