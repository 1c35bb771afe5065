//! Rules, and what they make of a message.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::limits::{Breach, Limits};
use super::path::JsonPath;
use super::topic::{is_filter, topic_matches};
use crate::defect::{Defect, DefectKind, Defects, Parsed, quote};
use crate::time::{self, TimeForm};

/// The most rules of a mapping.
pub const RULES_MAX: usize = 500;
/// The most bytes of a mapping's text.
pub const MAPPING_BYTES_MAX: usize = 1024 * 1024;
/// The most bytes of a message that is read.
pub const PAYLOAD_BYTES_MAX: usize = 1024 * 1024;
/// The most bytes of the name of a point.
pub const POINT_BYTES_MAX: usize = 256;
/// The times of a device that are believed: from 2000 to 2100, UTC milliseconds. Anything else is a
/// broken clock or another unit, and would be the newest value of its point for ever.
pub const TIMES_MS: RangeInclusive<i64> = 946_684_800_000..=4_102_444_800_000;
/// The most values that one message gives.
pub const SAMPLES_MAX: usize = 5_000;

/// One rule as written; see the module for an example.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rule {
    /// What the user calls it.
    pub name: String,
    /// MQTT topic filter.
    pub topic: String,
    /// For each value that this path finds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub each: Option<String>,
    /// Only where something stands at a path.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub only: Option<Only>,
    /// The name of the point, with places in braces.
    pub point: String,
    /// Where the value stands.
    pub value: String,
    /// What is measured: `level`, `pressure`, `temperature`, `gas`, …
    pub quantity: String,
    /// Its unit.
    pub unit: String,
    /// The number is multiplied by it; nothing is 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scale: Option<f64>,
    /// And this is added.
    pub offset: f64,
    /// Where the device's own time stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    /// How that time is written.
    pub time_form: Form,
    /// Where it stands whether the value is good.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub good: Option<String>,
    /// Numbers of words.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub words: BTreeMap<String, f64>,
    /// Where it begins to matter.
    pub limits: Limits,
}

/// A condition: what stands at a path, as text.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Only {
    /// Where.
    pub path: String,
    /// What has to stand there: a text, or a number or truth value as written.
    pub equals: String,
}

/// How a device writes its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// Milliseconds since 1970, UTC.
    #[default]
    UnixMs,
    /// Seconds since 1970, UTC.
    UnixS,
    /// Date and time with a zone.
    Iso8601,
    /// `yyyy-MM-dd HH:mm:ss` of UTC+8.
    Local,
}

/// A value of a point.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sample {
    /// The name of the rule.
    pub rule: String,
    /// The point.
    pub point: String,
    /// What is measured.
    pub quantity: String,
    /// The value in `unit`.
    pub value: f64,
    /// Its unit.
    pub unit: String,
    /// The device's own time, UTC milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_ms: Option<i64>,
    /// Whether the device says that the value is good, or says nothing of it.
    pub good: bool,
    /// Which limit it has reached.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub breach: Option<Breach>,
    /// The limits of its rule.
    pub limits: Limits,
}

/// A mapping that was read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Mapping {
    rules: Vec<Ready>,
}

/// A rule with its paths read.
#[derive(Debug, Clone, PartialEq)]
struct Ready {
    rule: Rule,
    each: Option<JsonPath>,
    only: Option<(Place, String)>,
    point: Vec<Piece>,
    value: Place,
    time: Option<Place>,
    good: Option<Place>,
}

/// A path from the value found or, with `$$`, from the whole message.
#[derive(Debug, Clone, PartialEq)]
struct Place {
    whole: bool,
    path: JsonPath,
}

/// A piece of the name of a point.
#[derive(Debug, Clone, PartialEq)]
enum Piece {
    Text(String),
    Level(usize),
    At(Place),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    /// Words for people; kept out of everything.
    #[serde(default, rename = "note")]
    _note: String,
    #[serde(default)]
    rules: Vec<Value>,
}

impl Mapping {
    /// Reads the text of a mapping. A rule that is wrong is left out and told.
    #[must_use]
    pub fn read(text: &str) -> (Self, Vec<Defect>) {
        let mut defects = Defects::default();
        if text.len() > MAPPING_BYTES_MAX {
            let message = format!("{} bytes, {MAPPING_BYTES_MAX} may be", text.len());
            defects.add(DefectKind::TooLarge, "", message);
            return (Self::default(), defects.into_vec());
        }
        let written = match serde_json::from_str::<Written>(text) {
            Ok(written) => written.rules,
            Err(error) => {
                defects.add(DefectKind::Malformed, "", error.to_string());
                return (Self::default(), defects.into_vec());
            }
        };
        if written.len() > RULES_MAX {
            let message = format!("more than {RULES_MAX} rules");
            defects.add(DefectKind::TooMany, "rules", message);
        }
        let mut rules = Vec::new();
        for (index, value) in written.into_iter().take(RULES_MAX).enumerate() {
            let read = serde_json::from_value::<Rule>(value);
            let read = read.map_err(|error| error.to_string()).and_then(ready);
            match read {
                Ok(rule) => rules.push(rule),
                Err(why) => {
                    let path = format!("rules[{index}]");
                    defects.add(DefectKind::ValueIllegal, path, why);
                }
            }
        }
        (Self { rules }, defects.into_vec())
    }

