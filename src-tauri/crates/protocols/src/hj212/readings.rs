//! What the items of a data area say of each factor.

use std::collections::HashMap;

use serde::Serialize;

use super::codes::mark_name;
use super::device::{device_info, state_name};
use super::factors::factor;
use super::segment::{Item, Segment, time_ms};

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
    /// The instrument's own mark (EFlag), whose meaning its maker decides (table 4).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub e_flag: Option<String>,
    /// When the sample was taken, as written (SampleTime).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sample_time: Option<String>,
    /// The same, UTC milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sample_time_ms: Option<i64>,
    /// What the number of a state means (table B.10, and SBxxx-RS of table 4).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state_name: Option<&'static str>,
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
    // By name, so that a long item is not gone through again for each of its values.
    let mut beside: HashMap<&str, &String> = HashMap::new();
    for (name, value) in item {
        beside.entry(name).or_insert(value);
    }
    let of = |code: &str, kind: &str| {
        let name = format!("{code}-{kind}");
        beside.get(name.as_str()).map(|value| (*value).clone())
    };
    let mut out = Vec::new();
    for (name, text) in item {
        let Some((code, kind)) = parts(name) else {
            continue;
        };
        if matches!(kind.as_str(), "Flag" | "EFlag" | "SampleTime") {
            continue;
        }
        let known = factor(&code, st);
        let info = device_info(&code).filter(|_| kind == "Info");
        let flag = of(&code, "Flag");
        let sample_time = of(&code, "SampleTime");
        let concentration = !matches!(kind.as_str(), "Cou" | "Info" | "SN" | "RS" | "RT");
        out.push(Reading {
            name: known
                .map(|factor| factor.name)
                .or(info.map(|info| info.name)),
            unit: known
                .map(|factor| factor.unit)
                .filter(|_| concentration)
                .or(info.map(|info| info.unit).filter(|unit| !unit.is_empty())),
            state_name: state_name(&code, &kind, text),
            e_flag: of(&code, "EFlag"),
            sample_time_ms: sample_time.as_deref().and_then(time_ms),
            sample_time,
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
