//! What was sent, taken, asked of others and told to them.

use contract::error::CallError;
use contract::rows::{
    Addressees, IssueRow, LateOrder, PaperDue, PhoneLine, PhoneList, SentSheet, Silent, UndoUntil,
};
use contract::status::Clock;
use emergency::circular::{Channel, Circular, Recipient, Rung};
use emergency::closure::RoadUser;
use emergency::entity::{EntityKind, State};
use emergency::id::TeamId;
use emergency::issue::{Issue, Ledger};
use emergency::order::{Observed, Order, Progress, late};
use emergency::place::Point;
use emergency::team::Team;
use emergency::time::UtcMs;
use logbook::Listed;
use routing::travel::{Start, TravelTimes as _};

use super::accounts::accounts;
use super::incidents::{find, orders};
use super::journeys::{journey, last_seen};
use crate::desk::Desk;
use crate::session::{Session, not_found, storage};

/// Teams whose way is looked at for one answer; more are judged by the plan alone.
const WAYS_MAX: usize = 24;
/// Rule of supplies that were given out by telephone.
const ALLOCATION: &str = "S01";
/// Open orders, notices and issues that are looked at.
const OPEN_MAX: usize = 2_000;

/// Everything that was sent for one incident.
pub(crate) fn sheet(desk: &Desk, session: &Session, id: &str) -> Result<SentSheet, CallError> {
    let (_, incident) = find(session, id)?;
    let mut all = issues(session, Listed::All)?;
    all.retain(|issue| issue.drawn.incident.as_str() == id);
    all.sort_by_key(|issue| std::cmp::Reverse(issue.drawn_at));
    let own = orders(session, &incident)?;
    let undo = own.iter().filter_map(|(order, _)| {
        let order_id = order.id.clone();
        let until = order.undo_until()?;
        (until >= session.logbook.now()).then_some(UndoUntil {
            order: order_id,
            until,
        })
    });
    let mut late_orders = late_orders(desk, session)?;
    late_orders.retain(|late| late.incident.as_str() == id);
    let mut papers = papers(desk, session)?;
    papers.retain(|(of, _)| of == id);
    Ok(SentSheet {
        late: late_orders,
        undo: undo.collect(),
        ledger: Ledger::of(&all),
        issues: rows(session, all)?,
        requisitions: newest(session, EntityKind::Requisition, |state| match state {
            State::Requisition(one) if one.issued.incident.as_str() == id => {
                Some((one.issued_at, one))
            }
            _ => None,
        })?,
        aid: newest(session, EntityKind::Aid, |state| match state {
            State::Aid(aid) if aid.drafted.incident.as_str() == id => Some((aid.drafted_at, aid)),
            _ => None,
        })?,
        circulars: newest(session, EntityKind::Circular, |state| match state {
            State::Circular(one)
                if one.sent.incident.as_ref().is_some_and(|i| i.as_str() == id) =>
            {
                Some((one.sent_at, one))
            }
            _ => None,
        })?,
        papers: papers.into_iter().map(|(_, paper)| paper).collect(),
        accounts: accounts(&own),
    })
}

/// Things of one kind with their times, the newest first.
fn newest<T>(
    session: &Session,
    kind: EntityKind,
    fits: impl Fn(State) -> Option<(UtcMs, T)>,
) -> Result<Vec<T>, CallError> {
    let mut all: Vec<_> = session.all(kind)?.into_iter().filter_map(fits).collect();
    all.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    Ok(all.into_iter().map(|(_, one)| one).collect())
}

fn issues(session: &Session, listed: Listed) -> Result<Vec<Issue>, CallError> {
    let rows = session
        .logbook
        .list(EntityKind::Issue, listed, OPEN_MAX)
        .map_err(storage)?;
    let all = rows.into_iter().filter_map(|row| match row.state {
        State::Issue(issue) => Some(issue),
        _ => None,
    });
    Ok(all.collect())
}

fn rows(session: &Session, issues: Vec<Issue>) -> Result<Vec<IssueRow>, CallError> {
    let mut rows = Vec::new();
    for issue in issues {
        let lot = session.logbook.lot(issue.lot.as_str()).map_err(storage)?;
        let registered = lot.unwrap_or_default().registered;
        let depot = session
            .logbook
            .site(registered.depot.as_str())
            .map_err(storage)?;
        rows.push(IssueRow {
            name: registered.name,
            unit: registered.unit,
            depot: depot.map(|site| site.registered.name).unwrap_or_default(),
            bearer: bearer(session, &issue)?,
            outstanding: issue.outstanding(),
            undo_until: issue
                .undo_until()
                .filter(|until| *until >= session.logbook.now()),
            issue,
        });
    }
    Ok(rows)
}

