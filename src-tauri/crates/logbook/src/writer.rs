//! The one thread that writes: takes what waits, writes it in one transaction, then replies.
//!
//! A reply is given after COMMIT with `synchronous=FULL` and not before; tasks that come while a
//! commit is under way share the next one. A task that fails is undone alone; when the medium
//! fails, the connection is given up and opened anew before anything else is written, since a
//! failed fsync may have lost what it was to keep.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::thread::JoinHandle;
use std::time::Duration;

use emergency::entity::EntityRef;
use emergency::time::UtcMs;
use rusqlite::Connection;
use uuid::Uuid;

use crate::ahead::Ahead;
use crate::changes::{Change, Changes};
use crate::error::StorageError;
use crate::faults::{Faults, Moment};
use crate::key::DeviceKey;
use crate::project::Projection;
use crate::search::fill::Filling;
use crate::search::volume::Shelf;
use crate::sqlite;
use crate::table::meta::{self, Meta};

/// Tasks that may wait for the writer; who brings one more waits at the door.
pub const QUEUE_MAX: usize = 1_024;

/// Events that one commit takes at most, unless a single task has more.
pub const COMMIT_EVENTS_MAX: usize = 500;

/// After so long without work the write-ahead file is emptied into the log.
const IDLE: Duration = Duration::from_secs(10);

/// Tells the time; passed in, so that nothing below the desk reads a clock.
pub type Clock = Arc<dyn Fn() -> UtcMs + Send + Sync>;

/// Makes event ids: UUIDv7, each greater than the one before.
pub type Ids = Arc<dyn Fn() -> Uuid + Send + Sync>;

/// What a task works with: the open transaction and the desk's standing.
pub(crate) struct Write<'a> {
    pub(crate) conn: &'a Connection,
    pub(crate) meta: Meta,
    pub(crate) key: &'a Arc<DeviceKey>,
    pub(crate) clock: &'a Clock,
    pub(crate) ids: &'a Ids,
    pub(crate) faults: &'a Faults,
    /// States that are ahead of the log; what a person sees is what is decided on.
    pub(crate) ahead: Option<Arc<Ahead>>,
    pub(crate) projection: &'a mut Projection,
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
    /// True for the last one: nothing is written after it.
    fn is_last(&self) -> bool {
        false
    }
}

/// The end, asked for by whoever closes the desk; replied to once the file is closed.
struct Last {
    reply: SyncSender<()>,
}

impl Task for Last {
    fn weight(&self) -> usize {
        COMMIT_EVENTS_MAX
    }

    fn run(&mut self, _: &mut Write<'_>) -> Result<(), StorageError> {
        Ok(())
    }

    fn finish(self: Box<Self>, _: Result<(), StorageError>) {
        // Who asked may have gone.
        let _ = self.reply.send(());
    }

    fn is_last(&self) -> bool {
        true
    }
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

impl Writer {
    /// Writes what waits, closes the file in an orderly way and takes nothing more.
    pub(crate) fn end(&self) {
        let (reply, answer) = sync_channel(1);
        if let Some(queue) = &self.queue
            && queue.send(Box::new(Last { reply })).is_ok()
        {
            // No answer means that it had ended before.
            let _ = answer.recv();
        }
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
    pub(crate) key: Arc<DeviceKey>,
    pub(crate) clock: Clock,
    pub(crate) ids: Ids,
    pub(crate) changes: Arc<Changes>,
    pub(crate) trouble: Arc<Trouble>,
    pub(crate) faults: Arc<Faults>,
    pub(crate) shelf: Arc<Shelf>,
    pub(crate) ahead: Arc<RwLock<Option<Arc<Ahead>>>>,
}

/// What the last write met when it came to nothing; shown to the officer until one succeeds.
#[derive(Default)]
pub(crate) struct Trouble {
    last: Mutex<Option<StorageError>>,
}

impl Trouble {
    fn set(&self, trouble: Option<StorageError>) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = trouble;
    }

