//! A made-up duty room for tests: commands become facts, facts get verdicts, states are folds.

use uuid::Uuid;

use crate::aid::Aid;
use crate::alert::{Alert, AlertReceived, Notice};
use crate::circular::Circular;
use crate::closure::Closure;
use crate::countdown::Countdown;
use crate::decide::{self, Command, Context, Draft, Refusal, decide};
use crate::document::Document;
use crate::entity::{EntityKind, EntityRef, Seen, State, touches};
use crate::event::{Event, GENESIS_HASH, TimeSource, Verdict};
use crate::fact::Fact;
use crate::fence::Fence;
use crate::firm::Firm;
use crate::id::{
    ActorName, AidId, AlertId, CircularId, ClosureId, CountdownId, DocumentId, FenceId, FirmId,
    ImportId, IncidentId, IssueId, LotId, OrderId, OriginId, PersonId, PlanId, PointId, ReportId,
    RequisitionId, SiteId, SubmissionId, TeamId,
};
use crate::import::Import;
use crate::incident::Incident;
use crate::issue::Issue;
use crate::judge::{self, Rules, judge};
use crate::order::Order;
use crate::person::Person;
use crate::plan::PlanRecord;
use crate::point::DevicePoint;
use crate::report::Report;
use crate::requisition::Requisition;
use crate::site::Site;
use crate::stock::Lot;
use crate::submission::Submission;
use crate::team::Team;
use crate::time::UtcMs;
use crate::wind::Wind;

/// A log with the desk that writes into it and the sequencer that judges.
pub(crate) struct Room {
    /// Every event with its fact and its verdict, in log order.
    pub(crate) log: Vec<(Event, Fact, Option<Verdict>)>,
    /// The desk that acts.
    pub(crate) origin: OriginId,
    /// The person who acts.
    pub(crate) actor: ActorName,
    /// Its clock, and the time of every act.
    pub(crate) now: UtcMs,
    /// The time of an act that is entered from paper.
    pub(crate) paper_at: Option<UtcMs>,
    /// In a drill's logbook.
    pub(crate) exercise: bool,
    /// The desk may not confirm on its own.
    pub(crate) suspended: bool,
    names: u64,
}

impl Room {
    pub(crate) fn new() -> Self {
        Self {
            log: Vec::new(),
            origin: "desk-a".into(),
            actor: "演练 王敏".into(),
            now: UtcMs(1_000_000_000),
            paper_at: None,
            exercise: false,
            suspended: false,
            names: 0,
        }
    }

    /// The answer to a command; nothing is written.
    pub(crate) fn ask(&mut self, command: Command) -> Result<Vec<Draft>, Refusal> {
        let mut names = self.names;
        let mut new_id = || {
            names += 1;
            format!("N{names}")
        };
        let (origin, actor) = (self.origin.clone(), self.actor.clone());
        let mut context = Context {
            origin: &origin,
            actor: &actor,
            occurred_at: self.paper_at.unwrap_or(self.now),
            occurred_by: self
                .paper_at
                .map_or(TimeSource::Desk, |_| TimeSource::Paper),
            now: self.now,
            exercise: self.exercise,
            authority_suspended: self.suspended,
            new_id: &mut new_id,
        };
        let answer = decide(self, &mut context, command);
        self.names = names;
        answer
    }

    /// Does what no rule stands against; answers the name of the first thing and its verdict.
    pub(crate) fn act(&mut self, command: Command) -> (String, Verdict) {
        let said = format!("{command:?}");
        let drafts = self.ask(command);
        let drafts = drafts.unwrap_or_else(|refusal| panic!("{refusal} stands against {said}"));
        let mut verdicts = drafts.into_iter().map(|draft| {
            let id = draft.entity.id.clone();
            (id, self.write(draft))
        });
        let first = verdicts.next().expect("the command changes something");
        verdicts.for_each(drop);
        first
    }

    /// Writes a fact and has it judged.
    pub(crate) fn write(&mut self, draft: Draft) -> Verdict {
        let event = self.event(&draft);
        let verdict = judge(self, &event, self.now, Rules::default());
        self.log.push((event, draft.fact, Some(verdict.clone())));
        verdict
    }

