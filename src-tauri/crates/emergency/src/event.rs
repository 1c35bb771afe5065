//! The envelope every fact travels in, its hash, its signature and its place in the log.
//!
//! Each origin numbers its own events 1, 2, 3 with no gaps and names the hash of the one
//! before, so that a lost, changed or doubled event shows. The sequencer adds its own order.

use ed25519_dalek::{Signature, SigningKey, Verifier as _, VerifyingKey};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::canonical::Object;
use crate::entity::EntityRef;
use crate::id::{ActorName, OriginId};
use crate::time::UtcMs;

/// Bytes a body may have as JSON text; more is refused at the door.
pub const BODY_BYTES_MAX: usize = 512 * 1024;

/// Hash that stands before the first event of an origin or of a log: 64 zeros.
pub const GENESIS_HASH: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// How the time of a happening is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum TimeSource {
    /// A person said so.
    Human,
    /// A device or another system said so.
    Sensor,
    /// A satellite clock said so.
    Gps,
    /// The desk did it itself at that moment.
    Desk,
    /// Written on paper first and entered later (补录).
    Paper,
}

/// One fact of one origin, as it is signed, stored and sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Event {
    /// UUIDv7; the idempotency key for ever.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub id: Uuid,
    /// Device key of the desk that made it.
    pub origin: OriginId,
    /// Incarnation of that desk, assigned by the platform; a clone or restored desk gets a new one.
    pub incarnation: u32,
    /// 1, 2, 3 … within (origin, incarnation), with no gaps.
    pub oseq: u64,
    /// Hash of the event before it in (origin, incarnation); [`GENESIS_HASH`] for the first.
    pub prev_hash: String,
    /// Kind of the fact, such as `order.sent`.
    pub kind: String,
    /// Version of the body's shape; bodies only ever gain fields.
    pub v: u16,
    /// What it is about first of all.
    pub entity: EntityRef,
    /// On claims: the claim revision of the thing as the desk knew it.
    pub expect_rev: Option<u64>,
    /// On claims: the custody epoch under which the desk acted.
    pub custody_epoch: Option<u64>,
    /// On claims: not to be carried out after this time of the platform's clock.
    pub valid_until: Option<UtcMs>,
    /// Who did it.
    pub actor: ActorName,
    /// In which role.
    pub role: String,
    /// When it happened, as claimed.
    pub occurred_at: UtcMs,
    /// How that time is known.
    pub occurred_by: TimeSource,
    /// The desk's wall clock when it was recorded.
    pub recorded_at: UtcMs,
    /// The last measured offset of that clock against the platform's, when there was one.
    pub clock_offset_ms: Option<i64>,
    /// True for everything that belongs to a drill.
    pub exercise: bool,
    /// The fact itself.
    #[cfg_attr(feature = "ts", ts(type = "unknown"))]
    pub body: serde_json::Value,
    /// Signature algorithm, `ed25519`.
    pub alg: String,
    /// Signature over [`Event::hash`], hex.
    pub sig: String,
}

/// What the sequencer decided about a claim; a plain fact is always [`Verdict::Ok`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case", rename_all_fields = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Verdict {
    /// Recorded; if it was a claim, granted.
    Ok,
    /// Another claim on the same thing stands.
    Conflict {
        /// The claims it collides with, by event id.
        #[cfg_attr(feature = "ts", ts(type = "Array<string>"))]
        with: Vec<Uuid>,
    },
    /// Its time had run out when it was sequenced.
    Expired,
    /// Of a counted claim, this many were granted.
    Granted {
        /// How many.
        quantity: u32,
    },
    /// Settled before by something else; nothing to do.
    Moot,
    /// Not granted.
    Refused {
        /// Why.
        reason: RefusedBecause,
    },
}

/// Why the sequencer did not grant a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "because",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum RefusedBecause {
    /// Another desk has custody and has not confirmed.
    HeldBy {
        /// The custodian.
        holder: OriginId,
    },
    /// Custody has passed on since the desk acted.
    StaleEpoch {
        /// The epoch in force.
        epoch: u64,
    },
    /// The thing is not known to the sequencer.
    Unknown,
    /// The body cannot be read as its kind demands.
    Malformed,
}

/// One line of the ordered log: an event and what the sequencer added.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Entry {
    /// Which authority's log.
    pub log_id: String,
    /// Changes when the log was restored from a backup.
    pub log_epoch: u64,
    /// 1, 2, 3 … with no gaps.
    pub sseq: u64,
    /// The platform's clock.
    pub received_at: UtcMs,
    /// The decision, written once and replayed for ever.
    pub verdict: Verdict,
    /// Hash over the entry before and this one.
    pub log_hash: String,
    /// The event.
    pub event: Event,
}

