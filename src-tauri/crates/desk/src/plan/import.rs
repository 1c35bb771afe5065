//! `desk plan import`.

use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, Result};
use plans::import::{Certainty, Finding, Found, ImportError, Imported};
use serde_json::json;

use super::{print, read};

/// Unsure findings that are printed as lines; JSON has them all.
const LINES_MAX: usize = 200;

pub(super) fn import(file: &Path, as_json: bool, to: Option<&Path>) -> Result<()> {
    let imported = match read(file) {
        Ok(imported) => imported,
        Err(error) if as_json => {
            // A program gets the code; people and the exit status get the words.
            if let Some(known) = error.downcast_ref::<ImportError>() {
                print(&json!({ "error": { "code": known.code(), "words": known.to_string() } }))?;
            }
            return Err(error);
        }
        Err(error) => return Err(error),
    };
    if let Some(to) = to {
        std::fs::write(to, plans::render(&imported.plan))
            .with_context(|| to.display().to_string())?;
    }
    if as_json {
        return print(&imported);
    }
    summary(&imported)
}

fn summary(imported: &Imported) -> Result<()> {
    let mut out = std::io::stdout().lock();
    let front = &imported.plan.front;
    writeln!(out, "{}  {}", front.id, front.title)?;
    let count = |is: fn(&Found) -> bool| {
        let findings = imported.findings.iter();
        findings.filter(|finding| is(&finding.found)).count()
    };
    writeln!(
        out,
        "paragraphs {}, clauses {}, headings {}, tables {}, levels {}, contacts {}, duties {}, \
         check lists {}",
        imported.source.len(),
        imported.plan.clauses.len(),
        count(|found| matches!(found, Found::Heading { .. })),
        count(|found| matches!(found, Found::Table { .. })),
        count(|found| matches!(found, Found::Level { .. })),
        count(|found| matches!(found, Found::Contact { .. })),
        count(|found| matches!(found, Found::Duty { .. })),
        count(|found| matches!(found, Found::Checklist { .. })),
    )?;
    for note in &imported.notes {
        writeln!(
            out,
            "note: paragraph {}: {:?} {}",
            note.paragraph, note.kind, note.detail
        )?;
    }
    let unsure: Vec<&Finding> = imported.unsure().collect();
    for finding in unsure.iter().take(LINES_MAX) {
        let found = serde_json::to_string(&finding.found)?;
        writeln!(
            out,
            "{:?}: paragraph {}: {found}",
            Certainty::Unsure,
            finding.paragraph
        )?;
    }
    if unsure.len() > LINES_MAX {
        writeln!(out, "and {} more", unsure.len() - LINES_MAX)?;
    }
    Ok(())
}
