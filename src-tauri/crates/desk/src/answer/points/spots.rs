//! Where on the map the points of the register stand, and what stands at one spot.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use contract::error::CallError;
use contract::rows::{
    AroundAlarm, PointCount, PointSpot, PointSpots, PointState, SPOT_POINTS_MAX, SPOTS_MAX,
    SpotPoint, SpotPoints,
};
use emergency::id::{AlertId, PointId, SiteId};
use emergency::place::Point;

use super::{Known, Lens, STATES};
use crate::answer::around;
use crate::number::small;
use crate::session::{Session, not_found, storage};

/// Alerts of one point that are looked at for the most urgent one.
const ALARMS_READ_MAX: usize = 8;
/// Parts of a degree by which coordinates are one spot: about a metre.
const SPOT_PARTS: f64 = 100_000.0;
/// What the name of a spot begins with: a site, or coordinates.
const AT_SITE: &str = "site:";

/// A spot by its name, before it is counted.
struct Spot {
    id: String,
    at: Point,
    site: Option<SiteId>,
    site_name: String,
    own: bool,
}

/// The spot of a device; none where neither it nor its site says where.
fn spot_of(lens: &mut Lens<'_>, feed: &str, device: &str) -> Result<Option<Spot>, CallError> {
    let Some(stands) = lens.session.points.stands(feed, device) else {
        return Ok(None);
    };
    let site = match &stands.site {
        Some(id) => lens.site(id)?,
        None => super::SiteName::default(),
    };
    let own = stands.at.is_some();
    let (id, at) = match (stands.at, site.at, &stands.site) {
        (Some(at), _, _) => {
            let part = |degrees: f64| (degrees * SPOT_PARTS).round() / SPOT_PARTS;
            (format!("{:.5},{:.5}", part(at.lon), part(at.lat)), at)
        }
        (None, Some(at), Some(id)) => (format!("{AT_SITE}{id}"), at),
        _ => return Ok(None),
    };
    Ok(Some(Spot {
        id,
        at,
        site: stands.site,
        site_name: site.name,
        own,
    }))
}

/// Whether a device is on the register and no map can show it.
pub(super) fn is_unplaced(lens: &mut Lens<'_>, known: &Known) -> Result<bool, CallError> {
    if known.is_unregistered() {
        return Ok(false);
    }
    Ok(spot_of(lens, &known.feed, &known.device)?.is_none())
}

/// A spot while its points are counted.
struct Counted {
    spot: PointSpot,
    /// How many are in each of [`STATES`].
    states: [u32; STATES.len()],
}

impl Counted {
    fn new(spot: Spot) -> Self {
        Self {
            spot: PointSpot {
                id: spot.id,
                at: spot.at,
                own: spot.own,
                site: spot.site,
                name: spot.site_name,
                state: PointState::Good,
                ..PointSpot::default()
            },
            states: [0; STATES.len()],
        }
    }

    fn take(&mut self, known: &Known) {
        self.spot.points += 1;
        let at = STATES.iter().position(|state| *state == known.state);
        self.states[at.unwrap_or(STATES.len() - 1)] += 1;
        let worse = known.state < self.spot.state || self.spot.points == 1;
        if worse {
            self.spot.state = known.state;
        }
        if worse && self.spot.site.is_none() {
            let entry = known.point.as_ref().or(known.above.as_ref());
            let name = entry.map(|point| point.registered.name.clone());
            self.spot.name = name.unwrap_or_default();
        }
    }

    fn finished(mut self) -> PointSpot {
        let counts = STATES.into_iter().zip(self.states);
        let counts = counts.map(|(state, count)| PointCount { state, count });
        self.spot.counts = counts.filter(|one| one.count > 0).collect();
        self.spot
    }
}

