//! Markdown of a clause as plain paragraphs, for a screen that shows text and never markup.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// Paragraphs that one block of text gives at most.
pub const PARAGRAPHS_MAX: usize = 5_000;

/// Between the cells of a table row: an ideographic space.
const CELL_GAP: &str = "\u{3000}";

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// A paragraph or a list item.
    Line(String),
    /// The rows of a table; the first one is its head.
    Table(Vec<Vec<String>>),
}

/// The pieces of a Markdown text, without its marks: list items begin with a dot, tables stay
/// tables.
#[must_use]
pub fn pieces(markdown: &str) -> Vec<Piece> {
    let mut all = Vec::new();
    let mut line = String::new();
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut count = 0_usize;
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Item) => {
                flush(&mut line, &mut all);
                line.push_str("· ");
            }
            Event::Start(Tag::Table(_)) => flush(&mut line, &mut all),
            Event::Start(Tag::TableHead | Tag::TableRow) => {
                rows.push(Vec::new());
                count += 1;
            }
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                line.push_str(&text);
            }
            Event::SoftBreak => line.push(' '),
            Event::HardBreak => flush(&mut line, &mut all),
            Event::End(TagEnd::TableCell) => {
                let cell = std::mem::take(&mut line).trim().to_owned();
                if let Some(row) = rows.last_mut() {
                    row.push(cell);
                }
            }
            Event::End(TagEnd::Table) => all.push(Piece::Table(std::mem::take(&mut rows))),
            Event::End(
                TagEnd::Paragraph
                | TagEnd::Heading(_)
                | TagEnd::Item
                | TagEnd::CodeBlock
                | TagEnd::HtmlBlock,
            ) => flush(&mut line, &mut all),
            _ => {}
        }
        if all.len() + count >= PARAGRAPHS_MAX {
            break;
        }
    }
    if !rows.is_empty() {
        all.push(Piece::Table(rows));
    }
    flush(&mut line, &mut all);
    all
}

/// The paragraphs of a Markdown text: as [`pieces`], with the cells of a table row side by side.
#[must_use]
pub fn paragraphs(markdown: &str) -> Vec<String> {
    let mut all = Vec::new();
    for piece in pieces(markdown) {
        match piece {
            Piece::Line(line) => all.push(line),
            Piece::Table(rows) => all.extend(rows.iter().filter_map(|row| {
                let line = row.join(CELL_GAP);
                let line = line.trim();
                (!line.is_empty()).then(|| line.to_owned())
            })),
        }
    }
    all
}

fn flush(line: &mut String, all: &mut Vec<Piece>) {
    let text = line.trim();
    // An item whose text follows in a paragraph of its own is only a dot so far.
    if text == "·" {
        return;
    }
    if !text.is_empty() {
        all.push(Piece::Line(text.to_owned()));
    }
    line.clear();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_taken_away_and_nothing_of_the_words_is() {
        let cases: [(&str, &[&str]); 6] = [
            ("> **样板**,待区里确认", &["样板,待区里确认"]),
            ("一\n二\n\n三", &["一 二", "三"]),
            ("- 先核实\n- 再报告", &["· 先核实", "· 再报告"]),
            (
                "1. 关阀\n\n   戴好面罩\n2. 撤离",
                &["· 关阀", "戴好面罩", "· 撤离"],
            ),
            (
                "| 单位 | 电话 |\n|---|---|\n| 甲 | 1 |",
                &["单位　电话", "甲　1"],
            ),
            ("<b onclick=x>粗</b>", &["<b onclick=x>粗</b>"]),
        ];
        for (markdown, expected) in cases {
            assert_eq!(paragraphs(markdown), expected, "for {markdown:?}");
        }
    }

    #[test]
    fn a_table_stays_a_table_with_its_empty_cells() {
        let row = |cells: [&str; 2]| cells.map(str::to_owned).to_vec();
        let text = "先读\n\n| 单位 | 电话 |\n|---|---|\n| 甲 |  |\n|  | **2** |\n\n再读";
        assert_eq!(
            pieces(text),
            [
                Piece::Line("先读".to_owned()),
                Piece::Table(vec![row(["单位", "电话"]), row(["甲", ""]), row(["", "2"])]),
                Piece::Line("再读".to_owned()),
            ],
            "between its neighbours, cell by cell"
        );
    }
}
