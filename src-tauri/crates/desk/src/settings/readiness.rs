//! What counts as ready.

use dispatch::readiness::{self, Rules};
use emergency::time::{DAY_MS, MINUTE_MS};
use serde::{Deserialize, Serialize};

/// How ready a team or a depot counts: what each part of a score weighs, and from when on something
/// is old, low or soon over. All are assumed: 待区里确认.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ReadinessSettings {
    /// Weight of being there and free.
    pub presence: u16,
    /// Weight of its people.
    pub people: u16,
    /// Weight of their certificates.
    pub certificates: u16,
    /// Weight of vehicles, equipment, goods.
    pub equipment: u16,
    /// Weight of the tanks.
    pub fuel: u16,
    /// Weight of how new the word or the count is.
    pub freshness: u16,
    /// Hours for which a team's word is fresh.
    pub word_fresh_h: u16,
    /// Days for which a count is fresh.
    pub count_fresh_days: u16,
    /// A tank with at least this much counts in full, percent.
    pub fuel_full_percent: u16,
    /// Something that ends within so many days is named.
    pub soon_days: u16,
    /// From this score on something counts as ready, percent.
    pub ready_percent: u16,
}

impl Default for ReadinessSettings {
    fn default() -> Self {
        Self {
            presence: 25,
            people: 20,
            certificates: 15,
            equipment: 15,
            fuel: 10,
            freshness: 15,
            word_fresh_h: 12,
            count_fresh_days: 90,
            fuel_full_percent: 60,
            soon_days: 30,
            ready_percent: 60,
        }
    }
}

impl ReadinessSettings {
    /// The same as the score takes them.
    #[must_use]
    pub fn rules(self) -> Rules {
        Rules {
            weights: readiness::Weights {
                presence: self.presence.into(),
                people: self.people.into(),
                certificates: self.certificates.into(),
                equipment: self.equipment.into(),
                fuel: self.fuel.into(),
                freshness: self.freshness.into(),
            },
            word_fresh_ms: i64::from(self.word_fresh_h) * 60 * MINUTE_MS,
            count_fresh_ms: i64::from(self.count_fresh_days) * DAY_MS,
            fuel_full_percent: self.fuel_full_percent.into(),
            soon_days: self.soon_days.into(),
            ready_percent: self.ready_percent.into(),
        }
    }
}
