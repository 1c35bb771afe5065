//! Firms with what is theirs: sites, units, tanks, points, hidden dangers, alarms, plans.

use emergency::danger::Danger;
use emergency::firm::Firm;
use emergency::hazard_unit::{HazardUnit, Tank};
use emergency::id::FirmId;
use emergency::risk::RiskLevel;
use serde::{Deserialize, Serialize};

use super::{AroundAlarm, AroundPlan, HazardRow, LogLine, PointRow, RiskRow};

/// Rows one page may have.
pub const FIRM_ROWS_MAX: u32 = 500;
/// Sites of one firm that its profile shows, the gravest.
pub const FIRM_SITES_MAX: usize = 50;
/// Alarms that the profile of a firm lists, the most urgent.
pub const FIRM_ALARMS_MAX: usize = 50;

/// Which firms.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FirmQuery {
    /// Words that name, code, trade, address or street must hold; empty for all.
    pub text: String,
    /// First row.
    pub offset: u32,
    /// Rows, at most [`FIRM_ROWS_MAX`].
    pub limit: u32,
}

/// One firm.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FirmRow {
    /// What is said of it.
    pub firm: Firm,
    /// Its sites.
    pub sites: u32,
    /// The units of these.
    pub units: u32,
    /// The tanks of these.
    pub tanks: u32,
    /// The gravest grade of its units by GB 18218-2018, 1 to 4.
    pub grade: Option<u8>,
    /// The gravest level of risk of its sites.
    pub level: Option<RiskLevel>,
    /// Hidden dangers there that are not struck off.
    pub dangers: u32,
    /// Those of them that should be put right by now.
    pub overdue: u32,
}

/// A window of the list of firms.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FirmPage {
    /// How many fit the words.
    pub total: u32,
    /// The rows, the gravest first.
    pub rows: Vec<FirmRow>,
}

/// One tank with what is measured there.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TankRow {
    /// What is said of it.
    pub tank: Tank,
    /// Its points as they are now.
    pub points: Vec<PointRow>,
}

/// One unit with its working and its tanks.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct UnitRow {
    /// What is said of it.
    pub unit: HazardUnit,
    /// What GB 18218-2018 makes of it; none where it holds nothing.
    pub hazard: Option<HazardRow>,
    /// Its tanks.
    pub tanks: Vec<TankRow>,
}

/// A firm by its name.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FirmName {
    /// Which.
    pub firm: FirmId,
    /// Its name.
    pub name: String,
}

/// One site of a firm.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FirmSite {
    /// Its risk.
    pub risk: RiskRow,
    /// Its units.
    pub units: Vec<UnitRow>,
    /// Its hidden dangers that are not struck off.
    pub dangers: Vec<Danger>,
}

/// Everything about one firm.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FirmProfile {
    /// Its line.
    pub row: FirmRow,
    /// Its sites, the gravest first, at most [`FIRM_SITES_MAX`].
    pub sites: Vec<FirmSite>,
    /// Points that stand at these sites, the worst first.
    pub points: Vec<PointRow>,
    /// Alarms that stand at these sites, the most urgent first.
    pub alarms: Vec<AroundAlarm>,
    /// Plans that name the firm or one of its sites.
    pub plans: Vec<AroundPlan>,
    /// What was done to it, newest first.
    pub history: Vec<LogLine>,
}
