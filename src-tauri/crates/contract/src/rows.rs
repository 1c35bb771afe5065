//! What lists and details show.

use emergency::alert::Alert;
use emergency::event::Verdict;
use emergency::id::{AlertId, IncidentId, LotId, TeamId};
use emergency::incident::{Incident, Need, TaskGiven};
use emergency::level::{IncidentGrade, ResponseLevel};
use emergency::order::Order;
use emergency::place::{Place, Point};
use emergency::report::Report;
use emergency::site::Site;
use emergency::stock::Lot;
use emergency::team::Team;
use emergency::time::UtcMs;
use serde::{Deserialize, Serialize};

use crate::status::{AlertCounts, Clock};

/// Which part of the alert list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum AlertSection {
    /// In force and not shelved: unacknowledged first.
    #[default]
    Open,
    /// Shelved.
    Shelved,
    /// Cancelled, superseded, expired, dismissed or merged.
    Ended,
    /// Exercise, test, system and draft messages.
    NotActual,
}

/// Rows one page may have.
pub const PAGE_ROWS_MAX: u32 = 500;

/// A window of the alert list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AlertQuery {
    /// Which part.
    pub section: AlertSection,
    /// Words that the headline, source or place must hold; empty for all.
    pub text: String,
    /// First row.
    pub offset: u32,
    /// Rows, at most [`PAGE_ROWS_MAX`].
    pub limit: u32,
}

/// One line of the alert list.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AlertRow {
    /// Which.
    pub id: AlertId,
    /// 1 to 4, 5 for none.
    pub level: u8,
    /// Headline.
    pub headline: String,
    /// Sender in words.
    pub source: String,
    /// Place in words.
    pub place: String,
    /// Name of the feed.
    pub feed: String,
    /// When it was sent.
    pub sent: UtcMs,
    /// When it was first recorded here.
    pub recorded: UtcMs,
    /// Acknowledged.
    pub acknowledged: bool,
    /// Shelved until.
    pub shelved_until: Option<UtcMs>,
    /// Out of force from.
    pub expires: Option<UtcMs>,
    /// Cancelled by a later message.
    pub cancelled: bool,
    /// Replaced by a later message.
    pub superseded: bool,
    /// Called a false alarm.
    pub dismissed: bool,
    /// Shown under another alert.
    pub merged_into: Option<AlertId>,
    /// How many are shown under it.
    pub merged: u32,
    /// Raised to this incident.
    pub incident: Option<IncidentId>,
    /// Copies of the same message.
    pub copies: u32,
    /// Number of defects in the message.
    pub defects: u32,
    /// Distance of its area to the district in metres, 0 when it touches, none without area.
    pub distance_m: Option<f64>,
    /// `actual`, `exercise`, `test`, `system`, `draft`.
    pub status: String,
    /// A point to show it at, when its area gives one.
    pub point: Option<Point>,
}

/// A window of the alert list with its counts.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AlertPage {
    /// The change number it was read at.
    pub seq: u64,
    /// Rows in this section in all.
    pub total: u32,
    /// The rows.
    pub rows: Vec<AlertRow>,
    /// Counts over all sections.
    pub counts: AlertCounts,
}

/// One alert with all that is known of it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AlertDetail {
    /// Its state.
    pub alert: Alert,
    /// Its line.
    pub row: AlertRow,
    /// The original bytes as text, cut at a bound, controls made visible.
    pub raw: String,
    /// SHA-256 of the original bytes.
    pub raw_sha256: String,
    /// True when `raw` shows only the first part.
    pub raw_cut: bool,
    /// Alerts shown under it.
    pub merged: Vec<AlertRow>,
    /// What was done to it, newest first.
    pub timeline: Vec<LogLine>,
    /// Sites near its place, nearest first: name, kind, distance in metres.
    pub near: Vec<NearSite>,
}

/// A site near a place.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct NearSite {
    /// The site.
    pub site: Site,
    /// Distance in metres.
    pub distance_m: f64,
}

/// One line of the log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct LogLine {
    /// Its number in this desk's store.
    pub seq: u64,
    /// The event.
    pub event: String,
    /// Kind of the fact; one that this version does not know is shown as such.
    pub kind: String,
    /// What it is about: noun.
    pub entity_kind: String,
    /// What it is about: which.
    pub entity: String,
    /// When it happened.
    pub occurred_at: UtcMs,
    /// How that is known.
    pub occurred_by: emergency::event::TimeSource,
    /// When it was recorded.
    pub recorded_at: UtcMs,
    /// Who.
    pub actor: String,
    /// In which role.
    pub role: String,
    /// True when it was made at this desk.
    pub own: bool,
    /// The platform's verdict, none while it has not come back.
    pub verdict: Option<Verdict>,
    /// The fact, without original bytes.
    #[cfg_attr(feature = "ts", ts(type = "unknown"))]
    pub body: serde_json::Value,
}

