//! Teams on the road: when they will arrive by what was seen of them, and where they may be now.
//!
//! A journey is planned from where the team was first seen after it set out, and again when it goes
//! another way. Both plan and sightings pass: they are in no log.

use contract::error::CallError;
use contract::rows::Arrival;
use emergency::entity::{EntityKind, State};
use emergency::order::{Order, Progress};
use emergency::place::Point;
use emergency::time::{MINUTE_MS, UtcMs};
use logbook::Listed;
use routing::progress::{Carried, Corrected, OFF_ROUTE_M, Plan, Sighting, carried_on, corrected};
use routing::travel::{Start, TravelTimes as _};

use super::incidents::{find, orders};
use super::sent::{destination, road_user};
use crate::desk::Desk;
use crate::session::{Session, storage};

/// Teams on the road that are looked at for one answer.
const JOURNEYS_MAX: usize = 500;
/// A sighting older than this is carried on along the route, in milliseconds: devices report every
/// ten to thirty seconds, 待区里确认.
const CARRY_AFTER_MS: i64 = 40_000;
/// From this on an arrival says that it differs from the plan, in milliseconds.
const DIFFERS_MS: i64 = MINUTE_MS;

/// A journey under way.
pub(super) struct Journey {
    pub(super) plan: Plan,
    /// Since it set out, the oldest first; at least one.
    pub(super) seen: Vec<Sighting>,
    /// Where it is by that.
    pub(super) state: Corrected,
}

/// The journey of an order whose team is on the road and was seen since; to its next stop, or to
/// where it ends.
pub(super) fn journey(
    desk: &Desk,
    session: &Session,
    order: &Order,
) -> Result<Option<Journey>, CallError> {
    let team = order.sent.team.as_str();
    let Some(began) = set_out(order) else {
        return Ok(None);
    };
    let seen = sightings(session, team, began)?;
    let Some(last) = seen.last().copied() else {
        return Ok(None);
    };
    let Some((leg, goal)) = next_end(session, order)? else {
        return Ok(None);
    };
    let key = format!("{}/{leg}", order.id.as_str());
    let plan = session.plan(&key).filter(|plan| plan.departed_at >= began);
    let plan = match plan {
        Some(plan) if corrected(&plan, &seen).off_route_m <= OFF_ROUTE_M => Some(plan),
        // It goes another way: from here on that one counts.
        Some(_) => planned(desk, session, order, last, goal)?,
        None => planned(desk, session, order, seen[0], goal)?,
    };
    let Some(plan) = plan else { return Ok(None) };
    session.keep_plan(key, plan.clone());
    let state = corrected(&plan, &seen);
    Ok(Some(Journey { plan, seen, state }))
}

/// Where a team was seen since a time, the oldest first: by its device, and as somebody said last.
fn sightings(session: &Session, team: &str, since: UtcMs) -> Result<Vec<Sighting>, CallError> {
    let mut seen = session.track(team, since);
    let team = session.logbook.team(team).map_err(storage)?;
    let said = team.and_then(|team| team.point.zip(team.point_at));
    let said = said.map(|(point, at)| Sighting { at, point });
    seen.extend(said.filter(|one| one.at >= since));
    seen.sort_by_key(|one| one.at);
    Ok(seen)
}

/// Where a team was seen last: by its device, or as somebody said; the newer counts.
pub(super) fn last_seen(session: &Session, team: &str) -> Result<Option<Sighting>, CallError> {
    let device = session.position(team);
    let device = device.map(|(point, at)| Sighting { at, point });
    let team = session.logbook.team(team).map_err(storage)?;
    let said = team.and_then(|team| team.point.zip(team.point_at));
    let said = said.map(|(point, at)| Sighting { at, point });
    Ok(device.into_iter().chain(said).max_by_key(|one| one.at))
}

