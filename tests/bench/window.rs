//! Group `window`: the real window, driven through WebKitWebDriver by `window/measure.mjs`.
//!
//! The script measures and says what it measured, one JSON object a line; what is made of it, and
//! the bars, stand here. The programs are those in `DUTYROOM_PROGRAMS`.

mod figures;
mod large;

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail, ensure};
use serde::Deserialize;
use tests::measure::Row;

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/bench/window/measure.mjs");

/// One line of the script.
#[derive(Deserialize)]
struct Said {
    figure: String,
    samples: Vec<f64>,
}

/// All samples by the name of their figure, in the order in which they were said.
type Samples = BTreeMap<String, Vec<f64>>;

/// Measures the group.
pub(crate) fn measure(full: bool) -> Result<Vec<Row>> {
    ensure!(
        cfg!(target_os = "linux"),
        "the window is driven through WebKitWebDriver, which exists only on Linux"
    );
    let programs = std::env::var_os("DUTYROOM_PROGRAMS").map(PathBuf::from);
    let programs = programs.context("`cargo xtask bench window` builds the programs first")?;
    let folder = tempfile::tempdir()?;
    eprintln!("window: a log with {} events", large::EVENTS);
    large::make(&programs, folder.path()).context("the large log")?;
    figures::rows(&run(&programs, folder.path(), full)?, full)
}

fn run(programs: &std::path::Path, large: &std::path::Path, full: bool) -> Result<Samples> {
    let mut script = Command::new("node")
        .arg(SCRIPT)
        .envs(full.then_some(("DUTYROOM_FULL", "1")))
        .env("DUTYROOM_PROGRAMS", programs)
        .env("DUTYROOM_LARGE", large)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .context("node cannot be started")?;
    let lines = script.stdout.take().context("its output has a pipe")?;
    let mut samples = Samples::new();
    for line in BufReader::new(lines).lines() {
        let line = line?;
        let said: Said = serde_json::from_str(&line).context(line)?;
        samples.entry(said.figure).or_default().extend(said.samples);
    }
    let status = script.wait()?;
    if !status.success() {
        bail!("the script ended with {status}");
    }
    Ok(samples)
}
