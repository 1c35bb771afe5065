//! After how long a device is silent and a value old, by protocol.

use feeds::roll::Periods;
use serde::{Deserialize, Serialize};

/// The periods of one protocol, seconds; what is not said is as assumed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PeriodSettings {
    /// Without a word for so long a device is silent.
    pub silent_after_s: Option<u32>,
    /// A value that is older is old.
    pub stale_after_s: Option<u32>,
}

/// The periods by protocol, for devices and points that have none of their own in the register. All
/// are assumed, 待区里确认: `HJ 212` waits for two hourly messages, a value of a fire panel is good
/// for a day, all else for ten minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PointSettings {
    /// Terminals of vehicles.
    pub jt808: PeriodSettings,
    /// Fire alarm devices.
    pub gbt26875: PeriodSettings,
    /// Monitoring stations.
    pub hj212: PeriodSettings,
    /// Points of brokers.
    pub mqtt: PeriodSettings,
}

impl PointSettings {
    /// Those of a protocol.
    #[must_use]
    pub fn periods(&self, kind: &str) -> Periods {
        let set = match kind {
            "jt808" => self.jt808,
            "gbt26875" => self.gbt26875,
            "hj212" => self.hj212,
            _ => self.mqtt,
        };
        let assumed = Periods::of(kind);
        Periods {
            silent_after_s: set.silent_after_s.unwrap_or(assumed.silent_after_s),
            stale_after_s: set.stale_after_s.unwrap_or(assumed.stale_after_s),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_district_sets_goes_before_what_is_assumed() {
        let set: PointSettings = toml::from_str("[hj212]\nsilent_after_s = 900").expect("reads");
        let periods = set.periods("hj212");
        assert_eq!(periods.silent_after_s, 900, "as it is set");
        assert_eq!(periods.stale_after_s, 7_500, "two hours and a little");
        assert_eq!(set.periods("mqtt"), Periods::of("mqtt"), "as assumed");
    }
}
