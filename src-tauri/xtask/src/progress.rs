//! Lines that tell a person what is going on and since when.

use std::process::Command;
use std::sync::OnceLock;
use std::time::Instant;

use anyhow::{Context, Result, bail};

static STARTED: OnceLock<Instant> = OnceLock::new();

/// Prints one line with the seconds since the start.
pub(crate) fn say(line: &str) {
    let elapsed_s = STARTED.get_or_init(Instant::now).elapsed().as_secs();
    eprintln!("[{elapsed_s:>4} s] {line}");
}

/// Runs a command to its end with its output in view; a failure names the command.
pub(crate) fn run(what: &str, command: &mut Command) -> Result<()> {
    say(what);
    let started = Instant::now();
    let status = command
        .stdin(std::process::Stdio::null())
        .status()
        .with_context(|| format!("could not start {}", spelled(command)))?;
    if !status.success() {
        bail!("{what}: `{}` ended with {status}", spelled(command));
    }
    let took_s = started.elapsed().as_secs();
    if took_s > 0 {
        say(&format!("{what}: done in {took_s} s"));
    }
    Ok(())
}

/// A command's output as text, or nothing when it cannot run or fails.
pub(crate) fn answer(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The command line as a person would type it.
pub(crate) fn spelled(command: &Command) -> String {
    let mut line = command.get_program().to_string_lossy().into_owned();
    for argument in command.get_args() {
        line.push(' ');
        line.push_str(&argument.to_string_lossy());
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_command_is_named_in_the_error() {
        let error = run("try", Command::new("cargo").arg("no-such-subcommand-here"))
            .expect_err("cargo knows no such subcommand");
        assert!(
            error.to_string().contains("cargo no-such-subcommand-here"),
            "the error must show the command line: {error}"
        );
    }
}
