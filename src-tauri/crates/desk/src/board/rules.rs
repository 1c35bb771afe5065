//! What the district has set, ready to be asked: kinds, priorities, and what stands where.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::sync::Arc;

use contract::error::CallError;
use emergency::alert::{Alert, Life, Notice};
use emergency::entity::{EntityKind, State};
use emergency::gather::kinds::{KindTable, Kinds};
use emergency::gather::{Item, Weight, middle};
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
    fn weighed<'a>(&'a self, alert: &'a Alert, notice: &Notice, places: &Places) -> Weighed<'a> {
        let rules = &self.settings.priority;
        let kind = self.kinds.kind(self.kinds.of(notice));
        let (point, _) = places.of_alert(alert);
        let officer = alert.prioritized.as_ref();
        Weighed {
            // What was only concluded from a severity still says how bad the sender finds it.
            level: notice.level,
            kind: &kind.code,
            base: kind.priority,
            hazard_counts: kind.hazard,
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
    /// school or a hospital holds by its profile.
    fn people(&self, point: Point, within_m: f64) -> u32 {
        let near = self
            .near(point)
            .filter(|(_, _, distance_m)| *distance_m <= within_m);
        let people = near.map(|(site, ..)| {
            let holds = matches!(site.registered.kind, SiteKind::School | SiteKind::Hospital);
            let usual = if holds { site.registered.capacity } else { 0 };
            site.reported.head_count.unwrap_or(usual)
        });
        people.fold(0, u32::saturating_add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use emergency::decide::{Command, ResourceAct};
    use emergency::site::SiteRegistered;

    #[test]
    fn the_shipped_kinds_can_be_read_and_name_each_other() {
        let table = read(KINDS).expect("the shipped table is well formed");
        let codes: BTreeSet<&str> = table.kinds.iter().map(|kind| kind.code.as_str()).collect();
        assert_eq!(codes.len(), table.kinds.len(), "each code once");
        for cause in &table.causes {
            for code in cause.effects.iter().chain([&cause.cause]) {
                assert!(codes.contains(code.as_str()), "{code} is a kind");
            }
        }
    }

    #[test]
    fn what_stands_near_is_found_with_its_distance() {
        let rules = Rules::of(&AlarmSettings::default(), Path::new(""));
        let at = |metres: f64| Point {
            lon: 117.1,
            lat: 36.68 + metres / 111_195.0,
        };
        let site = |id: &str, kind, metres, capacity| Site {
            id: id.into(),
            registered: SiteRegistered {
                kind,
                name: format!("演练 {id}"),
                place: emergency::place::Place {
                    point: Some(at(metres)),
                    ..Default::default()
                },
                capacity,
                ..SiteRegistered::default()
            },
            ..Site::default()
        };
        let places = Places::of(
            vec![
                site("school", SiteKind::School, 400.0, 900),
                site("shelter", SiteKind::Shelter, 10.0, 5_000),
                site("far", SiteKind::School, 600.0, 700),
                site("plant", SiteKind::Hazard, 300.0, 0),
                site("plant 2", SiteKind::Hazard, 450.0, 0),
            ],
            &rules,
        );
        let here = at(0.0);
        assert_eq!(
            places.people(here, 500.0),
            900,
            "an empty shelter holds nobody"
        );
        assert_eq!(
            places.site_at(here).as_deref(),
            Some("shelter"),
            "ten metres"
        );
        let hazard = places.hazard(here, 500.0).expect("a plant is near");
        assert_eq!(hazard.site.as_str(), "plant", "the nearest of no grade");
        assert!(
            (hazard.distance_m - 300.0).abs() < 1.0,
            "{}",
            hazard.distance_m
        );
        assert_eq!(hour(UtcMs(0)), 8, "eight in the morning in China");
        let mut chlorine = site("chlorine", SiteKind::Hazard, 480.0, 0);
        chlorine.registered.substance = "氯".to_owned();
        chlorine.registered.quantity_t = 40.0;
        chlorine.registered.people_500m = Some(120);
        let places = Places::of(
            vec![site("plant", SiteKind::Hazard, 300.0, 0), chlorine],
            &rules,
        );
        let hazard = places.hazard(here, 500.0).expect("both are near");
        // 40 t of chlorine and 120 people: R = 2.0 · 4 · 40/5 = 64, grade 2.
        assert_eq!(
            (hazard.site.as_str(), hazard.grade, hazard.people_500m),
            ("chlorine", Some(2), Some(120)),
            "the graded one before the nearer one"
        );
        let nearer = places.hazard(here, 400.0).expect("one is near");
        assert_eq!(nearer.site.as_str(), "plant", "the other is too far away");
    }

    #[test]
    fn after_a_site_changed_the_places_are_as_if_all_were_read_anew() {
        let folder = tempfile::tempdir().expect("a folder");
        let key = ed25519_dalek::SigningKey::from_bytes(&[7; 32]);
        let session = crate::opening::open_session(&folder.path().join("log.db"), &key, true, 0);
        let session = session.expect("opens");
        let act = |command| {
            let who = contract::rows::Who {
                actor: "演练 王敏".to_owned(),
                ..contract::rows::Who::default()
            };
            let who = crate::session::who(who).expect("a name");
            session.logbook.command(command, who).expect("is done");
        };
        let named = |name: &str| SiteRegistered {
            name: name.to_owned(),
            ..SiteRegistered::default()
        };
        let register = |id: &str, name: &str, seen: Option<&str>| Command::RegisterSite {
            site: id.into(),
            registered: named(name),
            seen: seen.map(|seen| Box::new(named(seen))),
        };
        for id in ["S1", "S2", "S3"] {
            act(register(id, "演练 氯碱厂", None));
        }
        let rules = Rules::of(&AlarmSettings::default(), folder.path());
        let read = || Places::read(&session, &rules, Arc::clone(&session.points)).expect("reads");
        let before = read();
        act(register("S2", "演练 另一名称", Some("演练 氯碱厂")));
        act(register("S4", "演练 新厂", None));
        act(Command::Resource {
            act: ResourceAct::WithdrawSite {
                site: "S3".into(),
                reason: "演练 拆除".to_owned(),
            },
        });
        let changed = ["S2", "S3", "S4"].map(str::to_owned).into();
        let after = before.with(&session, &rules, &changed).expect("reads");
        let anew = read();
        assert!(after.points.is_some(), "the register stays");
        assert_eq!(after.sites, anew.sites, "one renamed, one new, one gone");
        assert_eq!(after.numbers, anew.numbers, "each at its place");
    }

    #[test]
    fn a_table_that_cannot_be_used_leaves_the_shipped_one() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("kinds.toml"), "[[kinds]]\nkode = 1").expect("written");
        let settings = AlarmSettings {
            kinds: Some("kinds.toml".into()),
            ..AlarmSettings::default()
        };
        let shipped = Rules::of(&AlarmSettings::default(), folder.path()).kinds;
        assert!(
            Rules::of(&settings, folder.path()).kinds == shipped,
            "the shipped one"
        );
        let own = "[[kinds]]\ncode = \"bees\"\nwords = [\"马蜂\"]\npriority = \"urgent\"\n";
        std::fs::write(folder.path().join("kinds.toml"), own).expect("written");
        let kinds = Rules::of(&settings, folder.path()).kinds;
        assert_eq!(kinds.kind(1).code, "bees", "the district's own");
    }
}
