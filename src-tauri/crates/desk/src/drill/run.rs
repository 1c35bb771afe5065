//! A drill while it runs.

use std::sync::Arc;

use drills::scenario::Scenario;
use tokio_util::sync::CancellationToken;

use crate::play::stage::SharedStage;
use crate::session::Session;

/// A drill that runs.
pub(crate) struct DrillRun {
    /// Its own log.
    pub(crate) session: Arc<Session>,
    /// What is run.
    pub(super) scenario: Scenario,
    /// What is played and how far.
    pub(super) stage: SharedStage,
    /// Its name in that log.
    pub(super) drill: String,
    /// Ends what plays it.
    pub(super) stop: CancellationToken,
}

impl Drop for DrillRun {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}
