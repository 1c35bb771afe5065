//! Which heading means which field, and which word of a cell means which code.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use emergency::import::TableKind;
use emergency::stock::Scenario;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

const WORDS: &str = include_str!("../../../../assets/inventory/columns.toml");
const CODES: &str = include_str!("../../../../assets/standards/gbt38565.json");

/// Field to its headings, or code to its words, in the order of the file.
type Words = toml::Table;

#[derive(Deserialize)]
struct File {
    fields: toml::Table,
    words: toml::Table,
}

#[derive(Deserialize)]
struct CodeFile {
    items: BTreeMap<String, String>,
}

static FILE: LazyLock<File> =
    LazyLock::new(|| toml::from_str(WORDS).expect("the shipped words are well formed"));

static SUPPLIES: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let file: CodeFile = serde_json::from_str(CODES).expect("the shipped codes are well formed");
    file.items
});

/// Codes of GB/T 38565-2020 with their names.
#[must_use]
pub fn supply_codes() -> &'static BTreeMap<String, String> {
    &SUPPLIES
}

/// From heading, as it stands in the file, to field.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Mapping(pub BTreeMap<String, String>);

/// The columns of the safety stocks, one a scenario.
pub const SAFETY: [(&str, Scenario); 7] = [
    ("safety_hazmat", Scenario::Hazmat),
    ("safety_geological", Scenario::Geological),
    ("safety_flood", Scenario::Flood),
    ("safety_fire", Scenario::Fire),
    ("safety_earthquake", Scenario::Earthquake),
    ("safety_cold", Scenario::Cold),
    ("safety_utilities", Scenario::Utilities),
];

/// The name of a kind in the words file and on the command line.
#[must_use]
pub fn kind_name(kind: TableKind) -> &'static str {
    match kind {
        TableKind::Teams => "teams",
        TableKind::Supplies => "supplies",
        TableKind::Sites => "sites",
        TableKind::People => "people",
        TableKind::Points => "points",
        TableKind::Firms => "firms",
        TableKind::Units => "units",
    }
}

fn headings_of(kind: TableKind) -> &'static Words {
    headings_in(kind_name(kind))
}

fn headings_in(list: &str) -> &'static Words {
    let found = FILE.fields.get(list).and_then(toml::Value::as_table);
    found.expect("every list has its fields")
}

/// The heading of a field of a list on export.
#[must_use]
pub fn heading_of(list: &str, field: &str) -> String {
    let words = headings_in(list).get(field).and_then(toml::Value::as_array);
    let first = words.and_then(|words| words.first());
    first
        .and_then(toml::Value::as_str)
        .unwrap_or(field)
        .to_owned()
}

/// The fields of a kind with the heading each has on export, in their order.
pub fn fields(kind: TableKind) -> impl Iterator<Item = (&'static str, &'static str)> {
    fields_in(kind_name(kind))
}

/// The same for a list by its name in the words file.
pub(crate) fn fields_in(list: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    headings_in(list).iter().map(|(field, words)| {
        let first = words.as_array().and_then(|words| words.first());
        let heading = first.and_then(toml::Value::as_str);
        (field.as_str(), heading.unwrap_or(field))
    })
}

/// True when the kind has such a field.
#[must_use]
pub fn is_field(kind: TableKind, field: &str) -> bool {
    headings_of(kind).contains_key(field)
}

/// Without spaces, case, signs and what stands in brackets.
fn bare(text: &str) -> String {
    let mut depth = 0_u32;
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '(' | '（' | '[' | '【' => depth += 1,
            ')' | '）' | ']' | '】' => depth = depth.saturating_sub(1),
            _ if depth == 0 && (c.is_alphanumeric() || c == '/') => out.extend(c.to_lowercase()),
            _ => {}
        }
    }
    out
}

fn says(words: &toml::Value, text: &str) -> bool {
    let words = words.as_array().into_iter().flatten();
    words
        .filter_map(toml::Value::as_str)
        .any(|word| bare(word) == text)
}

/// The field of each heading that is understood. A field is given to one heading only, the first.
#[must_use]
pub fn guess(kind: TableKind, headings: &[String]) -> Mapping {
    guess_among(kind_name(kind), headings)
}

/// The same for a list by its name in the words file.
#[must_use]
pub fn guess_among(list: &str, headings: &[String]) -> Mapping {
    let mut mapping = BTreeMap::new();
    let mut taken: Vec<&str> = Vec::new();
    for heading in headings {
        let text = bare(heading);
        let found = headings_in(list)
            .iter()
            .find(|(field, words)| !taken.contains(&field.as_str()) && says(words, &text));
        if let Some((field, _)) = found
            && !text.is_empty()
        {
            taken.push(field);
            mapping.insert(heading.clone(), field.clone());
        }
    }
    Mapping(mapping)
}

