//! Parsers of outside data under coverage-guided fuzzing.
//!
//! A target is one row of [`TARGETS`]: a name and a function that may neither panic nor break what
//! the parser promises, whatever the bytes are. `cargo xtask fuzz TARGET [SECONDS]` builds this
//! program with coverage counters and runs one target; the engine is libFuzzer.

#![no_main]

use std::sync::OnceLock;

use emergency::fact::{Fact, KINDS};
use libfuzzer_sys::fuzz_target;
use maps::crs::Crs;
use maps::import::ImportRequest;

/// The variable that names the target.
const CHOICE: &str = "DUTYROOM_FUZZ_TARGET";

/// One parser and what must hold of it.
struct Target {
    name: &'static str,
    try_bytes: fn(&[u8]),
}

/// All targets, by name.
const TARGETS: &[Target] = &[
    Target {
        name: "cap",
        try_bytes: |bytes| decoded("cap", bytes),
    },
    Target {
        name: "warning12379",
        try_bytes: |bytes| decoded("warning12379", bytes),
    },
    Target {
        name: "feed_list",
        try_bytes: |bytes| drop(protocols::feed_list::parse(bytes)),
    },
    Target {
        name: "platform_client",
        try_bytes: |bytes| drop(protocols::platform::read_client(bytes)),
    },
    Target {
        name: "platform_server",
        try_bytes: |bytes| drop(protocols::platform::read_server(bytes)),
    },
    Target {
        name: "fact",
        try_bytes: fact,
    },
    Target {
        name: "plan",
        try_bytes: plan,
    },
    Target {
        name: "plan_docx",
        try_bytes: |bytes| imported("plan.docx", bytes),
    },
    Target {
        name: "plan_document",
        try_bytes: plan_document,
    },
    Target {
        name: "plan_text",
        try_bytes: |bytes| {
            imported("plan.txt", bytes);
            imported("plan.md", bytes);
        },
    },
    Target {
        name: "geojson",
        try_bytes: |bytes| drop(maps::import::geojson(bytes, &request())),
    },
    Target {
        name: "roads_csv",
        try_bytes: roads,
    },
];

fuzz_target!(|bytes: &[u8]| {
    static CHOSEN: OnceLock<fn(&[u8])> = OnceLock::new();
    CHOSEN.get_or_init(chosen)(bytes);
});

fn chosen() -> fn(&[u8]) {
    let name = std::env::var(CHOICE).unwrap_or_default();
    let known: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
    match TARGETS.iter().find(|target| target.name == name) {
        Some(target) => target.try_bytes,
        None => panic!(
            "{CHOICE}={name:?} names no target; there are: {}",
            known.join(" ")
        ),
    }
}

/// The technician's output can be written, and every line says what it is.
fn decoded(format: &str, bytes: &[u8]) {
    for line in protocols::decode::decode(format, bytes) {
        assert!(
            line["type"] == "message" || line["type"] == "defect",
            "a line is a message or a defect: {line}"
        );
        assert!(
            serde_json::to_string(&line).is_ok(),
            "every line can be written"
        );
    }
}

/// The body of any kind: what is read is written back so that it is read the same again.
fn fact(bytes: &[u8]) {
    let Some((first, rest)) = bytes.split_first() else {
        return;
    };
    let Ok(body) = serde_json::from_slice(rest) else {
        return;
    };
    let kind = KINDS[usize::from(*first) % KINDS.len()];
    if let Ok(read) = Fact::read(kind, &body) {
        let again = Fact::read(kind, &read.body());
        assert_eq!(again.ok(), Some(read), "a written fact is read the same");
    }
}

/// A plan that was written back is the same plan.
fn plan(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let (first, _) = plans::parse(text);
    let (second, _) = plans::parse(&plans::render(&first));
    let (third, _) = plans::parse(&plans::render(&second));
    assert_eq!(second, third, "writing and reading settles");
}

/// A plan from a file of another program: it reads back the same, and what is said of it stands in
/// it.
fn imported(name: &str, bytes: &[u8]) {
    let Ok(imported) = plans::import::import(name, bytes) else {
        return;
    };
    // A text in the form of the library settles after one writing, as the target `plan` has it.
    if imported.format != plans::import::FileFormat::Plan {
        let (back, _) = plans::parse(&plans::render(&imported.plan));
        assert_eq!(back, imported.plan, "an imported plan reads back the same");
    }
    let clauses = imported.plan.clauses.len().max(1);
    for finding in &imported.findings {
        assert!((finding.clause as usize) < clauses, "a finding has its clause");
    }
    drop(plans::check::check(&imported.plan));
    let same = plans::compare::compare(&imported.plan, &imported.plan);
    assert_eq!(same.changed + same.added + same.removed, 0, "a plan is like itself");
}

/// The body of a Word file: the bytes are its XML, so that the fuzzer need not find a way through
/// the packing.
fn plan_document(bytes: &[u8]) {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Stored);
    let (document, numbering) = match bytes.iter().position(|byte| *byte == 0) {
        Some(at) => bytes.split_at(at),
        None => (bytes, &b""[..]),
    };
    for (name, part) in [
        ("word/document.xml", document),
        ("word/numbering.xml", numbering),
        ("word/styles.xml", numbering),
    ] {
        let written = archive
            .start_file(name, stored)
            .and_then(|()| Ok(std::io::Write::write_all(&mut archive, part)?));
        if written.is_err() {
            return;
        }
    }
    if let Ok(file) = archive.finish() {
        imported("plan.docx", &file.into_inner());
    }
}

/// Both readers of the road tables; a zero byte parts the two files.
fn roads(bytes: &[u8]) {
    let middle = bytes.iter().position(|byte| *byte == 0);
    let (nodes, edges) = bytes.split_at(middle.unwrap_or(bytes.len()));
    drop(maps::import::roads_csv(nodes, edges, &request()));
    let (nodes, edges) = (
        String::from_utf8_lossy(nodes),
        String::from_utf8_lossy(edges),
    );
    let settings = routing::settings::Settings::default();
    drop(routing::import::roads_from_csv(&nodes, &edges, &settings));
}

fn request() -> ImportRequest {
    ImportRequest {
        kind: None,
        crs: Crs::Wgs84,
        source: "fuzz".to_owned(),
    }
}
