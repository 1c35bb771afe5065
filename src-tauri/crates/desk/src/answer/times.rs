//! When each team is where: its orders and its way back to readiness over some hours.

use std::collections::{BTreeMap, BTreeSet};

use contract::error::CallError;
use contract::rows::{
    AHEAD_H_MAX, BACK_H_MAX, TeamTimes, TeamTimesRequest, TeamTimesRow, TimeSpan, TimeState,
};
use emergency::entity::{EntityKind, EntityRef};
use emergency::id::OrderId;
use emergency::order::{Order, Progress};
use emergency::team::{Phase, Team, TeamPhased};
use emergency::time::{DAY_MS, HOUR_MS, UtcMs};

use super::incidents::teams;
use super::sent::late_orders;
use crate::desk::Desk;
use crate::session::{Session, storage};

/// An order that ended is looked at when it was given no longer than this before the first hour
/// shown, in milliseconds: a longer one is found in the log.
const BEFORE_MS: i64 = DAY_MS;
/// Lines of a team's log that are looked through for its phases.
const PHASES_MAX: usize = 200;
/// The kind of fact that says a phase.
const PHASED: &str = "team.phased";

/// What is shown.
#[derive(Clone, Copy)]
struct Window {
    from: UtcMs,
    now: UtcMs,
    to: UtcMs,
}

pub(crate) fn team_times(
    desk: &Desk,
    session: &Session,
    request: TeamTimesRequest,
) -> Result<TeamTimes, CallError> {
    let now = session.logbook.now();
    let back_h = i64::from(request.back_h.clamp(1, BACK_H_MAX));
    let ahead_h = i64::from(request.ahead_h.clamp(1, AHEAD_H_MAX));
    let window = Window {
        from: now.plus_ms(-back_h * HOUR_MS),
        now,
        to: now.plus_ms(ahead_h * HOUR_MS),
    };
    let late = late_orders(desk, session)?.into_iter();
    let late: BTreeSet<OrderId> = late.map(|one| one.order).collect();
    let signs: BTreeMap<String, String> = session
        .incidents()?
        .into_iter()
        .map(|(sign, incident)| (incident.id.0, sign))
        .collect();
    let mut answer = TeamTimes {
        now,
        from: window.from,
        to: window.to,
        ..TeamTimes::default()
    };
    for row in teams(session)? {
        let orders = orders_of(session, &row.team, window)?;
        let mut spans: Vec<TimeSpan> = orders
            .iter()
            .flat_map(|order| order_spans(order, &signs, window))
            .collect();
        spans.extend(phase_spans(session, &row.team, &orders, window)?);
        spans.retain(|span| span.to.unwrap_or(window.to) >= window.from);
        if spans.is_empty() {
            answer.idle += 1;
            continue;
        }
        spans.sort_by_key(|span| (span.from, span.to));
        answer.rows.push(TeamTimesRow {
            call_sign: row.team.registered.call_sign.clone(),
            name: row.team.registered.name.clone(),
            busy: row.team.active().next().is_some(),
            late: orders.iter().any(|order| late.contains(&order.id)),
            team: row.team.id.clone(),
            spans,
        });
    }
    Ok(answer)
}

/// The orders of a team that may touch the window, oldest first.
fn orders_of(session: &Session, team: &Team, window: Window) -> Result<Vec<Order>, CallError> {
    let oldest = window.from.plus_ms(-BEFORE_MS);
    let mut orders = Vec::new();
    for one in &team.assignments {
        if one.progress.is_active() || one.at >= oldest {
            let order = session.logbook.order(one.order.as_str()).map_err(storage)?;
            orders.extend(order);
        }
    }
    Ok(orders)
}

fn state_of(progress: Progress) -> Option<TimeState> {
    match progress {
        Progress::Sent => Some(TimeState::Sent),
        Progress::Acknowledged => Some(TimeState::Acknowledged),
        Progress::EnRoute => Some(TimeState::EnRoute),
        Progress::OnScene => Some(TimeState::OnScene),
        _ => None,
    }
}

