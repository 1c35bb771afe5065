//! Properties of any bytes.

use proptest::prelude::*;

use super::*;

fn any_message() -> impl Strategy<Value = (u16, Edition)> {
    let rows: Vec<_> = messages::all()
        .flat_map(|row| {
            let both = [Edition::Y2013, Edition::Y2019];
            let own = both
                .into_iter()
                .filter(|edition| row.edition.is_none_or(|only| only == *edition));
            own.map(|edition| (row.id, edition)).collect::<Vec<_>>()
        })
        .collect();
    prop::sample::select(rows)
}

proptest! {
    #[test]
    fn what_is_written_is_read_the_same(
        (id, edition) in any_message(),
        bytes in prop::collection::vec(prop_oneof![0_u8..4, any::<u8>()], 0..400),
    ) {
        let first = only(&encode_bytes(&header(id, edition), &bytes).concat());
        let fields = first.body.clone().expect("every row has a body");
        let again = parse(&encode(&first.header, &fields).concat());
        let again = again.messages.last().cloned().expect("it is written whole");
        if first.defects.is_empty() {
            prop_assert_eq!(again.body, Some(fields));
        }
    }

    #[test]
    fn a_stream_is_read_the_same_in_any_pieces(
        bodies in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..1500), 1..4),
        size in 1_usize..64,
    ) {
        let header = header(0x0900, Edition::Y2019);
        let stream: Vec<u8> = bodies
            .iter()
            .flat_map(|body| encode_bytes(&header, body).concat())
            .collect();
        let mut reader = Reader::default();
        let mut messages = Vec::new();
        for piece in stream.chunks(size) {
            messages.extend(reader.push(piece).messages);
        }
        prop_assert_eq!(messages, parse(&stream).messages);
    }

    #[test]
    fn a_frame_cut_anywhere_gives_no_message(
        body in prop::collection::vec(any::<u8>(), 0..200),
        cut in any::<prop::sample::Index>(),
    ) {
        let frame = encode_bytes(&header(0x0900, Edition::Y2013), &body).concat();
        let cut = cut.index(frame.len());
        prop_assert_eq!(parse(&frame[..cut]).messages, vec![]);
    }

    #[test]
    fn any_bytes_can_be_decoded(bytes in prop::collection::vec(
        prop_oneof![Just(0x7E_u8), Just(0x7D), 0_u8..4, any::<u8>()], 0..600)) {
        for message in parse(&bytes).messages {
            prop_assert!(serde_json::to_string(&message.to_value()).is_ok());
        }
    }
}
