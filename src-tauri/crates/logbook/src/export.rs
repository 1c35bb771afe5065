//! The log as text that outlives the program: one JSON object a line, and a manifest that says
//! what must be there.
//!
//! Events and their places are moved, and with them every state, which is made from them anew;
//! unreadable input and drafts stay in the database and its copies.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, BufWriter, Read as _, Write as _};
use std::path::Path;

use emergency::entity::EntityRef;
use emergency::event::origin_of;
use emergency::id::OriginId;
use emergency::time::UtcMs;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::error::StorageError;
use crate::opening::{OpenError, OpenOptions, lock};
use crate::project::{Projection, touched};
use crate::sqlite;
use crate::table;
use crate::table::event::{self, Logged, PlaceRow};
use crate::table::meta::{self, Cursor, Meta};
use crate::table::outbox::{self, Number};

/// Name of the file with the events.
pub const EVENTS_FILE: &str = "events.jsonl";

/// Name of the file that says what must be there.
pub const MANIFEST_FILE: &str = "manifest.json";

/// Version of this form.
const FORM: u32 = 1;

/// Events read at a time.
const PAGE_EVENTS: usize = 1_000;

/// States written in one commit while a log is restored.
const PAGE_STATES: usize = 500;

/// What an export must have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Manifest {
    /// Version of the form.
    pub form: u32,
    /// Whose log.
    pub origin: OriginId,
    /// Its incarnation.
    pub incarnation: u32,
    /// Number of its next event.
    pub next_oseq: u64,
    /// Hash of the event before that one.
    pub head_hash: String,
    /// Where it stands in the ordered log.
    pub cursor: Cursor,
    /// True for a drill's log.
    pub exercise: bool,
    /// When it was exported.
    pub made: UtcMs,
    /// Events in [`EVENTS_FILE`].
    pub events: u64,
    /// SHA-256 of [`EVENTS_FILE`], hex.
    pub sha256: String,
    /// Own events that the platform would not take, with the reason.
    pub parked: Vec<(Uuid, String)>,
}

/// Why an export was not made or not taken.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The files are not what the manifest says.
    #[error("{EVENTS_FILE} is not what {MANIFEST_FILE} says")]
    Changed,
    /// A line cannot be read or is not what its origin signed.
    #[error("line {line} of {EVENTS_FILE} is not an event as it was signed")]
    Line {
        /// Which, from 1.
        line: u64,
    },
    /// The form is of a later version.
    #[error("form {form} is not known")]
    Form {
        /// As given.
        form: u32,
    },
    /// It belongs to another desk.
    #[error("the export belongs to desk {found}")]
    OtherDesk {
        /// That desk.
        found: OriginId,
    },
    /// A log cannot be opened or made.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The disk said no.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The system said no.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The manifest cannot be read.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
}

impl From<rusqlite::Error> for ExportError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Storage(error.into())
    }
}

/// Writes a log to a folder as text, from one moment of it; the desk goes on meanwhile.
///
/// # Errors
/// [`ExportError`] when the log cannot be read or the folder cannot be written.
pub fn export(log: &Path, folder: &Path, now: UtcMs) -> Result<Manifest, ExportError> {
    fs::create_dir_all(folder)?;
    let conn = sqlite::open_reader(log).map_err(StorageError::from)?;
    let moment = conn.unchecked_transaction()?;
    let meta = meta::load(&moment)?.ok_or(StorageError::Damaged {
        message: "the log does not say whose it is".to_owned(),
    })?;
    let mut out = BufWriter::new(File::create(folder.join(EVENTS_FILE))?);
    let mut sha = Sha256::new();
    let (mut last, mut events) = (0, 0);
    loop {
        let page = event::after(&moment, last, PAGE_EVENTS)?;
        let Some(newest) = page.last() else { break };
        last = newest.seq;
        for row in page {
            let mut line = serde_json::to_vec(&row.logged()?)?;
            line.push(b'\n');
            sha.update(&line);
            out.write_all(&line)?;
            events += 1;
        }
    }
    out.flush()?;
    out.get_ref().sync_all()?;
    let manifest = Manifest {
        form: FORM,
        origin: meta.origin,
        incarnation: meta.incarnation,
        next_oseq: meta.next_oseq,
        head_hash: meta.head_hash,
        cursor: meta.cursor,
        exercise: meta.exercise,
        made: now,
        events,
        sha256: hex::encode(sha.finalize()),
        parked: outbox::parked(&moment, usize::MAX)?
            .into_iter()
            .map(|parked| (parked.id, parked.reason))
            .collect(),
    };
    let mut file = File::create(folder.join(MANIFEST_FILE))?;
    serde_json::to_writer_pretty(&mut file, &manifest)?;
    file.sync_all()?;
    Ok(manifest)
}

