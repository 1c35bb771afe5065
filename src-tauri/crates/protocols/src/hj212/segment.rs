//! The data segment (数据段): fields, and the data area CP (HJ 212-2017, 6.3.2 and 6.3.3).

use std::collections::HashSet;
use std::ops::RangeInclusive;

use chrono::{NaiveDate, NaiveDateTime};
use serde_json::{Map, Value, json};

use super::editions::Edition;
use super::{ITEMS_MAX, NAMES_MAX, Tolerated};
use crate::defect::{DefectKind, Defects, quote};
use crate::time::ASSUMED_OFFSET_S;

const AREA_BEGIN: &str = "CP=&&";
const AREA_END: &str = "&&";
/// Begins and ends a text, in which `;` and `,` part nothing (table C.40).
const TEXT_MARK: &str = "//";

/// Years of which a station's time is believed.
const YEARS: RangeInclusive<i32> = 2000..=2099;

/// One item of the data area: names and values in their order.
pub type Item = Vec<(String, String)>;

/// A data segment by its parts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Segment {
    /// The fields before the data area in their order: QN, ST, CN, PW, MN, Flag, PNUM, PNO.
    pub fields: Item,
    /// The items of the data area.
    pub items: Vec<Item>,
    /// Whether it is no text of fields, as an encrypted one.
    pub opaque: bool,
}

