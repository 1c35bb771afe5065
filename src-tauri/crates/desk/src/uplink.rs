//! The link as the desk runs it: dialled from the settings, shown in the status bar.

use std::net::ToSocketAddrs as _;
use std::sync::Arc;

use contract::status::{LinkPhase, LinkStatus};
use ed25519_dalek::SigningKey;
use link::desk::DeskLog;
use link::dial::{TcpDial, trust};
use link::run::{Link, LinkHandle};
use link::session::{Calls, LinkOptions, POSITIONS_MAX};
use link::state::WhyDown;
use rand::RngCore as _;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::clock;
use crate::session::Session;
use crate::settings::Settings;

/// Port of the platform when the address names none.
const PORT: u16 = 7021;

/// Why the link cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum UplinkError {
    /// The address is not host and port.
    #[error("{address} is not an address of a platform")]
    Address {
        /// As given.
        address: String,
    },
    /// A platform on another machine is only spoken to over TLS.
    #[error("{address} is on another machine: name its certificates with `trust`")]
    Plain {
        /// As given.
        address: String,
    },
    /// The trusted certificates cannot be used.
    #[error("{path}: {reason}")]
    Trust {
        /// The file.
        path: String,
        /// What is wrong with it.
        reason: String,
    },
}

/// Starts the link of a session; it runs until it is stopped.
pub(crate) fn start(
    runtime: &tokio::runtime::Handle,
    settings: &Settings,
    key: &SigningKey,
    session: &Arc<Session>,
    stop: CancellationToken,
) -> Result<Option<LinkHandle>, UplinkError> {
    let Some(address) = &settings.platform else {
        return Ok(None);
    };
    let dial = dial(settings, address)?;
    let options = LinkOptions {
        key: key.clone(),
        platform: None,
        enrol_code: settings.enrol_code.clone(),
        scopes: Vec::new(),
        software: format!("dutyroom {}", env!("CARGO_PKG_VERSION")),
        instance: Uuid::now_v7().to_string(),
        calls: Calls::Apart,
    };
    let chance = Arc::new(|bytes: &mut [u8]| rand::rng().fill_bytes(bytes));
    let store = Arc::new(DeskLog::new(session.logbook.clone()));
    let (positions, mut arriving) = mpsc::channel(POSITIONS_MAX);
    let (link, handle) = Link::new(store, options, clock::clock(), chance, positions);
    let placed = Arc::clone(session);
    let stopped = stop.clone();
    runtime.spawn(async move {
        while let Some(position) = stopped.run_until_cancelled(arriving.recv()).await.flatten() {
            placed.place_team(position.team.as_str(), position.point, position.at);
        }
    });
    runtime.spawn(async move {
        stop.run_until_cancelled(link.run(dial)).await;
    });
    Ok(Some(handle))
}

fn dial(settings: &Settings, address: &str) -> Result<TcpDial, UplinkError> {
    let wrong = || UplinkError::Address {
        address: address.to_owned(),
    };
    let bare = address
        .rsplit_once("//")
        .map_or(address, |(_, rest)| rest)
        .trim_end_matches('/');
    let (host, port) = match bare.rsplit_once(':') {
        Some((host, port)) => (host, port.parse().map_err(|_| wrong())?),
        None => (bare, PORT),
    };
    if host.is_empty() {
        return Err(wrong());
    }
    let known = (host, port)
        .to_socket_addrs()
        .map(Iterator::collect::<Vec<_>>)
        .unwrap_or_default();
    let here = !known.is_empty() && known.iter().all(|address| address.ip().is_loopback());
    let dial = TcpDial::new(host, port, known);
    match &settings.trust {
        Some(path) => {
            let failed = |reason: String| UplinkError::Trust {
                path: path.display().to_string(),
                reason,
            };
            let pem = std::fs::read(path).map_err(|error| failed(error.to_string()))?;
            Ok(dial.with_tls(trust(&pem).map_err(|error| failed(error.to_string()))?))
        }
        None if here => Ok(dial),
        None => Err(UplinkError::Plain {
            address: address.to_owned(),
        }),
    }
}

/// The link in short, for the status bar.
pub(crate) fn status(handle: Option<&LinkHandle>, session: &Session) -> LinkStatus {
    let suspended = session
        .logbook
        .identity()
        .is_ok_and(|identity| identity.authority_suspended);
    let Some(handle) = handle else {
        return LinkStatus {
            authority_suspended: suspended,
            ..LinkStatus::default()
        };
    };
    let state = handle.state().borrow().clone();
    let counts = session.logbook.counts().unwrap_or_default();
    LinkStatus {
        phase: match state.phase {
            link::state::LinkPhase::Down => LinkPhase::Down,
            link::state::LinkPhase::Connecting | link::state::LinkPhase::Greeting => {
                LinkPhase::Connecting
            }
            link::state::LinkPhase::CatchingUp => LinkPhase::CatchingUp,
            link::state::LinkPhase::Live => LinkPhase::Live,
        },
        since: state.since,
        last_heard_at: state.last_heard_at,
        outbox: counts.waiting,
        behind: Some(state.lag),
        clock_offset_ms: state.clock_offset_ms,
        why: state
            .why_down
            .as_ref()
            .map(why)
            .unwrap_or_default()
            .to_owned(),
        authority_suspended: suspended,
        parked: u32::try_from(counts.parked).unwrap_or(u32::MAX),
    }
}

/// A short code that the screen words.
fn why(why: &WhyDown) -> &'static str {
    match why {
        WhyDown::NotTried => "not_tried",
        WhyDown::Unreachable { .. } => "unreachable",
        WhyDown::Tls { .. } => "tls",
        WhyDown::NotThePlatform { .. } => "not_the_platform",
        WhyDown::StrangeKey { .. } => "strange_key",
        WhyDown::Slow { .. } => "slow",
        WhyDown::Silent => "silent",
        WhyDown::Closed => "closed",
        WhyDown::Refused { .. } => "refused",
        WhyDown::BadEntry { .. } => "bad_entry",
        WhyDown::Storage { .. } => "storage",
    }
}