/// Makes a log from an export, in a place where there is none. Every line is checked against its
/// hash and signature; authority is suspended until the desk has caught up.
///
/// # Errors
/// [`ExportError`]; no log is left behind then.
pub fn restore_export(
    folder: &Path,
    path: &Path,
    options: &OpenOptions,
) -> Result<Manifest, ExportError> {
    let manifest: Manifest = serde_json::from_slice(&fs::read(folder.join(MANIFEST_FILE))?)?;
    if manifest.form != FORM {
        let form = manifest.form;
        return Err(ExportError::Form { form });
    }
    if manifest.origin != origin_of(&options.key) {
        let found = manifest.origin;
        return Err(ExportError::OtherDesk { found });
    }
    if manifest.exercise != options.exercise {
        return Err(OpenError::ExerciseMix.into());
    }
    if sha256_of(&folder.join(EVENTS_FILE))? != manifest.sha256 {
        return Err(ExportError::Changed);
    }
    let _lock = lock(path)?;
    if path.exists() {
        let message = format!("{} is there already", path.display());
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, message).into());
    }
    let made = fill(folder, path, &manifest);
    if made.is_err() {
        for ending in ["", "-wal", "-shm"] {
            drop(fs::remove_file(crate::space::beside(path, ending)));
        }
    }
    made.map(|()| manifest)
}

fn sha256_of(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut sha = Sha256::new();
    let mut buffer = vec![0; 1 << 20];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(hex::encode(sha.finalize())),
            count => sha.update(&buffer[..count]),
        }
    }
}

fn fill(folder: &Path, path: &Path, manifest: &Manifest) -> Result<(), ExportError> {
    let mut conn = sqlite::open_writer(path).map_err(StorageError::from)?;
    table::migrate(&mut conn).map_err(StorageError::from)?;
    let mut meta = Meta::fresh(manifest.origin.clone(), manifest.exercise);
    meta.incarnation = manifest.incarnation;
    meta.next_oseq = manifest.next_oseq;
    meta.head_hash.clone_from(&manifest.head_hash);
    meta.cursor = manifest.cursor.clone();
    meta.authority_suspended = true;
    // One transaction: a restore that is interrupted leaves an empty log, not half of one.
    let tx = conn.transaction()?;
    meta::store(&tx, &meta)?;
    let mut entities = BTreeSet::new();
    let lines = BufReader::new(File::open(folder.join(EVENTS_FILE))?).lines();
    let mut count = 0;
    for line in lines {
        count += 1;
        let broken = || ExportError::Line { line: count };
        let logged: Logged = serde_json::from_str(&line?).map_err(|_| broken())?;
        let hash = logged.event.verified_hash().map_err(|_| broken())?;
        if hash != logged.hash || logged.seq != count {
            return Err(broken());
        }
        entities.extend(take(&tx, &meta, &logged)?);
    }
    if count != manifest.events {
        return Err(ExportError::Changed);
    }
    for (id, reason) in &manifest.parked {
        if let Some(row) = event::by_id(&tx, *id)? {
            outbox::park(&tx, row.seq, reason)?;
        }
    }
    let entities: Vec<EntityRef> = entities.into_iter().collect();
    for page in entities.chunks(PAGE_STATES) {
        let mut projection = Projection::default();
        for entity in page {
            projection.refold(&tx, entity)?;
        }
        projection.flush(&tx, &meta.origin, meta.swept, meta.change)?;
    }
    tx.commit()?;
    meta::set_clean(&conn, true)?;
    Ok(())
}

fn take(conn: &Connection, meta: &Meta, logged: &Logged) -> Result<Vec<EntityRef>, ExportError> {
    let place = logged.placed.as_ref().map(PlaceRow::of);
    let envelope = logged.event.text();
    let seq = event::insert(conn, &logged.event, &envelope, &logged.hash, place.as_ref())?;
    if place.is_none() && logged.event.origin == meta.origin {
        outbox::insert(conn, seq, Number::of(&logged.event))?;
    }
    let all = touched(&logged.event);
    for entity in &all {
        event::index(conn, seq, entity)?;
    }
    Ok(all)
}
