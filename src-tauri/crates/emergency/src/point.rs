//! A point of the register (点位台账): what a device or one point of it is called, where it stands,
//! and the limits that the district has set for it.
//!
//! A point is named by its feed and by the device in its protocol's own words. What is said of a
//! device counts for all that is under it: the names of parts are the device's own with `-` or `/`
//! after it (`GB/T 26875.3` system and part, `HJ 212` factor, an MQTT path).

use serde::{Deserialize, Serialize};

use crate::alert::{Mark, Notice};
use crate::event::Event;
use crate::fact::Fact;
use crate::id::{ImportId, PointId, SiteId};
use crate::place::Point;
use crate::source::station_of;
use crate::withdrawn::Withdrawn;

/// Characters of the name of a feed, of a device and of a point.
pub const POINT_CHARS_MAX: usize = 256;
/// Changes of limits that are kept by point; older ones stay in the log.
pub const LIMIT_CHANGES_MAX: usize = 50;
/// The shortest and the longest time after which a device is called silent or a value old, seconds:
/// a heartbeat of seconds would flicker, and after a month nobody waits.
pub const PERIOD_S: std::ops::RangeInclusive<u32> = 10..=31 * 86_400;
/// The longest delay of an alarm, and the longest window of a rate, seconds, wherever a limit comes
/// from: a value that a station sends by the hour has to stay beyond its limit for some of them.
pub const DELAY_S_MAX: u32 = 86_400;
/// Places in a name where what stands before them is the device above.
const CUTS: [char; 2] = ['-', '/'];

/// `point.registered`: what a device or a point of it is called and where it stands.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PointRegistered {
    /// Name of the feed that brings it.
    pub feed: String,
    /// The device or the point of it, in its protocol's own words.
    pub device: String,
    /// What people call it.
    pub name: String,
    /// The site it stands at.
    pub site: Option<SiteId>,
    /// Where, when that is known better than by the site.
    pub at: Option<Point>,
    /// Floor and position in words (楼层、部位).
    pub position: String,
    /// Seconds without a word after which it is silent; none takes that of its protocol.
    pub silent_after_s: Option<u32>,
    /// Seconds after which its value is old; none takes that of its protocol.
    pub stale_after_s: Option<u32>,
    /// Words.
    pub note: String,
    /// The import that entered it; empty for an act by hand.
    pub import: ImportId,
}

/// Limits of a point, none where there is no such limit; deadband and delays as in
/// ANSI/ISA-18.2-2016. The numbers are the district's own.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PointLimits {
    /// Far too low (低低限).
    pub low_low: Option<f64>,
    /// Low (低限).
    pub low: Option<f64>,
    /// High (高限).
    pub high: Option<f64>,
    /// Far too high (高高限).
    pub high_high: Option<f64>,
    /// How far a value has to come back until the alarm ends (回差).
    pub deadband: Option<f64>,
    /// Seconds beyond a limit until the alarm begins.
    pub on_delay_s: u32,
    /// Seconds within it until the alarm ends.
    pub off_delay_s: u32,
    /// How much a minute it may rise.
    pub rise_per_min: Option<f64>,
    /// How much a minute it may fall.
    pub fall_per_min: Option<f64>,
    /// Over how long that is measured, seconds; 0 is what the feed takes by itself.
    pub rate_over_s: u32,
}

