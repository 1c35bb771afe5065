//! The incident list and one incident.

use contract::error::CallError;
use contract::rows::{
    IncidentDetail, IncidentRow, LogLine, PAGE_ROWS_MAX, TeamAgainst, TeamRow, TimelineQuery,
};
use emergency::entity::{EntityKind, EntityRef, State};
use emergency::incident::{Incident, TaskState};
use emergency::order::Order;
use emergency::report::Report;
use emergency::team::Team;
use emergency::time::UtcMs;

use super::alerts::{TIMELINE_LINES, row};
use crate::clocks::Books;
use crate::desk::Desk;
use crate::number::small;
use crate::session::{Session, not_found, storage};

pub(super) fn rows(session: &Session) -> Result<Vec<IncidentRow>, CallError> {
    let now = session.logbook.now();
    let mut rows = Vec::new();
    for (call_sign, incident) in session.incidents()? {
        let mut active = 0;
        for order in &incident.orders {
            let order = session.logbook.order(order.as_str()).map_err(storage)?;
            active += u32::from(order.is_some_and(|order| order.progress.is_active()));
        }
        rows.push(incident_row(&incident, call_sign, active, now));
    }
    // Those that need a hand first, the newest first.
    rows.sort_by_key(|row| (!row.open, std::cmp::Reverse(row.learned_at)));
    Ok(rows)
}

fn incident_row(incident: &Incident, call_sign: String, active: u32, now: UtcMs) -> IncidentRow {
    let waiting = || {
        let done = |state| matches!(state, TaskState::Done | TaskState::Cannot);
        incident
            .tasks
            .values()
            .filter(move |task| !done(task.state))
    };
    let late = waiting()
        .filter(|task| task.due_at.is_some_and(|due| due < now))
        .count();
    IncidentRow {
        id: incident.id.clone(),
        call_sign,
        title: incident.opened.title.clone(),
        kind: incident.opened.kind.clone(),
        place: incident.opened.place.clone(),
        grade: incident.grade,
        response: incident
            .response
            .as_ref()
            .map(|response| response.contents.level),
        learned_at: incident.opened.learned_at,
        open: incident.is_open(),
        tasks_open: small(waiting().count() as u64),
        tasks_late: small(late as u64),
        orders_active: active,
    }
}

/// One incident with its call sign.
pub(crate) fn find(session: &Session, id: &str) -> Result<(String, Incident), CallError> {
    let mut all = session.incidents()?.into_iter();
    all.find(|(_, incident)| incident.id.as_str() == id)
        .ok_or_else(|| not_found("incident", id))
}

/// The orders of an incident, each with its team.
pub(crate) fn orders(
    session: &Session,
    incident: &Incident,
) -> Result<Vec<(Order, Team)>, CallError> {
    let mut found = Vec::new();
    for id in &incident.orders {
        let Some(order) = session.logbook.order(id.as_str()).map_err(storage)? else {
            continue;
        };
        let team = session
            .logbook
            .team(order.sent.team.as_str())
            .map_err(storage)?;
        found.push((order, team.unwrap_or_default()));
    }
    Ok(found)
}

/// The reports of an incident, oldest first.
pub(super) fn reports(session: &Session, incident: &str) -> Result<Vec<Report>, CallError> {
    let mut found: Vec<_> = session
        .all(EntityKind::Report)?
        .into_iter()
        .filter_map(|state| match state {
            State::Report(report) if report.drafted.incident.as_str() == incident => Some(report),
            _ => None,
        })
        .collect();
    found.sort_by(|a, b| (a.sent_at, a.drafted_at, &a.id).cmp(&(b.sent_at, b.drafted_at, &b.id)));
    Ok(found)
}

