//! What comes together, what does not, and that nothing is lost on the way.

use proptest::prelude::*;

use super::kinds::{Cause, Kind, KindTable};
use super::*;
use crate::priority::Priority;

const STORM: KindNo = 1;
const FLOOD: KindNo = 2;
const FIRE: KindNo = 3;
const SMOKE: KindNo = 4;

fn kinds() -> Kinds {
    let kind = |code: &str| Kind {
        code: code.to_owned(),
        ..Kind::default()
    };
    let cause = |cause: &str, effect: &str, in_area| Cause {
        cause: cause.to_owned(),
        effects: vec![effect.to_owned()],
        in_area,
    };
    Kinds::new(KindTable {
        kinds: ["storm", "flood", "fire", "smoke"].map(kind).to_vec(),
        causes: vec![cause("storm", "flood", true), cause("fire", "smoke", false)],
    })
}

const HERE: Point = Point {
    lon: 117.1,
    lat: 36.68,
};

/// A point so many metres to the east.
fn east(metres: f64) -> Point {
    Point {
        lon: HERE.lon + metres / (111_195.0 * HERE.lat.to_radians().cos()),
        ..HERE
    }
}

fn item(id: &str, source: &str, kind: KindNo, at_s: i64) -> Item {
    Item {
        id: id.into(),
        source: source.to_owned(),
        station: String::new(),
        site: String::new(),
        kind,
        point: Some(HERE),
        area: None,
        at: UtcMs(at_s * 1_000),
        leads: false,
        parted: false,
        weight: Weight {
            waits: true,
            priority: Priority::Medium,
            level: 5,
            over: false,
            by_itself: Priority::Low,
            press: 0,
        },
    }
}

fn gathered(items: impl IntoIterator<Item = Item>) -> Gathering {
    let mut gathering = Gathering::new(GatherRules::default());
    for item in items {
        gathering.put(&kinds(), item);
    }
    gathering
}

/// Each row of the list: what leads it and how many alerts it stands for.
fn rows(gathering: &Gathering) -> Vec<(String, u32)> {
    let rows = gathering.page(0);
    rows.map(|row| (row.lead.0, row.alerts)).collect()
}

#[test]
fn what_repeats_is_one_row_with_its_count_and_times() {
    let repeats = (0..5).map(|n| item(&format!("A{n}"), "S1", FIRE, n * 7_000));
    let gathering = gathered(repeats);
    assert_eq!(rows(&gathering), [("A0".to_owned(), 5)], "one row of five");
    let row = gathering.page(0).next().expect("a row");
    assert_eq!(row.folds, 1, "of one source");
    let times = (row.first, row.last);
    assert_eq!(
        times,
        (UtcMs(0), UtcMs(28_000_000)),
        "however long it goes on"
    );
    assert_eq!(
        gathering.members(&"A3".into(), 0).count(),
        5,
        "each can be opened"
    );
}

#[test]
fn place_time_and_kind_have_to_fit_and_the_row_says_by_what() {
    let at = |metres: f64, id: &str, kind, at_s| Item {
        point: Some(east(metres)),
        ..item(id, id, kind, at_s)
    };
    let first = || item("A1", "A1", FIRE, 0);
    // What comes second, and whether it comes under the first.
    let cases = [
        (at(499.0, "B", SMOKE, 60), true, "near, soon, an effect"),
        (at(501.0, "B", SMOKE, 60), false, "too far"),
        (at(0.0, "B", SMOKE, 901), false, "too late"),
        (at(0.0, "B", FLOOD, 60), false, "another cause"),
        (
            at(0.0, "B", OTHER_KIND, 60),
            false,
            "nobody knows the cause",
        ),
        (
            at(5_000.0, "B", FIRE, 1),
            false,
            "the same kind, five kilometres away",
        ),
    ];
    for (second, together, why) in cases {
        let gathering = gathered([first(), second]);
        assert_eq!(gathering.len() == 1, together, "{why}");
        assert_eq!(gathering.alerts(), 2, "{why}: both are there");
    }
    let row = gathered([first(), at(10.0, "B", SMOKE, 1)]).page(0).next();
    assert!(
        row.expect("a row").ties.near,
        "and it says that they are near"
    );
}

const OTHER_KIND: KindNo = kinds::OTHER;

#[test]
fn one_station_or_one_site_is_one_place_without_a_point() {
    let nowhere = |id: &str, station: &str, site: &str| Item {
        point: None,
        station: station.to_owned(),
        site: site.to_owned(),
        ..item(id, id, FIRE, 0)
    };
    let pairs = [
        (nowhere("A", "panel", ""), nowhere("B", "panel", ""), 1),
        (nowhere("A", "", "school"), nowhere("B", "", "school"), 1),
        (nowhere("A", "", ""), nowhere("B", "", ""), 2),
        (nowhere("A", "panel", ""), nowhere("B", "other", ""), 2),
    ];
    for (first, second, expected) in pairs {
        let said = format!("{} {}", second.station, second.site);
        assert_eq!(gathered([first, second]).len(), expected, "{said}");
    }
}

