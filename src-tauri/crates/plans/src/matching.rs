//! Incident facts -> plans, best first, each with its reasons.
//!
//! The score is a sum of named points; it ranks, it does not decide. Every point is shown to the
//! officer as a reason, and any plan can be started by hand.

use emergency::level::ResponseLevel;
use serde::{Deserialize, Serialize};

use crate::level::roman;
use crate::library::PlanLibrary;
use crate::plan::{Card, Plan, PlanFront, PlanKind, PlanStatus, Substance, cards_for};
use crate::synonym::fold;

/// Most matches that are given.
pub const MATCHES_MAX: usize = 50;

/// Keywords of one plan that are counted.
pub const KEYWORDS_COUNTED_MAX: usize = 3;

const HAZARD_POINTS: i32 = 40;
const SUBSTANCE_POINTS: i32 = 30;
const KEYWORD_POINTS: i32 = 8;
const STREET_POINTS: i32 = 12;
const DISTRICT_POINTS: i32 = 4;
const OTHER_PLACE_POINTS: i32 = -30;
const LEVEL_POINTS: i32 = 6;
const NO_LEVEL_POINTS: i32 = -6;
const IN_FORCE_POINTS: i32 = 5;
const GENERAL_POINTS: i32 = 10;
/// More than a street's own place adds over the district, so that the district's special plan
/// comes before the plan of a street, a community or a firm.
const SUPPORTING_POINTS: i32 = -15;

/// What is known of an incident.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct IncidentFacts {
    /// Kind code, such as `hazmat_leak`.
    pub kind: String,
    /// Substances by name, alias, UN or CAS number.
    pub substances: Vec<String>,
    /// Response level that is thought of, when there is one.
    pub level: Option<ResponseLevel>,
    /// Street (街道) it is in.
    pub street: String,
    /// Free text: title, unit, what was said.
    pub text: String,
}

/// A plan that fits, and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Match {
    /// Id of the plan.
    pub plan_id: String,
    /// Its title.
    pub title: String,
    /// Sum of the points of its reasons.
    pub score: i32,
    /// The reasons, strongest first.
    pub reasons: Vec<Reason>,
}

/// One reason for or against a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// What it is; the window decides by this.
    pub code: ReasonCode,
    /// The thing it is about: the hazard, the substance, the word, the place.
    pub subject: String,
    /// In words for the officer.
    pub words: String,
    /// Points it adds; negative when it speaks against.
    pub points: i32,
}

/// Kinds of reasons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReasonCode {
    /// The plan is for this kind of incident.
    Hazard,
    /// The plan names the substance.
    Substance,
    /// A keyword of the plan stands in the text.
    Keyword,
    /// The plan is for this street, community or firm.
    Street,
    /// The plan is for the whole district.
    District,
    /// The plan is for another place.
    OtherPlace,
    /// The plan has a rule for this level.
    Level,
    /// The plan has no rule for this level.
    NoLevel,
    /// The plan is in force.
    InForce,
    /// The plan is a sample, a draft, or in review.
    NotInForce,
    /// The general plan fits every incident.
    General,
    /// The plan of a street, a community or a firm goes with one of the district.
    Supporting,
}

/// The plans that fit, best first. A withdrawn plan never fits; the general plan always does.
#[must_use]
pub fn match_plans(library: &PlanLibrary, facts: &IncidentFacts) -> Vec<Match> {
    let text = fold(&format!("{} {}", facts.substances.join(" "), facts.text));
    let mut matches: Vec<Match> = library
        .iter()
        .filter_map(|held| match_one(&held.plan, facts, &text))
        .collect();
    matches.sort_by(|a, b| {
        b.score
            .cmp(&a.score)
            .then_with(|| a.plan_id.cmp(&b.plan_id))
    });
    matches.truncate(MATCHES_MAX);
    matches
}

fn match_one(plan: &Plan, facts: &IncidentFacts, text: &str) -> Option<Match> {
    let front = &plan.front;
    if front.status == PlanStatus::Withdrawn {
        return None;
    }
    let mut reasons = Vec::new();
    hazard(front, facts, &mut reasons);
    substances(front, facts, text, &mut reasons);
    keywords(front, text, &mut reasons);
    if reasons.is_empty() && front.kind != PlanKind::General {
        return None;
    }
    place(front, facts, text, &mut reasons);
    level(plan, facts, &mut reasons);
    status(front, &mut reasons);
    supporting(front, &mut reasons);
    reasons.sort_by_key(|reason| std::cmp::Reverse(reason.points.abs()));
    Some(Match {
        plan_id: front.id.clone(),
        title: front.title.clone(),
        score: reasons.iter().map(|reason| reason.points).sum(),
        reasons,
    })
}

fn reason(code: ReasonCode, subject: &str, words: String, points: i32) -> Reason {
    Reason {
        code,
        subject: subject.to_owned(),
        words,
        points,
    }
}

fn hazard(front: &PlanFront, facts: &IncidentFacts, reasons: &mut Vec<Reason>) {
    if !facts.kind.is_empty() && front.hazards.contains(&facts.kind) {
        let words = "适用于此类事件".to_owned();
        reasons.push(reason(
            ReasonCode::Hazard,
            &facts.kind,
            words,
            HAZARD_POINTS,
        ));
    } else if front.kind == PlanKind::General {
        let words = "总体预案适用于各类事件".to_owned();
        reasons.push(reason(ReasonCode::General, "", words, GENERAL_POINTS));
    }
}

