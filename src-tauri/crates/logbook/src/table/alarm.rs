//! What the alarm list and its figures read off the watch list.

use emergency::alert::Alert;
use emergency::entity::{EntityKind, State};
use emergency::time::UtcMs;
use rusqlite::{Connection, OptionalExtension as _, Row, Rows};

use super::entity::unreadable;
use crate::sqlite::{Migration, stored};

pub(crate) const MIGRATION: Migration = Migration {
    name: "alarm",
    sql: "CREATE INDEX alert_recorded ON alert_row (first_recorded_ms);",
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
const RECORDED: &str = "SELECT e.state FROM alert_row a INDEXED BY alert_recorded
    CROSS JOIN entity e ON e.kind = 'alert' AND e.id = a.id
    WHERE a.first_recorded_ms >= ?1 AND a.first_recorded_ms < ?2
    ORDER BY a.first_recorded_ms DESC LIMIT ?3";

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
    use super::{AWAY, HELD, RECORDED, STANDING};
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
