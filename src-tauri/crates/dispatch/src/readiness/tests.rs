//! What costs how much, what bars, what is stale.

use emergency::stock::LotRegistered;
use emergency::team::{
    Agreement, Certificate, Member, TeamLevel, TeamRegistered, Vehicle, VehicleClass,
};
use emergency::time::MINUTE_MS;

use super::*;

const NOW: UtcMs = UtcMs(1_780_000_000_000);

fn day(days: i64) -> Option<Day> {
    Some(Day::of(NOW).plus(days))
}

/// Ten of ten people, one certificate, one vehicle, full tanks, heard of a minute ago.
fn team() -> Team {
    let certificate = Certificate {
        name: "演练 应急救援员".into(),
        number: "1".into(),
        until: day(400),
    };
    let registered = TeamRegistered {
        name: "演练 抢险队".into(),
        people: 10,
        members: vec![Member {
            certificates: vec![certificate],
            ..Member::default()
        }],
        vehicles: vec![Vehicle {
            class: VehicleClass::Engine,
            inspected_until: day(90),
            ..Vehicle::default()
        }],
        ..TeamRegistered::default()
    };
    Team {
        id: "T1".into(),
        registered,
        known: true,
        readiness: Readiness::Ready,
        reported_at: Some(NOW.plus_ms(-MINUTE_MS)),
        present: Some(10),
        fuel_percent: Some(90),
        ..Team::default()
    }
}

fn score(edit: impl FnOnce(&mut Team)) -> Score {
    let mut team = team();
    edit(&mut team);
    of_team(&team, NOW, &Rules::default())
}

fn lost(score: &Score, code: Code) -> Option<u32> {
    let mut reasons = score.reasons.iter();
    reasons.find(|reason| reason.code == code).map(|r| r.lost)
}

#[test]
fn a_team_that_lacks_nothing_has_the_full_score_and_still_says_why() {
    let score = score(|_| {});
    assert_eq!((score.percent, score.ready), (100, true), "{score:?}");
    assert!(!score.stale, "heard of a minute ago");
    let codes: Vec<_> = score.reasons.iter().map(|reason| reason.code).collect();
    assert_eq!(
        codes,
        [Code::Ready, Code::PeopleThere, Code::Fuel, Code::Fresh],
        "each part gives its number"
    );
}

#[test]
fn each_thing_that_is_missing_costs_its_part_and_is_named() {
    type Edit = fn(&mut Team);
    let cases: [(Edit, Code, u32); 8] = [
        (|t| t.readiness = Readiness::Reduced, Code::Reduced, 10),
        (|t| t.readiness = Readiness::Unknown, Code::Unknown, 18),
        (|t| t.present = Some(5), Code::PeopleThere, 10),
        (|t| t.present = None, Code::PeopleUnknown, 10),
        (
            |t| t.registered.members[0].certificates[0].until = day(-1),
            Code::CertificatesOver,
            15,
        ),
        (
            |t| t.registered.vehicles[0].inspected_until = day(-1),
            Code::VehiclesOver,
            15,
        ),
        (|t| t.fuel_percent = Some(30), Code::Fuel, 5),
        (|t| t.reported_at = None, Code::NeverHeard, 15),
    ];
    for (edit, code, points) in cases {
        let score = score(edit);
        assert_eq!(lost(&score, code), Some(points), "{code:?}: {score:?}");
        assert_eq!(score.percent, 100 - points, "{code:?} costs nothing else");
    }
}

#[test]
fn what_is_stale_says_so_and_still_ranks() {
    let hours = |hours: i64| score(|t| t.reported_at = Some(NOW.plus_ms(-hours * 60 * MINUTE_MS)));
    let (fresh, old, older) = (hours(11), hours(24), hours(480));
    assert!(!fresh.stale && old.stale && older.stale, "by its age");
    assert!(
        fresh.percent > old.percent && old.percent > older.percent,
        "the older, the less: {} {} {}",
        fresh.percent,
        old.percent,
        older.percent
    );
    assert_eq!(older.percent, 85, "only that part is gone");
}

#[test]
fn who_cannot_go_is_not_ready_whatever_the_score() {
    let uninsured = score(|t| {
        t.registered.level = TeamLevel::Society;
        t.registered.insured_until = day(-3);
        t.registered.agreements = vec![Agreement {
            until: day(-1),
            ..Agreement::default()
        }];
    });
    assert_eq!(uninsured.percent, 100, "nothing else is missing");
    assert_eq!(uninsured.bars, [Code::InsuranceOver], "and yet it stays");
    assert!(!uninsured.ready, "not without insurance");
    assert_eq!(lost(&uninsured, Code::AgreementsOver), Some(0), "named");
    let district = score(|t| t.registered.insured_until = day(-3));
    assert!(district.ready, "the rule is for teams from outside");
    let down = score(|t| t.readiness = Readiness::NotReady);
    assert_eq!(down.bars, [Code::NotReady], "it said so itself");
}

#[test]
fn weights_are_the_districts_own() {
    let weights = Weights {
        presence: 0,
        people: 10,
        certificates: 0,
        equipment: 0,
        fuel: 0,
        freshness: 0,
    };
    let mut rules = Rules {
        weights,
        ..Rules::default()
    };
    let mut half = team();
    half.present = Some(5);
    half.readiness = Readiness::Unknown;
    assert_eq!(
        of_team(&half, NOW, &rules).percent,
        50,
        "people alone count"
    );
    rules.weights.people = 0;
    assert_eq!(of_team(&half, NOW, &rules).percent, 0, "nothing counts");
}

#[test]
fn a_depot_is_judged_by_what_lies_in_it() {
    let mut depot = Site::default();
    depot.registered.contact = "演练·钱某 000-0000-0001".into();
    let lot = |edit: fn(&mut LotRegistered)| {
        let mut lot = Lot {
            known: true,
            counted_at: Some(NOW.plus_ms(-DAY_MS)),
            ..Lot::default()
        };
        lot.allotments.insert(String::new(), 5);
        edit(&mut lot.registered);
        lot
    };
    let rules = Rules::default();
    let good = [lot(|_| {}), lot(|l| l.expires = day(10))];
    let good: Vec<_> = good.iter().collect();
    let sound = of_depot(&depot, &good, NOW, &rules);
    assert_eq!(sound.percent, 100, "{sound:?}");
    assert_eq!(lost(&sound, Code::LotsSoon), Some(0), "one ends soon");
    let bad = [
        lot(|l| l.expires = day(-1)),
        lot(|l| l.calibrated_until = day(-1)),
        lot(|l| l.safety = 9),
        lot(|_| {}),
    ];
    let mut bad: Vec<_> = bad.iter().collect();
    let worse = of_depot(&depot, &bad, NOW, &rules);
    for code in [
        Code::LotsExpired,
        Code::LotsUnchecked,
        Code::LotsBelowSafety,
    ] {
        assert!(lost(&worse, code) > Some(0), "{code:?}: {worse:?}");
    }
    bad.clear();
    let empty = of_depot(&depot, &bad, NOW, &rules);
    assert_eq!(empty.reasons[0].code, Code::NoLots, "nothing lies there");
}
