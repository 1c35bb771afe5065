//! The list of resources: teams, supplies, places and people by state, their profiles, what is
//! running out, what the plans cannot have today.

use emergency::day::Day;
use emergency::id::{ImportId, LotId, TeamId};
use emergency::import::TableKind;
use emergency::person::Person;
use emergency::place::Point;
use emergency::site::Site;
use emergency::stock::Lot;
use emergency::time::UtcMs;
use serde::{Deserialize, Serialize};

use super::{LogLine, TeamRow};

/// Rows one window of the board has at most.
pub const RESOURCE_ROWS_MAX: usize = 500;

/// What the board is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ResourceQuery {
    /// Which list.
    pub kind: TableKind,
    /// Words that stand in the name, the call sign, the code, the unit, the place or the bar code.
    pub text: String,
    /// One of the states of [`ResourceRow`]; empty for all.
    pub state: String,
    /// Team level or kind, site kind, person kind, supply code or its beginning; empty for all.
    pub class: String,
    /// Of one depot only; empty for all.
    pub depot: String,
    /// The first row wanted.
    pub offset: u32,
    /// Rows wanted, at most [`RESOURCE_ROWS_MAX`].
    pub limit: u32,
}

/// One line of the board.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ResourceRow {
    /// Its name in the log.
    pub id: String,
    /// Call sign of a team, code of a supply; empty where there is none.
    pub sign: String,
    /// Name.
    pub title: String,
    /// Unit, depot and shelf, address, field: what tells two of a name apart.
    pub line: String,
    /// Team level, site kind, person kind; empty for supplies.
    pub class: String,
    /// Teams: `ready`, `reduced`, `not_ready`, `out`, `unknown`, and on the way back to readiness
    /// `returning`, `restocking`, `cleaning`, `resting`. Supplies: `enough`, `low`,
    /// `short`, `over`. Places: `open`, `closed`, `broken`, `works`, `unknown`. People:
    /// `available`, `unavailable`, `unknown`.
    pub state: String,
    /// Score of readiness, 0 to 100; none where there is none.
    pub percent: Option<u32>,
    /// True when the word or the count it rests on is old.
    pub stale: bool,
    /// When somebody last said or counted.
    pub at: Option<UtcMs>,
    /// How many: people there, goods free, places, beds.
    pub number: Option<u32>,
    /// Of how many.
    pub of: Option<u32>,
    /// Unit of count of a supply.
    pub unit: String,
    /// The next last day of anything in it.
    pub until: Option<Day>,
    /// Where it is.
    pub point: Option<Point>,
    /// Of a team on its way back to readiness: since when it is in this phase.
    pub phase_at: Option<UtcMs>,
    /// Until when it is, where that was said.
    pub phase_until: Option<UtcMs>,
}

/// How many of a state there are.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct StateCount {
    /// The state.
    pub state: String,
    /// How many.
    pub count: u32,
}

/// A window of the board.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ResourcePage {
    /// Rows that fit the query, of those that were read.
    pub total: u32,
    /// How many of the list were not read because there are too many.
    pub left_out: u32,
    /// The first of these.
    pub offset: u32,
    /// The window.
    pub rows: Vec<ResourceRow>,
    /// How many fit in each state, whatever state was asked for.
    pub states: Vec<StateCount>,
    /// When it was worked out.
    pub at: UtcMs,
}

/// One thing of the list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ResourceRef {
    /// Of which list.
    pub kind: TableKind,
    /// Which.
    pub id: String,
}

/// One reason of a score of readiness; the screen words the code.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ScoreReason {
    /// Code, such as `certificates_over`.
    pub code: String,
    /// Its number, as the code says.
    pub number: Option<i64>,
    /// Of how many.
    pub of: Option<i64>,
    /// Points lost by it.
    pub lost: u32,
}

/// A score of readiness with its reasons.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ScoreRow {
    /// 0 to 100.
    pub percent: u32,
    /// True when it may be counted on.
    pub ready: bool,
    /// True when the word it rests on is old.
    pub stale: bool,
    /// What bars it whatever its score: codes of reasons.
    pub bars: Vec<String>,
    /// Why, the dearest first.
    pub reasons: Vec<ScoreReason>,
    /// What each part weighs, by the district's settings.
    pub weights: Vec<PartWeight>,
}

/// What one part of a score weighs: 待区里确认.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PartWeight {
    /// Which part.
    pub part: String,
    /// Its points of all.
    pub weight: u32,
}

/// A line of a standard that is not met.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct LackingRow {
    /// Its number in the standard.
    pub no: String,
    /// Name of the thing.
    pub name: String,
    /// How many there have to be.
    pub needed: u32,
    /// How many there are.
    pub have: u32,
    /// Unit of count.
    pub unit: String,
    /// The condition under which it has to be there; empty for always.
    pub when: String,
}

/// How a team or a place stands against its standard.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct StandardRow {
    /// Name of the standard.
    pub standard: String,
    /// Lines of it.
    pub lines: u32,
    /// True when every line that holds always is met.
    pub met: bool,
    /// What is lacking.
    pub lacking: Vec<LackingRow>,
}

