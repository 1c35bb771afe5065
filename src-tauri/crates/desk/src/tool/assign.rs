//! `desk assign`: several incidents at once, from a file.

use std::fmt::Write as _;
use std::io::{Read, Write as _};
use std::path::Path;
use std::time::Instant;

use anyhow::{Context as _, Result, bail};
use dispatch::assign::read;
use dispatch::assign::report::{AssignmentLine, FlowLine, Report, ShortLine, report};
use dispatch::assign::solve::solve;
use dispatch::assign::stop::Stop;

/// Bytes of one problem.
const PROBLEM_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// Seconds in a minute.
const MINUTE_S: f64 = 60.0;

/// Answers a problem of several incidents on the standard output.
///
/// # Errors
/// When the file cannot be read, is too large, or has a field without meaning.
pub fn assign(path: &Path, as_json: bool, time_limit_s: Option<f64>) -> Result<()> {
    let began = Instant::now();
    let text = text(path)?;
    let asked = read::problem(&text).with_context(|| path.display().to_string())?;
    let stop = Stop {
        elapsed_ms: &|| began.elapsed().as_secs_f64() * 1_000.0,
        limit_ms: time_limit_s.unwrap_or(asked.time_limit_s) * 1_000.0,
        cancelled: None,
    };
    let solution = solve(&asked.problem, asked.seed, &stop, |_| {});
    let report = report(&asked.problem, &solution);
    let mut out = std::io::stdout().lock();
    if as_json {
        serde_json::to_writer_pretty(&mut out, &report)?;
        writeln!(out)?;
    } else {
        write!(out, "{}", table(&report)?)?;
    }
    Ok(())
}

fn text(path: &Path) -> Result<String> {
    let source: Box<dyn Read> = if path == Path::new("-") {
        Box::new(std::io::stdin().lock())
    } else {
        Box::new(std::fs::File::open(path).with_context(|| path.display().to_string())?)
    };
    let mut text = String::new();
    source
        .take(PROBLEM_BYTES_MAX + 1)
        .read_to_string(&mut text)?;
    if text.len() as u64 > PROBLEM_BYTES_MAX {
        bail!("{}: more than {PROBLEM_BYTES_MAX} bytes", path.display());
    }
    Ok(text)
}

/// The answer for a person: a line for each team, flow and shortage.
fn table(report: &Report) -> Result<String, std::fmt::Error> {
    let mut text = String::new();
    for line in &report.assignments {
        team_line(&mut text, line)?;
    }
    for line in &report.flows {
        flow_line(&mut text, line)?;
    }
    for line in &report.short {
        short_line(&mut text, line)?;
    }
    writeln!(text, "uncovered: {}", report.coverage.lost.join(" "))?;
    writeln!(
        text,
        "objective {:.1}, bound {:.1}, gap {:.2} %, {:.0} ms",
        report.objective.total,
        report.bound,
        report.gap * 100.0,
        report.time_ms
    )?;
    Ok(text)
}

fn team_line(text: &mut String, line: &AssignmentLine) -> std::fmt::Result {
    let what = line.capability.as_deref().unwrap_or("-");
    let eta_min = f64::from(line.eta_s) / MINUTE_S;
    write!(
        text,
        "{:<10} {what:<16} {:<12} {eta_min:>5.1} min",
        line.incident, line.team
    )?;
    match &line.next {
        Some(next) => {
            let by = next.by.as_deref().unwrap_or("nobody");
            writeln!(text, "          next {by}, +{:.1}", next.costs)
        }
        None => writeln!(text, "          pinned"),
    }
}

fn flow_line(text: &mut String, line: &FlowLine) -> std::fmt::Result {
    let eta_min = f64::from(line.eta_s) / MINUTE_S;
    let by = line.next.by.as_deref().unwrap_or("nobody");
    writeln!(
        text,
        "{:<10} {:<16} {:<12} {eta_min:>5.1} min {:>8}  next {by}, +{:.1}",
        line.incident, line.supply, line.depot, line.quantity, line.next.costs
    )
}

fn short_line(text: &mut String, line: &ShortLine) -> std::fmt::Result {
    let what = line.capability.as_deref().or(line.supply.as_deref());
    writeln!(
        text,
        "{:<10} {:<16} short of {}",
        line.incident,
        what.unwrap_or("-"),
        line.missing
    )
}
