//! The index of full text: volumes with their passages, and the words of both.
//!
//! Nothing here is the truth: all of it can be dropped and filled again from the log and from
//! the volumes. The two full text tables keep no text of their own (`content=''`): a line's words
//! are read off its event, a passage's stand in its row. Words are made by `search::fold`; the
//! tokenizer `ascii` takes them as they are.

use rusqlite::{Connection, OptionalExtension as _, Row};

use crate::search::fold::{Folded, VERSION};
use crate::search::volume::{Hashed, Volume};
use crate::search::{SearchKind, place};
use crate::sqlite::{Migration, counted, stored};

pub(crate) const MIGRATION: Migration = Migration {
    name: "search",
    sql: "CREATE TABLE search_progress (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            seq INTEGER NOT NULL CHECK (seq >= 0),
            version INTEGER NOT NULL
          ) STRICT;
          INSERT INTO search_progress VALUES (1, 0, 0);
          CREATE TABLE search_volume (
            n INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE,
            hash BLOB NOT NULL CHECK (length(hash) = 32),
            title TEXT NOT NULL,
            unit TEXT NOT NULL,
            fields TEXT NOT NULL,
            state TEXT NOT NULL
          ) STRICT;
          CREATE TABLE search_passage (
            place INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            heading TEXT NOT NULL,
            body TEXT NOT NULL
          ) STRICT;
          CREATE VIRTUAL TABLE search_library
            USING fts5(words, content='', contentless_delete=1, tokenize='ascii');
          CREATE VIRTUAL TABLE search_line
            USING fts5(words, content='', columnsize=0, tokenize='ascii');",
};

/// Which of the two indexes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Index {
    Library,
    Line,
}

impl Index {
    fn table(self) -> &'static str {
        match self {
            Self::Library => "search_library",
            Self::Line => "search_line",
        }
    }
}

/// A volume of the index, without its passages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct VolumeRow {
    pub(crate) n: i64,
    pub(crate) key: String,
    pub(crate) title: String,
    pub(crate) unit: String,
    pub(crate) fields: Vec<String>,
    pub(crate) state: String,
}

/// A passage's texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PassageRow {
    pub(crate) name: String,
    pub(crate) heading: String,
    pub(crate) body: String,
}

/// True when the file has an index at all: one that only an older program has opened has none.
pub(crate) fn is_there(conn: &Connection) -> rusqlite::Result<bool> {
    conn.prepare_cached("SELECT 1 FROM sqlite_schema WHERE name = 'search_progress'")?
        .exists([])
}

/// The line up to which the index has the log; 0 when it is of another notion of words.
pub(crate) fn progress(conn: &Connection) -> rusqlite::Result<u64> {
    let (seq, version): (i64, i64) = conn
        .prepare_cached("SELECT seq, version FROM search_progress")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(if version == VERSION { counted(seq) } else { 0 })
}

/// True when the lines of the index are of this program's notion of words.
pub(crate) fn is_current(conn: &Connection) -> rusqlite::Result<bool> {
    conn.prepare_cached("SELECT 1 FROM search_progress WHERE version = ?1")?
        .exists([VERSION])
}

/// Notes how far the index has come.
pub(crate) fn set_progress(conn: &Connection, seq: u64) -> rusqlite::Result<()> {
    conn.prepare_cached("UPDATE search_progress SET seq = ?1, version = ?2")?
        .execute([stored(seq), VERSION])
        .map(drop)
}

/// Empties the index of lines.
pub(crate) fn reset_lines(conn: &Connection) -> rusqlite::Result<()> {
    conn.execute_batch("INSERT INTO search_line (search_line) VALUES ('delete-all')")?;
    set_progress(conn, 0)
}

/// Empties the whole index.
pub(crate) fn reset(conn: &Connection) -> rusqlite::Result<()> {
    conn.execute_batch(
        "INSERT INTO search_library (search_library) VALUES ('delete-all');
         DELETE FROM search_passage;
         DELETE FROM search_volume;",
    )?;
    reset_lines(conn)
}

/// Adds words to an index. In rising order of their places: going back would end a segment.
pub(crate) fn add(
    conn: &Connection,
    index: Index,
    mut words: Vec<(i64, String)>,
) -> rusqlite::Result<()> {
    words.sort_unstable();
    let sql = format!(
        "INSERT INTO {} (rowid, words) VALUES (?1, ?2)",
        index.table()
    );
    let mut statement = conn.prepare_cached(&sql)?;
    for (place, words) in words {
        statement.execute(rusqlite::params![place, words])?;
    }
    Ok(())
}

/// Keys and hashes of the volumes of the index.
pub(crate) fn hashes(conn: &Connection) -> rusqlite::Result<Vec<(String, [u8; 32])>> {
    conn.prepare_cached("SELECT key, hash FROM search_volume")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}

