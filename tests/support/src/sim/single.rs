//! One desk and one other side, for what has to happen at a certain time.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use link::desk::DeskLog;
use link::run::Link;
use link::session::Calls;
use link::state::{LinkPhase, WhyDown};
use logbook::Logbook;
use platform::server::{Platform, Reads};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::sync::mpsc;
use turmoil::Sim;
use turmoil::net::{TcpListener, TcpStream};

use super::hosts::{CITY_PORT, Listening, SimDial, clock};
use crate::city::parts;
use crate::seat::{open_logbook, options};
use crate::world::{chance, incident, officer};

/// Milliseconds of one step.
const TICK_MS: u64 = 500;
/// Seconds between two facts at the desk.
const FACT_S: u64 = 3_600;
/// Positions kept.
const POSITIONS_KEPT: usize = 1;

/// What stands where the platform should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Other {
    /// The platform.
    Platform,
    /// Takes the connection and says nothing.
    Silent,
    /// An answer of one byte a second.
    Dripping,
    /// A page of a captive portal.
    Portal,
    /// The upgrade, then a frame that claims 100 MB.
    Huge,
    /// The upgrade, then bytes that are no message.
    Noise,
}

/// What was seen of the link.
#[derive(Debug, Default)]
pub struct Seen {
    /// Phases with the simulated time at which they were first seen.
    changes: Vec<(Duration, LinkPhase, Option<WhyDown>)>,
    /// Every phase that was seen.
    pub phases: Vec<LinkPhase>,
    /// Connections that the other side took or that were tried.
    pub tries: u64,
    /// Facts the desk saved.
    pub saved: u64,
    /// Own events that wait at the end.
    pub waiting: u64,
    /// Where the desk stands at the end.
    pub head: u64,
}

impl Seen {
    /// When the link was first shown as down after a time, and why.
    #[must_use]
    pub fn first_down_after(&self, after: Duration) -> Option<(Duration, WhyDown)> {
        self.changes.iter().find_map(|(at, phase, why)| {
            let down = *phase == LinkPhase::Down && *at > after;
            let why = why.clone().filter(|why| *why != WhyDown::NotTried)?;
            down.then_some((*at, why))
        })
    }

    /// When the link was first live after a time.
    #[must_use]
    pub fn first_live_after(&self, after: Duration) -> Option<Duration> {
        let live =
            |(at, phase, _): &&(Duration, LinkPhase, _)| *phase == LinkPhase::Live && *at > after;
        self.changes.iter().find(live).map(|(at, _, _)| *at)
    }
}

/// Runs one desk against the other side for so many simulated seconds.
///
/// # Panics
/// When a simulated machine cannot run.
pub fn single(
    other: Other,
    seconds: u64,
    seen: &Rc<RefCell<Seen>>,
    mut meddle: impl FnMut(&Sim<'_>, Duration),
) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().to_owned();
    let slot: Arc<Mutex<Option<Logbook>>> = Arc::default();
    let mut sim = turmoil::Builder::new()
        .rng_seed(7)
        .tick_duration(Duration::from_millis(TICK_MS))
        .simulation_duration(Duration::from_secs(u64::from(u32::MAX)))
        .max_message_latency(Duration::from_millis(50))
        .build();
    let city_path = path.join("authority.db");
    sim.host("city", move || stand_in(other, city_path.clone()));
    let desk_path = path.join("desk-1.db");
    let (for_desk, desk_slot) = (Rc::clone(seen), Arc::clone(&slot));
    sim.host("desk", move || {
        desk(
            desk_path.clone(),
            Rc::clone(&for_desk),
            Arc::clone(&desk_slot),
        )
    });
    while sim.elapsed() < Duration::from_secs(seconds) {
        meddle(&sim, sim.elapsed());
        sim.step().expect("the simulated machines run");
    }
    let logbook = slot.lock().unwrap_or_else(PoisonError::into_inner).take();
    let logbook = logbook.expect("the desk runs");
    let mut seen = seen.borrow_mut();
    seen.waiting = logbook.outbox_counts().expect("the log is read").0;
    seen.head = logbook.cursor().expect("the log is read").sseq;
}

