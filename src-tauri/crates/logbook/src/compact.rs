//! Compact copies of the log: once a night the file is written anew, without the room that
//! deleted rows have left, while the desk goes on.
//!
//! The hourly copies ([`crate::backup`]) are the file page by page, with whatever is wrong in a
//! page that nobody reads; this one is built row by row.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use emergency::time::UtcMs;
use rusqlite::{Connection, ErrorCode};

use crate::backup::{BackupError, ENDING, named, remove};
use crate::error::StorageError;
use crate::sqlite;
use crate::verify;

/// Compact copies that are kept, one a night: a week.
pub const COMPACT_KEPT: usize = 7;

/// Before the time in a compact copy's name.
const PREFIX: &str = "compact-";
/// Steps of SQLite after which it is asked whether to go on: well below a millisecond.
const STEPS_PER_LOOK: i32 = 500;

/// Writes a compact copy of a log to a folder, checks it and takes away those that are too many.
/// `now` names the copy. It ends early, and leaves nothing, once `cancelled` says so.
///
/// # Errors
/// [`BackupError`]; the copies made before stay.
pub fn compact(
    log: &Path,
    folder: &Path,
    now: UtcMs,
    cancelled: impl Fn() -> bool + Send + 'static,
) -> Result<PathBuf, BackupError> {
    fs::create_dir_all(folder)?;
    let name = format!("{PREFIX}{:015}{ENDING}", now.0);
    let unfinished = folder.join(format!("{name}.part"));
    if let Err(error) = write(log, &unfinished, cancelled) {
        remove(&unfinished)?;
        return Err(error);
    }
    let done = folder.join(name);
    fs::rename(&unfinished, &done)?;
    for (_, old) in compact_copies(folder)?.into_iter().skip(COMPACT_KEPT) {
        fs::remove_file(old)?;
    }
    Ok(done)
}

/// The compact copies in a folder with their times, the newest first.
///
/// # Errors
/// When the folder cannot be read.
pub fn compact_copies(folder: &Path) -> std::io::Result<Vec<(UtcMs, PathBuf)>> {
    named(folder, PREFIX)
}

fn write(
    log: &Path,
    to: &Path,
    cancelled: impl Fn() -> bool + Send + 'static,
) -> Result<(), BackupError> {
    remove(to)?;
    let mut source = sqlite::open_reader(log).map_err(StorageError::from)?;
    // It writes to another file only; the log itself is opened for reading.
    source.pragma_update(None, "query_only", false)?;
    source.progress_handler(STEPS_PER_LOOK, Some(cancelled))?;
    let path = to.to_str().ok_or_else(|| {
        let message = format!("{} cannot be named to SQLite", to.display());
        std::io::Error::new(std::io::ErrorKind::InvalidFilename, message)
    })?;
    match source.execute("VACUUM INTO ?1", [path]) {
        Ok(_) => {}
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::OperationInterrupted) => {
            return Err(BackupError::Cancelled);
        }
        Err(error) => return Err(error.into()),
    }
    // SQLite leaves it to the system when the new file is on the disk.
    File::options().write(true).open(to)?.sync_all()?;
    let target = Connection::open(to)?;
    let findings = verify::quick(&target)?;
    if findings.is_empty() {
        return Ok(());
    }
    Err(BackupError::Damaged { findings })
}
