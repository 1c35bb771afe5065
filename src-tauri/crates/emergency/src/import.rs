//! An import (导入): a table of resources that was entered in one act and can be taken back in one.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::event::Event;
use crate::fact::Fact;
use crate::firm::FirmRegistered;
use crate::hazard_unit::UnitTold;
use crate::id::{ActorName, ImportId, SiteId};
use crate::person::PersonRegistered;
use crate::point::{PointLimits, PointRegistered};
use crate::site::SiteRegistered;
use crate::stock::LotRegistered;
use crate::team::TeamRegistered;
use crate::time::UtcMs;

/// Rows one import may have.
pub const IMPORT_ROWS_MAX: usize = 50_000;
/// Rows that one `import.listed` names; a body has a bound.
pub const LISTED_ROWS_MAX: usize = 2_000;

/// What a table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum TableKind {
    /// Teams.
    Teams,
    /// Supplies.
    #[default]
    Supplies,
    /// Places.
    Sites,
    /// People.
    People,
    /// Points of the register of devices.
    Points,
    /// Firms.
    Firms,
    /// Units of major hazards with their tanks.
    Units,
}

/// One row as it is to be entered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "is", content = "registered", rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Imported {
    /// A team.
    Team(TeamRegistered),
    /// A lot.
    Lot(LotRegistered),
    /// A site.
    Site(SiteRegistered),
    /// A person.
    Person(PersonRegistered),
    /// A point of the register.
    Point(PointOfTable),
    /// A firm.
    Firm(FirmRegistered),
    /// A unit of a site.
    Unit(UnitOfSite),
}

/// A point with the limits that its row gives it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PointOfTable {
    /// What is said of it.
    pub entry: PointRegistered,
    /// Its limits from now on; none leaves those in force.
    pub limits: Option<PointLimits>,
    /// Those in force before, where they are those of its feed.
    pub was: Option<PointLimits>,
}

/// A unit with the site it is at.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct UnitOfSite {
    /// The site.
    pub site: SiteId,
    /// What is said of the unit.
    pub told: UnitTold,
}

/// A row with the name it is to have in the log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ImportRow {
    /// Its name in the log.
    pub id: String,
    /// What it says.
    pub imported: Imported,
}

/// `import.applied`: a table was entered.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ImportApplied {
    /// What the table holds.
    pub kind: TableKind,
    /// Name of the file.
    pub file: String,
    /// SHA-256 of its bytes, hex.
    pub sha256: String,
    /// Rows entered.
    pub rows: u32,
    /// Which column of the table became which field.
    pub columns: BTreeMap<String, String>,
    /// Why limits are set by it; empty where it sets none.
    pub reason: String,
}

/// Whether a row of an import set the limits of its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum ListedLimits {
    /// It set none.
    #[default]
    None,
    /// Beside its entry.
    Beside,
    /// Alone: the entry stood just so.
    Alone,
}

/// A row that an import entered.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ListedRow {
    /// The thing's name in the log.
    pub id: String,
    /// By how much its count was changed by the stock-take that the table stood for.
    pub counted_by: i64,
    /// Whether it set the limits of its point.
    pub limits: ListedLimits,
}

/// `import.listed`: some of the rows of an import.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ImportListed {
    /// The rows.
    pub rows: Vec<ListedRow>,
}

/// Names of things that one `import.undone` gives.
pub const KEPT_NAMED_MAX: usize = 500;

/// `import.undone`: what an import entered was taken back, except what somebody changed since.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ImportUndone {
    /// Why.
    pub reason: String,
    /// Things taken off the list or set back.
    pub undone: u32,
    /// Things left as they are because they were changed or used since.
    pub kept: u32,
    /// Their names in the log, at most [`KEPT_NAMED_MAX`].
    pub kept_ids: Vec<String>,
}

/// The state of one import.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Import {
    /// Its name in the log.
    pub id: ImportId,
    /// What it was.
    pub applied: ImportApplied,
    /// When.
    pub applied_at: Option<UtcMs>,
    /// By whom.
    pub applied_by: ActorName,
    /// What it entered.
    pub rows: Vec<ListedRow>,
    /// How it was taken back.
    pub undone: Option<ImportUndone>,
    /// When.
    pub undone_at: Option<UtcMs>,
}

impl Import {
    /// Applies one fact that touches this import, in log order.
    pub fn apply(&mut self, event: &Event, fact: &Fact) {
        match fact {
            Fact::ImportApplied(body) => {
                self.applied = body.clone();
                self.applied_at = Some(event.occurred_at);
                self.applied_by = event.actor.clone();
            }
            Fact::ImportListed(body) => {
                let room = IMPORT_ROWS_MAX.saturating_sub(self.rows.len());
                self.rows.extend(body.rows.iter().take(room).cloned());
            }
            Fact::ImportUndone(body) => {
                self.undone = Some(body.clone());
                self.undone_at = Some(event.occurred_at);
            }
            _ => {}
        }
    }
}
