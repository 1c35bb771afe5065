//! The rota: its days with what is missing, who is on duty now, a table checked.

use std::collections::BTreeMap;

use base64::Engine as _;
use contract::error::{CallError, Code};
use contract::rows::{
    ROTA_DAYS_MAX, RotaCheck, RotaDay, RotaEntry, RotaFile, RotaQuery, RotaSheet, TableFinding,
    Written,
};
use emergency::day::Day;
use emergency::entity::{EntityKind, State};
use emergency::rota::{OnDuty, RotaSet, gaps, on_duty};
use inventory::{read, write};

use super::resources::{code, mark, unreadable};
use crate::desk::Desk;
use crate::number::small;
use crate::paper::Printed;
use crate::session::{Session, storage};

/// The watch of a day, when somebody entered it.
fn of_day(session: &Session, day: Day) -> Result<Option<RotaSet>, CallError> {
    let state = session
        .logbook
        .state(EntityKind::Rota, &day.to_string())
        .map_err(storage)?;
    Ok(match state {
        Some(State::Rota(rota)) if rota.set_at.is_some() => Some(rota.set),
        _ => None,
    })
}

/// Who is on duty now.
pub(crate) fn now(session: &Session) -> Result<OnDuty, CallError> {
    let at = session.logbook.now();
    let today = Day::of(at);
    let (set, before) = (of_day(session, today)?, of_day(session, today.plus(-1))?);
    Ok(on_duty(set.as_ref(), before.as_ref(), at))
}

pub(crate) fn sheet(session: &Session, query: &RotaQuery) -> Result<RotaSheet, CallError> {
    let today = Day::of(session.logbook.now());
    let from = query.from.unwrap_or(today);
    let mut days = Vec::new();
    let mut before = of_day(session, from.plus(-1))?;
    for after in 0..query.days.clamp(1, ROTA_DAYS_MAX) {
        let day = from.plus(i64::from(after));
        let set = of_day(session, day)?;
        days.push(RotaDay {
            day,
            weekend: day.is_weekend(),
            gaps: gaps(set.as_ref(), before.as_ref()),
            set: set.clone(),
        });
        before = set;
    }
    let missing = days.iter().filter(|day| !day.gaps.is_empty()).count();
    Ok(RotaSheet {
        today,
        now: now(session)?,
        gaps: small(missing as u64),
        days,
    })
}

/// What a table would enter; nothing is written.
pub(super) fn check(session: &Session, file: &RotaFile) -> Result<RotaCheck, CallError> {
    let malformed = |error: String| CallError::new(Code::Malformed, error);
    if file.bytes.len() > read::FILE_BYTES_MAX / 3 * 4 + 4 {
        return Err(malformed("the file is too large".to_owned()));
    }
    let bytes = base64::engine::general_purpose::STANDARD
        .decode(file.bytes.as_bytes())
        .map_err(|error| malformed(error.to_string()))?;
    let table = read::read(&bytes, None).map_err(|error| unreadable(&error))?;
    let found = inventory::rota::read(&table);
    let findings = found.findings.into_iter().map(|finding| TableFinding {
        row: finding.row,
        column: finding.column,
        weight: code(&finding.weight),
        code: code(&finding.code),
        value: finding.value,
    });
    let mut checked = RotaCheck {
        findings: findings.collect(),
        ..RotaCheck::default()
    };
    let days: BTreeMap<Day, RotaSet> = found.days;
    for (day, set) in days {
        match of_day(session, day)? {
            Some(known) if known == set => checked.same += 1,
            known => checked.entries.push(RotaEntry {
                day,
                set,
                changes: known.is_some(),
            }),
        }
    }
    Ok(checked)
}

/// Writes the days that somebody entered as a workbook into the paper folder.
pub(super) fn export(
    desk: &Desk,
    session: &Session,
    query: &RotaQuery,
) -> Result<Written, CallError> {
    let sheet = sheet(session, query)?;
    let entered = sheet.days.iter();
    let entered = entered.filter_map(|day| day.set.as_ref().map(|set| (day.day, set)));
    let table = inventory::rota::sheet(entered, mark(session));
    let bytes =
        write::xlsx(&table).map_err(|error| CallError::new(Code::Internal, error.to_string()))?;
    let mut printed = Printed::default();
    printed.add_named(session, "rota", "xlsx", Ok(bytes));
    printed.write(&desk.settings().paper())
}
