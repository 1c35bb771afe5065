//! Who is on duty at a moment, and what is missing.

use super::*;
use crate::day::Day;
use crate::time::HOUR_MS;

fn shift(name: &str, from_h: u32, to_h: u32, officers: &[&str]) -> RotaShift {
    RotaShift {
        name: name.to_owned(),
        from_min: from_h * 60,
        to_min: to_h * 60,
        officers: officers.iter().map(|name| (*name).into()).collect(),
    }
}

fn day(leader: &str, officers: &[&str], shifts: Vec<RotaShift>) -> RotaSet {
    RotaSet {
        leader: leader.into(),
        officers: officers.iter().map(|name| (*name).into()).collect(),
        shifts,
        ..RotaSet::default()
    }
}

/// That hour of a day in the district.
fn at(hour: i64) -> UtcMs {
    let day = Day::new(2026, 6, 2).expect("is a day");
    day.begins().plus_ms(hour * HOUR_MS)
}

fn two_shifts(leader: &str) -> RotaSet {
    let shifts = vec![
        shift("白班", 8, 20, &["演练 日"]),
        shift("夜班", 20, 8, &["演练 夜"]),
    ];
    day(leader, &[], shifts)
}

#[test]
fn a_night_shift_belongs_to_the_day_on_which_it_began() {
    let (before, today) = (two_shifts("演练 昨"), two_shifts("演练 今"));
    let cases = [
        (3, "演练 昨", "夜班", "演练 夜"),
        (8, "演练 今", "白班", "演练 日"),
        (21, "演练 今", "夜班", "演练 夜"),
    ];
    for (hour, leader, name, officer) in cases {
        let found = on_duty(Some(&today), Some(&before), at(hour));
        assert_eq!(found.leader.as_str(), leader, "the leader at {hour}");
        assert_eq!(found.shift, name, "the shift at {hour}");
        assert_eq!(found.officers, [officer.into()], "who has it at {hour}");
    }
    let alone = on_duty(Some(&today), None, at(3));
    assert_eq!(alone, OnDuty::default(), "nobody entered the night before");
}

#[test]
fn a_day_without_shifts_is_had_by_its_officers_from_midnight_to_midnight() {
    let set = day("演练 今", &["演练 甲", "演练 乙"], Vec::new());
    for hour in [0, 12, 23] {
        let found = on_duty(Some(&set), None, at(hour));
        assert_eq!(found.officers.len(), 2, "both at {hour}");
    }
    let next = on_duty(None, Some(&set), at(1));
    assert_eq!(next, OnDuty::default(), "the day after is not theirs");
}

#[test]
fn what_is_missing_is_named_hour_by_hour() {
    assert_eq!(gaps(None, None), [RotaGap::NoDay], "an empty day");
    let whole = two_shifts("演练 今");
    assert_eq!(gaps(Some(&whole), Some(&whole)), [], "day after day");
    let first = gaps(Some(&whole), None);
    let night = RotaGap::Uncovered {
        from_min: 0,
        to_min: 8 * 60,
    };
    assert_eq!(first, [night], "before the first morning shift");
    let thin = day(" ", &[], vec![shift("白班", 0, 12, &[" "])]);
    let missing = [
        RotaGap::NoLeader,
        RotaGap::NoOneInShift {
            shift: "白班".to_owned(),
        },
        RotaGap::Uncovered {
            from_min: 12 * 60,
            to_min: DAY_MIN,
        },
    ];
    assert_eq!(gaps(Some(&thin), None), missing, "each by itself");
    let bare = day("演练 今", &[], Vec::new());
    assert_eq!(
        gaps(Some(&bare), None),
        [RotaGap::NoOfficer],
        "a leader alone"
    );
}

#[test]
fn whoever_stands_the_whole_day_mans_every_shift() {
    let set = day("演练 今", &["演练 甲"], vec![shift("全天", 0, 0, &[])]);
    assert_eq!(gaps(Some(&set), None), [], "round the clock");
    let found = on_duty(Some(&set), None, at(13));
    assert_eq!(found.officers, ["演练 甲".into()], "in the shift");
    assert_eq!(found.shift, "全天", "by its name");
}
