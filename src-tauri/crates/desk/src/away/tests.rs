//! What a fire panel says at intake, with its detectors on the shelf and out of service.

use emergency::alert::{AlertReceived, AlertShelved, MessageType, RawBytes, alert_id};
use emergency::event::TimeSource;
use emergency::level::WarningLevel;
use emergency::source::SourcePutBack;
use emergency::time::HOUR_MS;
use feeds::intake::Intake as _;

use super::*;
use crate::board::Filling;
use crate::intake::DeskIntake;

const DETECTOR: &str = "1.2.3-1-0-40-7";
const OTHER: &str = "1.2.3-1-0-40-8";
const ELSEWHERE: &str = "9.9.9-1-0-40-7";

struct Room {
    session: Arc<Session>,
    _folder: tempfile::TempDir,
}

impl Room {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let key = ed25519_dalek::SigningKey::from_bytes(&[7; 32]);
        let session = crate::opening::open_session(&folder.path().join("log.db"), &key, true, 0);
        let room = Self {
            session: Arc::new(session.expect("opens")),
            _folder: folder,
        };
        room.read();
        room
    }

    /// The board takes what the log has learned.
    fn read(&self) {
        while self.session.board.fill(&self.session) == Filling::More {}
    }

    /// A detector says that it burns.
    fn burns(&self, detector: &str, number: i64) -> AlertId {
        self.says(detector, number, MessageType::Alert, None)
    }

    fn ends(&self, detector: &str, number: i64) {
        self.says(detector, number, MessageType::Cancel, None);
    }

    fn says(
        &self,
        detector: &str,
        number: i64,
        msg_type: MessageType,
        level: Option<WarningLevel>,
    ) -> AlertId {
        let notice = Notice {
            format: "gbt26875".to_owned(),
            sender: format!("gbt26875:{detector}"),
            identifier: format!("fire/{number}"),
            sent: UtcMs(number + i64::from(msg_type == MessageType::Cancel)),
            event: "演练 火警".to_owned(),
            event_code: "fire".to_owned(),
            msg_type,
            level,
            ..Notice::default()
        };
        self.brings(notice)
    }

    fn brings(&self, notice: Notice) -> AlertId {
        let id = alert_id(&notice.sender, &notice.identifier);
        let received = AlertReceived {
            raw: RawBytes {
                sha256: format!("{notice:?}"),
                ..RawBytes::default()
            },
            notice,
            feed: "演练 消防".to_owned(),
            ..AlertReceived::default()
        };
        let draft = Draft::plain(id.0.clone(), Fact::AlertReceived(received));
        let intake = DeskIntake::new(Arc::clone(&self.session));
        intake.observe(vec![draft]).expect("is stored");
        self.read();
        id
    }

    fn alert(&self, id: &AlertId) -> Alert {
        let found = self.session.logbook.alert(id.as_str()).expect("reads");
        found.expect("it is there")
    }

    fn life(&self, id: &AlertId) -> Life {
        self.alert(id).life(self.session.logbook.now())
    }

    fn happen(&self, id: &str, fact: Fact) {
        let draft = Draft::plain(id, fact);
        let done = self.session.logbook.observe(vec![draft], &officer());
        done.expect("is written");
        self.read();
    }

    fn act(&self, command: Command) {
        let moves = Moves::of(&self.session, &command).expect("reads");
        let done = self.session.logbook.command(command, officer());
        done.expect("is allowed");
        if let Some(moves) = moves {
            moves.follow(&self.session, &officer());
        }
        self.read();
    }

    fn take_out(&self, source: &str, hours: i64) {
        self.act(Command::Alarm(AlarmAct::TakeOut {
            source: source.into(),
            name: "演练".to_owned(),
            until: self.session.logbook.now().plus_ms(hours * HOUR_MS),
            reason: "演练 检修".to_owned(),
        }));
    }

    fn put_back(&self, source: &str) {
        self.act(Command::Alarm(AlarmAct::PutBack {
            source: source.into(),
            note: String::new(),
        }));
    }

    fn shelve(&self, id: &AlertId) -> UtcMs {
        let until = self.session.logbook.now().plus_ms(HOUR_MS);
        self.act(Command::ShelveAlert {
            alert: id.clone(),
            until,
            reason: "演练 施工扬尘".to_owned(),
        });
        until
    }

    fn acknowledge(&self, id: &AlertId) {
        self.happen(id.as_str(), Fact::AlertAcknowledged(AlertMark::default()));
    }

    /// Lets the thread's rounds go by.
    fn rounds(&self) {
        let mut round = Round::default();
        for _ in 0..2 {
            round.look(&self.session).expect("looks");
        }
        self.read();
    }
}

fn officer() -> Who {
    Who {
        actor: "演练 王敏".into(),
        role: "duty".to_owned(),
        occurred_at: None,
        by: TimeSource::Desk,
    }
}

fn source(detector: &str) -> String {
    format!("gbt26875:{detector}")
}

