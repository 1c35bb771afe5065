//! The table of calls: each is answered by the module of its subject.

use contract::calls::Answer;
use contract::error::CallError;
use contract::rows::{
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
use contract::status::Status;
use emergency::closure::{Closure, ClosureShape};
use emergency::fence::Fence;
use emergency::id::{AlertId, OriginId};
use emergency::plan::PlanActWithdrawn;
use emergency::risk::RiskJudged;
use emergency::site::Site;
use emergency::stock::Lot;
use serde_json::Value;

use super::{
    advice, alerts, around, assign, cameras, dangers, defects, firms, gathered, incidents,
    journeys, load, objects, panels, plain, plans, points, reports, resources, risks, roads, rota,
    search, sent, standing, submissions, times, unit_spots, vehicles, ways,
};
use crate::desk::Desk;
use crate::mappings;

impl Answer for Desk {
    fn hello(&self, _: Nothing) -> Result<Hello, CallError> {
        plain::hello(self, &self.session())
    }
    fn status(&self, _: Nothing) -> Result<Status, CallError> {
        standing::status(self, &self.session())
    }
    fn command(&self, request: CommandRequest) -> Result<Receipt, CallError> {
        plain::command(self, request)
    }
    fn commands(&self, request: CommandsRequest) -> Result<Vec<CommandOutcome>, CallError> {
        plain::commands(self, request)
    }
    fn alerts(&self, request: AlertQuery) -> Result<AlertPage, CallError> {
        alerts::page(&self.session(), &request)
    }
    fn row_alerts(&self, request: RowAlertsRequest) -> Result<Vec<AlertId>, CallError> {
        Ok(gathered::alerts(&self.session(), request))
    }
    fn alarm_load(&self, request: AlarmLoadRequest) -> Result<AlarmLoadSheet, CallError> {
        load::sheet(&self.session(), &request)
    }
    fn alarm_shifts(&self, request: AlarmShiftsRequest) -> Result<AlarmShifts, CallError> {
        load::shifts(&self.session(), request.compare)
    }
    fn mappings(&self, _: Nothing) -> Result<Vec<MappingFeed>, CallError> {
        Ok(mappings::all(self.brokers()))
    }
    fn try_mapping(&self, request: TryMapping) -> Result<MappingTrial, CallError> {
        Ok(mappings::try_on(&request))
    }
    fn save_mapping(&self, request: SaveMapping) -> Result<MappingSaved, CallError> {
        mappings::save(self.brokers(), self.base(), request)
    }
    fn points(&self, request: PointQuery) -> Result<PointPage, CallError> {
        points::page(&self.session(), &request)
    }
    fn point(&self, request: ById) -> Result<PointDetail, CallError> {
        points::detail(&self.session(), &request.id)
    }
    fn point_spots(&self, _: Nothing) -> Result<PointSpots, CallError> {
        points::spots(&self.session())
    }
    fn spot_points(&self, request: ById) -> Result<SpotPoints, CallError> {
        points::at_spot(&self.session(), &request.id)
    }
    fn unit_spots(&self, _: Nothing) -> Result<UnitSpots, CallError> {
        unit_spots::spots(&self.session())
    }
    fn firms(&self, request: FirmQuery) -> Result<FirmPage, CallError> {
        firms::page(self, &self.session(), &request)
    }
    fn objects(&self, request: ObjectQuery) -> Result<ObjectPage, CallError> {
        objects::page(self, &self.session(), &request)
    }
    fn firm(&self, request: ById) -> Result<FirmProfile, CallError> {
        firms::profile(self, &self.session(), &request.id)
    }
    fn site_units(&self, request: ById) -> Result<Vec<UnitRow>, CallError> {
        firms::site_units(&self.session(), &request.id)
    }
    fn sources_out(&self, _: Nothing) -> Result<Vec<SourceOut>, CallError> {
        gathered::sources_out(&self.session())
    }
    fn alert(&self, request: ById) -> Result<AlertDetail, CallError> {
        alerts::detail(&self.session(), &request.id)
    }
    fn submissions(&self, request: SubmissionQuery) -> Result<SubmissionPage, CallError> {
        submissions::page(self, &self.session(), request)
    }
    fn submission(&self, request: ById) -> Result<SubmissionRow, CallError> {
        submissions::one(self, &self.session(), &request.id)
    }
    fn take_submission(&self, request: TakeSubmission) -> Result<Receipt, CallError> {
        submissions::take(self, &self.session(), request)
    }
    fn open_identity(&self, request: OpenIdentity) -> Result<Identity, CallError> {
        submissions::open_identity(self, &self.session(), request)
    }
    fn tellers(&self, request: TellersRequest) -> Result<Vec<TellerRow>, CallError> {
        submissions::tellers(&self.session(), &request.text)
    }
    fn incidents(&self, _: Nothing) -> Result<Vec<IncidentRow>, CallError> {
        incidents::rows(&self.session())
    }
    fn incident(&self, request: ById) -> Result<IncidentDetail, CallError> {
        incidents::detail(self, &self.session(), &request.id)
    }
    fn timeline(&self, request: TimelineQuery) -> Result<Vec<LogLine>, CallError> {
        incidents::timeline(&self.session(), &request)
    }
    fn teams(&self, _: Nothing) -> Result<Vec<TeamRow>, CallError> {
        incidents::teams(&self.session())
    }
    fn lots(&self, _: Nothing) -> Result<Vec<Lot>, CallError> {
        plain::lots(&self.session())
    }
    fn holders(&self, _: Nothing) -> Result<Vec<OriginId>, CallError> {
        plain::holders(&self.session())
    }
    fn sent(&self, request: ById) -> Result<SentSheet, CallError> {
        sent::sheet(self, &self.session(), &request.id)
    }
    fn addressees(&self, request: ById) -> Result<Addressees, CallError> {
        sent::addressees(self, &self.session(), &request.id)
    }
    fn phone_list(&self, request: ById) -> Result<PhoneList, CallError> {
        sent::phone_list(&self.session(), &request.id)
    }
    fn write_paper(&self, request: PaperRequest) -> Result<Written, CallError> {
        crate::papers::write(self, &self.session(), &request)
    }
    fn sites(&self, _: Nothing) -> Result<Vec<Site>, CallError> {
        plain::sites(&self.session())
    }
    fn cameras_near(&self, request: CamerasRequest) -> Result<CamerasNear, CallError> {
        cameras::near(self, &self.session(), &request)
    }
    fn open_camera(&self, request: OpenCamera) -> Result<CameraOpened, CallError> {
        cameras::open(self, &self.session(), &request.site)
    }
    fn fences(&self, _: Nothing) -> Result<Vec<Fence>, CallError> {
        plain::fences(&self.session())
    }
    fn panels(&self, _: Nothing) -> Result<Vec<PanelRow>, CallError> {
        Ok(panels::rows(self.panel_feeds()))
    }
    fn ask_panels(&self, request: AskPanels) -> Result<PanelsAsked, CallError> {
        panels::ask(self, request)
    }
    fn closures(&self, _: Nothing) -> Result<Vec<Closure>, CallError> {
        plain::closures(&self.session())
    }
    fn suggested_closures(
        &self,
        request: SuggestedClosuresRequest,
    ) -> Result<Vec<SuggestedClosure>, CallError> {
        crate::feed_closures::suggested(self, &self.session(), request.alert.as_ref())
    }
    fn wind(&self, _: Nothing) -> Result<WindRow, CallError> {
        plain::wind(&self.session())
    }
    fn shape_roads(&self, shape: ClosureShape) -> Result<ShapeRoads, CallError> {
        ways::shape_roads(self, &shape)
    }
    fn team_way(&self, request: WayRequest) -> Result<TeamWay, CallError> {
        ways::team_way(self, &self.session(), &request)
    }
    fn arrivals(&self, request: ById) -> Result<Vec<Arrival>, CallError> {
        journeys::arrivals(self, &self.session(), &request.id)
    }
    fn reach(&self, request: ReachRequest) -> Result<Reach, CallError> {
        ways::reach(self, &self.session(), &request)
    }
    fn roads(&self, _: Nothing) -> Result<RoadsSheet, CallError> {
        Ok(roads::sheet(self))
    }
    fn send_roads(&self, request: RoadsPart) -> Result<RoadsSheet, CallError> {
        roads::take_part(self, &request)
    }
    fn check_roads(&self, request: CheckRoads) -> Result<RoadsSheet, CallError> {
        roads::check(self, &request)
    }
    fn stop_roads(&self, request: RoadsAsk) -> Result<RoadsSheet, CallError> {
        Ok(roads::stop(self, &request))
    }
    fn use_roads(&self, request: UseRoads) -> Result<RoadsSheet, CallError> {
        roads::put_in_force(self, request)
    }
    fn former_roads(&self, request: FormerRoads) -> Result<RoadsSheet, CallError> {
        roads::go_back(self, request)
    }
    fn team_times(&self, request: TeamTimesRequest) -> Result<TeamTimes, CallError> {
        times::team_times(self, &self.session(), request)
    }
    fn resources(&self, request: ResourceQuery) -> Result<ResourcePage, CallError> {
        resources::board(&self.session(), &request)
    }
    fn resource(&self, request: ResourceRef) -> Result<ResourceProfile, CallError> {
        resources::profile(&self.session(), &request)
    }
    fn expiring(&self, request: ExpiringQuery) -> Result<Vec<ExpiringRow>, CallError> {
        resources::expiring(&self.session(), &request)
    }
    fn plan_check(&self, request: PlanCheckQuery) -> Result<PlanCheck, CallError> {
        resources::plan_check(self, &self.session(), request)
    }
    fn check_table(&self, request: TableFile) -> Result<CheckReport, CallError> {
        resources::check_table(&self.session(), &request)
    }
    fn apply_table(&self, request: ApplyTable) -> Result<TableApplied, CallError> {
        resources::apply(&self.session(), request)
    }
    fn imports(&self, _: Nothing) -> Result<Vec<ImportRowView>, CallError> {
        resources::imports(&self.session())
    }
    fn export_table(&self, request: TableRequest) -> Result<Written, CallError> {
        resources::export(self, &self.session(), request)
    }
    fn print_labels(&self, request: LabelRequest) -> Result<Written, CallError> {
        resources::labels(self, &self.session(), &request)
    }
    fn recommend(&self, request: RecommendRequest) -> Result<Recommendation, CallError> {
        advice::recommend(self, &self.session(), &request)
    }
    fn assign(&self, request: AssignRequest) -> Result<Assignments, CallError> {
        assign::assign(self, &self.session(), &request)
    }
    fn what_if(&self, request: WhatIfRequest) -> Result<WhatIf, CallError> {
        assign::what_if(self, &self.session(), &request)
    }
    fn stop_search(&self, request: StopSearch) -> Result<Nothing, CallError> {
        Ok(assign::stop(self, &request))
    }
    fn plans(&self, _: Nothing) -> Result<Vec<PlanRow>, CallError> {
        Ok(self.library().rows())
    }
    fn plan(&self, request: PlanRequest) -> Result<PlanDetail, CallError> {
        plain::plan(self, &request)
    }
    fn match_plans(&self, request: ById) -> Result<Vec<PlanRow>, CallError> {
        plain::match_plans(self, &self.session(), &request.id)
    }
    fn legal_duties(&self, request: LegalDutiesRequest) -> Result<Vec<LegalDutyRow>, CallError> {
        plain::legal_duties(self, &request)
    }
    fn plan_shelf(&self, _: Nothing) -> Result<Vec<ShelfRow>, CallError> {
        plans::shelf(self, &self.session())
    }
    fn plan_sheet(&self, request: ById) -> Result<PlanSheet, CallError> {
        plans::sheet(self, &self.session(), &request.id)
    }
    fn plan_text(&self, request: PlanTextRequest) -> Result<PlanText, CallError> {
        plans::text(self, &self.session(), &request)
    }
    fn save_plan_draft(&self, request: PlanDraft) -> Result<PlanDraft, CallError> {
        plans::save_draft(&self.session(), request)
    }
    fn plan_draft(&self, request: ById) -> Result<PlanDraft, CallError> {
        plans::draft(&self.session(), &request.id)
    }
    fn import_plan(&self, request: Upload) -> Result<PlanImport, CallError> {
        plans::import(self, &self.session(), &request)
    }
    fn keep_import(&self, request: KeptImport) -> Result<KeptImport, CallError> {
        plans::keep_import(&self.session(), request)
    }
    fn kept_import(&self, _: Nothing) -> Result<KeptImport, CallError> {
        plans::kept_import(&self.session())
    }
    fn kept_import_file(&self, _: Nothing) -> Result<Upload, CallError> {
        plans::kept_import_file(&self.session())
    }
    fn save_plan(&self, request: SavePlan) -> Result<VersionSaved, CallError> {
        plans::save(&self.session(), request)
    }
    fn adopt_plan(&self, request: AdoptPlan) -> Result<VersionSaved, CallError> {
        plans::adopt(self, &self.session(), request)
    }
    fn restore_plan(&self, request: RestorePlan) -> Result<VersionSaved, CallError> {
        plans::restore(self, &self.session(), request)
    }
    fn compare_plan(&self, request: ComparePlan) -> Result<PlanDiff, CallError> {
        plans::compare(self, &self.session(), &request)
    }
    fn check_plan(&self, request: CheckPlan) -> Result<Vec<PlanFinding>, CallError> {
        plans::check(self, &self.session(), &request)
    }
    fn export_plan(&self, request: ExportPlan) -> Result<Written, CallError> {
        plans::export(self, &self.session(), &request)
    }
    fn keep_document(&self, request: KeepDocument) -> Result<DocumentRow, CallError> {
        plans::keep_document(&self.session(), request)
    }
    fn document(&self, request: ById) -> Result<DocumentRow, CallError> {
        plans::document(&self.session(), &request.id)
    }
    fn export_document(&self, request: ById) -> Result<Written, CallError> {
        plans::export_document(self, &self.session(), &request.id)
    }
    fn sign_plan(&self, request: SignPlan) -> Result<Receipt, CallError> {
        plans::sign(self, &self.session(), request)
    }
    fn plan_withdrawal(&self, request: WithdrawalRequest) -> Result<PlanActWithdrawn, CallError> {
        plans::withdrawal(&self.session(), &request)
    }
    fn plan_terms(&self, _: Nothing) -> Result<Vec<TermRow>, CallError> {
        plans::terms(&self.session())
    }
    fn holidays(&self, _: Nothing) -> Result<HolidayTables, CallError> {
        plans::holidays(&self.session())
    }
    fn plan_suggestions(
        &self,
        request: SuggestionsRequest,
    ) -> Result<Vec<SuggestionRow>, CallError> {
        plans::suggestions(self, &self.session(), &request)
    }
    fn plan_map(&self, _: Nothing) -> Result<PlanMap, CallError> {
        plans::plan_map(self, &self.session())
    }
    fn risk_picture(&self, _: Nothing) -> Result<RiskPicture, CallError> {
        risks::picture(self, &self.session())
    }
    fn reckon_risk(&self, judged: RiskJudged) -> Result<RiskReckoned, CallError> {
        risks::reckon(self, judged)
    }
    fn indicators(&self, _: Nothing) -> Result<IndicatorSheet, CallError> {
        risks::indicators(self, &self.session())
    }
    fn dangers(&self, query: DangerQuery) -> Result<DangerPage, CallError> {
        dangers::page(self, &self.session(), &query)
    }
    fn export_dangers(&self, query: DangerQuery) -> Result<Written, CallError> {
        dangers::export(self, &self.session(), &query)
    }
    fn check_dangers(&self, file: DangerFile) -> Result<DangerCheck, CallError> {
        dangers::check(&self.session(), &file)
    }
    fn site_around(&self, site: ById) -> Result<SiteAround, CallError> {
        around::around(self, &self.session(), &site.id)
    }
    fn draft_report(&self, request: DraftRequest) -> Result<ReportSheet, CallError> {
        reports::draft(self, &self.session(), &request)
    }
    fn save_report(&self, request: SaveReport) -> Result<ReportSheet, CallError> {
        reports::save(self, &self.session(), request)
    }
    fn export_report(&self, request: ById) -> Result<Written, CallError> {
        reports::export(self, &self.session(), &request.id)
    }
    fn print(&self, request: PrintRequest) -> Result<Written, CallError> {
        crate::paper::print(self, &self.session(), request.sheet)
    }
    fn print_list(&self, request: ListRequest) -> Result<Written, CallError> {
        crate::lists::print(self, &self.session(), request)
    }
    fn rota(&self, request: RotaQuery) -> Result<RotaSheet, CallError> {
        rota::sheet(&self.session(), &request)
    }
    fn check_rota(&self, request: RotaFile) -> Result<RotaCheck, CallError> {
        rota::check(&self.session(), &request)
    }
    fn export_rota(&self, request: RotaQuery) -> Result<Written, CallError> {
        rota::export(self, &self.session(), &request)
    }
    fn handover_sheet(&self, _: Nothing) -> Result<HandoverSheet, CallError> {
        standing::handover(self, &self.session())
    }
    fn find(&self, request: FindRequest) -> Result<Vec<Found>, CallError> {
        standing::find(self, &self.session(), &request.text)
    }
    fn search(&self, request: SearchRequest) -> Result<SearchAnswer, CallError> {
        search::search(self, &self.session(), &request)
    }
    fn map_live(&self, _: Nothing) -> Result<MapLive, CallError> {
        standing::map_live(self, &self.session())
    }
    fn vehicles(&self, request: VehiclesRequest) -> Result<VehiclesSeen, CallError> {
        Ok(vehicles::within(self.vehicle_feeds(), &request))
    }
    fn map_style(&self, request: StyleRequest) -> Result<Value, CallError> {
        plain::map_style(self, &request)
    }
    fn defects(&self, _: Nothing) -> Result<Vec<DefectRow>, CallError> {
        defects::rows(&self.session())
    }
    fn export_defect(&self, request: DefectRequest) -> Result<Written, CallError> {
        defects::export(&self.session(), &self.settings().paper(), &request)
    }
    fn save_form(&self, request: FormDraft) -> Result<Nothing, CallError> {
        plain::save_form(&self.session(), request)
    }
    fn load_form(&self, request: ById) -> Result<FormDraft, CallError> {
        plain::load_form(&self.session(), request)
    }
    fn silence(&self, request: Silence) -> Result<Nothing, CallError> {
        Desk::silence(self, request.seconds);
        Ok(Nothing {})
    }
    fn test_tone(&self, _: Nothing) -> Result<Nothing, CallError> {
        Desk::test_tone(self);
        Ok(Nothing {})
    }
    fn scenarios(&self, _: Nothing) -> Result<Vec<ScenarioRow>, CallError> {
        Ok(crate::drill::scenarios())
    }
    fn start_drill(&self, request: StartDrill) -> Result<DrillStatus, CallError> {
        crate::drill::start(self, request)
    }
    fn steer_drill(&self, request: SteerDrill) -> Result<DrillStatus, CallError> {
        crate::drill::steer(self, request)
    }
    fn drill(&self, _: Nothing) -> Result<DrillStatus, CallError> {
        Ok(crate::drill::status(self))
    }
    fn stop_drill(&self, request: SteerDrill) -> Result<DrillStatus, CallError> {
        crate::drill::stop(self, request)
    }
}
