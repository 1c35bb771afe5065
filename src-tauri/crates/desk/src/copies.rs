//! Every hour the picture and the blank cards go to paper by themselves.
//!
//! Each copy is a folder of its own below the paper folder, which may be a share or a stick: when
//! the console dies, the newest one is what work on paper starts from.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use contract::error::{CallError, Code};
use contract::rows::Sheet;
use reports::when;

use crate::desk::Desk;
use crate::paper;
use crate::session::Session;

/// How often a copy is made.
const COPY_EVERY: Duration = Duration::from_secs(3_600);
/// Before the first one: a start is busy enough.
const COPY_FIRST: Duration = Duration::from_secs(60);
/// After a failure it is tried again this much later.
const COPY_AGAIN: Duration = Duration::from_secs(300);
/// How often the thread looks whether the desk is still there.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// Copies kept: three days, as long as the desk must last on its own.
const COPIES_MAX: usize = 72;
/// Folder of the copies below the paper folder.
const FOLDER: &str = "hourly";
/// A copy that is being written.
const UNFINISHED: &str = ".unfinished";

/// Starts the hourly copies; they end with the desk.
///
/// # Errors
/// When the system gives no thread.
pub fn start(desk: &Arc<Desk>) -> io::Result<()> {
    let desk = Arc::downgrade(desk);
    let hours = std::thread::Builder::new().name("paper".to_owned());
    hours.spawn(move || run(&desk)).map(drop)
}

fn run(desk: &Weak<Desk>) {
    let mut next = Instant::now() + COPY_FIRST;
    loop {
        std::thread::sleep(LOOK_EVERY);
        let Some(desk) = desk
            .upgrade()
            .filter(|desk| !desk.stop_token().is_cancelled())
        else {
            return;
        };
        if Instant::now() < next {
            continue;
        }
        let went_well = desk.copy_paper();
        next = Instant::now() + if went_well { COPY_EVERY } else { COPY_AGAIN };
    }
}

impl Desk {
    /// Puts the picture and the blank cards into the paper folder as the hour does, and says in
    /// the status how it went. Always of the watch's own log, never of a drill's.
    pub fn copy_paper(&self) -> bool {
        let done = copy(self, self.base());
        if let Err(error) = &done {
            tracing::warn!(%error, "no hourly copy on paper");
        }
        let trouble = done.as_ref().err().map_or("", |error| code(error));
        self.care.copied(self.base().logbook.now(), trouble);
        done.is_ok()
    }
}

/// Why there is no copy, in the words that a screen goes by.
fn code(error: &CallError) -> &'static str {
    match error.code {
        Code::NotFound => "missing",
        Code::Storage => "unwritable",
        Code::Missing => "font",
        _ => "failed",
    }
}

fn copy(desk: &Desk, session: &Session) -> Result<PathBuf, CallError> {
    let failed = |error: io::Error| CallError::new(Code::Storage, error.to_string());
    let settings = desk.settings();
    // A folder that somebody named and that is not there is a stick pulled out or a share that
    // is away: making it anew would put the copies where nobody looks.
    if settings.paper.is_some() && !settings.paper().is_dir() {
        let folder = settings.paper().display().to_string();
        return Err(CallError::new(Code::NotFound, folder));
    }
    let folder = settings.paper().join(FOLDER);
    let unfinished = folder.join(UNFINISHED);
    if unfinished.exists() {
        std::fs::remove_dir_all(&unfinished).map_err(failed)?;
    }
    std::fs::create_dir_all(&unfinished).map_err(failed)?;
    let printed = paper::printed(desk, session, Sheet::PaperSet)?;
    // A copy without its PDFs is better than none; what is missing is said all the same.
    let written = printed.write(&unfinished);
    if let Err(error) = &written
        && error.code != Code::Missing
    {
        return Err(error.clone());
    }
    let copy = folder.join(when::sortable(session.logbook.now().0));
    if copy.exists() {
        std::fs::remove_dir_all(&copy).map_err(failed)?;
    }
    std::fs::rename(&unfinished, &copy).map_err(failed)?;
    prune(&folder).map_err(failed)?;
    written.map(|_| copy)
}

/// Leaves the newest copies.
fn prune(folder: &Path) -> io::Result<()> {
    let mut copies: Vec<PathBuf> = std::fs::read_dir(folder)?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.is_dir() && is_copy(path))
        .collect();
    copies.sort();
    let old = copies.len().saturating_sub(COPIES_MAX);
    copies
        .iter()
        .take(old)
        .try_for_each(std::fs::remove_dir_all)
}

/// Whether a folder has the name of a copy; anything else in there is somebody's and stays.
fn is_copy(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    name.is_some_and(|name| {
        let sign = |c: char| c.is_ascii_digit() || c == '-';
        name.len() > 9 && name.as_bytes()[8] == b'-' && name.chars().all(sign)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_newest_copies_stay_and_nothing_else_is_touched() {
        let folder = tempfile::tempdir().expect("a folder");
        for hour in 0..80 {
            let copy = when::sortable(1_764_200_000_000 + hour * 3_600_000);
            std::fs::create_dir(folder.path().join(copy)).expect("made");
        }
        std::fs::create_dir(folder.path().join("somebody-s")).expect("made");
        prune(folder.path()).expect("pruned");
        let mut left: Vec<String> = std::fs::read_dir(folder.path())
            .expect("read")
            .flatten()
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect();
        left.sort();
        assert_eq!(
            left.len(),
            COPIES_MAX + 1,
            "three days and the other folder"
        );
        assert_eq!(
            left[0],
            when::sortable(1_764_200_000_000 + 8 * 3_600_000),
            "the oldest went"
        );
        assert!(
            left.contains(&"somebody-s".to_owned()),
            "not ours, not touched"
        );
    }
}
