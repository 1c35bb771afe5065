//! What a single line says of itself: its number, and whether it is short enough for a heading.

use super::{HEADING_CHARS_MAX, LOOK_CHARS_MAX};
use crate::number::{ClauseNumber, NumberStyle, split_heading};

/// Largest figure of a clause number; 110 and 2024 are none.
const FIGURE_MAX: u32 = 99;

/// The number and the words of a line, when the number can be one of a clause: not 110, not 2024,
/// not 2.5吨.
pub(super) fn clause_number(line: &str) -> (Option<ClauseNumber>, &str) {
    const UNITS: [&str; 14] = [
        "%", "％", "℃", "米", "吨", "元", "倍", "级", "公里", "公斤", "千克", "小时", "万", "亿",
    ];
    let line = line.trim();
    let (number, words) = split_heading(line);
    let is_number = number.as_ref().is_some_and(|number| {
        let figures = number.parts.iter().all(|part| *part <= FIGURE_MAX);
        let before = &line[..line.len() - words.len()];
        let tight = !before.ends_with(|c: char| c.is_whitespace() || "．.、".contains(c));
        let measure = number.style == NumberStyle::Dotted
            && tight
            && UNITS.iter().any(|unit| words.starts_with(unit));
        (figures || number.style == NumberStyle::Article) && !measure
    });
    if is_number {
        (number, words)
    } else {
        (None, line)
    }
}

/// The number as written: what stands before the words.
pub(super) fn label_of(line: &str, number: Option<&ClauseNumber>, words: &str) -> String {
    let line = line.trim();
    match number {
        Some(_) => line[..line.len() - words.len()].trim_end().to_owned(),
        None => String::new(),
    }
}

/// A short text in brackets at the start of a line, and what follows it.
pub(super) fn bracketed(line: &str) -> Option<(&str, &str)> {
    let line = line.trim();
    let close = match line.chars().next()? {
        '【' => '】',
        '[' => ']',
        '［' => '］',
        _ => return None,
    };
    let end = line.find(close)? + close.len_utf8();
    let chars = line[..end].chars().count();
    (3..=LOOK_CHARS_MAX)
        .contains(&chars)
        .then(|| line.split_at(end))
}

/// Short, not empty, and no sentence.
pub(super) fn is_short(words: &str) -> bool {
    let chars = words.chars().count();
    (1..=HEADING_CHARS_MAX).contains(&chars)
        && !words.contains(['。', '；', ';', '！', '？', '\t'])
        && !words.ends_with(['，', ',', '：', ':'])
        && !words.contains('：')
}

pub(super) fn ends_sentence(line: &str) -> bool {
    line.ends_with(['。', '；', '！', '？'])
}

/// 附件1 …, 附录A …, 附表1 … as a heading, not a list of annexes.
pub(super) fn is_annex(line: &str) -> bool {
    let Some(rest) = ["附件", "附录", "附表"]
        .iter()
        .find_map(|word| line.strip_prefix(word))
    else {
        return false;
    };
    let is_mark = |c: char| {
        c.is_ascii_alphanumeric() || "一二三四五六七八九十０１２３４５６７８９".contains(c)
    };
    let after = rest.trim_start().trim_start_matches(is_mark).trim_start();
    let marked = after.len() < rest.trim_start().len();
    let after = after.trim_start_matches(['：', ':', '、', '.', '．']);
    let listed = after.trim_start().starts_with(|c: char| c.is_ascii_digit());
    (marked || rest.trim().is_empty())
        && !listed
        && after.chars().count() <= HEADING_CHARS_MAX
        && !after.contains(['。', '；'])
}
