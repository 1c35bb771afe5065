//! Ways over the roads: of one team to an incident, how far one comes in some minutes, and which
//! roads a drawn closure means.

use std::collections::BTreeMap;

use contract::error::CallError;
use contract::rows::{
    ROAD_NAMES_MAX, Reach, ReachRequest, ShapeRoads, Staging, TeamWay, WayAct, WayCut, WayKind,
    WayRequest, WayStep, WayStop,
};
use dispatch::standby::sets_out_s;
use emergency::closure::{Closure, ClosureShape, RoadUser};
use emergency::decide::{Refusal, drawn};
use emergency::order::{Order, STOPS_MAX};
use emergency::place::Point;
use routing::directions::{Act, Step, Turn};
use routing::now::Guided;
use routing::reachable::Reached;
use routing::travel::{Start, Travel};
use serde_json::{Value, json};

use super::incidents::{find, orders};
use super::map::{collection, lines, position};
use super::sent::{destination, road_user};
use crate::desk::Desk;
use crate::number::small;
use crate::roads::RoadsNow;
use crate::session::{Session, not_found, storage};

/// How a team gets to an incident. With an order that runs it goes by way of the stops that are
/// left to where the order ends; an order that is being written goes by its own.
pub(super) fn team_way(
    desk: &Desk,
    session: &Session,
    request: &WayRequest,
) -> Result<TeamWay, CallError> {
    let (_, incident) = find(session, request.incident.as_str())?;
    let id = request.team.as_str();
    let team = session.logbook.team(id).map_err(storage)?;
    let team = team.filter(|team| team.known);
    let team = super::stock::placed(session, team.ok_or_else(|| not_found("team", id))?);
    let mut own = orders(session, &incident)?
        .into_iter()
        .map(|(order, _)| order);
    let runs = |order: &Order| order.sent.team == request.team && order.progress.is_active();
    let order = own.find(|order| !request.anew && runs(order));
    let (stops, to) = match &order {
        Some(order) => (stops_left(order), destination(session, order)?),
        None => (stops_written(request), incident.opened.place.point),
    };
    let ground = session.ground()?;
    let now = session.logbook.now();
    let mut way = TeamWay {
        team: request.team.clone(),
        incident: request.incident.clone(),
        at: now,
        from: team.start(),
        from_at: team.point.and(team.point_at),
        from_said: team.point.is_some()
            && session
                .position(id)
                .is_none_or(|(_, at)| team.point_at != Some(at)),
        vehicle: team.registered.road_user(),
        sets_out_s: sets_out_s(&team, now),
        to,
        source: desk.roads.source(),
        ..TeamWay::default()
    };
    match (way.from, to) {
        (_, None) => way.kind = WayKind::NoPlace,
        (None, _) => way.kind = WayKind::NoStart,
        (Some(point), Some(to)) => {
            let closures = ground.closures.clone();
            let roads = desk.roads.at(ground, now);
            let vehicle = way.vehicle;
            let start = Start { point, vehicle };
            walk(&mut way, &roads, &closures, start, (stops, to));
        }
    }
    Ok(way)
}

/// A stop without its time, and where it is.
fn stop(number: usize, name: &str, point: Point) -> (WayStop, Point) {
    let told = WayStop {
        number: small(number as u64),
        name: name.to_owned(),
        eta_s: 0,
    };
    (told, point)
}

/// The stops of an order that are neither reached nor left out, those that are on the map.
fn stops_left(order: &Order) -> Vec<(WayStop, Point)> {
    let marked = (1..).zip(order.sent.stops.iter().zip(order.stop_marks()));
    let left =
        marked.filter(|(_, (_, mark))| mark.reached_at.is_none() && mark.skipped_at.is_none());
    left.filter_map(|(number, (own, _))| Some(stop(number, &own.name, own.point?)))
        .collect()
}

/// The stops of an order that is being written.
fn stops_written(request: &WayRequest) -> Vec<(WayStop, Point)> {
    let via = (1..).zip(request.via.iter().take(STOPS_MAX));
    via.map(|(number, own)| stop(number, &own.name, own.point))
        .collect()
}

