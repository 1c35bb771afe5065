//! Packets of both versions as the standards write them, refusals, and streams in any pieces.

mod any;
mod recorded;
mod refused;

use serde_json::json;

use super::*;
use crate::defect::DefectKind;

/// A packet: its first byte, the length of the body, the body.
fn packet(first: u8, body: &[u8]) -> Vec<u8> {
    let mut out = vec![first];
    let mut left = body.len();
    loop {
        let seven = u8::try_from(left & 0x7F).expect("seven bits");
        left >>= 7;
        out.push(if left > 0 { seven | 0x80 } else { seven });
        if left == 0 {
            break;
        }
    }
    out.extend_from_slice(body);
    out
}

/// Text or bytes after their length.
fn counted(bytes: impl AsRef<[u8]>) -> Vec<u8> {
    let bytes = bytes.as_ref();
    let length = u16::try_from(bytes.len()).expect("a short text");
    [&length.to_be_bytes(), bytes].concat()
}

/// A CONNECT with its level, flags, and what stands after the keep alive of a minute.
fn connect(level: u8, flags: u8, rest: &[u8]) -> Vec<u8> {
    let body = [&counted("MQTT"), &[level, flags, 0, 60][..], rest].concat();
    packet(0x10, &body)
}

/// The one packet, read by a version.
fn only(version: Version, bytes: &[u8]) -> Message {
    let mut parsed = stream::whole(Reader::of_version(version), bytes);
    assert_eq!(parsed.defects, [], "the packet is right");
    assert_eq!(parsed.messages.len(), 1, "one packet, one message");
    parsed.messages.remove(0)
}

/// What stands at each pointer of the one packet.
fn has(version: Version, bytes: &[u8], wanted: &[(&str, Value)]) {
    let value = only(version, bytes).to_value();
    for (pointer, wanted) in wanted {
        let found = value.pointer(pointer);
        assert_eq!(found, Some(wanted), "{pointer} of {value}");
    }
}

#[test]
fn a_connect_of_3_1_1_is_read_to_the_last_field_without_its_password() {
    let payload = [
        counted("演练-1"),
        counted("a/will"),
        counted("gone"),
        counted("user"),
        counted("secret"),
    ]
    .concat();
    let old = connect(4, 0b1110_1110, &payload);
    has(
        Version::V5,
        &old,
        &[
            ("/packetType", json!("CONNECT")),
            ("/version", json!("3.1.1")),
            ("/versionFrom", json!("connect")),
            ("/protocolName", json!("MQTT")),
            ("/protocolLevel", json!(4)),
            ("/connectFlags/cleanSession", json!(true)),
            ("/connectFlags/willQoS", json!(1)),
            ("/connectFlags/willRetain", json!(true)),
            ("/keepAlive", json!(60)),
            ("/clientIdentifier", json!("演练-1")),
            ("/willTopic", json!("a/will")),
            ("/willPayload", json!("gone")),
            ("/userName", json!("user")),
            ("/passwordLength", json!(6)),
            ("/defects", json!([])),
        ],
    );
    let written = only(Version::V5, &old).to_value().to_string();
    assert!(!written.contains("secret"), "the password is not shown");
    assert!(!written.contains(&hex::encode("secret")), "in no form");
}

#[test]
fn a_connect_of_5_0_has_its_properties_and_shows_no_secret() {
    let properties = [
        &[0x11, 0, 0, 0, 10, 0x21, 0, 20][..],
        &[0x15],
        &counted("SCRAM"),
    ]
    .concat();
    let properties = [&properties[..], &[0x16], &counted("secret")].concat();
    let will = [&[0x18, 0, 0, 0, 5, 0x26][..], &counted("k"), &counted("v")].concat();
    let length = |bytes: &[u8]| vec![u8::try_from(bytes.len()).expect("short")];
    let body = [
        &length(&properties)[..],
        &properties,
        &counted("c"),
        &length(&will),
        &will,
        &counted("t"),
        &counted([0xFF, 0x00]),
        &counted("secret"),
    ]
    .concat();
    let new = connect(5, 0b0100_0110, &body);
    has(
        Version::V311,
        &new,
        &[
            ("/version", json!("5.0")),
            ("/connectFlags/cleanStart", json!(true)),
            ("/properties/sessionExpiryInterval", json!(10)),
            ("/properties/receiveMaximum", json!(20)),
            ("/properties/authenticationMethod", json!("SCRAM")),
            ("/properties/authenticationDataLength", json!(6)),
            ("/willProperties/willDelayInterval", json!(5)),
            ("/willProperties/userProperty", json!([["k", "v"]])),
            ("/willPayloadHex", json!("ff00")),
            ("/passwordLength", json!(6)),
        ],
    );
    let written = only(Version::V5, &new).to_value().to_string();
    assert!(!written.contains(&hex::encode("secret")), "nor is that");
}

