//! What ends the alarms of fire panels, and what is an alarm although it is no state.

use super::*;
use crate::alarm::RENEWED_AFTER_MS;

const SEND: u8 = gbt26875::command::SEND;

/// Hears a data unit as stored; answers each message with its code and what it does.
pub(super) fn hear(
    feed: &Gbt26875,
    talk: &mut Box<dyn Talk>,
    unit: &[u8],
    now: UtcMs,
) -> Vec<(String, MessageType)> {
    let mut outcome = talk.take(&panel(SEND, 1, now, unit), now);
    let told = received(&outcome).into_iter();
    let told = told
        .map(|one| (one.notice.event_code.clone(), one.notice.msg_type))
        .collect();
    let changes = std::mem::take(&mut outcome.changes);
    feed.register().settle(true, changes);
    told
}

fn label(at: UtcMs) -> Value {
    json!({"raw": hex::encode(gbt26875::TimeLabel::from_utc_ms(at.0).0)})
}

pub(super) fn part(address: &str, state: u16, at: UtcMs) -> Vec<u8> {
    let object = json!({"systemType": 1, "systemAddr": 1, "partType": 42, "partAddr": address,
        "state": state, "description": "演练 三层走廊", "time": label(at)});
    gbt26875::encode_unit(2, &[object])
}

fn system(address: u8, state: u16, at: UtcMs) -> Vec<u8> {
    let object = json!({"systemType": 1, "systemAddr": address, "state": state,
        "time": label(at)});
    gbt26875::encode_unit(1, &[object])
}

/// An operation of a system (type 4) or of the device (type 24).
pub(super) fn operation(unit: u8, bits: u8, at: UtcMs) -> Vec<u8> {
    let object = json!({"systemType": 1, "systemAddr": 1, "op": bits, "operator": 1,
        "time": label(at)});
    gbt26875::encode_unit(unit, &[object])
}

pub(super) fn later(seconds: i64) -> UtcMs {
    UtcMs(NOW.0 + seconds * 1_000)
}

pub(super) fn alert(code: &str) -> (String, MessageType) {
    (code.to_owned(), MessageType::Alert)
}

pub(super) fn cancel(code: &str) -> (String, MessageType) {
    (code.to_owned(), MessageType::Cancel)
}

const FIRE: u16 = 0b11;
const FAULT: u16 = 0b101;
const RESET: u8 = 1;
const MANUAL: u8 = 1 << 2;
const CLEARED: u8 = 1 << 3;
/// The key that answers a duty check.
pub(super) const NOW_ANSWERS: u8 = 1 << 5;

#[test]
fn after_a_reset_the_next_fire_of_the_same_detector_is_told() {
    let resets = [
        (operation(4, RESET, later(60)), "of the system"),
        (operation(24, RESET, later(60)), "of the device"),
        (operation(4, CLEARED, later(60)), "the alarm is cleared"),
        (system(1, 1 << 13 | 1, later(60)), "the state of the system"),
    ];
    for (reset, which) in resets {
        let feed = fire_device(false);
        let mut talk = feed.talk();
        let fire = hear(&feed, &mut talk, &part("01000000", FIRE, NOW), NOW);
        assert_eq!(fire, [alert("fire")], "{which}: it burns");
        let ended = hear(&feed, &mut talk, &reset, later(60));
        assert_eq!(ended, [cancel("fire")], "{which}: it is over");
        let again = part("01000000", FIRE, later(90));
        let again = hear(&feed, &mut talk, &again, later(90));
        assert_eq!(again, [alert("fire")], "{which}: it burns again");
    }
}

#[test]
fn a_reset_ends_what_is_of_its_system_and_a_cleared_alarm_only_fires() {
    let feed = fire_device(false);
    let mut talk = feed.talk();
    hear(&feed, &mut talk, &part("01000000", FIRE, NOW), NOW);
    hear(&feed, &mut talk, &part("02000000", FAULT, NOW), NOW);
    hear(&feed, &mut talk, &system(2, FIRE, NOW), NOW);
    hear(&feed, &mut talk, &operation(24, MANUAL, NOW), NOW);
    let cleared = hear(&feed, &mut talk, &operation(4, CLEARED, later(1)), later(1));
    assert_eq!(cleared, [cancel("fire")], "a fault is no alarm of fire");
    let reset = hear(&feed, &mut talk, &operation(4, RESET, later(2)), later(2));
    assert_eq!(reset, [cancel("fault")], "not of the other system");
    let whole = hear(&feed, &mut talk, &operation(24, RESET, later(3)), later(3));
    assert_eq!(
        whole,
        [cancel("manual"), cancel("fire")],
        "all of the device"
    );
    assert!(lock(&feed.register().standing).is_empty(), "nothing holds");
}

#[test]
fn what_a_system_says_of_itself_beside_its_reset_stays() {
    let feed = fire_device(false);
    let mut talk = feed.talk();
    let burning = system(1, 1 << 13 | FIRE, NOW);
    assert_eq!(
        hear(&feed, &mut talk, &burning, NOW),
        [alert("fire")],
        "the fire is told"
    );
    assert_eq!(
        hear(&feed, &mut talk, &burning, NOW),
        [],
        "and not ended by the bit that came with it"
    );
}

