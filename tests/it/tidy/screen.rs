//! Rules for the user interface.

use regex_lite::Regex;

use super::files::{Fault, File, is_comment};
use super::{assert_clean, count};

/// Where colours are named; nowhere else may they be written as numbers.
const TOKENS: &[&str] = &["ui/src/tokens/", "src-tauri/crates/maps/src/tokens"];
/// Where the texts for users are.
const LOCALE: &str = "ui/src/locale/";
/// Written by a program from the Rust types.
const GENERATED: &str = "ui/src/contract/";

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the pattern is well formed")
}

fn is_screen(file: &File) -> bool {
    file.path.starts_with("ui/src/") && file.is(&["ts", "svelte", "css"])
}

/// A colour as a number: `#a1b2c3`, or a function of numbers. A bare word such as `#feed` is a
/// private field, so that at least one digit, or quotes around it, are asked for.
fn raw_colour(file: &File) -> Vec<Fault> {
    let drawn = is_screen(file) || file.path.starts_with("src-tauri/crates/") && file.is(&["rs"]);
    if !drawn || TOKENS.iter().any(|folder| file.path.starts_with(folder)) {
        return Vec::new();
    }
    let hex = r"#([0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3,4})\b";
    let quoted = pattern(&format!("[\"']{hex}[\"']"));
    let bare = pattern(&format!(r"[:\s,(]{hex}"));
    let function = pattern(r"\b(rgba?|hsla?|oklch|oklab)\(\s*[0-9.]");
    let rust = file.is(&["rs"]);
    file.lines(|line| {
        if is_comment(line) {
            return None;
        }
        let bare = bare
            .find_iter(line)
            .any(|found| !rust && found.as_str().contains(|c: char| c.is_ascii_digit()));
        (bare || quoted.is_match(line) || function.is_match(line) && !rust)
            .then(|| "a colour is a token, so that every palette can change it".to_owned())
    })
}

#[test]
fn colours_are_written_only_in_the_token_files() {
    assert_clean(
        raw_colour,
        "three palettes are checked for contrast, loose colours are not",
    );
}

#[test]
fn a_loose_colour_is_noticed_and_a_private_field_is_not() {
    let style = |text: &str| count(raw_colour, "ui/src/parts/a.svelte", text);
    assert_eq!(style("color: #1c1f23;"), 1, "six digits");
    assert_eq!(style("border: 1px solid #000;"), 1, "three digits");
    assert_eq!(style("const ink = \"#fed\";"), 1, "letters in quotes");
    assert_eq!(
        style("background: rgba(0, 0, 0, 0.5);"),
        1,
        "a function of numbers"
    );
    assert_eq!(style("color: var(--ink);"), 0, "a token");
    assert_eq!(
        style("  #feed: Feed; this.#dead = true;"),
        0,
        "private fields"
    );
    assert_eq!(style("{#each rows as row}"), 0, "markup");
    assert_eq!(style("// see #123"), 0, "an issue");
    assert_eq!(
        count(raw_colour, "ui/src/tokens/day.css", "--ink: #1c1f23;"),
        0,
        "its home"
    );
    let rust = "const ALARM: &str = \"#E84351\";";
    assert_eq!(
        count(raw_colour, "src-tauri/crates/reports/src/a.rs", rust),
        1,
        "in Rust"
    );
    assert_eq!(
        count(raw_colour, "src-tauri/crates/maps/src/tokens.rs", rust),
        0,
        "its home"
    );
}

/// Whether a character is a Chinese one, or Chinese punctuation.
fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{3001}'..='\u{303f}' | '\u{ff01}'..='\u{ff5e}')
}

fn chinese_literal(file: &File) -> Vec<Fault> {
    let elsewhere = is_screen(file)
        && !file.path.starts_with(LOCALE)
        && !file.path.starts_with(GENERATED)
        && !file.path.ends_with(".test.ts");
    if !elsewhere {
        return Vec::new();
    }
    file.lines(|line| {
        let found = !is_comment(line) && line.contains(is_chinese);
        found.then(|| "a text for users belongs in ui/src/locale/".to_owned())
    })
}

