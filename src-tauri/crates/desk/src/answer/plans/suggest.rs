//! Suggestions to revise (修订建议): what changed outside a plan, on each clause that names it.
//!
//! A renamed or re-numbered team, site, person or department, one that is off its list, a site with
//! another substance, grade or assessed risk, a changed unit of it and a hidden danger that is not
//! put right are read off the log; findings of drills and what people enter are facts of the plan.

use std::collections::BTreeSet;

use contract::error::CallError;
use contract::rows::{SuggestionRow, SuggestionsRequest};
use emergency::id::SuggestionId;
use emergency::plan::{PlanRecord, RevisionTrigger};
use emergency::time::UtcMs;
use plans::{LibraryPlan, Plan};

use super::newest;
use crate::changed::{Change, ChangeKind};
use crate::desk::Desk;
use crate::number::small;
use crate::session::Session;
use crate::shelf::{self, Parsed};

/// Suggestions that one answer has.
const SUGGESTIONS_MAX: usize = 5_000;
/// Characters from which on a name is looked for in the words of a plan: shorter ones are in too
/// many other words.
pub(super) const NAME_CHARS_MIN: usize = 3;

/// What changed, against which plans are held.
pub(super) struct Suggesting<'a> {
    desk: &'a Desk,
    session: &'a Session,
    changes: Vec<Change>,
}

impl<'a> Suggesting<'a> {
    pub(super) fn of(desk: &'a Desk, session: &'a Session) -> Result<Self, CallError> {
        Ok(Self {
            desk,
            session,
            changes: session.changed.changes(desk.settings(), session)?,
        })
    }

    /// The suggestions of a plan in the log, against its newest text; none for one that ended.
    fn rows(&self, record: &PlanRecord, settled: bool) -> Result<Vec<SuggestionRow>, CallError> {
        let Some(version) = newest(record).filter(|_| !record.is_ended()) else {
            return Ok(Vec::new());
        };
        let parsed = self.desk.shelf.parsed(self.session, record, version)?;
        Ok(of_plan(record, &parsed, &self.changes, settled))
    }

    /// Those of a plan that only came with the program.
    fn rows_shipped(&self, held: &LibraryPlan) -> Vec<SuggestionRow> {
        let record = PlanRecord {
            id: held.plan.front.id.as_str().into(),
            ..PlanRecord::default()
        };
        let parsed = self.desk.shelf.parsed_shipped(held);
        of_plan(&record, &parsed, &self.changes, false)
    }

    /// How many of a plan are open.
    pub(super) fn open(&self, record: &PlanRecord) -> Result<u32, CallError> {
        Ok(small(self.rows(record, false)?.len() as u64))
    }

    /// How many of a shipped plan are open.
    pub(super) fn open_shipped(&self, held: &LibraryPlan) -> u32 {
        small(self.rows_shipped(held).len() as u64)
    }
}

/// The suggestions that there are, plan by plan, in the order of the text. A shipped plan has some
/// too: who answers takes it into the log first.
pub(crate) fn suggestions(
    desk: &Desk,
    session: &Session,
    request: &SuggestionsRequest,
) -> Result<Vec<SuggestionRow>, CallError> {
    let records: Vec<PlanRecord> = match &request.plan {
        Some(plan) => shelf::record(session, plan)?.into_iter().collect(),
        None => shelf::records(session)?,
    };
    let suggesting = Suggesting::of(desk, session)?;
    let mut all = Vec::new();
    for record in &records {
        all.extend(suggesting.rows(record, request.settled)?);
        if all.len() >= SUGGESTIONS_MAX {
            break;
        }
    }
    let recorded: BTreeSet<&str> = records.iter().map(|record| record.id.as_str()).collect();
    for held in desk.shelf.shipped().plans().iter() {
        let id = held.plan.front.id.as_str();
        let wanted = request.plan.as_ref().is_none_or(|plan| plan.as_str() == id);
        if wanted && !recorded.contains(id) && all.len() < SUGGESTIONS_MAX {
            all.extend(suggesting.rows_shipped(held));
        }
    }
    all.truncate(SUGGESTIONS_MAX);
    Ok(all)
}

