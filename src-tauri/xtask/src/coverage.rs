//! `cargo xtask coverage`: how many lines of each parser of outside data its own tests reach.
//!
//! The counters are the compiler's (`-Cinstrument-coverage`); LLVM's tools of the same release read
//! them. Lines of the tests themselves do not count.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, io};

use anyhow::{Context, Result, bail};

use crate::build::cargo;
use crate::paths;
use crate::progress::{answer, run as run_step, say, spelled};
use crate::setup;

/// Where the parsers stand; the first name below it is a parser.
const PARSERS: &str = "crates/protocols/src/";
/// The share of its lines that the tests of a parser reach at least, in percent.
const BAR_PERCENT: f64 = 95.0;

/// Lines of a parser.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Lines {
    all: u32,
    reached: u32,
}

impl Lines {
    fn percent(self) -> f64 {
        100.0 * f64::from(self.reached) / f64::from(self.all.max(1))
    }
}

/// Prints a table; fails when a parser is under the bar.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    if let Some(argument) = arguments.first() {
        bail!("`coverage` takes no argument, {argument:?} was given");
    }
    let tools = Tools::find()?;
    let folder = paths::target().join("coverage");
    let raw = folder.join("raw");
    match fs::remove_dir_all(&raw) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
        _ => fs::create_dir_all(&raw)?,
    }
    let tests = build(&folder)?;
    run_step(
        "run the tests of the parsers",
        Command::new(&tests)
            .current_dir(paths::root().join("src-tauri/crates/protocols"))
            .arg("--quiet")
            .env("LLVM_PROFILE_FILE", raw.join("%p-%m.profraw")),
    )?;
    let merged = folder.join("merged.profdata");
    run_step(
        "put the counts together",
        Command::new(&tools.profdata)
            .args(["merge", "--sparse", "-o"])
            .arg(&merged)
            .arg(&raw),
    )?;
    let mut export = Command::new(&tools.cov);
    export
        .args(["export", "--format=lcov", "--summary-only"])
        .arg(format!("--instr-profile={}", merged.display()))
        .arg(&tests);
    let output = export.output()?;
    if !output.status.success() {
        bail!("`{}` ended with {}", spelled(&export), output.status);
    }
    report(&by_parser(&String::from_utf8_lossy(&output.stdout)))
}

/// LLVM's own readers of the counters; another release than the compiler's cannot read them.
struct Tools {
    profdata: PathBuf,
    cov: PathBuf,
}

impl Tools {
    fn find() -> Result<Self> {
        let version = answer("rustc", &["-vV"]).context("rustc does not answer")?;
        let release = llvm_release(&version).context("rustc does not say which LLVM it has")?;
        let named = |tool: &str| format!("{tool}-{release}");
        if answer(&named("llvm-cov"), &["--version"]).is_none() {
            setup::install(&[&named("llvm")])?;
        }
        Ok(Self {
            profdata: named("llvm-profdata").into(),
            cov: named("llvm-cov").into(),
        })
    }
}

fn llvm_release(version: &str) -> Option<u32> {
    let line = version
        .lines()
        .find_map(|line| line.strip_prefix("LLVM version: "))?;
    line.split('.').next()?.parse().ok()
}

/// The unit tests of the parsers with counters in them.
fn build(folder: &Path) -> Result<PathBuf> {
    say("build the tests of the parsers with counters");
    let mut build = cargo();
    build
        .args(["test", "--no-run", "--lib", "-p", "protocols"])
        .args(["--message-format", "json"])
        .env("CARGO_TARGET_DIR", folder)
        .env("CARGO_INCREMENTAL", "0")
        .env("RUSTFLAGS", "-Cinstrument-coverage")
        .stderr(std::process::Stdio::inherit());
    let output = build.output()?;
    if !output.status.success() {
        bail!("`{}` ended with {}", spelled(&build), output.status);
    }
    let text = String::from_utf8_lossy(&output.stdout);
    executable(&text).context("cargo did not say where the tests are")
}

/// The path that the last message with one names.
fn executable(messages: &str) -> Option<PathBuf> {
    const FIELD: &str = "\"executable\":\"";
    let at = messages.rfind(FIELD)? + FIELD.len();
    let path = messages[at..].split('"').next()?;
    Some(path.replace("\\\\", "\\").into())
}

/// Lines by parser, of a summary in lcov's format: `SF` a file, `LF` its lines, `LH` those reached.
fn by_parser(lcov: &str) -> BTreeMap<String, Lines> {
    let mut found: BTreeMap<String, Lines> = BTreeMap::new();
    let mut parser = None;
    for line in lcov.lines() {
        if let Some(file) = line.strip_prefix("SF:") {
            parser = parser_of(file);
        }
        let Some(parser) = &parser else { continue };
        let lines = found.entry(parser.clone()).or_default();
        let number = |field: &str| line.strip_prefix(field).and_then(|n| n.parse::<u32>().ok());
        lines.all += number("LF:").unwrap_or(0);
        lines.reached += number("LH:").unwrap_or(0);
    }
    found
}

/// The parser that a file is of; none for tests, and for what is no parser.
fn parser_of(file: &str) -> Option<String> {
    let file = file.replace('\\', "/");
    let (_, inside) = file.split_once(PARSERS)?;
    let of_tests = |part: &str| matches!(part, "tests" | "tests.rs" | "vectors.rs");
    if inside.split('/').any(of_tests) {
        return None;
    }
    let first = inside.split('/').next()?;
    Some(first.trim_end_matches(".rs").to_owned())
}

fn report(found: &BTreeMap<String, Lines>) -> Result<()> {
    if found.is_empty() {
        bail!("no parser was counted");
    }
    let mut under = Vec::new();
    for (parser, lines) in found {
        let percent = lines.percent();
        println!("{parser:<16}{percent:>7.1} %  of {:>5} lines", lines.all);
        if percent < BAR_PERCENT {
            under.push(parser.as_str());
        }
    }
    if !under.is_empty() {
        bail!("under {BAR_PERCENT} %: {}", under.join(", "));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_summed_by_parser_and_tests_do_not_count() {
        let lcov = "SF:/x/crates/protocols/src/cap/read.rs\nLF:10\nLH:9\nend_of_record\n\
                    SF:/x/crates/protocols/src/cap/tests.rs\nLF:50\nLH:50\nend_of_record\n\
                    SF:/x/crates/protocols/src/cap/mod.rs\nLF:10\nLH:6\nend_of_record\n\
                    SF:/x/crates/emergency/src/day.rs\nLF:7\nLH:0\nend_of_record\n";
        let found = by_parser(lcov);
        let cap = Lines {
            all: 20,
            reached: 15,
        };
        assert_eq!(
            found,
            BTreeMap::from([("cap".to_owned(), cap)]),
            "the two files of the parser alone"
        );
        assert!((cap.percent() - 75.0).abs() < 1e-9, "15 of 20");
        assert!(report(&found).is_err(), "which is under the bar");
    }

    #[test]
    fn the_tools_are_of_the_compilers_release() {
        let version = "rustc 1.95.0\nhost: x86_64-unknown-linux-gnu\nLLVM version: 22.1.2\n";
        assert_eq!(llvm_release(version), Some(22), "its first number");
        assert_eq!(llvm_release("rustc 1.95.0\n"), None, "none is guessed");
    }

    #[test]
    fn the_tests_are_where_cargo_says() {
        let messages = "{\"executable\":null}\n{\"executable\":\"/t/protocols-1\"}\n{}\n";
        assert_eq!(
            executable(messages),
            Some("/t/protocols-1".into()),
            "the last that is named"
        );
    }
}
