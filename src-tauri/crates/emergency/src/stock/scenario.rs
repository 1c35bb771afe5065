//! For which kind of disaster a safety stock is kept.

use serde::{Deserialize, Serialize};

/// A scenario with a safety stock of its own. The first two are mandatory: the district plan asks
/// for a reserve for 危化品事故和地质灾害 by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Scenario {
    /// 危险化学品事故.
    Hazmat,
    /// 地质灾害.
    Geological,
    /// 洪涝、暴雨.
    Flood,
    /// 火灾.
    Fire,
    /// 地震.
    Earthquake,
    /// 低温雨雪.
    Cold,
    /// 停电、停水.
    Utilities,
    /// Another, or one that a later version knows.
    #[serde(other)]
    Other,
}
