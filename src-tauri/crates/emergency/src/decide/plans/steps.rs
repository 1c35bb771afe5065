//! The steps of review and filing: what comes after what, on which day, and signed by whom.

use super::{
    Context, Draft, Known, NAMED_MAX, Refusal, at_most, bounded, each_bounded, is_present, needed,
    not_before, papers, record, version_of, wrong,
};
use crate::event::TimeSource;
use crate::fact::Fact;
use crate::id::{PlanId, PlanVersionId};
use crate::plan::{
    FilingAnswer, FilingAnswered, PlanDone, PlanRecord, PlanStepped, RECORDS_MAX, ReviewStep,
};

pub(super) fn step(
    known: &dyn Known,
    context: &Context<'_>,
    plan: PlanId,
    stepped: PlanStepped,
) -> Result<Vec<Draft>, Refusal> {
    let record = record(known, &plan)?;
    let version = &stepped.version;
    version_of(&record, version)?;
    at_most(record.steps.len() + 1, RECORDS_MAX, "steps")?;
    papers(&stepped.documents)?;
    for text in [
        &stepped.note,
        &stepped.number,
        &stepped.to,
        &stepped.simplified_because,
    ] {
        bounded(text, "note")?;
    }
    let already = stepped.issued_before && stepped.step == ReviewStep::Issue;
    // Filing and publishing go on while a newer version is already being written.
    if stepped.step <= ReviewStep::Issue {
        is_present(&record, version)?;
    }
    if already {
        issued_before(&record, context, &stepped)?;
    } else {
        in_order(&record, &stepped)?;
        dated_in_order(&record, context, &stepped)?;
        signed(&record, &stepped)?;
    }
    contents(&stepped)?;
    let fact = Fact::PlanStepped(stepped);
    Ok(vec![Draft::plain(plan.0, fact)])
}

/// A plan from before this log: its earlier steps lie on paper, so the day and the number of the
/// issue are what is known.
fn issued_before(
    record: &PlanRecord,
    context: &Context<'_>,
    stepped: &PlanStepped,
) -> Result<(), Refusal> {
    if record.issue().is_some() {
        return Err(wrong("plan", &record.id.0, "issued"));
    }
    if context.occurred_by != TimeSource::Paper || context.occurred_at >= context.now {
        let field = "paper_at".to_owned();
        return Err(Refusal::OutOfRange { field });
    }
    needed(&stepped.number, "number")
}

/// A step is not dated before the one it follows, nor before what it repeats or answers. An issue
/// is not dated before the last issue, nor before the end of the plan: the one of the later day is
/// in force.
fn dated_in_order(
    record: &PlanRecord,
    context: &Context<'_>,
    stepped: &PlanStepped,
) -> Result<(), Refusal> {
    let version = &stepped.version;
    let before = stepped
        .follows()
        .and_then(|before| record.step_of(version, before));
    not_before(context, before)?;
    let all = record.steps_of(version).into_iter();
    let same = all.rev().find(|done| done.what.step == stepped.step);
    not_before(context, same)?;
    match stepped.step {
        ReviewStep::Issue => {
            not_before(context, record.issue())?;
            not_before(context, record.ended.as_ref())
        }
        ReviewStep::File => not_before(context, last_answer(record, version)),
        _ => Ok(()),
    }
}

/// What the office said of a version last.
fn last_answer<'a>(
    record: &'a PlanRecord,
    version: &PlanVersionId,
) -> Option<&'a PlanDone<FilingAnswered>> {
    let mut answers = record.answers.iter().rev();
    answers.find(|done| done.what.version == *version)
}

/// GB/T 29639-2020 4.1: one step after the other.
fn in_order(record: &PlanRecord, stepped: &PlanStepped) -> Result<(), Refusal> {
    use ReviewStep as S;
    let version = &stepped.version;
    if stepped.is_simple() && (stepped.step != S::Approve || record.issue().is_none()) {
        // Only the revision of a plan that was issued can be simple, and the approval says so.
        let field = "simplified_because".to_owned();
        return Err(Refusal::OutOfRange { field });
    }
    if let Some(before) = stepped.follows()
        && record.step_of(version, before).is_none()
    {
        return Err(wrong(
            "plan_version",
            &version.0,
            &format!("no_{}", before.name()),
        ));
    }
    let done = record.step_of(version, stepped.step).is_some();
    let refiled = stepped.step == S::File && is_open_again(record, version);
    // A review may be held again, as long as nothing was approved on it.
    let again = stepped.step == S::Review && record.step_of(version, S::Approve).is_none();
    if done && !refiled && !again {
        return Err(wrong("plan_version", &version.0, stepped.step.name()));
    }
    Ok(())
}

