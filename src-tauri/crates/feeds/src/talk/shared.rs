//! What all connections of a feed share.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use emergency::alert::Notice;
use emergency::time::UtcMs;
use protocols::sensor::Limits;

use super::Outcome;
use crate::alarm::{Change, Standing};
use crate::limit::{Measured, Watches};
use crate::reach::Reach;
use crate::roll::Roll;

/// Devices of one feed that are remembered; of more the one heard longest ago is forgotten.
pub const DEVICES_MAX: usize = 20_000;
/// Points of one feed whose newest value is kept.
pub const POINTS_MAX: usize = 50_000;

/// Bytes that all connections of one feed hold of messages whose parts have not all come. A message
/// in parts is a picture or a day of values, and few devices send one at a time.
pub const UNFINISHED_BYTES_MAX: usize = 64 * 1024 * 1024;

/// What every feed of devices keeps, whatever its protocol.
pub struct Register {
    /// Name of the feed.
    pub feed: String,
    /// How long a connection may go without a right message.
    pub idle_max: Duration,
    /// How far alarms are from the district.
    pub reach: Arc<Reach>,
    /// When each device was last heard.
    pub devices: Devices,
    /// The alarms that hold.
    pub standing: Mutex<Standing>,
    /// The points with limits.
    pub watches: Watches,
    /// The newest value of each point.
    pub points: Points,
    /// What the register of points says.
    pub roll: Roll,
    /// Since when the feed listens without a break.
    pub(crate) listens: Mutex<Option<UtcMs>>,
    /// Lines since the start.
    pub(crate) lines: AtomicU64,
}

impl Register {
    /// A feed that has heard of no device.
    #[must_use]
    pub fn new(feed: &str, idle_max: Duration, reach: Arc<Reach>) -> Self {
        Self {
            feed: feed.to_owned(),
            idle_max,
            reach,
            devices: Devices::default(),
            standing: Mutex::default(),
            watches: Watches::default(),
            points: Points::default(),
            roll: Roll::default(),
            listens: Mutex::default(),
            lines: AtomicU64::new(0),
        }
    }

    /// A number for a line that is new, from 1.
    pub fn line(&self) -> u64 {
        self.lines.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Tells the alarms of points that fell silent while their on-delay ran; those that wait on a
    /// line that has ended at once.
    pub fn tell_due(&self, now: UtcMs, line_ended: Option<u64>, outcome: &mut Outcome) {
        self.watches.tell_due(now, line_ended, self, outcome);
    }

    /// Since when the feed listens without a break: since this was asked first after one.
    pub(crate) fn listens_since(&self, now: UtcMs) -> UtcMs {
        *lock(&self.listens).get_or_insert(now)
    }

    /// Notes that nothing can be heard: no device is silent for that.
    pub(crate) fn deaf(&self) {
        *lock(&self.listens) = None;
    }

    /// Holds the newest values against limits that were changed since this was called last: a
    /// station that sends by the hour would be judged an hour late.
    pub(crate) fn judge_changed(&self, format: &str, now: UtcMs, outcome: &mut Outcome) {
        for point in self.roll.take_changed() {
            let Some(reading) = self.points.get(&point) else {
                continue;
            };
            if !reading.good || !reading.judged {
                continue;
            }
            let limits = self.roll.limits(&point).or(reading.limits);
            let bytes = reading.value.to_string();
            let measured = Measured {
                feed: &self.feed,
                format,
                point: &point,
                name: &reading.name,
                value: reading.value,
                unit: &reading.unit,
                limits: &limits.unwrap_or_default(),
                at: reading.at,
                bytes: bytes.as_bytes(),
                line: 0,
            };
            measured.tell(now, self, outcome);
        }
    }

    /// Notes that the facts of changes are on disk, or gives the changes back: what is sent again
    /// has to be news again.
    pub(crate) fn settle(&self, stored: bool, changes: Vec<Change>) {
        if changes.is_empty() {
            return;
        }
        let mut standing = lock(&self.standing);
        if stored {
            standing.stored(changes);
        } else {
            standing.give_back(changes);
        }
    }

    /// Takes up the alarms that stood when the desk was started.
    pub fn take_up<'a>(&self, standing: impl IntoIterator<Item = &'a Notice>) {
        lock(&self.standing).take_up(standing);
    }
}

/// When each device was last heard, and how far its clock is off.
#[derive(Debug, Default)]
pub struct Devices {
    heard: Mutex<HashMap<String, Heard>>,
}

