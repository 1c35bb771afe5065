//! What the district has set, ready to be asked: kinds, priorities, and what stands where.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::sync::Arc;

use contract::error::CallError;
use emergency::alert::{Alert, Life, Notice};
use emergency::entity::{EntityKind, State};
use emergency::gather::kinds::{KindTable, Kinds};
use emergency::gather::{Item, Weight, is_device, middle, reach_m};
use emergency::grid::Cells;
use emergency::id::SiteId;
use emergency::place::Point;
use emergency::priority::{HazardNear, Priority, PriorityReason, Weighed};
use emergency::site::{Site, SiteKind};
use emergency::time::{CHINA_AHEAD_MS, HOUR_MS, UtcMs};

use super::Board;
use crate::points::PointBook;
use crate::session::{Session, storage};
use crate::settings::AlarmSettings;

/// The kinds that ship.
const KINDS: &str = include_str!("../../../../../assets/alarms/kinds.toml");
/// An alert that is no farther than this from a site happened there, metres; assumed, 待区里确认.
pub(crate) const SITE_M: f64 = 100.0;
/// Sites of one cell that are looked at.
const SITES_MAX: usize = 256;

/// What the district has set.
pub(crate) struct Rules {
    pub(crate) kinds: Kinds,
    pub(crate) settings: AlarmSettings,
}

impl Rules {
    /// The rules of these settings. A table that cannot be read is said in the log, and the
    /// shipped one counts: a slip of the pen must not leave the list without its order.
    pub(crate) fn of(settings: &AlarmSettings, data: &Path) -> Self {
        let own = settings.kinds.as_ref().and_then(|path| {
            let path = data.join(path);
            let text = std::fs::read_to_string(&path);
            let text = text.inspect_err(|error| {
                tracing::error!(%error, path = %path.display(), "the kinds cannot be read");
            });
            read(&text.ok()?)
                .inspect_err(|error| {
                    tracing::error!(%error, path = %path.display(), "the kinds cannot be used");
                })
                .ok()
        });
        let table = own.or_else(|| read(KINDS).ok()).unwrap_or_default();
        Self {
            kinds: Kinds::new(table),
            settings: settings.clone(),
        }
    }

    /// What gathering has to know of an alert; none of one whose message has not come.
    pub(crate) fn item(&self, alert: &Alert, life: Life, places: &Places) -> Option<Item> {
        let notice = alert.notice.as_ref()?;
        let (rules, weighed) = (&self.settings.priority, self.weighed(alert, notice, places));
        let weight = Weight {
            waits: life.waits(),
            priority: rules.weigh(&weighed).0,
            over: life == Life::Returned,
            level: notice.level.map_or(5, emergency::level::WarningLevel::rank),
            by_itself: weighed.by_itself(),
            press: rules.press(&weighed),
        };
        let (point, site) = places.of_alert(alert);
        let mut item = Item::of(alert, &self.kinds, site.unwrap_or_default(), weight)?;
        item.point = item.point.or(point);
        Some(item)
    }

    /// Which goes first, and why.
    pub(crate) fn priority(
        &self,
        alert: &Alert,
        places: &Places,
    ) -> (Priority, Vec<PriorityReason>) {
        let Some(notice) = &alert.notice else {
            return (Priority::default(), Vec::new());
        };
        self.settings
            .priority
            .weigh(&self.weighed(alert, notice, places))
    }

    /// What is known of an alert and its place.
    fn weighed<'a>(&'a self, alert: &'a Alert, notice: &'a Notice, places: &Places) -> Weighed<'a> {
        let rules = &self.settings.priority;
        let kind = self.kinds.kind(self.kinds.of(notice));
        let (point, _) = places.of_alert(alert);
        let officer = alert.prioritized.as_ref();
        // The middle of a district says nothing of who is near what its warning is about.
        let in_area = reach_m(notice) > rules.people_m;
        let limit = Some(notice.event_code.as_str()).filter(|_| is_device(notice));
        let limit = limit.and_then(|code| Some((code, rules.limit_steps.of(code)?)));
        let (limit, limit_steps) = limit.unwrap_or_default();
        Weighed {
            // What was only concluded from a severity still says how bad the sender finds it.
            level: notice.level,
            kind: &kind.code,
            base: kind.priority,
            limit,
            limit_steps,
            hazard_counts: kind.hazard,
            people_count: kind.people && !in_area,
            night_counts: kind.night,
            hazard: point.and_then(|point| places.hazard(point, rules.hazard_m)),
            people: point.map_or(0, |point| places.people(point, rules.people_m)),
            hour: hour(alert.first_recorded),
            distance_m: alert.distance_m,
            officer: officer.map(|(set, mark)| (*set, mark.by.as_str(), mark.note.as_str())),
        }
    }
}

fn read(text: &str) -> Result<KindTable, toml::de::Error> {
    toml::from_str(text)
}

/// Hour of the day in the district.
fn hour(at: UtcMs) -> u8 {
    let hours = at.plus_ms(CHINA_AHEAD_MS).0.div_euclid(HOUR_MS);
    u8::try_from(hours.rem_euclid(24)).unwrap_or_default()
}

impl Board {
    /// Asks every place that the board knows of; it reads them again only when one has changed.
    pub(crate) fn of_sites<T>(&self, session: &Session, ask: impl Fn(&Site) -> Vec<T>) -> Vec<T> {
        let mut standing = self.lock();
        standing.follow(&self.rules, session);
        let places = standing.places(&self.rules, session);
        places.map_or_else(Vec::new, |places| {
            places.sites.iter().flat_map(ask).collect()
        })
    }
}

