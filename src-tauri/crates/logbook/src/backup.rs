//! Copies of the log in a second folder, made while the desk goes on, checked, and thinned out.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use emergency::time::{DAY_MS, UtcMs};
use rusqlite::Connection;
use rusqlite::backup::Backup;

use crate::error::StorageError;
use crate::opening::{OpenError, OpenOptions, lock};
use crate::sqlite;
use crate::table::meta;
use crate::verify::{self, Finding, first_of};

/// Newest copies that are kept.
pub const HOURLY_KEPT: usize = 24;

/// Days of which the newest copy is kept besides.
pub const DAILY_KEPT: usize = 14;

/// Before the time in a copy's name.
const PREFIX: &str = "logbook-";
/// After the time in a copy's name.
pub(crate) const ENDING: &str = ".db";

/// Why there is no copy.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The copy is not what it should be; it was taken away again.
    #[error("the copy is damaged: {}", first_of(findings))]
    Damaged {
        /// What was found in it.
        findings: Vec<Finding>,
    },
    /// It was not to be finished.
    #[error("the copy was given up")]
    Cancelled,
    /// The disk said no.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The system said no.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl From<rusqlite::Error> for BackupError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Storage(error.into())
    }
}

/// Copies a log to a folder, checks the copy and takes away those that are too many. `now` names
/// the copy.
///
/// Reads on a connection of its own from one moment of the log, so the writer goes on.
///
/// # Errors
/// [`BackupError`]; the copies made before stay.
pub fn backup(log: &Path, folder: &Path, now: UtcMs) -> Result<PathBuf, BackupError> {
    fs::create_dir_all(folder)?;
    let name = format!("{PREFIX}{:015}{ENDING}", now.0);
    let unfinished = folder.join(format!("{name}.part"));
    let made = copy(log, &unfinished);
    if let Err(error) = made {
        remove(&unfinished)?;
        return Err(error);
    }
    let done = folder.join(name);
    fs::rename(&unfinished, &done)?;
    for old in superfluous(&copies(folder)?) {
        fs::remove_file(old)?;
    }
    Ok(done)
}

fn copy(log: &Path, to: &Path) -> Result<(), BackupError> {
    remove(to)?;
    let source = sqlite::open_reader(log).map_err(StorageError::from)?;
    let mut target = Connection::open(to)?;
    // All pages in one step: a read transaction holds one moment, the writer does not wait.
    Backup::new(&source, &mut target)?.step(-1)?;
    // One file without companions is what a person can carry away.
    target.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))?;
    let findings = verify::quick(&target)?;
    if findings.is_empty() {
        return Ok(());
    }
    Err(BackupError::Damaged { findings })
}

pub(crate) fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// The copies in a folder with their times, the newest first.
///
/// # Errors
/// When the folder cannot be read.
pub fn copies(folder: &Path) -> io::Result<Vec<(UtcMs, PathBuf)>> {
    named(folder, PREFIX)
}

/// The copies whose names begin with a word, with their times, the newest first.
pub(crate) fn named(folder: &Path, prefix: &str) -> io::Result<Vec<(UtcMs, PathBuf)>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let time = path
            .file_name()
            .and_then(|name| name.to_str())
            .and_then(|name| name.strip_prefix(prefix)?.strip_suffix(ENDING))
            .and_then(|digits| digits.parse().ok());
        if let Some(time) = time {
            found.push((UtcMs(time), path));
        }
    }
    found.sort();
    found.reverse();
    Ok(found)
}

/// The copies that need not be kept: not among the newest, and not the newest of their day.
fn superfluous(copies: &[(UtcMs, PathBuf)]) -> Vec<&Path> {
    let mut days = Vec::new();
    let mut superfluous = Vec::new();
    for (index, (time, path)) in copies.iter().enumerate() {
        let day = time.0.div_euclid(DAY_MS);
        let newest_of_day = !days.contains(&day);
        if newest_of_day {
            days.push(day);
        }
        let daily = newest_of_day && days.len() <= DAILY_KEPT;
        if index >= HOURLY_KEPT && !daily {
            superfluous.push(path.as_path());
        }
    }
    superfluous
}

/// Puts a copy in the place of a log that is not there. The desk may not confirm on its own until
/// it has caught up: it does not know what it did after the copy was made.
///
/// # Errors
/// [`OpenError`] when there is a log already, the copy is damaged or the disk says no.
pub fn restore_backup(copy: &Path, path: &Path, options: &OpenOptions) -> Result<(), OpenError> {
    let _lock = lock(path)?;
    if path.exists() {
        let message = format!("{} is there already", path.display());
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, message).into());
    }
    fs::copy(copy, path)?;
    let restored = suspend(path, options);
    if restored.is_err() {
        remove(path)?;
    }
    restored
}

fn suspend(path: &Path, options: &OpenOptions) -> Result<(), OpenError> {
    let conn = sqlite::open_writer(path).map_err(OpenError::Sqlite)?;
    let findings = verify::quick(&conn)?;
    if !findings.is_empty() {
        let path = path.to_owned();
        return Err(OpenError::Damaged { path, findings });
    }
    let mut meta = meta::load(&conn)
        .map_err(StorageError::from)?
        .ok_or(StorageError::Damaged {
            message: "the copy does not say whose it is".to_owned(),
        })?;
    if meta.exercise != options.exercise {
        return Err(OpenError::ExerciseMix);
    }
    meta.authority_suspended = true;
    meta::store(&conn, &meta).map_err(StorageError::from)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_of_hours_and_two_weeks_of_days_are_kept() {
        let hours: Vec<(UtcMs, PathBuf)> = (0..24 * 30)
            .rev()
            .map(|hour| (UtcMs(hour * 3_600_000), PathBuf::from(hour.to_string())))
            .collect();
        let gone = superfluous(&hours);
        let kept = hours.len() - gone.len();
        assert_eq!(
            kept,
            HOURLY_KEPT + DAILY_KEPT - 1,
            "the newest day is in both"
        );
        let youngest_gone = gone[0].to_str();
        assert_eq!(
            youngest_gone,
            Some("694"),
            "the newest 24, and each day's newest"
        );
        assert!(
            superfluous(&hours[..HOURLY_KEPT]).is_empty(),
            "few are all kept"
        );
    }
}
