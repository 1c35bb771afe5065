//! A plan (预案) as the desk keeps it: versions, review and filing, drills, suggestions.
//!
//! A plan is a document: every saved text is a version that names the versions it was made from.
//! Two desks that saved over the same version leave two heads; both are shown, and a person brings
//! them together by a version with two parents. The state does not depend on the order in which
//! the facts come, so that desks which learn of them in another order hold the same one.
//! The texts are not in the state: a version names the event that has its text.

mod fact;
mod line;
mod signature;
mod withdraw;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::day::Day;
use crate::event::{Event, TimeSource};
use crate::fact::Fact;
use crate::id::{ActorName, OriginId, PlanId, PlanVersionId, SuggestionId};
use crate::time::UtcMs;

pub use fact::{
    DrillFinding, ExpertVote, FilingAnswer, FilingAnswered, PlanActKind, PlanActName,
    PlanActWithdrawn, PlanAssessed, PlanDrilled, PlanEnded, PlanFile, PlanPaper, PlanSaved,
    PlanSigned, PlanSource, PlanStepped, PlanSummary, ReviewStep, RevisionSuggested,
    RevisionTrigger, SuggestionSettled,
};
pub use signature::{SIGNED_FORM, holds, signed_words};

/// Bytes of the text of one version. A plan of 200 pages has some 400,000; the body of an event
/// has a bound, and its text is written with escapes.
pub const PLAN_TEXT_BYTES_MAX: usize = 480 * 1024;
/// Versions of one plan.
pub const VERSIONS_MAX: usize = 2_000;
/// Versions that one merge may bring together.
pub const PARENTS_MAX: usize = 8;
/// Steps, signatures, answers, assessments, drills, suggestions of one plan, each.
pub const RECORDS_MAX: usize = 2_000;
/// Acts that are withdrawn along with one.
pub const WITHDRAWN_ALSO_MAX: usize = 500;

/// One version, without its text.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PlanVersion {
    /// The event that has its text.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub event: Uuid,
    /// Content hash.
    pub sha256: String,
    /// The versions it was made from.
    pub parents: Vec<PlanVersionId>,
    /// Why.
    pub why: String,
    /// Where the text came from.
    pub source: PlanSource,
    /// The file, for an imported one.
    pub file: Option<PlanFile>,
    /// The version whose text it takes up again.
    pub restored: Option<PlanVersionId>,
    /// What its front matter says.
    pub summary: PlanSummary,
    /// When it was saved.
    pub at: UtcMs,
    /// By whom.
    pub by: ActorName,
    /// In which role.
    pub role: String,
    /// At which desk.
    pub origin: OriginId,
}

/// Something that was done, with when and by whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PlanDone<T> {
    /// Its event.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub event: Uuid,
    /// The day of the act: it counts for the terms, also when it was sent or entered later.
    pub at: UtcMs,
    /// How that is known.
    pub at_by: TimeSource,
    /// When it was entered.
    pub recorded_at: UtcMs,
    /// Who entered it.
    pub by: ActorName,
    /// The desk, by its device key.
    pub origin: OriginId,
    /// What.
    pub what: T,
}

impl<T> PlanDone<T> {
    /// What acts are put in order by: the day, then the event. An hour does not count: an act
    /// entered from paper has none, and an answer of the day on which a plan was handed in comes
    /// after it all the same.
    #[must_use]
    pub fn order(&self) -> (Day, Uuid) {
        (Day::of(self.at), self.event)
    }
}

impl<T: Clone> PlanDone<T> {
    fn of(event: &Event, what: &T) -> Self {
        Self {
            event: event.id,
            at: event.occurred_at,
            at_by: event.occurred_by,
            recorded_at: event.recorded_at,
            by: event.actor.clone(),
            origin: event.origin.clone(),
            what: what.clone(),
        }
    }
}

/// How a plan stands.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum PlanState {
    /// 草稿: no version was ever issued.
    #[default]
    Draft,
    /// 修订中: a version is in force and a newer one is being worked on.
    InRevision,
    /// 现行有效.
    InForce,
    /// 已被替代 by another plan.
    Superseded,
    /// 废止.
    Abolished,
}

/// The state of one plan.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PlanRecord {
    /// Its name in the library.
    pub id: PlanId,
    /// Its versions by name.
    pub versions: BTreeMap<PlanVersionId, PlanVersion>,
    /// Steps of review and filing, by the day of the act.
    pub steps: Vec<PlanDone<PlanStepped>>,
    /// Signatures.
    pub signatures: Vec<PlanDone<PlanSigned>>,
    /// What the office said that it is filed with.
    pub answers: Vec<PlanDone<FilingAnswered>>,
    /// Assessments.
    pub assessed: Vec<PlanDone<PlanAssessed>>,
    /// Drills.
    pub drilled: Vec<PlanDone<PlanDrilled>>,
    /// Suggestions that somebody entered.
    pub suggested: Vec<PlanDone<RevisionSuggested>>,
    /// Suggestions that were settled, entered ones and others; the first answer stands.
    pub settled: BTreeMap<SuggestionId, PlanDone<SuggestionSettled>>,
    /// Later answers to suggestions that were settled already: one of them counts when the first
    /// is withdrawn.
    pub settled_too: Vec<PlanDone<SuggestionSettled>>,
    /// How it ended; the last time.
    pub ended: Option<PlanDone<PlanEnded>>,
    /// Earlier ends: the last of them counts when a later one is withdrawn.
    pub ended_too: Vec<PlanDone<PlanEnded>>,
    /// Withdrawals. What they name stands in no list above any more.
    pub withdrawn: Vec<PlanDone<PlanActWithdrawn>>,
    /// Signatures that are void because they, or the step they were given for, were withdrawn.
    pub void: Vec<PlanDone<PlanSigned>>,
}

