//! The device key of a desk: made once, kept where only this user can read it.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use ed25519_dalek::SigningKey;
use rand::TryRngCore as _;

/// Name of the key file in the data folder.
const FILE: &str = "device.key";

/// Why there is no key to sign with.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file cannot be read or written.
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
}

/// The key of a data folder, made when there is none.
pub(crate) fn load(data: &Path) -> Result<SigningKey, KeyError> {
    let path = data.join(FILE);
    let failed = |source| KeyError::File {
        path: path.clone(),
        source,
    };
    match std::fs::read(&path) {
        Ok(bytes) => {
            let bytes: [u8; 32] = bytes
                .try_into()
                .map_err(|_| KeyError::Strange { path: path.clone() })?;
            Ok(SigningKey::from_bytes(&bytes))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let mut bytes = [0_u8; 32];
            rand::rngs::OsRng
                .try_fill_bytes(&mut bytes)
                .map_err(|_| KeyError::Chance)?;
            write_private(&path, &bytes).map_err(failed)?;
            Ok(SigningKey::from_bytes(&bytes))
        }
        Err(source) => Err(failed(source)),
    }
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
    use super::*;

    #[test]
    fn the_key_is_made_once_and_a_strange_file_is_not_replaced() {
        let dir = tempfile::tempdir().expect("a folder");
        let first = load(dir.path()).expect("made");
        let second = load(dir.path()).expect("read");
        assert_eq!(
            first.to_bytes(),
            second.to_bytes(),
            "the desk stays the same desk"
        );
        std::fs::write(dir.path().join(FILE), b"short").expect("written");
        assert!(
            matches!(load(dir.path()), Err(KeyError::Strange { .. })),
            "said, not replaced"
        );
        let kept = std::fs::read(dir.path().join(FILE)).expect("read");
        assert_eq!(kept, b"short", "the file is as it was");
    }
}
