//! Goods of others: taken by notice, given back by count, paid for.

use super::*;
use crate::decide::{Command, Refusal, RequisitionAct};
use crate::sample::Room;

fn room() -> Room {
    let mut room = Room::new();
    let opened = crate::incident::IncidentOpened {
        title: "演练 洪涝".to_owned(),
        kind: "flood".to_owned(),
        ..Default::default()
    };
    room.happen(1, "I1", Fact::IncidentOpened(opened));
    room
}

fn notice(oral: bool) -> RequisitionIssued {
    let party = |name: &str| Party {
        name: name.to_owned(),
        address: "演练路1号".to_owned(),
        contact: "000-0000".to_owned(),
    };
    RequisitionIssued {
        incident: "I1".into(),
        number: "演练征〔2026〕1号".to_owned(),
        unit: party("演练 区应急局"),
        executor: "演练 王敏".to_owned(),
        owner: party("演练 物流公司"),
        purpose: "演练 转移群众".to_owned(),
        goods: vec![
            Good {
                name: "大客车".to_owned(),
                model: "45座".to_owned(),
                unit: "辆".to_owned(),
                quantity: 3,
            },
            Good {
                name: "水泵".to_owned(),
                quantity: 5,
                ..Good::default()
            },
        ],
        oral,
        ..RequisitionIssued::default()
    }
}

fn issue(room: &mut Room, oral: bool) -> RequisitionId {
    let issued = notice(oral);
    let command = Command::Requisition(RequisitionAct::Issue {
        requisition: None,
        issued,
    });
    RequisitionId(room.act(command).0)
}

fn back(id: &RequisitionId, good: u32, [whole, damaged, lost]: [u32; 3]) -> Command {
    Command::Requisition(RequisitionAct::Return {
        requisition: id.clone(),
        returned: RequisitionReturned {
            good,
            whole,
            damaged,
            lost,
            receiver: "演练 车主".to_owned(),
            note: "演练 右侧擦碰".to_owned(),
            ..RequisitionReturned::default()
        },
    })
}

fn pay(id: &RequisitionId, fen: u64, last: bool) -> Command {
    Command::Requisition(RequisitionAct::Compensate {
        requisition: id.clone(),
        compensated: RequisitionCompensated {
            fen,
            ground: "使用费".to_owned(),
            payee: "演练 物流公司".to_owned(),
            receipt: "演-0001".to_owned(),
            last,
            ..RequisitionCompensated::default()
        },
    })
}

#[test]
fn what_was_taken_is_given_back_by_count_and_paid_for() {
    let mut room = room();
    let id = issue(&mut room, false);
    room.act(back(&id, 0, [2, 1, 0]));
    room.act(back(&id, 1, [4, 0, 1]));
    let found = room.requisition(id.as_str());
    assert_eq!(
        (found.outstanding(0), found.outstanding(1)),
        (0, 0),
        "all back"
    );
    assert!(found.is_open(), "the money is still owed");
    room.act(pay(&id, 120_000, false));
    room.act(pay(&id, 30_050, true));
    let found = room.requisition(id.as_str());
    assert_eq!(found.paid_fen, 150_050, "both payments");
    assert!(!found.is_open(), "nothing is left to do");
    assert_eq!(
        found.returns.len() + found.payments.len(),
        4,
        "the register"
    );
}

#[test]
fn no_more_comes_back_than_was_taken_and_damage_is_described() {
    let mut room = room();
    let id = issue(&mut room, false);
    let out = Refusal::OutOfRange {
        field: "quantity".to_owned(),
    };
    for command in [
        back(&id, 0, [4, 0, 0]),
        back(&id, 2, [1, 0, 0]),
        back(&id, 0, [0, 0, 0]),
    ] {
        assert_eq!(
            room.ask(command),
            Err(out.clone()),
            "three coaches, two kinds"
        );
    }
    let Command::Requisition(RequisitionAct::Return {
        requisition,
        mut returned,
    }) = back(&id, 0, [0, 1, 0])
    else {
        unreachable!("a return is a return")
    };
    returned.note.clear();
    let silent = Command::Requisition(RequisitionAct::Return {
        requisition,
        returned,
    });
    let note = Refusal::Needed {
        field: "note".to_owned(),
    };
    assert_eq!(
        room.ask(silent),
        Err(note),
        "what is broken is written down"
    );
}

#[test]
fn a_notice_names_what_the_regulation_asks_for() {
    let mut room = room();
    type Wipe = fn(&mut RequisitionIssued);
    let wipes: [(&str, Wipe); 4] = [
        ("executor", |n| n.executor.clear()),
        ("owner", |n| n.owner.name.clear()),
        ("purpose", |n| n.purpose.clear()),
        ("goods", |n| n.goods.clear()),
    ];
    for (field, wipe) in wipes {
        let mut issued = notice(false);
        wipe(&mut issued);
        let command = Command::Requisition(RequisitionAct::Issue {
            requisition: None,
            issued,
        });
        let needed = Refusal::Needed {
            field: field.to_owned(),
        };
        assert_eq!(room.ask(command), Err(needed), "art. 41 asks for {field}");
    }
}

#[test]
fn one_by_word_of_mouth_stays_open_until_its_paper_and_may_be_corrected_until_then() {
    let mut room = room();
    let id = issue(&mut room, true);
    let mut corrected = notice(true);
    corrected.goods.truncate(1);
    room.act(Command::Requisition(RequisitionAct::Issue {
        requisition: Some(id.clone()),
        issued: corrected,
    }));
    assert_eq!(
        room.requisition(id.as_str()).issued.goods.len(),
        1,
        "corrected"
    );
    room.act(back(&id, 0, [3, 0, 0]));
    let late = Command::Requisition(RequisitionAct::Issue {
        requisition: Some(id.clone()),
        issued: notice(true),
    });
    assert!(room.ask(late).is_err(), "after a return it stands");
    room.act(pay(&id, 0, true));
    assert!(
        room.requisition(id.as_str()).is_open(),
        "the paper is missing"
    );
    room.act(Command::Requisition(RequisitionAct::Paper {
        requisition: id.clone(),
        paper: Papered {
            signer: "演练 李主任".to_owned(),
            ..Papered::default()
        },
    }));
    assert!(!room.requisition(id.as_str()).is_open(), "it is there");
}
