//! A drop folder: other programs put files in, the desk takes them.
//!
//! A file is taken once its size has not changed between two looks, and only after the desk has
//! stored it is it moved to `taken/`, or to `unreadable/` when nothing could be read from it. A
//! crash between the two takes it again, which the desk knows by its identifier.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::health::SharedHealth;
use crate::intake::{self, DOCUMENT_BYTES_MAX, Intake, Unreadable};
use crate::ration::Ration;
use crate::reach::Reach;
use crate::told::{self, Hearing, Reading};

/// How often the folder is looked at.
pub const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Files taken in one look; the rest wait for the next.
pub const FILES_PER_LOOK_MAX: usize = 200;
/// Endings that are never taken: files that are still being written.
const UNFINISHED: [&str; 3] = ["part", "tmp", "partial"];

/// What is remembered from look to look.
#[derive(Debug, Default)]
pub struct Seen {
    /// The sizes of the look before.
    sizes: HashMap<PathBuf, u64>,
    /// Files that could not be taken: they go last, so that they stop nothing behind them.
    failed: HashSet<PathBuf>,
    /// Files that are left where they are, told already.
    left: HashSet<PathBuf>,
    /// What could not be read and is stored.
    ration: Ration,
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
        let waiting = match self.waiting() {
            Ok(waiting) => waiting,
            Err(error) => {
                self.health.failed(now, &error.kind().to_string());
                return;
            }
        };
        let mut complete: Vec<_> = waiting
            .iter()
            .filter(|(path, size)| seen.sizes.get(path.as_path()) == Some(size))
            .map(|(path, _)| path.clone())
            .collect();
        complete.sort_by_key(|path| seen.failed.contains(path));
        complete.truncate(FILES_PER_LOOK_MAX);
        seen.sizes = waiting.into_iter().collect();
        seen.failed.retain(|path| seen.sizes.contains_key(path));
        seen.left.retain(|path| seen.sizes.contains_key(path));
        self.health.tried(now);
        for path in complete {
            if self.is_left_where_it_is(intake, &path, seen) {
                continue;
            }
            if let Err(reason) = self.take(intake, &path, seen) {
                tracing::warn!(feed = %self.name, %reason, "file stays for the next look");
                self.health.failed(now, "store");
                seen.failed.insert(path);
            } else {
                seen.sizes.remove(&path);
                seen.failed.remove(&path);
            }
        }
    }

    fn waiting(&self) -> std::io::Result<Vec<(PathBuf, u64)>> {
        std::fs::create_dir_all(&self.path)?;
        let mut files = Vec::new();
        for entry in std::fs::read_dir(&self.path)? {
            let entry = entry?;
            let path = entry.path();
            let hidden = entry.file_name().to_string_lossy().starts_with('.');
            let ending = path
                .extension()
                .and_then(|e| e.to_str())
                .unwrap_or_default();
            let metadata = entry.metadata()?;
            if metadata.is_file() && !hidden && !UNFINISHED.contains(&ending) {
                files.push((path, metadata.len()));
            }
        }
        files.sort();
        Ok(files)
    }

    fn take(&self, intake: &dyn Intake, path: &Path, seen: &mut Seen) -> Result<(), String> {
        let now = intake.now();
        let size = std::fs::metadata(path).map_err(|e| e.to_string())?.len();
        let reading = if size > DOCUMENT_BYTES_MAX as u64 {
            let unreadable = Unreadable {
                feed: self.name.clone(),
                at: now,
                kind: "too_large".to_owned(),
                message: format!("{size} bytes, more than {DOCUMENT_BYTES_MAX}"),
                raw: Vec::new(),
                cut: false,
            };
            intake::Reading {
                unreadable: vec![unreadable],
                ..Default::default()
            }
        } else {
            let bytes = std::fs::read(path).map_err(|e| e.to_string())?;
            match &self.contents {
                Contents::Alerts(reach) => intake::read(&self.name, &bytes, reach, now),
                Contents::Told(reading, told) => {
                    return self.take_told(path, &bytes, reading, &**told);
                }
            }
        };
        let (messages, defects) = (reading.drafts.len(), reading.unreadable.len());
        if messages > 0 {
            intake.observe(reading.drafts).map_err(|e| e.to_string())?;
        }
        for unreadable in reading.unreadable {
            self.health.unreadable(&unreadable);
            let kept = seen.ration.keep(intake, unreadable);
            kept.map_err(|e| e.to_string())?;
        }
        self.health.brought(now, messages, defects);
        let shelf = if messages > 0 { "taken" } else { "unreadable" };
        put_away(path, &self.path.join(shelf)).map_err(|e| e.to_string())
    }
}

