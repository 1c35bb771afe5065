//! The system's keyring, as far as a desk needs one: Credential Manager, Keychain, Secret Service.
//! A kiosk or a machine without a session has none.

use std::sync::mpsc;
use std::time::Duration;

/// Under which name all secrets of this program stand.
const PROGRAM: &str = "dutyroom";
/// Seconds for one answer; a locked keyring may wait for a person who is not there.
const ANSWER_S: u64 = 10;

/// Why the keyring gave or took nothing.
#[derive(Debug, thiserror::Error)]
pub(crate) enum KeyringError {
    /// What the system said.
    #[error(transparent)]
    System(#[from] keyring::Error),
    /// Nobody could be sent to ask.
    #[error(transparent)]
    Thread(#[from] std::io::Error),
    /// It did not answer in time.
    #[error("the keyring does not answer")]
    Slow,
}

/// Keeps secrets by their names.
pub(crate) trait Keyring {
    /// The secret of a name; none when there is none.
    fn get(&self, name: &str) -> Result<Option<Vec<u8>>, KeyringError>;
    /// Keeps a secret under a name.
    fn put(&self, name: &str, secret: &[u8]) -> Result<(), KeyringError>;
}

/// The system's.
pub(crate) struct SystemKeyring;

impl Keyring for SystemKeyring {
    fn get(&self, name: &str) -> Result<Option<Vec<u8>>, KeyringError> {
        let name = name.to_owned();
        in_time(move || {
            match keyring::Entry::new(PROGRAM, &name).and_then(|entry| entry.get_secret()) {
                Ok(secret) => Ok(Some(secret)),
                Err(keyring::Error::NoEntry) => Ok(None),
                Err(error) => Err(error.into()),
            }
        })
    }

    fn put(&self, name: &str, secret: &[u8]) -> Result<(), KeyringError> {
        let (name, secret) = (name.to_owned(), secret.to_vec());
        in_time(move || Ok(keyring::Entry::new(PROGRAM, &name)?.set_secret(&secret)?))
    }
}

/// Asks on a thread of its own: the duty room opens whether somebody unlocks the keyring or not.
fn in_time<T: Send + 'static>(
    ask: impl FnOnce() -> Result<T, KeyringError> + Send + 'static,
) -> Result<T, KeyringError> {
    let (tell, told) = mpsc::sync_channel(1);
    std::thread::Builder::new()
        .name("keyring".to_owned())
        .spawn(move || {
            // Nobody waits any more when it was slow.
            let _ = tell.send(ask());
        })?;
    told.recv_timeout(Duration::from_secs(ANSWER_S))
        .unwrap_or(Err(KeyringError::Slow))
}
