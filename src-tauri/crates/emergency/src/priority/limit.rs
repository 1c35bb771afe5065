//! How much graver an alarm is by the limit that its value has passed.

use serde::{Deserialize, Serialize};

/// Steps up by which limit the value of a point has passed. ISA-18.2 and EEMUA 191 (secondary
/// sources) set a priority by the consequence and by the time that is left to answer: beyond the
/// outermost limit both are worse, and a routine low limit must not stand beside an overflow. One
/// step for the outermost is assumed, 待区里确认; a district whose rates of change are trips marks
/// them with a step of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LimitSteps {
    /// 高高限.
    pub high_high: u8,
    /// 低低限.
    pub low_low: u8,
    /// 高限.
    pub high: u8,
    /// 低限.
    pub low: u8,
    /// 上升过快.
    pub rise: u8,
    /// 下降过快.
    pub fall: u8,
}

impl Default for LimitSteps {
    fn default() -> Self {
        Self {
            high_high: 1,
            low_low: 1,
            high: 0,
            low: 0,
            rise: 0,
            fall: 0,
        }
    }
}

impl LimitSteps {
    /// The steps of a limit by its code; none for what is no limit.
    #[must_use]
    pub fn of(&self, code: &str) -> Option<u8> {
        match code {
            "high_high" => Some(self.high_high),
            "low_low" => Some(self.low_low),
            "high" => Some(self.high),
            "low" => Some(self.low),
            "rise" => Some(self.rise),
            "fall" => Some(self.fall),
            _ => None,
        }
    }
}
