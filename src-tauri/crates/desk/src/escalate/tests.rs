//! How far alerts go, with a clock that the test holds.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use contract::status::DeafWhy;
use emergency::alert::{AlertMark, AlertReceived, MessageType, Notice, alert_id};
use emergency::circular::Channel;
use emergency::day::Day;
use emergency::decide::ResourceAct;
use emergency::duty::DutyStarted;
use emergency::entity::{EntityKind, State};
use emergency::rota::{RotaSet, RotaShift};
use logbook::{Logbook, OpenOptions};

use super::*;
use crate::answer::leader_is_deaf;
use crate::board::rules::Rules;
use crate::clock;
use crate::settings::{AlarmSettings, EscalationSeconds};

/// Noon in the district: no night raises a priority.
const START_MS: i64 = 1_777_608_000_000;

struct Room {
    escalation: Escalation,
    now: Arc<AtomicI64>,
    /// Whether another desk is connected.
    others: Arc<AtomicBool>,
}

impl Room {
    fn open(path: &Path) -> Self {
        Self::with(true, path)
    }

    fn with(has_channel: bool, path: &Path) -> Self {
        let now = Arc::new(AtomicI64::new(START_MS));
        let read = Arc::clone(&now);
        let options = OpenOptions {
            key: ed25519_dalek::SigningKey::from_bytes(&[7; 32]),
            exercise: true,
            clock: Arc::new(move || UtcMs(read.load(Ordering::Acquire))),
            ids: clock::ids(),
            ballast_bytes: 0,
        };
        let (logbook, _) = logbook::Logbook::open(path, &options).expect("opens");
        let mut settings = AlarmSettings::default();
        settings.escalation.high = EscalationSeconds {
            louder_s: 60,
            notification_s: 0,
            second_desk_s: 120,
            duty_leader_s: 300,
        };
        let rules = Rules::of(&settings, Path::new(""));
        let session = Session::new(logbook).expect("reads");
        let session = Arc::new(session.alarmed_by(Arc::new(rules)));
        if has_channel {
            session.send_by(vec![Channel::Sms]);
        }
        while session.board.fill(&session) == crate::board::Filling::More {}
        let others = Arc::new(AtomicBool::new(true));
        let connected = Arc::clone(&others);
        let escalation = Escalation {
            session,
            followers: Arc::default(),
            others: Box::new(move || connected.load(Ordering::Acquire)),
            began: UtcMs(START_MS),
            missed: false,
            leader_told: None,
            next: FIRST_ROWS,
        };
        Self {
            escalation,
            now,
            others,
        }
    }

    fn logbook(&self) -> &Logbook {
        &self.escalation.session.logbook
    }

    /// A fire of a panel of its own, which is a row of its own.
    fn fire(&self, panel: u32) -> AlertId {
        self.fires([(panel, START_MS)]).remove(0)
    }

    /// Fires by their panels and when they were sent.
    fn fires(&self, all: impl IntoIterator<Item = (u32, i64)>) -> Vec<AlertId> {
        let drafts: Vec<Draft> = all.into_iter().map(|(panel, at)| fire(panel, at)).collect();
        let ids = drafts.iter().map(|draft| AlertId(draft.entity.id.clone()));
        let ids = ids.collect();
        let written = self.logbook().observe(drafts, &machine());
        written.expect("is written");
        ids
    }

    fn happen(&self, alert: &AlertId, fact: Fact) {
        let draft = Draft::plain(alert.0.clone(), fact);
        let written = self.logbook().observe(vec![draft], &machine());
        written.expect("is written");
    }

    fn has_a_leader(&self) {
        let set = RotaSet {
            leader: "演练 李强".into(),
            phone: "000-0001".to_owned(),
            officers: vec!["演练 王敏".into()],
            ..RotaSet::default()
        };
        self.enter(Day::of(self.logbook().now()), set);
    }

    fn enter(&self, day: Day, set: RotaSet) {
        self.act(Command::Resource {
            act: ResourceAct::SetRota { day, set },
        });
    }

    /// One who has the watch, of whom nothing but the name is known.
    fn has_a_leader_without_a_number(&self) {
        let started = DutyStarted {
            leader: "演练 李强".into(),
            officers: vec!["演练 王敏".into()],
        };
        self.act(Command::StartDuty { started });
    }

    fn act(&self, command: Command) {
        let done = self.logbook().command(command, machine());
        done.expect("is allowed");
    }

    fn has_another_desk(&self, there: bool) {
        self.others.store(there, Ordering::Release);
    }

    fn look_after_s(&mut self, seconds: i64) {
        self.now.fetch_add(seconds * 1_000, Ordering::AcqRel);
        self.escalation.look();
    }

    fn step(&self, alert: &AlertId) -> Option<EscalationStep> {
        let state = self.logbook().alert(alert.as_str()).expect("reads");
        state.expect("is there").taken(self.logbook().now())
    }

