//! What to send: the recommender's answer as the screen shows it.

pub(super) mod next_source;
mod reasons;

use contract::error::CallError;
use contract::rows::{
    Alternative, LotAdvice, NeedsFrom, Prefer, Reason, RecommendRequest, Recommendation, Short,
    Staging, TeamAdvice,
};
use dispatch::answer::{LotLine, SupplyCover, TeamCover, TeamLine};
use dispatch::question::Limits;
use dispatch::{Nearest, Question, Recommender as _};
use emergency::closure::RoadUser;

use emergency::id::TeamId;
use emergency::incident::{Incident, Need};
use emergency::place::Point;
use emergency::site::Site;
use emergency::stock::Lot;
use emergency::team::Team;
use emergency::time::UtcMs;
use routing::staging::StagingPoint;

use self::reasons::{coded, reason};
use super::cover::open_needs;
use super::incidents::find;
use super::stock::Stock;
use crate::desk::Desk;
use crate::number::small;
use crate::roads::RoadsNow;
use crate::session::Session;

/// Teams shown for one need.
const TEAMS_SHOWN: usize = 12;
/// Lots shown for one need.
const LOTS_SHOWN: usize = 8;

pub(super) fn recommend(
    desk: &Desk,
    session: &Session,
    request: &RecommendRequest,
) -> Result<Recommendation, CallError> {
    let (_, incident) = find(session, request.incident.as_str())?;
    let (needs, needs_from) = if request.needs.is_empty() {
        wanted(desk, &incident)
    } else {
        (request.needs.clone(), None)
    };
    let stock = Stock::gather(session)?;
    let now = session.logbook.now();
    let roads = desk.roads.at(session.ground()?, now);
    let posts = desk.zones.posts(&stock.teams, &roads);
    let place = incident.opened.place.point;
    let question = Question {
        incident: &incident.id,
        place,
        needs: &needs,
        teams: &stock.teams,
        lots: &stock.lots,
        depots: &stock.depots,
        travel: &roads,
        now,
        limits: Limits::default(),
        prefer: preferred(request.prefer),
        standby: Some(&posts.standby),
    };
    let answer = Nearest.recommend(&question);
    let mut advice = Recommendation {
        at: now,
        travel_source: desk.roads.source(),
        staging: place.map_or_else(Vec::new, |place| staging(&roads, place)),
        prefer: request.prefer,
        alternatives: alternatives(desk, &answer),
        ..Recommendation::default()
    };
    for cover in &answer.teams {
        add_teams(&mut advice, cover, &stock, &roads, incident.id.as_str());
    }
    for cover in &answer.supplies {
        add_lots(&mut advice, cover, &stock, &roads);
    }
    advice.needs = needs;
    advice.needs_from = needs_from;
    Ok(advice)
}

/// What an incident needs: what its open tasks do; before a response is started and a task given,
/// what the best fitting plan foresees, with where that comes from.
pub(super) fn wanted(desk: &Desk, incident: &Incident) -> (Vec<Need>, Option<NeedsFrom>) {
    if incident.response.is_none()
        && incident.tasks.is_empty()
        && let Some(foreseen) = desk.library().foreseen(incident)
    {
        return (foreseen.needs, Some(foreseen.from));
    }
    (open_needs(incident), None)
}

fn preferred(prefer: Prefer) -> dispatch::answer::Prefer {
    match prefer {
        Prefer::Fastest => dispatch::answer::Prefer::Fastest,
        Prefer::Fewest => dispatch::answer::Prefer::Fewest,
        Prefer::Coverage => dispatch::answer::Prefer::Coverage,
    }
}

/// The three ways to choose, in numbers.
fn alternatives(desk: &Desk, answer: &dispatch::Recommendation) -> Vec<Alternative> {
    let one = |way: &dispatch::answer::Alternative| Alternative {
        prefer: match way.prefer {
            dispatch::answer::Prefer::Fastest => Prefer::Fastest,
            dispatch::answer::Prefer::Fewest => Prefer::Fewest,
            dispatch::answer::Prefer::Coverage => Prefer::Coverage,
        },
        last_arrival_s: way.last_arrival_s,
        teams: small(way.teams.len() as u64),
        short: way.short,
        lost: way
            .lost
            .iter()
            .filter_map(|zone| desk.zones.row(*zone))
            .collect(),
    };
    answer.alternatives.iter().map(one).collect()
}

fn add_teams(
    advice: &mut Recommendation,
    cover: &TeamCover,
    stock: &Stock,
    roads: &RoadsNow,
    incident: &str,
) {
    let last = cover.chosen().filter_map(|line| line.arrival_s).max();
    for line in cover.ranking.iter().take(TEAMS_SHOWN) {
        let mut row = team_advice(line, &cover.need, &stock.teams, last, (roads, advice.at));
        if line.chosen {
            row.reasons.push(next_team(cover, line));
        }
        advice.teams.push(row);
    }
    if cover.short > 0 {
        let chosen: Vec<&TeamId> = cover.chosen().map(|line| &line.team).collect();
        advice.short.push(Short {
            need: cover.need.clone(),
            missing: cover.short,
            sources: next_source::teams(&cover.need, (&stock.teams, incident), &chosen, advice.at),
        });
    }
}

