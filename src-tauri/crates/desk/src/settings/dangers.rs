//! Hidden dangers and their supervision.

use serde::{Deserialize, Serialize};

/// Days that a district may call soon at most.
const SOON_DAYS_MAX: u32 = 365;
/// Days before its day on which a danger is due soon.
const SOON_DAYS: u32 = 7;

/// What no source at hand says of hidden dangers: 待区里确认.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DangerSettings {
    /// A danger whose day is no farther than this is due soon and stands among the deadlines.
    pub soon_days: u32,
    /// Levels of supervision that the form offers (逐级挂牌督办).
    pub levels: Vec<String>,
}

impl Default for DangerSettings {
    fn default() -> Self {
        let levels = ["街道级", "区级", "市级", "省级"];
        Self {
            soon_days: SOON_DAYS,
            levels: levels.map(str::to_owned).into(),
        }
    }
}

impl DangerSettings {
    /// Days that count as soon.
    pub(crate) fn soon(&self) -> i64 {
        i64::from(self.soon_days.min(SOON_DAYS_MAX))
    }
}

#[cfg(test)]
mod tests {
    use crate::settings::Settings;

    #[test]
    fn a_district_sets_its_own_days_and_levels() {
        let text = "[dangers]\nsoon_days = 15\nlevels = [\"演练级\"]\n";
        let settings: Settings = toml::from_str(text).expect("settings");
        assert_eq!(settings.dangers.soon(), 15, "its own days");
        assert_eq!(settings.dangers.levels, ["演练级"], "its own levels");
        assert_eq!(Settings::default().dangers.soon(), 7, "assumed");
    }
}
