//! Limits of a point.

use serde::{Deserialize, Serialize};

/// Where a value begins to matter; nothing where there is no such limit.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Far too low.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub low_low: Option<f64>,
    /// Low.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub low: Option<f64>,
    /// High.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub high: Option<f64>,
    /// Far too high.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub high_high: Option<f64>,
}

/// Which limit a value has reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Breach {
    /// At or under `low_low`.
    LowLow,
    /// At or under `low`.
    Low,
    /// At or over `high`.
    High,
    /// At or over `high_high`.
    HighHigh,
}

impl Limits {
    /// The worst limit that a value has reached.
    #[must_use]
    pub fn breach(&self, value: f64) -> Option<Breach> {
        let over = |limit: Option<f64>| limit.is_some_and(|limit| value >= limit);
        let under = |limit: Option<f64>| limit.is_some_and(|limit| value <= limit);
        if over(self.high_high) {
            Some(Breach::HighHigh)
        } else if under(self.low_low) {
            Some(Breach::LowLow)
        } else if over(self.high) {
            Some(Breach::High)
        } else if under(self.low) {
            Some(Breach::Low)
        } else {
            None
        }
    }

    /// Whether they stand in their order.
    pub(super) fn in_order(&self) -> bool {
        let all = [self.low_low, self.low, self.high, self.high_high];
        let there: Vec<f64> = all.into_iter().flatten().collect();
        there.iter().all(|limit| limit.is_finite()) && there.is_sorted()
    }
}