/// A page of the log, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TimelineQuery {
    /// Noun, empty for the whole log.
    pub entity_kind: String,
    /// Which, empty for the whole log.
    pub entity: String,
    /// Only lines before this number; 0 for the newest.
    pub before: u64,
    /// Lines, at most [`PAGE_ROWS_MAX`].
    pub limit: u32,
}

/// Something named by its id.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ById {
    /// Which.
    pub id: String,
}

/// Nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Nothing {}

/// One incident with all that is known of it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct IncidentDetail {
    /// Its state.
    pub incident: Incident,
    /// Its call sign for the command line, such as `I3`.
    pub call_sign: String,
    /// Its orders.
    pub orders: Vec<Order>,
    /// Its alerts.
    pub alerts: Vec<AlertRow>,
    /// Lots that were drawn from for it.
    pub lots: Vec<Lot>,
    /// Its reports.
    pub reports: Vec<Report>,
    /// Its clocks.
    pub clocks: Vec<Clock>,
    /// The newest lines of its log.
    pub timeline: Vec<LogLine>,
}

/// One incident in the list.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct IncidentRow {
    /// Which.
    pub id: IncidentId,
    /// Its call sign for the command line, such as `I3`: counted in the order of opening.
    pub call_sign: String,
    /// Title.
    pub title: String,
    /// Kind.
    pub kind: String,
    /// Where.
    pub place: Place,
    /// Grade.
    pub grade: Option<IncidentGrade>,
    /// Response level in force.
    pub response: Option<ResponseLevel>,
    /// When the duty room learned of it.
    pub learned_at: UtcMs,
    /// True while it needs a hand.
    pub open: bool,
    /// Tasks not done.
    pub tasks_open: u32,
    /// Tasks past their time.
    pub tasks_late: u32,
    /// Orders that hold a team.
    pub orders_active: u32,
}

/// One team in the list.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TeamRow {
    /// Its state.
    pub team: Team,
    /// Where it is now: the newest of report and device.
    pub point: Option<Point>,
    /// When that was known.
    pub point_at: Option<UtcMs>,
    /// True when it stands in a dispute that waits for a ruling.
    pub disputed: bool,
    /// True when this desk has custody.
    pub own_custody: bool,
}

/// What is asked of the recommender.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RecommendRequest {
    /// For which incident.
    pub incident: IncidentId,
    /// What is needed; empty takes the needs of its open tasks.
    pub needs: Vec<Need>,
}

/// One reason of a recommendation; the screen words it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Reason {
    /// Code, such as `ready`, `able`, `distance`, `estimated`, `on_another_job`, `stale`.
    pub code: String,
    /// Its number: metres, seconds, pieces or milliseconds, as the code says.
    pub number: Option<f64>,
    /// Its words, such as the capability.
    pub words: String,
}

/// One team the recommender ranks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TeamAdvice {
    /// Which team.
    pub team: TeamId,
    /// Call sign.
    pub call_sign: String,
    /// Name.
    pub name: String,
    /// The need it serves: capability.
    pub capability: String,
    /// True when it is among those to send.
    pub chosen: bool,
    /// Travel and turnout in seconds.
    pub eta_s: Option<u32>,
    /// True when that is a straight-line estimate.
    pub eta_estimated: bool,
    /// Distance in metres.
    pub distance_m: f64,
    /// Why it stands where it stands.
    pub reasons: Vec<Reason>,
    /// What it would cost over the one chosen, seconds.
    pub behind_s: Option<i64>,
}

/// One lot the recommender ranks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct LotAdvice {
    /// Which lot.
    pub lot: LotId,
    /// Name of the supply.
    pub name: String,
    /// Name of the depot.
    pub depot: String,
    /// Code of the supply.
    pub supply: String,
    /// How many to draw; 0 when it only stands by.
    pub quantity: u32,
    /// How many are there.
    pub on_hand: u32,
    /// Unit of count.
    pub unit: String,
    /// Travel in seconds.
    pub eta_s: Option<u32>,
    /// True when that is a straight-line estimate.
    pub eta_estimated: bool,
    /// Distance in metres.
    pub distance_m: f64,
    /// Why.
    pub reasons: Vec<Reason>,
}

/// A need that cannot be met from here.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Short {
    /// The need.
    pub need: Need,
    /// How many are missing.
    pub missing: u32,
}

