//! `desk plan`: plans from files, for the plan manager and for checks by hand.
//! `src-tauri/docs/plan-json.md` says what the JSON of each answer holds.

mod cards;
mod check;
mod give;
mod import;

pub(crate) use give::sheets as card_sheets;

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use plans::import::FILE_BYTES_MAX;

/// Read, check and compare plans.
#[derive(Debug, clap::Args)]
pub struct PlanArguments {
    #[command(subcommand)]
    act: PlanAct,
}

#[derive(Debug, clap::Subcommand)]
enum PlanAct {
    /// Read a plan from a Word, text or Markdown file and say what was found in it.
    Import {
        /// `.docx`, `.txt` or `.md`; `-` is the standard input, read as text.
        file: PathBuf,
        /// Print one JSON document instead of a summary.
        #[arg(long)]
        json: bool,
        /// Write the plan in the form of the library into this file.
        #[arg(long)]
        to: Option<PathBuf>,
    },
    /// Say what plans lack, and where they contradict each other.
    Check {
        /// Files as for `import`.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Hold them against the plans of this folder too; `shipped` are the program's own.
        #[arg(long)]
        library: Option<PathBuf>,
        /// The kind to check by, as in `plans/README.md`, instead of the file's own.
        #[arg(long)]
        kind: Option<String>,
        /// Print one JSON document instead of lines.
        #[arg(long)]
        json: bool,
    },
    /// Write a plan as another file: `.docx`, `.md`, or `.zip` for a package with its documents and
    /// quick cards, hashed.
    Export {
        /// A file as for `import`.
        file: PathBuf,
        /// The file to write; its ending says what it is.
        to: PathBuf,
    },
    /// Write the quick cards of a plan, one for each role, as `.docx` and PDF.
    Cards {
        /// A file as for `import`.
        file: PathBuf,
        /// The folder to write into.
        to: PathBuf,
        /// Only the cards of this role.
        #[arg(long)]
        role: Option<String>,
        /// The cards are for an exercise; every page says so.
        #[arg(long)]
        exercise: bool,
    },
    /// Hold a package against its own list.
    Verify {
        /// The package.
        file: PathBuf,
    },
    /// Compare two versions of a plan, clause by clause.
    Compare {
        /// The older file.
        old: PathBuf,
        /// The newer file.
        new: PathBuf,
        /// Print one JSON document instead of lines.
        #[arg(long)]
        json: bool,
    },
}

/// Does what was asked.
///
/// # Errors
/// When a file cannot be read or is no plan; the words say what to do.
pub fn run(arguments: &PlanArguments) -> Result<()> {
    match &arguments.act {
        PlanAct::Import { file, json, to } => import::import(file, *json, to.as_deref()),
        PlanAct::Check {
            files,
            library,
            kind,
            json,
        } => check::check(files, library.as_deref(), kind.as_deref(), *json),
        PlanAct::Export { file, to } => give::export(file, to),
        PlanAct::Cards {
            file,
            to,
            role,
            exercise,
        } => give::cards(file, to, role.as_deref(), *exercise),
        PlanAct::Verify { file } => give::verify(file),
        PlanAct::Compare { old, new, json } => check::compare(old, new, *json),
    }
}

/// A plan from a file of any kind that is read.
fn read(file: &Path) -> Result<plans::import::Imported> {
    let bytes = bytes(file)?;
    let name = file.to_string_lossy();
    plans::import::import(&name, &bytes).with_context(|| name.into_owned())
}

fn bytes(file: &Path) -> Result<Vec<u8>> {
    let source: Box<dyn std::io::Read> = if file == Path::new("-") {
        Box::new(std::io::stdin().lock())
    } else {
        Box::new(std::fs::File::open(file).with_context(|| file.display().to_string())?)
    };
    let most = FILE_BYTES_MAX as u64;
    let mut bytes = Vec::new();
    source.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        bail!("{}: more than {most} bytes", file.display());
    }
    Ok(bytes)
}

fn print(value: &impl serde::Serialize) -> Result<()> {
    let mut out = std::io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, value)?;
    writeln!(out)?;
    Ok(())
}
