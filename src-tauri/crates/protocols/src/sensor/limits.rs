//! Limits of a point.

use emergency::point::DELAY_S_MAX;
use serde::{Deserialize, Serialize};

/// Over how long a rate is measured where nothing is set, seconds: 待区里确认.
pub const RATE_OVER_S: u32 = 60;

/// Where a value begins to matter, nothing where there is no such limit; and what keeps a value
/// that trembles about a limit from becoming a hundred alarms (deadband, on-delay and off-delay as
/// in ANSI/ISA-18.2-2016; the numbers are the district's own).
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
    /// How far a value has to come back from a limit until the alarm ends, in the value's unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deadband: Option<f64>,
    /// How long a value has to stay beyond a limit until the alarm begins, seconds.
    #[serde(skip_serializing_if = "is_zero")]
    pub on_delay_s: u32,
    /// How long it has to stay within the limit until the alarm ends, seconds.
    #[serde(skip_serializing_if = "is_zero")]
    pub off_delay_s: u32,
    /// How much a minute it may rise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rise_per_min: Option<f64>,
    /// How much a minute it may fall.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fall_per_min: Option<f64>,
    /// Over how long that is measured, seconds, up to [`DELAY_S_MAX`]; 0 is [`RATE_OVER_S`].
    #[serde(skip_serializing_if = "is_zero")]
    pub rate_over_s: u32,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands over a reference"
)]
fn is_zero(seconds: &u32) -> bool {
    *seconds == 0
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

    /// Whether a value has reached a limit or, where the limit is `held` already, has not yet come
    /// back from it by the deadband.
    #[must_use]
    pub fn reached(&self, limit: Breach, value: f64, held: bool) -> bool {
        let back = self.deadband.filter(|_| held).unwrap_or(0.0);
        match limit {
            Breach::LowLow => self.low_low.is_some_and(|at| value <= at + back),
            Breach::Low => self.low.is_some_and(|at| value <= at + back),
            Breach::High => self.high.is_some_and(|at| value >= at - back),
            Breach::HighHigh => self.high_high.is_some_and(|at| value >= at - back),
        }
    }

    /// Over how long a rate is measured, milliseconds.
    #[must_use]
    pub fn rate_over_ms(&self) -> i64 {
        let seconds = if self.rate_over_s == 0 {
            RATE_OVER_S
        } else {
            self.rate_over_s
        };
        i64::from(seconds) * 1_000
    }

    /// What is wrong with them, in words; nothing where they can be used.
    #[must_use]
    pub fn fault(&self) -> Option<String> {
        let all = [self.low_low, self.low, self.high, self.high_high];
        let there: Vec<f64> = all.into_iter().flatten().collect();
        if !there.iter().all(|limit| limit.is_finite()) || !there.is_sorted() {
            return Some("limits go up from low_low to high_high".to_owned());
        }
        if self
            .deadband
            .is_some_and(|back| !(back.is_finite() && back >= 0.0))
        {
            return Some("deadband is a number from 0".to_owned());
        }
        let rates = [self.rise_per_min, self.fall_per_min];
        if rates
            .into_iter()
            .flatten()
            .any(|rate| !(rate.is_finite() && rate > 0.0))
        {
            return Some("rise_per_min and fall_per_min are numbers above 0".to_owned());
        }
        if self.rate_over_s > DELAY_S_MAX {
            return Some(format!("rate_over_s is at most {DELAY_S_MAX}"));
        }
        if self.on_delay_s.max(self.off_delay_s) > DELAY_S_MAX {
            return Some(format!("a delay is at most {DELAY_S_MAX} s"));
        }
        None
    }
}
