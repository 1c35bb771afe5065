//! The ordered log in one SQLite file, for one machine.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use emergency::event::{Entry, GENESIS_HASH};
use emergency::id::OriginId;
use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior, params};
use uuid::Uuid;

use super::{
    AuthorityError, AuthorityStore, ChainHead, Line, LogHead, LogIdentity, READ_MAX, continues,
};
use crate::sqlite::{Migration, counted, migrate, open_reader, open_writer, stored};

/// Reading connections kept open.
const READERS_MAX: usize = 4;

const STEPS: [Migration; 1] = [Migration {
    name: "authority_1",
    sql: "
        CREATE TABLE authority (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            log_id TEXT NOT NULL,
            log_epoch INTEGER NOT NULL CHECK (log_epoch > 0)
        ) STRICT;
        CREATE TABLE entry (
            sseq INTEGER PRIMARY KEY CHECK (sseq > 0),
            id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
            origin TEXT NOT NULL,
            incarnation INTEGER NOT NULL,
            oseq INTEGER NOT NULL CHECK (oseq > 0),
            kind TEXT NOT NULL,
            received_at INTEGER NOT NULL,
            log_hash TEXT NOT NULL,
            json TEXT NOT NULL,
            UNIQUE (origin, incarnation, oseq)
        ) STRICT;
        CREATE TABLE chain (
            origin TEXT NOT NULL,
            incarnation INTEGER NOT NULL,
            oseq INTEGER NOT NULL,
            hash TEXT NOT NULL,
            PRIMARY KEY (origin, incarnation)
        ) STRICT, WITHOUT ROWID;
    ",
}];

/// The ordered log in one SQLite file. The sequencer is the only writer; `append` returns after
/// the commit is on disk (WAL, `synchronous=FULL`).
#[derive(Debug)]
pub struct FileAuthority {
    path: PathBuf,
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
}

impl FileAuthority {
    /// Opens the log of that name, or begins it.
    ///
    /// # Errors
    /// When the file cannot be opened or is another program's.
    pub fn open(path: &Path, log_id: &str) -> Result<Self, AuthorityError> {
        let mut conn = open_writer(path)?;
        migrate(&mut conn, &STEPS)?;
        conn.execute(
            "INSERT INTO authority (one, log_id, log_epoch) VALUES (1, ?1, 1)
             ON CONFLICT DO NOTHING",
            [log_id],
        )?;
        Ok(Self {
            path: path.to_owned(),
            writer: Mutex::new(conn),
            readers: Mutex::new(Vec::new()),
        })
    }

    fn writer(&self) -> MutexGuard<'_, Connection> {
        // A panic between begin and commit rolls back when the transaction is dropped.
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn reading<T>(
        &self,
        read: impl FnOnce(&Connection) -> Result<T, AuthorityError>,
    ) -> Result<T, AuthorityError> {
        let readers = || self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = readers().pop();
        let conn = match kept {
            Some(conn) => conn,
            None => open_reader(&self.path)?,
        };
        let answer = read(&conn);
        let mut readers = readers();
        if readers.len() < READERS_MAX {
            readers.push(conn);
        }
        answer
    }
}

fn head_of(conn: &Connection) -> Result<LogHead, AuthorityError> {
    let head = conn
        .prepare_cached("SELECT sseq, log_hash FROM entry ORDER BY sseq DESC LIMIT 1")?
        .query_row([], |row| {
            Ok(LogHead {
                sseq: counted(row.get(0)?),
                log_hash: row.get(1)?,
            })
        })
        .optional()?;
    Ok(head.unwrap_or_else(|| LogHead {
        sseq: 0,
        log_hash: GENESIS_HASH.to_owned(),
    }))
}

impl AuthorityStore for FileAuthority {
    fn identity(&self) -> Result<LogIdentity, AuthorityError> {
        self.reading(|conn| {
            Ok(
                conn.query_row("SELECT log_id, log_epoch FROM authority", [], |row| {
                    Ok(LogIdentity {
                        log_id: row.get(0)?,
                        log_epoch: counted(row.get(1)?),
                    })
                })?,
            )
        })
    }

    fn head(&self) -> Result<LogHead, AuthorityError> {
        self.reading(head_of)
    }

