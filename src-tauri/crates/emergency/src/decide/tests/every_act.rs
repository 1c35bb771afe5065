//! Every act on resources once, with the facts that it comes to.

use uuid::Uuid;

use super::super::ResourceAct as A;
use super::resources::{apply, doing, lent, lot_row, person, reserved, shipped, take_back, taken};
use super::*;
use crate::danger::{DangerStep, DangerStepped, DangerWithdrawn};
use crate::day::Day;
use crate::import::TableKind;
use crate::person::{PersonConsulted, PersonReported};
use crate::risk::{RiskAssessed, RiskJudged};
use crate::rota::RotaSet;
use crate::site::{DangerClosed, DangerFound, SiteRegistered, SiteReported};
use crate::stock::{LoanReturned, ShipmentArrived};

fn rota() -> RotaSet {
    RotaSet {
        leader: "演练 李主任".into(),
        officers: vec!["演练 王敏".into()],
        ..RotaSet::default()
    }
}

fn judged() -> A {
    let judged = RiskJudged::Matrix {
        likelihood: 3,
        severity: 4,
    };
    A::AssessRisk {
        site: "S9".into(),
        assessed: RiskAssessed {
            judged: Some(judged),
            what: text("演练 锅炉房"),
            ..RiskAssessed::default()
        },
    }
}

