//! Command + state -> facts, or a refusal that says which rule stands against it.
//!
//! Every act of a person goes through [`decide`]. It reads states, never the clock, and changes
//! nothing: the logbook writes the facts it returns in one transaction.

mod alerts;
mod command;
mod dispatch;
mod incidents;
mod refusal;
#[cfg(test)]
mod tests;

pub use command::Command;
pub use refusal::Refusal;

use crate::alert::Alert;
use crate::duty::{DUTY, DutyStarted};
use crate::entity::EntityRef;
use crate::event::TimeSource;
use crate::fact::Fact;
use crate::id::TeamId;
use crate::id::{ActorName, AlertId, IncidentId, LotId, OrderId, OriginId, ReportId};
use crate::incident::Incident;
use crate::order::Order;
use crate::report::{Report, ReportDrafted, ReportSent};
use crate::stock::{Lot, LotRegistered};
use crate::team::Team;
use crate::time::UtcMs;

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

/// The facts that a command comes to.
///
/// # Errors
/// A [`Refusal`] names the rule that stands against it.
pub fn decide(
    known: &dyn Known,
    context: &mut Context<'_>,
    command: Command,
) -> Result<Vec<Draft>, Refusal> {
    use Command as C;
    match command {
        C::AcknowledgeAlerts { .. }
        | C::ReopenAlert { .. }
        | C::ShelveAlert { .. }
        | C::UnshelveAlert { .. }
        | C::DismissAlert { .. }
        | C::MergeAlert { .. }
        | C::UnmergeAlert { .. }
        | C::RaiseAlerts { .. }
        | C::LowerAlert { .. } => alerts::decide(known, context, command),
        C::SendTeam { .. }
        | C::MoveOrder { .. }
        | C::ConfirmOrder { .. }
        | C::RuleDispute { .. }
        | C::TakeCustody { .. }
        | C::DrawStock { .. }
        | C::ReturnStock { .. }
        | C::CountStock { .. }
        | C::RuleDraw { .. }
        | C::ReportTeam { .. } => dispatch::decide(known, context, command),
        C::RegisterTeam { team, registered } => {
            Ok(vec![Draft::plain(team.0, Fact::TeamRegistered(registered))])
        }
        C::RegisterLot { lot, registered } => register_lot(lot, registered),
        C::RegisterSite { site, registered } => {
            Ok(vec![Draft::plain(site.0, Fact::SiteRegistered(registered))])
        }
        C::DraftReport { report, drafted } => draft_report(known, context, report, drafted),
        C::SendReport {
            report,
            sent,
            due_at,
        } => send_report(known, context, report, sent, due_at),
        C::StartDuty { started } => start_duty(started),
        C::HandOver { handed } => {
            needed(&handed.from.0, "from")?;
            needed(&handed.to.0, "to")?;
            bounded(&handed.remarks, "remarks")?;
            Ok(vec![Draft::plain(DUTY, Fact::DutyHandedOver(handed))])
        }
        C::NoteDuty { note } => {
            needed(&note.text, "text")?;
            bounded(&note.text, "text")?;
            Ok(vec![Draft::plain(DUTY, Fact::DutyNoted(note))])
        }
        C::StartDrill { .. } | C::InjectDrill { .. } | C::EndDrill { .. } => {
            drill(context, command)
        }
        other => incidents::decide(known, context, other),
    }
}

/// Shares come out of the lot's count: more shares than goods would promise what is not there.
fn register_lot(lot: LotId, registered: LotRegistered) -> Result<Vec<Draft>, Refusal> {
    let shares = registered.allotments.values();
    let shared: u64 = shares.map(|share| u64::from(*share)).sum();
    if shared > u64::from(registered.quantity) {
        let field = "allotments".into();
        return Err(Refusal::OutOfRange { field });
    }
    Ok(vec![Draft::plain(lot.0, Fact::LotRegistered(registered))])
}

fn start_duty(started: DutyStarted) -> Result<Vec<Draft>, Refusal> {
    needed(&started.leader.0, "leader")?;
    let nobody = |officer: &ActorName| officer.0.trim().is_empty();
    if started.officers.iter().all(nobody) {
        let field = "officers".into();
        return Err(Refusal::Needed { field });
    }
    Ok(vec![Draft::plain(DUTY, Fact::DutyStarted(started))])
}

fn drill(context: &Context<'_>, command: Command) -> Result<Vec<Draft>, Refusal> {
    if !context.exercise {
        return Err(Refusal::ExerciseMix);
    }
    Ok(match command {
        Command::StartDrill { drill, started } => {
            vec![Draft::plain(drill.0, Fact::DrillStarted(started))]
        }
        Command::InjectDrill { drill, injected } => {
            vec![Draft::plain(drill.0, Fact::DrillInjected(injected))]
        }
        Command::EndDrill { drill, ended } => vec![Draft::plain(drill.0, Fact::DrillEnded(ended))],
        _ => Vec::new(),
    })
}

fn draft_report(
    known: &dyn Known,
    context: &mut Context<'_>,
    report: Option<ReportId>,
    drafted: ReportDrafted,
) -> Result<Vec<Draft>, Refusal> {
    incident(known, &drafted.incident)?;
    if let Some(before) = report.as_ref().and_then(|id| known.report(id))
        && before.sent.is_some()
    {
        return Err(Refusal::WrongState {
            what: "report".into(),
            id: before.id.0,
            state: "sent".into(),
        });
    }
    let id = report.map_or_else(|| (context.new_id)(), |id| id.0);
    Ok(vec![Draft::plain(id, Fact::ReportDrafted(drafted))])
}

fn send_report(
    known: &dyn Known,
    context: &Context<'_>,
    report: ReportId,
    mut sent: ReportSent,
    due_at: Option<UtcMs>,
) -> Result<Vec<Draft>, Refusal> {
    let before = known
        .report(&report)
        .ok_or_else(|| unknown("report", &report.0))?;
    if before.sent.is_some() {
        let state = "sent".into();
        return Err(Refusal::WrongState {
            what: "report".into(),
            id: report.0,
            state,
        });
    }
    needed(&sent.signer, "signer")?;
    if due_at.is_some_and(|due| context.occurred_at > due) {
        // 山东省安全生产条例 (2021) art. 65 and 493号令 art. 35: lateness has to be answered for.
        needed(&sent.late_reason, "late_reason")?;
    }
    sent.incident = before.drafted.incident;
    sent.kind = before.drafted.kind;
    Ok(vec![Draft::plain(report.0, Fact::ReportSent(sent))])
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
