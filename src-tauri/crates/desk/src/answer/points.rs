//! Devices and their points: what they say, where they stand, and whether they are on the register.

mod of_alert;
mod spots;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use contract::error::CallError;
use contract::rows::{
    POINT_ROWS_MAX, PointCount, PointDetail, PointPage, PointQuery, PointRow, PointState,
    PointTrend,
};
use emergency::entity::{EntityKind, EntityRef};
use emergency::id::{PointId, SiteId};
use emergency::place::Point;
use emergency::point::{DevicePoint, upwards};
use emergency::time::UtcMs;
use feeds::roll::Periods;
use feeds::talk::{Reading, Register, Trend};
use inventory::check::Heard;

use crate::device_feeds::{DeviceFeed, told_of};
use crate::number::small;
use crate::session::{Session, not_found, storage};

pub(super) use of_alert::{of_alert, place_words};
pub(super) use spots::{at_spot, spots};

/// Devices and points that one question looks at.
const LOOKED_AT_MAX: usize = 200_000;
/// Lines of the log that come with a point.
const HISTORY_LINES: usize = 200;
/// All states, the worst first.
const STATES: [PointState; 6] = [
    PointState::Beyond,
    PointState::Bad,
    PointState::Silent,
    PointState::Stale,
    PointState::Unheard,
    PointState::Good,
];

/// What is known of one device or point.
struct Known {
    feed: String,
    device: String,
    /// Its own entry in the register.
    point: Option<Arc<DevicePoint>>,
    /// That of the device above it, where it has none: it is registered with that.
    above: Option<Arc<DevicePoint>>,
    reading: Option<Reading>,
    /// When it, or the device that it is a part of, was last heard.
    heard: Option<UtcMs>,
    state: PointState,
}

impl Known {
    /// True where neither it nor anything above it is on the register (未登记).
    fn is_unregistered(&self) -> bool {
        self.point.is_none() && self.above.is_none()
    }

    /// Where it stands in the list: the worst first, then what is registered itself, with its
    /// device or not at all, each by its name.
    fn place(&self) -> (PointState, bool, bool, &str, &str, &str) {
        let entry = self.point.as_ref().or(self.above.as_ref());
        let called = entry.map_or("", |point| point.registered.name.as_str());
        let unregistered = self.is_unregistered();
        let (feed, device) = (self.feed.as_str(), self.device.as_str());
        (
            self.state,
            unregistered,
            self.point.is_none(),
            called,
            feed,
            device,
        )
    }
}

/// A site as a row names it.
#[derive(Clone, Default)]
struct SiteName {
    name: String,
    at: Option<Point>,
}

/// Looks at devices; remembers what it has read for one answer.
struct Lens<'a> {
    session: &'a Session,
    now: UtcMs,
    sites: HashMap<SiteId, SiteName>,
}

impl<'a> Lens<'a> {
    fn new(session: &'a Session) -> Self {
        Self {
            now: session.logbook.now(),
            session,
            sites: HashMap::new(),
        }
    }

    fn site(&mut self, id: &SiteId) -> Result<SiteName, CallError> {
        if let Some(known) = self.sites.get(id) {
            return Ok(known.clone());
        }
        let site = self.session.logbook.site(id.as_str()).map_err(storage)?;
        let named = site.map_or_else(SiteName::default, |site| SiteName {
            name: site.registered.name,
            at: site.registered.place.point,
        });
        self.sites.insert(id.clone(), named.clone());
        Ok(named)
    }

