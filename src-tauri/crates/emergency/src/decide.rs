//! Command + state -> facts, or a refusal that says which rule stands against it.
//!
//! Every act of a person goes through [`decide`]. It reads states, never the clock, and changes
//! nothing: the logbook writes the facts it returns in one transaction.

mod aid;
mod alarms;
mod alerts;
mod circulars;
mod closures;
mod command;
mod countdowns;
mod dangers;
mod dispatch;
mod fences;
mod firms;
mod hazard_units;
mod imports;
mod incidents;
mod issues;
mod plan_act;
mod plans;
mod points;
mod records;
mod refusal;
mod requisitions;
mod resource_act;
mod resources;
mod sending;
mod shares;
mod sites;
mod submissions;
mod table_points;
#[cfg(test)]
mod tests;
mod wind;

pub use aid::AidAct;
pub use alarms::AlarmAct;
pub use circulars::CircularAct;
pub use closures::{drawn, placed};
pub use command::Command;
pub use countdowns::CountdownAct;
pub use firms::FirmAct;
pub use hazard_units::UnitAct;
pub use issues::IssueAct;
pub use plan_act::{DocumentParts, PlanAct};
pub use points::PointAct;
pub use refusal::Refusal;
pub use requisitions::RequisitionAct;
pub use resource_act::ResourceAct;
pub use resources::{PROFILE_LIST_MAX, SUPPLY_DIGITS};
pub use sending::OrderAct;
pub use submissions::{SubmissionAct, acceptable};

use crate::aid::Aid;
use crate::alert::Alert;
use crate::circular::Circular;
use crate::closure::Closure;
use crate::countdown::Countdown;
use crate::document::Document;
use crate::entity::EntityRef;
use crate::event::TimeSource;
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
use crate::order::{Order, OrderSent};
use crate::person::Person;
use crate::plan::PlanRecord;
use crate::point::DevicePoint;
use crate::report::Report;
use crate::requisition::Requisition;
use crate::site::Site;
use crate::stock::{Lot, StockAdded, StockCounted, StockDrawn};
use crate::submission::Submission;
use crate::team::Team;
use crate::time::UtcMs;
use alerts::shelve;
use records::{drill as of_drill, send as send_report};
use {Command as C, Fact as F};

/// Alerts one command may name.
pub const ALERTS_PER_COMMAND_MAX: usize = 1_000;
/// Characters of a free text in a command; more is refused, never cut.
pub const TEXT_CHARS_MAX: usize = 20_000;
/// Hours an alert may be shelved for at most.
pub const SHELF_HOURS_MAX: i64 = 72;

/// Who acts, where and when.
pub struct Context<'a> {
    /// The desk's device key.
    pub origin: &'a OriginId,
    /// The person.
    pub actor: &'a ActorName,
    /// The time of the act as claimed; now, unless it is caught up from paper.
    pub occurred_at: UtcMs,
    /// How that time is known.
    pub occurred_by: TimeSource,
    /// The desk's clock.
    pub now: UtcMs,
    /// True in a drill's logbook.
    pub exercise: bool,
    /// True while the desk may not confirm on its own: restored, cloned or fenced.
    pub authority_suspended: bool,
    /// Makes a new name.
    pub new_id: &'a mut dyn FnMut() -> String,
}

/// What the rules can look up.
pub trait Known {
    /// One alert.
    fn alert(&self, id: &AlertId) -> Option<Alert>;
    /// One incident.
    fn incident(&self, id: &IncidentId) -> Option<Incident>;
    /// One team.
    fn team(&self, id: &TeamId) -> Option<Team>;
    /// One lot.
    fn lot(&self, id: &LotId) -> Option<Lot>;
    /// One order.
    fn order(&self, id: &OrderId) -> Option<Order>;
    /// One report.
    fn report(&self, id: &ReportId) -> Option<Report>;
    /// One issue.
    fn issue(&self, id: &IssueId) -> Option<Issue>;
    /// One requisition.
    fn requisition(&self, id: &RequisitionId) -> Option<Requisition>;
    /// One request for mutual aid.
    fn aid(&self, id: &AidId) -> Option<Aid>;
    /// One notice.
    fn circular(&self, id: &CircularId) -> Option<Circular>;
    /// One time limit.
    fn countdown(&self, id: &CountdownId) -> Option<Countdown>;
    /// One closure of roads.
    fn closure(&self, id: &ClosureId) -> Option<Closure>;
    /// One site.
    fn site(&self, id: &SiteId) -> Option<Site>;
    /// One person.
    fn person(&self, id: &PersonId) -> Option<Person>;
    /// One import.
    fn import(&self, id: &ImportId) -> Option<Import>;
    /// One plan.
    fn plan(&self, id: &PlanId) -> Option<PlanRecord>;
    /// One record of what people told.
    fn submission(&self, id: &SubmissionId) -> Option<Submission>;
    /// One point of the register.
    fn point(&self, id: &PointId) -> Option<DevicePoint>;
    /// One document.
    fn document(&self, id: &DocumentId) -> Option<Document>;
    /// One firm.
    fn firm(&self, id: &FirmId) -> Option<Firm>;
    /// One electronic fence.
    fn fence(&self, id: &FenceId) -> Option<Fence>;
}

