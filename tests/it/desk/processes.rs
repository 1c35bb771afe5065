//! The real program, killed, starved and damaged.

use std::path::Path;
use std::process::Command;

use contract::error::Code;
use desk::{Desk, OpenError, Settings};
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use serde_json::json;

use super::served::{Served, is_whole, killed, log, note, notes, program, run, serve};

/// Times the program is killed.
const ROUNDS: usize = 10;
/// Commands that are given in each round, one after the other, without waiting.
const GIVEN: usize = 120;
/// Seed of the moments.
const SEED: u64 = 20_261;

#[test]
fn every_command_that_was_answered_survives_kill_9_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut rng = ChaCha8Rng::seed_from_u64(SEED);
    let mut answered = Vec::new();
    for round in 0..ROUNDS {
        let call = |number: usize| {
            let text = format!("第{round}轮第{number}条");
            let request = note(&text);
            (text, "command", request)
        };
        let calls: Vec<_> = (0..GIVEN).map(call).collect();
        let wanted = rng.random_range(1..GIVEN);
        answered.extend(killed(folder.path(), &round.to_string(), &calls, wanted));
    }
    let found = notes(folder.path());
    for text in &answered {
        assert_eq!(found.get(text), Some(&1), "{text} was answered");
    }
    for (text, count) in &found {
        assert_eq!(*count, 1, "{text} stands once, answered or not");
    }
}

/// The file size that a process may write, in blocks of 512 bytes (POSIX `ulimit -f`); what is
/// beyond is an error and not a signal.
#[cfg(unix)]
fn starved(blocks: u64, data: &Path) -> Command {
    let mut command = Command::new("sh");
    command
        .args(["-c", r#"trap "" XFSZ; ulimit -f "$0"; exec "$@""#])
        .arg(blocks.to_string())
        .arg(program().get_program())
        .args(["serve", "--data"])
        .arg(data);
    command
}

#[cfg(unix)]
#[test]
fn a_full_disk_refuses_writes_by_its_code_and_loses_nothing() {
    /// Room above what is there, bytes.
    const ROOM_BYTES: u64 = 256 * 1024;
    /// Characters of one note.
    const NOTE_CHARS: usize = 2_000;
    /// Notes that no such room can hold.
    const NOTES_MAX: usize = 400;
    let folder = tempfile::tempdir().expect("a folder");
    let mut desk = Served::on(folder.path());
    assert!(
        desk.ask("command", &note("满盘前"))["error"].is_null(),
        "there is room"
    );
    desk.end();

    let size = std::fs::metadata(log(folder.path()))
        .expect("is there")
        .len();
    let blocks = (size + ROOM_BYTES) / 512;
    let mut desk = Served::start(&mut starved(blocks, folder.path()));
    let mut kept = vec!["满盘前".to_owned()];
    let long = "满".repeat(NOTE_CHARS);
    let refused = loop {
        assert!(kept.len() < NOTES_MAX, "the room does not end");
        let text = format!("第{}条{long}", kept.len());
        let answer = desk.ask("command", &note(&text));
        if answer["error"].is_null() {
            kept.push(text);
        } else {
            break answer;
        }
    };
    assert_eq!(
        refused["error"]["code"], "storage",
        "the disk said no: {refused}"
    );
    for call in ["status", "incidents", "handover_sheet"] {
        let answer = desk.ask(call, &json!({}));
        assert!(
            answer["error"].is_null(),
            "{call} is read all the same: {answer}"
        );
    }
    desk.kill();

    let mut desk = Served::on(folder.path());
    let answer = desk.ask("command", &note("满盘后"));
    assert!(
        answer["error"].is_null(),
        "with room again, work goes on: {answer}"
    );
    kept.push("满盘后".to_owned());
    desk.end();
    assert!(is_whole(&log(folder.path())), "the log is whole");
    let found = notes(folder.path());
    for text in &kept {
        let short: String = text.chars().take(8).collect();
        assert_eq!(found.get(text), Some(&1), "{short} was answered");
    }
}

#[test]
fn a_damaged_log_is_said_to_be_damaged_and_is_not_opened() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut desk = Served::on(folder.path());
    for text in ["首条", "损坏的这条", "末条"] {
        let answer = desk.ask("command", &note(text));
        assert!(answer["error"].is_null(), "it is written: {answer}");
    }
    desk.end();
    let log = log(folder.path());
    assert!(is_whole(&log), "before anything is changed");
    let whole = std::fs::read(&log).expect("reads");
    let words = "损坏的这条".as_bytes();
    let places: Vec<_> = (0..whole.len() - words.len())
        .filter(|at| whole[*at..].starts_with(words))
        .collect();
    assert!(!places.is_empty(), "the words lie in the file as they are");
    let mut damaged = whole.clone();
    for at in places {
        // Another word of the same length, as a hand that covers its tracks would write it.
        damaged[at..at + 3].copy_from_slice("假".as_bytes());
    }
    std::fs::write(&log, &damaged).expect("is written");
    assert!(!is_whole(&log), "the tool says so and fails");
    let settings = Settings::load(folder.path(), None, None).expect("no file means defaults");
    let refused = Desk::open(settings).err().expect("it does not open");
    assert!(
        matches!(
            refused,
            OpenError::Logbook(logbook::OpenError::Damaged { .. })
        ),
        "got {refused}"
    );
    let after = std::fs::read(&log).expect("reads");
    assert!(after == damaged, "nothing is changed in a damaged file");

    // A hole in the middle, as a dying disk leaves it.
    let mut holed = whole.clone();
    let middle = whole.len() / 2;
    holed[middle..].fill(0xa5);
    std::fs::write(&log, &holed).expect("is written");
    assert!(!is_whole(&log), "half a file is not whole");
    std::fs::write(&log, &whole).expect("is written");
    assert!(is_whole(&log), "and what was there before still is");
}

#[test]
fn a_desk_that_is_ended_in_the_ordinary_way_leaves_everything_in_one_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut desk = Served::on(folder.path());
    let answer = desk.ask("command", &note("交班前"));
    assert!(answer["error"].is_null(), "it is written: {answer}");
    desk.end();
    let wal = folder.path().join("desk.sqlite-wal");
    let left = std::fs::metadata(wal).map_or(0, |meta| meta.len());
    assert_eq!(left, 0, "nothing is left in the write-ahead file");
}

#[test]
fn a_log_that_another_program_holds_is_no_fault_of_the_disk() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut first = Served::on(folder.path());
    let settings = Settings::load(folder.path(), None, None).expect("no file means defaults");
    let refused = Desk::open(settings).err().expect("one program at a time");
    assert_eq!(refused.code(), Code::InUse, "with a code of its own");
    let second = run(&mut serve(folder.path()));
    assert!(!second.status.success(), "the tool is turned away as well");
    assert!(
        second.said.contains("in use by another program"),
        "and says by whom: {}",
        second.said
    );
    let answer = first.ask("command", &note("第一个照常工作"));
    assert!(
        answer["error"].is_null(),
        "the first one works on: {answer}"
    );
    first.end();
}
