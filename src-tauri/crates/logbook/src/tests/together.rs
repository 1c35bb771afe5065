//! Many that write at once: feeds that sign ahead, officers in between, and one that panics.

use emergency::decide::Draft;
use emergency::time::UtcMs;

use crate::sample::{TestDesk, note, notice, received, team_report, who};
use crate::{COMMIT_EVENTS_MAX, Logbook, Number, READ_MAX, StorageError};

#[test]
fn many_hands_write_at_once_and_each_gets_its_own_answer() {
    let desk = TestDesk::new(1);
    let incident = desk.open_incident("演练");
    let receipts: Vec<_> = std::thread::scope(|scope| {
        let hands: Vec<_> = (0..8)
            .map(|hand| {
                let (log, incident) = (desk.log().clone(), incident.clone());
                let write = move || -> Vec<_> {
                    let words = |n| note(&incident, &format!("{hand}-{n}"));
                    let refused = log.command(note(&"none".into(), "x"), who());
                    assert!(
                        refused.is_err(),
                        "a refusal beside others undoes only itself"
                    );
                    (0..25).map(|n| log.command(words(n), who())).collect()
                };
                std::thread::Builder::new()
                    .spawn_scoped(scope, write)
                    .expect("a thread starts")
            })
            .collect();
        hands
            .into_iter()
            .flat_map(|hand| hand.join().expect("no panic"))
            .collect()
    });
    let ids: std::collections::BTreeSet<_> = receipts
        .iter()
        .map(|receipt| receipt.as_ref().expect("is written").events[0])
        .collect();
    assert_eq!(ids.len(), 200, "each has its own event");
    let found = desk.log().incident(&incident.0).expect("reads");
    assert_eq!(found.expect("is there").notes, 200, "all are in the state");
    desk.assert_whole();
}

/// Enough for three commits, the last one not full.
const BROUGHT: usize = COMMIT_EVENTS_MAX * 2 + 60;

fn reports(of: &str) -> Vec<Draft> {
    (0..BROUGHT)
        .map(|n| team_report(&format!("T{}", n % 7), &format!("{of} {n}")))
        .collect()
}

/// The own events in their order.
fn own(log: &Logbook) -> Vec<emergency::event::Event> {
    let mut all: Vec<emergency::event::Event> = Vec::new();
    loop {
        let after = all.last().map(Number::of).unwrap_or_default();
        let next = log.outbox(after, READ_MAX).expect("can be read");
        if next.is_empty() {
            return all;
        }
        all.extend(next);
    }
}

#[test]
fn feeds_that_sign_ahead_and_an_officer_in_between_make_one_chain() {
    let desk = TestDesk::new(1);
    let incident = desk.open_incident("演练");
    let notes = 100;
    std::thread::scope(|scope| {
        for feed in ["甲", "乙"] {
            let log = desk.log().clone();
            scope.spawn(move || {
                let observed = log.observe(reports(feed), &who()).expect("is written");
                assert_eq!(observed.written, BROUGHT, "each of the feed's facts is");
            });
        }
        for n in 0..notes {
            let done = desk.log().command(note(&incident, &n.to_string()), who());
            done.expect("an officer gets a turn between the commits of feeds");
        }
    });
    let all = own(desk.log());
    assert_eq!(
        all.len(),
        1 + notes + 2 * BROUGHT,
        "nothing is lost or doubled"
    );
    assert!(
        all.windows(2).all(|two| two[0].id < two[1].id),
        "ids grow along the log, whoever signed first"
    );
    for feed in ["甲", "乙"] {
        let said: Vec<String> = all
            .iter()
            .filter_map(|event| event.body.get("note")?.as_str().map(str::to_owned))
            .filter(|note| note.starts_with(feed))
            .collect();
        let due: Vec<String> = (0..BROUGHT).map(|n| format!("{feed} {n}")).collect();
        assert_eq!(said, due, "a feed's facts stay in their order");
    }
    desk.assert_whole();
}

