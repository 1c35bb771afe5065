//! One connection: greeting, then two lanes that do not wait for each other.

mod greet;
mod receive;
mod send;
mod shared;

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use ed25519_dalek::SigningKey;
use emergency::id::OriginId;
use futures_util::StreamExt as _;
use protocols::platform::{FRAME_BYTES_MAX, Position};
use tokio::sync::{Notify, mpsc, watch};
use tokio_tungstenite::tungstenite::{self, protocol::WebSocketConfig};
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

use crate::dial::Stream;
use crate::paced::Paced;
use crate::state::{LinkPhase, LinkState, WhyDown};
use crate::store::{DeskStore, Snapshot, StoreError};
use crate::tls::TlsFault;
use crate::{Chance, Clock};

use shared::Shared;

/// Seconds from the stream to the platform's welcome.
pub const HELLO_S: u64 = 10;
/// Seconds one frame may take to leave.
pub const FRAME_S: u64 = 15;
/// Milliseconds of a quiet time slice; [`QUIET_SLICES`] of them in a row are a dead link.
pub const QUIET_MS: u64 = 8_000;
/// Quiet slices after which the link is dead: 24 s, so that it is shown within 25.
pub const QUIET_SLICES: u32 = 3;
/// Bytes in a slice that show that a large frame is still on its way over a slow line.
pub const SLICE_BYTES_MIN: u64 = 4_096;
/// Own events on the way at once.
pub const WINDOW_EVENTS: u64 = 2_000;
/// Refusals of one event before it is parked.
pub const REFUSALS_MAX: u32 = 3;
/// What one lane may ask of the other before it waits.
const CONTROL_MAX: usize = 64;
/// Positions that wait to be sent; more are dropped.
pub const POSITIONS_MAX: usize = 256;

/// Where calls to the store run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Calls {
    /// On the runtime's own threads for such work.
    Apart,
    /// On the calling task: for a simulation, where every step must have its place.
    Inline,
}

/// Who speaks, and how.
#[derive(Clone)]
pub struct LinkOptions {
    /// The device key.
    pub key: SigningKey,
    /// The platform's key, when the desk knows it; another one is not spoken to.
    pub platform: Option<OriginId>,
    /// Code read out by the platform's operator, for the first contact.
    pub enrol_code: Option<String>,
    /// Name and version of the desk's software.
    pub software: String,
    /// Random name of this run of the program, the same for all its sessions.
    pub instance: String,
    /// Where calls to the store run.
    pub calls: Calls,
}

/// What a session works with.
pub struct Desk<S: ?Sized> {
    /// The log.
    pub store: Arc<S>,
    /// Who speaks, and how.
    pub options: LinkOptions,
    /// The wall clock.
    pub clock: Clock,
    /// Random bytes.
    pub chance: Chance,
    /// Rings when the outbox has something new.
    pub nudge: Arc<Notify>,
    /// The link's state.
    pub state: watch::Sender<LinkState>,
    /// Positions that came.
    pub positions: mpsc::Sender<Position>,
    /// Positions to send.
    pub own_positions: tokio::sync::Mutex<mpsc::Receiver<Position>>,
    /// The last snapshot that came; none once the log is past it.
    pub snapshot: watch::Sender<Option<Arc<Snapshot>>>,
}

type Socket = WebSocketStream<Paced<Box<dyn Stream>>>;

impl<S: DeskStore + ?Sized> Desk<S> {
    /// Calls the store where the options say.
    pub(crate) async fn call<T: Send + 'static>(
        &self,
        work: impl FnOnce(&S) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, WhyDown> {
        let store = Arc::clone(&self.store);
        let done = match self.options.calls {
            Calls::Inline => work(&store),
            Calls::Apart => {
                let joined = tokio::task::spawn_blocking(move || work(&store)).await;
                joined.unwrap_or_else(|error| {
                    Err(StoreError {
                        detail: error.to_string(),
                    })
                })
            }
        };
        done.map_err(|error| WhyDown::Storage {
            detail: error.detail,
        })
    }

    pub(crate) fn change(&self, change: impl FnOnce(&mut LinkState)) {
        self.state.send_if_modified(|state| {
            let before = state.clone();
            change(state);
            *state != before
        });
    }

    pub(crate) fn enter(&self, phase: LinkPhase) {
        let now = (self.clock)();
        self.change(|state| {
            if state.phase != phase {
                state.phase = phase;
                state.since = now;
            }
            if phase != LinkPhase::Down {
                state.why_down = None;
            }
            if !phase.is_connected() {
                state.others = None;
            }
        });
    }
}

/// Runs one session on a fresh stream until it ends; answers why.
pub async fn run<S: DeskStore + ?Sized>(
    desk: &Desk<S>,
    stream: Box<dyn Stream>,
    host: &str,
) -> WhyDown {
    desk.enter(LinkPhase::Greeting);
    let read = Arc::new(AtomicU64::new(0));
    let stream = Paced::new(stream, Arc::clone(&read));
    let limit = Duration::from_secs(HELLO_S);
    let greeting = async {
        let mut socket = open(stream, host).await?;
        let greeted = greet::greet(desk, &mut socket).await?;
        Ok::<_, WhyDown>((socket, greeted))
    };
    let (socket, greeted) = match tokio::time::timeout(limit, greeting).await {
        Ok(Ok(greeted)) => greeted,
        Ok(Err(why)) => return why,
        Err(_) => return WhyDown::Slow { phase: "hello" },
    };
    desk.change(|state| state.attempts = 0);
    desk.enter(LinkPhase::CatchingUp);
    let (sink, stream) = socket.split();
    let shared = Shared::new(&greeted);
    let (control, controlled) = mpsc::channel(CONTROL_MAX);
    let receive = receive::Lane::new(desk, &shared, stream, read, control, &greeted);
    let send = send::Lane::new(desk, &shared, sink, controlled, greeted.beat_ms);
    // Both are looked at in turn either way; a fixed order makes simulated runs more alike.
    tokio::select! {
        biased;
        why = receive.run() => why,
        why = send.run() => why,
    }
}

async fn open(stream: Paced<Box<dyn Stream>>, host: &str) -> Result<Socket, WhyDown> {
    let config = WebSocketConfig::default()
        .max_message_size(Some(FRAME_BYTES_MAX))
        .max_frame_size(Some(FRAME_BYTES_MAX));
    let address = format!("ws://{host}/v1/link");
    let opened = client_async_with_config(address, stream, Some(config)).await;
    opened.map(|(socket, _)| socket).map_err(|error| {
        let detail = error.to_string();
        match &error {
            // In TLS 1.3 the platform looks at a device's certificate when the device already
            // takes the handshake for finished.
            tungstenite::Error::Io(io) if TlsFault::of(io) == TlsFault::NotAdmitted => {
                WhyDown::Tls {
                    fault: TlsFault::NotAdmitted,
                    detail,
                }
            }
            _ => WhyDown::NotThePlatform { detail },
        }
    })
}