/// Who brings it: the team, then what was said besides.
pub(crate) fn bearer(session: &Session, issue: &Issue) -> Result<String, CallError> {
    let said = &issue.drawn.bearer;
    let team = match &said.team {
        Some(team) => session.logbook.team(team.as_str()).map_err(storage)?,
        None => None,
    };
    let words = [
        team.as_ref().map(name).unwrap_or_default(),
        said.words.clone(),
    ];
    let known: Vec<_> = words
        .into_iter()
        .filter(|words| !words.is_empty())
        .collect();
    Ok(known.join("，"))
}

fn name(team: &Team) -> String {
    let registered = &team.registered;
    format!("{} {}", registered.call_sign, registered.name)
        .trim()
        .to_owned()
}

/// Teams that are late, the longest planned first.
pub(crate) fn late_orders(desk: &Desk, session: &Session) -> Result<Vec<LateOrder>, CallError> {
    let now = session.logbook.now();
    let rows = session
        .logbook
        .list(EntityKind::Order, Listed::Open, OPEN_MAX)
        .map_err(storage)?;
    let mut found = Vec::new();
    let mut ways = 0;
    for row in rows {
        let State::Order(order) = row.state else {
            continue;
        };
        let seen = if order.progress == Progress::EnRoute && ways < WAYS_MAX {
            ways += 1;
            let id = order.id.as_str();
            session.way_left(id, now, || observed(desk, session, &order))?
        } else {
            None
        };
        let Some(late) = late(&order, seen, now) else {
            continue;
        };
        let team = session
            .logbook
            .team(order.sent.team.as_str())
            .map_err(storage)?;
        let stop = late
            .stop
            .and_then(|stop| order.sent.stops.get(stop as usize));
        let to = order.sent.to.as_ref().map(|to| to.words.clone());
        found.push(LateOrder {
            place: stop
                .map(|stop| stop.name.clone())
                .or(to)
                .unwrap_or_default(),
            order: order.id,
            incident: order.sent.incident,
            name: team.as_ref().map(name).unwrap_or_default(),
            team: order.sent.team,
            late,
        });
    }
    found.sort_by_key(|one| one.late.planned_at);
    Ok(found)
}

/// The way that is left, from where the team was seen last, by its device or as somebody said; as
/// far as the next stop
/// it takes its time at the pace that was seen so far.
pub(super) fn observed(
    desk: &Desk,
    session: &Session,
    order: &Order,
) -> Result<Option<Observed>, CallError> {
    let Some(last) = last_seen(session, order.sent.team.as_str())? else {
        return Ok(None);
    };
    let (from, at) = (last.point, last.at);
    let Some(end) = destination(session, order)? else {
        return Ok(None);
    };
    let left = order.sent.stops.iter().zip(order.stop_marks());
    let left = left.filter(|(_, mark)| mark.reached_at.is_none() && mark.skipped_at.is_none());
    let roads = desk.roads.at(session.ground()?, session.logbook.now());
    let vehicle = road_user(session, &order.sent.team)?;
    let mut here = from;
    let mut remaining_s = 0_u32;
    let mut pace = journey(desk, session, order)?.map_or(1.0, |journey| journey.state.pace);
    for point in left.filter_map(|(stop, _)| stop.point).chain([end]) {
        let Some(eta_s) = roads
            .travel_each(
                &[Start {
                    point: here,
                    vehicle,
                }],
                point,
            )
            .first()
            .and_then(routing::travel::Travel::eta_s)
        else {
            return Ok(None);
        };
        remaining_s = remaining_s.saturating_add(paced(eta_s, pace));
        // How it goes beyond the next stop nobody has seen.
        pace = 1.0;
        here = point;
    }
    Ok(Some(Observed { remaining_s, at }))
}

