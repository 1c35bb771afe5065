//! From what a caller says to the shipped plan that is meant.

use emergency::level::ResponseLevel;

use super::LIBRARY;
use crate::matching::{IncidentFacts, Match, ReasonCode, cards_for_incident, match_plans};
use crate::plan::{PlanKind, cards_for};

fn found(kind: &str, substance: &str, street: &str, text: &str) -> Vec<Match> {
    let facts = IncidentFacts {
        kind: kind.into(),
        substances: [substance]
            .into_iter()
            .filter(|name| !name.is_empty())
            .map(Into::into)
            .collect(),
        level: Some(ResponseLevel::Three),
        street: street.into(),
        units: Vec::new(),
        text: text.into(),
    };
    match_plans(&LIBRARY, &facts)
}

fn ids(found: &[Match]) -> Vec<&str> {
    found.iter().map(|one| one.plan_id.as_str()).collect()
}

/// What callers say: kind, substance, street, words, and the plan that is meant.
const CALLS: [(&str, &str, &str, &str, &str); 17] = [
    (
        "hazmat_leak",
        "氯",
        "王舍人街道",
        "水厂氯气泄漏",
        "hazardous-chemicals",
    ),
    (
        "hazmat_transport",
        "",
        "柳埠街道",
        "槽车侧翻，液氨漏了",
        "hazardous-chemicals",
    ),
    (
        "poisoning",
        "氨",
        "王舍人街道",
        "冷库里三个人倒下，刺鼻",
        "hazardous-chemicals",
    ),
    ("fire", "", "王舍人街道", "居民楼冒烟，老人出不来", "fire"),
    ("fire", "", "柳埠街道", "仓库起火", "fire"),
    (
        "waterlogging",
        "",
        "王舍人街道",
        "下穿隧道积水，有车熄火",
        "flood",
    ),
    ("rainstorm", "", "柳埠街道", "山洪冲了漫水桥", "flood"),
    ("gas_leak", "", "王舍人街道", "小区楼道燃气味很重", "gas"),
    ("explosion", "天然气", "东风街道", "饭店闪爆", "gas"),
    (
        "elevator",
        "",
        "王舍人街道",
        "电梯困了四个人",
        "special-equipment",
    ),
    (
        "special_equipment",
        "",
        "柳埠街道",
        "游乐设施停在半空",
        "special-equipment",
    ),
    (
        "pipeline_leak",
        "原油",
        "董家街道",
        "挖掘机挖断输油管道",
        "pipeline",
    ),
    (
        "power_outage",
        "",
        "王舍人街道",
        "整条街停电",
        "power-outage",
    ),
    (
        "collapse",
        "",
        "唐冶街道",
        "工地基坑塌了，埋了人",
        "construction",
    ),
    (
        "construction",
        "",
        "王舍人街道",
        "塔吊倒向居民楼",
        "construction",
    ),
    (
        "industrial",
        "",
        "郭店街道",
        "污水池里有人倒下，又下去两个",
        "industry",
    ),
    ("other", "", "彩石街道", "说不清是什么事", "general"),
];

#[test]
fn what_is_said_on_the_telephone_brings_the_right_plan_first() {
    for (kind, substance, street, text, plan) in CALLS {
        let found = found(kind, substance, street, text);
        assert_eq!(found[0].plan_id, plan, "{text}: {:?}", ids(&found));
        assert!(
            ids(&found).contains(&"general"),
            "{text}: the general plan is always there"
        );
    }
}

#[test]
fn every_plan_is_found_by_its_kind_by_its_substance_and_by_its_place() {
    for held in LIBRARY.iter() {
        let front = &held.plan.front;
        let reasons = |found: &[Match]| -> Vec<ReasonCode> {
            let own = found.iter().find(|one| one.plan_id == front.id);
            let own = own.unwrap_or_else(|| panic!("{} is found", front.id));
            own.reasons.iter().map(|reason| reason.code).collect()
        };
        for kind in &front.hazards {
            let codes = reasons(&found(kind, "", "", ""));
            assert!(
                codes.contains(&ReasonCode::Hazard),
                "{} by {kind}",
                front.id
            );
        }
        for substance in &front.substances {
            for name in [&substance.name].into_iter().chain(&substance.aliases) {
                let codes = reasons(&found("", name, "", ""));
                assert!(
                    codes.contains(&ReasonCode::Substance),
                    "{} by {name}",
                    front.id
                );
            }
        }
        let kind = front.hazards.first().map_or("other", String::as_str);
        for area in &front.area {
            let place = match area.as_str() {
                "历城区" => ReasonCode::District,
                _ => ReasonCode::Street,
            };
            let street = if area.ends_with("街道") {
                area
            } else {
                "王舍人街道"
            };
            let codes = reasons(&found(kind, "", street, &format!("{area}东门")));
            assert!(codes.contains(&place), "{} in {area}: {codes:?}", front.id);
        }
        assert!(
            !front.hazards.is_empty() || front.kind == PlanKind::General,
            "{} is for some kind of incident",
            front.id
        );
    }
}

#[test]
fn the_plans_of_a_street_a_community_and_a_firm_follow_that_of_the_district() {
    let here = found(
        "hazmat_leak",
        "氨",
        "王舍人街道",
        "演练冷链公司制冷机房漏氨，演练社区闻到气味",
    );
    assert_eq!(
        ids(&here),
        [
            "hazardous-chemicals",
            "site-ammonia",
            "community-exercise",
            "street-wangsheren",
            "general",
            "industry"
        ],
        "all that are concerned, the district's first"
    );
    let there = found("fire", "", "柳埠街道", "农家乐起火");
    assert_eq!(
        ids(&there),
        ["fire", "general", "community-exercise", "street-wangsheren"],
        "plans of another place come last"
    );
    let last = there.last().expect("found");
    let codes: Vec<_> = last.reasons.iter().map(|reason| reason.code).collect();
    assert!(
        codes.contains(&ReasonCode::OtherPlace) && codes.contains(&ReasonCode::Supporting),
        "and says why: {codes:?}"
    );
}

#[test]
fn a_chlorine_leak_finds_its_plan() {
    let found = found(
        "hazmat_leak",
        "氯",
        "王舍人街道",
        "某厂氯气泄露，有刺鼻气味",
    );
    assert_eq!(
        ids(&found)[..3],
        ["hazardous-chemicals", "street-wangsheren", "general"],
        "the special plan, then that of the street, then the general one"
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
}

#[test]
fn a_chlorine_leak_brings_the_cards_of_chlorine() {
    let facts = IncidentFacts {
        substances: vec!["液氯".into()],
        ..IncidentFacts::default()
    };
    let plan = &LIBRARY.get("hazardous-chemicals").expect("shipped").plan;
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
