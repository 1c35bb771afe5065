//! What the `desk` tool does besides printing.

mod assign;
mod simulate;

use std::collections::BTreeMap;
use std::io::{BufRead as _, Write as _};
use std::path::Path;
use std::sync::Arc;

use anyhow::{Result, bail};
use contract::error::{CallError, Code};
use contract::salvage::SalvageStep;
use contract::status::KeyKept;
use logbook::OpenOptions;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::desk::Desk;
use crate::keyring::Keyring;
use crate::settings::{FeedSettings, Settings};
use crate::{clock, key};

pub use assign::assign;
pub use simulate::{SimulateArguments, simulate};

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
    // The first line, whatever has changed since then.
    print(&json!({ "ready": true }))?;
    std::thread::Builder::new()
        .name("serve-changes".to_owned())
        .spawn(move || {
            while let Some(changes) = follower.next() {
                if print(&json!({ "changes": changes })).is_err() {
                    return;
                }
            }
        })?;
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

/// What can be said of a desk without opening it: its name, its platform, where its key is.
///
/// # Errors
/// When the settings cannot be read.
pub fn status(data: &Path) -> Result<Value> {
    let settings = Settings::load(data, None, None)?;
    let kept = key::kept(data);
    let logs = ["desk.sqlite", "exercise.sqlite"];
    let bytes = |name: &str| std::fs::metadata(data.join(name)).map_or(0, |file| file.len());
    let logs: BTreeMap<_, _> = logs.map(|name| (name, bytes(name))).into();
    Ok(json!({
        "name": settings.name,
        "platform": settings.platform,
        "trust": settings.trust,
        "certificate": settings.certificate,
        "key": kept,
        "notice": (kept == Some(KeyKept::File)).then_some(FILE_NOTICE),
        "logBytes": logs,
    }))
}

/// Keeps the password of a feed of a broker in the system's keyring.
///
/// # Errors
/// When no feed of a broker has that name, or the system has no keyring that takes it.
pub fn keep_password(data: &Path, feed: &str, password: &str) -> Result<()> {
    let settings = Settings::load(data, None, None)?;
    let named = settings.feeds.iter().find_map(|one| match one {
        FeedSettings::Mqtt(broker) if broker.name == feed => Some(broker),
        _ => None,
    });
    let Some(broker) = named else {
        bail!("desk.toml names no feed {feed:?} of a broker");
    };
    let Some(keyring) = settings.keyring() else {
        bail!("the settings ask for no keyring");
    };
    keyring.put(&broker.password_name(), password.as_bytes())?;
    Ok(())
}

/// Makes the token of a feed that other systems write to, and prints it.
///
/// # Errors
/// When no such feed has that name, or the hash cannot be kept.
pub fn make_token(data: &Path, feed: &str) -> Result<()> {
    let settings = Settings::load(data, None, None)?;
    let named = settings.feeds.iter().any(|one| match one {
        FeedSettings::SubmissionHttp(one) => one.name == feed,
        _ => false,
    });
    if !named {
        bail!("desk.toml names no feed {feed:?} of kind submission_http");
    }
    println!("{}", crate::submissions::tokens::make(data, feed)?);
    Ok(())
}

/// Makes the pair of keys that tip-offs are sealed with, and prints what goes into `desk.toml`.
///
/// # Errors
/// When the passphrase is short, or the file is there already or cannot be written.
pub fn make_seal_key(file: &Path, keeper: &str, passphrase: &str) -> Result<()> {
    let seal = crate::submissions::seal::SealSettings {
        recipient: Some(crate::submissions::seal::make_key(file, passphrase)?),
        keeper: keeper.to_owned(),
        key: Some(file.to_owned()),
    };
    println!("[seal]\n{}", toml::to_string(&seal)?);
    Ok(())
}

/// What a technician has to know when there is no keyring.
const FILE_NOTICE: &str = "the device key lies in the file device.key, mode 0600: who can read \
    this user's files can speak as this desk";

/// Saves what can be saved of a damaged log; how far it is goes to the standard error.
///
/// # Errors
/// When there is no log, when it is whole, or when the disk says no.
pub fn salvage(data: &Path, exercise: bool) -> Result<impl serde::Serialize> {
    let settings = Settings::load(data, exercise.then_some(0), None)?;
    let log = settings.logbook();
    if !log.exists() {
        bail!("there is no log at {}", log.display());
    }
    // What cannot even be checked is damaged.
    if logbook::verify(&log).is_ok_and(|found| found.is_whole()) {
        bail!("the log is whole: there is nothing to salvage");
    }
    let done = crate::salvage::salvage(&settings, &mut |step| match step {
        SalvageStep::Reading { read, of } => {
            eprintln!("looking for what nobody else has: {read} of {of}");
        }
        SalvageStep::Making => eprintln!("making a new log"),
        SalvageStep::Keeping => eprintln!("keeping the damaged file"),
        SalvageStep::Opening => {}
    })?;
    Ok(done)
}

/// Puts an export or a backup copy in the place of a log.
///
/// # Errors
/// When there is a log already or what is given is not whole.
pub fn restore(from: &Path, data: &Path, exercise: bool) -> Result<()> {
    let settings = Settings::load(data, exercise.then_some(0), None)?;
    let keyring = settings.keyring();
    let keyring = keyring.as_ref().map(|keyring| keyring as &dyn Keyring);
    let options = OpenOptions {
        key: key::of_tool(data, keyring)?,
        exercise,
        clock: clock::clock(),
        ids: clock::ids(),
        ballast_bytes: 0,
    };
    let path = settings.logbook();
    if from.is_dir() {
        logbook::restore_export(from, &path, &options)?;
    } else {
        logbook::restore_backup(from, &path, &options)?;
    }
    Ok(())
}