impl PointLimits {
    /// The field that cannot be meant, when there is one.
    #[must_use]
    pub fn fault(&self) -> Option<&'static str> {
        let limits = [
            ("low_low", self.low_low),
            ("low", self.low),
            ("high", self.high),
            ("high_high", self.high_high),
        ];
        let mut below: Option<f64> = None;
        for (field, limit) in limits {
            let Some(limit) = limit else { continue };
            if !limit.is_finite() || below.is_some_and(|below| limit < below) {
                return Some(field);
            }
            below = Some(limit);
        }
        let more_than = |least: f64, number: Option<f64>| {
            number.is_none_or(|number| number.is_finite() && number > least)
        };
        if !self.deadband.is_none_or(|band| self.leaves_room(band)) {
            return Some("deadband");
        }
        if !more_than(0.0, self.rise_per_min) {
            return Some("rise_per_min");
        }
        if !more_than(0.0, self.fall_per_min) {
            return Some("fall_per_min");
        }
        if self.rate_over_s > DELAY_S_MAX {
            return Some("rate_over_s");
        }
        if self.on_delay_s > DELAY_S_MAX {
            return Some("on_delay_s");
        }
        (self.off_delay_s > DELAY_S_MAX).then_some("off_delay_s")
    }

    /// Whether a value can come back over this band from each alarm without being in another:
    /// between the low and the high limit there is more than the band.
    fn leaves_room(&self, band: f64) -> bool {
        let bounds = self.low.or(self.low_low).zip(self.high.or(self.high_high));
        let room = bounds.map_or(f64::INFINITY, |(low, high)| high - low);
        band.is_finite() && band >= 0.0 && (band == 0.0 || band < room)
    }
}

/// `point.limited`: the limits of a point from now on.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PointLimited {
    /// The limits; none gives the point back to those of its feed.
    pub limits: Option<PointLimits>,
    /// Those in force before, as the officer saw them: the point's own, or those of its feed.
    pub was: Option<PointLimits>,
    /// Why; never empty.
    pub reason: String,
    /// The import that set them; empty for an act by hand.
    pub import: ImportId,
}

/// A change of limits, and who made it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct LimitChange {
    /// The limits from then on; none where it was given back to its feed.
    pub limits: Option<PointLimits>,
    /// Those before.
    pub was: Option<PointLimits>,
    /// Who, when and why.
    pub mark: Mark,
}

/// The state of one point of the register.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DevicePoint {
    /// Its name in the log.
    pub id: PointId,
    /// Whether it is on the register.
    pub known: bool,
    /// What is said of it.
    pub registered: PointRegistered,
    /// What was said before, for an import that is taken back.
    #[cfg_attr(feature = "ts", ts(skip))]
    pub replaced: Option<Box<PointRegistered>>,
    /// Its own limits; none takes those of its feed.
    pub limits: Option<PointLimits>,
    /// The import that set them; empty where somebody has by hand.
    #[cfg_attr(feature = "ts", ts(skip))]
    pub limits_import: ImportId,
    /// Its own limits before that import, for when it is taken back.
    #[cfg_attr(feature = "ts", ts(skip))]
    pub limits_replaced: Option<PointLimits>,
    /// How they were changed, the newest last, at most [`LIMIT_CHANGES_MAX`].
    pub changes: Vec<LimitChange>,
}

impl PointId {
    /// The name in the log of a device of a feed.
    #[must_use]
    pub fn of(feed: &str, device: &str) -> Self {
        Self(format!("{feed}|{device}"))
    }
}

impl DevicePoint {
    /// One of which nothing is known yet.
    #[must_use]
    pub fn named(id: &str) -> Self {
        Self {
            id: id.into(),
            ..Self::default()
        }
    }

    /// Applies one fact that touches this point, in log order.
    pub fn apply(&mut self, event: &Event, fact: &Fact) {
        match fact {
            Fact::PointRegistered(body) => {
                let before = std::mem::replace(&mut self.registered, body.clone());
                self.replaced = self.known.then(|| Box::new(before));
                self.known = true;
            }
            Fact::PointLimited(body) => {
                let by_hand = body.import.as_str().is_empty();
                self.limits_replaced = self.limits.filter(|_| !by_hand);
                self.limits_import = body.import.clone();
                self.limits = body.limits;
                let mark = Mark {
                    by: event.actor.clone(),
                    at: event.occurred_at,
                    note: body.reason.clone(),
                };
                let (limits, was) = (body.limits, body.was);
                self.changes.push(LimitChange { limits, was, mark });
                let over = self.changes.len().saturating_sub(LIMIT_CHANGES_MAX);
                self.changes.drain(..over);
            }
            Fact::PointWithdrawn(Withdrawn { .. }) => {
                self.known = false;
                self.limits = None;
                self.limits_import = ImportId::default();
                self.limits_replaced = None;
            }
            _ => {}
        }
    }
}

