//! Dispatch orders (调度指令): one team to one incident, with its claim and its progress.
//!
//! A redirect and a handing over are new orders that name the one they replace: what is exclusive,
//! the team, is claimed and judged like any other, and the old order ends only when the new one
//! stands.

mod late;
mod step;
mod stop;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::event::{Event, RefusedBecause, Verdict};
use crate::fact::Fact;
use crate::id::{IncidentId, OrderId, TaskId, TeamId};
use crate::paper::{Paper, Papered};
use crate::place::Place;
use crate::team::Objection;
use crate::time::{MINUTE_MS, UtcMs};

pub use late::{ACKNOWLEDGE_MS, LATE_GRACE_MS, Late, LateWhy, OBSERVED_MS_MAX, Observed, late};
pub use step::{Progress, Step};
pub use stop::{STOPS_MAX, Stop, StopAct, StopEvent, StopMark, StopMoved};

/// Minutes a dispatch order stays good while the platform cannot be reached (link protocol:
/// dispatch 10 min).
pub const ORDER_VALID_MIN: i64 = 10;

/// Milliseconds in which a slip may be taken back, if the team has not acknowledged:
/// 待区里确认.
pub const UNDO_MS: i64 = 2 * MINUTE_MS;

/// By what right the desk ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Authority {
    /// It has custody of the team: good at once.
    Custodian,
    /// Somebody else decides: unconfirmed until the verdict; confirm by voice.
    #[default]
    Remote,
}

/// Whether the claim on the team stands.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case", rename_all_fields = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Claim {
    /// Not decided: confirm by voice.
    #[default]
    Unconfirmed,
    /// It stands.
    Confirmed,
    /// Another order stands.
    Conflict {
        /// The claims it collides with.
        #[cfg_attr(feature = "ts", ts(type = "Array<string>"))]
        with: Vec<Uuid>,
    },
    /// It was too old when it arrived.
    Expired,
    /// Not granted.
    Refused {
        /// Why.
        reason: RefusedBecause,
    },
    /// Taken back by a ruling.
    Withdrawn,
}

impl Claim {
    /// The claim's state by the sequencer's verdict, or, before one, by the desk's own right.
    #[must_use]
    pub fn of(verdict: Option<&Verdict>, authority: Authority) -> Self {
        match (verdict, authority) {
            (None, Authority::Custodian) => Self::Confirmed,
            (None, Authority::Remote) => Self::Unconfirmed,
            (Some(Verdict::Ok), _) => Self::Confirmed,
            (Some(Verdict::Granted { quantity }), _) if *quantity > 0 => Self::Confirmed,
            (Some(Verdict::Conflict { with }), _) => Self::Conflict { with: with.clone() },
            (Some(Verdict::Expired), _) => Self::Expired,
            (Some(Verdict::Refused { reason }), _) => Self::Refused {
                reason: reason.clone(),
            },
            (Some(Verdict::Moot | Verdict::Granted { .. }), _) => Self::Withdrawn,
        }
    }

    /// True when it stands.
    #[must_use]
    pub fn is_confirmed(&self) -> bool {
        matches!(self, Self::Confirmed)
    }

    /// True when it was not granted because somebody else has or had the thing.
    #[must_use]
    pub fn is_contested(&self) -> bool {
        matches!(self, Self::Conflict { .. } | Self::Refused { .. })
    }
}

/// The order that ends when another stands in its place.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Replaced {
    /// Which order.
    pub order: OrderId,
    /// Its team: the same for a redirect, another for a handing over.
    pub team: TeamId,
    /// Its incident.
    pub incident: IncidentId,
    /// Why.
    pub reason: String,
}

/// `order.drafted` and `order.sent`: a team to an incident.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct OrderSent {
    /// The team.
    pub team: TeamId,
    /// The incident.
    pub incident: IncidentId,
    /// The task it serves, when there is one.
    pub task: Option<TaskId>,
    /// What to do, in words.
    pub words: String,
    /// By what right.
    pub authority: Authority,
    /// Sent knowingly although the team has another job.
    pub further_job: bool,
    /// Expected travel time in seconds, as shown when it was sent.
    pub eta_s: Option<u32>,
    /// True when that time is a straight-line estimate.
    pub eta_estimated: bool,
    /// Where to, when that is not the incident's own place.
    pub to: Option<Place>,
    /// Stops before that, in order.
    pub stops: Vec<Stop>,
    /// Given by word of mouth: the paper is made up later.
    pub oral: bool,
    /// The order that it takes the place of.
    pub replaces: Option<Replaced>,
    /// Why the team goes although something speaks against it.
    pub despite: String,
    /// What spoke against it when it was sent.
    pub against: Vec<Objection>,
}

