//! The register of points: what devices say, where they stand, and their limits.

use emergency::id::{PointId, SiteId};
use emergency::place::Point;
use emergency::point::{LimitChange, PointLimits, PointRegistered};
use emergency::time::UtcMs;
use serde::{Deserialize, Serialize};

use super::LogLine;

/// Rows one page may have.
pub const POINT_ROWS_MAX: u32 = 500;

/// How a device or a point of it is, the worst first.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum PointState {
    /// Its newest value is beyond a limit (越限).
    Beyond,
    /// The device says that its value is not good (坏值).
    Bad,
    /// Nothing was heard of it for its period (失联).
    Silent,
    /// Its value is old (陈旧).
    Stale,
    /// It is on the register, and nothing was heard of it since the desk was started (未上报).
    Unheard,
    /// It is heard, and its value is good (正常).
    #[default]
    Good,
}

/// Where a value goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum PointTrend {
    /// It rises.
    Up,
    /// It falls.
    Down,
    /// Neither, or nothing is known.
    #[default]
    Level,
}

/// Which points.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PointQuery {
    /// Words that name, device, feed, site or position must hold; empty for all.
    pub text: String,
    /// Only those in this state.
    pub state: Option<PointState>,
    /// Only those that are not on the register.
    pub unregistered: bool,
    /// Only those of the register that no map can show: neither they nor their site say where.
    pub unplaced: bool,
    /// Only those at this site.
    pub site: Option<SiteId>,
    /// First row.
    pub offset: u32,
    /// Rows, at most [`POINT_ROWS_MAX`].
    pub limit: u32,
}

/// One device or point.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PointRow {
    /// Its name in the log, whether it is on the register or not.
    pub id: PointId,
    /// Name of the feed.
    pub feed: String,
    /// The device in its protocol's own words.
    pub device: String,
    /// What the register says of it; none where it is not on it.
    pub registered: Option<PointRegistered>,
    /// What the register calls the device above it that speaks for it (随设备登记); empty where it
    /// is on the register itself, and where nothing above it is either (未登记).
    pub via: String,
    /// What it is called: by the register, else what it measures.
    pub name: String,
    /// The site it stands at, by itself or by the device it belongs to.
    pub site: Option<SiteId>,
    /// That site's name.
    pub site_name: String,
    /// Floor and position.
    pub position: String,
    /// Where it stands.
    pub at: Option<Point>,
    /// How it is.
    pub state: PointState,
    /// Its newest value.
    pub value: Option<f64>,
    /// The unit of that.
    pub unit: String,
    /// What is measured, in the words of its feed.
    pub quantity: String,
    /// When it was measured, as the device says.
    pub measured_at: Option<UtcMs>,
    /// When it was last heard.
    pub heard_at: Option<UtcMs>,
    /// Whether the device calls its value good.
    pub good: bool,
    /// Where its value goes.
    pub trend: PointTrend,
    /// The limits in force.
    pub limits: Option<PointLimits>,
    /// True where they were set in the register; false where they are those of the feed.
    pub limits_own: bool,
    /// How often its limits were changed.
    pub changes: u32,
    /// Seconds without a word after which it is silent.
    pub silent_after_s: u32,
    /// Seconds after which its value is old.
    pub stale_after_s: u32,
}

/// How many are in a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PointCount {
    /// Which.
    pub state: PointState,
    /// How many.
    pub count: u32,
}

/// A window of the list of points.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PointPage {
    /// How many fit the words and the state.
    pub total: u32,
    /// The rows, the worst state first.
    pub rows: Vec<PointRow>,
    /// How many are in each state, of those that fit the words.
    pub counts: Vec<PointCount>,
    /// How many of those are not on the register.
    pub unregistered: u32,
}

/// One point with the history of its limits.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PointDetail {
    /// Its line.
    pub row: PointRow,
    /// How its limits were changed, the newest first.
    pub changes: Vec<LimitChange>,
    /// What was done to it, newest first.
    pub history: Vec<LogLine>,
}

/// The device of an alert, as the register knows it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AlertPoint {
    /// The device's name in the log.
    pub id: PointId,
    /// Name of the feed.
    pub feed: String,
    /// The device in its protocol's own words.
    pub device: String,
    /// The device that it is a part of; itself where it is none.
    pub station: PointId,
    /// The point of the register that speaks for it, itself or above it; none where it is not
    /// registered (未登记).
    pub point: Option<PointId>,
    /// What the register calls it.
    pub name: String,
    /// The site it stands at.
    pub site: Option<SiteId>,
    /// That site's name.
    pub site_name: String,
    /// Floor and position.
    pub position: String,
    /// How it is now: a value that is old or not good must not look as if it were live.
    pub state: Option<PointState>,
    /// When it was last heard.
    pub heard_at: Option<UtcMs>,
}
