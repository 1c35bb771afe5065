//! A feed of any sensors by way of an MQTT broker: each message goes through the mapping that a
//! user edits ([`protocols::sensor`]), and the values against their limits.
//!
//! The desk subscribes with QoS 1 under a name of its own and keeps its session: what comes while
//! it is away is sent when it is back, as far as the broker keeps it. A message is acknowledged
//! when the facts that came of it are on disk (decision 0023); one that was not stored ends the
//! line, so that the broker sends it again. Between line and log there is a queue, bounded in
//! messages and in bytes; when it is full the broker is not read.

mod captured;
mod line;
mod tls;

pub use captured::{BYTES_MAX, Captured, MESSAGES_MAX, TOPICS_MAX};
pub use tls::{TlsError, tls_of};

use std::net::IpAddr;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use emergency::time::UtcMs;
use protocols::sensor::{Limits, Mapping, Sample};
use rustls::ClientConfig;
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore, mpsc};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::health::SharedHealth;
use crate::intake::Intake;
use crate::limit::Measured;
use crate::reach::Reach;
use crate::silence;
use crate::store::Store;
use crate::talk::{Outcome, Reading, Register};
use captured::Capture;
use line::{Client, Event, Fault, Heard, Line};

/// The name of the format.
const KIND: &str = "mqtt";
/// Messages between the line and the log.
const QUEUE_MAX: usize = 1_024;
/// Their bytes, in steps of a kilobyte; one message is never more than that of the mapping.
const QUEUE_KB_MAX: u32 = 16 * 1024;
/// Messages that are stored in one commit.
const BATCH_MAX: usize = 256;
/// How long after a line that ended the next is tried: at first, and at most.
const AGAIN_FIRST: Duration = Duration::from_secs(1);
const AGAIN_MAX: Duration = Duration::from_secs(60);
/// How long the desk may be too busy to take a message before the broker is left: it would leave
/// the desk a little later.
const FULL_MAX: Duration = Duration::from_secs(40);
/// How often the health is told what changes with time alone.
const HEALTH_EVERY: Duration = Duration::from_secs(5);
/// How often alarms are looked for whose on-delay ran off in silence.
const DUE_EVERY: Duration = Duration::from_secs(1);
/// How long a client has to stay connected for the next failure to be a first one.
const STEADY: Duration = Duration::from_secs(30);

/// The log did not take what came.
const NOT_STORED: Fault = Fault {
    why: "store",
    poisoned: false,
};

/// Which version of the protocol is spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MqttVersion {
    /// MQTT 3.1.1.
    #[default]
    V311,
    /// MQTT 5.0.
    V5,
}

/// What a feed of a broker is told.
#[derive(Clone)]
pub struct MqttSettings {
    /// Name of the feed.
    pub name: String,
    /// The broker's name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// Whom to trust; nothing is a line that anybody on it can read.
    pub tls: Option<Arc<ClientConfig>>,
    /// Which version is spoken.
    pub version: MqttVersion,
    /// The name under which the broker keeps what comes while the desk is away.
    pub client_id: String,
    /// The user; empty where the broker asks for none.
    pub user: String,
    /// The user's password.
    pub password: String,
    /// From messages to values, until another one is given.
    pub mapping: Mapping,
}

impl MqttSettings {
    fn login(&self) -> Option<(&str, &str)> {
        (!self.user.is_empty()).then_some((self.user.as_str(), self.password.as_str()))
    }

    /// Whether a password would go over a line that others can read.
    fn tells_password(&self) -> bool {
        let here = match self.host.parse::<IpAddr>() {
            Ok(address) => address.is_loopback(),
            Err(_) => self.host == "localhost",
        };
        self.tls.is_none() && !self.password.is_empty() && !here
    }
}

/// A feed of a broker.
pub struct Mqtt {
    settings: MqttSettings,
    /// The mapping in force.
    mapping: RwLock<Arc<Mapping>>,
    /// Another one has come into force.
    remapped: Notify,
    captured: Capture,
    register: Register,
    health: SharedHealth,
}

/// A message between the line and the log.
struct Waiting {
    heard: Box<Heard>,
    _room: OwnedSemaphorePermit,
}

/// Where the line puts its messages.
struct Queue {
    messages: mpsc::Sender<Waiting>,
    room: Arc<Semaphore>,
    /// A message was not stored.
    lost: Arc<Notify>,
}

impl Mqtt {
    /// A feed with its settings.
    #[must_use]
    pub fn new(settings: MqttSettings, reach: Arc<Reach>, health: SharedHealth) -> Self {
        Self {
            register: Register::new(&settings.name, FULL_MAX, reach),
            mapping: RwLock::new(Arc::new(settings.mapping.clone())),
            remapped: Notify::new(),
            captured: Capture::default(),
            settings,
            health,
        }
    }

    /// What it keeps of its points.
    #[must_use]
    pub fn register(&self) -> &Register {
        &self.register
    }

    /// The newest value of a point.
    #[must_use]
    pub fn reading(&self, point: &str) -> Option<Reading> {
        self.register.points.get(point)
    }

