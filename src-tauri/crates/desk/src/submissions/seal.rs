//! The seal of a tip-off: who tells it is encrypted to a public key the moment it is told, and is
//! read again only with the private key, which somebody outside the watch keeps (decision 0038).
//!
//! age (C2SP age v1) does all of it: X25519 for the seal, scrypt for the key file's passphrase.

use std::path::{Path, PathBuf};

use age::secrecy::{ExposeSecret as _, SecretString};
use age::{scrypt, x25519};
use contract::rows::Identity;
use emergency::submission::SealedIdentity;
use serde::{Deserialize, Serialize};

/// Characters of one field of an identity.
pub const FIELD_CHARS_MAX: usize = 200;
/// What is sealed has a length of so many bytes, or twice, three times as many: it tells nothing
/// of the name.
const PADDED_BYTES: usize = 512;
/// Bytes of a key file.
const KEY_BYTES_MAX: u64 = 64 * 1024;
/// Work of the passphrase, as a power of two: about a second on a desk of the year 2026.
const WORK_FACTOR: u8 = 17;
/// More work than this is a file that was made to stop the desk.
const WORK_FACTOR_MAX: u8 = 20;
/// Characters of a passphrase, at least.
pub const PASSPHRASE_CHARS_MIN: usize = 12;

/// To whom tip-offs are sealed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SealSettings {
    /// The public key, `age1…`; without it no identity is kept.
    pub recipient: Option<String>,
    /// Who keeps the private key.
    pub keeper: String,
    /// The file with the private key under a passphrase, as `desk seal-key` writes it; inside the
    /// data folder when it is relative. It may lie on a stick that the keeper brings.
    pub key: Option<PathBuf>,
}

/// Why nothing was sealed or opened.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// The setting is no public key of age.
    #[error("the setting seal.recipient is no public key: {why}")]
    BadRecipient {
        /// What the reader said.
        why: String,
    },
    /// A field is longer than it may be.
    #[error("a field of the identity has more than {FIELD_CHARS_MAX} characters")]
    TooLong,
    /// A passphrase that is soon guessed.
    #[error("a passphrase has {PASSPHRASE_CHARS_MIN} characters or more")]
    ShortPassphrase,
    /// No key file is named or it is not there: the keeper has it.
    #[error("the key file cannot be read")]
    NoKey,
    /// The passphrase does not open the key file.
    #[error("the passphrase does not fit")]
    WrongPassphrase,
    /// The key is not the one that it was sealed to, or the sealed text is damaged.
    #[error("this key does not open it")]
    WrongKey,
    /// The encryption failed.
    #[error("sealing failed: {why}")]
    Failed {
        /// What the library said.
        why: String,
    },
    /// The key file cannot be written.
    #[error("{path} cannot be written")]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
}

impl SealSettings {
    /// Whether an identity can be kept.
    #[must_use]
    pub fn is_set_up(&self) -> bool {
        self.recipient.is_some() && self.key_of().is_ok()
    }

    fn key_of(&self) -> Result<x25519::Recipient, SealError> {
        let recipient = self.recipient.as_deref().unwrap_or_default().trim();
        recipient
            .parse()
            .map_err(|why: &'static str| SealError::BadRecipient {
                why: why.to_owned(),
            })
    }

    /// Seals who tells it.
    ///
    /// # Errors
    /// [`SealError`] when there is no key or a field is too long; nothing is kept then.
    pub fn seal(&self, identity: &Identity) -> Result<SealedIdentity, SealError> {
        let recipient = self.key_of()?;
        let fields = [&identity.name, &identity.phone, &identity.unit];
        if fields.iter().any(|f| f.chars().count() > FIELD_CHARS_MAX) {
            return Err(SealError::TooLong);
        }
        let failed = |why: String| SealError::Failed { why };
        let mut plain = serde_json::to_vec(identity).map_err(|e| failed(e.to_string()))?;
        // JSON ends where it ends: spaces after it mean nothing.
        plain.resize(plain.len().next_multiple_of(PADDED_BYTES), b' ');
        let age = age::encrypt_and_armor(&recipient, &plain);
        Ok(SealedIdentity {
            recipient: recipient.to_string(),
            keeper: self.keeper.clone(),
            age: age.map_err(|error| failed(error.to_string()))?,
        })
    }

    /// Seals bytes that may name somebody; none where there is no key.
    pub(crate) fn seal_bytes(&self, bytes: &[u8]) -> Option<String> {
        age::encrypt_and_armor(&self.key_of().ok()?, bytes).ok()
    }

    /// Reads who told it, with the key file of the keeper and its passphrase.
    ///
    /// # Errors
    /// [`SealError`] says which of the two does not fit.
    pub fn open(
        &self,
        data: &Path,
        sealed: &SealedIdentity,
        passphrase: &str,
    ) -> Result<Identity, SealError> {
        let path = self.key.as_ref().ok_or(SealError::NoKey)?;
        let path = data.join(path);
        let length = std::fs::metadata(&path).map_err(|_| SealError::NoKey)?;
        if length.len() > KEY_BYTES_MAX {
            return Err(SealError::NoKey);
        }
        let file = std::fs::read(&path).map_err(|_| SealError::NoKey)?;
        let key = unlock(&file, passphrase)?;
        let plain = age::decrypt(&key, sealed.age.as_bytes()).map_err(|_| SealError::WrongKey)?;
        serde_json::from_slice(&plain).map_err(|_| SealError::WrongKey)
    }
}

