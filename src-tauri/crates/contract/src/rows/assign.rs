//! Several incidents at once, and the same with something made up.

use emergency::closure::ClosureSet;
use emergency::id::{IncidentId, LotId, OrderId, SiteId, TeamId};
use emergency::incident::Need;
use emergency::level::IncidentGrade;
use emergency::place::Point;
use emergency::time::UtcMs;
use serde::{Deserialize, Serialize};

use super::force::{NeedsFrom, NextSource, TeamAgainst, ZoneRow};

/// A team and an incident.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TeamAt {
    /// The team.
    pub team: TeamId,
    /// The incident.
    pub incident: IncidentId,
}

/// What is asked of all open incidents at once. The same request asked again is the same question:
/// it is answered by what has been found so far.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AssignRequest {
    /// A word of the asker's: another one is another question, with everything read anew.
    pub ask: String,
    /// What a person has fixed.
    pub pinned: Vec<TeamAt>,
    /// What must not be.
    pub forbidden: Vec<TeamAt>,
}

/// Ends a search; what it has found so far stays.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct StopSearch {
    /// The word of the question.
    pub ask: String,
}

/// What one thing is worth against another: visible, and set by the district.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct WeightRow {
    /// For each minute of a team's way, times the severity.
    pub team_travel: f64,
    /// For each missing team, times the severity.
    pub team_short: f64,
    /// For each piece and minute of its way, times the severity.
    pub supply_travel: f64,
    /// For each missing piece, times the severity.
    pub supply_short: f64,
    /// For each depot that sends anything to an incident.
    pub convoy: f64,
    /// Earned for each street that is still covered.
    pub coverage: f64,
    /// For each team under way that is sent elsewhere or called back.
    pub change: f64,
}

/// What an answer costs by these weights, and how good it can be.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CostRow {
    /// The sum; less is better.
    pub total: f64,
    /// Ways of the teams.
    pub team_travel: f64,
    /// Missing teams.
    pub team_short: f64,
    /// Ways of the pieces.
    pub supply_travel: f64,
    /// Depots that send.
    pub convoys: f64,
    /// Missing pieces.
    pub supply_short: f64,
    /// Streets that stay covered: 0 or less.
    pub coverage: f64,
    /// What changing what is under way costs.
    pub change: f64,
    /// No answer costs less; none until the search has ended.
    pub bound: Option<f64>,
    /// How far the sum may be from the best, as a part of it; none until the search has ended.
    pub gap: Option<f64>,
}

/// Where the search stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum SearchState {
    /// The first answer is shown, a better one is looked for.
    Searching,
    /// A better answer was found and is shown.
    Better,
    /// Nothing better by more than one per cent: the first answer stands.
    #[default]
    First,
    /// It was ended by a person; what was found until then is shown.
    Stopped,
}

/// One incident of the question.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SceneRow {
    /// The incident.
    pub incident: IncidentId,
    /// Call sign.
    pub call_sign: String,
    /// Title.
    pub title: String,
    /// Its grade.
    pub grade: Option<IncidentGrade>,
    /// How much it weighs.
    pub severity: f64,
    /// What it needs in all.
    pub needs: Vec<Need>,
    /// The plan that the needs come from, where no response is started and no task given.
    pub needs_from: Option<NeedsFrom>,
    /// False when it has no point: nothing can be said of times then.
    pub placed: bool,
}

/// What would be done instead of a line, and how much dearer that is.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct InsteadRow {
    /// The team or the depot in words; empty when the need would stay short.
    pub name: String,
    /// Its seconds to arrival.
    pub eta_s: Option<u32>,
    /// How much the sum would be higher.
    pub costs: f64,
}

/// A team and where it goes.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AssignedTeam {
    /// The team.
    pub team: TeamId,
    /// Call sign.
    pub call_sign: String,
    /// Name.
    pub name: String,
    /// Where it goes.
    pub incident: IncidentId,
    /// What it serves there; empty when a person fixed it and nothing needs it.
    pub capability: String,
    /// Seconds from the order to arrival.
    pub eta_s: u32,
    /// True when that is a straight-line estimate.
    pub eta_estimated: bool,
    /// A person fixed it.
    pub pinned: bool,
    /// It is on its way there already: nothing is to be ordered.
    pub under_way: bool,
    /// The order by which it is on its way elsewhere, which this would redirect.
    pub redirects: Option<OrderId>,
    /// Where that order sends it.
    pub redirected_from: Option<IncidentId>,
    /// What would be done without it; none when a person fixed it.
    pub next: Option<InsteadRow>,
    /// What speaks against sending it and takes a reason.
    pub against: Vec<TeamAgainst>,
}

/// Pieces and where they go.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AssignedLot {
    /// The lot.
    pub lot: LotId,
    /// Its name.
    pub name: String,
    /// The depot in words.
    pub depot: String,
    /// Where they go.
    pub incident: IncidentId,
    /// How many.
    pub quantity: u32,
    /// Unit of count.
    pub unit: String,
    /// Seconds of the way.
    pub eta_s: u32,
    /// True when that is a straight-line estimate.
    pub eta_estimated: bool,
    /// What would be done without it.
    pub next: Option<InsteadRow>,
}