    /// The last messages of each topic, by its name, the newest first.
    #[must_use]
    pub fn captured(&self) -> Vec<(String, Vec<Captured>)> {
        self.captured.all()
    }

    /// Brings another mapping into force: what comes from now on is read by it, and its topics are
    /// subscribed to on the line that stands. An alarm of a rule that is gone stands until somebody
    /// resets it, as its device is not read any more.
    pub fn remap(&self, mapping: Mapping) {
        let mut held = self.mapping.write().unwrap_or_else(PoisonError::into_inner);
        *held = Arc::new(mapping);
        drop(held);
        self.remapped.notify_one();
    }

    fn mapping(&self) -> Arc<Mapping> {
        let held = self.mapping.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&held)
    }

    /// Listens to the broker until it is stopped; what was taken is stored.
    pub async fn run(self: Arc<Self>, intake: Arc<dyn Intake>, stop: CancellationToken) {
        if self.settings.tells_password() {
            // Whoever is on the network could write alarms afterwards.
            self.health.failed(intake.now(), "plain_password");
            return;
        }
        let store = Store::open(
            &self.settings.name,
            Arc::clone(&intake),
            self.health.clone(),
        );
        let (store, writer) = store;
        let writer = tokio::spawn(writer);
        let (messages, taken) = mpsc::channel(QUEUE_MAX);
        let queue = Queue {
            messages,
            room: Arc::new(Semaphore::new(QUEUE_KB_MAX as usize)),
            lost: Arc::default(),
        };
        let keeping = Arc::clone(&self).keep(taken, store, intake.clone(), queue.lost.clone());
        let keeping = tokio::spawn(keeping);
        self.lines(&queue, &*intake, &stop).await;
        // The tasks end when nothing can come any more.
        drop(queue);
        for (task, what) in [(keeping, "messages"), (writer, "facts")] {
            if task.await.is_err() {
                tracing::error!(feed = %self.settings.name, what, "a task of a feed failed");
            }
        }
        self.tell_devices(intake.now());
    }

    /// One line after the other, further and further apart while they fail.
    async fn lines(&self, queue: &Queue, intake: &dyn Intake, stop: &CancellationToken) {
        let mut again = AGAIN_FIRST;
        let mut poisoned = false;
        loop {
            let begun = tokio::time::Instant::now();
            let fault = tokio::select! {
                () = stop.cancelled() => return,
                fault = self.line(queue, intake, poisoned) => fault,
            };
            let Err(fault) = fault else {
                // What the broker kept is gone; from here on it is kept again.
                poisoned = false;
                continue;
            };
            self.health.failed(intake.now(), fault.why);
            self.register.deaf();
            // What the broker kept is given up only where it was what ended the line.
            poisoned |= fault.poisoned;
            if begun.elapsed() >= STEADY {
                again = AGAIN_FIRST;
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(again) => {}
            }
            again = (again * 2).min(AGAIN_MAX);
        }
    }

    /// One line until it ends. With `anew` it only makes the broker forget what it kept.
    async fn line(&self, queue: &Queue, intake: &dyn Intake, anew: bool) -> Result<(), Fault> {
        let mut line = Line::new(&self.settings, anew);
        let client = line.client();
        let mut mapping = self.mapping();
        let mut is_up = false;
        let mut every = tokio::time::interval(HEALTH_EVERY);
        loop {
            let event = {
                // It connects in there: it must not begin anew with every tick.
                let next = line.next();
                tokio::pin!(next);
                loop {
                    tokio::select! {
                        _ = every.tick() => self.tell_devices(intake.now()),
                        () = queue.lost.notified() => return Err(NOT_STORED),
                        () = self.remapped.notified() => {
                            let before = std::mem::replace(&mut mapping, self.mapping());
                            if is_up && !anew {
                                resubscribe(&client, &before, &mapping)?;
                            }
                        }
                        event = &mut next => break event?,
                    }
                }
            };
            match event {
                Event::Up if anew => return Ok(()),
                Event::Up => {
                    is_up = true;
                    client.subscribe(&mapping.topics())?;
                }
                Event::Subscribed(0) => self.health.tried(intake.now()),
                Event::Subscribed(_) => self.health.failed(intake.now(), "subscribe"),
                Event::Message(heard) => self.put(queue, heard).await?,
                Event::Other => {}
            }
        }
    }

    async fn put(&self, queue: &Queue, heard: Box<Heard>) -> Result<(), Fault> {
        let bytes = heard.payload.len() + heard.topic.len();
        let kilobytes = u32::try_from(bytes / 1024 + 1).unwrap_or(QUEUE_KB_MAX);
        let room = Arc::clone(&queue.room).acquire_many_owned(kilobytes.min(QUEUE_KB_MAX));
        let taken = async {
            let room = room.await.ok()?;
            let waiting = Waiting { heard, _room: room };
            queue.messages.send(waiting).await.ok()
        };
        match timeout(FULL_MAX, taken).await {
            Ok(Some(())) => Ok(()),
            _ => Err(Fault {
                why: "full",
                poisoned: false,
            }),
        }
    }

    /// Reads what came, stores many at once, and only then acknowledges them.
    async fn keep(
        self: Arc<Self>,
        mut taken: mpsc::Receiver<Waiting>,
        store: Store,
        intake: Arc<dyn Intake>,
        lost: Arc<Notify>,
    ) {
        let mut batch = Vec::with_capacity(BATCH_MAX);
        let mut every = tokio::time::interval(DUE_EVERY);
        let mut looks = tokio::time::interval(HEALTH_EVERY);
        loop {
            let came = tokio::select! {
                came = taken.recv_many(&mut batch, BATCH_MAX) => came,
                _ = every.tick() => {
                    self.keep_due(&store, intake.now()).await;
                    continue;
                }
                _ = looks.tick() => {
                    self.keep_silent(&store, intake.now()).await;
                    continue;
                }
            };
            if came == 0 {
                return;
            }
            let mut outcome = Outcome::default();
            for waiting in &batch {
                self.take(&waiting.heard, intake.now(), &mut outcome);
            }
            let changes = std::mem::take(&mut outcome.changes);
            let stored = store.keep(outcome).await.is_ok();
            self.register.settle(stored, changes);
            if stored {
                for waiting in batch.drain(..) {
                    waiting.heard.acknowledge();
                }
            } else {
                // The broker sends them again.
                lost.notify_one();
                batch.clear();
            }
        }
    }

    /// Stores the alarms of points that fell silent while their on-delay ran. What is not stored is
    /// told again the next time.
    async fn keep_due(&self, store: &Store, now: UtcMs) {
        let mut outcome = Outcome::default();
        self.register.tell_due(now, None, &mut outcome);
        store.keep_due(outcome, &self.register).await;
        store.keep_changed(&self.register, KIND, now).await;
    }

    /// Stores which registered points fell silent or speak again. While the line is down the desk
    /// is deaf, and no point is silent for that.
    async fn keep_silent(&self, store: &Store, now: UtcMs) {
        let mut outcome = Outcome::default();
        if self.health.sign().0 {
            silence::tell(&self.register, KIND, |_| false, now, &mut outcome);
        }
        store.keep_due(outcome, &self.register).await;
    }

    fn take(&self, heard: &Heard, now: UtcMs, outcome: &mut Outcome) {
        self.captured.keep(&heard.topic, &heard.payload, now);
        let parsed = self.mapping().apply(&heard.topic, &heard.payload);
        outcome.messages += usize::from(!parsed.messages.is_empty() || parsed.defects.is_empty());
        outcome.defects.extend(parsed.defects);
        for sample in &parsed.messages {
            self.value(sample, heard, now, outcome);
        }
    }

    fn value(&self, sample: &Sample, heard: &Heard, now: UtcMs, outcome: &mut Outcome) {
        let register = &self.register;
        register.hear(&sample.point, now, &heard.payload, outcome);
        let told = sample.time_ms.map(UtcMs);
        if let Some(told) = told.filter(|_| !heard.retain) {
            // What the broker kept while the desk was away looks late until the point speaks again.
            outcome.clock_offset_ms = Some(told.0 - now.0);
            register.devices.clock(&sample.point, told.0 - now.0);
        }
        // No device is believed that is ahead: what it says next would be older.
        let at = told.unwrap_or(now).min(now);
        let mapped = (sample.limits != Limits::default()).then_some(sample.limits);
        let reading = Reading {
            value: sample.value,
            unit: sample.unit.clone(),
            good: sample.good,
            at,
            heard: if heard.retain { at } else { now },
            name: sample.rule.clone(),
            limits: mapped,
            ..Reading::default()
        };
        register.note(&sample.point, &sample.point, reading);
        let Some(limits) = register.roll.limits(&sample.point).or(mapped) else {
            register.unlimited(KIND, (&sample.point, &sample.rule), now, outcome);
            return;
        };
        // A value of a broken instrument neither raises an alarm nor ends one.
        if !sample.good {
            return;
        }
        let measured = Measured {
            feed: &self.settings.name,
            format: KIND,
            point: &sample.point,
            name: &sample.rule,
            value: sample.value,
            unit: &sample.unit,
            limits: &limits,
            at,
            bytes: &heard.payload,
            line: 0,
        };
        measured.tell(now, register, outcome);
    }

    fn tell_devices(&self, now: UtcMs) {
        self.health.devices_of(&self.register, now);
    }
}

/// Leaves the topics that no rule reads any more and asks for those that are new.
fn resubscribe(client: &Client, before: &Mapping, after: &Mapping) -> Result<(), Fault> {
    let (old, new) = (before.topics(), after.topics());
    let gone: Vec<&str> = old
        .iter()
        .filter(|one| !new.contains(one))
        .copied()
        .collect();
    let come: Vec<&str> = new
        .iter()
        .filter(|one| !old.contains(one))
        .copied()
        .collect();
    client.unsubscribe(&gone)?;
    if come.is_empty() {
        return Ok(());
    }
    client.subscribe(&come)
}

#[cfg(test)]
mod tests;
