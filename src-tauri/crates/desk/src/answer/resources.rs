//! The list of resources as the screen shows it: the board, profiles, what runs out, what the plans
//! cannot have today.

mod board;
mod check;
mod expiring;
pub(crate) mod night;
mod profile;
mod row;
mod tables;

use std::collections::BTreeMap;

use contract::error::CallError;
use emergency::day::Day;
use emergency::entity::{EntityKind, State};
use emergency::import::TableKind;
use emergency::point::DevicePoint;
use inventory::check::OnList;

use crate::session::Session;

pub(crate) use board::board;
pub(crate) use check::{check_tonight, plan_check};
pub(crate) use expiring::expiring;
pub(super) use profile::hazard_row;
pub(crate) use profile::profile;
pub(super) use tables::imports;
pub(crate) use tables::{apply, check_table, export, labels, mark, table_bytes, unreadable};

/// Everything on the list at this moment.
pub(crate) fn on_list(session: &Session) -> Result<OnList, CallError> {
    let mut list = OnList {
        origin: session.origin.clone(),
        today: Some(Day::of(session.logbook.now())),
        ..OnList::default()
    };
    for state in session.all(EntityKind::Team)? {
        if let State::Team(team) = state {
            list.teams
                .insert(team.id.0.clone(), super::stock::placed(session, team));
        }
    }
    for state in session.all(EntityKind::Lot)? {
        if let State::Lot(lot) = state {
            list.lots.insert(lot.id.0.clone(), lot);
        }
    }
    for state in session.all(EntityKind::Site)? {
        if let State::Site(site) = state {
            list.sites.insert(site.id.0.clone(), site);
        }
    }
    for state in session.all(EntityKind::Person)? {
        if let State::Person(person) = state {
            list.people.insert(person.id.0.clone(), person);
        }
    }
    for firm in session.firms()? {
        list.firms.insert(firm.id.0.clone(), firm);
    }
    for point in session.points.all() {
        let point = DevicePoint::clone(&point);
        list.points.insert(point.id.0.clone(), point);
    }
    Ok(list)
}

/// What a list is of.
fn noun(kind: TableKind) -> EntityKind {
    match kind {
        TableKind::Teams => EntityKind::Team,
        TableKind::Supplies => EntityKind::Lot,
        TableKind::Sites => EntityKind::Site,
        TableKind::People => EntityKind::Person,
        TableKind::Points => EntityKind::Point,
        TableKind::Firms => EntityKind::Firm,
        // A unit stands in its site.
        TableKind::Units => EntityKind::Site,
    }
}

/// The code of a value of a closed list, as it is sent.
pub(crate) fn code(value: &impl serde::Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

/// Counts of states, in the order of their names.
fn counted<'a>(states: impl Iterator<Item = &'a str>) -> Vec<contract::rows::StateCount> {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for state in states {
        *counts.entry(state).or_default() += 1;
    }
    let rows = counts
        .into_iter()
        .map(|(state, count)| contract::rows::StateCount {
            state: state.to_owned(),
            count,
        });
    rows.collect()
}
