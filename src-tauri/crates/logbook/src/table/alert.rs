//! The watch list: one narrow row an alert, in the order in which the officer needs them.

mod fresh;
mod state;

use emergency::alert::{Alert, Life, Notice, NoticeStatus};
use emergency::entity::EntityRef;
use emergency::level::WarningLevel;
use emergency::time::UtcMs;
use rusqlite::{Connection, Row, ToSql};
use serde::{Deserialize, Serialize};

use super::entity::like;
use crate::sqlite::{Migration, counted, stored};
pub use fresh::Fresh;
pub(crate) use fresh::fresh;
use state::state_of;

pub(crate) const MIGRATION: Migration = Migration {
    name: "alert",
    sql: "CREATE TABLE alert_row (
            n INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            section INTEGER NOT NULL CHECK (section BETWEEN 0 AND 5),
            changes_at INTEGER,
            acked INTEGER NOT NULL CHECK (acked IN (0, 1)),
            reach INTEGER NOT NULL CHECK (reach BETWEEN 0 AND 2),
            level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 5),
            sent_ms INTEGER NOT NULL,
            first_recorded_ms INTEGER NOT NULL,
            status INTEGER NOT NULL CHECK (status BETWEEN 0 AND 4),
            dismissed INTEGER NOT NULL CHECK (dismissed IN (0, 1)),
            cancelled INTEGER NOT NULL CHECK (cancelled IN (0, 1)),
            superseded INTEGER NOT NULL CHECK (superseded IN (0, 1)),
            merged_into TEXT,
            merged INTEGER NOT NULL CHECK (merged >= 0),
            incident TEXT,
            expires_ms INTEGER,
            shelved_until_ms INTEGER,
            distance_m REAL,
            headline TEXT NOT NULL,
            source TEXT NOT NULL,
            place TEXT NOT NULL
          ) STRICT;
          CREATE INDEX alert_order ON alert_row (section, acked, reach, level, sent_ms DESC, id);
          CREATE INDEX alert_order_all ON alert_row (acked, reach, level, sent_ms DESC, id)
            WHERE section > 0;
          CREATE INDEX alert_due ON alert_row (changes_at) WHERE changes_at IS NOT NULL;
          CREATE TABLE alert_count (
            section INTEGER NOT NULL,
            level INTEGER NOT NULL,
            alerts INTEGER NOT NULL CHECK (alerts >= 0),
            PRIMARY KEY (section, level)
          ) STRICT, WITHOUT ROWID;
          CREATE TRIGGER alert_counted AFTER INSERT ON alert_row BEGIN
            INSERT INTO alert_count VALUES (NEW.section, NEW.level, 1)
            ON CONFLICT DO UPDATE SET alerts = alerts + 1;
          END;
          CREATE TRIGGER alert_uncounted AFTER DELETE ON alert_row BEGIN
            UPDATE alert_count SET alerts = alerts - 1
            WHERE section = OLD.section AND level = OLD.level;
          END;
          CREATE TRIGGER alert_recounted AFTER UPDATE OF section, level ON alert_row
          WHEN OLD.section <> NEW.section OR OLD.level <> NEW.level BEGIN
            UPDATE alert_count SET alerts = alerts - 1
            WHERE section = OLD.section AND level = OLD.level;
            INSERT INTO alert_count VALUES (NEW.section, NEW.level, 1)
            ON CONFLICT DO UPDATE SET alerts = alerts + 1;
          END;",
};

/// Rows that one query may ask for.
pub const ALERTS_MAX: usize = 500;

/// The level of an alert that names none; 1 to 4 are the warning levels.
pub const LEVEL_NONE: u8 = 5;

/// Characters of a headline, source or place kept in the list; the whole stands in the state.
pub const LIST_CHARS_MAX: usize = 300;

/// Part of the watch list. An alert is in exactly one of them, besides in [`Section::All`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Section {
    /// Not acknowledged, in force or not.
    Open,
    /// Acknowledged, and in force or not reset.
    Acknowledged,
    /// Out of the way: on the shelf, by a rule, or with its source.
    Shelved,
    /// Cancelled, superseded, expired, dismissed or shown under another.
    Ended,
    /// Exercise, test, system or draft: kept apart from what is real.
    Exercise,
    /// Everything.
    All,
}