#[derive(Debug, Clone, Copy)]
struct Heard {
    at: UtcMs,
    /// Its clock against ours, milliseconds; nothing while it has said no time.
    clock_ms: Option<i64>,
}

/// Clocks that are off by more than a bound.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClocksOff {
    /// The device whose clock is off most, right or wrong, and by how many milliseconds; positive
    /// where it is ahead.
    pub worst: Option<(String, i64)>,
    /// Those beyond the bound, the worst first, at most [`CLOCKS_MAX`].
    pub named: Vec<(String, i64)>,
    /// How many there are in all.
    pub count: usize,
}

/// Devices with a wrong clock that are named.
pub const CLOCKS_MAX: usize = 20;
/// A clock that is off by more is wrong, milliseconds: 待区里确认.
pub const CLOCK_OFF_MS: i64 = 60_000;

impl Devices {
    /// Notes that a device was heard.
    pub fn hear(&self, device: &str, now: UtcMs) {
        let mut heard = lock(&self.heard);
        if let Some(known) = heard.get_mut(device) {
            known.at = now;
            return;
        }
        if heard.len() >= DEVICES_MAX {
            let oldest = heard.iter().min_by_key(|(_, known)| known.at);
            if let Some(oldest) = oldest.map(|(name, _)| name.clone()) {
                heard.remove(&oldest);
            }
        }
        let new = Heard {
            at: now,
            clock_ms: None,
        };
        heard.insert(device.to_owned(), new);
    }

    /// Notes the clock of a device that was heard, against ours.
    pub fn clock(&self, device: &str, offset_ms: i64) {
        if let Some(known) = lock(&self.heard).get_mut(device) {
            known.clock_ms = Some(offset_ms);
        }
    }

    /// The clocks that are off by more than [`CLOCK_OFF_MS`], as each device last said its time.
    #[must_use]
    pub fn clocks_off(&self) -> ClocksOff {
        let heard = lock(&self.heard);
        let said = heard.iter();
        let said = said.filter_map(|(name, known)| Some((name, known.clock_ms?)));
        let off = |ms: i64| ms.saturating_abs();
        let worst = said.clone().max_by_key(|(name, ms)| (off(*ms), *name));
        let wrong = said.clone().filter(|(_, ms)| off(*ms) > CLOCK_OFF_MS);
        let mut named: Vec<_> = wrong.collect();
        named.sort_by_key(|(name, ms)| (std::cmp::Reverse(off(*ms)), *name));
        let owned = |(name, ms): (&String, i64)| (name.clone(), ms);
        ClocksOff {
            worst: worst.map(owned),
            count: named.len(),
            named: named.into_iter().take(CLOCKS_MAX).map(owned).collect(),
        }
    }

    /// How many are known.
    #[must_use]
    pub fn count(&self) -> usize {
        lock(&self.heard).len()
    }

    /// When a device was last heard.
    #[must_use]
    pub fn heard(&self, device: &str) -> Option<UtcMs> {
        lock(&self.heard).get(device).map(|known| known.at)
    }

    /// All that were heard, and when last.
    #[must_use]
    pub fn all(&self) -> Vec<(String, UtcMs)> {
        let heard = lock(&self.heard);
        let all = heard.iter();
        all.map(|(name, known)| (name.clone(), known.at)).collect()
    }

    /// Those not heard for longer than their own period in milliseconds, longest silence first.
    #[must_use]
    pub fn silent(&self, now: UtcMs, period_ms: impl Fn(&str) -> i64) -> Vec<(String, UtcMs)> {
        let heard = lock(&self.heard);
        let silent = heard
            .iter()
            .filter(|(name, known)| now.since_ms(known.at) > period_ms(name));
        let mut silent: Vec<_> = silent
            .map(|(name, known)| (name.clone(), known.at))
            .collect();
        silent.sort_by(|a, b| (a.1, &a.0).cmp(&(b.1, &b.0)));
        silent
    }
}

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
    newest: Mutex<HashMap<String, Reading>>,
}

impl Points {
    /// Notes a value, unless a newer one is known. A new point beyond [`POINTS_MAX`] is not kept.
    pub fn note(&self, point: &str, reading: Reading) {
        let mut newest = lock(&self.newest);
        let full = newest.len() >= POINTS_MAX;
        match newest.get_mut(point) {
            Some(known) if known.at > reading.at => {}
            Some(known) => {
                let trend = Trend::of(known.value, reading.value);
                *known = Reading { trend, ..reading };
            }
            None if full => {}
            None => drop(newest.insert(point.to_owned(), reading)),
        }
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

/// A lock that a panic elsewhere does not close for ever.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
