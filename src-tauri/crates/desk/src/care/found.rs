//! What the care by the hour found, as the status says it.

use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread::Thread;

use contract::status::StoreStatus;
use emergency::time::UtcMs;
use logbook::{Room, StorageError};

use crate::session::Session;

/// What the hourly care found.
#[derive(Default)]
pub(crate) struct Care {
    found: Mutex<Found>,
    worker: OnceLock<Thread>,
}

#[derive(Default, Clone)]
pub(super) struct Found {
    pub(super) backup_at: Option<UtcMs>,
    pub(super) backup_failed: bool,
    pub(super) damaged: bool,
    paper_at: Option<UtcMs>,
    paper_trouble: &'static str,
}

impl Care {
    /// Wakes the thread, so that a closed desk lets go of its log at once.
    pub(crate) fn wake(&self) {
        if let Some(worker) = self.worker.get() {
            worker.unpark();
        }
    }

    /// Notes the thread that does the work; a desk is opened once.
    pub(super) fn is_done_by(&self, worker: Thread) {
        self.worker.get_or_init(|| worker);
    }

    /// Notes how the hourly copy on paper went.
    pub(crate) fn copied(&self, at: UtcMs, trouble: &'static str) {
        self.change(|found| {
            if trouble.is_empty() {
                found.paper_at = Some(at);
            }
            found.paper_trouble = trouble;
        });
    }

    pub(super) fn change(&self, edit: impl FnOnce(&mut Found)) {
        edit(&mut self.found.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// The store in short.
    pub(crate) fn status(&self, session: &Session) -> StoreStatus {
        let found = self
            .found
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        let space = session.logbook.space().ok();
        let room = space.as_ref().map(|space| space.room);
        let written = session.logbook.trouble();
        let trouble = match (&written, room) {
            _ if found.damaged => "damaged",
            (Some(error), _) => code(error),
            (None, Some(Room::Alarm)) => "disk_full",
            (None, Some(Room::Low)) => "disk_low",
            (None, _) if found.backup_failed => "backup_failed",
            (None, _) => "",
        };
        StoreStatus {
            writable: !found.damaged
                && written.is_none()
                && space.as_ref().is_none_or(|space| space.free_bytes > 0),
            free_bytes: space.map_or(0, |space| space.free_bytes),
            events: session.logbook.counts().map_or(0, |counts| counts.events),
            backup_at: found.backup_at,
            paper_at: found.paper_at,
            paper_trouble: found.paper_trouble.to_owned(),
            trouble: trouble.to_owned(),
        }
    }
}

/// What the last write met, as the screen knows it.
fn code(error: &StorageError) -> &'static str {
    match error {
        StorageError::Full => "disk_full",
        StorageError::Medium { .. } => "disk_failing",
        StorageError::Damaged { .. } => "damaged",
        StorageError::TooLarge { .. } | StorageError::Closed | StorageError::Other { .. } => {
            "unwritable"
        }
    }
}