    fn feed(&self, name: &str) -> Option<&'a DeviceFeed> {
        self.session.devices.get()?.named(name)
    }

    /// What is known of one device.
    fn known(&self, feed: &str, device: &str) -> Known {
        let nearest = self.session.points.nearest(feed, device);
        let own = |point: &Arc<DevicePoint>| point.registered.device == device;
        let (point, above) = match nearest {
            Some(point) if own(&point) => (Some(point), None),
            above => (None, above),
        };
        let register = self.feed(feed).and_then(DeviceFeed::register);
        let reading = register.and_then(|register| register.points.get(device));
        let heard = register.and_then(|register| heard(register, device));
        let state = state(register, device, reading.as_ref(), heard, self.now);
        Known {
            feed: feed.to_owned(),
            device: device.to_owned(),
            point,
            above,
            reading,
            heard,
            state,
        }
    }

    /// Every device and every point that is on the register or was heard. Vehicles that nobody has
    /// registered have a list of their own.
    fn all(&self) -> Vec<Known> {
        let mut names: BTreeSet<(String, String)> = BTreeSet::new();
        for point in self.session.points.all() {
            let told = &point.registered;
            names.insert((told.feed.clone(), told.device.clone()));
        }
        let feeds = self.session.devices.get();
        let feeds = feeds.map(|feeds| feeds.all()).unwrap_or_default();
        for feed in feeds.iter().filter(|feed| feed.kind != "jt808") {
            let Some(register) = feed.register() else {
                continue;
            };
            let devices = register.devices.all().into_iter().map(|(name, _)| name);
            let points = register.points.all().into_iter().map(|(name, _)| name);
            for device in devices.chain(points) {
                if names.len() >= LOOKED_AT_MAX {
                    break;
                }
                names.insert((feed.name.clone(), device));
            }
        }
        let names = names.into_iter();
        names
            .map(|(feed, device)| self.known(&feed, &device))
            .collect()
    }

    fn row(&mut self, known: &Known) -> Result<PointRow, CallError> {
        let stands = self.session.points.stands(&known.feed, &known.device);
        let (mut site_name, mut at, mut position) = (SiteName::default(), None, String::new());
        let mut site = None;
        if let Some(stands) = stands {
            if let Some(id) = &stands.site {
                site_name = self.site(id)?;
            }
            at = stands.at.or(site_name.at);
            (site, position) = (stands.site, stands.position);
        }
        let register = self.feed(&known.feed).and_then(DeviceFeed::register);
        let (silent_after_s, stale_after_s) = periods(register, &known.device);
        let own = known.point.as_ref().and_then(|point| point.limits);
        let reading = known.reading.as_ref();
        let of_feed = reading.and_then(|reading| reading.limits.as_ref().map(told_of));
        let registered = known.point.as_ref().map(|point| point.registered.clone());
        let above = known.above.as_ref();
        let via = above.map_or_else(String::new, |above| above.registered.name.clone());
        let quantity = reading.map_or(String::new(), |reading| reading.name.clone());
        Ok(PointRow {
            id: PointId::of(&known.feed, &known.device),
            name: match &registered {
                Some(told) => told.name.clone(),
                None => quantity.clone(),
            },
            registered,
            via,
            site,
            site_name: site_name.name,
            position,
            at,
            state: known.state,
            value: reading.map(|reading| reading.value),
            unit: reading.map_or(String::new(), |reading| reading.unit.clone()),
            quantity,
            measured_at: reading.map(|reading| reading.at),
            heard_at: reading.map(|reading| reading.heard).or(known.heard),
            good: reading.is_none_or(|reading| reading.good),
            trend: reading.map_or(PointTrend::Level, |reading| trend(reading.trend)),
            limits: own.or(of_feed),
            limits_own: own.is_some(),
            changes: known
                .point
                .as_ref()
                .map_or(0, |point| small(point.changes.len() as u64)),
            silent_after_s,
            stale_after_s,
            feed: known.feed.clone(),
            device: known.device.clone(),
        })
    }

    /// Whether it holds all of these words.
    fn says(&mut self, known: &Known, words: &[String]) -> Result<bool, CallError> {
        if words.is_empty() {
            return Ok(true);
        }
        let mut text = format!("{} {}", known.feed, known.device);
        if let Some(point) = &known.point {
            text.push_str(&format!(" {}", point.registered.name));
        }
        if let Some(reading) = &known.reading {
            text.push_str(&format!(" {}", reading.name));
        }
        if let Some(stands) = self.session.points.stands(&known.feed, &known.device) {
            text.push_str(&format!(" {}", stands.position));
            if let Some(site) = &stands.site {
                text.push_str(&format!(" {}", self.site(site)?.name));
            }
        }
        let text = text.to_lowercase();
        Ok(words.iter().all(|word| text.contains(word.as_str())))
    }
}

