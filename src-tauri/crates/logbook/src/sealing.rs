//! Facts numbered, chained and signed: by the writer, or by who brings many of them.
//!
//! Signing costs as much as storing. So who brings many facts signs them itself, the next while
//! the writer stores the ones before, on the standing that the desk has if nobody else writes in
//! between. The writer looks at each: one that does not go on where the desk stands is signed
//! anew. So a wrong guess costs time, and nothing else.

use std::sync::{Arc, Mutex, PoisonError};

use emergency::decide::Draft;
use emergency::event::{BODY_BYTES_MAX, Event, Sealed};
use emergency::id::OriginId;
use emergency::time::UtcMs;

use crate::error::StorageError;
use crate::key::DeviceKey;
use crate::project::Reading;
use crate::record::Who;
use crate::table::event::row_sum;
use crate::table::meta::Meta;
use crate::writer::Ids;

/// Facts from which on who brings them signs them.
pub(crate) const APART_MIN: usize = 16;

/// Bytes of an envelope beside its body.
const ENVELOPE_BYTES: usize = 8 * 1024;

/// Version of the bodies that this program writes.
const BODY_VERSION: u16 = 1;

/// What an own event goes on from.
#[derive(Debug, Clone)]
pub(crate) struct Standing {
    origin: OriginId,
    incarnation: u32,
    exercise: bool,
    clock_offset_ms: Option<i64>,
    chain: Chain,
}

/// Where the desk's own chain goes on.
#[derive(Debug, Clone)]
pub(crate) struct Chain {
    pub(crate) next_oseq: u64,
    pub(crate) head_hash: String,
}

impl Standing {
    pub(crate) fn of(meta: &Meta) -> Self {
        Self {
            origin: meta.origin.clone(),
            incarnation: meta.incarnation,
            exercise: meta.exercise,
            clock_offset_ms: meta.clock_offset_ms,
            chain: Chain {
                next_oseq: meta.next_oseq,
                head_hash: meta.head_hash.clone(),
            },
        }
    }
}

/// The standing after the last commit, for who signs ahead of the next one.
pub(crate) struct Stood(Mutex<Standing>);

impl Stood {
    pub(crate) fn at(meta: &Meta) -> Self {
        Self(Mutex::new(Standing::of(meta)))
    }

    pub(crate) fn set(&self, standing: Standing) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = standing;
    }

    pub(crate) fn get(&self) -> Standing {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

/// What signs: the desk's key, the ids, who does it, and when.
pub(crate) struct Stamp {
    pub(crate) key: Arc<DeviceKey>,
    pub(crate) ids: Ids,
    pub(crate) who: Who,
    pub(crate) now: UtcMs,
}

/// An event on its way into the file.
pub(crate) struct Kept {
    pub(crate) event: Event,
    pub(crate) sealed: Sealed,
    pub(crate) row_sum: [u8; 32],
    pub(crate) reading: Reading,
}

/// Signs one event after the other.
pub(crate) struct Sealing {
    stamp: Stamp,
    standing: Standing,
}

impl Sealing {
    pub(crate) fn new(stamp: Stamp, standing: Standing) -> Self {
        Self { stamp, standing }
    }

    /// Where the chain goes on after what was signed.
    pub(crate) fn into_chain(self) -> Chain {
        self.standing.chain
    }

    /// Hash of the last event that was signed, or of the one before the first.
    pub(crate) fn head(&self) -> &str {
        &self.standing.chain.head_hash
    }

    /// Numbers and signs one fact; `index` is its place in what came together.
    pub(crate) fn seal(&mut self, index: usize, draft: Draft) -> Result<Kept, StorageError> {
        let Self { stamp, standing } = self;
        let mut event = Event {
            id: (stamp.ids)(),
            origin: standing.origin.clone(),
            incarnation: standing.incarnation,
            oseq: standing.chain.next_oseq,
            prev_hash: standing.chain.head_hash.clone(),
            kind: draft.fact.kind().to_owned(),
            v: BODY_VERSION,
            entity: draft.entity,
            expect_rev: draft.expect_rev,
            custody_epoch: draft.custody_epoch,
            // The platform's clock decides, so the time is told in its terms once they are known.
            valid_until: draft
                .valid_until
                .map(|until| until.plus_ms(standing.clock_offset_ms.unwrap_or(0))),
            actor: stamp.who.actor.clone(),
            role: stamp.who.role.clone(),
            occurred_at: stamp.who.occurred_at.unwrap_or(stamp.now),
            occurred_by: stamp.who.by,
            recorded_at: stamp.now,
            clock_offset_ms: standing.clock_offset_ms,
            exercise: standing.exercise,
            body: draft.fact.body(),
            alg: String::new(),
            sig: String::new(),
        };
        let sealed = self.sign(&mut event);
        let bytes = sealed.text.len();
        if bytes > BODY_BYTES_MAX + ENVELOPE_BYTES {
            return Err(StorageError::TooLarge { index, bytes });
        }
        Ok(Kept {
            row_sum: row_sum(&sealed.text, &sealed.hash, None),
            reading: Reading::of(&event),
            event,
            sealed,
        })
    }

    fn sign(&mut self, event: &mut Event) -> Sealed {
        let sealed = event.seal_as_text(self.stamp.key.as_ref());
        let chain = &mut self.standing.chain;
        chain.next_oseq += 1;
        chain.head_hash.clone_from(&sealed.hash);
        sealed
    }

    /// Takes an event that was signed ahead: as it is when it goes on where the desk stands, else
    /// numbered and signed anew. Answers whether it was as it had to be.
    pub(crate) fn take(&mut self, kept: &mut Kept) -> bool {
        let Standing {
            origin,
            incarnation,
            exercise,
            clock_offset_ms,
            chain,
        } = &mut self.standing;
        let event = &mut kept.event;
        let fits = event.oseq == chain.next_oseq
            && event.prev_hash == chain.head_hash
            && event.incarnation == *incarnation
            && event.clock_offset_ms == *clock_offset_ms
            && event.origin == *origin;
        if fits {
            chain.next_oseq += 1;
            chain.head_hash.clone_from(&kept.sealed.hash);
            return true;
        }
        event.id = (self.stamp.ids)();
        event.origin.clone_from(origin);
        event.incarnation = *incarnation;
        event.exercise = *exercise;
        event.oseq = chain.next_oseq;
        event.prev_hash.clone_from(&chain.head_hash);
        let moved_ms = clock_offset_ms.unwrap_or(0) - event.clock_offset_ms.unwrap_or(0);
        event.valid_until = event.valid_until.map(|until| until.plus_ms(moved_ms));
        event.clock_offset_ms = *clock_offset_ms;
        event.recorded_at = self.stamp.now;
        event.occurred_at = self.stamp.who.occurred_at.unwrap_or(self.stamp.now);
        kept.sealed = self.sign(&mut kept.event);
        kept.row_sum = row_sum(&kept.sealed.text, &kept.sealed.hash, None);
        false
    }

    /// Signs what goes into one commit.
    pub(crate) fn seal_all(
        &mut self,
        drafts: Vec<(usize, Draft)>,
    ) -> Result<Vec<Kept>, StorageError> {
        drafts
            .into_iter()
            .map(|(index, draft)| self.seal(index, draft))
            .collect()
    }
}
