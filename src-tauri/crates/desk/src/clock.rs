//! The one place where the program asks the system what time it is and draws new names.

use std::sync::Arc;
use std::time::Duration;

use emergency::time::UtcMs;
use uuid::Uuid;

/// The system's wall clock.
#[must_use]
#[expect(
    clippy::disallowed_methods,
    reason = "this is the clock that all others are handed"
)]
pub(crate) fn now() -> UtcMs {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let ms = |d: Duration| i64::try_from(d.as_millis()).unwrap_or(i64::MAX);
    UtcMs(since.map_or_else(|before| -ms(before.duration()), ms))
}

/// The clock as the layers below take it.
#[must_use]
pub(crate) fn clock() -> Arc<dyn Fn() -> UtcMs + Send + Sync> {
    Arc::new(now)
}

/// New UUIDv7 names, each greater than the one before in this process.
#[must_use]
pub(crate) fn ids() -> Arc<dyn Fn() -> Uuid + Send + Sync> {
    Arc::new(Uuid::now_v7)
}
