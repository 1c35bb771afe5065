//! Suggestions to revise (修订建议): what changed outside a plan, on each clause that names it.
//!
//! A renamed or re-numbered team, site, person or department and a changed hazard site are read off
//! the log; findings of drills and what people enter are facts of the plan. Hidden dangers that are
//! not put right and risk grades have no source in this log yet.

use std::collections::BTreeSet;

use contract::error::CallError;
use contract::rows::{SuggestionRow, SuggestionsRequest};
use emergency::id::SuggestionId;
use emergency::plan::{PlanRecord, RevisionTrigger};
use emergency::time::UtcMs;
use plans::{Block, Clause, Plan};

use super::newest;
use crate::changed::{Change, ChangeKind};
use crate::desk::Desk;
use crate::session::Session;
use crate::shelf::{self, Parsed};

/// Suggestions that one answer has.
const SUGGESTIONS_MAX: usize = 5_000;
/// Characters from which on a name is looked for in the words of a plan: shorter ones are in too
/// many other words.
const NAME_CHARS_MIN: usize = 3;

/// The suggestions that there are, plan by plan, in the order of the text.
pub(crate) fn suggestions(
    desk: &Desk,
    session: &Session,
    request: &SuggestionsRequest,
) -> Result<Vec<SuggestionRow>, CallError> {
    let records = match &request.plan {
        Some(plan) => shelf::record(session, plan)?.into_iter().collect(),
        None => shelf::records(session)?,
    };
    let changes = session.changed.changes(desk, session)?;
    let mut all = Vec::new();
    for record in records.iter().filter(|record| !record.is_ended()) {
        let Some(version) = newest(record) else {
            continue;
        };
        let parsed = desk.shelf.parsed(session, record, version)?;
        all.extend(of_plan(record, &parsed, &changes, request.settled));
        if all.len() >= SUGGESTIONS_MAX {
            break;
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
            _ => mentioned(plan, change),
        };
        let of = |place: u32| from_change(plan, change, place);
        rows.extend(places.into_iter().map(of));
    }
    rows.extend(from_drills(record, plan));
    rows.extend(entered(record, plan));
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

/// All words of a clause.
fn words(clause: &Clause) -> String {
    let mut words = clause.heading.clone();
    let mut add = |text: &str| {
        words.push('\n');
        words.push_str(text);
    };
    for block in &clause.blocks {
        match block {
            Block::Text(text) => add(text),
            Block::Card(card) => [&card.what, &card.who, &card.confirm]
                .into_iter()
                .for_each(|text| add(text)),
            Block::Level(rule) => [&rule.decides, &rule.matter]
                .into_iter()
                .chain(&rule.start)
                .chain(&rule.measures)
                .for_each(|text| add(text)),
        }
    }
    words
}

/// Places of the clauses that have the old words and not as part of the new ones.
fn mentioned(plan: &Plan, change: &Change) -> Vec<u32> {
    let looked_for = match change.kind {
        ChangeKind::Hazard => &change.about,
        _ => &change.old,
    };
    if looked_for.chars().count() < NAME_CHARS_MIN {
        return Vec::new();
    }
    let has = |clause: &Clause| {
        let words = words(clause);
        match change.kind {
            ChangeKind::Unit if change.new.contains(looked_for) => {
                words.replace(&change.new, "").contains(looked_for)
            }
            _ => words.contains(looked_for.as_str()),
        }
    };
    let clauses = (0..).zip(&plan.clauses);
    clauses
        .filter(|(_, clause)| has(clause))
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

fn from_change(plan: &Plan, change: &Change, place: u32) -> SuggestionRow {
    let heading = heading(plan, place);
    let (trigger, kind, words) = match change.kind {
        ChangeKind::Unit => (
            RevisionTrigger::Command,
            "unit",
            format!("{} 已改称 {}", change.old, change.new),
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
    };
    let title = title(plan, place);
    SuggestionRow {
        suggestion: name(&[kind, &change.source, &title, &change.old, &change.new]),
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

fn title(plan: &Plan, place: u32) -> String {
    let clause = plan.clauses.get(place as usize);
    clause
        .map(|clause| clause.title().to_owned())
        .unwrap_or_default()
}

/// The clause of that title, without its number; none for the plan as a whole.
fn place_of(plan: &Plan, title: &str) -> Option<u32> {
    if title.is_empty() {
        return None;
    }
    let clauses = (0..).zip(&plan.clauses);
    let mut found =
        clauses.filter(|(_, clause)| clause.title() == title || clause.heading == title);
    found.next().map(|(place, _)| place)
}

/// One row on a clause that somebody named.
fn on_clause(plan: &Plan, suggestion: SuggestionId, clause: &str, at: UtcMs) -> SuggestionRow {
    let place = place_of(plan, clause);
    SuggestionRow {
        suggestion,
        clause: place.map_or_else(|| clause.to_owned(), |place| heading(plan, place)),
        place,
        at: Some(at),
        ..SuggestionRow::default()
    }
}

fn from_drills(record: &PlanRecord, plan: &Plan) -> Vec<SuggestionRow> {
    let mut rows = Vec::new();
    for done in &record.drilled {
        let event = done.event.to_string();
        for (number, finding) in done.what.findings.iter().enumerate() {
            let id = name(&["drill", &event, &number.to_string()]);
            rows.push(SuggestionRow {
                trigger: RevisionTrigger::Finding,
                kind: "drill".to_owned(),
                words: finding.words.clone(),
                source: done.what.title.clone(),
                ..on_clause(plan, id, &finding.clause, done.at)
            });
        }
    }
    rows
}

fn entered(record: &PlanRecord, plan: &Plan) -> Vec<SuggestionRow> {
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
            rows.push(SuggestionRow {
                trigger: what.trigger,
                kind: "entered".to_owned(),
                words: what.words.clone(),
                source: what.source.clone(),
                ..on_clause(plan, id, clause, done.at)
            });
        }
    }
    rows
}
