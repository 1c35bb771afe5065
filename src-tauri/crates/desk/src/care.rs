//! What has to be done by the hour: the backup, the compact copy of the night, the room on the
//! disk, the full check of the log, the night's check of the plans.

pub(crate) mod found;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use logbook::{BALLAST_BYTES, Room};

use crate::answer::resources::check_tonight;
use crate::answer::resources::night::Night;
use crate::night_copy::{Made, NightCopy};
use crate::opening::OpenError;
use crate::session::Session;
use crate::shelf::Shelf;

use self::found::Care;

/// How often the room on the disk is looked at.
const LOOK_EVERY: Duration = Duration::from_secs(10);
/// How often a backup is made.
const BACKUP_EVERY: Duration = Duration::from_secs(3_600);
/// Before the first backup: a start is busy enough.
const BACKUP_FIRST: Duration = Duration::from_secs(120);
/// Before the first full check of the log, whose end was looked at when it was opened: it reads as
/// much as the disk gives, and the officer waits for the screen.
const VERIFY_FIRST: Duration = Duration::from_secs(20);
/// How often the whole log and the newest copy are checked: a changed byte is found within a day.
const VERIFY_EVERY: Duration = Duration::from_secs(24 * 3_600);

/// Starts the thread; it ends when the desk is closed.
pub(crate) fn start(worker: Worker) -> Result<(), OpenError> {
    let care = Arc::clone(&worker.care);
    let thread = std::thread::Builder::new()
        .name("care".to_owned())
        .spawn(move || worker.run())
        .map_err(|source| OpenError::System {
            what: "care".to_owned(),
            source,
        })?;
    care.is_done_by(thread.thread().clone());
    Ok(())
}

/// What is taken care of, and where that is noted.
pub(crate) struct Worker {
    /// The watch's own log.
    pub(crate) session: Arc<Session>,
    /// Where backups go.
    pub(crate) backup: PathBuf,
    /// What was found.
    pub(crate) care: Arc<Care>,
    /// The plans.
    pub(crate) shelf: Arc<Shelf>,
    /// The night's check of them.
    pub(crate) night: Arc<Night>,
    /// Ends it.
    pub(crate) stop: tokio_util::sync::CancellationToken,
}

impl Worker {
    fn run(&self) {
        let mut night_copy = NightCopy::default();
        let mut next_backup = Instant::now() + BACKUP_FIRST;
        let mut first_check = Some(Instant::now() + VERIFY_FIRST);
        let mut next_check = Instant::now() + VERIFY_EVERY;
        while !self.stop.is_cancelled() {
            self.look_at_room();
            self.try_again();
            if let Err(error) = check_tonight(&self.night, &self.session, &self.shelf) {
                tracing::warn!(%error, "the plans could not be checked");
            }
            if Instant::now() >= next_backup {
                self.back_up();
                next_backup = Instant::now() + BACKUP_EVERY;
            }
            if night_copy.tick(&self.session.logbook, &self.backup, &self.stop) == Made::Failed {
                self.care.change(|found| found.backup_failed = true);
            }
            if first_check.take_if(|at| Instant::now() >= *at).is_some() {
                self.verify();
            }
            if Instant::now() >= next_check {
                self.verify();
                self.verify_copy();
                next_check = Instant::now() + VERIFY_EVERY;
            }
            std::thread::park_timeout(LOOK_EVERY);
        }
    }

    /// After a write that came to nothing: whether the disk takes one again.
    fn try_again(&self) {
        let Some(trouble) = self.session.logbook.trouble() else {
            return;
        };
        match self.session.logbook.try_write() {
            Ok(()) => tracing::warn!(%trouble, "the log can be written again"),
            Err(error) => tracing::error!(%error, "the log still cannot be written"),
        }
    }

    /// The newest copy from its first to its last event: what is kept for the worst day must hold.
    fn verify_copy(&self) {
        let newest = logbook::copies(&self.backup)
            .ok()
            .and_then(|copies| copies.into_iter().next());
        let Some((_, copy)) = newest else { return };
        let whole = match logbook::verify(&copy) {
            Ok(checked) => checked.is_whole(),
            Err(error) => {
                tracing::error!(%error, copy = %copy.display(), "the copy cannot be read");
                false
            }
        };
        if !whole {
            tracing::error!(copy = %copy.display(), "the copy is damaged");
            self.care.change(|found| found.backup_failed = true);
        }
    }

    /// The whole chain, after every start and every day, while the desk works.
    fn verify(&self) {
        match self.session.logbook.verify() {
            Ok(checked) if checked.is_whole() => tracing::info!("the whole log is sound"),
            Ok(checked) => {
                tracing::error!(?checked, "the log is damaged");
                self.care.change(|found| found.damaged = true);
            }
            Err(error) => tracing::error!(%error, "the log could not be checked"),
        }
    }

    /// A full disk is given the ballast back so that the night can be finished.
    fn look_at_room(&self) {
        let Ok(space) = self.session.logbook.space() else {
            return;
        };
        match space.room {
            Room::Alarm if space.ballast_bytes > 0 => {
                let dropped = self.session.logbook.drop_ballast();
                tracing::error!(?dropped, free = space.free_bytes, "the disk is nearly full");
            }
            Room::Enough if space.ballast_bytes == 0 => {
                if let Err(error) = self.session.logbook.lay_ballast(BALLAST_BYTES) {
                    tracing::warn!(%error, "no ballast");
                }
            }
            _ => {}
        }
    }

    fn back_up(&self) {
        let now = self.session.logbook.now();
        let done = logbook::backup(self.session.logbook.path(), &self.backup, now);
        self.care.change(|found| match done {
            Ok(_) => {
                found.backup_at = Some(now);
                found.backup_failed = false;
            }
            Err(error) => {
                tracing::error!(%error, "no backup");
                found.backup_failed = true;
            }
        });
        if let Err(error) = self.session.logbook.tend() {
            tracing::warn!(%error, "the log could not be tended");
        }
    }
}
