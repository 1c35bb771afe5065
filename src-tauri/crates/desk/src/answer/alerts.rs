//! The alert list and one alert.

use contract::error::CallError;
use contract::rows::{
    AlertDetail, AlertPage, AlertQuery, AlertRow, AlertSection, NearSite, PAGE_ROWS_MAX,
};
use contract::status::AlertCounts;
use emergency::alert::{Alert, Life, NoticeStatus};
use emergency::entity::{EntityKind, EntityRef, State};
use emergency::gather::is_device;
use emergency::id::SourceId;
use emergency::place::Point;
use emergency::source::{point_of, scopes_of, source_of, station_of};
use logbook::{AlertWindow, Section, SectionCount};

use super::{gathered, points};
use crate::board::title;
use crate::number::small;
use crate::session::{Session, not_found, storage};

/// Lines of a log that come with a detail.
pub(super) const TIMELINE_LINES: usize = 200;
/// Sites shown near an alert.
const NEAR_MAX: usize = 8;
/// Radius in which they are looked for, metres.
const NEAR_RADIUS_M: f64 = 3_000.0;
/// Alerts of one section that are on the map, the worst first. More of them hide each other.
const DRAWN_MAX: usize = 200;
/// Characters of the original bytes that go to the screen.
const RAW_CHARS_MAX: usize = 64 * 1024;

/// What is asked of the log for one part of the list.
fn asked(session: &Session, section: Section, offset: usize, limit: usize) -> logbook::AlertQuery {
    logbook::AlertQuery {
        section,
        words: String::new(),
        life: None,
        now: session.logbook.now(),
        offset,
        limit,
    }
}

pub(super) fn page(session: &Session, query: &AlertQuery) -> Result<AlertPage, CallError> {
    let seq = session.logbook.last_change().map_err(storage)?;
    let limit = query.limit.min(PAGE_ROWS_MAX) as usize;
    let offset = query.offset as usize;
    let plain = query.text.trim().is_empty() && query.life.is_none();
    if query.section == AlertSection::Open && plain {
        // The log moves alerts on whose time has come before it counts.
        let counted = session.logbook.alerts(&asked(session, Section::Open, 0, 0));
        let counts = counts_of(session, &counted.map_err(storage)?.counts);
        if let Some((total, rows)) = gathered::rows(session, query, offset, limit)? {
            return Ok(AlertPage {
                seq,
                total,
                rows,
                counts,
                is_gathered: true,
            });
        }
    }
    flat(session, query, (offset, limit), seq)
}

/// The rows of the log, each alert by itself.
fn flat(
    session: &Session,
    query: &AlertQuery,
    (offset, limit): (usize, usize),
    seq: u64,
) -> Result<AlertPage, CallError> {
    let (first, second) = match (query.section, query.life) {
        // What waits first, then what is in hand.
        (AlertSection::Open, None) => (Section::Open, Some(Section::Acknowledged)),
        (AlertSection::Open, Some(Life::Acknowledged | Life::Latched)) => {
            (Section::Acknowledged, None)
        }
        (AlertSection::Open, Some(_)) => (Section::Open, None),
        (AlertSection::Shelved, _) => (Section::Shelved, None),
        (AlertSection::Ended, _) => (Section::Ended, None),
        (AlertSection::NotActual, _) => (Section::Exercise, None),
    };
    let ask = |section, offset, limit| {
        let asked = logbook::AlertQuery {
            words: query.text.clone(),
            life: query.life,
            ..asked(session, section, offset, limit)
        };
        session.logbook.alerts(&asked).map_err(storage)
    };
    let AlertWindow {
        mut rows,
        mut total,
        counts,
        ..
    } = ask(first, offset, limit)?;
    if let Some(second) = second {
        let skip = offset.saturating_sub(usize::try_from(total).unwrap_or(usize::MAX));
        let more = ask(second, skip, limit - rows.len().min(limit))?;
        rows.extend(more.rows);
        rows.truncate(limit);
        total += more.total;
    }
    let mut filled = Vec::with_capacity(rows.len());
    for found in rows {
        let alert = session.logbook.alert(&found.id).map_err(storage)?;
        filled.push(row(session, &alert.unwrap_or_default())?);
    }
    Ok(AlertPage {
        seq,
        total: small(total),
        rows: filled,
        counts: counts_of(session, &counts),
        is_gathered: false,
    })
}

/// Alerts in force whose areas are drawn on the map, those that nobody has seen first.
pub(super) fn drawn(session: &Session) -> Result<Vec<Alert>, CallError> {
    let mut alerts = Vec::new();
    for section in [Section::Open, Section::Acknowledged] {
        let asked = asked(session, section, 0, DRAWN_MAX);
        let found = session.logbook.alerts(&asked).map_err(storage)?.rows;
        // What is over is drawn no more, although it waits to be seen.
        for row in found.into_iter().filter(|row| !row.cancelled) {
            alerts.extend(session.logbook.alert(&row.id).map_err(storage)?);
        }
    }
    Ok(alerts)
}

