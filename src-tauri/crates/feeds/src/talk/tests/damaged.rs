//! Good frames behind a damaged one: they are heard within seconds, and at the latest at hang-up.

use super::panels::{alert, later, part};
use super::*;

const SEND: u8 = gbt26875::command::SEND;
const CONFIRM: u8 = gbt26875::command::CONFIRM;
const FIRE: u16 = 0b11;

/// A frame whose length says some hundred bytes more than it has.
fn damaged(serial: u16, at: UtcMs) -> Vec<u8> {
    let mut frame = panel(SEND, serial, at, &part("02000000", FIRE, at));
    // The upper byte of the length of the data unit.
    frame[25] = 3;
    frame
}

fn fire(serial: u16, at: UtcMs) -> Vec<u8> {
    panel(SEND, serial, at, &part("01000000", FIRE, at))
}

/// The codes of what is told, and the commands of the answers.
fn heard(feed: &Gbt26875, mut outcome: Outcome) -> (Vec<(String, MessageType)>, Vec<u8>) {
    let told = received(&outcome).into_iter();
    let told = told
        .map(|one| (one.notice.event_code.clone(), one.notice.msg_type))
        .collect();
    let changes = std::mem::take(&mut outcome.changes);
    feed.register().settle(true, changes);
    (told, commands(&outcome.reply))
}

#[test]
fn a_fire_behind_a_damaged_length_is_heard_and_confirmed_within_seconds() {
    let feed = fire_device(false);
    let mut talk = feed.talk();
    let both = [damaged(1, NOW), fire(2, NOW)].concat();
    let outcome = talk.take(&both, NOW);
    assert!(
        outcome.reply.is_empty(),
        "the frame says that more will come"
    );
    let soon = heard(&feed, talk.tick(later(4)));
    assert_eq!(soon, (vec![], vec![]), "its rest may be on its way");
    let outcome = talk.tick(later(5));
    assert_eq!(outcome.defects.len(), 1, "half a frame is told");
    assert_eq!(outcome.messages, 1, "the line is alive");
    let wanted = (vec![alert("fire")], vec![CONFIRM]);
    assert_eq!(
        heard(&feed, outcome),
        wanted,
        "what stood behind it is heard"
    );
    let again = heard(&feed, talk.take(&fire(2, NOW), later(10)));
    assert_eq!(
        again,
        (vec![], vec![CONFIRM]),
        "sent again it is no second fire"
    );
}

#[test]
fn a_panel_that_sends_the_damaged_frame_again_is_heard_at_once() {
    let feed = fire_device(false);
    let mut talk = feed.talk();
    talk.take(&damaged(1, NOW), NOW);
    talk.tick(later(5));
    let outcome = talk.take(&fire(1, NOW), later(10));
    let wanted = (vec![alert("fire")], vec![CONFIRM]);
    assert_eq!(
        heard(&feed, outcome),
        wanted,
        "nothing of before holds it up"
    );
}

#[test]
fn on_a_line_that_never_rests_half_a_frame_is_given_up_too() {
    let feed = fire_device(false);
    let mut talk = feed.talk();
    talk.take(&damaged(1, NOW), NOW);
    let mut told = Vec::new();
    let mut at = None;
    for second in 1..=25 {
        // Another device of the line says something every three seconds.
        if second % 3 == 0 {
            talk.take(&panel(SEND, 9, later(second), &[]), later(second));
        }
        if second % 5 == 0 {
            told.extend(heard(&feed, talk.tick(later(second))).1);
            at = at.or((!told.is_empty()).then_some(second));
        }
    }
    assert_eq!(at, Some(20), "all that was held up is confirmed then");
    assert_eq!(told, [CONFIRM; 6], "each");
}

#[test]
fn a_frame_that_comes_in_pieces_is_waited_for() {
    let feed = fire_device(false);
    let mut talk = feed.talk();
    let frame = fire(1, NOW);
    let (first, rest) = frame.split_at(40);
    talk.take(first, NOW);
    talk.tick(later(3));
    let outcome = talk.take(rest, later(4));
    let wanted = (vec![alert("fire")], vec![CONFIRM]);
    assert_eq!(
        heard(&feed, outcome),
        wanted,
        "a slow line is no damaged one"
    );
}

#[test]
fn what_half_a_frame_held_up_is_told_at_hang_up_and_nothing_is_sent() {
    let feed = fire_device(true);
    let mut talk = feed.talk();
    talk.take(&panel(SEND, 1, NOW, &[]), NOW);
    talk.take(&[damaged(2, NOW), fire(3, NOW)].concat(), NOW);
    feed.ask(None, Ask::Duty, NOW);
    let told = heard(&feed, talk.end(later(1))).0;
    assert_eq!(told, [alert("fire")], "a fire is a fire");
    let duty = feed.panels()[0].duty.expect("it was asked");
    assert_eq!(duty.sent_at, None, "nobody is there to be asked");
    assert!(!feed.panels()[0].online, "it has gone");
    let again = heard(&feed, feed.talk().take(&fire(3, NOW), later(10)));
    assert_eq!(again.0, [], "on its next connection it is no second fire");
}

#[test]
fn a_value_behind_a_frame_that_was_cut_is_answered_within_seconds_and_at_hang_up() {
    let limits = Limits {
        high: Some(5.0),
        ..Limits::default()
    };
    let cut = b"##9999QN=20260501083000000;ST=31;CN=2011;PW=1;MN=YL01;Flag=5;CP=&&Data";
    let both = [cut.as_slice(), &data("9", "N", CrcKind::Standard)].concat();
    for hangs_up in [false, true] {
        let feed = station(limits);
        let mut talk = feed.talk();
        assert!(
            talk.take(&both, NOW).reply.is_empty(),
            "it waits for the rest"
        );
        let outcome = if hangs_up {
            talk.end(later(1))
        } else {
            talk.tick(later(5))
        };
        assert_eq!(
            received(&outcome)[0].notice.event_code,
            "high",
            "it is heard"
        );
        assert_eq!(outcome.defects.len(), 1, "and the cut frame told");
        let answers = hj212::parse(&outcome.reply).messages;
        let codes: Vec<_> = answers.iter().map(|one| one.segment.field("CN")).collect();
        assert_eq!(codes, ["9014"], "the station need not send again");
    }
}

#[test]
fn packets_of_a_message_wait_for_each_other_longer_than_a_frame_for_its_rest() {
    let feed = station(Limits::default());
    let mut talk = feed.talk();
    let packet = |number: u8| {
        let text = format!(
            "QN=20260501083000000;ST=31;CN=2011;PW=1;MN=YL01;Flag=7;PNUM=2;PNO={number};CP=&&\
             DataTime=20260501083000;a2102{number}-Rtd=1,a2102{number}-Flag=N&&"
        );
        hj212::encode_bytes(text.as_bytes(), CrcKind::Standard)
    };
    talk.take(&packet(1), NOW);
    assert_eq!(talk.tick(later(60)).defects, [], "nothing is given up");
    let outcome = talk.take(&packet(2), later(61));
    assert_eq!(outcome.defects, [], "they are put together");
}
