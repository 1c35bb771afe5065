//! What the alarm list and its figures read off the watch list.

use emergency::alert::Alert;
use emergency::entity::{EntityKind, State};
use emergency::time::UtcMs;
use rusqlite::{Connection, OptionalExtension as _, Row, Rows};

use super::entity::unreadable;
use crate::sqlite::{Migration, counted, stored};

pub(crate) const MIGRATION: Migration = Migration {
    name: "alarm",
    sql: "CREATE INDEX alert_recorded ON alert_row (first_recorded_ms);",
};

/// When an alert went off the list of what stands; none while it stands. What arrives writes
/// nothing into the index. [`crate::project::fill_left`] fills in what is there.
pub(crate) const LEFT: Migration = Migration {
    name: "left",
    sql: "ALTER TABLE alert_row ADD COLUMN left_ms INTEGER;
          CREATE INDEX alert_left ON alert_row (left_ms, first_recorded_ms)
            WHERE left_ms IS NOT NULL;",
};

// A cross join is done as it is written and the unary plus keeps an index away: the rows come in
// the order of the file, nothing is sorted, and what is beyond the limit is not looked at.
const STANDING: &str = "SELECT a.n, e.state FROM alert_row a
    CROSS JOIN entity e ON e.kind = 'alert' AND e.id = a.id
    WHERE a.n > ?1 AND +a.section IN (1, 2) ORDER BY a.n LIMIT ?2";
const HELD: &str = "SELECT a.n, e.state FROM alert_row a
    CROSS JOIN entity e ON e.kind = 'alert' AND e.id = a.id
    WHERE a.n > ?1 AND +a.section IN (1, 2, 3) AND a.cancelled = 0 ORDER BY a.n LIMIT ?2";
// Few are out of the way of many: they are found by the index of the list and sorted without their
// states, and no more states are read than are asked for.
const AWAY: &str = "SELECT w.n, e.state FROM (
      SELECT n, id FROM alert_row INDEXED BY alert_order
      WHERE section = 3 AND n > ?1 ORDER BY n LIMIT ?2) w
    CROSS JOIN entity e ON e.kind = 'alert' AND e.id = w.id ORDER BY w.n";
const SHELVED: &str = "SELECT a.n, e.state FROM alert_row a
    CROSS JOIN entity e ON e.kind = 'alert' AND e.id = a.id
    WHERE a.shelved_until_ms > ?1 AND json_extract(e.state, '$.shelved[0]') > ?1
      AND json_extract(e.state, '$.shelfOf') IS NULL
    ORDER BY a.shelved_until_ms DESC LIMIT ?2";
const IN_TURN: &str = "SELECT a.n, e.state FROM alert_row a
    CROSS JOIN entity e ON e.kind = 'alert' AND e.id = a.id
    WHERE a.n > ?1 AND (+a.section IN (1, 2, 3) OR +a.left_ms > ?2) ORDER BY a.n LIMIT ?3";
const LEFT_BEFORE: &str = "SELECT left_ms FROM alert_row INDEXED BY alert_left
    WHERE left_ms IS NOT NULL ORDER BY left_ms DESC LIMIT 1 OFFSET ?1";
const STOOD: &str = "SELECT
    (SELECT count(*) FROM alert_row INDEXED BY alert_order
     WHERE section IN (1, 2) AND first_recorded_ms <= ?2)
    + (SELECT count(*) FROM alert_row INDEXED BY alert_left
       WHERE left_ms > ?1 AND first_recorded_ms <= ?2)";
// What stands, neither runs out nor comes back by time alone, has not left.
const MAY_HAVE_LEFT: &str = "SELECT n, id FROM alert_row
    WHERE n > ?1 AND +section > 0 AND NOT (+section IN (1, 2) AND expires_ms IS NULL
      AND +shelved_until_ms IS NULL) ORDER BY n LIMIT ?2";
const RECORDED: &str = "SELECT e.state FROM alert_row a INDEXED BY alert_recorded
    CROSS JOIN entity e ON e.kind = 'alert' AND e.id = a.id
    WHERE a.first_recorded_ms >= ?1 AND a.first_recorded_ms < ?2
    ORDER BY a.first_recorded_ms DESC LIMIT ?3";

/// Whether a file says when an alert left the list; one of an earlier version does not.
pub(crate) fn says_left(conn: &Connection) -> rusqlite::Result<bool> {
    conn.column_exists(None, "alert_row", "left_ms")
}

fn alert(text: &str) -> rusqlite::Result<Option<Alert>> {
    match State::from_json(EntityKind::Alert, text).map_err(unreadable)? {
        State::Alert(alert) => Ok(Some(alert)),
        _ => Ok(None),
    }
}

