//! The one list of what a person may ask for.

use super::{
    AidAct, AlarmAct, CircularAct, CountdownAct, FirmAct, IssueAct, OrderAct, PlanAct, PointAct,
    RequisitionAct, ResourceAct, SubmissionAct, UnitAct,
};
use crate::closure::ClosureSet;
use crate::drill::DrillEnded;
use crate::drill::DrillInjected;
use crate::drill::DrillStarted;
use crate::duty::DutyStarted;
use crate::duty::HandedOver;
use crate::fence::FenceSet;
use crate::id::AlertId;
use crate::id::ClosureId;
use crate::id::DrillId;
use crate::id::FenceId;
use crate::id::IncidentId;
use crate::id::LotId;
use crate::id::OrderId;
use crate::id::ReportId;
use crate::id::SiteId;
use crate::id::TaskId;
use crate::id::TeamId;
use crate::incident::HarmReported;
use crate::incident::IncidentGraded;
use crate::incident::IncidentOpened;
use crate::incident::Noted;
use crate::incident::ResponseEnded;
use crate::incident::ResponseStarted;
use crate::incident::TaskGiven;
use crate::incident::TaskMoved;
use crate::order::Progress;
use crate::place::Place;
use crate::report::ReportDrafted;
use crate::report::ReportSent;
use crate::site::SiteRegistered;
use crate::stock::LotRegistered;
use crate::team::TeamRegistered;
use crate::team::TeamReported;
use crate::time::UtcMs;
use crate::wind::WindObserved;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What a person at the desk may ask for. One list; the contract and the keys derive from it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", rename_all_fields = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[expect(
    missing_docs,
    reason = "the variant says it; the fields are the nouns of the glossary"
)]
#[expect(
    clippy::large_enum_variant,
    reason = "a command lives until it is decided"
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
    /// What is done to alerts as alarms.
    Alarm(AlarmAct),
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
        /// Why it goes although something speaks against it.
        #[serde(default)]
        despite: String,
    },
    /// What else is done with orders: stops, redirects, paper.
    Order(OrderAct),
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
    /// Supplies on their way to an incident (调拨).
    Issue(IssueAct),
    /// Goods of others (征用).
    Requisition(RequisitionAct),
    /// Help from others (请求支援).
    Aid(AidAct),
    /// Notices to departments and teams (通知).
    Circular(CircularAct),
    /// Time limits that no other fact starts or ends (限时事项).
    Countdown(CountdownAct),
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
    /// Enter or change a site. `seen` is the profile that whoever asks had before them, none for
    /// one that was not on the list.
    RegisterSite {
        site: SiteId,
        registered: SiteRegistered,
        #[serde(default)]
        seen: Option<Box<SiteRegistered>>,
    },
    /// Keep the list of teams, supplies, places and people true.
    Resource { act: ResourceAct },
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
    /// Close roads or correct a closure (道路管制).
    SetClosure {
        closure: Option<ClosureId>,
        set: ClosureSet,
    },
    /// Open them again (解除管制).
    LiftClosure { closure: ClosureId, reason: String },
    /// Set an electronic fence or correct it (电子围栏).
    SetFence {
        fence: Option<FenceId>,
        set: FenceSet,
    },
    /// End it (撤销围栏).
    EndFence { fence: FenceId, reason: String },
    /// Enter the wind as it was observed (风况).
    ObserveWind { observed: WindObserved },
    /// Versions, review and filing of plans (预案管理).
    Plan(PlanAct),
    /// What people tell the duty room (来件).
    Submission(SubmissionAct),
    /// The register of points and their limits (点位台账).
    Point(PointAct),
    /// The list of firms (企业台账).
    Firm(FirmAct),
    /// The units of a site and their tanks (危险源单元).
    Unit(UnitAct),
}
