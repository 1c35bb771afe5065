//! `cargo xtask bench`: the measures, in release.
//!
//! The measuring itself is the program `bench` of the package `tests`; it prints the table or,
//! with `--json`, one object a line. This file only prepares what it needs.

use anyhow::Result;

use crate::build::{self, cargo};
use crate::progress::run as run_step;
use crate::{paths, setup};

/// `cargo xtask bench [GROUP…] [--json]`.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    setup::everything()?;
    if needs_window(arguments) {
        build::interface()?;
        build::programs()?;
    }
    let mut bench = cargo();
    bench.args([
        "run",
        "--release",
        "--quiet",
        "-p",
        "tests",
        "--bin",
        "bench",
        "--",
    ]);
    bench
        .args(arguments)
        .env("DUTYROOM_PROGRAMS", paths::programs());
    run_step("measure", &mut bench)
}

/// Without a named group all are measured, the window among them.
fn needs_window(arguments: &[String]) -> bool {
    let mut groups = arguments
        .iter()
        .filter(|argument| !argument.starts_with("--"))
        .peekable();
    groups.peek().is_none() || groups.any(|group| group == "window")
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
        assert!(!asks("log link --json"), "the window is not named");
    }
}
