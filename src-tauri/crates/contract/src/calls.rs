//! The one table of calls. From it come the router, the trait the desk implements and the
//! TypeScript interface of the screen.

use serde_json::Value;

use crate::error::{CallError, Code};
use crate::rows::{
    Addressees, AdoptPlan, AlarmLoadRequest, AlarmLoadSheet, AlarmShifts, AlarmShiftsRequest,
    AlertDetail, AlertPage, AlertQuery, ApplyTable, Arrival, AskPanels, AssignRequest, Assignments,
    ById, CameraOpened, CamerasNear, CamerasRequest, CheckPlan, CheckReport, CheckRoads,
    CommandOutcome, CommandRequest, CommandsRequest, ComparePlan, DangerCheck, DangerFile,
    DangerPage, DangerQuery, DefectRequest, DefectRow, DocumentRow, DraftRequest, DrillStatus,
    ExpiringQuery, ExpiringRow, ExportPlan, FindRequest, FirmPage, FirmProfile, FirmQuery,
    FormDraft, FormerRoads, Found, HandoverSheet, Hello, HolidayTables, Identity, ImportRowView,
    IncidentDetail, IncidentRow, IndicatorSheet, KeepDocument, KeptImport, LabelRequest,
    LegalDutiesRequest, LegalDutyRow, ListRequest, LogLine, MapLive, MappingFeed, MappingSaved,
    MappingTrial, Nothing, ObjectPage, ObjectQuery, OpenCamera, OpenIdentity, PanelRow,
    PanelsAsked, PaperRequest, PhoneList, PlanCheck, PlanCheckQuery, PlanDetail, PlanDiff,
    PlanDraft, PlanFinding, PlanImport, PlanMap, PlanRequest, PlanRow, PlanSheet, PlanText,
    PlanTextRequest, PointDetail, PointPage, PointQuery, PointSpots, PrintRequest, Reach,
    ReachRequest, Receipt, RecommendRequest, Recommendation, ReportSheet, ResourcePage,
    ResourceProfile, ResourceQuery, ResourceRef, RestorePlan, RiskPicture, RiskReckoned, RoadsAsk,
    RoadsPart, RoadsSheet, RotaCheck, RotaFile, RotaQuery, RotaSheet, RowAlertsRequest,
    SaveMapping, SavePlan, SaveReport, ScenarioRow, SearchAnswer, SearchRequest, SentSheet,
    ShapeRoads, ShelfRow, SignPlan, Silence, SiteAround, SourceOut, SpotPoints, StartDrill,
    SteerDrill, StopSearch, StyleRequest, SubmissionPage, SubmissionQuery, SubmissionRow,
    SuggestedClosure, SuggestedClosuresRequest, SuggestionRow, SuggestionsRequest, TableApplied,
    TableFile, TableRequest, TakeSubmission, TeamRow, TeamTimes, TeamTimesRequest, TeamWay,
    TellerRow, TellersRequest, TermRow, TimelineQuery, TryMapping, UnitRow, UnitSpots, Upload,
    UseRoads, VehiclesRequest, VehiclesSeen, VersionSaved, WayRequest, WhatIf, WhatIfRequest,
    WindRow, WithdrawalRequest, Written,
};
use crate::status::Status;
use emergency::closure::{Closure, ClosureShape};
use emergency::fence::Fence;
use emergency::id::{AlertId, OriginId};
use emergency::plan::PlanActWithdrawn;
use emergency::risk::RiskJudged;
use emergency::site::Site;
use emergency::stock::Lot;

