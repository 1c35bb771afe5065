//! The way to the writer: tasks that wait for their turn, and what they came to.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread::JoinHandle;

use rusqlite::Connection;

use crate::error::StorageError;
use crate::ledger::Ledger;
use crate::writer::{COMMIT_EVENTS_MAX, Desk, Write};

/// Tasks that may wait for the writer; who brings one more waits at the door.
pub const QUEUE_MAX: usize = 1_024;

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

impl<T, F> Work<T, F>
where
    T: Send + 'static,
    F: FnOnce(&mut Write<'_>) -> Result<T, StorageError> + Send + 'static,
{
    fn of(weight: usize, work: F) -> (Box<dyn Task>, Begun<T>) {
        let (reply, answer) = sync_channel(1);
        let task = Box::new(Self {
            weight,
            work: Some(work),
            done: None,
            reply,
        });
        (task, Begun(answer))
    }
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

/// What the thread is asked for.
enum Asked {
    /// To write something.
    Task(Box<dyn Task>),
    /// To look whether there is something for a quiet moment.
    Look,
}

/// The way to the log's writing.
pub(crate) struct Writer {
    ledger: Arc<Mutex<Ledger>>,
    queue: Option<SyncSender<Asked>>,
    /// Tasks that are in the queue or taken from it and not written yet: who comes after them
    /// does not write before them.
    waiting: Arc<AtomicUsize>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// Starts the thread on a connection whose file is migrated and checked.
    pub(crate) fn start(desk: Desk, conn: Connection) -> std::io::Result<Self> {
        let (queue, asked) = sync_channel(QUEUE_MAX);
        let ledger = Arc::new(Mutex::new(Ledger::new(desk, conn)));
        let waiting = Arc::new(AtomicUsize::new(0));
        let (of_thread, counted) = (Arc::clone(&ledger), Arc::clone(&waiting));
        let thread = std::thread::Builder::new()
            .name("logbook-writer".to_owned())
            .spawn(move || attend(&of_thread, &asked, &counted))?;
        Ok(Self {
            ledger,
            queue: Some(queue),
            waiting,
            thread: Some(thread),
        })
    }

    /// Has a task done and waits for its commit.
    pub(crate) fn submit<T: Send + 'static>(
        &self,
        weight: usize,
        work: impl FnOnce(&mut Write<'_>) -> Result<T, StorageError> + Send + 'static,
    ) -> Result<T, StorageError> {
        let (task, begun) = Work::of(weight, work);
        if self.waiting.load(Ordering::Acquire) == 0
            && let Some(ledger) = Ledger::if_free(&self.ledger)
        {
            unharmed(move || self.write_in_hand(ledger, task));
        } else {
            self.hand_over(task)?;
        }
        begun.end()
    }

    /// Writes a task by whoever brought it.
    /// The quiet moment now, without waiting for it.
    #[cfg(feature = "faults")]
    pub(crate) fn rest(&self) {
        Ledger::in_hand(&self.ledger).rest_now();
    }

    fn write_in_hand(&self, mut ledger: MutexGuard<'_, Ledger>, task: Box<dyn Task>) {
        ledger.take(vec![task]);
        if ledger.has_to_be_told()
            && let Some(queue) = &self.queue
        {
            // A full queue wakes the thread as well.
            let _ = queue.try_send(Asked::Look);
        }
    }

    /// Has a task done; whose it is may do something else until it is.
    pub(crate) fn begin<T: Send + 'static>(
        &self,
        weight: usize,
        work: impl FnOnce(&mut Write<'_>) -> Result<T, StorageError> + Send + 'static,
    ) -> Result<Begun<T>, StorageError> {
        let (task, begun) = Work::of(weight, work);
        self.hand_over(task)?;
        Ok(begun)
    }

    fn hand_over(&self, task: Box<dyn Task>) -> Result<(), StorageError> {
        let queue = self.queue.as_ref().ok_or(StorageError::Closed)?;
        self.waiting.fetch_add(1, Ordering::AcqRel);
        let sent = match queue.try_send(Asked::Task(task)) {
            Err(TrySendError::Full(asked)) => {
                tracing::warn!("the writer's queue is full");
                queue.send(asked).map_err(drop)
            }
            other => other.map_err(drop),
        };
        sent.map_err(|()| {
            self.waiting.fetch_sub(1, Ordering::AcqRel);
            StorageError::Closed
        })
    }

    /// Writes what waits, closes the file in an orderly way and takes nothing more.
    pub(crate) fn end(&self) {
        let (reply, answer) = sync_channel(1);
        if self.hand_over(Box::new(Last { reply })).is_ok() {
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

/// A task that is under way.
pub(crate) struct Begun<T>(Receiver<Result<T, StorageError>>);

impl<T> Begun<T> {
    /// Waits for its commit.
    pub(crate) fn end(self) -> Result<T, StorageError> {
        self.0.recv().map_err(|_| StorageError::Closed)?
    }
}

/// The thread: writes what waits, and does in quiet moments what can wait for them.
fn attend(ledger: &Mutex<Ledger>, asked: &Receiver<Asked>, waiting: &AtomicUsize) {
    let last = loop {
        let (patience, commits) = Ledger::in_hand(ledger).patience();
        let first = match asked.recv_timeout(patience) {
            Ok(Asked::Task(first)) => first,
            Ok(Asked::Look) => continue,
            Err(RecvTimeoutError::Timeout) => {
                unharmed(|| Ledger::in_hand(ledger).rest(commits));
                continue;
            }
            Err(RecvTimeoutError::Disconnected) => break None,
        };
        let mut weight = first.weight();
        let mut group = vec![first];
        while weight < COMMIT_EVENTS_MAX
            && let Ok(next) = asked.try_recv()
        {
            if let Asked::Task(next) = next {
                weight += next.weight();
                group.push(next);
            }
        }
        let last = group.pop_if(|task| task.is_last());
        let count = group.len();
        if count > 0 {
            unharmed(|| Ledger::in_hand(ledger).take(group));
            waiting.fetch_sub(count, Ordering::AcqRel);
        }
        if last.is_some() {
            break last;
        }
    };
    Ledger::in_hand(ledger).close();
    if let Some(last) = last {
        last.finish(Ok(()));
    }
}

/// A task that panics loses its own work, whose callers hear that nothing was written; the thread
/// goes on, for everybody else's. It is the same thread or one of a caller: a feed's writer that
/// ended there would store nothing any more.
fn unharmed(work: impl FnOnce()) {
    // The ledger is let go of inside: whoever takes it in hand next finds it poisoned and gives its
    // connection up.
    if catch_unwind(AssertUnwindSafe(work)).is_err() {
        tracing::error!("the writer met a fault of the program");
    }
}
