//! What a client and a broker that others wrote have said to each other.

use super::*;
use crate::decode::decode;
use crate::vectors;

/// Each line of a recording by itself.
fn lines(bytes: &[u8]) -> Vec<&str> {
    let text = std::str::from_utf8(bytes).expect("hexadecimal");
    text.lines().collect()
}

#[test]
fn a_whole_session_is_read_without_a_defect() {
    let mut found = Vec::new();
    for (case, bytes) in vectors::cases("mqtt") {
        let lines = decode("mqtt", &bytes);
        let of = |kind: &str| {
            let wanted = lines.iter().filter(|line| line["type"] == kind);
            wanted.cloned().collect::<Vec<_>>()
        };
        let defects = Value::from(of("defect"));
        found.extend(vectors::differences(&case, &of("message"), &defects));
        let written = Value::from(lines).to_string();
        assert!(!written.contains("not-shown"), "the password is not shown");
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn every_type_of_packet_is_in_the_recordings() {
    let mut types = std::collections::BTreeSet::new();
    for (_, bytes) in vectors::cases("mqtt") {
        for line in decode("mqtt", &bytes) {
            types.insert(line["packetType"].as_str().unwrap_or_default().to_owned());
        }
    }
    assert_eq!(types.len(), 14, "all but AUTH: {types:?}");
}

#[test]
fn the_version_is_guessed_right_where_nobody_says_it() {
    for (case, bytes) in vectors::cases("mqtt") {
        let without = lines(&bytes)[1..].join("\n");
        let said = decode("mqtt", without.as_bytes());
        for line in &said {
            assert_eq!(line["version"], case.fields["/version"], "{line}");
            assert_eq!(line["versionFrom"], "guess", "and it is said so");
            assert_eq!(line["type"], "message", "without a defect");
        }
        assert_eq!(said.len(), case.messages - 1, "all of it");
    }
}

/// Whether a packet of a type has something at a place.
fn has_in(lines: &[Value], kind: &str, pointer: &str, wanted: Value) {
    let mut there = lines
        .iter()
        .filter(|line| line["packetType"] == kind)
        .filter_map(|line| line.pointer(pointer));
    assert!(
        there.any(|value| *value == wanted),
        "{kind} {pointer} {wanted}"
    );
}

#[test]
fn what_they_say_is_read_to_the_last_field() {
    let recordings = vectors::cases("mqtt");
    let of = |index: usize| decode("mqtt", &recordings[index].1);
    let (old, new) = (of(0), of(1));
    let topic = json!("exercise/演练/tank/T1");
    for lines in [&old, &new] {
        has_in(lines, "PUBLISH", "/topicName", topic.clone());
        has_in(lines, "PUBLISH", "/payload", json!("{\"level_mm\":5202}"));
        has_in(lines, "PUBLISH", "/qos", json!(2));
        has_in(lines, "PUBREL", "/packetIdentifier", json!(4));
        has_in(
            lines,
            "SUBSCRIBE",
            "/subscriptions/0/topicFilter",
            json!("exercise/+/tank/+"),
        );
    }
    let name = json!("Success - Maximum QoS 2");
    has_in(&old, "SUBACK", "/returnCodes/0/returnCodeName", name);
    has_in(
        &old,
        "CONNACK",
        "/connectReturnCodeName",
        json!("Connection Accepted"),
    );
}

#[test]
fn what_only_5_0_has_is_read_as_well() {
    let recordings = vectors::cases("mqtt");
    let new = decode("mqtt", &recordings[1].1);
    let properties = json!({"payloadFormatIndicator": 1, "messageExpiryInterval": 60,
        "contentType": "application/json", "responseTopic": "exercise/r",
        "correlationData": "0102", "userProperty": [["k", "演练"]]});
    has_in(&new, "PUBLISH", "/properties", properties);
    has_in(
        &new,
        "PUBLISH",
        "/properties/subscriptionIdentifier",
        json!([7]),
    );
    has_in(
        &new,
        "SUBSCRIBE",
        "/properties/subscriptionIdentifier",
        json!(7),
    );
    let shared = json!({"topicFilter": "$share/g/exercise/#", "maximumQoS": 1, "noLocal": false,
        "retainAsPublished": false, "retainHandling": 0});
    has_in(&new, "SUBSCRIBE", "/subscriptions/1", shared);
    has_in(
        &new,
        "SUBACK",
        "/reasonCodes/0/reasonCodeName",
        json!("Granted QoS 2"),
    );
    has_in(
        &new,
        "UNSUBACK",
        "/reasonCodes/1/reasonCodeName",
        json!("No subscription existed"),
    );
    has_in(&new, "CONNACK", "/properties/topicAliasMaximum", json!(10));
    let will = json!("Disconnect with Will Message");
    has_in(&new, "DISCONNECT", "/reasonCodeName", will);
    has_in(
        &new,
        "DISCONNECT",
        "/properties/sessionExpiryInterval",
        json!(0),
    );
}