/// By what a team comes.
pub(super) fn road_user(session: &Session, team: &TeamId) -> Result<RoadUser, CallError> {
    let team = session.logbook.team(team.as_str()).map_err(storage)?;
    Ok(team.map_or_else(RoadUser::default, |team| team.registered.road_user()))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "seconds of a journey at a bounded pace"
)]
fn paced(eta_s: u32, pace: f64) -> u32 {
    (f64::from(eta_s) * pace).round() as u32
}

/// Where an order ends: the place it names, else its incident's.
pub(crate) fn destination(session: &Session, order: &Order) -> Result<Option<Point>, CallError> {
    if let Some(to) = &order.sent.to {
        return Ok(to.point);
    }
    let incident = session
        .logbook
        .incident(order.sent.incident.as_str())
        .map_err(storage)?;
    Ok(incident.and_then(|incident| incident.opened.place.point))
}

/// Recipients who have not confirmed in time, the longest first.
pub(crate) fn silent(session: &Session) -> Result<Vec<Silent>, CallError> {
    let now = session.logbook.now();
    let rows = session
        .logbook
        .list(EntityKind::Circular, Listed::Open, OPEN_MAX)
        .map_err(storage)?;
    let mut found = Vec::new();
    for row in rows {
        if let State::Circular(circular) = row.state {
            found.extend(silent_of(&circular, now));
        }
    }
    found.sort_by_key(|one| one.since);
    Ok(found)
}

fn silent_of(circular: &Circular, now: UtcMs) -> Vec<Silent> {
    let posts = circular.posts.iter().zip(&circular.sent.recipients);
    let overdue = (0_u32..).zip(posts).filter_map(|(recipient, (post, to))| {
        let since = circular.due_at(post);
        // Who was passed over once stays on the list until somebody confirms.
        let late = post.confirmed.is_none() && (now > since || post.rung > 0);
        late.then(|| Silent {
            circular: circular.id.clone(),
            title: circular.sent.title.clone(),
            recipient,
            name: to.name.clone(),
            person: to
                .ladder
                .get(post.rung as usize)
                .map(|rung| rung.name.clone())
                .unwrap_or_default(),
            since: if post.rung > 0 {
                circular.sent_at.plus_ms(circular.within_ms())
            } else {
                since
            },
            last: post.rung as usize + 1 >= to.ladder.len(),
        })
    });
    overdue.collect()
}

/// Paper that is due, each with its incident.
pub(crate) fn papers(desk: &Desk, session: &Session) -> Result<Vec<(String, PaperDue)>, CallError> {
    let hours = desk.settings().oral_paper_hours;
    let due = |kind: &str, id: &str, what: String, said_at: UtcMs| PaperDue {
        kind: kind.to_owned(),
        id: id.to_owned(),
        what,
        said_at,
        due_at: emergency::paper::due(said_at, hours),
    };
    let mut found = Vec::new();
    // An order is over long before its paper: all of them are looked at.
    for state in session.all(EntityKind::Order)? {
        let State::Order(order) = state else { continue };
        let missing = order.sent.oral && order.paper.is_none();
        if let (true, Some(at)) = (
            missing && order.progress != Progress::Undone,
            order.sent_at(),
        ) {
            let incident = order.sent.incident.0.clone();
            let team = session
                .logbook
                .team(order.sent.team.as_str())
                .map_err(storage)?;
            let what = format!("调度 {}", team.as_ref().map(name).unwrap_or_default());
            found.push((incident, due("order", order.id.as_str(), what, at)));
        }
    }
    for issue in issues(session, Listed::Open)? {
        if issue.drawn.oral && issue.paper.is_none() && issue.undone_at.is_none() {
            let lot = session.logbook.lot(issue.lot.as_str()).map_err(storage)?;
            let what = format!("调拨 {}", lot.unwrap_or_default().registered.name);
            let incident = issue.drawn.incident.0.clone();
            found.push((
                incident,
                due("issue", issue.id.as_str(), what, issue.drawn_at),
            ));
        }
    }
    for state in session.all(EntityKind::Requisition)? {
        let State::Requisition(one) = state else {
            continue;
        };
        if one.issued.oral && one.paper.is_none() {
            let what = format!("征用 {}", one.issued.owner.name);
            let incident = one.issued.incident.0.clone();
            found.push((
                incident,
                due("requisition", one.id.as_str(), what, one.issued_at),
            ));
        }
    }
    found.sort_by_key(|(_, paper)| paper.due_at);
    Ok(found)
}

