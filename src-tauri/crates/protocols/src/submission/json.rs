//! Documents of JSON as records of key and text.

use serde_json::{Map, Value};

use super::fields::is_channel;
use super::{FIELD_CHARS_MAX, KEYS_MAX, RECORDS_MAX, Reading};

/// Keys under which a list of records may stand.
const LISTS: [&str; 5] = ["records", "items", "data", "rows", "orders"];
/// Depth of a record that is looked into: a key of a key.
const DEPTH_MAX: usize = 2;

/// A record's keys with their texts, and the record as it stood.
pub(super) type Record = (Vec<(String, String)>, String);

/// The records of a document, one more than the bound at most.
pub(super) fn records(text: &str, reading: &Reading) -> Result<Vec<Record>, String> {
    let text = text.trim_start_matches('\u{FEFF}').trim();
    match serde_json::from_str::<Value>(text) {
        Ok(value) => listed(value, reading),
        Err(error) => lines(text).ok_or_else(|| error.to_string()),
    }
}

fn listed(value: Value, reading: &Reading) -> Result<Vec<Record>, String> {
    match value {
        Value::Array(all) => Ok(all.into_iter().take(RECORDS_MAX + 1).map(record).collect()),
        Value::Object(mut fields) => {
            let list = LISTS.iter().find_map(|key| match fields.get(*key) {
                Some(Value::Array(_)) => fields.remove(*key),
                _ => None,
            });
            match list {
                // What stands beside the list holds for each of it that says nothing else.
                Some(list) => {
                    let mut beside = Vec::new();
                    flatten(&fields, 1, &mut beside);
                    beside.retain(|(key, _)| is_channel(key, reading));
                    let mut records = listed(list, reading)?;
                    for (pairs, _) in &mut records {
                        pairs.extend(beside.iter().cloned());
                    }
                    Ok(records)
                }
                None => Ok(vec![record(Value::Object(fields))]),
            }
        }
        _ => Err("neither an object nor a list of objects".to_owned()),
    }
}

/// Lines of objects, each by itself; nothing when one line is none.
fn lines(text: &str) -> Option<Vec<Record>> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let records =
        lines
            .take(RECORDS_MAX + 1)
            .map(|line| match serde_json::from_str::<Value>(line).ok()? {
                value @ Value::Object(_) => Some(record(value)),
                _ => None,
            });
    let records: Option<Vec<_>> = records.collect();
    records.filter(|records| !records.is_empty())
}

fn record(value: Value) -> Record {
    let raw = value.to_string();
    let mut pairs = Vec::new();
    if let Value::Object(fields) = value {
        flatten(&fields, 1, &mut pairs);
    }
    (pairs, raw)
}

/// A key inside a key counts by its own name.
fn flatten(fields: &Map<String, Value>, depth: usize, into: &mut Vec<(String, String)>) {
    for (key, value) in fields {
        if into.len() >= KEYS_MAX {
            return;
        }
        match value {
            Value::Object(inner) if depth < DEPTH_MAX => flatten(inner, depth + 1, into),
            value => into.push((key.clone(), text_of(value))),
        }
    }
}

fn text_of(value: &Value) -> String {
    let text = match value {
        Value::Null | Value::Object(_) => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(all) => {
            let texts = all.iter().take(KEYS_MAX).filter_map(Value::as_str);
            texts.collect::<Vec<_>>().join("\n")
        }
        other => other.to_string(),
    };
    match text.char_indices().nth(FIELD_CHARS_MAX) {
        Some((end, _)) => text[..end].to_owned(),
        None => text,
    }
}
