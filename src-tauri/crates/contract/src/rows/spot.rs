//! Spots of the map (图上点位): where points of the register and units of major hazards stand.

use emergency::id::{SiteId, UnitId};
use emergency::place::Point;
use serde::{Deserialize, Serialize};

use super::{AroundAlarm, PointCount, PointRow, PointState};

/// Spots one answer has: more marks beside each other tell nothing. The worst are drawn.
pub const SPOTS_MAX: usize = 2_000;
/// Points of one spot that its card lists, the worst.
pub const SPOT_POINTS_MAX: usize = 100;

/// A spot at which points of the register stand: all that stand at one site are one, for they
/// would lie on each other; those with coordinates of their own have theirs.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PointSpot {
    /// Its name, by which its points are asked for.
    pub id: String,
    /// Where.
    pub at: Point,
    /// True where the points say it themselves; false where they stand at their site.
    pub own: bool,
    /// The site; none where they say of none.
    pub site: Option<SiteId>,
    /// What stands there: the site, else the worst of the points.
    pub name: String,
    /// How the worst of them is.
    pub state: PointState,
    /// How many are in each state, the worst first, without those of which there is none.
    pub counts: Vec<PointCount>,
    /// How many points.
    pub points: u32,
    /// Alerts of these points in the list of alerts.
    pub alarms: u32,
}

/// The spots of all points of the register.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PointSpots {
    /// Those with alarms first, then the worst, at most [`SPOTS_MAX`].
    pub spots: Vec<PointSpot>,
    /// Points at spots that are not in it.
    pub more: u32,
    /// Points of the register that no map can show: neither they nor their site say where.
    pub unplaced: u32,
}

/// One point of a spot.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SpotPoint {
    /// Its line.
    pub row: PointRow,
    /// The alarm that stands of it or of a part of it, the most urgent.
    pub alarm: Option<AroundAlarm>,
}

/// The points of one spot.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SpotPoints {
    /// How many stand there.
    pub total: u32,
    /// Those with an alarm first, then the worst, at most [`SPOT_POINTS_MAX`].
    pub rows: Vec<SpotPoint>,
}

/// One unit of a spot, in short.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SpotUnit {
    /// Which.
    pub unit: UnitId,
    /// Its name.
    pub name: String,
    /// What is in its tanks, each once.
    pub substances: Vec<String>,
    /// Whether it is a major hazard (GB 18218-2018); none while what is missing may decide it.
    pub major: Option<bool>,
    /// Its grade, 1 for 一级 to 4 for 四级.
    pub grade: Option<u8>,
}

/// A spot at which units stand: those of one site are one, except those that say themselves where.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct UnitSpot {
    /// Its name.
    pub id: String,
    /// Where.
    pub at: Point,
    /// True where the unit says it itself; false at the place of the site.
    pub own: bool,
    /// The site.
    pub site: SiteId,
    /// That site's name.
    pub site_name: String,
    /// People within 500 m outside the boundary of the plant; none when nobody counted them.
    pub people: Option<u32>,
    /// The units, the gravest first.
    pub units: Vec<SpotUnit>,
}

/// The spots of all units.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct UnitSpots {
    /// The gravest first, at most [`SPOTS_MAX`].
    pub spots: Vec<UnitSpot>,
    /// Units at spots that are not in it.
    pub more: u32,
    /// Units that no map can show: neither they nor their site say where.
    pub unplaced: u32,
}
