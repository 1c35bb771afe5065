//! What the items of a data area say of each factor.

use std::collections::HashMap;

use serde::Serialize;

use super::codes::mark_name;
use super::factors::factor;
use super::segment::{Item, Segment};

/// One value of one factor.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Reading {
    /// The code of the factor or device.
    pub code: String,
    /// Its name in Chinese, where the standard has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<&'static str>,
    /// `Rtd`, `Avg`, `Min`, `Max`, `Cou`, `ZsRtd`, `Data`, `RS`, `RT`, `Info` and others.
    pub kind: String,
    /// The value as written.
    pub text: String,
    /// The same as a number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// The standard's default unit of the concentration.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<&'static str>,
    /// The mark of the value (table 8): `N` is normal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flag: Option<String>,
    /// What the mark says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flag_name: Option<&'static str>,
}

impl Reading {
    /// Whether the instrument worked normally, or said nothing of it.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.flag.as_deref().is_none_or(|flag| flag == "N")
    }
}

/// Every reading of a segment in its order.
#[must_use]
pub fn readings(segment: &Segment) -> Vec<Reading> {
    let st = segment.field("ST");
    let items = segment.items.iter();
    items.flat_map(|item| of_item(item, st)).collect()
}

fn of_item(item: &Item, st: &str) -> Vec<Reading> {
    let parts = |name: &str| {
        let (code, kind) = name.split_once('-')?;
        Some((code.to_owned(), kind.to_owned()))
    };
    let mut marks: HashMap<&str, &String> = HashMap::new();
    for (name, value) in item {
        if let Some(code) = name.strip_suffix("-Flag") {
            marks.entry(code).or_insert(value);
        }
    }
    let mut out = Vec::new();
    for (name, text) in item {
        let Some((code, kind)) = parts(name) else {
            continue;
        };
        if matches!(kind.as_str(), "Flag" | "EFlag" | "SampleTime") {
            continue;
        }
        let known = factor(&code, st);
        let flag = marks.get(code.as_str()).map(|mark| (*mark).clone());
        let concentration = !matches!(kind.as_str(), "Cou" | "Info" | "SN" | "RS" | "RT");
        out.push(Reading {
            name: known.map(|factor| factor.name),
            unit: known.map(|factor| factor.unit).filter(|_| concentration),
            value: text.parse().ok().filter(|value: &f64| value.is_finite()),
            flag_name: flag.as_deref().and_then(mark_name),
            text: text.clone(),
            code,
            kind,
            flag,
        });
    }
    out
}
