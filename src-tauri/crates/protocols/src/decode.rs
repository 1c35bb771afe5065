//! The bytes of any format to one JSON object for each message and each defect, for the support
//! technician. A format is one row of [`FORMATS`].

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::cap;
use crate::defect::{Defect, DefectKind, Parsed, quote};
use crate::warning12379;

/// The most lines of hexadecimal input that are decoded.
pub const HEX_LINES_MAX: usize = 100_000;

/// What one unit of input is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// A whole document; hexadecimal lines that give no message alone are joined.
    Document,
    /// A frame; each hexadecimal line stands for itself.
    Frame,
}

/// One format that can be decoded.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// The name on the command line.
    pub name: &'static str,
    /// What it is, in one line.
    pub about: &'static str,
    /// What one unit of input is.
    pub unit: Unit,
    /// Decodes raw bytes.
    pub decode: fn(&[u8]) -> Parsed<Value>,
}

/// All formats, by name.
pub const FORMATS: &[Format] = &[
    Format {
        name: "cap",
        about: "Common Alerting Protocol 1.0, 1.1, 1.2 (OASIS), XML",
        unit: Unit::Document,
        decode: |bytes| values(cap::parse(bytes)),
    },
    Format {
        name: "warning12379",
        about: "national warning file (12379) and the public warning lists, XML and JSON",
        unit: Unit::Document,
        decode: warning12379::decode_values,
    },
];

/// The format of that name.
#[must_use]
pub fn find_format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// Decodes bytes, or lines of hexadecimal, of one format. Every message gives one object with
/// `"type":"message"`; every defect, of a message or of the input, one with `"type":"defect"`,
/// after its message and with its `identifier`. An unknown format gives one defect.
#[must_use]
pub fn decode(format: &str, bytes: &[u8]) -> Vec<Value> {
    let Some(format) = find_format(format) else {
        let defect = Defect {
            kind: DefectKind::FormatUnknown,
            path: String::new(),
            message: format!("no decoder is named {}", quote(format)),
        };
        return vec![defect_line("", &defect)];
    };
    let parsed = match hex_lines(bytes) {
        None => (format.decode)(bytes),
        Some(lines) => decode_lines(format, &lines),
    };
    let mut lines = Vec::new();
    for message in parsed.messages {
        let identifier = message.get("identifier").cloned();
        let defects = message.get("defects").and_then(Value::as_array).cloned();
        lines.push(labelled("message", format.name, message));
        for mut defect in defects.unwrap_or_default() {
            if let (Some(identifier), Some(fields)) = (&identifier, defect.as_object_mut()) {
                fields.insert("identifier".to_owned(), identifier.clone());
            }
            lines.push(labelled("defect", format.name, defect));
        }
    }
    lines.extend(
        parsed
            .defects
            .iter()
            .map(|defect| defect_line(format.name, defect)),
    );
    lines
}

fn decode_lines(format: &Format, lines: &[Vec<u8>]) -> Parsed<Value> {
    let mut all = Parsed::default();
    for line in lines {
        let parsed = (format.decode)(line);
        all.messages.extend(parsed.messages);
        all.defects.extend(parsed.defects);
    }
    if format.unit == Unit::Document && all.messages.is_empty() && lines.len() > 1 {
        return (format.decode)(&lines.concat());
    }
    all
}

/// The lines of an input that is nothing but lines of hexadecimal digits.
fn hex_lines(bytes: &[u8]) -> Option<Vec<Vec<u8>>> {
    let text = std::str::from_utf8(bytes).ok()?;
    let mut lines = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if lines.len() >= HEX_LINES_MAX {
            return None;
        }
        let digits: String = line.chars().filter(|c| !c.is_ascii_whitespace()).collect();
        lines.push(hex::decode(digits).ok()?);
    }
    (!lines.is_empty()).then_some(lines)
}

/// Messages as JSON; a message that JSON cannot hold becomes a defect.
pub(crate) fn values<T: Serialize>(parsed: Parsed<T>) -> Parsed<Value> {
    let mut values = Parsed {
        messages: Vec::new(),
        defects: parsed.defects,
    };
    for message in parsed.messages {
        match serde_json::to_value(message) {
            Ok(value) => values.messages.push(value),
            Err(error) => values.defects.push(Defect {
                kind: DefectKind::Malformed,
                path: String::new(),
                message: error.to_string(),
            }),
        }
    }
    values
}

fn defect_line(format: &str, defect: &Defect) -> Value {
    let value = json!({ "kind": defect.kind, "path": defect.path, "message": defect.message });
    labelled("defect", format, value)
}

/// Puts `type` and `format` in front.
fn labelled(kind: &str, format: &str, value: Value) -> Value {
    let mut line = Map::new();
    line.insert("type".to_owned(), Value::from(kind));
    line.insert("format".to_owned(), Value::from(format));
    if let Value::Object(fields) = value {
        for (name, field) in fields {
            line.entry(name).or_insert(field);
        }
    }
    Value::Object(line)
}
