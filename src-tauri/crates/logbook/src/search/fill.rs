//! The index is filled behind the log, a little at a time.
//!
//! The writer does it itself, in transactions of their own, when no task has come for
//! [`PAUSE`]: so a commit never waits for words to be indexed, and never meets another writer.
//! Only when more than [`BEHIND_MAX`] lines are behind, a step goes between two commits.

use std::time::Duration;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::place;
use super::spoken::{Spoken, kind_of};
use super::volume::{Hashed, Shelf};
use crate::sqlite::{counted, is_damage, is_medium, stored};
use crate::table::search::{self, Index};

/// So long after a commit the writer waits before it fills.
const PAUSE: Duration = Duration::from_millis(25);

/// Lines that the index may be behind while the writer is busy: they are read at each search.
const BEHIND_MAX: usize = 50_000;

/// Lines of one step; a command that comes meanwhile waits for it.
pub(crate) const STEP_LINES: usize = 250;

/// Passages of one step, about.
const STEP_PASSAGES: usize = 150;

/// Characters of a passage that are as much work as a short one.
const PASSAGE_CHARS: usize = 400;

/// What a step did.
#[derive(Default)]
pub(crate) struct Filled {
    /// True when there may be more to do.
    pub(crate) more: bool,
    /// Lines that were taken in.
    pub(crate) lines: usize,
    fresh: Vec<Hashed>,
    gone: Vec<String>,
}

impl Filled {
    /// Tells the shelf, once it is on disk.
    pub(crate) fn tell(&self, shelf: &Shelf) {
        shelf.stored(&self.fresh, &self.gone);
    }
}

/// Takes a step inside the transaction that is open.
pub(crate) fn step(conn: &Connection, shelf: &Shelf) -> rusqlite::Result<Filled> {
    if !search::is_current(conn)? {
        search::reset(conn)?;
    }
    let lines = lines(conn)?;
    let mut filled = Filled {
        more: lines == STEP_LINES,
        lines,
        ..Filled::default()
    };
    if !filled.more {
        volumes(conn, shelf, &mut filled)?;
    }
    Ok(filled)
}

/// Takes the next lines of the log; answers how many.
fn lines(conn: &Connection) -> rusqlite::Result<usize> {
    let mut last = search::progress(conn)?;
    let mut words = Vec::new();
    let mut count = 0;
    let mut statement = conn
        .prepare_cached("SELECT seq, envelope FROM event WHERE seq > ?1 ORDER BY seq LIMIT ?2")?;
    let mut rows = statement.query([stored(last), stored(STEP_LINES as u64)])?;
    while let Some(row) = rows.next()? {
        last = counted(row.get(0)?);
        count += 1;
        // What cannot be read as an event is the full check's to tell of.
        if let Ok(spoken) = Spoken::read(row.get_ref(1)?.as_str().unwrap_or_default()) {
            let line = place::of_line(kind_of(&spoken.kind), last);
            let spoken = spoken.index_words();
            if !spoken.is_empty() {
                words.push((line, spoken));
            }
        }
    }
    drop(rows);
    if count > 0 {
        search::add(conn, Index::Line, words)?;
        search::set_progress(conn, last)?;
    }
    Ok(count)
}

/// Takes the next volumes.
fn volumes(conn: &Connection, shelf: &Shelf, filled: &mut Filled) -> rusqlite::Result<()> {
    let shelved = shelf.now();
    if shelved.is_empty() {
        return Ok(());
    }
    for key in &shelved.gone {
        search::drop_volume(conn, key)?;
    }
    let mut work = 0;
    let mut fresh = Vec::new();
    for hashed in shelved.fresh.values() {
        let passages = hashed.0.passages.iter();
        work += passages
            .map(|passage| 1 + passage.body.len() / PASSAGE_CHARS)
            .sum::<usize>();
        fresh.push(hashed.clone());
        if work >= STEP_PASSAGES {
            break;
        }
    }
    search::put_volumes(conn, &fresh)?;
    filled.more = fresh.len() < shelved.fresh.len();
    filled.fresh = fresh;
    filled.gone = shelved.gone;
    Ok(())
}

/// What the writer keeps of the index between its commits.
pub(crate) struct Filling {
    /// There may be something to take in.
    due: bool,
    /// Something was committed since the last step.
    committed: bool,
    /// Lines, about, that came since the index was at the end.
    behind: usize,
    /// It was damaged and was emptied.
    emptied: bool,
    /// The index cannot be written; lines and volumes are read until the next start.
    given_up: bool,
}

impl Default for Filling {
    fn default() -> Self {
        Self {
            due: true,
            committed: true,
            behind: 0,
            emptied: false,
            given_up: false,
        }
    }
}

impl Filling {
    /// How long the writer waits for a task; `idle` when there is nothing to take in.
    pub(crate) fn wait(&self, idle: Duration) -> Duration {
        match (self.due, self.committed) {
            (true, true) => PAUSE,
            (true, false) => Duration::ZERO,
            (false, _) => idle,
        }
    }

    /// True when a step may find something.
    pub(crate) fn is_due(&self) -> bool {
        self.due
    }

    /// A commit has brought about so many lines.
    pub(crate) fn note(&mut self, lines: usize) {
        self.due = !self.given_up;
        self.committed = true;
        self.behind = self.behind.saturating_add(lines);
    }

    /// True when a search would have to read too much.
    pub(crate) fn is_far_behind(&self) -> bool {
        self.due && self.behind > BEHIND_MAX
    }

    /// Takes a step in a transaction of its own. A medium that fails loses the connection, as at
    /// any commit; the next commit tells of it.
    pub(crate) fn step(&mut self, slot: &mut Option<Connection>, shelf: &Shelf) {
        self.committed = false;
        let Some(conn) = slot.as_ref() else {
            self.due = false;
            return;
        };
        match committed(conn, |conn| step(conn, shelf)) {
            Ok(filled) => {
                filled.tell(shelf);
                self.emptied = false;
                self.due = filled.more;
                // Fewer than a step takes: these were the last, and what is left is volumes.
                self.behind = if filled.lines == STEP_LINES {
                    self.behind.saturating_sub(filled.lines)
                } else {
                    0
                };
            }
            Err(error) => {
                tracing::warn!(%error, "the index of full text was not filled");
                self.due = false;
                if is_medium(&error) {
                    *slot = None;
                } else if is_damage(&error) {
                    self.make_anew(conn);
                }
            }
        }
    }

    /// A damaged index of lines is emptied once, to be filled again. A damaged one of volumes
    /// shows at the next search, and who has the volumes brings them again.
    fn make_anew(&mut self, conn: &Connection) {
        let emptied = !self.emptied && committed(conn, search::reset_lines).is_ok();
        self.emptied = true;
        self.due = emptied;
        self.given_up = !emptied;
        if self.given_up {
            tracing::error!("the index of full text stays damaged; texts are read instead");
        }
    }
}

fn committed<T>(
    conn: &Connection,
    work: impl FnOnce(&Connection) -> rusqlite::Result<T>,
) -> rusqlite::Result<T> {
    let transaction = Transaction::new_unchecked(conn, TransactionBehavior::Immediate)?;
    let done = work(&transaction)?;
    transaction.commit()?;
    Ok(done)
}