/// A fact about to be written; the logbook adds the envelope.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// What it is about.
    pub entity: EntityRef,
    /// The fact.
    pub fact: Fact,
    /// See [`crate::event::Event::expect_rev`].
    pub expect_rev: Option<u64>,
    /// See [`crate::event::Event::custody_epoch`].
    pub custody_epoch: Option<u64>,
    /// See [`crate::event::Event::valid_until`].
    pub valid_until: Option<UtcMs>,
}

impl Draft {
    /// A plain fact about the given thing.
    #[must_use]
    pub fn plain(id: impl Into<String>, fact: Fact) -> Self {
        Self {
            entity: EntityRef::new(fact.entity_kind(), id),
            fact,
            expect_rev: None,
            custody_epoch: None,
            valid_until: None,
        }
    }
}

/// Facts, or what stands against them.
pub type Decided = Result<Vec<Draft>, Refusal>;

/// The facts that a command comes to. One table: a command without its rule does not compile.
///
/// # Errors
/// A [`Refusal`] names the rule that stands against it.
// One command a line, so that the table can be read down.
#[rustfmt::skip]
pub fn decide(known: &dyn Known, context: &mut Context<'_>, command: Command) -> Decided {
    match command {
        C::AcknowledgeAlerts { alerts, note } => alerts::acknowledge(known, &alerts, &note),
        C::ReopenAlert { alert, note } => alerts::reopen(known, alert, note),
        C::ShelveAlert { alert, until, reason } => shelve(known, context, alert, until, reason),
        C::UnshelveAlert { alert } => alerts::unshelve(known, alert),
        C::DismissAlert { alert, reason } => alerts::dismiss(known, alert, reason),
        C::MergeAlert { alert, into } => alerts::merge(known, alert, into),
        C::UnmergeAlert { alert } => alerts::unmerge(known, alert),
        C::RaiseAlerts { alerts, incident } => alerts::raise(known, &alerts, &incident),
        C::LowerAlert { alert } => alerts::lower(known, alert),
        C::Alarm(act) => alarms::decide(known, context, act),
        C::OpenIncident { opened } => incidents::open(known, context, opened),
        C::ReportHarm { incident, harm } => incidents::report_harm(known, incident, harm),
        C::GradeIncident { incident, graded } => incidents::grade(known, incident, graded),
        C::PlaceIncident { incident, place } => incidents::place(known, incident, place),
        C::NoteIncident { incident, note } => incidents::note(known, incident, note),
        C::MergeIncident { incident, into } => incidents::merge(known, incident, into),
        C::SplitIncident { incident, alerts, opened } =>
            incidents::split(known, context, incident, alerts, opened),
        C::CloseIncident { incident, reason } => incidents::close(known, incident, reason),
        C::ReopenIncident { incident, reason } => incidents::reopen(known, incident, reason),
        C::StartResponse { incident, response, tasks } =>
            incidents::start_response(known, context, incident, response, tasks),
        C::EndResponse { incident, ended } => incidents::end_response(known, incident, ended),
        C::GiveTask { incident, task } => incidents::give_task(known, context, &incident, task),
        C::MoveTask { incident, moved } => incidents::move_task(known, incident, moved),
        C::SendTeam { team, incident, task, words, further_job, eta_s, eta_estimated, despite } =>
            dispatch::send(known, context, OrderSent {
                team, incident, task, words, further_job, eta_s, eta_estimated, despite,
                ..Default::default() }),
        C::Order(act) => sending::decide(known, context, act),
        C::MoveOrder { order, to, note } => dispatch::move_order(known, order, to, note),
        C::ConfirmOrder { order } => dispatch::confirm(known, context, order),
        C::RuleDispute { team, keep, reason } => dispatch::rule(known, team, keep, reason),
        C::TakeCustody { team, reason } => dispatch::take_custody(known, context, team, reason),
        C::DrawStock { lot, incident, quantity } => draw(known, context, &lot, incident, quantity),
        C::Issue(act) => issues::decide(known, context, act),
        C::Requisition(act) => requisitions::decide(known, context, act),
        C::Aid(act) => aid::decide(known, context, act),
        C::Circular(act) => circulars::decide(known, context, act),
        C::Countdown(act) => countdowns::decide(known, context, act),
        C::ReturnStock { lot, quantity, note } => return_stock(known, lot, quantity, note),
        C::CountStock { lot, quantity, note } => count_stock(known, lot, quantity, note),
        C::RuleDraw { lot, draw, reason } => dispatch::rule_draw(known, lot, draw, reason),
        C::ReportTeam { team, reported } => dispatch::report_team(known, team, reported),
        C::RegisterTeam { team, registered } => resources::register_team(team, registered),
        C::RegisterLot { lot, registered } => resources::register_lot(lot, registered),
        C::RegisterSite { site, registered: now, seen } => sites::register(known, site, now, seen),
        C::Resource { act } => resources::decide(known, context, act),
        C::DraftReport { report, drafted } => records::draft(known, context, report, drafted),
        C::SendReport { report, sent, due_at } => send_report(known, context, report, sent, due_at),
        C::StartDuty { started } => records::start_duty(started),
        C::HandOver { handed } => records::hand_over(handed),
        C::NoteDuty { note } => records::note_duty(note),
        C::StartDrill { drill, started } => of_drill(context, drill, F::DrillStarted(started)),
        C::InjectDrill { drill, injected } => of_drill(context, drill, F::DrillInjected(injected)),
        C::EndDrill { drill, ended } => of_drill(context, drill, F::DrillEnded(ended)),
        C::SetClosure { closure, set } => closures::set(known, context, closure, set),
        C::LiftClosure { closure, reason } => closures::lift(known, closure, reason),
        C::ObserveWind { observed } => wind::observe(observed),
        C::SetFence { fence, set } => fences::set(known, context, fence, set),
        C::EndFence { fence, reason } => fences::end(known, fence, reason),
        C::Plan(act) => plans::decide(known, context, act),
        C::Submission(act) => submissions::decide(known, context, act),
        C::Point(act) => points::decide(known, act),
        C::Firm(act) => firms::decide(known, context, act),
        C::Unit(act) => hazard_units::decide(known, context, act),
    }
}