/// The spots of all points of the register.
pub(in crate::answer) fn spots(session: &Session) -> Result<PointSpots, CallError> {
    let mut lens = Lens::new(session);
    let mut found = PointSpots::default();
    let mut spots: BTreeMap<String, Counted> = BTreeMap::new();
    for known in lens.all() {
        if known.is_unregistered() {
            continue;
        }
        let Some(spot) = spot_of(&mut lens, &known.feed, &known.device)? else {
            found.unplaced += 1;
            continue;
        };
        let counted = spots.entry(spot.id.clone());
        counted.or_insert_with(|| Counted::new(spot)).take(&known);
    }
    for (device, _) in session.board.alerts_of_devices(session) {
        let Some((feed, device)) = device.split_once('|') else {
            continue;
        };
        let spot = spot_of(&mut lens, feed, device)?;
        if let Some(counted) = spot.and_then(|spot| spots.get_mut(&spot.id)) {
            counted.spot.alarms += 1;
        }
    }
    let mut all: Vec<PointSpot> = spots.into_values().map(Counted::finished).collect();
    all.sort_by(|a, b| {
        let rank = |spot: &PointSpot| (Reverse(spot.alarms), spot.state, Reverse(spot.points));
        (rank(a), &a.id).cmp(&(rank(b), &b.id))
    });
    let rest = all.split_off(SPOTS_MAX.min(all.len()));
    found.more = rest.iter().map(|spot| spot.points).sum();
    found.spots = all;
    Ok(found)
}

/// The points of one spot, those with an alarm first.
pub(in crate::answer) fn at_spot(session: &Session, id: &str) -> Result<SpotPoints, CallError> {
    let mut lens = Lens::new(session);
    let devices = session.board.alerts_of_devices(session);
    let mut there: Vec<(Known, Vec<AlertId>)> = Vec::new();
    for known in lens.all() {
        if known.is_unregistered() {
            continue;
        }
        let spot = spot_of(&mut lens, &known.feed, &known.device)?;
        if spot.is_some_and(|spot| spot.id == id) {
            let alerts = alerts_of(&devices, &PointId::of(&known.feed, &known.device));
            there.push((known, alerts));
        }
    }
    if there.is_empty() {
        return Err(not_found("spot", id));
    }
    there.sort_by(|(a, alarms_a), (b, alarms_b)| {
        let silent = |alarms: &[AlertId]| alarms.is_empty();
        (silent(alarms_a), a.place()).cmp(&(silent(alarms_b), b.place()))
    });
    let total = small(there.len() as u64);
    let rows = there.iter().take(SPOT_POINTS_MAX).map(|(known, alerts)| {
        Ok(SpotPoint {
            row: lens.row(known)?,
            alarm: most_urgent(session, alerts)?,
        })
    });
    Ok(SpotPoints {
        total,
        rows: rows.collect::<Result<_, CallError>>()?,
    })
}

/// Alerts of a point and of what is under it.
fn alerts_of(devices: &BTreeSet<(String, AlertId)>, point: &PointId) -> Vec<AlertId> {
    let from = (point.0.clone(), AlertId::default());
    let same = devices.range(from..);
    let same = same.take_while(|(device, _)| device.starts_with(point.as_str()));
    let under = same.filter(|(device, _)| {
        let rest = &device[point.as_str().len()..];
        rest.is_empty() || rest.starts_with(['-', '/'])
    });
    let alerts = under.map(|(_, alert)| alert.clone());
    alerts.take(ALARMS_READ_MAX).collect()
}

fn most_urgent(session: &Session, alerts: &[AlertId]) -> Result<Option<AroundAlarm>, CallError> {
    let mut found = Vec::with_capacity(alerts.len());
    for id in alerts {
        let alert = session.logbook.alert(id.as_str()).map_err(storage)?;
        found.extend(alert.map(|alert| around::row(session, alert)));
    }
    Ok(found.into_iter().min_by_key(around::urgency))
}

#[cfg(test)]
mod tests {
    use contract::rows::{PointQuery, Who};
    use emergency::decide::{Command, PointAct};
    use emergency::place::Place;
    use emergency::point::PointRegistered;
    use emergency::site::SiteRegistered;

    use super::*;

    const FEED: &str = "演练 气体";
    const GATE: Point = Point {
        lon: 117.2,
        lat: 36.6,
    };

    fn registered(device: &str, site: Option<&str>, at: Option<Point>) -> Command {
        Command::Point(PointAct::Register {
            registered: PointRegistered {
                feed: FEED.to_owned(),
                device: device.to_owned(),
                name: format!("演练 {device}"),
                site: site.map(SiteId::from),
                at,
                ..PointRegistered::default()
            },
            seen: None,
        })
    }

    fn site(id: &str, point: Option<Point>) -> Command {
        Command::RegisterSite {
            site: id.into(),
            registered: SiteRegistered {
                name: format!("演练 {id}"),
                place: Place {
                    point,
                    ..Place::default()
                },
                ..SiteRegistered::default()
            },
            seen: None,
        }
    }

