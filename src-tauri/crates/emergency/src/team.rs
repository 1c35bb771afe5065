//! Rescue teams (救援队伍): what they can do, where they are, who may send them.

mod equipment;
mod level;
mod member;
mod objection;
mod phase;
mod terms;

pub use equipment::{Equipment, Vehicle, VehicleClass};
pub use level::{TeamKind, TeamLevel};
pub use member::{Certificate, ContactStep, Member};
pub use objection::{DAY_MIN, Objection};
pub use terms::{Agreement, CostRate, DeployAuthority, RateBasis, ShiftRule};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::closure::RoadUser;
use crate::day::Day;
use crate::event::{Event, Verdict};
use crate::fact::Fact;
use crate::id::{ImportId, IncidentId, OrderId, OriginId, TeamId};
use crate::order::{Authority, Claim, DisputeRuled, OrderSent, Progress, Replaced, ended_by};
use crate::place::{Place, Point};
use crate::time::UtcMs;

pub use phase::{Phase, TeamPhased};

/// `team.registered`: the standing facts of a team; a later one replaces them.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TeamRegistered {
    /// Name as people say it.
    pub name: String,
    /// Short call sign for the command line, such as `T12`.
    pub call_sign: String,
    /// On which level it stands.
    pub level: TeamLevel,
    /// Of what kind it is.
    pub kind: TeamKind,
    /// The unit it belongs to.
    pub unit: String,
    /// Capabilities from the list of [`crate::capability`], such as `hazmat` or `medical`.
    pub capabilities: Vec<String>,
    /// Where it stands by.
    pub home: Place,
    /// Number of people.
    pub people: u32,
    /// Leader and telephone in words.
    pub contact: String,
    /// Minutes from the order to wheels turning.
    pub turnout_min: u32,
    /// The desk that may confirm its orders while cut off; none means the platform itself.
    pub custodian: Option<OriginId>,
    /// Its people by name, as far as they are entered; [`Self::people`] is how many it should have.
    pub members: Vec<Member>,
    /// Its vehicles.
    pub vehicles: Vec<Vehicle>,
    /// How it comes, when its vehicles do not tell: such as on foot.
    pub comes_by: Option<RoadUser>,
    /// Its equipment.
    pub equipment: Vec<Equipment>,
    /// How long its people may work.
    pub shift: ShiftRule,
    /// Whom to call, in this order.
    pub ladder: Vec<ContactStep>,
    /// Who may send it.
    pub authority: DeployAuthority,
    /// The last day of its people's accident insurance.
    pub insured_until: Option<Day>,
    /// Its agreements.
    pub agreements: Vec<Agreement>,
    /// What it costs.
    pub rates: Vec<CostRate>,
    /// The construction standard that it is measured against, by its code in the table of
    /// standards; empty when none applies.
    pub standard: String,
    /// The import it came with; empty for one entered by hand.
    pub import: ImportId,
}

/// Whether a team can go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Readiness {
    /// Manned and equipped.
    Ready,
    /// Can go with less than it should have.
    Reduced,
    /// Cannot go.
    NotReady,
    /// Nobody has said.
    #[default]
    Unknown,
}

/// `team.reported`: its state, by radio, telephone or device.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TeamReported {
    /// Whether it can go.
    pub readiness: Readiness,
    /// Where it is, when said.
    pub point: Option<Point>,
    /// People who are there and can go, when said.
    pub present: Option<u32>,
    /// The emptiest tank of its vehicles in percent, when said.
    pub fuel_percent: Option<u32>,
    /// Words.
    pub note: String,
}

/// `custody.taken`: from now on another desk may confirm; everything older is fenced.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CustodyTaken {
    /// The new custodian; none gives it to the platform.
    pub to: Option<OriginId>,
    /// The epoch that begins; must be the one before plus one.
    pub epoch: u64,
    /// Why.
    pub reason: String,
}

/// A team's part in one order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Assignment {
    /// The order.
    pub order: OrderId,
    /// The event that claimed the team.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub event: Uuid,
    /// The incident.
    pub incident: IncidentId,
    /// The desk that ordered.
    pub origin: OriginId,
    /// When it was ordered.
    pub at: UtcMs,
    /// Whether it is granted.
    pub claim: Claim,
    /// How far it is.
    pub progress: Progress,
    /// Sent knowingly as a further job.
    pub further_job: bool,
}

impl Assignment {
    /// True while the order holds the team.
    #[must_use]
    pub fn is_active(&self) -> bool {
        self.claim.is_confirmed() && self.progress.is_active()
    }
}

/// Orders of a team kept in its state; older finished ones stay in the log only.
pub const ASSIGNMENTS_MAX: usize = 32;

