//! A source of alerts (告警源): a device, an authority, or one point of a device; whether it is in
//! service, and how often it was right.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::alert::{Finding, Mark, Notice};
use crate::event::Event;
use crate::fact::Fact;
use crate::gather::is_device;
use crate::id::{AlertId, SourceId};
use crate::time::UtcMs;

/// Findings kept by alert; of more the newest stay, and the share is that of these.
pub const FINDINGS_MAX: usize = 400;
/// Hours for which a source may be taken out of service at once: 待区里确认.
pub const OUT_HOURS_MAX: i64 = 30 * 24;

/// `source.taken_out`: out of service until a stated time, for a stated reason.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SourceTakenOut {
    /// What it is called, in words.
    pub name: String,
    /// Until when.
    pub until: UtcMs,
    /// Why; never empty.
    pub reason: String,
}

/// `source.put_back`: in service again.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SourcePutBack {
    /// Words, often empty.
    pub note: String,
}

/// How often a source was right, of those alerts that somebody has verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Precision {
    /// Alerts that were so.
    pub real: u32,
    /// Alerts that were not so.
    pub unreal: u32,
    /// Tests and exercises: they say nothing of either.
    pub other: u32,
}

impl Precision {
    /// How many count.
    #[must_use]
    pub fn n(&self) -> u32 {
        self.real + self.unreal
    }

    /// The share of real alerts in per cent; none while fewer than `least` were verified, for a
    /// share of a few says nothing.
    #[must_use]
    pub fn percent(&self, least: u32) -> Option<u32> {
        let n = self.n();
        (n > 0 && n >= least).then(|| (self.real * 100 + n / 2) / n)
    }
}

/// The state of one source or point.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Source {
    /// Its name in the log.
    pub id: SourceId,
    /// Out of service, and who said so.
    pub out: Option<(SourceTakenOut, Mark)>,
    /// What was found out about its alerts: when, and what.
    #[cfg_attr(feature = "ts", ts(skip))]
    pub findings: BTreeMap<AlertId, (UtcMs, Finding)>,
}

impl Source {
    /// One of which nothing is known yet.
    #[must_use]
    pub fn named(id: &str) -> Self {
        Self {
            id: id.into(),
            ..Self::default()
        }
    }

    /// Applies one fact that touches this source, in log order.
    pub fn apply(&mut self, event: &Event, fact: &Fact) {
        match fact {
            Fact::SourceTakenOut(body) => {
                let mark = Mark {
                    by: event.actor.clone(),
                    at: event.occurred_at,
                    note: body.reason.clone(),
                };
                self.out = Some((body.clone(), mark));
            }
            Fact::SourcePutBack(_) => self.out = None,
            Fact::AlertVerified(body) => {
                let alert = AlertId(event.entity.id.clone());
                match body.finding {
                    Some(finding) => {
                        self.findings.insert(alert, (event.occurred_at, finding));
                    }
                    None => {
                        self.findings.remove(&alert);
                    }
                }
                self.forget();
            }
            _ => {}
        }
    }

    /// Leaves out the oldest findings beyond the bound.
    fn forget(&mut self) {
        while self.findings.len() > FINDINGS_MAX {
            let oldest = self.findings.iter().min_by_key(|(id, (at, _))| (*at, *id));
            let Some(oldest) = oldest.map(|(id, _)| id.clone()) else {
                return;
            };
            self.findings.remove(&oldest);
        }
    }

    /// Whether it is out of service at a time, and until when.
    #[must_use]
    pub fn out_until(&self, now: UtcMs) -> Option<UtcMs> {
        let (out, _) = self.out.as_ref()?;
        (out.until > now).then_some(out.until)
    }

    /// How often it was right.
    #[must_use]
    pub fn precision(&self) -> Precision {
        let mut precision = Precision::default();
        for (_, finding) in self.findings.values() {
            match finding {
                Finding::Real => precision.real += 1,
                Finding::False => precision.unreal += 1,
                Finding::Test | Finding::Drill => precision.other += 1,
            }
        }
        precision
    }
}

/// Letters of a source's name in the log; what a message says beyond that is cut.
const NAME_CHARS_MAX: usize = 120;

/// The source of a message: who sent it.
#[must_use]
pub fn source_of(notice: &Notice) -> SourceId {
    SourceId(notice.sender.trim().chars().take(NAME_CHARS_MAX).collect())
}

/// One point of a source: what it says of one kind of event.
#[must_use]
pub fn point_of(notice: &Notice) -> SourceId {
    let code = if notice.event_code.is_empty() {
        &notice.event
    } else {
        &notice.event_code
    };
    let code: String = code.trim().chars().take(NAME_CHARS_MAX).collect();
    SourceId(format!("{}#{code}", source_of(notice)))
}

