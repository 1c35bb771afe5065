//! Roads that were taken in, kept beside the logbook: their files as they came, and a record of
//! which of them are in force. The record is replaced whole, so that a stop in the middle of it
//! leaves what was in force before.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use contract::rows::RoadsKept;
use serde::{Deserialize, Serialize};

/// The folder in the data folder.
const FOLDER: &str = "roads";
/// The record.
const RECORD: &str = "in-force.json";
/// Where files arrive, with the number of the import.
const INCOMING: &str = "incoming";

/// Roads in the store.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Stored {
    /// The name of their folder.
    pub(crate) folder: String,
    /// What is said of them.
    pub(crate) kept: RoadsKept,
}

/// Which roads are in force.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Record {
    /// Those that were taken in; none means those of the settings, made ones or none.
    pub(crate) current: Option<Stored>,
    /// Those before.
    pub(crate) former: Option<Stored>,
    /// True when there is something to go back to.
    pub(crate) can_go_back: bool,
    /// True while closures that name roads by number still have the numbers of those before.
    pub(crate) numbers_of_former: bool,
}

/// Replaces a file of that folder whole: it has its name once its bytes are on the disk, and a stop
/// before that leaves the one that was there.
pub(crate) fn replace(folder: &Path, name: &str, bytes: &[u8]) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let unfinished = folder.join(format!("{name}.new"));
    let mut file = std::fs::File::create(&unfinished)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    drop(file);
    std::fs::rename(&unfinished, folder.join(name))?;
    sync(folder);
    Ok(())
}

/// A name that was given is on the disk. Where a folder cannot be opened, the system writes names
/// in its own time, and a power cut may leave what was there before.
fn sync(folder: &Path) {
    if let Ok(folder) = std::fs::File::open(folder) {
        let _unsupported = folder.sync_all();
    }
}

/// The folder of a record of roads.
#[derive(Debug, Clone)]
pub(crate) struct Store {
    folder: PathBuf,
}

impl Store {
    /// The store of a data folder.
    pub(crate) fn of(data: &Path) -> Self {
        Self {
            folder: data.join(FOLDER),
        }
    }

    /// What is in force. A record that cannot be read counts as none and is said.
    pub(crate) fn record(&self) -> Record {
        let path = self.folder.join(RECORD);
        match std::fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes).unwrap_or_else(|error| {
                tracing::error!(path = %path.display(), %error, "the record of roads is damaged");
                Record::default()
            }),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Record::default(),
            Err(error) => {
                tracing::error!(path = %path.display(), %error, "the record of roads is not read");
                Record::default()
            }
        }
    }

    /// Replaces the record: the moment at which other roads are in force for the next start.
    pub(crate) fn write(&self, record: &Record) -> std::io::Result<()> {
        replace(&self.folder, RECORD, &serde_json::to_vec_pretty(record)?)
    }

    /// A folder for the files of one import, empty. Those of the imports before go: one that is
    /// still being read ends without them.
    pub(crate) fn arriving(&self, number: u64) -> std::io::Result<PathBuf> {
        std::fs::create_dir_all(&self.folder)?;
        for entry in std::fs::read_dir(&self.folder)?.flatten() {
            if entry.file_name().to_string_lossy().starts_with(INCOMING)
                && let Err(error) = std::fs::remove_dir_all(entry.path())
            {
                tracing::warn!(%error, "files of an import before stay on the disk");
            }
        }
        let folder = self.folder.join(format!("{INCOMING}-{number}"));
        std::fs::create_dir_all(&folder)?;
        Ok(folder)
    }

    /// Where stored roads lie.
    pub(crate) fn folder_of(&self, stored: &Stored) -> PathBuf {
        self.folder.join(&stored.folder)
    }

    /// Gives what arrived a name of its own. Its bytes are on the disk before it has one.
    pub(crate) fn keep(&self, arrived: &Path, name: &str) -> std::io::Result<()> {
        for entry in std::fs::read_dir(arrived)? {
            std::fs::File::open(entry?.path())?.sync_all()?;
        }
        std::fs::rename(arrived, self.folder.join(name))?;
        sync(&self.folder);
        Ok(())
    }

    /// Takes away what nothing names any more: a stop in the middle leaves such a folder.
    pub(crate) fn tidy(&self, record: &Record) {
        let Ok(entries) = std::fs::read_dir(&self.folder) else {
            return;
        };
        let named = [&record.current, &record.former];
        let is_named = |path: &Path| {
            let mut stored = named.iter().filter_map(|one| one.as_ref());
            stored.any(|stored| path.ends_with(&stored.folder))
        };
        let folders = entries.flatten().map(|entry| entry.path());
        for path in folders.filter(|path| path.is_dir() && !is_named(path)) {
            if let Err(error) = std::fs::remove_dir_all(&path) {
                tracing::warn!(path = %path.display(), %error, "old roads stay on the disk");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stored(folder: &str) -> Option<Stored> {
        Some(Stored {
            folder: folder.to_owned(),
            kept: RoadsKept::default(),
        })
    }

    #[test]
    fn a_record_is_read_back_and_what_it_names_stays() {
        let data = tempfile::tempdir().expect("a folder");
        let store = Store::of(data.path());
        assert_eq!(store.record(), Record::default(), "nothing at first");
        for (number, name) in (1..).zip(["a", "b", "c"]) {
            let arrived = store.arriving(number).expect("a place for files");
            std::fs::write(arrived.join("nodes.csv"), name).expect("written");
            store.keep(&arrived, name).expect("kept");
        }
        let record = Record {
            current: stored("c"),
            former: stored("b"),
            can_go_back: true,
            numbers_of_former: false,
        };
        store.write(&record).expect("written");
        let half = store.arriving(4).expect("half an import");
        store.tidy(&record);
        assert_eq!(store.record(), record, "what is written is what is read");
        let there = |name: &str| data.path().join(FOLDER).join(name).exists();
        assert!(
            there("c") && there("b"),
            "what is in force, and what was before"
        );
        assert!(!there("a") && !half.exists(), "nothing else");
    }

    #[test]
    fn a_damaged_record_leaves_the_desk_with_its_own_roads() {
        let data = tempfile::tempdir().expect("a folder");
        let store = Store::of(data.path());
        store.write(&Record::default()).expect("written");
        std::fs::write(data.path().join(FOLDER).join(RECORD), "{").expect("written");
        assert_eq!(store.record(), Record::default(), "it counts as none");
    }
}
