//! Times in words, in China Standard Time (UTC+8, the only civil time of the country).

use chrono::{DateTime, FixedOffset};
use emergency::time::{CHINA_AHEAD_MS, DAY_MS, MINUTE_MS};

/// Words for a time outside the calendar.
const UNKNOWN: &str = "时间不明";

fn civil(at_ms: i64) -> Option<DateTime<FixedOffset>> {
    let ahead_s = i32::try_from(CHINA_AHEAD_MS / 1_000).ok()?;
    let zone = FixedOffset::east_opt(ahead_s)?;
    Some(DateTime::from_timestamp_millis(at_ms)?.with_timezone(&zone))
}

fn words(at_ms: i64, format: &str) -> String {
    civil(at_ms).map_or_else(|| UNKNOWN.to_owned(), |at| at.format(format).to_string())
}

/// `2026年11月24日10时20分`.
#[must_use]
pub fn date_time(at_ms: i64) -> String {
    words(at_ms, "%Y年%-m月%-d日%-H时%M分")
}

/// `2026年11月24日`.
#[must_use]
pub fn date(at_ms: i64) -> String {
    words(at_ms, "%Y年%-m月%-d日")
}

/// `10时20分`.
#[must_use]
pub fn time(at_ms: i64) -> String {
    words(at_ms, "%-H时%M分")
}

/// `11-24 10:20`, for tables.
#[must_use]
pub fn short(at_ms: i64) -> String {
    words(at_ms, "%m-%d %H:%M")
}

/// `20261124-1020`, for names of files that sort themselves.
#[must_use]
pub fn sortable(at_ms: i64) -> String {
    words(at_ms, "%Y%m%d-%H%M")
}

/// End of the civil day that holds the time, milliseconds: the last one before midnight.
#[must_use]
pub fn end_of_day_ms(at_ms: i64) -> i64 {
    let day = at_ms.saturating_add(CHINA_AHEAD_MS).div_euclid(DAY_MS);
    (day + 1)
        .saturating_mul(DAY_MS)
        .saturating_sub(CHINA_AHEAD_MS + 1)
}

/// The same time of day some calendar months later, milliseconds; the last day of a shorter
/// month stands for a day that it lacks.
#[must_use]
pub fn months_later_ms(at_ms: i64, months: u32) -> Option<i64> {
    let later = civil(at_ms)?.checked_add_months(chrono::Months::new(months))?;
    Some(later.timestamp_millis())
}

/// A length of time: `45分钟`, `2小时05分`, `3天4小时`.
#[must_use]
pub fn span(ms: i64) -> String {
    let minutes = ms.unsigned_abs() / MINUTE_MS.unsigned_abs();
    match minutes {
        0..60 => format!("{minutes}分钟"),
        60..1440 => format!("{}小时{:02}分", minutes / 60, minutes % 60),
        _ => format!("{}天{}小时", minutes / 1440, minutes % 1440 / 60),
    }
}

/// Chinese figures of a small number: 续报一, 续报十二.
#[must_use]
pub fn figures(number: u32) -> String {
    const FIGURES: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let name = |n: u32| FIGURES[(n % 10) as usize];
    match number {
        0..10 => name(number).to_owned(),
        10 => "十".to_owned(),
        11..20 => format!("十{}", name(number)),
        20..100 if number.is_multiple_of(10) => format!("{}十", name(number / 10)),
        20..100 => format!("{}十{}", name(number / 10), name(number)),
        _ => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_told_in_china_standard_time() {
        // 2026-11-24T02:05:00Z
        let at = 1_795_485_900_000;
        assert_eq!(
            date_time(at),
            "2026年11月24日10时05分",
            "eight hours ahead of UTC"
        );
        assert_eq!(short(at), "11-24 10:05", "short for tables");
        assert_eq!(
            date_time(i64::MAX),
            UNKNOWN,
            "a time outside the calendar is no panic"
        );
        let end = end_of_day_ms(at);
        assert_eq!(
            date_time(end),
            "2026年11月24日23时59分",
            "the day ends at midnight here"
        );
        assert_eq!(
            date_time(end + 1),
            "2026年11月25日0时00分",
            "one more is the next day"
        );
    }

    #[test]
    fn small_numbers_are_told_in_chinese() {
        for (number, words) in [
            (1, "一"),
            (10, "十"),
            (12, "十二"),
            (20, "二十"),
            (21, "二十一"),
        ] {
            assert_eq!(figures(number), words, "figures of {number}");
        }
        assert_eq!(span(125 * 60_000), "2小时05分", "hours and minutes");
    }
}