/// The device that a message is of, in its protocol's own words; none where no device sent it.
#[must_use]
pub fn device_of(notice: &Notice) -> Option<&str> {
    if notice.format.is_empty() {
        return None;
    }
    let device = notice.sender.strip_prefix(notice.format.as_str())?;
    device.strip_prefix(':').filter(|device| !device.is_empty())
}

/// The station of the device that a message is of ([`crate::source::station_of`]), in the own
/// words of its protocol: what an officer registers at once for all of its parts.
#[must_use]
pub fn station_device(notice: &Notice) -> Option<&str> {
    let device = device_of(notice)?;
    let station = station_of(notice);
    let length = station.len().checked_sub(notice.format.len() + 1)?;
    device.get(..length).filter(|station| !station.is_empty())
}

/// A device and those above it, itself first.
pub fn upwards(device: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(device), |below| {
        let cut = below.rfind(CUTS)?;
        below.get(..cut).filter(|above| !above.is_empty())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_under_a_device_leads_to_it() {
        let above: Vec<&str> = upwards("1.2.3-1-0-40-7/4").collect();
        assert_eq!(above[0], "1.2.3-1-0-40-7/4", "itself first");
        assert!(above.contains(&"1.2.3-1-0"), "its system");
        assert_eq!(above.last(), Some(&"1.2.3"), "its device last");
        assert_eq!(upwards("YL01").count(), 1, "a station is under nothing");
    }

    #[test]
    fn the_device_of_a_message_is_what_its_protocol_calls_it() {
        let notice = |format: &str, sender: &str| Notice {
            format: format.to_owned(),
            sender: sender.to_owned(),
            ..Notice::default()
        };
        let of = |format, sender| device_of(&notice(format, sender)).map(str::to_owned);
        assert_eq!(of("hj212", "hj212:YL01/w1").as_deref(), Some("YL01/w1"));
        assert_eq!(of("cap-1.2", "qx@city"), None, "an authority is no device");
        assert_eq!(of("", ":x"), None, "nor is what has no format");
        let part = notice("gbt26875", "gbt26875:1.2.3-1-0-40-7");
        assert_eq!(station_device(&part), Some("1.2.3"), "its panel");
    }

    #[test]
    fn limits_that_cannot_be_meant_are_named() {
        let sound = PointLimits {
            low: Some(1.0),
            high: Some(5.0),
            high_high: Some(6.0),
            deadband: Some(0.2),
            rise_per_min: Some(1.0),
            ..PointLimits::default()
        };
        assert_eq!(sound.fault(), None, "in their order");
        let cases = [
            (
                PointLimits {
                    high: Some(0.5),
                    ..sound
                },
                "high",
            ),
            (
                PointLimits {
                    high_high: Some(f64::NAN),
                    ..sound
                },
                "high_high",
            ),
            (
                PointLimits {
                    low_low: Some(1.5),
                    ..sound
                },
                "low",
            ),
            (
                PointLimits {
                    deadband: Some(-0.1),
                    ..sound
                },
                "deadband",
            ),
            (
                PointLimits {
                    deadband: Some(4.0),
                    ..sound
                },
                "deadband",
            ),
            (
                PointLimits {
                    fall_per_min: Some(0.0),
                    ..sound
                },
                "fall_per_min",
            ),
            (
                PointLimits {
                    off_delay_s: DELAY_S_MAX + 1,
                    ..sound
                },
                "off_delay_s",
            ),
        ];
        for (limits, field) in cases {
            assert_eq!(limits.fault(), Some(field), "{limits:?}");
        }
    }
}
