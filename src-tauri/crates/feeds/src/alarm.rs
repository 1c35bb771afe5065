//! An alarm of a device as the desk keeps it: a message when it begins, its cancel when it ends.

use std::collections::HashMap;

use emergency::alert::{
    AlertReceived, Circle, MessageType, Notice, NoticeStatus, NoticeText, RawBytes, alert_id,
};
use emergency::decide::Draft;
use emergency::fact::Fact;
use emergency::place::Point;
use emergency::time::UtcMs;

use protocols::{Defect, DefectKind};
use sha2::{Digest as _, Sha256};

use crate::intake::raw_bytes_up_to;
use crate::reach::Reach;
use crate::talk::{Outcome, Register, lock};

/// Alarms of one feed that hold at the same time; further ones are not followed.
pub const STANDING_MAX: usize = 100_000;
/// Metres around a device that its alarm concerns, where nothing else is known: 待区里确认.
const RADIUS_M: f64 = 50.0;
/// How late a device may send the end of an alarm so that it still counts as kept back on its way.
pub const LATE_MAX_MS: i64 = 24 * 3_600_000;
/// Bytes of a report that are kept in one fact: four frames of JT/T 808 or of GB/T 26875.3.
pub const REPORT_BYTES_MAX: usize = 4 * 1024;

/// What a device says of one alarm.
#[derive(Debug, Clone, PartialEq)]
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
    /// SHA-256 of what it began with, hexadecimal.
    sha256: String,
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
    /// Whether it began and ended in the same bytes.
    same_bytes: bool,
}

/// What a report says that was not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Noted {
    /// Nothing.
    Nothing,
    /// The alarm began or ended.
    Changed(Change),
    /// The alarm holds, but [`STANDING_MAX`] others do too: it is told, and its end is not
    /// followed.
    Full(Change),
}

