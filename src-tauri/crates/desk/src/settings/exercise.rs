//! From what numbers the exercise district is made, and which ones a folder was filled from.

use std::ops::RangeInclusive;
use std::path::Path;

use drills::district::SIZE_MAX;
use serde::{Deserialize, Serialize};

use super::{Settings, SettingsError};

/// Sizes that a district may have: ×1 is a district as it is, ×100 more than any (issue: sizes
/// ×1 to ×100).
pub const EXERCISE_SIZES: RangeInclusive<u32> = 1..=SIZE_MAX;

/// Name of the file that says what a data folder's exercise was filled from.
const FILE: &str = "exercise.toml";

/// The numbers of the exercise district.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ExerciseSettings {
    /// Seed: the same seed and size make the same district.
    pub seed: u64,
    /// How many times the district, [`EXERCISE_SIZES`].
    pub size: u32,
}

impl Default for ExerciseSettings {
    fn default() -> Self {
        Self { seed: 1, size: 1 }
    }
}

impl ExerciseSettings {
    /// What the exercise in a data folder was filled from; none while nobody filled one. Its roads
    /// are made anew at each start and have to be those of its log.
    #[must_use]
    pub fn of_folder(data: &Path) -> Option<Self> {
        let text = std::fs::read_to_string(data.join(FILE)).ok()?;
        let kept: Self = toml::from_str(&text).ok()?;
        EXERCISE_SIZES.contains(&kept.size).then_some(kept)
    }

    /// Notes it in the data folder.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn keep(&self, data: &Path) -> std::io::Result<()> {
        let text = toml::to_string(self).map_err(std::io::Error::other)?;
        std::fs::write(data.join(FILE), text)
    }
}

impl Settings {
    /// The same with the exercise district opened: what is given goes before the file's.
    ///
    /// # Errors
    /// [`SettingsError::ExerciseSize`] for a size that no district has.
    pub fn in_exercise(
        mut self,
        seed: Option<u64>,
        size: Option<u32>,
    ) -> Result<Self, SettingsError> {
        self.exercise_seed = Some(seed.unwrap_or(self.exercise.seed));
        self.sized(size)
    }

    pub(super) fn sized(mut self, size: Option<u32>) -> Result<Self, SettingsError> {
        let size = size.unwrap_or(self.exercise.size);
        if !EXERCISE_SIZES.contains(&size) {
            return Err(SettingsError::ExerciseSize { size });
        }
        self.exercise.size = size;
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_remembers_what_it_was_filled_from() {
        let folder = tempfile::tempdir().expect("a folder");
        let none = ExerciseSettings::of_folder(folder.path());
        assert_eq!(none, None, "nobody filled it");
        let made = ExerciseSettings { seed: 7, size: 10 };
        made.keep(folder.path()).expect("is written");
        let kept = ExerciseSettings::of_folder(folder.path());
        assert_eq!(kept, Some(made), "for the next start");
        std::fs::write(folder.path().join(FILE), "size = 101").expect("is written");
        let wrong = ExerciseSettings::of_folder(folder.path());
        assert_eq!(wrong, None, "no district is that large");
    }

    #[test]
    fn an_exercise_is_as_large_as_is_asked_for_within_bounds() {
        let dir = tempfile::tempdir().expect("a folder");
        let write = |text: &str| {
            std::fs::write(dir.path().join(super::super::FILE), text).expect("written");
        };
        write("[exercise]\nseed = 7\nsize = 10\n");
        let settings = Settings::load(dir.path(), None, None).expect("settings");
        assert_eq!(settings.exercise_seed, None, "the file opens no exercise");
        let asked = |seed, size| settings.clone().in_exercise(seed, size);
        let file = asked(None, None).expect("as the file says");
        let numbers = |made: &Settings| (made.exercise_seed, made.exercise.size);
        assert_eq!(numbers(&file), (Some(7), 10), "the file's");
        let given = asked(Some(3), Some(100)).expect("the largest");
        assert_eq!(numbers(&given), (Some(3), 100), "what is given goes before");
        for size in [0, 101] {
            let error = asked(None, Some(size)).expect_err("out of bounds");
            assert!(
                matches!(error, SettingsError::ExerciseSize { .. }),
                "{error}"
            );
        }
        write("[exercise]\nsize = 0\n");
        assert!(
            Settings::load(dir.path(), None, None).is_err(),
            "nor in the file"
        );
    }
}
