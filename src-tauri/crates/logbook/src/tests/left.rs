//! When alerts left the list of what stands: counted at a past time, also in an older log.

use emergency::decide::Command;
use emergency::time::{HOUR_MS, MINUTE_MS, UtcMs};

use crate::sample::{START, TestDesk, alert, notice, received, who};

/// Five alerts, an hour apart. Of these the first is acknowledged, the second dismissed two hours
/// after it came, the third shelved at once for half an hour, the fourth shelved for long.
fn lived() -> TestDesk {
    let desk = TestDesk::new(1);
    for number in 1..=5 {
        let facts = vec![received(notice(number))];
        desk.log().observe(facts, &who()).expect("is written");
        let shelve = |minutes: i64| Command::ShelveAlert {
            alert: alert(number),
            until: desk.now().plus_ms(minutes * MINUTE_MS),
            reason: "演练".to_owned(),
        };
        let done = match number {
            1 => Some(Command::AcknowledgeAlerts {
                alerts: vec![alert(1)],
                note: String::new(),
            }),
            3 => Some(shelve(30)),
            4 => Some(shelve(10 * 60)),
            _ => None,
        };
        desk.pass(MINUTE_MS);
        if let Some(done) = done {
            desk.log().command(done, who()).expect("is done");
        }
        desk.pass(HOUR_MS - MINUTE_MS);
        if number == 3 {
            let dismiss = Command::DismissAlert {
                alert: alert(2),
                reason: "演练".to_owned(),
            };
            desk.log().command(dismiss, who()).expect("is dismissed");
        }
    }
    desk
}

/// How many stood so many minutes after the start, and how many of them for more than two hours.
fn stood(desk: &TestDesk, minutes: i64) -> (u64, u64) {
    let at = START.plus_ms(minutes * MINUTE_MS);
    let of = |by: UtcMs| desk.log().stood(at, by).expect("is counted");
    (of(at), of(at.plus_ms(-2 * HOUR_MS - 1)))
}

fn check(desk: &TestDesk, why: &str) {
    let cases = [
        (-1, (0, 0), "before all"),
        (30, (1, 0), "the first, seen or not"),
        (90, (2, 0), "and the second"),
        (150, (3, 1), "the third is back from its shelf by now"),
        (179, (3, 1), "the second until it was dismissed"),
        (180, (3, 1), "the fourth has come in its place"),
        (182, (2, 1), "and lies on a shelf"),
        (290, (3, 2), "the fifth; the first and the third for long"),
    ];
    for (minutes, wanted, what) in cases {
        assert_eq!(stood(desk, minutes), wanted, "{why}, {minutes} min: {what}");
    }
}

#[test]
fn what_stood_at_a_past_time_is_counted_without_reading_what_came_before() {
    let desk = lived();
    check(&desk, "as it was lived");
    desk.assert_whole();
}

#[test]
fn a_log_of_the_version_before_is_filled_in_when_it_is_opened() {
    let mut desk = lived();
    desk.log().close();
    desk.log = None;
    let conn = rusqlite::Connection::open(desk.path()).expect("opens");
    conn.execute_batch(
        "DROP INDEX alert_left;
         ALTER TABLE alert_row DROP COLUMN left_ms;
         UPDATE entity SET state = json_remove(state, '$.leftAt') WHERE kind = 'alert';
         DELETE FROM migration WHERE name = 'left';",
    )
    .expect("is as the version before wrote it");
    drop(conn);
    let report = crate::verify(&desk.path()).expect("can be read");
    assert!(report.is_whole(), "as it is: {:?}", report.findings);
    assert_eq!(desk.open().migrated, 1, "one step");
    check(&desk, "filled in");
    desk.assert_whole();
}
