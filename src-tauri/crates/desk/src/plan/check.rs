//! `desk plan check` and `desk plan compare`.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use plans::check::{CheckFinding, check as check_one, check_library};
use plans::compare::{ClauseChange, compare as compare_plans};
use plans::{Plan, PlanKind};
use serde::Deserialize as _;
use serde_json::json;

use super::{print, read};
use crate::library::Library;

/// Means the program's own plans.
const SHIPPED: &str = "shipped";

pub(super) fn check(
    files: &[PathBuf],
    library: Option<&Path>,
    kind: Option<&str>,
    as_json: bool,
) -> Result<()> {
    let kind = kind.map(kind_of).transpose()?;
    let mut plans: Vec<Plan> = Vec::new();
    let mut answers = Vec::new();
    for file in files {
        let mut plan = read(file)?.plan;
        if let Some(kind) = kind {
            plan.front.kind = kind;
        }
        let findings = check_one(&plan);
        answers.push((file.display().to_string(), plan.front.id.clone(), findings));
        plans.push(plan);
    }
    let given: BTreeSet<String> = plans.iter().map(|plan| plan.front.id.clone()).collect();
    let library = library.map(|folder| {
        let own = folder == Path::new(SHIPPED);
        Library::load((!own).then_some(folder))
    });
    let held = library.iter().flat_map(|library| library.plans().iter());
    let others = held
        .map(|held| &held.plan)
        .filter(|plan| !given.contains(&plan.front.id));
    let mut across = check_library(plans.iter().chain(others));
    // What the library has against itself was not asked.
    across.retain(|finding| given.contains(&finding.plan) || given.contains(&finding.other));
    if as_json {
        let plans: Vec<_> = answers
            .iter()
            .map(|(file, id, findings)| json!({ "file": file, "id": id, "findings": findings }))
            .collect();
        return print(&json!({ "plans": plans, "across": across }));
    }
    let mut out = std::io::stdout().lock();
    for (file, id, findings) in &answers {
        writeln!(out, "{file} ({id}): {} findings", findings.len())?;
        for finding in findings {
            line(&mut out, finding)?;
        }
    }
    for finding in &across {
        line(&mut out, finding)?;
    }
    Ok(())
}

fn kind_of(word: &str) -> Result<PlanKind> {
    let value = serde_json::Value::String(word.to_owned());
    match PlanKind::deserialize(value) {
        Ok(kind) => Ok(kind),
        Err(error) => bail!("--kind: {error}"),
    }
}

fn line(out: &mut impl std::io::Write, finding: &CheckFinding) -> Result<()> {
    writeln!(
        out,
        "{:?} {:?} [{}] {} ({})",
        finding.severity, finding.code, finding.clause, finding.words, finding.source
    )?;
    Ok(())
}

pub(super) fn compare(old: &Path, new: &Path, as_json: bool) -> Result<()> {
    let (old, new) = (read(old)?.plan, read(new)?.plan);
    let comparison = compare_plans(&old, &new);
    if as_json {
        return print(&comparison);
    }
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "same {}, moved {}, changed {}, added {}, removed {}",
        comparison.same, comparison.moved, comparison.changed, comparison.added, comparison.removed
    )?;
    for change in &comparison.clauses {
        let marks = marks(change);
        if !marks.is_empty() {
            writeln!(
                out,
                "{marks:<4} {} -> {}",
                change.old_heading, change.new_heading
            )?;
        }
    }
    Ok(())
}

/// `+` added, `-` removed, `>` moved, `~` changed.
fn marks(change: &ClauseChange) -> String {
    let marks = [
        (change.old.is_none(), "+"),
        (change.new.is_none(), "-"),
        (change.moved, ">"),
        (change.changed, "~"),
    ];
    let there = marks.iter().filter(|(is, _)| *is);
    there.map(|(_, mark)| *mark).collect()
}
