//! The figures of start conditions: what each counts, by thing and unit, as a number.

use std::collections::BTreeMap;

/// People and losses that a condition counts.
const COUNTED: [&str; 9] = [
    "死亡", "重伤", "中毒", "受伤", "被困", "失踪", "损失", "疏散", "转移",
];

/// What is cut off, and how it is called in a finding.
const CUT_OFF: [&str; 5] = ["停电", "停气", "停水", "停暖", "停热"];

/// Areas; those in other units are not held against each other.
const AREAS: [&str; 5] = ["平方公里", "平方千米", "平方米", "公顷", "亩"];

/// Words after a number in Chinese signs that make it one: 三人 counts, 第三条 does not.
const UNITS: [&str; 14] = [
    "人", "名", "户", "小时", "天", "毫米", "米", "级", "元", "平方", "公顷", "亩", "万", "亿",
];

/// Signs of the name of a gauge before 水位.
const GAUGE_CHARS_MAX: usize = 12;

/// Figures as written, by their number.
pub(super) type Figures = BTreeMap<String, String>;

/// What conditions count, each with its figures.
pub(super) fn figures(conditions: &[String]) -> BTreeMap<String, Figures> {
    let mut all: BTreeMap<String, Figures> = BTreeMap::new();
    for text in conditions {
        for part in text.split(['，', '；', '、', '。', '或']) {
            for figure in numbers(part) {
                if let Some(key) = key(text, part, &figure) {
                    let figures = all.entry(key).or_default();
                    figures.insert(figure.number, figure.written);
                }
            }
        }
    }
    all
}

/// A number of a text.
struct Figure<'a> {
    /// Digits only, with 万 and 亿 counted out.
    number: String,
    /// As it stands there.
    written: String,
    /// What follows it.
    rest: &'a str,
    /// What is before it.
    before: &'a str,
}

/// Which thing a figure counts; `None` for one that says nothing of how bad it is.
fn key(text: &str, part: &str, figure: &Figure<'_>) -> Option<String> {
    let rest = figure.rest.trim_start_matches(['余', '多', '个', ' ']);
    let unit = |units: &[&str]| units.iter().any(|unit| rest.starts_with(unit));
    let is_time = unit(&["小时", "天", "分钟", "日", "时", "月", "年"]);
    let rains = part.contains('雨');
    if rains && unit(&["毫米", "mm"]) {
        return Some(format!("{}降雨量", window(part)));
    }
    if part.contains("水位") && unit(&["米", "m"]) && !unit(&["mm"]) {
        return Some(gauge(part));
    }
    if part.contains('风') && unit(&["级"]) {
        return Some("风力".to_owned());
    }
    if let Some(area) = AREAS.iter().find(|area| rest.starts_with(**area)) {
        return Some(format!("面积（{area}）"));
    }
    if unit(&["户"]) {
        let cut = CUT_OFF.iter().find(|cut| text.contains(**cut));
        return Some(format!("{}用户", cut.copied().unwrap_or_default()));
    }
    if let Some(counted) = COUNTED.iter().find(|word| part.contains(**word)) {
        let other = is_time || unit(&["米", "公里", "级", "号", "条", "%", "％"]);
        return (!other).then(|| (*counted).to_owned());
    }
    let cut = CUT_OFF.iter().find(|cut| part.contains(**cut));
    let lasts = cut.is_some() || figure.before.contains("持续") || part.contains("中断");
    let hours = lasts && !rains && unit(&["小时"]);
    hours.then(|| format!("{}持续小时", cut.copied().unwrap_or_default()))
}

/// `24小时` of a rainfall within 24 hours: rains of other times are not held against each other.
fn window(part: &str) -> String {
    let hours = numbers(part)
        .into_iter()
        .find(|one| one.rest.starts_with("小时"));
    hours.map_or_else(String::new, |one| format!("{}小时", one.number))
}

/// The gauge and its mark: `黄台桥站水位`, `警戒水位`.
fn gauge(part: &str) -> String {
    let before = part.split("水位").next().unwrap_or_default();
    let signs: Vec<char> = before.chars().filter(|c| !c.is_ascii_digit()).collect();
    let from = signs.len().saturating_sub(GAUGE_CHARS_MAX);
    let name: String = signs[from..].iter().collect();
    let name = name.trim_start_matches("超过").trim_start_matches("当");
    format!("{name}水位")
}

