//! The plan library as the desk reads it: the shipped samples or the district's own folder.

use std::path::{Path, PathBuf};

use contract::rows::{
    CardRow, ClauseRow, LegalDutyRow, LevelRow, NeedsFrom, PlanContact, PlanDetail, PlanRow, Reason,
};
use dispatch::plan_check::PlanNeed;
use emergency::id::PlanId;
use emergency::incident::{Incident, Need, TaskGiven};
use emergency::level::{IncidentGrade, ResponseLevel};
use plans::legal_duty::{DutyWhen, LegalDuty, Uncarried, uncarried};
use plans::{
    Block, Card, Clause, IncidentFacts, LevelRule, LibraryPlan, Plan, PlanKind, PlanLibrary,
    PlanStatus, match_plans, shipped::SHIPPED,
};

/// Bytes of one plan text that are read.
const PLAN_FILE_BYTES_MAX: u64 = 8 * 1024 * 1024;
/// Folders below the library's own that are looked into.
const DEPTH_MAX: usize = 4;
/// Score that shows as a full fit.
const SCORE_FULL: i32 = 100;

/// The library with what is wrong with it.
pub(crate) struct Library {
    plans: PlanLibrary,
}

impl Library {
    /// The library of a folder, or the shipped samples.
    pub(crate) fn load(folder: Option<&Path>) -> Self {
        let (plans, defects) = match folder {
            Some(folder) => PlanLibrary::load(texts(folder)),
            None => PlanLibrary::load(SHIPPED),
        };
        for defect in defects {
            tracing::warn!(?defect, "plan library");
        }
        Self { plans }
    }

    /// A library of plans that are read already.
    pub(crate) fn of(plans: PlanLibrary) -> Self {
        Self { plans }
    }

    /// The plans themselves.
    pub(crate) fn plans(&self) -> &PlanLibrary {
        &self.plans
    }

    /// All plans.
    pub(crate) fn rows(&self) -> Vec<PlanRow> {
        self.plans.iter().map(row).collect()
    }

    /// One plan, open. For an incident, cards of substances that it is not about are marked.
    pub(crate) fn detail(&self, id: &str, incident: Option<&Incident>) -> Option<PlanDetail> {
        self.plans.get(id).map(|held| detail(held, incident))
    }

    /// How many plans there are, and what all their cards need.
    pub(crate) fn needs(&self) -> (u32, Vec<PlanNeed>) {
        let plans = u32::try_from(self.plans.iter().count()).unwrap_or(u32::MAX);
        let lines = self.plans.iter().flat_map(|held| {
            let front = &held.plan.front;
            held.plan.cards().flat_map(move |(clause, card)| {
                card.needs.iter().map(move |need| PlanNeed {
                    plan: front.id.clone(),
                    title: front.title.clone(),
                    clause: clause.heading.clone(),
                    card: card.id.clone(),
                    what: card.what.clone(),
                    need: need.into(),
                    label: need.label.clone(),
                })
            })
        });
        (plans, lines.collect())
    }

    /// The plans that fit an incident, best first, each with its reasons.
    pub(crate) fn matches(&self, incident: &Incident) -> Vec<PlanRow> {
        let found = match_plans(&self.plans, &facts_of(incident));
        let rows = found.into_iter().filter_map(|found| {
            let mut row = row(self.plans.get(&found.plan_id)?);
            row.score = u32::try_from(found.score.clamp(0, SCORE_FULL)).unwrap_or(0);
            row.reasons = found.reasons.into_iter().map(reason).collect();
            Some(row)
        });
        rows.collect()
    }

    /// The duties of the law that neither a card of the plan nor a task of the incident carries;
    /// none when there is no such plan. A duty that was given as a task of its own is among them,
    /// so that it can be shown as given.
    pub(crate) fn legal_duties(
        &self,
        plan: Option<&str>,
        incident: &Incident,
    ) -> Option<Vec<LegalDutyRow>> {
        let held = match plan {
            Some(id) => Some(&self.plans.get(id)?.plan),
            None => None,
        };
        let is_carried = |duty: &LegalDuty| {
            let mut given = incident.tasks.values().map(|task| &task.given);
            given.any(|task| task.card != duty.id && duty.is_named_in(&task.basis))
        };
        let open = uncarried(held, &facts_of(incident)).into_iter();
        let open = open.filter(|one| !is_carried(one.duty));
        Some(open.map(duty_row).collect())
    }

