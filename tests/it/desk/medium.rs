//! A medium that fails: what was said to be saved is, what was not said may be, nothing else.
//!
//! Real processes meet it through strace, which makes one system call of the writer fail. Where
//! strace may not trace, the same is done inside the writer, which is done everywhere.

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use logbook::{CommandError, Logbook, Moment, Receipt, StorageError};
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use rusqlite::ffi::{SQLITE_FULL, SQLITE_IOERR_FSYNC, SQLITE_IOERR_WRITE};
use serde_json::{Value, json};
use tests::seat::open_logbook;
use tests::world::{incident, officer, system_clock, team};

use super::LAST_WRITE_MAX;
use super::served::{Served, is_whole, log, note, notes, program, say_not_possible};

/// Notes after which the medium must have failed.
const NOTES_MAX: usize = 60;
/// Seed of the moments inside the writer.
const SEED: u64 = 20_271;
/// Rounds inside the writer, each with its own moment.
const ROUNDS: usize = 40;
/// Commands of one round.
const GIVEN: usize = 6;

/// `desk serve` under strace with one fault, its calls in a file; none where that is not possible.
fn failing(data: &Path, fault: &str, trace: &Path) -> Option<Command> {
    let strace = |arguments: &[&str]| {
        let mut command = Command::new("strace");
        command.args(["-D", "-f", "-q", "-y", "-o"]).arg(trace);
        command.args(arguments);
        command
    };
    let tried = strace(&["-e", "trace=fsync", "true"]).output();
    match tried {
        Ok(done) if done.status.success() => {}
        Ok(done) => {
            let why = String::from_utf8_lossy(&done.stderr).into_owned();
            say_not_possible("system calls of a real desk that fail", why.trim());
            return None;
        }
        Err(error) => {
            say_not_possible("system calls of a real desk that fail", &error.to_string());
            return None;
        }
    }
    let calls = "trace=openat,fsync,fdatasync,pwrite64";
    let mut command = strace(&["-e", calls, "-e", fault]);
    command.arg(program().get_program());
    command.args(["serve", "--data"]).arg(data);
    Some(command)
}

/// Writes notes until one is refused; answers the refusal.
fn until_refused(desk: &mut Served, saved: &mut Vec<String>, refused: &mut Vec<String>) -> Value {
    for _ in 0..NOTES_MAX {
        let text = format!("第{}条记录", saved.len() + refused.len());
        let answer = desk.ask("command", &note(&text));
        if !answer["error"].is_null() {
            refused.push(text);
            return answer;
        }
        saved.push(text);
    }
    panic!("the medium did not fail within {NOTES_MAX} notes");
}

/// Writes notes until one is refused and the banner says what; answers the store as it is then.
///
/// The banner goes with the next write that is done, and the desk writes by itself too.
fn until_shown(
    desk: &mut Served,
    saved: &mut Vec<String>,
    refused: &mut Vec<String>,
    trouble: &str,
) -> Value {
    loop {
        let answer = until_refused(desk, saved, refused);
        assert_eq!(
            answer["error"]["code"], "storage",
            "said by its code: {answer}"
        );
        let store = desk.store();
        if store["trouble"] == trouble {
            return store;
        }
        assert!(refused.len() < NOTES_MAX, "the banner says what: {store}");
    }
}

/// Kills the desk; answers all its calls, which strace writes until after it is gone.
fn killed(desk: Served, trace: &Path) -> String {
    let process = desk.id().to_string();
    desk.kill();
    let patience = Instant::now() + LAST_WRITE_MAX;
    loop {
        let calls = std::fs::read_to_string(trace).expect("strace wrote it");
        if calls.lines().any(|line| is_end_of(line, &process)) {
            return calls;
        }
        assert!(Instant::now() < patience, "strace writes to the end");
        std::thread::yield_now();
    }
}

fn is_end_of(line: &str, process: &str) -> bool {
    line.split_whitespace().next() == Some(process) && line.contains("+++ killed by SIGKILL")
}

/// Writes notes until one is taken; answers its text, and adds those that were refused.
fn until_taken(desk: &mut Served, refused: &mut Vec<String>) -> String {
    loop {
        let text = format!("介质恢复{}", refused.len());
        if desk.ask("command", &note(&text))["error"].is_null() {
            return text;
        }
        refused.push(text);
        assert!(refused.len() < NOTES_MAX, "the medium works again");
    }
}

