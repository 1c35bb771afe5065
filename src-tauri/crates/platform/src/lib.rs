//! The reference city platform: one ordered log for the desks of an authority.
//!
//! - [`ledger`]: the log's rules without a socket or a thread: chains, forks, verdicts, receipts.
//! - [`sequencer`]: the one writer; group commit, published only after the commit.
//! - [`server`]: the HTTP routes; [`session`]: one desk's WebSocket.
//! - [`devices`]: which device keys may come in.
//! - [`tls`]: the listener with a certificate.
//!
//! **Invariant:** nothing is shown to any desk before it is on disk.

pub mod alerts;
pub mod devices;
pub mod faults;
pub mod ledger;
pub mod sequencer;
pub mod server;
pub mod session;
mod tail;
pub mod tls;

use std::sync::Arc;

use emergency::time::UtcMs;

/// The platform's wall clock, passed in.
pub type Clock = Arc<dyn Fn() -> UtcMs + Send + Sync>;

/// Fills a buffer with random bytes, passed in.
pub type Chance = Arc<dyn Fn(&mut [u8]) + Send + Sync>;

/// Random bytes as hex.
pub(crate) fn random_hex<const N: usize>(chance: &Chance) -> String {
    let mut bytes = [0_u8; N];
    chance(&mut bytes);
    hex::encode(bytes)
}

/// Name and version as shown to desks.
pub const SOFTWARE: &str = concat!("city-platform ", env!("CARGO_PKG_VERSION"));
