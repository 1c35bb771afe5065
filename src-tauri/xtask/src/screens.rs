//! `cargo xtask screens`: one picture of every workspace in every palette, from the real window.

use std::fs;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::progress::say;
use crate::{build, children, display, paths, setup};

/// Taking the pictures hangs when it takes longer than this.
const LIMIT: Duration = Duration::from_secs(10 * 60);

/// `cargo xtask screens`.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    if let Some(argument) = arguments.first() {
        bail!("`screens` takes no argument, {argument:?} was given");
    }
    setup::everything()?;
    build::interface()?;
    build::programs()?;
    take()
}

/// Takes the pictures; the programs are built.
pub(crate) fn take() -> Result<()> {
    if !cfg!(target_os = "linux") {
        bail!("pictures are taken through WebKitWebDriver, which exists only on Linux");
    }
    let folder = paths::screens();
    fs::create_dir_all(&folder).context("could not make target/screens")?;
    // What is there afterwards is of this run.
    for picture in pictures()? {
        fs::remove_file(folder.join(picture)).context("could not remove an old picture")?;
    }
    let screen = display::Virtual::start()?;
    let mut node = display::in_session("node");
    node.arg(paths::journeys().join("screens.mjs"))
        .current_dir(paths::root())
        .env("DISPLAY", &screen.name)
        .env_remove("WAYLAND_DISPLAY")
        .env("DUTYROOM_PROGRAMS", paths::programs())
        .env("DUTYROOM_SCREENS", &folder);
    children::run_within(LIMIT, "photograph the workspaces", &mut node)?;
    let pictures = pictures()?;
    if pictures.is_empty() {
        bail!("no picture was written");
    }
    for picture in pictures {
        say(&format!("target/screens/{picture}"));
    }
    Ok(())
}

/// The names of the pictures that are there, in order.
fn pictures() -> Result<Vec<String>> {
    let mut pictures: Vec<String> = fs::read_dir(paths::screens())
        .context("could not list target/screens")?
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".png"))
        .collect();
    pictures.sort();
    Ok(pictures)
}
