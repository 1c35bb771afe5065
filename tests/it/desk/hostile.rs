//! Texts that want to be more than texts.

use contract::calls::Answer as _;
use contract::error::Code;
use contract::rows::{
    AlertQuery, AlertSection, DraftRequest, FindRequest, LabelRequest, Nothing, PaperRequest,
    PrintRequest, SaveReport, Sheet, TableFormat, TableRequest, TimelineQuery,
};
use emergency::alert::Life;
use emergency::decide::{Command, OrderAct, Refusal, ResourceAct, TEXT_CHARS_MAX};
use emergency::import::TableKind;
use emergency::incident::Noted;
use emergency::order::OrderSent;
use emergency::person::PersonRegistered;
use emergency::report::ReportKind;
use emergency::site::{SiteKind, SiteRegistered};
use emergency::stock::LotRegistered;
use emergency::team::TeamRegistered;
use serde::Serialize;

use super::watch::opens;
use super::{Room, by_id, cap, leak, now, officer};

/// Bytes of one answer to the screen, at most: a screen reads it several times a second.
const ANSWER_BYTES_MAX: usize = 1024 * 1024;
/// What no line of a screen or a document may hold as it is.
const HIDDEN: [char; 6] = [
    '\u{202e}', '\u{2066}', '\u{200b}', '\u{0}', '\u{7}', '\u{1b}',
];

/// A name for each text, and the text.
fn corpus() -> Vec<(&'static str, String)> {
    vec![
        (
            "markup",
            "演练<script>alert(1)</script><img src=x onerror=1>&amp;".to_owned(),
        ),
        (
            "xml",
            "演练]]></w:t></w:p><!DOCTYPE x [<!ENTITY a \"b\">]>&a;".to_owned(),
        ),
        (
            "bidi",
            "演练\u{202e}fdp.exe\u{202c}\u{2066}隐\u{2069}\u{200b}藏".to_owned(),
        ),
        (
            "controls",
            "演练\u{0}\u{7}\u{1b}[2J\u{8}\r\n\u{85}\u{fffe}完".to_owned(),
        ),
        ("formula", "=cmd|' /C calc'!A0 演练".to_owned()),
        ("path", "../../../演练/..\\con:*?\"<>|".to_owned()),
        ("marks", format!("演练{}", "\u{301}".repeat(2_000))),
        ("emoji", "演练👩‍👩‍👧‍👦🏳️‍🌈\u{1f1e8}\u{1f1f3}𠮷".to_owned()),
    ]
}

fn bounded(what: &str, answer: &impl Serialize) {
    let bytes = serde_json::to_vec(answer).expect("answers are plain data");
    assert!(
        bytes.len() <= ANSWER_BYTES_MAX,
        "{what}: {} bytes go to the screen",
        bytes.len()
    );
}

#[test]
fn hostile_headlines_are_rows_like_others_and_bounded() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    let mut texts = corpus();
    // XML forbids these: such a file is no message, and is kept as a defect.
    texts.retain(|(name, _)| *name != "controls");
    texts.push(("long", format!("演练{}", "长".repeat(350_000))));
    for (name, text) in &texts {
        let message = cap(
            &format!("HOSTILE-{name}"),
            "Actual",
            &format!("{name} {text}"),
        );
        room.drop_in(&format!("{name}.xml"), message.as_bytes());
    }
    let broken = cap("HOSTILE-controls", "Actual", "controls \u{1}\u{0}");
    room.drop_in("controls.xml", broken.as_bytes());
    for (name, _) in &texts {
        let row = room.arrived(AlertSection::Open, &format!("{name} "));
        let detail = room.desk.alert(by_id(row.id.as_str())).expect("it opens");
        bounded(name, &detail);
        let hidden = detail.raw.contains(HIDDEN);
        assert!(!hidden, "{name}: the original text shows what it hides");
    }
    // Each by itself: what shares a place would stand in one row.
    let query = AlertQuery {
        life: Some(Life::Unacknowledged),
        limit: 500,
        ..AlertQuery::default()
    };
    let page = room.desk.alerts(query).expect("the list is read");
    assert!(page.rows.len() >= texts.len(), "all of them are there");
    bounded("the list", &page);
    bounded("the map", &room.desk.map_live(Nothing {}).expect("reads"));
    bounded("defects", &room.desk.defects(Nothing {}).expect("reads"));
    let taken = super::until(&room.desk, "the broken one is a row or a defect", |desk| {
        let defects = desk.defects(Nothing {}).expect("reads").len();
        let rows = room.alerts(AlertSection::Open, "controls").len();
        (defects + rows > 0).then_some(defects + rows)
    });
    assert_eq!(taken, 1, "it is kept once");
}

