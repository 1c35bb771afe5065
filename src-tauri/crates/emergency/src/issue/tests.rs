//! What goes out is in one column of the ledger, whoever enters it and in whatever order.

use proptest::prelude::*;

use super::*;
use crate::decide::{Command, IssueAct, Refusal};
use crate::order::Authority;
use crate::sample::Room;
use crate::stock::LotRegistered;

fn room(quantity: u32) -> Room {
    let mut room = Room::new();
    let registered = LotRegistered {
        quantity,
        allotments: [("desk-a".to_owned(), quantity)].into(),
        ..LotRegistered::default()
    };
    room.happen(1, "L1", Fact::LotRegistered(registered));
    let opened = crate::incident::IncidentOpened {
        title: "演练 氯气泄漏".to_owned(),
        kind: "hazmat_leak".to_owned(),
        ..Default::default()
    };
    room.happen(2, "I1", Fact::IncidentOpened(opened));
    room
}

fn drawn(quantity: u32) -> Command {
    Command::Issue(IssueAct::Draw {
        lot: "L1".into(),
        incident: "I1".into(),
        quantity,
        bearer: Bearer {
            team: Some("T1".into()),
            order: None,
            words: "演练 鲁A·演001".to_owned(),
        },
        oral: false,
    })
}

fn settled(issue: &str, [returned, used, written_off]: [u32; 3]) -> Command {
    Command::Issue(IssueAct::Settle {
        issue: issue.into(),
        returned,
        used,
        written_off,
        note: "演练".to_owned(),
    })
}

fn received(issue: &str, quantity: u32) -> Command {
    Command::Issue(IssueAct::Receive {
        issue: issue.into(),
        receiver: "演练 周队".to_owned(),
        quantity,
        quality: Quality::Good,
        note: String::new(),
    })
}

/// Draws and answers the name of the issue.
fn issue(room: &mut Room, quantity: u32) -> String {
    room.act(drawn(quantity));
    let (event, ..) = room.log.last().expect("it was written");
    event.id.to_string()
}

#[test]
fn an_issue_is_received_by_name_and_every_piece_is_accounted_for() {
    let mut room = room(10);
    let id = issue(&mut room, 6);
    let one = room.issue(&id);
    assert_eq!(one.outstanding(), 6, "six are out");
    assert_eq!(one.drawn.bearer.team, Some("T1".into()), "who brings them");
    room.act(received(&id, 6));
    room.act(settled(&id, [3, 2, 0]));
    room.act(settled(&id, [0, 0, 1]));
    let one = room.issue(&id);
    assert_eq!(one.receipts.len(), 1, "the receipt is kept with its name");
    assert_eq!(one.outstanding(), 0, "nothing is out any more");
    assert_eq!(room.lot("L1").on_hand(), 7, "three are back on the shelf");
    assert!(Ledger::of([&one]).adds_up(), "each piece is in one column");
}

#[test]
fn more_than_is_out_is_neither_received_nor_settled() {
    let mut room = room(10);
    let id = issue(&mut room, 2);
    let out = || Refusal::OutOfRange {
        field: "quantity".to_owned(),
    };
    for command in [
        received(&id, 3),
        received(&id, 0),
        settled(&id, [2, 1, 0]),
        settled(&id, [0, 0, 0]),
        settled(&id, [u32::MAX, u32::MAX, 0]),
    ] {
        let said = format!("{command:?}");
        assert_eq!(room.ask(command), Err(out()), "{said}");
    }
}

#[test]
fn a_slip_goes_back_to_the_share_it_came_out_of_and_not_once_it_was_received() {
    let mut room = room(10);
    let id = issue(&mut room, 4);
    let undo = |id: &str| {
        Command::Issue(IssueAct::Undo {
            issue: id.into(),
            reason: "演练 选错批次".to_owned(),
        })
    };
    room.act(undo(&id));
    let lot = room.lot("L1");
    assert_eq!(
        (lot.on_hand(), lot.allotment("desk-a")),
        (10, 10),
        "all back"
    );
    assert_eq!(room.issue(&id).outstanding(), 0, "nothing is out");
    assert!(room.ask(undo(&id)).is_err(), "a slip is taken back once");
    let second = issue(&mut room, 4);
    room.act(received(&second, 1));
    assert!(room.ask(undo(&second)).is_err(), "somebody has it");
    let third = issue(&mut room, 1);
    room.now = room.now.plus_ms(UNDO_MS + 1);
    assert!(room.ask(undo(&third)).is_err(), "it is too late");
}