fn storm() -> Item {
    Item {
        leads: true,
        area: Some(Area {
            rings: Vec::new(),
            circles: vec![crate::alert::Circle {
                centre: HERE,
                radius_m: 8_000.0,
            }],
        }),
        ..item("storm", "office", STORM, 0)
    }
}

/// Water in a street, so many metres to the east.
fn flooded(id: &str, metres: f64, at_s: i64) -> Item {
    Item {
        point: Some(east(metres)),
        ..item(id, id, FLOOD, at_s)
    }
}

#[test]
fn a_storm_gathers_the_floods_of_its_area_for_hours_and_no_others() {
    let storm = storm();
    let gathering = gathered([
        storm.clone(),
        flooded("in", 7_000.0, 3 * 3_600),
        flooded("out", 9_000.0, 3 * 3_600),
        Item {
            point: Some(east(3_000.0)),
            ..item("fire", "fire", FIRE, 60)
        },
    ]);
    let of_storm = gathering
        .heading(&"in".into())
        .expect("it stands somewhere");
    assert_eq!(of_storm.lead.as_str(), "storm", "under the storm");
    assert!(of_storm.ties.area, "because it lies in its area");
    assert_eq!(
        gathering.len(),
        3,
        "the flood outside and the fire by themselves"
    );
}

#[test]
fn a_warning_takes_in_what_came_before_it_and_folds_with_itself() {
    let storm = storm();
    let gathering = gathered([
        flooded("first", 7_000.0, 0),
        flooded("second", 4_000.0, 10),
        flooded("beyond", 9_000.0, 20),
        Item {
            at: UtcMs(60_000),
            ..storm.clone()
        },
        flooded("third", -4_000.0, 90),
    ]);
    let row = gathering
        .heading(&"first".into())
        .expect("it stands somewhere");
    let said = (row.lead.as_str(), row.alerts, row.folds);
    assert_eq!(
        said,
        ("storm", 4, 4),
        "a warning takes in what came before it"
    );
    assert_eq!(row.first, UtcMs(0), "and says when that began");
    assert_eq!(gathering.len(), 2, "but not what lies outside its area");
    assert_eq!(
        gathering.waiting(),
        [0, 0, 5, 0],
        "nothing is counted twice"
    );
    let second = Item {
        id: "typhoon".into(),
        source: "office 2".to_owned(),
        ..storm
    };
    let gathering = gathered([
        second.clone(),
        Item {
            id: "storm".into(),
            ..second
        },
    ]);
    assert_eq!(gathering.len(), 1, "the same warning again folds");
}

#[test]
fn a_warning_of_an_authority_never_stands_under_another() {
    let warning = |id: &str| Item {
        leads: true,
        ..item(id, id, STORM, 0)
    };
    assert_eq!(
        gathered([warning("A"), warning("B")]).len(),
        2,
        "each leads"
    );
}

#[test]
fn a_grave_alert_never_stands_under_something_lower() {
    let weighed = |id: &str, at_s, priority| Item {
        point: Some(east(if id == "far" { 5_000.0 } else { 0.0 })),
        weight: Weight {
            waits: true,
            priority,
            level: if priority == Priority::Urgent { 1 } else { 5 },
            over: false,
            by_itself: Priority::Low,
            press: 0,
        },
        ..item(id, id, FIRE, at_s)
    };
    let mut gathering = gathered([
        weighed("low", 0, Priority::Low),
        weighed("far", 1, Priority::High),
        weighed("grave", 2, Priority::Urgent),
    ]);
    let top = gathering.page(0).next().expect("a row");
    assert_eq!(top.lead.as_str(), "low", "led by what was heard first");
    assert_eq!(top.gravest.as_str(), "grave", "and the grave one is named");
    assert_eq!(
        (top.priority, top.level),
        (1, 1),
        "at its own place in the order"
    );
    let seen = Item {
        weight: Weight {
            waits: false,
            priority: Priority::Urgent,
            level: 1,
            over: false,
            by_itself: Priority::Low,
            press: 0,
        },
        ..weighed("grave", 2, Priority::Urgent)
    };
    gathering.put(&kinds(), seen);
    let order = rows(&gathering);
    assert_eq!(order[0].0, "far", "what waits goes before what was seen");
    assert_eq!(gathering.waiting(), [0, 1, 0, 1], "by priority");
}

