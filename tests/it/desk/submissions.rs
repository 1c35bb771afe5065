//! What people tell the duty room, from the call to the closing, and who tips off nowhere in clear.

use std::io::{Read as _, Write as _};
use std::path::Path;

use contract::calls::Answer as _;
use contract::error::Code;
use contract::rows::{
    Identity, PrintRequest, Sheet, SubmissionPage, SubmissionQuery, SubmissionState,
    TakeSubmission, TellersRequest,
};
use desk::Settings;
use desk::submissions::{seal, tokens};
use emergency::decide::{Command, Refusal, ResourceAct, SubmissionAct};
use emergency::incident::{HarmReported, IncidentOpened};
use emergency::level::Harm;
use emergency::person::{PersonKind, PersonRegistered};
use emergency::submission::{
    CheckOrdered, SubmissionChannel, SubmissionOutcome, SubmissionReceived, Teller,
};
use serde_json::{Value, json};
use tests::city::ENROL_CODE;

use super::{Room, SEED, Town, by_id, leak, now, officer, until};

pub(super) const PASSPHRASE: &str = "演练 监察专员的口令 2026";
pub(super) fn told(matter: &str) -> SubmissionReceived {
    SubmissionReceived {
        matter: matter.to_owned(),
        ..SubmissionReceived::default()
    }
}

pub(super) fn take(
    room: &Room,
    received: SubmissionReceived,
    identity: Option<Identity>,
) -> String {
    let request = TakeSubmission {
        submission: None,
        received,
        identity,
        who: officer(),
    };
    let receipt = room.desk.take_submission(request).expect("is written down");
    let (_, id) = receipt.entities[0].split_once(':').expect("kind and id");
    id.to_owned()
}

pub(super) fn page(room: &Room, state: SubmissionState) -> SubmissionPage {
    let query = SubmissionQuery {
        state,
        channel: None,
    };
    room.desk.submissions(query).expect("the list is read")
}

fn settings(data: &Path) -> Settings {
    let mut settings = Settings::load(data, Some(SEED), None).expect("defaults");
    settings.keyring = false;
    settings.fill_district = false;
    settings
}

#[test]
fn eleven_calls_become_one_incident_and_stand_in_the_register() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::exercise(folder.path(), false, None);
    let call = SubmissionReceived {
        place: leak("", now()).place,
        course: "演练 两人头晕".to_owned(),
        teller: Teller {
            name: "演练 孙某".to_owned(),
            phone: "000-1".to_owned(),
            ..Teller::default()
        },
        ..told("演练 水厂有刺鼻气味")
    };
    let first = take(&room, call.clone(), None);
    let opened = IncidentOpened {
        caller: "演练 孙某 000-1".to_owned(),
        ..leak("演练 水厂氯气泄漏", now())
    };
    let harm = Harm {
        lightly_injured: 2,
        ..Harm::default()
    };
    let raised = room
        .ask(Command::Submission(SubmissionAct::Raise {
            submission: first.as_str().into(),
            opened,
            harm: Some(HarmReported {
                harm,
                source: "演练 孙某".to_owned(),
            }),
            account: call.course.clone(),
        }))
        .expect("raised");
    let mut entities = raised.entities.iter();
    let incident = entities.find_map(|one| one.strip_prefix("incident:"));
    let incident = incident.expect("an incident was opened").to_owned();
    for number in 2..=11 {
        let id = take(&room, told(&format!("演练 第 {number} 个来电")), None);
        room.act(Command::Submission(SubmissionAct::Join {
            submission: id.as_str().into(),
            incident: incident.as_str().into(),
        }));
    }
    let detail = room.incident(&incident);
    assert_eq!(detail.incident.harm, harm, "the people are in the incident");
    let rows = page(&room, SubmissionState::Open).rows;
    assert_eq!(rows.len(), 11, "each call is a record");
    let under = |row: &&contract::rows::SubmissionRow| row.incident_title.contains("氯气泄漏");
    assert_eq!(
        rows.iter().filter(under).count(),
        11,
        "all under one incident"
    );
    let status = room.desk.status(contract::rows::Nothing {}).expect("reads");
    assert_eq!(status.submissions.open, 11, "the status bar counts them");
    let handover = room.desk.handover_sheet(contract::rows::Nothing {});
    let matters = handover.expect("reads").open_matters.join("\n");
    assert!(
        matters.contains("来件未办结 11 件"),
        "handed over: {matters}"
    );
    stands_in_the_register(&room);
}

