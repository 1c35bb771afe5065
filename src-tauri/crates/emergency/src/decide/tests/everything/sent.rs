//! What is sent, taken, asked of others and told to them.

use super::*;
use crate::aid::{AidAnswered, AidArrived, AidDrafted, AidWay};
use crate::circular::{Channel, CircularConfirmed, CircularSent, Recipient, Rung};
use crate::countdown::{Cause, CountdownStarted};
use crate::decide::{AidAct, CircularAct, CountdownAct, IssueAct, OrderAct, RequisitionAct};
use crate::issue::{Bearer, Quality};
use crate::order::{OrderSent, Stop, StopEvent};
use crate::paper::Papered;
use crate::requisition::{
    Good, Party, RequisitionCompensated, RequisitionIssued, RequisitionReturned,
};
use crate::team::TeamPhased;

fn paper() -> Papered {
    Papered {
        signer: text("演练 李主任"),
        ..Papered::default()
    }
}

pub(super) fn cases(room: &mut Room, busy: &IncidentId, idle: &IncidentId) -> Vec<Case> {
    let mut all = of_orders(room, busy, idle);
    all.extend(of_drafts(room, idle));
    all.extend(of_issues(room, busy));
    all.extend(of_requisitions(room, busy));
    all.extend(of_aid(room, busy));
    all.extend(of_circulars(room));
    all.extend(of_countdowns(room, busy));
    all
}

fn to(team: &str, incident: &IncidentId) -> OrderSent {
    OrderSent {
        team: team.into(),
        incident: incident.clone(),
        ..OrderSent::default()
    }
}

/// An order by word of mouth by way of a depot.
fn spoken(room: &mut Room, busy: &IncidentId) -> String {
    let stop = Stop {
        name: text("演练 储备库"),
        ..Stop::default()
    };
    let sent = OrderSent {
        oral: true,
        stops: vec![stop],
        ..to("T5", busy)
    };
    room.act(Command::Order(OrderAct::Give { sent })).0
}

fn of_orders(room: &mut Room, busy: &IncidentId, idle: &IncidentId) -> Vec<Case> {
    use Command as C;
    for team in ["T5", "T6", "T7"] {
        register_team(room, team, Some("desk-a"));
    }
    let order = spoken(room, busy);
    let order = || order.as_str().into();
    let (sent, reason) = (to("T6", busy), || text("演练"));
    vec![
        (C::Order(OrderAct::Give { sent }), vec!["order.sent"]),
        (
            C::Order(OrderAct::Redirect {
                order: order(),
                with: to("", idle),
                reason: reason(),
            }),
            vec!["order.sent"],
        ),
        (
            C::Order(OrderAct::HandOver {
                order: order(),
                with: to("T6", busy),
                reason: reason(),
            }),
            vec!["order.sent"],
        ),
        (
            C::Order(OrderAct::Undo {
                order: order(),
                reason: reason(),
            }),
            vec!["order.undone"],
        ),
        (
            C::Order(OrderAct::MoveStop {
                order: order(),
                stop: 0,
                what: StopEvent::Reached,
                note: String::new(),
            }),
            vec!["order.stop_moved"],
        ),
        (
            C::Order(OrderAct::PutFirst { order: order() }),
            vec!["order.put_first"],
        ),
        (
            C::Order(OrderAct::Paper {
                order: order(),
                paper: paper(),
            }),
            vec!["order.papered"],
        ),
        (
            C::Order(OrderAct::MoveTeam {
                team: "T7".into(),
                phased: TeamPhased::default(),
            }),
            vec!["team.phased"],
        ),
    ]
}

fn of_drafts(room: &mut Room, idle: &IncidentId) -> Vec<Case> {
    use Command as C;
    let (drafted, _) = room.act(C::Order(OrderAct::Draft {
        sent: to("T5", idle),
    }));
    vec![
        (
            C::Order(OrderAct::Draft {
                sent: to("T7", idle),
            }),
            vec!["order.drafted"],
        ),
        (
            C::Order(OrderAct::Issue {
                order: drafted.as_str().into(),
                sent: OrderSent {
                    further_job: true,
                    ..OrderSent::default()
                },
            }),
            vec!["order.sent"],
        ),
    ]
}

