//! Damage, copies, exports: nothing of the desk's own is lost on the way.

use std::collections::HashMap;
use std::fs;
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use ed25519_dalek::SigningKey;
use emergency::entity::{EntityKind, EntityRef};
use emergency::event::Verdict;

use crate::sample::{Sequencer, TestDesk, note, notice, received, who};
use crate::{
    Ahead, ExportError, Finding, Logbook, MANIFEST_FILE, Number, OpenError, backup, copies, export,
    read_side_file, restore_backup, restore_export, salvage, sqlite, succeed, verify,
};

/// A desk with a past: some events in the ordered log, some that wait.
pub(super) fn past(desk: &TestDesk) -> Sequencer {
    let mut platform = Sequencer::new();
    let incident = desk.open_incident("演练");
    let facts = (0..60).map(|n| received(notice(n))).collect();
    desk.log().observe(facts, &who()).expect("is written");
    for event in desk.waiting() {
        platform.take(event, Verdict::Ok);
    }
    desk.log()
        .apply_entries(platform.after(0))
        .expect("applies");
    for text in ["一", "二", "三"] {
        desk.log()
            .command(note(&incident, text), who())
            .expect("is noted");
    }
    platform
}

/// Turns one bit of a file over.
fn flip(path: &Path, bit: u64) {
    let mut file = fs::File::options()
        .read(true)
        .write(true)
        .open(path)
        .expect("opens");
    let mut byte = [0];
    file.seek(SeekFrom::Start(bit / 8)).expect("is in the file");
    file.read_exact(&mut byte).expect("reads");
    byte[0] ^= 1 << (bit % 8);
    file.seek(SeekFrom::Start(bit / 8)).expect("is in the file");
    file.write_all(&byte).expect("writes");
}

/// Turns one bit over wherever a text stands in a file: rows that moved leave dead copies.
pub(super) fn spoil(path: &Path, text: &str) {
    let bytes = fs::read(path).expect("reads");
    let places = bytes
        .windows(text.len())
        .enumerate()
        .filter(|(_, window)| *window == text.as_bytes())
        .map(|(place, _)| place as u64 * 8);
    for bit in places {
        flip(path, bit);
    }
}

#[test]
fn a_changed_byte_of_an_event_is_found_at_the_start_and_by_the_whole_check() {
    let mut desk = TestDesk::new(1);
    past(&desk);
    desk.log = None;
    spoil(&desk.path(), "演练：预计");
    let report = verify(&desk.path()).expect("can be read");
    assert!(
        report
            .findings
            .iter()
            .any(|finding| matches!(finding, Finding::Row { .. })),
        "{:?}",
        report.findings
    );
    match Logbook::open(&desk.path(), &desk.options) {
        Err(OpenError::Damaged { findings, .. }) => {
            assert!(matches!(findings[0], Finding::Row { .. }), "{findings:?}");
        }
        other => panic!("a damaged log is not opened: {:?}", other.map(|(_, o)| o)),
    }
}

#[test]
fn random_bit_flips_are_found_far_more_often_than_by_sqlite_alone() {
    let mut desk = TestDesk::new(1);
    past(&desk);
    desk.log = None;
    let size = fs::metadata(desk.path()).expect("is there").len();
    let (mut by_chain, mut by_sqlite) = (0, 0);
    let copy = desk.folder.path().join("copy.db");
    for turn in 1..=60_u64 {
        fs::copy(desk.path(), &copy).expect("copies");
        // Spread over the whole file by the golden ratio, the same at every run.
        flip(&copy, turn.wrapping_mul(0x9e37_79b9_7f4a_7c15) % (size * 8));
        let whole = verify(&copy).is_ok_and(|report| report.is_whole());
        by_chain += usize::from(!whole);
        let pages = sqlite::open_reader(&copy).is_ok_and(|conn| {
            conn.query_row("PRAGMA quick_check", [], |row| row.get::<_, String>(0))
                .is_ok_and(|message| message == "ok")
        });
        by_sqlite += usize::from(!pages);
        for ending in ["-wal", "-shm"] {
            drop(fs::remove_file(crate::space::beside(&copy, ending)));
        }
    }
    // The rest hit free bytes, indexes and what is made anew.
    assert!(by_chain >= 30, "found {by_chain} of 60");
    assert!(by_chain > 2 * by_sqlite, "{by_chain} against {by_sqlite}");
}

