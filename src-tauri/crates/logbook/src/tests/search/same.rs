//! Properties: the index and reading agree, and an index filled again is the same.

use emergency::decide::Draft;
use proptest::prelude::*;
use rusqlite::Connection;

use super::{all, duty_note, plan, seen, typed};
use crate::SearchQuery;
use crate::sample::{TestDesk, notice, received, team_report, who};
use crate::search::snippet;
use crate::table::search::{Index, dump};

/// Texts out of few characters, so that words and texts meet often.
fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(
        prop::sample::select(vec![
            "氯", "气", "泄", "a", "Ab", "1", "10", " ", "，", "\n", "Ａ", "\u{3000}", "\u{200B}",
        ]),
        0..14,
    )
    .prop_map(|parts| parts.concat())
}

fn fact(number: u64, text: &str) -> Draft {
    match number % 3 {
        0 => duty_note(text),
        1 => team_report("T1", text),
        _ => {
            let mut notice = notice(number);
            notice.texts[0].headline = text.to_owned();
            received(notice)
        }
    }
}

fn dumps(desk: &TestDesk) -> [Vec<String>; 2] {
    let conn = Connection::open(desk.path()).expect("opens");
    [Index::Line, Index::Library].map(|index| dump(&conn, index).expect("can be read"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn what_is_looked_up_is_what_is_read(
        texts in prop::collection::vec((text(), text()), 1..12),
        words in prop::collection::vec(text(), 1..6),
    ) {
        let desk = TestDesk::new(1);
        let facts = (0..).zip(&texts).map(|(n, (heading, _))| fact(n, heading));
        desk.log().observe(facts.collect(), &who()).expect("is written");
        let clauses: Vec<_> = texts.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        desk.log().shelve(vec![plan("a", "sample", &clauses)]).expect("is known");
        let look = || -> Vec<_> {
            let found = words.iter().map(|words| {
                let query = typed(words);
                let lines = desk.log().search_lines(&query, &all()).expect("can be searched");
                let library = desk.log().search_library(&query, &all());
                let library = library.expect("can be searched");
                (seen(&lines), seen(&library), library.groups)
            });
            found.collect()
        };
        let read = look();
        desk.log().fill_index().expect("is filled");
        prop_assert_eq!(look(), read, "the same hits in the same order, with the same marks");
    }

    #[test]
    fn any_text_can_be_looked_for_in_any_text(
        typed_text in any::<String>(),
        text in any::<String>(),
    ) {
        let query = SearchQuery::read(&typed_text, |word| vec![word.chars().rev().collect()]);
        let marked = snippet::around(&text, &query);
        let units = u32::try_from(marked.text.encode_utf16().count()).expect("small");
        let mut last = 0;
        for (from, to) in &marked.marks {
            let fits = last <= *from && from < to && *to <= units;
            prop_assert!(fits, "marks are in order and inside");
            last = *to;
        }
        let conn = Connection::open_in_memory().expect("opens");
        conn.execute_batch(
            "CREATE VIRTUAL TABLE t USING fts5(words, tokenize='ascii')",
        ).expect("is made");
        if !query.is_empty() {
            let (lines, headings) = (query.for_lines(), query.for_headings());
            for expression in [lines, query.for_library(true), headings] {
                let found = conn
                    .prepare("SELECT 1 FROM t WHERE t MATCH ?1")
                    .and_then(|mut all| all.exists([&expression]));
                prop_assert!(found.is_ok(), "{expression} is well formed: {found:?}");
            }
        }
    }

    #[test]
    fn an_index_filled_again_is_the_same(
        parts in prop::collection::vec(prop::collection::vec(text(), 1..20), 1..6),
        fills in prop::collection::vec(any::<bool>(), 6),
    ) {
        let mut desk = TestDesk::new(1);
        let mut number = 0;
        for (part, fill) in parts.iter().zip(fills) {
            let facts = part.iter().map(|text| {
                number += 1;
                fact(number, text)
            });
            let facts: Vec<Draft> = facts.collect();
            desk.log().observe(facts, &who()).expect("is written");
            if fill {
                desk.log().fill_index().expect("is filled");
            } else {
                desk.open();
            }
        }
        let clauses: Vec<_> = parts.iter().flatten().map(|text| ("", text.as_str())).collect();
        let volumes = vec![plan("a", "sample", &clauses), plan("b", "draft", &clauses)];
        desk.log().shelve(volumes.clone()).expect("is known");
        desk.log().fill_index().expect("is filled");
        let before = dumps(&desk);
        desk.log().drop_index(volumes).expect("is emptied");
        desk.log().fill_index().expect("is filled");
        prop_assert!(dumps(&desk) == before, "entry by entry");
        desk.assert_whole();
    }
}