impl Segment {
    /// A field before the data area; empty where it is not there.
    #[must_use]
    pub fn field(&self, name: &str) -> &str {
        let found = self.fields.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    /// The first value of that name in the data area.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        let mut all = self.items.iter().flatten();
        all.find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// The number of the flag, where there is one.
    #[must_use]
    pub fn flag(&self) -> Option<u8> {
        self.field("Flag").parse().ok()
    }

    /// The edition that the flag says, where there is a flag and the edition is known.
    #[must_use]
    pub fn edition(&self) -> Option<Edition> {
        self.flag().and_then(|flag| Edition::of_version(flag >> 2))
    }

    /// Whether the sender asks for an answer (bit A of the flag).
    #[must_use]
    pub fn wants_reply(&self) -> bool {
        self.flag().is_some_and(|flag| flag & 1 == 1)
    }

    /// How many packets the message has and which this is, where it has several.
    #[must_use]
    pub fn packet(&self) -> Option<(u16, u16)> {
        let number = |name| self.field(name).parse::<u16>().ok();
        let (total, number) = (number("PNUM")?, number("PNO")?);
        (total > 1).then_some((total, number))
    }

    /// When it was measured, UTC milliseconds.
    #[must_use]
    pub fn data_time_ms(&self) -> Option<i64> {
        self.value("DataTime").and_then(time_ms)
    }

    /// Reads the text between the length and the CRC.
    pub(super) fn read(text: &str, tolerated: &mut Vec<Tolerated>, defects: &mut Defects) -> Self {
        let Some(at) = text.find(AREA_BEGIN) else {
            return Self::without_area(text, tolerated, defects);
        };
        let (head, area) = text.split_at(at);
        let area = area.get(AREA_BEGIN.len()..).unwrap_or_default();
        let area = match area.rfind(AREA_END) {
            Some(end) => area.get(..end).unwrap_or_default(),
            None => {
                let message = "the data area has no closing &&";
                defects.add(DefectKind::Truncated, "data/cp", message);
                area
            }
        };
        let segment = Self {
            fields: pairs(head, ';', tolerated, defects),
            items: items(area, tolerated, defects),
            opaque: false,
        };
        segment.note_missing(tolerated);
        segment
    }

    /// A segment without a data area: encrypted, or only cut short.
    fn without_area(text: &str, tolerated: &mut Vec<Tolerated>, defects: &mut Defects) -> Self {
        let known = ["ST=", "CN=", "MN="].iter().any(|name| text.contains(name));
        if known {
            let message = "there is no data area CP=&&…&&";
            defects.add(DefectKind::ElementMissing, "data/cp", message);
            return Self {
                fields: pairs(text, ';', tolerated, defects),
                ..Self::default()
            };
        }
        let message = format!("no fields in {}: an encrypted segment?", quote(text));
        defects.add(DefectKind::Encrypted, "data", message);
        Self {
            opaque: true,
            ..Self::default()
        }
    }

    fn note_missing(&self, tolerated: &mut Vec<Tolerated>) {
        if self.field("QN").is_empty() {
            tolerated.push(Tolerated::QnMissing);
        }
        if self.field("Flag").is_empty() {
            tolerated.push(Tolerated::FlagMissing);
        }
        let st = self.field("ST");
        if super::system_name(st).is_none() {
            tolerated.push(Tolerated::SystemUnknown);
        }
        if self.field("MN").len() > super::MN_CHARS_MAX {
            tolerated.push(Tolerated::MnLong);
        }
    }

    /// The text of the segment.
    #[must_use]
    pub fn write(&self) -> String {
        let join = |pairs: &Item, by: &str| {
            let all: Vec<_> = pairs
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            all.join(by)
        };
        let area: Vec<_> = self.items.iter().map(|item| join(item, ",")).collect();
        let mut text = join(&self.fields, ";");
        if !text.is_empty() {
            text.push(';');
        }
        text + AREA_BEGIN + &area.join(";") + AREA_END
    }

    /// Everything by name.
    pub(super) fn to_value(&self) -> Value {
        let mut out = Map::new();
        let mut add = |name: &str, value: Value| out.insert(name.to_owned(), value);
        add("fields", object(&self.fields));
        let order: Vec<_> = self.fields.iter().map(|(name, _)| name.as_str()).collect();
        add("order", order.into());
        let items: Vec<_> = self.items.iter().map(object).collect();
        add("cp", items.into());
        if let Some(flag) = self.flag() {
            let flag = json!({
                "version": flag >> 2,
                "D_packets": flag & 2 != 0,
                "A_needReply": flag & 1 != 0,
            });
            add("flag", flag);
        }
        Value::Object(out)
    }
}

/// Names and values; a name that stands several times has the list of its values.
fn object(pairs: &Item) -> Value {
    let mut fields = Map::new();
    for (name, value) in pairs {
        let value = Value::from(value.as_str());
        match fields.get_mut(name) {
            None => drop(fields.insert(name.clone(), value)),
            Some(Value::Array(list)) => list.push(value),
            Some(first) => *first = Value::from(vec![first.take(), value]),
        }
    }
    Value::Object(fields)
}

/// `name=value` parts of a text; a part without `=` has an empty value.
fn pairs(text: &str, by: char, tolerated: &mut Vec<Tolerated>, defects: &mut Defects) -> Item {
    let mut out = Item::new();
    for part in split(text, by) {
        if out.len() >= NAMES_MAX {
            let message = format!("more than {NAMES_MAX} names in one item");
            defects.add(DefectKind::TooMany, "data", message);
            break;
        }
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        let (name, trimmed) = (name.trim(), value.trim());
        if name.len() + trimmed.len() + 1 < part.len() && !tolerated.contains(&Tolerated::Blanks) {
            tolerated.push(Tolerated::Blanks);
        }
        if name.is_empty() && trimmed.is_empty() {
            continue;
        }
        out.push((name.to_owned(), trimmed.to_owned()));
    }
    out
}

fn items(area: &str, tolerated: &mut Vec<Tolerated>, defects: &mut Defects) -> Vec<Item> {
    let mut out: Vec<Item> = Vec::new();
    for part in split(area, ';') {
        if part.trim().is_empty() {
            if !tolerated.contains(&Tolerated::EmptyItem) {
                tolerated.push(Tolerated::EmptyItem);
            }
            continue;
        }
        if out.len() >= ITEMS_MAX {
            let message = format!("more than {ITEMS_MAX} items");
            defects.add(DefectKind::TooMany, "data/cp", message);
            break;
        }
        let item = pairs(part, ',', tolerated, defects);
        let names: HashSet<&str> = item.iter().map(|(name, _)| name.as_str()).collect();
        if names.len() < item.len() && !tolerated.contains(&Tolerated::KeyRepeated) {
            tolerated.push(Tolerated::KeyRepeated);
        }
        out.push(item);
    }
    out
}

/// Parts a text, but not inside `//…//`.
fn split(text: &str, by: char) -> Vec<&str> {
    let mut parts = Vec::new();
    // A mark opens a text only where another one closes it.
    let last_mark = text.rfind(TEXT_MARK).unwrap_or_default();
    let (mut start, mut at, mut quoted) = (0, 0, false);
    while let Some(rest) = text.get(at..) {
        let Some(first) = rest.chars().next() else {
            break;
        };
        let closes = last_mark >= at + TEXT_MARK.len();
        if rest.starts_with(TEXT_MARK) && (quoted || closes) {
            quoted = !quoted;
            at += TEXT_MARK.len();
            continue;
        }
        if first == by && !quoted {
            parts.push(text.get(start..at).unwrap_or_default());
            start = at + first.len_utf8();
        }
        at += first.len_utf8();
    }
    let last = text.get(start..).unwrap_or_default();
    if !last.is_empty() {
        parts.push(last);
    }
    parts
}

/// `YYYYMMDDhhmmss`, with milliseconds or not, of UTC+8, as UTC milliseconds. A year outside
/// 2000 to 2099 is that of a broken clock, and would make its value the newest for ever.
#[must_use]
pub fn time_ms(text: &str) -> Option<i64> {
    let number = |from: usize, count: usize| {
        let digits = text.get(from..from + count)?;
        let all = digits.bytes().all(|byte| byte.is_ascii_digit());
        all.then(|| digits.parse::<u32>().ok()).flatten()
    };
    let year = i32::try_from(number(0, 4)?).ok()?;
    if !YEARS.contains(&year) {
        return None;
    }
    let date = NaiveDate::from_ymd_opt(year, number(4, 2)?, number(6, 2)?)?;
    let time = date.and_hms_opt(number(8, 2)?, number(10, 2)?, number(12, 2)?)?;
    let ms = match text.len() {
        14 => 0,
        17 => i64::from(number(14, 3)?),
        _ => return None,
    };
    Some(time.and_utc().timestamp_millis() + ms - ASSUMED_OFFSET_S * 1000)
}

/// UTC milliseconds as `YYYYMMDDhhmmsszzz` of UTC+8, the form of QN; the form of the other times
/// is its first 14 digits.
#[must_use]
pub fn time_text(utc_ms: i64) -> String {
    let local = utc_ms.saturating_add(ASSUMED_OFFSET_S * 1000);
    let time: Option<NaiveDateTime> =
        chrono::DateTime::from_timestamp_millis(local).map(|time| time.naive_utc());
    time.unwrap_or_default()
        .format("%Y%m%d%H%M%S%3f")
        .to_string()
}
