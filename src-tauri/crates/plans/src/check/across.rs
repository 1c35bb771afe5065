//! Contradictions between plans (突发事件应急预案管理办法 art. 24 (2): a plan fits the plan above it
//! and those beside it).

use std::collections::{BTreeMap, BTreeSet};

use super::demands::MEASURES;
use super::figures::{Figures, figures};
use super::names::{is_short_for, is_unit, one_name, without_place};
use super::{CheckCode, CheckFinding, Severity, sorted};
use crate::import::{Found, find_in};
use crate::level::{LEVELS, roman};
use crate::plan::{Plan, PlanKind, PlanStatus};

/// Plans that are held against each other; with more only the first are.
const PLANS_MAX: usize = 2_000;

/// Pairs of short and full names after which no more are sought.
const SHORTS_MAX: usize = 500;

/// Checks plans against each other. Plans that were withdrawn do not count.
#[must_use]
pub fn check_library<'a>(plans: impl IntoIterator<Item = &'a Plan>) -> Vec<CheckFinding> {
    let all = plans.into_iter();
    let plans: Vec<&Plan> = all
        .filter(|plan| plan.front.status != PlanStatus::Withdrawn)
        .take(PLANS_MAX)
        .collect();
    let mut found = Vec::new();
    uppers(&plans, &mut found);
    pairs(&plans, &mut found);
    let known: Vec<Said> = plans.iter().map(|plan| Said::of(plan)).collect();
    units(&known, &mut found);
    short_names(&known, &mut found);
    phones(&known, &mut found);
    sorted(found)
}

/// Checks one plan against others, in time that grows with their number and not with its square:
/// what the others have against each other is not asked. A plan that was withdrawn does not count.
#[must_use]
pub fn check_against<'a>(
    plan: &'a Plan,
    others: impl IntoIterator<Item = (&'a Plan, &'a Said)>,
) -> Vec<CheckFinding> {
    let others = others.into_iter();
    let others: Vec<(&Plan, &Said)> = others
        .filter(|(other, _)| other.front.status != PlanStatus::Withdrawn)
        .filter(|(other, _)| other.front.id != plan.front.id)
        .take(PLANS_MAX)
        .collect();
    let mut found = Vec::new();
    let ids = others.iter().map(|(other, _)| other.front.id.as_str());
    upper_of(plan, &ids.collect(), &mut found);
    for (other, _) in &others {
        let alike = |hazard: &String| other.front.hazards.contains(hazard);
        let is_above = plan.front.upper.contains(&other.front.id)
            || other.front.upper.contains(&plan.front.id);
        if (is_above || plan.front.hazards.iter().any(alike)) && share_area(plan, other) {
            leads(plan, other, &mut found);
            conditions(plan, other, &mut found);
        }
    }
    let own = Said::of(plan);
    own.units_against(&others, &mut found);
    own.shorts_against(&others, &mut found);
    own.phones_against(&others, &mut found);
    sorted(found)
}

fn finding(code: CheckCode, severity: Severity, plan: &str, other: &str) -> CheckFinding {
    CheckFinding {
        code,
        severity,
        plan: plan.to_owned(),
        other: other.to_owned(),
        clause: String::new(),
        subject: String::new(),
        words: String::new(),
        source: format!("{MEASURES}第二十四条（二）"),
    }
}

fn uppers(plans: &[&Plan], found: &mut Vec<CheckFinding>) {
    let ids: BTreeSet<&str> = plans.iter().map(|plan| plan.front.id.as_str()).collect();
    for plan in plans {
        upper_of(plan, &ids, found);
    }
}

fn upper_of(plan: &Plan, ids: &BTreeSet<&str>, found: &mut Vec<CheckFinding>) {
    let front = &plan.front;
    if front.upper.is_empty() && front.kind != PlanKind::General {
        found.push(CheckFinding {
            words: format!("《{}》没有写明上位预案", front.title),
            ..finding(CheckCode::UpperUnnamed, Severity::Warning, &front.id, "")
        });
    }
    let uppers = front.upper.iter();
    for upper in uppers.filter(|upper| !ids.contains(upper.as_str())) {
        found.push(CheckFinding {
            subject: upper.clone(),
            words: format!("《{}》的上位预案“{upper}”不在库里", front.title),
            ..finding(CheckCode::UpperMissing, Severity::Error, &front.id, upper)
        });
    }
}

