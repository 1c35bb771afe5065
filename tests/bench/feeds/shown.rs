//! The real window beside the same load: `../window/measure.mjs load` opens it on the settings of
//! this desk and counts its frames.

use std::path::Path;
use std::process::Stdio;
use std::sync::atomic::Ordering;

use anyhow::{Context as _, Result, ensure};
use serde::Deserialize;
use tests::measure::{Bar, Row};
use tokio::process::Command;

use super::{GROUP, Load, count};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/bench/window/measure.mjs");

/// One line of the script.
#[derive(Deserialize)]
struct Said {
    figure: String,
    samples: Vec<f64>,
}

/// Runs the load beside a window.
pub(super) async fn run(programs: &Path, seconds: u64) -> Result<Vec<Row>> {
    let folder = tempfile::tempdir()?;
    let load = Load::prepare(folder.path()).await?;
    let script = Command::new("node")
        .args([SCRIPT, "load"])
        .env("DUTYROOM_PROGRAMS", programs)
        .env("DUTYROOM_LOAD", folder.path())
        .env("DUTYROOM_LOAD_S", seconds.to_string())
        // It keeps its window open until this ends: with the load.
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .context("node cannot be started")?;
    load.subscribed().await;
    load.run(seconds).await?;
    let output = script.wait_with_output().await?;
    ensure!(output.status.success(), "the script ended badly");
    let text = String::from_utf8(output.stdout)?;
    let said = text.lines().map(serde_json::from_str::<Said>);
    let said = said.collect::<Result<Vec<_>, _>>().context(text.clone())?;
    let samples = |name: &str| -> Vec<f64> {
        let of = said.iter().filter(|one| one.figure == name);
        of.flat_map(|one| one.samples.iter().copied()).collect()
    };
    let lost = load.kinds.iter().map(|one| {
        let sent = one.tally.sent.load(Ordering::Relaxed);
        sent.saturating_sub(one.tally.answered.load(Ordering::Relaxed))
    });
    Ok(vec![
        least(
            "the window beside it, worst ten seconds",
            &samples("load frames"),
        ),
        greatest(
            "longest time without a frame beside it",
            "ms",
            &samples("load gap"),
            Bar::None,
        ),
        count(
            "messages that the desk with the window did not answer".to_owned(),
            lost.sum::<u64>(),
        ),
        greatest(
            "memory of all processes of the window beside it",
            "MB",
            &samples("load memory"),
            Bar::None,
        ),
    ])
}

fn least(name: &str, samples: &[f64]) -> Row {
    row(
        name,
        "frames/s",
        samples.iter().copied().reduce(f64::min),
        Bar::AtLeast(30.0),
    )
}

fn greatest(name: &str, unit: &'static str, samples: &[f64], bar: Bar) -> Row {
    row(name, unit, samples.iter().copied().reduce(f64::max), bar)
}

/// Not a number of nothing, so that no bar holds.
fn row(name: &str, unit: &'static str, value: Option<f64>, bar: Bar) -> Row {
    Row {
        group: GROUP,
        name: name.to_owned(),
        value: value.unwrap_or(f64::NAN),
        unit,
        baseline: None,
        bar,
    }
}
