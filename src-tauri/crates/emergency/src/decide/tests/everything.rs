//! Every command once, with the facts that it comes to.

mod firms;
mod points;
mod sent;

use super::*;
use super::{every_act, fences, submissions};
use crate::closure::{ClosureSet, ClosureShape};
use crate::decide::AlarmAct;
use crate::drill::{DrillEnded, DrillInjected, DrillStarted};
use crate::site::SiteRegistered;
use crate::wind::WindObserved;

/// A room in which every command finds what it needs, and the commands with the kinds of fact
/// that each comes to.
pub(super) fn everything() -> (Room, Vec<(Command, Vec<&'static str>)>) {
    let mut room = Room::new();
    for id in ["A1", "A2", "A3", "A4"] {
        room.receive(id, Notice::default());
    }
    let (busy, idle) = (open(&mut room, &["A4"]), open(&mut room, &[]));
    let under = Command::MergeAlert {
        alert: "A3".into(),
        into: "A2".into(),
    };
    room.act(under);
    room.act(start(&busy, vec![card("C1")]));
    let task = room.incident(busy.as_str()).tasks.into_keys().next();
    let task = task.expect("a card became a task");
    for (id, custodian) in [
        ("T1", Some("desk-a")),
        ("T2", Some("desk-b")),
        ("T3", None),
        ("T4", Some("desk-a")),
    ] {
        register_team(&mut room, id, custodian);
    }
    register_lot(&mut room, "L1", 10, &[("desk-a", 6)]);
    let (order, _) = room.act(send("T1", &busy, false));
    room.act(draw("L1", &busy, 5));
    room.act(draw("L1", &busy, 4));
    room.origin = "desk-b".into();
    let (asked, _) = room.act(send("T4", &busy, false));
    let (held, _) = room.act(send("T2", &busy, false));
    let mut late = room.ask(draw("L1", &busy, 1)).expect("one is left");
    let late = late.remove(0);
    room.origin = "desk-a".into();
    room.act(send("T2", &busy, true));
    room.origin = "desk-b".into();
    let verdict = room.write(late);
    assert!(matches!(verdict, Verdict::Conflict { .. }), "{verdict:?}");
    room.origin = "desk-a".into();
    let disputed = room.lot("L1").disputed()[0].event;
    let report = room.act(Command::DraftReport {
        report: None,
        drafted: drafted(&busy),
    });
    let report = report.0;
    let (closure, _) = room.act(Command::SetClosure {
        closure: None,
        set: closed(),
    });
    let (fence, _) = room.act(Command::SetFence {
        fence: None,
        set: fences::fenced(),
    });
    room.exercise = true;
    let mut all = of_alerts(&busy);
    all.extend(of_incidents(&busy));
    all.extend(of_courses(&busy, &idle));
    all.extend(of_responses(&busy, &task));
    all.extend(of_teams(&idle, &order, &asked, &held));
    all.extend(of_supplies(&busy, disputed));
    all.extend(of_records(&busy, &report));
    all.extend(of_watches());
    all.extend(sent::cases(&mut room, &busy, &idle));
    all.extend(of_roads(&closure));
    all.extend(fences::cases(&fence));
    all.extend(every_act::cases(&mut room, &busy));
    all.extend(submissions::cases(&mut room, &busy));
    all.extend(points::cases(&mut room));
    all.extend(firms::cases(&mut room));
    (room, all)
}

fn closed() -> ClosureSet {
    ClosureSet {
        shape: ClosureShape::Edges { numbers: vec![7] },
        reason: text("塌方"),
        ..ClosureSet::default()
    }
}

fn of_roads(closure: &str) -> Vec<Case> {
    let observed = WindObserved {
        source: text("演练 气象站"),
        ..WindObserved::default()
    };
    vec![
        (Command::ObserveWind { observed }, vec!["wind.observed"]),
        (
            Command::SetClosure {
                closure: Some(closure.into()),
                set: closed(),
            },
            vec!["closure.set"],
        ),
        (
            Command::LiftClosure {
                closure: closure.into(),
                reason: text("清障完毕"),
            },
            vec!["closure.lifted"],
        ),
    ]
}

type Case = (Command, Vec<&'static str>);

fn of_alerts(busy: &IncidentId) -> Vec<Case> {
    use Command as C;
    let alert = || AlertId::from("A1");
    let (note, reason) = (String::new, || text("演练"));
    let until = Room::new().now.plus_ms(60_000);
    vec![
        (
            C::AcknowledgeAlerts {
                alerts: ids(&["A1", "A2"]),
                note: note(),
            },
            vec!["alert.acknowledged", "alert.acknowledged"],
        ),
        (
            C::ReopenAlert {
                alert: alert(),
                note: note(),
            },
            vec!["alert.reopened"],
        ),
        (
            C::ShelveAlert {
                alert: alert(),
                until,
                reason: reason(),
            },
            vec!["alert.shelved"],
        ),
        (C::UnshelveAlert { alert: alert() }, vec!["alert.unshelved"]),
        (
            C::DismissAlert {
                alert: alert(),
                reason: reason(),
            },
            vec!["alert.dismissed", "alert.verified"],
        ),
        (
            C::Alarm(AlarmAct::Part {
                alerts: vec![alert()],
                note: note(),
            }),
            vec!["alert.parted"],
        ),
        (
            C::MergeAlert {
                alert: alert(),
                into: "A2".into(),
            },
            vec!["alert.merged"],
        ),
        (
            C::UnmergeAlert { alert: "A3".into() },
            vec!["alert.unmerged"],
        ),
        (
            C::RaiseAlerts {
                alerts: vec![alert()],
                incident: busy.clone(),
            },
            vec!["alert.raised", "alert.acknowledged"],
        ),
        (C::LowerAlert { alert: "A4".into() }, vec!["alert.lowered"]),
    ]
}

fn of_incidents(busy: &IncidentId) -> Vec<Case> {
    use Command as C;
    let incident = || busy.clone();
    let graded = IncidentGraded {
        grade: IncidentGrade::Major,
        reason: text("涉险人数多"),
    };
    vec![
        (
            C::OpenIncident {
                opened: opened("演练 火情"),
            },
            vec!["incident.opened"],
        ),
        (
            C::ReportHarm {
                incident: incident(),
                harm: HarmReported::default(),
            },
            vec!["incident.harm_reported"],
        ),
        (
            C::GradeIncident {
                incident: incident(),
                graded,
            },
            vec!["incident.graded"],
        ),
        (
            C::PlaceIncident {
                incident: incident(),
                place: Place::default(),
            },
            vec!["incident.placed"],
        ),
        (
            C::NoteIncident {
                incident: incident(),
                note: Noted {
                    text: text("现场有明火"),
                    ..Noted::default()
                },
            },
            vec!["incident.noted"],
        ),
    ]
}

fn of_courses(busy: &IncidentId, idle: &IncidentId) -> Vec<Case> {
    use Command as C;
    let incident = || busy.clone();
    vec![
        (
            C::MergeIncident {
                incident: idle.clone(),
                into: incident(),
            },
            vec!["incident.merged"],
        ),
        (
            C::SplitIncident {
                incident: incident(),
                alerts: ids(&["A4"]),
                opened: opened("演练 次生火情"),
            },
            vec!["incident.opened", "alert.raised", "incident.split"],
        ),
        (
            C::CloseIncident {
                incident: idle.clone(),
                reason: text("处置完毕"),
            },
            vec!["incident.closed"],
        ),
        (
            C::ReopenIncident {
                incident: idle.clone(),
                reason: text("复燃"),
            },
            vec!["incident.reopened"],
        ),
    ]
}

fn of_responses(busy: &IncidentId, task: &str) -> Vec<Case> {
    use Command as C;
    let incident = || busy.clone();
    let moved = TaskMoved {
        task: task.into(),
        state: TaskState::Done,
        note: String::new(),
    };
    vec![
        (
            start(busy, vec![card("C1"), card("C2")]),
            vec!["response.started", "task.given"],
        ),
        (end(busy, "演练 李主任"), vec!["response.ended"]),
        (
            C::GiveTask {
                incident: incident(),
                task: card("C3"),
            },
            vec!["task.given"],
        ),
        (
            C::MoveTask {
                incident: incident(),
                moved,
            },
            vec!["task.moved"],
        ),
    ]
}

fn of_teams(idle: &IncidentId, order: &str, asked: &str, held: &str) -> Vec<Case> {
    use Command as C;
    vec![
        (send("T3", idle, false), vec!["order.sent"]),
        (
            C::MoveOrder {
                order: order.into(),
                to: Progress::EnRoute,
                note: String::new(),
            },
            vec!["order.moved"],
        ),
        (
            C::ConfirmOrder {
                order: asked.into(),
            },
            vec!["order.confirmed"],
        ),
        (
            C::RuleDispute {
                team: "T2".into(),
                keep: held.into(),
                reason: text("先到先处置"),
            },
            vec!["dispute.ruled"],
        ),
        (
            C::TakeCustody {
                team: "T2".into(),
                reason: text("对方席位失联"),
            },
            vec!["custody.taken"],
        ),
        (
            C::ReportTeam {
                team: "T1".into(),
                reported: TeamReported::default(),
            },
            vec!["team.reported"],
        ),
    ]
}

fn of_supplies(busy: &IncidentId, disputed: uuid::Uuid) -> Vec<Case> {
    use Command as C;
    let (quantity, note) = (3, String::new);
    vec![
        (draw("L1", busy, 1), vec!["stock.drawn"]),
        (
            C::ReturnStock {
                lot: "L1".into(),
                quantity,
                note: note(),
            },
            vec!["stock.returned"],
        ),
        (
            C::CountStock {
                lot: "L1".into(),
                quantity,
                note: note(),
            },
            vec!["stock.counted"],
        ),
        (
            C::RuleDraw {
                lot: "L1".into(),
                draw: disputed,
                reason: text("另调"),
            },
            vec!["draw.ruled"],
        ),
    ]
}

fn of_records(busy: &IncidentId, report: &str) -> Vec<Case> {
    use Command as C;
    let registered = TeamRegistered {
        name: text("演练 抢险队"),
        ..TeamRegistered::default()
    };
    let site = SiteRegistered {
        name: text("演练 物资库"),
        ..SiteRegistered::default()
    };
    vec![
        (
            C::RegisterTeam {
                team: "T9".into(),
                registered,
            },
            vec!["team.registered"],
        ),
        (
            C::RegisterLot {
                lot: "L9".into(),
                registered: lot(4, &[("desk-a", 4)]),
            },
            vec!["lot.registered"],
        ),
        (
            C::RegisterSite {
                site: "S1".into(),
                registered: site,
                seen: None,
            },
            vec!["site.registered"],
        ),
        (
            C::DraftReport {
                report: Some(report.into()),
                drafted: drafted(busy),
            },
            vec!["report.drafted"],
        ),
        (
            C::SendReport {
                report: report.into(),
                sent: signed(""),
                due_at: None,
            },
            vec!["report.sent"],
        ),
    ]
}

fn of_watches() -> Vec<Case> {
    use Command as C;
    let started = DutyStarted {
        leader: "演练 李主任".into(),
        officers: vec!["演练 王敏".into()],
    };
    let handed = HandedOver {
        from: "演练 王敏".into(),
        to: "演练 赵强".into(),
        ..HandedOver::default()
    };
    vec![
        (C::StartDuty { started }, vec!["duty.started"]),
        (C::HandOver { handed }, vec!["duty.handed_over"]),
        (
            C::NoteDuty {
                note: Noted {
                    text: text("市局来电"),
                    ..Noted::default()
                },
            },
            vec!["duty.noted"],
        ),
        (
            C::StartDrill {
                drill: "D1".into(),
                started: DrillStarted::default(),
            },
            vec!["drill.started"],
        ),
        (
            C::InjectDrill {
                drill: "D1".into(),
                injected: DrillInjected::default(),
            },
            vec!["drill.injected"],
        ),
        (
            C::EndDrill {
                drill: "D1".into(),
                ended: DrillEnded::default(),
            },
            vec!["drill.ended"],
        ),
    ]
}

#[test]
fn every_command_comes_to_its_facts() {
    let (mut room, all) = everything();
    for (command, kinds) in all {
        let said = format!("{command:?}");
        let drafts = room
            .ask(command)
            .unwrap_or_else(|refusal| panic!("{refusal} stands against {said}"));
        let found: Vec<_> = drafts.iter().map(|draft| draft.fact.kind()).collect();
        assert_eq!(found, kinds, "the facts of {said}");
    }
}