#[test]
fn a_publish_has_its_flags_topic_and_payload() {
    let topic = counted("exercise/a/tank/1");
    let old = packet(0x3B, &[&topic[..], &[0, 10], b"{\"v\":1}"].concat());
    has(
        Version::V311,
        &old,
        &[
            ("/dup", json!(true)),
            ("/qos", json!(1)),
            ("/retain", json!(true)),
            ("/topicName", json!("exercise/a/tank/1")),
            ("/packetIdentifier", json!(10)),
            ("/payload", json!("{\"v\":1}")),
            ("/payloadLength", json!(7)),
        ],
    );
    let properties = [&[0x01, 1, 0x02, 0, 0, 0, 60, 0x23, 0, 3, 0x0B, 0x80, 0x01][..]].concat();
    let properties = [&properties[..], &[0x0B, 5, 0x09], &counted([1, 2])].concat();
    let head = [
        &counted("")[..],
        &[u8::try_from(properties.len()).expect("short")],
    ]
    .concat();
    let new = packet(0x30, &[&head[..], &properties, &[0xFF]].concat());
    has(
        Version::V5,
        &new,
        &[
            ("/qos", json!(0)),
            ("/properties/payloadFormatIndicator", json!(1)),
            ("/properties/messageExpiryInterval", json!(60)),
            ("/properties/topicAlias", json!(3)),
            ("/properties/subscriptionIdentifier", json!([128, 5])),
            ("/properties/correlationData", json!("0102")),
            ("/payloadHex", json!("ff")),
            ("/defects/0/kind", json!("encoding_mismatch")),
        ],
    );
}

#[test]
fn answers_have_their_codes_with_the_standards_names() {
    let accepted = json!("Connection Accepted");
    let old = packet(0x20, &[1, 0]);
    has(
        Version::V311,
        &old,
        &[
            ("/sessionPresent", json!(true)),
            ("/connectReturnCodeName", accepted),
        ],
    );
    let refused = packet(0x20, &[0, 0x86, 3, 0x24, 1, 0x25]);
    let told = stream::whole(Reader::of_version(Version::V5), &refused);
    assert_eq!(told.messages, [], "a property ends too soon");
    let refused = packet(0x20, &[0, 0x86, 2, 0x24, 1]);
    let name = json!("Bad User Name or Password");
    has(
        Version::V5,
        &refused,
        &[
            ("/reasonCodeName", name),
            ("/properties/maximumQoS", json!(1)),
        ],
    );
    for (first, name) in [
        (0x40, "PUBACK"),
        (0x50, "PUBREC"),
        (0x62, "PUBREL"),
        (0x70, "PUBCOMP"),
    ] {
        let wanted = [
            ("/packetType", json!(name)),
            ("/packetIdentifier", json!(513)),
        ];
        has(Version::V311, &packet(first, &[2, 1]), &wanted);
        has(Version::V5, &packet(first, &[2, 1]), &wanted);
        let with = [
            ("/reasonCode", json!(0)),
            ("/properties/reasonString", json!("ok")),
        ];
        let body = [&[2, 1, 0, 5, 0x1F][..], &counted("ok")].concat();
        has(Version::V5, &packet(first, &body), &with);
    }
    let suback = packet(0x90, &[0, 1, 0, 1, 2, 0x80]);
    let last = ("/returnCodes/3/returnCodeName", json!("Failure"));
    has(Version::V311, &suback, &[last]);
    let suback = packet(0x90, &[0, 1, 0, 2, 0x97]);
    let last = ("/reasonCodes/1/reasonCodeName", json!("Quota exceeded"));
    has(Version::V5, &suback, &[last]);
    has(
        Version::V311,
        &packet(0xB0, &[0, 1]),
        &[("/packetIdentifier", json!(1))],
    );
    let last = (
        "/reasonCodes/0/reasonCodeName",
        json!("No subscription existed"),
    );
    has(Version::V5, &packet(0xB0, &[0, 1, 0, 0x11]), &[last]);
}

