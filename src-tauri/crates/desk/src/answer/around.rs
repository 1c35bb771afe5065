//! What stands around a place, for its profile and for its card on the map.

use contract::error::CallError;
use contract::rows::{
    AROUND_ALARMS_MAX, AROUND_NEAREST_MAX, AROUND_PLANS_MAX, AroundAlarm, AroundLot, AroundPlan,
    AroundTeam, SiteAround,
};
use emergency::alert::Alert;
use emergency::day::Day;
use emergency::entity::{EntityKind, State};
use emergency::gather::middle;
use emergency::place::Point;
use emergency::site::Site;
use emergency::time::UtcMs;

use super::{alerts, firms, incidents, objects, plans, risks};
use crate::board::title;
use crate::desk::Desk;
use crate::number::small;
use crate::session::{Session, not_found, storage};

/// An alert that is no farther than this from a place stands there, metres; as the board has it.
const THERE_M: f64 = crate::board::rules::SITE_M;

pub(super) fn around(desk: &Desk, session: &Session, id: &str) -> Result<SiteAround, CallError> {
    let site = session.logbook.site(id).map_err(storage)?;
    let site = site.filter(|site| !site.withdrawn);
    let site = site.ok_or_else(|| not_found("site", id))?;
    let today = Day::of(session.logbook.now());
    let risk = risks::row(site.clone(), &desk.settings().risk, today);
    let mut found = SiteAround {
        level: risk.level,
        grounds: risk.grounds,
        dangers: risk.dangers,
        overdue: risk.overdue,
        within_m: THERE_M,
        plans: naming(desk, session, &site)?,
        firm: firms::name_of(session, site.registered.firm.as_ref())?,
        ..SiteAround::default()
    };
    if let Some(point) = site.registered.place.point {
        found.placed = true;
        found.alarms = alarms(session, point)?;
        found.more_alarms = small(found.alarms.len().saturating_sub(AROUND_ALARMS_MAX) as u64);
        found.alarms.truncate(AROUND_ALARMS_MAX);
        let sites = super::plain::sites(session)?;
        found.teams = nearest_teams(session, point)?;
        found.lots = nearest_lots(session, &sites, point)?;
        found.objects = objects::around(desk, &sites, &site, point);
        found.hazard = objects::hazard(desk, &sites, &site, point);
    }
    Ok(found)
}

/// Alerts in force whose place is there, those that wait first, then by priority.
fn alarms(session: &Session, point: Point) -> Result<Vec<AroundAlarm>, CallError> {
    alarms_where(session, |alert| {
        let at = alert.notice.as_ref().and_then(middle);
        at.is_some_and(|at| at.distance_m(point) <= THERE_M)
    })
}

/// Alerts in force that are wanted, in the same order.
pub(super) fn alarms_where(
    session: &Session,
    here: impl Fn(&Alert) -> bool,
) -> Result<Vec<AroundAlarm>, CallError> {
    let there = alerts::drawn(session)?
        .into_iter()
        .filter(|alert| here(alert));
    let mut found: Vec<AroundAlarm> = there.map(|alert| row(session, alert)).collect();
    found.sort_by_key(urgency);
    Ok(found)
}

/// One of them.
pub(super) fn row(session: &Session, alert: Alert) -> AroundAlarm {
    AroundAlarm {
        priority: session.board.priority(session, &alert).0.rank(),
        headline: title(&alert),
        level: alert.notice.as_ref().and_then(|notice| notice.level),
        since: alert.first_recorded,
        waits: alert.life(session.logbook.now()).waits(),
        alert: alert.id,
    }
}

/// Their order: those that wait first, then by priority.
pub(super) fn urgency(alarm: &AroundAlarm) -> (bool, u8, UtcMs) {
    (!alarm.waits, alarm.priority, alarm.since)
}

/// The nearest by straight line from their bases, whatever they do just now.
fn nearest_teams(session: &Session, point: Point) -> Result<Vec<AroundTeam>, CallError> {
    let teams = incidents::teams(session)?.into_iter();
    let mut found: Vec<AroundTeam> = teams
        .filter_map(|row| {
            let registered = &row.team.registered;
            Some(AroundTeam {
                distance_m: registered.home.point?.distance_m(point),
                name: format!("{} {}", registered.call_sign, registered.name)
                    .trim()
                    .to_owned(),
                readiness: row.team.readiness,
                busy: row.team.active().next().is_some(),
                team: row.team.id.clone(),
            })
        })
        .collect();
    found.sort_by(|a, b| a.distance_m.total_cmp(&b.distance_m));
    found.truncate(AROUND_NEAREST_MAX);
    Ok(found)
}

/// The nearest stocks of which something is there by the book.
fn nearest_lots(
    session: &Session,
    sites: &[Site],
    point: Point,
) -> Result<Vec<AroundLot>, CallError> {
    let depot = |id: &str| sites.iter().find(|site| site.id.as_str() == id);
    let mut found = Vec::new();
    for state in session.all(EntityKind::Lot)? {
        let State::Lot(lot) = state else { continue };
        let registered = &lot.registered;
        let there = depot(registered.depot.as_str());
        let at = there.and_then(|site| site.registered.place.point);
        let (Some(at), true) = (at, lot.known && lot.on_hand() > 0) else {
            continue;
        };
        found.push(AroundLot {
            name: registered.name.clone(),
            quantity: lot.on_hand(),
            unit: registered.unit.clone(),
            depot: there.map_or_else(String::new, |site| site.registered.name.clone()),
            distance_m: at.distance_m(point),
            lot: lot.id,
        });
    }
    found.sort_by(|a, b| {
        let by_distance = a.distance_m.total_cmp(&b.distance_m);
        by_distance.then_with(|| a.name.cmp(&b.name))
    });
    found.truncate(AROUND_NEAREST_MAX);
    Ok(found)
}

/// Plans that have the name of the place or of its firm.
fn naming(desk: &Desk, session: &Session, site: &Site) -> Result<Vec<AroundPlan>, CallError> {
    let firm = firms::name_of(session, site.registered.firm.as_ref())?;
    let firm = firm.map_or_else(String::new, |firm| firm.name);
    let told = &site.registered;
    plans_with(desk, session, &[&told.name, &told.unit, &firm])
}

/// Plans that have one of these names.
pub(super) fn plans_with(
    desk: &Desk,
    session: &Session,
    names: &[&str],
) -> Result<Vec<AroundPlan>, CallError> {
    let mut found = plans::naming(desk, session, names)?;
    found.truncate(AROUND_PLANS_MAX);
    let row = |(plan, title)| AroundPlan { plan, title };
    Ok(found.into_iter().map(row).collect())
}
