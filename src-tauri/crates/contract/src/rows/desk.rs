//! What does not belong to one subject: who acts, what is found, what the desk is.

use emergency::place::Point;
use emergency::time::UtcMs;
use serde::{Deserialize, Serialize};

/// Something named by its id.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ById {
    /// Which.
    pub id: String,
}

/// Nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Nothing {}

/// Something found by name.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Found {
    /// `street`, `place`, `site`, `firm`, `team`, `incident`, `plan`, `lot`.
    pub kind: String,
    /// Which.
    pub id: String,
    /// Name.
    pub name: String,
    /// More words.
    pub detail: String,
    /// Where.
    pub point: Option<Point>,
    /// True when that point is only approximate.
    pub approximate: bool,
}

/// Words to look for: Chinese, pinyin initials, call sign or code.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FindRequest {
    /// The words.
    pub text: String,
}

/// A drawn or named point, line or area.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct MapLive {
    /// GeoJSON of alerts with an area or point.
    #[cfg_attr(feature = "ts", ts(type = "GeoJSON.FeatureCollection"))]
    pub alerts: serde_json::Value,
    /// GeoJSON of incidents.
    #[cfg_attr(feature = "ts", ts(type = "GeoJSON.FeatureCollection"))]
    pub incidents: serde_json::Value,
    /// GeoJSON of teams, each with the age of its position.
    #[cfg_attr(feature = "ts", ts(type = "GeoJSON.FeatureCollection"))]
    pub teams: serde_json::Value,
    /// GeoJSON of sites.
    #[cfg_attr(feature = "ts", ts(type = "GeoJSON.FeatureCollection"))]
    pub sites: serde_json::Value,
    /// GeoJSON of firms.
    #[cfg_attr(feature = "ts", ts(type = "GeoJSON.FeatureCollection"))]
    pub firms: serde_json::Value,
    /// GeoJSON of closures that stand: their areas, their lines, and the roads they close.
    #[cfg_attr(feature = "ts", ts(type = "GeoJSON.FeatureCollection"))]
    pub closures: serde_json::Value,
}

/// One defect of what came in.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DefectRow {
    /// Which.
    pub id: u64,
    /// When.
    pub at: UtcMs,
    /// Name of the feed.
    pub feed: String,
    /// Who sent it: the address, and the device where it is known; empty where neither is. Outside
    /// text.
    pub source: String,
    /// Kind, a short code.
    pub kind: String,
    /// In words.
    pub message: String,
    /// The bytes as text, controls made visible, cut at a bound; where they are no text, lines of
    /// an offset, sixteen bytes in hexadecimal and the same as text.
    pub raw: String,
    /// Whether they are no text.
    pub binary: bool,
    /// How many bytes were kept; none where there is nothing to write into a file.
    pub bytes: u32,
    /// Whether more came than was kept.
    pub cut: bool,
}

/// Which unreadable input is written into a file, byte by byte.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DefectRequest {
    /// Which; none takes the newest of the feed that has bytes.
    pub id: Option<u64>,
    /// Name of the feed, where none is named by its number.
    pub feed: String,
}

/// Text of an unfinished form.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FormDraft {
    /// Which form.
    pub key: String,
    /// Its text.
    pub text: String,
}

/// Who acts at the desk, and, on paper, when it was.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Who {
    /// The person.
    pub actor: String,
    /// In which role.
    pub role: String,
    /// 补录: when it was done on paper; none for now.
    pub paper_at: Option<UtcMs>,
}

/// A command with who gives it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CommandRequest {
    /// What.
    pub command: emergency::decide::Command,
    /// Who.
    pub who: Who,
    /// PIN of the second person that the command names, where the desk asks for one. It is
    /// compared and forgotten: it is in no log and in no export.
    #[serde(default)]
    pub second_pin: String,
}

/// Commands that are given in one go, at most.
pub const COMMANDS_MAX: usize = 200;

/// Several commands of one person in one go, such as all orders of an incident. Each stands for
/// itself: one that is refused keeps none of the others back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CommandsRequest {
    /// What, in the order in which they are given; [`COMMANDS_MAX`] at most.
    pub commands: Vec<emergency::decide::Command>,
    /// Who.
    pub who: Who,
}

/// What became of one of several commands: one of the two is there.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CommandOutcome {
    /// It is on disk.
    pub receipt: Option<Receipt>,
    /// It came to nothing.
    pub refused: Option<crate::error::CallError>,
}

/// What the desk asks of a second person before a response of level Ⅰ or Ⅱ starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum SecondPerson {
    /// Nothing.
    Nobody,
    /// The name.
    #[default]
    Name,
    /// The name and the person's own PIN.
    Pin,
}

/// It is on disk.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Receipt {
    /// The change number from which reads show it.
    pub seq: u64,
    /// The entities it wrote to, `kind:id`, in order.
    pub entities: Vec<String>,
}

/// Who the desk is.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Hello {
    /// Version of the program.
    pub version: String,
    /// Name of the desk (席位).
    pub desk: String,
    /// Its device key.
    pub origin: String,
    /// Other desks and the platform by name, as this desk's settings call them.
    pub desks: Vec<DeskName>,
    /// True in a drill.
    pub exercise: bool,
    /// Name of the district.
    pub district: String,
    /// Middle of the district.
    pub centre: Point,
    /// Bounds: west, south, east, north.
    pub bounds: [f64; 4],
    /// The change number now.
    pub seq: u64,
    /// The desk's clock.
    pub now: UtcMs,
    /// Folder that paper copies go to.
    pub paper_folder: String,
    /// What is asked of a second person before level Ⅰ or Ⅱ.
    pub second_person: SecondPerson,
    /// Seconds that a grave alert may wait before the desktop window comes to the front; 0 never.
    pub front_after_s: u32,
    /// Who keeps the private key that tip-offs are sealed to; empty where none is named, and then
    /// nobody's identity is kept.
    pub seal_keeper: String,
}

/// How a desk is called.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DeskName {
    /// Its device key, or the beginning of it.
    pub key: String,
    /// Its name.
    pub name: String,
}

/// Silence what sounds, and what is less grave; what is new and as grave still sounds. 0 ends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Silence {
    /// For how many seconds, at most 120.
    pub seconds: u32,
}

/// Palette of the map.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct StyleRequest {
    /// `day`, `dusk` or `night`.
    pub palette: String,
}