/// What was said to be saved is there once; what was refused is there once at most.
fn assert_kept(data: &Path, saved: &[String], refused: &[String]) {
    assert!(is_whole(&log(data)), "the log is whole");
    let found = notes(data);
    for text in saved {
        assert_eq!(found.get(text), Some(&1), "{text} was said to be saved");
    }
    for text in refused {
        let count = found.get(text).copied().unwrap_or_default();
        assert!(count <= 1, "{text} was refused and stands {count} times");
    }
}

fn prepared() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let mut desk = Served::on(folder.path());
    let answer = desk.ask("command", &note("介质正常时"));
    assert!(answer["error"].is_null(), "the medium works: {answer}");
    desk.end();
    folder
}

#[test]
fn after_an_fsync_that_failed_the_file_is_opened_and_checked_before_the_next_one() {
    let folder = prepared();
    let data = folder.path();
    let trace = data.join("calls.txt");
    // From the 12th of one thread on: the writer's, far behind those of the opening. So many that
    // the desk is still in trouble when it is asked, whatever else it tries to write.
    let fault = "inject=fsync,fdatasync:error=EIO:when=12..24";
    let Some(mut command) = failing(data, fault, &trace) else {
        return;
    };
    let mut desk = Served::start(&mut command);
    let mut saved = vec!["介质正常时".to_owned()];
    let mut refused = Vec::new();
    let store = until_shown(&mut desk, &mut saved, &mut refused, "disk_failing");
    assert_eq!(
        store["writable"], false,
        "and that nothing is written: {store}"
    );
    saved.push(until_taken(&mut desk, &mut refused));
    assert_ne!(desk.store()["trouble"], "disk_failing", "the banner goes");
    let calls = killed(desk, &trace);
    assert_opened_before_the_next_sync(&calls);
    assert_kept(data, &saved, &refused);
}

/// Whichever thread it is that writes: the log is opened after a failure before it is synced again.
fn assert_opened_before_the_next_sync(calls: &str) {
    let mut lines = calls.lines().skip_while(|line| !line.contains("INJECTED"));
    lines.next().expect("one call was made to fail");
    let mut opened = false;
    for line in lines {
        opened |= line.contains("openat(") && line.contains("desk.sqlite");
        if line.contains("sync(") && line.contains("desk.sqlite") {
            assert!(opened, "not synced again on the same connection: {line}");
            return;
        }
    }
    panic!("the desk wrote again after the failure");
}

#[test]
fn a_disk_that_is_full_in_the_middle_of_a_transaction_undoes_it() {
    let folder = prepared();
    let data = folder.path();
    let trace = data.join("calls.txt");
    // So many that the desk is still in trouble when it is asked, whatever else it tries to write.
    let fault = "inject=pwrite64:error=ENOSPC:when=70..110";
    let Some(mut command) = failing(data, fault, &trace) else {
        return;
    };
    let mut desk = Served::start(&mut command);
    let mut saved = vec!["介质正常时".to_owned()];
    let mut refused = Vec::new();
    until_shown(&mut desk, &mut saved, &mut refused, "disk_full");
    for call in ["incidents", "handover_sheet"] {
        let answer = desk.ask(call, &json!({}));
        assert!(answer["error"].is_null(), "{call} is read: {answer}");
    }
    saved.push(until_taken(&mut desk, &mut refused));
    assert_ne!(desk.store()["trouble"], "disk_full", "the banner goes");
    let calls = killed(desk, &trace);
    assert!(calls.contains("INJECTED"), "a write was made to fail");
    assert_kept(data, &saved, &refused);
}

/// Whether an error says that the medium failed or is full.
fn is_of_the_medium(error: &CommandError) -> bool {
    matches!(
        error,
        CommandError::Storage(StorageError::Medium { .. } | StorageError::Full)
    )
}

fn act(logbook: &Logbook) -> Result<Receipt, CommandError> {
    logbook.command(incident("演练"), officer(1))
}

