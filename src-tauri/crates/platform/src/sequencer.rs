//! The one writer of the log: it takes what waits, commits it at once and then shows it.

use std::sync::Arc;

use emergency::id::OriginId;
use emergency::time::UtcMs;
use protocols::platform::{Checkpoint, Hello, LogMark, RefusedCode, ResumeToken};
use tokio::sync::{mpsc, oneshot, watch};

use crate::Clock;
use crate::ledger::{Greeting, Ledger, Outcome, Picture, Submission};
use crate::tail::Tail;

/// Requests that wait for the writer; more wait in their sessions, and so on the wire.
pub const QUEUE_MAX: usize = 1_024;
/// Events in one commit.
pub const COMMIT_EVENTS_MAX: usize = 500;

/// What a session asks of the writer.
enum Ask {
    Submit(Submission, oneshot::Sender<Outcome>),
    Other(Question),
}

/// What is answered by itself, between two commits.
enum Question {
    Greet(Box<Hello>, oneshot::Sender<Result<Greeting, RefusedCode>>),
    Place(ResumeToken, oneshot::Sender<Option<Vec<LogMark>>>),
    Renumber(OriginId, u32, oneshot::Sender<Outcome>),
    Snapshot(Option<OriginId>, Vec<OriginId>, oneshot::Sender<Picture>),
    Checkpoint(oneshot::Sender<Checkpoint>),
}

/// What everybody may know of the log: it is on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// Its epoch.
    pub log_epoch: u64,
    /// Its head.
    pub head: LogMark,
}

/// The way to the writer; clones lead to the same one.
#[derive(Clone)]
pub struct Sequencer {
    asks: mpsc::Sender<Ask>,
    published: watch::Receiver<Published>,
    pub(crate) tail: Arc<Tail>,
}

/// The writer is gone: the platform is stopping, or the writer died.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the writer of the log is gone")]
pub struct Gone;

/// The writer itself, to be run on a thread or as a task.
pub struct Writer {
    ledger: Ledger,
    asks: mpsc::Receiver<Ask>,
    published: watch::Sender<Published>,
    tail: Arc<Tail>,
    clock: Clock,
}

/// A writer over a ledger, and the way to it.
#[must_use]
pub fn sequencer(ledger: Ledger, clock: Clock) -> (Sequencer, Writer) {
    let (asks_in, asks) = mpsc::channel(QUEUE_MAX);
    let now = Published {
        log_epoch: ledger.identity().1,
        head: ledger.head(),
    };
    let (published, watching) = watch::channel(now);
    let tail = Arc::new(Tail::default());
    let door = Sequencer {
        asks: asks_in,
        published: watching,
        tail: Arc::clone(&tail),
    };
    (
        door,
        Writer {
            ledger,
            asks,
            published,
            tail,
            clock,
        },
    )
}

impl Writer {
    /// Runs as a task, until every way to it is gone; for a simulation on one thread.
    pub async fn run(mut self) {
        while let Some(first) = self.asks.recv().await {
            self.step(first);
        }
    }

    /// Runs on the calling thread, until every way to it is gone.
    pub fn run_blocking(mut self) {
        while let Some(first) = self.asks.blocking_recv() {
            self.step(first);
        }
    }

    /// One commit of all that waits, up to the bound; other requests are answered in their turn.
    fn step(&mut self, first: Ask) {
        let mut next = Some(first);
        while let Some(ask) = next.take() {
            match ask {
                Ask::Submit(submission, reply) => next = self.commit(submission, reply),
                Ask::Other(question) => {
                    self.answer(question);
                    next = self.asks.try_recv().ok();
                }
            }
        }
    }

    /// Gathers submissions up to the first other request or the bound, commits, shows, answers.
    fn commit(&mut self, first: Submission, reply: oneshot::Sender<Outcome>) -> Option<Ask> {
        let mut events = size(&first);
        let (mut batch, mut replies) = (vec![first], vec![reply]);
        let mut behind = None;
        while events < COMMIT_EVENTS_MAX {
            match self.asks.try_recv() {
                Ok(Ask::Submit(submission, reply)) => {
                    events += size(&submission);
                    batch.push(submission);
                    replies.push(reply);
                }
                Ok(other) => {
                    behind = Some(other);
                    break;
                }
                Err(_) => break,
            }
        }
        let now = self.now();
        let (outcomes, lines) = self.ledger.sequence(batch, now);
        self.tail.push(&lines);
        self.publish();
        for (reply, outcome) in replies.into_iter().zip(outcomes) {
            // The session may have gone meanwhile; its desk will ask again.
            let _ = reply.send(outcome);
        }
        behind
    }