macro_rules! calls {
    ($($(#[doc = $doc:literal])+ $name:ident($request:ty) -> $answer:ty;)+) => {
        /// What a desk answers. Every call is local: none waits for the network.
        pub trait Answer {
            $(
                $(#[doc = $doc])+
                ///
                /// # Errors
                /// [`CallError`] with a code the screen acts on.
                fn $name(&self, request: $request) -> Result<$answer, CallError>;
            )+
        }

        /// Names of all calls, in the order of the table.
        pub const NAMES: &[&str] = &[$(stringify!($name)),+];

        /// Answers one call by name, JSON in and out.
        ///
        /// # Errors
        /// [`CallError`]: the call's own, or that the name or the request cannot be read.
        pub fn route(desk: &dyn Answer, name: &str, request: Value) -> Result<Value, CallError> {
            match name {
                $(stringify!($name) => {
                    let request = serde_json::from_value::<$request>(request)
                        .map_err(|e| CallError::new(Code::Malformed, e.to_string()))?;
                    let answer = desk.$name(request)?;
                    serde_json::to_value(answer)
                        .map_err(|e| CallError::new(Code::Internal, e.to_string()))
                })+
                _ => Err(CallError::new(Code::UnknownCall, name)),
            }
        }

        /// The table as a type: name of the call to its request and its answer.
        #[cfg(feature = "ts")]
        #[derive(ts_rs::TS)]
        #[expect(dead_code, reason = "only its shape is of use")]
        pub struct Calls {
            $($name: ($request, $answer),)+
        }

        /// Writes the types of every call, and all they need, into a folder.
        ///
        /// # Errors
        /// When a file cannot be written.
        #[cfg(feature = "ts")]
        pub fn export_types(config: &ts_rs::Config) -> Result<(), ts_rs::ExportError> {
            use ts_rs::TS as _;
            Calls::export_all(config)?;
            crate::change::Changes::export_all(config)?;
            CallError::export_all(config)?;
            crate::salvage::SalvageStep::export_all(config)?;
            crate::salvage::Salvaged::export_all(config)?;
            emergency::fact::Fact::export_all(config)
        }
    };
}

calls! {
    /// Who the desk is.
    hello(Nothing) -> Hello;
    /// What is always in view.
    status(Nothing) -> Status;
    /// Do something; the answer comes when it is on disk.
    command(CommandRequest) -> Receipt;
    /// Do several things; the answer comes when each is on disk or refused.
    commands(CommandsRequest) -> Vec<CommandOutcome>;
    /// A window of the alert list.
    alerts(AlertQuery) -> AlertPage;
    /// Every alert of a row of that list, what waits first.
    row_alerts(RowAlertsRequest) -> Vec<AlertId>;
    /// How heavy the load of alarms is, beside the guideline.
    alarm_load(AlarmLoadRequest) -> AlarmLoadSheet;
    /// The shifts of the log, the newest of them beside each other.
    alarm_shifts(AlarmShiftsRequest) -> AlarmShifts;
    /// The feeds of brokers: their rules, and what they heard last.
    mappings(Nothing) -> Vec<MappingFeed>;
    /// What rules make of a message; nothing is written.
    try_mapping(TryMapping) -> MappingTrial;
    /// Brings rules into force.
    save_mapping(SaveMapping) -> MappingSaved;
    /// A window of the list of devices and points, registered or not.
    points(PointQuery) -> PointPage;
    /// One of them with the history of its limits.
    point(ById) -> PointDetail;
    /// Where on the map the points of the register stand.
    point_spots(Nothing) -> PointSpots;
    /// The points of one of these spots.
    spot_points(ById) -> SpotPoints;
    /// Where on the map the units of major hazards stand.
    unit_spots(Nothing) -> UnitSpots;
    /// A window of the list of firms.
    firms(FirmQuery) -> FirmPage;
    /// One firm with its sites, units, tanks, points, hidden dangers and plans.
    firm(ById) -> FirmProfile;
    /// The units of a site with their tanks and what is measured there now.
    site_units(ById) -> Vec<UnitRow>;
    /// A window of the list of protected objects, by how near a major hazard is.
    objects(ObjectQuery) -> ObjectPage;
    /// Sources and points that are out of service.
    sources_out(Nothing) -> Vec<SourceOut>;
    /// One alert, down to its original bytes.
    alert(ById) -> AlertDetail;
    /// What people told the duty room, with its clocks.
    submissions(SubmissionQuery) -> SubmissionPage;
    /// One record of it.
    submission(ById) -> SubmissionRow;
    /// Write down what was told; who tips off is sealed or not kept.
    take_submission(TakeSubmission) -> Receipt;
    /// Who tipped off, for the one who keeps the private key; that it was read is in the log.
    open_identity(OpenIdentity) -> Identity;
    /// Who of the directory may be calling, reporters first.
    tellers(TellersRequest) -> Vec<TellerRow>;
    /// All incidents, open ones first, newest first.
    incidents(Nothing) -> Vec<IncidentRow>;
    /// One incident.
    incident(ById) -> IncidentDetail;
    /// Lines of the log.
    timeline(TimelineQuery) -> Vec<LogLine>;
    /// All teams.
    teams(Nothing) -> Vec<TeamRow>;
    /// All supplies.
    lots(Nothing) -> Vec<Lot>;
    /// Desks that may hold shares of supplies: those of which the log knows, this one among them.
    holders(Nothing) -> Vec<OriginId>;
    /// What was sent, taken, asked and told for one incident.
    sent(ById) -> SentSheet;
    /// Whom a notice could go to.
    addressees(ById) -> Addressees;
    /// Who is to be called for a notice, and what is read to them.
    phone_list(ById) -> PhoneList;
    /// Write a paper of sending as docx and PDF into the paper folder.
    write_paper(PaperRequest) -> Written;
    /// All sites.
    sites(Nothing) -> Vec<Site>;
    /// The nearest cameras of an incident, a place of the list or a point.
    cameras_near(CamerasRequest) -> CamerasNear;
    /// Open the picture of a camera in the program of the settings; nobody waits for it.
    open_camera(OpenCamera) -> CameraOpened;
    /// Electronic fences that stand, newest first.
    fences(Nothing) -> Vec<Fence>;
    /// Fire alarm panels, those with most disabled parts first.
    panels(Nothing) -> Vec<PanelRow>;
    /// Ask one panel or all of a feed who is on duty, or how it is.
    ask_panels(AskPanels) -> PanelsAsked;
    /// Closures of roads that stand, newest first.
    closures(Nothing) -> Vec<Closure>;
    /// Closures that alerts of feeds suggest and nobody has taken yet, newest first.
    suggested_closures(SuggestedClosuresRequest) -> Vec<SuggestedClosure>;
    /// The wind as it was last observed, by which teams gather before a hot zone.
    wind(Nothing) -> WindRow;
    /// Which roads a closure of that shape would close.
    shape_roads(ClosureShape) -> ShapeRoads;
    /// How a team gets to an incident, with its line and its directions.
    team_way(WayRequest) -> TeamWay;
    /// When the teams of an incident that are on the road will arrive by what was seen of them.
    arrivals(ById) -> Vec<Arrival>;
    /// How far one comes from a place in some minutes.
    reach(ReachRequest) -> Reach;
    /// The roads of the desk: in force, before, and on their way.
    roads(Nothing) -> RoadsSheet;
    /// A part of a file of roads.
    send_roads(RoadsPart) -> RoadsSheet;
    /// Read the files that were sent and report on them; nothing is in force yet.
    check_roads(CheckRoads) -> RoadsSheet;
    /// End an import that is not in force.
    stop_roads(RoadsAsk) -> RoadsSheet;
    /// Put roads that were checked in force.
    use_roads(UseRoads) -> RoadsSheet;
    /// Go back to the roads that were in force before.
    former_roads(FormerRoads) -> RoadsSheet;
    /// What each team did and does over some hours.
    team_times(TeamTimesRequest) -> TeamTimes;
    /// A window of one list of resources, filtered.
    resources(ResourceQuery) -> ResourcePage;
    /// Everything about one team, lot, site or person.
    resource(ResourceRef) -> ResourceProfile;
    /// What runs out.
    expiring(ExpiringQuery) -> Vec<ExpiringRow>;
    /// Which line of which plan cannot be met, and why.
    plan_check(PlanCheckQuery) -> PlanCheck;
    /// What a table would do; nothing is written.
    check_table(TableFile) -> CheckReport;
    /// Enter a table in one act.
    apply_table(ApplyTable) -> TableApplied;
    /// Tables that were entered, the last first.
    imports(Nothing) -> Vec<ImportRowView>;
    /// Write a list into the paper folder.
    export_table(TableRequest) -> Written;
    /// Write labels with QR codes into the paper folder.
    print_labels(LabelRequest) -> Written;
    /// What to send.
    recommend(RecommendRequest) -> Recommendation;
    /// Who goes where when several incidents need help at once.
    assign(AssignRequest) -> Assignments;
    /// The same with something made up, beside today's; nothing real is touched.
    what_if(WhatIfRequest) -> WhatIf;
    /// End a search for a better answer.
    stop_search(StopSearch) -> Nothing;
    /// The plan library.
    plans(Nothing) -> Vec<PlanRow>;
    /// One plan, for an incident when one is named.
    plan(PlanRequest) -> PlanDetail;
    /// Plans that fit an incident, best first.
    match_plans(ById) -> Vec<PlanRow>;
    /// The duties of the law that neither the plan nor a task of the incident carries.
    legal_duties(LegalDutiesRequest) -> Vec<LegalDutyRow>;
    /// All plans: those in the log and those of the shipped library.
    plan_shelf(Nothing) -> Vec<ShelfRow>;
    /// One plan with its versions, its signatures and what runs.
    plan_sheet(ById) -> PlanSheet;
    /// The text of one version.
    plan_text(PlanTextRequest) -> PlanText;
    /// Keep an unsaved text; an empty one takes it away.
    save_plan_draft(PlanDraft) -> PlanDraft;
    /// The unsaved text of a plan, empty when there is none.
    plan_draft(ById) -> PlanDraft;
    /// What a file would become; nothing is written.
    import_plan(Upload) -> PlanImport;
    /// Keep a file that is being looked through; without a hash what is kept is dropped.
    keep_import(KeptImport) -> KeptImport;
    /// What was being done with a file, by its name; empty when nothing was.
    kept_import(Nothing) -> KeptImport;
    /// The bytes of that file.
    kept_import_file(Nothing) -> Upload;
    /// Save a version of a plan.
    save_plan(SavePlan) -> VersionSaved;
    /// Take a shipped plan into the log.
    adopt_plan(AdoptPlan) -> VersionSaved;
    /// Take up an earlier version again.
    restore_plan(RestorePlan) -> VersionSaved;
    /// Two versions, clause by clause.
    compare_plan(ComparePlan) -> PlanDiff;
    /// What a plan lacks, and where it contradicts others.
    check_plan(CheckPlan) -> Vec<PlanFinding>;
    /// Write a plan into the paper folder.
    export_plan(ExportPlan) -> Written;
    /// Keep a document of a step.
    keep_document(KeepDocument) -> DocumentRow;
    /// One document; its bytes are written by `export_document`.
    document(ById) -> DocumentRow;
    /// Write a document as it came into the paper folder.
    export_document(ById) -> Written;
    /// Sign a version.
    sign_plan(SignPlan) -> Receipt;
    /// What would be withdrawn with an act; nothing is written.
    plan_withdrawal(WithdrawalRequest) -> PlanActWithdrawn;
    /// The terms of all plans, the overdue ones first, then the soonest.
    plan_terms(Nothing) -> Vec<TermRow>;
    /// The holidays that working days are counted by.
    holidays(Nothing) -> HolidayTables;
    /// What a changed resource, a drill or a person suggests to revise.
    plan_suggestions(SuggestionsRequest) -> Vec<SuggestionRow>;
    /// Every plan on its unit and area, with counts by street and by field.
    plan_map(Nothing) -> PlanMap;
    /// The places of the district by the colour of their risk, with counts.
    risk_picture(Nothing) -> RiskPicture;
    /// What a judgement would come to; nothing is written.
    reckon_risk(RiskJudged) -> RiskReckoned;
    /// The indicators of the district's plan.
    indicators(Nothing) -> IndicatorSheet;
    /// Hidden dangers of the district with their supervision, filtered.
    dangers(DangerQuery) -> DangerPage;
    /// Write that list as a workbook into the paper folder.
    export_dangers(DangerQuery) -> Written;
    /// What a table of hidden dangers would enter; nothing is written.
    check_dangers(DangerFile) -> DangerCheck;
    /// What stands around a place: risk, alarms, the nearest help, the plans that name it.
    site_around(ById) -> SiteAround;
    /// A report drafted from the log, or the saved one when there is one.
    draft_report(DraftRequest) -> ReportSheet;
    /// Keep or send a report.
    save_report(SaveReport) -> ReportSheet;
    /// Write a report as docx and PDF into the paper folder.
    export_report(ById) -> Written;
    /// Print a sheet into the paper folder.
    print(PrintRequest) -> Written;
    /// Print a list as it is in view into the paper folder.
    print_list(ListRequest) -> Written;
    /// Some days of the rota, with what is missing.
    rota(RotaQuery) -> RotaSheet;
    /// What a table with a rota would enter; nothing is written.
    check_rota(RotaFile) -> RotaCheck;
    /// Writes days of the rota as a workbook that can be changed and read again.
    export_rota(RotaQuery) -> Written;
    /// What a handover has to name.
    handover_sheet(Nothing) -> HandoverSheet;
    /// Find by name.
    find(FindRequest) -> Vec<Found>;
    /// Find words in plans, cards, articles, contacts, incidents and the log.
    search(SearchRequest) -> SearchAnswer;
    /// What moves on the map.
    map_live(Nothing) -> MapLive;
    /// Vehicles in a part of the map.
    vehicles(VehiclesRequest) -> VehiclesSeen;
    /// The map style of a palette.
    map_style(StyleRequest) -> Value;
    /// Defects of what came in, newest first.
    defects(Nothing) -> Vec<DefectRow>;
    /// The bytes of one of them in the paper folder.
    export_defect(DefectRequest) -> Written;
    /// Keep an unfinished form.
    save_form(FormDraft) -> Nothing;
    /// An unfinished form, empty when there is none.
    load_form(ById) -> FormDraft;
    /// Silence the alarm sound for a while.
    silence(Silence) -> Nothing;
    /// Sound the test tone.
    test_tone(Nothing) -> Nothing;
    /// The shipped scenarios.
    scenarios(Nothing) -> Vec<ScenarioRow>;
    /// Start a drill in a logbook of its own.
    start_drill(StartDrill) -> DrillStatus;
    /// Hold, speed up or inject.
    steer_drill(SteerDrill) -> DrillStatus;
    /// Where the drill is.
    drill(Nothing) -> DrillStatus;
    /// End the drill and go back to the real log.
    stop_drill(SteerDrill) -> DrillStatus;
}
