//! Text from outside, made safe and measurable.

/// Characters of one label at most.
pub(super) const MAX_LABEL_CHARS: usize = 24;
/// Characters of a title, subtitle or note at most.
pub(super) const MAX_LINE_CHARS: usize = 400;

/// Takes out control and direction characters, joins white space, cuts to `max_chars`.
pub(super) fn tidy(text: &str, max_chars: usize) -> String {
    let mut tidy = String::new();
    let mut count = 0;
    for char in text.trim().chars() {
        let char = if char.is_whitespace() { ' ' } else { char };
        if is_hidden(char) || (char == ' ' && tidy.ends_with(' ')) {
            continue;
        }
        if count == max_chars {
            tidy.push('…');
            break;
        }
        tidy.push(char);
        count += 1;
    }
    tidy
}

/// Control characters, direction overrides (UAX #9), joiners, and what XML 1.0 cannot carry.
fn is_hidden(char: char) -> bool {
    char.is_control()
        || matches!(char,
            '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFF}' | '\u{61C}')
}

/// Escapes text for SVG content and attributes.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// Width of a Latin character against its size: a little more than most of them need.
const ASCII_WIDTH: f64 = 0.6;

/// About how wide a text is, in the unit of its size. Chinese characters fill a square.
pub(super) fn width(text: &str, size: f64) -> f64 {
    text.chars()
        .map(|char| if char.is_ascii() { 0.6 } else { 1.0 })
        .sum::<f64>()
        * size
}

/// Breaks a text into lines of at most `room`, `max_lines` at most; the last one then ends in "…".
/// A Latin word is not broken unless it fills a line alone.
pub(super) fn wrap(text: &str, size: f64, room: f64, max_lines: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for char in text.chars() {
        let last = lines.len() - 1;
        let advance = if char.is_ascii() { ASCII_WIDTH } else { 1.0 } * size;
        if width(&lines[last], size) + advance > room {
            if lines.len() == max_lines {
                lines[last].pop();
                lines[last].push('…');
                break;
            }
            let word = if char.is_ascii_alphanumeric() {
                word_start(&lines[last])
            } else {
                None
            };
            let carried = word.map(|at| lines[last].split_off(at)).unwrap_or_default();
            lines.push(carried);
        }
        if let Some(line) = lines.last_mut() {
            line.push(char);
        }
    }
    lines.retain(|line| !line.is_empty());
    lines
}

/// Where the Latin word at the end of a line begins; nothing when there is none, or when it is the
/// whole line.
fn word_start(line: &str) -> Option<usize> {
    let start = line
        .trim_end_matches(|char: char| char.is_ascii_alphanumeric())
        .len();
    (start > 0 && start < line.len()).then_some(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_becomes_plain_bounded_text() {
        for (text, expected) in [
            ("  王舍人\n街道\t ", "王舍人 街道"),
            ("a\u{202E}b\u{200B}c\0d", "abcd"),
            ("\u{FEFF}\u{1F}", ""),
            ("一二三四五六七八九十", "一二三四五六七八…"),
        ] {
            assert_eq!(tidy(text, 8), expected, "tidy of {text:?}");
        }
        assert_eq!(
            escape("<script x='1'>&\""),
            "&lt;script x=&apos;1&apos;&gt;&amp;&quot;",
            "all five are escaped"
        );
    }

    #[test]
    fn long_text_is_broken_and_cut() {
        let lines = wrap(&"演".repeat(100), 10.0, 100.0, 3);
        assert_eq!(lines.len(), 3, "three lines at most");
        assert!(lines[2].ends_with('…'), "the cut is visible: {lines:?}");
        let lines = wrap("演练演练OpenStreetMap", 10.0, 100.0, 3);
        assert_eq!(
            lines,
            ["演练演练", "OpenStreetMap"],
            "a word that fits a line is not broken"
        );
        assert!(wrap("", 10.0, 100.0, 3).is_empty(), "no text, no line");
    }
}
