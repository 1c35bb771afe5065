//! Group `log`: how fast facts become durable, how soon a large log is open, how quick the list is.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Instant;

use anyhow::Result;
use ed25519_dalek::SigningKey;
use emergency::alert::{AlertReceived, Notice, NoticeText, RawBytes, alert_id};
use emergency::decide::{Command, Draft};
use emergency::event::{Event, GENESIS_HASH, TimeSource};
use emergency::fact::Fact;
use emergency::id::OriginId;
use emergency::incident::{IncidentOpened, Noted};
use emergency::level::WarningLevel;
use emergency::team::{Readiness, TeamReported};
use emergency::time::UtcMs;
use logbook::{
    AlertQuery, COMMIT_EVENTS_MAX, DeviceKey, Logbook, OBSERVED_MAX, OpenOptions, Section, Who,
};
use rusqlite::Connection;
use rusqlite::types::Value;
use tests::measure::{Bar, Row, Samples};
use uuid::Uuid;

const GROUP: &str = "log";
/// Rounds in which the desk and a bare loop write in turn.
const ROUNDS: usize = 5;
/// Events written with a commit each in a round.
const SINGLE: usize = 500;
/// Events written many a commit in a round.
const BATCHED: usize = 10_000;
/// Events that are sealed one after the other.
const SEALED: u64 = 5_000;
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

pub(crate) fn options() -> OpenOptions {
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
                ..TeamReported::default()
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

/// The middle one; not a number when there are none.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// A way to write: its name, the facts in one commit, and how the desk does it (events a second).
type Way = (&'static str, usize, fn(&Path) -> Result<f64>);

/// One commit each and many a commit, in turn with a bare loop that puts the same rows into the
/// same tables. The desk first in one round, the loop first in the next: what else the machine
/// does meets both alike. The figures are the medians of all rounds.
fn durable(folder: &Path) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    let ways: [Way; 2] = [
        ("durable, one commit each", 1, desk_single),
        ("durable, 500 a commit", COMMIT_EVENTS_MAX, desk_batched),
    ];
    for (way, (name, a_commit, desk)) in ways.into_iter().enumerate() {
        let (mut by_desk, mut by_loop, mut by_signing) = (Vec::new(), Vec::new(), Vec::new());
        // The first log is not measured: it warms everything up and holds the rows to insert.
        let first = folder.join(format!("first-{way}.db"));
        desk(&first)?;
        let bare = Bare::of(&first)?;
        for round in 0..ROUNDS {
            let mine = || desk(&folder.join(format!("desk-{way}-{round}.db")));
            let plain = |signs| {
                let path = folder.join(format!("loop-{way}-{round}-{signs}.db"));
                bare.insert(&path, a_commit, signs)
            };
            if round % 2 == 0 {
                by_desk.push(mine()?);
                by_loop.push(plain(false)?);
                by_signing.push(plain(true)?);
            } else {
                by_signing.push(plain(true)?);
                by_loop.push(plain(false)?);
                by_desk.push(mine()?);
            }
        }
        let by_desk = median(by_desk);
        rows.push(Row {
            group: GROUP,
            name: format!("{name}, beside a bare loop over all its tables"),
            value: by_desk,
            unit: "events/s",
            baseline: Some(median(by_loop)),
            bar: Bar::ShareOfBaseline(0.8),
        });
        rows.push(Row {
            group: GROUP,
            name: format!("{name}, beside a bare loop that also hashes and signs"),
            value: by_desk,
            unit: "events/s",
            baseline: Some(median(by_signing)),
            bar: Bar::None,
        });
    }
    rows.push(sealing());
    Ok(rows)
}

/// Commands of an officer, each with its own commit; events a second.
fn desk_single(path: &Path) -> Result<f64> {
    let log = open(path)?;
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
                ..Noted::default()
            },
        };
        log.command(note, who())?;
    }
    Ok(per_second(SINGLE, start))
}

/// Facts of a feed; events a second.
fn desk_batched(path: &Path) -> Result<f64> {
    let log = open(path)?;
    let facts = reports(BATCHED);
    let start = Instant::now();
    for part in facts.chunks(OBSERVED_MAX) {
        log.observe(part.to_vec(), &who())?;
    }
    Ok(per_second(BATCHED, start))
}

/// What text, hash and signature of one event cost on one core: no log that signs each event can
/// be quicker than its cores allow for this.
fn sealing() -> Row {
    let key = DeviceKey::of(&options().key);
    let mut event = sample_event();
    let mut each_us = Vec::new();
    for _ in 0..ROUNDS {
        let start = Instant::now();
        for oseq in 1..=SEALED {
            event.oseq = oseq;
            std::hint::black_box(event.seal_as_text(&key));
        }
        each_us.push(start.elapsed().as_secs_f64() * 1e6 / SEALED as f64);
    }
    Row {
        group: GROUP,
        name: "text, hash and signature of one event, one core".to_owned(),
        value: median(each_us),
        unit: "us",
        baseline: None,
        bar: Bar::None,
    }
}

