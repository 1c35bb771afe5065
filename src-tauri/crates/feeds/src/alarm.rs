//! An alarm of a device as the desk keeps it: a message when it begins, its cancel when it ends.

use std::collections::{BTreeMap, HashSet};

use emergency::alert::{
    AlertReceived, Circle, MessageType, Notice, NoticeStatus, NoticeText, RawBytes, alert_id,
};
use emergency::decide::Draft;
use emergency::fact::Fact;
use emergency::place::Point;
use emergency::time::{MINUTE_MS, UtcMs};

use protocols::{Defect, DefectKind};
use sha2::{Digest as _, Sha256};

use crate::intake::raw_bytes_up_to;
use crate::lock::lock;
use crate::reach::Reach;
use crate::talk::{Outcome, Register};

/// Alarms of one feed that hold at the same time; further ones are not followed.
pub const STANDING_MAX: usize = 100_000;
/// Metres around a device that its alarm concerns, where nothing else is known: 待区里确认.
const RADIUS_M: f64 = 50.0;
/// How late a device may send the end of an alarm so that it still counts as kept back on its way.
pub const LATE_MAX_MS: i64 = 24 * 3_600_000;
/// A fire that a device dates so much later than the one that holds is another one: what was
/// between them was not sent. A device that repeats an old fire under a new time is heard again
/// that often;
/// 待区里确认.
pub const RENEWED_AFTER_MS: i64 = 10 * MINUTE_MS;
/// How long an alarm stands that a device only says the beginning of: 待区里确认. Afterwards it waits
/// for whoever has not seen it, or goes.
pub const MOMENT_LASTS_MS: i64 = 24 * 3_600_000;
/// Bytes of a report that are kept in one fact: four frames of JT/T 808 or of GB/T 26875.3.
pub const REPORT_BYTES_MAX: usize = 4 * 1024;

/// How an alarm goes on after its beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Course {
    /// It holds until the device says that it is over.
    #[default]
    Holds,
    /// The same, and one that the device dates more than [`RENEWED_AFTER_MS`] later is another.
    Renewed,
    /// Something that somebody did: one that the device dates otherwise is another.
    Act,
    /// The device stops to say it once it was answered: that it is silent ends nothing.
    Moment,
}

/// What a device says of one alarm.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DeviceAlarm<'a> {
    /// Name of the feed.
    pub feed: &'a str,
    /// Name of the format.
    pub format: &'a str,
    /// The device or point, in its protocol's own words.
    pub device: &'a str,
    /// A short code of the alarm, one of its kind a device.
    pub code: &'a str,
    /// The alarm in words.
    pub event: &'a str,
    /// What else is known, in words.
    pub words: &'a str,
    /// When the device says that this happened.
    pub at: UtcMs,
    /// Where, when the device says so.
    pub point: Option<Point>,
    /// How it goes on.
    pub course: Course,
    /// What came.
    pub bytes: &'a [u8],
}

/// An alarm that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Held {
    /// Its alert's identifier: the device's clock may stand still, so that the desk names it.
    identifier: String,
    /// When it began, as the device says.
    since: UtcMs,
    /// When the desk heard of it.
    heard: UtcMs,
    /// SHA-256 of what it began with, hexadecimal; empty where a start of the desk lies between.
    sha256: String,
    /// Whether its beginning is on disk.
    stored: bool,
}

/// A change of an alarm. It is already noted; what was not stored is given back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    key: (String, String),
    held: Held,
    /// When the desk heard of the change.
    sent: UtcMs,
    /// Whether it has ended.
    ended: bool,
    /// Whether the device says only its beginning.
    moment: bool,
    /// Whether it began and ended in the same bytes.
    same_bytes: bool,
}

/// What a report says that was not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Noted {
    /// Nothing.
    Nothing,
    /// The alarm began or ended, or its beginning is not on disk yet: then it is told once more
    /// under the same name, so that whoever says it waits for its fact as well.
    Changed(Change),
    /// The alarm holds, but [`STANDING_MAX`] others do too: it is told, and its end is not
    /// followed.
    Full(Change),
}

/// The alarms of one feed that hold now, so that only their beginning and their end are told.
#[derive(Debug, Default)]
pub struct Standing {
    held: BTreeMap<(String, String), Held>,
    /// How many were told: two of the same millisecond are not one.
    told: u64,
}

