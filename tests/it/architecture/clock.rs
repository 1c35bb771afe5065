//! Time, chance and ids are passed in: the simulation of the log and the link, and the replay of a
//! past day, are worth something only because nothing below the desk asks the machine.

use regex_lite::Regex;

use super::is_source_up_to;
use crate::tidy::files::{self, File};

/// The layer of `feeds` and `link`: the last below the desk.
const BELOW_DESK: usize = 3;
/// The last layer that does nothing by itself; those above may wait for the runtime's clock, which
/// a simulation replaces.
const STILL: usize = 2;

/// What stands before the tests in a file.
fn without_tests(file: &File) -> &str {
    if file.path.ends_with("tests.rs") || file.path.contains("/tests/") {
        return "";
    }
    file.text.split("#[cfg(test)]").next().unwrap_or_default()
}

fn faults(file: &File) -> Vec<String> {
    if !is_source_up_to(BELOW_DESK, &file.path) {
        return Vec::new();
    }
    let asked = r"\b((SystemTime|Utc|Local)::now|thread_rng|rand::rng|rand::random|from_os_rng|";
    let asked = format!(r"{asked}from_entropy|Uuid::now_v7|Uuid::new_v4)\(|\b(OsRng|ThreadRng)\b");
    let still = r"\bInstant::now\(|thread::sleep\(";
    let pattern = if is_source_up_to(STILL, &file.path) {
        format!("{asked}|{still}")
    } else {
        asked
    };
    let pattern = Regex::new(&pattern).expect("the pattern is well formed");
    without_tests(file)
        .lines()
        .filter(|line| !files::is_comment(line))
        .filter_map(|line| pattern.find(line))
        .map(|found| format!("{}: {}", file.path, found.as_str()))
        .collect()
}

#[test]
fn nothing_below_the_desk_asks_for_time_chance_or_ids() {
    let faults: Vec<String> = files::all().iter().flat_map(faults).collect();
    assert!(
        faults.is_empty(),
        "they are passed in, so that a run can be repeated: {faults:#?}"
    );
}

#[test]
fn asking_the_machine_below_the_desk_is_noticed() {
    let count = |path: &str, text: &str| faults(&File::sample(path, text)).len();
    let plans = "src-tauri/crates/plans/src/a.rs";
    let link = "src-tauri/crates/link/src/a.rs";
    let desk = "src-tauri/crates/desk/src/a.rs";
    for call in [
        "SystemTime::now()",
        "Utc::now()",
        "rand::rng()",
        "Uuid::now_v7()",
        "&mut OsRng",
    ] {
        assert_eq!(count(plans, call), 1, "{call} in a pure crate");
        assert_eq!(count(link, call), 1, "{call} in the link");
        assert_eq!(
            count(desk, call),
            0,
            "{call} at the desk, which has the clock"
        );
    }
    assert_eq!(
        count(plans, "Instant::now()"),
        1,
        "a pure crate measures nothing"
    );
    assert_eq!(
        count(link, "Instant::now()"),
        0,
        "the runtime's clock, which tests replace"
    );
    assert_eq!(count(plans, "// unlike Utc::now()"), 0, "a comment");
    assert_eq!(
        count(plans, "#[cfg(test)]\nmod tests { Utc::now() }"),
        0,
        "a test"
    );
}
