//! Documents -> `.docx`, A4, with real heading styles.
//!
//! Page and type follow GB/T 9704-2012 (format of official documents): margins 37 / 28 / 26 / 35
//! mm, title in 小标宋 22 pt, body in 仿宋 16 pt. The font table names fall-backs, so that a
//! machine without these fonts takes another Song face and not a Latin one.

use std::io::Cursor;

use docx_rs::{
    AlignmentType, Docx, Footer, Header, LineSpacing, LineSpacingType, PageMargin, PageNum,
    Paragraph, Run, RunFonts, Shading, SpecialIndentType, Style, StyleType, Table as WordTable,
    TableCell, TableLayoutType, TableOfContents, TableRow, VAlignType, WidthType,
};

use crate::document::{CONTENTS_DEPTH, Column, Entry, Form, Part, ReportDocument, Table};

/// Name of the title face, and what may stand in for it.
const TITLE_FONT: (&str, &str) = (
    "方正小标宋简体",
    "FZXiaoBiaoSong-B05S,方正小标宋_GBK,宋体,SimSun,Noto Serif CJK SC",
);

/// Name of the body face, and what may stand in for it.
const BODY_FONT: (&str, &str) = (
    "仿宋",
    "FangSong,仿宋_GB2312,FandolFang R,宋体,SimSun,Noto Serif CJK SC",
);

/// Name of the heading face, and what may stand in for it.
const HEADING_FONT: (&str, &str) = ("黑体", "SimHei,Noto Sans CJK SC,Source Han Sans SC");

const LATIN_FONT: &str = "Times New Roman";

/// A4 and the margins of GB/T 9704-2012, twentieths of a point.
const PAGE: (u32, u32) = (11_906, 16_838);
const MARGIN_TOP: i32 = 2_098;
const MARGIN_LEFT: i32 = 1_588;
const MARGIN_RIGHT: i32 = 1_474;
const MARGIN_BOTTOM: i32 = 1_984;
const TEXT_WIDTH: usize = 8_844;

/// Sizes in half points: 二号, 三号, 小四, 小五.
const TITLE_SIZE: usize = 44;
const BODY_SIZE: usize = 32;
const TABLE_SIZE: usize = 24;
const SMALL_SIZE: usize = 18;

/// Why no file could be made.
#[derive(Debug, thiserror::Error)]
pub enum DocxError {
    /// The package could not be written.
    #[error("the Word file could not be packed")]
    Pack {
        /// What the packer said.
        #[source]
        source: std::io::Error,
    },
}

/// Makes the Word file.
///
/// # Errors
/// [`DocxError::Pack`] when the package could not be written; in memory that does not happen
/// short of exhaustion.
pub fn to_docx(document: &ReportDocument) -> Result<Vec<u8>, DocxError> {
    let mut docx = page(document);
    let title = Paragraph::new().style("Title").align(AlignmentType::Center);
    docx = docx.add_paragraph(lines(title, &document.title.value, Run::new));
    let small = document.form != Form::Report;
    for entry in &document.head {
        let words = format!("{}：{}", entry.label, entry.value);
        let size = if small { TABLE_SIZE } else { TABLE_SIZE + 4 };
        docx = docx.add_paragraph(lines(Paragraph::new(), &words, || Run::new().size(size)));
    }
    for part in &document.parts {
        docx = match part {
            Part::Heading(words) => {
                docx.add_paragraph(lines(Paragraph::new().style("Heading1"), words, Run::new))
            }
            Part::Section(section) => {
                let depth = usize::from(section.depth).clamp(1, CONTENTS_DEPTH);
                let paragraph = Paragraph::new().style(&heading_style(depth));
                docx.add_paragraph(lines(paragraph, &section.words, Run::new))
            }
            Part::Contents => docx.add_table_of_contents(
                TableOfContents::new()
                    .heading_styles_range(1, CONTENTS_DEPTH)
                    .auto(),
            ),
            Part::Paragraph(entry) => add_body(docx, entry),
            Part::Fields(entries) => docx.add_table(fields(entries)),
            Part::Table(table) => docx.add_table(grid(table)),
        };
    }
    for entry in &document.signature {
        let paragraph = Paragraph::new().align(AlignmentType::Right);
        let words = match document.form {
            Form::Report => entry.value.clone(),
            _ => format!("{}：{}", entry.label, entry.value),
        };
        docx = docx.add_paragraph(lines(paragraph, &words, || Run::new().size(BODY_SIZE)));
    }
    for line in &document.provenance {
        docx = docx.add_paragraph(lines(Paragraph::new(), line, || {
            Run::new().size(SMALL_SIZE)
        }));
    }
    pack(docx)
}

fn fonts(face: (&str, &str)) -> RunFonts {
    RunFonts::new()
        .east_asia(face.0)
        .ascii(LATIN_FONT)
        .hi_ansi(LATIN_FONT)
}