    fn circulars(&self) -> Vec<CircularSent> {
        let all = self.escalation.session.all(EntityKind::Circular);
        let sent = all.expect("reads").into_iter();
        let sent = sent.filter_map(|state| match state {
            State::Circular(circular) => Some(circular.sent),
            _ => None,
        });
        sent.collect()
    }

    /// What the duty leader was told.
    fn notices(&self) -> Vec<String> {
        self.circulars().into_iter().map(|sent| sent.text).collect()
    }

    /// Who was told.
    fn told(&self) -> Vec<String> {
        let recipients = self.circulars().into_iter();
        let recipients = recipients.flat_map(|sent| sent.recipients);
        recipients.map(|recipient| recipient.name).collect()
    }
}

/// A fire that a panel told.
pub(crate) fn fire(panel: u32, sent_ms: i64) -> Draft {
    let sender = format!("gbt26875:{panel}-1");
    let id = alert_id(&sender, "fire/1");
    let notice = Notice {
        format: "gbt26875".to_owned(),
        sender,
        identifier: "fire/1".to_owned(),
        sent: UtcMs(sent_ms),
        msg_type: MessageType::Alert,
        event: "演练 火警".to_owned(),
        event_code: "fire".to_owned(),
        ..Notice::default()
    };
    let received = AlertReceived {
        notice,
        ..AlertReceived::default()
    };
    Draft::plain(id.0, Fact::AlertReceived(received))
}

#[test]
fn the_leader_is_told_of_what_the_pause_kept_back_and_the_log_says_so_only_then() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut room = Room::open(&folder.path().join("log.db"));
    room.has_a_leader();
    let first = room.fire(1);
    room.look_after_s(300);
    assert_eq!(room.notices().len(), 1, "the first is told");
    assert_eq!(
        room.step(&first),
        Some(EscalationStep::DutyLeader),
        "and so it stands"
    );
    let others = [room.fire(2), room.fire(3)];
    room.look_after_s(300);
    for other in &others {
        let step = room.step(other);
        assert_eq!(
            step,
            Some(EscalationStep::SecondDesk),
            "not told within ten minutes"
        );
    }
    assert_eq!(room.notices().len(), 1, "he is not called every minute");
    room.look_after_s(300);
    let notices = room.notices();
    assert_eq!(notices.len(), 2, "but then");
    assert!(
        notices.iter().any(|text| text.starts_with("2 起告警")),
        "of both: {notices:?}"
    );
    for other in &others {
        assert_eq!(
            room.step(other),
            Some(EscalationStep::DutyLeader),
            "now it stands"
        );
    }
}

#[test]
fn without_a_leader_nobody_is_said_to_have_been_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut room = Room::open(&folder.path().join("log.db"));
    let fire = room.fire(1);
    room.look_after_s(300);
    assert_eq!(
        room.step(&fire),
        Some(EscalationStep::SecondDesk),
        "as far as it goes"
    );
    room.has_a_leader();
    room.look_after_s(1);
    assert_eq!(
        room.step(&fire),
        Some(EscalationStep::DutyLeader),
        "he came and was told"
    );
    assert_eq!(room.notices().len(), 1, "once");
}

#[test]
fn a_leader_without_a_number_is_not_told_and_the_log_does_not_bear_his_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut room = Room::open(&folder.path().join("log.db"));
    room.has_a_leader_without_a_number();
    let fire = room.fire(1);
    room.look_after_s(300);
    assert_eq!(
        room.step(&fire),
        Some(EscalationStep::SecondDesk),
        "there is no way to him"
    );
    assert!(
        room.notices().is_empty(),
        "nothing is written that nobody can send"
    );
    room.has_a_leader();
    room.look_after_s(1);
    assert_eq!(
        room.step(&fire),
        Some(EscalationStep::DutyLeader),
        "his number was entered"
    );
}

#[test]
fn a_leader_with_a_number_is_not_told_where_no_channel_is_set_up() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut room = Room::with(false, &folder.path().join("log.db"));
    room.has_a_leader();
    let fire = room.fire(1);
    room.look_after_s(300);
    assert_eq!(
        room.step(&fire),
        Some(EscalationStep::SecondDesk),
        "nothing would have gone out"
    );
    assert!(
        room.notices().is_empty(),
        "no notice says that somebody was told"
    );
    let why = leader_is_deaf(&room.escalation.session).map(|deaf| deaf.why);
    assert_eq!(why, Some(DeafWhy::NoChannel), "which is said aloud");
    let mut reached = Room::open(&folder.path().join("other.db"));
    reached.has_a_leader();
    reached.fire(1);
    reached.look_after_s(0);
    let why = leader_is_deaf(&reached.escalation.session);
    assert_eq!(why, None, "with a channel he would be");
}

