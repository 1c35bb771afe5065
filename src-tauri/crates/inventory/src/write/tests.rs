//! What is written reads back, and is never run.

use emergency::day::Day;
use emergency::site::Site;
use emergency::site::{Protection, SiteKind, SiteRegistered, Stored};
use emergency::stock::{Lot, LotRegistered};
use emergency::team::{Certificate, Member, Team, TeamLevel, TeamRegistered, Vehicle};

use super::*;
use crate::check::check;
use crate::columns::guess;
use crate::read::read;

fn list() -> OnList {
    let mut list = OnList::default();
    let site = Site {
        id: "d1".into(),
        registered: SiteRegistered {
            kind: SiteKind::Depot,
            protection: Some(Protection::Second),
            also: vec![Stored {
                substance: "1,2-二氯乙烷".to_owned(),
                quantity_t: 30.5,
                classes: vec!["W5.3".to_owned(), "J5".to_owned()],
            }],
            name: "演练·一号库".into(),
            ..SiteRegistered::default()
        },
        ..Site::default()
    };
    list.sites.insert("d1".into(), site);
    let registered = LotRegistered {
        depot: "d1".into(),
        supply: "2010101".into(),
        name: "=HYPERLINK(\"http://x\")".into(),
        unit: "套".into(),
        quantity: 4,
        expires: Day::new(2027, 1, 31),
        shelf: "A-01-2".into(),
        ..LotRegistered::default()
    };
    let lot = Lot {
        id: "L1".into(),
        registered,
        known: true,
        allotments: [(String::new(), 4)].into(),
        ..Lot::default()
    };
    list.lots.insert("L1".into(), lot);
    let certificate = |name: &str| Certificate {
        name: name.into(),
        number: String::new(),
        until: Day::new(2027, 1, 31),
    };
    let team = Team {
        id: "T1".into(),
        registered: TeamRegistered {
            name: "演练 抢险队".into(),
            unit: "演练".into(),
            level: TeamLevel::Firm,
            capabilities: vec!["hazmat".into()],
            people: 6,
            contact: "演练·赵某 000-0001".into(),
            members: vec![Member {
                name: "演练·钱某".into(),
                certificates: vec![certificate("甲"), certificate("乙")],
                ..Member::default()
            }],
            vehicles: vec![Vehicle {
                plate: "演000001".into(),
                ..Vehicle::default()
            }],
            ..TeamRegistered::default()
        },
        known: true,
        ..Team::default()
    };
    list.teams.insert("T1".into(), team);
    list
}

#[test]
fn what_is_exported_and_imported_again_changes_nothing() {
    let list = list();
    for kind in [TableKind::Supplies, TableKind::Teams, TableKind::Sites] {
        let sheet = sheet(kind, &list, "演练");
        let workbook = xlsx(&sheet).expect("a workbook");
        let text = csv(&sheet).expect("a text");
        for (bytes, form) in [(workbook, "XLSX"), (text, "CSV")] {
            let table = read(&bytes, None).expect("a table");
            let mapping = guess(kind, &table.headings);
            assert_eq!(
                mapping.0.len(),
                table.headings.len(),
                "{kind:?} as {form}: every heading"
            );
            let report = check(&table, kind, &mapping, &list);
            assert!(report.is_clean(), "{kind:?}: {:?}", report.findings);
            assert_eq!(
                (report.counts.same, report.rows.len()),
                (1, 0),
                "{kind:?} as {form}: {:?}",
                report.rows
            );
        }
    }
}

#[test]
fn nothing_that_is_written_is_run_by_a_spreadsheet() {
    let sheet = sheet(TableKind::Supplies, &list(), "");
    let bytes = csv(&sheet).expect("a text");
    let text = String::from_utf8(bytes).expect("UTF-8");
    assert!(
        text.starts_with('\u{FEFF}'),
        "with the mark that shows Chinese"
    );
    assert!(text.contains("'=HYPERLINK"), "a quote in front: {text}");
    let bytes = xlsx(&sheet).expect("a workbook");
    let table = read(&bytes, None).expect("a table");
    let cells = table.rows.iter().flat_map(|row| &row.cells);
    assert!(
        !cells.into_iter().any(|cell| cell.formula),
        "texts are texts"
    );
}

#[test]
fn an_export_says_how_many_rows_it_leaves_out() {
    const EACH: usize = 1_001;
    let mut list = OnList::default();
    for number in 0..EXPORT_ROWS_MAX / EACH + 1 {
        let member = |place| Member {
            name: format!("演练·{place}"),
            ..Member::default()
        };
        let id = format!("T{number}");
        let team = Team {
            id: id.as_str().into(),
            registered: TeamRegistered {
                name: id.clone(),
                members: (0..EACH).map(member).collect(),
                ..TeamRegistered::default()
            },
            known: true,
            ..Team::default()
        };
        list.teams.insert(id, team);
    }
    let due = list.teams.len() * EACH;
    let sheet = sheet(TableKind::Teams, &list, "");
    assert_eq!(sheet.rows.len(), EXPORT_ROWS_MAX, "as many as may be");
    assert_eq!(sheet.left_out, due - EXPORT_ROWS_MAX, "and how many not");
}