/// What stands where, as far as a priority asks for it.
#[derive(Default)]
pub(crate) struct Places {
    sites: Vec<Site>,
    /// Of each site the grade of its major hazard installation, by GB 18218-2018.
    grades: Vec<Option<u8>>,
    cells: Option<Cells<usize>>,
    /// The place of each site in that list.
    numbers: HashMap<SiteId, usize>,
    points: Option<Arc<PointBook>>,
}

impl Places {
    /// The sites of a log that are not withdrawn and have a point.
    pub(crate) fn read(
        session: &Session,
        rules: &Rules,
        points: Arc<PointBook>,
    ) -> Result<Self, CallError> {
        let all = session.all(EntityKind::Site)?.into_iter();
        let sites = all.filter_map(|state| match state {
            State::Site(site) if !site.withdrawn => Some(site),
            _ => None,
        });
        Ok(Self {
            points: Some(points),
            ..Self::of(sites.collect(), rules)
        })
    }

    /// The same after some of them changed: only those are read again.
    pub(crate) fn with(
        self,
        session: &Session,
        rules: &Rules,
        changed: &BTreeSet<String>,
    ) -> Result<Self, CallError> {
        let Self {
            mut sites, points, ..
        } = self;
        sites.retain(|site| !changed.contains(site.id.as_str()));
        for id in changed {
            let site = session.logbook.site(id).map_err(storage)?;
            sites.extend(site.filter(|site| !site.withdrawn));
        }
        Ok(Self {
            points,
            ..Self::of(sites, rules)
        })
    }

    fn of(mut sites: Vec<Site>, rules: &Rules) -> Self {
        // Of two that are as near the same one counts, whichever changed last.
        sites.sort_by(|one, other| one.id.cmp(&other.id));
        let near = &rules.settings.priority;
        let mut cells = Cells::new(SITE_M.max(near.hazard_m).max(near.people_m));
        for (number, site) in sites.iter().enumerate() {
            if let Some(point) = site.registered.place.point {
                cells.put(point, number);
            }
        }
        Self {
            grades: sites.iter().map(risk::major::grade_of).collect(),
            numbers: sites
                .iter()
                .enumerate()
                .map(|(number, site)| (site.id.clone(), number))
                .collect(),
            sites,
            cells: Some(cells),
            points: None,
        }
    }

    /// Where an alert is and at which site: as its message says, else as the register says of its
    /// device.
    pub(crate) fn of_alert(&self, alert: &Alert) -> (Option<Point>, Option<String>) {
        let said = alert.notice.as_ref().and_then(middle);
        if let Some(point) = said {
            return (said, self.site_at(point));
        }
        let stands = self.points.as_ref().and_then(|book| book.of_alert(alert));
        let Some(stands) = stands else {
            return (None, None);
        };
        let site = stands.site.as_ref();
        let site = site.and_then(|site| self.sites.get(*self.numbers.get(site)?));
        let point = stands
            .at
            .or(site.and_then(|site| site.registered.place.point));
        let at = site.map(|site| site.id.0.clone());
        (point, at.or_else(|| self.site_at(point?)))
    }

    /// Sites near a point with their grades and their distances in metres, in the order of the
    /// list.
    fn near(&self, point: Point) -> impl Iterator<Item = (&Site, Option<u8>, f64)> {
        let cells = self.cells.iter();
        let numbers: BTreeSet<usize> = cells
            .flat_map(|cells| cells.near(point, SITES_MAX))
            .collect();
        numbers.into_iter().filter_map(move |number| {
            let site = self.sites.get(number)?;
            let distance_m = site.registered.place.point?.distance_m(point);
            let grade = self.grades.get(number).copied().flatten();
            Some((site, grade, distance_m))
        })
    }

    /// The site that a point belongs to.
    fn site_at(&self, point: Point) -> Option<String> {
        let near = self
            .near(point)
            .filter(|(_, _, distance_m)| *distance_m <= SITE_M);
        let nearest = near.min_by(|a, b| a.2.total_cmp(&b.2));
        nearest.map(|(site, ..)| site.id.0.clone())
    }

    /// The hazard site of the highest grade within so many metres, the nearest of those.
    fn hazard(&self, point: Point, within_m: f64) -> Option<HazardNear> {
        let hazards = self.near(point).filter(|(site, _, distance_m)| {
            site.registered.kind == SiteKind::Hazard && *distance_m <= within_m
        });
        let (site, grade, distance_m) = hazards.min_by(|a, b| {
            let rank = |grade: Option<u8>| grade.unwrap_or(u8::MAX);
            rank(a.1).cmp(&rank(b.1)).then(a.2.total_cmp(&b.2))
        })?;
        Some(HazardNear {
            site: site.id.clone(),
            name: site.registered.name.clone(),
            substance: site.registered.substance.clone(),
            quantity_t: site.registered.quantity_t,
            grade,
            people_500m: site.registered.people_500m,
            distance_m,
        })
    }

    /// People of the sites within so many metres: those who were counted there, else those whom a
    /// school, a hospital, a place such as a home or a mall, or another protected object holds by
    /// its profile. A shelter holds nobody until it is used.
    fn people(&self, point: Point, within_m: f64) -> u32 {
        let near = self
            .near(point)
            .filter(|(_, _, distance_m)| *distance_m <= within_m);
        let people = near.map(|(site, ..)| {
            let told = &site.registered;
            let holds = match told.kind {
                SiteKind::Shelter => false,
                SiteKind::School | SiteKind::Hospital | SiteKind::Other => true,
                _ => told.protection.is_some(),
            };
            let usual = if holds { told.capacity } else { 0 };
            site.reported.head_count.unwrap_or(usual)
        });
        people.fold(0, u32::saturating_add)
    }
}

#[cfg(test)]
mod tests;
