//! Rules for every kind of text.

use regex_lite::Regex;

use super::files::{Fault, File};
use super::{assert_clean, count};

/// A file longer than this is usually two things.
const FILE_MAX_LINES: usize = 500;
/// Files that may be longer for now: path, lines, why. It may only get shorter.
const LONG_FILES: &[(&str, usize, &str)] = &[];
/// Larger files are data that was fetched, or built.
const FILE_MAX_BYTES: u64 = 1 << 20;
/// Written by a program.
const GENERATED: &[&str] = &["ui/src/contract/"];

const CODE: &[&str] = &["rs", "ts", "svelte", "css", "mjs", "js", "html", "toml"];

fn long_file(file: &File) -> Vec<Fault> {
    let written = file.is(&["rs", "ts", "svelte", "css", "mjs", "js"]);
    if !written || GENERATED.iter().any(|folder| file.path.starts_with(folder)) {
        return Vec::new();
    }
    let exception = LONG_FILES.iter().find(|(path, _, _)| *path == file.path);
    let limit = exception.map_or(FILE_MAX_LINES, |(_, lines, _)| *lines);
    let lines = file.text.lines().count();
    if lines <= limit {
        return Vec::new();
    }
    vec![file.fault(0, format!("{lines} lines, {limit} may be"))]
}

#[test]
fn no_file_is_longer_than_five_hundred_lines() {
    assert_clean(long_file, "is it still one thing?");
}

#[test]
fn a_long_file_is_noticed() {
    let long = "line\n".repeat(FILE_MAX_LINES + 1);
    assert_eq!(count(long_file, "a.rs", &long), 1, "one line too many");
    assert_eq!(
        count(long_file, "ui/src/contract/types.ts", &long),
        0,
        "nobody reads that one"
    );
    assert_eq!(
        count(long_file, "a.rs", &"line\n".repeat(FILE_MAX_LINES)),
        0,
        "just fits"
    );
}

#[test]
fn every_exception_for_a_long_file_is_still_needed() {
    for (path, lines, _) in LONG_FILES {
        let file = super::files::all()
            .into_iter()
            .find(|file| file.path == *path);
        let now = file.map_or(0, |file| file.text.lines().count());
        assert_eq!(
            now, *lines,
            "{path}: lower the number as the file gets shorter"
        );
    }
}

/// A note of unfinished work that leads nowhere.
fn loose_end(file: &File) -> Vec<Fault> {
    if !file.is(CODE) {
        return Vec::new();
    }
    let words = concat!(r"\b(TO", "DO|FIX", "ME|HA", r"CK)\b(\(#[0-9]+\))?");
    let note = Regex::new(words).expect("the pattern is well formed");
    file.lines(|line| {
        let found = note
            .captures_iter(line)
            .find(|found| found.get(2).is_none())?;
        Some(format!("{}: name the issue, as in {0}(#12)", &found[1]))
    })
}

#[test]
fn unfinished_work_names_its_issue() {
    assert_clean(loose_end, "a note without an issue is never read again");
}

#[test]
fn a_loose_end_is_noticed() {
    let note = |text: &str| count(loose_end, "a.rs", &text.replace('_', ""));
    assert_eq!(note("// TO_DO: later"), 1, "no issue");
    assert_eq!(note("// FIX_ME(me): later"), 1, "a person is no issue");
    assert_eq!(note("// TO_DO(#12): later"), 0, "an issue");
    assert_eq!(note("let todos = 1;"), 0, "another word");
}

/// Absolute paths that exist on one machine only.
fn machine_path(file: &File) -> Vec<Fault> {
    // Tests may name such paths as data, for instance as hostile input.
    if file.path.starts_with("tests/") || file.path.ends_with(".lock") {
        return Vec::new();
    }
    let folders = ["work", "root", "tmp", "home", "Users"].join("|");
    let path = Regex::new(&format!(r"(^|[\s\x22'`=(:])/({folders})/")).expect("well formed");
    file.lines(|line| {
        let found = path.find(line)?;
        Some(format!("{}: a path of one machine", found.as_str().trim()))
    })
}

#[test]
fn no_path_of_one_machine_is_written_down() {
    assert_clean(machine_path, "the next machine has other folders");
}

#[test]
fn a_path_of_one_machine_is_noticed() {
    let sample = |text: &str| {
        count(
            machine_path,
            "src-tauri/src/main.rs",
            &text.replace('_', "/"),
        )
    };
    assert_eq!(sample("open(\"_work_data\")"), 1, "in quotes");
    assert_eq!(sample("DATA=_root_x"), 1, "in a shell line");
    assert_eq!(sample("https:__example.org_tmp_x"), 0, "part of an address");
    assert_eq!(sample("\"src_work_x\""), 0, "part of a relative path");
}

/// Data sets that were fetched for tests and must not be given away with the program.
fn fetched_data(file: &File) -> Vec<Fault> {
    let name = file.path.rsplit('/').next().unwrap_or_default();
    let known = [
        "roads_jinan",
        "edges_directed",
        "datav_",
        "licheng_wgs84",
        "MTrajRec",
    ];
    if known.iter().any(|word| name.contains(word)) {
        return vec![file.fault(0, "this was fetched, and its licence is not ours")];
    }
    if file.is(&[
        "pbf", "osm", "shp", "dbf", "pmtiles", "mbtiles", "parquet", "db", "sqlite",
    ]) {
        return vec![file.fault(0, "map data and databases are imported, not committed")];
    }
    if file.size_bytes > FILE_MAX_BYTES && !file.is(&["woff2", "otf", "ttf", "lock"]) {
        return vec![file.fault(
            0,
            format!("{} bytes: data belongs elsewhere", file.size_bytes),
        )];
    }
    Vec::new()
}

#[test]
fn no_fetched_data_is_in_the_repository() {
    assert_clean(fetched_data, "the program makes or imports its data");
}

#[test]
fn fetched_data_is_noticed() {
    assert_eq!(
        count(fetched_data, "assets/datav_370112.json", ""),
        1,
        "by name"
    );
    assert_eq!(
        count(fetched_data, "assets/shandong.osm.pbf", ""),
        1,
        "by kind"
    );
    let large = "x".repeat(1 + usize::try_from(FILE_MAX_BYTES).expect("a small number"));
    assert_eq!(
        count(fetched_data, "assets/streets.geojson", &large),
        1,
        "by size"
    );
    assert_eq!(
        count(fetched_data, "assets/fonts/noto.woff2", &large),
        0,
        "a font may be large"
    );
}
