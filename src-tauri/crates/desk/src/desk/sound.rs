//! What is heard and shown outside of the window: sound, silence, the test tone, notifications,
//! pictures of cameras.

use std::sync::atomic::Ordering;
use std::sync::{MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use contract::change::Alarm;
use contract::error::CallError;
use contract::rows::CameraOpened;
use contract::status::SoundState;
use emergency::id::SiteId;
use emergency::time::UtcMs;

use super::{Desk, SILENCE_S_MAX};
use crate::answer::cameras::open_outside;
use crate::clock;
use crate::ring::{Ring, Tone};
use crate::viewers::ShowPicture;

impl Desk {
    /// The shell says how a picture is shown in a window of its own.
    pub fn show_pictures_by(&self, show: ShowPicture) {
        self.viewers.show_by(show);
    }

    /// Opens a picture in the player: what a window of the program could not play.
    ///
    /// # Errors
    /// [`CallError`] when it is no camera of the list.
    pub fn open_outside(&self, camera: &SiteId) -> Result<CameraOpened, CallError> {
        open_outside(self, &self.session(), camera)
    }

    /// The shell says whether sound can be heard.
    pub fn set_sound(&self, state: SoundState) {
        let mut sound = self.sound.lock().unwrap_or_else(PoisonError::into_inner);
        let before = std::mem::replace(&mut *sound, state);
        drop(sound);
        if before != state {
            self.tell_status();
        }
    }

    /// The shell says whether notifications reach somebody.
    pub fn set_notifications(&self, shown: bool) {
        if self.notifications.swap(shown, Ordering::Relaxed) != shown {
            self.tell_status();
        }
    }

    /// How an alarm rings now; none where it makes no sound, or is silenced.
    #[must_use]
    pub fn tone(&self, alarm: &Alarm, now: Instant) -> Option<Tone> {
        self.ring().tone(alarm, now)
    }

    /// The shell says that it rang: what waits and is not graver rings again that much later.
    pub fn rang(&self, alarm: &Alarm, now: Instant) {
        self.ring().rang(alarm, now);
    }

    /// What nobody has acknowledged and is to ring once more now, and how.
    #[must_use]
    pub fn again(&self, now: Instant) -> Option<(Alarm, Tone)> {
        if !self.ring().looks(now) {
            return None;
        }
        let waiting = self.waiting_alarm();
        let tone = self.ring().again(waiting.as_ref(), now)?;
        waiting.map(|waiting| (waiting, tone))
    }

    /// Silences what rings; what is new and as grave still rings.
    pub(crate) fn silence(&self, seconds: u32) {
        let seconds = seconds.min(SILENCE_S_MAX);
        if seconds == 0 {
            self.ring().end_silence();
        } else {
            let waiting = self.waiting_alarm();
            let lasts = Duration::from_secs(u64::from(seconds));
            let shown = clock::now().plus_ms(i64::from(seconds) * 1_000);
            let now = Instant::now();
            self.ring().silence(lasts, shown, waiting.as_ref(), now);
        }
        self.tell_status();
    }

    pub(crate) fn silenced_until(&self) -> Option<UtcMs> {
        self.ring().silent_until(Instant::now())
    }

    fn ring(&self) -> MutexGuard<'_, Ring> {
        self.ring.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn sound(&self) -> SoundState {
        let state = *self.sound.lock().unwrap_or_else(PoisonError::into_inner);
        match state {
            SoundState::Armed if self.silenced_until().is_some() => SoundState::Silenced,
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
            heard: false,
        };
        self.tone.publish(&crate::follow::Batch {
            alarm: Some(alarm),
            ..Default::default()
        });
    }
}
