//! `desk import` and `desk export-tables`: the same acts as in the window, from the command line.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use base64::Engine as _;
use contract::rows::{ApplyTable, CheckReport, TableFile, TableFormat, TableRequest, Who};
use emergency::import::TableKind;
use inventory::columns::kind_name;

use crate::answer::resources;
use crate::opening::open_for_tool;
use crate::session::Session;
use crate::settings::Settings;

/// The seven lists.
const KINDS: [TableKind; 7] = [
    TableKind::Teams,
    TableKind::Supplies,
    TableKind::Sites,
    TableKind::People,
    TableKind::Points,
    TableKind::Firms,
    TableKind::Units,
];
/// Findings that are printed as lines; JSON has them all.
const LINES_MAX: usize = 200;

/// Check a table of resources and enter it in one act.
#[derive(Debug, clap::Args)]
pub struct ImportArguments {
    /// XLSX or CSV.
    file: PathBuf,
    /// `teams`, `supplies`, `sites`, `people`, `points`, `firms` or `units`.
    #[arg(long)]
    kind: String,
    /// JSON from heading to field; without it the remembered one, else a guess.
    #[arg(long)]
    map: Option<PathBuf>,
    /// Print the check report and write nothing.
    #[arg(long)]
    check: bool,
    /// Enter the good rows and leave the bad ones out.
    #[arg(long)]
    leave_bad_out: bool,
    /// Why limits of points are set; needed where the table sets some.
    #[arg(long, default_value = "")]
    reason: String,
    /// Who enters it.
    #[arg(long, default_value = "desk import")]
    actor: String,
    /// Folder of the logbook.
    #[arg(long)]
    data: PathBuf,
    /// It is an exercise log.
    #[arg(long)]
    exercise: bool,
    /// Print JSON instead of lines.
    #[arg(long)]
    json: bool,
}

/// Checks a table and, unless only the check is wanted, enters it.
///
/// # Errors
/// When the file cannot be read, or it is not clean and is to be entered whole.
pub fn import(wanted: &ImportArguments) -> Result<()> {
    let kind = kind_of(&wanted.kind)?;
    let bytes = std::fs::read(&wanted.file).with_context(|| wanted.file.display().to_string())?;
    let columns: Option<BTreeMap<String, String>> = match &wanted.map {
        Some(path) => {
            let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
            Some(serde_json::from_str(&text).with_context(|| path.display().to_string())?)
        }
        None => None,
    };
    let name = wanted.file.file_name();
    let file = TableFile {
        kind,
        name: name
            .map(|n| n.to_string_lossy().into_owned())
            .unwrap_or_default(),
        bytes: base64::engine::general_purpose::STANDARD.encode(bytes),
        columns,
    };
    let session = open(&wanted.data, wanted.exercise)?;
    let json = wanted.json;
    if wanted.check {
        let report = resources::check_table(&session, &file)?;
        print(&report, json)?;
        if json {
            print_json(&report)?;
        }
        return Ok(());
    }
    let request = ApplyTable {
        file: file.clone(),
        leave_bad_out: wanted.leave_bad_out,
        reason: wanted.reason.clone(),
        who: Who {
            actor: wanted.actor.clone(),
            role: "import".to_owned(),
            paper_at: None,
        },
    };
    match resources::apply(&session, request) {
        Ok(done) => {
            print(&done.report, json)?;
            if json {
                print_json(&done)
            } else {
                say(&format!("{} entered, import {}", done.entered, done.import))
            }
        }
        Err(error) => {
            print(&resources::check_table(&session, &file)?, json)?;
            bail!("nothing was entered: {error}")
        }
    }
}

/// Writes the seven lists.
///
/// # Errors
/// When the log cannot be read or the folder not written.
pub fn export(to: &Path, format: &str, data: &Path, exercise: bool) -> Result<()> {
    let format = match format {
        "xlsx" => TableFormat::Xlsx,
        "csv" => TableFormat::Csv,
        other => bail!("no format {other}; known are xlsx and csv"),
    };
    let ending = match format {
        TableFormat::Xlsx => "xlsx",
        TableFormat::Csv => "csv",
    };
    let session = open(data, exercise)?;
    std::fs::create_dir_all(to).with_context(|| to.display().to_string())?;
    for kind in KINDS {
        let request = TableRequest {
            kind,
            format,
            empty: false,
        };
        let (bytes, left_out) = resources::table_bytes(&session, request)?;
        let path = to.join(format!("{}.{ending}", kind_name(kind)));
        std::fs::write(&path, bytes).with_context(|| path.display().to_string())?;
        say(&path.display().to_string())?;
        if left_out > 0 {
            say(&format!(
                "{left_out} more are not in it: there are too many"
            ))?;
        }
    }
    Ok(())
}

fn kind_of(name: &str) -> Result<TableKind> {
    let found = KINDS.into_iter().find(|kind| kind_name(*kind) == name);
    let known = KINDS.map(kind_name).join(", ");
    found.with_context(|| format!("no kind {name}; known are: {known}"))
}

fn open(data: &Path, exercise: bool) -> Result<Session> {
    std::fs::create_dir_all(data).with_context(|| data.display().to_string())?;
    let settings = Settings::load(data, exercise.then_some(1), None)?;
    Ok(open_for_tool(&settings)?)
}

/// The report as lines, unless JSON is wanted.
fn print(report: &CheckReport, json: bool) -> Result<()> {
    if json {
        return Ok(());
    }
    say(&format!(
        "{} rows: {} new, {} changed, {} the same, {} bad, limits of {} points",
        report.rows, report.new, report.changed, report.same, report.bad, report.limited
    ))?;
    for finding in report.findings.iter().take(LINES_MAX) {
        say(&format!(
            "row {} {} {}: {} {}",
            finding.row, finding.column, finding.weight, finding.code, finding.value
        ))?;
    }
    Ok(())
}

fn print_json(value: &impl serde::Serialize) -> Result<()> {
    say(&serde_json::to_string(value)?)
}

fn say(line: &str) -> Result<()> {
    writeln!(std::io::stdout().lock(), "{line}")?;
    Ok(())
}
