//! The project's own commands: `cargo xtask run`, `cargo xtask test`, `cargo xtask bench` and
//! their kin. Plain `cargo xtask` lists them.
//!
//! # Layout
//! - [`setup`]: what a machine must have, and how it gets it.
//! - [`build`]: the user interface and the programs, skipped when nothing changed ([`stamp`]).
//! - [`children`]: programs that are started and never left behind.
//! - [`display`]: a virtual screen for machines without one.
//! - [`run`], [`check`], [`bench`], [`coverage`], [`fuzz`], [`screens`], [`map_snapshot`]: one file
//!   a command.

mod bench;
mod build;
mod check;
mod children;
mod coverage;
mod display;
mod fuzz;
mod map_snapshot;
mod paths;
mod progress;
mod run;
mod screens;
mod setup;
mod stamp;

use std::process::ExitCode;

use anyhow::{Result, bail};

/// One thing that `cargo xtask` can do.
struct Task {
    name: &'static str,
    arguments: &'static str,
    what: &'static str,
    run: fn(&[String]) -> Result<()>,
}

/// The closed list of commands; the help is printed from it.
const TASKS: &[Task] = &[
    Task {
        name: "run",
        arguments: "[--real DIR | --size N --seed N]",
        what: "set up, build, start the city platform and the console (exercise district)",
        run: run::run,
    },
    Task {
        name: "test",
        arguments: "[--only PART]",
        what: "set up and run every check; parts: fmt ui lint build rust journeys",
        run: check::run,
    },
    Task {
        name: "bench",
        arguments: "[GROUP…] [--json]",
        what: "measure log, link, dispatch, recommend, window in release: a table, or JSON lines",
        run: bench::run,
    },
    Task {
        name: "fuzz",
        arguments: "[TARGET…] [SECONDS]",
        what: "feed made-up bytes to the parsers of outside data, guided by coverage",
        run: fuzz::run,
    },
    Task {
        name: "coverage",
        arguments: "",
        what: "count the lines of each parser of outside data that its tests reach",
        run: coverage::run,
    },
    Task {
        name: "screens",
        arguments: "",
        what: "photograph every workspace in every palette into target/screens/",
        run: screens::run,
    },
    Task {
        name: "map-snapshot",
        arguments: "",
        what: "build and test the opt-in base-map renderer that uses maplibre-rs",
        run: map_snapshot::run,
    },
    Task {
        name: "setup",
        arguments: "",
        what: "only install what is missing: system packages, packages of the user interface",
        run: setup::run,
    },
    Task {
        name: "fmt",
        arguments: "",
        what: "format the Rust code",
        run: check::format,
    },
    Task {
        name: "lint",
        arguments: "",
        what: "clippy over the whole workspace, warnings are faults",
        run: check::lint,
    },
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(name) = arguments.first() else {
        print!("{}", help());
        return ExitCode::SUCCESS;
    };
    if matches!(name.as_str(), "help" | "--help" | "-h") {
        print!("{}", help());
        return ExitCode::SUCCESS;
    }
    match dispatch(name, &arguments[1..]) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nxtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(name: &str, arguments: &[String]) -> Result<()> {
    let Some(task) = TASKS.iter().find(|task| task.name == name) else {
        bail!("there is no command {name:?}\n\n{}", help());
    };
    children::end_all_on_signal()?;
    (task.run)(arguments)
}

fn help() -> String {
    let mut text = String::from("cargo xtask COMMAND\n\n");
    for task in TASKS {
        let call = format!("{} {}", task.name, task.arguments);
        text.push_str(&format!("  {:<28}{}\n", call.trim_end(), task.what));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_is_listed_in_the_help() {
        let help = help();
        for task in TASKS {
            assert!(
                help.contains(task.what),
                "{} is missing from the help",
                task.name
            );
        }
    }

    #[test]
    fn an_unknown_command_is_refused_with_the_list() {
        let error = dispatch("dance", &[]).expect_err("an unknown command must not succeed");
        assert!(
            error.to_string().contains("bench"),
            "the answer must list what there is"
        );
    }
}
