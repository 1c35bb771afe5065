//! How long a team takes on its way back to readiness.

use emergency::time::{HOUR_MS, MINUTE_MS};
use serde::{Deserialize, Serialize};

/// How long a team takes for each phase when nobody says until when. All are assumed: 待区里确认.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WayBackSettings {
    /// Minutes to take on what was used (补给).
    pub restocking_min: u16,
    /// Minutes to clean people and equipment (洗消).
    pub cleaning_min: u16,
    /// Hours of rest of a team whose profile names none (休整).
    pub resting_h: u16,
}

impl Default for WayBackSettings {
    fn default() -> Self {
        Self {
            restocking_min: 30,
            cleaning_min: 45,
            resting_h: 8,
        }
    }
}

impl WayBackSettings {
    /// Milliseconds of restocking.
    pub(crate) fn restocking_ms(self) -> i64 {
        i64::from(self.restocking_min) * MINUTE_MS
    }

    /// Milliseconds of cleaning.
    pub(crate) fn cleaning_ms(self) -> i64 {
        i64::from(self.cleaning_min) * MINUTE_MS
    }

    /// Milliseconds of rest.
    pub(crate) fn resting_ms(self) -> i64 {
        i64::from(self.resting_h) * HOUR_MS
    }
}