#[test]
fn what_was_signed_for_another_standing_is_signed_anew_before_it_is_stored() {
    let mut desk = TestDesk::new(1);
    let incident = desk.open_incident("演练");
    let mut brought = reports("甲");
    brought.truncate(COMMIT_EVENTS_MAX);
    let until = UtcMs(desk.now().0 + 5_000);
    brought[3].valid_until = Some(until);
    let facts = brought.into_iter().enumerate().collect();
    let mut sealing = desk.log().sealing(&who());
    let sealed = sealing.seal_all(facts).expect("can be signed");
    // Meanwhile another has written, the clock of the platform is known, and time has passed.
    let done = desk.log().command(note(&incident, "先到"), who());
    let before = done.expect("is noted").events[0];
    let writer = &desk.log().inner.writer;
    let known = writer.submit(1, |write| {
        write.meta.clock_offset_ms = Some(250);
        Ok(())
    });
    known.expect("is kept");
    desk.pass(70);
    let stored = writer.submit(sealed.len(), |write| write.observe_sealed(sealed, &who()));
    let (observed, _) = stored.expect("is written");
    assert_eq!(observed.written, COMMIT_EVENTS_MAX, "all of it");
    let all = own(desk.log());
    let late = all
        .iter()
        .position(|event| event.id == before)
        .expect("is there");
    let brought = &all[late + 1..];
    assert_eq!(
        brought.len(),
        COMMIT_EVENTS_MAX,
        "they come after what came first"
    );
    assert!(
        brought.iter().all(|event| event.recorded_at == desk.now()),
        "each says when it was recorded in truth"
    );
    assert_eq!(
        brought[3].valid_until,
        Some(until.plus_ms(250)),
        "a term is told by the clock that the platform is known to have"
    );
    desk.assert_whole();
    desk.open();
    desk.assert_whole();
}

#[test]
fn bytes_that_came_twice_in_what_one_feed_brings_are_logged_once_across_commits() {
    let desk = TestDesk::new(1);
    let mut brought: Vec<Draft> = (0..COMMIT_EVENTS_MAX as u64 + 20)
        .map(|n| received(notice(n)))
        .collect();
    // One that stands in the commit before, one in its own.
    brought.push(received(notice(2)));
    brought.push(received(notice(COMMIT_EVENTS_MAX as u64 + 3)));
    let observed = desk
        .log()
        .observe(brought.clone(), &who())
        .expect("is written");
    assert_eq!(observed.known, 2, "both are known by their bytes");
    assert_eq!(
        observed.written,
        COMMIT_EVENTS_MAX + 20,
        "the others are new"
    );
    let again = desk.log().observe(brought, &who()).expect("is read");
    assert_eq!(
        again.written, 0,
        "a feed that brings all again adds nothing"
    );
    desk.assert_whole();
}

#[test]
fn a_fact_that_is_too_large_is_named_and_the_commits_before_it_stay() {
    let desk = TestDesk::new(1);
    let mut brought = reports("甲");
    let at = COMMIT_EVENTS_MAX + 7;
    brought[at] = team_report("T1", &"长".repeat(emergency::event::BODY_BYTES_MAX));
    let refused = desk.log().observe(brought, &who());
    let Err(crate::ObserveError::Storage(StorageError::TooLarge { index, .. })) = refused else {
        panic!("it is refused for its size: {refused:?}");
    };
    assert_eq!(
        index, at,
        "the one that is too large, in all that was brought"
    );
    assert_eq!(
        own(desk.log()).len(),
        COMMIT_EVENTS_MAX,
        "those before it are there"
    );
    desk.assert_whole();
}

#[test]
fn a_task_that_panics_loses_its_own_work_and_nobody_elses() {
    let desk = TestDesk::new(1);
    let incident = desk.open_incident("演练");
    let log = desk.log().clone();
    let brought = std::thread::Builder::new().spawn(move || {
        log.inner
            .writer
            .submit(1, |write| -> Result<(), StorageError> {
                write
                    .conn
                    .execute("UPDATE meta SET next_oseq = next_oseq + 1", [])?;
                panic!("a fault of the program");
            })
    });
    let came_to = brought.expect("a thread starts").join();
    let came_to = came_to.expect("who brought it goes on");
    assert_eq!(came_to, Err(StorageError::Closed), "and hears of it");
    let done = desk.log().command(note(&incident, "照常"), who());
    done.expect("the next one is written");
    assert_eq!(
        own(desk.log()).len(),
        2,
        "and goes on from where the log stood"
    );
    desk.assert_whole();
}

#[test]
fn a_task_that_panics_on_the_writers_thread_leaves_the_desk_writing() {
    let desk = TestDesk::new(1);
    let incident = desk.open_incident("演练");
    let writer = &desk.log().inner.writer;
    let begun = writer.begin(1, |_| -> Result<(), StorageError> {
        panic!("a fault of the program")
    });
    let came_to = begun.expect("it is taken").end();
    assert_eq!(came_to, Err(StorageError::Closed), "nothing was written");
    let done = desk.log().command(note(&incident, "照常"), who());
    done.expect("an officer's next line is written");
    let observed = desk.log().observe(reports("甲"), &who());
    assert_eq!(
        observed.expect("the thread goes on").written,
        BROUGHT,
        "and a feed's facts are"
    );
    desk.assert_whole();
}
