//! Places with a standing profile: depots, shelters, hospitals, schools, hazard sites.

use serde::{Deserialize, Serialize};

use crate::fact::Fact;
use crate::id::SiteId;
use crate::place::Place;

/// What a site is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum SiteKind {
    /// 物资储备库.
    #[default]
    Depot,
    /// 应急避难场所.
    Shelter,
    /// 医院.
    Hospital,
    /// 学校.
    School,
    /// 危险源.
    Hazard,
    /// 消防站.
    FireStation,
    /// Something else worth a mark on the map.
    Other,
}

/// `site.registered`: the profile; a later one replaces it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SiteRegistered {
    /// What it is.
    pub kind: SiteKind,
    /// Name.
    pub name: String,
    /// Where.
    pub place: Place,
    /// Who to call, in words.
    pub contact: String,
    /// People it holds or has: beds, pupils, shelter places; 0 when that says nothing.
    pub capacity: u32,
    /// Substance of a hazard site.
    pub substance: String,
    /// Design quantity of that substance in tonnes.
    pub quantity_t: f64,
    /// Words.
    pub note: String,
}

/// The state of one site.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Site {
    /// Its name in the log.
    pub id: SiteId,
    /// The profile.
    pub registered: SiteRegistered,
}

impl Site {
    /// Applies one fact that touches this site, in log order.
    pub fn apply(&mut self, fact: &Fact) {
        if let Fact::SiteRegistered(body) = fact {
            self.registered = body.clone();
        }
    }
}
