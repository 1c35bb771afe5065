use std::time::Duration;

use feeds::reach::Reach;
use feeds::roll::Entry;
use protocols::sensor::Limits;

use super::*;

const MINUTE_MS: i64 = 60_000;

fn limited() -> Limits {
    Limits {
        high: Some(5.0),
        ..Limits::default()
    }
}

#[test]
fn a_value_that_is_old_or_bad_does_not_look_live() {
    let reach = Arc::new(Reach::new(&[], &[]));
    let register = Register::new("演练", Duration::from_secs(1), reach);
    let periods = Periods {
        silent_after_s: 600,
        stale_after_s: 300,
    };
    let entries = HashMap::from([("t/level".to_owned(), Entry::default())]);
    register.roll.replace(entries, periods);
    let at = |minute: i64| UtcMs(minute * MINUTE_MS);
    let reading = |value, good| Reading {
        value,
        good,
        heard: at(0),
        limits: Some(limited()),
        ..Reading::default()
    };
    let state = |reading: &Reading, heard, now| {
        state(Some(&register), "t/level", Some(reading), heard, at(now))
    };
    let high = reading(6.0, true);
    assert_eq!(
        state(&high, Some(at(0)), 1),
        PointState::Beyond,
        "it is high"
    );
    assert_eq!(
        state(&reading(4.0, true), Some(at(0)), 1),
        PointState::Good,
        "it is not"
    );
    assert_eq!(
        state(&reading(6.0, false), Some(at(0)), 1),
        PointState::Bad,
        "who knows"
    );
    assert_eq!(
        state(&high, Some(at(6)), 6),
        PointState::Stale,
        "the device speaks, its value is old"
    );
    assert_eq!(
        state(&high, Some(at(0)), 11),
        PointState::Silent,
        "nor does it"
    );
    assert_eq!(
        state(&high, None, 1),
        PointState::Unheard,
        "never since the start"
    );
}

fn known(device: &str, state: PointState, own: bool, above: bool) -> Known {
    let entry = |name: &str| {
        let mut point = DevicePoint::named(device);
        point.registered.name = name.to_owned();
        Some(Arc::new(point))
    };
    Known {
        feed: "演练".to_owned(),
        device: device.to_owned(),
        point: entry("演练 点位").filter(|_| own),
        above: entry("演练 消控主机").filter(|_| above),
        reading: None,
        heard: None,
        state,
    }
}

#[test]
fn each_window_of_the_list_is_a_piece_of_the_whole_order() {
    let mut all = Vec::new();
    for number in 0..40 {
        let state = STATES[number % STATES.len()];
        let device = format!("{:02}", number * 17 % 40);
        all.push(known(&device, state, number % 3 == 0, number % 3 == 1));
    }
    let names = |offset, limit| -> Vec<&str> {
        let inside = window(&all, offset, limit).into_iter();
        inside.map(|one| one.device.as_str()).collect()
    };
    let mut whole: Vec<&Known> = all.iter().collect();
    whole.sort_by(|a, b| a.place().cmp(&b.place()));
    let whole: Vec<&str> = whole.iter().map(|one| one.device.as_str()).collect();
    assert_eq!(names(0, 100), whole, "all of it");
    for offset in 0..45 {
        let piece: Vec<&str> = whole.iter().copied().skip(offset).take(7).collect();
        assert_eq!(names(offset, 7), piece, "from {offset}");
    }
    assert_eq!(names(3, 0), Vec::<&str>::new(), "a window of nothing");
}

#[test]
fn a_part_whose_device_is_registered_is_not_unregistered() {
    let part = |own, above| known("1.2.3-1", PointState::Good, own, above);
    assert!(
        part(false, false).is_unregistered(),
        "nobody said anything of it"
    );
    assert!(
        !part(false, true).is_unregistered(),
        "its panel is on the register"
    );
    let (by_panel, by_nothing) = (part(false, true), part(false, false));
    assert!(
        by_panel.place() < by_nothing.place(),
        "and it stands before those"
    );
}
