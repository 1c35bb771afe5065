//! Protected objects (防护目标): where people stay, and how near a major hazard is.

use emergency::id::SiteId;
use emergency::place::Point;
use emergency::risk::RiskLevel;
use emergency::site::{Protection, SiteKind};
use serde::{Deserialize, Serialize};

/// Rows one page may have.
pub const OBJECT_ROWS_MAX: u32 = 500;

/// Which protected objects.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ObjectQuery {
    /// Words that name, address, street or unit must hold; empty for all.
    pub text: String,
    /// Of this kind alone.
    pub kind: Option<SiteKind>,
    /// Those that are no farther than so many metres from a major hazard alone.
    pub within_m: Option<u32>,
    /// First row.
    pub offset: u32,
    /// Rows, at most [`OBJECT_ROWS_MAX`].
    pub limit: u32,
}

/// A place that is, or may be, a major hazard (GB 18218-2018), seen from another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct HazardAway {
    /// Which.
    pub site: SiteId,
    /// Its name.
    pub name: String,
    /// The gravest grade of its units, 1 to 4; none while that is open.
    pub grade: Option<u8>,
    /// Its level of risk.
    pub level: Option<RiskLevel>,
    /// Straight line, metres.
    pub distance_m: f64,
}

/// One protected object.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ObjectRow {
    /// Which place.
    pub site: SiteId,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: SiteKind,
    /// Its class by GB 36894-2018; none where nobody said one.
    pub protection: Option<Protection>,
    /// The street it is in.
    pub street: String,
    /// Where; none where nobody knows.
    pub point: Option<Point>,
    /// People who were counted there; none where nobody did.
    pub head_count: Option<u32>,
    /// People whom it holds by its profile: beds, pupils, places; none where that is not said.
    pub capacity: Option<u32>,
    /// The nearest major hazard; none without a point, or where there is none.
    pub hazard: Option<HazardAway>,
}

/// A window of the list of protected objects.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ObjectPage {
    /// How many fit.
    pub total: u32,
    /// Those of the words and the kind that have no point, whatever distance was asked for: nobody
    /// knows how near a hazard is.
    pub unplaced: u32,
    /// Those that fit whose class nobody said.
    pub unclassed: u32,
    /// Major hazards with a point, from which the distances are.
    pub hazards: u32,
    /// Major hazards without a point: one of them may be nearer than any distance says.
    pub hazards_unplaced: u32,
    /// The kinds of all protected objects, whatever was asked for.
    pub kinds: Vec<SiteKind>,
    /// The rows, the nearest to a hazard first.
    pub rows: Vec<ObjectRow>,
}

/// A protected object near a place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AroundObject {
    /// Which place.
    pub site: SiteId,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: SiteKind,
    /// Its class by GB 36894-2018; none where nobody said one.
    pub protection: Option<Protection>,
    /// People who were counted there; none where nobody did.
    pub head_count: Option<u32>,
    /// People whom it holds by its profile; none where that is not said.
    pub capacity: Option<u32>,
    /// Straight line, metres.
    pub distance_m: f64,
}