#[test]
fn salvage_keeps_what_nobody_else_has_and_the_link_brings_the_rest() {
    let mut desk = TestDesk::new(1);
    let platform = past(&desk);
    let waiting = desk.waiting();
    desk.log()
        .save_draft("report".to_owned(), "写到一半".to_owned())
        .expect("is saved");
    desk.log = None;
    spoil(&desk.path(), "演练：预计");
    assert!(
        Logbook::open(&desk.path(), &desk.options).is_err(),
        "is damaged"
    );
    let saved = salvage(&desk.path(), &desk.options, &mut |_| ()).expect("a way out");
    assert_eq!((saved.saved, saved.lost.len()), (3, 0), "all that waited");
    assert!(saved.kept_as.exists(), "the damaged file is kept");
    assert_eq!(
        read_side_file(&saved.side_file).expect("reads"),
        waiting,
        "own words are on disk a second time"
    );
    desk.open();
    assert_eq!(desk.waiting(), waiting, "they wait as they did");
    let standing = desk.log().identity().expect("reads");
    assert!(
        standing.authority_suspended,
        "not on its own before it has caught up"
    );
    let draft = desk.log().draft("report").expect("reads");
    assert_eq!(draft.as_deref(), Some("写到一半"), "drafts too");
    let applied = desk
        .log()
        .apply_entries(platform.after(0))
        .expect("refetches");
    assert_eq!(applied.applied, platform.entries.len(), "all of it");
    desk.assert_whole();
    let mut platform = platform;
    for event in desk.waiting() {
        platform.take(event, Verdict::Ok);
    }
    let rest = platform.after(applied.cursor.sseq);
    let done = desk.log().apply_entries(rest).expect("goes on");
    assert_eq!(done.confirmed.len(), 3, "and are delivered");
    desk.assert_whole();
}

#[test]
fn what_is_no_database_at_all_is_put_aside() {
    let mut desk = TestDesk::new(1);
    past(&desk);
    desk.log = None;
    fs::write(desk.path(), "这不是数据库".repeat(1_000)).expect("writes");
    let opened = Logbook::open(&desk.path(), &desk.options);
    assert!(
        matches!(opened, Err(OpenError::Damaged { .. })),
        "is named damage"
    );
    let saved = salvage(&desk.path(), &desk.options, &mut |_| ()).expect("a way out");
    assert!(
        saved.outbox_cut && saved.notes_lost,
        "it says that it knows nothing"
    );
    assert_eq!(saved.saved, 0, "nothing could be read");
    desk.open();
    desk.open_incident("演练 重新开始");
    desk.assert_whole();
}

#[test]
fn a_copy_is_whole_and_a_desk_restored_from_it_waits_for_the_link() {
    let mut desk = TestDesk::new(1);
    past(&desk);
    let folder = desk.folder.path().join("copies");
    let copy = desk.log().backup_to(&folder).expect("is copied");
    desk.log()
        .command(note(&desk.open_incident("演练 之后"), "x"), who())
        .expect("the desk goes on");
    assert_eq!(copies(&folder).expect("reads").len(), 1, "one copy");
    desk.log = None;
    let again = restore_backup(&copy, &desk.path(), &desk.options);
    assert!(again.is_err(), "a log that is there is not written over");
    fs::remove_file(desk.path()).expect("goes");
    restore_backup(&copy, &desk.path(), &desk.options).expect("is restored");
    desk.open();
    assert_eq!(desk.waiting().len(), 3, "as it was when it was copied");
    let standing = desk.log().identity().expect("reads");
    assert!(standing.authority_suspended, "not on its own yet");
    desk.assert_whole();
}

