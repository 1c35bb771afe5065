//! Files that are damaged, locked, too large, or not what they say they are; and Word's corners.

use std::io::{Cursor, Write as _};

use proptest::prelude::*;
use zip::write::SimpleFileOptions;

use super::word::{Word, package};
use crate::import::{
    AsidePlace, FileFormat, Found, ImportError, Imported, SourceNoteKind, docx, import,
};
use crate::plan::Block;
use crate::{parse, render};

fn read(word: &Word) -> Imported {
    import("plan.docx", &word.bytes()).expect("the file is read")
}

/// The text of all clauses.
fn text(imported: &Imported) -> String {
    let mut text = String::new();
    for clause in &imported.plan.clauses {
        text.push_str(&format!("[{}]", clause.heading));
        for block in &clause.blocks {
            if let Block::Text(words) = block {
                text.push_str(words);
            }
        }
    }
    text
}

#[test]
fn what_is_no_plan_says_what_to_do() {
    let ole = |inside: &str| {
        let wide: Vec<u8> = inside.encode_utf16().flat_map(u16::to_le_bytes).collect();
        [
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".as_slice(),
            &[0; 600],
            &wide,
        ]
        .concat()
    };
    let workbook = package(&[("xl/workbook.xml".to_owned(), "<workbook/>".to_owned())]);
    let empty = Word::new().bytes();
    let cases: [(&str, Vec<u8>, &str); 11] = [
        ("旧.doc", ole("WordDocument"), "old_word"),
        ("锁.docx", ole("EncryptedPackage"), "encrypted"),
        ("坏.docx", b"PK\x03\x04 and no more".to_vec(), "damaged"),
        ("表.docx", workbook, "not_a_plan"),
        ("空.docx", empty, "empty"),
        ("空.txt", b" \r\n".to_vec(), "empty"),
        ("扫描.pdf", b"%PDF-1.7".to_vec(), "other_format"),
        ("网页.doc", b"<html><body>".to_vec(), "other_format"),
        ("写字板.doc", b"{\\rtf1".to_vec(), "other_format"),
        ("程序.txt", b"MZ\0\0\0".to_vec(), "other_format"),
        (
            "长.txt",
            vec![b'a'; crate::parse::PLAN_BYTES_MAX + 1],
            "too_large",
        ),
    ];
    for (name, bytes, code) in cases {
        let error = import(name, &bytes).expect_err("no plan");
        assert_eq!(error.code(), code, "{name}: {error}");
        let said = error.to_string();
        assert!(
            said.chars().count() > 5,
            "{name}: it says so in words: {said}"
        );
    }
    let doc = import("旧.doc", &ole("WordDocument")).expect_err("an old file");
    assert!(
        doc.to_string().contains("另存为 .docx"),
        "the way out is named: {doc}"
    );
}

#[test]
fn a_file_that_unpacks_without_end_is_refused_by_what_it_unpacks_to() {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    archive
        .start_file("word/document.xml", SimpleFileOptions::default())
        .expect("a part");
    let blanks = vec![b' '; 64 * 1024];
    for _ in 0..32 {
        archive.write_all(&blanks).expect("blanks");
    }
    let bytes = archive.finish().expect("a file").into_inner();
    assert!(bytes.len() < 32 * 1024, "small on disk: {}", bytes.len());
    let two_mib = 2 << 20;
    assert!(docx::read_within(&bytes, two_mib).is_ok(), "just fits");
    let error = docx::read_within(&bytes, two_mib - 1).expect_err("a bomb");
    assert!(matches!(error, ImportError::Bomb { .. }), "{error:?}");
}

#[test]
fn a_damaged_body_keeps_what_came_before_the_damage() {
    let mut word = Word::new();
    word.paragraph("", "", "第一段文字");
    word.body.push_str("<w:p><w:r><w:t>第二段</w:t></w:r></x>");
    let imported = read(&word);
    assert!(
        text(&imported).contains("第一段文字"),
        "{}",
        text(&imported)
    );
    assert!(
        text(&imported).contains("第二段"),
        "what was open is closed"
    );
    assert_eq!(
        imported.notes[0].kind,
        SourceNoteKind::DamagedPart,
        "and it is said"
    );
    let mut word = Word::new();
    word.body
        .push_str("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///x'>]><w:p/>");
    word.paragraph("", "", "文字");
    let error = import("x.docx", &word.bytes()).expect_err("nothing is read");
    assert_eq!(
        error,
        ImportError::Empty,
        "nothing after a document type is believed"
    );
}