fn stands_in_the_register(room: &Room) {
    let paper = printed(room);
    for words in [
        "电话记录簿",
        "水厂有刺鼻气味",
        "两人头晕",
        "演练 孙某",
        "第 11 个来电",
    ] {
        assert!(paper.contains(words), "{words} is in the register");
    }
}

/// The words of the printed register.
pub(super) fn printed(room: &Room) -> String {
    let request = PrintRequest {
        sheet: Sheet::CallRegister,
    };
    let written = match room.desk.print(request) {
        Ok(written) => written.files,
        // Without a Chinese font the Word file is there all the same.
        Err(error) => {
            assert_eq!(error.code, Code::Missing, "{error}");
            Vec::new()
        }
    };
    let paper = room.data.join("paper");
    let name = written.into_iter().find(|name| name.ends_with("docx"));
    let path = match name {
        Some(name) => paper.join(name),
        None => std::fs::read_dir(&paper)
            .expect("a folder")
            .filter_map(|entry| entry.ok().map(|entry| entry.path()))
            .find(|path| path.extension().is_some_and(|ending| ending == "docx"))
            .expect("a Word file"),
    };
    let file = std::fs::File::open(path).expect("it is there");
    let mut archive = zip::ZipArchive::new(file).expect("a Word file");
    let mut text = String::new();
    let mut document = archive.by_name("word/document.xml").expect("its text");
    document.read_to_string(&mut text).expect("UTF-8");
    text
}

#[test]
fn a_record_is_answered_closed_counted_and_opened_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut settings = settings(folder.path());
    let limit = desk::submissions::limits::LimitSettings {
        reply_h: Some(1),
        close_h: Some(24),
    };
    settings
        .submissions
        .limits
        .insert("tip_off".to_owned(), limit);
    let room = Room::open(settings);
    let tip = SubmissionReceived {
        channel: SubmissionChannel::TipOff,
        told_at: Some(now().plus_ms(-2 * 3_600_000)),
        ..told("演练 私存危化品")
    };
    let id = take(&room, tip, None);
    let before = page(&room, SubmissionState::Open);
    assert_eq!((before.open, before.overdue), (1, 1), "the answer is late");
    assert_eq!(
        (before.rate.closed, before.rate.told),
        (0, 1),
        "N11 counts it"
    );
    let submission = || id.as_str().into();
    room.act(Command::Submission(SubmissionAct::Reply {
        submission: submission(),
        words: "演练 已派人核实".to_owned(),
    }));
    assert_eq!(page(&room, SubmissionState::Open).overdue, 0, "answered");
    room.act(Command::Submission(SubmissionAct::Close {
        submission: submission(),
        outcome: SubmissionOutcome::Unfounded,
        words: "演练 查无此事".to_owned(),
    }));
    let after = page(&room, SubmissionState::All);
    assert_eq!(
        (after.rate.closed, after.rate.told),
        (1, 1),
        "all are closed"
    );
    let row = room.desk.submission(by_id(&id)).expect("is read");
    let closed = row.submission.closed_by.expect("closed");
    assert_eq!(closed.by.as_str(), "演练 值班员", "by whom is said");
    room.act(Command::Submission(SubmissionAct::Reopen {
        submission: submission(),
        reason: "演练 又有来电".to_owned(),
    }));
    assert_eq!(page(&room, SubmissionState::Open).open, 1, "open again");
}

/// The clock of a verification, where one runs.
fn verification(room: &Room) -> Option<contract::status::Clock> {
    let status = room.desk.status(contract::rows::Nothing {}).expect("reads");
    status.clocks.into_iter().find(|clock| clock.rule == "R16")
}

