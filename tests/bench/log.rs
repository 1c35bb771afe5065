//! Group `log`: how fast facts become durable, how soon a large log is open, how quick the list is.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Instant;

use anyhow::{Context as _, Result};
use ed25519_dalek::SigningKey;
use emergency::alert::{AlertReceived, Notice, NoticeText, RawBytes, alert_id};
use emergency::decide::{Command, Draft};
use emergency::event::TimeSource;
use emergency::fact::Fact;
use emergency::incident::{IncidentOpened, Noted};
use emergency::level::WarningLevel;
use emergency::team::{Readiness, TeamReported};
use emergency::time::UtcMs;
use logbook::{AlertQuery, COMMIT_EVENTS_MAX, Logbook, OBSERVED_MAX, OpenOptions, Section, Who};
use rusqlite::Connection;
use rusqlite::types::Value;
use tests::measure::{Bar, Row, Samples};
use uuid::Uuid;

const GROUP: &str = "log";
/// Events written with a commit each.
const SINGLE: usize = 2_000;
/// Events written many a commit.
const BATCHED: usize = 20_000;
/// Alerts in the list.
const LISTED: u64 = 100_000;
/// Alerts of a burst.
const BURST: u64 = 10_000;
/// Events in a log that is opened.
const OPENED: u64 = 1_000_000;
/// The time at which the made-up facts begin.
const START_MS: i64 = 1_780_000_000_000;

/// Measures the group.
pub(crate) fn measure() -> Result<Vec<Row>> {
    let folder = tempfile::tempdir()?;
    let mut rows = durable(folder.path())?;
    rows.extend(burst_and_list(folder.path())?);
    rows.push(opening(folder.path())?);
    Ok(rows)
}

fn options() -> OpenOptions {
    let (now, ids) = (AtomicI64::new(START_MS), AtomicU64::new(1));
    OpenOptions {
        key: SigningKey::from_bytes(&[7; 32]),
        exercise: true,
        clock: Arc::new(move || UtcMs(now.fetch_add(1, Ordering::Relaxed))),
        ids: Arc::new(move || Uuid::from_u128(ids.fetch_add(1, Ordering::Relaxed).into())),
        ballast_bytes: 0,
    }
}

pub(crate) fn who() -> Who {
    Who {
        actor: "演练 王敏".into(),
        role: "duty".to_owned(),
        occurred_at: None,
        by: TimeSource::Desk,
    }
}

fn open(path: &Path) -> Result<Logbook> {
    Ok(Logbook::open(path, &options())?.0)
}

/// Facts of 500 teams in turn, as radios bring them.
pub(crate) fn reports(count: usize) -> Vec<Draft> {
    (0..count)
        .map(|n| {
            let reported = TeamReported {
                readiness: Readiness::Ready,
                point: None,
                note: format!("演练：第{n}次报告，已到达集结点，人员装备齐全，等待指令。"),
            };
            Draft::plain(format!("T{}", n % 500), Fact::TeamReported(reported))
        })
        .collect()
}

pub(crate) fn alert(number: u64) -> Draft {
    let levels = [
        WarningLevel::Red,
        WarningLevel::Orange,
        WarningLevel::Yellow,
    ];
    let notice = Notice {
        format: "cap 1.2".to_owned(),
        sender: "演练@example.invalid".to_owned(),
        identifier: format!("演练-{number}"),
        sent: UtcMs(START_MS + i64::try_from(number).unwrap_or(0) * 1_000),
        level: levels
            .get(usize::try_from(number % 5).unwrap_or(0))
            .copied(),
        event: "暴雨".to_owned(),
        texts: vec![NoticeText {
            language: "zh-CN".to_owned(),
            headline: format!("【演练】暴雨预警第{number}号"),
            description: "演练：预计未来三小时降雨量将达五十毫米以上，请注意防范。".to_owned(),
            area: format!("演练街道{}", number % 22),
            ..NoticeText::default()
        }],
        ..Notice::default()
    };
    let id = alert_id(&notice.sender, &notice.identifier);
    let body = AlertReceived {
        raw: RawBytes {
            encoding: "utf8".to_owned(),
            data: format!("<alert><identifier>{number}</identifier></alert>").repeat(8),
            sha256: format!("{number:064x}"),
            cut: false,
        },
        feed: "演练源".to_owned(),
        distance_m: Some(if number.is_multiple_of(3) { 0.0 } else { 900.0 }),
        notice,
    };
    Draft::plain(id.0, Fact::AlertReceived(body))
}