/// Plans for the same incidents, or one above the other.
fn pairs(plans: &[&Plan], found: &mut Vec<CheckFinding>) {
    // By incident kind, so that two thousand plans are not held against each other one by one.
    let mut by_hazard: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut by_id: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, plan) in plans.iter().enumerate() {
        by_id.insert(&plan.front.id, index);
        for hazard in &plan.front.hazards {
            by_hazard.entry(hazard).or_default().push(index);
        }
    }
    let mut seen: BTreeSet<(usize, usize)> = BTreeSet::new();
    for group in by_hazard.values() {
        for (at, one) in group.iter().enumerate() {
            seen.extend(group[at + 1..].iter().map(|other| (*one, *other)));
            if seen.len() > PLANS_MAX * PLANS_MAX / 4 {
                break;
            }
        }
    }
    for (index, plan) in plans.iter().enumerate() {
        let uppers = plan
            .front
            .upper
            .iter()
            .filter_map(|id| by_id.get(id.as_str()));
        seen.extend(uppers.map(|upper| (index.min(*upper), index.max(*upper))));
    }
    for (one, other) in seen {
        let (one, other) = (plans[one], plans[other]);
        if share_area(one, other) {
            leads(one, other, found);
            conditions(one, other, found);
        }
    }
}

/// Plans of two streets do not contradict each other; a plan without an area is for all.
fn share_area(one: &Plan, other: &Plan) -> bool {
    let (a, b) = (&one.front.area, &other.front.area);
    let is_district = |area: &[String]| {
        area.is_empty()
            || area
                .iter()
                .any(|name| name.ends_with('区') || name.contains("全区"))
    };
    is_district(a) || is_district(b) || a.iter().any(|name| b.contains(name))
}

/// Two plans of one kind for one incident in one area have one lead.
fn leads(one: &Plan, other: &Plan, found: &mut Vec<CheckFinding>) {
    let (a, b) = (&one.front, &other.front);
    let hazard = a.hazards.iter().find(|hazard| b.hazards.contains(hazard));
    let (Some(hazard), true) = (hazard, a.kind == b.kind) else {
        return;
    };
    let (lead_a, lead_b) = (one_name(&a.lead).0, one_name(&b.lead).0);
    let several = a.lead.contains('、') || b.lead.contains('、');
    if lead_a.is_empty() || lead_b.is_empty() || lead_a == lead_b || several {
        return;
    }
    found.push(CheckFinding {
        subject: hazard.clone(),
        words: format!(
            "《{}》由{}牵头，《{}》由{}牵头，两者都管“{hazard}”",
            a.title, a.lead, b.title, b.lead
        ),
        ..finding(CheckCode::LeadClaimedTwice, Severity::Error, &a.id, &b.id)
    });
}

/// The same numbers, however each is written.
fn same(one: &Figures, other: &Figures) -> bool {
    one.keys().eq(other.keys())
}

fn conditions(one: &Plan, other: &Plan, found: &mut Vec<CheckFinding>) {
    for level in LEVELS {
        let (Some(a), Some(b)) = (one.level(level), other.level(level)) else {
            continue;
        };
        let (in_a, in_b) = (figures(&a.start), figures(&b.start));
        let name = roman(level);
        for (counted, figures_a) in &in_a {
            let Some(figures_b) = in_b.get(counted).filter(|other| !same(other, figures_a)) else {
                continue;
            };
            let list = |figures: &Figures| figures.values().cloned().collect::<Vec<_>>().join("、");
            found.push(CheckFinding {
                subject: format!("{name}级 {counted}"),
                words: format!(
                    "{name}级响应的“{counted}”：《{}》写{}，《{}》写{}",
                    one.front.title,
                    list(figures_a),
                    other.front.title,
                    list(figures_b)
                ),
                ..finding(
                    CheckCode::ConditionDiffers,
                    Severity::Warning,
                    &one.front.id,
                    &other.front.id,
                )
            });
        }
    }
}

