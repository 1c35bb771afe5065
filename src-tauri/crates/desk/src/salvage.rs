//! The way out of a damaged log, for the window and for the technician's tool.

use std::path::Path;

use contract::salvage::{LOST_NAMED_MAX, SalvageStep, Salvaged};
use emergency::time::UtcMs;
use logbook::OpenOptions;

use crate::keyring::Keyring;
use crate::opening::OpenError;
use crate::settings::Settings;
use crate::{clock, key};

/// Saves what can be saved of the log of these settings, keeps the damaged file under a dated name,
/// makes a new log, and says what is missing. Nothing is decided here about whether it is damaged.
///
/// # Errors
/// [`OpenError`]; the damaged file is as it was, or has its new name.
pub fn salvage(
    settings: &Settings,
    told: &mut dyn FnMut(SalvageStep),
) -> Result<Salvaged, OpenError> {
    let keyring = settings.keyring();
    let keyring = keyring.as_ref().map(|keyring| keyring as &dyn Keyring);
    let options = OpenOptions {
        key: key::of_tool(&settings.data, keyring)?,
        exercise: settings.exercise_seed.is_some(),
        clock: clock::clock(),
        ids: clock::ids(),
        ballast_bytes: 0,
    };
    let done = logbook::salvage(&settings.logbook(), &options, &mut |step| {
        told(match step {
            logbook::SalvageStep::Reading { read, of } => SalvageStep::Reading { read, of },
            logbook::SalvageStep::Making => SalvageStep::Making,
            logbook::SalvageStep::Keeping => SalvageStep::Keeping,
        });
    })?;
    let report = Salvaged {
        saved: done.saved as u64,
        lost: done.lost.len() as u64,
        lost_numbers: done.lost.into_iter().take(LOST_NAMED_MAX).collect(),
        outbox_cut: done.outbox_cut,
        events_before: done.events_before,
        notes_lost: done.notes_lost,
        kept_as: name(&done.kept_as),
        side_file: name(&done.side_file),
        folder: settings.data.display().to_string(),
        refetched: settings.platform.is_some(),
        backup: newest_copy(&settings.backup()),
    };
    tracing::warn!(?report, "a damaged log was salvaged");
    Ok(report)
}

fn name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// The newest copy; none when the folder cannot be read, which is no reason to give up here.
fn newest_copy(folder: &Path) -> Option<(String, UtcMs)> {
    let (at, newest) = logbook::copies(folder).ok()?.into_iter().max()?;
    Some((newest.display().to_string(), at))
}
