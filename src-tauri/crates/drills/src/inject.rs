//! What an exercise puts in.

use emergency::id::TeamId;
use emergency::place::{Place, Point};
use serde::{Deserialize, Serialize};

/// One thing that happens in an exercise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum Inject {
    /// Bytes arrive on a feed.
    Feed {
        /// Name of the feed they arrive on.
        feed: String,
        /// Name of their format, such as `cap` or `warning12379`.
        format: String,
        /// The bytes.
        bytes: Vec<u8>,
    },
    /// Somebody calls the duty room.
    Call {
        /// Who calls: 演练 and a number that cannot be dialled.
        caller: String,
        /// Where, as far as the caller says.
        place: Place,
        /// What is said.
        text: String,
    },
    /// A vehicle says where it is.
    Position {
        /// The team.
        team: TeamId,
        /// Where.
        point: Point,
    },
    /// Words of the trainer to the people at the desk.
    Word {
        /// The words.
        text: String,
    },
}

/// A thing that happens at a time of the exercise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Timed {
    /// Milliseconds after the beginning.
    pub offset_ms: i64,
    /// What happens.
    pub inject: Inject,
}