/// What a plan says of units: how it names them, and by which numbers they are called. Reading it
/// out of the words costs milliseconds, so that whoever checks often keeps it.
#[derive(Debug, Clone)]
pub struct Said {
    id: String,
    /// Names as written, by the one name.
    names: BTreeMap<String, BTreeSet<String>>,
    /// Names of other units, without their place.
    units: BTreeSet<String>,
    /// Numbers by the one name and the person.
    phones: BTreeMap<(String, String), BTreeSet<String>>,
}

impl Said {
    /// Reads it out of a plan.
    #[must_use]
    pub fn of(plan: &Plan) -> Self {
        let mut known = Self {
            id: plan.front.id.clone(),
            names: BTreeMap::new(),
            units: BTreeSet::new(),
            phones: BTreeMap::new(),
        };
        known.name(&plan.front.lead);
        known.name(&plan.front.unit);
        for (_, card) in plan.cards() {
            known.name(&card.who);
        }
        for finding in find_in(plan) {
            match finding.found {
                Found::Duty { unit, .. } => known.name(&unit),
                Found::Contact {
                    unit,
                    person,
                    phones,
                } => {
                    known.name(&unit);
                    let key = (one_name(&unit).0, post(person));
                    known.phones.entry(key).or_default().extend(phones);
                }
                _ => {}
            }
        }
        known
    }

    /// Bureaus that are known by several names, and whatever else is named like a unit.
    fn name(&mut self, names: &str) {
        for name in names.split(['、', '；', '/']) {
            let (one, known) = one_name(name);
            if known {
                let written = without_place(name).to_owned();
                self.names.entry(one).or_default().insert(written);
            } else if is_unit(&one) {
                self.units.insert(one);
            }
        }
    }
}

/// A duty room is called by one number, whether it is named, its officer is, or nobody.
fn post(person: String) -> String {
    let duty = ["值班", "24小时值班", "总值班"];
    if duty.iter().any(|word| person.trim().starts_with(word)) {
        return String::new();
    }
    person
}

impl Said {
    /// Units that others write in another way.
    fn units_against(&self, others: &[(&Plan, &Self)], found: &mut Vec<CheckFinding>) {
        for (one, names) in &self.names {
            let differs = others.iter().find_map(|(_, other)| {
                let theirs = other.names.get(one)?;
                let another = theirs.iter().find(|name| !names.contains(*name));
                // A plan that names a unit in two ways itself is told with any other.
                let name = another.or_else(|| theirs.first().filter(|_| names.len() > 1))?;
                Some((name, &other.id))
            });
            let Some((name, other)) = differs else {
                continue;
            };
            let list: Vec<String> = names
                .iter()
                .map(|name| (name, &self.id))
                .chain([(name, other)])
                .map(|(name, plan)| format!("“{name}”（{plan}）"))
                .collect();
            found.push(CheckFinding {
                subject: one.clone(),
                words: format!("同一单位有不同写法：{}", list.join("、")),
                ..finding(
                    CheckCode::UnitNamedDifferently,
                    Severity::Notice,
                    &self.id,
                    other,
                )
            });
        }
    }

    /// Units that others write in short or in full. A plan that has both names means two units.
    fn shorts_against(&self, others: &[(&Plan, &Self)], found: &mut Vec<CheckFinding>) {
        for (_, other) in others {
            found.extend(shorts(self, other));
        }
    }

    /// Units that others call by other numbers only.
    fn phones_against(&self, others: &[(&Plan, &Self)], found: &mut Vec<CheckFinding>) {
        let named = self.phones.iter().filter(|((unit, _), _)| !unit.is_empty());
        for (key, numbers) in named {
            let differs = others.iter().find_map(|(_, other)| {
                let theirs = other.phones.get(key)?;
                numbers.is_disjoint(theirs).then_some((theirs, &other.id))
            });
            if let Some((theirs, other)) = differs {
                found.push(phone_differs(&key.0, (&self.id, numbers), (other, theirs)));
            }
        }
    }
}

