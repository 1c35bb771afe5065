//! Full text through the real program: beside a desk, after a kill, from the command line.

use contract::calls::Answer as _;
use contract::rows::{SearchKind, SearchRequest};
use emergency::plan::ReviewStep;
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

use super::filing::through;
use super::served::{Served, note, program, run};
use super::shelf::{save, text};
use super::{Room, now};

/// How often the desk is killed.
const ROUNDS: usize = 5;
/// Notes that are given in each round, one after the other, without waiting.
const GIVEN: usize = 150;
/// Seed of the moments.
const SEED: u64 = 20_262;

/// What the tool answers.
fn tool(arguments: &[&str]) -> Value {
    let done = run(program().arg("search").args(arguments).arg("--json"));
    assert!(done.status.success(), "it is searched: {}", done.said);
    assert_eq!(done.lines.len(), 1, "one object");
    serde_json::from_str(&done.lines[0]).expect("it is JSON")
}

fn total(answer: &Value, kind: &str) -> u64 {
    let groups = answer["groups"].as_array().expect("a list");
    let group = groups.iter().find(|group| group["kind"] == kind);
    group.map_or(0, |group| group["total"].as_u64().expect("a number"))
}

#[test]
fn every_note_that_was_answered_is_found_whatever_moment_the_desk_was_killed_at() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().to_str().expect("a plain path");
    let mut rng = ChaCha8Rng::seed_from_u64(SEED);
    let mut answered = Vec::new();
    for round in 0..ROUNDS {
        let mut desk = Served::on(folder.path());
        for number in 0..GIVEN {
            let text = format!("第{round}轮第{number}条氯气");
            desk.give(&text, "command", &note(&text));
        }
        let wanted = rng.random_range(1..GIVEN);
        let mut told: Vec<_> = (0..wanted).map_while(|_| desk.answer()).collect();
        told.extend(desk.kill());
        answered.extend(
            told.iter()
                .map(|line| line["id"].as_str().expect("the call's own").to_owned()),
        );
        // The tool reads the log as the kill has left it.
        let found = tool(&["氯气", "--kind", "line", "--data", data]);
        let found = total(&found, "line");
        assert!(
            found >= answered.len() as u64,
            "round {round}: {found} are found of {} that were answered",
            answered.len()
        );
    }
    let mut desk = Served::on(folder.path());
    for text in &answered {
        let request = json!({ "words": text, "kinds": ["line"] });
        let answer = desk.ask("search", &request)["answer"].clone();
        assert_eq!(total(&answer, "line"), 1, "{text} is found once: {answer}");
    }
    desk.end();
}

#[test]
fn the_shipped_plans_are_searched_clause_by_clause_with_marks() {
    let answer = tool(&["疏散", "--kind", "clause", "--limit", "5"]);
    let hits = answer["groups"][0]["hits"].as_array().expect("a list");
    assert_eq!(hits.len(), 5, "as many as were asked for");
    for hit in hits {
        let texts = ["heading", "snippet"].map(|name| &hit[name]);
        let lit = texts.iter().flat_map(|marked| {
            let text: Vec<u16> = marked["text"]
                .as_str()
                .expect("text")
                .encode_utf16()
                .collect();
            let marks = marked["marks"].as_array().expect("a list").iter();
            marks
                .map(|mark| {
                    let place = |n: usize| mark[n].as_u64().expect("a place") as usize;
                    String::from_utf16(&text[place(0)..place(1)]).expect("whole characters")
                })
                .collect::<Vec<_>>()
        });
        let lit: Vec<String> = lit.collect();
        assert!(!lit.is_empty(), "something is marked: {hit}");
        assert!(
            lit.iter()
                .all(|word| ["疏散", "撤离", "撤出"].contains(&&**word)),
            "the word or one of its meaning: {lit:?}"
        );
        assert!(hit["clause"].is_u64(), "it says which clause: {hit}");
    }
    assert!(
        total(&tool(&["泄露"]), "clause") > 0,
        "泄漏 is found by 泄露"
    );
    assert!(
        total(&tool(&["第六十五条"]), "law") > 0,
        "articles are found"
    );
    assert!(
        total(&tool(&["划定", "警戒", "--kind", "card"]), "card") > 0,
        "cards are found"
    );
}

#[test]
fn the_tool_says_what_it_cannot_do_and_takes_anything_as_text() {
    let done = run(program().args(["search", "氯气", "--kind", "telex"]));
    assert!(!done.status.success(), "there is no such kind");
    assert!(
        done.said.contains("clause"),
        "the known ones are named: {}",
        done.said
    );
    for words in [
        "\"",
        "氯* OR",
        "NEAR(",
        "'; DROP TABLE event; --",
        "\u{202e}",
    ] {
        let answer = tool(&[words]);
        assert!(
            answer["groups"].is_array(),
            "{words:?} is looked for as text"
        );
    }
    let nothing = tool(&["甲乙丙丁戊"]);
    assert_eq!(
        nothing["groups"],
        json!([]),
        "nothing is found, and that is no error"
    );
}

#[test]
fn the_tool_finds_what_the_window_finds_also_in_plans_of_the_log() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().to_str().expect("a plain path");
    let found = || {
        total(
            &tool(&["紫云英", "--kind", "clause", "--data", data]),
            "clause",
        )
    };
    let room = Room::plain(folder.path());
    let first = save(&room, text("exercise-p", "先报告紫云英。"), &[]).expect("is saved");
    assert_eq!(found(), 0, "a draft is not worked by");
    through(&room, &first, ReviewStep::Issue, now());
    let request = SearchRequest {
        words: "紫云英".to_owned(),
        kinds: vec![SearchKind::Clause],
        ..SearchRequest::default()
    };
    let window = room.desk.search(request).expect("searches").groups;
    let window: u32 = window.iter().map(|group| group.total).sum();
    assert!(window > 0, "the window finds it");
    assert_eq!(
        found(),
        u64::from(window),
        "and the tool, beside a desk that runs"
    );
    drop(room);
    assert_eq!(found(), u64::from(window), "and when it is closed");
}
