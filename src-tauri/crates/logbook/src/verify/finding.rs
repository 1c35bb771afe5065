//! What a check can find, and its report.

use std::fmt;

use emergency::entity::EntityRef;

/// Findings that one report names; more are counted only.
pub const FINDINGS_MAX: usize = 1_000;

/// Something that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(tag = "is", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum Finding {
    /// The file's pages do not fit together.
    Pages {
        /// What SQLite said.
        message: String,
    },
    /// A number is missing in the file.
    Missing {
        /// The number.
        seq: u64,
    },
    /// The bytes of a row are not those that were written.
    Row {
        /// Number of the event.
        seq: u64,
    },
    /// The text of an event cannot be read.
    Unreadable {
        /// Number of the event.
        seq: u64,
    },
    /// A column says something else than the event.
    Column {
        /// Number of the event.
        seq: u64,
    },
    /// The event is not what its hash says.
    Hash {
        /// Number of the event.
        seq: u64,
    },
    /// The signature does not fit.
    Signature {
        /// Number of the event.
        seq: u64,
    },
    /// The event does not follow from the one before of its origin.
    Chain {
        /// Number of the event.
        seq: u64,
    },
    /// The entry does not follow from the one before in the ordered log.
    Log {
        /// Its number there.
        sseq: u64,
    },
    /// The index does not name what the event touches.
    Index {
        /// Number of the event.
        seq: u64,
    },
    /// The outbox is not the set of own events that wait.
    Outbox {
        /// Own events without a place.
        pending: u64,
        /// Rows of the outbox.
        rows: u64,
    },
    /// A state is not what its events come to.
    State {
        /// Of which entity.
        entity: EntityRef,
    },
    /// The watch list or its counts are not what the states come to.
    List,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pages { message } => write!(f, "pages: {message}"),
            Self::Missing { seq } => write!(f, "event {seq} is missing"),
            Self::Row { seq } => write!(f, "event {seq}: bytes changed"),
            Self::Unreadable { seq } => write!(f, "event {seq}: cannot be read"),
            Self::Column { seq } => write!(f, "event {seq}: a column differs from the event"),
            Self::Hash { seq } => write!(f, "event {seq}: hash does not fit"),
            Self::Signature { seq } => write!(f, "event {seq}: signature does not fit"),
            Self::Chain { seq } => write!(f, "event {seq}: does not follow in its chain"),
            Self::Log { sseq } => write!(f, "entry {sseq}: does not follow in the log"),
            Self::Index { seq } => write!(f, "event {seq}: index does not fit"),
            Self::Outbox { pending, rows } => {
                write!(f, "outbox: {pending} events wait, {rows} rows")
            }
            Self::State { entity } => {
                write!(
                    f,
                    "{} {}: state differs from its events",
                    entity.kind, entity.id
                )
            }
            Self::List => f.write_str("the watch list differs from the states"),
        }
    }
}

/// The first finding in words, for a message.
pub(crate) fn first_of(findings: &[Finding]) -> String {
    findings
        .first()
        .map(ToString::to_string)
        .unwrap_or_default()
}

/// What the whole check found.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Verification {
    /// Events read.
    pub events: u64,
    /// Of them in the ordered log.
    pub sequenced: u64,
    /// States folded anew.
    pub states: u64,
    /// Hash of the newest own event.
    pub head_hash: String,
    /// Findings, [`FINDINGS_MAX`] at most.
    pub findings: Vec<Finding>,
    /// All findings, named or not.
    pub found: u64,
}

impl Verification {
    /// True when everything is as it was written.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.found == 0
    }

    pub(super) fn note(&mut self, finding: Finding) {
        self.found += 1;
        if self.findings.len() < FINDINGS_MAX {
            self.findings.push(finding);
        }
    }
}
