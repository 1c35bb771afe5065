//! The programs on the simulated machines.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use emergency::time::UtcMs;
use link::desk::DeskLog;
use link::dial::{Dial, Stream};
use link::run::Link;
use link::session::Calls;
use link::state::WhyDown;
use logbook::authority::MemoryAuthority;
use platform::server::{Platform, Reads};
use tokio::sync::mpsc;
use turmoil::net::{TcpListener, TcpStream};

use super::store::FaultyLog;
use super::{Plan, Shared, work};
use crate::city::parts;
use crate::proxy::{Steering, forward};
use crate::seat::{options, try_open_logbook};
use crate::world::{Clock, chance};

pub(super) const CITY_PORT: u16 = 7_021;
const WIRE_PORT: u16 = 7_022;
/// Where simulated time begins: 2026-06-01T00:00:00Z.
const BEGIN_MS: i64 = 1_780_272_000_000;
const POSITIONS_KEPT: usize = 4;

/// A simulated machine's clock, wrong by so much.
pub(super) fn clock(skew_ms: i64) -> Clock {
    Arc::new(move || {
        let elapsed = turmoil::sim_elapsed().unwrap_or_default();
        UtcMs(BEGIN_MS + skew_ms + i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX))
    })
}

pub(super) struct Listening(pub(super) TcpListener);

impl axum::serve::Listener for Listening {
    type Io = TcpStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (TcpStream, SocketAddr) {
        loop {
            if let Ok(accepted) = self.0.accept().await {
                return accepted;
            }
        }
    }

    fn local_addr(&self) -> std::io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

/// The platform's machine.
pub(super) async fn city(
    outside: Shared,
    plan: Plan,
    starts: Arc<AtomicU64>,
    memory: Option<Arc<MemoryAuthority>>,
) -> turmoil::Result {
    let start = starts.fetch_add(1, Ordering::Relaxed) + 1;
    let mut parts = parts(&outside.city_file(), clock(0), start, Reads::Inline);
    if let Some(memory) = memory {
        parts.ledger.store = memory;
    }
    parts.ledger.rules = plan.rules;
    parts.ledger.faults = plan.faults;
    let (platform, writer) = Platform::open(parts)?;
    tokio::spawn(writer.run());
    let listener = TcpListener::bind(("0.0.0.0", CITY_PORT)).await?;
    platform::server::serve(Listening(listener), platform).await;
    Ok(())
}

/// The wire's machine.
pub(super) async fn wire(steering: Steering) -> turmoil::Result {
    let listener = TcpListener::bind(("0.0.0.0", WIRE_PORT)).await?;
    loop {
        let (desk, _) = listener.accept().await?;
        let steering = steering.clone();
        tokio::spawn(async move {
            if let Ok(city) = TcpStream::connect(("city", CITY_PORT)).await {
                forward(desk, city, steering).await;
            }
        });
    }
}

/// Dials a simulated machine.
pub(super) struct SimDial(pub(super) &'static str, pub(super) u16);

impl Dial for SimDial {
    async fn dial(&self) -> Result<Box<dyn Stream>, WhyDown> {
        let limit = Duration::from_secs(link::dial::CONNECT_S);
        let connecting = TcpStream::connect((self.0, self.1));
        match tokio::time::timeout(limit, connecting).await {
            Ok(Ok(stream)) => Ok(Box::new(stream)),
            Ok(Err(error)) => Err(WhyDown::Unreachable {
                detail: error.to_string(),
            }),
            Err(_) => Err(WhyDown::Slow { phase: "connect" }),
        }
    }

    fn host(&self) -> String {
        format!("{}:{}", self.0, self.1)
    }
}

/// How a desk's machine is set up at one start.
#[derive(Clone, Copy)]
pub(super) struct Setup {
    pub(super) who: u64,
    pub(super) start: u64,
    pub(super) skew_ms: i64,
    /// Set when the file was restored by the command that says so.
    pub(super) suspended: bool,
}

/// A desk's machine: the link, and somebody who works at it.
pub(super) async fn desk(outside: Shared, plan: Plan, setup: Setup) -> turmoil::Result {
    let Setup {
        who,
        start,
        skew_ms,
        suspended,
    } = setup;
    let clock = clock(skew_ms);
    // A file that the desk itself finds damaged ends the run, and the checks tell it.
    let logbook = try_open_logbook(&outside.desk_file(who), who, start, Arc::clone(&clock))?;
    if suspended {
        logbook.suspend_authority()?;
    }
    outside.put(who, Some(logbook.clone()));
    let store = FaultyLog::new(DeskLog::new(logbook.clone()), plan.desk_fault);
    let (heard, _positions) = mpsc::channel(POSITIONS_KEPT);
    let speaks = options(who, start, Calls::Inline);
    let seed = plan.seed << 16 | who << 8 | start;
    let (link, handle) = Link::new(store, speaks, clock, chance(seed), heard);
    let nudge = {
        let handle = handle.clone();
        move || handle.nudge()
    };
    tokio::select! {
        biased;
        () = link.run(SimDial("wire", WIRE_PORT)) => {}
        () = work::work(&outside, &logbook, &plan, setup, nudge) => {}
    }
    Ok(())
}
