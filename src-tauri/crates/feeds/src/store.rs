//! The way from the connections or the messages of a feed to the log: one writer, many facts in one
//! commit.

use std::net::IpAddr;
use std::sync::Arc;

use emergency::decide::Draft;
use emergency::time::UtcMs;
use protocols::Defect;
use tokio::sync::{mpsc, oneshot};

use crate::health::SharedHealth;
use crate::intake::{Intake, Unreadable, code};
use crate::ration::Minute;
use crate::talk::{Outcome, Register};

/// Connections that may wait for the writer; the others wait to be read.
const QUEUE_MAX: usize = 1_024;
/// Entries that are taken into one commit.
const BATCH_MAX: usize = 256;

/// The facts were not stored; the device is not answered and sends again.
pub(crate) struct Lost;

/// Who sent what could not be read.
#[derive(Default)]
struct Sender {
    /// The other end of the connection; nothing where the feed has but one.
    peer: Option<IpAddr>,
    /// The device that speaks there; empty where it is not known.
    device: String,
}

struct Entry {
    drafts: Vec<Draft>,
    defects: Vec<Defect>,
    sender: Sender,
    stored: Option<oneshot::Sender<bool>>,
}

/// The connections' end.
#[derive(Clone)]
pub(crate) struct Store {
    queue: mpsc::Sender<Entry>,
    health: SharedHealth,
    clock: Arc<dyn Intake>,
}

impl Store {
    /// The connections' end and the writer, which runs until the last connection is gone.
    pub(crate) fn open(
        feed: &str,
        intake: Arc<dyn Intake>,
        health: SharedHealth,
    ) -> (Self, impl Future<Output = ()> + Send + use<>) {
        let (queue, entries) = mpsc::channel(QUEUE_MAX);
        let writer = Writer {
            feed: feed.to_owned(),
            intake: Arc::clone(&intake),
            health: health.clone(),
            minute: Minute::default(),
        };
        let store = Self {
            queue,
            health,
            clock: intake,
        };
        (store, writer.run(entries))
    }

    /// Stores what came; returns when facts are on disk. What is no fact is not waited for.
    pub(crate) async fn keep(&self, outcome: Outcome) -> Result<(), Lost> {
        self.put(None, outcome).await
    }

    /// The same of what came from an address.
    pub(crate) async fn keep_of(&self, peer: IpAddr, outcome: Outcome) -> Result<(), Lost> {
        self.put(Some(peer), outcome).await
    }

