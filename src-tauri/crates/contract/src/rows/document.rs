//! Documents in the log, and what a person was doing with a file when it was last kept.

use emergency::id::{DocumentId, PlanId};
use emergency::time::UtcMs;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Upload, Who};

/// Keep a document of a step in the log.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct KeepDocument {
    /// The file; 8 MB at most.
    pub file: Upload,
    /// Who.
    pub who: Who,
}

/// A document in the log.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DocumentRow {
    /// SHA-256 of its bytes, hex.
    pub id: DocumentId,
    /// Its name.
    pub name: String,
    /// How many bytes.
    pub bytes: u64,
    /// True when every part is there and the bytes are those of its name.
    pub whole: bool,
    /// Numbers of the parts that are missing or cannot be read, counted from 1. None although it
    /// is not whole: the parts together are other bytes than those that were kept.
    pub lacking: Vec<u32>,
}

/// What a person said to one finding of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ImportAnswer {
    /// Its place among the findings.
    pub finding: u32,
    /// `accepted`, `changed` or `dropped`.
    pub answer: String,
}

/// A file that is being looked through: kept as it goes, so that a crash loses nothing of it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct KeptImport {
    /// The file. It is handed in with the first text; later only its hash is said, and only its
    /// name comes back.
    pub file: Option<Upload>,
    /// SHA-256 of its bytes, hex; empty when there is none, and to drop what is kept.
    pub sha256: String,
    /// The text as corrected so far.
    pub text: String,
    /// What was said to its findings.
    pub answers: Vec<ImportAnswer>,
    /// When it was kept; the desk sets it.
    pub at: Option<UtcMs>,
}

/// Which act would be withdrawn.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct WithdrawalRequest {
    /// Of which plan.
    pub plan: PlanId,
    /// Its event.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub act: Uuid,
}