#[test]
fn an_undo_that_meets_a_receipt_in_the_log_changes_nothing() {
    let mut room = room(10);
    let id = issue(&mut room, 4);
    let drafts = room
        .ask(Command::Issue(IssueAct::Undo {
            issue: id.as_str().into(),
            reason: "演练".to_owned(),
        }))
        .expect("nobody has it yet");
    room.act(received(&id, 4));
    drafts.into_iter().for_each(|draft| drop(room.write(draft)));
    assert_eq!(room.issue(&id).outstanding(), 4, "the goods are out there");
    assert_eq!(room.lot("L1").on_hand(), 6, "and not on the shelf");
}

#[test]
fn what_two_desks_settle_twice_is_a_discrepancy() {
    let mut room = room(10);
    let id = issue(&mut room, 4);
    let twice: Vec<_> = (0..2)
        .map(|_| room.ask(settled(&id, [4, 0, 0])).expect("four are out"))
        .collect();
    for draft in twice.into_iter().flatten() {
        room.write(draft);
    }
    let one = room.issue(&id);
    assert_eq!(
        (one.outstanding(), one.excess()),
        (0, 4),
        "kept, not clamped"
    );
    assert!(Ledger::of([&one]).adds_up(), "and the ledger says so");
}

#[test]
fn a_draw_by_word_of_mouth_stays_open_until_its_paper_is_there() {
    let mut room = room(10);
    let Command::Issue(IssueAct::Draw {
        lot,
        incident,
        quantity,
        bearer,
        ..
    }) = drawn(1)
    else {
        unreachable!("a draw is a draw")
    };
    let oral = true;
    room.act(Command::Issue(IssueAct::Draw {
        lot,
        incident,
        quantity,
        bearer,
        oral,
    }));
    let id = room.log.last().expect("it was written").0.id.to_string();
    room.act(settled(&id, [0, 1, 0]));
    assert!(room.issue(&id).is_open(), "the paper is missing");
    let paper = |signer: &str| {
        Command::Issue(IssueAct::Paper {
            issue: id.as_str().into(),
            paper: Papered {
                number: "演练〔2026〕1号".to_owned(),
                signer: signer.to_owned(),
                note: String::new(),
            },
        })
    };
    assert!(room.ask(paper("")).is_err(), "somebody signs it");
    room.act(paper("演练 李主任"));
    assert!(!room.issue(&id).is_open(), "done");
    assert!(room.ask(paper("演练 李主任")).is_err(), "once");
}

proptest! {
    #[test]
    fn every_ledger_adds_up_whatever_is_entered_in_whatever_order(
        all in proptest::collection::vec((0..5_u8, 0..4_u32, 0..4_u32, 0..4_u32), 1..40),
    ) {
        let mut room = room(20);
        let mut issues = Vec::new();
        for (what, a, b, c) in all {
            let chosen = issues.get(a as usize % issues.len().max(1)).cloned();
            match (what, chosen) {
                (0, _) | (_, None) => {
                    if room.ask(drawn(a + 1)).is_ok() {
                        let id = issue(&mut room, a + 1);
                        issues.push(id);
                    }
                }
                (1, Some(id)) => drop(room.ask(received(&id, b)).map(|all| {
                    all.into_iter().for_each(|draft| drop(room.write(draft)));
                })),
                // As another desk would that has not seen the newest settlement.
                (2, Some(id)) => {
                    let fact = Fact::IssueSettled(IssueSettled {
                        lot: "L1".into(),
                        incident: "I1".into(),
                        returned: a,
                        used: b,
                        written_off: c,
                        note: String::new(),
                    });
                    room.write(crate::decide::Draft::plain(id, fact));
                }
                (_, Some(id)) => {
                    let undo = Command::Issue(IssueAct::Undo {
                        issue: id.as_str().into(),
                        reason: "演练".to_owned(),
                    });
                    if let Ok(all) = room.ask(undo) {
                        all.into_iter().for_each(|draft| drop(room.write(draft)));
                    }
                }
            }
            let states: Vec<_> = issues.iter().map(|id| room.issue(id)).collect();
            prop_assert!(Ledger::of(&states).adds_up(), "each piece is in one column");
            let lot = room.lot("L1");
            let out: u64 = states.iter().map(|one| u64::from(one.granted)).sum();
            let back: u64 = states.iter().map(|one| u64::from(one.returned)).sum();
            prop_assert_eq!(
                u64::from(lot.on_hand()) + out, 20 + back,
                "what is on the shelf and what went out is what there was and what came back"
            );
        }
    }
}

#[test]
fn a_desk_without_a_share_asks_and_its_issue_waits() {
    let mut room = room(10);
    room.origin = "desk-b".into();
    let drafts = room.ask(drawn(3)).expect("ten are there");
    let event = room.event(&drafts[0]);
    let mut one = Issue::default();
    one.apply(&event, &drafts[0].fact, None);
    assert_eq!(one.drawn.authority, Authority::Remote, "it has no share");
    assert_eq!(
        (one.granted, one.claim),
        (0, Claim::Unconfirmed),
        "it waits"
    );
}
