//! Properties of any bytes.

use proptest::prelude::*;

use super::*;

/// Bytes that often begin a packet, and any others.
fn likely() -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![
        prop::sample::select(
            &[
                0x10_u8, 0x20, 0x30, 0x32, 0x40, 0x62, 0x82, 0x90, 0xA2, 0xB0, 0xC0, 0xE0, 0xF0,
                0x15, 0x16, 0x1F, 0x26,
            ][..]
        ),
        0_u8..12,
        any::<u8>(),
    ];
    prop::collection::vec(byte, 0..300)
}

proptest! {
    #[test]
    fn any_bytes_can_be_decoded(bytes in likely()) {
        for version in [Version::V311, Version::V5] {
            let parsed = stream::whole(Reader::of_version(version), &bytes);
            for message in parsed.messages {
                prop_assert!(serde_json::to_string(&message.to_value()).is_ok());
            }
        }
        drop(parse(&bytes));
    }

    #[test]
    fn a_stream_is_read_the_same_in_any_pieces(bytes in likely(), size in 1_usize..40) {
        let mut reader = Reader::of_version(Version::V5);
        let mut parsed = Parsed::default();
        for piece in bytes.chunks(size) {
            let more = reader.push(piece);
            parsed.messages.extend(more.messages);
        }
        parsed.messages.extend(reader.finish().messages);
        let whole = stream::whole(Reader::of_version(Version::V5), &bytes);
        prop_assert_eq!(parsed.messages, whole.messages);
    }

    #[test]
    fn a_password_is_never_shown(
        user in "[a-z]{0,8}",
        edit in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        new in any::<bool>(),
    ) {
        let secret = [0xA7_u8; 24];
        let payload = [counted("c"), counted(&user), counted(secret)].concat();
        let payload = if new { [&[0][..], &payload].concat() } else { payload };
        let mut bytes = connect(if new { 5 } else { 4 }, 0xC2, &payload);
        // Any one byte between the remaining length and the password is damaged.
        let at = 2 + edit.index(bytes.len() - secret.len() - 4);
        bytes[at] = byte;
        let parsed = parse(&bytes);
        let shown = format!("{:?}", parsed.defects);
        prop_assert!(!shown.contains("a7a7a7a7"), "{}", shown);
    }
}