/// Alerts with their places.
fn placed(mut rows: Rows<'_>) -> rusqlite::Result<Vec<(u64, Alert)>> {
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (number, text): (i64, String) = (row.get(0)?, row.get(1)?);
        let number = u64::try_from(number).unwrap_or_default();
        found.extend(alert(&text)?.map(|alert| (number, alert)));
    }
    Ok(found)
}

/// Alerts in the list of what is to be dealt with after a place in the file, in the order in
/// which the file learned of them, each with its place.
pub(crate) fn standing(
    conn: &Connection,
    after: u64,
    limit: usize,
) -> rusqlite::Result<Vec<(u64, Alert)>> {
    let mut statement = conn.prepare_cached(STANDING)?;
    placed(statement.query([stored(after), stored(limit as u64)])?)
}

/// Alerts that stand or are out of the way after a place in the file, and those that left the list
/// after a time, in the same order.
pub(crate) fn in_turn(
    conn: &Connection,
    after: u64,
    left_after: UtcMs,
    limit: usize,
) -> rusqlite::Result<Vec<(u64, Alert)>> {
    let mut statement = conn.prepare_cached(IN_TURN)?;
    placed(statement.query([stored(after), left_after.0, stored(limit as u64)])?)
}

/// When the last left the list before the newest so many that did; none where no more did.
pub(crate) fn left_before(conn: &Connection, newest: usize) -> rusqlite::Result<Option<UtcMs>> {
    conn.prepare_cached(LEFT_BEFORE)?
        .query_row([stored(newest as u64)], |row| row.get(0).map(UtcMs))
        .optional()
}

/// How many stood at a time of those that had been recorded by another.
pub(crate) fn stood(conn: &Connection, at: UtcMs, recorded_by: UtcMs) -> rusqlite::Result<u64> {
    conn.prepare_cached(STOOD)?
        .query_row([at.0, recorded_by.0], |row| row.get(0).map(counted))
}

/// Alerts after a place in the file that may have left the list, by name, each with its place.
pub(crate) fn may_have_left(
    conn: &Connection,
    after: u64,
    limit: usize,
) -> rusqlite::Result<Vec<(u64, String)>> {
    conn.prepare_cached(MAY_HAVE_LEFT)?
        .query_map([stored(after), stored(limit as u64)], |row| {
            Ok((row.get(0).map(counted)?, row.get(1)?))
        })?
        .collect()
}

/// Alerts of which no message says that they are over, out of the way or not, in the same order.
pub(crate) fn held(
    conn: &Connection,
    after: u64,
    limit: usize,
) -> rusqlite::Result<Vec<(u64, Alert)>> {
    let mut statement = conn.prepare_cached(HELD)?;
    placed(statement.query([stored(after), stored(limit as u64)])?)
}

/// Alerts that are out of the way after a place in the file, in the same order.
pub(crate) fn away(
    conn: &Connection,
    after: u64,
    limit: usize,
) -> rusqlite::Result<Vec<(u64, Alert)>> {
    let mut statement = conn.prepare_cached(AWAY)?;
    placed(statement.query([stored(after), stored(limit as u64)])?)
}

/// Alerts that a person has put on a shelf that runs, ended or not, the longest first.
pub(crate) fn shelved(conn: &Connection, now: UtcMs, limit: usize) -> rusqlite::Result<Vec<Alert>> {
    let mut statement = conn.prepare_cached(SHELVED)?;
    let found = placed(statement.query([now.0, stored(limit as u64)])?)?;
    Ok(found.into_iter().map(|(_, alert)| alert).collect())
}

/// The place in the file of an alert: it grows in the order in which the file learned of them.
pub(crate) fn place(conn: &Connection, id: &str) -> rusqlite::Result<Option<u64>> {
    conn.prepare_cached("SELECT n FROM alert_row WHERE id = ?1")?
        .query_row([id], |row| row.get::<_, i64>(0))
        .optional()
        .map(|number| number.and_then(|number| u64::try_from(number).ok()))
}

/// Alerts that were recorded from one time to another, the newest first.
pub(crate) fn recorded(
    conn: &Connection,
    (from, to): (UtcMs, UtcMs),
    limit: usize,
) -> rusqlite::Result<Vec<Alert>> {
    let mut statement = conn.prepare_cached(RECORDED)?;
    let read = |row: &Row<'_>| alert(&row.get::<_, String>(0)?);
    let rows = statement.query_map([from.0, to.0, stored(limit as u64)], read)?;
    rows.filter_map(Result::transpose).collect()
}

