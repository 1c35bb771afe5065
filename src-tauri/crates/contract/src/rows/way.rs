//! Ways over the roads: of one team to an incident, how far one comes in some minutes, and which
//! roads a drawn closure means.

use emergency::closure::{ClosureKind, ClosureSet, RoadUser};
use emergency::id::{AlertId, ClosureId, IncidentId, OrderId, TeamId};
use emergency::place::Point;
use emergency::time::UtcMs;
use emergency::wind::Wind;
use serde::{Deserialize, Serialize};

use super::force::Staging;

/// A stop that an order is to have.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct WayVia {
    /// What it is called.
    pub name: String,
    /// Where it is.
    pub point: Point,
}

/// The wind as it was last observed.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct WindRow {
    /// What was said, when and by whom.
    pub wind: Wind,
    /// True while teams are gathered by it.
    pub fresh: bool,
    /// Minutes for which an observation is fresh: 待区里确认.
    pub fresh_min: u32,
}

/// Which way is asked for.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct WayRequest {
    /// Whose.
    pub team: TeamId,
    /// To which incident. With an order that runs, by way of its stops to where it ends.
    pub incident: IncidentId,
    /// True for an order that is being written: none that runs counts then.
    pub anew: bool,
    /// By way of these, where no order counts: what is being written. At most
    /// [`emergency::order::STOPS_MAX`] of them count.
    pub via: Vec<WayVia>,
}

/// What kind of answer a way is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum WayKind {
    /// Along roads that are known.
    Road,
    /// At least in part a straight line: there are no roads to follow.
    Estimate,
    /// Closures leave no way.
    Cut,
    /// Nobody knows where the team is, and it has no base on the map.
    NoStart,
    /// The incident is not on the map.
    #[default]
    NoPlace,
}

/// What a driver is told to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum WayAct {
    /// Set out.
    #[default]
    Depart,
    /// Go on, where the road's name changes.
    Straight,
    /// Keep to the left.
    SlightLeft,
    /// Turn left.
    Left,
    /// Turn back to the left.
    SharpLeft,
    /// Keep to the right.
    SlightRight,
    /// Turn right.
    Right,
    /// Turn back to the right.
    SharpRight,
    /// Turn round.
    Round,
    /// Drive round a roundabout.
    Roundabout,
    /// A stop of the order.
    Stop,
    /// The end of the way.
    Arrive,
}

/// One line of the directions.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct WayStep {
    /// What is to be done here.
    pub act: WayAct,
    /// Which exit of a roundabout, the first being 1.
    pub exit: Option<u32>,
    /// Where.
    pub point: Point,
    /// The road from here on; empty when it has no name.
    pub road: String,
    /// Name of the stop.
    pub place: String,
    /// Direction of travel from here, degrees from north, clockwise.
    pub bearing_deg: f64,
    /// Metres to the next line.
    pub distance_m: f64,
    /// True when a bridge is on this part.
    pub bridge: bool,
    /// True when a tunnel or an underpass is on this part.
    pub tunnel: bool,
}

/// The closure that leaves no way.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct WayCut {
    /// Which.
    pub closure: ClosureId,
    /// What it is.
    pub kind: ClosureKind,
    /// Its reason in words.
    pub reason: String,
    /// The closed road's name; empty when it has none.
    pub road: String,
    /// Where the way meets it.
    pub point: Point,
}

/// A stop on the way. One that is reached, left out or not on the map is none, so that its place in
/// the answer is not its number.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct WayStop {
    /// Its number among the stops of the order, or of the request, from 1.
    pub number: u32,
    /// What it is called.
    pub name: String,
    /// Seconds from the start to it, without turnout.
    pub eta_s: u32,
}

