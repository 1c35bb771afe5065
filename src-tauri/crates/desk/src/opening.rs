//! How the desk's log is opened, and under which key; why a desk did not open.

use std::sync::Arc;

use contract::error::Code;
use ed25519_dalek::SigningKey;
use logbook::{BALLAST_BYTES, Logbook, OpenOptions};

use crate::board::rules::Rules;
use crate::clock;
use crate::key::{self, DeviceKey, KeyError};
use crate::keyring::Keyring;
use crate::session::Session;
use crate::settings::Settings;

/// Why a desk did not open.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder or the runtime.
    #[error("{what}: {source}")]
    System {
        /// What was tried.
        what: String,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// The device key.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The logbook.
    #[error(transparent)]
    Logbook(#[from] logbook::OpenError),
    /// The logbook could be opened and not written.
    #[error(transparent)]
    Storage(#[from] logbook::StorageError),
    /// The map.
    #[error("the map cannot be made: {reason}")]
    Map {
        /// Why.
        reason: String,
    },
    /// The exercise district could not be entered.
    #[error("the exercise district: {reason}")]
    Exercise {
        /// Why.
        reason: String,
    },
}

impl OpenError {
    /// What the screen tells the officer: a log that another program holds is no fault of the
    /// disk, and a damaged one has its own way out.
    #[must_use]
    pub fn code(&self) -> Code {
        match self {
            Self::Logbook(logbook::OpenError::InUse { .. }) => Code::InUse,
            Self::Logbook(logbook::OpenError::Damaged { .. })
            | Self::Storage(logbook::StorageError::Damaged { .. }) => Code::Damaged,
            Self::Map { .. } | Self::Exercise { .. } => Code::Internal,
            Self::System { .. } | Self::Key(_) | Self::Logbook(_) | Self::Storage(_) => {
                Code::Storage
            }
        }
    }
}

/// The device key of these settings.
pub(crate) fn device(settings: &Settings) -> Result<DeviceKey, KeyError> {
    let keyring = settings.keyring();
    let keyring = keyring.as_ref().map(|keyring| keyring as &dyn Keyring);
    let device = key::load(&settings.data, keyring)?;
    if device.replaced {
        tracing::error!("the device key cannot be had: there is a new one");
    }
    Ok(device)
}

/// Opens the log for a tool beside the desk, under the key that it has.
pub(crate) fn open_for_tool(settings: &Settings) -> Result<Session, OpenError> {
    let keyring = settings.keyring();
    let keyring = keyring.as_ref().map(|keyring| keyring as &dyn Keyring);
    let key = key::of_tool(&settings.data, keyring)?;
    let exercise = settings.exercise_seed.is_some();
    let session = open_session(&settings.logbook(), &key, exercise, 0)?;
    Ok(with_rules(session, settings))
}

/// Opens the watch's own log. One that an earlier key of this desk has written goes on under the
/// new one: what had not been sent is still there.
pub(crate) fn open_own(settings: &Settings, device: &DeviceKey) -> Result<Session, OpenError> {
    let (path, exercise) = (settings.logbook(), settings.exercise_seed.is_some());
    let opened = match open_session(&path, &device.key, exercise, BALLAST_BYTES) {
        Err(OpenError::Logbook(logbook::OpenError::OtherDesk { found }))
            if device.earlier.contains(&found) =>
        {
            let waiting = logbook::succeed(&path, &device.key)?;
            tracing::warn!(%found, waiting, "the log goes on under a new key");
            open_session(&path, &device.key, exercise, BALLAST_BYTES)
        }
        opened => opened,
    };
    Ok(with_rules(opened?, settings))
}

/// The session with what the district has set.
pub(crate) fn with_rules(session: Session, settings: &Settings) -> Session {
    let alarms = Rules::of(&settings.alarms, &settings.data);
    let session = session.scored_by(settings.readiness.rules());
    session.alarmed_by(Arc::new(alarms))
}

/// Opens a logbook with this desk's key.
pub(crate) fn open_session(
    path: &std::path::Path,
    key: &SigningKey,
    exercise: bool,
    ballast_bytes: u64,
) -> Result<Session, OpenError> {
    let options = OpenOptions {
        key: key.clone(),
        exercise,
        clock: clock::clock(),
        ids: clock::ids(),
        ballast_bytes,
    };
    let (logbook, opening) = Logbook::open(path, &options)?;
    tracing::info!(?opening, path = %path.display(), "the logbook is open");
    Ok(Session::new(logbook)?)
}
