//! A flood at the desk: a few rows that can be opened, acts on all that a row stands for, what a
//! source was worth, and who is told when nobody answers.

use contract::calls::Answer as _;
use contract::rows::{AlertPage, AlertQuery, AlertRow, AlertSection, Nothing, RowAlertsRequest};
use drills::flood::{CAUSES, FloodAlert, NOISES, flood};
use emergency::alert::{EscalationStep, Finding, Life};
use emergency::decide::{AlarmAct, Command, Draft};
use emergency::fact::Fact;
use emergency::time::HOUR_MS;
use feeds::intake::Intake as _;
use tests::flood::MIDDLE;

use super::{Room, by_id, now, until};

const ALARMS: u32 = 600;

/// An exercise desk that a flood has come to.
fn flooded(folder: &std::path::Path) -> (Room, Vec<FloodAlert>) {
    let room = Room::exercise(&folder.join("a"), false, None);
    let made = flood(5, MIDDLE, now(), ALARMS);
    bring(&room, &made);
    until(&room.desk, "all of them are in a count", |_| {
        let rows = list(&room, AlertQuery::default()).rows;
        (rows.iter().map(stands_for).sum::<u32>() == ALARMS).then_some(())
    });
    (room, made)
}

fn bring(room: &Room, made: &[FloodAlert]) {
    let drafts = made.iter().map(|one| {
        let fact = Fact::AlertReceived(one.received.clone());
        Draft::plain(one.alert.0.clone(), fact)
    });
    room.desk
        .intake()
        .observe(drafts.collect())
        .expect("is stored");
}

fn list(room: &Room, query: AlertQuery) -> AlertPage {
    let query = AlertQuery {
        limit: 500,
        ..query
    };
    room.desk.alerts(query).expect("the list is read")
}

fn stands_for(row: &AlertRow) -> u32 {
    row.gathered.as_ref().map_or(1, |row| row.alerts)
}

fn act(room: &Room, act: AlarmAct) {
    room.act(Command::Alarm(act));
}

#[test]
fn a_flood_is_a_few_rows_that_open_down_to_each_alarm() {
    let folder = tempfile::tempdir().expect("a folder");
    let (room, made) = flooded(folder.path());
    let page = list(&room, AlertQuery::default());
    assert!(page.is_gathered, "the rows stand for many");
    assert!(
        page.rows.len() <= CAUSES + NOISES,
        "{} rows",
        page.rows.len()
    );
    assert_eq!(
        page.total as usize,
        page.rows.len(),
        "and it says how many rows"
    );
    let storm = page.rows.iter().find(|row| row.kind == "storm");
    let storm = storm.expect("the warning leads its floods");
    let gathered = storm.gathered.clone().expect("it stands for more");
    assert_eq!(gathered.lead, storm.id, "led by what was heard first");
    let under = AlertQuery {
        under: Some(storm.id.clone()),
        ..AlertQuery::default()
    };
    let folds = list(&room, under.clone());
    assert_eq!(
        folds.total, gathered.folds,
        "the row opens into its sources"
    );
    let repeated = folds.rows.iter().find(|row| stands_for(row) > 1);
    let repeated = repeated.expect("some repeat");
    let each = AlertQuery {
        under: Some(repeated.id.clone()),
        each: true,
        ..under
    };
    let each = list(&room, each);
    assert_eq!(
        each.total,
        stands_for(repeated),
        "and those into each alarm"
    );
    let detail = room
        .desk
        .alert(by_id(each.rows[0].id.as_str()))
        .expect("it opens");
    let heading = detail.heading.expect("the detail says where it stands");
    assert_eq!(heading.lead, storm.id, "under the storm");
    assert!(
        !detail.priority.reasons.is_empty(),
        "and why it goes where it goes"
    );
    let ended = made.iter().filter(|one| !one.begins()).count();
    let returned = list(
        &room,
        AlertQuery {
            life: Some(Life::Returned),
            ..AlertQuery::default()
        },
    );
    assert!(!returned.is_gathered, "a state is listed flat");
    assert_eq!(
        returned.total as usize, ended,
        "what ended waits to be seen"
    );
    assert_eq!(returned.counts.returned as usize, ended, "and is counted");
}

