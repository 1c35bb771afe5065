//! Writing: a group of tasks in one transaction, then the replies.
//!
//! A reply is given after COMMIT with `synchronous=FULL` and not before; tasks that come while a
//! commit is under way share the next one. A task that fails is undone alone; when the medium
//! fails, the connection is given up and opened anew before anything else is written, since a
//! failed fsync may have lost what it was to keep.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use emergency::entity::EntityRef;
use emergency::time::UtcMs;
use rusqlite::Connection;
use uuid::Uuid;

use crate::ahead::Ahead;
use crate::changes::{Change, Changes};
use crate::error::StorageError;
use crate::faults::{Faults, Moment};
use crate::key::DeviceKey;
use crate::project::Projection;
use crate::queue::Task;
use crate::sealing::{Standing, Stood};
use crate::search::volume::Shelf;
use crate::sqlite;
use crate::table::meta::{self, Meta};

/// Events that one commit takes at most, unless a single task has more.
pub const COMMIT_EVENTS_MAX: usize = 500;

/// Tells the time; passed in, so that nothing below the desk reads a clock.
pub type Clock = Arc<dyn Fn() -> UtcMs + Send + Sync>;

/// Makes event ids: UUIDv7, each greater than the one before.
pub type Ids = Arc<dyn Fn() -> Uuid + Send + Sync>;

/// What a task works with: the open transaction and the desk's standing.
pub(crate) struct Write<'a> {
    pub(crate) conn: &'a Connection,
    pub(crate) meta: Meta,
    pub(crate) key: &'a Arc<DeviceKey>,
    pub(crate) clock: &'a Clock,
    pub(crate) ids: &'a Ids,
    pub(crate) faults: &'a Faults,
    /// States that are ahead of the log; what a person sees is what is decided on.
    pub(crate) ahead: Option<Arc<Ahead>>,
    pub(crate) projection: &'a mut Projection,
    pub(crate) touched: BTreeSet<EntityRef>,
    /// Set by a task that changed something besides entities.
    pub(crate) desk: bool,
}

impl Write<'_> {
    /// Number under which what this commit changes is told.
    pub(crate) fn change(&self) -> u64 {
        self.meta.change + 1
    }

    fn finish_task(&mut self) -> rusqlite::Result<()> {
        let change = self.change();
        let changed =
            self.projection
                .flush(self.conn, &self.meta.origin, self.meta.swept, change)?;
        self.touched.extend(changed);
        Ok(())
    }
}

/// What writing needs besides the connection.
pub(crate) struct Desk {
    pub(crate) path: PathBuf,
    pub(crate) key: Arc<DeviceKey>,
    pub(crate) clock: Clock,
    pub(crate) ids: Ids,
    pub(crate) changes: Arc<Changes>,
    pub(crate) trouble: Arc<Trouble>,
    pub(crate) faults: Arc<Faults>,
    pub(crate) shelf: Arc<Shelf>,
    pub(crate) ahead: Arc<RwLock<Option<Arc<Ahead>>>>,
    pub(crate) stood: Arc<Stood>,
}

/// What a commit changed, and where the desk stands after it.
type Changed = (Change, Standing);

/// What the last write met when it came to nothing; shown to the officer until one succeeds.
#[derive(Default)]
pub(crate) struct Trouble {
    last: Mutex<Option<StorageError>>,
}

