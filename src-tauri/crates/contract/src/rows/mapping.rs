//! From messages of a broker to values of points: the rules that a user edits, tried on what came.

use emergency::time::UtcMs;
use serde::{Deserialize, Serialize};

use super::Who;

/// Values of one trial; of more only the count is told.
pub const TRIED_MAX: usize = 50;

/// A feed of a broker with its mappings and what it heard last.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct MappingFeed {
    /// Its name.
    pub feed: String,
    /// Whether it reads messages; one that could not start reads what is saved after the next start
    /// of the desk.
    pub running: bool,
    /// Its files.
    pub files: Vec<MappingFile>,
    /// The topics it heard, by name.
    pub topics: Vec<CapturedTopic>,
}

/// A file of rules.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct MappingFile {
    /// Its name, as the settings have it.
    pub file: String,
    /// What it says; empty where it cannot be read.
    pub text: String,
    /// SHA-256 of that, hexadecimal; empty where it cannot be read.
    pub sha256: String,
    /// Why it cannot be read. Only a file that is not there may be saved then.
    pub unreadable: Option<MappingUnreadable>,
    /// The other feeds that read it too.
    pub also: Vec<String>,
}

/// Why a file of rules cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum MappingUnreadable {
    /// There is none of that name.
    Missing,
    /// It is longer than a file of rules may be.
    TooLong,
    /// Its bytes are no UTF-8.
    NotText,
    /// The system gives no bytes of it: rights, a folder of that name, a broken disk.
    Refused,
}

/// The last messages of a topic.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CapturedTopic {
    /// Which.
    pub topic: String,
    /// The newest first.
    pub messages: Vec<CapturedMessage>,
}

/// A message of a broker.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CapturedMessage {
    /// When it came.
    pub at: UtcMs,
    /// Its text; bytes that are none are replaced.
    pub text: String,
    /// Whether only its beginning was kept.
    pub cut: bool,
}

/// Rules that are tried on a message.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TryMapping {
    /// The text of a mapping.
    pub text: String,
    /// The topic of the message; empty tries only the rules.
    pub topic: String,
    /// The message.
    pub message: String,
}

/// What rules make of a message.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct MappingTrial {
    /// How many rules can be used.
    pub rules: u32,
    /// The values, [`TRIED_MAX`] at most.
    pub values: Vec<TriedValue>,
    /// How many more there are.
    pub more: u32,
    /// What is wrong with rules; with one of these a mapping is not saved.
    pub faults: Vec<String>,
    /// What the rules do not make of the message.
    pub defects: Vec<String>,
}

/// A value of a trial.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TriedValue {
    /// Name of the rule.
    pub rule: String,
    /// The point.
    pub point: String,
    /// What is measured.
    pub quantity: String,
    /// The value.
    pub value: f64,
    /// Its unit.
    pub unit: String,
    /// The device's own time.
    pub at: Option<UtcMs>,
    /// Whether the device says that it is good.
    pub good: bool,
    /// The limit that it has reached.
    pub breach: Option<TriedBreach>,
}

/// A limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum TriedBreach {
    /// 低低限.
    LowLow,
    /// 低限.
    Low,
    /// 高限.
    High,
    /// 高高限.
    HighHigh,
}

/// A mapping that is to be in force.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SaveMapping {
    /// Of which feed.
    pub feed: String,
    /// Which of its files.
    pub file: String,
    /// What it shall say.
    pub text: String,
    /// SHA-256 of what it said when it was read: another one means that somebody changed it.
    pub before: String,
    /// Who.
    pub who: Who,
}

/// What came of saving a mapping.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct MappingSaved {
    /// What.
    pub outcome: MappingOutcome,
    /// SHA-256 of what the file says now.
    pub sha256: String,
    /// What the file says now, where somebody changed it meanwhile.
    pub text: String,
    /// Rules of the feeds of this file that are not in force: too many, or one that cannot be used.
    pub left_out: u32,
    /// The feeds of this file that do not read by it yet.
    pub waiting: Vec<String>,
}

/// What came of saving a mapping.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum MappingOutcome {
    /// It is saved, and messages are read by it, but for [`MappingSaved::left_out`] and by all
    /// but [`MappingSaved::waiting`].
    InForce,
    /// It is saved; the feed does not run and reads it at the next start.
    AtNextStart,
    /// Somebody changed the file since it was read; nothing was written.
    ChangedMeanwhile,
    /// A rule cannot be used, or there is none; nothing was written.
    Faulty,
    /// What the file says now cannot be read, so that it would be lost; nothing was written.
    Unreadable,
}
