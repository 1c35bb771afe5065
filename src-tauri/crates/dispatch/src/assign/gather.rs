//! The problem out of what the log knows: open incidents, teams, lots, and the roads as they are.
//!
//! Names in the problem are those of the log, so that a report can be read back into orders.

use std::collections::HashMap;

use emergency::id::{IncidentId, LotId, OrderId, SiteId, TeamId};
use emergency::incident::Need;
use emergency::order::{Claim, Progress};
use emergency::place::Point;
use emergency::site::Site;
use emergency::stock::Lot;
use emergency::team::{Objection, Team};
use emergency::time::UtcMs;
use routing::travel::{Start, Travel, TravelTimes};

use super::problem::{Problem, Scene, Store, Unit, Weights, Zone};
use crate::nearest::{serves, start_of, start_of_depot, waiting};
use crate::standby::{Standby, holds, is_free, may_be_sent, sets_out_s, stands_by};

/// An open incident with what its open tasks need.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Open {
    /// The incident.
    pub id: IncidentId,
    /// Where it is; nothing arrives in time where that is not known.
    pub place: Option<Point>,
    /// How much it weighs, above 0.
    pub severity: f64,
    /// What it needs in all, what is there or drawn already included.
    pub needs: Vec<Need>,
}

/// All there is to weigh.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    /// The open incidents.
    pub incidents: &'a [Open],
    /// All teams.
    pub teams: &'a [Team],
    /// All lots.
    pub lots: &'a [Lot],
    /// The sites where lots lie.
    pub depots: &'a [Site],
    /// How long it takes.
    pub travel: &'a dyn TravelTimes,
    /// The zones and who stands by where.
    pub standby: &'a Standby,
    /// Names of the zones, in their order.
    pub zone_names: &'a [String],
    /// A team and an incident that a person has fixed.
    pub pinned: &'a [(TeamId, IncidentId)],
    /// A team and an incident that must not be.
    pub forbidden: &'a [(TeamId, IncidentId)],
    /// What one thing is worth against another.
    pub weights: Weights,
    /// A later arrival is no answer.
    pub eta_limit_s: u32,
    /// The time of the question.
    pub now: UtcMs,
}

/// The problem, and what it cannot say.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Gathered {
    /// The problem.
    pub problem: Problem,
    /// The order by which a team is under way.
    pub under_way: HashMap<TeamId, OrderId>,
    /// Ways that follow no road: team and incident, by their numbers.
    pub estimated_teams: Vec<Vec<bool>>,
    /// The same for depots.
    pub estimated_depots: Vec<Vec<bool>>,
    /// What each lot can give, as a supply of the problem, by depot.
    pub shares: Vec<Share>,
    /// Teams of the problem that ask for a reason before they are sent.
    pub against: HashMap<TeamId, Vec<Objection>>,
    /// What was fixed and cannot be: the team is not free, or has no way there.
    pub dropped: Vec<(TeamId, IncidentId)>,
}

/// What a lot can give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// The lot.
    pub lot: LotId,
    /// Its depot, by its number in the problem.
    pub depot: usize,
    /// As what it counts, by its number in the problem.
    pub supply: usize,
    /// Pieces.
    pub quantity: u32,
}

/// A team that may be sent, and where it is on its way to.
struct Free<'a> {
    team: &'a Team,
    start: Option<Start>,
    turnout_s: u32,
    under_way: Option<(OrderId, usize)>,
}

