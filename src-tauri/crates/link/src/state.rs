//! What the duty room sees of the link.

use emergency::time::UtcMs;
use protocols::platform::RefusedCode;

use crate::tls::TlsFault;

/// Where the link stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LinkPhase {
    /// No connection; the next try comes by itself.
    #[default]
    Down,
    /// A connection is being made.
    Connecting,
    /// Both sides show who they are.
    Greeting,
    /// Connected; entries are still missing.
    CatchingUp,
    /// Connected, and at the head of the log.
    Live,
}

impl LinkPhase {
    /// Whether both sides have shown who they are.
    #[must_use]
    pub const fn is_connected(self) -> bool {
        matches!(self, Self::CatchingUp | Self::Live)
    }
}

/// Why there is no connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhyDown {
    /// Nothing has been tried yet.
    NotTried,
    /// The platform could not be reached.
    Unreachable {
        /// What the system said.
        detail: String,
    },
    /// TLS failed; nothing was sent.
    Tls {
        /// What is wrong with the certificate.
        fault: TlsFault,
        /// What TLS said.
        detail: String,
    },
    /// What answered does not speak the protocol.
    NotThePlatform {
        /// What was wrong.
        detail: String,
    },
    /// Another key than the one this desk knows.
    StrangeKey {
        /// The key that came.
        found: String,
    },
    /// The other side took too long.
    Slow {
        /// In which phase.
        phase: &'static str,
    },
    /// Nothing was heard any more.
    Silent,
    /// The connection was closed.
    Closed,
    /// The platform refused.
    Refused {
        /// Why.
        code: RefusedCode,
    },
    /// The platform sent something that cannot be applied.
    BadEntry {
        /// What was wrong.
        detail: String,
    },
    /// The desk's own disk.
    Storage {
        /// What it said.
        detail: String,
    },
}

/// The state of the link, published on every change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkState {
    /// Where it stands.
    pub phase: LinkPhase,
    /// Since when.
    pub since: UtcMs,
    /// When anything was last heard of the platform.
    pub last_heard_at: Option<UtcMs>,
    /// Entries of the platform's log that the desk does not have yet, as far as it knows.
    pub lag: u64,
    /// Own events that have not come back in the log.
    pub outbox_len: u64,
    /// Own events that were refused and taken out of the row; a person has to look.
    pub parked_len: u64,
    /// The platform's clock against the desk's, in milliseconds; positive when it is ahead.
    pub clock_offset_ms: Option<i64>,
    /// Other desks that were connected to the platform at its last beat; none while there is no
    /// connection, and where the platform does not say it.
    pub others: Option<u32>,
    /// When the platform's certificate ends; none without TLS.
    pub certificate_ends_at: Option<UtcMs>,
    /// Why there is no connection; none while there is one.
    pub why_down: Option<WhyDown>,
    /// Tries since the last good session.
    pub attempts: u32,
}

impl LinkState {
    /// Before the first try.
    #[must_use]
    pub fn new(now: UtcMs) -> Self {
        Self {
            phase: LinkPhase::Down,
            since: now,
            last_heard_at: None,
            lag: 0,
            outbox_len: 0,
            parked_len: 0,
            clock_offset_ms: None,
            others: None,
            certificate_ends_at: None,
            why_down: Some(WhyDown::NotTried),
            attempts: 0,
        }
    }
}
