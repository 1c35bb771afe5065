//! Several incidents at once: the question out of the log, and what has been found.

pub(crate) mod question;
mod rows;
mod what_if;

use std::collections::HashMap;
use std::sync::Arc;

use contract::error::{CallError, Code};
use contract::rows::{
    AssignRequest, Assignments, NeedsFrom, Nothing, StopSearch, TeamAt, WhatIf, WhatIfRequest,
};
use dispatch::assign::gather::{Ground, Open, gather};
use emergency::id::{IncidentId, TeamId};
use emergency::incident::Incident;
use emergency::time::UtcMs;

use self::question::{Imagined, Side, Today};
use super::advice::wanted;
use super::stock::Stock;
use crate::desk::Desk;
use crate::follow::Batch;
use crate::roads::RoadsNow;
use crate::searches::{Asked, Searches};
use crate::session::{Session, storage};
use crate::zones::Posts;

/// Pairs of a team and an incident in one question.
const PAIRS_MAX: usize = 1_000;
/// Characters of the asker's word.
const ASK_CHARS_MAX: usize = 200;
/// Seconds that any search may take, whatever the settings say.
const LIMIT_S_MAX: f64 = 60.0;

pub(super) fn assign(
    desk: &Desk,
    session: &Arc<Session>,
    request: &AssignRequest,
) -> Result<Assignments, CallError> {
    let pairs = pairs(&request.pinned, &request.forbidden)?;
    let key = key(session, &request.ask, request)?;
    let search = match desk.assigning.held(&key) {
        Some(search) => search,
        None => {
            let today = Today {
                at: session.logbook.now(),
                // Before anything is read: what changes meanwhile is said to be newer.
                seq: session.logbook.last_change().map_err(storage)?,
                side: today(desk, session, &pairs)?,
            };
            start(desk, session, &desk.assigning, (key, &request.ask), today)?
        }
    };
    Ok(rows::assignments(desk, &search.question, &search.found()))
}

pub(super) fn what_if(
    desk: &Desk,
    session: &Arc<Session>,
    request: &WhatIfRequest,
) -> Result<WhatIf, CallError> {
    what_if::check(request)?;
    let pairs = pairs(&request.pinned, &request.forbidden)?;
    let key = key(session, &request.ask, request)?;
    let search = match desk.imagining.held(&key) {
        Some(search) => search,
        None => {
            let imagined = Imagined {
                at: session.logbook.now(),
                today: today(desk, session, &pairs)?,
                then: what_if::side(desk, session, request, &pairs)?,
            };
            start(
                desk,
                session,
                &desk.imagining,
                (key, &request.ask),
                imagined,
            )?
        }
    };
    Ok(what_if::answer(desk, &search.question, &search.found()))
}

pub(super) fn stop(desk: &Desk, request: &StopSearch) -> Nothing {
    desk.assigning.stop(&request.ask);
    desk.imagining.stop(&request.ask);
    Nothing {}
}

/// The question as text: the same log and the same words are the same question.
fn key<T: serde::Serialize>(
    session: &Session,
    ask: &str,
    request: &T,
) -> Result<String, CallError> {
    if ask.chars().count() > ASK_CHARS_MAX {
        return Err(CallError::new(
            Code::Malformed,
            "the word of the question is too long",
        ));
    }
    let text = serde_json::to_string(request)
        .map_err(|error| CallError::new(Code::Malformed, error.to_string()))?;
    Ok(format!("{} {}", session.origin, text))
}

fn start<Q: Asked>(
    desk: &Desk,
    session: &Arc<Session>,
    searches: &Searches<Q>,
    (key, ask): (String, &str),
    question: Q,
) -> Result<Arc<crate::searches::Search<Q>>, CallError> {
    let limit_s = desk.settings().assign.time_limit_s.clamp(0.0, LIMIT_S_MAX);
    let followers = Arc::clone(&desk.followers);
    // The log may be closed by then; nobody is told of anything after that.
    let session = Arc::downgrade(session);
    let tell = move || {
        let Some(session) = session.upgrade() else {
            return;
        };
        let mut batch = Batch {
            to: session.logbook.last_change().unwrap_or_default(),
            ..Batch::default()
        };
        batch.topics.insert(contract::change::Topic::Searches);
        followers.publish(&batch);
    };
    let started = searches.start((key, ask), question, limit_s, tell);
    started.map_err(|error| CallError::new(Code::Internal, error.to_string()))
}

/// What a person has fixed, and what must not be.
struct Pairs {
    pinned: Vec<(TeamId, IncidentId)>,
    forbidden: Vec<(TeamId, IncidentId)>,
}

fn pairs(pinned: &[TeamAt], forbidden: &[TeamAt]) -> Result<Pairs, CallError> {
    if pinned.len() + forbidden.len() > PAIRS_MAX {
        return Err(CallError::new(Code::Malformed, "too many pairs"));
    }
    let pair = |at: &TeamAt| (at.team.clone(), at.incident.clone());
    Ok(Pairs {
        pinned: pinned.iter().map(pair).collect(),
        forbidden: forbidden.iter().map(pair).collect(),
    })
}

fn today(desk: &Desk, session: &Session, pairs: &Pairs) -> Result<Side, CallError> {
    let stock = Stock::gather(session)?;
    let roads = desk.roads.at(session.ground()?, session.logbook.now());
    let posts = desk.zones.posts(&stock.teams, &roads);
    let incidents = session.incidents()?;
    let scenes = scenes(desk, &incidents);
    Ok(side(
        desk,
        session.logbook.now(),
        (stock, posts, roads),
        (incidents, scenes),
        pairs,
    ))
}

/// What is needed where.
struct Scenes {
    all: Vec<Open>,
    needs_from: HashMap<IncidentId, NeedsFrom>,
}

/// The open incidents that need anything, the gravest first, then the older.
fn scenes(desk: &Desk, incidents: &[(String, Incident)]) -> Scenes {
    let open = incidents.iter().map(|(_, incident)| incident);
    let open = open.filter(|incident| incident.is_open() && incident.merged_into.is_none());
    let mut needs_from = HashMap::new();
    let scene = |incident: &Incident| {
        let (needs, from) = wanted(desk, incident);
        needs_from.extend(from.map(|from| (incident.id.clone(), from)));
        Open {
            id: incident.id.clone(),
            place: incident.opened.place.point,
            severity: desk.settings().assign.severity_of(incident.grade),
            needs,
        }
    };
    let mut all: Vec<Open> = open
        .map(scene)
        .filter(|open| !open.needs.is_empty())
        .collect();
    all.sort_by(|a, b| b.severity.total_cmp(&a.severity));
    Scenes { all, needs_from }
}

fn side(
    desk: &Desk,
    now: UtcMs,
    (stock, posts, roads): (Stock, Posts, RoadsNow),
    (incidents, scenes): (Vec<(String, Incident)>, Scenes),
    pairs: &Pairs,
) -> Side {
    let settings = &desk.settings().assign;
    let gathered = gather(&Ground {
        incidents: &scenes.all,
        teams: &stock.teams,
        lots: &stock.lots,
        depots: &stock.depots,
        travel: &roads,
        standby: &posts.standby,
        zone_names: &desk.zones.codes(),
        pinned: &pairs.pinned,
        forbidden: &pairs.forbidden,
        weights: settings.weights,
        eta_limit_s: settings.eta_limit_s,
        now,
    });
    Side {
        stock,
        posts,
        roads,
        incidents,
        scenes: scenes.all,
        needs_from: scenes.needs_from,
        gathered,
    }
}
