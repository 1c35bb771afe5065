//! Opening SQLite so that what is committed stays, and saying so when it would not.
//!
//! Every connection of the program, the desk's log and the platform's store alike, is opened
//! here; the settings are read back and a connection on which one is not in force is not given
//! out. The list and its reasons: WAL with `synchronous=FULL` loses nothing at a power cut,
//! `mmap_size=0` keeps a read error from being a SIGBUS, `cell_size_check` finds a torn page
//! early, `trusted_schema=OFF` and defensive mode keep a tampered file from running code.

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

/// The oldest SQLite that is safe with a writer, readers and a backup at once: 3.51.3 mends the
/// WAL-reset defect of 3.7.0 to 3.51.2.
pub const SQLITE_VERSION_MIN: i32 = 3_051_003;

/// How long a statement waits for a lock before it fails, in milliseconds.
pub const BUSY_TIMEOUT_MS: i64 = 5_000;

/// Page cache of the writing connection, in KiB. What is not in it is read from the system's own
/// cache, which costs microseconds; held here as well it would count twice.
pub const CACHE_KIB: i64 = 8_192;

/// Page cache of one reading connection, in KiB.
pub const READER_CACHE_KIB: i64 = 1_024;

/// Size to which the write-ahead file is cut back, in bytes.
pub const JOURNAL_BYTES: i64 = 67_108_864;

/// Pages in the write-ahead file at which a commit also checkpoints.
pub const CHECKPOINT_PAGES: i64 = 1_000;

/// Prepared statements kept by one connection.
pub const STATEMENTS_MAX: usize = 128;

/// Why a database cannot be opened or used.
#[derive(Debug, thiserror::Error)]
pub enum SqliteError {
    /// The library is too old to be trusted.
    #[error("SQLite {found} is older than {SQLITE_VERSION_MIN}")]
    Version {
        /// `sqlite3_libversion_number()`.
        found: i32,
    },
    /// A setting did not take.
    #[error("setting {name} is {found}, not {wanted}")]
    Setting {
        /// The pragma or configuration flag.
        name: &'static str,
        /// As it must be.
        wanted: String,
        /// As it is.
        found: String,
    },
    /// The file was written by a newer program.
    #[error("the file has {found} migrations, this program knows {known}")]
    Newer {
        /// In the file.
        found: usize,
        /// Here.
        known: usize,
    },
    /// The file's history is not this program's.
    #[error("migration {number} is {found:?} in the file and {known:?} here")]
    History {
        /// Which.
        number: usize,
        /// In the file.
        found: String,
        /// Here.
        known: String,
    },
    /// SQLite said no.
    #[error("sqlite: {0}")]
    Sqlite(#[from] rusqlite::Error),
}

impl SqliteError {
    /// True when the file itself is damaged or is no database.
    #[must_use]
    pub fn is_damage(&self) -> bool {
        matches!(self, Self::Sqlite(error) if is_damage(error))
    }
}

/// True when the error says that the file is damaged or is no database.
#[must_use]
pub fn is_damage(error: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase};
    matches!(
        error.sqlite_error_code(),
        Some(DatabaseCorrupt | NotADatabase)
    )
}

/// True when the error says that there is no room left.
#[must_use]
pub fn is_full(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(rusqlite::ErrorCode::DiskFull)
}

/// True when reading or writing the medium failed: the connection is not to be used again, since
/// a failed fsync may have dropped what it was to keep.
#[must_use]
pub fn is_medium(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(rusqlite::ErrorCode::SystemIoFailure)
}

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Writer,
    Reader,
    /// Reads a file that is no longer written: a copy in one piece has no write-ahead file.
    Checker,
}

/// Opens the one writing connection, creates the file when there is none.
///
/// # Errors
/// [`SqliteError`] when the library is too old, the file cannot be opened or a setting is not in
/// force.
pub fn open_writer(path: &Path) -> Result<Connection, SqliteError> {
    open(path, Role::Writer)
}

/// Opens a reading connection; it can change nothing.
///
/// # Errors
/// As [`open_writer`]; the file must be there.
pub fn open_reader(path: &Path) -> Result<Connection, SqliteError> {
    open(path, Role::Reader)
}

/// Opens a file to check it: a log in use or a copy of one; it can change nothing.
///
/// # Errors
/// As [`open_reader`].
pub(crate) fn open_to_check(path: &Path) -> Result<Connection, SqliteError> {
    open(path, Role::Checker)
}

