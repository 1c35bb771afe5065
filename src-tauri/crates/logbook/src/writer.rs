//! The one thread that writes: takes what waits, writes it in one transaction, then replies.
//!
//! A reply is given after COMMIT with `synchronous=FULL` and not before; tasks that come while a
//! commit is under way share the next one. A task that fails is undone alone; when the medium
//! fails, the connection is given up and opened anew before anything else is written, since a
//! failed fsync may have lost what it was to keep.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;

use ed25519_dalek::SigningKey;
use emergency::entity::EntityRef;
use emergency::time::UtcMs;
use rusqlite::Connection;
use uuid::Uuid;

use crate::changes::{Change, Changes};
use crate::error::StorageError;
use crate::project::Projection;
use crate::sqlite;
use crate::table::meta::{self, Meta};

/// Tasks that may wait for the writer; who brings one more waits at the door.
pub const QUEUE_MAX: usize = 1_024;

/// Events that one commit takes at most, unless a single task has more.
pub const COMMIT_EVENTS_MAX: usize = 500;

/// Tells the time; passed in, so that nothing below the desk reads a clock.
pub type Clock = Arc<dyn Fn() -> UtcMs + Send + Sync>;

/// Makes event ids: UUIDv7, each greater than the one before.
pub type Ids = Arc<dyn Fn() -> Uuid + Send + Sync>;

/// What a task works with: the open transaction and the desk's standing.
pub(crate) struct Write<'a> {
    pub(crate) conn: &'a Connection,
    pub(crate) meta: Meta,
    pub(crate) key: &'a SigningKey,
    pub(crate) clock: &'a Clock,
    pub(crate) ids: &'a Ids,
    pub(crate) projection: Projection,
    pub(crate) touched: BTreeSet<EntityRef>,
    /// Set by a task that changed something besides entities.
    pub(crate) desk: bool,
}

impl Write<'_> {
    /// Number under which what this commit changes is told.
    pub(crate) fn change(&self) -> u64 {
        self.meta.change + 1
    }

    fn finish_task(&mut self) -> rusqlite::Result<()> {
        let change = self.change();
        let changed =
            self.projection
                .flush(self.conn, &self.meta.origin, self.meta.swept, change)?;
        self.touched.extend(changed);
        Ok(())
    }
}

/// One piece of work.
pub(crate) trait Task: Send {
    /// How many events it brings, about.
    fn weight(&self) -> usize;
    /// Does it inside the transaction.
    fn run(&mut self, write: &mut Write<'_>) -> Result<(), StorageError>;
    /// Replies, after the commit or after the failure.
    fn finish(self: Box<Self>, outcome: Result<(), StorageError>);
}

struct Work<T, F> {
    weight: usize,
    work: Option<F>,
    done: Option<T>,
    reply: SyncSender<Result<T, StorageError>>,
}

impl<T, F> Task for Work<T, F>
where
    T: Send,
    F: FnOnce(&mut Write<'_>) -> Result<T, StorageError> + Send,
{
    fn weight(&self) -> usize {
        self.weight
    }

    fn run(&mut self, write: &mut Write<'_>) -> Result<(), StorageError> {
        if let Some(work) = self.work.take() {
            self.done = Some(work(write)?);
        }
        Ok(())
    }

    fn finish(self: Box<Self>, outcome: Result<(), StorageError>) {
        let Self { done, reply, .. } = *self;
        // Who asked may have gone; what was written stays written.
        let _ = reply.send(outcome.and_then(|()| done.ok_or(StorageError::Closed)));
    }
}

/// The way to the writer.
pub(crate) struct Writer {
    queue: Option<SyncSender<Box<dyn Task>>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// Starts the thread on a connection whose file is migrated and checked.
    pub(crate) fn start(desk: Desk, conn: Connection) -> std::io::Result<Self> {
        let (queue, tasks) = sync_channel(QUEUE_MAX);
        let thread = std::thread::Builder::new()
            .name("logbook-writer".to_owned())
            .spawn(move || desk.run(conn, &tasks))?;
        Ok(Self {
            queue: Some(queue),
            thread: Some(thread),
        })
    }

    /// Has a task done and waits for its commit.
    pub(crate) fn submit<T: Send + 'static>(
        &self,
        weight: usize,
        work: impl FnOnce(&mut Write<'_>) -> Result<T, StorageError> + Send + 'static,
    ) -> Result<T, StorageError> {
        let (reply, answer) = sync_channel(1);
        let task = Box::new(Work {
            weight,
            work: Some(work),
            done: None,
            reply,
        });
        let queue = self.queue.as_ref().ok_or(StorageError::Closed)?;
        match queue.try_send(task) {
            Ok(()) => {}
            Err(TrySendError::Full(task)) => {
                tracing::warn!("the writer's queue is full");
                queue.send(task).map_err(|_| StorageError::Closed)?;
            }
            Err(TrySendError::Disconnected(_)) => return Err(StorageError::Closed),
        }
        answer.recv().map_err(|_| StorageError::Closed)?
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.queue = None;
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the writer ended in a panic");
        }
    }
}

/// What the thread keeps besides the connection.
pub(crate) struct Desk {
    pub(crate) path: PathBuf,
    pub(crate) key: SigningKey,
    pub(crate) clock: Clock,
    pub(crate) ids: Ids,
    pub(crate) changes: Arc<Changes>,
}

impl Desk {
    fn run(self, conn: Connection, tasks: &Receiver<Box<dyn Task>>) {
        let mut conn = Some(conn);
        while let Ok(first) = tasks.recv() {
            let mut weight = first.weight();
            let mut group = vec![first];
            while weight < COMMIT_EVENTS_MAX
                && let Ok(next) = tasks.try_recv()
            {
                weight += next.weight();
                group.push(next);
            }
            self.commit(&mut conn, group);
        }
        if let Some(conn) = conn
            && let Err(error) = close(&conn)
        {
            tracing::warn!(%error, "the log was not closed in an orderly way");
        }
        self.changes.close();
    }

