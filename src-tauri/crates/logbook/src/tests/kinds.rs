//! Every kind of fact there is: the list is the closed one of `emergency`, so none is forgotten.

use emergency::decide::Draft;
use emergency::event::Verdict;
use emergency::fact::{Fact, KINDS};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::sample::{Sequencer, TestDesk, who};

/// Things of each noun that facts are about.
const THINGS: usize = 3;

/// A body with every name by which one noun points to another; a kind reads those that are its
/// own. A kind that cannot read it needs its fields here.
fn body(thing: usize) -> Value {
    let id = |number: usize| format!("X{}", number % THINGS);
    json!({
        "incident": id(thing), "team": id(thing + 1), "into": id(thing + 1), "off": id(thing + 2),
        "order": id(thing), "lot": id(thing + 1), "report": id(thing), "keep": id(thing),
        "withdraw": [id(thing + 1), id(thing + 2)],
        "notice": { "sender": "演练", "identifier": id(thing), "references": [id(thing + 1)] },
        "title": "演练", "name": "演练", "text": "演练", "reason": "演练", "quantity": thing + 1,
        "grade": "major", "level": "two", "matter": "演练", "periodH": 4, "measures": "演练",
        "decidedBy": "演练 王敏",
        "raw": { "encoding": "utf8", "data": "", "sha256": "", "cut": false },
    })
}

fn fact(kind: &str, thing: usize) -> Fact {
    let wanted = body(thing);
    Fact::read(kind, &wanted)
        .or_else(|_| Fact::read(kind, &json!({})))
        .unwrap_or_else(|error| panic!("{kind}: `body` lacks what this kind needs: {error}"))
}

fn draft(kind: &str, thing: usize) -> Draft {
    Draft::plain(format!("X{}", thing % THINGS), fact(kind, thing))
}

fn verdict(choice: usize) -> Verdict {
    match choice {
        0 => Verdict::Expired,
        1 => Verdict::Granted { quantity: 1 },
        2 => Verdict::Conflict { with: Vec::new() },
        _ => Verdict::Ok,
    }
}

#[test]
fn every_kind_of_fact_can_be_written_and_comes_to_the_state_of_its_log() {
    let desk = TestDesk::new(1);
    let facts: Vec<Draft> = KINDS.iter().map(|kind| draft(kind, 1)).collect();
    let written: Vec<&str> = facts.iter().map(|draft| draft.fact.kind()).collect();
    assert_eq!(written, KINDS, "each kind is read as itself");
    desk.log().observe(facts, &who()).expect("is written");
    desk.assert_whole();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn facts_of_all_kinds_in_any_order_come_to_the_states_of_their_log(
        facts in prop::collection::vec((0..KINDS.len(), 0..THINGS), 1..120),
        verdicts in prop::collection::vec(0..8_usize, 120),
        taken in 0..120_usize,
    ) {
        let mut desk = TestDesk::new(1);
        let mut platform = Sequencer::new();
        let drafts = facts.into_iter().map(|(kind, thing)| draft(KINDS[kind], thing)).collect();
        desk.log().observe(drafts, &who()).expect("is written");
        for (event, choice) in desk.waiting().into_iter().take(taken).zip(verdicts) {
            platform.take(event, verdict(choice));
        }
        desk.log().apply_entries(platform.after(0)).expect("applies");
        let report = desk.log().verify().expect("can be read");
        prop_assert!(report.is_whole(), "in part sequenced: {:?}", report.findings);
        desk.open();
        let report = desk.log().verify().expect("can be read");
        prop_assert!(report.is_whole(), "and opened anew: {:?}", report.findings);
    }
}
