//! How the desk's log is opened, and under which key.

use std::sync::Arc;

use ed25519_dalek::SigningKey;
use logbook::{BALLAST_BYTES, Logbook, OpenOptions};

use crate::board::rules::Rules;
use crate::clock;
use crate::desk::OpenError;
use crate::key::{self, DeviceKey, KeyError};
use crate::keyring::Keyring;
use crate::session::Session;
use crate::settings::Settings;

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