#[test]
fn hostile_titles_and_notes_come_out_as_documents_that_open() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    for (name, text) in corpus() {
        let mut opened = leak(&text, now());
        opened.place.words.clone_from(&text);
        opened.unit.clone_from(&text);
        let incident = room.act(Command::OpenIncident { opened });
        let note = Noted {
            text: text.clone(),
            ..Noted::default()
        };
        room.act(Command::NoteIncident {
            incident: incident.as_str().into(),
            note: note.clone(),
        });
        room.act(Command::NoteDuty { note });
        let saved = room.desk.save_report(SaveReport {
            incident: incident.as_str().into(),
            kind: ReportKind::First,
            signer: text.clone(),
            who: officer(),
            ..SaveReport::default()
        });
        let saved = saved.expect("it is drafted and kept");
        for field in &saved.fields {
            let hidden = field.value.contains(HIDDEN);
            assert!(!hidden, "{name}: {} hides nothing", field.label);
        }
        let report = saved.report.expect("it is kept").id.0;
        let written = room.desk.export_report(by_id(&report));
        let written = written.expect("it is written");
        opens(&written);
        for file in &written.files {
            let plain = !file.contains(['/', '\\', ':', '<', '\u{202e}', '\0']);
            assert!(plain, "{name}: {file} is a name that every system takes");
        }
        bounded(name, &room.incident(&incident));
    }
    for sheet in [Sheet::Picture, Sheet::DutyLog, Sheet::Handover] {
        let printed = room.desk.print(PrintRequest { sheet });
        opens(&printed.expect("prints"));
    }
    let query = TimelineQuery {
        limit: 500,
        ..TimelineQuery::default()
    };
    bounded("the log", &room.desk.timeline(query).expect("reads"));
    let text = "演练".to_owned();
    let found = room.desk.find(FindRequest { text }).expect("reads");
    bounded("what is found", &found);
}

#[test]
fn a_title_of_a_megabyte_is_refused_and_the_longest_title_is_printed() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    let opened = leak(&"长".repeat(350_000), now());
    let refused = room.ask(Command::OpenIncident { opened });
    let refused = refused.expect_err("a megabyte is no title");
    let field = "title".to_owned();
    let max = TEXT_CHARS_MAX;
    assert_eq!(refused.code, Code::Refused, "a rule stands against it");
    assert_eq!(
        refused.refusal,
        Some(Refusal::TooLong { field, max }),
        "and says which"
    );
    let opened = leak(&"长".repeat(TEXT_CHARS_MAX), now());
    let incident = room.act(Command::OpenIncident { opened });
    let ask = DraftRequest {
        incident: incident.as_str().into(),
        kind: ReportKind::First,
    };
    let drafted = room.desk.draft_report(ask).expect("it is drafted");
    bounded("the report", &drafted);
    let sheet = Sheet::Picture;
    let printed = room.desk.print(PrintRequest { sheet });
    opens(&printed.expect("prints"));
}

#[test]
fn no_cell_of_a_table_is_a_formula() {
    let formulas = [
        "=1+1", "+1+1", "-1+cmd", "@SUM(A1)", "＝1", "\t=1", " =1", "|a", "%a",
    ];
    let texts = corpus().into_iter().map(|(_, text)| text);
    for text in texts.chain(formulas.map(str::to_owned)) {
        let cell = reports::csv_cell(&text);
        let first = cell.trim_start().chars().next();
        let runs = first.is_some_and(|c| "=+-@＝＋－＠|%".contains(c));
        assert!(!runs, "a spreadsheet would run {cell:?}");
        assert!(!cell.contains(HIDDEN), "and {cell:?} hides nothing");
    }
    assert_eq!(reports::csv_cell("-3.5"), "-3.5", "a number stays one");
}

