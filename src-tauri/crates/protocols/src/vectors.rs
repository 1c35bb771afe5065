//! Reads the vector files of `tests/vectors` for the tests of this crate, and spoils them.

use std::path::PathBuf;

use proptest::prelude::{Strategy, any};
use proptest::sample::Index;
use serde::Deserialize;
use serde_json::{Map, Value};

/// One vector file and what must be read from it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Case {
    pub(crate) file: String,
    pub(crate) why: String,
    pub(crate) messages: usize,
    /// Kinds of the defects of the first message, sorted.
    pub(crate) defects: Vec<String>,
    /// Kinds of the defects outside of messages, sorted.
    pub(crate) document_defects: Vec<String>,
    /// JSON pointers into the first message and what must stand there.
    pub(crate) fields: Map<String, Value>,
}

fn folder(name: &str) -> PathBuf {
    [
        env!("CARGO_MANIFEST_DIR"),
        "..",
        "..",
        "..",
        "tests",
        "vectors",
        name,
    ]
    .iter()
    .collect()
}

/// The cases of a folder with the bytes of each.
pub(crate) fn cases(name: &str) -> Vec<(Case, Vec<u8>)> {
    let text = std::fs::read_to_string(folder(name).join("cases.json")).expect("cases.json");
    let cases: Vec<Case> = serde_json::from_str(&text).expect("cases.json is a list of cases");
    let read = |case: Case| {
        let bytes = std::fs::read(folder(name).join(&case.file)).expect("the file of a case");
        (case, bytes)
    };
    cases.into_iter().map(read).collect()
}

fn sorted_kinds(defects: &Value) -> Vec<String> {
    let list = defects.as_array().into_iter().flatten();
    let mut kinds: Vec<String> = list
        .filter_map(|defect| defect["kind"].as_str().map(str::to_owned))
        .collect();
    kinds.sort();
    kinds
}

/// Compares what was read, as JSON, with a case; all differences at once.
pub(crate) fn differences(case: &Case, messages: &[Value], defects: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut note = |what: &str, wanted: &dyn std::fmt::Debug, read: &dyn std::fmt::Debug| {
        let (file, why) = (&case.file, &case.why);
        found.push(format!(
            "{file}: {what}: wanted {wanted:?}, read {read:?} ({why})"
        ));
    };
    if messages.len() != case.messages {
        note("messages", &case.messages, &messages.len());
    }
    let outer = sorted_kinds(defects);
    if outer != case.document_defects {
        note("document defects", &case.document_defects, &outer);
    }
    let first = messages.first().unwrap_or(&Value::Null);
    let inner = sorted_kinds(&first["defects"]);
    if inner != case.defects {
        note("defects", &case.defects, &first["defects"]);
    }
    for (pointer, wanted) in &case.fields {
        let read = first.pointer(pointer);
        if read != Some(wanted) {
            note(pointer, wanted, &read);
        }
    }
    found
}

/// One frame of a file of frames: what is read of it, or the defect it is refused with.
#[derive(Debug, Deserialize)]
struct Frame {
    why: String,
    /// Hexadecimal.
    bytes: String,
    /// Of the message; what is not named may be anything.
    expect: Option<Value>,
    defect: Option<String>,
}

/// Holds the decoder of a format against its file of frames, as bytes and as hexadecimal text; all
/// differences at once, and how many frames there are.
pub(crate) fn frame_differences(format: &str) -> (usize, Vec<String>) {
    let text = std::fs::read_to_string(folder(format).join("frames.json")).expect("frames.json");
    let frames: Vec<Frame> = serde_json::from_str(&text).expect("frames.json is a list of frames");
    let mut found = Vec::new();
    for frame in &frames {
        let raw = hex::decode(&frame.bytes).expect("hexadecimal");
        for bytes in [raw.as_slice(), frame.bytes.as_bytes()] {
            let lines = crate::decode::decode(format, bytes);
            let wrong = frame_difference(frame, &lines);
            found.extend(wrong.map(|wrong| format!("{}: {wrong}", frame.why)));
        }
    }
    (frames.len(), found)
}

fn frame_difference(frame: &Frame, lines: &[Value]) -> Option<String> {
    let Some(first) = lines.first() else {
        return Some("nothing is read".to_owned());
    };
    match (&frame.expect, &frame.defect) {
        (Some(expected), None) => lacking(expected, first, String::new()),
        (None, Some(kind)) => {
            let refused = lines.iter().all(|line| line["type"] == "defect");
            let right = refused && first["kind"] == kind.as_str();
            (!right).then(|| format!("refused as {kind}, not {first}"))
        }
        _ => Some("a frame is either read or refused".to_owned()),
    }
}

/// The first place where something expected is not read.
fn lacking(expected: &Value, read: &Value, place: String) -> Option<String> {
    match (expected, read) {
        (Value::Object(fields), Value::Object(_)) => fields.iter().find_map(|(name, field)| {
            lacking(field, &read[name.as_str()], format!("{place}/{name}"))
        }),
        (Value::Array(wanted), Value::Array(list)) if wanted.len() == list.len() => {
            let mut pairs = wanted.iter().zip(list).enumerate();
            pairs.find_map(|(index, (wanted, read))| {
                lacking(wanted, read, format!("{place}/{index}"))
            })
        }
        _ if expected == read => None,
        // 6 and 6.0 are the same speed.
        _ if expected.is_number() && expected.as_f64() == read.as_f64() => None,
        _ => Some(format!("{place}: wanted {expected}, read {read}")),
    }
}

/// Where, which byte, and what to do there: replace, remove, insert or cut off.
pub(crate) type Edit = (Index, u8, u8);

/// A few random edits.
pub(crate) fn edits() -> impl Strategy<Value = Vec<Edit>> {
    proptest::collection::vec((any::<Index>(), any::<u8>(), 0..4_u8), 0..12)
}

/// The bytes after the edits.
pub(crate) fn edited(mut bytes: Vec<u8>, edits: Vec<Edit>) -> Vec<u8> {
    for (at, byte, how) in edits {
        if bytes.is_empty() {
            break;
        }
        let at = at.index(bytes.len());
        match how {
            0 => bytes[at] = byte,
            1 => {
                bytes.remove(at);
            }
            2 => bytes.insert(at, byte),
            _ => bytes.truncate(at),
        }
    }
    bytes
}