    /// What the cards of the best fitting plan need that name a need at all, at its lowest level
    /// with such cards: a higher one is for whoever starts the response to decide. None where no
    /// plan that fits names any.
    pub(crate) fn foreseen(&self, incident: &Incident) -> Option<Foreseen> {
        use ResponseLevel::{Four, One, Three, Two};
        let facts = facts_of(incident);
        match_plans(&self.plans, &facts).iter().find_map(|found| {
            let held = self.plans.get(&found.plan_id)?;
            [Four, Three, Two, One].into_iter().find_map(|level| {
                let cards = plans::cards_for_incident(&held.plan, level, &facts);
                let needs: Vec<Need> = cards
                    .iter()
                    .flat_map(|card| &card.needs)
                    .map(Need::from)
                    .collect();
                let needs = Need::together(&needs);
                let front = &held.plan.front;
                let from = NeedsFrom {
                    plan: front.id.as_str().into(),
                    title: front.title.clone(),
                    level,
                };
                (!needs.is_empty()).then_some(Foreseen { from, needs })
            })
        })
    }
}

/// What a plan would have to be done with, before anybody has started it.
pub(crate) struct Foreseen {
    /// The plan and its level.
    pub(crate) from: NeedsFrom,
    /// What its cards need together.
    pub(crate) needs: Vec<Need>,
}

/// A plan, open.
pub(crate) fn detail(held: &LibraryPlan, incident: Option<&Incident>) -> PlanDetail {
    let facts = incident.map(facts_of);
    let fits = |card: &Card| {
        let facts = facts.as_ref();
        facts.is_none_or(|facts| plans::fits_incident(&held.plan, card, facts))
    };
    let cards = held.plan.cards();
    let defects = held.defects.iter().map(|defect| format!("{defect:?}"));
    PlanDetail {
        row: row(held),
        clauses: clauses(&held.plan),
        levels: held.plan.levels().filter_map(level).collect(),
        cards: cards
            .map(|(clause, card)| card_row(&held.plan, clause, card, fits(card)))
            .collect(),
        contacts: plans::role::contacts_of(&held.plan, "")
            .into_iter()
            .map(|one| PlanContact {
                unit: one.unit,
                person: one.person,
                phones: one.phones,
            })
            .collect(),
        defects: defects.collect(),
    }
}

/// What the library is asked by.
fn facts_of(incident: &Incident) -> IncidentFacts {
    let opened = &incident.opened;
    let substances = [&opened.substance].into_iter().filter(|s| !s.is_empty());
    IncidentFacts {
        kind: opened.kind.clone(),
        substances: substances.cloned().collect(),
        level: Some(thought_of(incident)),
        units: vec![opened.unit.clone()],
        street: opened.place.street.clone(),
        text: format!("{} {} {}", opened.title, opened.place.words, opened.unit),
    }
}

/// The level in force, else the one of the grade: the plans' own working default (Ⅳ一般 to
/// Ⅰ特别重大), which the form of a response begins with too.
fn thought_of(incident: &Incident) -> ResponseLevel {
    if let Some(response) = &incident.response {
        return response.contents.level;
    }
    match incident.grade {
        Some(IncidentGrade::ExtraordinarilySerious) => ResponseLevel::One,
        Some(IncidentGrade::Serious) => ResponseLevel::Two,
        Some(IncidentGrade::Major) => ResponseLevel::Three,
        Some(IncidentGrade::Ordinary) | None => ResponseLevel::Four,
    }
}

fn reason(reason: plans::Reason) -> Reason {
    Reason {
        code: serde_json::to_value(reason.code)
            .ok()
            .and_then(|code| code.as_str().map(str::to_owned))
            .unwrap_or_default(),
        number: Some(f64::from(reason.points)),
        words: reason.words,
    }
}

fn row(held: &LibraryPlan) -> PlanRow {
    let front = &held.plan.front;
    PlanRow {
        id: front.id.clone(),
        title: front.title.clone(),
        kind: kind_words(front.kind).to_owned(),
        unit: front.unit.clone(),
        version: front.version.clone(),
        status: status_words(front.status).to_owned(),
        cards: u32::try_from(held.plan.cards().count()).unwrap_or(u32::MAX),
        reasons: Vec::new(),
        score: 0,
        defects: u32::try_from(held.defects.len()).unwrap_or(u32::MAX),
    }
}

/// The clauses in order. A card is named by its place among all cards of the plan, which is the
/// order in which they stand in the text.
fn clauses(plan: &Plan) -> Vec<ClauseRow> {
    let mut next = 0;
    plan.clauses
        .iter()
        .map(|one| {
            let held = one.blocks.iter();
            let count = held.filter(|block| matches!(block, Block::Card(_))).count();
            let count = u32::try_from(count).unwrap_or(u32::MAX);
            let cards = next..next + count;
            next += count;
            clause(one, cards)
        })
        .collect()
}

fn clause(clause: &Clause, cards: std::ops::Range<u32>) -> ClauseRow {
    let levels = clause.blocks.iter().filter_map(|block| match block {
        Block::Level(rule) => rule.level,
        _ => None,
    });
    let paragraphs = clause.blocks.iter().flat_map(|block| match block {
        Block::Text(text) => plans::text::paragraphs(text),
        Block::Card(_) | Block::Level(_) => Vec::new(),
    });
    ClauseRow {
        depth: clause.depth,
        heading: clause.heading.clone(),
        paragraphs: paragraphs.collect(),
        cards: cards.collect(),
        levels: levels.collect(),
    }
}

