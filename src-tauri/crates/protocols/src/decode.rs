//! The bytes of any format to one JSON object for each message and each defect, for the support
//! technician. A format is one row of [`FORMATS`].

use std::cmp::Ordering;

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::cap;
use crate::defect::{Defect, DefectKind, Parsed, quote};
use crate::gbt26875;
use crate::hj212;
use crate::jt808;
use crate::mqtt;
use crate::stream;
use crate::warning12379;

/// The most lines of hexadecimal input that are decoded.
pub const HEX_LINES_MAX: usize = 100_000;

/// How a format takes its input.
#[derive(Debug, Clone, Copy)]
pub enum Decoder {
    /// A whole document; hexadecimal lines are one each, or the wrapped lines of one.
    Document(fn(&[u8]) -> Parsed<Value>),
    /// Frames of one connection; each hexadecimal line stands for itself, and what was sent in
    /// parts is put together over all lines.
    Frames(fn(&[Vec<u8>]) -> Parsed<Value>),
}

/// One format that can be decoded.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// The name on the command line.
    pub name: &'static str,
    /// What it is, in one line.
    pub about: &'static str,
    /// Decodes raw bytes.
    pub decoder: Decoder,
}

/// All formats, by name.
pub const FORMATS: &[Format] = &[
    Format {
        name: "cap",
        about: "Common Alerting Protocol 1.0, 1.1, 1.2 (OASIS), XML",
        decoder: Decoder::Document(|bytes| values(cap::parse(bytes))),
    },
    Format {
        name: "gbt26875",
        about: "GB/T 26875.3-2011, frames of fire alarm transmission devices and of their centre",
        decoder: Decoder::Frames(gbt26875::decode_units),
    },
    Format {
        name: "hj212",
        about: "HJ 212-2017, packets of environment monitoring stations and of their centre",
        decoder: Decoder::Frames(|units| stream::units(hj212::Reader::default(), units)),
    },
    Format {
        name: "jt808",
        about: "JT/T 808-2013 and -2019, frames of vehicle terminals and of their platform",
        decoder: Decoder::Frames(|units| stream::units(jt808::Reader::default(), units)),
    },
    Format {
        name: "mqtt",
        about: "MQTT 3.1.1 and 5.0, control packets of clients and brokers",
        decoder: Decoder::Frames(mqtt::decode_units),
    },
    Format {
        name: "warning12379",
        about: "national warning file (12379) and the public warning lists, XML and JSON",
        decoder: Decoder::Document(warning12379::decode_values),
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
            raw: String::new(),
        };
        return vec![defect_line("", &defect)];
    };
    let parsed = match (format.decoder, hex_lines(bytes)) {
        (Decoder::Document(decode), None) => decode(bytes),
        (Decoder::Document(decode), Some(lines)) => decode_documents(decode, &lines),
        (Decoder::Frames(decode), None) => decode(&[bytes.to_vec()]),
        (Decoder::Frames(decode), Some(lines)) => decode(&lines),
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

fn decode_documents(decode: fn(&[u8]) -> Parsed<Value>, lines: &[Vec<u8>]) -> Parsed<Value> {
    let mut all = Parsed::default();
    for line in lines {
        let parsed = decode(line);
        all.messages.extend(parsed.messages);
        all.defects.extend(parsed.defects);
    }
    if lines.len() > 1 {
        // A dump of one document may be wrapped anywhere: take what makes more sense of it.
        let joined = decode(&lines.concat());
        let fewer_defects = defect_count(&joined) < defect_count(&all);
        match joined.messages.len().cmp(&all.messages.len()) {
            Ordering::Greater => return joined,
            Ordering::Equal if fewer_defects => return joined,
            _ => {}
        }
    }
    all
}

/// Defects of the input and of its messages.
fn defect_count(parsed: &Parsed<Value>) -> usize {
    let own = |message: &Value| message["defects"].as_array().map_or(0, Vec::len);
    parsed.defects.len() + parsed.messages.iter().map(own).sum::<usize>()
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
                raw: String::new(),
            }),
        }
    }
    values
}

fn defect_line(format: &str, defect: &Defect) -> Value {
    labelled("defect", format, json!(defect))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vectors;

    fn bytes_of(name: &str) -> Vec<u8> {
        let found = vectors::cases("cap")
            .into_iter()
            .find(|(case, _)| case.file == name);
        found.map(|(_, bytes)| bytes).expect("the vector is there")
    }

    fn types(lines: &[Value]) -> Vec<&str> {
        lines
            .iter()
            .filter_map(|line| line["type"].as_str())
            .collect()
    }

    #[test]
    fn a_message_and_each_of_its_defects_are_lines() {
        let lines = decode("cap", &bytes_of("update-without-references.xml"));
        assert_eq!(types(&lines), ["message", "defect"], "one line each");
        assert_eq!(
            lines[0]["msgType"], "Update",
            "fields keep the standard's names"
        );
        assert_eq!(lines[0]["format"], "cap", "and the format is told");
        assert_eq!(
            lines[1]["kind"], "references_missing",
            "the defect says its kind"
        );
        assert_eq!(
            lines[1]["identifier"], lines[0]["identifier"],
            "and whose it is"
        );
    }

    #[test]
    fn an_unreadable_input_is_one_defect() {
        let lines = decode("cap", &bytes_of("external-entity.xml"));
        assert_eq!(types(&lines), ["defect"], "no message");
        assert_eq!(lines[0]["kind"], "dtd_refused", "with the reason");
    }

    #[test]
    fn lines_of_hexadecimal_are_decoded_each_or_joined() {
        let one = hex::encode(bytes_of("full-1.2.xml"));
        let two = format!("{one}\n\n{one}\n");
        assert_eq!(
            types(&decode("cap", two.as_bytes())),
            ["message", "message"],
            "line by line"
        );
        let (head, tail) = one.split_at(60);
        let wrapped = format!("{head}\n{tail}\n");
        assert_eq!(
            types(&decode("cap", wrapped.as_bytes())),
            ["message"],
            "a wrapped dump"
        );
    }

    #[test]
    fn every_format_is_found_by_its_name_and_takes_anything() {
        for format in FORMATS {
            let found = find_format(format.name).map(|found| found.about);
            assert_eq!(
                found,
                Some(format.about),
                "{} is in the table once",
                format.name
            );
            let lines = decode(format.name, b"\xFF\x00 nothing");
            assert_eq!(
                types(&lines).first(),
                Some(&"defect"),
                "{} tells",
                format.name
            );
        }
        let unknown = decode("morse", b"...");
        assert_eq!(
            unknown[0]["kind"], "format_unknown",
            "an unknown format is told"
        );
    }
}
