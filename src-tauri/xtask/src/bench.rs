//! `cargo xtask bench`: the measures, in release; with `--full` those that last are not cut short.
//!
//! The measuring itself is the program `bench` of the package `tests`; it prints the table or,
//! with `--json`, one object a line. This file only prepares what it needs.

use std::process::Command;
use std::time::Duration;

use anyhow::Result;

use crate::build::{self, cargo};
use crate::progress::run as run_step;
use crate::{children, display, paths, setup};

/// Measuring the window hangs when all groups together take longer than this, of which what lasts
/// ten minutes takes forty.
const LIMIT: Duration = Duration::from_secs(100 * 60);
/// Groups that are measured with the window.
const WINDOWED: [&str; 2] = ["feeds", "window"];

/// `cargo xtask bench [GROUP…] [--json] [--full]`.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    setup::everything()?;
    let mut build = cargo();
    build.args(["build", "--release", "-p", "tests", "--bin", "bench"]);
    run_step("build the measures", &mut build)?;
    let bench = paths::target().join("release").join("bench");
    let programs = paths::target().join("release");
    if !needs_window(arguments) {
        let mut measure = Command::new(bench);
        measure.args(arguments).env("DUTYROOM_PROGRAMS", programs);
        return run_step("measure", &mut measure);
    }
    build::interface()?;
    // What `cargo xtask run` starts is measured too, and it is not built meanwhile.
    build::programs()?;
    build::measured()?;
    let screen = display::Virtual::start()?;
    let mut bench_in_session = display::in_session(bench);
    bench_in_session
        .args(arguments)
        .current_dir(paths::root())
        .env("CARGO_TARGET_DIR", paths::target())
        .env("DUTYROOM_PROGRAMS", programs)
        .env("DISPLAY", &screen.name)
        .env_remove("WAYLAND_DISPLAY");
    children::run_within(LIMIT, "measure", &mut bench_in_session)
}

/// Whether a group is measured. Without a named group all are.
fn names(arguments: &[String], wanted: &str) -> bool {
    let mut groups = arguments
        .iter()
        .filter(|argument| !argument.starts_with("--"))
        .peekable();
    groups.peek().is_none() || groups.any(|group| group == wanted)
}

fn needs_window(arguments: &[String]) -> bool {
    WINDOWED.iter().any(|wanted| names(arguments, wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_is_built_only_when_it_is_measured() {
        let asks = |line: &str| {
            needs_window(
                &line
                    .split_whitespace()
                    .map(str::to_owned)
                    .collect::<Vec<_>>(),
            )
        };
        assert!(asks(""), "all groups hold the window");
        assert!(asks("--json"), "an option names no group");
        assert!(asks("log window"), "the window is named");
        assert!(asks("feeds"), "the feeds are measured beside it, too");
        assert!(!asks("log link --json"), "the window is not named");
    }
}
