//! `cargo xtask map-snapshot`: builds and tests the base-map renderer that uses maplibre-rs. It is
//! a workspace of its own and no part of the console's build; `docs/decisions/0003-maplibre-rs.md`
//! says why.

use std::env;

use anyhow::{Result, bail};

use crate::build::cargo;
use crate::progress::{answer, run as run_step, say};
use crate::{paths, setup};

/// The Debian package that holds `protoc`, which the library's build asks for.
const PACKAGE: &str = "protobuf-compiler";

/// Builds the program and runs its test, which draws a picture through it.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    if let Some(argument) = arguments.first() {
        bail!("`map-snapshot` takes no argument, {argument:?} was given");
    }
    compiler()?;
    let manifest = paths::root().join("src-tauri/map-snapshot/Cargo.toml");
    let mut test = cargo();
    test.args(["test", "--manifest-path"])
        .arg(&manifest)
        // Another lock file: the same folder would be built over and over.
        .env("CARGO_TARGET_DIR", paths::target().join("map-snapshot"));
    run_step("build and test the maplibre-rs renderer", &mut test)?;
    let name = format!("map-snapshot{}", env::consts::EXE_SUFFIX);
    let program = paths::target().join("map-snapshot/debug").join(name);
    say(&format!("the renderer is {}", program.display()));
    Ok(())
}

/// Sees to it that `protoc` is there: named by `PROTOC`, on the path, or installed now.
fn compiler() -> Result<()> {
    if env::var_os("PROTOC").is_some() || answer("protoc", &["--version"]).is_some() {
        return Ok(());
    }
    if !cfg!(target_os = "linux") {
        bail!("the program `protoc` (Protocol Buffers compiler) is missing");
    }
    say(&format!("missing system package {PACKAGE}: protoc"));
    setup::install(&[PACKAGE])
}
