//! A batch before its commit: nothing of it is known outside until it is on disk.

use std::collections::{HashMap, HashSet};

use emergency::entity::{EntityKind, EntityRef, Seen, State, touches};
use emergency::event::{Entry, Event, TimeSource, log_hash};
use emergency::fact::Fact;
use emergency::id::OriginId;
use emergency::judge::{Known, judge};
use emergency::report::ReportReceipted;
use emergency::stock::Lot;
use emergency::team::Team;
use emergency::time::UtcMs;
use logbook::authority::LogHead;
use uuid::Uuid;

use super::{Checked, KEPT, Ledger, OwnFact};

/// A batch before its commit.
pub(super) struct Stage {
    pub(super) head: LogHead,
    pub(super) entries: Vec<Entry>,
    pub(super) ids: HashSet<Uuid>,
    pub(super) chains: HashMap<(OriginId, u32), (u64, String)>,
    pub(super) states: HashMap<EntityRef, State>,
}

impl Stage {
    /// An empty batch on top of the log.
    pub(super) fn new(head: &LogHead) -> Self {
        Self {
            head: head.clone(),
            entries: Vec::new(),
            ids: HashSet::new(),
            chains: HashMap::new(),
            states: HashMap::new(),
        }
    }
}

/// States as the log and the batch so far give them.
struct View<'a> {
    stage: &'a Stage,
    states: &'a HashMap<EntityRef, State>,
}

impl View<'_> {
    fn state(&self, kind: EntityKind, id: &str) -> Option<&State> {
        let entity = EntityRef::new(kind, id);
        self.stage
            .states
            .get(&entity)
            .or_else(|| self.states.get(&entity))
    }
}

impl Known for View<'_> {
    fn team(&self, id: &str) -> Option<Team> {
        match self.state(EntityKind::Team, id) {
            Some(State::Team(team)) => Some(team.clone()),
            _ => None,
        }
    }

    fn lot(&self, id: &str) -> Option<Lot> {
        match self.state(EntityKind::Lot, id) {
            Some(State::Lot(lot)) => Some(lot.clone()),
            _ => None,
        }
    }
}

/// Folds an entry into the states it touches; `base` holds those the batch has not touched yet.
pub(super) fn fold(
    states: &mut HashMap<EntityRef, State>,
    base: Option<&HashMap<EntityRef, State>>,
    entry: &Entry,
) {
    let Ok(fact) = Fact::read(&entry.event.kind, &entry.event.body) else {
        return;
    };
    for entity in touches(&entry.event, &fact) {
        let Some(kind) = EntityKind::from_name(&entity.kind).filter(|kind| KEPT.contains(kind))
        else {
            continue;
        };
        let id = entity.id.clone();
        let known = || {
            base.and_then(|base| base.get(&EntityRef::new(kind, &*id)))
                .cloned()
        };
        let state = states
            .entry(entity)
            .or_insert_with(|| known().unwrap_or_else(|| State::empty(kind, &id)));
        let verdict = Some(&entry.verdict);
        state.apply(
            &id,
            Seen {
                event: &entry.event,
                fact: &fact,
                verdict,
            },
        );
    }
}

impl Ledger {
    /// Judges an event and puts it at the end of the batch; a report that arrives so is receipted
    /// in the same commit.
    pub(super) fn append(&self, stage: &mut Stage, checked: Checked, now: UtcMs) {
        let Checked { event, hash } = checked;
        let view = View {
            stage,
            states: &self.states,
        };
        let verdict = judge(&view, &event, now, self.rules);
        let sseq = stage.head.sseq + 1;
        let log_hash = log_hash(&stage.head.log_hash, sseq, now, &verdict, &event);
        stage.head = LogHead {
            sseq,
            log_hash: log_hash.clone(),
        };
        stage.ids.insert(event.id);
        stage.chains.insert(
            (event.origin.clone(), event.incarnation),
            (event.oseq, hash),
        );
        let entry = Entry {
            log_id: self.log_id.clone(),
            log_epoch: self.log_epoch,
            sseq,
            received_at: now,
            verdict,
            log_hash,
            event,
        };
        fold(&mut stage.states, Some(&self.states), &entry);
        stage.entries.push(entry);
    }

    /// An event of the platform's own.
    pub(super) fn append_own(&mut self, stage: &mut Stage, fact: OwnFact, now: UtcMs) {
        let me = self.me.clone();
        let (incarnation, oseq, prev_hash) = self.high(stage, &me);
        let mut event = Event {
            id: (self.make_id)(now),
            origin: me,
            incarnation,
            oseq: oseq + 1,
            prev_hash,
            kind: fact.kind,
            v: 1,
            entity: fact.entity,
            expect_rev: None,
            custody_epoch: None,
            valid_until: None,
            actor: self.signer.as_str().into(),
            role: "platform".to_owned(),
            occurred_at: now,
            occurred_by: TimeSource::Desk,
            recorded_at: now,
            clock_offset_ms: Some(0),
            exercise: self.exercise,
            body: fact.body,
            alg: String::new(),
            sig: String::new(),
        };
        event.seal(&self.key);
        let hash = event.hash();
        self.append(stage, Checked { event, hash }, now);
    }

    /// The receipt (签收) for a report that has just been taken into the batch.
    pub(super) fn receipt(&self, stage: &Stage) -> Option<OwnFact> {
        let entry = stage.entries.last()?;
        let Ok(Fact::ReportSent(sent)) = Fact::read(&entry.event.kind, &entry.event.body) else {
            return None;
        };
        let entity = entry.event.entity.clone();
        let view = View {
            stage,
            states: &self.states,
        };
        let receipted = matches!(
            view.state(EntityKind::Report, &entity.id),
            Some(State::Report(report)) if report.receipt.is_some()
        );
        if receipted {
            return None;
        }
        let receipt = ReportReceipted {
            incident: sent.incident,
            by: self.signer.clone(),
        };
        let fact = Fact::ReportReceipted(receipt);
        Some(OwnFact {
            entity,
            kind: fact.kind().to_owned(),
            body: fact.body(),
        })
    }
}