/// The steps of one order as spans, with what is planned of its way.
fn order_spans(order: &Order, signs: &BTreeMap<String, String>, window: Window) -> Vec<TimeSpan> {
    let call_sign = signs.get(order.sent.incident.as_str());
    let span = |state, from, to, planned, end| TimeSpan {
        state,
        from,
        to,
        planned,
        order: Some(order.id.clone()),
        incident: Some(order.sent.incident.clone()),
        call_sign: call_sign.cloned().unwrap_or_default(),
        end,
    };
    let mut spans = Vec::new();
    for (index, step) in order.steps.iter().enumerate() {
        let Some(state) = state_of(step.to) else {
            continue;
        };
        let next = order.steps.get(index + 1);
        let end = next.map(|next| next.to).filter(|to| to.is_end());
        spans.push(span(state, step.at, next.map(|next| next.at), false, end));
    }
    let planned = order.sent_at().zip(order.sent.eta_s);
    let planned = planned.map(|(sent, eta_s)| sent.plus_ms(i64::from(eta_s) * 1_000));
    let on_the_way = order.progress.is_active() && order.progress != Progress::OnScene;
    if let Some(planned) = planned.filter(|planned| on_the_way && *planned > window.now) {
        let way = TimeState::EnRoute;
        spans.push(span(way, window.now, Some(planned), true, None));
    }
    spans
}

/// When a team was on the way back to readiness: from the end of an order that it had gone out
/// for, phase by phase, until it stood by or went out again.
fn phase_spans(
    session: &Session,
    team: &Team,
    orders: &[Order],
    window: Window,
) -> Result<Vec<TimeSpan>, CallError> {
    let mut phases: Vec<(UtcMs, Phase)> = ends(orders)
        .into_iter()
        .map(|at| (at, Phase::Returning))
        .collect();
    if team.phase_at.is_some_and(|at| at >= window.from) {
        let entity = EntityRef::new(EntityKind::Team, team.id.as_str());
        let lines = session
            .logbook
            .timeline(&entity, u64::MAX, PHASES_MAX)
            .map_err(storage)?;
        let said = lines.into_iter().filter(|line| line.event.kind == PHASED);
        phases.extend(said.filter_map(|line| {
            let body: TeamPhased = serde_json::from_value(line.event.body).ok()?;
            Some((line.event.occurred_at, body.phase))
        }));
    } else if let (true, Some(at)) = (team.phase != Phase::Ready, team.phase_at) {
        phases.push((at, team.phase));
    }
    phases.sort();
    let sent: Vec<UtcMs> = orders.iter().filter_map(Order::sent_at).collect();
    let mut spans = Vec::new();
    for (index, (from, phase)) in phases.iter().enumerate() {
        let Some(state) = phase_state(*phase) else {
            continue;
        };
        let next = phases.get(index + 1).map(|(at, _)| *at);
        let out = sent.iter().filter(|at| **at > *from).min().copied();
        let to = next.into_iter().chain(out).min();
        let is_now = to.is_none() && team.active().next().is_none() && team.phase == *phase;
        if to.is_none() && !is_now {
            continue;
        }
        spans.push(phase_span(state, *from, to, false));
        let until = team
            .phase_until
            .filter(|until| is_now && *until > window.now);
        if let Some(until) = until {
            spans.push(phase_span(state, window.now, Some(until), true));
        }
    }
    Ok(spans)
}

fn phase_span(state: TimeState, from: UtcMs, to: Option<UtcMs>, planned: bool) -> TimeSpan {
    TimeSpan {
        state,
        from,
        to,
        planned,
        order: None,
        incident: None,
        call_sign: String::new(),
        end: None,
    }
}

fn phase_state(phase: Phase) -> Option<TimeState> {
    match phase {
        Phase::Ready => None,
        Phase::Returning => Some(TimeState::Returning),
        Phase::Restocking => Some(TimeState::Restocking),
        Phase::Cleaning => Some(TimeState::Cleaning),
        Phase::Resting => Some(TimeState::Resting),
    }
}

/// When orders ended that the team had gone out for, and no other held it.
fn ends(orders: &[Order]) -> Vec<UtcMs> {
    let ended = |order: &Order| {
        let end = order.steps.iter().find(|step| step.to.is_end())?;
        let out = |step: &emergency::order::Step| step.to > Progress::Sent && step.to.is_active();
        order.steps.iter().any(out).then_some(end.at)
    };
    let held = |at: UtcMs| {
        orders.iter().any(|other| {
            let end = other.steps.iter().find(|step| step.to.is_end());
            let end = end.map(|step| step.at);
            other.sent_at().is_some_and(|sent| sent <= at) && end.is_none_or(|end| end > at)
        })
    };
    let all = orders.iter().filter_map(ended);
    all.filter(|at| !held(*at)).collect()
}