#[test]
fn whatever_moment_of_a_commit_fails_what_was_answered_is_kept_and_the_rest_is_said() {
    eprintln!("seed {SEED}");
    let mut rng = ChaCha8Rng::seed_from_u64(SEED);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("desk.db");
    let mut logbook = open_logbook(&path, 1, 1, system_clock());
    let mut saved = Vec::new();
    let moments = [Moment::Stored, Moment::Commit, Moment::Committed];
    let codes = [SQLITE_IOERR_FSYNC, SQLITE_IOERR_WRITE, SQLITE_FULL];
    for round in 0..ROUNDS {
        let moment = moments[rng.random_range(0..moments.len())];
        let code = codes[rng.random_range(0..codes.len())];
        let passes = rng.random_range(0..3);
        // A medium that has failed may fail again when the file is opened anew.
        let opens = rng.random_range(0..3);
        logbook.break_at(moment, passes, 1, code);
        logbook.break_at(Moment::Open, 0, opens, SQLITE_IOERR_WRITE);
        let mut failed = 0;
        for _ in 0..GIVEN + 2 {
            match act(&logbook) {
                Ok(receipt) => saved.extend(receipt.events),
                Err(error) => {
                    assert!(is_of_the_medium(&error), "round {round}: {error}");
                    assert!(logbook.trouble().is_some(), "round {round}: it is shown");
                    logbook.counts().expect("reading goes on");
                    failed += 1;
                }
            }
        }
        assert!(failed > 0, "round {round}: {moment:?} failed and was said");
        assert_eq!(logbook.trouble(), None, "round {round}: it works again");
        if round % 8 == 0 {
            drop(logbook);
            logbook = open_logbook(&path, 1, 2 + round as u64, system_clock());
        }
    }
    assert!(saved.len() > ROUNDS, "most commands were carried out");
    for id in saved {
        assert!(
            logbook.event(id).expect("reads").is_some(),
            "{id} was answered"
        );
    }
    assert!(
        logbook.verify().expect("reads").is_whole(),
        "the log is whole"
    );
}

#[test]
fn a_medium_that_fails_in_a_quiet_moment_is_shown_and_the_log_is_opened_anew_before_the_next_write()
{
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("desk.db");
    let logbook = open_logbook(&path, 1, 1, system_clock());
    act(&logbook).expect("is written");
    logbook.break_at(Moment::Emptied, 0, 1, SQLITE_IOERR_FSYNC);
    // The first one fills the index of full text.
    while logbook.trouble().is_none() {
        logbook.rest();
    }
    logbook.break_at(Moment::Open, 0, 1, SQLITE_IOERR_WRITE);
    let refused = act(&logbook).expect_err("the file cannot be opened anew");
    assert!(is_of_the_medium(&refused), "and that is said: {refused}");
    act(&logbook).expect("the medium works again");
    assert_eq!(logbook.trouble(), None, "and nothing else is shown");
    assert!(
        logbook.verify().expect("reads").is_whole(),
        "the log is whole"
    );
}

#[test]
fn of_commands_that_share_a_commit_none_is_called_written_when_the_medium_fails() {
    /// Officers who press at once.
    const HANDS: usize = 8;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("desk.db");
    let logbook = open_logbook(&path, 1, 1, system_clock());
    let before = logbook.counts().expect("reads").events;
    logbook.break_at(Moment::Stored, 1, 1, SQLITE_IOERR_WRITE);
    let answers: Vec<_> = std::thread::scope(|scope| {
        let hands: Vec<_> = (0..HANDS).map(|_| scope.spawn(|| act(&logbook))).collect();
        hands
            .into_iter()
            .map(|hand| hand.join().expect("no panic"))
            .collect()
    });
    let written = answers.iter().filter(|answer| answer.is_ok()).count() as u64;
    assert!(written < HANDS as u64, "one of them met the medium");
    let after = logbook.counts().expect("reads").events;
    assert_eq!(
        after - before,
        written,
        "as many as were told so, and no other"
    );
    act(&logbook).expect("the file is opened anew and works");
    assert!(
        logbook.verify().expect("reads").is_whole(),
        "the log is whole"
    );
}

#[test]
fn a_batch_of_a_feed_that_meets_a_full_disk_leaves_nothing_behind() {
    /// Facts of the batch, more than one commit takes.
    const BATCH: usize = 900;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("desk.db");
    let logbook = open_logbook(&path, 1, 1, system_clock());
    logbook
        .command(team("T1", None), officer(1))
        .expect("is written");
    let before = logbook.counts().expect("reads").events;
    let reported = emergency::team::TeamReported {
        readiness: emergency::team::Readiness::Ready,
        point: None,
        present: None,
        fuel_percent: None,
        note: "演练 到位".to_owned(),
    };
    let fact = emergency::fact::Fact::TeamReported(reported);
    let drafts = vec![emergency::decide::Draft::plain("T1", fact); BATCH];
    // In the second commit: the first one stays, so that the feed can bring the rest again.
    logbook.break_at(Moment::Stored, 700, 1, SQLITE_FULL);
    let refused = logbook.observe(drafts, &officer(1));
    assert!(refused.is_err(), "the feed hears of it");
    let after = logbook.counts().expect("reads").events;
    assert_eq!(
        after - before,
        logbook::COMMIT_EVENTS_MAX as u64,
        "whole commits only"
    );
    assert!(
        logbook.verify().expect("reads").is_whole(),
        "states and log agree"
    );
}