/// The same as clocks; the paper is owed whether or not its incident is still open.
pub(crate) fn paper_clocks(desk: &Desk, session: &Session) -> Result<Vec<Clock>, CallError> {
    let incidents = session.incidents()?;
    let title = |id: &str| {
        let found = incidents.iter().find(|(_, one)| one.id.as_str() == id);
        found.map_or_else(String::new, |(_, one)| one.opened.title.clone())
    };
    // Of supplies the table has a rule with a source; what else is said by word of mouth has only
    // the district's own setting. So have supplies where that sets another time than the rule.
    let hours = desk.settings().oral_paper_hours;
    let allocation = desk.clock_table().rule(ALLOCATION);
    let is_as_ruled = |limit_min: Option<u32>| limit_min.map(i64::from) == hours.checked_mul(60);
    let clocks = papers(desk, session)?.into_iter().map(|(of, paper)| {
        let rule = allocation.filter(|_| paper.kind == "issue");
        let mut clock = Clock {
            key: format!("{}/{}", paper.kind, paper.id),
            rule: format!("P{hours}"),
            title: title(&of),
            incident: of,
            what: format!("补办书面手续：{}", paper.what),
            own: true,
            from: paper.said_at,
            due_at: paper.due_at,
            source: "口头指令补办时限，待区里确认".to_owned(),
            ..Clock::default()
        };
        if let Some(rule) = rule {
            clock.who.clone_from(&rule.who);
        }
        if let Some(rule) = rule.filter(|rule| is_as_ruled(rule.limit_min)) {
            clock.rule.clone_from(&rule.id);
            clock.source.clone_from(&rule.source);
            clock.note.clone_from(&rule.note);
        }
        clock
    });
    Ok(clocks.collect())
}

/// Whom a notice for an incident could go to.
pub(super) fn addressees(
    desk: &Desk,
    session: &Session,
    incident: &str,
) -> Result<Addressees, CallError> {
    let mut recipients = crate::contacts::departments(desk.settings(), session);
    if !incident.is_empty() {
        let (_, incident) = find(session, incident)?;
        let mut seen = std::collections::BTreeSet::new();
        for (order, team) in orders(session, &incident)? {
            if order.progress.is_active() && seen.insert(team.id.clone()) {
                recipients.push(Recipient {
                    name: name(&team),
                    team: Some(team.id.clone()),
                    ladder: vec![Rung {
                        name: team.registered.contact.clone(),
                        ..Rung::default()
                    }],
                });
            }
        }
    }
    let channels = &desk.settings().channels;
    let real = session.logbook.real_work().is_some();
    let set_up = [
        (true, Channel::Phone),
        (desk.uplink().handle.is_some(), Channel::Platform),
        (real && channels.sms.is_some(), Channel::Sms),
        (real && channels.mail.is_some(), Channel::Mail),
    ];
    Ok(Addressees {
        recipients,
        channels: set_up
            .into_iter()
            .filter_map(|(is, channel)| is.then_some(channel))
            .collect(),
    })
}

/// The list to read aloud: everybody who has not confirmed, those whose turn it is first.
pub(super) fn phone_list(session: &Session, id: &str) -> Result<PhoneList, CallError> {
    let circular = session.logbook.circular(id).map_err(storage)?;
    let circular = circular.ok_or_else(|| not_found("circular", id))?;
    let mut lines = Vec::new();
    let posts = circular.posts.iter().zip(&circular.sent.recipients);
    for (recipient, (post, to)) in (0_u32..).zip(posts) {
        if post.confirmed.is_some() {
            continue;
        }
        for (index, rung) in (0_u32..).zip(&to.ladder) {
            lines.push(PhoneLine {
                recipient,
                unit: to.name.clone(),
                person: rung.name.clone(),
                role: rung.role.clone(),
                phone: rung.phone.clone(),
                current: index == post.rung,
            });
        }
        if to.ladder.is_empty() {
            lines.push(PhoneLine {
                recipient,
                unit: to.name.clone(),
                person: String::new(),
                role: String::new(),
                phone: String::new(),
                current: true,
            });
        }
    }
    lines.sort_by_key(|line| !line.current);
    let mark = if session.logbook.is_exercise() {
        "【演练】"
    } else {
        ""
    };
    Ok(PhoneList {
        text: format!("{mark}{}。{}", circular.sent.title, circular.sent.text),
        lines,
    })
}
