//! Checks of the plans that ship with the program, `plans/` at the top of the repository.

use emergency::level::ResponseLevel;

use crate::level::LEVELS;
use crate::library::PlanLibrary;
use crate::matching::{IncidentFacts, ReasonCode, cards_for_incident, match_plans};
use crate::parse::parse;
use crate::plan::{PlanStatus, TO_CONFIRM, cards_for};
use crate::render::render;

const SHIPPED: [(&str, &str); 4] = [
    (
        "general/district.md",
        include_str!("../../../../plans/general/district.md"),
    ),
    (
        "special/fire.md",
        include_str!("../../../../plans/special/fire.md"),
    ),
    (
        "special/flood.md",
        include_str!("../../../../plans/special/flood.md"),
    ),
    (
        "special/hazardous-chemicals.md",
        include_str!("../../../../plans/special/hazardous-chemicals.md"),
    ),
];

#[test]
fn the_shipped_plans_have_no_defects_and_read_back_the_same() {
    for (path, text) in SHIPPED {
        let (plan, defects) = parse(text);
        assert_eq!(defects, [], "{path} is sound");
        assert_eq!(parse(&render(&plan)).0, plan, "{path} reads back the same");
    }
    let (library, defects) = PlanLibrary::load(SHIPPED);
    assert_eq!(
        defects,
        [],
        "the library is sound, every upper plan is there"
    );
    assert_eq!(library.len(), SHIPPED.len(), "every plan is in it");
}

#[test]
fn the_shipped_plans_say_that_they_are_samples() {
    let (library, _) = PlanLibrary::load(SHIPPED);
    for held in library.iter() {
        let front = &held.plan.front;
        assert_eq!(
            front.status,
            PlanStatus::Sample,
            "{} is a sample",
            held.path
        );
        assert_eq!(front.issued, TO_CONFIRM, "{} was never issued", held.path);
        assert!(
            front.notice.contains(TO_CONFIRM),
            "{} says so to the reader",
            held.path
        );
        for rule in held.plan.levels() {
            assert!(
                rule.to_confirm,
                "{}: thresholds are not confirmed",
                held.path
            );
        }
    }
}

#[test]
fn the_shipped_plans_have_four_levels_and_a_table_full_of_cards() {
    let (library, _) = PlanLibrary::load(SHIPPED);
    for held in library.iter() {
        let count = held.plan.cards().count();
        assert!((8..=14).contains(&count), "{} has {count} cards", held.path);
        for level in LEVELS {
            assert!(
                held.plan.level(level).is_some(),
                "{} has level {level:?}",
                held.path
            );
        }
        for (clause, card) in held.plan.cards() {
            assert!(
                clause.number().is_some(),
                "{} stands under a numbered clause",
                card.id
            );
            assert!(card.within_min > 0, "{} has a time", card.id);
            for need in &card.needs {
                let one = need.capability.is_empty() != need.supply.is_empty();
                assert!(one, "{}: a need is a capability or a supply", card.id);
                assert!(need.quantity > 0, "{}: a need has a number", card.id);
            }
        }
    }
}

#[test]
fn a_chlorine_leak_finds_its_plan() {
    let (library, _) = PlanLibrary::load(SHIPPED);
    let facts = IncidentFacts {
        kind: "hazmat_leak".into(),
        substances: vec!["氯".into()],
        level: Some(ResponseLevel::Three),
        street: "王舍人街道".into(),
        text: "某厂氯气泄露，有刺鼻气味".into(),
    };
    let found = match_plans(&library, &facts);
    assert_eq!(
        found[0].plan_id, "hazardous-chemicals",
        "the special plan comes first"
    );
    assert_eq!(
        found[0].reasons[0].code,
        ReasonCode::Hazard,
        "because of the kind"
    );
    assert!(
        found[0]
            .reasons
            .iter()
            .any(|r| r.code == ReasonCode::Substance && r.subject == "氯"),
        "and because of the substance"
    );
    assert_eq!(
        found[1].plan_id, "general",
        "the general plan is the second choice"
    );
}

#[test]
fn a_chlorine_leak_brings_the_cards_of_chlorine() {
    let (library, _) = PlanLibrary::load(SHIPPED);
    let facts = IncidentFacts {
        substances: vec!["液氯".into()],
        ..IncidentFacts::default()
    };
    let plan = &library.get("hazardous-chemicals").expect("shipped").plan;
    let cards = cards_for_incident(plan, ResponseLevel::Three, &facts);
    let ids: Vec<_> = cards.iter().map(|card| card.id.as_str()).collect();
    for id in [
        "hazmat-cordon-chlorine",
        "hazmat-cordon",
        "hazmat-evacuate",
        "hazmat-plug",
        "hazmat-decontaminate",
        "hazmat-medical",
        "hazmat-environment",
        "hazmat-report-30",
    ] {
        assert!(ids.contains(&id), "{id} is among {ids:?}");
    }
    assert!(
        !ids.contains(&"hazmat-cordon-ammonia"),
        "the distances of ammonia are left out"
    );
    let cordon = cards
        .iter()
        .find(|card| card.id == "hazmat-cordon-chlorine")
        .expect("listed");
    assert!(
        cordon.sources[0].contains("参考 ERG 2024"),
        "a distance names its table"
    );
    assert!(cordon.what.contains("60米"), "small spill of UN1017: 60 m");
    let report = cards
        .iter()
        .find(|card| card.id == "hazmat-report-30")
        .expect("listed");
    assert_eq!(report.within_min, 30, "山东省安全生产条例 art. 65");
    assert!(
        cards
            .windows(2)
            .all(|pair| pair[0].within_min <= pair[1].within_min),
        "most urgent first"
    );
    assert!(
        cards_for(plan, ResponseLevel::Four)
            .iter()
            .all(|card| card.id != "hazmat-publicity"),
        "a card keeps to its levels"
    );
}