fn per_second(count: usize, since: Instant) -> f64 {
    count as f64 / since.elapsed().as_secs_f64()
}

/// One commit each and many a commit, beside a bare loop that puts the same rows into the same
/// tables with the same settings, and, for comparison, into the event table alone.
fn durable(folder: &Path) -> Result<Vec<Row>> {
    let path = folder.join("durable.db");
    let log = open(&path)?;
    let opened = IncidentOpened {
        title: "演练".to_owned(),
        kind: "fire".to_owned(),
        ..IncidentOpened::default()
    };
    let receipt = log.command(Command::OpenIncident { opened }, who())?;
    let incident = receipt.entities[0].id.clone();
    let start = Instant::now();
    for n in 0..SINGLE {
        let note = Command::NoteIncident {
            incident: incident.as_str().into(),
            note: Noted {
                text: format!("演练：第{n}条记录，现场已设警戒线，交通管制到位。"),
            },
        };
        log.command(note, who())?;
    }
    let single = per_second(SINGLE, start);
    let facts = reports(BATCHED);
    let start = Instant::now();
    for part in facts.chunks(OBSERVED_MAX) {
        log.observe(part.to_vec(), &who())?;
    }
    let batched = per_second(BATCHED, start);
    drop(log);
    let bare = Bare::of(&path)?;
    let one = 1..SINGLE + 1;
    let many = SINGLE + 1..SINGLE + 1 + BATCHED;
    let mut rows = Vec::new();
    for (name, value, range, a_commit) in [
        ("durable, one commit each", single, one, 1),
        ("durable, 500 a commit", batched, many, COMMIT_EVENTS_MAX),
    ] {
        for (tables, what, bar) in [
            (
                usize::MAX,
                "beside a bare loop over its tables",
                Bar::ShareOfBaseline(0.8),
            ),
            (1, "beside a bare loop over the event table", Bar::None),
        ] {
            let file = folder.join(format!("bare{a_commit}-{tables}.db"));
            rows.push(Row {
                group: GROUP,
                name: format!("{name}, {what}"),
                value,
                unit: "events/s",
                baseline: Some(bare.insert(&file, range.clone(), a_commit, tables)?),
                bar,
            });
        }
    }
    Ok(rows)
}

/// The tables that an event is durable in.
const TABLES: [&str; 4] = ["event", "event_entity", "outbox", "entity"];

/// What a bare loop does with a state that is there already.
const UPSERT: &str = "ON CONFLICT (kind, id) DO UPDATE SET rev = excluded.rev,
    pending = excluded.pending, open = excluded.open, title = excluded.title,
    state = excluded.state, changed = excluded.changed";

/// The rows of a log, for each event what was written with it, and what makes such tables.
struct Bare {
    schema: Vec<String>,
    rows: Vec<[Vec<Value>; 4]>,
}

