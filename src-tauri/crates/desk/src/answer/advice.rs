//! What to send: the recommender's answer as the screen shows it.

use contract::error::CallError;
use contract::rows::{
    LotAdvice, Reason, RecommendRequest, Recommendation, Short, Staging, TeamAdvice,
};
use dispatch::answer::{LotLine, TeamLine};
use dispatch::question::Limits;
use dispatch::{Nearest, Question, Recommender as _};
use emergency::entity::{EntityKind, State};
use emergency::incident::{Incident, Need, TaskState};
use emergency::place::Point;
use emergency::site::Site;
use emergency::stock::Lot;
use emergency::team::{Readiness, Team};
use routing::staging::StagingPoint;

use super::incidents::find;
use crate::desk::Desk;
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
    let needs = if request.needs.is_empty() {
        open_needs(&incident)
    } else {
        request.needs.clone()
    };
    let stock = Stock::gather(session)?;
    let now = session.logbook.now();
    let roads = desk.roads.at(session.closures()?, now);
    let question = Question {
        incident: &incident.id,
        place: incident.opened.place.point,
        needs: &needs,
        teams: &stock.teams,
        lots: &stock.lots,
        depots: &stock.depots,
        travel: &roads,
        now,
        limits: Limits::default(),
    };
    let answer = Nearest.recommend(&question);
    let mut advice = Recommendation {
        at: question.now,
        needs: needs.clone(),
        travel_source: desk.roads.source.clone(),
        staging: incident
            .opened
            .place
            .point
            .map_or_else(Vec::new, |place| staging(&roads, place)),
        ..Recommendation::default()
    };
    for cover in &answer.teams {
        let last = cover.chosen().filter_map(|line| line.arrival_s).max();
        let shown = cover.ranking.iter().take(TEAMS_SHOWN);
        advice
            .teams
            .extend(shown.map(|line| team_advice(line, &cover.need, &stock.teams, last, &roads)));
        if cover.short > 0 {
            advice.short.push(Short {
                need: cover.need.clone(),
                missing: cover.short,
            });
        }
    }
    for cover in &answer.supplies {
        let shown = cover.ranking.iter().take(LOTS_SHOWN);
        advice
            .lots
            .extend(shown.filter_map(|line| lot_advice(line, &stock.lots, &stock.depots, &roads)));
        if cover.short > 0 {
            advice.short.push(Short {
                need: cover.need.clone(),
                missing: cover.short,
            });
        }
    }
    Ok(advice)
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

/// All there is to send.
#[derive(Default)]
struct Stock {
    teams: Vec<Team>,
    lots: Vec<Lot>,
    depots: Vec<Site>,
}

impl Stock {
    fn gather(session: &Session) -> Result<Self, CallError> {
        let mut all = Self::default();
        for kind in [EntityKind::Team, EntityKind::Lot, EntityKind::Site] {
            for state in session.all(kind)? {
                match state {
                    State::Team(team) if team.known => all.teams.push(placed(session, team)),
                    State::Lot(lot) if lot.known => all.lots.push(lot),
                    State::Site(site) if !site.withdrawn => all.depots.push(site),
                    _ => {}
                }
            }
        }
        Ok(all)
    }
}

/// The team where its device says it is, when that is newer than its last report.
pub(super) fn placed(session: &Session, mut team: Team) -> Team {
    if let Some((point, at)) = session.position(team.id.as_str())
        && team.point_at.is_none_or(|known| known <= at)
    {
        team.point = Some(point);
        team.point_at = Some(at);
    }
    team
}

/// What the tasks that are not done need together: the largest number of each capability, since
/// one team can serve several tasks, and the sum of each supply.
fn open_needs(incident: &Incident) -> Vec<Need> {
    let mut needs: Vec<Need> = Vec::new();
    let open = incident
        .tasks
        .values()
        .filter(|task| !matches!(task.state, TaskState::Done | TaskState::Cannot));
    for need in open.flat_map(|task| &task.given.needs) {
        let same = needs
            .iter_mut()
            .find(|n| n.capability == need.capability && n.supply == need.supply);
        match same {
            Some(same) if need.supply.is_empty() => {
                same.quantity = same.quantity.max(need.quantity);
            }
            Some(same) => same.quantity = same.quantity.saturating_add(need.quantity),
            None => needs.push(need.clone()),
        }
    }
    needs
}

fn team_advice(
    line: &TeamLine,
    need: &Need,
    teams: &[Team],
    last: Option<u32>,
    roads: &RoadsNow,
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
        distance_m: line
            .travel
            .as_ref()
            .and_then(routing::travel::Travel::distance_m)
            .unwrap_or_default(),
        reasons: line.reasons.iter().map(|one| reason(one, roads)).collect(),
        behind_s: behind.filter(|_| !line.chosen),
    }
}

fn lot_advice(
    line: &LotLine,
    lots: &[Lot],
    depots: &[Site],
    roads: &RoadsNow,
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
        reasons: line.reasons.iter().map(|one| reason(one, roads)).collect(),
    })
}

/// A reason as code, number and words; the screen words the code.
fn reason(reason: &dispatch::answer::Reason, roads: &RoadsNow) -> Reason {
    use dispatch::answer::Reason as R;
    match reason {
        R::Able { code } => coded("able", None, code),
        R::Readiness {
            said,
            age_ms,
            fresh,
        } => readiness(*said, *age_ms, *fresh),
        R::Way {
            distance_m,
            estimated,
            on_closed,
            ..
        } => {
            let code = match (estimated, on_closed) {
                (true, _) => "distance_estimated",
                (_, true) => "distance_on_closed",
                _ => "distance",
            };
            coded(code, Some(f64::from(*distance_m)), "")
        }
        R::CutOff { by } => coded("cut_off", Some(*by as f64), &roads.closed_because(*by)),
        R::NoPlace => coded("no_place", None, ""),
        R::IncidentNotPlaced => coded("incident_not_placed", None, ""),
        R::FromPosition { age_ms, fresh } => {
            let code = if *fresh {
                "from_position"
            } else {
                "from_position_stale"
            };
            coded(code, Some(*age_ms as f64), "")
        }
        R::FromBase => coded("from_base", None, ""),
        R::OtherJob { order, .. } => coded("other_job", None, order.as_str()),
        R::OtherNeed { .. } => coded("other_need", None, ""),
        R::OnHand {
            quantity,
            counted_age_ms,
        } => {
            let code = if counted_age_ms.is_some() {
                "on_hand"
            } else {
                "on_hand_uncounted"
            };
            coded(code, Some(f64::from(*quantity)), "")
        }
        R::Waiting { quantity } => coded("waiting", Some(f64::from(*quantity)), ""),
        R::Promised { quantity } => coded("promised", Some(f64::from(*quantity)), ""),
        R::BelowSafety { left, safety } => {
            coded("below_safety", Some(f64::from(*left)), &safety.to_string())
        }
    }
}

fn coded(code: &str, number: Option<f64>, words: &str) -> Reason {
    Reason {
        code: code.to_owned(),
        number,
        words: words.to_owned(),
    }
}

/// What a team said of itself; what it said long ago has a code of its own.
fn readiness(said: Readiness, age_ms: Option<i64>, fresh: bool) -> Reason {
    let said = match said {
        Readiness::Ready => "ready",
        Readiness::Reduced => "reduced",
        Readiness::NotReady => "not_ready",
        Readiness::Unknown => "unknown",
    };
    let code = if fresh {
        said.to_owned()
    } else {
        format!("{said}_stale")
    };
    coded(&code, age_ms.map(|age| age as f64), "")
}