#[test]
fn the_corners_of_word_are_read() {
    let mut word = Word::new();
    word.styled("TOC1", "一、总则 1");
    word.paragraph("", "", "正文");
    word.body.push_str(
        "<w:p><w:r><w:t>留下</w:t></w:r><w:del><w:r><w:delText>删去</w:delText></w:r></w:del>\
         <w:ins><w:r><w:t>加上</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom>\
         <w:r><w:tab/><w:t>后</w:t><w:br/><w:t>行</w:t><w:sym w:font=\"Wingdings\" w:char=\"F0A8\"/>\
         </w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r></w:p>",
    );
    word.body.push_str(
        "<w:p><mc:AlternateContent><mc:Choice><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>框内</w:t>\
         </w:r></w:p></w:txbxContent></w:pict></w:r></mc:Choice><mc:Fallback><w:p><w:r><w:t>框内\
         </w:t></w:r></w:p></mc:Fallback></mc:AlternateContent></w:p>",
    );
    word.body
        .push_str("<w:p><w:r><w:drawing><a:blip r:embed=\"r1\"/></w:drawing></w:r></w:p>");
    word.part(
        "word/footnotes.xml",
        "<w:footnotes><w:footnote w:id=\"2\"><w:p><w:r><w:t>脚注</w:t></w:r></w:p></w:footnote>\
         <w:footnote w:id=\"3\"><w:p><w:r><w:t>无处引用</w:t></w:r></w:p></w:footnote>\
         </w:footnotes>",
    );
    word.part(
        "word/header1.xml",
        "<w:hdr><w:p><w:r><w:t>内部资料</w:t></w:r></w:p></w:hdr>",
    );
    word.part(
        "word/comments.xml",
        "<w:comments><w:comment w:id=\"0\"><w:p><w:r><w:t>改一下</w:t></w:r></w:p></w:comment>\
         </w:comments>",
    );
    let imported = read(&word);
    let words = text(&imported);
    assert!(words.contains("留下加上 后\n行□（注：脚注）"), "{words}");
    assert_eq!(
        words.matches("框内").count(),
        1,
        "a text box is read once: {words}"
    );
    let asides: Vec<_> = imported
        .asides
        .iter()
        .map(|a| (a.place, a.text.as_str()))
        .collect();
    for aside in [
        (AsidePlace::Contents, "一、总则 1"),
        (AsidePlace::Note, "无处引用"),
        (AsidePlace::Deleted, "删去移走"),
        (AsidePlace::Comment, "改一下"),
        (AsidePlace::PageMargin, "内部资料"),
    ] {
        assert!(
            asides.contains(&aside),
            "{aside:?} is kept beside the text: {asides:?}"
        );
    }
    assert_eq!(
        imported.notes[0].kind,
        SourceNoteKind::Picture,
        "a picture is told"
    );
}

#[test]
fn merged_cells_and_tables_in_cells_lose_nothing() {
    let mut word = Word::new();
    word.body.push_str(
        "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr><w:p><w:r><w:t>宽</w:t></w:r>\
         </w:p></w:tc><w:tc><w:p><w:r><w:t>右</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc>\
         <w:tbl><w:tr>\
         <w:tc><w:p><w:r><w:t>里</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p><w:r><w:t>外</w:t></w:r>\
         </w:p></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>",
    );
    let imported = read(&word);
    assert_eq!(
        text(&imported),
        "[]| 宽 |  | 右 |\n| --- | --- | --- |\n| 里 外 |  |  |"
    );
    let tables = imported.findings.iter();
    let sizes: Vec<_> = tables
        .filter_map(|finding| match finding.found {
            Found::Table { rows, columns } => Some((rows, columns)),
            _ => None,
        })
        .collect();
    assert_eq!(sizes, [(2, 3)], "one table");
}