#[cfg(test)]
mod tests {
    use super::{AWAY, HELD, IN_TURN, LEFT_BEFORE, MAY_HAVE_LEFT, RECORDED, STANDING, STOOD};
    use emergency::decide::Command;
    use emergency::time::MINUTE_MS;

    use crate::sample::{TestDesk, alert, notice, received, who};
    use crate::sqlite::open_reader;

    /// How a query is answered, step by step.
    fn steps(conn: &rusqlite::Connection, query: &str) -> Vec<String> {
        let mut plan = conn
            .prepare(&format!("EXPLAIN QUERY PLAN {query}"))
            .expect("is a query");
        plan.raw_query()
            .mapped(|row| row.get(3))
            .collect::<Result<_, _>>()
            .expect("is explained")
    }

    #[test]
    fn alerts_are_read_in_their_order_without_sorting_or_looking_beyond_the_limit() {
        let desk = TestDesk::new(1);
        let conn = open_reader(&desk.path()).expect("opens");
        for (query, first) in [
            (STANDING, "SEARCH a USING INTEGER PRIMARY KEY (rowid>?)"),
            (HELD, "SEARCH a USING INTEGER PRIMARY KEY (rowid>?)"),
            (IN_TURN, "SEARCH a USING INTEGER PRIMARY KEY (rowid>?)"),
            (RECORDED, "SEARCH a USING INDEX alert_recorded"),
        ] {
            let steps = steps(&conn, query);
            assert!(steps[0].starts_with(first), "the order leads: {steps:?}");
            assert!(
                steps[1].starts_with("SEARCH e USING INDEX sqlite_autoindex_entity_1"),
                "each state is found by its key: {steps:?}"
            );
            assert_eq!(steps.len(), 2, "nothing is sorted: {steps:?}");
        }
    }

    #[test]
    fn what_is_out_of_the_way_is_found_without_looking_at_all_alerts() {
        let desk = TestDesk::new(1);
        let conn = open_reader(&desk.path()).expect("opens");
        let steps = steps(&conn, AWAY);
        let by_section = "SEARCH alert_row USING COVERING INDEX alert_order (section=?)";
        assert!(
            steps.iter().any(|step| step.starts_with(by_section)),
            "those of the section alone: {steps:?}"
        );
    }

    #[test]
    fn what_stood_once_is_counted_by_what_stands_and_by_what_has_left_since() {
        let desk = TestDesk::new(1);
        let conn = open_reader(&desk.path()).expect("opens");
        let plan = steps(&conn, STOOD);
        for part in [
            "SEARCH alert_row USING INDEX alert_order (section=?)",
            "SEARCH alert_row USING COVERING INDEX alert_left (left_ms>?)",
        ] {
            let found = plan.iter().any(|step| step.starts_with(part));
            assert!(found, "not all alerts are looked at: {plan:?}");
        }
        let plan = steps(&conn, LEFT_BEFORE);
        let newest = plan[0].contains("USING COVERING INDEX alert_left");
        assert!(newest && plan.len() == 1, "nothing is sorted: {plan:?}");
        let plan = steps(&conn, MAY_HAVE_LEFT);
        let by_place = "SEARCH alert_row USING INTEGER PRIMARY KEY (rowid>?)";
        assert_eq!(plan, [by_place], "what is filled in is read in its order");
    }

    #[test]
    fn what_lies_on_a_shelf_is_told_from_what_ran_out_and_is_read_in_parts() {
        let desk = TestDesk::new(1);
        let facts = (1..5).map(|number| received(notice(number))).collect();
        desk.log().observe(facts, &who()).expect("is written");
        for (number, minutes) in [(1, 1), (2, 9), (3, 5)] {
            let shelve = Command::ShelveAlert {
                alert: alert(number),
                until: desk.now().plus_ms(minutes * MINUTE_MS),
                reason: "演练".to_owned(),
            };
            desk.log().command(shelve, who()).expect("is shelved");
        }
        let ids = |found: Vec<(u64, super::Alert)>| -> Vec<_> {
            found.into_iter().map(|(_, alert)| alert.id).collect()
        };
        let part = desk.log().away_alerts(0, 2).expect("reads");
        let after = part[1].0;
        assert_eq!(ids(part), [alert(1), alert(2)], "as they came");
        let rest = desk.log().away_alerts(after, 2).expect("reads");
        assert_eq!(ids(rest), [alert(3)], "and on from there");
        desk.pass(2 * MINUTE_MS);
        let shelved = desk.log().shelved_alerts(9).expect("reads");
        let shelved: Vec<_> = shelved.into_iter().map(|alert| alert.id).collect();
        assert_eq!(shelved, [alert(2), alert(3)], "the longest first");
    }
}
