//! The list of resources: what is entered, moved, lent, imported, and taken back.

use super::super::ResourceAct as A;
use super::*;
use crate::day::Day;
use crate::entity::EntityKind;
use crate::id::{ImportId, SiteId};
use crate::import::{ImportApplied, ImportRow, Imported, TableKind};
use crate::person::PersonRegistered;
use crate::site::{SiteRegistered, SiteReported};
use crate::stock::{
    LoanReturned, ShipmentArrived, StockLent, StockReserved, StockShipped, StockTaken,
};

pub(super) fn doing(act: A) -> Command {
    Command::Resource { act }
}

pub(super) fn taken(quantity: u32, to: &str) -> StockTaken {
    StockTaken {
        quantity,
        to: text(to),
        note: text("演练"),
    }
}

pub(super) fn lent(quantity: u32) -> StockLent {
    StockLent {
        quantity,
        to: text("演练 街道办"),
        ..StockLent::default()
    }
}

pub(super) fn reserved(quantity: u32) -> StockReserved {
    StockReserved {
        quantity,
        purpose: text("演练 汛期备勤"),
        ..StockReserved::default()
    }
}

pub(super) fn shipped(to: &str, quantity: u32) -> StockShipped {
    StockShipped {
        to: to.into(),
        quantity,
        ..StockShipped::default()
    }
}

pub(super) fn person() -> PersonRegistered {
    PersonRegistered {
        name: text("演练 李工"),
        ..PersonRegistered::default()
    }
}

pub(super) fn apply(import: &str, kind: TableKind, rows: Vec<(&str, Imported)>) -> Command {
    let rows = rows.into_iter().map(|(id, imported)| ImportRow {
        id: text(id),
        imported,
    });
    doing(A::ApplyImport {
        import: import.into(),
        applied: ImportApplied {
            kind,
            file: text("演练 台账.xlsx"),
            ..ImportApplied::default()
        },
        rows: rows.collect(),
    })
}

pub(super) fn take_back(import: &str) -> Command {
    doing(A::UndoImport {
        import: import.into(),
        reason: text("导错文件"),
    })
}

pub(super) fn lot_row(quantity: u32, name: &str) -> Imported {
    let mut registered = lot(quantity, &[("desk-a", quantity)]);
    registered.name = text(name);
    Imported::Lot(registered)
}

#[test]
fn goods_promised_to_another_desk_are_not_taken_and_none_are_made_up() {
    let mut room = Room::new();
    register_lot(&mut room, "L1", 10, &[("desk-a", 3), ("desk-b", 5)]);
    let issue = |quantity| {
        doing(A::IssueStock {
            lot: "L1".into(),
            taken: taken(quantity, "演练 社区"),
        })
    };
    let short = Refusal::NotEnough {
        lot: "L1".into(),
        on_hand: 10,
    };
    let theirs = Refusal::NotYours {
        who: text("desk-b"),
    };
    assert_refused(
        &mut room,
        vec![
            (issue(11), short),
            (issue(6), theirs),
            (issue(0), out_of_range("quantity")),
        ],
    );
    room.act(issue(5));
    let lot = room.lot("L1");
    assert_eq!(lot.on_hand(), 5, "three of its own and the platform's two");
    assert_eq!(lot.allotment("desk-b"), 5, "the other's promise stands");
    assert!(lot.discrepancies.is_empty(), "the book had them");
}

#[test]
fn what_two_desks_took_beyond_the_book_is_a_discrepancy_and_never_below_zero() {
    let mut room = Room::new();
    register_lot(&mut room, "L1", 4, &[("desk-a", 4)]);
    for _ in 0..2 {
        // Both acts were done with the link down; each was possible by what its desk knew.
        let fact = crate::fact::Fact::StockWrittenOff(taken(3, ""));
        room.write_own("L1", fact);
    }
    let lot = room.lot("L1");
    assert_eq!(lot.on_hand(), 0, "never below zero");
    let found = &lot.discrepancies[0];
    assert_eq!(
        (found.book, found.counted),
        (1, 3),
        "what did not fit stays"
    );
}