fn unlock(file: &[u8], passphrase: &str) -> Result<x25519::Identity, SealError> {
    let mut lock = scrypt::Identity::new(SecretString::from(passphrase.to_owned()));
    lock.set_max_work_factor(WORK_FACTOR_MAX);
    let text = age::decrypt(&lock, file).map_err(|_| SealError::WrongPassphrase)?;
    let text = SecretString::from(String::from_utf8_lossy(&text).trim().to_owned());
    let key = text.expose_secret().parse();
    key.map_err(|_| SealError::WrongPassphrase)
}

/// Makes a pair of keys: writes the private one under a passphrase, answers the public one. A file
/// that is there already stays as it is: what was sealed to it could not be read any more.
///
/// # Errors
/// [`SealError`] when the passphrase is short or the file cannot be written.
pub fn make_key(path: &Path, passphrase: &str) -> Result<String, SealError> {
    if passphrase.chars().count() < PASSPHRASE_CHARS_MIN {
        return Err(SealError::ShortPassphrase);
    }
    let key = x25519::Identity::generate();
    let mut lock = scrypt::Recipient::new(SecretString::from(passphrase.to_owned()));
    lock.set_work_factor(WORK_FACTOR);
    let secret = key.to_string();
    let file = age::encrypt_and_armor(&lock, secret.expose_secret().as_bytes());
    let file = file.map_err(|error| SealError::Failed {
        why: error.to_string(),
    })?;
    let write = || {
        use std::io::Write as _;
        let mut out = std::fs::File::create_new(path)?;
        out.write_all(file.as_bytes())?;
        out.sync_all()
    };
    write().map_err(|source| SealError::Write {
        path: path.to_owned(),
        source,
    })?;
    Ok(key.to_public().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PASSPHRASE: &str = "演练 十二个字的口令 abc";

    fn teller() -> Identity {
        Identity {
            name: "演练 赵举报".to_owned(),
            phone: "000-7788".to_owned(),
            unit: "演练 化工厂二车间".to_owned(),
        }
    }

    fn sealed_in(folder: &Path) -> (SealSettings, SealedIdentity) {
        let recipient = make_key(&folder.join("seal-key.age"), PASSPHRASE).expect("written");
        let settings = SealSettings {
            recipient: Some(recipient),
            keeper: "演练 监察".to_owned(),
            key: Some("seal-key.age".into()),
        };
        let sealed = settings.seal(&teller()).expect("sealed");
        (settings, sealed)
    }

    #[test]
    fn what_is_sealed_shows_nothing_and_opens_with_the_keepers_passphrase_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let (settings, sealed) = sealed_in(folder.path());
        let text = format!("{sealed:?}");
        for part in ["赵举报", "7788", "二车间"] {
            assert!(!text.contains(part), "{part} is not in clear");
        }
        let wrong = settings.open(folder.path(), &sealed, "演练 另一个人的口令");
        assert!(
            matches!(wrong, Err(SealError::WrongPassphrase)),
            "got {wrong:?}"
        );
        let opened = settings.open(folder.path(), &sealed, PASSPHRASE);
        assert!(opened.is_ok_and(|it| it == teller()), "as it was told");
    }

    /// Bytes after the header; that has a part of a random length (age's grease), whatever is
    /// sealed.
    fn payload_bytes(sealed: &SealedIdentity) -> usize {
        use std::io::Read as _;
        let mut bytes = Vec::new();
        let mut armored = age::armor::ArmoredReader::new(sealed.age.as_bytes());
        armored.read_to_end(&mut bytes).expect("is armored");
        let last = bytes.windows(5).position(|part| part == b"\n--- ");
        let last = &bytes[last.expect("a header ends") + 1..];
        let end = last.iter().position(|byte| *byte == b'\n');
        last.len() - end.expect("its last line ends") - 1
    }

    #[test]
    fn its_length_tells_nothing_of_the_name() {
        let folder = tempfile::tempdir().expect("a folder");
        let (settings, sealed) = sealed_in(folder.path());
        let short = Identity {
            name: "演练 丁".to_owned(),
            ..Identity::default()
        };
        let other = settings.seal(&short).expect("sealed");
        assert_eq!(
            payload_bytes(&other),
            payload_bytes(&sealed),
            "a short name as a long one"
        );
        assert_ne!(
            settings.seal(&short).expect("sealed").age,
            other.age,
            "the same name twice is not the same text"
        );
    }

    #[test]
    fn without_a_key_nothing_is_sealed_and_without_the_keepers_file_nothing_is_opened() {
        let folder = tempfile::tempdir().expect("a folder");
        let (settings, sealed) = sealed_in(folder.path());
        let none = SealSettings::default();
        assert!(!none.is_set_up(), "no key is named");
        let refused = none.seal(&teller());
        assert!(
            matches!(refused, Err(SealError::BadRecipient { .. })),
            "got {refused:?}"
        );
        let away = SealSettings {
            key: Some("stick/seal-key.age".into()),
            ..settings.clone()
        };
        let refused = away.open(folder.path(), &sealed, PASSPHRASE);
        assert!(matches!(refused, Err(SealError::NoKey)), "the stick is out");
        let again = make_key(&folder.path().join("seal-key.age"), PASSPHRASE);
        assert!(
            matches!(again, Err(SealError::Write { .. })),
            "a key is never written over"
        );
        let short = make_key(&folder.path().join("b.age"), "short");
        assert!(
            matches!(short, Err(SealError::ShortPassphrase)),
            "too short"
        );
    }
}
