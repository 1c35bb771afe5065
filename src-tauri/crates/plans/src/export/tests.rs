use std::io::Read as _;

use proptest::prelude::*;

use super::*;
use crate::import::{FileFormat, import};
use crate::parse::parse;
use crate::plan::{Card, Clause, LevelRule, Need};

fn back(plan: &Plan) -> Plan {
    let bytes = to_docx(plan).expect("packed");
    let imported = import("plan.docx", &bytes).expect("read");
    assert_eq!(imported.format, FileFormat::Docx);
    imported.plan
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let mut text = String::new();
    let mut file = package.by_name(name).expect("the part");
    file.read_to_string(&mut text).expect("UTF-8");
    text
}

const PLAN: &str = r#"+++
id = "t"
title = "演练预案"
kind = "special"
unit = "演练区政府"
hazards = ["fire"]
lead = "区消防救援大队"
version = "2"
status = "in_force"
upper = ["general"]
issued = "2025-03-01"
[[substances]]
name = "氯"
aliases = ["液氯"]
+++

说明。

# 一、总则

- 甲
- 乙

| 单位 | 电话 |
| --- | --- |
| 区应急局 | 0531-00000000 |

## （一）目的

1\. 关阀

## （三）范围

# 二、响应

```level
level = "Ⅲ"
start = ["死亡3人以上", "受伤10人以上"]
decides = "区安委会主任"
matter = "火灾"
period_h = 12
measures = ["灭火", "疏散"]
to_confirm = true
```

```card
id = "c1"
what = "报告"
who = "综合协调组"
within_min = 30
levels = ["Ⅲ", "Ⅳ"]
substances = ["氯"]
confirm = "收到回执"
law = ["突发事件应对法（2024）第六十一条"]
needs = [
  { capability = "firefighting", quantity = 2, label = "消防站" },
  { supply = "2120105", quantity = 1 },
]
note = "以后的键"
```

后文。
"#;

#[test]
fn a_plan_comes_back_from_word_the_same() {
    let (plan, _) = parse(PLAN);
    assert_eq!(
        back(&plan),
        plan,
        "front matter, clauses, lists, tables, cards and levels"
    );
}

#[test]
fn headings_have_styles_and_words_own_numbers_and_there_is_a_table_of_contents() {
    let (plan, _) = parse(PLAN);
    let bytes = to_docx(&plan).expect("packed");
    let document = part(&bytes, "word/document.xml");
    for style in ["Title", "Heading1", "Heading2"] {
        assert!(
            document.contains(&format!("w:val=\"{style}\"")),
            "{style} is used"
        );
    }
    assert!(
        document.contains("TOC "),
        "the field of the table of contents"
    );
    let body = document
        .rsplit("fldCharType=\"end\"")
        .next()
        .expect("behind the contents");
    assert!(!body.contains("一、"), "the number is Word's own");
    assert!(
        body.contains("（三）"),
        "a number that does not run on stays as words"
    );
    let numbering = part(&bytes, "word/numbering.xml");
    assert!(
        numbering.contains("chineseCountingThousand"),
        "counted in Chinese"
    );
    assert!(
        numbering.contains("%1、") && numbering.contains("（%2）"),
        "in the plan's form"
    );
}

#[test]
fn what_only_the_program_reads_is_neither_shown_nor_printed() {
    let (plan, _) = parse(PLAN);
    let document = part(&to_docx(&plan).expect("packed"), "word/document.xml");
    for key in ["hazards = ", "aliases = ", "[[substances]]"] {
        let before = document.split(key).next().expect("it is there");
        assert_ne!(before.len(), document.len(), "{key} is in the file");
        let run = before.rsplit("<w:r>").next().expect("in a run");
        assert!(run.contains("<w:vanish"), "{key} is hidden");
    }
}

#[test]
fn what_a_person_changed_in_a_row_counts() {
    let (plan, _) = parse(PLAN);
    let bytes = to_docx(&plan).expect("packed");
    let document = part(&bytes, "word/document.xml");
    let changed = document.replacen(">演练区政府<", ">演练新区政府<", 1);
    assert_ne!(changed, document, "the unit stands in a row");
    let mut package = zip::ZipArchive::new(Cursor::new(&bytes)).expect("a package");
    let mut made = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..package.len() {
        let mut file = package.by_index(index).expect("a part");
        let mut part = Vec::new();
        file.read_to_end(&mut part).expect("its bytes");
        if file.name() == "word/document.xml" {
            part = changed.clone().into_bytes();
        }
        let options = zip::write::SimpleFileOptions::default();
        made.start_file(file.name(), options).expect("a place");
        std::io::Write::write_all(&mut made, &part).expect("written");
    }
    let bytes = made.finish().expect("whole").into_inner();
    let back = import("plan.docx", &bytes).expect("read").plan;
    assert_eq!(
        back.front.unit, "演练新区政府",
        "the row counts before what is hidden"
    );
    assert_eq!(back.front.hazards, plan.front.hazards, "the rest is kept");
}

