//! A desk and the platform without disk and wire: the folds of the real log, in memory.

use std::collections::{BTreeMap, HashSet};

use emergency::aid::Aid;
use emergency::alert::Alert;
use emergency::circular::Circular;
use emergency::closure::Closure;
use emergency::countdown::Countdown;
use emergency::decide::{self, Command, Context, Draft, decide};
use emergency::document::Document;
use emergency::entity::{EntityKind, EntityRef, Seen, State, touches};
use emergency::event::{Event, GENESIS_HASH, TimeSource, Verdict};
use emergency::fact::Fact;
use emergency::fence::Fence;
use emergency::firm::Firm;
use emergency::id::{
    AidId, AlertId, CircularId, ClosureId, CountdownId, DocumentId, FenceId, FirmId, ImportId,
    IncidentId, IssueId, LotId, OrderId, OriginId, PersonId, PlanId, PointId, ReportId,
    RequisitionId, SiteId, SubmissionId, TeamId,
};
use emergency::import::Import;
use emergency::incident::Incident;
use emergency::issue::Issue;
use emergency::judge::{self, Rules, judge};
use emergency::order::Order;
use emergency::person::Person;
use emergency::plan::PlanRecord;
use emergency::point::DevicePoint;
use emergency::report::Report;
use emergency::requisition::Requisition;
use emergency::site::Site;
use emergency::stock::Lot;
use emergency::submission::Submission;
use emergency::team::Team;
use emergency::time::UtcMs;
use uuid::Uuid;

/// States by entity.
pub(crate) type States = BTreeMap<EntityRef, State>;

/// An own event with its fact, as it waits.
#[derive(Clone)]
pub(crate) struct Own {
    pub(crate) event: Event,
    pub(crate) fact: Fact,
}

/// One line of the ordered log.
pub(crate) struct Line {
    pub(crate) own: Own,
    pub(crate) verdict: Verdict,
}

fn fold(states: &mut States, own: &Own, verdict: Option<&Verdict>) {
    for entity in touches(&own.event, &own.fact) {
        let Some(kind) = EntityKind::from_name(&entity.kind) else {
            continue;
        };
        let state = states
            .entry(entity.clone())
            .or_insert_with(|| State::empty(kind, &entity.id));
        let seen = Seen {
            event: &own.event,
            fact: &own.fact,
            verdict,
        };
        state.apply(&entity.id, seen);
    }
}

/// One desk: what the ordered log says up to its cursor, and its own events that wait.
pub(crate) struct Desk {
    pub(crate) origin: OriginId,
    pub(crate) cut: bool,
    pub(crate) own: Vec<Own>,
    pub(crate) cursor: usize,
    sequenced: States,
    number: u64,
    who: u64,
}

impl Desk {
    pub(crate) fn new(who: u64) -> Self {
        Self {
            origin: OriginId(format!("desk-{who}")),
            cut: false,
            own: Vec::new(),
            cursor: 0,
            sequenced: States::new(),
            number: 0,
            who,
        }
    }

    /// What the desk sees: first the ordered log, then its own events.
    pub(crate) fn state(&self, kind: EntityKind, id: &str) -> Option<State> {
        let entity = EntityRef::new(kind, id);
        let mut state = self.sequenced.get(&entity).cloned();
        for own in &self.own {
            if touches(&own.event, &own.fact).contains(&entity) {
                let seen = Seen {
                    event: &own.event,
                    fact: &own.fact,
                    verdict: None,
                };
                state
                    .get_or_insert_with(|| State::empty(kind, id))
                    .apply(id, seen);
            }
        }
        state
    }

    /// Names of one kind that the desk knows.
    pub(crate) fn names(&self, kind: EntityKind) -> Vec<String> {
        let of_kind = |entity: &&EntityRef| entity.kind == kind.name();
        let mut names: Vec<String> = self
            .sequenced
            .keys()
            .filter(of_kind)
            .map(|entity| entity.id.clone())
            .collect();
        for own in &self.own {
            for entity in touches(&own.event, &own.fact) {
                if of_kind(&&entity) && !names.contains(&entity.id) {
                    names.push(entity.id);
                }
            }
        }
        names
    }

    pub(crate) fn sequenced(&self) -> &States {
        &self.sequenced
    }

