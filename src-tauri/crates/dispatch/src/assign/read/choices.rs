//! What people have decided, and what they find important.

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::at::At;
use super::super::problem::{Unit, Weights};
use super::{INCIDENTS_MAX, NAMES_MAX, ProblemError, TEAMS_MAX, WEIGHT_MAX, Ways, index};

/// A team and an incident that are named together.
fn pairs(
    top: &At<'_>,
    name: &[&str],
    ways: &Ways,
    teams: &BTreeMap<String, usize>,
) -> Result<Vec<(usize, usize, String)>, ProblemError> {
    let Some(at) = top.field(name)? else {
        return Ok(Vec::new());
    };
    let find = |field: &At<'_>, known: &BTreeMap<String, usize>, what: &str| {
        let id = field.name()?;
        let found = known.get(&id).copied();
        found.ok_or_else(|| field.fault(format!("there is no {what} {id:?}")))
    };
    let mut pairs = Vec::new();
    let mut pair = |team: &At<'_>, incident: &At<'_>, place: String| {
        let team = find(team, teams, "team")?;
        pairs.push((team, find(incident, &ways.incidents, "incident")?, place));
        Ok(())
    };
    if at.value.is_object() {
        for (name, field) in at.entries(TEAMS_MAX)? {
            let text = Value::String(name.to_owned());
            let team = field.stands_for(&text);
            pair(&team, &field, field.path().to_owned())?;
        }
        return Ok(pairs);
    }
    for item in at.list(TEAMS_MAX * INCIDENTS_MAX)? {
        if item.value.is_object() {
            let (team, incident) = (item.need(&["team"])?, item.need(&["incident"])?);
            pair(&team, &incident, item.path().to_owned())?;
        } else {
            let both = item.list(2)?;
            let [team, incident] = &both[..] else {
                return Err(item.fault("a pair of team and incident is wanted"));
            };
            pair(team, incident, item.path().to_owned())?;
        }
    }
    Ok(pairs)
}

/// Fixed, forbidden and present assignments; then the limit of arrival for what is not fixed.
pub(super) fn choices(top: &At<'_>, ways: &Ways, teams: &mut [Unit]) -> Result<(), ProblemError> {
    let numbers = index(teams, |team| &team.id);
    let fault = |path: String, wanted: &str| ProblemError::Field {
        path,
        wanted: wanted.to_owned(),
    };
    for (team, incident, path) in pairs(top, &["pinned", "fixed"], ways, &numbers)? {
        let unit = &mut teams[team];
        if unit.pinned.is_some_and(|other| other != incident) {
            return Err(fault(path, "the team is pinned to two incidents"));
        }
        if unit.eta_s[incident].is_none() {
            return Err(fault(
                path,
                "a pinned team needs its time of arrival (`eta_s`)",
            ));
        }
        unit.pinned = Some(incident);
    }
    for (team, incident, path) in pairs(top, &["current", "under_way", "underWay"], ways, &numbers)?
    {
        let unit = &mut teams[team];
        if unit.current.is_some_and(|other| other != incident) {
            return Err(fault(path, "the team is under way to two incidents"));
        }
        unit.current = Some(incident);
    }
    for (team, incident, path) in pairs(top, &["forbidden"], ways, &numbers)? {
        let unit = &mut teams[team];
        if unit.pinned == Some(incident) {
            return Err(fault(path, "the pair is pinned as well"));
        }
        unit.eta_s[incident] = None;
    }
    for unit in teams {
        for (incident, slot) in unit.eta_s.iter_mut().enumerate() {
            let is_free = unit.pinned.is_none_or(|pinned| pinned == incident);
            let in_time = slot.is_some_and(|eta_s| eta_s <= ways.eta_limit_s);
            if !is_free || (unit.pinned.is_none() && !in_time) {
                *slot = None;
            }
        }
    }
    Ok(())
}

pub(super) fn weights(at: &At<'_>) -> Result<Weights, ProblemError> {
    let mut weights = Weights::default();
    for (name, field) in at.entries(NAMES_MAX)? {
        let slot = match name {
            "team_travel" | "teamTravel" => &mut weights.team_travel,
            "team_short" | "teamShort" => &mut weights.team_short,
            "supply_travel" | "supplyTravel" => &mut weights.supply_travel,
            "supply_short" | "supplyShort" => &mut weights.supply_short,
            "convoy" => &mut weights.convoy,
            "coverage" => &mut weights.coverage,
            "change" => &mut weights.change,
            _ => {
                return Err(field.fault(
                    "no such weight; there are team_travel, team_short, supply_travel, \
                     supply_short, convoy, coverage, change",
                ));
            }
        };
        *slot = field.number(WEIGHT_MAX)?;
    }
    Ok(weights)
}
