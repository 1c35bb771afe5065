//! A desk with a large log: an exercise district, and then everything that happened in it.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context as _, Result, ensure};
use ed25519_dalek::SigningKey;
use logbook::{Logbook, OBSERVED_MAX, OpenOptions};
use tests::world::{ids, system_clock};

use crate::log::{alert, reports, who};

/// Events in the log.
pub(super) const EVENTS: u64 = 1_000_000;
/// How many of them are alerts.
const ALERTS: u64 = 100_000;
/// Whose identifiers the made events bear: no desk of a test has this number.
const MAKER: u64 = 77;

/// Makes the data folder of such a desk.
pub(super) fn make(programs: &Path, data: &Path) -> Result<()> {
    // The desk itself enters the district, makes its key, and ends with its input.
    let made = Command::new(programs.join("desk"))
        .args(["serve", "--seed", "1", "--data"])
        .arg(data)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .status()?;
    ensure!(made.success(), "the desk ended with {made}");
    let key: [u8; 32] = std::fs::read(data.join("device.key"))?
        .try_into()
        .ok()
        .context("the desk's key has 32 bytes")?;
    let make = Mutex::new(ids(MAKER, 1));
    let options = OpenOptions {
        key: SigningKey::from_bytes(&key),
        exercise: true,
        clock: system_clock(),
        ids: Arc::new(move || (make.lock().unwrap_or_else(PoisonError::into_inner))()),
        ballast_bytes: 0,
    };
    let (log, found) = Logbook::open(&data.join("exercise.sqlite"), &options)?;
    let mut events = found.events;
    for first in (0..ALERTS).step_by(OBSERVED_MAX) {
        let facts = (first..ALERTS.min(first + OBSERVED_MAX as u64)).map(alert);
        events += log.observe(facts.collect(), &who())?.written as u64;
    }
    while events < EVENTS {
        events += log.observe(reports(OBSERVED_MAX), &who())?.written as u64;
    }
    Ok(())
}
