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
    /// Frames of one connection; each hexadecimal line stands for itself, or is a piece of a dump
    /// that was wrapped. What was sent in parts is put together over all lines.
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
        decoder: Decoder::Frames(hj212::decode_units),
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
            cut: false,
        };
        return vec![defect_line("", &defect)];
    };
    let parsed = match (format.decoder, hex_lines(bytes)) {
        (Decoder::Document(decode), None) => decode(bytes),
        (Decoder::Document(decode), Some(lines)) => {
            decode_hex(&lines, true, |lines| decode_documents(decode, lines))
        }
        (Decoder::Frames(decode), None) => decode(&[bytes.to_vec()]),
        (Decoder::Frames(decode), Some(lines)) => decode_hex(&lines, false, decode),
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
    all
}

/// What is read of lines of hexadecimal digits. A line that gives no whole message and those beside
/// it that give none either may be one that a dump has wrapped. All lines are read in one where
/// that makes more sense: a dump of one width may begin the next message on the line of the last,
/// and a piece of a document (`pieces_read`) may look like one.
fn decode_hex(
    lines: &[String],
    pieces_read: bool,
    decode: impl Fn(&[Vec<u8>]) -> Parsed<Value>,
) -> Parsed<Value> {
    let stands = |digits: &str| whole_count(&decode(&[whole_bytes(digits)])) > 0;
    let mut units: Vec<String> = Vec::new();
    for run in lines.chunk_by(|one, next| !stands(one) && !stands(next)) {
        match run.concat() {
            joined if run.len() > 1 && stands(&joined) => units.push(joined),
            _ => units.extend_from_slice(run),
        }
    }
    let read = |units: &[String]| {
        let bytes: Vec<Vec<u8>> = units.iter().map(|unit| whole_bytes(unit)).collect();
        let mut parsed = decode(&bytes);
        let odd = units.iter().filter(|unit| unit.len() % 2 == 1);
        parsed.defects.extend(odd.map(|unit| half_byte(unit)));
        parsed
    };
    let by_line = read(&units);
    if !pieces_read && !is_of_one_width(lines) {
        return by_line;
    }
    let joined = read(&[lines.concat()]);
    let fewer_defects = defect_count(&joined) < defect_count(&by_line);
    let as_many = joined.messages.len() == by_line.messages.len();
    match whole_count(&joined).cmp(&whole_count(&by_line)) {
        Ordering::Greater => joined,
        Ordering::Equal if as_many && fewer_defects => joined,
        _ => by_line,
    }
}

/// Whether all lines have one length, and the last is no longer.
fn is_of_one_width(lines: &[String]) -> bool {
    let Some((last, before)) = lines.split_last() else {
        return false;
    };
    let width = before.first().map_or(0, String::len);
    width >= last.len() && before.iter().all(|line| line.len() == width)
}

/// The bytes of digits, without a last one that is half a byte.
fn whole_bytes(digits: &str) -> Vec<u8> {
    let even = digits.get(..digits.len() / 2 * 2).unwrap_or(digits);
    hex::decode(even).unwrap_or_default()
}

fn half_byte(digits: &str) -> Defect {
    Defect {
        kind: DefectKind::Truncated,
        path: String::new(),
        message: format!("an odd number of hexadecimal digits in {}", quote(digits)),
        raw: String::new(),
        cut: false,
    }
}

/// Messages that are no mere piece of one.
fn whole_count(parsed: &Parsed<Value>) -> usize {
    let headless = json!(DefectKind::HeadMissing);
    let whole = |message: &&Value| {
        let defects = message["defects"].as_array();
        let mut defects = defects.into_iter().flatten();
        !defects.any(|defect| defect["kind"] == headless)
    };
    parsed.messages.iter().filter(whole).count()
}

/// Defects of the input and of its messages.
fn defect_count(parsed: &Parsed<Value>) -> usize {
    let own = |message: &Value| message["defects"].as_array().map_or(0, Vec::len);
    parsed.defects.len() + parsed.messages.iter().map(own).sum::<usize>()
}

/// The lines of an input that is nothing but lines of hexadecimal digits, however they are written:
/// `7E 02`, `0x7E, 0x02`, `7e-02`, `{0x7e,0x02}`, `"7e:02"`, `\x7e\x02`, `7EH 02H`.
fn hex_lines(bytes: &[u8]) -> Option<Vec<String>> {
    let text = std::str::from_utf8(bytes).ok()?;
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let mut lines = Vec::new();
    for line in text.lines() {
        let digits = hex_digits(line)?;
        if digits.is_empty() {
            continue;
        }
        if lines.len() >= HEX_LINES_MAX {
            return None;
        }
        lines.push(digits);
    }
    (!lines.is_empty()).then_some(lines)
}

