//! What a screen may decide by: codes, never text.

use emergency::decide::Refusal;
use serde::{Deserialize, Serialize};

/// What kind of no it was. A code exists only where a screen acts on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Code {
    /// A rule stands against it; nothing was written.
    Refused,
    /// The store could not write: full, read-only or failing. Nothing was written; use paper.
    Storage,
    /// The logbook is being opened; ask again in a moment.
    Opening,
    /// Another program holds the logbook: this one may neither read nor write it. Work in the
    /// window that is open already, or end that program and start again.
    InUse,
    /// The logbook's file is not what was written and is not opened. Use paper, call the
    /// technician.
    Damaged,
    /// The request cannot be read.
    Malformed,
    /// There is no such call.
    UnknownCall,
    /// There is no such thing.
    NotFound,
    /// Something that this machine lacks, such as a font; the message says what to install.
    Missing,
    /// A fault of the program.
    Internal,
}

/// The answer to a call that came to nothing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CallError {
    /// What kind of no.
    pub code: Code,
    /// The rule, when one stood against it.
    pub refusal: Option<Refusal>,
    /// For the technician, in English.
    pub message: String,
}

impl CallError {
    /// An error with a code and words for the technician.
    #[must_use]
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            refusal: None,
            message: message.into(),
        }
    }
}

impl From<Refusal> for CallError {
    fn from(refusal: Refusal) -> Self {
        Self {
            code: Code::Refused,
            message: refusal.to_string(),
            refusal: Some(refusal),
        }
    }
}

impl std::fmt::Display for CallError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}: {}", self.code, self.message)
    }
}

impl std::error::Error for CallError {}