async fn desk(
    path: std::path::PathBuf,
    seen: Rc<RefCell<Seen>>,
    slot: Arc<Mutex<Option<Logbook>>>,
) -> turmoil::Result {
    let logbook = open_logbook(&path, 1, 1, clock(0));
    *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(logbook.clone());
    let store = Arc::new(DeskLog::new(logbook.clone()));
    let (heard, _positions) = mpsc::channel(POSITIONS_KEPT);
    let speaks = options(1, 1, Calls::Inline);
    let (link, handle) = Link::new(store, speaks, clock(0), chance(1), heard);
    let mut state = handle.state();
    let watching = async {
        while state.changed().await.is_ok() {
            let state = state.borrow_and_update().clone();
            let mut seen = seen.borrow_mut();
            let at = turmoil::sim_elapsed().unwrap_or_default();
            if seen
                .changes
                .last()
                .is_none_or(|(_, phase, _)| *phase != state.phase)
            {
                if state.phase == LinkPhase::Connecting {
                    seen.tries += 1;
                }
                seen.changes.push((at, state.phase, state.why_down.clone()));
                seen.phases.push(state.phase);
            } else if let Some((_, _, why)) = seen.changes.last_mut()
                && why.is_none()
            {
                why.clone_from(&state.why_down);
            }
        }
    };
    let working = async {
        loop {
            if logbook.command(incident("演练"), officer(1)).is_ok() {
                seen.borrow_mut().saved += 1;
            }
            handle.nudge();
            tokio::time::sleep(Duration::from_secs(FACT_S)).await;
        }
    };
    tokio::select! {
        biased;
        () = link.run(SimDial("city", CITY_PORT)) => {}
        () = watching => {}
        () = working => {}
    }
    Ok(())
}

async fn stand_in(other: Other, path: std::path::PathBuf) -> turmoil::Result {
    let listener = TcpListener::bind(("0.0.0.0", CITY_PORT)).await?;
    if other == Other::Platform {
        let (platform, writer) = Platform::open(parts(&path, clock(0), 1, Reads::Inline))?;
        tokio::spawn(writer.run());
        platform::server::serve(Listening(listener), platform).await;
        return Ok(());
    }
    loop {
        let (stream, _) = listener.accept().await?;
        // A desk that hangs up ends it.
        tokio::spawn(async move { drop(misbehave(other, stream).await) });
    }
}

async fn misbehave(other: Other, mut stream: TcpStream) -> std::io::Result<()> {
    let mut head = [0; 4_096];
    match other {
        Other::Dripping => {
            for byte in b"HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\n" {
                stream.write_all(&[*byte]).await?;
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
        Other::Portal => {
            let read = stream.read(&mut head).await?;
            let page = format!("HTTP/1.1 200 OK\r\ncontent-length: 13\r\n\r\n<html>{read:06}>");
            stream.write_all(page.as_bytes()).await?;
        }
        Other::Huge | Other::Noise => {
            let socket = tokio_tungstenite::accept_async(stream).await;
            let Ok(mut socket) = socket else {
                return Ok(());
            };
            let raw = socket.get_mut();
            if other == Other::Huge {
                raw.write_all(&[0x81, 127, 0, 0, 0, 0, 5, 0xf5, 0xe1, 0])
                    .await?;
            } else {
                raw.write_all(&[0x81, 5, 0xe6, 0xb0, 0, b'{', 0xed]).await?;
            }
            raw.flush().await?;
            std::future::pending::<()>().await;
        }
        Other::Platform | Other::Silent => {
            // What it asks is of no interest; the connection stays open.
            let _ = stream.read(&mut head).await?;
            std::future::pending::<()>().await;
        }
    }
    Ok(())
}