/// The alarms of one feed that hold now, so that only their beginning and their end are told.
#[derive(Debug, Default)]
pub struct Standing {
    held: HashMap<(String, String), Held>,
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
            (true, None) => {
                self.told += 1;
                let held = Held {
                    identifier: format!("{}/{}-{}", alarm.code, now.0, self.told),
                    since: alarm.at,
                    heard: now,
                    sha256: hex::encode(Sha256::digest(alarm.bytes)),
                };
                let change = Change {
                    key: key.clone(),
                    held: held.clone(),
                    sent: now,
                    ended: false,
                    same_bytes: false,
                };
                if self.held.len() >= STANDING_MAX {
                    return Noted::Full(change);
                }
                self.held.insert(key, held);
                Noted::Changed(change)
            }
            (false, Some(held)) => {
                // A clock that was ahead and is set right says nothing of the order.
                let late_ms = held.since.min(held.heard).0 - alarm.at.0;
                if (1..=LATE_MAX_MS).contains(&late_ms) {
                    return Noted::Nothing;
                }
                let held = held.clone();
                self.held.remove(&key);
                Noted::Changed(Change {
                    key,
                    // The end is later than the beginning on every desk.
                    sent: now.max(UtcMs(held.heard.0 + 1)),
                    ended: true,
                    same_bytes: held.sha256 == hex::encode(Sha256::digest(alarm.bytes)),
                    held,
                })
            }
            _ => Noted::Nothing,
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

impl DeviceAlarm<'_> {
    /// Notes whether it holds; what changed goes into the outcome.
    pub fn tell(&self, holds: bool, now: UtcMs, register: &Register, outcome: &mut Outcome) {
        let noted = lock(&register.standing).note(self, holds, now);
        let change = match noted {
            Noted::Nothing => return,
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
mod tests {
    use std::sync::{Arc, Mutex};
    use std::time::Duration;

    use super::*;

    fn changed(noted: Noted) -> Option<Change> {
        match noted {
            Noted::Changed(change) => Some(change),
            Noted::Nothing => None,
            Noted::Full(_) => panic!("there is room"),
        }
    }

    fn received(draft: Draft) -> AlertReceived {
        match draft.fact {
            Fact::AlertReceived(received) => received,
            other => panic!("a feed observes nothing else: {other:?}"),
        }
    }

    fn alarm(at: i64) -> DeviceAlarm<'static> {
        DeviceAlarm {
            feed: "车辆",
            format: "jt808",
            device: "013800000001",
            code: "rollover",
            event: "侧翻",
            words: "演练",
            at: UtcMs(at),
            point: Some(Point {
                lon: 117.06,
                lat: 36.68,
            }),
            bytes: b"~",
        }
    }

    #[test]
    fn only_the_beginning_and_the_end_of_an_alarm_are_told() {
        let mut standing = Standing::default();
        let told: Vec<_> = [(true, 1), (true, 2), (false, 3), (false, 4), (true, 5)]
            .into_iter()
            .filter_map(|(holds, at)| changed(standing.note(&alarm(at), holds, UtcMs(at))))
            .map(|change| (change.held.since.0, change.ended))
            .collect();
        assert_eq!(told, [(1, false), (1, true), (5, false)], "edges only");
        assert_eq!(standing.len(), 1, "the last one holds");
        let other = DeviceAlarm {
            device: "b",
            ..alarm(6)
        };
        let other = changed(standing.note(&other, true, UtcMs(6)));
        assert!(other.is_some(), "another device has its own");
    }

    #[test]
    fn beginning_and_end_are_one_alert_and_the_end_cancels_it() {
        let reach = Reach::new(&[], &[]);
        let mut standing = Standing::default();
        let change = changed(standing.note(&alarm(1), true, UtcMs(1))).expect("it begins");
        let begun = alarm(1).draft(&change, &reach);
        let change = changed(standing.note(&alarm(9), false, UtcMs(9))).expect("it ends");
        let ended = alarm(9).draft(&change, &reach);
        assert_eq!(begun.entity, ended.entity, "one alert");
        let (begun, ended) = (received(begun), received(ended));
        assert_eq!(ended.notice.msg_type, MessageType::Cancel, "it is over");
        assert_eq!(ended.notice.onset, Some(UtcMs(1)), "and when it began");
        assert_eq!(ended.notice.level, None, "a sensor states no level");
        assert_eq!(ended.notice.circles.len(), 1, "where it is");
        assert!(!begun.raw.sha256.is_empty(), "the bytes are named");
        assert_eq!(
            ended.raw.sha256, "",
            "the same bytes are no copy of the message"
        );
    }

    #[test]
    fn a_device_whose_clock_stands_still_is_heard_each_time() {
        let reach = Reach::new(&[], &[]);
        let mut standing = Standing::default();
        let mut told = Vec::new();
        for (round, holds) in [true, false, true, false].into_iter().enumerate() {
            let now = UtcMs(100 + i64::try_from(round / 2).expect("a small number"));
            let change = changed(standing.note(&alarm(1), holds, now)).expect("it changes");
            told.push(alarm(1).draft(&change, &reach));
        }
        assert_eq!(
            told[0].entity, told[1].entity,
            "the end is that of the first"
        );
        assert_ne!(
            told[1].entity, told[2].entity,
            "the second is another alert"
        );
        let sent: Vec<_> = told
            .into_iter()
            .map(|one| received(one).notice.sent.0)
            .collect();
        assert_eq!(
            sent,
            [100, 101, 101, 102],
            "an end is later than its beginning"
        );
    }

    #[test]
    fn a_change_that_was_not_stored_is_told_again() {
        let mut standing = Standing::default();
        let begun = changed(standing.note(&alarm(1), true, UtcMs(1))).expect("it begins");
        standing.give_back(vec![begun]);
        let again = changed(standing.note(&alarm(1), true, UtcMs(2))).expect("told again");
        let ended = changed(standing.note(&alarm(3), false, UtcMs(3))).expect("it ends");
        standing.give_back(vec![ended]);
        assert_eq!(standing.len(), 1, "it still holds");
        let ended = changed(standing.note(&alarm(3), false, UtcMs(4))).expect("told again");
        assert_eq!(again.held.identifier, ended.held.identifier, "of one alert");
        let begun = changed(standing.note(&alarm(5), true, UtcMs(5))).expect("it begins");
        let ended = changed(standing.note(&alarm(6), false, UtcMs(6))).expect("it ends");
        standing.give_back(vec![begun, ended]);
        assert!(standing.is_empty(), "both of one message, last first");
    }

    #[test]
    fn an_end_that_was_kept_back_does_not_end_a_present_alarm() {
        let day = LATE_MAX_MS;
        // When the device says that it began and ended, when the desk heard the first, and whether
        // the end counts.
        let cases = [
            (5 * day, 5 * day - 1, 5 * day, false, "kept back"),
            (5 * day, 5 * day, 5 * day, true, "a clock that stands still"),
            (5 * day, 0, 5 * day, true, "a clock that was lost"),
            (
                5 * day,
                4 * day + 1,
                4 * day,
                true,
                "a clock ahead, set right",
            ),
        ];
        for (began, ended, heard, counts, why) in cases {
            let mut standing = Standing::default();
            standing.note(&alarm(began), true, UtcMs(heard));
            let change = changed(standing.note(&alarm(ended), false, UtcMs(heard + 1)));
            assert_eq!(change.is_some(), counts, "{why}");
        }
    }

    #[test]
    fn an_alarm_beyond_the_bound_is_told_and_said_to_be_unfollowed() {
        let reach = Arc::new(Reach::new(&[], &[]));
        let mut standing = Standing::default();
        for number in 0..STANDING_MAX {
            let device = number.to_string();
            let one = DeviceAlarm {
                device: &device,
                ..alarm(1)
            };
            standing.note(&one, true, UtcMs(1));
        }
        let register = Register {
            standing: Mutex::new(standing),
            ..Register::new("车辆", Duration::ZERO, reach)
        };
        let mut outcome = Outcome::default();
        alarm(2).tell(true, UtcMs(2), &register, &mut outcome);
        assert_eq!(outcome.drafts.len(), 1, "it is told");
        assert_eq!(
            outcome.defects[0].kind,
            DefectKind::TooMany,
            "with the reason"
        );
        assert_eq!(lock(&register.standing).len(), STANDING_MAX, "bounded");
    }

    #[test]
    fn a_fact_keeps_only_some_kilobytes_of_a_report() {
        let bytes = vec![b'a'; REPORT_BYTES_MAX + 1];
        let long = DeviceAlarm {
            bytes: &bytes,
            ..alarm(1)
        };
        let change = changed(Standing::default().note(&long, true, UtcMs(1))).expect("it begins");
        let raw = received(long.draft(&change, &Reach::new(&[], &[]))).raw;
        assert!(raw.cut, "it says so");
        assert_eq!(raw.data.len(), REPORT_BYTES_MAX, "the first part");
    }
}
