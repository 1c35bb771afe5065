//! Taking a thing off its list; what it did stays in the log.

use serde::{Deserialize, Serialize};

use crate::id::ImportId;

/// `team.withdrawn`, `lot.withdrawn`, `site.withdrawn`, `person.withdrawn`: not to be used or shown
/// any more. Registering it again brings it back.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Withdrawn {
    /// Why.
    pub reason: String,
    /// The import that this takes back; empty for an act by hand.
    pub import: ImportId,
}