fn of_issues(room: &mut Room, busy: &IncidentId) -> Vec<Case> {
    use Command as C;
    register_lot(room, "L5", 10, &[("desk-a", 10)]);
    let draw = || {
        C::Issue(IssueAct::Draw {
            lot: "L5".into(),
            incident: busy.clone(),
            quantity: 2,
            bearer: Bearer::default(),
            oral: true,
        })
    };
    room.act(draw());
    let issue = room.log.last().expect("it was written").0.id.to_string();
    let issue = || issue.as_str().into();
    vec![
        (draw(), vec!["stock.drawn"]),
        (
            C::Issue(IssueAct::Receive {
                issue: issue(),
                receiver: text("演练 周队"),
                quantity: 1,
                quality: Quality::Good,
                note: String::new(),
            }),
            vec!["issue.received"],
        ),
        (
            C::Issue(IssueAct::Settle {
                issue: issue(),
                returned: 1,
                used: 1,
                written_off: 0,
                note: String::new(),
            }),
            vec!["issue.settled"],
        ),
        (
            C::Issue(IssueAct::Undo {
                issue: issue(),
                reason: text("演练"),
            }),
            vec!["issue.undone"],
        ),
        (
            C::Issue(IssueAct::Paper {
                issue: issue(),
                paper: paper(),
            }),
            vec!["issue.papered"],
        ),
    ]
}

fn of_requisitions(room: &mut Room, busy: &IncidentId) -> Vec<Case> {
    use Command as C;
    let party = || Party {
        name: text("演练 物流公司"),
        ..Party::default()
    };
    let issued = RequisitionIssued {
        incident: busy.clone(),
        executor: text("演练 王敏"),
        owner: party(),
        purpose: text("演练 转移群众"),
        goods: vec![Good {
            name: text("大客车"),
            quantity: 1,
            ..Good::default()
        }],
        oral: true,
        ..RequisitionIssued::default()
    };
    let issue = || {
        C::Requisition(RequisitionAct::Issue {
            requisition: None,
            issued: issued.clone(),
        })
    };
    let (id, _) = room.act(issue());
    let requisition = || id.as_str().into();
    vec![
        (issue(), vec!["requisition.issued"]),
        (
            C::Requisition(RequisitionAct::Return {
                requisition: requisition(),
                returned: RequisitionReturned {
                    whole: 1,
                    receiver: text("演练 车主"),
                    ..RequisitionReturned::default()
                },
            }),
            vec!["requisition.returned"],
        ),
        (
            C::Requisition(RequisitionAct::Compensate {
                requisition: requisition(),
                compensated: RequisitionCompensated {
                    fen: 1,
                    ground: text("使用费"),
                    payee: text("演练 车主"),
                    ..RequisitionCompensated::default()
                },
            }),
            vec!["requisition.compensated"],
        ),
        (
            C::Requisition(RequisitionAct::Paper {
                requisition: requisition(),
                paper: paper(),
            }),
            vec!["requisition.papered"],
        ),
    ]
}

fn of_countdowns(room: &mut Room, busy: &IncidentId) -> Vec<Case> {
    use Command as C;
    let start = || {
        C::Countdown(CountdownAct::Start {
            started: CountdownStarted {
                cause: Cause::Investigation,
                incident: Some(busy.clone()),
                ..CountdownStarted::default()
            },
        })
    };
    let (id, _) = room.act(start());
    let countdown = || id.as_str().into();
    vec![
        (start(), vec!["countdown.started"]),
        (
            C::Countdown(CountdownAct::Meet {
                countdown: Some(countdown()),
                incident: None,
                clock: text("I01"),
                words: text("演练 报告已提交"),
                late_reason: String::new(),
                due_at: None,
            }),
            vec!["countdown.met"],
        ),
        (
            C::Countdown(CountdownAct::Extend {
                countdown: countdown(),
                days: 30,
                reason: text("演练"),
            }),
            vec!["countdown.extended"],
        ),
        (
            C::Countdown(CountdownAct::Withdraw {
                countdown: countdown(),
                reason: text("演练"),
            }),
            vec!["countdown.withdrawn"],
        ),
    ]
}

