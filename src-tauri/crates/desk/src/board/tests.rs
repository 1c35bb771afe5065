//! The board beside a real log: a flood becomes a few rows, and what is read anew is the same.

use std::path::Path;
use std::sync::Arc;

use drills::flood::{CAUSES, FloodAlert, NOISES, flood};
use emergency::alert::{AlertMark, AlertShelved};
use emergency::decide::Draft;
use emergency::event::TimeSource;
use emergency::fact::Fact;
use emergency::place::Point;
use logbook::Who;

use super::*;
use crate::settings::AlarmSettings;

pub(crate) const MIDDLE: Point = Point {
    lon: 117.2,
    lat: 36.68,
};

fn session(path: &Path) -> Session {
    session_by(path, crate::clock::clock())
}

/// The log of an exercise by a clock.
pub(crate) fn session_by(path: &Path, clock: Arc<dyn Fn() -> UtcMs + Send + Sync>) -> Session {
    let options = logbook::OpenOptions {
        key: ed25519_dalek::SigningKey::from_bytes(&[7; 32]),
        exercise: true,
        clock,
        ids: crate::clock::ids(),
        ballast_bytes: 0,
    };
    let (logbook, _) = Logbook::open(path, &options).expect("opens");
    let session = Session::new(logbook).expect("is read");
    let mut settings = AlarmSettings::default();
    // It is never night: the tests are of any hour.
    settings.priority.night_from_h = settings.priority.night_to_h;
    let rules = Rules::of(&settings, Path::new(""));
    session.alarmed_by(Arc::new(rules))
}

pub(crate) fn observe(session: &Session, alerts: &[FloodAlert]) {
    let who = Who {
        actor: "演练 接入".into(),
        role: "feed".to_owned(),
        occurred_at: None,
        by: TimeSource::Sensor,
    };
    for part in alerts.chunks(500) {
        let drafts = part.iter().map(|one| {
            let fact = Fact::AlertReceived(one.received.clone());
            Draft::plain(one.alert.0.clone(), fact)
        });
        session
            .logbook
            .observe(drafts.collect(), &who)
            .expect("is written");
    }
}

pub(super) fn fill(session: &Session) {
    while session.board.fill(session) == Filling::More {}
}

pub(crate) fn happen(session: &Session, alert: &AlertId, fact: Fact) {
    let who = Who {
        actor: "演练 王敏".into(),
        role: "duty".to_owned(),
        occurred_at: None,
        by: TimeSource::Desk,
    };
    let draft = Draft::plain(alert.0.clone(), fact);
    session
        .logbook
        .observe(vec![draft], &who)
        .expect("is written");
}

/// Each row: what leads it, how many it stands for, how many of them wait.
pub(super) fn rows(session: &Session) -> Vec<(AlertId, u32, u32)> {
    let rows = session.board.look(session, |standing| {
        let rows = standing.gathering.page(0);
        rows.map(|row| (row.lead, row.alerts, row.waiting))
            .collect()
    });
    rows.expect("the board is whole")
}

#[test]
fn a_flood_is_a_few_rows_with_its_causes_on_top_and_reads_the_same_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("log.db");
    let made = flood(3, MIDDLE, UtcMs(1_800_000_000_000), 1_500);
    let live = session(&path);
    assert_eq!(
        live.board.fill(&live),
        Filling::JustDone,
        "an empty log is read at once"
    );
    for part in made.chunks(200) {
        observe(&live, part);
        fill(&live);
    }
    let found = rows(&live);
    assert!(
        found.len() <= CAUSES + NOISES,
        "{} rows: {found:#?}",
        found.len()
    );
    let counted: u32 = found.iter().map(|(_, alerts, _)| *alerts).sum();
    assert_eq!(counted, 1_500, "no alert is left out, ended or not");
    let cause_of = |lead: &AlertId| made.iter().find(|one| one.alert == *lead)?.cause;
    let mut causes: Vec<_> = found
        .iter()
        .take(CAUSES)
        .map(|(lead, ..)| cause_of(lead))
        .collect();
    causes.sort_unstable();
    let every: Vec<_> = (0..CAUSES).map(Some).collect();
    assert_eq!(causes, every, "the causes on top, each once");
    live.logbook.close();
    drop(live);
    let anew = session(&path);
    fill(&anew);
    assert_eq!(rows(&anew), found, "and after a restart the same rows");
}

