//! Why a command comes to nothing.

use crate::id::LotId;
use crate::id::OrderId;
use crate::id::TeamId;
use crate::team::Objection;
use serde::{Deserialize, Serialize};

/// 不予受理: a rule stands against the command. Not an error; nothing was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(
    tag = "code",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[expect(
    missing_docs,
    reason = "the variant says it; the fields are the nouns of the glossary"
)]
pub enum Refusal {
    /// The thing is not in the log.
    #[error("{what} {id} is not known")]
    Unknown { what: String, id: String },
    /// A word that the rule needs is missing.
    #[error("{field} is needed")]
    Needed { field: String },
    /// A text or a list is longer than the bound.
    #[error("{field} is longer than {max}")]
    TooLong { field: String, max: usize },
    /// The time is not in the allowed range.
    #[error("{field} is out of range")]
    OutOfRange { field: String },
    /// The thing is not in a state that allows it.
    #[error("{what} {id} is {state}")]
    WrongState {
        what: String,
        id: String,
        state: String,
    },
    /// It was changed since whoever asks looked at it.
    #[error("{what} {id} was changed meanwhile")]
    Changed { what: String, id: String },
    /// The team has another job; say so to send it all the same.
    #[error("team {team} is on another job")]
    TeamBusy { team: TeamId, orders: Vec<OrderId> },
    /// Something speaks against sending the team; a reason overrules it.
    #[error("a reason is needed to send team {team}")]
    ReasonNeeded {
        team: TeamId,
        against: Vec<Objection>,
    },
    /// More is asked for than is there by the book.
    #[error("lot {lot} has {on_hand}")]
    NotEnough { lot: LotId, on_hand: u32 },
    /// Somebody else has to do it.
    #[error("only {who} may do it")]
    NotYours { who: String },
    /// The second person is the one who acts.
    #[error("{who} cannot be the second person too")]
    SamePerson { who: String },
    /// The second person is not known to the desk, or the PIN is not theirs.
    #[error("the PIN of {who} does not fit")]
    WrongPin { who: String },
    /// The text holds a user or a password, and the log would keep it for ever.
    #[error("{field} holds a password")]
    HoldsPassword { field: String },
    /// A drill's act in the real log, or the other way round.
    #[error("exercise and real work do not mix")]
    ExerciseMix,
}
