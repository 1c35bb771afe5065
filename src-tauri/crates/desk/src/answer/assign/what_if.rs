//! The same question with something made up. Nothing here writes anything.

use contract::error::{CallError, Code};
use contract::rows::{
    MADE_UP, PiecesDiffer, SearchState, ShortDiffers, TeamDiffers, WhatIf, WhatIfRequest,
};
use dispatch::assign::gather::Open;
use dispatch::assign::report::report;
use dispatch::assign::what_if::{Difference, ShortChange, TeamChange, difference};
use emergency::closure::Closure;
use emergency::decide::placed;

use super::super::stock::Stock;
use super::question::{Imagined, Side};
use super::rows::{cost, depot_words, team_of, zones};
use super::{Pairs, scenes};
use crate::desk::Desk;
use crate::searches::Found;
use crate::session::Session;

/// Closures, needs and depots of one question.
const PARTS_MAX: usize = 50;

/// Refuses what is too large or nowhere.
pub(super) fn check(request: &WhatIfRequest) -> Result<(), CallError> {
    let malformed = |what: &str| Err(CallError::new(Code::Malformed, what));
    let needs = request.incident.as_ref().map_or(0, |made| made.needs.len());
    if request.closures.len() + request.without.len() + needs > PARTS_MAX {
        return malformed("too much is made up at once");
    }
    for set in &request.closures {
        placed(&set.shape)?;
    }
    let place = request.incident.as_ref().map(|made| made.point);
    if place.is_some_and(|point| !point.is_on_earth()) {
        return malformed("the place is nowhere");
    }
    Ok(())
}

/// Everything as it is, with what is made up.
pub(super) fn side(
    desk: &Desk,
    session: &Session,
    request: &WhatIfRequest,
    pairs: &Pairs,
) -> Result<Side, CallError> {
    let now = session.logbook.now();
    let mut stock = Stock::gather(session)?;
    stock
        .depots
        .retain(|depot| !request.without.contains(&depot.id));
    let mut ground = session.ground()?;
    let (roads, posts) = if request.closures.is_empty() {
        let roads = desk.roads.at(ground, now);
        let posts = desk.zones.posts(&stock.teams, &roads);
        (roads, posts)
    } else {
        ground
            .closures
            .extend(request.closures.iter().map(|set| Closure {
                id: MADE_UP.into(),
                set: set.clone(),
                set_at: Some(now),
                ..Closure::default()
            }));
        let roads = desk.roads.imagined(ground, now);
        let posts = desk.zones.imagined(&stock.teams, &roads);
        (roads, posts)
    };
    let incidents = session.incidents()?;
    let mut scenes = scenes(desk, &incidents);
    if let Some(made) = &request.incident {
        scenes.all.push(Open {
            id: MADE_UP.into(),
            place: Some(made.point),
            severity: desk.settings().assign.severity_of(made.grade),
            needs: made.needs.clone(),
        });
    }
    Ok(super::side(
        desk,
        session.logbook.now(),
        (stock, posts, roads),
        (incidents, scenes),
        pairs,
    ))
}

/// The difference of what has been found for both.
pub(super) fn answer(desk: &Desk, question: &Imagined, found: &Found) -> WhatIf {
    let (today, then) = (&question.today, &question.then);
    let reports = [today, then]
        .into_iter()
        .zip(&found.solutions)
        .map(|(side, solution)| report(&side.gathered.problem, solution));
    let reports: Vec<_> = reports.collect();
    let Difference {
        teams,
        flows,
        short,
        lost,
        regained,
        ..
    } = difference(&reports[0], &reports[1]);
    let state = match found.state {
        SearchState::First => SearchState::Better,
        state => state,
    };
    WhatIf {
        at: question.at,
        state,
        today: cost(&reports[0]),
        then: cost(&reports[1]),
        teams: teams
            .into_iter()
            .filter_map(|change| team(today, change))
            .collect(),
        pieces: flows
            .into_iter()
            .map(|flow| PiecesDiffer {
                depot: depot_words(today, &flow.depot),
                incident: flow.incident.into(),
                supply: flow.supply,
                before: flow.before,
                after: flow.after,
            })
            .collect(),
        short: short
            .into_iter()
            .map(|change| shortage(today, then, change))
            .collect(),
        lost: zones(desk, &lost),
        regained: zones(desk, &regained),
    }
}

fn team(side: &Side, change: TeamChange) -> Option<TeamDiffers> {
    let team = team_of(side, &change.team)?;
    Some(TeamDiffers {
        team: team.id.clone(),
        call_sign: team.registered.call_sign.clone(),
        name: team.registered.name.clone(),
        before: change.before.map(Into::into),
        after: change.after.map(Into::into),
    })
}

fn shortage(today: &Side, then: &Side, change: ShortChange) -> ShortDiffers {
    let is_supply = [today, then]
        .iter()
        .any(|side| side.gathered.problem.supplies.contains(&change.what));
    let (capability, supply) = if is_supply {
        (String::new(), change.what)
    } else {
        (change.what, String::new())
    };
    ShortDiffers {
        incident: change.incident.into(),
        capability,
        supply,
        before: change.before,
        after: change.after,
    }
}
