//! On which level a team stands, and of what kind it is.

use serde::{Deserialize, Serialize};

/// The level of a team: 突发事件应对法 (2024) art. 39 and 国务院令第708号 for the classes, the
/// district's own list for the five of the place.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum TeamLevel {
    /// 国家综合性消防救援队伍.
    National,
    /// 区.
    District,
    /// 街道（镇）.
    Street,
    /// 村、社区.
    Village,
    /// 企业.
    Firm,
    /// 社会应急力量.
    Society,
    /// Nobody has said, or a later version knows.
    #[default]
    #[serde(other)]
    Unknown,
}

impl TeamLevel {
    /// All of them, the highest first.
    pub const ALL: [Self; 7] = [
        Self::National,
        Self::District,
        Self::Street,
        Self::Village,
        Self::Firm,
        Self::Society,
        Self::Unknown,
    ];

    /// True when only an agreement or the rule on society forces makes it come: its insurance is
    /// looked at before it is sent (国务院令第708号 art. 19 for the cost).
    #[must_use]
    pub fn is_outside(self) -> bool {
        matches!(self, Self::Firm | Self::Society)
    }
}

/// The kind of a team. The first five are the professional kinds that the district's plan asks for
/// by name.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum TeamKind {
    /// 危险化学品.
    Hazmat,
    /// 建筑施工.
    Construction,
    /// 油气管道.
    Pipeline,
    /// 消防.
    Fire,
    /// 燃气.
    Gas,
    /// 综合.
    General,
    /// 微型消防站.
    MicroStation,
    /// 森林防灭火.
    Forest,
    /// 防汛排涝.
    Flood,
    /// 水上、潜水.
    Water,
    /// 山地.
    Mountain,
    /// 建筑物倒塌搜救.
    Collapse,
    /// 地质灾害.
    Geological,
    /// 医疗急救.
    Medical,
    /// 供电.
    Power,
    /// 供水.
    WaterSupply,
    /// 通信.
    Communications,
    /// 道路、工程.
    Engineering,
    /// 环境监测.
    Environment,
    /// 公安.
    Police,
    /// 交通.
    Traffic,
    /// 疏散安置.
    Evacuation,
    /// 现场指挥.
    Command,
    /// 专家.
    Expert,
    /// Another, or one that a later version knows.
    #[default]
    #[serde(other)]
    Other,
}

impl TeamKind {
    /// All of them.
    pub const ALL: [Self; 25] = [
        Self::Hazmat,
        Self::Construction,
        Self::Pipeline,
        Self::Fire,
        Self::Gas,
        Self::General,
        Self::MicroStation,
        Self::Forest,
        Self::Flood,
        Self::Water,
        Self::Mountain,
        Self::Collapse,
        Self::Geological,
        Self::Medical,
        Self::Power,
        Self::WaterSupply,
        Self::Communications,
        Self::Engineering,
        Self::Environment,
        Self::Police,
        Self::Traffic,
        Self::Evacuation,
        Self::Command,
        Self::Expert,
        Self::Other,
    ];
}
