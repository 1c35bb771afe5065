//! The desk side of the link to the city platform.
//!
//! - [`store`]: the little that the link needs of the logbook; [`desk`]: the logbook as such.
//! - [`dial`]: how a stream to the platform comes about, plain or with TLS; [`tls`]: whom the desk
//!   trusts, and what is wrong with a certificate.
//! - [`session`]: one connection, two lanes that do not wait for each other.
//! - [`run`]: session after session, with growing and jittered pauses.
//! - [`state`]: what the duty room sees of it.
//!
//! **Invariant:** nothing waits for the link. It reads the outbox and brings entries; the logbook
//! is whole without it.

pub mod desk;
pub mod dial;
mod paced;
pub mod run;
pub mod session;
pub mod state;
pub mod store;
pub mod tls;

use std::sync::Arc;

use emergency::time::UtcMs;

/// The desk's wall clock, passed in.
pub type Clock = Arc<dyn Fn() -> UtcMs + Send + Sync>;

/// Fills a buffer with random bytes, passed in.
pub type Chance = Arc<dyn Fn(&mut [u8]) + Send + Sync>;