/// A team under way that nothing needs any more: it could be called back.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CalledBack {
    /// The team.
    pub team: TeamId,
    /// Call sign.
    pub call_sign: String,
    /// Name.
    pub name: String,
    /// Where it is on its way to.
    pub incident: IncidentId,
    /// By which order.
    pub order: OrderId,
}

/// A need of an incident that is not met.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SceneShort {
    /// The incident.
    pub incident: IncidentId,
    /// The need.
    pub need: Need,
    /// How many are missing.
    pub missing: u32,
    /// Able teams, or pieces, that could arrive in time.
    pub in_reach: u32,
    /// Of those, what goes elsewhere.
    pub elsewhere: u32,
    /// Where more could come from.
    pub sources: Vec<NextSource>,
}

/// A team that should stand by at another station, to mend the coverage.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct MoveUp {
    /// The team.
    pub team: TeamId,
    /// Call sign.
    pub call_sign: String,
    /// Name.
    pub name: String,
    /// The station that it leaves, in words.
    pub from: String,
    /// The station where it would stand by, in words.
    pub to: String,
    /// Seconds of the way.
    pub eta_s: u32,
    /// True when that is a straight-line estimate.
    pub eta_estimated: bool,
}

/// Who goes where when there is not enough for all. Advice: nothing is sent by it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Assignments {
    /// When everything was read.
    pub at: UtcMs,
    /// The change number as of then: what a later one made stale is not in this answer.
    pub seq: u64,
    /// Where the search stands.
    pub state: SearchState,
    /// Seconds that the search may take.
    pub time_limit_s: f64,
    /// The weights in force.
    pub weights: WeightRow,
    /// What it costs.
    pub cost: CostRow,
    /// What the first answer cost.
    pub first_total: f64,
    /// The incidents with open needs, the gravest first.
    pub scenes: Vec<SceneRow>,
    /// Who goes where.
    pub teams: Vec<AssignedTeam>,
    /// What goes where.
    pub lots: Vec<AssignedLot>,
    /// Teams under way that nothing needs any more.
    pub called_back: Vec<CalledBack>,
    /// What is not met.
    pub short: Vec<SceneShort>,
    /// Streets that would not be reached in time any more.
    pub lost: Vec<ZoneRow>,
    /// Streets that are not reached in time now either.
    pub never: Vec<ZoneRow>,
    /// Moves that mend it.
    pub moves: Vec<MoveUp>,
    /// What a person fixed and cannot be: the team is not free or has no way there.
    pub dropped: Vec<TeamAt>,
    /// Source of the travel times, in words.
    pub travel_source: String,
    /// What must be said of the centres of the streets.
    pub zones_note: String,
}

/// An incident that is made up.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct MadeUp {
    /// Where.
    pub point: Point,
    /// How grave.
    pub grade: Option<IncidentGrade>,
    /// What it needs.
    pub needs: Vec<Need>,
}

/// Today's question with something made up. Nothing of it is written down.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct WhatIfRequest {
    /// As for [`AssignRequest::ask`].
    pub ask: String,
    /// What a person has fixed.
    pub pinned: Vec<TeamAt>,
    /// What must not be.
    pub forbidden: Vec<TeamAt>,
    /// An incident more.
    pub incident: Option<MadeUp>,
    /// Closures more.
    pub closures: Vec<ClosureSet>,
    /// Depots that are lost.
    pub without: Vec<SiteId>,
}

/// A team that would go elsewhere.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TeamDiffers {
    /// The team.
    pub team: TeamId,
    /// Call sign.
    pub call_sign: String,
    /// Name.
    pub name: String,
    /// Where it goes today; none is that it stays.
    pub before: Option<IncidentId>,
    /// Where it would go; the made-up incident has the name [`MADE_UP`].
    pub after: Option<IncidentId>,
}

/// The name of the made-up incident in an answer.
pub const MADE_UP: &str = "what-if";

/// Pieces that would come from elsewhere.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PiecesDiffer {
    /// The depot in words.
    pub depot: String,
    /// The incident.
    pub incident: IncidentId,
    /// Code of the supply.
    pub supply: String,
    /// Pieces today.
    pub before: u32,
    /// Pieces if.
    pub after: u32,
}

/// A need that would be met more or less.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ShortDiffers {
    /// The incident.
    pub incident: IncidentId,
    /// The capability, for teams; empty for pieces.
    pub capability: String,
    /// The supply, for pieces; empty for teams.
    pub supply: String,
    /// Missing today.
    pub before: u32,
    /// Missing if.
    pub after: u32,
}

/// Today's answer beside the made-up one.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct WhatIf {
    /// When everything was read.
    pub at: UtcMs,
    /// Where the search stands.
    pub state: SearchState,
    /// What today's answer costs.
    pub today: CostRow,
    /// What the other costs.
    pub then: CostRow,
    /// Teams that would go elsewhere.
    pub teams: Vec<TeamDiffers>,
    /// Pieces that would come from elsewhere.
    pub pieces: Vec<PiecesDiffer>,
    /// Needs that would be met more or less.
    pub short: Vec<ShortDiffers>,
    /// Streets that would be lost besides.
    pub lost: Vec<ZoneRow>,
    /// Streets that would be reached again.
    pub regained: Vec<ZoneRow>,
}