/// The state of one team. Unit and assignment are separate things: a team has any number of
/// assignments and loses none of them by another.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Team {
    /// Its name in the log.
    pub id: TeamId,
    /// Standing facts.
    pub registered: TeamRegistered,
    /// True while registered and not taken off the list.
    pub known: bool,
    /// True when it was taken off the list; custody stays as it was.
    pub withdrawn: bool,
    /// What stood before the import that entered the present facts.
    pub replaced: Option<Box<TeamRegistered>>,
    /// Who may confirm its orders while cut off; none means the platform.
    pub custodian: Option<OriginId>,
    /// Counts the changes of custody.
    pub custody_epoch: u64,
    /// Counts granted claims and rulings; claims carry it as `expect_rev`.
    pub claim_rev: u64,
    /// Whether it can go.
    pub readiness: Readiness,
    /// When that was said.
    pub reported_at: Option<UtcMs>,
    /// Where it was last said to be.
    pub point: Option<Point>,
    /// When that was said.
    pub point_at: Option<UtcMs>,
    /// People who were there at the last report that said so.
    pub present: Option<u32>,
    /// The emptiest tank in percent, by the last report that said so.
    pub fuel_percent: Option<u32>,
    /// Words with the last report.
    pub note: String,
    /// Its orders, oldest first.
    pub assignments: Vec<Assignment>,
    /// The order that goes before its others, when one was said to.
    pub primary: Option<OrderId>,
    /// Where it is on the way back to readiness; says nothing while an order holds it.
    pub phase: Phase,
    /// Since when.
    pub phase_at: Option<UtcMs>,
    /// Until when it rests or is otherwise out of use, when that was said.
    pub phase_until: Option<UtcMs>,
    /// Since when its people work, as far back as they had no rest.
    pub work_since: Option<UtcMs>,
    /// When that work ended; none while an order holds it.
    pub work_ended: Option<UtcMs>,
    /// Since when it is at a scene.
    pub scene_since: Option<UtcMs>,
}

impl TeamRegistered {
    /// How it comes by road: as was said, else by the vehicle that needs most of a road, since the
    /// team is there when its last vehicle is. One whose vehicles nobody has entered comes as an
    /// engine, so that it is not sent over a weak bridge.
    #[must_use]
    pub fn road_user(&self) -> RoadUser {
        let users = self.vehicles.iter().filter_map(|one| one.class.road_user());
        let by_vehicles = users.max_by_key(|user| match user {
            RoadUser::Foot => 0,
            RoadUser::Car => 1,
            RoadUser::Engine => 2,
            RoadUser::Heavy => 3,
        });
        self.comes_by.or(by_vehicles).unwrap_or_default()
    }
}

impl Team {
    /// Where it starts from: where it was seen or said to be last, else its base.
    #[must_use]
    pub fn start(&self) -> Option<Point> {
        self.point.or(self.registered.home.point)
    }

    /// The orders that hold the team now.
    pub fn active(&self) -> impl Iterator<Item = &Assignment> {
        self.assignments
            .iter()
            .filter(|assignment| assignment.is_active())
    }

    /// Of the orders that hold the team the one that goes before the others: the one it was said
    /// of, else the oldest.
    #[must_use]
    pub fn primary(&self) -> Option<&Assignment> {
        let said = self
            .active()
            .find(|a| Some(&a.order) == self.primary.as_ref());
        said.or_else(|| self.active().next())
    }

    /// Orders of different desks that claim the team at once and wait for a ruling: at least one
    /// granted and at least one that was not.
    #[must_use]
    pub fn disputed(&self) -> Vec<&Assignment> {
        let refused: Vec<_> = self
            .assignments
            .iter()
            .filter(|a| a.progress.is_active() && a.claim.is_contested())
            .collect();
        if refused.is_empty() || self.active().next().is_none() {
            return Vec::new();
        }
        self.active().chain(refused).collect()
    }

    /// Applies one fact that touches this team, in log order.
    pub fn apply(&mut self, event: &Event, fact: &Fact, verdict: Option<&Verdict>) {
        match fact {
            Fact::TeamRegistered(body) => self.register(body),
            Fact::TeamWithdrawn(_) => {
                self.known = false;
                self.withdrawn = true;
            }
            Fact::TeamReported(body) => self.report(event, body),
            // A takeover counts once the sequencer has it: a desk that is cut off cannot promote
            // itself.
            Fact::CustodyTaken(body)
                if verdict == Some(&Verdict::Ok) && body.epoch == self.custody_epoch + 1 =>
            {
                self.custodian.clone_from(&body.to);
                self.custody_epoch = body.epoch;
            }
            Fact::OrderSent(body) => {
                // First the new job: a team that is redirected is never on its way home.
                let claim = Claim::of(verdict, body.authority);
                let stands = claim.is_confirmed();
                if body.team == self.id {
                    self.assign(event, body, claim);
                }
                self.give_way(event, body.replaces.as_ref().filter(|_| stands), &body.team);
            }
            Fact::OrderMoved(body) => {
                self.step(event, |a| a.progress.stepped(&a.claim, body.to));
            }
            Fact::OrderUndone(_) => self.step(event, |a| match a.progress {
                Progress::Sent => Progress::Undone,
                other => other,
            }),
            Fact::OrderPutFirst(_) => self.primary = Some(OrderId(event.entity.id.clone())),
            Fact::TeamPhased(body) => self.enter(event, body),
            Fact::OrderConfirmed(body) if event_is_granted(verdict, Authority::Custodian) => {
                let id = &event.entity.id;
                if let Some(a) = self.assignments.iter_mut().find(|a| a.order.0 == *id) {
                    a.claim = Claim::Confirmed;
                    self.claim_rev += 1;
                }
                self.give_way(event, body.replaces.as_ref(), &body.team);
            }
            Fact::DisputeRuled(body) if event_is_granted(verdict, Authority::Custodian) => {
                self.ruled(event, body);
            }
            _ => {}
        }
    }