#[test]
fn the_other_desks_are_a_step_only_while_one_is_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut room = Room::open(&folder.path().join("log.db"));
    room.has_another_desk(false);
    let fire = room.fire(1);
    room.look_after_s(60);
    let misses = |room: &Room| room.escalation.session.misses_second_desk();
    assert!(!misses(&room), "it is not due there yet");
    room.look_after_s(60);
    assert_eq!(
        room.step(&fire),
        Some(EscalationStep::Louder),
        "nobody would hear of it"
    );
    assert!(misses(&room), "which is said aloud");
    room.has_another_desk(true);
    room.look_after_s(1);
    assert_eq!(
        room.step(&fire),
        Some(EscalationStep::SecondDesk),
        "one came, and it was still due"
    );
    assert!(!misses(&room), "nothing is missed any more");
    room.has_another_desk(false);
    let other = room.fire(2);
    room.look_after_s(120);
    assert!(misses(&room), "the next one is");
    room.happen(&other, Fact::AlertAcknowledged(AlertMark::default()));
    room.look_after_s(1);
    assert!(!misses(&room), "until somebody answers here");
}

#[test]
fn what_is_opened_again_has_its_own_time() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut room = Room::open(&folder.path().join("log.db"));
    let fire = room.fire(1);
    room.look_after_s(120);
    assert_eq!(
        room.step(&fire),
        Some(EscalationStep::SecondDesk),
        "nobody came"
    );
    room.happen(&fire, Fact::AlertAcknowledged(AlertMark::default()));
    room.look_after_s(3_600);
    room.happen(&fire, Fact::AlertReopened(AlertMark::default()));
    room.look_after_s(59);
    assert_eq!(room.step(&fire), None, "it waits for a minute");
    room.look_after_s(1);
    assert_eq!(
        room.step(&fire),
        Some(EscalationStep::Louder),
        "then it is louder"
    );
    room.look_after_s(0);
    let revised = room.fires([(1, START_MS + 1)]);
    assert_eq!(
        revised,
        std::slice::from_ref(&fire),
        "the same alert says something new"
    );
    room.look_after_s(59);
    assert_eq!(room.step(&fire), None, "which nobody could see before");
}

#[test]
fn every_row_that_waits_goes_further_however_many_there_are() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut room = Room::open(&folder.path().join("log.db"));
    let count = u32::try_from(FIRST_ROWS + NEXT_ROWS).expect("small") + 100;
    let fires = room.fires((0..count).map(|panel| (panel, START_MS)));
    room.look_after_s(120);
    room.look_after_s(0);
    let left = fires
        .iter()
        .filter(|fire| room.step(fire).is_none())
        .count();
    assert_eq!(left, 0, "the oldest as well");
}

#[test]
fn while_the_list_is_not_gathered_each_alert_goes_further() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut room = Room::open(&folder.path().join("log.db"));
    let fire = room.fire(1);
    let session = Arc::get_mut(&mut room.escalation.session).expect("nobody else has it");
    // One that was not filled.
    let rules = Rules::of(&session.board.rules().settings, Path::new(""));
    session.board = crate::board::Board::new(
        Arc::new(rules),
        &session.logbook,
        Arc::clone(&session.points),
    );
    room.look_after_s(120);
    assert_eq!(
        room.step(&fire),
        Some(EscalationStep::SecondDesk),
        "read off the log"
    );
}

#[test]
fn at_two_at_night_the_leader_of_the_evening_is_told_and_not_the_one_of_the_morning() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut room = Room::open(&folder.path().join("log.db"));
    let (today, set) = (Day::of(room.logbook().now()), |leader: &str| RotaSet {
        leader: leader.into(),
        phone: "000-0001".to_owned(),
        officers: vec!["演练 王敏".into()],
        shifts: [("白班", 8, 20), ("夜班", 20, 8)]
            .map(|(name, from_h, to_h)| RotaShift {
                name: name.to_owned(),
                from_min: from_h * 60,
                to_min: to_h * 60,
                officers: Vec::new(),
            })
            .to_vec(),
        ..RotaSet::default()
    });
    room.enter(today, set("演练 前一日"));
    room.enter(today.plus(1), set("演练 当日"));
    // From noon to two at night.
    room.now.fetch_add(14 * 3_600_000, Ordering::AcqRel);
    let fire = room.fire(1);
    room.look_after_s(300);
    let state = room.logbook().alert(fire.as_str()).expect("reads");
    let taken = state.expect("is there").taken(room.logbook().now());
    assert_eq!(taken, Some(EscalationStep::DutyLeader), "somebody is told");
    let told = room.told();
    assert_eq!(told, ["演练 前一日"], "whose night shift it is");
    let shown = on_duty_now(&room.escalation.session).expect("reads");
    assert_eq!(shown.leader.as_str(), told[0], "as the status bar says");
}