impl Trouble {
    pub(crate) fn set(&self, trouble: Option<StorageError>) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = trouble;
    }

    pub(crate) fn get(&self) -> Option<StorageError> {
        self.last
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl Desk {
    /// Writes a group of tasks in one transaction and replies to each.
    pub(crate) fn commit(
        &self,
        slot: &mut Option<Connection>,
        projection: &mut Projection,
        mut group: Vec<Box<dyn Task>>,
    ) {
        let outcome = self
            .usable(slot)
            .and_then(|conn| self.write(conn, projection, &mut group));
        let outcomes = match outcome {
            Ok((outcomes, changed)) => {
                if let Some((change, standing)) = changed {
                    self.stood.set(standing);
                    self.changes.publish(&Arc::new(change));
                }
                self.trouble.set(
                    outcomes
                        .iter()
                        .find_map(|one| trouble_of(one.as_ref().err())),
                );
                outcomes
            }
            Err(error) => {
                tracing::error!(%error, "nothing was written");
                projection.forget();
                self.trouble.set(trouble_of(Some(&error)));
                if error.is_of_the_medium() {
                    *slot = None;
                }
                group.iter().map(|_| Err(error.clone())).collect()
            }
        };
        for (task, outcome) in group.into_iter().zip(outcomes) {
            task.finish(outcome);
        }
    }

    /// The connection, opened and looked at anew after the medium has failed.
    fn usable<'a>(&self, slot: &'a mut Option<Connection>) -> Result<&'a Connection, StorageError> {
        if slot.is_none() {
            self.faults.at(Moment::Open)?;
            let conn = sqlite::open_writer(&self.path)?;
            let findings = crate::verify::quick(&conn)?;
            if let Some(finding) = findings.first() {
                return Err(StorageError::Damaged {
                    message: finding.to_string(),
                });
            }
            tracing::warn!("the log was opened anew and is whole");
            *slot = Some(conn);
        }
        if let Some(conn) = slot.as_ref() {
            self.faults.settle(conn)?;
        }
        slot.as_ref().ok_or(StorageError::Closed)
    }

    #[expect(
        clippy::type_complexity,
        reason = "one outcome a task, and the change to tell"
    )]
    fn write(
        &self,
        conn: &Connection,
        projection: &mut Projection,
        group: &mut [Box<dyn Task>],
    ) -> Result<(Vec<Result<(), StorageError>>, Option<Changed>), StorageError> {
        conn.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        let written = self.write_in_transaction(conn, projection, group);
        let committed = match written {
            Ok(done) => self
                .faults
                .at(Moment::Commit)
                .and_then(|()| conn.prepare_cached("COMMIT")?.execute([]))
                .and_then(|_| self.faults.at(Moment::Committed))
                .map(|()| done)
                .map_err(StorageError::from),
            Err(error) => Err(error),
        };
        if committed.is_err()
            && !conn.is_autocommit()
            && let Err(error) = conn.execute_batch("ROLLBACK")
        {
            // The connection goes with the error that is told; its end undoes the rest.
            tracing::error!(%error, "the transaction could not be undone");
        }
        committed
    }

    #[expect(clippy::type_complexity, reason = "as above")]
    fn write_in_transaction(
        &self,
        conn: &Connection,
        projection: &mut Projection,
        group: &mut [Box<dyn Task>],
    ) -> Result<(Vec<Result<(), StorageError>>, Option<Changed>), StorageError> {
        let before = standing(conn)?;
        let mut write = Write {
            conn,
            meta: before.clone(),
            key: &self.key,
            clock: &self.clock,
            ids: &self.ids,
            faults: &self.faults,
            ahead: self
                .ahead
                .read()
                .unwrap_or_else(PoisonError::into_inner)
                .clone(),
            projection,
            touched: BTreeSet::new(),
            desk: false,
        };
        let mut outcomes = Vec::with_capacity(group.len());
        if let [only] = group {
            // Alone, it needs no savepoint: the transaction is undone with it.
            only.run(&mut write)?;
            write.finish_task()?;
            outcomes.push(Ok(()));
        } else {
            for task in group {
                outcomes.push(one_of_many(&mut write, task.as_mut())?);
            }
        }
        let change = (write.desk || !write.touched.is_empty() || write.meta != before).then(|| {
            write.meta.change += 1;
            Change {
                number: write.meta.change,
                touched: std::mem::take(&mut write.touched).into_iter().collect(),
                desk: write.desk,
            }
        });
        if change.is_some() {
            meta::store(conn, &write.meta)?;
        }
        let standing = Standing::of(&write.meta);
        Ok((outcomes, change.map(|change| (change, standing))))
    }
}

/// Whose the log is and how far it has come.
pub(crate) fn standing(conn: &Connection) -> Result<Meta, StorageError> {
    meta::load(conn)?.ok_or(StorageError::Damaged {
        message: "the log does not say whose it is".to_owned(),
    })
}

/// Runs one task; a failure undoes it alone, unless the whole transaction is gone with it.
fn one_of_many(
    write: &mut Write<'_>,
    task: &mut dyn Task,
) -> Result<Result<(), StorageError>, StorageError> {
    let before = write.meta.clone();
    write.conn.prepare_cached("SAVEPOINT task")?.execute([])?;
    let outcome = task
        .run(write)
        .and_then(|()| write.finish_task().map_err(StorageError::from));
    if let Err(error) = outcome {
        write.projection.forget();
        write.meta = before;
        // On a medium that fails nothing of the group may be called written.
        if write.conn.is_autocommit() || error.is_of_the_medium() {
            return Err(error);
        }
        write.conn.execute_batch("ROLLBACK TO task; RELEASE task")?;
        return Ok(Err(error));
    }
    write.conn.prepare_cached("RELEASE task")?.execute([])?;
    Ok(Ok(()))
}

/// Only what the disk or the file said is trouble; a task that is too large is not.
fn trouble_of(error: Option<&StorageError>) -> Option<StorageError> {
    match error {
        None | Some(StorageError::TooLarge { .. } | StorageError::Closed) => None,
        Some(error) => Some(error.clone()),
    }
}
