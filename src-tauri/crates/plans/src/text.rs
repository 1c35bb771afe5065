//! Markdown of a clause as plain paragraphs, for a screen that shows text and never markup.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// Paragraphs that one block of text gives at most.
pub const PARAGRAPHS_MAX: usize = 5_000;

/// Between the cells of a table row: an ideographic space.
const CELL_GAP: char = '\u{3000}';

/// The paragraphs of a Markdown text, without its marks: list items begin with a dot, the cells of
/// a table row stand side by side.
#[must_use]
pub fn paragraphs(markdown: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut line = String::new();
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Item) => {
                flush(&mut line, &mut all);
                line.push_str("· ");
            }
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                line.push_str(&text);
            }
            Event::SoftBreak => line.push(' '),
            Event::HardBreak => flush(&mut line, &mut all),
            Event::End(TagEnd::TableCell) => line.push(CELL_GAP),
            Event::End(
                TagEnd::Paragraph
                | TagEnd::Heading(_)
                | TagEnd::Item
                | TagEnd::TableRow
                | TagEnd::TableHead
                | TagEnd::CodeBlock
                | TagEnd::HtmlBlock,
            ) => flush(&mut line, &mut all),
            _ => {}
        }
        if all.len() >= PARAGRAPHS_MAX {
            break;
        }
    }
    flush(&mut line, &mut all);
    all
}

fn flush(line: &mut String, all: &mut Vec<String>) {
    let text = line.trim();
    // An item whose text follows in a paragraph of its own is only a dot so far.
    if text == "·" {
        return;
    }
    if !text.is_empty() {
        all.push(text.to_owned());
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
}