/// What to send, with reasons. Advice: the officer can always overrule it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Recommendation {
    /// When it was worked out.
    pub at: UtcMs,
    /// The needs it answers.
    pub needs: Vec<Need>,
    /// Teams, best first for each need.
    pub teams: Vec<TeamAdvice>,
    /// Lots, best first for each need.
    pub lots: Vec<LotAdvice>,
    /// What is short.
    pub short: Vec<Short>,
    /// Source of the travel times, in words.
    pub travel_source: String,
}

/// One plan in the library.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PlanRow {
    /// Which.
    pub id: String,
    /// Title.
    pub title: String,
    /// Kind in Chinese.
    pub kind: String,
    /// Unit that owns it.
    pub unit: String,
    /// Version.
    pub version: String,
    /// State in Chinese.
    pub status: String,
    /// Number of task cards.
    pub cards: u32,
    /// Why it fits an incident, best reason first; empty in the plain list.
    pub reasons: Vec<Reason>,
    /// How well it fits, 0 to 100.
    pub score: u32,
    /// Defects of its text.
    pub defects: u32,
}

/// One task card of a plan.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CardRow {
    /// The task it becomes.
    pub task: TaskGiven,
    /// Levels it applies to.
    pub levels: Vec<ResponseLevel>,
    /// The clause it stands in.
    pub clause: String,
}

/// Defaults of a response level in a plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct LevelRow {
    /// The level.
    pub level: ResponseLevel,
    /// When it is started.
    pub condition: String,
    /// Who decides.
    pub decides: String,
    /// 响应事项.
    pub matter: String,
    /// 预计期限, hours.
    pub period_h: u32,
    /// 应急处置措施.
    pub measures: String,
}

/// One clause of a plan, as text.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ClauseRow {
    /// Depth of its heading, 1 for the highest.
    pub depth: u8,
    /// Heading with its number.
    pub heading: String,
    /// Paragraphs, as plain text.
    pub paragraphs: Vec<String>,
}

/// One plan, open.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PlanDetail {
    /// Its line.
    pub row: PlanRow,
    /// Its clauses.
    pub clauses: Vec<ClauseRow>,
    /// Its levels.
    pub levels: Vec<LevelRow>,
    /// Its task cards.
    pub cards: Vec<CardRow>,
    /// Defects of its text, in words.
    pub defects: Vec<String>,
}

/// Which report to draft.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DraftRequest {
    /// For which incident.
    pub incident: IncidentId,
    /// Which kind.
    pub kind: emergency::report::ReportKind,
}

/// One field of a report on the screen.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SheetField {
    /// Its name in the form.
    pub key: String,
    /// Its label in Chinese.
    pub label: String,
    /// Its text.
    pub value: String,
    /// True when nothing is known yet and the form asks for it.
    pub missing: bool,
    /// True when a person wrote it.
    pub edited: bool,
}

/// A report on the screen: what is sent is what is shown.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ReportSheet {
    /// The report, once saved.
    pub report: Option<Report>,
    /// Title.
    pub title: String,
    /// Fields in the order of the form.
    pub fields: Vec<SheetField>,
    /// Recipients in words.
    pub recipients: Vec<String>,
    /// The clock it answers.
    pub clock: Option<Clock>,
    /// The document model, to be handed back unchanged but for the fields.
    #[cfg_attr(feature = "ts", ts(type = "unknown"))]
    pub document: serde_json::Value,
    /// The facts it was drafted from.
    #[cfg_attr(feature = "ts", ts(type = "unknown"))]
    pub facts: serde_json::Value,
}

/// Save a report with what the officer changed.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SaveReport {
    /// The incident.
    pub incident: IncidentId,
    /// The report, none for a new one.
    pub report: Option<emergency::id::ReportId>,
    /// Which kind.
    pub kind: emergency::report::ReportKind,
    /// Fields that the officer changed: name and text.
    pub edits: Vec<(String, String)>,
    /// Who signs; needed to send.
    pub signer: String,
    /// Why it is late; needed when it is.
    pub late_reason: String,
    /// True to sign and send it, false to keep it as a draft.
    pub send: bool,
    /// Who acts.
    pub who: Who,
}

/// Files that were written.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Written {
    /// Names of the files in the desk's paper folder.
    pub files: Vec<String>,
    /// The folder, in words for the officer.
    pub folder: String,
}

/// Which sheet to print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Sheet {
    /// 当前态势 with map.
    #[default]
    Picture,
    /// Blank cards for work on paper.
    BlankCards,
    /// 值班日志.
    DutyLog,
    /// 交接班记录.
    Handover,
}

/// Print a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PrintRequest {
    /// Which.
    pub sheet: Sheet,
}

/// What a handover has to name.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct HandoverSheet {
    /// Open incidents, running clocks, unacknowledged alerts, orders without receipt: in Chinese.
    pub open_matters: Vec<String>,
    /// Hash of the newest fact.
    pub head_hash: String,
    /// Facts in the log.
    pub events: u64,
}

