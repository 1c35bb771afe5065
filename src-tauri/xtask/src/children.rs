//! Programs that are started here and never left behind.
//!
//! Each child leads its own process group, so that what it starts in turn ends with it: when the
//! handle is dropped, and when we are told to stop (Ctrl+C, TERM, hang-up).

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::progress::spelled;

/// How long a child may take to end after it was asked to.
const FAREWELL: Duration = Duration::from_secs(5);
/// How long a child may take to say that it is ready.
const GREETING: Duration = Duration::from_secs(30);
/// How often a running child is looked at.
const GLANCE: Duration = Duration::from_millis(50);

/// The process groups that are alive, for the signal thread.
static GROUPS: Mutex<Vec<u32>> = Mutex::new(Vec::new());

/// A running program that ends when this is dropped.
pub(crate) struct Running {
    name: String,
    child: Child,
}

impl Running {
    /// Starts the program in a process group of its own.
    pub(crate) fn start(command: &mut Command) -> Result<Self> {
        own_group(command);
        let name = spelled(command);
        let child = command
            .stdin(Stdio::null())
            .spawn()
            .with_context(|| format!("could not start {name}"))?;
        groups().push(child.id());
        Ok(Self { name, child })
    }

    /// Waits for the line of its standard output that `wanted` takes something from; the command
    /// must have been given a pipe, and this can be asked once. Later lines go to our own errors,
    /// so that the program never waits for a reader.
    pub(crate) fn line<T: Send + 'static>(
        &mut self,
        wanted: impl Fn(&str) -> Option<T> + Send + 'static,
    ) -> Result<T> {
        let output = self.child.stdout.take().context("the output has no pipe")?;
        let (found, answer) = std::sync::mpsc::sync_channel(1);
        let read = move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                match wanted(&line) {
                    // Only the first is waited for; that later ones find no reader is no fault.
                    Some(value) => drop(found.try_send(value)),
                    None => eprintln!("{line}"),
                }
            }
        };
        std::thread::Builder::new()
            .name("output".into())
            .spawn(read)
            .context("could not start a thread for the output")?;
        answer
            .recv_timeout(GREETING)
            .with_context(|| format!("{} did not say that it is ready", self.name))
    }

    /// Waits for the end of the program, without a bound: for a window that a person closes.
    pub(crate) fn wait(&mut self) -> Result<ExitStatus> {
        self.child
            .wait()
            .with_context(|| format!("could not wait for {}", self.name))
    }

    /// Waits for the end of the program; one that takes longer than `limit` is ended and named.
    pub(crate) fn wait_at_most(&mut self, limit: Duration) -> Result<ExitStatus> {
        match self.ended_within(limit)? {
            Some(status) => Ok(status),
            None => {
                self.end();
                bail!("{} did not end within {} s", self.name, limit.as_secs())
            }
        }
    }

    fn ended_within(&mut self, limit: Duration) -> Result<Option<ExitStatus>> {
        let deadline = Instant::now() + limit;
        loop {
            let status = self.child.try_wait();
            let status = status.with_context(|| format!("could not wait for {}", self.name))?;
            if status.is_some() || Instant::now() >= deadline {
                return Ok(status);
            }
            std::thread::sleep(GLANCE);
        }
    }

    fn end(&mut self) {
        signal_group(self.child.id(), "TERM");
        if !matches!(self.ended_within(FAREWELL), Ok(Some(_))) {
            // Whether it is killed already is all the same now.
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
        // What the child had started, and what did not listen to the first word.
        signal_group(self.child.id(), "KILL");
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.end();
        groups().retain(|id| *id != self.child.id());
    }
}

/// Runs a command to its end in a group of its own, with a bound on its time.
pub(crate) fn run_within(limit: Duration, what: &str, command: &mut Command) -> Result<()> {
    crate::progress::say(what);
    let status = Running::start(command)?.wait_at_most(limit)?;
    if !status.success() {
        bail!("{what}: `{}` ended with {status}", spelled(command));
    }
    Ok(())
}

/// From now on a signal to us ends all children first.
#[cfg(unix)]
pub(crate) fn end_all_on_signal() -> Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    /// What a shell reports for a program that was ended by signal `n` is 128 + n.
    const SIGNALLED: i32 = 128;

    let mut signals = signal_hook::iterator::Signals::new([SIGINT, SIGTERM, SIGHUP])
        .context("could not listen for signals")?;
    let watch = move || {
        if let Some(signal) = signals.forever().next() {
            for id in groups().iter() {
                signal_group(*id, "TERM");
            }
            std::process::exit(SIGNALLED + signal);
        }
    };
    std::thread::Builder::new()
        .name("signals".into())
        .spawn(watch)
        .context("could not start the signal thread")?;
    Ok(())
}

/// Windows ends the console's programs together by itself.
#[cfg(not(unix))]
pub(crate) fn end_all_on_signal() -> Result<()> {
    Ok(())
}

fn groups() -> std::sync::MutexGuard<'static, Vec<u32>> {
    GROUPS
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}

#[cfg(unix)]
fn own_group(command: &mut Command) {
    use std::os::unix::process::CommandExt;
    command.process_group(0);
}

#[cfg(not(unix))]
fn own_group(_command: &mut Command) {}

/// Sends a signal to a process group through the shell: the workspace forbids unsafe code, and
/// the standard library has no call for it. A group that is gone already is no fault.
#[cfg(unix)]
fn signal_group(id: u32, signal: &str) {
    let line = format!("kill -s {signal} -- -{id}");
    let _ = Command::new("sh")
        .args(["-c", &line])
        .stderr(Stdio::null())
        .status();
}

#[cfg(not(unix))]
fn signal_group(_id: u32, _signal: &str) {}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn what_a_child_started_ends_with_it() {
        let mut child = Running::start(
            Command::new("sh")
                .args(["-c", "sleep 600 & echo $!; wait"])
                .stdout(Stdio::piped()),
        )
        .expect("a shell can be started");
        let id: u32 = child
            .line(|line| line.trim().parse().ok())
            .expect("the shell prints the number of what it started");
        let alive = || {
            Command::new("sh")
                .args(["-c", &format!("kill -s 0 {id}")])
                .stderr(Stdio::null())
                .status()
                .is_ok_and(|status| status.success())
        };
        assert!(alive(), "the grandchild runs while the child does");
        drop(child);
        let deadline = Instant::now() + FAREWELL;
        while alive() && Instant::now() < deadline {
            std::thread::yield_now();
        }
        assert!(!alive(), "the grandchild must not outlive the handle");
    }

    #[test]
    fn a_program_that_ends_without_a_word_is_named() {
        let mut child = Running::start(
            Command::new("sh")
                .args(["-c", "echo something else"])
                .stdout(Stdio::piped()),
        )
        .expect("a shell can be started");
        let error = child
            .line(|line| line.strip_prefix("ready ").map(str::to_owned))
            .expect_err("it never says the word");
        assert!(
            error.to_string().contains("something else"),
            "the error names it: {error}"
        );
    }

    #[test]
    fn a_program_that_takes_too_long_is_ended_and_named() {
        let error = run_within(
            Duration::from_millis(100),
            "try",
            Command::new("sleep").arg("600"),
        )
        .expect_err("it cannot end by itself so soon");
        assert!(
            error.to_string().contains("sleep 600"),
            "the error must name it: {error}"
        );
    }
}