#[test]
fn a_copy_of_a_damaged_log_is_not_kept() {
    let mut desk = TestDesk::new(1);
    past(&desk);
    desk.log = None;
    spoil(&desk.path(), "演练：预计");
    let folder = desk.folder.path().join("copies");
    assert!(
        backup(&desk.path(), &folder, desk.now()).is_err(),
        "it is checked"
    );
    assert_eq!(
        fs::read_dir(&folder).expect("reads").count(),
        0,
        "nothing is left"
    );
}

#[test]
fn an_export_comes_back_as_the_same_log() {
    let desk = TestDesk::new(1);
    past(&desk);
    let stuck = desk.waiting()[2].id;
    desk.log()
        .park(stuck, "拒收".to_owned())
        .expect("is parked");
    let folder = desk.folder.path().join("export");
    let made = desk.log().export_to(&folder).expect("is exported");
    let path = desk.folder.path().join("again.db");
    let back = restore_export(&folder, &path, &desk.options).expect("is restored");
    assert_eq!(back, made, "what the manifest says");
    let report = verify(&path).expect("can be read");
    assert!(report.is_whole(), "{:?}", report.findings);
    let before = verify(&desk.path()).expect("can be read");
    assert_eq!(
        (report.events, report.states),
        (before.events, before.states),
        "all"
    );
    assert_eq!(report.head_hash, before.head_hash, "the same head");
    let (log, opening) = Logbook::open(&path, &desk.options).expect("opens");
    assert_eq!(opening.waiting, 2, "what waited waits");
    assert_eq!(
        log.parked(10).expect("reads").len(),
        1,
        "what was parked is"
    );
    assert_eq!(
        log.cursor(),
        desk.log().cursor(),
        "and it goes on from there"
    );
}

#[test]
fn a_changed_export_is_refused_and_leaves_no_log() {
    let desk = TestDesk::new(1);
    past(&desk);
    let folder = desk.folder.path().join("export");
    export(&desk.path(), &folder, desk.now()).expect("is exported");
    let path = desk.folder.path().join("again.db");
    let events = folder.join(crate::EVENTS_FILE);
    let text = fs::read_to_string(&events).expect("reads");
    fs::write(&events, text.replacen("王敏", "王明", 1)).expect("writes");
    let refused = restore_export(&folder, &path, &desk.options);
    assert!(matches!(refused, Err(ExportError::Changed)), "{refused:?}");
    // Who also changes the manifest still meets the signature.
    let manifest = folder.join(MANIFEST_FILE);
    let old = <sha2::Sha256 as sha2::Digest>::digest(text.as_bytes());
    let new = <sha2::Sha256 as sha2::Digest>::digest(fs::read(&events).expect("reads"));
    let named = fs::read_to_string(&manifest).expect("reads");
    let named = named.replace(&hex::encode(old), &hex::encode(new));
    fs::write(&manifest, named).expect("writes");
    let refused = restore_export(&folder, &path, &desk.options);
    assert!(
        matches!(refused, Err(ExportError::Line { line: 1 })),
        "{refused:?}"
    );
    assert!(!path.exists(), "no half of a log");
}

#[test]
fn the_log_itself_refuses_to_be_changed() {
    let mut desk = TestDesk::new(1);
    past(&desk);
    desk.log = None;
    let conn = sqlite::open_writer(&desk.path()).expect("opens");
    for sql in [
        "DELETE FROM event WHERE seq = 1",
        "DELETE FROM event_entity WHERE event = 1",
        "UPDATE event_entity SET id = 'x' WHERE event = 1",
        "UPDATE event SET envelope = '{}' WHERE seq = 1",
        "UPDATE event SET envelope = '{}' WHERE sseq IS NULL",
        "UPDATE event SET occurred_at = 0 WHERE sseq IS NULL",
        "UPDATE event SET verdict = '{\"is\":\"expired\"}' WHERE seq = 1",
        "UPDATE event SET sseq = NULL, verdict = NULL, log_hash = NULL, received_at = NULL,
            log_epoch = NULL WHERE seq = 1",
    ] {
        assert!(conn.execute(sql, []).is_err(), "{sql}");
    }
}

