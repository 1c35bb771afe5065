//! Where a text names a level: Ⅰ级, I级, 一级, 1级, and lists such as 一、二级.

use std::ops::Range;

use emergency::level::ResponseLevel;

use crate::level::parse_level;

/// Levels of one text that are looked at.
const MENTIONS_MAX: usize = 40;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mention {
    pub(super) level: ResponseLevel,
    /// The level and the word 级.
    pub(super) at: Range<usize>,
}

/// The levels that a text names, in order.
pub(super) fn mentions(text: &str) -> Vec<Mention> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('级') {
        let end = at + '级'.len_utf8();
        let mut stop = at;
        let mut listed = Vec::new();
        while let Some((level, start)) = numeral_before(&text[..stop]) {
            listed.push(Mention {
                level,
                at: start..end,
            });
            let before = &text[..start];
            match before.chars().next_back() {
                Some(gap @ ('、' | '和' | '及' | '至' | '~')) => stop = start - gap.len_utf8(),
                _ => break,
            }
            // 一、二级: the figures of a list, not the number of a clause.
            if numeral_before(&text[..stop]).is_none() {
                break;
            }
        }
        found.extend(listed.into_iter().rev());
        if found.len() >= MENTIONS_MAX {
            break;
        }
    }
    found
}

/// A numeral right before the end of a text: Ⅲ, III, 三 or 3.
fn numeral_before(text: &str) -> Option<(ResponseLevel, usize)> {
    let is_letter = |c: char| matches!(c, 'I' | 'V' | 'i' | 'v' | 'Ｉ');
    let letters = text.len() - text.trim_end_matches(is_letter).len();
    let length = if letters > 0 {
        letters
    } else {
        text.chars().next_back()?.len_utf8()
    };
    let start = text.len() - length;
    let numeral = text[start..].replace('Ｉ', "I");
    let level = parse_level(&numeral)?;
    let before = text[..start].chars().next_back();
    // 十一级, 21级, 第三级 of something else.
    let is_part =
        before.is_some_and(|c| c.is_ascii_alphanumeric() || "一二三四五六七八九十百".contains(c));
    (!is_part).then_some((level, start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_found_however_they_are_written() {
        use ResponseLevel::{Four, One, Three, Two};
        let cases: [(&str, &[ResponseLevel]); 8] = [
            ("Ⅲ级响应", &[Three]),
            ("启动IV级应急响应", &[Four]),
            ("一、二级由市政府决定启动", &[One, Two]),
            ("Ⅰ级、Ⅱ级", &[One, Two]),
            ("4级", &[Four]),
            ("县级以上", &[]),
            ("十一级大风", &[]),
            ("五级", &[]),
        ];
        for (text, expected) in cases {
            let found: Vec<_> = mentions(text).iter().map(|mention| mention.level).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
