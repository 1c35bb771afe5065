//! What is known of a feed, for the window (decision 0020).

use std::collections::{BTreeMap, VecDeque};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use emergency::time::UtcMs;

use crate::intake::Unreadable;
use crate::talk::{ClocksOff, Dialects, Register};

/// The state of one feed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Health {
    /// Its name.
    pub name: String,
    /// `poll`, `folder`, or the protocol of a server.
    pub kind: &'static str,
    /// Where it looks, without secrets.
    pub source: String,
    /// True when the last try went well.
    pub up: bool,
    /// When it tried first since the start.
    pub first_try_at: Option<UtcMs>,
    /// When it last tried.
    pub last_try_at: Option<UtcMs>,
    /// When a message last came.
    pub last_message_at: Option<UtcMs>,
    /// Messages since the start.
    pub messages: u64,
    /// Defects since the start.
    pub defects: u64,
    /// Why it is not up: a short code.
    pub why: String,
    /// Messages of the last minute.
    pub per_minute: u64,
    /// Defects since the start by their kind, each with the bytes of the newest, hexadecimal.
    pub defect_kinds: BTreeMap<String, DefectCount>,
    /// The clock of the device heard last against ours, milliseconds; positive where it is ahead.
    pub clock_offset_ms: Option<i64>,
    /// The devices whose clocks are wrong.
    pub clocks: ClocksOff,
    /// How its devices speak.
    pub dialects: Dialects,
    /// Open connections.
    pub connections: usize,
    /// Connections that were refused or closed for a bound.
    pub refused: u64,
    /// Of them for the bound of one address.
    pub refused_address: u64,
    /// The address with most open connections, and how many.
    pub busiest: Option<(IpAddr, usize)>,
    /// Devices heard since the start.
    pub devices: usize,
    /// Seconds from one look to the next of a feed that looks; 0 for the others, and where it looks
    /// all the time.
    pub every_s: u32,
    /// Seconds after which a device without a period of its own is silent; 0 before that is known.
    pub silent_after_s: u32,
    /// Devices not heard for their period, longest silence first, at most [`SILENT_MAX`].
    pub silent: Vec<(String, UtcMs)>,
    /// How many there are in all.
    pub silent_count: usize,
}

/// The connections of a server, with those refused since they were last told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Connections {
    /// Open now.
    pub open: usize,
    /// Refused or closed for a bound.
    pub refused: u64,
    /// Of them for the bound of one address.
    pub refused_address: u64,
    /// The address with most of them, and how many.
    pub busiest: Option<(IpAddr, usize)>,
}

/// How often a defect came, and the newest.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DefectCount {
    /// How often.
    pub count: u64,
    /// The bytes of the newest that kept any, hexadecimal.
    pub newest: String,
    /// In words.
    pub message: String,
}

/// Silent devices that are named.
pub const SILENT_MAX: usize = 50;
/// Digits of the newest bytes of a kind of defects.
const NEWEST_CHARS_MAX: usize = 512;
/// Kinds of defects that are counted apart.
const KINDS_MAX: usize = 64;
/// Over how long the rate is counted.
const RATE_MS: i64 = 60_000;
/// The rate is counted in steps of a second.
const STEP_MS: i64 = 1_000;

/// Messages of the last minute, in steps of a second.
#[derive(Debug, Default)]
struct Rate {
    steps: VecDeque<(i64, u64)>,
}

impl Rate {
    fn add(&mut self, now: UtcMs, messages: u64) {
        let step = now.0.div_euclid(STEP_MS);
        match self.steps.back_mut() {
            Some((last, count)) if *last == step => *count += messages,
            _ => self.steps.push_back((step, messages)),
        }
        self.forget(now);
    }

    fn forget(&mut self, now: UtcMs) {
        let oldest = (now.0 - RATE_MS).div_euclid(STEP_MS);
        while self.steps.front().is_some_and(|(step, _)| *step <= oldest) {
            self.steps.pop_front();
        }
    }

    fn sum(&self) -> u64 {
        self.steps.iter().map(|(_, count)| count).sum()
    }
}

