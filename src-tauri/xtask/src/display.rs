//! A virtual screen for machines without one, and the session bus that a desktop program expects.

use std::ffi::OsStr;
use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use crate::children::Running;
use crate::progress::say;

/// The size of the virtual screen: the desk that the interface is drawn for.
const SCREEN: &str = "1920x1080x24";

/// Whether a window can be shown to a person.
pub(crate) fn present() -> bool {
    if !cfg!(target_os = "linux") {
        return true; // Windows and macOS always have one.
    }
    ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// A virtual X server, ended when this is dropped.
pub(crate) struct Virtual {
    /// What `DISPLAY` must be.
    pub(crate) name: String,
    _server: Running,
}

impl Virtual {
    /// Starts one on a display number that the server itself finds free.
    pub(crate) fn start() -> Result<Self> {
        if !cfg!(target_os = "linux") {
            bail!("a virtual screen exists only on Linux");
        }
        let mut server = Running::start(
            Command::new("Xvfb")
                .args([
                    "-displayfd",
                    "1",
                    "-screen",
                    "0",
                    SCREEN,
                    "-nolisten",
                    "tcp",
                ])
                .stdout(Stdio::piped())
                .stderr(Stdio::null()),
        )?;
        let number: u32 = server.line(|line| line.trim().parse().ok())?;
        say(&format!("virtual screen :{number} ({SCREEN})"));
        Ok(Self {
            name: format!(":{number}"),
            _server: server,
        })
    }
}

/// A command that runs inside a session bus of its own, where this system has one to start.
pub(crate) fn in_session(program: impl AsRef<OsStr>) -> Command {
    if !cfg!(target_os = "linux") {
        return Command::new(program);
    }
    let mut command = Command::new("dbus-run-session");
    command.arg("--").arg(program);
    command
}
