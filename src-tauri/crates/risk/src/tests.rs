use emergency::site::{SiteRegistered, Stored};

use crate::major::{Assessment, Lacking, QUANTITY_T_MAX, STORED_MAX, Unit, assess};
use crate::substance::{self, Named, classes, named, substances};

fn stored(substance: &str, quantity_t: f64, classes: &[&str]) -> Stored {
    Stored {
        substance: substance.to_owned(),
        quantity_t,
        classes: classes.iter().map(|&code| code.to_owned()).collect(),
    }
}

fn of(things: &[Stored], people: u32) -> Assessment {
    assess(&Unit {
        stored: things.to_vec(),
        people_500m: Some(people),
    })
}

/// Each number as it is printed.
fn shown(value: Option<f64>) -> Option<String> {
    value.map(|value| format!("{value:.2}"))
}

#[test]
fn units_get_the_sum_and_the_grade_that_a_hand_reckons() {
    // What is in it, people within 500 m, S, R, whether it is one, its grade.
    type Case<'a> = (
        &'a [(&'a str, f64, &'a [&'a str])],
        u32,
        &'a str,
        &'a str,
        bool,
        Option<u8>,
    );
    let cases: &[Case<'_>] = &[
        (&[("液氯", 40.0, &[])], 120, "8.00", "64.00", true, Some(2)),
        (&[("液氨", 25.0, &[])], 60, "2.50", "7.50", true, Some(4)),
        (
            &[("汽油", 400.0, &["W5.3"]), ("液化石油气", 60.0, &["W2"])],
            30,
            "3.20",
            "4.56",
            true,
            Some(4),
        ),
        (&[("氯", 4.9, &[])], 500, "0.98", "7.84", false, None),
        (&[("光气", 3.0, &[])], 99, "10.00", "300.00", true, Some(1)),
        (
            &[("氨", 9.0, &[]), ("氯", 0.5, &[])],
            0,
            "1.00",
            "1.10",
            true,
            Some(4),
        ),
    ];
    for (things, people, s, r, major, grade) in cases {
        let things: Vec<Stored> = things.iter().map(|(n, q, c)| stored(n, *q, c)).collect();
        let found = of(&things, *people);
        assert_eq!(shown(Some(found.s)).as_deref(), Some(*s), "S of {things:?}");
        assert_eq!(shown(found.r).as_deref(), Some(*r), "R of {things:?}");
        assert_eq!(found.major, Some(*major), "{things:?} against S of 1");
        assert_eq!(found.grade, *grade, "grade of {things:?}");
    }
}

#[test]
fn grades_and_exposure_change_at_the_bounds_of_their_tables() {
    let grade = |tonnes: f64, people: u32| of(&[stored("氯", tonnes, &[])], people).grade;
    // With 1 to 29 people R is 0.8 for each tonne of chlorine.
    for (tonnes, wanted) in [
        (125.0, 1),
        (124.9, 2),
        (62.5, 2),
        (62.4, 3),
        (12.5, 3),
        (12.4, 4),
    ] {
        assert_eq!(grade(tonnes, 1), Some(wanted), "{tonnes} t");
    }
    let alpha = |people: u32| of(&[stored("氯", 5.0, &[])], people).alpha;
    let steps = [
        (0, 0.5),
        (1, 1.0),
        (29, 1.0),
        (30, 1.2),
        (49, 1.2),
        (50, 1.5),
        (99, 1.5),
        (100, 2.0),
    ];
    for (people, wanted) in steps {
        assert_eq!(alpha(people), Some(wanted), "{people} people");
    }
}

#[test]
fn fractions_that_meet_a_bound_on_paper_meet_it_here() {
    let tenths: Vec<Stored> = (0..10).map(|_| stored("氯", 0.5, &[])).collect();
    let found = of(&tenths, 1);
    assert_eq!(
        found.major,
        Some(true),
        "ten times 0.1 is 1, S is {}",
        found.s
    );
}

#[test]
fn what_is_lacking_is_named_and_nothing_is_decided_by_it() {
    let unknown = stored("演练溶剂", 100.0, &[]);
    let found = of(&[unknown.clone(), stored("氯", 1.0, &[])], 10);
    assert_eq!(
        found.counted[0].lacking,
        [Lacking::Class],
        "what it is has to be said"
    );
    assert_eq!(found.major, None, "the unknown may make it one");
    assert_eq!(found.r, None, "nothing is reckoned without it");
    let found = of(&[unknown, stored("氯", 5.0, &[])], 10);
    assert_eq!(found.major, Some(true), "the known alone makes it one");
    assert_eq!(found.grade, None, "its grade is open");

    let cases = [
        (stored("汽油", 300.0, &[]), Lacking::ClassForBeta),
        (
            stored("硝化棉", 1.0, &[]),
            Lacking::WhichOf {
                names: substances()[36..41]
                    .iter()
                    .map(|one| one.name.clone())
                    .collect(),
            },
        ),
        (
            stored("演练溶剂", 1.0, &["W99"]),
            Lacking::UnknownClass {
                code: "W99".to_owned(),
            },
        ),
        (stored("氯", f64::NAN, &[]), Lacking::Quantity),
        (stored("氯", -1.0, &[]), Lacking::Quantity),
        (stored("氯", QUANTITY_T_MAX * 2.0, &[]), Lacking::Quantity),
    ];
    for (thing, wanted) in cases {
        let found = of(std::slice::from_ref(&thing), 1);
        assert!(
            found.counted[0].lacking.contains(&wanted),
            "{thing:?}: {found:?}"
        );
        assert_eq!(found.grade, None, "{thing:?} has no grade");
    }
}

