//! Why the settings cannot be used.

use std::path::PathBuf;

use super::EXERCISE_SIZES;

/// Why the settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The file cannot be read.
    #[error("{path} cannot be read")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// The file is not what it should be.
    #[error("{path} is not a settings file")]
    Parse {
        /// The file.
        path: PathBuf,
        /// What the reader said.
        #[source]
        source: toml::de::Error,
    },
    /// An exercise district is ×1 to ×100.
    #[error("exercise size {size} is not within 1 to {}", EXERCISE_SIZES.end())]
    ExerciseSize {
        /// As asked for.
        size: u32,
    },
}