#[test]
fn what_is_new_without_a_level_is_announced_by_its_priority_and_old_ones_are_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("log.db");
    let made = flood(3, MIDDLE, UtcMs(1_800_000_000_000), 60);
    let live = session(&path);
    fill(&live);
    observe(&live, &made);
    fill(&live);
    let alarm = live.board.take_fresh().expect("they are heard");
    assert_eq!(
        alarm.level,
        Priority::Urgent.rank(),
        "the most urgent speaks"
    );
    let told = usize::try_from(alarm.count).expect("small");
    let rows = rows(&live).len();
    // The row of the warning is announced by its level.
    assert!(told >= rows - 1, "each row is heard: {told} of {rows}");
    assert!(told < 2 * rows, "and again only for what is graver: {told}");
    assert!(live.board.take_fresh().is_none(), "told once");
    live.logbook.close();
    drop(live);
    let anew = session(&path);
    fill(&anew);
    assert!(anew.board.take_fresh().is_none(), "nothing of that is new");
}

#[test]
fn with_more_than_the_board_holds_what_is_new_is_still_heard() {
    let folder = tempfile::tempdir().expect("a folder");
    let made = flood(3, MIDDLE, UtcMs(1_800_000_000_000), 60);
    let mut live = session(&folder.path().join("log.db"));
    let few = Most { alerts: 5, ..MOST };
    live.board = Board::holding(
        few,
        Arc::clone(&live.board.rules),
        &live.logbook,
        Arc::clone(&live.points),
    );
    fill(&live);
    assert!(!live.board.is_incomplete(), "there is room");
    observe(&live, &made[..30]);
    fill(&live);
    assert!(live.board.is_incomplete(), "and now there is none");
    live.board.take_fresh();
    observe(&live, &made[30..]);
    fill(&live);
    let alarm = live.board.take_fresh().expect("what is new is heard");
    assert!(alarm.count > 1, "each by itself: {}", alarm.count);
    assert!(alarm.by_priority, "by its priority");
    let waiting = live.board.look(&live, |standing| standing.gathering.len());
    assert_eq!(waiting, None, "the list is flat");
}

#[test]
fn what_is_new_while_the_board_is_filled_is_heard() {
    let folder = tempfile::tempdir().expect("a folder");
    let made = flood(3, MIDDLE, UtcMs(1_800_000_000_000), 10);
    let live = session(&folder.path().join("log.db"));
    observe(&live, &made);
    fill(&live);
    assert!(live.board.take_fresh().is_some(), "it came after the start");
}

#[test]
fn what_waits_once_more_is_heard_once_more() {
    let folder = tempfile::tempdir().expect("a folder");
    let made = flood(3, MIDDLE, UtcMs(1_800_000_000_000), 1);
    let live = session(&folder.path().join("log.db"));
    fill(&live);
    let mut one = made[0].clone();
    one.received.notice.level = None;
    observe(&live, std::slice::from_ref(&one));
    fill(&live);
    assert!(live.board.take_fresh().is_some(), "it is new");
    happen(
        &live,
        &one.alert,
        Fact::AlertAcknowledged(AlertMark::default()),
    );
    fill(&live);
    assert!(live.board.take_fresh().is_none(), "somebody has seen it");
    notice_again(&live, &mut one);
    fill(&live);
    assert!(live.board.take_fresh().is_some(), "what it says now is new");
    notice_again(&live, &mut one);
    fill(&live);
    assert!(
        live.board.take_fresh().is_some(),
        "also while nobody has seen what it said before"
    );
    let heard = live.logbook.now();
    while live.logbook.now() <= heard {
        std::thread::yield_now();
    }
    // The board reads of both only what came of them.
    happen(
        &live,
        &one.alert,
        Fact::AlertAcknowledged(AlertMark::default()),
    );
    happen(&live, &one.alert, Fact::AlertReopened(AlertMark::default()));
    fill(&live);
    assert!(
        live.board.take_fresh().is_some(),
        "and so it is when reopened"
    );
}