fn periods(register: Option<&Register>, device: &str) -> (u32, u32) {
    let seconds = |ms: i64| u32::try_from(ms / 1_000).unwrap_or(u32::MAX);
    match register {
        Some(register) => (
            seconds(register.roll.silent_after_ms(device)),
            seconds(register.roll.stale_after_ms(device)),
        ),
        None => {
            let periods = Periods::default();
            (periods.silent_after_s, periods.stale_after_s)
        }
    }
}

fn trend(trend: Trend) -> PointTrend {
    match trend {
        Trend::Up => PointTrend::Up,
        Trend::Down => PointTrend::Down,
        Trend::Level => PointTrend::Level,
    }
}

/// What was heard of every point of the register: the unit it is measured in, and the limits of its
/// feed.
pub(super) fn heard_of_all(session: &Session) -> BTreeMap<String, Heard> {
    let lens = Lens::new(session);
    let heard = session.points.all().into_iter().filter_map(|point| {
        let told = &point.registered;
        let register = lens.feed(&told.feed)?.register()?;
        let reading = register.points.get(&told.device)?;
        let heard = Heard {
            limits: reading.limits.as_ref().map(told_of),
            unit: reading.unit,
        };
        Some((point.id.0.clone(), heard))
    });
    heard.collect()
}

/// When a device was last heard; a part has no voice of its own and is heard with its device.
fn heard(register: &Register, device: &str) -> Option<UtcMs> {
    let mut above = upwards(device);
    above.find_map(|device| register.devices.heard(device))
}

/// How a device or a point is. That it is not live goes before what it said last.
fn state(
    register: Option<&Register>,
    device: &str,
    reading: Option<&Reading>,
    heard: Option<UtcMs>,
    now: UtcMs,
) -> PointState {
    let (Some(register), Some(heard)) = (register, heard) else {
        return PointState::Unheard;
    };
    let mut above = upwards(device);
    let speaker = above.find(|one| register.devices.heard(one).is_some());
    let silent_after_ms = register.roll.silent_after_ms(speaker.unwrap_or(device));
    if now.since_ms(heard) > silent_after_ms {
        return PointState::Silent;
    }
    let Some(reading) = reading else {
        return PointState::Good;
    };
    if now.since_ms(reading.heard) > register.roll.stale_after_ms(device) {
        return PointState::Stale;
    }
    if !reading.good {
        return PointState::Bad;
    }
    let limits = register.roll.limits(device).or(reading.limits);
    match limits.and_then(|limits| limits.breach(reading.value)) {
        Some(_) => PointState::Beyond,
        None => PointState::Good,
    }
}

/// Those of a window of the list, in their order; what stands outside it is left unordered.
fn window(all: &[Known], offset: usize, limit: usize) -> Vec<&Known> {
    let by_place = |a: &&Known, b: &&Known| a.place().cmp(&b.place());
    let mut inside: Vec<&Known> = all.iter().collect();
    let end = offset.saturating_add(limit);
    if end < inside.len() {
        inside.select_nth_unstable_by(end, by_place);
        inside.truncate(end);
    }
    if offset > 0 && offset < inside.len() {
        inside.select_nth_unstable_by(offset, by_place);
    }
    inside.drain(..offset.min(inside.len()));
    inside.sort_unstable_by(by_place);
    inside
}

