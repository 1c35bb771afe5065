//! What the `desk` tool does besides printing.

mod assign;

use std::io::{BufRead as _, Write as _};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use contract::error::{CallError, Code};
use drills::district::District;
use drills::inject::Inject;
use logbook::OpenOptions;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::desk::Desk;
use crate::settings::Settings;
use crate::{clock, key};

pub use assign::assign;

/// Bytes of one line of the standard input.
const LINE_BYTES_MAX: usize = 4 * 1024 * 1024;

#[derive(Deserialize)]
struct Call {
    id: Option<Value>,
    name: String,
    #[serde(default)]
    request: Value,
}

/// Answers calls from the standard input until it ends. Each answer carries the call's `id`.
///
/// # Errors
/// When the standard output cannot be written.
pub fn serve(desk: &Arc<Desk>) -> Result<()> {
    let follower = desk.follow();
    std::thread::Builder::new()
        .name("serve-changes".to_owned())
        .spawn(move || {
            while let Some(changes) = follower.next() {
                if print(&json!({ "changes": changes })).is_err() {
                    return;
                }
            }
        })?;
    print(&json!({ "ready": true }))?;
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        print(&answer(desk, &line))?;
    }
    Ok(())
}

fn answer(desk: &Desk, line: &str) -> Value {
    if line.len() > LINE_BYTES_MAX {
        let error = CallError::new(Code::Malformed, "the line is too long");
        return json!({ "error": error });
    }
    match serde_json::from_str::<Call>(line) {
        Ok(call) => match contract::calls::route(desk, &call.name, or_nothing(call.request)) {
            Ok(answer) => json!({ "id": call.id, "answer": answer }),
            Err(error) => json!({ "id": call.id, "error": error }),
        },
        Err(error) => json!({ "error": CallError::new(Code::Malformed, error.to_string()) }),
    }
}

fn or_nothing(request: Value) -> Value {
    if request.is_null() {
        json!({})
    } else {
        request
    }
}

fn print(value: &Value) -> Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{value}")?;
    out.flush()?;
    Ok(())
}

/// Writes a log out.
///
/// # Errors
/// When it cannot be read or written.
pub fn export(log: &Path, to: &Path) -> Result<impl serde::Serialize> {
    Ok(logbook::export(log, to, clock::now())?)
}

/// Puts an export or a backup copy in the place of a log.
///
/// # Errors
/// When there is a log already or what is given is not whole.
pub fn restore(from: &Path, data: &Path, exercise: bool) -> Result<()> {
    let options = OpenOptions {
        key: key::load(data)?,
        exercise,
        clock: clock::clock(),
        ids: clock::ids(),
        ballast_bytes: 0,
    };
    let path = Settings::load(data, exercise.then_some(0), None)?.logbook();
    if from.is_dir() {
        logbook::restore_export(from, &path, &options)?;
    } else {
        logbook::restore_backup(from, &path, &options)?;
    }
    Ok(())
}

/// Plays the feeds of a made night into a drop folder.
///
/// # Errors
/// When the folder cannot be written.
pub fn simulate(folder: &Path, seed: u64, speed: u32) -> Result<()> {
    if speed == 0 {
        bail!("a night at speed 0 never ends");
    }
    std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    let night = District::generate(seed, 1).night(clock::now());
    let mut at_ms = 0;
    for (number, timed) in night.events.iter().enumerate() {
        let Inject::Feed {
            feed,
            format,
            bytes,
        } = &timed.inject
        else {
            continue;
        };
        let wait_ms = (timed.offset_ms - at_ms).max(0) / i64::from(speed);
        std::thread::sleep(Duration::from_millis(u64::try_from(wait_ms).unwrap_or(0)));
        at_ms = timed.offset_ms;
        let unfinished = folder.join(format!("{number:05}.part"));
        std::fs::write(&unfinished, bytes)?;
        std::fs::rename(
            &unfinished,
            folder.join(format!("{number:05}-{format}.xml")),
        )?;
        println!("{:>6} s  {feed}", timed.offset_ms / 1_000);
    }
    Ok(())
}
