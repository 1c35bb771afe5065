//! Hostile text made plain: bounded, one meaning a character, nothing hidden.
//!
//! Alert texts, names and notes come from outside. What would hide, reverse or break a line of
//! a document is shown as its code point, such as `[U+202E]`, so that a reader sees that it was
//! there.

/// Longest value of one field, characters.
pub const FIELD_CHARS_MAX: usize = 4_000;

/// Longest paragraph, characters.
pub const PARAGRAPH_CHARS_MAX: usize = 20_000;

/// Longest title or label, characters.
pub const TITLE_CHARS_MAX: usize = 200;

/// Text with line breaks kept, at most `max_chars` characters, and a note when it was cut.
///
/// Control characters, bidirectional controls, invisible characters and code points that no
/// document may hold are replaced by their code point in brackets.
#[must_use]
pub fn plain(text: &str, max_chars: usize) -> String {
    let mut out = String::new();
    let mut kept = 0;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if kept == max_chars {
            let total = text.chars().count();
            out.push_str(&format!("……（已截断，原文共{total}字）"));
            break;
        }
        kept += 1;
        match c {
            '\r' => {
                if chars.peek() != Some(&'\n') {
                    out.push('\n');
                }
            }
            '\u{2028}' | '\u{2029}' | '\u{85}' => out.push('\n'),
            '\t' | '\u{a0}' => out.push(' '),
            '\n' => out.push('\n'),
            c if is_hidden(c) => out.push_str(&format!("[U+{:04X}]", c as u32)),
            c => out.push(c),
        }
    }
    out
}

/// Like [`plain`] in one line: line breaks become spaces.
#[must_use]
pub fn plain_line(text: &str, max_chars: usize) -> String {
    let text = plain(text, max_chars);
    text.split('\n')
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// True for what a reader cannot see or what changes how the rest is seen.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e000}'..='\u{f8ff}'
            | '\u{e0000}'..='\u{e0fff}' | '\u{f0000}'..='\u{10ffff}')
        // Noncharacters, which XML and PDF refuse.
        || (c as u32) & 0xfffe == 0xfffe
        || matches!(c, '\u{fdd0}'..='\u{fdef}')
}

/// A cell of a table for a spreadsheet: plain, and never taken for a formula.
///
/// A spreadsheet runs what begins with `= + - @`; such a cell gets a leading `'`, except for a
/// plain number.
#[must_use]
pub fn csv_cell(text: &str) -> String {
    let text = plain(text, FIELD_CHARS_MAX);
    let risky = text
        .trim_start()
        .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '|', '%']);
    if risky && text.parse::<f64>().is_err() {
        format!("'{text}")
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_would_hide_or_break_is_shown() {
        let cases = [
            ("正常文字，a-Z 0。", "正常文字，a-Z 0。"),
            ("甲\u{202e}乙", "甲[U+202E]乙"),
            ("甲\u{0}\u{7}乙", "甲[U+0000][U+0007]乙"),
            ("甲\u{200b}乙\u{feff}", "甲[U+200B]乙[U+FEFF]"),
            ("甲\r\n乙\r丙\u{2028}丁", "甲\n乙\n丙\n丁"),
            ("甲\t乙", "甲 乙"),
            ("\u{ffff}\u{1fffe}", "[U+FFFF][U+1FFFE]"),
            ("<b>&amp;</b>", "<b>&amp;</b>"),
        ];
        for (text, shown) in cases {
            assert_eq!(plain(text, 100), shown, "showing {text:?}");
        }
        assert_eq!(
            plain_line("甲\n\n 乙 ", 100),
            "甲 乙",
            "one line has no breaks"
        );
    }

    #[test]
    fn a_megabyte_is_cut_and_said_so() {
        let text = "甲".repeat(1_000_000);
        let shown = plain(&text, 10);
        assert!(shown.starts_with(&"甲".repeat(10)), "the beginning is kept");
        assert!(
            shown.ends_with("……（已截断，原文共1000000字）"),
            "the cut is named: {shown}"
        );
    }

    #[test]
    fn a_cell_is_never_a_formula() {
        for (text, cell) in [
            ("=HYPERLINK(\"http://x\")", "'=HYPERLINK(\"http://x\")"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-2+3", "'-2+3"),
            ("-2.5", "-2.5"),
            (" +86 531", "' +86 531"),
            ("王舍人", "王舍人"),
        ] {
            assert_eq!(csv_cell(text), cell, "the cell of {text:?}");
        }
    }

    proptest! {
        #[test]
        fn plain_text_holds_nothing_hidden(text in any::<String>(), max in 0usize..50) {
            let shown = plain(&text, max);
            prop_assert!(
                shown.chars().all(|c| c == '\n' || !is_hidden(c)),
                "nothing hidden is left in {:?}", shown
            );
            // Each character grows to at most `[U+10FFFF]`, and the note of the cut is short.
            prop_assert!(shown.chars().count() <= max * 10 + 40, "the result is bounded");
        }
    }
}