#[test]
fn a_shipment_is_nowhere_twice_and_what_was_lost_on_the_way_is_seen() {
    let mut room = Room::new();
    register_lot(&mut room, "L1", 10, &[("desk-a", 10)]);
    register_lot(&mut room, "L2", 0, &[]);
    room.act(doing(A::ShipStock {
        lot: "L1".into(),
        shipped: shipped("L2", 6),
    }));
    let (from, to) = (room.lot("L1"), room.lot("L2"));
    assert_eq!(
        (from.on_hand(), to.on_hand(), to.in_transit()),
        (4, 0, 6),
        "on the road"
    );
    let arrive = |quantity, note: &str| {
        doing(A::ReceiveShipment {
            lot: "L2".into(),
            arrived: ShipmentArrived {
                shipment: to.shipments[0].event,
                quantity,
                note: text(note),
            },
        })
    };
    assert_refused(&mut room, vec![(arrive(5, ""), needed("note"))]);
    room.act(arrive(5, "演练 一套破损"));
    let to = room.lot("L2");
    assert_eq!((to.on_hand(), to.in_transit()), (5, 0), "taken in");
    assert_eq!(to.discrepancies.len(), 1, "one is missing and it is seen");
}

#[test]
fn a_loan_comes_back_in_parts_or_is_closed_with_a_reason() {
    let mut room = Room::new();
    register_lot(&mut room, "L1", 10, &[("desk-a", 10)]);
    room.act(doing(A::LendStock {
        lot: "L1".into(),
        lent: lent(4),
    }));
    let loan = room.lot("L1").loans[0].event;
    let back = |quantity, closed, note: &str| {
        doing(A::ReturnLoan {
            lot: "L1".into(),
            returned: LoanReturned {
                loan,
                quantity,
                closed,
                note: text(note),
            },
        })
    };
    assert_refused(
        &mut room,
        vec![
            (back(5, false, ""), out_of_range("quantity")),
            (back(0, false, ""), out_of_range("quantity")),
            (back(1, true, ""), needed("note")),
        ],
    );
    room.act(back(3, false, ""));
    assert_eq!(room.lot("L1").on_loan(), 1, "one is still out");
    let withdraw = doing(A::WithdrawLot {
        lot: "L1".into(),
        reason: text("清库"),
    });
    assert_refused(&mut room, vec![(withdraw, wrong_state("lot", "L1", "out"))]);
    room.act(back(0, true, "演练 丢失"));
    let lot = room.lot("L1");
    assert_eq!((lot.on_loan(), lot.on_hand()), (0, 9), "one is lost");
}

#[test]
fn what_another_desk_was_promised_is_not_taken_off_the_list() {
    let mut room = Room::new();
    register_lot(&mut room, "L1", 5, &[("desk-b", 3), ("desk-a", 2)]);
    let withdraw = doing(A::WithdrawLot {
        lot: "L1".into(),
        reason: text("清库"),
    });
    let who = text("desk-b");
    assert_refused(&mut room, vec![(withdraw, Refusal::NotYours { who })]);
}

#[test]
fn a_reservation_runs_out_by_itself_and_is_no_claim() {
    let mut room = Room::new();
    register_lot(&mut room, "L1", 5, &[("desk-a", 5)]);
    let mut mark = reserved(4);
    mark.until = Some(room.now.plus_ms(60_000));
    room.act(doing(A::ReserveStock {
        lot: "L1".into(),
        reserved: mark,
    }));
    let lot = room.lot("L1");
    assert_eq!(lot.free(room.now), 1, "four are spoken for");
    let more = doing(A::ReserveStock {
        lot: "L1".into(),
        reserved: reserved(2),
    });
    let short = Refusal::NotEnough {
        lot: "L1".into(),
        on_hand: 1,
    };
    assert_refused(&mut room, vec![(more, short)]);
    assert_eq!(lot.free(room.now.plus_ms(60_001)), 5, "its time is over");
    let incident = open(&mut room, &[]);
    let (_, verdict) = room.act(draw("L1", &incident, 5));
    assert_eq!(
        verdict,
        Verdict::Granted { quantity: 5 },
        "an emergency takes what is there"
    );
}