/// The row of an alert from its state.
pub(super) fn row(session: &Session, alert: &Alert) -> Result<AlertRow, CallError> {
    let now = session.logbook.now();
    let notice = alert.notice.clone().unwrap_or_default();
    let text = notice.texts.first().cloned().unwrap_or_default();
    let (priority, _) = session.board.priority(session, alert);
    let kinds = &session.board.rules().kinds;
    let source_id = source_of(&notice);
    let at_point = points::of_alert(session, alert)?;
    Ok(AlertRow {
        id: alert.id.clone(),
        level: notice.level.map_or(5, emergency::level::WarningLevel::rank),
        priority: priority.rank(),
        prioritized: alert.prioritized.is_some(),
        life: alert.life(now),
        kind: kinds.kind(kinds.of(&notice)).code.clone(),
        gathered: None,
        precision: gathered::precision(session, &source_id)?,
        source_id,
        headline: title(alert),
        source: if notice.sender_name.is_empty() {
            &notice.sender
        } else {
            &notice.sender_name
        }
        .clone(),
        place: match &at_point {
            Some(at) if text.area.is_empty() => points::place_words(at),
            _ => text.area,
        },
        feed: alert.feed.clone(),
        sent: notice.sent,
        recorded: alert.first_recorded,
        acknowledged: alert.acknowledged.is_some(),
        shelved_until: alert.comes_back(),
        expires: notice.expires,
        cancelled: alert.is_cancelled(),
        superseded: alert.is_superseded(),
        dismissed: alert.is_judged(),
        merged_into: alert.merged_into.clone(),
        merged: small(alert.merged.len() as u64),
        incident: alert.incident.clone(),
        copies: alert.copies,
        defects: small(notice.defects.len() as u64),
        distance_m: alert.distance_m,
        status: status_name(notice.status).to_owned(),
        point: session.board.place(session, alert).0,
        at_point,
    })
}

fn status_name(status: NoticeStatus) -> &'static str {
    match status {
        NoticeStatus::Actual => "actual",
        NoticeStatus::Exercise => "exercise",
        NoticeStatus::System => "system",
        NoticeStatus::Test => "test",
        NoticeStatus::Draft => "draft",
    }
}

pub(super) fn detail(session: &Session, id: &str) -> Result<AlertDetail, CallError> {
    let (alert, received) = session
        .logbook
        .alert_raw(id)
        .map_err(storage)?
        .ok_or_else(|| not_found("alert", id))?;
    let entity = EntityRef::new(EntityKind::Alert, id);
    let lines = session
        .logbook
        .timeline(&entity, u64::MAX, TIMELINE_LINES)
        .map_err(storage)?;
    let mut merged = Vec::new();
    for other in &alert.merged {
        let other = session.logbook.alert(other.as_str()).map_err(storage)?;
        if let Some(other) = other {
            merged.push(row(session, &other)?);
        }
    }
    let raw: String = received.raw.data.chars().take(RAW_CHARS_MAX).collect();
    let point_id = alert.notice.as_ref().map(point_of).unwrap_or_default();
    let scopes = alert.notice.as_ref().map(scopes_of).unwrap_or_default();
    Ok(AlertDetail {
        row: row(session, &alert)?,
        priority: gathered::priority(session, &alert),
        heading: gathered::heading(session, &alert.id)?,
        out: gathered::out(session, &scopes)?,
        point_id,
        station_id: station(&alert),
        shelf_more: shelf_more(session, &alert)?,
        raw_cut: received.raw.cut || raw.len() < received.raw.data.len(),
        raw: reports::text::plain(&raw, RAW_CHARS_MAX),
        raw_sha256: received.raw.sha256,
        merged,
        timeline: lines
            .into_iter()
            .map(|logged| session.line(logged))
            .collect(),
        near: match session.board.place(session, &alert).0 {
            Some(point) => near(session, point)?,
            None => Vec::new(),
        },
        alert,
    })
}

/// The station of the device that an alert is of; empty where it is of none.
fn station(alert: &Alert) -> SourceId {
    let notice = alert.notice.as_ref().filter(|notice| is_device(notice));
    notice.map_or_else(SourceId::default, |notice| SourceId(station_of(notice)))
}

/// How often the point of an alert has said it again since it lies on its shelf.
fn shelf_more(session: &Session, alert: &Alert) -> Result<u32, CallError> {
    let Some(first) = &alert.shelf_of else {
        return Ok(alert.shelf_more);
    };
    let first = session.logbook.alert(first.as_str()).map_err(storage)?;
    Ok(first.map_or(0, |first| first.shelf_more))
}

/// Sites near a point, nearest first.
pub(super) fn near(session: &Session, point: Point) -> Result<Vec<NearSite>, CallError> {
    let mut near: Vec<_> = session
        .all(EntityKind::Site)?
        .into_iter()
        .filter_map(|state| {
            let State::Site(site) = state else {
                return None;
            };
            let distance_m = site.registered.place.point?.distance_m(point);
            (distance_m <= NEAR_RADIUS_M && !site.withdrawn)
                .then_some(NearSite { site, distance_m })
        })
        .collect();
    near.sort_by(|a, b| a.distance_m.total_cmp(&b.distance_m));
    near.truncate(NEAR_MAX);
    Ok(near)
}

/// The counts of the log, with those that only the board knows while it is whole.
pub(super) fn counts_of(session: &Session, counts: &[SectionCount]) -> AlertCounts {
    let mut counted = log_counts(counts);
    let board = &session.board;
    board.look(session, |standing| standing.count_into(&mut counted));
    counted
}

fn log_counts(counts: &[SectionCount]) -> AlertCounts {
    let by = |section| counts.iter().find(|count| count.section == section);
    let levels = |section| by(section).map_or([0; 5], |count| count.by_level.map(small));
    let total = |section| by(section).map_or(0, |count| small(count.total()));
    let unacknowledged = levels(Section::Open);
    let acknowledged = levels(Section::Acknowledged);
    let open: [u32; 5] = std::array::from_fn(|level| unacknowledged[level] + acknowledged[level]);
    AlertCounts {
        unacknowledged,
        open,
        shelved: total(Section::Shelved),
        ended: total(Section::Ended),
        not_actual: total(Section::Exercise),
        ..AlertCounts::default()
    }
}
