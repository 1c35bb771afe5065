//! Properties of any bytes.

use proptest::prelude::*;

use super::*;

fn any_item() -> impl Strategy<Value = Item> {
    let name = "[A-Za-z][A-Za-z0-9-]{0,8}";
    let value = "[A-Za-z0-9._]{0,12}|//[a-z;,清洗]{0,6}//";
    prop::collection::vec((name, value), 1..4)
}

fn any_segment() -> impl Strategy<Value = Segment> {
    let fields = (
        "[0-9]{17}",
        "[0-9A-Z]{2}",
        "[0-9]{4}",
        "[0-9A-F]{1,24}",
        0_u8..16,
    );
    let items = prop::collection::vec(any_item(), 0..20);
    (fields, items).prop_map(|((qn, st, cn, mn, flag), items)| {
        let field = |name: &str, value: String| (name.to_owned(), value);
        Segment {
            fields: vec![
                field("QN", qn),
                field("ST", st),
                field("CN", cn),
                field("PW", "123456".to_owned()),
                field("MN", mn),
                field("Flag", flag.to_string()),
            ],
            items,
            opaque: false,
        }
    })
}

fn any_crc() -> impl Strategy<Value = CrcKind> {
    prop_oneof![Just(CrcKind::Standard), Just(CrcKind::Modbus)]
}

proptest! {
    #[test]
    fn what_is_written_is_read_the_same(segment in any_segment(), crc in any_crc()) {
        let message = only(&encode(&segment, crc));
        prop_assert_eq!(&message.segment, &segment);
        prop_assert_eq!(message.defects, vec![]);
    }

    #[test]
    fn a_stream_is_read_the_same_in_any_pieces(
        segments in prop::collection::vec(any_segment(), 1..5),
        crc in any_crc(),
        size in 1_usize..64,
    ) {
        let stream: Vec<u8> = segments.iter().flat_map(|one| encode(one, crc)).collect();
        let mut reader = Reader::default();
        let mut messages = Vec::new();
        for piece in stream.chunks(size) {
            messages.extend(reader.push(piece).messages);
        }
        prop_assert_eq!(messages.len(), segments.len());
    }

    #[test]
    fn a_frame_cut_before_its_crc_ends_gives_no_message(
        segment in any_segment(),
        cut in any::<prop::sample::Index>(),
    ) {
        let frame = encode(&segment, CrcKind::Standard);
        // Without CR LF the frame is whole.
        let cut = cut.index(frame.len() - 2);
        prop_assert_eq!(parse(&frame[..cut]).messages, vec![]);
    }

    #[test]
    fn any_bytes_can_be_decoded(
        bytes in prop::collection::vec(prop_oneof![
            Just(b'#'), Just(b'&'), Just(b'='), Just(b';'), Just(b'\n'), Just(b'0'), any::<u8>()
        ], 0..600),
        crc in any_crc(),
    ) {
        for stream in [bytes.clone(), encode_bytes(&bytes, crc)] {
            for message in parse(&stream).messages {
                prop_assert!(serde_json::to_string(&message.to_value()).is_ok());
            }
        }
    }
}
