//! Parts of a message that a terminal's line lost.

use super::*;

const PICTURE: u16 = 0x0801;

fn later(seconds: i64) -> UtcMs {
    UtcMs(NOW.0 + seconds * 1_000)
}

/// The frames of a picture, of so many bytes, in parts.
fn picture(bytes: usize) -> Vec<Vec<u8>> {
    let header = jt808::Header {
        msg_id: PICTURE,
        serial: 7,
        terminal_phone: PHONE.to_owned(),
        ..jt808::Header::default()
    };
    let body = json!({"multimediaId": 5, "position": position(0, NOW), "data": "5a".repeat(bytes)});
    jt808::encode(&header, body.as_object().expect("an object"))
}

/// What is asked for again: the first serial number and the parts.
fn asked(outcome: &Outcome) -> Vec<(Value, Value)> {
    let asked = answers(&outcome.reply).into_iter();
    asked
        .filter(|(id, _)| *id == 0x8003)
        .map(|(_, body)| (body["originalSerial"].clone(), body["packetIds"].clone()))
        .collect()
}

#[test]
fn a_part_that_is_missing_is_asked_for_until_it_comes() {
    let feed = vehicles(None);
    let mut talk = feed.talk();
    let parts = picture(3_500);
    assert_eq!(parts.len(), 4, "it is sent in parts");
    for (number, part) in parts.iter().enumerate() {
        if number != 1 && number != 2 {
            talk.take(part, NOW);
        }
    }
    assert_eq!(asked(&talk.tick(later(4))), [], "they may be on their way");
    let request = (json!(7), json!([2, 3]));
    assert_eq!(
        asked(&talk.tick(later(5))),
        [request],
        "those that are missing"
    );
    talk.take(&parts[2], later(6));
    let request = (json!(7), json!([2]));
    assert_eq!(
        asked(&talk.tick(later(11))),
        [request],
        "the one that is left"
    );
    let whole = talk.take(&parts[1], later(12));
    let ids: Vec<_> = answers(&whole.reply).into_iter().map(|one| one.0).collect();
    assert_eq!(ids, [0x8001, 0x8800], "the picture is whole and taken");
    talk.take(&parts[2], later(13));
    assert_eq!(
        asked(&talk.tick(later(19))),
        [],
        "a copy that comes late begins nothing anew"
    );
    assert_eq!(asked(&talk.tick(later(60))), [], "nothing is missing");
}

#[test]
fn what_does_not_come_is_asked_for_three_times() {
    let feed = vehicles(None);
    let mut talk = feed.talk();
    talk.take(&picture(3_500)[0], NOW);
    let times = (1..100).map(|step| asked(&talk.tick(later(5 * step))).len());
    assert_eq!(times.sum::<usize>(), 3, "then it is given up");
}

#[test]
fn a_stranger_is_asked_for_nothing() {
    let feed = vehicles(Some("s"));
    let mut talk = feed.talk();
    talk.take(&picture(3_500)[0], NOW);
    assert_eq!(asked(&talk.tick(later(5))), [], "it has not shown its code");
}
