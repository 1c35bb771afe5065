use super::*;
use crate::sample::Room;

fn told(matter: &str) -> SubmissionReceived {
    SubmissionReceived {
        matter: matter.to_owned(),
        ..SubmissionReceived::default()
    }
}

#[test]
fn an_update_replaces_the_words_and_leaves_the_clock_where_it_started() {
    let mut room = Room::new();
    room.happen(10, "S1", Fact::SubmissionReceived(told("演练 有异味")));
    room.happen(
        50,
        "S1",
        Fact::SubmissionReceived(told("演练 有异味，两人头晕")),
    );
    let found = room.submission("S1");
    assert_eq!(
        found.received.matter, "演练 有异味，两人头晕",
        "as last written"
    );
    assert_eq!(
        found.told_at,
        Some(UtcMs(10)),
        "the clock runs from the first word"
    );
    assert_eq!(
        found.updated_at,
        Some(UtcMs(50)),
        "and the row says that it changed"
    );
}

#[test]
fn what_was_told_before_it_was_written_down_counts_from_then() {
    let mut room = Room::new();
    let body = SubmissionReceived {
        told_at: Some(UtcMs(4)),
        ..told("演练 路面塌陷")
    };
    room.happen(10, "S1", Fact::SubmissionReceived(body));
    let found = room.submission("S1");
    assert_eq!(
        (found.told_at, found.recorded_at),
        (Some(UtcMs(4)), Some(UtcMs(10))),
        "told, then written down"
    );
}

#[test]
fn a_correction_does_not_lose_what_is_sealed() {
    let mut room = Room::new();
    let sealed = SealedIdentity {
        recipient: "age1x".into(),
        keeper: "演练 纪检".into(),
        age: "armour".into(),
    };
    let first = SubmissionReceived {
        channel: SubmissionChannel::TipOff,
        sealed: Some(sealed.clone()),
        ..told("演练 私存危化品")
    };
    room.happen(1, "S1", Fact::SubmissionReceived(first.clone()));
    let again = SubmissionReceived {
        sealed: None,
        ..first
    };
    room.happen(2, "S1", Fact::SubmissionReceived(again));
    assert_eq!(
        room.submission("S1").received.sealed,
        Some(sealed),
        "the words were corrected, not the teller"
    );
}

#[test]
fn the_same_order_is_the_same_record_and_another_channel_another() {
    let one = submission_id(SubmissionChannel::Hotline, "12345", "JN-1");
    let again = submission_id(SubmissionChannel::Hotline, "12345", " JN-1 ");
    assert_eq!(one, again, "spaces around a number mean nothing");
    let other = submission_id(SubmissionChannel::Opinion, "12345", "JN-1");
    assert_ne!(one, other, "a number belongs to its channel");
    let split = submission_id(SubmissionChannel::Hotline, "1234", "5JN-1");
    assert_ne!(one, split, "the parts are kept apart");
}

#[test]
fn replies_and_openings_are_bounded() {
    let mut room = Room::new();
    room.happen(1, "S1", Fact::SubmissionReceived(told("演练")));
    for number in 0..=REPLIES_MAX {
        let words = number.to_string();
        room.happen(
            2,
            "S1",
            Fact::SubmissionReplied(SubmissionReplied { words }),
        );
    }
    let kept = room.submission("S1").replies;
    assert_eq!(
        (kept.len(), kept[0].words.as_str()),
        (REPLIES_MAX, "1"),
        "the oldest stays in the log only"
    );
}
