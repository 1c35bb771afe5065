//! 20,000 supply rows of a workbook: read, checked and entered in one act, on disk.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Instant;

use anyhow::{Result, ensure};
use ed25519_dalek::SigningKey;
use emergency::day::Day;
use emergency::decide::{Command, ResourceAct};
use emergency::event::TimeSource;
use emergency::id::ImportId;
use emergency::import::{ImportApplied, TableKind};
use emergency::site::{Site, SiteKind, SiteRegistered};
use emergency::time::UtcMs;
use inventory::check::{OnList, check};
use inventory::columns::{fields, guess, supply_codes};
use inventory::read::read;
use inventory::write::{Out, Sheet, xlsx};
use logbook::{Logbook, OpenOptions, Who};
use tests::measure::{Bar, Row};
use uuid::Uuid;

const GROUP: &str = "dispatch";
/// Rows of the workbook.
const ROWS: usize = 20_000;
/// What a promise to the officer allows, in ms.
const IMPORT_MS: f64 = 5_000.0;
/// The time of the import.
const START_MS: i64 = 1_780_000_000_000;
/// The one depot of the table.
const DEPOT: &str = "演练·应急物资库";

/// Measures the import.
pub(crate) fn rows() -> Result<Vec<Row>> {
    let bytes = workbook()?;
    let folder = tempfile::tempdir()?;
    let began = Instant::now();
    let entered = import(&bytes, folder.path())?;
    let took_ms = began.elapsed().as_secs_f64() * 1_000.0;
    ensure!(entered == ROWS, "{entered} of {ROWS} rows were entered");
    Ok(vec![Row {
        group: GROUP,
        name: format!("import of {ROWS} supply rows by XLSX, read, checked and on disk"),
        value: took_ms,
        unit: "ms",
        baseline: None,
        bar: Bar::AtMost(IMPORT_MS),
    }])
}

fn import(bytes: &[u8], folder: &Path) -> Result<usize> {
    let table = read(bytes, None)?;
    let mapping = guess(TableKind::Supplies, &table.headings);
    let checked = check(&table, TableKind::Supplies, &mapping, &list());
    ensure!(checked.is_clean(), "{:?}", checked.findings.first());
    let (logbook, _) = Logbook::open(&folder.join("import.db"), &options())?;
    let entered = checked.rows.len();
    let act = ResourceAct::ApplyImport {
        import: ImportId::from("import-1"),
        applied: ImportApplied {
            kind: TableKind::Supplies,
            ..ImportApplied::default()
        },
        rows: checked.rows,
    };
    logbook.command(Command::Resource { act }, who())?;
    Ok(entered)
}

/// A workbook as a spreadsheet writes it: codes and names as text, counts as numbers, days as days.
fn workbook() -> Result<Vec<u8>> {
    let codes: Vec<_> = supply_codes().iter().collect();
    let of = |number: usize, field: &str| -> Out {
        let (code, name) = codes[number % codes.len()];
        match field {
            "id" => Out::Text(format!("L{number}")),
            "supply" => Out::Text(code.clone()),
            "name" => Out::Text(format!("演练·{name}")),
            "depot" => Out::Text(DEPOT.to_owned()),
            "shelf" => Out::Text(format!("A-{:02}-{}", number % 90, number % 5)),
            "quantity" => Out::Number((number % 400) as f64),
            "unit" => Out::Text("件".to_owned()),
            "batch" => Out::Text(format!("B{number:06}")),
            "expires" => Day::new(2029, 5, 31).map_or(Out::Empty, Out::Day),
            _ => Out::Empty,
        }
    };
    let columns: Vec<_> = fields(TableKind::Supplies).collect();
    let rows = (0..ROWS).map(|number| {
        let cells = columns.iter().map(|(field, _)| of(number, field));
        cells.collect()
    });
    let sheet = Sheet {
        left_out: 0,
        name: "supplies".to_owned(),
        mark: "演练".to_owned(),
        headings: columns
            .iter()
            .map(|(_, heading)| (*heading).to_owned())
            .collect(),
        rows: rows.collect(),
    };
    Ok(xlsx(&sheet)?)
}

fn list() -> OnList {
    let mut list = OnList {
        today: Some(Day::of(UtcMs(START_MS))),
        ..OnList::default()
    };
    let site = Site {
        id: "d1".into(),
        registered: SiteRegistered {
            kind: SiteKind::Depot,
            name: DEPOT.to_owned(),
            ..SiteRegistered::default()
        },
        ..Site::default()
    };
    list.sites.insert("d1".to_owned(), site);
    list
}

fn options() -> OpenOptions {
    let (now, ids) = (AtomicI64::new(START_MS), AtomicU64::new(1));
    OpenOptions {
        key: SigningKey::from_bytes(&[7; 32]),
        exercise: true,
        clock: Arc::new(move || UtcMs(now.fetch_add(1, Ordering::Relaxed))),
        ids: Arc::new(move || Uuid::from_u128(ids.fetch_add(1, Ordering::Relaxed).into())),
        ballast_bytes: 0,
    }
}

fn who() -> Who {
    Who {
        actor: "演练 王敏".into(),
        role: "import".to_owned(),
        occurred_at: None,
        by: TimeSource::Desk,
    }
}