/// Why an event is not what it claims to be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The origin is not a device key.
    #[error("origin {origin} is not a device key")]
    Origin {
        /// The origin as given.
        origin: String,
    },
    /// The signature does not fit the content.
    #[error("signature of event {id} does not fit its content")]
    Signature {
        /// The event.
        id: Uuid,
    },
    /// The algorithm is not known here.
    #[error("signature algorithm {alg} is not known")]
    Algorithm {
        /// As given.
        alg: String,
    },
}

/// What signs for a desk: its device key, or whatever holds that key for it.
pub trait Pen {
    /// The desk's name: the public half of its key, hex.
    fn origin(&self) -> OriginId;
    /// An Ed25519 signature (RFC 8032).
    fn sign(&self, digest: &[u8; 32]) -> [u8; 64];
}

impl Pen for SigningKey {
    fn origin(&self) -> OriginId {
        origin_of(self)
    }

    fn sign(&self, digest: &[u8; 32]) -> [u8; 64] {
        ed25519_dalek::Signer::sign(self, digest).to_bytes()
    }
}

/// An event as text, once it is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// [`Event::text`].
    pub text: String,
    /// [`Event::hash`].
    pub hash: String,
}

/// The text of an event without its signature, and where that belongs.
struct Unsigned {
    text: Vec<u8>,
    sig_at: usize,
}

impl Unsigned {
    fn digest(&self) -> [u8; 32] {
        Sha256::digest(&self.text).into()
    }

    fn signed(self, sig: &str) -> String {
        let Self { text, sig_at } = self;
        let mut whole = Vec::with_capacity(text.len() + sig.len() + 16);
        whole.extend_from_slice(&text[..sig_at]);
        whole.extend_from_slice(b",\"sig\":");
        serde_json::to_writer(&mut whole, sig).expect("a buffer takes a text");
        whole.extend_from_slice(&text[sig_at..]);
        String::from_utf8(whole).expect("JSON is UTF-8")
    }
}

impl Event {
    /// SHA-256 over the canonical JSON (RFC 8785) of everything but the signature, hex.
    #[must_use]
    pub fn hash(&self) -> String {
        hex::encode(self.unsigned().digest())
    }

    /// The event as it is stored and sent: canonical JSON, signature included.
    #[must_use]
    pub fn text(&self) -> String {
        self.unsigned().signed(&self.sig)
    }

    /// All fields but the signature in the order of RFC 8785.
    fn unsigned(&self) -> Unsigned {
        let mut all = Object::new();
        all.plain("actor", &self.actor);
        all.plain("alg", &self.alg);
        all.value("body", &self.body);
        all.number("clockOffsetMs", self.clock_offset_ms);
        all.number("custodyEpoch", self.custody_epoch);
        let mut entity = Object::new();
        entity.plain("id", &self.entity.id);
        entity.plain("kind", &self.entity.kind);
        all.object("entity", entity);
        all.plain("exercise", &self.exercise);
        all.number("expectRev", self.expect_rev);
        all.plain("id", &self.id);
        all.number("incarnation", Some(self.incarnation));
        all.plain("kind", &self.kind);
        all.number("occurredAt", Some(self.occurred_at.0));
        all.plain("occurredBy", &self.occurred_by);
        all.plain("origin", &self.origin);
        all.number("oseq", Some(self.oseq));
        all.plain("prevHash", &self.prev_hash);
        all.number("recordedAt", Some(self.recorded_at.0));
        all.plain("role", &self.role);
        let sig_at = all.len();
        all.number("v", Some(self.v));
        all.number("validUntil", self.valid_until.map(|at| at.0));
        Unsigned {
            text: all.finish(),
            sig_at,
        }
    }

    /// Signs the content with the desk's key, names the key as origin, answers [`Event::hash`].
    pub fn seal(&mut self, pen: &impl Pen) -> String {
        self.seal_as_text(pen).hash
    }

    /// Seals as [`Event::seal`] and answers the text as well, which is written only once.
    pub fn seal_as_text(&mut self, pen: &impl Pen) -> Sealed {
        self.origin = pen.origin();
        "ed25519".clone_into(&mut self.alg);
        let unsigned = self.unsigned();
        let digest = unsigned.digest();
        self.sig = hex::encode(pen.sign(&digest));
        Sealed {
            text: unsigned.signed(&self.sig),
            hash: hex::encode(digest),
        }
    }

    /// Checks that the origin's key signed this content.
    ///
    /// # Errors
    /// [`SealError`] names what does not fit.
    pub fn verify(&self) -> Result<(), SealError> {
        self.verified_hash().map(drop)
    }

