//! Reading: the text of a version, two versions side by side, what a plan lacks.

use contract::error::CallError;
use contract::rows::{
    CheckPlan, ClauseDiff, ComparePlan, PlanDiff, PlanFinding, PlanText, PlanTextRequest,
    VersionRow, WithdrawalRequest, WordsPart,
};
use emergency::plan::{PLAN_TEXT_BYTES_MAX, PlanActWithdrawn};
use plans::check::{CheckFinding, check as check_one, check_against};
use plans::compare::{ClauseChange, compare as compare_plans};

use super::save::too_long;
use super::{Picked, code, pick, read, rows, shipped};
use crate::desk::Desk;
use crate::session::{Session, not_found};
use crate::shelf;

/// The text of one version, read.
pub(crate) fn text(
    desk: &Desk,
    session: &Session,
    request: &PlanTextRequest,
) -> Result<PlanText, CallError> {
    let Picked {
        version,
        text,
        sha256,
        whole,
    } = pick(desk, session, &request.plan, request.version.as_ref())?;
    let (_, detail) = read(&text);
    Ok(PlanText {
        plan: request.plan.clone(),
        version,
        sha256,
        whole,
        text,
        detail,
    })
}

/// A text that could not be saved is not read either.
fn not_too_long(text: &str) -> Result<(), CallError> {
    if text.len() > PLAN_TEXT_BYTES_MAX {
        return Err(too_long("text", PLAN_TEXT_BYTES_MAX));
    }
    Ok(())
}

/// Two versions, clause by clause.
pub(crate) fn compare(
    desk: &Desk,
    session: &Session,
    request: &ComparePlan,
) -> Result<PlanDiff, CallError> {
    not_too_long(&request.text)?;
    let plan = &request.plan;
    let old = match &request.old {
        Some(version) => pick(desk, session, plan, Some(version))?,
        None => shipped(desk, plan)?,
    };
    let new = match &request.new {
        Some(version) => pick(desk, session, plan, Some(version))?.text,
        None => request.text.clone(),
    };
    let found = compare_plans(&plans::parse(&old.text).0, &plans::parse(&new).0);
    Ok(PlanDiff {
        clauses: found.clauses.into_iter().map(clause).collect(),
        same: found.same,
        moved: found.moved,
        changed: found.changed,
        added: found.added,
        removed: found.removed,
        between: between(session, request)?,
    })
}

fn clause(change: ClauseChange) -> ClauseDiff {
    let parts = change.segments.into_iter().map(|segment| WordsPart {
        kind: code(&segment.kind),
        text: segment.text,
    });
    ClauseDiff {
        old: change.old,
        new: change.new,
        old_heading: change.old_heading,
        new_heading: change.new_heading,
        moved: change.moved,
        changed: change.changed,
        segments: parts.collect(),
    }
}

/// The versions that the new one was made from and the old one was not.
fn between(session: &Session, request: &ComparePlan) -> Result<Vec<VersionRow>, CallError> {
    let record = shelf::record(session, &request.plan)?;
    let (Some(record), Some(new)) = (record, &request.new) else {
        return Ok(Vec::new());
    };
    let mut line = record.line_of(new);
    if let Some(old) = &request.old {
        for earlier in record.line_of(old) {
            line.remove(&earlier);
        }
    }
    let mut all = rows::versions(session, &record);
    all.retain(|row| line.contains(&row.version));
    Ok(all)
}

/// What a plan lacks by itself, and where it contradicts the plans that are worked by.
pub(crate) fn check(
    desk: &Desk,
    session: &Session,
    request: &CheckPlan,
) -> Result<Vec<PlanFinding>, CallError> {
    not_too_long(&request.text)?;
    let text = if request.text.is_empty() {
        pick(desk, session, &request.plan, request.version.as_ref())?.text
    } else {
        request.text.clone()
    };
    let (plan, _) = plans::parse(&text);
    let library = desk.library();
    let others = library.plans().iter();
    let others: Vec<_> = others
        .map(|held| (&held.plan, desk.shelf.said(held)))
        .collect();
    let mut found = check_one(&plan);
    let with_said = others.iter().map(|(other, said)| (*other, said.as_ref()));
    found.extend(check_against(&plan, with_said));
    Ok(found.into_iter().map(row).collect())
}

fn row(finding: CheckFinding) -> PlanFinding {
    PlanFinding {
        code: code(&finding.code),
        severity: code(&finding.severity),
        plan: finding.plan.into(),
        other: finding.other.into(),
        clause: finding.clause,
        subject: finding.subject,
        words: finding.words,
        source: finding.source,
    }
}

/// What would be withdrawn with an act.
pub(crate) fn withdrawal(
    session: &Session,
    request: &WithdrawalRequest,
) -> Result<PlanActWithdrawn, CallError> {
    let record = shelf::record(session, &request.plan)?;
    let record = record.ok_or_else(|| not_found("plan", request.plan.as_str()))?;
    let found = record.leaning_on(request.act);
    let (act, also) = found.ok_or_else(|| not_found("plan act", &request.act.to_string()))?;
    Ok(PlanActWithdrawn {
        act,
        also,
        why: String::new(),
    })
}
