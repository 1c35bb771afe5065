//! The device key of a desk: made once, kept in the system's keyring, or where there is none in a
//! file that only this user can read.
//!
//! `device.pub` beside the logbook holds the public names that this desk has had, the newest last;
//! the keyring is asked by that name. A key that cannot be had any more is replaced: the desk
//! opens, and what the earlier key has signed and not sent is offered under its own name.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use contract::status::KeyKept;
use ed25519_dalek::SigningKey;
use emergency::event::origin_of;
use emergency::id::OriginId;
use rand::TryRngCore as _;

use crate::keyring::Keyring;

/// Name of the key file in the data folder.
const FILE: &str = "device.key";
/// Name of the file with the public names.
const NAMES: &str = "device.pub";
/// Bytes of a key.
const KEY_BYTES: usize = 32;

/// Why there is no key to sign with.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// A file cannot be read or written.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// The file is not a key; it is not replaced, since the desk would be another one.
    #[error("{path} is not a device key")]
    Strange {
        /// The file.
        path: PathBuf,
    },
    /// The system gives no random bytes.
    #[error("the system gives no random bytes")]
    Chance,
    /// The keyring does not give the key to a tool.
    #[error("the device key is in a keyring that does not give it; use the desk's own session")]
    NotHere,
}

/// The key of a desk and what is known of it.
pub(crate) struct DeviceKey {
    /// The key.
    pub(crate) key: SigningKey,
    /// Where it is kept.
    pub(crate) kept: KeyKept,
    /// True when the one before could not be had and this one was made in its place.
    pub(crate) replaced: bool,
    /// Names this desk had before.
    pub(crate) earlier: Vec<OriginId>,
}

/// The key of a data folder, made when there is none; moved into the keyring when there is one.
pub(crate) fn load(data: &Path, keyring: Option<&dyn Keyring>) -> Result<DeviceKey, KeyError> {
    let mut names = names(data)?;
    let found = match from_file(data)? {
        Some(key) => Some((key.clone(), moved(data, &key, keyring, &mut names)?)),
        None => names
            .last()
            .and_then(|name| from_keyring(name, keyring?))
            .map(|key| (key, KeyKept::Keyring)),
    };
    let replaced = found.is_none() && !names.is_empty();
    let (key, kept) = match found {
        Some(found) => found,
        None => made(data, keyring, &mut names)?,
    };
    names.retain(|name| *name != origin_of(&key));
    Ok(DeviceKey {
        key,
        kept,
        replaced,
        earlier: names,
    })
}

/// The key of a data folder for a tool beside the desk: one that cannot be had is not replaced,
/// since the desk that runs would be another one afterwards. A folder that never had one gets it.
pub(crate) fn of_tool(data: &Path, keyring: Option<&dyn Keyring>) -> Result<SigningKey, KeyError> {
    if let Some(key) = from_file(data)? {
        return Ok(key);
    }
    let names = names(data)?;
    let Some(name) = names.last() else {
        return Ok(load(data, keyring)?.key);
    };
    let found = keyring.and_then(|keyring| from_keyring(name, keyring));
    found.ok_or(KeyError::NotHere)
}

/// Where the key of a data folder is, without touching it; none when it has none yet.
pub(crate) fn kept(data: &Path) -> Option<KeyKept> {
    if data.join(FILE).exists() {
        return Some(KeyKept::File);
    }
    data.join(NAMES).exists().then_some(KeyKept::Keyring)
}

fn failed(path: &Path) -> impl FnOnce(std::io::Error) -> KeyError {
    let path = path.to_owned();
    move |source| KeyError::File { path, source }
}

