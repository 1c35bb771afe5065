//! Made-up plans of ten layouts, each with what is in it.
//!
//! A line of `documents/*.txt` is `#T` a title, `#1` to `#6` a heading with its number in it,
//! `#A1` a heading whose number Word makes (`number|words`), `#2+` a clause whose number stands in
//! front of its text (`number|text`), `%` a line of a table of contents, `|…|` a row, `-` an item,
//! `@` what a reader finds in the line before; anything else is a paragraph.

use emergency::level::ResponseLevel;

use super::word::Word;
use crate::level::parse_level;

const TEXTS: [(&str, &str); 10] = [
    ("01", include_str!("documents/01-special-styled.txt")),
    ("02", include_str!("documents/02-general-automatic.txt")),
    ("03", include_str!("documents/03-street-text.txt")),
    ("04", include_str!("documents/04-firm-dotted.txt")),
    ("05", include_str!("documents/05-site-gb.txt")),
    ("06", include_str!("documents/06-department-articles.txt")),
    ("07", include_str!("documents/07-community-look.txt")),
    ("08", include_str!("documents/08-flood-markdown.txt")),
    ("09", include_str!("documents/09-mixed-traps.txt")),
    ("10", include_str!("documents/10-firm-bracketed.txt")),
];

/// A file and what is in it.
pub(super) struct Document {
    pub(super) name: String,
    pub(super) file: String,
    pub(super) bytes: Vec<u8>,
    pub(super) title: String,
    pub(super) headings: Vec<(u8, String)>,
    pub(super) levels: Vec<(ResponseLevel, Vec<String>)>,
    pub(super) contacts: Vec<(String, String)>,
    pub(super) duties: Vec<String>,
    /// Every paragraph and cell, without spaces.
    pub(super) words: Vec<String>,
}

