//! The elements of a CAP message under the standard's own names. Every element keeps the text the
//! sender wrote; what was read out of it stands beside it (`sent` and `sentMs`).

use serde::{Deserialize, Serialize};

use crate::defect::Defect;

/// Which edition of the standard a message is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub enum Version {
    /// CAP 1.0 (OASIS 200402, 2004), namespace `http://www.incident.com/cap/1.0`.
    #[serde(rename = "1.0")]
    V1_0,
    /// CAP 1.1 (OASIS, October 2005), namespace `urn:oasis:names:tc:emergency:cap:1.1`.
    #[serde(rename = "1.1")]
    V1_1,
    /// CAP 1.2 (OASIS, July 2010), namespace `urn:oasis:names:tc:emergency:cap:1.2`.
    #[default]
    #[serde(rename = "1.2")]
    V1_2,
}

/// A whole message (CAP 1.2, 3.2.1 `alert`).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Alert {
    /// The edition it was read as.
    pub cap_version: Version,
    /// The namespace as written; empty for none.
    pub namespace: String,
    /// Unique per sender; no space, comma, `<` or `&`.
    pub identifier: String,
    /// Who sent it, globally unique.
    pub sender: String,
    /// When it was sent, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sent: Option<String>,
    /// When it was sent, UTC milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sent_ms: Option<i64>,
    /// Actual, Exercise, System, Test, Draft.
    pub status: String,
    /// Alert, Update, Cancel, Ack, Error.
    pub msg_type: String,
    /// CAP 1.0 only: a password of the sender. Never shown; kept because it was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    /// The operator or device that made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Public, Restricted, Private.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// The rule of a restricted distribution.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub restriction: Option<String>,
    /// The receivers of a private message, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub addresses: Option<String>,
    /// Codes for special handling.
    pub code: Vec<String>,
    /// The purpose of the message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The earlier messages it is about, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub references: Option<String>,
    /// The same, as triples.
    pub reference_list: Vec<Reference>,
    /// The incidents it is about, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub incidents: Option<String>,
    /// One block a language or a severity.
    pub info: Vec<Info>,
    /// How many XML signatures it carries; none of them is verified here.
    pub signature_count: u32,
    /// Elements the standard does not know.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unknown: Vec<UnknownElement>,
    /// What is wrong with it.
    pub defects: Vec<Defect>,
}

/// One earlier message (CAP 1.2, 3.2.1 `references`): `sender,identifier,sent`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Reference {
    /// The sender of the earlier message; `None` where the reference does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sender: Option<String>,
    /// Its identifier.
    pub identifier: String,
    /// When it was sent, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sent: Option<String>,
    /// The same, UTC milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sent_ms: Option<i64>,
}

/// What happens or may happen (CAP 1.2, 3.2.2 `info`).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Info {
    /// RFC 3066 tag; `en-US` where the message names none.
    pub language: String,
    /// Geo, Met, Safety, Security, Rescue, Fire, Health, Env, Transport, Infra, CBRNE, Other.
    pub category: Vec<String>,
    /// The kind of event in words.
    pub event: String,
    /// Shelter, Evacuate, Prepare, Execute, Avoid, Monitor, Assess, AllClear, None.
    pub response_type: Vec<String>,
    /// Immediate, Expected, Future, Past, Unknown.
    pub urgency: String,
    /// Extreme, Severe, Moderate, Minor, Unknown.
    pub severity: String,
    /// Observed, Likely, Possible, Unlikely, Unknown; in CAP 1.0 also Very Likely.
    pub certainty: String,
    /// Who should hear it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audience: Option<String>,
    /// The event in codes of other systems.
    pub event_code: Vec<NameValue>,
    /// From when the message holds, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective: Option<String>,
    /// The same, UTC milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective_ms: Option<i64>,
    /// When the event is expected to begin, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub onset: Option<String>,
    /// The same, UTC milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub onset_ms: Option<i64>,
    /// Until when the message holds, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires: Option<String>,
    /// The same, UTC milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_ms: Option<i64>,
    /// The name of the issuer for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sender_name: Option<String>,
    /// The headline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headline: Option<String>,
    /// The hazard in full.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instruction: Option<String>,
    /// A page about it. Not followed, not checked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub web: Option<String>,
    /// Whom to ask.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// Whatever else the sender's system says.
    pub parameter: Vec<NameValue>,
    /// Files that belong to it.
    pub resource: Vec<Resource>,
    /// Where.
    pub area: Vec<Area>,
    /// Elements the standard does not know.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unknown: Vec<UnknownElement>,
}

/// A named value of another system (`eventCode`, `parameter`, `geocode`). CAP 1.0 writes it as
/// `name=value`, later editions as two elements.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct NameValue {
    /// The name of the code system or parameter.
    pub value_name: String,
    /// The value.
    pub value: String,
}

/// A file (CAP 1.2, 3.2.3 `resource`).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Resource {
    /// What it shows.
    pub resource_desc: String,
    /// Its media type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mime_type: Option<String>,
    /// Its size in bytes, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<String>,
    /// Where it is. Not followed, not checked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uri: Option<String>,
    /// The file itself in base 64.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deref_uri: Option<String>,
    /// SHA-1 of the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
    /// Elements the standard does not know.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unknown: Vec<UnknownElement>,
}

/// A place (CAP 1.2, 3.2.4 `area`).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Area {
    /// The place in words.
    pub area_desc: String,
    /// Polygons as written: `lat,lon lat,lon …` (WGS 84).
    pub polygon: Vec<String>,
    /// The points of each, in the same order.
    pub polygon_points: Vec<Polygon>,
    /// Circles as written: `lat,lon radius`, radius in km.
    pub circle: Vec<String>,
    /// The readable ones.
    pub circle_list: Vec<Circle>,
    /// Codes of administrative areas and such.
    pub geocode: Vec<NameValue>,
    /// The height, or the lowest one, in feet above mean sea level, as written.
    pub altitude: Option<String>,
    /// The greatest height in feet, as written.
    pub ceiling: Option<String>,
    /// Elements the standard does not know.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unknown: Vec<UnknownElement>,
}

/// The points of a polygon, each `[lat, lon]` in degrees (WGS 84).
pub type Polygon = Vec<[f64; 2]>;

/// A circle as read.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Circle {
    /// Latitude of the centre, degrees.
    pub lat: f64,
    /// Longitude of the centre, degrees.
    pub lon: f64,
    /// Radius in km (CAP) as the standard says.
    pub radius_km: f64,
}

/// An element that the standard does not know, kept as a name and its whole text.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct UnknownElement {
    /// The name without prefix.
    pub name: String,
    /// Its namespace.
    pub namespace: String,
    /// All text in it.
    pub text: String,
}
