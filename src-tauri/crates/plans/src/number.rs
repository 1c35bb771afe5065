//! Clause numbers as Chinese documents write them.
//!
//! Recognised at the start of a heading or line: `第三条`, `第二章`, `一、`, `（一）`, `1.`, `1、`,
//! `1.1`, `3.2.1`, `（1）`, `1)`, `①`, with full-width or half-width brackets, digits and dots.

use serde::{Deserialize, Serialize};

/// Levels of a dotted number that are read; more are part of the title.
pub const PARTS_MAX: usize = 8;

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NumberStyle {
    /// 第一编, 第一部分.
    Part,
    /// 第一章.
    Chapter,
    /// 第一节.
    Section,
    /// 第一条.
    Article,
    /// 一、
    Chinese,
    /// （一）
    ChineseBracket,
    /// 1. or 1、
    Digit,
    /// 1.1, 3.2.1.
    Dotted,
    /// （1） or 1)
    DigitBracket,
    /// ①
    Circled,
}

/// A clause number.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ClauseNumber {
    /// How it is written.
    pub style: NumberStyle,
    /// Its figures, one for each level of a dotted number, else one.
    pub parts: Vec<u32>,
}

/// Splits a heading into its number and its words.
///
/// A heading without a number gives `None` and the whole heading, trimmed.
#[must_use]
pub fn split_heading(heading: &str) -> (Option<ClauseNumber>, &str) {
    let heading = heading.trim();
    for read in [ordinal, chinese, bracket, circled, dotted] {
        if let Some((style, parts, rest)) = read(heading) {
            return (Some(ClauseNumber { style, parts }), trim_title(rest));
        }
    }
    (None, heading)
}

type Read<'a> = Option<(NumberStyle, Vec<u32>, &'a str)>;

fn trim_title(rest: &str) -> &str {
    rest.trim_start_matches([' ', '\t', '\u{3000}', '\u{a0}'])
        .trim_end()
}

/// 第X编 部分 章 节 条.
fn ordinal(text: &str) -> Read<'_> {
    let rest = text.strip_prefix('第')?;
    let (value, rest) = figure(rest)?;
    if let Some(rest) = rest.strip_prefix("部分") {
        return Some((NumberStyle::Part, vec![value], rest));
    }
    let mut chars = rest.chars();
    let style = match chars.next()? {
        '编' => NumberStyle::Part,
        '章' => NumberStyle::Chapter,
        '节' => NumberStyle::Section,
        '条' => NumberStyle::Article,
        _ => return None,
    };
    Some((style, vec![value], chars.as_str()))
}

/// 一、 or 一．
fn chinese(text: &str) -> Read<'_> {
    let (value, rest) = chinese_figure(text)?;
    let rest = rest.strip_prefix(['、', '．', '.'])?;
    Some((NumberStyle::Chinese, vec![value], rest))
}

/// （一） （1） 1) .
fn bracket(text: &str) -> Read<'_> {
    if let Some(inner) = text.strip_prefix(['（', '(']) {
        let (style, value, rest) = match chinese_figure(inner) {
            Some((value, rest)) => (NumberStyle::ChineseBracket, value, rest),
            None => digits(inner).map(|(v, rest)| (NumberStyle::DigitBracket, v, rest))?,
        };
        return Some((style, vec![value], rest.strip_prefix(['）', ')'])?));
    }
    let (value, rest) = digits(text)?;
    Some((
        NumberStyle::DigitBracket,
        vec![value],
        rest.strip_prefix(['）', ')'])?,
    ))
}

/// ① to ⑳.
fn circled(text: &str) -> Read<'_> {
    let mut chars = text.chars();
    let first = chars.next()?;
    let value = match first {
        '①'..='⑳' => first as u32 - '①' as u32 + 1,
        _ => return None,
    };
    Some((NumberStyle::Circled, vec![value], chars.as_str()))
}

/// 1. 1、 1.1 1.1.1, or a bare number before a space.
fn dotted(text: &str) -> Read<'_> {
    let (value, mut rest) = digits(text)?;
    let mut parts = vec![value];
    while let Some((part, after)) = rest.strip_prefix(['.', '．']).and_then(digits) {
        if parts.len() == PARTS_MAX {
            break;
        }
        parts.push(part);
        rest = after;
    }
    if parts.len() > 1 {
        // "1.1总则" and "1.1. 总则" are both in use; "1.5%" and "2.5吨" are not numbers of clauses,
        // but no heading starts so.
        let rest = rest.strip_prefix(['.', '．', '、']).unwrap_or(rest);
        return Some((NumberStyle::Dotted, parts, rest));
    }
    if let Some(rest) = rest.strip_prefix(['.', '．', '、']) {
        return Some((NumberStyle::Digit, parts, rest));
    }
    rest.starts_with([' ', '\t', '\u{3000}'])
        .then_some((NumberStyle::Dotted, parts, rest))
}

fn figure(text: &str) -> Option<(u32, &str)> {
    chinese_figure(text).or_else(|| digits(text))
}

fn digit_value(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(c as u32 - '0' as u32),
        '０'..='９' => Some(c as u32 - '０' as u32),
        _ => None,
    }
}

/// Arabic digits, half or full width; at most 9 of them.
fn digits(text: &str) -> Option<(u32, &str)> {
    let end = text
        .find(|c| digit_value(c).is_none())
        .unwrap_or(text.len());
    let figures = &text[..end];
    if figures.is_empty() || figures.chars().count() > 9 {
        return None;
    }
    let value = figures
        .chars()
        .filter_map(digit_value)
        .fold(0, |sum, digit| sum * 10 + digit);
    Some((value, &text[end..]))
}

