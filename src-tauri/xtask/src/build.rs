//! The user interface and the programs, built only when something changed.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::progress::{run as run_step, say};
use crate::setup::npm;
use crate::{paths, stamp::Stamp};

/// The programs that `run` starts, and the packages that hold them.
const PROGRAMS: &[(&str, &str)] = &[
    ("desktop", "desktop"),
    ("desk", "desk"),
    ("city-platform", "platform"),
];

/// Serves the built-in pages instead of asking a development server.
pub(crate) const FEATURES: &str = "desktop/custom-protocol";

/// Cargo in the top folder.
pub(crate) fn cargo() -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo
        .current_dir(paths::root())
        .env("CARGO_TARGET_DIR", paths::target());
    cargo
}

/// Builds `ui/dist` when a source of it changed.
pub(crate) fn interface() -> Result<()> {
    let root = paths::root();
    let stamp = Stamp::of("ui", &[paths::ui(), root.join("assets")])
        .context("could not read the user interface's sources")?;
    if stamp.holds() && paths::ui().join("dist").join("index.html").is_file() {
        return Ok(());
    }
    run_step("build the user interface", npm().args(["run", "build"]))?;
    stamp
        .set()
        .context("could not note that the user interface is built")
}

/// Builds the console, the desk and the city platform when a source of them changed.
pub(crate) fn programs() -> Result<()> {
    let stamp = Stamp::of("programs", &program_inputs()).context("could not read the sources")?;
    if stamp.holds()
        && PROGRAMS
            .iter()
            .all(|(name, _)| paths::program(name).is_file())
    {
        return Ok(());
    }
    let mut cargo = cargo();
    cargo.args(["build", "--features", FEATURES]);
    for (_, package) in PROGRAMS {
        cargo.args(["-p", package]);
    }
    if !paths::program("desktop").is_file() {
        say("the first build compiles some 600 crates: about 10 minutes on 2 quiet cores");
    }
    run_step("build the programs", &mut cargo)?;
    stamp
        .set()
        .context("could not note that the programs are built")
}

/// Builds the same programs in release, and the bare window that they are held against.
pub(crate) fn measured() -> Result<()> {
    let mut cargo = cargo();
    cargo.args(["build", "--release", "--features", FEATURES, "--bins"]);
    cargo.args(["--example", "bare_window"]);
    for (_, package) in PROGRAMS {
        cargo.args(["-p", package]);
    }
    run_step("build the programs in release", &mut cargo)
}

fn program_inputs() -> Vec<PathBuf> {
    let root = paths::root();
    let mut inputs: Vec<PathBuf> = [
        "Cargo.toml",
        "Cargo.lock",
        ".cargo",
        "src-tauri",
        "assets",
        "plans",
    ]
    .iter()
    .map(|name| root.join(name))
    .collect();
    inputs.push(paths::ui().join("dist"));
    inputs
}