/// Puts the problem together.
#[must_use]
pub fn gather(ground: &Ground<'_>) -> Gathered {
    let mut gathered = Gathered::default();
    let incidents = ground.incidents;
    let left: Vec<Vec<Need>> = incidents
        .iter()
        .map(|open| still_needed(ground, open))
        .collect();
    let problem = &mut gathered.problem;
    problem.weights = ground.weights;
    problem.capabilities = distinct(left.iter().flatten().map(|need| &need.capability));
    problem.supplies = distinct(left.iter().flatten().map(|need| &need.supply));
    problem.stations = (0..ground.standby.stations)
        .map(|at| at.to_string())
        .collect();
    problem.incidents = incidents
        .iter()
        .zip(&left)
        .map(|(open, needs)| scene(problem, open, needs))
        .collect();
    let zones = ground.standby.zones.iter().zip(ground.zone_names);
    problem.zones = zones
        .map(|(zone, name)| Zone {
            id: name.clone(),
            weight: zone.weight,
            stations: zone.stations.clone(),
        })
        .collect();
    let free: Vec<Free<'_>> = ground
        .teams
        .iter()
        .filter_map(|team| free(ground, team))
        .collect();
    let homes = free.iter().map(|free| (free.start, free.turnout_s));
    let depots = ground.depots.iter();
    let depots = depots.map(|depot| (start_of_depot(depot), 0));
    // One search towards each incident finds the ways of teams and depots alike.
    let mut ways = ways(ground, &homes.chain(depots).collect::<Vec<_>>());
    let of_depots = ways.split_off(free.len());
    add_teams(ground, &mut gathered, free, ways);
    add_depots(ground, &mut gathered, of_depots);
    pin(ground, &mut gathered);
    gathered
}

/// Each name once, in order; the empty one is none.
fn distinct<'a>(names: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut all: Vec<String> = names.filter(|name| !name.is_empty()).cloned().collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// What is needed beyond the teams on the scene and the pieces that are drawn.
fn still_needed(ground: &Ground<'_>, open: &Open) -> Vec<Need> {
    let here = |team: &&Team| {
        let mut jobs = team.assignments.iter().filter(|job| holds(job));
        jobs.any(|job| job.incident == open.id && job.progress == Progress::OnScene)
    };
    let mut there: Vec<&Team> = ground.teams.iter().filter(here).collect();
    let mut left = Vec::new();
    for need in &open.needs {
        let mut missing = need.quantity;
        if need.supply.is_empty() {
            // A team on the scene serves one need, as everywhere in this problem.
            there.retain(|team| {
                let able = team.registered.capabilities.contains(&need.capability);
                let used = able && missing > 0;
                missing -= u32::from(used);
                !used
            });
        } else {
            missing = missing.saturating_sub(drawn(ground, open, &need.supply));
        }
        if missing > 0 {
            left.push(Need {
                quantity: missing,
                ..need.clone()
            });
        }
    }
    left
}

/// Pieces of a supply that an incident has drawn.
fn drawn(ground: &Ground<'_>, open: &Open, supply: &str) -> u32 {
    let lots = ground.lots.iter();
    let lots = lots.filter(|lot| lot.known && serves(&lot.registered.supply, supply));
    let draws = lots.flat_map(|lot| &lot.draws);
    let own = draws.filter(|draw| draw.incident == open.id);
    let pieces = own.map(|draw| match draw.claim {
        Claim::Unconfirmed => draw.asked,
        _ => draw.granted,
    });
    pieces.fold(0, u32::saturating_add)
}

fn scene(problem: &Problem, open: &Open, needs: &[Need]) -> Scene {
    let mut scene = Scene {
        id: open.id.to_string(),
        severity: open.severity,
        ..Scene::default()
    };
    for need in needs {
        let (names, list, name) = if need.supply.is_empty() {
            (&problem.capabilities, &mut scene.teams, &need.capability)
        } else {
            (&problem.supplies, &mut scene.supplies, &need.supply)
        };
        let Some(at) = names.iter().position(|known| known == name) else {
            continue;
        };
        match list.iter_mut().find(|(known, _)| *known == at) {
            Some((_, quantity)) => *quantity = quantity.saturating_add(need.quantity),
            None => list.push((at, need.quantity)),
        }
    }
    scene
}