/// A feed's health, shared between its driver and the desk.
#[derive(Debug, Clone, Default)]
pub struct SharedHealth(Arc<Mutex<Kept>>);

#[derive(Debug, Default)]
struct Kept {
    health: Health,
    rate: Rate,
    /// What came last was not stored: that is over when something is, and no other trouble is.
    unstored: bool,
}

impl Kept {
    /// Whether it is up, and why not: what is not stored is lost, whatever else is wrong.
    fn state(&self) -> (bool, &str) {
        if self.unstored {
            return (false, "store");
        }
        (self.health.up, &self.health.why)
    }
}

impl SharedHealth {
    /// The health of a feed that has not tried yet.
    #[must_use]
    pub fn new(name: &str, kind: &'static str, source: &str) -> Self {
        let health = Health {
            name: name.to_owned(),
            kind,
            source: source.to_owned(),
            ..Health::default()
        };
        Self(Arc::new(Mutex::new(Kept {
            health,
            ..Kept::default()
        })))
    }

    /// A copy, with the rate of the minute before a time.
    #[must_use]
    pub fn at(&self, now: UtcMs) -> Health {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.rate.forget(now);
        drop(kept);
        self.get()
    }

    /// What a follower of changes compares: whether it is up, why not, messages and defects.
    #[must_use]
    pub fn sign(&self) -> (bool, String, u64, u64) {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (up, why) = kept.state();
        let health = &kept.health;
        (up, why.to_owned(), health.messages, health.defects)
    }

    /// A copy as it was last told.
    #[must_use]
    pub fn get(&self) -> Health {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (up, why) = kept.state();
        Health {
            up,
            why: why.to_owned(),
            per_minute: kept.rate.sum(),
            ..kept.health.clone()
        }
    }

    /// Notes a try that went well.
    pub fn tried(&self, now: UtcMs) {
        self.change(|health| {
            health.up = true;
            health.first_try_at.get_or_insert(now);
            health.last_try_at = Some(now);
            health.why.clear();
        });
    }

