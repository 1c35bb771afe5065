use super::*;

fn near(distance_m: f64) -> HazardNear {
    HazardNear {
        site: "S1".into(),
        name: "演练 氯碱厂".to_owned(),
        substance: "氯".to_owned(),
        quantity_t: 20.0,
        grade: Some(2),
        people_500m: Some(40),
        distance_m,
    }
}

fn fire() -> Weighed<'static> {
    Weighed {
        kind: "fire",
        base: Priority::High,
        hazard_counts: true,
        people_count: true,
        night_counts: true,
        hour: 12,
        ..Weighed::default()
    }
}

fn weigh(of: &Weighed<'_>) -> (Priority, usize) {
    let (priority, reasons) = PriorityRules::default().weigh(of);
    (priority, reasons.len())
}

#[test]
fn each_reason_moves_it_by_one_step_and_no_more_than_allowed() {
    assert_eq!(weigh(&fire()), (Priority::High, 1), "by its kind");
    let mut by_plant = fire();
    by_plant.hazard = Some(near(499.0));
    assert_eq!(weigh(&by_plant), (Priority::Urgent, 2), "by a plant");
    by_plant.hazard = Some(near(501.0));
    assert_eq!(weigh(&by_plant), (Priority::High, 1), "too far away");
    let mut school = fire();
    school.people = 100;
    assert_eq!(weigh(&school), (Priority::Urgent, 2), "by many people");
    school.people = 99;
    assert_eq!(weigh(&school), (Priority::High, 1), "by a few");
    school.hazard = Some(HazardNear {
        people_500m: Some(120),
        ..near(300.0)
    });
    school.hazard_counts = false;
    assert_eq!(
        weigh(&school),
        (Priority::Urgent, 2),
        "by those who live near a plant"
    );
    let mut leak = Weighed {
        base: Priority::Low,
        people: 5_000,
        hour: 23,
        ..fire()
    };
    leak.hazard = Some(near(1.0));
    let said = weigh(&leak);
    assert_eq!(said, (Priority::High, 5), "four steps, two allowed, said");
}

fn leak(grade: Option<u8>) -> Weighed<'static> {
    let plant = HazardNear {
        grade,
        people_500m: None,
        ..near(300.0)
    };
    Weighed {
        base: Priority::Low,
        hazard: Some(plant),
        ..fire()
    }
}

#[test]
fn a_plant_of_grade_one_outranks_an_ungraded_paint_store() {
    let (store, plant) = (leak(None), leak(Some(1)));
    assert_eq!(weigh(&store).0, Priority::Medium, "a paint store: one step");
    assert_eq!(weigh(&plant).0, Priority::High, "a 一级 plant: two steps");
    let (_, reasons) = PriorityRules::default().weigh(&plant);
    let why = reasons.iter().find_map(|reason| match reason {
        PriorityReason::Hazard { grade, steps, .. } => Some((*grade, *steps)),
        _ => None,
    });
    assert_eq!(why, Some((Some(1), 2)), "and the reason says both");
}

#[test]
fn inside_one_priority_the_graver_plant_stands_above() {
    let rules = PriorityRules::default();
    let press: Vec<u8> = [Some(1), Some(2), Some(3), Some(4), None]
        .map(|grade| rules.press(&leak(grade)))
        .into();
    assert!(press.is_sorted_by(|a, b| a > b), "by grade: {press:?}");
    let mut by_night = leak(Some(3));
    by_night.hour = 23;
    assert!(rules.press(&by_night) > press[2], "the night presses too");
    assert!(rules.press(&by_night) < press[1], "less than a grade");
    assert_eq!(rules.press(&fire()), 0, "nothing near, nothing presses");
    let mut far = leak(Some(1));
    far.hazard = Some(near(501.0));
    assert_eq!(rules.press(&far), 0, "too far away");
}

#[test]
fn the_district_sets_its_own_steps() {
    let own = PriorityRules {
        hazard_steps: [1, 0, 0, 0, 0],
        steps_max: 1,
        ..PriorityRules::default()
    };
    assert_eq!(own.weigh(&leak(Some(1))).0, Priority::Medium, "one step");
    assert_eq!(own.weigh(&leak(None)).0, Priority::Low, "none");
}

#[test]
fn a_kind_that_people_do_not_make_worse_is_not_raised_by_them() {
    let mut speeding = Weighed {
        base: Priority::Low,
        people: 900,
        people_count: false,
        ..fire()
    };
    speeding.hazard = Some(HazardNear {
        people_500m: Some(400),
        ..near(300.0)
    });
    speeding.hazard_counts = false;
    assert_eq!(weigh(&speeding), (Priority::Low, 1), "near a school");
    assert_eq!(PriorityRules::default().press(&speeding), 0, "nor pressed");
    speeding.people_count = true;
    assert_eq!(weigh(&speeding), (Priority::Medium, 2), "another kind is");
}

#[test]
fn the_outermost_limit_goes_one_step_before_the_others_also_beside_a_plant() {
    let rules = PriorityRules::default();
    let of = |limit| Weighed {
        base: Priority::Medium,
        limit,
        limit_steps: rules.limit_steps.of(limit).expect("is a limit"),
        ..fire()
    };
    for (limit, priority) in [
        ("high_high", Priority::High),
        ("low_low", Priority::High),
        ("high", Priority::Medium),
        ("low", Priority::Medium),
        ("rise", Priority::Medium),
        ("fall", Priority::Medium),
    ] {
        let (found, reasons) = rules.weigh(&of(limit));
        assert_eq!(found, priority, "{limit}");
        let said = reasons.contains(&PriorityReason::Limit {
            limit: limit.to_owned(),
            steps: 1,
        });
        assert_eq!(said, priority == Priority::High, "{limit}: with its reason");
    }
    let by_plant = |limit| Weighed {
        hazard: Some(HazardNear {
            grade: Some(1),
            people_500m: None,
            ..near(300.0)
        }),
        ..of(limit)
    };
    let (overflow, routine) = (by_plant("high_high"), by_plant("low"));
    assert_eq!(weigh(&overflow).0, weigh(&routine).0, "both at once");
    assert!(
        overflow.by_itself() < routine.by_itself(),
        "and the overflow stands above"
    );
    let marked = LimitSteps {
        rise: 1,
        ..LimitSteps::default()
    };
    assert_eq!(marked.of("rise"), Some(1), "a district may mark a rate");
    assert_eq!(marked.of("fire"), None, "a fire is no limit");
}

#[test]
fn night_goes_over_midnight() {
    for (hour, night) in [(21, false), (22, true), (0, true), (5, true), (6, false)] {
        let of = Weighed { hour, ..fire() };
        assert_eq!(weigh(&of).0 == Priority::Urgent, night, "at {hour}");
    }
}

#[test]
fn a_level_of_law_goes_before_the_kind_and_an_officer_before_all() {
    let mut warning = Weighed {
        level: Some(WarningLevel::Red),
        distance_m: Some(12_000.0),
        ..fire()
    };
    assert_eq!(weigh(&warning).0, Priority::High, "urgent, but not here");
    warning.distance_m = Some(0.0);
    assert_eq!(weigh(&warning).0, Priority::Urgent, "here");
    warning.officer = Some((Priority::Low, "演练 王敏", "演练 已核实"));
    assert_eq!(weigh(&warning).0, Priority::Low, "as the officer says");
}
