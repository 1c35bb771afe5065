//! Taking an act back: what leans on it goes with it, and nothing is erased.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::{
    PlanActKind, PlanActName, PlanActWithdrawn, PlanDone, PlanRecord, PlanSigned, PlanStepped,
    ReviewStep, keep, put,
};
use crate::event::Event;
use crate::id::PlanVersionId;

impl PlanRecord {
    /// True when an act counts no more, by itself or with what it leaned on.
    #[must_use]
    pub fn is_withdrawn(&self, event: Uuid) -> bool {
        self.withdrawal_of(event).is_some()
    }

    /// The withdrawal by which an act counts no more; the first, when there are several.
    #[must_use]
    pub fn withdrawal_of(&self, event: Uuid) -> Option<&PlanDone<PlanActWithdrawn>> {
        let mut all = self.withdrawn.iter();
        all.find(|done| named(&done.what).any(|one| one == event))
    }

    pub(super) fn withdraw(&mut self, event: &Event, body: &PlanActWithdrawn) {
        put(&mut self.withdrawn, event, body);
        self.take_out(&named(body).collect());
    }

    /// Takes acts out of the lists of what counts; signatures are kept as void ones.
    fn take_out(&mut self, gone: &BTreeSet<Uuid>) {
        drop_from(&mut self.steps, gone);
        drop_from(&mut self.answers, gone);
        drop_from(&mut self.assessed, gone);
        drop_from(&mut self.drilled, gone);
        drop_from(&mut self.suggested, gone);
        drop_from(&mut self.settled_too, gone);
        drop_from(&mut self.ended_too, gone);
        let signatures = std::mem::take(&mut self.signatures).into_iter();
        let (void, counting): (Vec<_>, Vec<_>) =
            signatures.partition(|done| gone.contains(&done.event));
        self.signatures = counting;
        void.into_iter().for_each(|done| keep(&mut self.void, done));
        if self
            .ended
            .as_ref()
            .is_some_and(|ended| gone.contains(&ended.event))
        {
            self.ended = self.ended_too.pop();
        }
        let open = self.settled.iter();
        let open = open.filter(|(_, done)| gone.contains(&done.event));
        let open: Vec<_> = open.map(|(id, _)| id.clone()).collect();
        for id in open {
            self.settled.remove(&id);
            let mut later = self.settled_too.iter();
            if let Some(at) = later.position(|done| done.what.suggestion == id) {
                self.settled.insert(id, self.settled_too.remove(at));
            }
        }
    }

    /// Every act that counts, the newest first.
    #[must_use]
    pub fn acts(&self) -> Vec<PlanActName> {
        use PlanActKind as K;
        let mut acts = Vec::new();
        acts.extend(self.steps.iter().map(|done| {
            let what = &done.what;
            let words = [&what.number, &what.to, &what.note];
            let act = act(done, K::Step, Some(&what.version), &words);
            of_step(act, what.step)
        }));
        acts.extend(self.signatures.iter().map(|done| {
            let what = &done.what;
            let act = act(
                done,
                K::Signature,
                Some(&what.version),
                &[&what.role, &what.name],
            );
            of_step(act, what.step)
        }));
        acts.extend(self.answers.iter().map(|done| {
            let what = &done.what;
            act(
                done,
                K::Answer,
                Some(&what.version),
                &[&what.number, &what.reason],
            )
        }));
        acts.extend(self.assessed.iter().map(|done| {
            let what = &done.what;
            act(done, K::Assessment, Some(&what.version), &[&what.result])
        }));
        let drilled = self.drilled.iter();
        acts.extend(drilled.map(|done| act(done, K::Drill, None, &[&done.what.title])));
        let suggested = self.suggested.iter();
        acts.extend(suggested.map(|done| act(done, K::Suggestion, None, &[&done.what.words])));
        let settled = self.settled.values().chain(&self.settled_too);
        acts.extend(settled.map(|done| act(done, K::Settlement, None, &[&done.what.words])));
        let ended = self.ended.iter().chain(&self.ended_too);
        acts.extend(ended.map(|done| act(done, K::End, None, &[&done.what.reason])));
        acts.sort_by_key(|act| (act.at, act.event));
        acts.reverse();
        acts
    }