fn page(document: &ReportDocument) -> Docx {
    let title = Style::new("Title", StyleType::Paragraph)
        .name("Title")
        .fonts(fonts(TITLE_FONT))
        .size(TITLE_SIZE)
        .align(AlignmentType::Center);
    let margin = PageMargin::new()
        .top(MARGIN_TOP)
        .left(MARGIN_LEFT)
        .right(MARGIN_RIGHT)
        .bottom(MARGIN_BOTTOM)
        .header(850)
        .footer(1_000)
        .gutter(0);
    let number = Paragraph::new().align(AlignmentType::Center);
    let footer = Footer::new().add_paragraph(
        number
            .add_run(Run::new().add_text("第").size(SMALL_SIZE))
            .add_page_num(PageNum::new())
            .add_run(Run::new().add_text("页").size(SMALL_SIZE)),
    );
    let mut docx = Docx::new()
        .default_fonts(fonts(BODY_FONT))
        .default_size(BODY_SIZE)
        .page_size(PAGE.0, PAGE.1)
        .page_margin(margin)
        .add_style(title)
        .footer(footer);
    for depth in 1..=CONTENTS_DEPTH {
        let heading = Style::new(heading_style(depth), StyleType::Paragraph)
            .name(format!("heading {depth}"))
            .fonts(fonts(HEADING_FONT))
            .size(BODY_SIZE)
            .outline_lvl(depth - 1);
        docx = docx.add_style(heading);
    }
    if document.exercise {
        // In the header, so that every page carries it.
        let mark = Run::new()
            .add_text(crate::EXERCISE_MARK)
            .bold()
            .size(TABLE_SIZE);
        let paragraph = Paragraph::new().align(AlignmentType::Center).add_run(mark);
        docx = docx.header(Header::new().add_paragraph(paragraph));
    }
    docx
}

fn heading_style(depth: usize) -> String {
    format!("Heading{depth}")
}

/// Text with its line breaks, each in a run made by `run`.
fn lines(mut paragraph: Paragraph, text: &str, run: impl Fn() -> Run) -> Paragraph {
    for (index, line) in text.split('\n').enumerate() {
        let mut made = run();
        if index > 0 {
            made = made.add_break(docx_rs::BreakType::TextWrapping);
        }
        paragraph = paragraph.add_run(made.add_text(line));
    }
    paragraph
}

/// A paragraph of the body: one Word paragraph a line, first line indented by two characters.
fn add_body(mut docx: Docx, entry: &Entry) -> Docx {
    let spacing = LineSpacing::new()
        .line_rule(LineSpacingType::Exact)
        .line(560);
    for line in entry.value.split('\n') {
        let paragraph = Paragraph::new()
            .align(AlignmentType::Both)
            .indent(
                None,
                Some(SpecialIndentType::FirstLine(BODY_SIZE as i32 * 20)),
                None,
                None,
            )
            .first_line_chars(200)
            .line_spacing(spacing.clone())
            .add_run(Run::new().add_text(line).size(BODY_SIZE));
        docx = docx.add_paragraph(paragraph);
    }
    docx
}

fn cell(words: &str, width: usize, label: bool) -> TableCell {
    let paragraph = lines(Paragraph::new(), words, || Run::new().size(TABLE_SIZE));
    let cell = TableCell::new()
        .width(width, WidthType::Dxa)
        .vertical_align(VAlignType::Center)
        .add_paragraph(paragraph);
    if label {
        cell.shading(Shading::new().fill("F0F0F0"))
    } else {
        cell
    }
}

/// Fields as a table of two columns: numbered label, value.
fn fields(entries: &[Entry]) -> WordTable {
    let label_width = TEXT_WIDTH / 4;
    let value_width = TEXT_WIDTH - label_width;
    let rows = entries
        .iter()
        .enumerate()
        .map(|(index, entry)| {
            let label = format!("{}. {}", index + 1, entry.label);
            TableRow::new(vec![
                cell(&label, label_width, true),
                cell(&entry.value, value_width, false),
            ])
        })
        .collect();
    WordTable::new(rows)
        .set_grid(vec![label_width, value_width])
        .width(TEXT_WIDTH, WidthType::Dxa)
        .layout(TableLayoutType::Fixed)
}

fn grid(table: &Table) -> WordTable {
    let widths = widths(&table.columns);
    let header = table
        .columns
        .iter()
        .zip(&widths)
        .map(|(column, width)| cell(&column.label, *width, true))
        .collect();
    let mut rows = vec![TableRow::new(header)];
    for row in &table.rows {
        let cells = row
            .iter()
            .zip(&widths)
            .map(|(words, width)| cell(words, *width, false));
        rows.push(TableRow::new(cells.collect()));
    }
    WordTable::new(rows)
        .set_grid(widths)
        .width(TEXT_WIDTH, WidthType::Dxa)
        .layout(TableLayoutType::Fixed)
}

fn widths(columns: &[Column]) -> Vec<usize> {
    let total: f32 = columns.iter().map(|column| column.weight.max(0.1)).sum();
    columns
        .iter()
        .map(|column| (column.weight.max(0.1) / total * TEXT_WIDTH as f32) as usize)
        .collect()
}

