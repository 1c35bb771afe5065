//! An answer as the screen shows it.

use std::collections::{BTreeMap, HashSet};

use contract::rows::{
    AssignedLot, AssignedTeam, Assignments, CalledBack, CostRow, InsteadRow, MoveUp, SceneRow,
    SceneShort, TeamAgainst, TeamAt, WeightRow, ZoneRow,
};
use dispatch::assign::gather::draw;
use dispatch::assign::report::{AssignmentLine, FlowLine, Instead, Report, ShortLine, report};
use dispatch::assign::solve::Solution;
use dispatch::coverage::{BUSY_SHARE, move_up};
use emergency::incident::Need;
use emergency::team::Team;
use emergency::time::UtcMs;
use routing::travel::{Start, TravelTimes as _};

use super::super::advice::next_source::{self, called};
use super::question::{Side, Today};
use crate::desk::Desk;
use crate::searches::Found;

/// No team is moved up over more than this, straight: assumed, 待区里确认.
const MOVE_DISTANCE_MAX_M: f64 = 15_000.0;

pub(super) fn assignments(desk: &Desk, question: &Today, found: &Found) -> Assignments {
    let (side, at, solution) = (&question.side, question.at, &found.solutions[0]);
    let report = report(&side.gathered.problem, solution);
    let settings = &desk.settings().assign;
    let dropped = side.gathered.dropped.iter();
    Assignments {
        at,
        seq: question.seq,
        state: found.state,
        time_limit_s: settings.time_limit_s,
        weights: weights(side),
        cost: cost(&report),
        first_total: report.first_objective,
        scenes: scenes(side),
        teams: report
            .assignments
            .iter()
            .filter_map(|line| team(side, line))
            .collect(),
        lots: lots(side, &report, solution),
        called_back: called_back(side, solution),
        short: report
            .short
            .iter()
            .map(|line| short(side, &report, line, at))
            .collect(),
        lost: zones(desk, &report.coverage.lost),
        never: zones(desk, &report.coverage.never),
        moves: moves(side, &report, solution),
        dropped: dropped
            .map(|(team, incident)| TeamAt {
                team: team.clone(),
                incident: incident.clone(),
            })
            .collect(),
        travel_source: desk.roads.source(),
        zones_note: desk.zones.note.clone(),
    }
}

fn weights(side: &Side) -> WeightRow {
    let weights = side.gathered.problem.weights;
    WeightRow {
        team_travel: weights.team_travel,
        team_short: weights.team_short,
        supply_travel: weights.supply_travel,
        supply_short: weights.supply_short,
        convoy: weights.convoy,
        coverage: weights.coverage,
        change: weights.change,
    }
}

/// The bound is none as long as no search has found one.
pub(super) fn cost(report: &Report) -> CostRow {
    let cost = report.objective;
    let bounded = report.bound.is_finite();
    CostRow {
        total: cost.total,
        team_travel: cost.team_travel,
        team_short: cost.team_short,
        supply_travel: cost.supply_travel,
        convoys: cost.convoys,
        supply_short: cost.supply_short,
        coverage: cost.coverage,
        change: cost.change,
        bound: bounded.then_some(report.bound),
        gap: bounded.then_some(report.gap),
    }
}

pub(super) fn zones(desk: &Desk, codes: &[String]) -> Vec<ZoneRow> {
    codes
        .iter()
        .filter_map(|code| desk.zones.coded(code))
        .collect()
}

fn scenes(side: &Side) -> Vec<SceneRow> {
    let scene = |open: &dispatch::assign::gather::Open| {
        let found = side
            .incidents
            .iter()
            .find(|(_, incident)| incident.id == open.id);
        SceneRow {
            incident: open.id.clone(),
            call_sign: found.map(|(sign, _)| sign.clone()).unwrap_or_default(),
            title: found
                .map(|(_, one)| one.opened.title.clone())
                .unwrap_or_default(),
            grade: found.and_then(|(_, one)| one.grade),
            severity: open.severity,
            needs: open.needs.clone(),
            needs_from: side.needs_from.get(&open.id).cloned(),
            placed: open.place.is_some(),
        }
    };
    side.scenes.iter().map(scene).collect()
}

