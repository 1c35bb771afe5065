use super::*;
use proptest::prelude::*;

#[test]
fn a_message_survives_the_wire_and_ignores_later_fields() {
    let text = r#"{"say":"beat","sentAt":5,"cursor":7,"colour":"green"}"#;
    let read = read_client(text.as_bytes());
    assert_eq!(read.defects, [], "an unknown field is no defect");
    assert_eq!(
        read.messages,
        [ClientMessage::Beat {
            sent_at: 5,
            cursor: 7
        }],
        "what is known is read"
    );
    let again = read_client(write(&read.messages[0]).as_bytes());
    assert_eq!(again.messages, read.messages, "written and read again");
}

#[test]
fn a_beat_says_how_many_other_desks_there_are_and_one_of_before_says_nothing() {
    let old = r#"{"say":"beat","sentAt":5,"heardAt":6,"answeredAt":7,"head":8}"#;
    let read = read_server(old.as_bytes());
    let beat = |others| ServerMessage::Beat {
        sent_at: 5,
        heard_at: 6,
        answered_at: 7,
        head: 8,
        others,
    };
    assert_eq!(read.messages, [beat(None)], "nothing is known of others");
    assert_eq!(write(&beat(None)), old, "and nothing is made up");
    let again = read_server(write(&beat(Some(2))).as_bytes());
    assert_eq!(again.messages, [beat(Some(2))], "written and read again");
}

#[test]
fn frames_that_are_no_message_are_defects() {
    let huge = vec![b' '; FRAME_BYTES_MAX + 1];
    let cases: [(&[u8], DefectKind); 6] = [
        (b"", DefectKind::Malformed),
        (b"{\"say\":\"beat\"", DefectKind::Malformed),
        (b"{\"say\":\"sing\"}", DefectKind::Malformed),
        (b"\xe6\xb0", DefectKind::Malformed),
        (
            b"{\"say\":\"beat\",\"sentAt\":\"\\ud800\",\"cursor\":1}",
            DefectKind::Malformed,
        ),
        (&huge, DefectKind::TooLarge),
    ];
    for (bytes, kind) in cases {
        let read = read_client(bytes);
        assert!(read.messages.is_empty(), "nothing to act on");
        assert_eq!(read.defects[0].kind, kind, "and a reason");
    }
}

#[test]
fn the_newest_common_version_is_spoken_and_the_two_before_it_are_understood() {
    let cases: [(&[u16], &[u16], Option<u16>); 6] = [
        (&[3, 2, 1], &[3, 2, 1], Some(3)),
        (&[5, 4, 3], &[3, 2, 1], Some(3)),
        (&[3, 2, 1], &[5, 4, 3], Some(3)),
        (&[6, 5, 4], &[3, 2, 1], None),
        (&[2, 1], &[1, 2], Some(2)),
        (&[1], &[], None),
    ];
    for (own, other, wanted) in cases {
        assert_eq!(common_version(own, other), wanted, "{own:?} and {other:?}");
    }
    let newest = VERSIONS[0];
    let oldest = newest.saturating_sub(VERSIONS_BACK).max(1);
    let due: Vec<u16> = (oldest..=newest).rev().collect();
    assert_eq!(VERSIONS, due, "this build leaves none of them out");
}

#[test]
fn more_marks_than_the_bound_are_refused() {
    let marks = vec![
        LogMark {
            sseq: 1,
            log_hash: String::new()
        };
        MARKS_MAX + 1
    ];
    let text = write(&ServerMessage::Rewind {
        log_epoch: 1,
        marks,
    });
    let read = read_server(text.as_bytes());
    assert_eq!(read.defects[0].kind, DefectKind::TooMany, "bounded");
}

#[test]
fn marks_reach_the_start_of_any_log() {
    for head in [0, 1, 2, 1_000, u64::MAX] {
        let places = mark_places(head);
        assert!(places.len() <= MARKS_MAX, "bounded for {head}");
        assert_eq!(places[0], head, "the head comes first");
        assert_eq!(places.last(), Some(&0), "the empty log is common to all");
        assert!(places.is_sorted_by(|a, b| a > b), "newest first, each once");
    }
}

#[test]
fn the_clock_offset_is_free_of_a_symmetric_delay() {
    assert_eq!(
        clock_offset_ms(1_000, 6_050, 6_060, 1_110),
        5_000,
        "50 ms each way, 5 s ahead"
    );
    assert_eq!(
        clock_offset_ms(i64::MIN, i64::MAX, i64::MAX, i64::MIN),
        i64::MAX / 2,
        "held"
    );
}

proptest! {
    #[test]
    fn reading_any_bytes_neither_panics_nor_stays_silent(
        bytes in proptest::collection::vec(any::<u8>(), 0..300),
    ) {
        let client = read_client(&bytes);
        prop_assert!(client.messages.len() + client.defects.len() == 1, "one or the other");
        let server = read_server(&bytes);
        prop_assert!(server.messages.len() + server.defects.len() == 1, "one or the other");
    }
}

mod proofs;
mod wire;
