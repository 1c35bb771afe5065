//! Teams for the needs that ask for a capability.

use std::collections::HashMap;

use emergency::id::TeamId;
use emergency::incident::Need;
use emergency::team::{Objection, Phase, Readiness, Team};
use routing::travel::Travel;

use super::choice::Choice;
use super::ways::Ways;
use super::{later_s, way_reason};
use crate::answer::{Reason, Standing, TeamCover, TeamLine, TeamRunnerUp};
use crate::question::Question;
use crate::standby::{busy_with_itself_s, holds, sets_out_s};

/// One team with all that does not depend on the need.
pub(super) struct Candidate<'a> {
    pub(super) team: &'a Team,
    pub(super) standing: Standing,
    travel: Option<Travel>,
    pub(super) arrival_s: Option<u32>,
    reasons: Vec<Reason>,
    /// Has an order for this incident.
    pub(super) is_sent: bool,
}

/// All teams, best first, and the needs that ask for them.
pub(super) struct Field<'a> {
    pub(super) candidates: Vec<Candidate<'a>>,
    /// The needs for a capability, each with its index in the question.
    pub(super) needs: Vec<(usize, &'a Need)>,
    /// For each need the able candidates by their index, best first.
    pub(super) able: Vec<Vec<usize>>,
}

impl<'a> Field<'a> {
    pub(super) fn of(question: &Question<'a>, ways: &Ways<'_>) -> Self {
        let asks = |(_, need): &(usize, &Need)| !need.capability.is_empty() && need.quantity > 0;
        let needs: Vec<(usize, &Need)> = question.needs.iter().enumerate().filter(asks).collect();
        let candidates = if needs.is_empty() {
            Vec::new()
        } else {
            candidates(question, ways)
        };
        let able = |(_, need): &(usize, &Need)| {
            let all = candidates.iter().enumerate();
            let able = all.filter(|(_, candidate)| is_able(candidate.team, need));
            able.map(|(at, _)| at).collect()
        };
        Self {
            able: needs.iter().map(able).collect(),
            candidates,
            needs,
        }
    }

    /// Able teams that may go beyond the number needed; negative when there are too few.
    pub(super) fn spare(&self, need: usize) -> i64 {
        let able = self.able[need].iter().map(|at| &self.candidates[*at]);
        let able = able.filter(|c| c.is_sent || c.standing.may_go()).count();
        i64::try_from(able).unwrap_or(i64::MAX) - i64::from(self.needs[need].1.quantity)
    }
}

/// What a choice means for each need.
pub(super) fn cover(field: &Field<'_>, choice: &Choice) -> Vec<TeamCover> {
    // For which need a team goes, the first of them: it is shown at the others.
    let mut goes: HashMap<usize, usize> = HashMap::new();
    for (need, sent) in choice.sent.iter().enumerate() {
        for at in sent {
            goes.entry(*at).or_insert(field.needs[need].0);
        }
    }
    let needs = 0..field.needs.len();
    needs
        .map(|need| cover_one(field, choice, need, &goes))
        .collect()
}

fn is_able(team: &Team, need: &Need) -> bool {
    let mut capabilities = team.registered.capabilities.iter();
    capabilities.any(|capability| *capability == need.capability)
}

fn cover_one(
    field: &Field<'_>,
    choice: &Choice,
    at: usize,
    goes: &HashMap<usize, usize>,
) -> TeamCover {
    let (need_index, need) = field.needs[at];
    let (already, sent) = (&choice.already[at], &choice.sent[at]);
    let others = field.able[at].iter().filter(|able| !already.contains(able));
    let one = |able: &usize| {
        let mut line = line(&field.candidates[*able], need);
        line.chosen = sent.contains(able);
        if let Some(other) = goes.get(able).filter(|_| !line.chosen) {
            line.standing = Standing::ChosenElsewhere;
            line.reasons.push(Reason::OtherNeed { need_index: *other });
        }
        line
    };
    let mut ranking: Vec<TeamLine> = others.map(one).collect();
    ranking.sort_by(|a, b| line_key(a).cmp(&line_key(b)));
    let name = |at: &usize| field.candidates[*at].team.id.clone();
    let mut cover = TeamCover {
        need_index,
        need: need.clone(),
        already: already.iter().map(name).collect(),
        ranking,
        short: choice.missing(field, at),
        runner_up: None,
    };
    cover.runner_up = runner_up(&cover);
    cover
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

/// Who goes comes first, whatever the officer prefers; then the best.
fn line_key(line: &TeamLine) -> (bool, Standing, u32, &TeamId) {
    let arrival_s = line.arrival_s.unwrap_or(u32::MAX);
    (!line.chosen, line.standing, arrival_s, &line.team)
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
    let turnout_s = sets_out_s(team, question.now);
    let against = team.objections(question.now);
    let mut reasons = vec![readiness_reason(question, team)];
    reasons.extend(way_back(question, team));
    if team.start().is_some() {
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
    let busy = holding().next().is_some();
    let standing = standing(question, team, travel.as_ref(), (busy, &against));
    let objection = |objection| Reason::Against { objection };
    reasons.extend(against.into_iter().map(objection));
    let reached = travel.as_ref().and_then(Travel::eta_s);
    Candidate {
        team,
        standing,
        arrival_s: reached.map(|eta_s| eta_s.saturating_add(turnout_s)),
        travel,
        reasons,
        is_sent,
    }
}

/// Where it is on its way back to readiness; nothing while an order holds it.
fn way_back(question: &Question<'_>, team: &Team) -> Option<Reason> {
    let over = team.phase_until.is_some_and(|until| until <= question.now);
    let back = match team.phase {
        Phase::Ready => false,
        // A rest that is not over speaks against sending.
        Phase::Resting => over,
        Phase::Returning | Phase::Restocking | Phase::Cleaning => true,
    };
    (back && team.active().next().is_none()).then(|| Reason::WayBack {
        phase: team.phase,
        since_ms: team.phase_at.map(|at| question.now.since_ms(at)),
        left_ms: team.phase_until.map(|until| until.since_ms(question.now)),
    })
}

fn standing(
    question: &Question<'_>,
    team: &Team,
    travel: Option<&Travel>,
    (is_busy, against): (bool, &[Objection]),
) -> Standing {
    if team.readiness == Readiness::NotReady {
        return Standing::NotReady;
    }
    if is_busy {
        return Standing::Busy;
    }
    if question.place.is_some() && team.start().is_none() {
        return Standing::NoPlace;
    }
    if matches!(travel, Some(Travel::Cut { .. })) {
        return Standing::CutOff;
    }
    if against.iter().any(Objection::keeps_home) {
        return Standing::AtRest;
    }
    if against.iter().any(Objection::asks_reason) {
        return Standing::ReasonNeeded;
    }
    // After the time for it somebody has to say that it is done.
    let done = busy_with_itself_s(team, question.now);
    let rested = team.phase != Phase::Resting;
    match team.readiness {
        _ if done.is_none() || !rested || !is_fresh(team, question) => Standing::AskFirst,
        // It has not taken on what it used.
        Readiness::Ready if team.phase != Phase::Ready => Standing::Reduced,
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