    /// Writes a plain fact as the desk's own that has not come back from the sequencer.
    pub(crate) fn write_own(&mut self, id: &str, fact: Fact) {
        let draft = Draft::plain(id, fact);
        self.log.push((self.event(&draft), draft.fact, None));
    }

    /// Writes a plain fact that happened at the given time.
    pub(crate) fn happen(&mut self, at: i64, id: &str, fact: Fact) -> Verdict {
        let now = std::mem::replace(&mut self.now, UtcMs(at));
        let verdict = self.write(Draft::plain(id, fact));
        self.now = now;
        verdict
    }

    /// A message comes in as the alert of that name.
    pub(crate) fn receive(&mut self, id: &str, notice: Notice) {
        let received = AlertReceived {
            notice,
            feed: "演练".to_owned(),
            ..AlertReceived::default()
        };
        self.write(Draft::plain(id, Fact::AlertReceived(received)));
    }

    /// The event that would be written for a fact.
    pub(crate) fn event(&self, draft: &Draft) -> Event {
        let number = self.log.len() as u64 + 1;
        Event {
            id: Uuid::from_u128(number.into()),
            origin: self.origin.clone(),
            incarnation: 1,
            oseq: number,
            prev_hash: GENESIS_HASH.to_owned(),
            kind: draft.fact.kind().to_owned(),
            v: 1,
            entity: draft.entity.clone(),
            expect_rev: draft.expect_rev,
            custody_epoch: draft.custody_epoch,
            valid_until: draft.valid_until,
            actor: self.actor.clone(),
            role: String::new(),
            occurred_at: self.paper_at.unwrap_or(self.now),
            occurred_by: self
                .paper_at
                .map_or(TimeSource::Desk, |_| TimeSource::Paper),
            recorded_at: self.now,
            clock_offset_ms: None,
            exercise: self.exercise,
            body: draft.fact.body(),
            alg: String::new(),
            sig: String::new(),
        }
    }

    /// The fold of all that touches one entity; none when nothing does.
    pub(crate) fn state(&self, kind: EntityKind, id: &str) -> Option<State> {
        let entity = EntityRef::new(kind, id);
        let mut state = None;
        for (event, fact, verdict) in &self.log {
            if touches(event, fact).contains(&entity) {
                let verdict = verdict.as_ref();
                let seen = Seen {
                    event,
                    fact,
                    verdict,
                };
                state
                    .get_or_insert_with(|| State::empty(kind, id))
                    .apply(id, seen);
            }
        }
        state
    }
}

/// One getter a noun: of a state that has to be there, and of one that may not.
macro_rules! nouns {
    ($($name:ident $noun:ident $id:ty $(as $state:ident)?),+) => {
        impl Room {
            $(pub(crate) fn $name(&self, id: &str) -> nouns!(@ $noun $($state)?) {
                match self.state(EntityKind::$noun, id) {
                    Some(State::$noun(state)) => state,
                    other => panic!("{id} is not there: {other:?}"),
                }
            })+
        }
        impl decide::Known for Room {
            $(fn $name(&self, id: &$id) -> Option<nouns!(@ $noun $($state)?)> {
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

nouns! {
    alert Alert AlertId, incident Incident IncidentId, team Team TeamId, lot Lot LotId,
    order Order OrderId, report Report ReportId, issue Issue IssueId,
    requisition Requisition RequisitionId, aid Aid AidId, circular Circular CircularId,
    countdown Countdown CountdownId,
    closure Closure ClosureId, site Site SiteId, person Person PersonId, import Import ImportId,
    plan Plan PlanId as PlanRecord, document Document DocumentId,
    fence Fence FenceId, firm Firm FirmId, point Point PointId as DevicePoint,
    submission Submission SubmissionId
}

impl Room {
    /// The wind of that name.
    pub(crate) fn wind(&self, id: &str) -> Wind {
        match self.state(EntityKind::Wind, id) {
            Some(State::Wind(state)) => state,
            other => panic!("nobody observed it: {other:?}"),
        }
    }
}

impl judge::Known for Room {
    fn team(&self, id: &str) -> Option<Team> {
        decide::Known::team(self, &id.into())
    }
    fn lot(&self, id: &str) -> Option<Lot> {
        decide::Known::lot(self, &id.into())
    }
}