/// The same alert says something new, later than all before it.
fn notice_again(live: &Session, one: &mut FloodAlert) {
    let before = live.logbook.now();
    while live.logbook.now() <= before {
        std::thread::yield_now();
    }
    let notice = &mut one.received.notice;
    notice.sent = notice.sent.plus_ms(60_000);
    one.received.raw.sha256.clear();
    observe(live, std::slice::from_ref(one));
}

#[test]
fn what_is_out_of_the_way_is_counted_and_what_was_seen_goes() {
    let folder = tempfile::tempdir().expect("a folder");
    let made = flood(3, MIDDLE, UtcMs(1_800_000_000_000), 30);
    let live = session(&folder.path().join("log.db"));
    fill(&live);
    observe(&live, &made);
    let ended =
        |one: &&FloodAlert| one.received.notice.msg_type == emergency::alert::MessageType::Cancel;
    let returned = made.iter().find(ended).expect("some end by themselves");
    let counts = |session: &Session| {
        let mut counts = AlertCounts::default();
        session
            .board
            .look(session, |standing| standing.count_into(&mut counts));
        counts
    };
    let before = counts(&live);
    assert!(before.returned > 0, "they wait to be seen");
    happen(
        &live,
        &returned.alert,
        Fact::AlertAcknowledged(AlertMark::default()),
    );
    assert_eq!(counts(&live).returned, before.returned - 1, "seen and gone");
    let stands = made.iter().find(|one| {
        let id = &one.alert;
        let life = live.board.look(&live, |standing| {
            standing.lives.get(id).map(|(life, _)| *life)
        });
        life == Some(Some(Life::Unacknowledged))
    });
    let stands = stands.expect("one still stands").alert.clone();
    let shelved = AlertShelved {
        until: live.logbook.now().plus_ms(60_000),
        reason: "演练".to_owned(),
        ..AlertShelved::default()
    };
    let aside = emergency::alert::AlertSetAside::default();
    happen(&live, &stands, Fact::AlertSetAside(aside));
    assert_eq!(counts(&live).suppressed, 1, "counted as suppressed");
    happen(&live, &stands, Fact::AlertShelved(shelved));
    let life = live.board.look(&live, |standing| {
        standing.lives.get(&stands).map(|(life, _)| *life)
    });
    assert_eq!(
        life,
        Some(Some(Life::Shelved)),
        "what a person did goes first"
    );
    assert_eq!(counts(&live).suppressed, 0, "and is counted there");
}

#[test]
fn an_officers_priority_moves_the_row() {
    let folder = tempfile::tempdir().expect("a folder");
    let made = flood(3, MIDDLE, UtcMs(1_800_000_000_000), 40);
    let live = session(&folder.path().join("log.db"));
    fill(&live);
    observe(&live, &made);
    let before = rows(&live);
    let (last, ..) = before.last().expect("there are rows").clone();
    let set = emergency::alert::AlertPrioritized {
        priority: Some(Priority::Urgent),
        reason: "演练".to_owned(),
    };
    happen(&live, &last, Fact::AlertPrioritized(set));
    let order = live.board.look(&live, |standing| {
        let rows = standing.gathering.page(0);
        rows.map(|row| (row.lead, row.priority)).collect::<Vec<_>>()
    });
    let order = order.expect("the board is whole");
    let urgent = Priority::Urgent.rank();
    let at = order.iter().position(|(lead, _)| *lead == last);
    let at = at.expect("it is in the list");
    assert_eq!(order[at].1, urgent, "as the officer said");
    let above = order[..at].iter().all(|(_, priority)| *priority == urgent);
    assert!(
        above && at + 1 < before.len(),
        "all that is milder is below: {order:?}"
    );
}
