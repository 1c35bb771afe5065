//! What the two lanes of a session know together.

use std::sync::{Mutex, MutexGuard, PoisonError};

use protocols::platform::LogMark;
use tokio::sync::Notify;

use super::greet::Greeted;
use crate::store::Number;

/// What the two lanes know together.
pub(super) struct Shared {
    inner: Mutex<Known>,
    /// Rings when the sending lane has something new to look at.
    pub(super) ring: Notify,
}

/// Where the session stands.
#[derive(Debug, Clone, Default)]
pub(super) struct Known {
    /// The desk's incarnation.
    pub(super) incarnation: u32,
    /// The last own event given to the wire.
    pub(super) sent: Number,
    /// The last own event of the incarnation that the platform says is durable.
    pub(super) acked: u64,
    /// Set while the desk has to number anew, once it is caught up to the mark.
    pub(super) fork: Option<(u32, LogMark)>,
    /// True while the desk goes back to a common place.
    pub(super) rewinding: bool,
    /// True once events of others that lost their place have been offered or there are none.
    pub(super) offered: bool,
    /// The place in the log.
    pub(super) cursor: u64,
    /// The head of the log, as last heard.
    pub(super) head: u64,
}

impl Shared {
    pub(super) fn new(greeted: &Greeted) -> Self {
        let known = Known {
            incarnation: greeted.incarnation,
            acked: greeted.acked,
            cursor: greeted.cursor,
            head: greeted.head,
            ..Known::default()
        };
        Self {
            inner: Mutex::new(known),
            ring: Notify::new(),
        }
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, Known> {
        // Every change is a plain assignment, so a poisoned state is a whole one.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Progress of the own events.
    pub(super) fn note_ack(&self, incarnation: u32, hi: u64) {
        let mut known = self.lock();
        if incarnation == known.incarnation {
            known.acked = known.acked.max(hi);
        }
    }

    /// The place in the log is now this one; answers whether that is further on.
    pub(super) fn move_to(&self, cursor: u64) -> bool {
        let mut known = self.lock();
        let further = cursor > known.cursor;
        known.cursor = cursor;
        known.head = known.head.max(cursor);
        further
    }

    /// A new incarnation: nothing of it was sent yet.
    pub(super) fn begin(&self, incarnation: u32) {
        let mut known = self.lock();
        known.incarnation = incarnation;
        known.acked = 0;
        known.sent = Number::default();
        known.fork = None;
    }

    /// Sends own events anew from behind a number.
    pub(super) fn send_from(&self, number: Number) {
        self.lock().sent = number;
        self.ring.notify_one();
    }
}