/// A line of the text of a document.
enum Line<'a> {
    Title(&'a str),
    Heading(u8, &'a str),
    Automatic(u8, &'a str),
    Clause(&'a str, &'a str),
    Contents(&'a str),
    Rows(Vec<Vec<String>>),
    Item(&'a str),
    Text(&'a str),
}

pub(super) fn all() -> Vec<Document> {
    TEXTS.iter().map(|(name, text)| read(name, text)).collect()
}

/// Reads a document from its lines.
pub(super) fn read(name: &str, text: &str) -> Document {
    let mut lines = text.lines();
    let layout = lines.next().and_then(|line| line.strip_prefix("layout "));
    let layout = layout.expect("the first line names the layout");
    let mut document = Document {
        name: format!("{name} {layout}"),
        file: String::new(),
        bytes: Vec::new(),
        title: String::new(),
        headings: Vec::new(),
        levels: Vec::new(),
        contacts: Vec::new(),
        duties: Vec::new(),
        words: Vec::new(),
    };
    let mut content: Vec<Line<'_>> = Vec::new();
    for line in lines.filter(|line| !line.is_empty()) {
        if let Some(truth) = line.strip_prefix('@') {
            document.truth(truth);
        } else {
            document.line(line, &mut content);
        }
    }
    (document.file, document.bytes) = match layout {
        "text" => ("plan.txt".to_owned(), plain(&content).into_bytes()),
        "gb18030" => {
            let text = plain(&content);
            let (bytes, ..) = encoding_rs::GB18030.encode(&text);
            ("plan.txt".to_owned(), bytes.into_owned())
        }
        "markdown" => ("plan.md".to_owned(), markdown(&content).into_bytes()),
        layout => ("plan.docx".to_owned(), word(&content, layout)),
    };
    document
}

impl Document {
    fn truth(&mut self, truth: &str) {
        let (kind, rest) = truth.split_once(' ').expect("a kind and what it is");
        let parts: Vec<String> = rest.split('|').map(|part| part.trim().to_owned()).collect();
        match kind {
            "level" => {
                let level = parse_level(&parts[0]).expect("a level");
                self.levels.push((level, parts[1..].to_vec()));
            }
            "contact" => self.contacts.push((parts[0].clone(), parts[1].clone())),
            "duty" => self.duties.push(parts[0].clone()),
            other => panic!("no truth is called {other}"),
        }
    }

    fn line<'a>(&mut self, line: &'a str, content: &mut Vec<Line<'a>>) {
        let bare: String = line.chars().filter(|c| !c.is_whitespace()).collect();
        if let Some(title) = line.strip_prefix("#T ") {
            title.clone_into(&mut self.title);
            self.words.push(title.to_owned());
            content.push(Line::Title(title));
        } else if let Some((mark, words)) = heading_mark(line) {
            let depth = mark.chars().find_map(|c| c.to_digit(10)).expect("a depth");
            let depth = u8::try_from(depth).expect("a small depth");
            let (number, rest) = words.split_once('|').unwrap_or((words, ""));
            self.words.push(words.replace(['|', ' '], ""));
            if mark.ends_with('+') {
                self.headings.push((depth, number.to_owned()));
                content.push(Line::Clause(number, rest));
            } else if mark.starts_with("#A") {
                self.headings.push((depth, format!("{number} {rest}")));
                content.push(Line::Automatic(depth, rest));
            } else {
                self.headings.push((depth, words.to_owned()));
                content.push(Line::Heading(depth, words));
            }
        } else if let Some(contents) = line.strip_prefix('%') {
            self.words.push(bare.replace('%', ""));
            content.push(Line::Contents(contents));
        } else if let Some(row) = line.strip_prefix("| ") {
            let cells = row.trim_end_matches('|').split('|');
            let row: Vec<String> = cells.map(|cell| cell.trim().to_owned()).collect();
            self.words.extend(row.iter().cloned());
            match content.last_mut() {
                Some(Line::Rows(rows)) => rows.push(row),
                _ => content.push(Line::Rows(vec![row])),
            }
        } else if let Some(item) = line.strip_prefix("- ") {
            self.words.push(bare[1..].to_owned());
            content.push(Line::Item(item));
        } else {
            self.words.push(bare);
            content.push(Line::Text(line));
        }
    }
}

/// `#1 words`, `#A1 number|words`, `#2+ number|text`.
fn heading_mark(line: &str) -> Option<(&str, &str)> {
    let (mark, words) = line.split_once(' ')?;
    (mark.starts_with('#') && mark.len() <= 3).then_some((mark, words))
}

fn plain(content: &[Line<'_>]) -> String {
    let mut text = String::new();
    for line in content {
        let line = match line {
            Line::Clause(number, words) => format!("{number} {words}"),
            Line::Rows(rows) => {
                let rows: Vec<String> = rows.iter().map(|row| row.join("\t")).collect();
                rows.join("\n")
            }
            Line::Title(words)
            | Line::Heading(_, words)
            | Line::Automatic(_, words)
            | Line::Contents(words)
            | Line::Item(words)
            | Line::Text(words) => format!("　　{words}"),
        };
        text.push_str(&line);
        text.push_str("\r\n");
    }
    text
}

fn markdown(content: &[Line<'_>]) -> String {
    let mut text = String::new();
    for line in content {
        let line = match line {
            Line::Title(words) => format!("# {words}\n"),
            Line::Heading(depth, words) => {
                format!("{} {words}\n", "#".repeat(usize::from(*depth) + 1))
            }
            Line::Item(words) => format!("- {words}"),
            Line::Text(words) => format!("{words}\n"),
            _ => panic!("the Markdown document has no such line"),
        };
        text.push_str(&line);
        text.push('\n');
    }
    text
}

fn word(content: &[Line<'_>], layout: &str) -> Vec<u8> {
    const CENTRED: &str = "<w:jc w:val=\"center\"/>";
    let mut word = Word::new();
    for line in content {
        match line {
            Line::Title(words) if layout == "automatic" => word.styled("Title", words),
            Line::Title(words) => word.paragraph(CENTRED, "<w:sz w:val=\"44\"/>", words),
            Line::Heading(depth, words) => match (layout, depth) {
                ("styled", _) | ("chapters", 1) => word.styled(&depth.to_string(), words),
                ("look", 1) => word.paragraph("", "<w:b/><w:sz w:val=\"36\"/>", words),
                ("look", _) => word.paragraph("", "<w:b/>", words),
                _ => word.paragraph("", "", words),
            },
            Line::Automatic(depth, words) => {
                let properties = format!(
                    "<w:pStyle w:val=\"{depth}\"/><w:numPr><w:ilvl w:val=\"{}\"/>\
                     <w:numId w:val=\"1\"/></w:numPr>",
                    depth - 1
                );
                word.paragraph(&properties, "", words);
            }
            Line::Clause(number, words) => word.paragraph("", "", &format!("{number} {words}")),
            Line::Contents(words) => word.styled("TOC1", words),
            Line::Rows(rows) => word.table(rows),
            Line::Item(words) | Line::Text(words) => word.paragraph("", "", words),
        }
    }
    word.bytes()
}
