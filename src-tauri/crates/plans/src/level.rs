//! Response levels as plans write them: Ⅰ to Ⅳ, 突发事件应对法 (2024) art. 71.
//!
//! The types of this crate keep [`ResponseLevel`] of `emergency`; only its text form is made here.

use emergency::level::ResponseLevel;

/// The four levels, highest first.
pub const LEVELS: [ResponseLevel; 4] = [
    ResponseLevel::One,
    ResponseLevel::Two,
    ResponseLevel::Three,
    ResponseLevel::Four,
];

/// Ⅰ, Ⅱ, Ⅲ or Ⅳ.
#[must_use]
pub fn roman(level: ResponseLevel) -> &'static str {
    match level {
        ResponseLevel::One => "Ⅰ",
        ResponseLevel::Two => "Ⅱ",
        ResponseLevel::Three => "Ⅲ",
        ResponseLevel::Four => "Ⅳ",
    }
}

/// Reads a level as people write it: `Ⅲ`, `III`, `Ⅲ级`, `三级`, `3`, `three`.
#[must_use]
pub fn parse_level(text: &str) -> Option<ResponseLevel> {
    let bare = text
        .trim()
        .trim_end_matches("响应")
        .trim_end_matches('级')
        .trim();
    match bare.to_ascii_uppercase().as_str() {
        "Ⅰ" | "I" | "一" | "1" | "ONE" => Some(ResponseLevel::One),
        "Ⅱ" | "II" | "二" | "2" | "TWO" => Some(ResponseLevel::Two),
        "Ⅲ" | "III" | "三" | "3" | "THREE" => Some(ResponseLevel::Three),
        "Ⅳ" | "IV" | "四" | "4" | "FOUR" => Some(ResponseLevel::Four),
        _ => None,
    }
}

/// Serde form of an optional level: the Roman numeral.
pub(crate) mod optional {
    use super::{ResponseLevel, parse_level, roman};
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    #[expect(clippy::ref_option, reason = "the signature is serde's")]
    pub(crate) fn serialize<S: Serializer>(
        level: &Option<ResponseLevel>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(level.map_or("", roman))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<ResponseLevel>, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text.is_empty() {
            return Ok(None);
        }
        parse_level(&text)
            .map(Some)
            .ok_or_else(|| D::Error::custom("not a level Ⅰ to Ⅳ"))
    }
}

/// Serde form of a list of levels: the Roman numerals.
pub(crate) mod list {
    use super::{ResponseLevel, parse_level, roman};
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(crate) fn serialize<S: Serializer>(
        levels: &[ResponseLevel],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(levels.iter().map(|level| roman(*level)))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<ResponseLevel>, D::Error> {
        Vec::<String>::deserialize(deserializer)?
            .iter()
            .map(|text| parse_level(text).ok_or_else(|| D::Error::custom("not a level Ⅰ to Ⅳ")))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_is_read_however_people_write_it() {
        let cases = [
            ("Ⅰ", Some(ResponseLevel::One)),
            ("II级", Some(ResponseLevel::Two)),
            (" 三级响应 ", Some(ResponseLevel::Three)),
            ("iv", Some(ResponseLevel::Four)),
            ("五级", None),
            ("", None),
        ];
        for (text, level) in cases {
            assert_eq!(parse_level(text), level, "reading {text:?}");
        }
        for level in LEVELS {
            assert_eq!(
                parse_level(roman(level)),
                Some(level),
                "the numeral reads back"
            );
        }
    }
}