/// `order.moved`: the next step of its life.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct OrderMoved {
    /// The team, so that its state follows.
    pub team: TeamId,
    /// The incident, so that its timeline follows.
    pub incident: IncidentId,
    /// To which step.
    pub to: Progress,
    /// Words; the reason for recalled and failed.
    pub note: String,
}

/// `order.confirmed`: the custodian grants an order that another desk gave.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct OrderConfirmed {
    /// The team.
    pub team: TeamId,
    /// The incident.
    pub incident: IncidentId,
    /// The order that the confirmed one takes the place of.
    pub replaces: Option<Replaced>,
}

/// `order.undone`: a slip is taken back; the order stays in the log.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct OrderUndone {
    /// The team.
    pub team: TeamId,
    /// The incident.
    pub incident: IncidentId,
    /// Why.
    pub reason: String,
}

/// `order.put_first`: of several orders this is the team's primary one (主任务).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct OrderPutFirst {
    /// The team.
    pub team: TeamId,
    /// The incident.
    pub incident: IncidentId,
}

/// `order.papered`: an order by word of mouth has its paper.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct OrderPapered {
    /// The incident.
    pub incident: IncidentId,
    /// The paper.
    pub paper: Papered,
}

/// `dispute.ruled`: one person settles which order stands.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DisputeRuled {
    /// The order that stands.
    pub keep: OrderId,
    /// The orders that do not.
    pub withdraw: Vec<OrderId>,
    /// Why.
    pub reason: String,
    /// What the kept order takes the place of.
    pub replaces: Option<Replaced>,
}

/// The state of one order.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Order {
    /// Its name.
    pub id: OrderId,
    /// What was ordered.
    pub sent: OrderSent,
    /// The desk that ordered.
    pub origin: crate::id::OriginId,
    /// Whether the claim on the team stands.
    pub claim: Claim,
    /// How far it is.
    pub progress: Progress,
    /// Not to be carried out after this time unless confirmed, by the clock of the desk that sent
    /// it; in the event it stands by the platform's.
    pub valid_until: Option<UtcMs>,
    /// All steps, in log order.
    pub steps: Vec<Step>,
    /// What happened at each stop; shorter than the list of stops while nothing has.
    pub stops: Vec<StopMark>,
    /// The paper of an order by word of mouth.
    pub paper: Option<Paper>,
    /// The order that took its place.
    pub replaced_by: Option<OrderId>,
}

/// Steps kept in an order's state.
pub const STEPS_MAX: usize = 64;

impl Order {
    /// When it was sent.
    #[must_use]
    pub fn sent_at(&self) -> Option<UtcMs> {
        let sent = self.steps.iter().find(|step| step.to == Progress::Sent);
        sent.map(|step| step.at)
    }

    /// What happened at each stop, as many as there are stops.
    #[must_use]
    pub fn stop_marks(&self) -> Vec<StopMark> {
        let mut marks = self.stops.clone();
        marks.resize(self.sent.stops.len(), StopMark::default());
        marks
    }

    /// Until when the slip may be taken back; none when it may not.
    #[must_use]
    pub fn undo_until(&self) -> Option<UtcMs> {
        let sent_at = self.sent_at()?;
        (self.progress == Progress::Sent).then(|| sent_at.plus_ms(UNDO_MS))
    }

    /// True when it can no longer be carried out by itself: not confirmed, and its time has run
    /// out without anybody having it.
    #[must_use]
    pub fn has_run_out(&self, now: UtcMs) -> bool {
        let waits = matches!(self.claim, Claim::Unconfirmed | Claim::Refused { .. });
        let late = self.valid_until.is_some_and(|until| until < now);
        self.progress == Progress::Sent && waits && late
    }