impl PlanRecord {
    /// Applies one fact that touches this plan; the order does not matter.
    pub fn apply(&mut self, event: &Event, fact: &Fact) {
        // A version and a withdrawal are never taken back: there are later ones instead.
        let stands = matches!(fact, Fact::PlanSaved(_) | Fact::PlanActWithdrawn(_));
        if !stands && self.is_withdrawn(event.id) {
            // Its withdrawal was learned first.
            if let Fact::PlanSigned(body) = fact
                && body.exercise == event.exercise
            {
                put(&mut self.void, event, body);
            }
            return;
        }
        match fact {
            Fact::PlanSaved(body) => self.saved(event, body),
            Fact::PlanStepped(body) => put(&mut self.steps, event, body),
            // A signature of an exercise is none in real work, whoever sends it.
            Fact::PlanSigned(body) if body.exercise == event.exercise => {
                put(&mut self.signatures, event, body);
            }
            Fact::PlanFilingAnswered(body) => put(&mut self.answers, event, body),
            Fact::PlanAssessed(body) => put(&mut self.assessed, event, body),
            Fact::PlanDrilled(body) => put(&mut self.drilled, event, body),
            Fact::PlanSuggested(body) => put(&mut self.suggested, event, body),
            Fact::PlanSuggestionSettled(body) => self.settle(event, body),
            Fact::PlanEnded(body) => self.end(PlanDone::of(event, body)),
            Fact::PlanActWithdrawn(body) => self.withdraw(event, body),
            _ => {}
        }
    }

    /// The last end counts; an earlier one is kept for the case that it is withdrawn.
    fn end(&mut self, done: PlanDone<PlanEnded>) {
        match &mut self.ended {
            Some(last) if last.event == done.event => {}
            Some(last) if last.order() < done.order() => {
                let earlier = std::mem::replace(last, done);
                keep(&mut self.ended_too, earlier);
            }
            Some(_) => keep(&mut self.ended_too, done),
            None => self.ended = Some(done),
        }
    }

    /// Of two facts with one name the one of the smaller event stands: two desks that took up the
    /// same shipped text apart name it alike.
    fn saved(&mut self, event: &Event, body: &PlanSaved) {
        let there = self.versions.get(&body.version);
        if there.is_some_and(|there| there.event <= event.id)
            || (there.is_none() && self.versions.len() >= VERSIONS_MAX)
        {
            return;
        }
        let version = PlanVersion {
            event: event.id,
            sha256: body.sha256.clone(),
            parents: body.parents.iter().take(PARENTS_MAX).cloned().collect(),
            why: body.why.clone(),
            source: body.source,
            file: body.file.clone(),
            restored: body.restored.clone(),
            summary: body.summary.clone(),
            at: event.occurred_at,
            by: event.actor.clone(),
            role: event.role.clone(),
            origin: event.origin.clone(),
        };
        self.versions.insert(body.version.clone(), version);
    }

    /// The first answer counts; a later one is kept for the case that the first is withdrawn.
    fn settle(&mut self, event: &Event, body: &SuggestionSettled) {
        let done = PlanDone::of(event, body);
        let room = self.settled.len() < RECORDS_MAX;
        match self.settled.get_mut(&body.suggestion) {
            Some(first) if first.event == done.event => {}
            Some(first) if done.order() < first.order() => {
                let later = std::mem::replace(first, done);
                keep(&mut self.settled_too, later);
            }
            Some(_) => keep(&mut self.settled_too, done),
            None if room => {
                self.settled.insert(body.suggestion.clone(), done);
            }
            None => {}
        }
    }
}

/// Keeps a list in the order of the acts, whatever the order in which they are learned.
fn put<T: Clone>(list: &mut Vec<PlanDone<T>>, event: &Event, what: &T) {
    keep(list, PlanDone::of(event, what));
}

fn keep<T>(list: &mut Vec<PlanDone<T>>, done: PlanDone<T>) {
    let at = list.partition_point(|one| one.order() < done.order());
    if list.get(at).is_some_and(|one| one.event == done.event) {
        return;
    }
    list.insert(at, done);
    list.truncate(RECORDS_MAX);
}

#[cfg(test)]
mod tests;
