//! Vehicles that cross a fence of the desk, that are gone, and what driver assistance says.

use emergency::fence::{Fence, FenceOn, FenceSet, FenceShape, VehicleChoice};
use emergency::place::Point;

use super::*;
use crate::roll::{Entry, Periods};
use crate::silence;

const MIDDLE_E6: (i64, i64) = (36_680_000, 117_060_000);

/// A round fence of 500 m around the middle.
pub(super) fn fence(id: &str, on: FenceOn, whom: VehicleChoice) -> Fence {
    let set = FenceSet {
        name: "演练 氯碱厂".to_owned(),
        shape: FenceShape::Circle {
            centre: Point {
                lon: 117.06,
                lat: 36.68,
            },
            radius_m: 500,
        },
        whom,
        on,
        ..FenceSet::default()
    };
    Fence {
        id: id.into(),
        set,
        set_at: Some(NOW),
        ..Fence::default()
    }
}

/// A position so many metres north of the middle.
pub(super) fn north(metres: i64, at: UtcMs) -> Value {
    let mut body = position(0, at);
    body["latE6"] = (MIDDLE_E6.0 + metres * 9).into();
    body["lngE6"] = MIDDLE_E6.1.into();
    body
}

pub(super) fn later(seconds: i64) -> UtcMs {
    UtcMs(NOW.0 + seconds * 1_000)
}

/// Drives through these places, one every ten seconds; what was told, as stored.
pub(super) fn drive(
    feed: &Jt808,
    talk: &mut Box<dyn Talk>,
    metres: &[i64],
    from_s: i64,
) -> Vec<(String, MessageType)> {
    let mut told = Vec::new();
    for (step, metres) in (0_i64..).zip(metres) {
        let at = later(from_s + step * 10);
        let outcome = talk.take(&vehicle(0x0200, 1, &north(*metres, at)), at);
        told.extend(codes(&outcome));
        feed.register().settle(true, outcome.changes);
    }
    told
}

pub(super) fn codes(outcome: &Outcome) -> Vec<(String, MessageType)> {
    let told = received(outcome).into_iter();
    told.map(|one| (one.notice.event_code.clone(), one.notice.msg_type))
        .collect()
}

#[test]
fn a_vehicle_that_crosses_a_fence_is_told_once_and_jitter_is_no_crossing() {
    let feed = vehicles(None);
    feed.watch_fences(vec![fence("F1", FenceOn::Enter, VehicleChoice::All)]);
    let mut talk = feed.talk();
    talk.take(&vehicle(0x0100, 1, &json!({"plate": "鲁A演练01"})), NOW);
    assert_eq!(drive(&feed, &mut talk, &[900, 700], 0), [], "it is outside");
    let at = later(60);
    let inside = talk.take(&vehicle(0x0200, 1, &north(480, at)), at);
    let notice = received(&inside)[0].notice.clone();
    let words = &notice.texts[0].description;
    assert_eq!(notice.event, "进入电子围栏", "what happened");
    assert_eq!(notice.onset, Some(at), "when");
    assert_eq!(notice.circles.len(), 1, "where");
    for part in ["鲁A演练01", "08:31:00", "演练 氯碱厂", "117.06000,36.68"] {
        assert!(words.contains(part), "{part} is in {words}");
    }
    feed.register().settle(true, inside.changes);
    let jitter = drive(&feed, &mut talk, &[520, 490, 525, 300, 510], 70);
    assert_eq!(jitter, [], "within thirty metres of the edge it is not out");
    let out = drive(&feed, &mut talk, &[600], 200);
    assert_eq!(
        out,
        [("fence-F1".to_owned(), MessageType::Cancel)],
        "now it is"
    );
}

#[test]
fn a_crossing_that_was_not_stored_is_told_again() {
    let feed = vehicles(None);
    feed.watch_fences(vec![fence("F1", FenceOn::Enter, VehicleChoice::All)]);
    let mut talk = feed.talk();
    drive(&feed, &mut talk, &[900], 0);
    let lost = talk.take(&vehicle(0x0200, 1, &north(0, later(10))), later(10));
    feed.register().settle(false, lost.changes);
    let again = drive(&feed, &mut talk, &[0], 10);
    assert_eq!(
        again,
        [("fence-F1".to_owned(), MessageType::Alert)],
        "the terminal sends again"
    );
}

