//! `desk plan` on files, as a plan manager runs it.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::served::{program, run};

const PLAN: &str = "演练区火灾事故专项应急预案\n一、总则\n（一）适用范围\n适用于本区火灾事故。\n二、组织机构及职责\n\
    1. 区消防救援大队：负责灭火和搜救。\n三、应急响应\n（一）响应分级\nⅢ级响应：造成3人以上10人以下死亡。\n";

fn file(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, bytes).expect("the file is written");
    path
}

fn json(lines: &[String]) -> Value {
    serde_json::from_str(&lines.join("\n")).expect("one JSON document")
}

#[test]
fn a_text_comes_in_as_one_json_document_and_as_a_plan_of_the_library() {
    let folder = tempfile::tempdir().expect("a folder");
    let plan = file(folder.path(), "plan.txt", PLAN.as_bytes());
    let to = folder.path().join("plan.md");
    let done = run(program()
        .args(["plan", "import", "--json", "--to"])
        .args([&to, &plan]));
    assert!(done.status.success(), "{}", done.said);
    let read = json(&done.lines);
    assert_eq!(read["plan"]["front"]["title"], "演练区火灾事故专项应急预案");
    let kinds: Vec<&str> = read["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .filter_map(|finding| finding["kind"].as_str())
        .collect();
    for kind in ["title", "heading", "level", "duty"] {
        assert!(kinds.contains(&kind), "{kind} is among {kinds:?}");
    }
    let text = std::fs::read_to_string(&to).expect("the plan was written");
    assert_eq!(
        plans::parse(&text).0.clauses.len(),
        5,
        "each heading is a clause, and the duty under 二 is not: {text}"
    );
}

#[test]
fn an_old_word_file_ends_with_its_code_and_says_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder");
    let old = [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".as_slice(), &[0; 512]].concat();
    let old = file(folder.path(), "plan.doc", &old);
    let done = run(program().args(["plan", "import", "--json"]).arg(&old));
    assert!(!done.status.success(), "nothing was read");
    assert_eq!(json(&done.lines)["error"]["code"], "old_word");
    assert!(
        done.said.contains(".docx"),
        "the way out is named: {}",
        done.said
    );
}

#[test]
fn a_check_names_what_is_missing_and_what_the_library_contradicts() {
    let folder = tempfile::tempdir().expect("a folder");
    let plan = file(folder.path(), "plan.txt", PLAN.as_bytes());
    let done = run(program()
        .args(["plan", "check", "--json", "--library", "shipped"])
        .arg(&plan));
    assert!(done.status.success(), "{}", done.said);
    let found = json(&done.lines);
    let codes = |list: &Value| -> Vec<String> {
        let list = list.as_array().expect("a list").iter();
        list.filter_map(|finding| Some(finding["code"].as_str()?.to_owned()))
            .collect()
    };
    let own = codes(&found["plans"][0]["findings"]);
    assert!(own.contains(&"content_missing".to_owned()), "{own:?}");
    assert!(
        own.contains(&"response_content_missing".to_owned()),
        "{own:?}"
    );
    let across = codes(&found["across"]);
    assert!(across.contains(&"upper_unnamed".to_owned()), "{across:?}");
}

#[test]
fn two_versions_are_compared_clause_by_clause() {
    let folder = tempfile::tempdir().expect("a folder");
    let old = file(folder.path(), "old.txt", PLAN.as_bytes());
    let later = PLAN.replace("负责灭火和搜救", "负责灭火、搜救和洗消");
    let new = file(folder.path(), "new.txt", later.as_bytes());
    let done = run(program()
        .args(["plan", "compare", "--json"])
        .args([&old, &new]));
    let found = json(&done.lines);
    assert_eq!(
        (&found["changed"], &found["same"]),
        (&1.into(), &4.into()),
        "{found}"
    );
}

/// The shipped plan for fires.
fn shipped() -> PathBuf {
    crate::architecture::root().join("plans/special/fire.md")
}

#[test]
fn a_plan_goes_to_word_and_comes_back_with_the_same_clauses_cards_and_levels() {
    let folder = tempfile::tempdir().expect("a folder");
    let (word, text) = (
        folder.path().join("fire.docx"),
        folder.path().join("fire.md"),
    );
    let done = run(program().args(["plan", "export"]).args([&shipped(), &word]));
    assert!(done.status.success(), "{}", done.said);
    let done = run(program()
        .args(["plan", "import", "--to"])
        .args([&text, &word]));
    assert!(done.status.success(), "{}", done.said);
    let read = |path: &Path| plans::parse(&std::fs::read_to_string(path).expect("a plan")).0;
    let (before, after) = (read(&shipped()), read(&text));
    assert_eq!(after.front, before.front, "the front matter");
    let headings = |plan: &plans::Plan| -> Vec<String> {
        plan.clauses
            .iter()
            .map(|clause| clause.heading.clone())
            .collect()
    };
    assert_eq!(headings(&after), headings(&before), "the clauses");
    let cards = |plan: &plans::Plan| -> Vec<plans::Card> {
        plan.cards().map(|(_, card)| card.clone()).collect()
    };
    assert_eq!(cards(&after), cards(&before), "the cards");
    let levels = |plan: &plans::Plan| plan.levels().cloned().collect::<Vec<_>>();
    assert_eq!(levels(&after), levels(&before), "the levels");
}

#[test]
fn a_package_holds_plan_documents_and_cards_and_a_changed_byte_is_found() {
    let folder = tempfile::tempdir().expect("a folder");
    let package = folder.path().join("fire.zip");
    let done = run(program()
        .args(["plan", "export"])
        .args([&shipped(), &package]));
    assert!(done.status.success(), "{}", done.said);
    let done = run(program().args(["plan", "verify"]).arg(&package));
    assert!(done.status.success(), "it is whole: {:?}", done.lines);
    let mut bytes = std::fs::read(&package).expect("the package");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).expect("a package");
    let names: Vec<String> = archive.file_names().map(str::to_owned).collect();
    for name in ["manifest.json", "plan.md", "plan.json", "plan.docx"] {
        assert!(
            names.iter().any(|held| held == name),
            "{name} is among {names:?}"
        );
    }
    assert!(
        names.iter().any(|name| name.starts_with("cards/")),
        "{names:?}"
    );
    let at = archive.by_name("plan.md").expect("the text").data_start();
    let at = usize::try_from(at.expect("it is found")).expect("a small file");
    bytes[at + 20] ^= 1;
    std::fs::write(&package, bytes).expect("written");
    let done = run(program().args(["plan", "verify"]).arg(&package));
    assert!(!done.status.success(), "one byte was changed");
}

#[test]
fn quick_cards_are_one_file_for_each_role() {
    let folder = tempfile::tempdir().expect("a folder");
    let to = folder.path().join("cards");
    let done = run(program()
        .args(["plan", "cards", "--exercise"])
        .args([&shipped(), &to]));
    assert!(done.status.success(), "{}", done.said);
    let plan = plans::parse(&std::fs::read_to_string(shipped()).expect("a plan")).0;
    let roles = plans::role::roles(&plan);
    let files = std::fs::read_dir(&to).expect("the folder").flatten();
    let words = files.filter(|file| file.path().extension().is_some_and(|end| end == "docx"));
    assert_eq!(words.count(), roles.len(), "one for each of {roles:?}");
}
