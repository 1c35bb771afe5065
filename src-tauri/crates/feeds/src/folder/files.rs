//! The files of a drop folder. Whoever may write there is not believed: a file may be swapped,
//! grow or turn into a link to another one while it is looked at, and there may be any number.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs::{File, Metadata};
use std::io::{Error, ErrorKind, Read as _, Result};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use emergency::time::UtcMs;

/// Endings that are never taken: files that are still being written.
const UNFINISHED: [&str; 3] = ["part", "tmp", "partial"];
/// Names that are tried for a file that is put where its name is taken.
const NAMES_TRIED_MAX: u32 = 1_000;
/// Characters of its own name that such a file keeps, the last ones: with what is put before them
/// they fit in the 255 bytes that file systems give a name.
const NAME_CHARS_KEPT: usize = 50;

/// What waits in a folder.
pub(super) struct Waiting {
    /// The files, in the order of their names, with their sizes.
    pub(super) files: Vec<(PathBuf, u64)>,
    /// Whether there are more.
    pub(super) more: bool,
}

/// Looks at a folder, for so many files at most; it is made when it is not there. Files in `left`
/// are not counted.
pub(super) fn waiting(folder: &Path, left: &HashSet<PathBuf>, most: usize) -> Result<Waiting> {
    std::fs::create_dir_all(folder)?;
    let (mut files, mut more) = (Vec::new(), false);
    let most = most + left.len();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        let ending = path.extension().and_then(OsStr::to_str).unwrap_or_default();
        if hidden || UNFINISHED.contains(&ending) {
            continue;
        }
        // One that is gone meanwhile stops none of the others. A link is no file.
        let Some(metadata) = entry.metadata().ok().filter(Metadata::is_file) else {
            continue;
        };
        if files.len() >= most {
            more = true;
            break;
        }
        files.push((path, metadata.len()));
    }
    files.sort();
    Ok(Waiting { files, more })
}

/// What a file is known by while it is taken: another one under its name has another stamp.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    pub(super) bytes: u64,
    changed: Option<SystemTime>,
    /// Device and number of the file, where the system has them.
    node: (u64, u64),
}

impl Stamp {
    /// That of the file at a path.
    ///
    /// # Errors
    /// What the system says; also where there is a link or no file.
    pub(super) fn at(path: &Path) -> Result<Self> {
        let metadata = std::fs::symlink_metadata(path)?;
        if metadata.is_file() {
            Ok(Self::of(&metadata))
        } else {
            Err(Error::new(ErrorKind::InvalidInput, "no file of its own"))
        }
    }

    fn of(metadata: &Metadata) -> Self {
        #[cfg(unix)]
        let node = {
            use std::os::unix::fs::MetadataExt as _;
            (metadata.dev(), metadata.ino())
        };
        #[cfg(not(unix))]
        let node = (0, 0);
        Self {
            bytes: metadata.len(),
            changed: metadata.modified().ok(),
            node,
        }
    }
}

/// Reads a file that is known by its stamp and has at most so many bytes as that says.
///
/// # Errors
/// What the system says; also where another file is there now, or it grows.
pub(super) fn read(path: &Path, stamp: &Stamp) -> Result<Vec<u8>> {
    let file = File::open(path)?;
    is_still(stamp, Stamp::of(&file.metadata()?))?;
    let mut bytes = Vec::new();
    // One that grows is not followed to its end.
    (&file).take(stamp.bytes).read_to_end(&mut bytes)?;
    is_still(stamp, Stamp::of(&file.metadata()?))?;
    Ok(bytes)
}

/// Removes a file that was taken.
///
/// # Errors
/// What the system says; also where another file is there now, which nobody has read.
pub(super) fn remove(path: &Path, stamp: &Stamp) -> Result<()> {
    is_still(stamp, Stamp::at(path)?)?;
    std::fs::remove_file(path)
}

/// Moves a file that was taken into a folder; one of the same name there is never overwritten.
///
/// # Errors
/// What the system says; also where another file is there now, and where the folder is a link: it
/// would lead whoever made it to files of the desk.
pub(super) fn put_away(path: &Path, stamp: &Stamp, shelf: &Path, now: UtcMs) -> Result<()> {
    match std::fs::symlink_metadata(shelf) {
        Ok(metadata) if metadata.is_dir() => {}
        Ok(_) => return Err(Error::new(ErrorKind::NotADirectory, "no folder of its own")),
        Err(error) if error.kind() == ErrorKind::NotFound => std::fs::create_dir(shelf)?,
        Err(error) => return Err(error),
    }
    let target = free_place(shelf, path.file_name().unwrap_or_default(), now)?;
    is_still(stamp, Stamp::at(path)?)?;
    std::fs::rename(path, target)
}

/// A place in a folder where no file is: its name, or one with the time before it. Whoever drops
/// each file under one name does not make the desk count through all that were before it.
fn free_place(shelf: &Path, name: &OsStr, now: UtcMs) -> Result<PathBuf> {
    let plain = shelf.join(name);
    if is_free(&plain)? {
        return Ok(plain);
    }
    let name = name.to_string_lossy();
    let longer = name.chars().count().saturating_sub(NAME_CHARS_KEPT);
    let name: String = name.chars().skip(longer).collect();
    for number in 1..=NAMES_TRIED_MAX {
        let place = shelf.join(format!("{}-{number}-{name}", now.0));
        if is_free(&place)? {
            return Ok(place);
        }
    }
    Err(Error::new(ErrorKind::AlreadyExists, "no name is free"))
}

fn is_free(place: &Path) -> Result<bool> {
    match std::fs::symlink_metadata(place) {
        Ok(_) => Ok(false),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error),
    }
}

fn is_still(before: &Stamp, now: Stamp) -> Result<()> {
    if *before == now {
        Ok(())
    } else {
        Err(Error::other("it is another file now, or still written"))
    }
}
