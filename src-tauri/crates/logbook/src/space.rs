//! Room on the disk: the figures for the alarm and the ballast that buys time.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Bytes of the ballast file, unless the options say otherwise.
pub const BALLAST_BYTES: u64 = 64 * 1024 * 1024;

/// Below this much free room the desk warns.
pub const FREE_WARN_BYTES: u64 = 2 * 1024 * 1024 * 1024;

/// Below this much free room the desk sounds the alarm.
pub const FREE_ALARM_BYTES: u64 = 500 * 1024 * 1024;

/// Zeros written at a time.
const CHUNK_BYTES: usize = 1024 * 1024;

/// How urgent the lack of room is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Room {
    /// Enough.
    Enough,
    /// Less than [`FREE_WARN_BYTES`].
    Low,
    /// Less than [`FREE_ALARM_BYTES`].
    Alarm,
}

/// Room on the disk of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Space {
    /// Bytes that the program may still use.
    pub free_bytes: u64,
    /// Bytes of the whole file system.
    pub total_bytes: u64,
    /// Bytes of the log with its write-ahead file.
    pub log_bytes: u64,
    /// Bytes of the ballast file; 0 once it is gone.
    pub ballast_bytes: u64,
    /// How urgent it is.
    pub room: Room,
}

impl Space {
    /// Looks at the disk.
    ///
    /// # Errors
    /// When the system does not tell.
    pub fn of(path: &Path) -> io::Result<Self> {
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
        let figures = fs4::statvfs(folder.unwrap_or(Path::new(".")))?;
        let size = |path: &Path| std::fs::metadata(path).map_or(0, |meta| meta.len());
        let free_bytes = figures.available_space();
        Ok(Self {
            free_bytes,
            total_bytes: figures.total_space(),
            log_bytes: size(path) + size(&beside(path, "-wal")),
            ballast_bytes: size(&ballast(path)),
            room: match free_bytes {
                0..FREE_ALARM_BYTES => Room::Alarm,
                FREE_ALARM_BYTES..FREE_WARN_BYTES => Room::Low,
                _ => Room::Enough,
            },
        })
    }
}

/// A file beside the log: its name and an ending.
pub(crate) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// The ballast file of a log.
fn ballast(path: &Path) -> PathBuf {
    beside(path, ".ballast")
}

/// Lays the ballast down if it is not there; answers whether it is there now. It is left out
/// where there is no room for it and as much again.
pub(crate) fn lay_ballast(path: &Path, bytes: u64) -> io::Result<bool> {
    let file = ballast(path);
    if bytes == 0 {
        return Ok(false);
    }
    if std::fs::metadata(&file).is_ok_and(|meta| meta.len() >= bytes) {
        return Ok(true);
    }
    if Space::of(path)?.free_bytes < bytes.saturating_mul(2) {
        return Ok(false);
    }
    // Zeros are written, not only the length set: a hole would give no room back.
    let mut out = File::create(&file)?;
    let zeros = vec![0_u8; CHUNK_BYTES];
    let mut left = bytes;
    while left > 0 {
        let chunk = left.min(CHUNK_BYTES as u64);
        out.write_all(&zeros[..usize::try_from(chunk).unwrap_or(CHUNK_BYTES)])?;
        left -= chunk;
    }
    out.sync_all()?;
    Ok(true)
}

/// Takes the ballast away; answers how many bytes that gave back.
pub(crate) fn drop_ballast(path: &Path) -> io::Result<u64> {
    let file = ballast(path);
    let bytes = match std::fs::metadata(&file) {
        Ok(meta) => meta.len(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
        Err(error) => return Err(error),
    };
    std::fs::remove_file(&file)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ballast_is_laid_once_and_gives_its_room_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("log.db");
        assert!(
            lay_ballast(&path, 100_000).expect("is laid"),
            "there is room"
        );
        assert!(lay_ballast(&path, 100_000).expect("is there"), "once");
        let space = Space::of(&path).expect("the disk tells");
        assert_eq!(space.ballast_bytes, 100_000, "all of it");
        assert!(space.total_bytes >= space.free_bytes, "{space:?}");
        assert_eq!(drop_ballast(&path).expect("goes"), 100_000, "given back");
        assert_eq!(drop_ballast(&path).expect("is gone"), 0, "nothing more");
    }
}