#[test]
fn a_verification_has_one_clock_that_its_report_alone_ends() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::open(settings(folder.path()));
    let tip = SubmissionReceived {
        channel: SubmissionChannel::TipOff,
        ..told("演练 私存危化品")
    };
    let id = take(&room, tip, None);
    let submission = || id.as_str().into();
    let order = || {
        Command::Submission(SubmissionAct::OrderCheck {
            submission: submission(),
            ordered: CheckOrdered {
                by: "演练 市应急管理局".to_owned(),
                number: "演练 1 号".to_owned(),
            },
        })
    };
    let report = || {
        Command::Submission(SubmissionAct::ReportCheck {
            submission: submission(),
            words: "演练 部分属实".to_owned(),
        })
    };
    let close = || {
        Command::Submission(SubmissionAct::Close {
            submission: submission(),
            outcome: SubmissionOutcome::Settled,
            words: "演练 已整改".to_owned(),
        })
    };
    assert!(verification(&room).is_none(), "none was ordered");
    room.act(order());
    let clock = verification(&room).expect("it runs");
    let row = room.desk.submission(by_id(&id)).expect("is read");
    let check = row.check.expect("the row has it");
    assert_eq!(check.due_at, Some(clock.due_at), "one clock, one end");
    assert_eq!(check.source, clock.source, "on one ground");
    assert_eq!(clock.words, "演练 私存危化品", "what it is about");
    assert_eq!(clock.to, "演练 市应急管理局", "to who ordered it");
    assert!(!clock.by_word && !clock.by_report, "a report of the result");
    let refused = room.ask(close()).expect_err("the result is owed");
    let owed = Refusal::WrongState {
        what: "submission".to_owned(),
        id: id.clone(),
        state: "check_ordered".to_owned(),
    };
    assert_eq!(refused.refusal, Some(owed), "which is said");
    room.act(report());
    assert!(verification(&room).is_none(), "it went up");
    room.act(close());
    assert_eq!(page(&room, SubmissionState::Open).open, 0, "all was done");
    room.act(order());
    assert!(verification(&room).is_some(), "of a closed one too");
    let after = page(&room, SubmissionState::Open);
    assert_eq!((after.open, after.total), (1, 1), "and stands in the list");
    assert_eq!(after.rate.closed, 1, "which does not undo the closing");
    room.act(report());
    assert!(verification(&room).is_none(), "reported again");
}

#[test]
fn a_reporter_is_completed_by_name_or_number_and_says_the_village() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::exercise(folder.path(), false, None);
    let register = |id: &str, kind, name: &str, phone: &str| {
        let registered = PersonRegistered {
            kind,
            name: name.to_owned(),
            unit: "演练 冷水沟村".to_owned(),
            phone: phone.to_owned(),
            ..PersonRegistered::default()
        };
        let act = ResourceAct::RegisterPerson {
            person: id.into(),
            registered,
        };
        room.act(Command::Resource { act });
    };
    register("P1", PersonKind::Expert, "演练 周工", "000-5501");
    register("P2", PersonKind::Reporter, "演练 周广田", "000-5502");
    let found = |text: &str| {
        let text = text.to_owned();
        let rows = room.desk.tellers(TellersRequest { text }).expect("reads");
        rows.into_iter().map(|row| row.name).collect::<Vec<_>>()
    };
    assert_eq!(found("周"), ["演练 周广田", "演练 周工"], "reporters first");
    assert_eq!(found("5501"), ["演练 周工"], "by the number");
    assert_eq!(found(""), Vec::<String>::new(), "nobody before a letter");
    let flash = SubmissionReceived {
        channel: SubmissionChannel::Reporter,
        teller: Teller {
            name: "演练 周广田".to_owned(),
            person: Some("P2".into()),
            ..Teller::default()
        },
        ..told("演练 河水上涨")
    };
    let id = take(&room, flash, None);
    let row = room.desk.submission(by_id(&id)).expect("is read");
    assert_eq!(row.village, "演练 冷水沟村", "from the directory");
}

