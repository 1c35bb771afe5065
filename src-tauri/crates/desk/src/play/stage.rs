//! What is played and how far.

use std::sync::{Arc, Mutex};

use drills::clock::ReplayClock;
use drills::inject::Timed;

/// What is played, and its clock.
pub(crate) struct Stage {
    /// Events in the order of their times.
    pub(crate) events: Vec<Timed>,
    /// The clock of the scenario.
    pub(crate) clock: ReplayClock,
    /// Up to where they were played, milliseconds of the scenario.
    pub(crate) played_ms: i64,
}

/// A stage that the trainer steers while it is played.
pub(crate) type SharedStage = Arc<Mutex<Stage>>;
