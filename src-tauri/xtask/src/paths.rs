//! Where things are.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::{env, fs};

use crate::progress::say;

/// A build cache outside the checkout is emptied when it grows over this.
const CACHE_MAX_BYTES: u64 = 16 << 30;

/// The top folder of the checkout.
pub(crate) fn root() -> PathBuf {
    // Cargo sets the variable when it starts us; the built-in value serves a direct start.
    let manifest = env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    manifest
        .ancestors()
        .nth(2)
        .map_or_else(|| manifest.clone(), Path::to_path_buf)
}

/// Cargo's target folder: what the environment says, under CI a cache that outlives the
/// checkout where there can be one, else `target/`.
pub(crate) fn target() -> PathBuf {
    static TARGET: OnceLock<PathBuf> = OnceLock::new();
    let choose = || {
        env::var_os("CARGO_TARGET_DIR")
            .map(|folder| root().join(folder))
            .or_else(build_cache)
            .unwrap_or_else(|| root().join("target"))
    };
    TARGET.get_or_init(choose).clone()
}

/// Under CI a checkout is new each time: what cargo built is kept in the user's cache folder.
/// Nothing relies on it.
fn build_cache() -> Option<PathBuf> {
    env::var_os("CI")?;
    let folder = env::home_dir()?
        .join(".cache")
        .join("dutyroom")
        .join("target");
    if size_bytes(&folder) > CACHE_MAX_BYTES {
        say("the build cache is over its bound and is emptied");
        fs::remove_dir_all(&folder).ok()?;
    }
    fs::create_dir_all(&folder).ok()?;
    say("building in the user's cache folder");
    Some(folder)
}

fn size_bytes(folder: &Path) -> u64 {
    let Ok(entries) = fs::read_dir(folder) else {
        return 0;
    };
    entries
        .flatten()
        .map(|entry| match entry.metadata() {
            Ok(metadata) if metadata.is_dir() => size_bytes(&entry.path()),
            Ok(metadata) => metadata.len(),
            Err(_) => 0,
        })
        .sum()
}

/// The folder of the debug programs.
pub(crate) fn programs() -> PathBuf {
    target().join("debug")
}

/// A program of ours, by its name without the system's suffix.
pub(crate) fn program(name: &str) -> PathBuf {
    programs().join(format!("{name}{}", env::consts::EXE_SUFFIX))
}

/// The user interface's folder.
pub(crate) fn ui() -> PathBuf {
    root().join("ui")
}

/// The folder of the journeys through the real window.
pub(crate) fn journeys() -> PathBuf {
    root().join("tests").join("journeys")
}

/// Where screenshots go. Always inside the checkout, so that a person finds them.
pub(crate) fn screens() -> PathBuf {
    root().join("target").join("screens")
}

/// Where stamps and other traces of our own work go: inside the checkout, since they are about
/// its files.
pub(crate) fn notes() -> PathBuf {
    root().join("target").join("xtask")
}