/// How one team gets to an incident, as the roads are now.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TeamWay {
    /// Whose.
    pub team: TeamId,
    /// To which incident.
    pub incident: IncidentId,
    /// When it was worked out.
    pub at: UtcMs,
    /// What kind of answer this is.
    pub kind: WayKind,
    /// Where the team starts.
    pub from: Option<Point>,
    /// When it was seen there; none when that is its base.
    pub from_at: Option<UtcMs>,
    /// True when a person said that it was there, and no device has been newer since.
    pub from_said: bool,
    /// By what it comes.
    pub vehicle: RoadUser,
    /// Where the way is to go.
    pub to: Option<Point>,
    /// Seconds until the team is on the road, when it is sent now: turnout and what it finishes
    /// first, as the advice counts it.
    pub sets_out_s: u32,
    /// Seconds on the way, without turnout.
    pub eta_s: Option<u32>,
    /// The stops on the way, the next first.
    pub stops: Vec<WayStop>,
    /// Metres.
    pub distance_m: Option<f64>,
    /// True when the first or the last stretch is on a closed road.
    pub on_closed: bool,
    /// Its points, the start first; empty when there is no way.
    pub line: Vec<Point>,
    /// What a driver is told; empty where no road is followed.
    pub steps: Vec<WayStep>,
    /// Where it ends when the place lies in a hot zone.
    pub staging: Option<Staging>,
    /// What leaves no way.
    pub cut_by: Option<WayCut>,
    /// Source of the roads, in words.
    pub source: String,
}

/// From where the reachable area is asked.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ReachRequest {
    /// The place.
    pub from: Point,
    /// The team by whose vehicles it is reckoned; an engine when none is named.
    pub team: Option<TeamId>,
}

/// How far a vehicle comes from a place in 5, 10, 15 and 30 minutes, as the roads are now.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Reach {
    /// When it was worked out.
    pub at: UtcMs,
    /// The place.
    pub from: Point,
    /// By what.
    pub vehicle: RoadUser,
    /// True when a road is near enough to start from; false leaves the areas empty.
    pub on_road: bool,
    /// GeoJSON areas with `minutes`, the largest first.
    #[cfg_attr(feature = "ts", ts(type = "GeoJSON.FeatureCollection"))]
    pub areas: serde_json::Value,
    /// Source of the roads, in words.
    pub source: String,
}

/// The roads that a closure would close.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ShapeRoads {
    /// False when the desk has no roads at all: the closure is then only drawn.
    pub has_roads: bool,
    /// Sections of road, both directions counted as one.
    pub sections: u32,
    /// Their length in metres.
    pub length_m: f64,
    /// Names of the roads, the longest first, at most [`ROAD_NAMES_MAX`].
    pub names: Vec<String>,
    /// GeoJSON of the sections.
    #[cfg_attr(feature = "ts", ts(type = "GeoJSON.FeatureCollection"))]
    pub picture: serde_json::Value,
}

/// Whose suggested closures are asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SuggestedClosuresRequest {
    /// Those of one alert; without it those of all that stand, for which each of them is read.
    pub alert: Option<AlertId>,
}

/// A closure that a feed's alert suggests.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SuggestedClosure {
    /// The alert.
    pub alert: AlertId,
    /// What it says, in its own words.
    pub headline: String,
    /// When it was sent.
    pub sent: UtcMs,
    /// What would be closed, ready to be set.
    pub set: ClosureSet,
    /// Sections of road that this is; 0 where it meets none or the desk has no roads.
    pub sections: u32,
}

/// Suggestions in one answer at most.
pub const SUGGESTIONS_MAX: usize = 100;

/// Names of roads in one answer at most.
pub const ROAD_NAMES_MAX: usize = 8;

/// When a team on the road will arrive, by what was seen of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Arrival {
    /// Which order.
    pub order: OrderId,
    /// When its team was seen last.
    pub seen_at: UtcMs,
    /// When it will be where the order ends.
    pub expected_at: UtcMs,
    /// True when that is a minute or more from what was planned, or nothing was planned.
    pub differs: bool,
}