    /// An act that counts, and all that would lose its ground without it, in the order of the
    /// acts; none when there is no such act.
    ///
    /// A step leans on the one it follows and on its signature, a signature on its step, an answer
    /// on what it answers. What had no ground before does not lose one.
    #[must_use]
    pub fn leaning_on(&self, event: Uuid) -> Option<(PlanActName, Vec<PlanActName>)> {
        let mut acts = self.acts();
        acts.reverse();
        let act = acts.iter().find(|act| act.event == event)?.clone();
        let ties = self.ties();
        let mut left = self.clone();
        let mut gone = BTreeSet::from([event]);
        let mut next = gone.clone();
        while !next.is_empty() {
            left.take_out(&next);
            next = self.fallen(&left, &ties, &gone);
            gone.extend(&next);
        }
        acts.retain(|act| act.event != event && gone.contains(&act.event));
        Some((act, acts))
    }

    /// The step act that each signature belongs to: the next of its step that was entered, else
    /// the last one.
    fn ties(&self) -> BTreeMap<Uuid, Uuid> {
        let ties = self.signatures.iter().filter_map(|signature| {
            let of = |done: &&PlanDone<PlanStepped>| is_for(signature, &done.what);
            let entered = (signature.recorded_at, signature.event);
            let mut steps: Vec<_> = self.steps.iter().filter(of).collect();
            steps.sort_by_key(|done| (done.recorded_at, done.event));
            let next = steps
                .iter()
                .find(|done| (done.recorded_at, done.event) > entered);
            let step = next.or(steps.last())?;
            Some((signature.event, step.event))
        });
        ties.collect()
    }

    /// What counts in `left` and has no ground there, though it has one here.
    fn fallen(
        &self,
        left: &Self,
        ties: &BTreeMap<Uuid, Uuid>,
        gone: &BTreeSet<Uuid>,
    ) -> BTreeSet<Uuid> {
        let signed = |record: &Self, step: Uuid| {
            let mut signatures = record.signatures.iter();
            signatures.any(|one| ties.get(&one.event) == Some(&step))
        };
        let steps = left.steps.iter().filter(|done| {
            let lost = |ground: &dyn Fn(&Self) -> bool| ground(self) && !ground(left);
            lost(&|record| record.has_before(&done.what))
                || lost(&|record| signed(record, done.event))
        });
        let signatures = left.signatures.iter();
        let signatures = signatures.filter(|done| {
            let step = ties.get(&done.event);
            step.is_some_and(|step| gone.contains(step))
        });
        let answers = left.answers.iter().filter(|done| {
            let mut files = self.steps.iter().rev().filter(|file| {
                file.what.step == ReviewStep::File && file.what.version == done.what.version
            });
            let answered = files.find(|file| file.order() < done.order());
            answered.is_some_and(|file| gone.contains(&file.event))
        });
        let steps = steps.map(|done| done.event);
        let signatures = signatures.map(|done| done.event);
        steps
            .chain(signatures)
            .chain(answers.map(|done| done.event))
            .collect()
    }

    /// True when the step that one follows was done.
    fn has_before(&self, stepped: &PlanStepped) -> bool {
        if stepped.step == ReviewStep::Approve && stepped.is_simple() {
            // Only a plan that was issued is revised in the simple way.
            let mut steps = self.steps.iter().map(|done| &done.what);
            return steps
                .any(|what| what.step == ReviewStep::Issue && what.version != stepped.version);
        }
        let before = stepped.follows();
        before.is_none_or(|before| self.step_of(&stepped.version, before).is_some())
    }
}

/// The events that a withdrawal names.
fn named(body: &PlanActWithdrawn) -> impl Iterator<Item = Uuid> + '_ {
    let also = body.also.iter();
    std::iter::once(&body.act).chain(also).map(|act| act.event)
}

fn drop_from<T>(list: &mut Vec<PlanDone<T>>, gone: &BTreeSet<Uuid>) {
    list.retain(|done| !gone.contains(&done.event));
}

fn is_for(signature: &PlanDone<PlanSigned>, stepped: &PlanStepped) -> bool {
    signature.what.step == stepped.step && signature.what.version == stepped.version
}

fn act<T>(
    done: &PlanDone<T>,
    kind: PlanActKind,
    version: Option<&PlanVersionId>,
    words: &[&String],
) -> PlanActName {
    let words = words.iter().filter(|text| !text.is_empty());
    let words: Vec<&str> = words.map(|text| text.as_str()).collect();
    PlanActName {
        event: done.event,
        kind,
        step: None,
        version: version.cloned(),
        at: done.at,
        by: done.by.clone(),
        words: words.join(" "),
    }
}

fn of_step(act: PlanActName, step: ReviewStep) -> PlanActName {
    PlanActName {
        step: Some(step),
        ..act
    }
}