    /// The topic filters to subscribe to, each once.
    #[must_use]
    pub fn topics(&self) -> Vec<&str> {
        let mut topics: Vec<_> = self
            .rules
            .iter()
            .map(|one| one.rule.topic.as_str())
            .collect();
        topics.sort_unstable();
        topics.dedup();
        topics
    }

    /// Takes over the rules of another file, up to [`RULES_MAX`] in all; answers how many were left
    /// out.
    #[must_use]
    pub fn join(&mut self, other: Self) -> usize {
        let room = RULES_MAX.saturating_sub(self.rules.len());
        let over = other.rules.len().saturating_sub(room);
        self.rules.extend(other.rules.into_iter().take(room));
        over
    }

    /// How many rules it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rules.len()
    }

    /// Whether it has no rule.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// What the rules make of a message. A message that no rule takes, or of which a rule finds
    /// nothing, is told.
    #[must_use]
    pub fn apply(&self, topic: &str, payload: &[u8]) -> Parsed<Sample> {
        let mut parsed = Parsed::default();
        let tell = |kind, message: String| Defect::of_bytes(kind, message, payload);
        let fitting = |one: &&Ready| topic_matches(&one.rule.topic, topic);
        let rules: Vec<_> = self.rules.iter().filter(fitting).collect();
        if rules.is_empty() {
            let message = format!("no rule takes the topic {}", quote(topic));
            parsed.defects.push(tell(DefectKind::TypeUnknown, message));
            return parsed;
        }
        if payload.len() > PAYLOAD_BYTES_MAX {
            let message = format!("{} bytes, {PAYLOAD_BYTES_MAX} may be", payload.len());
            parsed.defects.push(tell(DefectKind::TooLarge, message));
            return parsed;
        }
        let value = match serde_json::from_slice::<Value>(payload) {
            Ok(value) => value,
            Err(error) => {
                let message = format!("{}: {error}", quote(topic));
                parsed.defects.push(tell(DefectKind::Malformed, message));
                return parsed;
            }
        };
        for rule in rules {
            let from = parsed.messages.len();
            if let Err(why) = rule.apply(topic, &value, &mut parsed.messages) {
                let message = format!("rule {}: {why}", quote(&rule.rule.name));
                parsed.defects.push(tell(DefectKind::ValueIllegal, message));
            }
            let new = parsed.messages.get_mut(from..).unwrap_or_default();
            if let Some(time) = drop_times(new) {
                let name = quote(&rule.rule.name);
                let message = format!("rule {name}: the time {time} is not of 2000 to 2100");
                parsed
                    .defects
                    .push(tell(DefectKind::TimeUnreadable, message));
            }
        }
        parsed
    }
}

/// Takes away times that are not believed; gives the first of them.
fn drop_times(samples: &mut [Sample]) -> Option<i64> {
    let mut dropped = None;
    for sample in samples {
        if sample.time_ms.is_some_and(|time| !TIMES_MS.contains(&time)) {
            dropped = dropped.or(sample.time_ms.take());
            sample.time_ms = None;
        }
    }
    dropped
}

fn ready(rule: Rule) -> Result<Ready, String> {
    if !is_filter(&rule.topic) {
        return Err(format!("{:?} is no topic filter", rule.topic));
    }
    if rule.point.is_empty() {
        return Err("point is empty".to_owned());
    }
    if let Some(fault) = rule.limits.fault() {
        return Err(fault);
    }
    let factors = [rule.scale.unwrap_or(1.0), rule.offset];
    if factors.iter().any(|number| !number.is_finite()) {
        return Err("scale and offset are finite numbers".to_owned());
    }
    let optional = |text: &Option<String>| text.as_deref().map(place).transpose();
    Ok(Ready {
        each: rule.each.as_deref().map(JsonPath::read).transpose()?,
        only: rule.only.as_ref().map(condition).transpose()?,
        point: pieces(&rule.point)?,
        value: place(&rule.value)?,
        time: optional(&rule.time)?,
        good: optional(&rule.good)?,
        rule,
    })
}

fn condition(only: &Only) -> Result<(Place, String), String> {
    Ok((place(&only.path)?, only.equals.clone()))
}

