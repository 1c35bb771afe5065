//! The elements of the national warning file under their own names. Every element keeps the text
//! the sender wrote; what was read out of it stands beside it.

use serde::{Deserialize, Serialize};

use crate::cap::{NameValue, Polygon, UnknownElement};
use crate::defect::Defect;

/// A whole file (root `alert`, namespace `http://com.icss.amp`).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Warning {
    /// The namespace as written; empty for none.
    pub namespace: String,
    /// `senderCode_yyyyMMddHHmmss`, 14 digits each.
    pub identifier: String,
    /// The issuing unit.
    pub sender: String,
    /// Its code, 14 digits.
    pub sender_code: String,
    /// When it was sent, as written (`yyyy-MM-dd HH:mm:ss+08:00`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub send_time: Option<String>,
    /// The same, UTC milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub send_time_ms: Option<i64>,
    /// Actual or Test; the other states of CAP are read too.
    pub status: String,
    /// Alert, Update, Cancel.
    pub msg_type: String,
    /// Public.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// By which means it is to be spread.
    pub code: Code,
    /// The secrecy class.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sec_classification: Option<String>,
    /// On a Cancel the reason.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The first identifier of the chain; on a first Alert often its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub references: Option<String>,
    /// What happens.
    pub info: Vec<WarningInfo>,
    /// Elements not in the field list.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unknown: Vec<UnknownElement>,
    /// What is wrong with it.
    pub defects: Vec<Defect>,
}

/// The means of spreading.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Code {
    /// One entry a means.
    pub method: Vec<Method>,
}

/// One means of spreading.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Method {
    /// SMS and such.
    pub method_name: String,
    /// The text for this means.
    pub message: String,
    /// For whom.
    pub audience_grp: String,
}

/// What happens.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct WarningInfo {
    /// `zh-CN` where the file names none.
    pub language: String,
    /// `11Bxx` and others: see [`super::EVENT_TYPES`].
    pub event_type: String,
    /// As CAP.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub urgency: Option<String>,
    /// Red, Orange, Yellow, Blue, Unknown: the warning level.
    pub severity: String,
    /// As CAP.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certainty: Option<String>,
    /// From when it holds, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective: Option<String>,
    /// The same, UTC milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective_ms: Option<i64>,
    /// When the event begins, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub onset: Option<String>,
    /// The same, UTC milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub onset_ms: Option<i64>,
    /// Until when it holds, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires: Option<String>,
    /// The same, UTC milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_ms: Option<i64>,
    /// Who signed it (签发人).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sender_name: Option<String>,
    /// Unit, 发布 or 解除, event, colour, 预警.
    pub headline: String,
    /// The hazard in full.
    pub description: String,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instruction: Option<String>,
    /// Files that belong to it.
    pub resource: Vec<WarningResource>,
    /// Where.
    pub area: Vec<WarningArea>,
    /// Elements not in the field list.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unknown: Vec<UnknownElement>,
}

/// A file that belongs to the warning.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct WarningResource {
    /// What it shows, or its file name.
    pub resource_desc: String,
    /// Its size in bytes, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<String>,
    /// Its media type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mime_type: Option<String>,
    /// Where it is. Not followed, not checked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uri: Option<String>,
    /// The file itself in base 64.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deref_uri: Option<String>,
    /// SHA-1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
    /// Elements not in the field list.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unknown: Vec<UnknownElement>,
}

/// A place.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct WarningArea {
    /// The place in words.
    pub area_desc: String,
    /// Polygons as written.
    pub polygon: Vec<String>,
    /// The points of each, `[lat, lon]` in degrees.
    pub polygon_points: Vec<Polygon>,
    /// Circles as written: centre and radius in metres.
    pub circle: Vec<String>,
    /// The readable ones.
    pub circle_list: Vec<WarningCircle>,
    /// Codes of administrative areas (行政区划码).
    pub geocode: Vec<String>,
    /// Codes that stand as a name and a value, as in CAP; their values stand in `geocode` too.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub geocode_named: Vec<NameValue>,
    /// Elements not in the field list.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unknown: Vec<UnknownElement>,
}

/// A circle as read.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct WarningCircle {
    /// Latitude of the centre, degrees.
    pub lat: f64,
    /// Longitude of the centre, degrees.
    pub lon: f64,
    /// Radius in metres.
    pub radius_m: f64,
}