fn pack(docx: Docx) -> Result<Vec<u8>, DocxError> {
    let mut parts = docx.build();
    parts.font_table = font_table().into_bytes();
    let mut bytes = Cursor::new(Vec::new());
    parts.pack(&mut bytes).map_err(|error| DocxError::Pack {
        source: error.into(),
    })?;
    Ok(bytes.into_inner())
}

/// The font table with the names that may stand in; the library's own has Latin faces only.
fn font_table() -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\
         <w:fonts xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">",
    );
    for (name, stand_ins) in [TITLE_FONT, BODY_FONT, HEADING_FONT] {
        xml.push_str(&format!(
            "<w:font w:name=\"{name}\"><w:altName w:val=\"{stand_ins}\"/>\
             <w:charset w:val=\"86\"/><w:family w:val=\"auto\"/>\
             <w:pitch w:val=\"default\"/></w:font>"
        ));
    }
    xml.push_str(&format!(
        "<w:font w:name=\"{LATIN_FONT}\"><w:charset w:val=\"00\"/><w:family w:val=\"roman\"/>\
         <w:pitch w:val=\"variable\"/></w:font></w:fonts>"
    ));
    xml
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn document(words: &str, exercise: bool) -> ReportDocument {
        let mut document = ReportDocument::new(Form::Report, "演练初报", exercise);
        document.head = vec![Entry::new("number", "编号", words)];
        document.parts = vec![
            Part::Paragraph(Entry::paragraph("body", words)),
            Part::Heading("报告要素".into()),
            Part::Fields(vec![Entry::new("place", "地点", words)]),
            Part::Table(Table::new(
                "t",
                vec![Column::new("甲", 1.0), Column::new("乙", 3.0)],
                [vec![words.to_owned(), "二".into()]],
            )),
        ];
        document.signature = vec![Entry::new("unit", "单位", "演练值班室")];
        document
    }

    /// Every part of the package as text, checked to be well-formed XML.
    fn parts(bytes: &[u8]) -> Vec<(String, String)> {
        let mut package = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip package");
        let mut parts = Vec::new();
        for index in 0..package.len() {
            let mut file = package.by_index(index).expect("an entry");
            let mut text = String::new();
            file.read_to_string(&mut text).expect("UTF-8");
            let name = file.name().to_owned();
            let mut reader = quick_xml::Reader::from_str(&text);
            loop {
                match reader.read_event() {
                    Ok(quick_xml::events::Event::Eof) => break,
                    Ok(_) => {}
                    Err(error) => panic!("{name} is well-formed: {error}"),
                }
            }
            parts.push((name, text));
        }
        parts
    }

    #[test]
    fn a_word_file_opens_and_holds_the_words() {
        let bytes = to_docx(&document("第一行\n<b>&第二行", false)).expect("packed");
        let parts = parts(&bytes);
        let body = &parts
            .iter()
            .find(|(name, _)| name == "word/document.xml")
            .expect("body")
            .1;
        assert!(body.contains("第一行"), "the words are there");
        assert!(body.contains("&lt;b&gt;&amp;第二行"), "markup stays text");
        assert!(
            body.contains("w:w=\"11906\" w:h=\"16838\""),
            "the page is A4"
        );
        let marked = parts
            .iter()
            .any(|(_, text)| text.contains(crate::EXERCISE_MARK));
        assert!(!marked, "no mark when it is real");
        let fonts = &parts
            .iter()
            .find(|(name, _)| name.contains("fontTable"))
            .expect("fonts")
            .1;
        assert!(
            fonts.contains("方正小标宋简体"),
            "the title face is named with fall-backs"
        );
    }

    #[test]
    fn an_exercise_is_marked_in_the_header_of_every_page() {
        let bytes = to_docx(&document("词", true)).expect("packed");
        let parts = parts(&bytes);
        let headers: Vec<_> = parts
            .iter()
            .filter(|(name, _)| name.starts_with("word/header"))
            .collect();
        assert!(!headers.is_empty(), "there is a header");
        assert!(
            headers
                .iter()
                .all(|(_, text)| text.contains(crate::EXERCISE_MARK)),
            "and it carries the mark"
        );
    }

    #[test]
    fn hostile_words_give_a_file_that_opens() {
        let hostile = "]]>\u{0}\u{b}\u{ffff}<?xml?><!--\u{202e}&#0;".repeat(200);
        let bytes = to_docx(&document(&hostile, true)).expect("packed");
        assert!(parts(&bytes).len() > 5, "every part is well-formed XML");
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(40))]

        #[test]
        fn any_words_give_a_file_that_opens(words in proptest::prelude::any::<String>()) {
            let bytes = to_docx(&document(&words, false)).expect("packed");
            proptest::prop_assert!(parts(&bytes).len() > 5, "every part is well-formed XML");
        }
    }
}
