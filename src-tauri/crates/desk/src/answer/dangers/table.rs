//! Hidden dangers as a workbook, and a table of them looked through.

use base64::Engine as _;
use contract::error::{CallError, Code};
use contract::rows::{
    DangerCheck, DangerEntry, DangerFile, DangerQuery, DangerRow, TableFinding, Written,
};
use inventory::danger::{Listed, Told};
use inventory::{read, write};

use super::super::resources::{code, mark, unreadable};
use super::page;
use crate::answer::plain;
use crate::desk::Desk;
use crate::lists::danger_stage;
use crate::paper::Printed;
use crate::session::Session;

/// What a table would enter; nothing is written. What is there in the same words and not struck
/// off is left out.
pub(crate) fn check(session: &Session, file: &DangerFile) -> Result<DangerCheck, CallError> {
    let malformed = |error: String| CallError::new(Code::Malformed, error);
    if file.bytes.len() > read::FILE_BYTES_MAX / 3 * 4 + 4 {
        return Err(malformed("the file is too large".to_owned()));
    }
    let bytes = base64::engine::general_purpose::STANDARD
        .decode(file.bytes.as_bytes())
        .map_err(|error| malformed(error.to_string()))?;
    let table = read::read(&bytes, None).map_err(|error| unreadable(&error))?;
    let sites = plain::sites(session)?;
    let found = inventory::danger::read(&table, &sites);
    let findings = found.findings.into_iter().map(|finding| TableFinding {
        row: finding.row,
        column: finding.column,
        weight: code(&finding.weight),
        code: code(&finding.code),
        value: finding.value,
    });
    let mut checked = DangerCheck {
        findings: findings.collect(),
        ..DangerCheck::default()
    };
    for Told { row, site, found } in found.told {
        let place = sites.iter().find(|one| one.id == site);
        let mut dangers = place.iter().flat_map(|place| &place.dangers);
        if dangers.any(|danger| danger.is_open() && danger.found.words == found.words) {
            checked.same += 1;
            continue;
        }
        checked.entries.push(DangerEntry {
            row,
            title: place.map_or_else(String::new, |place| place.registered.name.clone()),
            site,
            found,
        });
    }
    Ok(checked)
}

/// Writes the list as it is filtered as a workbook into the paper folder.
pub(crate) fn export(
    desk: &Desk,
    session: &Session,
    query: &DangerQuery,
) -> Result<Written, CallError> {
    let page = page(desk, session, query)?;
    let rows: Vec<Listed> = page.rows.iter().map(listed).collect();
    let mut table = inventory::danger::sheet(rows, mark(session));
    table.left_out = page.total as usize - page.rows.len();
    let bytes =
        write::xlsx(&table).map_err(|error| CallError::new(Code::Internal, error.to_string()))?;
    let mut printed = Printed::default();
    printed.add_named(session, "dangers", "xlsx", Ok(bytes));
    printed.write(&desk.settings().paper())
}

fn listed(row: &DangerRow) -> Listed {
    Listed {
        site: row.site.0.clone(),
        place: row.title.clone(),
        street: row.street.clone(),
        field: row.field.clone(),
        found: row.danger.found.clone(),
        found_on: emergency::day::Day::of(row.danger.at),
        stage: danger_stage(row.stage).to_owned(),
        supervision: row.supervision.clone().unwrap_or_default(),
        plan: row.plan.clone().unwrap_or_default(),
        due_now: row.due,
        closed_on: row.danger.closed_at.map(emergency::day::Day::of),
    }
}
