//! People of a team by their role, and what they are certified for.

use serde::{Deserialize, Serialize};

use crate::day::Day;

/// A certificate (证书).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Certificate {
    /// What it is for.
    pub name: String,
    /// Its number.
    pub number: String,
    /// The last day on which it is good; none for one without an end.
    pub until: Option<Day>,
}

impl Certificate {
    /// True when its last day has gone by.
    #[must_use]
    pub fn is_expired(&self, today: Day) -> bool {
        self.until.is_some_and(|until| until < today)
    }
}

/// One person of a team.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Member {
    /// Name.
    pub name: String,
    /// What they do in it, such as leader, driver, medic.
    pub role: String,
    /// Telephone.
    pub phone: String,
    /// What they are certified for.
    pub certificates: Vec<Certificate>,
}

/// One step of the contact ladder: who is called, and whom next when nobody answers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ContactStep {
    /// Name.
    pub name: String,
    /// Post.
    pub role: String,
    /// Telephone.
    pub phone: String,
}
