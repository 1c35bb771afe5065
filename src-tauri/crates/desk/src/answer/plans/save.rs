//! Saving: unsaved texts of the editor, versions, shipped plans taken up, signatures.

use std::collections::BTreeMap;

use contract::error::{CallError, Code};
use contract::rows::{
    AdoptPlan, PlanDraft, Receipt, RestorePlan, SavePlan, SignPlan, VersionSaved, Who,
};
use ed25519_dalek::Signer as _;
use emergency::decide::{Command, DocumentParts, PlanAct, Refusal};
use emergency::id::{PlanId, PlanVersionId};
use emergency::plan::{
    PLAN_TEXT_BYTES_MAX, PlanRecord, PlanSaved, PlanSigned, PlanSource, signed_words,
};
use emergency::time::UtcMs;

use super::{bring, kept, pick, summary};
use crate::desk::Desk;
use crate::session::{Session, commanding, not_found, storage, who};
use crate::shelf;

/// Before the id of a plan in the key of its unsaved text.
const DRAFT: &str = "plan-text:";
/// Unsaved texts that are kept at a time.
const DRAFTS_MAX: usize = 200;
/// Characters of a plan's id.
const ID_CHARS_MAX: usize = 100;
/// Words of the first version of a shipped plan.
const ADOPTED: &str = "随程序的样板，转为本席文本";

pub(super) fn too_long(field: &str, max: usize) -> CallError {
    let field = field.to_owned();
    Refusal::TooLong { field, max }.into()
}

/// A plan's id is a name in the log and part of file names.
fn named(id: &str) -> Result<(), CallError> {
    let field = || "id".to_owned();
    if id.is_empty() {
        return Err(Refusal::Needed { field: field() }.into());
    }
    if id.chars().count() > ID_CHARS_MAX {
        return Err(too_long("id", ID_CHARS_MAX));
    }
    if !id.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c)) {
        return Err(Refusal::OutOfRange { field: field() }.into());
    }
    Ok(())
}

/// Keeps an unsaved text; the answer comes when it is on disk.
pub(crate) fn save_draft(session: &Session, draft: PlanDraft) -> Result<PlanDraft, CallError> {
    let plan = draft.plan.as_str();
    if !plan.is_empty() {
        named(plan)?;
    }
    if draft.text.len() > PLAN_TEXT_BYTES_MAX {
        return Err(too_long("text", PLAN_TEXT_BYTES_MAX));
    }
    let key = format!("{DRAFT}{plan}");
    if draft.text.is_empty() {
        session
            .logbook
            .save_draft(key, String::new())
            .map_err(storage)?;
        return Ok(PlanDraft {
            plan: draft.plan,
            ..PlanDraft::default()
        });
    }
    let is_new = session.logbook.draft(&key).map_err(storage)?.is_none();
    if is_new && drafts(session)?.len() >= DRAFTS_MAX {
        return Err(too_long("drafts", DRAFTS_MAX));
    }
    let draft = PlanDraft {
        at: Some(session.logbook.now()),
        ..draft
    };
    let text = serde_json::to_string(&draft);
    let text = text.map_err(|error| CallError::new(Code::Internal, error.to_string()))?;
    session.logbook.save_draft(key, text).map_err(storage)?;
    Ok(draft)
}

/// The unsaved text of a plan, empty when there is none.
pub(crate) fn draft(session: &Session, plan: &str) -> Result<PlanDraft, CallError> {
    let kept = session.logbook.draft(&format!("{DRAFT}{plan}"));
    let kept = kept.map_err(storage)?;
    let read = kept.and_then(|text| serde_json::from_str(&text).ok());
    Ok(read.unwrap_or_else(|| PlanDraft {
        plan: PlanId(plan.to_owned()),
        ..PlanDraft::default()
    }))
}

/// Since when which plans have an unsaved text.
pub(super) fn drafts(session: &Session) -> Result<BTreeMap<PlanId, UtcMs>, CallError> {
    let all = session.logbook.drafts(DRAFT).map_err(storage)?;
    let read = all.into_iter().filter_map(|(key, text)| {
        let plan = key.strip_prefix(DRAFT)?;
        let draft: PlanDraft = serde_json::from_str(&text).ok()?;
        Some((PlanId(plan.to_owned()), draft.at?))
    });
    Ok(read.collect())
}

/// Saves a version, with the bytes of the file it was read from, in one act.
pub(crate) fn save(session: &Session, save: SavePlan) -> Result<VersionSaved, CallError> {
    if save.text.len() > PLAN_TEXT_BYTES_MAX {
        return Err(too_long("text", PLAN_TEXT_BYTES_MAX));
    }
    let (plan, _) = plans::parse(&save.text);
    named(&plan.front.id)?;
    let id = PlanId(plan.front.id.clone());
    let record = shelf::record(session, &id)?;
    // A file is one text; it does not settle what two desks wrote apart.
    if save.file.is_some()
        && let Some(record) = record.as_ref().filter(|record| record.heads().len() > 1)
    {
        return Err(Refusal::WrongState {
            what: "plan".to_owned(),
            id: record.id.0.clone(),
            state: "two_heads".to_owned(),
        }
        .into());
    }
    let source = match (&save.file, save.parents.len()) {
        (_, 2..) => PlanSource::Merged,
        (Some(_), _) => PlanSource::Imported,
        (None, _) => PlanSource::Written,
    };
    let (file, parts) = match &save.file {
        Some(upload) => bring::kept(upload)?,
        None => (None, None),
    };
    let mut parents = save.parents.clone();
    if parents.is_empty() && save.file.is_none() {
        parents.extend(record.as_ref().and_then(shipped_root));
    }
    let saved = PlanSaved {
        // In the form in which it is packed, so that one hash stands for both.
        text: plans::render(&plan),
        parents,
        why: save.why,
        source,
        file,
        summary: summary(&plan),
        ..PlanSaved::default()
    };
    let written = saved.text.clone();
    let from = saved.file.as_ref().map(|file| file.sha256.clone());
    let done = commit(session, &id, saved, parts, save.who)?;
    if let Some(from) = from {
        kept::taken_in(session, &from)?;
    }
    // Kept until here: a text that could not be saved is not lost. Nor is what somebody else
    // writes of this plan: a draft goes with its own text only.
    let unsaved = draft(session, id.as_str())?;
    let same_base = unsaved.parents.is_empty() || unsaved.parents == save.parents;
    let same_text =
        unsaved.text == save.text || plans::render(&plans::parse(&unsaved.text).0) == written;
    if save.file.is_none() && unsaved.at.is_some() && same_base && same_text {
        let key = format!("{DRAFT}{id}");
        session
            .logbook
            .save_draft(key, String::new())
            .map_err(storage)?;
    }
    Ok(done)
}

