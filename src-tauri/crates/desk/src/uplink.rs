//! The link as the desk runs it: dialled from the settings, shown in the status bar.

use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;

use contract::status::{LinkPhase, LinkStatus, LinkWhy};
use ed25519_dalek::SigningKey;
use link::desk::DeskLog;
use link::dial::TcpDial;
use link::run::{Link, LinkHandle};
use link::session::{Calls, LinkOptions, POSITIONS_MAX};
use link::state::WhyDown;
use link::tls::{TlsFault, Trust, urgency};
use protocols::platform::RefusedCode;
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
enum UplinkError {
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

impl UplinkError {
    fn why(&self) -> LinkWhy {
        match self {
            Self::Address { .. } => LinkWhy::BadAddress,
            Self::Plain { .. } => LinkWhy::NoTrust,
            Self::Trust { .. } => LinkWhy::BadTrust,
        }
    }
}

/// Whether another desk would hear of what is written now.
pub(crate) type OtherDesks = Box<dyn Fn() -> bool + Send>;

/// The link of a desk, or why there is none although a platform is named.
#[derive(Default)]
pub(crate) struct Uplink {
    /// The hold on it.
    pub(crate) handle: Option<LinkHandle>,
    fault: Option<LinkWhy>,
}

impl Uplink {
    /// Whether another desk is connected to the platform as well, by its last beat, and so hears
    /// of what this one writes. A drill has no link.
    pub(crate) fn other_desks(&self, real: bool) -> OtherDesks {
        let state = self.handle.as_ref().filter(|_| real).map(LinkHandle::state);
        Box::new(move || {
            let others = state.as_ref().and_then(|state| state.borrow().others);
            others.is_some_and(|others| others > 0)
        })
    }
}

/// Starts the link of a session; it runs until it is stopped. A wrong setting costs the link and
/// nothing else: the desk opens and says it.
pub(crate) fn start(
    runtime: &tokio::runtime::Handle,
    settings: &Settings,
    key: &SigningKey,
    session: &Arc<Session>,
    stop: CancellationToken,
) -> Uplink {
    match try_start(runtime, settings, key, session, stop) {
        Ok(handle) => Uplink {
            handle,
            fault: None,
        },
        Err(error) => {
            tracing::error!(%error, "there is no link");
            Uplink {
                handle: None,
                fault: Some(error.why()),
            }
        }
    }
}

fn try_start(
    runtime: &tokio::runtime::Handle,
    settings: &Settings,
    key: &SigningKey,
    session: &Arc<Session>,
    stop: CancellationToken,
) -> Result<Option<LinkHandle>, UplinkError> {
    let Some(address) = &settings.platform else {
        return Ok(None);
    };
    let dial = dial(settings, address, key)?;
    let options = LinkOptions {
        key: key.clone(),
        platform: None,
        enrol_code: settings.enrol_code.clone(),
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

/// Host and port of an address as people write it.
fn host_and_port(address: &str) -> Option<(&str, u16)> {
    let bare = address
        .rsplit_once("//")
        .map_or(address, |(_, rest)| rest)
        .trim_end_matches('/');
    let (host, port) = match bare.rsplit_once(':') {
        // A colon inside brackets belongs to the host.
        Some((host, port)) if !port.ends_with(']') => (host, port.parse().ok()?),
        _ => (bare, PORT),
    };
    let host = host.trim_start_matches('[').trim_end_matches(']');
    (!host.is_empty()).then_some((host, port))
}

/// Whether a host is this machine, told without asking anybody: a name may be looked up wrongly.
fn is_here(host: &str) -> bool {
    let ip = host.parse::<IpAddr>();
    host == "localhost" || ip.is_ok_and(|ip| ip.is_loopback())
}

fn dial(settings: &Settings, address: &str, key: &SigningKey) -> Result<TcpDial, UplinkError> {
    let Some((host, port)) = host_and_port(address) else {
        return Err(UplinkError::Address {
            address: address.to_owned(),
        });
    };
    let dial = TcpDial::new(host, port, Vec::new());
    match &settings.trust {
        Some(path) => {
            let failed = |path: &Path, reason: String| UplinkError::Trust {
                path: path.display().to_string(),
                reason,
            };
            // A name alone is a file beside the settings, as for a broker.
            let read = |path: &Path| {
                std::fs::read(settings.data.join(path))
                    .map_err(|error| failed(path, error.to_string()))
            };
            let mut trust = Trust::of(&read(path)?, clock::clock())
                .map_err(|error| failed(path, error.to_string()))?;
            if let Some(own) = &settings.certificate {
                trust = trust
                    .with_device(&read(own)?, key)
                    .map_err(|error| failed(own, error.to_string()))?;
            }
            Ok(dial.with_tls(trust))
        }
        None if is_here(host) => Ok(dial),
        None => Err(UplinkError::Plain {
            address: address.to_owned(),
        }),
    }
}

/// The link in short, for the status bar.
pub(crate) fn status(uplink: &Uplink, session: &Session) -> LinkStatus {
    let suspended = session
        .logbook
        .identity()
        .is_ok_and(|identity| identity.authority_suspended);
    let counts = session.logbook.counts().unwrap_or_default();
    let Some(handle) = &uplink.handle else {
        let phase = uplink.fault.map_or(LinkPhase::Off, |_| LinkPhase::Down);
        return LinkStatus {
            phase,
            why: uplink.fault,
            outbox: counts.waiting,
            authority_suspended: suspended,
            ..LinkStatus::default()
        };
    };
    let state = handle.state().borrow().clone();
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
        why: state.why_down.as_ref().map(why),
        certificate_ends_at: state.certificate_ends_at,
        certificate_urgency: state
            .certificate_ends_at
            .map_or(0, |ends_at| urgency(ends_at, clock::now())),
        authority_suspended: suspended,
        parked: u32::try_from(counts.parked).unwrap_or(u32::MAX),
    }
}

/// What the screen words.
fn why(why: &WhyDown) -> LinkWhy {
    match why {
        WhyDown::NotTried => LinkWhy::NotTried,
        WhyDown::Unreachable { .. } => LinkWhy::Unreachable,
        WhyDown::Tls { fault, .. } => match fault {
            TlsFault::Expired => LinkWhy::TlsExpired,
            TlsFault::NotYetValid => LinkWhy::TlsNotYetValid,
            TlsFault::Untrusted => LinkWhy::TlsUntrusted,
            TlsFault::WrongHost => LinkWhy::TlsWrongHost,
            TlsFault::Revoked => LinkWhy::TlsRevoked,
            TlsFault::NotAdmitted => LinkWhy::TlsNotAdmitted,
            TlsFault::Other => LinkWhy::TlsFailed,
        },
        WhyDown::NotThePlatform { .. } => LinkWhy::NotThePlatform,
        WhyDown::StrangeKey { .. } => LinkWhy::StrangeKey,
        WhyDown::Slow { .. } => LinkWhy::Slow,
        WhyDown::Silent => LinkWhy::Silent,
        WhyDown::Closed => LinkWhy::Closed,
        WhyDown::Refused { code } => match code {
            RefusedCode::NotEnrolled => LinkWhy::NotEnrolled,
            RefusedCode::Denied => LinkWhy::Denied,
            RefusedCode::DuplicateIdentity => LinkWhy::DuplicateIdentity,
            RefusedCode::Version => LinkWhy::Version,
            RefusedCode::WrongLog => LinkWhy::WrongLog,
            RefusedCode::Proof
            | RefusedCode::Replaced
            | RefusedCode::Full
            | RefusedCode::Malformed
            | RefusedCode::Unavailable => LinkWhy::Refused,
        },
        WhyDown::BadEntry { .. } => LinkWhy::BadEntry,
        WhyDown::Storage { .. } => LinkWhy::Storage,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_people_write_it() {
        let cases = [
            ("127.0.0.1:7021", Some(("127.0.0.1", 7021))),
            ("https://city.example:8443/", Some(("city.example", 8443))),
            ("city.example", Some(("city.example", PORT))),
            ("[::1]:9", Some(("::1", 9))),
            ("[::1]", Some(("::1", PORT))),
            ("city:port", None),
            ("https://", None),
            ("", None),
        ];
        for (address, wanted) in cases {
            assert_eq!(host_and_port(address), wanted, "{address:?}");
        }
    }

    #[test]
    fn only_this_machine_is_spoken_to_without_tls() {
        for (host, here) in [
            ("127.0.0.1", true),
            ("::1", true),
            ("localhost", true),
            ("192.0.2.1", false),
            ("localhost.example", false),
            ("127.0.0.1.example", false),
        ] {
            assert_eq!(is_here(host), here, "{host}");
        }
    }
}
