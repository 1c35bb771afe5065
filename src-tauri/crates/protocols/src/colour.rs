//! Warning colours in Chinese words: 红 1, 橙 2, 黄 3, 蓝 4 (突发事件应对法, 2024, article 63).

/// The words for each level, gravest first.
const COLOURS: [(&str, u8); 4] = [("红色", 1), ("橙色", 2), ("黄色", 3), ("蓝色", 4)];
/// Grades as public lists append them to a headline: `[IV/一般]`, `/III`.
const GRADES: [(&str, u8); 8] = [
    ("Ⅳ", 4),
    ("Ⅲ", 3),
    ("Ⅱ", 2),
    ("Ⅰ", 1),
    ("IV", 4),
    ("III", 3),
    ("II", 2),
    ("I", 1),
];
/// What a headline says is done with a warning.
const ACTIONS: [&str; 8] = [
    "发布", "解除", "升级", "降级", "变更", "更新", "继续", "取消",
];

/// The level of a colour in Chinese or as the 12379 file writes it in English.
pub(crate) fn level_of(text: &str) -> Option<u8> {
    let text = text.trim();
    if let Some(level) = match text.to_ascii_lowercase().as_str() {
        "red" => Some(1),
        "orange" => Some(2),
        "yellow" => Some(3),
        "blue" => Some(4),
        _ => None,
    } {
        return Some(level);
    }
    last_colour(text).map(|(level, _)| level)
}

/// The level of the warning that a headline issues: the last colour before the word 预警, so that
/// “蓝色预警升级为黄色预警” is yellow.
pub(crate) fn warning_level_in(headline: &str) -> Option<u8> {
    let before = match headline.rfind("预警") {
        Some(at) => &headline[..at],
        None => return None,
    };
    last_colour(before).map(|(level, _)| level)
}

/// The level by the grade that stands after the headline, as in `…蓝色预警[IV/一般]`.
pub(crate) fn grade_in(headline: &str) -> Option<u8> {
    let tail = headline.rsplit(['/', '[', '【']).find_map(|part| {
        let part = part.trim_end_matches([']', '】', '级', ' ']);
        GRADES
            .iter()
            .find(|(grade, _)| *grade == part)
            .map(|(_, level)| *level)
    });
    tail.filter(|_| headline.contains("预警"))
}

/// The event of a headline: what stands between 发布 (or 解除 and such) and the last colour.
pub(crate) fn event_in(headline: &str) -> Option<&str> {
    let before = &headline[..headline.rfind("预警")?];
    let (_, at) = last_colour(before)?;
    let head = &before[..at];
    let start = ACTIONS
        .iter()
        .filter_map(|word| head.rfind(word).map(|at| at + word.len()))
        .max();
    Some(head[start?..].trim()).filter(|event| !event.is_empty())
}

/// The issuer of a headline: what stands before 发布 and such, without a date.
pub(crate) fn issuer_in(headline: &str) -> Option<&str> {
    let end = ACTIONS
        .iter()
        .filter_map(|word| headline.find(word))
        .min()?;
    let head = &headline[..end];
    let end = head
        .find(|c: char| c.is_ascii_digit())
        .unwrap_or(head.len());
    Some(head[..end].trim()).filter(|issuer| !issuer.is_empty())
}

fn last_colour(text: &str) -> Option<(u8, usize)> {
    COLOURS
        .iter()
        .filter_map(|(word, level)| text.rfind(word).map(|at| (*level, at)))
        .max_by_key(|(_, at)| *at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headlines_tell_their_level() {
        let cases = [
            ("历城区气象台发布暴雨红色预警信号", Some(1)),
            ("历城区气象台将暴雨蓝色预警升级为黄色预警", Some(3)),
            ("历城区气象台解除大风橙色预警", Some(2)),
            ("红色旅游区通知", None),
            ("蓝天行动", None),
        ];
        for (headline, level) in cases {
            assert_eq!(warning_level_in(headline), level, "{headline}");
        }
    }

    #[test]
    fn grades_after_the_headline_are_read() {
        let cases = [
            ("某区气象台发布寒潮蓝色预警[IV/一般]", Some(4)),
            ("某区气象台发布道路结冰黄色预警/III", Some(3)),
            ("某区气象台发布暴雨红色预警[Ⅰ级/特别重大]", Some(1)),
            ("某区气象台发布暴雨红色预警", None),
            ("某区 A/I 通知", None),
        ];
        for (headline, level) in cases {
            assert_eq!(grade_in(headline), level, "{headline}");
        }
    }
}
