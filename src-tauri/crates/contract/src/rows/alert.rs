//! The alert list and one alert.

use super::{AlertPoint, GatheredRow, LogLine, PrecisionRow, PriorityRow, SourceOut};
use crate::status::AlertCounts;
use emergency::alert::{Alert, Life};
use emergency::id::AlertId;
use emergency::id::{IncidentId, SourceId};
use emergency::place::Point;
use emergency::site::Site;
use emergency::time::UtcMs;
use serde::{Deserialize, Serialize};

/// Which part of the alert list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum AlertSection {
    /// What is to be dealt with: what waits first.
    #[default]
    Open,
    /// Out of the way: shelved, suppressed by design, out of service.
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
    /// Only those in this state, each by itself.
    pub life: Option<Life>,
    /// Only what stands under the row of this alert.
    pub under: Option<AlertId>,
    /// Of that every alert by itself, and not what repeats as one.
    pub each: bool,
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
    /// 1 to 4, 1 the most urgent; of what it stands for the most urgent.
    pub priority: u8,
    /// An officer set the priority.
    pub prioritized: bool,
    /// Where it stands in its life as an alarm.
    pub life: Life,
    /// The code of its kind.
    pub kind: String,
    /// What else the row stands for; none for one alert by itself.
    pub gathered: Option<GatheredRow>,
    /// Who raised it.
    pub source_id: SourceId,
    /// How often that was right.
    pub precision: PrecisionRow,
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
    /// Out of the way until.
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
    /// A point to show it at: by its area, else by the register of points.
    pub point: Option<Point>,
    /// The device that raised it, as the register knows it; none where no device did.
    pub at_point: Option<AlertPoint>,
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
    /// True where the rows are gathered; false where each alert stands by itself.
    pub is_gathered: bool,
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
    /// Its priority with the reasons.
    pub priority: PriorityRow,
    /// The row of the list that it stands under.
    pub heading: Option<GatheredRow>,
    /// The point that raised it.
    pub point_id: SourceId,
    /// The station that its device belongs to; empty where no device raised it.
    pub station_id: SourceId,
    /// How often its point has said it again since it lies on its shelf.
    pub shelf_more: u32,
    /// Its point, its source or its station when that is out of service, the narrowest first.
    pub out: Option<SourceOut>,
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
