//! The newest value of each point of a feed.

use std::collections::BTreeMap;
use std::sync::Mutex;

use emergency::time::UtcMs;
use protocols::sensor::Limits;

use crate::lock::lock;

/// Points of one feed whose newest value is kept.
pub const POINTS_MAX: usize = 50_000;
/// What stands between a device and its points in the protocols' own names.
const CUTS: [char; 2] = ['-', '/'];

/// The newest value of a point.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The value in its unit.
    pub value: f64,
    /// The unit.
    pub unit: String,
    /// Whether the device calls it good.
    pub good: bool,
    /// When it was measured, or came where the device says nothing.
    pub at: UtcMs,
    /// When it was heard; of what a broker had kept, when it was measured.
    pub heard: UtcMs,
    /// What is measured, in words.
    pub name: String,
    /// The limits by the settings of the feed.
    pub limits: Option<Limits>,
    /// Whether it may begin or end an alarm: an average may not.
    pub judged: bool,
    /// Whether it is more or less than the value before.
    pub trend: Trend,
}

impl Default for Reading {
    fn default() -> Self {
        Self {
            value: 0.0,
            unit: String::new(),
            good: true,
            at: UtcMs(0),
            heard: UtcMs(0),
            name: String::new(),
            limits: None,
            judged: true,
            trend: Trend::Level,
        }
    }
}

/// Where a value goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Trend {
    /// It rises.
    Up,
    /// It falls.
    Down,
    /// It is as it was, or the first.
    #[default]
    Level,
}

impl Trend {
    fn of(before: f64, now: f64) -> Self {
        if now > before {
            Self::Up
        } else if now < before {
            Self::Down
        } else {
            Self::Level
        }
    }
}

/// The newest value of each point of a feed. Values are no facts; an alarm made of them is.
#[derive(Debug, Default)]
pub struct Points {
    newest: Mutex<BTreeMap<String, Reading>>,
}

impl Points {
    /// Notes a value, unless a newer one of its kind is known. A value of now takes the place of an
    /// average, whenever that was; an average that of a value of now only where none was heard for
    /// `stale_after_ms`. A new point beyond [`POINTS_MAX`] is not kept.
    pub fn note(&self, point: &str, reading: Reading, stale_after_ms: i64) {
        let mut newest = lock(&self.newest);
        let full = newest.len() >= POINTS_MAX;
        let Some(known) = newest.get_mut(point) else {
            if !full {
                newest.insert(point.to_owned(), reading);
            }
            return;
        };
        let same_kind = known.judged == reading.judged;
        let stays = match (known.judged, reading.judged) {
            (true, false) => reading.heard.since_ms(known.heard) <= stale_after_ms,
            (false, true) => false,
            _ => known.at > reading.at,
        };
        if stays {
            return;
        }
        // An average and a value of now say nothing of where the value goes.
        let trend = if same_kind {
            Trend::of(known.value, reading.value)
        } else {
            Trend::Level
        };
        *known = Reading { trend, ..reading };
    }

    /// Forgets what is known of a device and of its points.
    pub fn forget(&self, device: &str) {
        let mut newest = lock(&self.newest);
        newest.remove(device);
        for cut in CUTS {
            let begin = format!("{device}{cut}");
            let of_device = newest.range(begin.clone()..);
            let of_device = of_device.map(|(point, _)| point);
            let of_device = of_device.take_while(|point| point.starts_with(&begin));
            let of_device: Vec<String> = of_device.cloned().collect();
            for point in of_device {
                newest.remove(&point);
            }
        }
    }

    /// Whether a new point would not be kept.
    #[must_use]
    pub fn is_full_for(&self, point: &str) -> bool {
        let newest = lock(&self.newest);
        newest.len() >= POINTS_MAX && !newest.contains_key(point)
    }

    /// The newest value of a point.
    #[must_use]
    pub fn get(&self, point: &str) -> Option<Reading> {
        lock(&self.newest).get(point).cloned()
    }

    /// All newest values.
    #[must_use]
    pub fn all(&self) -> Vec<(String, Reading)> {
        let newest = lock(&self.newest);
        let all = newest.iter();
        all.map(|(point, reading)| (point.clone(), reading.clone()))
            .collect()
    }

    /// How many points are known.
    #[must_use]
    pub fn count(&self) -> usize {
        lock(&self.newest).len()
    }
}