/// About two hundred pages.
pub(crate) fn two_hundred_pages() -> Word {
    let mut word = Word::new();
    word.styled("Title", "演练区综合应急预案");
    for chapter in 1..=20 {
        word.styled("1", &format!("{chapter} 第{chapter}部分工作"));
        for section in 1..=10 {
            word.styled("2", &format!("{chapter}.{section} 工作内容"));
            for item in 1..=14 {
                let words = "有关部门按照职责分工，落实各项应急措施，及时报告进展情况。".repeat(3);
                word.paragraph("", "", &format!("（{item}）{words}"));
            }
        }
    }
    word
}

#[test]
fn two_hundred_pages_are_read_whole() {
    let imported = read(&two_hundred_pages());
    assert_eq!(
        imported.plan.clauses.len(),
        20 * 11,
        "every heading is a clause"
    );
    assert_eq!(
        imported.source.len(),
        1 + 20 * 11 + 20 * 10 * 14,
        "every paragraph is there"
    );
    assert_eq!(imported.format, FileFormat::Docx);
}

fn bare(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && *c != '\u{feff}')
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_bytes_are_a_plan_or_an_error(
        magic in prop::sample::select(vec!["", "PK\u{3}\u{4}", "+++\n", "# "]),
        bytes in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        let bytes = [magic.as_bytes(), &bytes].concat();
        for name in ["a.md", "a.txt", "a.docx"] {
            drop(import(name, &bytes));
        }
    }

    #[test]
    fn a_word_file_with_changed_bytes_is_a_plan_or_an_error(
        at in 0usize..4_000, junk in prop::collection::vec(any::<u8>(), 1..20),
    ) {
        let mut bytes = two_pages().bytes();
        let start = at.min(bytes.len() - 1);
        let end = (start + junk.len()).min(bytes.len());
        bytes.splice(start..end, junk);
        drop(import("a.docx", &bytes));
        bytes.truncate(start);
        drop(import("a.docx", &bytes));
    }

    #[test]
    fn no_word_of_any_lines_is_lost_and_the_plan_reads_back(
        lines in prop::collection::vec(prop::sample::select(SCRAPS.to_vec()), 1..25),
    ) {
        let text = lines.join("\n");
        let Ok(imported) = import("a.txt", text.as_bytes()) else {
            prop_assert_eq!(bare(&text), "", "only nothing is no plan");
            return Ok(());
        };
        let back = parse(&render(&imported.plan)).0;
        prop_assert_eq!(&back, &imported.plan, "of {}", render(&imported.plan));
        let mut held = imported.plan.front.title.clone();
        for clause in &imported.plan.clauses {
            held.push_str(&clause.heading);
            for block in &clause.blocks {
                if let Block::Text(words) = block {
                    held.push_str(&crate::text::paragraphs(words).concat());
                }
            }
        }
        held.extend(imported.asides.iter().map(|aside| aside.text.as_str()));
        let mut left: Vec<char> = bare(&held).chars().collect();
        left.sort_unstable();
        let mut there: Vec<char> = bare(&text).replace("**", "").chars().collect();
        there.sort_unstable();
        let marks = |c: &char| !matches!(c, '|' | '-' | ':' | '*');
        left.retain(marks);
        there.retain(marks);
        prop_assert_eq!(left, there, "as many of each sign");
    }
}

fn two_pages() -> Word {
    let mut word = Word::new();
    for number in 1..=30 {
        word.styled("1", &format!("{number} 工作"));
        word.paragraph("", "", "有关部门按照职责分工落实措施。");
    }
    word
}

const SCRAPS: [&str; 34] = [
    "演练区火灾应急预案",
    "第一章 总则",
    "第一条 甲乙丙。",
    "一、总则",
    "二、职责",
    "（一）区应急局：负责值守。",
    "（二）目的",
    "1. 关阀",
    "1.1 目的",
    "1.1.1",
    "2.1 职责",
    "（1）甲",
    "①乙",
    "附件1 名单",
    "目录",
    "总则……1",
    "单位\t电话",
    "甲\t0531-00000000",
    "| a | b |",
    "|---|---|",
    "| c | d |",
    "Ⅲ级响应：死亡3人以上；受伤。",
    "有下列情形之一的，启动Ⅳ级响应：",
    "- # * > 甲",
    "```card",
    "+++",
    "    缩进",
    "**加粗**",
    "<b>&amp;",
    "",
    "#",
    "一段很长的话，没有编号，也没有标题的样子，只是说明。",
    "1.",
    "\\",
];