    pub(crate) fn get(&self) -> Option<StorageError> {
        self.last
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl Desk {
    fn run(self, conn: Connection, tasks: &Receiver<Box<dyn Task>>) {
        let mut conn = Some(conn);
        let mut projection = Projection::default();
        let mut emptied = true;
        let mut index = Filling::default();
        let last = loop {
            let first = match tasks.recv_timeout(index.wait(IDLE)) {
                Ok(first) => first,
                Err(RecvTimeoutError::Timeout) if index.is_due() => {
                    emptied = false;
                    index.step(&mut conn, &self.shelf);
                    continue;
                }
                Err(RecvTimeoutError::Timeout) => {
                    if !std::mem::replace(&mut emptied, true) {
                        empty_write_ahead(conn.as_ref());
                    }
                    continue;
                }
                Err(RecvTimeoutError::Disconnected) => break None,
            };
            emptied = false;
            let mut weight = first.weight();
            let mut group = vec![first];
            while weight < COMMIT_EVENTS_MAX
                && let Ok(next) = tasks.try_recv()
            {
                weight += next.weight();
                group.push(next);
            }
            let last = group.pop_if(|task| task.is_last());
            if !group.is_empty() {
                self.commit(&mut conn, &mut projection, group);
                index.note(weight);
                while index.is_far_behind() {
                    index.step(&mut conn, &self.shelf);
                }
            }
            if last.is_some() {
                break last;
            }
        };
        if let Some(conn) = conn
            && let Err(error) = close(&conn)
        {
            tracing::warn!(%error, "the log was not closed in an orderly way");
        }
        self.changes.close();
        if let Some(last) = last {
            last.finish(Ok(()));
        }
    }

    /// Writes a group of tasks in one transaction and replies to each.
    fn commit(
        &self,
        slot: &mut Option<Connection>,
        projection: &mut Projection,
        mut group: Vec<Box<dyn Task>>,
    ) {
        let outcome = self
            .usable(slot)
            .and_then(|conn| self.write(conn, projection, &mut group));
        let outcomes = match outcome {
            Ok((outcomes, change)) => {
                if let Some(change) = change {
                    self.changes.publish(&Arc::new(change));
                }
                self.trouble.set(
                    outcomes
                        .iter()
                        .find_map(|one| trouble_of(one.as_ref().err())),
                );
                outcomes
            }
            Err(error) => {
                tracing::error!(%error, "nothing was written");
                projection.forget();
                self.trouble.set(trouble_of(Some(&error)));
                if error.is_of_the_medium() {
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
            self.faults.at(Moment::Open)?;
            let conn = sqlite::open_writer(&self.path)?;
            let findings = crate::verify::quick(&conn)?;
            if let Some(finding) = findings.first() {
                return Err(StorageError::Damaged {
                    message: finding.to_string(),
                });
            }
            tracing::warn!("the log was opened anew and is whole");
            *slot = Some(conn);
        }
        if let Some(conn) = slot.as_ref() {
            self.faults.settle(conn)?;
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
        projection: &mut Projection,
        group: &mut [Box<dyn Task>],
    ) -> Result<(Vec<Result<(), StorageError>>, Option<Change>), StorageError> {
        conn.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        let written = self.write_in_transaction(conn, projection, group);
        let committed = match written {
            Ok(done) => self
                .faults
                .at(Moment::Commit)
                .and_then(|()| conn.prepare_cached("COMMIT")?.execute([]))
                .and_then(|_| self.faults.at(Moment::Committed))
                .map(|()| done)
                .map_err(StorageError::from),
            Err(error) => Err(error),
        };
        if committed.is_err()
            && !conn.is_autocommit()
            && let Err(error) = conn.execute_batch("ROLLBACK")
        {
            // The connection goes with the error that is told; its end undoes the rest.
            tracing::error!(%error, "the transaction could not be undone");
        }
        committed
    }

    #[expect(clippy::type_complexity, reason = "as above")]
    fn write_in_transaction(
        &self,
        conn: &Connection,
        projection: &mut Projection,
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
            faults: &self.faults,
            ahead: self
                .ahead
                .read()
                .unwrap_or_else(PoisonError::into_inner)
                .clone(),
            projection,
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
        write.projection.forget();
        write.meta = before;
        // On a medium that fails nothing of the group may be called written.
        if write.conn.is_autocommit() || error.is_of_the_medium() {
            return Err(error);
        }
        write.conn.execute_batch("ROLLBACK TO task; RELEASE task")?;
        return Ok(Err(error));
    }
    write.conn.prepare_cached("RELEASE task")?.execute([])?;
    Ok(Ok(()))
}

/// Only what the disk or the file said is trouble; a task that is too large is not.
fn trouble_of(error: Option<&StorageError>) -> Option<StorageError> {
    match error {
        None | Some(StorageError::TooLarge { .. } | StorageError::Closed) => None,
        Some(error) => Some(error.clone()),
    }
}

/// A quiet moment: the log alone holds everything then, and a copy of one file is whole.
fn empty_write_ahead(conn: Option<&Connection>) {
    let Some(conn) = conn else { return };
    // A reader that is in the way is not waited for: the next command must not wait either.
    let emptied = conn.busy_timeout(Duration::ZERO).and_then(|()| {
        let emptied = conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        conn.busy_timeout(Duration::from_millis(
            sqlite::BUSY_TIMEOUT_MS.unsigned_abs(),
        ))?;
        emptied
    });
    if let Err(error) = emptied {
        tracing::warn!(%error, "the write-ahead file stays as it is");
    }
}

/// Notes the orderly end and empties the write-ahead file.
fn close(conn: &Connection) -> rusqlite::Result<()> {
    meta::set_clean(conn, true)?;
    conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
}
