//! Duty checks of panels, parts that are disabled, and what follows a fire.

use super::panels::{NOW_ANSWERS, alert, cancel, hear, later, operation, part};
use super::*;

fn asked(feed: &Gbt26875, talk: &mut Box<dyn Talk>) -> Vec<u8> {
    hear(feed, talk, &part("01000000", 1, NOW), NOW);
    assert_eq!(feed.ask(None, Ask::Duty, NOW), 1, "one panel is known");
    talk.tick(NOW).reply
}

#[test]
fn a_duty_check_goes_out_and_its_answer_is_written_down() {
    let feed = fire_device(false);
    let mut talk = feed.talk();
    let sent = asked(&feed, &mut talk);
    let order = gbt26875::parse(&sent).messages.remove(0);
    assert_eq!(order.unit_type(), Some(91), "a duty check");
    assert_eq!(order.control.command, gbt26875::command::CONTROL, "sent");
    assert_eq!(order.objects()[0]["timeoutMinutes"], 5, "with its time");
    let key = operation(24, NOW_ANSWERS, later(60));
    for _ in 0..2 {
        let frame = panel(gbt26875::command::SEND, 1, later(60), &key);
        let outcome = talk.take(&frame, later(60));
        let Fact::DutyNoted(note) = &outcome.drafts[0].fact else {
            panic!("it is a line of the duty log");
        };
        assert!(note.text.contains("用时 60 秒"), "{}", note.text);
        // What is sent again was not stored: it is written down again.
    }
    let duty = feed.panels()[0].duty.expect("it was checked");
    assert_eq!(duty.answered_at, Some(later(60)), "seen with the panel");
    assert!(feed.tick(later(900)).drafts.is_empty(), "nobody is missed");
    let another = operation(24, NOW_ANSWERS, later(90));
    let frame = panel(gbt26875::command::SEND, 1, later(90), &another);
    assert!(
        talk.take(&frame, later(90)).drafts.is_empty(),
        "the key pressed without a check says nothing of it"
    );
}

#[test]
fn a_key_that_confirms_an_alarm_at_the_fire_controller_answers_no_duty_check() {
    let feed = fire_device(false);
    let mut talk = feed.talk();
    asked(&feed, &mut talk);
    let confirms = operation(4, NOW_ANSWERS, later(60));
    let frame = panel(gbt26875::command::SEND, 1, later(60), &confirms);
    let outcome = talk.take(&frame, later(60));
    assert!(
        outcome.drafts.is_empty(),
        "the same bit of a system is another key"
    );
    let duty = feed.panels()[0].duty.expect("it waits");
    assert_eq!(duty.answered_at, None, "nobody answered");
    let missed = feed.tick(later(300));
    assert_eq!(missed.drafts.len(), 1, "and that is told");
    feed.register().settle(true, missed.changes);
    let frame = panel(gbt26875::command::SEND, 2, later(310), &confirms);
    let outcome = talk.take(&frame, later(310));
    assert!(outcome.drafts.is_empty(), "nor does it end the alarm");
}

#[test]
fn a_check_that_nobody_answers_is_an_alarm_until_somebody_does() {
    let feed = fire_device(false);
    let mut talk = feed.talk();
    asked(&feed, &mut talk);
    assert!(feed.tick(later(299)).drafts.is_empty(), "there is time");
    let missed = feed.tick(later(300));
    let notice = &received(&missed)[0].notice;
    assert_eq!(notice.event, "查岗未应答", "nobody is there");
    feed.register().settle(true, missed.changes);
    assert!(feed.tick(later(305)).drafts.is_empty(), "told once");
    let key = operation(24, NOW_ANSWERS, later(400));
    let frame = panel(gbt26875::command::SEND, 1, later(400), &key);
    let late = talk.take(&frame, later(400));
    assert_eq!(late.drafts.len(), 2, "a line of the log, and the end");
    let Fact::AlertReceived(end) = &late.drafts[1].fact else {
        panic!("the alarm ends");
    };
    assert_eq!(end.notice.msg_type, MessageType::Cancel, "somebody came");
}