/// A name for "tables with these headings", under which a mapping is remembered.
#[must_use]
pub fn source_key(kind: TableKind, headings: &[String]) -> String {
    let mut sha = Sha256::new();
    for heading in headings {
        sha.update(bare(heading).as_bytes());
        sha.update([0]);
    }
    let hash = hex::encode(sha.finalize());
    format!("columns-{}-{}", kind_name(kind), &hash[..16])
}

fn list(name: &str) -> Option<&'static Words> {
    FILE.words.get(name).and_then(toml::Value::as_table)
}

/// The code that a word of a cell means, in the list of that name: the code itself or one of its
/// words.
#[must_use]
pub fn code_of(name: &str, word: &str) -> Option<&'static str> {
    let word = bare(word);
    let mut codes = list(name)?.iter();
    let found = codes.find(|(code, words)| bare(code) == word || says(words, &word))?;
    Some(found.0.as_str())
}

/// The same as a value of a closed list.
#[must_use]
pub fn value_of<T: DeserializeOwned>(name: &str, word: &str) -> Option<T> {
    let code = code_of(name, word)?;
    serde_json::from_value(serde_json::Value::String(code.to_owned())).ok()
}

/// The word of a code on export; the code itself when it has none.
#[must_use]
pub fn word_of(name: &str, code: &str) -> String {
    let words = list(name).and_then(|list| list.get(code));
    let first = words
        .and_then(toml::Value::as_array)
        .and_then(|words| words.first());
    first
        .and_then(toml::Value::as_str)
        .unwrap_or(code)
        .to_owned()
}

/// The word of a value of a closed list.
#[must_use]
pub fn word_of_value(name: &str, value: &impl Serialize) -> String {
    let code = serde_json::to_value(value).unwrap_or_default();
    word_of(name, code.as_str().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use emergency::capability::CAPABILITIES;
    use emergency::hazard_unit::UnitKind;
    use emergency::site::SiteKind;
    use emergency::team::{TeamKind, TeamLevel};

    use super::*;

    fn headings(list: &[&str]) -> Vec<String> {
        list.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn headings_are_understood_in_both_languages_and_with_their_decorations() {
        let cases = [
            ("物资名称（规格）", "name"),
            (" 数 量 ", "quantity"),
            ("Qty", "quantity"),
            ("有效期至(年月日)", "expires"),
            ("Expiry Date", "expires"),
            ("GB/T38565", "supply"),
        ];
        for (heading, field) in cases {
            let guessed = guess(TableKind::Supplies, &headings(&[heading]));
            let found = guessed.0.get(heading).map(String::as_str);
            assert_eq!(found, Some(field), "{heading}");
        }
    }

    #[test]
    fn a_field_goes_to_one_column_and_a_strange_heading_to_none() {
        let all = headings(&["数量", "库存数量", "颜色", ""]);
        let guessed = guess(TableKind::Supplies, &all).0;
        assert_eq!(guessed.len(), 1, "the first of the two: {guessed:?}");
        assert_eq!(guessed["数量"], "quantity", "in its column");
    }

    #[test]
    fn every_code_of_the_closed_lists_has_a_word_that_reads_back() {
        let code = |value: serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        for level in TeamLevel::ALL
            .into_iter()
            .filter(|l| *l != TeamLevel::Unknown)
        {
            let code = code(serde_json::to_value(level).expect("plain"));
            let word = word_of("level", &code);
            assert_ne!(word, code, "{code} has a word");
            assert_eq!(value_of("level", &word), Some(level), "{word}");
        }
        for kind in TeamKind::ALL {
            let word = word_of("team", &code(serde_json::to_value(kind).expect("plain")));
            assert_eq!(value_of("team", &word), Some(kind), "{word}");
        }
        for kind in SiteKind::ALL {
            let word = word_of("site", &code(serde_json::to_value(kind).expect("plain")));
            assert_eq!(value_of("site", &word), Some(kind), "{word}");
        }
        for kind in UnitKind::ALL {
            let word = word_of("unit", &code(serde_json::to_value(kind).expect("plain")));
            assert_eq!(value_of("unit", &word), Some(kind), "{word}");
        }
        for capability in CAPABILITIES {
            let word = word_of("capability", capability);
            assert_eq!(code_of("capability", &word), Some(capability), "{word}");
        }
    }

    #[test]
    fn the_table_of_codes_is_whole() {
        // 3, 40, 218 and 655 codes on the four levels of the standard.
        assert_eq!(supply_codes().len(), 916, "GB/T 38565-2020");
    }
}