#[test]
fn only_chosen_vehicles_are_watched_and_leaving_is_another_fence() {
    let feed = vehicles(None);
    let other = VehicleChoice::Named {
        names: vec!["鲁A演练99".to_owned()],
    };
    let yellow = VehicleChoice::Colours { codes: vec![2] };
    feed.watch_fences(vec![
        fence("F1", FenceOn::Leave, other),
        fence("F2", FenceOn::Leave, yellow),
    ]);
    let mut talk = feed.talk();
    let registers = json!({"plate": "鲁A演练01", "plateColor": 2});
    talk.take(&vehicle(0x0100, 1, &registers), NOW);
    assert_eq!(
        drive(&feed, &mut talk, &[0, 800], 0),
        [("fence-F2".to_owned(), MessageType::Alert)],
        "by the colour of its plate"
    );
    feed.watch_fences(Vec::new());
    let ended = feed.tick(later(60));
    assert_eq!(
        codes(&ended),
        [("fence-F2".to_owned(), MessageType::Cancel)],
        "a fence that is ended holds nobody"
    );
    feed.register().settle(true, ended.changes);
    assert!(feed.tick(later(70)).drafts.is_empty(), "once");
}

#[test]
fn a_vehicle_first_seen_inside_has_not_crossed_and_one_of_before_a_start_can_leave() {
    let feed = vehicles(None);
    feed.watch_fences(vec![fence("F1", FenceOn::Enter, VehicleChoice::All)]);
    let mut talk = feed.talk();
    assert_eq!(
        drive(&feed, &mut talk, &[0, 10], 0),
        [],
        "it was there before"
    );
    let before = vehicles(None);
    before.watch_fences(vec![fence("F1", FenceOn::Enter, VehicleChoice::All)]);
    let mut own = before.talk();
    drive(&before, &mut own, &[900], 0);
    let entered = own.take(&vehicle(0x0200, 1, &north(0, later(10))), later(10));
    let notice = received(&entered)[0].notice.clone();
    let after = vehicles(None);
    after.register().take_up([&notice]);
    after.watch_fences(vec![fence("F1", FenceOn::Enter, VehicleChoice::All)]);
    let mut own = after.talk();
    assert_eq!(
        drive(&after, &mut own, &[900], 60),
        [("fence-F1".to_owned(), MessageType::Cancel)],
        "it left while the desk was closed"
    );
}

#[test]
fn a_vehicle_that_is_gone_is_missed_after_its_time_and_back_when_it_is_heard() {
    let mut settings = Jt808Settings::new("车辆");
    assert_eq!(
        settings.absence, None,
        "nobody is missed unless it is asked for"
    );
    settings.absence = Some(Absence {
        after_s: 600,
        ..Absence::default()
    });
    let feed = Jt808::new(settings, reach());
    let mut talk = feed.talk();
    drive(&feed, &mut talk, &[0], 0);
    assert!(feed.tick(later(9_000)).drafts.is_empty(), "it is connected");
    talk.end(later(10));
    assert!(feed.tick(later(600)).drafts.is_empty(), "not yet");
    let missed = feed.tick(later(610));
    let notice = &received(&missed)[0].notice;
    assert_eq!(notice.event_code, "offline", "it is gone");
    assert_eq!(notice.onset, Some(later(10)), "since then");
    assert_eq!(notice.circles.len(), 1, "last seen there");
    feed.register().settle(false, missed.changes);
    let again = feed.tick(later(615));
    assert_eq!(again.drafts.len(), 1, "what was not stored is told again");
    feed.register().settle(true, again.changes);
    assert!(feed.tick(later(620)).drafts.is_empty(), "and then once");
    let mut talk = feed.talk();
    drive(&feed, &mut talk, &[0], 700);
    let back = feed.tick(later(705));
    assert_eq!(
        codes(&back),
        [("offline".to_owned(), MessageType::Cancel)],
        "it is back"
    );
}

/// A position with an item of T/JSATL 12: its event, state, kind and level.
fn assisted(item: u8, event: u32, [state, kind, level]: [u8; 3], at: UtcMs) -> Value {
    let mut bytes = event.to_be_bytes().to_vec();
    bytes.extend([state, kind, level]);
    bytes.extend([0; 5]);
    bytes.extend([40, 0, 60]);
    bytes.extend([0; 8]);
    let time = jt808::time_from_utc_ms(at.0);
    bytes.extend(time);
    bytes.extend([0; 2]);
    bytes.extend(b"0000001");
    bytes.extend(time);
    bytes.extend([0; 3]);
    let mut body = position(0, at);
    body["extras"] = json!([{"id": format!("0x{item:02X}"), "len": bytes.len(),
        "hex": hex::encode(bytes)}]);
    body
}

