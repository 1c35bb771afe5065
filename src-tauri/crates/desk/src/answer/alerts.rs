//! The alert list and one alert.

use contract::error::CallError;
use contract::rows::{
    AlertDetail, AlertPage, AlertQuery, AlertRow, AlertSection, NearSite, PAGE_ROWS_MAX,
};
use contract::status::AlertCounts;
use emergency::alert::{Alert, Notice, NoticeStatus};
use emergency::entity::{EntityKind, EntityRef, State};
use emergency::place::Point;
use logbook::{AlertWindow, Section, SectionCount};

use super::TIMELINE_LINES;
use crate::session::{Session, not_found, storage};

/// Sites shown near an alert.
const NEAR_MAX: usize = 8;
/// Radius in which they are looked for, metres.
const NEAR_RADIUS_M: f64 = 3_000.0;
/// Alerts of one section that are on the map, the worst first. More of them hide each other.
const DRAWN_MAX: usize = 200;
/// Characters of the original bytes that go to the screen.
const RAW_CHARS_MAX: usize = 64 * 1024;

pub(super) fn page(session: &Session, query: &AlertQuery) -> Result<AlertPage, CallError> {
    let seq = session.logbook.last_change().map_err(storage)?;
    let limit = query.limit.min(PAGE_ROWS_MAX) as usize;
    let offset = query.offset as usize;
    let ask = |section, offset, limit| {
        let asked = logbook::AlertQuery {
            section,
            words: query.text.clone(),
            now: session.logbook.now(),
            offset,
            limit,
        };
        session.logbook.alerts(&asked).map_err(storage)
    };
    let (first, second) = match query.section {
        // Unacknowledged first, then what is in hand.
        AlertSection::Open => (Section::Open, Some(Section::Acknowledged)),
        AlertSection::Shelved => (Section::Shelved, None),
        AlertSection::Ended => (Section::Ended, None),
        AlertSection::NotActual => (Section::Exercise, None),
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
    let rows = rows
        .into_iter()
        .map(|row| fill(session, row))
        .collect::<Result<_, _>>()?;
    Ok(AlertPage {
        seq,
        total: small(total),
        rows,
        counts: counts_of(&counts),
    })
}

/// Alerts in force whose areas are drawn on the map, those that nobody has seen first.
pub(super) fn drawn(session: &Session) -> Result<Vec<Alert>, CallError> {
    let mut alerts = Vec::new();
    for section in [Section::Open, Section::Acknowledged] {
        let asked = logbook::AlertQuery {
            section,
            words: String::new(),
            now: session.logbook.now(),
            offset: 0,
            limit: DRAWN_MAX,
        };
        for row in session.logbook.alerts(&asked).map_err(storage)?.rows {
            alerts.extend(session.logbook.alert(&row.id).map_err(storage)?);
        }
    }
    Ok(alerts)
}

/// A row with what the list keeps in the alert's state: feed, copies, defects, a point.
fn fill(session: &Session, row: logbook::AlertRow) -> Result<AlertRow, CallError> {
    let alert = session
        .logbook
        .alert(&row.id)
        .map_err(storage)?
        .unwrap_or_default();
    Ok(row_of(&alert, row))
}

fn row_of(alert: &Alert, row: logbook::AlertRow) -> AlertRow {
    let notice = alert.notice.as_ref();
    AlertRow {
        id: row.id.into(),
        level: row.level,
        headline: row.headline,
        source: row.source,
        place: row.place,
        feed: alert.feed.clone(),
        sent: row.sent,
        recorded: row.first_recorded,
        acknowledged: row.acknowledged,
        shelved_until: row.shelved_until,
        expires: row.expires,
        cancelled: row.cancelled,
        superseded: row.superseded,
        dismissed: row.dismissed,
        merged_into: row.merged_into.map(Into::into),
        merged: row.merged,
        incident: row.incident.map(Into::into),
        copies: alert.copies,
        defects: notice.map_or(0, |n| small(n.defects.len() as u64)),
        distance_m: row.distance_m,
        status: status_name(row.status).to_owned(),
        point: notice.and_then(middle),
    }
}

/// The row of an alert straight from its state, for lists beside the main one.
pub(super) fn row(alert: &Alert) -> AlertRow {
    let notice = alert.notice.clone().unwrap_or_default();
    let text = notice.texts.first().cloned().unwrap_or_default();
    AlertRow {
        id: alert.id.clone(),
        level: notice.level.map_or(5, emergency::level::WarningLevel::rank),
        headline: if text.headline.is_empty() {
            notice.event.clone()
        } else {
            text.headline
        },
        source: if notice.sender_name.is_empty() {
            &notice.sender
        } else {
            &notice.sender_name
        }
        .clone(),
        place: text.area,
        feed: alert.feed.clone(),
        sent: notice.sent,
        recorded: alert.first_recorded,
        acknowledged: alert.acknowledged.is_some(),
        shelved_until: alert.shelved.as_ref().map(|(until, _)| *until),
        expires: notice.expires,
        cancelled: alert.is_cancelled(),
        superseded: alert.is_superseded(),
        dismissed: alert.dismissed.is_some(),
        merged_into: alert.merged_into.clone(),
        merged: small(alert.merged.len() as u64),
        incident: alert.incident.clone(),
        copies: alert.copies,
        defects: small(notice.defects.len() as u64),
        distance_m: alert.distance_m,
        status: status_name(notice.status).to_owned(),
        point: middle(&notice),
    }
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

/// A point to show a notice at: the middle of its first shape.
pub(super) fn middle(notice: &Notice) -> Option<Point> {
    if let Some(circle) = notice.circles.first() {
        return Some(circle.centre);
    }
    let ring = notice.polygons.first().filter(|ring| !ring.is_empty())?;
    let count = ring.len() as f64;
    Some(Point {
        lon: ring.iter().map(|p| p.lon).sum::<f64>() / count,
        lat: ring.iter().map(|p| p.lat).sum::<f64>() / count,
    })
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
        merged.extend(
            session
                .logbook
                .alert(other.as_str())
                .map_err(storage)?
                .as_ref()
                .map(row),
        );
    }
    let raw: String = received.raw.data.chars().take(RAW_CHARS_MAX).collect();
    Ok(AlertDetail {
        row: row(&alert),
        raw_cut: received.raw.cut || raw.len() < received.raw.data.len(),
        raw: reports::text::plain(&raw, RAW_CHARS_MAX),
        raw_sha256: received.raw.sha256,
        merged,
        timeline: lines
            .into_iter()
            .map(|logged| session.line(logged))
            .collect(),
        near: match alert.notice.as_ref().and_then(middle) {
            Some(point) => near(session, point)?,
            None => Vec::new(),
        },
        alert,
    })
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

pub(super) fn counts_of(counts: &[SectionCount]) -> AlertCounts {
    let by = |section| counts.iter().find(|count| count.section == section);
    let levels = |section| by(section).map_or([0; 5], |count| count.by_level.map(small));
    let total = |section| by(section).map_or(0, |count| small(count.total()));
    let unacknowledged = levels(Section::Open);
    let acknowledged = levels(Section::Acknowledged);
    AlertCounts {
        unacknowledged,
        open: std::array::from_fn(|level| unacknowledged[level] + acknowledged[level]),
        shelved: total(Section::Shelved),
        ended: total(Section::Ended),
        not_actual: total(Section::Exercise),
    }
}

pub(crate) fn small(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
