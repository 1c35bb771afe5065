//! Made-up work orders, flashes, tip-offs and opinion, as other systems would hand them over. Every
//! one says 演练.

use emergency::time::{MINUTE_MS, UtcMs};
use serde_json::{Value, json};

/// Records of one document.
pub const CALLS_MAX: u32 = 1_000;
/// What is told, where, by which way in.
const TOLD: [(&str, &str, &str); 6] = [
    (
        "路口有刺鼻气味，两人头晕",
        "演练 工业北路与化纤厂路路口",
        "hotline",
    ),
    ("桥下积水没过车轮", "演练 花园路铁路桥下", "hotline"),
    ("河水上涨，已到堤脚", "演练 冷水沟村", "reporter"),
    ("仓库私存桶装化学品", "演练 物流园三号库", "tip_off"),
    ("小区电梯困人", "演练 洪家楼某小区", "hotline"),
    ("网上传某厂爆炸", "演练 王舍人街道", "opinion"),
];
/// Who tells it; the names and numbers are nobody's.
const TELLERS: [(&str, &str); 3] = [
    ("演练 孙某", "000-5501"),
    ("演练 周某", "000-5502"),
    ("演练 赵某", "000-5503"),
];

/// So many made records from a number on, the newest told at a time.
#[must_use]
pub fn made(first: u32, count: u32, now: UtcMs) -> Value {
    let count = count.min(CALLS_MAX);
    let records = (0..count).map(|index| {
        let number = first + index;
        let (matter, place, channel) = TOLD[number as usize % TOLD.len()];
        let (name, phone) = TELLERS[number as usize % TELLERS.len()];
        let at = now.plus_ms(-i64::from(count - 1 - index) * MINUTE_MS);
        json!({
            "number": format!("演练-{number:06}"),
            "channel": channel,
            "matter": format!("演练 {matter}"),
            "place": place,
            "told_at": chinese(at),
            "name": name,
            "phone": phone,
        })
    });
    Value::Array(records.collect())
}

/// `2026-11-18 21:04:12`, the time of the district.
fn chinese(at: UtcMs) -> String {
    const OFFSET_MS: i64 = protocols::ASSUMED_OFFSET_S * 1_000;
    let local = at.plus_ms(OFFSET_MS);
    let day = emergency::day::Day::of(at);
    let seconds = local.0.div_euclid(1_000).rem_euclid(86_400);
    let (hour, minute, second) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    format!("{day} {hour:02}:{minute:02}:{second:02}")
}

#[cfg(test)]
mod tests {
    use protocols::submission::{Reading, from_json};

    use super::*;

    #[test]
    fn what_is_made_is_read_as_it_was_made() {
        let now = emergency::day::Day::parse("2026-11-18")
            .expect("a day")
            .begins();
        let made = made(1, 6, now.plus_ms(75_852_000)).to_string();
        let parsed = from_json(made.as_bytes(), &Reading::default());
        assert_eq!(parsed.defects, [], "nothing is wrong");
        assert_eq!(parsed.messages.len(), 6, "each is read");
        for told in &parsed.messages {
            assert!(
                told.received.matter.starts_with("演练"),
                "and says what it is"
            );
            assert!(told.received.told_at.is_some(), "with its time");
        }
        let last = parsed.messages.last().expect("six");
        assert_eq!(
            last.received.told_at,
            Some(now.plus_ms(75_852_000)),
            "the same"
        );
    }
}