pub(crate) fn detail(
    desk: &Desk,
    session: &Session,
    id: &str,
) -> Result<IncidentDetail, CallError> {
    let (call_sign, incident) = find(session, id)?;
    let mut alerts = Vec::new();
    for alert in &incident.opened.alerts {
        let alert = session.logbook.alert(alert.as_str()).map_err(storage)?;
        if let Some(alert) = alert {
            alerts.push(row(session, &alert)?);
        }
    }
    let lots: Vec<_> = session
        .all(EntityKind::Lot)?
        .into_iter()
        .filter_map(|state| match state {
            State::Lot(lot) if lot.draws.iter().any(|d| d.incident.as_str() == id) => Some(lot),
            _ => None,
        })
        .collect();
    let reports = reports(session, id)?;
    let entity = EntityRef::new(EntityKind::Incident, id);
    let lines = session
        .logbook
        .timeline(&entity, u64::MAX, TIMELINE_LINES)
        .map_err(storage)?;
    let orders = orders(session, &incident)?;
    Ok(IncidentDetail {
        call_sign,
        covers: super::cover::covers(&incident, &orders, &lots),
        orders: orders.into_iter().map(|(order, _)| order).collect(),
        alerts,
        lots,
        clocks: crate::clocks::of(
            desk.clock_table(),
            &incident,
            &Books::read(session)?,
            session.logbook.now(),
        ),
        reports,
        timeline: lines
            .into_iter()
            .map(|logged| session.line(logged))
            .collect(),
        incident,
    })
}

pub(super) fn timeline(
    session: &Session,
    query: &TimelineQuery,
) -> Result<Vec<LogLine>, CallError> {
    let limit = query.limit.clamp(1, PAGE_ROWS_MAX) as usize;
    let before = if query.before == 0 {
        u64::MAX
    } else {
        query.before
    };
    let lines = if query.entity_kind.is_empty() {
        let newest = session.logbook.counts().map_err(storage)?.events;
        let first = before.min(newest + 1).saturating_sub(limit as u64 + 1);
        let mut lines = session
            .logbook
            .events_after(first, limit)
            .map_err(storage)?;
        lines.retain(|logged| logged.seq < before);
        lines.reverse();
        lines
    } else {
        let entity = EntityRef {
            kind: query.entity_kind.clone(),
            id: query.entity.clone(),
        };
        session
            .logbook
            .timeline(&entity, before, limit)
            .map_err(storage)?
    };
    Ok(lines
        .into_iter()
        .map(|logged| session.line(logged))
        .collect())
}

pub(crate) fn teams(session: &Session) -> Result<Vec<TeamRow>, CallError> {
    let mut rows: Vec<_> = session
        .all(EntityKind::Team)?
        .into_iter()
        .filter_map(|state| match state {
            State::Team(team) if team.known => Some(team_row(session, team)),
            _ => None,
        })
        .collect();
    rows.sort_by(|a, b| {
        let key = |row: &TeamRow| call_sign_key(&row.team.registered.call_sign);
        key(a).cmp(&key(b)).then_with(|| a.team.id.cmp(&b.team.id))
    });
    Ok(rows)
}

pub(super) fn team_row(session: &Session, team: Team) -> TeamRow {
    let device = session.position(team.id.as_str());
    let reported = team.point.zip(team.point_at);
    let said = match (device, reported) {
        (Some(device), Some(reported)) => reported.1 > device.1,
        (device, _) => device.is_none(),
    };
    let newest = if said { reported } else { device };
    TeamRow {
        point: newest.map(|(point, _)| point),
        point_at: newest.map(|(_, at)| at),
        said: said && newest.is_some(),
        disputed: !team.disputed().is_empty(),
        own_custody: team.custodian.as_ref() == Some(&session.origin),
        against: team
            .objections(session.logbook.now())
            .into_iter()
            .map(TeamAgainst::from)
            .collect(),
        team,
    }
}

/// `T2` before `T10`: letters first, then the number.
fn call_sign_key(call_sign: &str) -> (String, u64) {
    let letters: String = call_sign
        .chars()
        .take_while(|c| !c.is_ascii_digit())
        .collect();
    let number = call_sign[letters.len()..].parse().unwrap_or(u64::MAX);
    (letters, number)
}
