//! On which terms a team comes: shifts, authority, agreements, insurance, rates.

use serde::{Deserialize, Serialize};

use crate::day::Day;

/// How long people may work and have to rest. No standard gives figures: the district's own.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ShiftRule {
    /// Hours of one shift; 0 when not said.
    pub shift_h: u32,
    /// Hours at one scene after which it is relieved; 0 when not said.
    pub scene_max_h: u32,
    /// Hours of rest before it goes again; 0 when not said.
    pub rest_h: u32,
    /// How many stand by at any hour; 0 when not said.
    pub on_call: u32,
    /// Hours of work after which that rest is owed; 0 for any work.
    pub rest_after_h: u32,
    /// Minute of the day from which it stands by; none when it has no hours.
    pub from_min: Option<u32>,
    /// Minute of the day at which it no longer does; before the other one it is of the next day.
    pub to_min: Option<u32>,
}

/// Who may send a team (出动权限).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DeployAuthority {
    /// The unit or post whose word is needed; empty when the duty room's is enough.
    pub by: String,
    /// Its telephone.
    pub phone: String,
}

/// A rescue service agreement (救援服务协议): 甲乙方, 范围, 到场时限, 费用, 期限.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Agreement {
    /// Number or title.
    pub title: String,
    /// With whom.
    pub parties: Vec<String>,
    /// For what, in words.
    pub scope: String,
    /// Capabilities it promises, from the list of [`crate::capability`].
    pub capabilities: Vec<String>,
    /// Minutes in which it promises to be there; none when it does not say.
    pub arrival_min: Option<u32>,
    /// What it costs, in words.
    pub fee: String,
    /// First day.
    pub from: Option<Day>,
    /// Last day.
    pub until: Option<Day>,
}

impl Agreement {
    /// True while it binds.
    #[must_use]
    pub fn is_in_force(&self, today: Day) -> bool {
        self.from.is_none_or(|from| from <= today) && self.until.is_none_or(|until| today <= until)
    }
}

/// What a cost is counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum RateBasis {
    /// Each person and hour.
    #[default]
    PersonHour,
    /// Each vehicle and hour.
    VehicleHour,
    /// Each kilometre.
    Kilometre,
    /// Each time it comes.
    CallOut,
    /// Another, or one that a later version knows.
    #[serde(other)]
    Other,
}

/// A cost rate (收费标准) for the settlement.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CostRate {
    /// By what it is counted.
    pub basis: RateBasis,
    /// Yuan cents (分) for one.
    pub fen: u64,
    /// For what, in words.
    pub what: String,
}