impl Folder {
    /// Whether a file of what people told is too long to be read. It may name somebody who tips
    /// off: so it is said once, and neither taken nor put anywhere else.
    fn is_left_where_it_is(&self, intake: &dyn Intake, path: &Path, seen: &mut Seen) -> bool {
        let size = std::fs::metadata(path).map_or(0, |file| file.len());
        let most = protocols::submission::DOCUMENT_BYTES_MAX as u64;
        if !matches!(self.contents, Contents::Told(..)) || size <= most {
            return false;
        }
        if seen.left.contains(path) {
            return true;
        }
        let unreadable = Unreadable {
            feed: self.name.clone(),
            at: intake.now(),
            kind: "too_large".to_owned(),
            message: format!("{size} bytes, more than {most}: the file stays where it is"),
            raw: Vec::new(),
            cut: false,
        };
        let counted = unreadable.clone();
        if intake.keep_unreadable(unreadable).is_ok() {
            self.health.unreadable(&counted);
            self.health.brought(counted.at, 0, 1);
            seen.left.insert(path.to_owned());
        }
        true
    }

    /// Takes a file of what people told. One that may name somebody who tips off does not stay.
    fn take_told(
        &self,
        path: &Path,
        bytes: &[u8],
        reading: &Reading,
        intake: &dyn Hearing,
    ) -> Result<(), String> {
        let now = intake.now();
        let document = told::read(&self.name, bytes, reading, now);
        let private = document.private;
        let handed = told::hand_over(intake, &self.health, &self.name, document);
        let (heard, wrong) = handed.map_err(|error| error.to_string())?;
        let messages = heard.stored + heard.unchanged;
        self.health.brought(now, messages, wrong + heard.refused);
        if private {
            return std::fs::remove_file(path).map_err(|error| error.to_string());
        }
        let shelf = if messages > 0 { "taken" } else { "unreadable" };
        put_away(path, &self.path.join(shelf)).map_err(|error| error.to_string())
    }
}

