//! Tables in and out: the check report, entering, what was entered, exports, labels.

use std::collections::BTreeMap;

use base64::Engine as _;
use contract::error::{CallError, Code};
use contract::rows::{
    ApplyTable, CheckReport, ImportRowView, LabelRequest, TableApplied, TableField, TableFile,
    TableFinding, TableFormat, TableRequest, Written,
};
use emergency::decide::{Command, Refusal, ResourceAct};
use emergency::entity::{EntityKind, State};
use emergency::id::ImportId;
use emergency::import::{ImportApplied, TableKind};
use emergency::site::SiteKind;
use inventory::check::{Checked, OnList, check};
use inventory::columns::{self, Mapping};
use inventory::label::{self, Label};
use inventory::read::{self, ReadError};
use inventory::table::Table;
use inventory::write;
use logbook::Listed;
use sha2::{Digest as _, Sha256};

use super::{code, noun, on_list};
use crate::answer::points;
use crate::desk::Desk;
use crate::number::small;
use crate::paper::{self, Printed};
use crate::session::{Session, commanding, storage, who};
use crate::words::EXERCISE_MARK;

/// What the list is of.
const NOUNS: [EntityKind; 6] = [
    EntityKind::Team,
    EntityKind::Lot,
    EntityKind::Site,
    EntityKind::Person,
    EntityKind::Point,
    EntityKind::Firm,
];
/// Imports that are listed.
const IMPORTS_SHOWN: usize = 200;
/// Characters of a file's name that are kept.
const NAME_CHARS_MAX: usize = 200;

/// A file that was read, with the mapping in force.
struct Opened {
    table: Table,
    mapping: Mapping,
    remembered: bool,
    sha256: String,
}

/// What a file would do; nothing is written.
pub(crate) fn check_table(session: &Session, file: &TableFile) -> Result<CheckReport, CallError> {
    let opened = open(session, file)?;
    let list = whole_list(session, file.kind)?;
    let checked = check(&opened.table, file.kind, &opened.mapping, &list);
    Ok(report(file, &opened, &checked))
}

/// Everything on the list, to compare a table with: against a part of it, what is there already
/// would be taken for new.
fn whole_list(session: &Session, kind: TableKind) -> Result<OnList, CallError> {
    let list = list_of(session, kind)?;
    let cut = NOUNS.iter().any(|noun| session.left_out(*noun) > 0);
    if cut {
        let field = "list".to_owned();
        return Err(Refusal::OutOfRange { field }.into());
    }
    Ok(list)
}

/// What is on the list, for points with what was heard of them.
fn list_of(session: &Session, kind: TableKind) -> Result<OnList, CallError> {
    let mut list = on_list(session)?;
    if kind == TableKind::Points {
        list.heard = points::heard_of_all(session);
    }
    Ok(list)
}

/// Enters a file in one act and remembers its columns for the next file with these headings.
pub(crate) fn apply(session: &Session, request: ApplyTable) -> Result<TableApplied, CallError> {
    let file = &request.file;
    let opened = open(session, file)?;
    let list = whole_list(session, file.kind)?;
    let checked = check(&opened.table, file.kind, &opened.mapping, &list);
    let report = report(file, &opened, &checked);
    let lacking = report
        .findings
        .iter()
        .any(|f| f.row == 0 && f.weight == "error");
    if lacking || (!report.clean && !request.leave_bad_out) {
        let field = "rows".to_owned();
        return Err(Refusal::OutOfRange { field }.into());
    }
    let entered = u32::try_from(checked.rows.len()).unwrap_or(u32::MAX);
    let key = columns::source_key(file.kind, &opened.table.headings);
    let mapping = serde_json::to_string(&opened.mapping).unwrap_or_default();
    session.logbook.save_draft(key, mapping).map_err(storage)?;
    if checked.rows.is_empty() {
        return Ok(TableApplied {
            report,
            ..TableApplied::default()
        });
    }
    let import = ImportId(format!("import-{}", uuid::Uuid::now_v7().simple()));
    let act = ResourceAct::ApplyImport {
        import: import.clone(),
        applied: ImportApplied {
            kind: file.kind,
            file: file.name.chars().take(NAME_CHARS_MAX).collect(),
            sha256: opened.sha256,
            rows: 0,
            columns: opened.mapping.0,
            reason: request.reason.trim().to_owned(),
        },
        rows: checked.rows,
    };
    let command = Command::Resource { act };
    let receipt = session
        .logbook
        .command(command, who(request.who)?)
        .map_err(commanding)?;
    Ok(TableApplied {
        import,
        seq: receipt.change,
        entered,
        report,
    })
}