/// The numbers of a text, in digits or in Chinese signs.
fn numbers(text: &str) -> Vec<Figure<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(sign) = text[at..].chars().next() {
        let run = |is_of: fn(char) -> bool| {
            let rest = &text[at..];
            rest.len() - rest.trim_start_matches(is_of).len()
        };
        let digits = run(|c| c.is_ascii_digit() || c == '.');
        let signs = run(|c| "零〇一二三四五六七八九十百千两".contains(c));
        let end = at + digits.max(signs);
        if end == at {
            at += sign.len_utf8();
            continue;
        }
        let written = &text[at..end];
        let rest = &text[end..];
        let value = if digits > 0 {
            written.trim_end_matches('.').parse::<f64>().ok()
        } else {
            let counts = UNITS.iter().any(|unit| rest.starts_with(unit));
            counts.then(|| chinese(written)).flatten()
        };
        let (times, rest) = match rest.chars().next() {
            Some('万') => (1e4, &rest['万'.len_utf8()..]),
            Some('亿') => (1e8, &rest['亿'.len_utf8()..]),
            _ => (1.0, rest),
        };
        if let Some(value) = value {
            found.push(Figure {
                number: format!("{}", value * times),
                written: text[at..text.len() - rest.len()].to_owned(),
                rest,
                before: &text[..at],
            });
        }
        at = text.len() - rest.len();
    }
    found
}

/// `三十五`, `一百二十`, `两千` as numbers.
fn chinese(signs: &str) -> Option<f64> {
    let (mut sum, mut digit) = (0_u32, None);
    for sign in signs.chars() {
        let place = match sign {
            '十' => 10,
            '百' => 100,
            '千' => 1_000,
            '两' => {
                digit = Some(2);
                continue;
            }
            '〇' | '零' => {
                digit = None;
                continue;
            }
            _ => {
                digit = "一二三四五六七八九"
                    .chars()
                    .zip(1..)
                    .find_map(|(one, value)| (one == sign).then_some(value));
                continue;
            }
        };
        sum += digit.take().unwrap_or(1) * place;
    }
    let number = sum + digit.unwrap_or(0);
    (number > 0).then(|| f64::from(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(condition: &str) -> Vec<(String, String)> {
        let all = figures(&[condition.to_owned()]).into_iter();
        let numbers = |figures: Figures| figures.into_keys().collect::<Vec<_>>().join("+");
        all.map(|(key, figures)| (key, numbers(figures))).collect()
    }

    #[test]
    fn each_figure_is_known_by_what_it_counts() {
        let cases: [(&str, &[(&str, &str)]); 13] = [
            ("三人以上死亡", &[("死亡", "3")]),
            ("造成死亡十人以上三十人以下", &[("死亡", "10+30")]),
            (
                "直接经济损失5000万元以上1亿元以下",
                &[("损失", "100000000+50000000")],
            ),
            ("24小时降雨量达到100毫米以上", &[("24小时降雨量", "100")]),
            ("暴雨造成3人死亡", &[("死亡", "3")]),
            ("黄台桥站水位达到25.5米", &[("黄台桥站水位", "25.5")]),
            ("过火面积达到2公顷", &[("面积（公顷）", "2")]),
            ("停电持续4小时以上", &[("停电持续小时", "4")]),
            ("造成停电的用户超过两万户", &[("停电用户", "20000")]),
            ("阵风10级以上", &[("风力", "10")]),
            ("3小时内转移一百二十人", &[("转移", "120")]),
            ("按第二十六条，区里启动Ⅲ级响应", &[]),
            ("受伤人数待区里确认（21号令）", &[]),
        ];
        for (condition, wanted) in cases {
            let wanted: Vec<(String, String)> = wanted
                .iter()
                .map(|(key, numbers)| ((*key).to_owned(), (*numbers).to_owned()))
                .collect();
            assert_eq!(of(condition), wanted, "in {condition}");
        }
    }

    #[test]
    fn one_number_in_two_ways_of_writing_is_the_same() {
        assert_eq!(of("停电10万户"), of("停电100000户"), "万 is counted out");
        assert_eq!(of("被困三人"), of("被困3人"), "Chinese signs are numbers");
        assert_ne!(
            of("3小时降雨量50毫米"),
            of("24小时降雨量50毫米"),
            "rains of other times are other things"
        );
    }
}
