//! Parsers of outside data under coverage-guided fuzzing.
//!
//! A target is one row of [`TARGETS`]: a name and a function that may neither panic nor break what
//! the parser promises, whatever the bytes are. `cargo xtask fuzz TARGET [SECONDS]` builds this
//! program with coverage counters and runs one target; the engine is libFuzzer.

#![no_main]

mod plan;

use std::sync::OnceLock;

use emergency::fact::{Fact, KINDS};
use libfuzzer_sys::fuzz_target;
use maps::crs::Crs;
use maps::import::ImportRequest;
use protocols::Stream as _;

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
        name: "camera",
        try_bytes: camera,
    },
    Target {
        name: "cap",
        try_bytes: |bytes| decoded("cap", bytes),
    },
    Target {
        name: "gbt26875",
        try_bytes: gbt26875,
    },
    Target {
        name: "hj212",
        try_bytes: hj212,
    },
    Target {
        name: "jt808",
        try_bytes: jt808,
    },
    Target {
        name: "mqtt",
        try_bytes: mqtt,
    },
    Target {
        name: "sensor",
        try_bytes: sensor,
    },
    Target {
        name: "submission",
        try_bytes: submission,
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
        try_bytes: plan::plan,
    },
    Target {
        name: "plan_docx",
        try_bytes: |bytes| plan::imported("plan.docx", bytes),
    },
    Target {
        name: "plan_document",
        try_bytes: plan::plan_document,
    },
    Target {
        name: "plan_package",
        try_bytes: plan::plan_package,
    },
    Target {
        name: "plan_text",
        try_bytes: |bytes| {
            plan::imported("plan.txt", bytes);
            plan::imported("plan.md", bytes);
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
    Target {
        name: "roads_pbf",
        try_bytes: roads_pbf,
    },
    Target {
        name: "roads_geojson",
        try_bytes: |bytes| drop(network(&String::from_utf8_lossy(bytes))),
    },
    Target {
        name: "lists",
        try_bytes: lists,
    },
    Target {
        name: "scenario",
        try_bytes: scenario,
    },
    Target {
        name: "table",
        try_bytes: table,
    },
    Target {
        name: "problem",
        try_bytes: problem,
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

/// What a table says of a camera: what may be opened is one address without a password in it.
fn camera(bytes: &[u8]) {
    use emergency::camera::{CameraAddress, StreamTemplate, holds_password};
    let text = String::from_utf8_lossy(bytes);
    if let Ok(CameraAddress::Stream(address)) = CameraAddress::parse(&text) {
        let address = address.as_str();
        assert!(!holds_password(address), "no password is handed on");
        assert!(
            !address.contains(|sign: char| sign.is_whitespace() || sign.is_control()),
            "one word, so that a player takes it for one"
        );
    }
    drop(StreamTemplate::parse(&text));
}

/// A stream as it comes, and a right frame around a body of any message, so that the checksum does
/// not keep the bodies out.
fn jt808(bytes: &[u8]) {
    decoded("jt808", bytes);
    let [high, low, edition, body @ ..] = bytes else {
        return;
    };
    let header = protocols::jt808::Header {
        msg_id: u16::from_be_bytes([*high, *low]),
        edition: match edition % 2 {
            0 => protocols::jt808::Edition::Y2013,
            _ => protocols::jt808::Edition::Y2019,
        },
        ..protocols::jt808::Header::default()
    };
    let frames = protocols::jt808::encode_bytes(&header, body).concat();
    let read = protocols::jt808::parse(&frames).messages;
    let whole = read.last().expect("a right frame is read");
    if let (Some(fields), true) = (&whole.body, whole.defects.is_empty()) {
        let frames = protocols::jt808::encode(&whole.header, fields).concat();
        let again = protocols::jt808::parse(&frames).messages;
        let again = again.last().and_then(|message| message.body.as_ref());
        // Which edition a body follows is told by its shape: without the zeros around a text it
        // may be another one's.
        let edition = again.and_then(|again| again.get("bodyEdition"));
        if edition == fields.get("bodyEdition") {
            assert_eq!(again, Some(fields), "a written message is read the same");
        }
    }
}

/// What people told another system: what is read is bounded, and a tip-off names nobody.
fn submission(bytes: &[u8]) {
    use protocols::submission::{RECORDS_MAX, Reading, from_json};
    let parsed = from_json(bytes, &Reading::default());
    assert!(parsed.messages.len() <= RECORDS_MAX, "bounded");
    parsed.messages.iter().for_each(names_nobody);
}

fn names_nobody(told: &protocols::submission::Told) {
    let tip_off = told.received.channel == emergency::submission::SubmissionChannel::TipOff;
    let named = !told.received.teller.is_nobody() || !told.raw.is_empty();
    assert!(!(tip_off && named), "a tip-off names nobody");
}

/// A stream as it comes, and the body of any packet under a right length, by both versions, whole
/// and in two pieces.
fn mqtt(bytes: &[u8]) {
    use protocols::mqtt::{Reader, Version};
    decoded("mqtt", bytes);
    let [first, cut, body @ ..] = bytes else {
        return;
    };
    let mut packet = vec![*first];
    number(&mut packet, body.len());
    packet.extend_from_slice(body);
    for version in [Version::V311, Version::V5] {
        let mut reader = Reader::of_version(version);
        let whole = reader.push(&packet);
        assert!(whole.messages.len() <= 1, "one packet");
        for message in &whole.messages {
            assert!(
                serde_json::to_string(&message.to_value()).is_ok(),
                "a message can be written"
            );
        }
        let (head, tail) = packet.split_at(usize::from(*cut).min(packet.len()));
        let mut reader = Reader::of_version(version);
        let mut pieces = reader.push(head);
        let rest = reader.push(tail);
        pieces.messages.extend(rest.messages);
        assert_eq!(
            pieces.messages, whole.messages,
            "pieces are read as the whole is"
        );
    }
}

/// A stream as it comes, and a right frame around any data unit.
fn gbt26875(bytes: &[u8]) {
    decoded("gbt26875", bytes);
    let control = protocols::gbt26875::Control::default();
    let frame = protocols::gbt26875::encode(&control, bytes);
    let read = protocols::gbt26875::parse(&frame).messages;
    assert_eq!(read.len(), 1, "a right frame is read");
    assert!(
        serde_json::to_string(&read[0].to_value()).is_ok(),
        "and can be written"
    );
}

/// A stream as it comes, and a right frame around any data segment, by both algorithms.
fn hj212(bytes: &[u8]) {
    use protocols::hj212::{CrcKind, encode_bytes, parse, reply};
    decoded("hj212", bytes);
    for crc in [CrcKind::Standard, CrcKind::Modbus] {
        for message in parse(&encode_bytes(bytes, crc)).messages {
            assert!(
                serde_json::to_string(&message.to_value()).is_ok(),
                "a message can be written"
            );
            if let Some(answer) = reply(&message) {
                drop(parse(&answer));
            }
        }
    }
}

/// A mapping, and a message on a topic; zero bytes part the three.
fn sensor(bytes: &[u8]) {
    let mut parts = bytes.splitn(3, |byte| *byte == 0);
    let mapping = String::from_utf8_lossy(parts.next().unwrap_or_default());
    let topic = String::from_utf8_lossy(parts.next().unwrap_or_default());
    let (mapping, _) = protocols::sensor::Mapping::read(&mapping);
    drop(mapping.apply(&topic, parts.next().unwrap_or_default()));
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

/// The bytes as they are, and the same as one packed block, which made-up bytes never are.
fn roads_pbf(bytes: &[u8]) {
    let settings = routing::settings::Settings::default();
    for file in [bytes.to_vec(), pbf_block(bytes)] {
        let mut watch = routing::import::Watch {
            progress: &mut |done| assert!((0.0..=1.0).contains(&done), "a share of the whole"),
            stop: &|| false,
        };
        let imported = routing::import::roads_from_pbf(&file, &settings, &mut watch);
        let imported = imported.expect("nobody stops it");
        assert!(
            imported.defects.len() <= imported.defect_count,
            "defects are counted"
        );
    }
}

/// A file of one block that is not compressed: its header (kind and size), then the data.
fn pbf_block(data: &[u8]) -> Vec<u8> {
    const KIND: &[u8] = b"OSMData";
    let mut blob = vec![0x0a];
    number(&mut blob, data.len());
    blob.extend_from_slice(data);
    let mut header = vec![0x0a, 7];
    header.extend_from_slice(KIND);
    header.push(0x18);
    number(&mut header, blob.len());
    let length = u32::try_from(header.len()).expect("a short header");
    [length.to_be_bytes().as_slice(), &header, &blob].concat()
}

/// A number of seven bits a byte.
fn number(out: &mut Vec<u8>, mut value: usize) {
    while value >= 0x80 {
        out.push(value.to_le_bytes()[0] | 0x80);
        value >>= 7;
    }
    out.push(value.to_le_bytes()[0]);
}

fn network(text: &str) -> routing::network::Network {
    let settings = routing::settings::Settings::default();
    routing::import::roads_from_geojson(text, &settings).network
}

/// Places, and closed roads of a small network.
fn lists(bytes: &[u8]) {
    static ROADS: OnceLock<routing::network::Network> = OnceLock::new();
    let roads = ROADS.get_or_init(|| {
        network(
            r#"{"type":"FeatureCollection","features":[
            {"type":"Feature","properties":{"highway":"primary","eid":1,"u":"a","v":"b",
             "osm_way_id":7},"geometry":{"type":"LineString","coordinates":[[117,36],[117.1,36]]}},
            {"type":"Feature","properties":{"highway":"primary","eid":2,"u":"b","v":"c",
             "oneway":"yes"},"geometry":{"type":"LineString","coordinates":[[117.1,36],[117.2,36]]}}
            ]}"#,
        )
    });
    let text = String::from_utf8_lossy(bytes);
    let (places, _) = routing::lists::places(&text);
    for place in places {
        assert!(place.point.is_on_earth(), "a place is somewhere: {place:?}");
    }
    drop(routing::lists::closed_roads(&text, roads));
}

/// A scenario: what is read is bounded and in the order of its times.
fn scenario(bytes: &[u8]) {
    use drills::scenario::{STEPS_MAX, read};
    let reading = read(&String::from_utf8_lossy(bytes));
    let Some(scenario) = reading.scenario else {
        assert!(!reading.defects.is_empty(), "what is not read says why");
        return;
    };
    assert!(scenario.steps.len() <= STEPS_MAX, "bounded");
    assert!(
        scenario.steps.is_sorted_by_key(|step| step.at_ms),
        "one after the other"
    );
    assert!(
        scenario.steps.iter().all(|step| step.at_ms >= 0),
        "nothing before the beginning"
    );
}

/// A table as a file and, when it is one, its check as each kind, as a rota and as what people
/// told.
fn table(bytes: &[u8]) {
    use emergency::import::TableKind;
    let Ok(table) = inventory::read::read(bytes, None) else {
        return;
    };
    drop(inventory::rota::read(&table));
    told(&table);
    let list = inventory::check::OnList::default();
    for kind in [
        TableKind::Teams,
        TableKind::Supplies,
        TableKind::Sites,
        TableKind::People,
        TableKind::Firms,
        TableKind::Units,
    ] {
        let mapping = inventory::columns::guess(kind, &table.headings);
        let checked = inventory::check::check(&table, kind, &mapping, &list);
        let counts = checked.counts;
        let sorted = counts.new + counts.changed + counts.same + counts.bad;
        assert!(sorted <= counts.rows, "no row is counted twice: {counts:?}");
    }
}

/// The rows of a table as what people told: bounded, and a tip-off names nobody.
fn told(table: &inventory::table::Table) {
    use protocols::submission::{RECORDS_MAX, Reading, from_rows};
    let cells = |row: &inventory::table::Row| -> Vec<String> {
        row.cells.iter().map(|cell| cell.text.clone()).collect()
    };
    let rows: Vec<Vec<String>> = table.rows.iter().map(cells).collect();
    let parsed = from_rows(&table.headings, &rows, &Reading::default());
    assert!(parsed.messages.len() <= RECORDS_MAX, "bounded");
    parsed.messages.iter().for_each(names_nobody);
}

/// A problem of several incidents; a small one is answered.
fn problem(bytes: &[u8]) {
    const ITEMS_MAX: usize = 12;
    const LOOKS_MAX: f64 = 50.0;
    let Ok(asked) = dispatch::assign::read::problem(&String::from_utf8_lossy(bytes)) else {
        return;
    };
    let problem = &asked.problem;
    let items = [
        problem.incidents.len(),
        problem.teams.len(),
        problem.depots.len(),
        problem.zones.len(),
    ];
    if items.iter().any(|items| *items > ITEMS_MAX) {
        return;
    }
    let looks = std::cell::Cell::new(0.0);
    let stop = dispatch::assign::stop::Stop {
        elapsed_ms: &|| {
            looks.set(looks.get() + 1.0);
            looks.get()
        },
        limit_ms: LOOKS_MAX,
        cancelled: None,
    };
    let solution = dispatch::assign::solve::solve(problem, asked.seed, &stop, |_| {});
    drop(dispatch::assign::report::report(problem, &solution));
}

fn request() -> ImportRequest {
    ImportRequest {
        kind: None,
        crs: Crs::Wgs84,
        source: "fuzz".to_owned(),
    }
}
