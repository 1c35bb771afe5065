//! Words of a document as Markdown that means just these words.

use super::source::Table;

/// Signs that Markdown would take for marks, wherever they stand.
const MARKS: [char; 8] = ['\\', '`', '*', '_', '<', '[', ']', '&'];

/// A paragraph of its own. A line break inside stays one.
pub(crate) fn paragraph(words: &str, bullet: bool) -> String {
    let lines = words
        .lines()
        .map(plain_line)
        .filter(|line| !line.is_empty());
    let lines: Vec<String> = lines.collect();
    if bullet {
        return format!("- {}", lines.join(" "));
    }
    lines.join("\n")
}

/// One line: no mark inside, none at its start.
fn plain_line(line: &str) -> String {
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    let inside = escaped(&line);
    let starts = inside.starts_with(['#', '>', '-', '+', '=', '~', '|', ':']);
    if starts {
        return format!("\\{inside}");
    }
    let digits = inside.len()
        - inside
            .trim_start_matches(|c: char| c.is_ascii_digit())
            .len();
    match inside.as_bytes().get(digits) {
        Some(b'.' | b')') if digits > 0 => {
            format!("{}\\{}", &inside[..digits], &inside[digits..])
        }
        _ => inside,
    }
}

fn escaped(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    for sign in words.chars() {
        if MARKS.contains(&sign) || sign == '|' {
            text.push('\\');
        }
        text.push(sign);
    }
    text
}

/// A table with its first row as the head.
pub(crate) fn table(table: &Table) -> String {
    let width = table.rows.iter().map(Vec::len).max().unwrap_or(0).max(1);
    let mut text = String::new();
    for (index, row) in table.rows.iter().enumerate() {
        text.push('|');
        for column in 0..width {
            let cell = row.get(column).map_or("", String::as_str);
            let cell = cell.split_whitespace().collect::<Vec<_>>().join(" ");
            text.push_str(&format!(" {} |", escaped(&cell)));
        }
        text.push('\n');
        if index == 0 {
            text.push('|');
            text.push_str(&" --- |".repeat(width));
            text.push('\n');
        }
    }
    text.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::paragraphs;

    fn bare(text: &str) -> String {
        text.chars().filter(|c| !c.is_whitespace()).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]

        #[test]
        fn any_words_come_back_as_they_were(
            words in "[-#>*_`|\\[\\]<>&;~=+.:)!0-9a-c甲乙（）。\\\\ \t]{0,40}",
        ) {
            let text = paragraph(&words, false);
            prop_assert_eq!(bare(&paragraphs(&text).concat()), bare(&words), "of {}", text);
        }

        #[test]
        fn any_cells_come_back_as_they_were(
            rows in prop::collection::vec(
                prop::collection::vec("[-#|`*\\\\a甲<&\n ]{0,12}", 1..4), 1..4),
        ) {
            let words: String = rows.concat().concat();
            let text = table(&Table { number: 1, rows });
            prop_assert_eq!(bare(&paragraphs(&text).concat()), bare(&words), "of {}", text);
        }
    }
}
