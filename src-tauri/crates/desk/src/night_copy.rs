//! The compact copy of every night.

use std::path::Path;

use emergency::day::Day;
use emergency::time::{DAY_MS, HOUR_MS, MINUTE_MS, UtcMs};
use logbook::{BackupError, Logbook, compact, compact_copies};
use tokio_util::sync::CancellationToken;

/// Minutes after midnight at which it is due: nothing else is, and nobody hands over. Assumed,
/// 待区里确认.
const DUE_MIN: i64 = 3 * 60 + 30;
/// Milliseconds after which one that failed is tried again.
const AGAIN_MS: i64 = HOUR_MS;

/// What became of the copy of this night.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Made {
    /// It is not due, or there.
    Nothing,
    /// It was written.
    Copy,
    /// It could not be written; why is in the program's log.
    Failed,
}

/// Makes the copies.
#[derive(Debug, Default)]
pub(crate) struct NightCopy {
    failed_at: Option<UtcMs>,
}

impl NightCopy {
    /// Makes the copy of this night when it is due. A desk that was off at that time makes up for
    /// it within the day. Ends early when the desk does.
    pub(crate) fn tick(
        &mut self,
        logbook: &Logbook,
        folder: &Path,
        stop: &CancellationToken,
    ) -> Made {
        let now = logbook.now();
        if !self.is_due(now, folder) {
            return Made::Nothing;
        }
        let stop = stop.clone();
        match compact(logbook.path(), folder, now, move || stop.is_cancelled()) {
            Ok(copy) => {
                tracing::info!(copy = %copy.display(), "the log was written anew");
                self.failed_at = None;
                Made::Copy
            }
            Err(BackupError::Cancelled) => Made::Nothing,
            Err(error) => {
                tracing::error!(%error, "no compact copy");
                self.failed_at = Some(now);
                Made::Failed
            }
        }
    }

    fn is_due(&self, now: UtcMs, folder: &Path) -> bool {
        let due = Day::of(now).begins().plus_ms(DUE_MIN * MINUTE_MS);
        let since_ms = now.since_ms(due);
        // A clock that was ahead has left names that are still to come: they are not of this night.
        let made = compact_copies(folder)
            .unwrap_or_default()
            .into_iter()
            .map(|(at, _)| at)
            .find(|at| *at <= now);
        let waits = self
            .failed_at
            .is_some_and(|at| (0..AGAIN_MS).contains(&now.since_ms(at)));
        (0..DAY_MS).contains(&since_ms) && made.is_none_or(|at| at < due) && !waits
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicI64, Ordering};

    use logbook::{COMPACT_KEPT, OpenOptions};

    use super::*;

    struct Room {
        _folder: tempfile::TempDir,
        logbook: Logbook,
        now: Arc<AtomicI64>,
        copies: std::path::PathBuf,
    }

    impl Room {
        fn new() -> Self {
            let folder = tempfile::tempdir().expect("a folder");
            let now = Arc::new(AtomicI64::new(0));
            let clock = Arc::clone(&now);
            let options = OpenOptions {
                key: ed25519_dalek::SigningKey::from_bytes(&[7; 32]),
                exercise: true,
                clock: Arc::new(move || UtcMs(clock.load(Ordering::Relaxed))),
                ids: crate::clock::ids(),
                ballast_bytes: 0,
            };
            let (logbook, _) =
                Logbook::open(&folder.path().join("log.db"), &options).expect("opens");
            Self {
                copies: folder.path().join("second"),
                _folder: folder,
                logbook,
                now,
            }
        }

        /// On a day of 2026, so many minutes after midnight.
        fn at(&self, day: u32, minutes: i64) {
            let day = Day::new(2026, 6, day).expect("a day of June");
            let now = day.begins().plus_ms(minutes * MINUTE_MS);
            self.now.store(now.0, Ordering::Relaxed);
        }

        fn tick(&self, night: &mut NightCopy) -> Made {
            night.tick(&self.logbook, &self.copies, &CancellationToken::new())
        }

        fn kept(&self) -> usize {
            compact_copies(&self.copies).expect("a folder").len()
        }
    }

    #[test]
    fn a_copy_is_made_once_a_night_at_its_hour_and_a_week_of_them_is_kept() {
        let room = Room::new();
        let mut night = NightCopy::default();
        room.at(1, DUE_MIN - 1);
        assert_eq!(room.tick(&mut night), Made::Nothing, "a minute too early");
        for day in 1..=10 {
            room.at(day, DUE_MIN);
            assert_eq!(room.tick(&mut night), Made::Copy, "night {day}");
            room.at(day, DUE_MIN + 5);
            assert_eq!(room.tick(&mut night), Made::Nothing, "once in night {day}");
            assert_eq!(
                room.tick(&mut NightCopy::default()),
                Made::Nothing,
                "a desk that starts again finds it"
            );
        }
        assert_eq!(room.kept(), COMPACT_KEPT, "the older ones are gone");
        room.at(12, 14 * 60);
        assert_eq!(room.tick(&mut night), Made::Copy, "made up for in the day");
        let newest = &compact_copies(&room.copies).expect("a folder")[0].1;
        let checked = logbook::verify(newest).expect("can be read");
        assert!(checked.is_whole(), "a copy that can be worked with");
    }

    #[test]
    fn a_copy_is_given_up_when_the_desk_ends_and_leaves_nothing() {
        let room = Room::new();
        let mut night = NightCopy::default();
        room.at(1, DUE_MIN);
        // Enough that SQLite asks at least once.
        for number in 0..400 {
            let kept = room
                .logbook
                .save_draft(format!("d{number}"), "演练".to_owned());
            kept.expect("is kept");
        }
        let stop = CancellationToken::new();
        stop.cancel();
        let made = night.tick(&room.logbook, &room.copies, &stop);
        assert_eq!(made, Made::Nothing, "given up, and no fault");
        let left = std::fs::read_dir(&room.copies).expect("a folder").count();
        assert_eq!(left, 0, "nothing half done lies there");
        assert_eq!(room.tick(&mut night), Made::Copy, "the next start makes it");
    }

    #[test]
    fn a_copy_that_fails_is_tried_again_after_a_while() {
        let room = Room::new();
        let mut night = NightCopy::default();
        std::fs::write(&room.copies, "no folder").expect("written");
        room.at(1, DUE_MIN);
        assert_eq!(room.tick(&mut night), Made::Failed, "the folder is a file");
        room.at(1, DUE_MIN + 59);
        assert_eq!(
            room.tick(&mut night),
            Made::Nothing,
            "not every ten seconds"
        );
        std::fs::remove_file(&room.copies).expect("removed");
        room.at(1, DUE_MIN + 60);
        assert_eq!(room.tick(&mut night), Made::Copy, "an hour later");
    }
}