    fn answer(&mut self, question: Question) {
        match question {
            Question::Greet(hello, reply) => {
                let greeting = self.ledger.greet(&hello);
                self.publish();
                let _ = reply.send(greeting);
            }
            Question::Place(token, reply) => {
                let marks = self.ledger.place(&token).unwrap_or_else(|error| {
                    tracing::error!(%error, "a place in the log cannot be looked up");
                    None
                });
                self.publish();
                let _ = reply.send(marks);
            }
            Question::Renumber(origin, left, reply) => {
                let outcome = self
                    .ledger
                    .renumber(&origin, left)
                    .unwrap_or(Outcome::Failed);
                let _ = reply.send(outcome);
            }
            Question::Snapshot(desk, earlier, reply) => {
                drop(reply.send(self.ledger.snapshot(desk.as_ref(), earlier)));
            }
            Question::Checkpoint(reply) => drop(reply.send(self.ledger.checkpoint(self.now()))),
        }
    }

    fn publish(&self) {
        let now = Published {
            log_epoch: self.ledger.identity().1,
            head: self.ledger.head(),
        };
        self.published.send_if_modified(|published| {
            let changed = *published != now;
            published.clone_from(&now);
            changed
        });
    }

    fn now(&self) -> UtcMs {
        (self.clock)()
    }
}

fn size(submission: &Submission) -> usize {
    match submission {
        Submission::Events { events, .. } | Submission::Offer { events } => events.len(),
        Submission::Own(_) => 1,
    }
}

impl Sequencer {
    /// What is on disk, and a way to hear of more.
    #[must_use]
    pub fn published(&self) -> watch::Receiver<Published> {
        self.published.clone()
    }

    async fn ask<T>(&self, make: impl FnOnce(oneshot::Sender<T>) -> Ask) -> Result<T, Gone> {
        let (reply, answer) = oneshot::channel();
        self.asks.send(make(reply)).await.map_err(|_| Gone)?;
        answer.await.map_err(|_| Gone)
    }

    async fn question<T>(
        &self,
        make: impl FnOnce(oneshot::Sender<T>) -> Question,
    ) -> Result<T, Gone> {
        self.ask(|reply| Ask::Other(make(reply))).await
    }

    /// Puts something into the log; when this returns it is on disk, or the outcome says why not.
    ///
    /// # Errors
    /// When the writer is gone.
    pub async fn submit(&self, submission: Submission) -> Result<Outcome, Gone> {
        self.ask(|reply| Ask::Submit(submission, reply)).await
    }

    /// Compares a desk with the log.
    ///
    /// # Errors
    /// When the writer is gone.
    pub async fn greet(&self, hello: Hello) -> Result<Result<Greeting, RefusedCode>, Gone> {
        self.question(|reply| Question::Greet(Box::new(hello), reply))
            .await
    }

    /// None when the log holds the place; else the marks to go back by.
    ///
    /// # Errors
    /// When the writer is gone.
    pub async fn place(&self, token: ResumeToken) -> Result<Option<Vec<LogMark>>, Gone> {
        self.question(|reply| Question::Place(token, reply)).await
    }

    /// A new incarnation at the desk's own wish.
    ///
    /// # Errors
    /// When the writer is gone.
    pub async fn renumber(&self, origin: OriginId, left: u32) -> Result<Outcome, Gone> {
        self.question(|reply| Question::Renumber(origin, left, reply))
            .await
    }

    /// The states of all open things, and the entry after which they are so; with a desk, how far
    /// they know its own events and those of its earlier names.
    ///
    /// # Errors
    /// When the writer is gone.
    pub async fn snapshot(
        &self,
        desk: Option<OriginId>,
        earlier: Vec<OriginId>,
    ) -> Result<Picture, Gone> {
        self.question(|reply| Question::Snapshot(desk, earlier, reply))
            .await
    }

    /// The signed head.
    ///
    /// # Errors
    /// When the writer is gone.
    pub async fn checkpoint(&self) -> Result<Checkpoint, Gone> {
        self.question(Question::Checkpoint).await
    }
}