#[test]
fn every_measured_document_comes_back_the_same() {
    for document in crate::import::tests_documents() {
        let (name, file, bytes) = document;
        let first = import(&file, &bytes).expect("read").plan;
        assert_eq!(back(&first), first, "{name}");
    }
}

#[test]
fn hostile_words_give_a_file_that_opens() {
    let hostile = "]]>\u{0}\u{b}\u{ffff}<?xml?><!--\u{202e}&#0;&amp;\"'".repeat(50);
    let mut plan = Plan::default();
    plan.front.title.clone_from(&hostile);
    plan.clauses.push(Clause {
        depth: 1,
        heading: hostile.clone(),
        blocks: vec![Block::Card(Card {
            id: hostile.clone(),
            what: hostile,
            ..Card::default()
        })],
    });
    let again = back(&plan);
    assert_eq!(again.clauses.len(), 1, "the heading is there: {again:?}");
}

/// One line without space at its ends: what a cell or a paragraph can hold.
fn words() -> impl Strategy<Value = String> {
    "[一-十甲乙丙a-z0-9（）、，。%<&*#_|\\\\\"'=×]{1,12}"
}

fn list() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(words(), 0..3)
}

fn card() -> impl Strategy<Value = Block> {
    let needs = prop::collection::vec(
        ("[a-z]{1,8}", any::<bool>(), 0u32..99, "[甲乙（）]{0,5}"),
        0..3,
    );
    let levels = prop::sample::subsequence(crate::level::LEVELS.to_vec(), 0..4);
    let texts = (words(), words(), words(), words());
    (texts, 0u32..999, levels, list(), needs).prop_map(|(texts, within_min, levels, law, needs)| {
        let need = |(code, supply, quantity, label): (String, bool, u32, String)| {
            let (capability, supply) = if supply {
                (String::new(), code)
            } else {
                (code, String::new())
            };
            Need {
                capability,
                supply,
                quantity,
                label,
            }
        };
        let (id, what, who, confirm) = texts;
        Block::Card(Card {
            id,
            what,
            who,
            within_min,
            levels,
            confirm,
            sources: law.clone(),
            law,
            needs: needs.into_iter().map(need).collect(),
            ..Card::default()
        })
    })
}

fn level() -> impl Strategy<Value = Block> {
    let level = prop::option::of(prop::sample::select(crate::level::LEVELS.to_vec()));
    (level, list(), list(), 0u32..99, any::<bool>()).prop_map(
        |(level, start, measures, period_h, to_confirm)| {
            Block::Level(LevelRule {
                level,
                start,
                measures,
                period_h,
                to_confirm,
                ..LevelRule::default()
            })
        },
    )
}

/// Text as an import writes it.
fn text() -> impl Strategy<Value = Block> {
    use crate::import::markdown_of;
    let paragraph = (words(), any::<bool>());
    prop::collection::vec(paragraph, 1..4).prop_map(|lines| Block::Text(markdown_of(&lines)))
}

fn clause() -> impl Strategy<Value = Clause> {
    let number = prop::sample::select(vec!["", "一、", "二、", "（一）", "1 ", "1.1 ", "第一章 "]);
    let structured = prop_oneof![card(), level()];
    let blocks = (
        prop::option::of(text()),
        prop::collection::vec(structured, 0..2),
    );
    (1u8..=3, number, "[甲乙丙丁]{1,6}", blocks).prop_map(|(depth, number, title, blocks)| Clause {
        depth,
        heading: format!("{number}{title}"),
        blocks: blocks.0.into_iter().chain(blocks.1).collect(),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn any_plan_comes_back_from_word_the_same(
        title in words(), clauses in prop::collection::vec(clause(), 1..8),
    ) {
        let mut plan = Plan { clauses, ..Plan::default() };
        plan.front.id = "t".to_owned();
        plan.front.title = title;
        prop_assert_eq!(back(&plan), plan);
    }
}