#[test]
fn an_act_on_a_row_is_one_on_all_that_it_stands_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let (room, _) = flooded(folder.path());
    let top = list(&room, AlertQuery::default()).rows.remove(0);
    let request = RowAlertsRequest {
        id: top.id.clone(),
        repeats: false,
    };
    let alerts = room.desk.row_alerts(request).expect("it is known");
    assert_eq!(alerts.len() as u32, stands_for(&top), "every one of them");
    room.act(Command::AcknowledgeAlerts {
        alerts,
        note: String::new(),
    });
    let waits = |row: &AlertRow| row.gathered.as_ref().map_or(0, |row| row.waiting);
    let rows = list(&room, AlertQuery::default()).rows;
    let again = rows.iter().find(|row| row.id == top.id);
    // What had ended is gone, what stands was seen; nothing of it waits.
    assert!(again.is_none_or(|row| waits(row) == 0), "{again:?}");
    assert!(rows[0].id != top.id, "and another row is on top");
}

#[test]
fn what_a_source_was_worth_stands_beside_its_next_alarm() {
    let folder = tempfile::tempdir().expect("a folder");
    let (room, made) = flooded(folder.path());
    let vehicle = made
        .iter()
        .filter(|one| one.begins() && one.cause == Some(2));
    let seen: Vec<_> = vehicle.map(|one| one.alert.clone()).take(6).collect();
    let (real, unreal) = seen.split_at(5);
    let verify = |alerts: &[_], finding, note: &str| AlarmAct::Verify {
        alerts: alerts.to_vec(),
        finding: Some(finding),
        note: note.to_owned(),
    };
    act(&room, verify(real, Finding::Real, ""));
    act(&room, verify(unreal, Finding::False, "演练 传感器误动"));
    let next = flood(6, MIDDLE, now(), 40);
    let next: Vec<_> = next
        .into_iter()
        .filter(|one| one.cause == Some(2))
        .collect();
    bring(&room, &next);
    let detail = room
        .desk
        .alert(by_id(next[0].alert.as_str()))
        .expect("it opens");
    let precision = detail.row.precision;
    assert_eq!(
        (precision.n, precision.percent),
        (6, Some(83)),
        "five of six"
    );
    let other = made
        .iter()
        .find(|one| one.cause == Some(0))
        .expect("another");
    let other = room
        .desk
        .alert(by_id(other.alert.as_str()))
        .expect("it opens");
    assert_eq!(other.row.precision.percent, None, "nobody knows that one");
}

#[test]
fn a_source_out_of_service_is_counted_and_comes_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let (room, made) = flooded(folder.path());
    let first = made
        .iter()
        .find(|one| one.cause == Some(2))
        .expect("it is there");
    let source = room
        .desk
        .alert(by_id(first.alert.as_str()))
        .expect("opens")
        .row
        .source_id;
    let out = AlarmAct::TakeOut {
        source: source.clone(),
        name: "演练 车辆".to_owned(),
        until: now().plus_ms(HOUR_MS),
        reason: "演练 检修".to_owned(),
    };
    act(&room, out);
    let before = list(&room, AlertQuery::default()).counts.out_of_service;
    let next = flood(7, MIDDLE, now(), 60);
    let is_vehicle = |one: &FloodAlert| one.begins() && one.cause == Some(2);
    let next: Vec<_> = next.into_iter().filter(is_vehicle).collect();
    bring(&room, &next);
    let away = until(&room.desk, "they are out of the way", |_| {
        let page = list(&room, AlertQuery::default());
        let all = before + u32::try_from(next.len()).expect("small");
        (page.counts.out_of_service == all).then_some(page.counts)
    });
    assert_eq!(away.shelved, away.out_of_service, "counted where they went");
    let out = room.desk.sources_out(Nothing {}).expect("is read");
    assert_eq!(out.len(), 1, "and the source is named");
    let shelved = AlertQuery {
        section: AlertSection::Shelved,
        life: Some(Life::OutOfService),
        ..AlertQuery::default()
    };
    let rows = list(&room, shelved).rows;
    assert_eq!(
        rows.len() as u32,
        away.out_of_service,
        "each of them can be seen"
    );
    act(
        &room,
        AlarmAct::PutBack {
            source,
            note: String::new(),
        },
    );
    let counts = list(&room, AlertQuery::default()).counts;
    assert_eq!(counts.out_of_service, 0, "all of it is back");
}