    /// Checks as [`Event::verify`] and answers [`Event::hash`], which it has to compute anyway.
    ///
    /// # Errors
    /// [`SealError`] names what does not fit.
    pub fn verified_hash(&self) -> Result<String, SealError> {
        if self.alg != "ed25519" {
            return Err(SealError::Algorithm {
                alg: self.alg.clone(),
            });
        }
        let wrong_origin = || SealError::Origin {
            origin: self.origin.0.clone(),
        };
        let mut key = [0_u8; 32];
        hex::decode_to_slice(self.origin.as_str(), &mut key).map_err(|_| wrong_origin())?;
        let key = VerifyingKey::from_bytes(&key).map_err(|_| wrong_origin())?;
        let wrong_signature = || SealError::Signature { id: self.id };
        let mut signature = [0_u8; 64];
        hex::decode_to_slice(&self.sig, &mut signature).map_err(|_| wrong_signature())?;
        let digest = self.unsigned().digest();
        key.verify(&digest, &Signature::from_bytes(&signature))
            .map_err(|_| wrong_signature())?;
        Ok(hex::encode(digest))
    }
}

/// The origin name of a device key: its public half, hex.
#[must_use]
pub fn origin_of(key: &SigningKey) -> OriginId {
    OriginId(hex::encode(key.verifying_key().to_bytes()))
}

/// The hash of a log line: over the line before, the place in the log, the verdict and the event.
#[must_use]
pub fn log_hash(
    prev: &str,
    sseq: u64,
    received_at: UtcMs,
    verdict: &Verdict,
    event: &Event,
) -> String {
    log_hash_over(prev, sseq, received_at, verdict, &event.hash(), &event.sig)
}

/// [`log_hash`] for an event whose hash is known already.
///
/// # Panics
/// Never: a verdict always serialises.
#[must_use]
pub fn log_hash_over(
    prev: &str,
    sseq: u64,
    received_at: UtcMs,
    verdict: &Verdict,
    event_hash: &str,
    event_sig: &str,
) -> String {
    let mut sha = Sha256::new();
    sha.update(prev.as_bytes());
    sha.update(sseq.to_be_bytes());
    sha.update(received_at.0.to_be_bytes());
    sha.update(serde_json::to_vec(verdict).expect("a verdict is plain data"));
    sha.update(event_hash.as_bytes());
    sha.update(event_sig.as_bytes());
    hex::encode(sha.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::EntityKind;

    fn sample() -> Event {
        Event {
            id: Uuid::from_u128(7),
            origin: OriginId::default(),
            incarnation: 1,
            oseq: 1,
            prev_hash: GENESIS_HASH.to_owned(),
            kind: "incident.noted".to_owned(),
            v: 1,
            entity: EntityRef::new(EntityKind::Incident, "I1"),
            expect_rev: None,
            custody_epoch: None,
            valid_until: None,
            actor: ActorName::from("演练 王敏"),
            role: "duty".to_owned(),
            occurred_at: UtcMs(1),
            occurred_by: TimeSource::Human,
            recorded_at: UtcMs(2),
            clock_offset_ms: None,
            exercise: true,
            body: serde_json::json!({"text": "氯气", "b": 1.5, "a": 2}),
            alg: String::new(),
            sig: String::new(),
        }
    }

    #[test]
    fn a_sealed_event_verifies_and_any_changed_field_breaks_it() {
        let mut event = sample();
        event.seal(&SigningKey::from_bytes(&[3; 32]));
        assert_eq!(
            event.verify(),
            Ok(()),
            "the key that sealed it is its origin"
        );
        let mut changed = event.clone();
        changed.body["text"] = "氨气".into();
        assert!(changed.verify().is_err(), "a changed body is noticed");
        let mut moved = event.clone();
        moved.oseq = 2;
        assert!(moved.verify().is_err(), "a changed number is noticed");
        let mut other = event;
        other.origin = origin_of(&SigningKey::from_bytes(&[4; 32]));
        assert!(other.verify().is_err(), "another desk's name is noticed");
    }

    #[test]
    fn the_text_is_the_canonical_json_of_all_fields() {
        let mut event = sample();
        let sealed = event.seal_as_text(&SigningKey::from_bytes(&[3; 32]));
        let due = serde_json_canonicalizer::to_string(&event).expect("it has a form");
        assert_eq!(
            sealed.text, due,
            "every field of the envelope is there, in order"
        );
        assert_eq!(event.text(), due, "and again when it is asked for");
        assert_eq!(sealed.hash, event.hash(), "the same hash");
        event.clock_offset_ms = Some(-3);
        event.custody_epoch = Some(u64::MAX);
        event.expect_rev = Some(4);
        event.valid_until = Some(UtcMs(i64::MIN));
        let due = serde_json_canonicalizer::to_string(&event).expect("it has a form");
        assert_eq!(event.text(), due, "fields of claims and odd numbers too");
    }

    #[test]
    fn the_hash_survives_a_trip_through_json() {
        let mut event = sample();
        event.seal(&SigningKey::from_bytes(&[3; 32]));
        let text = serde_json::to_string(&event).expect("serialises");
        let back: Event = serde_json::from_str(&text).expect("reads back");
        assert_eq!(
            back.hash(),
            event.hash(),
            "stored and sent text keep the hash"
        );
    }
}
