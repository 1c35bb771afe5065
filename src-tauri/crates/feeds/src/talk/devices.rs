//! Which devices of a feed were heard, and how far their clocks are off.
//!
//! Anybody who reaches a feed can invent names. So a name that was heard once gives way to the next
//! one, while a device of the register and one that has spoken for long keep their place.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};
use std::sync::Mutex;

use emergency::time::{MINUTE_MS, UtcMs};

use crate::lock::lock;

/// Devices of one feed that are remembered; see [`Devices::hear`] for which of more are not.
pub const DEVICES_MAX: usize = 20_000;
/// From its first word to its newest: a device that has spoken for so long does not give way to a
/// new name, milliseconds; 待区里确认.
pub const LASTING_MS: i64 = 10 * MINUTE_MS;

/// When each device was last heard, and how far its clock is off.
#[derive(Debug, Default)]
pub struct Devices {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    known: HashMap<String, Heard>,
    /// Those that may give way, first who was heard once and longest ago.
    passing: BTreeSet<(bool, UtcMs, String)>,
}

#[derive(Debug, Clone, Copy)]
struct Heard {
    first: UtcMs,
    at: UtcMs,
    /// Whether it was heard more than once.
    again: bool,
    /// Whether it keeps its place.
    stays: bool,
    /// Its clock against ours, milliseconds; nothing while it has said no time.
    clock_ms: Option<i64>,
}

impl Inner {
    fn hear_again(&mut self, device: &str, now: UtcMs) -> bool {
        let Some(known) = self.known.get_mut(device) else {
            return false;
        };
        let before = *known;
        (known.at, known.again) = (now, true);
        if before.stays {
            return true;
        }
        known.stays = now.since_ms(known.first) >= LASTING_MS;
        let stays = known.stays;
        let place = (before.again, before.at, device.to_owned());
        self.passing.remove(&place);
        if !stays {
            self.passing.insert((true, now, place.2));
        }
        true
    }

    /// Takes the name that gives way off the list; none where all keep their place.
    fn make_room(&mut self, is_registered: &impl Fn(&str) -> bool) -> Option<String> {
        while let Some((.., name)) = self.passing.pop_first() {
            if !is_registered(&name) {
                self.known.remove(&name);
                return Some(name);
            }
            if let Some(known) = self.known.get_mut(&name) {
                known.stays = true;
            }
        }
        None
    }

    /// The same for a device of the register: one that is not on it gives way however long it was
    /// heard.
    fn make_room_for_registered(
        &mut self,
        is_registered: &impl Fn(&str) -> bool,
    ) -> Option<String> {
        let strangers = self.known.iter().filter(|(name, _)| !is_registered(name));
        let oldest = strangers.min_by_key(|(_, known)| known.at);
        let oldest = oldest.map(|(name, _)| name.clone())?;
        self.known.remove(&oldest);
        Some(oldest)
    }
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
/// A clock that is off by more is wrong, milliseconds: it is named, and set where a feed sets
/// clocks, so that none is called wrong and left alone. Lines, and clocks that are told by the
/// second, make some seconds of difference by themselves; 待区里确认.
pub const CLOCK_OFF_MS: i64 = 60_000;

impl Devices {
    /// Notes that a device was heard. Of more than [`DEVICES_MAX`] names one is not kept, and its
    /// name is answered: one that was heard once before one that was heard again, else the one
    /// heard longest ago; never one of the register, and never one that has spoken for
    /// [`LASTING_MS`] but for one of the register. Where all keep their place it is the new name.
    pub fn hear(
        &self,
        device: &str,
        now: UtcMs,
        is_registered: impl Fn(&str) -> bool,
    ) -> Option<String> {
        let mut inner = lock(&self.inner);
        if inner.hear_again(device, now) {
            return None;
        }
        let stays = is_registered(device);
        let mut gone = None;
        if inner.known.len() >= DEVICES_MAX {
            gone = inner.make_room(&is_registered);
            if gone.is_none() && stays {
                gone = inner.make_room_for_registered(&is_registered);
            }
            if gone.is_none() {
                return Some(device.to_owned());
            }
        }
        let new = Heard {
            first: now,
            at: now,
            again: false,
            stays,
            clock_ms: None,
        };
        inner.known.insert(device.to_owned(), new);
        if !stays {
            inner.passing.insert((false, now, device.to_owned()));
        }
        gone
    }

    /// Whether a device was heard and has spoken for [`LASTING_MS`], or was on the register when it
    /// was heard first.
    #[must_use]
    pub fn stays(&self, device: &str) -> bool {
        let inner = lock(&self.inner);
        inner.known.get(device).is_some_and(|known| known.stays)
    }

    /// So many of those that would give way, the next one first.
    #[must_use]
    pub fn passing(&self, most: usize) -> Vec<String> {
        let inner = lock(&self.inner);
        let passing = inner.passing.iter().take(most);
        passing.map(|(.., name)| name.clone()).collect()
    }

    /// Notes the clock of a device that was heard, against ours.
    pub fn clock(&self, device: &str, offset_ms: i64) {
        if let Some(known) = lock(&self.inner).known.get_mut(device) {
            known.clock_ms = Some(offset_ms);
        }
    }

    /// The clocks that are off by more than [`CLOCK_OFF_MS`], as each device last said its time.
    #[must_use]
    pub fn clocks_off(&self) -> ClocksOff {
        let heard = &lock(&self.inner).known;
        let said = heard.iter();
        let said = said.filter_map(|(name, known)| Some((name, known.clock_ms?)));
        let off = |ms: i64| ms.saturating_abs();
        let worst = said.clone().max_by_key(|(name, ms)| (off(*ms), *name));
        let wrong = said.clone().filter(|(_, ms)| off(*ms) > CLOCK_OFF_MS);
        let mut named: Vec<_> = wrong.collect();
        named.sort_by_key(|(name, ms)| (Reverse(off(*ms)), *name));
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
        lock(&self.inner).known.len()
    }

    /// When a device was last heard.
    #[must_use]
    pub fn heard(&self, device: &str) -> Option<UtcMs> {
        lock(&self.inner).known.get(device).map(|known| known.at)
    }

    /// All that were heard, and when last.
    #[must_use]
    pub fn all(&self) -> Vec<(String, UtcMs)> {
        let heard = &lock(&self.inner).known;
        let all = heard.iter();
        all.map(|(name, known)| (name.clone(), known.at)).collect()
    }

    /// Those not heard for longer than their own period in milliseconds, longest silence first.
    #[must_use]
    pub fn silent(&self, now: UtcMs, period_ms: impl Fn(&str) -> i64) -> Vec<(String, UtcMs)> {
        let heard = &lock(&self.inner).known;
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