fn chinese_value(c: char) -> Option<u32> {
    Some(match c {
        '〇' | '零' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        '十' => 10,
        '百' => 100,
        '千' => 1000,
        _ => return None,
    })
}

/// Chinese figures at the start of the text, up to 9999: 十二, 二十, 一百零三, 二〇二四.
#[must_use]
pub fn chinese_figure(text: &str) -> Option<(u32, &str)> {
    let end = text
        .find(|c| chinese_value(c).is_none())
        .unwrap_or(text.len());
    let figures: Vec<u32> = text[..end].chars().filter_map(chinese_value).collect();
    if figures.is_empty() || figures.len() > 8 {
        return None;
    }
    let value = if figures.len() > 1 && figures.iter().all(|f| *f < 10) {
        // 二〇二四: figures by place. A longer run than four is no clause number.
        if figures.len() > 4 {
            return None;
        }
        figures.iter().fold(0, |sum, f| sum * 10 + f)
    } else {
        let (mut total, mut pending) = (0, None);
        for figure in figures {
            if figure < 10 {
                pending = Some(figure);
            } else {
                total += pending.take().unwrap_or(1).max(1) * figure;
            }
        }
        total + pending.unwrap_or(0)
    };
    Some((value, &text[end..]))
}

/// The Chinese figures of a number below 10,000: 12 -> 十二, 103 -> 一百零三.
#[must_use]
pub fn to_chinese(value: u32) -> String {
    const FIGURES: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    if value == 0 {
        return "零".into();
    }
    if value >= 10_000 {
        return value.to_string();
    }
    let mut text = String::new();
    let mut gap = false;
    for (unit, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let figure = value / unit % 10;
        if figure == 0 {
            gap = !text.is_empty();
            continue;
        }
        if gap {
            text.push('零');
        }
        gap = false;
        // 十二, not 一十二.
        if !(unit == 10 && figure == 1 && text.is_empty()) {
            text.push(FIGURES[figure as usize]);
        }
        text.push_str(name);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Heading, number, title.
    type Case = (
        &'static str,
        Option<(NumberStyle, &'static [u32])>,
        &'static str,
    );

    #[test]
    fn every_style_of_a_clause_number_is_read() {
        use NumberStyle::*;
        let cases: &[Case] = &[
            ("第一章 总则", Some((Chapter, &[1])), "总则"),
            (
                "第七十二条　启动应急响应",
                Some((Article, &[72])),
                "启动应急响应",
            ),
            ("第3条 范围", Some((Article, &[3])), "范围"),
            ("一、总则", Some((Chinese, &[1])), "总则"),
            ("十二、附则", Some((Chinese, &[12])), "附则"),
            ("（一）适用范围", Some((ChineseBracket, &[1])), "适用范围"),
            ("(二十一) 其他", Some((ChineseBracket, &[21])), "其他"),
            ("1.编制目的", Some((Digit, &[1])), "编制目的"),
            ("２．适用范围", Some((Digit, &[2])), "适用范围"),
            ("3、职责", Some((Digit, &[3])), "职责"),
            ("1 总则", Some((Dotted, &[1])), "总则"),
            ("3.2.1 信息接报", Some((Dotted, &[3, 2, 1])), "信息接报"),
            ("3.2信息接报", Some((Dotted, &[3, 2])), "信息接报"),
            ("（3）洗消", Some((DigitBracket, &[3])), "洗消"),
            ("4）撤离", Some((DigitBracket, &[4])), "撤离"),
            ("②警戒", Some((Circled, &[2])), "警戒"),
            ("总则", None, "总则"),
            ("一线人员", None, "一线人员"),
            ("119指挥中心", None, "119指挥中心"),
            ("第一时间报告", None, "第一时间报告"),
            ("（草案）", None, "（草案）"),
            ("", None, ""),
        ];
        for (heading, number, title) in cases {
            let expected = number.map(|(style, parts)| ClauseNumber {
                style,
                parts: parts.to_vec(),
            });
            assert_eq!(
                split_heading(heading),
                (expected, *title),
                "splitting {heading:?}"
            );
        }
    }

    #[test]
    fn chinese_figures_are_read_by_unit_and_by_place() {
        for (text, value) in [
            ("十", 10),
            ("二十", 20),
            ("一百零三", 103),
            ("一千二百", 1200),
            ("二〇二四", 2024),
        ] {
            assert_eq!(chinese_figure(text), Some((value, "")), "reading {text}");
        }
        assert_eq!(
            chinese_figure("一一一一一"),
            None,
            "a run of figures is no number"
        );
    }

    proptest! {
        #[test]
        fn a_chinese_number_reads_back(value in 1u32..10_000) {
            let text = to_chinese(value);
            prop_assert_eq!(chinese_figure(&text), Some((value, "")), "{} reads back", text);
        }

        #[test]
        fn splitting_never_panics_and_keeps_the_end(heading in ".{0,40}") {
            let (_, title) = split_heading(&heading);
            prop_assert!(heading.trim().ends_with(title), "the title is the end of the heading");
        }

        #[test]
        fn odd_mixtures_of_figures_never_panic(heading in "[第一二十百千零〇1-9０-９（）().、．条章 ①]{0,20}") {
            let _ = split_heading(&heading);
        }
    }
}
