//! What keeps the log healthy: checks, copies, room.

use std::path::{Path, PathBuf};

use super::Logbook;
use crate::backup::{self, BackupError};
use crate::error::StorageError;
use crate::export::{self, ExportError, Manifest};
use crate::space::{self, Space};
use crate::table::meta;
use crate::verify::{self, Verification};
use emergency::time::UtcMs;

/// The proof that a log is one of real work. Only [`Logbook::real_work`] makes it.
#[derive(Debug, Clone)]
pub struct RealWork(());

impl Logbook {
    /// Checks the whole log while the desk goes on; takes its time.
    ///
    /// # Errors
    /// [`StorageError`] when the file cannot be read at all.
    pub fn verify(&self) -> Result<Verification, StorageError> {
        verify::verify(&self.inner.path)
    }

    /// Hourly care: fresh statistics for the planner. The writer itself empties the write-ahead
    /// file when it is idle.
    ///
    /// # Errors
    /// [`StorageError`] when it could not be done.
    pub fn tend(&self) -> Result<(), StorageError> {
        let conn = crate::sqlite::open_writer(&self.inner.path)?;
        // A connection that has asked nothing yet has to be told to look at all tables (0x10000);
        // the bound on the rows that are looked at (0x10) keeps the writer from waiting.
        conn.execute_batch("PRAGMA optimize = 0x10012")?;
        Ok(())
    }

    /// Ends the log in an orderly way, whoever still holds a handle: what waits is written, the
    /// file is closed; reading goes on, writing answers [`StorageError::Closed`].
    pub fn close(&self) {
        self.inner.writer.end();
    }

    /// What the last write met when it came to nothing; nothing once a write has succeeded.
    #[must_use]
    pub fn trouble(&self) -> Option<StorageError> {
        self.inner.trouble.get()
    }

    /// Writes a little, to see whether the disk takes it again.
    ///
    /// # Errors
    /// [`StorageError`] when it does not.
    pub fn try_write(&self) -> Result<(), StorageError> {
        self.inner
            .writer
            .submit(1, |write| Ok(meta::set_clean(write.conn, false)?))
    }

    /// Room on the disk of the log.
    ///
    /// # Errors
    /// When the system does not tell.
    pub fn space(&self) -> std::io::Result<Space> {
        Space::of(&self.inner.path)
    }

    /// Takes the ballast away, so that a full disk can be written again; answers the bytes.
    ///
    /// # Errors
    /// When the file cannot be removed.
    pub fn drop_ballast(&self) -> std::io::Result<u64> {
        space::drop_ballast(&self.inner.path)
    }

    /// Lays the ballast down again once there is room; answers whether it lies.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn lay_ballast(&self, bytes: u64) -> std::io::Result<bool> {
        space::lay_ballast(&self.inner.path, bytes)
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.inner.path
    }

    /// True for a drill's log.
    #[must_use]
    pub fn is_exercise(&self) -> bool {
        self.inner.exercise
    }

    /// The proof that this is a log of real work; none for an exercise. What leads to people
    /// outside asks for it.
    #[must_use]
    pub fn real_work(&self) -> Option<RealWork> {
        (!self.inner.exercise).then_some(RealWork(()))
    }

    /// The desk's clock.
    #[must_use]
    pub fn now(&self) -> UtcMs {
        (self.inner.clock)()
    }

    /// Copies the log to a folder while the desk goes on; see [`crate::backup`].
    ///
    /// # Errors
    /// [`BackupError`]; the copies made before stay.
    pub fn backup_to(&self, folder: &Path) -> Result<PathBuf, BackupError> {
        backup::backup(&self.inner.path, folder, self.now())
    }

    /// Writes the log to a folder as text while the desk goes on; see [`crate::export`].
    ///
    /// # Errors
    /// [`ExportError`] when the folder cannot be written.
    pub fn export_to(&self, folder: &Path) -> Result<Manifest, ExportError> {
        export::export(&self.inner.path, folder, self.now())
    }
}
