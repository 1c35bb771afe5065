//! What follows from the versions and the steps: heads, what is in force, what may come next.

use std::collections::BTreeSet;

use super::{PlanDone, PlanRecord, PlanSigned, PlanState, PlanStepped, PlanVersion, ReviewStep};
use crate::id::PlanVersionId;

/// Of the experts that are present, two thirds at least have to agree: GB/T 29639-2020 4.8 b.
const AGREE_OF: (usize, usize) = (2, 3);

impl PlanStepped {
    /// True when group, table-top and review were left out (国办发〔2024〕5号 art. 36).
    #[must_use]
    pub fn is_simple(&self) -> bool {
        !self.simplified_because.trim().is_empty()
    }

    /// The step that it follows; none when it follows nothing in this log.
    #[must_use]
    pub fn follows(&self) -> Option<ReviewStep> {
        use ReviewStep as S;
        match self.step {
            S::Group => None,
            S::Tabletop => Some(S::Group),
            S::Review => Some(S::Tabletop),
            S::Approve if self.is_simple() => None,
            S::Approve => Some(S::Review),
            S::Issue if self.issued_before => None,
            S::Issue => Some(S::Approve),
            S::File | S::Publish => Some(S::Issue),
        }
    }

    /// True unless it is a review that the experts did not pass.
    #[must_use]
    pub fn is_passed(&self) -> bool {
        if self.step != ReviewStep::Review {
            return true;
        }
        let agree = self.experts.iter().filter(|expert| expert.agrees).count();
        !self.experts.is_empty() && agree * AGREE_OF.1 >= self.experts.len() * AGREE_OF.0
    }
}

impl PlanRecord {
    /// The versions that nothing was made from: one when all is brought together. A parent that
    /// is not known yet does not count.
    #[must_use]
    pub fn heads(&self) -> Vec<&PlanVersionId> {
        let parents: BTreeSet<&PlanVersionId> = self
            .versions
            .values()
            .flat_map(|version| &version.parents)
            .collect();
        let heads = self.versions.keys().filter(|id| !parents.contains(id));
        let mut heads: Vec<&PlanVersionId> = heads.collect();
        heads.sort_by_key(|id| (self.versions[*id].at, *id));
        heads
    }

    /// The present version: the head, when there is one only.
    #[must_use]
    pub fn present(&self) -> Option<&PlanVersionId> {
        match self.heads().as_slice() {
            [head] => Some(*head),
            _ => None,
        }
    }

    /// The last issue of a version that is known. Of two on the same day the one of the later
    /// event counts.
    #[must_use]
    pub fn issue(&self) -> Option<&PlanDone<PlanStepped>> {
        let issues = self.steps.iter().rev();
        let mut issues = issues.filter(|done| done.what.step == ReviewStep::Issue);
        issues.find(|done| self.versions.contains_key(&done.what.version))
    }

    /// The version that was issued last, unless the plan has ended since.
    #[must_use]
    pub fn in_force(&self) -> Option<(&PlanVersionId, &PlanVersion)> {
        let issue = self.issue()?;
        if self.is_ended() {
            return None;
        }
        self.versions.get_key_value(&issue.what.version)
    }

    /// What it is called: in the version in force, else in the newest head.
    #[must_use]
    pub fn title(&self) -> &str {
        let newest = self.heads().pop().and_then(|id| self.versions.get(id));
        let version = self.in_force().map(|(_, version)| version).or(newest);
        version.map_or("", |version| version.summary.title.as_str())
    }

    /// True when it ended and was not issued again since.
    #[must_use]
    pub fn is_ended(&self) -> bool {
        let issued = self.issue().map(PlanDone::order);
        self.ended
            .as_ref()
            .is_some_and(|ended| issued.is_none_or(|issued| issued < ended.order()))
    }

    /// How it stands.
    #[must_use]
    pub fn state(&self) -> PlanState {
        if let Some(ended) = self.ended.as_ref().filter(|_| self.is_ended()) {
            return if ended.what.replaced_by.is_some() {
                PlanState::Superseded
            } else {
                PlanState::Abolished
            };
        }
        match self.in_force() {
            None => PlanState::Draft,
            Some((id, _)) if self.present() == Some(id) => PlanState::InForce,
            Some(_) => PlanState::InRevision,
        }
    }

    /// A version and all it was made from.
    #[must_use]
    pub fn line_of(&self, version: &PlanVersionId) -> BTreeSet<PlanVersionId> {
        let mut line = BTreeSet::new();
        let mut open = vec![version.clone()];
        while let Some(id) = open.pop() {
            let Some(found) = self.versions.get(&id) else {
                continue;
            };
            if line.insert(id) {
                open.extend(found.parents.iter().cloned());
            }
        }
        line
    }

    /// The steps that count for a version. The working group and the table-top exercise are of
    /// the whole revision: they count for every later version until the next issue. A review, an
    /// approval and what follows are of the very text.
    #[must_use]
    pub fn steps_of(&self, version: &PlanVersionId) -> Vec<&PlanDone<PlanStepped>> {
        let mut line = self.line_of(version);
        let issued_before = self.steps.iter().rev().find(|done| {
            let what = &done.what;
            what.step == ReviewStep::Issue
                && what.version != *version
                && line.contains(&what.version)
        });
        if let Some(before) = issued_before {
            for earlier in self.line_of(&before.what.version) {
                line.remove(&earlier);
            }
        }
        let counts = |done: &&PlanDone<PlanStepped>| {
            let what = &done.what;
            what.version == *version
                || (what.step <= ReviewStep::Tabletop && line.contains(&what.version))
        };
        self.steps.iter().filter(counts).collect()
    }

    /// The last time a step was done and passed for a version.
    #[must_use]
    pub fn step_of(
        &self,
        version: &PlanVersionId,
        step: ReviewStep,
    ) -> Option<&PlanDone<PlanStepped>> {
        let steps = self.steps_of(version).into_iter().rev();
        let mut steps = steps.filter(|done| done.what.step == step);
        // A later review that did not pass undoes an earlier one that did.
        steps.next().filter(|done| done.what.is_passed())
    }

    /// The signatures for a step over the very content of a version.
    pub fn signatures_of<'a>(
        &'a self,
        version: &'a PlanVersionId,
        step: ReviewStep,
    ) -> impl Iterator<Item = &'a PlanDone<PlanSigned>> {
        let hash = self.versions.get(version).map(|found| &found.sha256);
        self.signatures.iter().filter(move |done| {
            done.what.version == *version
                && done.what.step == step
                && Some(&done.what.sha256) == hash
                && super::holds(&self.id, &done.what, &done.origin)
        })
    }
}