fn open(path: &Path, role: Role) -> Result<Connection, SqliteError> {
    assert_version(rusqlite::version_number())?;
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if role == Role::Writer {
        flags |= OpenFlags::SQLITE_OPEN_CREATE;
    }
    let conn = Connection::open_with_flags(path, flags)?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS_MAX);
    // Waiting comes first: the other settings may meet a lock.
    conn.busy_timeout(Duration::from_millis(BUSY_TIMEOUT_MS.unsigned_abs()))?;
    for (config, wanted) in CONFIGS {
        conn.set_db_config(config, wanted)?;
    }
    if role == Role::Writer {
        conn.pragma_update(None, "journal_mode", "wal")?;
    }
    for (name, wanted) in numbers(role) {
        conn.pragma_update(None, name, wanted)?;
    }
    check(&conn, role)?;
    Ok(conn)
}

/// Refuses a library with the WAL-reset defect.
fn assert_version(found: i32) -> Result<(), SqliteError> {
    if found < SQLITE_VERSION_MIN {
        return Err(SqliteError::Version { found });
    }
    Ok(())
}

/// Configuration flags; defensive mode forbids writing the file's own schema.
const CONFIGS: [(DbConfig, bool); 2] = [
    (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
    (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
];

/// The numeric pragmas of a connection with their values.
fn numbers(role: Role) -> [(&'static str, i64); 11] {
    let reader = role != Role::Writer;
    [
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("trusted_schema", 0),
        ("cell_size_check", 1),
        ("mmap_size", 0),
        (
            "cache_size",
            if reader {
                -READER_CACHE_KIB
            } else {
                -CACHE_KIB
            },
        ),
        ("journal_size_limit", JOURNAL_BYTES),
        ("wal_autocheckpoint", CHECKPOINT_PAGES),
        ("temp_store", 2),
        ("busy_timeout", BUSY_TIMEOUT_MS),
        ("query_only", i64::from(reader)),
    ]
}

/// Reads every setting back.
fn check(conn: &Connection, role: Role) -> Result<(), SqliteError> {
    let mode: String = conn.pragma_query_value(None, "journal_mode", |row| row.get(0))?;
    if mode != "wal" && !(role == Role::Checker && mode == "delete") {
        return Err(SqliteError::Setting {
            name: "journal_mode",
            wanted: "wal".to_owned(),
            found: mode,
        });
    }
    for (name, wanted) in numbers(role) {
        // A build without memory mapping answers `mmap_size` with no row; none is off.
        let found = match conn.pragma_query_value(None, name, |row| row.get::<_, i64>(0)) {
            Err(rusqlite::Error::QueryReturnedNoRows) if name == "mmap_size" => 0,
            other => other?,
        };
        if found != wanted {
            return Err(SqliteError::Setting {
                name,
                wanted: wanted.to_string(),
                found: found.to_string(),
            });
        }
    }
    for (config, wanted) in CONFIGS {
        let found = conn.db_config(config)?;
        if found != wanted {
            return Err(SqliteError::Setting {
                name: "db_config",
                wanted: wanted.to_string(),
                found: found.to_string(),
            });
        }
    }
    Ok(())
}

/// One step of a file's shape. Steps are only ever added at the end of a list.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// Name, kept in the file.
    pub name: &'static str,
    /// The statements.
    pub sql: &'static str,
}

/// Brings a file to this program's shape; answers how many steps were taken.
///
/// All missing steps are one transaction: an interruption leaves the old shape or the new one.
///
/// # Errors
/// [`SqliteError::Newer`] when the file knows steps that this program does not,
/// [`SqliteError::History`] when it has taken others.
pub fn migrate(conn: &mut Connection, steps: &[Migration]) -> Result<usize, SqliteError> {
    migrate_and(conn, steps, |_, _| Ok(()))
}

/// [`migrate`], and in the same transaction what no statement can say; it hears how many steps the
/// file had taken before.
///
/// # Errors
/// As [`migrate`].
pub(crate) fn migrate_and(
    conn: &mut Connection,
    steps: &[Migration],
    and: impl FnOnce(&Connection, usize) -> rusqlite::Result<()>,
) -> Result<usize, SqliteError> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    tx.execute_batch(
        "CREATE TABLE IF NOT EXISTS migration (
            number INTEGER PRIMARY KEY CHECK (number > 0),
            name TEXT NOT NULL
         ) STRICT",
    )?;
    let taken: Vec<String> = tx
        .prepare("SELECT name FROM migration ORDER BY number")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    if taken.len() > steps.len() {
        return Err(SqliteError::Newer {
            found: taken.len(),
            known: steps.len(),
        });
    }
    for (index, (found, step)) in taken.iter().zip(steps).enumerate() {
        if found != step.name {
            return Err(SqliteError::History {
                number: index + 1,
                found: found.clone(),
                known: step.name.to_owned(),
            });
        }
    }
    for step in &steps[taken.len()..] {
        tx.execute_batch(step.sql)?;
        tx.execute("INSERT INTO migration (name) VALUES (?1)", [step.name])?;
    }
    and(&tx, taken.len())?;
    tx.commit()?;
    Ok(steps.len() - taken.len())
}

