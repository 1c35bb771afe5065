//! Versions of plans, their review and filing, and what is suggested of them.

mod steps;
mod withdraw;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use super::{Context, DocumentParts, Draft, Known, PlanAct, Refusal, bounded, needed, unknown};
use crate::day::Day;
use crate::document::{DOCUMENT_BYTES_MAX, DocumentKept, PART_CHARS_MAX, PARTS_MAX};
use crate::fact::Fact;
use crate::holiday::{HOLIDAY_DAYS_MAX, HolidaysSet};
use crate::id::{PlanId, PlanVersionId};
use crate::plan::{
    PARENTS_MAX, PLAN_TEXT_BYTES_MAX, PlanAssessed, PlanDone, PlanDrilled, PlanEnded, PlanPaper,
    PlanRecord, PlanSaved, PlanSigned, PlanSource, PlanSummary, RECORDS_MAX, RevisionSuggested,
    SuggestionSettled, VERSIONS_MAX, holds,
};

/// Documents, experts, findings or clauses of one act.
const NAMED_MAX: usize = 100;

pub(super) fn decide(
    known: &dyn Known,
    context: &mut Context<'_>,
    act: PlanAct,
) -> Result<Vec<Draft>, Refusal> {
    // A mistyped day would put a text in force that is not.
    if Day::of(context.occurred_at) > Day::of(context.now) {
        let field = "day_ahead".to_owned();
        return Err(Refusal::OutOfRange { field });
    }
    match act {
        PlanAct::Save { plan, saved, file } => save(known, context, plan, saved, file),
        PlanAct::Step { plan, stepped } => steps::step(known, context, plan, stepped),
        PlanAct::Sign { plan, signed } => sign(known, context, plan, signed),
        PlanAct::AnswerFiling { plan, answered } => steps::answer(known, context, plan, answered),
        PlanAct::Assess { plan, assessed } => assess(known, plan, assessed),
        PlanAct::Drill { plan, drilled } => drill(known, plan, drilled),
        PlanAct::Suggest { plan, suggested } => suggest(known, context, plan, suggested),
        PlanAct::Settle { plan, settled } => settle(known, plan, settled),
        PlanAct::End { plan, ended } => end(known, context, plan, ended),
        PlanAct::Withdraw { plan, event, why } => withdraw::withdraw(known, plan, event, why),
        PlanAct::Keep { file } => keep(known, file),
        PlanAct::SetHolidays { set } => set_holidays(set),
    }
}

fn record(known: &dyn Known, plan: &PlanId) -> Result<PlanRecord, Refusal> {
    known.plan(plan).ok_or_else(|| unknown("plan", &plan.0))
}

fn version_of<'a>(
    record: &'a PlanRecord,
    version: &PlanVersionId,
) -> Result<&'a crate::plan::PlanVersion, Refusal> {
    let found = record.versions.get(version);
    found.ok_or_else(|| unknown("plan_version", &version.0))
}

fn wrong(what: &str, id: &str, state: &str) -> Refusal {
    Refusal::WrongState {
        what: what.to_owned(),
        id: id.to_owned(),
        state: state.to_owned(),
    }
}

/// What follows an act is not dated before it; days are compared, for paper knows no hour.
fn not_before<T>(context: &Context<'_>, done: Option<&PlanDone<T>>) -> Result<(), Refusal> {
    if done.is_some_and(|done| Day::of(context.occurred_at) < Day::of(done.at)) {
        let field = "day_back".to_owned();
        return Err(Refusal::OutOfRange { field });
    }
    Ok(())
}

fn at_most(count: usize, max: usize, field: &str) -> Result<(), Refusal> {
    if count > max {
        let field = field.to_owned();
        return Err(Refusal::TooLong { field, max });
    }
    Ok(())
}

/// A list of short texts: how many, and how long each.
fn each_bounded(texts: &[String], field: &str) -> Result<(), Refusal> {
    at_most(texts.len(), NAMED_MAX, field)?;
    texts.iter().try_for_each(|text| bounded(text, field))
}

fn papers(documents: &[PlanPaper]) -> Result<(), Refusal> {
    at_most(documents.len(), NAMED_MAX, "documents")?;
    documents.iter().try_for_each(|one| {
        needed(&one.name, "documents")?;
        bounded(&one.name, "documents")?;
        bounded(&one.number, "documents")
    })
}

