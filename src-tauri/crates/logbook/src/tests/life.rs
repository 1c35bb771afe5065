//! Writing, closing, opening, filling up.

use emergency::decide::{Command, Refusal};
use emergency::entity::{EntityKind, EntityRef, State};
use emergency::time::MINUTE_MS;

use crate::sample::{START, TestDesk, alert, note, notice, received, team_report, who};
use crate::{
    AlertQuery, CommandError, Defect, Listed, Logbook, News, OpenError, Section, StorageError, Who,
};
use std::time::Duration;

fn query(section: Section, desk: &TestDesk) -> AlertQuery {
    AlertQuery {
        life: None,
        section,
        words: String::new(),
        now: desk.now(),
        offset: 0,
        limit: 100,
    }
}

#[test]
fn what_was_answered_is_there_after_closing_and_opening() {
    let mut desk = TestDesk::new(1);
    let incident = desk.open_incident("演练 火情");
    let receipt = desk
        .log()
        .command(note(&incident, "已通知"), who())
        .expect("is noted");
    let head = desk.log().head_hash().expect("is known");
    let opening = desk.open();
    assert!(opening.clean, "it was closed in an orderly way");
    assert!(!opening.created, "it was there");
    assert_eq!(opening.events, 2, "opened and noted");
    assert_eq!(opening.last_id, Some(receipt.events[0]), "ids go on after");
    assert_eq!(desk.log().head_hash().expect("is known"), head, "same head");
    let found = desk.log().incident(&incident.0).expect("can be read");
    assert_eq!(found.expect("is there").notes, 1, "with its note");
    desk.assert_whole();
}

#[test]
fn a_log_that_is_closed_is_read_and_not_written_whoever_holds_it() {
    let mut desk = TestDesk::new(1);
    let incident = desk.open_incident("演练");
    let other = desk.log().clone();
    desk.log().close();
    let refused = other.command(note(&incident, "太晚"), who());
    assert_eq!(
        refused,
        Err(CommandError::Storage(StorageError::Closed)),
        "nothing is written any more"
    );
    assert_eq!(other.counts().expect("reads").events, 1, "reading goes on");
    let wal = crate::space::beside(&desk.path(), "-wal");
    let left = std::fs::metadata(wal).map_or(0, |meta| meta.len());
    assert_eq!(left, 0, "one file holds it all");
    other.close();
    drop(other);
    assert!(desk.open().clean, "and it was closed in an orderly way");
}

#[test]
fn one_process_holds_a_log() {
    let desk = TestDesk::new(1);
    let second = Logbook::open(&desk.path(), &desk.options);
    assert!(
        matches!(second, Err(OpenError::InUse { .. })),
        "a second one is turned away"
    );
}

#[test]
fn another_desk_or_real_work_does_not_get_into_a_drills_log() {
    let mut desk = TestDesk::new(1);
    desk.log = None;
    let mut real = desk.options.clone();
    real.exercise = false;
    assert!(
        matches!(
            Logbook::open(&desk.path(), &real),
            Err(OpenError::ExerciseMix)
        ),
        "a drill stays a drill"
    );
    let other = TestDesk::new(2);
    assert!(
        matches!(
            Logbook::open(&desk.path(), &other.options),
            Err(OpenError::OtherDesk { .. })
        ),
        "another desk's key does not sign here"
    );
    desk.open();
}

#[test]
fn a_refused_command_leaves_no_trace() {
    let desk = TestDesk::new(1);
    let before = desk.log().counts().expect("can be read");
    let refused = desk.log().command(note(&"none".into(), "x"), who());
    assert!(
        matches!(refused, Err(CommandError::Refusal(Refusal::Unknown { .. }))),
        "{refused:?}"
    );
    assert_eq!(desk.log().counts().expect("can be read"), before, "nothing");
    let large = "长".repeat(emergency::event::BODY_BYTES_MAX);
    let mut huge = notice(1);
    huge.texts[0].description = large;
    let facts = vec![received(notice(2)), received(huge)];
    assert!(
        desk.log().observe(facts, &who()).is_err(),
        "beyond the bound"
    );
    assert_eq!(desk.log().counts().expect("can be read"), before, "nothing");
    desk.assert_whole();
}

