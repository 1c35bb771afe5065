//! A drop folder with good programs, and with whoever may write there.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use emergency::decide::Draft;
use emergency::fact::Fact;
use emergency::time::UtcMs;

use super::*;

#[derive(Default)]
struct Shelf {
    drafts: Mutex<Vec<Draft>>,
    unreadable: Mutex<Vec<Unreadable>>,
    full: bool,
    /// It stores nothing that could not be read.
    picky: AtomicBool,
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
        if self.picky.load(Ordering::Relaxed) {
            let reason = "disk full".to_owned();
            return Err(NotStored { reason });
        }
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

#[test]
fn rubbish_that_could_not_be_stored_is_counted_once_when_it_is() {
    let dir = tempfile::tempdir().expect("a folder");
    std::fs::write(dir.path().join("b.xml"), b"no warning").expect("written");
    let (feed, shelf, mut seen) = (folder(dir.path()), Shelf::default(), Seen::default());
    shelf.picky.store(true, Ordering::Relaxed);
    for _ in 0..4 {
        feed.look(&shelf, &mut seen);
    }
    let health = feed.health.get();
    let counted = (health.defects, health.defect_kinds.len());
    assert_eq!(counted, (0, 0), "nothing is stored");
    shelf.picky.store(false, Ordering::Relaxed);
    feed.look(&shelf, &mut seen);
    let health = feed.health.get();
    let kinds: u64 = health.defect_kinds.values().map(|kind| kind.count).sum();
    assert_eq!(
        (health.defects, kinds),
        (1, 1),
        "once, as it is stored once"
    );
}

#[test]
fn files_of_one_name_are_all_kept() {
    let dir = tempfile::tempdir().expect("a folder");
    let (feed, shelf, mut seen) = (folder(dir.path()), Shelf::default(), Seen::default());
    for number in 0..5 {
        let text = CAP.replace("E-1", &format!("E-{number}"));
        std::fs::write(dir.path().join("a.xml"), text).expect("written");
        feed.look(&shelf, &mut seen);
        feed.look(&shelf, &mut seen);
    }
    let kept = std::fs::read_dir(dir.path().join("taken")).expect("a folder");
    assert_eq!(kept.count(), 5, "none overwrites another");
    let long = "字".repeat(80) + ".xml";
    for _ in 0..2 {
        std::fs::write(dir.path().join(&long), CAP).expect("written");
        feed.look(&shelf, &mut seen);
        feed.look(&shelf, &mut seen);
    }
    let kept = std::fs::read_dir(dir.path().join("taken")).expect("a folder");
    assert_eq!(kept.count(), 7, "nor is a long name too long for a second");
}

#[cfg(unix)]
#[test]
fn links_lead_the_desk_nowhere() {
    use std::os::unix::fs::symlink;
    let dir = tempfile::tempdir().expect("a folder");
    let own = tempfile::tempdir().expect("the desk's own");
    std::fs::write(own.path().join("secret.xml"), CAP).expect("written");
    let link = dir.path().join("link.xml");
    symlink(own.path().join("secret.xml"), link).expect("a link");
    symlink(own.path(), dir.path().join("taken")).expect("a link");
    std::fs::write(dir.path().join("a.xml"), CAP).expect("written");
    let (feed, shelf, mut seen) = (folder(dir.path()), Shelf::default(), Seen::default());
    for _ in 0..5 {
        feed.look(&shelf, &mut seen);
    }
    let own_files = std::fs::read_dir(own.path()).expect("a folder").count();
    assert_eq!(own_files, 1, "nothing is written where a link leads");
    assert_eq!(feed.health.get().why, "file", "and the feed says so");
    let drafts = shelf.drafts.lock().expect("lock").len();
    assert_eq!(
        drafts, 1,
        "the file itself is stored, and not again each look"
    );
    std::fs::remove_file(dir.path().join("taken")).expect("removed");
    feed.look(&shelf, &mut seen);
    assert!(dir.path().join("taken/a.xml").exists(), "it is put away");
    let health = feed.health.get();
    assert_eq!((health.messages, health.up), (1, true), "counted once");
}

#[test]
fn a_file_that_was_swapped_since_it_was_read_is_not_put_away_unread() {
    let dir = tempfile::tempdir().expect("a folder");
    let (file, new) = (dir.path().join("a.xml"), dir.path().join("new"));
    std::fs::write(&file, "演练 old").expect("written");
    let stamp = Stamp::at(&file).expect("a file");
    let bytes = files::read(&file, &stamp).expect("it is read");
    assert_eq!(bytes, "演练 old".as_bytes(), "as it is");
    std::fs::write(&new, "演练 new").expect("written");
    std::fs::rename(&new, &file).expect("swapped");
    let shelf = dir.path().join("taken");
    let away = files::put_away(&file, &stamp, &shelf, UtcMs(1));
    assert!(away.is_err(), "nobody has read what is there now");
    assert!(
        files::remove(&file, &stamp).is_err(),
        "so it is not removed"
    );
    assert!(
        files::read(&file, &stamp).is_err(),
        "nor taken for the other"
    );
    let there = std::fs::read_to_string(&file).expect("it is there");
    assert_eq!(there, "演练 new", "it waits for the next look");
}

#[test]
fn of_any_number_of_files_so_many_are_looked_at_and_the_feed_says_so() {
    let dir = tempfile::tempdir().expect("a folder");
    let most = FILES_PER_LOOK_MAX + 20;
    for number in 0..=most {
        std::fs::write(dir.path().join(format!("{number}.xml")), "").expect("written");
    }
    let (mut feed, shelf, mut seen) = (folder(dir.path()), Shelf::default(), Seen::default());
    feed.waiting_max = most;
    feed.look(&shelf, &mut seen);
    assert_eq!(seen.sizes.len(), most, "no more is remembered");
    assert_eq!(feed.health.get().why, "too_many_files", "it is said");
    for _ in 0..3 {
        feed.look(&shelf, &mut seen);
    }
    let gone = std::fs::read_dir(dir.path().join("unreadable")).expect("a folder");
    assert_eq!(gone.count(), most + 1, "and they are worked off");
    assert!(feed.health.get().up, "until all are looked at");
}