/// The station that a source belongs to: a fire panel with its detectors, a tank farm with its
/// points. `gbt26875` writes the address of the device before the first `-` (GB/T 26875.3-2011
/// names system and part after it); other points are paths.
#[must_use]
pub fn station_of(notice: &Notice) -> String {
    let source = source_of(notice).0;
    let device = source
        .split_once(':')
        .map_or(source.as_str(), |(_, device)| device);
    let length = match notice.format.as_str() {
        "gbt26875" => device.find('-'),
        "jt808" => None,
        _ => device.rfind('/'),
    };
    let kept = source.len() - device.len() + length.unwrap_or(device.len());
    source[..kept].to_owned()
}

/// What a message goes out of service with, the narrowest first: its point, its device, and where
/// a device says it, its station.
#[must_use]
pub fn scopes_of(notice: &Notice) -> Vec<SourceId> {
    let mut scopes = vec![point_of(notice), source_of(notice)];
    if is_device(notice) {
        scopes.push(SourceId(station_of(notice)));
    }
    scopes.dedup();
    scopes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::alert::AlertVerified;
    use crate::entity::{EntityKind, State};
    use crate::sample::Room;

    fn source(room: &Room) -> Source {
        match room.state(EntityKind::Source, "S") {
            Some(State::Source(source)) => source,
            other => panic!("the source is there: {other:?}"),
        }
    }

    fn verify(room: &mut Room, at: i64, alert: &str, finding: Option<Finding>) {
        let verified = AlertVerified {
            finding,
            source: "S".into(),
            note: String::new(),
        };
        room.happen(at, alert, Fact::AlertVerified(verified));
    }

    #[test]
    fn the_last_finding_of_each_alert_counts_and_a_few_give_no_share() {
        let mut room = Room::new();
        verify(&mut room, 1, "A1", Some(Finding::Real));
        verify(&mut room, 2, "A2", Some(Finding::Real));
        verify(&mut room, 3, "A2", Some(Finding::False));
        verify(&mut room, 4, "A3", Some(Finding::Test));
        verify(&mut room, 5, "A4", Some(Finding::Real));
        verify(&mut room, 6, "A4", None);
        let precision = source(&room).precision();
        let expected = Precision {
            real: 1,
            unreal: 1,
            other: 1,
        };
        assert_eq!(precision, expected, "one real, one not, one test");
        assert_eq!(precision.percent(5), None, "two say nothing");
        assert_eq!(precision.percent(2), Some(50), "unless two are enough");
        assert_eq!(Precision::default().percent(0), None, "nothing is no share");
    }

    #[test]
    fn findings_are_bounded_and_the_newest_stay() {
        let mut room = Room::new();
        for number in 0..=FINDINGS_MAX {
            let at = i64::try_from(number).expect("small");
            verify(&mut room, at, &format!("A{number}"), Some(Finding::Real));
        }
        let source = source(&room);
        assert_eq!(source.findings.len(), FINDINGS_MAX, "the bound");
        assert!(
            !source.findings.contains_key(&"A0".into()),
            "the oldest went"
        );
    }

    #[test]
    fn a_source_is_out_of_service_until_its_time_or_until_it_is_put_back() {
        let mut room = Room::new();
        let out = SourceTakenOut {
            until: UtcMs(100),
            reason: "演练 检修".to_owned(),
            ..SourceTakenOut::default()
        };
        room.happen(1, "S", Fact::SourceTakenOut(out));
        let until = |room: &Room, now| source(room).out_until(UtcMs(now));
        assert_eq!(until(&room, 99), Some(UtcMs(100)), "it is out");
        assert_eq!(until(&room, 100), None, "it comes back by itself");
        room.happen(2, "S", Fact::SourcePutBack(SourcePutBack::default()));
        assert_eq!(until(&room, 50), None, "or by hand");
    }

    #[test]
    fn a_detector_belongs_to_its_panel_and_a_point_to_its_path() {
        let notice = |format: &str, device: &str| Notice {
            format: format.to_owned(),
            sender: format!("{format}:{device}"),
            event_code: "fire".to_owned(),
            ..Notice::default()
        };
        let cases = [
            ("gbt26875", "1.2.3-1-0-40-7", "gbt26875:1.2.3"),
            ("jt808", "013800000001", "jt808:013800000001"),
            ("mqtt", "tank/3/level", "mqtt:tank/3"),
            ("hj212", "YL01/a21028", "hj212:YL01"),
            ("hj212", "YL01", "hj212:YL01"),
        ];
        for (format, device, station) in cases {
            assert_eq!(station_of(&notice(format, device)), station, "{device}");
        }
        let scopes = scopes_of(&notice("gbt26875", "1.2.3-1-0-40-7"));
        let names: Vec<&str> = scopes.iter().map(SourceId::as_str).collect();
        let all = [
            "gbt26875:1.2.3-1-0-40-7#fire",
            "gbt26875:1.2.3-1-0-40-7",
            "gbt26875:1.2.3",
        ];
        assert_eq!(names, all, "an alarm goes out with any of the three");
        let authority = Notice {
            sender: "https://演练/a".to_owned(),
            ..Notice::default()
        };
        assert_eq!(
            scopes_of(&authority).len(),
            2,
            "an authority has no station"
        );
        let point = point_of(&notice("jt808", "1"));
        assert_eq!(point.as_str(), "jt808:1#fire", "one kind of one device");
    }
}