#[test]
fn a_check_that_the_panel_confirmed_and_one_that_it_did_not_are_told_apart() {
    for (confirmed, wanted) in [(true, "无人应答"), (false, "发出未确认")] {
        let feed = fire_device(false);
        let mut talk = feed.talk();
        let sent = asked(&feed, &mut talk);
        let order = gbt26875::parse(&sent).messages.remove(0);
        let serial = order.control.serial;
        if confirmed {
            let another = panel(gbt26875::command::CONFIRM, serial + 1, later(1), &[]);
            talk.take(&another, later(1));
            let duty = feed.panels()[0].duty.expect("it waits");
            assert_eq!(duty.confirmed_at, None, "that was another order");
            talk.take(
                &panel(gbt26875::command::CONFIRM, serial, later(2), &[]),
                later(2),
            );
        }
        let duty = feed.panels()[0].duty.expect("it waits");
        assert_eq!(
            duty.confirmed_at,
            confirmed.then(|| later(2)),
            "as it is seen"
        );
        let missed = feed.tick(later(300));
        let words = &received(&missed)[0].notice.texts[0].description;
        assert!(words.contains(wanted), "{words}");
    }
}

#[test]
fn a_panel_without_a_connection_is_told_apart() {
    let feed = fire_device(false);
    let mut talk = feed.talk();
    hear(&feed, &mut talk, &part("01000000", 1, NOW), NOW);
    talk.end(NOW);
    feed.ask(Some("1"), Ask::Duty, NOW);
    let device = feed.panels()[0].device.clone();
    feed.ask(Some(&device), Ask::Duty, NOW);
    assert!(!feed.panels()[0].online, "it has gone");
    let missed = feed.tick(later(300));
    let words = &received(&missed)[0].notice.texts[0].description;
    assert!(words.contains("未送达"), "{words}");
}

#[test]
fn a_panel_is_asked_how_it_is_and_what_it_answers_is_heard() {
    let feed = fire_device(false);
    let mut talk = feed.talk();
    hear(&feed, &mut talk, &part("01000000", 1, NOW), NOW);
    feed.ask(None, Ask::State, NOW);
    let sent = talk.tick(NOW).reply;
    let order = gbt26875::parse(&sent).messages.remove(0);
    assert_eq!(order.unit_type(), Some(81), "a question");
    assert_eq!(order.control.command, gbt26875::command::REQUEST, "asked");
    let state = gbt26875::encode_unit(21, &[json!({"state": 0b1001})]);
    let frame = panel(gbt26875::command::ANSWER, order.control.serial, NOW, &state);
    let heard = talk.take(&frame, NOW);
    let codes: Vec<_> = received(&heard)
        .iter()
        .map(|one| one.notice.event_code.clone())
        .collect();
    assert_eq!(codes, ["mainPower"], "what it says is told");
    assert!(talk.tick(later(60)).reply.is_empty(), "and not asked again");
}

#[test]
fn what_a_system_does_after_a_fire_is_told_and_disabled_parts_are_listed() {
    let feed = fire_device(false);
    let mut talk = feed.talk();
    let acts = part("02000000", 1 << 5 | 1 << 6 | 1, NOW);
    assert_eq!(
        hear(&feed, &mut talk, &acts, NOW),
        [alert("started"), alert("feedback")],
        "a pump runs, and says so"
    );
    let out = part("03000000", 1 << 3 | 1, NOW);
    assert_eq!(
        hear(&feed, &mut talk, &out, NOW),
        [alert("disabled")],
        "a detector hears nothing"
    );
    let seen = feed.panels().remove(0);
    assert_eq!((seen.disabled, seen.named.len()), (1, 1), "it is listed");
    assert!(seen.named[0].words.contains("三层走廊"), "in its words");
    assert_eq!(seen.named[0].since, Some(NOW), "since then");
    let back = part("03000000", 1, later(10));
    assert_eq!(
        hear(&feed, &mut talk, &back, later(10)),
        [cancel("disabled")],
        "it hears again"
    );
    assert_eq!(feed.panels()[0].disabled, 0, "none is left");
}

