//! Workbooks of what people told: every sheet with records is taken, and whatever speaks of tipping
//! off in any part of one is kept nowhere in clear.

use std::io::Write as _;
use std::path::Path;

use contract::calls::Answer as _;
use contract::rows::Nothing;
use desk::Settings;
use desk::submissions::seal;
use emergency::submission::{Submission, SubmissionChannel};
use feeds::told::{Document, Reading};
use zip::write::SimpleFileOptions;

use super::submissions::{PASSPHRASE, page};
use super::{Room, now, until};
use contract::rows::SubmissionState;

/// Who tips off in these tests; nobody else has this name.
const NAME: &str = "演练赵吹哨";
const ORDERS: &[&[&str]] = &[
    &["工单编号", "标题", "来电人"],
    &["演练-1", "演练 路灯不亮", "演练 李某"],
    &["演练-2", "演练 积水", "演练 钱某"],
];

/// A sheet: its name and its rows, or the body of its XML as it is.
enum Sheet<'a> {
    Rows(&'a str, &'a [&'a [&'a str]]),
    Body(&'a str, &'a str),
}

impl Sheet<'_> {
    fn name(&self) -> &str {
        match self {
            Self::Rows(name, _) | Self::Body(name, _) => name,
        }
    }

    fn body(&self) -> String {
        let cell = |text: &&str| format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>");
        let row = |cells: &&[&str]| {
            let cells: String = cells.iter().map(cell).collect();
            format!("<row>{cells}</row>")
        };
        match self {
            Self::Rows(_, rows) => rows.iter().map(row).collect(),
            Self::Body(_, body) => (*body).to_owned(),
        }
    }
}

/// A workbook with these sheets and other parts, stored without packing so that its words would be
/// found wherever it is kept.
fn workbook(sheets: &[Sheet<'_>], parts: &[(&str, &[u8])]) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const RELATED: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    let (mut listed, mut related) = (String::new(), String::new());
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for (number, sheet) in (1..).zip(sheets) {
        let name = sheet.name();
        listed += &format!("<sheet name=\"{name}\" sheetId=\"{number}\" r:id=\"r{number}\"/>");
        related += &format!(
            "<Relationship Id=\"r{number}\" Type=\"{RELATED}/worksheet\" \
             Target=\"worksheets/sheet{number}.xml\"/>"
        );
        let body = sheet.body();
        let text = format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{body}</sheetData></worksheet>");
        files.push((format!("xl/worksheets/sheet{number}.xml"), text.into()));
    }
    let book = format!(
        "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELATED}\"><sheets>{listed}</sheets></workbook>"
    );
    let of_book = format!("<Relationships xmlns=\"{PACKAGE}\">{related}</Relationships>");
    let of_all = format!(
        "<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"r1\" \
         Type=\"{RELATED}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    files.push(("xl/workbook.xml".to_owned(), book.into()));
    files.push(("xl/_rels/workbook.xml.rels".to_owned(), of_book.into()));
    files.push(("_rels/.rels".to_owned(), of_all.into()));
    files.extend(
        parts
            .iter()
            .map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec())),
    );
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in files {
        archive.start_file(name, stored).expect("a part");
        archive.write_all(&bytes).expect("its bytes");
    }
    archive.finish().expect("a workbook").into_inner()
}

/// As a feed of work orders reads it.
fn read(bytes: &[u8]) -> Document {
    let reading = Reading {
        channel: SubmissionChannel::Hotline,
        ..Reading::default()
    };
    feeds::told::read("演练 工单", bytes, &reading, now())
}

fn numbers(document: &Document) -> Vec<&str> {
    let told = document.told.iter();
    told.map(|one| one.received.number.as_str()).collect()
}

#[test]
fn every_sheet_with_records_is_taken_and_an_old_list_behind_a_new_one_changes_nothing() {
    let further: &[&[&str]] = &[
        &["工单编号", "标题"],
        &["演练-2", "演练 旧的说法"],
        &["演练-3", "演练 停电"],
    ];
    let notes: &[&[&str]] = &[&["说明", "备注"], &["演练 本周", "演练 正常"]];
    let sheets = [
        Sheet::Rows("新单", ORDERS),
        Sheet::Rows("说明", notes),
        Sheet::Rows("上周", further),
    ];
    let document = read(&workbook(&sheets, &[]));
    let wanted = ["演练-1", "演练-2", "演练-3"];
    assert_eq!(numbers(&document), wanted, "of both lists, each once");
    assert_eq!(
        document.told[1].received.matter, "演练 积水",
        "as the first sheet has it"
    );
    assert!(document.unreadable.is_empty(), "notes are no defect");
    assert!(!document.private, "nothing in it speaks of a tip-off");
}

