//! Teams, and what to send.

use emergency::closure::RoadUser;
use emergency::id::IncidentId;
use emergency::id::LotId;
use emergency::id::PlanId;
use emergency::id::TeamId;
use emergency::incident::Need;
use emergency::level::ResponseLevel;
use emergency::place::Point;
use emergency::team::{Objection, Team};
use emergency::time::UtcMs;
use serde::{Deserialize, Serialize};

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
    /// True when a person said so, and no device has been newer since.
    pub said: bool,
    /// True when it stands in a dispute that waits for a ruling.
    pub disputed: bool,
    /// True when this desk has custody.
    pub own_custody: bool,
    /// What speaks against sending it now; empty when nothing does.
    pub against: Vec<TeamAgainst>,
}

/// One thing that speaks against sending a team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TeamAgainst {
    /// What.
    pub objection: Objection,
    /// Whether the team is sent all the same only with a reason.
    pub asks_reason: bool,
}

impl From<Objection> for TeamAgainst {
    fn from(objection: Objection) -> Self {
        Self {
            asks_reason: objection.asks_reason(),
            objection,
        }
    }
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
    /// What matters most when teams are chosen.
    pub prefer: Prefer,
}

/// What matters most when teams are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Prefer {
    /// Whoever is there first.
    #[default]
    Fastest,
    /// As few teams as possible.
    Fewest,
    /// Whoever leaves the least uncovered behind.
    Coverage,
}

/// One way to choose the teams, in numbers.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Alternative {
    /// What matters most.
    pub prefer: Prefer,
    /// Seconds until the last team is there; none when nobody moves or when it is not known of one.
    pub last_arrival_s: Option<u32>,
    /// Teams that would move.
    pub teams: u32,
    /// Teams that would still be missing.
    pub short: u32,
    /// Streets within reach now that would not be any more.
    pub lost: Vec<ZoneRow>,
}

/// A part of the district that should stay within reach: a street.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ZoneRow {
    /// Its code in the statistics book.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its centre, roughly.
    pub point: Point,
}

/// Where more could come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum SourceKind {
    /// A team of a firm or a society with an agreement in force that is not among those to send.
    Agreement,
    /// An able team with another job, which could be sent as a further one or redirected.
    Busy,
    /// Pieces that are reserved, on loan or asked for by somebody else.
    Held,
    /// Nobody here: ask the neighbouring district or the city.
    RequestAid,
    /// Nobody here: requisition.
    Requisition,
}

/// Where more could come from, only as far as the log knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct NextSource {
    /// Of what kind.
    pub kind: SourceKind,
    /// The team or the lot in words; empty for what has to be asked for.
    pub name: String,
    /// Whom to call, in words; empty when nobody has entered it.
    pub contact: String,
    /// Minutes in which the agreement promises to be there.
    pub arrival_min: Option<u32>,
    /// Pieces, for supplies.
    pub quantity: Option<u32>,
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
    /// By what it comes.
    pub vehicle: RoadUser,
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
    /// What brings it.
    pub vehicle: RoadUser,
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
    /// Where more could come from, the next first; never empty.
    pub sources: Vec<NextSource>,
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
    /// The plan that foresees them, before a response is started and a task given.
    pub needs_from: Option<NeedsFrom>,
    /// Teams, best first for each need.
    pub teams: Vec<TeamAdvice>,
    /// Lots, best first for each need.
    pub lots: Vec<LotAdvice>,
    /// What is short.
    pub short: Vec<Short>,
    /// What matters most in this answer.
    pub prefer: Prefer,
    /// The three ways to choose teams, in numbers.
    pub alternatives: Vec<Alternative>,
    /// Source of the travel times, in words.
    pub travel_source: String,
    /// Where to gather when the incident lies in a hot zone; times are then to the first of these
    /// that is reached. Empty when it does not, or when no road leads near.
    pub staging: Vec<Staging>,
}

/// A plan whose cards say what is needed before anybody has started it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct NeedsFrom {
    /// The plan.
    pub plan: PlanId,
    /// What it is called.
    pub title: String,
    /// The level whose cards were taken: the lowest that names a need.
    pub level: ResponseLevel,
}

/// A place outside a hot zone where teams gather before anyone goes in.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Staging {
    /// Where.
    pub point: Point,
    /// Direction from the middle of the zone, degrees from north, clockwise.
    pub bearing_deg: f64,
    /// Metres outside the edge of the zone.
    pub clear_m: f64,
    /// True when the wind is known and blows from there.
    pub upwind: bool,
}
