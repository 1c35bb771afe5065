//! Two desks on one log, each with its own clock.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use emergency::alert::AlertMark;
use emergency::decide::Draft;
use emergency::event::{Entry, GENESIS_HASH, TimeSource, Verdict, log_hash};
use logbook::{Logbook, Number, OpenOptions, Who};

use super::*;
use crate::board::Filling;
use crate::board::rules::Rules;
use crate::clock;
use crate::settings::AlarmSettings;

/// Noon in the district.
const NOON: i64 = 1_777_608_000_000;
const HOUR_MS: i64 = 3_600_000;
/// More than a minute: what was dropped before as no news.
const AHEAD_MS: i64 = 70_000;

struct Room {
    session: Session,
    now: Arc<AtomicI64>,
}

impl Room {
    /// A desk by its key, with its clock.
    fn open(path: &Path, key: u8, now: i64) -> Self {
        let now = Arc::new(AtomicI64::new(now));
        let read = Arc::clone(&now);
        let options = OpenOptions {
            key: ed25519_dalek::SigningKey::from_bytes(&[key; 32]),
            exercise: true,
            clock: Arc::new(move || UtcMs(read.load(Ordering::Acquire))),
            ids: clock::ids(),
            ballast_bytes: 0,
        };
        let (logbook, _) = Logbook::open(path, &options).expect("opens");
        let rules = Rules::of(&AlarmSettings::default(), Path::new(""));
        let session = Session::new(logbook).expect("reads");
        let session = session.alarmed_by(Arc::new(rules));
        while session.board.fill(&session) == Filling::More {}
        Self { session, now }
    }

    fn happen(&self, alert: &AlertId, fact: Fact) {
        let who = Who {
            actor: "演练 值守台".into(),
            role: "desk".to_owned(),
            occurred_at: None,
            by: TimeSource::Desk,
        };
        let draft = Draft::plain(alert.0.clone(), fact);
        let written = self.session.logbook.observe(vec![draft], &who);
        written.expect("is written");
    }

    fn fire(&self) -> AlertId {
        let told = crate::escalate::tests::fire(1, NOON);
        let id = AlertId(told.entity.id);
        self.happen(&id, told.fact);
        id
    }

    fn goes_to(&self, alert: &AlertId, step: EscalationStep) {
        self.pass(1_000);
        let body = AlertEscalated {
            step,
            ..AlertEscalated::default()
        };
        self.happen(alert, Fact::AlertEscalated(body));
    }

    fn acknowledge(&self, alert: &AlertId) {
        self.happen(alert, Fact::AlertAcknowledged(AlertMark::default()));
    }

    fn pass(&self, ms: i64) {
        self.now.fetch_add(ms, Ordering::AcqRel);
    }

    /// What is heard of other desks now.
    fn hears(&self) -> Option<EscalationStep> {
        self.session.board.take_further(&self.session)?.step
    }
}

/// The line from one desk to the other, with what orders the log between them.
struct Line {
    sseq: u64,
    log_hash: String,
    after: Number,
}

impl Line {
    fn new() -> Self {
        Self {
            sseq: 0,
            log_hash: GENESIS_HASH.to_owned(),
            after: Number::default(),
        }
    }

    fn carry(&mut self, from: &Room, to: &Room) {
        let events = from.session.logbook.outbox(self.after, 100).expect("reads");
        let entries = events.into_iter().map(|event| {
            self.sseq += 1;
            self.after = Number::of(&event);
            let (received_at, verdict) = (UtcMs(NOON), Verdict::Ok);
            self.log_hash = log_hash(&self.log_hash, self.sseq, received_at, &verdict, &event);
            Entry {
                log_id: "演练".to_owned(),
                log_epoch: 1,
                sseq: self.sseq,
                received_at,
                verdict,
                log_hash: self.log_hash.clone(),
                event,
            }
        });
        let applied = to.session.logbook.apply_entries(entries.collect());
        applied.expect("applies");
    }
}

fn two(folder: &Path) -> (Room, Room, Line) {
    let first = Room::open(&folder.join("first.db"), 7, NOON + AHEAD_MS);
    let second = Room::open(&folder.join("second.db"), 8, NOON);
    (first, second, Line::new())
}

#[test]
fn what_a_desk_with_a_fast_clock_gets_no_answer_to_is_heard_at_the_other_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let (first, second, mut line) = two(folder.path());
    let fire = first.fire();
    line.carry(&first, &second);
    assert_eq!(second.hears(), None, "it has not gone further yet");
    first.goes_to(&fire, EscalationStep::SecondDesk);
    line.carry(&first, &second);
    // The clocks of both are off by more than a minute, either way.
    second.pass(3 * AHEAD_MS);
    assert_eq!(
        second.hears(),
        Some(EscalationStep::SecondDesk),
        "whatever the clocks say"
    );
    assert_eq!(second.hears(), None, "once");
    assert_eq!(first.hears(), None, "who took the step sounds it itself");
    first.goes_to(&fire, EscalationStep::DutyLeader);
    line.carry(&first, &second);
    assert_eq!(second.hears(), None, "whoever heard of it knows");
}

#[test]
fn what_has_gone_to_the_leader_in_the_same_moment_is_heard_as_well() {
    let folder = tempfile::tempdir().expect("a folder");
    let (first, second, mut line) = two(folder.path());
    let fire = first.fire();
    first.goes_to(&fire, EscalationStep::SecondDesk);
    first.goes_to(&fire, EscalationStep::DutyLeader);
    line.carry(&first, &second);
    assert_eq!(
        second.hears(),
        Some(EscalationStep::DutyLeader),
        "as far as it went"
    );
}

#[test]
fn a_late_link_brings_what_waits_still_and_not_what_is_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let (first, second, mut line) = two(folder.path());
    let fire = first.fire();
    first.goes_to(&fire, EscalationStep::SecondDesk);
    second.pass(5 * HOUR_MS);
    line.carry(&first, &second);
    let mut others = second.session.board.lock();
    others.follow(&second.session.board.rules, &second.session);
    assert_eq!(others.further.unheard.len(), 1, "it is not heard yet");
    drop(others);
    first.acknowledge(&fire);
    line.carry(&first, &second);
    assert_eq!(second.hears(), None, "the rest of the log says it is over");
    first.pass(HOUR_MS);
    first.happen(&fire, Fact::AlertReopened(AlertMark::default()));
    line.carry(&first, &second);
    assert_eq!(second.hears(), None, "waiting anew is no step");
    first.goes_to(&fire, EscalationStep::SecondDesk);
    second.pass(5 * HOUR_MS);
    line.carry(&first, &second);
    assert_eq!(
        second.hears(),
        Some(EscalationStep::SecondDesk),
        "hours late, and it waits"
    );
}

#[test]
fn a_desk_that_is_started_anew_does_not_hear_it_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let (first, second, mut line) = two(folder.path());
    let fire = first.fire();
    first.goes_to(&fire, EscalationStep::SecondDesk);
    line.carry(&first, &second);
    assert!(second.hears().is_some(), "it is heard");
    second.session.logbook.close();
    drop(second);
    let anew = Room::open(&folder.path().join("second.db"), 8, NOON);
    assert_eq!(anew.hears(), None, "it was known when the desk was opened");
}