#[test]
fn subscriptions_have_their_filters_and_options() {
    let old = [&[0, 7][..], &counted("a/+/c"), &[1], &counted("#"), &[0]].concat();
    has(
        Version::V311,
        &packet(0x82, &old),
        &[
            ("/packetIdentifier", json!(7)),
            (
                "/subscriptions/0",
                json!({"topicFilter": "a/+/c", "requestedQoS": 1}),
            ),
            ("/subscriptions/1/topicFilter", json!("#")),
        ],
    );
    let new = [
        &[0, 7, 2, 0x0B, 9][..],
        &counted("$share/g/a/#"),
        &[0b0010_1001],
    ]
    .concat();
    let option = json!({"topicFilter": "$share/g/a/#", "maximumQoS": 1, "noLocal": false,
        "retainAsPublished": true, "retainHandling": 2});
    let wanted = [
        ("/properties/subscriptionIdentifier", json!(9)),
        ("/subscriptions/0", option),
    ];
    has(Version::V5, &packet(0x82, &new), &wanted);
    let body = [&[0, 8][..], &counted("a"), &counted("b")].concat();
    let filters = ("/topicFilters", json!(["a", "b"]));
    has(
        Version::V311,
        &packet(0xA2, &body),
        std::slice::from_ref(&filters),
    );
    let body = [&[0, 8, 0][..], &counted("a"), &counted("b")].concat();
    has(Version::V5, &packet(0xA2, &body), &[filters]);
}

#[test]
fn packets_without_a_body_and_ends_are_read() {
    for (first, name) in [(0xC0, "PINGREQ"), (0xD0, "PINGRESP"), (0xE0, "DISCONNECT")] {
        has(
            Version::V311,
            &packet(first, &[]),
            &[("/packetType", json!(name))],
        );
    }
    let end = [("/reasonCodeName", json!("Normal disconnection"))];
    has(Version::V5, &packet(0xE0, &[]), &end);
    let end = [("/reasonCodeName", json!("Session taken over"))];
    has(Version::V5, &packet(0xE0, &[0x8E]), &end);
    has(Version::V5, &packet(0xE0, &[0x8E, 0]), &end);
    let again = [("/reasonCodeName", json!("Continue authentication"))];
    has(
        Version::V5,
        &packet(0xF0, &[0x18, 4, 0x15, 0, 1, b'X']),
        &again,
    );
}

#[test]
fn the_version_is_that_of_the_connect_else_the_likelier_one_and_it_is_said_which() {
    let told = |bytes: &[u8]| {
        let parsed = parse(bytes);
        let last = parsed.messages.last().expect("something is read");
        (last.version, last.version_from)
    };
    let payload = [&counted("a/b")[..], b"{}"].concat();
    let with_length = [&counted("a/b")[..], &[0], b"{}"].concat();
    assert_eq!(
        told(&packet(0x30, &payload)),
        (Version::V311, VersionFrom::Guess),
        "a payload that is text"
    );
    assert_eq!(
        told(&packet(0x30, &with_length)),
        (Version::V5, VersionFrom::Guess),
        "as 3.1.1 its payload would begin with a control character"
    );
    let hello = connect(5, 0b10, &[&[0][..], &counted("c")].concat());
    let stream = [packet(0x20, &[0, 0, 0]), hello, packet(0xC0, &[])].concat();
    assert_eq!(
        told(&stream),
        (Version::V5, VersionFrom::Connect),
        "it is said"
    );
    assert_eq!(
        parse(&stream).messages[0].version,
        Version::V5,
        "also of what stands before it"
    );
    let units = [packet(0x20, &[0, 0, 0]), packet(0xC0, &[])];
    let lines = decode_units(&units).messages;
    assert_eq!(lines[0]["version"], "5.0", "by all lines together");
    assert_eq!(lines[0]["versionFrom"], "guess", "and it is said");
}

#[test]
fn what_is_common_in_the_field_is_read_and_noted() {
    let body = [&counted("MQIsdp")[..], &[0x83, 0b10, 0, 60], &counted("b")].concat();
    let bridge = only(Version::V5, &packet(0x10, &body));
    let kinds: Vec<_> = bridge.defects.iter().map(|defect| defect.kind).collect();
    assert_eq!(
        kinds,
        [DefectKind::Tolerated; 2],
        "an old bridge of Mosquitto"
    );
    assert_eq!(bridge.number("protocolLevel"), Some(3), "its level");
    let nobody = only(Version::V311, &connect(4, 0, &counted("")));
    assert_eq!(nobody.text("clientIdentifier"), "", "it has no name");
    assert_eq!(nobody.defects.len(), 1, "which a broker will not take");
}