fn draw(
    known: &dyn Known,
    context: &mut Context<'_>,
    lot: &LotId,
    incident: IncidentId,
    quantity: u32,
) -> Decided {
    let drawn = StockDrawn {
        incident,
        quantity,
        ..StockDrawn::default()
    };
    dispatch::draw(known, context, lot, drawn)
}

fn count_stock(known: &dyn Known, lot: LotId, quantity: u32, note: String) -> Decided {
    dispatch::count_stock(known, lot, StockCounted { quantity, note })
}

fn return_stock(known: &dyn Known, lot: LotId, quantity: u32, note: String) -> Decided {
    dispatch::return_stock(known, lot, StockAdded { quantity, note })
}

fn unknown(what: &str, id: &str) -> Refusal {
    Refusal::Unknown {
        what: what.to_owned(),
        id: id.to_owned(),
    }
}

fn incident(known: &dyn Known, id: &IncidentId) -> Result<Incident, Refusal> {
    known.incident(id).ok_or_else(|| unknown("incident", &id.0))
}

fn open_incident(known: &dyn Known, id: &IncidentId) -> Result<Incident, Refusal> {
    let found = incident(known, id)?;
    if found.is_open() {
        return Ok(found);
    }
    Err(Refusal::WrongState {
        what: "incident".into(),
        id: id.0.clone(),
        state: "closed".into(),
    })
}

fn needed(text: &str, field: &str) -> Result<(), Refusal> {
    if text.trim().is_empty() {
        return Err(Refusal::Needed {
            field: field.to_owned(),
        });
    }
    Ok(())
}

fn bounded(text: &str, field: &str) -> Result<(), Refusal> {
    if text.chars().count() > TEXT_CHARS_MAX {
        return Err(Refusal::TooLong {
            field: field.to_owned(),
            max: TEXT_CHARS_MAX,
        });
    }
    Ok(())
}
