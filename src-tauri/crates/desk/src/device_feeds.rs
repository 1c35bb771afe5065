//! The feeds of devices while they run: what they heard of their points, and what the register of
//! points says to them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use emergency::point::PointLimits;
use feeds::mqtt::Mqtt;
use feeds::roll::{Entry, Periods, ROLL_MAX};
use feeds::talk::{Protocol, Register};
use protocols::sensor::Limits;

use crate::points::PointBook;

/// A feed that knows its devices.
pub(crate) struct DeviceFeed {
    /// Its name.
    pub(crate) name: String,
    /// The name of its format.
    pub(crate) kind: &'static str,
    periods: Periods,
    runs: Runs,
}

enum Runs {
    Server(Arc<dyn Protocol>),
    /// It starts when its mapping, its trust and its password are there.
    Broker(OnceLock<Arc<Mqtt>>),
}

impl DeviceFeed {
    /// A server of a protocol.
    pub(crate) fn server(name: &str, protocol: Arc<dyn Protocol>, periods: Periods) -> Self {
        Self {
            name: name.to_owned(),
            kind: protocol.kind(),
            periods,
            runs: Runs::Server(protocol),
        }
    }

    /// A broker that has not started.
    pub(crate) fn broker(name: &str, periods: Periods) -> Self {
        Self {
            name: name.to_owned(),
            kind: "mqtt",
            periods,
            runs: Runs::Broker(OnceLock::new()),
        }
    }

    /// The broker has started.
    pub(crate) fn started(&self, feed: &Arc<Mqtt>) {
        if let Runs::Broker(runs) = &self.runs {
            // It starts once.
            drop(runs.set(Arc::clone(feed)));
        }
    }

    /// What it keeps of its devices; none while it has not started.
    pub(crate) fn register(&self) -> Option<&Register> {
        match &self.runs {
            Runs::Server(protocol) => Some(protocol.register()),
            Runs::Broker(feed) => feed.get().map(|feed| feed.register()),
        }
    }
}

/// All feeds of devices.
#[derive(Default)]
pub(crate) struct DeviceFeeds {
    feeds: Vec<Arc<DeviceFeed>>,
    /// Two that tell at once must not put the older word in force last.
    telling: Mutex<()>,
}

impl DeviceFeeds {
    pub(crate) fn new(feeds: Vec<Arc<DeviceFeed>>) -> Self {
        Self {
            feeds,
            telling: Mutex::default(),
        }
    }

    /// All of them.
    pub(crate) fn all(&self) -> &[Arc<DeviceFeed>] {
        &self.feeds
    }

    /// One by its name.
    pub(crate) fn named(&self, name: &str) -> Option<&DeviceFeed> {
        let mut feeds = self.feeds.iter();
        feeds.find(|feed| feed.name == name).map(AsRef::as_ref)
    }

    /// Puts what the register says in force.
    pub(crate) fn tell(&self, book: &PointBook) {
        let _telling = self.telling.lock().unwrap_or_else(PoisonError::into_inner);
        let mut by_feed: HashMap<String, HashMap<String, Entry>> = HashMap::new();
        for point in book.all() {
            let told = &point.registered;
            let entry = Entry {
                limits: point.limits.as_ref().map(limits_of),
                silent_after_s: told.silent_after_s,
                stale_after_s: told.stale_after_s,
            };
            let entries = by_feed.entry(told.feed.clone()).or_default();
            if entries.len() < ROLL_MAX {
                entries.insert(told.device.clone(), entry);
            }
        }
        for feed in &self.feeds {
            if let Some(register) = feed.register() {
                let entries = by_feed.remove(&feed.name).unwrap_or_default();
                register.roll.replace(entries, feed.periods);
            }
        }
    }
}

/// Limits of the register as a feed takes them.
pub(crate) fn limits_of(told: &PointLimits) -> Limits {
    Limits {
        low_low: told.low_low,
        low: told.low,
        high: told.high,
        high_high: told.high_high,
        deadband: told.deadband,
        on_delay_s: told.on_delay_s,
        off_delay_s: told.off_delay_s,
        rise_per_min: told.rise_per_min,
        fall_per_min: told.fall_per_min,
        rate_over_s: told.rate_over_s,
    }
}

/// Limits of a feed as the register keeps them.
pub(crate) fn told_of(limits: &Limits) -> PointLimits {
    PointLimits {
        low_low: limits.low_low,
        low: limits.low,
        high: limits.high,
        high_high: limits.high_high,
        deadband: limits.deadband,
        on_delay_s: limits.on_delay_s,
        off_delay_s: limits.off_delay_s,
        rise_per_min: limits.rise_per_min,
        fall_per_min: limits.fall_per_min,
        rate_over_s: limits.rate_over_s,
    }
}