#[test]
fn what_stands_of_a_station_goes_with_it_and_the_station_says_nothing_meanwhile() {
    let room = Room::new();
    let stands = room.burns(DETECTOR, 1);
    let seen = room.burns(OTHER, 2);
    room.acknowledge(&seen);
    let ended = room.burns(OTHER, 3);
    room.ends(OTHER, 3);
    let elsewhere = room.burns(ELSEWHERE, 4);
    room.take_out("gbt26875:1.2.3", 8);
    for id in [&stands, &seen] {
        assert_eq!(room.life(id), Life::OutOfService, "each in its own row");
    }
    assert_eq!(
        room.life(&ended),
        Life::Returned,
        "nobody has seen that one"
    );
    assert_eq!(room.life(&elsewhere), Life::Unacknowledged, "another panel");
    let comes = room.burns(DETECTOR, 5);
    assert_eq!(
        room.life(&comes),
        Life::OutOfService,
        "what comes goes there"
    );
}

#[test]
fn what_came_while_a_source_was_out_comes_back_with_it_and_is_heard() {
    let room = Room::new();
    let stood = room.burns(DETECTOR, 1);
    room.take_out(&source(DETECTOR), 24 * 30);
    let came = room.burns(DETECTOR, 2);
    let went = room.burns(DETECTOR, 3);
    room.ends(DETECTOR, 3);
    let grave = room.says(DETECTOR, 4, MessageType::Alert, Some(WarningLevel::Red));
    room.session.board.take_fresh();
    room.put_back(&source(DETECTOR));
    for id in [&stood, &came, &grave] {
        assert_eq!(room.life(id), Life::Unacknowledged, "nobody named it");
    }
    assert_eq!(room.life(&went), Life::Ended, "that was part of the work");
    assert!(room.session.board.take_fresh().is_some(), "and it is heard");
    let since = room.alert(&came).waits_since(room.session.logbook.now());
    assert!(
        since > room.alert(&came).first_recorded,
        "it goes further from now on: {since:?}"
    );
}

#[test]
fn what_a_rule_keeps_away_stays_there_when_its_source_is_put_back() {
    let room = Room::new();
    let tests = |number: i64| Notice {
        format: "gbt26875".to_owned(),
        sender: source(DETECTOR),
        identifier: format!("test/{number}"),
        sent: UtcMs(number),
        event: "演练 测试信号".to_owned(),
        ..Notice::default()
    };
    let stood = room.brings(tests(1));
    room.take_out(&source(DETECTOR), 8);
    let came = room.brings(tests(2));
    room.put_back(&source(DETECTOR));
    for id in [&stood, &came] {
        assert_eq!(room.life(id), Life::Suppressed, "the rule still says so");
    }
}

#[test]
fn a_level_that_comes_back_with_its_source_is_heard() {
    let room = Room::new();
    room.take_out(&source(DETECTOR), 8);
    room.says(DETECTOR, 1, MessageType::Alert, Some(WarningLevel::Red));
    room.session.board.take_fresh();
    room.put_back(&source(DETECTOR));
    assert!(
        room.session.board.take_fresh().is_some(),
        "no message comes that would announce it by its level"
    );
}

#[test]
fn what_another_desk_put_away_too_late_comes_back_by_itself() {
    let room = Room::new();
    room.take_out(&source(DETECTOR), 24 * 30);
    room.put_back(&source(DETECTOR));
    let late = room.burns(DETECTOR, 1);
    let until = room.session.logbook.now().plus_ms(24 * 30 * HOUR_MS);
    let out = SourceTakenOut {
        until,
        ..SourceTakenOut::default()
    };
    room.happen(late.as_str(), with_source(&out));
    assert_eq!(room.life(&late), Life::OutOfService, "as it came");
    let mut round = Round::default();
    round.look(&room.session).expect("looks");
    assert_eq!(
        room.life(&late),
        Life::OutOfService,
        "the desk where it was put back has its time to say so"
    );
    round.look(&room.session).expect("looks");
    assert_eq!(
        room.life(&late),
        Life::Unacknowledged,
        "and is not waited for"
    );
}

#[test]
fn of_two_that_hold_an_alarm_out_the_other_holds_it_only_as_long_as_it_is_out() {
    let room = Room::new();
    let stands = room.burns(DETECTOR, 1);
    room.take_out(&source(DETECTOR), 2);
    room.take_out("gbt26875:1.2.3", 24 * 30);
    room.put_back("gbt26875:1.2.3");
    let alert = room.alert(&stands);
    assert_eq!(
        room.life(&stands),
        Life::OutOfService,
        "the detector is out"
    );
    let out = room.session.logbook.source(&source(DETECTOR));
    let out = out.expect("reads").and_then(|source| source.out);
    let until = out.map(|(out, _)| out.until);
    assert_eq!(alert.comes_back(), until, "for two hours and not 30 days");
    room.put_back(&source(DETECTOR));
    assert_eq!(
        room.life(&stands),
        Life::Unacknowledged,
        "and then not at all"
    );
}