fn substances(front: &PlanFront, facts: &IncidentFacts, text: &str, reasons: &mut Vec<Reason>) {
    let found = front
        .substances
        .iter()
        .find(|substance| is_meant(substance, facts, text));
    if let Some(substance) = found {
        let words = format!("预案列有物质：{}", substance.name);
        reasons.push(reason(
            ReasonCode::Substance,
            &substance.name,
            words,
            SUBSTANCE_POINTS,
        ));
    }
}

/// True when the incident names the substance: by number exactly, by name anywhere in the text.
fn is_meant(substance: &Substance, facts: &IncidentFacts, text: &str) -> bool {
    let number = |given: &str| {
        let given = given
            .trim()
            .trim_start_matches("UN")
            .trim_start_matches("un")
            .trim();
        (!substance.un.is_empty() && given == substance.un)
            || (!substance.cas.is_empty() && given == substance.cas)
    };
    facts
        .substances
        .iter()
        .any(|given| number(given) || fold(given) == fold(&substance.name))
        || substance
            .aliases
            .iter()
            .any(|name| holds(text, &fold(name)))
        || (substance.name.chars().count() > 1 && holds(text, &fold(&substance.name)))
}

/// True when the word stands in the text. A word of one character would stand in too many.
fn holds(text: &str, word: &str) -> bool {
    word.chars().count() > 1 && text.contains(word)
}

fn keywords(front: &PlanFront, text: &str, reasons: &mut Vec<Reason>) {
    let found = front
        .keywords
        .iter()
        .filter(|word| holds(text, &fold(word)));
    for word in found.take(KEYWORDS_COUNTED_MAX) {
        let words = format!("内容提到“{word}”");
        reasons.push(reason(ReasonCode::Keyword, word, words, KEYWORD_POINTS));
    }
}

fn place(front: &PlanFront, facts: &IncidentFacts, text: &str, reasons: &mut Vec<Reason>) {
    // A community or a firm is no street: it is known by its name in the text.
    let named = |area: &&String| !is_district(area) && holds(text, &fold(area));
    if let Some(area) = front.area.iter().find(named) {
        let words = format!("适用于{area}");
        reasons.push(reason(ReasonCode::Street, area, words, STREET_POINTS));
        return;
    }
    if front.area.is_empty() || facts.street.is_empty() {
        return;
    }
    let bare = |name: &str| name.trim_end_matches("街道").to_owned();
    let street = bare(&facts.street);
    let made = if front.area.iter().any(|area| bare(area) == street) {
        reason(
            ReasonCode::Street,
            &facts.street,
            format!("适用于{}", facts.street),
            STREET_POINTS,
        )
    } else if let Some(area) = front.area.iter().find(|area| is_district(area)) {
        reason(
            ReasonCode::District,
            area,
            format!("覆盖{area}全域"),
            DISTRICT_POINTS,
        )
    } else {
        let areas = front.area.join("、");
        reason(
            ReasonCode::OtherPlace,
            &areas,
            format!("只适用于{areas}"),
            OTHER_PLACE_POINTS,
        )
    };
    reasons.push(made);
}

/// True for the name of a whole district; a community (社区) ends with the same sign.
fn is_district(area: &str) -> bool {
    area.ends_with(['区', '县', '市']) && !area.ends_with("社区")
}

fn level(plan: &Plan, facts: &IncidentFacts, reasons: &mut Vec<Reason>) {
    let Some(level) = facts.level else { return };
    let name = roman(level);
    reasons.push(if plan.level(level).is_some() {
        reason(
            ReasonCode::Level,
            name,
            format!("有{name}级响应规定"),
            LEVEL_POINTS,
        )
    } else {
        reason(
            ReasonCode::NoLevel,
            name,
            format!("没有{name}级响应规定"),
            NO_LEVEL_POINTS,
        )
    });
}

fn status(front: &PlanFront, reasons: &mut Vec<Reason>) {
    reasons.push(match front.status {
        PlanStatus::InForce | PlanStatus::InRevision => reason(
            ReasonCode::InForce,
            "",
            "现行有效".to_owned(),
            IN_FORCE_POINTS,
        ),
        _ => reason(
            ReasonCode::NotInForce,
            "",
            "样板或草稿，待区里确认".to_owned(),
            0,
        ),
    });
}

fn supporting(front: &PlanFront, reasons: &mut Vec<Reason>) {
    use PlanKind::{Community, FirmGeneral, FirmSite, FirmSpecial};
    if matches!(front.kind, Community | FirmGeneral | FirmSpecial | FirmSite) {
        let words = "基层或企业预案，与区级预案一起使用".to_owned();
        reasons.push(reason(ReasonCode::Supporting, "", words, SUPPORTING_POINTS));
    }
}

/// The cards of a level that fit the incident, most urgent first: a card that names substances
/// is left out when the incident is about none of them.
#[must_use]
pub fn cards_for_incident<'a>(
    plan: &'a Plan,
    level: ResponseLevel,
    facts: &IncidentFacts,
) -> Vec<&'a Card> {
    cards_for(plan, level)
        .into_iter()
        .filter(|card| fits_incident(plan, card, facts))
        .collect()
}

/// Whether a card is for the incident: it names no substance, or one that the incident is about.
#[must_use]
pub fn fits_incident(plan: &Plan, card: &Card, facts: &IncidentFacts) -> bool {
    let text = fold(&format!("{} {}", facts.substances.join(" "), facts.text));
    let meant = |s: &&Substance| is_meant(s, facts, &text);
    let named = |s: &Substance| {
        let mut names = card.substances.iter();
        names.any(|name| &s.name == name || s.aliases.contains(name))
    };
    card.substances.is_empty() || plan.front.substances.iter().filter(meant).any(named)
}

#[cfg(test)]
mod tests {
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
}