/// Something found by name.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Found {
    /// `street`, `place`, `site`, `team`, `incident`, `plan`, `lot`.
    pub kind: String,
    /// Which.
    pub id: String,
    /// Name.
    pub name: String,
    /// More words.
    pub detail: String,
    /// Where.
    pub point: Option<Point>,
    /// True when that point is only approximate.
    pub approximate: bool,
}

/// Words to look for: Chinese, pinyin initials, call sign or code.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FindRequest {
    /// The words.
    pub text: String,
}

/// A drawn or named point, line or area.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct MapLive {
    /// GeoJSON of alerts with an area or point.
    #[cfg_attr(feature = "ts", ts(type = "GeoJSON.FeatureCollection"))]
    pub alerts: serde_json::Value,
    /// GeoJSON of incidents.
    #[cfg_attr(feature = "ts", ts(type = "GeoJSON.FeatureCollection"))]
    pub incidents: serde_json::Value,
    /// GeoJSON of teams, each with the age of its position.
    #[cfg_attr(feature = "ts", ts(type = "GeoJSON.FeatureCollection"))]
    pub teams: serde_json::Value,
    /// GeoJSON of sites.
    #[cfg_attr(feature = "ts", ts(type = "GeoJSON.FeatureCollection"))]
    pub sites: serde_json::Value,
}

/// One defect of what came in.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DefectRow {
    /// Which.
    pub id: u64,
    /// When.
    pub at: UtcMs,
    /// Name of the feed.
    pub feed: String,
    /// Kind, a short code.
    pub kind: String,
    /// In words.
    pub message: String,
    /// The bytes as text, controls made visible, cut at a bound.
    pub raw: String,
}

/// Text of an unfinished form.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FormDraft {
    /// Which form.
    pub key: String,
    /// Its text.
    pub text: String,
}

/// One scenario of the shipped list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ScenarioRow {
    /// Which.
    pub id: String,
    /// Title.
    pub title: String,
    /// What it trains.
    pub summary: String,
    /// Length in minutes.
    pub length_min: u32,
    /// Injects: minute and words.
    pub injects: Vec<(u32, String)>,
}

/// Start a drill.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct StartDrill {
    /// Which scenario.
    pub scenario: String,
    /// Seed.
    pub seed: u64,
    /// Seconds of the scenario in one second of the clock.
    pub speed: u32,
    /// Who acts.
    pub who: Who,
}

/// Where the drill is.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DrillStatus {
    /// True while one runs.
    pub running: bool,
    /// The scenario.
    pub scenario: Option<ScenarioRow>,
    /// Its clock in seconds from the start.
    pub clock_s: u32,
    /// Seconds of the scenario in one second of the clock.
    pub speed: u32,
    /// True while it is held.
    pub paused: bool,
    /// How many injects went in.
    pub injected: u32,
}

/// Hold, go on or jump.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SteerDrill {
    /// Hold it.
    pub paused: Option<bool>,
    /// New speed.
    pub speed: Option<u32>,
    /// Put the next inject in at once.
    pub inject_next: bool,
    /// Who acts.
    pub who: Who,
}

/// Who acts at the desk, and, on paper, when it was.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Who {
    /// The person.
    pub actor: String,
    /// In which role.
    pub role: String,
    /// 补录: when it was done on paper; none for now.
    pub paper_at: Option<UtcMs>,
}

/// A command with who gives it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CommandRequest {
    /// What.
    pub command: emergency::decide::Command,
    /// Who.
    pub who: Who,
}

/// It is on disk.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Receipt {
    /// The change number from which reads show it.
    pub seq: u64,
    /// The entities it wrote to, `kind:id`, in order.
    pub entities: Vec<String>,
}

/// Who the desk is.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Hello {
    /// Version of the program.
    pub version: String,
    /// Name of the desk (席位).
    pub desk: String,
    /// Its device key.
    pub origin: String,
    /// True in a drill.
    pub exercise: bool,
    /// Name of the district.
    pub district: String,
    /// Middle of the district.
    pub centre: Point,
    /// Bounds: west, south, east, north.
    pub bounds: [f64; 4],
    /// The change number now.
    pub seq: u64,
    /// The desk's clock.
    pub now: UtcMs,
    /// Folder that paper copies go to.
    pub paper_folder: String,
}

/// Silence the alarm sound; 0 ends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Silence {
    /// For how many seconds, at most 120.
    pub seconds: u32,
}

/// Palette of the map.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct StyleRequest {
    /// `day`, `dusk` or `night`.
    pub palette: String,
}