impl Standing {
    /// Notes whether an alarm of a device holds.
    ///
    /// An end that the device dates before the beginning was kept back on its way and is left out,
    /// unless it is more than [`LATE_MAX_MS`] before: then the device's clock was lost. A beginning
    /// is never left out.
    pub fn note(&mut self, alarm: &DeviceAlarm<'_>, holds: bool, now: UtcMs) -> Noted {
        let key = (alarm.device.to_owned(), alarm.code.to_owned());
        match (holds, self.held.get(&key)) {
            (true, None) => self.begin(key, alarm, now),
            (true, Some(held)) if !held.stored => Noted::Changed(Change {
                key,
                held: held.clone(),
                sent: held.heard,
                ended: false,
                moment: alarm.course == Course::Moment,
                same_bytes: false,
            }),
            (false, Some(_)) if alarm.course == Course::Moment => {
                self.held.remove(&key);
                Noted::Nothing
            }
            (false, Some(held)) => {
                // A clock that was ahead and is set right says nothing of the order.
                let late_ms = held.since.min(held.heard).0 - alarm.at.0;
                if (1..=LATE_MAX_MS).contains(&late_ms) {
                    return Noted::Nothing;
                }
                self.end(key, alarm, now)
            }
            _ => Noted::Nothing,
        }
    }

    fn begin(&mut self, key: (String, String), alarm: &DeviceAlarm<'_>, now: UtcMs) -> Noted {
        self.told += 1;
        let held = Held {
            identifier: format!("{}/{}-{}", alarm.code, now.0, self.told),
            since: alarm.at,
            heard: now,
            sha256: hex::encode(Sha256::digest(alarm.bytes)),
            stored: false,
        };
        let change = Change {
            key: key.clone(),
            held: held.clone(),
            sent: now,
            ended: false,
            moment: alarm.course == Course::Moment,
            same_bytes: false,
        };
        if self.held.len() >= STANDING_MAX {
            return Noted::Full(change);
        }
        self.held.insert(key, held);
        Noted::Changed(change)
    }

    fn end(&mut self, key: (String, String), alarm: &DeviceAlarm<'_>, now: UtcMs) -> Noted {
        let Some(held) = self.held.remove(&key) else {
            return Noted::Nothing;
        };
        Noted::Changed(Change {
            key,
            // The end is later than the beginning on every desk.
            sent: now.max(UtcMs(held.heard.0 + 1)),
            ended: true,
            moment: false,
            same_bytes: held.sha256 == hex::encode(Sha256::digest(alarm.bytes)),
            held,
        })
    }

    /// Ends the alarm that holds where this report is of another one of the same place.
    fn renew(&mut self, alarm: &DeviceAlarm<'_>, now: UtcMs) -> Noted {
        let key = (alarm.device.to_owned(), alarm.code.to_owned());
        let another = self.held.get(&key).is_some_and(|held| match alarm.course {
            Course::Holds | Course::Moment => false,
            Course::Renewed => alarm.at.since_ms(held.since) > RENEWED_AFTER_MS,
            Course::Act => alarm.at != held.since,
        });
        if another {
            self.end(key, alarm, now)
        } else {
            Noted::Nothing
        }
    }

    /// The codes of the alarms that hold at a device and at all that is under it.
    #[must_use]
    pub fn under(&self, device: &str) -> Vec<(String, String)> {
        let below = |name: &str| {
            name.strip_prefix(device)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
        };
        // A hyphen goes before all digits, so that what is under a device follows it at once.
        let from = self.held.range((device.to_owned(), String::new())..);
        let held = from.take_while(|((name, _), _)| below(name));
        held.map(|(key, _)| key.clone()).collect()
    }

    /// The codes of the alarms that hold at one device or point, without what is under it.
    #[must_use]
    pub fn codes_at(&self, device: &str) -> Vec<String> {
        let from = self.held.range((device.to_owned(), String::new())..);
        let own = from.take_while(|((name, _), _)| name == device);
        own.map(|((_, code), _)| code.clone()).collect()
    }

    /// Since when an alarm of a device holds, as it says.
    #[must_use]
    pub fn since(&self, device: &str, code: &str) -> Option<UtcMs> {
        let held = self.held.get(&(device.to_owned(), code.to_owned()));
        held.map(|held| held.since)
    }

    /// The devices at which an alarm of a code holds.
    #[must_use]
    pub fn devices_with(&self, code: &str) -> HashSet<String> {
        let held = self.held.keys().filter(|(_, own)| own == code);
        held.map(|(device, _)| device.clone()).collect()
    }

    /// The devices and codes of the alarms whose code begins so.
    #[must_use]
    pub fn coded(&self, begin: &str) -> Vec<(String, String)> {
        let held = self.held.keys().filter(|(_, code)| code.starts_with(begin));
        held.cloned().collect()
    }