fn of_plan(
    record: &PlanRecord,
    parsed: &Parsed,
    changes: &[Change],
    settled: bool,
) -> Vec<SuggestionRow> {
    let plan = &parsed.plan;
    let mut rows = Vec::new();
    for change in changes {
        let places = match change.kind {
            ChangeKind::Listed => listed(parsed, change),
            _ => mentioned(parsed, change),
        };
        let of = |place: u32| from_change(parsed, change, place);
        rows.extend(places.into_iter().map(of));
    }
    rows.extend(from_drills(record, parsed));
    rows.extend(entered(record, parsed));
    let mut seen = BTreeSet::new();
    rows.retain(|row| seen.insert(row.suggestion.clone()));
    for row in &mut rows {
        row.plan = record.id.clone();
        row.title.clone_from(&plan.front.title);
        if let Some(done) = record.settled.get(&row.suggestion) {
            row.accepted = Some(done.what.accepted);
            row.reason.clone_from(&done.what.reason);
        }
    }
    if !settled {
        rows.retain(|row| row.accepted.is_none());
    }
    rows.sort_by(|a, b| (a.place, &a.suggestion).cmp(&(b.place, &b.suggestion)));
    rows
}

/// Places of the clauses that have the words and not as part of the new ones.
fn mentioned(parsed: &Parsed, change: &Change) -> Vec<u32> {
    let named = change.named.iter();
    let named = named.filter(|name| name.chars().count() >= NAME_CHARS_MIN);
    let named: Vec<&String> = named.collect();
    let has = |words: &str| {
        named.iter().any(|name| match change.kind {
            ChangeKind::Unit if change.new.contains(name.as_str()) => {
                words.replace(&change.new, "").contains(name.as_str())
            }
            _ => words.contains(name.as_str()),
        })
    };
    let clauses = (0..).zip(parsed.clauses());
    clauses
        .filter(|(_, clause)| has(&clause.words))
        .map(|(place, _)| place)
        .collect()
}

/// Places of the contacts of a unit that have none of the numbers by which it is called now.
fn listed(parsed: &Parsed, change: &Change) -> Vec<u32> {
    let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
    let now: Vec<String> = change.new.split('、').map(digits).collect();
    let contacts = parsed.contacts().iter().filter(|contact| {
        contact.unit == change.about
            && !contact.phones.is_empty()
            && !contact
                .phones
                .iter()
                .any(|phone| now.contains(&digits(phone)))
    });
    contacts.map(|contact| contact.clause).collect()
}

/// A name that stays while the same change meets the same clause.
fn name(parts: &[&str]) -> SuggestionId {
    let hash = plans::export::sha256(parts.join("\n").as_bytes());
    SuggestionId(hash[..24].to_owned())
}

/// Why a change revises a plan, its name in the list, and what is said of it.
fn said(change: &Change) -> (RevisionTrigger, &'static str, String) {
    match change.kind {
        ChangeKind::Unit => (
            RevisionTrigger::Command,
            "unit",
            format!("{} 已改称 {}", change.old, change.new),
        ),
        ChangeKind::Gone => (
            RevisionTrigger::Resources,
            "gone",
            format!("{} 已从名册除名", change.about),
        ),
        ChangeKind::Phone => (
            RevisionTrigger::Resources,
            "phone",
            format!(
                "{} 的电话 {} 已改为 {}",
                change.about, change.old, change.new
            ),
        ),
        ChangeKind::Listed => (
            RevisionTrigger::Resources,
            "phone",
            format!("{} 的电话与通讯录不一致，现为 {}", change.about, change.new),
        ),
        ChangeKind::Hazard => (
            RevisionTrigger::Risk,
            "hazard",
            format!("{} 由 {} 变为 {}", change.about, change.old, change.new),
        ),
        ChangeKind::Grade => (
            RevisionTrigger::Risk,
            "grade",
            format!(
                "{} 的重大危险源辨识（GB 18218-2018）由 {} 变为 {}",
                change.about, change.old, change.new
            ),
        ),
        ChangeKind::HazardUnit => (
            RevisionTrigger::Risk,
            "hazard_unit",
            format!(
                "{} 的危险源单元由 {} 变为 {}",
                change.about, change.old, change.new
            ),
        ),
        ChangeKind::Assessed => (
            RevisionTrigger::Risk,
            "assessed",
            format!(
                "{} 的风险评估由 {} 变为 {}",
                change.about, change.old, change.new
            ),
        ),
        ChangeKind::Danger => (
            RevisionTrigger::Risk,
            "danger",
            format!("{} 有未整改的隐患：{}", change.about, change.new),
        ),
    }
}

