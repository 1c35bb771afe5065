//! The board that is filled anew is the one that lived, whatever has ended meanwhile.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use contract::status::AlertCounts;
use drills::flood::{CAUSES, FloodAlert, flood};
use emergency::alert::{AlertMark, AlertPrioritized, AlertSetAside};
use emergency::fact::Fact;
use emergency::gather::{FoldRow, HeadingRow};
use emergency::priority::Priority;
use proptest::prelude::*;

use super::*;
use crate::board::tests::{MIDDLE, fill, happen, observe, rows, session_by};

const BEGIN: i64 = 1_800_000_000_000;

/// A desk with its clock.
struct Room {
    folder: tempfile::TempDir,
    now: Arc<AtomicI64>,
    session: Option<Session>,
}

impl Room {
    fn new() -> Self {
        let mut room = Self {
            folder: tempfile::tempdir().expect("a folder"),
            now: Arc::new(AtomicI64::new(BEGIN)),
            session: None,
        };
        room.open();
        fill(room.session());
        room
    }

    /// Opens the log once more; the board is not filled yet.
    fn open(&mut self) {
        if let Some(session) = self.session.take() {
            session.logbook.close();
        }
        let (path, now) = (self.folder.path().join("log.db"), Arc::clone(&self.now));
        let clock = Arc::new(move || UtcMs(now.load(Ordering::Relaxed)));
        self.session = Some(session_by(Path::new(&path), clock));
    }

    fn session(&self) -> &Session {
        self.session.as_ref().expect("it is open")
    }

    fn pass(&self, seconds: i64) {
        self.now.fetch_add(seconds * 1_000, Ordering::Relaxed);
    }

    /// An alert comes by itself, and the board hears of it.
    fn comes(&self, alert: &FloodAlert) {
        self.pass(1);
        observe(self.session(), std::slice::from_ref(alert));
    }

    fn dismiss(&self, alert: &AlertId) {
        self.pass(1);
        let fact = Fact::AlertDismissed(AlertMark::default());
        happen(self.session(), alert, fact);
    }

    fn seen(&self) -> Seen {
        fill(self.session());
        let seen = self.session().board.look(self.session(), |standing| {
            let mut counts = AlertCounts::default();
            standing.count_into(&mut counts);
            let gathering = &standing.gathering;
            let row = |row: HeadingRow| {
                let folds = gathering.folds(&row.lead, 0).collect();
                let under = gathering.all_under(&row.lead).cloned().collect();
                (row, folds, under)
            };
            (gathering.page(0).map(row).collect(), counts)
        });
        seen.expect("the board is whole")
    }
}

/// Each row with what is under it, and the counts.
type Seen = (Vec<(HeadingRow, Vec<FoldRow>, Vec<AlertId>)>, AlertCounts);

/// Alerts of one flood as they come.
fn made(seed: u64, count: usize) -> Vec<FloodAlert> {
    let count = u32::try_from(count).expect("small");
    flood(seed, MIDDLE, UtcMs(BEGIN), count)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn the_board_that_is_filled_anew_is_the_one_that_lived(
        seed in 0..50_u64,
        steps in prop::collection::vec((0..9_u8, any::<prop::sample::Index>(), 1..400_i64), 20..60),
    ) {
        let mut room = Room::new();
        let made = made(seed, steps.len());
        let mut coming = made.iter();
        let mut here: Vec<AlertId> = Vec::new();
        for (what, which, seconds) in &steps {
            room.pass(*seconds);
            let alert = (!here.is_empty()).then(|| here[which.index(here.len())].clone());
            let done = match what {
                0..=4 => None,
                5 => Some(Fact::AlertAcknowledged(AlertMark::default())),
                6 => Some(Fact::AlertDismissed(AlertMark::default())),
                7 => Some(Fact::AlertPrioritized(AlertPrioritized {
                    priority: Some(Priority::ALL[which.index(Priority::ALL.len())]),
                    reason: "演练".to_owned(),
                })),
                _ => Some(Fact::AlertSetAside(AlertSetAside::default())),
            };
            match (alert, done) {
                (Some(alert), Some(done)) => happen(room.session(), &alert, done),
                _ => for one in coming.by_ref().take(1) {
                    here.push(one.alert.clone());
                    observe(room.session(), std::slice::from_ref(one));
                },
            }
            fill(room.session());
        }
        let lived = room.seen();
        room.open();
        prop_assert_eq!(room.seen(), lived, "what leads, what is under it, what is counted");
    }
}

#[test]
fn what_was_heard_first_names_its_row_after_a_restart_although_it_has_ended() {
    let mut room = Room::new();
    made(3, 60).iter().for_each(|alert| room.comes(alert));
    fill(room.session());
    let before = rows(room.session());
    let (first, ..) = before
        .iter()
        .find(|(_, alerts, _)| *alerts > 1)
        .expect("one");
    room.dismiss(first);
    let lived = room.seen();
    assert!(
        lived.0.iter().any(|(row, ..)| row.lead == *first),
        "it names the row that it has left"
    );
    room.open();
    assert_eq!(room.seen(), lived, "and does so after a restart");
}

#[test]
fn what_comes_while_the_board_is_filled_is_heard_and_leads_nothing_that_was_there() {
    let made = made(3, 120);
    let (before, after) = made.split_at(60);
    let room = Room::new();
    made.iter().for_each(|alert| room.comes(alert));
    let lived = room.seen();
    let mut room = Room::new();
    before.iter().for_each(|alert| room.comes(alert));
    room.open();
    // The log tells of these before the board has read any of the others.
    after.iter().for_each(|alert| room.comes(alert));
    assert_eq!(room.seen(), lived, "each in its turn");
    let alarm = room.session().board.take_fresh().expect("they are heard");
    assert!(alarm.count > 1, "each by itself: {}", alarm.count);
}

#[test]
fn what_ends_while_the_board_is_filled_leads_what_came_under_it_before() {
    let made = made(3, FILL_AT_ONCE + 40);
    let mut room = Room::new();
    observe(room.session(), &made[..CAUSES * 3]);
    fill(room.session());
    let leads = rows(room.session());
    for part in made[CAUSES * 3..].chunks(20) {
        room.pass(1);
        observe(room.session(), part);
    }
    room.open();
    let board = &room.session().board;
    let mut standing = board.lock();
    standing.follow(&board.rules, room.session());
    let read = standing.read_on(&board.rules, room.session(), 0);
    read.expect("the first part is read");
    assert!(!standing.is_whole(), "there is more");
    drop(standing);
    leads.iter().for_each(|(lead, ..)| room.dismiss(lead));
    let seen = room.seen();
    room.open();
    assert_eq!(room.seen(), seen, "as if all had been read after it");
    let named = leads
        .iter()
        .filter(|(lead, ..)| seen.0.iter().any(|(row, ..)| row.lead == *lead));
    assert!(
        named.count() >= CAUSES / 2,
        "what was heard first names them still"
    );
}