#[test]
fn what_a_shelved_point_says_again_goes_on_its_shelf_and_is_counted() {
    let room = Room::new();
    let first = room.burns(DETECTOR, 1);
    let until = room.shelve(&first);
    room.ends(DETECTOR, 1);
    let again = room.burns(DETECTOR, 2);
    let more = room.alert(&again);
    let on = more
        .shelved
        .as_ref()
        .map(|(end, mark)| (*end, mark.note.as_str()));
    assert_eq!(on, Some((until, "演练 施工扬尘")), "to the same end");
    assert_eq!(more.shelf_of.as_deref(), Some(&first), "on that shelf");
    assert_eq!(room.alert(&first).shelf_more, 1, "and it is counted there");
    let other = room.burns(OTHER, 3);
    assert_eq!(room.life(&other), Life::Unacknowledged, "another detector");
    let graver = room.says(DETECTOR, 4, MessageType::Alert, Some(WarningLevel::Blue));
    assert_eq!(
        room.life(&graver),
        Life::Unacknowledged,
        "what lies there has no level"
    );
}

#[test]
fn a_shelf_that_has_run_out_takes_nothing_more() {
    let room = Room::new();
    let first = room.burns(DETECTOR, 1);
    let shelved = AlertShelved {
        until: room.session.logbook.now(),
        reason: "演练".to_owned(),
        under: None,
    };
    room.happen(first.as_str(), Fact::AlertShelved(shelved));
    let again = room.burns(DETECTOR, 2);
    assert_eq!(room.life(&again), Life::Unacknowledged, "it is over");
}

#[test]
fn a_shelf_is_known_after_a_start_and_comes_down_whole() {
    let room = Room::new();
    let first = room.burns(DETECTOR, 1);
    room.shelve(&first);
    room.session.board.sources_changed();
    let fresh = crate::session::Session::new(room.session.logbook.clone()).expect("reads");
    let anew = Room {
        session: Arc::new(fresh),
        _folder: tempfile::tempdir().expect("a folder"),
    };
    anew.read();
    let on: Vec<AlertId> = (2..5).map(|number| anew.burns(DETECTOR, number)).collect();
    for id in &on {
        assert_eq!(anew.life(id), Life::Shelved, "read off the log");
    }
    anew.act(Command::UnshelveAlert {
        alert: on[0].clone(),
    });
    for id in on.iter().chain([&first]) {
        assert_eq!(anew.life(id), Life::Unacknowledged, "one shelf, one act");
    }
}

#[test]
fn what_went_on_a_shelf_that_another_desk_had_taken_down_comes_back() {
    let room = Room::new();
    let first = room.burns(DETECTOR, 1);
    let late = room.burns(DETECTOR, 2);
    let shelved = AlertShelved {
        until: room.session.logbook.now().plus_ms(HOUR_MS),
        reason: "演练".to_owned(),
        under: Some(first),
    };
    room.happen(late.as_str(), Fact::AlertShelved(shelved));
    assert_eq!(room.life(&late), Life::Shelved, "as it came");
    room.rounds();
    assert_eq!(room.life(&late), Life::Unacknowledged, "there is no shelf");
}

#[test]
fn each_fire_of_a_detector_stays_until_it_is_reset() {
    let room = Room::new();
    let first = room.burns(DETECTOR, 1);
    room.acknowledge(&first);
    room.ends(DETECTOR, 1);
    let second = room.burns(DETECTOR, 2);
    let reset = |id: &AlertId| {
        room.act(Command::Alarm(AlarmAct::Reset {
            alerts: vec![id.clone()],
            note: String::new(),
        }));
    };
    reset(&first);
    assert_eq!(room.life(&first), Life::Ended, "what has ended is reset");
    room.acknowledge(&second);
    room.ends(DETECTOR, 2);
    assert_eq!(room.life(&second), Life::Latched, "what burned on is not");
    reset(&second);
    assert_eq!(room.life(&second), Life::Ended, "until it is as well");
}

#[test]
fn a_fire_that_came_while_its_source_was_out_stays_until_it_is_reset() {
    let room = Room::new();
    room.take_out(&source(DETECTOR), 8);
    let came = room.burns(DETECTOR, 1);
    room.put_back(&source(DETECTOR));
    room.acknowledge(&came);
    room.ends(DETECTOR, 1);
    assert_eq!(room.life(&came), Life::Latched, "it burned after all");
}

#[test]
fn a_source_put_back_by_another_desk_is_in_service_here_too() {
    let room = Room::new();
    room.take_out(&source(DETECTOR), 8);
    let out = room.burns(DETECTOR, 1);
    room.happen(
        &source(DETECTOR),
        Fact::SourcePutBack(SourcePutBack::default()),
    );
    let comes = room.burns(DETECTOR, 2);
    assert_eq!(
        room.life(&comes),
        Life::Unacknowledged,
        "what comes is seen"
    );
    room.rounds();
    assert_eq!(room.life(&out), Life::Unacknowledged, "and what had come");
}
