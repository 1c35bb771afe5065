//! `cargo xtask run`: from a clean checkout to the window.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::children::Running;
use crate::progress::say;
use crate::{build, display, paths, screens, setup};

/// What the city platform prints, with its address behind it, when it takes connections.
const LISTENING: &str = "listening on ";

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
    match real {
        Some(folder) => open(
            Command::new(paths::program("desktop"))
                .arg("--data")
                .arg(folder),
        ),
        None => exercise(),
    }
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

/// The exercise district: a city platform of its own and the console on it. What is done in it is
/// kept in `target/exercise/` until that folder is removed.
fn exercise() -> Result<()> {
    let folder = paths::root().join("target").join("exercise");
    let (_platform, address) = city_platform(&folder.join("platform"))?;
    say(&format!("city platform at {address}"));
    let mut console = Command::new(paths::program("desktop"));
    console
        .arg("--exercise")
        .arg("--data")
        .arg(folder.join("desk"));
    open(console.arg("--platform").arg(address))
}

/// Starts the city platform on a free port of this machine and waits until it says which.
fn city_platform(data: &Path) -> Result<(Running, String)> {
    let mut command = Command::new(paths::program("city-platform"));
    command
        .arg("--data")
        .arg(data)
        .args(["--listen", "127.0.0.1:0"])
        .stdout(Stdio::piped());
    let mut platform = Running::start(&mut command)?;
    let address = platform.line(|line| line.split_once(LISTENING).map(|pair| pair.1.to_owned()))?;
    Ok((platform, address))
}

fn open(console: &mut Command) -> Result<()> {
    say("the console is open; close its window to end");
    let status = Running::start(console)?.wait()?;
    if !status.success() {
        bail!("the console ended with {status}");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_of_real_data_is_asked_for_by_name_and_made_absolute() {
        let words = |line: &str| line.split(' ').map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(
            real_folder(&[]).ok(),
            Some(None),
            "the exercise without a word"
        );
        let real = real_folder(&words("--real district")).expect("a folder is named");
        assert!(
            real.is_some_and(|folder| folder.is_absolute()),
            "it outlives a change of folder"
        );
        assert!(
            real_folder(&words("--real")).is_err(),
            "the folder is missing"
        );
        assert!(
            real_folder(&words("district")).is_err(),
            "real data is never opened by accident"
        );
    }
}