/// When the team of an order set out on the leg that it is on; none while it is not on the road.
fn set_out(order: &Order) -> Option<UtcMs> {
    if order.progress != Progress::EnRoute {
        return None;
    }
    let step = order
        .steps
        .iter()
        .rfind(|step| step.to == Progress::EnRoute)?;
    let left = order
        .stop_marks()
        .iter()
        .filter_map(|mark| mark.left_at)
        .max();
    Some(left.map_or(step.at, |left| left.max(step.at)))
}

/// The next stop, by its number, or where the order ends, with its place.
fn next_end(session: &Session, order: &Order) -> Result<Option<(usize, Point)>, CallError> {
    let marks = order.stop_marks();
    let open = |index: &usize| {
        let mark = &marks[*index];
        mark.reached_at.is_none() && mark.skipped_at.is_none()
    };
    let stops = 0..order.sent.stops.len();
    if let Some(next) = stops.into_iter().find(open) {
        let point = order.sent.stops[next].point;
        return Ok(point.map(|point| (next, point)));
    }
    let end = destination(session, order)?;
    Ok(end.map(|point| (order.sent.stops.len(), point)))
}

fn planned(
    desk: &Desk,
    session: &Session,
    order: &Order,
    from: Sighting,
    goal: Point,
) -> Result<Option<Plan>, CallError> {
    let start = Start {
        point: from.point,
        vehicle: road_user(session, &order.sent.team)?,
    };
    let roads = desk.roads.at(session.ground()?, session.logbook.now());
    let Some(route) = roads.route(start, goal) else {
        return Ok(None);
    };
    let eta_s = route.travel.eta_s();
    Ok(eta_s.map(|eta_s| Plan {
        line: route.line,
        departed_at: from.at,
        planned_ms: i64::from(eta_s) * 1_000,
    }))
}

/// Where teams may be now whose last sighting is old: by team.
pub(super) fn carried(desk: &Desk, session: &Session) -> Result<Vec<(String, Carried)>, CallError> {
    let now = session.logbook.now();
    let rows = session
        .logbook
        .list(EntityKind::Order, Listed::Open, JOURNEYS_MAX)
        .map_err(storage)?;
    let mut found = Vec::new();
    for row in rows {
        let State::Order(order) = row.state else {
            continue;
        };
        // Most were seen a moment ago; only for the others the way is looked at.
        let device = session.position(order.sent.team.as_str());
        if device.is_some_and(|(_, at)| now.since_ms(at) < CARRY_AFTER_MS) {
            continue;
        }
        let seen = last_seen(session, order.sent.team.as_str())?;
        if seen.is_none_or(|seen| now.since_ms(seen.at) < CARRY_AFTER_MS) {
            continue;
        }
        let Some(journey) = journey(desk, session, &order)? else {
            continue;
        };
        let carried = carried_on(&journey.plan, &journey.seen, now);
        let carried = carried.filter(|one| one.extrapolated);
        found.extend(carried.map(|carried| (order.sent.team.0, carried)));
    }
    Ok(found)
}

/// When the teams of an incident that are on the road will arrive by what was seen of them.
pub(super) fn arrivals(
    desk: &Desk,
    session: &Session,
    id: &str,
) -> Result<Vec<Arrival>, CallError> {
    let (_, incident) = find(session, id)?;
    let mut found = Vec::new();
    for (order, _) in orders(session, &incident)? {
        if journey(desk, session, &order)?.is_none() {
            continue;
        }
        let Some(seen) = super::sent::observed(desk, session, &order)? else {
            continue;
        };
        let expected_at = seen.at.plus_ms(i64::from(seen.remaining_s) * 1_000);
        let planned = order.sent_at().zip(order.sent.eta_s);
        let planned_at = planned.map(|(sent, eta_s)| sent.plus_ms(i64::from(eta_s) * 1_000));
        let by_ms = planned_at.map(|planned| expected_at.since_ms(planned));
        found.push(Arrival {
            order: order.id,
            seen_at: seen.at,
            expected_at,
            differs: by_ms.is_none_or(|by_ms| by_ms.abs() >= DIFFERS_MS),
        });
    }
    Ok(found)
}