fn place(text: &str) -> Result<Place, String> {
    let (whole, text) = match text.strip_prefix('$') {
        Some(rest) if rest.starts_with('$') => (true, rest),
        _ => (false, text),
    };
    let path = JsonPath::read(text)?;
    Ok(Place { whole, path })
}

fn pieces(text: &str) -> Result<Vec<Piece>, String> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (inside, after) = after
            .split_once('}')
            .ok_or_else(|| format!("{text:?}: }} is missing"))?;
        out.push(Piece::Text(before.to_owned()));
        out.push(match inside.parse() {
            Ok(level) => Piece::Level(level),
            Err(_) => Piece::At(place(inside)?),
        });
        rest = after;
    }
    out.push(Piece::Text(rest.to_owned()));
    Ok(out)
}

impl Place {
    fn first<'a>(&self, whole: &'a Value, found: &'a Value) -> Option<&'a Value> {
        self.path.first(if self.whole { whole } else { found })
    }
}

impl Ready {
    fn apply(&self, topic: &str, whole: &Value, out: &mut Vec<Sample>) -> Result<(), String> {
        let found = match &self.each {
            Some(each) => each.find(whole),
            None => vec![whole],
        };
        if found.is_empty() {
            return Err("each finds nothing".to_owned());
        }
        let mut wrong = None;
        for value in found {
            if !self.takes(whole, value) {
                continue;
            }
            if out.len() >= SAMPLES_MAX {
                return Err(format!("more than {SAMPLES_MAX} values"));
            }
            match self.sample(topic, whole, value) {
                Ok(sample) => out.push(sample),
                Err(why) => wrong = wrong.or(Some(why)),
            }
        }
        wrong.map_or(Ok(()), Err)
    }

    fn takes(&self, whole: &Value, found: &Value) -> bool {
        let Some((place, wanted)) = &self.only else {
            return true;
        };
        let written = match place.first(whole, found) {
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
            None => return false,
        };
        written == *wanted
    }

    fn sample(&self, topic: &str, whole: &Value, found: &Value) -> Result<Sample, String> {
        let rule = &self.rule;
        let value = self.value.first(whole, found);
        let value = value.ok_or_else(|| format!("{} finds nothing", rule.value))?;
        let number = number(value, &rule.words);
        let number = number.ok_or_else(|| format!("{} is no number", quote(&value.to_string())))?;
        let value = number * rule.scale.unwrap_or(1.0) + rule.offset;
        if !value.is_finite() {
            return Err("the value is no finite number".to_owned());
        }
        let good = self.good.as_ref().and_then(|at| at.first(whole, found));
        let time = self.time.as_ref().and_then(|at| at.first(whole, found));
        Ok(Sample {
            rule: rule.name.clone(),
            point: self.point(topic, whole, found)?,
            quantity: rule.quantity.clone(),
            value,
            unit: rule.unit.clone(),
            time_ms: time.and_then(|time| instant(time, rule.time_form)),
            good: good.is_none_or(is_good),
            breach: rule.limits.breach(value),
            limits: rule.limits,
        })
    }

    fn point(&self, topic: &str, whole: &Value, found: &Value) -> Result<String, String> {
        let mut name = String::new();
        for piece in &self.point {
            match piece {
                Piece::Text(text) => name.push_str(text),
                Piece::Level(level) => {
                    let level = topic.split('/').nth(*level);
                    name.push_str(level.ok_or("the topic has too few levels")?);
                }
                Piece::At(place) => match place.first(whole, found) {
                    Some(Value::String(text)) => name.push_str(text),
                    Some(Value::Number(number)) => name.push_str(&number.to_string()),
                    _ => return Err("the name of the point is not in the message".to_owned()),
                },
            }
        }
        if name.len() > POINT_BYTES_MAX {
            return Err(format!(
                "the name of the point has more than {POINT_BYTES_MAX} bytes"
            ));
        }
        Ok(name)
    }
}

fn number(value: &Value, words: &BTreeMap<String, f64>) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::Bool(flag) => Some(f64::from(u8::from(*flag))),
        Value::String(text) => {
            let text = text.trim();
            words.get(text).copied().or_else(|| text.parse().ok())
        }
        _ => None,
    }
}

fn is_good(value: &Value) -> bool {
    match value {
        Value::Bool(flag) => *flag,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => {
            let text = text.to_ascii_lowercase();
            !["", "0", "false", "bad", "invalid", "fault", "f"].contains(&text.as_str())
        }
        _ => false,
    }
}

fn instant(value: &Value, form: Form) -> Option<i64> {
    let text = value.as_str();
    let number = || value.as_i64().or_else(|| text?.parse().ok());
    match form {
        Form::UnixMs => number(),
        Form::UnixS => number()?.checked_mul(1000),
        Form::Iso8601 => time::read(text?, TimeForm::Iso8601).utc_ms,
        Form::Local => time::read(text?, TimeForm::ChineseList).utc_ms,
    }
}
