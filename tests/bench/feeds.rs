//! Group `feeds`: a district's night of devices against `desk serve` in a process of its own,
//! counted from end to end, and then against the real window, whose frames are counted. The devices
//! and the broker run in this process.
//!
//! `--full` runs each for ten minutes, else for one. The programs are those in `DUTYROOM_PROGRAMS`.

mod load;
mod served;
mod shown;

use std::path::PathBuf;
use std::sync::atomic::Ordering;

use anyhow::{Context as _, Result, ensure};
use tests::measure::{Bar, Row, Samples};

use load::{Load, POINTS};
use served::Desk;

const GROUP: &str = "feeds";
/// How long the load lasts.
const SHORT_S: u64 = 60;
const FULL_S: u64 = 600;

/// Measures the group.
pub(crate) fn measure(full: bool) -> Result<Vec<Row>> {
    let programs = std::env::var_os("DUTYROOM_PROGRAMS").map(PathBuf::from);
    let programs = programs.context("`cargo xtask bench feeds` builds the programs first")?;
    let seconds = if full { FULL_S } else { SHORT_S };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let mut rows = run(&programs, seconds).await?;
        if cfg!(target_os = "linux") {
            eprintln!("feeds: the same beside the window");
            rows.extend(shown::run(&programs, seconds).await?);
        }
        Ok(rows)
    })
}

async fn run(programs: &std::path::Path, seconds: u64) -> Result<Vec<Row>> {
    let folder = tempfile::tempdir()?;
    let load = Load::prepare(folder.path()).await?;
    let mut desk = Desk::start(programs, folder.path())?;
    load.subscribed().await;
    let before = desk.alarms()?;
    load.run(seconds).await?;
    rows(&mut desk, &load, before)
}

fn rows(desk: &mut Desk, load: &Load, before: u64) -> Result<Vec<Row>> {
    let (broker, kinds) = (&load.broker, &load.kinds);
    let heard = desk.messages()?;
    let mut rows = Vec::new();
    let mut expected = load.point_facts();
    for one in kinds {
        let sent = one.tally.sent.load(Ordering::Relaxed);
        let answered = one.tally.answered.load(Ordering::Relaxed);
        let taken = heard.get(one.feed).copied().unwrap_or_default();
        let lost = sent.saturating_sub(answered) + (sent + one.greetings).saturating_sub(taken);
        ensure!(sent > 0, "{} sent nothing", one.name);
        expected += one.tally.facts.load(Ordering::Relaxed);
        rows.push(count(
            format!("{} reports of {}, lost", sent, one.name),
            lost,
        ));
        let p99 = one.tally.waits.percentile_ms(99);
        rows.push(wait(format!("answer to {}, p99", one.name), p99));
    }
    let mut samples = Samples::default();
    broker
        .taken()
        .into_iter()
        .for_each(|took| samples.add(took));
    let taken = heard.get("mqtt").copied().unwrap_or_default();
    let lost = broker
        .delivered()
        .saturating_sub(taken.min(samples.count() as u64));
    let name = format!(
        "{} messages of {POINTS} MQTT points, lost",
        broker.delivered()
    );
    rows.push(count(name, lost));
    rows.push(Row {
        value: samples.percentile_ms(99),
        ..wait("acknowledgement of MQTT points, p99".to_owned(), None)
    });
    let stored = desk.alarms()?.saturating_sub(before);
    let name = format!("{expected} alarms that came or went, lost or doubled");
    rows.push(count(name, stored.abs_diff(expected)));
    for one in kinds {
        if one.tally.durable.count() > 0 {
            let p99 = one.tally.durable.percentile_ms(99);
            let many = one.tally.durable.count();
            let name = format!(
                "from the socket to the disk, {many} alarms of {}, p99",
                one.name
            );
            rows.push(wait(name, p99));
        }
    }
    rows.push(Row {
        group: GROUP,
        name: "memory of the desk at its most".to_owned(),
        value: desk.memory_mb()?,
        unit: "MB",
        baseline: None,
        bar: Bar::AtMost(500.0),
    });
    Ok(rows)
}

fn count(name: String, value: u64) -> Row {
    Row {
        group: GROUP,
        name,
        value: value as f64,
        unit: "messages",
        baseline: None,
        bar: Bar::AtMost(0.0),
    }
}

fn wait(name: String, value: Option<u64>) -> Row {
    Row {
        group: GROUP,
        name,
        value: value.map_or(f64::NAN, |ms| ms as f64),
        unit: "ms",
        baseline: None,
        bar: Bar::AtMost(250.0),
    }
}
