//! A few connections that only read.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use rusqlite::Connection;

use crate::sqlite::{self, SqliteError};

/// Reading connections of one log.
pub const READERS: usize = 3;

/// The reading connections.
pub(crate) struct Readers {
    all: Vec<Mutex<Connection>>,
    turn: AtomicUsize,
}

impl Readers {
    pub(crate) fn open(path: &Path) -> Result<Self, SqliteError> {
        let all = (0..READERS)
            .map(|_| sqlite::open_reader(path).map(Mutex::new))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            all,
            turn: AtomicUsize::new(0),
        })
    }

    /// Reads on a connection that is free, else waits for one; all of `read` sees one moment of
    /// the log.
    pub(crate) fn read<T>(
        &self,
        read: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<T> {
        let free = self.all.iter().find_map(|reader| reader.try_lock().ok());
        let turn = self.turn.fetch_add(1, Ordering::Relaxed) % self.all.len();
        let conn = free.unwrap_or_else(|| {
            self.all[turn]
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
        });
        let moment = conn.unchecked_transaction()?;
        let found = read(&conn);
        moment.finish()?;
        found
    }
}