/// Everything about one thing of the list.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ResourceProfile {
    /// As on the board.
    pub row: ResourceRow,
    /// The team.
    pub team: Option<TeamRow>,
    /// The lot.
    pub lot: Option<Lot>,
    /// The site.
    pub site: Option<Site>,
    /// The person.
    pub person: Option<Person>,
    /// Its readiness.
    pub score: Option<ScoreRow>,
    /// Its standard.
    pub standard: Option<StandardRow>,
    /// What lies in it, when it is a depot.
    pub lots: Vec<ResourceRow>,
    /// How dangerous what its profile says is; of a place with units only what none of them holds.
    pub hazard: Option<HazardRow>,
    /// Where its profile says another quantity than its units hold together.
    pub hazard_differs: Vec<HazardDiffers>,
    /// Its log, newest first.
    pub history: Vec<LogLine>,
}

/// A substance of which a profile says another quantity than the units of the place hold.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct HazardDiffers {
    /// As the profile says it.
    pub substance: String,
    /// Tonnes by the profile.
    pub profile_t: f64,
    /// Tonnes of the units together.
    pub units_t: f64,
}

/// How one dangerous thing counts (GB 18218-2018).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct HazardThing {
    /// Its name as entered.
    pub substance: String,
    /// Tonnes.
    pub quantity_t: f64,
    /// Threshold Q in tonnes.
    pub threshold_t: Option<f64>,
    /// Where that stands.
    pub threshold_from: String,
    /// Factor β.
    pub beta: Option<f64>,
    /// Where that stands.
    pub beta_from: String,
    /// q/Q.
    pub share: Option<f64>,
    /// What is missing, each with what it is about: `quantity`, `class`, `unknown_class`,
    /// `which_of`, `class_for_beta`.
    pub lacking: Vec<(String, String)>,
}

/// Whether a place is a major hazard installation, with the working (GB 18218-2018, 4.2 and 4.3).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct HazardRow {
    /// Each thing.
    pub things: Vec<HazardThing>,
    /// S = Σ q/Q.
    pub s: f64,
    /// Whether it is one; none while what is missing may decide it.
    pub major: Option<bool>,
    /// Σ β·q/Q.
    pub weighted: Option<f64>,
    /// People within 500 m outside its boundary.
    pub people: Option<u32>,
    /// Factor α of these people.
    pub alpha: Option<f64>,
    /// R = α·Σ β·q/Q.
    pub r: Option<f64>,
    /// Grade, 1 for 一级 to 4 for 四级.
    pub grade: Option<u8>,
}

/// What runs out is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ExpiringQuery {
    /// Within how many days; what is over already is always there.
    pub days: u32,
    /// Of one depot only; empty for everything.
    pub depot: String,
}

/// Something that runs out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ExpiringRow {
    /// Of which list the thing is.
    pub kind: TableKind,
    /// Which.
    pub id: String,
    /// Its name.
    pub title: String,
    /// What runs out: `batch`, `calibration`, `inspection`, `certificate`, `vehicle`, `equipment`,
    /// `insurance`, `agreement`.
    pub what: String,
    /// Whose or which, such as the person and the certificate.
    pub line: String,
    /// Name of the depot where it lies; empty for what belongs to teams and people.
    pub depot: String,
    /// The last day.
    pub until: Day,
    /// Days left; negative when it is over.
    pub days: i64,
}

/// Why something does not count towards a need of a plan; the screen words the code.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct UnmetWhy {
    /// `no_team`, `team_not_ready`, `no_lot`, `expired`, `unchecked`, `reserved`, `on_loan`,
    /// `in_transit`.
    pub code: String,
    /// Which team.
    pub team: Option<TeamId>,
    /// Which lot.
    pub lot: Option<LotId>,
    /// Its name.
    pub name: String,
    /// Score in percent, or how many.
    pub number: Option<u32>,
    /// Of a team: the reason that stops it or cost it most.
    pub reason: String,
}

/// A line of a plan that cannot be met today.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct UnmetRow {
    /// The plan.
    pub plan: String,
    /// Its title.
    pub title: String,
    /// The clause.
    pub clause: String,
    /// The card.
    pub card: String,
    /// What is to be done.
    pub what: String,
    /// Capability that is needed, or empty.
    pub capability: String,
    /// Supply that is needed, or empty.
    pub supply: String,
    /// Name and unit for the reader.
    pub label: String,
    /// How many are needed.
    pub needed: u32,
    /// How many are ready.
    pub have: u32,
    /// Why the rest is not.
    pub why: Vec<UnmetWhy>,
}

/// How the check of the plans is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PlanCheckQuery {
    /// True takes the one of the night when there is one.
    pub nightly: bool,
}

/// Which line of which plan cannot be met, and why.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PlanCheck {
    /// When it was worked out.
    pub at: UtcMs,
    /// True for the one that the desk's clock ran at night.
    pub nightly: bool,
    /// Plans looked at.
    pub plans: u32,
    /// Needs looked at.
    pub lines: u32,
    /// Those that cannot be met.
    pub unmet: Vec<UnmetRow>,
}

/// An import that was made.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ImportRowView {
    /// Which.
    pub import: ImportId,
    /// What the table held.
    pub kind: TableKind,
    /// Name of the file.
    pub file: String,
    /// Rows entered.
    pub rows: u32,
    /// When.
    pub at: Option<UtcMs>,
    /// By whom.
    pub by: String,
    /// When it was taken back.
    pub undone_at: Option<UtcMs>,
    /// Things that were left as they were changed or used since.
    pub kept: u32,
}
