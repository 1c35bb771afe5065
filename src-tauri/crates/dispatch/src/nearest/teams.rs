//! Teams for the needs that ask for a capability.

use std::collections::{HashMap, HashSet};

use emergency::id::TeamId;
use emergency::incident::Need;
use emergency::order::Claim;
use emergency::team::{Assignment, Readiness, Team};
use routing::travel::Travel;

use super::ways::{Ways, start};
use super::{later_s, way_reason};
use crate::answer::{Reason, Standing, TeamCover, TeamLine, TeamRunnerUp};
use crate::question::Question;

/// Seconds in a minute.
const MINUTE_S: u32 = 60;

/// One team with all that does not depend on the need.
struct Candidate<'a> {
    team: &'a Team,
    standing: Standing,
    travel: Option<Travel>,
    arrival_s: Option<u32>,
    reasons: Vec<Reason>,
    /// Has an order for this incident.
    is_sent: bool,
}

pub(super) fn cover(question: &Question<'_>, ways: &Ways<'_>) -> Vec<TeamCover> {
    let needs: Vec<(usize, &Need)> = question
        .needs
        .iter()
        .enumerate()
        .filter(|(_, need)| !need.capability.is_empty() && need.quantity > 0)
        .collect();
    if needs.is_empty() {
        return Vec::new();
    }
    let candidates = candidates(question, ways);
    let mut order: Vec<(i64, usize)> = needs
        .iter()
        .map(|(index, need)| (spare(&candidates, need), *index))
        .collect();
    order.sort_unstable();
    let mut taken: HashMap<&TeamId, usize> = HashMap::new();
    let mut counted: HashSet<&TeamId> = HashSet::new();
    let mut covers = Vec::new();
    for (_, index) in order {
        let need = &question.needs[index];
        let cover = cover_one(&candidates, (index, need), &mut taken, &mut counted);
        covers.push(cover);
    }
    // What a later need took must show in the ranking of an earlier one as well.
    for cover in &mut covers {
        mark_taken(cover, &taken);
        cover.ranking.sort_by(|a, b| line_key(a).cmp(&line_key(b)));
        cover.runner_up = runner_up(cover);
    }
    covers.sort_by_key(|cover| cover.need_index);
    covers
}

fn is_able(team: &Team, need: &Need) -> bool {
    let mut capabilities = team.registered.capabilities.iter();
    capabilities.any(|capability| *capability == need.capability)
}