fn open(session: &Session, file: &TableFile) -> Result<Opened, CallError> {
    let malformed = |error: String| CallError::new(Code::Malformed, error);
    if file.bytes.len() > read::FILE_BYTES_MAX / 3 * 4 + 4 {
        return Err(malformed("the file is too large".to_owned()));
    }
    let bytes = base64::engine::general_purpose::STANDARD
        .decode(file.bytes.as_bytes())
        .map_err(|error| malformed(error.to_string()))?;
    let table = read::read(&bytes, None).map_err(|error| unreadable(&error))?;
    let key = columns::source_key(file.kind, &table.headings);
    let kept = session.logbook.draft(&key).map_err(storage)?;
    let kept = kept.and_then(|text| serde_json::from_str::<Mapping>(&text).ok());
    let remembered = file.columns.is_none() && kept.is_some();
    let mapping = match (&file.columns, kept) {
        (Some(said), _) => Mapping(said.clone()),
        (None, Some(kept)) => kept,
        (None, None) => columns::guess(file.kind, &table.headings),
    };
    let sha256 = hex::encode(Sha256::digest(&bytes));
    Ok(Opened {
        table,
        mapping,
        remembered,
        sha256,
    })
}

/// The message begins with a short code that the screen words.
pub(crate) fn unreadable(error: &ReadError) -> CallError {
    let short = match error {
        ReadError::TooLarge { .. } => "too_large",
        ReadError::Bomb { .. } => "bomb",
        ReadError::TooMany { .. } => "too_many",
        ReadError::OldOrEncrypted => "old_or_encrypted",
        ReadError::NotATable { .. } => "not_a_table",
        ReadError::Empty => "empty",
    };
    CallError::new(Code::Malformed, format!("{short}: {error}"))
}

fn report(file: &TableFile, opened: &Opened, checked: &Checked) -> CheckReport {
    let counts = checked.counts;
    let fields = columns::fields(file.kind).map(|(field, heading)| TableField {
        field: field.to_owned(),
        heading: heading.to_owned(),
    });
    let findings = checked.findings.iter().map(|finding| TableFinding {
        row: finding.row,
        column: finding.column.clone(),
        weight: code(&finding.weight),
        code: code(&finding.code),
        value: finding.value.clone(),
    });
    CheckReport {
        kind: file.kind,
        file: file.name.clone(),
        sheet: opened.table.sheet.clone(),
        headings: opened.table.headings.clone(),
        columns: opened.mapping.0.clone(),
        remembered: opened.remembered,
        fields: fields.collect(),
        rows: counts.rows,
        new: counts.new,
        changed: counts.changed,
        same: counts.same,
        bad: counts.bad,
        limited: counts.limited,
        clean: checked.is_clean(),
        findings: findings.collect(),
        more: checked.more,
    }
}

/// What was imported, the last first.
pub(in super::super) fn imports(session: &Session) -> Result<Vec<ImportRowView>, CallError> {
    let rows = session
        .logbook
        .list(EntityKind::Import, Listed::All, IMPORTS_SHOWN)
        .map_err(storage)?;
    let views = rows.into_iter().filter_map(|row| {
        let State::Import(import) = row.state else {
            return None;
        };
        Some(ImportRowView {
            kept: import.undone.as_ref().map_or(0, |undone| undone.kept),
            import: import.id,
            kind: import.applied.kind,
            file: import.applied.file,
            rows: import.applied.rows,
            at: import.applied_at,
            by: import.applied_by.0,
            undone_at: import.undone_at,
        })
    });
    let mut views: Vec<_> = views.collect();
    views.sort_by_key(|view| std::cmp::Reverse(view.at));
    Ok(views)
}

