//! What the standards call malformed, each with the right defect and its bytes.

use super::*;

/// The kinds of the defects of a stream that gives no message.
fn kinds(version: Version, bytes: &[u8]) -> Vec<DefectKind> {
    let parsed = stream::whole(Reader::of_version(version), bytes);
    assert_eq!(parsed.messages, [], "nothing of it is used");
    parsed.defects.iter().map(|defect| defect.kind).collect()
}

fn refused(version: Version, cases: &[(&str, Vec<u8>, DefectKind)]) {
    for (why, bytes, kind) in cases {
        assert_eq!(kinds(version, bytes), [*kind], "{why}");
        let defect = stream::whole(Reader::of_version(version), bytes)
            .defects
            .remove(0);
        assert!(!defect.raw.is_empty(), "{why}: its bytes are kept");
    }
}

#[test]
fn the_fixed_header_is_strict() {
    use DefectKind::*;
    let both = [
        ("type 0", packet(0x00, &[]), TypeUnknown),
        (
            "five bytes of length",
            vec![0x30, 0xFF, 0xFF, 0xFF, 0xFF, 0x01],
            Malformed,
        ),
        ("half a length", vec![0x30, 0x80], Truncated),
        ("half a packet", vec![0x30, 9, 0, 1], Truncated),
        ("flags of a PINGREQ", packet(0xC1, &[]), ValueIllegal),
        (
            "flags of a SUBSCRIBE",
            packet(0x80, &[0, 1, 0, 1, b'a', 0]),
            ValueIllegal,
        ),
        ("flags of a PUBREL", packet(0x60, &[0, 1]), ValueIllegal),
        ("a PINGREQ with a body", packet(0xC0, &[1]), TrailingBytes),
        ("QoS 3", packet(0x36, &[0, 1, b'a', 0, 1]), ValueIllegal),
        ("DUP with QoS 0", packet(0x38, &[0, 1, b'a']), ValueIllegal),
    ];
    refused(Version::V311, &both);
    refused(Version::V5, &both);
    refused(
        Version::V311,
        &[
            ("type 15", packet(0xF0, &[]), TypeUnknown),
            (
                "a DISCONNECT with a body",
                packet(0xE0, &[0]),
                TrailingBytes,
            ),
        ],
    );
    let long = vec![0xC0, 0x80, 0x00];
    refused(Version::V5, &[("a long length", long.clone(), Malformed)]);
    has(Version::V311, &long, &[("/packetType", json!("PINGREQ"))]);
}

#[test]
fn texts_are_strict() {
    use DefectKind::*;
    let publish = |topic: &[u8]| packet(0x30, &[&counted(topic)[..], &[0]].concat());
    let cases = [
        ("no UTF-8", publish(b"a\xFF"), EncodingDamaged),
        ("a surrogate", publish(b"\xED\xA0\x80"), EncodingDamaged),
        ("U+0000", publish(b"a\0b"), CharacterIllegal),
        ("wildcards", publish(b"a/+"), ValueIllegal),
        ("an empty topic", publish(b""), ValueIllegal),
        (
            "a topic longer than the packet",
            packet(0x30, &[0, 9, b'a']),
            Truncated,
        ),
    ];
    refused(Version::V311, &cases);
    refused(Version::V5, &cases);
}

#[test]
fn identifiers_filters_and_codes_are_strict() {
    use DefectKind::*;
    let subscribe = |filter: &str, qos: u8| {
        let body = [&[0, 1][..], &counted(filter), &[qos]].concat();
        packet(0x82, &body)
    };
    refused(
        Version::V311,
        &[
            ("identifier 0", packet(0x40, &[0, 0]), ValueIllegal),
            (
                "identifier 0 of a PUBLISH",
                packet(0x32, &[0, 1, b'a', 0, 0]),
                ValueIllegal,
            ),
            ("no identifier", packet(0x32, &[0, 1, b'a']), Truncated),
            ("no filter", packet(0x82, &[0, 1]), ElementMissing),
            ("no filter to leave", packet(0xA2, &[0, 1]), ElementMissing),
            ("requested QoS 3", subscribe("a", 3), ValueIllegal),
            ("reserved bits", subscribe("a", 4), ValueIllegal),
            (
                "a wildcard inside a level",
                subscribe("a+/b", 0),
                ValueIllegal,
            ),
            ("# not last", subscribe("#/a", 0), ValueIllegal),
            ("code 3", packet(0x90, &[0, 1, 3]), ValueIllegal),
            ("no code", packet(0x90, &[0, 1]), ElementMissing),
            ("return code 6", packet(0x20, &[0, 6]), ValueIllegal),
            ("reserved flags", packet(0x20, &[2, 0]), ValueIllegal),
            (
                "a session of one refused",
                packet(0x20, &[1, 5]),
                ValueIllegal,
            ),
            ("too long", packet(0x20, &[0, 0, 0]), TrailingBytes),
        ],
    );
    let with_options = |options: u8, filter: &str| {
        let body = [&[0, 1, 0][..], &counted(filter), &[options]].concat();
        packet(0x82, &body)
    };
    refused(
        Version::V5,
        &[
            ("reserved options", with_options(0x40, "a"), ValueIllegal),
            ("retain handling 3", with_options(0x30, "a"), ValueIllegal),
            (
                "no local, shared",
                with_options(4, "$share/g/a"),
                ValueIllegal,
            ),
            (
                "a share without a group",
                with_options(0, "$share//a"),
                ValueIllegal,
            ),
            ("a foreign code", packet(0x40, &[0, 1, 0x92]), ValueIllegal),
            ("an unknown code", packet(0x20, &[0, 0x7F, 0]), ValueIllegal),
        ],
    );
}