#[test]
fn what_an_officer_takes_out_stays_out_with_all_that_its_source_says_later() {
    let first = item("A1", "A1", FIRE, 0);
    let second = |id: &str, parted| Item {
        parted,
        ..item(id, "S2", SMOKE, 10)
    };
    let mut gathering = gathered([first, second("B1", false), second("B2", false)]);
    assert_eq!(gathering.len(), 1, "together at first");
    for id in ["B1", "B2"] {
        gathering.put(&kinds(), second(id, true));
    }
    gathering.put(&kinds(), second("B3", false));
    let mut found = rows(&gathering);
    found.sort();
    let expected = [("A1".to_owned(), 1), ("B1".to_owned(), 3)];
    assert_eq!(found, expected, "the source by itself");
    gathering.take(&"B3".into());
    for id in ["B1", "B2"] {
        gathering.put(&kinds(), second(id, false));
    }
    assert_eq!(gathering.len(), 1, "until it is let back");
}

#[test]
fn what_was_heard_first_names_the_row_until_nothing_is_left_of_it() {
    let mut gathering = gathered([
        item("A1", "A1", FIRE, 0),
        item("A2", "A2", SMOKE, 5),
        item("A3", "A2", SMOKE, 6),
    ]);
    gathering.take(&"A1".into());
    assert_eq!(rows(&gathering), [("A1".to_owned(), 2)], "its name stays");
    let under: Vec<_> = gathering.all_under(&"A1".into()).cloned().collect();
    assert_eq!(under, ["A2".into(), "A3".into()], "what is left under it");
    gathering.take(&"A2".into());
    gathering.take(&"A3".into());
    assert!(gathering.is_empty(), "nothing is left");
    gathering.put(&kinds(), item("A4", "A4", FIRE, 9));
    assert_eq!(
        rows(&gathering),
        [("A4".to_owned(), 1)],
        "and nothing lingers"
    );
}

/// One step of the property: which alert, where, when, how urgent, in or out.
type Step = (usize, u8, i64, usize, bool);

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = (
        0..12_usize,
        0..4_u8,
        0..3_000_i64,
        0..4_usize,
        any::<bool>(),
    );
    proptest::collection::vec(step, 1..80)
}

proptest! {
    #[test]
    fn every_alert_is_counted_once_and_the_gravest_is_first_whatever_comes_and_goes(
        steps in steps(),
    ) {
        let mut gathering = Gathering::new(GatherRules::default());
        let mut there: std::collections::BTreeMap<AlertId, Weight> = Default::default();
        for (number, place, at_s, priority, stays) in steps {
            let id: AlertId = format!("A{number}").into();
            if !stays {
                gathering.take(&id);
                there.remove(&id);
                continue;
            }
            let weight = Weight {
                waits: number % 3 > 0,
                priority: Priority::ALL[priority],
                level: 5,
                over: false,
                by_itself: Priority::ALL[usize::from(place) % 4],
                press: place,
            };
            let kind = u16::from(place) + 1;
            let source = format!("S{}", number % 7);
            let warns = number % 5 == 4;
            let item = Item {
                point: Some(east(f64::from(place) * 300.0)),
                area: warns.then(|| Area {
                    rings: Vec::new(),
                    circles: vec![crate::alert::Circle {
                        centre: HERE,
                        radius_m: 700.0,
                    }],
                }),
                leads: warns,
                weight,
                ..item(id.as_str(), &source, kind, at_s)
            };
            gathering.put(&kinds(), item);
            there.insert(id, weight);
        }
        let rows: Vec<_> = gathering.page(0).collect();
        let counted: u32 = rows.iter().map(|row| row.alerts).sum();
        prop_assert_eq!(counted as usize, there.len(), "nothing is left out");
        let waiting: u32 = rows.iter().map(|row| row.waiting).sum();
        let waits = there.values().filter(|weight| weight.waits).count();
        prop_assert_eq!(waiting as usize, waits, "nor what waits");
        prop_assert_eq!(gathering.waiting().iter().sum::<u32>() as usize, waits, "in sum");
        for row in &rows {
            let under: Vec<_> = gathering.all_under(&row.lead).collect();
            prop_assert_eq!(under.len(), row.alerts as usize, "each under its row");
            let gravest = under.iter().map(|id| there[*id].rank()).min();
            prop_assert_eq!(gravest, Some(there[&row.gravest].rank()), "the gravest shows");
            prop_assert!(gathering.heading(&row.lead).is_some(), "it can be opened");
        }
        let ranks: Vec<u16> = rows.iter().map(|row| there[&row.gravest].rank()).collect();
        prop_assert!(ranks.is_sorted(), "the gravest row first: {:?}", ranks);
    }

    #[test]
    fn the_same_alerts_in_the_same_order_give_the_same_rows(
        steps in steps(),
    ) {
        let run = || {
            let mut gathering = Gathering::new(GatherRules::default());
            for (number, place, at_s, _, _) in &steps {
                let source = format!("S{}", number % 7);
                let item = Item {
                    point: Some(east(f64::from(*place) * 300.0)),
                    ..item(&format!("A{number}"), &source, u16::from(*place) + 1, *at_s)
                };
                gathering.put(&kinds(), item);
            }
            gathering.page(0).collect::<Vec<_>>()
        };
        prop_assert_eq!(run(), run(), "no chance in it");
    }
}