/// Writes a table into the paper folder.
pub(crate) fn export(
    desk: &Desk,
    session: &Session,
    request: TableRequest,
) -> Result<Written, CallError> {
    let ending = match request.format {
        TableFormat::Xlsx => "xlsx",
        TableFormat::Csv => "csv",
    };
    let name = columns::kind_name(request.kind);
    let (bytes, left_out) = table_bytes(session, request)?;
    let mut printed = Printed {
        left_out,
        ..Printed::default()
    };
    printed.add_named(session, name, ending, Ok(bytes));
    printed.write(&desk.settings().paper())
}

/// The bytes of a table, and how many things or rows are not in it because there are too many.
pub(crate) fn table_bytes(
    session: &Session,
    request: TableRequest,
) -> Result<(Vec<u8>, u32), CallError> {
    let list = if request.empty {
        OnList::default()
    } else {
        list_of(session, request.kind)?
    };
    let sheet = write::sheet(request.kind, &list, mark(session));
    let unread = session.left_out(noun(request.kind));
    let left_out = if request.empty {
        0
    } else {
        unread.saturating_add(small(sheet.left_out as u64))
    };
    let failed = |error: String| CallError::new(Code::Internal, error);
    let bytes = match request.format {
        TableFormat::Xlsx => write::xlsx(&sheet).map_err(|error| failed(error.to_string())),
        TableFormat::Csv => write::csv(&sheet).map_err(|error| failed(error.to_string())),
    };
    Ok((bytes?, left_out))
}

/// What stands above a table of this log.
pub(crate) fn mark(session: &Session) -> &'static str {
    if session.logbook.is_exercise() {
        EXERCISE_MARK
    } else {
        ""
    }
}

/// Writes pages of labels into the paper folder: all depots, or one with its shelves.
pub(crate) fn labels(
    desk: &Desk,
    session: &Session,
    request: &LabelRequest,
) -> Result<Written, CallError> {
    let list = on_list(session)?;
    let labels = if request.depot.is_empty() {
        of_depots(&list)
    } else {
        of_shelves(&list, &request.depot)
    };
    let pages = label::pages(&labels)
        .map_err(|error| CallError::new(Code::Malformed, error.to_string()))?;
    let mut printed = Printed::default();
    for page in &pages {
        printed.add_named(session, "labels", "svg", Ok(page.clone().into_bytes()));
    }
    if !pages.is_empty() {
        printed.add_named(session, "labels", "pdf", paper::pages_pdf(&pages));
    }
    printed.write(&desk.settings().paper())
}

fn of_depots(list: &OnList) -> Vec<Label> {
    let depots = list
        .sites
        .values()
        .filter(|site| !site.withdrawn && site.registered.kind == SiteKind::Depot);
    let labels = depots.map(|site| Label {
        code: format!("DR:depot:{}", site.id),
        title: site.registered.name.clone(),
        line: site.registered.contact.clone(),
    });
    labels.collect()
}

/// The depot's own label, then one for each shelf on which something lies.
fn of_shelves(list: &OnList, depot: &str) -> Vec<Label> {
    let mut labels: Vec<Label> = of_depots(list);
    labels.retain(|label| label.code == format!("DR:depot:{depot}"));
    let mut shelves: BTreeMap<&str, &str> = BTreeMap::new();
    let lots = list.lots.values().filter(|lot| {
        lot.known && lot.registered.depot.as_str() == depot && !lot.registered.shelf.is_empty()
    });
    for lot in lots {
        shelves
            .entry(&lot.registered.shelf)
            .or_insert(&lot.registered.name);
    }
    labels.extend(shelves.into_iter().map(|(shelf, name)| Label {
        code: format!("DR:shelf:{depot}:{shelf}"),
        title: shelf.to_owned(),
        line: name.to_owned(),
    }));
    labels
}