fn draft(busy: &IncidentId) -> Command {
    let drafted = AidDrafted {
        incident: busy.clone(),
        to: text("演练 邻区"),
        reason: text("演练"),
        words: text("演练 一支队伍"),
        ..AidDrafted::default()
    };
    Command::Aid(AidAct::Draft { aid: None, drafted })
}

fn of_aid(room: &mut Room, busy: &IncidentId) -> Vec<Case> {
    use Command as C;
    let draft = || draft(busy);
    let sign = |aid: &str| {
        C::Aid(AidAct::Sign {
            aid: aid.into(),
            signer: text("演练 李主任"),
            number: String::new(),
        })
    };
    let send = |aid: &str| {
        C::Aid(AidAct::Send {
            aid: aid.into(),
            way: AidWay::Phone,
        })
    };
    let arrive = |aid: &str| {
        C::Aid(AidAct::Arrive {
            aid: aid.into(),
            arrived: AidArrived {
                words: text("演练 一支"),
                ..AidArrived::default()
            },
        })
    };
    let note = || text("演练");
    let [new, sent, there] = [0, 1, 2].map(|_| room.act(draft()).0);
    for aid in [&sent, &there] {
        room.act(sign(aid));
        room.act(send(aid));
    }
    room.act(arrive(&there));
    let answered = AidAnswered {
        said_by: text("演练 邻区值班员"),
        ..AidAnswered::default()
    };
    vec![
        (draft(), vec!["aid.drafted"]),
        (sign(&new), vec!["aid.signed"]),
        (send(&sent), vec!["aid.sent"]),
        (
            C::Aid(AidAct::Answer {
                aid: sent.as_str().into(),
                answered,
            }),
            vec!["aid.answered"],
        ),
        (arrive(&sent), vec!["aid.arrived"]),
        (
            C::Aid(AidAct::Release {
                aid: there.as_str().into(),
                note: note(),
            }),
            vec!["aid.released"],
        ),
        (
            C::Aid(AidAct::Withdraw {
                aid: sent.as_str().into(),
                note: note(),
            }),
            vec!["aid.withdrawn"],
        ),
    ]
}

fn of_circulars(room: &mut Room) -> Vec<Case> {
    use Command as C;
    let person = || Rung {
        name: text("演练 科长"),
        phone: text("000"),
        ..Rung::default()
    };
    let sent = CircularSent {
        title: text("演练 通知"),
        text: text("演练 请到位"),
        recipients: vec![Recipient {
            name: text("演练 区交通局"),
            ladder: vec![person(), person()],
            ..Recipient::default()
        }],
        ..CircularSent::default()
    };
    let send = || C::Circular(CircularAct::Send { sent: sent.clone() });
    let (id, _) = room.act(send());
    let circular = || id.as_str().into();
    vec![
        (send(), vec!["circular.sent"]),
        (
            C::Circular(CircularAct::Confirm {
                circular: circular(),
                confirmed: CircularConfirmed {
                    by: text("演练 科长"),
                    how: Channel::Phone,
                    ..CircularConfirmed::default()
                },
            }),
            vec!["circular.confirmed"],
        ),
        (
            C::Circular(CircularAct::Escalate {
                circular: circular(),
                recipient: 0,
            }),
            vec!["circular.escalated"],
        ),
        (
            C::Circular(CircularAct::End {
                circular: circular(),
                reason: text("演练"),
            }),
            vec!["circular.ended"],
        ),
    ]
}
