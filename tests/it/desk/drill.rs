//! A drill beside the watch.

use contract::calls::Answer as _;
use contract::error::Code;
use contract::rows::{AlertSection, Nothing, StartDrill, SteerDrill};
use emergency::decide::Command;
use emergency::incident::Noted;

use super::{Room, SEED, cap, leak, now, officer, until};

fn steer() -> SteerDrill {
    SteerDrill {
        who: officer(),
        ..SteerDrill::default()
    }
}

/// Length and newest hash of the log that is worked in.
fn log_of(room: &Room) -> (u64, String) {
    let sheet = room.desk.handover_sheet(Nothing {}).expect("reads");
    (sheet.events, sheet.head_hash)
}

#[test]
fn a_drill_has_its_own_log_and_leaves_the_watch_as_it_was() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    let opened = leak("真警 在办", now());
    let real = room.act(Command::OpenIncident { opened });
    let before = log_of(&room);
    let desk = &room.desk;

    let scenario = desk.scenarios(Nothing {}).expect("reads").remove(0);
    let start = StartDrill {
        scenario: scenario.id.clone(),
        seed: SEED,
        size: 1,
        speed: 1,
        who: officer(),
    };
    let status = desk.start_drill(start.clone()).expect("it starts");
    assert!(status.running, "it runs");
    let hello = desk.hello(Nothing {}).expect("reads");
    assert!(hello.exercise, "every screen says that it is an exercise");
    assert_eq!(
        desk.status(Nothing {}).expect("reads").drill,
        scenario.title,
        "and which"
    );
    let none = desk.incidents(Nothing {}).expect("reads");
    assert!(
        none.iter().all(|row| row.id.as_str() != real),
        "nothing of the watch is in it"
    );
    let twice = desk.start_drill(start).expect_err("one at a time");
    assert_eq!(twice.code, Code::Refused, "a second one is refused");

    let inject = SteerDrill {
        inject_next: true,
        ..steer()
    };
    let row = until(desk, "an alert of the drill is in its list", |_| {
        let found = room.alerts(AlertSection::Open, "").into_iter().next();
        if found.is_none() {
            desk.steer_drill(inject.clone())
                .expect("the next one comes");
        }
        found
    });
    room.act(Command::AcknowledgeAlerts {
        alerts: vec![row.id.clone()],
        note: String::new(),
    });
    let mut opened = leak("演练 演习事件", now());
    opened.alerts = vec![row.id];
    let made = room.act(Command::OpenIncident { opened });
    assert_eq!(
        room.incident(&made).alerts.len(),
        1,
        "it is worked as a real one is"
    );

    desk.stop_drill(steer()).expect("it ends");
    assert_eq!(log_of(&room), before, "the watch's own log is as it was");
    assert!(
        !desk.hello(Nothing {}).expect("reads").exercise,
        "the screens are real again"
    );
    let all = desk.incidents(Nothing {}).expect("reads");
    let ids: Vec<_> = all.iter().map(|row| row.id.as_str()).collect();
    assert_eq!(ids, [real.as_str()], "with the watch's own incident alone");
}

#[test]
fn the_watch_goes_on_beneath_a_drill() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    let start = StartDrill {
        scenario: room.desk.scenarios(Nothing {}).expect("reads")[0]
            .id
            .clone(),
        seed: SEED,
        size: 1,
        speed: 1,
        who: officer(),
    };
    room.desk.start_drill(start).expect("it starts");
    let message = cap("BENEATH-1", "Actual", "真警 演习中来的");
    let follower = room.desk.follow();
    room.drop_in("beneath.xml", message.as_bytes());
    let heard = loop {
        let changes = follower.next().expect("the desk is open");
        if let Some(alarm) = changes.alarm.filter(|alarm| !alarm.exercise) {
            break alarm;
        }
    };
    assert_eq!(
        heard.headline, "真警 演习中来的",
        "it is heard in the drill"
    );
    let note = Noted {
        text: "演练 记在演习里".to_owned(),
        ..Noted::default()
    };
    room.act(Command::NoteDuty { note });
    room.desk.stop_drill(steer()).expect("it ends");
    let rows = room.alerts(AlertSection::Open, "演习中来的");
    assert_eq!(rows.len(), 1, "and waits in the watch's own list");
    assert_eq!(room.events(), 1, "which has nothing of the drill");
}

#[test]
fn a_drill_is_run_in_a_district_of_the_size_that_was_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    let scenario = room.desk.scenarios(Nothing {}).expect("reads").remove(0);
    let start = |size| StartDrill {
        scenario: scenario.id.clone(),
        seed: SEED,
        size,
        speed: 1,
        who: officer(),
    };
    for size in [0, 101] {
        let error = room
            .desk
            .start_drill(start(size))
            .expect_err("no such size");
        assert_eq!(error.code, Code::Refused, "{size} is out of bounds");
    }
    room.desk.start_drill(start(2)).expect("it starts");
    let teams = room.desk.teams(Nothing {}).expect("reads").len();
    let made = |size| drills::district::District::generate(SEED, size).teams.len();
    assert_eq!(teams, made(2), "as many teams as two districts have");
    assert!(teams > made(1), "and more than one");
}

#[test]
fn an_exercise_ten_times_the_district_opens_and_stays_the_same_at_the_next_start() {
    let folder = tempfile::tempdir().expect("a folder");
    let open = |size| {
        let settings = desk::Settings::load(folder.path(), None, None).expect("defaults");
        let mut settings = settings
            .in_exercise(Some(SEED), Some(size))
            .expect("a size");
        settings.keyring = false;
        Room::open(settings)
    };
    let room = open(10);
    let teams = |room: &Room| room.desk.teams(Nothing {}).expect("reads").len();
    let made = drills::district::District::generate(SEED, 10);
    assert_eq!(teams(&room), made.teams.len(), "all teams of it");
    drop(room);
    // Its log holds that district, so its roads must be of it too, whatever is asked for now.
    let again = open(2);
    assert_eq!(teams(&again), made.teams.len(), "the folder keeps its own");
}
