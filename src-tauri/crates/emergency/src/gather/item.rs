//! What gathering has to know of an alert.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash as _, Hasher as _};

use super::Area;
use super::kinds::{KindNo, Kinds};
use crate::alert::{Alert, Notice};
use crate::id::AlertId;
use crate::place::Point;
use crate::priority::{PRESS_MAX, Priority};
use crate::source::{point_of, station_of};
use crate::time::UtcMs;

/// How much an alert weighs in the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weight {
    /// Whether somebody has to look at it.
    pub waits: bool,
    /// Which goes first.
    pub priority: Priority,
    /// What it says is back at normal: of those of one priority it goes after what goes on.
    pub over: bool,
    /// 1 to 4 by the authority's level, 5 for none.
    pub level: u8,
    /// How grave it is by itself, by its level or its kind.
    pub by_itself: Priority,
    /// How much it presses among those that are as grave, 0 to [`PRESS_MAX`].
    pub press: u8,
}

/// Places for what presses more and less, of those that are as grave by themselves.
const PRESSES: u16 = PRESS_MAX as u16 + 1;
/// Places that a priority has.
const PLACES: u16 = STATES * OWN;
/// Places for how grave it is by itself, in each of the two states.
const OWN: u16 = PRESSES * Priority::ALL.len() as u16;
/// It goes on, or it is over.
const STATES: u16 = 2;

impl Weight {
    /// What waits goes before what was seen, then by priority, then what goes on before what is
    /// over, then by how grave it is by itself, then by how much it presses.
    pub(super) fn rank(self) -> u16 {
        let group = self.priority.rank() - 1 + if self.waits { 0 } else { 4 };
        let own = self.by_itself.rank() - 1;
        let press = PRESS_MAX - self.press.min(PRESS_MAX);
        let over = u16::from(self.over) * OWN;
        u16::from(group) * PLACES + over + u16::from(own) * PRESSES + u16::from(press)
    }
}

/// The priority of a rank, 1 to 4.
pub(super) fn priority_of(rank: u16) -> u8 {
    u8::try_from(rank / PLACES % 4).unwrap_or_default() + 1
}

/// What gathering has to know of an alert.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Which.
    pub id: AlertId,
    /// What repeats under the same name folds into one row.
    pub source: String,
    /// The station it belongs to; empty where none is known.
    pub station: String,
    /// The site it happened at; empty where none is known.
    pub site: String,
    /// What it is about.
    pub kind: KindNo,
    /// Where.
    pub point: Option<Point>,
    /// The area that it holds in.
    pub area: Option<Area>,
    /// When it began.
    pub at: UtcMs,
    /// A warning of an authority: it may lead, and is never led.
    pub leads: bool,
    /// An officer took it out.
    pub parted: bool,
    /// Its place in the order.
    pub weight: Weight,
}

impl Item {
    /// What is known of an alert; none before its message came.
    ///
    /// When it began is when a desk recorded it: clocks of devices may be years off.
    #[must_use]
    pub fn of(alert: &Alert, kinds: &Kinds, site: String, weight: Weight) -> Option<Self> {
        let notice = alert.notice.as_ref()?;
        // A level that was only concluded from a severity is no act of an authority.
        let leads = notice.level.is_some() && !notice.level_by_convention;
        Some(Self {
            id: alert.id.clone(),
            source: repeats_as(notice),
            station: if is_device(notice) {
                station_of(notice)
            } else {
                String::new()
            },
            site,
            kind: kinds.of(notice),
            point: middle(notice),
            area: Area::of(notice).filter(|_| leads),
            at: alert.first_recorded,
            leads,
            parted: alert.parted.is_some(),
            weight,
        })
    }

    /// A number that differs when anything but the weight differs.
    pub(super) fn place(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        (&self.source, &self.station, &self.site, self.kind).hash(&mut hasher);
        let bits = |at: Point| (at.lon.to_bits(), at.lat.to_bits());
        (self.point.map(bits), self.at, self.leads, self.parted).hash(&mut hasher);
        if let Some(area) = &self.area {
            let corners = area.rings.iter().flatten().copied();
            let centres = area.circles.iter().map(|circle| circle.centre);
            corners
                .chain(centres)
                .for_each(|at| bits(at).hash(&mut hasher));
        }
        hasher.finish()
    }
}

/// Whether a message was made of what a device says: then its sender is that device.
#[must_use]
pub fn is_device(notice: &Notice) -> bool {
    let device = notice.sender.strip_prefix(notice.format.as_str());
    !notice.format.is_empty() && device.is_some_and(|device| device.starts_with(':'))
}

/// What repeats under this name folds. A device is named by its point; who speaks for many places
/// says which one in its words.
fn repeats_as(notice: &Notice) -> String {
    let point = point_of(notice).0;
    if is_device(notice) {
        return point;
    }
    let text = notice.texts.first();
    let headline = text.map_or("", |text| text.headline.as_str());
    let area = text.map_or("", |text| text.area.as_str());
    let level = notice.level.map_or(0, crate::level::WarningLevel::rank);
    let mut hasher = DefaultHasher::new();
    (headline, area, level).hash(&mut hasher);
    format!("{point}#{:016x}", hasher.finish())
}

