//! What is always in view, what a handover names, what is found by name, what moves on the map.

use contract::error::CallError;
use contract::rows::{Found, HandoverSheet, MapLive};
use contract::status::{Clock, Status};
use emergency::duty::DUTY;
use emergency::entity::{EntityKind, State};
use emergency::incident::TaskState;
use emergency::order::Progress;
use emergency::place::Point;

use super::alerts::{self, counts_of};
use super::incidents::{orders, teams};
use super::{deaf, feed_health, firms, journeys, map, sent, submissions};
use crate::clocks::{self, Books};
use crate::desk::Desk;
use crate::number::small;
use crate::roads::Ground;
use crate::session::{Session, storage};
use crate::uplink;

/// Things one search answers.
const FOUND_MAX: usize = 30;
/// Matters a handover names one by one.
const MATTERS_MAX: usize = 200;

pub(super) fn status(desk: &Desk, session: &Session) -> Result<Status, CallError> {
    let counts = session.logbook.alert_counts().map_err(storage)?;
    let now = session.logbook.now();
    let removed = session.logbook.defects_removed().map_err(storage)?;
    let feeds = desk.feeds().iter();
    let feeds = feeds.map(|feed| feed_health::of(feed, &removed, now));
    Ok(Status {
        now,
        exercise: session.logbook.is_exercise(),
        drill: crate::drill::title(desk),
        link: uplink::status(desk.uplink(), desk.base()),
        key: desk.key_status(),
        feeds: feeds.collect(),
        sound: desk.sound(),
        silenced_until: desk.silenced_until(),
        notifications: desk.notifications(),
        store: desk.care.status(session),
        duty: session
            .logbook
            .duty(DUTY)
            .map_err(storage)?
            .unwrap_or_default(),
        rota: super::rota::now(session)?,
        alerts: counts_of(session, &counts),
        clocks: clocks::running(desk, session)?,
        disputes: session.memos.disputes(|| disputes(session))?,
        late: sent::late_orders(desk, session)?,
        silent: sent::silent(session)?,
        cut: session.cut(),
        deaf: deaf::deaf(desk, session),
        submissions: submissions::counts(desk, session)?,
    })
}

/// Teams that two desks sent, and lots of which a draw waits for a ruling.
fn disputes(session: &Session) -> Result<u32, CallError> {
    let teams = session.all(EntityKind::Team)?;
    let lots = session.open(EntityKind::Lot)?;
    let waits = |state: &&State| match state {
        State::Team(team) => team.known && !team.disputed().is_empty(),
        // A lot needs a hand exactly while a draw from it waits for a ruling.
        State::Lot(lot) => !lot.disputed().is_empty(),
        _ => false,
    };
    Ok(small(teams.iter().chain(&lots).filter(waits).count() as u64))
}

/// The clocks of all incidents as the sheets take them.
pub(crate) fn clocks_of_open(
    desk: &Desk,
    session: &Session,
) -> Result<Vec<::reports::clocks::Clock>, CallError> {
    let now = session.logbook.now();
    let books = Books::read(session)?;
    let mut clocks = Vec::new();
    for (_, incident) in session.incidents()? {
        clocks.extend(clocks::computed(desk.clock_table(), &incident, &books, now));
    }
    Ok(clocks)
}

/// Unacknowledged alerts of levels Ⅰ to Ⅳ and without a level.
pub(crate) fn unacknowledged(session: &Session) -> Result<[u32; 5], CallError> {
    let counts = session.logbook.alert_counts().map_err(storage)?;
    Ok(counts_of(session, &counts).unacknowledged)
}

/// What a handover names, and where the log stands.
pub(super) fn handover(desk: &Desk, session: &Session) -> Result<HandoverSheet, CallError> {
    Ok(HandoverSheet {
        open_matters: open_matters(desk, session)?,
        head_hash: session.logbook.head_hash().map_err(storage)?,
        events: session.logbook.counts().map_err(storage)?.events,
    })
}

/// What a handover has to name: open incidents with their clocks, tasks and orders.
pub(crate) fn open_matters(desk: &Desk, session: &Session) -> Result<Vec<String>, CallError> {
    let mut matters = Vec::new();
    let waiting: u32 = unacknowledged(session)?.iter().sum();
    if waiting > 0 {
        matters.push(format!("未确认告警 {waiting} 条"));
    }
    for (call_sign, incident) in session.incidents()?.iter().filter(|(_, i)| i.is_open()) {
        let title = &incident.opened.title;
        matters.push(format!("{call_sign} {title}：在办"));
        let open = incident
            .tasks
            .values()
            .filter(|task| !matches!(task.state, TaskState::Done | TaskState::Cannot));
        for task in open {
            matters.push(format!(
                "{call_sign} 任务未完成：{}（{}）",
                task.given.what, task.given.who
            ));
        }
        for (order, team) in orders(session, incident)? {
            if order.progress == Progress::Sent {
                matters.push(format!("{call_sign} 调度未签收：{}", team.registered.name));
            }
            if order.progress.is_active() && !order.claim.is_confirmed() {
                matters.push(format!("{call_sign} 调度未确认：{}", team.registered.name));
            }
        }
    }
    let told = submissions::counts(desk, session)?;
    if told.open > 0 {
        let (open, overdue) = (told.open, told.overdue);
        matters.push(format!("来件未办结 {open} 件，其中超时 {overdue} 件"));
    }
    for late in sent::late_orders(desk, session)? {
        matters.push(format!("队伍迟到：{} {}", late.name, late.place));
    }
    for silent in sent::silent(session)? {
        matters.push(format!("通知未签收：{}（{}）", silent.name, silent.title));
    }
    for clock in clocks::running(desk, session)? {
        let due = ::reports::when::short(clock.due_at.0);
        let about = [&clock.title, &clock.words];
        let about = about.into_iter().find(|words| !words.is_empty());
        let about = about.map_or("值班", String::as_str);
        let Clock {
            what,
            rule,
            to,
            who,
            ..
        } = &clock;
        matters.push(if clock.own {
            format!("{about}：{what}（{rule}）{due} 前报 {to}")
        } else {
            format!("{about}：关注{who}{what}（{rule}）{due} 前")
        });
    }
    matters.truncate(MATTERS_MAX);
    Ok(matters)
}

