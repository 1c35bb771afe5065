//! Input that could not be read: its bytes, where it came from and what is wrong.
//!
//! Anybody who can send to a feed can send rubbish, so all of it together has a bound: beyond it
//! the oldest of the feed that holds most goes, and it is counted how many went.

use std::collections::BTreeMap;

use emergency::time::UtcMs;
use rusqlite::{Connection, OptionalExtension as _, Row};

use crate::sqlite::{Migration, counted, stored};

pub(crate) const MIGRATION: Migration = Migration {
    name: "defect",
    sql: "CREATE TABLE defect (
            n INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            feed TEXT NOT NULL,
            kind TEXT NOT NULL,
            message TEXT NOT NULL,
            source TEXT NOT NULL,
            bytes BLOB NOT NULL,
            cut INTEGER NOT NULL CHECK (cut IN (0, 1))
          ) STRICT;
          CREATE INDEX defect_by_feed ON defect (feed, n);",
};

/// What each feed holds, so that no insert has to look at all of it.
pub(crate) const HELD: Migration = Migration {
    name: "defect_held",
    sql: "CREATE TABLE defect_held (
            feed TEXT PRIMARY KEY,
            inputs INTEGER NOT NULL,
            bytes INTEGER NOT NULL,
            removed INTEGER NOT NULL
          ) STRICT, WITHOUT ROWID;
          INSERT INTO defect_held (feed, inputs, bytes, removed)
            SELECT feed, count(*), sum(length(bytes) + 512), 0 FROM defect GROUP BY feed;",
};

/// Bytes of all unreadable inputs together, each counted with [`ROW_BYTES`]; of more the oldest
/// are removed.
pub const DEFECTS_BYTES_MAX: u64 = 256 * 1024 * 1024;
/// What an input takes beside its bytes: its words, its place in the index. The step `defect_held`
/// counts with the same number.
const ROW_BYTES: u64 = 512;
/// Inputs removed for one that comes; where more have to go, the next removes the rest.
const REMOVED_AT_ONCE_MAX: usize = 256;

/// Bytes of one unreadable input that are kept; what is beyond is cut and marked.
pub const DEFECT_BYTES_MAX: usize = 1024 * 1024;

/// Defects that one query answers; each may bring [`DEFECT_BYTES_MAX`].
pub const DEFECTS_MAX: usize = 200;

/// Input that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Defect {
    /// Name of the feed.
    pub feed: String,
    /// When it came.
    pub at: UtcMs,
    /// Kind of the defect, as the parser names it.
    pub kind: String,
    /// What is wrong, in words.
    pub message: String,
    /// Where it came from: the address, with the device where it is known; the name of the feed
    /// where nothing else is.
    pub source: String,
    /// The bytes.
    pub bytes: Vec<u8>,
    /// True when only the first part of the bytes is here.
    pub cut: bool,
}

/// Keeps an input; answers its number.
pub(crate) fn insert(conn: &Connection, defect: &Defect) -> rusqlite::Result<u64> {
    insert_within(conn, defect, DEFECTS_BYTES_MAX)
}

fn insert_within(conn: &Connection, defect: &Defect, most: u64) -> rusqlite::Result<u64> {
    let kept = &defect.bytes[..defect.bytes.len().min(DEFECT_BYTES_MAX)];
    conn.prepare_cached(
        "INSERT INTO defect (at, feed, kind, message, source, bytes, cut)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(rusqlite::params![
        defect.at.0,
        defect.feed,
        defect.kind,
        defect.message,
        defect.source,
        kept,
        defect.cut || kept.len() < defect.bytes.len(),
    ])?;
    let number = counted(conn.last_insert_rowid());
    conn.prepare_cached(
        "INSERT INTO defect_held (feed, inputs, bytes, removed) VALUES (?1, 1, ?2, 0)
         ON CONFLICT (feed) DO UPDATE SET inputs = inputs + 1, bytes = bytes + excluded.bytes",
    )?
    .execute(rusqlite::params![
        defect.feed,
        stored(kept.len() as u64 + ROW_BYTES)
    ])?;
    for _ in 0..REMOVED_AT_ONCE_MAX {
        if held(conn)? <= most || !remove_one(conn)? {
            break;
        }
    }
    Ok(number)
}

