//! Really damaged files, and the way out of them through the real `desk` program.

use std::path::{Path, PathBuf};
use std::time::Instant;

use serde_json::Value;

use super::LAST_WRITE_MAX;
use super::served::{Served, is_whole, log, note, notes, program, run};

/// Notes in the log.
const NOTES: usize = 40;

/// A log that a real desk wrote, ended in order: everything waits, since there is no platform.
fn written(data: &Path) -> Vec<u8> {
    let mut desk = Served::on(data);
    for number in 0..NOTES {
        let answer = desk.ask("command", &note(&format!("第{number}条记录")));
        assert!(answer["error"].is_null(), "it is written: {answer}");
    }
    desk.end();
    assert!(is_whole(&log(data)), "before anything is changed");
    std::fs::read(log(data)).expect("reads")
}

/// What `desk salvage` says, and how it ended.
fn salvage(data: &Path) -> (bool, Value, String) {
    let done = run(program().arg("salvage").arg("--data").arg(data));
    let line = done.lines.first().map_or("null", String::as_str);
    let said = serde_json::from_str(line).expect("a line of JSON");
    (done.status.success(), said, done.said)
}

fn beside(data: &Path, named: &Value) -> PathBuf {
    data.join(named.as_str().expect("a name"))
}

#[test]
fn a_whole_log_is_not_salvaged_and_no_log_is_said_to_be_none() {
    let folder = tempfile::tempdir().expect("a folder");
    let (ok, _, said) = salvage(folder.path());
    assert!(
        !ok && said.contains("there is no log"),
        "nothing is there: {said}"
    );
    let whole = written(folder.path());
    let (ok, _, said) = salvage(folder.path());
    assert!(
        !ok && said.contains("the log is whole"),
        "and it says so: {said}"
    );
    assert!(
        std::fs::read(log(folder.path())).expect("reads") == whole,
        "nothing was changed"
    );
}

/// Ways in which a file is really damaged.
fn damages(whole: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let mut flipped = whole.to_vec();
    let words = "第20条记录".as_bytes();
    let places: Vec<_> = (0..whole.len() - words.len())
        .filter(|at| whole[*at..].starts_with(words))
        .collect();
    for at in places {
        flipped[at] ^= 1;
    }
    let mut headless = whole.to_vec();
    headless[..100].fill(0);
    let mut holed = whole.to_vec();
    let middle = whole.len() / 2;
    holed[middle..].fill(0xa5);
    let half = whole[..middle].to_vec();
    vec![
        ("bits turned over in a page", flipped),
        ("a header of zeros", headless),
        ("nonsense in the second half", holed),
        ("half of the file", half),
        ("nothing left", Vec::new()),
    ]
}

#[test]
fn whatever_the_damage_is_the_file_is_kept_the_rest_is_saved_and_what_is_missing_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path();
    let whole = written(data);
    for (what, damaged) in damages(&whole) {
        for file in std::fs::read_dir(data).expect("reads").flatten() {
            let name = file.file_name().to_string_lossy().into_owned();
            if name.starts_with("desk.sqlite") {
                std::fs::remove_file(file.path()).expect("goes");
            }
        }
        std::fs::write(log(data), &damaged).expect("is written");
        let served = run(super::served::serve(data).stdin(std::process::Stdio::null()));
        assert!(!served.status.success(), "{what}: it is not opened");
        assert!(
            served.said.contains("damaged"),
            "{what}: and named: {}",
            served.said
        );
        let (ok, said, errors) = salvage(data);
        assert!(ok, "{what}: there is a way out: {errors}");
        assert!(
            errors.contains("making a new log"),
            "{what}: it says how far it is: {errors}"
        );
        let kept = std::fs::read(beside(data, &said["keptAs"])).expect("is kept");
        assert!(kept == damaged, "{what}: as it was");
        let day = said["keptAs"].as_str().unwrap_or_default();
        assert!(
            day.contains("damaged-20"),
            "{what}: under a dated name: {day}"
        );
        assert!(is_whole(&log(data)), "{what}: the new log is whole");
        let found = notes(data).len();
        let saved = said["saved"].as_u64().expect("a number");
        let side = std::fs::read_to_string(beside(data, &said["sideFile"])).expect("reads");
        assert_eq!(
            side.lines().count() as u64,
            saved,
            "{what}: each on disk a second time"
        );
        let missing = said["lost"].as_u64() > Some(0) || said["outboxCut"] == true;
        assert!(
            found == NOTES || missing,
            "{what}: {found} of {NOTES} notes, and what is missing is said: {said}"
        );
        match what {
            "a header of zeros" => assert_eq!(found, NOTES, "{what}: nothing is lost"),
            "bits turned over in a page" => {
                assert_eq!(found, NOTES - 1, "{what}: one note is lost");
                assert_eq!(said["lost"], 1, "{what}: and counted");
            }
            _ => {}
        }
        assert_eq!(
            said["refetched"], false,
            "{what}: there is no platform to bring the rest"
        );
        let mut desk = Served::on(data);
        let answer = desk.ask("command", &note("抢救之后"));
        assert!(answer["error"].is_null(), "{what}: work goes on: {answer}");
        desk.end();
    }
}

#[test]
fn what_the_platform_has_comes_back_and_what_waited_goes_out() {
    let folder = tempfile::tempdir().expect("a folder");
    let city = folder.path().join("city");
    std::fs::create_dir_all(&city).expect("a folder");
    let town = super::Town::started(&city);
    let data = folder.path().join("desk");
    std::fs::create_dir_all(&data).expect("a folder");
    let open = || super::Room::exercise(&data, false, Some(&town.address));
    let room = open();
    let opened = super::leak("演练 已报市平台", super::now());
    room.act(emergency::decide::Command::OpenIncident { opened });
    town.until_together(&[&room]);
    let before = room.events();
    drop(room);
    let log = data.join("exercise.sqlite");
    let mut bytes = std::fs::read(&log).expect("reads");
    bytes[..100].fill(0);
    std::fs::write(&log, &bytes).expect("is written");
    let settings = desk::Settings::load(&data, Some(super::SEED), Some(&town.address));
    let mut settings = settings.expect("no file means defaults");
    settings.keyring = false;
    let mut steps = Vec::new();
    let patience = Instant::now() + LAST_WRITE_MAX;
    let done = loop {
        match desk::salvage::salvage(&settings, &mut |step| steps.push(step)) {
            Ok(done) => break done,
            // Threads of the desk that was closed may still be in a last write.
            Err(desk::OpenError::Logbook(logbook::OpenError::InUse { .. }))
                if Instant::now() < patience =>
            {
                std::thread::yield_now();
            }
            Err(error) => panic!("there is a way out: {error}"),
        }
    };
    assert!(done.refetched, "the link brings the rest");
    assert_eq!(done.saved, 0, "the platform had all of it");
    let room = open();
    super::until(&room.desk, "what the platform has is back", |_| {
        (room.events() >= before).then_some(())
    });
    town.until_together(&[&room]);
    let incidents = contract::calls::Answer::incidents(&room.desk, contract::rows::Nothing {});
    let titles: Vec<_> = incidents
        .expect("reads")
        .into_iter()
        .map(|row| row.title)
        .collect();
    assert_eq!(titles, ["演练 已报市平台"], "once");
}