    /// Notes whether what came was stored. That repairs nothing else.
    pub fn stored(&self, all: bool) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.unstored = !all;
    }

    /// Notes a try that failed.
    pub fn failed(&self, now: UtcMs, why: &str) {
        self.change(|health| {
            health.up = false;
            health.first_try_at.get_or_insert(now);
            health.last_try_at = Some(now);
            why.clone_into(&mut health.why);
        });
    }

    /// Notes what came.
    pub fn brought(&self, now: UtcMs, messages: usize, defects: usize) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if messages > 0 {
            kept.health.last_message_at = Some(now);
            kept.rate.add(now, messages as u64);
        }
        kept.health.messages += messages as u64;
        kept.health.defects += defects as u64;
    }

    /// Notes one defect by its kind.
    pub fn defect(&self, kind: &str, message: &str, raw: &str) {
        self.change(|health| {
            let full = health.defect_kinds.len() >= KINDS_MAX;
            if full && !health.defect_kinds.contains_key(kind) {
                return;
            }
            let count = health.defect_kinds.entry(kind.to_owned()).or_default();
            count.count += 1;
            message.clone_into(&mut count.message);
            if !raw.is_empty() {
                // The log keeps all of them.
                let kept = raw.get(..NEWEST_CHARS_MAX).unwrap_or(raw);
                kept.clone_into(&mut count.newest);
            }
        });
    }

    /// Notes one input that could not be read, by its kind and with its first bytes.
    pub fn unreadable(&self, input: &Unreadable) {
        let first = &input.raw[..input.raw.len().min(NEWEST_CHARS_MAX / 2)];
        self.defect(&input.kind, &input.message, &hex::encode(first));
    }

    /// Notes the clock of the device heard last.
    pub fn clock(&self, offset_ms: i64) {
        self.change(|health| health.clock_offset_ms = Some(offset_ms));
    }

    /// Notes the devices whose clocks are wrong.
    pub fn clocks(&self, off: ClocksOff) {
        self.change(|health| health.clocks = off);
    }

    /// Notes how its devices speak.
    pub fn dialects(&self, now: Dialects) {
        self.change(|health| health.dialects = now);
    }

    /// Notes the open connections, and how many more were refused.
    pub fn connections(&self, now: Connections) {
        self.change(|health| {
            health.connections = now.open;
            health.refused += now.refused;
            health.refused_address += now.refused_address;
            health.busiest = now.busiest;
        });
    }

    /// Notes how often it looks.
    pub fn looks_every(&self, seconds: u32) {
        self.change(|health| health.every_s = seconds);
    }

    /// Notes after how many seconds a device without a period of its own is silent.
    pub fn silent_after(&self, seconds: u32) {
        self.change(|health| health.silent_after_s = seconds);
    }

    /// Notes which devices are known and which of them are silent.
    pub fn devices(&self, count: usize, mut silent: Vec<(String, UtcMs)>, now: UtcMs) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.rate.forget(now);
        kept.health.devices = count;
        kept.health.silent_count = silent.len();
        silent.truncate(SILENT_MAX);
        kept.health.silent = silent;
    }

    /// Notes how the devices of a feed are: how many were heard, which of them are silent, whose
    /// clocks are wrong.
    pub(crate) fn devices_of(&self, register: &Register, now: UtcMs) {
        let Register { devices, roll, .. } = register;
        let silent = devices.silent(now, |device| roll.silent_after_ms(device));
        self.clocks(devices.clocks_off());
        self.silent_after(roll.periods().silent_after_s);
        self.devices(devices.count(), silent, now);
    }

    fn change(&self, edit: impl FnOnce(&mut Health)) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        edit(&mut kept.health);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_is_that_of_the_last_minute() {
        let health = SharedHealth::new("演练", "jt808", "");
        health.brought(UtcMs(0), 5, 0);
        health.brought(UtcMs(30_000), 2, 0);
        assert_eq!(health.get().per_minute, 7, "both are in it");
        health.brought(UtcMs(61_000), 1, 0);
        assert_eq!(health.get().per_minute, 3, "the first is too old");
        health.devices(0, Vec::new(), UtcMs(200_000));
        assert_eq!(health.get().per_minute, 0, "time passes without messages");
    }

    #[test]
    fn what_is_stored_repairs_the_store_and_nothing_else() {
        let health = SharedHealth::new("演练", "mqtt", "");
        health.failed(UtcMs(1), "subscribe");
        health.stored(true);
        let seen = health.get();
        assert_eq!(
            (seen.up, seen.why.as_str()),
            (false, "subscribe"),
            "as before"
        );
        health.tried(UtcMs(2));
        health.stored(false);
        let seen = health.get();
        assert_eq!((seen.up, seen.why.as_str()), (false, "store"), "it is lost");
        assert_eq!(health.sign().1, "store", "and whoever follows hears of it");
        health.stored(true);
        let seen = health.get();
        assert_eq!(
            (seen.up, seen.why.as_str()),
            (true, ""),
            "it is not any more"
        );
        assert_eq!(seen.first_try_at, Some(UtcMs(1)), "since when it listens");
    }

    #[test]
    fn defects_are_counted_by_kind_with_the_newest_bytes() {
        let health = SharedHealth::new("演练", "jt808", "");
        health.defect("noise", "one", "00");
        health.defect("noise", "two", "");
        let kinds = health.get().defect_kinds;
        let noise = &kinds["noise"];
        assert_eq!(
            (noise.count, noise.newest.as_str()),
            (2, "00"),
            "both, and the bytes"
        );
        for number in 0..KINDS_MAX * 2 {
            health.defect(&number.to_string(), "", "");
        }
        assert_eq!(health.get().defect_kinds.len(), KINDS_MAX, "bounded");
    }

    #[test]
    fn silent_devices_are_named_up_to_the_bound_and_counted() {
        let health = SharedHealth::new("演练", "jt808", "");
        let silent = (0..100).map(|n| (n.to_string(), UtcMs(n))).collect();
        health.devices(200, silent, UtcMs(1));
        let seen = health.get();
        assert_eq!((seen.devices, seen.silent_count), (200, 100), "all counted");
        assert_eq!(seen.silent.len(), SILENT_MAX, "some named");
    }
}
