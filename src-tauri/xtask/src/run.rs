//! `cargo xtask run`: from a clean checkout to the window.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::children::Running;
use crate::progress::say;
use crate::{build, display, paths, screens, setup};

/// What the city platform prints, with its address behind it, when it takes connections.
const LISTENING: &str = "listening on ";

/// What is opened, and where it is kept.
#[derive(Debug, PartialEq)]
enum Opened {
    /// The district's own data.
    Real(PathBuf),
    /// The exercise district.
    Exercise(PathBuf),
}

/// `cargo xtask run [--real DIR | --exercise DIR]`.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let opened = opened(arguments)?;
    setup::everything()?;
    build::interface()?;
    build::programs()?;
    if !display::present() {
        if matches!(opened, Opened::Real(_)) {
            bail!("--real opens the district's own data in a window, and there is no display");
        }
        say("no display: starting a virtual one and photographing each workspace");
        return screens::take();
    }
    match opened {
        Opened::Real(folder) => open(
            Command::new(paths::program("desktop"))
                .arg("--data")
                .arg(folder),
        ),
        Opened::Exercise(folder) => exercise(&folder),
    }
}

/// Without a word the exercise is opened, and what is done in it is kept in `target/exercise/`
/// until that folder is removed.
fn opened(arguments: &[String]) -> Result<Opened> {
    // Relative to where the person stands, not to where cargo runs us.
    let absolute = |folder| std::path::absolute(folder).context("could not read the folder's name");
    match arguments {
        [] => Ok(Opened::Exercise(
            paths::root().join("target").join("exercise"),
        )),
        [flag, folder] if flag == "--real" => Ok(Opened::Real(absolute(folder)?)),
        [flag, folder] if flag == "--exercise" => Ok(Opened::Exercise(absolute(folder)?)),
        _ => bail!("usage: cargo xtask run [--real DIR | --exercise DIR]"),
    }
}

/// The exercise district: a city platform of its own and the console on it.
fn exercise(folder: &Path) -> Result<()> {
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
        assert!(
            matches!(opened(&[]), Ok(Opened::Exercise(_))),
            "the exercise without a word"
        );
        for (line, is_real) in [("--real district", true), ("--exercise district", false)] {
            let (real, folder) = match opened(&words(line)).expect("a folder is named") {
                Opened::Real(folder) => (true, folder),
                Opened::Exercise(folder) => (false, folder),
            };
            assert_eq!(real, is_real, "{line} is what was asked for");
            assert!(folder.is_absolute(), "{line} outlives a change of folder");
        }
        assert!(opened(&words("--real")).is_err(), "the folder is missing");
        assert!(
            opened(&words("district")).is_err(),
            "real data is never opened by accident"
        );
    }
}
