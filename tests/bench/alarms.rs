//! Group `alarms`: a flood of ten thousand alarms from nine causes: what one alarm costs, how many
//! rows it comes to, and how long each takes from the feed to the published list.

use std::collections::HashMap;
use std::path::Path;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use contract::calls::Answer as _;
use contract::change::Topic;
use contract::rows::{AlertPage, AlertQuery};
use desk::{Desk, Settings};
use drills::flood::CAUSES;
use emergency::decide::Draft;
use emergency::fact::Fact;
use emergency::gather::kinds::KindTable;
use emergency::gather::{GatherRules, Gathering, Item};
use feeds::intake::Intake;
use tests::flood::Flood;
use tests::measure::{Bar, Row, Samples};

const GROUP: &str = "alarms";
/// Alarms of the flood.
const ALARMS: u32 = 10_000;
/// Rows that an officer can look through.
const ROWS_MAX: f64 = 15.0;
/// Alarms that a feed brings at once, and how long it rests: ten thousand in a minute, ten times
/// as fast as the flood of the bar.
const AT_ONCE: usize = 50;
const REST: Duration = Duration::from_millis(300);
/// Rows of one page of the window.
const PAGE: u32 = 50;
/// How long the last alarm may take at most before the measure is given up.
const LONG: Duration = Duration::from_secs(60);

fn row(name: &str, value: f64, unit: &'static str, bar: Bar) -> Row {
    Row {
        group: GROUP,
        name: name.to_owned(),
        value,
        unit,
        baseline: None,
        bar,
    }
}

fn shipped() -> Result<KindTable> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/alarms/kinds.toml");
    let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    Ok(toml::from_str(&text)?)
}

/// Measures the group.
pub(crate) fn measure() -> Result<Vec<Row>> {
    let mut rows = costs()?;
    rows.extend(published()?);
    Ok(rows)
}

/// What one alarm costs, with few and with many that stand.
fn costs() -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for alarms in [1_000, ALARMS, 10 * ALARMS] {
        let flood = Flood::new(1, alarms, shipped()?);
        let (each, gathering) = timed(&flood);
        let listed = gathering.len();
        rows.push(Row {
            baseline: Some(bare(&flood.items).percentile_ms(99) * 1e3),
            ..row(
                &format!("one alarm into {alarms} gathered, p99; bare: a count by source"),
                each.percentile_ms(99) * 1e3,
                "µs",
                Bar::AtMost(200.0),
            )
        });
        ensure!(listed > 0, "something stands");
        if alarms == ALARMS {
            let name = format!("rows of {alarms} alarms from {CAUSES} causes");
            rows.push(row(&name, listed as f64, "rows", Bar::AtMost(ROWS_MAX)));
        }
    }
    Ok(rows)
}

fn timed(flood: &Flood) -> (Samples, Gathering) {
    let mut gathering = Gathering::new(GatherRules::default());
    let mut each = Samples::default();
    for item in flood.items.clone() {
        let start = Instant::now();
        gathering.put(&flood.kinds, item);
        each.add(start.elapsed());
    }
    (each, gathering)
}

/// The plainest way: a count for each source, and nothing comes together.
fn bare(items: &[Item]) -> Samples {
    let mut counts: HashMap<String, u32> = HashMap::new();
    let mut each = Samples::default();
    for item in items.iter().cloned() {
        let start = Instant::now();
        *counts.entry(item.source).or_default() += 1;
        each.add(start.elapsed());
    }
    each
}

fn settings(folder: &Path) -> Result<Settings> {
    let mut settings = Settings::load(folder, Some(1), None)?;
    settings.fill_district = false;
    settings.keyring = false;
    settings.feeds.clear();
    Ok(settings)
}

/// How many alarms the rows of a page stand for.
fn counted(page: &AlertPage) -> u32 {
    let alerts = |row: &contract::rows::AlertRow| row.gathered.as_ref().map_or(1, |row| row.alerts);
    page.rows.iter().map(alerts).sum()
}

/// Brings the flood part by part; for each alarm it says when its part began.
fn feed(intake: &impl Intake, flood: &Flood, told: &SyncSender<Instant>) -> Result<()> {
    for part in flood.made.chunks(AT_ONCE) {
        let drafts = part.iter().map(|one| {
            let fact = Fact::AlertReceived(one.received.clone());
            Draft::plain(one.alert.0.clone(), fact)
        });
        let began = Instant::now();
        intake.observe(drafts.collect())?;
        for _ in part.iter().filter(|one| one.begins()) {
            told.send(began)?;
        }
        std::thread::park_timeout(REST);
    }
    Ok(())
}

fn first_page(desk: &Desk) -> Result<AlertPage> {
    let query = AlertQuery {
        limit: PAGE,
        ..AlertQuery::default()
    };
    let page = desk.alerts(query);
    page.map_err(|error| anyhow::anyhow!("{error:?}"))
}

/// From the feed's call to the list that has the alarm in one of its counts.
fn published() -> Result<Vec<Row>> {
    let folder = tempfile::tempdir()?;
    let desk = Desk::open(settings(folder.path())?)?;
    let flood = Flood::new(1, ALARMS, shipped()?);
    let intake = desk.intake();
    let follower = desk.follow();
    let (told, heard) = sync_channel(flood.made.len());
    let (mut each, mut reads) = (Samples::default(), Samples::default());
    let mut last = AlertPage::default();
    std::thread::scope(|scope| -> Result<()> {
        let feeding = scope.spawn(move || feed(&intake, &flood, &told));
        let (mut seen, mut since) = (0, Instant::now());
        while seen < ALARMS && since.elapsed() < LONG {
            let changes = follower.next().context("the desk is open")?;
            if !changes.topics.contains(&Topic::Alerts) {
                continue;
            }
            let start = Instant::now();
            last = first_page(&desk)?;
            reads.add(start.elapsed());
            let new = counted(&last).saturating_sub(seen);
            for began in heard.try_iter().take(new as usize) {
                each.add(began.elapsed());
                seen += 1;
                since = Instant::now();
            }
        }
        let fed = feeding.join();
        fed.map_err(|_| anyhow::anyhow!("the feed stopped"))?
    })?;
    desk.close();
    ensure!(
        each.count() == ALARMS as usize,
        "{} of them are shown",
        each.count()
    );
    let shown = last.rows.len() as f64;
    Ok(vec![
        row(
            "from the feed to the published list, 10,000 alarms in a minute, p99",
            each.percentile_ms(99),
            "ms",
            Bar::AtMost(500.0),
        ),
        row("the same, median", each.percentile_ms(50), "ms", Bar::None),
        row(
            "reading the first page of that list, p99",
            reads.percentile_ms(99),
            "ms",
            Bar::None,
        ),
        row(
            "rows in the list at the end",
            shown,
            "rows",
            Bar::AtMost(ROWS_MAX),
        ),
    ])
}