/// Moves a file into a folder; one of the same name there is never overwritten.
fn put_away(path: &Path, shelf: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(shelf)?;
    let name = path
        .file_name()
        .map(|n| n.to_string_lossy().into_owned())
        .unwrap_or_default();
    let mut target = shelf.join(&name);
    let mut number = 1_u32;
    while target.exists() {
        number += 1;
        target = shelf.join(format!("{number}-{name}"));
    }
    std::fs::rename(path, target)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    use emergency::decide::Draft;
    use emergency::fact::Fact;
    use emergency::time::UtcMs;

    use crate::intake::NotStored;

    #[derive(Default)]
    struct Shelf {
        drafts: Mutex<Vec<Draft>>,
        unreadable: Mutex<Vec<Unreadable>>,
        full: bool,
        /// It refuses a message that is called so; nothing where that is empty.
        refuses: &'static str,
    }

    impl Intake for Shelf {
        fn observe(&self, drafts: Vec<Draft>) -> Result<(), NotStored> {
            let refused = |draft: &Draft| match &draft.fact {
                Fact::AlertReceived(one) => one.notice.identifier.starts_with(self.refuses),
                _ => false,
            };
            if self.full || !self.refuses.is_empty() && drafts.iter().any(refused) {
                return Err(NotStored {
                    reason: "disk full".into(),
                });
            }
            self.drafts.lock().expect("not poisoned").extend(drafts);
            Ok(())
        }
        fn keep_unreadable(&self, unreadable: Unreadable) -> Result<(), NotStored> {
            self.unreadable
                .lock()
                .expect("not poisoned")
                .push(unreadable);
            Ok(())
        }
        fn now(&self) -> UtcMs {
            UtcMs(1_000)
        }
    }

    const CAP: &str = r#"<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
        <identifier>E-1</identifier><sender>exercise@example.invalid</sender>
        <sent>2026-01-01T00:00:00+08:00</sent><status>Actual</status><msgType>Alert</msgType>
        <scope>Public</scope><info><language>zh-CN</language><category>Met</category>
        <event>演练 暴雨</event><urgency>Immediate</urgency><severity>Severe</severity>
        <certainty>Observed</certainty></info></alert>"#;

    fn folder(path: &Path) -> Folder {
        Folder::new("投递", path.to_path_buf(), Arc::new(Reach::new(&[], &[])))
    }

    #[test]
    fn a_file_is_taken_once_it_has_stopped_growing_and_moved_only_when_stored() {
        let dir = tempfile::tempdir().expect("a folder");
        let file = dir.path().join("a.xml");
        std::fs::write(&file, CAP).expect("written");
        let (feed, shelf, mut seen) = (folder(dir.path()), Shelf::default(), Seen::default());
        feed.look(&shelf, &mut seen);
        assert!(
            shelf.drafts.lock().expect("lock").is_empty(),
            "the first look only measures"
        );
        feed.look(&shelf, &mut seen);
        assert_eq!(
            shelf.drafts.lock().expect("lock").len(),
            1,
            "one message, one fact"
        );
        assert!(
            dir.path().join("taken/a.xml").exists(),
            "it is put away after it was stored"
        );
    }

    #[test]
    fn a_file_stays_when_the_store_is_full() {
        let dir = tempfile::tempdir().expect("a folder");
        let file = dir.path().join("a.xml");
        std::fs::write(&file, CAP).expect("written");
        let shelf = Shelf {
            full: true,
            ..Shelf::default()
        };
        let (feed, mut seen) = (folder(dir.path()), Seen::default());
        feed.look(&shelf, &mut seen);
        feed.look(&shelf, &mut seen);
        assert!(file.exists(), "what was not stored is not moved");
        assert!(!feed.health.get().up, "and the feed says so");
    }

    #[test]
    fn a_file_that_cannot_be_taken_stops_none_behind_it() {
        let dir = tempfile::tempdir().expect("a folder");
        for number in 0..=FILES_PER_LOOK_MAX {
            let text = CAP.replace("E-1", &format!("BAD-{number:03}"));
            std::fs::write(dir.path().join(format!("a{number:03}.xml")), text).expect("written");
        }
        std::fs::write(dir.path().join("z.xml"), CAP).expect("written");
        let shelf = Shelf {
            refuses: "BAD",
            ..Shelf::default()
        };
        let (feed, mut seen) = (folder(dir.path()), Seen::default());
        for _ in 0..3 {
            feed.look(&shelf, &mut seen);
        }
        assert!(dir.path().join("taken/z.xml").exists(), "it is taken");
        assert!(dir.path().join("a000.xml").exists(), "the others stay");
        assert!(!feed.health.get().up, "and the feed says so");
    }

    /// Takes nothing that people told.
    struct Deaf(Shelf);

    impl Intake for Deaf {
        fn observe(&self, drafts: Vec<Draft>) -> Result<(), NotStored> {
            self.0.observe(drafts)
        }
        fn keep_unreadable(&self, unreadable: Unreadable) -> Result<(), NotStored> {
            self.0.keep_unreadable(unreadable)
        }
        fn now(&self) -> UtcMs {
            self.0.now()
        }
    }

    impl Hearing for Deaf {
        fn hear(
            &self,
            _: &str,
            _: Vec<protocols::submission::Told>,
        ) -> Result<crate::told::Heard, NotStored> {
            Err(NotStored {
                reason: "asked for something".to_owned(),
            })
        }
        fn keep_private(&self, unreadable: Unreadable) -> Result<(), NotStored> {
            self.0.keep_unreadable(unreadable)
        }
    }

    #[test]
    fn a_file_of_tip_offs_that_is_too_long_is_said_once_and_copied_nowhere() {
        let dir = tempfile::tempdir().expect("a folder");
        let file = dir.path().join("tips.csv");
        let most = protocols::submission::DOCUMENT_BYTES_MAX;
        std::fs::write(&file, vec![b'a'; most + 1]).expect("written");
        let shelf = Arc::new(Deaf(Shelf::default()));
        let told: Arc<dyn Hearing> = shelf.clone();
        let feed = Folder::of_told("演练", dir.path().to_path_buf(), Reading::default(), told);
        let mut seen = Seen::default();
        for _ in 0..4 {
            feed.look(&*shelf, &mut seen);
        }
        assert!(file.exists(), "it stays where it was brought");
        let names = std::fs::read_dir(dir.path()).expect("a folder").count();
        assert_eq!(names, 1, "and stands nowhere else");
        let unreadable = shelf.0.unreadable.lock().expect("lock");
        assert_eq!(unreadable.len(), 1, "said once");
        assert!(unreadable[0].raw.is_empty(), "without its bytes");
        let health = feed.health.get();
        let counted = (health.defects, health.defect_kinds["too_large"].count);
        assert_eq!(counted, (1, 1), "and counted once");
    }

    #[test]
    fn rubbish_is_kept_with_its_bytes_and_moved_out_of_the_way() {
        let dir = tempfile::tempdir().expect("a folder");
        std::fs::write(dir.path().join("b.xml"), b"\xff\xfenot xml at all").expect("written");
        let (feed, shelf, mut seen) = (folder(dir.path()), Shelf::default(), Seen::default());
        feed.look(&shelf, &mut seen);
        feed.look(&shelf, &mut seen);
        let kept = shelf.unreadable.lock().expect("lock");
        assert_eq!(kept.len(), 1, "one defect row for one file");
        assert_eq!(
            kept[0].raw, b"\xff\xfenot xml at all",
            "with the bytes as they came"
        );
        assert!(
            dir.path().join("unreadable/b.xml").exists(),
            "and it is not tried again"
        );
    }

    #[test]
    fn the_same_rubbish_again_is_counted_by_kind_and_not_stored_again() {
        let dir = tempfile::tempdir().expect("a folder");
        for number in 0..FILES_PER_LOOK_MAX {
            let name = dir.path().join(format!("{number}.xml"));
            std::fs::write(name, "<!DOCTYPE html>").expect("written");
        }
        let (feed, shelf, mut seen) = (folder(dir.path()), Shelf::default(), Seen::default());
        feed.look(&shelf, &mut seen);
        feed.look(&shelf, &mut seen);
        assert_eq!(shelf.unreadable.lock().expect("lock").len(), 1, "once");
        let kinds = feed.health.get().defect_kinds;
        let refused = &kinds["dtd_refused"];
        assert_eq!(refused.count, FILES_PER_LOOK_MAX as u64, "all are counted");
        assert_eq!(refused.newest, hex::encode("<!DOCTYPE html>"), "with bytes");
        let gone = std::fs::read_dir(dir.path().join("unreadable")).expect("a folder");
        assert_eq!(gone.count(), FILES_PER_LOOK_MAX, "and none is lost");
    }
}
