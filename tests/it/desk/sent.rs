//! Orders, supplies and papers of one night, as the desk answers them.

use std::time::Duration;

use contract::calls::Answer as _;
use contract::rows::{Nothing, PaperRequest, SentSheet};
use emergency::aid::{AidDrafted, AidWay};
use emergency::decide::{AidAct, Command, IssueAct, OrderAct, RequisitionAct};
use emergency::issue::{Bearer, Quality};
use emergency::order::{LateWhy, OrderSent, Progress, Stop};
use emergency::requisition::{Good, Party, RequisitionIssued};
use emergency::team::{CostRate, RateBasis, TeamLevel, TeamRegistered};
use emergency::time::{MINUTE_MS, UtcMs};
use tests::world::{lot, team};

use super::{Room, by_id, leak, now, officer, until};

fn room(folder: &std::path::Path) -> (Room, String) {
    let room = Room::exercise(folder, false, None);
    let opened = leak("演练 氯气泄漏", now());
    let incident = room.act(Command::OpenIncident { opened });
    let origin = emergency::id::OriginId(room.desk.hello(Nothing {}).expect("reads").origin);
    room.act(team("T1", Some(origin.clone())));
    room.act(lot("L1", 10, &[(origin, 10)]));
    (room, incident)
}

fn sheet(room: &Room, incident: &str) -> SentSheet {
    room.desk.sent(by_id(incident)).expect("reads")
}

fn order(incident: &str) -> OrderSent {
    OrderSent {
        team: "T1".into(),
        incident: incident.into(),
        words: "演练 携带呼吸器到场".to_owned(),
        oral: true,
        eta_s: Some(1_200),
        stops: vec![Stop {
            name: "演练 储备库".to_owned(),
            eta_s: Some(300),
            ..Stop::default()
        }],
        ..OrderSent::default()
    }
}

/// Gives a command that happened some minutes ago, as from paper.
fn earlier(room: &Room, command: Command, minutes: i64) -> String {
    let mut who = officer();
    who.paper_at = Some(UtcMs(now().0 - minutes * MINUTE_MS));
    let request = contract::rows::CommandRequest {
        command,
        who,
        second_pin: String::new(),
    };
    let receipt = room.desk.command(request).expect("is allowed");
    let first = receipt.entities.first().expect("it touched something");
    first.split_once(':').expect("kind and name").1.to_owned()
}

#[test]
fn a_team_that_should_be_there_is_on_the_alarm_line_until_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let (room, incident) = room(folder.path());
    let sent = order(&incident);
    let id = earlier(&room, Command::Order(OrderAct::Give { sent }), 30);
    let late = room.desk.status(Nothing {}).expect("reads").late;
    assert_eq!(late.len(), 1, "one team is late: {late:?}");
    assert_eq!(late[0].place, "演练 储备库", "at its first stop");
    assert_eq!(
        late[0].late.why,
        LateWhy::NotArrived,
        "it should have been there"
    );
    assert_eq!(
        sheet(&room, &incident).late,
        late,
        "the incident shows the same"
    );
    let mut alarms = room.desk.follow_alarms();
    let heard = alarms.late(&room.desk).expect("it became late");
    assert_eq!((heard.level, heard.count), (3, 1), "one pulse for one team");
    assert!(heard.exercise, "marked as an exercise");
    assert_eq!(alarms.late(&room.desk), None, "and once");
    until(
        &room.desk,
        "the made team arrives or it is moved on",
        |_| {
            let there = Command::MoveOrder {
                order: id.as_str().into(),
                to: Progress::OnScene,
                note: String::new(),
            };
            room.ask(there).ok()
        },
    );
    let late = room.desk.status(Nothing {}).expect("reads").late;
    assert_eq!(late, [], "who is there is not late");
}