#[test]
fn texts_for_users_are_in_the_locale_files() {
    assert_clean(chinese_literal, "a text in the code has no second language");
}

#[test]
fn a_text_for_users_in_the_code_is_noticed() {
    assert_eq!(
        count(chinese_literal, "ui/src/parts/a.svelte", "<b>告警</b>"),
        1,
        "in markup"
    );
    assert_eq!(
        count(chinese_literal, "ui/src/keys/a.ts", "say(\"ok。\")"),
        1,
        "punctuation"
    );
    assert_eq!(
        count(chinese_literal, "ui/src/keys/a.ts", "// the Watch (值守)"),
        0,
        "a comment"
    );
    assert_eq!(
        count(chinese_literal, "ui/src/locale/zh-CN.ts", "watch: \"值守\""),
        0,
        "its home"
    );
    assert_eq!(
        count(chinese_literal, "ui/src/a.test.ts", "expect(\"值守\")"),
        0,
        "test data"
    );
}

/// Ways by which outside text could become markup or code.
fn markup_door(file: &File) -> Vec<Fault> {
    if !(file.path.starts_with("ui/") && file.is(&["ts", "svelte", "js", "mjs", "html"])) {
        return Vec::new();
    }
    let markup = r"\{@html|\b(innerHTML|outerHTML|insertAdjacentHTML|srcdoc)\b|\.setHTML\(";
    let code = r"document\.write|\beval\(|new Function\(";
    let door = pattern(&format!("{markup}|{code}"));
    file.lines(|line| {
        let found = door.find(line)?;
        Some(format!(
            "{}: outside text is text, never markup",
            found.as_str()
        ))
    })
}

#[test]
fn outside_text_never_becomes_markup() {
    assert_clean(markup_door, "alert text is hostile");
}

#[test]
fn a_door_for_markup_is_noticed() {
    let bad = [
        "{@html row.title}",
        "node.innerHTML = text;",
        "eval(text)",
        "new Function(text)",
    ];
    for sample in bad {
        assert_eq!(count(markup_door, "ui/src/a.svelte", sample), 1, "{sample}");
    }
    assert_eq!(
        count(markup_door, "ui/src/a.svelte", "{row.title}"),
        0,
        "this one escapes"
    );
}

/// Tests that are left out, or leave out all others.
fn skipped_test(file: &File) -> Vec<Fault> {
    if !file.is(&["ts", "mjs", "js"]) {
        return Vec::new();
    }
    let call = r"\b(test|it|describe|suite|bench)\.(skip|only|todo|skipIf|runIf)\b";
    let option = r"\b(skip|only|todo):\s*true";
    let mark = pattern(&format!("{call}|{option}"));
    file.lines(|line| {
        let found = mark.find(line)?;
        Some(format!("{}: every test runs", found.as_str()))
    })
}

#[test]
fn no_test_of_the_user_interface_is_left_out() {
    assert_clean(skipped_test, "mend it or remove it");
}

#[test]
fn a_left_out_test_is_noticed() {
    let dotted = concat!("test", ".skip(\"a\", () => {})");
    assert_eq!(
        count(skipped_test, "ui/src/a.test.ts", dotted),
        1,
        "left out"
    );
    let alone = concat!("describe", ".only(\"a\", () => {})");
    assert_eq!(
        count(skipped_test, "tests/journeys/a.test.mjs", alone),
        1,
        "leaves out the rest"
    );
    assert_eq!(
        count(
            skipped_test,
            "a.test.mjs",
            concat!("test(\"a\", { sk", "ip: true })")
        ),
        1,
        ""
    );
    assert_eq!(
        count(skipped_test, "a.ts", "rows.skip(3)"),
        0,
        "another word"
    );
}