/// One of each kind of resource whose texts are all this one.
fn of_each_kind(room: &Room, name: &str, text: &str) -> (String, String) {
    let (site, lot, team) = (
        format!("S-{name}"),
        format!("L-{name}"),
        format!("T-{name}"),
    );
    room.act(Command::RegisterSite {
        site: site.as_str().into(),
        registered: SiteRegistered {
            kind: SiteKind::Depot,
            name: text.to_owned(),
            note: text.to_owned(),
            ..SiteRegistered::default()
        },
        seen: None,
    });
    room.act(Command::RegisterLot {
        lot: lot.as_str().into(),
        registered: LotRegistered {
            depot: site.as_str().into(),
            name: text.to_owned(),
            unit: text.to_owned(),
            shelf: text.to_owned(),
            keeper: text.to_owned(),
            quantity: 5,
            ..LotRegistered::default()
        },
    });
    room.act(Command::RegisterTeam {
        team: team.as_str().into(),
        registered: TeamRegistered {
            name: text.to_owned(),
            call_sign: text.to_owned(),
            unit: text.to_owned(),
            contact: text.to_owned(),
            ..TeamRegistered::default()
        },
    });
    room.act(Command::Resource {
        act: ResourceAct::RegisterPerson {
            person: format!("P-{name}").as_str().into(),
            registered: PersonRegistered {
                name: text.to_owned(),
                note: text.to_owned(),
                ..PersonRegistered::default()
            },
        },
    });
    (team, lot)
}

#[test]
fn tables_and_papers_of_hostile_resources_open_run_nothing_and_hide_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    let opened = leak("演练 调度", now());
    let incident = room.act(Command::OpenIncident { opened });
    for (name, text) in corpus() {
        let (team, lot) = of_each_kind(&room, name, &text);
        let sent = OrderSent {
            team: team.as_str().into(),
            incident: incident.as_str().into(),
            words: text.clone(),
            ..OrderSent::default()
        };
        room.act(Command::Order(OrderAct::Draft { sent: sent.clone() }));
        room.act(Command::Order(OrderAct::Give { sent }));
        room.act(Command::DrawStock {
            lot: lot.as_str().into(),
            incident: incident.as_str().into(),
            quantity: 1,
        });
    }
    let allocation = PaperRequest::Allocation {
        incident: incident.as_str().into(),
    };
    opens(&room.desk.write_paper(allocation).expect("is written"));
    let labels = room.desk.print_labels(LabelRequest::default());
    let labels = labels.expect("is written");
    let (drawn, printed) = labels
        .files
        .iter()
        .cloned()
        .partition(|name| name.ends_with(".svg"));
    let drawn: Vec<String> = drawn;
    for name in &drawn {
        let path = std::path::Path::new(&labels.folder).join(name);
        let picture = std::fs::read_to_string(path).expect("it is text");
        assert!(!picture.contains(HIDDEN), "{name} hides nothing");
        assert!(!picture.contains("<script"), "{name}: a name is no markup");
    }
    opens(&contract::rows::Written {
        files: printed,
        ..labels
    });
    for kind in [
        TableKind::Teams,
        TableKind::Supplies,
        TableKind::Sites,
        TableKind::People,
        TableKind::Firms,
        TableKind::Units,
    ] {
        for format in [TableFormat::Csv, TableFormat::Xlsx] {
            let asked = TableRequest {
                kind,
                format,
                empty: false,
            };
            let written = room.desk.export_table(asked).expect("is written");
            for file in &written.files {
                let path = std::path::Path::new(&written.folder).join(file);
                runs_nothing(file, &std::fs::read(path).expect("is there"));
            }
        }
    }
}

/// No cell that a spreadsheet would run, and none that hides a sign.
fn runs_nothing(file: &str, bytes: &[u8]) {
    if file.ends_with(".csv") {
        let text = std::str::from_utf8(bytes).expect("it is text");
        assert!(!text.contains(HIDDEN), "{file} hides nothing");
        for cell in text.lines().flat_map(|line| line.split(',')) {
            let cell = cell.trim_start_matches(['\u{feff}', '"', ' ']);
            let first = cell.chars().next();
            let runs = first.is_some_and(|c| "=+@＝＋＠|%".contains(c));
            assert!(!runs, "{file}: a spreadsheet would run {cell:?}");
        }
        return;
    }
    let mut book = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a workbook");
    for index in 0..book.len() {
        let mut part = book.by_index(index).expect("a part");
        let mut text = String::new();
        std::io::Read::read_to_string(&mut part, &mut text).expect("its parts are text");
        let name = part.name();
        assert!(
            !text.contains("<f>") && !text.contains("<f "),
            "{file} {name}: no formula"
        );
        assert!(!text.contains(HIDDEN), "{file} {name} hides nothing");
        assert!(!text.contains("<script"), "{file} {name}: no markup");
    }
}