/// The version that the shipped text became: what was begun over that text, before somebody took
/// it up, goes on from there.
fn shipped_root(record: &PlanRecord) -> Option<PlanVersionId> {
    let mut roots = record.versions.iter();
    let root = roots
        .find(|(_, version)| version.source == PlanSource::Shipped && version.parents.is_empty());
    root.map(|(id, _)| id.clone())
}

/// Takes the shipped text of a plan into the log.
pub(crate) fn adopt(
    desk: &Desk,
    session: &Session,
    adopt: AdoptPlan,
) -> Result<VersionSaved, CallError> {
    if shelf::record(session, &adopt.plan)?.is_some() {
        return Err(Refusal::WrongState {
            what: "plan".to_owned(),
            id: adopt.plan.0,
            state: "recorded".to_owned(),
        }
        .into());
    }
    named(adopt.plan.as_str())?;
    let picked = super::shipped(desk, &adopt.plan)?;
    let (plan, _) = plans::parse(&picked.text);
    let saved = PlanSaved {
        text: picked.text,
        why: ADOPTED.to_owned(),
        source: PlanSource::Shipped,
        summary: summary(&plan),
        ..PlanSaved::default()
    };
    commit(session, &adopt.plan, saved, None, adopt.who)
}

/// Saves the text of an earlier version again, over everything that is there.
pub(crate) fn restore(
    desk: &Desk,
    session: &Session,
    restore: RestorePlan,
) -> Result<VersionSaved, CallError> {
    let picked = pick(desk, session, &restore.plan, Some(&restore.version))?;
    let record = shelf::record(session, &restore.plan)?;
    let record = record.ok_or_else(|| not_found("plan", restore.plan.as_str()))?;
    let (plan, _) = plans::parse(&picked.text);
    let saved = PlanSaved {
        text: picked.text,
        parents: record.heads().into_iter().cloned().collect(),
        why: restore.why,
        source: PlanSource::Restored,
        restored: Some(restore.version),
        summary: summary(&plan),
        ..PlanSaved::default()
    };
    commit(session, &restore.plan, saved, None, restore.who)
}

fn commit(
    session: &Session,
    plan: &PlanId,
    saved: PlanSaved,
    file: Option<DocumentParts>,
    acting: Who,
) -> Result<VersionSaved, CallError> {
    let command = Command::Plan(PlanAct::Save {
        plan: plan.clone(),
        saved,
        file,
    });
    let receipt = session.logbook.command(command, who(acting)?);
    let receipt = receipt.map_err(commanding)?;
    let record = shelf::record(session, plan)?.unwrap_or_default();
    let first = receipt.events.first();
    let mut versions = record.versions.iter();
    let found = versions.find(|(_, version)| first == Some(&version.event));
    let (version, saved) = found.ok_or_else(|| not_found("plan version", plan.as_str()))?;
    Ok(VersionSaved {
        plan: plan.clone(),
        version: version.clone(),
        sha256: saved.sha256.clone(),
        seq: receipt.change,
        heads: record.heads().into_iter().cloned().collect(),
    })
}

/// Signs a version with the desk's device key and enters the signature.
pub(crate) fn sign(desk: &Desk, session: &Session, sign: SignPlan) -> Result<Receipt, CallError> {
    let record = shelf::record(session, &sign.plan)?;
    let record = record.ok_or_else(|| not_found("plan", sign.plan.as_str()))?;
    // What is signed is the text itself, not what the state says of it.
    let picked = pick(desk, session, &record.id, Some(&sign.version))?;
    if !picked.whole {
        return Err(CallError::new(
            Code::Damaged,
            "the text is not what was saved",
        ));
    }
    let acting = who(sign.who)?;
    let mut signed = PlanSigned {
        version: sign.version,
        sha256: picked.sha256,
        step: sign.step,
        name: sign.name,
        role: sign.role,
        at: acting.occurred_at.unwrap_or_else(|| session.logbook.now()),
        exercise: session.logbook.is_exercise(),
        sig: String::new(),
    };
    let words = signed_words(&sign.plan, &signed);
    signed.sig = hex::encode(desk.key.sign(words.as_bytes()).to_bytes());
    let command = Command::Plan(PlanAct::Sign {
        plan: sign.plan,
        signed,
    });
    let receipt = session.logbook.command(command, acting);
    Ok(super::super::plain::told(receipt.map_err(commanding)?))
}