/// What was handed in came back: it is handed in again.
fn is_open_again(record: &PlanRecord, version: &PlanVersionId) -> bool {
    let handed_in = record.step_of(version, ReviewStep::File);
    let Some(answer) = last_answer(record, version) else {
        return false;
    };
    answer.what.answer != FilingAnswer::Accepted
        && handed_in.is_some_and(|done| done.order() < answer.order())
}

/// The minutes of a review are signed by its head (GB/T 29639-2020 4.8 b), an approval and an
/// issue by who gives them (国办发〔2024〕5号 art. 25; 应急管理部令第2号 art. 24), each over the
/// very text.
fn signed(record: &PlanRecord, stepped: &PlanStepped) -> Result<(), Refusal> {
    use ReviewStep as S;
    if !matches!(stepped.step, S::Review | S::Approve | S::Issue) {
        return Ok(());
    }
    // A review that is held again has minutes of its own. What counts is when each was entered:
    // the day of a review may lie before that of its signature.
    let steps = record.steps_of(&stepped.version).into_iter();
    let held = steps.filter(|done| done.what.step == S::Review && stepped.step == S::Review);
    let held = held.map(|done| (done.recorded_at, done.event)).max();
    let mut signatures = record.signatures_of(&stepped.version, stepped.step);
    if !signatures.any(|done| held < Some((done.recorded_at, done.event))) {
        let field = "signature".to_owned();
        return Err(Refusal::Needed { field });
    }
    Ok(())
}

fn contents(stepped: &PlanStepped) -> Result<(), Refusal> {
    at_most(stepped.experts.len(), NAMED_MAX, "experts")?;
    match stepped.step {
        ReviewStep::Review => {
            if stepped.experts.is_empty() {
                let field = "experts".to_owned();
                return Err(Refusal::Needed { field });
            }
            stepped.experts.iter().try_for_each(|expert| {
                needed(&expert.name, "experts")?;
                bounded(&expert.name, "experts")?;
                bounded(&expert.unit, "experts")?;
                bounded(&expert.opinion, "experts")
            })
        }
        ReviewStep::Issue => needed(&stepped.number, "number"),
        ReviewStep::File => needed(&stepped.to, "to"),
        _ => Ok(()),
    }
}

pub(super) fn answer(
    known: &dyn Known,
    context: &Context<'_>,
    plan: PlanId,
    answered: FilingAnswered,
) -> Result<Vec<Draft>, Refusal> {
    let record = record(known, &plan)?;
    let version = &answered.version;
    version_of(&record, version)?;
    at_most(record.answers.len() + 1, RECORDS_MAX, "answers")?;
    each_bounded(&answered.missing, "missing")?;
    bounded(&answered.reason, "reason")?;
    bounded(&answered.number, "number")?;
    let Some(handed_in) = record.step_of(version, ReviewStep::File) else {
        return Err(wrong("plan_version", &version.0, "no_file"));
    };
    not_before(context, Some(handed_in))?;
    if is_open_again(&record, version) {
        return Err(wrong("plan_version", &version.0, "answered"));
    }
    match answered.answer {
        FilingAnswer::Accepted => {}
        // 应急管理部令第2号 art. 28: what is missing is said at once and in full.
        FilingAnswer::Incomplete if answered.missing.is_empty() => {
            let field = "missing".to_owned();
            return Err(Refusal::Needed { field });
        }
        FilingAnswer::Incomplete => {}
        FilingAnswer::Refused => needed(&answered.reason, "reason")?,
    }
    let fact = Fact::PlanFilingAnswered(answered);
    Ok(vec![Draft::plain(plan.0, fact)])
}