    /// Takes up the alarms that stood when the desk was started: their devices go on saying them,
    /// and say when they are over. Others than those of this module are left out.
    pub fn take_up<'a>(&mut self, notices: impl IntoIterator<Item = &'a Notice>) {
        for notice in notices {
            let device = notice.sender.strip_prefix(&notice.format);
            let device = device.and_then(|rest| rest.strip_prefix(':'));
            // One that expires has no end that a device would say.
            let (Some(device), Some(since), None) = (device, notice.onset, notice.expires) else {
                continue;
            };
            if notice.msg_type != MessageType::Alert || self.held.len() >= STANDING_MAX {
                continue;
            }
            let held = Held {
                identifier: notice.identifier.clone(),
                since,
                heard: notice.sent,
                sha256: String::new(),
                stored: true,
            };
            let key = (device.to_owned(), notice.event_code.clone());
            self.held.entry(key).or_insert(held);
        }
    }

    /// Notes that changes are on disk.
    pub fn stored(&mut self, changes: Vec<Change>) {
        for change in changes.into_iter().filter(|change| !change.ended) {
            if let Some(held) = self.held.get_mut(&change.key)
                && held.identifier == change.held.identifier
            {
                held.stored = true;
            }
        }
    }

    /// Takes back changes that were not stored, so that the same report tells them again.
    pub fn give_back(&mut self, changes: Vec<Change>) {
        for change in changes.into_iter().rev() {
            let now_held = self.held.get(&change.key);
            if change.ended {
                // An alarm that began anew in the meantime stays.
                if now_held.is_none() {
                    self.held.insert(change.key, change.held);
                }
            } else if now_held == Some(&change.held) {
                // One whose fact was stored for another connection is not the same any more.
                self.held.remove(&change.key);
            }
        }
    }

    /// How many hold.
    #[must_use]
    pub fn len(&self) -> usize {
        self.held.len()
    }

    /// Whether none holds.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.held.is_empty()
    }
}

/// What is said of an alarm that ends because the same place tells another one.
const AGAIN: &str = "同一部位再次报警，见新告警";

impl DeviceAlarm<'_> {
    /// Notes whether it holds; what changed goes into the outcome.
    pub fn tell(&self, holds: bool, now: UtcMs, register: &Register, outcome: &mut Outcome) {
        let mut standing = lock(&register.standing);
        let renewed = if holds {
            standing.renew(self, now)
        } else {
            Noted::Nothing
        };
        let noted = standing.note(self, holds, now);
        drop(standing);
        if let Noted::Changed(change) = renewed {
            let again = Self {
                words: AGAIN,
                ..*self
            };
            outcome.drafts.push(again.draft(&change, &register.reach));
            outcome.changes.push(change);
        }
        let change = match noted {
            Noted::Nothing => return,
            // Whoever waits for this outcome waits for that fact.
            Noted::Changed(change) if outcome.changes.contains(&change) => return,
            Noted::Changed(change) => change,
            Noted::Full(change) => {
                let words =
                    format!("more than {STANDING_MAX} alarms hold: the end is not followed");
                let defect = Defect::of_bytes(DefectKind::TooMany, words, self.bytes);
                outcome.defects.push(defect);
                change
            }
        };
        outcome.drafts.push(self.draft(&change, &register.reach));
        outcome.changes.push(change);
    }

    /// The fact of a change. Beginning and end are one alert; a sensor states no warning level,
    /// which is a matter of law.
    #[must_use]
    pub fn draft(&self, change: &Change, reach: &Reach) -> Draft {
        let sender = format!("{}:{}", self.format, self.device);
        let identifier = change.held.identifier.clone();
        let id = alert_id(&sender, &identifier);
        let state = if change.ended { "解除" } else { "" };
        let text = NoticeText {
            language: "zh-CN".to_owned(),
            headline: format!("{} {}{state}", self.device, self.event),
            description: self.words.to_owned(),
            ..NoticeText::default()
        };
        let circle = |centre| Circle {
            centre,
            radius_m: RADIUS_M,
        };
        let notice = Notice {
            format: self.format.to_owned(),
            sender,
            identifier,
            sent: change.sent,
            status: NoticeStatus::Actual,
            msg_type: if change.ended {
                MessageType::Cancel
            } else {
                MessageType::Alert
            },
            event: self.event.to_owned(),
            event_code: self.code.to_owned(),
            onset: Some(change.held.since),
            expires: change
                .moment
                .then(|| change.held.heard.plus_ms(MOMENT_LASTS_MS)),
            sender_name: self.feed.to_owned(),
            texts: vec![text],
            circles: self.point.map(circle).into_iter().collect(),
            ..Notice::default()
        };
        let distance_m = reach.distance_m(&notice);
        // The log takes a message of the same bytes for a copy; the beginning has them already.
        let raw = if change.same_bytes {
            RawBytes {
                encoding: "utf8".to_owned(),
                ..RawBytes::default()
            }
        } else {
            raw_bytes_up_to(self.bytes, REPORT_BYTES_MAX)
        };
        let received = AlertReceived {
            notice,
            raw,
            feed: self.feed.to_owned(),
            distance_m,
        };
        Draft::plain(id.0, Fact::AlertReceived(received))
    }
}

#[cfg(test)]
mod tests;