#[test]
fn what_was_said_by_word_of_mouth_has_a_clock_until_its_paper_is_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let (room, incident) = room(folder.path());
    let sent = order(&incident);
    let id = room.act(Command::Order(OrderAct::Give { sent }));
    let clock = || {
        let all = room.desk.status(Nothing {}).expect("reads").clocks;
        all.into_iter().find(|clock| clock.rule == "P48")
    };
    let due = clock().expect("it runs");
    let hours = Duration::from_millis(u64::try_from(due.due_at.0 - due.from.0).expect("later"));
    assert_eq!(hours.as_secs() / 3_600, 48, "待区里确认");
    let paper = emergency::paper::Papered {
        number: "演练〔2026〕1号".to_owned(),
        signer: "演练 李主任".to_owned(),
        note: String::new(),
    };
    let order = id.as_str().into();
    room.act(Command::Order(OrderAct::Paper { order, paper }));
    assert!(clock().is_none(), "it is there");
    assert_eq!(sheet(&room, &incident).papers, [], "nothing is due");
}

/// Six sets go out and are all accounted for.
fn supplies(room: &Room, incident: &str) {
    room.act(Command::Issue(IssueAct::Draw {
        lot: "L1".into(),
        incident: incident.into(),
        quantity: 6,
        bearer: Bearer {
            words: "演练 鲁A·演001".to_owned(),
            ..Bearer::default()
        },
        oral: true,
    }));
    let issue = sheet(room, incident).issues[0].issue.id.clone();
    room.act(Command::Issue(IssueAct::Receive {
        issue: issue.clone(),
        receiver: "演练 周队".to_owned(),
        quantity: 6,
        quality: Quality::Good,
        note: String::new(),
    }));
    room.act(Command::Issue(IssueAct::Settle {
        issue,
        returned: 3,
        used: 2,
        written_off: 1,
        note: "演练 面罩破裂".to_owned(),
    }));
}

/// Three coaches are requisitioned.
fn coaches(room: &Room, incident: &str) -> String {
    let issued = RequisitionIssued {
        incident: incident.into(),
        executor: "演练 王敏".to_owned(),
        owner: Party {
            name: "演练 物流公司".to_owned(),
            ..Party::default()
        },
        purpose: "演练 转移群众".to_owned(),
        goods: vec![Good {
            name: "大客车".to_owned(),
            unit: "辆".to_owned(),
            quantity: 3,
            ..Good::default()
        }],
        ..RequisitionIssued::default()
    };
    room.act(Command::Requisition(RequisitionAct::Issue {
        requisition: None,
        issued,
    }))
}

/// Help is asked for.
fn help(room: &Room, incident: &str) -> String {
    let drafted = AidDrafted {
        incident: incident.into(),
        to: "演练 邻区应急局".to_owned(),
        reason: "演练 力量不足".to_owned(),
        words: "演练 一支队伍".to_owned(),
        ..AidDrafted::default()
    };
    let aid = room.act(Command::Aid(AidAct::Draft { aid: None, drafted }));
    room.act(Command::Aid(AidAct::Sign {
        aid: aid.as_str().into(),
        signer: "演练 李主任".to_owned(),
        number: "演练援〔2026〕1号".to_owned(),
    }));
    room.act(Command::Aid(AidAct::Send {
        aid: aid.as_str().into(),
        way: AidWay::Platform,
    }));
    aid
}

#[test]
fn the_night_goes_on_paper_as_word_and_pdf() {
    let folder = tempfile::tempdir().expect("a folder");
    let (room, incident) = room(folder.path());
    let sent = order(&incident);
    room.act(Command::Order(OrderAct::Give { sent }));
    supplies(&room, &incident);
    let requisition = coaches(&room, &incident);
    let aid = help(&room, &incident);
    let found = sheet(&room, &incident);
    assert!(found.ledger.adds_up(), "{:?}", found.ledger);
    assert_eq!(found.ledger.outstanding, 0, "every piece is accounted for");
    assert!(!found.aid[0].at_platform, "there is no platform: it waits");
    let of = || incident.as_str().into();
    for request in [
        PaperRequest::Allocation { incident: of() },
        PaperRequest::Requisition {
            requisition: requisition.as_str().into(),
        },
        PaperRequest::Settlement {
            incident: of(),
            team: "T1".into(),
        },
        PaperRequest::Aid {
            aid: aid.as_str().into(),
        },
    ] {
        let written = room.desk.write_paper(request).expect("is written");
        assert_eq!(written.files.len(), 2, "Word and PDF: {written:?}");
        let marked = written.files.iter().all(|name| name.starts_with("演练"));
        assert!(marked, "each bears the mark of the exercise: {written:?}");
    }
    let none = room
        .desk
        .write_paper(PaperRequest::Response { incident: of() });
    assert!(none.is_err(), "no response was started");
}

