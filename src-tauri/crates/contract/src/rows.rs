//! What lists and details show, one file a subject.

mod alarm;
mod alert;
mod around;
mod assign;
mod camera;
mod danger;
mod desk;
mod document;
mod drill;
mod filing;
mod firm;
mod force;
mod incident;
mod list;
mod log;
mod mapping;
mod object;
mod panel;
mod plan;
mod point;
mod report;
mod resource;
mod risk;
mod roads;
mod rota;
mod search;
mod sent;
mod shelf;
mod spot;
mod submission;
mod table;
mod times;
mod vehicle;
mod way;

pub use alarm::{
    AlarmLoadRequest, AlarmLoadSheet, AlarmShift, AlarmShifts, AlarmShiftsRequest, GatheredBy,
    GatheredRow, HEADING_ALERTS_MAX, PrecisionRow, PriorityRow, RowAlertsRequest,
    SHIFTS_COMPARED_MAX, SourceOut,
};
pub use alert::{
    AlertDetail, AlertPage, AlertQuery, AlertRow, AlertSection, NearSite, PAGE_ROWS_MAX,
};
pub use around::{
    AROUND_ALARMS_MAX, AROUND_NEAREST_MAX, AROUND_PLANS_MAX, AroundAlarm, AroundLot, AroundPlan,
    AroundTeam, SiteAround,
};
pub use assign::{
    AssignRequest, AssignedLot, AssignedTeam, Assignments, CalledBack, CostRow, InsteadRow,
    MADE_UP, MadeUp, MoveUp, PiecesDiffer, SceneRow, SceneShort, SearchState, ShortDiffers,
    StopSearch, TeamAt, TeamDiffers, WeightRow, WhatIf, WhatIfRequest,
};
pub use camera::{
    CAMERA_ROWS_MAX, CameraFault, CameraOpened, CameraRow, CamerasNear, CamerasRequest, OpenCamera,
};
pub use danger::{
    DANGER_ROWS_MAX, DangerCheck, DangerEntry, DangerFile, DangerPage, DangerQuery, DangerRow,
    DangerSort, DangerState,
};
pub use desk::{
    ById, COMMANDS_MAX, CommandOutcome, CommandRequest, CommandsRequest, DefectRequest, DefectRow,
    DeskName, FindRequest, FormDraft, Found, Hello, MapLive, Nothing, Receipt, SecondPerson,
    Silence, StyleRequest, Who,
};
pub use document::{DocumentRow, ImportAnswer, KeepDocument, KeptImport, WithdrawalRequest};
pub use drill::{DrillStatus, ScenarioRow, StartDrill, SteerDrill};
pub use filing::{
    HolidayTables, PlanCount, PlanMap, PlanMapRow, PlanStreet, SignPlan, SuggestionRow,
    SuggestionsRequest, TermKind, TermRow, TermState,
};
pub use firm::{
    FIRM_ALARMS_MAX, FIRM_ROWS_MAX, FIRM_SITES_MAX, FirmName, FirmPage, FirmProfile, FirmQuery,
    FirmRow, FirmSite, TankRow, UnitRow,
};
pub use force::{
    Alternative, LotAdvice, NeedsFrom, NextSource, Prefer, Reason, RecommendRequest,
    Recommendation, Short, SourceKind, Staging, TeamAdvice, TeamAgainst, TeamRow, ZoneRow,
};
pub use incident::{IncidentDetail, IncidentRow, NeedCover};
pub use list::ListRequest;
pub use log::{LogLine, TimelineQuery};
pub use mapping::{
    CapturedMessage, CapturedTopic, MappingFeed, MappingFile, MappingOutcome, MappingSaved,
    MappingTrial, MappingUnreadable, SaveMapping, TRIED_MAX, TriedBreach, TriedValue, TryMapping,
};
pub use object::{AroundObject, HazardAway, OBJECT_ROWS_MAX, ObjectPage, ObjectQuery, ObjectRow};
pub use panel::{
    AskPanels, PANEL_PARTS_MAX, PANELS_MAX, PanelAsk, PanelDuty, PanelPart, PanelRow, PanelsAsked,
};
pub use plan::{
    CardRow, ClauseRow, LegalDutiesRequest, LegalDutyRow, LevelRow, PlanContact, PlanDetail,
    PlanRequest, PlanRow,
};
pub use point::{
    AlertPoint, POINT_ROWS_MAX, PointCount, PointDetail, PointPage, PointQuery, PointRow,
    PointState, PointTrend,
};
pub use report::{
    DraftRequest, HandoverSheet, PrintRequest, ReportSheet, SaveReport, Sheet, SheetField, Written,
};
pub use resource::{
    ExpiringQuery, ExpiringRow, HazardDiffers, HazardRow, HazardThing, ImportRowView, LackingRow,
    PartWeight, PlanCheck, PlanCheckQuery, RESOURCE_ROWS_MAX, ResourcePage, ResourceProfile,
    ResourceQuery, ResourceRef, ResourceRow, ScoreReason, ScoreRow, StandardRow, StateCount,
    UnmetRow, UnmetWhy,
};
pub use risk::{
    IndicatorCode, IndicatorRow, IndicatorSheet, IndicatorState, RISK_ROWS_MAX, RiskCount,
    RiskGround, RiskGroundKind, RiskPicture, RiskReckoned, RiskRow, RiskScales,
};
pub use roads::{
    CheckRoads, ClosureLost, FormerRoads, ROADS_BYTES_MAX, ROADS_DEFECTS_MAX, ROADS_FILES_MAX,
    ROADS_NAMES_MAX, ROADS_PART_BYTES_MAX, RoadsAsk, RoadsDefect, RoadsFigures, RoadsImport,
    RoadsKept, RoadsLeftOut, RoadsPart, RoadsReport, RoadsSheet, RoadsState, UseRoads,
};
pub use rota::{ROTA_DAYS_MAX, RotaCheck, RotaDay, RotaEntry, RotaFile, RotaQuery, RotaSheet};
pub use search::{
    MarkedText, SEARCH_HITS_MAX, SearchAnswer, SearchChoice, SearchGroup, SearchHit, SearchKind,
    SearchRequest,
};
pub use sent::{
    AccountRow, Addressees, IssueRow, LateOrder, PaperDue, PaperRequest, PhoneLine, PhoneList,
    SentSheet, Silent, UndoUntil,
};
pub use shelf::{
    AdoptPlan, CheckPlan, ClauseDiff, ComparePlan, ExportPlan, ImportAside, ImportFinding,
    ImportLine, PlanDiff, PlanDraft, PlanFinding, PlanForm, PlanImport, PlanSheet, PlanText,
    PlanTextRequest, RestorePlan, SavePlan, ShelfRow, SignatureRow, UPLOAD_BYTES_MAX, Upload,
    VersionRow, VersionSaved, WordsPart,
};
pub use spot::{
    PointSpot, PointSpots, SPOT_POINTS_MAX, SPOTS_MAX, SpotPoint, SpotPoints, SpotUnit, UnitSpot,
    UnitSpots,
};
pub use submission::{
    ClosureRate, Identity, OpenIdentity, SUBMISSION_ROWS_MAX, SubmissionClock, SubmissionCounts,
    SubmissionNext, SubmissionOwed, SubmissionPage, SubmissionQuery, SubmissionRow,
    SubmissionState, TakeSubmission, TellerRow, TellersRequest,
};
pub use table::{
    ApplyTable, CheckReport, LabelRequest, TableApplied, TableField, TableFile, TableFinding,
    TableFormat, TableRequest,
};
pub use times::{
    AHEAD_H_MAX, BACK_H_MAX, TeamTimes, TeamTimesRequest, TeamTimesRow, TimeSpan, TimeState,
};
pub use vehicle::{VEHICLES_MAX, VehicleRow, VehiclesRequest, VehiclesSeen};
pub use way::{
    Arrival, ROAD_NAMES_MAX, Reach, ReachRequest, SUGGESTIONS_MAX, ShapeRoads, SuggestedClosure,
    SuggestedClosuresRequest, TeamWay, WayAct, WayCut, WayKind, WayRequest, WayStep, WayStop,
    WayVia, WindRow,
};