fn names(data: &Path) -> Result<Vec<OriginId>, KeyError> {
    let path = data.join(NAMES);
    match std::fs::read_to_string(&path) {
        Ok(text) => Ok(text.lines().map(|line| OriginId(line.to_owned())).collect()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(source) => Err(failed(&path)(source)),
    }
}

/// Writes a name down as the newest, unless it is that already.
fn name(data: &Path, key: &SigningKey, names: &mut Vec<OriginId>) -> Result<(), KeyError> {
    let own = origin_of(key);
    if names.last() == Some(&own) {
        return Ok(());
    }
    let path = data.join(NAMES);
    let write = || {
        let mut file = std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(&path)?;
        writeln!(file, "{own}")?;
        file.sync_all()
    };
    write().map_err(failed(&path))?;
    names.push(own);
    Ok(())
}

fn from_file(data: &Path) -> Result<Option<SigningKey>, KeyError> {
    let path = data.join(FILE);
    match std::fs::read(&path) {
        Ok(bytes) => match <[u8; KEY_BYTES]>::try_from(bytes) {
            Ok(bytes) => Ok(Some(SigningKey::from_bytes(&bytes))),
            Err(_) => Err(KeyError::Strange { path }),
        },
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(failed(&path)(source)),
    }
}

fn from_keyring(name: &OriginId, keyring: &dyn Keyring) -> Option<SigningKey> {
    let secret = keyring
        .get(name.as_str())
        .inspect_err(|error| tracing::error!(%error, "the keyring does not open"))
        .ok()??;
    let key = SigningKey::from_bytes(&<[u8; KEY_BYTES]>::try_from(secret).ok()?);
    (origin_of(&key) == *name).then_some(key)
}

/// Puts a key into the keyring; true only when it can be read back from there.
fn is_put(key: &SigningKey, keyring: &dyn Keyring) -> bool {
    let name = origin_of(key);
    let put = keyring.put(name.as_str(), &key.to_bytes());
    if let Err(error) = &put {
        tracing::warn!(%error, "the device key stays in a file");
    }
    put.is_ok() && from_keyring(&name, keyring).is_some()
}

/// A key that is in the file goes into the keyring when there is one; the file goes last.
fn moved(
    data: &Path,
    key: &SigningKey,
    keyring: Option<&dyn Keyring>,
    names: &mut Vec<OriginId>,
) -> Result<KeyKept, KeyError> {
    name(data, key, names)?;
    if !keyring.is_some_and(|keyring| is_put(key, keyring)) {
        return Ok(KeyKept::File);
    }
    let path = data.join(FILE);
    std::fs::remove_file(&path).map_err(failed(&path))?;
    Ok(KeyKept::Keyring)
}

fn made(
    data: &Path,
    keyring: Option<&dyn Keyring>,
    names: &mut Vec<OriginId>,
) -> Result<(SigningKey, KeyKept), KeyError> {
    let mut bytes = [0_u8; KEY_BYTES];
    rand::rngs::OsRng
        .try_fill_bytes(&mut bytes)
        .map_err(|_| KeyError::Chance)?;
    let key = SigningKey::from_bytes(&bytes);
    let kept = if keyring.is_some_and(|keyring| is_put(&key, keyring)) {
        KeyKept::Keyring
    } else {
        let path = data.join(FILE);
        write_private(&path, &bytes).map_err(failed(&path))?;
        KeyKept::File
    };
    name(data, &key, names)?;
    Ok((key, kept))
}

fn write_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::sync::Mutex;

    use super::*;
    use crate::keyring::KeyringError;

    /// A keyring in memory that can be emptied and locked.
    #[derive(Default)]
    struct Ring {
        secrets: Mutex<HashMap<String, Vec<u8>>>,
        locked: bool,
    }

    impl Keyring for Ring {
        fn get(&self, name: &str) -> Result<Option<Vec<u8>>, KeyringError> {
            if self.locked {
                return Err(KeyringError::Slow);
            }
            Ok(self.secrets.lock().expect("whole").get(name).cloned())
        }

        fn put(&self, name: &str, secret: &[u8]) -> Result<(), KeyringError> {
            if self.locked {
                return Err(KeyringError::Slow);
            }
            let mut secrets = self.secrets.lock().expect("whole");
            secrets.insert(name.to_owned(), secret.to_vec());
            Ok(())
        }
    }

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().expect("a folder")
    }

    #[test]
    fn the_key_is_made_once_and_a_strange_file_is_not_replaced() {
        let dir = folder();
        let first = load(dir.path(), None).expect("made");
        let second = load(dir.path(), None).expect("read");
        assert_eq!(
            first.key.to_bytes(),
            second.key.to_bytes(),
            "the desk stays the same desk"
        );
        assert_eq!(second.kept, KeyKept::File, "there is no keyring");
        std::fs::write(dir.path().join(FILE), b"short").expect("written");
        assert!(
            matches!(load(dir.path(), None), Err(KeyError::Strange { .. })),
            "said, not replaced"
        );
        let kept = std::fs::read(dir.path().join(FILE)).expect("read");
        assert_eq!(kept, b"short", "the file is as it was");
    }

    #[test]
    fn a_tool_replaces_no_key() {
        let dir = folder();
        let ring = Ring::default();
        let own = load(dir.path(), Some(&ring)).expect("made").key.to_bytes();
        let given = of_tool(dir.path(), Some(&ring)).expect("the keyring gives it");
        assert_eq!(given.to_bytes(), own, "the desk's own");
        let locked = Ring {
            locked: true,
            ..Ring::default()
        };
        for keyring in [None, Some(&locked as &dyn Keyring)] {
            let refused = of_tool(dir.path(), keyring);
            assert!(matches!(refused, Err(KeyError::NotHere)), "it says so");
        }
        let after = load(dir.path(), Some(&ring)).expect("read");
        assert_eq!(after.key.to_bytes(), own, "the desk is who it was");
        assert!(!after.replaced, "and nothing was made");
    }

    #[cfg(unix)]
    #[test]
    fn a_key_file_is_for_this_user_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let dir = folder();
        load(dir.path(), None).expect("made");
        let file = std::fs::metadata(dir.path().join(FILE)).expect("is there");
        assert_eq!(file.permissions().mode() & 0o777, 0o600, "nobody else's");
    }

    #[test]
    fn a_key_goes_from_the_file_into_the_keyring_when_one_appears() {
        let dir = folder();
        let ring = Ring::default();
        let before = load(dir.path(), None).expect("made");
        let after = load(dir.path(), Some(&ring)).expect("moved");
        assert_eq!(
            before.key.to_bytes(),
            after.key.to_bytes(),
            "the same desk as before"
        );
        assert_eq!(after.kept, KeyKept::Keyring, "in the keyring now");
        assert!(!dir.path().join(FILE).exists(), "and nowhere else");
        let again = load(dir.path(), Some(&ring)).expect("read");
        assert!(!again.replaced, "it is found again");
        assert_eq!(again.key.to_bytes(), before.key.to_bytes(), "the same key");
        assert_eq!(kept(dir.path()), Some(KeyKept::Keyring), "and it is said");
    }

    #[test]
    fn a_keyring_that_does_not_open_leaves_the_file_where_it_is() {
        let dir = folder();
        let locked = Ring {
            locked: true,
            ..Ring::default()
        };
        let before = load(dir.path(), None).expect("made");
        let after = load(dir.path(), Some(&locked)).expect("read");
        assert_eq!(after.kept, KeyKept::File, "the file is still the place");
        assert_eq!(after.key.to_bytes(), before.key.to_bytes(), "the same key");
    }

    #[test]
    fn a_lost_keyring_gives_a_new_name_and_the_old_one_is_remembered() {
        let dir = folder();
        let before = load(dir.path(), Some(&Ring::default())).expect("made");
        let name = origin_of(&before.key);
        let after = load(dir.path(), Some(&Ring::default())).expect("opens all the same");
        assert!(after.replaced, "said");
        assert_eq!(
            after.earlier.as_slice(),
            std::slice::from_ref(&name),
            "whose log it may go on with"
        );
        let again = load(dir.path(), None).expect("opens without any keyring too");
        assert!(again.replaced, "said again");
        assert_eq!(
            again.earlier,
            [name, origin_of(&after.key)],
            "both are remembered"
        );
        assert_eq!(again.kept, KeyKept::File, "the fallback");
    }
}
