//! An alarm of a device as the desk keeps it: a message when it begins, its cancel when it ends.

use std::collections::HashMap;

use emergency::alert::{
    AlertReceived, Circle, MessageType, Notice, NoticeStatus, NoticeText, alert_id,
};
use emergency::decide::Draft;
use emergency::fact::Fact;
use emergency::place::Point;
use emergency::time::UtcMs;

use crate::intake::raw_bytes;
use crate::reach::Reach;

/// Alarms of one feed that hold at the same time; further ones are not followed.
pub const STANDING_MAX: usize = 100_000;
/// Metres around a device that its alarm concerns, where nothing else is known: 待区里确认.
const RADIUS_M: f64 = 50.0;

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

/// A change of an alarm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// When it began.
    pub since: UtcMs,
    /// Whether it has ended.
    pub ended: bool,
}

/// The alarms of one feed that hold now, so that only their beginning and their end are told.
#[derive(Debug, Default)]
pub struct Standing {
    held: HashMap<(String, String), UtcMs>,
}

impl Standing {
    /// Notes whether an alarm of a device holds; gives the change, if it is one.
    pub fn note(&mut self, device: &str, code: &str, holds: bool, at: UtcMs) -> Option<Change> {
        let key = (device.to_owned(), code.to_owned());
        match (holds, self.held.get(&key)) {
            (true, None) if self.held.len() < STANDING_MAX => {
                self.held.insert(key, at);
                Some(Change {
                    since: at,
                    ended: false,
                })
            }
            (false, Some(since)) => {
                let since = *since;
                self.held.remove(&key);
                Some(Change { since, ended: true })
            }
            _ => None,
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
    /// The fact of a change. Beginning and end are one alert; a sensor states no warning level,
    /// which is a matter of law.
    #[must_use]
    pub fn draft(&self, change: Change, reach: &Reach) -> Draft {
        let sender = format!("{}:{}", self.format, self.device);
        let identifier = format!("{}/{}", self.code, change.since.0);
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
            sent: self.at,
            status: NoticeStatus::Actual,
            msg_type: if change.ended {
                MessageType::Cancel
            } else {
                MessageType::Alert
            },
            event: self.event.to_owned(),
            event_code: self.code.to_owned(),
            onset: Some(change.since),
            sender_name: self.feed.to_owned(),
            texts: vec![text],
            circles: self.point.map(circle).into_iter().collect(),
            ..Notice::default()
        };
        let distance_m = reach.distance_m(&notice);
        let received = AlertReceived {
            notice,
            raw: raw_bytes(self.bytes),
            feed: self.feed.to_owned(),
            distance_m,
        };
        Draft::plain(id.0, Fact::AlertReceived(received))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
            .filter_map(|(holds, at)| standing.note("a", "fire", holds, UtcMs(at)))
            .map(|change| (change.since.0, change.ended))
            .collect();
        assert_eq!(told, [(1, false), (1, true), (5, false)], "edges only");
        assert_eq!(standing.len(), 1, "the last one holds");
        let other = standing.note("b", "fire", true, UtcMs(6));
        assert!(other.is_some(), "another device has its own");
    }

    #[test]
    fn beginning_and_end_are_one_alert_and_the_end_cancels_it() {
        let reach = Reach::new(&[], &[]);
        let since = UtcMs(1);
        let begun = alarm(1).draft(
            Change {
                since,
                ended: false,
            },
            &reach,
        );
        let ended = alarm(9).draft(Change { since, ended: true }, &reach);
        assert_eq!(begun.entity, ended.entity, "one alert");
        let Fact::AlertReceived(received) = &ended.fact else {
            panic!("a feed observes nothing else");
        };
        assert_eq!(received.notice.msg_type, MessageType::Cancel, "it is over");
        assert_eq!(received.notice.onset, Some(since), "and when it began");
        assert_eq!(received.notice.level, None, "a sensor states no level");
        assert_eq!(received.notice.circles.len(), 1, "where it is");
    }
}
