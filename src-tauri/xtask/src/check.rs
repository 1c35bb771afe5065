//! `cargo xtask test`: every check, cheap ones first, each timed; and the two small commands
//! `fmt` and `lint`.

use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};
use std::{env, fs};

use anyhow::{Context, Result, bail};

use crate::build::{FEATURES, cargo};
use crate::progress::{run as run_step, say};
use crate::setup::npm;
use crate::{build, children, display, paths, setup};

/// Journeys that take longer than this hang.
const JOURNEYS_LIMIT: Duration = Duration::from_secs(25 * 60);

/// One part of the whole check.
struct Part {
    name: &'static str,
    what: &'static str,
    /// Parts that must have passed, when they are asked for too.
    needs: &'static [&'static str],
    run: fn() -> Result<()>,
}

/// In the order in which they run.
const PARTS: &[Part] = &[
    Part {
        name: "fmt",
        what: "Rust formatting",
        needs: &[],
        run: check_format,
    },
    Part {
        name: "ui",
        what: "user interface: types, unit tests, build",
        needs: &[],
        run: ui,
    },
    Part {
        name: "lint",
        what: "clippy",
        needs: &["ui"],
        run: clippy,
    },
    Part {
        name: "build",
        what: "programs and test programs",
        needs: &["ui"],
        run: build_all,
    },
    Part {
        name: "rust",
        what: "unit, property, integration, architecture, contract, tidy",
        needs: &["build"],
        run: rust,
    },
    Part {
        name: "journeys",
        what: "the real window",
        needs: &["build"],
        run: journeys,
    },
];

/// How a part ended.
enum Outcome {
    Passed,
    Failed(anyhow::Error),
    /// A part that it needs failed.
    NotRun,
}

/// `cargo xtask test [--only PART]`.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let chosen = chosen(arguments)?;
    setup::everything()?;
    let mut outcomes: Vec<(&Part, Outcome, u64)> = Vec::new();
    for part in chosen {
        let blocked = part.needs.iter().any(|need| {
            outcomes.iter().any(|(other, outcome, _)| {
                other.name == *need && !matches!(outcome, Outcome::Passed)
            })
        });
        if blocked {
            outcomes.push((part, Outcome::NotRun, 0));
            continue;
        }
        say(&format!("==== {}: {}", part.name, part.what));
        let started = Instant::now();
        let outcome = match (part.run)() {
            Ok(()) => Outcome::Passed,
            Err(error) => {
                say(&format!("{} FAILED: {error:#}", part.name));
                Outcome::Failed(error)
            }
        };
        outcomes.push((part, outcome, started.elapsed().as_secs()));
    }
    conclude(&outcomes)
}

fn chosen(arguments: &[String]) -> Result<Vec<&'static Part>> {
    match arguments {
        [] => Ok(PARTS.iter().collect()),
        [flag, name] if flag == "--only" => {
            let Some(part) = PARTS.iter().find(|part| part.name == name) else {
                let names: Vec<&str> = PARTS.iter().map(|part| part.name).collect();
                bail!("there is no part {name:?}; there are: {}", names.join(" "));
            };
            Ok(vec![part])
        }
        _ => bail!("usage: cargo xtask test [--only PART]"),
    }
}

fn conclude(outcomes: &[(&Part, Outcome, u64)]) -> Result<()> {
    let mut faults = 0_usize;
    eprintln!();
    for (part, outcome, took_s) in outcomes {
        let word = match outcome {
            Outcome::Passed => "ok".to_owned(),
            Outcome::Failed(error) => format!("FAILED: {error:#}"),
            Outcome::NotRun => "not run".to_owned(),
        };
        if !matches!(outcome, Outcome::Passed) {
            faults += 1;
        }
        eprintln!("  {:<10}{took_s:>6} s  {word}", part.name);
    }
    if faults > 0 {
        bail!("{faults} of {} parts did not pass", outcomes.len());
    }
    say("every part passed");
    Ok(())
}

/// `cargo xtask fmt`.
pub(crate) fn format(_arguments: &[String]) -> Result<()> {
    run_step("format", cargo().args(["fmt", "--all"]))
}