type Case = (Command, Vec<&'static str>);

/// Every command of resources with the facts it comes to, after the room has what they need.
pub(super) fn cases(room: &mut Room, busy: &IncidentId) -> Vec<(Command, Vec<&'static str>)> {
    use Command as C;
    for (id, quantity) in [("R1", 10), ("R2", 0), ("R3", 2)] {
        register_lot(room, id, quantity, &[("desk-a", quantity)]);
    }
    room.act(doing(A::LendStock {
        lot: "R1".into(),
        lent: lent(2),
    }));
    room.act(doing(A::ReserveStock {
        lot: "R1".into(),
        reserved: reserved(1),
    }));
    room.act(doing(A::ShipStock {
        lot: "R1".into(),
        shipped: shipped("R2", 3),
    }));
    room.act(apply(
        "M1",
        TableKind::Supplies,
        vec![("R9", lot_row(4, "演练 沙袋"))],
    ));
    room.act(doing(A::RegisterPerson {
        person: "P1".into(),
        registered: person(),
    }));
    room.act(C::RegisterSite {
        site: "S9".into(),
        registered: SiteRegistered {
            name: text("演练 避难场所"),
            ..SiteRegistered::default()
        },
        seen: None,
    });
    let found = || A::FindDanger {
        site: "S9".into(),
        found: DangerFound {
            words: text("演练 疏散通道被占"),
            ..DangerFound::default()
        },
    };
    room.act(doing(found()));
    let site = crate::decide::Known::site(&*room, &"S9".into()).expect("is registered");
    let danger = site.dangers[0].event;
    let loan = room.lot("R1").loans[0].event;
    let reservation = room.lot("R1").reservations[0].event;
    let shipment = room.lot("R2").shipments[0].event;
    let mut all = of_people(busy);
    all.push((doing(found()), vec!["site.danger_found"]));
    all.extend(of_dangers(danger));
    all.push((doing(judged()), vec!["site.risk_assessed"]));
    all.extend(of_withdrawals());
    all.extend(of_stock());
    all.extend(of_shares(room));
    all.extend(of_ways_back(loan, reservation, shipment));
    all.extend(of_tables());
    all
}

fn of_dangers(danger: Uuid) -> Vec<Case> {
    let closed = DangerClosed {
        danger,
        note: text("演练 已清理，复查合格"),
    };
    let close = A::CloseDanger {
        site: "S9".into(),
        closed,
    };
    let step = DangerStep::Note {
        words: text("演练 正在清理"),
    };
    let noted = A::StepDanger {
        site: "S9".into(),
        stepped: DangerStepped { danger, step },
    };
    let withdrawn = DangerWithdrawn {
        danger,
        act: None,
        reason: text("演练 误录"),
    };
    let taken = A::WithdrawDanger {
        site: "S9".into(),
        withdrawn,
    };
    vec![
        (doing(close), vec!["site.danger_closed"]),
        (doing(noted), vec!["site.danger_stepped"]),
        (doing(taken), vec!["site.danger_withdrawn"]),
    ]
}

fn of_people(busy: &IncidentId) -> Vec<Case> {
    let person_id = || "P1".into();
    let consulted = PersonConsulted {
        incident: Some(busy.clone()),
        question: text("能否用水稀释"),
        answer: text("可以，注意收容"),
    };
    vec![
        (
            doing(A::RegisterPerson {
                person: "P2".into(),
                registered: person(),
            }),
            vec!["person.registered"],
        ),
        (
            doing(A::ReportPerson {
                person: person_id(),
                reported: PersonReported::default(),
            }),
            vec!["person.reported"],
        ),
        (
            doing(A::ConsultPerson {
                person: person_id(),
                consulted,
            }),
            vec!["person.consulted"],
        ),
        (
            doing(A::ReportSite {
                site: "S9".into(),
                reported: SiteReported::default(),
            }),
            vec!["site.reported"],
        ),
        (
            doing(A::SetRota {
                day: Day::new(2026, 10, 1).expect("there is such a day"),
                set: rota(),
            }),
            vec!["rota.set"],
        ),
    ]
}

fn of_withdrawals() -> Vec<Case> {
    let (person_id, reason) = (|| "P1".into(), || text("撤销"));
    vec![
        (
            doing(A::WithdrawPerson {
                person: person_id(),
                reason: reason(),
            }),
            vec!["person.withdrawn"],
        ),
        (
            doing(A::WithdrawSite {
                site: "S9".into(),
                reason: reason(),
            }),
            vec!["site.withdrawn"],
        ),
        (
            doing(A::WithdrawTeam {
                team: "T3".into(),
                reason: reason(),
            }),
            vec!["team.withdrawn"],
        ),
        (
            doing(A::WithdrawLot {
                lot: "R3".into(),
                reason: reason(),
            }),
            vec!["lot.withdrawn"],
        ),
    ]
}

fn of_stock() -> Vec<Case> {
    let lot = || "R1".into();
    vec![
        (
            doing(A::ReceiveStock {
                lot: lot(),
                quantity: 2,
                note: String::new(),
            }),
            vec!["stock.received"],
        ),
        (
            doing(A::IssueStock {
                lot: lot(),
                taken: taken(1, "演练 社区"),
            }),
            vec!["stock.issued"],
        ),
        (
            doing(A::WriteOffStock {
                lot: lot(),
                taken: taken(1, ""),
            }),
            vec!["stock.written_off"],
        ),
        (
            doing(A::LendStock {
                lot: lot(),
                lent: lent(1),
            }),
            vec!["stock.lent"],
        ),
        (
            doing(A::ReserveStock {
                lot: lot(),
                reserved: reserved(1),
            }),
            vec!["stock.reserved"],
        ),
        (
            doing(A::ShipStock {
                lot: lot(),
                shipped: shipped("R2", 1),
            }),
            vec!["stock.shipped"],
        ),
    ]
}

fn of_shares(room: &mut Room) -> Vec<Case> {
    register_lot(room, "R4", 6, &[("desk-a", 2), ("desk-b", 3)]);
    let lot = || "R4".into();
    vec![
        (
            doing(A::AllotStock {
                lot: lot(),
                from: text("desk-a"),
                to: text("desk-b"),
                quantity: 1,
            }),
            vec!["stock.allotted"],
        ),
        (
            doing(A::TakeShare {
                lot: lot(),
                from: text("desk-b"),
                reason: text("演练 对方失联"),
            }),
            vec!["stock.share_taken"],
        ),
    ]
}

fn of_ways_back(loan: Uuid, reservation: Uuid, shipment: Uuid) -> Vec<Case> {
    let lot = || "R1".into();
    vec![
        (
            doing(A::ReturnLoan {
                lot: lot(),
                returned: LoanReturned {
                    loan,
                    quantity: 2,
                    ..LoanReturned::default()
                },
            }),
            vec!["stock.loan_returned"],
        ),
        (
            doing(A::UnreserveStock {
                lot: lot(),
                reservation,
            }),
            vec!["stock.unreserved"],
        ),
        (
            doing(A::ReceiveShipment {
                lot: "R2".into(),
                arrived: ShipmentArrived {
                    shipment,
                    quantity: 3,
                    ..ShipmentArrived::default()
                },
            }),
            vec!["stock.arrived"],
        ),
    ]
}

fn of_tables() -> Vec<Case> {
    vec![
        (
            apply(
                "M2",
                TableKind::Supplies,
                vec![("R1", lot_row(9, "演练 空气呼吸器"))],
            ),
            vec![
                "import.applied",
                "lot.registered",
                "stock.counted",
                "import.listed",
            ],
        ),
        (take_back("M1"), vec!["lot.withdrawn", "import.undone"]),
    ]
}