/// A save is never refused because somebody else saved too: both versions are heads then. What is
/// saved over must be known here, or it would hang in the air.
fn save(
    known: &dyn Known,
    context: &mut Context<'_>,
    plan: PlanId,
    mut saved: PlanSaved,
    file: Option<DocumentParts>,
) -> Result<Vec<Draft>, Refusal> {
    needed(&plan.0, "plan")?;
    needed(&saved.text, "text")?;
    at_most(saved.text.len(), PLAN_TEXT_BYTES_MAX, "text")?;
    needed(&saved.why, "why")?;
    bounded(&saved.why, "why")?;
    at_most(saved.parents.len(), PARENTS_MAX, "parents")?;
    summed(&saved.summary)?;
    if let Some(file) = &saved.file {
        bounded(&file.name, "file")?;
    }
    saved.sha256 = hex::encode(Sha256::digest(saved.text.as_bytes()));
    let before = known.plan(&plan).unwrap_or_default();
    at_most(before.versions.len() + 1, VERSIONS_MAX, "versions")?;
    saved.parents.sort();
    saved.parents.dedup();
    for parent in &saved.parents {
        version_of(&before, parent)?;
    }
    if let Some(restored) = &saved.restored {
        let found = version_of(&before, restored)?;
        if found.sha256 != saved.sha256 {
            let field = "restored".to_owned();
            return Err(Refusal::OutOfRange { field });
        }
    }
    if before.versions.is_empty() {
        // The same shipped text taken up at two desks apart is one version, not two heads.
        saved.version = if saved.source == PlanSource::Shipped {
            PlanVersionId(format!("shipped-{}", &saved.sha256[..16]))
        } else {
            PlanVersionId((context.new_id)())
        };
    } else {
        if saved.parents.is_empty() {
            let field = "parents".to_owned();
            return Err(Refusal::Needed { field });
        }
        if let [parent] = saved.parents.as_slice()
            && before.versions[parent].sha256 == saved.sha256
        {
            return Err(wrong("plan_version", &parent.0, "same"));
        }
        saved.version = PlanVersionId((context.new_id)());
    }
    let mut drafts = match file {
        Some(file) => keep_parts(known, file)?,
        None => Vec::new(),
    };
    drafts.insert(0, Draft::plain(plan.0, Fact::PlanSaved(saved)));
    Ok(drafts)
}

/// The front matter is outside text, and every list shows it.
fn summed(summary: &PlanSummary) -> Result<(), Refusal> {
    let PlanSummary {
        title,
        kind,
        unit,
        area,
        fields,
        lead,
        label,
        clauses: _,
        cards: _,
    } = summary;
    for text in [title, kind, unit, lead, label] {
        bounded(text, "summary")?;
    }
    each_bounded(area, "summary")?;
    each_bounded(fields, "summary")
}

fn keep(known: &dyn Known, file: DocumentParts) -> Result<Vec<Draft>, Refusal> {
    let id = file.document.clone();
    let drafts = keep_parts(known, file)?;
    if drafts.is_empty() {
        return Err(wrong("document", &id.0, "kept"));
    }
    Ok(drafts)
}

/// The parts of a document; none when it is in the log already.
fn keep_parts(known: &dyn Known, file: DocumentParts) -> Result<Vec<Draft>, Refusal> {
    let DocumentParts { document, parts } = file;
    needed(&document.0, "document")?;
    if known
        .document(&document)
        .is_some_and(|there| there.is_whole())
    {
        return Ok(Vec::new());
    }
    at_most(parts.len(), PARTS_MAX as usize, "parts")?;
    let whole = (0..).zip(&parts).all(|(number, part)| {
        let count = u32::try_from(parts.len()).unwrap_or(u32::MAX);
        part.part == number
            && part.parts == count
            && part.data.len() <= PART_CHARS_MAX
            && part.bytes <= DOCUMENT_BYTES_MAX as u64
    });
    if !whole || parts.is_empty() {
        let field = "parts".to_owned();
        return Err(Refusal::OutOfRange { field });
    }
    if named_by(&parts).as_deref() != Some(document.as_str()) {
        let field = "document".to_owned();
        return Err(Refusal::OutOfRange { field });
    }
    let drafts = parts.into_iter().map(|part| {
        let fact = Fact::DocumentKept(part);
        Draft::plain(document.0.clone(), fact)
    });
    Ok(drafts.collect())
}

/// The hash of the bytes of all parts; none when one cannot be read. What is not what its
/// name says would stand in the way of the true one for ever.
fn named_by(parts: &[DocumentKept]) -> Option<String> {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(STANDARD.decode(part.data.as_bytes()).ok()?);
    }
    Some(hex::encode(hash.finalize()))
}

/// The version must be the present one: what two desks did apart is brought together first.
fn is_present(record: &PlanRecord, version: &PlanVersionId) -> Result<(), Refusal> {
    match record.present() {
        Some(present) if present == version => Ok(()),
        Some(_) => Err(wrong("plan_version", &version.0, "not_present")),
        None => Err(wrong("plan", &record.id.0, "two_heads")),
    }
}

fn sign(
    known: &dyn Known,
    context: &Context<'_>,
    plan: PlanId,
    signed: PlanSigned,
) -> Result<Vec<Draft>, Refusal> {
    let record = record(known, &plan)?;
    let version = version_of(&record, &signed.version)?;
    at_most(record.signatures.len() + 1, RECORDS_MAX, "signatures")?;
    needed(&signed.name, "name")?;
    needed(&signed.role, "role")?;
    bounded(&signed.name, "name")?;
    bounded(&signed.role, "role")?;
    if version.sha256 != signed.sha256 {
        let field = "sha256".to_owned();
        return Err(Refusal::OutOfRange { field });
    }
    is_present(&record, &signed.version)?;
    if signed.exercise != context.exercise || !holds(&plan, &signed, context.origin) {
        let field = "sig".to_owned();
        return Err(Refusal::OutOfRange { field });
    }
    let fact = Fact::PlanSigned(signed);
    Ok(vec![Draft::plain(plan.0, fact)])
}