#[test]
fn an_event_of_driver_assistance_is_one_alarm_from_its_beginning_to_its_end() {
    let feed = vehicles(None);
    let mut talk = feed.talk();
    let fatigue = "dmsFatigue".to_owned();
    let cases = [
        ([1, 1, 1], 5, vec![], "level 1 is for the driver"),
        ([1, 1, 2], 6, vec![MessageType::Alert], "level 2 is told"),
        ([1, 1, 2], 6, vec![], "the same event again is not"),
        ([2, 1, 2], 5, vec![], "the end of another event is none"),
        ([2, 1, 2], 6, vec![MessageType::Cancel], "its own is"),
        ([1, 1, 2], 6, vec![], "and it does not begin again"),
        ([1, 1, 2], 7, vec![MessageType::Alert], "the next one does"),
        (
            [1, 1, 2],
            8,
            vec![MessageType::Cancel, MessageType::Alert],
            "one whose end was lost makes way",
        ),
        ([2, 1, 1], 7, vec![], "nor does a lesser one end another"),
        (
            [2, 1, 0],
            8,
            vec![MessageType::Cancel],
            "an end of no level ends",
        ),
    ];
    for (seconds, (what, event, expected, why)) in (0..).zip(cases) {
        let at = later(seconds);
        let outcome = talk.take(&vehicle(0x0200, 1, &assisted(0x65, event, what, at)), at);
        let told = codes(&outcome).into_iter();
        let told: Vec<_> = told.map(|(code, kind)| (code == fatigue, kind)).collect();
        let expected: Vec<_> = expected.into_iter().map(|kind| (true, kind)).collect();
        assert_eq!(told, expected, "{why}");
        feed.register().settle(true, outcome.changes);
    }
    let phone = assisted(0x65, 3, [2, 2, 1], later(15));
    let outcome = talk.take(&vehicle(0x0200, 1, &phone), later(15));
    assert!(codes(&outcome).is_empty(), "nobody was told that it began");
    let collision = assisted(0x64, 9, [0, 1, 2], later(20));
    let outcome = talk.take(&vehicle(0x0200, 1, &collision), later(20));
    let notice = &received(&outcome)[0].notice;
    assert_eq!(notice.event, "前向碰撞报警", "in words");
    assert!(
        notice.expires.is_some(),
        "one without an end goes by itself"
    );
}

#[test]
fn an_area_of_the_terminal_is_named_with_the_way_it_was_crossed() {
    let mut settings = Jt808Settings::new("车辆");
    settings.alarm_bits = vec![20, 21, 23];
    let feed = Jt808::new(settings, reach());
    let mut body = position(1 << 20 | 1 << 23, NOW);
    body["extras"] = json!([{"id": "0x12", "len": 6, "hex": "010000004d01"}]);
    let outcome = feed.talk().take(&vehicle(0x0200, 1, &body), NOW);
    let told = received(&outcome);
    let words = &told[0].notice.texts[0].description;
    assert!(words.ends_with("离开终端内置圆形区域 77"), "{words}");
    let codes: Vec<_> = told
        .iter()
        .map(|one| one.notice.event_code.as_str())
        .collect();
    assert_eq!(
        codes,
        ["areaInOut", "routeDeviation"],
        "each bit that was chosen"
    );
}

#[test]
fn a_vehicle_that_is_gone_is_one_alarm_whoever_waits_for_it() {
    let mut settings = Jt808Settings::new("车辆");
    settings.absence = Some(Absence {
        after_s: 600,
        ..Absence::default()
    });
    let feed = Jt808::new(settings, reach());
    let entries = [PHONE, "013800000002"].map(|one| (one.to_owned(), Entry::default()));
    let roll = &feed.register().roll;
    roll.replace(entries.into(), Periods::of("jt808"));
    let look = |feed: &Jt808, at: UtcMs| {
        let mut outcome = feed.tick(at);
        let elsewhere = |device: &str| feed.tells_absence(device);
        silence::tell(feed.register(), "jt808", elsewhere, at, &mut outcome);
        let told = received(&outcome).into_iter();
        let told = told.map(|one| (one.notice.sender.clone(), one.notice.event_code.clone()));
        let told: Vec<_> = told.collect();
        feed.register().settle(true, outcome.changes);
        told
    };
    let mut talk = feed.talk();
    assert_eq!(look(&feed, later(0)), [], "the feed begins to listen");
    drive(&feed, &mut talk, &[0], 0);
    talk.end(later(10));
    let mut told = Vec::new();
    for seconds in [605, 611, 700, 3_600] {
        told.extend(look(&feed, later(seconds)));
    }
    told.sort();
    let gone = format!("jt808:{PHONE}");
    let expected = [
        (gone, "offline".to_owned()),
        ("jt808:013800000002".to_owned(), "silent".to_owned()),
    ];
    assert_eq!(told, expected, "one each; who was never heard is silent");
}

#[test]
fn a_vehicle_that_was_offline_before_a_start_is_not_silent_as_well() {
    let mut settings = Jt808Settings::new("车辆");
    settings.absence = Some(Absence::default());
    let before = Jt808::new(settings.clone(), reach());
    let mut talk = before.talk();
    drive(&before, &mut talk, &[0], 0);
    talk.end(later(10));
    let gone = before.tick(later(900));
    let notice = received(&gone)[0].notice.clone();
    let feed = Jt808::new(settings, reach());
    assert!(!feed.tells_absence(PHONE), "nothing is known of it");
    feed.register().take_up([&notice]);
    assert!(feed.tells_absence(PHONE), "what stands says it");
}
