//! The substances and classes of GB 18218-2018, tables 1 to 4.
//!
//! The table is `assets/standards/gb18218.json`.

use std::sync::LazyLock;

use serde::Deserialize;

const TABLE: &str = include_str!("../../../../assets/standards/gb18218.json");

/// A substance of table 1.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Substance {
    /// Its number in the table.
    pub no: u32,
    /// Its name with what the table adds to it.
    pub name: String,
    /// Other names.
    pub alias: Vec<String>,
    /// CAS numbers.
    pub cas: Vec<String>,
    /// Threshold (临界量) in tonnes.
    pub threshold_t: f64,
    /// Correction factor of a toxic gas (表3); none for all others, whose class tells it.
    pub beta: Option<f64>,
    /// In short the row of table 1 that it counts under, where that has another name; empty for the
    /// rows themselves.
    #[serde(default)]
    pub counts_as: String,
}

/// A class of hazard of tables 2 and 4.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Class {
    /// Its sign, as `W5.1`.
    pub code: String,
    /// Name of the kind of hazard.
    pub class: String,
    /// What belongs to it.
    pub words: String,
    /// Threshold in tonnes.
    pub threshold_t: f64,
    /// Correction factor (表4).
    pub beta: f64,
}

/// A row of table 5.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Exposure {
    pub(crate) people_from: u32,
    pub(crate) alpha: f64,
}

/// A row of table 6.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct GradeFrom {
    pub(crate) grade: u8,
    pub(crate) from: f64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Standard {
    substances: Vec<Substance>,
    /// Substances of table 3 that count under a row of table 1 of another name.
    under_other_rows: Vec<Substance>,
    classes: Vec<Class>,
    /// Most people first.
    pub(crate) exposure: Vec<Exposure>,
    /// Gravest first.
    pub(crate) grades: Vec<GradeFrom>,
}

pub(crate) static STANDARD: LazyLock<Standard> =
    LazyLock::new(|| serde_json::from_str(TABLE).expect("the shipped table is well formed"));

/// All substances of table 1, in its order.
#[must_use]
pub fn substances() -> &'static [Substance] {
    &STANDARD.substances
}

/// All classes of table 2, in its order.
#[must_use]
pub fn classes() -> &'static [Class] {
    &STANDARD.classes
}

/// The class of a sign.
#[must_use]
pub fn class(code: &str) -> Option<&'static Class> {
    let code = code.trim();
    let same = |class: &&Class| class.code.eq_ignore_ascii_case(code);
    classes().iter().find(same)
}

/// What table 1 says of a name.
#[derive(Debug, Clone, PartialEq)]
pub enum Named {
    /// This one.
    One(&'static Substance),
    /// Several rows have that name; which, depends on what is in it.
    Several(Vec<&'static Substance>),
    /// Table 1 does not name it.
    None,
}

/// Looks up a name, another name or a CAS number.
///
/// The name of the table is known with and without what it adds in brackets.
#[must_use]
pub fn named(text: &str) -> Named {
    let text = plain(text);
    if text.is_empty() {
        return Named::None;
    }
    let all = || substances().iter().chain(&STANDARD.under_other_rows);
    let exactly = |one: &&Substance| plain(&one.name) == text;
    if let Some(one) = all().find(exactly) {
        return Named::One(one);
    }
    let also = |one: &&Substance| {
        let others = one.alias.iter().chain(&one.cas);
        plain(before_bracket(&one.name)) == text || others.into_iter().any(|o| plain(o) == text)
    };
    let mut all: Vec<&Substance> = all().filter(also).collect();
    match all.len() {
        0 => Named::None,
        1 => Named::One(all.remove(0)),
        _ => Named::Several(all),
    }
}

/// One word for all names of a substance: that of its row where it has one, else what was written.
pub(crate) fn key(text: &str) -> String {
    match named(text) {
        Named::One(found) => plain(&found.name),
        Named::Several(_) | Named::None => plain(text),
    }
}

fn before_bracket(name: &str) -> &str {
    let end = name.find(['(', '（', '[', '［']).unwrap_or(name.len());
    &name[..end]
}

/// Without blanks, with one kind of brackets and signs, in small letters.
fn plain(text: &str) -> String {
    let one = |sign: char| match sign {
        '（' | '［' | '[' => '(',
        '）' | '］' | ']' => ')',
        '＜' => '<',
        '＞' => '>',
        '，' => ',',
        '－' | '–' | '‐' => '-',
        _ => sign.to_ascii_lowercase(),
    };
    text.chars()
        .filter(|sign| !sign.is_whitespace())
        .map(one)
        .collect()
}