    /// Writes a group of tasks in one transaction and replies to each.
    fn commit(&self, slot: &mut Option<Connection>, mut group: Vec<Box<dyn Task>>) {
        let outcome = self
            .usable(slot)
            .and_then(|conn| self.write(conn, &mut group));
        let outcomes = match outcome {
            Ok((outcomes, change)) => {
                if let Some(change) = change {
                    self.changes.publish(&Arc::new(change));
                }
                outcomes
            }
            Err(error) => {
                tracing::error!(%error, "nothing was written");
                if matches!(
                    error,
                    StorageError::Medium { .. } | StorageError::Damaged { .. }
                ) {
                    *slot = None;
                }
                group.iter().map(|_| Err(error.clone())).collect()
            }
        };
        for (task, outcome) in group.into_iter().zip(outcomes) {
            task.finish(outcome);
        }
    }

    /// The connection, opened and looked at anew after the medium has failed.
    fn usable<'a>(&self, slot: &'a mut Option<Connection>) -> Result<&'a Connection, StorageError> {
        if slot.is_none() {
            let conn = sqlite::open_writer(&self.path)?;
            let findings = crate::verify::quick(&conn)?;
            if let Some(finding) = findings.first() {
                return Err(StorageError::Damaged {
                    message: finding.to_string(),
                });
            }
            *slot = Some(conn);
        }
        slot.as_ref().ok_or(StorageError::Closed)
    }

    #[expect(
        clippy::type_complexity,
        reason = "one outcome a task, and the change to tell"
    )]
    fn write(
        &self,
        conn: &Connection,
        group: &mut [Box<dyn Task>],
    ) -> Result<(Vec<Result<(), StorageError>>, Option<Change>), StorageError> {
        conn.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        let written = self.write_in_transaction(conn, group);
        let committed = match written {
            Ok(done) => conn
                .prepare_cached("COMMIT")
                .and_then(|mut commit| commit.execute([]))
                .map(|_| done)
                .map_err(StorageError::from),
            Err(error) => Err(error),
        };
        if committed.is_err() && !conn.is_autocommit() {
            conn.execute_batch("ROLLBACK")?;
        }
        committed
    }

    #[expect(clippy::type_complexity, reason = "as above")]
    fn write_in_transaction(
        &self,
        conn: &Connection,
        group: &mut [Box<dyn Task>],
    ) -> Result<(Vec<Result<(), StorageError>>, Option<Change>), StorageError> {
        let before = meta::load(conn)?.ok_or(StorageError::Damaged {
            message: "the log does not say whose it is".to_owned(),
        })?;
        let mut write = Write {
            conn,
            meta: before.clone(),
            key: &self.key,
            clock: &self.clock,
            ids: &self.ids,
            projection: Projection::default(),
            touched: BTreeSet::new(),
            desk: false,
        };
        let mut outcomes = Vec::with_capacity(group.len());
        if let [only] = group {
            // Alone, it needs no savepoint: the transaction is undone with it.
            only.run(&mut write)?;
            write.finish_task()?;
            outcomes.push(Ok(()));
        } else {
            for task in group {
                outcomes.push(one_of_many(&mut write, task.as_mut())?);
            }
        }
        let change = (write.desk || !write.touched.is_empty() || write.meta != before).then(|| {
            write.meta.change += 1;
            Change {
                number: write.meta.change,
                touched: std::mem::take(&mut write.touched).into_iter().collect(),
                desk: write.desk,
            }
        });
        if change.is_some() {
            meta::store(conn, &write.meta)?;
        }
        Ok((outcomes, change))
    }
}

/// Runs one task; a failure undoes it alone, unless the whole transaction is gone with it.
fn one_of_many(
    write: &mut Write<'_>,
    task: &mut dyn Task,
) -> Result<Result<(), StorageError>, StorageError> {
    let before = write.meta.clone();
    write.conn.prepare_cached("SAVEPOINT task")?.execute([])?;
    let outcome = task
        .run(write)
        .and_then(|()| write.finish_task().map_err(StorageError::from));
    if let Err(error) = outcome {
        write.projection = Projection::default();
        write.meta = before;
        if write.conn.is_autocommit() {
            return Err(error);
        }
        write.conn.execute_batch("ROLLBACK TO task; RELEASE task")?;
        return Ok(Err(error));
    }
    write.conn.prepare_cached("RELEASE task")?.execute([])?;
    Ok(Ok(()))
}

/// Notes the orderly end and empties the write-ahead file.
fn close(conn: &Connection) -> rusqlite::Result<()> {
    meta::set_clean(conn, true)?;
    conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
}