/// Bytes of all together.
fn held(conn: &Connection) -> rusqlite::Result<u64> {
    conn.prepare_cached("SELECT coalesce(sum(bytes), 0) FROM defect_held")?
        .query_row([], |row| row.get(0))
        .map(counted)
}

/// Removes the oldest input of the feed that holds most, never its last one; answers whether there
/// was one to remove.
fn remove_one(conn: &Connection) -> rusqlite::Result<bool> {
    let oldest = conn
        .prepare_cached(
            "SELECT n, feed, length(bytes) FROM defect WHERE feed =
               (SELECT feed FROM defect_held WHERE inputs > 1 ORDER BY bytes DESC LIMIT 1)
             ORDER BY n LIMIT 1",
        )?
        .query_row([], |row| {
            Ok((
                row.get::<_, i64>(0)?,
                row.get::<_, String>(1)?,
                row.get::<_, i64>(2)?,
            ))
        })
        .optional()?;
    let Some((number, feed, bytes)) = oldest else {
        return Ok(false);
    };
    conn.prepare_cached("DELETE FROM defect WHERE n = ?1")?
        .execute([number])?;
    conn.prepare_cached(
        "UPDATE defect_held
         SET inputs = inputs - 1, bytes = bytes - ?2, removed = removed + 1 WHERE feed = ?1",
    )?
    .execute(rusqlite::params![feed, stored(counted(bytes) + ROW_BYTES)])?;
    Ok(true)
}

/// How many were removed of each feed of which any was.
pub(crate) fn removed(conn: &Connection) -> rusqlite::Result<BTreeMap<String, u64>> {
    conn.prepare_cached("SELECT feed, removed FROM defect_held WHERE removed > 0")?
        .query_map([], |row| Ok((row.get(0)?, counted(row.get(1)?))))?
        .collect()
}

/// The newest defects with their numbers, newest first.
pub(crate) fn newest(conn: &Connection, limit: usize) -> rusqlite::Result<Vec<(u64, Defect)>> {
    conn.prepare_cached(
        "SELECT n, at, feed, kind, message, source, bytes, cut FROM defect
         ORDER BY n DESC LIMIT ?1",
    )?
    .query_map([stored(limit as u64)], numbered)?
    .collect()
}

/// The defect of that number.
pub(crate) fn one(conn: &Connection, n: u64) -> rusqlite::Result<Option<(u64, Defect)>> {
    conn.prepare_cached(
        "SELECT n, at, feed, kind, message, source, bytes, cut FROM defect WHERE n = ?1",
    )?
    .query_row([stored(n)], numbered)
    .optional()
}

/// The newest defect of a feed that has bytes.
pub(crate) fn newest_of(conn: &Connection, feed: &str) -> rusqlite::Result<Option<(u64, Defect)>> {
    conn.prepare_cached(
        "SELECT n, at, feed, kind, message, source, bytes, cut FROM defect
         WHERE feed = ?1 AND length(bytes) > 0 ORDER BY n DESC LIMIT 1",
    )?
    .query_row([feed], numbered)
    .optional()
}

fn numbered(row: &Row<'_>) -> rusqlite::Result<(u64, Defect)> {
    let defect = Defect {
        at: UtcMs(row.get(1)?),
        feed: row.get(2)?,
        kind: row.get(3)?,
        message: row.get(4)?,
        source: row.get(5)?,
        bytes: row.get(6)?,
        cut: row.get(7)?,
    };
    Ok((counted(row.get(0)?), defect))
}

/// How many there are.
pub(crate) fn count(conn: &Connection) -> rusqlite::Result<u64> {
    conn.prepare_cached("SELECT coalesce(sum(inputs), 0) FROM defect_held")?
        .query_row([], |row| row.get(0))
        .map(counted)
}

#[cfg(test)]
mod tests {
    use super::*;

