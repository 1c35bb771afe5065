//! What the register of points says to one feed: limits and periods, changed while the feed runs.
//!
//! The desk puts it in force; a feed only reads it. What is not in it is as the feed's own settings
//! say.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};

use emergency::point::upwards;
use protocols::sensor::Limits;

use crate::lock::lock;

/// Points of one feed that are on the roll; further ones are left out by whoever fills it.
pub const ROLL_MAX: usize = 20_000;
/// Points whose limits were changed and that wait to be judged anew: all that were on the roll and
/// all that are. Further ones are judged with their next value.
const CHANGED_MAX: usize = 2 * ROLL_MAX;

/// What is said of one device or point.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Entry {
    /// Its own limits; none takes those of the feed.
    pub limits: Option<Limits>,
    /// Seconds without a word after which it is silent; none takes that of the feed.
    pub silent_after_s: Option<u32>,
    /// Seconds after which its value is old; none takes that of the feed.
    pub stale_after_s: Option<u32>,
}

/// The periods of a feed; all assumed, 待区里确认.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Periods {
    /// Seconds without a word after which a device is silent.
    pub silent_after_s: u32,
    /// Seconds after which a value is old.
    pub stale_after_s: u32,
}

impl Default for Periods {
    fn default() -> Self {
        Self::of("")
    }
}

impl Periods {
    /// Those of a protocol where the settings say nothing. A station of `HJ 212` may send once an
    /// hour (HJ 212-2017, `RtdInterval`) and one message may be lost. A fire panel says values when
    /// they change and its state at least once a day.
    #[must_use]
    pub fn of(kind: &str) -> Self {
        let (silent_after_s, stale_after_s) = match kind {
            "hj212" => (2 * 3_600 + 300, 2 * 3_600 + 300),
            "gbt26875" => (600, 24 * 3_600),
            _ => (600, 600),
        };
        Self {
            silent_after_s,
            stale_after_s,
        }
    }
}

#[derive(Debug, Default)]
struct Inner {
    entries: Arc<HashMap<String, Entry>>,
    /// Whether anything was put in force since the start.
    is_told: bool,
    /// Those on it, and what they are parts of.
    speakers: HashSet<String>,
    periods: Periods,
    /// Points whose limits were changed and whose newest value was not judged by them yet.
    changed: HashSet<String>,
}

/// The register of one feed.
#[derive(Debug, Default)]
pub struct Roll {
    inner: Mutex<Inner>,
}

impl Roll {
    /// Puts what the register says in force.
    pub fn replace(&self, entries: HashMap<String, Entry>, periods: Periods) {
        let mut inner = lock(&self.inner);
        let before = std::mem::replace(&mut inner.entries, Arc::new(entries));
        let entries = Arc::clone(&inner.entries);
        inner.periods = periods;
        inner.is_told = true;
        let speakers = entries.keys().flat_map(|device| upwards(device));
        inner.speakers = speakers.map(str::to_owned).collect();
        let limits = |entry: Option<&Entry>| entry.and_then(|entry| entry.limits);
        for device in before.keys().chain(entries.keys()) {
            let differs = limits(before.get(device)) != limits(entries.get(device));
            if differs && inner.changed.len() < CHANGED_MAX {
                inner.changed.insert(device.clone());
            }
        }
    }

    /// Whether it is known what the register says; before that a point without limits may have
    /// some.
    #[must_use]
    pub fn is_told(&self) -> bool {
        lock(&self.inner).is_told
    }

    /// All that is on it.
    #[must_use]
    pub fn all(&self) -> Arc<HashMap<String, Entry>> {
        Arc::clone(&lock(&self.inner).entries)
    }

    /// The point's own limits.
    #[must_use]
    pub fn limits(&self, device: &str) -> Option<Limits> {
        let inner = lock(&self.inner);
        inner.entries.get(device).and_then(|entry| entry.limits)
    }

    /// The periods of the feed.
    #[must_use]
    pub fn periods(&self) -> Periods {
        lock(&self.inner).periods
    }

    /// Milliseconds without a word after which a device is silent.
    #[must_use]
    pub fn silent_after_ms(&self, device: &str) -> i64 {
        let inner = lock(&self.inner);
        let own = inner.entries.get(device);
        let own = own.and_then(|entry| entry.silent_after_s);
        i64::from(own.unwrap_or(inner.periods.silent_after_s)) * 1_000
    }

    /// Milliseconds after which the value of a point is old.
    #[must_use]
    pub fn stale_after_ms(&self, point: &str) -> i64 {
        let inner = lock(&self.inner);
        let own = inner.entries.get(point);
        let own = own.and_then(|entry| entry.stale_after_s);
        i64::from(own.unwrap_or(inner.periods.stale_after_s)) * 1_000
    }

    /// Whether a device or a part of it is on the register.
    #[must_use]
    pub fn speaks_for(&self, device: &str) -> bool {
        lock(&self.inner).speakers.contains(device)
    }

    /// So many of the points whose limits were changed; each is taken once.
    #[must_use]
    pub fn take_changed(&self, most: usize) -> Vec<String> {
        let mut inner = lock(&self.inner);
        let taken: Vec<String> = inner.changed.iter().take(most).cloned().collect();
        for point in &taken {
            inner.changed.remove(point);
        }
        taken
    }

    /// Gives back points that were taken, as what came of them was not stored.
    pub fn change_again(&self, points: Vec<String>) {
        lock(&self.inner).changed.extend(points);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_points_whose_limits_differ_are_judged_anew() {
        let roll = Roll::default();
        let entry = |high: Option<f64>| Entry {
            limits: high.map(|high| Limits {
                high: Some(high),
                ..Limits::default()
            }),
            ..Entry::default()
        };
        let put = |entries: &[(&str, Option<f64>)]| {
            let entries = entries.iter();
            let entries = entries.map(|(device, high)| ((*device).to_owned(), entry(*high)));
            roll.replace(entries.collect(), Periods::default());
            let mut changed: Vec<_> = roll.take_changed(usize::MAX);
            changed.sort();
            changed
        };
        assert_eq!(put(&[("a", None), ("b", Some(1.0))]), ["b"], "a has none");
        assert!(put(&[("a", None), ("b", Some(1.0))]).is_empty(), "the same");
        assert_eq!(put(&[("a", Some(2.0))]), ["a", "b"], "set, and taken off");
        assert_eq!(roll.limits("b"), None, "as the feed says");
    }

    #[test]
    fn a_station_that_sends_by_the_hour_is_not_silent_after_ten_minutes() {
        let roll = Roll::default();
        roll.replace(HashMap::new(), Periods::of("hj212"));
        assert!(roll.silent_after_ms("YL01") > 3_600_000, "an hour is usual");
        let own = Entry {
            silent_after_s: Some(90),
            ..Entry::default()
        };
        let entries = HashMap::from([("YL01".to_owned(), own)]);
        roll.replace(entries, Periods::of("hj212"));
        assert_eq!(roll.silent_after_ms("YL01"), 90_000, "its own period");
        assert!(roll.silent_after_ms("YL02") > 90_000, "of no other station");
    }
}