#[test]
fn properties_are_strict() {
    use DefectKind::*;
    let ping = |properties: &[u8]| {
        let length = u8::try_from(properties.len()).expect("short");
        packet(0x30, &[&counted("a")[..], &[length], properties].concat())
    };
    refused(
        Version::V5,
        &[
            ("unknown", ping(&[0x7E, 0]), TypeUnknown),
            ("of another packet", ping(&[0x21, 0, 1]), ValueIllegal),
            ("twice", ping(&[0x01, 0, 0x01, 0]), ElementRepeated),
            ("a flag of 2", ping(&[0x01, 2]), ValueIllegal),
            ("alias 0", ping(&[0x23, 0, 0]), ValueIllegal),
            ("subscription 0", ping(&[0x0B, 0]), ValueIllegal),
            ("a long number", ping(&[0x0B, 0x81, 0x00]), Malformed),
            (
                "a number without end",
                ping(&[0x0B, 0xFF, 0xFF, 0xFF, 0xFF]),
                Malformed,
            ),
            ("cut short", ping(&[0x02, 0, 0]), Truncated),
            ("wildcards", ping(&[0x08, 0, 1, b'#']), ValueIllegal),
            (
                "longer than the packet",
                packet(0x30, &[0, 1, b'a', 5, 1]),
                LengthMismatch,
            ),
            (
                "data without a method",
                packet(0xF0, &[0, 4, 0x16, 0, 1, 1]),
                ValueIllegal,
            ),
        ],
    );
    let mut many = Vec::new();
    for _ in 0..=PROPERTIES_MAX {
        many.extend([0x26, 0, 0, 0, 0]);
    }
    let mut body = counted("a");
    // 5,005 in seven bits a byte.
    body.extend([0x80 | (5_005_u16 & 0x7F) as u8, (5_005_u16 >> 7) as u8]);
    body.extend(many);
    assert_eq!(
        kinds(Version::V5, &packet(0x30, &body)),
        [TooMany],
        "bounded"
    );
}

#[test]
fn a_connect_that_is_refused_shows_nothing_of_its_password() {
    let secret = "geheim-geheim";
    let payload = [counted("c"), counted("u"), counted(secret)].concat();
    let names = |name: &str| {
        let body = [&counted(name)[..], &[4, 0xC2, 0, 60], &payload].concat();
        packet(0x10, &body)
    };
    let after = [&payload[..], &[1]].concat();
    let bad_client = [&counted([0xFF])[..], &counted("u"), &counted(secret)].concat();
    let whole = connect(4, 0xC2, &payload);
    let cases = [
        names("HTTP"),
        connect(9, 0xC2, &payload),
        connect(4, 0xC3, &payload),
        connect(4, 0xDA, &payload),
        connect(4, 0x42, &payload),
        connect(4, 0xE2, &payload),
        connect(4, 0xC2, &after),
        connect(4, 0xC2, &bad_client),
        whole[..whole.len() - 4].to_vec(),
        [&[0x1F][..], &whole[1..]].concat(),
        [&[0x10, 0xFF, 0xFF, 0xFF, 0xFF][..], &whole].concat(),
    ];
    for bytes in cases {
        let parsed = parse(&bytes);
        assert_eq!(parsed.messages, [], "{} is refused", hex::encode(&bytes));
        let text = format!("{:?}", parsed.defects);
        let hidden = hex::encode(&secret[..4]);
        assert!(!text.contains(&hidden), "nothing is shown of it: {text}");
        assert!(!text.contains(&secret[..4]), "nor as text: {text}");
    }
}

#[test]
fn one_bad_packet_costs_the_others_nothing_and_a_lost_length_the_rest() {
    let good = packet(0x30, &[&counted("a")[..], b"1"].concat());
    let bad = packet(0x36, &[0, 1, b'a', 0, 1]);
    let parsed = stream::whole(
        Reader::of_version(Version::V311),
        &[&good[..], &bad, &good].concat(),
    );
    assert_eq!(parsed.messages.len(), 2, "the ones around it are read");
    assert_eq!(parsed.defects.len(), 1, "it is told");
    let lost = [0x30, 0xFF, 0xFF, 0xFF, 0xFF];
    let stream = [&good[..], &lost, &good].concat();
    let parsed = parse(&stream);
    assert_eq!(parsed.messages.len(), 1, "what stands before it is read");
    assert_eq!(parsed.defects.len(), 1, "the rest is one defect");
    let lines = decode_units(&[stream, good]);
    assert_eq!(lines.messages.len(), 2, "the next line begins anew");
}

#[test]
fn a_packet_beyond_the_bound_is_passed_over() {
    let good = packet(0x30, &[&counted("a")[..], b"1"].concat());
    let mut body = counted("a");
    body.resize(PACKET_BYTES_MAX, 0x20);
    let stream = [packet(0x30, &body), good].concat();
    let mut reader = Reader::default();
    let parsed = reader.push(&stream);
    assert_eq!(parsed.messages.len(), 1, "the one after it is read");
    assert_eq!(parsed.defects[0].kind, DefectKind::TooLarge, "it is told");
    let half = stream.get(..PACKET_BYTES_MAX / 2).expect("half of it");
    let parsed = parse(half);
    let kinds: Vec<_> = parsed.defects.iter().map(|defect| defect.kind).collect();
    assert_eq!(
        kinds,
        [DefectKind::TooLarge, DefectKind::Truncated],
        "and its missing rest"
    );
}
