//! The open link protocol between a desk and the city platform: JSON text frames on a WebSocket.
//!
//! The desk speaks [`ClientMessage`], the platform [`ServerMessage`]; both are tagged by `say`.
//! Fields that a version does not know are ignored, so bodies may grow; a message that a version
//! does not know is a defect, counted and passed over. `link-protocol.md` in the documentation
//! folder is the text for implementers.

mod client;
mod server;

use emergency::id::OriginId;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::defect::{Defect, DefectKind, Parsed, QUOTE_CHARS_MAX};

pub use client::{ClientMessage, Hello, OriginHead, Position, ResumeToken};
pub use server::{
    Checkpoint, EarlierHigh, Health, LogMark, OriginHigh, Page, RefusedCode, RejectedCode,
    ServerMessage, StateRow, Welcome,
};

/// Versions of the protocol this build speaks, newest first: the newest and, as far as there are
/// such, the [`VERSIONS_BACK`] before it.
pub const VERSIONS: &[u16] = &[1];
/// How many earlier versions are still spoken, so that desks and platform are updated one by one.
pub const VERSIONS_BACK: u16 = 2;
/// Bytes of one WebSocket message; a longer one closes the session.
pub const FRAME_BYTES_MAX: usize = 4 * 1024 * 1024;
/// Events in one message.
pub const EVENTS_PER_FRAME_MAX: usize = 500;
/// Log entries in one message or page.
pub const ENTRIES_PER_FRAME_MAX: usize = 500;
/// Bytes of entries or events a sender puts into one message; at least one always goes.
pub const BATCH_BYTES_MAX: usize = 1024 * 1024;
/// Bytes of a nonce.
pub const NONCE_BYTES: usize = 32;
/// Marks in a rewind: enough to halve the way back over 2^60 entries.
pub const MARKS_MAX: usize = 64;
/// Versions that either side may name.
pub const VERSIONS_MAX: usize = 64;
/// Earlier names of one desk that a request for a snapshot may ask for.
pub const EARLIER_MAX: usize = 16;
/// Characters of a short text such as a software version.
pub const SHORT_TEXT_MAX: usize = 256;
/// Milliseconds between heart-beats.
pub const BEAT_MS: u64 = 10_000;
/// Milliseconds of silence after which a link is called dead: two beats and a half.
pub const SILENCE_MS: u64 = 25_000;

/// The newest version that both sides speak.
#[must_use]
pub fn common_version(own: &[u16], other: &[u16]) -> Option<u16> {
    let common = own.iter().filter(|version| other.contains(version));
    common.max().copied()
}

/// What a desk signs to show that it holds its device key. The platform's key is part of it, so
/// that a signature given to one platform is worth nothing at another.
#[must_use]
pub fn desk_proof(nonce: &str, platform: &OriginId, desk: &OriginId, instance: &str) -> Vec<u8> {
    proof(
        "dutyroom-link/1 desk",
        &[nonce, platform.as_str(), desk.as_str(), instance],
    )
}

/// What the platform signs to show that it is the one the desk knows.
#[must_use]
pub fn platform_proof(nonce: &str, platform: &OriginId, desk: &OriginId) -> Vec<u8> {
    proof(
        "dutyroom-link/1 platform",
        &[nonce, platform.as_str(), desk.as_str()],
    )
}

/// What the platform signs on a checkpoint.
#[must_use]
pub fn checkpoint_proof(log_id: &str, log_epoch: u64, mark: &LogMark, at_ms: i64) -> Vec<u8> {
    let (epoch, sseq, at) = (
        log_epoch.to_string(),
        mark.sseq.to_string(),
        at_ms.to_string(),
    );
    proof(
        "dutyroom-link/1 checkpoint",
        &[log_id, &epoch, &sseq, &mark.log_hash, &at],
    )
}

/// Parts with a separator that none of them may contain.
fn proof(label: &str, parts: &[&str]) -> Vec<u8> {
    let mut bytes = label.as_bytes().to_vec();
    for part in parts {
        bytes.push(0);
        bytes.extend(part.bytes().filter(|byte| *byte != 0));
    }
    bytes
}

/// A message as the text of one frame.
///
/// # Panics
/// Never: messages are plain data.
#[must_use]
pub fn write<M: Serialize>(message: &M) -> String {
    serde_json::to_string(message).expect("a message is plain data")
}

/// Reads what a desk sent. One message at most; otherwise a defect that says why not.
#[must_use]
pub fn read_client(bytes: &[u8]) -> Parsed<ClientMessage> {
    read(bytes, ClientMessage::excess)
}

/// Reads what the platform sent. One message at most; otherwise a defect that says why not.
#[must_use]
pub fn read_server(bytes: &[u8]) -> Parsed<ServerMessage> {
    read(bytes, ServerMessage::excess)
}

fn read<M: DeserializeOwned>(bytes: &[u8], excess: fn(&M) -> Option<String>) -> Parsed<M> {
    let defect = |kind, message: String| Parsed {
        messages: Vec::new(),
        defects: vec![Defect {
            kind,
            path: String::new(),
            message,
            raw: String::new(),
            cut: false,
        }],
    };
    if bytes.len() > FRAME_BYTES_MAX {
        let message = format!("{} bytes, {FRAME_BYTES_MAX} may be", bytes.len());
        return defect(DefectKind::TooLarge, message);
    }
    match serde_json::from_slice::<M>(bytes) {
        Ok(message) => match excess(&message) {
            None => Parsed {
                messages: vec![message],
                defects: Vec::new(),
            },
            Some(what) => defect(DefectKind::TooMany, what),
        },
        Err(error) => {
            let quote: String = String::from_utf8_lossy(bytes)
                .chars()
                .take(QUOTE_CHARS_MAX)
                .collect();
            defect(DefectKind::Malformed, format!("{error}; begins {quote:?}"))
        }
    }
}

/// Says what is over its bound.
fn over(what: &str, count: usize, max: usize) -> Option<String> {
    (count > max).then(|| format!("{count} {what}, {max} may be"))
}

/// The four times of one heart-beat answer, in milliseconds: the offset of the platform's clock
/// against the desk's (positive when the platform is ahead), as in NTP (RFC 5905, section 8).
#[must_use]
pub fn clock_offset_ms(sent: i64, heard: i64, answered: i64, returned: i64) -> i64 {
    let there = heard.saturating_sub(sent);
    let back = answered.saturating_sub(returned);
    there.saturating_add(back) / 2
}

/// A newest-first list of places in a log, dense near its head and ever sparser below: where two
/// logs part is found between two of them.
#[must_use]
pub fn mark_places(head: u64) -> Vec<u64> {
    let mut places = Vec::new();
    let mut step = 1;
    let mut place = head;
    while place > 0 && places.len() < MARKS_MAX - 1 {
        places.push(place);
        place = place.saturating_sub(step);
        step = step.saturating_mul(2);
    }
    places.push(0);
    places
}

/// Whether a text is short enough to keep or show.
fn is_short(text: &str) -> bool {
    text.len() <= SHORT_TEXT_MAX
}

#[cfg(test)]
mod tests;