pub(super) fn team_of<'a>(side: &'a Side, id: &str) -> Option<&'a Team> {
    side.stock.teams.iter().find(|team| team.id.0 == id)
}

pub(super) fn depot_words(side: &Side, id: &str) -> String {
    let depots = &side.stock.depots;
    let found = depots.iter().find(|site| site.id.0 == id);
    found.map_or_else(|| id.to_owned(), |site| site.registered.name.clone())
}

fn instead(side: &Side, next: &Instead) -> InsteadRow {
    let by = next.by.as_deref().unwrap_or_default();
    InsteadRow {
        name: team_of(side, by).map(called).unwrap_or_default(),
        eta_s: next.eta_s,
        costs: next.costs,
    }
}

fn team(side: &Side, line: &AssignmentLine) -> Option<AssignedTeam> {
    let team = team_of(side, &line.team)?;
    let problem = &side.gathered.problem;
    let row = problem.teams.iter().position(|unit| unit.id == line.team)?;
    let column = problem
        .incidents
        .iter()
        .position(|scene| scene.id == line.incident)?;
    let order = side
        .gathered
        .under_way
        .get(&team.id)
        .filter(|_| !line.under_way);
    let from = problem.teams[row]
        .current
        .map(|at| problem.incidents[at].id.as_str().into());
    Some(AssignedTeam {
        team: team.id.clone(),
        call_sign: team.registered.call_sign.clone(),
        name: team.registered.name.clone(),
        incident: line.incident.as_str().into(),
        capability: line.capability.clone().unwrap_or_default(),
        eta_s: line.eta_s,
        eta_estimated: side.gathered.estimated_teams[row][column],
        pinned: line.pinned,
        under_way: line.under_way,
        redirects: order.cloned(),
        redirected_from: from.filter(|_| !line.under_way),
        next: line.next.as_ref().map(|next| instead(side, next)),
        // Whoever is on its way there already is not ordered again.
        against: side
            .gathered
            .against
            .get(&team.id)
            .filter(|_| !line.under_way)
            .map(|against| against.iter().cloned().map(TeamAgainst::from).collect())
            .unwrap_or_default(),
    })
}

/// Each flow as the lots that it is drawn from.
fn lots(side: &Side, report: &Report, solution: &Solution) -> Vec<AssignedLot> {
    let mut left = side.gathered.shares.clone();
    let mut rows = Vec::new();
    for (flow, line) in solution.plan.flows.iter().zip(&report.flows) {
        let estimated = side.gathered.estimated_depots[flow.depot][flow.incident];
        for (lot, quantity) in draw(&mut left, flow.depot, flow.supply, flow.quantity) {
            rows.extend(lot_row(side, line, (&lot, quantity), estimated));
        }
    }
    rows
}

fn lot_row(
    side: &Side,
    line: &FlowLine,
    (lot, quantity): (&emergency::id::LotId, u32),
    eta_estimated: bool,
) -> Option<AssignedLot> {
    let lot = side.stock.lots.iter().find(|one| one.id == *lot)?;
    let next = InsteadRow {
        name: line
            .next
            .by
            .as_deref()
            .map(|by| depot_words(side, by))
            .unwrap_or_default(),
        eta_s: line.next.eta_s,
        costs: line.next.costs,
    };
    Some(AssignedLot {
        lot: lot.id.clone(),
        name: lot.registered.name.clone(),
        depot: depot_words(side, &line.depot),
        incident: line.incident.as_str().into(),
        quantity,
        unit: lot.registered.unit.clone(),
        eta_s: line.eta_s,
        eta_estimated,
        next: Some(next),
    })
}

fn called_back(side: &Side, solution: &Solution) -> Vec<CalledBack> {
    let problem = &side.gathered.problem;
    let units = problem.teams.iter().zip(&solution.plan.posts);
    let idle = units.filter(|(_, post)| post.is_none());
    let back = idle.filter_map(|(unit, _)| {
        let team = team_of(side, &unit.id)?;
        Some(CalledBack {
            team: team.id.clone(),
            call_sign: team.registered.call_sign.clone(),
            name: team.registered.name.clone(),
            incident: problem.incidents[unit.current?].id.as_str().into(),
            order: side.gathered.under_way.get(&team.id)?.clone(),
        })
    });
    back.collect()
}

