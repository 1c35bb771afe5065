//! A drop folder: other programs put files in, the desk takes them.
//!
//! A file is taken once its size has not changed between two looks, and only after the desk has
//! stored it is it moved to `taken/`, or to `unreadable/` when nothing could be read from it. A
//! crash between the two takes it again, which the desk knows by its identifier. One that cannot be
//! moved is stored and counted once all the same.

mod files;

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use self::files::Stamp;
use crate::health::SharedHealth;
use crate::intake::{self, DOCUMENT_BYTES_MAX, Intake, NotStored, Unreadable};
use crate::ration::Ration;
use crate::reach::Reach;
use crate::told::{self, Hearing, Reading};

/// How often the folder is looked at.
pub const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Files taken in one look; the rest wait for the next.
pub const FILES_PER_LOOK_MAX: usize = 200;
/// Files that are looked at in one look; the others wait, and the feed says so.
pub const WAITING_MAX: usize = 10_000;
/// Files that are too long and stay where they are, each said once; more are said all the time.
const LEFT_MAX: usize = 1_000;

/// What is remembered from look to look.
#[derive(Debug, Default)]
pub struct Seen {
    /// The sizes of the look before.
    sizes: HashMap<PathBuf, u64>,
    /// Files that could not be taken: they go last, so that they stop nothing behind them.
    failed: HashSet<PathBuf>,
    /// Files that are left where they are, told already.
    left: HashSet<PathBuf>,
    /// Files that were stored and could not be put away, each with where it belongs.
    stored: HashMap<PathBuf, (Stamp, Place)>,
    /// What could not be read and is stored.
    ration: Ration,
}

/// Where a file goes that was stored.
#[derive(Debug, Clone, Copy)]
enum Place {
    /// Into the folder of that name in the drop folder.
    Shelf(&'static str),
    /// Nowhere: it may name somebody who tips off.
    Nowhere,
}

/// Why a file waits for the next look.
#[derive(Debug, thiserror::Error)]
enum NotTaken {
    #[error(transparent)]
    NotStored(#[from] NotStored),
    #[error("the file cannot be read or put away: {0}")]
    File(#[from] std::io::Error),
    #[error("as many files that are too long as are remembered")]
    TooMany,
}

impl NotTaken {
    fn code(&self) -> &'static str {
        match self {
            Self::NotStored(_) => "store",
            Self::File(_) => "file",
            Self::TooMany => "too_many_files",
        }
    }
}

/// What lies in a drop folder, and where it goes.
enum Contents {
    /// Alerts.
    Alerts(Arc<Reach>),
    /// What people told other systems.
    Told(Reading, Arc<dyn Hearing>),
}

/// A drop folder and what it serves.
pub struct Folder {
    /// Name of the feed.
    pub name: String,
    /// The folder.
    pub path: PathBuf,
    contents: Contents,
    /// Files that are looked at in one look.
    waiting_max: usize,
    /// What the status bar shows.
    pub health: SharedHealth,
}

impl Folder {
    /// A drop folder as a feed; it is made when it is not there.
    #[must_use]
    pub fn new(name: &str, path: PathBuf, reach: Arc<Reach>) -> Self {
        let health = SharedHealth::new(name, "folder", &path.display().to_string());
        Self {
            name: name.to_owned(),
            path,
            contents: Contents::Alerts(reach),
            waiting_max: WAITING_MAX,
            health,
        }
    }

    /// A drop folder of what people told other systems.
    #[must_use]
    pub fn of_told(name: &str, path: PathBuf, reading: Reading, intake: Arc<dyn Hearing>) -> Self {
        let health = SharedHealth::new(name, "submission_folder", &path.display().to_string());
        Self {
            name: name.to_owned(),
            path,
            contents: Contents::Told(reading, intake),
            waiting_max: WAITING_MAX,
            health,
        }
    }

    /// Takes files until it is stopped.
    pub async fn run(self, intake: Arc<dyn Intake>, stop: CancellationToken) {
        let mut seen = Seen::default();
        loop {
            let folder = &self;
            // Files are read in place: a look is bounded, and the desk's calls block too.
            tokio::task::block_in_place(|| folder.look(&*intake, &mut seen));
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(LOOK_EVERY) => {}
            }
        }
    }

    /// One look: takes what is complete, each file for itself.
    pub fn look(&self, intake: &dyn Intake, seen: &mut Seen) {
        let now = intake.now();
        let waiting = match files::waiting(&self.path, &seen.left, self.waiting_max) {
            Ok(waiting) => waiting,
            Err(error) => {
                self.health.failed(now, &error.kind().to_string());
                return;
            }
        };
        let mut complete: Vec<_> = waiting
            .files
            .iter()
            .filter(|(path, size)| seen.sizes.get(path.as_path()) == Some(size))
            .map(|(path, _)| path.clone())
            .filter(|path| !self.is_left(path, seen))
            .collect();
        complete.sort_by_key(|path| seen.failed.contains(path));
        complete.truncate(FILES_PER_LOOK_MAX);
        seen.sizes = waiting.files.into_iter().collect();
        seen.failed.retain(|path| seen.sizes.contains_key(path));
        seen.left.retain(|path| seen.sizes.contains_key(path));
        seen.stored.retain(|path, _| seen.sizes.contains_key(path));
        self.health.tried(now);
        if waiting.more {
            self.health.failed(now, NotTaken::TooMany.code());
        }
        for path in complete {
            if let Err(error) = self.take(intake, &path, seen) {
                tracing::warn!(feed = %self.name, %error, "file stays for the next look");
                self.health.failed(now, error.code());
                seen.failed.insert(path);
            } else {
                seen.sizes.remove(&path);
                seen.failed.remove(&path);
            }
        }
    }