#[test]
fn a_team_that_is_out_stays_on_the_list_and_one_that_comes_back_keeps_its_custodian() {
    let mut room = Room::new();
    register_team(&mut room, "T1", Some("desk-a"));
    let incident = open(&mut room, &[]);
    let (order, _) = room.act(send("T1", &incident, false));
    let withdraw = || {
        doing(A::WithdrawTeam {
            team: "T1".into(),
            reason: text("撤并"),
        })
    };
    let held = Refusal::TeamBusy {
        team: "T1".into(),
        orders: vec![order.as_str().into()],
    };
    assert_refused(&mut room, vec![(withdraw(), held)]);
    for to in [Progress::Acknowledged, Progress::Released] {
        let order = order.as_str().into();
        let note = text("演练");
        room.act(Command::MoveOrder { order, to, note });
    }
    room.act(withdraw());
    assert_refused(
        &mut room,
        vec![(send("T1", &incident, false), unknown("team", "T1"))],
    );
    register_team(&mut room, "T1", Some("desk-b"));
    let team = room.team("T1");
    assert!(team.known && !team.withdrawn, "it is back");
    assert_eq!(
        team.custodian,
        Some("desk-a".into()),
        "custody changes by its own act only"
    );
}

#[test]
fn what_a_table_changed_is_set_back_and_what_a_person_changed_since_stays() {
    let mut room = Room::new();
    for id in ["L1", "L2"] {
        register_lot(&mut room, id, 10, &[("desk-a", 10)]);
    }
    let rows = vec![
        ("L1", lot_row(7, "演练 改名")),
        ("L2", lot_row(12, "演练 改名")),
        ("L3", lot_row(5, "演练 新批次")),
        ("L4", lot_row(5, "演练 新批次")),
    ];
    room.act(apply("M1", TableKind::Supplies, rows));
    assert_eq!(room.lot("L1").on_hand(), 7, "the table stands for a count");
    assert_eq!(room.lot("L3").on_hand(), 5, "a new lot");
    room.act(doing(A::IssueStock {
        lot: "L4".into(),
        taken: taken(1, "演练 社区"),
    }));
    room.act(take_back("M1"));
    let names: Vec<_> = ["L1", "L2"].map(|id| room.lot(id).registered.name).into();
    assert_eq!(names, ["演练 空气呼吸器"; 2], "the profiles are set back");
    assert_eq!(room.lot("L1").on_hand(), 10, "three come back to the book");
    assert_eq!(room.lot("L2").on_hand(), 10, "two leave it again");
    assert!(!room.lot("L3").known, "the new lot is off the list");
    assert_eq!(room.lot("L4").on_hand(), 4, "it was used and stays");
    let import = room.import("M1");
    let undone = import.undone.expect("it was undone");
    assert_eq!((undone.undone, undone.kept), (3, 1), "in numbers");
    assert_eq!(undone.kept_ids, ["L4"], "and which");
    assert_refused(
        &mut room,
        vec![
            (take_back("M1"), wrong_state("import", "M1", "undone")),
            (take_back("M9"), unknown("import", "M9")),
        ],
    );
}

#[test]
fn a_count_made_after_an_import_outlives_its_undoing() {
    let mut room = Room::new();
    register_lot(&mut room, "L1", 10, &[("desk-a", 10)]);
    room.act(apply(
        "M1",
        TableKind::Supplies,
        vec![("L1", lot_row(7, "演练"))],
    ));
    room.now = room.now.plus_ms(1);
    room.act(Command::CountStock {
        lot: "L1".into(),
        quantity: 8,
        note: String::new(),
    });
    room.act(take_back("M1"));
    assert_eq!(room.lot("L1").on_hand(), 8, "the shelf is right");
}

