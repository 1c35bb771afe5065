//! The same question with something made up, beside today's: the difference of two answers.
//!
//! Nothing here touches anything real. Whoever asks makes a copy of the problem, adds an incident,
//! takes a depot away or puts in the times with a road closed, answers both, and compares.

use std::collections::BTreeMap;

use serde::Serialize;

use super::problem::Problem;
use super::report::Report;

/// Where a team goes in one answer and in the other; none is that it stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TeamChange {
    /// The team.
    pub team: String,
    /// Its incident today.
    pub before: Option<String>,
    /// Its incident if.
    pub after: Option<String>,
}

/// Pieces in one answer and in the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FlowChange {
    /// The depot.
    pub depot: String,
    /// The incident.
    pub incident: String,
    /// The supply.
    pub supply: String,
    /// Pieces today.
    pub before: u32,
    /// Pieces if.
    pub after: u32,
}

/// What is missing in one answer and in the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ShortChange {
    /// The incident.
    pub incident: String,
    /// The capability or the supply.
    pub what: String,
    /// Missing today.
    pub before: u32,
    /// Missing if.
    pub after: u32,
}

/// All that differs between two answers.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Difference {
    /// How much higher the objective would be.
    pub objective: f64,
    /// Teams that would go elsewhere.
    pub teams: Vec<TeamChange>,
    /// Flows that would be others.
    pub flows: Vec<FlowChange>,
    /// Needs that would be met more or less.
    pub short: Vec<ShortChange>,
    /// Zones that would be lost.
    pub lost: Vec<String>,
    /// Zones that would be covered again.
    pub regained: Vec<String>,
}

/// What changes from one answer to the other.
#[must_use]
pub fn difference(before: &Report, after: &Report) -> Difference {
    let posts = |report: &Report| -> BTreeMap<String, Option<String>> {
        let lines = report.assignments.iter();
        lines
            .map(|line| (line.team.clone(), Some(line.incident.clone())))
            .collect()
    };
    let flows = |report: &Report| -> BTreeMap<(String, String, String), u32> {
        let key = |line: &super::report::FlowLine| {
            (
                line.depot.clone(),
                line.incident.clone(),
                line.supply.clone(),
            )
        };
        let lines = report.flows.iter();
        lines.map(|line| (key(line), line.quantity)).collect()
    };
    let short = |report: &Report| -> BTreeMap<(String, String), u32> {
        let what = |line: &super::report::ShortLine| {
            let named = line.capability.as_ref().or(line.supply.as_ref());
            named.cloned().unwrap_or_default()
        };
        let lines = report.short.iter();
        lines
            .map(|line| ((line.incident.clone(), what(line)), line.missing))
            .collect()
    };
    let only = |some: &[String], others: &[String]| -> Vec<String> {
        let is_new = |name: &&String| !others.contains(name);
        some.iter().filter(is_new).cloned().collect()
    };
    let teams = changes(posts(before), posts(after)).map(|(team, before, after)| TeamChange {
        team,
        before,
        after,
    });
    let flows =
        changes(flows(before), flows(after)).map(|((depot, incident, supply), before, after)| {
            FlowChange {
                depot,
                incident,
                supply,
                before,
                after,
            }
        });
    let short =
        changes(short(before), short(after)).map(|((incident, what), before, after)| ShortChange {
            incident,
            what,
            before,
            after,
        });
    Difference {
        objective: after.objective.total - before.objective.total,
        teams: teams.collect(),
        flows: flows.collect(),
        short: short.collect(),
        lost: only(&after.coverage.lost, &before.coverage.lost),
        regained: only(&before.coverage.lost, &after.coverage.lost),
    }
}

/// The entries that differ; what is missing on one side counts as the default.
fn changes<K: Ord + Clone, V: Default + PartialEq + Clone>(
    before: BTreeMap<K, V>,
    after: BTreeMap<K, V>,
) -> impl Iterator<Item = (K, V, V)> {
    let mut both: BTreeMap<K, (V, V)> = BTreeMap::new();
    for (key, value) in before {
        both.entry(key).or_default().0 = value;
    }
    for (key, value) in after {
        both.entry(key).or_default().1 = value;
    }
    both.into_iter()
        .filter(|(_, (before, after))| before != after)
        .map(|(key, (before, after))| (key, before, after))
}

/// The problem with a depot lost; none when there is no such depot.
#[must_use]
pub fn without_depot(problem: &Problem, depot: &str) -> Option<Problem> {
    let at = problem.depots.iter().position(|store| store.id == depot)?;
    let mut changed = problem.clone();
    changed.depots.remove(at);
    Some(changed)
}
