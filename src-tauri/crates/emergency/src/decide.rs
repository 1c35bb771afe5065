//! Command + state -> facts, or a refusal that says which rule stands against it.
//!
//! Every act of a person goes through [`decide`]. It reads states, never the clock, and changes
//! nothing: the logbook writes the facts it returns in one transaction.

mod alerts;
mod dispatch;
mod incidents;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::alert::Alert;
use crate::drill::{DrillEnded, DrillInjected, DrillStarted};
use crate::duty::{DUTY, DutyStarted, HandedOver};
use crate::entity::EntityRef;
use crate::event::TimeSource;
use crate::fact::Fact;
use crate::id::{
    ActorName, AlertId, DrillId, IncidentId, LotId, OrderId, OriginId, ReportId, SiteId,
};
use crate::id::{TaskId, TeamId};
use crate::incident::{
    HarmReported, Incident, IncidentGraded, IncidentOpened, Noted, ResponseEnded, ResponseStarted,
    TaskGiven, TaskMoved,
};
use crate::order::{Order, Progress};
use crate::place::Place;
use crate::report::{Report, ReportDrafted, ReportSent};
use crate::site::SiteRegistered;
use crate::stock::{Lot, LotRegistered};
use crate::team::{Team, TeamRegistered, TeamReported};
use crate::time::UtcMs;

/// Alerts one command may name.
pub const ALERTS_PER_COMMAND_MAX: usize = 1_000;
/// Characters of a free text in a command; more is refused, never cut.
pub const TEXT_CHARS_MAX: usize = 20_000;
/// Hours an alert may be shelved for at most.
pub const SHELF_HOURS_MAX: i64 = 72;

/// What a person at the desk may ask for. One list; the contract and the keys derive from it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", rename_all_fields = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[expect(
    missing_docs,
    reason = "the variant says it; the fields are the nouns of the glossary"
)]
pub enum Command {
    /// Acknowledge alerts (确认).
    AcknowledgeAlerts { alerts: Vec<AlertId>, note: String },
    /// Take an acknowledgement or a dismissal back (撤销).
    ReopenAlert { alert: AlertId, note: String },
    /// Put out of the way until a stated time (搁置).
    ShelveAlert {
        alert: AlertId,
        until: UtcMs,
        reason: String,
    },
    /// Take off the shelf.
    UnshelveAlert { alert: AlertId },
    /// Call a false alarm (误报); the reason is needed.
    DismissAlert { alert: AlertId, reason: String },
    /// Show under another alert (并入).
    MergeAlert { alert: AlertId, into: AlertId },
    /// Undo a merge.
    UnmergeAlert { alert: AlertId },
    /// Open an incident (立案), with or without alerts.
    OpenIncident { opened: IncidentOpened },
    /// Add alerts to an incident that is open.
    RaiseAlerts {
        alerts: Vec<AlertId>,
        incident: IncidentId,
    },
    /// Take an alert out of its incident.
    LowerAlert { alert: AlertId },
    /// People and property as known now.
    ReportHarm {
        incident: IncidentId,
        harm: HarmReported,
    },
    /// Set the grade by hand (定级).
    GradeIncident {
        incident: IncidentId,
        graded: IncidentGraded,
    },
    /// Correct the place.
    PlaceIncident { incident: IncidentId, place: Place },
    /// Write a line (记一笔).
    NoteIncident { incident: IncidentId, note: Noted },
    /// The same happening as another.
    MergeIncident {
        incident: IncidentId,
        into: IncidentId,
    },
    /// Part of it goes on as an incident of its own.
    SplitIncident {
        incident: IncidentId,
        alerts: Vec<AlertId>,
        opened: IncidentOpened,
    },
    /// Close it (结案).
    CloseIncident {
        incident: IncidentId,
        reason: String,
    },
    /// Open it again.
    ReopenIncident {
        incident: IncidentId,
        reason: String,
    },
    /// Start, raise or lower the response (启动响应); its task cards come with it.
    StartResponse {
        incident: IncidentId,
        response: ResponseStarted,
        tasks: Vec<TaskGiven>,
    },
    /// End the response; who started it ends it.
    EndResponse {
        incident: IncidentId,
        ended: ResponseEnded,
    },
    /// Give one task by hand.
    GiveTask {
        incident: IncidentId,
        task: TaskGiven,
    },
    /// Move a task on.
    MoveTask {
        incident: IncidentId,
        moved: TaskMoved,
    },
    /// Send a team (派单).
    SendTeam {
        team: TeamId,
        incident: IncidentId,
        task: Option<TaskId>,
        words: String,
        further_job: bool,
        eta_s: Option<u32>,
        eta_estimated: bool,
    },
    /// The next step of an order.
    MoveOrder {
        order: OrderId,
        to: Progress,
        note: String,
    },
    /// As custodian, grant another desk's order.
    ConfirmOrder { order: OrderId },
    /// Settle which order of a team stands.
    RuleDispute {
        team: TeamId,
        keep: OrderId,
        reason: String,
    },
    /// Take over custody of a team; fences the old custodian.
    TakeCustody { team: TeamId, reason: String },
    /// Draw supplies.
    DrawStock {
        lot: LotId,
        incident: IncidentId,
        quantity: u32,
    },
    /// Bring supplies back or in.
    ReturnStock {
        lot: LotId,
        quantity: u32,
        note: String,
    },
    /// Enter a stock-take (盘点).
    CountStock {
        lot: LotId,
        quantity: u32,
        note: String,
    },
    /// Settle a draw that was not granted.
    RuleDraw {
        lot: LotId,
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        draw: Uuid,
        reason: String,
    },
    /// What a team says of itself.
    ReportTeam {
        team: TeamId,
        reported: TeamReported,
    },
    /// Enter or change a team's profile.
    RegisterTeam {
        team: TeamId,
        registered: TeamRegistered,
    },
    /// Enter or change a lot.
    RegisterLot {
        lot: LotId,
        registered: LotRegistered,
    },
    /// Enter or change a site.
    RegisterSite {
        site: SiteId,
        registered: SiteRegistered,
    },
    /// Save the text of a report.
    DraftReport {
        report: Option<ReportId>,
        drafted: ReportDrafted,
    },
    /// Sign and send it.
    SendReport {
        report: ReportId,
        sent: ReportSent,
        due_at: Option<UtcMs>,
    },
    /// Begin a watch.
    StartDuty { started: DutyStarted },
    /// Hand the watch over (交接班).
    HandOver { handed: HandedOver },
    /// A line in the duty log.
    NoteDuty { note: Noted },
    /// Start a drill; only in a drill's logbook.
    StartDrill {
        drill: DrillId,
        started: DrillStarted,
    },
    /// Put something into a drill.
    InjectDrill {
        drill: DrillId,
        injected: DrillInjected,
    },
    /// End a drill.
    EndDrill { drill: DrillId, ended: DrillEnded },
}

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

