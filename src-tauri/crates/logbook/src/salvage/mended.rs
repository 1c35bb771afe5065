//! A copy of a damaged file that can be opened as far as that is possible: the damaged file itself
//! is never written to.
//!
//! SQLite opens nothing whose first bytes are not its own, and nothing that is shorter than its
//! header says. What is lost there is the same in every log, or empty: it is put into the copy, and
//! each event that is read from it has to prove by its signature that it is one.

use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use crate::space::beside;
use crate::sqlite;
use crate::table::{self, meta};

/// How a file of SQLite begins (Database File Format, 1.3.1).
const MAGIC: &[u8; 16] = b"SQLite format 3\0";
/// Bytes of the header on the first page (1.3).
const HEADER_BYTES: usize = 100;
/// Bytes of a page: SQLite's own default, which the log keeps.
const PAGE_BYTES: u64 = 4_096;
/// Pages of the largest log that a copy is filled up to; 64 GiB.
const PAGES_MAX: u32 = 16 * 1024 * 1024;
/// Where the header says how many pages there are, big-endian (1.3.8).
const PAGES_AT: std::ops::Range<usize> = 28..32;

/// A connection to what can be read, and the copy that it reads; the copy goes with it.
pub(super) struct Mended {
    pub(super) conn: Connection,
    _copy: Copy,
}

/// A file with its companions that is taken away when it is not needed any more.
struct Copy(PathBuf);

impl Drop for Copy {
    fn drop(&mut self) {
        for ending in ["", "-wal", "-shm"] {
            // What is left of it is found by its name and harms nobody.
            drop(fs::remove_file(beside(&self.0, ending)));
        }
    }
}

/// How much of the first page is taken from a new log.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Begin {
    /// Nothing.
    AsItIs,
    /// The header.
    Header,
    /// The page, with the names of the tables.
    Page,
}

/// Opens what can be read of a damaged file; none when that is nothing.
pub(super) fn open(path: &Path) -> Option<Mended> {
    let open = |begin| {
        let copy = Copy(beside(path, ".reading"));
        mend(path, &copy.0, begin)
            .inspect_err(|error| tracing::warn!(%error, "no copy to read from"))
            .ok()?;
        let conn = sqlite::open_writer(&copy.0).ok()?;
        Some(Mended { conn, _copy: copy })
    };
    // The first that tells whose it is; the file as it is when none does.
    let begins = [Begin::AsItIs, Begin::Header, Begin::Page];
    let told = begins.into_iter().find_map(|begin| {
        let mended = open(begin)?;
        let known = matches!(meta::load(&mended.conn), Ok(Some(_)));
        known.then_some(mended)
    });
    told.or_else(|| open(Begin::AsItIs))
}

fn mend(path: &Path, to: &Path, begin: Begin) -> io::Result<()> {
    fs::copy(path, to)?;
    match fs::copy(beside(path, "-wal"), beside(to, "-wal")) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        other => drop(other?),
    }
    let mut file = File::options().read(true).write(true).open(to)?;
    if begin != Begin::AsItIs {
        let fresh = first_page(path)?;
        let bytes = if begin == Begin::Header {
            HEADER_BYTES
        } else {
            fresh.len()
        };
        file.seek(SeekFrom::Start(0))?;
        file.write_all(&fresh[..bytes])?;
        // How many pages there are is then counted, and not taken from another file.
        let pages = file.metadata()?.len().div_ceil(PAGE_BYTES);
        let pages = u32::try_from(pages).unwrap_or(PAGES_MAX);
        file.seek(SeekFrom::Start(PAGES_AT.start as u64))?;
        file.write_all(&pages.to_be_bytes())?;
    }
    fill_up(&mut file)
}

/// A file that was cut short gets empty pages where its header says that there were some.
fn fill_up(file: &mut File) -> io::Result<()> {
    let mut header = [0; HEADER_BYTES];
    file.seek(SeekFrom::Start(0))?;
    if file.read_exact(&mut header).is_err() || !header.starts_with(MAGIC) {
        return Ok(());
    }
    let mut pages = [0; 4];
    pages.copy_from_slice(&header[PAGES_AT]);
    let pages = u32::from_be_bytes(pages);
    let due = u64::from(pages) * PAGE_BYTES;
    if pages <= PAGES_MAX && due > file.metadata()?.len() {
        file.set_len(due)?;
    }
    Ok(())
}

/// The first page of a new log.
fn first_page(beside_path: &Path) -> io::Result<Vec<u8>> {
    let fresh = Copy(beside(beside_path, ".fresh"));
    let made = || {
        let mut conn = sqlite::open_writer(&fresh.0)?;
        table::migrate(&mut conn)?;
        conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok::<_, sqlite::SqliteError>(())
    };
    made().map_err(io::Error::other)?;
    let mut page = vec![0; usize::try_from(PAGE_BYTES).unwrap_or(HEADER_BYTES)];
    File::open(&fresh.0)?.read_exact(&mut page)?;
    Ok(page)
}