/// Able teams that may go beyond the number needed; negative when there are too few.
fn spare(candidates: &[Candidate<'_>], need: &Need) -> i64 {
    let able = candidates
        .iter()
        .filter(|c| is_able(c.team, need) && (c.is_sent || c.standing.may_go()))
        .count();
    i64::try_from(able).unwrap_or(i64::MAX) - i64::from(need.quantity)
}

fn cover_one<'a>(
    candidates: &[Candidate<'a>],
    (need_index, need): (usize, &Need),
    taken: &mut HashMap<&'a TeamId, usize>,
    counted: &mut HashSet<&'a TeamId>,
) -> TeamCover {
    let mut missing = need.quantity;
    let (mut already, mut ranking) = (Vec::new(), Vec::new());
    for candidate in candidates.iter().filter(|c| is_able(c.team, need)) {
        // A team that is sent serves one need only as well; for another it is shown as busy.
        if candidate.is_sent && missing > 0 && counted.insert(&candidate.team.id) {
            missing -= 1;
            already.push(candidate.team.id.clone());
            continue;
        }
        ranking.push(line(candidate, need));
    }
    // Candidates are in the order of their standing and arrival already.
    for line in &mut ranking {
        let free = line.standing.may_go() && !taken.contains_key(&line.team);
        if missing > 0 && free {
            let team = candidates.iter().find(|c| c.team.id == line.team);
            if let Some(candidate) = team {
                taken.insert(&candidate.team.id, need_index);
            }
            line.chosen = true;
            missing -= 1;
        }
    }
    TeamCover {
        need_index,
        need: need.clone(),
        already,
        ranking,
        short: missing,
        runner_up: None,
    }
}

fn line(candidate: &Candidate<'_>, need: &Need) -> TeamLine {
    let mut reasons = Vec::with_capacity(candidate.reasons.len() + 1);
    reasons.push(Reason::Able {
        code: need.capability.clone(),
    });
    reasons.extend_from_slice(&candidate.reasons);
    TeamLine {
        team: candidate.team.id.clone(),
        call_sign: candidate.team.registered.call_sign.clone(),
        chosen: false,
        standing: candidate.standing,
        travel: candidate.travel,
        arrival_s: candidate.arrival_s,
        reasons,
    }
}

fn mark_taken(cover: &mut TeamCover, taken: &HashMap<&TeamId, usize>) {
    for line in &mut cover.ranking {
        if let Some(need_index) = taken.get(&line.team)
            && *need_index != cover.need_index
        {
            line.standing = Standing::ChosenElsewhere;
            line.reasons.push(Reason::OtherNeed {
                need_index: *need_index,
            });
        }
    }
}

fn line_key(line: &TeamLine) -> (Standing, u32, &TeamId) {
    let arrival_s = line.arrival_s.unwrap_or(u32::MAX);
    (line.standing, arrival_s, &line.team)
}

fn runner_up(cover: &TeamCover) -> Option<TeamRunnerUp> {
    let last_s = cover.chosen().last().map(|line| line.arrival_s)?;
    let next = cover
        .ranking
        .iter()
        .find(|line| !line.chosen && line.standing.may_go())?;
    Some(TeamRunnerUp {
        team: next.team.clone(),
        standing: next.standing,
        later_s: later_s(next.arrival_s, last_s),
    })
}

/// All teams, best first.
fn candidates<'a>(question: &Question<'a>, ways: &Ways<'_>) -> Vec<Candidate<'a>> {
    let known = question.teams.iter().filter(|team| team.known);
    let mut candidates: Vec<Candidate<'a>> = known
        .map(|team| candidate(question, team, ways.team(&team.id)))
        .collect();
    candidates.sort_by(|a, b| {
        let key = |c: &Candidate<'a>| (c.standing, c.arrival_s.unwrap_or(u32::MAX));
        (key(a), &a.team.id).cmp(&(key(b), &b.team.id))
    });
    candidates
}

fn candidate<'a>(question: &Question<'a>, team: &'a Team, travel: Option<Travel>) -> Candidate<'a> {
    let turnout_s = team.registered.turnout_min.saturating_mul(MINUTE_S);
    let mut reasons = vec![readiness_reason(question, team)];
    if start(team).is_some() {
        reasons.push(start_reason(question, team));
    }
    reasons.push(way_reason(travel.as_ref(), turnout_s, question));
    let holding = || team.assignments.iter().filter(|a| holds(a));
    let is_sent = holding().any(|a| a.incident == *question.incident);
    for assignment in holding() {
        reasons.push(Reason::OtherJob {
            order: assignment.order.clone(),
            incident: assignment.incident.clone(),
            confirmed: assignment.claim.is_confirmed(),
        });
    }
    let reached = travel.as_ref().and_then(Travel::eta_s);
    Candidate {
        team,
        standing: standing(question, team, travel.as_ref(), holding().next().is_some()),
        arrival_s: reached.map(|eta_s| eta_s.saturating_add(turnout_s)),
        travel,
        reasons,
        is_sent,
    }
}

/// An order that waits for its verdict holds the team as well: two desks may have sent it.
fn holds(assignment: &Assignment) -> bool {
    let stands = matches!(assignment.claim, Claim::Confirmed | Claim::Unconfirmed);
    stands && assignment.progress.is_active()
}

fn standing(
    question: &Question<'_>,
    team: &Team,
    travel: Option<&Travel>,
    is_busy: bool,
) -> Standing {
    if team.readiness == Readiness::NotReady {
        return Standing::NotReady;
    }
    if is_busy {
        return Standing::Busy;
    }
    if question.place.is_some() && start(team).is_none() {
        return Standing::NoPlace;
    }
    if matches!(travel, Some(Travel::Cut { .. })) {
        return Standing::CutOff;
    }
    match team.readiness {
        _ if !is_fresh(team, question) => Standing::AskFirst,
        Readiness::Ready => Standing::Ready,
        Readiness::Reduced => Standing::Reduced,
        Readiness::NotReady | Readiness::Unknown => Standing::AskFirst,
    }
}

fn is_fresh(team: &Team, question: &Question<'_>) -> bool {
    let age_ms = team.reported_at.map(|at| question.now.since_ms(at));
    age_ms.is_some_and(|age_ms| age_ms <= question.limits.readiness_fresh_ms)
}

fn readiness_reason(question: &Question<'_>, team: &Team) -> Reason {
    Reason::Readiness {
        said: team.readiness,
        age_ms: team.reported_at.map(|at| question.now.since_ms(at)),
        fresh: is_fresh(team, question),
    }
}

fn start_reason(question: &Question<'_>, team: &Team) -> Reason {
    match (team.point, team.point_at) {
        (Some(_), Some(at)) => {
            let age_ms = question.now.since_ms(at);
            Reason::FromPosition {
                age_ms,
                fresh: age_ms <= question.limits.position_fresh_ms,
            }
        }
        _ => Reason::FromBase,
    }
}