#[test]
fn people_that_nobody_counted_leave_the_grade_open() {
    let found = assess(&Unit {
        stored: vec![stored("氯", 40.0, &[])],
        people_500m: None,
    });
    assert_eq!(found.major, Some(true), "S does not need them");
    assert_eq!(
        (found.alpha, found.r, found.grade),
        (None, None, None),
        "R does"
    );
}

#[test]
fn of_several_classes_the_lowest_threshold_and_the_largest_factor_count() {
    let found = of(&[stored("演练溶剂", 10.0, &["W5.3", "w5.1", "J2"])], 1);
    let one = &found.counted[0];
    assert_eq!(one.threshold_from, "表2 W5.1", "GB 18218-2018, 4.1.2 b");
    assert_eq!(
        (one.threshold_t, one.beta),
        (Some(10.0), Some(1.5)),
        "of W5.1"
    );
}

#[test]
fn a_list_without_end_is_cut_and_nothing_is_decided_by_its_part() {
    let many: Vec<Stored> = (0..=STORED_MAX).map(|_| stored("氯", 0.001, &[])).collect();
    let found = of(&many, 1);
    assert_eq!(found.left_off, 1, "it says how many it did not reckon");
    assert_eq!(
        (found.major, found.grade),
        (None, None),
        "what was left off may decide it"
    );
}

#[test]
fn every_name_of_the_table_is_found_by_name_by_other_name_and_by_number() {
    for one in substances() {
        assert_eq!(named(&one.name), Named::One(one), "{}", one.name);
        for other in one.alias.iter().chain(&one.cas) {
            let found = match named(other) {
                Named::One(found) => found == one,
                Named::Several(all) => all.contains(&one),
                Named::None => false,
            };
            assert!(found, "{other} is {}", one.name);
        }
    }
    assert_eq!(
        named(" 7782-50-5 "),
        named("氯气"),
        "chlorine by its number"
    );
    assert_eq!(named(""), Named::None, "nothing is nothing");
}

#[test]
fn carbon_monoxide_counts_as_gas_of_coal_with_its_own_factor() {
    for name in ["一氧化碳", "CO", "630-08-0"] {
        // As W2 its threshold were 10 t, and 15 t of it a major hazard.
        let found = of(&[stored(name, 15.0, &["W2"])], 40);
        let one = &found.counted[0];
        assert_eq!(one.threshold_from, "表1 第13号 煤气", "{name}: and says so");
        assert_eq!(
            (one.threshold_t, one.beta),
            (Some(20.0), Some(2.0)),
            "{name}"
        );
        assert_eq!(found.major, Some(false), "{name}: 15 t of 20 t");
    }
    let more = of(&[stored("一氧化碳", 30.0, &[])], 40);
    assert_eq!(shown(more.r).as_deref(), Some("3.60"), "R = 1.2·2·30/20");
    assert_eq!(more.grade, Some(4), "its factor is not lacking");
}

#[test]
fn the_table_holds_what_the_standard_has() {
    assert_eq!(substances().len(), 85, "rows of table 1");
    let in_order = substances().iter().zip(1..).all(|(one, no)| one.no == no);
    assert!(in_order, "numbered one by one");
    assert_eq!(classes().len(), 24, "rows of table 2");
    let with_beta = substances().iter().filter(|one| one.beta.is_some()).count();
    assert_eq!(
        with_beta, 13,
        "table 3 without carbon monoxide, which table 1 names only as gas of coal"
    );
    assert!(
        substances().iter().all(|one| one.threshold_t > 0.0),
        "a threshold divides"
    );
    assert!(
        substance::class("j1").is_some(),
        "signs are known in small letters"
    );
}

#[test]
fn a_place_is_reckoned_with_all_that_it_has() {
    let site = SiteRegistered {
        substance: "氨".to_owned(),
        quantity_t: 9.0,
        also: vec![stored("氯", 0.5, &[])],
        people_500m: Some(0),
        ..SiteRegistered::default()
    };
    let found = assess(&Unit::of(&site));
    assert_eq!(found.counted.len(), 2, "the main substance and the other");
    assert_eq!(found.grade, Some(4), "together they are one");
    let nothing = assess(&Unit::of(&SiteRegistered::default()));
    assert!(nothing.counted.is_empty(), "no substance is no thing");
}