/// Whether a team can be sent: it is free and nothing keeps it at home, or it is on its way to one
/// of the incidents and to nothing else. Who rests or is off duty goes only where a person has
/// fixed it.
fn free<'a>(ground: &Ground<'_>, team: &'a Team) -> Option<Free<'a>> {
    let mut free = Free {
        team,
        start: start_of(team),
        turnout_s: sets_out_s(team, ground.now),
        under_way: None,
    };
    let fixed = || ground.pinned.iter().any(|(pinned, _)| *pinned == team.id);
    if may_be_sent(team, ground.now) || (is_free(team) && fixed()) {
        return Some(free);
    }
    let mut jobs = team.assignments.iter().filter(|job| holds(job));
    let job = jobs
        .next()
        .filter(|job| job.progress != Progress::OnScene)?;
    if !team.known || jobs.next().is_some() {
        return None;
    }
    let to = ground
        .incidents
        .iter()
        .position(|open| open.id == job.incident)?;
    // Whoever was sent for something that is not in the needs is no one's to call back here.
    let needs = &ground.incidents[to].needs;
    let serves = |name: &String| needs.iter().any(|need| need.capability == *name);
    if !team.registered.capabilities.iter().any(serves) {
        return None;
    }
    if job.progress == Progress::EnRoute {
        free.turnout_s = 0;
    }
    free.under_way = Some((job.order.clone(), to));
    Some(free)
}

/// Seconds of each way within the limit, and whether it follows no road.
type Ways = Vec<(Vec<Option<u32>>, Vec<bool>)>;

/// The ways from each of these to each incident.
fn ways(ground: &Ground<'_>, from: &[(Option<Start>, u32)]) -> Ways {
    let placed = ground.incidents.iter().enumerate();
    let placed: Vec<(usize, Point)> = placed
        .filter_map(|(at, open)| Some((at, open.place?)))
        .collect();
    let starts: Vec<Start> = from.iter().filter_map(|(start, _)| *start).collect();
    let places: Vec<Point> = placed.iter().map(|(_, place)| *place).collect();
    let matrix = ground.travel.matrix(&starts, &places);
    let mut ways = vec![
        (
            vec![None; ground.incidents.len()],
            vec![false; ground.incidents.len()]
        );
        from.len()
    ];
    let known = from
        .iter()
        .enumerate()
        .filter(|(_, (start, _))| start.is_some());
    for (column, (at, (_, turnout_s))) in known.enumerate() {
        for (row, (incident, _)) in matrix.iter().zip(&placed) {
            let Some(travel) = row.get(column) else {
                continue;
            };
            ways[at].0[*incident] = travel.eta_s().map(|s| s.saturating_add(*turnout_s));
            ways[at].1[*incident] = Travel::is_estimated(travel);
        }
    }
    ways
}

fn add_teams(ground: &Ground<'_>, gathered: &mut Gathered, free: Vec<Free<'_>>, ways: Ways) {
    let problem = &mut gathered.problem;
    for (free, (eta_s, estimated)) in free.into_iter().zip(ways) {
        let id = &free.team.id;
        let able = free.team.registered.capabilities.iter();
        let mut capabilities: Vec<usize> = able
            .filter_map(|name| problem.capabilities.iter().position(|known| known == name))
            .collect();
        capabilities.sort_unstable();
        capabilities.dedup();
        problem.teams.push(Unit {
            id: id.to_string(),
            capabilities,
            station: station(ground, free.team, free.under_way.is_some()),
            eta_s,
            pinned: None,
            current: free.under_way.as_ref().map(|(_, to)| *to),
        });
        gathered.estimated_teams.push(estimated);
        let mut against = free.team.objections(ground.now);
        against.retain(Objection::asks_reason);
        if !against.is_empty() {
            gathered.against.insert(id.clone(), against);
        }
        if let Some((order, _)) = free.under_way {
            gathered.under_way.insert(id.clone(), order);
        }
    }
}

/// Where a team would stand by if it were not sent: one under way would turn back to its station,
/// one on its way back to readiness is not there yet.
fn station(ground: &Ground<'_>, team: &Team, under_way: bool) -> Option<usize> {
    let there = under_way || stands_by(team, ground.now);
    ground.standby.station(&team.id).filter(|_| there)
}