    const INPUT_BYTES: usize = 1_488;
    /// Room for ten of them.
    const ROOM: u64 = 10 * (INPUT_BYTES as u64 + ROW_BYTES);

    fn table() -> Connection {
        let conn = Connection::open_in_memory().expect("opens");
        conn.execute_batch(MIGRATION.sql).expect("is made");
        conn
    }

    fn input(feed: &str, at: i64) -> Defect {
        Defect {
            feed: feed.to_owned(),
            at: UtcMs(at),
            kind: "dtd_refused".to_owned(),
            message: "演练".to_owned(),
            source: String::new(),
            bytes: vec![7; INPUT_BYTES],
            cut: false,
        }
    }

    /// When those of a feed came, oldest first.
    fn times(conn: &Connection, feed: &str) -> Vec<i64> {
        let all = newest(conn, DEFECTS_MAX).expect("reads").into_iter().rev();
        let own = all.filter(|(_, defect)| defect.feed == feed);
        own.map(|(_, defect)| defect.at.0).collect()
    }

    #[test]
    fn rubbish_without_end_takes_so_much_room_and_the_newest_stay() {
        let conn = table();
        conn.execute_batch(HELD.sql).expect("is made");
        for at in 0..100 {
            insert_within(&conn, &input("演练 轮询", at), ROOM).expect("is kept");
        }
        let kept = times(&conn, "演练 轮询");
        assert_eq!(kept, (90..100).collect::<Vec<_>>(), "the newest ten");
        let bytes: i64 = conn
            .query_row("SELECT sum(length(bytes)) FROM defect", [], |row| {
                row.get(0)
            })
            .expect("reads");
        assert!(counted(bytes) <= ROOM, "within the bound: {bytes}");
        let gone = removed(&conn).expect("reads");
        assert_eq!(gone["演练 轮询"], 90, "and it is said how many went");
        assert_eq!(count(&conn).expect("reads"), 10, "the others are counted");
    }

    #[test]
    fn a_feed_that_sends_rubbish_pushes_out_nothing_of_the_others() {
        let conn = table();
        conn.execute_batch(HELD.sql).expect("is made");
        for at in 0..3 {
            insert_within(&conn, &input("演练 消防", at), ROOM).expect("is kept");
        }
        for at in 0..100 {
            insert_within(&conn, &input("演练 轮询", at), ROOM).expect("is kept");
        }
        assert_eq!(times(&conn, "演练 消防"), [0, 1, 2], "all of the quiet one");
        let gone = removed(&conn).expect("reads");
        let feeds: Vec<_> = gone.keys().collect();
        assert_eq!(feeds, ["演练 轮询"], "its own go");
    }

    #[test]
    fn a_log_of_before_is_counted_once_and_brought_within_the_bound() {
        let conn = table();
        for at in 0..1_000 {
            conn.execute(
                "INSERT INTO defect (at, feed, kind, message, source, bytes, cut)
                 VALUES (?1, '演练', 'noise', '', '', zeroblob(1488), 0)",
                [at],
            )
            .expect("is written");
        }
        conn.execute_batch(HELD.sql).expect("is made");
        let each = INPUT_BYTES as u64 + ROW_BYTES;
        assert_eq!(held(&conn).expect("reads"), 1_000 * each, "all counted");
        for at in 1_000..1_010 {
            insert_within(&conn, &input("演练", at), ROOM).expect("is kept");
        }
        let kept = times(&conn, "演练");
        assert_eq!(kept, (1_000..1_010).collect::<Vec<_>>(), "the newest");
    }

    #[test]
    fn one_input_larger_than_the_bound_stays_until_the_next() {
        let conn = table();
        conn.execute_batch(HELD.sql).expect("is made");
        insert_within(&conn, &input("演练", 1), 1).expect("is kept");
        assert_eq!(times(&conn, "演练"), [1], "what came last is shown");
        insert_within(&conn, &input("演练", 2), 1).expect("is kept");
        assert_eq!(times(&conn, "演练"), [2], "and no more than that");
    }
}