fn sample_event() -> Event {
    let draft = reports(1).remove(0);
    Event {
        id: Uuid::from_u128(7),
        origin: OriginId::default(),
        incarnation: 1,
        oseq: 1,
        prev_hash: GENESIS_HASH.to_owned(),
        kind: draft.fact.kind().to_owned(),
        v: 1,
        entity: draft.entity,
        expect_rev: None,
        custody_epoch: None,
        valid_until: None,
        actor: who().actor,
        role: who().role,
        occurred_at: UtcMs(START_MS),
        occurred_by: TimeSource::Desk,
        recorded_at: UtcMs(START_MS),
        clock_offset_ms: None,
        exercise: true,
        body: draft.fact.body(),
        alg: String::new(),
        sig: String::new(),
    }
}

/// What a bare loop does with a state that is there already.
const UPSERT: &str = "ON CONFLICT (kind, id) DO UPDATE SET rev = excluded.rev,
    pending = excluded.pending, open = excluded.open, title = excluded.title,
    state = excluded.state, changed = excluded.changed";

/// The rows of a log in the order in which a desk writes them, and what makes such tables: all
/// of them, with every index, check and trigger.
struct Bare {
    schema: Vec<String>,
    meta: Vec<Value>,
    events: Vec<Vec<(String, Vec<Value>)>>,
}

impl Bare {
    fn of(path: &Path) -> Result<Self> {
        let conn = Connection::open(path)?;
        let schema = conn
            .prepare(
                // The index of full text is no table of the commit: it is filled behind.
                "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'
                 AND tbl_name NOT LIKE 'search_%' ORDER BY rowid",
            )?
            .query_map([], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        // For this look-up only; the schema above does not have it.
        conn.execute_batch("CREATE INDEX by_event ON event_entity (event)")?;
        let meta = conn.query_row("SELECT * FROM meta", [], all_of)?;
        let mut events = Vec::new();
        let last: i64 = conn.query_row("SELECT max(seq) FROM event", [], |row| row.get(0))?;
        for seq in 1..=last {
            let mut of_one = Vec::new();
            for (table, sql) in [
                ("event", "SELECT * FROM event WHERE seq = ?1"),
                ("outbox", "SELECT * FROM outbox WHERE event = ?1"),
                (
                    "event_entity",
                    "SELECT * FROM event_entity WHERE event = ?1",
                ),
                (
                    "entity",
                    "SELECT t.* FROM event_entity x JOIN entity t ON t.kind = x.kind
                     AND t.id = x.id WHERE x.event = ?1",
                ),
            ] {
                let mut statement = conn.prepare_cached(sql)?;
                let mut rows = statement.query([seq])?;
                while let Some(row) = rows.next()? {
                    let values = all_of(row)?;
                    of_one.push((insertion(table, values.len()), values));
                }
            }
            events.push(of_one);
        }
        Ok(Self {
            schema,
            meta,
            events,
        })
    }

    /// Events a second of a loop that only inserts, on a connection as the desk's; with `signs` it
    /// makes the text, the hash and the signature of each event too, as a log that is to be trusted
    /// has to.
    fn insert(&self, path: &Path, a_commit: usize, signs: bool) -> Result<f64> {
        let key = DeviceKey::of(&options().key);
        let mut event = sample_event();
        let conn = logbook::sqlite::open_writer(path)?;
        for sql in &self.schema {
            conn.execute_batch(sql)?;
        }
        conn.prepare(&insertion("meta", self.meta.len()))?
            .execute(rusqlite::params_from_iter(&self.meta))?;
        let start = Instant::now();
        for (change, part) in (1_i64..).zip(self.events.chunks(a_commit)) {
            conn.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
            for of_one in part {
                if signs {
                    event.oseq += 1;
                    std::hint::black_box(event.seal_as_text(&key));
                }
                for (sql, values) in of_one {
                    conn.prepare_cached(sql)?
                        .execute(rusqlite::params_from_iter(values))?;
                }
            }
            conn.prepare_cached("UPDATE meta SET next_oseq = ?1 + 1, change = ?1")?
                .execute([change])?;
            conn.prepare_cached("COMMIT")?.execute([])?;
        }
        Ok(per_second(self.events.len(), start))
    }
}

fn insertion(table: &str, columns: usize) -> String {
    let marks = vec!["?"; columns].join(", ");
    let again = if table == "entity" { UPSERT } else { "" };
    format!("INSERT INTO {table} VALUES ({marks}) {again}")
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
            life: None,
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