/// Who would go instead of a chosen team, and how much later that would be.
fn next_team(cover: &TeamCover, line: &TeamLine) -> Reason {
    let Some(next) = &cover.runner_up else {
        return coded("next_none", None, "");
    };
    let other = cover.ranking.iter().find(|other| other.team == next.team);
    let sign = other.map_or("", |other| other.call_sign.as_str());
    let arrival_s = other.and_then(|other| other.arrival_s);
    let later_s = arrival_s.zip(line.arrival_s);
    let later_s = later_s.map(|(other, own)| f64::from(other) - f64::from(own));
    coded("next_team", later_s, sign)
}

fn add_lots(advice: &mut Recommendation, cover: &SupplyCover, stock: &Stock, roads: &RoadsNow) {
    let last = cover.chosen().last().map(|line| line.lot.clone());
    for line in cover.ranking.iter().take(LOTS_SHOWN) {
        let Some(mut row) = lot_advice(line, &stock.lots, &stock.depots, (roads, advice.at)) else {
            continue;
        };
        if last.as_ref() == Some(&line.lot) {
            row.reasons.push(next_lot(cover, stock));
        }
        advice.lots.push(row);
    }
    if cover.short > 0 {
        advice.short.push(Short {
            need: cover.need.clone(),
            missing: cover.short,
            sources: next_source::pieces(&cover.need, &stock.lots, &stock.depots),
        });
    }
}

/// Where the pieces would come from instead of the last lot that is drawn from.
fn next_lot(cover: &SupplyCover, stock: &Stock) -> Reason {
    let Some(next) = &cover.runner_up else {
        return coded("next_none", None, "");
    };
    let lot = stock.lots.iter().find(|lot| lot.id == next.lot);
    let depot = lot.and_then(|lot| {
        let mut depots = stock.depots.iter();
        depots.find(|depot| depot.id == lot.registered.depot)
    });
    let name = depot.map_or("", |depot| depot.registered.name.as_str());
    coded("next_lot", next.later_s.map(|s| s as f64), name)
}

/// Where to gather when the place is in a hot zone, the nearest to its edge first.
fn staging(roads: &RoadsNow, place: Point) -> Vec<Staging> {
    let all = roads.staging(place).into_iter();
    let one = |point: StagingPoint| Staging {
        point: point.point,
        bearing_deg: point.bearing_deg,
        clear_m: point.clear_m,
        upwind: point.upwind,
    };
    all.map(one).collect()
}

fn team_advice(
    line: &TeamLine,
    need: &Need,
    teams: &[Team],
    last: Option<u32>,
    ground: (&RoadsNow, UtcMs),
) -> TeamAdvice {
    let team = teams.iter().find(|team| team.id == line.team);
    let behind = last
        .zip(line.arrival_s)
        .map(|(last, own)| i64::from(own) - i64::from(last));
    TeamAdvice {
        team: line.team.clone(),
        call_sign: line.call_sign.clone(),
        name: team
            .map(|team| team.registered.name.clone())
            .unwrap_or_default(),
        capability: need.capability.clone(),
        chosen: line.chosen,
        eta_s: line.arrival_s,
        eta_estimated: line
            .travel
            .as_ref()
            .is_some_and(routing::travel::Travel::is_estimated),
        vehicle: team.map_or_else(RoadUser::default, |team| team.registered.road_user()),
        distance_m: line
            .travel
            .as_ref()
            .and_then(routing::travel::Travel::distance_m)
            .unwrap_or_default(),
        reasons: line.reasons.iter().map(|one| reason(one, ground)).collect(),
        behind_s: behind.filter(|_| !line.chosen),
    }
}

fn lot_advice(
    line: &LotLine,
    lots: &[Lot],
    depots: &[Site],
    ground: (&RoadsNow, UtcMs),
) -> Option<LotAdvice> {
    let lot = lots.iter().find(|lot| lot.id == line.lot)?;
    let depot = depots.iter().find(|depot| depot.id == line.depot);
    Some(LotAdvice {
        lot: line.lot.clone(),
        name: lot.registered.name.clone(),
        depot: depot
            .map(|depot| depot.registered.name.clone())
            .unwrap_or_default(),
        supply: lot.registered.supply.clone(),
        quantity: line.take,
        on_hand: lot.on_hand(),
        unit: lot.registered.unit.clone(),
        vehicle: dispatch::nearest::DEPOT_VEHICLE,
        eta_s: line
            .travel
            .as_ref()
            .and_then(routing::travel::Travel::eta_s),
        eta_estimated: line
            .travel
            .as_ref()
            .is_some_and(routing::travel::Travel::is_estimated),
        distance_m: line
            .travel
            .as_ref()
            .and_then(routing::travel::Travel::distance_m)
            .unwrap_or_default(),
        reasons: line.reasons.iter().map(|one| reason(one, ground)).collect(),
    })
}
