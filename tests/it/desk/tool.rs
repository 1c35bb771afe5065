//! The support technician's tool on the files of the vectors.

use std::path::PathBuf;

use serde::Deserialize;
use serde_json::Value;

use super::served::{program, run};

/// The part of a case that the tool's output is checked against.
#[derive(Deserialize)]
struct Case {
    file: String,
    messages: usize,
}

#[test]
fn decode_prints_one_object_a_line_for_every_message_and_defect() {
    let vectors = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("vectors");
    for format in ["cap", "warning12379"] {
        let folder = vectors.join(format);
        let cases = std::fs::read(folder.join("cases.json")).expect("the cases are there");
        let cases: Vec<Case> = serde_json::from_slice(&cases).expect("the cases are read");
        assert!(cases.len() > 5, "{format} has cases");
        for case in cases {
            let file = folder.join(&case.file);
            let done = run(program().args(["decode", format]).arg(file));
            let name = format!("{format}/{}", case.file);
            assert!(done.status.success(), "{name}: any bytes can be decoded");
            let mut messages = 0;
            for line in done.lines {
                let object: Value = serde_json::from_str(&line).expect("one object a line");
                match object["type"].as_str() {
                    Some("message") => messages += 1,
                    Some("defect") => {}
                    other => panic!("{name}: a line is a {other:?}"),
                }
            }
            assert_eq!(messages, case.messages, "{name}: as many as the case says");
        }
    }
}

#[test]
fn an_unknown_format_is_an_error_that_names_the_known_ones() {
    let done = run(program().args(["decode", "telex"]));
    assert!(!done.status.success(), "nothing was decoded");
    for known in ["cap", "warning12379"] {
        assert!(done.said.contains(known), "{known} is named: {}", done.said);
    }
}
