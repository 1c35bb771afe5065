//! Units of a major hazard (危险源单元) at a site and their tanks (储罐、储存设施).
//!
//! GB 18218-2018 reckons by unit: a process unit bounded by its shut-off valves, a tank farm
//! bounded by its dike, a warehouse by its walls (3.5, 3.6). A site holds several of them; each
//! holds its tanks, and a tank says which points of the register measure it.

use serde::{Deserialize, Serialize};

use crate::id::{ImportId, PointId, SiteId, UnitId};
use crate::place::Point;
use crate::site::Stored;

/// Units that one site may have.
pub const UNITS_MAX: usize = 50;
/// Tanks that one unit may have.
pub const TANKS_MAX: usize = 100;
/// Points that one tank may name.
pub const TANK_POINTS_MAX: usize = 8;
/// Characters of a name of a unit, a tank or a substance.
pub const UNIT_CHARS_MAX: usize = 200;
/// Cubic metres, tonnes and megapascals of one tank at most: more is a slip of the hand.
pub const TANK_NUMBER_MAX: f64 = 10_000_000.0;
/// Degrees Celsius that a tank may have: absolute zero, and what no vessel stands.
pub const TEMPERATURE_C: std::ops::RangeInclusive<f64> = -273.15..=2_000.0;

/// Between the site and the key in the name of a unit.
const CUT: char = '|';

/// What a unit is (GB 18218-2018, 3.5 and 3.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum UnitKind {
    /// 生产单元.
    Process,
    /// 储存单元：罐区、仓库; also one that a later version knows.
    #[default]
    #[serde(other)]
    Storage,
}

impl UnitKind {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::Storage, Self::Process];
}

/// A tank, a vessel or a room of a store: one thing that holds one substance.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Tank {
    /// What people call it; one name in a unit is one tank.
    pub name: String,
    /// The substance, its largest quantity by design in tonnes (GB 18218-2018, 4.2.2) and its
    /// classes.
    pub holds: Stored,
    /// Volume in cubic metres.
    pub capacity_m3: Option<f64>,
    /// Pressure by design in megapascals, gauge.
    pub pressure_mpa: Option<f64>,
    /// Temperature by design in degrees Celsius.
    pub temperature_c: Option<f64>,
    /// Points of the register that measure it: level, pressure, temperature.
    pub points: Vec<PointId>,
}

impl Tank {
    /// The field that cannot be meant, when there is one.
    #[must_use]
    pub fn fault(&self) -> Option<&'static str> {
        let beyond = |number: f64| !(0.0..=TANK_NUMBER_MAX).contains(&number);
        if beyond(self.holds.quantity_t) {
            return Some("quantity_t");
        }
        if self.capacity_m3.is_some_and(beyond) {
            return Some("capacity_m3");
        }
        if self.pressure_mpa.is_some_and(beyond) {
            return Some("pressure_mpa");
        }
        let degrees = self.temperature_c;
        degrees
            .is_some_and(|degrees| !TEMPERATURE_C.contains(&degrees))
            .then_some("temperature_c")
    }
}

/// What is said of a unit.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct UnitTold {
    /// Name.
    pub name: String,
    /// What it is.
    pub kind: UnitKind,
    /// Its number in the record of major hazards (备案编号); empty where it has none.
    pub filing: String,
    /// By which post the person responsible for it is called.
    pub role: String,
    /// The number of that post.
    pub phone: String,
    /// Where it stands, where that is known better than by its site.
    pub at: Option<Point>,
    /// Its tanks.
    pub tanks: Vec<Tank>,
    /// Words.
    pub note: String,
    /// The import that entered it; empty for an act by hand.
    pub import: ImportId,
}

/// `site.unit_registered`: a unit of the site; a later one of that name in the log replaces it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct UnitRegistered {
    /// Which.
    pub unit: UnitId,
    /// What is said of it.
    pub told: UnitTold,
}

/// `site.unit_withdrawn`: a unit is no more, or was entered by mistake.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct UnitWithdrawn {
    /// Which.
    pub unit: UnitId,
    /// Why; never empty.
    pub reason: String,
    /// The import that this takes back; empty for an act by hand.
    pub import: ImportId,
}

/// A unit of a site.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct HazardUnit {
    /// Which.
    pub id: UnitId,
    /// What is said of it.
    pub told: UnitTold,
    /// What was said before, for an import that is taken back.
    #[cfg_attr(feature = "ts", ts(skip))]
    pub replaced: Option<Box<UnitTold>>,
}

impl UnitId {
    /// The name in the log of a unit of a site; `key` tells it from the others there.
    #[must_use]
    pub fn of(site: &SiteId, key: &str) -> Self {
        Self(format!("{site}{CUT}{}", key.replace(CUT, "_")))
    }

    /// The site that it is of; none for a name that was made otherwise.
    #[must_use]
    pub fn site(&self) -> Option<SiteId> {
        let (site, key) = self.0.rsplit_once(CUT)?;
        (!site.is_empty() && !key.is_empty()).then(|| site.into())
    }
}

/// Applies `site.unit_registered`.
pub(crate) fn register(units: &mut Vec<HazardUnit>, body: &UnitRegistered) {
    if let Some(there) = units.iter_mut().find(|one| one.id == body.unit) {
        let before = std::mem::replace(&mut there.told, body.told.clone());
        there.replaced = Some(Box::new(before));
        return;
    }
    // Two desks that were apart may have entered more together than one would be allowed.
    if units.len() < 2 * UNITS_MAX {
        units.push(HazardUnit {
            id: body.unit.clone(),
            told: body.told.clone(),
            replaced: None,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tank_whose_numbers_cannot_be_meant_names_the_field() {
        let holding = |quantity_t| Tank {
            holds: Stored {
                quantity_t,
                ..Stored::default()
            },
            ..Tank::default()
        };
        let cold = |temperature_c| Tank {
            temperature_c,
            ..Tank::default()
        };
        let cases = [
            (holding(50.0), None, "fifty tonnes"),
            (holding(-1.0), Some("quantity_t"), "less than nothing"),
            (holding(f64::NAN), Some("quantity_t"), "no number"),
            (cold(Some(-196.0)), None, "liquid nitrogen"),
            (
                cold(Some(-300.0)),
                Some("temperature_c"),
                "below zero kelvin",
            ),
            (
                Tank {
                    capacity_m3: Some(f64::INFINITY),
                    ..Tank::default()
                },
                Some("capacity_m3"),
                "no vessel",
            ),
            (
                Tank {
                    pressure_mpa: Some(-0.1),
                    ..Tank::default()
                },
                Some("pressure_mpa"),
                "gauge pressure by design is not negative",
            ),
        ];
        for (tank, wanted, why) in cases {
            assert_eq!(tank.fault(), wanted, "{why}");
        }
    }

    #[test]
    fn a_kind_of_a_later_version_reads_as_a_store() {
        let read: Result<UnitKind, _> = serde_json::from_str("\"pipeline\"");
        assert_eq!(read.ok(), Some(UnitKind::Storage), "not lost");
    }
}