    /// Whether a file was left where it is, and is too long still.
    fn is_left(&self, path: &Path, seen: &Seen) -> bool {
        let size = seen.sizes.get(path).copied().unwrap_or_default();
        seen.left.contains(path) && size > self.bytes_max()
    }

    /// Bytes of a file that are read at all.
    fn bytes_max(&self) -> u64 {
        let most = match self.contents {
            Contents::Alerts(_) => DOCUMENT_BYTES_MAX,
            Contents::Told(..) => protocols::submission::DOCUMENT_BYTES_MAX,
        };
        most as u64
    }

    /// Stores what a file holds and puts it away.
    fn take(&self, intake: &dyn Intake, path: &Path, seen: &mut Seen) -> Result<(), NotTaken> {
        let now = intake.now();
        let stamp = Stamp::at(path)?;
        let stored = seen.stored.get(path).copied();
        let place = match stored.filter(|(before, _)| *before == stamp) {
            Some((_, place)) => place,
            None if stamp.bytes > self.bytes_max() => match &self.contents {
                Contents::Alerts(_) => self.refuse(intake, stamp.bytes, "", seen)?,
                Contents::Told(..) => return self.leave(intake, path, stamp.bytes, seen),
            },
            None => {
                let bytes = files::read(path, &stamp)?;
                match &self.contents {
                    Contents::Alerts(reach) => {
                        let reading = intake::read(&self.name, &bytes, reach, now);
                        self.store(intake, reading, seen)?
                    }
                    Contents::Told(reading, told) => {
                        self.store_told(&**told, &bytes, reading, seen)?
                    }
                }
            }
        };
        seen.stored.insert(path.to_owned(), (stamp, place));
        match place {
            Place::Nowhere => files::remove(path, &stamp)?,
            Place::Shelf(name) => files::put_away(path, &stamp, &self.path.join(name), now)?,
        }
        seen.stored.remove(path);
        Ok(())
    }

    /// Stores what was read, and counts it when all of it is stored.
    fn store(
        &self,
        intake: &dyn Intake,
        reading: intake::Reading,
        seen: &mut Seen,
    ) -> Result<Place, NotStored> {
        let (messages, wrong) = (reading.drafts.len(), reading.unreadable);
        if messages > 0 {
            intake.observe(reading.drafts)?;
        }
        let ration = &mut seen.ration;
        ration.keep_all(&wrong, |one| intake.keep_unreadable(one))?;
        wrong.iter().for_each(|one| self.health.unreadable(one));
        self.health.brought(intake.now(), messages, wrong.len());
        Ok(shelf(messages))
    }

    /// Says that a file is too long.
    fn refuse(
        &self,
        intake: &dyn Intake,
        bytes: u64,
        words: &str,
        seen: &mut Seen,
    ) -> Result<Place, NotStored> {
        let unreadable = Unreadable {
            feed: self.name.clone(),
            at: intake.now(),
            kind: "too_large".to_owned(),
            message: format!("{bytes} bytes, more than {}{words}", self.bytes_max()),
            raw: Vec::new(),
            cut: false,
        };
        let reading = intake::Reading {
            unreadable: vec![unreadable],
            ..Default::default()
        };
        self.store(intake, reading, seen)
    }

    /// Leaves a file of what people told where it is, as it is too long. It may name somebody who
    /// tips off: so it is said once, and put nowhere else.
    fn leave(
        &self,
        intake: &dyn Intake,
        path: &Path,
        bytes: u64,
        seen: &mut Seen,
    ) -> Result<(), NotTaken> {
        if seen.left.len() >= LEFT_MAX {
            return Err(NotTaken::TooMany);
        }
        self.refuse(intake, bytes, ": the file stays where it is", seen)?;
        seen.left.insert(path.to_owned());
        Ok(())
    }

    /// Takes a file of what people told.
    fn store_told(
        &self,
        intake: &dyn Hearing,
        bytes: &[u8],
        reading: &Reading,
        seen: &mut Seen,
    ) -> Result<Place, NotStored> {
        let now = intake.now();
        let document = told::read(&self.name, bytes, reading, now);
        let private = document.private;
        let ration = &mut seen.ration;
        let (heard, wrong) = told::hand_over(intake, &self.health, ration, &self.name, document)?;
        let messages = heard.stored + heard.unchanged;
        self.health.brought(now, messages, wrong + heard.refused);
        Ok(if private {
            Place::Nowhere
        } else {
            shelf(messages)
        })
    }
}

/// Where a file goes of which so many messages were taken.
const fn shelf(messages: usize) -> Place {
    Place::Shelf(if messages > 0 { "taken" } else { "unreadable" })
}

#[cfg(test)]
mod tests;