fn from_change(parsed: &Parsed, change: &Change, place: u32) -> SuggestionRow {
    let heading = heading(&parsed.plan, place);
    let (trigger, kind, words) = said(change);
    let clause = clause_name(parsed, place);
    let parts = [
        kind,
        &change.source,
        &change.about,
        clause,
        &change.old,
        &change.new,
    ];
    SuggestionRow {
        suggestion: name(&parts),
        clause: heading,
        place: Some(place),
        trigger,
        kind: kind.to_owned(),
        words,
        old: change.old.clone(),
        new: change.new.clone(),
        source: change.source.clone(),
        at: change.at,
        ..SuggestionRow::default()
    }
}

fn heading(plan: &Plan, place: u32) -> String {
    let clause = plan.clauses.get(place as usize);
    clause
        .map(|clause| clause.heading.clone())
        .unwrap_or_default()
}

fn clause_name(parsed: &Parsed, place: u32) -> &str {
    let clause = parsed.clauses().get(place as usize);
    clause.map_or("", |clause| clause.name.as_str())
}

/// The clauses of that title, without their numbers; none for the plan as a whole, or when no
/// clause is called so any more.
fn places_of(plan: &Plan, title: &str) -> Vec<u32> {
    if title.is_empty() {
        return Vec::new();
    }
    let clauses = (0..).zip(&plan.clauses);
    let found = clauses.filter(|(_, clause)| clause.title() == title || clause.heading == title);
    found.map(|(place, _)| place).collect()
}

/// A row on every clause that is called as somebody named it. The first one has the suggestion's
/// own name, so that an answer stands when another clause comes to be called the same.
fn on_clauses(
    parsed: &Parsed,
    suggestion: &SuggestionId,
    clause: &str,
    at: UtcMs,
) -> Vec<SuggestionRow> {
    let row = SuggestionRow {
        suggestion: suggestion.clone(),
        clause: clause.to_owned(),
        at: Some(at),
        ..SuggestionRow::default()
    };
    let places = places_of(&parsed.plan, clause);
    if places.is_empty() {
        return vec![row];
    }
    let rows = places.into_iter().enumerate().map(|(number, place)| {
        let of_clause = clause_name(parsed, place);
        SuggestionRow {
            suggestion: match number {
                0 => suggestion.clone(),
                _ => name(&["also", suggestion.as_str(), of_clause]),
            },
            clause: heading(&parsed.plan, place),
            place: Some(place),
            ..row.clone()
        }
    });
    rows.collect()
}

fn from_drills(record: &PlanRecord, parsed: &Parsed) -> Vec<SuggestionRow> {
    let mut rows = Vec::new();
    for done in &record.drilled {
        let event = done.event.to_string();
        for (number, finding) in done.what.findings.iter().enumerate() {
            let id = name(&["drill", &event, &number.to_string()]);
            let of_finding = on_clauses(parsed, &id, &finding.clause, done.at);
            rows.extend(of_finding.into_iter().map(|row| SuggestionRow {
                trigger: RevisionTrigger::Finding,
                kind: "drill".to_owned(),
                words: finding.words.clone(),
                source: done.what.title.clone(),
                ..row
            }));
        }
    }
    rows
}

fn entered(record: &PlanRecord, parsed: &Parsed) -> Vec<SuggestionRow> {
    let mut rows = Vec::new();
    for done in &record.suggested {
        let what = &done.what;
        let whole = [String::new()];
        let clauses: &[String] = if what.clauses.is_empty() {
            &whole
        } else {
            &what.clauses
        };
        for clause in clauses {
            // One answer for each clause, since one may be taken up and another not.
            let id = match clauses {
                [_] => what.suggestion.clone(),
                _ => name(&["entered", what.suggestion.as_str(), clause]),
            };
            let of_clause = on_clauses(parsed, &id, clause, done.at);
            rows.extend(of_clause.into_iter().map(|row| SuggestionRow {
                trigger: what.trigger,
                kind: "entered".to_owned(),
                words: what.words.clone(),
                source: what.source.clone(),
                ..row
            }));
        }
    }
    rows
}