    /// Applies one fact that touches this order, in log order.
    pub fn apply(&mut self, event: &Event, fact: &Fact, verdict: Option<&Verdict>) {
        match fact {
            Fact::OrderDrafted(body)
                if self.is_own(event) && self.progress == Progress::Drafted =>
            {
                self.sent = body.clone();
                self.origin = event.origin.clone();
                self.step(event, Progress::Drafted, "");
            }
            Fact::OrderSent(body) if self.is_own(event) => self.send(event, body, verdict),
            Fact::OrderSent(body) => {
                let stands = Claim::of(verdict, body.authority).is_confirmed();
                self.give_way(event, body.replaces.as_ref().filter(|_| stands), &body.team);
            }
            Fact::OrderMoved(body) => self.advance(event, body.to, &body.note),
            Fact::OrderStopMoved(body) => self.stop(event, body),
            Fact::OrderUndone(body)
                if matches!(self.progress, Progress::Sent | Progress::Drafted) =>
            {
                self.progress = Progress::Undone;
                self.step(event, Progress::Undone, &body.reason);
            }
            Fact::OrderPapered(body) => self.paper = Some(Paper::of(event, &body.paper)),
            Fact::OrderConfirmed(body)
                if crate::team::event_is_granted(verdict, Authority::Custodian) =>
            {
                if self.is_own(event) {
                    self.claim = Claim::Confirmed;
                } else {
                    self.give_way(event, body.replaces.as_ref(), &body.team);
                }
            }
            Fact::DisputeRuled(body)
                if crate::team::event_is_granted(verdict, Authority::Custodian) =>
            {
                self.ruled(event, body);
            }
            _ => {}
        }
    }

    fn is_own(&self, event: &Event) -> bool {
        event.entity.id == self.id.0
    }

    fn send(&mut self, event: &Event, body: &OrderSent, verdict: Option<&Verdict>) {
        // Desks that were apart may send the same draft: the first that is granted counts.
        let claim = Claim::of(verdict, body.authority);
        if self.sent_at().is_some() && (self.claim.is_confirmed() || !claim.is_confirmed()) {
            return;
        }
        self.sent = body.clone();
        self.origin = event.origin.clone();
        self.claim = claim;
        let ahead_ms = event.clock_offset_ms.unwrap_or(0);
        self.valid_until = event.valid_until.map(|until| until.plus_ms(-ahead_ms));
        self.progress = Progress::Sent;
        self.step(event, Progress::Sent, "");
        self.settle(event);
    }

    /// Another order stands in this one's place.
    fn give_way(&mut self, event: &Event, replaced: Option<&Replaced>, team: &TeamId) {
        let mine = |r: &&Replaced| r.order == self.id && r.team == self.sent.team;
        let Some(replaced) = replaced.filter(mine) else {
            return;
        };
        if !self.progress.is_active() {
            return;
        }
        self.progress = ended_by(replaced, team);
        self.replaced_by = Some(OrderId(event.entity.id.clone()));
        self.step(event, self.progress, &replaced.reason);
    }

    fn advance(&mut self, event: &Event, to: Progress, note: &str) {
        let after = self.progress.stepped(&self.claim, to);
        if after != self.progress {
            self.progress = after;
            self.step(event, to, note);
        }
    }

    fn stop(&mut self, event: &Event, body: &StopMoved) {
        let index = body.stop as usize;
        if index >= self.sent.stops.len().min(STOPS_MAX) || !self.progress.is_active() {
            return;
        }
        self.stops = self.stop_marks();
        self.stops[index].take(body.what, event.occurred_at);
    }

    fn ruled(&mut self, event: &Event, body: &DisputeRuled) {
        if body.keep == self.id {
            self.claim = Claim::Confirmed;
        } else if body.withdraw.contains(&self.id) {
            self.claim = Claim::Withdrawn;
            self.settle(event);
        } else if let Some(replaced) = body.replaces.as_ref().filter(|r| r.order == self.id) {
            // Only an order of another team is not among those that are withdrawn.
            if self.progress.is_active() {
                self.progress = Progress::HandedOver;
                self.replaced_by = Some(body.keep.clone());
                self.step(event, Progress::HandedOver, &replaced.reason);
            }
        }
    }

    /// A claim that came to nothing ends the order.
    fn settle(&mut self, event: &Event) {
        let after = self.progress.under(&self.claim);
        if after != self.progress {
            self.progress = after;
            self.step(event, after, "");
        }
    }

    fn step(&mut self, event: &Event, to: Progress, note: &str) {
        if self.steps.len() < STEPS_MAX {
            self.steps.push(Step {
                to,
                at: event.occurred_at,
                by: event.actor.clone(),
                note: note.to_owned(),
            });
        }
    }
}

/// How an order ends whose place another one takes.
pub(crate) fn ended_by(replaced: &Replaced, team: &TeamId) -> Progress {
    if replaced.team == *team {
        Progress::Redirected
    } else {
        Progress::HandedOver
    }
}

#[cfg(test)]
mod tests;
