//! Skips work whose inputs did not change, so that the second start is quick.
//!
//! A stamp is a hash over path, size and modification time of every input file. Contents are not
//! read: a touched file costs one needless build, never a missed one.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::paths;

/// Folders that never hold an input; `gen` is written by the shell's build script.
const SKIPPED: &[&str] = &["node_modules", "dist", "target", "gen", ".git"];

/// The state of a piece of work's inputs, to be compared with the state when it last succeeded.
pub(crate) struct Stamp {
    file: PathBuf,
    state: String,
}

impl Stamp {
    /// Reads the state of the inputs: files, or folders with all that is in them.
    pub(crate) fn of(name: &str, inputs: &[PathBuf]) -> io::Result<Self> {
        Self::at(paths::notes().join(format!("{name}.stamp")), inputs)
    }

    fn at(file: PathBuf, inputs: &[PathBuf]) -> io::Result<Self> {
        let mut files = Vec::new();
        for input in inputs {
            collect(input, &mut files)?;
        }
        files.sort();
        let mut hasher = DefaultHasher::new();
        for (path, size, modified_ns) in &files {
            (path, size, modified_ns).hash(&mut hasher);
        }
        Ok(Self {
            file,
            state: format!("{:016x}", hasher.finish()),
        })
    }

    /// Whether the work was done for exactly this state.
    pub(crate) fn holds(&self) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|text| text == self.state)
    }

    /// Notes that the work is done for this state.
    pub(crate) fn set(&self) -> io::Result<()> {
        if let Some(folder) = self.file.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&self.file, &self.state)
    }
}

fn collect(path: &Path, files: &mut Vec<(PathBuf, u64, u128)>) -> io::Result<()> {
    let Ok(metadata) = fs::metadata(path) else {
        return Ok(()); // An input that does not exist is a state too.
    };
    if metadata.is_dir() {
        for entry in fs::read_dir(path)? {
            let entry = entry?;
            if !SKIPPED.iter().any(|skipped| entry.file_name() == *skipped) {
                collect(&entry.path(), files)?;
            }
        }
        return Ok(());
    }
    let modified_ns = metadata
        .modified()?
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |since| since.as_nanos());
    files.push((path.to_owned(), metadata.len(), modified_ns));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_holds_until_an_input_changes_or_appears() {
        let folder = std::env::temp_dir().join(format!("dutyroom-stamp-{}", std::process::id()));
        let inputs = folder.join("inputs");
        fs::create_dir_all(&inputs).expect("a temporary folder can be made");
        fs::write(inputs.join("a"), "one").expect("a file can be written");
        let read = || Stamp::at(folder.join("stamp"), std::slice::from_ref(&inputs));

        let first = read().expect("the inputs can be read");
        assert!(!first.holds(), "nothing was done yet");
        first.set().expect("the stamp can be written");
        assert!(
            read().expect("the inputs can be read").holds(),
            "nothing changed since"
        );

        fs::write(inputs.join("a"), "longer").expect("a file can be written");
        let changed = read().expect("the inputs can be read");
        assert!(!changed.holds(), "a changed input must be noticed");
        changed.set().expect("the stamp can be written");

        fs::write(inputs.join("b"), "").expect("a file can be written");
        assert!(
            !read().expect("the inputs can be read").holds(),
            "a new input must be noticed"
        );

        fs::create_dir_all(inputs.join("node_modules")).expect("a folder can be made");
        let with_b = read().expect("the inputs can be read");
        with_b.set().expect("the stamp can be written");
        fs::write(inputs.join("node_modules/c"), "").expect("a file can be written");
        assert!(
            read().expect("the inputs can be read").holds(),
            "node_modules is no input"
        );
        fs::remove_dir_all(&folder).expect("the temporary folder can be removed");
    }
}