/// A desk with a key, a door for other systems and a platform.
pub(super) fn sealed_desk(folder: &Path, town: &Town) -> (Settings, String) {
    let data = folder.join("a");
    std::fs::create_dir_all(&data).expect("a folder");
    let key = folder.join("seal-key.age");
    let recipient = seal::make_key(&key, PASSPHRASE).expect("a key");
    let free = std::net::TcpListener::bind("127.0.0.1:0").expect("an address");
    let listen = free.local_addr().expect("an address");
    let text = format!(
        "[[feeds]]\nkind = \"submission_folder\"\nname = \"演练 举报件\"\npath = \"tips\"\n\
         channel = \"tip_off\"\n[[feeds]]\nkind = \"submission_http\"\nname = \"演练 工单\"\n\
         listen = \"{listen}\"\nchannel = \"hotline\"\n[seal]\nrecipient = \"{recipient}\"\n\
         keeper = \"演练 监察专员\"\nkey = {key:?}\n"
    );
    std::fs::write(data.join("desk.toml"), text).expect("written");
    let token = tokens::make(&data, "演练 工单").expect("a token");
    let mut settings = Settings::load(&data, Some(SEED), Some(&town.address)).expect("settings");
    settings.keyring = false;
    settings.fill_district = false;
    settings.enrol_code = Some(ENROL_CODE.to_owned());
    settings.backup = Some(folder.join("backup"));
    (settings, token)
}

/// Waits until the door for other systems is open.
pub(super) fn door_opens(room: &Room) {
    until(&room.desk, "the door is open", |desk| {
        let feeds = desk
            .status(contract::rows::Nothing {})
            .expect("reads")
            .feeds;
        let mut doors = feeds.iter().filter(|feed| feed.kind == "submission_http");
        doors.any(|feed| feed.up).then_some(())
    });
}

pub(super) fn posted(settings: &Settings, token: &str, body: &str) -> (u16, Value) {
    let listen = settings.feeds.iter().find_map(|feed| match feed {
        desk::settings::FeedSettings::SubmissionHttp(feed) => Some(feed.listen),
        _ => None,
    });
    let mut stream = std::net::TcpStream::connect(listen.expect("a door")).expect("connects");
    let head = format!(
        "POST /submissions HTTP/1.1\r\nHost: desk\r\nAuthorization: Bearer {token}\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).expect("the head");
    stream.write_all(body.as_bytes()).expect("the body");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    let status = answer.split(' ').nth(1).and_then(|code| code.parse().ok());
    let (_, said) = answer.split_once("\r\n\r\n").expect("head and body");
    let said = serde_json::from_str(said).unwrap_or_default();
    (status.expect("a status"), said)
}

#[test]
fn the_same_order_twice_is_one_record_and_a_changed_one_an_update() {
    let folder = tempfile::tempdir().expect("a folder");
    let town = Town::planned(&folder.path().join("city"));
    let (settings, token) = sealed_desk(folder.path(), &town);
    let room = Room::open(settings.clone());
    door_opens(&room);
    let order = |matter: &str| json!({ "工单编号": "演练-7", "标题": matter }).to_string();
    let (_, said) = posted(&settings, &token, &order("演练 路灯不亮"));
    assert_eq!(said["stored"], 1, "new: {said}");
    let events = room.events();
    let (_, said) = posted(&settings, &token, &order("演练 路灯不亮"));
    assert_eq!(
        (&said["stored"], &said["unchanged"]),
        (&json!(0), &json!(1)),
        "{said}"
    );
    assert_eq!(room.events(), events, "no new fact");
    let (_, said) = posted(&settings, &token, &order("演练 路灯漏电"));
    assert_eq!(said["stored"], 1, "changed: {said}");
    let rows = page(&room, SubmissionState::Open).rows;
    assert_eq!(rows.len(), 1, "one record");
    let one = &rows[0].submission;
    assert_eq!(one.received.matter, "演练 路灯漏电", "as it is now");
    assert!(one.updated_at.is_some(), "and the row says that it changed");
    let (status, said) = posted(&settings, "wrong", &order("演练"));
    assert_eq!(
        (status, &said["reason"]),
        (401, &json!("token")),
        "no token"
    );
}
