//! How long answers took, counted in steps, so that hours of reports cost no more than minutes.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Steps of a millisecond; the last one holds all that took longer.
const STEPS: usize = 10_001;

/// How long answers took.
#[derive(Debug)]
pub struct Waits {
    steps: Vec<AtomicU64>,
}

impl Default for Waits {
    fn default() -> Self {
        let steps = std::iter::repeat_with(AtomicU64::default);
        Self {
            steps: steps.take(STEPS).collect(),
        }
    }
}

impl Waits {
    /// Counts one; a begun millisecond counts as a whole one.
    pub fn add(&self, took: Duration) {
        let ms = usize::try_from(took.as_micros().div_ceil(1_000)).unwrap_or(STEPS);
        if let Some(step) = self.steps.get(ms.min(STEPS - 1)) {
            step.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> u64 {
        let all = self.steps.iter().map(|step| step.load(Ordering::Relaxed));
        all.sum()
    }

    /// The milliseconds that at least `percent` of all do not exceed; nothing when there are none.
    #[must_use]
    pub fn percentile_ms(&self, percent: u8) -> Option<u64> {
        let rank = (self.count() * u64::from(percent.min(100)))
            .div_ceil(100)
            .max(1);
        let mut sum = 0;
        let reached = self.steps.iter().position(|step| {
            sum += step.load(Ordering::Relaxed);
            sum >= rank
        });
        reached.and_then(|ms| u64::try_from(ms).ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_counted_by_rank_and_long_waits_are_not_lost() {
        let waits = Waits::default();
        assert_eq!(waits.percentile_ms(99), None, "nothing was waited for");
        for ms in 1..=99 {
            waits.add(Duration::from_millis(ms));
        }
        waits.add(Duration::from_secs(60));
        assert_eq!(waits.count(), 100, "each is counted");
        assert_eq!(waits.percentile_ms(50), Some(50), "half of them");
        assert_eq!(waits.percentile_ms(99), Some(99), "one is above");
        assert_eq!(
            waits.percentile_ms(100),
            Some(10_000),
            "as far as it counts"
        );
    }
}