#[test]
fn a_log_whose_key_is_lost_goes_on_under_a_new_one_and_still_offers_what_waits() {
    let mut desk = TestDesk::new(1);
    let incident = desk.open_incident("演练 钥匙丢失之前");
    desk.log()
        .command(note(&incident, "还没发出"), who())
        .expect("goes on");
    let unsent = desk.waiting();
    let before = desk.log().incident(incident.as_str()).expect("reads");
    desk.log = None;

    desk.options.key = SigningKey::from_bytes(&[9; 32]);
    let refused = Logbook::open(&desk.path(), &desk.options).err();
    assert!(
        matches!(refused, Some(OpenError::OtherDesk { .. })),
        "not by any other key: {refused:?}"
    );
    let kept = succeed(&desk.path(), &desk.options.key).expect("is given over");
    assert_eq!(kept, unsent.len(), "everything that waits");
    let opening = desk.open();
    assert!(opening.authority_suspended, "it confirms nothing by itself");
    assert_eq!(
        desk.log().incident(incident.as_str()).expect("reads"),
        before,
        "the room sees what it did"
    );
    let counts = desk.log().outbox_counts().expect("reads");
    assert_eq!(counts, (2, 0), "it is counted as waiting");
    desk.log()
        .command(note(&incident, "换了钥匙"), who())
        .expect("goes on");
    desk.assert_whole();

    let offered = desk.log().displaced(0, 10).expect("reads");
    let offered: Vec<_> = offered.into_iter().map(|(_, event)| event).collect();
    assert_eq!(offered[..2], unsent[..], "as the old key signed it");
    let mut platform = Sequencer::new();
    for event in offered {
        platform.take(event, Verdict::Ok);
    }
    desk.log()
        .apply_entries(platform.after(0))
        .expect("it comes back");
    let counts = desk.log().outbox_counts().expect("reads");
    assert_eq!(counts, (0, 0), "nothing waits");
    desk.assert_whole();
}

#[test]
fn a_picture_of_the_platform_hides_nothing_that_the_lost_key_had_not_sent() {
    let mut desk = TestDesk::new(1);
    let old = desk.log().identity().expect("reads").origin;
    let incident = desk.open_incident("演练 钥匙丢失之前");
    for text in ["到过平台", "还没发出"] {
        let noted = desk.log().command(note(&incident, text), who());
        noted.expect("is noted");
    }
    let mut platform = Sequencer::new();
    for event in desk.waiting().into_iter().take(2) {
        platform.take(event, Verdict::Ok);
    }
    let other = TestDesk::new(2);
    let there = other.log().apply_entries(platform.after(0));
    there.expect("the other desk has two of the three");
    let picture = other
        .log()
        .state(EntityKind::Incident, incident.as_str())
        .expect("reads")
        .expect("is there");

    desk.log = None;
    desk.options.key = SigningKey::from_bytes(&[9; 32]);
    succeed(&desk.path(), &desk.options.key).expect("is given over");
    desk.open();
    let noted = desk.log().command(note(&incident, "换了钥匙"), who());
    noted.expect("is noted");
    assert_eq!(
        desk.log().earlier_names(16).expect("reads"),
        std::slice::from_ref(&old),
        "the name under which something waits"
    );
    let known = Number {
        incarnation: 1,
        oseq: 2,
    };
    let entity = EntityRef::new(EntityKind::Incident, incident.as_str());
    let ahead = Ahead {
        own: Number::default(),
        earlier: HashMap::from([(old, known)]),
        states: HashMap::from([(entity, picture)]),
    };
    desk.log().look_ahead(Some(ahead)).expect("is shown");
    let notes = || {
        let incident = desk.log().incident(incident.as_str()).expect("reads");
        incident.expect("is there").notes
    };
    assert_eq!(notes(), 3, "what the platform has, and each of ours once");
    desk.log().look_ahead(None).expect("is over");
    assert_eq!(notes(), 3, "as the log itself says");
}
