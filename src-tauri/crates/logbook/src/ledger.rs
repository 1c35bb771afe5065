//! All that writing takes: in one hand at a time.
//!
//! Who brings a task while nobody writes and nothing waits writes it itself, as the leader of a
//! write group does: handing it to another thread and waking up again would take longer than the
//! disk. Else the task waits for the writer's thread, which takes all that wait together.

use std::sync::{Mutex, MutexGuard, TryLockError};
use std::time::Duration;

use rusqlite::Connection;

use crate::error::StorageError;
use crate::faults::Moment;
use crate::project::Projection;
use crate::queue::Task;
use crate::search::fill::Filling;
use crate::sqlite;
use crate::table::meta;
use crate::writer::Desk;

/// After so long without work the write-ahead file is emptied into the log.
const IDLE: Duration = Duration::from_secs(10);

/// The connection that writes, and what is kept between its commits.
pub(crate) struct Ledger {
    desk: Desk,
    conn: Option<Connection>,
    projection: Projection,
    index: Filling,
    /// Commits so far: who has waited for a quiet moment sees whether it was one.
    commits: u64,
    /// The log alone holds everything.
    emptied: bool,
    /// The thread sleeps and has to be told of the next commit.
    resting: bool,
    closed: bool,
}

impl Ledger {
    pub(crate) fn new(desk: Desk, conn: Connection) -> Self {
        Self {
            desk,
            conn: Some(conn),
            projection: Projection::default(),
            index: Filling::default(),
            commits: 0,
            emptied: true,
            resting: false,
            closed: false,
        }
    }

    /// Takes the ledger in hand, as soon as nobody else has it.
    pub(crate) fn in_hand(ledger: &Mutex<Self>) -> MutexGuard<'_, Self> {
        ledger.lock().unwrap_or_else(|poisoned| {
            ledger.clear_poison();
            given_up(poisoned.into_inner())
        })
    }

    /// The same, but only when nobody has it and it is not closed.
    pub(crate) fn if_free(ledger: &Mutex<Self>) -> Option<MutexGuard<'_, Self>> {
        let free = match ledger.try_lock() {
            Ok(free) => free,
            Err(TryLockError::WouldBlock) => return None,
            Err(TryLockError::Poisoned(poisoned)) => {
                ledger.clear_poison();
                given_up(poisoned.into_inner())
            }
        };
        (!free.closed).then_some(free)
    }

    /// Writes a group of tasks in one commit and replies to each.
    pub(crate) fn take(&mut self, group: Vec<Box<dyn Task>>) {
        let weight = group.iter().map(|task| task.weight()).sum();
        self.desk
            .commit(&mut self.conn, &mut self.projection, group);
        self.commits += 1;
        self.emptied = false;
        self.index.note(weight);
        while self.index.is_far_behind() {
            self.index.step(&mut self.conn, &self.desk.shelf);
        }
    }

    /// How long the thread waits for a task, and the commits so far.
    pub(crate) fn patience(&mut self) -> (Duration, u64) {
        let patience = self.index.wait(IDLE);
        self.resting = patience == IDLE;
        (patience, self.commits)
    }

    /// Whether the thread sleeps; asked once by who has written something.
    pub(crate) fn has_to_be_told(&mut self) -> bool {
        std::mem::take(&mut self.resting)
    }

    /// The quiet moment now, without waiting for it.
    #[cfg(feature = "faults")]
    pub(crate) fn rest_now(&mut self) {
        self.rest(self.commits);
    }

    /// Does what can wait for a quiet moment, unless something was committed since.
    pub(crate) fn rest(&mut self, since: u64) {
        if self.commits != since {
            return;
        }
        if self.index.is_due() {
            self.emptied = false;
            self.index.step(&mut self.conn, &self.desk.shelf);
        } else if !std::mem::replace(&mut self.emptied, true)
            && let Err(error) = self.empty_write_ahead()
        {
            tracing::warn!(%error, "the write-ahead file stays as it is");
            // A failed fsync may have dropped what it was to keep, here as in a commit.
            if sqlite::is_medium(&error) {
                self.conn = None;
                self.desk.trouble.set(Some(error.into()));
            }
        }
    }

    /// A quiet moment: the log alone holds everything then, and a copy of one file is whole.
    fn empty_write_ahead(&self) -> rusqlite::Result<()> {
        let Some(conn) = &self.conn else {
            return Ok(());
        };
        self.desk.faults.at(Moment::Emptied)?;
        // A reader that is in the way is not waited for: the next command must not wait either.
        conn.busy_timeout(Duration::ZERO)?;
        let emptied = conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        conn.busy_timeout(Duration::from_millis(
            sqlite::BUSY_TIMEOUT_MS.unsigned_abs(),
        ))?;
        emptied
    }

    /// Closes the file in an orderly way; nothing is written after it.
    pub(crate) fn close(&mut self) {
        self.closed = true;
        if let Some(conn) = self.conn.take()
            && let Err(error) = close(&conn)
        {
            tracing::warn!(%error, "the log was not closed in an orderly way");
        }
        self.desk.changes.close();
    }
}

/// A task panicked in somebody's hand: its transaction goes with the connection, and the next
/// commit looks at the file before it goes on.
fn given_up(mut ledger: MutexGuard<'_, Ledger>) -> MutexGuard<'_, Ledger> {
    tracing::error!("a task ended in a panic; the log is opened anew");
    ledger.conn = None;
    ledger.projection.forget();
    // Seen by the officer until the next commit.
    ledger.desk.trouble.set(Some(StorageError::Other {
        message: "a fault of the program while it wrote".to_owned(),
    }));
    ledger
}

/// Notes the orderly end and empties the write-ahead file.
fn close(conn: &Connection) -> rusqlite::Result<()> {
    meta::set_clean(conn, true)?;
    conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
}