    /// A desk with two sites, one without a place, and five points.
    fn session(folder: &std::path::Path) -> Session {
        let key = ed25519_dalek::SigningKey::from_bytes(&[7; 32]);
        let session = crate::opening::open_session(&folder.join("log.db"), &key, true, 0);
        let session = session.expect("opens");
        let at = Point {
            lon: 117.1,
            lat: 36.7,
        };
        for command in [
            site("S1", Some(at)),
            site("S2", None),
            registered("G/1", Some("S1"), None),
            registered("G/2", Some("S1"), None),
            registered("G/3", Some("S1"), Some(GATE)),
            registered("G/4", Some("S2"), None),
            registered("G/5", None, None),
        ] {
            let who = Who {
                actor: "演练 王敏".into(),
                ..Who::default()
            };
            let who = crate::session::who(who).expect("a name");
            session.logbook.command(command, who).expect("is done");
        }
        session
    }

    #[test]
    fn points_of_a_site_share_a_spot_and_those_with_coordinates_have_theirs() {
        let folder = tempfile::tempdir().expect("a folder");
        let session = session(folder.path());
        let found = spots(&session).expect("is read");
        let told = found.spots.iter();
        let told: Vec<_> = told
            .map(|spot| (spot.id.as_str(), spot.own, spot.points, spot.state))
            .collect();
        let wanted = [
            ("site:S1", false, 2, PointState::Unheard),
            ("117.20000,36.60000", true, 1, PointState::Unheard),
        ];
        assert_eq!(told, wanted, "the larger first; nobody heard them yet");
        assert_eq!(found.unplaced, 2, "neither they nor a site say where");
        let at_site = at_spot(&session, "site:S1").expect("is there");
        let devices = at_site.rows.iter().map(|one| one.row.device.as_str());
        let devices: Vec<&str> = devices.collect();
        assert_eq!(devices, ["G/1", "G/2"], "G/3 says where it stands");
        let own = at_spot(&session, "117.20000,36.60000").expect("is there");
        assert_eq!(own.total, 1, "found by what the map was told");
        assert!(at_spot(&session, "site:S2").is_err(), "no spot at all");
    }

    #[test]
    fn the_points_that_no_map_can_show_are_a_list() {
        let folder = tempfile::tempdir().expect("a folder");
        let session = session(folder.path());
        let page = super::super::page(
            &session,
            &PointQuery {
                unplaced: true,
                limit: 10,
                ..PointQuery::default()
            },
        );
        let page = page.expect("is read");
        let devices: Vec<&str> = page.rows.iter().map(|row| row.device.as_str()).collect();
        assert_eq!(devices, ["G/4", "G/5"], "as many as the map counts");
    }

    #[test]
    fn the_alerts_of_a_point_are_its_own_and_those_of_its_parts() {
        let devices = [
            ("演练|P-1", "a"),
            ("演练|P-1-0-40-7", "b"),
            ("演练|P-12", "c"),
            ("演练|P-2", "d"),
        ];
        let devices = devices.map(|(device, alert)| (device.to_owned(), alert.into()));
        let devices: BTreeSet<(String, AlertId)> = devices.into_iter().collect();
        let alerts = alerts_of(&devices, &PointId::of("演练", "P-1"));
        assert_eq!(alerts, ["a".into(), "b".into()], "P-12 is another device");
    }

    #[test]
    fn a_spot_counts_each_of_its_points_and_shows_the_worst() {
        let mut counted = Counted::new(Spot {
            id: "site:S1".to_owned(),
            at: Point::default(),
            site: Some("S1".into()),
            site_name: "演练 氯库".to_owned(),
            own: false,
        });
        let known = |state| Known {
            feed: "演练".to_owned(),
            device: "P-1".to_owned(),
            point: None,
            above: None,
            reading: None,
            heard: None,
            state,
        };
        for state in [PointState::Good, PointState::Silent, PointState::Good] {
            counted.take(&known(state));
        }
        let spot = counted.finished();
        assert_eq!(spot.state, PointState::Silent, "one of three is not heard");
        let counts: Vec<_> = spot
            .counts
            .iter()
            .map(|one| (one.state, one.count))
            .collect();
        let wanted = [(PointState::Silent, 1), (PointState::Good, 2)];
        assert_eq!(counts, wanted, "the worst first, nothing of none");
        assert_eq!(
            (spot.points, spot.name.as_str()),
            (3, "演练 氯库"),
            "the site"
        );
    }
}
