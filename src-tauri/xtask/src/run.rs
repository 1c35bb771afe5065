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
    /// The exercise district, with what the console is told of its seed and size.
    Exercise(PathBuf, Vec<String>),
}

const USAGE: &str =
    "usage: cargo xtask run [--real DIR | [--exercise DIR] [--seed N] [--size 1…100]]";

/// `cargo xtask run [--real DIR | [--exercise DIR] [--seed N] [--size N]]`.
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
        Opened::Exercise(folder, numbers) => exercise(&folder, &numbers),
    }
}

/// Without a word the exercise is opened, and what is done in it is kept in `target/exercise/`
/// until that folder is removed.
fn opened(arguments: &[String]) -> Result<Opened> {
    // Relative to where the person stands, not to where cargo runs us.
    let absolute = |folder| std::path::absolute(folder).context("could not read the folder's name");
    if let [flag, folder] = arguments
        && flag == "--real"
    {
        return Ok(Opened::Real(absolute(folder)?));
    }
    let mut folder = paths::root().join("target").join("exercise");
    let mut numbers = Vec::new();
    for pair in arguments.chunks(2) {
        match pair {
            [flag, named] if flag == "--exercise" => folder = absolute(named)?,
            // Whether the number will do is the console's to say: it has the bounds.
            [flag, number] if flag == "--seed" || flag == "--size" => {
                number
                    .parse::<u64>()
                    .with_context(|| format!("{flag} {number}: {USAGE}"))?;
                numbers.extend([flag.clone(), number.clone()]);
            }
            _ => bail!(USAGE),
        }
    }
    Ok(Opened::Exercise(folder, numbers))
}

/// The exercise district: a city platform of its own and the console on it.
fn exercise(folder: &Path, numbers: &[String]) -> Result<()> {
    let (_platform, address) = city_platform(&folder.join("platform"))?;
    say(&format!("city platform at {address}"));
    let mut console = Command::new(paths::program("desktop"));
    console
        .arg("--exercise")
        .args(numbers)
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
            matches!(opened(&[]), Ok(Opened::Exercise(..))),
            "the exercise without a word"
        );
        for (line, is_real) in [("--real district", true), ("--exercise district", false)] {
            let (real, folder) = match opened(&words(line)).expect("a folder is named") {
                Opened::Real(folder) => (true, folder),
                Opened::Exercise(folder, _) => (false, folder),
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

    #[test]
    fn an_exercise_is_opened_with_its_seed_and_its_size() {
        let words = |line: &str| line.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let Ok(Opened::Exercise(_, numbers)) = opened(&words("--size 10 --seed 3")) else {
            panic!("both may be given");
        };
        assert_eq!(
            numbers,
            words("--size 10 --seed 3"),
            "as the console takes them"
        );
        for line in [
            "--size",
            "--size ten",
            "--real district --size 2",
            "--speed 2",
        ] {
            assert!(
                opened(&words(line)).is_err(),
                "{line} is no way to open one"
            );
        }
    }
}