    fn assign(&mut self, event: &Event, body: &OrderSent, claim: Claim) {
        // The same draft sent by two desks is one job: the first that is granted counts.
        let same = self
            .assignments
            .iter()
            .position(|a| a.order.0 == event.entity.id);
        if let Some(index) = same {
            if self.assignments[index].claim.is_confirmed() || !claim.is_confirmed() {
                return;
            }
            self.assignments.remove(index);
        }
        if claim.is_confirmed() {
            self.claim_rev += 1;
        }
        self.assignments.push(Assignment {
            order: OrderId(event.entity.id.clone()),
            event: event.id,
            incident: body.incident.clone(),
            origin: event.origin.clone(),
            at: event.occurred_at,
            progress: Progress::Sent.under(&claim),
            claim,
            further_job: body.further_job,
        });
        self.forget_oldest();
    }

    fn ruled(&mut self, event: &Event, body: &DisputeRuled) {
        let mut mine = false;
        for assignment in &mut self.assignments {
            if assignment.order == body.keep {
                assignment.claim = Claim::Confirmed;
                mine = true;
            } else if body.withdraw.contains(&assignment.order) {
                assignment.claim = Claim::Withdrawn;
                assignment.progress = assignment.progress.under(&Claim::Withdrawn);
                mine = true;
            }
        }
        if mine || event.entity.id == self.id.0 {
            self.claim_rev += 1;
        }
        if let Some(replaced) = body.replaces.as_ref().filter(|r| r.team == self.id) {
            let other = TeamId(event.entity.id.clone());
            self.give_way(event, Some(replaced), &other);
        }
    }

    /// An order of this team ends because another stands in its place.
    fn give_way(&mut self, event: &Event, replaced: Option<&Replaced>, team: &TeamId) {
        let Some(replaced) = replaced.filter(|replaced| replaced.team == self.id) else {
            return;
        };
        let ended = ended_by(replaced, team);
        self.step_of(event, &replaced.order, |a| {
            if a.progress.is_active() {
                ended
            } else {
                a.progress
            }
        });
    }

    fn step(&mut self, event: &Event, to: impl Fn(&Assignment) -> Progress) {
        self.step_of(event, &OrderId(event.entity.id.clone()), to);
    }

    fn step_of(&mut self, event: &Event, id: &OrderId, to: impl Fn(&Assignment) -> Progress) {
        let Some(a) = self.assignments.iter_mut().find(|a| a.order == *id) else {
            return;
        };
        let before = a.progress;
        a.progress = to(a);
        let after = a.progress;
        self.follow(event.occurred_at, before, after);
    }

    fn register(&mut self, body: &TeamRegistered) {
        // A team that comes back on the list is in the custody it was in.
        if !self.known && !self.withdrawn {
            self.custodian.clone_from(&body.custodian);
        }
        let before = std::mem::replace(&mut self.registered, body.clone());
        let imported = self.known && !body.import.as_str().is_empty();
        self.replaced = imported.then(|| Box::new(before));
        self.known = true;
        self.withdrawn = false;
    }

    fn report(&mut self, event: &Event, body: &TeamReported) {
        // Backfilled reports never overwrite what happened later.
        if self.reported_at.is_none_or(|at| at <= event.occurred_at) {
            if body.readiness != Readiness::Unknown {
                self.readiness = body.readiness;
            }
            self.present = body.present.or(self.present);
            self.fuel_percent = body.fuel_percent.or(self.fuel_percent);
            self.reported_at = Some(event.occurred_at);
            self.note.clone_from(&body.note);
        }
        if body.point.is_some() && self.point_at.is_none_or(|at| at <= event.occurred_at) {
            self.point = body.point;
            self.point_at = Some(event.occurred_at);
        }
    }

    fn forget_oldest(&mut self) {
        while self.assignments.len() > ASSIGNMENTS_MAX {
            let finished = self
                .assignments
                .iter()
                .position(|a| !a.progress.is_active());
            match finished {
                Some(index) => drop(self.assignments.remove(index)),
                None => break,
            }
        }
    }
}

/// True when a claim stands: granted by the sequencer, or made under one's own custody.
pub(crate) fn event_is_granted(verdict: Option<&Verdict>, authority: Authority) -> bool {
    Claim::of(verdict, authority).is_confirmed()
}

#[cfg(test)]
mod tests;