/// `cargo xtask lint`.
pub(crate) fn lint(_arguments: &[String]) -> Result<()> {
    setup::everything()?;
    build::interface()?;
    clippy()
}

fn check_format() -> Result<()> {
    run_step(
        "check the formatting",
        cargo().args(["fmt", "--all", "--check"]),
    )
}

fn ui() -> Result<()> {
    run_step(
        "check the types of the user interface",
        npm().args(["run", "check"]),
    )?;
    run_step("test the user interface", npm().args(["test"]))?;
    build::interface()
}

/// One selection of packages and features everywhere: cargo then compiles the shared
/// dependencies once for tests and programs, and once more, without code, for clippy.
fn whole(subcommand: &str) -> Command {
    let mut cargo = cargo();
    cargo.args([subcommand, "--workspace", "--features", FEATURES]);
    cargo
}

fn clippy() -> Result<()> {
    let mut clippy = whole("clippy");
    clippy.args(["--all-targets", "--", "-D", "warnings"]);
    run_step("clippy", &mut clippy)
}

fn build_all() -> Result<()> {
    build::interface()?;
    run_step(
        "build programs and tests",
        whole("build").args(["--lib", "--bins", "--tests"]),
    )
}

fn rust() -> Result<()> {
    let mut test = whole("test");
    test.arg("--no-fail-fast");
    if env::var_os("DISPLAY").is_none() {
        // Nothing in these tests may open a window.
        test.env_remove("WAYLAND_DISPLAY");
    }
    run_step("test", &mut test)
}

fn journeys() -> Result<()> {
    let files = journey_files().context("could not list tests/journeys")?;
    if files.is_empty() {
        bail!("there is no journey (tests/journeys/*.test.mjs)");
    }
    build_all()?;
    let screen = display::Virtual::start()?;
    let mut node = display::in_session("node");
    // One after the other: they share the screen, and the machine has few cores.
    node.args(["--test", "--test-concurrency=1"]).args(files);
    node.current_dir(paths::root())
        .env("DISPLAY", &screen.name)
        .env_remove("WAYLAND_DISPLAY")
        .env("DUTYROOM_PROGRAMS", paths::programs())
        .env("DUTYROOM_SCREENS", paths::screens());
    children::run_within(JOURNEYS_LIMIT, "journeys in the real window", &mut node)
}

fn journey_files() -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(paths::journeys())? {
        let path = entry?.path();
        if path.to_string_lossy().ends_with(".test.mjs") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        line.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn every_part_needs_only_parts_that_run_before_it() {
        for (place, part) in PARTS.iter().enumerate() {
            for need in part.needs {
                assert!(
                    PARTS[..place].iter().any(|earlier| earlier.name == *need),
                    "{} needs {need}, which does not run before it",
                    part.name
                );
            }
        }
    }

    #[test]
    fn one_part_can_be_chosen_and_an_unknown_one_is_refused() {
        let one = chosen(&words("--only lint")).expect("there is such a part");
        assert_eq!(
            one.iter().map(|part| part.name).collect::<Vec<_>>(),
            ["lint"],
            "just that one"
        );
        assert_eq!(
            chosen(&[]).map_or(0, |all| all.len()),
            PARTS.len(),
            "all without a choice"
        );
        assert!(
            chosen(&words("--only dance")).is_err(),
            "an unknown part must not pass as done"
        );
        assert!(
            chosen(&words("lint")).is_err(),
            "a stray word must not be taken for nothing"
        );
    }

    #[test]
    fn a_failed_or_skipped_part_fails_the_whole() {
        let part = &PARTS[0];
        assert!(
            conclude(&[(part, Outcome::Passed, 1)]).is_ok(),
            "nothing failed"
        );
        let failed = Outcome::Failed(anyhow::anyhow!("broken"));
        assert!(
            conclude(&[(part, failed, 1)]).is_err(),
            "a failure must be seen outside"
        );
        assert!(
            conclude(&[(part, Outcome::NotRun, 0)]).is_err(),
            "not run is not passed"
        );
    }
}
