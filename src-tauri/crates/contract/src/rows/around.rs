//! What stands around a place: its risk, its alarms, the help that is nearest, the plans that name
//! it.

use emergency::id::{AlertId, LotId, TeamId};
use emergency::level::WarningLevel;
use emergency::risk::RiskLevel;
use emergency::team::Readiness;
use emergency::time::UtcMs;
use serde::{Deserialize, Serialize};

use super::{AroundObject, FirmName, HazardAway, RiskGround};

/// Alarms of a place that are listed, the most urgent.
pub const AROUND_ALARMS_MAX: usize = 20;
/// Teams, stocks and protected objects that are listed, the nearest.
pub const AROUND_NEAREST_MAX: usize = 5;
/// Plans that are listed.
pub const AROUND_PLANS_MAX: usize = 20;

/// An alert that stands at a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AroundAlarm {
    /// Which.
    pub alert: AlertId,
    /// Headline.
    pub headline: String,
    /// 1 to 4: which goes first.
    pub priority: u8,
    /// The authority's level.
    pub level: Option<WarningLevel>,
    /// Since when.
    pub since: UtcMs,
    /// True while nobody has acknowledged it.
    pub waits: bool,
}

/// A team near a place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AroundTeam {
    /// Which.
    pub team: TeamId,
    /// Call sign and name.
    pub name: String,
    /// Whether it could go.
    pub readiness: Readiness,
    /// True while an order holds it.
    pub busy: bool,
    /// Straight line from its base, metres.
    pub distance_m: f64,
}

/// A stock near a place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AroundLot {
    /// Which.
    pub lot: LotId,
    /// What.
    pub name: String,
    /// How many by the book.
    pub quantity: u32,
    /// Of what.
    pub unit: String,
    /// The depot.
    pub depot: String,
    /// Straight line, metres.
    pub distance_m: f64,
}

/// A plan that names the place or its firm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AroundPlan {
    /// Which.
    pub plan: String,
    /// Its title.
    pub title: String,
}

/// What stands around a place.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SiteAround {
    /// The gravest level of its risk; none where nothing on record makes one.
    pub level: Option<RiskLevel>,
    /// What that rests on.
    pub grounds: Vec<RiskGround>,
    /// Hidden dangers that are not struck off.
    pub dangers: u32,
    /// Those of them that should be put right by now.
    pub overdue: u32,
    /// Alerts that stand there.
    pub alarms: Vec<AroundAlarm>,
    /// More of them than are listed.
    pub more_alarms: u32,
    /// Within so many metres an alert counts as there.
    pub within_m: f64,
    /// False where nobody knows where the place is: then nothing is near.
    pub placed: bool,
    /// The nearest teams.
    pub teams: Vec<AroundTeam>,
    /// The nearest stocks.
    pub lots: Vec<AroundLot>,
    /// Of a major hazard, or what may be one: the nearest protected objects.
    pub objects: Vec<AroundObject>,
    /// Of a protected object: the nearest major hazard.
    pub hazard: Option<HazardAway>,
    /// Plans that name it.
    pub plans: Vec<AroundPlan>,
    /// The firm it belongs to; none where that is off the list.
    pub firm: Option<FirmName>,
}