fn short(side: &Side, report: &Report, line: &ShortLine, at: UtcMs) -> SceneShort {
    let need = Need {
        capability: line.capability.clone().unwrap_or_default(),
        supply: line.supply.clone().unwrap_or_default(),
        quantity: line.missing,
    };
    let stock = &side.stock;
    let sources = if need.supply.is_empty() {
        let sent: HashSet<&str> = report
            .assignments
            .iter()
            .map(|one| one.team.as_str())
            .collect();
        let sent = stock
            .teams
            .iter()
            .filter(|team| sent.contains(team.id.as_str()));
        let sent: Vec<_> = sent.map(|team| &team.id).collect();
        next_source::teams(&need, (&stock.teams, &line.incident), &sent, at)
    } else {
        next_source::pieces(&need, &stock.lots, &stock.depots)
    };
    SceneShort {
        incident: line.incident.as_str().into(),
        need,
        missing: line.missing,
        in_reach: line.in_reach,
        elsewhere: line.elsewhere,
        sources,
    }
}

/// Moves to stations from which a lost street is reached again.
fn moves(side: &Side, report: &Report, solution: &Solution) -> Vec<MoveUp> {
    let (posts, problem) = (&side.posts, &side.gathered.problem);
    let lost: HashSet<&str> = report.coverage.lost.iter().map(String::as_str).collect();
    if lost.is_empty() {
        return Vec::new();
    }
    let missed = problem
        .zones
        .iter()
        .filter(|zone| lost.contains(zone.id.as_str()));
    let mends: HashSet<usize> = missed
        .flat_map(|zone| zone.stations.iter().copied())
        .collect();
    // Who stands by at each station when the plan is carried out.
    let mut idle: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for (unit, post) in problem.teams.iter().zip(&solution.plan.posts) {
        if let (Some(station), None, None) = (unit.station, post, unit.current) {
            idle.entry(station).or_default().push(&unit.id);
        }
    }
    let staying = |station: usize| idle.get(&station).map_or(0, Vec::len);
    let counts: Vec<u32> = (0..posts.stations.len())
        .map(|station| u32::try_from(staying(station)).unwrap_or(u32::MAX))
        .collect();
    let near = |from: usize, to: usize| {
        let (from, to) = (posts.stations[from], posts.stations[to]);
        from.distance_m(to) <= MOVE_DISTANCE_MAX_M
    };
    let may = |from: usize, to: usize| mends.contains(&to) && near(from, to);
    let moves = move_up(&posts.standby.zones, &counts, BUSY_SHARE, may);
    let one = |step: dispatch::coverage::Move| {
        // Who has moved already does not move again.
        let team = team_of(side, idle.get_mut(&step.from)?.pop()?)?;
        let (from, to) = (posts.stations[step.from], posts.stations[step.to]);
        let start = Start {
            point: from,
            vehicle: team.registered.road_user(),
        };
        let way = side.roads.travel_each(&[start], to).into_iter().next()?;
        Some(MoveUp {
            team: team.id.clone(),
            call_sign: team.registered.call_sign.clone(),
            name: team.registered.name.clone(),
            from: station_words(side, step.from),
            to: station_words(side, step.to),
            eta_s: way.eta_s()?,
            eta_estimated: way.is_estimated(),
        })
    };
    moves.into_iter().filter_map(one).collect()
}

/// A station in the words of the first team whose home it is.
fn station_words(side: &Side, station: usize) -> String {
    let standby = &side.posts.standby;
    let teams = side.stock.teams.iter();
    let mut own = teams.filter(|team| standby.station(&team.id) == Some(station));
    let home = own.next().map(|team| &team.registered);
    home.map_or_else(String::new, |facts| {
        if facts.home.words.is_empty() {
            facts.name.clone()
        } else {
            facts.home.words.clone()
        }
    })
}
