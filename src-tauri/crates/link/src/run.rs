//! Session after session, with growing and jittered pauses.

use std::sync::Arc;
use std::time::Duration;

use protocols::platform::Position;
use tokio::sync::{Notify, mpsc, watch};
use tokio::time::Instant;

use crate::dial::Dial;
use crate::session::{self, Desk, LinkOptions, POSITIONS_MAX};
use crate::state::{LinkPhase, LinkState};
use crate::store::{DeskStore, Snapshot};
use crate::{Chance, Clock};

/// The longest pause between two tries, in milliseconds.
pub const PAUSE_MS_MAX: u64 = 60_000;
/// The longest pause after the first failure, in milliseconds.
pub const PAUSE_MS_FIRST: u64 = 1_000;

/// How often the desk's clock is compared with the time that has passed.
const CLOCK_LOOK: Duration = Duration::from_secs(1);
/// Milliseconds by which a clock does not drift between two looks: somebody has set it.
const CLOCK_SET_MS: u64 = 2_000;

/// The link, and what the rest of the desk holds of it.
pub struct Link<S: ?Sized> {
    desk: Desk<S>,
    begun: Instant,
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
        let begun = Instant::now();
        (Self { desk, begun }, handle)
    }

    /// Connects again and again, for ever.
    pub async fn run<D: Dial>(&self, dial: D) {
        tokio::select! {
            biased;
            () = self.connect_on(dial) => {}
            () = self.watch_clock() => {}
        }
    }

    /// The measured offset holds while the desk's clock runs on: not through a restart, and not
    /// when somebody sets the clock.
    async fn watch_clock(&self) {
        let mut ahead = None;
        loop {
            let lived = i64::try_from(self.begun.elapsed().as_millis()).unwrap_or(i64::MAX);
            let wall = (self.desk.clock)().0.saturating_sub(lived);
            let set = ahead.is_none_or(|before: i64| before.abs_diff(wall) > CLOCK_SET_MS);
            if set {
                ahead = Some(wall);
                // The log first: who sees that nothing is known may write at once.
                let noted = self.desk.call(|store| store.note_clock(None)).await;
                if let Err(why) = noted {
                    tracing::warn!(?why, "the clock's offset is still the old one");
                }
                self.desk.change(|state| state.clock_offset_ms = None);
            }
            tokio::time::sleep(CLOCK_LOOK).await;
        }
    }

    async fn connect_on<D: Dial>(&self, dial: D) {
        loop {
            self.desk.enter(LinkPhase::Connecting);
            let why = match dial.dial().await {
                Ok(stream) => {
                    let ends_at = dial.certificate_ends_at();
                    self.desk
                        .change(|state| state.certificate_ends_at = ends_at);
                    session::run(&self.desk, stream, &dial.host()).await
                }
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

    fn pause(&self, attempts: u32) -> Duration {
        let mut bytes = [0_u8; 8];
        (self.desk.chance)(&mut bytes);
        pause(attempts, u64::from_le_bytes(bytes))
    }
}

/// A random pause below a bound that doubles with every try: 500 desks that lost the platform in
/// the same second must not come back in the same second.
fn pause(attempts: u32, random: u64) -> Duration {
    let doubled = PAUSE_MS_FIRST << attempts.saturating_sub(1).min(6);
    let bound = doubled.min(PAUSE_MS_MAX);
    Duration::from_millis(random % (bound + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_hundred_desks_that_lost_the_platform_at_once_come_back_spread_out() {
        let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
        for attempts in 1..12 {
            let bound = (PAUSE_MS_FIRST << (attempts - 1).min(6)).min(PAUSE_MS_MAX);
            let mut quarters = [0_u32; 4];
            for _ in 0..500 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                let pause = pause(attempts, seed >> 11);
                let ms = u64::try_from(pause.as_millis()).expect("short");
                assert!(ms <= bound, "attempt {attempts}: {ms} ms");
                let quarter = usize::try_from(ms * 4 / (bound + 1)).expect("small");
                quarters[quarter] += 1;
            }
            let even = quarters.iter().all(|count| (75..=175).contains(count));
            assert!(
                even,
                "attempt {attempts}: {quarters:?} of 500 in each quarter"
            );
        }
    }
}