impl Section {
    /// The sections that share all alerts among themselves.
    pub const EACH: [Self; 5] = [
        Self::Open,
        Self::Acknowledged,
        Self::Shelved,
        Self::Ended,
        Self::Exercise,
    ];

    fn number(self) -> i64 {
        match self {
            Self::Open => 1,
            Self::Acknowledged => 2,
            Self::Shelved => 3,
            Self::Ended => 4,
            Self::Exercise => 5,
            Self::All => 0,
        }
    }
}

/// An alert that is only known because another message names it: in no section.
const HIDDEN: i64 = 0;

/// What part of the list is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AlertQuery {
    /// Which section.
    pub section: Section,
    /// Words to find in headline, source and place; empty finds all.
    pub words: String,
    /// Only those that are in this state as alarms: it tells apart what is in one section.
    pub life: Option<Life>,
    /// The desk's clock.
    pub now: UtcMs,
    /// Rows to leave out at the top.
    pub offset: usize,
    /// Rows to answer, [`ALERTS_MAX`] at most.
    pub limit: usize,
}

/// One line of the watch list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AlertRow {
    /// The alert.
    pub id: String,
    /// The section it is in.
    pub section: Section,
    /// Warning level 1 to 4, [`LEVEL_NONE`] without one.
    pub level: u8,
    /// When it was sent, as the message says.
    pub sent: UtcMs,
    /// When a desk recorded it first.
    pub first_recorded: UtcMs,
    /// What it is meant as.
    pub status: NoticeStatus,
    /// Acknowledged.
    pub acknowledged: bool,
    /// Called a false alarm.
    pub dismissed: bool,
    /// Cancelled by a later message, or itself a cancel.
    pub cancelled: bool,
    /// Replaced by a later message.
    pub superseded: bool,
    /// Shown under this alert.
    pub merged_into: Option<String>,
    /// How many alerts are shown under it.
    pub merged: u32,
    /// The incident it was raised to.
    pub incident: Option<String>,
    /// Out of force from.
    pub expires: Option<UtcMs>,
    /// Out of the way until.
    pub shelved_until: Option<UtcMs>,
    /// Distance of its area to the district in metres, 0 when it touches.
    pub distance_m: Option<f64>,
    /// Headline, or the event where there is none.
    pub headline: String,
    /// Who sent it, in words where there are words.
    pub source: String,
    /// The area in words.
    pub place: String,
}

/// How many alerts a section has, by level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SectionCount {
    /// Which.
    pub section: Section,
    /// Alerts of level 1, 2, 3, 4 and without level.
    pub by_level: [u64; 5],
}

impl SectionCount {
    /// All levels together.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.by_level.iter().sum()
    }
}

/// Part of the list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AlertWindow {
    /// The rows asked for.
    pub rows: Vec<AlertRow>,
    /// How many rows the section has with these words.
    pub total: u64,
    /// All sections, whatever was asked for.
    pub counts: Vec<SectionCount>,
    /// Up to when time alone has moved alerts between sections; older than asked for only while
    /// nothing can be written.
    pub as_of: UtcMs,
}

/// In which section an alert is at a time, and when time alone moves it on.
fn section_of(alert: &Alert, now: UtcMs) -> (i64, Option<UtcMs>) {
    let number = match alert.life(now) {
        Life::Unknown => HIDDEN,
        Life::NotActual => Section::Exercise.number(),
        Life::Ended => Section::Ended.number(),
        Life::Shelved | Life::Suppressed | Life::OutOfService => Section::Shelved.number(),
        Life::Acknowledged | Life::Latched => Section::Acknowledged.number(),
        Life::Unacknowledged | Life::Returned => Section::Open.number(),
    };
    (number, alert.life_changes_at(now))
}

/// True while an alert needs a hand, time aside.
pub(crate) fn needs_a_hand(alert: &Alert) -> bool {
    let (section, _) = section_of(alert, UtcMs(i64::MIN));
    section == Section::Open.number() || section == Section::Shelved.number()
}

fn short(text: &str) -> String {
    text.chars().take(LIST_CHARS_MAX).collect()
}

