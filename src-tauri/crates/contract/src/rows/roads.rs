//! Roads that are taken in: the file on its way, its check report, what is in force.

use std::collections::BTreeMap;

use emergency::closure::ClosureKind;
use emergency::id::ClosureId;
use emergency::time::UtcMs;
use serde::{Deserialize, Serialize};

use super::Who;

/// Bytes of one part of a file at most, before base64.
pub const ROADS_PART_BYTES_MAX: u32 = 2 * 1024 * 1024;
/// Bytes of all files of one import at most: the roads of a province have some 200 MB.
pub const ROADS_BYTES_MAX: u32 = 1024 * 1024 * 1024;
/// Files of one import at most: crossings and roads are two.
pub const ROADS_FILES_MAX: u32 = 2;

/// A part of a file of roads. The first part of the first file begins an import, and ends one that
/// was not put in force.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RoadsPart {
    /// The asker's word for this import.
    pub ask: String,
    /// Number of the file, from 0.
    pub file: u32,
    /// Its name.
    pub name: String,
    /// Where the part begins, in bytes; parts come in their order.
    pub offset: u32,
    /// Its bytes, base64.
    pub bytes: String,
}

/// Asks for the check report of the files that were sent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CheckRoads {
    /// The asker's word.
    pub ask: String,
    /// Where the data comes from and its licence, in words; shown with the map.
    pub source: String,
}

/// Names an import.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RoadsAsk {
    /// The asker's word.
    pub ask: String,
}

/// Puts what was checked in force.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct UseRoads {
    /// The asker's word.
    pub ask: String,
    /// Who.
    pub who: Who,
}

/// Goes back to the roads that were in force before.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FormerRoads {
    /// Who.
    pub who: Who,
}

/// Roads that were taken in.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RoadsKept {
    /// Names of the files.
    pub files: Vec<String>,
    /// Where the data comes from, in words.
    pub source: String,
    /// When they were put in force.
    pub at: UtcMs,
    /// By whom.
    pub by: String,
    /// Sections, both directions as one.
    pub sections: u32,
    /// Metres of all sections.
    pub length_m: f64,
}

/// Where an import stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum RoadsState {
    /// Files are on their way.
    #[default]
    Receiving,
    /// The files are read.
    Reading,
    /// There is a report; nothing is in force yet.
    Checked,
    /// Somebody ended it.
    Stopped,
    /// It cannot be used: see `trouble`.
    Failed,
}

/// What a network comes to.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RoadsFigures {
    /// Ways, lines or rows of the source that are roads.
    pub roads: u32,
    /// Directions of roads between crossings.
    pub arcs: u32,
    /// Sections, both directions as one.
    pub sections: u32,
    /// Those that a car may drive in one direction only.
    pub one_ways: u32,
    /// Turn restrictions.
    pub restrictions: u32,
    /// Directions with a limit of height or of weight.
    pub limited: u32,
    /// Sections on bridges.
    pub bridges: u32,
    /// Sections in tunnels and underpasses.
    pub tunnels: u32,
    /// Crossings.
    pub crossings: u32,
    /// Of these the ones that an engine does not reach from the largest part of the network.
    pub apart: u32,
    /// Metres of all sections.
    pub length_m: f64,
    /// Metres by class of OpenStreetMap.
    pub by_class: BTreeMap<String, f64>,
}

/// What was left out of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RoadsLeftOut {
    /// Why: `no_road`, `unreadable`, `road`, `crossing`, `restriction`, `too_much`.
    pub kind: String,
    /// How often.
    pub count: u32,
}

/// One thing that could not be used, for the technician.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RoadsDefect {
    /// Why, as in [`RoadsLeftOut`].
    pub kind: String,
    /// Line, feature or block; 0 for the whole.
    pub line: u32,
    /// What the reader says of it.
    pub message: String,
}

/// A closure that stands and finds no road in the new network.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ClosureLost {
    /// Which.
    pub closure: ClosureId,
    /// What it is.
    pub kind: ClosureKind,
    /// Its reason in words.
    pub reason: String,
    /// Sections that it closes today.
    pub sections: u32,
}

/// What roads would do; nothing is in force yet.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RoadsReport {
    /// Names of the files.
    pub files: Vec<String>,
    /// Bytes of all.
    pub bytes: u32,
    /// Seconds that the reading took.
    pub seconds: f64,
    /// What they come to.
    pub figures: RoadsFigures,
    /// What the roads that are in force come to; none where there are none.
    pub today: Option<RoadsFigures>,
    /// What was left out, the most frequent first.
    pub left_out: Vec<RoadsLeftOut>,
    /// The first of these, for the technician.
    pub defects: Vec<RoadsDefect>,
    /// West, south, east, north in degrees; none without a road.
    pub bounds: Option<[f64; 4]>,
    /// Sections whose middle lies in the outline of the district, in percent.
    pub inside_percent: u32,
    /// Streets of the district.
    pub streets: u32,
    /// Those with no road near their centre.
    pub streets_without: Vec<String>,
    /// Homes of teams and depots.
    pub homes: u32,
    /// Those with no road near enough.
    pub homes_without: Vec<String>,
    /// Closures that stand.
    pub closures: u32,
    /// Those that would close nothing any more.
    pub closures_lost: Vec<ClosureLost>,
}

/// Names of one list of a report at most.
pub const ROADS_NAMES_MAX: usize = 40;
/// Defects in a report at most.
pub const ROADS_DEFECTS_MAX: usize = 40;

/// An import on its way.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RoadsImport {
    /// The asker's word.
    pub ask: String,
    /// Where it stands.
    pub state: RoadsState,
    /// True when former roads are read again, to be in force when they are read.
    pub going_back: bool,
    /// How much is read, 0 to 100.
    pub percent: u32,
    /// The report, once there is one.
    pub report: Option<RoadsReport>,
    /// Why it cannot be used: `unknown_file`, `no_roads`, `too_large`, `unreadable`, `storage`.
    pub trouble: String,
}

/// The roads of the desk: in force, before, and on their way.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RoadsSheet {
    /// Where those in force come from, in words.
    pub source: String,
    /// False when the desk has no roads at all.
    pub has_roads: bool,
    /// Those in force, when they were taken in; none when they are those of the settings or made.
    pub in_force: Option<RoadsKept>,
    /// True when those that were taken in cannot be read any more, and others are used.
    pub lost: bool,
    /// True when there is something to go back to.
    pub can_go_back: bool,
    /// What that is; none when it is the roads of the settings, made ones or none.
    pub former: Option<RoadsKept>,
    /// The import on its way.
    pub import: Option<RoadsImport>,
}