fn level(rule: &LevelRule) -> Option<LevelRow> {
    Some(LevelRow {
        level: rule.level?,
        condition: rule.start.join("；"),
        decides: rule.decides.clone(),
        matter: rule.matter.clone(),
        period_h: rule.period_h,
        measures: rule.measures.join("；"),
    })
}

fn card_row(plan: &Plan, clause: &Clause, card: &Card, fits: bool) -> CardRow {
    CardRow {
        task: TaskGiven {
            task: String::new().into(),
            plan: Some(PlanId(plan.front.id.clone())),
            card: card.id.clone(),
            what: card.what.clone(),
            who: card.who.clone(),
            within_min: card.within_min,
            needs: card.needs.iter().map(Into::into).collect(),
            confirmed_by: card.confirm.clone(),
            basis: card.law.join("；"),
        },
        levels: card.levels.clone(),
        clause: clause.heading.clone(),
        substances: card.substances.clone(),
        fits,
    }
}

fn duty_row(open: Uncarried) -> LegalDutyRow {
    let duty = open.duty;
    LegalDutyRow {
        task: TaskGiven {
            card: duty.id.clone(),
            what: duty.what.clone(),
            who: duty.who.clone(),
            basis: duty.citation(),
            ..TaskGiven::default()
        },
        levels: open.levels,
        in_warning: matches!(duty.when, DutyWhen::Warning | DutyWhen::GraveWarning),
    }
}

fn kind_words(kind: PlanKind) -> &'static str {
    match kind {
        PlanKind::General => "总体应急预案",
        PlanKind::Special => "专项应急预案",
        PlanKind::Department => "部门应急预案",
        PlanKind::Community => "基层单位应急预案",
        PlanKind::Joint => "联合应急预案",
        PlanKind::Event => "重大活动应急预案",
        PlanKind::Supporting => "支撑性文件",
        PlanKind::FirmGeneral => "企业综合应急预案",
        PlanKind::FirmSpecial => "企业专项应急预案",
        PlanKind::FirmSite => "现场处置方案",
    }
}

fn status_words(status: PlanStatus) -> &'static str {
    match status {
        PlanStatus::Sample => "样板（待区里确认）",
        PlanStatus::Draft => "草稿",
        PlanStatus::InReview => "评审中",
        PlanStatus::InForce => "现行有效",
        PlanStatus::InRevision => "修订中",
        PlanStatus::Withdrawn => "废止",
    }
}

/// The plan texts below a folder; a file that cannot be read is said and left out.
fn texts(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    collect(folder, DEPTH_MAX, &mut found);
    found.sort();
    let read = found.into_iter().filter_map(|path| {
        let text = std::fs::read_to_string(&path)
            .inspect_err(|error| tracing::warn!(path = %path.display(), %error, "plan not read"))
            .ok()?;
        Some((path.display().to_string(), text))
    });
    read.collect()
}

fn collect(folder: &Path, depth: usize, into: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() && depth > 0 {
            collect(&path, depth - 1, into);
            continue;
        }
        let is_plan = path.extension().is_some_and(|ending| ending == "md")
            && path.file_name().is_some_and(|name| name != "README.md")
            && entry
                .metadata()
                .is_ok_and(|data| data.len() <= PLAN_FILE_BYTES_MAX)
            && into.len() < plans::library::PLANS_MAX;
        if is_plan {
            into.push(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use emergency::incident::Task;

    use super::*;

    #[test]
    fn a_duty_is_offered_until_the_plan_or_a_task_carries_it() {
        let texts = [(
            "a.md",
            "+++\nid='word'\nhazards=['fire']\n+++\n\n# 一、总则\n",
        )];
        let library = Library::of(PlanLibrary::load(texts).0);
        let mut incident = Incident::default();
        incident.opened.kind = "fire".into();
        let ids = |incident: &Incident| -> Vec<String> {
            let rows = library.legal_duties(Some("word"), incident);
            let rows = rows.expect("the plan is there").into_iter();
            rows.map(|row| row.task.card).collect()
        };
        assert_eq!(ids(&incident).len(), 24, "a plan from Word carries none");
        assert!(
            library.legal_duties(None, &incident).is_some(),
            "a response without a plan has them too"
        );
        let mut give = |card: &str| {
            let basis = "突发事件应对法（2024）第七十三条第（一）项".to_owned();
            let given = TaskGiven {
                card: card.into(),
                basis,
                ..TaskGiven::default()
            };
            let task = Task {
                given,
                ..Task::default()
            };
            incident.tasks.insert(card.into(), task);
            ids(&incident).contains(&"law-73-1".to_owned())
        };
        assert!(give("law-73-1"), "its own task shows it as given");
        assert!(!give("rescue"), "a card of another plan carries it already");
    }
}
