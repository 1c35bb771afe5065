//! The routes of the platform, and what its sessions share.

mod door;
mod greeting;
mod lines;
mod routes;
mod sessions;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::serve::Listener;
use ed25519_dalek::SigningKey;
use emergency::id::OriginId;
use emergency::time::UtcMs;
use logbook::authority::AuthorityStore;
use protocols::platform::Position;
use tokio::sync::broadcast;

use crate::devices::Devices;
use crate::ledger::{Ledger, LedgerParts, OpenError};
use crate::sequencer::{Sequencer, Writer, sequencer};
use crate::tls::Caller;
use crate::{Chance, Clock};

use greeting::{Greetings, Peer};

pub use door::{HEAD_S, OPEN_MAX, OPEN_PER_PEER_MAX};
pub(crate) use greeting::Place;
pub use greeting::{GREETING_MAX, GREETING_PER_PEER_MAX, PLACE_S};
pub(crate) use lines::Lines;
pub use routes::paths;
pub use sessions::{SESSIONS_MAX, Sessions};

/// Positions that wait for a slow desk; older ones are dropped.
const POSITIONS_MAX: usize = 256;

/// Where blocking reads of the store run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reads {
    /// On the runtime's own threads for such work.
    Apart,
    /// On the calling task: for a simulation, where every step must have its place.
    Inline,
}

/// What a platform needs to start.
pub struct PlatformParts {
    /// The log.
    pub ledger: LedgerParts,
    /// Which devices may come in.
    pub devices: Devices,
    /// Bearer tokens of the authorities that may send alerts; none closes that door.
    pub alert_tokens: Vec<String>,
    /// The wall clock.
    pub clock: Clock,
    /// Random bytes.
    pub chance: Chance,
    /// Where blocking reads run.
    pub reads: Reads,
}

/// What all sessions and routes share.
pub struct Platform {
    pub(crate) sequencer: Sequencer,
    pub(crate) devices: Devices,
    pub(crate) sessions: Sessions,
    pub(crate) greetings: Arc<Greetings>,
    pub(crate) positions: broadcast::Sender<(OriginId, Position)>,
    pub(crate) lines: Lines,
    pub(crate) key: SigningKey,
    pub(crate) me: OriginId,
    pub(crate) log_id: String,
    pub(crate) alert_tokens: Vec<String>,
    pub(crate) chance: Chance,
    clock: Clock,
    defects: AtomicU64,
}

impl Platform {
    /// Opens the log; the writer that comes with it has to be run.
    ///
    /// # Errors
    /// When the log cannot be opened.
    pub fn open(parts: PlatformParts) -> Result<(Arc<Self>, Writer), OpenError> {
        let PlatformParts {
            ledger,
            devices,
            alert_tokens,
            clock,
            chance,
            reads,
        } = parts;
        let (key, faults) = (ledger.key.clone(), ledger.faults);
        let store: Arc<dyn AuthorityStore> = Arc::clone(&ledger.store);
        let ledger = Ledger::open(ledger, clock())?;
        let (me, log_id) = (ledger.me().clone(), ledger.identity().0.to_owned());
        let (sequencer, writer) = sequencer(ledger, Arc::clone(&clock));
        let lines = Lines::new(store, Arc::clone(&sequencer.tail), reads, faults);
        let (positions, _) = broadcast::channel(POSITIONS_MAX);
        let sessions = Sessions::default();
        let defects = AtomicU64::new(0);
        let platform = Self {
            sequencer,
            devices,
            sessions,
            greetings: Greetings::new(),
            positions,
            lines,
            key,
            me,
            log_id,
            alert_tokens,
            chance,
            clock,
            defects,
        };
        Ok((Arc::new(platform), writer))
    }

    /// The way to the log.
    #[must_use]
    pub fn sequencer(&self) -> &Sequencer {
        &self.sequencer
    }

    /// The platform's key as an origin; desks pin it.
    #[must_use]
    pub fn key(&self) -> &OriginId {
        &self.me
    }

    /// Whether a desk has a session now.
    #[must_use]
    pub fn is_connected(&self, desk: &OriginId) -> bool {
        self.sessions.has(desk)
    }

    /// How often two running desks with one key were noticed.
    #[must_use]
    pub fn duplicates(&self) -> u64 {
        self.sessions.duplicates()
    }

    /// The platform's clock.
    pub(crate) fn now(&self) -> UtcMs {
        (self.clock)()
    }

    pub(crate) fn count_defect(&self) {
        self.defects.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn defects(&self) -> u64 {
        self.defects.load(Ordering::Relaxed)
    }
}

/// Serves the routes for as long as the listener gives connections.
pub async fn serve<L>(listener: L, platform: Arc<Platform>)
where
    L: Listener<Addr: Into<Caller>>,
{
    door::serve(listener, routes::router(platform)).await;
}