#[test]
fn a_reset_that_was_kept_back_ends_no_later_fire() {
    let feed = fire_device(false);
    let mut talk = feed.talk();
    hear(&feed, &mut talk, &part("01000000", FIRE, NOW), NOW);
    let old = operation(4, RESET, later(-60));
    assert_eq!(
        hear(&feed, &mut talk, &old, NOW),
        [],
        "it was before the fire"
    );
}

#[test]
fn a_fire_that_is_dated_much_later_is_another_one() {
    let feed = fire_device(false);
    let mut talk = feed.talk();
    hear(&feed, &mut talk, &part("01000000", FIRE, NOW), NOW);
    let soon = UtcMs(NOW.0 + RENEWED_AFTER_MS);
    let same = hear(&feed, &mut talk, &part("01000000", FIRE, soon), soon);
    assert_eq!(same, [], "the same fire is told again and again");
    let much_later = UtcMs(soon.0 + 1_000);
    let unit = part("01000000", FIRE, much_later);
    let other = hear(&feed, &mut talk, &unit, much_later);
    assert_eq!(
        other,
        [cancel("fire"), alert("fire")],
        "a reset between them was not sent"
    );
    hear(&feed, &mut talk, &part("02000000", FAULT, NOW), NOW);
    let unit = part("02000000", FAULT, much_later);
    assert_eq!(
        hear(&feed, &mut talk, &unit, much_later),
        [],
        "a fault may last"
    );
}

#[test]
fn a_pressed_manual_alarm_is_told_and_each_press_is_one() {
    for unit in [4, 24] {
        let feed = fire_device(false);
        let mut talk = feed.talk();
        let press = operation(unit, MANUAL, NOW);
        let told = hear(&feed, &mut talk, &press, NOW);
        assert_eq!(told, [alert("manual")], "type {unit}: it is told");
        let resent = hear(&feed, &mut talk, &press, later(9));
        assert_eq!(resent, [], "type {unit}: the same press, sent again");
        let second = operation(unit, MANUAL, later(20));
        let second = hear(&feed, &mut talk, &second, later(20));
        assert_eq!(
            second.last(),
            Some(&alert("manual")),
            "type {unit}: another press"
        );
    }
    let feed = fire_device(false);
    let silenced = operation(4, 1 << 1, NOW);
    assert_eq!(
        hear(&feed, &mut feed.talk(), &silenced, NOW),
        [],
        "other operations are no alarms"
    );
}

#[test]
fn a_value_of_a_part_is_kept_and_held_against_its_limits() {
    let high = Limits {
        high: Some(60.0),
        ..Limits::default()
    };
    let part = "889-1-1-30-1";
    let settings = Gbt26875Settings {
        name: "消防".to_owned(),
        limits: [(part.to_owned(), [("3".to_owned(), high)].into())].into(),
        ..Gbt26875Settings::default()
    };
    let feed = Gbt26875::new(settings, reach());
    let mut talk = feed.talk();
    let degrees = |tenths: i64, at: UtcMs| {
        let object = json!({"systemType": 1, "systemAddr": 1, "partType": 30,
            "partAddr": "01000000", "analogType": 3, "analogRaw": tenths, "time": label(at)});
        gbt26875::encode_unit(3, &[object])
    };
    let cool = hear(&feed, &mut talk, &degrees(215, NOW), NOW);
    assert_eq!(cool, [], "21.5 degrees");
    let newest = feed
        .reading(part, 3)
        .map(|reading| (reading.value, reading.unit));
    assert_eq!(newest, Some((21.5, "℃".to_owned())), "the newest is kept");
    let hot = hear(&feed, &mut talk, &degrees(655, later(1)), later(1));
    assert_eq!(hot, [alert("high")], "65.5 degrees");
    let reset = hear(&feed, &mut talk, &operation(24, RESET, later(2)), later(2));
    assert_eq!(reset, [], "a reset cools nothing");
    let cool = hear(&feed, &mut talk, &degrees(300, later(3)), later(3));
    assert_eq!(cool, [cancel("high")], "it does that by itself");
}

#[test]
fn a_reset_leaves_what_was_taken_out_at_the_panel_in_the_list_and_as_an_alarm() {
    let resets = [
        (operation(4, RESET, later(60)), "of the system"),
        (operation(24, RESET, later(60)), "of the device"),
        (system(1, 1 << 13 | 1, later(60)), "the state of the system"),
    ];
    for (reset, which) in resets {
        let feed = fire_device(false);
        let mut talk = feed.talk();
        let out = part("03000000", 1 << 3 | 1, NOW);
        assert_eq!(
            hear(&feed, &mut talk, &out, NOW),
            [alert("disabled")],
            "{which}: a detector hears nothing"
        );
        hear(&feed, &mut talk, &part("04000000", FIRE, NOW), NOW);
        let ended = hear(&feed, &mut talk, &reset, later(60));
        assert_eq!(ended, [cancel("fire")], "{which}: the fire is over");
        assert_eq!(
            feed.panels()[0].disabled,
            1,
            "{which}: it hears nothing still"
        );
        let back = part("03000000", 1, later(90));
        let back = hear(&feed, &mut talk, &back, later(90));
        assert_eq!(back, [cancel("disabled")], "{which}: its own state says so");
        assert_eq!(feed.panels()[0].disabled, 0, "{which}: none is left");
    }
}