/// The digits of a line without what people and tools put between bytes; nothing where there is
/// anything else.
fn hex_digits(line: &str) -> Option<String> {
    let between = |c: char| c.is_whitespace() || ",;:-_|\"'[]{}()\\".contains(c);
    let mut digits = String::with_capacity(line.len());
    for word in line.split(between).filter(|word| !word.is_empty()) {
        let prefix = ["0x", "0X", "x", "X"];
        let marked = prefix.iter().find_map(|mark| word.strip_prefix(mark));
        let bare = marked.unwrap_or(word);
        let bare = match bare.strip_suffix(['h', 'H']) {
            Some(byte) if byte.len() == 2 => byte,
            _ => bare,
        };
        if bare.is_empty() || !bare.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        // `0x7` is a byte; a digit without its mark is half of one.
        if marked.is_some() && bare.len() % 2 == 1 {
            digits.push('0');
        }
        digits.push_str(bare);
    }
    Some(digits)
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
                cut: false,
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
    fn bytes_are_read_however_people_write_them() {
        let frame = "7e 00 02 00 00 01 38 00 00 00 01 00 07 3d 7e";
        let bytes: Vec<&str> = frame.split(' ').collect();
        let each = |prefix: &str, suffix: &str, by: &str| {
            let marked = bytes.iter().map(|byte| format!("{prefix}{byte}{suffix}"));
            marked.collect::<Vec<_>>().join(by)
        };
        let ways = [
            frame.to_owned(),
            each("", "", ""),
            each("", "", "").to_uppercase(),
            each("0x", "", ", "),
            format!("{{{}}};", each("0X", "", ",")),
            each("", "", "-"),
            each("", "", ","),
            each("", "", ":"),
            format!("\"{}\"", each("\\x", "", "")),
            each("", "H", " "),
            each("0x", "", " ").replace("0x02", "0x2"),
            format!("\u{FEFF}0x{}", each("", "", "")),
        ];
        for way in ways {
            let lines = decode("jt808", way.as_bytes());
            assert_eq!(types(&lines), ["message"], "{way}");
            assert_eq!(lines[0]["header"]["serial"], 7, "{way}");
        }
        let odd = decode("jt808", format!("{}\n7e0\n", each("", "", "")).as_bytes());
        assert_eq!(
            types(&odd),
            ["message", "defect"],
            "half a byte spoils no other line"
        );
        assert_eq!(odd[1]["kind"], "truncated", "and is told");
        let text = decode("jt808", b"7e 00 02 heartbeat");
        assert_eq!(text[0]["kind"], "noise", "a text is no dump");
    }

    #[test]
    fn a_frame_over_several_lines_of_a_dump_is_one() {
        let frame = "7e0002000001380000000100073d7e";
        let dump = |width: usize| {
            let bytes = frame.as_bytes().chunks(width * 2);
            let lines = bytes.map(|line| String::from_utf8_lossy(line).into_owned());
            lines.collect::<Vec<_>>().join("\n")
        };
        for width in 1..=frame.len() / 2 {
            let lines = decode("jt808", dump(width).as_bytes());
            assert_eq!(types(&lines), ["message"], "{width} bytes a line");
        }
        let (head, tail) = frame.split_at(9);
        let lines = decode("jt808", format!("{head}\n{tail}").as_bytes());
        assert_eq!(types(&lines), ["message"], "in the middle of a byte");
        let two = format!("{frame}\n{}\n", dump(8));
        let lines = decode("jt808", two.as_bytes());
        assert_eq!(types(&lines), ["message"; 2], "one whole and one wrapped");
        let (open, whole) = (&frame[..frame.len() - 2], format!("{frame}7e"));
        let lines = decode("jt808", format!("{open}\n{whole}\n").as_bytes());
        assert_eq!(
            types(&lines),
            ["message", "defect"],
            "a frame without its end mark is not completed by the next line"
        );
        let row = format!("{frame}{frame}");
        let lines: Vec<_> = row
            .as_bytes()
            .chunks(32)
            .map(String::from_utf8_lossy)
            .collect();
        let lines = decode("jt808", lines.join("\n").as_bytes());
        assert_eq!(
            types(&lines),
            ["message"; 2],
            "the second begins on the line of the first"
        );
        let units = format!("19010304\n{}\n", "190105060000");
        let lines = decode("gbt26875", units.as_bytes());
        let whole = lines.iter().filter(|line| line["type"] == "message");
        assert_eq!(whole.count(), 2, "data units alone stand for themselves");
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

    #[test]
    fn more_lines_of_digits_than_the_bound_are_no_digits() {
        let lines = |count: usize| decode("jt808", "00\n".repeat(count).as_bytes());
        let message = |lines: &[Value]| lines[0]["raw"].as_str().unwrap_or_default().to_owned();
        assert!(message(&lines(2)).starts_with("00"), "zeros are read");
        let over = message(&lines(HEX_LINES_MAX + 1));
        assert!(over.starts_with("30300a"), "the text itself is: {over:.20}");
    }
}
