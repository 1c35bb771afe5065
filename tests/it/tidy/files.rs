//! The files that git would commit, and faults in them.

use std::fmt;
use std::fs;
use std::process::Command;

use crate::architecture::root;

/// A file in the checkout.
pub(crate) struct File {
    /// From the top folder, with `/`.
    pub(crate) path: String,
    /// Its text; empty for what is not UTF-8 (pictures, fonts).
    pub(crate) text: String,
    /// Its size in bytes.
    pub(crate) size_bytes: u64,
}

impl File {
    /// A made-up file, to show a rule what it must notice.
    pub(crate) fn sample(path: &str, text: &str) -> Self {
        Self {
            path: path.to_owned(),
            text: text.to_owned(),
            size_bytes: text.len() as u64,
        }
    }

    /// Whether the file's name ends with one of these extensions.
    pub(crate) fn is(&self, extensions: &[&str]) -> bool {
        self.path
            .rsplit_once('.')
            .is_some_and(|(_, ending)| extensions.contains(&ending))
    }

    /// A fault on a line (1 is the first; 0 for the file as a whole).
    pub(crate) fn fault(&self, line: usize, what: impl Into<String>) -> Fault {
        Fault {
            path: self.path.clone(),
            line,
            what: what.into(),
        }
    }

    /// A fault on each line that `wrong` finds fault with.
    pub(crate) fn lines(&self, wrong: impl Fn(&str) -> Option<String>) -> Vec<Fault> {
        let lines = self.text.lines().enumerate();
        lines
            .filter_map(|(index, line)| Some(self.fault(index + 1, wrong(line)?)))
            .collect()
    }
}

/// What is wrong, and where.
pub(crate) struct Fault {
    path: String,
    line: usize,
    what: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.what)
    }
}

/// Every file that is committed, or would be by `git add`.
pub(crate) fn all() -> Vec<File> {
    let root = root();
    let output = Command::new("git")
        .args([
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ])
        .current_dir(&root)
        .output()
        .expect("git can list the files");
    assert!(output.status.success(), "the checkout is a git checkout");
    let list = String::from_utf8(output.stdout).expect("file names are UTF-8");
    list.split('\0')
        .filter(|path| !path.is_empty())
        // A file that was removed and not yet committed is still listed.
        .filter_map(|path| Some((path, fs::read(root.join(path)).ok()?)))
        .map(|(path, bytes)| File {
            path: path.to_owned(),
            size_bytes: bytes.len() as u64,
            text: String::from_utf8(bytes).unwrap_or_default(),
        })
        .collect()
}

/// Whether a line is nothing but a comment, in any of the languages here.
pub(crate) fn is_comment(line: &str) -> bool {
    let line = line.trim_start();
    ["//", "/*", "*", "<!--", "#"]
        .iter()
        .any(|start| line.starts_with(start))
}