#[test]
fn a_late_team_report_does_not_overwrite_a_newer_one() {
    let desk = TestDesk::new(1);
    let newer = who();
    let late = Who {
        occurred_at: Some(START.plus_ms(-MINUTE_MS)),
        ..who()
    };
    let tell = |draft, who| desk.log().observe(vec![draft], who).expect("is written");
    tell(team_report("T1", "到位"), &newer);
    tell(team_report("T1", "出发"), &late);
    let team = desk
        .log()
        .team("T1")
        .expect("can be read")
        .expect("is there");
    assert_eq!(team.note, "到位", "the later happening stands");
    assert_eq!(team.reported_at, Some(START), "with its time");
    desk.assert_whole();
}

#[test]
fn the_same_bytes_are_logged_once_and_a_revision_again() {
    let desk = TestDesk::new(1);
    let first = desk
        .log()
        .observe(vec![received(notice(1)), received(notice(1))], &who())
        .expect("is written");
    assert_eq!((first.written, first.known), (1, 1), "within one call");
    let mut later = notice(1);
    later.sent = later.sent.plus_ms(1);
    let again = desk
        .log()
        .observe(vec![received(notice(1)), received(later)], &who())
        .expect("is written");
    assert_eq!((again.written, again.known), (1, 1), "and across calls");
    let (state, raw) = desk
        .log()
        .alert_raw(&alert(1).0)
        .expect("can be read")
        .expect("is there");
    assert_eq!(state.copies, 2, "the revision counts");
    assert!(raw.raw.data.contains("演练-1"), "down to its bytes");
    desk.assert_whole();
}

#[test]
fn alerts_move_between_sections_by_acts_and_by_time() {
    let desk = TestDesk::new(1);
    let mut expiring = notice(3);
    expiring.expires = Some(START.plus_ms(10 * MINUTE_MS));
    let facts = [1, 2].map(|n| received(notice(n))).into_iter();
    let facts = facts.chain([received(expiring)]).collect();
    desk.log().observe(facts, &who()).expect("is written");
    let ids = |section| -> Vec<String> {
        let window = desk.log().alerts(&query(section, &desk)).expect("reads");
        assert_eq!(window.total, window.rows.len() as u64, "counted and listed");
        window.rows.into_iter().map(|row| row.id).collect()
    };
    assert_eq!(ids(Section::Open).len(), 3, "all are new");
    let shelve = Command::ShelveAlert {
        alert: alert(1),
        until: START.plus_ms(MINUTE_MS),
        reason: "演练".to_owned(),
    };
    desk.log().command(shelve, who()).expect("is shelved");
    let acknowledge = Command::AcknowledgeAlerts {
        alerts: vec![alert(2)],
        note: String::new(),
    };
    desk.log()
        .command(acknowledge, who())
        .expect("is acknowledged");
    assert_eq!(ids(Section::Shelved), [alert(1).0], "out of the way");
    assert_eq!(ids(Section::Acknowledged), [alert(2).0], "seen");
    assert_eq!(ids(Section::Open), [alert(3).0], "still new");
    desk.pass(MINUTE_MS);
    assert_eq!(ids(Section::Open).len(), 2, "back from the shelf by time");
    desk.pass(9 * MINUTE_MS);
    assert_eq!(
        ids(Section::Open).len(),
        2,
        "expired, and nobody has seen it"
    );
    let acknowledge = Command::AcknowledgeAlerts {
        alerts: vec![alert(3)],
        note: String::new(),
    };
    desk.log().command(acknowledge, who()).expect("is seen");
    assert_eq!(ids(Section::Ended), [alert(3).0], "ended by time and seen");
    assert_eq!(ids(Section::All).len(), 3, "none is lost");
    desk.assert_whole();
}

