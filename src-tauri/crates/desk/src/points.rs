//! The register of points, kept beside the log: which point a device is, and where that stands.
//!
//! It follows the log's changes, point by point; when it missed some, it is read again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use emergency::alert::Alert;
use emergency::entity::{EntityKind, State};
use emergency::id::{PointId, SiteId};
use emergency::place::Point;
use emergency::point::{DevicePoint, device_of, upwards};
use logbook::{Listed, Logbook, News, Subscription};

/// Points of the register that are used, over all feeds; of more those last changed are.
pub(crate) const REGISTER_MAX: usize = 20_000;

/// Where a device stands, as the register says.
#[derive(Debug, Clone)]
pub(crate) struct Stands {
    /// The point itself, or the nearest above it that is on the register.
    pub(crate) point: Arc<DevicePoint>,
    /// The site of the first of them that names one.
    pub(crate) site: Option<SiteId>,
    /// Where, by the first of them that says so.
    pub(crate) at: Option<Point>,
    /// Floor and position, by the first of them that says so.
    pub(crate) position: String,
}

/// The register of one log.
pub(crate) struct PointBook {
    logbook: Logbook,
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    news: Option<Subscription>,
    points: HashMap<PointId, Arc<DevicePoint>>,
    read: bool,
}

impl PointBook {
    /// The register of a log; it is read when it is asked first.
    pub(crate) fn new(logbook: &Logbook) -> Self {
        Self {
            inner: Mutex::new(Inner {
                news: logbook.changes(),
                ..Inner::default()
            }),
            logbook: logbook.clone(),
        }
    }

    fn with<T>(&self, see: impl FnOnce(&HashMap<PointId, Arc<DevicePoint>>) -> T) -> T {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.follow(&self.logbook);
        see(&inner.points)
    }

    /// What the register says of a device: the point itself, or the nearest above it that is on it.
    pub(crate) fn nearest(&self, feed: &str, device: &str) -> Option<Arc<DevicePoint>> {
        self.with(|points| {
            let mut names = upwards(device).map(|device| PointId::of(feed, device));
            names.find_map(|id| points.get(&id).cloned())
        })
    }

    /// All points that are on the register.
    pub(crate) fn all(&self) -> Vec<Arc<DevicePoint>> {
        self.with(|points| points.values().cloned().collect())
    }

    /// Where a device of a feed stands; none where neither it nor anything above it is on the
    /// register.
    pub(crate) fn stands(&self, feed: &str, device: &str) -> Option<Stands> {
        self.with(|points| {
            if points.is_empty() {
                return None;
            }
            let mut found: Option<Stands> = None;
            for device in upwards(device) {
                let Some(point) = points.get(&PointId::of(feed, device)) else {
                    continue;
                };
                let told = &point.registered;
                let stands = found.get_or_insert_with(|| Stands {
                    point: Arc::clone(point),
                    site: None,
                    at: None,
                    position: String::new(),
                });
                // What is said of a part is nearer than what is said of its device.
                if stands.site.is_none() && stands.at.is_none() {
                    stands.site.clone_from(&told.site);
                    stands.at = told.at;
                }
                if stands.position.is_empty() {
                    stands.position.clone_from(&told.position);
                }
            }
            found
        })
    }

    /// Where the device of an alert stands.
    pub(crate) fn of_alert(&self, alert: &Alert) -> Option<Stands> {
        let notice = alert.notice.as_ref()?;
        self.stands(feed_of(alert), device_of(notice)?)
    }
}

/// The feed that brought an alert.
pub(crate) fn feed_of(alert: &Alert) -> &str {
    let named = alert.notice.as_ref().map(|one| one.sender_name.as_str());
    match named {
        Some(name) if alert.feed.is_empty() => name,
        _ => &alert.feed,
    }
}

impl Inner {
    fn follow(&mut self, logbook: &Logbook) {
        loop {
            let news = self.news.as_ref().map(|news| news.next(Duration::ZERO));
            match news {
                Some(News::Change(change)) if self.read => {
                    let name = EntityKind::Point.name();
                    let touched = change.touched.iter().filter(|one| one.kind == name);
                    touched.for_each(|one| self.read_one(logbook, &one.id));
                }
                Some(News::Change(_)) => {}
                Some(News::Lagged) => self.read = false,
                Some(News::Quiet | News::Closed) | None => break,
            }
        }
        if !self.read || self.news.is_none() {
            self.read_all(logbook);
        }
    }

    fn read_one(&mut self, logbook: &Logbook, id: &str) {
        match logbook.point(id) {
            Ok(point) => self.put(point.unwrap_or_else(|| DevicePoint::named(id))),
            Err(error) => tracing::warn!(%error, "a point of the register cannot be read"),
        }
    }

    fn put(&mut self, point: DevicePoint) {
        let known = self.points.contains_key(&point.id);
        if !point.known {
            self.points.remove(&point.id);
        } else if known || self.points.len() < REGISTER_MAX {
            self.points.insert(point.id.clone(), Arc::new(point));
        }
    }

    fn read_all(&mut self, logbook: &Logbook) {
        let rows = logbook.list(EntityKind::Point, Listed::Open, REGISTER_MAX);
        match rows {
            Ok(rows) => {
                self.points.clear();
                for row in rows {
                    if let State::Point(point) = row.state {
                        self.put(point);
                    }
                }
                self.read = true;
            }
            Err(error) => tracing::warn!(%error, "the register of points cannot be read"),
        }
    }
}