/// A count or number from Rust as SQLite stores it; beyond the range it is the largest.
#[must_use]
pub fn stored(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A count or number from SQLite; a negative one cannot have been stored and reads as 0.
#[must_use]
pub fn counted(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEPS: [Migration; 2] = [
        Migration {
            name: "first",
            sql: "CREATE TABLE a (n INTEGER) STRICT; INSERT INTO a VALUES (1);",
        },
        Migration {
            name: "second",
            sql: "CREATE TABLE b (n INTEGER) STRICT; INSERT INTO b SELECT n FROM a;",
        },
    ];

    fn names(conn: &Connection) -> Vec<String> {
        conn.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
            .and_then(|mut all| all.query_map([], |row| row.get(0))?.collect())
            .expect("a schema can be read")
    }

    #[test]
    fn every_setting_is_in_force_on_writer_and_reader() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.db");
        let writer = open_writer(&path).expect("opens");
        let reader = open_reader(&path).expect("opens");
        for (conn, role) in [(&writer, Role::Writer), (&reader, Role::Reader)] {
            check(conn, role).expect("all settings hold");
            for (name, wanted) in numbers(role) {
                // Each setting is turned to something else, to see that the check bites.
                let other = match name {
                    "mmap_size" => continue,
                    "query_only" => i64::from(wanted == 0),
                    "synchronous" => 1,
                    "foreign_keys" | "trusted_schema" | "cell_size_check" => 1 - wanted,
                    _ => wanted / 2,
                };
                conn.pragma_update(None, name, other).expect("changes");
                let error = check(conn, role).expect_err("a changed setting is noticed");
                assert!(
                    matches!(error, SqliteError::Setting { name: found, .. } if found == name),
                    "{name}: {error}"
                );
                conn.pragma_update(None, name, wanted)
                    .expect("changes back");
            }
            conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, false)
                .expect("changes");
            assert!(check(conn, role).is_err(), "defensive mode is noticed");
        }
    }

    #[test]
    fn a_reader_cannot_write() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.db");
        let mut writer = open_writer(&path).expect("opens");
        migrate(&mut writer, &STEPS).expect("migrates");
        let reader = open_reader(&path).expect("opens");
        assert!(
            reader.execute("INSERT INTO a VALUES (2)", []).is_err(),
            "query_only is on"
        );
    }

    #[test]
    fn an_old_library_is_refused() {
        assert!(
            assert_version(3_051_002).is_err(),
            "has the WAL-reset defect"
        );
        assert!(assert_version(SQLITE_VERSION_MIN).is_ok(), "mended");
        assert!(
            rusqlite::version_number() >= SQLITE_VERSION_MIN,
            "the bundled library is new enough: {}",
            rusqlite::version()
        );
    }

    #[test]
    fn a_reader_makes_no_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("none.db");
        assert!(open_reader(&path).is_err(), "there is nothing to read");
        assert!(!path.exists(), "and nothing was made");
    }

    #[test]
    fn an_interrupted_migration_leaves_the_old_shape() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.db");
        let mut conn = open_writer(&path).expect("opens");
        assert_eq!(migrate(&mut conn, &STEPS[..1]).expect("migrates"), 1, "one");
        let broken = [
            STEPS[0],
            STEPS[1],
            Migration {
                name: "third",
                sql: "CREATE TABLE c (n INTEGER) STRICT; SELECT no_such_function();",
            },
        ];
        assert!(migrate(&mut conn, &broken).is_err(), "the third step fails");
        assert_eq!(names(&conn), ["a", "migration"], "the second is undone too");
        assert_eq!(
            migrate(&mut conn, &STEPS).expect("migrates"),
            1,
            "then whole"
        );
        assert_eq!(names(&conn), ["a", "b", "migration"], "the new shape");
        assert_eq!(migrate(&mut conn, &STEPS).expect("migrates"), 0, "once");
    }

    #[test]
    fn a_file_of_a_newer_or_another_program_is_not_touched() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.db");
        let mut conn = open_writer(&path).expect("opens");
        migrate(&mut conn, &STEPS).expect("migrates");
        let newer = migrate(&mut conn, &STEPS[..1]).expect_err("knows less");
        assert!(
            matches!(newer, SqliteError::Newer { found: 2, known: 1 }),
            "{newer}"
        );
        let swapped = [STEPS[1], STEPS[0]];
        let other = migrate(&mut conn, &swapped).expect_err("another history");
        assert!(
            matches!(other, SqliteError::History { number: 1, .. }),
            "{other}"
        );
    }
}
