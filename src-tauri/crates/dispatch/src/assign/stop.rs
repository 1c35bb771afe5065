//! When a search must end.

use std::sync::atomic::{AtomicBool, Ordering};

/// The clock of the caller, its limit, and its flag to give up.
#[derive(Clone, Copy)]
pub struct Stop<'a> {
    /// Milliseconds since the question, on the caller's clock.
    pub elapsed_ms: &'a dyn Fn() -> f64,
    /// The search ends when that many are over.
    pub limit_ms: f64,
    /// The search ends when this is set.
    pub cancelled: Option<&'a AtomicBool>,
}

impl std::fmt::Debug for Stop<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stop")
            .field("limit_ms", &self.limit_ms)
            .finish_non_exhaustive()
    }
}

impl<'a> Stop<'a> {
    /// A search that ends by itself only: its rounds are bounded as well.
    #[must_use]
    pub fn never() -> Self {
        Self {
            elapsed_ms: &|| 0.0,
            limit_ms: f64::INFINITY,
            cancelled: None,
        }
    }

    /// Whether it must end now.
    #[must_use]
    pub fn is_due(&self) -> bool {
        self.cancelled
            .is_some_and(|flag| flag.load(Ordering::Relaxed))
            || (self.elapsed_ms)() >= self.limit_ms
    }

    /// The same with an earlier limit.
    #[must_use]
    pub fn within(&self, limit_ms: f64) -> Self {
        Self {
            limit_ms: self.limit_ms.min(limit_ms),
            ..*self
        }
    }
}
