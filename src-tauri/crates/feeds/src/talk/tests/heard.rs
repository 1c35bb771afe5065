//! Which of too many names are remembered, and which value of a point.

use emergency::time::MINUTE_MS;

use super::*;
use crate::roll::{Entry, Periods};

fn at(minute: i64) -> UtcMs {
    UtcMs(minute * MINUTE_MS)
}

#[test]
fn devices_that_fell_silent_are_named_and_of_strangers_the_oldest_are_forgotten_first() {
    let devices = Devices::default();
    let strangers = |_: &str| false;
    let mut gone = Vec::new();
    for number in 0..i64::try_from(DEVICES_MAX).expect("a small number") + 1 {
        gone.extend(devices.hear(&number.to_string(), UtcMs(number), strangers));
    }
    assert_eq!(devices.count(), DEVICES_MAX, "bounded");
    assert_eq!(gone, ["0"], "and said");
    let silent = devices.silent(UtcMs(4), |_| 1);
    let names: Vec<_> = silent.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["1", "2"], "the longest silence first; 0 gave way");
}

#[test]
fn a_flood_of_invented_names_takes_no_place_of_a_real_device() {
    let devices = Devices::default();
    let registered = |name: &str| name == "registered";
    devices.hear("registered", at(0), registered);
    for minute in [0, 30, 60] {
        devices.hear("lasting", at(minute), registered);
    }
    devices.hear("twice", at(60), registered);
    devices.hear("twice", at(61), registered);
    let invented = DEVICES_MAX - 3;
    for number in 0..invented {
        let gone = devices.hear(&format!("x{number}"), at(62), registered);
        assert_eq!(gone, None, "there is room for {number}");
    }
    let gone = devices.hear("one more", at(63), registered);
    let gone = gone.expect("one name gives way");
    assert!(gone.starts_with('x'), "one that was heard once: {gone}");
    for number in 0..invented {
        let gone = devices.hear(&format!("y{number}"), at(64), registered);
        assert!(gone.is_some(), "each is one too many: {number}");
    }
    for real in ["registered", "lasting", "twice"] {
        assert!(devices.heard(real).is_some(), "{real} is remembered");
    }
}

#[test]
fn where_all_keep_their_place_only_a_registered_device_is_let_in() {
    let devices = Devices::default();
    let registered = |name: &str| name == "registered";
    for minute in [0, 11] {
        for number in 0..DEVICES_MAX {
            devices.hear(&number.to_string(), at(minute), registered);
        }
    }
    let own = devices.hear("stranger", at(12), registered);
    assert_eq!(own.as_deref(), Some("stranger"), "it is not kept itself");
    assert_eq!(devices.heard("stranger"), None, "so it is not known");
    let gone = devices.hear("registered", at(12), registered);
    assert!(gone.is_some(), "a stranger makes way for it");
    assert!(devices.heard("registered").is_some(), "it is let in");
    assert_eq!(devices.count(), DEVICES_MAX, "bounded");
}

#[test]
fn a_name_that_is_not_kept_is_told_and_its_values_go_with_it() {
    let register = Register::new("环境", std::time::Duration::from_secs(1), reach());
    let entries = [("YL01/a21026".to_owned(), Entry::default())];
    register.roll.replace(entries.into(), Periods::of("hj212"));
    let mut outcome = Outcome::default();
    register.hear("YL01", at(0), b"", &mut outcome);
    register.hear("x", at(0), b"", &mut outcome);
    for point in ["YL01/a21026", "x/a21026", "xy/a21026"] {
        let device = point.split('/').next().expect("it has one");
        register.note(device, point, Reading::default());
    }
    for number in 0..DEVICES_MAX {
        register.hear(&format!("y{number}"), at(1), b"", &mut outcome);
    }
    assert_eq!(outcome.defects.len(), 2, "each that was not kept");
    assert_eq!(
        outcome.defects[0].kind,
        protocols::DefectKind::TooMany,
        "by what it is"
    );
    assert!(
        register.devices.heard("YL01").is_some(),
        "a part of it is registered"
    );
    assert!(
        register.points.get("YL01/a21026").is_some(),
        "with its value"
    );
    assert!(
        register.points.get("x/a21026").is_none(),
        "those of x are gone"
    );
    assert!(register.points.get("xy/a21026").is_some(), "and no others");
}

#[test]
fn where_there_are_too_many_points_those_heard_in_passing_give_way() {
    let register = Register::new("环境", std::time::Duration::from_secs(1), reach());
    let mut outcome = Outcome::default();
    register.hear("x", at(0), b"", &mut outcome);
    for number in 0..POINTS_MAX {
        register.note("x", &format!("x/{number}"), Reading::default());
    }
    register.hear("y", at(0), b"", &mut outcome);
    register.note("y", "y/a21026", Reading::default());
    assert!(
        register.points.get("y/a21026").is_none(),
        "a stranger's is not kept"
    );
    register.hear("y", at(11), b"", &mut outcome);
    register.note("y", "y/a21026", Reading::default());
    assert!(
        register.points.get("y/a21026").is_some(),
        "it has spoken for long"
    );
}

#[test]
fn the_newest_value_of_a_point_is_kept_and_an_average_only_stands_in() {
    let points = Points::default();
    let now = |value, at| Reading {
        value,
        at: UtcMs(at),
        heard: UtcMs(at),
        ..Reading::default()
    };
    let average = |value, at| Reading {
        judged: false,
        ..now(value, at)
    };
    let value = || points.get("p").map(|one| one.value);
    points.note("p", average(7.0, 0), 10);
    assert_eq!(value(), Some(7.0), "nothing else is known");
    points.note("p", now(1.0, -5), 10);
    assert_eq!(value(), Some(1.0), "a value of now is shown, however dated");
    points.note("p", now(2.0, 5), 10);
    points.note("p", now(3.0, 4), 10);
    points.note("p", average(7.0, 15), 10);
    assert_eq!(value(), Some(2.0), "the newest of now");
    points.note("p", average(8.0, 16), 10);
    assert_eq!(value(), Some(8.0), "none of now was heard for long");
    assert_eq!(
        points.get("p").map(|one| one.trend),
        Some(Trend::Level),
        "no trend"
    );
    assert_eq!(points.count(), 1, "one point");
}