impl Bare {
    fn of(path: &Path) -> Result<Self> {
        let conn = Connection::open(path)?;
        let schema = conn
            .prepare(
                "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND type IN ('table', 'index')
                 AND tbl_name IN ('event', 'event_entity', 'outbox', 'entity') ORDER BY rowid",
            )?
            .query_map([], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        // For this look-up only; the schema above does not have it.
        conn.execute_batch("CREATE INDEX by_event ON event_entity (event)")?;
        let mut events = conn.prepare("SELECT * FROM event ORDER BY seq")?;
        let mut others = [
            "SELECT * FROM event_entity WHERE event = ?1",
            "SELECT * FROM outbox WHERE event = ?1",
            "SELECT t.* FROM event_entity x JOIN entity t ON t.kind = x.kind AND t.id = x.id
             WHERE x.event = ?1",
        ]
        .map(|sql| conn.prepare(sql));
        let mut rows = Vec::new();
        let mut found = events.query([])?;
        while let Some(row) = found.next()? {
            let seq: i64 = row.get(0)?;
            let mut all = [all_of(row)?, Vec::new(), Vec::new(), Vec::new()];
            for (place, other) in others.iter_mut().enumerate() {
                let other = other.as_mut().map_err(|error| anyhow::anyhow!("{error}"))?;
                let mut rows = other.query([seq])?;
                let row = rows.next()?.context("what was written with an event")?;
                all[place + 1] = all_of(row)?;
            }
            rows.push(all);
        }
        Ok(Self { schema, rows })
    }

    /// Events a second of a loop that only inserts into the first so many tables.
    fn insert(
        &self,
        path: &Path,
        range: std::ops::Range<usize>,
        a_commit: usize,
        tables: usize,
    ) -> Result<f64> {
        let conn = logbook::sqlite::open_writer(path)?;
        conn.pragma_update(None, "foreign_keys", false)?;
        for sql in &self.schema {
            conn.execute_batch(sql)?;
        }
        let rows = self.rows.get(range).context("the log has the rows")?;
        let statements: Vec<String> = TABLES
            .iter()
            .zip(&rows[0])
            .map(|(table, row)| {
                let marks = vec!["?"; row.len()].join(", ");
                let again = if *table == "entity" { UPSERT } else { "" };
                format!("INSERT INTO {table} VALUES ({marks}) {again}")
            })
            .take(tables)
            .collect();
        let start = Instant::now();
        for part in rows.chunks(a_commit) {
            conn.execute_batch("BEGIN IMMEDIATE")?;
            for row in part {
                for (sql, values) in statements.iter().zip(row) {
                    conn.prepare_cached(sql)?
                        .execute(rusqlite::params_from_iter(values))?;
                }
            }
            conn.execute_batch("COMMIT")?;
        }
        Ok(per_second(rows.len(), start))
    }
}

fn all_of(row: &rusqlite::Row<'_>) -> rusqlite::Result<Vec<Value>> {
    (0..row.as_ref().column_count())
        .map(|n| row.get(n))
        .collect()
}

fn burst_and_list(folder: &Path) -> Result<Vec<Row>> {
    let log = open(&folder.join("alerts.db"))?;
    let mut stored = Samples::default();
    for first in (0..LISTED).step_by(usize::try_from(BURST)?) {
        let facts: Vec<Draft> = (first..first + BURST).map(alert).collect();
        let start = Instant::now();
        log.observe(facts, &who())?;
        stored.add(start.elapsed());
    }
    let mut windows = Samples::default();
    for turn in 0..200_usize {
        let query = AlertQuery {
            section: if turn % 2 == 0 {
                Section::Open
            } else {
                Section::All
            },
            words: String::new(),
            now: UtcMs(START_MS),
            offset: (turn * 7_919) % usize::try_from(LISTED)?,
            limit: 100,
        };
        let start = Instant::now();
        let window = log.alerts(&query)?;
        windows.add(start.elapsed());
        anyhow::ensure!(window.total == LISTED, "the whole list is counted");
    }
    let row = |name: &str, value, bar| Row {
        group: GROUP,
        name: name.to_owned(),
        value,
        unit: "ms",
        baseline: None,
        bar,
    };
    Ok(vec![
        row(
            "10,000 alerts stored, slowest of 10",
            stored.max_ms(),
            Bar::AtMost(3_000.0),
        ),
        row(
            "window of 100,000 alerts, p99",
            windows.percentile_ms(99),
            Bar::AtMost(20.0),
        ),
    ])
}

fn opening(folder: &Path) -> Result<Row> {
    let path = folder.join("large.db");
    let log = open(&path)?;
    let mut written = 0;
    while written < OPENED {
        let facts = reports(OBSERVED_MAX);
        written += log.observe(facts, &who())?.written as u64;
    }
    drop(log);
    let mut samples = Samples::default();
    for _ in 0..3 {
        let start = Instant::now();
        let (log, found) = Logbook::open(&path, &options())?;
        samples.add(start.elapsed());
        anyhow::ensure!(found.events == written, "all of it is there");
        drop(log);
    }
    Ok(Row {
        group: GROUP,
        name: "open with 1,000,000 events, slowest of 3".to_owned(),
        value: samples.max_ms(),
        unit: "ms",
        baseline: None,
        bar: Bar::AtMost(3_000.0),
    })
}
