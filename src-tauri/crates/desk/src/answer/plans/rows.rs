//! The shelf, and one plan with its versions and signatures.

use std::collections::BTreeMap;

use contract::error::CallError;
use contract::rows::{PlanSheet, ShelfRow, SignatureRow, TermRow, TermState, VersionRow};
use emergency::id::{PlanId, PlanVersionId};
use emergency::plan::{PlanDone, PlanRecord, PlanSigned, PlanVersion, ReviewStep, holds};
use emergency::time::UtcMs;

use super::suggest::Suggesting;
use super::terms::Ground;
use super::{bring, save, summary};
use crate::desk::Desk;
use crate::number::small;
use crate::session::{Session, not_found};
use crate::shelf;

/// All plans: those in the log, and those that only came with the program.
pub(crate) fn shelf(desk: &Desk, session: &Session) -> Result<Vec<ShelfRow>, CallError> {
    let records = shelf::records(session)?;
    let ground = Ground::of(session)?;
    let drafts = save::drafts(session)?;
    let suggesting = Suggesting::of(desk, session)?;
    let mut rows: BTreeMap<PlanId, ShelfRow> = BTreeMap::new();
    for record in &records {
        let row = ShelfRow {
            suggestions: suggesting.open(record)?,
            ..row(record, &ground.terms(record), &drafts)
        };
        rows.insert(row.id.clone(), row);
    }
    for held in desk.shelf.shipped().plans().iter() {
        let id = PlanId(held.plan.front.id.clone());
        rows.entry(id).or_insert_with(|| ShelfRow {
            suggestions: suggesting.open_shipped(held),
            ..shipped_row(&held.plan, &drafts)
        });
    }
    Ok(rows.into_values().collect())
}

fn shipped_row(plan: &plans::Plan, drafts: &BTreeMap<PlanId, UtcMs>) -> ShelfRow {
    let id = PlanId(plan.front.id.clone());
    ShelfRow {
        draft_at: drafts.get(&id).copied(),
        id,
        summary: summary(plan),
        ..ShelfRow::default()
    }
}

fn row(record: &PlanRecord, terms: &[TermRow], drafts: &BTreeMap<PlanId, UtcMs>) -> ShelfRow {
    let heads = record.heads();
    let newest = heads.last().and_then(|id| record.versions.get(*id));
    let in_force = record.in_force();
    let shown = in_force.map(|(_, version)| version).or(newest);
    let overdue = terms.iter().filter(|term| term.state == TermState::Overdue);
    ShelfRow {
        id: record.id.clone(),
        summary: shown
            .map(|version| version.summary.clone())
            .unwrap_or_default(),
        recorded: true,
        state: record.state(),
        versions: small(record.versions.len() as u64),
        heads: heads.into_iter().cloned().collect(),
        in_force: in_force.map(|(id, _)| id.clone()),
        saved_at: newest.map(|version| version.at),
        saved_by: newest
            .map(|version| version.by.0.clone())
            .unwrap_or_default(),
        next_step: next_step(record),
        draft_at: drafts.get(&record.id).copied(),
        overdue: small(overdue.count() as u64),
        // Terms stand with the overdue ones first, then the soonest.
        next_due: terms
            .iter()
            .find(|term| matches!(term.state, TermState::Overdue | TermState::Running))
            .cloned(),
        suggestions: 0,
    }
}

/// The first step that the present version has not been through.
fn next_step(record: &PlanRecord) -> Option<ReviewStep> {
    let present = record.present()?;
    let simple = record
        .step_of(present, ReviewStep::Approve)
        .is_some_and(|done| !done.what.simplified_because.is_empty());
    let issued = record.step_of(present, ReviewStep::Issue).is_some();
    let left_out = |step: ReviewStep| {
        (simple && step < ReviewStep::Approve) || (issued && step < ReviewStep::Issue)
    };
    let steps = ReviewStep::ALL.into_iter();
    let mut open =
        steps.filter(|step| !left_out(*step) && record.step_of(present, *step).is_none());
    open.next()
}

/// One plan with everything that is known of it.
pub(crate) fn sheet(desk: &Desk, session: &Session, id: &str) -> Result<PlanSheet, CallError> {
    let plan = PlanId(id.to_owned());
    let drafts = save::drafts(session)?;
    let Some(record) = shelf::record(session, &plan)? else {
        let held = desk.shelf.shipped().plans().get(id);
        let held = held.ok_or_else(|| not_found("plan", id))?;
        let row = ShelfRow {
            suggestions: Suggesting::of(desk, session)?.open_shipped(held),
            ..shipped_row(&held.plan, &drafts)
        };
        return Ok(PlanSheet {
            row,
            ..PlanSheet::default()
        });
    };
    let terms = Ground::of(session)?.terms(&record);
    Ok(PlanSheet {
        row: ShelfRow {
            suggestions: Suggesting::of(desk, session)?.open(&record)?,
            ..row(&record, &terms, &drafts)
        },
        acts: record.acts(),
        documents: bring::documents_of(session, &record)?,
        versions: versions(session, &record),
        signatures: signatures(&record),
        terms,
        record,
    })
}

/// Versions in the order in which they were saved.
fn in_order(record: &PlanRecord) -> Vec<(&PlanVersionId, &PlanVersion)> {
    let mut all: Vec<_> = record.versions.iter().collect();
    all.sort_by_key(|(id, version)| (version.at, version.event, *id));
    all
}

/// Versions, the newest first.
pub(super) fn versions(session: &Session, record: &PlanRecord) -> Vec<VersionRow> {
    let heads = record.heads();
    let in_force = record.in_force().map(|(id, _)| id);
    let all = in_order(record).into_iter();
    let rows = (1..).zip(all).map(|(number, (id, version))| VersionRow {
        version: id.clone(),
        number,
        sha256: version.sha256.clone(),
        parents: version.parents.clone(),
        at: version.at,
        by: version.by.0.clone(),
        role: version.role.clone(),
        own: version.origin == session.origin,
        origin: version.origin.0.clone(),
        why: version.why.clone(),
        source: version.source,
        file: version.file.clone(),
        restored: version.restored.clone(),
        summary: version.summary.clone(),
        is_head: heads.contains(&id),
        is_in_force: in_force == Some(id),
    });
    let mut rows: Vec<VersionRow> = rows.collect();
    rows.reverse();
    rows
}

/// The signatures that count, then those that are void, each the newest first.
pub(super) fn signatures(record: &PlanRecord) -> Vec<SignatureRow> {
    let counting = record.signatures.iter().rev();
    let counting = counting.map(|done| signature(record, done, None));
    let void = record.void.iter().rev().map(|done| {
        let withdrawal = record.withdrawal_of(done.event);
        let why = withdrawal.map(|done| done.what.why.clone());
        signature(record, done, Some(why.unwrap_or_default()))
    });
    counting.chain(void).collect()
}

fn signature(
    record: &PlanRecord,
    done: &PlanDone<PlanSigned>,
    void_because: Option<String>,
) -> SignatureRow {
    let signed = &done.what;
    let version = record.versions.get(&signed.version);
    let same = version.is_some_and(|version| version.sha256 == signed.sha256);
    SignatureRow {
        version: signed.version.clone(),
        step: signed.step,
        name: signed.name.clone(),
        role: signed.role.clone(),
        at: signed.at,
        sha256: signed.sha256.clone(),
        sig: signed.sig.clone(),
        key: done.origin.0.clone(),
        exercise: signed.exercise,
        holds: same && void_because.is_none() && holds(&record.id, signed, &done.origin),
        void_because,
    }
}