fn phone_differs(
    unit: &str,
    (first, numbers): (&str, &BTreeSet<String>),
    (second, others): (&str, &BTreeSet<String>),
) -> CheckFinding {
    let list = |numbers: &BTreeSet<String>| numbers.iter().cloned().collect::<Vec<_>>().join("、");
    CheckFinding {
        subject: unit.to_owned(),
        words: format!(
            "{unit}的电话不一致：{first} 写{}，{second} 写{}",
            list(numbers),
            list(others)
        ),
        ..finding(CheckCode::PhoneDiffers, Severity::Warning, first, second)
    }
}

fn units(known: &[Said], found: &mut Vec<CheckFinding>) {
    let mut all: BTreeMap<&str, BTreeMap<&str, &str>> = BTreeMap::new();
    for plan in known {
        for (one, names) in &plan.names {
            let written = all.entry(one).or_default();
            for name in names {
                written.entry(name).or_insert(&plan.id);
            }
        }
    }
    for (one, names) in all.iter().filter(|(_, names)| names.len() > 1) {
        let list: Vec<String> = names
            .iter()
            .map(|(name, plan)| format!("“{name}”（{plan}）"))
            .collect();
        let mut plans = names.values();
        let first = plans.next().copied().unwrap_or_default();
        let second = plans.next().copied().unwrap_or_default();
        found.push(CheckFinding {
            subject: (*one).to_owned(),
            words: format!("同一单位有不同写法：{}", list.join("、")),
            ..finding(
                CheckCode::UnitNamedDifferently,
                Severity::Notice,
                first,
                second,
            )
        });
    }
}

/// One unit that a plan names in short and another in full.
fn shorts(one: &Said, other: &Said) -> Vec<CheckFinding> {
    let mut found = Vec::new();
    for name in one.units.difference(&other.units) {
        for written in other.units.difference(&one.units) {
            if !is_short_for(name, written) && !is_short_for(written, name) {
                continue;
            }
            let (first, second) = (&one.id, &other.id);
            found.push(CheckFinding {
                subject: name.clone(),
                words: format!(
                    "可能是同一单位的不同写法：“{name}”（{first}）、“{written}”（{second}）"
                ),
                ..finding(
                    CheckCode::UnitNamedDifferently,
                    Severity::Notice,
                    first,
                    second,
                )
            });
        }
    }
    found
}

/// Each pair of names once, with the first two plans that have them.
fn short_names(known: &[Said], found: &mut Vec<CheckFinding>) {
    let mut first: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, plan) in known.iter().enumerate() {
        for name in &plan.units {
            first.entry(name).or_insert(at);
        }
    }
    let plans: BTreeSet<usize> = first.values().copied().collect();
    let plans: Vec<&Said> = plans.into_iter().map(|at| &known[at]).collect();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for (at, one) in plans.iter().enumerate() {
        for other in &plans[at + 1..] {
            for finding in shorts(one, other) {
                if seen.insert(finding.words.clone()) {
                    found.push(finding);
                }
            }
        }
        if seen.len() > SHORTS_MAX {
            return;
        }
    }
}

/// One unit and person, other numbers: two plans that share none.
fn phones(known: &[Said], found: &mut Vec<CheckFinding>) {
    type Held<'a> = Vec<(&'a str, &'a BTreeSet<String>)>;
    let mut all: BTreeMap<&(String, String), Held<'_>> = BTreeMap::new();
    for plan in known {
        for (key, numbers) in plan.phones.iter().filter(|((unit, _), _)| !unit.is_empty()) {
            all.entry(key).or_default().push((&plan.id, numbers));
        }
    }
    for ((unit, _), plans) in all {
        let (first, numbers) = plans[0];
        let other = plans[1..]
            .iter()
            .find(|(_, other)| numbers.is_disjoint(other));
        let Some((second, others)) = other else {
            continue;
        };
        found.push(phone_differs(unit, (first, numbers), (second, others)));
    }
}