/// A team of society with a rate for each person and hour, and one for each time.
fn society(room: &Room) {
    let rate = |basis, fen| CostRate {
        basis,
        fen,
        what: "演练".to_owned(),
    };
    let registered = TeamRegistered {
        name: "演练 蓝天救援队".to_owned(),
        call_sign: "T2".to_owned(),
        level: TeamLevel::Society,
        people: 7,
        custodian: Some(emergency::id::OriginId(
            room.desk.hello(Nothing {}).expect("reads").origin,
        )),
        rates: vec![
            rate(RateBasis::PersonHour, 5_050),
            rate(RateBasis::CallOut, 30_000),
        ],
        ..TeamRegistered::default()
    };
    room.act(Command::RegisterTeam {
        team: "T2".into(),
        registered,
    });
}

#[test]
fn what_is_due_to_a_society_team_is_worked_out_from_the_log_and_goes_on_paper() {
    let folder = tempfile::tempdir().expect("a folder");
    let (room, incident) = room(folder.path());
    society(&room);
    let sent = OrderSent {
        team: "T2".into(),
        oral: false,
        stops: Vec::new(),
        ..order(&incident)
    };
    let id = earlier(&room, Command::Order(OrderAct::Give { sent }), 200);
    assert_eq!(sheet(&room, &incident).accounts, [], "it has not set out");
    let step = |to, minutes| {
        let order = id.as_str().into();
        let note = String::new();
        earlier(&room, Command::MoveOrder { order, to, note }, minutes);
    };
    step(Progress::OnScene, 170);
    let out = sheet(&room, &incident).accounts;
    assert_eq!(
        (out[0].open, out[0].fen),
        (1, Some(0)),
        "out, nothing counted"
    );
    step(Progress::Released, 20);
    let over = sheet(&room, &incident).accounts;
    // Three hours of seven at 50.50 yuan, and 300 yuan for coming.
    assert_eq!(over[0].fen, Some(136_050), "{over:?}");
    assert_eq!((over[0].over, over[0].hours), (1, 300), "three hours");

    let written = room.desk.write_paper(PaperRequest::Settlement {
        incident: incident.as_str().into(),
        team: "T2".into(),
    });
    let written = written.expect("is written");
    let docx = written.files.iter().find(|name| name.ends_with(".docx"));
    let docx = std::path::Path::new(&written.folder).join(docx.expect("a Word file"));
    let text = word_text(&docx);
    for part in [
        "21.00",
        "50.50元",
        "1060.50元",
        "300.00元",
        "1360.50元",
        "无有效协议",
    ] {
        assert!(text.contains(part), "{part} stands on it: {text}");
    }
}

/// The text of a Word file.
fn word_text(path: &std::path::Path) -> String {
    let file = std::fs::File::open(path).expect("opens");
    let mut archive = zip::ZipArchive::new(file).expect("is an archive");
    let mut part = archive.by_name("word/document.xml").expect("has a text");
    let mut xml = String::new();
    std::io::Read::read_to_string(&mut part, &mut xml).expect("is text");
    let mut inside = false;
    let plain = xml.chars().filter(|sign| {
        inside = (inside || *sign == '<') && *sign != '>';
        !inside && *sign != '>'
    });
    plain.collect()
}
