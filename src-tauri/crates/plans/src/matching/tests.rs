//! Which plan fits, and why.

use super::*;
use proptest::prelude::*;

fn library() -> PlanLibrary {
    let texts = [
        (
            "general.md",
            "+++\nid='general'\nkind='general'\narea=['历城区']\n+++\n",
        ),
        (
            "hazmat.md",
            "+++\nid='hazmat'\nkind='special'\narea=['历城区']\nhazards=['hazmat_leak']\n\
             keywords=['储罐泄漏', '有毒气体']\nstatus='in_force'\n\
             [[substances]]\nname='氯'\naliases=['氯气','液氯']\nun='1017'\n+++\n\n\
             ```level\nlevel='Ⅲ'\n```\n\n\
             ```card\nid='a'\nwithin_min=10\n```\n\n\
             ```card\nid='b'\nwithin_min=5\nsubstances=['氯']\n```\n\n\
             ```card\nid='c'\nlevels=['Ⅰ']\n```\n",
        ),
        (
            "fire.md",
            "+++\nid='fire'\nhazards=['fire']\narea=['荷花路街道']\n+++\n",
        ),
        (
            "old.md",
            "+++\nid='old'\nhazards=['hazmat_leak']\nstatus='withdrawn'\n+++\n",
        ),
    ];
    PlanLibrary::load(texts).0
}

fn ids(facts: &IncidentFacts) -> Vec<String> {
    match_plans(&library(), facts)
        .into_iter()
        .map(|found| found.plan_id)
        .collect()
}

#[test]
fn the_right_plan_comes_first_with_its_reasons() {
    let facts = IncidentFacts {
        kind: "hazmat_leak".into(),
        substances: vec!["UN1017".into()],
        level: Some(ResponseLevel::Three),
        street: "王舍人街道".into(),
        units: Vec::new(),
        text: "厂区储罐泄露".into(),
    };
    let found = match_plans(&library(), &facts);
    let ids: Vec<_> = found.iter().map(|m| m.plan_id.as_str()).collect();
    assert_eq!(
        ids,
        ["hazmat", "general"],
        "a withdrawn plan and a plan for fire do not fit"
    );
    let codes: Vec<_> = found[0].reasons.iter().map(|r| r.code).collect();
    use ReasonCode::*;
    assert_eq!(
        codes,
        [Hazard, Substance, Keyword, Level, InForce, District],
        "each reason is named, strongest first"
    );
    let sum: i32 = found[0].reasons.iter().map(|r| r.points).sum();
    assert_eq!(found[0].score, sum, "the score is the sum of what is shown");
}

#[test]
fn a_substance_in_the_text_is_enough() {
    let text = |text: &str| IncidentFacts {
        text: text.into(),
        ..IncidentFacts::default()
    };
    assert_eq!(
        ids(&text("某厂液氯外泄"))[0],
        "hazmat",
        "an alias in the text counts"
    );
    assert_eq!(
        ids(&text("二氯甲烷桶倾倒")),
        ["general"],
        "one character is not a name"
    );
}

#[test]
fn the_unit_is_a_reason() {
    let texts = [
        (
            "a.md",
            "+++\nid='own'\nkind='firm_site'\nunit='演练水厂'\nhazards=['fire']\n+++\n",
        ),
        (
            "b.md",
            "+++\nid='led'\nlead='区消防救援大队'\nhazards=['fire']\n+++\n",
        ),
    ];
    let library = PlanLibrary::load(texts).0;
    let codes = |units: &[&str]| -> Vec<(String, ReasonCode)> {
        let facts = IncidentFacts {
            kind: "fire".into(),
            units: units.iter().map(|&unit| unit.into()).collect(),
            ..IncidentFacts::default()
        };
        use ReasonCode::{LeadUnit, OwnUnit};
        let found = match_plans(&library, &facts).into_iter();
        let of = |one: Match| {
            let codes = one.reasons.into_iter().map(|reason| reason.code);
            let mut codes = codes.filter(|code| matches!(code, OwnUnit | LeadUnit));
            Some((one.plan_id, codes.next()?))
        };
        found.filter_map(of).collect()
    };
    assert_eq!(
        codes(&["济南演练水厂"]),
        [("own".to_owned(), ReasonCode::OwnUnit)],
        "the firm's own plan"
    );
    assert_eq!(
        codes(&["区消防救援大队"]),
        [("led".to_owned(), ReasonCode::LeadUnit)],
        "the department that leads"
    );
    assert_eq!(codes(&["区", ""]), [], "one character is no name");
}

#[test]
fn a_plan_for_another_street_falls_behind() {
    let facts = |street: &str| IncidentFacts {
        kind: "fire".into(),
        street: street.into(),
        ..IncidentFacts::default()
    };
    assert_eq!(
        ids(&facts("荷花路"))[0],
        "fire",
        "the street's own plan comes first"
    );
    assert_eq!(
        ids(&facts("王舍人街道")),
        ["general", "fire"],
        "elsewhere it comes last"
    );
}

#[test]
fn cards_keep_to_their_level_and_substance() {
    let library = library();
    let plan = &library.get("hazmat").expect("loaded").plan;
    let names = |facts: &IncidentFacts| -> Vec<String> {
        cards_for_incident(plan, ResponseLevel::Three, facts)
            .iter()
            .map(|card| card.id.clone())
            .collect()
    };
    let chlorine = IncidentFacts {
        text: "氯气泄漏".into(),
        ..IncidentFacts::default()
    };
    assert_eq!(names(&chlorine), ["b", "a"], "most urgent first");
    assert_eq!(
        names(&IncidentFacts::default()),
        ["a"],
        "a card for chlorine is left out"
    );
    let all: Vec<_> = cards_for(plan, ResponseLevel::One)
        .iter()
        .map(|c| &c.id)
        .collect();
    assert_eq!(
        all,
        ["b", "a", "c"],
        "without facts every card of the level is given, what has no limit last"
    );
}

proptest! {
    #[test]
    fn matching_never_panics(text in "\\PC{0,80}", kind in "\\PC{0,8}", street in "\\PC{0,8}") {
        let facts = IncidentFacts { text, kind, street, ..IncidentFacts::default() };
        prop_assert!(!match_plans(&library(), &facts).is_empty(), "the general plan fits");
    }
}
