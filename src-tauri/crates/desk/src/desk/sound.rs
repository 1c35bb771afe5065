//! What is heard and shown outside of the window: sound, silence, the test tone, notifications.

use std::sync::PoisonError;
use std::sync::atomic::Ordering;

use contract::change::Alarm;
use contract::status::SoundState;
use emergency::time::UtcMs;

use super::{Desk, SILENCE_S_MAX};
use crate::clock;

impl Desk {
    /// The shell says whether sound can be heard.
    pub fn set_sound(&self, state: SoundState) {
        *self.sound.lock().unwrap_or_else(PoisonError::into_inner) = state;
        self.tell_status();
    }

    /// The shell says whether notifications reach somebody.
    pub fn set_notifications(&self, shown: bool) {
        self.notifications.store(shown, Ordering::Relaxed);
        self.tell_status();
    }

    /// True while the officer has silenced the sound.
    #[must_use]
    pub fn is_silenced(&self) -> bool {
        clock::now().0 < self.silenced_until_ms.load(Ordering::Relaxed)
    }

    pub(crate) fn silence(&self, seconds: u32) {
        let seconds = i64::from(seconds.min(SILENCE_S_MAX));
        let until = if seconds == 0 {
            0
        } else {
            clock::now().plus_ms(seconds * 1_000).0
        };
        self.silenced_until_ms.store(until, Ordering::Relaxed);
        self.tell_status();
    }

    pub(crate) fn silenced_until(&self) -> Option<UtcMs> {
        let until = self.silenced_until_ms.load(Ordering::Relaxed);
        (until > clock::now().0).then_some(UtcMs(until))
    }

    pub(crate) fn sound(&self) -> SoundState {
        let state = *self.sound.lock().unwrap_or_else(PoisonError::into_inner);
        match state {
            SoundState::Armed if self.is_silenced() => SoundState::Silenced,
            state => state,
        }
    }

    pub(crate) fn notifications(&self) -> bool {
        self.notifications.load(Ordering::Relaxed)
    }

    /// Sounds the test tone; no notification, no row.
    pub(crate) fn test_tone(&self) {
        let alarm = Alarm {
            level: 3,
            by_priority: false,
            count: 0,
            headline: String::new(),
            exercise: false,
            step: None,
        };
        self.tone.publish(&crate::follow::Batch {
            alarm: Some(alarm),
            ..Default::default()
        });
    }
}