/// A point to show a message at: the middle of its first shape.
#[must_use]
pub fn middle(notice: &Notice) -> Option<Point> {
    if let Some(circle) = notice.circles.first() {
        return Some(circle.centre);
    }
    let ring = notice.polygons.first().filter(|ring| !ring.is_empty())?;
    let count = ring.len() as f64;
    Some(Point {
        lon: ring.iter().map(|p| p.lon).sum::<f64>() / count,
        lat: ring.iter().map(|p| p.lat).sum::<f64>() / count,
    })
}

/// How far the shapes of a message reach from [`middle`], metres; 0 where it has none or a point
/// only.
#[must_use]
pub fn reach_m(notice: &Notice) -> f64 {
    let Some(from) = middle(notice) else {
        return 0.0;
    };
    let circles = notice.circles.iter();
    let circles = circles.map(|circle| circle.centre.distance_m(from) + circle.radius_m.max(0.0));
    let corners = notice.polygons.iter().flatten();
    let corners = corners.map(|corner| corner.distance_m(from));
    circles.chain(corners).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::alert::{Circle, NoticeText};
    use crate::gather::kinds::KindTable;
    use crate::level::WarningLevel;

    fn item(notice: Notice) -> Item {
        let alert = Alert {
            notice: Some(notice),
            first_recorded: UtcMs(7),
            ..Alert::default()
        };
        let weight = Weight {
            waits: true,
            over: false,
            priority: Priority::Low,
            level: 5,
            by_itself: Priority::Low,
            press: 0,
        };
        let kinds = Kinds::new(KindTable::default());
        Item::of(&alert, &kinds, String::new(), weight).expect("its message is there")
    }

    fn said(headline: &str) -> Notice {
        Notice {
            format: "cap-1.2".to_owned(),
            sender: "platform".to_owned(),
            event: "有毒气体报警".to_owned(),
            texts: vec![NoticeText {
                headline: headline.to_owned(),
                ..NoticeText::default()
            }],
            ..Notice::default()
        }
    }

    #[test]
    fn a_device_repeats_by_its_point_and_a_platform_by_what_it_says() {
        let device = |code: &str, headline: &str| Notice {
            format: "jt808".to_owned(),
            sender: "jt808:1".to_owned(),
            event_code: code.to_owned(),
            ..said(headline)
        };
        let source = |notice| item(notice).source;
        assert_eq!(
            source(device("fire", "a")),
            source(device("fire", "b")),
            "whatever its words are"
        );
        assert_ne!(
            source(device("fire", "a")),
            source(device("fault", "a")),
            "its point"
        );
        assert_eq!(source(said("甲厂")), source(said("甲厂")), "the same words");
        assert_ne!(source(said("甲厂")), source(said("乙厂")), "another place");
        assert_eq!(item(said("甲厂")).station, "", "a platform is no station");
        assert_eq!(item(device("fire", "a")).station, "jt808:1", "a device is");
    }

    #[test]
    fn inside_one_priority_a_graver_level_goes_before_all_that_presses() {
        let weight = |by_itself, press| Weight {
            waits: true,
            priority: Priority::Urgent,
            over: false,
            level: 5,
            by_itself,
            press,
        };
        let red = weight(Priority::Urgent, 0);
        let orange = weight(Priority::High, PRESS_MAX);
        assert!(red.rank() < orange.rank(), "nothing near, and yet first");
        let by_plant = weight(Priority::Urgent, 1);
        assert!(by_plant.rank() < red.rank(), "of two as grave it presses");
        let next = Weight {
            priority: Priority::High,
            ..by_plant
        };
        assert!(orange.rank() < next.rank(), "the priority goes before both");
        let seen = Weight {
            waits: false,
            priority: Priority::Low,
            by_itself: Priority::Low,
            ..red
        };
        let over = Weight {
            over: true,
            ..by_plant
        };
        assert!(
            orange.rank() < over.rank() && over.rank() < next.rank(),
            "what is over goes after all that goes on, within its priority"
        );
        let all = [by_plant, red, orange, next, seen];
        let priorities = all.map(|one| priority_of(one.rank()));
        assert_eq!(priorities, [1, 1, 1, 2, 4], "and is read off the rank");
    }

    #[test]
    fn a_level_leads_unless_it_was_only_concluded() {
        let with = |level_by_convention| Notice {
            level: Some(WarningLevel::Red),
            level_by_convention,
            circles: vec![Circle::default()],
            ..said("暴雨")
        };
        let warning = item(with(false));
        assert!(
            warning.leads && warning.area.is_some(),
            "a warning has an area"
        );
        let sensor = item(with(true));
        assert!(
            !sensor.leads && sensor.area.is_none(),
            "a sensor is at a place"
        );
        assert_eq!(sensor.point, Some(Point::default()), "its middle");
        assert_eq!(sensor.at, UtcMs(7), "by the clock of the desk");
    }
}