/// A window of the list, the worst first.
pub(super) fn page(session: &Session, query: &PointQuery) -> Result<PointPage, CallError> {
    let mut lens = Lens::new(session);
    let words: Vec<String> = query
        .text
        .to_lowercase()
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    let mut fit = Vec::new();
    for known in lens.all() {
        if let Some(wanted) = &query.site {
            let stands = session.points.stands(&known.feed, &known.device);
            if stands.and_then(|stands| stands.site).as_ref() != Some(wanted) {
                continue;
            }
        }
        if query.unplaced && !spots::is_unplaced(&mut lens, &known)? {
            continue;
        }
        if lens.says(&known, &words)? {
            fit.push(known);
        }
    }
    let counts = STATES.map(|state| PointCount {
        state,
        count: small(fit.iter().filter(|one| one.state == state).count() as u64),
    });
    let unregistered = fit.iter().filter(|one| one.is_unregistered()).count();
    fit.retain(|one| {
        let as_wanted = query.state.is_none_or(|state| one.state == state);
        as_wanted && (!query.unregistered || one.is_unregistered())
    });
    let total = small(fit.len() as u64);
    let limit = query.limit.min(POINT_ROWS_MAX) as usize;
    let window = window(&fit, query.offset as usize, limit);
    let rows = window.into_iter().map(|known| lens.row(known));
    Ok(PointPage {
        total,
        rows: rows.collect::<Result<_, _>>()?,
        counts: counts.into(),
        unregistered: small(unregistered as u64),
    })
}

/// What stands at some sites, the worst first, at most [`POINT_ROWS_MAX`].
pub(super) fn at_sites(
    session: &Session,
    sites: &BTreeSet<SiteId>,
) -> Result<Vec<PointRow>, CallError> {
    let mut lens = Lens::new(session);
    let mut fit = lens.all();
    fit.retain(|known| {
        let stands = session.points.stands(&known.feed, &known.device);
        let site = stands.and_then(|stands| stands.site);
        site.is_some_and(|site| sites.contains(&site))
    });
    let window = window(&fit, 0, POINT_ROWS_MAX as usize);
    window.into_iter().map(|known| lens.row(known)).collect()
}

/// Points by their names in the log, as they are now; a name that nobody knows is left out.
pub(super) fn named(session: &Session, ids: &[PointId]) -> Result<Vec<PointRow>, CallError> {
    let mut lens = Lens::new(session);
    let mut rows = Vec::new();
    for id in ids {
        let Some(point) = session.logbook.point(id.as_str()).map_err(storage)? else {
            continue;
        };
        let told = &point.registered;
        let known = lens.known(&told.feed, &told.device);
        rows.push(lens.row(&known)?);
    }
    Ok(rows)
}

/// One device or point with the history of its limits.
pub(super) fn detail(session: &Session, id: &str) -> Result<PointDetail, CallError> {
    let stored = session.logbook.point(id).map_err(storage)?;
    let mut lens = Lens::new(session);
    let named = match &stored {
        Some(point) => Some((
            point.registered.feed.clone(),
            point.registered.device.clone(),
        )),
        None => heard_as(session, id),
    };
    let (feed, device) = named.ok_or_else(|| not_found("point", id))?;
    let known = lens.known(&feed, &device);
    let row = lens.row(&known)?;
    let mut changes = stored.map(|point| point.changes).unwrap_or_default();
    changes.reverse();
    let entity = EntityRef::new(EntityKind::Point, id);
    let lines = session
        .logbook
        .timeline(&entity, u64::MAX, HISTORY_LINES)
        .map_err(storage)?;
    Ok(PointDetail {
        row,
        changes,
        history: lines.into_iter().map(|line| session.line(line)).collect(),
    })
}

/// The feed and the device of a name, when one of the feeds has such a name.
fn heard_as(session: &Session, id: &str) -> Option<(String, String)> {
    let mut feeds = session.devices.get()?.all().iter();
    feeds.find_map(|feed| {
        let device = id.strip_prefix(&PointId::of(&feed.name, "").0)?;
        (!device.is_empty()).then(|| (feed.name.clone(), device.to_owned()))
    })
}

#[cfg(test)]
mod tests;
