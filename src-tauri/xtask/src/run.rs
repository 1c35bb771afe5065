//! `cargo xtask run`: from a clean checkout to the window.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::progress::say;
use crate::{build, children, display, paths, screens, setup};

/// `cargo xtask run [--real DIR]`.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let real = real_folder(arguments)?;
    setup::everything()?;
    build::interface()?;
    build::programs()?;
    if !display::present() {
        if real.is_some() {
            bail!("--real opens the district's own data in a window, and there is no display");
        }
        say("no display: starting a virtual one and photographing each workspace");
        return screens::take();
    }
    say("the console is open; close its window to end");
    let status = children::Running::start(&mut console(real.as_deref()))?.wait()?;
    if !status.success() {
        bail!("the console ended with {status}");
    }
    Ok(())
}

fn real_folder(arguments: &[String]) -> Result<Option<PathBuf>> {
    match arguments {
        [] => Ok(None),
        [flag, folder] if flag == "--real" => {
            // Relative to where the person stands, not to where cargo runs us.
            let folder = std::path::absolute(folder).context("could not read the folder's name")?;
            Ok(Some(folder))
        }
        _ => bail!("usage: cargo xtask run [--real DIR]"),
    }
}

/// The console: with the exercise district and its own city platform, or on real data.
fn console(real: Option<&Path>) -> Command {
    let mut console = Command::new(paths::program("desktop"));
    match real {
        Some(folder) => console.arg("--data").arg(folder),
        None => console.arg("--exercise"),
    };
    console
}
