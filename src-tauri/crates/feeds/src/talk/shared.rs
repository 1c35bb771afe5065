//! What all connections of a feed share.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use emergency::alert::Notice;
use emergency::time::UtcMs;
use protocols::sensor::Limits;
use protocols::{Defect, DefectKind};

use super::Outcome;
use super::devices::{DEVICES_MAX, Devices};
use super::points::{Points, Reading};
use crate::alarm::{Change, Standing};
use crate::limit::{self, Measured, Watches};
use crate::lock::lock;
use crate::reach::Reach;
use crate::roll::Roll;

/// Points whose limits were changed and that are looked at at once; the others are with the next
/// look.
const CHANGED_AT_ONCE: usize = 500;
/// Names heard in passing whose points give way to one of a device that keeps its place.
const GIVE_WAY_MAX: usize = 16;

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

    /// Notes that a device was heard. Answers the name that is not kept for it, which may be its
    /// own; that is told with what came.
    pub(crate) fn hear(
        &self,
        device: &str,
        now: UtcMs,
        bytes: &[u8],
        outcome: &mut Outcome,
    ) -> Option<String> {
        let gone = self
            .devices
            .hear(device, now, |name| self.roll.speaks_for(name))?;
        self.points.forget(&gone);
        let words = format!("more than {DEVICES_MAX} devices were heard: {gone} is not kept");
        let defect = Defect::of_bytes(DefectKind::TooMany, words, bytes);
        outcome.defects.push(defect);
        Some(gone)
    }

    /// Keeps the newest value of a point of a device. Where there are too many points, those of
    /// devices that were heard in passing give way to one of a device that keeps its place.
    pub(crate) fn note(&self, device: &str, point: &str, reading: Reading) {
        let stays = || self.roll.speaks_for(device) || self.devices.stays(device);
        if self.points.is_full_for(point) && stays() {
            for name in self.devices.passing(GIVE_WAY_MAX) {
                self.points.forget(&name);
            }
        }
        let stale_after_ms = self.roll.stale_after_ms(point);
        self.points.note(point, reading, stale_after_ms);
    }

    /// A point has no limits, as its value came: what stands for one that it had has ended.
    pub(crate) fn unlimited(
        &self,
        format: &str,
        (point, name): (&str, &str),
        now: UtcMs,
        outcome: &mut Outcome,
    ) {
        if self.roll.is_told() {
            let point = (format, point, name);
            limit::end_of_gone(self, point, &Limits::default(), now, outcome);
        }
    }

    /// Brings limits that were changed into force for what is known already: an alarm of a limit
    /// that was taken off ends, whether a value can be judged or not, and the newest value is held
    /// against the others, for a station that sends by the hour would be judged an hour late. A
    /// value that cannot be judged, as it is bad or there is none yet, is left to the next one.
    /// Answers the points, for [`Self::judge_again`] where the facts are not stored.
    pub(crate) fn judge_changed(
        &self,
        format: &str,
        now: UtcMs,
        outcome: &mut Outcome,
    ) -> Vec<String> {
        let changed = self.roll.take_changed(CHANGED_AT_ONCE);
        for point in &changed {
            let reading = self.points.get(point);
            let of_feed = reading.as_ref().and_then(|reading| reading.limits);
            let limits = self.roll.limits(point).or(of_feed);
            let limits = limits.unwrap_or_default();
            self.watches.relimit(point, &limits);
            let name = reading.as_ref().map_or("", |reading| reading.name.as_str());
            limit::end_of_gone(self, (format, point, name), &limits, now, outcome);
            let Some(reading) = reading.filter(|reading| reading.good && reading.judged) else {
                continue;
            };
            let bytes = reading.value.to_string();
            let measured = Measured {
                feed: &self.feed,
                format,
                point,
                name: &reading.name,
                value: reading.value,
                unit: &reading.unit,
                limits: &limits,
                at: reading.at,
                bytes: bytes.as_bytes(),
                line: 0,
            };
            measured.tell(now, self, outcome);
        }
        changed
    }

    /// What changed limits said of these points was not stored: it is said again.
    pub(crate) fn judge_again(&self, points: Vec<String>) {
        self.roll.change_again(points);
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
        let mut held = lock(&self.standing);
        held.take_up(standing);
        let all = held.coded("");
        drop(held);
        self.watches.take_up(all);
    }
}