/// A lot counts as one supply only, the most exact that it serves, so that it is promised once.
fn counts_as(problem: &Problem, lot: &Lot) -> Option<usize> {
    let supply = &lot.registered.supply;
    if let Some(same) = problem.supplies.iter().position(|known| known == supply) {
        return Some(same);
    }
    let fits = problem.supplies.iter().enumerate();
    let fits = fits.filter(|(_, wanted)| serves(supply, wanted));
    // The code with the fewest zeros at its end names the least.
    fits.min_by_key(|(_, wanted)| wanted.len() - wanted.trim_end_matches('0').len())
        .map(|(at, _)| at)
}

fn add_depots(ground: &Ground<'_>, gathered: &mut Gathered, ways: Ways) {
    let ids = ground.depots.iter().enumerate();
    let at: HashMap<&SiteId, usize> = ids.map(|(at, depot)| (&depot.id, at)).collect();
    let problem = &mut gathered.problem;
    for (depot, (eta_s, estimated)) in ground.depots.iter().zip(ways) {
        problem.depots.push(Store {
            id: depot.id.to_string(),
            stock: vec![0; problem.supplies.len()],
            eta_s: eta_s
                .into_iter()
                .map(|s| s.filter(|s| *s <= ground.eta_limit_s))
                .collect(),
        });
        gathered.estimated_depots.push(estimated);
    }
    for lot in ground.lots.iter().filter(|lot| lot.known) {
        let Some(depot) = at.get(&lot.registered.depot).copied() else {
            continue;
        };
        let Some(supply) = counts_as(problem, lot) else {
            continue;
        };
        let quantity = lot.on_hand().saturating_sub(waiting(lot));
        if quantity > 0 {
            let stock = &mut problem.depots[depot].stock[supply];
            *stock = stock.saturating_add(quantity);
            gathered.shares.push(Share {
                lot: lot.id.clone(),
                depot,
                supply,
                quantity,
            });
        }
    }
}

/// Fixes what a person has decided; then ways that are forbidden or too long are none.
fn pin(ground: &Ground<'_>, gathered: &mut Gathered) {
    let problem = &mut gathered.problem;
    let incident = |id: &IncidentId| ground.incidents.iter().position(|open| open.id == *id);
    for (team, at) in ground.pinned {
        let unit = problem.teams.iter_mut().find(|unit| unit.id == team.0);
        let fixed = unit.zip(incident(at)).and_then(|(unit, at)| {
            unit.eta_s[at]?;
            unit.pinned = Some(at);
            Some(())
        });
        if fixed.is_none() {
            gathered.dropped.push((team.clone(), at.clone()));
        }
    }
    for (team, at) in ground.forbidden {
        let unit = problem.teams.iter_mut().find(|unit| unit.id == team.0);
        if let Some((unit, at)) = unit.zip(incident(at))
            && unit.pinned != Some(at)
        {
            unit.eta_s[at] = None;
        }
    }
    for unit in &mut problem.teams {
        for (at, eta_s) in unit.eta_s.iter_mut().enumerate() {
            if unit.pinned != Some(at) {
                *eta_s = eta_s.filter(|s| *s <= ground.eta_limit_s);
            }
        }
    }
}

/// The lots that a depot's pieces of a supply come from, the first in the list first; what is taken
/// is no longer in `left`.
pub fn draw(left: &mut [Share], depot: usize, supply: usize, pieces: u32) -> Vec<(LotId, u32)> {
    let mut missing = pieces;
    let mut taken = Vec::new();
    for share in left
        .iter_mut()
        .filter(|share| share.depot == depot && share.supply == supply)
    {
        let take = share.quantity.min(missing);
        if take > 0 {
            share.quantity -= take;
            missing -= take;
            taken.push((share.lot.clone(), take));
        }
    }
    taken
}
