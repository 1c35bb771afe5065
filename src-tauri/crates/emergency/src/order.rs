//! Dispatch orders (调度指令): one team to one incident, with its claim and its progress.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::event::{Event, RefusedBecause, Verdict};
use crate::fact::Fact;
use crate::id::{ActorName, IncidentId, OrderId, TaskId, TeamId};
use crate::time::UtcMs;

/// Minutes a dispatch order stays good while the platform cannot be reached (link protocol:
/// dispatch 10 min).
pub const ORDER_VALID_MIN: i64 = 10;

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

/// How far an order is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Progress {
    /// Written, not sent.
    #[default]
    Drafted,
    /// Sent.
    Sent,
    /// The team has it (签收).
    Acknowledged,
    /// On the road (途中).
    EnRoute,
    /// There (到场).
    OnScene,
    /// Free again (完成).
    Released,
    /// Called back (撤回).
    Recalled,
    /// Could not be carried out.
    Failed,
    /// Ran out before anybody had it.
    Expired,
}

impl Progress {
    /// True while the order holds the team.
    #[must_use]
    pub fn is_active(self) -> bool {
        matches!(
            self,
            Self::Sent | Self::Acknowledged | Self::EnRoute | Self::OnScene
        )
    }

    /// Whether a step from here to there exists.
    #[must_use]
    pub fn may_move(self, to: Self) -> bool {
        match to {
            Self::Drafted => false,
            Self::Sent => self == Self::Drafted,
            Self::Acknowledged | Self::EnRoute | Self::OnScene => self.is_active() && self < to,
            Self::Released | Self::Recalled | Self::Failed => self.is_active(),
            Self::Expired => self == Self::Sent,
        }
    }

    /// The progress after a step; a step that does not exist (late, reordered) changes nothing.
    #[must_use]
    pub fn moved(self, to: Self) -> Self {
        if self.may_move(to) { to } else { self }
    }
}

/// `order.drafted` and `order.sent`: a team to an incident.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
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
}

/// One step of an order with who and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Step {
    /// The step.
    pub to: Progress,
    /// When it happened.
    pub at: UtcMs,
    /// Who said so.
    pub by: ActorName,
    /// Words.
    pub note: String,
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
    /// Not to be carried out after this time unless confirmed.
    pub valid_until: Option<UtcMs>,
    /// All steps, in log order.
    pub steps: Vec<Step>,
}

/// Steps kept in an order's state.
pub const STEPS_MAX: usize = 64;

impl Order {
    /// Applies one fact that touches this order, in log order.
    pub fn apply(&mut self, event: &Event, fact: &Fact, verdict: Option<&Verdict>) {
        match fact {
            Fact::OrderDrafted(body) => {
                self.sent = body.clone();
                self.origin = event.origin.clone();
                self.step(event, Progress::Drafted, "");
            }
            Fact::OrderSent(body) => {
                self.sent = body.clone();
                self.origin = event.origin.clone();
                self.claim = Claim::of(verdict, body.authority);
                self.valid_until = event.valid_until;
                self.progress = Progress::Sent;
                self.step(event, Progress::Sent, "");
            }
            Fact::OrderMoved(body) if self.progress.may_move(body.to) => {
                self.progress = body.to;
                self.step(event, body.to, &body.note);
            }
            Fact::OrderConfirmed(_)
                if crate::team::event_is_granted(verdict, Authority::Custodian) =>
            {
                self.claim = Claim::Confirmed;
            }
            Fact::DisputeRuled(body)
                if crate::team::event_is_granted(verdict, Authority::Custodian) =>
            {
                if body.keep == self.id {
                    self.claim = Claim::Confirmed;
                } else if body.withdraw.contains(&self.id) {
                    self.claim = Claim::Withdrawn;
                }
            }
            _ => {}
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

#[cfg(test)]
mod tests;