    fn append(&self, entries: &[Entry]) -> Result<Vec<Line>, AuthorityError> {
        let lines: Vec<Line> = entries.iter().map(Line::of).collect();
        let mut conn = self.writer();
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        continues(head_of(&tx)?.sseq, entries)?;
        {
            let mut insert = tx.prepare_cached(
                "INSERT INTO entry
                 (sseq, id, origin, incarnation, oseq, kind, received_at, log_hash, json)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )?;
            let mut chain = tx.prepare_cached(
                "INSERT INTO chain (origin, incarnation, oseq, hash) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT DO UPDATE SET oseq = excluded.oseq, hash = excluded.hash",
            )?;
            for (entry, line) in entries.iter().zip(&lines) {
                let event = &entry.event;
                insert.execute(params![
                    stored(entry.sseq),
                    event.id.as_bytes(),
                    event.origin.as_str(),
                    event.incarnation,
                    stored(event.oseq),
                    event.kind,
                    entry.received_at.0,
                    entry.log_hash,
                    &*line.json,
                ])?;
                chain.execute(params![
                    event.origin.as_str(),
                    event.incarnation,
                    stored(event.oseq),
                    event.hash(),
                ])?;
            }
        }
        tx.commit()?;
        Ok(lines)
    }

    fn read(&self, after: u64, limit: usize, bytes: usize) -> Result<Vec<Line>, AuthorityError> {
        self.reading(|conn| {
            let mut select = conn.prepare_cached(
                "SELECT sseq, json FROM entry WHERE sseq > ?1 ORDER BY sseq LIMIT ?2",
            )?;
            let limit = stored(limit.min(READ_MAX) as u64);
            let mut rows = select.query(params![stored(after), limit])?;
            let (mut lines, mut used) = (Vec::new(), 0);
            while let Some(row) = rows.next()? {
                let json: String = row.get(1)?;
                used += json.len();
                if !lines.is_empty() && used > bytes {
                    break;
                }
                lines.push(Line {
                    sseq: counted(row.get(0)?),
                    json: json.into(),
                });
            }
            Ok(lines)
        })
    }

    fn hash_at(&self, sseq: u64) -> Result<Option<String>, AuthorityError> {
        if sseq == 0 {
            return Ok(Some(GENESIS_HASH.to_owned()));
        }
        self.reading(|conn| {
            Ok(conn
                .prepare_cached("SELECT log_hash FROM entry WHERE sseq = ?1")?
                .query_row([stored(sseq)], |row| row.get(0))
                .optional()?)
        })
    }

    fn event_at(
        &self,
        origin: &OriginId,
        incarnation: u32,
        oseq: u64,
    ) -> Result<Option<Uuid>, AuthorityError> {
        self.reading(|conn| {
            let id: Option<[u8; 16]> = conn
                .prepare_cached(
                    "SELECT id FROM entry WHERE origin = ?1 AND incarnation = ?2 AND oseq = ?3",
                )?
                .query_row(params![origin.as_str(), incarnation, stored(oseq)], |row| {
                    row.get(0)
                })
                .optional()?;
            Ok(id.map(Uuid::from_bytes))
        })
    }

    fn holds(&self, id: Uuid) -> Result<bool, AuthorityError> {
        self.reading(|conn| {
            Ok(conn
                .prepare_cached("SELECT 1 FROM entry WHERE id = ?1")?
                .exists([id.as_bytes()])?)
        })
    }

    fn chains(&self) -> Result<Vec<ChainHead>, AuthorityError> {
        self.reading(|conn| {
            let mut select =
                conn.prepare_cached("SELECT origin, incarnation, oseq, hash FROM chain")?;
            let rows = select.query_map([], |row| {
                Ok(ChainHead {
                    origin: OriginId(row.get(0)?),
                    incarnation: row.get(1)?,
                    oseq: counted(row.get(2)?),
                    hash: row.get(3)?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    fn begin_incarnation(&self, origin: &OriginId, incarnation: u32) -> Result<(), AuthorityError> {
        self.writer().execute(
            "INSERT INTO chain (origin, incarnation, oseq, hash) VALUES (?1, ?2, 0, ?3)
             ON CONFLICT DO NOTHING",
            params![origin.as_str(), incarnation, GENESIS_HASH],
        )?;
        Ok(())
    }

    fn begin_epoch(&self, log_epoch: u64) -> Result<(), AuthorityError> {
        self.writer()
            .execute("UPDATE authority SET log_epoch = ?1", [stored(log_epoch)])?;
        Ok(())
    }
}
