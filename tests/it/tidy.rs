//! Properties of the text itself: lengths, forbidden words, things in the wrong place.
//! `src-tauri/docs/style.md` gives the reasons. Each rule is a function from a file to its faults,
//! runs over every file that git would commit, and is shown a bad sample that it must notice.

pub(crate) mod files;
mod rust;
mod screen;
mod text;

use std::fs;

use files::{Fault, File};

/// Asserts that no file breaks a rule.
fn assert_clean(rule: fn(&File) -> Vec<Fault>, reason: &str) {
    let files = files::all();
    assert!(!files.is_empty(), "there are files to look at");
    let faults: Vec<String> = files
        .iter()
        .flat_map(rule)
        .map(|fault| fault.to_string())
        .collect();
    assert!(faults.is_empty(), "{reason}:\n{}", faults.join("\n"));
}

/// How many faults a rule finds in a sample.
fn count(rule: fn(&File) -> Vec<Fault>, path: &str, text: &str) -> usize {
    rule(&File::sample(path, text)).len()
}

/// What may lie in the top folder, besides hidden files.
const TOP_LEVEL: &[&str] = &[
    "Cargo.toml",
    "Cargo.lock",
    "LICENSE",
    "README.md",
    "assets",
    "plans",
    "src-tauri",
    "tests",
    "ui",
];

fn stray_entry(file: &File) -> Vec<Fault> {
    let top = file.path.split('/').next().unwrap_or_default();
    if top.starts_with('.') || TOP_LEVEL.contains(&top) {
        return Vec::new();
    }
    vec![file.fault(0, "the top folder holds only what the README's map shows")]
}

#[test]
fn the_top_folder_holds_only_its_six_folders() {
    assert_clean(stray_entry, "everything else lives inside the six folders");
}

#[test]
fn a_stray_entry_in_the_top_folder_is_noticed() {
    assert_eq!(count(stray_entry, "docs/a.md", ""), 1, "a seventh folder");
    assert_eq!(count(stray_entry, "notes.md", ""), 1, "a stray file");
    assert_eq!(
        count(stray_entry, ".ci/run", ""),
        0,
        "hidden entries are settings"
    );
    assert_eq!(
        count(stray_entry, "tests/it/main.rs", ""),
        0,
        "one of the six"
    );
}

/// A crate whose root file does not begin with what the crate is.
fn silent_crate(file: &File) -> Vec<Fault> {
    let is_root = file.path.ends_with("/src/lib.rs") || file.path.ends_with("/src/main.rs");
    if !is_root || file.text.starts_with("//! ") {
        return Vec::new();
    }
    vec![file.fault(1, "a crate begins with what it is (`//! …`)")]
}

#[test]
fn every_crate_says_what_it_is() {
    assert_clean(silent_crate, "the first line of a crate is read first");
}

#[test]
fn a_crate_that_does_not_say_what_it_is_is_noticed() {
    assert_eq!(
        count(
            silent_crate,
            "src-tauri/crates/a/src/lib.rs",
            "pub mod b;\n"
        ),
        1,
        "silent"
    );
    assert_eq!(
        count(
            silent_crate,
            "src-tauri/crates/a/src/lib.rs",
            "//! Tides.\n"
        ),
        0,
        "says it"
    );
}

/// The modules of the lowest layer that the glossary does not explain.
fn unexplained(library: &str, glossary: &str) -> Vec<String> {
    let modules = library
        .lines()
        .filter_map(|line| line.trim().strip_prefix("pub mod "));
    modules
        .map(|module| module.trim_end_matches([';', '{', ' ']).to_owned())
        .filter(|module| !glossary.contains(&format!("`{module}`")))
        .collect()
}

#[test]
fn every_noun_of_the_lowest_layer_is_in_the_glossary() {
    let root = crate::architecture::root();
    let read = |path: &str| fs::read_to_string(root.join(path)).expect("the file can be read");
    let missing = unexplained(
        &read("src-tauri/crates/emergency/src/lib.rs"),
        &read("src-tauri/docs/glossary.md"),
    );
    assert!(
        missing.is_empty(),
        "add to src-tauri/docs/glossary.md: {missing:?}"
    );
}

#[test]
fn a_noun_without_an_entry_is_noticed() {
    let found = unexplained(
        "pub mod alert;\npub mod tide;\nmod own;\n",
        "| `alert` | 告警 |",
    );
    assert_eq!(found, ["tide"], "public modules are the nouns");
}