    async fn put(&self, peer: Option<IpAddr>, outcome: Outcome) -> Result<(), Lost> {
        let now = self.clock.now();
        // What a stranger says is no sign of life of the feed.
        let messages = outcome.messages.saturating_sub(outcome.unproven);
        let defects = outcome.defects.len();
        if messages + defects > 0 {
            self.health.brought(now, messages, defects);
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
            sender: Sender {
                peer,
                device: outcome.device,
            },
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

impl Store {
    /// Stores what time and the register bring, which no message did, and lets the register know;
    /// whether it is on disk. What is not is due again.
    pub(crate) async fn keep_due(&self, mut outcome: Outcome, register: &Register) -> bool {
        if outcome.drafts.is_empty() {
            return true;
        }
        let changes = std::mem::take(&mut outcome.changes);
        let stored = self.keep(outcome).await.is_ok();
        register.settle(stored, changes);
        stored
    }

    /// Holds the newest values against limits that were changed, and stores what that brings.
    pub(crate) async fn keep_changed(&self, register: &Register, format: &str, now: UtcMs) {
        let mut outcome = Outcome::default();
        let judged = register.judge_changed(format, now, &mut outcome);
        if !self.keep_due(outcome, register).await {
            register.judge_again(judged);
        }
    }
}

impl Sender {
    /// `10.1.2.3 889`: the address, and the device where it is known; nothing where neither is.
    fn name(&self) -> Option<String> {
        let address = self.peer.map(|peer| peer.to_canonical().to_string());
        let device = Some(self.device.clone()).filter(|name| !name.is_empty());
        let known: Vec<String> = address.into_iter().chain(device).collect();
        (!known.is_empty()).then(|| known.join(" "))
    }
}

struct Writer {
    feed: String,
    intake: Arc<dyn Intake>,
    health: SharedHealth,
    /// What of its defects was kept in this minute.
    minute: Minute,
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
            .iter()
            .flat_map(|entry| entry.drafts.iter().cloned())
            .collect();
        let all = drafts.is_empty() || self.observe(drafts);
        let alone = batch
            .iter()
            .filter(|entry| !entry.drafts.is_empty())
            .count()
            < 2;
        for entry in batch {
            let drafts = std::mem::take(&mut entry.drafts);
            // One that the log does not take costs the others nothing.
            let stored = all || !alone && !drafts.is_empty() && self.observe(drafts);
            if let Some(waiting) = entry.stored.take() {
                // A connection that has ended does not wait any more.
                waiting.send(stored).ok();
            }
            for defect in std::mem::take(&mut entry.defects) {
                self.keep(defect, &entry.sender, now);
            }
        }
    }

    fn observe(&self, drafts: Vec<Draft>) -> bool {
        let stored = self.intake.observe(drafts);
        if let Err(error) = &stored {
            tracing::warn!(feed = %self.feed, %error, "facts were not stored");
        }
        self.health.stored(stored.is_ok());
        stored.is_ok()
    }

    fn keep(&mut self, defect: Defect, sender: &Sender, now: UtcMs) {
        if defect.raw.is_empty() || !self.minute.has_room(sender.peer, now) {
            return;
        }
        let unreadable = Unreadable {
            feed: self.feed.clone(),
            at: now,
            kind: code(&defect),
            message: defect.message,
            raw: hex::decode(&defect.raw).unwrap_or_default(),
            cut: defect.cut,
        };
        let kept = match sender.name() {
            Some(name) => self.intake.keep_unreadable_of(&name, unreadable),
            None => self.intake.keep_unreadable(unreadable),
        };
        match kept {
            Ok(()) => self.minute.add(sender.peer),
            Err(error) => tracing::warn!(feed = %self.feed, %error, "a defect was not stored"),
        }
    }
}

#[cfg(test)]
mod tests {
    use emergency::alert::AlertReceived;
    use emergency::fact::Fact;
    use emergency::time::MINUTE_MS;

    use super::*;
    use crate::intake::NotStored;
    use crate::ration::{KEPT_PER_MINUTE, KEPT_PER_PEER};

    /// A log that refuses what is about the entity `bad`.
    struct Picky;

    impl Intake for Picky {
        fn observe(&self, drafts: Vec<Draft>) -> Result<(), NotStored> {
            if drafts.iter().any(|draft| draft.entity.id == "bad") {
                let reason = "too large".to_owned();
                return Err(NotStored { reason });
            }
            Ok(())
        }

        fn keep_unreadable(&self, _: Unreadable) -> Result<(), NotStored> {
            Ok(())
        }

        fn now(&self) -> UtcMs {
            UtcMs(0)
        }
    }

    fn entry(ids: &[&str]) -> (Entry, oneshot::Receiver<bool>) {
        let (sender, receiver) = oneshot::channel();
        let fact = || Fact::AlertReceived(AlertReceived::default());
        let drafts = ids.iter().map(|id| Draft::plain(*id, fact())).collect();
        let entry = Entry {
            drafts,
            defects: Vec::new(),
            sender: Sender::default(),
            stored: Some(sender),
        };
        (entry, receiver)
    }

    #[test]
    fn one_fact_that_the_log_refuses_costs_the_others_nothing() {
        let health = SharedHealth::new("演练", "jt808", "");
        let mut writer = Writer {
            feed: "演练".to_owned(),
            intake: Arc::new(Picky),
            health: health.clone(),
            minute: Minute::default(),
        };
        let (good, mut good_waits) = entry(&["good"]);
        let (bad, mut bad_waits) = entry(&["bad"]);
        writer.write(&mut [good, bad]);
        assert_eq!(good_waits.try_recv(), Ok(true), "stored by itself");
        assert_eq!(
            bad_waits.try_recv(),
            Ok(false),
            "and its device hears of it"
        );
        assert_eq!(health.get().why, "store", "the feed says so");
        writer.write(&mut [entry(&[]).0]);
        assert_eq!(health.get().why, "store", "nothing stored repairs nothing");
        writer.write(&mut [entry(&["good"]).0]);
        assert_eq!(health.get().why, "", "a stored fact does");
    }

    /// What keeps who sent what could not be read.
    #[derive(Default)]
    struct Senders(std::sync::Mutex<Vec<String>>);

    impl Intake for Senders {
        fn observe(&self, _: Vec<Draft>) -> Result<(), NotStored> {
            Ok(())
        }

        fn keep_unreadable(&self, _: Unreadable) -> Result<(), NotStored> {
            self.0.lock().expect("no panic").push(String::new());
            Ok(())
        }

        fn keep_unreadable_of(&self, sender: &str, _: Unreadable) -> Result<(), NotStored> {
            self.0.lock().expect("no panic").push(sender.to_owned());
            Ok(())
        }

        fn now(&self) -> UtcMs {
            UtcMs(0)
        }
    }

    #[test]
    fn one_peer_that_sends_nothing_right_leaves_room_for_the_defects_of_others() {
        let senders = Arc::new(Senders::default());
        let mut writer = Writer {
            feed: "演练".to_owned(),
            intake: senders.clone(),
            health: SharedHealth::new("演练", "jt808", ""),
            minute: Minute::default(),
        };
        let of = |last: u8, device: &str| Sender {
            peer: Some(IpAddr::from([10, 0, 0, last])),
            device: device.to_owned(),
        };
        let defect = || Defect::of_bytes(protocols::DefectKind::Noise, "演练", b"~");
        for _ in 0..1_000 {
            writer.keep(defect(), &of(1, ""), UtcMs(0));
        }
        writer.keep(defect(), &of(2, "889"), UtcMs(0));
        let told = || std::mem::take(&mut *senders.0.lock().expect("no panic"));
        let kept = told();
        let loud = usize::try_from(KEPT_PER_PEER).expect("a small number");
        assert_eq!(kept.len(), loud + 1, "so many of one peer, and the other's");
        assert_eq!(kept[0], "10.0.0.1", "who sent it");
        assert_eq!(kept[loud], "10.0.0.2 889", "and which device");
        for last in 0..=u8::MAX {
            writer.keep(defect(), &of(last, ""), UtcMs(0));
        }
        let all = usize::try_from(KEPT_PER_MINUTE).expect("a small number");
        assert_eq!(told().len(), all - loud - 1, "of the feed so many in all");
        writer.keep(defect(), &of(1, ""), UtcMs(MINUTE_MS));
        writer.keep(defect(), &Sender::default(), UtcMs(MINUTE_MS));
        assert_eq!(told(), ["10.0.0.1", ""], "the next minute is another");
    }
}
