//! Who goes, in three ways: soonest, with the fewest teams, or with the best coverage left.

use std::collections::HashSet;

use emergency::id::TeamId;

use super::teams::Field;
use crate::answer::Prefer;
use crate::assign::problem::ETA_LIMIT_S;
use crate::standby::{Loss, Standby, Tally};

/// For each need, in the order of [`Field::needs`], candidates by their index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Choice {
    /// Those that have an order for this incident and count for the need.
    pub(super) already: Vec<Vec<usize>>,
    /// Those to send.
    pub(super) sent: Vec<Vec<usize>>,
}

impl Choice {
    /// Everyone to send, each once.
    pub(super) fn moved(&self) -> Vec<usize> {
        let all = self.sent.iter().flatten().copied();
        let mut moved: Vec<usize> = all.collect::<HashSet<_>>().into_iter().collect();
        moved.sort_unstable();
        moved
    }

    /// How many are missing in all.
    pub(super) fn short(&self, field: &Field<'_>) -> u32 {
        let needs = 0..field.needs.len();
        needs.map(|need| self.missing(field, need)).sum()
    }

    /// How many are missing for one need.
    pub(super) fn missing(&self, field: &Field<'_>, need: usize) -> u32 {
        let there = self.already[need].len() + self.sent[need].len();
        let there = u32::try_from(there).unwrap_or(u32::MAX);
        field.needs[need].1.quantity.saturating_sub(there)
    }
}

/// Chooses; without zones the best coverage is that of the soonest.
pub(super) fn choose(field: &Field<'_>, prefer: Prefer, tally: Option<&Tally<'_>>) -> Choice {
    match (prefer, tally) {
        (Prefer::Fewest, _) => fewest(field),
        (Prefer::Coverage, Some(tally)) => one_need_each(field, Some(tally.clone())),
        (Prefer::Fastest, _) | (Prefer::Coverage, None) => one_need_each(field, None),
    }
}

/// Zones that are out of reach when these have gone.
pub(super) fn lost(
    field: &Field<'_>,
    moved: &[usize],
    standby: &Standby,
    before: &Tally<'_>,
) -> Vec<usize> {
    if standby.zones.is_empty() {
        return Vec::new();
    }
    let mut after = before.clone();
    for team in moved {
        after.leave(&field.candidates[*team].team.id);
    }
    after.lost_since(before)
}

/// A team serves one need only. The need with the fewest teams to spare chooses first, so that a
/// rare team is not spent on what many can do. With a tally the team goes whose leaving costs the
/// least coverage, of those that are there within [`ETA_LIMIT_S`] where there are any.
fn one_need_each(field: &Field<'_>, mut tally: Option<Tally<'_>>) -> Choice {
    let needs = field.needs.len();
    let mut choice = Choice {
        already: vec![Vec::new(); needs],
        sent: vec![Vec::new(); needs],
    };
    let mut order: Vec<(i64, usize)> = (0..needs).map(|need| (field.spare(need), need)).collect();
    order.sort_unstable();
    let (mut taken, mut counted) = (HashSet::new(), HashSet::new());
    for (_, need) in order {
        for at in &field.able[need] {
            let candidate = &field.candidates[*at];
            if candidate.is_sent && choice.missing(field, need) > 0 && counted.insert(*at) {
                choice.already[need].push(*at);
            }
        }
        while choice.missing(field, need) > 0 {
            let may = |at: &&usize| {
                let candidate = &field.candidates[**at];
                candidate.standing.may_go() && !taken.contains(*at)
            };
            let mut free = field.able[need].iter().filter(may).copied();
            let next = match &tally {
                // Candidates are in the order of their standing and arrival already.
                None => free.next(),
                Some(tally) => free.min_by(|a, b| {
                    let key = |at: usize| leaving(field, at, tally);
                    key(*a).partial_cmp(&key(*b)).unwrap_or(a.cmp(b))
                }),
            };
            let Some(next) = next else {
                break;
            };
            taken.insert(next);
            choice.sent[need].push(next);
            if let Some(tally) = &mut tally {
                tally.leave(&field.candidates[next].team.id);
            }
        }
        choice.sent[need].sort_unstable();
    }
    choice
}

/// What sending a team costs: too late or not, coverage, then its place in the order.
fn leaving(field: &Field<'_>, at: usize, tally: &Tally<'_>) -> (bool, Loss, usize) {
    let candidate = &field.candidates[at];
    let is_late = candidate.arrival_s.is_none_or(|s| s > ETA_LIMIT_S);
    (is_late, tally.loss(&candidate.team.id), at)
}

/// A team serves every need that it is able for. The team that serves most of what is missing is
/// taken first (the greedy cover), then a team whose work others of the chosen can do is left out.
fn fewest(field: &Field<'_>) -> Choice {
    let needs = field.needs.len();
    let mut choice = Choice {
        already: vec![Vec::new(); needs],
        sent: vec![Vec::new(); needs],
    };
    for need in 0..needs {
        let able = field.able[need].iter().copied();
        let sent = able.filter(|at| field.candidates[*at].is_sent);
        let wanted = field.needs[need].1.quantity as usize;
        choice.already[need] = sent.take(wanted).collect();
    }
    let mut able_for = vec![Vec::new(); field.candidates.len()];
    for (need, able) in field.able.iter().enumerate() {
        for at in able
            .iter()
            .filter(|at| field.candidates[**at].standing.may_go())
        {
            able_for[*at].push(need);
        }
    }
    let mut taken = Vec::new();
    loop {
        let serves = |at: usize| {
            let missing = |need: &&usize| choice.missing(field, **need) > 0;
            able_for[at].iter().filter(missing).count()
        };
        let free = (0..able_for.len()).filter(|at| !taken.contains(at));
        // The last of the largest would be taken: turned round, it is the first in the order.
        let Some(best) = free.rev().max_by_key(|at| serves(*at)) else {
            break;
        };
        if serves(best) == 0 {
            break;
        }
        for need in &able_for[best] {
            if choice.missing(field, *need) > 0 {
                choice.sent[*need].push(best);
            }
        }
        taken.push(best);
    }
    for team in taken.iter().rev() {
        spare(&mut choice, *team, &taken, &able_for);
    }
    for sent in &mut choice.sent {
        sent.sort_unstable();
    }
    choice
}

/// Leaves a team out when others that go anyway can do all that it does.
fn spare(choice: &mut Choice, team: usize, taken: &[usize], able_for: &[Vec<usize>]) {
    let goes = |choice: &Choice, at: usize| choice.sent.iter().any(|sent| sent.contains(&at));
    let mut without = choice.sent.clone();
    for (need, sent) in without.iter_mut().enumerate() {
        let Some(place) = sent.iter().position(|at| *at == team) else {
            continue;
        };
        let instead = taken.iter().find(|at| {
            **at != team
                && goes(choice, **at)
                && able_for[**at].contains(&need)
                && !sent.contains(at)
        });
        let Some(instead) = instead else {
            return;
        };
        sent[place] = *instead;
    }
    choice.sent = without;
}

/// The names of the teams of a choice.
pub(super) fn names(field: &Field<'_>, moved: &[usize]) -> Vec<TeamId> {
    let name = |at: &usize| field.candidates[*at].team.id.clone();
    moved.iter().map(name).collect()
}
