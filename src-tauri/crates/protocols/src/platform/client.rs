//! What a desk says.

use emergency::event::Event;
use emergency::id::{OriginId, TeamId};
use emergency::place::Point;
use emergency::time::UtcMs;
use serde::{Deserialize, Serialize};

use super::{EARLIER_MAX, EVENTS_PER_FRAME_MAX, SHORT_TEXT_MAX, VERSIONS_MAX, is_short, over};

/// Where a desk stands in a log; the hash shows whether it is still the same log.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ResumeToken {
    /// Which authority's log; empty before the first contact.
    pub log_id: String,
    /// The epoch in which the desk last heard of it.
    pub log_epoch: u64,
    /// The last entry applied; 0 before the first.
    pub sseq: u64,
    /// The hash of that entry; the genesis hash before the first.
    pub log_hash: String,
}

/// The last event a desk made.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OriginHead {
    /// Its number; 0 before the first of the incarnation.
    pub oseq: u64,
    /// Its hash; the genesis hash before the first.
    pub hash: String,
}

/// The first message of a desk, in answer to the challenge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Hello {
    /// Protocol versions it speaks, newest first.
    pub versions: Vec<u16>,
    /// Its device key.
    pub origin: OriginId,
    /// A random name of this run of the program; two that are alive at once are two machines.
    pub instance: String,
    /// Its incarnation.
    pub incarnation: u32,
    /// The last event it made in that incarnation, sent or not.
    pub head: OriginHead,
    /// Where it stands in the platform's log.
    pub resume: ResumeToken,
    /// Name and version of its software.
    pub software: String,
    /// Random bytes for the platform to sign, hex.
    pub nonce: String,
    /// Code read out by the platform's operator, on the first contact of a new device.
    pub enrol_code: Option<String>,
    /// Signature of the device key over [`super::desk_proof`], hex.
    pub sig: String,
}

/// Where a team is: only the last one counts, none is kept in the log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Position {
    /// The team.
    pub team: TeamId,
    /// Where, in WGS-84.
    pub point: Point,
    /// When it was there.
    pub at: UtcMs,
    /// How that is known, in words.
    pub source: String,
}

/// What a desk says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(
    tag = "say",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
pub enum ClientMessage {
    /// Who it is and where it stands.
    Hello(Box<Hello>),
    /// Its own events, next in number.
    Events {
        /// In order.
        events: Vec<Event>,
    },
    /// Events of any origin that an earlier state of the platform's log held and that it lost.
    Offer {
        /// In the order of the lost log.
        events: Vec<Event>,
    },
    /// Send on from here.
    Resume {
        /// The last entry applied.
        token: ResumeToken,
    },
    /// An event cannot pass and was parked: give a new incarnation for those behind it.
    Renumber {
        /// The incarnation to be left.
        incarnation: u32,
    },
    /// Send the states of all open things.
    AskSnapshot {
        /// Names that the desk had before and under which something still waits: how far the
        /// states know those is to be said as well.
        #[serde(default)]
        earlier: Vec<OriginId>,
    },
    /// Heart-beat; answered with the four times.
    Beat {
        /// The desk's clock, in milliseconds.
        sent_at: i64,
        /// The last entry applied.
        cursor: u64,
    },
    /// A position for the lossy lane.
    Position(Position),
}

impl ClientMessage {
    /// What of it is over its bound.
    pub(super) fn excess(&self) -> Option<String> {
        match self {
            Self::Hello(hello) => {
                let texts = [&hello.instance, &hello.software, &hello.nonce, &hello.sig];
                let long = texts.into_iter().any(|text| !is_short(text))
                    || !is_short(hello.origin.as_str());
                over("versions", hello.versions.len(), VERSIONS_MAX)
                    .or_else(|| long.then(|| format!("a text of more than {SHORT_TEXT_MAX} bytes")))
            }
            Self::Events { events } | Self::Offer { events } => {
                over("events", events.len(), EVENTS_PER_FRAME_MAX)
            }
            Self::Position(position) => (!is_short(&position.source)
                || !is_short(position.team.as_str()))
            .then(|| format!("a text of more than {SHORT_TEXT_MAX} bytes")),
            Self::AskSnapshot { earlier } => {
                let long = earlier.iter().any(|name| !is_short(name.as_str()));
                over("earlier names", earlier.len(), EARLIER_MAX)
                    .or_else(|| long.then(|| format!("a name of more than {SHORT_TEXT_MAX} bytes")))
            }
            Self::Resume { .. } | Self::Renumber { .. } | Self::Beat { .. } => None,
        }
    }
}
