//! What a machine must have before anything is built, and how it gets it.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::progress::{answer, run as run_step, say};
use crate::{paths, stamp};

/// Debian and Ubuntu packages, and what each is for.
const PACKAGES: &[(&str, &str)] = &[
    ("build-essential", "compile the bundled SQLite"),
    ("pkg-config", "find the libraries below"),
    ("libwebkit2gtk-4.1-dev", "the window (brings GTK 3)"),
    ("libayatana-appindicator3-dev", "the tray icon"),
    ("libasound2-dev", "alarm sounds"),
    ("fonts-noto-cjk", "Chinese text"),
    ("xvfb", "a virtual screen where there is none"),
    ("dbus-x11", "a session bus beside the virtual screen"),
    (
        "webkit2gtk-driver",
        "drive the real window: journeys and screenshots",
    ),
    ("imagemagick", "compare and measure screenshots"),
    ("poppler-utils", "read back the PDF reports in tests"),
    (
        "xdotool",
        "move the real pointer: what is dragged in journeys",
    ),
    ("strace", "let the disk of a real desk fail in tests"),
    ("e2fsprogs", "a file system whose power is cut in tests"),
];

/// The oldest Node.js that the user interface builds with (Vite 8 asks for 20.19).
const NODE_MIN: (u32, u32) = (20, 19);

/// `cargo xtask setup`.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    if let Some(argument) = arguments.first() {
        bail!("`setup` takes no argument, {argument:?} was given");
    }
    everything()?;
    say("all that is needed is here");
    Ok(())
}

/// Installs what is missing, or stops with the exact line to type.
pub(crate) fn everything() -> Result<()> {
    system_packages()?;
    node()?;
    npm_packages()
}

fn system_packages() -> Result<()> {
    if cfg!(target_os = "windows") {
        say("Windows: needs the WebView2 runtime (part of Windows 11) and the MSVC build tools");
        return Ok(());
    }
    if cfg!(target_os = "macos") {
        say("macOS: needs the Xcode command line tools (`xcode-select --install`)");
        return Ok(());
    }
    let Some(installed) = installed_packages() else {
        let names: Vec<&str> = PACKAGES.iter().map(|(name, _)| *name).collect();
        say("no dpkg on this system: make sure that it has what these Debian packages hold:");
        say(&names.join(" "));
        return Ok(());
    };
    let missing = missing(&installed);
    if missing.is_empty() {
        return Ok(());
    }
    for name in &missing {
        let what = PACKAGES
            .iter()
            .find(|(package, _)| package == name)
            .map_or("", |pair| pair.1);
        say(&format!("missing system package {name}: {what}"));
    }
    install(&missing)
}

/// `dpkg-query`'s list of our packages, or nothing where there is no dpkg.
fn installed_packages() -> Option<String> {
    let mut command = Command::new("dpkg-query");
    command.args(["-W", "-f", "${Package} ${db:Status-Abbrev}\n"]);
    command.args(PACKAGES.iter().map(|(name, _)| *name));
    // It fails when one package is unknown, and still lists the others.
    let output = command.output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The packages that are not listed as installed (`ii`), in our order.
fn missing(listed: &str) -> Vec<&'static str> {
    let is_installed = |name: &str| {
        listed.lines().any(|line| {
            let mut words = line.split_whitespace();
            words.next() == Some(name) && words.next() == Some("ii")
        })
    };
    PACKAGES
        .iter()
        .map(|(name, _)| *name)
        .filter(|name| !is_installed(name))
        .collect()
}

/// Installs system packages through apt, or stops with the exact line to type.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
    let line = format!(
        "apt-get update && apt-get install -y --no-install-recommends {}",
        packages.join(" ")
    );
    let prefix: &[&str] = if answer("id", &["-u"]).as_deref() == Some("0") {
        &[]
    } else if answer("sudo", &["-n", "true"]).is_some() {
        &["sudo", "-n"]
    } else {
        bail!(
            "system packages are missing and may not be installed from here. Type:\n\n  \
             sudo sh -c '{line}'\n\nthen start again"
        );
    };
    let apt = |arguments: &[&str]| {
        let mut words: Vec<&str> = prefix.to_vec();
        words.extend(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        words.extend(arguments);
        let mut command = Command::new(words[0]);
        command.args(&words[1..]);
        command
    };
    run_step(
        "read the list of system packages",
        &mut apt(&["update", "-q"]),
    )?;
    let mut arguments = vec!["install", "-y", "-q", "--no-install-recommends"];
    arguments.extend(packages);
    run_step("install system packages", &mut apt(&arguments))
}

fn node() -> Result<()> {
    let wanted = format!("Node.js {}.{} or newer", NODE_MIN.0, NODE_MIN.1);
    let Some(version) = answer("node", &["--version"]) else {
        bail!("{wanted} is needed to build the user interface: https://nodejs.org");
    };
    match node_version(&version) {
        Some(found) if found >= NODE_MIN => Ok(()),
        _ => bail!("{wanted} is needed, this is {version}: https://nodejs.org"),
    }
}

fn node_version(text: &str) -> Option<(u32, u32)> {
    let mut numbers = text.strip_prefix('v')?.split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

/// The packages of the user interface, and those of the journeys through the real window.
fn npm_packages() -> Result<()> {
    install_npm("npm", &paths::ui())?;
    install_npm("npm-journeys", &paths::journeys())
}

fn install_npm(name: &str, folder: &Path) -> Result<()> {
    let shown = folder.display();
    let stamp = stamp::Stamp::of(name, &[folder.join("package-lock.json")])
        .with_context(|| format!("could not read {shown}/package-lock.json"))?;
    if stamp.holds() && folder.join("node_modules").is_dir() {
        return Ok(());
    }
    let mut npm = npm();
    npm.current_dir(folder)
        .args(["ci", "--no-audit", "--no-fund"]);
    run_step(&format!("install the packages of {shown}"), &mut npm)?;
    stamp
        .set()
        .context("could not note that the packages are installed")
}

/// npm in the user interface's folder.
pub(crate) fn npm() -> Command {
    let mut npm = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    npm.current_dir(paths::ui());
    npm
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_not_fully_installed_counts_as_missing() {
        let all: String = PACKAGES
            .iter()
            .map(|(name, _)| format!("{name} ii \n"))
            .collect();
        assert!(
            missing(&all).is_empty(),
            "everything is listed as installed"
        );
        let removed = all.replace("xvfb ii", "xvfb rc");
        assert_eq!(
            missing(&removed),
            ["xvfb"],
            "a package with only its settings left is missing"
        );
        let gone = all.replace("pkg-config ii \n", "");
        assert_eq!(
            missing(&gone),
            ["pkg-config"],
            "a package that is not listed is missing"
        );
    }

    #[test]
    fn node_versions_are_compared_as_numbers() {
        assert!(
            node_version("v20.19.0") >= Some(NODE_MIN),
            "the oldest that serves"
        );
        assert!(
            node_version("v100.1.0") >= Some(NODE_MIN),
            "100 is more than 20"
        );
        assert!(
            node_version("v20.9.1") < Some(NODE_MIN),
            "9 is less than 19"
        );
        assert_eq!(
            node_version("nonsense"),
            None,
            "what cannot be read is no version"
        );
    }
}