/// Puts the legs together: one after the other until one of them leads nowhere.
fn walk(
    way: &mut TeamWay,
    roads: &RoadsNow,
    closures: &[Closure],
    start: Start,
    (stops, to): (Vec<(WayStop, Point)>, Point),
) {
    let mut here = start;
    let stops = stops.into_iter().map(|(stop, point)| (Some(stop), point));
    let (mut eta_s, mut distance_m) = (0_u32, 0.0);
    way.kind = WayKind::Road;
    for (stop, end) in stops.chain([(None, to)]) {
        let guided = roads.guided(here, end);
        let (Some(leg_s), Some(leg_m)) = (guided.travel.eta_s(), guided.travel.distance_m()) else {
            way.kind = WayKind::Cut;
            let vehicle = start.vehicle;
            way.cut_by = guided
                .cut_by
                .and_then(|arc| cut(roads, closures, vehicle, arc));
            way.line.clear();
            way.steps.clear();
            way.stops.clear();
            return;
        };
        if guided.travel.is_estimated() {
            way.kind = WayKind::Estimate;
        }
        if let Travel::Road { on_closed, .. } = guided.travel {
            way.on_closed |= on_closed;
        }
        eta_s = eta_s.saturating_add(leg_s);
        distance_m += leg_m;
        way.steps.extend(steps(&guided, stop.as_ref()));
        way.stops.extend(stop.map(|stop| WayStop { eta_s, ..stop }));
        way.line.extend(guided.line);
        way.line.dedup();
        way.staging = guided.staging.map(|point| Staging {
            point: point.point,
            bearing_deg: point.bearing_deg,
            clear_m: point.clear_m,
            upwind: point.upwind,
        });
        here.point = way.staging.as_ref().map_or(end, |staging| staging.point);
    }
    (way.eta_s, way.distance_m) = (Some(eta_s), Some(distance_m));
}

/// The closure that closes a road to a class of vehicle, as the screen shows it.
fn cut(
    roads: &RoadsNow,
    closures: &[Closure],
    vehicle: RoadUser,
    arc: routing::network::ArcId,
) -> Option<WayCut> {
    let (ids, road, point) = roads.closed_by(arc)?;
    let of = |id: &emergency::id::ClosureId| closures.iter().find(|closure| closure.id == *id);
    let mut all = ids.iter().filter_map(of);
    let closure = all.find(|closure| closure.binds(vehicle))?;
    Some(WayCut {
        closure: closure.id.clone(),
        kind: closure.set.kind,
        reason: closure.set.reason.clone(),
        road,
        point,
    })
}

/// The directions of one leg; its end is a stop where another follows.
fn steps(guided: &Guided, stop: Option<&WayStop>) -> Vec<WayStep> {
    let told = guided.steps.iter().map(|step| {
        let (act, exit) = act(&step.act);
        let stop = stop.filter(|_| act == WayAct::Arrive);
        WayStep {
            act: stop.map_or(act, |_| WayAct::Stop),
            exit,
            place: stop.map(|stop| stop.name.clone()).unwrap_or_default(),
            ..told(step)
        }
    });
    told.collect()
}

fn told(step: &Step) -> WayStep {
    WayStep {
        point: step.point,
        road: step.road.clone(),
        bearing_deg: step.bearing_deg,
        distance_m: step.distance_m,
        bridge: step.bridge,
        tunnel: step.tunnel,
        ..WayStep::default()
    }
}

fn act(act: &Act) -> (WayAct, Option<u32>) {
    let turn = match act {
        Act::Depart => return (WayAct::Depart, None),
        Act::Arrive => return (WayAct::Arrive, None),
        Act::Roundabout { exit } => return (WayAct::Roundabout, Some(*exit)),
        Act::Turn { turn, .. } => turn,
    };
    let act = match turn {
        Turn::Straight => WayAct::Straight,
        Turn::SlightLeft => WayAct::SlightLeft,
        Turn::Left => WayAct::Left,
        Turn::SharpLeft => WayAct::SharpLeft,
        Turn::SlightRight => WayAct::SlightRight,
        Turn::Right => WayAct::Right,
        Turn::SharpRight => WayAct::SharpRight,
        Turn::Round => WayAct::Round,
    };
    (act, None)
}