    /// False when a rule stands against it.
    pub(crate) fn act(&mut self, now: i64, command: Command) -> bool {
        let (mut names, who) = (self.number, self.who);
        let mut new_id = || {
            names += 1;
            format!("N{who}-{names}")
        };
        let (origin, actor) = (self.origin.clone(), "演练 值班员".into());
        let mut context = Context {
            origin: &origin,
            actor: &actor,
            occurred_at: UtcMs(now),
            occurred_by: TimeSource::Desk,
            now: UtcMs(now),
            exercise: true,
            authority_suspended: false,
            new_id: &mut new_id,
        };
        let decided = decide(self, &mut context, command);
        self.number = names;
        let Ok(drafts) = decided else {
            return false;
        };
        for draft in drafts {
            let event = self.event(now, &draft);
            self.own.push(Own {
                event,
                fact: draft.fact,
            });
        }
        true
    }

    fn event(&mut self, now: i64, draft: &Draft) -> Event {
        self.number += 1;
        Event {
            id: Uuid::from_u128(u128::from(self.who + 1) << 96 | u128::from(self.number)),
            origin: self.origin.clone(),
            incarnation: 1,
            oseq: self.number,
            prev_hash: GENESIS_HASH.to_owned(),
            kind: draft.fact.kind().to_owned(),
            v: 1,
            entity: draft.entity.clone(),
            expect_rev: draft.expect_rev,
            custody_epoch: draft.custody_epoch,
            valid_until: draft.valid_until,
            actor: "演练 值班员".into(),
            role: String::new(),
            occurred_at: UtcMs(now),
            occurred_by: TimeSource::Desk,
            recorded_at: UtcMs(now),
            clock_offset_ms: None,
            exercise: true,
            body: draft.fact.body(),
            alg: String::new(),
            sig: String::new(),
        }
    }

    /// Takes the next lines of the ordered log; own events that come back wait no longer.
    pub(crate) fn catch_up(&mut self, log: &[Line], lines: usize) {
        for line in &log[self.cursor..self.cursor + lines] {
            fold(&mut self.sequenced, &line.own, Some(&line.verdict));
            self.own.retain(|own| own.event.id != line.own.event.id);
        }
        self.cursor += lines;
    }
}

/// The platform: one order for all, and a verdict beside each line.
#[derive(Default)]
pub(crate) struct Platform {
    pub(crate) rules: Rules,
    pub(crate) log: Vec<Line>,
    pub(crate) states: States,
    pub(crate) known: HashSet<Uuid>,
}

impl Platform {
    /// False when it has the event already.
    pub(crate) fn sequence(&mut self, own: &Own, now: i64) -> bool {
        if !self.known.insert(own.event.id) {
            return false;
        }
        let verdict = judge(&*self, &own.event, UtcMs(now), self.rules);
        fold(&mut self.states, own, Some(&verdict));
        let own = own.clone();
        self.log.push(Line { own, verdict });
        true
    }

    pub(crate) fn state(&self, kind: EntityKind, id: &str) -> Option<&State> {
        self.states.get(&EntityRef::new(kind, id))
    }
}

macro_rules! known {
    ($($name:ident $noun:ident $id:ty $(as $state:ident)?),+) => {
        impl decide::Known for Desk {
            $(fn $name(&self, id: &$id) -> Option<known!(@ $noun $($state)?)> {
                match self.state(EntityKind::$noun, id.as_str()) {
                    Some(State::$noun(state)) => Some(state),
                    _ => None,
                }
            })+
        }
    };
    (@ $noun:ident) => { $noun };
    (@ $noun:ident $state:ident) => { $state };
}

known! {
    alert Alert AlertId, incident Incident IncidentId, team Team TeamId, lot Lot LotId,
    order Order OrderId, report Report ReportId, issue Issue IssueId,
    requisition Requisition RequisitionId, aid Aid AidId, circular Circular CircularId,
    countdown Countdown CountdownId, closure Closure ClosureId, site Site SiteId,
    person Person PersonId, import Import ImportId,
    plan Plan PlanId as PlanRecord, document Document DocumentId,
    submission Submission SubmissionId, fence Fence FenceId, firm Firm FirmId,
    point Point PointId as DevicePoint
}

impl judge::Known for Platform {
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
