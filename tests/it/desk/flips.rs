//! Single bits that turn over in the file of a log that a real desk wrote.

use std::path::Path;

use desk::{Desk, OpenError, Settings};
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use super::served::{Served, is_whole, log, note, notes, program, run};

/// Bits that are turned over, one at a time.
const FLIPS: usize = 48;
/// Notes in the log.
const NOTES: usize = 60;
/// Seed of the places.
const SEED: u64 = 20_291;

/// Everything that a log says, as text; none when it cannot be read.
fn said(log: &Path, to: &Path) -> Option<Vec<u8>> {
    let done = run(program().arg("export").arg(log).arg(to));
    if !done.status.success() {
        return None;
    }
    std::fs::read(to.join(logbook::EVENTS_FILE)).ok()
}

#[test]
fn a_bit_that_turns_over_is_found_or_changes_nothing_that_is_said() {
    eprintln!("seed {SEED}");
    let mut rng = ChaCha8Rng::seed_from_u64(SEED);
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path();
    let mut desk = Served::on(data);
    for number in 0..NOTES {
        let answer = desk.ask("command", &note(&format!("第{number}条记录")));
        assert!(answer["error"].is_null(), "it is written: {answer}");
    }
    desk.end();
    let log = log(data);
    // Who reads it last leaves one file behind, with nothing in a write-ahead file.
    assert!(is_whole(&log), "before anything is changed");
    let whole = std::fs::read(&log).expect("reads");
    let due = said(&log, &data.join("whole")).expect("it is whole");
    let mut found = 0;
    for number in 0..FLIPS {
        let (at, bit) = (rng.random_range(0..whole.len()), rng.random_range(0..8));
        let mut flipped = whole.clone();
        flipped[at] ^= 1 << bit;
        std::fs::write(&log, &flipped).expect("is written");
        if is_whole(&log) {
            let now = said(&log, &data.join(format!("flip-{number}")));
            assert!(
                now.as_ref() == Some(&due),
                "bit {bit} of byte {at}: not found, and the log says something else"
            );
        } else {
            found += 1;
        }
    }
    // Most of a small file is in use: a check that finds nothing is none.
    assert!(found > FLIPS / 4, "{found} of {FLIPS} were found");
    std::fs::write(&log, &whole).expect("is written");
    assert_eq!(
        notes(data).len(),
        NOTES,
        "and what was there before still is"
    );
}

#[test]
fn a_desk_does_not_open_a_log_whose_newest_events_have_a_turned_bit() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path();
    let mut desk = Served::on(data);
    let answer = desk.ask("command", &note("翻转的这一条"));
    assert!(answer["error"].is_null(), "it is written: {answer}");
    desk.end();
    let log = log(data);
    assert!(is_whole(&log), "before anything is changed");
    let mut bytes = std::fs::read(&log).expect("reads");
    let words = "翻转的这一条".as_bytes();
    let at = bytes.windows(words.len()).position(|part| part == words);
    bytes[at.expect("the words lie in the file as they are")] ^= 1;
    std::fs::write(&log, &bytes).expect("is written");
    let settings = Settings::load(data, None, None).expect("no file means defaults");
    let refused = Desk::open(settings).err().expect("it does not open");
    assert!(
        matches!(
            refused,
            OpenError::Logbook(logbook::OpenError::Damaged { .. })
        ),
        "got {refused}"
    );
    assert_eq!(
        refused.code(),
        contract::error::Code::Damaged,
        "the screen tells it from a full disk"
    );
}
