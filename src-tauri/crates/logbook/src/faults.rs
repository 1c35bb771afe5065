//! Places at which a test lets the medium fail.
//!
//! What real processes meet on real disks is injected from outside; these places give the same
//! on machines where that cannot be done. Without the feature `faults` none can be chosen and
//! nothing is checked.

#[cfg(feature = "faults")]
use std::sync::{Mutex, PoisonError};

use rusqlite::Connection;

/// A moment in the life of a commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    not(feature = "faults"),
    expect(unreachable_pub, reason = "only a test build chooses a moment")
)]
pub enum Moment {
    /// An event was put into the open transaction.
    Stored,
    /// The transaction is about to be committed.
    Commit,
    /// It is on disk, and yet the medium says that it failed.
    Committed,
    /// The file is opened anew after the medium has failed.
    Open,
    /// The write-ahead file is emptied into the log in a quiet moment.
    Emptied,
}

/// What is to fail, and when.
#[cfg(feature = "faults")]
#[derive(Default)]
struct Plan {
    /// The moment, how often it passes before, how often it fails then, and with which code.
    breaks: Vec<(Moment, u32, u32, i32)>,
    lazy: bool,
}

/// The plan of a test; nothing in the shipped program.
#[derive(Default)]
pub(crate) struct Faults {
    #[cfg(feature = "faults")]
    plan: Mutex<Plan>,
}

#[cfg(not(feature = "faults"))]
impl Faults {
    #[expect(
        clippy::unused_self,
        clippy::unnecessary_wraps,
        reason = "a test build has a plan here"
    )]
    pub(crate) fn at(&self, _: Moment) -> rusqlite::Result<()> {
        Ok(())
    }

    #[expect(
        clippy::unused_self,
        clippy::unnecessary_wraps,
        reason = "a test build has a plan here"
    )]
    pub(crate) fn settle(&self, _: &Connection) -> rusqlite::Result<()> {
        Ok(())
    }
}

#[cfg(feature = "faults")]
impl Faults {
    fn plan(&self) -> std::sync::MutexGuard<'_, Plan> {
        self.plan.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Fails when the plan says so.
    pub(crate) fn at(&self, moment: Moment) -> rusqlite::Result<()> {
        let mut plan = self.plan();
        for (_, passes, fails, code) in plan.breaks.iter_mut().filter(|due| due.0 == moment) {
            if *passes > 0 {
                *passes -= 1;
            } else if *fails > 0 {
                *fails -= 1;
                let error = rusqlite::ffi::Error::new(*code);
                return Err(rusqlite::Error::SqliteFailure(error, None));
            }
        }
        Ok(())
    }

    /// The weakened variant that lets the medium take its time.
    pub(crate) fn settle(&self, conn: &Connection) -> rusqlite::Result<()> {
        if self.plan().lazy {
            conn.pragma_update(None, "synchronous", 1)?;
        }
        Ok(())
    }
}

#[cfg(feature = "faults")]
impl crate::Logbook {
    /// Lets a moment fail with a code of SQLite: it passes so often, then fails so often.
    pub fn break_at(&self, moment: Moment, passes: u32, fails: u32, code: i32) {
        let mut plan = self.inner.faults.plan();
        plan.breaks.push((moment, passes, fails, code));
    }

    /// Does now what waits for a quiet moment.
    pub fn rest(&self) {
        self.inner.writer.rest();
    }

    /// Commits with `synchronous=NORMAL` from now on: what was answered may be lost.
    pub fn commit_lazily(&self) {
        self.inner.faults.plan().lazy = true;
    }
}
