//! The way from the connections of a feed to the log: one writer, many facts in one commit.

use std::sync::Arc;

use emergency::decide::Draft;
use emergency::time::UtcMs;
use protocols::Defect;
use tokio::sync::{mpsc, oneshot};

use crate::health::SharedHealth;
use crate::intake::{Intake, Unreadable, code};
use crate::talk::Outcome;

/// Connections that may wait for the writer; the others wait to be read.
const QUEUE_MAX: usize = 1_024;
/// Entries that are taken into one commit.
const BATCH_MAX: usize = 256;
/// Defects that are kept with their bytes in a minute; more are counted.
const KEPT_PER_MINUTE: u32 = 60;
const MINUTE_MS: i64 = 60_000;

/// The facts were not stored; the device is not answered and sends again.
pub(super) struct Lost;

struct Entry {
    drafts: Vec<Draft>,
    defects: Vec<Defect>,
    stored: Option<oneshot::Sender<bool>>,
}

/// The connections' end.
#[derive(Clone)]
pub(super) struct Store {
    queue: mpsc::Sender<Entry>,
    health: SharedHealth,
    clock: Arc<dyn Intake>,
}

impl Store {
    /// The connections' end and the writer, which runs until the last connection is gone.
    pub(super) fn open(
        feed: &str,
        intake: Arc<dyn Intake>,
        health: SharedHealth,
    ) -> (Self, impl Future<Output = ()> + Send + use<>) {
        let (queue, entries) = mpsc::channel(QUEUE_MAX);
        let writer = Writer {
            feed: feed.to_owned(),
            intake: Arc::clone(&intake),
            health: health.clone(),
            minute: 0,
            kept: 0,
        };
        let store = Self {
            queue,
            health,
            clock: intake,
        };
        (store, writer.run(entries))
    }

    /// Stores what came; returns when facts are on disk. What is no fact is not waited for.
    pub(super) async fn keep(&self, outcome: Outcome) -> Result<(), Lost> {
        let now = self.clock.now();
        let (messages, defects) = (outcome.messages, outcome.defects.len());
        if messages + defects > 0 {
            self.health.brought(now, messages, defects);
            self.health.count(now, messages);
        }
        if let Some(offset_ms) = outcome.clock_offset_ms {
            self.health.clock(offset_ms);
        }
        for defect in &outcome.defects {
            self.health
                .defect(&code(defect), &defect.message, &defect.raw);
        }
        if outcome.drafts.is_empty() && outcome.defects.is_empty() {
            return Ok(());
        }
        let waits = !outcome.drafts.is_empty();
        let (sender, receiver) = oneshot::channel();
        let entry = Entry {
            drafts: outcome.drafts,
            defects: outcome.defects,
            stored: waits.then_some(sender),
        };
        self.queue.send(entry).await.map_err(|_| Lost)?;
        if !waits {
            return Ok(());
        }
        match receiver.await {
            Ok(true) => Ok(()),
            _ => Err(Lost),
        }
    }
}

struct Writer {
    feed: String,
    intake: Arc<dyn Intake>,
    health: SharedHealth,
    minute: i64,
    kept: u32,
}

impl Writer {
    async fn run(mut self, mut entries: mpsc::Receiver<Entry>) {
        let mut batch = Vec::with_capacity(BATCH_MAX);
        while entries.recv_many(&mut batch, BATCH_MAX).await > 0 {
            // The desk's calls block; a batch is bounded.
            tokio::task::block_in_place(|| self.write(&mut batch));
            batch.clear();
        }
    }

    fn write(&mut self, batch: &mut [Entry]) {
        let now = self.intake.now();
        let drafts: Vec<Draft> = batch
            .iter_mut()
            .flat_map(|entry| std::mem::take(&mut entry.drafts))
            .collect();
        let stored = if drafts.is_empty() {
            Ok(())
        } else {
            self.intake.observe(drafts)
        };
        match &stored {
            Ok(()) => self.health.tried(now),
            Err(error) => {
                tracing::warn!(feed = %self.feed, %error, "facts were not stored");
                self.health.failed(now, "store");
            }
        }
        for entry in batch {
            if let Some(waiting) = entry.stored.take() {
                // A connection that has ended does not wait any more.
                waiting.send(stored.is_ok()).ok();
            }
            for defect in std::mem::take(&mut entry.defects) {
                self.keep(defect, now);
            }
        }
    }

    fn keep(&mut self, defect: Defect, now: UtcMs) {
        let minute = now.0.div_euclid(MINUTE_MS);
        if minute != self.minute {
            self.minute = minute;
            self.kept = 0;
        }
        if self.kept >= KEPT_PER_MINUTE || defect.raw.is_empty() {
            return;
        }
        self.kept += 1;
        let unreadable = Unreadable {
            feed: self.feed.clone(),
            at: now,
            kind: code(&defect),
            message: defect.message,
            raw: hex::decode(&defect.raw).unwrap_or_default(),
        };
        if let Err(error) = self.intake.keep_unreadable(unreadable) {
            tracing::warn!(feed = %self.feed, %error, "a defect was not stored");
        }
    }
}