#[test]
fn a_bad_row_stops_the_whole_table() {
    let mut room = Room::new();
    let mut bad = lot(1, &[("desk-a", 2)]);
    bad.name = text("演练");
    let cases = [
        (
            vec![("L1", lot_row(1, "演练")), ("L2", Imported::Lot(bad))],
            out_of_range("allotments"),
        ),
        (
            vec![("L1", lot_row(1, "演练")), ("L1", lot_row(1, "演练"))],
            out_of_range("rows.L1"),
        ),
        (vec![("L1", lot_row(1, ""))], needed("name")),
        (Vec::new(), needed("rows")),
    ];
    for (rows, refusal) in cases {
        let command = apply("M1", TableKind::Supplies, rows);
        assert_refused(&mut room, vec![(command, refusal)]);
    }
    assert!(
        room.state(EntityKind::Lot, "L1").is_none(),
        "nothing was written"
    );
}

#[test]
fn a_profile_says_only_what_the_lists_know() {
    let mut room = Room::new();
    let team = |capability: &str| Command::RegisterTeam {
        team: "T1".into(),
        registered: TeamRegistered {
            name: text("演练 队伍"),
            capabilities: vec![text(capability)],
            ..TeamRegistered::default()
        },
    };
    let supply = |code: &str| {
        let mut registered = lot(1, &[]);
        registered.supply = text(code);
        Command::RegisterLot {
            lot: "L1".into(),
            registered,
        }
    };
    let days = |produced: Option<Day>, expires: Option<Day>| {
        let mut registered = lot(1, &[]);
        (registered.produced, registered.expires) = (produced, expires);
        Command::RegisterLot {
            lot: "L1".into(),
            registered,
        }
    };
    let day = |month| Day::new(2026, month, 1);
    assert_refused(
        &mut room,
        vec![
            (team("magic"), out_of_range("capabilities")),
            (supply("201010"), out_of_range("supply")),
            (supply("20A0101"), out_of_range("supply")),
            (days(day(5), day(4)), out_of_range("expires")),
        ],
    );
    room.act(team("hazmat"));
    room.act(supply("2010101"));
}

#[test]
fn a_site_keeps_what_it_was_not_asked_again() {
    let mut room = Room::new();
    let site = || SiteId::from("S1");
    let report = |open, head_count| {
        doing(A::ReportSite {
            site: site(),
            reported: SiteReported {
                open,
                head_count,
                ..SiteReported::default()
            },
        })
    };
    assert_refused(
        &mut room,
        vec![(report(Some(true), None), unknown("site", "S1"))],
    );
    room.act(Command::RegisterSite {
        site: site(),
        registered: SiteRegistered {
            name: text("演练 避难场所"),
            ..SiteRegistered::default()
        },
        seen: None,
    });
    room.act(report(Some(true), Some(40)));
    room.act(report(None, Some(65)));
    let found = room.site("S1").reported;
    assert_eq!(
        (found.open, found.head_count),
        (Some(true), Some(65)),
        "open was said before"
    );
    let mine = ImportId::default();
    assert_eq!(room.site("S1").registered.import, mine, "entered by hand");
}

#[test]
fn the_password_of_a_camera_is_never_written_down() {
    let mut room = Room::new();
    let told = SiteRegistered {
        name: text("演练 路口"),
        stream: text("rtsp://admin:secret@192.0.2.7/live"),
        ..SiteRegistered::default()
    };
    let register = Command::RegisterSite {
        site: "S1".into(),
        registered: told.clone(),
        seen: None,
    };
    let table = apply("I1", TableKind::Sites, vec![("S1", Imported::Site(told))]);
    let field = text("stream");
    let refusal = Refusal::HoldsPassword { field };
    assert_refused(
        &mut room,
        vec![(register, refusal.clone()), (table, refusal)],
    );
}
