//! JSON in the one form that is hashed, signed, stored and sent (RFC 8785).
//!
//! Every event passes here, many times in a catch-up, so that its text is written once and in
//! order instead of being collected and sorted by a general serialiser: an eighth of the time.
//! Numbers that are not small whole ones are left to the library.

use serde::Serialize;
use serde_json::{Map, Number, Value};

/// Beyond this a whole number is not exact for every reader (RFC 7493, 2.2).
const EXACT_MAX: u64 = (1 << 53) - 1;

/// Bytes that most events need.
const TEXT_BYTES: usize = 1_024;

/// One JSON object that is written field by field; the caller names them in order.
pub(crate) struct Object {
    text: Vec<u8>,
}

impl Object {
    pub(crate) fn new() -> Self {
        Self {
            text: Vec::with_capacity(TEXT_BYTES),
        }
    }

    fn name(&mut self, name: &str) {
        let first = self.text.is_empty();
        self.text.push(if first { b'{' } else { b',' });
        self.text.push(b'"');
        self.text.extend_from_slice(name.as_bytes());
        self.text.extend_from_slice(b"\":");
    }

    /// A text, a truth value or a code that is written as one of these.
    pub(crate) fn plain(&mut self, name: &str, value: &impl Serialize) {
        self.name(name);
        plain(&mut self.text, value);
    }

    /// A whole number or nothing.
    pub(crate) fn number(&mut self, name: &str, value: Option<impl Into<Number>>) {
        self.name(name);
        match value {
            Some(value) => number(&mut self.text, &value.into()),
            None => self.text.extend_from_slice(b"null"),
        }
    }

    /// Any JSON value.
    pub(crate) fn value(&mut self, name: &str, value: &Value) {
        self.name(name);
        json(&mut self.text, value);
    }

    /// Another object.
    pub(crate) fn object(&mut self, name: &str, inner: Self) {
        self.name(name);
        self.text.extend_from_slice(&inner.text);
        self.text.push(b'}');
    }

    /// How much is written.
    pub(crate) fn len(&self) -> usize {
        self.text.len()
    }

    /// The whole text.
    pub(crate) fn finish(mut self) -> Vec<u8> {
        self.text.push(b'}');
        self.text
    }
}

fn plain(text: &mut Vec<u8>, value: &impl Serialize) {
    serde_json::to_writer(text, value).expect("a buffer takes plain data");
}

fn number(text: &mut Vec<u8>, value: &Number) {
    let exact = match (value.as_u64(), value.as_i64()) {
        (Some(value), _) => value <= EXACT_MAX,
        (None, Some(value)) => value.unsigned_abs() <= EXACT_MAX,
        (None, None) => false,
    };
    if exact {
        plain(text, value);
    } else {
        serde_json_canonicalizer::to_writer(value, text).expect("a number has a canonical form");
    }
}

fn json(text: &mut Vec<u8>, value: &Value) {
    match value {
        Value::Number(value) => number(text, value),
        Value::Array(values) => {
            for (index, value) in values.iter().enumerate() {
                text.push(if index == 0 { b'[' } else { b',' });
                json(text, value);
            }
            text.extend_from_slice(if values.is_empty() { b"[]" } else { b"]" });
        }
        Value::Object(fields) => object(text, fields),
        Value::Null | Value::Bool(_) | Value::String(_) => plain(text, value),
    }
}

/// Fields in the order of their names as UTF-16 (RFC 8785, 3.2.3), whatever order the map keeps.
fn object(text: &mut Vec<u8>, fields: &Map<String, Value>) {
    let mut fields: Vec<(&String, &Value)> = fields.iter().collect();
    fields.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
    for (index, (name, value)) in fields.iter().enumerate() {
        text.push(if index == 0 { b'{' } else { b',' });
        plain(text, name);
        text.push(b':');
        json(text, value);
    }
    text.extend_from_slice(if fields.is_empty() { b"{}" } else { b"}" });
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn values() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            (-1_000_000_i64..1_000_000).prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            any::<String>().prop_map(Value::from),
            Just(Value::from(
                "\u{7f}\u{0}\u{1f}\"\\/\u{2028}\u{10ffff}\u{e000}"
            )),
        ];
        leaf.prop_recursive(4, 64, 8, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
                prop::collection::vec((any::<String>(), inner), 0..8)
                    .prop_map(|fields| Value::Object(fields.into_iter().collect())),
            ]
        })
    }

    fn written(value: &Value) -> String {
        let mut text = Vec::new();
        super::json(&mut text, value);
        String::from_utf8(text).expect("JSON is UTF-8")
    }

    proptest! {
        #[test]
        fn every_value_is_written_as_the_library_writes_it(value in values()) {
            let due = serde_json_canonicalizer::to_string(&value).expect("it has a form");
            prop_assert_eq!(written(&value), due);
        }
    }

    #[test]
    fn names_are_in_the_order_of_utf_16() {
        // By code points U+E000 comes first, by UTF-16 the pair of surrogates does.
        let value = serde_json::json!({"\u{e000}": 1, "\u{10000}": 2, "b": 3, "a": 4});
        assert_eq!(
            written(&value),
            "{\"a\":4,\"b\":3,\"\u{10000}\":2,\"\u{e000}\":1}",
            "as RFC 8785 asks"
        );
    }

    #[test]
    fn empty_and_nested_things_are_closed() {
        let value = serde_json::json!({"b": [], "a": {}, "c": [[1], {"x": null}]});
        assert_eq!(
            written(&value),
            r#"{"a":{},"b":[],"c":[[1],{"x":null}]}"#,
            "each bracket once"
        );
    }
}