fn assess(known: &dyn Known, plan: PlanId, assessed: PlanAssessed) -> Result<Vec<Draft>, Refusal> {
    let record = record(known, &plan)?;
    version_of(&record, &assessed.version)?;
    at_most(record.assessed.len() + 1, RECORDS_MAX, "assessed")?;
    needed(&assessed.result, "result")?;
    bounded(&assessed.result, "result")?;
    papers(&assessed.documents)?;
    let fact = Fact::PlanAssessed(assessed);
    Ok(vec![Draft::plain(plan.0, fact)])
}

fn drill(known: &dyn Known, plan: PlanId, drilled: PlanDrilled) -> Result<Vec<Draft>, Refusal> {
    let record = record(known, &plan)?;
    at_most(record.drilled.len() + 1, RECORDS_MAX, "drilled")?;
    needed(&drilled.title, "title")?;
    bounded(&drilled.title, "title")?;
    bounded(&drilled.form, "form")?;
    papers(&drilled.documents)?;
    at_most(drilled.findings.len(), NAMED_MAX, "findings")?;
    for finding in &drilled.findings {
        needed(&finding.words, "findings")?;
        bounded(&finding.words, "findings")?;
        bounded(&finding.clause, "findings")?;
    }
    let fact = Fact::PlanDrilled(drilled);
    Ok(vec![Draft::plain(plan.0, fact)])
}

fn suggest(
    known: &dyn Known,
    context: &mut Context<'_>,
    plan: PlanId,
    suggested: RevisionSuggested,
) -> Result<Vec<Draft>, Refusal> {
    let record = record(known, &plan)?;
    at_most(record.suggested.len() + 1, RECORDS_MAX, "suggested")?;
    needed(&suggested.words, "words")?;
    bounded(&suggested.words, "words")?;
    bounded(&suggested.source, "source")?;
    each_bounded(&suggested.clauses, "clauses")?;
    let suggestion = (context.new_id)().into();
    let fact = Fact::PlanSuggested(RevisionSuggested {
        suggestion,
        ..suggested
    });
    Ok(vec![Draft::plain(plan.0, fact)])
}

fn settle(
    known: &dyn Known,
    plan: PlanId,
    settled: SuggestionSettled,
) -> Result<Vec<Draft>, Refusal> {
    let record = record(known, &plan)?;
    needed(&settled.suggestion.0, "suggestion")?;
    bounded(&settled.suggestion.0, "suggestion")?;
    bounded(&settled.reason, "reason")?;
    bounded(&settled.words, "words")?;
    at_most(record.settled.len() + 1, RECORDS_MAX, "settled")?;
    if record.settled.contains_key(&settled.suggestion) {
        return Err(wrong("suggestion", &settled.suggestion.0, "settled"));
    }
    if !settled.accepted {
        needed(&settled.reason, "reason")?;
    }
    let fact = Fact::PlanSuggestionSettled(settled);
    Ok(vec![Draft::plain(plan.0, fact)])
}

fn end(
    known: &dyn Known,
    context: &Context<'_>,
    plan: PlanId,
    ended: PlanEnded,
) -> Result<Vec<Draft>, Refusal> {
    let record = record(known, &plan)?;
    if record.is_ended() {
        return Err(wrong("plan", &plan.0, "ended"));
    }
    not_before(context, record.issue())?;
    needed(&ended.reason, "reason")?;
    bounded(&ended.reason, "reason")?;
    bounded(&ended.number, "number")?;
    if ended.replaced_by.as_ref() == Some(&plan) {
        let field = "replaced_by".to_owned();
        return Err(Refusal::OutOfRange { field });
    }
    Ok(vec![Draft::plain(plan.0, Fact::PlanEnded(ended))])
}

fn set_holidays(set: HolidaysSet) -> Result<Vec<Draft>, Refusal> {
    needed(&set.source, "source")?;
    bounded(&set.source, "source")?;
    at_most(set.free.len(), HOLIDAY_DAYS_MAX, "free")?;
    at_most(set.worked.len(), HOLIDAY_DAYS_MAX, "worked")?;
    let mut days = set.free.iter().chain(&set.worked);
    if !days.all(|day| day.year() == set.year) {
        let field = "year".to_owned();
        return Err(Refusal::OutOfRange { field });
    }
    if set.free.iter().any(|day| set.worked.contains(day)) {
        let field = "worked".to_owned();
        return Err(Refusal::OutOfRange { field });
    }
    let year = set.year.to_string();
    Ok(vec![Draft::plain(year, Fact::HolidaysSet(set))])
}
