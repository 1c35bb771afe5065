//! Which device keys may come in.
//!
//! A device is its Ed25519 key. New ones are enrolled with a code that the platform's operator
//! reads out; struck-off ones stay in the list so that they are refused by name.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use emergency::id::OriginId;
use protocols::platform::RefusedCode;

/// Devices a platform knows at most.
pub const DEVICES_MAX: usize = 10_000;

/// Why the list of devices cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum DevicesError {
    /// The file.
    #[error("{path}: {source}")]
    File {
        /// Which.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// A line that says neither `allow KEY` nor `deny KEY`.
    #[error("line {number} is neither `allow KEY` nor `deny KEY`")]
    Line {
        /// Which, from 1.
        number: usize,
    },
}

/// How a device that is not in the list gets into it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Enrolment {
    /// With this code, read out by the operator.
    Code(String),
    /// By coming: only for a platform that nobody but this machine can reach.
    Anyone,
    /// Not at all.
    Nobody,
}

/// The devices, and how there may be more.
pub struct Devices {
    path: Option<PathBuf>,
    inner: Mutex<Inner>,
}

struct Inner {
    known: BTreeMap<OriginId, bool>,
    enrolment: Enrolment,
}

impl Devices {
    /// A list in memory, for an embedded platform that knows its desks.
    #[must_use]
    pub fn of(allowed: impl IntoIterator<Item = OriginId>, enrolment: Enrolment) -> Self {
        let known = allowed.into_iter().map(|origin| (origin, true)).collect();
        Self {
            path: None,
            inner: Mutex::new(Inner { known, enrolment }),
        }
    }

    /// The list in a file: one `allow KEY` or `deny KEY` a line, `#` begins a comment, the last
    /// word on a key counts. A file that is not there is an empty list.
    ///
    /// # Errors
    /// When the file cannot be read or a line is something else.
    pub fn open(path: &Path, enrolment: Enrolment) -> Result<Self, DevicesError> {
        let file = |source| DevicesError::File {
            path: path.to_owned(),
            source,
        };
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(file(error)),
        };
        let mut known = BTreeMap::new();
        for (index, line) in text.lines().enumerate() {
            let line = line.split('#').next().unwrap_or_default().trim();
            let mut words = line.split_whitespace();
            let (word, key) = (words.next(), words.next());
            let allowed = match (word, key) {
                (None, _) => continue,
                (Some("allow"), Some(_)) => true,
                (Some("deny"), Some(_)) => false,
                _ => return Err(DevicesError::Line { number: index + 1 }),
            };
            known.insert(OriginId(key.unwrap_or_default().to_owned()), allowed);
        }
        let inner = Mutex::new(Inner { known, enrolment });
        Ok(Self {
            path: Some(path.to_owned()),
            inner,
        })
    }

    /// Whether a device that has proved its key may come in; the right code enrols a new one.
    ///
    /// # Errors
    /// The code to answer with.
    pub fn admit(&self, origin: &OriginId, code: Option<&str>) -> Result<(), RefusedCode> {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        match inner.known.get(origin) {
            Some(true) => return Ok(()),
            Some(false) => return Err(RefusedCode::Denied),
            None => {}
        }
        let right = match &inner.enrolment {
            Enrolment::Code(right) => code == Some(right.as_str()),
            Enrolment::Anyone => true,
            Enrolment::Nobody => false,
        };
        if !right || inner.known.len() >= DEVICES_MAX {
            return Err(RefusedCode::NotEnrolled);
        }
        if let Some(path) = &self.path
            && let Err(error) = append(path, origin)
        {
            tracing::error!(%error, "a device could not be written to the list");
            return Err(RefusedCode::Unavailable);
        }
        inner.known.insert(origin.clone(), true);
        Ok(())
    }
}

impl Devices {
    /// Whether what an origin has signed may be offered by another desk: it is a device of this
    /// platform, under whatever name it goes on. One that was struck off writes nothing that way
    /// either.
    #[must_use]
    pub fn knows(&self, origin: &OriginId) -> bool {
        let inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        match inner.known.get(origin) {
            Some(allowed) => *allowed,
            None => inner.enrolment == Enrolment::Anyone,
        }
    }
}

fn append(path: &Path, origin: &OriginId) -> std::io::Result<()> {
    let mut file = std::fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(path)?;
    writeln!(file, "allow {origin}")?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str) -> OriginId {
        OriginId(name.to_owned())
    }

    #[test]
    fn a_new_device_needs_the_code_and_is_known_ever_after() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("devices");
        let devices =
            Devices::open(&path, Enrolment::Code("4821-77".to_owned())).expect("an empty list");
        assert_eq!(
            devices.admit(&key("a"), None),
            Err(RefusedCode::NotEnrolled),
            "no code"
        );
        assert_eq!(
            devices.admit(&key("a"), Some("1")),
            Err(RefusedCode::NotEnrolled),
            "wrong"
        );
        assert_eq!(
            devices.admit(&key("a"), Some("4821-77")),
            Ok(()),
            "the right code"
        );
        let again = Devices::open(&path, Enrolment::Nobody).expect("the list");
        assert_eq!(again.admit(&key("a"), None), Ok(()), "kept on disk");
    }

    #[test]
    fn a_device_that_was_struck_off_stays_out_even_where_anyone_may_come() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("devices");
        std::fs::write(&path, "allow a\n# lost\ndeny a # stolen\n").expect("written");
        let devices = Devices::open(&path, Enrolment::Anyone).expect("the list");
        assert_eq!(
            devices.admit(&key("a"), Some("c")),
            Err(RefusedCode::Denied),
            "struck off"
        );
    }

    #[test]
    fn a_closed_list_enrols_nobody_and_a_strange_line_is_named() {
        let devices = Devices::of([], Enrolment::Nobody);
        assert_eq!(
            devices.admit(&key("a"), Some("")),
            Err(RefusedCode::NotEnrolled),
            "closed"
        );
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("devices");
        std::fs::write(&path, "allow a\npermit b\n").expect("written");
        let error = Devices::open(&path, Enrolment::Anyone)
            .err()
            .expect("refused");
        assert!(matches!(error, DevicesError::Line { number: 2 }), "{error}");
    }

    #[test]
    fn what_a_device_that_was_struck_off_has_signed_comes_in_by_nobody() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("devices");
        std::fs::write(&path, "allow a\nallow b\ndeny b\n").expect("written");
        for enrolment in [Enrolment::Nobody, Enrolment::Anyone] {
            let devices = Devices::open(&path, enrolment).expect("read");
            assert!(devices.knows(&"a".into()), "a device, also of earlier days");
            assert!(!devices.knows(&"b".into()), "its key may be anybody's");
        }
    }
}
