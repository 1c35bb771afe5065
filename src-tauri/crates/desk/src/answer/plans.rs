//! The desk's own plans: versions, review and filing, suggestions, the map of plans.

mod area;
mod bring;
mod give;
mod kept;
mod look;
mod named;
mod rows;
mod save;
mod suggest;
mod terms;

pub(super) use area::plan_map;
pub(super) use bring::{document, import, keep_document};
pub(super) use give::{export, export_document};
pub(super) use kept::{keep_import, kept_import, kept_import_file};
pub(super) use look::{check, compare, text, withdrawal};
pub(super) use named::naming;
pub(super) use rows::{sheet, shelf};
pub(super) use save::{adopt, draft, restore, save, save_draft, sign};
pub(super) use suggest::suggestions;
pub(super) use terms::{holidays, terms};

use contract::error::CallError;
use emergency::id::{PlanId, PlanVersionId};
use emergency::plan::{PlanRecord, PlanSummary};
use plans::{LibraryPlan, Plan, PlanKind};
use serde::Deserialize as _;
use serde::Serialize;

use crate::desk::Desk;
use crate::number::small;
use crate::session::{Session, not_found};
use crate::shelf;

/// A code as it is written in a file.
fn code(value: &impl Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

/// The kind of a plan by its code; a special plan when it is of a later version.
fn kind_of(code: &str) -> PlanKind {
    let value = serde_json::Value::String(code.to_owned());
    PlanKind::deserialize(value).unwrap_or_default()
}

/// What the front matter of a plan says.
fn summary(plan: &Plan) -> PlanSummary {
    let front = &plan.front;
    PlanSummary {
        title: front.title.clone(),
        kind: code(&front.kind),
        unit: front.unit.clone(),
        area: front.area.clone(),
        fields: front.fields.clone(),
        lead: front.lead.clone(),
        label: front.version.clone(),
        clauses: small(plan.clauses.len() as u64),
        cards: small(plan.cards().count() as u64),
    }
}

/// The version that a person means when none is named: the newest head.
fn newest(record: &PlanRecord) -> Option<&PlanVersionId> {
    record.heads().pop()
}

/// A text with where it comes from.
struct Picked {
    version: Option<PlanVersionId>,
    text: String,
    sha256: String,
    /// False when the log has another text than was saved.
    whole: bool,
}

/// The text of a version, or of the newest head, or the shipped one.
fn pick(
    desk: &Desk,
    session: &Session,
    plan: &PlanId,
    version: Option<&PlanVersionId>,
) -> Result<Picked, CallError> {
    let record = shelf::record(session, plan)?;
    let Some(record) = record else {
        return match version {
            Some(version) => Err(not_found("plan version", version.as_str())),
            None => shipped(desk, plan),
        };
    };
    let named = version.or_else(|| newest(&record));
    let named = named.ok_or_else(|| not_found("plan", plan.as_str()))?;
    let found = shelf::version_of(&record, named)?;
    let text = shelf::text_of(session, found)?;
    let sha256 = plans::export::sha256(text.as_bytes());
    Ok(Picked {
        version: Some(named.clone()),
        whole: sha256 == found.sha256,
        text,
        sha256,
    })
}

/// The text that came with the program, in the form in which it is saved.
fn shipped(desk: &Desk, plan: &PlanId) -> Result<Picked, CallError> {
    let held = desk.shelf.shipped().plans().get(plan.as_str());
    let held = held.ok_or_else(|| not_found("plan", plan.as_str()))?;
    let text = plans::render(&held.plan);
    Ok(Picked {
        version: None,
        sha256: plans::export::sha256(text.as_bytes()),
        whole: true,
        text,
    })
}

/// A text as it is read, for the screen.
fn read(text: &str) -> (LibraryPlan, contract::rows::PlanDetail) {
    let (plan, defects) = plans::parse(text);
    let held = LibraryPlan {
        path: String::new(),
        plan,
        defects,
    };
    let detail = crate::library::detail(&held, None);
    (held, detail)
}
