//! What the platform says, and the documents of its HTTP side.

use emergency::event::Entry;
use emergency::id::OriginId;
use emergency::time::UtcMs;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::client::Position;
use super::{EARLIER_MAX, ENTRIES_PER_FRAME_MAX, MARKS_MAX, over};

/// A place in the log.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LogMark {
    /// Number of the entry; 0 before the first.
    pub sseq: u64,
    /// Its hash; the genesis hash before the first.
    pub log_hash: String,
}

/// How far the platform has one incarnation of a desk.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OriginHigh {
    /// The incarnation.
    pub incarnation: u32,
    /// The last event of it in the log; 0 when there is none.
    pub oseq: u64,
    /// Its hash; the genesis hash when there is none.
    pub hash: String,
}

/// How far the platform has what a desk wrote under an earlier name.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EarlierHigh {
    /// The name.
    pub origin: OriginId,
    /// How far.
    pub high: OriginHigh,
}

/// The platform's answer to a hello.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Welcome {
    /// The protocol version that both speak.
    pub version: u16,
    /// Name of the session, and bearer token for the HTTP side while it lasts.
    pub session: String,
    /// Which log.
    pub log_id: String,
    /// Its epoch.
    pub log_epoch: u64,
    /// Its head.
    pub head: LogMark,
    /// How far it has the desk's own events.
    pub high: OriginHigh,
    /// Milliseconds between heart-beats.
    pub beat_ms: u64,
    /// The platform's clock.
    pub now: UtcMs,
    /// Signature of the platform's key over [`super::platform_proof`], hex.
    pub sig: String,
}

/// Why a session is not given or is ended; programs decide by this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefusedCode {
    /// No common protocol version.
    Version,
    /// The signature does not fit the device key.
    Proof,
    /// The device is not enrolled; a code from the operator is needed.
    NotEnrolled,
    /// The device was struck off.
    Denied,
    /// Another running desk has the same device key.
    DuplicateIdentity,
    /// A newer session of the same desk took over.
    Replaced,
    /// No room for more sessions.
    Full,
    /// What came was no message of the protocol.
    Malformed,
    /// The platform cannot write its log at the moment.
    Unavailable,
    /// The desk stands in the log of another authority.
    WrongLog,
}

/// Why one event cannot enter the log, ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RejectedCode {
    /// The signature does not fit the content.
    Signature,
    /// It is another desk's.
    Origin,
    /// The body is larger than the bound.
    TooLarge,
    /// The log has its identifier in another place.
    Identifier,
    /// Exercise in the log of real work, or the other way round.
    Exercise,
}

/// The state of one thing, as the ordered log gives it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StateRow {
    /// The noun.
    pub kind: String,
    /// Which one.
    pub id: String,
    /// The noun's state as JSON.
    pub state: Value,
}

/// What the platform says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(
    tag = "say",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
pub enum ServerMessage {
    /// The first message: prove who you are.
    Challenge {
        /// Protocol versions it speaks, newest first.
        versions: Vec<u16>,
        /// The platform's key.
        platform: OriginId,
        /// Random bytes to sign, hex.
        nonce: String,
        /// Name and version of its software.
        software: String,
    },
    /// Come in.
    Welcome(Welcome),
    /// The next entries of the log, in order.
    Entries {
        /// In order, without a gap.
        entries: Vec<Entry>,
    },
    /// Durable up to here. Progress only: the desk waits for its event to come back in order.
    Ack {
        /// The incarnation.
        incarnation: u32,
        /// The last durable event.
        hi: u64,
    },
    /// Something is missing: send on from `hi` + 1.
    Nack {
        /// The incarnation.
        incarnation: u32,
        /// The last event there is.
        hi: u64,
    },
    /// The desk's events do not continue those in the log. Everything of older incarnations is
    /// fenced from now on; catch up to `head`, then number what is left anew.
    Fork {
        /// The new incarnation.
        incarnation: u32,
        /// The head of the log, with all that will ever be of the older incarnations.
        head: LogMark,
    },
    /// The log does not hold the desk's place: it was restored. Go back to the newest common mark.
    Rewind {
        /// The epoch in force.
        log_epoch: u64,
        /// Places of the log, newest first, down to 0.
        marks: Vec<LogMark>,
    },
    /// The desk is so far behind that a snapshot should be shown before the replay.
    FarBehind {
        /// Entries it lacks.
        behind: u64,
        /// Where the snapshot is, as a path of the HTTP side.
        snapshot: String,
    },
    /// Part of the answer to a request for a snapshot.
    Snapshot {
        /// The states are those after this entry.
        sseq: u64,
        /// How far they know the asking desk's own events.
        high: OriginHigh,
        /// The same for the earlier names that it asked for.
        #[serde(default)]
        earlier: Vec<EarlierHigh>,
        /// Some of them.
        states: Vec<StateRow>,
        /// True on the last part.
        last: bool,
    },
    /// One event cannot enter the log.
    Rejected {
        /// Which.
        #[serde(default)]
        id: Uuid,
        /// Its number.
        oseq: u64,
        /// Why.
        code: RejectedCode,
    },
    /// Answer to a heart-beat.
    Beat {
        /// The desk's time as it came.
        sent_at: i64,
        /// The platform's clock when it came.
        heard_at: i64,
        /// The platform's clock when this left.
        answered_at: i64,
        /// The head of the log.
        head: u64,
        /// Other desks that have a session now; none from a platform that does not say it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        others: Option<u32>,
    },
    /// The session ends, or does not begin.
    Refused {
        /// Why.
        code: RefusedCode,
        /// The same in words, for the technician.
        detail: String,
    },
    /// A position from another desk.
    Position(Position),
}

impl ServerMessage {
    /// What of it is over its bound.
    pub(super) fn excess(&self) -> Option<String> {
        match self {
            Self::Entries { entries } => over("entries", entries.len(), ENTRIES_PER_FRAME_MAX),
            Self::Rewind { marks, .. } => over("marks", marks.len(), MARKS_MAX),
            Self::Snapshot { earlier, .. } => over("earlier names", earlier.len(), EARLIER_MAX),
            _ => None,
        }
    }
}

/// `GET /v1/health`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Health {
    /// Name and version of the software.
    pub software: String,
    /// Which log.
    pub log_id: String,
    /// Its epoch.
    pub log_epoch: u64,
    /// Its last entry.
    pub sseq: u64,
    /// Desks connected.
    pub sessions: usize,
    /// Frames that were no message, since the start.
    pub defects: u64,
    /// Device keys that two running desks used at once, since the start.
    pub duplicates: u64,
}

/// `GET /v1/entries`: a page of the log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Page {
    /// In order.
    pub entries: Vec<Entry>,
    /// The head of the log.
    pub head: LogMark,
}

/// `GET /v1/checkpoint`: the head of the log, signed; printed at handover it makes a rewritten log
/// detectable by any duty room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Checkpoint {
    /// Which log.
    pub log_id: String,
    /// Its epoch.
    pub log_epoch: u64,
    /// Its head.
    pub mark: LogMark,
    /// The platform's clock.
    pub at: UtcMs,
    /// The platform's key.
    pub platform: OriginId,
    /// Signature over [`super::checkpoint_proof`], hex.
    pub sig: String,
}