/// Things by name: places, teams and incidents by call sign, everything with a title.
pub(super) fn find(desk: &Desk, session: &Session, text: &str) -> Result<Vec<Found>, CallError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let mut found = found_incidents(session, text)?;
    found.extend(found_teams(session, text)?);
    found.extend(found_places(desk, text));
    found.extend(found_sites(session, text)?);
    found.extend(firms::found(session, text)?);
    let plans = desk
        .library()
        .rows()
        .into_iter()
        .filter(|plan| plan.title.contains(text));
    found.extend(plans.map(|plan| Found {
        kind: "plan".to_owned(),
        id: plan.id,
        name: plan.title,
        detail: plan.kind,
        ..Found::default()
    }));
    found.truncate(FOUND_MAX);
    Ok(found)
}

fn found_incidents(session: &Session, text: &str) -> Result<Vec<Found>, CallError> {
    let all = session.incidents()?.into_iter();
    let fits = all.filter(|(call_sign, incident)| {
        call_sign.eq_ignore_ascii_case(text) || incident.opened.title.contains(text)
    });
    let found = fits.map(|(call_sign, incident)| Found {
        kind: "incident".to_owned(),
        id: incident.id.0,
        name: format!("{call_sign} {}", incident.opened.title),
        detail: incident.opened.place.words,
        point: incident.opened.place.point,
        approximate: false,
    });
    Ok(found.collect())
}

fn found_teams(session: &Session, text: &str) -> Result<Vec<Found>, CallError> {
    let fits = teams(session)?.into_iter().filter(|row| {
        let registered = &row.team.registered;
        registered.call_sign.eq_ignore_ascii_case(text) || registered.name.contains(text)
    });
    let found = fits.map(|row| Found {
        kind: "team".to_owned(),
        id: row.team.id.0.clone(),
        name: format!(
            "{} {}",
            row.team.registered.call_sign, row.team.registered.name
        ),
        detail: row.team.registered.capabilities.join("、"),
        point: row.point.or(row.team.registered.home.point),
        approximate: row.point.is_none(),
    });
    Ok(found.collect())
}

fn found_places(desk: &Desk, text: &str) -> impl Iterator<Item = Found> {
    let map = desk.map();
    let found = map.places.find(text).into_iter().map(|place| Found {
        kind: "place".to_owned(),
        id: place.code.clone().unwrap_or_default(),
        name: place.name.clone(),
        detail: place.source.clone(),
        point: Some(Point {
            lon: place.place.lon,
            lat: place.place.lat,
        }),
        approximate: place.approximate,
    });
    // The map may be another one by the time that this is read.
    found.collect::<Vec<_>>().into_iter()
}

fn found_sites(session: &Session, text: &str) -> Result<Vec<Found>, CallError> {
    let fits = session
        .all(EntityKind::Site)?
        .into_iter()
        .filter_map(|state| match state {
            State::Site(site) if !site.withdrawn && site.registered.name.contains(text) => {
                Some(site)
            }
            _ => None,
        });
    let found = fits.map(|site| Found {
        kind: "site".to_owned(),
        id: site.id.0,
        name: site.registered.name,
        detail: site.registered.place.words,
        point: site.registered.place.point,
        approximate: false,
    });
    Ok(found.collect())
}

pub(super) fn map_live(desk: &Desk, session: &Session) -> Result<MapLive, CallError> {
    let alerts = alerts::drawn(session)?;
    let incidents = session.incidents()?;
    let sites: Vec<_> = session
        .all(EntityKind::Site)?
        .into_iter()
        .filter_map(|state| match state {
            State::Site(site) if !site.withdrawn => Some(site),
            _ => None,
        })
        .collect();
    let closures = session.closures()?;
    let now = session.logbook.now();
    let closures: Vec<_> = closures
        .into_iter()
        .filter(|c| c.is_standing(now))
        .collect();
    let ground = Ground {
        closures: closures.clone(),
        ..session.ground()?
    };
    let roads = desk.roads.at(ground, now);
    Ok(MapLive {
        alerts: map::alerts(&alerts, |alert| session.board.place(session, alert).0),
        incidents: map::incidents(incidents.iter().map(|(sign, i)| (i, sign.as_str()))),
        teams: map::teams(&teams(session)?, &journeys::carried(desk, session)?),
        sites: map::sites(sites.iter()),
        firms: map::firms(session.firms()?.iter()),
        closures: map::closures(&closures, &roads),
    })
}