/// Writes the row of an alert as of a time.
pub(crate) fn store(conn: &Connection, alert: &Alert, now: UtcMs) -> rusqlite::Result<()> {
    let (section, changes_at) = section_of(alert, now);
    let nothing = Notice::default();
    let notice = alert.notice.as_ref().unwrap_or(&nothing);
    let text = notice.texts.first();
    let headline = text
        .map(|text| text.headline.as_str())
        .filter(|headline| !headline.is_empty())
        .unwrap_or(&notice.event);
    let source = if notice.sender_name.is_empty() {
        &notice.sender
    } else {
        &notice.sender_name
    };
    let reach = match alert.distance_m {
        Some(distance_m) if distance_m <= 0.0 => 0,
        None => 1,
        Some(_) => 2,
    };
    conn.prepare_cached(
        "INSERT INTO alert_row (id, section, changes_at, acked, reach, level, sent_ms,
            first_recorded_ms, status, dismissed, cancelled, superseded, merged_into, merged,
            incident, expires_ms, shelved_until_ms, distance_m, headline, source, place, left_ms)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18,
            ?19, ?20, ?21, ?22)
         ON CONFLICT (id) DO UPDATE SET section = ?2, changes_at = ?3, acked = ?4, reach = ?5,
            level = ?6, sent_ms = ?7, first_recorded_ms = ?8, status = ?9, dismissed = ?10,
            cancelled = ?11, superseded = ?12, merged_into = ?13, merged = ?14, incident = ?15,
            expires_ms = ?16, shelved_until_ms = ?17, distance_m = ?18, headline = ?19,
            source = ?20, place = ?21, left_ms = ?22",
    )?
    .execute(rusqlite::params![
        alert.id.0,
        section,
        changes_at.map(|at| at.0),
        alert.acknowledged.is_some(),
        reach,
        notice.level.map_or(LEVEL_NONE, WarningLevel::rank),
        notice.sent.0,
        alert.first_recorded.0,
        notice.status as u8,
        alert.dismissed.is_some(),
        alert.is_cancelled(),
        alert.is_superseded(),
        alert.merged_into.as_ref().map(|id| id.0.as_str()),
        stored(alert.merged.len() as u64),
        alert.incident.as_ref().map(|id| id.0.as_str()),
        notice.expires.map(|at| at.0),
        alert.comes_back().map(|until| until.0),
        // A distance that is no number cannot be stored and says nothing.
        alert.distance_m.filter(|distance_m| distance_m.is_finite()),
        short(headline),
        short(source),
        short(text.map_or("", |text| text.area.as_str())),
        alert.left(now).map(|at| at.0),
    ])
    .map(drop)
}

/// Alerts that time alone has moved on by now, the first due first.
pub(crate) fn due(conn: &Connection, now: UtcMs, limit: usize) -> rusqlite::Result<Vec<EntityRef>> {
    conn.prepare_cached(
        "SELECT id FROM alert_row WHERE changes_at <= ?1 ORDER BY changes_at LIMIT ?2",
    )?
    .query_map(rusqlite::params![now.0, stored(limit as u64)], |row| {
        Ok(EntityRef {
            kind: "alert".to_owned(),
            id: row.get(0)?,
        })
    })?
    .collect()
}

/// Alerts that a clock which was ahead until `swept` has moved on too early, by what is true `now`.
pub(crate) fn moved_early(
    conn: &Connection,
    now: UtcMs,
    swept: UtcMs,
) -> rusqlite::Result<Vec<EntityRef>> {
    conn.prepare_cached(
        "SELECT id FROM alert_row
         WHERE (expires_ms > ?1 AND expires_ms <= ?2)
            OR (shelved_until_ms > ?1 AND shelved_until_ms <= ?2)",
    )?
    .query_map([now.0, swept.0], |row| {
        Ok(EntityRef {
            kind: "alert".to_owned(),
            id: row.get(0)?,
        })
    })?
    .collect()
}

const COLUMNS: &str = "a.id, a.section, a.level, a.sent_ms, a.first_recorded_ms, a.status, \
     a.acked, a.dismissed, a.cancelled, a.superseded, a.merged_into, a.merged, a.incident, \
     a.expires_ms, a.shelved_until_ms, a.distance_m, a.headline, a.source, a.place";