#[test]
fn the_devices_whose_clocks_are_wrong_are_named_the_worst_first() {
    let devices = Devices::default();
    for number in 0..30_i64 {
        devices.hear(&number.to_string(), NOW, |_| false);
        devices.clock(&number.to_string(), number * -10_000);
    }
    devices.clock("stranger", 9_000_000);
    let off = devices.clocks_off();
    assert_eq!(off.worst, Some(("29".to_owned(), -290_000)), "the worst");
    assert_eq!(off.count, 23, "more than a minute");
    assert_eq!(off.named.len(), CLOCKS_MAX, "some are named");
    assert_eq!(off.named[0].0, "29", "the worst first");
}

/// The key that answers is pressed at that second; how many facts come of it.
fn pressed(feed: &Gbt26875, talk: &mut Box<dyn Talk>, seconds: i64) -> usize {
    let at = later(seconds);
    let key = operation(24, NOW_ANSWERS, at);
    let outcome = talk.take(&panel(gbt26875::command::SEND, 9, at, &key), at);
    feed.register().settle(true, outcome.changes);
    outcome.drafts.len()
}

#[test]
fn a_check_that_was_never_sent_is_not_answered_by_a_key_that_confirms_something_else() {
    let feed = fire_device(false);
    let mut talk = feed.talk();
    hear(&feed, &mut talk, &part("01000000", 1, NOW), NOW);
    feed.ask(None, Ask::Duty, NOW);
    // The report was on its way before the order is.
    assert_eq!(pressed(&feed, &mut talk, 1), 0, "nobody was asked yet");
    let duty = feed.panels()[0].duty.expect("it waits");
    assert_eq!(duty.answered_at, None, "so nobody has answered");
    assert!(duty.sent_at.is_some(), "now it is sent");
    assert_eq!(pressed(&feed, &mut talk, 9), 1, "and answered");
}

#[test]
fn a_check_that_waited_when_the_desk_was_closed_is_told_after_its_time() {
    let waits = DutyCheck {
        asked_at: NOW,
        due_at: later(300),
        ..DutyCheck::default()
    };
    let checks = || [("889".to_owned(), waits)];
    let feed = fire_device(false);
    feed.resume(checks(), later(60));
    assert!(feed.tick(later(299)).drafts.is_empty(), "there is time");
    let missed = feed.tick(later(300));
    let notice = received(&missed)[0].notice.clone();
    assert_eq!(notice.event_code, DUTY_UNANSWERED, "nobody answered");
    assert_eq!(notice.onset, Some(NOW), "since it was asked");
    let feed = fire_device(false);
    feed.resume(checks(), later(60));
    let mut talk = feed.talk();
    let heard = talk.take(
        &panel(
            gbt26875::command::SEND,
            1,
            later(70),
            &part("01000000", 1, NOW),
        ),
        later(70),
    );
    let orders = gbt26875::parse(&heard.reply).messages;
    let again = orders.iter().any(|order| order.unit_type() == Some(91));
    assert!(again, "a panel that comes back is asked once more");
    assert_eq!(pressed(&feed, &mut talk, 80), 1, "its answer counts");
    assert!(feed.tick(later(400)).drafts.is_empty(), "nobody is missed");
}

#[test]
fn an_alarm_of_before_a_start_ends_with_a_late_answer() {
    let before = fire_device(false);
    let mut talk = before.talk();
    asked(&before, &mut talk);
    let missed = before.tick(later(300));
    let notice = received(&missed)[0].notice.clone();
    let feed = fire_device(false);
    feed.register().take_up([&notice]);
    let mut talk = feed.talk();
    assert_eq!(pressed(&feed, &mut talk, 400), 2, "a line, and its end");
    assert!(lock(&feed.register().standing).is_empty(), "it is over");
    assert_eq!(
        pressed(&feed, &mut talk, 500),
        0,
        "another key is another matter"
    );
}
