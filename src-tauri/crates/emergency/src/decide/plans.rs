//! Versions of plans, their review and filing, and what is suggested of them.

use sha2::{Digest as _, Sha256};

use super::{Context, DocumentParts, Draft, Known, PlanAct, Refusal, bounded, needed, unknown};
use crate::document::{DOCUMENT_BYTES_MAX, PART_CHARS_MAX, PARTS_MAX};
use crate::event::TimeSource;
use crate::fact::Fact;
use crate::holiday::{HOLIDAY_DAYS_MAX, HolidaysSet};
use crate::id::{PlanId, PlanVersionId};
use crate::plan::{
    FilingAnswer, FilingAnswered, PARENTS_MAX, PLAN_TEXT_BYTES_MAX, PlanAssessed, PlanDrilled,
    PlanEnded, PlanPaper, PlanRecord, PlanSaved, PlanSigned, PlanSource, PlanStepped, RECORDS_MAX,
    ReviewStep, RevisionSuggested, SuggestionSettled, VERSIONS_MAX, holds,
};

/// Documents, experts, findings or clauses of one act.
const NAMED_MAX: usize = 100;

pub(super) fn decide(
    known: &dyn Known,
    context: &mut Context<'_>,
    act: PlanAct,
) -> Result<Vec<Draft>, Refusal> {
    match act {
        PlanAct::Save { plan, saved, file } => save(known, context, plan, saved, file),
        PlanAct::Step { plan, stepped } => step(known, context, plan, stepped),
        PlanAct::Sign { plan, signed } => sign(known, context, plan, signed),
        PlanAct::AnswerFiling { plan, answered } => answer(known, plan, answered),
        PlanAct::Assess { plan, assessed } => assess(known, plan, assessed),
        PlanAct::Drill { plan, drilled } => drill(known, plan, drilled),
        PlanAct::Suggest { plan, suggested } => suggest(known, context, plan, suggested),
        PlanAct::Settle { plan, settled } => settle(known, plan, settled),
        PlanAct::End { plan, ended } => end(known, plan, ended),
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

fn at_most(count: usize, max: usize, field: &str) -> Result<(), Refusal> {
    if count > max {
        let field = field.to_owned();
        return Err(Refusal::TooLong { field, max });
    }
    Ok(())
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
    let drafts = parts.into_iter().map(|part| {
        let fact = Fact::DocumentKept(part);
        Draft::plain(document.0.clone(), fact)
    });
    Ok(drafts.collect())
}

/// The version must be the present one: what two desks did apart is brought together first.
fn is_present(record: &PlanRecord, version: &PlanVersionId) -> Result<(), Refusal> {
    match record.present() {
        Some(present) if present == version => Ok(()),
        Some(_) => Err(wrong("plan_version", &version.0, "not_present")),
        None => Err(wrong("plan", &record.id.0, "two_heads")),
    }
}

fn step(
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

/// GB/T 29639-2020 4.1: one step after the other.
fn in_order(record: &PlanRecord, stepped: &PlanStepped) -> Result<(), Refusal> {
    use ReviewStep as S;
    let version = &stepped.version;
    let simple = !stepped.simplified_because.trim().is_empty();
    if simple && (stepped.step != S::Approve || record.issue().is_none()) {
        // Only the revision of a plan that was issued can be simple, and the approval says so.
        let field = "simplified_because".to_owned();
        return Err(Refusal::OutOfRange { field });
    }
    let before = match stepped.step {
        S::Group => None,
        S::Tabletop => Some(S::Group),
        S::Review => Some(S::Tabletop),
        S::Approve if simple => None,
        S::Approve => Some(S::Review),
        S::Issue => Some(S::Approve),
        S::File | S::Publish => Some(S::Issue),
    };
    if let Some(before) = before
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
    let answers = record.answers.iter().rev();
    let mut answers = answers.filter(|done| done.what.version == *version);
    let Some(answer) = answers.next() else {
        return false;
    };
    answer.what.answer != FilingAnswer::Accepted
        && handed_in.is_some_and(|done| done.at <= answer.at)
}

/// The minutes of a review are signed by its head (GB/T 29639-2020 4.8 b), an approval and an
/// issue by who gives them (国办发〔2024〕5号 art. 25; 应急管理部令第2号 art. 24), each over the
/// very text.
fn signed(record: &PlanRecord, stepped: &PlanStepped) -> Result<(), Refusal> {
    use ReviewStep as S;
    if !matches!(stepped.step, S::Review | S::Approve | S::Issue) {
        return Ok(());
    }
    let mut signatures = record.signatures_of(&stepped.version, stepped.step);
    if signatures.next().is_none() {
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
                bounded(&expert.opinion, "experts")
            })
        }
        ReviewStep::Issue => needed(&stepped.number, "number"),
        ReviewStep::File => needed(&stepped.to, "to"),
        _ => Ok(()),
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
    if !holds(&signed, context.origin) {
        let field = "sig".to_owned();
        return Err(Refusal::OutOfRange { field });
    }
    let fact = Fact::PlanSigned(signed);
    Ok(vec![Draft::plain(plan.0, fact)])
}

fn answer(
    known: &dyn Known,
    plan: PlanId,
    answered: FilingAnswered,
) -> Result<Vec<Draft>, Refusal> {
    let record = record(known, &plan)?;
    let version = &answered.version;
    version_of(&record, version)?;
    at_most(record.answers.len() + 1, RECORDS_MAX, "answers")?;
    at_most(answered.missing.len(), NAMED_MAX, "missing")?;
    bounded(&answered.reason, "reason")?;
    bounded(&answered.number, "number")?;
    if record.step_of(version, ReviewStep::File).is_none() {
        return Err(wrong("plan_version", &version.0, "no_file"));
    }
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
    at_most(suggested.clauses.len(), NAMED_MAX, "clauses")?;
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

fn end(known: &dyn Known, plan: PlanId, ended: PlanEnded) -> Result<Vec<Draft>, Refusal> {
    let record = record(known, &plan)?;
    if record.is_ended() {
        return Err(wrong("plan", &plan.0, "ended"));
    }
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