#[test]
fn the_list_has_the_urgent_first_and_finds_words() {
    let desk = TestDesk::new(1);
    let facts = (0..40).map(|n| received(notice(n))).collect();
    desk.log().observe(facts, &who()).expect("is written");
    let all = desk
        .log()
        .alerts(&query(Section::Open, &desk))
        .expect("reads");
    let key = |row: &crate::AlertRow| {
        let touches = row.distance_m == Some(0.0);
        (row.acknowledged, !touches, row.level, -row.sent.0)
    };
    assert!(
        all.rows.is_sorted_by_key(key),
        "acknowledged, touching, level, newest"
    );
    let mut page = query(Section::Open, &desk);
    (page.offset, page.limit) = (10, 5);
    let part = desk.log().alerts(&page).expect("reads");
    assert_eq!(part.rows, all.rows[10..15], "a window of the whole");
    assert_eq!(part.total, 40, "the whole is known");
    page.words = "第7号".to_owned();
    page.offset = 0;
    let found = desk.log().alerts(&page).expect("reads");
    assert_eq!(found.total, 1, "the one with these words");
    page.words = "100%".to_owned();
    let none = desk.log().alerts(&page).expect("reads");
    assert_eq!(none.total, 0, "a sign is a sign");
    let hits = desk.log().search("第7号", 10).expect("reads");
    assert_eq!(hits.len(), 1, "found by name among all entities");
}

#[test]
fn a_cancel_ends_what_it_names_and_a_test_message_stays_apart() {
    use emergency::alert::{MessageType, NoticeStatus};
    let desk = TestDesk::new(1);
    let mut cancel = notice(2);
    cancel.msg_type = MessageType::Cancel;
    cancel.references = vec![alert(1), alert(2)];
    let mut test = notice(3);
    test.status = NoticeStatus::Test;
    let mut drill = notice(4);
    drill.status = NoticeStatus::Exercise;
    let facts = vec![
        received(notice(1)),
        received(cancel),
        received(test),
        received(drill),
    ];
    desk.log().observe(facts, &who()).expect("is written");
    let total = |section| {
        desk.log()
            .alerts(&query(section, &desk))
            .expect("reads")
            .total
    };
    assert_eq!(
        total(Section::Open),
        2,
        "the exercise message is worked here, and what ended unseen waits to be seen"
    );
    assert_eq!(
        total(Section::Ended),
        1,
        "the cancel says nothing by itself"
    );
    assert_eq!(total(Section::Exercise), 1, "kept apart");
    desk.assert_whole();
}

#[test]
fn followers_hear_of_each_commit() {
    let desk = TestDesk::new(1);
    let news = desk.log().changes().expect("there is room");
    let incident = desk.open_incident("演练");
    let News::Change(change) = news.next(Duration::from_secs(10)) else {
        panic!("a change comes");
    };
    let entity = EntityRef::new(EntityKind::Incident, incident.0);
    assert_eq!(change.touched, [entity], "what was touched");
    assert_eq!(
        change.number,
        desk.log().last_change().expect("reads"),
        "and its number"
    );
    let defect = Defect {
        feed: "演练源".to_owned(),
        at: START,
        kind: "not_xml".to_owned(),
        message: "no root".to_owned(),
        source: "drop".to_owned(),
        bytes: vec![0xff; 3],
        cut: false,
    };
    desk.log().keep_defect(defect.clone()).expect("is kept");
    let next = news.next(Duration::from_secs(10));
    assert!(
        matches!(next, News::Change(change) if change.desk),
        "a defect is news"
    );
    assert_eq!(
        desk.log().defects(10).expect("reads")[0].1,
        defect,
        "with its bytes"
    );
}

#[test]
fn a_draft_outlives_a_restart_and_goes_when_it_is_empty() {
    let mut desk = TestDesk::new(1);
    let save = |desk: &TestDesk, text: &str| {
        desk.log()
            .save_draft("report:1".to_owned(), text.to_owned())
            .expect("is saved");
    };
    save(&desk, "写到一半");
    desk.open();
    let found = desk.log().draft("report:1").expect("reads");
    assert_eq!(found.as_deref(), Some("写到一半"), "still there");
    save(&desk, "");
    assert_eq!(desk.log().drafts("").expect("reads"), [], "gone");
}

