//! Session after session, with growing and jittered pauses.

use std::sync::Arc;
use std::time::Duration;

use protocols::platform::Position;
use tokio::sync::{Notify, mpsc, watch};

use crate::dial::Dial;
use crate::session::{self, Desk, LinkOptions, POSITIONS_MAX};
use crate::state::{LinkPhase, LinkState};
use crate::store::{DeskStore, Snapshot};
use crate::{Chance, Clock};

/// The longest pause between two tries, in milliseconds.
pub const PAUSE_MS_MAX: u64 = 60_000;
/// The longest pause after the first failure, in milliseconds.
pub const PAUSE_MS_FIRST: u64 = 1_000;

/// The link, and what the rest of the desk holds of it.
pub struct Link<S: ?Sized> {
    desk: Desk<S>,
}

/// The desk's hold on a link.
#[derive(Clone)]
pub struct LinkHandle {
    nudge: Arc<Notify>,
    state: watch::Receiver<LinkState>,
    snapshot: watch::Receiver<Option<Arc<Snapshot>>>,
    positions: mpsc::Sender<Position>,
}

impl LinkHandle {
    /// Says that the outbox has something new.
    pub fn nudge(&self) {
        self.nudge.notify_one();
    }

    /// The link's state, and a way to hear of changes.
    #[must_use]
    pub fn state(&self) -> watch::Receiver<LinkState> {
        self.state.clone()
    }

    /// The states of all open things while the desk is far behind; none otherwise.
    #[must_use]
    pub fn snapshot(&self) -> watch::Receiver<Option<Arc<Snapshot>>> {
        self.snapshot.clone()
    }

    /// Sends a position; it is dropped when the link is down or slow.
    pub fn send_position(&self, position: Position) {
        // Only the newest counts, and none is kept.
        let _ = self.positions.try_send(position);
    }
}

impl<S: DeskStore + ?Sized> Link<S> {
    /// A link over a desk's log; positions of others go to `positions`.
    pub fn new(
        store: Arc<S>,
        options: LinkOptions,
        clock: Clock,
        chance: Chance,
        positions: mpsc::Sender<Position>,
    ) -> (Self, LinkHandle) {
        let nudge = Arc::new(Notify::new());
        let (state, watching) = watch::channel(LinkState::new(clock()));
        let (snapshot, snapshots) = watch::channel(None);
        let (own, own_positions) = mpsc::channel(POSITIONS_MAX);
        let handle = LinkHandle {
            nudge: Arc::clone(&nudge),
            state: watching,
            snapshot: snapshots,
            positions: own,
        };
        let own_positions = tokio::sync::Mutex::new(own_positions);
        let desk = Desk {
            store,
            options,
            clock,
            chance,
            nudge,
            state,
            positions,
            own_positions,
            snapshot,
        };
        (Self { desk }, handle)
    }

    /// Connects again and again, for ever.
    pub async fn run<D: Dial>(&self, dial: D) {
        loop {
            self.desk.enter(LinkPhase::Connecting);
            let why = match dial.dial().await {
                Ok(stream) => session::run(&self.desk, stream, &dial.host()).await,
                Err(why) => why,
            };
            tracing::info!(?why, "the link is down");
            self.desk.enter(LinkPhase::Down);
            self.desk.change(|state| {
                state.attempts = state.attempts.saturating_add(1);
                state.why_down = Some(why);
            });
            let attempts = self.desk.state.borrow().attempts;
            tokio::time::sleep(self.pause(attempts)).await;
        }
    }

    /// A random pause below a bound that doubles with every try: 500 desks that lost the platform
    /// in the same second must not come back in the same second.
    fn pause(&self, attempts: u32) -> Duration {
        let doubled = PAUSE_MS_FIRST << attempts.saturating_sub(1).min(6);
        let bound = doubled.min(PAUSE_MS_MAX);
        let mut bytes = [0_u8; 8];
        (self.desk.chance)(&mut bytes);
        Duration::from_millis(u64::from_le_bytes(bytes) % (bound + 1))
    }
}