/// 不予受理: a rule stands against the command. Not an error; nothing was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(
    tag = "code",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[expect(
    missing_docs,
    reason = "the variant says it; the fields are the nouns of the glossary"
)]
pub enum Refusal {
    /// The thing is not in the log.
    #[error("{what} {id} is not known")]
    Unknown { what: String, id: String },
    /// A word that the rule needs is missing.
    #[error("{field} is needed")]
    Needed { field: String },
    /// A text or a list is longer than the bound.
    #[error("{field} is longer than {max}")]
    TooLong { field: String, max: usize },
    /// The time is not in the allowed range.
    #[error("{field} is out of range")]
    OutOfRange { field: String },
    /// The thing is not in a state that allows it.
    #[error("{what} {id} is {state}")]
    WrongState {
        what: String,
        id: String,
        state: String,
    },
    /// The team has another job; say so to send it all the same.
    #[error("team {team} is on another job")]
    TeamBusy { team: TeamId, orders: Vec<OrderId> },
    /// More is asked for than is there by the book.
    #[error("lot {lot} has {on_hand}")]
    NotEnough { lot: LotId, on_hand: u32 },
    /// Somebody else has to do it.
    #[error("only {who} may do it")]
    NotYours { who: String },
    /// A drill's act in the real log, or the other way round.
    #[error("exercise and real work do not mix")]
    ExerciseMix,
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
        C::RegisterLot { lot, registered } => {
            Ok(vec![Draft::plain(lot.0, Fact::LotRegistered(registered))])
        }
        C::RegisterSite { site, registered } => {
            Ok(vec![Draft::plain(site.0, Fact::SiteRegistered(registered))])
        }
        C::DraftReport { report, drafted } => draft_report(known, context, report, drafted),
        C::SendReport {
            report,
            sent,
            due_at,
        } => send_report(known, context, report, sent, due_at),
        C::StartDuty { started } => {
            needed(&started.leader.0, "leader")?;
            if started
                .officers
                .iter()
                .all(|officer| officer.0.trim().is_empty())
            {
                return Err(Refusal::Needed {
                    field: "officers".into(),
                });
            }
            Ok(vec![Draft::plain(DUTY, Fact::DutyStarted(started))])
        }
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