/// The volumes of the index.
pub(crate) fn volumes(conn: &Connection) -> rusqlite::Result<Vec<VolumeRow>> {
    let read = |row: &Row<'_>| {
        let fields: String = row.get(4)?;
        Ok(VolumeRow {
            n: row.get(0)?,
            key: row.get(1)?,
            title: row.get(2)?,
            unit: row.get(3)?,
            fields: fields.split_whitespace().map(str::to_owned).collect(),
            state: row.get(5)?,
        })
    };
    conn.prepare_cached("SELECT n, key, title, unit, fields, state FROM search_volume ORDER BY n")?
        .query_map([], read)?
        .collect()
}

/// Takes a volume out of the index.
pub(crate) fn drop_volume(conn: &Connection, key: &str) -> rusqlite::Result<()> {
    let n: Option<i64> = conn
        .prepare_cached("SELECT n FROM search_volume WHERE key = ?1")?
        .query_row([key], |row| row.get(0))
        .optional()?;
    let Some(n) = n else { return Ok(()) };
    for kind in SearchKind::ALL {
        let (first, last) = place::parts(kind, n);
        let places: Vec<i64> = conn
            .prepare_cached("SELECT place FROM search_passage WHERE place BETWEEN ?1 AND ?2")?
            .query_map([first, last], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        for place in places {
            conn.prepare_cached("DELETE FROM search_library WHERE rowid = ?1")?
                .execute([place])?;
            conn.prepare_cached("DELETE FROM search_passage WHERE place = ?1")?
                .execute([place])?;
        }
    }
    conn.prepare_cached("DELETE FROM search_volume WHERE n = ?1")?
        .execute([n])
        .map(drop)
}

/// Puts volumes into the index in the place of those that have their keys.
pub(crate) fn put_volumes(conn: &Connection, fresh: &[Hashed]) -> rusqlite::Result<()> {
    let mut words = Vec::new();
    for (volume, hash) in fresh {
        drop_volume(conn, &volume.key)?;
        put_volume(conn, volume, hash, &mut words)?;
    }
    add(conn, Index::Library, words)
}

fn put_volume(
    conn: &Connection,
    volume: &Volume,
    hash: &[u8; 32],
    words: &mut Vec<(i64, String)>,
) -> rusqlite::Result<()> {
    let n = conn
        .prepare_cached(
            "INSERT INTO search_volume (key, hash, title, unit, fields, state)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .insert(rusqlite::params![
            volume.key,
            &hash[..],
            volume.title,
            volume.unit,
            volume.fields.join(" "),
            volume.state,
        ])?;
    let title = Folded::of(&volume.title);
    let mut statement = conn.prepare_cached(
        "INSERT OR IGNORE INTO search_passage (place, name, heading, body)
         VALUES (?1, ?2, ?3, ?4)",
    )?;
    for passage in &volume.passages {
        if passage.part >= place::PARTS_MAX {
            continue;
        }
        let place = place::of_part(passage.kind, n, passage.part);
        let written = statement.execute(rusqlite::params![
            place,
            passage.place,
            passage.heading,
            passage.body
        ])?;
        // Of two parts with one place the first counts.
        if written == 1 {
            words.push((place, passage.index_words(&title)));
        }
    }
    Ok(())
}

/// The texts of a passage.
pub(crate) fn passage(conn: &Connection, place: i64) -> rusqlite::Result<PassageRow> {
    conn.prepare_cached("SELECT name, heading, body FROM search_passage WHERE place = ?1")?
        .query_row([place], |row| {
            Ok(PassageRow {
                name: row.get(0)?,
                heading: row.get(1)?,
                body: row.get(2)?,
            })
        })
}

/// Places of all passages that an expression finds, in order.
pub(crate) fn passages_with(conn: &Connection, expression: &str) -> rusqlite::Result<Vec<i64>> {
    conn.prepare_cached("SELECT rowid FROM search_library WHERE search_library MATCH ?1")?
        .query_map([expression], |row| row.get(0))?
        .collect()
}

/// Numbers of the newest lines of a kind that an expression finds, newest first.
pub(crate) fn lines_with(
    conn: &Connection,
    expression: &str,
    kind: SearchKind,
    limit: usize,
) -> rusqlite::Result<Vec<u64>> {
    let (first, last) = place::range(kind);
    conn.prepare_cached(
        "SELECT rowid FROM search_line
         WHERE search_line MATCH ?1 AND rowid BETWEEN ?2 AND ?3
         ORDER BY rowid DESC LIMIT ?4",
    )?
    .query_map(
        rusqlite::params![expression, first, last, stored(limit as u64)],
        |row| row.get(0).map(place::line),
    )?
    .collect()
}

/// Every entry of an index as text; what a test compares.
#[cfg(test)]
pub(crate) fn dump(conn: &Connection, index: Index) -> rusqlite::Result<Vec<String>> {
    let table = index.table();
    conn.execute_batch(&format!(
        "CREATE VIRTUAL TABLE temp.entries USING fts5vocab('main', '{table}', 'instance')"
    ))?;
    let entries = conn
        .prepare("SELECT term, doc, offset FROM temp.entries ORDER BY 1, 2, 3")?
        .query_map([], |row| {
            let (term, doc, offset): (String, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok(format!("{term} {doc} {offset}"))
        })?
        .collect();
    conn.execute_batch("DROP TABLE temp.entries")?;
    entries
}