#[test]
fn a_word_for_tipping_off_anywhere_in_a_workbook_makes_it_private() {
    let orders = || Sheet::Rows("工单", ORDERS);
    let of_second = |body: &'static str| workbook(&[orders(), Sheet::Body("其他", body)], &[]);
    let with_part = |name: &'static str, words: &'static str| {
        workbook(&[orders()], &[(name, words.as_bytes())])
    };
    let shared = "<sst><si><r><t>演练 举</t></r><r><rPr><b/></rPr><t>报人</t></r></si></sst>";
    let cases: [(&str, Vec<u8>); 8] = [
        (
            "a cell of the second sheet",
            of_second("<row><c t=\"inlineStr\"><is><t>演练 举报</t></is></c></row>"),
        ),
        (
            "a cell that is written in numbers of its signs",
            of_second("<row><c t=\"inlineStr\"><is><t>&#x4E3E;&#25253;</t></is></c></row>"),
        ),
        (
            "the name of a sheet",
            workbook(&[orders(), Sheet::Body("举报件", "")], &[]),
        ),
        (
            "a comment",
            with_part(
                "xl/comments1.xml",
                "<comments><t>演练 吹哨人</t></comments>",
            ),
        ),
        (
            "a text in two runs",
            with_part("xl/sharedStrings.xml", shared),
        ),
        (
            "a box of text",
            with_part("xl/drawings/drawing1.xml", "<a:t>投诉举报</a:t>"),
        ),
        (
            "a file that lies in it",
            with_part("xl/embeddings/oleObject1.bin", "?"),
        ),
        (
            "a text in UTF-16",
            workbook(
                &[orders()],
                &[("xl/comments1.xml", &[0xFF, 0xFE, 0x3E, 0x4E])],
            ),
        ),
    ];
    for (where_, bytes) in cases {
        assert!(read(&bytes).private, "{where_} speaks of it");
    }
    let apart = "<row><c t=\"inlineStr\"><is><t>演练 选举</t></is></c>\
                 <c t=\"inlineStr\"><is><t>报修</t></is></c></row>";
    assert!(
        !read(&of_second(apart)).private,
        "two cells beside each other are no word"
    );
}

#[test]
fn a_word_far_into_a_long_part_is_heard_wherever_it_is_cut() {
    // The desk looks at a mebibyte at a time: its end is before, within and behind the word.
    let before = "演".repeat((1 << 20) / 3 - 2);
    let behind = "演".repeat(100_000);
    for blanks in 0..10 {
        let text = format!("<t>{}{before}举报{behind}</t>", "x".repeat(blanks));
        let parts: &[(&str, &[u8])] = &[("xl/comments1.xml", text.as_bytes())];
        let document = read(&workbook(&[Sheet::Rows("工单", ORDERS)], parts));
        assert!(document.private, "with {blanks} bytes before it");
    }
}

#[test]
fn rows_under_a_title_or_a_sheet_of_tip_offs_are_tip_offs() {
    let titled: &[&[&str]] = &[
        &["演练 举报登记表"],
        &["编号", "标题", "姓名"],
        &["1", "演练 私存危化品", NAME],
    ];
    let plain: &[&[&str]] = &titled[1..];
    for (why, name, rows) in [
        ("the title says so", "表1", titled),
        ("the sheet's name says so", "举报", plain),
    ] {
        let sheets = [Sheet::Rows("工单", ORDERS), Sheet::Rows(name, rows)];
        let document = read(&workbook(&sheets, &[]));
        let last = document.told.last().expect("it is taken");
        assert_eq!(last.received.channel, SubmissionChannel::TipOff, "{why}");
        assert!(last.received.teller.is_nobody(), "{why}: nobody is named");
        assert_eq!(last.named.name, NAME, "{why}: who it is goes to the seal");
        assert_eq!(
            document.told[0].received.channel,
            SubmissionChannel::Hotline,
            "the sheet before it keeps its own way in"
        );
    }
}

/// Every file below a folder that has the name of who tips off.
fn in_clear(folder: &Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            in_clear(&path, found);
        } else if let Ok(bytes) = std::fs::read(&path) {
            let name = NAME.as_bytes();
            if bytes.windows(name.len()).any(|window| window == name) {
                found.push(path.display().to_string());
            }
        }
    }
}

#[test]
fn who_tips_off_in_a_second_sheet_is_sealed_and_the_file_does_not_stay() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("a");
    std::fs::create_dir_all(&data).expect("a folder");
    let key = folder.path().join("seal-key.age");
    let recipient = seal::make_key(&key, PASSPHRASE).expect("a key");
    let text = format!(
        "keyring = false\n[[feeds]]\nkind = \"submission_folder\"\nname = \"演练 工单\"\n\
         path = \"orders\"\nchannel = \"hotline\"\n[seal]\nrecipient = \"{recipient}\"\n\
         keeper = \"演练 监察专员\"\nkey = {key:?}\n"
    );
    std::fs::write(data.join("desk.toml"), text).expect("written");
    let settings = Settings::load(&data, None, None).expect("settings");
    let room = Room::open(settings);
    let tips: &[&[&str]] = &[
        &["举报编号", "举报内容", "举报人"],
        &["演练-T1", "演练 私存危化品", NAME],
    ];
    let sheets = [Sheet::Rows("工单", ORDERS), Sheet::Rows("其他", tips)];
    let file = data.join("orders").join("orders.xlsx");
    std::fs::create_dir_all(data.join("orders")).expect("a folder");
    std::fs::write(&file, workbook(&sheets, &[])).expect("written");
    until(&room.desk, "all three are there", |_| {
        (page(&room, SubmissionState::Open).total == 3).then_some(())
    });
    until(&room.desk, "the file is gone", |_| {
        (!file.exists()).then_some(())
    });
    let rows = page(&room, SubmissionState::All).rows.into_iter();
    let all: Vec<Submission> = rows.map(|row| row.submission).collect();
    let of = |channel| {
        all.iter()
            .filter(move |one| one.received.channel == channel)
    };
    assert_eq!(of(SubmissionChannel::Hotline).count(), 2, "the work orders");
    let tip = of(SubmissionChannel::TipOff).next().expect("the tip-off");
    assert!(tip.received.sealed.is_some(), "with its teller, sealed");
    let defects = room.desk.defects(Nothing {}).expect("reads");
    assert_eq!(defects.len(), 0, "nothing was wrong with it");
    let mut found = Vec::new();
    in_clear(&data, &mut found);
    assert_eq!(found, Vec::<String>::new(), "the name is nowhere in clear");
}