#[test]
fn what_nobody_acknowledges_goes_further_step_by_step() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("a");
    let mut settings = desk::Settings::load(&data, Some(7), None).expect("defaults");
    settings.fill_district = false;
    settings.keyring = false;
    // A drill holds every message back, so that nothing is sent to it.
    let gateway = "[sms]\nurl = \"http://sms.invalid\"";
    settings.channels = toml::from_str(gateway).expect("a gateway");
    let high = &mut settings.alarms.escalation.high;
    (
        high.louder_s,
        high.notification_s,
        high.second_desk_s,
        high.duty_leader_s,
    ) = (1, 2, 0, 3);
    let room = Room::open(settings);
    room.act(Command::StartDuty {
        started: emergency::duty::DutyStarted {
            leader: "演练 李强".into(),
            officers: vec!["演练 王敏".into()],
        },
    });
    let set = emergency::rota::RotaSet {
        leader: "演练 李强".into(),
        phone: "000-0001".to_owned(),
        officers: vec!["演练 王敏".into()],
        ..emergency::rota::RotaSet::default()
    };
    let day = emergency::day::Day::of(now());
    room.act(Command::Resource {
        act: emergency::decide::ResourceAct::SetRota { day, set },
    });
    bring(&room, &flood(5, MIDDLE, now(), 12));
    let follower = room.desk.follow();
    let mut steps = Vec::new();
    until(&room.desk, "the duty leader is told", |desk| {
        let changes = follower.next().expect("the desk is open");
        steps.extend(changes.alarm.and_then(|alarm| alarm.step));
        let lines = desk.timeline(contract::rows::TimelineQuery {
            limit: 500,
            ..Default::default()
        });
        let lines = lines.expect("the log is read");
        let told = lines.iter().any(|line| line.kind == "circular.sent");
        told.then_some(())
    });
    steps.dedup();
    let all = [
        EscalationStep::Louder,
        EscalationStep::Notification,
        EscalationStep::DutyLeader,
    ];
    assert_eq!(steps.first(), Some(&all[0]), "louder first: {steps:?}");
    assert!(steps.is_sorted(), "and never back: {steps:?}");
}

#[test]
fn the_load_of_a_flood_stands_beside_the_guideline() {
    let folder = tempfile::tempdir().expect("a folder");
    let (room, _) = flooded(folder.path());
    let request = contract::rows::AlarmLoadRequest {
        hours: 1,
        shift: None,
    };
    let sheet = room.desk.alarm_load(request).expect("is computed");
    assert_eq!(sheet.load.alarms, ALARMS, "each alarm once, ended or not");
    assert!(
        sheet.load.average > sheet.guideline.average_most,
        "far too many"
    );
    let by_priority: u32 = sheet.load.by_priority.iter().sum();
    assert_eq!(by_priority, ALARMS, "each has a priority");
    assert!(
        !sheet.load.chattering.is_empty(),
        "points that chatter are found"
    );
    let calmed = sheet.load.chattering.iter().flat_map(|one| &one.calmed);
    let fewer = calmed.clone().all(|one| one.alarms < ALARMS);
    assert!(fewer && calmed.count() > 0, "with what would calm them");
    assert!(!sheet.cut, "all of it was read");
}

#[test]
fn each_shift_has_its_own_load_and_they_stand_beside_each_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("a");
    let mut settings = desk::Settings::load(&data, Some(7), None).expect("defaults");
    settings.fill_district = false;
    settings.keyring = false;
    let room = Room::open(settings);
    let watch = |name: &str| {
        room.act(Command::StartDuty {
            started: emergency::duty::DutyStarted {
                leader: "演练 李强".into(),
                officers: vec![name.into()],
            },
        });
    };
    let ask = |request| room.desk.alarm_load(request).expect("is computed");
    watch("演练 王敏");
    bring(&room, &flood(5, MIDDLE, now(), 12));
    let all = ask(contract::rows::AlarmLoadRequest::default());
    let (alarms, standing) = (all.load.alarms, all.load.standing);
    assert!(alarms > 0 && standing > 0, "this shift has alarms");
    watch("演练 赵磊");
    let this = ask(contract::rows::AlarmLoadRequest::default());
    assert_eq!(this.load.alarms, 0, "the next one none yet");
    let request = contract::rows::AlarmShiftsRequest { compare: 2 };
    let shifts = room.desk.alarm_shifts(request).expect("are computed");
    let named: Vec<&str> = shifts
        .shifts
        .iter()
        .map(|one| one.officers[0].0.as_str())
        .collect();
    assert_eq!(named, ["演练 赵磊", "演练 王敏"], "the newest first");
    let each: Vec<u32> = shifts.loads.iter().map(|one| one.load.alarms).collect();
    assert_eq!(each, [0, alarms], "each with its own");
    let past = ask(contract::rows::AlarmLoadRequest {
        hours: 0,
        shift: Some(shifts.shifts[1].from),
    });
    assert_eq!(
        (past.load.alarms, past.load.standing),
        (alarms, standing),
        "and with what stood at its end"
    );
    let unknown = room.desk.alarm_load(contract::rows::AlarmLoadRequest {
        hours: 0,
        shift: Some(now()),
    });
    assert!(unknown.is_err(), "no shift began now");
}