/// How far a vehicle comes from a place in some minutes.
pub(super) fn reach(
    desk: &Desk,
    session: &Session,
    request: &ReachRequest,
) -> Result<Reach, CallError> {
    if !request.from.is_on_earth() {
        return Err(Refusal::OutOfRange {
            field: "from".to_owned(),
        }
        .into());
    }
    let now = session.logbook.now();
    let from = request.from;
    let vehicle = match &request.team {
        Some(team) => road_user(session, team)?,
        None => RoadUser::default(),
    };
    let roads = desk.roads.at(session.ground()?, now);
    let reached = roads.reached_from(Start {
        point: from,
        vehicle,
    });
    let mut areas: Vec<Value> = reached.iter().flatten().map(area).collect();
    // The largest lies at the bottom.
    areas.reverse();
    Ok(Reach {
        at: now,
        from,
        vehicle,
        on_road: reached.is_some(),
        areas: collection(areas),
        source: desk.roads.source(),
    })
}

/// An area as GeoJSON: each outline with the holes that lie in it (RFC 7946, 3.1.6: outlines run
/// against the clock, holes with it, which is how they come).
fn area(reached: &Reached) -> Value {
    let (outlines, holes): (Vec<_>, Vec<_>) = reached
        .rings
        .iter()
        .filter(|ring| ring.len() > 3)
        .partition(|ring| turns_left(ring));
    let mut polygons: Vec<Vec<Value>> = outlines.iter().map(|ring| vec![positions(ring)]).collect();
    for hole in holes {
        let inside = |outline: &&Vec<Point>| {
            let corner = hole.first().copied().unwrap_or_default();
            outline.contains(&corner) || routing::area::is_in_area(outline, corner)
        };
        let around = outlines.iter().enumerate().filter(|(_, ring)| inside(ring));
        // An outline in a hole of another holds the hole more closely.
        let nearest = around.min_by(|(_, a), (_, b)| doubled(a).total_cmp(&doubled(b)));
        if let Some((index, _)) = nearest {
            polygons[index].push(positions(hole));
        }
    }
    json!({
        "type": "Feature",
        "properties": { "minutes": reached.minutes },
        "geometry": { "type": "MultiPolygon", "coordinates": polygons },
    })
}

fn positions(ring: &[Point]) -> Value {
    json!(ring.iter().map(position).collect::<Vec<_>>())
}

/// Twice the area of a ring in square degrees, positive against the clock.
fn doubled(ring: &[Point]) -> f64 {
    let pairs = ring.windows(2);
    pairs
        .map(|pair| pair[0].lon * pair[1].lat - pair[1].lon * pair[0].lat)
        .sum()
}

fn turns_left(ring: &[Point]) -> bool {
    doubled(ring) > 0.0
}

/// Which roads a closure of that shape would close.
pub(super) fn shape_roads(desk: &Desk, shape: &ClosureShape) -> Result<ShapeRoads, CallError> {
    drawn(shape)?;
    let sections = desk.roads.sections(shape);
    let has_roads = sections.is_some();
    let sections = sections.unwrap_or_default();
    let mut by_name: BTreeMap<&str, f64> = BTreeMap::new();
    for section in sections.iter().filter(|section| !section.name.is_empty()) {
        *by_name.entry(&section.name).or_default() += section.length_m;
    }
    let mut names: Vec<(&str, f64)> = by_name.into_iter().collect();
    names.sort_by(|a, b| b.1.total_cmp(&a.1));
    names.truncate(ROAD_NAMES_MAX);
    let parts: Vec<Vec<Point>> = sections.iter().map(|one| one.line.clone()).collect();
    Ok(ShapeRoads {
        has_roads,
        sections: small(sections.len() as u64),
        length_m: sections.iter().map(|section| section.length_m).sum(),
        names: names.into_iter().map(|(name, _)| name.to_owned()).collect(),
        picture: collection(lines(&parts, &json!({})).into_iter().collect()),
    })
}