fn read(row: &Row<'_>) -> rusqlite::Result<AlertRow> {
    let section: i64 = row.get(1)?;
    let status: u8 = row.get(5)?;
    let all = Section::EACH;
    Ok(AlertRow {
        id: row.get(0)?,
        section: all
            .into_iter()
            .find(|s| s.number() == section)
            .unwrap_or(Section::All),
        level: row.get(2)?,
        sent: UtcMs(row.get(3)?),
        first_recorded: UtcMs(row.get(4)?),
        status: match status {
            0 => NoticeStatus::Actual,
            1 => NoticeStatus::Exercise,
            2 => NoticeStatus::System,
            3 => NoticeStatus::Test,
            _ => NoticeStatus::Draft,
        },
        acknowledged: row.get(6)?,
        dismissed: row.get(7)?,
        cancelled: row.get(8)?,
        superseded: row.get(9)?,
        merged_into: row.get(10)?,
        merged: row.get(11)?,
        incident: row.get(12)?,
        expires: row.get::<_, Option<i64>>(13)?.map(UtcMs),
        shelved_until: row.get::<_, Option<i64>>(14)?.map(UtcMs),
        distance_m: row.get(15)?,
        headline: row.get(16)?,
        source: row.get(17)?,
        place: row.get(18)?,
    })
}

/// The rows that a query asks for and how many there are.
pub(crate) fn window(
    conn: &Connection,
    query: &AlertQuery,
) -> rusqlite::Result<(Vec<AlertRow>, u64)> {
    let mut only = String::from(match query.section {
        Section::All => "section > 0",
        _ => "section = ?1",
    });
    let (section, words) = (query.section.number(), like(query.words.trim()));
    let named = words != "%%";
    let state = query.life.and_then(state_of);
    only.push_str(state.unwrap_or_default());
    if named {
        only.push_str(
            " AND (headline LIKE ?2 ESCAPE '\\' OR source LIKE ?2 ESCAPE '\\'
              OR place LIKE ?2 ESCAPE '\\')",
        );
    }
    // The rows to leave out are counted off in the index alone.
    // All parameters are bound whether the filter names them or not.
    let sql = format!(
        "SELECT {COLUMNS} FROM (SELECT n FROM alert_row WHERE {only}
            ORDER BY acked, reach, level, sent_ms DESC, id LIMIT ?4 OFFSET ?5) w
         JOIN alert_row a USING (n)
         ORDER BY a.acked, a.reach, a.level, a.sent_ms DESC, a.id"
    );
    let (limit, offset) = (query.limit.min(ALERTS_MAX) as u64, query.offset as u64);
    let (now, limit, offset) = (query.now.0, stored(limit), stored(offset));
    let parameters: [&dyn ToSql; 5] = [&section, &words, &now, &limit, &offset];
    let rows = conn
        .prepare_cached(&sql)?
        .query_map(&parameters[..], read)?
        .collect::<Result<Vec<_>, _>>()?;
    let total = if named || state.is_some() {
        conn.prepare_cached(&format!(
            "SELECT count(*) FROM alert_row WHERE {only} AND ?2 <> '' AND ?3 IS NOT NULL"
        ))?
        .query_row([&section as &dyn ToSql, &words, &now], |row| row.get(0))
        .map(counted)?
    } else {
        counts(conn)?
            .iter()
            .filter(|count| query.section == Section::All || count.section == query.section)
            .map(SectionCount::total)
            .sum()
    };
    Ok((rows, total))
}

/// All sections with their counts.
pub(crate) fn counts(conn: &Connection) -> rusqlite::Result<Vec<SectionCount>> {
    let mut all = Section::EACH.map(|section| SectionCount {
        section,
        by_level: [0; 5],
    });
    let mut statement = conn.prepare_cached("SELECT section, level, alerts FROM alert_count")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (section, level): (i64, usize) = (row.get(0)?, row.get::<_, u8>(1)?.into());
        for count in &mut all {
            if count.section.number() == section && (1..=5).contains(&level) {
                count.by_level[level - 1] = counted(row.get(2)?);
            }
        }
    }
    Ok(all.to_vec())
}

/// Every row as text, without its number in the file; what the checks compare. When each left the
/// list is part of it where the file says so.
pub(crate) fn dump(conn: &Connection, says_left: bool) -> rusqlite::Result<Vec<String>> {
    let left = if says_left { ", left_ms" } else { "" };
    conn.prepare(&format!(
        "SELECT json_array(id, section, changes_at, acked, reach, level, sent_ms,
            first_recorded_ms, status, dismissed, cancelled, superseded, merged_into, merged,
            incident, expires_ms, shelved_until_ms, distance_m, headline, source, place{left})
         FROM alert_row ORDER BY id",
    ))?
    .query_map([], |row| row.get(0))?
    .collect()
}