#[test]
fn a_full_disk_refuses_and_works_again_once_there_is_room() {
    let mut desk = TestDesk::new(1);
    let incident = desk.open_incident("演练");
    let limit = |desk: &TestDesk, pages: i64| {
        let set = move |write: &mut crate::writer::Write<'_>| {
            let used: i64 = write
                .conn
                .query_row("PRAGMA page_count", [], |row| row.get(0))?;
            let pages = if pages == 0 { used } else { pages };
            write
                .conn
                .query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))?;
            Ok(())
        };
        desk.log().inner.writer.submit(1, set).expect("is set");
    };
    limit(&desk, 0);
    let mut written = 0;
    let text = "满".repeat(5_000);
    let refused = loop {
        match desk.log().command(note(&incident, &text), who()) {
            Ok(_) => written += 1,
            Err(error) => break error,
        }
        assert!(written < 1_000, "there is an end to the room");
    };
    assert_eq!(
        refused,
        CommandError::Storage(StorageError::Full),
        "said so"
    );
    let found = desk.log().incident(&incident.0).expect("reading goes on");
    assert_eq!(found.expect("is there").notes, written, "what was answered");
    limit(&desk, 1_000_000);
    desk.log()
        .command(note(&incident, &text), who())
        .expect("writing works again");
    desk.assert_whole();
    let opening = desk.open();
    assert_eq!(
        u64::from(written) + 2,
        opening.events,
        "nothing half-written"
    );
}

#[test]
fn care_gives_the_planner_its_figures_also_on_a_fresh_connection() {
    let desk = TestDesk::new(1);
    let facts = (0..300).map(|n| received(notice(n))).collect();
    desk.log().observe(facts, &who()).expect("is written");
    desk.log().tend().expect("is tended");
    let known: i64 = desk
        .log()
        .inner
        .readers
        .read(|conn| {
            conn.query_row(
                "SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'event'",
                [],
                |row| row.get(0),
            )
        })
        .expect("the figures are there");
    assert!(known > 0, "the log itself is known");
    desk.assert_whole();
}

#[test]
fn a_copy_can_be_checked_as_it_lies() {
    let desk = TestDesk::new(1);
    desk.open_incident("演练");
    let folder = desk.folder.path().join("copies");
    let copy = desk.log().backup_to(&folder).expect("is copied");
    let report = crate::verify(&copy).expect("one file without companions can be read");
    assert!(report.is_whole(), "and is whole: {:?}", report.findings);
    assert_eq!(report.events, 1, "down to its events");
}

#[test]
fn lists_show_what_needs_a_hand() {
    let desk = TestDesk::new(1);
    let first = desk.open_incident("演练 一");
    desk.open_incident("演练 二");
    let close = Command::CloseIncident {
        incident: first,
        reason: "演练结束".to_owned(),
    };
    desk.log().command(close, who()).expect("is closed");
    let list = |listed| {
        desk.log()
            .list(EntityKind::Incident, listed, 10)
            .expect("reads")
    };
    assert_eq!(list(Listed::All).len(), 2, "both");
    let open = list(Listed::Open);
    assert_eq!(open.len(), 1, "one is closed");
    assert_eq!(open[0].title, "演练 二", "with its name");
    assert!(matches!(open[0].state, State::Incident(_)), "and its state");
}

#[test]
fn bytes_beyond_the_bound_are_cut_and_marked() {
    let desk = TestDesk::new(1);
    let defect = Defect {
        feed: "演练源".to_owned(),
        at: START,
        kind: "too_large".to_owned(),
        message: String::new(),
        source: String::new(),
        bytes: vec![7; crate::DEFECT_BYTES_MAX + 1],
        cut: false,
    };
    desk.log().keep_defect(defect).expect("is kept");
    let kept = desk.log().defects(1).expect("reads").remove(0).1;
    assert_eq!(kept.bytes.len(), crate::DEFECT_BYTES_MAX, "up to the bound");
    assert!(kept.cut, "and it says so");
}
